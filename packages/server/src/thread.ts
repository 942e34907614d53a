/**
 * Slow work away from the event loop: one thread, jobs in order, what a person waits for before what merely keeps a card
 * fresh. A job that takes too long, needs too much memory or brings the thread down is answered with a fault; the next
 * job gets a new thread.
 */
import { Worker } from "node:worker_threads";

/** The job brought the thread down, or broke in it. */
export class AnalysisFailed extends Error {}
export class AnalysisTimeout extends Error {
  constructor(readonly seconds: number) {
    super(`no answer within ${seconds} s`);
  }
}
/** Whoever asked no longer wants the answer. */
export class Cancelled extends Error {}

export type Urgency = "now" | "later";
interface Pending<Job, Answer> {
  number: number;
  job: Job;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

const TIMEOUT_MS = { now: 120_000, later: 60_000 };
/** A job that needs more brings down its thread, not the server. */
const MEMORY_MB = 1_536;
/** An idle thread is let go, and with it what it held. */
const IDLE_MS = 60_000;

export class Thread<Job, Answer extends object> {
  readonly #queues: Record<Urgency, Pending<Job, Answer>[]> = { now: [], later: [] };
  #worker: Worker | undefined;
  #current: { pending: Pending<Job, Answer>; timer: NodeJS.Timeout } | undefined;
  #idle: NodeJS.Timeout | undefined;
  #number = 0;
  #closed = false;

  /** @param entry built file of the thread; it answers `{number, job}` with `{number, answer}` or `{number, fault}` */
  constructor(
    readonly entry: URL,
    readonly version: string,
    readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /**
   * @param signal takes the job back: one that waits is not begun, one that runs ends with its thread
   * @throws AnalysisFailed, AnalysisTimeout, Cancelled
   */
  ask(job: Job, urgency: Urgency = "now", signal?: AbortSignal): Promise<Answer> {
    if (this.#closed) return Promise.reject(new AnalysisFailed("closed"));
    if (signal?.aborted) return Promise.reject(new Cancelled());
    return new Promise((resolve, reject) => {
      const pending = { number: ++this.#number, job, resolve, reject };
      this.#queues[urgency].push(pending);
      signal?.addEventListener("abort", () => this.#takeBack(pending, urgency), { once: true });
      this.#next();
    });
  }

  #takeBack(pending: Pending<Job, Answer>, urgency: Urgency): void {
    const at = this.#queues[urgency].indexOf(pending);
    if (at >= 0) {
      this.#queues[urgency].splice(at, 1);
      pending.reject(new Cancelled());
    } else if (this.#current?.pending === pending) {
      this.#drop();
      this.#finish((p) => p.reject(new Cancelled()));
    }
  }

  #start(): Worker {
    const worker = new Worker(this.entry, {
      workerData: { version: this.version },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      stdout: false,
      stderr: false,
    });
    worker.unref();
    worker.on("message", ({ number, answer, fault }: { number: number; answer?: Answer; fault?: string }) => {
      if (this.#worker !== worker || this.#current?.pending.number !== number) return;
      this.#finish((p) => (answer ? p.resolve(answer) : p.reject(new AnalysisFailed(fault))));
    });
    const lost = (reason: string) => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#finish((p) => p.reject(new AnalysisFailed(reason)));
    };
    worker.on("error", (error) => lost(error.stack ?? String(error)));
    worker.on("exit", (code) => lost(`the thread ended (${code})`));
    return worker;
  }

  #next(): void {
    if (this.#current || this.#closed) return;
    const urgency = this.#queues.now.length > 0 ? "now" : "later";
    const pending = this.#queues[urgency].shift();
    clearTimeout(this.#idle);
    if (!pending) {
      this.#idle = setTimeout(() => this.#drop(), IDLE_MS);
      this.#idle.unref();
      return;
    }
    const ms = this.timeoutMs[urgency];
    const timer = setTimeout(() => {
      this.#drop();
      this.#finish((p) => p.reject(new AnalysisTimeout(ms / 1000)));
    }, ms);
    this.#current = { pending, timer };
    this.#worker ??= this.#start();
    this.#worker.postMessage({ number: pending.number, job: pending.job });
  }

  #finish(tell: (pending: Pending<Job, Answer>) => void): void {
    const current = this.#current;
    if (!current) return;
    clearTimeout(current.timer);
    this.#current = undefined;
    tell(current.pending);
    this.#next();
  }

  #drop(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    const left = [...this.#queues.now, ...this.#queues.later];
    this.#queues.now.length = 0;
    this.#queues.later.length = 0;
    for (const p of left) p.reject(new AnalysisFailed("closed"));
    const worker = this.#worker;
    this.#worker = undefined;
    this.#finish((p) => p.reject(new AnalysisFailed("closed")));
    await worker?.terminate();
  }
}
