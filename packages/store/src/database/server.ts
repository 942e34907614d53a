/** A PostgreSQL server through `pg`: a pool for work, one connection of its own that listens. */
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { DatabaseUnreachable, DatabaseUnsuitable } from "../errors.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

const CHANNEL = "seiza_change";
const INT8 = 20;
const CONNECT_TIMEOUT_MS = 10_000;

/** Whole numbers as numbers: none of ours comes near 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format as "text"),
};

/** Host, port and database; never the password. */
function addressOf(url: string): string {
  try {
    const { hostname, port, pathname, searchParams } = new URL(url);
    return `${searchParams.get("host") ?? hostname}:${port || "5432"}${pathname}`;
  } catch {
    return "(unreadable address)";
  }
}

export async function openServer(
  url: string,
  connections: number,
  problem: (event: string, error: unknown) => void,
): Promise<Database> {
  const address = addressOf(url);
  const unreachable = (error: unknown) =>
    new DatabaseUnreachable(address, error instanceof Error ? error.message || error.name : String(error));
  let config: pg.PoolConfig;
  try {
    new URL(url);
    config = {
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      application_name: "seiza",
      types,
    };
  } catch (error) {
    throw unreachable(error);
  }
  const pool = new pg.Pool(config);
  pool.on("error", (error) => problem("connection-lost", error));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    const { rows } = await sql<{ encoding: string; version: number; recovery: boolean; durable: string }>`
      select current_setting('server_encoding') as encoding, current_setting('server_version_num')::int as version,
        pg_is_in_recovery() as recovery, current_setting('synchronous_commit') as durable`.execute(db);
    const found = rows[0];
    if (!found) throw new Error("no answer");
    if (found.encoding !== "UTF8") throw new DatabaseUnsuitable("encoding", found.encoding);
    if (found.version < 130_000) throw new DatabaseUnsuitable("version", String(found.version));
    if (found.recovery) throw new DatabaseUnsuitable("read-only", "standby");
    // A server may be set to acknowledge before it is durable; the store's word must hold all the same.
    if (found.durable === "off") {
      pool.on("connect", (client) => void client.query("set synchronous_commit = on").catch(() => {}));
      // The one connection that is open by now.
      await sql`set synchronous_commit = on`.execute(db);
    }
  } catch (error) {
    await db.destroy();
    throw error instanceof DatabaseUnsuitable ? error : unreachable(error);
  }

  const temporary = join(tmpdir(), `seiza-${process.pid}-${crypto.randomUUID()}`);
  let isClosed = false;
  let listener: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;

  async function connect(heard: (payload: string) => void, missed: () => void): Promise<void> {
    const client = new pg.Client({ ...config, keepAlive: true });
    let isLost = false;
    const lost = (error?: unknown) => {
      if (isLost) return;
      isLost = true;
      client.end().catch(() => {});
      if (isClosed) return;
      problem("listening-lost", error);
      retry = setTimeout(() => {
        connect(heard, missed).then(missed, () => {});
      }, 1_000);
    };
    client.on("error", lost);
    client.on("end", () => lost());
    client.on("notification", ({ payload }) => {
      if (payload) heard(payload);
    });
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      if (isClosed) await client.end();
      listener = client;
    } catch (error) {
      lost(error);
      throw error;
    }
  }

  return {
    kind: "postgresql",
    db,
    temporary,
    async notify(transaction, payload) {
      await sql`select pg_notify(${CHANNEL}, ${payload})`.execute(transaction);
    },
    listen: connect,
    async close() {
      if (isClosed) return;
      isClosed = true;
      clearTimeout(retry);
      await listener?.end().catch(() => {});
      await db.destroy();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}
