/** The group's decisions (decisions), by the item they judge. None is lost: each ends in exactly one state. */
import type { Decision, StudyIndex } from "@seiza/model";

export type DecisionState = "applied" | "orphaned" | "superseded" | "not-applicable";
type Field = keyof NonNullable<Decision["set"]>;

const byDate = (a: Decision, b: Decision) =>
  a.date < b.date ? -1 : a.date > b.date ? 1 : a.id < b.id ? -1 : 1;

/** Whether two decisions on one target answer the same question, so that the later one holds. */
function competes(a: Decision, b: Decision): boolean {
  if (a.action === "add" || b.action === "add") return false;
  const judges = (d: Decision) => d.action === "accept" || d.action === "drop";
  if (judges(a) && judges(b)) return true;
  if (judges(a) || judges(b)) return false;
  const fields = Object.keys(a.set ?? {});
  return fields.length === Object.keys(b.set ?? {}).length && fields.every((f) => f in (b.set ?? {}));
}

/**
 * Decisions as the steps ask for them. A step that applies one calls `apply`; what nobody applied is orphaned, because
 * its item is no longer derived.
 */
export class Decisions {
  readonly #byTarget = new Map<string, Decision[]>();
  readonly #state = new Map<string, DecisionState>();

  constructor(index: StudyIndex) {
    for (const d of [...(index.study.decisions ?? [])].sort(byDate)) {
      const list = this.#byTarget.get(d.target);
      if (!list) this.#byTarget.set(d.target, [d]);
      else {
        for (const earlier of list) if (competes(earlier, d)) this.#state.set(earlier.id, "superseded");
        list.push(d);
      }
    }
  }

  /** Targets that begin with a prefix such as `as:`. */
  targets(prefix: string): string[] {
    return [...this.#byTarget.keys()].filter((t) => t.startsWith(prefix)).sort();
  }

  /** Decisions on a target that still hold, earliest first. */
  on(target: string): Decision[] {
    const list = this.#byTarget.get(target);
    return list === undefined ? [] : list.filter((d) => this.#state.get(d.id) !== "superseded");
  }

  /** The decision that accepts or drops the target, if any. */
  judgement(target: string): Decision | undefined {
    return this.on(target).find((d) => d.action === "accept" || d.action === "drop");
  }

  /** The decision that sets a field of the target, the latest where several set it. */
  change(target: string, field: Field): Decision | undefined {
    return this.on(target).findLast((d) => d.action === "change" && d.set?.[field] !== undefined);
  }

  additions(target: string): Decision[] {
    return this.on(target).filter((d) => d.action === "add");
  }

  applied(decision: Decision): void {
    this.#state.set(decision.id, "applied");
  }

  notApplicable(decision: Decision): void {
    if (!this.#state.has(decision.id)) this.#state.set(decision.id, "not-applicable");
  }

  state(decision: Decision): DecisionState {
    return this.#state.get(decision.id) ?? "orphaned";
  }
}
