/**
 * A self-made X.509 v3 certificate (RFC 5280) on P-256: one fixed shape, so a few lines of DER (X.690) in place of a
 * certificate library and its dozen packages.
 */
import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

const tlv = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const n = body.length;
  const length = n < 0x80 ? [n] : n < 0x100 ? [0x81, n] : [0x82, n >> 8, n & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts);
const hex = (text: string) => Buffer.from(text, "hex");

const ECDSA_SHA256 = sequence(hex("06082a8648ce3d040302"));
const COMMON_NAME = hex("0603550403");
const SUBJECT_ALT_NAME = hex("0603551d11");
const BASIC_CONSTRAINTS = hex("0603551d13");

const nameOf = (commonName: string) =>
  sequence(tlv(0x31, sequence(COMMON_NAME, tlv(0x0c, Buffer.from(commonName, "utf8")))));

/** `YYYYMMDDHHMMSSZ`; years from 2050 need GeneralizedTime and do not occur here. */
const utcTime = (at: Date) =>
  tlv(0x17, Buffer.from(`${at.toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`, "ascii"));

export interface TlsIdentity {
  /** PEM, PKCS #8. */
  key: string;
  /** PEM. */
  certificate: string;
}

/** A fresh key with a certificate for an IPv4 address and `localhost`, valid from a day ago for a year. */
export function makeTlsIdentity(commonName: string, address: string, now: Date): TlsIdentity {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { key: pem(privateKey), certificate: certificateFor(privateKey, commonName, address, now) };
}

const pem = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }).toString();

function certificateFor(privateKey: KeyObject, commonName: string, address: string, now: Date): string {
  const serial = randomBytes(8);
  serial[0] = ((serial[0] as number) & 0x7f) | 0x40;
  const day = 86_400_000;
  const names = sequence(
    tlv(0x87, Buffer.from(address.split(".").map(Number))),
    tlv(0x82, Buffer.from("localhost", "ascii")),
  );
  const extensions = sequence(
    // An anchor of its own, so that a client may be told to trust just this one.
    sequence(BASIC_CONSTRAINTS, tlv(0x01, hex("ff")), tlv(0x04, sequence(tlv(0x01, hex("ff"))))),
    sequence(SUBJECT_ALT_NAME, tlv(0x04, names)),
  );
  const body = sequence(
    tlv(0xa0, tlv(0x02, hex("02"))),
    tlv(0x02, serial),
    ECDSA_SHA256,
    nameOf(commonName),
    sequence(utcTime(new Date(now.getTime() - day)), utcTime(new Date(now.getTime() + 365 * day))),
    nameOf(commonName),
    createPublicKey(privateKey).export({ type: "spki", format: "der" }),
    tlv(0xa3, extensions),
  );
  const signature = sign("sha256", body, privateKey);
  const der = sequence(body, ECDSA_SHA256, tlv(0x03, hex("00"), signature));
  const lines = der.toString("base64").match(/.{1,64}/g) as string[];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
