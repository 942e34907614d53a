/** Firmware packages made here: recognised by their marks, verified, and every altered copy refused. */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PackageFact } from "../src/evidence/facts.ts";
import { packageFact, verifyEd25519 } from "../src/node/packages/verify.ts";
import { alterations, recognisePackage } from "../src/packages/index.ts";

const payload = new Uint8Array(createHash("shake256", { outputLength: 9000 }).update("firmware").digest());
const join2 = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const le = (n: number, size: number): Buffer => {
  const b = Buffer.alloc(size);
  b.writeUIntLE(n, 0, size);
  return b;
};
const be = (n: number, size: number): Buffer => {
  const b = Buffer.alloc(size);
  b.writeUIntBE(n, 0, size);
  return b;
};

function small(kind: "minisign" | "minisign-old" | "signify") {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const keyId = randomBytes(8);
  const message = kind === "minisign" ? createHash("blake2b512").update(payload).digest() : payload;
  const signature = sign(null, message, privateKey);
  const line = Buffer.concat([Buffer.from(kind === "minisign" ? "ED" : "Ed"), keyId, signature]).toString(
    "base64",
  );
  const comment = "timestamp:1\tfile:fw.bin";
  const global = sign(null, Buffer.concat([signature, Buffer.from(comment)]), privateKey).toString("base64");
  const key = `untrusted comment: key\n${Buffer.concat([Buffer.from("Ed"), keyId, raw]).toString("base64")}\n`;
  const text =
    kind === "signify"
      ? `untrusted comment: signature\n${line}\n`
      : `untrusted comment: signature\n${line}\ntrusted comment: ${comment}\n${global}\n`;
  return { key: Buffer.from(key), text: Buffer.from(text) };
}

describe("minisign and signify", () => {
  test.each(["minisign", "minisign-old", "signify"] as const)(
    "%s: the package holds, altered copies do not",
    (kind) => {
      const { key, text } = small(kind);
      const fact = packageFact({ name: "fw.bin", bytes: payload, detached: text, publicKey: key });
      expect(PackageFact.safeParse(fact).error).toBeUndefined();
      expect(fact).toMatchObject({
        signed: "yes",
        verified: "yes",
        alterationsTried: 3,
        alterationsRefused: 3,
      });
      expect(recognisePackage(text).format).toBe(kind === "signify" ? "signify" : "minisign");
    },
  );
  test("another vendor's key, and a changed trusted comment, are refused", () => {
    const own = small("minisign");
    const other = small("minisign");
    expect(
      packageFact({ name: "a", bytes: payload, detached: own.text, publicKey: other.key }).verified,
    ).toBe("no");
    const changed = Buffer.from(own.text.toString().replace("timestamp:1", "timestamp:2"));
    expect(packageFact({ name: "a", bytes: payload, detached: changed, publicKey: own.key }).verified).toBe(
      "no",
    );
  });
  test("without a key nothing is tried, and that is said", () => {
    const { text } = small("minisign");
    expect(packageFact({ name: "a", bytes: payload, detached: text })).toMatchObject({
      verified: "not-tried",
    });
  });
});

test("Ed25519 over the file, with a raw key and with a PEM", () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const signature = sign(null, payload, privateKey);
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const pem = Buffer.from(publicKey.export({ format: "pem", type: "spki" }));
  for (const key of [raw, pem]) {
    expect(verifyEd25519(payload, signature, key)).toBe("yes");
    expect(verifyEd25519(payload.slice(1), signature, key)).toBe("no");
  }
  expect(verifyEd25519(payload, signature, Buffer.from("no key"))).toBe("not-tried");
});

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
describe.skipIf(!hasOpenssl)("CMS through openssl (skipped where it is not installed)", () => {
  let folder = "";
  let cert: Uint8Array;
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const cms = (content: Uint8Array): Uint8Array => {
    writeFileSync(join(folder, "in"), content);
    openssl(
      "cms",
      "-sign",
      "-binary",
      "-in",
      "in",
      "-signer",
      "cert.pem",
      "-inkey",
      "key.pem",
      "-outform",
      "DER",
      "-out",
      "out",
    );
    return new Uint8Array(readFileSync(join(folder, "out")));
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "seiza-test-"));
    openssl(
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-keyout",
      "key.pem",
      "-out",
      "cert.pem",
      "-subj",
      "/CN=vendor",
      "-days",
      "2",
    );
    cert = new Uint8Array(readFileSync(join(folder, "cert.pem")));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("detached: holds, and altered copies are refused", () => {
    expect(
      packageFact({ name: "fw", bytes: payload, detached: cms(payload), publicKey: cert }),
    ).toMatchObject({
      signed: "yes",
      verified: "yes",
      alterationsTried: 3,
      alterationsRefused: 3,
    });
  });

  test("RAUC bundle: squashfs, signature, length; all copies are refused, also those without or with another's signature", () => {
    const content = join2(Buffer.from("hsqs"), payload);
    const signature = cms(content);
    const bundle = join2(content, signature, be(0, 2), be(signature.length, 6));
    const shape = recognisePackage(bundle);
    expect(shape).toMatchObject({ format: "rauc", signed: "yes", signature: "CMS" });
    const fact = packageFact({ name: "bundle.raucb", bytes: bundle, publicKey: cert });
    expect(fact).toMatchObject({
      format: "rauc",
      verified: "yes",
      alterationsTried: 4,
      alterationsRefused: 4,
    });
    const other = cms(payload);
    const swapped = alterations(
      bundle,
      shape,
      new Uint8Array(signature.length).map((_, i) => other[i] ?? 0),
    ).find((a) => a.alteration === "signature-of-other");
    expect(packageFact({ name: "x", bytes: swapped?.bytes ?? bundle, publicKey: cert }).verified).toBe("no");
  });

  test("SWUpdate: the description and its signature in the archive", () => {
    const entry = (name: string, data: Uint8Array): Uint8Array => {
      const hex = (n: number) => n.toString(16).padStart(8, "0");
      const head = `070702${hex(1)}${hex(0o100644)}${hex(0).repeat(4)}${hex(data.length)}${hex(0).repeat(4)}${hex(name.length + 1)}${hex(0)}`;
      const start = Buffer.from(`${head}${name}\0`);
      const pad = (n: number) => Buffer.alloc((4 - (n % 4)) % 4);
      return join2(start, pad(start.length), data, pad(data.length));
    };
    const description = new TextEncoder().encode('software = { version = "1.2.0"; };\n');
    const archive = (signed: boolean) =>
      join2(
        entry("sw-description", description),
        ...(signed ? [entry("sw-description.sig", cms(description))] : []),
        entry("rootfs", payload),
        entry("TRAILER!!!", new Uint8Array()),
      );
    expect(recognisePackage(archive(true))).toMatchObject({
      format: "swupdate",
      signed: "yes",
      version: "1.2.0",
    });
    expect(recognisePackage(archive(false))).toMatchObject({ format: "swupdate", signed: "no" });
    expect(packageFact({ name: "a.swu", bytes: archive(true), publicKey: cert }).verified).toBe("yes");
  });

  test("Android: the signature in the archive's comment", () => {
    const zip = zipSync({ "META-INF/com/google/android/update-binary": payload.slice(0, 100) }, { level: 0 });
    const body = zip.slice(0, zip.length - 2);
    const signature = cms(body);
    const back = signature.length + 6;
    const ota = join2(body, le(back, 2), signature, le(back, 2), le(0xffff, 2), le(back, 2));
    expect(recognisePackage(ota)).toMatchObject({ format: "android-zip", signed: "yes" });
    expect(packageFact({ name: "ota.zip", bytes: ota, publicKey: cert })).toMatchObject({ verified: "yes" });
    expect(recognisePackage(zip)).toMatchObject({ format: "android-zip", signed: "no" });
  });
});

const tlv = (type: number, data: Uint8Array) => join2(le(type, 2), le(data.length, 2), data);
const mcuboot = (...tlvs: Uint8Array[]) => {
  const all = join2(...tlvs);
  const header = join2(
    le(0x96f3b83d, 4),
    le(0, 4),
    le(32, 2),
    le(0, 2),
    le(payload.length, 4),
    le(0, 4),
    Buffer.from([1, 4]),
    le(7, 2),
    le(0, 4),
    le(0, 4),
  );
  return join2(header, payload, le(0x6907, 2), le(all.length + 4, 2), all);
};
const esp = (tail: Uint8Array) => {
  const head = Buffer.alloc(24);
  head[0] = 0xe9;
  head[1] = 1;
  const start = join2(head, le(0x3f400020, 4), le(payload.length, 4), payload);
  return join2(start, Buffer.alloc(16 - (start.length % 16)), tail);
};
const toSector = (b: Uint8Array) => join2(b, Buffer.alloc((4096 - (b.length % 4096)) % 4096));
const ar = (...names: string[]) =>
  join2(
    Buffer.from("!<arch>\n"),
    ...names.map((n) => Buffer.from(`${n.padEnd(16)}0           0     0     100644  4         \`\nabcd`)),
  );

test.each<[string, Uint8Array, Record<string, unknown>]>([
  [
    "MCUboot, signed",
    mcuboot(tlv(0x10, payload.slice(0, 32)), tlv(0x22, payload.slice(0, 70))),
    { format: "mcuboot", signed: "yes", signature: "ECDSA P-256", version: "1.4.7" },
  ],
  [
    "MCUboot with a hash alone",
    mcuboot(tlv(0x10, payload.slice(0, 32))),
    { format: "mcuboot", signed: "no", checksum: "SHA-256" },
  ],
  [
    "ESP-IDF, Secure Boot v2",
    join2(toSector(esp(new Uint8Array())), Buffer.from([0xe7, 2]), Buffer.alloc(4094)),
    { format: "esp-idf", signed: "yes" },
  ],
  ["ESP-IDF without a signature", esp(new Uint8Array()), { format: "esp-idf", signed: "no" }],
  [
    "uImage",
    join2(be(0x27051956, 4), Buffer.alloc(28), Buffer.from("fw-1.0".padEnd(32, "\0")), payload),
    { format: "uimage", signed: "no", checksum: "CRC-32", version: "fw-1.0" },
  ],
  [
    "OpenWrt, signed trailer",
    join2(payload, Buffer.alloc(100), Buffer.from("FWx0"), be(0, 4), Buffer.from([0, 0, 0, 0]), be(116, 4)),
    { format: "openwrt", signed: "yes" },
  ],
  [
    "OpenWrt, metadata only",
    join2(payload, Buffer.alloc(100), Buffer.from("FWx0"), be(0, 4), Buffer.from([1, 0, 0, 0]), be(116, 4)),
    { format: "openwrt", signed: "no" },
  ],
  [
    "UEFI capsule",
    join2(
      Buffer.from("edd5cb6d2de8444cbda17194199ad92a", "hex"),
      Buffer.alloc(64),
      le(0x200, 2),
      le(0x0ef1, 2),
      payload,
    ),
    { format: "uefi-capsule", signed: "yes" },
  ],
  ["Debian package", ar("debian-binary", "control.tar.gz", "data.tar.gz"), { format: "deb", signed: "no" }],
  [
    "Debian package with debsigs",
    ar("debian-binary", "control.tar.gz", "data.tar.gz", "_gpgorigin"),
    { format: "deb", signed: "yes" },
  ],
  ["PGP signature", Buffer.from("-----BEGIN PGP SIGNATURE-----\n"), { format: "pgp", signed: "yes" }],
  ["anything else", payload, { format: "unknown", signed: "unknown" }],
])("%s", (_, input, expected) => {
  expect(recognisePackage(new Uint8Array(input))).toMatchObject(expected);
});

test("an unknown file is called unknown, with its entropy piece by piece", () => {
  const { entropy = [] } = recognisePackage(join2(new Uint8Array(4500), payload.slice(0, 4500)));
  expect(entropy).toHaveLength(16);
  expect(entropy[0]).toBe(0);
  expect(entropy[15]).toBeGreaterThan(7);
});

test("no bytes at all make the recogniser fail", () => {
  const starts = [
    "hsqs",
    "070701",
    "!<arch>\n",
    "PK\u0003\u0004",
    "\u00e9\u0001",
    "\u003d\u00b8\u00f3\u0096",
    "\u00d0\u000d\u00fe\u00ed",
    "untrusted comment:",
    "\u0030\u0082",
  ];
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }), (start, rest) => {
      const input = join2(Buffer.from(start, "latin1"), rest);
      const shape = recognisePackage(input);
      for (const a of alterations(input, shape)) expect(a.bytes).not.toEqual(input);
    }),
    { numRuns: 1500 },
  );
});

test("U-Boot FIT: a device tree with a signature node, and one with hashes only", () => {
  const tree = (signed: boolean): Uint8Array => {
    const strings = Buffer.from(`data\0algo\0value\0${signed ? "key-name-hint\0" : ""}`);
    const nodes = Buffer.from(signed ? "\0\0\0\u0001signature-1\0" : "\0\0\0\u0001hash-1\0\0");
    const head = join2(
      be(0xd00dfeed, 4),
      be(56 + nodes.length + strings.length, 4),
      be(56, 4),
      be(56 + nodes.length, 4),
      be(40, 4),
      be(17, 4),
      be(16, 4),
      be(0, 4),
      be(strings.length, 4),
      be(nodes.length, 4),
      Buffer.alloc(16),
    );
    return join2(head, nodes, strings);
  };
  expect(recognisePackage(tree(true))).toMatchObject({ format: "fit", signed: "yes" });
  expect(recognisePackage(tree(false))).toMatchObject({ format: "fit", signed: "no" });
});
