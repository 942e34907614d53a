/** The two kinds of database that each test runs on. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import type { Migration } from "../src/database/migrations.ts";
import { openStore, openStoreWith, type Scope, type Store } from "../src/index.ts";
import { type PostgresServer, skipsPostgres, startPostgres } from "./postgres.ts";

export interface Place {
  kind: "pglite" | "postgresql";
  /** Opens the store; a second one of the same place only on a server. */
  open(migrations?: readonly Migration[]): Promise<Store>;
  /** Environment from which a child process opens the same store. */
  environment: Record<string, string>;
}

interface Places {
  /** A new, empty one. */
  place(): Promise<Place>;
  server(): PostgresServer;
}

/** Runs a suite on both; the servers and folders live as long as it does. */
export function onBothDatabases(title: string, suite: (places: Places) => void): void {
  describe(`${title} (embedded)`, () => {
    const folders: string[] = [];
    /** A database that was just made; copying it takes a tenth of the time of making one. */
    let fresh: Promise<string> | undefined;
    async function makeFresh() {
      const folder = await mkdtemp(join(tmpdir(), "seiza-store-"));
      folders.push(folder);
      await (await openStoreWith({ dataFolder: folder }, [])).close();
      return folder;
    }
    afterAll(async () => {
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    });
    suite({
      async place() {
        const folder = await mkdtemp(join(tmpdir(), "seiza-store-"));
        folders.push(folder);
        fresh ??= makeFresh();
        await cp(await fresh, folder, { recursive: true });
        return {
          kind: "pglite",
          open: (migrations) =>
            migrations
              ? openStoreWith({ dataFolder: folder }, migrations)
              : openStore({ dataFolder: folder }),
          environment: { SEIZA_TEST_FOLDER: folder },
        };
      },
      server: () => {
        throw new Error("no server here");
      },
    });
  });
  describe.skipIf(skipsPostgres)(`${title} (PostgreSQL)`, () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server?.stop());
    suite({
      async place() {
        const databaseUrl = await server.database();
        return {
          kind: "postgresql",
          open: (migrations) =>
            migrations ? openStoreWith({ databaseUrl }, migrations) : openStore({ databaseUrl }),
          environment: { SEIZA_TEST_URL: databaseUrl },
        };
      },
      server: () => server,
    });
  });
}

let clock = Date.UTC(2026, 10, 25, 9, 0, 0);
let ids = 0;
/** Each call is a second later than the one before. */
export function scope(change: Partial<Scope> = {}): Scope {
  clock += 1000;
  return {
    workspace: "w",
    actor: { person: "p", name: "星野" },
    at: new Date(clock),
    newId: () => `id${String(++ids).padStart(6, "0")}`,
    ...change,
  };
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = [];
  for await (const item of source) out.push(item);
  return out;
}
