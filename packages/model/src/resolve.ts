/**
 * From a well-formed study to an index: names become numbers, defaults and presets are filled in, and everything that
 * names something missing is reported. The index is the only form that the analysis reads.
 */
import type { Catalog, Entry } from "@seiza/catalog";
import type { Problem } from "./diagnostic.ts";
import {
  COMPONENT_FACT_AT,
  COMPONENT_FACT_COUNT,
  type ComponentFact,
  type FactCodec,
  factCodec,
  INTERFACE_FACT_AT,
  INTERFACE_FACT_COUNT,
  type InterfaceFact,
} from "./facts.ts";
import type {
  Component,
  Configuration,
  Decision,
  Flow,
  Interface,
  Person,
  ProductType,
  Segment,
  Study,
  Zone,
} from "./schema.ts";
import { nearest } from "./suggest.ts";

/** A value that the study does not state: read as `value` for `places` components or interfaces of a type. */
export interface Assumed {
  type: number;
  fact: string;
  value: string;
  places: number;
  /** First place by id, as configuration/component or configuration/component.interface. */
  example: string;
}

export interface ZoneRow {
  ref: string;
  configuration: number;
  zone: Zone;
  kind: Entry<"zone-kinds">;
  parent: number;
  physicalAccess: string;
  flat: boolean;
  trust: number;
}
export interface SegmentRow {
  ref: string;
  configuration: number;
  segment: Segment;
  zone: number;
}
export interface ConfigurationRow {
  id: string;
  configuration: Configuration;
  /** Half-open ranges of the flat lists. */
  zones: [number, number];
  segments: [number, number];
  components: [number, number];
  flows: [number, number];
}

/**
 * A study as tables. An index (of a type, zone, component, interface, flow) is its rank by configuration id and then
 * by id, so it does not depend on the order of lists in the file; it lives as long as this value.
 */
export interface StudyIndex {
  study: Study;
  catalog: Catalog;
  codec: FactCodec;
  types: ProductType[];
  configurations: ConfigurationRow[];
  zones: ZoneRow[];
  segments: SegmentRow[];
  components: Component[];
  /** configuration/component, by component. */
  componentRefs: string[];
  /** configuration/component.interface, by interface. */
  interfaceRefs: string[];
  componentConfiguration: Int32Array;
  componentType: Int32Array;
  componentZone: Int32Array;
  /** Place of a component in its configuration's list in the file. */
  componentPlace: Int32Array;
  /** Interfaces of component c are interfaceStart[c] … interfaceStart[c + 1] - 1. */
  interfaceStart: Int32Array;
  interfaces: Interface[];
  interfaceComponent: Int32Array;
  /** Segment of an interface, or -1. */
  interfaceSegment: Int32Array;
  flows: Flow[];
  flowIds: string[];
  flowFrom: Int32Array;
  flowTo: Int32Array;
  /** Place of a flow in its configuration's list in the file. */
  flowPlace: Int32Array;
  /** 1 for interfaces that exchange flows with a zone outside the system. */
  talksOutside: Uint8Array;
  /** COMPONENT_FACT_COUNT codes a component. */
  componentFacts: Uint8Array;
  /** INTERFACE_FACT_COUNT codes an interface. */
  interfaceFacts: Uint8Array;
  /** Importance that the study states for an asset kind of a component: "component:kind" → 1–3. */
  statedImportance: Map<string, { importance: 1 | 2 | 3; asset: string }>;
  /** Named assets by component and kind: "component:kind" → asset ids. */
  namedAssets: Map<string, string[]>;
  assumed: Assumed[];
}

const byId = <T extends { id: string }>(a: T, b: T) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Trait values where the study says nothing. Those marked are listed as assumptions. */
const DEFAULTS: Partial<Record<ComponentFact, { value: string; assumed: boolean }>> = {
  generalPurpose: { value: "false", assumed: false },
  constrained: { value: "false", assumed: false },
  hasSoftware: { value: "true", assumed: false },
  update: { value: "unknown", assumed: true },
  vulnerability: { value: "unknown", assumed: true },
  actuates: { value: "none", assumed: false },
  safetyRole: { value: "none", assumed: false },
  storage: { value: "unknown", assumed: true },
  infoAvailability: { value: "unknown", assumed: true },
  outage: { value: "hours", assumed: true },
  human: { value: "none", assumed: true },
  environment: { value: "none", assumed: true },
  infoLoss: { value: "none", assumed: true },
};
const DEFAULT_PRIVILEGE: Record<Interface["use"], string> = {
  normal: "operate",
  maintenance: "admin",
  unused: "admin",
};
const UNSET = 255;

/** Facts that a component or type states, in the order of its row, with their keys. */
const TRAIT_FACTS = [...COMPONENT_FACT_AT.keys()] as ComponentFact[];

/** Places of facts in their rows, looked up once. */
const FACE_AT = Object.fromEntries(INTERFACE_FACT_AT) as Record<InterfaceFact, number>;
const CAT = (fact: ComponentFact) => COMPONENT_FACT_AT.get(fact) as number;

/** Protocol preset by id, name or alias, without regard to case. */
export function protocolFinder(catalog: Catalog): (spelling: string) => Entry<"protocols"> | undefined {
  const byAlias = new Map<string, Entry<"protocols">>();
  for (const p of catalog.protocols.values())
    for (const alias of [p.id, p.name.ja, p.name.en, ...p.aliases]) {
      const key = alias.toLowerCase();
      if (!byAlias.has(key)) byAlias.set(key, p);
    }
  const seen = new Map<string, Entry<"protocols"> | undefined>();
  return (spelling) => {
    if (seen.has(spelling)) return seen.get(spelling);
    const found = byAlias.get(spelling.trim().toLowerCase());
    seen.set(spelling, found);
    return found;
  };
}

/** Unknown names that are answered with a list of what there is. */
const FULL_ANSWERS = 100;

class Resolver {
  readonly problems: Problem[] = [];
  readonly codec: FactCodec;
  readonly assumed = new Map<number, Assumed>();
  readonly typeAt = new Map<string, number>();
  readonly types: ProductType[];
  readonly assetIds = new Set<string>();
  unknowns = 0;

  constructor(
    readonly study: Study,
    readonly catalog: Catalog,
  ) {
    this.codec = factCodec(catalog);
    this.types = [...study.productTypes].sort(byId);
  }

  error(code: string, path: (string | number)[], values: Record<string, string | number> = {}): void {
    this.problems.push({ code, severity: "error", path, values });
  }
  warn(code: string, path: (string | number)[], values: Record<string, string | number> = {}): void {
    this.problems.push({ code, severity: "warning", path, values });
  }

  /** Reports each id that stands twice in a list. */
  unique(items: readonly { id: string }[], path: (string | number)[], kind: string): void {
    const seen = new Map<string, number>();
    items.forEach((item, i) => {
      const first = seen.get(item.id);
      if (first === undefined) seen.set(item.id, i);
      else
        this.error("duplicate-id", [...path, i, "id"], {
          id: item.id,
          kind,
          first: [...path, first].join("."),
        });
    });
  }

  /** A name that nothing has. After many of them the lists and suggestions are left out: they would cost more than they help. */
  unknown(
    code: string,
    path: (string | number)[],
    id: string,
    has: Iterable<string>,
    more: Record<string, string | number> = {},
  ): void {
    if (++this.unknowns > FULL_ANSWERS) {
      this.error(code, path, { id, has: "…", suggestion: "", ...more });
      return;
    }
    const list = [...has].sort();
    this.error(code, path, {
      id,
      has: list.slice(0, 8).join(", ") + (list.length > 8 ? ", …" : ""),
      suggestion: nearest(id, list) ?? "",
      ...more,
    });
  }

  assume(type: number, fact: string, value: string, example: () => string): void {
    const at = fact in FACT_NUMBER ? (FACT_NUMBER[fact] as number) : 0;
    const key = type * 64 + at;
    const known = this.assumed.get(key);
    if (known) known.places++;
    else this.assumed.set(key, { type, fact, value, places: 1, example: example() });
  }

  /** Codes of a type's traits; UNSET where it says nothing and the component or its zone has to. */
  traitsOfType(type: ProductType): TypeTraits {
    const based = type.based === undefined ? undefined : this.catalog["product-types"].get(type.based);
    if (type.based !== undefined && !based)
      this.unknown(
        "unknown-based-type",
        ["productTypes", this.study.productTypes.indexOf(type), "based"],
        type.based,
        this.catalog["product-types"].keys(),
      );
    const codes = new Uint8Array(COMPONENT_FACT_COUNT).fill(UNSET);
    const unstated = new Set<ComponentFact>();
    for (const fact of TRAIT_FACTS) {
      const stated = (type as Record<string, unknown>)[fact] ?? based?.defaults[fact];
      if (stated !== undefined) codes[CAT(fact)] = this.codec.code(fact, String(stated));
      else {
        const fallback = DEFAULTS[fact];
        if (!fallback) continue;
        codes[CAT(fact)] = this.codec.code(fact, fallback.value);
        if (fallback.assumed) unstated.add(fact);
      }
    }
    return { codes, unstated };
  }
}

const FACT_NUMBER: Record<string, number> = Object.fromEntries(
  [...COMPONENT_FACT_AT.keys(), ...INTERFACE_FACT_AT.keys()].map((f, i) => [f, i]),
);

/** Splits `component.interface`; undefined when it is not of that form. */
function splitEndpoint(text: string): [string, string] | undefined {
  const dot = text.indexOf(".");
  return dot > 0 && dot < text.length - 1 && !text.includes(".", dot + 1)
    ? [text.slice(0, dot), text.slice(dot + 1)]
    : undefined;
}

/** Name of a flow in messages and ids: its own id, else from→to, numbered when the pair has several. */
export function flowName(flow: Flow): string {
  return flow.id ?? `${flow.from}>${flow.to}`;
}

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

function resolveZones(
  r: Resolver,
  index: StudyIndex,
  cfg: Configuration,
  cfgAt: number,
  at: (string | number)[],
): Map<string, number> {
  const zoneAt = new Map<string, number>();
  const base = index.zones.length;
  const zones = [...cfg.zones].sort(byId);
  zones.forEach((z, i) => {
    zoneAt.set(z.id, base + i);
  });
  for (const zone of zones) {
    const path = [...at, "zones", cfg.zones.indexOf(zone)];
    const kind = r.catalog["zone-kinds"].get(zone.kind);
    if (!kind)
      r.unknown("unknown-zone-kind", [...path, "kind"], zone.kind, r.catalog["zone-kinds"].keys(), {
        zone: zone.id,
      });
    const parent = zone.parent === undefined ? -1 : (zoneAt.get(zone.parent) ?? -1);
    if (zone.parent !== undefined && parent < 0)
      r.unknown("unknown-parent-zone", [...path, "parent"], zone.parent, zoneAt.keys(), { zone: zone.id });
    index.zones.push({
      ref: `${cfg.id}/${zone.id}`,
      configuration: cfgAt,
      zone,
      kind: kind as Entry<"zone-kinds">,
      parent,
      physicalAccess: zone.physicalAccess ?? kind?.physicalAccess ?? "unknown",
      flat: zone.flat ?? kind?.flat ?? true,
      trust: zone.trust ?? kind?.trust ?? 0,
    });
  }
  // A parent chain longer than the number of zones runs in a circle.
  for (let z = base; z < index.zones.length; z++) {
    let up = z;
    for (let steps = 0; up >= 0 && steps <= zones.length; steps++) up = (index.zones[up] as ZoneRow).parent;
    if (up >= 0) {
      const zone = (index.zones[z] as ZoneRow).zone;
      r.error("zone-cycle", [...at, "zones", cfg.zones.indexOf(zone), "parent"], {
        zone: zone.id,
        parent: zone.parent ?? "",
      });
    }
  }
  return zoneAt;
}

function resolveSegments(
  r: Resolver,
  index: StudyIndex,
  cfg: Configuration,
  cfgAt: number,
  at: (string | number)[],
  zoneAt: Map<string, number>,
): Map<string, number> {
  const segmentAt = new Map<string, number>();
  for (const segment of [...(cfg.segments ?? [])].sort(byId)) {
    const path = () => [...at, "segments", (cfg.segments as Segment[]).indexOf(segment)];
    const zone = zoneAt.get(segment.zone);
    if (zone === undefined)
      r.unknown("unknown-zone", [...path(), "zone"], segment.zone, zoneAt.keys(), { where: segment.id });
    if (!r.catalog.media.has(segment.medium))
      r.unknown("unknown-medium", [...path(), "medium"], segment.medium, r.catalog.media.keys(), {
        where: segment.id,
      });
    segmentAt.set(segment.id, index.segments.length);
    index.segments.push({ ref: `${cfg.id}/${segment.id}`, configuration: cfgAt, segment, zone: zone ?? -1 });
  }
  return segmentAt;
}

interface TypeTraits {
  codes: Uint8Array;
  /** In the order of the facts. */
  unstated: Set<ComponentFact>;
}

interface Names {
  zoneAt: Map<string, number>;
  segmentAt: Map<string, number>;
  typeTraits: TypeTraits[];
  typeUsed: Uint8Array;
  presetOf: (spelling: string) => Entry<"protocols"> | undefined;
}

const UNKNOWN_CODE: Partial<Record<string, number>> = {
  update: 4,
  actuates: 4,
  storage: 3,
  physicalAccess: 4,
  infoAvailability: 3,
  outage: 3,
  human: 3,
  environment: 3,
  infoLoss: 3,
};
/** The same, in the order of the facts. */
const UNKNOWNS = TRAIT_FACTS.flatMap((fact, f) => {
  const code = UNKNOWN_CODE[fact];
  return code === undefined ? [] : [{ f, fact, code }];
});
const IP = CAT("ip");
const PHYSICAL = CAT("physicalAccess");
const DISPOSAL = CAT("disposalPossible");
const CLASS = CAT("class");
/** Built aside and copied once: sub-arrays of the big table are slow to make. */
const scratch = new Uint8Array(COMPONENT_FACT_COUNT);

/**
 * Facts of one component: what it says itself, else what its type says, else what follows from its zone and interfaces;
 * what is unknown counts as the worst. Asked once a component, so its own few keys are walked and not all facts there are.
 */
function resolveFacts(
  r: Resolver,
  index: StudyIndex,
  c: number,
  type: number,
  zone: number,
  speaksIp: boolean,
  traits: TypeTraits | undefined,
): void {
  const { codec } = r;
  const row = scratch;
  const component = index.components[c] as Component;
  for (let f = 0; f < COMPONENT_FACT_COUNT; f++) row[f] = traits?.codes[f] ?? UNSET;
  for (const key in component) {
    const f = COMPONENT_FACT_AT.get(key);
    const own = f === undefined ? undefined : (component as Record<string, unknown>)[key];
    if (own !== undefined) row[f as number] = codec.code(key, String(own));
  }
  const place = () => index.componentRefs[c] as string;
  if (traits)
    for (const fact of traits.unstated)
      if (component[fact as keyof Component] === undefined)
        r.assume(type, fact, DEFAULTS[fact]?.value ?? "", place);
  if (row[IP] === UNSET) row[IP] = speaksIp ? 1 : 0;
  if (row[PHYSICAL] === UNSET)
    row[PHYSICAL] = codec.code("physicalAccess", index.zones[zone]?.physicalAccess ?? "unknown");
  if (row[DISPOSAL] === UNSET)
    row[DISPOSAL] =
      row[CLASS] === codec.code("class", "service") || row[CLASS] === codec.code("class", "app") ? 0 : 1;
  for (const { f, fact, code } of UNKNOWNS) {
    if (row[f] !== code) continue;
    const worst = codec.worst(fact);
    if (worst < 0) continue;
    row[f] = worst;
    r.assume(type, fact, codec.values(fact)[worst] ?? "", place);
  }
  const from = c * COMPONENT_FACT_COUNT;
  for (let f = 0; f < COMPONENT_FACT_COUNT; f++) index.componentFacts[from + f] = row[f] as number;
}

function resolveComponents(
  r: Resolver,
  index: StudyIndex,
  cfg: Configuration,
  cfgAt: number,
  at: (string | number)[],
  names: Names,
): Map<string, number> {
  const componentAt = new Map<string, number>();
  const order = cfg.components
    .map((_, i) => i)
    .sort((a, b) => byId(cfg.components[a] as Component, cfg.components[b] as Component));
  for (const original of order) {
    const component = cfg.components[original] as Component;
    const c = index.components.length;
    const path = () => [...at, "components", original];
    componentAt.set(component.id, c);
    index.components.push(component);
    index.componentConfiguration[c] = cfgAt;
    index.componentPlace[c] = original;
    const ref = `${cfg.id}/${component.id}`;
    index.componentRefs.push(ref);
    const type = r.typeAt.get(component.type);
    if (type === undefined)
      r.unknown("unknown-type", [...path(), "type"], component.type, r.typeAt.keys(), {
        component: component.id,
      });
    else names.typeUsed[type] = 1;
    const zone = names.zoneAt.get(component.zone);
    if (zone === undefined)
      r.unknown("unknown-zone", [...path(), "zone"], component.zone, names.zoneAt.keys(), {
        where: component.id,
      });
    index.componentType[c] = type ?? -1;
    index.componentZone[c] = zone ?? -1;

    const interfaceFrom = index.interfaces.length;
    index.interfaceStart[c] = interfaceFrom;
    let speaksIp = false;
    if (component.interfaces && component.interfaces.length > 0) {
      const list =
        component.interfaces.length > 1 ? [...component.interfaces].sort(byId) : component.interfaces;
      for (let i = 1; i < list.length; i++) {
        if ((list[i] as Interface).id === (list[i - 1] as Interface).id) {
          r.unique(component.interfaces, [...path(), "interfaces"], "interface");
          break;
        }
      }
      for (const face of list)
        speaksIp =
          resolveInterface(
            r,
            index,
            c,
            type ?? 0,
            face,
            () => [...path(), "interfaces", component.interfaces?.indexOf(face) ?? 0],
            names,
          ) || speaksIp;
    } else {
      r.warn("component-without-interface", [...path(), "id"], { component: component.id });
    }
    index.interfaceStart[c + 1] = index.interfaces.length;

    resolveFacts(r, index, c, type ?? 0, zone ?? -1, speaksIp, names.typeTraits[type ?? 0]);
    if (component.controls)
      for (const [i, control] of component.controls.entries())
        if (!r.catalog.countermeasures.has(control.id))
          r.unknown(
            "unknown-control",
            [...path(), "controls", i, "id"],
            control.id,
            r.catalog.countermeasures.keys(),
            { where: component.id },
          );
  }
  return componentAt;
}

/** Code of `unknown` for facts that are read as their worst value when unknown. */

/** Fills the interface's row of facts. @returns whether it speaks IP. */
function resolveInterface(
  r: Resolver,
  index: StudyIndex,
  component: number,
  type: number,
  face: Interface,
  path: () => (string | number)[],
  names: Names,
): boolean {
  const { codec, catalog } = r;
  const i = index.interfaces.length;
  index.interfaces.push(face);
  index.interfaceRefs.push(`${index.componentRefs[component]}.${face.id}`);
  index.interfaceComponent[i] = component;
  const row = index.interfaceFacts;
  const base = i * INTERFACE_FACT_COUNT;
  const where = () => `${(index.components[component] as Component).id}.${face.id}`;
  const medium = catalog.media.get(face.medium);
  if (!medium)
    r.unknown("unknown-medium", [...path(), "medium"], face.medium, catalog.media.keys(), { where: where() });
  const segment = face.segment === undefined ? -1 : (names.segmentAt.get(face.segment) ?? -1);
  if (face.segment !== undefined && segment < 0)
    r.unknown("unknown-segment", [...path(), "segment"], face.segment, names.segmentAt.keys(), {
      where: where(),
    });
  const segmentRow = index.segments[segment];
  if (segmentRow && medium && segmentRow.segment.medium !== face.medium)
    r.error("segment-medium-differs", [...path(), "segment"], {
      interface: where(),
      medium: face.medium,
      segment: face.segment ?? "",
      segmentMedium: segmentRow.segment.medium,
    });
  index.interfaceSegment[i] = segment;
  const preset = face.protocol === undefined ? undefined : names.presetOf(face.protocol);
  if (
    face.protocol !== undefined &&
    !preset &&
    (face.authentication === undefined || face.encryption === undefined || face.integrity === undefined)
  )
    r.problems.push({
      code: "unknown-protocol",
      severity: "warning",
      path: [...path(), "protocol"],
      values: {
        protocol: face.protocol,
        interface: where(),
        suggestion:
          nearest(
            face.protocol,
            [...catalog.protocols.values()].map((p) => p.name.en),
          ) ?? "",
      },
    });

  const place = () => index.interfaceRefs[i] as string;
  const put = (fact: "authentication" | "encryption" | "integrity", stated: string | undefined) => {
    const value = stated ?? preset?.[fact] ?? "unknown";
    if (value === "unknown") {
      const worst = codec.worst(fact);
      row[base + FACE_AT[fact]] = worst < 0 ? 0 : worst;
      r.assume(type, fact, codec.values(fact)[row[base + FACE_AT[fact]] as number] ?? "", place);
    } else row[base + FACE_AT[fact]] = codec.code(fact, value);
  };
  put("authentication", face.authentication);
  put("encryption", face.encryption);
  put("integrity", face.integrity);
  // The link's own protection counts where the protocol has none of its own.
  if (
    row[base + FACE_AT.encryption] === codec.code("encryption", "none") &&
    segmentRow?.segment.linkEncryption === "link"
  )
    row[base + FACE_AT.encryption] = codec.code("encryption", "link");
  row[base + FACE_AT.use] = codec.code("use", face.use);
  row[base + FACE_AT.medium] = Math.max(0, codec.code("medium", face.medium));
  row[base + FACE_AT.networked] = medium?.networked ? 1 : 0;
  row[base + FACE_AT.proximityRadio] = medium?.proximityRadio ? 1 : 0;
  row[base + FACE_AT.attemptLimit] = face.attemptLimit ? 1 : 0;
  row[base + FACE_AT.enabled] = face.enabled === false ? 0 : 1;
  if (face.privilege === undefined) {
    const value = DEFAULT_PRIVILEGE[face.use];
    row[base + FACE_AT.privilege] = codec.code("privilege", value);
    r.assume(type, "privilege", value, place);
  } else row[base + FACE_AT.privilege] = codec.code("privilege", face.privilege);
  return preset?.ip === true || medium?.routedGroup === "ip";
}

function findInterface(index: StudyIndex, component: number, id: string): number {
  for (
    let i = index.interfaceStart[component] as number;
    i < (index.interfaceStart[component + 1] as number);
    i++
  )
    if ((index.interfaces[i] as Interface).id === id) return i;
  return -1;
}

/** Interface that `component.interface` names, or -1 after reporting what is wrong with it. */
function endpoint(
  r: Resolver,
  index: StudyIndex,
  componentAt: Map<string, number>,
  text: string,
  path: () => (string | number)[],
  values: Record<string, string>,
): number {
  const parts = splitEndpoint(text);
  if (!parts) {
    r.error("bad-endpoint", path(), { ...values, endpoint: text });
    return -1;
  }
  const component = componentAt.get(parts[0]);
  if (component === undefined) {
    r.unknown("unknown-endpoint-component", path(), parts[0], componentAt.keys(), {
      ...values,
      endpoint: text,
      component: parts[0],
    });
    return -1;
  }
  const face = findInterface(index, component, parts[1]);
  if (face < 0) {
    const has = (index.components[component]?.interfaces ?? []).map((f) => f.id);
    r.unknown("unknown-endpoint-interface", path(), parts[1], has, {
      ...values,
      endpoint: text,
      component: parts[0],
      interface: text,
    });
  }
  return face;
}

function resolveFlows(
  r: Resolver,
  index: StudyIndex,
  cfg: Configuration,
  at: (string | number)[],
  componentAt: Map<string, number>,
): void {
  const flows = cfg.flows ?? [];
  const named = new Map<string, number>();
  const order = flows.map((_, i) => i);
  const names = flows.map(flowName);
  const key = (i: number) => {
    const f = flows[i] as Flow;
    return `${names[i]}\u0000${f.protocol ?? ""}\u0000${f.command ? 1 : 0}${f.filter ?? ""}\u0000${(f.carries ?? []).join()}`;
  };
  order.sort((a, b) => {
    const x = names[a] as string;
    const y = names[b] as string;
    return x < y ? -1 : x > y ? 1 : key(a) < key(b) ? -1 : 1;
  });
  const firstOfId = new Map<string, number>();
  for (const i of order) {
    const flow = flows[i] as Flow;
    const path = () => [...at, "flows", i];
    const n = index.flows.length;
    const name = names[i] as string;
    if (flow.id !== undefined) {
      const first = firstOfId.get(flow.id);
      if (first !== undefined)
        r.error("duplicate-id", [...at, "flows", Math.max(i, first), "id"], {
          id: flow.id,
          kind: "flow",
          first: [...at, "flows", Math.min(i, first)].join("."),
        });
      else firstOfId.set(flow.id, i);
    }
    // Only flows without an id of their own can share a name.
    const nth = flow.id === undefined ? (named.get(name) ?? 0) + 1 : 1;
    if (flow.id === undefined) named.set(name, nth);
    index.flows.push(flow);
    index.flowPlace[n] = i;
    index.flowIds.push(`${cfg.id}/${name}${nth > 1 ? `#${nth}` : ""}`);
    const from = endpoint(r, index, componentAt, flow.from, () => [...path(), "from"], {
      flow: name,
      side: "from",
    });
    const to = endpoint(r, index, componentAt, flow.to, () => [...path(), "to"], { flow: name, side: "to" });
    index.flowFrom[n] = from;
    index.flowTo[n] = to;
    if (flow.carries)
      for (const [k, asset] of flow.carries.entries())
        if (!r.assetIds.has(asset))
          r.unknown("unknown-asset", [...path(), "carries", k], asset, r.assetIds, { flow: name });
    if (from < 0 || to < 0) continue;
    if (index.interfaceComponent[from] === index.interfaceComponent[to]) {
      r.error("flow-self", path(), {
        flow: name,
        component: (index.components[index.interfaceComponent[from] as number] as Component).id,
      });
      continue;
    }
    checkSharedMedium(r, index, n, name, path);
  }
}

function checkSharedMedium(
  r: Resolver,
  index: StudyIndex,
  n: number,
  name: string,
  path: () => (string | number)[],
): void {
  const from = index.interfaces[index.flowFrom[n] as number] as Interface;
  const to = index.interfaces[index.flowTo[n] as number] as Interface;
  const a = r.catalog.media.get(from.medium);
  const b = r.catalog.media.get(to.medium);
  if (!a || !b) return;
  const flow = index.flows[n] as Flow;
  const routed = a.routedGroup !== undefined && a.routedGroup === b.routedGroup;
  if (from.medium !== to.medium && !routed) {
    r.error("flow-no-shared-medium", path(), {
      flow: name,
      from: flow.from,
      to: flow.to,
      fromMedium: from.medium,
      toMedium: to.medium,
    });
    return;
  }
  const s = index.interfaceSegment[index.flowFrom[n] as number] as number;
  const t = index.interfaceSegment[index.flowTo[n] as number] as number;
  if (!routed && s >= 0 && t >= 0 && s !== t)
    r.error("flow-segments-differ", path(), {
      flow: name,
      from: flow.from,
      to: flow.to,
      fromSegment: from.segment ?? "",
      toSegment: to.segment ?? "",
    });
}

function resolvePeople(
  r: Resolver,
  index: StudyIndex,
  cfg: Configuration,
  at: (string | number)[],
  zoneAt: Map<string, number>,
  componentAt: Map<string, number>,
): void {
  r.unique(cfg.people ?? [], [...at, "people"], "person");
  (cfg.people ?? []).forEach((person: Person, p) => {
    (person.zones ?? []).forEach((zone, z) => {
      if (!zoneAt.has(zone))
        r.unknown("unknown-person-zone", [...at, "people", p, "zones", z], zone, zoneAt.keys(), {
          person: person.id,
        });
    });
    (person.uses ?? []).forEach((use, u) => {
      const parts = splitEndpoint(use);
      const component = parts && componentAt.get(parts[0]);
      const has =
        component === undefined
          ? [...componentAt.keys()]
          : (index.components[component]?.interfaces ?? []).map((f) => `${parts?.[0]}.${f.id}`);
      if (!parts || component === undefined || findInterface(index, component, parts[1]) < 0)
        r.unknown("unknown-person-interface", [...at, "people", p, "uses", u], use, has, {
          person: person.id,
        });
    });
  });
}

/** Roles of zones that stand outside the system. */
const OUTSIDE = "external";

/** Reach where the study states none, and the weakest filter on the flows into each interface. */
function deriveReachAndFilter(r: Resolver, index: StudyIndex): void {
  const { codec } = r;
  const filterAt = FACE_AT.filter;
  const reachAt = FACE_AT.reach;
  const n = index.interfaces.length;
  const none = codec.code("filter", "none");
  const filter = new Uint8Array(n).fill(UNSET);
  const outside = index.talksOutside;
  const zoneRole = (face: number) =>
    index.zones[index.componentZone[index.interfaceComponent[face] as number] as number]?.kind?.role;
  for (let f = 0; f < index.flows.length; f++) {
    const from = index.flowFrom[f] as number;
    const to = index.flowTo[f] as number;
    if (from < 0 || to < 0) continue;
    const code = codec.code("filter", (index.flows[f] as Flow).filter ?? "none");
    if (code < (filter[to] as number)) filter[to] = code;
    if (zoneRole(from) === OUTSIDE) outside[to] = 1;
    if (zoneRole(to) === OUTSIDE) outside[from] = 1;
  }
  const code = (reach: string) => codec.code("reach", reach);
  for (let i = 0; i < n; i++) {
    const row = i * INTERFACE_FACT_COUNT;
    index.interfaceFacts[row + filterAt] = filter[i] === UNSET ? none : (filter[i] as number);
    const face = index.interfaces[i] as Interface;
    index.interfaceFacts[row + reachAt] =
      face.reach === undefined ? code(derivedReach(r.catalog, index, i, outside[i] === 1)) : code(face.reach);
  }
}

/** Where an attacker can stand for this interface, from its medium, its zone and whom it talks with (B2 reach). */
export function derivedReach(
  catalog: Catalog,
  index: StudyIndex,
  face: number,
  talksOutside: boolean,
): string {
  const medium = catalog.media.get((index.interfaces[face] as Interface).medium);
  if (!medium?.networked) return "touch";
  if (medium.family === "short-range") return "radio";
  const zone = index.zones[index.componentZone[index.interfaceComponent[face] as number] as number];
  if (zone?.kind?.id === "internet" || zone?.kind?.id === "cloud") return "internet";
  return talksOutside ? "remote" : "network";
}

function resolveAssets(r: Resolver, index: StudyIndex, placeOf: Map<string, number>): void {
  const componentsOfType = new Map<string, number[]>();
  index.components.forEach((c, i) => {
    const list = componentsOfType.get(c.type);
    if (list) list.push(i);
    else componentsOfType.set(c.type, [i]);
  });
  (r.study.assets ?? []).forEach((asset, a) => {
    if (!r.catalog["asset-kinds"].has(asset.kind))
      r.unknown("unknown-asset-kind", ["assets", a, "kind"], asset.kind, r.catalog["asset-kinds"].keys(), {
        asset: asset.id,
      });
    asset.on.forEach((place, p) => {
      const component = placeOf.get(place);
      const components = component === undefined ? componentsOfType.get(place) : [component];
      if (!components) {
        if (!r.typeAt.has(place))
          r.unknown("unknown-place", ["assets", a, "on", p], place, [...placeOf.keys(), ...r.typeAt.keys()], {
            asset: asset.id,
          });
        return;
      }
      for (const c of components) {
        const key = `${c}:${asset.kind}`;
        const named = index.namedAssets.get(key);
        if (!named) index.namedAssets.set(key, [asset.id]);
        else if (!named.includes(asset.id)) named.push(asset.id);
        if (asset.importance === undefined) continue;
        const before = index.statedImportance.get(key);
        if (
          !before ||
          asset.importance > before.importance ||
          (asset.importance === before.importance && asset.id < before.asset)
        )
          index.statedImportance.set(key, { importance: asset.importance, asset: asset.id });
      }
    });
  });
  for (const list of index.namedAssets.values()) list.sort();
}

const DECISION_FIELDS: Record<string, readonly string[]> = {
  as: ["importance"],
  at: ["importance"],
  tg: ["importance", "threatLevel", "countermeasureLevel", "requirement", "countermeasure"],
  pr: ["priority"],
  rq: ["statement"],
  sc: ["statement"],
  pt: ["countermeasure"],
  ch: [],
  ag: [],
  cr: ["statement"],
};

function resolveRest(r: Resolver): void {
  const { study, catalog } = r;
  (study.threatSources ?? []).forEach((s, i) => {
    if (!catalog["threat-sources"].has(s.id))
      r.unknown("unknown-threat-source", ["threatSources", i, "id"], s.id, catalog["threat-sources"].keys());
  });
  (study.promotion ?? []).forEach((p, i) => {
    if (!catalog["promotion-activities"].has(p.activity))
      r.unknown(
        "unknown-activity",
        ["promotion", i, "activity"],
        p.activity,
        catalog["promotion-activities"].keys(),
        { activity: p.id },
      );
  });
  const shares = new Map<string, number>();
  (study.market?.makers ?? []).forEach((m, i) => {
    if (!r.typeAt.has(m.type))
      r.unknown("unknown-market-type", ["market", "makers", i, "type"], m.type, r.typeAt.keys());
    const sum = (shares.get(m.type) ?? 0) + (m.sharePercent ?? 0);
    if (sum > 100 && (shares.get(m.type) ?? 0) <= 100)
      r.warn("share-over-100", ["market", "makers", i, "sharePercent"], {
        type: m.type,
        sum: Math.round(sum * 10) / 10,
      });
    shares.set(m.type, sum);
  });
  r.study.productTypes.forEach((t, i) => {
    (t.controls ?? []).forEach((control, c) => {
      if (!catalog.countermeasures.has(control.id))
        r.unknown(
          "unknown-control",
          ["productTypes", i, "controls", c, "id"],
          control.id,
          catalog.countermeasures.keys(),
          { where: t.id },
        );
    });
  });
  (study.decisions ?? []).forEach((d: Decision, i) => {
    const fields = Object.keys(d.set ?? {});
    if ((d.action === "change" || d.action === "add") && fields.length === 0)
      r.error("decision-needs-set", ["decisions", i], { decision: d.id, action: d.action });
    if (d.set?.countermeasure !== undefined && !catalog.countermeasures.has(d.set.countermeasure))
      r.unknown(
        "unknown-control",
        ["decisions", i, "set", "countermeasure"],
        d.set.countermeasure,
        catalog.countermeasures.keys(),
        { where: d.id },
      );
    const usable = DECISION_FIELDS[d.target.slice(0, 2)];
    for (const field of fields)
      if (d.action === "accept" || d.action === "drop" || (usable && !usable.includes(field)))
        r.warn("decision-set-unused", ["decisions", i, "set", field], {
          decision: d.id,
          field,
          target: d.target,
        });
  });
}
