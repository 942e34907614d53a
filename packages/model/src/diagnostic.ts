/** Something wrong or doubtful in a study: what, where, how to mend. Words come from the message catalogue. */
import type { Text } from "@seiza/catalog";

export type Severity = "error" | "warning" | "info";

/** Found by a check, before it has words and a position. `path` leads from the root of the study to the place. */
export interface Problem {
  code: string;
  severity: Severity;
  path: (string | number)[];
  /** Values for the placeholders of the message. Text values are shown as they are. */
  values?: Record<string, string | number>;
}

/** A problem as people and tools see it. `line` and `column` count from 1; column counts UTF-16 units. */
export interface Diagnostic extends Problem {
  file: string;
  line: number;
  column: number;
  message: Text;
  mend: Text;
}
