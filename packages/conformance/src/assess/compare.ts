/** What changed from one assessment to another of the same product. */
import type { Outcome } from "../criteria/verdict.ts";
import type { Assessment } from "./assess.ts";

export type Direction = "better" | "worse" | "same";
export interface JudgementChange {
  criterion: string;
  from: Outcome;
  to: Outcome;
  direction: Direction;
  parts: { part: string; subject?: string; from?: Outcome; to?: Outcome; direction: Direction }[];
  /** Reason keys with their values as text, that are there only before or only after. */
  reasonsGone: string[];
  reasonsNew: string[];
}
export interface AssessmentComparison {
  from: { today: string; firmware: string; policy: string };
  to: { today: string; firmware: string; policy: string };
  sameModel: boolean;
  changed: JudgementChange[];
  unchanged: string[];
  better: number;
  worse: number;
}

const ORDER: readonly Outcome[] = ["fail", "inconclusive", "person", "not-applicable", "deemed", "pass"];

/** Better: nearer to settled without a failure. What no longer applies or is deemed is settled as a pass is. */
function direction(from: Outcome | undefined, to: Outcome | undefined): Direction {
  const level = (o: Outcome | undefined) => (o === undefined ? -1 : Math.min(3, ORDER.indexOf(o)));
  if (from === undefined || to === undefined || level(from) === level(to)) return "same";
  return level(to) > level(from) ? "better" : "worse";
}

export function compareAssessments(a: Assessment, b: Assessment): AssessmentComparison {
  const changed: JudgementChange[] = [];
  const unchanged: string[] = [];
  for (const to of b.judgements) {
    const from = a.judgements.find((j) => j.criterion === to.criterion);
    if (!from) continue;
    const name = (p: { part: string; subject?: string }) => JSON.stringify([p.part, p.subject ?? ""]);
    const before = new Map(from.parts.map((p) => [name(p), p]));
    const after = new Map(to.parts.map((p) => [name(p), p]));
    const parts = [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
      const [was, is] = [before.get(key), after.get(key)];
      if (was?.outcome === is?.outcome) return [];
      const { part, subject } = (is ?? was) as (typeof from.parts)[number];
      return [
        {
          part,
          ...(subject === undefined ? {} : { subject }),
          ...(was ? { from: was.outcome } : {}),
          ...(is ? { to: is.outcome } : {}),
          direction: direction(was?.outcome, is?.outcome),
        },
      ];
    });
    const said = (j: typeof from) =>
      j.parts.flatMap((p) => p.reasons.map((r) => `${p.part} ${r.key} ${JSON.stringify(r.values)}`));
    const [old, now] = [new Set(said(from)), new Set(said(to))];
    const reasonsGone = [...old].filter((r) => !now.has(r)).sort();
    const reasonsNew = [...now].filter((r) => !old.has(r)).sort();
    if (parts.length === 0 && from.outcome === to.outcome && reasonsGone.length + reasonsNew.length === 0)
      unchanged.push(to.criterion);
    else
      changed.push({
        criterion: to.criterion,
        from: from.outcome,
        to: to.outcome,
        direction: direction(from.outcome, to.outcome),
        parts,
        reasonsGone,
        reasonsNew,
      });
  }
  const side = (x: Assessment) => ({
    today: x.today,
    firmware: x.product.firmware,
    policy: x.policy.version,
  });
  return {
    from: side(a),
    to: side(b),
    sameModel: a.product.model === b.product.model,
    changed,
    unchanged,
    better: changed.filter((c) => c.direction === "better").length,
    worse: changed.filter((c) => c.direction === "worse").length,
  };
}
