/** Golden dossiers of the five examples. A change of them is reviewed like code: UPDATE_GOLDEN=1 writes them anew. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dossierText, Trace } from "@seiza/dossier";
import { Dossier } from "@seiza/dossier/schema";
import Ajv from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { catalog, dossierOf, EXAMPLES, ROOT, readExample } from "./support.ts";

const validate = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync(`${ROOT}schemas/dossier.schema.json`, "utf8")),
);

test("there are five examples of 15 to 60 components, one a system of the guide", () => {
  const studies = EXAMPLES.map(readExample);
  expect(studies.map((s) => s.system.domain).sort()).toEqual([
    "building",
    "factory-fa",
    "factory-pa",
    "smart-home",
    "smart-home",
  ]);
  for (const s of studies) {
    const n = s.configurations.reduce((sum, c) => sum + c.components.length, 0);
    expect(n, s.system.id).toBeGreaterThanOrEqual(15);
    expect(n, s.system.id).toBeLessThanOrEqual(60);
    expect(s.decisions?.length ?? 0, s.system.id).toBeGreaterThanOrEqual(10);
  }
});

describe.each(EXAMPLES)("%s", (file) => {
  const dossier = dossierOf(readExample(file));
  const golden = `${ROOT}tests/golden/${dossier.study.id}.dossier.json`;

  test("gives the golden dossier", () => {
    const text = dossierText(dossier);
    if (process.env.UPDATE_GOLDEN || !existsSync(golden)) {
      if (process.env.CI) throw new Error(`${golden} is missing`);
      writeFileSync(golden, text);
    }
    expect(
      text === readFileSync(golden, "utf8"),
      "differs from the golden dossier: review with UPDATE_GOLDEN=1 and git diff",
    ).toBe(true);
  });

  test("fits the dossier's schema, as Zod and as published JSON Schema", () => {
    expect(Dossier.safeParse(dossier).error?.issues ?? []).toEqual([]);
    expect(validate(JSON.parse(dossierText(dossier))), JSON.stringify(validate.errors?.slice(0, 3))).toBe(
      true,
    );
  });

  test("every requirement and condition has an unbroken chain to an asset and an interface", () => {
    const trace = new Trace(dossier);
    for (const r of [...dossier.step4.requirements, ...dossier.step4.siteConditions]) {
      const causes = [...trace.causesOf(r.id)];
      for (const id of causes) expect(trace.get(id), `${r.id} ← ${id}`).toBeDefined();
      expect(
        causes.some((id) => id.startsWith("as:")),
        `${r.id} has no asset`,
      ).toBe(true);
      expect(
        causes.some((id) => id.startsWith("if:")),
        `${r.id} has no interface`,
      ).toBe(true);
      expect(
        causes.some((id) => id.startsWith("co:")),
        `${r.id} has no component`,
      ).toBe(true);
    }
    expect(dossier.step4.requirements.length).toBeGreaterThan(20);
  });

  test("every id that an item was made from is an item, and every rule is in the catalogue", () => {
    const trace = new Trace(dossier);
    for (const item of trace.items.values()) {
      for (const from of item.because?.from ?? [])
        expect(trace.get(from), `${item.id} ← ${from}`).toBeDefined();
      if (item.because)
        expect(catalog.rules.has(item.because.rule), `${item.id}: ${item.because.rule}`).toBe(true);
    }
  });

  test("every dropped or changed item names its decision, and every decision is applied", () => {
    const decisions = new Map(dossier.decisions.map((d) => [d.id, d]));
    const items = [
      ...dossier.step2.threatGroups,
      ...dossier.step4.choices,
      ...dossier.step4.requirements,
      ...dossier.step4.siteConditions,
    ];
    for (const i of items)
      if (["dropped", "changed", "accepted", "added"].includes(i.status))
        expect(i.decided?.length ?? 0, i.id).toBeGreaterThan(0);
    for (const p of dossier.step2.priorities)
      if (p.class !== p.derivedClass) expect(p.decided?.length ?? 0, p.id).toBeGreaterThan(0);
    for (const i of [...items, ...dossier.step2.assets, ...dossier.step2.priorities])
      for (const d of i.decided ?? []) expect(decisions.get(d)?.state, `${i.id}: ${d}`).toBe("applied");
    expect(
      dossier.decisions.filter((d) => d.state !== "applied").map((d) => `${d.id} ${d.state} (${d.target})`),
    ).toEqual([]);
  });

  test("thin defences are exactly the open groups at or above the threshold with fewer than two layers", () => {
    const groups = new Map(dossier.step2.threatGroups.map((g) => [g.id, g]));
    const thin = dossier.step4.treatments.filter((t) => {
      const g = groups.get(t.group);
      return (
        g?.status === "open" &&
        g.band <= dossier.study.threshold &&
        new Set([...t.present, ...t.planned]).size < 2
      );
    });
    expect(dossier.step4.thin).toEqual(thin.map((t) => t.group).sort());
  });

  test("every IoT product type of the scheme has surfaces, assets, cells and a rank", () => {
    for (const t of dossier.step1.productTypes) {
      if (t.label.capable === "no") continue;
      const row = dossier.step3.types.find((x) => x.type === t.id);
      expect(row?.surfaces.length, t.id).toBeGreaterThan(0);
      expect(row?.assets.length, t.id).toBeGreaterThan(0);
      expect(row?.cells.length, t.id).toBeGreaterThan(0);
      expect(dossier.step2.priorities.find((p) => p.type === t.id)?.rank, t.id).toBeDefined();
    }
  });
});
