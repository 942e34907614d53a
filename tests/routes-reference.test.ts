/**
 * The attack-route engine against a reference that knows nothing of it: every simple route of small random graphs,
 * listed one by one. Reachability, cheapest cost, k best costs, the worst risk over all routes and the smallest label
 * plan have to agree.
 */
import type { Prepared } from "@seiza/analysis";
import { prepare } from "@seiza/analysis";
import { resolveStudy } from "@seiza/model";
import { describe, expect, test } from "vitest";
import { countermeasureLevelOf, type Method } from "../packages/analysis/src/method.ts";
import { Evaluator, labelElements } from "../packages/analysis/src/routes/evaluate.ts";
import type { Goal } from "../packages/analysis/src/routes/goals.ts";
import { compressed, type RouteGraph } from "../packages/analysis/src/routes/graph.ts";
import type { Place } from "../packages/analysis/src/routes/places.ts";
import { cheapestHittingSet } from "../packages/analysis/src/routes/plan.ts";
import { bestLayer, cheapestFrom, KBest, UNREACHED } from "../packages/analysis/src/routes/search.ts";
import {
  compileTechniques,
  GIVES_CREDENTIAL,
  NEEDS_CREDENTIAL,
  type Slot,
  type SlotBook,
  type Weighed,
} from "../packages/analysis/src/routes/slots.ts";
import { catalog, EXAMPLES, readExample } from "./support.ts";

const GRAPHS = 2000;
const K = 5;
const CRITERIA = 4;

const { index } = resolveStudy(readExample(EXAMPLES[0] as string), catalog);
const { method } = prepare(index as NonNullable<typeof index>) as Prepared;
const techniques = compileTechniques(method);

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface World {
  graph: RouteGraph;
  goals: Goal[];
  types: number;
  evaluator: Evaluator;
}

/** A graph of up to ten components in up to five product types, with random steps between their states. */
function worldOf(seed: number): World {
  const random = randomFrom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const components = 2 + below(9);
  const types = 1 + below(5);
  const typeOf = Array.from({ length: components }, () => below(types));
  const labelCapable = Array.from({ length: types }, () => random() < 0.8);
  const placeOf = (type: number): Place => {
    const states = new Uint8Array(method.controls.length);
    for (let i = 0; i < 4; i++) states[below(states.length)] = below(2);
    const effects = Array.from({ length: below(4) }, () => ({
      criterion: below(CRITERIA),
      control: below(method.controls.length),
    })).filter((e) => states[e.control] !== 2);
    return {
      number: 0,
      type,
      states,
      effects: labelCapable[type] ? effects : [],
      mask: 0,
      knowledge: 0,
      isUnused: false,
    };
  };
  const slots: Slot[] = [];
  const blank = { time: 0, expertise: 0, equipment: 0, knowledge: 0, window: 0, skill: 0, flags: 0 };
  slots.push({ ...blank, technique: -1, place: undefined, stoppedBy: [] });
  const slotOn = (type: number): number => {
    const place = placeOf(type);
    const technique = below(techniques.length);
    const t = techniques[technique] as (typeof techniques)[number];
    const answered = place.effects.map((e) => e.control);
    const stoppedBy = [...t.stoppedBy, ...answered.filter(() => random() < 0.6)].filter(
      (c) => place.states[c] !== 2,
    );
    slots.push({
      ...blank,
      technique,
      place,
      time: [0, 1, 4, 17][below(4)] as number,
      expertise: [0, 3, 6][below(3)] as number,
      skill: 1 + below(3),
      flags: random() < 0.12 ? NEEDS_CREDENTIAL : random() < 0.1 ? GIVES_CREDENTIAL : 0,
      stoppedBy,
    });
    return slots.length - 1;
  };
  const sourceBase = 3 * components;
  const sources = [1, 2, 3]
    .slice(0, 1 + below(3))
    .map((skill, n) => ({ id: `TS${n + 1}`, skill, state: sourceBase + n }));
  const rows: [number, number, number][] = [];
  for (let c = 0; c < components; c++) {
    rows.push([3 * c, 3 * c + 1, 0], [3 * c, 3 * c + 2, 0]);
  }
  for (const s of sources)
    for (let i = 0; i <= below(3); i++) {
      const c = below(components);
      rows.push([s.state, 3 * c + below(3), slotOn(typeOf[c] as number)]);
    }
  for (let i = 0; i < components * 2; i++) {
    const a = below(components);
    const b = below(components);
    if (a !== b) rows.push([3 * a + below(2), 3 * b + below(3), slotOn(typeOf[b] as number)]);
  }
  const columns = {
    from: Int32Array.from(rows, (r) => r[0]),
    to: Int32Array.from(rows, (r) => r[1]),
    slot: Int32Array.from(rows, (r) => r[2]),
    via: new Int32Array(rows.length).fill(-1),
    count: rows.length,
  };
  const states = sourceBase + sources.length;
  const book = {
    method,
    techniques,
    slots,
    criteria: Array.from({ length: CRITERIA }, (_, n) => `S1.1-0${n + 1}`),
  } as unknown as SlotBook;
  const graph: RouteGraph = {
    states,
    ...compressed(states, columns),
    book,
    faceBase: sourceBase,
    zoneBase: sourceBase,
    segmentBase: sourceBase,
    sourceBase,
    sources,
  };
  const goals: Goal[] = [];
  for (let c = 0; c < components; c++)
    for (const offset of [1, 2])
      if (random() < 0.5)
        goals.push({
          component: c,
          loss: offset === 1 ? "operation" : "information",
          state: 3 * c + offset,
          level: 1 + below(3),
          kinds: [],
        });
  return { graph, goals, types, evaluator: new Evaluator(graph, method, goals, types) };
}

interface Step {
  to: number;
  cost: number;
  threatLevel: number;
  countermeasureLevel: number;
}

/** Steps out of a layered state that a source of some skill can take. */
function stepsFrom(graph: RouteGraph, weighed: Weighed, skill: number, at: number): Step[] {
  const found: Step[] = [];
  const state = at >> 1;
  for (let e = graph.start[state] as number; e < (graph.start[state + 1] as number); e++) {
    const s = graph.slot[e] as number;
    const cost = weighed.cost[s] as number;
    if (cost < 0 || (weighed.skill[s] as number) > skill) continue;
    if (weighed.flags[s] === NEEDS_CREDENTIAL && (at & 1) === 0) continue;
    const layer = weighed.flags[s] === GIVES_CREDENTIAL ? 1 : at & 1;
    found.push({
      to: 2 * (graph.to[e] as number) + layer,
      cost,
      threatLevel: weighed.threatLevel[s] as number,
      countermeasureLevel: weighed.countermeasureLevel[s] as number,
    });
  }
  return found;
}

/** Costs of all simple routes to each state, ascending; parallel steps count once, by the cheapest. */
function allCosts(graph: RouteGraph, weighed: Weighed, skill: number, start: number): Map<number, number[]> {
  const costs = new Map<number, number[]>();
  const passed = new Set<number>();
  const walk = (at: number, cost: number) => {
    // A route ends where it first comes to its goal, with a stolen credential or without.
    if (!passed.has(at ^ 1)) {
      const list = costs.get(at >> 1);
      if (list) list.push(cost);
      else costs.set(at >> 1, [cost]);
    }
    passed.add(at);
    const cheapest = new Map<number, number>();
    for (const s of stepsFrom(graph, weighed, skill, at))
      cheapest.set(s.to, Math.min(s.cost, cheapest.get(s.to) ?? Number.POSITIVE_INFINITY));
    for (const [to, c] of cheapest) if (!passed.has(to)) walk(to, cost + c);
    passed.delete(at);
  };
  walk(2 * start, 0);
  for (const list of costs.values()) list.sort((a, b) => a - b);
  return costs;
}

/** Largest 脅威レベル × (4 − 対策レベル) over all simple routes to each state, every parallel step tried. */
function worstProducts(
  graph: RouteGraph,
  weighed: Weighed,
  skill: number,
  start: number,
): Map<number, number> {
  const worst = new Map<number, number>();
  const passed = new Set<number>();
  const walk = (at: number, threat: number, countermeasure: number) => {
    const state = at >> 1;
    worst.set(state, Math.max(worst.get(state) ?? 0, threat * (4 - countermeasure)));
    passed.add(at);
    for (const s of stepsFrom(graph, weighed, skill, at))
      if (!passed.has(s.to))
        walk(s.to, Math.min(threat, s.threatLevel), Math.max(countermeasure, s.countermeasureLevel));
    passed.delete(at);
  };
  walk(2 * start, 3, 1);
  return worst;
}

/** Worst band number of each goal by listing routes; 5 where there is none. */
function listedBands(world: World, weighed: Weighed): number[] {
  const { graph, goals } = world;
  const worst = graph.sources.map((s) => worstProducts(graph, weighed, s.skill, s.state));
  return goals.map((g) => {
    const product = Math.max(0, ...worst.map((w) => w.get(g.state) ?? 0));
    return product === 0 ? 5 : (method.band[g.level * 10 + product] as number);
  });
}

/** Slots with ★1 on the given types, worked out from the words of the rule alone. */
function withLabels(world: World, labelled: ReadonlySet<number>): Weighed {
  const { slots } = world.graph.book;
  const base = world.evaluator.asIs;
  const out: Weighed = {
    ...base,
    cost: base.cost.slice(),
    threatLevel: base.threatLevel.slice(),
    countermeasureLevel: base.countermeasureLevel.slice(),
  };
  slots.forEach((slot, s) => {
    const { place } = slot;
    if (!place || !labelled.has(place.type)) return;
    const states = place.states.slice();
    for (const e of place.effects) states[e.control] = 2;
    const t = techniques[slot.technique] as (typeof techniques)[number];
    if (slot.stoppedBy.some((c) => states[c] === 2)) {
      out.cost[s] = -1;
      return;
    }
    const more = t.hinderedBy
      .filter((h) => states[h.control] === 2 && place.states[h.control] !== 2)
      .reduce((sum, h) => sum + h.points, 0);
    out.cost[s] = (base.cost[s] as number) + more;
    const points = (out.cost[s] as number) - 1;
    const { level3, level2 } = (method as Method).entry.threatLevel;
    out.threatLevel[s] = points <= level3 ? 3 : points <= level2 ? 2 : 1;
    out.countermeasureLevel[s] = countermeasureLevelOf(method, t.threat, states);
  });
  return out;
}

const seeds = Array.from({ length: GRAPHS }, (_, n) => n + 1);
const THRESHOLD = 1; // B

describe(`on ${GRAPHS} small graphs the engine agrees with a list of all simple routes`, () => {
  test("on what can be reached, what it costs at least, and what the best routes cost", () => {
    let routes = 0;
    for (const seed of seeds) {
      const { graph, evaluator } = worldOf(seed);
      const kBest = new KBest(graph);
      for (const source of graph.sources) {
        const listed = allCosts(graph, evaluator.asIs, source.skill, source.state);
        const tree = cheapestFrom(graph, evaluator.asIs, source.state, { skill: source.skill });
        for (let state = 0; state < graph.sourceBase; state++) {
          const cost = tree.cost[bestLayer(tree, state)] as number;
          const costs = listed.get(state);
          expect(cost >= UNREACHED ? undefined : cost, `seed ${seed}`).toBe(costs?.[0]);
          if (state % 3 === 0) continue;
          const best = kBest.find(evaluator.asIs, source.state, state, K, { skill: source.skill });
          expect(
            best.map((r) => r.cost),
            `seed ${seed} state ${state}`,
          ).toEqual((costs ?? []).slice(0, K));
          routes += best.length;
        }
      }
    }
    expect(routes).toBeGreaterThan(GRAPHS);
  });

  test("on the worst risk over all routes, now and under labels", () => {
    for (const seed of seeds) {
      const world = worldOf(seed);
      const { evaluator, types } = world;
      expect([...evaluator.now.bands], `seed ${seed}`).toEqual(listedBands(world, evaluator.asIs));
      const some = Array.from({ length: types }, (_, t) => t).filter((t) => (seed >> t) & 1);
      expect(
        [...evaluator.bands(evaluator.weigh(evaluator.labels(some)))],
        `seed ${seed}, labels ${some}`,
      ).toEqual(listedBands(world, withLabels(world, new Set(some))));
    }
  });

  test("on the lightest set of labels, and on what no label can protect", () => {
    let plans = 0;
    for (const seed of seeds) {
      const world = worldOf(seed);
      const { evaluator, goals, types } = world;
      const all = Array.from({ length: types }, (_, t) => t);
      const weights = all.map((t) => (seed % 3 === 0 ? 1 + ((seed * 7 + t * 5) % 4) : 1));
      const found = evaluator.plan(labelElements(all, CRITERIA), weights, "B", () => false);
      const badUnder = (labels: readonly number[]) => {
        const bands = listedBands(world, withLabels(world, new Set(labels)));
        return goals.map((_, g) => g).filter((g) => (bands[g] as number) <= THRESHOLD);
      };
      const bad = badUnder([]);
      const stays = badUnder(all);
      const cuttable = bad.filter((g) => !stays.includes(g));
      expect(found.cuttable, `seed ${seed}`).toEqual(cuttable);
      expect(
        [...found.uncuttable.keys()].sort((a, b) => a - b),
        `seed ${seed}`,
      ).toEqual(stays);
      let least = Number.POSITIVE_INFINITY;
      for (let set = 0; set < 1 << types; set++) {
        const chosen = all.filter((t) => set & (1 << t));
        const weight = chosen.reduce((sum, t) => sum + (weights[t] as number), 0);
        if (weight >= least) continue;
        const left = badUnder(chosen);
        if (!cuttable.some((g) => left.includes(g))) least = weight;
      }
      expect(found.plan.weight, `seed ${seed}`).toBe(least);
      const left = badUnder(found.plan.chosen);
      expect(
        cuttable.filter((g) => left.includes(g)),
        `seed ${seed}`,
      ).toEqual([]);
      const proven = cheapestHittingSet(
        found.plan.proof.map((c) => c.elements),
        weights,
      ).reduce((sum, e) => sum + (weights[e] as number), 0);
      expect(proven, `seed ${seed}: the proof admits nothing lighter`).toBe(least);
      if (found.plan.chosen.length > 0) plans++;
    }
    expect(plans).toBeGreaterThan(GRAPHS / 20);
  });

  test("on the cheapest set that hits all clauses", () => {
    for (const seed of seeds) {
      const random = randomFrom(seed * 31);
      const n = 1 + Math.floor(random() * 8);
      const weights = Array.from({ length: n }, () => Math.floor(random() * 5));
      const clauses = Array.from({ length: Math.floor(random() * 7) }, () => [
        ...new Set(Array.from({ length: 1 + Math.floor(random() * 3) }, () => Math.floor(random() * n))),
      ]);
      let least = Number.POSITIVE_INFINITY;
      for (let set = 0; set < 1 << n; set++) {
        if (!clauses.every((c) => c.some((e) => set & (1 << e)))) continue;
        least = Math.min(
          least,
          weights.reduce((sum, w, e) => sum + (set & (1 << e) ? w : 0), 0),
        );
      }
      const found = cheapestHittingSet(clauses, weights);
      expect(clauses.every((c) => c.some((e) => found.includes(e)))).toBe(true);
      expect(found.reduce((sum, e) => sum + (weights[e] as number), 0)).toBe(least);
    }
  });
});
