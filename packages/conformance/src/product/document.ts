/** A product as it is kept (製品): its declaration as text, as its author wrote it, and what named persons said. */
import { z } from "zod";
import type { Assessment } from "../assess/assess.ts";
import type { CheckRecord } from "../evidence/facts.ts";
import { Statement } from "../evidence/facts.ts";

export const PRODUCT_DOCUMENT_FORMAT = "product-document/1";

export const ProductDocument = z.strictObject({
  seiza: z.literal(PRODUCT_DOCUMENT_FORMAT),
  /** `product.yaml`; may hold mistakes while it is written. */
  text: z.string().max(4_000_000),
  statements: z.array(Statement).max(10_000).default([]),
});
export type ProductDocument = z.infer<typeof ProductDocument>;

/** A bundle of evidence that records came from. */
export interface BundleHead {
  /** Of the zip. */
  sha256: string;
  name: string;
  /** Short form of the public key that it is signed with. */
  fingerprint: string;
  run: { id: string; startedAt: string; endedAt: string };
  files: number;
  records: number;
}

/** All that a stored assessment rests on, so that it can be read and judged again without anything else. */
export interface StoredAssessment {
  seiza: "stored-assessment/1";
  /** The declaration as text. */
  text: string;
  statements: Statement[];
  records: CheckRecord[];
  bundles: BundleHead[];
  assessment: Assessment;
}
