/** The embedded PostgreSQL (PGlite) in a folder, durable, and its driver for Kysely. */
import { execFile } from "node:child_process";
import fs from "node:fs";
import { mkdir, open, readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from "kysely";
import { FolderUnusable } from "../errors.ts";
import type { Database } from "./database.ts";
import { lockFolder } from "./folder-lock.ts";
import type { Tables } from "./tables.ts";

interface Stream {
  nfd?: number;
  node: unknown;
}
interface NodeFiles {
  NODEFS: { stream_ops: { fsync?: (stream: Stream) => number }; realPath(node: unknown): string };
}

/**
 * Emscripten's file system over Node leaves fsync and fdatasync out: PostgreSQL asks for them and nothing happens. This
 * one passes fsync on to the disk; fdatasync cannot be reached from here, hence `wal_sync_method=fsync` below.
 */
class DurableFiles extends NodeFS {
  override async init(pg: PGlite, options: Parameters<NodeFS["init"]>[1]) {
    const made = await super.init(pg, options);
    made.emscriptenOpts.preRun?.push((module: unknown) => {
      const { NODEFS } = module as NodeFiles;
      NODEFS.stream_ops.fsync = (stream) => {
        if (stream.nfd !== undefined) fs.fsyncSync(stream.nfd);
        else syncFolder(NODEFS.realPath(stream.node));
        return 0;
      };
    });
    return made;
  }
}

function syncFolder(path: string) {
  const fd = fs.openSync(path, "r");
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/** PGlite's own parameters contain `-F`: fsync off. */
const START_PARAMETERS = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  ...[
    "-c",
    "fsync=on",
    "-c",
    "synchronous_commit=on",
    "-c",
    "full_page_writes=on",
    "-c",
    "wal_sync_method=fsync",
  ],
];

/** A thousand files at once where the system can (GNU `sync -f`), else one by one. */
async function syncAll(folder: string): Promise<void> {
  const isDone = await new Promise<boolean>((done) => {
    execFile("sync", ["-f", folder], (error) => done(error === null));
  });
  if (!isDone) await syncFiles(folder);
}

async function syncFiles(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncFiles(path);
    else if (entry.isFile()) {
      const file = await open(path, "r");
      await file.sync().finally(() => file.close());
    }
  }
  syncFolder(folder);
}

/** A first start that was interrupted leaves a database without this mark; there is nothing in it yet and it is made anew. */
const MARK = "complete";

async function start(folder: string): Promise<PGlite> {
  const data = join(folder, "database");
  const mark = join(folder, MARK);
  const isNew = !fs.existsSync(mark);
  if (isNew) await rm(data, { recursive: true, force: true });
  const options: PGliteOptions = {
    fs: new DurableFiles(data),
    startParams: START_PARAMETERS,
    relaxedDurability: false,
  };
  const pg = await PGlite.create(options);
  if (isNew) {
    await pg.exec("checkpoint");
    await syncAll(data);
    await writeFile(mark, "");
    syncFolder(folder);
  }
  return pg;
}

class Connection implements DatabaseConnection {
  constructor(readonly pg: PGlite) {}
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affectedRows } = await this.pg.query<R>(query.sql, [...query.parameters]);
    return affectedRows === undefined ? { rows } : { rows, numAffectedRows: BigInt(affectedRows) };
  }
  // biome-ignore lint/correctness/useYield: there is nothing to stream, one process holds all.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("The embedded database does not stream.");
  }
}

/** There is one connection: who wants it waits in line, a transaction keeps it to its end. */
class EmbeddedDriver implements Driver {
  #connection: Connection;
  #last: Promise<void> = Promise.resolve();
  #release: (() => void) | undefined;
  constructor(pg: PGlite) {
    this.#connection = new Connection(pg);
  }
  async init() {}
  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#last;
    let release = () => {};
    this.#last = new Promise((done) => {
      release = done;
    });
    await before;
    this.#release = release;
    return this.#connection;
  }
  async releaseConnection() {
    this.#release?.();
  }
  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings) {
    const isolation = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : "";
    const access = settings.accessMode ? ` ${settings.accessMode}` : "";
    await connection.executeQuery(CompiledQuery.raw(`begin${isolation}${access}`));
  }
  async commitTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw("commit"));
  }
  async rollbackTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw("rollback"));
  }
  async destroy() {
    await this.#connection.pg.close();
  }
}

const dialect = (pg: PGlite): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new EmbeddedDriver(pg),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
});

/** @throws FolderLocked, FolderUnusable */
export async function openEmbedded(dataFolder: string): Promise<Database> {
  const folder = resolve(dataFolder);
  let release: () => void;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    fs.accessSync(folder, fs.constants.W_OK | fs.constants.R_OK | fs.constants.X_OK);
    release = await lockFolder(folder);
  } catch (error) {
    if (error instanceof Error && "errno" in error) throw new FolderUnusable(folder, error.message);
    throw error;
  }
  const temporary = join(folder, "temporary");
  try {
    // What an export or import left that was cut off.
    await rm(temporary, { recursive: true, force: true });
    const pg = await start(folder);
    const db = new Kysely<Tables>({ dialect: dialect(pg) });
    let isClosed = false;
    return {
      kind: "pglite",
      db,
      temporary,
      // One process holds the folder: there is nobody else to tell or to hear.
      notify: async () => {},
      listen: async () => {},
      async close() {
        if (isClosed) return;
        isClosed = true;
        try {
          await db.destroy();
        } finally {
          release();
        }
      },
    };
  } catch (error) {
    release();
    throw new FolderUnusable(folder, error instanceof Error ? error.message : String(error));
  }
}
