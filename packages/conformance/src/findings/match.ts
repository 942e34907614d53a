/**
 * Components against vulnerability data, offline (domain/conformance.md C.12, C.15, E S1.1-13 ②). Package URL first, with
 * the order of versions of its ecosystem; CPE names next; a bare name only where there is neither, and then as a guess.
 */
import type { Finding } from "../evidence/facts.ts";
import { bestCvss, type Cvss, cvssOf, scoreOnly } from "./cvss.ts";
import {
  type Component,
  type Epss,
  type Kev,
  Notes,
  type Sbom,
  type Unused,
  type VexDocument,
  type VulnerabilityData,
} from "./evidence.ts";
import { surer, type Vulnerabilities } from "./formats/finding.ts";
import {
  type Cpe,
  cpeVersion,
  ecosystemOf,
  exactName,
  looseKey,
  osvNames,
  type Purl,
  readCpe,
  readPurl,
  releaseIn,
  releaseOf,
  sameRelease,
} from "./names.ts";
import { idOf, type Obj, objectOf, objectsOf, oneLine, textOf, textsOf } from "./values.ts";
import { compareVersions, schemeOf, type VersionScheme } from "./versions.ts";
import { applyVex, findingsOfVex, indexVex, type Thing } from "./vex-apply.ts";

/** The product that the components are of, as the declaration names it. */
export interface ProductName {
  name?: string;
  model: string;
  firmware: string;
}

export interface MatchSources {
  data: readonly VulnerabilityData[];
  kev?: readonly Kev[];
  epss?: readonly Epss[];
}

interface Part {
  component: Component;
  version: string | undefined;
  purl: Purl | undefined;
  ecosystem: string | undefined;
  /** Names in the ecosystem's own spelling. */
  names: Set<string>;
  release: string | undefined;
  cpes: Cpe[];
}

interface Match {
  part: number;
  id: string;
  /** Ids that the data calls the same vulnerability. */
  same: string[];
  sure: Finding["sure"];
  cvss: Cvss | undefined;
  kev: boolean;
  fixedIn: string[];
  cpe: string | undefined;
  source: string;
  title: string;
}

/** Languages' and registries' names; a bare name is not compared with a distribution's packages. */
const DISTRIBUTIONS = new Set([
  "Debian",
  "Ubuntu",
  "Alpine",
  "Wolfi",
  "Chainguard",
  "Red Hat",
  "Rocky Linux",
  "AlmaLinux",
  "SUSE",
  "openSUSE",
  "Mageia",
  "openEuler",
  "Android",
]);

export function matchComponents(
  sbom: Sbom,
  sources: MatchSources,
  vex: readonly VexDocument[] = [],
  product?: ProductName,
): { fact: Vulnerabilities; unused: Unused[] } {
  const notes = new Notes();
  const parts = sbom.components.map(partOf);
  const byName = new Map<string, number[]>();
  const byCpe = new Map<string, number[]>();
  const bare = new Map<string, number[]>();
  const push = (map: Map<string, number[]>, key: string, i: number) => {
    const list = map.get(key);
    if (!list) map.set(key, [i]);
    else if (!list.includes(i)) list.push(i);
  };
  for (const [i, p] of parts.entries()) {
    if (p.version === undefined && p.cpes.every((c) => cpeVersion(c) === undefined)) continue;
    if (p.ecosystem !== undefined && p.version !== undefined)
      for (const n of p.names) push(byName, looseKey(n), i);
    for (const c of p.cpes) push(byCpe, `${c.vendor}:${c.product}`, i);
    if (p.ecosystem === undefined && p.cpes.length === 0 && p.version !== undefined)
      push(bare, looseKey(p.component.name.split("/").at(-1) ?? ""), i);
  }
  const matches: Match[] = [];
  const surroundings = hardwareOf(parts, sbom);
  let withdrawn = 0;
  let newest: string | undefined;
  let broken = 0;
  const ecosystems = new Set<string>();
  let nvd = false;
  for (const data of sources.data) {
    const names = data.format === "osv" ? byName : byCpe;
    const result = data.scan(
      (key) => names.has(key) || bare.has(key),
      (record) => {
        const o = objectOf(record);
        if (data.format === "osv") {
          if (textOf(o["withdrawn"]) !== "") withdrawn++;
          else osvMatches(o, parts, byName, bare, matches);
        } else if (textOf(o["vulnStatus"]) === "Rejected") withdrawn++;
        else nvdMatches(o, parts, byCpe, bare, surroundings, matches);
      },
    );
    if (data.format === "nvd") nvd = true;
    for (const e of result.ecosystems) ecosystems.add(e);
    broken += result.broken;
    if (result.broken > 0) notes.add("records-broken", data.file, { count: result.broken });
    // The oldest of the sources: what counts is how old the data may be.
    if (result.newest !== undefined && (newest === undefined || result.newest < newest))
      newest = result.newest;
  }
  if (withdrawn > 0) notes.add("withdrawn", "", { count: withdrawn });

  const findings = joined(matches, parts);
  const index = indexVex(vex);
  const things = parts.map((p) => thingOf(p, sbom));
  const products = productsOf(sbom, product);
  const byComponent = new Map<number, Set<string>>();
  for (const { finding, part } of findings) {
    applyVex(finding, things[part] as Thing, products, index);
    let ids = byComponent.get(part);
    if (!ids) {
      ids = new Set();
      byComponent.set(part, ids);
    }
    for (const id of [finding.id, ...finding.aliases]) ids.add(id);
  }
  const anyFinding = new Set([...byComponent.values()].flatMap((s) => [...s]));
  const all = [
    ...findings.map((f) => f.finding),
    ...findingsOfVex(index, things, products, (id, which) =>
      which === "product" ? anyFinding.has(id) : (byComponent.get(which)?.has(id) ?? false),
    ),
  ];
  enrich(all, sources.kev ?? [], sources.epss ?? []);

  const missing = new Map<string, number>();
  let unmatched = 0;
  let byNameOnly = 0;
  for (const p of parts) {
    const cpe = p.cpes.some((c) => p.version !== undefined || cpeVersion(c) !== undefined);
    if (cpe && nvd) continue;
    if (p.version === undefined && !cpe) {
      unmatched++;
      notes.add("component-unmatched", p.component.name, { ref: p.component.ref });
    } else if (p.ecosystem !== undefined && ecosystems.has(p.ecosystem)) continue;
    else if (p.ecosystem === undefined && !cpe && sources.data.length > 0) byNameOnly++;
    else {
      unmatched++;
      const kind = p.ecosystem ?? "CPE";
      missing.set(kind, (missing.get(kind) ?? 0) + 1);
    }
  }
  for (const [ecosystem, count] of missing) notes.add("no-data-for", ecosystem, { ecosystem, count });
  if (byNameOnly > 0) notes.add("by-name-only", "", { count: byNameOnly });
  if (sources.data.length === 0) notes.add("sbom-without-data", sbom.file);

  all.sort((a, b) => (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : a.id < b.id ? -1 : 1));
  const subject = sbom.subject;
  return {
    fact: {
      kind: "vulnerabilities",
      from: "sbom",
      tool: `seiza ${sbom.format} ${sbom.specVersion}`,
      ...(sbom.created ? { scannedAt: sbom.created } : {}),
      ...(newest ? { feedDate: newest } : {}),
      ...(subject?.version ? { firmware: subject.version } : {}),
      ...(subject?.name ? { model: subject.name } : {}),
      // Where nothing could be matched, nothing was looked at.
      complete: sources.data.length > 0 && broken === 0 && unmatched < parts.length,
      components: parts.length,
      unmatched,
      findings: all,
    },
    unused: notes.list,
  };
}

function partOf(component: Component): Part {
  const purl = component.purl === undefined ? undefined : readPurl(component.purl);
  const ecosystem = purl && ecosystemOf(purl);
  let version = purl?.version ?? component.version;
  const epoch = purl?.qualifiers["epoch"];
  if (version !== undefined && epoch !== undefined && epoch !== "0" && !version.includes(":"))
    version = `${epoch}:${version}`;
  const release = purl && releaseOf(purl);
  return {
    component,
    version,
    purl,
    ecosystem,
    names: new Set(purl && ecosystem ? osvNames(purl).map((n) => exactName(ecosystem, n)) : []),
    release,
    cpes: component.cpes.map(readCpe).filter((c) => c !== undefined),
  };
}

const thingOf = (p: Part, sbom: Sbom): Thing => ({
  ref: p.component.ref,
  link: sbom.link,
  name: p.component.name,
  version: p.component.version ?? p.purl?.version,
  purl: p.purl,
  cpes: p.cpes,
});

/** The product under every name it goes by: as the bill of materials calls it, and as the declaration does. */
export function productsOf(sbom: Sbom | undefined, product: ProductName | undefined): Thing[] {
  const out: Thing[] = [];
  const s = sbom?.subject;
  if (s)
    out.push({
      ref: s.ref,
      link: sbom?.link,
      name: s.name,
      version: s.version ?? product?.firmware,
      model: product?.model,
      purl: s.purl === undefined ? undefined : readPurl(s.purl),
      cpes: s.cpes.map(readCpe).filter((c) => c !== undefined),
    });
  if (product) out.push({ name: product.name, model: product.model, version: product.firmware, cpes: [] });
  return out;
}

/** OSV: a version is listed, or lies between `introduced` and `fixed` (or up to `last_affected`). */
function osvMatches(
  o: Obj,
  parts: readonly Part[],
  byName: ReadonlyMap<string, number[]>,
  bare: ReadonlyMap<string, number[]>,
  out: Match[],
): void {
  const id = idOf(textOf(o["id"]));
  if (id === "") return;
  for (const a of objectsOf(o["affected"])) {
    const pkg = objectOf(a["package"]);
    const name = textOf(pkg["name"]);
    const full = textOf(pkg["ecosystem"]);
    const colon = full.indexOf(":");
    const ecosystem = colon < 0 ? full : full.slice(0, colon);
    const scheme = schemeOf(ecosystem);
    const key = looseKey(name);
    const put = (i: number, sure: Finding["sure"]) => {
      const part = parts[i] as Part;
      const version = part.version ?? "";
      const verdict = osvAffects(a, scheme, version);
      if (verdict === "no") return;
      const same = textsOf(o["aliases"]).map(idOf);
      const own = bestCvss(objectsOf(a["severity"]).map((s) => cvssOf(s["score"])));
      const common = {
        part: i,
        sure: verdict === "yes" ? sure : ("guess" as const),
        cvss: own ?? bestCvss(objectsOf(o["severity"]).map((s) => cvssOf(s["score"]))),
        kev: false,
        fixedIn: fixes(a, scheme, version),
        cpe: undefined,
        source: `osv:${id}`,
        title: oneLine(textOf(o["summary"]) || textOf(o["details"])),
      };
      // An advisory of a distribution stands for several vulnerabilities: they are named in `upstream`, and each is one.
      const upstream = [...textsOf(o["upstream"]), ...(same.length === 0 ? textsOf(o["related"]) : [])]
        .map(idOf)
        .filter((x) => x.startsWith("CVE-"));
      if (upstream.length > 0 && !same.some((x) => x.startsWith("CVE-")) && !id.startsWith("CVE-"))
        for (const cve of new Set(upstream)) out.push({ ...common, id: cve, same: [] });
      else out.push({ ...common, id, same });
    };
    for (const i of byName.get(key) ?? []) {
      const part = parts[i] as Part;
      if (part.ecosystem !== ecosystem || !part.names.has(exactName(ecosystem, name))) continue;
      const release = releaseIn(full);
      if (release !== undefined && part.release !== undefined && !sameRelease(part.release, release))
        continue;
      put(i, release !== undefined && part.release === undefined ? "likely" : "exact");
    }
    if (!DISTRIBUTIONS.has(ecosystem)) for (const i of bare.get(key) ?? []) put(i, "guess");
  }
}

interface Event {
  kind: "introduced" | "fixed" | "last_affected";
  version: string;
}
const eventsOf = (range: Obj): Event[] =>
  objectsOf(range["events"]).flatMap((e): Event[] =>
    (["introduced", "fixed", "last_affected"] as const).flatMap((kind) => {
      const version = textOf(e[kind]);
      return version === "" ? [] : [{ kind, version }];
    }),
  );

/** `unknown` where the record gives no version that could be compared: only commits, or nothing. */
export function osvAffects(affected: Obj, scheme: VersionScheme, version: string): "yes" | "no" | "unknown" {
  const listed = textsOf(affected["versions"]);
  if (listed.some((v) => v === version || compareVersions(scheme, v, version) === 0)) return "yes";
  let comparable = listed.length > 0;
  for (const range of objectsOf(affected["ranges"])) {
    if (range["type"] === "GIT") continue;
    const events = eventsOf(range);
    if (events.length === 0) continue;
    comparable = true;
    const order = range["type"] === "SEMVER" ? "semver" : scheme;
    // "0" is the start of all, whatever the ecosystem calls its first version.
    const at = (e: Event) => (e.kind === "introduced" && e.version === "0" ? -1 : 0);
    events.sort((x, y) => at(x) - at(y) || compareVersions(order, x.version, y.version));
    let affectedNow = false;
    for (const e of events) {
      const cmp = at(e) < 0 ? 1 : compareVersions(order, version, e.version);
      if (e.kind === "introduced" && cmp >= 0) affectedNow = true;
      else if (e.kind === "fixed" && cmp >= 0) affectedNow = false;
      else if (e.kind === "last_affected" && cmp > 0) affectedNow = false;
    }
    if (affectedNow) return "yes";
  }
  return comparable ? "no" : "unknown";
}

/** Versions named as fixed that are newer than this one, oldest first. */
function fixes(affected: Obj, scheme: VersionScheme, version: string): string[] {
  const found = objectsOf(affected["ranges"])
    .filter((r) => r["type"] !== "GIT")
    .flatMap(eventsOf)
    .filter((e) => e.kind === "fixed" && compareVersions(scheme, e.version, version) > 0)
    .map((e) => e.version);
  return [...new Set(found)].sort((a, b) => compareVersions(scheme, a, b)).slice(0, 3);
}

/** CPE names of hardware and platforms that are known to be there: conditions of the NVD's AND configurations. */
function hardwareOf(parts: readonly Part[], sbom: Sbom): Cpe[] {
  return [...parts.flatMap((p) => p.cpes), ...(sbom.subject?.cpes ?? []).map(readCpe)].filter(
    (c) => c !== undefined,
  );
}

function nvdMatches(
  o: Obj,
  parts: readonly Part[],
  byCpe: ReadonlyMap<string, number[]>,
  bare: ReadonlyMap<string, number[]>,
  known: readonly Cpe[],
  out: Match[],
): void {
  const id = idOf(textOf(o["id"]));
  if (id === "") return;
  const metrics = objectOf(o["metrics"]);
  const found = new Map<number, { sure: Finding["sure"]; fixedIn: string[]; cpe: string }>();
  for (const configuration of objectsOf(o["configurations"])) {
    const nodes = objectsOf(configuration["nodes"]);
    for (const node of nodes)
      for (const m of objectsOf(node["cpeMatch"])) {
        if (m["vulnerable"] !== true) continue;
        const text = textOf(m["criteria"]);
        const criteria = readCpe(text);
        if (!criteria) continue;
        const candidates = [
          ...(byCpe.get(`${criteria.vendor}:${criteria.product}`) ?? []).map((i) => [i, true] as const),
          ...(bare.get(looseKey(criteria.product)) ?? []).map((i) => [i, false] as const),
        ];
        for (const [i, byCpeName] of candidates) {
          const part = parts[i] as Part;
          const version = nvdVersion(part, criteria, byCpeName);
          if (version === undefined || !nvdAffects(m, criteria, version)) continue;
          const condition = conditions(configuration, nodes, node, m, known);
          if (condition === "no" || configuration["negate"] === true || node["negate"] === true) continue;
          // A firmware whose hardware is known to be this one is more than a name that is alike.
          const firm =
            byCpeName &&
            condition === "yes" &&
            nodes.length > 1 &&
            (criteria.part === "o" || criteria.part === "h");
          const sure = firm ? "likely" : "guess";
          const fixed = textOf(m["versionEndExcluding"]);
          const old = found.get(i);
          if (!old) found.set(i, { sure, fixedIn: fixed ? [fixed] : [], cpe: text });
          else {
            old.sure = surer(old.sure, sure);
            if (fixed && !old.fixedIn.includes(fixed)) old.fixedIn.push(fixed);
          }
        }
      }
  }
  if (found.size === 0) return;
  const cvss = bestCvss(
    ["cvssMetricV40", "cvssMetricV31", "cvssMetricV30", "cvssMetricV2"].flatMap((k) => {
      const list = objectsOf(metrics[k]);
      const primary = list.filter((m) => m["type"] === "Primary");
      return (primary.length > 0 ? primary : list).map((m) => {
        const data = objectOf(m["cvssData"]);
        return cvssOf(data["vectorString"]) ?? scoreOnly(textOf(data["version"]), data["baseScore"]);
      });
    }),
  );
  const description = objectsOf(o["descriptions"]).find((d) => d["lang"] === "en");
  for (const [part, f] of found)
    out.push({
      part,
      id,
      same: [],
      cvss,
      kev: textOf(o["cisaExploitAdd"]) !== "",
      source: `nvd:${id}`,
      title: oneLine(textOf(o["cisaVulnerabilityName"]) || textOf(description?.["value"])),
      ...f,
    });
}

function nvdVersion(part: Part, criteria: Cpe, byCpeName: boolean): string | undefined {
  if (!byCpeName) return part.version;
  const own = part.cpes.find(
    (c) =>
      c.vendor === criteria.vendor &&
      c.product === criteria.product &&
      (c.part === criteria.part || c.part === "*" || criteria.part === "*"),
  );
  return own && (cpeVersion(own) ?? part.component.version ?? part.version);
}

export function nvdAffects(match: Obj, criteria: Cpe, version: string): boolean {
  const exact = cpeVersion(criteria);
  if (exact !== undefined) return compareVersions("generic", exact, version) === 0;
  if (criteria.version === "-") return false;
  const side = (key: string, holds: (c: number) => boolean): boolean => {
    const bound = textOf(match[key]);
    return bound === "" || holds(compareVersions("generic", version, bound));
  };
  return (
    side("versionStartIncluding", (c) => c >= 0) &&
    side("versionStartExcluding", (c) => c > 0) &&
    side("versionEndIncluding", (c) => c <= 0) &&
    side("versionEndExcluding", (c) => c < 0)
  );
}

/** Whether the other half of an AND holds: `unknown` where nothing tells which hardware or platform it is. */
function conditions(
  configuration: Obj,
  nodes: readonly Obj[],
  node: Obj,
  match: Obj,
  known: readonly Cpe[],
): "yes" | "no" | "unknown" {
  const rest: Obj[][] = [];
  if (configuration["operator"] === "AND")
    for (const n of nodes) if (n !== node) rest.push(objectsOf(n["cpeMatch"]));
  if (node["operator"] === "AND")
    for (const m of objectsOf(node["cpeMatch"])) if (m !== match) rest.push([m]);
  let verdict: "yes" | "unknown" = "yes";
  for (const group of rest) {
    const wanted = group.map((m) => readCpe(textOf(m["criteria"]))).filter((c) => c !== undefined);
    if (
      wanted.some((w) =>
        known.some((k) => k.part === w.part && k.vendor === w.vendor && k.product === w.product),
      )
    )
      continue;
    if (wanted.length > 0 && wanted.every((w) => w.part === "h") && known.some((k) => k.part === "h"))
      return "no";
    verdict = "unknown";
  }
  return verdict;
}

/** Joins matches of one component whose ids are aliases of each other (union-find), and names them by their CVE. */
function joined(matches: readonly Match[], parts: readonly Part[]): { finding: Finding; part: number }[] {
  const byPart = new Map<number, Match[]>();
  for (const m of matches) {
    const list = byPart.get(m.part);
    if (list) list.push(m);
    else byPart.set(m.part, [m]);
  }
  const out: { finding: Finding; part: number }[] = [];
  for (const [part, list] of byPart) {
    const parent = new Map<string, string>();
    const root = (id: string): string => {
      let at = id;
      for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) {
        const further = parent.get(up);
        if (further !== undefined) parent.set(at, further);
        at = up;
      }
      if (!parent.has(at)) parent.set(at, at);
      return at;
    };
    for (const m of list) for (const s of m.same) parent.set(root(s), root(m.id));
    const groups = new Map<string, Match[]>();
    for (const m of list) {
      const key = root(m.id);
      const group = groups.get(key);
      if (group) group.push(m);
      else groups.set(key, [m]);
    }
    const { component, version } = parts[part] as Part;
    for (const group of groups.values()) {
      const ids = [...new Set(group.flatMap((m) => [m.id, ...m.same]))].sort(byKind);
      const [id = ""] = ids;
      const cvss = bestCvss(group.map((m) => m.cvss));
      const cpe = group.find((m) => m.cpe !== undefined)?.cpe;
      const title = group.find((m) => m.title !== "")?.title;
      out.push({
        part,
        finding: {
          id,
          aliases: ids.slice(1),
          subject: component.name,
          ...(version === undefined ? {} : { version }),
          ...(component.purl === undefined ? {} : { purl: component.purl }),
          ...(cpe === undefined ? {} : { cpe }),
          ...(cvss ? { cvss } : {}),
          kev: group.some((m) => m.kev),
          sure: group.map((m) => m.sure).reduce(surer),
          fixedIn: [...new Set(group.flatMap((m) => m.fixedIn))],
          sources: [...new Set(group.map((m) => m.source))].sort(),
          ...(title ? { title } : {}),
        },
      });
    }
  }
  return out;
}

const kindOf = (id: string): number => (id.startsWith("CVE-") ? 0 : id.startsWith("GHSA-") ? 1 : 2);
const byKind = (a: string, b: string): number => kindOf(a) - kindOf(b) || (a < b ? -1 : a > b ? 1 : 0);

/** Lays KEV and EPSS over findings, by any of their ids. */
export function enrich(findings: readonly Finding[], kev: readonly Kev[], epss: readonly Epss[]): void {
  const ids = new Set<string>();
  for (const f of findings) for (const id of [f.id, ...f.aliases]) if (id.startsWith("CVE-")) ids.add(id);
  const scores = epss.map((e) => e.lookup(ids));
  for (const f of findings) {
    const own = [f.id, ...f.aliases];
    if (kev.some((k) => own.some((id) => k.ids.has(id)))) f.kev = true;
    const found = scores.flatMap((s) => own.map((id) => s.get(id)).filter((x) => x !== undefined));
    if (found.length > 0) f.epss = Math.max(...found);
  }
}

/** Statements laid over a scanner's findings. Their subject is a port, a package, or a path. */
export function applyVexToScan(
  findings: readonly Finding[],
  vex: readonly VexDocument[],
  product: ProductName | undefined,
): void {
  if (vex.length === 0) return;
  const index = indexVex(vex);
  const products = productsOf(undefined, product);
  for (const f of findings) {
    const cpe = f.cpe === undefined ? undefined : readCpe(f.cpe);
    applyVex(
      f,
      {
        name: f.subject,
        version: f.version,
        purl: f.purl === undefined ? undefined : readPurl(f.purl),
        cpes: cpe ? [cpe] : [],
      },
      products,
      index,
    );
  }
}
