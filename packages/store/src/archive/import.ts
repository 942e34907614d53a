import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Study, validateStudy } from "@seiza/model";
import { sql, type Transaction } from "kysely";
import type { Access } from "../access.ts";
import { contentOf, keepContent } from "../content.ts";
import type { Tables } from "../database/tables.ts";
import { ArchiveBroken, ArchiveNotEmpty, ArchiveTooNew, StoreError } from "../errors.ts";
import { parts } from "../evidence.ts";
import type { ArchiveCounts } from "../types.ts";
import {
  type ArchivedTable,
  evidenceEntry,
  FORMAT,
  FORMAT_ENTRY,
  MANIFEST_ENTRY,
  type Manifest,
  TABLES,
  tableEntry,
  VERSION,
} from "./format.ts";
import { type Entry, ZipReader } from "./zip.ts";

type Row = Record<string, unknown>;

/** A line holds one study at most. */
const LINE_BYTES = 64 * 1024 * 1024;
const MANIFEST_BYTES = 256 * 1024 * 1024;
/** What unpacks to more than this many times its size was made to do harm; small ones may be anything. */
const RATIO = 200;
const HARMLESS_BYTES = 256 * 1024 * 1024;
/** Bound values of one statement. */
const VALUES = 5_000;
const STATEMENT_BYTES = 4 * 1024 * 1024;

async function whole(zip: ZipReader, entry: Entry, limit: number): Promise<Buffer> {
  if (entry.size > limit) throw new ArchiveBroken("too-large", entry.name);
  const chunks: Buffer[] = [];
  for await (const chunk of zip.read(entry)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const isRecord = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const HASH = /^[0-9a-f]{64}$/;

async function json(zip: ZipReader, entry: Entry | undefined, name: string): Promise<Row> {
  if (!entry) throw new ArchiveBroken("manifest-missing", name);
  const text = (await whole(zip, entry, MANIFEST_BYTES)).toString();
  try {
    const value = JSON.parse(text) as unknown;
    if (isRecord(value) && value["format"] === FORMAT && Number.isSafeInteger(value["version"])) return value;
  } catch {
    // told below
  }
  throw new ArchiveBroken("manifest-invalid", name);
}

async function manifestOf(zip: ZipReader, byName: Map<string, Entry>): Promise<Manifest> {
  const { version } = await json(zip, byName.get(FORMAT_ENTRY), FORMAT_ENTRY);
  if ((version as number) > VERSION) throw new ArchiveTooNew(version as number, VERSION);
  const value = await json(zip, byName.get(MANIFEST_ENTRY), MANIFEST_ENTRY);
  const { entries, counts } = value;
  const isWhole =
    isRecord(entries) &&
    Object.values(entries).every(
      (entry) => isRecord(entry) && HASH.test(String(entry["sha256"])) && isCount(entry["bytes"]),
    ) &&
    isRecord(counts) &&
    ["studies", "revisions", "products", "evidence"].every((name) => isCount(counts[name]));
  if (!isWhole) throw new ArchiveBroken("manifest-invalid", MANIFEST_ENTRY);
  return value as unknown as Manifest;
}

/** What is announced is there with the size announced, and nothing else is. */
function compare(manifest: Manifest, byName: Map<string, Entry>) {
  for (const [name, { bytes }] of Object.entries(manifest.entries)) {
    const entry = byName.get(name);
    if (!entry) throw new ArchiveBroken("entry-missing", name);
    if (entry.size !== bytes) throw new ArchiveBroken("size-differs", name);
  }
  for (const name of byName.keys())
    if (name !== MANIFEST_ENTRY && !Object.hasOwn(manifest.entries, name))
      throw new ArchiveBroken("entry-unknown", name);
  const tables = TABLES.filter(({ since = 1 }) => since <= manifest.version).map(({ table }) => table);
  for (const table of ["content", ...tables])
    if (!byName.has(tableEntry(table, 1))) throw new ArchiveBroken("entry-missing", tableEntry(table, 1));
}

class Import {
  readonly #taken = new Set<string>([FORMAT_ENTRY]);
  constructor(
    private readonly zip: ZipReader,
    private readonly byName: Map<string, Entry>,
    private readonly manifest: Manifest,
    private readonly db: Transaction<Tables>,
  ) {}

  async *#hashed(name: string): AsyncGenerator<Buffer> {
    this.#taken.add(name);
    const hash = createHash("sha256");
    for await (const chunk of this.zip.read(this.byName.get(name) as Entry)) {
      hash.update(chunk);
      yield chunk;
    }
    if (hash.digest("hex") !== this.manifest.entries[name]?.sha256)
      throw new ArchiveBroken("hash-differs", name);
  }

  async *#lines(table: string): AsyncGenerator<{ row: Row; bytes: number; where: string }> {
    for (let part = 1; this.byName.has(tableEntry(table, part)); part++) {
      const name = tableEntry(table, part);
      let held: Buffer[] = [];
      let length = 0;
      let rows = 0;
      for await (const chunk of this.#hashed(name)) {
        let from = 0;
        for (let to = chunk.indexOf(10); to !== -1; from = to + 1, to = chunk.indexOf(10, from)) {
          const text = Buffer.concat([...held, chunk.subarray(from, to)]).toString();
          held = [];
          length = 0;
          rows++;
          const where = `${name}:${rows}`;
          let row: unknown;
          try {
            row = JSON.parse(text);
          } catch {
            // told below
          }
          if (!isRecord(row)) throw new ArchiveBroken("row-invalid", name, `line ${rows}`);
          yield { row, bytes: text.length, where };
        }
        held.push(chunk.subarray(from));
        length += chunk.length - from;
        if (length > LINE_BYTES) throw new ArchiveBroken("too-large", name, `line ${rows + 1}`);
      }
      if (length > 0) throw new ArchiveBroken("row-invalid", name, "the last line has no end");
      if (rows !== this.manifest.entries[name]?.rows) throw new ArchiveBroken("count-differs", name);
    }
  }

  async contents() {
    for await (const { row, where } of this.#lines("content")) {
      const content = await contentOf(JSON.stringify(row["study"] ?? null));
      if (content.sha256 !== row["sha256"]) throw new ArchiveBroken("hash-differs", where);
      const { problems } = validateStudy(row["study"] as Study);
      if (problems.some(({ severity }) => severity === "error"))
        throw new ArchiveBroken("row-invalid", where, "not a study");
      await keepContent(this.db, content);
    }
  }

  async table({ table, columns }: ArchivedTable): Promise<number> {
    const names = Object.keys(columns);
    const most = Math.floor(VALUES / names.length);
    let total = 0;
    let batch: Row[] = [];
    let bytes = 0;
    const flush = async () => {
      if (batch.length === 0) return;
      await this.db
        .insertInto(table)
        .values(batch as never)
        .execute();
      batch = [];
      bytes = 0;
    };
    for await (const line of this.#lines(table)) {
      batch.push(valuesOf(line.row, columns, line.where));
      bytes += line.bytes;
      total++;
      if (batch.length >= most || bytes >= STATEMENT_BYTES) await flush();
    }
    await flush();
    return total;
  }

  async evidence(): Promise<number> {
    let total = 0;
    for (const { name } of this.zip.entries) {
      const sha256 = /^evidence\/([0-9a-f]{64})$/.exec(name)?.[1];
      if (!sha256 || evidenceEntry(sha256) !== name) continue;
      if (this.manifest.entries[name]?.sha256 !== sha256) throw new ArchiveBroken("hash-differs", name);
      let part = 0;
      for await (const bytes of parts(this.#hashed(name)))
        await this.db.insertInto("blob_part").values({ sha256, part: part++, bytes }).execute();
      total++;
    }
    return total;
  }

  /** What the tables' own rules do not hold. */
  async check(): Promise<void> {
    for (const name of this.byName.keys())
      if (name !== MANIFEST_ENTRY && !this.#taken.has(name)) throw new ArchiveBroken("entry-unknown", name);
    const found = await sql<{ what: string; id: string }>`
      select 'study' as what, study.id as id from study
        left join revision on revision.study = study.id and revision.number = study.revision
        where revision.content is distinct from study.content
      union all
      select 'evidence', evidence.sha256 from evidence
        left join (select sha256, sum(length(bytes)) as size from blob_part group by sha256) as blob
          on blob.sha256 = evidence.sha256
        where coalesce(blob.size, 0) <> evidence.size
      union all
      select 'evidence', blob_part.sha256 from blob_part
        where sha256 not like 'staged-%' and not exists (select from evidence where evidence.sha256 = blob_part.sha256)
      limit 1`.execute(this.db);
    const row = found.rows[0];
    if (row) throw new ArchiveBroken("reference-dangling", undefined, `${row.what} ${row.id}`);
  }
}

function valuesOf(row: Row, columns: ArchivedTable["columns"], where: string): Row {
  const out: Row = {};
  const invalid = (name: string) => new ArchiveBroken("row-invalid", where, name);
  for (const name of Object.keys(row)) if (!Object.hasOwn(columns, name)) throw invalid(name);
  for (const [name, kind] of Object.entries(columns)) {
    const value = row[name];
    if (value === undefined) {
      if (!kind.endsWith("?")) throw invalid(name);
      out[name] = null;
      continue;
    }
    switch (kind.replace("?", "")) {
      case "json":
        out[name] = JSON.stringify(value);
        break;
      case "instant": {
        const date = typeof value === "string" ? new Date(value) : new Date(Number.NaN);
        if (Number.isNaN(date.getTime())) throw invalid(name);
        out[name] = date;
        break;
      }
      case "integer":
        if (!Number.isSafeInteger(value)) throw invalid(name);
        out[name] = value;
        break;
      case "boolean":
        if (typeof value !== "boolean") throw invalid(name);
        out[name] = value;
        break;
      default:
        if (typeof value !== "string" || value.includes("\u0000")) throw invalid(name);
        out[name] = value;
    }
  }
  return out;
}

/** Nothing but examples as they came may be there; they go. Returns who the local person was. */
async function clear(db: Transaction<Tables>) {
  await sql`lock table study, product, evidence, workspace, person in share row exclusive mode`.execute(db);
  const { rows } = await sql<{ studies: number; products: number; evidence: number }>`select
    (select count(*)::int from study join revision on revision.study = study.id and revision.number = 1
      where not (study.revision = 1 and revision.label is not distinct from 'example')) as studies,
    (select count(*)::int from product) as products,
    (select count(*)::int from evidence) as evidence`.execute(db);
  const counts = rows[0];
  if (!counts || counts.studies + counts.products + counts.evidence > 0)
    throw new ArchiveNotEmpty(counts ?? { studies: 0, products: 0, evidence: 0 });
  const person = await db.selectFrom("person").selectAll().where("local", "=", true).executeTakeFirst();
  const workspace = await db.selectFrom("workspace").selectAll().where("local", "=", true).executeTakeFirst();
  for (const table of ["decision_change", "revision", "study", "content", "audit", "setting"] as const)
    await db.deleteFrom(table).execute();
  for (const table of ["member", "person", "workspace"] as const) await db.deleteFrom(table).execute();
  return { person, workspace };
}

type Local = Awaited<ReturnType<typeof clear>>;

/** The archive's local person and workspace are those of this instance from now on, also for who is here already. */
async function succeed(db: Transaction<Tables>, { person, workspace }: Local): Promise<string> {
  const newPerson = await db.selectFrom("person").selectAll().where("local", "=", true).executeTakeFirst();
  const newWorkspace = await db
    .selectFrom("workspace")
    .selectAll()
    .where("local", "=", true)
    .executeTakeFirst();
  if (newPerson && newWorkspace) {
    if (person)
      await db
        .updateTable("session")
        .set({ person: newPerson.id, workspace: newWorkspace.id })
        .where("person", "=", person.id)
        .execute();
    return newWorkspace.id;
  }
  if (person && !newPerson) await db.insertInto("person").values(person).execute();
  if (workspace && !newWorkspace) await db.insertInto("workspace").values(workspace).execute();
  const pair = { person: (newPerson ?? person)?.id, workspace: (newWorkspace ?? workspace)?.id };
  if (pair.person !== undefined && pair.workspace !== undefined)
    await db
      .insertInto("member")
      .values({ person: pair.person, workspace: pair.workspace })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  return pair.workspace ?? "";
}

async function spool(file: FileHandle, archive: Uint8Array | AsyncIterable<Uint8Array>) {
  let at = 0;
  for await (const chunk of archive instanceof Uint8Array ? [archive] : archive)
    for (let done = 0; done < chunk.length; ) {
      const { bytesWritten } = await file.write(chunk, done, chunk.length - done, at);
      done += bytesWritten;
      at += bytesWritten;
    }
}

/** What the database says of rows that do not fit. */
function faultOf(error: unknown): ArchiveBroken | undefined {
  const { code, table, detail } = error as { code?: string; table?: string; detail?: string };
  if (code === "23503") return new ArchiveBroken("reference-dangling", table, detail);
  if (code?.startsWith("23") || code?.startsWith("22"))
    return new ArchiveBroken("row-invalid", table, detail);
  return undefined;
}

async function importFile(access: Access, file: FileHandle): Promise<ArchiveCounts> {
  const zip = await ZipReader.open(file);
  const { size } = await file.stat();
  const unpacked = zip.entries.reduce((sum, entry) => sum + entry.size, 0);
  if (unpacked > Math.max(HARMLESS_BYTES, RATIO * size)) throw new ArchiveBroken("too-large");
  const byName = new Map(zip.entries.map((entry) => [entry.name, entry]));
  const manifest = await manifestOf(zip, byName);
  compare(manifest, byName);
  try {
    return await access.transaction(async (db, tell) => {
      const local = await clear(db);
      const work = new Import(zip, byName, manifest, db);
      await work.contents();
      const rows = new Map<string, number>();
      for (const table of TABLES) rows.set(table.table, await work.table(table));
      const counts: ArchiveCounts = {
        studies: rows.get("study") ?? 0,
        revisions: rows.get("revision") ?? 0,
        products: rows.get("product") ?? 0,
        evidence: await work.evidence(),
      };
      for (const name of Object.keys(counts) as (keyof ArchiveCounts)[])
        if (counts[name] !== manifest.counts[name])
          throw new ArchiveBroken("count-differs", MANIFEST_ENTRY, name);
      await work.check();
      const workspace = await succeed(db, local);
      for (const table of ["audit", "decision_change"])
        await sql`select setval(pg_get_serial_sequence(${table}, 'sequence'),
          coalesce((select max(sequence) from ${sql.table(table)}), 0) + 1, false)`.execute(db);
      tell({ workspace, kind: "archive.imported" });
      return counts;
    });
  } catch (error) {
    throw error instanceof StoreError ? error : (faultOf(error) ?? error);
  }
}

/** Put into a temporary file first: a sender that stalls holds nothing open, and the list of entries stands at the end. */
export async function importArchive(
  access: Access,
  archive: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<ArchiveCounts> {
  const folder = access.database.temporary;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `import-${crypto.randomUUID()}.zip`);
  const file = await open(path, "wx+", 0o600);
  try {
    // Gone with the process, however that ends; where an open file cannot be removed it is below.
    await rm(path, { force: true }).catch(() => {});
    await spool(file, archive);
    return await importFile(access, file);
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}
