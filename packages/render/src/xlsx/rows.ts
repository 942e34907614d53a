/** Any workbook as rows of text: for asset lists, and to tell whether a workbook is one of ours. */
import { unzipSync } from "fflate";
import { type CellValue, readXlsx } from "hucre/xlsx";
import { HIDDEN } from "./book.ts";

export interface SheetRows {
  sheet: string;
  /** Trimmed text of each cell; empty rows included. */
  rows: string[][];
}
export interface WorkbookRows {
  sheets: SheetRows[];
  /** Id of the study that it was made from, where it is a workbook of ours. */
  study?: string;
}
/** What the parts of a workbook may unfold to, bytes. */
const UNFOLDED = 256_000_000;

/** Not a workbook that can be read. */
export class NotAWorkbook extends Error {}

const textOf = (v: CellValue | undefined): string =>
  v === null || v === undefined
    ? ""
    : v instanceof Date
      ? Number.isNaN(v.getTime())
        ? ""
        : v.toISOString().slice(0, 10)
      : String(v).trim();

/** @throws NotAWorkbook when it is none, or unfolds to more than any workbook of people does */
export function checkWorkbook(bytes: Uint8Array): void {
  let unfolded = 0;
  try {
    unzipSync(bytes, {
      filter: (entry) => {
        unfolded += entry.originalSize;
        return false;
      },
    });
  } catch (error) {
    throw new NotAWorkbook("no zip", { cause: error });
  }
  if (unfolded === 0 || unfolded > UNFOLDED) throw new NotAWorkbook(`${unfolded} bytes`);
}

/** @throws NotAWorkbook */
export async function readWorkbookRows(bytes: Uint8Array): Promise<WorkbookRows> {
  checkWorkbook(bytes);
  let book: Awaited<ReturnType<typeof readXlsx>>;
  try {
    book = await readXlsx(bytes);
  } catch (error) {
    throw new NotAWorkbook("no workbook", { cause: error });
  }
  const hidden = book.sheets.find((s) => s.name === HIDDEN);
  const study = hidden?.rows.find((r) => r[0] === "study")?.[1];
  return {
    sheets: book.sheets
      .filter((s) => s !== hidden)
      .map((s) => ({ sheet: s.name, rows: s.rows.map((r) => [...r].map(textOf)) })),
    ...(typeof study === "string" ? { study } : {}),
  };
}
