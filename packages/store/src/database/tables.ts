/**
 * Rows as Kysely sees them. JSON stands in `text` columns: what is read is byte for byte what was written, which `jsonb`
 * does not promise.
 */
import type { ColumnType, Generated } from "kysely";

export type Text = string;
type Sequence = ColumnType<number, number | undefined, never>;

export interface Tables {
  schema_version: { version: number; name: string; applied_at: Generated<Date> };
  workspace: { id: string; name: string; local: boolean; created_at: Date };
  person: { id: string; name: string; local: boolean; created_at: Date };
  member: { workspace: string; person: string };
  content: ContentRow;
  study: StudyRow;
  revision: RevisionRow;
  decision_change: DecisionChangeRow;
  audit: AuditRow;
  product: ProductRow;
  evidence: EvidenceRow;
  assessment: AssessmentRow;
  blob_part: { sha256: string; part: number; bytes: Uint8Array };
  evidence_link: { workspace: string; product: string; sha256: string; subject: string; at: Date };
  session: {
    token_sha256: string;
    workspace: string;
    person: string;
    created_at: Date;
    expires_at: Date;
  };
  setting: { workspace: string; person: string; key: string; value: Text };
}

/** A study's text, once for all revisions that say the same. */
export interface ContentRow {
  /** Of the canonical JSON. */
  sha256: string;
  /** Length of the canonical JSON. */
  bytes: number;
  /** Deflated (raw). */
  body: Uint8Array;
}

export interface StudyRow {
  id: string;
  workspace: string;
  name: Text;
  /** What names are sorted and searched by: NFKC, lower case. */
  name_key: string;
  search: string;
  domain: string;
  revision: number;
  content: string;
  created_at: Date;
  created_by: string;
  created_by_name: string;
  updated_at: Date;
  updated_by: string;
  updated_by_name: string;
  deleted_at: Date | null;
  summary_revision: number | null;
  summary: Text | null;
}

export interface RevisionRow {
  study: string;
  number: number;
  at: Date;
  by: string;
  by_name: string;
  why: string | null;
  label: string | null;
  diff: Text;
  base: number | null;
  redo: number | null;
  restored_from: number | null;
  content: string;
  bytes: number;
}

export interface DecisionChangeRow {
  sequence: Sequence;
  workspace: string;
  study: string;
  revision: number;
  decision: string;
  change: "added" | "changed" | "withdrawn";
  body: Text;
  at: Date;
  by: string;
  by_name: string;
  latest: boolean;
}

export interface AuditRow {
  sequence: Sequence;
  workspace: string;
  at: Date;
  by: string;
  by_name: string;
  action: string;
  subject: string;
  revision: number | null;
  details: Text | null;
}

export interface ProductRow {
  id: string;
  workspace: string;
  name: Text;
  search: string;
  revision: number;
  document: Text;
  created_at: Date;
  created_by: string;
  created_by_name: string;
  updated_at: Date;
  updated_by: string;
  updated_by_name: string;
}

export interface AssessmentRow {
  id: string;
  workspace: string;
  product: string;
  /** Counts from 1 within the product. */
  number: number;
  product_revision: number;
  firmware: string;
  at: Date;
  by: string;
  by_name: string;
  why: string | null;
  summary: Text;
  body: Text;
}

export interface EvidenceRow {
  workspace: string;
  sha256: string;
  size: number;
  media_type: string;
  name: string;
  at: Date;
  by: string;
  by_name: string;
}
