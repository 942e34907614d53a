/** What the analyst is asked, and what it answers. All values can be cloned between threads. */
import type { LinkedStudy } from "@seiza/conformance";
import type { Diagnostic, Study } from "@seiza/model";
import type { StudySummary } from "@seiza/store";
import type { Lang } from "../messages.ts";

export type Job =
  | { kind: "summary"; study: Study; revision: number }
  | { kind: "dossier"; study: Study; lang: Lang }
  | { kind: "report"; study: Study; lang: Lang }
  | { kind: "yaml"; study: Study }
  /** What a revision of a study asks of one of its product types. */
  | { kind: "requirements"; study: Study; id: string; revision: number; productType: string }
  | { kind: "read"; text: string; fileName: string };

/** A study with errors is an answer, not a fault: `invalid` says what is wrong. */
export type Answer =
  | { kind: "summary"; summary: StudySummary }
  | { kind: "file"; bytes: Uint8Array }
  | { kind: "study"; study: Study }
  /** `linked` is away where the study has no such type. */
  | { kind: "requirements"; linked?: LinkedStudy; types: string[] }
  | { kind: "invalid"; diagnostics: Diagnostic[] };
