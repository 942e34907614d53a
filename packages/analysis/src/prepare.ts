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
