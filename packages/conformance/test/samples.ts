/** Real evidence files, which lie outside the repository. Without them those tests are skipped, but not in CI. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Reading, readEvidence } from "../src/findings/index.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
export const SAMPLES = join(process.env["SEIZA_SAMPLES"] ?? join(ROOT, "../shared/samples"), "evidence");
export const hasSamples = existsSync(SAMPLES);
if (!hasSamples && process.env["CI"]) throw new Error(`CI must not skip the samples: ${SAMPLES} is missing`);

export const sample = (path: string): Uint8Array => new Uint8Array(readFileSync(join(SAMPLES, path)));
export const read = (path: string): Reading => readEvidence(sample(path), path);
export const filesOf = (folder: string): string[] =>
  hasSamples
    ? readdirSync(join(SAMPLES, folder))
        .sort()
        .map((f) => `${folder}/${f}`)
    : [];
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
