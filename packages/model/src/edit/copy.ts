/** Copying and pasting between configurations, studies and windows. */
import type { Component, Configuration, Flow, ProductType, Segment, Study, Zone } from "../schema.ts";
import { validateStudy } from "../validate.ts";
import { inConfiguration, zoneKey } from "./parts.ts";
import { configurationOf, endOf, freeId, type Layout, type Thing, thingOf } from "./things.ts";

/** Part of a study on the clipboard, as JSON text. */
export interface Clip {
  seizaClip: 1;
  /** Zones that are pasted; the others of `configuration` only tell where its components stood. */
  zones: string[];
  configuration: Configuration;
  productTypes: ProductType[];
}

/** What is copied with a selection: components, zones with what stands in them, flows between them, their types. */
export function clipOf(study: Study, configuration: string, stableIds: readonly string[]): Clip | undefined {
  const c = configurationOf(study, configuration);
  if (!c) return undefined;
  const things = stableIds.map(thingOf).filter((t) => t?.configuration === configuration) as Thing[];
  const zones = new Set(things.filter((t) => t.kind === "zone").map((t) => t.id));
  // Parents may stand after their children in the file.
  for (let grown = zones.size > 0; grown; ) {
    grown = false;
    for (const z of c.zones)
      if (z.parent !== undefined && zones.has(z.parent) && !zones.has(z.id)) {
        zones.add(z.id);
        grown = true;
      }
  }
  const components = new Set(things.filter((t) => t.kind === "component").map((t) => t.id));
  for (const x of c.components) if (zones.has(x.zone)) components.add(x.id);
  if (components.size + zones.size === 0) return undefined;
  const copied = c.components.filter((x) => components.has(x.id));
  const inside = (endpoint: string) => components.has(endOf(endpoint).component);
  const needed = new Set(copied.flatMap((x) => (x.interfaces ?? []).map((f) => f.segment)));
  const segments = (c.segments ?? []).filter((s) => needed.has(s.id) || zones.has(s.zone));
  // Zones that hold what is copied come along to tell where it stood; pasting makes only those asked for.
  const around = new Set([...zones, ...copied.map((x) => x.zone), ...segments.map((s) => s.zone)]);
  for (const id of [...around])
    for (
      let z = c.zones.find((q) => q.id === id), steps = 0;
      z?.parent !== undefined && steps <= c.zones.length;
      steps++
    ) {
      around.add(z.parent);
      z = c.zones.find((q) => q.id === z?.parent);
    }
  const layout = Object.fromEntries(
    Object.entries(c.layout ?? {}).filter(([k]) =>
      k.startsWith("zone:") ? zones.has(k.slice(5)) : components.has(k),
    ),
  );
  const types = new Set(copied.map((x) => x.type));
  return {
    seizaClip: 1,
    zones: [...zones],
    configuration: {
      id: c.id,
      name: c.name,
      zones: c.zones.filter((z) => around.has(z.id)),
      ...(segments.length > 0 ? { segments } : {}),
      components: copied,
      flows: (c.flows ?? []).filter((f) => inside(f.from) && inside(f.to)),
      layout,
    },
    productTypes: study.productTypes.filter((t) => types.has(t.id)),
  };
}

/** The clip that a text on the clipboard is; undefined for any other text, and for one that would break a study. */
export function readClip(text: string): Clip | undefined {
  if (!text.trimStart().startsWith("{") || !text.includes('"seizaClip"')) return undefined;
  let value: Partial<Clip> | null;
  try {
    value = JSON.parse(text) as Partial<Clip> | null;
  } catch {
    return undefined;
  }
  const { seizaClip, zones, configuration, productTypes } = value ?? {};
  if (seizaClip !== 1 || !Array.isArray(zones) || !zones.every((z) => typeof z === "string"))
    return undefined;
  const spare = { id: "spare", name: "-", class: "device" };
  const { study } = validateStudy({
    seiza: 1,
    system: { id: "clip", name: "-", domain: "other" },
    configurations: [configuration],
    productTypes: [spare, ...(Array.isArray(productTypes) ? productTypes : [])],
  });
  const c = study?.configurations[0];
  if (!study || !c) return undefined;
  const types = new Set(study.productTypes.slice(1).map((t) => t.id));
  const ends = new Set(c.components.flatMap((x) => (x.interfaces ?? []).map((f) => `${x.id}.${f.id}`)));
  const zoneIds = new Set(c.zones.map((z) => z.id));
  const isWhole =
    c.components.every((x) => types.has(x.type) && zoneIds.has(x.zone)) &&
    (c.flows ?? []).every((f) => ends.has(f.from) && ends.has(f.to));
  return isWhole
    ? { seizaClip: 1, zones, configuration: c, productTypes: study.productTypes.slice(1) }
    : undefined;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Puts a clip into a configuration. Ids that are taken get new ones, product types that are the same are shared.
 * @param into zone for components whose own zone is not pasted; else their zone's namesake, else the first zone
 * @param by how far places move, in px
 * @returns the study and the stable ids of what was pasted
 */
export function paste(
  study: Study,
  configuration: string,
  clip: Clip,
  { into, by = { x: 0, y: 0 } }: { into?: string; by?: { x: number; y: number } } = {},
): { study: Study; pasted: string[] } {
  const target = configurationOf(study, configuration);
  if (!target) return { study, pasted: [] };
  const source = clip.configuration;
  const whole = new Set(clip.zones);
  const pasted: string[] = [];

  const typeIds = new Set(study.productTypes.map((t) => t.id));
  const typeNow = new Map<string, string>();
  const newTypes: ProductType[] = [];
  for (const type of clip.productTypes) {
    const known = study.productTypes.find((t) => t.id === type.id);
    if (known && same(known, type)) {
      typeNow.set(type.id, type.id);
      continue;
    }
    const alike = study.productTypes.find((t) => same({ ...t, id: "" }, { ...type, id: "" }));
    if (alike) {
      typeNow.set(type.id, alike.id);
      continue;
    }
    const id = freeId(type.id, typeIds);
    typeIds.add(id);
    typeNow.set(type.id, id);
    newTypes.push({ ...type, id });
  }

  const zoneIds = new Set(target.zones.map((z) => z.id));
  const zoneNow = new Map<string, string>();
  const home = (into !== undefined && zoneIds.has(into) ? into : undefined) ?? target.zones[0]?.id ?? "";
  const copiedZones = source.zones.filter((z) => whole.has(z.id));
  const taken = new Set(zoneIds);
  for (const z of copiedZones) {
    const id = freeId(z.id, taken);
    taken.add(id);
    zoneNow.set(z.id, id);
  }
  const zones = copiedZones.map((z): Zone => {
    const { parent, ...rest } = z;
    const up =
      parent !== undefined
        ? (zoneNow.get(parent) ?? (into !== undefined ? home : zoneIds.has(parent) ? parent : undefined))
        : into !== undefined && zoneIds.has(into)
          ? into
          : undefined;
    return { ...rest, id: zoneNow.get(z.id) as string, ...(up === undefined ? {} : { parent: up }) };
  });
  const standsIn = (zone: string) =>
    zoneNow.get(zone) ?? (into === undefined && zoneIds.has(zone) ? zone : home);

  const segmentIds = new Set((target.segments ?? []).map((s) => s.id));
  const segmentNow = new Map<string, string>();
  const segments: Segment[] = [];
  for (const s of source.segments ?? []) {
    const known = (target.segments ?? []).find((t) => t.id === s.id);
    if (known && known.medium === s.medium && !zoneNow.has(s.zone)) {
      segmentNow.set(s.id, s.id);
      continue;
    }
    const id = freeId(s.id, segmentIds);
    segmentIds.add(id);
    segmentNow.set(s.id, id);
    segments.push({ ...s, id, zone: standsIn(s.zone) });
  }

  const componentIds = new Set(target.components.map((x) => x.id));
  const componentNow = new Map<string, string>();
  for (const x of source.components) {
    const id = freeId(x.id, componentIds);
    componentIds.add(id);
    componentNow.set(x.id, id);
    pasted.push(`co:${configuration}/${id}`);
  }
  const components = source.components.map(
    (x): Component => ({
      ...x,
      id: componentNow.get(x.id) as string,
      type: typeNow.get(x.type) ?? x.type,
      zone: standsIn(x.zone),
      ...(x.interfaces
        ? {
            interfaces: x.interfaces.map((f) => {
              const { segment, ...rest } = f;
              const now = segment === undefined ? undefined : segmentNow.get(segment);
              return now === undefined ? rest : { ...rest, segment: now };
            }),
          }
        : {}),
    }),
  );
  const assets = new Set((study.assets ?? []).map((a) => a.id));
  const flowIds = new Set((target.flows ?? []).map((f) => f.id).filter((id) => id !== undefined));
  const moved = (endpoint: string) => {
    const end = endOf(endpoint);
    return `${componentNow.get(end.component)}.${end.interface}`;
  };
  const flows = (source.flows ?? []).map((f): Flow => {
    const { id, carries, ...rest } = f;
    const now = id === undefined ? undefined : freeId(id, flowIds);
    if (now !== undefined) flowIds.add(now);
    const carried = carries?.filter((a) => assets.has(a)) ?? [];
    return {
      ...(now === undefined ? {} : { id: now }),
      ...rest,
      from: moved(f.from),
      to: moved(f.to),
      ...(carried.length > 0 ? { carries: carried } : {}),
    };
  });
  const layout: Layout = {};
  for (const [key, place] of Object.entries(source.layout ?? {})) {
    const zone = key.startsWith("zone:") ? zoneNow.get(key.slice(5)) : undefined;
    const now = key.startsWith("zone:") ? zone && zoneKey(zone) : componentNow.get(key);
    if (now !== undefined) layout[now] = { ...place, x: place.x + by.x, y: place.y + by.y };
  }
  for (const id of zoneNow.values()) pasted.push(`zn:${configuration}/${id}`);

  const out = inConfiguration(study, configuration, (c) => ({
    ...c,
    zones: zones.length > 0 ? [...c.zones, ...zones] : c.zones,
    ...(segments.length > 0 ? { segments: [...(c.segments ?? []), ...segments] } : {}),
    components: [...c.components, ...components],
    ...(flows.length > 0 ? { flows: [...(c.flows ?? []), ...flows] } : {}),
    ...(Object.keys(layout).length > 0 ? { layout: { ...c.layout, ...layout } } : {}),
  }));
  return {
    study: newTypes.length > 0 ? { ...out, productTypes: [...out.productTypes, ...newTypes] } : out,
    pasted,
  };
}

/** Copies things in their own configuration, beside themselves. */
export function duplicate(
  study: Study,
  configuration: string,
  stableIds: readonly string[],
  by: { x: number; y: number } = { x: 24, y: 24 },
): { study: Study; pasted: string[] } {
  const clip = clipOf(study, configuration, stableIds);
  return clip ? paste(study, configuration, clip, { by }) : { study, pasted: [] };
}
