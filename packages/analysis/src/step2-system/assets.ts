/** Assets to protect (守るべき資産) and their importance, by product type and kind. Guide P.8–10; rule R3. */
import type { Level, Text } from "@seiza/catalog";
import type { StudyIndex } from "@seiza/model";
import type { Decisions } from "../decisions.ts";
import { idOf } from "../ids.ts";
import type { Method } from "../method.ts";
import type { AssetGroup, ProfileRow } from "../result.ts";
import { componentId, componentRef } from "../step1-definition/index.ts";
import { bilingual } from "../words.ts";
import type { Profiles } from "./profiles.ts";

/** Importance per kind for each profile, as the dossier lists it. */
export function profileRows(
  index: StudyIndex,
  method: Method,
  profiles: Profiles,
  importance: Uint8Array,
): ProfileRow[] {
  const K = method.kinds.length;
  return profiles.list.map((profile, p) => {
    const assets: Record<string, Level> = {};
    method.kinds.forEach((kind, k) => {
      const value = importance[p * K + k] as number;
      if (value > 0) assets[kind.entry.id] = value as Level;
    });
    return {
      id: profile.id,
      type: idOf.type(index.types[profile.type]?.id ?? ""),
      components: profile.components.map((c) => componentId(index, c)),
      assets,
    };
  });
}

export function assetGroups(
  index: StudyIndex,
  method: Method,
  profiles: Profiles,
  importance: Uint8Array,
  decisions: Decisions,
  decidedImportance: ReadonlyMap<string, { component: number; kind: string }[]>,
): AssetGroup[] {
  const K = method.kinds.length;
  const sums: (
    | {
        instances: number;
        by: [number, number, number];
        importance: number;
        example: number;
        named: Set<string>;
      }
    | undefined
  )[] = new Array(index.types.length * K);
  const names = new Map<string, Text>((index.study.assets ?? []).map((a) => [a.id, bilingual(a.name)]));
  profiles.list.forEach((profile, p) => {
    for (let k = 0; k < K; k++) {
      const value = importance[p * K + k] as number;
      if (value === 0) continue;
      const slot = profile.type * K + k;
      let sum = sums[slot];
      if (!sum) {
        sum = { instances: 0, by: [0, 0, 0], importance: 0, example: profile.example, named: new Set() };
        sums[slot] = sum;
      }
      sum.instances += profile.components.length;
      sum.by[(value - 1) as 0 | 1 | 2] += profile.components.length;
      if (value > sum.importance) {
        sum.importance = value;
        sum.example = profile.example;
      }
    }
  });
  for (const [key, assets] of index.namedAssets) {
    const [component, kind] = key.split(":");
    const type = index.componentType[Number(component)] as number;
    const k = method.kinds.findIndex((x) => x.entry.id === kind);
    for (const a of assets) sums[type * K + k]?.named.add(a);
  }
  const decidedOf = applyImportanceDecisions(
    index,
    method,
    profiles,
    importance,
    decisions,
    decidedImportance,
  );
  const rows: AssetGroup[] = [];
  sums.forEach((sum, slot) => {
    if (!sum) return;
    const type = index.types[Math.floor(slot / K)]?.id ?? "";
    const kind = (method.kinds[slot % K] as Method["kinds"][number]).entry;
    const worst = idOf.asset(componentRef(index, sum.example), kind.id);
    const id = idOf.assetGroup(type, kind.id);
    const decided = [...(decidedOf.get(id) ?? [])].sort();
    const stated = index.statedImportance.get(`${sum.example}:${kind.id}`);
    rows.push({
      id,
      type: idOf.type(type),
      kind: kind.id,
      class: kind.class,
      importance: sum.importance as Level,
      instances: sum.instances,
      byImportance: sum.by,
      worst,
      named: [...sum.named].sort().map((a) => ({ id: a, name: names.get(a) as Text })),
      inStar1: kind.inStar1,
      because: {
        rule: decided.length > 0 ? "decision" : stated ? "input" : "R3",
        from: [worst, ...decided],
        values: { importance: sum.importance, ...(stated ? { statedFor: stated.asset } : {}) },
      },
      ...(decided.length === 0 ? {} : { decided }),
    });
  });
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Marks decisions on importance as applied where their asset exists; returns them by asset group. */
function applyImportanceDecisions(
  index: StudyIndex,
  method: Method,
  profiles: Profiles,
  importance: Uint8Array,
  decisions: Decisions,
  decidedImportance: ReadonlyMap<string, { component: number; kind: string }[]>,
): Map<string, Set<string>> {
  const decidedOf = new Map<string, Set<string>>();
  for (const [target, places] of decidedImportance)
    for (const { component, kind } of places) {
      const k = method.kinds.findIndex((x) => x.entry.id === kind);
      const held =
        k >= 0 && (importance[(profiles.of[component] as number) * method.kinds.length + k] as number) > 0;
      const d = decisions.change(target, "importance");
      if (!held || !d) continue;
      decisions.applied(d);
      const group = idOf.assetGroup(index.types[index.componentType[component] as number]?.id ?? "", kind);
      const set = decidedOf.get(group) ?? new Set();
      set.add(idOf.decision(d.id));
      decidedOf.set(group, set);
    }
  return decidedOf;
}
