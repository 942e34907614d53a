/** What the document criteria (S1.1-05, 07, 09, 16) share: pages and files as they were last looked at. */
import type { DocumentFact, FactOf } from "../evidence/facts.ts";
import { reason, type Seen, seenOf } from "./ruling.ts";
import type { JudgeInput, Reason } from "./verdict.ts";

export type DocumentRole = (typeof DocumentFact)["shape"]["role"]["options"][number];
export const isWeb = (at: string): boolean => /^https?:\/\//i.test(at);

/** Facts of a role, of the document with a declared id or at a declared place. */
export const documentsOf = (
  input: JudgeInput,
  role: DocumentRole,
  is: (f: FactOf<"document">) => boolean = () => true,
): Seen<FactOf<"document">>[] => seenOf(input, "document").filter((s) => s.fact.role === role && is(s.fact));

/** Quoted places for a point, for a person to confirm; the first three. */
export const quotes = (f: FactOf<"document">, point: string, cite: string): Reason[] =>
  f.points
    .filter((p) => p.point === point)
    .slice(0, 3)
    .map((p) => reason("document.quote", { quote: p.quote, where: p.where, document: f.at }, [cite]));

export const problems = (f: FactOf<"document">, cite: string): Reason[] =>
  f.problems.map((p) =>
    reason("document.problem", { code: p.code, detail: p.detail, document: f.at }, [cite]),
  );
