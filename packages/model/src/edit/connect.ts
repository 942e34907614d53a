/** Connecting two components: the flow, and the interfaces it needs. */
import type { Catalog } from "@seiza/catalog";
import type { Component, Configuration, Flow, Interface, Study } from "../schema.ts";
import { addFlow, addInterface } from "./add.ts";
import { configurationOf, flowIdsOf, freeId } from "./things.ts";

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
