/** Evidence files from disk, with their hash. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { EvidenceFile } from "../findings/records-from-files.ts";

/** @throws the errors of the file system */
export const evidenceFile = (path: string, name: string = basename(path)): EvidenceFile => {
  const bytes = readFileSync(path);
  return { name, bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
};
