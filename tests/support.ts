/** What the tests share: studies from files and from the generator, and the way from a study to its dossier. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { analyse } from "@seiza/analysis";
import { builtinCatalog } from "@seiza/catalog/builtin";
import { assembleDossier, type Dossier } from "@seiza/dossier";
import { lintStudy, readStudy, resolveStudy, type Study } from "@seiza/model";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
export const catalog = builtinCatalog();

export const EXAMPLES = readdirSync(`${ROOT}examples`)
  .filter((f) => f.endsWith(".yaml"))
  .sort();

export function readExample(file: string): Study {
  const { study, diagnostics } = readStudy({ name: file, bytes: readFileSync(`${ROOT}examples/${file}`) });
  if (!study) throw new Error(JSON.stringify(diagnostics, null, 1));
  return study;
}

/** Dossier of a study. Warnings are left out: they have tests of their own. */
export function dossierOf(study: Study): Dossier {
  const { index, problems } = resolveStudy(study, catalog);
  if (!index) throw new Error(JSON.stringify(problems.slice(0, 5), null, 1));
  lintStudy(index);
  return assembleDossier(analyse(index), "test");
}

export const clone = <T>(value: T): T => structuredClone(value);
