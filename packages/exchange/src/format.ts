/** What every importer and exporter has in common: its name, its result, its notes, its bounds. */
import type { Catalog, Text } from "@seiza/catalog";
import type { Study } from "@seiza/model";
import { oneLine } from "./bag.ts";
import { LIMITS } from "./limits.ts";

export { LIMITS };

/** Formats that can be read. The name is also the key in `extensions`. */
export const MODEL_FORMATS = ["otm", "threat-dragon", "threagile", "tm7", "drawio", "asset-list"] as const;
export type ModelFormat = (typeof MODEL_FORMATS)[number];
/** Formats that can be written. */
export const EXPORT_FORMATS = ["otm", "threat-dragon"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * What became of a part of the file that did not simply find its place.
 * `assumed`: placed, but with a value that the file does not say; `rides-along`: kept in `extensions` only, unread by
 * the analysis; `left-out`: not in the study; `refused`: nothing was read.
 */
export type NoteKind = "assumed" | "rides-along" | "left-out" | "refused";

export interface ImportNote {
  kind: NoteKind;
  /** Key in the message catalogue (`messages.ts`). */
  code: string;
  /** Where in the file: names from the outside in, such as page, element, field. */
  place: string;
  values: Record<string, string | number>;
}

export interface ImportCounts {
  configurations: number;
  zones: number;
  components: number;
  flows: number;
  people: number;
  assets: number;
  productTypes: number;
}

export interface ImportResult {
  /** Absent when it is not clear what the file is. */
  format?: ModelFormat;
  /** Absent when the file was refused; the note of kind `refused` says why. */
  study?: Study;
  notes: ImportNote[];
  counts: ImportCounts;
  /** Of an asset list: which head was taken for which column, and what that column holds. */
  columns?: { sheet: string; head: string; column: string; name: Text }[];
}

export interface ImportContext {
  catalog: Catalog;
  /** Language of words that the import itself adds, such as the name of a zone that the file lacks. */
  lang?: "ja" | "en";
  /** Domain of the system, where the caller knows it. */
  domain?: Study["system"]["domain"];
}

export interface ExportNote {
  /** Key in the message catalogue. */
  code: string;
  values: Record<string, string | number>;
}
export interface ExportResult {
  text: string;
  /** What the format has no place for, other than in the study's own bag. */
  notes: ExportNote[];
}

/** A file that cannot be read at all. Caught by `importModel`, which turns it into a note. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly values: Record<string, string | number> = {},
    readonly place = "",
  ) {
    super(code);
  }
}

/** Collects notes, a bounded number of each code, and how many more there were. */
export class Notes {
  readonly list: ImportNote[] = [];
  readonly #count = new Map<string, number>();

  add(kind: NoteKind, code: string, place: string, values: Record<string, string | number> = {}): void {
    const n = (this.#count.get(code) ?? 0) + 1;
    this.#count.set(code, n);
    if (n > LIMITS.notesPerCode) return;
    const short = (v: string | number) => (typeof v === "string" ? oneLine(v).slice(0, 120) : v);
    const shown = Object.fromEntries(Object.entries(values).map(([k, v]) => [k, short(v)]));
    this.list.push({ kind, code, place: oneLine(place).slice(0, 300), values: shown });
  }

  /** The notes, with one more for each code that had too many. */
  all(): ImportNote[] {
    const more = [...this.#count]
      .filter(([, n]) => n > LIMITS.notesPerCode)
      .map(([code, n]): ImportNote => {
        const kind = this.list.find((note) => note.code === code)?.kind ?? "left-out";
        return { kind, code: "more-of-these", place: "", values: { code, count: n - LIMITS.notesPerCode } };
      });
    return [...this.list, ...more];
  }
}
