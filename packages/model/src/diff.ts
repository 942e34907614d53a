/** What differs between two studies, as structure: which parts came, went and changed. */
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

export function diffStudies(_before: Study, _after: Study): StudyDiff {
  return [];
}
