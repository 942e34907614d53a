/** Names of the things of a study: stable ids, flow ids, free ids. */
import { flowName } from "../resolve.ts";
import type { Box, Configuration, Flow, Study } from "../schema.ts";

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
export const PREFIX_OF: Record<string, string> = Object.fromEntries(
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
