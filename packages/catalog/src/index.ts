export * from "./catalog.ts";
export * from "./facts.ts";
export type * from "./schema.ts";
