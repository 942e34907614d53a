export * from "./assess/assess.ts";
export * from "./assess/compare.ts";
export { type Expired, sameVersion } from "./assess/expiry.ts";
export * from "./assess/study.ts";
export * from "./criteria/checks.ts";
export { conformityNumberLooksRight } from "./criteria/gate.ts";
export { CRITERIA } from "./criteria/index.ts";
export * from "./criteria/policy.ts";
export * from "./criteria/verdict.ts";
export * from "./declaration/edit.ts";
export {
  keysOf,
  PRODUCT_SCHEMA_ID,
  productSchema,
  type SchemaNode,
  schemaAt,
} from "./declaration/json-schema.ts";
export * from "./declaration/lint.ts";
export * from "./declaration/missing.ts";
export * from "./declaration/read.ts";
export * from "./declaration/recipe.ts";
export * from "./declaration/schema.ts";
export * from "./evidence/facts.ts";
export * from "./findings/index.ts";
export * from "./ixit/index.ts";
export { NEEDS, OUTCOME_WORDS, QUESTIONS, REASONS, say, VERDICT_WORDS } from "./messages/index.ts";
export { wordOf } from "./messages/words.ts";
export * from "./packages/index.ts";
export * from "./product/document.ts";
export * from "./texts/default-passwords.ts";
export { hex, sha1 } from "./texts/digests.ts";
export * from "./texts/documents.ts";
export * from "./texts/model-number.ts";
export type { TextDocument } from "./texts/places.ts";
export * from "./texts/security-txt.ts";
