/** Verifying firmware packages offline: minisign, signify, usign and raw Ed25519 with node:crypto, CMS with openssl where it is installed. */
import { spawnSync } from "node:child_process";
import { createHash, createPublicKey, type KeyObject, verify, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FactOf } from "../../evidence/facts.ts";
import { alterations } from "../../packages/alter.ts";
import { type PackageShape, recognisePackage } from "../../packages/recognise.ts";

/** DER before the 32 bytes of an Ed25519 public key (RFC 8410). */
const ED25519 = Buffer.from("302a300506032b6570032100", "hex");
const ed25519Key = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([ED25519, raw]), format: "der", type: "spki" });

interface SmallSignature {
  algorithm: string;
  keyId: Buffer;
  signature: Buffer;
  trusted?: string;
  global?: Buffer;
}

function readSmall(text: string): SmallSignature | undefined {
  const lines = text.split(/\r?\n/);
  const at = lines.findIndex((l) => /^[A-Za-z0-9+/]{40,}={0,2}$/.test(l));
  const bytes = Buffer.from(lines[at] ?? "", "base64");
  if (bytes.length !== 74) return undefined;
  const trusted = lines[at + 1]?.startsWith("trusted comment: ") ? lines[at + 1]?.slice(17) : undefined;
  return {
    algorithm: bytes.subarray(0, 2).toString("latin1"),
    keyId: bytes.subarray(2, 10),
    signature: bytes.subarray(10),
    ...(trusted === undefined ? {} : { trusted, global: Buffer.from(lines[at + 2] ?? "", "base64") }),
  };
}

function readSmallKey(text: string): { keyId: Buffer; key: KeyObject } | undefined {
  const line = text.split(/\r?\n/).find((l) => /^[A-Za-z0-9+/]{56}$|^[A-Za-z0-9+/]{55}=$/.test(l));
  const bytes = Buffer.from(line ?? "", "base64");
  if (bytes.length !== 42 || bytes.subarray(0, 2).toString("latin1") !== "Ed") return undefined;
  return { keyId: bytes.subarray(2, 10), key: ed25519Key(bytes.subarray(10)) };
}

export type Verified = "yes" | "no" | "not-tried";

/**
 * minisign (`Ed` over the file, `ED` over its BLAKE2b-512) and signify/usign (`Ed`). With minisign the trusted comment is
 * signed as well and has to hold. @returns `not-tried` where key or signature is of another kind
 */
export function verifySmall(file: Uint8Array, signature: string, publicKey: string): Verified {
  const s = readSmall(signature);
  const k = readSmallKey(publicKey);
  if (!s || !k || (s.algorithm !== "Ed" && s.algorithm !== "ED")) return "not-tried";
  if (!s.keyId.equals(k.keyId)) return "no";
  const message = s.algorithm === "ED" ? createHash("blake2b512").update(file).digest() : file;
  if (!verify(null, message, k.key, s.signature)) return "no";
  if (s.trusted === undefined) return "yes";
  const whole = Buffer.concat([s.signature, Buffer.from(s.trusted, "utf8")]);
  return s.global?.length === 64 && verify(null, whole, k.key, s.global) ? "yes" : "no";
}

/** Ed25519 over the whole file, with a raw 32-byte key or a PEM. */
export function verifyEd25519(file: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): Verified {
  try {
    const key = publicKey.length === 32 ? ed25519Key(publicKey) : createPublicKey(Buffer.from(publicKey));
    if (key.asymmetricKeyType !== "ed25519" || signature.length !== 64) return "not-tried";
    return verify(null, file, key, signature) ? "yes" : "no";
  } catch {
    return "not-tried";
  }
}

/**
 * Detached CMS over `content`, against the vendor's certificate, through openssl. Validity dates are not looked at: a device
 * in the field has no say in them. @returns `not-tried` where openssl is not installed or the certificate is none
 */
export function verifyCms(content: Uint8Array, cms: Uint8Array, certificate: Uint8Array): Verified {
  try {
    new X509Certificate(certificate);
  } catch {
    return "not-tried";
  }
  const folder = mkdtempSync(join(tmpdir(), "seiza-cms-"));
  try {
    const at = (name: string) => join(folder, name);
    writeFileSync(at("content"), content);
    writeFileSync(at("cms"), cms);
    writeFileSync(at("cert.pem"), certificate);
    const pem = Buffer.from(cms.subarray(0, 10)).toString("latin1").startsWith("-----");
    const run = spawnSync(
      "openssl",
      [
        "cms",
        "-verify",
        "-binary",
        "-inform",
        pem ? "PEM" : "DER",
        "-in",
        at("cms"),
        "-content",
        at("content"),
        "-CAfile",
        at("cert.pem"),
        "-certfile",
        at("cert.pem"),
        "-purpose",
        "any",
        "-partial_chain",
        "-no_check_time",
        "-out",
        at("out"),
      ],
      { timeout: 30_000 },
    );
    if (run.error) return "not-tried";
    return run.status === 0 ? "yes" : "no";
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface PackageInput {
  name: string;
  bytes: Uint8Array;
  /** Signature in a file of its own: minisign, signify, CMS, raw Ed25519. */
  detached?: Uint8Array;
  /** Public key or certificate of the vendor. */
  publicKey?: Uint8Array;
}

const isText = (b: Uint8Array): boolean =>
  b.length < 20_000 && b.every((c) => c === 9 || c === 10 || c === 13 || c >= 32);

function verifier(input: PackageInput, shape: PackageShape): ((bytes: Uint8Array) => Verified) | undefined {
  const { detached, publicKey } = input;
  if (!publicKey) return undefined;
  if (detached) {
    const kind = recognisePackage(detached).format;
    if (kind === "minisign" || kind === "signify") {
      if (!isText(publicKey)) return undefined;
      const signature = Buffer.from(detached).toString("utf8");
      const key = Buffer.from(publicKey).toString("utf8");
      return (bytes) => verifySmall(bytes, signature, key);
    }
    if (kind === "cms") return (bytes) => verifyCms(bytes, detached, publicKey);
    if (detached.length === 64) return (bytes) => verifyEd25519(bytes, detached, publicKey);
    return undefined;
  }
  const { signatureAt, signedBytes } = shape;
  if (!signatureAt || !signedBytes) return undefined;
  if (shape.signature === "CMS")
    return (bytes) => {
      const now = recognisePackage(bytes);
      // The altered copy may no longer be one: then there is nothing that a device could accept as signed.
      if (!now.signatureAt || !now.signedBytes || now.format !== shape.format) return "no";
      return verifyCms(
        bytes.subarray(now.signedBytes.from, now.signedBytes.to),
        bytes.subarray(now.signatureAt.from, now.signatureAt.to),
        publicKey,
      );
    };
  if (shape.format === "openwrt" && isText(publicKey)) {
    const key = Buffer.from(publicKey).toString("utf8");
    return (bytes) => {
      const now = recognisePackage(bytes);
      if (!now.signatureAt || !now.signedBytes) return "no";
      const text = Buffer.from(bytes.subarray(now.signatureAt.from, now.signatureAt.to)).toString("latin1");
      return verifySmall(bytes.subarray(now.signedBytes.from, now.signedBytes.to), text, key);
    };
  }
  return undefined;
}

/** What a package is, whether its signature holds, and whether altered copies are refused by the same check. */
export function packageFact(input: PackageInput): FactOf<"package"> {
  const shape = recognisePackage(input.bytes);
  const check = verifier(input, shape);
  const verified = check?.(input.bytes) ?? "not-tried";
  const fact: FactOf<"package"> = {
    kind: "package",
    file: input.name,
    sha256: createHash("sha256").update(input.bytes).digest("hex"),
    format: shape.format,
    signed: input.detached && recognisePackage(input.detached).signed === "yes" ? "yes" : shape.signed,
    verified,
  };
  // Refusals prove nothing where the true package is not accepted.
  if (check && verified === "yes") {
    const copies = alterations(input.bytes, shape).map((a) => check(a.bytes));
    fact.alterationsTried = copies.length;
    fact.alterationsRefused = copies.filter((v) => v === "no").length;
  }
  return fact;
}
