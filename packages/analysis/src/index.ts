/** analyse(study, catalogue) → Analysis: the steps as pure functions that pass a growing value along. */
import type { StudyIndex } from "@seiza/model";
import { idOf } from "./ids.ts";
import { type Prepared, prepare } from "./prepare.ts";
import type { DecisionRow, RouteAnswer, Step1, Step2, Step3, Step4, Step5, Step6 } from "./result.ts";
import { answerRoutes } from "./routes/answer.ts";
import { RouteStudy } from "./routes/index.ts";
import { SlotBook } from "./routes/slots.ts";
import { defineSystem } from "./step1-definition/index.ts";
import { analyseSystem } from "./step2-system/index.ts";
import type { RuleMemory } from "./step2-system/rule-memory.ts";
import { analyseProductTypes } from "./step3-product-type/index.ts";
import { deriveRequirements, thresholdOf } from "./step4-requirements/index.ts";
import { useStar1 } from "./step5-star1/index.ts";
import { judgeStar2 } from "./step6-star2/index.ts";
import { bilingual } from "./words.ts";

export { CatalogMistake } from "./condition.ts";
export { BODY, CORE, idOf } from "./ids.ts";
export { type Prepared, prepare } from "./prepare.ts";
export * from "./result.ts";
export { routeAnswerOf, routeStudyOf } from "./routes/answer.ts";
export { RouteStudy, RouteWriter } from "./routes/index.ts";
export { Measures } from "./routes/slots.ts";
export { type GoalChange, type WhatIf, whatIf } from "./routes/what-if.ts";
export { RuleMemory } from "./step2-system/rule-memory.ts";
export { listThreats, type SingleThreat, type ThreatFilter } from "./step2-system/single-threats.ts";
export { phasesOf } from "./step2-system/sources.ts";
export { thresholdOf } from "./step4-requirements/index.ts";
export { labelWorth, planMeasures, planRow } from "./step5-star1/index.ts";
export { bilingual } from "./words.ts";

export interface Analysis {
  index: StudyIndex;
  step1: Step1;
  step2: Step2;
  step3: Step3;
  step4: Step4;
  step5: Step5;
  step6: Step6;
  decisions: DecisionRow[];
}

export type Stage = "prepare" | "step1" | "step2" | "step3" | "step4" | "routes" | "plan" | "step5" | "step6";

/** Steps ①–④ without the attack routes: what they found, and what the rest is made from. */
export interface Begun {
  prepared: Prepared;
  book: SlotBook;
  /** Importance 1–3, or 0, by profile number × kinds + asset kind number. */
  importance: Uint8Array;
  step1: Step1;
  step2: Omit<Step2, "routes">;
  step3: Step3;
  step4: Step4;
  /** The attack routes, once the rest of the analysis has got to them. */
  routes?: RouteStudy;
}

/**
 * Steps ①–④ of the guide without the attack routes: the part that needs no search and is there soonest.
 * @param onStage called before each stage, for progress
 * @param memory of the analysis before, for one study that is edited and analysed again and again
 * @throws CatalogMistake when a condition in the catalogue names a value that does not exist
 */
export function beginAnalysis(
  index: StudyIndex,
  onStage: (stage: Stage) => void = () => {},
  memory?: RuleMemory,
): Begun {
  onStage("prepare");
  const prepared = prepare(index);
  const { method, decisions, profiles, decidedImportance } = prepared;
  onStage("step1");
  const step1 = defineSystem(index, method, profiles);
  onStage("step2");
  const book = new SlotBook(index, method, profiles);
  const { step2, importance } = analyseSystem(
    index,
    method,
    profiles,
    decisions,
    decidedImportance,
    book,
    memory,
  );
  onStage("step3");
  const step3 = analyseProductTypes(index, method, step2);
  onStage("step4");
  const step4 = deriveRequirements(index, method, profiles, step1, step2, decisions);
  return { prepared, book, importance, step1, step2, step3, step4 };
}

/**
 * The attack routes and steps ⑤ and ⑥, stage by stage: yields before each, so that a caller may report it, do something
 * else meanwhile or stop. Once for each `begun`.
 */
export function* finishAnalysis(begun: Begun): Generator<Stage, Analysis, void> {
  const { prepared, book, importance } = begun;
  const { index, method, decisions, profiles } = prepared;
  yield "routes";
  const study = new RouteStudy(index, method, profiles, decisions, importance, thresholdOf(index), book);
  begun.routes = study;
  return yield* conclude(begun, yield* answerRoutes(study));
}

function* conclude(begun: Begun, answer: RouteAnswer): Generator<Stage, Analysis, void> {
  yield "step5";
  const { prepared, step1, step3, step4 } = begun;
  const { index, method, decisions } = prepared;
  const step2: Step2 = { ...begun.step2, routes: answer.routes };
  const step5 = useStar1(index, answer, step2, step4);
  yield "step6";
  const step6 = judgeStar2(index, method, step1, step2, step4, decisions);
  const rows = [...(index.study.decisions ?? [])]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(
      (d): DecisionRow => ({
        id: idOf.decision(d.id),
        target: d.target,
        action: d.action,
        ...(d.set === undefined ? {} : { set: d.set }),
        reason: bilingual(d.reason),
        by: d.by,
        date: d.date,
        state: decisions.state(d),
      }),
    );
  return { index, step1, step2, step3, step4, step5, step6, decisions: rows };
}

function toTheEnd<T>(stages: Generator<Stage, T, void>, onStage: (stage: Stage) => void): T {
  for (;;) {
    const next = stages.next();
    if (next.done) return next.value;
    onStage(next.value);
  }
}

/**
 * Steps ⑤ and ⑥ from what is known of ①–④ and of the attack routes of the same study.
 * @param answer of `routeAnswerOf`, from here or from another thread
 */
export const concludeAnalysis = (
  begun: Begun,
  answer: RouteAnswer,
  onStage: (stage: Stage) => void = () => {},
): Analysis => toTheEnd(conclude(begun, answer), onStage);

/**
 * Steps ①–⑥ of the guide for an indexed study.
 * @param onStage called before each stage, for progress
 * @throws CatalogMistake when a condition in the catalogue names a value that does not exist
 */
export const analyse = (index: StudyIndex, onStage: (stage: Stage) => void = () => {}): Analysis =>
  toTheEnd(finishAnalysis(beginAnalysis(index, onStage)), onStage);
