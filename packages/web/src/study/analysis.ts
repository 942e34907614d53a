/** The worker as the page sees it: one question of a kind at a time, the newest; older ones that wait are dropped. */
import type { Study } from "@seiza/model";
import { type Remote, wrap } from "comlink";
import {
  type Analysed,
  type Answered,
  type AnsweredChange,
  KEPT,
  type RemoteAnalysis,
  type StudyHandle,
  type WorkerApi,
} from "./analysis-types.ts";
import { patchBetween, patched } from "./patch.ts";

/** Runs the newest of the questions asked while one is under way; those in between answer `undefined`. */
export function newestOnly<A extends unknown[], R>(
  ask: (...args: A) => Promise<R>,
): (...args: A) => Promise<R | undefined> {
  let running = false;
  let waiting: { args: A; done: (value: R | undefined) => void; fail: (error: unknown) => void } | undefined;
  const run = async (args: A): Promise<R> => {
    running = true;
    try {
      return await ask(...args);
    } finally {
      running = false;
      const next = waiting;
      waiting = undefined;
      if (next) run(next.args).then(next.done, next.fail);
    }
  };
  return (...args) => {
    if (!running) return run(args);
    waiting?.done(undefined);
    return new Promise<R | undefined>((done, fail) => {
      waiting = { args, done, fail };
    });
  };
}

/** Sends a study along once, and after the first one only what changed: the worker keeps the newest few. */
function handles(): (study: Study) => StudyHandle {
  const keys = new WeakMap<Study, number>();
  const there: number[] = [];
  let newest: { key: number; study: Study } | undefined;
  return (study) => {
    let key = keys.get(study);
    if (key !== undefined && there.includes(key)) return { key };
    const before = newest;
    key ??= before === undefined ? 1 : before.key + 1;
    if (before && key <= before.key) key = before.key + 1;
    keys.set(study, key);
    newest = { key, study };
    there.push(key);
    if (there.length > KEPT) there.shift();
    return before
      ? { key, change: { from: before.key, patch: patchBetween(before.study, study) } }
      : { key, study };
  };
}

/** Times of the newest answers, for the browser's tools and `bench/react.mjs`. */
function timed(name: string, start: number, took: Record<string, number>): void {
  performance.clearMeasures(name);
  performance.measure(name, { start, detail: took });
}

export function startAnalysis(): RemoteAnalysis {
  const worker = new Worker(new URL("./analysis.worker.ts", import.meta.url), {
    type: "module",
    name: "analysis",
  });
  return analysisOver(wrap<WorkerApi>(worker), () => worker.terminate());
}

/** The page's side of the line. */
export function analysisOver(remote: Remote<WorkerApi>, close: () => void): RemoteAnalysis {
  const handle = handles();
  let answered: Answered = { isSound: false, problems: [] };
  const take = ({ patch }: AnsweredChange): Analysed => {
    answered = patched(answered, patch);
    const { isSound, problems, dossier } = answered;
    return { problems, ...(isSound && dossier ? { dossier } : {}) };
  };
  const first = newestOnly(async (study: Study) => {
    const start = performance.now();
    const { key, ...content } = handle(study);
    const sent = performance.now();
    const answer = await remote.first({ key, ...content });
    const came = performance.now();
    const taken = take(answer);
    timed("analysis.first", start, { ...answer.took, send: sent - start, take: performance.now() - came });
    return { key, taken };
  });
  let asked = 0;
  const analyse: RemoteAnalysis["analyse"] = async (study, onFirst) => {
    const turn = ++asked;
    const start = performance.now();
    const answer = await first(study);
    if (!answer?.taken.dossier) return answer?.taken;
    onFirst?.(answer.taken);
    // The newer question's first answer comes before the rest of this one.
    if (turn !== asked) return undefined;
    const rest = await remote.rest({ key: answer.key });
    if (!rest) return undefined;
    const came = performance.now();
    const taken = take(rest);
    timed("analysis.rest", start, { ...rest.took, take: performance.now() - came });
    return taken;
  };
  return {
    analyse,
    whatIf: newestOnly((study, question) => remote.whatIf(handle(study), question)),
    routesOf: (study, goal, k, question) => remote.routesOf(handle(study), goal, k, question),
    text: (study, format) => remote.text(handle(study), format),
    read: (text, name) => remote.read(text, name),
    diff: (before, after) => remote.diff(before, after),
    layout: async (study, configuration, hint) =>
      (await import("./layout.ts")).layOut(study, configuration, hint),
    close,
  };
}
