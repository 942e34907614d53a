/**
 * The evidence bundle (証跡): records, raw output, log, and a manifest with the SHA-256 of each, signed with Ed25519. A folder,
 * or a zip of the same files stored without compression. Written completely or not at all.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from "node:crypto";
import { lstat, mkdir, open as openFile, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { z } from "zod";
import { CheckRecord } from "../../evidence/facts.ts";
import { sha256 } from "./redact.ts";

export const BUNDLE_FORMAT = "seiza-evidence/1";
const MANIFEST = "manifest.json";
const SIGNATURE = "manifest.sig";

export const Manifest = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  /** `stopped`: the run did not come to its end, and why (a key of `why.*`); its records say what was left. */
  run: z.strictObject({
    id: z.string(),
    startedAt: z.string(),
    endedAt: z.string(),
    stopped: z.string().optional(),
  }),
  product: z.strictObject({ model: z.string(), firmware: z.string(), unit: z.string().optional() }),
  target: z
    .strictObject({ address: z.string(), host: z.string().optional(), operator: z.string() })
    .optional(),
  tools: z.array(z.strictObject({ name: z.string(), version: z.string() })),
  /** SPKI, DER, Base64. */
  publicKey: z.string(),
  files: z.array(z.strictObject({ path: z.string(), sha256: z.string(), bytes: z.number().int() })),
});
export type Manifest = z.infer<typeof Manifest>;

export type Files = Map<string, Uint8Array>;
export class BundleExists extends Error {}
export class KeyUnusable extends Error {}

/** `~/.config/seiza`, or where the environment says. */
export const configFolder = (env: NodeJS.ProcessEnv): string =>
  env["SEIZA_CONFIG"] ?? join(env["XDG_CONFIG_HOME"] ?? join(homedir(), ".config"), "seiza");

const spki = (key: KeyObject): string =>
  createPublicKey(key).export({ type: "spki", format: "der" }).toString("base64");
/** Short form of a public key, for people to compare. */
export const keyFingerprint = (publicKey: string): string =>
  sha256(Buffer.from(publicKey, "base64")).slice(0, 32);

/** The signing key: made on first use, readable by its owner only. @throws KeyUnusable */
export async function signingKey(path: string): Promise<KeyObject> {
  let pem: string | undefined;
  try {
    pem = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT")
      throw new KeyUnusable(`${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
  if (pem !== undefined) {
    let key: KeyObject;
    try {
      key = createPrivateKey(pem);
    } catch {
      throw new KeyUnusable(`${path}: no private key in PEM`);
    }
    if (key.asymmetricKeyType !== "ed25519")
      throw new KeyUnusable(`${path}: ${key.asymmetricKeyType}, not ed25519`);
    return key;
  }
  const { privateKey } = generateKeyPairSync("ed25519");
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    // `wx`: of two runs that start at once, one makes the key and both use it.
    await writeFile(path, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return signingKey(path);
    throw new KeyUnusable(`${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
  return privateKey;
}

export interface BundleInput {
  run: Manifest["run"];
  product: Manifest["product"];
  target?: Manifest["target"];
  records: readonly CheckRecord[];
  log: readonly unknown[];
  raw: Files;
  tools: Manifest["tools"];
  /** Further files: declaration, assessment. */
  more?: Files;
}

export function bundleFiles(input: BundleInput, key: KeyObject): Files {
  const files: Files = new Map();
  const text = (t: string) => Buffer.from(t, "utf8");
  files.set("records.json", text(`${JSON.stringify(input.records, null, 2)}\n`));
  files.set("log.ndjson", text(input.log.map((l) => `${JSON.stringify(l)}\n`).join("")));
  for (const [path, bytes] of [...input.raw, ...(input.more ?? [])]) files.set(path, bytes);
  const manifest: Manifest = {
    format: BUNDLE_FORMAT,
    run: input.run,
    product: input.product,
    ...(input.target ? { target: input.target } : {}),
    tools: input.tools,
    publicKey: spki(key),
    files: [...files]
      .map(([path, bytes]) => ({ path, sha256: sha256(bytes), bytes: bytes.length }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
  const bytes = text(`${JSON.stringify(manifest, null, 2)}\n`);
  files.set(MANIFEST, bytes);
  files.set(SIGNATURE, text(`${sign(null, bytes, key).toString("base64")}\n`));
  return files;
}

/** The same files always give the same zip, so that a byte changed between the files is seen too. */
const zipped = (files: Files): Uint8Array =>
  zipSync(
    Object.fromEntries(
      [...files]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, bytes]) => [path, [bytes, { level: 0 as const, mtime: new Date(1980, 0, 1) }]]),
    ),
  );

async function synced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await openFile(path, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes a folder, or one zip where the name ends so. @throws BundleExists when something is there already */
export async function writeBundle(out: string, files: Files): Promise<void> {
  const target = resolve(out);
  const there = await lstat(target).catch(() => undefined);
  if (there && !(there.isDirectory() && (await readdir(target)).length === 0)) throw new BundleExists(out);
  await mkdir(dirname(target), { recursive: true });
  const part = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString("hex")}.seiza-part`);
  try {
    if (/\.zip$/i.test(target)) await synced(part, zipped(files));
    else
      for (const [path, bytes] of files) {
        await mkdir(dirname(join(part, path)), { recursive: true });
        await synced(join(part, path), bytes);
      }
    if (there) await rm(target, { recursive: true });
    await rename(part, target);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

export interface BundleProblem {
  code:
    | "unreadable"
    | "no-manifest"
    | "manifest-broken"
    | "no-signature"
    | "signature-wrong"
    | "other-key"
    | "missing"
    | "changed"
    | "unsigned"
    | "records-broken"
    | "container";
  file: string;
  detail?: string;
}
export interface Verification {
  ok: boolean;
  problems: BundleProblem[];
  manifest?: Manifest;
  fingerprint?: string;
  files: number;
}

async function filesBelow(folder: string, problems: BundleProblem[]): Promise<Files> {
  const files: Files = new Map();
  const walk = async (at: string): Promise<void> => {
    for (const entry of await readdir(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      const name = relative(folder, path).split(sep).join("/");
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) files.set(name, await readFile(path));
      // A link may show something else tomorrow.
      else problems.push({ code: "unsigned", file: name });
    }
  };
  await walk(folder);
  return files;
}

/**
 * A bundle as one zip, checked, with its records when all is right.
 * @param most bytes that it may unpack to; beyond that it is `unreadable`
 */
export function readBundleZip(
  bytes: Uint8Array,
  name: string,
  most: number,
): Verification & { records: CheckRecord[] } {
  const broken = (detail: string) => ({
    ok: false,
    problems: [{ code: "unreadable" as const, file: name, detail }],
    files: 0,
    records: [],
  });
  let total = 0;
  let files: Files;
  try {
    files = new Map(
      Object.entries(
        unzipSync(bytes, {
          filter: (f) => {
            total += f.originalSize;
            if (total > most) throw new Error("too-large");
            return true;
          },
        }),
      ),
    );
  } catch (error) {
    return broken((error as Error).message);
  }
  const result = verifyFiles(files);
  if (sha256(zipped(files)) !== sha256(bytes)) result.problems.push({ code: "container", file: name });
  const ok = result.problems.length === 0;
  const text = Buffer.from(files.get("records.json") ?? []).toString("utf8");
  return { ...result, ok, records: ok ? z.array(CheckRecord).parse(JSON.parse(text)) : [] };
}

/**
 * Beginnings of the raw files of a bundle in one zip, by the SHA-256 that its manifest signs; none when it is not as it was
 * signed.
 * @param most bytes that it may unpack to @param head bytes taken of each file
 */
export function rawOfBundle(bytes: Uint8Array, most: number, head: number): Map<string, Uint8Array> {
  const read = readBundleZip(bytes, "bundle", most);
  if (!read.ok || !read.manifest) return new Map();
  const files = unzipSync(bytes, { filter: (f) => f.name.startsWith("raw/") });
  return new Map(
    read.manifest.files.flatMap((f) => {
      const file = files[f.path];
      return file ? [[f.sha256, file.slice(0, head)] as const] : [];
    }),
  );
}

/** Reads a bundle from disk and checks it, without any network. @param expected public key (SPKI, Base64) it must be signed with */
export async function verifyBundle(path: string, expected?: string): Promise<Verification> {
  const { contents: _contents, ...verification } = await readBundle(path, expected);
  return verification;
}

/** A bundle from disk, checked, with its files by their paths; none when it cannot be read. */
export async function readBundle(
  path: string,
  expected?: string,
): Promise<Verification & { contents: Files }> {
  const problems: BundleProblem[] = [];
  let contents: Files;
  try {
    if ((await lstat(path)).isDirectory()) contents = await filesBelow(path, problems);
    else {
      const bytes = new Uint8Array(await readFile(path));
      contents = new Map(Object.entries(unzipSync(bytes)));
      if (sha256(zipped(contents)) !== sha256(bytes))
        problems.push({ code: "container", file: basename(path) });
    }
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    return {
      ok: false,
      problems: [{ code: "unreadable", file: path, detail: String(detail) }],
      files: 0,
      contents: new Map(),
    };
  }
  const result = verifyFiles(contents, expected);
  problems.push(...result.problems);
  return { ...result, ok: problems.length === 0, problems, contents };
}

export function verifyFiles(files: Files, expected?: string): Verification {
  const problems: BundleProblem[] = [];
  const done = (more: Partial<Verification> = {}): Verification => ({
    ok: problems.length === 0,
    problems,
    files: files.size,
    ...more,
  });
  const bytes = files.get(MANIFEST);
  if (!bytes) {
    problems.push({ code: "no-manifest", file: MANIFEST });
    return done();
  }
  let manifest: Manifest;
  try {
    manifest = Manifest.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch {
    problems.push({ code: "manifest-broken", file: MANIFEST });
    return done();
  }
  const signature = files.get(SIGNATURE);
  const fingerprint = keyFingerprint(manifest.publicKey);
  if (!signature) problems.push({ code: "no-signature", file: SIGNATURE });
  else {
    let right = false;
    const text = Buffer.from(signature).toString("latin1");
    try {
      const key = createPublicKey({
        key: Buffer.from(manifest.publicKey, "base64"),
        type: "spki",
        format: "der",
      });
      const raw = Buffer.from(text.trim(), "base64");
      right =
        key.asymmetricKeyType === "ed25519" &&
        `${raw.toString("base64")}\n` === text &&
        verify(null, bytes, key, raw);
    } catch {
      right = false;
    }
    if (!right) problems.push({ code: "signature-wrong", file: SIGNATURE });
  }
  if (expected !== undefined && expected !== manifest.publicKey)
    problems.push({ code: "other-key", file: MANIFEST, detail: fingerprint });
  const listed = new Set<string>([MANIFEST, SIGNATURE]);
  for (const f of manifest.files) {
    listed.add(f.path);
    const have = files.get(f.path);
    if (!have) problems.push({ code: "missing", file: f.path });
    else if (have.length !== f.bytes || sha256(have) !== f.sha256)
      problems.push({ code: "changed", file: f.path });
  }
  for (const path of files.keys()) if (!listed.has(path)) problems.push({ code: "unsigned", file: path });
  const records = files.get("records.json");
  if (records) {
    try {
      const list = z.array(CheckRecord).parse(JSON.parse(Buffer.from(records).toString("utf8")));
      for (const r of list)
        for (const raw of r.raw)
          if (manifest.files.find((f) => f.path === raw.path)?.sha256 !== raw.sha256)
            problems.push({ code: "records-broken", file: raw.path, detail: r.id });
    } catch {
      problems.push({ code: "records-broken", file: "records.json" });
    }
  } else if (!problems.some((p) => p.file === "records.json"))
    problems.push({ code: "missing", file: "records.json" });
  return done({ manifest, fingerprint });
}
