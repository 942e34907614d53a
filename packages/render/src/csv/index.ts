/** One CSV a table: UTF-8 with a mark that Excel needs, and nothing that a spreadsheet would take for a formula. */
import type { Dossier } from "@seiza/dossier";
import type { Lang } from "../messages.ts";
import { Reader } from "../reader.ts";
import { contentOf, shown, type Table } from "../tables/model.ts";
import { tablesOf } from "../tables/steps.ts";

export interface CsvFile {
  name: string;
  text: string;
}

/** Text that begins like a formula gets an apostrophe, so that opening the file runs nothing. */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf(table: Table, lang: Lang): string {
  const lines = [table.columns.map((c) => cell(c.title[lang])).join(",")];
  for (const row of table.rows()) lines.push(row.cells.map((c) => cell(shown(contentOf(c), lang))).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

export const csvFiles = (dossier: Dossier, lang: Lang): CsvFile[] =>
  tablesOf(new Reader(dossier)).map((t) => ({ name: t.id, text: csvOf(t, lang) }));
