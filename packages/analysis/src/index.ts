/** analyse(study, catalogue) → Analysis: the steps as pure functions that pass a growing value along. */
import type { StudyIndex } from "@seiza/model";
import { idOf } from "./ids.ts";
import { prepare } from "./prepare.ts";
import type { DecisionRow, Step1, Step2, Step3, Step4 } from "./result.ts";
import { defineSystem } from "./step1-definition/index.ts";
import { analyseSystem } from "./step2-system/index.ts";
import { analyseProductTypes } from "./step3-product-type/index.ts";
import { deriveRequirements } from "./step4-requirements/index.ts";
import { bilingual } from "./words.ts";

export { CatalogMistake } from "./condition.ts";
export { BODY, CORE, idOf } from "./ids.ts";
export { type Prepared, prepare } from "./prepare.ts";
export * from "./result.ts";
export { listThreats, type SingleThreat, type ThreatFilter } from "./step2-system/single-threats.ts";
export { phasesOf } from "./step2-system/sources.ts";
export { thresholdOf } from "./step4-requirements/index.ts";
export { bilingual } from "./words.ts";

export interface Analysis {
  index: StudyIndex;
  step1: Step1;
  step2: Step2;
  step3: Step3;
  step4: Step4;
  decisions: DecisionRow[];
}

export type Stage = "prepare" | "step1" | "step2" | "step3" | "step4";

/**
 * Steps ①–④ of the guide for an indexed study.
 * @param onStage called before each stage, for progress
 * @throws CatalogMistake when a condition in the catalogue names a value that does not exist
 */
export function analyse(index: StudyIndex, onStage: (stage: Stage) => void = () => {}): Analysis {
  onStage("prepare");
  const { method, decisions, profiles, decidedImportance } = prepare(index);
  onStage("step1");
  const step1 = defineSystem(index, method, profiles);
  onStage("step2");
  const step2 = analyseSystem(index, method, profiles, decisions, decidedImportance);
  onStage("step3");
  const step3 = analyseProductTypes(index, method, step2);
  onStage("step4");
  const step4 = deriveRequirements(index, method, profiles, step1, step2, decisions);
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
  return { index, step1, step2, step3, step4, decisions: rows };
}
