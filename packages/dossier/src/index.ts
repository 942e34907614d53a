/** What a table outside may change in a study: render reads the tables, model applies the edits. */
export type { MarketPart, TableEdit } from "@seiza/model";
export * from "./assemble.ts";
export * from "./compare.ts";
export * from "./format.ts";
export * from "./linked-study.ts";
export * from "./progress.ts";
export type * from "./schema.ts";
export * from "./serialise.ts";
export * from "./why.ts";
