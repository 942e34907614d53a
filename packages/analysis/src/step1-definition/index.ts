/** ① Definition of the domain-specific system (特定分野システムの定義): structure, interfaces, product types, scope. Guide P.7. */
import type { Level } from "@seiza/catalog";
import {
  COMPONENT_FACT_AT,
  COMPONENT_FACT_COUNT,
  INTERFACE_FACT_AT,
  INTERFACE_FACT_COUNT,
  type StudyIndex,
} from "@seiza/model";
import { BODY, idOf } from "../ids.ts";
import type { Method } from "../method.ts";
import type { ConfigurationRow, InterfaceRow, ProductTypeRow, Step1 } from "../result.ts";
import { componentImportance } from "../step2-system/firing.ts";
import type { Profiles } from "../step2-system/profiles.ts";
import { bilingual } from "../words.ts";

const IP = COMPONENT_FACT_AT.get("ip") as number;
const GENERAL = COMPONENT_FACT_AT.get("generalPurpose") as number;
const CLASS = COMPONENT_FACT_AT.get("class") as number;

/** Id in `reasons` of why the scheme covers a component or does not (guide P.3). */
export function labelReason(index: StudyIndex, component: number): string {
  const row = component * COMPONENT_FACT_COUNT;
  const kind = index.codec.values("class")[index.componentFacts[row + CLASS] as number];
  if (kind === "service") return "out-service";
  if (kind === "app") return "out-app";
  if (index.componentFacts[row + GENERAL] === 1) return "out-general-purpose";
  return index.componentFacts[row + IP] === 1 ? "in-scope-ip" : "out-no-ip";
}

export function isLabelCapable(index: StudyIndex, component: number): boolean {
  return labelReason(index, component) === "in-scope-ip";
}

/** Reference of a component inside ids: configuration/component. */
export function componentRef(index: StudyIndex, component: number): string {
  return index.componentRefs[component] as string;
}
/** Reference of an interface inside ids: configuration/component.interface. */
export function interfaceRef(index: StudyIndex, face: number): string {
  return index.interfaceRefs[face] as string;
}

/** Ids of an index's components and interfaces, made once: most rows name one, flows name two. */
const madeIds = new WeakMap<StudyIndex, { component: string[]; interface: string[]; body: string[] }>();
function idsOf(index: StudyIndex) {
  let ids = madeIds.get(index);
  if (!ids) {
    ids = {
      component: index.componentRefs.map(idOf.component),
      interface: index.interfaceRefs.map(idOf.interface),
      body: index.componentRefs.map((ref) => idOf.interface(`${ref}.${BODY}`)),
    };
    madeIds.set(index, ids);
  }
  return ids;
}
export const componentId = (index: StudyIndex, component: number) =>
  idsOf(index).component[component] as string;
/** Id of a component's casing as a way in. */
export const bodyId = (index: StudyIndex, component: number) => idsOf(index).body[component] as string;
export const interfaceId = (index: StudyIndex, face: number) => idsOf(index).interface[face] as string;

/** Words of the facts that an interface's row shows. */
type Shown = "authentication" | "encryption" | "integrity" | "privilege" | "reach";
const SHOWN: readonly Shown[] = ["authentication", "encryption", "integrity", "privilege", "reach"];
type ShownValues = Record<Shown, { place: number; values: readonly string[] }>;
const shownValues = (index: StudyIndex) =>
  Object.fromEntries(
    SHOWN.map((f) => [f, { place: INTERFACE_FACT_AT.get(f) as number, values: index.codec.values(f) }]),
  ) as ShownValues;

function interfaceRow(index: StudyIndex, face: number, shown: ShownValues): InterfaceRow {
  const at = face * INTERFACE_FACT_COUNT;
  const facts = index.interfaceFacts;
  const stated = index.interfaces[face] as StudyIndex["interfaces"][number];
  const segment = index.interfaceSegment[face] as number;
  const value = (fact: Shown) => shown[fact].values[facts[at + shown[fact].place] as number] as string;
  // Absent fields are added after: spreading them in costs more than the rest of the row.
  const row: InterfaceRow = {
    id: interfaceId(index, face),
    component: componentId(index, index.interfaceComponent[face] as number),
    use: stated.use,
    medium: stated.medium,
    authentication: value("authentication"),
    encryption: value("encryption"),
    integrity: value("integrity"),
    privilege: value("privilege"),
    reach: value("reach"),
    enabled: stated.enabled !== false,
  };
  if (stated.protocol !== undefined) row.protocol = stated.protocol;
  if (segment >= 0) row.segment = idOf.segment(index.segments[segment]?.ref ?? "");
  if (stated.name !== undefined) row.name = bilingual(stated.name);
  return row;
}

const NOTHING: string[] = [];

function flowRow(index: StudyIndex, f: number): ConfigurationRow["flows"][number] {
  const flow = index.flows[f] as StudyIndex["flows"][number];
  const row: ConfigurationRow["flows"][number] = {
    id: idOf.flow(index.flowIds[f] as string),
    from: interfaceId(index, index.flowFrom[f] as number),
    to: interfaceId(index, index.flowTo[f] as number),
    command: flow.command === true,
    filter: flow.filter ?? "none",
    carries: flow.carries === undefined ? NOTHING : [...flow.carries].sort(),
  };
  if (flow.protocol !== undefined) row.protocol = flow.protocol;
  if (flow.name !== undefined) row.name = bilingual(flow.name);
  return row;
}

function configurationRow(
  index: StudyIndex,
  method: Method,
  profiles: Profiles,
  at: number,
): ConfigurationRow {
  const row = index.configurations[at] as StudyIndex["configurations"][number];
  const { configuration } = row;
  const [firstComponent, endComponent] = row.components;
  const components: ConfigurationRow["components"] = [];
  const interfaces: InterfaceRow[] = [];
  const shown = shownValues(index);
  for (let c = firstComponent; c < endComponent; c++) {
    const component = index.components[c] as StudyIndex["components"][number];
    const type = index.types[index.componentType[c] as number];
    components.push({
      id: componentId(index, c),
      name: bilingual(component.name ?? type?.name ?? component.id),
      type: idOf.type(component.type),
      zone: idOf.zone(index.zones[index.componentZone[c] as number]?.ref ?? ""),
      quantity: component.quantity ?? 1,
      profile: profiles.list[profiles.of[c] as number]?.id ?? "",
      importance: componentImportance(index, method, c) as Level,
      labelCapable: isLabelCapable(index, c),
    });
    for (let i = index.interfaceStart[c] as number; i < (index.interfaceStart[c + 1] as number); i++)
      interfaces.push(interfaceRow(index, i, shown));
  }
  const flows: ConfigurationRow["flows"] = [];
  for (let f = row.flows[0]; f < row.flows[1]; f++) flows.push(flowRow(index, f));
  return {
    id: idOf.configuration(row.id),
    name: bilingual(configuration.name),
    ...(configuration.text === undefined ? {} : { text: bilingual(configuration.text) }),
    zones: index.zones.slice(...row.zones).map((z) => ({
      id: idOf.zone(z.ref),
      name: bilingual(z.zone.name),
      kind: z.zone.kind,
      ...(z.parent < 0 ? {} : { parent: idOf.zone(index.zones[z.parent]?.ref ?? "") }),
      trust: z.trust,
      physicalAccess: z.physicalAccess,
      flat: z.flat,
    })),
    segments: index.segments.slice(...row.segments).map((s) => ({
      id: idOf.segment(s.ref),
      name: bilingual(s.segment.name ?? s.segment.id),
      zone: idOf.zone(index.zones[s.zone]?.ref ?? ""),
      medium: s.segment.medium,
      linkAuthentication: s.segment.linkAuthentication ?? "unknown",
      linkEncryption: s.segment.linkEncryption ?? "unknown",
    })),
    components,
    interfaces,
    flows,
    people: [...(configuration.people ?? [])]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((p) => ({
        id: idOf.person(`${row.id}/${p.id}`),
        name: bilingual(p.name),
        role: p.role,
        zones: (p.zones ?? []).map((z) => idOf.zone(`${row.id}/${z}`)).sort(),
        uses: (p.uses ?? []).map((u) => idOf.interface(`${row.id}/${u}`)).sort(),
      })),
  };
}

function productTypeRows(index: StudyIndex): ProductTypeRow[] {
  const perType = index.types.map(() => ({
    components: 0,
    units: 0,
    capable: 0,
    reasons: new Set<string>(),
    configurations: new Map<number, { components: number; units: number }>(),
    protocols: new Set<string>(),
  }));
  index.components.forEach((component, c) => {
    const sum = perType[index.componentType[c] as number];
    if (!sum) return;
    const units = component.quantity ?? 1;
    sum.components++;
    sum.units += units;
    const reason = labelReason(index, c);
    sum.reasons.add(reason);
    if (reason === "in-scope-ip") sum.capable++;
    const cfg = index.componentConfiguration[c] as number;
    const here = sum.configurations.get(cfg);
    if (here) {
      here.components++;
      here.units += units;
    } else sum.configurations.set(cfg, { components: 1, units });
    for (const face of component.interfaces ?? [])
      if (face.protocol !== undefined) sum.protocols.add(face.protocol);
  });
  return index.types.map((type, t) => {
    const sum = perType[t] as (typeof perType)[number];
    const capable =
      sum.components === 0
        ? "no"
        : sum.capable === sum.components
          ? "yes"
          : sum.capable === 0
            ? "no"
            : "some";
    const reason =
      sum.components === 0
        ? "unused-type"
        : capable === "some"
          ? "out-mixed"
          : ([...sum.reasons].sort()[0] as string);
    return {
      id: idOf.type(type.id),
      name: bilingual(type.name),
      class: type.class,
      components: sum.components,
      units: sum.units,
      configurations: [...sum.configurations]
        .sort((a, b) => a[0] - b[0])
        .map(([cfg, n]) => ({ id: idOf.configuration(index.configurations[cfg]?.id ?? ""), ...n })),
      protocols: [...sum.protocols].sort(),
      label: {
        capable,
        reason,
        because: {
          rule: "label-scope",
          from: [],
          values: { labelCapableComponents: sum.capable, components: sum.components },
        },
      },
    };
  });
}

export function defineSystem(index: StudyIndex, method: Method, profiles: Profiles): Step1 {
  return {
    configurations: index.configurations.map((_, at) => configurationRow(index, method, profiles, at)),
    productTypes: productTypeRows(index),
    assumptions: index.assumed.map((a) => ({
      type: idOf.type(index.types[a.type]?.id ?? ""),
      fact: a.fact,
      value: a.value,
      places: a.places,
      example: a.example.includes(".") ? idOf.interface(a.example) : idOf.component(a.example),
    })),
  };
}
