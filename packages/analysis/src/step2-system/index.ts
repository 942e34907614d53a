/** ② Threat analysis of the system (特定分野システムに対する脅威分析): assets, sources, threats, risks, priority types. Guide P.8. */
import type { StudyIndex } from "@seiza/model";
import type { Decisions } from "../decisions.ts";
import type { Method } from "../method.ts";
import type { Step2 } from "../result.ts";
import type { SlotBook } from "../routes/slots.ts";
import { assetGroups, profileRows } from "./assets.ts";
import { priorities } from "./priority.ts";
import type { Profiles } from "./profiles.ts";
import type { RuleMemory } from "./rule-memory.ts";
import { type Sources, threatSources } from "./sources.ts";
import { summarise, sumThreats, threatGroups } from "./threat-groups.ts";

export function analyseSystem(
  index: StudyIndex,
  method: Method,
  profiles: Profiles,
  decisions: Decisions,
  decidedImportance: ReadonlyMap<string, { component: number; kind: string }[]>,
  book: SlotBook,
  memory?: RuleMemory,
): { step2: Omit<Step2, "routes">; importance: Uint8Array } {
  const sources: Sources = threatSources(index, method);
  const sums = sumThreats(index, method, profiles, sources, book, memory);
  const assets = assetGroups(index, method, profiles, sums.importance, decisions, decidedImportance);
  const groups = threatGroups(index, method, profiles, sources, sums, decisions);
  return {
    importance: sums.importance,
    step2: {
      sources: sources.rows,
      profiles: profileRows(index, method, profiles, sums.importance),
      assets,
      threatGroups: groups,
      summary: summarise(groups, sums),
      priorities: priorities(index, method, profiles, groups, decisions),
    },
  };
}
