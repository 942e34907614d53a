/** Where a store lives: one process a folder, durable, its schema brought up to date, gone databases told apart. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, describe, expect, it, vi } from "vitest";
import { openEmbedded } from "../src/database/embedded.ts";
import { MIGRATIONS } from "../src/database/migrations.ts";
import type { Change } from "../src/index.ts";
import {
  DatabaseTooNew,
  DatabaseUnreachable,
  FolderLocked,
  FolderUnusable,
  MigrationFailed,
  openStore,
} from "../src/index.ts";
import { onBothDatabases, scope } from "./databases.ts";
import { study, withQuantity } from "./studies.ts";

const folders: string[] = [];
async function folder() {
  const made = await mkdtemp(join(tmpdir(), "seiza-place-"));
  folders.push(made);
  return made;
}
afterAll(async () => {
  for (const made of folders) await rm(made, { recursive: true, force: true });
});

const lockOf = async (data: string) => JSON.parse(await readFile(join(data, "seiza.lock"), "utf8"));

describe("A data folder", () => {
  it("is open in one process at a time, and the error names it", async () => {
    const data = await folder();
    const store = await openStore({ dataFolder: data });
    const second = openStore({ dataFolder: data });
    await expect(second).rejects.toThrow(FolderLocked);
    await expect(second).rejects.toMatchObject({ code: "folder-locked", pid: process.pid, folder: data });
    await store.close();
    const third = await openStore({ dataFolder: data });
    await third.close();
    expect((await readdir(data)).filter((name) => name.startsWith("seiza.lock"))).toEqual([]);
  });

  it("is taken over from a process that is dead, and from a reused process number", async () => {
    const data = await folder();
    const store = await openStore({ dataFolder: data });
    const lock = await lockOf(data);
    await store.close();
    const dead = spawn("true");
    await new Promise((resolve) => dead.once("exit", resolve));
    const leftovers = [
      { ...lock, pid: dead.pid, nonce: "dead" },
      // Alive, but started at another time than the lock's holder.
      { ...lock, pid: process.ppid, started: "1", nonce: "reused" },
      // As in a container, where every process is number 1.
      { ...lock, started: "1", nonce: "self" },
    ];
    for (const left of leftovers) {
      await writeFile(join(data, "seiza.lock"), JSON.stringify(left));
      await (await openStore({ dataFolder: data })).close();
    }
    await writeFile(join(data, "seiza.lock"), JSON.stringify({ ...lock, pid: dead.pid, nonce: "dead" }));
    // Someone died while taking over.
    await writeFile(
      join(data, "seiza.lock.after-dead"),
      JSON.stringify({ ...lock, pid: dead.pid, nonce: "dead-too" }),
    );
    await (await openStore({ dataFolder: data })).close();
    expect((await readdir(data)).filter((name) => name.startsWith("seiza.lock"))).toEqual([]);
  });

  it("is taken over by one only, of many who find the same dead holder", async () => {
    const { lockFolder } = await import("../src/database/folder-lock.ts");
    for (let round = 0; round < 20; round++) {
      const data = await folder();
      await writeFile(
        join(data, "seiza.lock"),
        JSON.stringify({
          ...JSON.parse("{}"),
          pid: 2 ** 22 + 1,
          started: "1",
          realm: await realm(),
          nonce: `n${round}`,
        }),
      );
      const all = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(data)));
      expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const one of all) if (one.status === "fulfilled") one.value();
    }
  });

  it("of a holder elsewhere is taken over after silence only", async () => {
    const { lockFolder } = await import("../src/database/folder-lock.ts");
    const data = await folder();
    const path = join(data, "seiza.lock");
    const foreign = { pid: 1, started: "1", realm: "another machine", nonce: "foreign", since: "2026" };
    await writeFile(path, JSON.stringify(foreign));
    const beat = setInterval(() => fs.utimesSync(path, new Date(), new Date()), 100);
    await expect(lockFolder(data)).rejects.toThrow(FolderLocked);
    clearInterval(beat);
    const release = await lockFolder(data);
    release();
  }, 40_000);

  it("that cannot be written is refused with its name", async () => {
    const data = await folder();
    await writeFile(join(data, "file"), "");
    await expect(openStore({ dataFolder: join(data, "file", "below") })).rejects.toThrow(FolderUnusable);
  });

  it("whose first start was interrupted is made anew", async () => {
    const data = await folder();
    await mkdir(join(data, "database", "base"), { recursive: true });
    await writeFile(join(data, "database", "PG_VERSION"), "18\n");
    const store = await openStore({ dataFolder: data });
    expect((await store.health()).ok).toBe(true);
    await store.close();
  });

  it("has its commits on the disk before they are acknowledged", async () => {
    const data = await folder();
    const database = await openEmbedded(data);
    const shown = async (name: string) =>
      Object.values(
        (await sql<Record<string, string>>`show ${sql.raw(name)}`.execute(database.db)).rows[0] ?? {},
      )[0];
    expect(await shown("fsync")).toBe("on");
    expect(await shown("synchronous_commit")).toBe("on");
    expect(await shown("full_page_writes")).toBe("on");
    expect(await shown("wal_sync_method")).toBe("fsync");
    await sql`create table t (n integer)`.execute(database.db);
    const synced = vi.spyOn(fs, "fsyncSync");
    for (let n = 0; n < 10; n++) await sql`insert into t values (${n})`.execute(database.db);
    expect(synced.mock.calls.length).toBeGreaterThanOrEqual(10);
    synced.mockRestore();
    await database.close();
  });
});

async function realm() {
  const data = await folder();
  const { lockFolder } = await import("../src/database/folder-lock.ts");
  const release = await lockFolder(data);
  const { realm: found } = await lockOf(data);
  release();
  return found as string;
}

describe("A database server", () => {
  it("that is not there is named, without its password", async () => {
    const url = "postgres://seiza:secret@127.0.0.1:1/none";
    const opening = openStore({ databaseUrl: url });
    await expect(opening).rejects.toThrow(DatabaseUnreachable);
    await expect(opening).rejects.toMatchObject({ address: "127.0.0.1:1/none" });
    await expect(opening).rejects.not.toThrow(/secret/);
    await expect(openStore({ databaseUrl: "not an address" })).rejects.toThrow(DatabaseUnreachable);
  });
});

onBothDatabases("The schema", ({ place }) => {
  it("of version 1 with rows in it becomes the newest with the same rows", async () => {
    const at = await place();
    const old = await at.open(MIGRATIONS.slice(0, 1));
    const { id } = await old.studies.create(scope(), study("古い版"));
    await old.studies.save(scope(), id, { study: withQuantity(study("古い版"), 2), expected: 1 });
    const before = await old.studies.get(scope(), id);
    expect((await old.health()).schemaVersion).toBe(1);
    await old.close();
    const now = await at.open();
    expect((await now.health()).schemaVersion).toBe(MIGRATIONS.length);
    expect(await now.studies.get(scope(), id)).toEqual(before);
    expect((await now.products.create(scope(), { name: "x", document: {} })).revision).toBe(1);
    await now.close();
  });

  it("of a newer program is refused, naming both versions", async () => {
    const at = await place();
    const newer = [
      ...MIGRATIONS,
      { name: "from the future", statements: ["create table future (n integer)"] },
    ];
    await (await at.open(newer)).close();
    const opening = at.open();
    await expect(opening).rejects.toThrow(DatabaseTooNew);
    await expect(opening).rejects.toMatchObject({ found: MIGRATIONS.length + 1, known: MIGRATIONS.length });
  });

  it("stays as it was where a step fails, and the next start goes on from there", async () => {
    const at = await place();
    const first = await at.open(MIGRATIONS.slice(0, 2));
    const { id } = await first.studies.create(scope(), study("途中"));
    await first.close();
    const broken = [
      ...MIGRATIONS,
      {
        name: "broken",
        statements: ["drop table evidence_link", "alter table study add nonsense", "select 1/0"],
      },
    ];
    await expect(at.open(broken)).rejects.toThrow(MigrationFailed);
    await expect(at.open(broken)).rejects.toMatchObject({ version: MIGRATIONS.length + 1 });
    const again = await at.open(MIGRATIONS.slice(0, 2));
    expect((await again.health()).schemaVersion).toBe(2);
    expect((await again.studies.get(scope(), id)).head.revision).toBe(1);
    await again.close();
    await (await at.open()).close();
  });
});

onBothDatabases("Two processes", ({ place, server }) => {
  it("on one server hear each other, once each; a folder has one only", async () => {
    const at = await place();
    const one = await at.open();
    if (at.kind === "pglite") {
      await expect(at.open()).rejects.toThrow(FolderLocked);
      await one.close();
      return;
    }
    const other = await at.open();
    const heardBy = (changes: Change[]) => (change: Change) => changes.push(change);
    const here: Change[] = [];
    const there: Change[] = [];
    one.onChange(heardBy(here));
    other.onChange(heardBy(there));
    const { id } = await one.studies.create(scope(), study("通知"));
    await vi.waitFor(() => expect(there).toHaveLength(1), 5_000);
    await other.studies.save(scope(), id, { study: withQuantity(study("通知"), 2), expected: 1 });
    await vi.waitFor(() => expect(here).toHaveLength(2), 5_000);
    const long = { person: "p", name: "名".repeat(5_000) };
    await other.studies.save(scope({ actor: long }), id, { study: study("通知"), expected: 2 });
    await vi.waitFor(() => expect(here).toHaveLength(3), 5_000);
    expect(here[2]?.by).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(here.map(({ kind, revision }) => [kind, revision])).toEqual([
      ["study.created", 1],
      ["study.saved", 2],
      ["study.saved", 3],
    ]);
    expect(there).toHaveLength(3);

    // A server that falls over and comes back: told, and everything works again by itself.
    const saving = one.studies.head(scope(), id);
    await saving;
    await server().crash();
    await vi.waitFor(() => expect(here.some(({ kind }) => kind === "missed")).toBe(true), 15_000);
    await vi.waitFor(async () => expect((await one.health()).ok).toBe(true), 15_000);
    expect((await one.studies.head(scope(), id)).revision).toBe(3);
    await other.studies.save(scope(), id, { study: withQuantity(study("通知"), 7), expected: 3 });
    await vi.waitFor(() => expect(here.at(-1)).toMatchObject({ kind: "study.saved", revision: 4 }), 5_000);
    await one.close();
    await other.close();
  });
});
