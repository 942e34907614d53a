/**
 * Default passwords of several units, looked at offline (S1.1-02 ①; domain/conformance.md E). Nothing is ever sent to a
 * device, and no value leaves this file: findings name rows, `rowHashes` holds SHA-256. Tests on forty values find gross
 * errors only.
 */
import type { FactOf } from "../evidence/facts.ts";
import { base32, base64, crc32, decimal, hex, md5, sha1, sha256 } from "./digests.ts";

export interface Unit {
  serial: string;
  mac?: string;
  ssid?: string;
  password: string;
}
type Finding = FactOf<"default-passwords">["findings"][number];

/** Values that everybody tries first; a comparison set, never sent anywhere. Lower case. */
const NOTORIOUS: ReadonlySet<string> = new Set([
  "admin",
  "admin1",
  "admin12",
  "admin123",
  "admin1234",
  "administrator",
  "password",
  "password1",
  "passw0rd",
  "p@ssw0rd",
  "123456",
  "1234567",
  "12345678",
  "123456789",
  "1234567890",
  "111111",
  "000000",
  "888888",
  "666666",
  "654321",
  "123123",
  "qwerty",
  "qwertyui",
  "abc123",
  "abcdef",
  "abcdefgh",
  "letmein",
  "default",
  "changeme",
  "secret",
  "welcome",
  "guest",
  "support",
  "service",
  "root123",
  "toor",
  "rootroot",
  "system",
  "supervisor",
  "tech",
  "ubnt",
  "xc3511",
  "vizxv",
  "xmhdipc",
  "juantech",
  "hi3518",
  "jvbzd",
  "anko",
  "zlxx.",
  "7ujmko0vizxv",
  "7ujmko0admin",
  "ikwb",
  "dreambox",
  "realtek",
  "klv123",
  "klv1234",
  "zte521",
  "gm8182",
  "oelinux123",
  "fucker",
  "meinsm",
  "smcadmin",
  "camera",
  "iloveyou",
  "monkey",
  "dragon",
]);
const KEYBOARDS = [
  "1234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "abcdefghijklmnopqrstuvwxyz",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
];
/** A part of a known value this long in a password makes it derived; shorter ones meet by chance. */
const PART = 4;
/** Bits that the values together seem to hold at least, or a person looks: 10⁶ values. */
const FEW_BITS = 20;
const MOST_UNITS = 10_000;

const plain = (text: string): string => text.normalize("NFKC").toLowerCase();
const bare = (text: string): string => plain(text).replace(/[^a-z0-9]/g, "");
const reversed = (text: string): string => [...text].reverse().join("");

/** The whole value walks along the alphabet, the digits or a keyboard row, or repeats a part of itself. */
export function isSequence(value: string): boolean {
  const v = plain(value);
  if (v.length < 3) return false;
  if (/^(.{1,3})\1+$/.test(v)) return true;
  const codes = [...v].map((c) => c.charCodeAt(0));
  const step = (codes[1] as number) - (codes[0] as number);
  if (Math.abs(step) <= 1 && codes.every((c, i) => i === 0 || c - (codes[i - 1] as number) === step))
    return true;
  return KEYBOARDS.some((row) => (row + row).includes(v) || reversed(row + row).includes(v));
}

const DIGESTS = { md5, sha1, sha256, crc32 } as const;
const ENCODINGS = { hex, base32, base64, decimal } as const;
const utf8 = new TextEncoder();

/** Forms in which factories feed a serial, MAC or SSID to a digest. */
function spellings(value: string): string[] {
  const colons = bare(value).match(/.{2}/g)?.join(":") ?? "";
  const set = new Set([
    value,
    value.toLowerCase(),
    value.toUpperCase(),
    bare(value),
    bare(value).toUpperCase(),
  ]);
  if (colons.length === 17)
    for (const c of [colons, colons.toUpperCase(), colons.replaceAll(":", "-")]) set.add(c);
  return [...set].filter((v) => v !== "");
}

/** How the password comes from what is known of its unit, or undefined. Never the value itself. */
export function derivationOf(unit: Unit, model = ""): string | undefined {
  const password = bare(unit.password);
  if (password === "") return undefined;
  const sources: [string, string | undefined][] = [
    ["model", model || undefined],
    ["serial", unit.serial],
    ["mac", unit.mac],
    ["ssid", unit.ssid],
  ];
  for (const [name, value] of sources) {
    const known = bare(value ?? "");
    if (known.length < PART) continue;
    for (const [how, form] of [
      ["", password],
      ["reversed ", reversed(password)],
    ] as const) {
      if (known.includes(form) && form.length >= PART) return `${how}part of ${name}`;
      // A long run of a known value with little around it.
      const run = Math.max(PART, Math.ceil(form.length / 2));
      for (let at = 0; at + run <= form.length; at++)
        if (known.includes(form.slice(at, at + run))) return `${how}contains part of ${name}`;
    }
  }
  const wanted = plain(unit.password);
  if (wanted.length < PART) return undefined;
  const inputs: [string, string][] = [];
  for (const [name, value] of sources) if (value) for (const s of spellings(value)) inputs.push([name, s]);
  for (const [a, x] of sources)
    for (const [b, y] of sources) if (a !== b && x && y) inputs.push([`${a}+${b}`, x + y]);
  for (const [name, text] of inputs)
    for (const [digest, make] of Object.entries(DIGESTS)) {
      const bytes = make(utf8.encode(text));
      for (const [encoding, write] of Object.entries(ENCODINGS)) {
        const written = plain(write(bytes));
        if (written.startsWith(wanted) || written.endsWith(wanted))
          return `${digest}(${name}) in ${encoding}, cut`;
      }
    }
  return undefined;
}

/** A value as a number in the alphabet that it uses, for differences between units. */
function asNumber(value: string): bigint | undefined {
  if (/^\d{1,40}$/.test(value)) return BigInt(value);
  return /^[0-9a-f]{1,40}$/i.test(value) ? BigInt(`0x${value}`) : undefined;
}

/** A serial's last run of digits, split off; units are consecutive when only that run counts up by one. */
function serialNumber(serial: string): { head: string; number: bigint } | undefined {
  const match = /^(.*?)(\d{1,30})(\D*)$/.exec(serial.normalize("NFKC").trim());
  return match ? { head: `${match[1]}#${match[3]}`, number: BigInt(match[2] as string) } : undefined;
}

/** Rows (from 0) of the longest run of units whose serials count up by one. */
export function longestRun(units: readonly Unit[]): number[] {
  const known = units
    .map((u, row) => ({ row, serial: serialNumber(u.serial) }))
    .filter((u): u is { row: number; serial: { head: string; number: bigint } } => u.serial !== undefined)
    .sort((a, b) =>
      a.serial.head !== b.serial.head
        ? a.serial.head < b.serial.head
          ? -1
          : 1
        : a.serial.number < b.serial.number
          ? -1
          : 1,
    );
  let best: number[] = [];
  let run: typeof known = [];
  for (const u of known) {
    const last = run.at(-1);
    const follows = last && last.serial.head === u.serial.head && u.serial.number === last.serial.number + 1n;
    run = follows ? [...run, u] : [u];
    if (run.length > best.length) best = run.map((r) => r.row);
  }
  return best;
}

const classSize = (values: readonly string[]): number => {
  const all = values.join("");
  return (
    (/\d/.test(all) ? 10 : 0) +
    (/[a-z]/.test(all) ? 26 : 0) +
    (/[A-Z]/.test(all) ? 26 : 0) +
    (/[^0-9A-Za-z]/.test(all) ? 32 : 0)
  );
};

export interface DefaultPasswordReport {
  fact: FactOf<"default-passwords">;
  /** SHA-256 of each password, in the order of the table: what evidence keeps. */
  rowHashes: string[];
}

/**
 * Looks at a table of units. Rows in findings count from 1. `bitsEstimate` adds up, position by position, the smaller of the
 * observed entropy's ceiling and the alphabet's: an upper estimate, not a proof of randomness.
 */
export function analyseDefaultPasswords(
  table: readonly Unit[],
  { authentication, model = "" }: { authentication: string; model?: string },
): DefaultPasswordReport {
  const units = table.slice(0, MOST_UNITS);
  const values = units.map((u) => u.password);
  const lengths = values.map((v) => [...v].length);
  const findings: Finding[] = [];
  const find = (what: Finding["what"], rows: readonly number[], detail: string) => {
    if (rows.length > 0) findings.push({ what, rows: rows.map((r) => r + 1), detail });
  };
  const rowsWhere = (test: (u: Unit, row: number) => boolean): number[] =>
    units.flatMap((u, row) => (test(u, row) ? [row] : []));

  find(
    "short",
    rowsWhere((_u, row) => (lengths[row] as number) < 6),
    "under 6 characters",
  );
  const byValue = new Map<string, number[]>();
  values.forEach((v, row) => {
    byValue.set(v, [...(byValue.get(v) ?? []), row]);
  });
  const twice = [...byValue.values()].filter((rows) => rows.length > 1);
  find(
    "duplicate",
    twice.flat().sort((a, b) => a - b),
    `${twice.length} values on more than one unit`,
  );
  find(
    "listed",
    rowsWhere((u) => NOTORIOUS.has(plain(u.password))),
    "notorious value",
  );
  find(
    "sequence",
    rowsWhere((u) => isSequence(u.password)),
    "runs along digits, letters or a keyboard",
  );

  const derived = new Map<string, number[]>();
  units.forEach((u, row) => {
    const how = derivationOf(u, model);
    if (how !== undefined) derived.set(how, [...(derived.get(how) ?? []), row]);
  });
  for (const [how, rows] of [...derived].sort(([a], [b]) => (a < b ? -1 : 1))) find("derived", rows, how);

  const run = longestRun(units);
  const numbers = run.map((row) => asNumber(values[row] as string));
  if (numbers.length >= 4 && numbers.every((n) => n !== undefined)) {
    const steps = new Set(numbers.slice(1).map((n, i) => String((n as bigint) - (numbers[i] as bigint))));
    if (steps.size === 1 && !steps.has("0"))
      find("sequence", run, "constant difference between consecutive units");
  }

  const longest = Math.max(0, ...lengths);
  const distinct = Array.from(
    { length: longest },
    (_, at) => new Set(values.map((v) => [...v][at] ?? "")).size,
  );
  const fixed = distinct.flatMap((n, at) => (n === 1 ? [at + 1] : []));
  if (units.length > 1 && fixed.length > 0 && twice.length === 0)
    find(
      "pattern",
      units.map((_, row) => row),
      `position ${fixed.join(", ")} is the same on all units`,
    );
  const size = classSize(values);
  const bits = distinct.reduce((sum, n) => sum + (n <= 1 ? 0 : Math.log2(Math.min(size, n * 2))), 0);
  if (units.length > 1 && bits < FEW_BITS)
    find(
      "low-entropy",
      units.map((_, row) => row),
      `about ${Math.floor(bits)} bits`,
    );

  return {
    fact: {
      kind: "default-passwords",
      authentication,
      units: units.length,
      consecutive: run.length > 1 ? run.length : 0,
      shortest: lengths.length === 0 ? 0 : Math.min(...lengths),
      duplicates: twice.reduce((sum, rows) => sum + rows.length - 1, 0),
      findings,
      bitsEstimate: Math.round(bits * 10) / 10,
    },
    rowHashes: values.map((v) => hex(sha256(utf8.encode(v)))),
  };
}
