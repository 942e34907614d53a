/** Edits of a study: what each does, and that no sequence of them breaks a study. */
import { builtinCatalog } from "@seiza/catalog/builtin";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EXAMPLES, readExample } from "../../../tests/support.ts";
import {
  addComponent,
  addConfiguration,
  addProductType,
  addZone,
  type Clip,
  type Configuration,
  clipOf,
  connect,
  duplicate,
  flowIdsOf,
  freeId,
  groupIntoZone,
  mayStandIn,
  moveInto,
  paste,
  readClip,
  removalOf,
  remove,
  rename,
  resolveStudy,
  type Study,
  setComponent,
  setFlow,
  setInterface,
  setLayout,
  setZone,
  stableIdOf,
  thingOf,
  turnFlow,
  validateStudy,
} from "../src/index.ts";

const catalog = builtinCatalog();
const examples = EXAMPLES.map(readExample);
const home = () => readExample("smart-home-cloud.yaml");
const plant = () => readExample("factory-fa.yaml");
const main = (study: Study) => study.configurations[0] as Configuration;
const errorsOf = (study: Study) =>
  [...validateStudy(study).problems, ...resolveStudy(study, catalog).problems].filter(
    (p) => p.severity === "error",
  );

describe("removing a component", () => {
  test("takes its flows, uses, assets and decisions along and says so", () => {
    const study: Study = {
      ...home(),
      decisions: [
        {
          id: "d1",
          target: "as:direct/cam/A3p",
          action: "change",
          set: { importance: 3 },
          reason: "合意",
          by: "主査",
          date: "2026-01-05",
        },
        {
          id: "d2",
          target: "as:direct/ac/A2f",
          action: "accept",
          reason: "合意",
          by: "主査",
          date: "2026-01-05",
        },
      ],
    };
    const removal = removalOf(study, ["co:direct/cam"]);
    expect(removal.components).toEqual(["co:direct/cam"]);
    expect(removal.flows).toEqual([
      "fl:direct/clA.api>cam.cl",
      "fl:direct/rt.wan>cam.onvif",
      "fl:direct/plug.cl>cam.onvif",
    ]);
    expect(removal.decisions).toEqual(["d1"]);
    const after = remove(study, ["co:direct/cam"]);
    expect(main(after).components.some((c) => c.id === "cam")).toBe(false);
    expect(JSON.stringify(after)).not.toContain('"cam.');
    expect(after.decisions?.map((d) => d.id)).toEqual(["d2"]);
    expect(errorsOf(after)).toEqual([]);
  });

  test("leaves a configuration that can be empty", () => {
    const study = home();
    const after = remove(
      study,
      main(study).components.map((c) => `co:direct/${c.id}`),
    );
    expect(main(after).components).toEqual([]);
    expect(main(after).flows).toEqual([]);
    expect(errorsOf(after)).toEqual([]);
  });
});

test("removing a zone moves what stands in it to the zone around, and keeps the last zone", () => {
  const study = addZone(home(), "direct", { id: "room", name: "居間", kind: "home-lan", parent: "lan" });
  const moved = moveInto(study, "direct", { components: ["cam"] }, "room");
  const after = remove(moved, ["zn:direct/room"]);
  expect(main(after).components.find((c) => c.id === "cam")?.zone).toBe("lan");
  const all = main(after).zones.map((z) => `zn:direct/${z.id}`);
  expect(removalOf(after, all).kept).toEqual([{ id: "zn:direct/inet", why: "last-zone" }]);
  expect(errorsOf(remove(after, all))).toEqual([]);
});

test("a renamed component is followed by flows, uses, places, assets and decisions", () => {
  let study: Study = {
    ...home(),
    decisions: [
      {
        id: "d1",
        target: "as:direct/cam/A3p",
        action: "accept",
        reason: "合意",
        by: "主査",
        date: "2026-01-05",
      },
      {
        id: "d2",
        target: "fl:direct/plug.cl>cam.onvif",
        action: "accept",
        reason: "合意",
        by: "主査",
        date: "2026-01-05",
      },
    ],
  };
  study = setLayout(study, "direct", { cam: { x: 10, y: 20 } });
  const after = rename(study, "co:direct/cam", "eye");
  expect(main(after).flows?.filter((f) => f.to.startsWith("eye."))).toHaveLength(3);
  expect(main(after).layout).toEqual({ eye: { x: 10, y: 20 } });
  expect(after.decisions?.map((d) => d.target)).toEqual(["as:direct/eye/A3p", "fl:direct/plug.cl>eye.onvif"]);
  expect(JSON.stringify(after)).not.toMatch(/"cam[."]|direct\/cam/);
  expect(errorsOf(after)).toEqual([]);
  expect(rename(study, "co:direct/cam", "lock")).toBe(study);
  expect(rename(study, "co:direct/cam", "no good")).toBe(study);
});

test("a renamed product type and configuration are followed everywhere", () => {
  const study = plant();
  const type = study.productTypes[0]?.id as string;
  const renamed = rename(rename(study, `pt:${type}`, "renamed-type"), `cf:${main(study).id}`, "pattern-x");
  expect(errorsOf(renamed)).toEqual([]);
  const ids = (s: Study) => (s.decisions ?? []).map((d) => d.target);
  expect(ids(renamed).some((t) => t.includes(`:${type}/`) || t.endsWith(`:${type}`))).toBe(false);
  expect(ids(renamed)).toHaveLength(ids(study).length);
});

describe("connecting", () => {
  test("takes interfaces that fit and makes what is missing", () => {
    const study = home();
    const fits = connect(study, catalog, "direct", { component: "hub" }, { component: "li" });
    expect(fits.made).toEqual([]);
    expect(fits.flow).toBe("fl:direct/hub.mat>li.mat");
    const bare = addComponent(study, "direct", { id: "new", type: "network-camera", zone: "lan" });
    const made = connect(
      bare,
      catalog,
      "direct",
      { component: "clA" },
      { component: "new" },
      { command: true },
    );
    expect(made.made).toEqual(["if:direct/new.api"]);
    expect(made.flow).toBe("fl:direct/clA.api>new.api");
    expect(errorsOf(made.study)).toEqual([]);
    expect(
      connect(study, catalog, "direct", { component: "hub" }, { component: "hub" }).flow,
    ).toBeUndefined();
  });

  test("gives every pair of the examples a flow that resolves", () => {
    for (const study of examples)
      for (const c of study.configurations) {
        const errors = errorsOf(study).length;
        const [first, ...rest] = c.components;
        for (const other of rest) {
          const { study: after, flow } = connect(
            study,
            catalog,
            c.id,
            { component: first?.id as string },
            { component: other.id },
          );
          expect(flow).toBeDefined();
          expect(errorsOf(after)).toHaveLength(errors);
        }
      }
  });
});

describe("copying", () => {
  test("pastes into another study with new ids where ids are taken", () => {
    const clip = readClip(
      JSON.stringify(clipOf(home(), "direct", ["co:direct/clA", "co:direct/cam", "co:direct/ac"])),
    ) as Clip;
    const target = readExample("smart-home-hems.yaml");
    const { study, pasted } = paste(target, main(target).id, clip);
    expect(pasted).toHaveLength(3);
    expect(errorsOf(study)).toEqual([]);
    const again = paste(study, main(target).id, clip);
    expect(new Set([...pasted, ...again.pasted]).size).toBe(6);
    expect(again.study.productTypes).toBe(study.productTypes);
    expect(errorsOf(again.study)).toEqual([]);
  });

  test("a zone comes with all that stands in it", () => {
    const study = home();
    const { study: after, pasted } = duplicate(study, "direct", ["zn:direct/pan"]);
    expect(pasted.filter((id) => id.startsWith("co:"))).toHaveLength(2);
    const zone = pasted.find((id) => id.startsWith("zn:"))?.slice("zn:direct/".length);
    expect(main(after).components.filter((c) => c.zone === zone)).toHaveLength(2);
    expect(errorsOf(after)).toEqual([]);
  });

  test("other text on the clipboard is no clip", () => {
    for (const text of [
      "",
      "hello",
      "{}",
      '{"seizaClip":1}',
      '{"seizaClip":1,"zones":[],"configuration":{}}',
    ])
      expect(readClip(text)).toBeUndefined();
  });
});

test("a zone cannot be put into what stands in it", () => {
  const study = addZone(home(), "direct", { id: "room", name: "居間", kind: "home-lan", parent: "lan" });
  expect(mayStandIn(main(study), "lan", "room")).toBe(false);
  expect(setZone(study, "direct", "lan", { parent: "room" })).toBe(study);
});

test("stable ids are read and written", () => {
  for (const id of [
    "co:main/plc",
    "if:main/plc.mod",
    "zn:main/ctl",
    "pt:plc",
    "cf:main",
    "fl:main/a.x>b.y#2",
  ])
    expect(stableIdOf(thingOf(id) as NonNullable<ReturnType<typeof thingOf>>)).toBe(id);
  expect(thingOf("as:main/plc/A1")).toBeUndefined();
  expect(freeId("カメラ", [])).toBe("item");
  expect(freeId("cam", ["cam", "cam-2"])).toBe("cam-3");
});

test("flows have the ids that the index gives them", () => {
  for (const study of examples) {
    const { index } = resolveStudy(study, catalog);
    const given = study.configurations.flatMap((c) => flowIdsOf(c).map((id) => `${c.id}/${id}`));
    expect(new Set(given)).toEqual(new Set(index?.flowIds));
  }
});

/** One edit, as numbers that pick among what there is. */
interface Act {
  kind: number;
  a: number;
  b: number;
}
const of = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];

const EDITS: ((s: Study, c: Configuration, a: number, b: number) => Study)[] = [
  (s, c, a) => remove(s, [`co:${c.id}/${of(c.components, a)?.id}`]),
  (s, c, a) => remove(s, [`zn:${c.id}/${of(c.zones, a)?.id}`]),
  (s, c, a) => remove(s, [`sg:${c.id}/${of(c.segments ?? [], a)?.id}`]),
  (s, c, a) => remove(s, [`fl:${c.id}/${of(flowIdsOf(c), a)}`]),
  (s, _, a) => remove(s, [`pt:${of(s.productTypes, a)?.id}`]),
  (s, c) => remove(s, [`cf:${c.id}`]),
  (s, c, a, b) => {
    const x = of(c.components, a);
    return remove(s, [`if:${c.id}/${x?.id}.${of(x?.interfaces ?? [], b)?.id}`]);
  },
  (s, c, a, b) => rename(s, `co:${c.id}/${of(c.components, a)?.id}`, `r${b}`),
  (s, c, a, b) => rename(s, `zn:${c.id}/${of(c.zones, a)?.id}`, `r${b}`),
  (s, c, a, b) => rename(s, `sg:${c.id}/${of(c.segments ?? [], a)?.id}`, `r${b}`),
  (s, c, a, b) => rename(s, `pe:${c.id}/${of(c.people ?? [], a)?.id}`, `r${b}`),
  (s, _, a, b) => rename(s, `pt:${of(s.productTypes, a)?.id}`, `r${b}`),
  (s, c, _, b) => rename(s, `cf:${c.id}`, `r${b}`),
  (s, c, a, b) => {
    const x = of(c.components, a);
    return rename(s, `if:${c.id}/${x?.id}.${of(x?.interfaces ?? [], b)?.id}`, `r${b}`);
  },
  (s, c, a, b) => rename(s, `fl:${c.id}/${of(flowIdsOf(c), a)}`, `r${b}`),
  (s, c, a, b) =>
    addComponent(s, c.id, {
      id: freeId(
        `n${a % 5}`,
        c.components.map((x) => x.id),
      ),
      type: of(s.productTypes, b)?.id as string,
      zone: of(c.zones, a)?.id as string,
    }),
  (s, c, a, b) => {
    const x = of(c.components, a)?.id ?? "";
    return connect(s, catalog, c.id, { component: x }, { component: of(c.components, b)?.id ?? "" }).study;
  },
  (s, c, a, b) => moveInto(s, c.id, { components: [of(c.components, a)?.id ?? ""] }, of(c.zones, b)?.id),
  (s, c, a, b) => moveInto(s, c.id, { zones: [of(c.zones, a)?.id ?? ""] }, of(c.zones, b)?.id),
  (s, c, a, b) =>
    groupIntoZone(
      s,
      c.id,
      {
        components: [of(c.components, a)?.id, of(c.components, b)?.id].filter((x) => x !== undefined),
        zones: [],
      },
      {
        id: freeId(
          "group",
          c.zones.map((z) => z.id),
        ),
        name: "集まり",
      },
    ),
  (s, c, a, b) => {
    const ids = [of(c.components, a)?.id, of(c.components, b)?.id].map((id) => `co:${c.id}/${id}`);
    return duplicate(s, c.id, ids).study;
  },
  (s, c, a) => duplicate(s, c.id, [`zn:${c.id}/${of(c.zones, a)?.id}`]).study,
  (s, c, a, b) => {
    const from = of(examples, a) as Study;
    const x = main(from);
    const clip = clipOf(from, x.id, [
      `co:${x.id}/${of(x.components, b)?.id}`,
      `zn:${x.id}/${of(x.zones, a)?.id}`,
    ]);
    return clip ? paste(s, c.id, clip, b % 2 ? { into: of(c.zones, a)?.id as string } : {}).study : s;
  },
  (s, c, a) =>
    addConfiguration(s, {
      id: freeId(
        "pattern",
        s.configurations.map((x) => x.id),
      ),
      name: "別案",
      ...(a % 2 ? { copyOf: c.id } : {}),
    }),
  (s, _, a) =>
    addProductType(s, {
      id: freeId(
        `t${a % 4}`,
        s.productTypes.map((t) => t.id),
      ),
      name: "新型",
      class: "device",
    }),
  (s, c, a, b) =>
    setLayout(s, c.id, { [of(c.components, a)?.id ?? "x"]: b % 3 ? { x: a, y: b } : undefined }),
  (s, c, a, b) => setComponent(s, c.id, of(c.components, a)?.id ?? "", { quantity: b % 2 ? 3 : undefined }),
  (s, c, a, b) => turnFlow(s, c.id, of(flowIdsOf(c), a + b) ?? ""),
  (s, c, a, b) => setFlow(s, c.id, of(flowIdsOf(c), a) ?? "", { command: b % 2 === 0 }),
  (s, c, a, b) => {
    const x = of(c.components, a);
    return setInterface(s, c.id, x?.id ?? "", of(x?.interfaces ?? [], b)?.id ?? "", {
      use: b % 2 ? "normal" : "maintenance",
    });
  },
];

test("no sequence of edits leaves a study that does not resolve", () => {
  const act: fc.Arbitrary<Act> = fc.record({
    kind: fc.nat(EDITS.length - 1),
    a: fc.nat(60),
    b: fc.nat(60),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      fc.array(fc.tuple(act, fc.nat(5)), { minLength: 1, maxLength: 25 }),
      (start, acts) => {
        const text = JSON.stringify(start);
        let study = start;
        for (const [{ kind, a, b }, c] of acts) {
          const edit = EDITS[kind] as (typeof EDITS)[number];
          study = edit(study, of(study.configurations, c) as Configuration, a, b);
          expect(errorsOf(study)).toEqual([]);
        }
        expect(JSON.stringify(start)).toBe(text);
      },
    ),
    { numRuns: 300, seed: 20261125 },
  );
});
