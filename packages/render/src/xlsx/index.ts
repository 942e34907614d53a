/** Workbooks coming in: apart from the renderers, for programs that only read them. */
export { type BookEdit, type BookReading, type CellProblem, readBook, readSheets } from "./read.ts";
export { NotAWorkbook, readWorkbookRows, type SheetRows, type WorkbookRows } from "./rows.ts";
