/**
 * What a set of measures leaves open: the worst risk of every goal over all routes, the cheapest route of every source,
 * and the plans. One evaluator serves one study; nothing here knows words.
 */
import type { Band } from "@seiza/catalog";
import { BANDS, type Method } from "../method.ts";
import type { Goal } from "./goals.ts";
import type { RouteGraph } from "./graph.ts";
import type { Place } from "./places.ts";
import { type Clause, findPlan, type Plan } from "./plan.ts";
import {
  cheapestFrom,
  classesAt,
  classesOfGroup,
  type Filter,
  type FoundRoute,
  KBest,
  routeClasses,
  routeTo,
  type SkillGroup,
  startOf,
  type Tree,
  worstClass,
  worstProduct,
} from "./search.ts";
import { Measures, type Slot, type Technique, type Weighed, type Weights, weigh, weights } from "./slots.ts";

/** Band number of goals without any route. */
export const NO_ROUTE = 5;

/** An element of a plan: what choosing it puts in force. */
export interface PlanElement {
  put(measures: Measures): void;
  /** Whether it could change a slot that nothing else has changed. */
  affects(place: Place, relevant: ReadonlySet<number>): boolean;
}

export interface Witness {
  goal: number;
  source: number;
  route: FoundRoute;
}

/** Goals under some measures: figures of the slots, classes of the routes, worst band of each goal. */
export interface Standing {
  weighed: Weighed;
  classes: Int32Array;
  bands: Uint8Array;
}

export class Evaluator {
  /** Distinct skills of the sources, ascending, with their starts. */
  readonly skills: SkillGroup[];
  readonly #known: Weights;
  #none: Standing | undefined;
  #kBest: KBest | undefined;
  readonly #relevant = new Map<number, ReadonlySet<number>>();

  constructor(
    readonly graph: RouteGraph,
    readonly method: Method,
    readonly goals: readonly Goal[],
    readonly types: number,
  ) {
    const bySkill = new Map<number, number[]>();
    for (const s of graph.sources) {
      const list = bySkill.get(s.skill);
      if (list) list.push(s.state);
      else bySkill.set(s.skill, [s.state]);
    }
    this.skills = [...bySkill].sort((a, b) => a[0] - b[0]).map(([skill, starts]) => ({ skill, starts }));
    this.#known = weights(graph.book);
  }

  /** Slots as things are. */
  get asIs(): Weighed {
    return this.#known.asIs;
  }
  weigh(measures: Measures): Weighed {
    return weigh(this.graph.book, measures, this.#known);
  }
  /** Labels (★1) on the given product types. */
  labels(types: Iterable<number>): Measures {
    const measures = new Measures(this.types);
    for (const t of types) measures.label(t, this.graph.book.criteria.length);
    return measures;
  }

  bandOf(goal: Goal, product: number): number {
    return product === 0 ? NO_ROUTE : (this.method.band[goal.level * 10 + product] as number);
  }

  get now(): Standing {
    this.#none ??= this.standing(this.#known.asIs);
    return this.#none;
  }
  /** Worst band number of each goal over all routes of all sources; NO_ROUTE where none reaches it. */
  standing(weighed: Weighed): Standing {
    const classes = routeClasses(this.graph, weighed, this.skills);
    const bands = new Uint8Array(this.goals.length);
    for (let g = 0; g < this.goals.length; g++) {
      const goal = this.goals[g] as Goal;
      bands[g] = this.bandOf(goal, worstProduct[classesAt(classes, goal.state)] as number);
    }
    return { weighed, classes, bands };
  }
  bands(weighed: Weighed): Uint8Array {
    return this.standing(weighed).bands;
  }

  /**
   * Cheapest routes of each source.
   * @param component number of a component that no route may touch, to see what depends on it
   */
  trees(weighed: Weighed, component?: number): Tree[] {
    const without =
      component === undefined ? {} : { without: { from: 3 * component, to: 3 * component + 3 } };
    return this.graph.sources.map((s) =>
      cheapestFrom(this.graph, weighed, s.state, { skill: s.skill, ...without }),
    );
  }

  kBest(weighed: Weighed, source: number, goal: Goal, k: number): FoundRoute[] {
    this.#kBest ??= new KBest(this.graph);
    const s = this.graph.sources[source];
    return s === undefined ? [] : this.#kBest.find(weighed, s.state, goal.state, k, { skill: s.skill });
  }

  /**
   * For goals, a cheapest route among those with the worst risk, whichever source begins it.
   * @param wanted numbers of goals
   */
  worstRoutes({ weighed, classes }: Standing, wanted: readonly number[]): Map<number, Witness> {
    const out = new Map<number, Witness>();
    const best = new Map<
      number,
      { product: number; threatLevel: number; countermeasureLevel: number; skill: number }
    >();
    for (const [group, { skill }] of this.skills.entries()) {
      for (const g of wanted) {
        const set = classesOfGroup(classes, (this.goals[g] as Goal).state, group);
        const product = worstProduct[set] as number;
        if (product > (best.get(g)?.product ?? 0)) best.set(g, { product, ...worstClass(set), skill });
      }
    }
    const groups = new Map<string, { goals: number[]; filter: Filter; starts: readonly number[] }>();
    for (const [g, b] of best) {
      const key = `${b.skill}/${b.threatLevel}/${b.countermeasureLevel}`;
      const group = groups.get(key);
      if (group) group.goals.push(g);
      else
        groups.set(key, {
          goals: [g],
          filter: { skill: b.skill, threatLevel: b.threatLevel, countermeasureLevel: b.countermeasureLevel },
          starts: this.skills.find((s) => s.skill === b.skill)?.starts ?? [],
        });
    }
    for (const { goals, filter, starts } of groups.values()) {
      const tree = cheapestFrom(this.graph, weighed, starts, filter);
      for (const g of goals) {
        const { state } = this.goals[g] as Goal;
        const route = routeTo(this.graph, tree, state);
        if (route)
          out.set(g, { goal: g, source: startOf(this.graph, tree, state) - this.graph.sourceBase, route });
      }
    }
    return out;
  }

  /** Controls that count for a slot: those that close it, hinder it or move its 対策レベル. */
  relevant(slot: number): ReadonlySet<number> {
    let set = this.#relevant.get(slot);
    if (!set) {
      const s = this.graph.book.slots[slot] as Slot;
      const t = this.graph.book.techniques[s.technique] as Technique | undefined;
      set = new Set(s.stoppedBy);
      t?.relevant.forEach((is, control) => {
        if (is === 1) (set as Set<number>).add(control);
      });
      this.#relevant.set(slot, set);
    }
    return set;
  }

  /**
   * Cheapest set of elements under which no goal that they can protect has a route at or above the threshold.
   * Goals that all elements together leave at it are returned with a route each.
   * @param all the standing with every element chosen, where it is known
   */
  plan(
    elements: readonly PlanElement[],
    weights: readonly number[],
    threshold: Band,
    isExcluded: (goal: number) => boolean,
    all: Standing = this.standing(this.weigh(putAll(elements, elements.keys(), this.types))),
  ): { plan: Plan<Witness>; uncuttable: Map<number, Witness>; cuttable: number[] } {
    const line = BANDS.indexOf(threshold);
    const badUnder = (standing: Standing, among: readonly number[]) =>
      among.filter((g) => (standing.bands[g] as number) <= line);
    const bad = badUnder(
      this.now,
      this.goals.map((_, g) => g).filter((g) => !isExcluded(g)),
    );
    const left = badUnder(all, bad);
    const uncuttable = this.#worstOnce(all, left);
    const stays = new Set(left);
    const cuttable = bad.filter((g) => !stays.has(g));
    const missed = (chosen: ReadonlySet<number>): Clause<Witness>[] => {
      if (cuttable.length === 0) return [];
      const standing =
        chosen.size === 0 ? this.now : this.standing(this.weigh(putAll(elements, chosen, this.types)));
      const clauses = new Map<string, Clause<Witness>>();
      for (const witness of this.#worstOnce(standing, badUnder(standing, cuttable)).values()) {
        const could = this.#couldCut(witness.route, elements, chosen);
        const key = could.join();
        const known = clauses.get(key);
        if (!known || witness.goal < known.route.goal) clauses.set(key, { elements: could, route: witness });
      }
      return [...clauses.values()].sort(
        (a, b) => a.elements.length - b.elements.length || a.route.goal - b.route.goal,
      );
    };
    return { plan: findPlan(weights, missed), uncuttable, cuttable };
  }

  readonly #worst = new WeakMap<Standing, { goals: string; routes: Map<number, Witness> }>();
  /** Worst routes, kept for standings that several plans ask about. */
  #worstOnce(standing: Standing, goals: readonly number[]): Map<number, Witness> {
    const key = goals.join();
    const known = this.#worst.get(standing);
    if (known?.goals === key) return known.routes;
    const routes = this.worstRoutes(standing, goals);
    this.#worst.set(standing, { goals: key, routes });
    return routes;
  }

  #couldCut(route: FoundRoute, elements: readonly PlanElement[], chosen: ReadonlySet<number>): number[] {
    const found = new Set<number>();
    for (const e of route.edges) {
      const number = this.graph.slot[e] as number;
      const place = this.graph.book.slots[number]?.place;
      if (!place) continue;
      const relevant = this.relevant(number);
      elements.forEach((element, n) => {
        if (!chosen.has(n) && !found.has(n) && element.affects(place, relevant)) found.add(n);
      });
    }
    return [...found].sort((a, b) => a - b);
  }
}

function putAll(elements: readonly PlanElement[], chosen: Iterable<number>, types: number): Measures {
  const measures = new Measures(types);
  for (const e of chosen) elements[e]?.put(measures);
  return measures;
}

/** Labels of product types as elements of a plan. */
export function labelElements(types: readonly number[], criteria: number): PlanElement[] {
  return types.map((type) => ({
    put: (m) => m.label(type, criteria),
    affects: (place, relevant) => place.type === type && place.effects.some((e) => relevant.has(e.control)),
  }));
}
/** Criteria of ★1 as elements of a plan: each met by all the given types. */
export function criterionElements(types: readonly number[], criteria: readonly number[]): PlanElement[] {
  const among = new Set(types);
  return criteria.map((criterion) => ({
    put: (m) => {
      for (const t of types) m.criterion(t, criterion);
    },
    affects: (place, relevant) =>
      among.has(place.type) &&
      place.effects.some((e) => e.criterion === criterion && relevant.has(e.control)),
  }));
}
