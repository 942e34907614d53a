/** Automatic layout by ELK: layered, nested zones, orthogonal lines, placed labels. Loaded only when a picture is drawn. */
import { type DrawnEdge, type DrawnNode, type Graph, textWidth } from "./graph.ts";

interface ElkNode {
  id: string;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  children?: ElkNode[];
  layoutOptions?: Record<string, string>;
  edges?: ElkEdge[];
}
interface ElkEdge {
  id: string;
  sources: string[];
  targets: string[];
  container?: string;
  labels?: { text: string; width: number; height: number; x?: number; y?: number }[];
  sections?: { startPoint: Point; endPoint: Point; bendPoints?: Point[] }[];
}
interface Point {
  x: number;
  y: number;
}

const OPTIONS: Record<string, string> = {
  "elk.algorithm": "layered",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.randomSeed": "1",
  "elk.spacing.nodeNode": "20",
  "elk.spacing.edgeNode": "12",
  "elk.spacing.edgeEdge": "10",
  "elk.spacing.edgeLabel": "4",
  "elk.spacing.labelLabel": "6",
  "elk.spacing.labelNode": "8",
  "elk.layered.spacing.nodeNodeBetweenLayers": "22",
  "elk.layered.spacing.edgeNodeBetweenLayers": "12",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "9",
  // More trials than this cost time and have made no example's picture smaller.
  "elk.layered.thoroughness": "3",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.crossingMinimization.semiInteractive": "false",
  "elk.aspectRatio": "1.7",
};
const ZONE_OPTIONS: Record<string, string> = {
  "elk.padding": "[top=36,left=16,bottom=16,right=16]",
  "elk.nodeSize.constraints": "MINIMUM_SIZE",
};
/** For slides: room is dearer than air. */
const TIGHT: Record<string, string> = {
  "elk.spacing.nodeNode": "12",
  "elk.spacing.edgeNode": "8",
  "elk.spacing.edgeEdge": "7",
  "elk.layered.spacing.nodeNodeBetweenLayers": "14",
  "elk.layered.spacing.edgeNodeBetweenLayers": "8",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "7",
};
const TIGHT_PADDING = "[top=30,left=10,bottom=10,right=10]";
const LABEL_LINE = 13;

export interface Drawing {
  nodes: DrawnNode[];
  edges: DrawnEdge[];
  width: number;
  height: number;
}
/** Room of a picture on the page; the direction that needs less shrinking to fit it is taken. */
const ROOM = { width: 1180, height: 900 };
const fit = (d: Drawing) => Math.min(1, ROOM.width / d.width, ROOM.height / d.height);

/** From so many components on, a picture across never fits the page unshrunk, so that downwards is tried first. */
const MANY = 15;
/** Shrunk to this and no further, the first direction tried is taken. */
const FAIR = 0.5;

/** How a graph becomes a drawing: here, or in another thread. */
export type LayOut = (graph: Graph) => Promise<Drawing>;

export async function layOut(graph: Graph): Promise<Drawing> {
  const many = graph.nodes.filter((n) => n.kind === "component").length >= MANY;
  const first = await layOutTowards(graph, many ? "DOWN" : "RIGHT");
  if (fit(first) >= (many ? FAIR : 1)) return first;
  const second = await layOutTowards(graph, many ? "RIGHT" : "DOWN");
  return fit(second) > fit(first) ? second : first;
}

/** The same graph laid out across and downwards, as tight as it can be read: the slide takes what fits it. */
export const layOutTight = (graph: Graph): Promise<Drawing[]> =>
  Promise.all((["RIGHT", "DOWN"] as const).map((direction) => layOutTowards(graph, direction, true)));

async function layOutTowards(graph: Graph, direction: "RIGHT" | "DOWN", tight = false): Promise<Drawing> {
  const { default: ELK } = await import("elkjs/lib/elk.bundled.js");
  const elk = new ELK();
  const elkNodes = new Map<string, ElkNode>();
  for (const n of graph.nodes)
    elkNodes.set(
      n.id,
      n.kind === "zone"
        ? {
            id: n.id,
            children: [],
            layoutOptions: {
              ...ZONE_OPTIONS,
              ...(tight ? { "elk.padding": TIGHT_PADDING } : {}),
              "elk.nodeSize.minimum": `(${n.width},${n.height})`,
            },
          }
        : { id: n.id, width: n.width, height: n.height },
    );
  const root: ElkNode = {
    id: "root",
    layoutOptions: { ...OPTIONS, ...(tight ? TIGHT : {}), "elk.direction": direction },
    children: [],
    edges: [],
  };
  for (const n of graph.nodes)
    ((n.parent === undefined ? root : elkNodes.get(n.parent)) ?? root).children?.push(
      elkNodes.get(n.id) as ElkNode,
    );
  root.edges = graph.edges.map((e) => ({
    id: e.id,
    sources: [e.from],
    targets: [e.to],
    ...(e.lines.length === 0
      ? {}
      : {
          labels: [
            {
              text: e.lines.join("\n"),
              width: Math.max(...e.lines.map(textWidth)) * 11.9 + 8,
              height: e.lines.length * LABEL_LINE + 4,
            },
          ],
        }),
  }));
  const done = (await elk.layout(root as never)) as unknown as ElkNode;

  const at = new Map<string, Point>([["root", { x: 0, y: 0 }]]);
  const drawnById = new Map<string, { x: number; y: number; width: number; height: number }>();
  const visit = (node: ElkNode, x: number, y: number) => {
    for (const child of node.children ?? []) {
      const here = {
        x: x + (child.x ?? 0),
        y: y + (child.y ?? 0),
        width: child.width ?? 0,
        height: child.height ?? 0,
      };
      drawnById.set(child.id, here);
      at.set(child.id, here);
      visit(child, here.x, here.y);
    }
  };
  visit(done, 0, 0);
  const round = (v: number) => Math.round(v * 10) / 10;
  const byId = new Map(graph.edges.map((e) => [e.id, e]));
  const edges: DrawnEdge[] = (done.edges ?? []).map((e) => {
    const origin = at.get(e.container ?? "root") ?? { x: 0, y: 0 };
    const points = (e.sections ?? [])
      .flatMap((s) => [s.startPoint, ...(s.bendPoints ?? []), s.endPoint])
      .map((p): [number, number] => [round(origin.x + p.x), round(origin.y + p.y)]);
    const edge = byId.get(e.id) as DrawnEdge;
    const label = e.labels?.[0];
    return {
      ...edge,
      points,
      ...(label
        ? {
            label: {
              x: round(origin.x + (label.x ?? 0)),
              y: round(origin.y + (label.y ?? 0)),
              width: label.width,
              lines: edge.lines,
            },
          }
        : {}),
    };
  });
  const nodes = graph.nodes.map((n) => {
    const d = drawnById.get(n.id) ?? { x: 0, y: 0, width: n.width, height: n.height };
    return { ...n, x: round(d.x), y: round(d.y), width: round(d.width), height: round(d.height) };
  });
  return { nodes, edges, width: Math.ceil((done.width ?? 0) + 2), height: Math.ceil((done.height ?? 0) + 2) };
}
