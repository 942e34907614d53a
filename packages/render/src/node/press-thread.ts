/** Entry of the press's thread (`press.ts`): answers by number. Libraries are loaded before anything is asked. */
import { parentPort } from "node:worker_threads";
import type { TypstSource } from "../pdf/kit.ts";
import type { Graph } from "../picture/graph.ts";
import { type Drawing, layOut } from "../picture/layout.ts";

export type PressJob = { kind: "layOut"; graph: Graph } | { kind: "compile"; source: TypstSource };
export type PressAnswer = { number: number; value: Drawing | Uint8Array } | { number: number; fault: string };

const port = parentPort;
port?.on("message", async ({ number, job }: { number: number; job: PressJob }) => {
  try {
    if (job.kind === "layOut") {
      port.postMessage({ number, value: await layOut(job.graph) } satisfies PressAnswer);
      return;
    }
    const { compilePdf } = await import("./typst.ts");
    // A copy of its own can change hands; the layout's memory cannot.
    const value = new Uint8Array(compilePdf(job.source));
    port.postMessage({ number, value } satisfies PressAnswer, [value.buffer]);
  } catch (error) {
    port.postMessage({
      number,
      fault: error instanceof Error ? error.message : String(error),
    } satisfies PressAnswer);
  }
});

// A picture of nothing loads the layout of pictures, which is asked for first.
await layOut({ nodes: [], edges: [] });
const { warmUp } = await import("./typst.ts");
warmUp();
