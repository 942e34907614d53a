/** The store as its callers see it. Instants are ISO 8601 in UTC with milliseconds. */
import type { Decision, Study, StudyDiff, StudyText } from "@seiza/model";

export type Instant = string;

/** Who acts: id and shown name. */
export interface Actor {
  person: string;
  name: string;
}

/** In whose name, where and when something is done. Clock and ids come in. */
export interface Scope {
  workspace: string;
  actor: Actor;
  at: Date;
  /** A new opaque id, unique for ever. */
  newId: () => string;
}

export interface Paging {
  /** `next` of the page before. */
  cursor?: string | undefined;
  /** Items at most, 1…200. Default 50. */
  limit?: number | undefined;
}

export interface Page<T> {
  items: T[];
  /** Cursor of the next page; absent on the last. */
  next?: string;
}

export interface StudySummary {
  /** Revision it was computed from. */
  revision: number;
  /** StepProgress[] of the dossier package. */
  progress: unknown;
  counts: Record<string, number>;
  /** Small SVG. */
  picture: string;
  problems: { errors: number; warnings: number };
}

export interface StudyHead {
  id: string;
  workspace: string;
  name: StudyText;
  domain: string;
  revision: number;
  createdAt: Instant;
  createdBy: Actor;
  updatedAt: Instant;
  updatedBy: Actor;
  deletedAt?: Instant;
  /** May be of an older revision than the head: see its own `revision`. */
  summary?: StudySummary;
}

/** Why a revision was made; all optional. */
export interface Intent {
  /** Reason in the person's words. */
  why?: string | undefined;
  /** Key of the edit, e.g. "component.add". A study created with label "example" does not count as content until it is changed. */
  label?: string | undefined;
}

export interface Revision {
  study: string;
  /** 1 for the first. */
  number: number;
  at: Instant;
  by: Actor;
  why?: string;
  label?: string;
  /** Difference to the revision before; empty for the first. */
  diff: StudyDiff;
  /** Revision that undo leads to. */
  base?: number;
  /** Revision that redo leads to. */
  redo?: number;
  restoredFrom?: number;
  /** Length of the canonical JSON in bytes. */
  bytes: number;
}

export interface SaveStudy extends Intent {
  study: Study;
  /** Revision that the writer has seen. */
  expected: number;
  base?: number | undefined;
  redo?: number | undefined;
  restoredFrom?: number | undefined;
}

export interface Studies {
  /** Newest change first, or by name. `query` finds words in names, domain and the study's own id. `deleted: true` lists deleted ones only. */
  list(
    scope: Scope,
    options?: Paging & {
      query?: string | undefined;
      sort?: "updated" | "name" | undefined;
      deleted?: boolean | undefined;
    },
  ): Promise<Page<StudyHead>>;
  create(scope: Scope, study: Study, intent?: Intent): Promise<StudyHead>;
  /** @throws NotFound also for a deleted one, unless asked for. The study is in canonical form. */
  get(scope: Scope, id: string, options?: { deleted?: boolean }): Promise<{ head: StudyHead; study: Study }>;
  head(scope: Scope, id: string, options?: { deleted?: boolean }): Promise<StudyHead>;
  /**
   * Resolves when the revision is durable. The same content as the current makes no revision: the head comes back unchanged.
   * @throws Conflict where `expected` is not the current revision; nothing is written.
   */
  save(scope: Scope, id: string, save: SaveStudy): Promise<StudyHead>;
  /** Soft. @throws Conflict where `expected` is given and not current. */
  remove(scope: Scope, id: string, options?: { expected?: number | undefined }): Promise<StudyHead>;
  restore(scope: Scope, id: string): Promise<StudyHead>;
  /** Newest first. */
  revisions(scope: Scope, id: string, paging?: Paging): Promise<Page<Revision>>;
  revision(scope: Scope, id: string, number: number): Promise<{ revision: Revision; study: Study }>;
  /** Kept only if no summary of a newer revision is there; returns whether it was kept. */
  setSummary(scope: Pick<Scope, "workspace">, id: string, summary: StudySummary): Promise<boolean>;
  /** Heads whose summary is missing or older than their revision, all workspaces: work left over from before a restart. */
  withoutSummary(limit: number): Promise<{ workspace: string; id: string; revision: number }[]>;
}

/** A change of the group's decisions (決定), as a save brought it. */
export interface DecisionChange {
  study: string;
  studyName: StudyText;
  /** Revision that brought it. */
  revision: number;
  change: "added" | "changed" | "withdrawn";
  /** As it is after the change; for `withdrawn`, as it was. */
  decision: Decision;
  at: Instant;
  by: Actor;
  /** No later change of the same decision is known. */
  latest: boolean;
}

export interface Decisions {
  /** Newest first. `current: true`: the decisions in force only, each with its latest change. */
  list(
    scope: Scope,
    options?: Paging & { study?: string | undefined; current?: boolean | undefined },
  ): Promise<Page<DecisionChange>>;
}

export interface ProductHead {
  id: string;
  workspace: string;
  name: StudyText;
  revision: number;
  createdAt: Instant;
  createdBy: Actor;
  updatedAt: Instant;
  updatedBy: Actor;
}
/** `document` is JSON that the store does not look into. */
export type Product = ProductHead & { document: unknown };

export interface Products {
  /** Newest change first. */
  list(scope: Scope, options?: Paging & { query?: string | undefined }): Promise<Page<ProductHead>>;
  create(scope: Scope, product: { name: StudyText; document: unknown }): Promise<Product>;
  get(scope: Scope, id: string): Promise<Product>;
  save(
    scope: Scope,
    id: string,
    product: { name: StudyText; document: unknown; expected: number },
  ): Promise<Product>;
  /** For good, with its assessments and links to evidence; the evidence itself stays. */
  remove(scope: Scope, id: string, options?: { expected?: number | undefined }): Promise<void>;
}

/** What was judged of a product at one moment; the same for ever. */
export interface AssessmentHead {
  id: string;
  product: string;
  /** Counts from 1 within the product. */
  number: number;
  /** Revision of the product that was judged. */
  productRevision: number;
  firmware: string;
  at: Instant;
  by: Actor;
  why?: string;
  /** JSON that lists show without the whole. */
  summary: unknown;
}
export interface Assessments {
  /** `evidence` are hashes of stored files that it rests on; they are linked as `assessment:<id>`. @throws NotFound */
  add(
    scope: Scope,
    product: string,
    assessment: {
      productRevision: number;
      firmware: string;
      why?: string | undefined;
      summary: unknown;
      body: unknown;
      evidence: readonly string[];
    },
  ): Promise<AssessmentHead>;
  /** Newest first. */
  list(scope: Scope, product: string, paging?: Paging): Promise<Page<AssessmentHead>>;
  get(scope: Scope, product: string, id: string): Promise<AssessmentHead & { body: unknown }>;
}

/** A file by its content's hash. */
export interface EvidenceHead {
  /** Lower-case hex. */
  sha256: string;
  size: number;
  mediaType: string;
  name: string;
  addedAt: Instant;
  addedBy: Actor;
}
export interface EvidenceLink extends EvidenceHead {
  product: string;
  /** What it is evidence of, in the product's own terms; empty where it is of the product as a whole. */
  subject: string;
}

export interface EvidenceStore {
  /** The same content again is stored once and keeps its first name. @throws EvidenceMismatch where `sha256` is given and differs. */
  put(
    scope: Scope,
    bytes: Uint8Array | AsyncIterable<Uint8Array>,
    meta: { mediaType: string; name: string; sha256?: string | undefined },
  ): Promise<{ sha256: string; size: number }>;
  head(scope: Scope, sha256: string): Promise<EvidenceHead>;
  get(scope: Scope, sha256: string): Promise<EvidenceHead & { bytes: Uint8Array }>;
  /** In pieces, for large files. */
  read(scope: Scope, sha256: string): AsyncIterable<Uint8Array>;
  link(scope: Scope, link: { product: string; sha256: string; subject?: string | undefined }): Promise<void>;
  unlink(
    scope: Scope,
    link: { product: string; sha256: string; subject?: string | undefined },
  ): Promise<void>;
  /** All of the workspace, newest first. */
  list(scope: Scope, paging?: Paging): Promise<Page<EvidenceHead>>;
  links(scope: Scope, product: string): Promise<EvidenceLink[]>;
}

export interface AuditEntry {
  /** Rises with time; gaps occur. */
  sequence: number;
  at: Instant;
  by: Actor;
  action:
    | "study.create"
    | "study.save"
    | "study.remove"
    | "study.restore"
    | "product.create"
    | "product.save"
    | "product.remove"
    | "assessment.add"
    | "evidence.put"
    | "evidence.link"
    | "evidence.unlink"
    | "person.rename";
  /** Id of what was acted on. */
  subject: string;
  revision?: number;
  /** Few facts more, by action: `why`, `label`, `name`. */
  details?: Record<string, unknown>;
}

export interface Audit {
  /** Newest first; `after` instead gives what came after that sequence number, oldest first. */
  list(scope: Scope, options?: Paging & { after?: number | undefined }): Promise<Page<AuditEntry>>;
}

export interface Local {
  person: { id: string; name: string };
  workspace: { id: string; name: string };
}
export interface People {
  /** The one person on this machine and their workspace, made at the first call. */
  local(first: { at: Date; newId: () => string; personName: string; workspaceName: string }): Promise<Local>;
  get(scope: Pick<Scope, "workspace">, person: string): Promise<{ id: string; name: string }>;
  /** Renames the actor; what they did before keeps the name they had then. */
  rename(scope: Scope, name: string): Promise<{ id: string; name: string }>;
}

export interface Session {
  workspace: { id: string; name: string };
  person: { id: string; name: string };
  createdAt: Instant;
  expiresAt: Instant;
}
/** Only the token's SHA-256 is stored. Sessions are not part of an archive. */
export interface Sessions {
  create(session: {
    token: string;
    workspace: string;
    person: string;
    at: Date;
    expiresAt: Date;
  }): Promise<void>;
  /** undefined where it is unknown, revoked or past. */
  find(token: string, at: Date): Promise<Session | undefined>;
  revoke(token: string): Promise<void>;
  /** Forgets what is past. */
  sweep(at: Date): Promise<number>;
}

/** Small JSON values by key: of a person, or of the workspace. */
export interface Settings {
  get(scope: Pick<Scope, "workspace" | "actor">, key: string, of?: "person" | "workspace"): Promise<unknown>;
  set(
    scope: Pick<Scope, "workspace" | "actor">,
    key: string,
    value: unknown,
    of?: "person" | "workspace",
  ): Promise<void>;
}

export interface Change {
  workspace: string;
  kind:
    | "study.created"
    | "study.saved"
    | "study.removed"
    | "study.restored"
    | "study.summary"
    | "product.changed"
    | "product.removed"
    | "archive.imported"
    /** The connection to the other processes was lost for a while: look again at everything. Its workspace is empty: it is for all. */
    | "missed";
  study?: string;
  product?: string;
  revision?: number;
  by?: Actor;
  /** Of the audit entry, where there is one: events after it can be had from `audit.list({after})`. */
  sequence?: number;
}

export interface Health {
  ok: boolean;
  database: "pglite" | "postgresql";
  /** Version of the database, e.g. "18.6". */
  version: string;
  schemaVersion: number;
  /** Time that one question took. */
  latencyMs: number;
  /** Why not ok. */
  reason?: string;
}

export interface ArchiveCounts {
  studies: number;
  revisions: number;
  products: number;
  evidence: number;
}

export interface Store {
  readonly studies: Studies;
  readonly decisions: Decisions;
  readonly products: Products;
  readonly assessments: Assessments;
  readonly evidence: EvidenceStore;
  readonly audit: Audit;
  readonly people: People;
  readonly sessions: Sessions;
  readonly settings: Settings;
  /** Everything but sessions, as a zip, as of one moment. */
  exportArchive(options?: { at?: Date }): AsyncIterable<Uint8Array>;
  /**
   * All or nothing, only into an empty instance. The local person and workspace become the archive's, and open sessions follow.
   * @throws ArchiveNotEmpty, ArchiveBroken, ArchiveTooNew
   */
  importArchive(archive: Uint8Array | AsyncIterable<Uint8Array>): Promise<ArchiveCounts>;
  /** Called after the change is durable, also for those of other processes on the same PostgreSQL. Returns the unsubscription. */
  onChange(listener: (change: Change) => void): () => void;
  health(): Promise<Health>;
  /** Waits for what runs, then frees the folder or the connections. Twice is once. */
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Told of things that are no errors of a call: a lost connection, a failing listener. */
  onProblem?: (problem: { event: string; error: unknown }) => void;
}
export type OpenStore = ({ dataFolder: string } | { databaseUrl: string; connections?: number }) &
  StoreOptions;
