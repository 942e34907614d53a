/** Real files of other tools, which lie outside the repository. Without them those tests are skipped, but not in CI. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { builtinCatalog } from "@seiza/catalog/builtin";
import { readStudy, type Study } from "@seiza/model";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
export const SAMPLES = join(process.env.SEIZA_SAMPLES ?? join(ROOT, "../shared/samples"), "models");
export const hasSamples = existsSync(SAMPLES);
if (!hasSamples && process.env.CI) throw new Error(`CI must not skip the samples: ${SAMPLES} is missing`);

export const catalog = builtinCatalog();
export const bytesOf = (text: string) => new TextEncoder().encode(text);

export interface Sample {
  /** folder/file */
  path: string;
  bytes: Uint8Array;
}
export function samplesOf(folder: string): Sample[] {
  const at = join(SAMPLES, folder);
  if (!existsSync(at)) return [];
  return readdirSync(at)
    .sort()
    .map((file) => ({ path: `${folder}/${file}`, bytes: readFileSync(join(at, file)) }));
}
export const sample = (path: string): Uint8Array => readFileSync(join(SAMPLES, path));

export const EXAMPLES: [string, Study][] = readdirSync(`${ROOT}examples`)
  .filter((f) => f.endsWith(".yaml"))
  .map((f) => {
    const { study } = readStudy({ name: f, bytes: readFileSync(`${ROOT}examples/${f}`) });
    if (!study) throw new Error(`${f} is no study`);
    return [f, study];
  });
