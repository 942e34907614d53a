/** Judgements of the group as they are written into the study. */
import type { Decision, Study } from "@seiza/model";

export interface NewDecision {
  /** Stable id of the derived item; for `add`, also a product type's. */
  target: string;
  action: Decision["action"];
  set?: Decision["set"];
  reason: string;
}

/**
 * Decisions that answer the same question: the newer takes the older's place. As in the analysis, accept and drop are
 * answers to one question, and changes compete where they set the same fields; left beside each other on one day, the
 * older could hold.
 */
const question = (d: Pick<Decision, "target" | "action" | "set">): string => {
  if (d.action === "add") return `add ${d.target} ${JSON.stringify(d.set ?? {})}`;
  if (d.action === "change")
    return `change ${d.target} ${Object.keys(d.set ?? {})
      .sort()
      .join(" ")}`;
  return `judge ${d.target}`;
};

/** Calendar day where the person is, YYYY-MM-DD. */
export function dayOf(now: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The study with new decisions in place of older ones on the same questions. `by`: shown name; `date`: YYYY-MM-DD. */
export function withDecisions(
  study: Study,
  made: readonly NewDecision[],
  { by, date }: Pick<Decision, "by" | "date">,
): Study {
  const asked = new Set(made.map(question));
  const before = study.decisions ?? [];
  const kept = before.filter((d) => !asked.has(question(d)));
  const taken = new Set(before.map((d) => d.id));
  let n = before.length + 1;
  const added = made.map(({ target, action, set, reason }): Decision => {
    while (taken.has(`d${n}`)) n++;
    const id = `d${n}`;
    taken.add(id);
    return { id, target, action, ...(set ? { set } : {}), reason, by, date };
  });
  return { ...study, decisions: [...kept, ...added] };
}
