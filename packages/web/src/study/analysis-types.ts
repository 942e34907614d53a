/**
 * What the page and the analysis worker say to each other. `RemoteAnalysis` is what screens and the session see
 * (`analysis.ts` makes it), `WorkerApi` what goes over the line (`analysis.worker.ts` answers it).
 */
import type { WhatIf } from "@seiza/analysis";
import type { AttackRoute, Dossier } from "@seiza/dossier";
import type { Box, Diagnostic, Study, StudyDiff } from "@seiza/model";
import type { Patch } from "./patch.ts";

/** Studies that the worker keeps, the newest. */
export const KEPT = 3;

export interface Analysed {
  /** Absent while the study has errors. */
  dossier?: Dossier;
  /** Errors, warnings and notes; `path` leads to the place in the study. */
  problems: Diagnostic[];
}

/** ★ per product type (id without prefix): 0 none, 1 ★1, 2 ★1 with the product requirements of ④. */
export type Labels = Record<string, 0 | 1 | 2>;
export interface WhatIfQuestion {
  labels: Labels;
  /** Single ★1 criteria per product type, as `[type, "S1.1-04"]`. */
  criteria?: readonly (readonly [string, string])[];
  /** Countermeasures of ④ per product type, as `[type, "CM12"]`. */
  requirements?: readonly (readonly [string, string])[];
}
/** The engine's answer. Goals, pairs, bad and weight each say how it is now and how it would be. */
export type WhatIfView = WhatIf;

export interface ReadText {
  /** Absent when there are errors. */
  study?: Study;
  /** In the order of the file, with line and column. */
  problems: Diagnostic[];
}

export interface LayoutHint {
  /** Size of a component's box, px; the same for all unless said. */
  sizes?: Record<string, { width: number; height: number }>;
  direction?: "RIGHT" | "DOWN";
}

/** All calls run outside the page's thread. An outdated question answers `undefined`. */
export interface RemoteAnalysis {
  /**
   * @param onFirst told of steps ①–④ without the attack routes as soon as they are known; the attack routes, ⑤ and ⑥
   *   of that dossier are of the study asked about before (empty where there is none). Not told where the study has errors.
   */
  analyse(study: Study, onFirst?: (first: Analysed) => void): Promise<Analysed | undefined>;
  whatIf(study: Study, question: WhatIfQuestion): Promise<WhatIfView | undefined>;
  /**
   * The k best routes of every source to a goal (`ag:…`), worst first; those that stay open under what the question
   * assumes. Risk values are those of now.
   */
  routesOf(study: Study, goal: string, k: number, question?: WhatIfQuestion): Promise<AttackRoute[]>;
  /** Positions of components and zones by layout key (see `Configuration.layout`). */
  layout(study: Study, configuration: string, hint?: LayoutHint): Promise<Record<string, Box>>;
  /** The study as canonical text. */
  text(study: Study, format: "yaml" | "json"): Promise<string>;
  read(text: string, name: string): Promise<ReadText>;
  /** What changed from one study to another. */
  diff(before: Study, after: Study): Promise<StudyDiff>;
  /** Stops the worker. */
  close(): void;
}

/** A study by the number that the page gave it; its content comes along the first time. */
export interface StudyHandle {
  key: number;
  study?: Study;
  /** How it differs from a study that the worker has. */
  change?: { from: number; patch: Patch | undefined };
}

/** What both sides hold as the last answer. */
export interface Answered {
  /** The study has no error, and the dossier is its own. */
  isSound: boolean;
  problems: Diagnostic[];
  /** Of the newest study without errors. */
  dossier?: Dossier;
}

/** An answer as the difference to the answer before, whichever study that was of. */
export interface AnsweredChange {
  patch: Patch | undefined;
  /** Where the time went, ms by stage. */
  took: Record<string, number>;
}

/** The questions on the line. Answers of `first` and `rest` build on each other in the order in which they are given. */
export interface WorkerApi {
  /** Problems, and steps ①–④ where there is no error. */
  first(study: StudyHandle): AnsweredChange;
  /** The whole analysis of a study whose `first` was answered; nothing once a newer study came. */
  rest(study: StudyHandle): Promise<AnsweredChange | undefined>;
  whatIf(study: StudyHandle, question: WhatIfQuestion): WhatIfView | undefined;
  routesOf(study: StudyHandle, goal: string, k: number, question?: WhatIfQuestion): AttackRoute[];
  text(study: StudyHandle, format: "yaml" | "json"): string;
  read(text: string, name: string): ReadText;
  diff(before: Study, after: Study): StudyDiff;
}
