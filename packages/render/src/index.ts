export { renderHtml } from "./html/index.tsx";
export { drawConfiguration } from "./picture/index.ts";
