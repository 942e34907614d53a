/** Calls to the server. Errors are values of two classes: the server said no (`ApiError`), or it was not reached (`Unreachable`). */
import type { LinkedStudy } from "@seiza/conformance";
import type { Study } from "@seiza/model";
import type {
  DocumentFormat,
  ExportView,
  Page,
  ProblemBody,
  Revision,
  SaveBody,
  SessionInfo,
  StudyHead,
  StudyText,
  Template,
} from "./types.ts";

const ROOT = "/api/v1";

export class ApiError extends Error {
  constructor(readonly problem: ProblemBody) {
    super(problem.detail ?? problem.title);
    this.name = "ApiError";
  }
  get status(): number {
    return this.problem.status;
  }
}
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("the server was not reached", { cause });
    this.name = "Unreachable";
  }
}

interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Lets the request outlive the page; browsers allow 64 KiB. */
  keepalive?: boolean;
}

let language = "ja";
/** Language that answers are asked for in. */
export const askedLanguage = () => language;
/** Language in which the server words its problems. */
export const speak = (next: string) => {
  language = next;
};

export async function problemOf(response: Response): Promise<ProblemBody> {
  try {
    const body = (await response.json()) as Partial<ProblemBody>;
    return {
      type: body.type ?? "about:blank",
      title: body.title ?? response.statusText,
      code: body.code ?? `http-${response.status}`,
      ...body,
      status: response.status,
    };
  } catch {
    return {
      type: "about:blank",
      title: response.statusText,
      status: response.status,
      code: `http-${response.status}`,
    };
  }
}

/** What `ask` gives. @throws Unreachable where the network failed, AbortError when the signal fired */
export async function reached<T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable(error);
  }
}

/** @throws ApiError, Unreachable, or AbortError when the signal fired */
export async function call<T>(path: string, init: Call = {}): Promise<T> {
  const { method = "GET", body, headers = {}, signal, keepalive = false } = init;
  const response = await reached(
    () =>
      fetch(ROOT + path, {
        method,
        headers: {
          accept: "application/json, application/problem+json",
          "accept-language": language,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        credentials: "same-origin",
        keepalive,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      }),
    signal,
  );
  if (!response.ok) {
    // What stands between browser and server answers so when the server is away.
    if ([502, 503, 504].includes(response.status)) throw new Unreachable(response.status);
    throw new ApiError(await problemOf(response));
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}

const query = (values: Record<string, string | number | boolean | undefined>): string => {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values))
    if (value !== undefined && value !== "") search.set(key, String(value));
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
};
const at = (id: string) => `/studies/${encodeURIComponent(id)}`;
const match = (revision: number) => ({ "if-match": `"${revision}"` });

export interface Opened {
  head: StudyHead;
  study: Study;
}
export type NewStudy =
  | { study: Study; label?: string }
  | { template: string; name?: StudyText }
  | { text: string; fileName: string };

export const api = {
  session: () => call<SessionInfo>("/session"),
  /** Exchanges the one-time token of the start link for a session cookie. */
  begin: (token: string) => call<unknown>("/session", { method: "POST", body: { token } }),
  updateSession: (body: { name?: string; language?: "ja" | "en" }) =>
    call<SessionInfo>("/session", { method: "PATCH", body }),

  studies: (options: {
    query?: string;
    cursor?: string;
    limit?: number;
    sort?: "updated" | "name";
    deleted?: boolean;
  }) => call<Page<StudyHead>>(`/studies${query(options)}`),
  create: (body: NewStudy) => call<Opened>("/studies", { method: "POST", body }),
  study: (id: string, signal?: AbortSignal) => call<Opened>(at(id), signal ? { signal } : {}),
  save: (id: string, expected: number, body: SaveBody, keepalive = false) =>
    call<StudyHead>(at(id), { method: "PUT", body, headers: match(expected), keepalive }),
  remove: (id: string, expected: number) =>
    call<StudyHead>(at(id), { method: "DELETE", headers: match(expected) }),
  restore: (id: string) => call<StudyHead>(`${at(id)}/restore`, { method: "POST", body: {} }),
  copy: (id: string) => call<Opened>(`${at(id)}/copy`, { method: "POST", body: {} }),
  revisions: (id: string, options: { cursor?: string; limit?: number } = {}) =>
    call<Page<Revision>>(`${at(id)}/revisions${query(options)}`),
  revision: (id: string, number: number) =>
    call<{ revision: Revision; study: Study }>(`${at(id)}/revisions/${number}`),
  /** What a revision asks of a product of one of its types beyond the sixteen criteria. */
  requirements: (id: string, revision: number, type: string) =>
    call<LinkedStudy>(`${at(id)}/revisions/${revision}/requirements/${encodeURIComponent(type)}`),
  /** Begins to make documents of a stored revision. */
  export: (
    id: string,
    revision: number,
    body: { formats: readonly DocumentFormat[]; lang: "ja" | "en" },
    signal?: AbortSignal,
  ) =>
    call<ExportView>(`${at(id)}/revisions/${revision}/exports`, {
      method: "POST",
      body,
      ...(signal ? { signal } : {}),
    }),
  /** The export once it is further than `after`. */
  exportAfter: (id: string, after: number, signal?: AbortSignal) =>
    call<ExportView>(`/exports/${encodeURIComponent(id)}${query({ after })}`, signal ? { signal } : {}),
  cancelExport: (id: string) =>
    call<void>(`/exports/${encodeURIComponent(id)}`, { method: "DELETE", keepalive: true }),
  templates: () => call<Template[] | { items: Template[] }>("/templates"),
  importArchive: async (file: Blob): Promise<void> => {
    const response = await reached(() =>
      fetch(`${ROOT}/archive`, {
        method: "POST",
        headers: { "content-type": "application/zip", "accept-language": language },
        body: file,
      }),
    );
    if (!response.ok) throw new ApiError(await problemOf(response));
  },
};
export type Api = typeof api;

/** Addresses of downloads, for links. */
export const downloads = {
  dossier: (id: string, revision: number) => `${ROOT}${at(id)}/revisions/${revision}/dossier`,
  report: (id: string, revision: number) => `${ROOT}${at(id)}/revisions/${revision}/report`,
  yaml: (id: string, revision: number) => `${ROOT}${at(id)}/revisions/${revision}/study.yaml`,
  export: (id: string) => `${ROOT}/exports/${encodeURIComponent(id)}/file`,
  archive: `${ROOT}/archive`,
  events: `${ROOT}/events`,
};
