/**
 * The assessment dossier (評価ドシエ): everything that papers of one assessment say, as plain JSON with all words in Japanese
 * and English. Papers are rendered from it and from nothing else. It holds no credentials and no recipes.
 */
import { z } from "zod";

export const ASSESSMENT_DOSSIER_FORMAT = "seiza-assessment-dossier/1";

const text = z.strictObject({ ja: z.string(), en: z.string() });
const Outcome = z.enum(["fail", "inconclusive", "person", "pass", "not-applicable", "deemed"]);
const Verdict = z.enum(["conforms", "does-not-conform", "not-applicable", "cannot-tell"]);
/** A sentence with the ids of records, statements and places of the declaration that it rests on. */
const Said = z.strictObject({ key: z.string(), text, cites: z.array(z.string()) });
const Need = z.strictObject({
  kind: z.enum(["run-check", "declare", "person", "file"]),
  word: text,
  about: z.string(),
  text,
});
const Row = z.strictObject({ key: z.string(), label: text, value: text });

export const PaperPart = z.strictObject({
  /** Part of the judgement, e.g. `S1.1-13-1-A`. */
  id: z.string(),
  subject: z.string().optional(),
  outcome: Outcome,
  word: text,
  reasons: z.array(Said),
  needs: z.array(Need),
  /** Ids of statements about it. */
  judged: z.array(z.string()),
  records: z.array(z.string()),
  overridden: z.strictObject({ from: Outcome, word: text, statement: z.string() }).optional(),
});
/** A part ①②③ as the scheme has it; one without mark where the criterion has no parts. */
export const PaperAsked = z.strictObject({
  id: z.string(),
  mark: z.string(),
  text,
  /** `undefined`: nothing was judged for it, e.g. the other of two ways was taken. */
  outcome: Outcome.optional(),
  word: text,
  parts: z.array(PaperPart),
});
export const PaperCriterion = z.strictObject({
  id: z.string(),
  name: text,
  question: text,
  text,
  /** Whether all parts or one of them are asked for. */
  need: z.enum(["all", "any"]),
  outcome: Outcome,
  verdict: Verdict,
  word: text,
  /** Whether it applies, and why. */
  applies: z.strictObject({ word: text, reasons: z.array(Said) }),
  asked: z.array(PaperAsked),
  remarks: z.array(Said),
  expired: z.array(z.strictObject({ record: z.string(), text })),
  /** Records that the judgement rests on, and statements. */
  records: z.array(z.string()),
  statements: z.array(z.string()),
});
export const PaperRequirement = z.strictObject({
  id: z.string(),
  /** Running number within the product type; empty for what stands for a study that was not read. */
  no: z.string(),
  name: text,
  /** Standing in the study. */
  status: text,
  outcome: Outcome,
  verdict: Verdict,
  word: text,
  reasons: z.array(Said),
  needs: z.array(Need),
  /** Ids of statements about it. */
  judged: z.array(z.string()),
});
export const PaperRecord = z.strictObject({
  id: z.string(),
  /** Number in the list of evidence, e.g. `E03`. */
  no: z.string(),
  check: z.string(),
  name: text,
  class: z.string(),
  className: text,
  criteria: z.array(z.string()),
  state: z.string(),
  stateName: text,
  why: text.optional(),
  tool: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  target: z.string(),
  limits: z.strictObject({ requests: z.number(), seconds: z.number(), parallel: z.number() }),
  sent: z.number(),
  model: z.string(),
  firmware: z.string(),
  unit: z.string(),
  facts: z.array(z.strictObject({ kind: z.string(), name: text, rows: z.array(Row) })),
  raw: z.array(
    z.strictObject({ path: z.string(), sha256: z.string(), bytes: z.number(), mediaType: z.string() }),
  ),
  /** The judgement rests on it. */
  counts: z.boolean(),
});
export const PaperStatement = z.strictObject({
  id: z.string(),
  criterion: z.string(),
  about: z.string(),
  says: z.enum(["met", "not-met", "not-applicable", "override"]),
  word: text,
  text: z.string(),
  by: z.string(),
  role: z.string(),
  secondReader: z.string(),
  date: z.string(),
  firmware: z.string(),
  attachments: z.array(
    z.strictObject({ path: z.string(), sha256: z.string(), bytes: z.number(), mediaType: z.string() }),
  ),
});

export const AssessmentDossier = z.strictObject({
  seiza: z.literal(ASSESSMENT_DOSSIER_FORMAT),
  generator: z.strictObject({ version: z.string() }),
  /** Stable id: v5 UUID of model, firmware, day and content of the judgement. */
  uuid: z.string(),
  today: z.string(),
  disclaimer: text,
  product: z.strictObject({
    name: text,
    model: z.string(),
    vendor: text,
    firmware: z.string(),
    type: z.string(),
  }),
  /** The rows of the basic-information sheet (基本情報). An empty value is for a person to fill in. */
  basics: z.array(Row),
  criteria: z.array(PaperCriterion),
  /** The study that the requirements below come from, as it was then. */
  study: z
    .strictObject({
      id: z.string(),
      name: text,
      /** Revision, or the beginning of the file's SHA-256, as people read it. */
      state: text,
      sha256: z.string().optional(),
      productType: z.string(),
      typeName: text,
      /** Requirements that the sixteen criteria meet as they are. */
      covered: z.number().int(),
    })
    .optional(),
  /** What the study adds to the sixteen criteria (団体が追加する要件). */
  requirements: z.array(PaperRequirement),
  interfaces: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      what: z.string(),
      needed: z.boolean(),
      purpose: text,
      states: z.array(z.string()),
      access: z.string(),
      authentication: z.string(),
    }),
  ),
  records: z.array(PaperRecord),
  statements: z.array(PaperStatement),
  next: z.array(Need.extend({ criteria: z.array(z.string()), blocking: z.boolean() })),
  expired: z.array(z.strictObject({ record: z.string(), text })),
  /** Thresholds that the scheme does not state and that are this tool's. */
  policy: z.strictObject({ version: z.string(), rows: z.array(Row) }),
  counts: z.record(z.string(), z.number()),
});
export type AssessmentDossier = z.infer<typeof AssessmentDossier>;
export type PaperCriterion = z.infer<typeof PaperCriterion>;
export type PaperRecord = z.infer<typeof PaperRecord>;
export type PaperStatement = z.infer<typeof PaperStatement>;
