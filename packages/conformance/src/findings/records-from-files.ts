/** Evidence files as records of checks: what `assess --evidence` and `seiza findings` use. */
import type { CheckRecord, Fact } from "../evidence/facts.ts";
import {
  type Epss,
  EvidenceError,
  type EvidenceFormat,
  type Kev,
  type Reading,
  type Unused,
  type VexDocument,
  type VulnerabilityData,
} from "./evidence.ts";
import { applyVexToScan, enrich, matchComponents, type ProductName } from "./match.ts";
import { readEvidence } from "./read.ts";

export interface EvidenceFile {
  /** As it is called in the bundle and in statements. */
  name: string;
  bytes: Uint8Array;
  /** Lower-case hex, computed by the caller: a pure part has no hash of its own. */
  sha256: string;
}

export interface EvidenceProduct extends ProductName {
  unit?: string;
}

/** What became of one file. */
export interface FileOutcome {
  file: string;
  format?: EvidenceFormat;
  /** Why nothing of it could be used. */
  refused?: Unused;
  unused: Unused[];
}

export interface RecordsFromFiles {
  records: CheckRecord[];
  unused: FileOutcome[];
}

const MEDIA: Partial<Record<EvidenceFormat, string>> = {
  nmap: "application/xml",
  nessus: "application/xml",
  openvas: "application/xml",
  sslscan: "application/xml",
  xccdf: "application/xml",
  "openvas-csv": "text/csv",
  epss: "text/csv",
};

/** Scanner against the device, software composition, or the bill of materials: which criteria a record speaks to. */
function criteriaOf(facts: readonly Fact[]): string[] {
  const out = new Set<string>();
  for (const f of facts) {
    if (f.kind === "tls") out.add("S1.1-12");
    if (f.kind === "ports" || f.kind === "vulnerabilities") out.add("S1.1-13");
  }
  return [...out].sort();
}

/**
 * Reads every file, matches bills of materials with the vulnerability data among the files, and lays KEV, EPSS and VEX
 * over all findings. A file that cannot be used does not stop the others; it is named in `unused` with its reason.
 * @param now moment of the import, ISO 8601 with `Z`: stands where a report does not say when it was made
 */
export function recordsFromFiles(
  files: readonly EvidenceFile[],
  product: EvidenceProduct,
  now: string,
): RecordsFromFiles {
  const outcomes: FileOutcome[] = [];
  const readings: { file: EvidenceFile; reading: Reading; outcome: FileOutcome }[] = [];
  for (const file of files) {
    try {
      const reading = readEvidence(file.bytes, file.name);
      const outcome: FileOutcome = { file: file.name, format: reading.format, unused: [...reading.unused] };
      outcomes.push(outcome);
      readings.push({ file, reading, outcome });
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
      outcomes.push({
        file: file.name,
        refused: { code: error.code, place: error.place, values: error.values },
        unused: [],
      });
    }
  }
  const present = <T>(pick: (r: Reading) => T | undefined): T[] =>
    readings.map(({ reading }) => pick(reading)).filter((x) => x !== undefined);
  const vex = present<VexDocument>((r) => r.vex);
  const data = present<VulnerabilityData>((r) => r.data);
  const kev = present<Kev>((r) => r.kev);
  const epss = present<Epss>((r) => r.epss);
  const records: CheckRecord[] = [];
  const about = {
    model: product.model,
    firmware: product.firmware,
    ...(product.unit === undefined ? {} : { unit: product.unit }),
  };
  const raw = (file: EvidenceFile, format: EvidenceFormat): CheckRecord["raw"][number] => ({
    path: file.name,
    sha256: file.sha256,
    bytes: file.bytes.length,
    mediaType: MEDIA[format] ?? "application/json",
  });
  const common = {
    class: "O" as const,
    state: "done" as const,
    limits: { requests: 0, seconds: 0, parallel: 0 },
    sent: 0,
    product: about,
  };
  for (const { file, reading, outcome } of readings) {
    for (const [i, run] of reading.runs.entries()) {
      for (const f of run.facts)
        if (f.kind === "vulnerabilities") {
          enrich(f.findings, kev, epss);
          applyVexToScan(f.findings, vex, product);
        }
      records.push({
        ...common,
        id: `import.${reading.format}:${file.sha256.slice(0, 16)}:${i}`,
        check: `import.${reading.format}`,
        criteria: criteriaOf(run.facts),
        tool: reading.tool,
        startedAt: run.startedAt ?? run.endedAt ?? now,
        endedAt: run.endedAt ?? run.startedAt ?? now,
        ...(run.target ? { target: run.target } : {}),
        facts: run.facts,
        raw: [raw(file, reading.format)],
      });
    }
    if (reading.sbom) {
      const { fact, unused } = matchComponents(reading.sbom, { data, kev, epss }, vex, product);
      outcome.unused.push(...unused);
      // Everything the outcome rests on is named, so that another can repeat it.
      const used = readings.filter(
        (r) => r.file === file || r.reading.vex || r.reading.data || r.reading.kev || r.reading.epss,
      );
      records.push({
        ...common,
        id: `import.sbom:${file.sha256.slice(0, 16)}`,
        check: "import.sbom",
        criteria: ["S1.1-13"],
        tool: { name: "seiza", version: "" },
        startedAt: now,
        endedAt: now,
        facts: [fact],
        raw: used.map((u) => raw(u.file, u.reading.format)),
      });
    }
  }
  const sboms = readings.some((r) => r.reading.sbom);
  if (!sboms)
    for (const { reading, outcome } of readings)
      if (reading.data) outcome.unused.push({ code: "data-without-sbom", place: "", values: {} });
  return { records, unused: outcomes };
}
