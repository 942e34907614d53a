/**
 * Paints a scene on a canvas. Detail follows the zoom: from far away boxes are tiles and lines are straight, so that
 * thousands of them take a few milliseconds without a GPU; what lies outside the window is passed over.
 */
import type { Colours } from "./colours.ts";
import { pathOf } from "./icons.ts";
import type { Overlay } from "./overlay.ts";
import type { Port, Protection, Rect, Scene, SceneEdge, SceneNode, SceneZone, Side } from "./scene.ts";

export interface Camera {
  /** Screen = world × k + (x, y), in CSS px. */
  x: number;
  y: number;
  k: number;
}
/** How far something is moved while it is dragged, by index; nothing else moves. */
export interface Moved {
  nodes: ReadonlySet<number>;
  zones: ReadonlySet<number>;
  dx: number;
  dy: number;
}
export interface Words {
  constrained: string;
  labelCapable: string;
  access: (access: string) => string;
  trust: (trust: number) => string;
}
export interface Painting {
  ctx: CanvasRenderingContext2D;
  scene: Scene;
  camera: Camera;
  width: number;
  height: number;
  colours: Colours;
  overlay: Overlay | undefined;
  words: Words;
}

export const FONT =
  '"Noto Sans JP Variable", "Noto Sans JP", "Noto Sans CJK JP", system-ui, -apple-system, "Segoe UI", sans-serif';
/** Zooms from which boxes show their card, their small print, and lines their curve. */
export const CARD_FROM = 0.4;
export const DETAIL_FROM = 0.62;
/** Zoom below which the names of zones lie over their boxes: inside they could not be read. */
const NAMES_ABOVE = 0.22;

const NORMALS: readonly (readonly [number, number])[] = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
];

// Text

const widths = new Map<string, number>();
let measuredFont = "";
function widthOf(ctx: CanvasRenderingContext2D, text: string, font: string): number {
  if (widths.size > 20_000) widths.clear();
  const key = font + text;
  let w = widths.get(key);
  if (w === undefined) {
    if (ctx.font !== font && measuredFont !== font) ctx.font = font;
    ctx.font = font;
    measuredFont = font;
    w = ctx.measureText(text).width;
    widths.set(key, w);
  }
  return w;
}
/** Forgets measured widths, when a font has arrived. */
export function forgetWidths(): void {
  widths.clear();
  wraps.clear();
}

const segmenter =
  typeof Intl.Segmenter === "function" ? new Intl.Segmenter("ja", { granularity: "word" }) : undefined;
/** Words of a text, closing marks with the word before, opening ones with the word after. */
function piecesOf(text: string): string[] {
  if (!segmenter) return text.match(/[A-Za-z0-9_.-]+\s*|./gu) ?? [];
  const out: string[] = [];
  let opening = "";
  for (const { segment } of segmenter.segment(text)) {
    if (/^[（(「『【[]$/u.test(segment)) opening += segment;
    else if (out.length > 0 && opening === "" && /^[\s・）)」』】、。,.:;!?％%/\-ー]+$/u.test(segment))
      out[out.length - 1] += segment;
    else {
      out.push(opening + segment);
      opening = "";
    }
  }
  if (opening !== "") out.push(opening);
  return out;
}
const wraps = new Map<string, string[]>();
const NEVER_FIRST = /^[ぁぃぅぇぉっゃゅょァィゥェォッャュョー々・）)」』】、。,.:;!?％%]/;
/** Breaks words into at most `lines` lines: Japanese between characters but not before small kana or closing marks. */
function wrapped(
  ctx: CanvasRenderingContext2D,
  text: string,
  font: string,
  widest: number,
  lines: number,
): string[] {
  const key = `${font}|${widest}|${lines}|${text}`;
  const known = wraps.get(key);
  if (known) return known;
  if (wraps.size > 20_000) wraps.clear();
  const pieces = piecesOf(text);
  const out: string[] = [];
  let line = "";
  const fits = (s: string) => widthOf(ctx, s, font) <= widest;
  const place = (piece: string) => {
    if (line === "" || fits(line + piece.trimEnd()) || (NEVER_FIRST.test(piece) && piece.length === 1)) {
      line += piece;
      return;
    }
    out.push(line.trim());
    line = piece.trimStart();
  };
  for (const piece of pieces) {
    if (piece.length > 1 && !fits(piece.trimEnd())) for (const ch of piece) place(ch);
    else place(piece);
  }
  if (line.trim() !== "") out.push(line.trim());
  if (out.length > lines) {
    const rest = out.slice(lines - 1).join("");
    out.length = lines - 1;
    out.push(shortened(ctx, rest, font, widest));
  }
  wraps.set(key, out);
  return out;
}
function shortened(ctx: CanvasRenderingContext2D, text: string, font: string, widest: number): string {
  if (widthOf(ctx, text, font) <= widest) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (widthOf(ctx, `${text.slice(0, middle)}…`, font) <= widest) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low).trimEnd()}…`;
}

// Shapes

function roundRect(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  w: number,
  h: number,
  r: number,
): void {
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, r);
}

const isSeen = (r: Rect, view: Rect) =>
  r.x < view.x + view.width &&
  r.x + r.width > view.x &&
  r.y < view.y + view.height &&
  r.y + r.height > view.y;

/** Part of the world inside the window, with a margin in world px. */
export function viewOf(
  { camera, width, height }: Pick<Painting, "camera" | "width" | "height">,
  margin = 40,
): Rect {
  return {
    x: -camera.x / camera.k - margin,
    y: -camera.y / camera.k - margin,
    width: width / camera.k + 2 * margin,
    height: height / camera.k + 2 * margin,
  };
}

/** Sets the canvas to world coordinates. */
export function toWorld({ ctx, camera }: Painting, ratio: number): void {
  ctx.setTransform(camera.k * ratio, 0, 0, camera.k * ratio, camera.x * ratio, camera.y * ratio);
}

export function paintPaper(p: Painting, ratio: number): void {
  const { ctx, camera, width, height, colours } = p;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.fillStyle = colours.paper;
  ctx.fillRect(0, 0, width, height);
  const step = 24 * camera.k;
  if (step < 16) return;
  ctx.fillStyle = colours.dots;
  const x0 = ((camera.x % step) + step) % step;
  const y0 = ((camera.y % step) + step) % step;
  for (let y = y0; y < height; y += step) for (let x = x0; x < width; x += step) ctx.fillRect(x, y, 1.2, 1.2);
}

export function paintZone(p: Painting, z: SceneZone, at: Rect = z): void {
  const { ctx, camera, colours, overlay, words } = p;
  const [fill, edge] = colours.zones[z.trust] ?? (colours.zones[2] as readonly [string, string]);
  const thin = 1 / camera.k;
  const mark = overlay?.marks?.get(z.id);
  roundRect(ctx, at.x, at.y, at.width, at.height, 12);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.lineWidth = mark ? 2.4 * Math.max(1, thin) : Math.max(1.2, 1.2 * thin);
  ctx.strokeStyle = mark ? colours[mark] : edge;
  // Zones outside the system are drawn with a broken line.
  ctx.setLineDash(z.role === "external" ? [7 * Math.max(1, thin), 5 * Math.max(1, thin)] : []);
  ctx.stroke();
  ctx.setLineDash([]);
  if (camera.k < NAMES_ABOVE) return;
  // From further away a zone's name grows as far as its head allows.
  const size = Math.max(13.5, Math.min(12.5 / camera.k, 26, at.width / 9));
  const bold = `650 ${size}px ${FONT}`;
  const room = at.width - 28;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  const y = at.y + 6 + size * 0.95;
  const name = shortened(ctx, z.name, bold, room);
  ctx.font = bold;
  ctx.fillStyle = colours.text;
  ctx.fillText(name, at.x + 14, y);
  if (camera.k < DETAIL_FROM) return;
  const used = widthOf(ctx, name, bold);
  const small = `11px ${FONT}`;
  const about = [z.kindName === z.name ? "" : z.kindName, words.trust(z.trust), words.access(z.access)]
    .filter((w) => w !== "")
    .join("  ·  ");
  const left = room - used - 14;
  if (left > 60) {
    const text = shortened(ctx, about, small, left);
    ctx.font = small;
    ctx.fillStyle = colours.soft;
    ctx.fillText(text, at.x + 14 + used + 12, y + 0.5);
  }
  if (z.problem) paintProblem(p, at.x + at.width - 12, at.y + 12, z.problem);
}

/** Names of zones over everything, for views from far away. */
function paintZoneNames(p: Painting, view: Rect): void {
  const { ctx, camera, colours, scene } = p;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  for (const z of scene.zones) {
    const size = Math.min(12 / camera.k, z.width / 6, z.height / 2.5);
    if (size * camera.k < 8 || !isSeen(z, view)) continue;
    const font = `650 ${Math.round(size)}px ${FONT}`;
    const name = shortened(ctx, z.name, font, z.width * 0.96);
    const w = widthOf(ctx, name, font);
    ctx.globalAlpha = 0.86;
    ctx.fillStyle = colours.paper;
    ctx.fillRect(z.x + size * 0.2, z.y + size * 0.15, w + size * 0.6, size * 1.5);
    ctx.globalAlpha = 1;
    ctx.font = font;
    ctx.fillStyle = colours.text;
    ctx.fillText(name, z.x + size * 0.5, z.y + size * 0.95);
  }
}

function paintProblem(p: Painting, x: number, y: number, problem: 1 | 2): void {
  const { ctx, colours } = p;
  ctx.fillStyle = problem === 2 ? colours.error : colours.warning;
  ctx.beginPath();
  if (problem === 2) ctx.arc(x, y, 8, 0, Math.PI * 2);
  else {
    ctx.moveTo(x, y - 8.5);
    ctx.lineTo(x + 9, y + 7);
    ctx.lineTo(x - 9, y + 7);
    ctx.closePath();
  }
  ctx.fill();
  ctx.fillStyle = colours.card;
  ctx.font = `700 11px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText("!", x, y + (problem === 2 ? 0.5 : 1.5));
  ctx.textAlign = "left";
}

export interface NodeLook {
  isSelected?: boolean;
  isHovered?: boolean;
  /** Zoom from which ports are shown; hovered and selected boxes show them sooner. */
  withPorts?: boolean;
  faded?: boolean;
}

export function paintNode(p: Painting, n: SceneNode, look: NodeLook = {}, dx = 0, dy = 0): void {
  const { ctx, camera, colours, overlay } = p;
  const x = n.x + dx;
  const y = n.y + dy;
  const [tile, ink] = colours.classes[n.class] ?? (colours.classes["device"] as readonly [string, string]);
  const heat = overlay?.heat?.get(n.id);
  const band = heat ? colours.bands[heat] : undefined;
  const mark = overlay?.marks?.get(n.id);
  const thin = 1 / camera.k;
  if (look.faded) ctx.globalAlpha = 0.3;
  if (camera.k < CARD_FROM) {
    ctx.fillStyle = band ? band[0] : tile;
    ctx.fillRect(x, y, n.width, n.height);
    ctx.lineWidth = look.isSelected || mark ? 2.5 * thin : 0.8 * thin;
    ctx.strokeStyle = look.isSelected
      ? colours.accent
      : mark
        ? colours[mark]
        : n.problem === 2
          ? colours.error
          : ink;
    ctx.strokeRect(x, y, n.width, n.height);
    if (camera.k > 0.15) {
      ctx.fillStyle = band ? band[1] : ink;
      if (camera.k > 0.2) {
        ctx.save();
        ctx.translate(x + n.width / 2 - 22, y + n.height / 2 - 22);
        ctx.scale(44 / 24, 44 / 24);
        ctx.lineWidth = 1.8;
        ctx.strokeStyle = band ? band[1] : ink;
        ctx.stroke(pathOf(n.icon));
        ctx.restore();
      }
    }
    if (n.problem === 2) {
      ctx.fillStyle = colours.error;
      ctx.beginPath();
      ctx.arc(x + n.width, y, 14, 0, Math.PI * 2);
      ctx.fill();
    }
    ctx.globalAlpha = 1;
    return;
  }
  // Several of a kind stand behind each other.
  if (n.quantity > 1) {
    roundRect(ctx, x + 4, y + 4, n.width, n.height, 9);
    ctx.fillStyle = colours.cardFaint;
    ctx.fill();
    ctx.lineWidth = 1;
    ctx.strokeStyle = colours.cardEdge;
    ctx.stroke();
  }
  roundRect(ctx, x, y, n.width, n.height, 9);
  ctx.fillStyle = colours.card;
  ctx.fill();
  const edge = look.isSelected
    ? colours.accent
    : mark
      ? colours[mark]
      : n.problem === 2
        ? colours.error
        : look.isHovered
          ? colours.accent
          : colours.cardEdge;
  ctx.lineWidth = look.isSelected || mark ? Math.max(2.2, 2.2 * thin) : Math.max(1.1, thin);
  ctx.strokeStyle = edge;
  if (mark === "removed") ctx.setLineDash([6, 4]);
  ctx.stroke();
  ctx.setLineDash([]);
  if (look.isSelected) {
    roundRect(ctx, x - 4, y - 4, n.width + 8, n.height + 8, 12);
    ctx.lineWidth = 4;
    ctx.strokeStyle = colours.accentSoft;
    ctx.stroke();
  }
  // Icon tile, in the band's colour when the diagram shows risk.
  roundRect(ctx, x + 9, y + 12, 38, 40, 8);
  ctx.fillStyle = band ? band[0] : tile;
  ctx.fill();
  ctx.save();
  ctx.translate(x + 16, y + 20);
  ctx.lineWidth = 1.7;
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  ctx.strokeStyle = band ? band[1] : ink;
  ctx.stroke(pathOf(n.icon));
  ctx.restore();
  if (heat && band) {
    ctx.fillStyle = band[0];
    roundRect(ctx, x + 34, y + 6, 18, 16, 5);
    ctx.fill();
    ctx.lineWidth = 1.4;
    ctx.strokeStyle = colours.card;
    ctx.stroke();
    ctx.fillStyle = band[1];
    ctx.font = `700 11px ${FONT}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(overlay?.heatWords?.[heat] ?? heat, x + 43, y + 14.5);
    ctx.textAlign = "left";
  }
  const small = camera.k >= DETAIL_FROM;
  const under = small
    ? [n.typeName, n.quantity > 1 ? `×${n.quantity}` : ""].filter((w) => w !== "").join("  ")
    : "";
  const font = small ? `600 12.5px ${FONT}` : `600 15.5px ${FONT}`;
  const room = n.width - 56 - 10;
  const lines = wrapped(ctx, n.name, font, room, small ? 2 : 3);
  const lineHeight = small ? 15.5 : 18.5;
  const total = lines.length * lineHeight + (under === "" ? 0 : 14);
  let ty = y + n.height / 2 - total / 2 + lineHeight / 2;
  ctx.textBaseline = "middle";
  ctx.font = font;
  ctx.fillStyle = colours.text;
  for (const line of lines) {
    ctx.fillText(line, x + 56, ty);
    ty += lineHeight;
  }
  if (under !== "") {
    const soft = `10.5px ${FONT}`;
    const text = shortened(ctx, under, soft, room);
    ctx.font = soft;
    ctx.fillStyle = colours.soft;
    ctx.fillText(text, x + 56, ty - 1);
  }
  if (small) {
    // Right edge: importance as one to three bars; lower left: constrained, label.
    for (let i = 0; i < n.importance; i++) {
      ctx.fillStyle =
        n.importance === 3 ? colours.error : n.importance === 2 ? colours.warning : colours.soft;
      ctx.fillRect(x + n.width - 7, y + n.height - 12 - i * 6, 3, 4.5);
    }
    if (n.labelCapable) paintStar(ctx, x + n.width - 10, y + 10, 4.6, colours.soft);
    if (n.constrained) {
      ctx.strokeStyle = colours.soft;
      ctx.lineWidth = 1.3;
      ctx.beginPath();
      ctx.moveTo(x + n.width - 25, y + 7);
      ctx.lineTo(x + n.width - 22, y + 10);
      ctx.lineTo(x + n.width - 25, y + 13);
      ctx.moveTo(x + n.width - 17, y + 7);
      ctx.lineTo(x + n.width - 20, y + 10);
      ctx.lineTo(x + n.width - 17, y + 13);
      ctx.stroke();
    }
  }
  if ((small && camera.k >= 0.75) || look.withPorts)
    for (const port of n.ports) paintPort(p, port, x + port.dx, y + port.dy);
  if (n.problem) paintProblem(p, x + 2, y + 2, n.problem);
  ctx.globalAlpha = 1;
}

function paintStar(ctx: CanvasRenderingContext2D, x: number, y: number, r: number, colour: string): void {
  ctx.beginPath();
  for (let i = 0; i < 10; i++) {
    const angle = (Math.PI / 5) * i - Math.PI / 2;
    const d = i % 2 === 0 ? r : r * 0.45;
    ctx.lineTo(x + d * Math.cos(angle), y + d * Math.sin(angle));
  }
  ctx.closePath();
  ctx.lineWidth = 1.1;
  ctx.strokeStyle = colour;
  ctx.stroke();
}

/** Interfaces: full for normal use, hollow for maintenance, crossed out when unused or switched off. */
export function paintPort(p: Painting, port: Port, x: number, y: number, isHot = false): void {
  const { ctx, colours } = p;
  const r = isHot ? 6 : 4.2;
  const { use, enabled } = port.face;
  const colour = isHot ? colours.accent : use === "maintenance" ? colours.warning : colours.command;
  ctx.lineWidth = 1.4;
  ctx.strokeStyle = enabled === false || use === "unused" ? colours.soft : colour;
  ctx.fillStyle = use === "normal" && enabled !== false ? colour : colours.card;
  ctx.beginPath();
  if (use === "maintenance") ctx.rect(x - r + 0.5, y - r + 0.5, 2 * r - 1, 2 * r - 1);
  else ctx.arc(x, y, r, 0, Math.PI * 2);
  ctx.fill();
  ctx.stroke();
  if (use === "unused" || enabled === false) {
    ctx.beginPath();
    ctx.moveTo(x - r * 0.6, y - r * 0.6);
    ctx.lineTo(x + r * 0.6, y + r * 0.6);
    ctx.stroke();
  }
}

// Lines

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

function trace(ctx: CanvasRenderingContext2D, c: Curve): void {
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
function head(ctx: CanvasRenderingContext2D, c: Curve, size: number, isFull: boolean): void {
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
export function paintScene(
  p: Painting,
  ratio: number,
  hidden: { nodes: ReadonlySet<number>; zones: ReadonlySet<number>; edges: ReadonlySet<number> },
): void {
  const { ctx, scene, overlay } = p;
  paintPaper(p, ratio);
  toWorld(p, ratio);
  const view = viewOf(p);
  for (const i of scene.zoneOrder) {
    const z = scene.zones[i] as SceneZone;
    if (!hidden.zones.has(i) && isSeen(z, view)) paintZone(p, z);
  }
  paintEdges(p, (i) => !hidden.edges.has(i));
  const focus = overlay?.focus;
  scene.nodes.forEach((n, i) => {
    if (hidden.nodes.has(i) || !isSeen(n, view)) return;
    paintNode(p, n, focus ? { faded: !focus.has(n.id) } : undefined);
  });
  if (p.camera.k < NAMES_ABOVE) paintZoneNames(p, view);
  paintLabels(p, (i) => !hidden.edges.has(i) && !focus);
  if (overlay?.routes) paintRoutes(p);
  ctx.globalAlpha = 1;
}

/** Attack routes step by step: numbered arrows from box to box. */
export function paintRoutes(p: Painting, moved?: Moved): void {
  const { ctx, scene, overlay, colours, camera } = p;
  const thin = Math.max(1, 0.8 / camera.k);
  for (const route of overlay?.routes ?? []) {
    const steps = route.steps.slice(0, overlay?.upTo ?? route.steps.length);
    steps.forEach((step, at) => {
      const to = scene.nodes[scene.nodeAt.get(step.to.slice(step.to.indexOf("/") + 1)) ?? -1];
      if (!to) return;
      const from =
        step.from === undefined
          ? undefined
          : scene.nodes[scene.nodeAt.get(step.from.slice(step.from.indexOf("/") + 1)) ?? -1];
      const edge = step.flow === undefined ? undefined : scene.edges[scene.edgeAt.get(step.flow) ?? -1];
      const isLast = at === steps.length - 1;
      ctx.strokeStyle = colours.route;
      ctx.fillStyle = colours.route;
      ctx.globalAlpha = isLast ? 1 : 0.75;
      ctx.lineWidth = 3 * thin;
      let middle = { x: to.x - 18, y: to.y - 14 };
      if (from && from !== to) {
        const curve = edge ? curveOf(scene, edge, moved) : straight(from, to);
        const along = edge && scene.nodes[edge.from] === to ? reversed(curve) : curve;
        ctx.beginPath();
        trace(ctx, along);
        ctx.stroke();
        head(ctx, along, 13 * thin, true);
        middle = pointOn(along, 0.5);
      }
      roundRect(ctx, to.x - 5, to.y - 5, to.width + 10, to.height + 10, 13);
      ctx.lineWidth = (isLast ? 3 : 1.8) * thin;
      ctx.stroke();
      ctx.beginPath();
      ctx.arc(middle.x, middle.y, 10 * thin, 0, Math.PI * 2);
      ctx.fill();
      ctx.fillStyle = colours.card;
      ctx.font = `700 ${11.5 * thin}px ${FONT}`;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillText(String(at + 1), middle.x, middle.y + 0.5);
      ctx.textAlign = "left";
    });
  }
  ctx.globalAlpha = 1;
}

function straight(a: Rect, b: Rect): Curve {
  const ax = a.x + a.width / 2;
  const ay = a.y + a.height / 2;
  const bx = b.x + b.width / 2;
  const by = b.y + b.height / 2;
  const cut = (r: Rect, dx: number, dy: number) =>
    Math.min(
      dx === 0 ? Infinity : r.width / 2 / Math.abs(dx),
      dy === 0 ? Infinity : r.height / 2 / Math.abs(dy),
    );
  const dx = bx - ax;
  const dy = by - ay;
  const s = cut(a, dx, dy);
  const t = 1 - cut(b, dx, dy);
  const x0 = ax + dx * s;
  const y0 = ay + dy * s;
  const x3 = ax + dx * t;
  const y3 = ay + dy * t;
  return {
    x0,
    y0,
    x1: x0 + (x3 - x0) / 3,
    y1: y0 + (y3 - y0) / 3,
    x2: x0 + ((x3 - x0) * 2) / 3,
    y2: y0 + ((y3 - y0) * 2) / 3,
    x3,
    y3,
  };
}
const reversed = (c: Curve): Curve => ({
  x0: c.x3,
  y0: c.y3,
  x1: c.x2,
  y1: c.y2,
  x2: c.x1,
  y2: c.y1,
  x3: c.x0,
  y3: c.y0,
});

export type { Side };
