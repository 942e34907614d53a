/** Findings as the scanners' readers make them: before KEV, EPSS and statements are laid over them. */

import type { z } from "zod";
import type { Finding, VulnerabilityFact } from "../../evidence/facts.ts";
import { bestCvss, type Cvss } from "../cvss.ts";
import { EvidenceError, LIMITS } from "../evidence.ts";
import { oneLine } from "../values.ts";

export type Vulnerabilities = z.infer<typeof VulnerabilityFact>;

export interface RawFinding {
  id: string;
  aliases?: readonly string[];
  subject: string;
  version?: string | undefined;
  purl?: string | undefined;
  cpe?: string | undefined;
  cvss?: Cvss | undefined;
  kev?: boolean;
  epss?: number | undefined;
  sure: Finding["sure"];
  fixedIn?: readonly string[];
  source: string;
  title?: string | undefined;
}

const SURENESS = ["guess", "likely", "exact"] as const;
export const surer = (a: Finding["sure"], b: Finding["sure"]): Finding["sure"] =>
  SURENESS.indexOf(a) >= SURENESS.indexOf(b) ? a : b;

/** Gathers findings; the same id on the same subject is one, with the best that was said of it. */
export class Findings {
  private readonly byKey = new Map<string, Finding>();
  add(raw: RawFinding): void {
    const key = `${raw.id}\0${raw.subject}\0${raw.version ?? ""}`;
    const old = this.byKey.get(key);
    if (old) {
      old.sure = surer(old.sure, raw.sure);
      old.kev ||= raw.kev ?? false;
      const cvss = bestCvss([old.cvss, raw.cvss]);
      if (cvss) old.cvss = cvss;
      if (!old.sources.includes(raw.source) && old.sources.length < 100) old.sources.push(raw.source);
      for (const a of raw.aliases ?? []) if (!old.aliases.includes(a)) old.aliases.push(a);
      for (const f of raw.fixedIn ?? []) if (!old.fixedIn.includes(f)) old.fixedIn.push(f);
      return;
    }
    if (this.byKey.size >= LIMITS.items) throw new EvidenceError("too-many", { limit: LIMITS.items });
    this.byKey.set(key, {
      id: raw.id,
      aliases: [...new Set(raw.aliases ?? [])].filter((a) => a !== raw.id),
      subject: raw.subject,
      ...(raw.version ? { version: raw.version } : {}),
      ...(raw.purl ? { purl: raw.purl } : {}),
      ...(raw.cpe ? { cpe: raw.cpe } : {}),
      ...(raw.cvss ? { cvss: raw.cvss } : {}),
      kev: raw.kev ?? false,
      ...(raw.epss === undefined ? {} : { epss: raw.epss }),
      sure: raw.sure,
      fixedIn: [...new Set(raw.fixedIn ?? [])].filter((f) => f !== ""),
      sources: [raw.source],
      ...(raw.title ? { title: oneLine(raw.title) } : {}),
    });
  }
  get list(): Finding[] {
    return [...this.byKey.values()];
  }
}
