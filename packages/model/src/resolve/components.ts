/** Components and their interfaces. */

import type { Entry } from "@seiza/catalog";
import { INTERFACE_FACT_COUNT } from "../facts.ts";
import type { Component, Configuration, Interface } from "../schema.ts";
import { nearest } from "../suggest.ts";
import { resolveFacts } from "./facts.ts";
import { byId, type Resolver } from "./resolver.ts";
import type { StudyIndex } from "./study-index.ts";
import { DEFAULT_PRIVILEGE, FACE_AT, type TypeTraits } from "./traits.ts";

interface Names {
  zoneAt: Map<string, number>;
  segmentAt: Map<string, number>;
  typeTraits: TypeTraits[];
  typeUsed: Uint8Array;
  presetOf: (spelling: string) => Entry<"protocols"> | undefined;
}

export function resolveComponents(
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
