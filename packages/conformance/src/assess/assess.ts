/** From a declaration, records and statements to the sixteen judgements of a product. Pure: same input, same bytes. */
import type { Catalog, Text } from "@seiza/catalog";
import { CHECK_FAMILIES, CLASS_ORDER, classOf } from "../criteria/checks.ts";
import { CRITERIA } from "../criteria/index.ts";
import { Policy } from "../criteria/policy.ts";
import { reason } from "../criteria/ruling.ts";
import {
  type JudgeInput,
  type Judgement,
  type Need,
  type Outcome,
  type Reason,
  rollUp,
  type Verdict,
  verdictOf,
} from "../criteria/verdict.ts";
import type { Declaration } from "../declaration/schema.ts";
import type { CheckClass, CheckRecord, Statement } from "../evidence/facts.ts";
import { compare, countingRecords, countingStatements, type Expired } from "./expiry.ts";
import { withStatements } from "./statements.ts";
import type { LinkedStudy, StudyRequirement } from "./study.ts";

export const ASSESSMENT_FORMAT = "assessment/1";

export interface RequirementJudgement {
  requirement: string;
  no?: number;
  name: Text;
  status?: NonNullable<StudyRequirement["status"]>;
  outcome: Outcome;
  verdict: Verdict;
  reasons: Reason[];
  needs: Need[];
}
/** Stands for the requirements of a study that the declaration names and nobody could read. */
export const UNREAD_STUDY = "study";

/** One thing to do, for all the criteria that it would help to settle. */
export interface NextStep extends Need {
  criteria: string[];
  /** Class of the check where it is one; orders the steps on one unit. */
  class?: CheckClass;
  /** Some part cannot be told without it; else it is asked for beside what is settled. */
  blocking: boolean;
}

export interface AssessInput {
  declaration: Declaration;
  records: readonly CheckRecord[];
  statements: readonly Statement[];
  policy: Policy;
  /** Day of the judgement, `YYYY-MM-DD`. */
  today: string;
  catalog: Pick<Catalog, "star1-criteria">;
  /** The study that the declaration names. Where it names one that is not at hand, its requirements cannot be told. */
  study?: LinkedStudy;
}

/** Preparation for a self-declaration, not a label (`disclaimer` is a message key). Plain JSON. */
export interface Assessment {
  seiza: typeof ASSESSMENT_FORMAT;
  today: string;
  product: {
    name: Declaration["product"]["name"];
    model: string;
    vendor: Declaration["product"]["vendor"]["name"];
    firmware: string;
    type?: string;
  };
  /** Thresholds that are ours, as used. */
  policy: Policy;
  judgements: Judgement[];
  requirements: RequirementJudgement[];
  /** What the requirements were derived from. */
  study?: LinkedStudy;
  counts: {
    verdicts: Record<Verdict, number>;
    outcomes: Record<Outcome, number>;
  };
  next: NextStep[];
  expired: Expired[];
  /** Records and statements that the judgements rest on. */
  rests: { records: string[]; statements: string[] };
  disclaimer: "disclaimer.preparation";
}

export function assess(input: AssessInput): Assessment {
  const now = { declaration: input.declaration, policy: input.policy, today: input.today };
  const records = countingRecords(input.records, now);
  const statements = countingStatements(input.statements, now);
  const expired = [...records.expired, ...statements.expired];

  const judgements = CRITERIA.map((criterion): Judgement => {
    const entry = input.catalog["star1-criteria"].get(criterion.id);
    if (!entry) throw new Error(`the catalogue has no criterion ${criterion.id}`);
    const judgeInput: JudgeInput = {
      entry,
      declaration: input.declaration,
      records: records.counting,
      statements: statements.counting,
      policy: input.policy,
      today: input.today,
    };
    const judged = criterion.judge(judgeInput);
    const mine = statements.counting.filter((s) => s.criterion === criterion.id);
    const laid = judged.parts.map((p) => withStatements(p, mine));
    const parts = laid.map((l) => l.part);
    const outcome = rollUp(parts.map((p) => p.outcome));
    const unused = mine.filter((s) => !laid.some((l) => rests(l.part.reasons, l.remarks).includes(s.id)));
    return {
      criterion: criterion.id,
      outcome,
      verdict: verdictOf(outcome),
      parts,
      remarks: [
        ...judged.remarks,
        ...laid.flatMap((l) => l.remarks),
        ...unused.map((s) => reason("statement.unused", { by: s.by, date: s.date, about: s.about }, [s.id])),
      ],
      expired: expired
        .filter((e) => e.criteria.includes(criterion.id))
        .map(({ record, key }) => ({ record, key })),
    };
  });

  const requirements = input.study
    ? input.study.requirements.map((r) => judgeRequirement(r, judgements, statements.counting))
    : input.declaration.study
      ? [unread(input.declaration.study)]
      : [];
  const { product } = input.declaration;
  const all = judgements.flatMap((j) => [...j.parts.flatMap((p) => p.reasons), ...j.remarks]);
  const cited = new Set([...all, ...requirements.flatMap((r) => r.reasons)].flatMap((r) => r.cites));
  return {
    seiza: ASSESSMENT_FORMAT,
    today: input.today,
    product: {
      name: product.name,
      model: product.model,
      vendor: product.vendor.name,
      firmware: product.firmware.version,
      ...(product.type === undefined ? {} : { type: product.type }),
    },
    policy: Policy.parse(input.policy),
    judgements,
    requirements,
    ...(input.study ? { study: input.study } : {}),
    counts: countsOf(judgements),
    next: nextSteps(judgements, requirements),
    expired: expired.map(({ record, key, values }) => ({ record, key, values })),
    rests: {
      records: records.counting
        .map((r) => r.id)
        .filter((id) => cited.has(id))
        .sort(compare),
      statements: statements.counting
        .map((s) => s.id)
        .filter((id) => cited.has(id))
        .sort(compare),
    },
    disclaimer: "disclaimer.preparation",
  };
}

const rests = (...lists: Reason[][]): string[] => lists.flat().flatMap((r) => r.cites);

const VERDICTS: readonly Verdict[] = ["conforms", "does-not-conform", "not-applicable", "cannot-tell"];
const OUTCOMES: readonly Outcome[] = ["pass", "deemed", "not-applicable", "person", "inconclusive", "fail"];

function countsOf(judgements: readonly Judgement[]): Assessment["counts"] {
  const count = <K extends string>(keys: readonly K[], of: (j: Judgement) => K) =>
    Object.fromEntries(keys.map((k) => [k, judgements.filter((j) => of(j) === k).length])) as Record<
      K,
      number
    >;
  return { verdicts: count(VERDICTS, (j) => j.verdict), outcomes: count(OUTCOMES, (j) => j.outcome) };
}

/** A study that is named and not at hand: what it asks for cannot be told, which is not the same as nothing. */
const unread = (named: NonNullable<Declaration["study"]>): RequirementJudgement => ({
  requirement: UNREAD_STUDY,
  name: {
    ja: `検討が「${named.productType}」に追加する要件`,
    en: `Requirements that the study adds for "${named.productType}"`,
  },
  outcome: "inconclusive",
  verdict: "cannot-tell",
  reasons: [
    reason("requirement.study-unread", {
      study: named.file ?? named.workspace ?? "",
      type: named.productType,
    }),
  ],
  needs: [{ kind: "declare", about: "/study", key: "need.study", values: { type: named.productType } }],
});

/** Met by criteria: as they came out. Else a person's word, as S1.1-07 and 09. */
function judgeRequirement(
  r: StudyRequirement,
  judgements: readonly Judgement[],
  statements: readonly Statement[],
): RequirementJudgement {
  const base = {
    requirement: r.id,
    ...(r.no === undefined ? {} : { no: r.no }),
    name: r.name,
    ...(r.status === undefined ? {} : { status: r.status }),
  };
  const by = judgements.filter((j) => r.metBy?.includes(j.criterion));
  if (by.length > 0 && by.length === r.metBy?.length) {
    const outcome = rollUp(by.map((j) => j.outcome));
    const list = by.map((j) => j.criterion).join(", ");
    return {
      ...base,
      outcome,
      verdict: verdictOf(outcome),
      reasons: [reason("requirement.by-criteria", { criteria: list })],
      needs: [],
    };
  }
  const { part } = withStatements(
    {
      part: r.id,
      outcome: "person",
      reasons: [reason("requirement.person", { requirement: r.id })],
      needs: [{ kind: "person", about: r.id, key: "need.requirement", values: { requirement: r.id } }],
    },
    statements.filter((s) => s.criterion === r.id),
  );
  return {
    ...base,
    outcome: part.outcome,
    verdict: verdictOf(part.outcome),
    reasons: part.reasons,
    needs: part.needs,
  };
}

const KINDS: readonly Need["kind"][] = ["declare", "file", "run-check", "person"];

/**
 * Steps in the order of work: fill in the declaration, give files, then checks from the gentle to the drastic
 * (O → R → L → W → U → P → D, domain/conformance.md E.17), persons last, who then see the results. Within a kind, what
 * blocks comes first.
 */
function nextSteps(
  judgements: readonly Judgement[],
  requirements: readonly RequirementJudgement[],
): NextStep[] {
  const steps = new Map<string, NextStep>();
  const add = (need: Need, criterion: string, blocking: boolean) => {
    const key = JSON.stringify([need.kind, need.about, need.key, need.values]);
    const known = steps.get(key);
    if (known) {
      known.blocking ||= blocking;
      if (!known.criteria.includes(criterion)) known.criteria.push(criterion);
      return;
    }
    const cls = need.kind === "run-check" ? classOf(need.about) : "X";
    steps.set(key, { ...need, criteria: [criterion], blocking, ...(cls === "X" ? {} : { class: cls }) });
  };
  const blocks = (outcome: Outcome) =>
    outcome === "fail" || outcome === "inconclusive" || outcome === "person";
  for (const j of judgements)
    for (const p of j.parts) for (const need of p.needs) add(need, j.criterion, blocks(p.outcome));
  for (const r of requirements) for (const need of r.needs) add(need, r.requirement, blocks(r.outcome));
  const rank = (s: NextStep): number =>
    s.class === undefined ? CLASS_ORDER.length : CLASS_ORDER.indexOf(s.class);
  return [...steps.values()]
    .map((step, at) => ({ step, at }))
    .sort(
      (a, b) =>
        KINDS.indexOf(a.step.kind) - KINDS.indexOf(b.step.kind) ||
        rank(a.step) - rank(b.step) ||
        Number(b.step.blocking) - Number(a.step.blocking) ||
        a.at - b.at,
    )
    .map(({ step }) => step);
}

/** Families of checks, for who shows them. */
export const CHECKS = CHECK_FAMILIES;
