/** What must hold for the attack routes of every study: labels and missing flows only ever help, order does not matter. */
import { type RouteStudy, routeStudyOf, whatIf } from "@seiza/analysis";
import { resolveStudy, type Study } from "@seiza/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
// @ts-expect-error: the benchmark's generator is plain JavaScript
import { generateStudy } from "../bench/generate.mjs";
import { catalog, clone, EXAMPLES, readExample } from "./support.ts";

const examples = EXAMPLES.map(readExample);
const RUNS = { numRuns: 60, seed: 20261124 };
const study: fc.Arbitrary<Study> = fc.oneof(
  fc
    .record({ n: fc.integer({ min: 1, max: 50 }), seed: fc.nat() })
    .map(({ n, seed }) => generateStudy(n, seed) as Study),
  fc.constantFrom(...examples).map(clone),
);

function routesOf(s: Study): RouteStudy {
  const { index, problems } = resolveStudy(s, catalog);
  if (!index) throw new Error(JSON.stringify(problems.slice(0, 3)));
  return routeStudyOf(index);
}

/** Goals by id: worst band, and for each source the cheapest cost of a route. */
function outcome(routes: RouteStudy, standing = routes.now) {
  const trees = routes.evaluator.trees(standing.weighed);
  return new Map(
    routes.goals.map((g, n) => [
      routes.goalId(g),
      {
        band: standing.bands[n] as number,
        costs: routes.graph.sources.map((s, i) => ({
          source: s.id,
          cost: Math.min(trees[i]?.cost[2 * g.state] as number, trees[i]?.cost[2 * g.state + 1] as number),
        })),
      },
    ]),
  );
}
type Outcome = ReturnType<typeof outcome>;

/** No goal of `after` stands worse than in `before`: no new route, no cheaper one, no higher risk. */
function expectNoWorse(before: Outcome, after: Outcome): void {
  for (const [goal, now] of after) {
    const was = before.get(goal);
    if (!was) throw new Error(`${goal} is new`);
    expect(now.band, goal).toBeGreaterThanOrEqual(was.band);
    for (const { source, cost } of now.costs)
      expect(cost, `${source} → ${goal}`).toBeGreaterThanOrEqual(
        was.costs.find((c) => c.source === source)?.cost ?? Number.POSITIVE_INFINITY,
      );
  }
}

describe("attack routes", () => {
  test("another label, whichever there are, opens no route, cheapens none and raises no risk", () => {
    fc.assert(
      fc.property(study, fc.nat(), fc.nat(), (s, some, pick) => {
        const routes = routesOf(s);
        const { evaluator, labelTypes } = routes;
        const set = labelTypes.filter((_, i) => (some >> (i % 30)) & 1);
        const more = labelTypes.length === 0 ? [] : [labelTypes[pick % labelTypes.length] as number];
        const before = outcome(routes, evaluator.standing(evaluator.weigh(evaluator.labels(set))));
        const after = outcome(
          routes,
          evaluator.standing(evaluator.weigh(evaluator.labels([...new Set([...set, ...more])]))),
        );
        expectNoWorse(before, after);
        expectNoWorse(outcome(routes), before);
      }),
      RUNS,
    );
  });

  test("another single criterion or countermeasure opens no route and raises no risk", () => {
    fc.assert(
      fc.property(study, fc.nat(), fc.nat(), fc.nat(), (s, type, criterion, control) => {
        const routes = routesOf(s);
        const { evaluator } = routes;
        const measures = evaluator.labels([]);
        const t = type % routes.index.types.length;
        const before = outcome(routes);
        measures.criterion(t, criterion % routes.graph.book.criteria.length);
        const middle = outcome(routes, evaluator.standing(evaluator.weigh(measures)));
        measures.control(t, control % routes.method.controls.length);
        const after = outcome(routes, evaluator.standing(evaluator.weigh(measures)));
        expectNoWorse(before, middle);
        expectNoWorse(middle, after);
      }),
      RUNS,
    );
  });

  test("taking a flow away opens no route, cheapens none and raises no risk", () => {
    fc.assert(
      fc.property(study, fc.nat(), (s, pick) => {
        const before = outcome(routesOf(s));
        const less = clone(s);
        const cfg = less.configurations[pick % less.configurations.length];
        if (!cfg?.flows?.length) return;
        cfg.flows.splice(pick % cfg.flows.length, 1);
        expectNoWorse(before, outcome(routesOf(less)));
      }),
      RUNS,
    );
  });

  test("do not depend on the order of lists in the file", () => {
    fc.assert(
      fc.property(study, (s) => {
        const turned = clone(s);
        turned.productTypes.reverse();
        turned.configurations.reverse();
        for (const c of turned.configurations) {
          c.components.reverse();
          c.flows?.reverse();
          c.zones.reverse();
          c.people?.reverse();
          for (const x of c.components) x.interfaces?.reverse();
        }
        const one = whatIf(routesOf(s), routesOf(s).evaluator.labels([]));
        const other = whatIf(routesOf(turned), routesOf(turned).evaluator.labels([]));
        expect(other).toEqual(one);
      }),
      { ...RUNS, numRuns: 20 },
    );
  });

  test("the plan brings all it can under the threshold, and no element of it can be left out", () => {
    fc.assert(
      fc.property(study, (s) => {
        const routes = routesOf(s);
        const { evaluator, labelTypes, line } = routes;
        const { plan, cuttable } = routes.planByTypes();
        const badUnder = (chosen: readonly number[]) => {
          const types = chosen.map((n) => labelTypes[n] as number);
          const bands = evaluator.bands(evaluator.weigh(evaluator.labels(types)));
          return cuttable.filter((g) => (bands[g] as number) <= line);
        };
        expect(badUnder(plan.chosen)).toEqual([]);
        for (const e of plan.chosen)
          expect(badUnder(plan.chosen.filter((x) => x !== e)).length).toBeGreaterThan(0);
        for (const c of plan.proof) expect(c.elements.some((e) => plan.chosen.includes(e))).toBe(true);
      }),
      { ...RUNS, numRuns: 30 },
    );
  });

  test("the k best are distinct, start at their source and end at their goal, and never get cheaper", () => {
    fc.assert(
      fc.property(study, fc.nat(), fc.nat(), (s, a, b) => {
        const { evaluator, graph, goals, now } = routesOf(s);
        if (goals.length === 0 || graph.sources.length === 0) return;
        const goal = goals[a % goals.length] as (typeof goals)[number];
        const source = b % graph.sources.length;
        const found = evaluator.kBest(now.weighed, source, goal, 8);
        const seen = new Set<string>();
        found.forEach((r, i) => {
          expect(r.cost).toBeGreaterThanOrEqual(found[i - 1]?.cost ?? 0);
          const states = r.edges.map((e) => graph.to[e] as number);
          expect(states.at(-1)).toBe(goal.state);
          seen.add(
            r.edges
              .map(
                (e) =>
                  `${graph.to[e]}/${graph.slot[e] === 0 ? "" : now.weighed.flags[graph.slot[e] as number]}`,
              )
              .join(),
          );
          let cost = 0;
          for (const e of r.edges) cost += now.weighed.cost[graph.slot[e] as number] as number;
          expect(cost).toBe(r.cost);
        });
        expect(seen.size).toBe(found.length);
      }),
      RUNS,
    );
  });
});
