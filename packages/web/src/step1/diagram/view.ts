/**
 * The diagram on the screen: two canvases and what hands do on them. The lower one holds the scene and is painted when
 * the scene or the window changes; the upper one holds what is selected, hovered or being dragged and is painted each
 * frame of a gesture. During a gesture nothing else happens: the edit is told when it ends.
 */

import {
  CARD_FROM,
  type Camera,
  DETAIL_FROM,
  forgetWidths,
  type Moved,
  type Painting,
  toWorld,
  viewOf,
  type Words,
} from "./brush.ts";
import { type Colours, LIGHT } from "./colours.ts";
import type { Overlay } from "./overlay.ts";
import { paintNode, paintPort, paintScene, paintZone } from "./paint.ts";
import { type Guide, handleOf, paintGuides, paintHandle, paintTip } from "./paint-hand.ts";
import { curveOf, paintEdge, pointOn } from "./paint-lines.ts";
import { paintRoutes } from "./paint-routes.ts";
import { NODE_HEIGHT, NODE_WIDTH } from "./placement.ts";
import {
  boundsOf,
  insideOf,
  type Rect,
  type Scene,
  type SceneEdge,
  type SceneNode,
  type SceneZone,
  zoneUnder,
} from "./scene.ts";

export interface Point {
  x: number;
  y: number;
}
export interface ConnectionEnd {
  component: string;
  interface?: string;
}
export interface Drop {
  /** Component ids and zone ids that were dragged; what stands in the zones came along. */
  components: string[];
  zones: string[];
  dx: number;
  dy: number;
  /** Zone they were let go over; absent over the paper. */
  into?: string;
}
export interface ViewEvents {
  select(ids: string[]): void;
  open(id: string): void;
  move(drop: Drop): void;
  resize(zone: string, rect: Rect): void;
  connect(from: ConnectionEnd, to: ConnectionEnd): void;
  menu(at: Point): void;
  /** The window stands still again. */
  settled(camera: Camera): void;
  hover?(id: string | undefined): void;
}

type Hit =
  | { kind: "port"; node: number; port: number }
  | { kind: "handle"; node: number }
  | { kind: "node"; node: number }
  | { kind: "edge"; edge: number }
  | { kind: "corner"; zone: number; dirX: -1 | 0 | 1; dirY: -1 | 0 | 1 }
  | { kind: "head"; zone: number }
  | { kind: "zone"; zone: number }
  | { kind: "paper" };

type Gesture =
  | { kind: "pan"; x: number; y: number; from: Camera }
  | { kind: "press"; hit: Hit; x: number; y: number; additive: boolean }
  | {
      kind: "move";
      x: number;
      y: number;
      moved: Moved;
      start: Rect;
      hidden: Hidden;
      target: number;
      guides: Guide[];
    }
  | { kind: "band"; x: number; y: number; toX: number; toY: number; before: string[] }
  | {
      kind: "resize";
      zone: number;
      dirX: number;
      dirY: number;
      x: number;
      y: number;
      rect: Rect;
      start: Rect;
      least: Rect;
    }
  | { kind: "connect"; from: ConnectionEnd; x: number; y: number; toX: number; toY: number; over: Hit }
  | { kind: "pinch"; distance: number; middle: Point; from: Camera };
interface Hidden {
  nodes: ReadonlySet<number>;
  zones: ReadonlySet<number>;
  edges: ReadonlySet<number>;
}

const NOTHING: Hidden = { nodes: new Set(), zones: new Set(), edges: new Set() };
export const LEAST_ZOOM = 0.03;
export const MOST_ZOOM = 4;
/** Room that the tools take at the lower edge, px. */
const TOOLS = 44;
/** A press becomes a drag after this way, px. */
const SLACK = 4;
/** Painting the scene may take this long in a frame of a gesture, ms; else the picture is moved as it is. */
const BUDGET = 7;
/** A frame longer than this after painting says that painting was too much for one frame, ms. */
const SLOW_FRAME = 25;

export class DiagramView {
  scene: Scene | undefined;
  camera: Camera = { x: 0, y: 0, k: 1 };
  width = 0;
  height = 0;
  readOnly = false;
  hand = false;
  /** Times of the painting, ms, newest last; read by the measurement. */
  readonly times: { base: number[]; live: number[] } = { base: [], live: [] };
  private readonly base: HTMLCanvasElement;
  private readonly live: HTMLCanvasElement;
  private readonly baseContext: CanvasRenderingContext2D;
  private readonly liveContext: CanvasRenderingContext2D;
  private ratio = 1;
  private colours: Colours = LIGHT;
  private overlay: Overlay | undefined;
  private words: Words;
  private selection = new Set<string>();
  private current: string | undefined;
  private hasFocus = false;
  private hover: Hit = { kind: "paper" };
  private gesture: Gesture | undefined;
  private pending: { moved: Moved; hidden: Hidden } | undefined;
  private paletteAt: { zone: number; x: number; y: number } | undefined;
  private readonly pointers = new Map<number, Point>();
  private spaceDown = false;
  private frame = 0;
  private needsBase = false;
  private needsLive = false;
  private basePainted: Camera = { x: 0, y: 0, k: 1 };
  private baseCost = 0;
  private paintedAt = 0;
  private wheeledAt = 0;
  private settleTimer = 0;
  private animation: { from: Camera; to: Camera; start: number } | undefined;
  private readonly observer: ResizeObserver;
  private readonly cleanups: (() => void)[] = [];
  private hasFitted = false;
  /** The person has moved the window or something in it. */
  private isTouched = false;

  constructor(
    readonly host: HTMLElement,
    private readonly events: ViewEvents,
    words: Words,
  ) {
    this.words = words;
    const canvas = () => {
      const element = document.createElement("canvas");
      element.setAttribute("aria-hidden", "true");
      element.style.cssText =
        "position:absolute;inset:0;transform-origin:0 0;pointer-events:none;display:block";
      host.prepend(element);
      return element;
    };
    this.live = canvas();
    this.base = canvas();
    this.baseContext = this.base.getContext("2d", { alpha: false }) as CanvasRenderingContext2D;
    this.liveContext = this.live.getContext("2d") as CanvasRenderingContext2D;
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(host);
    const on = <K extends keyof HTMLElementEventMap>(
      type: K,
      handler: (event: HTMLElementEventMap[K]) => void,
      options?: AddEventListenerOptions,
    ) => {
      host.addEventListener(type, handler, options);
      this.cleanups.push(() => host.removeEventListener(type, handler, options));
    };
    on("pointerdown", (e) => this.down(e));
    on("pointermove", (e) => this.moveTo(e));
    on("pointerup", (e) => this.up(e));
    on("pointercancel", (e) => this.up(e, true));
    on("pointerleave", () => this.hovered({ kind: "paper" }));
    on("wheel", (e) => this.wheel(e), { passive: false });
    on("dblclick", (e) => {
      const id = this.idOf(this.hit(this.local(e)));
      if (id) this.events.open(id);
    });
    on("contextmenu", (e) => {
      e.preventDefault();
      const id = this.idOf(this.hit(this.local(e)));
      if (id && !this.selection.has(id)) this.events.select([id]);
      if (this.gesture?.kind !== "pan") this.events.menu(this.local(e));
    });
    const fonts = document.fonts;
    const arrived = () => {
      forgetWidths();
      this.repaint();
    };
    fonts?.addEventListener?.("loadingdone", arrived);
    this.cleanups.push(() => fonts?.removeEventListener?.("loadingdone", arrived));
    this.resized();
  }

  destroy(): void {
    this.observer.disconnect();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.settleTimer);
    for (const cleanup of this.cleanups) cleanup();
    this.base.remove();
    this.live.remove();
  }

  // What is shown

  setScene(scene: Scene): void {
    const isOther =
      this.scene?.configuration.id !== scene.configuration.id ||
      (!this.isTouched && !scene.isPlaced && this.scene.fallback !== scene.fallback);
    this.scene = scene;
    this.pending = undefined;
    this.hover = { kind: "paper" };
    if (this.gesture && this.gesture.kind !== "pan" && this.gesture.kind !== "pinch")
      this.gesture = undefined;
    if (isOther || !this.hasFitted) {
      this.isTouched = false;
      this.fit(false);
    }
    this.repaint();
    this.settle();
  }
  setColours(colours: Colours): void {
    this.colours = colours;
    this.paintEmpty();
    this.repaint();
  }
  setWords(words: Words): void {
    this.words = words;
    this.repaint();
  }
  setOverlay(overlay: Overlay | undefined): void {
    if (overlay === this.overlay) return;
    this.overlay = overlay;
    this.repaint();
  }
  setSelection(ids: readonly string[]): void {
    this.selection = new Set(ids);
    this.paint(false);
  }
  setCurrent(id: string | undefined, hasFocus: boolean): void {
    this.current = id;
    this.hasFocus = hasFocus;
    this.paint(false);
  }
  setHand(hand: boolean): void {
    this.hand = hand;
    this.cursor();
  }
  get isBusy(): boolean {
    return this.gesture !== undefined && this.gesture.kind !== "press";
  }
  /** Ends a gesture without its edit. */
  cancel(): boolean {
    if (!this.gesture) return false;
    const wasBusy = this.isBusy;
    if (this.gesture.kind === "band") this.events.select(this.gesture.before);
    this.gesture = undefined;
    this.repaint();
    return wasBusy;
  }
  setSpace(isDown: boolean): void {
    this.spaceDown = isDown;
    this.cursor();
  }

  // The window

  toWorldPoint(p: Point): Point {
    return { x: (p.x - this.camera.x) / this.camera.k, y: (p.y - this.camera.y) / this.camera.k };
  }
  toScreen(r: Rect): Rect {
    const { x, y, k } = this.camera;
    return { x: r.x * k + x, y: r.y * k + y, width: r.width * k, height: r.height * k };
  }
  get viewed(): Rect {
    return viewOf({ camera: this.camera, width: this.width, height: this.height }, 0);
  }
  fit(animated = true): void {
    if (!this.scene) return;
    this.show(this.scene.bounds, animated, 1.25);
  }
  fitTo(ids: readonly string[], animated = true): void {
    const rects = ids.map((id) => this.rectOf(id)).filter((r) => r !== undefined);
    if (rects.length > 0) this.show(boundsOf(rects), animated, 1.25, 90);
  }
  /** Brings a thing into the window if it is outside, without a change of zoom unless it must. */
  reveal(id: string): void {
    const r = this.rectOf(id);
    if (!r) return;
    const s = this.toScreen(r);
    const pad = 40;
    const fits = s.width < this.width - 2 * pad && s.height < this.height - 2 * pad;
    if (!fits) {
      this.fitTo([id]);
      return;
    }
    const dx = s.x < pad ? pad - s.x : Math.min(0, this.width - pad - (s.x + s.width));
    const dy = s.y < pad ? pad - s.y : Math.min(0, this.height - pad - (s.y + s.height));
    if (dx !== 0 || dy !== 0)
      this.glide({ x: this.camera.x + dx, y: this.camera.y + dy, k: this.camera.k }, true);
  }
  zoomTo(k: number, animated = true, around: Point = { x: this.width / 2, y: this.height / 2 }): void {
    const next = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, k));
    const f = next / this.camera.k;
    this.glide(
      { k: next, x: around.x - (around.x - this.camera.x) * f, y: around.y - (around.y - this.camera.y) * f },
      animated,
    );
  }
  /** Puts a point of the world into the middle. */
  centre(p: Point): void {
    this.glide(
      { k: this.camera.k, x: this.width / 2 - p.x * this.camera.k, y: this.height / 2 - p.y * this.camera.k },
      false,
    );
  }
  private show(r: Rect, animated: boolean, most: number, pad = 36): void {
    if (this.width === 0 || r.width === 0) {
      if (this.width > 0) {
        this.hasFitted = true;
        this.glide({ x: this.width / 2 - 120, y: this.height / 2 - 80, k: 1 }, animated);
      }
      return;
    }
    this.hasFitted = true;
    const k = Math.max(
      LEAST_ZOOM,
      Math.min(most, (this.width - 2 * pad) / r.width, (this.height - 2 * pad - TOOLS) / r.height),
    );
    this.glide(
      {
        k,
        x: this.width / 2 - (r.x + r.width / 2) * k,
        y: (this.height - TOOLS) / 2 - (r.y + r.height / 2) * k,
      },
      animated,
    );
  }
  private glide(to: Camera, animated: boolean): void {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!animated || calm) {
      this.animation = undefined;
      this.camera = to;
      this.repaint();
    } else {
      this.animation = { from: this.camera, to, start: performance.now() };
      this.paint(true);
    }
    this.settle();
  }
  private settle(): void {
    clearTimeout(this.settleTimer);
    this.settleTimer = window.setTimeout(() => {
      if (this.gesture?.kind === "pan" || this.animation) {
        this.settle();
        return;
      }
      if (!sameCamera(this.basePainted, this.camera)) this.repaint();
      this.events.settled(this.camera);
    }, 110);
  }
  private resized(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === 0 || height === 0) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    if (width === this.width && height === this.height && ratio === this.ratio) return;
    this.width = width;
    this.height = height;
    this.ratio = ratio;
    for (const canvas of [this.base, this.live]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    // A room that opens or closes beside an untouched picture is filled anew.
    if (!this.hasFitted || !this.isTouched) this.fit(false);
    this.needsBase = true;
    // A canvas that was resized is empty until it is painted.
    this.paintEmpty();
    this.tick(performance.now(), true);
    this.settle();
  }

  // Painting

  repaint(): void {
    this.needsBase = true;
    this.paint(true);
  }
  private paint(withBase: boolean): void {
    this.needsBase ||= withBase;
    this.needsLive = true;
    if (this.frame === 0) this.frame = requestAnimationFrame((now) => this.tick(now));
  }
  private painting(ctx: CanvasRenderingContext2D): Painting | undefined {
    return this.scene
      ? {
          ctx,
          scene: this.scene,
          camera: this.camera,
          width: this.width,
          height: this.height,
          colours: this.colours,
          overlay: this.overlay,
          words: this.words,
        }
      : undefined;
  }
  private tick(now: number, mustPaint = false): void {
    if (this.frame !== 0) cancelAnimationFrame(this.frame);
    this.frame = 0;
    if (this.animation) {
      const { from, to, start } = this.animation;
      const t = Math.min(1, (now - start) / 190);
      const e = 1 - (1 - t) ** 3;
      const k = from.k * (to.k / from.k) ** e;
      // The point that stays in place while zooming moves evenly.
      const u = from.k === to.k ? e : (k - from.k) / (to.k - from.k);
      this.camera = { k, x: from.x + (to.x - from.x) * u, y: from.y + (to.y - from.y) * u };
      if (t === 1) this.animation = undefined;
      this.needsBase = true;
      this.needsLive = true;
    }
    const isMoving =
      this.animation !== undefined ||
      performance.now() - this.wheeledAt < 100 ||
      this.gesture?.kind === "pan" ||
      this.gesture?.kind === "pinch";
    if (this.paintedAt > 0) {
      // What the browser does with the painting after this thread counts as well.
      const frame = performance.now() - this.paintedAt;
      if (frame > SLOW_FRAME) this.baseCost = Math.max(this.baseCost, frame);
      this.paintedAt = 0;
    }
    if (this.needsBase) {
      if (isMoving && this.baseCost > BUDGET && !mustPaint && this.isNear()) this.shiftBase();
      else this.paintBase();
      this.needsBase = false;
    }
    if (this.needsLive || mustPaint) this.paintLive();
    this.needsLive = false;
    if (this.animation) this.paint(true);
  }
  /** Paper while there is nothing to draw yet; an opaque canvas would be black. */
  private paintEmpty(): void {
    if (this.scene) return;
    this.baseContext.setTransform(1, 0, 0, 1, 0, 0);
    this.baseContext.fillStyle = this.colours.paper;
    this.baseContext.fillRect(0, 0, this.base.width, this.base.height);
  }
  /** Moves the painted picture instead of painting anew. */
  private shiftBase(): void {
    const f = this.camera.k / this.basePainted.k;
    this.base.style.transform = `translate(${this.camera.x - this.basePainted.x * f}px, ${
      this.camera.y - this.basePainted.y * f
    }px) scale(${f})`;
    this.settle();
  }
  private paintBase(): void {
    const p = this.painting(this.baseContext);
    if (!p) return;
    const start = performance.now();
    const hidden = this.gesture?.kind === "move" ? this.gesture.hidden : (this.pending?.hidden ?? NOTHING);
    paintScene(p, this.ratio, hidden);
    this.base.style.transform = "";
    this.basePainted = { ...this.camera };
    this.baseCost = performance.now() - start;
    this.paintedAt = start;
    note(this.times.base, this.baseCost);
    if (this.frame === 0) this.frame = requestAnimationFrame((now) => this.tick(now));
  }
  /** The painted picture still covers most of the window. */
  private isNear(): boolean {
    const f = this.camera.k / this.basePainted.k;
    return (
      f > 0.6 &&
      f < 1.9 &&
      Math.abs(this.camera.x - this.basePainted.x * f) < this.width * 0.45 &&
      Math.abs(this.camera.y - this.basePainted.y * f) < this.height * 0.45
    );
  }
  private paintLive(): void {
    const p = this.painting(this.liveContext);
    if (!p) return;
    const start = performance.now();
    const { ctx, scene, camera, colours } = p;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, this.live.width, this.live.height);
    toWorld(p, this.ratio);
    const g = this.gesture;
    const moved = g?.kind === "move" ? g.moved : this.pending?.moved;
    const thin = 1 / camera.k;

    const targetZone = g?.kind === "move" ? g.target : this.paletteAt ? this.paletteAt.zone : -1;
    if (targetZone >= 0) {
      const z = scene.zones[targetZone] as SceneZone;
      ctx.beginPath();
      ctx.roundRect(z.x, z.y, z.width, z.height, 12);
      ctx.fillStyle = colours.accentSoft;
      ctx.fill();
      ctx.lineWidth = 2.5 * Math.max(1, thin);
      ctx.strokeStyle = colours.accent;
      ctx.stroke();
    }
    if (moved) {
      for (const i of scene.zoneOrder)
        if (moved.zones.has(i)) {
          const z = scene.zones[i] as SceneZone;
          paintZone(p, z, { ...z, x: z.x + moved.dx, y: z.y + moved.dy });
        }
      const hidden = g?.kind === "move" ? g.hidden : (this.pending?.hidden ?? NOTHING);
      for (const i of hidden.edges) paintEdge(p, scene.edges[i] as SceneEdge, { moved });
      for (const i of moved.nodes)
        paintNode(p, scene.nodes[i] as SceneNode, { isSelected: true }, moved.dx, moved.dy);
    } else this.paintSelected(p);
    if (g?.kind === "move") paintGuides(p, g.guides);
    if (g?.kind === "resize") {
      ctx.beginPath();
      ctx.roundRect(g.rect.x, g.rect.y, g.rect.width, g.rect.height, 12);
      ctx.lineWidth = 2 * thin;
      ctx.strokeStyle = colours.accent;
      ctx.setLineDash([6 * thin, 4 * thin]);
      ctx.stroke();
      ctx.setLineDash([]);
    }
    if (g?.kind === "connect") this.paintConnecting(p, g);
    if (g?.kind === "band") {
      const r = bandOf(g);
      ctx.fillStyle = colours.accentSoft;
      ctx.fillRect(r.x, r.y, r.width, r.height);
      ctx.lineWidth = thin;
      ctx.strokeStyle = colours.accent;
      ctx.strokeRect(r.x, r.y, r.width, r.height);
    }
    if (this.paletteAt) {
      ctx.setLineDash([5, 4]);
      ctx.lineWidth = 1.5 * Math.max(1, thin);
      ctx.strokeStyle = colours.accent;
      ctx.strokeRect(
        this.paletteAt.x - NODE_WIDTH / 2,
        this.paletteAt.y - NODE_HEIGHT / 2,
        NODE_WIDTH,
        NODE_HEIGHT,
      );
      ctx.setLineDash([]);
    }
    if (this.hasFocus && this.current && !moved) {
      const r = this.rectOf(this.current);
      if (r) {
        const gap = 7 * Math.max(0.6, thin);
        ctx.beginPath();
        ctx.roundRect(r.x - gap, r.y - gap, r.width + 2 * gap, r.height + 2 * gap, 12);
        ctx.lineWidth = 2.5 * Math.max(0.7, thin);
        ctx.strokeStyle = colours.accent;
        ctx.setLineDash([3 * Math.max(1, thin), 3 * Math.max(1, thin)]);
        ctx.stroke();
        ctx.setLineDash([]);
      }
    }
    note(this.times.live, performance.now() - start);
  }
  private paintSelected(p: Painting): void {
    const { ctx, scene, camera, colours } = p;
    const thin = 1 / camera.k;
    const hoverNode = "node" in this.hover ? this.hover.node : -1;
    const hoverEdge = this.hover.kind === "edge" ? this.hover.edge : -1;
    const isQuiet = this.overlay?.routes !== undefined;
    const selectedNodes: number[] = [];
    const bold = new Set<number>();
    const light = new Set<number>();
    for (const id of this.selection) {
      if (id.startsWith("co:")) {
        const n = scene.nodeAt.get(id.slice(id.indexOf("/") + 1));
        if (n !== undefined) selectedNodes.push(n);
      } else if (id.startsWith("fl:")) {
        const e = scene.edgeAt.get(id);
        if (e !== undefined) bold.add(e);
      } else if (id.startsWith("zn:")) {
        const z = scene.zones[scene.zoneAt.get(id.slice(id.indexOf("/") + 1)) ?? -1];
        if (!z) continue;
        ctx.beginPath();
        ctx.roundRect(z.x, z.y, z.width, z.height, 12);
        ctx.lineWidth = 2.4 * Math.max(0.8, thin);
        ctx.strokeStyle = colours.accent;
        ctx.stroke();
        if (!this.readOnly) {
          const s = 4.5 * thin;
          ctx.fillStyle = colours.card;
          ctx.lineWidth = 1.6 * thin;
          for (const fx of [0, 0.5, 1])
            for (const fy of [0, 0.5, 1]) {
              if (fx === 0.5 && fy === 0.5) continue;
              ctx.fillRect(z.x + z.width * fx - s, z.y + z.height * fy - s, 2 * s, 2 * s);
              ctx.strokeRect(z.x + z.width * fx - s, z.y + z.height * fy - s, 2 * s, 2 * s);
            }
        }
      } else if (id.startsWith("if:")) {
        const rest = id.slice(id.indexOf("/") + 1);
        const n = scene.nodeAt.get(rest.slice(0, rest.indexOf(".")));
        if (n === undefined) continue;
        const node = scene.nodes[n] as SceneNode;
        for (const e of node.edges)
          if (scene.edges[e]?.flow.from === rest || scene.edges[e]?.flow.to === rest) bold.add(e);
      }
    }
    if (selectedNodes.length <= 60)
      for (const n of selectedNodes) for (const e of (scene.nodes[n] as SceneNode).edges) light.add(e);
    if (hoverEdge >= 0) bold.add(hoverEdge);
    for (const e of light)
      if (!bold.has(e)) paintEdge(p, scene.edges[e] as SceneEdge, { isBold: false, tone: colours.accent });
    for (const e of bold) paintEdge(p, scene.edges[e] as SceneEdge, { isBold: true, tone: colours.accent });
    // Boxes at the ends of highlighted lines stand above them, as do those that are selected or hovered.
    const view = viewOf(p);
    const above = new Set<number>();
    for (const e of [...light, ...bold]) {
      above.add((scene.edges[e] as SceneEdge).from);
      above.add((scene.edges[e] as SceneEdge).to);
    }
    for (const n of selectedNodes) above.delete(n);
    const look = (n: SceneNode) =>
      n.x < view.x + view.width &&
      n.y < view.y + view.height &&
      n.x + n.width > view.x &&
      n.y + n.height > view.y;
    if (!isQuiet && above.size < 200)
      for (const n of above) {
        const node = scene.nodes[n] as SceneNode;
        if (look(node)) paintNode(p, node, { withPorts: camera.k >= CARD_FROM });
      }
    for (const n of selectedNodes) {
      const node = scene.nodes[n] as SceneNode;
      if (look(node)) paintNode(p, node, { isSelected: true, withPorts: camera.k >= CARD_FROM });
    }
    if (hoverNode >= 0 && !this.gesture) {
      const node = scene.nodes[hoverNode] as SceneNode;
      paintNode(p, node, {
        isHovered: true,
        isSelected: this.selection.has(node.id),
        withPorts: camera.k >= CARD_FROM,
      });
      if (!this.readOnly && camera.k >= CARD_FROM) paintHandle(p, node, this.hover.kind === "handle");
      if (this.hover.kind === "port") {
        const port = node.ports[this.hover.port];
        if (port) {
          paintPort(p, port, node.x + port.dx, node.y + port.dy, true);
          paintTip(p, node.x + port.dx, node.y + port.dy, portWords(port.face));
        }
      }
    }
    for (const id of this.selection) {
      if (!id.startsWith("if:")) continue;
      const rest = id.slice(id.indexOf("/") + 1);
      const node = scene.nodes[scene.nodeAt.get(rest.slice(0, rest.indexOf("."))) ?? -1];
      const port = node?.ports.find((q) => q.id === id);
      if (node && port) paintPort(p, port, node.x + port.dx, node.y + port.dy, true);
    }
    if (this.overlay?.routes && (selectedNodes.length > 0 || hoverNode >= 0)) paintRoutes(p);
  }
  private paintConnecting(p: Painting, g: Extract<Gesture, { kind: "connect" }>): void {
    const { ctx, scene, camera, colours } = p;
    const thin = Math.max(1, 1 / camera.k);
    const over = "node" in g.over ? scene.nodes[g.over.node] : undefined;
    const isSelf = over?.key === g.from.component;
    ctx.strokeStyle = isSelf ? colours.soft : colours.accent;
    ctx.fillStyle = ctx.strokeStyle;
    ctx.lineWidth = 2.2 * thin;
    ctx.setLineDash([7 * thin, 4 * thin]);
    ctx.beginPath();
    ctx.moveTo(g.x, g.y);
    ctx.lineTo(g.toX, g.toY);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.arc(g.toX, g.toY, 4 * thin, 0, Math.PI * 2);
    ctx.fill();
    if (over && !isSelf) {
      paintNode(p, over, { isHovered: true, isSelected: true, withPorts: true });
      if (g.over.kind === "port") {
        const port = over.ports[g.over.port];
        if (port) paintPort(p, port, over.x + port.dx, over.y + port.dy, true);
      }
    }
  }

  // Things under the hand

  rectOf(id: string): Rect | undefined {
    const { scene } = this;
    if (!scene) return undefined;
    const rest = id.slice(id.indexOf("/") + 1);
    switch (id.slice(0, 3)) {
      case "co:":
        return scene.nodes[scene.nodeAt.get(rest) ?? -1];
      case "zn:":
        return scene.zones[scene.zoneAt.get(rest) ?? -1];
      case "if:":
        return scene.nodes[scene.nodeAt.get(rest.slice(0, rest.indexOf("."))) ?? -1];
      case "fl:": {
        const e = scene.edges[scene.edgeAt.get(id) ?? -1];
        if (!e) return undefined;
        const c = curveOf(scene, e);
        return boundsOf([
          { x: c.x0, y: c.y0, width: 1, height: 1 },
          { x: c.x3, y: c.y3, width: 1, height: 1 },
        ]);
      }
      default:
        return undefined;
    }
  }
  private local(e: { clientX: number; clientY: number }): Point {
    const box = this.host.getBoundingClientRect();
    return { x: e.clientX - box.left, y: e.clientY - box.top };
  }
  /** Stable id at a point of the host, for menus and drops. */
  idAt(p: Point): string | undefined {
    return this.idOf(this.hit(p));
  }
  zoneAtPoint(p: Point): string | undefined {
    if (!this.scene) return undefined;
    const w = this.toWorldPoint(p);
    return this.scene.zones[zoneUnder(this.scene, w.x, w.y)]?.key;
  }
  private idOf(hit: Hit): string | undefined {
    const { scene } = this;
    if (!scene) return undefined;
    switch (hit.kind) {
      case "port":
        return scene.nodes[hit.node]?.ports[hit.port]?.id;
      case "node":
      case "handle":
        return scene.nodes[hit.node]?.id;
      case "edge":
        return scene.edges[hit.edge]?.id;
      case "head":
      case "zone":
      case "corner":
        return scene.zones[hit.zone]?.id;
      default:
        return undefined;
    }
  }
  private hit(screen: Point): Hit {
    const { scene, camera } = this;
    if (!scene) return { kind: "paper" };
    const { x, y } = this.toWorldPoint(screen);
    const reach = 8 / camera.k;
    const within = (r: Rect, d = 0) =>
      x >= r.x - d && y >= r.y - d && x <= r.x + r.width + d && y <= r.y + r.height + d;
    if (camera.k >= CARD_FROM) {
      const shown = "node" in this.hover ? this.hover.node : -1;
      if (shown >= 0 && !this.readOnly) {
        const n = scene.nodes[shown];
        if (n) {
          const at = handleOf(n);
          if (Math.hypot(at.x - x, at.y - y) < 12) return { kind: "handle", node: shown };
        }
      }
    }
    for (let i = scene.nodes.length - 1; i >= 0; i--) {
      const n = scene.nodes[i] as SceneNode;
      if (camera.k >= DETAIL_FROM && within(n, 8)) {
        for (let q = 0; q < n.ports.length; q++) {
          const port = n.ports[q];
          if (port && Math.hypot(n.x + port.dx - x, n.y + port.dy - y) < Math.max(7, 6 / camera.k))
            return { kind: "port", node: i, port: q };
        }
      }
      if (within(n)) return { kind: "node", node: i };
    }
    for (const id of this.selection) {
      if (this.readOnly || !id.startsWith("zn:")) continue;
      const zone = scene.zoneAt.get(id.slice(id.indexOf("/") + 1)) ?? -1;
      const z = scene.zones[zone];
      if (!z || !within(z, reach)) continue;
      const dirX = Math.abs(x - z.x) < reach ? -1 : Math.abs(x - z.x - z.width) < reach ? 1 : 0;
      const dirY = Math.abs(y - z.y) < reach ? -1 : Math.abs(y - z.y - z.height) < reach ? 1 : 0;
      if (dirX !== 0 || dirY !== 0) return { kind: "corner", zone, dirX, dirY };
    }
    if (camera.k >= CARD_FROM) {
      const edge = this.edgeNear(x, y, Math.max(5, 6 / camera.k));
      if (edge >= 0) return { kind: "edge", edge };
    }
    const zone = zoneUnder(scene, x, y);
    if (zone < 0) return { kind: "paper" };
    const z = scene.zones[zone] as SceneZone;
    const tall = Math.max(34, Math.min(12.5 / camera.k, z.width / 9, z.height / 3.2) + 16);
    return y < z.y + tall ? { kind: "head", zone } : { kind: "zone", zone };
  }
  private edgeNear(x: number, y: number, reach: number): number {
    const { scene } = this;
    if (!scene) return -1;
    let best = reach * reach;
    let found = -1;
    for (let i = 0; i < scene.edges.length; i++) {
      const e = scene.edges[i] as SceneEdge;
      const a = scene.nodes[e.from] as SceneNode;
      const b = scene.nodes[e.to] as SceneNode;
      const bend = 140;
      if (
        x < Math.min(a.x, b.x) - bend ||
        x > Math.max(a.x, b.x) + NODE_WIDTH + bend ||
        y < Math.min(a.y, b.y) - bend ||
        y > Math.max(a.y, b.y) + NODE_HEIGHT + bend
      )
        continue;
      const c = curveOf(scene, e);
      let px = c.x0;
      let py = c.y0;
      for (let t = 1; t <= 20; t++) {
        const q = pointOn(c, t / 20);
        const d = distanceToSegment(x, y, px, py, q.x, q.y);
        if (d < best) {
          best = d;
          found = i;
        }
        px = q.x;
        py = q.y;
      }
    }
    return found;
  }
  private hovered(hit: Hit): void {
    if (this.idOf(hit) === this.idOf(this.hover) && hit.kind === this.hover.kind) return;
    this.hover = hit;
    this.cursor();
    this.events.hover?.(this.idOf(hit));
    this.paint(false);
  }
  private cursor(): void {
    const { hover, gesture } = this;
    let cursor = "default";
    if (gesture?.kind === "pan") cursor = "grabbing";
    else if (this.spaceDown || this.hand) cursor = "grab";
    else if (gesture?.kind === "move") cursor = "grabbing";
    else if (gesture?.kind === "connect") cursor = "crosshair";
    else if (hover.kind === "port" || hover.kind === "handle")
      cursor = this.readOnly ? "pointer" : "crosshair";
    else if (hover.kind === "corner")
      cursor =
        hover.dirX === 0
          ? "ns-resize"
          : hover.dirY === 0
            ? "ew-resize"
            : hover.dirX === hover.dirY
              ? "nwse-resize"
              : "nesw-resize";
    else if (hover.kind === "node" || hover.kind === "head") cursor = this.readOnly ? "pointer" : "move";
    else if (hover.kind === "edge") cursor = "pointer";
    this.host.style.cursor = cursor;
  }

  // Hands

  private down(e: PointerEvent): void {
    if ((e.target as Element | null)?.closest("[data-above]")) return;
    const at = this.local(e);
    this.isTouched = true;
    this.pointers.set(e.pointerId, at);
    this.animation = undefined;
    try {
      this.host.setPointerCapture(e.pointerId);
    } catch {
      // A pointer that is gone cannot be captured; the gesture then ends at the edge.
    }
    if (this.pointers.size === 2) {
      const [a, b] = [...this.pointers.values()] as [Point, Point];
      this.gesture = {
        kind: "pinch",
        distance: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)),
        middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
        from: { ...this.camera },
      };
      return;
    }
    const hit = this.hit(at);
    const isEmpty = hit.kind === "paper" || hit.kind === "zone";
    if (
      e.button === 1 ||
      (e.button === 0 && (this.spaceDown || this.hand || (isEmpty && e.pointerType === "touch")))
    ) {
      e.preventDefault();
      this.gesture = { kind: "pan", x: at.x, y: at.y, from: { ...this.camera } };
      this.cursor();
      return;
    }
    if (e.button !== 0) return;
    this.gesture = {
      kind: "press",
      hit,
      x: at.x,
      y: at.y,
      additive: e.shiftKey || e.ctrlKey || e.metaKey,
    };
    const id = this.idOf(hit);
    const isSelectable =
      id !== undefined && hit.kind !== "zone" && hit.kind !== "corner" && hit.kind !== "handle";
    if (isSelectable && !this.gesture.additive && !this.selection.has(id) && hit.kind !== "port")
      this.events.select([id]);
  }

  private moveTo(e: PointerEvent): void {
    const at = this.local(e);
    if (this.pointers.has(e.pointerId)) this.pointers.set(e.pointerId, at);
    const g = this.gesture;
    if (!g) {
      this.hovered(this.hit(at));
      return;
    }
    const world = this.toWorldPoint(at);
    switch (g.kind) {
      case "pan":
        this.camera = { k: g.from.k, x: g.from.x + at.x - g.x, y: g.from.y + at.y - g.y };
        this.paint(true);
        break;
      case "pinch": {
        const [a, b] = [...this.pointers.values()] as [Point, Point];
        if (!a || !b) break;
        const f = Math.hypot(a.x - b.x, a.y - b.y) / g.distance;
        const k = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, g.from.k * f));
        const r = k / g.from.k;
        const mx = (a.x + b.x) / 2;
        const my = (a.y + b.y) / 2;
        this.camera = { k, x: mx - (g.middle.x - g.from.x) * r, y: my - (g.middle.y - g.from.y) * r };
        this.paint(true);
        break;
      }
      case "press":
        if (Math.hypot(at.x - g.x, at.y - g.y) >= SLACK) this.begin(g);
        if (this.gesture && this.gesture !== g) this.moveTo(e);
        break;
      case "move":
        this.dragTo(g, world, e.altKey);
        this.paint(false);
        break;
      case "band":
        g.toX = world.x;
        g.toY = world.y;
        this.paint(false);
        break;
      case "resize":
        resizeTo(g, world);
        this.paint(false);
        break;
      case "connect": {
        g.toX = world.x;
        g.toY = world.y;
        const over = this.hit(at);
        g.over = over;
        if (over.kind === "node" || over.kind === "port") this.hover = over;
        this.paint(false);
      }
    }
  }

  /** A press has moved: it becomes a gesture. */
  private begin(g: Extract<Gesture, { kind: "press" }>): void {
    const { scene } = this;
    if (!scene) return;
    const start = this.toWorldPoint(g);
    const { hit } = g;
    if (hit.kind === "paper" || hit.kind === "zone" || (this.readOnly && hit.kind !== "edge")) {
      if (this.readOnly) {
        this.gesture = { kind: "pan", x: g.x, y: g.y, from: { ...this.camera } };
        this.cursor();
        return;
      }
      this.gesture = {
        kind: "band",
        x: start.x,
        y: start.y,
        toX: start.x,
        toY: start.y,
        before: g.additive ? [...this.selection] : [],
      };
      return;
    }
    if (hit.kind === "port" || hit.kind === "handle") {
      const n = scene.nodes[hit.node] as SceneNode;
      const port = hit.kind === "port" ? n.ports[hit.port] : undefined;
      this.gesture = {
        kind: "connect",
        from: { component: n.key, ...(port ? { interface: port.face.id } : {}) },
        x: port ? n.x + port.dx : start.x,
        y: port ? n.y + port.dy : start.y,
        toX: start.x,
        toY: start.y,
        over: hit,
      };
      this.cursor();
      return;
    }
    if (hit.kind === "corner") {
      const z = scene.zones[hit.zone] as SceneZone;
      const inside = [
        ...z.nodes.map((n) => scene.nodes[n] as Rect),
        ...z.zones.map((q) => scene.zones[q] as Rect),
      ];
      const b = boundsOf(inside);
      const least =
        inside.length === 0
          ? { x: z.x + z.width / 2 - 70, y: z.y + z.height / 2 - 40, width: 140, height: 80 }
          : { x: b.x - 16, y: b.y - 40, width: b.width + 32, height: b.height + 56 };
      this.gesture = {
        kind: "resize",
        zone: hit.zone,
        dirX: hit.dirX,
        dirY: hit.dirY,
        x: start.x,
        y: start.y,
        rect: { x: z.x, y: z.y, width: z.width, height: z.height },
        start: { x: z.x, y: z.y, width: z.width, height: z.height },
        least,
      };
      return;
    }
    if (hit.kind === "edge") {
      this.gesture = undefined;
      return;
    }
    const id = this.idOf(hit) as string;
    const ids = this.selection.has(id) ? [...this.selection] : [id];
    if (!this.selection.has(id)) this.events.select(ids);
    this.gesture = this.moveGesture(scene, ids, start);
    this.paintBase();
    this.cursor();
  }
  private moveGesture(scene: Scene, ids: readonly string[], start: Point): Gesture {
    const nodes = new Set<number>();
    const zones = new Set<number>();
    for (const id of ids) {
      const key = id.slice(id.indexOf("/") + 1);
      if (id.startsWith("co:")) {
        const n = scene.nodeAt.get(key);
        if (n !== undefined) nodes.add(n);
      } else if (id.startsWith("zn:")) {
        const z = scene.zoneAt.get(key);
        if (z === undefined) continue;
        const inside = insideOf(scene, z);
        for (const q of inside.zones) zones.add(q);
        for (const n of inside.nodes) nodes.add(n);
      }
    }
    const edges = new Set<number>();
    for (const n of nodes) for (const e of (scene.nodes[n] as SceneNode).edges) edges.add(e);
    const rects = [...nodes]
      .map((n) => scene.nodes[n] as Rect)
      .concat([...zones].map((z) => scene.zones[z] as Rect));
    return {
      kind: "move",
      x: start.x,
      y: start.y,
      moved: { nodes, zones, dx: 0, dy: 0 },
      start: boundsOf(rects),
      hidden: { nodes, zones, edges },
      target: -1,
      guides: [],
    };
  }
  private dragTo(g: Extract<Gesture, { kind: "move" }>, world: Point, isFree: boolean): void {
    const scene = this.scene as Scene;
    let dx = world.x - g.x;
    let dy = world.y - g.y;
    g.guides = [];
    if (!isFree && this.camera.k >= 0.25) {
      const snapped = this.snap(g, dx, dy);
      dx = snapped.dx;
      dy = snapped.dy;
      g.guides = snapped.guides;
    }
    (g.moved as { dx: number; dy: number }).dx = Math.round(dx);
    (g.moved as { dx: number; dy: number }).dy = Math.round(dy);
    const target = zoneUnder(scene, world.x, world.y, g.moved.zones);
    g.target = target;
  }
  /** Lines up the edges and middles of what is dragged with those of boxes in the window. */
  private snap(g: Extract<Gesture, { kind: "move" }>, dx: number, dy: number) {
    const scene = this.scene as Scene;
    const view = this.viewed;
    const tolerance = 5 / this.camera.k;
    const r = { ...g.start, x: g.start.x + dx, y: g.start.y + dy };
    let bestX = tolerance;
    let bestY = tolerance;
    let guideX: Guide | undefined;
    let guideY: Guide | undefined;
    let sx = 0;
    let sy = 0;
    for (let i = 0; i < scene.nodes.length; i++) {
      const n = scene.nodes[i] as SceneNode;
      if (
        n.x > view.x + view.width ||
        n.y > view.y + view.height ||
        n.x + n.width < view.x ||
        n.y + n.height < view.y
      )
        continue;
      if (g.moved.nodes.has(i)) continue;
      for (const f of [0, 0.5, 1]) {
        const ox = n.x + n.width * f - (r.x + r.width * f);
        if (Math.abs(ox) < bestX) {
          bestX = Math.abs(ox);
          sx = ox;
          const x = n.x + n.width * f;
          guideX = { x, y0: Math.min(n.y, r.y), y1: Math.max(n.y + n.height, r.y + r.height) };
        }
        const oy = n.y + n.height * f - (r.y + r.height * f);
        if (Math.abs(oy) < bestY) {
          bestY = Math.abs(oy);
          sy = oy;
          const y = n.y + n.height * f;
          guideY = { y, x0: Math.min(n.x, r.x), x1: Math.max(n.x + n.width, r.x + r.width) };
        }
      }
    }
    return { dx: dx + sx, dy: dy + sy, guides: [guideX, guideY].filter((q) => q !== undefined) };
  }

  private up(e: PointerEvent, isCancelled = false): void {
    this.pointers.delete(e.pointerId);
    const g = this.gesture;
    this.gesture = undefined;
    if (!g) return;
    if (isCancelled) {
      this.repaint();
      return;
    }
    const scene = this.scene;
    switch (g.kind) {
      case "pan":
      case "pinch":
        this.repaint();
        this.settle();
        break;
      case "press": {
        const id = this.idOf(g.hit);
        if (g.additive && id) {
          const next = new Set(this.selection);
          if (!next.delete(id)) next.add(id);
          this.events.select([...next]);
        } else if (!g.additive) this.events.select(id ? [id] : []);
        break;
      }
      case "band": {
        const r = bandOf(g);
        const inside = (q: Rect) =>
          q.x >= r.x - q.width / 2 &&
          q.y >= r.y - q.height / 2 &&
          q.x + q.width / 2 <= r.x + r.width &&
          q.y + q.height / 2 <= r.y + r.height;
        const whole = (q: Rect) =>
          q.x >= r.x && q.y >= r.y && q.x + q.width <= r.x + r.width && q.y + q.height <= r.y + r.height;
        const found = [
          ...(scene?.zones.filter((z) => whole(z)) ?? []),
          ...(scene?.nodes.filter((n) => inside(n)) ?? []),
        ].map((t) => t.id);
        this.events.select([...new Set([...g.before, ...found])]);
        break;
      }
      case "move": {
        if (!scene) break;
        const { dx, dy } = g.moved;
        if (dx === 0 && dy === 0) {
          this.repaint();
          break;
        }
        const zones = [...g.moved.zones];
        // Only the outermost of what is dragged changes the zone it stands in.
        const topZones = zones.filter((z) => !g.moved.zones.has(scene.zones[z]?.parent ?? -1));
        const topNodes = [...g.moved.nodes].filter((n) => !g.moved.zones.has(scene.nodes[n]?.zone ?? -1));
        this.pending = { moved: g.moved, hidden: g.hidden };
        const into = scene.zones[g.target]?.key;
        this.events.move({
          components: topNodes.map((n) => (scene.nodes[n] as SceneNode).key),
          zones: topZones.map((z) => (scene.zones[z] as SceneZone).key),
          dx,
          dy,
          ...(into === undefined ? {} : { into }),
        });
        window.setTimeout(() => {
          if (this.pending?.moved !== g.moved) return;
          this.pending = undefined;
          this.repaint();
        }, 600);
        break;
      }
      case "resize":
        if (scene) this.events.resize((scene.zones[g.zone] as SceneZone).key, g.rect);
        break;
      case "connect": {
        const over = g.over;
        const n = "node" in over ? scene?.nodes[over.node] : undefined;
        if (n && n.key !== g.from.component) {
          const port = over.kind === "port" ? n.ports[over.port] : undefined;
          this.events.connect(g.from, { component: n.key, ...(port ? { interface: port.face.id } : {}) });
        }
      }
    }
    this.cursor();
    this.paint(false);
  }

  private wheel(e: WheelEvent): void {
    if ((e.target as Element | null)?.closest("[data-above]")) return;
    e.preventDefault();
    this.isTouched = true;
    const at = this.local(e);
    const unit = e.deltaMode === 1 ? 16 : e.deltaMode === 2 ? this.height : 1;
    this.animation = undefined;
    if (e.ctrlKey || e.metaKey) {
      const step = Math.max(-60, Math.min(60, e.deltaY * unit));
      this.wheeledAt = performance.now();
      this.zoomTo(this.camera.k * Math.exp(-step * 0.006), false, at);
      return;
    }
    const dx = (e.shiftKey && e.deltaX === 0 ? e.deltaY : e.deltaX) * unit;
    const dy = (e.shiftKey && e.deltaX === 0 ? 0 : e.deltaY) * unit;
    this.camera = { k: this.camera.k, x: this.camera.x - dx, y: this.camera.y - dy };
    this.wheeledAt = performance.now();
    this.paint(true);
    this.settle();
  }

  // From the palette

  dragOver(at: Point | undefined): void {
    if (!this.scene || !at) {
      if (this.paletteAt) {
        this.paletteAt = undefined;
        this.paint(false);
      }
      return;
    }
    const w = this.toWorldPoint(at);
    this.paletteAt = { zone: zoneUnder(this.scene, w.x, w.y), x: w.x, y: w.y };
    this.paint(false);
  }
}

const portWords = (face: { id: string; protocol?: string | undefined; medium: string }) =>
  [face.id, face.protocol ?? face.medium].join("  ·  ");
const sameCamera = (a: Camera, b: Camera) => a.x === b.x && a.y === b.y && a.k === b.k;
function note(list: number[], time: number): void {
  list.push(time);
  if (list.length > 400) list.splice(0, 200);
}
function bandOf(g: { x: number; y: number; toX: number; toY: number }): Rect {
  return {
    x: Math.min(g.x, g.toX),
    y: Math.min(g.y, g.toY),
    width: Math.abs(g.toX - g.x),
    height: Math.abs(g.toY - g.y),
  };
}
/** Square of the distance of a point from a segment. */
function distanceToSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const l = dx * dx + dy * dy;
  const t = l === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / l));
  const ex = ax + t * dx - x;
  const ey = ay + t * dy - y;
  return ex * ex + ey * ey;
}
function resizeTo(g: Extract<Gesture, { kind: "resize" }>, world: Point): void {
  const dx = world.x - g.x;
  const dy = world.y - g.y;
  let { x, y } = g.start;
  let right = x + g.start.width;
  let bottom = y + g.start.height;
  const { least } = g;
  if (g.dirX < 0) x = Math.min(x + dx, least.x);
  if (g.dirX > 0) right = Math.max(right + dx, least.x + least.width);
  if (g.dirY < 0) y = Math.min(y + dy, least.y);
  if (g.dirY > 0) bottom = Math.max(bottom + dy, least.y + least.height);
  g.rect = {
    x: Math.round(x),
    y: Math.round(y),
    width: Math.round(right - x),
    height: Math.round(bottom - y),
  };
}
