/** What the device keeps when power is gone, and what it forgets. */
import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { TlsIdentity } from "./certificate.ts";

export const MODEL = "SZ-CAM200";
export const OTHER_MODEL = "SZ-CAM300";
export const VENDOR = { ja: "ほしぞら電機株式会社", en: "Hoshizora Electric Co., Ltd." } as const;
/** Shipped with; what packages bring; the same as `product.firmware` of the declaration. */
export const FACTORY_VERSION = "2.4.0";
export const CURRENT_VERSION = "2.4.1";
export const DEFAULT_ACCOUNT = "admin";
/** The same on all units: the device makes its owner change it at first start. */
export const DEFAULT_PASSWORD = "camera";
export const FACTORY_SETTINGS: Readonly<Record<string, string>> = {
  deviceName: MODEL,
  place: "",
  timeServer: "",
};

/** Salt and hash, hexadecimal. */
export type PasswordHash = string;

export interface Account {
  name: string;
  role: "administrator" | "viewer";
  password: PasswordHash;
  /** The broker's own copy. It is the same, but for a weakness. */
  mqtt: PasswordHash;
}

export interface Recording {
  id: string;
  at: string;
  what: string;
}

/** Survives a power cut (不揮発メモリ). Plain JSON, so that it can lie in a file. */
export interface Flash {
  setUp: boolean;
  accounts: Account[];
  settings: Record<string, string>;
  recordings: Recording[];
  log: string[];
  version: string;
  tls: TlsIdentity;
  sshHostKey: string;
}

/** A real device would spend more; a few thousand log-ins of a test run should not. */
const COST = { N: 1024, r: 8, p: 1 };

export function hashPassword(password: string): PasswordHash {
  const salt = randomBytes(8);
  return `${salt.toString("hex")}:${scryptSync(password, salt, 32, COST).toString("hex")}`;
}

export function passwordIs(password: string, hash: PasswordHash): boolean {
  const [salt = "", expected = ""] = hash.split(":");
  return timingSafeEqual(
    scryptSync(password, Buffer.from(salt, "hex"), 32, COST),
    Buffer.from(expected, "hex"),
  );
}

export function accountOf(name: string, role: Account["role"], password: string): Account {
  const hash = hashPassword(password);
  return { name, role, password: hash, mqtt: hash };
}

export function readFlash(file: string): Flash | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Flash) : undefined;
}

export function writeFlash(file: string, flash: Flash): void {
  writeFileSync(`${file}.new`, JSON.stringify(flash), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
