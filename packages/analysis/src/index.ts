/** analyse(study, catalogue) → Analysis: the steps as pure functions that pass a growing value along. */
import type { StudyIndex } from "@seiza/model";
import { Decisions } from "./decisions.ts";
import { idOf } from "./ids.ts";
import { compileMethod, type Method } from "./method.ts";
import type { DecisionRow, Step1, Step2, Step3, Step4 } from "./result.ts";
import { defineSystem } from "./step1-definition/index.ts";
import { analyseSystem } from "./step2-system/index.ts";
import { importanceOverrides, type Profiles, profilesOf } from "./step2-system/profiles.ts";
import { analyseProductTypes } from "./step3-product-type/index.ts";
import { deriveRequirements } from "./step4-requirements/index.ts";
import { bilingual } from "./words.ts";

export { CatalogMistake } from "./condition.ts";
export { BODY, CORE, idOf } from "./ids.ts";
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

/** The parts that several questions to one study share: the compiled method, the decisions, the profiles. */
export interface Prepared {
  index: StudyIndex;
  method: Method;
  decisions: Decisions;
  profiles: Profiles;
  decidedImportance: ReadonlyMap<string, { component: number; kind: string }[]>;
}

export function prepare(index: StudyIndex): Prepared {
  const method = compileMethod(index.catalog, index.codec);
  const decisions = new Decisions(index);
  const { overrides, byTarget } = importanceOverrides(index, decisions);
  return {
    index,
    method,
    decisions,
    profiles: profilesOf(index, method, overrides),
    decidedImportance: byTarget,
  };
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
