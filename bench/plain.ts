/**
 * The check and the whole analysis of a study again and again in one process, for comparison with the workbench.
 * Reads the study as JSON from its standard input; prints the times of all rounds, ms, as one line of JSON.
 */
import { readFileSync } from "node:fs";
import { analyse } from "@seiza/analysis";
import { builtinCatalog } from "@seiza/catalog/builtin";
import { assembleDossier } from "@seiza/dossier";
import { lintStudy, resolveStudy, type Study, validateStudy } from "@seiza/model";

const catalog = builtinCatalog();
const study = JSON.parse(readFileSync(0, "utf8")) as Study;
const times: number[] = [];
for (let round = 0; round < 6; round++) {
  const start = performance.now();
  validateStudy(study);
  const { index } = resolveStudy(study, catalog);
  if (!index) throw new Error("the study does not resolve");
  lintStudy(index);
  assembleDossier(analyse(index), "bench");
  times.push(performance.now() - start);
}
console.log(JSON.stringify(times));
