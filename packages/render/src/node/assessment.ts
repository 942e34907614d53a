/**
 * Every paper of an assessment, by format. Needs Node for the PDF. It reads the dossier, the raw files that it is given and
 * its own fonts, touches no network, and may run in a worker.
 */
import { type AssessmentDossier, assessmentDossierText } from "@seiza/dossier/assessment";
import { annexSource } from "../assessment/annex.ts";
import { attestation } from "../assessment/cyclonedx.ts";
import { assessmentResults } from "../assessment/oscal.ts";
import { assessmentSarif } from "../assessment/sarif.ts";
import { checklistWorkbook } from "../assessment/xlsx.ts";
import type { Lang } from "../messages.ts";
import type { Output } from "./output.ts";

/** Raw files of the evidence by their SHA-256 in hexadecimal digits. */
export type RawFiles = ReadonlyMap<string, Uint8Array>;

const utf8 = (text: string) => new TextEncoder().encode(text);
const json = (value: unknown) => utf8(`${JSON.stringify(value, null, 2)}\n`);

interface Paper {
  ending: string;
  mediaType: string;
  make: (d: AssessmentDossier, lang: Lang, raw: RawFiles) => Promise<Uint8Array> | Uint8Array;
}
const PAPERS = {
  xlsx: {
    ending: "checklist.xlsx",
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    make: checklistWorkbook,
  },
  pdf: {
    ending: "evidence.pdf",
    mediaType: "application/pdf",
    // The layout's library is large: who asks for another paper does not load it.
    make: async (d, lang, raw) => (await import("./typst.ts")).compilePdf(annexSource(d, lang, raw)),
  },
  oscal: {
    ending: "oscal-assessment-results.json",
    mediaType: "application/json",
    make: (d, lang) => json(assessmentResults(d, lang)),
  },
  cyclonedx: {
    ending: "attestation.cdx.json",
    mediaType: "application/vnd.cyclonedx+json",
    make: (d, lang) => json(attestation(d, lang)),
  },
  sarif: {
    ending: "sarif",
    mediaType: "application/sarif+json",
    make: (d, lang) => json(assessmentSarif(d, lang)),
  },
  json: {
    ending: "assessment.json",
    mediaType: "application/json",
    make: (d) => utf8(assessmentDossierText(d)),
  },
} satisfies Record<string, Paper>;

export type PaperFormat = keyof typeof PAPERS;
export const PAPER_FORMATS = Object.keys(PAPERS) as PaperFormat[];
export const isPaperFormat = (name: string): name is PaperFormat => Object.hasOwn(PAPERS, name);

/** The model number as it may begin a file's name on every system. */
export const paperName = (model: string): string =>
  model
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}._-]+/gu, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .slice(0, 60) || "product";

/**
 * Every file of a format.
 * @param raw what the annex prints the beginnings of; without it the annex lists the files only
 */
export async function renderAssessmentFiles(
  dossier: AssessmentDossier,
  format: PaperFormat,
  lang: Lang,
  raw: RawFiles = new Map(),
): Promise<Output[]> {
  const { ending, mediaType, make }: Paper = PAPERS[format];
  return [
    {
      name: `${paperName(dossier.product.model)}.${ending}`,
      mediaType,
      bytes: await make(dossier, lang, raw),
    },
  ];
}
