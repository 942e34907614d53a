/**
 * What-if (★の付与による変化): how goals stand under any assignment of labels, criteria and countermeasures, beside how
 * they stand now; which routes close and which stay. Rules R7 and R11.
 */
import type { Band, Level } from "@seiza/catalog";
import { idOf } from "../ids.ts";
import { BANDS } from "../method.ts";
import { componentRef } from "../step1-definition/index.ts";
import { NO_ROUTE, type Standing } from "./evaluate.ts";
import type { RouteStudy } from "./index.ts";
import { bestLayer, type Tree, UNREACHED } from "./search.ts";
import type { Measures } from "./slots.ts";

export interface GoalChange {
  goal: string;
  component: string;
  loss: "operation" | "information";
  level: Level;
  before?: Band;
  after?: Band;
  /** Sources with a route before, and those of them without one after. */
  sources: string[];
  closedFor: string[];
  /** Cheapest cost before and after, of all sources. */
  costBefore?: number;
  costAfter?: number;
}
export interface WhatIf {
  goals: GoalChange[];
  /** Pairs of source and goal with a route. */
  pairs: { before: number; after: number };
  /** Goals at or above the threshold that the group has not accepted. */
  bad: { before: number; after: number };
  /** Risk of all goals as the risk method weights bands. */
  weight: { before: number; after: number };
}

/** Compares the study as it is with the study under measures. */
export function whatIf(study: RouteStudy, measures: Measures): WhatIf {
  const after = study.outcome(measures);
  const { evaluator, now, trees: treesBefore } = study;
  const treesAfter = evaluator.trees(after.weighed);
  const pairs = { before: 0, after: 0 };
  const goals = study.goals.map((goal, g): GoalChange => {
    const sources: string[] = [];
    const closedFor: string[] = [];
    let costBefore = UNREACHED;
    let costAfter = UNREACHED;
    study.graph.sources.forEach((source, s) => {
      const cost = (trees: readonly Tree[]) => {
        const tree = trees[s] as Tree;
        return tree.cost[bestLayer(tree, goal.state)] as number;
      };
      const b = cost(treesBefore);
      const a = cost(treesAfter);
      if (b >= UNREACHED) return;
      pairs.before++;
      sources.push(source.id);
      costBefore = Math.min(costBefore, b);
      if (a >= UNREACHED) closedFor.push(source.id);
      else {
        pairs.after++;
        costAfter = Math.min(costAfter, a);
      }
    });
    const ref = componentRef(study.index, goal.component);
    return {
      goal: study.goalId(goal),
      component: idOf.component(ref),
      loss: goal.loss,
      level: goal.level as Level,
      ...bandIn("before", now, g),
      ...bandIn("after", after, g),
      sources,
      closedFor,
      ...(costBefore >= UNREACHED ? {} : { costBefore }),
      ...(costAfter >= UNREACHED ? {} : { costAfter }),
    };
  });
  return {
    goals,
    pairs,
    bad: { before: study.badGoals(now.bands), after: study.badGoals(after.bands) },
    weight: { before: study.riskWeight(now.bands), after: study.riskWeight(after.bands) },
  };
}

function bandIn<K extends "before" | "after">(key: K, standing: Standing, g: number): { [P in K]?: Band } {
  const band = standing.bands[g] as number;
  return (band === NO_ROUTE ? {} : { [key]: BANDS[band] }) as { [P in K]?: Band };
}
