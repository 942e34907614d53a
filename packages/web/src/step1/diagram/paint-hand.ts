/** What shows under the hand: the handle that connects, words beside a port, lines that things snap to. */
import type { Painting } from "./brush.ts";
import type { SceneNode } from "./scene.ts";

/** A line on which a dragged thing stands with another. */
export type Guide = { x: number; y0: number; y1: number } | { y: number; x0: number; x1: number };

/** Middle of the handle of a box. */
export const handleOf = (n: SceneNode) => ({ x: n.x + n.width + 15, y: n.y + 10 });

export function paintHandle(p: Painting, n: SceneNode, isHot: boolean): void {
  const { ctx, colours } = p;
  const at = handleOf(n);
  ctx.beginPath();
  ctx.arc(at.x, at.y, isHot ? 10 : 8.5, 0, Math.PI * 2);
  ctx.fillStyle = isHot ? colours.accent : colours.card;
  ctx.fill();
  ctx.lineWidth = 1.6;
  ctx.strokeStyle = colours.accent;
  ctx.stroke();
  ctx.strokeStyle = isHot ? colours.card : colours.accent;
  ctx.beginPath();
  ctx.moveTo(at.x - 4, at.y);
  ctx.lineTo(at.x + 3.5, at.y);
  ctx.moveTo(at.x + 0.5, at.y - 3.2);
  ctx.lineTo(at.x + 4, at.y);
  ctx.lineTo(at.x + 0.5, at.y + 3.2);
  ctx.stroke();
}

export function paintTip(p: Painting, x: number, y: number, text: string): void {
  const { ctx, camera, colours } = p;
  const s = 1 / camera.k;
  ctx.font = `${11 * s}px sans-serif`;
  const w = ctx.measureText(text).width + 14 * s;
  ctx.fillStyle = colours.text;
  ctx.beginPath();
  ctx.roundRect(x - w / 2, y - 34 * s, w, 21 * s, 5 * s);
  ctx.fill();
  ctx.fillStyle = colours.card;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y - 23.5 * s);
  ctx.textAlign = "left";
}

export function paintGuides(p: Painting, guides: readonly Guide[]): void {
  const { ctx, camera, colours } = p;
  ctx.lineWidth = 1 / camera.k;
  ctx.strokeStyle = colours.route;
  ctx.beginPath();
  for (const g of guides)
    if ("x" in g) {
      ctx.moveTo(g.x, g.y0);
      ctx.lineTo(g.x, g.y1);
    } else {
      ctx.moveTo(g.x0, g.y);
      ctx.lineTo(g.x1, g.y);
    }
  ctx.stroke();
}
