/**
 * What the page shows after an edit is what a fresh analysis of the study gives, although the worker answers in two
 * parts, takes over what it knows, and sends only what changed.
 */
import { analyse } from "@seiza/analysis";
import { builtinCatalog } from "@seiza/catalog/builtin";
import { assembleDossier, type Dossier } from "@seiza/dossier";
import { diagnose, lintStudy, resolveStudy, type Study } from "@seiza/model";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
// @ts-expect-error: the benchmark's generator is plain JavaScript
import { generateStudy } from "../../../bench/generate.mjs";
import { readExample } from "../../../tests/support.ts";
import { analysisOver } from "../src/study/analysis.ts";
import type { Analysed, WorkerApi } from "../src/study/analysis-types.ts";
import { answering } from "../src/study/answering.ts";
import { patchBetween, patched } from "../src/study/patch.ts";

const catalog = builtinCatalog();
const start = () => ({ file: "", line: 1, column: 1 });

function batch(study: Study): Dossier {
  const { index, problems } = resolveStudy(study, catalog);
  if (!index) throw new Error("the study has errors");
  const told = diagnose([...problems, ...lintStudy(index)], start);
  return assembleDossier(
    analyse(index),
    "test",
    told.filter((d) => d.severity !== "info"),
  );
}

/** A worker over a line that copies what goes over it. */
function overLine() {
  const api = answering("test");
  const sent: number[] = [];
  const copied = <T>(value: T): T => {
    if (value !== undefined) sent.push(JSON.stringify(value).length);
    return structuredClone(value);
  };
  const remote = new Proxy(api, {
    get:
      (_, name: keyof WorkerApi) =>
      async (...args: unknown[]) =>
        copied(await (api[name] as (...args: unknown[]) => unknown)(...structuredClone(args))),
  });
  return { worker: analysisOver(remote as never, () => undefined), sent };
}

const inFirst = (study: Study, change: (c: Study["configurations"][number]) => object): Study => {
  const [first, ...rest] = study.configurations as [Study["configurations"][number]];
  return { ...study, configurations: [{ ...first, ...change(first) }, ...rest] };
};
const components = (
  study: Study,
  change: (list: Study["configurations"][number]["components"]) => unknown[],
): Study => inFirst(study, (c) => ({ components: change([...c.components]) }));

/** Edits as people make them; each takes any study. */
const EDITS: Record<string, (study: Study, n: number) => Study> = {
  "a longer outage": (s, n) =>
    components(s, (list) => {
      const at = n % list.length;
      return list.map((c, i) => (i === at ? { ...c, outage: n % 2 ? "weeks" : "hours" } : c));
    }),
  "another way to update": (s, n) =>
    components(s, (list) => {
      const at = n % list.length;
      return list.map((c, i) => (i === at ? { ...c, update: n % 2 ? "signed" : "none" } : c));
    }),
  "a component and its flows gone": (s, n) =>
    inFirst(s, (c) => {
      const gone = c.components[n % c.components.length]?.id;
      if (c.components.length < 3) return {};
      return {
        components: c.components.filter((x) => x.id !== gone),
        flows: (c.flows ?? []).filter((f) => ![f.from, f.to].some((end) => end.split(".")[0] === gone)),
        people: [],
      };
    }),
  "a component more": (s, n) =>
    components(s, (list) => {
      const like = list[n % list.length] as (typeof list)[number];
      return [...list, { ...like, id: `${like.id}-${n}` }];
    }),
  "another name": (s, n) =>
    components(s, (list) =>
      list.map((c, i) => (i === 0 ? { ...c, name: { ja: `名${n}`, en: `N${n}` } } : c)),
    ),
  "a threat dropped": (s, n) => {
    const { threatGroups } = batch(s).step2;
    const target = threatGroups[n % threatGroups.length]?.id;
    if (target === undefined) return s;
    const decision = { id: `z${n}`, target, action: "drop", reason: "理由", by: "佐藤", date: "2026-04-01" };
    return { ...s, decisions: [...(s.decisions ?? []), decision] } as Study;
  },
};

const sameFirst = (a: Dossier | undefined, b: Dossier) => {
  const { routes: _, ...step2 } = b.step2;
  expect(a?.step1).toEqual(b.step1);
  expect(a?.step2).toMatchObject(step2);
  expect(a?.step3).toEqual(b.step3);
  expect(a?.step4).toEqual(b.step4);
  expect(a?.warnings).toEqual(b.warnings);
};

describe("answers after edits", () => {
  for (const file of ["smart-home-cloud.yaml", "building-bas.yaml"])
    it(`are those of a fresh analysis: ${file}`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.constantFrom(...Object.keys(EDITS)), fc.nat(1000)), { maxLength: 6 }),
          async (edits) => {
            const { worker } = overLine();
            let study = readExample(file);
            const states = [study];
            for (const [name, n] of edits) {
              study = (EDITS[name] as (typeof EDITS)[string])(study, n);
              states.push(study);
            }
            // And back, as undo does.
            states.push(...states.slice(0, -1).reverse());
            for (const state of states) {
              let first: Analysed | undefined;
              const whole = await worker.analyse(state, (answer) => {
                first = answer;
              });
              const expected = batch(state);
              sameFirst(first?.dossier, expected);
              expect(whole?.dossier).toEqual(expected);
            }
          },
        ),
        { numRuns: 6, seed: 11 },
      );
    }, 120_000);

  it("leave out the rest of a study that was edited meanwhile", async () => {
    const { worker } = overLine();
    const before = readExample("smart-home-cloud.yaml");
    const after = (EDITS["a longer outage"] as (typeof EDITS)[string])(before, 1);
    let told = 0;
    const older = worker.analyse(before, () => told++);
    const newer = worker.analyse(after);
    expect(await older).toBeUndefined();
    expect((await newer)?.dossier).toEqual(batch(after));
    expect(told).toBe(1);
  });

  it("have problems and no dossier while the study has errors, and everything again afterwards", async () => {
    const { worker } = overLine();
    const sound = readExample("smart-home-cloud.yaml");
    await worker.analyse(sound);
    const broken = components(sound, (list) => list.map((c, i) => (i === 0 ? { ...c, type: "nowhere" } : c)));
    const answer = await worker.analyse(broken);
    expect(answer?.dossier).toBeUndefined();
    expect(answer?.problems.some((p) => p.code === "unknown-type")).toBe(true);
    expect((await worker.analyse(sound))?.dossier).toEqual(batch(sound));
  });

  it("send a small part of a large dossier, and leave the rest of it the same objects", async () => {
    const { worker, sent } = overLine();
    const study = generateStudy(200) as Study;
    const before = await worker.analyse(study);
    const all = sent.reduce((sum, n) => sum + n, 0);
    sent.length = 0;
    const after = await worker.analyse((EDITS["another name"] as (typeof EDITS)[string])(study, 7));
    expect(sent.reduce((sum, n) => sum + n, 0)).toBeLessThan(all / 20);
    expect(after?.dossier?.step2.threatGroups).toBe(before?.dossier?.step2.threatGroups);
    const faces = (d: Dossier | undefined) => d?.step1.configurations[0]?.interfaces;
    expect(faces(after?.dossier)).toBe(faces(before?.dossier));
  });
});

describe("a patch", () => {
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(null, true, 0, 1, "", "a", "b"),
      fc.array(tie("value"), { maxLength: 5 }),
      fc.array(fc.record({ id: fc.constantFrom("a", "b", "c", "d"), value: tie("value") }), { maxLength: 5 }),
      fc.dictionary(fc.constantFrom("x", "y", "z", "id"), tie("value")),
    ),
  })).value;

  it("makes the newer value of the older one, after a copy of both", () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const patch = patchBetween(before, after);
        const older = structuredClone(before);
        expect(patched(older, structuredClone(patch))).toEqual(after);
        expect(older).toEqual(before);
      }),
      { numRuns: 2000 },
    );
  });

  it("is nothing between equal values", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(patchBetween(value, structuredClone(value))).toBeUndefined();
      }),
    );
  });

  it("keeps rows that only moved", () => {
    const rows = [
      { id: "a", n: [1] },
      { id: "b", n: [2] },
      { id: "c", n: [3] },
    ];
    const moved = structuredClone([rows[2], { id: "d", n: [4] }, rows[0], { id: "b", n: [5] }]);
    const result = patched(rows, patchBetween(rows, moved)) as typeof rows;
    expect(result).toEqual(moved);
    expect(result[0]).toBe(rows[2]);
    expect(result[2]).toBe(rows[0]);
  });
});
