/**
 * What an evidence file (証跡ファイル) gives: facts of the device, a bill of materials, vulnerability data or statements about
 * them, and everything in it that could not be used. Formats and their traps: docs/evidence.md.
 */
import type { Fact } from "../evidence/facts.ts";

export const EVIDENCE_FORMATS = [
  "nmap",
  "testssl",
  "sslscan",
  "ssh-audit",
  "openvas",
  "openvas-csv",
  "nessus",
  "nuclei",
  "trivy",
  "grype",
  "osv-scanner",
  "sarif",
  "xccdf",
  "cyclonedx",
  "spdx",
  "osv",
  "nvd",
  "kev",
  "epss",
  "csaf",
  "openvex",
] as const;
export type EvidenceFormat = (typeof EVIDENCE_FORMATS)[number];

/** Bounds on foreign files. Beyond them a file is refused, never half read. */
export const LIMITS = {
  /** Bytes of a report, a bill of materials or a statement. */
  bytes: 128_000_000,
  /** Bytes of vulnerability data, which is read record by record. */
  dataBytes: 1_000_000_000,
  /** Bytes that an archive or a compressed file may unfold to. */
  inflatedBytes: 1_000_000_000,
  /** Bytes of a single record of vulnerability data. */
  recordBytes: 16_000_000,
  archiveEntries: 2_000_000,
  xmlNodes: 4_000_000,
  xmlDepth: 100,
  xmlAttributes: 500,
  /** Attribute values and texts kept of one element. */
  textChars: 2_000_000,
  jsonDepth: 200,
  /** Findings, components, rows, statements of one file. */
  items: 500_000,
  /** Notes of one code in one file that are kept one by one; the rest are counted. */
  notesPerCode: 20,
} as const;

/** A part of a file that was not used, and why. Words: `findings/messages.ts`. */
export interface Unused {
  code: string;
  /** Where in the file, from the outside in; empty for the whole file. */
  place: string;
  values: Record<string, string | number>;
}

/** A file that cannot be used at all: unknown, cut off, broken, too large, hostile. */
export class EvidenceError extends Error {
  constructor(
    readonly code: string,
    readonly values: Record<string, string | number> = {},
    readonly place = "",
  ) {
    super(code);
    this.name = "EvidenceError";
  }
}

/** One run of a tool against one target. A file with several hosts gives several. */
export interface Run {
  target?: { address: string; port?: number; host?: string };
  startedAt?: string;
  endedAt?: string;
  facts: Fact[];
}

/** A part of the product (構成部品) as a bill of materials lists it. */
export interface Component {
  /** Unique in its document: bom-ref, SPDXID, or its place. */
  ref: string;
  name: string;
  version?: string;
  purl?: string;
  /** All CPE names, 2.3 form. */
  cpes: string[];
}

export interface Sbom {
  format: "cyclonedx" | "spdx";
  specVersion: string;
  file: string;
  /** What the list is of: name and version of the product, where said. */
  subject?: Component;
  created?: string;
  components: Component[];
  /** `urn:cdx:` prefix by which a VEX of its own refers to this document. */
  link?: string;
}

export type VexStatus = "not_affected" | "affected" | "fixed" | "under_investigation";

/** What a statement is about. All that is given has to fit; absent fields do not limit. */
export interface VexScope {
  /** `bom-ref`, in the document `link` if that is given. */
  ref?: string;
  link?: string;
  purl?: string;
  cpe?: string;
  name?: string;
  model?: string;
  vendor?: string;
  version?: string;
  /** `vers:` range, or one of `<`, `<=`, `>`, `>=` with a version. */
  range?: string;
}

export interface VexStatement {
  /** CVE first, then aliases. */
  ids: string[];
  status: VexStatus;
  justification?: string;
  /** The product, and the part of it where one is named. */
  product?: VexScope;
  component?: VexScope;
  at?: string;
}

export interface VexDocument {
  format: "cyclonedx" | "csaf" | "openvex";
  file: string;
  id?: string;
  statements: VexStatement[];
}

/** Vulnerability data, unread until it is known which packages are asked for. */
export interface VulnerabilityData {
  format: "osv" | "nvd";
  file: string;
  /**
   * Walks all records once. `wants` gets loose keys (see `looseKey`; for NVD `vendor:product` and the product alone) and a
   * record is parsed only when one of its keys is wanted.
   */
  scan(wants: (key: string) => boolean, seen: (record: unknown) => void): ScanResult;
}
export interface ScanResult {
  records: number;
  /** Records that are not JSON or too large. */
  broken: number;
  /** Newest date of change that any record says. */
  newest?: string;
  /** Ecosystems the records speak of (OSV), without their release. */
  ecosystems: Set<string>;
}

export interface Kev {
  file: string;
  released?: string;
  ids: Set<string>;
}
export interface Epss {
  file: string;
  /** Day the scores are of, as the file's own first line says. */
  scored?: string;
  /** Scores of the given CVE ids only: the file has some 370 000 rows. */
  lookup(ids: ReadonlySet<string>): Map<string, number>;
}

export interface Reading {
  format: EvidenceFormat;
  tool: { name: string; version: string };
  runs: Run[];
  sbom?: Sbom;
  vex?: VexDocument;
  data?: VulnerabilityData;
  kev?: Kev;
  epss?: Epss;
  unused: Unused[];
}

/** Collects what was not used: the first few of a code one by one, the rest as one count. */
export class Notes {
  private readonly kept: Unused[] = [];
  private readonly counts = new Map<string, number>();
  add(code: string, place = "", values: Record<string, string | number> = {}): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count <= LIMITS.notesPerCode) this.kept.push({ code, place: place.slice(0, 300), values });
  }
  get list(): Unused[] {
    const more = [...this.counts]
      .filter(([, n]) => n > LIMITS.notesPerCode)
      .map(([code, n]) => ({
        code: "more-of-these",
        place: "",
        values: { of: code, count: n - LIMITS.notesPerCode },
      }));
    return [...this.kept, ...more];
  }
}
