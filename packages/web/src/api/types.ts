/** Shapes of the HTTP API (`/api/v1`) as the web reads them; `schemas/openapi.json` is the source. */
import type { StepProgress } from "@seiza/dossier";
import type { Study, StudyDiff } from "@seiza/model";

/** Words in Japanese, English or both, as a study holds them. */
export type StudyText = Study["system"]["name"];

export interface Actor {
  person: string;
  name: string;
}

export interface StudySummary {
  revision: number;
  progress: StepProgress[];
  counts: Record<string, number>;
  /** Small SVG of the first configuration. */
  picture: string;
  problems: { errors: number; warnings: number };
}

export interface StudyHead {
  id: string;
  workspace: string;
  name: StudyText;
  domain: string;
  revision: number;
  /** ISO 8601, as all times. */
  createdAt: string;
  updatedAt: string;
  updatedBy: Actor;
  deletedAt?: string;
  summary?: StudySummary;
}

export interface Revision {
  study: string;
  number: number;
  at: string;
  by: Actor;
  why?: string;
  /** Key of the edit, e.g. `component.add`. */
  label?: string;
  /** Difference to the revision before. */
  diff: StudyDiff;
  /** Revision that undo leads to. */
  base?: number;
  /** Revision that redo leads to. */
  redo?: number;
  restoredFrom?: number;
  bytes: number;
}

export interface Page<T> {
  items: T[];
  next?: string;
}

export interface Template {
  id: string;
  kind: "example" | "starter";
  domain: string;
  name: { ja: string; en: string };
  text: { ja: string; en: string };
  counts: Record<string, number>;
  picture: string;
}

export interface SessionInfo {
  person: { id: string; name: string };
  workspace: { id: string; name: string };
  language: "ja" | "en";
  version: string;
  database?: "pglite" | "postgresql";
}

export const DOCUMENT_FORMATS = [
  "pdf",
  "pptx",
  "docx",
  "xlsx",
  "html",
  "svg",
  "png",
  "json",
  "csv",
  "oscal",
  "sarif",
  "otm",
  "threat-dragon",
  "yaml",
] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

/** Documents under way. */
export interface ExportView {
  id: string;
  revision: number;
  state: "running" | "done" | "failed" | "cancelled";
  /** Counts changes. */
  change: number;
  parts: {
    format: DocumentFormat;
    state: "waiting" | "making" | "done" | "failed";
    problem?: ProblemBody;
  }[];
  /** Size in bytes. */
  file?: { name: string; mediaType: string; size: number };
}

/** What is sent along with a save. `base` and `redo` keep undo alive across a reload. */
export interface SaveBody {
  study: Study;
  why?: string;
  label?: string;
  base?: number;
  redo?: number;
}

/** RFC 9457 problem. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
  mend?: string;
  /** Present when a write was stale (412). */
  current?: StudyHead;
  errors?: {
    pointer?: string;
    detail?: string;
    mend?: string;
    line?: number;
    column?: number;
    file?: string;
  }[];
}
