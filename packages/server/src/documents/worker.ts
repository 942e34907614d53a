/** Entry of the thread that makes documents: one job at a time, answers by number. */
import { parentPort, workerData } from "node:worker_threads";
import type { DocumentJob } from "./jobs.ts";
import { makeDocument } from "./work.ts";

const { version } = workerData as { version: string };
/** A buffer that is the answer's alone can change hands; a piece of a shared one is copied. */
const own = (bytes: Uint8Array) => bytes.byteLength === bytes.buffer.byteLength;

parentPort?.on("message", async ({ number, job }: { number: number; job: DocumentJob }) => {
  try {
    const answer = await makeDocument(job, version);
    const bytes =
      answer.kind === "files"
        ? answer.files.map((f) => f.bytes)
        : answer.kind === "packed"
          ? [answer.bytes]
          : [];
    const transfer = [...new Set(bytes.filter(own).map((b) => b.buffer as ArrayBuffer))];
    parentPort?.postMessage({ number, answer }, transfer);
  } catch (error) {
    parentPort?.postMessage({ number, fault: error instanceof Error ? error.stack : String(error) });
  }
});
