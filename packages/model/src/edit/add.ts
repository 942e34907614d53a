/** Edits that add. */
import type {
  Box,
  Component,
  Configuration,
  Flow,
  Interface,
  ProductType,
  Segment,
  Study,
  StudyText,
  Zone,
} from "../schema.ts";
import { changeComponent, inConfiguration, mapped, zoneKey } from "./parts.ts";
import { configurationOf, endOf, isId } from "./things.ts";

export function addComponent(study: Study, configuration: string, component: Component, placed?: Box): Study {
  return inConfiguration(study, configuration, (c) => {
    if (!isId(component.id) || c.components.some((x) => x.id === component.id)) return c;
    if (!c.zones.some((z) => z.id === component.zone)) return c;
    return {
      ...c,
      components: [...c.components, component],
      ...(placed ? { layout: { ...c.layout, [component.id]: placed } } : {}),
    };
  });
}

export function addZone(study: Study, configuration: string, zone: Zone, placed?: Box): Study {
  return inConfiguration(study, configuration, (c) => {
    if (!isId(zone.id) || c.zones.some((z) => z.id === zone.id)) return c;
    if (zone.parent !== undefined && !c.zones.some((z) => z.id === zone.parent)) return c;
    return {
      ...c,
      zones: [...c.zones, zone],
      ...(placed ? { layout: { ...c.layout, [zoneKey(zone.id)]: placed } } : {}),
    };
  });
}

export function addSegment(study: Study, configuration: string, segment: Segment): Study {
  return inConfiguration(study, configuration, (c) =>
    !isId(segment.id) ||
    (c.segments ?? []).some((s) => s.id === segment.id) ||
    !c.zones.some((z) => z.id === segment.zone)
      ? c
      : { ...c, segments: [...(c.segments ?? []), segment] },
  );
}

export function addInterface(study: Study, configuration: string, component: string, face: Interface): Study {
  return changeComponent(study, configuration, component, (c) =>
    !isId(face.id) || (c.interfaces ?? []).some((i) => i.id === face.id)
      ? c
      : { ...c, interfaces: [...(c.interfaces ?? []), face] },
  );
}

export function addFlow(study: Study, configuration: string, flow: Flow): Study {
  return inConfiguration(study, configuration, (c) => {
    const ends = [endOf(flow.from), endOf(flow.to)];
    const sound = ends.every((end) =>
      c.components.find((x) => x.id === end.component)?.interfaces?.some((face) => face.id === end.interface),
    );
    if (!sound || ends[0]?.component === ends[1]?.component) return c;
    if (flow.id !== undefined && (c.flows ?? []).some((f) => f.id === flow.id)) return c;
    return { ...c, flows: [...(c.flows ?? []), flow] };
  });
}

export function addProductType(study: Study, type: ProductType): Study {
  return !isId(type.id) || study.productTypes.some((t) => t.id === type.id)
    ? study
    : { ...study, productTypes: [...study.productTypes, type] };
}

/** A further configuration pattern: a copy of `copyOf` with its places and named assets, or one empty zone. */
export function addConfiguration(
  study: Study,
  { id, name, copyOf, zone }: { id: string; name: StudyText; copyOf?: string; zone?: Zone },
): Study {
  if (!isId(id) || study.configurations.length >= 100 || study.configurations.some((c) => c.id === id))
    return study;
  const source = copyOf === undefined ? undefined : configurationOf(study, copyOf);
  if (copyOf !== undefined && !source) return study;
  const made: Configuration = source
    ? { ...source, id, name }
    : { id, name, zones: [zone ?? { id: "zone-1", name, kind: "field" }], components: [] };
  const assets =
    source && study.assets
      ? mapped(study.assets, (asset) => {
          const more = asset.on
            .filter((place) => place.startsWith(`${source.id}/`))
            .map((place) => `${id}/${place.slice(source.id.length + 1)}`);
          return more.length > 0 ? { ...asset, on: [...asset.on, ...more] } : asset;
        })
      : study.assets;
  return {
    ...study,
    configurations: [...study.configurations, made],
    ...(assets ? { assets } : {}),
  };
}
