/**
 * Small picture of a system: zones as areas, components as boxes, flows as lines, no text, a few kilobytes. Neutral to
 * the page's colours: lines are `currentColor`; `--seiza-picture-box` fills boxes, `--seiza-picture-accent` outlines
 * those that can carry a label. It holds no word of the study, so it can stand in a page as it is.
 */
import type { Configuration, Dossier } from "@seiza/dossier";
import type { Graph } from "./graph.ts";
import { layOut } from "./layout.ts";

export interface Place {
  x: number;
  y: number;
  width?: number | undefined;
  height?: number | undefined;
}
/** Places of a configuration's diagram by component id or `zone:<zone id>`, as the study holds them. */
export type Places = Readonly<Record<string, Place>>;

interface Box {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
  kind: "zone" | "component";
  depth: number;
  capable: boolean;
}
interface Sketch {
  boxes: Box[];
  lines: [number, number][][];
}

const BOX = { width: 64, height: 38 };
const PADDING = 14;
/** More boxes than this are drawn as one for each zone and product type; more than that still, as zones alone. */
const BOXES_AT_MOST = 120;
/** More lines than this say nothing on a card and take ELK seconds: then zones stand in rows, joined as wholes. */
const LINES_AT_MOST = 140;
/** Width that the line widths are made for, in pixels on screen. */
const SHOWN_WIDTH = 300;

/** Id within the configuration: `co:cfg/x` → `x`. */
const local = (id: string) => id.slice(id.indexOf("/") + 1);

interface Node {
  id: string;
  zone: string;
  capable: boolean;
}
function nodesOf(configuration: Configuration): { nodes: Map<string, Node>; of: Map<string, string> } {
  const groupings = [
    (c: Configuration["components"][number]) => c.id,
    (c: Configuration["components"][number]) => `${c.zone}|${c.type}`,
    (c: Configuration["components"][number]) => c.zone,
  ];
  for (const [i, key] of groupings.entries()) {
    const nodes = new Map<string, Node>();
    const of = new Map<string, string>();
    for (const c of configuration.components) {
      const id = key(c);
      of.set(c.id, id);
      const known = nodes.get(id);
      if (known) known.capable ||= c.labelCapable;
      else nodes.set(id, { id, zone: c.zone, capable: c.labelCapable });
    }
    if (nodes.size <= BOXES_AT_MOST) return { nodes, of };
    if (i === groupings.length - 1) return { nodes: new Map(), of };
  }
  return { nodes: new Map(), of: new Map() };
}

function pairsOf(configuration: Configuration, of: ReadonlyMap<string, string>): [string, string][] {
  const owner = new Map(configuration.interfaces.map((i) => [i.id, i.component]));
  const pairs = new Map<string, [string, string]>();
  for (const f of configuration.flows) {
    const a = of.get(owner.get(f.from) ?? "");
    const b = of.get(owner.get(f.to) ?? "");
    if (a === undefined || b === undefined || a === b) continue;
    const key = a < b ? `${a}>${b}` : `${b}>${a}`;
    if (!pairs.has(key)) pairs.set(key, [a, b]);
  }
  return [...pairs.values()];
}

function depthsOf(configuration: Configuration): Map<string, number> {
  const parents = new Map(configuration.zones.map((z) => [z.id, z.parent]));
  const depths = new Map<string, number>();
  for (const z of configuration.zones) {
    let depth = 0;
    for (let up = z.parent; up !== undefined && depth < parents.size; up = parents.get(up)) depth++;
    depths.set(z.id, depth);
  }
  return depths;
}

/** Where every component has a place in the study: its own picture. */
function placed(configuration: Configuration, places: Places): Sketch | undefined {
  if (configuration.components.length > BOXES_AT_MOST) return;
  const boxes = new Map<string, Box>();
  for (const c of configuration.components) {
    const at = places[local(c.id)];
    if (!at) return;
    boxes.set(c.id, {
      id: c.id,
      x: at.x,
      y: at.y,
      width: at.width ?? 160,
      height: at.height ?? 64,
      kind: "component",
      depth: 0,
      capable: c.labelCapable,
    });
  }
  const depths = depthsOf(configuration);
  // Inner zones first: an outer one without a place of its own is drawn around them.
  for (const z of [...configuration.zones].sort(
    (a, b) => (depths.get(b.id) ?? 0) - (depths.get(a.id) ?? 0),
  )) {
    const at = places[`zone:${local(z.id)}`];
    const inside = [
      ...configuration.components.filter((c) => c.zone === z.id).map((c) => c.id),
      ...configuration.zones.filter((inner) => inner.parent === z.id).map((inner) => inner.id),
    ].flatMap((id) => boxes.get(id) ?? []);
    if (!at && inside.length === 0) continue;
    const left = Math.min(...inside.map((b) => b.x)) - PADDING;
    const top = Math.min(...inside.map((b) => b.y)) - PADDING * 2;
    const x = at?.x ?? left;
    const y = at?.y ?? top;
    boxes.set(z.id, {
      id: z.id,
      x,
      y,
      width: at?.width ?? Math.max(...inside.map((b) => b.x + b.width), x + BOX.width) + PADDING - x,
      height: at?.height ?? Math.max(...inside.map((b) => b.y + b.height), y + BOX.height) + PADDING - y,
      kind: "zone",
      depth: depths.get(z.id) ?? 0,
      capable: false,
    });
  }
  const middle = (b: Box): [number, number] => [b.x + b.width / 2, b.y + b.height / 2];
  const own = new Map(configuration.components.map((c) => [c.id, c.id]));
  return {
    boxes: [...boxes.values()],
    lines: pairsOf(configuration, own).flatMap(([a, b]) => {
      const [from, to] = [boxes.get(a), boxes.get(b)];
      return from && to ? [[middle(from), middle(to)]] : [];
    }),
  };
}

/** Zones as blocks in rows, each with its boxes in a grid; lines from block to block. Linear in what it draws. */
function inRows(configuration: Configuration, nodes: ReadonlyMap<string, Node>): Sketch {
  const cell = { width: BOX.width + 16, height: BOX.height + 14 };
  const members = new Map<string, Node[]>();
  for (const n of nodes.values()) members.set(n.zone, [...(members.get(n.zone) ?? []), n]);
  const blocks = configuration.zones.map((z) => {
    const inside = members.get(z.id) ?? [];
    const columns = Math.max(1, Math.ceil(Math.sqrt(inside.length)));
    const rows = Math.max(1, Math.ceil(inside.length / columns));
    return {
      id: z.id,
      inside,
      columns,
      width: columns * cell.width + 2 * PADDING,
      height: rows * cell.height + 2 * PADDING,
    };
  });
  const area = blocks.reduce((sum, b) => sum + b.width * b.height, 0);
  const widest = Math.max(Math.sqrt(area * 1.7), ...blocks.map((b) => b.width));
  const boxes: Box[] = [];
  const middles = new Map<string, [number, number]>();
  let [x, y, rowHeight] = [0, 0, 0];
  for (const b of blocks) {
    if (x > 0 && x + b.width > widest) {
      x = 0;
      y += rowHeight + 3 * PADDING;
      rowHeight = 0;
    }
    boxes.push({ id: b.id, x, y, width: b.width, height: b.height, kind: "zone", depth: 0, capable: false });
    middles.set(b.id, [x + b.width / 2, y + b.height / 2]);
    for (const [i, n] of b.inside.entries())
      boxes.push({
        id: n.id,
        x: x + PADDING + (i % b.columns) * cell.width + 8,
        y: y + PADDING + Math.floor(i / b.columns) * cell.height + 7,
        ...BOX,
        kind: "component",
        depth: 0,
        capable: n.capable,
      });
    x += b.width + 3 * PADDING;
    rowHeight = Math.max(rowHeight, b.height);
  }
  const zoneOf = new Map(configuration.components.map((c) => [c.id, c.zone]));
  const lines = pairsOf(configuration, zoneOf)
    .slice(0, LINES_AT_MOST)
    .flatMap(([a, b]): [number, number][][] => {
      const [from, to] = [middles.get(a), middles.get(b)];
      return from && to ? [[from, to]] : [];
    });
  return { boxes, lines };
}

async function laidOut(configuration: Configuration): Promise<Sketch> {
  const depths = depthsOf(configuration);
  const { nodes, of } = nodesOf(configuration);
  if (nodes.size > BOXES_AT_MOST / 2 || pairsOf(configuration, of).length > LINES_AT_MOST)
    return inRows(configuration, nodes);
  const blank = { lines: [], names: 0, glyph: "", labelCapable: false };
  const graph: Graph = {
    nodes: [
      ...configuration.zones.map((z) => ({
        ...blank,
        id: z.id,
        kind: "zone" as const,
        ...(z.parent === undefined ? {} : { parent: z.parent }),
        ...BOX,
        depth: depths.get(z.id) ?? 0,
      })),
      ...[...nodes.values()].map((n) => ({
        ...blank,
        id: n.id === n.zone ? `${n.zone}|` : n.id,
        kind: "component" as const,
        parent: n.zone,
        labelCapable: n.capable,
        ...BOX,
        depth: 0,
      })),
    ],
    edges: [],
  };
  const known = new Set(graph.nodes.map((n) => n.id));
  graph.edges = pairsOf(configuration, of).flatMap(([a, b]) => {
    const [from, to] = [a, b].map((id) => (known.has(`${id}|`) ? `${id}|` : id)) as [string, string];
    return known.has(from) && known.has(to)
      ? [{ id: `${from}>${to}`, from, to, command: false, protection: "none" as const, lines: [] }]
      : [];
  });
  const drawing = await layOut(graph);
  return {
    boxes: drawing.nodes.map((n) => ({ ...n, capable: n.labelCapable })),
    lines: drawing.edges.map((e) => e.points),
  };
}

function paint({ boxes, lines }: Sketch): string {
  const points = [
    ...boxes.flatMap((b): [number, number][] => [
      [b.x, b.y],
      [b.x + b.width, b.y + b.height],
    ]),
    ...lines.flat(),
  ];
  const bound = (pick: 0 | 1, of: (...values: number[]) => number) =>
    points.reduce((sum, p) => of(sum, p[pick]), (points[0] ?? [0, 0])[pick]);
  const [left, top] = [bound(0, Math.min), bound(1, Math.min)];
  const [width, height] = [bound(0, Math.max) - left, bound(1, Math.max) - top];
  const stroke = Math.max(1, Math.round((Math.max(width, height * 1.6) / SHOWN_WIDTH) * 10) / 10);
  const edge = Math.ceil(stroke);
  const x = (v: number) => Math.round(v - left) + edge;
  const y = (v: number) => Math.round(v - top) + edge;
  const rect = (b: Box, rx: number) =>
    `<rect x="${x(b.x)}" y="${y(b.y)}" width="${Math.round(b.width)}" height="${Math.round(b.height)}" rx="${rx}"/>`;
  const zones = boxes.filter((b) => b.kind === "zone").sort((a, b) => a.depth - b.depth);
  const components = boxes.filter((b) => b.kind === "component");
  const drawn = (list: Box[]) => list.map((b) => rect(b, 6)).join("");
  const d = lines
    .map((line) => line.map(([px, py], i) => `${i === 0 ? "M" : "L"}${x(px)} ${y(py)}`).join(""))
    .join("");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.round(width) + 2 * edge} ${Math.round(height) + 2 * edge}" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="${stroke}">`,
    `<g fill="currentColor" fill-opacity=".05" stroke-opacity=".22">${zones.map((b) => rect(b, 10)).join("")}</g>`,
    d === "" ? "" : `<path stroke-opacity=".45" d="${d}"/>`,
    `<g style="fill:var(--seiza-picture-box,Canvas)" stroke-opacity=".6">${drawn(components.filter((b) => !b.capable))}</g>`,
    `<g style="fill:var(--seiza-picture-box,Canvas);stroke:var(--seiza-picture-accent,currentColor)" stroke-width="${Math.round(stroke * 16) / 10}">${drawn(components.filter((b) => b.capable))}</g>`,
    "</svg>",
  ].join("");
}

/**
 * Thumbnail of the study's largest configuration (the first of equals).
 * @param layouts places by configuration id, where the study has them; others are laid out
 */
export async function thumbnail(
  dossier: Dossier,
  layouts: Readonly<Record<string, Places | undefined>> = {},
): Promise<string> {
  const [first, ...rest] = dossier.step1.configurations;
  if (!first) return paint({ boxes: [], lines: [] });
  const largest = rest.reduce((a, b) => (b.components.length > a.components.length ? b : a), first);
  const places = layouts[largest.id.slice("cf:".length)];
  return paint((places && placed(largest, places)) ?? (await laidOut(largest)));
}
