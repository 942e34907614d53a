/**
 * Label plan (ラベル計画): the smallest or cheapest set of elements (product types to be labelled, or criteria to be met)
 * that brings every asset which the elements can protect under the threshold. Exact, by an implicit hitting set: each
 * route that a candidate set leaves open names the elements of which at least one is needed; the cheapest set that
 * answers all of them so far is the next candidate. It ends because every round adds a clause that the candidate misses.
 */

/** A route that any plan has to cut, with the elements that could. */
export interface Clause<R> {
  /** Numbers of elements, ascending. */
  elements: number[];
  route: R;
}
export interface Plan<R> {
  /** Numbers of the elements chosen, ascending. */
  chosen: number[];
  weight: number;
  /** Clauses that no lighter set answers: the proof. */
  proof: Clause<R>[];
  rounds: number;
}

const hits = (clause: readonly number[], chosen: ReadonlySet<number>) => clause.some((e) => chosen.has(e));

/**
 * Cheapest set that has an element of every clause; of equally cheap ones the smallest, then the first by numbers.
 * Branch and bound over the clause with the fewest elements, bounded by disjoint clauses.
 * @param weights of the elements, none negative
 */
export function cheapestHittingSet(
  clauses: readonly (readonly number[])[],
  weights: readonly number[],
): number[] {
  let best: number[] | undefined;
  let bestWeight = Number.POSITIVE_INFINITY;
  const weightOf = (e: number) => weights[e] as number;
  const better = (weight: number, chosen: readonly number[]) => {
    if (!best || weight < bestWeight) return true;
    if (weight > bestWeight) return false;
    if (chosen.length !== best.length) return chosen.length < best.length;
    const a = [...chosen].sort((x, y) => x - y);
    for (let i = 0; i < a.length; i++) if (a[i] !== best[i]) return (a[i] as number) < (best[i] as number);
    return false;
  };
  const bound = (open: readonly (readonly number[])[]) => {
    const used = new Set<number>();
    let sum = 0;
    for (const c of open) {
      if (c.some((e) => used.has(e))) continue;
      let least = Number.POSITIVE_INFINITY;
      for (const e of c) {
        used.add(e);
        least = Math.min(least, weightOf(e));
      }
      sum += least;
    }
    return sum;
  };
  const search = (open: readonly (readonly number[])[], chosen: number[], weight: number) => {
    if (open.length === 0) {
      if (better(weight, chosen)) {
        best = [...chosen].sort((x, y) => x - y);
        bestWeight = weight;
      }
      return;
    }
    if (weight + bound(open) > bestWeight) return;
    let pick = open[0] as readonly number[];
    for (const c of open) if (c.length < pick.length) pick = c;
    // An element tried and left out stays out in the branches after it.
    const out = new Set<number>();
    for (const e of [...pick].sort((a, b) => weightOf(a) - weightOf(b) || a - b)) {
      const rest: (readonly number[])[] = [];
      let dead = false;
      for (const c of open) {
        if (c.includes(e)) continue;
        const left = out.size === 0 ? c : c.filter((x) => !out.has(x));
        if (left.length === 0) {
          dead = true;
          break;
        }
        rest.push(left);
      }
      if (!dead) search(rest, [...chosen, e], weight + weightOf(e));
      out.add(e);
    }
  };
  search(minimal(clauses), [], 0);
  return best ?? [];
}

/** Clauses without those that hold another one. */
function minimal(clauses: readonly (readonly number[])[]): (readonly number[])[] {
  const sorted = [...clauses].sort((a, b) => a.length - b.length);
  const kept: (readonly number[])[] = [];
  for (const c of sorted) {
    const set = new Set(c);
    if (!kept.some((k) => k.every((e) => set.has(e)))) kept.push(c);
  }
  return kept;
}

/**
 * @param missed clauses of routes that a set of elements leaves open though some element could cut them; empty when it
 *   cuts all. Every clause must be disjoint from the set and not empty.
 * @param weights of the elements; none negative
 */
export function findPlan<R>(
  weights: readonly number[],
  missed: (chosen: ReadonlySet<number>) => Clause<R>[],
): Plan<R> {
  const clauses = new Map<string, Clause<R>>();
  let rounds = 0;
  for (;;) {
    rounds++;
    const chosen = cheapestHittingSet(
      [...clauses.values()].map((c) => c.elements),
      weights,
    );
    const set = new Set(chosen);
    const before = clauses.size;
    // Answer each clause at once, so that one round finds several that share nothing.
    for (const trial = new Set(set); trial.size < weights.length; ) {
      const found = missed(trial).filter((c) => !hits(c.elements, trial));
      if (found.length === 0) break;
      for (const c of found) {
        const key = c.elements.join();
        if (!clauses.has(key)) clauses.set(key, c);
        if (!hits(c.elements, trial)) for (const e of c.elements) trial.add(e);
      }
    }
    if (clauses.size === before) {
      const weight = chosen.reduce((sum, e) => sum + (weights[e] as number), 0);
      return {
        chosen,
        weight,
        proof: proofOf([...clauses.values()], weights, weight, chosen.length),
        rounds,
      };
    }
  }
}

/** Clauses of which none can be left out: without any one of them a lighter or smaller set would do. */
function proofOf<R>(
  clauses: Clause<R>[],
  weights: readonly number[],
  weight: number,
  size: number,
): Clause<R>[] {
  let kept = clauses.filter(
    (c) =>
      !clauses.some(
        (d) =>
          d !== c && d.elements.length < c.elements.length && d.elements.every((e) => c.elements.includes(e)),
      ),
  );
  for (const c of [...kept].reverse()) {
    const rest = kept.filter((k) => k !== c);
    const set = cheapestHittingSet(
      rest.map((k) => k.elements),
      weights,
    );
    const lighter = set.reduce((sum, e) => sum + (weights[e] as number), 0);
    if (lighter === weight && set.length === size) kept = rest;
  }
  return kept;
}
