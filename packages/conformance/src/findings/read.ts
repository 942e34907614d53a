/** Which tool an evidence file is from, and what it gives. */
import { epssOf, isOsv, kevOf, nvdData, osvArchive, osvData } from "./data.ts";
import { EvidenceError, LIMITS, Notes, type Reading } from "./evidence.ts";
import { readNessus } from "./formats/nessus.ts";
import { readNmap } from "./formats/nmap.ts";
import { readNuclei } from "./formats/nuclei.ts";
import { readOpenvas, readOpenvasCsv } from "./formats/openvas.ts";
import { cycloneDxSbom, cycloneDxXml, spdxJson, spdxTags } from "./formats/sbom.ts";
import { isTrivyV1, readGrype, readOsvScanner, readSarif, readTrivy, readXccdf } from "./formats/software.ts";
import { readSshAudit, readSslscan, readTestsslCsv, readTestsslJson } from "./formats/tls.ts";
import { csafVex, cycloneDxVex, openVex } from "./formats/vex.ts";
import { eachRecord, planRecords, type RecordPlan } from "./records.ts";
import { gunzip, isGzip, isZip } from "./unpack.ts";
import { decoded, isObject, type Obj, objectOf, objectsOf, parseJson, textOf } from "./values.ts";
import { head } from "./xml.ts";

const NOBODY = { name: "", version: "" };

/**
 * Reads an evidence file of any known format; the name only names it in messages and statements.
 * @throws EvidenceError with a code of `messages.ts`: unknown, cut off, broken, too large, hostile
 */
export function readEvidence(bytes: Uint8Array, fileName: string): Reading {
  const notes = new Notes();
  const read = dispatch(bytes, fileName, notes, 0);
  return { ...read, unused: notes.list };
}

type Read = Omit<Reading, "unused">;

function dispatch(bytes: Uint8Array, file: string, notes: Notes, depth: number): Read {
  if (bytes.length > LIMITS.dataBytes)
    throw new EvidenceError("too-large", { limit: LIMITS.dataBytes / 1_000_000 });
  if (isGzip(bytes)) {
    if (depth > 0) throw new EvidenceError("packed-twice");
    return dispatch(gunzip(bytes), file, notes, depth + 1);
  }
  if (isZip(bytes)) return { format: "osv", tool: NOBODY, runs: [], data: osvArchive(file, bytes) };
  const start = head(bytes, 8192)
    .replace(/^(\u00ef\u00bb\u00bf|\u00fe\u00ff|\u00ff\u00fe)/, "")
    .trimStart();
  if (start === "") throw new EvidenceError("empty-file");
  if (start.startsWith("%PDF")) throw new EvidenceError("is-a-document", { kind: "PDF" });
  if (start.startsWith("<")) return xml(bytes, start, file, notes);
  if (start.startsWith("{") || start.startsWith("[")) return json(bytes, file, notes);
  if (/^#model_version:|^cve,epss\b/.test(start))
    return { format: "epss", tool: NOBODY, runs: [], epss: epssOf(file, bytes) };
  if (start.includes('"id","fqdn/ip","port"')) return readTestsslCsv(decoded(bytes), notes);
  if (/^"?IP"?,.*NVT OID/.test(start)) return readOpenvasCsv(decoded(bytes), notes);
  if (/^SPDXVersion:/m.test(start)) {
    return { format: "spdx", tool: NOBODY, runs: [], sbom: spdxTags(file, decoded(bytes)) };
  }
  throw new EvidenceError("unknown-format");
}

function xml(bytes: Uint8Array, start: string, file: string, notes: Notes): Read {
  // The first element after declaration, comments and document type.
  const bare = start
    .replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->/g, "")
    .replace(/<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>/i, "");
  const root = /<(?:[\w.-]+:)?([\w.-]+)/.exec(bare)?.[1] ?? "";
  switch (root) {
    case "nmaprun":
      return readNmap(bytes, notes);
    case "NessusClientData_v2":
      return readNessus(bytes, notes);
    case "document":
      return readSslscan(bytes, notes);
    case "report":
    case "result":
    case "get_reports_response":
    case "get_results_response":
      return readOpenvas(bytes, notes);
    case "Benchmark":
    case "TestResult":
    case "asset-report-collection":
      return readXccdf(bytes, notes);
    case "bom":
      return cycloneDx(cycloneDxXml(bytes), file, notes);
    case "html":
    case "HTML":
      throw new EvidenceError("is-html");
    default:
      throw new EvidenceError("unknown-xml", { root });
  }
}

function cycloneDx(o: Obj, file: string, notes: Notes): Read {
  const sbom = cycloneDxSbom(file, o, notes);
  const vex = objectsOf(o["vulnerabilities"]).length > 0 ? cycloneDxVex(file, o, notes) : undefined;
  return {
    format: "cyclonedx",
    tool: NOBODY,
    runs: [],
    // A file of statements alone is no list of what the product holds.
    ...(sbom.components.length > 0 || vex === undefined ? { sbom } : {}),
    ...(vex ? { vex } : {}),
  };
}

class Enough extends Error {}
function firstRecord(bytes: Uint8Array, plan: RecordPlan): unknown {
  let text: string | undefined;
  try {
    eachRecord(bytes, plan, (t) => {
      text = t;
      throw new Enough();
    });
  } catch (error) {
    if (error instanceof EvidenceError) return undefined;
    if (!(error instanceof Enough)) throw error;
  }
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isNvd = (v: unknown): boolean => {
  const o = objectOf(v);
  const inner = isObject(o["cve"]) ? o["cve"] : o;
  return /^CVE-/i.test(textOf(inner["id"])) && ("vulnStatus" in inner || "sourceIdentifier" in inner);
};
const isNuclei = (v: unknown): boolean => isObject(v) && ("template-id" in v || "templateID" in v);

/** Data is recognised by its first record, because parsing all of it to see what it is would cost more than using it. */
function json(bytes: Uint8Array, file: string, notes: Notes): Read {
  const utf16 = bytes[0] === 0xff || bytes[0] === 0xfe;
  if (!utf16) {
    const plan = planRecords(bytes, "vulnerabilities");
    if (plan && (plan.list || plan.lines)) {
      const first = firstRecord(bytes, plan);
      if (isNvd(first)) return { format: "nvd", tool: NOBODY, runs: [], data: nvdData(file, bytes) };
      if (isOsv(first)) return { format: "osv", tool: NOBODY, runs: [], data: osvData(file, bytes) };
      if (plan.lines && isNuclei(first)) return readNuclei(decoded(bytes), notes);
    }
  }
  const value = parseJson(decoded(bytes).replace(/^\uFEFF/, ""));
  if (Array.isArray(value)) {
    if (isTrivyV1(value)) return readTrivy(value, notes);
    if (isNuclei(value[0])) return readNuclei(JSON.stringify(value), notes);
    const [first] = value;
    if (isObject(first) && "finding" in first && "id" in first) return readTestsslJson(value, notes);
    throw new EvidenceError(value.length === 0 ? "empty-list" : "unknown-json");
  }
  return document(objectOf(value), bytes, file, notes);
}

function document(o: Obj, bytes: Uint8Array, file: string, notes: Notes): Read {
  const has = (...keys: string[]) => keys.every((k) => Object.hasOwn(o, k));
  if (has("$schema", "properties") || has("$schema", "$defs")) throw new EvidenceError("is-a-schema");
  if (o["bomFormat"] === "CycloneDX") return cycloneDx(o, file, notes);
  if (has("spdxVersion")) return { format: "spdx", tool: NOBODY, runs: [], sbom: spdxJson(file, o, notes) };
  if (isObject(o["document"]) && "csaf_version" in o["document"])
    return { format: "csaf", tool: NOBODY, runs: [], vex: csafVex(file, o, notes) };
  if (has("canonical_url", "publisher")) throw new EvidenceError("csaf-provider-metadata");
  if (Array.isArray(o["statements"]) && (has("@context") || has("author")))
    return { format: "openvex", tool: NOBODY, runs: [], vex: openVex(file, o, notes) };
  if (has("catalogVersion", "vulnerabilities"))
    return { format: "kev", tool: NOBODY, runs: [], kev: kevOf(file, o) };
  if (o["format"] === "NVD_CVE" || isNvd(o))
    return { format: "nvd", tool: NOBODY, runs: [], data: nvdData(file, bytes) };
  if (Array.isArray(o["matches"]) && isObject(o["descriptor"])) return readGrype(o, notes);
  if (has("SchemaVersion") && (has("Results") || has("ArtifactName"))) return readTrivy(o, notes);
  if (Array.isArray(o["runs"]) && (has("$schema") || has("version"))) return readSarif(o, notes);
  if (Array.isArray(o["scanResult"])) return readTestsslJson(o, notes);
  if (has("banner", "kex", "target")) return readSshAudit(o, notes);
  if (
    Array.isArray(o["results"]) &&
    objectsOf(o["results"]).every((r) => Array.isArray(r["packages"])) &&
    (has("experimental_config") || objectsOf(o["results"]).length > 0)
  )
    return readOsvScanner(o);
  if (isNuclei(o)) return readNuclei(JSON.stringify(o), notes);
  if (isOsv(o) || Array.isArray(o["vulns"]))
    return { format: "osv", tool: NOBODY, runs: [], data: osvData(file, bytes) };
  throw new EvidenceError("unknown-json");
}
