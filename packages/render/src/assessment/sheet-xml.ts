/**
 * A workbook that somebody else made, changed at single cells: text goes into the cells' XML, and every other byte of every
 * part stays as it was. Cells keep their style; a row grows where its text would be hidden.
 */
import { strFromU8, strToU8, unzipSync } from "fflate";
import { zipped } from "../package.ts";
import { textWidth } from "../picture/graph.ts";

/** From 0. */
export interface Range {
  top: number;
  left: number;
  bottom: number;
  right: number;
}
export interface FormSheet {
  name: string;
  path: string;
  merges: Range[];
  /** Cells with a list to choose from. */
  lists: Range[];
}
export interface CellText {
  row: number;
  column: number;
  text: string;
}

export const lettersOf = (column: number): string =>
  column < 26
    ? String.fromCharCode(65 + column)
    : lettersOf(Math.floor(column / 26) - 1) + String.fromCharCode(65 + (column % 26));
export const cellName = (row: number, column: number): string => `${lettersOf(column)}${row + 1}`;
const columnOf = (letters: string): number =>
  [...letters].reduce((n, ch) => n * 26 + ch.charCodeAt(0) - 64, 0) - 1;

function rangeOf(ref: string): Range | undefined {
  const m = /^\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$/.exec(ref);
  if (!m) return undefined;
  const [, left = "A", top = "1", right = left, bottom = top] = m;
  return { top: Number(top) - 1, left: columnOf(left), bottom: Number(bottom) - 1, right: columnOf(right) };
}
export const within = (r: Range, row: number, column: number): boolean =>
  row >= r.top && row <= r.bottom && column >= r.left && column <= r.right;

const unescaped = (text: string): string =>
  text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&#x([0-9a-f]+);/gi, (_, h: string) => String.fromCodePoint(Number.parseInt(h, 16)))
    .replace(/&#(\d+);/g, (_, n: string) => String.fromCodePoint(Number(n)))
    .replace(/&amp;/g, "&");
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML allows none of these.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
const attribute = (tag: string, name: string): string | undefined => {
  const m = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return m ? unescaped(m[1] ?? m[2] ?? "") : undefined;
};

export class FormBook {
  readonly #parts: Record<string, Uint8Array>;
  readonly sheets: FormSheet[];
  /** @throws when it is no workbook of the kind that Excel has written since 2007 */
  constructor(bytes: Uint8Array) {
    this.#parts = unzipSync(bytes);
    this.sheets = this.#find();
  }
  #text(path: string): string {
    const bytes = this.#parts[path];
    if (!bytes) throw new Error(`the workbook has no ${path}`);
    return strFromU8(bytes);
  }
  #find(): FormSheet[] {
    const root = this.#text("_rels/.rels");
    const [office = ""] = [...root.matchAll(/<[^>]*Relationship\b([^>]*)>/g)]
      .filter(([, a = ""]) => /\/officeDocument$/.test(attribute(a, "Type") ?? ""))
      .map(([, a = ""]) => (attribute(a, "Target") ?? "").replace(/^\//, ""));
    const folder = office.includes("/") ? office.slice(0, office.lastIndexOf("/") + 1) : "";
    const rels = new Map(
      [
        ...this.#text(`${folder}_rels/${office.slice(folder.length)}.rels`).matchAll(
          /<[^>]*Relationship\b([^>]*)>/g,
        ),
      ].map(([, a = ""]) => [attribute(a, "Id") ?? "", attribute(a, "Target") ?? ""]),
    );
    return [...this.#text(office).matchAll(/<(?:\w+:)?sheet\s([^>]*)>/g)].flatMap(([, a = ""]) => {
      const target = rels.get(attribute(a, "\\w+:id") ?? "") ?? "";
      const path = target.startsWith("/") ? target.slice(1) : folder + target;
      if (!this.#parts[path]) return [];
      const xml = this.#text(path);
      const ranges = (refs: readonly string[]) =>
        refs.flatMap((r) => r.trim().split(/\s+/)).flatMap((r) => rangeOf(r) ?? []);
      const lists = [
        ...xml.matchAll(/<(?:\w+:)?dataValidation\s([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?dataValidation>)/g),
      ]
        .filter(([, v = ""]) => attribute(v, "type") === "list")
        .flatMap(([, v = "", inner = ""]) => [
          attribute(v, "sqref") ?? /<(?:\w+:)?sqref>([^<]*)</.exec(inner)?.[1] ?? "",
        ]);
      return [
        {
          name: attribute(a, "name") ?? "",
          path,
          merges: ranges(
            [...xml.matchAll(/<(?:\w+:)?mergeCell\s([^>]*)>/g)].map(
              ([, m = ""]) => attribute(m, "ref") ?? "",
            ),
          ),
          lists: ranges(lists),
        },
      ];
    });
  }

  /** Puts texts into cells that hold nothing. */
  write(sheet: FormSheet, cells: readonly CellText[]): void {
    this.#parts[sheet.path] = strToU8(written(this.#text(sheet.path), sheet, cells));
  }
  bytes(): Uint8Array {
    return zipped(this.#parts);
  }
}

/** Height of a line in points, and the tallest that a row may be. */
const LINE = 14;
const TALLEST = 409;

function written(xml: string, sheet: FormSheet, cells: readonly CellText[]): string {
  const open = /<((?:\w+:)?)sheetData\s*(?:\/>|>)/.exec(xml);
  if (!open) throw new Error(`sheet ${sheet.name} has no cells`);
  const p = open[1] ?? "";
  const empty = open[0].endsWith("/>");
  const start = open.index + open[0].length;
  const end = empty ? start : xml.indexOf(`</${p}sheetData>`, start);
  const body = empty ? "" : xml.slice(start, end);
  const measures = measuresOf(xml.slice(0, open.index));

  const byRow = new Map<number, CellText[]>();
  for (const c of cells) byRow.set(c.row, [...(byRow.get(c.row) ?? []), c]);
  const out: string[] = [];
  const done = new Set<number>();
  const fresh = (before: number) => {
    for (const row of [...byRow.keys()].filter((r) => r < before && !done.has(r)).sort((a, b) => a - b)) {
      done.add(row);
      out.push(rowXml(p, `r="${row + 1}"`, "", byRow.get(row) ?? [], sheet, measures));
    }
  };
  let at = 0;
  let next = 0;
  for (const m of body.matchAll(new RegExp(`<${p}row\\b([^>]*?)(?:/>|>([\\s\\S]*?)</${p}row>)`, "g"))) {
    const [whole, attributes = "", inner = ""] = m;
    const r = attribute(attributes, "r");
    const row = r === undefined ? next : Number(r) - 1;
    next = row + 1;
    out.push(body.slice(at, m.index));
    at = m.index + whole.length;
    fresh(row);
    const mine = byRow.get(row);
    done.add(row);
    out.push(mine ? rowXml(p, attributes, inner, mine, sheet, measures) : whole);
  }
  out.push(body.slice(at));
  fresh(Number.POSITIVE_INFINITY);
  const data = out.join("");
  return empty
    ? `${xml.slice(0, open.index)}<${p}sheetData>${data}</${p}sheetData>${xml.slice(start)}`
    : xml.slice(0, start) + data + xml.slice(end);
}

interface Measures {
  /** Characters. */
  widths: (column: number) => number;
  /** Points. */
  usualHeight: number;
}
function measuresOf(head: string): Measures {
  const list = [...head.matchAll(/<(?:\w+:)?col\s([^>]*)>/g)].map(([, a = ""]) => ({
    min: Number(attribute(a, "min")) - 1,
    max: Number(attribute(a, "max")) - 1,
    width: Number(attribute(a, "width") ?? 9),
  }));
  const usual = /<(?:\w+:)?sheetFormatPr\s([^>]*)>/.exec(head)?.[1] ?? "";
  const width = Number(attribute(usual, "defaultColWidth") ?? 9);
  return {
    widths: (column) => list.find((c) => column >= c.min && column <= c.max)?.width ?? width,
    usualHeight: Number(attribute(usual, "defaultRowHeight") ?? 15),
  };
}

function rowXml(
  p: string,
  attributes: string,
  inner: string,
  mine: readonly CellText[],
  sheet: FormSheet,
  { widths, usualHeight }: Measures,
): string {
  const texts = new Map(mine.map((c) => [c.column, c.text]));
  const row = mine[0]?.row ?? 0;
  const out: string[] = [];
  const put = (column: number, style: string | undefined) => {
    const text = texts.get(column) ?? "";
    texts.delete(column);
    out.push(
      `<${p}c r="${cellName(row, column)}"${style === undefined ? "" : ` s="${style}"`} t="inlineStr"><${p}is><${p}t xml:space="preserve">${escaped(text)}</${p}t></${p}is></${p}c>`,
    );
  };
  const fresh = (before: number) => {
    for (const column of [...texts.keys()].filter((c) => c < before).sort((a, b) => a - b))
      put(column, /\bcustomFormat="(?:1|true)"/.test(attributes) ? attribute(attributes, "s") : undefined);
  };
  let at = 0;
  let next = 0;
  for (const m of inner.matchAll(new RegExp(`<${p}c\\b([^>]*?)(?:/>|>[\\s\\S]*?</${p}c>)`, "g"))) {
    const [whole, a = ""] = m;
    out.push(inner.slice(at, m.index));
    at = m.index + whole.length;
    const ref = attribute(a, "r");
    const column = ref === undefined ? next : columnOf(ref.replace(/\d+$/, ""));
    next = column + 1;
    fresh(column);
    if (texts.has(column)) put(column, attribute(a, "s"));
    else out.push(whole);
  }
  fresh(Number.POSITIVE_INFINITY);
  out.push(inner.slice(at));
  const height = Math.max(
    ...mine.map((c) => {
      const merged = sheet.merges.find((m) => within(m, c.row, c.column));
      let width = 0;
      for (let i = c.column; i <= (merged?.right ?? c.column); i++) width += widths(i);
      const lines = c.text
        .split("\n")
        .reduce((n, l) => n + Math.max(1, Math.ceil((textWidth(l) * 2.1) / Math.max(2, width - 1))), 0);
      // The other rows of a merged cell hold a line each.
      const others = merged ? merged.bottom - merged.top : 0;
      return Math.min(TALLEST, (lines - others) * LINE + 4);
    }),
  );
  const now = Number(attribute(attributes, "ht") ?? usualHeight);
  const kept = attributes.replace(/\s+spans\s*=\s*"[^"]*"/, "").trim();
  const grown =
    height > LINE + 4 && height > now
      ? `${kept.replace(/\s*\b(?:ht|customHeight)\s*=\s*"[^"]*"/g, "")} ht="${height}" customHeight="1"`
      : kept;
  return `<${p}row ${grown.trim()}>${out.join("")}</${p}row>`;
}
