/**
 * What goes over the wire. Times are ISO 8601 in UTC. The study itself is checked by the model's own compiled validator,
 * which names places and mends; here it stands by name, and the published study schema is laid in (`document.ts`).
 */
import { z } from "@hono/zod-openapi";
import type {
  Decision as ModelDecision,
  Study as ModelStudy,
  StudyText as ModelStudyText,
} from "@seiza/model";
import { DOCUMENT_FORMATS, PAPERS } from "../documents/jobs.ts";

/** Laid over with the published study schema when the document is made. */
export const Study = z
  .custom<ModelStudy>((value) => typeof value === "object" && value !== null && !Array.isArray(value))
  .openapi("Study", { type: "object" });
export const StudyText = z.custom<ModelStudyText>().openapi("StudyText", { type: "object" });

export const Decision = z.custom<ModelDecision>().openapi("StudyDecision", { type: "object" });

export const Text = z.object({ ja: z.string(), en: z.string() }).openapi("Text");
const time = z.string().openapi({ format: "date-time" });
export const Language = z.enum(["ja", "en"]).openapi("Language");
export const Actor = z.object({ person: z.string(), name: z.string() }).openapi("Actor");
const jsonValue = z.unknown();

export const ProgressPoint = z
  .object({
    key: z.string().openapi({ description: "Key of the message; its words live in the web's catalogue." }),
    values: z.record(z.string(), z.union([z.string(), z.number()])),
    target: z
      .string()
      .optional()
      .openapi({ description: "Stable id of the dossier, or a route of the web." }),
  })
  .openapi("ProgressPoint");
export const StepProgress = z
  .object({
    step: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6)]),
    state: z.enum(["empty", "open", "done"]),
    done: z.array(ProgressPoint),
    open: z.array(ProgressPoint),
    next: ProgressPoint.optional(),
  })
  .openapi("StepProgress", { description: "Where a step (①–⑥) stands." });
export const StudySummary = z
  .object({
    revision: z.number().int().openapi({ description: "Revision that the summary was made from." }),
    progress: z.array(StepProgress),
    counts: z.record(z.string(), z.number()),
    picture: z.string().openapi({ description: "Small SVG without text." }),
    problems: z.object({ errors: z.number(), warnings: z.number() }),
  })
  .openapi("StudySummary");

export const StudyHead = z
  .object({
    id: z.string(),
    workspace: z.string(),
    name: StudyText,
    domain: z.string(),
    revision: z.number().int(),
    createdAt: time,
    createdBy: Actor,
    updatedAt: time,
    updatedBy: Actor,
    deletedAt: time.optional(),
    summary: StudySummary.optional(),
  })
  .openapi("StudyHead");
export const StudyWithHead = z.object({ head: StudyHead, study: Study }).openapi("StudyWithHead");

export const DiffEntry = z
  .object({
    kind: z.enum(["added", "removed", "changed"]),
    part: z.enum([
      "system",
      "configuration",
      "zone",
      "segment",
      "component",
      "interface",
      "flow",
      "person",
      "productType",
      "asset",
      "threatSource",
      "decision",
      "market",
      "promotion",
      "layout",
    ]),
    configuration: z.string().optional(),
    id: z.string(),
    name: StudyText.optional(),
    fields: z
      .array(z.object({ path: z.string(), before: jsonValue.optional(), after: jsonValue.optional() }))
      .optional(),
  })
  .openapi("DiffEntry");
export const Revision = z
  .object({
    study: z.string(),
    number: z.number().int(),
    at: time,
    by: Actor,
    why: z.string().optional(),
    label: z.string().optional().openapi({ description: "Key of the edit, e.g. component.add." }),
    diff: z.array(DiffEntry).openapi({ description: "Difference to the revision before." }),
    base: z.number().int().optional().openapi({ description: "Revision that undo leads to." }),
    redo: z.number().int().optional().openapi({ description: "Revision that redo leads to." }),
    restoredFrom: z.number().int().optional(),
    bytes: z.number().int(),
  })
  .openapi("Revision");
export const RevisionWithStudy = z.object({ revision: Revision, study: Study }).openapi("RevisionWithStudy");

const why = z.string().max(2000).optional().openapi({ description: "Why the change was made." });
const label = z.string().max(200).optional();
const name = z.union([StudyText, z.string().min(1).max(2000)]);
export const NewStudy = z
  .union([
    z.object({ study: Study, why, label }).openapi("NewStudyFromValue"),
    z.object({ template: z.string().max(100), name: name.optional(), why }).openapi("NewStudyFromTemplate"),
    z.object({ text: z.string(), fileName: z.string().max(500), why }).openapi("NewStudyFromText", {
      description: "Text of a study file; the extension tells YAML from JSON.",
    }),
  ])
  .openapi("NewStudy");
export const SaveStudy = z
  .object({
    study: Study,
    why,
    label,
    base: z.number().int().min(1).optional(),
    redo: z.number().int().min(1).optional(),
    restoredFrom: z.number().int().min(1).optional(),
  })
  .openapi("SaveStudy");
export const CopyStudy = z.object({ name: name.optional() }).openapi("CopyStudy");

export const Template = z
  .object({
    id: z.string(),
    kind: z.enum(["example", "starter"]),
    domain: z.string(),
    name: Text,
    /** What the system is. */
    text: Text,
    counts: z.record(z.string(), z.number()),
    picture: z.string(),
  })
  .openapi("Template");

/** A change of the group's decisions (決定), as a save brought it. */
export const DecisionChange = z
  .object({
    study: z.string(),
    studyName: StudyText,
    revision: z.number().int(),
    change: z.enum(["added", "changed", "withdrawn"]),
    decision: Decision,
    at: time,
    by: Actor,
    latest: z.boolean(),
  })
  .openapi("DecisionChange");

const head = {
  id: z.string(),
  workspace: z.string(),
  name: StudyText,
  revision: z.number().int(),
  createdAt: time,
  createdBy: Actor,
  updatedAt: time,
  updatedBy: Actor,
};
export const ProductHead = z.object(head).openapi("ProductHead");
export const Product = z.object({ ...head, document: jsonValue }).openapi("Product");
export const ProductBody = z.object({ name, document: jsonValue }).openapi("ProductBody");
/** An assessment of the conformance package: preparation for a self-declaration, not a label. */
const assessmentHead = {
  id: z.string(),
  product: z.string(),
  number: z.number().int().openapi({ description: "Counts from 1 within the product." }),
  productRevision: z.number().int(),
  firmware: z.string(),
  at: time,
  by: Actor,
  why: z.string().optional(),
  summary: z
    .unknown()
    .openapi({ description: "Counts of verdicts and outcomes, and the outcome of each criterion." }),
};
export const AssessmentHead = z.object(assessmentHead).openapi("AssessmentHead");
export const AssessmentWhole = z
  .object({
    ...assessmentHead,
    body: z.unknown().openapi({
      description: "`stored-assessment/1`: declaration, statements, records, bundles, and the assessment.",
    }),
  })
  .openapi("Assessment");
const hash = z.string().regex(/^[0-9a-f]{64}$/);
export const NewAssessment = z
  .object({
    bundles: z.array(hash).max(20).default([]).openapi({
      description: "Zips that `seiza assess` made, stored before with `PUT /evidence/{sha256}`.",
    }),
    keep: z.boolean().default(true).openapi({
      description: "Records of the newest assessment count again, as long as they have not expired.",
    }),
    why: z.string().max(2000).optional(),
  })
  .openapi("NewAssessment");
export const NewStatement = z
  .object({
    criterion: z.string().min(1).max(200),
    about: z.string().min(1).max(200).openapi({ description: "Part or question that it answers." }),
    says: z.enum(["met", "not-met", "not-applicable", "override"]),
    text: z.string().trim().min(1).max(20_000),
    by: z.string().trim().min(1).max(200).openapi({ description: "Name of the person who judges." }),
    role: z.string().trim().min(1).max(200).optional(),
    secondReader: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .openapi({ description: "Needed with `override`; another person than `by`." }),
    date: z.iso.date(),
    cites: z.array(z.string().max(500)).max(200).default([]),
    attachments: z.array(hash).max(50).default([]).openapi({ description: "Hashes of stored evidence." }),
  })
  .openapi("NewStatement");
export const LinkedStudy = z
  .object({
    id: z.string(),
    revision: z.number().int(),
    name: Text,
    productType: z.string(),
    typeName: Text,
    requirements: z.array(
      z.object({
        id: z.string(),
        no: z.number().int(),
        name: Text,
        status: z.enum(["proposed", "accepted", "changed", "added"]),
      }),
    ),
    covered: z
      .number()
      .int()
      .openapi({ description: "Requirements that the sixteen criteria meet as they are." }),
  })
  .openapi("LinkedStudy");
export const AssessmentComparison = z
  .object({
    from: AssessmentHead,
    to: AssessmentHead,
    comparison: z
      .unknown()
      .openapi({ description: "Criteria that changed, for better or worse, with reasons." }),
  })
  .openapi("AssessmentComparison");
export const EvidenceStored = z
  .object({ sha256: z.string(), size: z.number().int() })
  .openapi("EvidenceStored");
const evidence = {
  sha256: z.string(),
  size: z.number().int(),
  mediaType: z.string(),
  name: z.string(),
  addedAt: time,
  addedBy: Actor,
};
export const EvidenceHead = z.object(evidence).openapi("EvidenceHead");
export const EvidenceLink = z
  .object({ ...evidence, product: z.string(), subject: z.string() })
  .openapi("EvidenceLink");
export const AuditEntry = z
  .object({
    sequence: z.number().int(),
    at: time,
    by: Actor,
    action: z.string(),
    subject: z.string(),
    revision: z.number().int().optional(),
    details: z.record(z.string(), jsonValue).optional(),
  })
  .openapi("AuditEntry");

export const SessionView = z
  .object({
    person: z.object({ id: z.string(), name: z.string() }),
    workspace: z.object({ id: z.string(), name: z.string() }),
    language: Language,
    version: z.string(),
    database: z.enum(["pglite", "postgresql"]),
  })
  .openapi("Session");
export const NewSession = z.object({ token: z.string().min(1).max(200) }).openapi("NewSession");
export const ChangeSession = z
  .object({ name: z.string().min(1).max(200).optional(), language: Language.optional() })
  .openapi("ChangeSession");

export const DocumentFormat = z.enum(DOCUMENT_FORMATS).openapi("DocumentFormat");
export const PaperFormat = z.enum(PAPERS).openapi("PaperFormat");
export const NewExport = z
  .object({ formats: z.array(DocumentFormat).min(1).max(DOCUMENT_FORMATS.length), lang: Language.optional() })
  .openapi("NewExport");

export const Health = z
  .object({
    status: z.enum(["ok", "failing"]),
    version: z.string(),
    database: z.enum(["pglite", "postgresql"]),
  })
  .openapi("Health");
export const ArchiveRead = z
  .object({ counts: z.record(z.string(), z.number()) })
  .openapi("ArchiveRead", { description: "What came in with the archive." });

/**
 * One message of `GET /events`, in its `data:`. Its `id:` is a number of the audit log where there is one; a client that
 * reconnects sends the last one back and gets what it missed. `missed` means: look again at everything.
 */
export const ChangeNotice = z
  .object({
    kind: z.enum([
      "study.created",
      "study.saved",
      "study.removed",
      "study.restored",
      "study.summary",
      "product.changed",
      "product.removed",
      "archive.imported",
      "missed",
    ]),
    study: z.string().optional(),
    product: z.string().optional(),
    revision: z.number().int().optional(),
    by: Actor.optional(),
  })
  .openapi("ChangeNotice");

export const ProblemPlace = z
  .object({
    pointer: z.string().openapi({ description: "JSON Pointer into the body or the study." }),
    code: z.string(),
    severity: z.enum(["error", "warning", "info"]),
    detail: z.string(),
    mend: z.string().optional(),
    line: z.number().int().optional(),
    column: z.number().int().optional(),
  })
  .openapi("ProblemPlace");
/** RFC 9457. `detail` and `mend` are in the caller's language. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    mend: z.string().optional(),
    errors: z.array(ProblemPlace).optional(),
    /** With 412: the head as it is now. */
    current: StudyHead.optional(),
    requestId: z.string().optional(),
  })
  .openapi("Problem");

/** Documents under way: each format has its state; when all are done there is one file to take. */
export const Export = z
  .object({
    id: z.string(),
    study: z.string(),
    revision: z.number().int(),
    lang: Language,
    state: z.enum(["running", "done", "failed", "cancelled"]),
    change: z
      .number()
      .int()
      .openapi({ description: "Counts changes; send it back as `after` to wait for more." }),
    parts: z.array(
      z.object({
        format: DocumentFormat,
        state: z.enum(["waiting", "making", "done", "failed"]),
        problem: Problem.optional(),
      }),
    ),
    file: z
      .object({ name: z.string(), mediaType: z.string(), size: z.number().int() })
      .optional()
      .openapi({ description: "Present when the state is `done`; its bytes are at `/exports/{id}/file`." }),
  })
  .openapi("Export");
