/** Export, import, export: nothing is lost and nothing changes. */
import { canonicalStudy, type Study, toYaml } from "@seiza/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EXPORT_FORMATS, type ExportFormat, exportModel, importModel } from "../src/index.ts";
import { bytesOf, catalog, EXAMPLES, hasSamples, samplesOf } from "./samples.ts";

const write = (study: Study, to: ExportFormat) => exportModel(study, to, { catalog }).text;
function back(text: string): Study {
  const { study, notes } = importModel(bytesOf(text), "model.json", { catalog });
  if (!study) throw new Error(JSON.stringify(notes));
  return study;
}
const withoutLayout = (study: Study): string =>
  toYaml({ ...study, configurations: study.configurations.map(({ layout: _, ...c }) => c) });

describe.each(EXPORT_FORMATS)("%s", (to) => {
  test.each(EXAMPLES)("%s comes back as it was, and is written the same again", (_, study) => {
    const once = write(study, to);
    const again = back(once);
    expect(toYaml(again)).toBe(toYaml(study));
    expect(write(again, to)).toBe(once);
  });

  test.each(EXAMPLES)("%s with places in the diagram comes back with them", (_, study) => {
    const placed: Study = {
      ...study,
      configurations: study.configurations.map((c) => ({
        ...c,
        layout: {
          ...Object.fromEntries(
            c.zones.map((z, i) => [`zone:${z.id}`, { x: i * 700, y: 5, width: 600, height: 900 }]),
          ),
          ...Object.fromEntries(
            c.components.map((x, i) => [x.id, { x: 3000 + i, y: i * 90, width: 120, height: 60 }]),
          ),
        },
      })),
    };
    const again = back(write(placed, to));
    expect(toYaml(again)).toBe(toYaml(placed));
  });

  test("words, ids and facts of any kind come back", () => {
    const [, base] = EXAMPLES[0] as [string, Study];
    const word = fc
      .string({ minLength: 1, maxLength: 40, unit: "grapheme" })
      .filter((s) => s.trim() === s && /\S/.test(s));
    fc.assert(
      fc.property(word, word, fc.nat({ max: 20 }), (a, b, n) => {
        const study = structuredClone(base);
        study.system.name = { ja: a, en: b };
        for (const c of study.configurations) {
          const component = c.components[n % c.components.length];
          if (component) component.name = a;
          const flow = c.flows?.[n % (c.flows.length || 1)];
          if (flow) {
            flow.name = b;
            delete flow.id;
          }
          c.zones[0] = { ...(c.zones[0] as (typeof c.zones)[number]), note: b };
        }
        const once = write(study, to);
        const again = back(once);
        expect(withoutLayout(again)).toBe(withoutLayout(study));
        expect(write(again, to)).toBe(once);
      }),
      { numRuns: 60 },
    );
  });

  test.skipIf(!hasSamples).each(
    ["otm", "threat-dragon", "threagile", "tm7", "drawio"]
      .flatMap(samplesOf)
      .filter((s) => !/NEGATIVE|expected/.test(s.path))
      .map((s) => [s.path, s.bytes] as const),
  )("%s, read and written, is written the same from then on", (path, bytes) => {
    const { study } = importModel(bytes, path, { catalog });
    if (!study) throw new Error(`${path} is refused`);
    const once = write(study, to);
    expect(write(back(once), to)).toBe(once);
  });

  test("a rename in the other tool arrives, and everything else stays", () => {
    const [, study] = EXAMPLES[0] as [string, Study];
    const component = canonicalStudy(study).configurations[0]?.components[0];
    const name = component?.name;
    const shown = typeof name === "string" ? name : (name?.ja ?? name?.en ?? "");
    const text = write(study, to);
    const renamed = text.replaceAll(
      new RegExp(`("(?:name|text)": )"${shown.replace(/[.*+?^$()[\]{}|\\]/g, "\\$&")}"`, "g"),
      '$1"改名した機器"',
    );
    const again = back(renamed).configurations[0]?.components.find((c) => c.id === component?.id);
    expect(again?.name).toBe("改名した機器");
    expect({ ...again, name: 0 }).toEqual({ ...component, name: 0 });
  });

  test("a file whose bag was broken is still read, from its own statements", () => {
    const [, study] = EXAMPLES[0] as [string, Study];
    const broken = write(study, to)
      .replaceAll('"productTypes"', '"productKinds"')
      .replaceAll('"interfaces"', '"faces"');
    const { study: again, notes } = importModel(bytesOf(broken), "model.json", { catalog });
    expect(again?.configurations[0]?.components.length).toBeGreaterThanOrEqual(
      study.configurations[0]?.components.length ?? 0,
    );
    expect(notes.map((n) => n.code)).toContain("own-bag-broken");
  });
});

describe("what a foreign file says beyond a study", () => {
  test.skipIf(!hasSamples)("is written back: every cell, threat and field of a Threat Dragon file", () => {
    for (const s of samplesOf("threat-dragon").filter((x) => /v2-threat|online|crypto/.test(x.path))) {
      const before = JSON.parse(new TextDecoder().decode(s.bytes));
      const { study } = importModel(s.bytes, s.path, { catalog });
      const after = JSON.parse(write(study as Study, "threat-dragon"));
      const cells = (m: typeof before) =>
        new Map(m.detail.diagrams[0].cells.map((c: { id: string }) => [c.id, c]));
      const written = cells(after);
      for (const [id, cell] of cells(before) as Map<string, { data: object }>) {
        const now = structuredClone(written.get(id)) as { data: Record<string, unknown> };
        delete now.data["seiza"];
        expect(now, `${s.path} ${id}`).toMatchObject(cell);
      }
      expect(after.summary).toMatchObject(before.summary);
    }
  });

  test.skipIf(!hasSamples)("is written back: threats, mitigations, tags and code of an OTM file", () => {
    const [s] = samplesOf("otm").filter((x) => /td-example/.test(x.path));
    const before = JSON.parse(new TextDecoder().decode(s?.bytes));
    const { study } = importModel(s?.bytes as Uint8Array, "x.otm", { catalog });
    const after = JSON.parse(write(study as Study, "otm"));
    expect(after.threats).toEqual(JSON.parse(JSON.stringify(before.threats), (_, v) => v));
    expect(after.mitigations).toEqual(before.mitigations);
    for (const key of ["components", "dataflows", "trustZones", "assets"])
      for (const e of before[key]) {
        const now = after[key].find((x: { id: string }) => x.id === e.id);
        for (const [k, v] of Object.entries(e))
          if (v !== null && k !== "attributes") expect(now[k], `${e.id} ${k}`).toEqual(v);
      }
    expect(after.representations.map((r: { id: string }) => r.id)).toEqual(
      expect.arrayContaining(before.representations.map((r: { id: string }) => r.id)),
    );
  });
});
