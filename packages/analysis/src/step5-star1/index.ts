/**
 * ⑤ Use of ★1 (★1の活用): what each requirement of ④ gets from ★1, which labels and criteria cut the attack routes, and
 * the activities that spread the label. Guide P.20 and P.22–24; rules R7, R10, R11.
 */
import type { Text } from "@seiza/catalog";
import { COMPONENT_FACT_AT, COMPONENT_FACT_COUNT, type StudyIndex } from "@seiza/model";
import { idOf } from "../ids.ts";
import type {
  ActivityRow,
  AttackRoute,
  CoverageRow,
  LabelPlan,
  LabelWorth,
  Requirement,
  RouteAnswer,
  Step2,
  Step4,
  Step5,
} from "../result.ts";
import { NO_ROUTE, type Witness } from "../routes/evaluate.ts";
import type { PlanOutcome, RouteStudy, RouteWriter } from "../routes/index.ts";
import type { Measures } from "../routes/slots.ts";
import { bilingual } from "../words.ts";

/** Routes without a cut that a plan names; the rest is counted. */
const NAMED_UNCUTTABLE = 50;
const CONSTRAINED = COMPONENT_FACT_AT.get("constrained") as number;
/** The criterion from which constrained devices are exempt (guide P.22). */
const EXEMPT_WHEN_CONSTRAINED = "S1.1-04";

/** What each label adds, alone and as the last one. */
export function labelWorth(study: RouteStudy): LabelWorth[] {
  const { evaluator, labelTypes, index } = study;
  const nowBad = study.badGoals(study.now.bands);
  const nowWeight = study.riskWeight(study.now.bands);
  const star1Bad = study.badGoals(study.star1.bands);
  const star1Weight = study.riskWeight(study.star1.bands);
  return labelTypes
    .map((type): LabelWorth => {
      const alone = study.outcome(evaluator.labels([type])).bands;
      const without = study.outcome(evaluator.labels(labelTypes.filter((t) => t !== type))).bands;
      const ref = index.types[type]?.id ?? "";
      const row = {
        alone: { goals: nowBad - study.badGoals(alone), weight: nowWeight - study.riskWeight(alone) },
        last: {
          goals: study.badGoals(without) - star1Bad,
          weight: study.riskWeight(without) - star1Weight,
        },
      };
      return {
        id: idOf.worth(ref),
        type: idOf.type(ref),
        ...row,
        because: {
          rule: "R11",
          from: [idOf.type(ref)],
          values: {
            aloneGoals: row.alone.goals,
            aloneWeight: row.alone.weight,
            lastGoals: row.last.goals,
            lastWeight: row.last.weight,
          },
        },
      };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A plan as a row; writes the routes that prove it and those that nothing cuts. */
export function planRow(
  study: RouteStudy,
  writer: RouteWriter,
  by: "types" | "criteria",
  outcome: PlanOutcome,
): LabelPlan {
  const nameOf = (n: number) =>
    by === "types"
      ? idOf.type(study.index.types[study.labelTypes[n] as number]?.id ?? "")
      : (study.graph.book.criteria[n] as string);
  const write = (w: Witness): AttackRoute => writer.write(w.goal, w.source, w.route);
  const { plan, uncuttable, cuttable, bad } = outcome;
  const proof = plan.proof.map((c) => ({ route: write(c.route).id, anyOf: c.elements.map(nameOf) }));
  const named = uncuttable.slice(0, NAMED_UNCUTTABLE);
  const left = study.evaluator.worstRoutes(study.star1, named);
  const open = named.flatMap((g) => {
    const witness = left.get(g);
    if (!witness) return [];
    const row = write(witness);
    return [{ goal: row.goal, route: row.id }];
  });
  const reached = study.now.bands.some((b) => b !== NO_ROUTE);
  const state = !reached
    ? "nothing-to-judge"
    : bad === 0
      ? "none-needed"
      : cuttable.length === 0
        ? "none-possible"
        : "found";
  const chosen = plan.chosen.map(nameOf);
  return {
    id: idOf.plan(by),
    by,
    threshold: study.threshold,
    state,
    chosen,
    weight: plan.weight,
    goals: { bad, protects: cuttable.length, uncuttable: uncuttable.length },
    proof,
    uncuttable: open,
    because: {
      rule: "plan",
      from: [
        ...(by === "types" ? chosen : []),
        ...new Set([...proof.map((p) => p.route), ...open.map((u) => u.route)]),
      ],
      values: { chosen: chosen.length, weight: plan.weight, rounds: plan.rounds },
    },
  };
}

/** How the goals stand with the labels of the plan. */
export function planMeasures(study: RouteStudy, outcome: PlanOutcome): Measures {
  return study.evaluator.labels(outcome.plan.chosen.map((n) => study.labelTypes[n] as number));
}

function coverageRows(index: StudyIndex, step2: Step2, step4: Step4): CoverageRow[] {
  const groups = new Map(step2.threatGroups.map((g) => [g.id, g]));
  const constrained = new Set<string>();
  index.components.forEach((_, c) => {
    if (index.componentFacts[c * COMPONENT_FACT_COUNT + CONSTRAINED] === 1)
      constrained.add(idOf.type(index.types[index.componentType[c] as number]?.id ?? ""));
  });
  return step4.requirements
    .filter((r) => r.status !== "dropped")
    .map((r): CoverageRow => {
      const reasons = new Set<string>();
      for (const g of r.groups)
        for (const reason of groups.get(g)?.star1.reasons ?? [])
          if (reason !== "star1-considers" && reason !== "no-threat-source") reasons.add(reason);
      const exempt = r.star1.criteria.includes(EXEMPT_WHEN_CONSTRAINED) && constrained.has(r.type);
      if (exempt) reasons.add("constrained-device");
      if (r.star1.requirements.length === 0) reasons.add("no-star1-criterion");
      const verdict = verdictOf(r, exempt);
      return {
        id: idOf.coverage(r.id),
        requirement: r.id,
        type: r.type,
        verdict,
        criteria: verdict === "not" ? [] : r.star1.criteria,
        reasons: verdict === "met" ? ["star1-considers"] : [...reasons].sort(),
        because: { rule: "coverage", from: [r.id], values: { relation: r.star1.relation } },
      };
    });
}

function verdictOf(r: Requirement, exempt: boolean): CoverageRow["verdict"] {
  if (r.star1.relation === "new") return "not";
  return r.star1.relation === "same" && !exempt ? "met" : "partly";
}

/** Notes for briefing vendors: which criteria count most in this field, and where care is needed. */
function fieldNotes(
  index: StudyIndex,
  labelTypes: readonly number[],
  routes: readonly AttackRoute[],
): Text[] {
  const steps = new Map<string, Set<string>>();
  const closable = routes.flatMap((r) => r.steps.filter((s) => s.closedBy.length > 0));
  const passed = new Set(closable.filter((s) => s.to.startsWith("co:")).map((s) => s.to.slice(3)));
  const typeOf = new Map<string, string | undefined>();
  index.componentRefs.forEach((ref, c) => {
    if (passed.has(ref)) typeOf.set(`co:${ref}`, index.types[index.componentType[c] as number]?.id);
  });
  for (const s of closable)
    for (const criterion of s.closedBy) {
      const type = typeOf.get(s.to);
      if (type === undefined) continue;
      const set = steps.get(criterion) ?? new Set();
      set.add(type);
      steps.set(criterion, set);
    }
  const words = (ids: readonly string[]): Text => {
    const names = ids.slice(0, 4).map((id) => bilingual(index.types.find((t) => t.id === id)?.name ?? id));
    const more = ids.length - names.length;
    return {
      ja: names.map((n) => n.ja).join("、") + (more > 0 ? `ほか${more}類型` : ""),
      en: names.map((n) => n.en).join(", ") + (more > 0 ? ` and ${more} more` : ""),
    };
  };
  const notes = [...steps]
    .sort((a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1))
    .slice(0, 4)
    .map(([criterion, types]): Text => {
      const name = index.catalog["star1-criteria"].get(criterion)?.name ?? { ja: "", en: "" };
      const list = words([...types].sort());
      return {
        ja: `${criterion}「${name.ja}」は、この分野の攻撃ルートを ${types.size} 類型(${list.ja})で断ち切る。評価の証跡を特に丁寧に説明する。`,
        en: `${criterion} (${name.en}) cuts attack routes of this field at ${types.size} product type${types.size === 1 ? "" : "s"} (${list.en}): explain its evidence with special care.`,
      };
    });
  const constrained = new Set<string>();
  index.components.forEach((x, c) => {
    if (
      index.componentFacts[c * COMPONENT_FACT_COUNT + CONSTRAINED] === 1 &&
      labelTypes.includes(index.componentType[c] as number)
    )
      constrained.add(x.type);
  });
  if (constrained.size > 0) {
    const list = words([...constrained].sort());
    notes.push({
      ja: `制約のある機器(${list.ja})は ${EXEMPT_WHEN_CONSTRAINED} の対象外になり得る。対象外とする根拠の書き方をそろえる。`,
      en: `Constrained devices (${list.en}) may be exempt from ${EXEMPT_WHEN_CONSTRAINED}: agree on how to give the grounds.`,
    });
  }
  return notes;
}

/** The guide's activities as tasks: those of the study, and a proposal for each kind that it lacks (guide P.20). */
function activityRows(
  index: StudyIndex,
  labelTypes: readonly number[],
  routes: readonly AttackRoute[],
): ActivityRow[] {
  const rows: ActivityRow[] = [];
  for (const activity of index.catalog["promotion-activities"].values()) {
    const notes = activity.id === "vendor-briefing" ? fieldNotes(index, labelTypes, routes) : [];
    const own = (index.study.promotion ?? [])
      .filter((p) => p.activity === activity.id)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const p of own)
      rows.push({
        id: idOf.activity(activity.id, p.id),
        activity: activity.id,
        name: bilingual(p.name),
        ...(p.owner === undefined ? {} : { owner: p.owner }),
        ...(p.date === undefined ? {} : { date: p.date }),
        state: p.state ?? "planned",
        notes,
        because: { rule: "input", from: [] },
      });
    if (own.length === 0)
      rows.push({
        id: idOf.activity(activity.id, "proposed"),
        activity: activity.id,
        name: activity.name,
        state: "proposed",
        notes,
        because: { rule: "promotion", from: [] },
      });
  }
  return rows;
}

/** @param answer what the attack routes of the same study say */
export function useStar1(index: StudyIndex, answer: RouteAnswer, step2: Step2, step4: Step4): Step5 {
  return {
    plans: answer.plans,
    worth: answer.worth,
    coverage: coverageRows(index, step2, step4),
    activities: activityRows(index, answer.labelTypes, answer.routes.routes),
  };
}
