/** From a file to an index: read, check the structure, resolve the names; every problem with its place in the file. */
import type { Catalog } from "@seiza/catalog";
import type { Diagnostic, Study, StudyIndex } from "@seiza/model";
import { diagnose, lintStudy, readStudy, resolveStudy } from "@seiza/model";
import { readBytes } from "./files.ts";

export interface LoadedStudy {
  study?: Study;
  index?: StudyIndex;
  /** All errors and warnings, by place in the file. */
  diagnostics: Diagnostic[];
}

const byPlace = (a: Diagnostic, b: Diagnostic) =>
  a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1);

/**
 * @param reading "careful": every problem with its line and column. "quick": places are looked up only when there is an
 *   error to point at (looking them up takes longer than the check itself). "tolerant": quick, and figures that make no
 *   sense are left out with a warning, for commands that only read the study
 */
export function loadStudy(
  path: string,
  catalog: Catalog,
  reading: "careful" | "quick" | "tolerant" = "careful",
): LoadedStudy {
  const { study, diagnostics, locate } = readStudy({
    name: path,
    bytes: readBytes(path),
    tolerant: reading === "tolerant",
  });
  if (!study) return { diagnostics: [...diagnostics].sort(byPlace) };
  const { index, problems } = resolveStudy(study, catalog);
  const all = index ? [...problems, ...lintStudy(index)] : problems;
  const start = () => ({ file: path, line: 1, column: 1 });
  const wrong = (list: readonly Diagnostic[]) => list.some((d) => d.severity === "error");
  let told = reading !== "careful" ? diagnose(all, start) : diagnose(all, locate);
  if (reading !== "careful" && wrong(told)) told = diagnose(all, locate);
  const found = [...diagnostics, ...told].sort(byPlace);
  return {
    study,
    ...(index && !found.some((d) => d.severity === "error") ? { index } : {}),
    diagnostics: found,
  };
}
