export { type Comparison, comparisonHtml, comparisonText, type StructureChange } from "./comparison/index.ts";
export { renderHtml } from "./html/index.tsx";
export { drawConfiguration } from "./picture/index.ts";
export { type Place, type Places, thumbnail } from "./picture/thumbnail.ts";
