export * from "./evidence-files.ts";
export * from "./packages/verify.ts";
