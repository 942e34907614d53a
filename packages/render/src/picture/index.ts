/** Picture of a configuration as SVG: zones as areas, components as boxes, flows as lines, laid out by ELK. */
import type { Configuration, Dossier } from "@seiza/dossier";
import type { Lang, Words } from "../messages.ts";
import { type DrawnEdge, type DrawnNode, graphOf } from "./graph.ts";
import { layOut } from "./layout.ts";

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

function drawNode(node: DrawnNode): string {
  if (node.kind === "zone") {
    return `<g class="zone d${node.depth % 3}"><rect x="${node.x}" y="${node.y}" width="${node.width}" height="${node.height}" rx="10"/></g>`;
  }
  const mid = node.x + node.width / 2;
  const top = node.y + 20;
  const lines = node.lines
    .map(
      (line, i) =>
        `<text class="${i === node.lines.length - 1 && node.lines.length > 1 ? "ty" : "nm"}" x="${mid + 9}" y="${top + i * 17}">${esc(line)}</text>`,
    )
    .join("");
  const glyph = `<path class="gl" transform="translate(${node.x + 7} ${node.y + 7})" d="${GLYPHS[node.glyph] ?? GLYPHS.device}"/>`;
  return `<a href="#${encodeURIComponent(node.id)}"><g class="comp ${node.labelCapable ? "cap" : "out"}"><title>${esc(node.lines.join(" "))}</title><rect x="${node.x}" y="${node.y}" width="${node.width}" height="${node.height}" rx="7"/>${glyph}${lines}</g></a>`;
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

/** SVG of one configuration in one language. Deterministic: the layout is told its options and has no randomness. */
export async function drawConfiguration(
  configuration: Configuration,
  dossier: Dossier,
  lang: Lang,
  title: Words,
): Promise<string> {
  const graph = graphOf(configuration, dossier, lang);
  const drawn = await layOut(graph);
  const prefix = `p-${configuration.id.replace(/[^A-Za-z0-9]/g, "-")}-${lang}`;
  const zones = drawn.nodes.filter((n) => n.kind === "zone");
  const components = drawn.nodes.filter((n) => n.kind === "component");
  return [
    `<svg class="picture" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${esc(title[lang])}" viewBox="0 0 ${drawn.width} ${drawn.height}" width="${drawn.width}" height="${drawn.height}" style="min-width:${Math.round(drawn.width * LEAST_SCALE)}px">`,
    `<defs><marker id="${prefix}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" class="head"/></marker></defs>`,
    ...zones.map(drawNode),
    ...drawn.edges.map((e) => drawEdge(e, prefix)),
    ...components.map(drawNode),
    ...drawn.edges.map(drawLabel),
    // Names of zones last: a line that crosses one does not strike it out.
    ...zones.map(
      (node) => `<text class="zn" x="${node.x + 12}" y="${node.y + 20}">${esc(node.lines[0] ?? "")}</text>`,
    ),
    "</svg>",
  ].join("");
}
