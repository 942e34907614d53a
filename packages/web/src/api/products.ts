/** Calls about products (製品), their evidence and what was judged of them. */
import type { Outcome, ProductDocument, StoredAssessment, Verdict } from "@seiza/conformance";
import { ApiError, call, Unreachable } from "./client.ts";
import type { Actor, Page, ProblemBody, StudyText } from "./types.ts";

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
    let response: Response;
    try {
      response = await fetch(`${ROOT}/evidence/${sha256}${query({ name: file.name })}`, {
        method: "PUT",
        headers: { "content-type": file.type === "" ? "application/octet-stream" : file.type },
        credentials: "same-origin",
        body: bytes,
      });
    } catch (error) {
      throw new Unreachable(error);
    }
    if (!response.ok) throw new ApiError((await response.json()) as ProblemBody);
    return (await response.json()) as { sha256: string; size: number };
  },
  bytes: async (sha256: string): Promise<Uint8Array> => {
    let response: Response;
    try {
      response = await fetch(evidenceAddress(sha256), { credentials: "same-origin" });
    } catch (error) {
      throw new Unreachable(error);
    }
    if (!response.ok) throw new ApiError((await response.json()) as ProblemBody);
    return new Uint8Array(await response.arrayBuffer());
  },
};
export type ProductsApi = typeof productsApi;
export const evidenceAddress = (sha256: string) => `${ROOT}/evidence/${sha256}`;
