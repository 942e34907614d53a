/**
 * What the attack routes of a study answer, as plain rows: the part of the analysis that needs a search. It asks nothing
 * of steps ①–④, so that a caller with a second thread may have it worked out meanwhile.
 */
import type { StudyIndex } from "@seiza/model";
import { prepare } from "../prepare.ts";
import type { RouteAnswer } from "../result.ts";
import { importanceOf } from "../step2-system/firing.ts";
import { thresholdOf } from "../step4-requirements/index.ts";
import { labelWorth, planMeasures, planRow } from "../step5-star1/index.ts";
import { RouteStudy, RouteWriter, routesResult } from "./index.ts";
import { SlotBook } from "./slots.ts";

/** The routes of a study alone, for questions that need no other step. */
export function routeStudyOf(index: StudyIndex): RouteStudy {
  const { method, decisions, profiles } = prepare(index);
  const book = new SlotBook(index, method, profiles);
  const importance = importanceOf(index, method, profiles);
  return new RouteStudy(index, method, profiles, decisions, importance, thresholdOf(index), book);
}

/** Plan, routes and worth, stage by stage: yields before each. */
export function* answerRoutes(study: RouteStudy): Generator<"plan" | "routes", RouteAnswer, void> {
  yield "plan";
  const types = study.planByTypes();
  yield "plan";
  const criteria = study.large ? undefined : study.planByCriteria();
  yield "routes";
  const planned =
    types.plan.chosen.length === study.labelTypes.length
      ? study.star1
      : study.outcome(planMeasures(study, types));
  const writer = new RouteWriter(study, planned.weighed);
  const routes = routesResult(study, writer, planned);
  const plans = [
    planRow(study, writer, "types", types),
    ...(criteria ? [planRow(study, writer, "criteria", criteria)] : []),
  ];
  const worth = study.large ? [] : labelWorth(study);
  // The plans write routes of their own: only now are all of them there.
  routes.routes = [...writer.rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { routes, plans, worth, labelTypes: study.labelTypes };
}

/** @returns the same answer that `analyse` works out within */
export function routeAnswerOf(index: StudyIndex): RouteAnswer {
  const answer = answerRoutes(routeStudyOf(index));
  for (;;) {
    const next = answer.next();
    if (next.done) return next.value;
  }
}
