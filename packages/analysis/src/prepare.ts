/** What every question to a study needs first: the method compiled, the decisions, the profiles. */
import type { StudyIndex } from "@seiza/model";
import { Decisions } from "./decisions.ts";
import { compileMethod, type Method } from "./method.ts";
import { importanceOverrides, type Profiles, profilesOf } from "./step2-system/profiles.ts";

/** The parts that several questions to one study share: the compiled method, the decisions, the profiles. */
export interface Prepared {
  index: StudyIndex;
  method: Method;
  decisions: Decisions;
  profiles: Profiles;
  decidedImportance: ReadonlyMap<string, { component: number; kind: string }[]>;
}

export function prepare(index: StudyIndex): Prepared {
  const method = methodOf(index);
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

/** A catalogue does not change, so its conditions are compiled once, and stay warm from one analysis to the next. */
const methods = new WeakMap<StudyIndex["catalog"], Method>();

function methodOf({ catalog, codec }: StudyIndex): Method {
  let method = methods.get(catalog);
  if (!method || method.codec !== codec) {
    method = compileMethod(catalog, codec);
    methods.set(catalog, method);
  }
  return method;
}
