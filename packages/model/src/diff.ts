/** What differs between two studies, as structure: which parts came, went and changed. */
import { canonicalStudy } from "./canonical.ts";
import type { Study, StudyText } from "./schema.ts";

/** Parts of a study that a difference names. */
export const DIFF_PARTS = [
  "system",
  "configuration",
  "zone",
  "segment",
  "component",
  "interface",
  "flow",
  "person",
  "productType",
  "asset",
  "threatSource",
  "decision",
  "market",
  "promotion",
  "layout",
] as const;
export type DiffPart = (typeof DIFF_PARTS)[number];

/** One field that differs. `path` is dotted below the part, e.g. `name` or `set.importance`; absent means "was not there". */
export interface FieldChange {
  path: string;
  before?: unknown;
  after?: unknown;
}

export interface DiffEntry {
  kind: "added" | "removed" | "changed";
  part: DiffPart;
  /** Configuration that the part stands in. */
  configuration?: string;
  /** Id within the part's list; an interface is `component.interface`, a flow without an id `from>to>protocol`. */
  id: string;
  /** Name as it is after the change, or was before a removal. */
  name?: StudyText;
  fields?: FieldChange[];
}

/** Empty when both say the same; order is that of `DIFF_PARTS`, then configuration, id. */
export type StudyDiff = DiffEntry[];

type Item = Record<string, unknown>;
type Put = (entry: DiffEntry) => void;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const isItem = (value: unknown): value is Item =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** Words in two languages are one value: who changes the English has changed the name. */
const isText = (value: Item) => Object.keys(value).every((key) => key === "ja" || key === "en");
const isListOfIds = (value: unknown): value is Item[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item) => isItem(item) && typeof item["id"] === "string");

function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (!isItem(a) || !isItem(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
  );
}

/** Items by key; one whose key was there already (a study may hold mistakes) gets a number after it. */
function keyed(items: readonly Item[] | undefined, key: (item: Item) => string): Map<string, Item> {
  const out = new Map<string, Item>();
  for (const item of items ?? []) {
    const name = key(item);
    let free = name;
    for (let n = 2; out.has(free); n++) free = `${name}#${n}`;
    out.set(free, item);
  }
  return out;
}

const byId = (item: Item) => String(item["id"]);
const flowKey = ({ id, from, to, protocol }: Item) => String(id ?? `${from}>${to}>${protocol ?? ""}`);

/** Fields that differ, below `path`; a list of things with ids is compared by id, any other as a whole. */
function compareFields(before: unknown, after: unknown, path: string, out: FieldChange[]): void {
  if (equal(before, after)) return;
  const below = (key: string) => (path === "" ? key : `${path}.${key}`);
  if (isItem(before) && isItem(after) && (path === "" || !(isText(before) && isText(after)))) {
    for (const key of Object.keys(before)) compareFields(before[key], after[key], below(key), out);
    for (const key of Object.keys(after))
      if (!Object.hasOwn(before, key)) compareFields(undefined, after[key], below(key), out);
  } else if (isListOfIds(before) && isListOfIds(after)) {
    const old = keyed(before, byId);
    const now = keyed(after, byId);
    for (const [id, item] of old) compareFields(item, now.get(id), below(id), out);
    for (const [id, item] of now) if (!old.has(id)) compareFields(undefined, item, below(id), out);
  } else {
    out.push({
      path,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
  }
}

function without(item: Item, ...keys: string[]): Item {
  const { ...rest } = item;
  for (const key of keys) delete rest[key];
  return rest;
}

interface Kind {
  part: DiffPart;
  key?: (item: Item) => string;
  /** Members that are parts of their own. */
  inner?: string[];
  configuration?: string;
  /** Goes on into the parts of an item that both have. */
  into?: (before: Item, after: Item, id: string) => void;
  /** Id of the entry, from the key within the list. */
  id?: (key: string) => string;
}

function compareLists(before: unknown, after: unknown, kind: Kind, put: Put): void {
  const key = kind.key ?? byId;
  const old = keyed(before as Item[] | undefined, key);
  const now = keyed(after as Item[] | undefined, key);
  const entry = (change: DiffEntry["kind"], name: string, item: Item, fields?: FieldChange[]): DiffEntry => ({
    kind: change,
    part: kind.part,
    ...(kind.configuration === undefined ? {} : { configuration: kind.configuration }),
    id: kind.id ? kind.id(name) : name,
    ...(item["name"] === undefined ? {} : { name: item["name"] as StudyText }),
    ...(fields ? { fields } : {}),
  });
  for (const [name, item] of old) {
    const other = now.get(name);
    if (!other) {
      put(entry("removed", name, item));
      continue;
    }
    const fields: FieldChange[] = [];
    const inner = kind.inner ?? [];
    compareFields(without(item, ...inner), without(other, ...inner), "", fields);
    if (fields.length > 0) put(entry("changed", name, other, fields));
    kind.into?.(item, other, name);
  }
  for (const [name, item] of now) if (!old.has(name)) put(entry("added", name, item));
}

const MARKET_LISTS = ["makers", "integrators", "guidelines"];
/** Makers and the like have no ids: their names stand for them. */
function marketKey(list: string, item: Item): string {
  const name = item["name"];
  const words = isItem(name) ? (name["ja"] ?? name["en"]) : name;
  return [list, words, ...(item["type"] === undefined ? [] : [item["type"]])].join("/");
}

function compareMarkets(before: Item | undefined, after: Item | undefined, put: Put): void {
  for (const list of MARKET_LISTS) {
    const key = (item: Item) => marketKey(list, item);
    compareLists(before?.[list], after?.[list], { part: "market", key }, put);
    // Their order is the author's, unlike that of lists with ids.
    const old = keyed(before?.[list] as Item[] | undefined, key);
    const now = keyed(after?.[list] as Item[] | undefined, key);
    const oldOrder = [...old.keys()].filter((name) => now.has(name));
    const newOrder = [...now.keys()].filter((name) => old.has(name));
    if (!equal(oldOrder, newOrder))
      put({
        kind: "changed",
        part: "market",
        id: list,
        fields: [{ path: "order", before: oldOrder, after: newOrder }],
      });
  }
}

function compareConfigurations(before: Item, after: Item, configuration: string, put: Put): void {
  const list = (name: string, kind: Kind) =>
    compareLists(before[name], after[name], { ...kind, configuration }, put);
  list("zones", { part: "zone" });
  list("segments", { part: "segment" });
  list("components", {
    part: "component",
    inner: ["interfaces"],
    into: (old, now, component) =>
      compareLists(
        old["interfaces"],
        now["interfaces"],
        { part: "interface", configuration, id: (name) => `${component}.${name}` },
        put,
      ),
  });
  list("flows", { part: "flow", key: flowKey });
  list("people", { part: "person" });
  const fields: FieldChange[] = [];
  const old = (before["layout"] ?? {}) as Item;
  const now = (after["layout"] ?? {}) as Item;
  for (const key of Object.keys(old))
    if (!equal(old[key], now[key]))
      fields.push({ path: key, before: old[key], ...(now[key] === undefined ? {} : { after: now[key] }) });
  for (const key of Object.keys(now))
    if (!Object.hasOwn(old, key)) fields.push({ path: key, after: now[key] });
  if (fields.length > 0) {
    fields.sort((a, b) => compare(a.path, b.path));
    put({ kind: "changed", part: "layout", configuration, id: configuration, fields });
  }
}

const RANK = new Map<DiffPart, number>(DIFF_PARTS.map((part, rank) => [part, rank]));
const rankOf = ({ part }: DiffEntry) => RANK.get(part) ?? 0;

/** The same for studies that are in canonical form already. */
export function diffCanonicalStudies(before: Study, after: Study): StudyDiff {
  const out: StudyDiff = [];
  const put: Put = (entry) => out.push(entry);
  const fields: FieldChange[] = [];
  compareFields(before.system, after.system, "", fields);
  for (const key of ["$schema", "seiza"] as const) compareFields(before[key], after[key], key, fields);
  if (fields.length > 0)
    put({ kind: "changed", part: "system", id: after.system.id, name: after.system.name, fields });
  compareLists(
    before.configurations,
    after.configurations,
    {
      part: "configuration",
      inner: ["zones", "segments", "components", "flows", "people", "layout"],
      into: (old, now, id) => compareConfigurations(old, now, id, put),
    },
    put,
  );
  compareLists(before.productTypes, after.productTypes, { part: "productType" }, put);
  compareLists(before.assets, after.assets, { part: "asset" }, put);
  compareLists(before.threatSources, after.threatSources, { part: "threatSource" }, put);
  compareLists(before.decisions, after.decisions, { part: "decision" }, put);
  compareMarkets(before.market, after.market, put);
  compareLists(before.promotion, after.promotion, { part: "promotion" }, put);
  return out.sort(
    (a, b) =>
      rankOf(a) - rankOf(b) || compare(a.configuration ?? "", b.configuration ?? "") || compare(a.id, b.id),
  );
}

/**
 * What changed from one study to the other. A part that came or went is one entry, without those inside it. The order in
 * which lists with ids are written makes no difference. Linear in the size of both but for sorting.
 */
export function diffStudies(before: Study, after: Study): StudyDiff {
  return diffCanonicalStudies(canonicalStudy(before), canonicalStudy(after));
}
