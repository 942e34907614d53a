/**
 * Goals of attack routes (攻撃対象): the assets worth attacking, by component and by how they are lost. Risk method B7;
 * which kinds count from which importance is the risk method's `routes.goals`.
 */
import type { StudyIndex } from "@seiza/model";
import type { Method } from "../method.ts";
import type { Profiles } from "../step2-system/profiles.ts";
import { INFORMATION, OPERATION } from "./graph.ts";

export type Loss = "operation" | "information";
export interface Goal {
  component: number;
  loss: Loss;
  state: number;
  /** 事業被害レベル 1–3: the largest importance of the assets lost. */
  level: number;
  /** Asset kinds lost, by number. */
  kinds: number[];
}

export function goalsOf(
  index: StudyIndex,
  method: Method,
  profiles: Profiles,
  importance: Uint8Array,
): Goal[] {
  const K = method.kinds.length;
  const from = new Map(method.entry.routes.goals.map((g) => [g.kind, g.importance]));
  const least = method.kinds.map((k) => (k.entry.lostBy === undefined ? 9 : (from.get(k.entry.id) ?? 9)));
  const lossOf = method.kinds.map((k) => k.entry.lostBy);
  const named = new Map<number, Set<number>>();
  for (const key of index.namedAssets.keys()) {
    const at = key.indexOf(":");
    const kind = method.kinds.findIndex((k) => k.entry.id === key.slice(at + 1));
    if (kind < 0 || lossOf[kind] === undefined) continue;
    const component = Number(key.slice(0, at));
    const set = named.get(component);
    if (set) set.add(kind);
    else named.set(component, new Set([kind]));
  }
  const goals: Goal[] = [];
  for (let c = 0; c < index.components.length; c++) {
    const row = (profiles.of[c] as number) * K;
    const own = named.get(c);
    for (const loss of ["operation", "information"] as const) {
      let level = 0;
      let kinds: number[] | undefined;
      for (let k = 0; k < K; k++) {
        const value = importance[row + k] as number;
        if (value === 0 || lossOf[k] !== loss) continue;
        if (value < (least[k] as number) && !own?.has(k)) continue;
        level = Math.max(level, value);
        if (kinds) kinds.push(k);
        else kinds = [k];
      }
      if (kinds)
        goals.push({
          component: c,
          loss,
          state: 3 * c + (loss === "operation" ? OPERATION : INFORMATION),
          level,
          kinds,
        });
    }
  }
  return goals;
}
