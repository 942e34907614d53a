/** Removing, with everything that cannot stay without the thing. */
import type { Asset, Configuration, Flow, Interface, ProductType, Study, Zone } from "../schema.ts";
import { isAbout } from "./follow.ts";
import { mapped, patched, relaid, withList, without } from "./parts.ts";
import { flowIdsOf, stableIdOf, type Thing, thingOf } from "./things.ts";

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
