/**
 * Orders of versions, one an ecosystem (版の大小). Each is a total preorder over all texts: what a scheme cannot read comes
 * before what it can and is ordered by the general rule among itself. Semantic Versioning and PEP 440 come from their
 * libraries; Debian, RPM, Alpine, Maven, RubyGems and NuGet have none that is small and pure.
 */
import { compare as comparePython, valid as validPython } from "@renovatebot/pep440";
import { parse as parseSemver, type SemVer } from "semver";

export const VERSION_SCHEMES = [
  "semver",
  "pypi",
  "maven",
  "deb",
  "rpm",
  "apk",
  "gem",
  "nuget",
  "generic",
] as const;
export type VersionScheme = (typeof VERSION_SCHEMES)[number];

/** Order by purl type or OSV ecosystem. */
export function schemeOf(typeOrEcosystem: string): VersionScheme {
  switch (typeOrEcosystem.toLowerCase()) {
    case "npm":
    case "cargo":
    case "crates.io":
    case "golang":
    case "go":
    case "hex":
    case "pub":
    case "swift":
    case "swifturl":
    case "bitnami":
    case "semver":
      return "semver";
    case "pypi":
      return "pypi";
    case "maven":
      return "maven";
    case "deb":
    case "debian":
    case "ubuntu":
      return "deb";
    case "rpm":
    case "red hat":
    case "rocky linux":
    case "almalinux":
    case "suse":
    case "opensuse":
    case "mageia":
    case "openeuler":
      return "rpm";
    case "apk":
    case "alpine":
    case "wolfi":
    case "chainguard":
      return "apk";
    case "gem":
    case "rubygems":
      return "gem";
    case "nuget":
      return "nuget";
    default:
      return "generic";
  }
}

/** Digits of any length: by value. */
function compareDigits(a: string, b: string): number {
  const x = a.replace(/^0+(?=\d)/, "");
  const y = b.replace(/^0+(?=\d)/, "");
  return x.length !== y.length ? x.length - y.length : x < y ? -1 : x > y ? 1 : 0;
}
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * A version as a list of parts; lists are compared part by part, the shorter one filled up with `END`. Parts of the same
 * rank compare by text, or as numbers where the text is digits.
 */
type Part = readonly [rank: number, text: string, numeric: boolean];
const END: Part = [0, "", false];

function compareParts(a: readonly Part[], b: readonly Part[]): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a[i] ?? END;
    const y = b[i] ?? END;
    if (x[0] !== y[0]) return x[0] - y[0];
    const by = x[2] && y[2] ? compareDigits(x[1], y[1]) : compareText(x[1], y[1]);
    if (by !== 0) return by;
  }
  return 0;
}

/** Takes zeros away that a qualifier or the end follows, so that `1.0` and `1` are one version. */
function withoutZeros(parts: Part[]): Part[] {
  const out: Part[] = [];
  for (const p of parts) {
    if (!p[2]) dropZeros(out);
    out.push(p);
  }
  dropZeros(out);
  return out;
}
function dropZeros(parts: Part[]): void {
  for (let last = parts.at(-1); last?.[2] && /^0*$/.test(last[1]); last = parts.at(-1)) parts.pop();
}

const EARLY: Record<string, number> = { dev: -5, snapshot: -5, alpha: -4, beta: -3, pre: -2, rc: -2 };
const LATE = new Set(["p", "pl", "patch", "sp", "post"]);

/**
 * The general rule: numbers by value; `dev < alpha < beta < rc < (end) < letter < patch < number`. One letter at the very end of
 * a number is a later release (`1.0.2k`, as OpenSSL counted), not an alpha.
 */
function genericParts(text: string): Part[] {
  const tokens =
    text
      .toLowerCase()
      .replace(/^v(?=\d)/, "")
      .match(/\d+|[a-z]+/g) ?? [];
  return withoutZeros(
    tokens.map((t, i): Part => {
      if (/^\d/.test(t)) return [4, t, true];
      const last = i === tokens.length - 1;
      const word = t === "a" && !last ? "alpha" : t === "b" && !last ? "beta" : t === "c" && !last ? "rc" : t;
      const early = EARLY[word];
      if (early !== undefined && Object.hasOwn(EARLY, word)) return [early, "", false];
      return LATE.has(word) ? [2, "", false] : [1, word, false];
    }),
  );
}

/** Maven's version order specification: https://maven.apache.org/pom.html#version-order-specification */
function mavenParts(text: string): Part[] {
  const out: Part[] = [];
  const lower = text.toLowerCase();
  const token = /([.\-_]?)(\d+|[a-z]+|(?=[.\-_]|$))/g;
  let afterText = false;
  for (let m = token.exec(lower); m && out.length < 1000; m = token.exec(lower)) {
    const [all, separator, word = ""] = m;
    if (all === "") {
      token.lastIndex++;
      continue;
    }
    if (word === "" || /^\d/.test(word)) {
      const dot = separator === "." || (separator === "" && out.length === 0);
      out.push([dot && !(afterText && separator === "") ? 5 : 4, word || "0", true]);
      afterText = false;
    } else {
      const next = lower.charCodeAt(m.index + all.length);
      const followedByDigit = next >= 0x30 && next <= 0x39;
      const known =
        followedByDigit && word === "a"
          ? "alpha"
          : followedByDigit && word === "b"
            ? "beta"
            : followedByDigit && word === "m"
              ? "milestone"
              : word === "cr"
                ? "rc"
                : word;
      const rank = ["alpha", "beta", "milestone", "rc", "snapshot"].indexOf(known);
      if (known === "ga" || known === "final" || known === "release") out.push([0, "", false]);
      else out.push(rank >= 0 ? [rank - 10, "", false] : known === "sp" ? [1, "", false] : [2, known, false]);
      afterText = true;
    }
  }
  const trimmed = withoutZeros(out).filter((p, i, all) => p[0] !== 0 || i < all.length - 1);
  return trimmed;
}

/** Gem::Version: numbers after letters; a letter makes a pre-release. */
const gemParts = (text: string): Part[] =>
  withoutZeros(
    (
      text
        .toLowerCase()
        .replace(/-/g, ".pre.")
        .match(/\d+|[a-z]+/g) ?? []
    ).map((t): Part => {
      return /^\d/.test(t) ? [1, t, true] : [-1, t, false];
    }),
  );

/** NuGet: up to four numbers, then a SemVer pre-release. */
function nugetParts(text: string): Part[] {
  const [main = "", ...rest] = (
    text
      .toLowerCase()
      .replace(/^v(?=\d)/, "")
      .split("+")[0] ?? ""
  ).split("-");
  const numbers = withoutZeros((main.match(/\d+/g) ?? []).map((t): Part => [1, t, true]));
  const pre = rest.join("-");
  if (pre === "") return numbers;
  return [
    ...numbers,
    [-1, "", false],
    ...pre.split(".").map((t): Part => (/^\d+$/.test(t) ? [1, t, true] : [2, t, false])),
  ];
}

/** rpmvercmp as a list: `~` before the end, `^` after it, letters before numbers. */
const rpmSegments = (text: string): Part[] =>
  (text.match(/~|\^|\d+|[A-Za-z]+/g) ?? []).map((t): Part => {
    if (t === "~") return [-1, "", false];
    if (t === "^") return [1, "", false];
    return /^\d/.test(t) ? [3, t, true] : [2, t, false];
  });

/** Package version of Debian or RPM: `[epoch:]version[-release]`. A missing release is the lowest. */
function evr(text: string): [epoch: string, version: string, release: string] {
  const m = /^(?:(\d+):)?(.*?)(?:-([^-]*))?$/s.exec(text.trim());
  return [m?.[1] ?? "0", m?.[2] ?? "", m?.[3] ?? ""];
}

function compareRpm(a: string, b: string): number {
  const [ae, av, ar] = evr(a);
  const [be, bv, br] = evr(b);
  return (
    compareDigits(ae, be) ||
    compareParts(rpmSegments(av), rpmSegments(bv)) ||
    compareParts(rpmSegments(ar), rpmSegments(br))
  );
}

/** Debian Policy 5.6.12: `~` before everything, even the end; letters before other characters. */
function compareDebianPart(a: string, b: string): number {
  const x: string[] = [...(a.match(/\d+|\D+/g) ?? [])];
  const y: string[] = [...(b.match(/\d+|\D+/g) ?? [])];
  if (/^\d/.test(x[0] ?? "")) x.unshift("");
  if (/^\d/.test(y[0] ?? "")) y.unshift("");
  const length = Math.max(x.length, y.length);
  for (let i = 0; i < length; i++) {
    const p = x[i] ?? "";
    const q = y[i] ?? "";
    const by = i % 2 === 0 ? compareDebianText(p, q) : compareDigits(p || "0", q || "0");
    if (by !== 0) return by;
  }
  return 0;
}
function compareDebianText(a: string, b: string): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const by = debianOrder(a.charCodeAt(i)) - debianOrder(b.charCodeAt(i));
    if (by !== 0) return by;
  }
  return 0;
}
const debianOrder = (c: number): number =>
  Number.isNaN(c)
    ? 0
    : c === 0x7e
      ? -1
      : (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a)
        ? c
        : c + 0x10000;

function compareDebian(a: string, b: string): number {
  const [ae, av, ar] = evr(a);
  const [be, bv, br] = evr(b);
  return compareDigits(ae, be) || compareDebianPart(av, bv) || compareDebianPart(ar || "0", br || "0");
}

const APK_SUFFIX = ["alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p"];
/** apk-tools: `1.2.3a_rc1-r4`; a number with a leading zero is a fraction. */
function apkParts(text: string): Part[] | undefined {
  const m =
    /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~[0-9a-f]+)?(?:-r(\d+))?$/.exec(
      text,
    );
  if (!m) return undefined;
  const [, numbers = "", letter = "", suffixes = "", revision = "0"] = m;
  return [
    ...numbers.split(".").map((t, i): Part => (i > 0 && t.startsWith("0") ? [8, t, false] : [9, t, true])),
    // A letter and a suffix end the numbers; both come before one more number.
    ...(letter === "" ? [] : [[7, letter, false] as Part]),
    ...(suffixes.match(/[a-z]+\d*/g) ?? []).flatMap((s): Part[] => {
      const [, word = "", number = ""] = /^([a-z]+)(\d*)$/.exec(s) ?? [];
      const rank = APK_SUFFIX.indexOf(word) - 4;
      return [
        [rank < 0 ? rank - 1 : rank, "", false],
        [2, number || "0", true],
      ];
    }),
    [0.5, revision, true],
  ];
}

const KEPT = 200_000;
class Cache<T> {
  private readonly map = new Map<string, T>();
  constructor(private readonly make: (text: string) => T) {}
  get(text: string): T {
    const hit = this.map.get(text);
    if (hit !== undefined) return hit;
    if (this.map.size >= KEPT) this.map.clear();
    const made = this.make(text);
    this.map.set(text, made);
    return made;
  }
}

const semvers = new Cache<SemVer | null>((text) => {
  const bare = text.trim();
  // Two numbers are no semantic version, but advisories write them: `12.18` is 12.18.0.
  const short = /^v?(\d+)(?:\.(\d+))?((?:[-+].*)?)$/.exec(bare);
  return parseSemver(short ? `${short[1]}.${short[2] ?? "0"}.0${short[3] ?? ""}` : bare, { loose: true });
});
/** A version longer than this is none; its library's expression is not meant for more. */
const LONGEST = 256;
const pythons = new Cache<string>((text) =>
  text.length <= LONGEST && validPython(text.trim()) ? text.trim() : "",
);
const generics = new Cache<Part[]>(genericParts);
const mavens = new Cache<Part[]>(mavenParts);
const gems = new Cache<Part[]>(gemParts);
const nugets = new Cache<Part[]>(nugetParts);
const apks = new Cache<Part[] | null>((text) => apkParts(text.trim()) ?? null);

const generic = (a: string, b: string): number => compareParts(generics.get(a), generics.get(b));

/** Negative, zero or positive as `a` is older than, equal to or newer than `b`. */
export function compareVersions(scheme: VersionScheme, a: string, b: string): number {
  if (a === b) return 0;
  switch (scheme) {
    case "semver": {
      const x = semvers.get(a);
      const y = semvers.get(b);
      return x && y ? x.compare(y) : x ? 1 : y ? -1 : generic(a, b);
    }
    case "pypi": {
      const x = pythons.get(a);
      const y = pythons.get(b);
      return x && y ? comparePython(x, y) : x ? 1 : y ? -1 : generic(a, b);
    }
    case "maven":
      return compareParts(mavens.get(a), mavens.get(b));
    case "deb":
      return compareDebian(a, b);
    case "rpm":
      return compareRpm(a, b);
    case "apk": {
      const x = apks.get(a);
      const y = apks.get(b);
      return x && y ? compareParts(x, y) : x ? 1 : y ? -1 : generic(a, b);
    }
    case "gem":
      return compareParts(gems.get(a), gems.get(b));
    case "nuget":
      return compareParts(nugets.get(a), nugets.get(b));
    case "generic":
      return generic(a, b);
  }
}

/** One side of a range. */
export interface Bound {
  op: "=" | "!=" | "<" | "<=" | ">" | ">=";
  version: string;
}

/**
 * `vers:npm/>=1.0|<2.0` (and CycloneDX's `vers:generic/`), or a bare `<1.2`, `>=1.0|<2.0`, `>= 1.0 < 2.0`.
 * @returns undefined where it is neither: free text such as "all versions before spring"
 */
export function readRange(text: string): { scheme?: VersionScheme; bounds: Bound[] } | undefined {
  const m = /^vers:([a-z0-9.+-]+)\/(.*)$/s.exec(text.trim());
  const body = m ? (m[2] ?? "") : text.trim();
  if (body === "*") return { bounds: [] };
  const bounds: Bound[] = [];
  for (const piece of body.split(/\||,|\s+(?=[<>=!])/)) {
    const part = /^\s*(<=|>=|<|>|!=|=|≤|≥)?\s*v?([0-9][^\s<>=|,]*)\s*$/i.exec(piece);
    if (!part) return undefined;
    if (!m && part[1] === undefined) return undefined;
    const op = (part[1] ?? "=").replace("≤", "<=").replace("≥", ">=") as Bound["op"];
    let version = part[2] ?? "";
    try {
      version = decodeURIComponent(version);
    } catch {
      // Not encoded.
    }
    bounds.push({ op, version });
  }
  return { ...(m ? { scheme: schemeOf(m[1] ?? "") } : {}), bounds };
}

/** Whether a version lies in a range: equal to a listed one, or between a lower bound and the upper bound after it. */
export function inRange(scheme: VersionScheme, version: string, bounds: readonly Bound[]): boolean {
  if (bounds.length === 0) return true;
  const cmp = (b: Bound) => compareVersions(scheme, version, b.version);
  if (bounds.some((b) => b.op === "!=" && cmp(b) === 0)) return false;
  if (bounds.some((b) => b.op === "=" && cmp(b) === 0)) return true;
  const sides = bounds.filter((b) => b.op !== "=" && b.op !== "!=");
  if (sides.length === 0) return !bounds.some((b) => b.op === "=");
  const sorted = [...sides].sort(
    (x, y) => compareVersions(scheme, x.version, y.version) || (x.op < y.op ? -1 : 1),
  );
  let open = sorted[0]?.op.startsWith("<") ?? false;
  let inside = open;
  for (const b of sorted) {
    if (b.op.startsWith(">")) {
      const above = b.op === ">" ? cmp(b) > 0 : cmp(b) >= 0;
      if (!open) inside = above;
      open = true;
    } else {
      const under = b.op === "<" ? cmp(b) < 0 : cmp(b) <= 0;
      if (inside && under) return true;
      inside = false;
      open = false;
    }
  }
  return inside;
}
