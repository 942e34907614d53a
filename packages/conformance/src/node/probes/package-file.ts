/** Update packages as files: what they are, whether they are signed, and copies altered one way each (S1.1-08). */
import { createPublicKey, verify } from "node:crypto";
import type { FactOf } from "../../evidence/facts.ts";
import { sha256 } from "../run/redact.ts";

type Alteration = FactOf<"update">["alteration"];

const MCUBOOT = 0x96f3b83d;
const TLV_PLAIN = 0x6907;
const TLV_PROTECTED = 0x6908;
/** Signature TLVs of MCUboot (docs.mcuboot.com, "Image format"): RSA-2048, ECDSA, RSA-3072, Ed25519. */
const SIGNATURE_TLV = new Set([0x20, 0x21, 0x22, 0x23, 0x24]);
const ED25519 = 0x24;
const SHA256_TLV = 0x10;

interface Mcuboot {
  /** End of header, payload and protected TLVs: what is hashed and signed. */
  signed: number;
  plainAt: number;
  tlvs: { type: number; value: Buffer }[];
}

function mcuboot(b: Buffer): Mcuboot | undefined {
  if (b.length < 36 || b.readUInt32LE(0) !== MCUBOOT) return undefined;
  let at = b.readUInt16LE(8) + b.readUInt32LE(12);
  if (at + 4 > b.length) return undefined;
  if (b.readUInt16LE(at) === TLV_PROTECTED) at += b.readUInt16LE(at + 2);
  if (at + 4 > b.length || b.readUInt16LE(at) !== TLV_PLAIN) return undefined;
  const end = Math.min(b.length, at + b.readUInt16LE(at + 2));
  const tlvs: Mcuboot["tlvs"] = [];
  for (let p = at + 4; p + 4 <= end; ) {
    const n = b.readUInt16LE(p + 2);
    tlvs.push({ type: b.readUInt16LE(p), value: b.subarray(p + 4, p + 4 + n) });
    p += 4 + n;
  }
  return { signed: at, plainAt: at, tlvs };
}
function withTlvs(b: Buffer, m: Mcuboot, tlvs: Mcuboot["tlvs"]): Buffer {
  const body = Buffer.concat(
    tlvs.map((t) => {
      const head = Buffer.alloc(4);
      head.writeUInt16LE(t.type, 0);
      head.writeUInt16LE(t.value.length, 2);
      return Buffer.concat([head, t.value]);
    }),
  );
  const head = Buffer.alloc(4);
  head.writeUInt16LE(TLV_PLAIN, 0);
  head.writeUInt16LE(body.length + 4, 2);
  return Buffer.concat([b.subarray(0, m.plainAt), head, body]);
}

const flipped = (b: Buffer, at: number): Buffer => {
  const copy = Buffer.from(b);
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
};

/**
 * Copies altered one way each, the mildest first (cut and unsigned ones are refused before anything is written). Those that
 * need knowledge of the format are left out where it is not known: a missing alteration is told, never passed.
 */
export function alterations(valid: Buffer, previous?: Buffer): { alteration: Alteration; bytes: Buffer }[] {
  const m = mcuboot(valid);
  const list: { alteration: Alteration; bytes: Buffer }[] = [];
  if (m)
    list.push({
      alteration: "signature-removed",
      bytes: withTlvs(
        valid,
        m,
        m.tlvs.filter((t) => !SIGNATURE_TLV.has(t.type)),
      ),
    });
  list.push({
    alteration: "cut",
    bytes: valid.subarray(0, Math.max(1, valid.length - Math.min(512, valid.length >> 1))),
  });
  const theirs = previous ? mcuboot(previous)?.tlvs.filter((t) => SIGNATURE_TLV.has(t.type)) : undefined;
  if (m && theirs && theirs.length > 0)
    list.push({
      alteration: "signature-of-other",
      bytes: withTlvs(valid, m, [...m.tlvs.filter((t) => !SIGNATURE_TLV.has(t.type)), ...theirs]),
    });
  list.push(
    // Version field of the header, or the first bytes after the magic of a format that is not known.
    { alteration: "bit-in-header", bytes: flipped(valid, m ? 22 : Math.min(6, valid.length - 1)) },
    {
      alteration: "bit-in-payload",
      bytes: flipped(valid, m ? Math.floor((valid.readUInt16LE(8) + m.signed) / 2) : valid.length >> 1),
    },
  );
  return list;
}

const MAGICS: readonly [string, (b: Buffer) => boolean, "yes" | "no" | "unknown"][] = [
  ["rauc", (b) => b.toString("latin1", 0, 4) === "hsqs", "unknown"],
  [
    "swupdate",
    (b) => b.toString("latin1", 0, 6) === "070702" || b.toString("latin1", 0, 6) === "070701",
    "unknown",
  ],
  ["esp-idf", (b) => b[0] === 0xe9, "unknown"],
  ["fit", (b) => b.length > 4 && b.readUInt32BE(0) === 0xd00dfeed, "unknown"],
  ["uimage", (b) => b.length > 4 && b.readUInt32BE(0) === 0x27051956, "no"],
  ["zip", (b) => b.toString("latin1", 0, 4) === "PK\u0003\u0004", "unknown"],
  ["deb", (b) => b.toString("latin1", 0, 7) === "!<arch>", "unknown"],
  ["gzip", (b) => b[0] === 0x1f && b[1] === 0x8b, "unknown"],
];

function verified(b: Buffer, m: Mcuboot, key: Buffer): boolean {
  const signature = m.tlvs.find((t) => t.type === ED25519)?.value;
  const stated = m.tlvs.find((t) => t.type === SHA256_TLV)?.value;
  if (!signature || !stated) return false;
  const digest = Buffer.from(sha256(b.subarray(0, m.signed)), "hex");
  if (!digest.equals(stated)) return false;
  try {
    return verify(null, digest, createPublicKey(key), signature);
  } catch {
    return false;
  }
}

export function lookAtPackage(file: string, bytes: Buffer, key?: Buffer): FactOf<"package"> {
  const base = { kind: "package" as const, file, sha256: sha256(bytes) };
  const m = mcuboot(bytes);
  if (!m) {
    const known = MAGICS.find(([, is]) => is(bytes));
    return {
      ...base,
      format: known?.[0] ?? "unknown",
      signed: known?.[2] ?? "unknown",
      verified: "not-tried",
    };
  }
  const signed = m.tlvs.some((t) => SIGNATURE_TLV.has(t.type));
  const canVerify = key !== undefined && m.tlvs.some((t) => t.type === ED25519);
  if (!canVerify) return { ...base, format: "mcuboot", signed: signed ? "yes" : "no", verified: "not-tried" };
  const tried = alterations(bytes).map((a) => a.bytes);
  const passes = (b: Buffer) => {
    const parsed = mcuboot(b);
    return parsed !== undefined && verified(b, parsed, key);
  };
  return {
    ...base,
    format: "mcuboot",
    signed: signed ? "yes" : "no",
    verified: passes(bytes) ? "yes" : "no",
    alterationsTried: tried.length,
    alterationsRefused: tried.filter((b) => !passes(b)).length,
  };
}
