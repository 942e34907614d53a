/** Everything in one file and back, between the two kinds of database; nothing of a broken one. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MANIFEST_ENTRY, type Manifest } from "../src/archive/format.ts";
import { ZipReader, ZipWriter } from "../src/archive/zip.ts";
import type { Change, Store } from "../src/index.ts";
import { ArchiveBroken, ArchiveNotEmpty, ArchiveTooNew, openStore } from "../src/index.ts";
import { collect, onBothDatabases, type Place, scope } from "./databases.ts";
import { type PostgresServer, skipsPostgres, startPostgres } from "./postgres.ts";
import { decision, study, withQuantity } from "./studies.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "seiza-archive-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Files = Map<string, Buffer>;

async function unpack(archive: Uint8Array): Promise<Files> {
  const path = join(folder, "read.zip");
  await writeFile(path, archive);
  const file = await open(path);
  const zip = await ZipReader.open(file);
  const out: Files = new Map();
  for (const entry of zip.entries) out.set(entry.name, Buffer.concat(await collect(zip.read(entry))));
  await file.close();
  return out;
}

async function pack(files: Iterable<[string, Buffer]>, limits?: { offset: number; count: number }) {
  const path = join(folder, "written.zip");
  await rm(path, { force: true });
  const file = await open(path, "wx+");
  const zip = new ZipWriter(file, limits);
  for (const [name, bytes] of files)
    await zip.add(name, [bytes], { compress: !name.startsWith("evidence/") });
  await zip.end();
  await file.close();
  return readFile(path);
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The archive with something changed and its manifest made to fit again: what a careful forger would do. */
async function forged(archive: Uint8Array, change: (files: Files) => void): Promise<Buffer> {
  const files = await unpack(archive);
  change(files);
  const manifest = JSON.parse(String(files.get(MANIFEST_ENTRY))) as Manifest;
  manifest.entries = {};
  files.delete(MANIFEST_ENTRY);
  for (const [name, bytes] of files)
    manifest.entries[name] = {
      sha256: sha256(bytes),
      bytes: bytes.length,
      rows: bytes.filter((byte) => byte === 10).length,
    };
  return pack([...files, [MANIFEST_ENTRY, Buffer.from(JSON.stringify(manifest))]]);
}

const manifestOf = async (archive: Uint8Array) =>
  JSON.parse(String((await unpack(archive)).get(MANIFEST_ENTRY))) as Manifest;

/** Something in every table. */
async function fill(store: Store) {
  const local = await store.people.local({
    at: scope().at,
    newId: scope().newId,
    personName: "星野",
    workspaceName: "検討",
  });
  const s = () =>
    scope({ workspace: local.workspace.id, actor: { person: local.person.id, name: local.person.name } });
  const first = await store.studies.create(s(), study("家", { decisions: [decision("d1")] }));
  for (let n = 2; n <= 6; n++)
    await store.studies.save(s(), first.id, {
      study: withQuantity(study("家", { decisions: [decision("d1", { reason: `理由${n}` })] }), n),
      expected: n - 1,
      base: n - 1,
      why: "数\u0000",
    });
  const gone = await store.studies.create(s(), study("工場"));
  await store.studies.remove(s(), gone.id);
  await store.studies.setSummary(s(), first.id, {
    revision: 6,
    progress: [],
    counts: {},
    picture: "<svg/>",
    problems: { errors: 0, warnings: 0 },
  });
  const product = await store.products.create(s(), {
    name: { ja: "製品" },
    document: { deep: [{ 1: "x" }] },
  });
  const bytes = new Uint8Array(900_000).map((_, i) => (i * 7) % 256);
  const { sha256: hash } = await store.evidence.put(s(), bytes, {
    mediaType: "application/pdf",
    name: "証跡.pdf",
  });
  await store.evidence.link(s(), { product: product.id, sha256: hash, subject: "S1.1-01" });
  await store.assessments.add(s(), product.id, {
    productRevision: 1,
    firmware: "1.4.2",
    why: "初回",
    summary: { fail: 1 },
    body: { records: [{ facts: ["試験"] }] },
    evidence: [hash],
  });
  await store.evidence.put(s(), new Uint8Array(), { mediaType: "text/plain", name: "empty" });
  await store.settings.set(s(), "language", "ja");
  return { scope: s, study: first.id, evidence: hash, bytes };
}

const exported = async (store: Store) => Buffer.concat(await collect(store.exportArchive()));

onBothDatabases("An archive", ({ place }) => {
  let source: Store;
  let archive: Buffer;
  let filled: Awaited<ReturnType<typeof fill>>;
  let empty: Place;
  let target: Store;
  beforeAll(async () => {
    source = await (await place()).open();
    filled = await fill(source);
    archive = await exported(source);
    empty = await place();
    target = await empty.open();
  });
  afterAll(async () => {
    await source?.close();
    await target?.close();
  });

  it("is the same each time it is made of the same content", async () => {
    const again = await manifestOf(await exported(source));
    expect(again.entries).toEqual((await manifestOf(archive)).entries);
    expect(again.counts).toEqual({ studies: 2, revisions: 7, products: 1, evidence: 2 });
  });

  it("of the time before assessments is read as it was", async () => {
    const files = await unpack(archive);
    const manifest = JSON.parse(String(files.get(MANIFEST_ENTRY))) as Manifest;
    files.delete("tables/assessment.ndjson");
    delete manifest.entries["tables/assessment.ndjson"];
    files.set("format.json", Buffer.from('{"format":"seiza-archive","version":1}'));
    manifest.entries["format.json"] = {
      sha256: sha256(files.get("format.json") as Buffer),
      bytes: (files.get("format.json") as Buffer).length,
    };
    manifest.version = 1;
    files.set(MANIFEST_ENTRY, Buffer.from(JSON.stringify(manifest)));
    const older = await (await place()).open();
    try {
      expect((await older.importArchive(await pack(files))).products).toBe(1);
      const [product] = (await older.products.list(filled.scope())).items;
      expect((await older.assessments.list(filled.scope(), product?.id ?? "")).items).toEqual([]);
    } finally {
      await older.close();
    }
  });

  it("is a zip that other programs read", async () => {
    const path = join(folder, "other.zip");
    await writeFile(path, archive);
    const check = "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), len(z.namelist()))";
    const { stdout, error } = spawnSync("python3", ["-c", check, path], { encoding: "utf8" });
    if (error) return;
    expect(stdout.trim()).toBe(`None ${(await unpack(archive)).size}`);
  });

  describe("that is broken is refused, and nothing is written", () => {
    const refused = async (broken: Uint8Array, fault: string, on = target) => {
      const importing = on.importArchive(broken);
      await expect(importing).rejects.toThrow(ArchiveBroken);
      await expect(importing).rejects.toMatchObject({ code: "archive-broken", fault });
      const { counts, entries } = await manifestOf(await exported(on));
      expect(counts).toEqual({ studies: 0, revisions: 0, products: 0, evidence: 0 });
      for (const [name, { bytes }] of Object.entries(entries))
        if (name.startsWith("tables/")) expect([name, bytes]).toEqual([name, 0]);
    };
    const line = (files: Files, name: string, change: (row: Record<string, unknown>) => void) => {
      const [first, ...rest] = String(files.get(name)).split("\n");
      const row = JSON.parse(String(first));
      change(row);
      files.set(name, Buffer.from([JSON.stringify(row), ...rest].join("\n")));
    };

    it("no zip at all", async () => {
      await refused(Buffer.from("study: 1\n"), "not-a-zip");
      await refused(Buffer.alloc(0), "not-a-zip");
    });
    it("cut off anywhere", async () => {
      for (const share of [0.01, 0.3, 0.7, 0.99]) {
        const cut = archive.subarray(0, Math.floor(archive.length * share));
        await refused(cut, "truncated");
      }
    });
    it("bytes turned over", async () => {
      const turned = Buffer.from(archive);
      const at = turned.indexOf("evidence/") + 500;
      turned[at] = (turned[at] ?? 0) ^ 1;
      await expect(target.importArchive(turned)).rejects.toThrow(ArchiveBroken);
      const files = await unpack(archive);
      const name = "tables/content.ndjson";
      const text = String(files.get(name)).replace("宅内", "宅外");
      files.set(name, Buffer.from(text));
      await refused(await pack(files), "hash-differs");
    });
    it("a table or the manifest missing, or too much", async () => {
      const files = await unpack(archive);
      const lacking = (name: string) => pack([...files].filter(([other]) => other !== name));
      await refused(await lacking("tables/revision.ndjson"), "entry-missing");
      await refused(await lacking(MANIFEST_ENTRY), "manifest-missing");
      await refused(await lacking("format.json"), "manifest-missing");
      await refused(await pack([...files, ["more.txt", Buffer.from("x")]]), "entry-unknown");
      await refused(await pack([...files, ["format.json", Buffer.from("x")]]), "entry-twice");
      await refused(await forged(archive, (all) => all.set("x/y", Buffer.from("x"))), "entry-unknown");
      await refused(await forged(archive, (all) => all.delete("tables/audit.ndjson")), "entry-missing");
    });
    it("a manifest that is none", async () => {
      const files = await unpack(archive);
      files.set(MANIFEST_ENTRY, Buffer.from("{"));
      await refused(await pack(files), "manifest-invalid");
      files.set(MANIFEST_ENTRY, Buffer.from('{"format":"seiza-archive","version":1,"entries":[]}'));
      await refused(await pack(files), "manifest-invalid");
    });
    it("of a newer format", async () => {
      const newer = await forged(archive, (files) =>
        files.set("format.json", Buffer.from('{"format":"seiza-archive","version":99}')),
      );
      const importing = target.importArchive(newer);
      await expect(importing).rejects.toThrow(ArchiveTooNew);
      await expect(importing).rejects.toMatchObject({ found: 99, known: 2 });
    });
    it("rows that do not fit, also with hashes that do", async () => {
      const forge = (name: string, change: (row: Record<string, unknown>) => void) =>
        forged(archive, (files) => line(files, `tables/${name}.ndjson`, change));
      const set = (values: Record<string, unknown>) => (row: Record<string, unknown>) => {
        Object.assign(row, values);
      };
      await refused(await forge("study", set({ revision: "6" })), "row-invalid");
      await refused(await forge("study", set({ more: 1 })), "row-invalid");
      await refused(await forge("audit", set({ at: "yesterday" })), "row-invalid");
      await refused(await forge("revision", set({ study: "none" })), "reference-dangling");
      await refused(await forge("study", set({ content: "0".repeat(64) })), "reference-dangling");
      await refused(await forge("study", set({ revision: 3 })), "reference-dangling");
      await refused(await forge("evidence", set({ size: 5 })), "reference-dangling");
      await refused(await forge("content", set({ study: {} })), "hash-differs");
      const text = JSON.stringify({ seiza: 1 });
      const noStudy = set({ sha256: sha256(Buffer.from(text)), study: JSON.parse(text) });
      await refused(await forge("content", noStudy), "row-invalid");
      await refused(
        await forged(archive, (files) => files.delete(`evidence/${filled.evidence}`)),
        "count-differs",
      );
      await refused(
        await forged(archive, (files) => files.set(`evidence/${filled.evidence}`, Buffer.from("other"))),
        "hash-differs",
      );
    });
    it("zeros by the gigabyte", async () => {
      const path = join(folder, "bomb.zip");
      await rm(path, { force: true });
      const file = await open(path, "wx+");
      const zip = new ZipWriter(file);
      const zeros = Buffer.alloc(1024 * 1024);
      const many = function* () {
        for (let n = 0; n < 600; n++) yield zeros;
      };
      await zip.add("tables/content.ndjson", many(), { compress: true });
      await zip.end();
      await file.close();
      const bomb = await readFile(path);
      expect(bomb.length).toBeLessThan(1_000_000);
      await refused(bomb, "too-large");
      // It may also lie about what it unpacks to.
      const lying = Buffer.from(bomb);
      const central = lying.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
      lying.writeUInt32LE(1000, central + 24);
      await refused(lying, "manifest-missing");
      const inside = await forged(archive, () => {});
      const entry = inside.lastIndexOf("tables/content.ndjson") - 46;
      inside.writeUInt32LE(10, entry + 24);
      await refused(inside, "size-differs");
    });
  });

  it("goes into an empty instance whole, and out of it again the same", async () => {
    // Also from a stream that comes in small pieces, over examples nobody touched and a person who is here already.
    const local = await target.people.local({
      at: new Date(),
      newId: scope().newId,
      personName: "仮",
      workspaceName: "仮",
    });
    const ids = { workspace: local.workspace.id, person: local.person.id };
    const expiresAt = new Date(Date.now() + 60_000);
    await target.sessions.create({ token: "t", ...ids, at: new Date(), expiresAt });
    await target.studies.create(scope({ workspace: ids.workspace }), study("例"), { label: "example" });
    const heard: Change[] = [];
    target.onChange((change) => heard.push(change));
    const counts = await target.importArchive(
      (async function* () {
        for (let at = 0; at < archive.length; at += 10_007) yield archive.subarray(at, at + 10_007);
      })(),
    );
    expect(counts).toEqual({ studies: 2, revisions: 7, products: 1, evidence: 2 });
    expect((await manifestOf(await exported(target))).entries).toEqual((await manifestOf(archive)).entries);
    expect(heard.at(-1)).toMatchObject({ kind: "archive.imported", workspace: filled.scope().workspace });
    // Work goes on where it was.
    const { head, study: got } = await target.studies.get(filled.scope(), filled.study);
    expect(head).toEqual((await source.studies.get(filled.scope(), filled.study)).head);
    const saved = await target.studies.save(filled.scope(), filled.study, {
      study: withQuantity(got, 99),
      expected: 6,
    });
    expect(saved.revision).toBe(7);
    const evidence = await target.evidence.get(filled.scope(), filled.evidence);
    expect(Buffer.compare(evidence.bytes, filled.bytes)).toBe(0);
    const session = await target.sessions.find("t", new Date());
    expect(session).toMatchObject({ person: { name: "星野" }, workspace: { name: "検討" } });
  });

  it("goes into no instance that holds something", async () => {
    const importing = source.importArchive(archive);
    await expect(importing).rejects.toThrow(ArchiveNotEmpty);
    await expect(importing).rejects.toMatchObject({ counts: { studies: 2, products: 1, evidence: 2 } });
    expect((await manifestOf(await exported(source))).counts.studies).toBe(2);
  });
});

describe.skipIf(skipsPostgres)("An archive moves", () => {
  let server: PostgresServer;
  let data: string;
  beforeAll(async () => {
    server = await startPostgres();
    data = await mkdtemp(join(tmpdir(), "seiza-move-"));
  });
  afterAll(async () => {
    await server?.stop();
    await rm(data, { recursive: true, force: true });
  });

  it("from the embedded database to a server and back", async () => {
    const here = await openStore({ dataFolder: join(data, "a") });
    await fill(here);
    const archive = await exported(here);
    await here.close();
    const there = await openStore({ databaseUrl: await server.database() });
    await there.importArchive(archive);
    const second = await exported(there);
    await there.close();
    const back = await openStore({ dataFolder: join(data, "b") });
    await back.importArchive(second);
    const third = await exported(back);
    await back.close();
    const { entries } = await manifestOf(archive);
    expect((await manifestOf(second)).entries).toEqual(entries);
    expect((await manifestOf(third)).entries).toEqual(entries);
  });
});

describe("A zip file", () => {
  it("with far offsets and many entries is read as it was written", async () => {
    const files: [string, Buffer][] = Array.from({ length: 50 }, (_, n) => [
      `ファイル${n}.txt`,
      Buffer.from("x".repeat(n * 10)),
    ]);
    const bytes = await pack(files, { offset: 500, count: 20 });
    const read = await unpack(bytes);
    expect([...read].map(([name, { length }]) => [name, length])).toEqual(
      files.map(([name, { length }]) => [name, length]),
    );
  });
});
