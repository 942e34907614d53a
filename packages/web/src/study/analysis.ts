/** The worker as the page sees it: one question of a kind at a time, the newest; older ones that wait are dropped. */
import type { Study } from "@seiza/model";
import { type Remote, wrap } from "comlink";
import type { Handle, WorkerApi } from "./analysis.worker.ts";
import { KEPT, type RemoteAnalysis } from "./analysis-types.ts";

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

/** Sends a study along once: the worker keeps the newest few, and hears of them in the order they were sent. */
function handles(): (study: Study) => Handle {
  const keys = new WeakMap<Study, number>();
  const there: number[] = [];
  let last = 0;
  return (study) => {
    let key = keys.get(study);
    if (key === undefined) {
      key = ++last;
      keys.set(study, key);
    }
    if (there.includes(key)) return { key };
    there.push(key);
    if (there.length > KEPT) there.shift();
    return { key, study };
  };
}

export function startAnalysis(): RemoteAnalysis {
  const worker = new Worker(new URL("./analysis.worker.ts", import.meta.url), {
    type: "module",
    name: "analysis",
  });
  const remote: Remote<WorkerApi> = wrap<WorkerApi>(worker);
  const handle = handles();
  return {
    analyse: newestOnly((study: Study) => remote.analyse(handle(study))),
    whatIf: newestOnly((study, question) => remote.whatIf(handle(study), question)),
    routesOf: (study, goal, k) => remote.routesOf(handle(study), goal, k),
    text: (study, format) => remote.text(handle(study), format),
    read: (text, name) => remote.read(text, name),
    layout: async (study, configuration, hint) =>
      (await import("./layout.ts")).layOut(study, configuration, hint),
    close: () => worker.terminate(),
  };
}
