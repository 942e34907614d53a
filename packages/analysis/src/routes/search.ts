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
  /** How each was come to: 2 × edge + layer before + 1, and 0 at the start. See `stepBack`. */
  came: Int32Array;
  /** Layered states reached, as many as `settled`, each after the one before it. */
  order: Int32Array;
  settled: number;
}

/** Layered state before one in a tree, -1 at the start. */
export function stepBack(graph: Network, tree: Tree, v: number): number {
  const came = (tree.came[v] as number) - 1;
  return came < 0 ? -1 : 2 * (graph.from[came >> 1] as number) + (came & 1);
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
  const came = new Int32Array(n);
  const order = new Int32Array(n);
  /** States that lead nowhere are not searched from; they stand at the end of `order`, first from its far end on. */
  let ends = n;
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
    // A state stands in the queue once for each cost it had; only the last one counts.
    if (cost[u] !== at) continue;
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
      const was = cost[v] as number;
      if (d < was) {
        cost[v] = d;
        came[v] = 2 * e + layer + 1;
        if (first[target + 1] !== first[target]) queue.push(d, v);
        else if (was === UNREACHED) order[--ends] = v;
      }
    }
  }
  order.copyWithin(settled, ends);
  return { cost, came, order, settled: settled + n - ends };
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
export function startOf(graph: Network, tree: Tree, state: number): number {
  let v = bestLayer(tree, state);
  for (let u = stepBack(graph, tree, v); u >= 0; u = stepBack(graph, tree, v)) v = u;
  return v >> 1;
}

export function routeTo(graph: Network, tree: Tree, state: number): FoundRoute | undefined {
  let v = bestLayer(tree, state);
  const cost = tree.cost[v] as number;
  if (cost >= UNREACHED) return undefined;
  const edges: number[] = [];
  for (let u = stepBack(graph, tree, v); u >= 0; u = stepBack(graph, tree, v)) {
    edges.push(((tree.came[v] as number) - 1) >> 1);
    v = u;
  }
  return { cost, edges: edges.reverse() };
}

/** Incoming edges of each state: the slot, and the state it leaves. */
export interface Reverse {
  start: Int32Array;
  slot: Int32Array;
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
  const slot = new Int32Array(graph.to.length);
  const from = new Int32Array(graph.to.length);
  for (let u = 0; u < graph.states; u++)
    for (let e = graph.start[u] as number; e < (graph.start[u + 1] as number); e++) {
      const t = graph.to[e] as number;
      const at = next[t] as number;
      next[t] = at + 1;
      slot[at] = graph.slot[e] as number;
      from[at] = u;
    }
  return { start, slot, from };
}

/** Priority queue for whole-number costs of any span: one list a cost, which only ever grows. */
class Ladder {
  readonly #rungs: number[][] = [];
  #at = 0;
  push(cost: number, item: number): void {
    const rung = this.#rungs[cost];
    if (rung) rung.push(item);
    else {
      while (this.#rungs.length < cost) this.#rungs.push([]);
      this.#rungs[cost] = [item];
    }
    if (cost < this.#at) this.#at = cost;
  }
  /** Cost at which the next item stands, UNREACHED where there is none. */
  next(): number {
    while (this.#at < this.#rungs.length && (this.#rungs[this.#at] as number[]).length === 0) this.#at++;
    return this.#at < this.#rungs.length ? this.#at : UNREACHED;
  }
  pop(): number {
    return (this.#rungs[this.#at] as number[]).pop() as number;
  }
}

/** All routes that begin with the given states and do not go on to a banned one. */
interface Branch {
  /** What its cheapest route costs at least; exactly, where the route is known. */
  least: number;
  route: { edges: number[]; states: number[] } | undefined;
  /** States passed so far, the last one to go on from, and the edges between them. */
  states: number[];
  edges: number[];
  prefix: number;
  banned: ReadonlySet<number>;
  tries: number;
}

/**
 * The k best distinct routes from one state to another, cheapest first: Yen's method with Lawler's branches. A branch is
 * searched only when no other could be cheaper, by an A* whose exact bound comes from one search backwards from the goal
 * that goes on only as far as a branch needs it.
 */
export class KBest {
  readonly #reverse: Reverse;
  /** Of the branch being searched. A stamp of #round: reached; of #round + 1: settled or not to be passed. */
  readonly #cost: Int32Array;
  readonly #before: Int32Array;
  readonly #edge: Int32Array;
  readonly #stamp: Int32Array;
  #round = 0;
  /** Of the goal asked about: distance to it, and whether that is final. States not final are at #radius or beyond. */
  readonly #bound: Int32Array;
  readonly #known: Uint8Array;
  #queue = new Ladder();
  #radius = 0;
  /** Of the start asked about: the cheapest step to each state next to it as edge + 1, and those whose bound is known. */
  readonly #entry: Int32Array;
  #entries: number[] = [];
  #arrived: number[] = [];
  /** What a step from the start costs at least. */
  #entryLeast = 0;

  constructor(readonly graph: Network) {
    this.#reverse = reversed(graph);
    const n = graph.states * 2;
    this.#cost = new Int32Array(n);
    this.#before = new Int32Array(n);
    this.#edge = new Int32Array(n);
    this.#stamp = new Int32Array(n);
    this.#bound = new Int32Array(n);
    this.#known = new Uint8Array(n);
    this.#entry = new Int32Array(n);
  }

  /** @param k how many routes at most */
  find(weighed: Weighed, start: number, goal: number, k: number, filter: Filter): FoundRoute[] {
    const price = costsFor(weighed, filter);
    this.#bound.fill(UNREACHED);
    this.#known.fill(0);
    this.#queue = new Ladder();
    this.#radius = 0;
    for (const v of [2 * goal, 2 * goal + 1]) {
      this.#bound[v] = 0;
      this.#queue.push(0, v);
    }
    this.#enter(weighed, price, start, goal);
    const found: FoundRoute[] = [];
    const all: Branch = {
      least: 0,
      route: undefined,
      states: [2 * start],
      edges: [],
      prefix: 0,
      banned: new Set(),
      tries: 0,
    };
    const waiting = [all];
    while (waiting.length > 0 && found.length < k) {
      let first = 0;
      for (let i = 1; i < waiting.length; i++)
        if (before(waiting[i] as Branch, waiting[first] as Branch)) first = i;
      const branch = waiting.splice(first, 1)[0] as Branch;
      if (branch.route) {
        found.push({ cost: branch.least, edges: branch.route.edges });
        if (found.length < k) this.#split(branch, branch.route, price, waiting);
        continue;
      }
      let next = UNREACHED;
      for (const other of waiting) next = Math.min(next, other.least);
      const enough = Math.max(next, branch.least + 2 ** branch.tries);
      this.#search(branch, weighed, price, goal, enough);
      if (branch.least < UNREACHED) waiting.push(branch);
    }
    return found;
  }

  /** A source may begin at every second interface of a system: its steps are gone through once, not for each branch. */
  #enter(weighed: Weighed, price: Int32Array, from: number, goal: number): void {
    const { start, to, slot } = this.graph;
    const entry = this.#entry;
    for (const v of this.#entries) entry[v] = 0;
    this.#entries = [];
    this.#arrived = [];
    this.#entryLeast = UNREACHED;
    const end = start[from + 1] as number;
    for (let e = start[from] as number; e < end; e++) {
      const s = slot[e] as number;
      const step = price[s] as number;
      const flag = weighed.flags[s] as number;
      if (step < 0 || flag === NEEDS_CREDENTIAL) continue;
      const state = to[e] as number;
      const v = 2 * state + (flag === GIVES_CREDENTIAL ? 1 : 0);
      if (v === 2 * from || (state !== goal && this.#isEnd(state))) continue;
      const known = (entry[v] as number) - 1;
      if (known < 0) this.#entries.push(v);
      else if (step >= (price[slot[known] as number] as number)) continue;
      entry[v] = e + 1;
      if (step < this.#entryLeast) this.#entryLeast = step;
    }
  }
  /** Nothing leads on from there. */
  #isEnd(state: number): boolean {
    return this.graph.start[state] === this.graph.start[state + 1];
  }

  /** The branches that a route leaves of its own: one for each state at which another could turn off. */
  #split(
    branch: Branch,
    route: { edges: number[]; states: number[] },
    price: Int32Array,
    into: Branch[],
  ): void {
    let { prefix } = branch;
    for (let i = branch.edges.length; i < route.edges.length; i++) {
      const next = route.states[i + 1] as number;
      into.push({
        least: branch.least,
        route: undefined,
        states: route.states.slice(0, i + 1),
        edges: route.edges.slice(0, i),
        prefix,
        banned: i === branch.edges.length ? new Set([...branch.banned, next]) : new Set([next]),
        tries: 0,
      });
      prefix += price[this.graph.slot[route.edges[i] as number] as number] as number;
    }
  }

  /** Settles one more state in the search backwards from the goal and returns it, or -1 where none was next. */
  #widen(weighed: Weighed, price: Int32Array): number {
    const { flags } = weighed;
    const at = this.#queue.next();
    this.#radius = at;
    if (at === UNREACHED) return -1;
    const v = this.#queue.pop();
    if (this.#known[v] === 1 || this.#bound[v] !== at) return -1;
    this.#known[v] = 1;
    if (this.#entry[v] !== 0) this.#arrived.push(v);
    const layer = v & 1;
    const state = v >> 1;
    const { start, slot, from } = this.#reverse;
    const end = start[state + 1] as number;
    for (let r = start[state] as number; r < end; r++) {
      const s = slot[r] as number;
      const step = price[s] as number;
      if (step < 0) continue;
      const flag = flags[s] as number;
      const u = 2 * (from[r] as number);
      const d = at + step;
      if (flag === GIVES_CREDENTIAL) {
        if (layer === 0) continue;
        this.#lower(u, d);
        this.#lower(u + 1, d);
      } else if (flag === NEEDS_CREDENTIAL) {
        if (layer === 1) this.#lower(u + 1, d);
      } else this.#lower(u + layer, d);
    }
    return v;
  }
  #lower(v: number, d: number): void {
    if (d < (this.#bound[v] as number)) {
      this.#bound[v] = d;
      this.#queue.push(d, v);
    }
  }

  /**
   * Looks for the cheapest route of a branch; sets the route and its cost, or what it costs at least when that is more
   * than `enough`. States whose distance to the goal is not known yet wait until the search backwards comes to them.
   */
  #search(branch: Branch, weighed: Weighed, price: Int32Array, goal: number, enough: number): void {
    const { flags } = weighed;
    const { start, to, slot } = this.graph;
    const bound = this.#bound;
    const known = this.#known;
    const stamp = this.#stamp;
    const cost = this.#cost;
    const round = this.#round + 2;
    this.#round = round;
    branch.tries++;
    const from = branch.states.at(-1) as number;
    for (const v of branch.states) stamp[v] = round + 1;
    const { banned, prefix } = branch;
    const queue = new Ladder();
    /** How many states wait, by their cost so far. */
    const waits: number[] = [];
    let cheapestWait = 0;
    let beyond = UNREACHED;
    const wait = (d: number, change: number) => {
      while (waits.length <= d) waits.push(0);
      waits[d] = (waits[d] as number) + change;
      if (d < cheapestWait) cheapestWait = d;
    };
    stamp[from] = round;
    cost[from] = 0;
    this.#before[from] = -1;
    const isRoot = branch.states.length === 1;
    let entered = 0;
    const enter = () => {
      while (entered < this.#arrived.length) {
        const v = this.#arrived[entered++] as number;
        if (entered === this.#entries.length) wait(this.#entryLeast, -1);
        if (banned.has(v)) continue;
        const e = (this.#entry[v] as number) - 1;
        const d = price[slot[e] as number] as number;
        const whole = d + (bound[v] as number);
        if (whole > enough) {
          if (whole < beyond) beyond = whole;
          continue;
        }
        if (stamp[v] === round && d >= (cost[v] as number)) continue;
        if (stamp[v] === round + 1) continue;
        stamp[v] = round;
        cost[v] = d;
        this.#before[v] = from;
        this.#edge[v] = e;
        queue.push(whole, v);
      }
    };
    // Where to go on from is looked at whatever its own distance: what it leads to may be nothing, or far on.
    if (isRoot) {
      stamp[from] = round + 1;
      if (this.#entries.length > 0) wait(this.#entryLeast, 1);
      enter();
    } else queue.push(0, from);
    for (;;) {
      const at = queue.next();
      while (cheapestWait < waits.length && waits[cheapestWait] === 0) cheapestWait++;
      const least = cheapestWait < waits.length ? cheapestWait + this.#radius : UNREACHED;
      if (Math.min(at, least) + prefix > enough || (at >= UNREACHED && least >= UNREACHED)) {
        branch.least = Math.min(Math.min(at, least) + prefix, beyond, UNREACHED);
        return;
      }
      if (least < at) {
        const v = this.#widen(weighed, price);
        if (v >= 0 && stamp[v] === round) {
          wait(cost[v] as number, -1);
          queue.push((cost[v] as number) + (bound[v] as number), v);
        }
        if (isRoot) enter();
        continue;
      }
      const u = queue.pop();
      const g = cost[u] as number;
      if (stamp[u] === round + 1 || (u !== from && g + (bound[u] as number) !== at)) continue;
      stamp[u] = round + 1;
      const state = u >> 1;
      if (state === goal) {
        const { edges, states } = this.#unwind(u);
        branch.least = prefix + g;
        branch.route = {
          edges: [...branch.edges, ...edges],
          states: [...branch.states.slice(0, -1), ...states],
        };
        return;
      }
      const layer = u & 1;
      const end = start[state + 1] as number;
      for (let e = start[state] as number; e < end; e++) {
        const s = slot[e] as number;
        const step = price[s] as number;
        if (step < 0) continue;
        const flag = flags[s] as number;
        let l = layer;
        if (flag === NEEDS_CREDENTIAL && layer === 0) continue;
        if (flag === GIVES_CREDENTIAL) l = 1;
        const target = to[e] as number;
        const v = 2 * target + l;
        if (stamp[v] === round + 1) continue;
        if (target !== goal && this.#isEnd(target)) continue;
        if (u === from && banned.has(v)) continue;
        const d = g + step;
        const isKnown = known[v] === 1;
        const whole = prefix + d + (isKnown ? (bound[v] as number) : this.#radius);
        if (whole > enough) {
          if (whole < beyond) beyond = whole;
          continue;
        }
        if (stamp[v] === round) {
          if (d >= (cost[v] as number)) continue;
          if (!isKnown) wait(cost[v] as number, -1);
        } else stamp[v] = round;
        cost[v] = d;
        this.#before[v] = u;
        this.#edge[v] = e;
        if (isKnown) queue.push(d + (bound[v] as number), v);
        else if (this.#radius < UNREACHED) wait(d, 1);
      }
    }
  }

  #unwind(v: number): { edges: number[]; states: number[] } {
    const edges: number[] = [];
    const states = [v];
    for (let at = v; (this.#before[at] as number) >= 0; at = this.#before[at] as number) {
      edges.push(this.#edge[at] as number);
      states.push(this.#before[at] as number);
    }
    return { edges: edges.reverse(), states: states.reverse() };
  }
}

/** Branches in the order they are looked at: the cheaper; a known route before one to be searched; then by states. */
function before(a: Branch, b: Branch): boolean {
  if (a.least !== b.least) return a.least < b.least;
  if (a.route === undefined || b.route === undefined) return a.route !== undefined && b.route === undefined;
  const [x, y] = [a.route.states, b.route.states];
  for (let i = 0; i < Math.min(x.length, y.length); i++)
    if (x[i] !== y[i]) return (x[i] as number) < (y[i] as number);
  return x.length < y.length;
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
