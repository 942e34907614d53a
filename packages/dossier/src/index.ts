export * from "./assemble.ts";
export * from "./compare.ts";
export * from "./format.ts";
export * from "./progress.ts";
export type * from "./schema.ts";
export * from "./serialise.ts";
export * from "./why.ts";
