/**
 * Two dossiers side by side: what a change of the study (or of the catalogue) does to its consequences. Pure; linear
 * in the number of rows; lists sorted by what got worse first, then by id. Items are matched by their stable ids.
 */

import type { Text } from "@seiza/catalog";
import type { Dossier } from "./schema.ts";
import { LOSS } from "./why.ts";

export type Band = "A" | "B" | "C" | "D" | "E";
export type Bands = Record<Band, number>;
/** Risk of an item: a band, or `none` where no route is left or the item is not applicable. */
export type Risk = Band | "none";
export type Direction = "worse" | "better" | "even";
export type ChangeKind = "added" | "removed" | "changed";

/** One item that is not the same on both sides. `before` is absent for added items, `after` for removed ones. */
export interface Change<T> {
  id: string;
  kind: ChangeKind;
  /** What it is called on the side where it is, the later one first. */
  name: Text;
  /** Product type (製品類型) it belongs to, where it belongs to one. */
  type?: Text;
  before?: T;
  after?: T;
  /** Fields of `before` and `after` that differ; every field for added and removed items. */
  fields: (keyof T & string)[];
  direction: Direction;
}

export interface TypeView {
  class: string;
  components: number;
  units: number;
  /** Whether it can carry a label: yes, no, some. */
  capable: string;
}
export interface ThreatGroupView {
  /** Risk value (リスク値) after decisions; `none` when not applicable or dropped. */
  band: Risk;
  afterStar1: Risk;
  status: Dossier["step2"]["threatGroups"][number]["status"];
  importance: number;
  threatLevel: number;
  vulnerabilityLevel: number;
  countermeasureLevel: number;
  instances: number;
}
export interface GoalView {
  now: Risk;
  star1: Risk;
  plan: Risk;
  level: number;
  status: "open" | "accepted";
}
export interface RequirementView {
  statement: Text;
  status: string;
  level: Band;
  /** Relation to ★1: same, stricter, new. */
  star1: string;
}
export interface ConditionView {
  statement: Text;
  status: string;
  level: Band;
}
export interface PriorityView {
  class: "P1" | "P2" | "P3";
  rank?: number;
  importance: number;
  likelihood: number;
}
export interface CoverageView {
  verdict: Dossier["step5"]["coverage"][number]["verdict"];
  criteria: string;
}
export interface NeedView {
  need: boolean;
  result: Dossier["step6"]["types"][number]["result"];
  strength: number;
  candidates: number;
}
export interface PlanView {
  state: Dossier["step5"]["plans"][number]["state"];
  chosen: string;
  bad: number;
  uncuttable: number;
}
export interface DecisionView {
  target: string;
  action: string;
  state: string;
  reason: Text;
}

/** A number before and after. */
export interface Pair<T> {
  before: T;
  after: T;
}
export type GoalBands = Record<Risk, number>;

export interface DossierComparison {
  study: Pair<{ id: string; name: Text; threshold: Band }>;
  /** Nothing that people decide on differs. */
  same: boolean;
  counts: Record<string, Pair<number>>;
  /** Threat groups by risk value, now and with ★1. */
  groupBands: { now: Pair<Bands>; star1: Pair<Bands> };
  /** Single threats by risk value. */
  threatBands: Pair<Bands>;
  /** Goals of attack routes by worst route, all of them (the list of goals may hold the worst ones only). */
  goalBands: { now: Pair<GoalBands>; star1: Pair<GoalBands>; plan: Pair<GoalBands> };
  productTypes: Change<TypeView>[];
  threatGroups: Change<ThreatGroupView>[];
  goals: Change<GoalView>[];
  /** False where a dossier lists only its worst goals: an item may then be missing from a list without being gone. */
  goalsComplete: boolean;
  priorities: Change<PriorityView>[];
  requirements: Change<RequirementView>[];
  siteConditions: Change<ConditionView>[];
  coverage: Change<CoverageView>[];
  plans: Change<PlanView>[];
  needs: Change<NeedView>[];
  decisions: Change<DecisionView>[];
}

const RANK: Record<Risk, number> = { A: 5, B: 4, C: 3, D: 2, E: 1, none: 0 };
const CLASS_RANK = { P1: 3, P2: 2, P3: 1 } as const;
const VERDICT_RANK = { met: 0, partly: 1, not: 2 } as const;
const NO_BANDS: GoalBands = { A: 0, B: 0, C: 0, D: 0, E: 0, none: 0 };
const quiet: Text = { ja: "", en: "" };

const sign = (n: number): Direction => (n > 0 ? "worse" : n < 0 ? "better" : "even");
const direct = (...steps: number[]): Direction => sign(steps.find((n) => n !== 0) ?? 0);
const SEVERITY: Record<Direction, number> = { worse: 0, better: 1, even: 2 };

const equal = (a: unknown, b: unknown): boolean =>
  a === b ||
  (typeof a === "object" &&
    typeof b === "object" &&
    a !== null &&
    b !== null &&
    JSON.stringify(a) === JSON.stringify(b));

interface Row<T> {
  id: string;
  name: Text;
  type?: Text | undefined;
  view: T;
}

/** Weight of a side in the question "worse or better"; an item that is absent weighs nothing. */
function changes<T extends object>(
  before: readonly Row<T>[],
  after: readonly Row<T>[],
  judge: (before: T | undefined, after: T | undefined) => Direction,
): Change<T>[] {
  const was = new Map(before.map((r) => [r.id, r]));
  const out: Change<T>[] = [];
  const push = (kind: ChangeKind, a: Row<T> | undefined, b: Row<T> | undefined): void => {
    const shown = (b ?? a) as Row<T>;
    const keys = [...new Set([...Object.keys(a?.view ?? {}), ...Object.keys(b?.view ?? {})])] as (keyof T &
      string)[];
    const fields = a && b ? keys.filter((k) => !equal(a.view[k], b.view[k])) : keys;
    if (fields.length === 0 && kind === "changed") return;
    out.push({
      id: shown.id,
      kind,
      name: shown.name,
      ...(shown.type ? { type: shown.type } : {}),
      ...(a ? { before: a.view } : {}),
      ...(b ? { after: b.view } : {}),
      fields,
      direction: judge(a?.view, b?.view),
    });
  };
  for (const row of after) {
    const old = was.get(row.id);
    push(old ? "changed" : "added", old, row);
    was.delete(row.id);
  }
  for (const row of was.values()) push("removed", row, undefined);
  return out.sort(
    (a, b) => SEVERITY[a.direction] - SEVERITY[b.direction] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

const joined = (a: Text | undefined, b: Text | undefined): Text =>
  a && b ? { ja: `${a.ja} — ${b.ja}`, en: `${a.en} — ${b.en}` } : (a ?? b ?? quiet);
const PLAN = {
  types: { ja: "製品類型によるラベル計画", en: "Label plan by product types" },
  criteria: { ja: "基準によるラベル計画", en: "Label plan by criteria" },
} as const;

/** One dossier's rows in the form that is compared. */
function rowsOf(d: Dossier) {
  const typeName = new Map(d.step1.productTypes.map((t) => [t.id, t.name]));
  const componentName = new Map(
    d.step1.configurations.flatMap((c) => c.components.map((x) => [x.id, x.name] as const)),
  );
  const term = (table: string, id: string) => d.terms[table]?.[id]?.name;
  const statement = new Map(
    [...d.step4.requirements, ...d.step4.siteConditions].map((r) => [r.id, r.statement]),
  );
  return {
    types: d.step1.productTypes.map(
      (t): Row<TypeView> => ({
        id: t.id,
        name: t.name,
        view: { class: t.class, components: t.components, units: t.units, capable: t.label.capable },
      }),
    ),
    groups: d.step2.threatGroups.map((g): Row<ThreatGroupView> => {
      const gone = g.status === "not-applicable" || g.status === "dropped";
      return {
        id: g.id,
        name: joined(
          term("threats", g.threat),
          joined(term("attack-surfaces", g.surface), term("asset-classes", g.assetClass)),
        ),
        type: typeName.get(g.type),
        view: {
          band: gone ? "none" : g.band,
          afterStar1: gone ? "none" : g.afterStar1,
          status: g.status,
          importance: g.worst.importance,
          threatLevel: g.worst.threatLevel,
          vulnerabilityLevel: g.worst.vulnerabilityLevel,
          countermeasureLevel: g.worst.countermeasureLevel,
          instances: g.instances,
        },
      };
    }),
    goals: d.step2.routes.goals.map(
      (g): Row<GoalView> => ({
        id: g.id,
        name: joined(componentName.get(g.component), LOSS[g.loss]),
        type: typeName.get(g.type),
        view: {
          now: g.now.band ?? "none",
          star1: g.star1.band ?? "none",
          plan: g.plan.band ?? "none",
          level: g.level,
          status: g.status,
        },
      }),
    ),
    priorities: d.step2.priorities.map(
      (p): Row<PriorityView> => ({
        id: p.id,
        name: typeName.get(p.type) ?? quiet,
        view: {
          class: p.class,
          ...(p.rank === undefined ? {} : { rank: p.rank }),
          importance: p.importance,
          likelihood: p.likelihood,
        },
      }),
    ),
    requirements: d.step4.requirements.map(
      (r): Row<RequirementView> => ({
        id: r.id,
        name:
          r.countermeasure === undefined
            ? r.statement
            : (term("countermeasures", r.countermeasure) ?? r.statement),
        type: typeName.get(r.type),
        view: { statement: r.statement, status: r.status, level: r.level, star1: r.star1.relation },
      }),
    ),
    conditions: d.step4.siteConditions.map(
      (r): Row<ConditionView> => ({
        id: r.id,
        name: term("countermeasures", r.countermeasure) ?? r.statement,
        type: typeName.get(r.type),
        view: { statement: r.statement, status: r.status, level: r.level },
      }),
    ),
    coverage: d.step5.coverage.map(
      (c): Row<CoverageView> => ({
        id: c.id,
        name: statement.get(c.requirement) ?? quiet,
        type: typeName.get(c.type),
        view: { verdict: c.verdict, criteria: c.criteria.join(" ") },
      }),
    ),
    plans: d.step5.plans.map(
      (p): Row<PlanView> => ({
        id: p.id,
        name: PLAN[p.by],
        view: {
          state: p.state,
          chosen: p.chosen.join(" "),
          bad: p.goals.bad,
          uncuttable: p.goals.uncuttable,
        },
      }),
    ),
    needs: d.step6.types.map(
      (n): Row<NeedView> => ({
        id: n.id,
        name: typeName.get(n.type) ?? quiet,
        view: {
          need: n.need,
          result: n.result,
          strength: n.strength,
          candidates: n.candidates.filter((c) => c.status !== "dropped").length,
        },
      }),
    ),
    decisions: d.decisions.map(
      (x): Row<DecisionView> => ({
        id: x.id,
        name: x.reason,
        view: { target: x.target, action: x.action, state: x.state, reason: x.reason },
      }),
    ),
  };
}

function goalSums(d: Dossier, side: "now" | "star1" | "plan"): GoalBands {
  const sum = { ...NO_BANDS };
  for (const t of d.step2.routes.types)
    for (const band of Object.keys(sum) as Risk[]) sum[band] += t[side][band];
  return sum;
}

const RESULT_RANK = { "not-needed": 0, "not-yet-arguable": 1, needed: 2 } as const;

/** What differs in consequence between two dossiers: `before` and `after` of one system, or of two alternatives. */
export function compareDossiers(before: Dossier, after: Dossier): DossierComparison {
  const a = rowsOf(before);
  const b = rowsOf(after);
  const both = <T>(of: (d: Dossier) => T): Pair<T> => ({ before: of(before), after: of(after) });
  const counts: Record<string, Pair<number>> = {};
  for (const key of Object.keys(after.study.counts) as (keyof Dossier["study"]["counts"])[])
    counts[key] = both((d) => d.study.counts[key]);
  counts["threats"] = both((d) => d.step2.summary.instances);
  counts["threatGroups"] = both((d) => d.step2.summary.groups);
  counts["goals"] = both((d) => d.step2.routes.goalsTotal);
  counts["requirements"] = both((d) => d.step4.requirements.filter((r) => r.status !== "dropped").length);
  counts["siteConditions"] = both((d) => d.step4.siteConditions.filter((r) => r.status !== "dropped").length);
  const rank = (r: Risk | undefined) => (r === undefined ? 0 : RANK[r]);
  const level = (r: { level: Band; status: string } | undefined) =>
    r === undefined || r.status === "dropped" ? 0 : RANK[r.level];

  const result: DossierComparison = {
    study: both((d) => ({ id: d.study.id, name: d.study.name, threshold: d.study.threshold })),
    same: false,
    counts,
    groupBands: {
      now: both((d) => d.step2.summary.groupBands),
      star1: both((d) => d.step2.summary.groupBandsStar1),
    },
    threatBands: both((d) => d.step2.summary.bands),
    goalBands: {
      now: both((d) => goalSums(d, "now")),
      star1: both((d) => goalSums(d, "star1")),
      plan: both((d) => goalSums(d, "plan")),
    },
    productTypes: changes(a.types, b.types, () => "even"),
    threatGroups: changes(a.groups, b.groups, (x, y) =>
      direct(
        rank(y?.band) - rank(x?.band),
        rank(y?.afterStar1) - rank(x?.afterStar1),
        (y?.instances ?? 0) - (x?.instances ?? 0),
      ),
    ),
    goals: changes(a.goals, b.goals, (x, y) =>
      direct(rank(y?.now) - rank(x?.now), rank(y?.star1) - rank(x?.star1), rank(y?.plan) - rank(x?.plan)),
    ),
    goalsComplete: [before, after].every((d) => d.step2.routes.goals.length === d.step2.routes.goalsTotal),
    priorities: changes(a.priorities, b.priorities, (x, y) =>
      direct((y ? CLASS_RANK[y.class] : 0) - (x ? CLASS_RANK[x.class] : 0)),
    ),
    // More is asked of a product because more is at risk: a requirement that appears counts as worse.
    requirements: changes(a.requirements, b.requirements, (x, y) => direct(level(y) - level(x))),
    siteConditions: changes(a.conditions, b.conditions, (x, y) => direct(level(y) - level(x))),
    coverage: changes(a.coverage, b.coverage, (x, y) =>
      x && y ? direct(VERDICT_RANK[y.verdict] - VERDICT_RANK[x.verdict]) : "even",
    ),
    plans: changes(a.plans, b.plans, (x, y) =>
      x && y ? direct(y.uncuttable - x.uncuttable, y.bad - x.bad) : "even",
    ),
    needs: changes(a.needs, b.needs, (x, y) =>
      direct(
        (y ? RESULT_RANK[y.result] : 0) - (x ? RESULT_RANK[x.result] : 0),
        Number(y?.need ?? false) - Number(x?.need ?? false),
        (y?.strength ?? 0) - (x?.strength ?? 0),
      ),
    ),
    decisions: changes(a.decisions, b.decisions, () => "even"),
  };
  result.same =
    Object.values(result).every((v) => !Array.isArray(v) || v.length === 0) &&
    Object.values(counts).every((p) => p.before === p.after) &&
    equal(result.threatBands.before, result.threatBands.after);
  return result;
}
