/** Threads that knock at ports side by side. Only {@link Scope} starts them, with the pinned address, and books before them. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

export type Knocked = [port: number, state: "open" | "filtered" | "self"];
type Told = { ready: true } | { ready?: never; id: number; found: Knocked[] };

const MOST_THREADS = 4;

export class Knockers {
  readonly #workers: Worker[];
  readonly #busy: number[];
  readonly #waiting = new Map<number, { resolve: (k: Knocked[]) => void; reject: (e: Error) => void }>();
  #batch = 0;
  #over: Error | undefined;
  /** Resolves when every thread can connect; rejects where the runtime has no such handles. */
  readonly ready: Promise<void>;

  /** @param parallel connections open at once, of all threads together */
  constructor(address: string, parallel: number, timeoutMs: number) {
    const threads = Math.max(1, Math.min(MOST_THREADS, availableParallelism(), parallel));
    const window = Math.max(1, Math.floor(parallel / threads));
    this.#workers = Array.from(
      { length: threads },
      () =>
        new Worker(new URL("./knock.mjs", import.meta.url), {
          workerData: { address, window, timeoutMs },
          execArgv: [],
        }),
    );
    this.#busy = this.#workers.map(() => 0);
    this.ready = Promise.all(
      this.#workers.map(
        (worker, n) =>
          new Promise<void>((up, down) => {
            worker.on("message", (told: Told) => {
              if (told.ready) return up();
              this.#busy[n] = (this.#busy[n] as number) - 1;
              this.#waiting.get(told.id)?.resolve(told.found);
              this.#waiting.delete(told.id);
            });
            worker.on("error", (error: Error) => {
              down(error);
              this.#end(error);
            });
            // Stopped before it was up.
            worker.on("exit", () => down(this.#over ?? new Error("a thread ended")));
          }),
      ),
    ).then(() => undefined);
    this.ready.catch(() => {});
  }

  get threads(): number {
    return this.#workers.length;
  }

  /** What did not refuse, of ports that were booked before; every port of the batch was answered for or given up. */
  knock(ports: readonly number[]): Promise<Knocked[]> {
    if (this.#over) return Promise.reject(this.#over);
    if (ports.length === 0) return Promise.resolve([]);
    const n = this.#busy.indexOf(Math.min(...this.#busy));
    this.#busy[n] = (this.#busy[n] as number) + 1;
    const id = ++this.#batch;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#workers[n]?.postMessage({ id, ports });
    });
  }

  #end(why: Error): void {
    this.#over ??= why;
    for (const { reject } of this.#waiting.values()) reject(this.#over);
    this.#waiting.clear();
    // Ends its sockets with it.
    for (const worker of this.#workers) void worker.terminate();
  }
  destroy(): void {
    this.#end(new Error("ended"));
  }
}
