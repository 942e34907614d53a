/** What the thread that makes documents is asked and answers. All values can be cloned between threads. */
import type { StoredAssessment } from "@seiza/conformance";
import type { Diagnostic, Study } from "@seiza/model";
import type { PaperFormat } from "@seiza/render/node";
import type { Lang } from "../messages.ts";

/** What people take out: the study itself, models of other tools, the documents of its dossier. */
export const DOCUMENT_FORMATS = [
  "pdf",
  "xlsx",
  "docx",
  "pptx",
  "html",
  "svg",
  "png",
  "oscal",
  "sarif",
  "csv",
  "json",
  "otm",
  "threat-dragon",
  "yaml",
] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

/** Papers of an assessment. */
export const PAPERS = ["xlsx", "pdf", "oscal", "cyclonedx", "sarif", "json"] as const satisfies PaperFormat[];

export interface DocumentFile {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}
export type DocumentJob =
  | {
      kind: "format";
      /** Names the study's state: the thread keeps the last dossier under it. */
      key: string;
      study: Study;
      format: DocumentFormat;
      lang: Lang;
    }
  | {
      kind: "papers";
      stored: StoredAssessment;
      /** Beginnings of raw files by their SHA-256, for the annex. */
      raw: ReadonlyMap<string, Uint8Array>;
      format: PaperFormat;
      lang: Lang;
    }
  /** Packs files by their path; what is packed already is only put in. */
  | { kind: "pack"; files: { path: string; bytes: Uint8Array }[] };

/** A study with errors is an answer, not a fault: `invalid` says what is wrong. */
export type DocumentAnswer =
  | { kind: "files"; files: DocumentFile[] }
  | { kind: "packed"; bytes: Uint8Array }
  | { kind: "invalid"; diagnostics: Diagnostic[] };
