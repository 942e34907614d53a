/**
 * From a well-formed study to an index: names become numbers, defaults and presets are filled in, and everything that
 * names something missing is reported. The index is the only form that the analysis reads.
 */

import type { Catalog } from "@seiza/catalog";
import type { Problem } from "./diagnostic.ts";
import { COMPONENT_FACT_COUNT, INTERFACE_FACT_COUNT } from "./facts.ts";
import { resolveComponents } from "./resolve/components.ts";
import { resolveFlows, resolvePeople } from "./resolve/flows.ts";
import { deriveReachAndFilter } from "./resolve/reach.ts";
import { byId, protocolFinder, Resolver } from "./resolve/resolver.ts";
import { resolveAssets, resolveRest } from "./resolve/rest.ts";
import type { ConfigurationRow, StudyIndex } from "./resolve/study-index.ts";
import { resolveSegments, resolveZones } from "./resolve/zones.ts";
import type { Study } from "./schema.ts";

export { flowName } from "./resolve/flows.ts";
export { derivedReach } from "./resolve/reach.ts";
export { protocolFinder } from "./resolve/resolver.ts";
export type { Assumed, ConfigurationRow, SegmentRow, StudyIndex, ZoneRow } from "./resolve/study-index.ts";

/**
 * Index of a study that its schema accepts.
 * @returns the index when no problem is an error, and every problem found (errors and warnings).
 */
export function resolveStudy(study: Study, catalog: Catalog): { index?: StudyIndex; problems: Problem[] } {
  const r = new Resolver(study, catalog);
  const { codec } = r;
  r.unique(study.productTypes, ["productTypes"], "productType");
  r.unique(study.configurations, ["configurations"], "configuration");
  r.unique(study.assets ?? [], ["assets"], "asset");
  r.unique(study.decisions ?? [], ["decisions"], "decision");
  r.unique(study.promotion ?? [], ["promotion"], "activity");
  r.unique(study.threatSources ?? [], ["threatSources"], "threatSource");
  r.types.forEach((t, i) => {
    r.typeAt.set(t.id, i);
  });
  for (const asset of study.assets ?? []) r.assetIds.add(asset.id);
  const typeTraits = r.types.map((t) => r.traitsOfType(t));
  const presetOf = protocolFinder(catalog);

  const configurations = [...study.configurations].sort(byId);
  let componentCount = 0;
  let interfaceCount = 0;
  let flowCount = 0;
  for (const cfg of configurations) {
    componentCount += cfg.components.length;
    flowCount += cfg.flows?.length ?? 0;
    for (const c of cfg.components) interfaceCount += c.interfaces?.length ?? 0;
  }
  const index: StudyIndex = {
    study,
    catalog,
    codec,
    types: r.types,
    configurations: [],
    zones: [],
    segments: [],
    components: [],
    componentRefs: [],
    interfaceRefs: [],
    componentConfiguration: new Int32Array(componentCount),
    componentType: new Int32Array(componentCount).fill(-1),
    componentZone: new Int32Array(componentCount).fill(-1),
    componentPlace: new Int32Array(componentCount),
    interfaceStart: new Int32Array(componentCount + 1),
    interfaces: [],
    interfaceComponent: new Int32Array(interfaceCount),
    interfaceSegment: new Int32Array(interfaceCount).fill(-1),
    flows: [],
    flowIds: [],
    flowFrom: new Int32Array(flowCount).fill(-1),
    flowTo: new Int32Array(flowCount).fill(-1),
    flowPlace: new Int32Array(flowCount),
    talksOutside: new Uint8Array(interfaceCount),
    componentFacts: new Uint8Array(componentCount * COMPONENT_FACT_COUNT),
    interfaceFacts: new Uint8Array(interfaceCount * INTERFACE_FACT_COUNT),
    statedImportance: new Map(),
    namedAssets: new Map(),
    assumed: [],
  };
  const placeOf = new Map<string, number>();
  const typeUsed = new Uint8Array(r.types.length);

  configurations.forEach((cfg, cfgAt) => {
    const at = ["configurations", study.configurations.indexOf(cfg)] as (string | number)[];
    const row: ConfigurationRow = {
      id: cfg.id,
      configuration: cfg,
      zones: [index.zones.length, 0],
      segments: [index.segments.length, 0],
      components: [index.components.length, 0],
      flows: [index.flows.length, 0],
    };
    r.unique(cfg.zones, [...at, "zones"], "zone");
    const zoneAt = resolveZones(r, index, cfg, cfgAt, at);
    row.zones[1] = index.zones.length;
    r.unique(cfg.segments ?? [], [...at, "segments"], "segment");
    const segmentAt = resolveSegments(r, index, cfg, cfgAt, at, zoneAt);
    row.segments[1] = index.segments.length;
    r.unique(cfg.components, [...at, "components"], "component");
    const componentAt = resolveComponents(r, index, cfg, cfgAt, at, {
      zoneAt,
      segmentAt,
      typeTraits,
      typeUsed,
      presetOf,
    });
    if (study.assets) for (const [id, c] of componentAt) placeOf.set(`${cfg.id}/${id}`, c);
    row.components[1] = index.components.length;
    resolveFlows(r, index, cfg, at, componentAt);
    row.flows[1] = index.flows.length;
    resolvePeople(r, index, cfg, at, zoneAt, componentAt);
    index.configurations.push(row);
  });
  deriveReachAndFilter(r, index);
  resolveAssets(r, index, placeOf);
  resolveRest(r);
  r.types.forEach((t, i) => {
    if (!typeUsed[i])
      r.warn("unused-product-type", ["productTypes", study.productTypes.indexOf(t), "id"], { id: t.id });
  });
  index.assumed = [...r.assumed.values()].sort((a, b) => a.type - b.type || (a.fact < b.fact ? -1 : 1));
  const failed = r.problems.some((p) => p.severity === "error");
  return failed ? { problems: r.problems } : { index, problems: r.problems };
}
