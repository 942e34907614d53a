/** The dossier of a product's assessment, from which its papers are rendered. */
export * from "./assessment/assemble.ts";
export * from "./assessment/schema.ts";
export { uuid5 } from "./assessment/uuid.ts";
