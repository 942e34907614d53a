/** Picture of a configuration as SVG: zones as areas, components as boxes, flows as lines, laid out by ELK. */
import type { Configuration, Dossier } from "@seiza/dossier";
import type { Lang, Words } from "../messages.ts";
import { type DrawnEdge, type DrawnNode, graphOf, nodeIdOf } from "./graph.ts";
import { type Drawing, type LayOut, layOut, layOutTight } from "./layout.ts";

/** On screen a picture is shrunk no further than this; a wider one scrolls sideways. */
const LEAST_SCALE = 0.8;

const esc = (s: string) =>
  s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
const PROTECTION = { none: "plain", link: "link", transport: "safe" } as const;
/** Simple marks by kind of thing, in a 16 × 16 box. */
const GLYPHS: Record<string, string> = {
  device: "M3 4h10v8H3zM6 14h4",
  gateway: "M2 8h12M8 2v12M4 4l8 8M12 4l-8 8",
  network: "M2 9h12v4H2zM5 9V4M11 9V4",
  server: "M3 2h10v5H3zM3 9h10v5H3zM5 4.5h1M5 11.5h1",
  terminal: "M2 3h12v8H2zM6 14h4M8 11v3",
  app: "M5 1h6v14H5zM7.5 13h1",
  service: "M4 12a3 3 0 0 1 .4-6 4 4 0 0 1 7.6 1A2.6 2.6 0 0 1 12 12z",
};

function drawNode(node: DrawnNode, link = true): string {
  if (node.kind === "zone") {
    return `<g class="zone d${node.depth % 3}"><rect x="${node.x}" y="${node.y}" width="${node.width}" height="${node.height}" rx="10"/></g>`;
  }
  const mid = node.x + node.width / 2;
  const top = node.y + 21;
  const lines = node.lines
    .map(
      (line, i) =>
        `<text class="${i < node.names ? "nm" : "ty"}" x="${mid + 9}" y="${top + i * 18}">${esc(line)}</text>`,
    )
    .join("");
  const glyph = `<path class="gl" transform="translate(${node.x + 7} ${node.y + 7})" d="${GLYPHS[node.glyph] ?? GLYPHS.device}"/>`;
  const box = `<g class="comp ${node.labelCapable ? "cap" : "out"}"><title>${esc(node.lines.join(" "))}</title><rect x="${node.x}" y="${node.y}" width="${node.width}" height="${node.height}" rx="7"/>${glyph}${lines}</g>`;
  return link === false ? box : `<a href="#${encodeURIComponent(node.id)}">${box}</a>`;
}

function drawEdge(edge: DrawnEdge, prefix: string): string {
  const d = edge.points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x} ${y}`).join("");
  const arrow = edge.command ? ` marker-end="url(#${prefix}-arrow)"` : "";
  return `<path class="flow ${PROTECTION[edge.protection]}${edge.command ? " cmd" : ""}" d="${d}"${arrow}/>`;
}
const drawLabel = (edge: DrawnEdge) =>
  edge.label
    ? edge.label.lines
        .map(
          (line, i) =>
            `<text class="fl" x="${(edge.label?.x ?? 0) + (edge.label?.width ?? 0) / 2}" y="${(edge.label?.y ?? 0) + 11 + i * 13}">${esc(line)}</text>`,
        )
        .join("")
    : "";

/** A route to draw over the system: the components it passes, in order, and whether ★1 closes it. */
export interface DrawnRoute {
  components: string[];
  closed: boolean;
}

/** A configuration laid out once, to be drawn with and without routes. */
export interface Canvas {
  configuration: Configuration;
  lang: Lang;
  drawing: Drawing;
  /** Node that stands for a component. */
  nodeOf: ReadonlyMap<string, string>;
}

/** A layout costs as much as a document: the documents of one dossier share it for as long as the dossier lives. */
const canvases = new WeakMap<Configuration, Map<Lang, Promise<Canvas>>>();

/** @param by lays the picture out where it is not laid out yet */
export function canvasOf(
  configuration: Configuration,
  dossier: Dossier,
  lang: Lang,
  by: LayOut = layOut,
): Promise<Canvas> {
  const known = canvases.get(configuration) ?? new Map<Lang, Promise<Canvas>>();
  canvases.set(configuration, known);
  const canvas = known.get(lang) ?? laidOut(configuration, dossier, lang, by);
  known.set(lang, canvas);
  return canvas;
}

/** A configuration for a slide, in names alone, laid out in each direction. */
export async function terseCanvases(
  configuration: Configuration,
  dossier: Dossier,
  lang: Lang,
): Promise<Canvas[]> {
  const drawings = await layOutTight(graphOf(configuration, dossier, lang, true));
  const nodeOf = new Map(configuration.components.map((c) => [c.id, nodeIdOf(configuration, c)] as const));
  return drawings.map((drawing) => ({ configuration, lang, drawing, nodeOf }));
}

async function laidOut(
  configuration: Configuration,
  dossier: Dossier,
  lang: Lang,
  by: LayOut,
): Promise<Canvas> {
  const graph = graphOf(configuration, dossier, lang);
  const nodeOf = new Map(configuration.components.map((c) => [c.id, nodeIdOf(configuration, c)] as const));
  return { configuration, lang, drawing: await by(graph), nodeOf };
}

type Point = [number, number];
const centre = (n: DrawnNode): Point => [n.x + n.width / 2, n.y + n.height / 2];

/** Line of a hop: along the flow that joins the two where there is one, else straight. */
function hopLine(drawing: Drawing, a: DrawnNode, b: DrawnNode): Point[] {
  const along = drawing.edges.find((e) => e.from === a.id && e.to === b.id)?.points;
  const back = drawing.edges.find((e) => e.from === b.id && e.to === a.id)?.points;
  const line = along ?? (back ? [...back].reverse() : []);
  return [centre(a), ...line, centre(b)];
}

function drawRoute(canvas: Canvas, route: DrawnRoute): { line: string; badges: string } {
  const { drawing, nodeOf } = canvas;
  const byId = new Map(drawing.nodes.map((n) => [n.id, n]));
  const nodes = route.components
    .map((c) => byId.get(nodeOf.get(c) ?? ""))
    .filter((n) => n !== undefined)
    .filter((n, i, all) => i === 0 || all[i - 1] !== n);
  const kind = route.closed ? "closed" : "open";
  const lines = nodes
    .slice(1)
    .map((n, i) => hopLine(drawing, nodes[i] as DrawnNode, n))
    .map((points) => points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x} ${y}`).join(""))
    .map((d) => `<path class="route ${kind}" d="${d}"/>`)
    .join("");
  const badges = nodes
    .map((n, i) => {
      const x = route.closed ? n.x + 4 : n.x + n.width - 4;
      const last = i === nodes.length - 1;
      const frame = last
        ? `<rect class="aim ${kind}" x="${n.x - 3}" y="${n.y - 3}" width="${n.width + 6}" height="${n.height + 6}" rx="9"/>`
        : "";
      return `${frame}<circle class="badge ${kind}" cx="${x}" cy="${n.y}" r="9.5"/><text class="bn" x="${x}" y="${n.y + 4}">${i + 1}</text>`;
    })
    .join("");
  return { line: lines, badges };
}

/** SVG of one configuration in one language. Deterministic: the layout is told its options and has no randomness. */
export function paint(
  canvas: Canvas,
  title: Words,
  routes: readonly DrawnRoute[] = [],
  options: { links: boolean } = { links: true },
): string {
  const { configuration, lang, drawing: drawn } = canvas;
  const prefix = `p-${configuration.id.replace(/[^A-Za-z0-9]/g, "-")}-${lang}${routes.length > 0 ? "-r" : ""}`;
  const zones = drawn.nodes.filter((n) => n.kind === "zone");
  const components = drawn.nodes.filter((n) => n.kind === "component");
  const over = routes.map((r) => drawRoute(canvas, r));
  return [
    `<svg class="picture${routes.length > 0 ? " routed" : ""}" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${esc(title[lang])}" viewBox="-2 -2 ${drawn.width + 4} ${drawn.height + 4}" width="${drawn.width}" height="${drawn.height}" style="min-width:${Math.round(drawn.width * LEAST_SCALE)}px">`,
    `<defs><marker id="${prefix}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" class="head"/></marker></defs>`,
    ...zones.map((n) => drawNode(n)),
    ...drawn.edges.map((e) => drawEdge(e, prefix)),
    ...over.map((o) => o.line),
    ...components.map((n) => drawNode(n, options.links)),
    ...(routes.length > 0 ? [] : drawn.edges.map(drawLabel)),
    // Names of zones last: a line that crosses one does not strike it out.
    ...zones.map(
      (node) => `<text class="zn" x="${node.x + 12}" y="${node.y + 20}">${esc(node.lines[0] ?? "")}</text>`,
    ),
    ...over.map((o) => o.badges),
    "</svg>",
  ].join("");
}

/** Lays out and draws at once. */
export async function drawConfiguration(
  configuration: Configuration,
  dossier: Dossier,
  lang: Lang,
  title: Words,
): Promise<string> {
  return paint(await canvasOf(configuration, dossier, lang), title);
}
