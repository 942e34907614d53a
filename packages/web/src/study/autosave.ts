/**
 * When to save: a while after the last edit, one request at a time, again and again while the server is away.
 * What is saved, and what becomes of the answer, is the session's.
 */

/** Quiet time after an edit before it is saved, ms. */
export const QUIET_MS = 600;
/** Waits between tries while the server is away, ms; the last one repeats. */
export const RETRY_MS = [1000, 2000, 5000, 10_000, 20_000] as const;

/** done: nothing left to do; again: more was edited meanwhile; away: the server was not reached; stop: a person has to decide. */
export type Outcome = "done" | "again" | "away" | "stop";

export interface Timers {
  set(run: () => void, ms: number): unknown;
  clear(timer: unknown): void;
}
export const windowTimers: Timers = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

export class Autosave {
  #timer: unknown;
  #running: Promise<void> | undefined;
  #tries = 0;
  #closed = false;

  constructor(
    readonly save: () => Promise<Outcome>,
    readonly timers: Timers = windowTimers,
  ) {}

  /** Something was edited. */
  touch(): void {
    this.#tries = 0;
    this.#later(QUIET_MS);
  }
  /** Saves now what is not saved; resolves when that was tried. */
  async flush(): Promise<void> {
    this.timers.clear(this.#timer);
    this.#timer = undefined;
    if (this.#running) await this.#running;
    await this.#run();
  }
  /** The server may be back. */
  retry(): void {
    if (this.#tries === 0) return;
    this.#tries = 0;
    this.#later(0);
  }
  close(): void {
    this.#closed = true;
    this.timers.clear(this.#timer);
  }

  #later(ms: number): void {
    if (this.#closed) return;
    this.timers.clear(this.#timer);
    this.#timer = this.timers.set(() => {
      this.#timer = undefined;
      if (!this.#running) void this.#run();
    }, ms);
  }
  #run(): Promise<void> {
    this.#running ??= this.save()
      .then((outcome) => {
        if (outcome === "away") {
          const wait = RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)] as number;
          this.#tries++;
          this.#later(wait);
        } else {
          this.#tries = 0;
          if (outcome === "again" && this.#timer === undefined) this.#later(QUIET_MS);
        }
      })
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }
}
