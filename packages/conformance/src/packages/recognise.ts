/**
 * Firmware packages by their marks (S1.1-08 "Offline"; domain/conformance.md E): which format, and whether it carries a
 * signature. Looks at bytes only; verifying is done in `node/packages`. What is not known is called unknown.
 */
export const PACKAGE_FORMATS = [
  "rauc",
  "swupdate",
  "mcuboot",
  "esp-idf",
  "fit",
  "uimage",
  "openwrt",
  "android-zip",
  "uefi-capsule",
  "deb",
  "opkg",
  "minisign",
  "signify",
  "cms",
  "pgp",
  "zip",
  "gzip",
  "squashfs",
  "unknown",
] as const;
export type PackageFormat = (typeof PACKAGE_FORMATS)[number];

/** A run of bytes: the payload, a header, a signature. */
export interface Span {
  from: number;
  to: number;
}

export interface PackageShape {
  format: PackageFormat;
  /** `yes` where a signature is there, `no` where the format has a place for one and it is empty. */
  signed: "yes" | "no" | "unknown";
  /** Name of the signature's kind, as the format writes it. */
  signature?: string;
  /** Where the signature lies in the file. */
  signatureAt?: Span;
  /** What the signature is over, where it is one run of bytes. */
  signedBytes?: Span;
  /** Only a checksum that anybody can compute anew: guards against accident, not against intent. */
  checksum?: string;
  /** Version that the package says of itself. */
  version?: string;
  /** Shannon entropy of 16 equal pieces, 0–8 bits a byte: for an unknown format, where it is encrypted or compressed. */
  entropy?: number[];
}

const ascii = (b: Uint8Array, from: number, length: number): string => {
  let out = "";
  for (let i = from; i < from + length && i < b.length; i++) out += String.fromCharCode(b[i] ?? 0);
  return out;
};
const le32 = (b: Uint8Array, at: number): number =>
  at + 4 <= b.length
    ? ((b[at] ?? 0) | ((b[at + 1] ?? 0) << 8) | ((b[at + 2] ?? 0) << 16) | ((b[at + 3] ?? 0) << 24)) >>> 0
    : -1;
const le16 = (b: Uint8Array, at: number): number =>
  at + 2 <= b.length ? (b[at] ?? 0) | ((b[at + 1] ?? 0) << 8) : -1;
const be32 = (b: Uint8Array, at: number): number =>
  at + 4 <= b.length
    ? (((b[at] ?? 0) << 24) | ((b[at + 1] ?? 0) << 16) | ((b[at + 2] ?? 0) << 8) | (b[at + 3] ?? 0)) >>> 0
    : -1;
const be64 = (b: Uint8Array, at: number): number => be32(b, at) * 2 ** 32 + be32(b, at + 4);

export function find(b: Uint8Array, text: string, from = 0, to = b.length): number {
  const first = text.charCodeAt(0);
  for (let at = b.indexOf(first, from); at >= 0 && at + text.length <= to; at = b.indexOf(first, at + 1))
    if (ascii(b, at, text.length) === text) return at;
  return -1;
}

/** Never throws: a broken header is a package that is not recognised. */
export function recognisePackage(b: Uint8Array): PackageShape {
  for (const look of [
    minisign,
    armoured,
    squashfs,
    swupdate,
    mcuboot,
    espIdf,
    uefiCapsule,
    flatTree,
    uImage,
    deb,
    openwrt,
    zip,
    gzip,
    der,
  ]) {
    const shape = look(b);
    if (shape) return shape;
  }
  return { format: "unknown", signed: "unknown", entropy: entropyOf(b) };
}

/** minisign and signify: two or four lines of text beside the file. https://jedisct1.github.io/minisign/ */
function minisign(b: Uint8Array): PackageShape | undefined {
  if (!ascii(b, 0, 18).startsWith("untrusted comment:") || b.length > 10_000) return undefined;
  const lines = ascii(b, 0, b.length).split(/\r?\n/);
  const trusted = lines[2]?.startsWith("trusted comment:");
  return {
    format: trusted ? "minisign" : "signify",
    signed: "yes",
    signature: "Ed25519",
    signatureAt: { from: 0, to: b.length },
  };
}

function armoured(b: Uint8Array): PackageShape | undefined {
  const start = ascii(b, 0, 64);
  if (start.startsWith("-----BEGIN PGP SIGNATURE") || start.startsWith("-----BEGIN PGP SIGNED"))
    return { format: "pgp", signed: "yes", signature: "OpenPGP", signatureAt: { from: 0, to: b.length } };
  if (start.startsWith("-----BEGIN PKCS7") || start.startsWith("-----BEGIN CMS"))
    return { format: "cms", signed: "yes", signature: "CMS", signatureAt: { from: 0, to: b.length } };
  return undefined;
}

/** RAUC bundle: a squashfs, then a CMS signature, then its length in eight bytes. https://rauc.readthedocs.io/en/latest/reference.html#bundle-format */
function squashfs(b: Uint8Array): PackageShape | undefined {
  if (ascii(b, 0, 4) !== "hsqs") return undefined;
  const size = be64(b, b.length - 8);
  const from = b.length - 8 - size;
  if (size > 64 && size < 1_000_000 && from > 96 && isCms(b, from))
    return {
      format: "rauc",
      signed: "yes",
      signature: "CMS",
      signatureAt: { from, to: b.length - 8 },
      signedBytes: { from: 0, to: from },
    };
  return { format: "squashfs", signed: "unknown", entropy: entropyOf(b) };
}

/** ContentInfo of a CMS SignedData: SEQUENCE, then OID 1.2.840.113549.1.7.2. */
function isCms(b: Uint8Array, at: number): boolean {
  if (b[at] !== 0x30) return false;
  const length = b[at + 1] ?? 0;
  const oid = at + 2 + (length & 0x80 ? length & 0x7f : 0);
  return [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02].every((c, i) => b[oid + i] === c);
}

function der(b: Uint8Array): PackageShape | undefined {
  if (isCms(b, 0))
    return { format: "cms", signed: "yes", signature: "CMS", signatureAt: { from: 0, to: b.length } };
  // Old and new OpenPGP packets of tag 2, version 3 or 4.
  const tag = b[0] ?? 0;
  const body = tag === 0x88 ? 2 : tag === 0x89 ? 3 : tag === 0xc2 ? 2 : 0;
  if (body > 0 && b.length < 10_000 && (b[body] === 3 || b[body] === 4))
    return { format: "pgp", signed: "yes", signature: "OpenPGP", signatureAt: { from: 0, to: b.length } };
  return undefined;
}

/** SWUpdate: a cpio (newc, with checksums) whose first file is `sw-description`, signed by `sw-description.sig` beside it. */
function swupdate(b: Uint8Array): PackageShape | undefined {
  const magic = ascii(b, 0, 6);
  if (magic !== "070701" && magic !== "070702") return undefined;
  const files = new Map<string, Span>();
  let at = 0;
  for (let n = 0; n < 10_000 && at + 110 <= b.length; n++) {
    const size = Number.parseInt(ascii(b, at + 54, 8), 16);
    const nameLength = Number.parseInt(ascii(b, at + 94, 8), 16);
    if (!Number.isFinite(size) || !Number.isFinite(nameLength) || nameLength < 1 || nameLength > 4096) break;
    const name = ascii(b, at + 110, nameLength - 1);
    if (name === "TRAILER!!!") break;
    const data = (at + 110 + nameLength + 3) & ~3;
    files.set(name, { from: data, to: Math.min(data + size, b.length) });
    at = (data + size + 3) & ~3;
  }
  const description = files.get("sw-description");
  if (!description) return undefined;
  const signature = files.get("sw-description.sig");
  const version = /version\s*=\s*"([^"]{1,64})"/.exec(
    ascii(b, description.from, description.to - description.from),
  );
  return {
    format: "swupdate",
    signed: signature ? "yes" : "no",
    ...(signature
      ? {
          signature: isCms(b, signature.from) ? "CMS" : "RSA",
          signatureAt: signature,
          signedBytes: description,
        }
      : {}),
    checksum: "cpio",
    ...(version?.[1] ? { version: version[1] } : {}),
  };
}

const MCUBOOT_SIGNATURES: Record<number, string> = {
  32: "RSA-2048",
  33: "ECDSA P-224",
  34: "ECDSA P-256",
  35: "RSA-3072",
  36: "Ed25519",
};
/** MCUboot image: header, image, TLVs (0x10 hash, 0x20–0x24 signatures). https://docs.mcuboot.com/design.html */
function mcuboot(b: Uint8Array): PackageShape | undefined {
  if (le32(b, 0) !== 0x96f3b83d || b.length < 32) return undefined;
  const header = le16(b, 8);
  const protectedSize = le16(b, 10);
  const image = le32(b, 12);
  const version = `${b[20]}.${b[21]}.${le16(b, 22)}`;
  let at = header + image;
  if (le16(b, at) === 0x6908) at += protectedSize;
  const signedTo = at;
  if (le16(b, at) !== 0x6907) return { format: "mcuboot", signed: "no", version };
  const end = Math.min(at + le16(b, at + 2), b.length);
  let hash = false;
  for (let t = at + 4; t + 4 <= end; ) {
    const type = le16(b, t);
    const length = le16(b, t + 2);
    if (type === 0x10) hash = true;
    const kind = MCUBOOT_SIGNATURES[type];
    if (kind)
      return {
        format: "mcuboot",
        signed: "yes",
        signature: kind,
        signatureAt: { from: t + 4, to: Math.min(t + 4 + length, b.length) },
        signedBytes: { from: 0, to: signedTo },
        checksum: "SHA-256",
        version,
      };
    t += 4 + length;
  }
  return { format: "mcuboot", signed: "no", ...(hash ? { checksum: "SHA-256" } : {}), version };
}

/** ESP-IDF application image; Secure Boot v2 puts a 4096-byte sector with magic 0xE7 after it, v1 a 68-byte block. */
function espIdf(b: Uint8Array): PackageShape | undefined {
  const segments = b[1] ?? 0;
  if (b[0] !== 0xe9 || segments < 1 || segments > 16 || b.length < 48) return undefined;
  let at = 24;
  for (let i = 0; i < segments; i++) {
    const size = le32(b, at + 4);
    if (size < 0 || at + 8 + size > b.length) return undefined;
    at += 8 + size;
  }
  at = (at + 16) & ~15;
  const hashed = b[23] === 1;
  if (hashed) at += 32;
  const described = le32(b, 32) === 0xabcd5432 ? ascii(b, 48, 32).replace(/\0.*$/s, "") : "";
  const common = {
    format: "esp-idf" as const,
    checksum: hashed ? "SHA-256" : "XOR",
    ...(described ? { version: described } : {}),
  };
  const sector = (at + 4095) & ~4095;
  if (b[sector] === 0xe7 && b[sector + 1] === 2)
    return {
      ...common,
      signed: "yes",
      signature: "RSA-3072 (Secure Boot v2)",
      signatureAt: { from: sector, to: Math.min(sector + 4096, b.length) },
      signedBytes: { from: 0, to: sector },
    };
  if (b.length - at === 68 && le32(b, at) === 0)
    return {
      ...common,
      signed: "yes",
      signature: "ECDSA P-256 (Secure Boot v1)",
      signatureAt: { from: at, to: b.length },
      signedBytes: { from: 0, to: at },
    };
  return { ...common, signed: "no" };
}

/** EFI_FIRMWARE_MANAGEMENT_CAPSULE_ID_GUID, UEFI 2.10, 23.3. */
const CAPSULE = "edd5cb6d2de8444cbda17194199ad92a";
function uefiCapsule(b: Uint8Array): PackageShape | undefined {
  const guid = [...b.subarray(0, 16)].map((c) => c.toString(16).padStart(2, "0")).join("");
  if (guid !== CAPSULE) return undefined;
  // Items of the capsule begin with WIN_CERTIFICATE where they are authenticated: revision 0x0200, type 0x0EF1.
  for (let at = b.indexOf(0x02, 16); at > 0 && at < Math.min(b.length, 65_536); at = b.indexOf(0x02, at + 1))
    if (le16(b, at - 1) === 0x0200 && le16(b, at + 1) === 0x0ef1)
      return { format: "uefi-capsule", signed: "yes", signature: "PKCS#7" };
  return { format: "uefi-capsule", signed: "no" };
}

/** U-Boot FIT: a flattened device tree; signed where a `signature` node has an `algo` and a value. */
function flatTree(b: Uint8Array): PackageShape | undefined {
  if (be32(b, 0) !== 0xd00dfeed) return undefined;
  const strings = be32(b, 12);
  const names = ascii(b, strings, Math.min(be32(b, 32), 65_536));
  if (!names.includes("data") && !names.includes("algo")) return undefined;
  const structure = be32(b, 8);
  const node = find(b, "signature", structure, Math.min(structure + be32(b, 36), b.length));
  const signed = node >= 0 && names.includes("key-name-hint");
  return {
    format: "fit",
    signed: signed ? "yes" : "no",
    ...(signed ? { signature: "RSA or ECDSA over FIT nodes" } : {}),
    checksum: "hash nodes",
  };
}

/** Legacy U-Boot image: CRC-32 only, no place for a signature. */
function uImage(b: Uint8Array): PackageShape | undefined {
  if (be32(b, 0) !== 0x27051956 || b.length < 64) return undefined;
  const trailer = openwrt(b);
  if (trailer) return trailer;
  return {
    format: "uimage",
    signed: "no",
    checksum: "CRC-32",
    version: ascii(b, 32, 32).replace(/\0.*$/s, ""),
  };
}

/** Debian package: an ar archive; `debsigs` adds `_gpgorigin`. opkg packages are the same, or a tar.gz of the same members. */
function deb(b: Uint8Array): PackageShape | undefined {
  if (ascii(b, 0, 8) !== "!<arch>\n") return undefined;
  const members: string[] = [];
  for (let at = 8; at + 60 <= b.length && members.length < 1000; ) {
    members.push(ascii(b, at, 16).trim().replace(/\/$/, ""));
    const size = Number.parseInt(ascii(b, at + 48, 10).trim(), 10);
    if (!Number.isFinite(size) || size < 0) break;
    at += 60 + size + (size % 2);
  }
  if (!members.includes("debian-binary")) return undefined;
  const signed = members.some((m) => m.startsWith("_gpg"));
  return {
    format: "deb",
    signed: signed ? "yes" : "no",
    ...(signed ? { signature: "OpenPGP (debsigs)" } : {}),
  };
}

/** OpenWrt: fwtool's trailer at the very end, magic `FWx0`; type 0 signature, type 1 metadata. */
function openwrt(b: Uint8Array): PackageShape | undefined {
  let end = b.length;
  let found: PackageShape | undefined;
  for (let n = 0; n < 4 && end >= 16 && ascii(b, end - 16, 4) === "FWx0"; n++) {
    const type = b[end - 8];
    const size = be32(b, end - 4);
    if (size < 16 || size > end) break;
    const from = end - size;
    if (type === 0)
      found = {
        format: "openwrt",
        signed: "yes",
        signature: "usign (Ed25519)",
        signatureAt: { from, to: end - 16 },
        signedBytes: { from: 0, to: from },
        checksum: "CRC-32",
      };
    else found ??= { format: "openwrt", signed: "no", checksum: "CRC-32" };
    end = from;
  }
  return found;
}

/** Android OTA: a ZIP whose comment ends with `length, 0xFFFF, length` around a CMS signature over the whole file. */
function zip(b: Uint8Array): PackageShape | undefined {
  if (ascii(b, 0, 4) !== "PK\u0003\u0004") return undefined;
  const ota = find(b, "META-INF/com/", 0, Math.min(b.length, 1 << 20)) >= 0 || find(b, "payload.bin") >= 0;
  if (le16(b, b.length - 4) === 0xffff && b.length > 28) {
    const back = le16(b, b.length - 6);
    const comment = le16(b, b.length - 2);
    const from = b.length - back;
    if (back > 6 && back <= comment && isCms(b, from))
      return {
        format: "android-zip",
        signed: "yes",
        signature: "CMS",
        signatureAt: { from, to: b.length - 6 },
        signedBytes: { from: 0, to: b.length - comment - 2 },
        checksum: "CRC-32",
      };
  }
  if (ota) return { format: "android-zip", signed: "no", checksum: "CRC-32" };
  return { format: "zip", signed: "unknown", checksum: "CRC-32" };
}

function gzip(b: Uint8Array): PackageShape | undefined {
  if (b[0] !== 0x1f || b[1] !== 0x8b) return undefined;
  const opk = find(b, "debian-binary", 0, Math.min(b.length, 4096)) >= 0;
  return { format: opk ? "opkg" : "gzip", signed: opk ? "no" : "unknown", checksum: "CRC-32" };
}

export function entropyOf(b: Uint8Array, pieces = 16): number[] {
  const out: number[] = [];
  const size = Math.max(1, Math.ceil(b.length / pieces));
  for (let from = 0; from < b.length; from += size) {
    const counts = new Uint32Array(256);
    const to = Math.min(from + size, b.length);
    for (let i = from; i < to; i++) counts[b[i] ?? 0] = (counts[b[i] ?? 0] ?? 0) + 1;
    let bits = 0;
    for (const c of counts)
      if (c > 0) {
        const p = c / (to - from);
        bits -= p * Math.log2(p);
      }
    out.push(Math.round(bits * 100) / 100);
  }
  return out;
}
