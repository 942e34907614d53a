import { createHash } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { sql, type Transaction } from "kysely";
import type { Access } from "../access.ts";
import { textOf } from "../content.ts";
import type { ContentRow, Tables } from "../database/tables.ts";
import {
  type ArchivedTable,
  evidenceEntry,
  FORMAT,
  FORMAT_ENTRY,
  MANIFEST_ENTRY,
  type Manifest,
  PART_LIMIT,
  TABLES,
  tableEntry,
  VERSION,
} from "./format.ts";
import { ZipWriter } from "./zip.ts";

type Row = Record<string, unknown>;

/** Rows of a table in the order of its key, a batch at a time. */
async function* rowsOf(
  db: Transaction<Tables>,
  table: string,
  key: readonly string[],
  batch: number,
): AsyncGenerator<Row> {
  const columns = sql.join(key.map((name) => sql.ref(name)));
  for (let from: unknown[] | undefined; ; ) {
    const beyond = from ? sql`where (${columns}) > (${sql.join(from)})` : sql``;
    const { rows } = await sql<Row>`select * from ${sql.table(table)} ${beyond}
      order by ${columns} limit ${sql.lit(batch)}`.execute(db);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    from = key.map((name) => last[name]);
  }
}

function lineOf(row: Row, columns: ArchivedTable["columns"]): string {
  const out: Row = {};
  for (const [name, kind] of Object.entries(columns)) {
    const value = row[name];
    if (value === null || value === undefined) continue;
    out[name] = kind.startsWith("instant")
      ? (value as Date).toISOString()
      : kind.startsWith("json")
        ? JSON.parse(value as string)
        : value;
  }
  return JSON.stringify(out);
}

async function* contentLines(db: Transaction<Tables>): AsyncGenerator<string> {
  for await (const row of rowsOf(db, "content", ["sha256"], 8)) {
    const content = row as unknown as ContentRow;
    yield `{"sha256":${JSON.stringify(content.sha256)},"study":${await textOf(content)}}`;
  }
}

async function* tableLines(db: Transaction<Tables>, { table, key, columns, batch }: ArchivedTable) {
  for await (const row of rowsOf(db, table, key, batch)) yield lineOf(row, columns);
}

async function* partsOf(db: Transaction<Tables>, sha256: string): AsyncGenerator<Uint8Array> {
  for (let part = 0; ; part++) {
    const row = await db
      .selectFrom("blob_part")
      .select("bytes")
      .where("sha256", "=", sha256)
      .where("part", "=", part)
      .executeTakeFirst();
    if (!row) return;
    yield row.bytes;
  }
}

async function write(db: Transaction<Tables>, zip: ZipWriter, at: Date): Promise<void> {
  const entries: Manifest["entries"] = {};
  async function add(
    name: string,
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    compress = true,
  ) {
    const hash = createHash("sha256");
    let bytes = 0;
    const measured = (async function* () {
      for await (const chunk of source) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    })();
    await zip.add(name, measured, { compress });
    entries[name] = { sha256: hash.digest("hex"), bytes };
  }

  async function addLines(table: string, lines: AsyncGenerator<string>) {
    let total = 0;
    let isEnded = false;
    for (let part = 1; part === 1 || !isEnded; part++) {
      const name = tableEntry(table, part);
      let rows = 0;
      let bytes = 0;
      const chunks = (async function* () {
        while (bytes < PART_LIMIT) {
          const { value, done } = await lines.next();
          if (done) {
            isEnded = true;
            return;
          }
          const line = Buffer.from(`${value}\n`);
          rows++;
          bytes += line.length;
          yield line;
        }
      })();
      await add(name, chunks);
      const entry = entries[name];
      if (entry) entry.rows = rows;
      total += rows;
    }
    return total;
  }

  await add(FORMAT_ENTRY, [Buffer.from(JSON.stringify({ format: FORMAT, version: VERSION }))]);
  await addLines("content", contentLines(db));
  const rows = new Map<string, number>();
  for (const table of TABLES) rows.set(table.table, await addLines(table.table, tableLines(db, table)));
  let evidence = 0;
  for (let last = ""; ; ) {
    const next = await db
      .selectFrom("evidence")
      .select((e) => e.fn.min("sha256").as("sha256"))
      .where("sha256", ">", last)
      .executeTakeFirst();
    if (!next?.sha256) break;
    last = next.sha256;
    evidence++;
    await add(evidenceEntry(last), partsOf(db, last), false);
  }
  const manifest: Manifest = {
    format: FORMAT,
    version: VERSION,
    at: at.toISOString(),
    counts: {
      studies: rows.get("study") ?? 0,
      revisions: rows.get("revision") ?? 0,
      products: rows.get("product") ?? 0,
      evidence,
    },
    entries,
  };
  await zip.add(MANIFEST_ENTRY, [Buffer.from(JSON.stringify(manifest, null, 1))], { compress: true });
  await zip.end();
}

/**
 * Written to a temporary file as of one moment, then given out: who reads slowly keeps nobody from saving.
 */
export async function* exportArchive(access: Access, at: Date): AsyncGenerator<Uint8Array> {
  const folder = access.database.temporary;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `export-${crypto.randomUUID()}.zip`);
  const file = await open(path, "wx+", 0o600);
  // Gone with the process, however that ends; where an open file cannot be removed it is below.
  await rm(path, { force: true }).catch(() => {});
  try {
    await access.snapshot((db) => write(db, new ZipWriter(file), at));
    const { size } = await file.stat();
    const piece = 256 * 1024;
    for (let from = 0; from < size; ) {
      const { bytesRead, buffer } = await file.read(
        Buffer.alloc(Math.min(piece, size - from)),
        0,
        undefined,
        from,
      );
      from += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}
