/** Analysis off the page's thread: the same pure packages as the command's. */
import {
  type Analysis,
  analyse,
  Measures,
  type RouteStudy,
  RouteWriter,
  routeStudyOf,
  whatIf,
} from "@seiza/analysis";
import { builtinCatalog } from "@seiza/catalog/builtin";
import { type AttackRoute, assembleDossier } from "@seiza/dossier";
import {
  type Diagnostic,
  describe,
  diagnose,
  lintStudy,
  readStudy,
  resolveStudy,
  type Study,
  type StudyIndex,
  toJson,
  toYaml,
  validateStudy,
} from "@seiza/model";
import { expose } from "comlink";
import {
  type Analysed,
  KEPT,
  type ReadText,
  type WhatIfQuestion,
  type WhatIfView,
} from "./analysis-types.ts";

declare const __VERSION__: string;

const catalog = builtinCatalog();
const start = () => ({ file: "", line: 1, column: 1 });

/** A study by the number that the page gave it; the study itself comes along once (see `analysis.ts`). */
export interface Handle {
  key: number;
  study?: Study;
}
/** Studies kept, and what is known of each; questions on the same one share it. */
interface Known {
  study: Study;
  index?: StudyIndex;
  problems: Diagnostic[];
  analysis?: Analysis;
  routes?: RouteStudy;
}
const kept = new Map<number, Known>();

function knownOf({ key, study }: Handle): Known {
  const there = kept.get(key);
  if (there) return there;
  if (!study) throw new Error("a question on a study that did not come along");
  const known = check(study);
  kept.set(key, known);
  while (kept.size > KEPT) kept.delete(kept.keys().next().value as number);
  return known;
}

function check(study: Study): Known {
  const checked = validateStudy(study);
  if (!checked.study) return { study, problems: checked.problems.map((p) => describe(p, start)) };
  const { index, problems } = resolveStudy(study, catalog);
  const told = diagnose(index ? [...problems, ...lintStudy(index)] : problems, start);
  const isSound = index && told.every((d) => d.severity !== "error");
  return { study, problems: told, ...(isSound ? { index } : {}) };
}

function routesOfKnown(at: Known): RouteStudy | undefined {
  if (!at.index) return undefined;
  at.routes ??= routeStudyOf(at.index);
  return at.routes;
}

/** Countermeasures that ④ asks of the product of a type: what a ★2 could hold. */
function requirementsOf(at: Known): Map<string, string[]> {
  const found = new Map<string, string[]>();
  if (!at.index) return found;
  at.analysis ??= analyse(at.index);
  for (const r of at.analysis.step4.requirements) {
    if (r.countermeasure === undefined || r.status === "dropped") continue;
    const type = r.type.slice(3);
    const list = found.get(type);
    if (list) list.push(r.countermeasure);
    else found.set(type, [r.countermeasure]);
  }
  return found;
}

const api = {
  analyse(handle: Handle): Analysed {
    const began = performance.now();
    const at = knownOf(handle);
    if (at.index) at.analysis ??= analyse(at.index);
    const dossier =
      at.analysis &&
      assembleDossier(
        at.analysis,
        __VERSION__,
        at.problems.filter((d) => d.severity !== "info"),
      );
    const took = Math.round(performance.now() - began);
    return { problems: at.problems, took, ...(dossier ? { dossier } : {}) };
  },

  whatIf(handle: Handle, question: WhatIfQuestion): WhatIfView | undefined {
    const at = knownOf(handle);
    const routes = routesOfKnown(at);
    if (!routes) return undefined;
    const measures = new Measures(routes.index.types.length);
    const { criteria } = routes.graph.book;
    const typeAt = (id: string) => routes.index.types.findIndex((t) => t.id === id.replace(/^pt:/, ""));
    let requirements: Map<string, string[]> | undefined;
    for (const [id, level] of Object.entries(question.labels)) {
      const type = typeAt(id);
      if (level === 0 || !routes.labelTypes.includes(type)) continue;
      measures.label(type, criteria.length);
      if (level === 1) continue;
      requirements ??= requirementsOf(at);
      for (const control of requirements.get(routes.index.types[type]?.id ?? "") ?? []) {
        const number = routes.method.controlAt.get(control);
        if (number !== undefined) measures.control(type, number);
      }
    }
    for (const [id, criterion] of question.criteria ?? []) {
      const type = typeAt(id);
      const number = criteria.indexOf(criterion);
      if (type >= 0 && number >= 0) measures.criterion(type, number);
    }
    for (const [id, control] of question.requirements ?? []) {
      const type = typeAt(id);
      const number = routes.method.controlAt.get(control);
      if (type >= 0 && number !== undefined) measures.control(type, number);
    }
    return whatIf(routes, measures);
  },

  routesOf(handle: Handle, goal: string, k: number): AttackRoute[] {
    const routes = routesOfKnown(knownOf(handle));
    if (!routes) return [];
    const at = routes.goals.findIndex((g) => routes.goalId(g) === goal);
    const target = routes.goals[at];
    if (!target) return [];
    const writer = new RouteWriter(routes, undefined);
    const rows = routes.graph.sources.flatMap((_, source) =>
      routes.evaluator
        .kBest(routes.now.weighed, source, target, k)
        .map((route) => writer.write(at, source, route)),
    );
    return [...new Set(rows)].sort((a, b) =>
      a.band < b.band ? -1 : a.band > b.band ? 1 : a.cost - b.cost || (a.id < b.id ? -1 : 1),
    ) as AttackRoute[];
  },

  text(handle: Handle, format: "yaml" | "json"): string {
    const { study } = knownOf(handle);
    return format === "yaml" ? toYaml(study) : toJson(study);
  },

  read(text: string, name: string): ReadText {
    const { study, diagnostics, locate } = readStudy({ name, bytes: new TextEncoder().encode(text) });
    if (!study) return { problems: diagnostics };
    const { index, problems } = resolveStudy(study, catalog);
    const found = index ? [...problems, ...lintStudy(index)] : problems;
    const all = [...diagnostics, ...diagnose(found, locate)].sort(
      (a, b) => a.line - b.line || a.column - b.column,
    );
    return { study, problems: all };
  },
};
export type WorkerApi = typeof api;

expose(api);
