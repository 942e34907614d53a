/** OSCAL and SARIF of studies against the official schemas. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OSCAL_VERSION, oscalFiles, sarifOf } from "@seiza/render";
import { describe, expect, it } from "vitest";
import { schemas as folder, lazily } from "./official-schemas.ts";
import { dossierOf, EXAMPLES, readExample } from "./support.ts";

const OSCAL: Record<string, (value: unknown) => string[]> = {
  "oscal-catalog": lazily("oscal/oscal_catalog_schema.json"),
  "oscal-study-catalog": lazily("oscal/oscal_catalog_schema.json"),
  "oscal-profile": lazily("oscal/oscal_profile_schema.json"),
  "oscal-components": lazily("oscal/oscal_component_schema.json"),
};
const sarif = lazily("sarif/sarif-schema-2.1.0.json");

describe.skipIf(!folder)("what other tools read keeps to the official schemas", () => {
  it("OSCAL files state the version of the schemas that they are validated with", () => {
    for (const model of ["catalog", "profile", "component"]) {
      const text = readFileSync(join(folder as string, `oscal/oscal_${model}_schema.json`), "utf8");
      expect(/oscal\/([\d.]+)\/oscal/.exec(text)?.[1], model).toBe(OSCAL_VERSION);
    }
    for (const f of oscalFiles(dossierOf(readExample("factory-fa.yaml")), "ja"))
      expect(JSON.stringify(f.json)).toContain(`"oscal-version":"${OSCAL_VERSION}"`);
  });
  for (const file of EXAMPLES)
    for (const lang of ["ja", "en"] as const) {
      it(`OSCAL of ${file} (${lang})`, () => {
        for (const f of oscalFiles(dossierOf(readExample(file)), lang))
          expect(OSCAL[f.name]?.(f.json), f.name).toEqual([]);
      });
      it(`SARIF of ${file} (${lang})`, () => {
        expect(sarif(sarifOf(dossierOf(readExample(file)), lang))).toEqual([]);
      });
    }
});

describe("what other tools read says what the dossier says", () => {
  const dossier = dossierOf(readExample("factory-fa.yaml"));
  it("has each requirement of the study once as a control, and every control of the profile exists", () => {
    const files = new Map(oscalFiles(dossier, "ja").map((f) => [f.name, JSON.stringify(f.json)]));
    const ids = (name: string) =>
      [...(files.get(name) ?? "").matchAll(/"id":"([^"]+)","class":"[a-z0-9-]+","title"/g)].map((m) => m[1]);
    const own = dossier.step4.requirements.filter((r) => r.status !== "dropped");
    const controls = new Set([...ids("oscal-catalog"), ...ids("oscal-study-catalog")]);
    expect(ids("oscal-study-catalog").filter((x) => x?.startsWith("rq-"))).toHaveLength(own.length);
    const wanted = [...(files.get("oscal-profile") ?? "").matchAll(/"with-ids":\[([^\]]*)\]/g)].flatMap(
      (m) => JSON.parse(`[${m[1]}]`) as string[],
    );
    expect(wanted.filter((x) => !controls.has(x))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(own.length);
  });
  it("has each applicable threat group once as a result", () => {
    const run = (
      sarifOf(dossier, "en").runs as { results: { level: string; partialFingerprints: object }[] }[]
    )[0];
    const groups = dossier.step2.threatGroups.filter((g) => g.status !== "not-applicable");
    expect(run?.results).toHaveLength(groups.length);
    expect(run?.results.filter((r) => r.level === "error")).toHaveLength(
      groups.filter((g) => g.band === "A").length,
    );
  });
});
