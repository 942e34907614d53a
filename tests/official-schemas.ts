/**
 * The official schemas, which are not in the repository: SEIZA_SCHEMAS names their folder, or they lie in a `shared/schemas`
 * above the project. A run in CI must have them; elsewhere the check is skipped, and says so.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import * as draft04 from "ajv-draft-04";
import formats from "ajv-formats";
import { ROOT } from "./support.ts";

function schemaFolder(): string | undefined {
  if (process.env.SEIZA_SCHEMAS) return process.env.SEIZA_SCHEMAS;
  for (let at = ROOT; dirname(at) !== at; at = dirname(at)) {
    const folder = join(at, "shared", "schemas");
    if (existsSync(join(folder, "oscal"))) return folder;
  }
  return undefined;
}
export const schemas = schemaFolder();
if (!schemas) {
  if (process.env.CI === "true")
    throw new Error("the official schemas are not there: set SEIZA_SCHEMAS to their folder");
  console.warn(
    "skipped: OSCAL, SARIF and CycloneDX are not checked against the official schemas (SEIZA_SCHEMAS is not set)",
  );
}

function compile(file: string, beside: readonly string[]): ValidateFunction {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(schemas as string, name), "utf8")) as { $schema?: string };
  const schema = read(file);
  const old = schema.$schema?.includes("draft-04");
  const options = { strict: false, allErrors: true } as const;
  const ajv = old ? new (draft04.default as unknown as typeof Ajv)(options) : new Ajv(options);
  (formats as unknown as (a: Ajv) => void)(ajv);
  // Formats of CycloneDX that ajv-formats does not know: an address must be one, a mail address is not looked at.
  ajv.addFormat("iri-reference", (text: string) => URL.canParse(text, "https://base.invalid/"));
  ajv.addFormat("idn-email", true);
  for (const other of beside) ajv.addSchema(read(other));
  return ajv.compile(schema);
}
/** What an official schema says against a value: nothing when it is right. @param beside schemas that it refers to */
export const lazily = (file: string, ...beside: string[]) => {
  let validate: ValidateFunction | undefined;
  return (value: unknown) => {
    validate ??= compile(file, beside);
    validate(value);
    return (validate.errors ?? []).slice(0, 5).map((e) => `${e.instancePath} ${e.message}`);
  };
};
