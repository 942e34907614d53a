/** Flows, the media they run over, and people who use components. */
import type { Component, Configuration, Flow, Interface, Person } from "../schema.ts";
import type { Resolver } from "./resolver.ts";
import type { StudyIndex } from "./study-index.ts";

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

export function resolveFlows(
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

export function resolvePeople(
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
