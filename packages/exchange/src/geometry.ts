/** Boxes and lines of diagrams: who stands in what, what crosses what, and where things go that nobody placed. */

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface Point {
  x: number;
  y: number;
}

export const centreOf = (b: Box): Point => ({ x: b.x + b.width / 2, y: b.y + b.height / 2 });
export const holds = (b: Box, p: Point): boolean =>
  p.x >= b.x && p.x <= b.x + b.width && p.y >= b.y && p.y <= b.y + b.height;
const area = (b: Box) => b.width * b.height;

/** Boxes by size, for asking which is the smallest around something. Equal boxes keep their order. */
export class Boxes<K> {
  readonly #sorted: (readonly [K, Box])[];

  constructor(entries: Iterable<readonly [K, Box]>) {
    this.#sorted = [...entries].sort((a, b) => area(a[1]) - area(b[1]));
  }

  /** Key of the smallest box that holds the point and is larger than `than`. */
  around(p: Point, than = -1): K | undefined {
    for (const [key, box] of this.#sorted) if (holds(box, p) && area(box) > than) return key;
    return undefined;
  }
  /**
   * Key of the smallest larger box that holds the middle of this one. Boxes of one size do not hold each other, so
   * there is no circle.
   */
  parentOf(box: Box): K | undefined {
    return this.around(centreOf(box), area(box));
  }
}

/** How far a loose end of a line may be from the shape that it means: the width of a small shape. */
const SNAP = 60;
/** Key of the box nearest to a point, where one is near. */
export function nearestBox<K>(boxes: Iterable<readonly [K, Box]>, p: Point): K | undefined {
  let best: K | undefined;
  let least: number = SNAP;
  for (const [key, b] of boxes) {
    const d = Math.hypot(
      Math.max(b.x - p.x, 0, p.x - b.x - b.width),
      Math.max(b.y - p.y, 0, p.y - b.y - b.height),
    );
    if (d < least) {
      least = d;
      best = key;
    }
  }
  return best;
}

const turn = (a: Point, b: Point, c: Point) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
/** Whether the segments ab and cd cross or touch in more than an end. */
export function segmentsCross(a: Point, b: Point, c: Point, d: Point): boolean {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}
export function linesCross(one: readonly Point[], other: readonly Point[]): boolean {
  for (let i = 0; i + 1 < one.length; i++)
    for (let j = 0; j + 1 < other.length; j++)
      if (segmentsCross(one[i] as Point, one[i + 1] as Point, other[j] as Point, other[j + 1] as Point))
        return true;
  return false;
}

export const NODE = { width: 160, height: 80 } as const;
const GAP = 40;
const HEAD = 40;

export interface PlacedZone {
  id: string;
  parent?: string | undefined;
}

/**
 * Places for a configuration without a diagram: zones as boxes in a row, their components in a square of cells, the
 * zones inside them below. Linear in the number of things; each thing lies within its zone.
 */
export function place(
  zones: readonly PlacedZone[],
  components: readonly { id: string; zone: string }[],
): { zones: Map<string, Box>; components: Map<string, Box> } {
  const inside = new Map<string, string[]>();
  const nested = new Map<string, string[]>();
  const known = new Set(zones.map((z) => z.id));
  const push = (map: Map<string, string[]>, key: string, id: string) => {
    const list = map.get(key);
    if (list) list.push(id);
    else map.set(key, [id]);
  };
  for (const c of components) push(inside, c.zone, c.id);
  const roots: string[] = [];
  for (const z of zones) {
    if (z.parent !== undefined && known.has(z.parent) && z.parent !== z.id) push(nested, z.parent, z.id);
    else roots.push(z.id);
  }
  const out = { zones: new Map<string, Box>(), components: new Map<string, Box>() };
  const seen = new Set<string>();
  const draw = (zone: string, x: number, y: number, depth: number): Box => {
    seen.add(zone);
    const own = inside.get(zone) ?? [];
    const columns = Math.max(1, Math.ceil(Math.sqrt(own.length)));
    own.forEach((id, i) => {
      out.components.set(id, {
        x: x + GAP + (i % columns) * (NODE.width + GAP),
        y: y + HEAD + GAP + Math.floor(i / columns) * (NODE.height + GAP),
        ...NODE,
      });
    });
    const rows = Math.ceil(own.length / columns);
    let width = GAP + (own.length === 0 ? 0 : columns * (NODE.width + GAP));
    let height = HEAD + GAP + rows * (NODE.height + GAP);
    let left = x + GAP;
    let tallest = 0;
    if (depth < 50)
      for (const child of nested.get(zone) ?? []) {
        if (seen.has(child)) continue;
        const box = draw(child, left, y + height, depth + 1);
        left += box.width + GAP;
        tallest = Math.max(tallest, box.height);
      }
    width = Math.max(width, left - x, NODE.width + 2 * GAP);
    height += tallest > 0 ? tallest + GAP : 0;
    const box = { x, y, width, height };
    out.zones.set(zone, box);
    return box;
  };
  let x = 0;
  for (const zone of roots) x += draw(zone, x, 0, 0).width + 2 * GAP;
  // Zones that only hold each other in a circle.
  for (const z of zones) if (!seen.has(z.id)) x += draw(z.id, x, 0, 0).width + 2 * GAP;
  return out;
}
