/** Automatic layout of a configuration by ELK, in a worker of its own that is started when the first layout is asked for. */
import type { Box, Configuration, Study } from "@seiza/model";
import type { LayoutHint } from "./analysis-types.ts";

interface ElkNode {
  id: string;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  children?: ElkNode[];
  layoutOptions?: Record<string, string>;
}
interface Engine {
  layout(graph: unknown): Promise<unknown>;
  terminateWorker(): void;
}

let engine: Promise<Engine> | undefined;
async function start(): Promise<Engine> {
  const [{ default: Elk }, { default: url }] = await Promise.all([
    import("elkjs/lib/elk-api.js"),
    import("elkjs/lib/elk-worker.min.js?url"),
  ]);
  return new Elk({ workerFactory: () => new Worker(url) }) as unknown as Engine;
}

const OPTIONS: Record<string, string> = {
  "elk.algorithm": "layered",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.randomSeed": "1",
  "elk.spacing.nodeNode": "36",
  "elk.spacing.edgeNode": "24",
  "elk.layered.spacing.nodeNodeBetweenLayers": "90",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.aspectRatio": "1.7",
};
const ZONE = { "elk.padding": "[top=52,left=28,bottom=28,right=28]" };
const SIZE = { width: 168, height: 72 };
/** Above this many components the exact method takes too long to wait for. */
const EXACT_UP_TO = 400;

/** Zones side by side, their components in a grid: for configurations too large to wait for a better picture. */
function grid(configuration: Configuration, hint: LayoutHint): Record<string, Box> {
  const out: Record<string, Box> = {};
  const gap = 28;
  let x = 0;
  let y = 0;
  let tallest = 0;
  const widest = Math.max(2000, Math.ceil(Math.sqrt(configuration.components.length)) * 210 * 1.7);
  const inZone = new Map<string, Configuration["components"]>();
  for (const c of configuration.components) {
    const list = inZone.get(c.zone);
    if (list) list.push(c);
    else inZone.set(c.zone, [c]);
  }
  for (const zone of configuration.zones) {
    const members = inZone.get(zone.id) ?? [];
    const columns = Math.max(1, Math.ceil(Math.sqrt(members.length * 0.8)));
    const cell = members.reduce(
      (most, c) => {
        const size = hint.sizes?.[c.id] ?? SIZE;
        return { width: Math.max(most.width, size.width), height: Math.max(most.height, size.height) };
      },
      { ...SIZE },
    );
    const rows = Math.max(1, Math.ceil(members.length / columns));
    const width = columns * (cell.width + gap) + gap;
    const height = 52 + rows * (cell.height + gap);
    if (x > 0 && x + width > widest) {
      x = 0;
      y += tallest + 60;
      tallest = 0;
    }
    out[`zone:${zone.id}`] = { x, y, width, height };
    members.forEach((c, i) => {
      out[c.id] = {
        x: x + gap + (i % columns) * (cell.width + gap),
        y: y + 52 + Math.floor(i / columns) * (cell.height + gap),
      };
    });
    x += width + 60;
    tallest = Math.max(tallest, height);
  }
  return out;
}

/** Positions by layout key. The same study gives the same picture. */
export async function layOut(
  study: Study,
  configurationId: string,
  hint: LayoutHint = {},
): Promise<Record<string, Box>> {
  const configuration = study.configurations.find((c) => c.id === configurationId);
  if (!configuration) return {};
  if (configuration.components.length > EXACT_UP_TO) return grid(configuration, hint);
  const nodes = new Map<string, ElkNode>();
  for (const z of configuration.zones)
    nodes.set(`zone:${z.id}`, { id: `zone:${z.id}`, children: [], layoutOptions: ZONE });
  const children: ElkNode[] = [];
  const parentOf = (zone: string | undefined, own?: string) =>
    zone === undefined || zone === own ? undefined : nodes.get(`zone:${zone}`)?.children;
  for (const z of configuration.zones)
    (parentOf(z.parent, z.id) ?? children).push(nodes.get(`zone:${z.id}`) as ElkNode);
  for (const z of configuration.zones) {
    const node = nodes.get(`zone:${z.id}`) as ElkNode;
    const holds = configuration.components.some((c) => c.zone === z.id) || (node.children?.length ?? 0) > 0;
    if (!holds) Object.assign(node, { width: 220, height: 130, children: undefined });
  }
  for (const c of configuration.components) {
    const node = { id: c.id, ...(hint.sizes?.[c.id] ?? SIZE) };
    nodes.set(c.id, node);
    (parentOf(c.zone) ?? children).push(node);
  }
  const component = (end: string) => end.slice(0, end.lastIndexOf("."));
  const edges = (configuration.flows ?? [])
    .map((f, i) => ({ id: `e${i}`, sources: [component(f.from)], targets: [component(f.to)] }))
    .filter((e) => nodes.has(e.sources[0] ?? "") && nodes.has(e.targets[0] ?? ""));
  engine ??= start();
  const elk = await engine;
  const done = (await elk.layout({
    id: "root",
    layoutOptions: { ...OPTIONS, "elk.direction": hint.direction ?? "RIGHT" },
    children,
    edges,
  })) as ElkNode;
  const out: Record<string, Box> = {};
  const visit = (node: ElkNode, x: number, y: number) => {
    for (const child of node.children ?? []) {
      const at = { x: Math.round(x + (child.x ?? 0)), y: Math.round(y + (child.y ?? 0)) };
      out[child.id] = child.id.startsWith("zone:")
        ? { ...at, width: Math.round(child.width ?? 0), height: Math.round(child.height ?? 0) }
        : at;
      visit(child, at.x, at.y);
    }
  };
  visit(done, 0, 0);
  return out;
}

/** Ends the layout worker, if there is one. */
export async function stopLayout(): Promise<void> {
  const running = engine;
  engine = undefined;
  (await running)?.terminateWorker();
}
