/** From the bytes of a file to a study of the right structure, or to everything that is wrong with it, with places. */
import type { Diagnostic, Problem } from "./diagnostic.ts";
import { describe } from "./messages.ts";
import { parseStudyText } from "./parse.ts";
import { type Locate, locator, type StudyFormat } from "./positions.ts";
import { readText, type SizeLimits } from "./read-text.ts";
import type { Study } from "./schema.ts";
import { capped, validateStudy, withoutSenselessFigures } from "./validate.ts";

export interface ReadStudy {
  /** Absent when a diagnostic is an error. */
  study?: Study;
  format?: StudyFormat;
  /** In the order of the file. */
  diagnostics: Diagnostic[];
  /** Place of a value of this file; the work starts with the first question. */
  locate: Locate;
}

/** Problems that later checks found in the same file, with words and places, in the order of the file. */
export function diagnose(problems: readonly Problem[], locate: Locate): Diagnostic[] {
  const diagnostics = capped(problems).map((problem) => describe(problem, locate));
  const last = (d: Diagnostic) => (d.code === "more-problems" ? 1 : 0);
  return diagnostics.sort((a, b) => last(a) - last(b) || a.line - b.line || a.column - b.column);
}

/**
 * Reads a study file. `name` is the file as the user named it; its extension tells YAML from JSON.
 * `tolerant`: figures that make no sense are left out, each with a warning, where an analysis can do without them.
 */
export function readStudy({
  name,
  bytes,
  limits,
  tolerant = false,
}: {
  name: string;
  bytes: Uint8Array;
  limits?: SizeLimits;
  tolerant?: boolean;
}): ReadStudy {
  const start: Locate = () => ({ file: name, line: 1, column: 1 });
  const { text, problems: textProblems } = readText(bytes, name, limits);
  if (text === undefined) return { diagnostics: diagnose(textProblems, start), locate: start };
  const { value, format, document, problems: syntaxProblems } = parseStudyText(text, { name });
  const locate = value === undefined ? start : locator({ file: name, text, format, document });
  const checked = value === undefined ? { problems: [] } : validateStudy(value);
  const { study, problems: structureProblems } =
    (tolerant ? withoutSenselessFigures(value, checked.problems) : undefined) ?? checked;
  const diagnostics = diagnose([...syntaxProblems, ...structureProblems], locate);
  const isSound = study !== undefined && diagnostics.every((d) => d.severity !== "error");
  return { ...(isSound ? { study } : {}), format, diagnostics, locate };
}
