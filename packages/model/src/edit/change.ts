/** Edits that change, move and group. */
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
import { addZone } from "./add.ts";
import { retargeted } from "./follow.ts";
import { changeComponent, inConfiguration, mapped, patched, withList } from "./parts.ts";
import { configurationOf, endOf, flowIdsOf, isId, type Layout, type Patch } from "./things.ts";

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
