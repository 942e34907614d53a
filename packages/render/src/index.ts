export { type Comparison, comparisonHtml, comparisonText, type StructureChange } from "./comparison/index.ts";
export { csvFiles } from "./csv/index.ts";
export { renderHtml } from "./html/index.tsx";
export { oscalFiles } from "./oscal/index.ts";
export { drawConfiguration } from "./picture/index.ts";
export { type Place, type Places, thumbnail } from "./picture/thumbnail.ts";
export { sarifOf } from "./sarif/index.ts";
export { type BookEdit, type BookReading, type CellProblem, readBook, readSheets } from "./xlsx/read.ts";
export { renderXlsx } from "./xlsx/write.ts";
