/**
 * One cold measurement of one study, in a process of its own: the stages of `seiza analyse`, and `JSON.parse` of the
 * same text for comparison. Prints one line of JSON (milliseconds, megabytes).
 */
import { readFileSync, writeFileSync } from "node:fs";
import { analyse } from "@seiza/analysis";
import { builtinCatalog } from "@seiza/catalog/builtin";
import { assembleDossier, dossierChunks } from "@seiza/dossier";
import { lintStudy, parseStudyText, resolveStudy, validateStudy } from "@seiza/model";

const [file = "", out = ""] = process.argv.slice(2);
const catalog = builtinCatalog();
const times: Record<string, number> = {};
function timed<T>(name: string, work: () => T): T {
  const from = performance.now();
  const result = work();
  times[name] = performance.now() - from;
  return result;
}

const bytes = timed("read", () => readFileSync(file));
const text = timed("decode", () => new TextDecoder("utf-8", { fatal: true }).decode(bytes));
if (file.endsWith(".json")) timed("jsonParse", () => JSON.parse(text));
const { value } = timed("parse", () => parseStudyText(text, { name: file }));
const { study } = timed("validate", () => validateStudy(value));
if (!study) throw new Error("the generated study is not valid");
const { index } = timed("resolve", () => resolveStudy(study, catalog));
if (!index) throw new Error("the generated study does not resolve");
timed("lint", () => lintStudy(index));
const analysis = timed("analyse", () => analyse(index));
const dossier = timed("assemble", () => assembleDossier(analysis, "bench"));
timed("write", () => {
  const chunks = [...dossierChunks(dossier)].map((c) => Buffer.from(c, "utf8"));
  writeFileSync(out, Buffer.concat(chunks));
});
console.log(
  JSON.stringify({
    ...times,
    groups: dossier.step2.threatGroups.length,
    instances: dossier.step2.summary.instances,
    profiles: dossier.step2.profiles.length,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
