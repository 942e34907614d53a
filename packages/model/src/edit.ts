/**
 * Edits of a study: pure functions from a study to a study. What an edit does not touch is the same value as before.
 * An edit keeps every name leading somewhere: what refers to a thing follows its rename and goes with its removal.
 * An edit that cannot be made (an id that is taken, the last zone) gives back the study it was given.
 */
import type { Catalog } from "@seiza/catalog";
import { flowName } from "./resolve.ts";
import type {
  Asset,
  Box,
  Component,
  Configuration,
  Decision,
  Flow,
  Interface,
  ProductType,
  Segment,
  Study,
  StudyText,
  Zone,
} from "./schema.ts";
import { validateStudy } from "./validate.ts";

/** Values to set; undefined takes a value away. */
export type Patch<T> = { [K in keyof T]?: T[K] | undefined };
export type Layout = Record<string, Box>;

const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
export const isId = (text: string): boolean => ID.test(text);

/**
 * A thing of a study by its stable id. `id` is `component.interface` for an interface; for a flow its name as
 * `flowIdsOf` numbers it.
 */
export interface Thing {
  kind: "configuration" | "zone" | "segment" | "component" | "interface" | "flow" | "person" | "productType";
  configuration: string;
  id: string;
}
const KIND_OF: Record<string, Thing["kind"]> = {
  zn: "zone",
  sg: "segment",
  co: "component",
  if: "interface",
  fl: "flow",
  pe: "person",
};
const PREFIX_OF: Record<string, string> = Object.fromEntries(
  Object.entries(KIND_OF).map(([prefix, kind]) => [kind, prefix]),
);

/** Thing that a stable id (`co:main/plc`, `pt:plc`, `cf:main`) names; undefined for ids of derived things. */
export function thingOf(stableId: string): Thing | undefined {
  const colon = stableId.indexOf(":");
  const prefix = stableId.slice(0, colon);
  const rest = stableId.slice(colon + 1);
  if (prefix === "pt") return { kind: "productType", configuration: "", id: rest };
  if (prefix === "cf") return { kind: "configuration", configuration: rest, id: rest };
  const slash = rest.indexOf("/");
  const kind = KIND_OF[prefix];
  return kind && slash > 0
    ? { kind, configuration: rest.slice(0, slash), id: rest.slice(slash + 1) }
    : undefined;
}

export function stableIdOf({ kind, configuration, id }: Thing): string {
  if (kind === "productType") return `pt:${id}`;
  if (kind === "configuration") return `cf:${id}`;
  return `${PREFIX_OF[kind]}:${configuration}/${id}`;
}

export const configurationOf = (study: Study, id: string): Configuration | undefined =>
  study.configurations.find((c) => c.id === id);

/** Id like `base` that is not taken: camera, camera-2, camera-3 … */
export function freeId(base: string, taken: Iterable<string>): string {
  const has = taken instanceof Set ? (taken as Set<string>) : new Set(taken);
  const clean =
    base
      .normalize("NFKC")
      .replace(/[^A-Za-z0-9_-]+/g, "-")
      .replace(/^[-_]+|[-_]+$/g, "")
      .slice(0, 56) || "item";
  if (!has.has(clean)) return clean;
  const stem = clean.replace(/-\d{1,6}$/, "") || clean;
  for (let n = 2; ; n++) if (!has.has(`${stem}-${n}`)) return `${stem}-${n}`;
}

/** Numbers of the flows' names, by place in the file: `a.x>b.y`, `a.x>b.y#2`; the dossier's ids without `fl:cfg/`. */
export function flowIdsOf(configuration: Configuration): string[] {
  const flows = configuration.flows ?? [];
  const names = flows.map(flowName);
  const shared = new Map<string, number[]>();
  flows.forEach((flow, i) => {
    if (flow.id !== undefined) return;
    const list = shared.get(names[i] as string);
    if (list) list.push(i);
    else shared.set(names[i] as string, [i]);
  });
  const ids = [...names];
  for (const [name, places] of shared) {
    if (places.length === 1) continue;
    // Same order as resolving gives them.
    const key = (i: number) => {
      const f = flows[i] as Flow;
      return `${f.protocol ?? ""}\u0000${f.command ? 1 : 0}${f.filter ?? ""}\u0000${(f.carries ?? []).join()}`;
    };
    places.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a - b));
    places.forEach((place, nth) => {
      if (nth > 0) ids[place] = `${name}#${nth + 1}`;
    });
  }
  return ids;
}

/** Component and interface of `component.interface`. */
export function endOf(endpoint: string): { component: string; interface: string } {
  const dot = endpoint.indexOf(".");
  return { component: endpoint.slice(0, dot), interface: endpoint.slice(dot + 1) };
}

// Parts that others are made of

function patched<T extends object>(value: T, patch: Patch<T>): T {
  const out = { ...value } as Record<string, unknown>;
  let changed = false;
  for (const [key, set] of Object.entries(patch)) {
    if (set === undefined) {
      if (key in out) {
        delete out[key];
        changed = true;
      }
    } else if (out[key] !== set) {
      out[key] = set;
      changed = true;
    }
  }
  return changed ? (out as T) : value;
}

/** List with each item changed; the same list when none is. */
function mapped<T>(list: readonly T[], change: (item: T) => T): T[] {
  let changed = false;
  const out = list.map((item) => {
    const next = change(item);
    if (next !== item) changed = true;
    return next;
  });
  return changed ? out : (list as T[]);
}
function without<T>(list: readonly T[], goes: (item: T, at: number) => boolean): T[] {
  const out = list.filter((item, i) => !goes(item, i));
  return out.length === list.length ? (list as T[]) : out;
}
/** Value with a list set; a list that is empty and was absent stays absent. */
function withList<T extends object, K extends keyof T>(value: T, key: K, list: T[K] & unknown[]): T {
  if (value[key] === list || (value[key] === undefined && list.length === 0)) return value;
  return { ...value, [key]: list };
}

function inConfiguration(
  study: Study,
  id: string,
  change: (configuration: Configuration) => Configuration,
): Study {
  const configurations = mapped(study.configurations, (c) => (c.id === id ? change(c) : c));
  return configurations === study.configurations ? study : { ...study, configurations };
}

function relaid(configuration: Configuration, change: (layout: Layout) => Layout): Configuration {
  const before = configuration.layout;
  if (before === undefined) return configuration;
  const layout = change(before);
  return layout === before ? configuration : { ...configuration, layout };
}
const renamedKey = (layout: Layout, from: string, to: string): Layout =>
  from in layout
    ? Object.fromEntries(Object.entries(layout).map(([k, v]) => [k === from ? to : k, v]))
    : layout;
const zoneKey = (id: string) => `zone:${id}`;

// Adding

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

// Changing

export function changeComponent(
  study: Study,
  configuration: string,
  id: string,
  change: (component: Component) => Component,
): Study {
  return inConfiguration(study, configuration, (c) => {
    const components = mapped(c.components, (x) => (x.id === id ? change(x) : x));
    return components === c.components ? c : { ...c, components };
  });
}

/** Sets values of a component. Its id changes through `rename`, its interfaces through their own edits. */
export function setComponent(
  study: Study,
  configuration: string,
  id: string,
  patch: Patch<Omit<Component, "id" | "interfaces">>,
): Study {
  return changeComponent(study, configuration, id, (c) => patched<Component>(c, patch));
}

export function setInterface(
  study: Study,
  configuration: string,
  component: string,
  id: string,
  patch: Patch<Omit<Interface, "id">>,
): Study {
  return changeComponent(study, configuration, component, (c) =>
    withList(
      c,
      "interfaces",
      mapped(c.interfaces ?? [], (f) => (f.id === id ? patched<Interface>(f, patch) : f)),
    ),
  );
}

export function setZone(
  study: Study,
  configuration: string,
  id: string,
  patch: Patch<Omit<Zone, "id">>,
): Study {
  return inConfiguration(study, configuration, (c) => {
    if (patch.parent !== undefined && !mayStandIn(c, id, patch.parent)) return c;
    return withList(
      c,
      "zones",
      mapped(c.zones, (z) => (z.id === id ? patched<Zone>(z, patch) : z)),
    );
  });
}

/** Whether a zone may stand in another one: not in itself, nor in what stands in it. */
export function mayStandIn(configuration: Configuration, zone: string, parent: string): boolean {
  const parentOf = new Map(configuration.zones.map((z) => [z.id, z.parent]));
  if (!parentOf.has(parent)) return false;
  let steps = 0;
  for (let at: string | undefined = parent; at !== undefined; at = parentOf.get(at))
    if (at === zone || steps++ > parentOf.size) return false;
  return true;
}

export function setSegment(
  study: Study,
  configuration: string,
  id: string,
  patch: Patch<Omit<Segment, "id">>,
): Study {
  return inConfiguration(study, configuration, (c) =>
    withList(
      c,
      "segments",
      mapped(c.segments ?? [], (s) => (s.id === id ? patched<Segment>(s, patch) : s)),
    ),
  );
}

/** Sets values of a flow that `flowIdsOf` names. A new id of its own is taken when it is free. */
export function setFlow(study: Study, configuration: string, id: string, patch: Patch<Flow>): Study {
  let renamed: string | undefined;
  const next = inConfiguration(study, configuration, (c) => {
    const at = flowIdsOf(c).indexOf(id);
    if (at < 0) return c;
    if (
      patch.id !== undefined &&
      (!isId(patch.id) || (c.flows ?? []).some((f, i) => i !== at && f.id === patch.id))
    )
      return c;
    const flows = (c.flows ?? []).map((f, i) => (i === at ? patched<Flow>(f, patch) : f));
    const flow = flows[at] as Flow;
    if (endOf(flow.from).component === endOf(flow.to).component) return c;
    const out = { ...c, flows };
    renamed = flowIdsOf(out)[at];
    return out;
  });
  return renamed === undefined || renamed === id
    ? next
    : retargeted(next, (target) =>
        target === `fl:${configuration}/${id}` ? `fl:${configuration}/${renamed}` : target,
      );
}

/** The same flow the other way round. */
export function turnFlow(study: Study, configuration: string, id: string): Study {
  const c = configurationOf(study, configuration);
  const flow = c?.flows?.[flowIdsOf(c).indexOf(id)];
  return flow ? setFlow(study, configuration, id, { from: flow.to, to: flow.from }) : study;
}

export function setProductType(study: Study, id: string, patch: Patch<Omit<ProductType, "id">>): Study {
  const productTypes = mapped(study.productTypes, (t) => (t.id === id ? patched<ProductType>(t, patch) : t));
  return productTypes === study.productTypes ? study : { ...study, productTypes };
}

export function setConfiguration(
  study: Study,
  id: string,
  patch: Patch<Pick<Configuration, "name" | "text">>,
): Study {
  return inConfiguration(study, id, (c) => patched<Configuration>(c, patch));
}

/** Moves things into a zone: components change their zone, zones their parent. */
export function moveInto(
  study: Study,
  configuration: string,
  moved: { components?: readonly string[]; zones?: readonly string[] },
  zone: string | undefined,
): Study {
  const components = new Set(moved.components);
  return inConfiguration(study, configuration, (c) => {
    if (zone !== undefined && !c.zones.some((z) => z.id === zone)) return c;
    let out = c;
    if (zone !== undefined)
      out = withList(
        out,
        "components",
        mapped(out.components, (x) => (components.has(x.id) && x.zone !== zone ? { ...x, zone } : x)),
      );
    for (const id of moved.zones ?? []) {
      if (zone !== undefined && !mayStandIn(out, id, zone)) continue;
      out = withList(
        out,
        "zones",
        mapped(out.zones, (z) => (z.id === id ? patched<Zone>(z, { parent: zone }) : z)),
      );
    }
    return out;
  });
}

/** A new zone around components and zones that stand together, inside the innermost zone that holds them all. */
export function groupIntoZone(
  study: Study,
  configuration: string,
  members: { components: readonly string[]; zones: readonly string[] },
  zone: { id: string; name: StudyText; kind?: string },
  placed?: Box,
): Study {
  const c = configurationOf(study, configuration);
  if (!c || members.components.length + members.zones.length === 0) return study;
  const parentOf = new Map(c.zones.map((z) => [z.id, z.parent]));
  const chain = (id: string | undefined): string[] => {
    const up: string[] = [];
    for (let at = id; at !== undefined && up.length <= c.zones.length; at = parentOf.get(at)) up.push(at);
    return up;
  };
  const holders = [
    ...members.components.map((id) => chain(c.components.find((x) => x.id === id)?.zone)),
    ...members.zones.map((id) => chain(parentOf.get(id))),
  ];
  const parent = (holders[0] ?? []).find((id) => holders.every((h) => h.includes(id)));
  const nearest = c.zones.find((z) => z.id === (parent ?? holders.find((h) => h.length > 0)?.[0]));
  const made: Zone = {
    id: zone.id,
    name: zone.name,
    kind: zone.kind ?? nearest?.kind ?? "field",
    ...(parent === undefined ? {} : { parent }),
  };
  const added = addZone(study, configuration, made, placed);
  return added === study ? study : moveInto(added, configuration, members, zone.id);
}

/** Sets places in the diagram; undefined takes a place away. */
export function setLayout(study: Study, configuration: string, places: Patch<Layout>): Study {
  return inConfiguration(study, configuration, (c) => {
    const layout = patched<Layout>(c.layout ?? {}, places);
    return layout === c.layout || (c.layout === undefined && Object.keys(layout).length === 0)
      ? c
      : { ...c, layout };
  });
}

// Renaming

function retargeted(study: Study, change: (target: string) => string): Study {
  if (!study.decisions) return study;
  const decisions = mapped(study.decisions, (d: Decision) => {
    const target = change(d.target);
    return target === d.target ? d : { ...d, target };
  });
  return decisions === study.decisions ? study : { ...study, decisions };
}

/** Prefixes of derived ids whose next part is a product type. */
const OF_TYPE = new Set(["pt", "at", "sf", "tg", "pr", "ch", "rq", "sc", "lw", "nd"]);
/** Prefixes of ids whose next parts are configuration and component. */
const OF_COMPONENT = new Set(["co", "as", "th", "ag", "cp"]);
/** Prefixes of ids whose next part is a configuration. */
const OF_CONFIGURATION = new Set(["cf", "zn", "sg", "co", "if", "fl", "pe", "as", "th", "ag", "cp"]);

/** Whether a stable id is that of the thing or of something derived from it. */
function isAbout(target: string, thing: Thing): boolean {
  const colon = target.indexOf(":");
  const prefix = target.slice(0, colon);
  const rest = target.slice(colon + 1);
  if (prefix === "ar") return isAbout(rest, thing);
  const within = (whole: string) => rest === whole || rest.startsWith(`${whole}/`);
  const { kind, configuration, id } = thing;
  switch (kind) {
    case "productType":
      return OF_TYPE.has(prefix) && within(id);
    case "configuration":
      return OF_CONFIGURATION.has(prefix) && within(id);
    case "component":
      if (OF_COMPONENT.has(prefix)) return within(`${configuration}/${id}`);
      return prefix === "if" && rest.startsWith(`${configuration}/${id}.`);
    case "interface": {
      const { component, interface: face } = endOf(id);
      if (prefix === "th") return within(`${configuration}/${component}/${face}`);
      return prefix === "if" && rest === `${configuration}/${id}`;
    }
    default:
      return prefix === PREFIX_OF[kind] && rest === `${configuration}/${id}`;
  }
}

/** Stable id after a rename of a component, interface, type or configuration. */
function follow(target: string, thing: Thing, to: string): string {
  if (!isAbout(target, thing)) return target;
  const old =
    thing.kind === "productType" || thing.kind === "configuration"
      ? thing.id
      : `${thing.configuration}/${thing.id}`;
  const now =
    thing.kind === "productType" || thing.kind === "configuration" ? to : `${thing.configuration}/${to}`;
  const swap = (text: string, from: string, into: string) => {
    const at = text.indexOf(from, text.indexOf(":"));
    return at < 0 ? text : text.slice(0, at) + into + text.slice(at + from.length);
  };
  if (thing.kind === "interface" && target.startsWith("th:"))
    return swap(target, old.replace(".", "/"), now.replace(".", "/"));
  return swap(target, old, now);
}

/** Decisions on flows without an id of their own, whose stable ids are made of their ends, follow the new ends. */
function followFlows(before: Study, after: Study, configuration: string): Study {
  const a = configurationOf(before, configuration);
  const b = configurationOf(after, configuration);
  if (!a?.flows || !b?.flows || !before.decisions?.some((d) => d.target.startsWith("fl:"))) return after;
  const now = flowIdsOf(b);
  const moved = new Map(
    flowIdsOf(a).map((id, i) => [`fl:${configuration}/${id}`, `fl:${configuration}/${now[i]}`]),
  );
  return retargeted(after, (target) => moved.get(target) ?? target);
}

const renamedIn = (list: readonly string[], from: string, to: string): string[] =>
  mapped(list, (x) => (x === from ? to : x));

/** Ends and uses that name an interface, changed. */
function withEnds(configuration: Configuration, change: (endpoint: string) => string): Configuration {
  let out = configuration;
  if (out.flows)
    out = withList(
      out,
      "flows",
      mapped(out.flows, (f) => patched<Flow>(f, { from: change(f.from), to: change(f.to) })),
    );
  if (out.people)
    out = withList(
      out,
      "people",
      mapped(out.people, (p) => (p.uses ? withList(p, "uses", mapped(p.uses, change)) : p)),
    );
  return out;
}

/** Gives a thing another id, everywhere it is referred to. The study as it was when the id is taken or is none. */
export function rename(study: Study, stableId: string, to: string): Study {
  const thing = thingOf(stableId);
  if (!thing || !isId(to)) return study;
  const { kind, configuration, id } = thing;
  if (kind === "flow") return setFlow(study, configuration, id, { id: to });
  if (kind === "productType") return renameType(study, id, to);
  if (kind === "configuration") return renameConfiguration(study, id, to);
  const before = configurationOf(study, configuration);
  if (!before) return study;
  let out = study;
  switch (kind) {
    case "component": {
      if (before.components.some((c) => c.id === to) || !before.components.some((c) => c.id === id))
        return study;
      out = changeComponent(out, configuration, id, (c) => ({ ...c, id: to }));
      out = inConfiguration(out, configuration, (c) =>
        relaid(
          withEnds(c, (end) => (end.startsWith(`${id}.`) ? `${to}${end.slice(id.length)}` : end)),
          (layout) => renamedKey(layout, id, to),
        ),
      );
      out = withAssets(out, (a) =>
        withList(a, "on", renamedIn(a.on, `${configuration}/${id}`, `${configuration}/${to}`)),
      );
      break;
    }
    case "interface": {
      const { component, interface: face } = endOf(id);
      const owner = before.components.find((c) => c.id === component);
      if (!owner?.interfaces?.some((f) => f.id === face) || owner.interfaces.some((f) => f.id === to))
        return study;
      out = changeComponent(out, configuration, component, (c) => ({
        ...c,
        interfaces: mapped(c.interfaces ?? [], (f) => (f.id === face ? { ...f, id: to } : f)),
      }));
      out = inConfiguration(out, configuration, (c) =>
        withEnds(c, (end) => (end === id ? `${component}.${to}` : end)),
      );
      break;
    }
    case "zone": {
      if (before.zones.some((z) => z.id === to) || !before.zones.some((z) => z.id === id)) return study;
      out = inConfiguration(out, configuration, (c) => {
        let next: Configuration = {
          ...c,
          zones: mapped(c.zones, (z) =>
            patched<Zone>(z, {
              ...(z.id === id ? { id: to } : {}),
              ...(z.parent === id ? { parent: to } : {}),
            }),
          ),
          components: mapped(c.components, (x) => (x.zone === id ? { ...x, zone: to } : x)),
        };
        if (c.segments)
          next = withList(
            next,
            "segments",
            mapped(c.segments, (s) => (s.zone === id ? { ...s, zone: to } : s)),
          );
        if (c.people)
          next = withList(
            next,
            "people",
            mapped(c.people, (p) => (p.zones ? withList(p, "zones", renamedIn(p.zones, id, to)) : p)),
          );
        return relaid(next, (layout) => renamedKey(layout, zoneKey(id), zoneKey(to)));
      });
      break;
    }
    case "segment": {
      const segments = before.segments ?? [];
      if (segments.some((s) => s.id === to) || !segments.some((s) => s.id === id)) return study;
      out = inConfiguration(out, configuration, (c) => ({
        ...c,
        segments: mapped(c.segments ?? [], (s) => (s.id === id ? { ...s, id: to } : s)),
        components: mapped(c.components, (x) =>
          x.interfaces
            ? withList(
                x,
                "interfaces",
                mapped(x.interfaces, (f) => (f.segment === id ? { ...f, segment: to } : f)),
              )
            : x,
        ),
      }));
      break;
    }
    case "person": {
      const people = before.people ?? [];
      if (people.some((p) => p.id === to) || !people.some((p) => p.id === id)) return study;
      out = inConfiguration(out, configuration, (c) =>
        withList(
          c,
          "people",
          mapped(c.people ?? [], (p) => (p.id === id ? { ...p, id: to } : p)),
        ),
      );
    }
  }
  const shown = kind === "interface" ? `${endOf(id).component}.${to}` : to;
  out = retargeted(out, (target) => follow(target, thing, shown));
  return kind === "component" || kind === "interface" ? followFlows(study, out, configuration) : out;
}

function withAssets(study: Study, change: (asset: Asset) => Asset): Study {
  if (!study.assets) return study;
  const assets = mapped(study.assets, change);
  return assets === study.assets ? study : { ...study, assets };
}

function renameType(study: Study, id: string, to: string): Study {
  if (study.productTypes.some((t) => t.id === to) || !study.productTypes.some((t) => t.id === id))
    return study;
  let out: Study = {
    ...study,
    productTypes: mapped(study.productTypes, (t) => (t.id === id ? { ...t, id: to } : t)),
    configurations: mapped(study.configurations, (c) =>
      withList(
        c,
        "components",
        mapped(c.components, (x) => (x.type === id ? { ...x, type: to } : x)),
      ),
    ),
  };
  out = withAssets(out, (a) => withList(a, "on", renamedIn(a.on, id, to)));
  if (out.market?.makers)
    out = {
      ...out,
      market: {
        ...out.market,
        makers: mapped(out.market.makers, (m) => (m.type === id ? { ...m, type: to } : m)),
      },
    };
  return retargeted(out, (target) => follow(target, { kind: "productType", configuration: "", id }, to));
}

function renameConfiguration(study: Study, id: string, to: string): Study {
  if (study.configurations.some((c) => c.id === to) || !study.configurations.some((c) => c.id === id))
    return study;
  let out = inConfiguration(study, id, (c) => ({ ...c, id: to }));
  out = withAssets(out, (a) =>
    withList(
      a,
      "on",
      mapped(a.on, (place) => (place.startsWith(`${id}/`) ? `${to}${place.slice(id.length)}` : place)),
    ),
  );
  return retargeted(out, (target) => follow(target, { kind: "configuration", configuration: id, id }, to));
}

// Removing

/** What a removal takes: the things asked for and what cannot stay without them. Stable ids, and ids of the rest. */
export interface Removal {
  components: string[];
  zones: string[];
  interfaces: string[];
  segments: string[];
  flows: string[];
  people: string[];
  productTypes: string[];
  configurations: string[];
  /** Named assets that stand nowhere else. */
  assets: string[];
  decisions: string[];
  makers: number;
  /** Things asked for that have to stay, and why. */
  kept: { id: string; why: "last-zone" | "last-configuration" | "last-type" }[];
}

/** What `remove` would take along, to be said before or after. Components of a removed zone move to its parent when there is one. */
export function removalOf(study: Study, stableIds: readonly string[]): Removal {
  return removing(study, stableIds).removal;
}

/** Removes things with everything that cannot stay without them. */
export function remove(study: Study, stableIds: readonly string[]): Study {
  return removing(study, stableIds).study;
}

function removing(study: Study, stableIds: readonly string[]): { study: Study; removal: Removal } {
  const removal: Removal = {
    components: [],
    zones: [],
    interfaces: [],
    segments: [],
    flows: [],
    people: [],
    productTypes: [],
    configurations: [],
    assets: [],
    decisions: [],
    makers: 0,
    kept: [],
  };
  const asked = stableIds.map(thingOf).filter((t) => t !== undefined);
  const idsOf = (kind: Thing["kind"], configuration: string) =>
    new Set(asked.filter((t) => t.kind === kind && t.configuration === configuration).map((t) => t.id));
  const gone: Thing[] = [];
  const go = (list: string[], thing: Thing) => {
    gone.push(thing);
    list.push(stableIdOf(thing));
  };

  const cfgs = new Set(asked.filter((t) => t.kind === "configuration").map((t) => t.id));
  let configurations = study.configurations;
  const staying = configurations.filter((c) => !cfgs.has(c.id));
  if (staying.length === 0 && cfgs.size > 0) {
    const first = configurations[0] as Configuration;
    removal.kept.push({ id: `cf:${first.id}`, why: "last-configuration" });
    cfgs.delete(first.id);
  }
  for (const c of configurations)
    if (cfgs.has(c.id)) go(removal.configurations, { kind: "configuration", configuration: c.id, id: c.id });
  configurations = without(configurations, (c) => cfgs.has(c.id));

  const types = new Set(asked.filter((t) => t.kind === "productType").map((t) => t.id));
  if (types.size > 0 && study.productTypes.every((t) => types.has(t.id))) {
    const first = study.productTypes[0] as ProductType;
    removal.kept.push({ id: `pt:${first.id}`, why: "last-type" });
    types.delete(first.id);
  }
  for (const t of study.productTypes)
    if (types.has(t.id)) go(removal.productTypes, { kind: "productType", configuration: "", id: t.id });

  const touched = new Set(asked.map((t) => t.configuration));
  configurations = mapped(configurations, (c) => {
    if (!touched.has(c.id) && types.size === 0) return c;
    return removingIn(c, {
      types,
      ids: (kind) => idsOf(kind, c.id),
      go,
      removal,
    });
  });

  let out: Study = configurations === study.configurations ? study : { ...study, configurations };
  if (types.size > 0) {
    out = { ...out, productTypes: without(out.productTypes, (t) => types.has(t.id)) };
    const makers = out.market?.makers;
    if (makers) {
      const left = without(makers, (m) => types.has(m.type));
      removal.makers = makers.length - left.length;
      if (left !== makers) out = { ...out, market: { ...out.market, makers: left } };
    }
  }
  if (gone.length === 0) return { study: out, removal };

  const places = new Set<string>();
  for (const t of gone) {
    if (t.kind === "component") places.add(`${t.configuration}/${t.id}`);
    if (t.kind === "productType") places.add(t.id);
  }
  const wholes = gone.filter((t) => t.kind === "configuration").map((t) => `${t.id}/`);
  if (out.assets && (places.size > 0 || wholes.length > 0)) {
    const assets: Asset[] = [];
    for (const asset of out.assets) {
      const on = without(asset.on, (p) => places.has(p) || wholes.some((w) => p.startsWith(w)));
      if (on.length === 0) removal.assets.push(asset.id);
      else assets.push(on === asset.on ? asset : { ...asset, on });
    }
    if (assets.length !== out.assets.length || assets.some((a, i) => a !== out.assets?.[i]))
      out = { ...out, assets };
    if (removal.assets.length > 0) out = withoutCarried(out, new Set(removal.assets));
  }
  if (out.decisions) {
    const goneFlows = new Set(removal.flows);
    const decisions = without(
      out.decisions,
      (d) => goneFlows.has(d.target) || gone.some((t) => t.kind !== "flow" && isAbout(d.target, t)),
    );
    if (decisions !== out.decisions) {
      const left = new Set(decisions);
      removal.decisions = out.decisions.filter((d) => !left.has(d)).map((d) => d.id);
      out = { ...out, decisions };
    }
  }
  return { study: out, removal };
}

function withoutCarried(study: Study, assets: Set<string>): Study {
  return {
    ...study,
    configurations: mapped(study.configurations, (c) =>
      c.flows
        ? withList(
            c,
            "flows",
            mapped(c.flows, (f) =>
              f.carries
                ? withList(
                    f,
                    "carries",
                    without(f.carries, (a) => assets.has(a)),
                  )
                : f,
            ),
          )
        : c,
    ),
  };
}

function removingIn(
  c: Configuration,
  what: {
    types: Set<string>;
    ids: (kind: Thing["kind"]) => Set<string>;
    go: (list: string[], thing: Thing) => void;
    removal: Removal;
  },
): Configuration {
  const { removal, types } = what;
  const go = (list: string[], kind: Thing["kind"], id: string) =>
    what.go(list, { kind, configuration: c.id, id });
  const zones = what.ids("zone");
  for (const id of [...zones]) if (!c.zones.some((z) => z.id === id)) zones.delete(id);
  if (zones.size === c.zones.length) {
    const first = c.zones.find((z) => z.parent === undefined) ?? (c.zones[0] as Zone);
    zones.delete(first.id);
    removal.kept.push({ id: `zn:${c.id}/${first.id}`, why: "last-zone" });
  }
  const parentOf = new Map(c.zones.map((z) => [z.id, z.parent]));
  /** Nearest zone around `id` that stays. */
  const shelter = (id: string | undefined): string | undefined => {
    let at = id;
    for (let steps = 0; at !== undefined && zones.has(at) && steps <= c.zones.length; steps++)
      at = parentOf.get(at);
    return at !== undefined && zones.has(at) ? undefined : at;
  };
  const components = what.ids("component");
  for (const x of c.components)
    if (types.has(x.type) || (zones.has(x.zone) && shelter(x.zone) === undefined)) components.add(x.id);
  const segments = what.ids("segment");
  for (const s of c.segments ?? [])
    if (zones.has(s.zone) && shelter(s.zone) === undefined) segments.add(s.id);
  const faces = what.ids("interface");
  const flows = what.ids("flow");
  const people = what.ids("person");

  for (const z of c.zones) if (zones.has(z.id)) go(removal.zones, "zone", z.id);
  for (const x of c.components) {
    if (components.has(x.id)) go(removal.components, "component", x.id);
    else
      for (const f of x.interfaces ?? [])
        if (faces.has(`${x.id}.${f.id}`)) go(removal.interfaces, "interface", `${x.id}.${f.id}`);
  }
  const goesEnd = (endpoint: string) =>
    faces.has(endpoint) || components.has(endpoint.slice(0, endpoint.indexOf(".")));
  const flowIds = flows.size > 0 || components.size > 0 || faces.size > 0 ? flowIdsOf(c) : [];
  const goesFlow = (f: Flow, at: number) =>
    flows.has(flowIds[at] as string) || goesEnd(f.from) || goesEnd(f.to);
  (c.flows ?? []).forEach((f, at) => {
    if (goesFlow(f, at)) go(removal.flows, "flow", flowIds[at] as string);
  });
  for (const s of c.segments ?? []) if (segments.has(s.id)) go(removal.segments, "segment", s.id);
  for (const p of c.people ?? []) if (people.has(p.id)) go(removal.people, "person", p.id);

  let out = c;
  if (zones.size > 0)
    out = {
      ...out,
      zones: mapped(
        without(out.zones, (z) => zones.has(z.id)),
        (z) =>
          z.parent !== undefined && zones.has(z.parent) ? patched(z, { parent: shelter(z.parent) }) : z,
      ),
    };
  out = withList(
    out,
    "components",
    mapped(
      without(out.components, (x) => components.has(x.id)),
      (x) => {
        let next = zones.has(x.zone) ? { ...x, zone: shelter(x.zone) as string } : x;
        if (next.interfaces && (faces.size > 0 || segments.size > 0))
          next = withList(
            next,
            "interfaces",
            mapped(
              without(next.interfaces, (f) => faces.has(`${x.id}.${f.id}`)),
              (f) =>
                f.segment !== undefined && segments.has(f.segment)
                  ? patched<Interface>(f, { segment: undefined })
                  : f,
            ),
          );
        return next;
      },
    ),
  );
  if (c.flows) out = withList(out, "flows", without(c.flows, goesFlow));
  if (c.segments)
    out = withList(
      out,
      "segments",
      mapped(
        without(c.segments, (s) => segments.has(s.id)),
        (s) => (zones.has(s.zone) ? { ...s, zone: shelter(s.zone) as string } : s),
      ),
    );
  if (c.people)
    out = withList(
      out,
      "people",
      mapped(
        without(c.people, (p) => people.has(p.id)),
        (p) => {
          let next = p.uses ? withList(p, "uses", without(p.uses, goesEnd)) : p;
          if (next.zones?.some((z) => zones.has(z)))
            next = {
              ...next,
              zones: [
                ...new Set(
                  next.zones.map((z) => (zones.has(z) ? shelter(z) : z)).filter((z) => z !== undefined),
                ),
              ],
            };
          return next;
        },
      ),
    );
  return relaid(out, (layout) => {
    const keys = Object.keys(layout).filter(
      (k) => components.has(k) || (k.startsWith("zone:") && zones.has(k.slice(5))),
    );
    if (keys.length === 0) return layout;
    const left = { ...layout };
    for (const k of keys) delete left[k];
    return left;
  });
}

// Connecting

export interface ConnectEnd {
  component: string;
  /** Absent: one that fits is taken or made. */
  interface?: string;
}

/**
 * Joins two components by a flow. Interfaces that fit together are taken (enabled, in normal use first, the same
 * segment or medium, or media that routers join); where there are none, one is made like its partner's.
 * @returns the study and the new flow's stable id; no id when the ends cannot be joined.
 */
export function connect(
  study: Study,
  catalog: Catalog,
  configuration: string,
  from: ConnectEnd,
  to: ConnectEnd,
  flow: Omit<Flow, "from" | "to" | "id"> = {},
): { study: Study; flow?: string; made: string[] } {
  const c = configurationOf(study, configuration);
  const a = c?.components.find((x) => x.id === from.component);
  const b = c?.components.find((x) => x.id === to.component);
  if (!c || !a || !b || a === b) return { study, made: [] };
  const choices = (component: Component, end: ConnectEnd) =>
    (component.interfaces ?? []).filter((f) => end.interface === undefined || f.id === end.interface);
  const as = choices(a, from);
  const bs = choices(b, to);
  if ((from.interface !== undefined && as.length === 0) || (to.interface !== undefined && bs.length === 0))
    return { study, made: [] };

  const fits = (x: Interface, y: Interface) => {
    const m = catalog.media.get(x.medium);
    const n = catalog.media.get(y.medium);
    const routed = m?.routedGroup !== undefined && m.routedGroup === n?.routedGroup;
    if (!routed && x.medium !== y.medium) return false;
    return routed || x.segment === undefined || y.segment === undefined || x.segment === y.segment;
  };
  const use = { normal: 0, maintenance: 40, unused: 90 };
  const distance = (x: Interface, y: Interface) =>
    use[x.use] +
    use[y.use] +
    (x.enabled === false || y.enabled === false ? 200 : 0) +
    (x.protocol !== undefined && x.protocol === y.protocol ? 0 : x.protocol && y.protocol ? 12 : 4) +
    (x.segment !== undefined && x.segment === y.segment ? 0 : 3) +
    (x.medium === y.medium ? 0 : 6);
  let best: { x: Interface; y: Interface; d: number } | undefined;
  for (const x of as)
    for (const y of bs) {
      if (!fits(x, y)) continue;
      const d = distance(x, y);
      if (!best || d < best.d) best = { x, y, d };
    }
  const named = from.interface !== undefined && to.interface !== undefined;
  if (named && !best) return { study, made: [] };
  // An unused interface is not opened just because somebody draws a line.
  if (best && best.d >= 90 && !named && from.interface === undefined && to.interface === undefined)
    best = undefined;

  let out = study;
  const made: string[] = [];
  const make = (component: Component, like: Interface): Interface => {
    const face = {
      ...like,
      id: freeId(
        like.id,
        (component.interfaces ?? []).map((f) => f.id),
      ),
    };
    out = addInterface(out, configuration, component.id, face);
    made.push(`if:${configuration}/${component.id}.${face.id}`);
    return face;
  };
  const preferred = (list: Interface[]) =>
    [...list].sort(
      (p, q) => use[p.use] + (p.enabled === false ? 200 : 0) - use[q.use] - (q.enabled === false ? 200 : 0),
    )[0];
  let x = best?.x;
  let y = best?.y;
  if (!x || !y) {
    const partner =
      (from.interface !== undefined ? as[0] : undefined) ??
      (to.interface !== undefined ? bs[0] : undefined) ??
      preferred(as.filter((f) => f.use === "normal" && f.enabled !== false)) ??
      preferred(bs.filter((f) => f.use === "normal" && f.enabled !== false));
    const like = partner ? likeInterface(partner) : plainInterface(c, a, b);
    x = as.includes(partner as Interface) ? partner : undefined;
    y = bs.includes(partner as Interface) ? partner : undefined;
    x ??= make(a, like);
    y ??= make(b, like);
  }
  const added: Flow = { from: `${a.id}.${x?.id}`, to: `${b.id}.${y?.id}`, ...flow };
  const before = out;
  out = addFlow(out, configuration, added);
  if (out === before) return { study, made: [] };
  const after = configurationOf(out, configuration) as Configuration;
  const at = after.flows?.indexOf(added) ?? -1;
  return { study: out, flow: `fl:${configuration}/${flowIdsOf(after)[at]}`, made };
}

/** What two interfaces of one connection share: medium, segment, protocol; what protects them is each one's own. */
function likeInterface(face: Interface): Interface {
  return {
    id: face.id,
    use: "normal",
    medium: face.medium,
    ...(face.segment === undefined ? {} : { segment: face.segment }),
    ...(face.protocol === undefined ? {} : { protocol: face.protocol }),
  };
}

/** First interface of two components that have none: of a segment of their zone, else a wired port. */
function plainInterface(c: Configuration, a: Component, b: Component): Interface {
  const segment =
    (c.segments ?? []).find((s) => s.zone === a.zone && a.zone === b.zone) ??
    (c.segments ?? []).find((s) => s.zone === b.zone || s.zone === a.zone);
  return segment && a.zone === b.zone
    ? { id: segment.id, use: "normal", medium: segment.medium, segment: segment.id }
    : { id: "net", use: "normal", medium: segment?.medium ?? "ethernet" };
}

// Copying

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
