export type {
  Component,
  Epss,
  EvidenceFormat,
  Kev,
  Reading,
  Run,
  Sbom,
  Unused,
  VexDocument,
  VexScope,
  VexStatement,
  VulnerabilityData,
} from "./evidence.ts";
export { EVIDENCE_FORMATS, EvidenceError, LIMITS as EVIDENCE_LIMITS } from "./evidence.ts";
export { type MatchSources, matchComponents, type ProductName } from "./match.ts";
export { evidenceWords } from "./messages.ts";
export { readEvidence } from "./read.ts";
export {
  type EvidenceFile,
  type EvidenceProduct,
  type FileOutcome,
  type RecordsFromFiles,
  recordsFromFiles,
} from "./records-from-files.ts";
