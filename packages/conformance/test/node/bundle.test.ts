import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  BundleExists,
  bundleFiles,
  type Files,
  signingKey,
  verifyBundle,
  verifyFiles,
  writeBundle,
} from "../../src/node/index.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "seiza-bundle-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function files(): Promise<Files> {
  const key = await signingKey(join(folder, "config", "key.pem"));
  return bundleFiles(
    {
      run: { id: "r", startedAt: "2026-04-01T00:00:00Z", endedAt: "2026-04-01T00:01:00Z" },
      product: { model: "TOY-1", firmware: "1.0" },
      records: [],
      log: [{ step: "GET /" }],
      raw: new Map([["raw/1/transcript.txt", Buffer.from("> GET /\n< 401\n")]]),
      tools: [{ name: "seiza", version: "test" }],
    },
    key,
  );
}

test("a bundle as written is sound, as a folder and as a zip, and signed with the same key each time", async () => {
  const made = await files();
  await writeBundle(join(folder, "b"), made);
  await writeBundle(join(folder, "b.zip"), made);
  const [a, z] = [await verifyBundle(join(folder, "b")), await verifyBundle(join(folder, "b.zip"))];
  expect(a).toMatchObject({ ok: true, problems: [] });
  expect(z).toMatchObject({ ok: true, problems: [] });
  expect((await verifyBundle(join(folder, "b"), a.manifest?.publicKey)).ok).toBe(true);
  expect((await verifyBundle(join(folder, "b"), "AAAA")).problems).toMatchObject([{ code: "other-key" }]);
});

test("any one byte that changed in any file is found and the file named", async () => {
  const made = await files();
  let tried = 0;
  for (const [path, bytes] of made)
    for (let at = 0; at < bytes.length; at++) {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] as number) ^ 1;
      const v = verifyFiles(new Map([...made, [path, copy]]));
      tried++;
      expect(v.ok, `${path} byte ${at}`).toBe(false);
      if (path !== "manifest.json" && path !== "manifest.sig")
        expect(v.problems).toContainEqual({ code: "changed", file: path });
    }
  expect(tried).toBeGreaterThan(800);
});

test("any one byte that changed in a zip is found", async () => {
  const path = join(folder, "b.zip");
  await writeBundle(path, await files());
  const bytes = await readFile(path);
  for (let at = 0; at < bytes.length; at += 7) {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] as number) ^ 1;
    await writeFile(path, copy);
    expect((await verifyBundle(path)).ok, `byte ${at}`).toBe(false);
  }
});

test("a missing file and one that was added are named", async () => {
  const made = await files();
  await writeBundle(join(folder, "b"), made);
  await rm(join(folder, "b", "raw/1/transcript.txt"));
  await writeFile(join(folder, "b", "raw/1/extra.txt"), "x");
  expect((await verifyBundle(join(folder, "b"))).problems).toEqual(
    expect.arrayContaining([
      { code: "missing", file: "raw/1/transcript.txt" },
      { code: "unsigned", file: "raw/1/extra.txt" },
    ]),
  );
});

test("evidence is never overwritten, and a write that fails leaves nothing", async () => {
  const made = await files();
  await writeBundle(join(folder, "b"), made);
  await expect(writeBundle(join(folder, "b"), made)).rejects.toBeInstanceOf(BundleExists);
  // A file where a folder is needed stops the writing half way.
  await expect(
    writeBundle(join(folder, "c"), new Map([...made, ["log.ndjson/x", Buffer.from("x")]])),
  ).rejects.toThrow();
  expect((await readdir(folder)).sort()).toEqual(["b", "config"]);
});
