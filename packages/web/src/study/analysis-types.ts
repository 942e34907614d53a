/** What the analysis worker is asked and answers. */
import type { WhatIf } from "@seiza/analysis";
import type { AttackRoute, Dossier } from "@seiza/dossier";
import type { Box, Diagnostic, Study } from "@seiza/model";

/** Studies that the worker keeps, the newest. */
export const KEPT = 2;

export interface Analysed {
  /** Absent while the study has errors. */
  dossier?: Dossier;
  /** Errors, warnings and notes; `path` leads to the place in the study. */
  problems: Diagnostic[];
  /** Time the worker took, ms. */
  took: number;
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

/** All calls run outside the page's thread. An outdated `analyse` answers `undefined`. */
export interface RemoteAnalysis {
  analyse(study: Study): Promise<Analysed | undefined>;
  whatIf(study: Study, question: WhatIfQuestion): Promise<WhatIfView | undefined>;
  /** The k best routes of every source to a goal (`ag:…`), worst first. */
  routesOf(study: Study, goal: string, k: number): Promise<AttackRoute[]>;
  /** Positions of components and zones by layout key (see `Configuration.layout`). */
  layout(study: Study, configuration: string, hint?: LayoutHint): Promise<Record<string, Box>>;
  /** The study as canonical text. */
  text(study: Study, format: "yaml" | "json"): Promise<string>;
  read(text: string, name: string): Promise<ReadText>;
  /** Stops the worker. */
  close(): void;
}
