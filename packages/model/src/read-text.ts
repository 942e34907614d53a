/** From the bytes of a study file to its text: UTF-8 and nothing else, with a hint where it is something else. */
import type { Problem } from "./diagnostic.ts";
import type { Position, StudyFormat } from "./positions.ts";

/** A problem of the text itself, which knows its place before there is anything to point into. */
export interface PlacedProblem extends Problem, Position {}

export interface SizeLimits {
  jsonBytes: number;
  yamlBytes: number;
}
export const SIZE_LIMITS: SizeLimits = { jsonBytes: 512_000_000, yamlBytes: 64_000_000 };

const START: Position = { line: 1, column: 1 };
const placed = (
  code: string,
  position: Position,
  values: Record<string, string | number> = {},
): PlacedProblem => ({
  code,
  severity: "error",
  path: [],
  values,
  ...position,
});

/** Format by the file's extension; undefined when the extension does not say. */
export function formatOfName(name: string): StudyFormat | undefined {
  if (/\.json$/i.test(name)) return "json";
  return /\.ya?ml$/i.test(name) ? "yaml" : undefined;
}

/** First bytes of files that are given in place of a study. The words for them are in the message catalogue. */
const SIGNATURES: readonly (readonly [kind: string, bytes: readonly number[]])[] = [
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["old-office", [0xd0, 0xcf, 0x11, 0xe0]],
  ["pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["gzip", [0x1f, 0x8b]],
  ["png", [0x89, 0x50, 0x4e, 0x47]],
  ["jpeg", [0xff, 0xd8, 0xff]],
];

const startsWith = (bytes: Uint8Array, first: readonly number[]) =>
  bytes.length >= first.length && first.every((b, i) => bytes[i] === b);

/** UTF-16 by its byte order mark, or because every second byte of ASCII text in it is zero. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) return true;
  const length = Math.min(bytes.length & ~1, 1000);
  const zeros = [0, 0];
  for (let i = 0; i < length; i++) if (bytes[i] === 0) zeros[i & 1] = (zeros[i & 1] as number) + 1;
  const most = Math.max(zeros[0] as number, zeros[1] as number);
  const least = Math.min(zeros[0] as number, zeros[1] as number);
  return length >= 4 && most > length / 4 && least < most / 10;
}

/** Length of the well-formed UTF-8 sequence at `at`, or 0. Table 3-7 of the Unicode Standard. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  const tail = (n: number, low = 0x80, high = 0xbf) =>
    (bytes[at + n] ?? 0) >= low && (bytes[at + n] ?? 0) <= high;
  if (first >= 0xc2 && first <= 0xdf) return tail(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef)
    return tail(1, first === 0xe0 ? 0xa0 : 0x80, first === 0xed ? 0x9f : 0xbf) && tail(2) ? 3 : 0;
  if (first >= 0xf0 && first <= 0xf4)
    return tail(1, first === 0xf0 ? 0x90 : 0x80, first === 0xf4 ? 0x8f : 0xbf) && tail(2) && tail(3) ? 4 : 0;
  return 0;
}

/** Place of the first byte that `isBad` (a zero byte, or one that is no UTF-8). */
function firstBad(bytes: Uint8Array, zeroIsBad: boolean): Position {
  let line = 1;
  let column = 1;
  for (let at = startsWith(bytes, [0xef, 0xbb, 0xbf]) ? 3 : 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0 || (zeroIsBad && bytes[at] === 0)) break;
    if (bytes[at] === 0x0a) {
      line++;
      column = 1;
    } else column += length === 4 ? 2 : 1;
    at += length;
  }
  return { line, column };
}

/** Share of characters that are usual in Japanese text; -1 when the bytes are not of the encoding. */
function japaneseShare(bytes: Uint8Array, encoding: string): number {
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, 65_536), { stream: true });
  } catch {
    return -1; // not of this encoding, or the runtime does not know it
  }
  const beyondAscii = [...text].filter((c) => c > "\u007f");
  const usual = beyondAscii.filter((c) => /[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e]/.test(c));
  return beyondAscii.length === 0 ? 0 : usual.length / beyondAscii.length;
}

function guessEncoding(bytes: Uint8Array): string {
  if (looksLikeUtf16(bytes)) return "UTF-16";
  const [best] = [
    { name: "Shift_JIS", share: japaneseShare(bytes, "shift_jis") },
    { name: "EUC-JP", share: japaneseShare(bytes, "euc-jp") },
  ].sort((a, b) => b.share - a.share);
  return best && best.share > 0.5 ? best.name : "";
}

/**
 * Text of a study file, without a byte order mark. One problem at most:
 * `too-large`, `binary-file`, `not-utf8` or `empty-file`.
 */
export function readText(
  bytes: Uint8Array,
  name: string,
  limits: SizeLimits = SIZE_LIMITS,
): { text?: string; problems: PlacedProblem[] } {
  const failed = (code: string, position: Position, values?: Record<string, string | number>) => ({
    problems: [placed(code, position, values)],
  });
  const first = bytes.find((b) => b > 0x20 && b !== 0xef && b !== 0xbb && b !== 0xbf);
  const isJson = (formatOfName(name) ?? (first === 0x7b || first === 0x5b ? "json" : "yaml")) === "json";
  const limit = isJson ? limits.jsonBytes : limits.yamlBytes;
  const megabytes = (size: number) => Math.ceil(size / 100_000) / 10;
  if (bytes.length > limit)
    return failed("too-large", START, {
      sizeMB: megabytes(bytes.length),
      limitMB: megabytes(limit),
      format: isJson ? "JSON" : "YAML",
    });
  const signature = SIGNATURES.find(([, start]) => startsWith(bytes, start));
  if (signature) return failed("binary-file", START, { kind: signature[0] });
  if (looksLikeUtf16(bytes)) return failed("not-utf8", START, { encoding: "UTF-16" });
  if (bytes.includes(0)) return failed("binary-file", firstBad(bytes, true), { kind: "zero-byte" });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return failed("not-utf8", firstBad(bytes, false), { encoding: guessEncoding(bytes) });
  }
  return /\S/.test(text) ? { text, problems: [] } : failed("empty-file", START);
}
