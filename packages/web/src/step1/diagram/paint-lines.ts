/** Flows: their curves, heads and words. */
import {
  CARD_FROM,
  FONT,
  isSeen,
  type Moved,
  type Painting,
  roundRect,
  shortened,
  viewOf,
  widthOf,
} from "./brush.ts";
import type { Protection, Rect, Scene, SceneEdge, SceneNode } from "./scene.ts";

const NORMALS: readonly (readonly [number, number])[] = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
];

export interface Curve {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  x3: number;
  y3: number;
}
/** Curve of a flow between its ports. */
export function curveOf(scene: Scene, e: SceneEdge, moved?: Moved): Curve {
  const a = scene.nodes[e.from] as SceneNode;
  const b = scene.nodes[e.to] as SceneNode;
  const p = a.ports[e.fromPort];
  const q = b.ports[e.toPort];
  const ma = moved?.nodes.has(e.from);
  const mb = moved?.nodes.has(e.to);
  const x0 = a.x + (p?.dx ?? a.width / 2) + (ma ? (moved?.dx ?? 0) : 0);
  const y0 = a.y + (p?.dy ?? a.height / 2) + (ma ? (moved?.dy ?? 0) : 0);
  const x3 = b.x + (q?.dx ?? b.width / 2) + (mb ? (moved?.dx ?? 0) : 0);
  const y3 = b.y + (q?.dy ?? b.height / 2) + (mb ? (moved?.dy ?? 0) : 0);
  const [nx, ny] = NORMALS[p?.side ?? 1] as readonly [number, number];
  const [mx, my] = NORMALS[q?.side ?? 3] as readonly [number, number];
  const d = Math.hypot(x3 - x0, y3 - y0);
  const bend = Math.max(22, Math.min(130, d * 0.38));
  // Flows that share both ports lie beside each other.
  const shift = e.lanes > 1 ? (e.lane - (e.lanes - 1) / 2) * 14 : 0;
  const ux = d > 0 ? -(y3 - y0) / d : 0;
  const uy = d > 0 ? (x3 - x0) / d : 0;
  const flip = e.from < e.to ? 1 : -1;
  return {
    x0,
    y0,
    x1: x0 + nx * bend + ux * shift * flip,
    y1: y0 + ny * bend + uy * shift * flip,
    x2: x3 + mx * bend + ux * shift * flip,
    y2: y3 + my * bend + uy * shift * flip,
    x3,
    y3,
  };
}
export function pointOn(c: Curve, t: number): { x: number; y: number } {
  const s = 1 - t;
  return {
    x: s * s * s * c.x0 + 3 * s * s * t * c.x1 + 3 * s * t * t * c.x2 + t * t * t * c.x3,
    y: s * s * s * c.y0 + 3 * s * s * t * c.y1 + 3 * s * t * t * c.y2 + t * t * t * c.y3,
  };
}

const DASHES: Record<Protection, number[]> = {
  transport: [],
  link: [10, 4],
  none: [2.5, 3.5],
  unknown: [6, 4, 1.5, 4],
};

export function trace(ctx: CanvasRenderingContext2D, c: Curve): void {
  ctx.moveTo(c.x0, c.y0);
  ctx.bezierCurveTo(c.x1, c.y1, c.x2, c.y2, c.x3, c.y3);
}
/** Only what of a curve lies in the window: dashes of a line that runs far outside cost most of a frame. */
function traceSeen(ctx: CanvasRenderingContext2D, c: Curve, view: Rect): void {
  const right = view.x + view.width;
  const bottom = view.y + view.height;
  const isIn = (x: number, y: number) => x >= view.x && x <= right && y >= view.y && y <= bottom;
  if (isIn(c.x0, c.y0) && isIn(c.x3, c.y3)) {
    trace(ctx, c);
    return;
  }
  const steps = Math.min(48, Math.max(12, Math.hypot(c.x3 - c.x0, c.y3 - c.y0) / 60));
  let px = c.x0;
  let py = c.y0;
  let isDown = false;
  for (let i = 1; i <= steps; i++) {
    const q = pointOn(c, i / steps);
    const isApart =
      (px < view.x && q.x < view.x) ||
      (px > right && q.x > right) ||
      (py < view.y && q.y < view.y) ||
      (py > bottom && q.y > bottom);
    if (isApart) isDown = false;
    else {
      if (!isDown) ctx.moveTo(px, py);
      ctx.lineTo(q.x, q.y);
      isDown = true;
    }
    px = q.x;
    py = q.y;
  }
}
export function head(ctx: CanvasRenderingContext2D, c: Curve, size: number, isFull: boolean): void {
  const dx = c.x3 - c.x2;
  const dy = c.y3 - c.y2;
  const d = Math.hypot(dx, dy) || 1;
  const ux = dx / d;
  const uy = dy / d;
  // The tip stands before the port, not under it.
  const x = c.x3 - ux * 5;
  const y = c.y3 - uy * 5;
  ctx.beginPath();
  ctx.moveTo(x - ux * size - uy * size * 0.48, y - uy * size + ux * size * 0.48);
  ctx.lineTo(x, y);
  ctx.lineTo(x - ux * size + uy * size * 0.48, y - uy * size - ux * size * 0.48);
  if (isFull) {
    ctx.closePath();
    ctx.fill();
  } else ctx.stroke();
}

/** Flows of a scene that `isWanted`; curves near, straight lines in one stroke from afar. */
export function paintEdges(p: Painting, isWanted: (edge: number) => boolean): void {
  const { ctx, scene, camera, colours, overlay } = p;
  const view = viewOf(p, 140);
  const right = view.x + view.width;
  const bottom = view.y + view.height;
  const thin = 1 / camera.k;
  const groups = new Map<string, number[]>();
  scene.edges.forEach((e, i) => {
    if (!isWanted(i)) return;
    const a = scene.nodes[e.from] as SceneNode;
    const b = scene.nodes[e.to] as SceneNode;
    if (
      (a.x > right && b.x > right) ||
      (a.y > bottom && b.y > bottom) ||
      (a.x + a.width < view.x && b.x + b.width < view.x) ||
      (a.y + a.height < view.y && b.y + b.height < view.y)
    )
      return;
    const mark = overlay?.marks?.get(e.id);
    const faded = overlay?.focus && !overlay.focus.has(e.id) ? "f" : "";
    const key = `${e.protection}|${e.command ? 1 : 0}|${mark ?? (e.problem === 2 ? "error" : "")}|${faded}`;
    const list = groups.get(key);
    if (list) list.push(i);
    else groups.set(key, [i]);
  });
  const isFar = camera.k < CARD_FROM;
  for (const [key, list] of groups) {
    const [protection, command, mark, faded] = key.split("|") as [Protection, string, string, string];
    const colour =
      mark !== ""
        ? mark === "error"
          ? colours.error
          : colours[mark as "added"]
        : protection === "none"
          ? colours.unprotected
          : command === "1"
            ? colours.command
            : colours.flow;
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    ctx.globalAlpha = faded === "f" ? 0.15 : isFar ? (list.length > 600 ? 0.35 : 0.6) : 0.9;
    ctx.lineWidth = (command === "1" ? 1.6 : 1.2) * (isFar ? thin * 0.8 : 1) * (mark === "" ? 1 : 1.8);
    ctx.setLineDash(isFar ? [] : DASHES[protection]);
    ctx.beginPath();
    if (isFar)
      for (const i of list) {
        const e = scene.edges[i] as SceneEdge;
        const a = scene.nodes[e.from] as SceneNode;
        const b = scene.nodes[e.to] as SceneNode;
        ctx.moveTo(a.x + a.width / 2, a.y + a.height / 2);
        ctx.lineTo(b.x + b.width / 2, b.y + b.height / 2);
      }
    else for (const i of list) traceSeen(ctx, curveOf(scene, scene.edges[i] as SceneEdge), view);
    ctx.stroke();
    ctx.setLineDash([]);
    if (isFar) continue;
    ctx.lineWidth = 1.3;
    for (const i of list) {
      const b = scene.nodes[(scene.edges[i] as SceneEdge).to] as SceneNode;
      if (isSeen(b, view)) head(ctx, curveOf(scene, scene.edges[i] as SceneEdge), 9, command === "1");
    }
  }
  ctx.globalAlpha = 1;
}

/** One flow that is selected, hovered, dragged along or new. */
export function paintEdge(
  p: Painting,
  e: SceneEdge,
  { moved, tone, isBold = false }: { moved?: Moved | undefined; tone?: string; isBold?: boolean } = {},
): void {
  const { ctx, camera, colours, scene } = p;
  const c = curveOf(scene, e, moved);
  const thin = Math.max(1, 1 / camera.k);
  const colour =
    tone ?? (e.protection === "none" ? colours.unprotected : e.command ? colours.command : colours.flow);
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = (isBold ? 2.6 : 1.5) * thin;
  ctx.setLineDash(DASHES[e.protection].map((d) => d * thin));
  ctx.beginPath();
  if (camera.k < CARD_FROM) {
    ctx.moveTo(c.x0, c.y0);
    ctx.lineTo(c.x3, c.y3);
  } else trace(ctx, c);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.lineWidth = 1.3 * thin;
  head(ctx, c, 9 * thin, e.command);
}

/** Words on flows, where there is room: one that would lie over another is left out. */
export function paintLabels(p: Painting, isWanted: (edge: number) => boolean): void {
  const { ctx, scene, camera, colours } = p;
  if (camera.k < 0.7) return;
  const view = viewOf(p, 0);
  const font = `10.5px ${FONT}`;
  // A word over a box would hide what it says.
  const taken: Rect[] = scene.nodes.filter((n) => isSeen(n, view));
  let shown = 0;
  ctx.textBaseline = "middle";
  ctx.textAlign = "center";
  for (let i = 0; i < scene.edges.length && shown < 160; i++) {
    const e = scene.edges[i] as SceneEdge;
    if (e.label === "" || !isWanted(i)) continue;
    const c = curveOf(scene, e);
    if (Math.max(c.x0, c.x3) < view.x || Math.min(c.x0, c.x3) > view.x + view.width) continue;
    if (Math.max(c.y0, c.y3) < view.y || Math.min(c.y0, c.y3) > view.y + view.height) continue;
    if (Math.hypot(c.x3 - c.x0, c.y3 - c.y0) < 70) continue;
    const text = shortened(ctx, e.label, font, 130);
    const w = widthOf(ctx, text, font) + 8;
    let m = { x: 0, y: 0 };
    let box: Rect | undefined;
    for (const t of [0.5, 0.38, 0.62, 0.26, 0.74]) {
      m = pointOn(c, t);
      const at = { x: m.x - w / 2, y: m.y - 8, width: w, height: 16 };
      if (!isSeen(at, view) || taken.some((r) => isSeen(r, at))) continue;
      box = at;
      break;
    }
    if (!box) continue;
    taken.push(box);
    shown++;
    ctx.globalAlpha = 0.88;
    ctx.fillStyle = colours.paper;
    roundRect(ctx, box.x, box.y, box.width, box.height, 4);
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.font = font;
    ctx.fillStyle = colours.soft;
    ctx.fillText(text, m.x, m.y + 0.5);
  }
  ctx.textAlign = "left";
}

/** Everything but what is `hidden` (it is dragged, and painted on the canvas above). */
