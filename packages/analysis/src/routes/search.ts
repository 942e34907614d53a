/**
 * Searches over the route graph. A state is doubled into layers: without and with a stolen credential, so that steps
 * which need one become reachable only after a step that gives one (the AND-condition of a route). Costs are whole
 * numbers: attack-potential points of the steps, the window of the entry, and one for each hop.
 */
import type { Network } from "./graph.ts";
import { FREE, GIVES_CREDENTIAL, NEEDS_CREDENTIAL, type Weighed } from "./slots.ts";

export const UNREACHED = 0x3fffffff;
/** Layered state: 2 × state + 1 where a credential was stolen on the way. */
export const layered = (state: number, layer: number) => 2 * state + layer;

/** Priority queue for small whole-number costs: one bucket a cost, reused in a ring (Dial). */
class Buckets {
  readonly #ring: number[][];
  #at = 0;
  #size = 0;
  constructor(maxStep: number) {
    this.#ring = Array.from({ length: maxStep + 1 }, () => []);
  }
  push(cost: number, item: number): void {
    (this.#ring[cost % this.#ring.length] as number[]).push(item);
    this.#size++;
  }
  /** Cost at which the next item stands; call `pop` for it. */
  next(): number {
    if (this.#size === 0) return -1;
    while ((this.#ring[this.#at % this.#ring.length] as number[]).length === 0) this.#at++;
    return this.#at;
  }
  pop(): number {
    this.#size--;
    return (this.#ring[this.#at % this.#ring.length] as number[]).pop() as number;
  }
}

export interface Tree {
  /** Cheapest cost to a layered state, UNREACHED where there is none. */
  cost: Int32Array;
  /** One more than the layered state before it, 0 at the start; and the edge taken. */
  before: Int32Array;
  edge: Int32Array;
  /** Layered states in the order they were settled. */
  order: Int32Array;
  settled: number;
}

/** Which slots a search may use: those open, within the source's skill, and at given levels. */
export interface Filter {
  skill: number;
  /** Least 脅威レベル and greatest 対策レベル of a step. */
  threatLevel?: number;
  countermeasureLevel?: number;
  /** State that no route may touch, first of three for a component; -1 for none. */
  without?: { from: number; to: number };
}

/** Cost of each slot for a filter, CLOSED (-1) where it may not be used. */
export function costsFor(weighed: Weighed, filter: Filter): Int32Array {
  const out = weighed.cost.slice();
  const least = filter.threatLevel ?? 1;
  const most = filter.countermeasureLevel ?? 3;
  for (let s = 0; s < out.length; s++)
    if (
      (weighed.skill[s] as number) > filter.skill ||
      (weighed.threatLevel[s] as number) < least ||
      (weighed.countermeasureLevel[s] as number) > most
    )
      out[s] = -1;
  return out;
}

/**
 * Cheapest routes from a start, or from the nearest of several, to every state. Ties go to the edge found first, so the
 * result is the same each time.
 */
export function cheapestFrom(
  graph: Network,
  weighed: Weighed,
  starts: number | readonly number[],
  filter: Filter,
): Tree {
  const n = graph.states * 2;
  const cost = new Int32Array(n).fill(UNREACHED);
  // Memory that is not filled is not touched: most sources reach little of a large system.
  const before = new Int32Array(n);
  const edge = new Int32Array(n);
  const order = new Int32Array(n);
  const done = new Uint8Array(n);
  const price = costsFor(weighed, filter);
  const { flags } = weighed;
  const { start: first, to, slot } = graph;
  const banFrom = filter.without?.from ?? -1;
  const banTo = filter.without?.to ?? -1;
  const queue = new Buckets(weighed.maxCost);
  let settled = 0;
  for (const start of typeof starts === "number" ? [starts] : starts) {
    cost[2 * start] = 0;
    queue.push(0, 2 * start);
  }
  for (let at = queue.next(); at >= 0; at = queue.next()) {
    const u = queue.pop();
    if (done[u] === 1 || cost[u] !== at) continue;
    done[u] = 1;
    order[settled++] = u;
    const layer = u & 1;
    const state = u >> 1;
    const end = first[state + 1] as number;
    for (let e = first[state] as number; e < end; e++) {
      const s = slot[e] as number;
      const step = price[s] as number;
      if (step < 0) continue;
      const target = to[e] as number;
      let l = layer;
      if (s !== FREE) {
        const flag = flags[s] as number;
        if (flag !== 0) {
          if (flag === NEEDS_CREDENTIAL && layer === 0) continue;
          if (flag === GIVES_CREDENTIAL) l = 1;
        }
      }
      if (target >= banFrom && target < banTo) continue;
      const v = 2 * target + l;
      const d = at + step;
      if (d < (cost[v] as number)) {
        cost[v] = d;
        before[v] = u + 1;
        edge[v] = e;
        queue.push(d, v);
      }
    }
  }
  return { cost, before, edge, order, settled };
}

/** The cheaper layer of a state in a tree, as a layered state. */
export function bestLayer(tree: Tree, state: number): number {
  return (tree.cost[2 * state] as number) <= (tree.cost[2 * state + 1] as number) ? 2 * state : 2 * state + 1;
}

/** A route: the edges taken, in order. Distinct routes differ in the states they pass. */
export interface FoundRoute {
  cost: number;
  edges: number[];
}

/** State in which the cheapest route to a state starts. */
export function startOf(tree: Tree, state: number): number {
  let v = bestLayer(tree, state);
  while (tree.before[v] !== 0) v = (tree.before[v] as number) - 1;
  return v >> 1;
}

export function routeTo(tree: Tree, state: number): FoundRoute | undefined {
  let v = bestLayer(tree, state);
  const cost = tree.cost[v] as number;
  if (cost >= UNREACHED) return undefined;
  const edges: number[] = [];
  while (tree.before[v] !== 0) {
    edges.push(tree.edge[v] as number);
    v = (tree.before[v] as number) - 1;
  }
  return { cost, edges: edges.reverse() };
}

/** Incoming edges of each state: the edge and the state it leaves. */
export interface Reverse {
  start: Int32Array;
  edge: Int32Array;
  from: Int32Array;
}

export function reversed(graph: Network): Reverse {
  const start = new Int32Array(graph.states + 1);
  for (let e = 0; e < graph.to.length; e++) {
    const at = (graph.to[e] as number) + 1;
    start[at] = (start[at] as number) + 1;
  }
  for (let s = 0; s < graph.states; s++) start[s + 1] = (start[s + 1] as number) + (start[s] as number);
  const next = start.slice();
  const edge = new Int32Array(graph.to.length);
  const from = new Int32Array(graph.to.length);
  for (let u = 0; u < graph.states; u++)
    for (let e = graph.start[u] as number; e < (graph.start[u + 1] as number); e++) {
      const t = graph.to[e] as number;
      const at = next[t] as number;
      next[t] = at + 1;
      edge[at] = e;
      from[at] = u;
    }
  return { start, edge, from };
}

/** How far beyond the start the search from the goal goes on: detours that cost no more know their way exactly. */
const SLACK = 12;

/**
 * The k best distinct routes from one state to another, cheapest first (Yen's method with Lawler's rule). The search
 * from the goal backwards gives a bound that is exact up to the distance of the start and no less beyond, so that each
 * detour is an A* that looks at little more than its own route.
 */
export class KBest {
  readonly #reverse: Reverse;
  readonly #cost: Int32Array;
  readonly #before: Int32Array;
  readonly #edge: Int32Array;
  readonly #stamp: Int32Array;
  readonly #bound: Int32Array;
  #round = 0;

  constructor(readonly graph: Network) {
    this.#reverse = reversed(graph);
    const n = graph.states * 2;
    this.#cost = new Int32Array(n);
    this.#before = new Int32Array(n);
    this.#edge = new Int32Array(n);
    this.#stamp = new Int32Array(n);
    this.#bound = new Int32Array(n);
  }

  /** @param k how many routes at most */
  find(weighed: Weighed, start: number, goal: number, k: number, filter: Filter): FoundRoute[] {
    const price = costsFor(weighed, filter);
    const far = this.#boundsTo(weighed, price, start, goal);
    if (far < 0) return [];
    const first = this.#detour(weighed, price, 2 * start, goal, far, [], undefined);
    if (!first) return [];
    const found: FoundRoute[] = [];
    interface Candidate extends FoundRoute {
      /** Place from which the route leaves the one it came from. */
      from: number;
      states: number[];
    }
    const waiting: Candidate[] = [{ ...first, from: 0 }];
    const taken: Candidate[] = [];
    const before = (a: Candidate, b: Candidate) => {
      if (a.cost !== b.cost) return a.cost < b.cost;
      for (let i = 0; i < Math.min(a.states.length, b.states.length); i++)
        if (a.states[i] !== b.states[i]) return (a.states[i] as number) < (b.states[i] as number);
      return a.states.length < b.states.length;
    };
    while (waiting.length > 0) {
      let best = 0;
      for (let i = 1; i < waiting.length; i++)
        if (before(waiting[i] as Candidate, waiting[best] as Candidate)) best = i;
      const route = waiting.splice(best, 1)[0] as Candidate;
      taken.push(route);
      found.push({ cost: route.cost, edges: route.edges });
      if (found.length === k) break;
      let prefix = 0;
      for (let i = 0; i < route.edges.length; i++) {
        if (i >= route.from) {
          const banned = new Set<number>();
          for (const t of taken)
            if (t.states.length > i + 1 && t.states.slice(0, i + 1).every((s, j) => s === route.states[j]))
              banned.add(t.states[i + 1] as number);
          const spur = this.#detour(
            weighed,
            price,
            route.states[i] as number,
            goal,
            far,
            route.states.slice(0, i + 1),
            banned,
          );
          if (spur)
            waiting.push({
              cost: prefix + spur.cost,
              edges: [...route.edges.slice(0, i), ...spur.edges],
              states: [...route.states.slice(0, i), ...spur.states],
              from: i,
            });
        }
        prefix += price[this.graph.slot[route.edges[i] as number] as number] as number;
      }
    }
    return found;
  }

  /** Distances to the goal, exact below the bound that is returned, which is SLACK beyond the start; -1 without a route. */
  #boundsTo(weighed: Weighed, price: Int32Array, start: number, goal: number): number {
    const { graph } = this;
    const { flags } = weighed;
    const bound = this.#bound.fill(UNREACHED);
    let last = UNREACHED;
    const done = new Uint8Array(graph.states * 2);
    const queue = new Buckets(weighed.maxCost);
    for (const v of [2 * goal, 2 * goal + 1]) {
      bound[v] = 0;
      queue.push(0, v);
    }
    for (let at = queue.next(); at >= 0; at = queue.next()) {
      const v = queue.pop();
      if (done[v] === 1 || bound[v] !== at) continue;
      done[v] = 1;
      if (v === 2 * start) last = at + SLACK;
      if (at >= last) return last;
      const layer = v & 1;
      const state = v >> 1;
      const end = this.#reverse.start[state + 1] as number;
      for (let r = this.#reverse.start[state] as number; r < end; r++) {
        const s = graph.slot[this.#reverse.edge[r] as number] as number;
        const step = price[s] as number;
        if (step < 0) continue;
        const flag = flags[s] as number;
        const from = this.#reverse.from[r] as number;
        const d = at + step;
        if (flag === GIVES_CREDENTIAL) {
          if (layer === 0) continue;
          this.#lower(queue, 2 * from, d);
          this.#lower(queue, 2 * from + 1, d);
        } else if (flag === NEEDS_CREDENTIAL) {
          if (layer === 1) this.#lower(queue, 2 * from + 1, d);
        } else this.#lower(queue, 2 * from + layer, d);
      }
    }
    // Everything that leads to the goal is known.
    return last === UNREACHED ? -1 : last;
  }
  #lower(queue: Buckets, v: number, d: number): void {
    if (d < (this.#bound[v] as number)) {
      this.#bound[v] = d;
      queue.push(d, v);
    }
  }

  /** Cheapest way from a layered state to the goal past the states and first steps that are taken. */
  #detour(
    weighed: Weighed,
    price: Int32Array,
    from: number,
    goal: number,
    far: number,
    passed: readonly number[],
    banned: ReadonlySet<number> | undefined,
  ): { cost: number; edges: number[]; states: number[] } | undefined {
    const { graph } = this;
    const { flags } = weighed;
    const { start, to, slot } = graph;
    const bound = this.#bound;
    const h = (v: number) => {
      const b = bound[v] as number;
      return b < far ? b : far;
    };
    const round = this.#round + 2;
    this.#round = round;
    // round: reached, round + 1: settled.
    const stamp = this.#stamp;
    const cost = this.#cost;
    for (const v of passed) stamp[v] = round + 1;
    const queue = new Buckets(weighed.maxCost + far + 1);
    stamp[from] = round;
    cost[from] = 0;
    this.#before[from] = -1;
    const base = h(from);
    queue.push(0, from);
    for (let at = queue.next(); at >= 0; at = queue.next()) {
      const u = queue.pop();
      if (stamp[u] === round + 1 || (cost[u] as number) + h(u) - base !== at) continue;
      stamp[u] = round + 1;
      const state = u >> 1;
      if (state === goal) return this.#unwind(u);
      const layer = u & 1;
      const g = cost[u] as number;
      const end = start[state + 1] as number;
      for (let e = start[state] as number; e < end; e++) {
        const s = slot[e] as number;
        const step = price[s] as number;
        if (step < 0) continue;
        const flag = flags[s] as number;
        let l = layer;
        if (flag === NEEDS_CREDENTIAL && layer === 0) continue;
        if (flag === GIVES_CREDENTIAL) l = 1;
        const v = 2 * (to[e] as number) + l;
        if (stamp[v] === round + 1) continue;
        if (u === from && banned?.has(v)) continue;
        if (bound[v] === UNREACHED && far >= UNREACHED) continue;
        const d = g + step;
        if (stamp[v] !== round || d < (cost[v] as number)) {
          stamp[v] = round;
          cost[v] = d;
          this.#before[v] = u;
          this.#edge[v] = e;
          queue.push(d + h(v) - base, v);
        }
      }
    }
    return undefined;
  }

  #unwind(v: number): { cost: number; edges: number[]; states: number[] } {
    const edges: number[] = [];
    const states = [v];
    for (let at = v; (this.#before[at] as number) >= 0; at = this.#before[at] as number) {
      edges.push(this.#edge[at] as number);
      states.push(this.#before[at] as number);
    }
    return { cost: this.#cost[v] as number, edges: edges.reverse(), states: states.reverse() };
  }
}

/** Bit of a route class: least 脅威レベル so far and greatest 対策レベル so far. */
const classBit = (threat: number, countermeasure: number) => 1 << ((threat - 1) * 3 + (countermeasure - 1));

/** Successors of a set of route classes over a step of given levels: [(threat−1)×3 + countermeasure−1][set]. */
const SUCCESSORS: readonly Uint16Array[] = Array.from({ length: 9 }, (_, levels) => {
  const threat = Math.floor(levels / 3) + 1;
  const countermeasure = (levels % 3) + 1;
  return Uint16Array.from({ length: 512 }, (_unused, set) => {
    let out = 0;
    for (let t = 1; t <= 3; t++)
      for (let c = 1; c <= 3; c++)
        if (set & classBit(t, c)) out |= classBit(Math.min(t, threat), Math.max(c, countermeasure));
    return undominated(out);
  });
});

/** Drops classes that another of the set beats in both levels. */
function undominated(set: number): number {
  let out = 0;
  for (let t = 1; t <= 3; t++)
    for (let c = 1; c <= 3; c++) {
      if ((set & classBit(t, c)) === 0) continue;
      let beaten = false;
      for (let t2 = t; t2 <= 3; t2++)
        for (let c2 = 1; c2 <= c; c2++) if ((t2 !== t || c2 !== c) && set & classBit(t2, c2)) beaten = true;
      if (!beaten) out |= classBit(t, c);
    }
  return out;
}
/** Union of two sets of classes without those beaten. */
const UNION = Uint16Array.from({ length: 512 }, (_, set) => undominated(set));

/** Largest 脅威レベル × 脆弱性レベル of a set of route classes; 0 for none. */
export const worstProduct: Uint8Array = Uint8Array.from({ length: 512 }, (_, set) => {
  let worst = 0;
  for (let t = 1; t <= 3; t++)
    for (let c = 1; c <= 3; c++) if (set & classBit(t, c)) worst = Math.max(worst, t * (4 - c));
  return worst;
});
/** The class behind `worstProduct`: the highest threat level that reaches it. */
export function worstClass(set: number): { threatLevel: number; countermeasureLevel: number } {
  const product = worstProduct[set] as number;
  for (let t = 3; t >= 1; t--)
    for (let c = 1; c <= 3; c++)
      if (set & classBit(t, c) && t * (4 - c) === product) return { threatLevel: t, countermeasureLevel: c };
  return { threatLevel: 1, countermeasureLevel: 3 };
}

let buffers = { queued: new Uint8Array(0), ring: new Int32Array(1) };
/** Work space that calls share; every call leaves it as it found it. */
function buffersFor(n: number): typeof buffers {
  if (buffers.queued.length !== n) buffers = { queued: new Uint8Array(n), ring: new Int32Array(n + 1) };
  return buffers;
}

/** Sources of one skill: they may use the same slots. */
export interface SkillGroup {
  skill: number;
  starts: readonly number[];
}

/**
 * Classes of all routes (not only the cheapest) from the sources to every state, in one pass for all skills: exact,
 * because a class only ever falls along a route and the sets are finite. Returns a word per layered state with nine
 * bits for each group of sources, lowest first.
 * @param groups three at most, by skill
 */
export function routeClasses(
  graph: Network,
  weighed: Weighed,
  groups: readonly SkillGroup[],
  without: { from: number; to: number } = { from: -1, to: -1 },
): Int32Array {
  const n = graph.states * 2;
  const words = new Int32Array(n);
  const { flags, cost, skill } = weighed;
  const levels = new Uint8Array(cost.length);
  /** Bits of the groups that may use a slot; 0 for a closed one. */
  const usable = new Int32Array(cost.length);
  for (let s = 0; s < levels.length; s++) {
    levels[s] =
      ((weighed.threatLevel[s] as number) - 1) * 3 + ((weighed.countermeasureLevel[s] as number) - 1);
    if ((cost[s] as number) < 0) continue;
    let mask = 0;
    for (let g = 0; g < groups.length; g++)
      if ((skill[s] as number) <= (groups[g] as SkillGroup).skill) mask |= 0x1ff << (9 * g);
    usable[s] = mask;
  }
  const { start, to, slot } = graph;
  const { queued, ring } = buffersFor(n);
  let head = 0;
  let tail = 0;
  const push = (v: number) => {
    queued[v] = 1;
    ring[tail] = v;
    tail = tail === n ? 0 : tail + 1;
  };
  groups.forEach((group, g) => {
    for (const s of group.starts) {
      words[2 * s] = classBit(3, 1) << (9 * g);
      push(2 * s);
    }
  });
  while (head !== tail) {
    const u = ring[head] as number;
    head = head === n ? 0 : head + 1;
    queued[u] = 0;
    const word = words[u] as number;
    const layer = u & 1;
    const state = u >> 1;
    const end = start[state + 1] as number;
    for (let e = start[state] as number; e < end; e++) {
      const s = slot[e] as number;
      let next = word;
      let l = layer;
      if (s !== FREE) {
        next = word & (usable[s] as number);
        if (next === 0) continue;
        const flag = flags[s] as number;
        if (flag === NEEDS_CREDENTIAL && layer === 0) continue;
        if (flag === GIVES_CREDENTIAL) l = 1;
        const table = SUCCESSORS[levels[s] as number] as Uint16Array;
        next =
          (table[next & 0x1ff] as number) |
          ((table[(next >> 9) & 0x1ff] as number) << 9) |
          ((table[(next >> 18) & 0x1ff] as number) << 18);
      }
      const target = to[e] as number;
      if (target >= without.from && target < without.to) continue;
      const v = 2 * target + l;
      const old = words[v] as number;
      const either = old | next;
      if (either === old) continue;
      const both =
        (UNION[either & 0x1ff] as number) |
        ((UNION[(either >> 9) & 0x1ff] as number) << 9) |
        ((UNION[(either >> 18) & 0x1ff] as number) << 18);
      if (both !== old) {
        words[v] = both;
        if (queued[v] === 0) push(v);
      }
    }
  }
  return words;
}

/** Classes at a state of one group's routes, whichever layer. */
export const classesOfGroup = (words: Int32Array, state: number, group: number) =>
  UNION[(((words[2 * state] as number) | (words[2 * state + 1] as number)) >> (9 * group)) & 0x1ff] as number;

/** Classes at a state of all groups' routes. */
export function classesAt(words: Int32Array, state: number): number {
  const word = (words[2 * state] as number) | (words[2 * state + 1] as number);
  return UNION[(word & 0x1ff) | ((word >> 9) & 0x1ff) | ((word >> 18) & 0x1ff)] as number;
}
