/** Names of packages: package URLs (purl) and CPE names, as keys to match by. */
import { PackageURL } from "packageurl-js";

export interface Purl {
  type: string;
  namespace?: string;
  name: string;
  version?: string;
  qualifiers: Record<string, string>;
}

/** @returns undefined where it is no package URL */
export function readPurl(text: string): Purl | undefined {
  if (text.length > 4000) return undefined;
  try {
    const p = PackageURL.fromString(text);
    return {
      type: p.type.toLowerCase(),
      ...(p.namespace ? { namespace: p.namespace } : {}),
      name: p.name,
      ...(p.version ? { version: p.version } : {}),
      qualifiers: { ...(p.qualifiers ?? {}) } as Record<string, string>,
    };
  } catch {
    return undefined;
  }
}

/** Key for a first, wide look: lower case, all separators alike. Two different packages may share one. */
export const looseKey = (name: string): string =>
  /[A-Z_.]|--|[^\0-\x7f]/.test(name) ? name.toLowerCase().replace(/[-_.]+/g, "-") : name;

/** The OSV ecosystem that a purl type belongs to, without its release. */
export function ecosystemOf(p: Purl): string | undefined {
  switch (p.type) {
    case "npm":
      return "npm";
    case "pypi":
      return "PyPI";
    case "maven":
      return "Maven";
    case "golang":
      return "Go";
    case "cargo":
      return "crates.io";
    case "gem":
      return "RubyGems";
    case "nuget":
      return "NuGet";
    case "composer":
      return "Packagist";
    case "hex":
      return "Hex";
    case "pub":
      return "Pub";
    case "hackage":
      return "Hackage";
    case "cran":
      return "CRAN";
    case "conan":
      return "ConanCenter";
    case "swift":
      return "SwiftURL";
    case "bitnami":
      return "Bitnami";
    case "githubactions":
      return "GitHub Actions";
    case "deb":
      return p.namespace?.toLowerCase() === "ubuntu" ? "Ubuntu" : "Debian";
    case "apk": {
      const from = p.namespace?.toLowerCase();
      return from === "wolfi" ? "Wolfi" : from === "chainguard" ? "Chainguard" : "Alpine";
    }
    case "rpm": {
      const from = p.namespace?.toLowerCase() ?? "";
      if (/rocky/.test(from)) return "Rocky Linux";
      if (/alma/.test(from)) return "AlmaLinux";
      if (/opensuse/.test(from)) return "openSUSE";
      if (/suse|sles/.test(from)) return "SUSE";
      if (/mageia/.test(from)) return "Mageia";
      if (/openeuler/.test(from)) return "openEuler";
      return /redhat|rhel|centos/.test(from) ? "Red Hat" : undefined;
    }
    default:
      return undefined;
  }
}

/** Names under which OSV may list a package: its own, and those of the source packages it was built from. */
export function osvNames(p: Purl): string[] {
  const own =
    p.type === "maven"
      ? `${p.namespace ?? ""}:${p.name}`
      : p.type === "deb" || p.type === "apk" || p.type === "rpm" || p.namespace === undefined
        ? p.name
        : `${p.namespace}/${p.name}`;
  const upstream = (p.qualifiers["upstream"] ?? p.qualifiers["origin"] ?? "")
    .split(",")
    .map((u) => u.replace(/@.*$/, "").replace(/-[^-]+-[^-]+\.src\.rpm$/, ""))
    .filter((u) => u !== "");
  return [...new Set([own, ...upstream])];
}

/** A package's name in the spelling its ecosystem compares by. */
export const exactName = (ecosystem: string, name: string): string =>
  ecosystem === "PyPI"
    ? looseKey(name)
    : ecosystem === "NuGet" || ecosystem === "Packagist" || ecosystem === "GitHub Actions"
      ? name.toLowerCase()
      : name;

/** Release of a distribution in an OSV ecosystem (`Debian:11` → `11`) and in a purl (`distro=debian-11.6` → `11.6`). */
export const releaseIn = (ecosystem: string): string | undefined =>
  /^[^:]+:(?:Pro:|Enterprise Linux:|v)?([0-9][0-9.]*)/.exec(ecosystem)?.[1];
export const releaseOf = (p: Purl): string | undefined =>
  /(?:^|[-:_ v])([0-9]+(?:\.[0-9]+)*)/.exec(p.qualifiers["distro"] ?? p.qualifiers["distro_name"] ?? "")?.[1];
export const sameRelease = (a: string, b: string): boolean =>
  a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);

/** A CPE name in parts, unescaped and in lower case; `*` any, `-` none. */
export interface Cpe {
  part: string;
  vendor: string;
  product: string;
  version: string;
  update: string;
}

/** CPE 2.3 formatted strings and 2.2 URIs. @returns undefined where it is neither */
export function readCpe(text: string): Cpe | undefined {
  if (text.length > 2000) return undefined;
  let fields: string[];
  if (text.startsWith("cpe:2.3:")) {
    fields = splitEscaped(text.slice(8)).map((f) => f.replace(/\\(.)/g, "$1"));
  } else if (text.startsWith("cpe:/")) {
    fields = text
      .slice(5)
      .split(":")
      .map((f) => {
        try {
          return decodeURIComponent(f.split("~")[0] ?? "");
        } catch {
          return f;
        }
      })
      .map((f) => (f === "" ? "*" : f));
  } else return undefined;
  const [part = "*", vendor = "*", product = "*", version = "*", update = "*"] = fields.map((f) =>
    f.toLowerCase(),
  );
  if (product === "*" || product === "") return undefined;
  return { part, vendor, product, version, update };
}

function splitEscaped(text: string): string[] {
  const out: string[] = [];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === ":") {
      out.push(text.slice(from, i));
      from = i + 1;
    }
  }
  out.push(text.slice(from));
  return out;
}

/** Version with its update: `1.1.1` `k` is `1.1.1k`, `2.0` `rc1` is `2.0-rc1`. */
export const cpeVersion = (c: Cpe): string | undefined =>
  c.version === "*" || c.version === "-" || c.version === ""
    ? undefined
    : c.update === "*" || c.update === "-" || c.update === ""
      ? c.version
      : /^[a-z]$/.test(c.update)
        ? `${c.version}${c.update}`
        : `${c.version}-${c.update}`;

/** CPE 2.3 name of anything that `readCpe` reads. */
export const cpe23 = (text: string): string | undefined => {
  if (text.startsWith("cpe:2.3:")) return readCpe(text) ? text : undefined;
  const c = readCpe(text);
  if (!c) return undefined;
  const out = (s: string) => (s === "*" || s === "-" ? s : s.replace(/[^A-Za-z0-9_.-]/g, "\\$&"));
  return `cpe:2.3:${[c.part, c.vendor, c.product, c.version, c.update].map(out).join(":")}:*:*:*:*:*:*`;
};
