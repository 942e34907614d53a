/** Calls about products (製品), their evidence and what was judged of them. */
import type { Outcome, ProductDocument, StoredAssessment, Verdict } from "@seiza/conformance";
import { ApiError, askedLanguage, call, problemOf, reached } from "./client.ts";
import type { Actor, Page, StudyText } from "./types.ts";

export interface ProductHead {
  id: string;
  name: StudyText;
  revision: number;
  createdAt: string;
  createdBy: Actor;
  updatedAt: string;
  updatedBy: Actor;
}
export interface Product extends ProductHead {
  document: ProductDocument;
}
export interface KeptHead {
  id: string;
  /** Counts from 1 within the product. */
  number: number;
  productRevision: number;
  firmware: string;
  at: string;
  by: Actor;
  why?: string;
  summary: {
    verdicts: Record<Verdict, number>;
    outcomes: Record<Outcome, number>;
    criteria: Record<string, Outcome>;
  };
}
export interface Kept extends KeptHead {
  body: StoredAssessment;
}
/** Papers that the server makes of a kept assessment. */
export const PAPERS = ["xlsx", "pdf", "oscal", "cyclonedx", "sarif", "json"] as const;
export type Paper = (typeof PAPERS)[number];
export interface NamedBytes {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  mediaType: string;
}

export interface EvidenceLink {
  sha256: string;
  /** Bytes. */
  size: number;
  mediaType: string;
  name: string;
  addedAt: string;
  addedBy: Actor;
  product: string;
  /** `assessment:<id>`, the id of a statement, or empty. */
  subject: string;
}

const ROOT = "/api/v1";
const at = (id: string) => `/products/${encodeURIComponent(id)}`;
const match = (revision: number) => ({ "if-match": `"${revision}"` });
const query = (values: Record<string, string | number | undefined>): string => {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values))
    if (value !== undefined && value !== "") search.set(key, String(value));
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
};

export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((b) => b.toString(16).padStart(2, "0")).join("");
}

/** Name of a download: RFC 6266, the form in UTF-8 first. */
function nameIn(disposition: string | null): string {
  const wide = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? "")?.[1];
  if (wide !== undefined) return decodeURIComponent(wide);
  return /filename="([^"]+)"/i.exec(disposition ?? "")?.[1] ?? "";
}
/** @throws ApiError, Unreachable, or AbortError when the signal fired */
async function taken(address: string, signal?: AbortSignal): Promise<NamedBytes> {
  const { response, bytes } = await reached(async () => {
    const response = await fetch(address, {
      credentials: "same-origin",
      headers: { "accept-language": askedLanguage() },
      ...(signal ? { signal } : {}),
    });
    return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
  }, signal);
  if (!response.ok) throw new ApiError(await problemOf(new Response(bytes, response)));
  return {
    name: nameIn(response.headers.get("content-disposition")),
    bytes,
    mediaType: response.headers.get("content-type") ?? "application/octet-stream",
  };
}

export const productsApi = {
  list: (options: { query?: string; cursor?: string; limit?: number } = {}) =>
    call<Page<ProductHead>>(`/products${query(options)}`),
  create: (body: { name: StudyText; document: ProductDocument }) =>
    call<Product>("/products", { method: "POST", body }),
  get: (id: string) => call<Product>(at(id)),
  save: (
    id: string,
    expected: number,
    body: { name: StudyText; document: ProductDocument },
    keepalive = false,
  ) => call<Product>(at(id), { method: "PUT", body, headers: match(expected), keepalive }),
  remove: (id: string, expected: number) =>
    call<void>(at(id), { method: "DELETE", headers: match(expected) }),
  /** Judges the product as it is stored and keeps the result. @throws ApiError 422 where a bundle is not as it was signed */
  keep: (id: string, expected: number, body: { bundles?: string[]; why?: string }) =>
    call<KeptHead>(`${at(id)}/assessments`, { method: "POST", body, headers: match(expected) }),
  kept: (id: string, options: { cursor?: string; limit?: number } = {}) =>
    call<Page<KeptHead>>(`${at(id)}/assessments${query(options)}`),
  assessment: (id: string, assessment: string) =>
    call<Kept>(`${at(id)}/assessments/${encodeURIComponent(assessment)}`),
  evidence: (id: string) => call<{ items: EvidenceLink[] }>(`${at(id)}/evidence`),
  link: (id: string, sha256: string, subject: string) =>
    call<void>(`${at(id)}/evidence/${sha256}${query({ subject })}`, { method: "PUT" }),
  /** Stores a file by the SHA-256 of its bytes. */
  upload: async (file: File): Promise<{ sha256: string; size: number }> => {
    const bytes = await file.arrayBuffer();
    const sha256 = await sha256Of(bytes);
    const response = await reached(() =>
      fetch(`${ROOT}/evidence/${sha256}${query({ name: file.name })}`, {
        method: "PUT",
        headers: { "content-type": file.type === "" ? "application/octet-stream" : file.type },
        credentials: "same-origin",
        body: bytes,
      }),
    );
    if (!response.ok) throw new ApiError(await problemOf(response));
    return (await response.json()) as { sha256: string; size: number };
  },
  bytes: async (sha256: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> =>
    (await taken(evidenceAddress(sha256), signal)).bytes,
  /** One paper of a kept assessment, under the name that the server gives it. */
  paper: (id: string, assessment: string, paper: Paper, lang: "ja" | "en", signal?: AbortSignal) =>
    taken(
      `${ROOT}${at(id)}/assessments/${encodeURIComponent(assessment)}/papers/${paper}?lang=${lang}`,
      signal,
    ),
};
export type ProductsApi = typeof productsApi;
export const evidenceAddress = (sha256: string) => `${ROOT}/evidence/${sha256}`;
