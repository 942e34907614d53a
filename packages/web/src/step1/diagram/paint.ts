/**
 * Paints a scene on a canvas. Detail follows the zoom: from far away boxes are tiles and lines are straight, so that
 * thousands of them take a few milliseconds without a GPU; what lies outside the window is passed over.
 */
import {
  CARD_FROM,
  DETAIL_FROM,
  FONT,
  isSeen,
  NAMES_ABOVE,
  type Painting,
  roundRect,
  shortened,
  toWorld,
  viewOf,
  widthOf,
  wrapped,
} from "./brush.ts";
import { pathOf } from "./icons.ts";
import { paintEdges, paintLabels } from "./paint-lines.ts";
import { paintRoutes } from "./paint-routes.ts";
import type { Port, Rect, SceneNode, SceneZone } from "./scene.ts";

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
    if (camera.k > NAMES_ABOVE) {
      // Large letters and nothing else: they can still be read.
      const font = `600 24px ${FONT}`;
      const lines = wrapped(ctx, n.name, font, n.width - 10, 2);
      ctx.font = font;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillStyle = band ? band[1] : ink;
      lines.forEach((line, i) => {
        ctx.fillText(line, x + n.width / 2, y + n.height / 2 + (i - (lines.length - 1) / 2) * 27);
      });
      ctx.textAlign = "left";
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
  let lines = wrapped(ctx, n.name, font, room, small ? 2 : 3);
  // The first of two lines stands beside the marks in the upper corner.
  const marks = !small ? 0 : n.constrained ? 22 : n.labelCapable ? 8 : 0;
  if (lines.length > 1 && marks > 0) lines = wrapped(ctx, n.name, font, room - marks, 2);
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
