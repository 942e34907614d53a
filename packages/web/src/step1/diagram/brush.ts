/** What every painter of the diagram shares: the canvas with its camera, and text that fits. */
import type { Colours } from "./colours.ts";
import type { Overlay } from "./overlay.ts";
import type { Rect, Scene } from "./scene.ts";

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
export const NAMES_ABOVE = 0.22;

const widths = new Map<string, number>();
let measuredFont = "";
export function widthOf(ctx: CanvasRenderingContext2D, text: string, font: string): number {
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
export function wrapped(
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
export function shortened(ctx: CanvasRenderingContext2D, text: string, font: string, widest: number): string {
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

export function roundRect(
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

export const isSeen = (r: Rect, view: Rect) =>
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
