/** Attack routes over the diagram. */
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
import { type Curve, curveOf, head, pointOn, trace } from "./paint-lines.ts";
import type { Rect } from "./scene.ts";

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
  if (camera.k < CARD_FROM) paintPlaces(p);
}

/** From far away the letters on the boxes are too small: the route's places are named beside them. */
function paintPlaces(p: Painting): void {
  const { ctx, scene, overlay, colours, camera } = p;
  const size = 12 / camera.k;
  const font = `600 ${size}px ${FONT}`;
  const view = viewOf(p, 0);
  const taken: Rect[] = [];
  const named = new Set<string>();
  ctx.textBaseline = "middle";
  for (const route of overlay?.routes ?? [])
    for (const step of route.steps.slice(0, overlay?.upTo ?? route.steps.length))
      for (const id of [step.from, step.to]) {
        const node = id && scene.nodes[scene.nodeAt.get(id.slice(id.indexOf("/") + 1)) ?? -1];
        if (!node || named.has(node.id)) continue;
        named.add(node.id);
        const name = shortened(ctx, node.name, font, 190 / camera.k);
        const width = widthOf(ctx, name, font) + size;
        const height = size * 1.6;
        const middle = { x: node.x + node.width / 2, y: node.y + node.height / 2 };
        const gap = size * 0.7;
        const places = [
          { x: middle.x - width / 2, y: node.y + node.height + gap },
          { x: middle.x - width / 2, y: node.y - height - gap },
          { x: node.x + node.width + gap, y: middle.y - height / 2 },
          { x: node.x - width - gap, y: middle.y - height / 2 },
        ].map((at) => ({ ...at, width, height }));
        const isInside = (r: Rect) =>
          r.x >= view.x &&
          r.y >= view.y &&
          r.x + r.width <= view.x + view.width &&
          r.y + r.height <= view.y + view.height;
        const place = places.find((r) => isInside(r) && !taken.some((other) => isSeen(other, r)));
        if (!place) continue;
        taken.push(place);
        ctx.globalAlpha = 0.94;
        roundRect(ctx, place.x, place.y, width, height, size * 0.35);
        ctx.fillStyle = colours.card;
        ctx.fill();
        ctx.globalAlpha = 1;
        ctx.lineWidth = 1 / camera.k;
        ctx.strokeStyle = colours.route;
        ctx.stroke();
        ctx.font = font;
        ctx.fillStyle = colours.text;
        ctx.fillText(name, place.x + size / 2, place.y + height / 2 + size * 0.04);
      }
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
