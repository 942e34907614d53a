/** Single threats behind the groups, listed on demand: one per component, way in, rule and asset kind. */
import type { Band } from "@seiza/catalog";
import { COMPONENT_FACT_AT, COMPONENT_FACT_COUNT } from "@seiza/model";
import { idOf } from "../ids.ts";
import { BANDS, type Method } from "../method.ts";
import type { Prepared } from "../prepare.ts";
import type { Because, ControlState } from "../result.ts";
import { componentRef } from "../step1-definition/index.ts";
import { assetImportance, RuleRunner } from "./firing.ts";
import { interfacesInSharedOrder } from "./profiles.ts";
import { threatSources } from "./sources.ts";
import { controlRows, placeName, wayInId } from "./threat-groups.ts";

export interface SingleThreat {
  id: string;
  group: string;
  component: string;
  interface: string;
  surface: string;
  threat: string;
  asset: string;
  importance: number;
  threatLevel: number;
  threatPoints: number;
  countermeasureLevel: number;
  vulnerabilityLevel: number;
  band: Band;
  causes: string[];
  sources: readonly string[];
  controls: ControlState[];
  because: Because;
}

/** Ids as the dossier writes them (`co:…`, `tg:…`); all given must match. */
export interface ThreatFilter {
  component?: string;
  group?: string;
}

/** Lists single threats in the order of components, surfaces and rules. Group decisions are not applied to them. */
export function* listThreats(
  { index, method, profiles }: Prepared,
  filter: ThreatFilter = {},
): Generator<SingleThreat> {
  const sources = threatSources(index, method);
  const runner = new RuleRunner(index, method, profiles.keys);
  const held = new Uint8Array(method.kinds.length);
  const physicalAt = COMPONENT_FACT_AT.get("physicalAccess") as number;
  for (let c = 0; c < index.components.length; c++) {
    const ref = componentRef(index, c);
    if (filter.component !== undefined && idOf.component(ref) !== filter.component) continue;
    const type = index.types[index.componentType[c] as number]?.id ?? "";
    if (filter.group !== undefined && !filter.group.startsWith(`tg:${type}/`)) continue;
    const shared = profiles.list[profiles.of[c] as number] as (typeof profiles.list)[number];
    const profile = { ...shared, example: c, interfaces: interfacesInSharedOrder(index, c, profiles.keys) };
    assetImportance(index, method, profile, held, 0);
    const physical = index.componentFacts[c * COMPONENT_FACT_COUNT + physicalAt] as number;
    const rows: SingleThreat[] = [];
    runner.run(profile, (f) => {
      const surface = (method.surfaces[f.surface] as Method["surfaces"][number]).entry;
      const rule = method.threats[f.threat] as Method["threats"][number];
      for (const k of rule.kinds) {
        const importance = held[k] as number;
        if (importance === 0) continue;
        const kind = (method.kinds[k] as Method["kinds"][number]).entry;
        const group = idOf.threatGroup(type, surface.id, rule.entry.id, kind.class);
        if (filter.group !== undefined && group !== filter.group) continue;
        for (let n = 0; n < f.times; n++) {
          const face = f.way < 0 ? -1 : (profile.interfaces[f.way + n] as number);
          const asset = idOf.asset(ref, kind.id);
          const wayIn = wayInId(index, c, face);
          const vulnerability = 4 - f.countermeasureLevel;
          rows.push({
            id: idOf.threat(
              ref,
              placeName(index, method, f.surface, face),
              surface.id,
              rule.entry.id,
              kind.id,
            ),
            group,
            component: idOf.component(ref),
            interface: wayIn,
            surface: surface.id,
            threat: rule.entry.id,
            asset,
            importance,
            threatLevel: f.threatLevel,
            threatPoints: f.points,
            countermeasureLevel: f.countermeasureLevel,
            vulnerabilityLevel: vulnerability,
            band: BANDS[method.band[importance * 10 + f.threatLevel * vulnerability] as number] as Band,
            causes: method.causes.filter((_, i) => f.causes & (1 << i)).map((x) => x.entry.id),
            sources: sources.at(f.reach, physical, rule.entry.fixedLevel !== undefined),
            controls: controlRows(method, f.states, profile.stated, f.threat),
            because: {
              rule: "R4",
              from: [wayIn, asset],
              values: {
                importance,
                threatLevel: f.threatLevel,
                threatPoints: f.points,
                vulnerabilityLevel: vulnerability,
              },
            },
          });
        }
      }
    });
    yield* rows;
  }
}
