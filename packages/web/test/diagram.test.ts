/** The diagram's scene and places, without a browser. */
import { builtinCatalog } from "@seiza/catalog/builtin";
import { type Study, setLayout } from "@seiza/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
// @ts-expect-error: the benchmark's generator is plain JavaScript
import { generateStudy } from "../../../bench/generate.mjs";
import { EXAMPLES, readExample } from "../../../tests/support.ts";
import { type Command, commandOfKey } from "../src/step1/diagram/commands.ts";
import { componentDefault, interfaceDefault } from "../src/step1/diagram/defaults.ts";
import { gridPlaces, NODE_HEIGHT, NODE_WIDTH, placed } from "../src/step1/diagram/placement.ts";
import { insideOf, layoutOf, type Rect, sceneOf, zoneUnder } from "../src/step1/diagram/scene.ts";

const catalog = builtinCatalog();
const examples = EXAMPLES.map(readExample);
const configurationsOf = (study: Study) =>
  study.configurations.map((configuration) => ({ study, configuration }));
const sceneFor = (study: Study, at = 0) => {
  const configuration = study.configurations[at];
  if (!configuration) throw new Error("no such configuration");
  return sceneOf({ study, configuration, catalog, lang: "ja" });
};
const overlaps = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe("places that are worked out", () => {
  test("put every component inside its zone, every zone inside its parent, and nothing on top of another", () => {
    for (const { study, configuration } of [...examples, generateStudy(120) as Study].flatMap(
      configurationsOf,
    )) {
      const scene = sceneOf({ study, configuration, catalog, lang: "en" });
      for (const n of scene.nodes) {
        const z = scene.zones[n.zone] as Rect;
        expect(n.x >= z.x && n.x + n.width <= z.x + z.width).toBe(true);
        expect(n.y >= z.y && n.y + n.height <= z.y + z.height).toBe(true);
      }
      scene.nodes.forEach((a, i) => {
        for (const b of scene.nodes.slice(i + 1)) expect(overlaps(a, b)).toBe(false);
      });
      const roots = scene.zones.filter((z) => z.parent < 0);
      roots.forEach((a, i) => {
        for (const b of roots.slice(i + 1)) expect(overlaps(a, b)).toBe(false);
      });
    }
  });

  test("leave what the study places where it is, and find room for the rest", () => {
    const configuration = examples[0]?.configurations[0];
    if (!configuration) throw new Error("no example");
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), (keeps) => {
        const whole = gridPlaces(configuration);
        const layout: Record<string, { x: number; y: number }> = {};
        let i = 0;
        for (const [id, at] of whole.components) if (keeps[i++ % keeps.length]) layout[id] = at;
        if (Object.keys(layout).length === 0) return;
        const places = placed({ ...configuration, layout });
        for (const [id, at] of Object.entries(layout)) expect(places.components.get(id)).toMatchObject(at);
        expect(places.components.size).toBe(configuration.components.length);
        const boxes = [...places.components.values()].map((p) => ({
          ...p,
          width: NODE_WIDTH,
          height: NODE_HEIGHT,
        }));
        const inZone = new Map(configuration.components.map((c) => [c.id, c.zone]));
        const ids = [...places.components.keys()];
        // Within one zone nothing new lies on anything that was placed.
        boxes.forEach((a, p) => {
          boxes.forEach((b, q) => {
            if (q <= p || inZone.get(ids[p] as string) !== inZone.get(ids[q] as string)) return;
            expect(overlaps(a, b)).toBe(false);
          });
        });
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  test("a zone reaches around a component that was put outside of it", () => {
    const study = examples[0] as Study;
    const id = study.configurations[0]?.id as string;
    const component = study.configurations[0]?.components[0];
    const far = setLayout(study, id, { [component?.id as string]: { x: 5000, y: 4000 } });
    const scene = sceneFor(far);
    const node = scene.nodes.find((n) => n.key === component?.id);
    const zone = scene.zones[node?.zone ?? -1] as Rect;
    expect(zone.x + zone.width).toBeGreaterThan(5000 + NODE_WIDTH);
    expect(zone.y + zone.height).toBeGreaterThan(4000 + NODE_HEIGHT);
  });

  test("stated as they are shown, they show the same", () => {
    for (const study of examples) {
      const scene = sceneFor(study);
      const again = sceneFor(setLayout(study, scene.configuration.id, layoutOf(scene)));
      expect(again.nodes.map(({ x, y }) => [x, y])).toEqual(
        scene.nodes.map(({ x, y }) => [Math.round(x), Math.round(y)]),
      );
    }
  });
});

describe("a scene", () => {
  test("shows each flow between the ports of its interfaces, with the weaker end's protection", () => {
    const scene = sceneFor(readExample("smart-home-cloud.yaml"));
    expect(scene.edges).toHaveLength(scene.configuration.flows?.length ?? 0);
    for (const e of scene.edges) {
      const from = scene.nodes[e.from];
      expect(`${from?.key}.${from?.ports[e.fromPort]?.face.id}`).toBe(e.flow.from);
    }
    const of = (id: string) => scene.edges[scene.edgeAt.get(`fl:direct/${id}`) ?? -1];
    expect(of("hub.mat>lock.mat")?.protection).toBe("transport");
    expect(of("rt.web>plug.loc")?.protection).toBe("none");
    expect(of("app.api>clA.api")?.command).toBe(true);
  });

  test("finds the innermost zone at a point and passes over what is dragged", () => {
    const study = examples.find((s) => s.configurations[0]?.zones.some((z) => z.parent !== undefined));
    if (!study) return;
    const scene = sceneFor(study);
    const inner = scene.zones.findIndex((z) => z.parent >= 0);
    const z = scene.zones[inner] as Rect;
    expect(zoneUnder(scene, z.x + 4, z.y + 4)).toBe(inner);
    expect(zoneUnder(scene, z.x + 4, z.y + 4, new Set([inner]))).toBe(scene.zones[inner]?.parent);
    const around = insideOf(scene, scene.zones[inner]?.parent ?? -1);
    expect(around.zones.has(inner)).toBe(true);
  });
});

describe("defaults", () => {
  test("say where they come from", () => {
    const study = readExample("smart-home-cloud.yaml");
    const configuration = study.configurations[0] as NonNullable<(typeof study.configurations)[0]>;
    const camera = configuration.components.find((c) => c.id === "cam");
    if (!camera) throw new Error("no camera");
    expect(componentDefault(study, configuration, catalog, camera, "class").from.kind).toBe("type");
    const bare = { ...study, productTypes: study.productTypes.map(({ physicalAccess: _, ...rest }) => rest) };
    const access = componentDefault(bare, configuration, catalog, camera, "physicalAccess");
    expect(access).toMatchObject({ value: "semi", from: { kind: "zone", zone: { id: "lan" } } });
    const face = { id: "a", use: "normal" as const, medium: "ethernet", protocol: "HTTPS" };
    expect(interfaceDefault(catalog, face, "encryption")).toMatchObject({
      value: "transport",
      from: { kind: "protocol" },
    });
    expect(interfaceDefault(catalog, { ...face, use: "maintenance" }, "privilege").value).toBe("admin");
  });
});

test("keys stand for commands, with their modifiers", () => {
  const command = (id: string, keys: string) =>
    ({ id, keys, group: "edit", run: () => undefined }) as unknown as Command;
  const list = [
    command("cmd.connect", "C"),
    command("cmd.connectFrom", "Shift+C"),
    command("cmd.duplicate", "Mod+D"),
    command("cmd.zoomIn", "+"),
    command("cmd.copy", "Mod+C"),
  ];
  const key = (k: string, more: Partial<KeyboardEvent> = {}) =>
    commandOfKey({ key: k, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more }, list)
      ?.id;
  expect(key("c")).toBe("cmd.connect");
  expect(key("C", { shiftKey: true })).toBe("cmd.connectFrom");
  expect(key("d")).toBeUndefined();
  expect(key("d", { ctrlKey: true })).toBe("cmd.duplicate");
  expect(key("+", { shiftKey: true })).toBe("cmd.zoomIn");
  // Copying is the browser's own event.
  expect(key("c", { ctrlKey: true })).toBeUndefined();
});
