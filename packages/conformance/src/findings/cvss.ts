/** CVSS 2, 3.x and 4.0: scores recomputed from the vector, and whether the network is the way in. */
import * as library from "ae-cvss-calculator";
import type { Finding } from "../evidence/facts.ts";
import { numberOf, textOf } from "./values.ts";

// A CommonJS bundle: named exports are there or one level down, depending on who loads it.
const cvss = (
  "Cvss2" in library ? library : (library as { default: typeof library }).default
) as typeof library;

export type Cvss = NonNullable<Finding["cvss"]>;

const cache = new Map<string, Cvss | undefined>();

/**
 * Reads a vector in the spellings met: with or without `CVSS:3.1/`, in brackets, with Nessus' `CVSS2#`. The base score is
 * computed, not copied. @returns undefined where it is no vector
 */
export function cvssOf(vector: unknown): Cvss | undefined {
  const text = textOf(vector)
    .replace(/^CVSS2#|^CVSS3#/, "")
    .replace(/^\((.*)\)$/, "$1");
  if (text === "" || text.length > 400) return undefined;
  if (cache.has(text)) return cache.get(text);
  if (cache.size > 100_000) cache.clear();
  const read = compute(text);
  cache.set(text, read);
  return read;
}

function compute(text: string): Cvss | undefined {
  const prefix = /^CVSS:(3\.0|3\.1|4\.0)\//.exec(text)?.[1];
  const version = prefix ?? (/(^|\/)Au:/.test(text) ? "2.0" : /(^|\/)PR:/.test(text) ? "3.1" : undefined);
  if (version === undefined || !/(^|\/)AV:[A-Z]/.test(text)) return undefined;
  const full = prefix || version === "2.0" ? text.replace(/^CVSS:2\.0\//, "") : `CVSS:3.1/${text}`;
  try {
    const scores =
      version === "4.0"
        ? new cvss.Cvss4P0(full).calculateScores()
        : version === "3.1"
          ? new cvss.Cvss3P1(full).calculateScores()
          : version === "3.0"
            ? new cvss.Cvss3P0(full).calculateScores()
            : new cvss.Cvss2(full).calculateScores();
    const score = scores.base ?? scores.overall;
    if (score === undefined || !Number.isFinite(score)) return undefined;
    return { version, score, vector: full, network: /(^|\/)AV:N(\/|$)/.test(full) };
  } catch {
    return undefined;
  }
}

/** A score without a vector: whether the network is the way in is not known. */
export function scoreOnly(version: string, score: unknown): Cvss | undefined {
  const n = numberOf(score);
  return n !== undefined && n > 0 && n <= 10 ? { version, score: n } : undefined;
}

/** The newest CVSS version counts; within one, the highest score; a vector before a bare score. */
export function bestCvss(all: readonly (Cvss | undefined)[]): Cvss | undefined {
  let best: Cvss | undefined;
  for (const c of all)
    if (c && (best === undefined || rank(c) > rank(best) || (rank(c) === rank(best) && c.score > best.score)))
      best = c;
  return best;
}
const rank = (c: Cvss): number => (c.vector === undefined ? 0 : 10) + Math.floor(Number(c.version) || 0);
