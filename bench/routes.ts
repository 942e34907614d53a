/**
 * `npm run bench:routes`: the attack-route engine beside two baselines in the same run, a plain Dijkstra over objects and
 * `graphology`'s shortest path, on the same states, steps and costs. All three have to agree on every cost. Then the ten
 * best routes of single pairs, a what-if re-run, the label plan for 30 product types, and the whole command.
 * Options: --sizes 1000,10000; --engine-only leaves out the baselines
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { builtinCatalog } from "@seiza/catalog/builtin";
import { resolveStudy, type Study } from "@seiza/model";
import Graph from "graphology";
import dijkstra from "graphology-shortest-path/dijkstra";
import { prepare } from "../packages/analysis/src/prepare.ts";
import { Evaluator } from "../packages/analysis/src/routes/evaluate.ts";
import { type Goal, goalsOf } from "../packages/analysis/src/routes/goals.ts";
import { type RouteGraph, routeGraph } from "../packages/analysis/src/routes/graph.ts";
import { RouteStudy } from "../packages/analysis/src/routes/index.ts";
import { cheapestFrom, KBest, routeTo, UNREACHED } from "../packages/analysis/src/routes/search.ts";
import {
  FREE,
  GIVES_CREDENTIAL,
  NEEDS_CREDENTIAL,
  SlotBook,
  type Weighed,
} from "../packages/analysis/src/routes/slots.ts";
import { whatIf } from "../packages/analysis/src/routes/what-if.ts";
import { threatSources } from "../packages/analysis/src/step2-system/sources.ts";
import { sumThreats } from "../packages/analysis/src/step2-system/threat-groups.ts";
// @ts-expect-error: plain JavaScript
import { generateStudy } from "./generate.mjs";

const SEED = 7;
const GOALS = 100;
/** Runs of the engine, of which the median counts. */
const RUNS = 5;
/** Pairs whose ten best routes are looked for. */
const PAIRS = 20;
const LARGE = 10_000;
const at = process.argv.indexOf("--sizes");
const sizes = (at < 0 ? "1000,10000,100000" : (process.argv[at + 1] ?? "")).split(",").map(Number);
const engineOnly = process.argv.includes("--engine-only");
const catalog = builtinCatalog();
const median = (list: number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] as number;
function timed<T>(work: () => T): [T, number] {
  const from = performance.now();
  const result = work();
  return [result, performance.now() - from];
}
const collect = () => (globalThis as { gc?: () => void }).gc?.();

interface Start {
  state: number;
  skill: number;
}

function opened(study: Study) {
  const { index } = resolveStudy(study, catalog);
  if (!index) throw new Error("the generated study does not resolve");
  const prepared = prepare(index);
  const sums = sumThreats(index, prepared.method, prepared.profiles, threatSources(index, prepared.method));
  return { ...prepared, importance: sums.importance };
}

/** Nine threat sources and, as the tenth, somebody inside the first network. */
function startsOf(graph: RouteGraph): Start[] {
  const starts = graph.sources.map(({ state, skill }) => ({ state, skill }));
  while (starts.length < 10) starts.push({ state: graph.zoneBase + 1, skill: 2 });
  return starts.slice(0, 10);
}

/** Steps of a layered state that a source may take: what the baselines are built from. */
function* steps(graph: RouteGraph, weighed: Weighed, skill: number) {
  for (let state = 0; state < graph.states; state++)
    for (let e = graph.start[state] as number; e < (graph.start[state + 1] as number); e++) {
      const s = graph.slot[e] as number;
      const cost = weighed.cost[s] as number;
      if (cost < 0 || (weighed.skill[s] as number) > skill) continue;
      const flag = s === FREE ? 0 : (weighed.flags[s] as number);
      for (const layer of [0, 1]) {
        if (flag === NEEDS_CREDENTIAL && layer === 0) continue;
        yield [
          2 * state + layer,
          2 * (graph.to[e] as number) + (flag === GIVES_CREDENTIAL ? 1 : layer),
          cost,
        ] as const;
      }
    }
}

interface Node {
  id: number;
  out: { to: Node; cost: number }[];
}

/** The textbook way: objects, a map of distances, a binary heap. */
function plainDijkstra(from: Node): Map<Node, { cost: number; before: Node | undefined }> {
  const found = new Map<Node, { cost: number; before: Node | undefined }>([
    [from, { cost: 0, before: undefined }],
  ]);
  const done = new Set<Node>();
  const heap: { cost: number; node: Node }[] = [{ cost: 0, node: from }];
  const swap = (i: number, j: number) => {
    [heap[i], heap[j]] = [heap[j] as (typeof heap)[number], heap[i] as (typeof heap)[number]];
  };
  const less = (i: number, j: number) => (heap[i]?.cost as number) < (heap[j]?.cost as number);
  while (heap.length > 0) {
    const top = heap[0] as (typeof heap)[number];
    const last = heap.pop() as (typeof heap)[number];
    if (heap.length > 0) {
      heap[0] = last;
      for (let i = 0; ; ) {
        const l = 2 * i + 1;
        if (l >= heap.length) break;
        const c = l + 1 < heap.length && less(l + 1, l) ? l + 1 : l;
        if (!less(c, i)) break;
        swap(c, i);
        i = c;
      }
    }
    if (done.has(top.node)) continue;
    done.add(top.node);
    for (const { to, cost } of top.node.out) {
      const d = top.cost + cost;
      const known = found.get(to);
      if (known && known.cost <= d) continue;
      found.set(to, { cost: d, before: top.node });
      heap.push({ cost: d, node: to });
      for (let i = heap.length - 1; i > 0; ) {
        const parent = (i - 1) >> 1;
        if (!less(i, parent)) break;
        swap(i, parent);
        i = parent;
      }
    }
  }
  return found;
}

function plainGraph(graph: RouteGraph, weighed: Weighed, skill: number): Node[] {
  const nodes: Node[] = Array.from({ length: graph.states * 2 }, (_, id) => ({ id, out: [] }));
  for (const [a, b, cost] of steps(graph, weighed, skill))
    (nodes[a] as Node).out.push({ to: nodes[b] as Node, cost });
  return nodes;
}

function graphologyGraph(graph: RouteGraph, weighed: Weighed, skill: number): Graph {
  const g = new Graph({ type: "directed", multi: false, allowSelfLoops: true });
  for (let v = 0; v < graph.states * 2; v++) g.addNode(String(v));
  // One edge a pair of states: the cheapest.
  for (const [a, b, cost] of steps(graph, weighed, skill)) {
    const known = g.edge(String(a), String(b));
    if (known === undefined) g.addEdge(String(a), String(b), { weight: cost });
    else if (cost < (g.getEdgeAttribute(known, "weight") as number))
      g.setEdgeAttribute(known, "weight", cost);
  }
  return g;
}

interface EngineRun {
  graph: RouteGraph;
  weighed: Weighed;
  starts: Start[];
  aims: Goal[];
  /** Cheapest cost by source and goal. */
  costs: number[][];
  build: number;
  search: number;
}

function everySource(n: number): Record<string, number | string> {
  const study = generateStudy(n, SEED, { allSources: true }) as Study;
  const { index, method, profiles, importance } = opened(study);
  collect();
  const row: Record<string, number | string> = { components: n };
  const engine = (): EngineRun => {
    collect();
    const [made, build] = timed(() => {
      const graph = routeGraph(index, method, profiles);
      const goals = goalsOf(index, method, profiles, importance);
      return { graph, goals, evaluator: new Evaluator(graph, method, goals, index.types.length) };
    });
    const { graph, goals, evaluator } = made;
    const starts = startsOf(graph);
    const aims = Array.from(
      { length: GOALS },
      (_, i) => goals[Math.floor((i * goals.length) / GOALS)],
    ).filter((g) => g !== undefined);
    const [costs, search] = timed(() =>
      starts.map((s) => {
        const tree = cheapestFrom(graph, evaluator.asIs, s.state, { skill: s.skill });
        return aims.map((g) => routeTo(graph, tree, g.state)?.cost ?? UNREACHED);
      }),
    );
    return { graph, weighed: evaluator.asIs, starts, aims, costs, build, search };
  };
  // Only the last run is kept: what is measured is one study in memory.
  const builds: number[] = [];
  const searches: number[] = [];
  let last = engine();
  for (let i = 0; i < RUNS; i++) {
    builds.push(last.build);
    searches.push(last.search);
    if (i < RUNS - 1) last = engine();
  }
  const build = median(builds);
  const search = median(searches);
  const { graph, weighed, starts, aims, costs } = last;
  row.states = graph.states;
  row.steps = graph.to.length;
  row.routes = costs.flat().filter((c) => c < UNREACHED).length;
  row["build ms"] = +build.toFixed(0);
  row["search ms"] = +search.toFixed(0);
  row["both, best ms"] = +Math.min(...builds.map((ms, i) => ms + (searches[i] as number))).toFixed(0);
  if (!engineOnly) baselines(last, row, build, search);

  const pairs = starts.flatMap((s, n) =>
    aims.flatMap((goal, g) => ((costs[n]?.[g] as number) < UNREACHED ? [{ s, goal }] : [])),
  );
  const [kBest, prepareMs] = timed(() => new KBest(graph));
  const times = Array.from({ length: Math.min(PAIRS, pairs.length) }, (_, i) => {
    const { s, goal } = pairs[Math.floor((i * pairs.length) / PAIRS)] as (typeof pairs)[number];
    return timed(() => kBest.find(weighed, s.state, goal.state, 10, { skill: s.skill }))[1];
  });
  row["10 best: once ms"] = +prepareMs.toFixed(0);
  row["first ms"] = +(times[0] ?? 0).toFixed(0);
  row["median ms"] = +median(times).toFixed(0);
  row["worst ms"] = +Math.max(...times).toFixed(0);
  return row;
}

/** The same routes by the two baselines; they throw where they disagree with the engine. */
function baselines(
  { graph, weighed, starts, aims, costs }: EngineRun,
  row: Record<string, number | string>,
  build: number,
  search: number,
): void {
  const check = (name: string, s: number, found: readonly number[]) => {
    aims.forEach((_, g) => {
      if (found[g] !== costs[s]?.[g])
        throw new Error(`${name}: source ${s}, goal ${g}: ${found[g]} ≠ ${costs[s]?.[g]}`);
    });
  };

  // A graph for each skill, as the engine's filter; all ten sources.
  collect();
  const [, plain] = timed(() => {
    const graphs = new Map<number, Node[]>();
    starts.forEach((s, i) => {
      const nodes = graphs.get(s.skill) ?? plainGraph(graph, weighed, s.skill);
      graphs.set(s.skill, nodes);
      const found = plainDijkstra(nodes[2 * s.state] as Node);
      const costOf = (v: number) => found.get(nodes[v] as Node)?.cost ?? UNREACHED;
      check(
        "plain",
        i,
        aims.map((g) => Math.min(costOf(2 * g.state), costOf(2 * g.state + 1))),
      );
    });
  });
  row["plain ms"] = +plain.toFixed(0);
  row["plain ÷ engine"] = +(plain / (build + search)).toFixed(1);

  collect();
  let building = 0;
  let searching = 0;
  // One graph a skill, and one at a time: three of them do not fit into memory at N = 100 000.
  for (const skill of new Set(starts.map((s) => s.skill))) {
    collect();
    const [g, ms] = timed(() => graphologyGraph(graph, weighed, skill));
    building += ms;
    starts.forEach((s, i) => {
      if (s.skill !== skill) return;
      const [paths, ms] = timed(() => dijkstra.singleSource(g, String(2 * s.state), "weight"));
      searching += ms;
      const costOf = (v: number) => {
        const path = paths[String(v)];
        if (!path) return UNREACHED;
        let cost = 0;
        for (let k = 1; k < path.length; k++)
          cost += g.getEdgeAttribute(g.edge(path[k - 1], path[k]), "weight") as number;
        return cost;
      };
      check(
        "graphology",
        i,
        aims.map((a) => Math.min(costOf(2 * a.state), costOf(2 * a.state + 1))),
      );
    });
  }
  const library = building + searching;
  row["graphology ms"] = +library.toFixed(0);
  row["graphology ÷ engine"] = +(library / (build + search)).toFixed(1);
  row["search only ÷"] = +(searching / search).toFixed(1);
}

function whatIfAndPlan(): void {
  const { index, method, profiles, decisions, importance } = opened(
    generateStudy(LARGE, SEED, { types: 30 }) as Study,
  );
  const study = new RouteStudy(
    index,
    method,
    profiles,
    decisions,
    importance,
    "B",
    new SlotBook(index, method, profiles),
  );
  const types = study.labelTypes;
  const again = (k: number) => () =>
    whatIf(
      study,
      study.evaluator.labels([types[k % types.length] as number, types[(k + 3) % types.length] as number]),
    );
  const first = timed(again(0))[1];
  const warm = Array.from({ length: 21 }, (_, k) => timed(again(k + 1))[1]);
  console.log(
    `what-if re-run, N = ${LARGE}, two labels, ${study.goals.length} goals, all sources: first ${first.toFixed(0)} ms, median ${median(warm).toFixed(0)} ms, worst ${Math.max(...warm).toFixed(0)} ms`,
  );
  const [{ plan, cuttable, uncuttable }, ms] = timed(() => study.planByTypes());
  console.log(
    `label plan, N = ${LARGE}, ${index.types.length} product types (${types.length} can be labelled): ${ms.toFixed(0)} ms, ${plan.chosen.length} chosen, ${plan.rounds} rounds, ${cuttable.length} goals protected, ${uncuttable.size} out of reach`,
  );
}

/** `seiza analyse` from the start of the process to the written dossier, routes and plan included. */
function wholeCommand(): void {
  const folder = mkdtempSync(join(tmpdir(), "seiza-bench-"));
  try {
    for (const [words, more] of [
      ["12 product types", {}],
      ["30 product types, all threat sources", { types: 30, allSources: true }],
    ] as const) {
      const file = join(folder, "study.json");
      writeFileSync(file, JSON.stringify(generateStudy(LARGE, SEED, more)));
      const command = fileURLToPath(new URL("../../packages/cli/bin/seiza.js", import.meta.url));
      const times = Array.from({ length: 9 }, () => {
        const args = [command, "analyse", file, "--out", join(folder, "out"), "--format", "json"];
        return timed(() => execFileSync(process.execPath, args, { stdio: "ignore" }))[1];
      });
      console.log(
        `seiza analyse, N = ${LARGE}, ${words}: median ${median(times).toFixed(0)} ms, best ${Math.min(...times).toFixed(0)} ms of ${times.length}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const rows = sizes.map((n) => {
  const row = everySource(n);
  console.log(JSON.stringify(row));
  collect();
  return row;
});
console.table(rows);
whatIfAndPlan();
wholeCommand();
console.log(`node ${process.version}, ${process.platform} ${process.arch}`);
