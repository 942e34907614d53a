/**
 * OSCAL and SARIF against the official schemas, which are not in the repository: SEIZA_SCHEMAS names their folder, or they
 * lie in a `shared/schemas` above the project. A run in CI must have them; elsewhere the check is skipped, and says so.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { OSCAL_VERSION, oscalFiles, sarifOf } from "@seiza/render";
import { Ajv, type ValidateFunction } from "ajv";
import * as draft04 from "ajv-draft-04";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { dossierOf, EXAMPLES, ROOT, readExample } from "./support.ts";

function schemaFolder(): string | undefined {
  if (process.env.SEIZA_SCHEMAS) return process.env.SEIZA_SCHEMAS;
  for (let at = ROOT; dirname(at) !== at; at = dirname(at)) {
    const folder = join(at, "shared", "schemas");
    if (existsSync(join(folder, "oscal"))) return folder;
  }
  return undefined;
}
const folder = schemaFolder();
if (!folder) {
  if (process.env.CI === "true")
    throw new Error("the official schemas are not there: set SEIZA_SCHEMAS to their folder");
  console.warn(
    "skipped: OSCAL and SARIF are not checked against the official schemas (SEIZA_SCHEMAS is not set)",
  );
}

function compile(file: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(join(folder as string, file), "utf8")) as { $schema?: string };
  const old = schema.$schema?.includes("draft-04");
  const options = { strict: false, allErrors: true } as const;
  const ajv = old ? new (draft04.default as unknown as typeof Ajv)(options) : new Ajv(options);
  (formats as unknown as (a: Ajv) => void)(ajv);
  return ajv.compile(schema);
}
const lazily = (file: string) => {
  let validate: ValidateFunction | undefined;
  return (value: unknown) => {
    validate ??= compile(file);
    validate(value);
    return (validate.errors ?? []).slice(0, 5).map((e) => `${e.instancePath} ${e.message}`);
  };
};
const OSCAL: Record<string, (value: unknown) => string[]> = {
  "oscal-catalog": lazily("oscal/oscal_catalog_schema.json"),
  "oscal-study-catalog": lazily("oscal/oscal_catalog_schema.json"),
  "oscal-profile": lazily("oscal/oscal_profile_schema.json"),
  "oscal-components": lazily("oscal/oscal_component_schema.json"),
  "oscal-assessment-results": lazily("oscal/oscal_assessment-results_schema.json"),
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
