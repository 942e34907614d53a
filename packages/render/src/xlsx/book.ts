/** The workbook's frame, known to its writer and its reader: names of sheets, cells of the first sheet, the hidden sheet. */
import type { Dossier } from "@seiza/dossier";
import type { Lang } from "../messages.ts";
import type { Table } from "../tables/model.ts";
import { D } from "../words.ts";

/** Sheet that holds what the cells to fill held when the workbook was written. Hidden; without it the study is compared. */
export const HIDDEN = "seiza";
/** Version of the workbook's frame. */
export const FRAME = 1;
/** Where the first sheet asks who decided and when, from 1. */
export const SIGNATURE = { person: { row: 9, column: 2 }, date: { row: 10, column: 2 } };

export const sheetName = (table: Table, lang: Lang) => table.title[lang];
export const startName = (lang: Lang) => D.start[lang];

/** A, B … Z, AA … */
export function letters(column: number): string {
  let n = column;
  let out = "";
  while (n > 0) {
    out = String.fromCharCode(65 + ((n - 1) % 26)) + out;
    n = Math.floor((n - 1) / 26);
  }
  return out;
}
/** Quoted for a reference to another sheet. */
export const quoted = (sheet: string) => `'${sheet.replaceAll("'", "''")}'`;

/** A mark of the dossier, to see whether a workbook was made from this very one. Not for security. */
export function markOf(dossier: Dossier): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  const take = (text: string) => {
    for (let i = 0; i < text.length; i++) {
      const ch = text.charCodeAt(i);
      a = Math.imul(a ^ ch, 2654435761);
      b = Math.imul(b ^ ch, 1597334677);
    }
  };
  for (const part of [
    dossier.study,
    dossier.step2.summary,
    dossier.step2.priorities,
    dossier.step4.choices,
    dossier.step4.requirements,
    dossier.market,
    dossier.decisions,
  ])
    take(JSON.stringify(part));
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
