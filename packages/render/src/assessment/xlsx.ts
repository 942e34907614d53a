/** The checklist workbook of an assessment: basic information, sixteen criteria, evidence, open points, interfaces. */
import type { AssessmentDossier } from "@seiza/dossier/assessment";
import { type CellStyle, type CellValue, writeXlsx } from "hucre/xlsx";
import type { Lang } from "../messages.ts";
import { settled } from "../package.ts";
import { textWidth } from "../picture/graph.ts";
import { letters } from "../xlsx/book.ts";
import { Papers, type PaperTable } from "./tables.ts";
import { A } from "./words.ts";

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
const HEAD = body({
  font: { name: FONT, size: 9, bold: true, color: { rgb: "FFFFFF" } },
  fill: solid("1F4E79"),
  alignment: { vertical: "center", horizontal: "center", wrapText: true },
});
const HEAD_ENTRY: CellStyle = { ...HEAD, fill: solid("8A6D00") };
const ENTRY = body({ fill: solid("FFF9DB"), protection: { locked: false } });
const TITLE: CellStyle = { font: { name: FONT, size: 14, bold: true, color: { rgb: "1F4E79" } } };
const FREE: CellStyle = { font: { name: FONT, size: 9 }, alignment: { vertical: "top", wrapText: true } };
/** Ground and ink of an outcome. */
const COLOURS: Record<string, [string, string]> = {
  fail: ["A3202D", "FFFFFF"],
  inconclusive: ["F4DD72", "332800"],
  person: ["CFE0F2", "123A63"],
  pass: ["BFE0C6", "123018"],
  deemed: ["BFE0C6", "123018"],
  "not-applicable": ["DDE6ED", "23333F"],
};
const LINE = 12.5;
const TALLEST = 409;
const LONGEST = 32_000;
/** Widest part of a sheet in full-width characters that is still printed on A4. */
const A3_FROM = 95;

function linesOf(text: string, width: number): number {
  return text
    .split("\n")
    .reduce((n, part) => n + Math.max(1, Math.ceil(textWidth(part) / Math.max(2, width * 0.9))), 0);
}

/** Title, disclaimer, an empty row, the head, the rows. */
const TOP = 3;

function sheetOf(table: PaperTable, p: Papers) {
  const rows: CellValue[][] = [];
  const cells = new Map<
    string,
    { value: CellValue; type: "string" | "number" | "empty"; style: CellStyle }
  >();
  const rowDefs = new Map<number, { height: number }>();
  const put = (row: number, column: number, value: CellValue, style: CellStyle) => {
    while (rows.length <= row) rows.push([]);
    const line = rows[row] as CellValue[];
    while (line.length <= column) line.push(null);
    const cut =
      typeof value === "string" && value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value;
    line[column] = cut === "" ? null : cut;
    cells.set(`${row},${column}`, {
      value: line[column] as CellValue,
      type: line[column] === null ? "empty" : typeof cut === "number" ? "number" : "string",
      style,
    });
  };
  const last = table.columns.length - 1;
  const across = table.columns.reduce((n, c) => n + c.width, 0);
  const intro = [p.t(p.d.disclaimer), table.note ?? ""].filter((x) => x !== "").join("\n");
  put(0, 0, `${p.t(p.d.product.name)} ${p.d.product.model} — ${table.title}`, TITLE);
  put(1, 0, intro, FREE);
  put(2, 0, null, FREE);
  rowDefs.set(0, { height: 24 });
  rowDefs.set(1, { height: Math.min(TALLEST, linesOf(intro, across) * LINE + 6) });
  table.columns.forEach((c, i) => {
    put(TOP, i, c.title, c.entry ? HEAD_ENTRY : HEAD);
  });
  const headLines = Math.max(...table.columns.map((c) => linesOf(c.title, c.width - 0.5)));
  rowDefs.set(TOP, { height: headLines * LINE + 8 });
  table.rows.forEach((row, r) => {
    const at = TOP + 1 + r;
    let lines = 1;
    row.cells.forEach((value, i) => {
      const column = table.columns[i];
      const colour = column?.outcome ? COLOURS[row.outcome ?? ""] : undefined;
      const style = colour
        ? body({
            fill: solid(colour[0]),
            font: { name: FONT, size: 9, bold: true, color: { rgb: colour[1] } },
          })
        : column?.entry
          ? ENTRY
          : body();
      put(at, i, value, style);
      if (typeof value === "string") lines = Math.max(lines, linesOf(value, column?.width ?? 6));
    });
    rowDefs.set(at, { height: Math.min(TALLEST, lines * LINE + 4) });
  });
  if (table.rows.length === 0) {
    put(TOP + 1, 0, p.t(A.none), body());
    for (let i = 1; i <= last; i++) put(TOP + 1, i, null, body());
  }
  const end = TOP + 1 + Math.max(1, table.rows.length);
  return {
    name: table.title,
    columns: table.columns.map((c) => ({ width: Math.max(5, c.width * 2.1) })),
    rows,
    cells,
    merges: [0, 1].map((row) => ({ startRow: row, startCol: 0, endRow: row, endCol: last })),
    rowDefs,
    freezePane: { rows: TOP + 1 },
    autoFilter: { range: `A${TOP + 1}:${letters(last + 1)}${end}` },
    pageSetup: {
      paperSize: across > A3_FROM ? ("a3" as const) : ("a4" as const),
      orientation: across > 80 ? ("landscape" as const) : ("portrait" as const),
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
      printTitlesRow: `$${TOP + 1}:$${TOP + 1}`,
    },
    headerFooter: { oddFooter: `&L${p.t(A.preparation)}&R&A  &P / &N` },
    view: {
      showGridLines: false,
      tabColor: { rgb: table.columns.some((c) => c.entry) ? "8A6D00" : "1F4E79" },
    },
  };
}

export async function checklistWorkbook(dossier: AssessmentDossier, lang: Lang): Promise<Uint8Array> {
  const p = new Papers(dossier, lang);
  const tables = [
    p.basics(),
    p.checklist(),
    ...[p.requirements()].filter((x) => x !== undefined),
    p.evidence(),
    p.rawFiles(),
    p.people(),
    p.openPoints(),
    p.interfaces(),
    p.thresholds(),
  ];
  const bytes = await writeXlsx({
    properties: {
      title: `${p.t(dossier.product.name)} ${dossier.product.model} — ${p.t(A.workbook)}`,
      creator: `Seiza ${dossier.generator.version}`,
      description: p.t(A.preparation),
      created: new Date(0),
      modified: new Date(0),
    },
    defaultFont: { name: FONT, size: 10 },
    sheets: tables.map((table) => sheetOf(table, p)),
  });
  return settled(bytes);
}
