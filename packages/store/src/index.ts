import type { OpenStore, Store } from "./types.ts";

export * from "./errors.ts";
export type * from "./types.ts";

/**
 * Opens the store in a folder of this machine (embedded PostgreSQL) or on a PostgreSQL server, and brings its schema up to date.
 * @throws FolderLocked, FolderUnusable, DatabaseUnreachable, DatabaseUnsuitable, DatabaseTooNew, MigrationFailed
 */
export async function openStore(_options: OpenStore): Promise<Store> {
  throw new Error("not yet");
}
