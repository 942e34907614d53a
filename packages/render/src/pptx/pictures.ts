/** Slides of the system and of the attack routes: pictures in names alone, large enough to be read from afar. */
import type { Configuration } from "@seiza/dossier";
import { M, type Words } from "../messages.ts";
import { type Canvas, canvasOf, paint, terseCanvases } from "../picture/index.ts";
import { drawnRoutes } from "../picture/routes.ts";
import { standalone } from "../picture/standalone.ts";
import { BODY, type Deck, INK, type Slide, SOFT } from "./deck.ts";
import { C, N } from "./words.ts";

/** Makes pixels of a picture; given from outside, as it takes a native library. */
export type Rasterise = (svg: string, width: number) => Uint8Array;

/** More components than this cannot be read from afar in any layout: the report's picture is shown. */
const READABLE = 60;
/** Inches a unit of a picture takes at most: its names would otherwise be larger than the slide's text. */
const LARGEST = 16 / 72 / 15;
/** Pixels an inch. */
const SHARP = 120;
const HEIGHT = { system: 5.3, routes: 5.1 } as const;
const CAPTION = 0.3;
const GAP = 0.3;

interface Placed {
  canvas: Canvas;
  x: number;
  y: number;
  w: number;
  h: number;
}
const sizeOf = (c: Canvas) => ({ width: c.drawing.width + 4, height: c.drawing.height + 4 });

/** Every choice of one from each list. */
const choices = <T>(lists: readonly (readonly T[])[]): T[][] =>
  lists.reduce<T[][]>((all, list) => all.flatMap((a) => list.map((x) => [...a, x])), [[]]);

/** Beside each other or beneath each other, and in that direction of each, in which they come out largest. */
function arranged(candidates: readonly (readonly Canvas[])[], height: number): Placed[] {
  const caption = candidates.length > 1 ? CAPTION : 0;
  let best: { scale: number; stacked: boolean; set: Canvas[] } | undefined;
  for (const set of choices(candidates)) {
    const sizes = set.map(sizeOf);
    const sum = (side: "width" | "height") => sizes.reduce((n, s) => n + s[side], 0);
    const most = (side: "width" | "height") => Math.max(...sizes.map((s) => s[side]));
    const between = GAP * (set.length - 1);
    const beside = Math.min((BODY.w - between) / sum("width"), (height - caption) / most("height"));
    const under = Math.min(
      BODY.w / most("width"),
      (height - caption * set.length - between / 2) / sum("height"),
    );
    for (const [scale, stacked] of [
      [beside, false],
      [under, true],
    ] as const)
      if (best === undefined || scale > best.scale) best = { scale, stacked, set };
  }
  if (best === undefined) return [];
  const scale = Math.min(best.scale, LARGEST);
  const { set, stacked } = best;
  const total = set.reduce((n, c) => n + sizeOf(c).width * scale, 0);
  /** Air that is left over, shared out between the pictures. */
  const air = stacked ? 0 : (BODY.w - total) / (set.length + 1);
  let x = BODY.x;
  let y = BODY.y;
  return set.map((canvas) => {
    const [w, h] = [sizeOf(canvas).width * scale, sizeOf(canvas).height * scale];
    const place = { canvas, x: stacked ? BODY.x + (BODY.w - w) / 2 : x + air, y: y + caption, w, h };
    if (stacked) y += caption + h + GAP / 2;
    else x += air + w;
    return place;
  });
}

/** What the lines and boxes of the system's picture mean, in one line. */
function legend(d: Deck, s: Slide, y: number): void {
  const entries: [Words, "box" | "line", { color: string; dash?: "dash" | "sysDash" }][] = [
    [M.legendLabel, "box", { color: "1F4E79" }],
    [M.legendOther, "box", { color: "8D8774", dash: "dash" }],
    [M.legendPlain, "line", { color: "A3202D" }],
    [M.legendLink, "line", { color: "A57C00", dash: "dash" }],
    [M.legendTransport, "line", { color: "2F6D3C" }],
  ];
  const share = [2.9, 2.9, 1.9, 2.3, 2.1];
  let x = BODY.x;
  entries.forEach(([name, kind, look], i) => {
    const line = { color: look.color, width: 1.5, ...(look.dash ? { dashType: look.dash } : {}) };
    if (kind === "box")
      s.addShape("rect", {
        x,
        y: y + 0.06,
        w: 0.3,
        h: 0.16,
        line,
        fill: { color: look.dash ? "F2F0EA" : "FFFFFF" },
      });
    else s.addShape("line", { x, y: y + 0.14, w: 0.3, h: 0, line });
    d.text(s, d.t(name), {
      x: x + 0.38,
      y: y + 0.03,
      w: (share[i] ?? 2) - 0.45,
      h: 0.25,
      size: 10,
      color: INK,
    });
    x += share[i] ?? 2;
  });
}

/** The slides' pictures, laid out once for both kinds. */
export class Pictures {
  readonly #canvases = new Map<string, Promise<Canvas[]>>();
  constructor(
    readonly deck: Deck,
    readonly rasterise: Rasterise,
  ) {}
  #of(cfg: Configuration): Promise<Canvas[]> {
    const { dossier, lang } = this.deck;
    const known =
      this.#canvases.get(cfg.id) ??
      (cfg.components.length > READABLE
        ? canvasOf(cfg, dossier, lang).then((c) => [c])
        : terseCanvases(cfg, dossier, lang));
    this.#canvases.set(cfg.id, known);
    return known;
  }

  /** One slide a kind: a second configuration stands beside or beneath the first, further ones are in the report. */
  async slide(kind: "system" | "routes"): Promise<void> {
    const { deck: d } = this;
    const { dossier } = d;
    const own = dossier.step1.configurations
      .filter((c) => kind === "system" || drawnRoutes(dossier, c.id).length > 0)
      .slice(0, 2);
    if (own.length === 0) return;
    const names = own.map((c) => d.name(c.id));
    const title = kind === "system" ? C.system : C.routesPicture;
    const s = d.slide(d.t(title, { name: d.join(names) }), N[kind]);
    const places = arranged(await Promise.all(own.map((c) => this.#of(c))), HEIGHT[kind]);
    places.forEach(({ canvas, ...at }, i) => {
      if (own.length > 1)
        d.text(s, names[i] ?? "", {
          x: at.x,
          y: at.y - CAPTION,
          w: Math.max(at.w, 2.5),
          h: CAPTION,
          size: 12,
          bold: true,
        });
      const { configuration } = canvas;
      const routes = kind === "routes" ? drawnRoutes(dossier, configuration.id) : [];
      const svg = standalone(paint(canvas, configuration.name, routes, { links: false }));
      d.picture(s, this.rasterise(svg, Math.round(at.w * SHARP)), configuration.name, at);
    });
    if (kind === "system") legend(d, s, 6.62);
    else d.text(s, d.t(M.routesPictureNote), { y: 6.42, h: 0.5, size: 11, color: SOFT });
  }
}
