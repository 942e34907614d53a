export { renderHtml } from "./html/index.tsx";
export { drawConfiguration } from "./picture/index.ts";
export { type BookEdit, type BookReading, type CellProblem, readBook } from "./xlsx/read.ts";
export { renderXlsx } from "./xlsx/write.ts";
