/**
 * Attack routes (攻撃ルート) of a study as rows: goals, routes in words, choke points, and how each goal stands now, with
 * ★1 everywhere and with the label plan. Rule R7; risk method B7 and the business-impact way (事業被害ベース) of B6.
 */
import type { Band, Level, Text } from "@seiza/catalog";
import { INTERFACE_FACT_AT, INTERFACE_FACT_COUNT, type StudyIndex } from "@seiza/model";
import type { Decisions } from "../decisions.ts";
import { idOf } from "../ids.ts";
import { BANDS, type Method } from "../method.ts";
import type {
  AttackGoal,
  AttackRoute,
  ChokePoint,
  GoalBands,
  RouteStep,
  RoutesResult,
  Standing,
} from "../result.ts";
import { componentId, componentRef, interfaceId, isLabelCapable } from "../step1-definition/index.ts";
import type { Profiles } from "../step2-system/profiles.ts";
import { bilingual, fill } from "../words.ts";
import {
  criterionElements,
  Evaluator,
  labelElements,
  NO_ROUTE,
  type Standing as Outcome,
  type Witness,
} from "./evaluate.ts";
import { type Goal, goalsOf } from "./goals.ts";
import { type RouteGraph, routeGraph } from "./graph.ts";
import type { Plan } from "./plan.ts";
import { bestLayer, type FoundRoute, routeTo, stepBack, type Tree, UNREACHED } from "./search.ts";
import {
  CLOSED,
  closingCriteria,
  type Measures,
  type Slot,
  type SlotBook,
  type Technique,
  type Weighed,
} from "./slots.ts";

/** Goals whose routes are written out; the rest is counted by product type. */
export const LISTED_GOALS = 60;
/** Studies with more states than this have the worth of each label and the plan by criteria worked out on request only. */
const LARGE_STATES = 20_000;
/** Alternatives listed for a goal beside the cheapest route of each source. */
const ALTERNATIVES = 3;
/** How many times as many are looked at, so that ties are not decided by the search. */
const TIES = 8;
/** Choke points listed, and how many of them are tried out. */
const LISTED_CHOKES = 10;
const TRIED_CHOKES = 5;

export interface PlanOutcome {
  plan: Plan<Witness>;
  uncuttable: Map<number, Witness>;
  cuttable: number[];
  /** Goals at or above the threshold as things are. */
  bad: number;
}

/** Everything that questions on the routes of one study share. */
export class RouteStudy {
  readonly graph: RouteGraph;
  readonly goals: Goal[];
  readonly evaluator: Evaluator;
  /** Numbers of product types with a component that can carry a label. */
  readonly labelTypes: number[];
  readonly accepted: ReadonlySet<number>;
  readonly now: Outcome;
  readonly star1: Outcome;

  constructor(
    readonly index: StudyIndex,
    readonly method: Method,
    readonly profiles: Profiles,
    readonly decisions: Decisions,
    importance: Uint8Array,
    readonly threshold: Band,
    book: SlotBook,
  ) {
    this.graph = routeGraph(index, method, profiles, book);
    this.goals = goalsOf(index, method, profiles, importance);
    this.evaluator = new Evaluator(this.graph, method, this.goals, index.types.length);
    const capable = new Set<number>();
    for (const p of profiles.list) if (isLabelCapable(index, p.example)) capable.add(p.type);
    this.labelTypes = [...capable].sort((a, b) => a - b);
    const accepted = new Set<number>();
    if (decisions.targets("ag:").length > 0)
      this.goals.forEach((g, n) => {
        if (decisions.judgement(this.goalId(g))) accepted.add(n);
      });
    this.accepted = accepted;
    this.now = this.evaluator.now;
    this.star1 = this.outcome(this.evaluator.labels(this.labelTypes));
  }

  #trees: Tree[] | undefined;
  /** Cheapest routes of each source as things are. */
  get trees(): readonly Tree[] {
    this.#trees ??= this.evaluator.trees(this.now.weighed);
    return this.#trees;
  }

  goalId(goal: Goal): string {
    return idOf.goal(componentRef(this.index, goal.component), goal.loss);
  }
  outcome(measures: Measures): Outcome {
    return this.evaluator.standing(this.evaluator.weigh(measures));
  }
  /** Whether the slower questions are left to be asked one by one. */
  get large(): boolean {
    return this.graph.states > LARGE_STATES;
  }
  get line(): number {
    return BANDS.indexOf(this.threshold);
  }
  /** Goals at or above the threshold that the group has not accepted. */
  badGoals(bands: Uint8Array): number {
    let n = 0;
    for (let g = 0; g < bands.length; g++)
      if ((bands[g] as number) <= this.line && !this.accepted.has(g)) n++;
    return n;
  }
  /** Risk of all goals, weighted as the risk method weights bands. */
  riskWeight(bands: Uint8Array): number {
    let sum = 0;
    for (const b of bands) sum += b === NO_ROUTE ? 0 : this.method.entry.layers[BANDS[b] as Band].weight;
    return sum;
  }

  planByTypes(weights: (type: number) => number = () => 1): PlanOutcome {
    const elements = labelElements(this.labelTypes, this.graph.book.criteria.length);
    return this.#plan(elements, this.labelTypes.map(weights));
  }
  planByCriteria(weights: (criterion: number) => number = () => 1): PlanOutcome {
    const criteria = this.graph.book.criteria.map((_, c) => c);
    return this.#plan(criterionElements(this.labelTypes, criteria), criteria.map(weights));
  }
  #plan(elements: Parameters<Evaluator["plan"]>[0], weights: number[]): PlanOutcome {
    // All types labelled, or all criteria met by all types, come to the same: ★1 everywhere.
    const found = this.evaluator.plan(
      elements,
      weights,
      this.threshold,
      (g) => this.accepted.has(g),
      this.star1,
    );
    return { ...found, bad: this.badGoals(this.now.bands) };
  }
}

/** A step inside a route's id: where it happens and by which technique. */
function stepName(step: RouteStep): string {
  const place = (step.interface ?? step.to).replace(/^[a-z]+:[^/]+\//, "");
  return `${place}~${step.technique}`;
}

/** Writes routes down in words, each once. */
export class RouteWriter {
  readonly rows = new Map<string, AttackRoute>();
  readonly #names = new Map<number, Text>();
  readonly #componentAt: (state: number) => number;

  constructor(
    readonly study: RouteStudy,
    readonly plan: Weighed | undefined,
  ) {
    const { faceBase, zoneBase } = study.graph;
    const { interfaceComponent } = study.index;
    this.#componentAt = (state) =>
      state < faceBase
        ? Math.floor(state / 3)
        : state < zoneBase
          ? (interfaceComponent[state - faceBase] as number)
          : -1;
  }

  componentName(c: number): Text {
    let name = this.#names.get(c);
    if (!name) {
      const { index } = this.study;
      const component = index.components[c];
      const type = index.types[index.componentType[c] as number];
      name = bilingual(component?.name ?? type?.name ?? component?.id ?? "");
      this.#names.set(c, name);
    }
    return name;
  }
  #interfaceName(i: number): Text {
    const face = this.study.index.interfaces[i];
    if (face?.name !== undefined) return bilingual(face.name);
    const medium = this.study.index.catalog.media.get(face?.medium ?? "")?.name ?? { ja: "", en: "" };
    if (face?.protocol === undefined) return medium;
    return { ja: face.protocol, en: face.protocol };
  }
  /** Name and id of where a state is. */
  #place(state: number): { id: string; name: Text } {
    const { index, graph } = this.study;
    const c = this.#componentAt(state);
    if (c >= 0) return { id: componentId(index, c), name: this.componentName(c) };
    if (state < graph.segmentBase) {
      const z = index.zones[state - graph.zoneBase];
      return { id: idOf.zone(z?.ref ?? ""), name: bilingual(z?.zone.name ?? "") };
    }
    if (state < graph.sourceBase) {
      const s = index.segments[state - graph.segmentBase];
      return { id: idOf.segment(s?.ref ?? ""), name: bilingual(s?.segment.name ?? s?.segment.id ?? "") };
    }
    const source = graph.sources[state - graph.sourceBase]?.id ?? "";
    return {
      id: idOf.source(source),
      name: index.catalog["threat-sources"].get(source)?.name ?? { ja: source, en: source },
    };
  }

  /** The state that an edge leaves. */
  #fromOf(edges: readonly number[], at: number, source: number): number {
    return at === 0
      ? (this.study.graph.sources[source]?.state as number)
      : (this.study.graph.to[edges[at - 1] as number] as number);
  }

  /** Row of a route from a source to a goal; the same route gives the same row. */
  write(goalNumber: number, source: number, route: FoundRoute): AttackRoute {
    const { study } = this;
    const { graph, index, method } = study;
    const goal = study.goals[goalNumber] as Goal;
    const sourceId = graph.sources[source]?.id ?? "";
    const steps: RouteStep[] = [];
    let time = 0;
    let expertise = 0;
    let knowledge = 0;
    let equipment = 0;
    let window = 0;
    let threatLevel = 3;
    let countermeasureLevel = 1;
    let cost = 0;
    const components: number[] = [];
    const weighed = study.now.weighed;
    let star1 = true;
    let star1Threat = 3;
    let star1Countermeasure = 1;
    let planned = true;
    const mark: string[] = [];
    route.edges.forEach((e, n) => {
      const number = graph.slot[e] as number;
      const slot = graph.book.slots[number] as Slot;
      const to = graph.to[e] as number;
      const c = this.#componentAt(to);
      if (c >= 0 && components.at(-1) !== c) components.push(c);
      window = Math.max(window, slot.window);
      if (number !== 0) {
        threatLevel = Math.min(threatLevel, weighed.threatLevel[number] as number);
        countermeasureLevel = Math.max(countermeasureLevel, weighed.countermeasureLevel[number] as number);
        cost += weighed.cost[number] as number;
      }
      const after = study.star1.weighed;
      if (after.cost[number] === CLOSED) star1 = false;
      star1Threat = Math.min(star1Threat, after.threatLevel[number] as number);
      star1Countermeasure = Math.max(star1Countermeasure, after.countermeasureLevel[number] as number);
      if (this.plan?.cost[number] === CLOSED) planned = false;
      if (slot.technique < 0) return;
      time = Math.max(time, slot.time);
      expertise = Math.max(expertise, slot.expertise);
      knowledge = Math.max(knowledge, slot.knowledge);
      equipment = Math.max(equipment, slot.equipment);
      steps.push(this.#step(e, this.#fromOf(route.edges, n, source), number, slot));
      mark.push(`${slot.technique}>${to}`);
    });
    const ref = componentRef(index, goal.component);
    const id = idOf.route(ref, goal.loss, sourceId, steps.map(stepName).join(">"));
    const known = this.rows.get(id);
    if (known) return known;
    const potential = time + expertise + knowledge + window + equipment;
    const { high, medium, low } = method.entry.routes.feasibility;
    const product = threatLevel * (4 - countermeasureLevel);
    const entry = components[0] ?? goal.component;
    const last = components.at(-1) === goal.component ? components.at(-2) : components.at(-1);
    const row: AttackRoute = {
      id,
      goal: study.goalId(goal),
      source: idOf.source(sourceId),
      cost,
      potential,
      feasibility:
        potential <= high ? "high" : potential <= medium ? "medium" : potential <= low ? "low" : "very-low",
      threatLevel: threatLevel as Level,
      countermeasureLevel: countermeasureLevel as Level,
      band: BANDS[method.band[goal.level * 10 + product] as number] as Band,
      entry: componentId(index, entry),
      ...(last === undefined || last === goal.component ? {} : { foothold: componentId(index, last) }),
      steps,
      star1: star1 ? "open" : "closed",
      ...(star1
        ? {
            afterStar1: BANDS[
              method.band[goal.level * 10 + star1Threat * (4 - star1Countermeasure)] as number
            ] as Band,
          }
        : {}),
      plan: planned ? "open" : "closed",
      because: {
        rule: "R7",
        from: [
          idOf.source(sourceId),
          ...new Set(steps.flatMap((s) => [...(s.flow ? [s.flow] : s.interface ? [s.interface] : []), s.to])),
        ],
        values: { cost, potential, hops: steps.length, threatLevel, countermeasureLevel },
      },
    };
    this.rows.set(id, row);
    return row;
  }

  #step(e: number, fromState: number, number: number, slot: Slot): RouteStep {
    const { study } = this;
    const { graph, index } = study;
    const technique = graph.book.techniques[slot.technique] as Technique;
    const to = graph.to[e] as number;
    const via = graph.via[e] as number;
    const place = this.#place(to);
    const at = this.#place(fromState);
    const flow = via < -1 ? -2 - via : -1;
    const c = this.#componentAt(to);
    const face =
      via >= 0
        ? via
        : flow >= 0
          ? index.interfaceComponent[index.flowTo[flow] as number] === c
            ? (index.flowTo[flow] as number)
            : (index.flowFrom[flow] as number)
          : -1;
    let from = at.name;
    if (flow >= 0) {
      const ends = [index.flowFrom[flow] as number, index.flowTo[flow] as number].map(
        (i) => index.interfaceComponent[i] as number,
      );
      const other = ends.find((x) => x !== c) ?? c;
      from = this.componentName(other);
    }
    const type = c >= 0 ? bilingual(index.types[index.componentType[c] as number]?.name ?? "") : place.name;
    return {
      technique: technique.entry.id,
      from: at.id,
      to: place.id,
      ...(face < 0 ? {} : { interface: interfaceId(index, face) }),
      ...(flow < 0 ? {} : { flow: idOf.flow(index.flowIds[flow] as string) }),
      text: fill(technique.entry.text, {
        from,
        to: place.name,
        interface: face < 0 ? { ja: "筐体", en: "the casing" } : this.#interfaceName(face),
        type,
      }),
      threatLevel: study.now.weighed.threatLevel[number] as Level,
      countermeasureLevel: study.now.weighed.countermeasureLevel[number] as Level,
      points: slot.time + slot.expertise + slot.equipment + slot.knowledge + slot.window,
      closedBy: closingCriteria(slot).map((n) => graph.book.criteria[n] as string),
      stoppedBy: slot.stoppedBy.map((n) => study.method.controls[n]?.entry.id ?? "").sort(),
    };
  }
}

function standing(study: RouteStudy, outcome: Outcome, trees: readonly Tree[], g: number): Standing {
  const goal = study.goals[g] as Goal;
  const band = outcome.bands[g] as number;
  let cost = UNREACHED;
  const sources: string[] = [];
  trees.forEach((tree, s) => {
    const d = tree.cost[bestLayer(tree, goal.state)] as number;
    if (d >= UNREACHED) return;
    sources.push(idOf.source(study.graph.sources[s]?.id ?? ""));
    cost = Math.min(cost, d);
  });
  return {
    ...(band === NO_ROUTE ? {} : { band: BANDS[band] as Band }),
    ...(cost >= UNREACHED ? {} : { cost }),
    sources,
  };
}

const bandOnly = (band: number): { band?: Band } => (band === NO_ROUTE ? {} : { band: BANDS[band] as Band });

const noGoals = (): GoalBands => ({ A: 0, B: 0, C: 0, D: 0, E: 0, none: 0 });
function typeRows(study: RouteStudy, plan: Outcome): RoutesResult["types"] {
  const rows = new Map<string, RoutesResult["types"][number]>();
  study.goals.forEach((goal, g) => {
    const type = idOf.type(study.index.types[study.index.componentType[goal.component] as number]?.id ?? "");
    const key = `${type}/${goal.loss}`;
    let row = rows.get(key);
    if (!row) {
      row = { type, loss: goal.loss, goals: 0, now: noGoals(), star1: noGoals(), plan: noGoals() };
      rows.set(key, row);
    }
    row.goals++;
    row.now[BANDS[study.now.bands[g] as number] ?? "none"]++;
    row.star1[BANDS[study.star1.bands[g] as number] ?? "none"]++;
    row.plan[BANDS[plan.bands[g] as number] ?? "none"]++;
  });
  return [...rows.keys()].sort().map((k) => rows.get(k) as RoutesResult["types"][number]);
}

/** Where the cheapest routes of all pairs meet, by sums over the trees from the far end back. */
function chokePoints(study: RouteStudy, trees: readonly Tree[]): ChokePoint[] {
  const { graph, goals, index, method } = study;
  const n = index.components.length;
  const pairs = new Float64Array(n);
  const weight = new Float64Array(n);
  const goalsAt = new Map<number, number[]>();
  goals.forEach((g, i) => {
    const list = goalsAt.get(g.state);
    if (list) list.push(i);
    else goalsAt.set(g.state, [i]);
  });
  const ownPairs = new Float64Array(n);
  const ownWeight = new Float64Array(n);
  const sumPairs = new Float64Array(graph.states * 2);
  const sumWeight = new Float64Array(graph.states * 2);
  for (const tree of trees) {
    if (tree.settled <= 1) continue;
    sumPairs.fill(0);
    sumWeight.fill(0);
    for (const [state, list] of goalsAt) {
      const v = bestLayer(tree, state);
      if ((tree.cost[v] as number) >= UNREACHED) continue;
      for (const g of list) {
        const band = study.now.bands[g] as number;
        const w = band === NO_ROUTE ? 0 : method.entry.layers[BANDS[band] as Band].weight;
        sumPairs[v] = (sumPairs[v] as number) + 1;
        sumWeight[v] = (sumWeight[v] as number) + w;
        const c = (goals[g] as Goal).component;
        ownPairs[c] = (ownPairs[c] as number) + 1;
        ownWeight[c] = (ownWeight[c] as number) + w;
      }
    }
    for (let i = tree.settled - 1; i >= 0; i--) {
      const v = tree.order[i] as number;
      const p = sumPairs[v] as number;
      if (p === 0) continue;
      const u = stepBack(graph, tree, v);
      if (u < 0) continue;
      sumPairs[u] = (sumPairs[u] as number) + p;
      sumWeight[u] = (sumWeight[u] as number) + (sumWeight[v] as number);
      // A route is counted once for a component: where it enters.
      const to = componentOfState(graph, index, v >> 1);
      if (to < 0 || componentOfState(graph, index, u >> 1) === to) continue;
      pairs[to] = (pairs[to] as number) + p;
      weight[to] = (weight[to] as number) + (sumWeight[v] as number);
    }
  }
  const through = Array.from({ length: n }, (_, c) => c)
    .map((c) => ({
      c,
      pairs: Math.max(0, (pairs[c] as number) - (ownPairs[c] as number)),
      weight: Math.max(0, (weight[c] as number) - (ownWeight[c] as number)),
    }))
    .filter((x) => x.pairs > 0)
    .sort((a, b) => b.weight - a.weight || b.pairs - a.pairs || a.c - b.c)
    .slice(0, LISTED_CHOKES);
  const reached = (ts: readonly Tree[], except: number) => {
    let count = 0;
    for (const t of ts)
      for (const g of goals)
        if (g.component !== except && (t.cost[bestLayer(t, g.state)] as number) < UNREACHED) count++;
    return count;
  };
  const tried = n > 2000 ? 0 : TRIED_CHOKES;
  return through.map(({ c, pairs: p, weight: w }, i) => {
    const ref = componentRef(index, c);
    const cuts = i < tried ? reached(trees, c) - reached(treesWithout(study, c), c) : undefined;
    return {
      id: idOf.chokePoint(ref),
      component: idOf.component(ref),
      pairs: p,
      weight: w,
      ...(cuts === undefined ? {} : { cuts }),
      because: {
        rule: "choke",
        from: [idOf.component(ref)],
        values: { pairs: p, weight: w, ...(cuts === undefined ? {} : { cuts }) },
      },
    };
  });
}

function treesWithout(study: RouteStudy, component: number): Tree[] {
  return study.evaluator.trees(study.now.weighed, component);
}

function componentOfState(graph: RouteGraph, index: StudyIndex, state: number): number {
  if (state < graph.faceBase) return Math.floor(state / 3);
  if (state < graph.zoneBase) return index.interfaceComponent[state - graph.faceBase] as number;
  return -1;
}

/** Order in which goals are listed: worst now, worst after ★1, highest level, then by number. */
function listedGoals(study: RouteStudy): number[] {
  const { goals, now, star1 } = study;
  const order = goals.map((_, g) => g);
  if (order.length > LISTED_GOALS)
    order.sort(
      (a, b) =>
        (now.bands[a] as number) - (now.bands[b] as number) ||
        (star1.bands[a] as number) - (star1.bands[b] as number) ||
        (goals[b] as Goal).level - (goals[a] as Goal).level ||
        a - b,
    );
  return order.slice(0, LISTED_GOALS).sort((a, b) => a - b);
}

function notesOf(study: RouteStudy): Text[] {
  const notes: Text[] = [];
  const unused = INTERFACE_FACT_AT.get("enabled") as number;
  if (study.graph.sources.length === 0)
    notes.push({
      ja: "検討の対象に、攻撃ルートの起点になる脅威源がありません。threatSources で inScope: true の脅威源を一つ以上置いてください。",
      en: "No threat source in scope can begin an attack route. Put at least one with inScope: true into threatSources.",
    });
  if (study.goals.length === 0)
    notes.push({
      ja: "攻撃対象になる資産がありません。影響(outage、human、environment、infoLoss)や保存する情報を記すか、assets に資産を挙げてください。",
      en: "No asset is worth attacking. State effects (outage, human, environment, infoLoss) and what is stored, or name assets.",
    });
  else if (study.graph.sources.length > 0 && study.now.bands.every((b) => b === NO_ROUTE))
    notes.push({
      ja: "どの脅威源からも、どの資産へも攻撃ルートが見つかりません。インタフェースの reach、フロー、ゾーンの書き漏れがないか確かめてください。",
      en: "No route leads from any source to any asset. Check reach of interfaces, flows and zones for what may be missing.",
    });
  if (study.large)
    notes.push({
      ja: "構成要素が多いため、製品類型ごとのラベルの効き目と、適合基準でのラベル計画は、ここでは計算していません。seiza whatif --worth と seiza plan --by criteria で求められます。",
      en: "There are many components: what each label adds and the plan by criteria are not worked out here. `seiza whatif --worth` and `seiza plan --by criteria` do it.",
    });
  let off = 0;
  for (let i = 0; i < study.index.interfaces.length; i++)
    if (study.index.interfaceFacts[i * INTERFACE_FACT_COUNT + unused] === 0) off++;
  if (off > 0)
    notes.push({
      ja: `無効にされているインタフェース ${off} 個は、攻撃ルートに使われないものとしています。`,
      en: `${off} interfaces are switched off and taken as no way in.`,
    });
  return notes;
}

/**
 * The best routes from a source to a goal. Of equally cheap ones those of the worst risk come first, then those of the
 * fewest states, then by number, so that which are shown does not hang on how they were found.
 */
function alternatives(study: RouteStudy, source: number, goal: Goal): FoundRoute[] {
  const { evaluator, graph, now } = study;
  const product = (route: FoundRoute) => {
    const slots = route.edges.map((e) => graph.slot[e] as number);
    const threat = Math.min(...slots.map((s) => now.weighed.threatLevel[s] as number));
    return threat * (4 - Math.max(...slots.map((s) => now.weighed.countermeasureLevel[s] as number)));
  };
  const byEdges = (a: readonly number[], b: readonly number[]) => {
    if (a.length !== b.length) return a.length - b.length;
    const at = a.findIndex((e, i) => e !== b[i]);
    return at < 0 ? 0 : (a[at] as number) - (b[at] as number);
  };
  return evaluator
    .kBest(now.weighed, source, goal, TIES * ALTERNATIVES)
    .map((route) => ({ route, product: product(route) }))
    .sort(
      (a, b) => a.route.cost - b.route.cost || b.product - a.product || byEdges(a.route.edges, b.route.edges),
    )
    .slice(0, ALTERNATIVES)
    .map(({ route }) => route);
}

/** Rows of ② on routes. `writer` keeps every route written, also those that plans cite. */
export function routesResult(study: RouteStudy, writer: RouteWriter, plan: Outcome): RoutesResult {
  const { evaluator, goals, index, method, decisions } = study;
  const { trees } = study;
  const star1Trees = evaluator.trees(study.star1.weighed);
  const listed = listedGoals(study);
  const worst = evaluator.worstRoutes(study.now, listed);
  const rows: AttackGoal[] = listed.map((g) => {
    const goal = goals[g] as Goal;
    const id = study.goalId(goal);
    const found: AttackRoute[] = [];
    const put = (source: number, route: FoundRoute | undefined) => {
      if (!route) return;
      const row = writer.write(g, source, route);
      if (!found.includes(row)) found.push(row);
    };
    let best = -1;
    let bestCost = UNREACHED;
    trees.forEach((tree, s) => {
      const route = routeTo(study.graph, tree, goal.state);
      put(s, route);
      if (route && route.cost < bestCost) {
        best = s;
        bestCost = route.cost;
      }
      put(s, routeTo(study.graph, star1Trees[s] as Tree, goal.state));
    });
    const witness = worst.get(g);
    if (witness) put(witness.source, witness.route);
    if (best >= 0 && goals.length <= LISTED_GOALS)
      for (const r of alternatives(study, best, goal)) put(best, r);
    found.sort((a, b) =>
      a.band < b.band ? -1 : a.band > b.band ? 1 : a.cost - b.cost || (a.id < b.id ? -1 : 1),
    );
    const decision = decisions.judgement(id);
    if (decision) decisions.applied(decision);
    const ref = componentRef(index, goal.component);
    const assets = goal.kinds.map((k) => idOf.asset(ref, method.kinds[k]?.entry.id ?? ""));
    return {
      id,
      type: idOf.type(index.types[index.componentType[goal.component] as number]?.id ?? ""),
      component: idOf.component(ref),
      loss: goal.loss,
      assets,
      level: goal.level as Level,
      now: standing(study, study.now, trees, g),
      star1: standing(study, study.star1, star1Trees, g),
      plan: bandOnly(plan.bands[g] as number),
      status: decision ? "accepted" : "open",
      routes: found.map((r) => r.id),
      because: {
        rule: "R7",
        from: [...assets, ...found.map((r) => r.id), ...(decision ? [idOf.decision(decision.id)] : [])],
        values: { level: goal.level },
      },
      ...(decision ? { decided: [idOf.decision(decision.id)] } : {}),
    };
  });
  const count = (ts: readonly Tree[], s: number) =>
    goals.filter((g) => ((ts[s] as Tree).cost[bestLayer(ts[s] as Tree, g.state)] as number) < UNREACHED)
      .length;
  return {
    sources: study.graph.sources.map((s, n) => ({
      id: idOf.source(s.id),
      now: count(trees, n),
      star1: count(star1Trees, n),
    })),
    types: typeRows(study, plan),
    goals: rows.sort((a, b) => (a.id < b.id ? -1 : 1)),
    goalsTotal: goals.length,
    routes: [],
    chokePoints: chokePoints(study, trees),
    states: study.graph.states,
    edges: study.graph.to.length,
    notes: notesOf(study),
  };
}
