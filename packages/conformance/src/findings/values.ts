/** Values of foreign files, handled with care: what a key holds is never taken for granted. */
import { EvidenceError, LIMITS } from "./evidence.ts";

export type Obj = { [key: string]: unknown };
export const isObject = (v: unknown): v is Obj => typeof v === "object" && v !== null && !Array.isArray(v);
export const objectOf = (v: unknown): Obj => (isObject(v) ? v : {});
export const objectsOf = (v: unknown): Obj[] => (Array.isArray(v) ? v.filter(isObject) : []);
export const textOf = (v: unknown): string =>
  typeof v === "string" ? v.trim() : typeof v === "number" && Number.isFinite(v) ? String(v) : "";
export const maybe = (v: unknown): string | undefined => {
  const t = textOf(v);
  return t === "" ? undefined : t;
};
export const numberOf = (v: unknown): number | undefined => {
  const n = typeof v === "number" ? v : typeof v === "string" && v.trim() !== "" ? Number(v) : Number.NaN;
  return Number.isFinite(n) ? n : undefined;
};
/** Texts of a list; of a single text, that text. */
export const textsOf = (v: unknown): string[] =>
  (Array.isArray(v) ? v : [v]).map(textOf).filter((t) => t !== "");
export const oneLine = (text: string, most = 200): string =>
  text
    .slice(0, most * 4)
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, " ")
    .trim()
    .slice(0, most);

/**
 * A moment as `YYYY-MM-DDTHH:MM:SS.sssZ`. Reads ISO 8601 with or without zone (then UTC, as NVD writes it), a day alone,
 * Unix seconds, and the C library's `Fri Dec 11 03:25:29 2009`.
 */
export function momentOf(v: unknown): string | undefined {
  const text = textOf(v);
  if (text === "") return undefined;
  if (/^\d{9,11}$/.test(text)) return iso(Number(text) * 1000);
  let read = text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2");
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(read)) read = `${read.replace(" ", "T")}Z`;
  else if (/^[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ [\d:]+ \d{4}$/.test(read)) read = `${read} GMT`;
  return iso(Date.parse(read));
}
const iso = (ms: number): string | undefined =>
  Number.isFinite(ms) && Math.abs(ms) < 253_402_300_800_000 && ms > -62_000_000_000_000
    ? new Date(ms).toISOString()
    : undefined;

/** Text of a file: UTF-8 or UTF-16 with its mark; what is neither is read as Windows-1252, as old scanners write. */
export function decoded(bytes: Uint8Array): string {
  if (bytes.length > LIMITS.bytes) throw new EvidenceError("too-large", { limit: LIMITS.bytes / 1_000_000 });
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** @throws EvidenceError `cut-json`, `json-syntax` (with line and column), `too-deep`, `too-large` */
export function parseJson(text: string): unknown {
  if (depthExceeds(text, LIMITS.jsonDepth)) throw new EvidenceError("too-deep", { limit: LIMITS.jsonDepth });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw jsonError(text, error);
  }
}

function jsonError(text: string, error: unknown): EvidenceError {
  const said = error instanceof Error ? error.message : "";
  const at = /position (\d+)/.exec(said);
  const position = at ? Number(at[1]) : text.length;
  if (/end of JSON|Unterminated/i.test(said) || position >= text.trimEnd().length)
    return new EvidenceError("cut-json");
  const before = text.slice(0, position);
  const line = before.split("\n").length;
  return new EvidenceError("json-syntax", { line, column: position - before.lastIndexOf("\n") });
}

/** Brackets outside strings nested deeper than `limit`. */
function depthExceeds(text: string, limit: number): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x22) {
      i = endOfString(text, i);
      if (i < 0) return false;
    } else if (c === 0x7b || c === 0x5b) {
      if (++depth > limit) return true;
    } else if (c === 0x7d || c === 0x5d) depth--;
  }
  return false;
}

/** Index of the quote that ends the string beginning at `start`; -1 where there is none. */
export function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

/** Repetitions are bounded: a text made of prefixes would cost its length squared. */
const VULNERABILITY_ID =
  /\b(CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3}|(?:OSV|PYSEC|RUSTSEC|GO|DSA|DLA|USN|RHSA|ALSA|JVNDB|JVN)[-#:0-9A-Za-z]{0,20}\d{2,12}[-0-9A-Za-z:]{0,20})\b/gi;
/** Vulnerability ids named in a text, in order, once each. */
export const idsIn = (text: string): string[] => [
  ...new Set((text.slice(0, 100_000).match(VULNERABILITY_ID) ?? []).map(idOf)),
];
export const cvesIn = (text: string): string[] => idsIn(text).filter((id) => id.startsWith("CVE-"));
/** One spelling per id: `cve-2024-1` and `CVE-2024-1`; GHSA keep their lower case after the prefix. */
export const idOf = (text: string): string => {
  const t = text.trim();
  if (/^cve-/i.test(t)) return t.toUpperCase();
  if (/^ghsa-/i.test(t)) return `GHSA-${t.slice(5).toLowerCase()}`;
  return t;
};
