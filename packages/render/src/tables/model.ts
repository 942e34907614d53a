/**
 * Tables of steps ①–⑥ as every document prints them: XLSX and CSV all columns, PDF and DOCX those with `print`. Rows are
 * made when asked for, so that a large dossier is never held twice.
 */
import { M, type MessageKey, type Words } from "../messages.ts";
import { D } from "../words.ts";

/** What a cell says. Words are shown in the language of the document. */
export type Value = Words | string | number | undefined;
export interface Link {
  value: Value;
  /** Stable id of the item that the cell speaks of; a document that has a place for it links there. */
  to: string;
}
export type Cell = Value | Link;

export type Kind = "text" | "long" | "number" | "band" | "id" | "date";
/** How people may fill a column, and what the study takes from it. */
export type Entry =
  | { type: "choice"; choices: { id: string; name: Words }[] }
  | { type: "whole"; min: number; max: number }
  | { type: "number"; min: number; max: number }
  | { type: "text"; max: number; required?: boolean }
  | { type: "date" };

export interface Column {
  key: string;
  title: Words;
  kind: Kind;
  /** Width in full-width characters, for formats that have columns of fixed width. */
  width: number;
  /** Shown on paper. Default true. */
  print?: boolean;
  entry?: Entry;
}
export interface Row {
  id: string;
  cells: Cell[];
}
export type Group = "step1" | "step2" | "step3" | "step4" | "step5" | "step6" | "closing";
/** What the rows are, for taking edits back into the study. */
export type Edits = "decision" | "component" | "activity" | "maker" | "integrator" | "guideline";
export interface Table {
  id: string;
  group: Group;
  /** Short name, at most 27 characters, free of : \ / ? * [ ]. */
  title: Words;
  note?: Words;
  columns: Column[];
  count: number;
  rows(): Iterable<Row>;
  edits?: Edits;
}

export interface Spec<R> {
  id: string;
  group: Group;
  title: Words;
  note?: Words;
  edits?: Edits;
  items: readonly R[];
  rowId: (item: R, at: number) => string;
  columns: (make: Maker<R>) => ColumnOf<R>[];
}
export type ColumnOf<R> = Column & { cell: (item: R, at: number) => Cell };
/** How a table writes its columns. */
export interface Maker<R> {
  column(
    key: string,
    title: Titled,
    kind: Kind,
    width: number,
    cell: (item: R, at: number) => Cell,
    more?: Partial<Column>,
  ): ColumnOf<R>;
  /** The stable id, by which a row is found again. */
  idColumn(of: (item: R, at: number) => string): ColumnOf<R>;
  numberColumn(): ColumnOf<R>;
}
export type Titled = MessageKey | keyof typeof D | Words;
export const titleOf = (t: Titled): Words =>
  typeof t === "object" ? t : t in D ? D[t as keyof typeof D] : M[t as MessageKey];
export function column<R>(
  key: string,
  title: Titled,
  kind: Kind,
  width: number,
  cell: (item: R, at: number) => Cell,
  more: Partial<Column> = {},
): ColumnOf<R> {
  return { key, title: titleOf(title), kind, width, cell, ...more };
}
const make: Maker<never> = {
  column,
  idColumn: (of) => column("id", "id", "id", 14, of, { print: false }),
  numberColumn: () => column("no", "itemNo", "number", 4, (_, i) => i + 1),
};

export function table<R>(spec: Spec<R>): Table {
  const { items, rowId, columns: written, ...rest } = spec;
  const columns = written(make as unknown as Maker<R>);
  return {
    ...rest,
    columns: columns.map(({ cell: _, ...column }) => column),
    count: items.length,
    *rows() {
      for (let i = 0; i < items.length; i++) {
        const item = items[i] as R;
        yield { id: rowId(item, i), cells: columns.map((c) => c.cell(item, i)) };
      }
    },
  };
}

export const plain = (text: string): Words => ({ ja: text, en: text });
/** Values of a scale as what a cell may hold. */
export const choices = (of: Record<string, Words>) => Object.entries(of).map(([id, name]) => ({ id, name }));
export const link = (value: Value, to: string): Link => ({ value, to });
export const isLink = (cell: Cell): cell is Link => typeof cell === "object" && "to" in cell;
export const contentOf = (cell: Cell): Value => (isLink(cell) ? cell.value : cell);

/** Words side by side, in each language with its own mark between. */
export function listed(words: readonly Words[], mark: Words = { ja: "、", en: ", " }): Words | undefined {
  if (words.length === 0) return undefined;
  return { ja: words.map((x) => x.ja).join(mark.ja), en: words.map((x) => x.en).join(mark.en) };
}
/** Words, each on a line of its own. */
export const lines = (words: readonly Words[]) => listed(words, { ja: "\n", en: "\n" });

export function shown(value: Value, lang: keyof Words): string | number {
  if (value === undefined) return "";
  return typeof value === "object" ? value[lang] : value;
}
