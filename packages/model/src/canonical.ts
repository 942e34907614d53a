/**
 * One form for studies that say the same: keys in the schema's order (those of a record sorted), lists whose order means nothing sorted.
 * What is absent stays absent.
 */
import { stringify } from "yaml";
import type { Flow, Study } from "./schema.ts";
import { resolved, type Schema, STUDY_SCHEMA, valueSchema } from "./validate.ts";

type Item = Record<string, unknown>;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byId = (item: Item) => String(item["id"]);
const flowKey = (item: Item) => {
  const { id, from, to, protocol } = item as Flow;
  return id ?? `${from}>${to}>${protocol ?? ""}`;
};

/** Lists of plain values that are sets: names of things, or choices. */
const SETS = new Set(["carries", "on", "uses", "zones", "phases"]);

/** What a list is sorted by; undefined where its order is the author's (functions, makers, integrators, guidelines). */
function sortKey(name: string, items: readonly unknown[]): ((item: unknown) => string) | undefined {
  const isPlain = items.every((item) => typeof item === "string");
  if (isPlain) return SETS.has(name) ? String : undefined;
  if (name === "flows") return flowKey as (item: unknown) => string;
  return items.every((item) => typeof item === "object" && item !== null && "id" in item)
    ? (byId as (item: unknown) => string)
    : undefined;
}

/** Keys sorted at every level, lists as they are: what another tool means by their order is not known here. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const from = value as Item;
  return Object.fromEntries(
    Object.keys(from)
      .sort(compare)
      .map((key) => [key, plain(from[key])]),
  );
}

/** Recursion ends with the schema, which does not contain itself. */
function ordered(value: unknown, node: Schema | undefined, name: string): unknown {
  const at = node && resolved(node);
  if (Array.isArray(value)) {
    const items = value.map((item) => ordered(item, at?.items, name));
    const key = sortKey(name, items);
    if (!key) return items;
    // Items of one key differ in the rest only, which then decides.
    return items.sort((a, b) => compare(key(a), key(b)) || compare(JSON.stringify(a), JSON.stringify(b)));
  }
  if (typeof value !== "object" || value === null) return value;
  const from = value as Item;
  const out: Item = {};
  const record = valueSchema(at);
  const keys = record ? Object.keys(from).sort(compare) : Object.keys(at?.properties ?? from);
  for (const key of keys)
    if (Object.hasOwn(from, key) && from[key] !== undefined)
      out[key] =
        key === "extensions" && !record
          ? plain(from[key])
          : ordered(from[key], record ?? at?.properties?.[key], key);
  return out;
}

/** The study's canonical form: equal bytes for equal content, whatever the order it was written in. */
export function canonicalStudy(study: Study): Study {
  return ordered(study, STUDY_SCHEMA, "") as Study;
}

/** Canonical YAML: block style, two spaces, Japanese as it is, no line folded. */
export function toYaml(study: Study): string {
  return stringify(canonicalStudy(study), {
    version: "1.2",
    schema: "core",
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
}

/** Canonical JSON, two spaces, Japanese as it is. */
export function toJson(study: Study): string {
  return `${JSON.stringify(canonicalStudy(study), null, 2)}\n`;
}
