/** Every call of the API: path, what goes in, what comes out. Handlers are in `handlers/`. */
import { createRoute, z } from "@hono/zod-openapi";
import * as s from "./schemas.ts";

export const API = "/api/v1";

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { "application/json": { schema } },
});
const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { "application/json": { schema } },
});
const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: s.Problem } },
});
const PROBLEMS = {
  400: problem("The request is not well-formed"),
  401: problem("No session, or an expired one"),
  403: problem("Not allowed, or the request came from another site"),
  404: problem("There is no such thing"),
  409: problem("The state of things does not allow it"),
  412: problem("Someone else saved in between; `current` is the head as it is now"),
  413: problem("The body is too large"),
  422: problem("The study has errors; `errors` names each place"),
  428: problem("If-Match is missing"),
  504: problem("It took too long and was stopped"),
};
/** Each call can also answer 500 with a problem. */
const failing = <K extends keyof typeof PROBLEMS>(...codes: K[]) =>
  ({
    ...Object.fromEntries(codes.map((c) => [c, PROBLEMS[c]])),
    401: PROBLEMS[401],
    403: PROBLEMS[403],
    default: problem("Anything else that went wrong"),
  }) as { [P in K | 401 | 403]: (typeof PROBLEMS)[P] } & { default: ReturnType<typeof problem> };

const Id = z.object({ id: z.string().max(100) });
const IdAndRevision = z.object({ id: z.string().max(100), n: z.coerce.number().int().min(1) });
const Hash = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const Page = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
const page = <T extends z.ZodType>(items: T, name: string) =>
  z.object({ items: z.array(items), next: z.string().optional() }).openapi(name);
const IfMatch = z.object({
  "if-match": z
    .string()
    .optional()
    .openapi({ description: 'Required: the revision the change was made on, as `"<number>"`.' }),
});
const Lang = z.object({ lang: s.Language.optional() });
const binary = (mediaType: string, description: string) => ({
  description,
  content: { [mediaType]: { schema: z.string().openapi({ format: "binary" }) } },
});
const etag = { headers: z.object({ ETag: z.string().openapi({ description: '`"<revision>"`' }) }) };
const gone = { description: "Done" };

const route = <P extends string, R extends Omit<Parameters<typeof createRoute>[0], "path"> & { path: P }>(
  r: R,
) => createRoute(r);

export const getHealth = route({
  method: "get",
  path: "/health",
  tags: ["system"],
  summary: "Is the server well? Open to everyone on this machine.",
  responses: { 200: json(s.Health, "Well"), 503: json(s.Health, "The database does not answer") },
});
export const createSession = route({
  method: "post",
  path: "/session",
  tags: ["session"],
  summary: "Exchange the one-time token of the start URL for a session cookie",
  request: { body: body(s.NewSession) },
  responses: {
    200: json(s.SessionView, "Signed in; the cookie is HttpOnly and SameSite=Strict"),
    ...failing(400),
  },
});
export const getSession = route({
  method: "get",
  path: "/session",
  tags: ["session"],
  responses: { 200: json(s.SessionView, "Who is here"), ...failing() },
});
export const changeSession = route({
  method: "patch",
  path: "/session",
  tags: ["session"],
  request: { body: body(s.ChangeSession) },
  responses: { 200: json(s.SessionView, "Changed"), ...failing(400) },
});
export const endSession = route({
  method: "delete",
  path: "/session",
  tags: ["session"],
  responses: { 204: gone, ...failing() },
});

export const listStudies = route({
  method: "get",
  path: "/studies",
  tags: ["studies"],
  request: {
    query: Page.extend({
      query: z.string().max(200).optional(),
      sort: z.enum(["updated", "name"]).optional(),
      deleted: z.enum(["true", "false"]).optional(),
    }),
  },
  responses: { 200: json(page(s.StudyHead, "StudyPage"), "Studies"), ...failing(400) },
});
export const createStudy = route({
  method: "post",
  path: "/studies",
  tags: ["studies"],
  summary: "A new study from a value, a template, or the text of a file",
  request: { body: body(s.NewStudy), query: Lang },
  responses: {
    201: { ...json(s.StudyWithHead, "Created"), ...etag },
    ...failing(400, 404, 413, 422),
  },
});
export const getStudy = route({
  method: "get",
  path: "/studies/{id}",
  tags: ["studies"],
  request: { params: Id },
  responses: {
    200: { ...json(s.StudyWithHead, "The study as it is now"), ...etag },
    304: { description: "Not changed since If-None-Match" },
    ...failing(404),
  },
});
export const saveStudy = route({
  method: "put",
  path: "/studies/{id}",
  tags: ["studies"],
  summary: "Save; acknowledged only when durable. The same content as now makes no new revision.",
  request: { params: Id, headers: IfMatch, body: body(s.SaveStudy) },
  responses: {
    200: { ...json(s.StudyHead, "Saved"), ...etag },
    ...failing(400, 404, 412, 413, 422, 428),
  },
});
export const removeStudy = route({
  method: "delete",
  path: "/studies/{id}",
  tags: ["studies"],
  summary: "Put away; it can be restored",
  request: { params: Id, headers: IfMatch },
  responses: { 200: json(s.StudyHead, "Put away"), ...failing(404, 412, 428) },
});
export const restoreStudy = route({
  method: "post",
  path: "/studies/{id}/restore",
  tags: ["studies"],
  request: { params: Id },
  responses: { 200: { ...json(s.StudyHead, "Restored"), ...etag }, ...failing(404) },
});
export const copyStudy = route({
  method: "post",
  path: "/studies/{id}/copy",
  tags: ["studies"],
  request: {
    params: Id,
    query: Lang,
    body: { required: false, content: { "application/json": { schema: s.CopyStudy } } },
  },
  responses: { 201: { ...json(s.StudyWithHead, "Copied"), ...etag }, ...failing(404) },
});
export const listRevisions = route({
  method: "get",
  path: "/studies/{id}/revisions",
  tags: ["revisions"],
  summary: "Newest first",
  request: { params: Id, query: Page },
  responses: { 200: json(page(s.Revision, "RevisionPage"), "Revisions"), ...failing(400, 404) },
});
export const getRevision = route({
  method: "get",
  path: "/studies/{id}/revisions/{n}",
  tags: ["revisions"],
  request: { params: IdAndRevision },
  responses: { 200: json(s.RevisionWithStudy, "The study as it was then"), ...failing(404) },
});
export const getDossier = route({
  method: "get",
  path: "/studies/{id}/revisions/{n}/dossier",
  tags: ["downloads"],
  request: { params: IdAndRevision, query: Lang },
  responses: { 200: binary("application/json", "The dossier"), ...failing(404, 422) },
});
export const getReport = route({
  method: "get",
  path: "/studies/{id}/revisions/{n}/report",
  tags: ["downloads"],
  request: { params: IdAndRevision, query: Lang },
  responses: { 200: binary("text/html", "The report, one file"), ...failing(404, 422) },
});
export const getRequirements = route({
  method: "get",
  path: "/studies/{id}/revisions/{n}/requirements/{type}",
  tags: ["revisions"],
  summary: "What the revision asks of a product of this type beyond the sixteen criteria",
  request: { params: IdAndRevision.extend({ type: z.string().min(1).max(200) }) },
  responses: {
    200: json(s.LinkedStudy, "The additional requirements"),
    304: { description: "Not changed since If-None-Match" },
    ...failing(404, 422),
  },
});
export const getStudyFile = route({
  method: "get",
  path: "/studies/{id}/revisions/{n}/study.yaml",
  tags: ["downloads"],
  request: { params: IdAndRevision, query: Lang },
  responses: { 200: binary("application/yaml", "The study file in canonical form"), ...failing(404) },
});

export const getDocument = route({
  method: "get",
  path: "/studies/{id}/revisions/{n}/documents/{format}",
  tags: ["downloads"],
  summary: "One format of the study; a format of several files comes as a zip",
  request: { params: IdAndRevision.extend({ format: s.DocumentFormat }), query: Lang },
  responses: {
    200: {
      ...binary("application/octet-stream", "The document, in the media type of its format"),
      headers: z.object({
        ETag: z.string().openapi({ description: "Of study, revision, format and language" }),
      }),
    },
    304: { description: "Not changed since If-None-Match" },
    ...failing(400, 404, 422, 504),
  },
});
export const createExport = route({
  method: "post",
  path: "/studies/{id}/revisions/{n}/exports",
  tags: ["downloads"],
  summary: "Begin to make documents; `GET /exports/{id}` tells how far they are",
  request: { params: IdAndRevision, body: body(s.NewExport) },
  responses: {
    202: {
      ...json(s.Export, "Begun"),
      headers: z.object({ Location: z.string().openapi({ description: "Of the export" }) }),
    },
    ...failing(400, 404, 409),
  },
});
export const getExport = route({
  method: "get",
  path: "/exports/{id}",
  tags: ["downloads"],
  summary: "How far an export is; with `after`, once it is further than that, or after ten seconds",
  request: { params: Id, query: z.object({ after: z.coerce.number().int().min(0).optional() }) },
  responses: { 200: json(s.Export, "The export"), ...failing(400, 404) },
});
export const cancelExport = route({
  method: "delete",
  path: "/exports/{id}",
  tags: ["downloads"],
  summary: "Stop it and forget it",
  request: { params: Id },
  responses: { 204: gone, ...failing(404) },
});
export const getExportFile = route({
  method: "get",
  path: "/exports/{id}/file",
  tags: ["downloads"],
  summary: "What was made: the document itself, or all of them in one zip",
  request: { params: Id },
  responses: { 200: binary("application/octet-stream", "The file"), ...failing(404, 409) },
});

export const getEvents = route({
  method: "get",
  path: "/events",
  tags: ["events"],
  summary: "Changes of the workspace as server-sent events (`event: change`)",
  request: { headers: z.object({ "last-event-id": z.string().max(100).optional() }) },
  responses: {
    200: { description: "Stream", content: { "text/event-stream": { schema: s.ChangeNotice } } },
    ...failing(),
  },
});
export const listTemplates = route({
  method: "get",
  path: "/templates",
  tags: ["studies"],
  responses: { 200: json(z.array(s.Template), "Examples and starters"), ...failing() },
});
export const listDecisions = route({
  method: "get",
  path: "/decisions",
  tags: ["decisions"],
  request: {
    query: Page.extend({
      study: z.string().max(100).optional(),
      current: z.enum(["true", "false"]).optional(),
    }),
  },
  responses: {
    200: json(page(s.DecisionChange, "DecisionPage"), "Decisions of the group, newest change first"),
    ...failing(400),
  },
});

export const listProducts = route({
  method: "get",
  path: "/products",
  tags: ["products"],
  request: { query: Page.extend({ query: z.string().max(200).optional() }) },
  responses: { 200: json(page(s.ProductHead, "ProductPage"), "Products"), ...failing(400) },
});
export const createProduct = route({
  method: "post",
  path: "/products",
  tags: ["products"],
  request: { body: body(s.ProductBody) },
  responses: { 201: { ...json(s.Product, "Created"), ...etag }, ...failing(400, 413) },
});
export const getProduct = route({
  method: "get",
  path: "/products/{id}",
  tags: ["products"],
  request: { params: Id },
  responses: { 200: { ...json(s.Product, "Product"), ...etag }, ...failing(404) },
});
export const saveProduct = route({
  method: "put",
  path: "/products/{id}",
  tags: ["products"],
  request: { params: Id, headers: IfMatch, body: body(s.ProductBody) },
  responses: { 200: { ...json(s.Product, "Saved"), ...etag }, ...failing(400, 404, 412, 413, 428) },
});
export const removeProduct = route({
  method: "delete",
  path: "/products/{id}",
  tags: ["products"],
  request: { params: Id, headers: IfMatch },
  responses: { 204: gone, ...failing(404, 412, 428) },
});
export const addStatement = route({
  method: "post",
  path: "/products/{id}/statements",
  tags: ["products"],
  summary: "What a named person says of a criterion's part; joins the product's document",
  request: { params: Id, headers: IfMatch, body: body(s.NewStatement) },
  responses: {
    201: { ...json(s.Product, "Added"), ...etag },
    ...failing(400, 404, 412, 422, 428),
  },
});
export const createAssessment = route({
  method: "post",
  path: "/products/{id}/assessments",
  tags: ["assessments"],
  summary: "Judge the product as it stands and keep the result for ever",
  request: { params: Id, headers: IfMatch, body: body(s.NewAssessment) },
  responses: {
    201: {
      ...json(s.AssessmentHead, "Kept"),
      headers: z.object({ Location: z.string().openapi({ description: "Of the assessment" }) }),
    },
    ...failing(400, 404, 412, 422, 428),
  },
});
export const listAssessments = route({
  method: "get",
  path: "/products/{id}/assessments",
  tags: ["assessments"],
  summary: "Newest first",
  request: { params: Id, query: Page },
  responses: { 200: json(page(s.AssessmentHead, "AssessmentPage"), "Assessments"), ...failing(400, 404) },
});
export const getAssessment = route({
  method: "get",
  path: "/products/{id}/assessments/{assessment}",
  tags: ["assessments"],
  request: { params: Id.extend({ assessment: z.string().max(100) }) },
  responses: {
    200: {
      ...json(s.AssessmentWhole, "The assessment with all that it rests on"),
      headers: z.object({ ETag: z.string().openapi({ description: "It never changes" }) }),
    },
    304: { description: "You have it" },
    ...failing(404),
  },
});
export const getPaper = route({
  method: "get",
  path: "/products/{id}/assessments/{assessment}/papers/{format}",
  tags: ["assessments"],
  summary: "One paper of the assessment",
  request: {
    params: Id.extend({ assessment: z.string().max(100), format: s.PaperFormat }),
    query: Lang,
  },
  responses: {
    200: {
      ...binary("application/octet-stream", "The paper, in the media type of its format"),
      headers: z.object({ ETag: z.string().openapi({ description: "Of assessment, format and language" }) }),
    },
    304: { description: "Not changed since If-None-Match" },
    ...failing(400, 404, 422, 504),
  },
});
export const compareProduct = route({
  method: "get",
  path: "/products/{id}/compare",
  tags: ["assessments"],
  summary: "What changed from one assessment to another",
  request: {
    params: Id,
    query: z.object({ from: z.string().min(1).max(100), to: z.string().min(1).max(100) }),
  },
  responses: { 200: json(s.AssessmentComparison, "Differences"), ...failing(400, 404) },
});
export const listProductEvidence = route({
  method: "get",
  path: "/products/{id}/evidence",
  tags: ["products"],
  request: { params: Id },
  responses: {
    200: json(
      z.object({ items: z.array(s.EvidenceLink) }).openapi("EvidenceLinks"),
      "Evidence of the product",
    ),
    ...failing(404),
  },
});
const Subject = z.object({
  subject: z
    .string()
    .max(500)
    .optional()
    .openapi({ description: "What it is evidence of, in the product's own terms" }),
});
export const linkEvidence = route({
  method: "put",
  path: "/products/{id}/evidence/{sha256}",
  tags: ["products"],
  request: { params: Hash.extend(Id.shape), query: Subject },
  responses: { 204: gone, ...failing(404) },
});
export const unlinkEvidence = route({
  method: "delete",
  path: "/products/{id}/evidence/{sha256}",
  tags: ["products"],
  request: { params: Hash.extend(Id.shape), query: Subject },
  responses: { 204: gone, ...failing(404) },
});
export const listEvidence = route({
  method: "get",
  path: "/evidence",
  tags: ["evidence"],
  request: { query: Page },
  responses: { 200: json(page(s.EvidenceHead, "EvidencePage"), "Files, newest first"), ...failing(400) },
});
export const putEvidence = route({
  method: "put",
  path: "/evidence/{sha256}",
  tags: ["evidence"],
  summary: "Store a file by the SHA-256 of its bytes",
  request: {
    params: Hash,
    query: z.object({ name: z.string().max(500).optional() }),
    body: {
      required: true,
      content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } },
    },
  },
  responses: { 200: json(s.EvidenceStored, "Stored"), ...failing(400, 413, 422) },
});
export const getEvidence = route({
  method: "get",
  path: "/evidence/{sha256}",
  tags: ["evidence"],
  request: { params: Hash },
  responses: { 200: binary("application/octet-stream", "The file, always as a download"), ...failing(404) },
});
export const listAudit = route({
  method: "get",
  path: "/audit",
  tags: ["system"],
  request: { query: Page },
  responses: {
    200: json(page(s.AuditEntry, "AuditPage"), "Who changed what, newest first"),
    ...failing(400),
  },
});
export const getArchive = route({
  method: "get",
  path: "/archive",
  tags: ["archive"],
  summary: "Everything in one file",
  responses: { 200: binary("application/zip", "The archive"), ...failing() },
});
export const readArchive = route({
  method: "post",
  path: "/archive",
  tags: ["archive"],
  summary: "Take an archive into an instance that holds nothing of one's own yet; all or nothing",
  request: {
    body: {
      required: true,
      content: { "application/zip": { schema: z.string().openapi({ format: "binary" }) } },
    },
  },
  responses: { 200: json(s.ArchiveRead, "Read"), ...failing(400, 409, 413, 422) },
});
