/** How every part of the store comes to the database: not after closing, with known errors, changes told when durable. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "./database/database.ts";
import type { Tables } from "./database/tables.ts";
import { DatabaseUnreachable, StoreClosed, StoreError } from "./errors.ts";
import type { Change } from "./types.ts";

export type Tell = (change: Change) => void;
type Work<T> = (transaction: Transaction<Tables>, tell: Tell) => Promise<T>;

/** pg_notify takes 8000 bytes; longer notices go without the name of who did it. */
const NOTICE_BYTES = 7_500;

/** Lost connections, shutdowns and starts of the server; the rest is a bug and stays what it is. */
const UNREACHABLE = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "ETIMEDOUT", "EPIPE", "EHOSTUNREACH", "ENOENT", "EAI_AGAIN"],
  ...["57P01", "57P02", "57P03", "08000", "08001", "08003", "08004", "08006", "53300"],
]);
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: string };
  if (code !== undefined) return UNREACHABLE.has(code);
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
    error.message,
  );
}

export class Access {
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #running = new Set<Promise<unknown>>();
  /** Tells our own notices from those of other processes. */
  readonly #origin = crypto.randomUUID();
  /** Set within a call that is let in: its further questions are answered also while the store is closing. */
  readonly #inside = new AsyncLocalStorage<true>();
  #isClosed = false;

  constructor(
    readonly database: Database,
    private readonly problem: (event: string, error: unknown) => void,
  ) {}

  listen(): Promise<void> {
    return this.#guarded(() =>
      this.database.listen(
        (payload) => {
          const { origin, changes } = JSON.parse(payload) as { origin: string; changes: Change[] };
          if (origin !== this.#origin) this.#emit(changes);
        },
        () => this.#emit([{ workspace: "", kind: "missed" }]),
      ),
    );
  }

  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #emit(changes: Change[]) {
    for (const change of changes)
      for (const listener of this.#listeners)
        try {
          this.#inside.exit(() => listener(change));
        } catch (error) {
          this.problem("listener-failed", error);
        }
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside.getStore()) return work();
    if (this.#isClosed) throw new StoreClosed();
    const running = this.#inside.run(true, work);
    this.#running.add(running);
    try {
      return await running;
    } catch (error) {
      if (error instanceof StoreError || !isUnreachable(error)) throw error;
      throw new DatabaseUnreachable("the database", (error as Error).message);
    } finally {
      this.#running.delete(running);
    }
  }

  /** One call of several steps, which closing waits for as a whole. */
  whole<T>(work: () => Promise<T>): Promise<T> {
    return this.#guarded(work);
  }

  /** Reading, or a change that is one statement. */
  run<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    return this.#guarded(() => work(this.database.db));
  }

  /** What is told reaches the listeners after the commit, here and in the other processes. */
  transaction<T>(work: Work<T>): Promise<T> {
    return this.#guarded(async () => {
      const changes: Change[] = [];
      const result = await this.database.db.transaction().execute(async (transaction) => {
        const made = await work(transaction, (change) => changes.push(change));
        for (const change of changes) {
          const notice = JSON.stringify({ origin: this.#origin, changes: [change] });
          const { by: _, ...anonymous } = change;
          await this.database.notify(
            transaction,
            Buffer.byteLength(notice) <= NOTICE_BYTES
              ? notice
              : JSON.stringify({ origin: this.#origin, changes: [anonymous] }),
          );
        }
        return made;
      });
      this.#emit(changes);
      return result;
    });
  }

  /** Reads as of one moment. */
  snapshot<T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#guarded(() =>
      this.database.db
        .transaction()
        .setIsolationLevel("repeatable read")
        .setAccessMode("read only")
        .execute(work),
    );
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#running);
    this.#listeners.clear();
    await this.database.close();
  }
}
