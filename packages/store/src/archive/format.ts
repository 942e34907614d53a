/**
 * What an archive holds: `format.json` first, one NDJSON file (or several) a table, `evidence/<sha256>`, and last
 * `manifest.json` with the hash of each entry. Rows stand in the order of their keys: equal content makes equal files.
 */
import type { Tables } from "../database/tables.ts";

export const FORMAT = "seiza-archive";
/** Raised when an older program could not read what is written now. */
export const VERSION = 2;

export type Column = "text" | "integer" | "instant" | "boolean" | "json";
export interface ArchivedTable {
  table: keyof Tables;
  key: readonly string[];
  columns: Readonly<Record<string, Column | `${Column}?`>>;
  /** Rows read at once. */
  batch: number;
  /** First version of the archive that has it. */
  since?: number;
}

const by = { by: "text", by_name: "text" } as const;
const stamps = {
  created_at: "instant",
  created_by: "text",
  created_by_name: "text",
  updated_at: "instant",
  updated_by: "text",
  updated_by_name: "text",
} as const;

/** In an order in which each refers to earlier ones only. The studies' texts (`content`) come first of all. */
export const TABLES: readonly ArchivedTable[] = [
  {
    table: "workspace",
    key: ["id"],
    columns: { id: "text", name: "text", local: "boolean", created_at: "instant" },
    batch: 500,
  },
  {
    table: "person",
    key: ["id"],
    columns: { id: "text", name: "text", local: "boolean", created_at: "instant" },
    batch: 500,
  },
  {
    table: "member",
    key: ["workspace", "person"],
    columns: { workspace: "text", person: "text" },
    batch: 500,
  },
  {
    table: "study",
    key: ["id"],
    columns: {
      ...{ id: "text", workspace: "text", name: "json", name_key: "text", search: "text", domain: "text" },
      ...{ revision: "integer", content: "text", ...stamps, deleted_at: "instant?" },
      ...{ summary_revision: "integer?", summary: "json?" },
    },
    batch: 50,
  },
  {
    table: "revision",
    key: ["study", "number"],
    columns: {
      ...{
        study: "text",
        number: "integer",
        at: "instant",
        ...by,
        why: "text?",
        label: "text?",
        diff: "json",
      },
      ...{ base: "integer?", redo: "integer?", restored_from: "integer?", content: "text", bytes: "integer" },
    },
    batch: 50,
  },
  {
    table: "decision_change",
    key: ["sequence"],
    columns: {
      ...{ sequence: "integer", workspace: "text", study: "text", revision: "integer", decision: "text" },
      ...{ change: "text", body: "json", at: "instant", ...by, latest: "boolean" },
    },
    batch: 500,
  },
  {
    table: "audit",
    key: ["sequence"],
    columns: {
      ...{ sequence: "integer", workspace: "text", at: "instant", ...by, action: "text", subject: "text" },
      ...{ revision: "integer?", details: "json?" },
    },
    batch: 500,
  },
  {
    table: "product",
    key: ["id"],
    columns: {
      ...{
        id: "text",
        workspace: "text",
        name: "json",
        search: "text",
        revision: "integer",
        document: "json",
      },
      ...stamps,
    },
    batch: 50,
  },
  {
    table: "evidence",
    key: ["workspace", "sha256"],
    columns: {
      ...{ workspace: "text", sha256: "text", size: "integer", media_type: "text", name: "text" },
      ...{ at: "instant", ...by },
    },
    batch: 500,
  },
  {
    table: "evidence_link",
    key: ["product", "sha256", "subject"],
    columns: { workspace: "text", product: "text", sha256: "text", subject: "text", at: "instant" },
    batch: 500,
  },
  {
    table: "assessment",
    key: ["product", "number"],
    columns: {
      ...{ id: "text", workspace: "text", product: "text", number: "integer", product_revision: "integer" },
      ...{ firmware: "text", at: "instant", ...by, why: "text?", summary: "json", body: "json" },
    },
    batch: 20,
    since: 2,
  },
  {
    table: "setting",
    key: ["workspace", "person", "key"],
    columns: { workspace: "text", person: "text", key: "text", value: "json" },
    batch: 500,
  },
];

export interface Manifest {
  format: typeof FORMAT;
  version: number;
  /** When it was made, ISO 8601. */
  at: string;
  counts: { studies: number; revisions: number; products: number; evidence: number };
  entries: Record<string, { sha256: string; bytes: number; rows?: number }>;
}

export const FORMAT_ENTRY = "format.json";
export const MANIFEST_ENTRY = "manifest.json";
/** `part` counts from 1. */
export const tableEntry = (table: string, part: number) =>
  `tables/${table}${part === 1 ? "" : `.${part}`}.ndjson`;
export const evidenceEntry = (sha256: string) => `evidence/${sha256}`;
/** Where a table goes on in the next file, in bytes. */
export const PART_LIMIT = 1024 ** 3;
