/**
 * From the study's schema (`packages/model/src/schema.ts`) to what is published and what runs:
 * `schemas/study.schema.json` for editors, and a compiled validator that needs neither Ajv nor zod at run time.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { z } from "zod";
import * as study from "../packages/model/src/schema.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
export const SCHEMA_ID = "seiza-study-1";

/** Schemas that get a name under `$defs`: a call each keeps the compiled functions small enough to be optimised. */
const NAMED = new Map<unknown, string>(
  Object.entries(study)
    .filter(([name, value]) => value instanceof z.ZodType && name !== "Study")
    .map(([name, value]) => [value, name]),
);

/** The usual metadata (descriptions), with the export's name as the id. */
function namedMetadata() {
  const registry = z.registry<Record<string, unknown>>();
  const get = (schema: z.ZodType) => {
    const id = NAMED.get(schema);
    return { ...z.globalRegistry.get(schema), ...(id === undefined ? {} : { id }) };
  };
  registry.get = get as typeof registry.get;
  registry.has = (() => true) as typeof registry.has;
  return registry;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The same values accepted, but with one error where a union would give one for each branch:
 * a list of constants becomes `enum`; a string or an object of optional strings becomes one schema of two types.
 */
function withoutUnions(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutUnions);
  if (!isObject(value)) return value;
  // zod leaves the registry's id in each definition; as a string it is no keyword of JSON Schema.
  const entries = Object.entries(value).filter(
    ([key, inner]) => !(key === "id" && typeof inner === "string"),
  );
  const { anyOf, ...kept } = Object.fromEntries(
    entries.map(([key, inner]) => [key, withoutUnions(inner)]),
  ) as JsonObject;
  if (!Array.isArray(anyOf)) return kept;
  const branches = anyOf as JsonObject[];
  if (branches.every((b) => "const" in b)) return { ...kept, enum: branches.map((b) => b["const"] as Json) };
  const [text, ...objects] = branches;
  const shapes = new Set(objects.map((o) => JSON.stringify(o["properties"])));
  if (
    text?.["type"] === "string" &&
    objects.length > 0 &&
    shapes.size === 1 &&
    objects.every((o) => o["type"] === "object")
  )
    return {
      ...kept,
      ...text,
      type: ["string", "object"],
      properties: objects[0]?.["properties"] as Json,
      minProperties: 1,
      additionalProperties: false,
    };
  throw new Error(`A union that withoutUnions does not know: ${JSON.stringify(value).slice(0, 200)}`);
}

/** The published JSON Schema (draft 2020-12). */
export function studySchema(): JsonObject {
  const raw = z.toJSONSchema(study.Study, {
    io: "input",
    metadata: namedMetadata(),
  }) as unknown as JsonObject;
  const { $schema, $defs, ...root } = withoutUnions(raw) as JsonObject;
  const { title, description, ...body } = root;
  return {
    $schema: $schema as Json,
    $id: SCHEMA_ID,
    title: title as Json,
    description: description as Json,
    ...body,
    $defs: $defs as Json,
  };
}

const UCS2_LENGTH = `(text) => {
  let length = text.length;
  for (let i = 0; i < text.length - 1; i++)
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) { length--; i++; }
  return length;
}`;

/** Source of an ES module with `validate` and `schema`; no import, no require. */
function validatorSource(schema: JsonObject): string {
  const ajv = new Ajv2020({
    allErrors: true,
    messages: false,
    strictTypes: false,
    inlineRefs: false,
    code: { source: true, esm: true, lines: false, optimize: 1 },
  });
  const compiled = standaloneCode(ajv, ajv.compile(schema));
  const source = compiled.replace(/require\("ajv\/dist\/runtime\/ucs2length"\)\.default/g, UCS2_LENGTH);
  if (/\brequire\(|\bimport\b/.test(source.replace(/"(?:[^"\\]|\\.)*"/g, '""')))
    throw new Error("the compiled validator needs a module that buildValidator does not inline");
  return `// Written by scripts/build-validator.ts from packages/model/src/schema.ts.\n${source}\nexport const schema = ${JSON.stringify(schema)};\n`;
}

const DECLARATION = `/** Written by scripts/build-validator.ts. */
export interface SchemaError {
  instancePath: string;
  schemaPath: string;
  keyword: string;
  params: Record<string, unknown>;
}
export declare const validate: { (value: unknown): boolean; errors?: SchemaError[] | null };
/** The published JSON Schema that \`validate\` was compiled from. */
export declare const schema: { readonly [key: string]: unknown };
`;

/** Writes \`schemas/study.schema.json\` and \`packages/model/src/generated/validate-study.{js,d.ts}\`. */
export async function buildValidator(root: string = ROOT): Promise<void> {
  const schema = studySchema();
  const generated = join(root, "packages/model/src/generated");
  await mkdir(join(root, "schemas"), { recursive: true });
  await mkdir(generated, { recursive: true });
  await writeFile(join(root, "schemas/study.schema.json"), `${JSON.stringify(schema, null, 2)}\n`);
  await writeFile(join(generated, "validate-study.js"), validatorSource(schema));
  await writeFile(join(generated, "validate-study.d.ts"), DECLARATION);
}
