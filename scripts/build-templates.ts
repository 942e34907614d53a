/**
 * What a new study can begin from, with what a card shows of it: examples and starters, analysed at build time so that
 * the first page needs no analysis.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { bilingual } from "@seiza/analysis";
import { readStudy } from "@seiza/model";
import type { Template } from "@seiza/server";
import { STARTER_NAMES } from "../packages/cli/src/templates/names.ts";
import { VERSION } from "../packages/cli/src/version.ts";
import { work } from "../packages/server/src/analyst/work.ts";

async function template(kind: Template["kind"], id: string, path: string): Promise<Template> {
  const { study, diagnostics } = readStudy({ name: path, bytes: readFileSync(path) });
  if (!study) throw new Error(`${path}: ${diagnostics[0]?.message.en}`);
  const answer = await work({ kind: "summary", study, revision: 1 }, VERSION);
  if (answer.kind !== "summary" || answer.summary.problems.errors > 0) throw new Error(`${path} has errors`);
  const starter = STARTER_NAMES[id as keyof typeof STARTER_NAMES];
  return {
    id: kind === "starter" ? `starter-${id}` : id,
    kind,
    name: kind === "starter" && starter ? starter : bilingual(study.system.name),
    text: bilingual(study.system.scope ?? ""),
    study,
    summary: answer.summary,
  };
}

export async function buildTemplates(root: string): Promise<void> {
  const named = (folder: string) =>
    readdirSync(`${root}${folder}`)
      .filter((f) => f.endsWith(".yaml"))
      .sort()
      .map((f) => [f.slice(0, -".yaml".length), `${root}${folder}/${f}`] as const);
  const templates: Template[] = [];
  for (const [id, path] of named("examples")) templates.push(await template("example", id, path));
  for (const [id, path] of named("packages/cli/src/templates"))
    templates.push(await template("starter", id, path));
  mkdirSync(`${root}packages/cli/src/generated`, { recursive: true });
  writeFileSync(`${root}packages/cli/src/generated/templates.json`, `${JSON.stringify(templates)}\n`);
}
