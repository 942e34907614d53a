/**
 * What the diagram shows of a configuration: boxes, lines and words with their places, made anew from the study after
 * each edit. Coordinates are px at a zoom of 1. An index of a node, zone or edge lives as long as its scene.
 */
import type { Catalog } from "@seiza/catalog";
import type { Dossier } from "@seiza/dossier";
import {
  type Box,
  type Component,
  type Configuration,
  endOf,
  type Flow,
  flowIdsOf,
  type Interface,
  protocolFinder,
  type Study,
  type StudyText,
} from "@seiza/model";
import { iconOf } from "./icons.ts";
import { NODE_HEIGHT, NODE_WIDTH, type Places, placed } from "./placement.ts";

export type Lang = "ja" | "en";
export type Rect = { x: number; y: number; width: number; height: number };
/** Side of a box: 0 top, 1 right, 2 bottom, 3 left. */
export type Side = 0 | 1 | 2 | 3;
export type Protection = "none" | "link" | "transport" | "unknown";

export interface Port {
  face: Interface;
  /** Stable id `if:…`. */
  id: string;
  side: Side;
  /** Offset from the node's corner. */
  dx: number;
  dy: number;
}
export interface SceneNode extends Rect {
  /** Component id, and its stable id `co:…`. */
  key: string;
  id: string;
  component: Component;
  name: string;
  typeName: string;
  icon: string;
  class: string;
  zone: number;
  quantity: number;
  constrained: boolean;
  labelCapable: boolean;
  importance: 0 | 1 | 2 | 3;
  ports: Port[];
  problem: 0 | 1 | 2;
  /** Edges that end here. */
  edges: number[];
}
export interface SceneZone extends Rect {
  key: string;
  id: string;
  name: string;
  kindName: string;
  role: string;
  trust: number;
  access: string;
  parent: number;
  depth: number;
  /** Zones and components directly inside. */
  zones: number[];
  nodes: number[];
  problem: 0 | 1 | 2;
}
export interface SceneEdge {
  id: string;
  flow: Flow;
  from: number;
  to: number;
  fromPort: number;
  toPort: number;
  command: boolean;
  protection: Protection;
  label: string;
  /** Number among the flows that join the same two components, and how many there are. */
  lane: number;
  lanes: number;
  problem: 0 | 1 | 2;
}
export interface Scene {
  configuration: Configuration;
  nodes: SceneNode[];
  zones: SceneZone[];
  /** Zones, the outermost first. */
  zoneOrder: number[];
  edges: SceneEdge[];
  nodeAt: Map<string, number>;
  zoneAt: Map<string, number>;
  edgeAt: Map<string, number>;
  bounds: Rect;
  /** Places that the study does not state, all of them when it states none. */
  isPlaced: boolean;
  /** Places worked out for a study that states none; another value means that everything has moved. */
  fallback: Places | undefined;
}

export const say = (text: StudyText | undefined, lang: Lang): string =>
  text === undefined
    ? ""
    : typeof text === "string"
      ? text
      : ((lang === "ja" ? (text.ja ?? text.en) : (text.en ?? text.ja)) ?? "");

/** Problem by place: 2 error, 1 warning. Keys are stable ids. */
export type Severities = ReadonlyMap<string, 0 | 1 | 2>;

const WEAKNESS: Protection[] = ["none", "unknown", "link", "transport"];
const protectionOfValue = (encryption: string): Protection =>
  encryption === "none"
    ? "none"
    : encryption === "link"
      ? "link"
      : encryption === "unknown"
        ? "unknown"
        : "transport";

const finders = new WeakMap<Catalog, ReturnType<typeof protocolFinder>>();
export function presetOf(catalog: Catalog, protocol: string | undefined) {
  if (protocol === undefined) return undefined;
  let finder = finders.get(catalog);
  if (!finder) {
    finder = protocolFinder(catalog);
    finders.set(catalog, finder);
  }
  return finder(protocol);
}

export interface SceneInput {
  study: Study;
  configuration: Configuration;
  catalog: Catalog;
  lang: Lang;
  dossier?: Dossier | undefined;
  severities?: Severities | undefined;
  /** Places for what the study does not place. */
  fallback?: Places | undefined;
}

export function sceneOf(input: SceneInput): Scene {
  const { study, configuration: c, catalog, lang, dossier, severities, fallback } = input;
  const places = placed(c, fallback);
  const types = new Map(study.productTypes.map((t) => [t.id, t]));
  const typeWords = new Map<
    string,
    { name: string; icon: string; class: string; constrained: boolean; capable: boolean }
  >();
  for (const t of study.productTypes) {
    const based = t.based === undefined ? undefined : catalog["product-types"].get(t.based);
    const trait = (key: "constrained" | "generalPurpose" | "ip") =>
      t[key] ?? (based?.defaults[key] as boolean | undefined);
    typeWords.set(t.id, {
      name: say(t.name, lang),
      icon: iconOf(t, catalog),
      class: t.class,
      constrained: trait("constrained") === true,
      capable: trait("ip") !== false && trait("generalPurpose") !== true && t.class !== "service",
    });
  }
  const rows = new Map(
    dossier?.step1.configurations.find((x) => x.id === `cf:${c.id}`)?.components.map((r) => [r.id, r]),
  );
  const severity = (id: string): 0 | 1 | 2 => severities?.get(id) ?? 0;

  const zoneAt = new Map(c.zones.map((z, i) => [z.id, i]));
  const zones = c.zones.map((z): SceneZone => {
    const kind = catalog["zone-kinds"].get(z.kind);
    return {
      ...(places.zones.get(z.id) ?? { x: 0, y: 0, width: 200, height: 120 }),
      key: z.id,
      id: `zn:${c.id}/${z.id}`,
      name: say(z.name, lang),
      kindName: kind?.name[lang] ?? z.kind,
      role: kind?.role ?? "field",
      trust: z.trust ?? kind?.trust ?? 0,
      access: z.physicalAccess ?? kind?.physicalAccess ?? "unknown",
      parent: z.parent === undefined ? -1 : (zoneAt.get(z.parent) ?? -1),
      depth: 0,
      zones: [],
      nodes: [],
      problem: severity(`zn:${c.id}/${z.id}`),
    };
  });
  zones.forEach((z, i) => {
    if (z.parent >= 0 && z.parent !== i) zones[z.parent]?.zones.push(i);
    for (let up = z.parent, steps = 0; up >= 0 && steps < zones.length; up = zones[up]?.parent ?? -1, steps++)
      z.depth++;
  });
  const zoneOrder = zones.map((_, i) => i).sort((a, b) => (zones[a]?.depth ?? 0) - (zones[b]?.depth ?? 0));

  const nodeAt = new Map<string, number>();
  const nodes = c.components.map((x, i): SceneNode => {
    nodeAt.set(x.id, i);
    const type = types.get(x.type);
    const words = typeWords.get(x.type);
    const id = `co:${c.id}/${x.id}`;
    const row = rows.get(id);
    const place = places.components.get(x.id) ?? { x: 0, y: 0 };
    const zone = zoneAt.get(x.zone) ?? -1;
    if (zone >= 0) zones[zone]?.nodes.push(i);
    const typeName = words?.name ?? x.type;
    return {
      x: place.x,
      y: place.y,
      width: NODE_WIDTH,
      height: NODE_HEIGHT,
      key: x.id,
      id,
      component: x,
      name: x.name === undefined ? typeName : say(x.name, lang),
      typeName: x.name === undefined ? "" : typeName,
      icon: words?.icon ?? "device",
      class: x.class ?? type?.class ?? "device",
      zone,
      quantity: x.quantity ?? 1,
      constrained: x.constrained ?? words?.constrained ?? false,
      labelCapable: row?.labelCapable ?? words?.capable ?? false,
      importance: row?.importance ?? 0,
      ports: [],
      problem: severity(id),
      edges: [],
    };
  });

  const edgeIds = flowIdsOf(c);
  const edgeAt = new Map<string, number>();
  const edges: SceneEdge[] = [];
  const lanes = new Map<number, number[]>();
  const protection = (face: Interface | undefined): string =>
    face?.encryption ?? presetOf(catalog, face?.protocol)?.encryption ?? "unknown";
  const faceIn = (component: Component | undefined, id: string) =>
    component?.interfaces?.find((f) => f.id === id);
  (c.flows ?? []).forEach((flow, i) => {
    const a = endOf(flow.from);
    const b = endOf(flow.to);
    const from = nodeAt.get(a.component);
    const to = nodeAt.get(b.component);
    if (from === undefined || to === undefined) return;
    const x = faceIn(nodes[from]?.component, a.interface);
    const y = faceIn(nodes[to]?.component, b.interface);
    // An end without a protocol is a plain port: the other one says how the flow is protected.
    const speaking = [x, y].filter((f) => f?.protocol !== undefined || f?.encryption !== undefined);
    const ends = (speaking.length > 0 ? speaking : [x, y]).map((f) => protectionOfValue(protection(f)));
    const id = `fl:${c.id}/${edgeIds[i]}`;
    const at = edges.length;
    edgeAt.set(id, at);
    nodes[from]?.edges.push(at);
    nodes[to]?.edges.push(at);
    const pair = from < to ? from * nodes.length + to : to * nodes.length + from;
    const list = lanes.get(pair);
    if (list) list.push(at);
    else lanes.set(pair, [at]);
    edges.push({
      id,
      flow,
      from,
      to,
      fromPort: -1,
      toPort: -1,
      command: flow.command === true,
      protection: ends.reduce((p, q) => (WEAKNESS.indexOf(q) < WEAKNESS.indexOf(p) ? q : p), "transport"),
      label:
        say(flow.name, lang) ||
        (flow.protocol ??
          y?.protocol ??
          x?.protocol ??
          catalog.media.get(y?.medium ?? "")?.name[lang] ??
          y?.medium ??
          ""),
      lane: 0,
      lanes: 1,
      problem: severity(id),
    });
  });
  for (const list of lanes.values())
    list.forEach((at, lane) => {
      Object.assign(edges[at] as SceneEdge, { lane, lanes: list.length });
    });

  const scene: Scene = {
    configuration: c,
    nodes,
    zones,
    zoneOrder,
    edges,
    nodeAt,
    zoneAt,
    edgeAt,
    bounds: boundsOf([...zones, ...nodes]),
    isPlaced: places.isStated,
    fallback,
  };
  placePorts(scene);
  return scene;
}

export function boundsOf(rects: readonly Rect[]): Rect {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const r of rects) {
    left = Math.min(left, r.x);
    top = Math.min(top, r.y);
    right = Math.max(right, r.x + r.width);
    bottom = Math.max(bottom, r.y + r.height);
  }
  return rects.length === 0
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}

/** Puts each interface on the side of its box that faces those it talks with. */
function placePorts(scene: Scene): void {
  const { nodes, edges, configuration } = scene;
  const partners = new Map<string, { x: number; y: number; n: number }>();
  const add = (end: string, from: SceneNode, to: SceneNode) => {
    const at = partners.get(end) ?? { x: 0, y: 0, n: 0 };
    at.x += to.x - from.x;
    at.y += to.y - from.y;
    at.n++;
    partners.set(end, at);
  };
  for (const e of edges) {
    const a = nodes[e.from] as SceneNode;
    const b = nodes[e.to] as SceneNode;
    add(e.flow.from, a, b);
    add(e.flow.to, b, a);
  }
  const portAt = new Map<string, number>();
  for (const node of nodes) {
    const sides: { face: Interface; order: number }[][] = [[], [], [], []];
    for (const face of node.component.interfaces ?? []) {
      const p = partners.get(`${node.key}.${face.id}`);
      if (!p) sides[2]?.push({ face, order: 1e9 });
      else {
        const wide = Math.abs(p.x) * 0.55 > Math.abs(p.y);
        const side: Side = wide ? (p.x > 0 ? 1 : 3) : p.y > 0 ? 2 : 0;
        sides[side]?.push({ face, order: (wide ? p.y : p.x) / p.n });
      }
    }
    sides.forEach((list, s) => {
      list.sort((a, b) => a.order - b.order);
      const side = s as Side;
      const long = side === 0 || side === 2 ? node.width : node.height;
      const step = Math.min(22, (long - 16) / Math.max(1, list.length));
      list.forEach(({ face }, i) => {
        const along = long / 2 + (i - (list.length - 1) / 2) * step;
        portAt.set(`${node.key}.${face.id}`, node.ports.length);
        node.ports.push({
          face,
          id: `if:${configuration.id}/${node.key}.${face.id}`,
          side,
          dx: side === 1 ? node.width : side === 3 ? 0 : along,
          dy: side === 2 ? node.height : side === 0 ? 0 : along,
        });
      });
    });
  }
  for (const e of edges) {
    e.fromPort = portAt.get(e.flow.from) ?? -1;
    e.toPort = portAt.get(e.flow.to) ?? -1;
  }
}

/** Innermost zone at a point, or -1; `except` and what stands in it are passed over. */
export function zoneUnder(
  scene: Scene,
  x: number,
  y: number,
  except: ReadonlySet<number> = new Set(),
): number {
  for (let i = scene.zoneOrder.length - 1; i >= 0; i--) {
    const at = scene.zoneOrder[i] as number;
    const z = scene.zones[at] as SceneZone;
    if (x < z.x || y < z.y || x > z.x + z.width || y > z.y + z.height) continue;
    let inside = false;
    for (
      let up = at, steps = 0;
      up >= 0 && steps <= scene.zones.length;
      up = scene.zones[up]?.parent ?? -1, steps++
    )
      if (except.has(up)) inside = true;
    if (!inside) return at;
  }
  return -1;
}

/** All zones and components inside a zone, at any depth. */
export function insideOf(scene: Scene, zone: number): { zones: Set<number>; nodes: Set<number> } {
  const zones = new Set<number>();
  const nodes = new Set<number>();
  const visit = (at: number) => {
    if (zones.has(at)) return;
    zones.add(at);
    for (const n of scene.zones[at]?.nodes ?? []) nodes.add(n);
    for (const z of scene.zones[at]?.zones ?? []) visit(z);
  };
  visit(zone);
  return { zones, nodes };
}

/** Places of everything as the scene shows them, for a study that states none of its own. */
export function layoutOf(scene: Scene): Record<string, Box> {
  const out: Record<string, Box> = {};
  for (const z of scene.zones)
    out[`zone:${z.key}`] = {
      x: Math.round(z.x),
      y: Math.round(z.y),
      width: Math.round(z.width),
      height: Math.round(z.height),
    };
  for (const n of scene.nodes) out[n.key] = { x: Math.round(n.x), y: Math.round(n.y) };
  return out;
}
