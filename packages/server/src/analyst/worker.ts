/** Entry of the analyst's thread: one job at a time, answers by number. */
import { parentPort, workerData } from "node:worker_threads";
import type { Job } from "./jobs.ts";
import { work } from "./work.ts";

const { version } = workerData as { version: string };
parentPort?.on("message", async ({ number, job }: { number: number; job: Job }) => {
  try {
    const answer = await work(job, version);
    const transfer = answer.kind === "file" ? [answer.bytes.buffer as ArrayBuffer] : [];
    parentPort?.postMessage({ number, answer }, transfer);
  } catch (error) {
    parentPort?.postMessage({ number, fault: error instanceof Error ? error.stack : String(error) });
  }
});
