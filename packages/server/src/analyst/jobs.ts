/** What the analyst is asked, and what it answers. All values can be cloned between threads. */
import type { Diagnostic, Study } from "@seiza/model";
import type { StudySummary } from "@seiza/store";
import type { Lang } from "../messages.ts";

export type Job =
  | { kind: "summary"; study: Study; revision: number }
  | { kind: "dossier"; study: Study; lang: Lang }
  | { kind: "report"; study: Study; lang: Lang }
  | { kind: "yaml"; study: Study }
  | { kind: "read"; text: string; fileName: string };

/** A study with errors is an answer, not a fault: `invalid` says what is wrong. */
export type Answer =
  | { kind: "summary"; summary: StudySummary }
  | { kind: "file"; bytes: Uint8Array }
  | { kind: "study"; study: Study }
  | { kind: "invalid"; diagnostics: Diagnostic[] };
