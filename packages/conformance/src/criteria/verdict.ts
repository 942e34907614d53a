/** What a criterion says, and how parts become a whole (domain/conformance.md E.0 "Verdict values"). */
import type { CatalogTables } from "@seiza/catalog";
import type { Declaration } from "../declaration/schema.ts";
import type { CheckRecord, Statement } from "../evidence/facts.ts";
import type { Policy } from "./policy.ts";

/**
 * Machine outcome of a part. `person`: nothing speaks against it and a named person has to judge. `deemed`: a technical
 * conformity number stands for it (みなし).
 */
export type Outcome = "fail" | "inconclusive" | "person" | "pass" | "not-applicable" | "deemed";

/**
 * Verdict of a criterion as people see it (判定). It is what was observed; the conformity itself is declared by a named
 * person of the vendor: `conforms` 基準どおり(観測), `does-not-conform` 基準に反する(観測), `not-applicable` 対象外,
 * `cannot-tell` まだ判断できない.
 */
export type Verdict = "conforms" | "does-not-conform" | "not-applicable" | "cannot-tell";

/** A reason or a need: a message key of `messages` with its values, and what it rests on. */
export interface Reason {
  key: string;
  values: Record<string, string | number>;
  /** Ids of check records, statements, or `declaration#/json/pointer`. */
  cites: string[];
}

/** What would settle an open part: a check to run, a thing to declare, a person's judgement, a file to give. */
export interface Need {
  kind: "run-check" | "declare" | "person" | "file";
  /** Check id, JSON pointer into the declaration, id of the question, or role of the file. */
  about: string;
  key: string;
  values: Record<string, string | number>;
}

export interface PartJudgement {
  /** `S1.1-02-1`, or the criterion's own id where the catalogue has no parts; finer: `S1.1-13-1A`. */
  part: string;
  /** Interface, mechanism or item it is about, where a part is judged for each. */
  subject?: string;
  outcome: Outcome;
  reasons: Reason[];
  needs: Need[];
  /** A person's override; the machine's outcome stays visible. */
  overridden?: { from: Outcome; statement: string };
}

export interface Judgement {
  criterion: string;
  outcome: Outcome;
  verdict: Verdict;
  parts: PartJudgement[];
  /** Remarks that decide nothing: TLS 1.1 beside 1.2, a declared port that is closed. */
  remarks: Reason[];
  /** Evidence that no longer counts: other firmware, too old. Record ids with why. */
  expired: { record: string; key: string }[];
}

/** A criterion as the catalogue has it: parts, thresholds of the scheme, reasons for "not applicable". */
export type CriterionEntry = CatalogTables["star1-criteria"][number];

export interface JudgeInput {
  entry: CriterionEntry;
  declaration: Declaration;
  /** Records that count for this product and firmware, newest last. */
  records: readonly CheckRecord[];
  statements: readonly Statement[];
  policy: Policy;
  /** Day of the judgement, `YYYY-MM-DD`. Comes in; nothing here reads a clock. */
  today: string;
}

/** One of the sixteen (適合基準). `judge` is pure: same input, same answer. */
export interface Criterion {
  id: string;
  /** Checks that can speak to it, in order of run. */
  checks: readonly string[];
  judge(input: JudgeInput): Pick<Judgement, "parts" | "remarks">;
}

const ORDER: readonly Outcome[] = ["fail", "inconclusive", "person", "pass", "deemed", "not-applicable"];

/** Fail > cannot tell > needs a person > pass; parts that do not apply count only when all do not. */
export const rollUp = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.length === 0 ? "inconclusive" : (ORDER.find((o) => outcomes.includes(o)) as Outcome);

export const verdictOf = (outcome: Outcome): Verdict =>
  outcome === "pass" || outcome === "deemed"
    ? "conforms"
    : outcome === "fail"
      ? "does-not-conform"
      : outcome === "not-applicable"
        ? "not-applicable"
        : "cannot-tell";
