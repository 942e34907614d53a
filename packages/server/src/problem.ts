/** Problem details (RFC 9457): every refusal and fault of the API in one shape, in the caller's language. */
import type { Diagnostic } from "@seiza/model";
import {
  ArchiveBroken,
  ArchiveNotEmpty,
  ArchiveTooNew,
  Conflict,
  CursorInvalid,
  EvidenceMismatch,
  NotFound,
  StoreClosed,
  type StudyHead,
} from "@seiza/store";
import { filled, type Lang, PROBLEMS, type ProblemCode, RESOURCES } from "./messages.ts";

export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 422 | 428 | 500 | 503 | 504;
type Values = Record<string, string | number>;

interface Place {
  pointer: string;
  code: string;
  severity: "error" | "warning" | "info";
  detail: string;
  mend?: string;
  line?: number;
  column?: number;
}
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  mend?: string;
  errors?: Place[];
  current?: StudyHead;
  requestId?: string;
}

/** The call is refused. Thrown by handlers, answered in one place. */
export class Refused extends Error {
  constructor(
    readonly status: ProblemStatus,
    readonly code: ProblemCode,
    readonly values: Values = {},
    readonly more: { errors?: (lang: Lang) => Place[]; current?: StudyHead } = {},
  ) {
    super(code);
  }
}

const pointerOf = (path: readonly (string | number)[]) =>
  path.map((p) => `/${String(p).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** @param placed lines and columns mean something: the study came as text */
export function placesOf(diagnostics: readonly Diagnostic[], placed: boolean): (lang: Lang) => Place[] {
  return (lang) =>
    diagnostics.map((d) => ({
      pointer: pointerOf(d.path),
      code: d.code,
      severity: d.severity,
      detail: d.message[lang],
      ...(d.mend[lang] === "" ? {} : { mend: d.mend[lang] }),
      ...(placed ? { line: d.line, column: d.column } : {}),
    }));
}

/** A study with errors was asked for something that only a sound one gives. */
export const unresolved = (diagnostics: readonly Diagnostic[]) =>
  new Refused(
    422,
    "study-unresolved",
    { count: diagnostics.length },
    { errors: placesOf(diagnostics, false) },
  );

/** A refusal of the store, as the API says it. */
export function refusalOf(error: unknown, lang: Lang): Refused | undefined {
  if (error instanceof Refused) return error;
  if (error instanceof NotFound)
    return new Refused(404, "not-found", {
      resource: RESOURCES[error.resource]?.[lang] ?? error.resource,
      id: error.id,
    });
  if (error instanceof Conflict)
    return new Refused(412, "conflict", { expected: error.expected, current: error.current });
  if (error instanceof CursorInvalid) return new Refused(400, "cursor-invalid");
  if (error instanceof EvidenceMismatch)
    return new Refused(422, "hash-mismatch", { found: error.found, announced: error.announced });
  if (error instanceof ArchiveNotEmpty) return new Refused(409, "archive-not-empty", { ...error.counts });
  if (error instanceof ArchiveBroken)
    return new Refused(422, "archive-broken", {
      fault: error.fault,
      entry: error.entry ? `: ${error.entry}` : "",
    });
  if (error instanceof ArchiveTooNew)
    return new Refused(422, "archive-too-new", { found: error.found, known: error.known });
  if (error instanceof StoreClosed) return new Refused(503, "store-closed");
  return undefined;
}

export function problemBody(refused: Refused, lang: Lang, requestId: string): ProblemBody {
  const words = PROBLEMS[refused.code];
  const values = { ...refused.values, requestId };
  const mend = "mend" in words ? filled(words.mend, values)[lang] : undefined;
  const errors = refused.more.errors?.(lang);
  return {
    type: `urn:seiza:problem:${refused.code}`,
    title: words.title[lang],
    status: refused.status,
    detail: filled(words.detail, values)[lang],
    code: refused.code,
    ...(mend === undefined ? {} : { mend }),
    ...(errors === undefined ? {} : { errors }),
    ...(refused.more.current === undefined ? {} : { current: refused.more.current }),
    requestId,
  };
}

export const problemResponse = (body: ProblemBody, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status: body.status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...headers },
  });
