/**
 * Update packages in MCUboot's image layout: header, payload, protected TLVs (model number), SHA-256, and an Ed25519
 * signature over that hash. A real format that tools recognise, and small enough to write here.
 * Source: docs.mcuboot.com/design.html ("Image format").
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

const MAGIC = 0x96f3b83d;
const HEADER_BYTES = 32;
const PROTECTED_MAGIC = 0x6908;
const PLAIN_MAGIC = 0x6907;
const TLV = { keyHash: 0x01, sha256: 0x10, ed25519: 0x24, model: 0xa0 } as const;

export interface Package {
  model: string;
  version: string;
  payload: Uint8Array;
}

export interface OpenedPackage extends Package {
  /** SHA-256 over header, payload and protected TLVs, as computed now. */
  digest: Buffer;
  /** As the package says. */
  statedDigest?: Buffer;
  signature?: Buffer;
}

const u16 = (n: number) => Buffer.from([n & 0xff, n >> 8]);
const tlv = (type: number, value: Uint8Array) =>
  Buffer.concat([Buffer.from([type, 0]), u16(value.length), value]);
const area = (magic: number, ...tlvs: readonly Buffer[]) => {
  const body = Buffer.concat(tlvs);
  return Buffer.concat([u16(magic), u16(body.length + 4), body]);
};

/** PKCS #8 of an Ed25519 key up to its 32 bytes of seed (RFC 8410). */
const ED25519_PKCS8 = "302e020100300506032b657004220420";

/** The simulated vendor's signing key: no secret, the same for every unit and run, so that example packages fit any of them. */
export const vendorSigningKey = (): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([
      Buffer.from(ED25519_PKCS8, "hex"),
      createHash("sha256").update("seiza simulated vendor").digest(),
    ]),
    format: "der",
    type: "pkcs8",
  });

/** Public key of a signing key, PEM (SubjectPublicKeyInfo). */
export const publicKeyPem = (key: KeyObject): string =>
  createPublicKey(key).export({ type: "spki", format: "pem" }).toString();

/** Version `major.minor.revision` in, signed image out. */
export function makePackage({ model, version, payload }: Package, key: KeyObject): Buffer {
  const [major = 0, minor = 0, revision = 0] = version.split(".").map(Number);
  const protectedArea = area(PROTECTED_MAGIC, tlv(TLV.model, Buffer.from(model, "utf8")));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(MAGIC, 0);
  header.writeUInt16LE(HEADER_BYTES, 8);
  header.writeUInt16LE(protectedArea.length, 10);
  header.writeUInt32LE(payload.length, 12);
  header.writeUInt8(major, 20);
  header.writeUInt8(minor, 21);
  header.writeUInt16LE(revision, 22);
  const hashed = Buffer.concat([header, payload, protectedArea]);
  const digest = createHash("sha256").update(hashed).digest();
  const keyHash = createHash("sha256")
    .update(createPublicKey(key).export({ type: "spki", format: "der" }))
    .digest();
  return Buffer.concat([
    hashed,
    area(
      PLAIN_MAGIC,
      tlv(TLV.sha256, digest),
      tlv(TLV.keyHash, keyHash),
      tlv(TLV.ed25519, sign(null, digest, key)),
    ),
  ]);
}

/** Takes a package apart without trusting it. `undefined`: not a package, or cut. */
export function openPackage(bytes: Buffer): OpenedPackage | undefined {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32LE(0) !== MAGIC) return undefined;
  const headerBytes = bytes.readUInt16LE(8);
  const protectedBytes = bytes.readUInt16LE(10);
  const payloadEnd = headerBytes + bytes.readUInt32LE(12);
  const hashedEnd = payloadEnd + protectedBytes;
  if (headerBytes < HEADER_BYTES || hashedEnd > bytes.length) return undefined;
  const version = `${bytes.readUInt8(20)}.${bytes.readUInt8(21)}.${bytes.readUInt16LE(22)}`;
  const kept = readArea(bytes.subarray(payloadEnd, hashedEnd), PROTECTED_MAGIC);
  const plain = readArea(bytes.subarray(hashedEnd), PLAIN_MAGIC);
  const model = kept?.get(TLV.model);
  if (model === undefined) return undefined;
  const statedDigest = plain?.get(TLV.sha256);
  const signature = plain?.get(TLV.ed25519);
  return {
    model: model.toString("utf8"),
    version,
    payload: bytes.subarray(headerBytes, payloadEnd),
    digest: createHash("sha256").update(bytes.subarray(0, hashedEnd)).digest(),
    ...(statedDigest ? { statedDigest } : {}),
    ...(signature ? { signature } : {}),
  };
}

function readArea(bytes: Buffer, magic: number): Map<number, Buffer> | undefined {
  if (bytes.length < 4 || bytes.readUInt16LE(0) !== magic) return undefined;
  const end = bytes.readUInt16LE(2);
  if (end > bytes.length) return undefined;
  const found = new Map<number, Buffer>();
  for (let at = 4; at + 4 <= end; ) {
    const length = bytes.readUInt16LE(at + 2);
    if (at + 4 + length > end) return undefined;
    found.set(bytes.readUInt8(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
}

export const signatureHolds = (opened: OpenedPackage, publicKey: string): boolean =>
  opened.signature?.length === 64 && verify(null, opened.digest, publicKey, opened.signature);

/** `1` when `a` is newer than `b`, `-1` when older, `0` when the same. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((v) => v.split(".").map(Number));
  for (let i = 0; i < 3; i++) {
    const d = (x?.[i] ?? 0) - (y?.[i] ?? 0);
    if (d !== 0) return Math.sign(d);
  }
  return 0;
}

/** The same package with its signature TLV taken out: what a stranger can do with any file. */
export function withoutSignature(bytes: Buffer): Buffer {
  const hashedEnd = bytes.readUInt16LE(8) + bytes.readUInt32LE(12) + bytes.readUInt16LE(10);
  const plain = readArea(bytes.subarray(hashedEnd), PLAIN_MAGIC);
  const kept = [...(plain ?? [])].filter(([type]) => type !== TLV.ed25519).map(([t, v]) => tlv(t, v));
  return Buffer.concat([bytes.subarray(0, hashedEnd), area(PLAIN_MAGIC, ...kept)]);
}

/** The payload of one package under the signature of another. */
export function withSignatureOf(bytes: Buffer, other: Buffer): Buffer {
  const signature = openPackage(other)?.signature;
  const hashedEnd = bytes.readUInt16LE(8) + bytes.readUInt32LE(12) + bytes.readUInt16LE(10);
  const plain = readArea(bytes.subarray(hashedEnd), PLAIN_MAGIC) ?? new Map<number, Buffer>();
  const tlvs = [...plain].map(([t, v]) => tlv(t, t === TLV.ed25519 && signature ? signature : v));
  return Buffer.concat([bytes.subarray(0, hashedEnd), area(PLAIN_MAGIC, ...tlvs)]);
}
