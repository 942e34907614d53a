import type { Kysely, Transaction } from "kysely";
import type { Tables } from "./tables.ts";

/** A PostgreSQL, wherever it runs. */
export interface Database {
  kind: "pglite" | "postgresql";
  db: Kysely<Tables>;
  /** Folder for files of a moment; made when needed. */
  temporary: string;
  /** Within a transaction: tells the other processes when it commits. */
  notify(transaction: Transaction<Tables>, payload: string): Promise<void>;
  /** Hears what others told. `missed` is called when some of it may have been lost. */
  listen(heard: (payload: string) => void, missed: () => void): Promise<void>;
  close(): Promise<void>;
}
