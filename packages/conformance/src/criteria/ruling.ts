/**
 * What one fact, or the lack of one, says about one subject, and which of several runs counts. Rules that hold for all
 * criteria: domain/conformance.md E.0 and docs/adr/016.
 */
import type { CheckRecord, Fact, FactOf } from "../evidence/facts.ts";
import { familyOf } from "./checks.ts";
import {
  type JudgeInput,
  type Need,
  type Outcome,
  type PartJudgement,
  type Reason,
  rollUp,
} from "./verdict.ts";

export type Values = Record<string, string | number>;

export interface Ruling {
  outcome: Outcome;
  reasons: Reason[];
  needs: Need[];
  remarks: Reason[];
}

export const reason = (key: string, values: Values = {}, cites: readonly string[] = []): Reason => ({
  key,
  values,
  cites: [...cites],
});

const ruling =
  (outcome: Outcome) =>
  (key: string, values: Values = {}, cites: readonly string[] = [], needs: readonly Need[] = []): Ruling => ({
    outcome,
    reasons: [reason(key, values, cites)],
    needs: [...needs],
    remarks: [],
  });
export const fails = ruling("fail");
/** Cannot tell yet (まだ判断できない). */
export const open = ruling("inconclusive");
export const person = ruling("person");
export const passes = ruling("pass");
export const notApplicable = ruling("not-applicable");
export const deemed = ruling("deemed");

export const run = (check: string, key = "run", values: Values = {}): Need => ({
  kind: "run-check",
  about: check,
  key: `need.${key}`,
  values: key === "run" ? { check, ...values } : values,
});
/** `pointer` leads into the declaration (RFC 6901). */
export const declare = (pointer: string, key: string, values: Values = {}): Need => ({
  kind: "declare",
  about: pointer,
  key: `need.${key}`,
  values,
});
/** `question` is what a statement's `about` names. */
export const ask = (question: string, key: string, values: Values = {}): Need => ({
  kind: "person",
  about: question,
  key: `need.${key}`,
  values,
});
export const give = (role: string, key: string, values: Values = {}): Need => ({
  kind: "file",
  about: role,
  key: `need.${key}`,
  values,
});
export const declared = (pointer: string): string => `declaration#${pointer}`;
export const also = (
  r: Ruling,
  more: { needs?: Need[]; remarks?: Reason[]; reasons?: Reason[] },
): Ruling => ({
  outcome: r.outcome,
  reasons: [...r.reasons, ...(more.reasons ?? [])],
  needs: [...r.needs, ...(more.needs ?? [])],
  remarks: [...r.remarks, ...(more.remarks ?? [])],
});

/** The record ran to its end on the right device and nothing went wrong with that device. */
export const isSound = (record: CheckRecord): boolean =>
  record.state === "done" && !record.facts.some((f) => f.kind === "incident");

export interface Seen<F extends Fact = Fact> {
  fact: F;
  record: CheckRecord;
  /** Place among the facts of its record. */
  at: number;
}

/** Everywhere the same order, whatever the order of the records given: time of end, id, place in the record. */
export const byTime = (a: Seen, b: Seen): number =>
  Date.parse(a.record.endedAt) - Date.parse(b.record.endedAt) ||
  (a.record.id < b.record.id ? -1 : a.record.id > b.record.id ? 1 : a.at - b.at);

/** Facts of a kind, oldest first. */
export function seenOf<K extends Fact["kind"]>(input: JudgeInput, kind: K): Seen<FactOf<K>>[] {
  const found: Seen<FactOf<K>>[] = [];
  for (const record of input.records)
    record.facts.forEach((fact, at) => {
      if (fact.kind === kind) found.push({ fact: fact as FactOf<K>, record, at });
    });
  return found.sort(byTime);
}

/** What was tried and did not come to an end, as reasons beside "nothing was seen". */
export function brokenRuns(input: JudgeInput, check: string): Reason[] {
  return input.records
    .filter((r) => familyOf(r.check) === check && !isSound(r))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((r) =>
      r.state === "done"
        ? reason("run.incident", { check: r.check }, [r.id])
        : reason(`run.${r.state}`, { check: r.check, why: r.why?.key ?? "" }, [r.id]),
    );
}

/** Nothing was seen: cannot tell, run the check. */
export function unseen(
  input: JudgeInput,
  check: string,
  key: string,
  values: Values = {},
  needs?: Need[],
): Ruling {
  return also(open(key, values, [], needs ?? [run(check)]), { reasons: brokenRuns(input, check) });
}

/** A ruling that rests on a record which is not sound: its failures stay, nothing else does. */
function onlyIfSound(r: Ruling, record: CheckRecord): Ruling {
  if (r.outcome === "fail" || isSound(record)) return r;
  const why =
    record.state === "done"
      ? reason("run.incident", { check: record.check }, [record.id])
      : reason(`run.${record.state}`, { check: record.check, why: record.why?.key ?? "" }, [record.id]);
  return {
    outcome: "inconclusive",
    reasons: [why],
    needs: [run(familyOf(record.check))],
    remarks: r.remarks,
  };
}

/**
 * What counts of several runs about the same thing (`keyOf`, and the unit of the product): the newest run that decided
 * something. A newer run that could not tell does not undo it; of two at the same time the worse one counts.
 */
export function current<F extends Fact>(
  seen: readonly Seen<F>[],
  keyOf: (fact: F, record: CheckRecord) => string,
  rule: (fact: F, record: CheckRecord) => Ruling,
): { key: string; ruling: Ruling }[] {
  const kept = new Map<string, { time: number; ruling: Ruling }>();
  for (const { fact, record } of seen) {
    const key = JSON.stringify([keyOf(fact, record), record.product.unit ?? ""]);
    const next = { time: Date.parse(record.endedAt), ruling: onlyIfSound(rule(fact, record), record) };
    const last = kept.get(key);
    if (!last || counts(next, last)) kept.set(key, next);
  }
  return [...kept].map(([key, { ruling }]) => ({
    key: (JSON.parse(key) as [string, string])[0],
    ruling,
  }));
}

type Timed = { time: number; ruling: Ruling };
function counts(next: Timed, last: Timed): boolean {
  const decides = (t: Timed) => t.ruling.outcome !== "inconclusive";
  if (decides(next) !== decides(last)) return decides(next);
  if (next.time !== last.time) return next.time > last.time;
  return rollUp([next.ruling.outcome, last.ruling.outcome]) === next.ruling.outcome;
}

/** Parts of a judgement as they are put together. */
export class Parts {
  readonly parts: PartJudgement[] = [];
  readonly remarks: Reason[] = [];

  add(part: string, subject: string | undefined, rulings: readonly Ruling[]): Parts {
    const outcome = rollUp(rulings.map((r) => r.outcome));
    const ranked = [...rulings].sort((a, b) => rank(a.outcome) - rank(b.outcome));
    this.parts.push({
      part,
      ...(subject === undefined ? {} : { subject }),
      outcome,
      reasons: unique(ranked.flatMap((r) => r.reasons)),
      needs: unique(ranked.flatMap((r) => r.needs)),
    });
    this.remarks.push(...rulings.flatMap((r) => r.remarks));
    return this;
  }
  remark(key: string, values: Values = {}, cites: readonly string[] = []): void {
    this.remarks.push(reason(key, values, cites));
  }
  done(): { parts: PartJudgement[]; remarks: Reason[] } {
    return { parts: this.parts, remarks: unique(this.remarks) };
  }
}

const RANK: readonly Outcome[] = ["fail", "inconclusive", "person", "pass", "deemed", "not-applicable"];
const rank = (outcome: Outcome): number => RANK.indexOf(outcome);

/** Without what was said already, in the order of the first saying. */
function unique<T>(items: readonly T[]): T[] {
  const known = new Set<string>();
  return items.filter((item) => {
    const text = JSON.stringify(item);
    return !known.has(text) && known.add(text);
  });
}
