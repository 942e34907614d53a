/** Vulnerability data as files that the user gives: OSV records, the NVD's API answers, CISA KEV, EPSS. */
import { type Epss, EvidenceError, type Kev, type ScanResult, type VulnerabilityData } from "./evidence.ts";
import { looseKey } from "./names.ts";
import { eachRecord, planRecords, type RecordPlan } from "./records.ts";
import { type ArchiveEntry, zipEntries } from "./unpack.ts";
import {
  decoded,
  idOf,
  isObject,
  momentOf,
  numberOf,
  objectOf,
  objectsOf,
  parseJson,
  textOf,
} from "./values.ts";

type Reader = (text: string, wants: (key: string) => boolean, result: ScanResult) => boolean;

/** Values of a member, as they stand; a value with a backslash counts as wanted, so that nothing is missed. */
function someValue(text: string, member: string, test: (value: string) => boolean): boolean {
  for (let at = text.indexOf(member); at >= 0; at = text.indexOf(member, at + member.length)) {
    let i = at + member.length;
    while (text.charCodeAt(i) <= 0x20) i++;
    if (text.charCodeAt(i) !== 0x3a) continue;
    i++;
    while (text.charCodeAt(i) <= 0x20) i++;
    if (text.charCodeAt(i) !== 0x22) continue;
    const end = text.indexOf('"', i + 1);
    if (end < 0) return false;
    const value = text.slice(i + 1, end);
    if (value.includes("\\") || test(value)) return true;
  }
  return false;
}

function newest(text: string, member: string, result: ScanResult): void {
  someValue(text, member, (value) => {
    if (value.length < 40 && (result.newest === undefined || value > result.newest)) result.newest = value;
    return true;
  });
}

const osvWanted: Reader = (text, wants, result) => {
  newest(text, '"modified"', result);
  someValue(text, '"ecosystem"', (value) => {
    const colon = value.indexOf(":");
    result.ecosystems.add(colon < 0 ? value : value.slice(0, colon));
    return false;
  });
  return someValue(text, '"name"', (value) => wants(looseKey(value)));
};

const nvdWanted: Reader = (text, wants, result) => {
  newest(text, '"lastModified"', result);
  return someValue(text, '"criteria"', (value) => {
    const fields = value.split(":");
    const product = fields[4] ?? "";
    return wants(`${fields[3] ?? ""}:${product}`.toLowerCase()) || wants(looseKey(product));
  });
};

function dataOf(
  format: VulnerabilityData["format"],
  file: string,
  sources: () => Iterable<Uint8Array | ArchiveEntry>,
  released?: string,
): VulnerabilityData {
  const wanted = format === "osv" ? osvWanted : nvdWanted;
  const key = format === "osv" ? "vulns" : "vulnerabilities";
  return {
    format,
    file,
    scan(wants, seen) {
      const result: ScanResult = {
        records: 0,
        broken: 0,
        ecosystems: new Set(),
        ...(released === undefined ? {} : { newest: released }),
      };
      const each = (text: string | undefined): void => {
        result.records++;
        if (text === undefined) {
          result.broken++;
          return;
        }
        if (!wanted(text, wants, result)) return;
        try {
          const value: unknown = JSON.parse(text);
          seen(format === "nvd" ? (objectOf(value)["cve"] ?? value) : value);
        } catch {
          result.broken++;
        }
      };
      for (const source of sources()) {
        const bytes = source instanceof Uint8Array ? source : source.bytes();
        let plan: RecordPlan | undefined;
        try {
          plan = planRecords(bytes, key);
        } catch (error) {
          if (!(error instanceof EvidenceError)) throw error;
        }
        if (!plan) result.broken++;
        else
          try {
            eachRecord(bytes, plan, each);
          } catch (error) {
            if (!(error instanceof EvidenceError)) throw error;
            result.broken++;
          }
      }
      const at = momentOf(result.newest);
      if (at) result.newest = at;
      else delete result.newest;
      return result;
    },
  };
}

/** OSV: one record, a list, `{"vulns": […]}`, or JSON lines. https://ossf.github.io/osv-schema/ */
export const osvData = (file: string, bytes: Uint8Array): VulnerabilityData =>
  dataOf("osv", file, () => [bytes]);

/** A ZIP of records, as OSV publishes an ecosystem. */
export function osvArchive(file: string, bytes: Uint8Array): VulnerabilityData {
  const entries = zipEntries(bytes).filter((e) => e.name.toLowerCase().endsWith(".json"));
  if (entries.length === 0) throw new EvidenceError("archive-without-records");
  // A look into the first one, so that a ZIP of something else is not taken for data.
  const first = entries[0]?.bytes();
  if (!first || !isOsv(parseJson(decoded(first)))) throw new EvidenceError("archive-without-records");
  // The bound on what is unfolded counts anew for each walk.
  return dataOf("osv", file, () => zipEntries(bytes).filter((e) => e.name.toLowerCase().endsWith(".json")));
}

export const isOsv = (v: unknown): boolean =>
  isObject(v) &&
  typeof v["id"] === "string" &&
  (Array.isArray(v["affected"]) || typeof v["modified"] === "string") &&
  !("cve" in v);

/** NVD API 2.0: the answer with its envelope, a list, JSON lines, or the inner object alone. */
export function nvdData(file: string, bytes: Uint8Array): VulnerabilityData {
  const envelope = objectOf(planRecords(bytes, "vulnerabilities")?.envelope);
  const at = momentOf(envelope["timestamp"]);
  return dataOf("nvd", file, () => [bytes], at);
}

/** Known Exploited Vulnerabilities of CISA. @throws EvidenceError when `count` and the list disagree: the file was cut */
export function kevOf(file: string, value: unknown): Kev {
  const o = objectOf(value);
  const rows = objectsOf(o["vulnerabilities"]);
  const count = numberOf(o["count"]);
  if (count !== undefined && count !== rows.length)
    throw new EvidenceError("kev-count", { count, rows: rows.length });
  const released = momentOf(o["dateReleased"]);
  return {
    file,
    ...(released === undefined ? {} : { released }),
    ids: new Set(rows.map((r) => idOf(textOf(r["cveID"]))).filter((id) => id.startsWith("CVE-"))),
  };
}

/** EPSS scores: a first line `#model_version:…,score_date:…`, then `cve,epss,percentile`. https://www.first.org/epss/data_stats */
export function epssOf(file: string, bytes: Uint8Array): Epss {
  const text = decoded(bytes);
  const scored = momentOf(/^#.*?score_date:([^,\r\n]+)/.exec(text)?.[1]);
  const header = /^cve,epss\b/m.exec(text);
  if (!header) throw new EvidenceError("epss-header");
  return {
    file,
    ...(scored === undefined ? {} : { scored }),
    lookup(ids) {
      const out = new Map<string, number>();
      if (ids.size === 0) return out;
      for (let at = text.indexOf("\n", header.index) + 1; at > 0 && at < text.length; ) {
        let end = text.indexOf("\n", at);
        if (end < 0) end = text.length;
        const comma = text.indexOf(",", at);
        if (comma > at && comma < end) {
          const id = text.slice(at, comma);
          if (ids.has(id)) {
            const next = text.indexOf(",", comma + 1);
            const score = Number(text.slice(comma + 1, next < 0 || next > end ? end : next));
            if (score >= 0 && score <= 1) out.set(id, score);
          }
        }
        at = end + 1;
      }
      return out;
    },
  };
}
