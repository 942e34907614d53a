/**
 * The workbook: one sheet a table, in the columns of Japanese risk-analysis sheets, with filters, frozen heads, lists in
 * the columns that people fill, colours by condition and links along the trace. `read.ts` takes the edits back.
 */
import type { Dossier } from "@seiza/dossier";
import { type CellStyle, type CellValue, type DataValidation, writeXlsx } from "hucre/xlsx";
import { type Lang, M } from "../messages.ts";
import { textWidth } from "../picture/graph.ts";
import { Reader } from "../reader.ts";
import { figuresOf } from "../tables/figures.ts";
import { type Cell, type Column, contentOf, isLink, shown, type Table } from "../tables/model.ts";
import { tablesOf } from "../tables/steps.ts";
import { D } from "../words.ts";
import { FRAME, HIDDEN, letters, markOf, quoted, SIGNATURE, sheetName, startName } from "./book.ts";

const FONT = "Yu Gothic";
const solid = (rgb: string) => ({ type: "pattern", pattern: "solid", fgColor: { rgb } }) as const;
const thin = { style: "thin", color: { rgb: "C9D2DA" } } as const;
const border = { top: thin, right: thin, bottom: thin, left: thin };
const body = (more: Partial<CellStyle> = {}): CellStyle => ({
  font: { name: FONT, size: 9 },
  border,
  alignment: { vertical: "top", wrapText: true },
  ...more,
});
const HEAD: CellStyle = body({
  font: { name: FONT, size: 9, bold: true, color: { rgb: "FFFFFF" } },
  fill: solid("1F4E79"),
  alignment: { vertical: "center", horizontal: "center", wrapText: true },
});
const HEAD_ENTRY: CellStyle = { ...HEAD, fill: solid("8A6D00") };
const LINK: CellStyle = body({ font: { name: FONT, size: 9, color: { rgb: "1B5A94" } } });
/** Colours of the risk values: ground and ink. */
const BANDS: [string, string, string][] = [
  ["A", "A3202D", "FFFFFF"],
  ["B", "E08A3C", "2B1500"],
  ["C", "F4DD72", "332800"],
  ["D", "BFE0C6", "123018"],
  ["E", "DDE6ED", "23333F"],
];
/** Rows below the last that still have lists and checks, for rows that people add. */
const SPARE = 50;
/** Full-width characters across from which a sheet is printed on A3. */
const A3_FROM = 110;
/** Width of one full-width character in units of a column. */
const WIDE = 2.1;

function styleOf(column: Column): CellStyle {
  const aligned =
    column.kind === "number" || column.kind === "band"
      ? ({
          alignment: { vertical: "top", horizontal: column.kind === "number" ? "right" : "center" },
        } as const)
      : {};
  if (column.entry) return body({ fill: solid("FFF9DB"), protection: { locked: false }, ...aligned });
  if (column.kind === "number" || column.kind === "band") return body(aligned);
  if (column.kind === "id") return body({ font: { name: FONT, size: 8, color: { rgb: "53616F" } } });
  return body();
}

function validationOf(column: Column, range: string, lang: Lang): DataValidation | undefined {
  const { entry } = column;
  if (!entry) return undefined;
  const base = { range, allowBlank: true, showErrorMessage: true, errorTitle: column.title[lang] };
  if (entry.type === "choice")
    return {
      ...base,
      type: "list",
      values: entry.choices.map((c) => c.name[lang]),
      errorMessage: D.pick[lang],
    };
  if (entry.type === "whole" || entry.type === "number")
    return {
      ...base,
      type: entry.type === "whole" ? "whole" : "decimal",
      operator: "between",
      formula1: String(entry.min),
      formula2: String(entry.max),
      errorMessage: D.between[lang].replace("{min}", String(entry.min)).replace("{max}", String(entry.max)),
    };
  if (entry.type === "text")
    return {
      ...base,
      type: "textLength",
      operator: "lessThanOrEqual",
      formula1: String(entry.max),
      errorMessage: D.atMost[lang].replace("{max}", String(entry.max)),
    };
  return undefined;
}

/** Where the row of an item stands, as a reference within the workbook. */
type Places = ReadonlyMap<string, string>;
function placesOf(tables: readonly Table[], lang: Lang): Places {
  const places = new Map<string, string>();
  for (const t of tables) {
    const sheet = quoted(sheetName(t, lang));
    let n = 2;
    for (const row of t.rows()) {
      if (!places.has(row.id)) places.set(row.id, `${sheet}!A${n}`);
      n++;
    }
  }
  return places;
}

/** Links on one sheet and characters in one cell, a little under what Excel takes. */
const LINKS = 60_000;
const LONGEST = 32_000;
/** Points of one line, and the tallest row that a workbook may have. */
const LINE = 12.5;
const TALLEST = 409;
/** Lines that a text takes in a column; a line breaks a little early, as fonts differ. */
const linesOf = (text: string, width: number) =>
  text
    .split("\n")
    .reduce((n, part) => n + Math.max(1, Math.ceil(textWidth(part) / Math.max(2, width * 0.92))), 0);
const heightOf = (lines: number) => Math.min(TALLEST, lines * LINE + 4);
/** A row's height is written out: not every program works it out for wrapped text when it opens the file. */
function heightOfRow(values: readonly (string | number)[], columns: readonly Column[]): number | undefined {
  let lines = 1;
  for (let i = 0; i < columns.length; i++) {
    const v = values[i];
    if (typeof v === "string" && v !== "")
      lines = Math.max(
        lines,
        linesOf(v, Math.max(3, columns[i]?.width ?? 3) * (columns[i]?.kind === "id" ? 1.2 : 1)),
      );
  }
  return lines > 1 ? heightOf(lines) : undefined;
}

function sheetOf(table: Table, lang: Lang, places: Places) {
  let links = 0;
  const value = (cell: Cell) => {
    const v = shown(contentOf(cell), lang);
    if (v === "") return null;
    const text = typeof v === "string" && v.length > LONGEST ? `${v.slice(0, LONGEST - 1)}…` : v;
    const place = isLink(cell) && links < LINKS ? places.get(cell.to) : undefined;
    if (place === undefined) return text;
    links++;
    return { text: String(text), hyperlink: `#${place}` };
  };
  const keys = table.columns.map((_, i) => `c${i}`);
  const data: Record<string, CellValue | { text: string; hyperlink: string }>[] = [];
  const rowDefs = new Map<number, { height: number }>();
  const headLines = Math.max(...table.columns.map((c) => linesOf(c.title[lang], Math.max(2.2, c.width - 1))));
  rowDefs.set(0, { height: heightOf(headLines + 0.4) });
  for (const row of table.rows()) {
    const height = heightOfRow(
      row.cells.map((c) => shown(contentOf(c), lang)),
      table.columns,
    );
    if (height !== undefined) rowDefs.set(data.length + 1, { height });
    const line: (typeof data)[number] = {};
    for (let i = 0; i < keys.length; i++) line[keys[i] as string] = value(row.cells[i]);
    data.push(line);
  }
  const last = Math.max(2, data.length + 1);
  const width = table.columns.length;
  const range = (i: number, to = last) => `${letters(i + 1)}2:${letters(i + 1)}${to}`;
  const bands = table.columns.flatMap((c, i) => (c.kind === "band" ? [i] : []));
  return {
    name: sheetName(table, lang),
    columns: table.columns.map((c, i) => ({
      key: keys[i] as string,
      header: c.title[lang],
      width: Math.max(6, c.width * WIDE),
      style: styleOf(c),
    })),
    data,
    cells: new Map(
      table.columns.map((c, i) => [
        `0,${i}`,
        { value: c.title[lang], type: "string" as const, style: c.entry ? HEAD_ENTRY : HEAD },
      ]),
    ),
    rowDefs,
    freezePane: { rows: 1 },
    autoFilter: { range: `A1:${letters(width)}${last}` },
    dataValidations: table.columns.flatMap((c, i) => {
      const v = validationOf(c, range(i, last + (table.edits === "decision" ? 0 : SPARE)), lang);
      return v ? [v] : [];
    }),
    conditionalRules: bands.flatMap((i) =>
      BANDS.map(([band, ground, ink], n) => ({
        type: "cellIs" as const,
        operator: "equal" as const,
        priority: n + 1,
        formula: `"${band}"`,
        range: range(i),
        style: {
          fill: { type: "pattern", pattern: "solid", bgColor: { rgb: ground } },
          font: { color: { rgb: ink }, bold: true },
        } as CellStyle,
      })),
    ),
    pageSetup: {
      paperSize:
        table.columns.reduce((sum, c) => sum + c.width, 0) > A3_FROM ? ("a3" as const) : ("a4" as const),
      orientation: "landscape" as const,
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
      printTitlesRow: "$1:$1",
    },
    headerFooter: { oddFooter: `&L${D.preparation[lang]}&R&A  &P / &N` },
    view: { tabColor: { rgb: table.edits ? "8A6D00" : "1F4E79" } },
  };
}

function startSheet(dossier: Dossier, tables: readonly Table[], lang: Lang) {
  const { study, step2 } = dossier;
  const reader = new Reader(dossier);
  const rows: CellValue[][] = [];
  const cells = new Map<
    string,
    {
      value: CellValue;
      type: "string" | "number" | "empty";
      style: CellStyle;
      hyperlink?: { target: string; location: string };
    }
  >();
  const put = (row: number, column: number, value: CellValue, style: CellStyle, location?: string) => {
    while (rows.length <= row) rows.push([]);
    const line = rows[row] as CellValue[];
    while (line.length <= column) line.push(null);
    line[column] = value;
    cells.set(`${row},${column}`, {
      value,
      type: value === null ? "empty" : typeof value === "number" ? "number" : "string",
      style,
      ...(location ? { hyperlink: { target: "", location } } : {}),
    });
  };
  const free: CellStyle = { font: { name: FONT, size: 10 }, alignment: { vertical: "top", wrapText: true } };
  const title: CellStyle = { font: { name: FONT, size: 16, bold: true, color: { rgb: "1F4E79" } } };
  const strong: CellStyle = { font: { name: FONT, size: 11, bold: true } };
  put(0, 0, study.name[lang], title);
  put(1, 0, M.report[lang], free);
  put(2, 0, M.notice[lang], free);
  put(4, 0, D.howToReturn[lang], strong);
  put(5, 0, D.returnNote[lang], free);
  const entry = body({ fill: solid("FFF9DB"), protection: { locked: false } });
  put(SIGNATURE.person.row - 1, 0, D.decidedBy[lang], HEAD_ENTRY);
  put(SIGNATURE.person.row - 1, SIGNATURE.person.column - 1, null, entry);
  put(SIGNATURE.date.row - 1, 0, D.decidedOn[lang], HEAD_ENTRY);
  put(SIGNATURE.date.row - 1, SIGNATURE.date.column - 1, null, entry);
  put(SIGNATURE.person.row - 1, 2, D.signatureNote[lang], free);
  let at = 11;
  put(at++, 0, M.figures[lang], strong);
  for (const { key, n } of figuresOf(dossier)) {
    put(at, 0, M[key][lang], body());
    put(at++, 1, n, body({ alignment: { horizontal: "right" } }));
  }
  at++;
  const products = [1, 2, 3, 4, 6, 9];
  for (const [name, heat] of [
    [M.before, step2.summary.heat],
    [M.after, step2.summary.heatStar1],
  ] as const) {
    put(at++, 0, `${D.heatTable[lang]}: ${name[lang]}`, strong);
    put(at, 0, D.heatCorner[lang], HEAD);
    products.forEach((p, i) => {
      put(at, i + 1, p, HEAD);
    });
    at++;
    heat.forEach((line, r) => {
      put(at, 0, 3 - r, HEAD);
      line.forEach((n, i) => {
        const band = BANDS.find(([b]) => b === reader.bandOf(3 - r, products[i] as number)) ?? BANDS[4];
        const [, ground, ink] = band as [string, string, string];
        put(
          at,
          i + 1,
          n,
          body({
            fill: solid(ground),
            font: { name: FONT, size: 10, bold: true, color: { rgb: ink } },
            alignment: { horizontal: "center" },
          }),
        );
      });
      at++;
    });
    at++;
  }
  put(at++, 0, M.contents[lang], strong);
  put(at, 0, D.sheet[lang], HEAD);
  put(at, 1, D.rowsCount[lang], HEAD);
  put(at++, 2, D.text[lang], HEAD);
  for (const t of tables) {
    put(at, 0, sheetName(t, lang), LINK, `${quoted(sheetName(t, lang))}!A1`);
    put(at, 1, t.count, body({ alignment: { vertical: "top", horizontal: "right" } }));
    put(
      at++,
      2,
      t.edits
        ? [D.editable[lang], t.note?.[lang] ?? ""].filter((x) => x !== "").join(" ")
        : (t.note?.[lang] ?? null),
      body(),
    );
  }
  const across = (row: number) => ({ startRow: row, startCol: 0, endRow: row, endCol: 7 });
  const merges = [0, 1, 2, 5].map(across);
  for (let r = at - tables.length - 1; r < at; r++)
    merges.push({ startRow: r, startCol: 2, endRow: r, endCol: 7 });
  merges.push({ startRow: 8, startCol: 2, endRow: 9, endCol: 7 });
  const rowDefs = new Map([
    [0, { height: 26 }],
    [2, { height: 46 }],
    [5, { height: 76 }],
  ]);
  // A merged cell does not make its row taller: as many lines as the note needs.
  tables.forEach((t, i) => {
    const text = (t.note?.[lang] ?? "") + (t.edits ? D.editable[lang] : "");
    const lines = Math.ceil((text.length * (lang === "ja" ? 1.9 : 1)) / 82);
    if (lines > 1) rowDefs.set(at - tables.length + i, { height: 13 * lines + 4 });
  });
  return {
    name: startName(lang),
    columns: [
      { width: 34 },
      { width: 22 },
      { width: 14 },
      { width: 14 },
      { width: 14 },
      { width: 14 },
      { width: 14 },
      { width: 14 },
    ],
    rows,
    cells,
    merges,
    rowDefs,
    view: { showGridLines: false, tabColor: { rgb: "1F4E79" } },
    pageSetup: {
      paperSize: "a4" as const,
      orientation: "landscape" as const,
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
    },
    dataValidations: [
      {
        type: "textLength" as const,
        operator: "lessThanOrEqual" as const,
        formula1: "200",
        range: "B9",
        allowBlank: true,
      },
    ],
  };
}

/** What the cells to fill hold now, so that only what people change afterwards counts as an edit. */
function hiddenSheet(dossier: Dossier, tables: readonly Table[], lang: Lang) {
  const rows: CellValue[][] = [
    ["frame", FRAME],
    ["study", dossier.study.id],
    ["lang", lang],
    ["mark", markOf(dossier)],
  ];
  for (const t of tables) {
    if (!t.edits) continue;
    const entries = t.columns.map((c, i) => ({ c, i })).filter(({ c }) => c.entry);
    for (const row of t.rows())
      for (const { c, i } of entries) {
        const v = shown(contentOf(row.cells[i]), lang);
        if (v !== "") rows.push([t.id, row.id, c.key, v]);
      }
  }
  return { name: HIDDEN, rows, veryHidden: true };
}

export async function renderXlsx(dossier: Dossier, lang: Lang): Promise<Uint8Array> {
  const tables = tablesOf(new Reader(dossier));
  const places = placesOf(tables, lang);
  return writeXlsx({
    properties: {
      title: `${dossier.study.name[lang]} — ${M.report[lang]}`,
      creator: `Seiza ${dossier.generator.version}`,
      description: D.preparation[lang],
      created: new Date(0),
      modified: new Date(0),
    },
    defaultFont: { name: FONT, size: 10 },
    sheets: [
      startSheet(dossier, tables, lang),
      ...tables.map((t) => sheetOf(t, lang, places)),
      hiddenSheet(dossier, tables, lang),
    ],
  });
}
