/**
 * Places for what a study does not place: components in a grid inside their zone, zones inside their parent, the
 * outermost in rows. Linear in the study, so that a large one opens at once; the exact layout is asked for by hand.
 */
import type { Box, Configuration } from "@seiza/model";

export const NODE_WIDTH = 176;
export const NODE_HEIGHT = 64;
const GAP_X = 40;
const GAP_Y = 34;
export const ZONE_PAD = 24;
export const ZONE_HEAD = 46;
const ZONE_GAP = 56;
const EMPTY_ZONE = { width: 260, height: 150 };

export interface Places {
  zones: Map<string, { x: number; y: number; width: number; height: number }>;
  components: Map<string, { x: number; y: number }>;
  /** The study states at least one place itself. */
  isStated: boolean;
}
type Size = { width: number; height: number };

/** Tree of zones; a zone whose chain of parents runs in a circle stands outermost. */
function tree(c: Configuration) {
  const known = new Set(c.zones.map((z) => z.id));
  const parentOf = new Map(c.zones.map((z) => [z.id, z.parent]));
  const isSound = (id: string) => {
    let at: string | undefined = id;
    for (let steps = 0; at !== undefined; steps++) {
      if (steps > known.size) return false;
      at = parentOf.get(at);
    }
    return true;
  };
  const children = new Map<string, string[]>();
  const roots: string[] = [];
  for (const z of c.zones) {
    if (z.parent !== undefined && known.has(z.parent) && isSound(z.id)) {
      const list = children.get(z.parent);
      if (list) list.push(z.id);
      else children.set(z.parent, [z.id]);
    } else roots.push(z.id);
  }
  const members = new Map<string, string[]>();
  for (const x of c.components) {
    const list = members.get(x.zone);
    if (list) list.push(x.id);
    else members.set(x.zone, [x.id]);
  }
  return { children, roots, members };
}

/** A grid-in-zones layout of the whole configuration. */
export function gridPlaces(c: Configuration): Places {
  const { children, roots, members } = tree(c);
  const zones: Places["zones"] = new Map();
  const components: Places["components"] = new Map();
  const sizes = new Map<string, Size>();
  const columnsOf = (n: number) => Math.max(1, Math.ceil(Math.sqrt(n * 0.7)));
  const grid = (n: number): Size => {
    if (n === 0) return { width: 0, height: 0 };
    const columns = columnsOf(n);
    const rows = Math.ceil(n / columns);
    return {
      width: columns * NODE_WIDTH + (columns - 1) * GAP_X,
      height: rows * NODE_HEIGHT + (rows - 1) * GAP_Y,
    };
  };
  /** Rows of boxes not wider than `widest`: places and the size they take together. */
  const rows = (ids: readonly string[], widest: number, gap: number) => {
    const at = new Map<string, { x: number; y: number }>();
    let x = 0;
    let y = 0;
    let tall = 0;
    let wide = 0;
    for (const id of ids) {
      const size = sizes.get(id) ?? EMPTY_ZONE;
      if (x > 0 && x + size.width > widest) {
        x = 0;
        y += tall + gap;
        tall = 0;
      }
      at.set(id, { x, y });
      x += size.width + gap;
      wide = Math.max(wide, x - gap);
      tall = Math.max(tall, size.height);
    }
    return { at, width: wide, height: y + tall };
  };
  const widestOf = (ids: readonly string[]) => {
    let area = 0;
    let most = 0;
    for (const id of ids) {
      const s = sizes.get(id) ?? EMPTY_ZONE;
      area += (s.width + ZONE_GAP) * (s.height + ZONE_GAP);
      most = Math.max(most, s.width);
    }
    return Math.max(most, Math.sqrt(area * 1.7));
  };
  const inner = new Map<string, ReturnType<typeof rows>>();
  const measure = (id: string): Size => {
    const own = grid(members.get(id)?.length ?? 0);
    const kids = children.get(id) ?? [];
    for (const kid of kids) measure(kid);
    const packed = rows(kids, Math.max(own.width, widestOf(kids)), GAP_X);
    inner.set(id, packed);
    const empty = own.height === 0 && packed.height === 0;
    const size = empty
      ? EMPTY_ZONE
      : {
          width: Math.max(own.width, packed.width, 160) + 2 * ZONE_PAD,
          height:
            own.height +
            (own.height > 0 && packed.height > 0 ? GAP_Y : 0) +
            packed.height +
            ZONE_HEAD +
            ZONE_PAD,
        };
    sizes.set(id, size);
    return size;
  };
  for (const id of roots) measure(id);
  const put = (id: string, x: number, y: number) => {
    const size = sizes.get(id) ?? EMPTY_ZONE;
    zones.set(id, { x, y, ...size });
    const own = members.get(id) ?? [];
    const columns = columnsOf(own.length);
    own.forEach((component, i) => {
      components.set(component, {
        x: x + ZONE_PAD + (i % columns) * (NODE_WIDTH + GAP_X),
        y: y + ZONE_HEAD + Math.floor(i / columns) * (NODE_HEIGHT + GAP_Y),
      });
    });
    const below = own.length > 0 ? grid(own.length).height + GAP_Y : 0;
    for (const [kid, at] of inner.get(id)?.at ?? [])
      put(kid, x + ZONE_PAD + at.x, y + ZONE_HEAD + below + at.y);
  };
  // Outside above, the best protected below: rows by trust, as reference architectures are drawn.
  const trustOf = new Map(c.zones.map((z) => [z.id, z.trust ?? ROW_OF_KIND[z.kind] ?? 3]));
  const widest = widestOf(roots);
  const levels = new Map<number, string[]>();
  for (const id of roots) {
    const trust = trustOf.get(id) ?? 3;
    const level = trust <= 1 ? 0 : trust;
    levels.set(level, [...(levels.get(level) ?? []), id]);
  }
  let y = 0;
  for (const [, ids] of [...levels].sort((a, b) => a[0] - b[0])) {
    const packed = rows(ids, widest, ZONE_GAP);
    for (const [id, at] of packed.at) put(id, at.x + Math.max(0, (widest - packed.width) / 2), y + at.y);
    y += packed.height + ZONE_GAP;
  }
  return { zones, components, isStated: false };
}

/** Rows of common zone kinds where a zone states no trust; the same as the catalogue's trust. */
const ROW_OF_KIND: Record<string, number> = {
  internet: 0,
  external: 1,
  "remote-maintenance": 1,
  cloud: 1,
  utility: 1,
  "guest-network": 1,
  "home-outdoor": 1,
  "public-area": 1,
  "home-lan": 2,
  "home-pan": 2,
  "office-it": 2,
  dmz: 2,
  supervisory: 3,
  "control-room": 3,
  control: 4,
  safety: 4,
  field: 5,
};

export function boxesOf(places: Places): Record<string, Box> {
  const out: Record<string, Box> = {};
  for (const [id, at] of places.zones) out[`zone:${id}`] = { ...at };
  for (const [id, at] of places.components) out[id] = { ...at };
  return out;
}

export function placesFrom(layout: Record<string, Box>): Places {
  const zones: Places["zones"] = new Map();
  const components: Places["components"] = new Map();
  for (const [key, at] of Object.entries(layout))
    if (key.startsWith("zone:"))
      zones.set(key.slice(5), {
        x: at.x,
        y: at.y,
        width: at.width ?? EMPTY_ZONE.width,
        height: at.height ?? EMPTY_ZONE.height,
      });
    else components.set(key, { x: at.x, y: at.y });
  return { zones, components, isStated: true };
}

/**
 * Places of everything in a configuration: stated ones, else those of `fallback`, else a free place in the zone.
 * A zone reaches around all that stands in it.
 */
export function placed(c: Configuration, fallback?: Places): Places {
  const stated = c.layout;
  const isStated = stated !== undefined && Object.keys(stated).length > 0;
  if (!isStated && !fallback) return gridPlaces(c);
  const base = isStated ? placesFrom(stated) : (fallback as Places);
  const { children, roots, members } = tree(c);
  const zones: Places["zones"] = new Map();
  const components: Places["components"] = new Map();
  let spare: Places | undefined;

  /** Places a zone's content, then the zone around it. `y` is where an unplaced zone begins. */
  const put = (id: string, origin: { x: number; y: number }) => {
    const own = base.zones.get(id);
    const at = own ?? { ...origin, ...EMPTY_ZONE };
    let right = own ? own.x + own.width : -Infinity;
    let bottom = own ? own.y + own.height : -Infinity;
    let left = own?.x ?? Infinity;
    let top = own?.y ?? Infinity;
    const cover = (x: number, y: number, width: number, height: number, head: number) => {
      left = Math.min(left, x - ZONE_PAD + 8);
      top = Math.min(top, y - head);
      right = Math.max(right, x + width + ZONE_PAD - 8);
      bottom = Math.max(bottom, y + height + ZONE_PAD - 8);
    };
    const homeless: string[] = [];
    let low = at.y + ZONE_HEAD;
    const taken: { x: number; y: number }[] = [];
    for (const component of members.get(id) ?? []) {
      const p = base.components.get(component);
      if (!p) {
        homeless.push(component);
        continue;
      }
      components.set(component, p);
      taken.push(p);
      cover(p.x, p.y, NODE_WIDTH, NODE_HEIGHT, ZONE_HEAD - 6);
      low = Math.max(low, p.y + NODE_HEIGHT + GAP_Y);
    }
    for (const kid of children.get(id) ?? []) {
      put(kid, { x: at.x + ZONE_PAD, y: low });
      const k = zones.get(kid);
      if (!k) continue;
      cover(k.x, k.y, k.width, k.height, ZONE_HEAD - 6);
      taken.push({ x: k.x, y: k.y });
      if (!base.zones.has(kid)) low = Math.max(low, k.y + k.height + GAP_Y);
    }
    if (homeless.length > 0) {
      const columns = Math.max(1, Math.floor((at.width - 2 * ZONE_PAD + GAP_X) / (NODE_WIDTH + GAP_X)));
      let slot = 0;
      const kids = (children.get(id) ?? []).map((k) => zones.get(k)).filter((k) => k !== undefined);
      const fixed = [...taken];
      const isFree = (x: number, y: number) =>
        fixed.every((t) => Math.abs(t.x - x) >= NODE_WIDTH + 8 || Math.abs(t.y - y) >= NODE_HEIGHT + 8) &&
        kids.every(
          (k) =>
            x + NODE_WIDTH + 8 < k.x ||
            x > k.x + k.width + 8 ||
            y + NODE_HEIGHT + 8 < k.y ||
            y > k.y + k.height + 8,
        );
      for (const component of homeless) {
        for (; ; slot++) {
          const x = at.x + ZONE_PAD + (slot % columns) * (NODE_WIDTH + GAP_X);
          const y = at.y + ZONE_HEAD + Math.floor(slot / columns) * (NODE_HEIGHT + GAP_Y);
          if (!isFree(x, y)) continue;
          const p = { x, y };
          slot++;
          components.set(component, p);
          cover(x, y, NODE_WIDTH, NODE_HEIGHT, ZONE_HEAD);
          break;
        }
      }
    }
    if (right === -Infinity) {
      left = at.x;
      top = at.y;
      right = at.x + at.width;
      bottom = at.y + at.height;
    }
    zones.set(id, { x: left, y: top, width: right - left, height: bottom - top });
  };
  let edge = 0;
  let hasRoot = false;
  for (const id of roots) {
    const z = base.zones.get(id);
    if (z) {
      edge = Math.max(edge, z.x + z.width);
      hasRoot = true;
    }
  }
  for (const id of roots) {
    const isNew = !base.zones.has(id);
    put(id, { x: hasRoot ? edge + ZONE_GAP : 0, y: 0 });
    const z = zones.get(id);
    if (isNew && z) {
      edge = Math.max(edge, z.x + z.width);
      hasRoot = true;
    }
  }
  // Components whose zone does not exist: shown where a grid would put them, so that the mistake can be seen.
  for (const x of c.components)
    if (!components.has(x.id)) {
      spare ??= gridPlaces(c);
      components.set(
        x.id,
        base.components.get(x.id) ?? spare.components.get(x.id) ?? { x: 0, y: -NODE_HEIGHT * 2 },
      );
    }
  return { zones, components, isStated };
}
