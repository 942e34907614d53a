/** Threat sources (脅威源) in scope and which ways in they can use. Guide P.8; risk method B3. */
import type { Entry } from "@seiza/catalog";
import type { StudyIndex } from "@seiza/model";
import { idOf } from "../ids.ts";
import type { Method } from "../method.ts";
import type { SourceRow } from "../result.ts";
import { bilingual } from "../words.ts";

/** Life phases that a study has in scope when it says nothing. */
const DEFAULT_PHASES = ["operation", "maintenance", "disposal"];

export function phasesOf(index: StudyIndex): string[] {
  return [...(index.study.system.phases ?? DEFAULT_PHASES)].sort();
}

export interface Sources {
  rows: SourceRow[];
  /** Ids of all sources, TS1, TS2 … TS10. */
  order: string[];
  /** Sources that can stand at a reach; `physical` is the code of physicalAccess and counts for touch only. */
  at(reach: number, physical: number, nonMalicious: boolean): readonly string[];
}

export function threatSources(index: StudyIndex, method: Method): Sources {
  const { codec, catalog } = index;
  const stated = new Map((index.study.threatSources ?? []).map((s) => [s.id, s]));
  // TS2 before TS10. A locale's collator would be a slow way to say so.
  const entries = [...catalog["threat-sources"].values()].sort(
    (a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1),
  );
  const inScope = (s: Entry<"threat-sources">) => stated.get(s.id)?.inScope ?? s.defaultInScope;
  const rows = entries.map((s): SourceRow => {
    const own = stated.get(s.id);
    return {
      id: idOf.source(s.id),
      inScope: inScope(s),
      ...(own?.reason === undefined ? {} : { reason: bilingual(own.reason) }),
      because: { rule: own ? "input" : "assumption", from: [], values: { stated: own !== undefined } },
    };
  });
  const phases = phasesOf(index);
  const phaseOfReach: Record<string, string> = { disposal: "disposal", "supply-chain": "supply-chain" };
  const memo = new Map<number, readonly string[]>();
  return {
    rows,
    order: rows.map((r) => r.id),
    at: (reach, physical, nonMalicious) => {
      const key = (reach * 256 + (reach === method.touch ? physical : 255)) * 2 + (nonMalicious ? 1 : 0);
      const known = memo.get(key);
      if (known) return known;
      const reachId = codec.values("reach")[reach] as string;
      const access = codec.values("physicalAccess")[physical] as string;
      const phase = phaseOfReach[reachId];
      const found =
        phase !== undefined && !phases.includes(phase)
          ? []
          : entries
              .filter((s) => inScope(s))
              .filter((s) =>
                nonMalicious
                  ? s.nonMalicious
                  : s.reaches.includes(reachId) &&
                    (reach !== method.touch || !s.physicalAccess || s.physicalAccess.includes(access)),
              )
              .map((s) => idOf.source(s.id));
      memo.set(key, found);
      return found;
    },
  };
}
