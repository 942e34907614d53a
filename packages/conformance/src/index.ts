export * from "./criteria/policy.ts";
export * from "./criteria/verdict.ts";
export * from "./declaration/recipe.ts";
export * from "./declaration/schema.ts";
export * from "./evidence/facts.ts";
