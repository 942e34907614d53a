/**
 * A second thread for the PDF: it loads the layout's libraries while the caller reads and analyses, lays out pictures
 * while the caller fits the tables, and sets the pages. Only for a program that makes one PDF and ends; who is in a thread
 * of its own already needs none.
 */
import { Worker } from "node:worker_threads";
import type { TypstSource } from "../pdf/kit.ts";
import type { LayOut } from "../picture/layout.ts";
import type { PressAnswer, PressJob } from "./press-thread.ts";

export interface Press {
  readonly layOut: LayOut;
  readonly compile: (source: TypstSource) => Promise<Uint8Array>;
  /** Ends the thread; what it still does is given up. */
  close(): Promise<void>;
}

/** Room for new objects, in MB: the layout of a picture makes many that live briefly. */
const YOUNG_MB = 64;

/** @param entry the built `press-thread.ts` */
export function openPress(entry: URL): Press {
  const worker = new Worker(entry, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
  const asked = new Map<number, { done: (value: never) => void; failed: (error: Error) => void }>();
  let number = 0;
  let broken: Error | undefined;
  // Nobody waits for it unless something was asked.
  worker.unref();
  worker.on("message", (answer: PressAnswer) => {
    const waiting = asked.get(answer.number);
    asked.delete(answer.number);
    if (asked.size === 0) worker.unref();
    if ("fault" in answer) waiting?.failed(new Error(answer.fault));
    else waiting?.done(answer.value as never);
  });
  const fail = (error: Error) => {
    broken = error;
    for (const { failed } of asked.values()) failed(error);
    asked.clear();
  };
  worker.on("error", fail);
  worker.on("exit", () => fail(broken ?? new Error("the thread that sets the pages has ended")));
  const ask = <T>(job: PressJob): Promise<T> =>
    new Promise((done, failed) => {
      if (broken) return failed(broken);
      asked.set(++number, { done, failed });
      worker.ref();
      worker.postMessage({ number, job });
    });
  return {
    layOut: (graph) => ask({ kind: "layOut", graph }),
    compile: (source) => ask({ kind: "compile", source }),
    close: async () => {
      await worker.terminate();
    },
  };
}
