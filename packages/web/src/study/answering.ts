/**
 * The analysis worker's side: the same pure packages as the command's, asked study by study. Without the worker around
 * it, so that tests ask it too.
 */
import {
  type Analysis,
  type Begun,
  beginAnalysis,
  finishAnalysis,
  Measures,
  type RouteStudy,
  RouteWriter,
  RuleMemory,
  type Stage,
  whatIf,
} from "@seiza/analysis";
import { builtinCatalog } from "@seiza/catalog/builtin";
import { type AttackRoute, assembleDossier } from "@seiza/dossier";
import {
  type Diagnostic,
  describe,
  diagnose,
  diffStudies,
  lintStudy,
  readStudy,
  resolveStudy,
  type Study,
  type StudyIndex,
  toJson,
  toYaml,
  validateStudy,
} from "@seiza/model";
import {
  type Answered,
  type AnsweredChange,
  KEPT,
  type StudyHandle,
  type WhatIfQuestion,
  type WorkerApi,
} from "./analysis-types.ts";
import { patchBetween, patched } from "./patch.ts";

const catalog = builtinCatalog();
const start = () => ({ file: "", line: 1, column: 1 });

/** A study that the page asked about, and what is known of it; questions on the same one share it. */
interface Known {
  study: Study;
  problems: Diagnostic[];
  /** Absent while the study has errors. */
  index?: StudyIndex;
  begun?: Begun;
  /** The rest of the analysis, as far as it has come. */
  rest?: Generator<Stage, Analysis, void>;
  analysis?: Analysis;
}
function check(study: Study): Known {
  const checked = validateStudy(study);
  if (!checked.study) return { study, problems: checked.problems.map((p) => describe(p, start)) };
  const { index, problems } = resolveStudy(study, catalog);
  const told = diagnose(index ? [...problems, ...lintStudy(index)] : problems, start);
  const isSound = index && told.every((d) => d.severity !== "error");
  return { study, problems: told, ...(isSound ? { index } : {}) };
}

/** What the rules found last: studies asked about are mostly the one before with an edit. */
const memory = new RuleMemory();

function begun(at: Known): Begun | undefined {
  if (at.index) at.begun ??= beginAnalysis(at.index, undefined, memory);
  return at.begun;
}

/** One stage of the rest. @returns whether there is nothing left to do */
function advance(at: Known): boolean {
  const first = begun(at);
  if (!first || at.analysis) return true;
  at.rest ??= finishAnalysis(first);
  const next = at.rest.next();
  if (!next.done) return false;
  at.analysis = next.value;
  return true;
}

function routesOfKnown(at: Known): RouteStudy | undefined {
  while (!at.begun?.routes && !advance(at));
  return at.begun?.routes;
}

/** Time by stage, ms. */
class Stopwatch {
  readonly laps: Record<string, number> = {};
  #last = performance.now();
  lap(name: string): void {
    const now = performance.now();
    this.laps[name] = (this.laps[name] ?? 0) + now - this.#last;
    this.#last = now;
  }
}

/** Attack routes, ⑤ and ⑥: those of the last whole analysis, which stand in the dossier until the newer ones are known. */
type Rest = Pick<Analysis, "step5" | "step6" | "decisions"> & Pick<Analysis["step2"], "routes">;
const NOTHING: Rest = {
  routes: {
    sources: [],
    types: [],
    goals: [],
    goalsTotal: 0,
    routes: [],
    chokePoints: [],
    states: 0,
    edges: 0,
    notes: [],
  },
  step5: { plans: [], worth: [], coverage: [], activities: [] },
  step6: { types: [] },
  decisions: [],
};

/** Countermeasures that ④ asks of the product of a type: what a ★2 could hold. */
function requirementsOf(at: Known): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const step4 = begun(at)?.step4;
  if (!step4) return found;
  for (const r of step4.requirements) {
    if (r.countermeasure === undefined || r.status === "dropped") continue;
    const type = r.type.slice(3);
    const list = found.get(type);
    if (list) list.push(r.countermeasure);
    else found.set(type, [r.countermeasure]);
  }
  return found;
}

/** What the question assumes, as the engine takes it. */
function measuresOf(at: Known, routes: RouteStudy, question: WhatIfQuestion): Measures {
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
  return measures;
}

/** Lets questions in that came meanwhile. */
function breath(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((go) => {
    port1.onmessage = () => {
      port1.close();
      go();
    };
    port2.postMessage(undefined);
  });
}

/** Analyses that take longer than this from the second on are practised, ms. */
const SLOW = 40;
const PRACTICE = { rounds: 3, pause: 250, components: 2000 };
const pause = (ms: number) => new Promise((go) => setTimeout(go, ms));

/** @param version of the product, which dossiers name */
export function answering(version: string): WorkerApi {
  const kept = new Map<number, Known>();
  /** The study that the page asked about last. */
  let newest = 0;

  function knownOf({ key, study: whole, change }: StudyHandle): Known {
    const there = kept.get(key);
    if (there) return there;
    const before = change && kept.get(change.from);
    const study = whole ?? (before && patched(before.study, change.patch));
    if (!study) throw new Error("a question on a study that did not come along");
    const known = check(study);
    kept.set(key, known);
    while (kept.size > KEPT) kept.delete(kept.keys().next().value as number);
    return known;
  }

  /** The answer that the page has; the next one is told as the difference to it. */
  let told: Answered = { isSound: false, problems: [] };

  let lastRest = NOTHING;

  let isPractised = false;
  /**
   * Analyses a large study some times more while nobody asks: the browser compiles what runs often, and the first edits
   * are answered as fast as the later ones.
   */
  async function practise(key: number, at: Known): Promise<void> {
    isPractised = true;
    // What the largest studies cost is their size, and a question would have to wait for the round's end.
    if ((at.index?.components.length ?? 0) > PRACTICE.components) return;
    for (let round = 0; round < PRACTICE.rounds; round++) {
      await pause(PRACTICE.pause);
      if (newest !== key || !at.index || !at.analysis) return;
      const start = performance.now();
      const again = { ...at.analysis, ...beginAnalysis(at.index) };
      const { step2 } = at.analysis;
      patchBetween(
        told.dossier,
        assembleDossier({ ...again, step2: { ...again.step2, routes: step2.routes } }, version),
      );
      if (performance.now() - start < SLOW) return;
    }
  }

  function tell(at: Known, analysis: Analysis | undefined, took: Stopwatch): AnsweredChange {
    const dossier = analysis
      ? assembleDossier(
          analysis,
          version,
          at.problems.filter((d) => d.severity !== "info"),
        )
      : told.dossier;
    took.lap("dossier");
    const answer: Answered = {
      isSound: at.index !== undefined,
      problems: at.problems,
      ...(dossier ? { dossier } : {}),
    };
    const patch = patchBetween(told, answer);
    told = patched(told, patch);
    if (analysis && analysis === at.analysis) {
      const { step2, step5, step6, decisions } = told.dossier as unknown as Analysis;
      lastRest = { routes: step2.routes, step5, step6, decisions };
    }
    took.lap("difference");
    return { patch, took: took.laps };
  }

  return {
    first(handle) {
      const took = new Stopwatch();
      newest = handle.key;
      const at = knownOf(handle);
      took.lap("check");
      const first = begun(at);
      took.lap("analysis");
      if (!first || at.analysis) return tell(at, at.analysis, took);
      const { step1, step3, step4 } = first;
      const { routes, ...rest } = lastRest;
      const step2 = { ...first.step2, routes };
      return tell(at, { index: first.prepared.index, step1, step2, step3, step4, ...rest }, took);
    },

    async rest(handle) {
      const took = new Stopwatch();
      const at = knownOf(handle);
      do {
        took.lap("analysis");
        await breath();
        if (newest !== handle.key) return undefined;
        took.lap("waiting");
      } while (!advance(at));
      took.lap("analysis");
      if (!isPractised) void practise(handle.key, at);
      return at.analysis && tell(at, at.analysis, took);
    },

    whatIf(handle, question) {
      const at = knownOf(handle);
      const routes = routesOfKnown(at);
      return routes && whatIf(routes, measuresOf(at, routes, question));
    },

    routesOf(handle, goal, k, question) {
      const known = knownOf(handle);
      const routes = routesOfKnown(known);
      if (!routes) return [];
      const { weighed } = question ? routes.outcome(measuresOf(known, routes, question)) : routes.now;
      const at = routes.goals.findIndex((g) => routes.goalId(g) === goal);
      const target = routes.goals[at];
      if (!target) return [];
      const writer = new RouteWriter(routes, undefined);
      const rows = routes.graph.sources.flatMap((_, source) =>
        routes.evaluator.kBest(weighed, source, target, k).map((route) => writer.write(at, source, route)),
      );
      return [...new Set(rows)].sort((a, b) =>
        a.band < b.band ? -1 : a.band > b.band ? 1 : a.cost - b.cost || (a.id < b.id ? -1 : 1),
      ) as AttackRoute[];
    },

    text(handle, format) {
      const { study } = knownOf(handle);
      return format === "yaml" ? toYaml(study) : toJson(study);
    },

    diff: (before, after) => diffStudies(before, after),

    read(text, name) {
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
}
