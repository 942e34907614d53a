/** The intake worker as the page sees it; it lives as long as one file is looked at. */
import type { Study } from "@seiza/model";
import { type Remote, wrap } from "comlink";
import type { IntakeApi } from "./intake.worker.ts";
import type { BookChanges, Brought, Signature } from "./intake-types.ts";

/** Larger files are for the command. */
export const MOST_BYTES = 32_000_000;

async function asked<T>(ask: (remote: Remote<IntakeApi>) => Promise<T>): Promise<T> {
  const worker = new Worker(new URL("./intake.worker.ts", import.meta.url), {
    type: "module",
    name: "intake",
  });
  try {
    return await new Promise<T>((resolve, reject) => {
      worker.addEventListener("error", (event) => reject(new Error(event.message)));
      ask(wrap<IntakeApi>(worker)).then(resolve, reject);
    });
  } finally {
    worker.terminate();
  }
}

export const lookAt = (bytes: Uint8Array, name: string, lang: "ja" | "en"): Promise<Brought> =>
  asked(async (remote) => (await remote.look(bytes, name, lang)) as Brought);
export const changesOf = (bytes: Uint8Array, study: Study, given: Signature): Promise<BookChanges> =>
  asked(async (remote) => (await remote.book(bytes, study, given)) as BookChanges);
