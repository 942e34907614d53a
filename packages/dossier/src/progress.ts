/**
 * Where the six steps of the guide (手順①〜⑥) stand: what is done, what is open, the next sensible thing. Derived from
 * the dossier and the problems of the study alone; keys and values only, the words live with whoever shows them.
 *
 * Nothing counts as done because the machine derived it: a proposal waits for the group. A step is `done` when nothing
 * in it is open, `empty` when the group has given it nothing yet, and `open` otherwise.
 */
import type { Dossier } from "./schema.ts";

/** `key` is a message key; `target` a stable id of the dossier, or a screen (`/system`, `/risks` …). */
export interface ProgressPoint {
  key: string;
  values: Record<string, string | number>;
  target?: string;
}
export interface StepProgress {
  step: 1 | 2 | 3 | 4 | 5 | 6;
  state: "empty" | "open" | "done";
  done: ProgressPoint[];
  open: ProgressPoint[];
  next?: ProgressPoint;
}
/** What this asks of a problem or diagnostic of the study. */
export interface ProgressProblem {
  severity: "error" | "warning" | "info";
  code: string;
}

export const PROGRESS_KEYS = [
  "step1.drawn",
  "step1.errors",
  "step1.warnings",
  "step1.noFlows",
  "step1.unconnected",
  "step1.assumptions",
  "step2.analysed",
  "step2.sourcesStated",
  "step2.sourcesAssumed",
  "step2.importanceStated",
  "step2.importanceDerived",
  "step2.prioritiesDecided",
  "step2.prioritiesDerived",
  "step3.analysed",
  "step3.judged",
  "step3.unjudged",
  "step4.settled",
  "step4.proposed",
  "step4.sitesSettled",
  "step4.sitesProposed",
  "step4.layered",
  "step4.thin",
  "step5.plan",
  "step5.noPlan",
  "step5.uncuttable",
  "step5.planned",
  "step5.tasksWithoutOwner",
  "step5.tasksWithoutDate",
  "step5.activitiesProposed",
  "step6.notNeeded",
  "step6.argued",
  "step6.notYetArguable",
  "step6.candidatesSettled",
  "step6.candidatesProposed",
  "decisions.orphaned",
] as const;
type Key = (typeof PROGRESS_KEYS)[number];

const point = (key: Key, values: ProgressPoint["values"], target?: string): ProgressPoint => ({
  key,
  values,
  ...(target === undefined ? {} : { target }),
});
type Step = Omit<StepProgress, "step" | "state"> & {
  /** The group has put something of its own into the step. */
  begun: boolean;
};
/** Points with nothing to count are left out. */
const some = (...points: (ProgressPoint | false)[]) => points.filter((p): p is ProgressPoint => p !== false);

const SCREENS = { 1: "/system", 2: "/risks", 3: "/types", 4: "/requirements", 5: "/star1", 6: "/star2" };
const STEP_OF_TARGET: Record<string, StepProgress["step"]> = {
  as: 2,
  at: 2,
  ts: 2,
  pr: 2,
  ag: 2,
  ar: 2,
  th: 3,
  tg: 3,
  sf: 3,
  ch: 4,
  rq: 4,
  sc: 4,
  pt: 4,
  cv: 5,
  lp: 5,
  lw: 5,
  pa: 5,
  nd: 6,
  cr: 6,
};

function definition(dossier: Dossier | undefined, problems: readonly ProgressProblem[]): Step {
  const errors = problems.filter((p) => p.severity === "error").length;
  const warnings = problems.filter((p) => p.severity === "warning").length;
  const configurations = dossier?.step1.configurations ?? [];
  const bare = configurations.filter((c) => c.flows.length === 0);
  const unconnected = configurations.flatMap((c) => {
    if (c.flows.length === 0) return [];
    const joined = new Set(c.flows.flatMap((f) => [f.from, f.to]));
    const touched = new Set(c.interfaces.filter((i) => joined.has(i.id)).map((i) => i.component));
    return c.components.filter((x) => !touched.has(x.id)).map((x) => x.id);
  });
  const assumptions = dossier?.step1.assumptions ?? [];
  const counts = dossier?.study.counts;
  const open = some(
    errors > 0 && point("step1.errors", { count: errors }, SCREENS[1]),
    bare.length > 0 && point("step1.noFlows", { count: bare.length }, bare[0]?.id),
    warnings > 0 && point("step1.warnings", { count: warnings }, SCREENS[1]),
    unconnected.length > 0 && point("step1.unconnected", { count: unconnected.length }, unconnected[0]),
    assumptions.length > 0 &&
      point(
        "step1.assumptions",
        { count: assumptions.reduce((sum, a) => sum + a.places, 0) },
        assumptions[0]?.example,
      ),
  );
  return {
    begun: dossier !== undefined || errors > 0,
    done: some(
      counts !== undefined &&
        point("step1.drawn", {
          configurations: counts.configurations,
          components: counts.components,
          flows: counts.flows,
          types: counts.productTypes,
        }),
    ),
    open,
  };
}

function system({ step2 }: Dossier): Step {
  const assumed = step2.sources.filter((s) => s.because.values?.["stated"] === false);
  const stated = step2.sources.length - assumed.length;
  // Lower importances pull nothing up: the group is asked about those that make a risk high.
  const top = step2.assets.filter((a) => a.importance === 3);
  const own = (a: (typeof top)[number]) => a.decided !== undefined || a.because.rule === "input";
  const derived = top.filter((a) => !own(a));
  const confirmed = step2.assets.filter(own).length;
  const ranked = step2.priorities.filter((p) => p.labelCapable);
  const undecided = ranked.filter((p) => p.decided === undefined);
  const decided = ranked.length - undecided.length;
  return {
    begun: stated > 0 || confirmed > 0 || decided > 0,
    done: some(
      point("step2.analysed", {
        assets: step2.assets.length,
        groups: step2.summary.groups,
        goals: step2.routes.goalsTotal,
      }),
      stated > 0 && point("step2.sourcesStated", { count: stated, of: step2.sources.length }),
      confirmed > 0 && point("step2.importanceStated", { count: confirmed }),
      decided > 0 && point("step2.prioritiesDecided", { count: decided, of: ranked.length }),
    ),
    open: some(
      assumed.length > 0 &&
        point("step2.sourcesAssumed", { count: assumed.length, of: step2.sources.length }, assumed[0]?.id),
      derived.length > 0 &&
        point("step2.importanceDerived", { count: derived.length, of: top.length }, derived[0]?.id),
      undecided.length > 0 &&
        point("step2.prioritiesDerived", { count: undecided.length, of: ranked.length }, undecided[0]?.id),
    ),
  };
}

function productTypes(dossier: Dossier): Step {
  const { threshold } = dossier.study;
  const chosen = new Set(
    dossier.step4.choices
      .filter((c) => c.status === "accepted" || c.status === "added")
      .flatMap((c) => c.groups),
  );
  const high = dossier.step2.threatGroups.filter((g) => g.band <= threshold && g.status !== "not-applicable");
  const unjudged = high
    .filter((g) => g.status === "open" && g.decided === undefined && !chosen.has(g.id))
    .sort((a, b) => (a.band < b.band ? -1 : a.band > b.band ? 1 : a.id < b.id ? -1 : 1));
  const judged = high.length - unjudged.length;
  return {
    begun: judged > 0,
    done: some(
      point("step3.analysed", {
        types: dossier.step3.types.length,
        groups: dossier.step2.threatGroups.length,
      }),
      judged > 0 && point("step3.judged", { count: judged, of: high.length, threshold }),
    ),
    open: some(
      unjudged.length > 0 &&
        point("step3.unjudged", { count: unjudged.length, of: high.length, threshold }, unjudged[0]?.id),
    ),
  };
}

function requirements({ step4 }: Dossier): Step {
  const byLevel = <T extends { level: string; id: string }>(list: readonly T[]) =>
    [...list].sort((a, b) => (a.level < b.level ? -1 : a.level > b.level ? 1 : a.id < b.id ? -1 : 1));
  const proposed = byLevel(step4.requirements.filter((r) => r.status === "proposed"));
  const sites = byLevel(step4.siteConditions.filter((s) => s.status === "proposed"));
  const settled = step4.requirements.length - proposed.length;
  const sitesSettled = step4.siteConditions.length - sites.length;
  const layered = step4.treatments.filter((t) => !t.thin).length;
  return {
    begun: settled > 0 || sitesSettled > 0 || step4.choices.some((c) => c.decided !== undefined),
    done: some(
      settled > 0 && point("step4.settled", { count: settled, of: step4.requirements.length }),
      sitesSettled > 0 &&
        point("step4.sitesSettled", { count: sitesSettled, of: step4.siteConditions.length }),
      layered > 0 && point("step4.layered", { count: layered, of: step4.treatments.length }),
    ),
    open: some(
      step4.thin.length > 0 && point("step4.thin", { count: step4.thin.length }, step4.thin[0]),
      proposed.length > 0 &&
        point("step4.proposed", { count: proposed.length, of: step4.requirements.length }, proposed[0]?.id),
      sites.length > 0 &&
        point("step4.sitesProposed", { count: sites.length, of: step4.siteConditions.length }, sites[0]?.id),
    ),
  };
}

function star1({ step5 }: Dossier): Step {
  const plan = step5.plans[0];
  const planned = step5.activities.filter((a) => a.state !== "proposed");
  const running = planned.filter((a) => a.state !== "done");
  const ownerless = running.filter((a) => a.owner === undefined);
  const dateless = running.filter((a) => a.date === undefined);
  const proposed = step5.activities.filter((a) => a.state === "proposed");
  const uncuttable = plan?.goals.uncuttable ?? 0;
  return {
    begun: planned.length > 0,
    done: some(
      plan !== undefined &&
        plan.state !== "none-possible" &&
        plan.state !== "nothing-to-judge" &&
        point(
          "step5.plan",
          { state: plan.state, types: plan.chosen.length, goals: plan.goals.protects },
          plan.id,
        ),
      planned.length > 0 && point("step5.planned", { count: planned.length, of: step5.activities.length }),
    ),
    open: some(
      plan?.state === "none-possible" && point("step5.noPlan", { goals: plan.goals.bad }, plan.id),
      uncuttable > 0 &&
        plan?.state === "found" &&
        point("step5.uncuttable", { count: uncuttable, of: plan.goals.bad }, plan.uncuttable[0]?.goal),
      ownerless.length > 0 && point("step5.tasksWithoutOwner", { count: ownerless.length }, ownerless[0]?.id),
      dateless.length > 0 && point("step5.tasksWithoutDate", { count: dateless.length }, dateless[0]?.id),
      proposed.length > 0 &&
        point(
          "step5.activitiesProposed",
          { count: proposed.length, of: step5.activities.length },
          proposed[0]?.id,
        ),
    ),
  };
}

function star2({ step6 }: Dossier): Step {
  const inNeed = step6.types.filter((t) => t.need);
  const waiting = inNeed
    .filter((t) => t.result === "not-yet-arguable")
    .sort((a, b) => b.strength - a.strength || (a.id < b.id ? -1 : 1));
  const candidates = inNeed.flatMap((t) => t.candidates);
  const proposed = candidates.filter((c) => c.status === "proposed");
  const settled = candidates.length - proposed.length;
  const argued = inNeed.filter((t) => t.result === "needed").length;
  const notNeeded = step6.types.length - inNeed.length;
  const evidence = step6.types.some((t) => t.grounds.some((g) => g.evidence.length > 0));
  return {
    begun: evidence || settled > 0,
    done: some(
      notNeeded > 0 && point("step6.notNeeded", { count: notNeeded, of: step6.types.length }),
      argued > 0 && point("step6.argued", { count: argued, of: inNeed.length }),
      settled > 0 && point("step6.candidatesSettled", { count: settled, of: candidates.length }),
    ),
    open: some(
      waiting.length > 0 &&
        point(
          "step6.notYetArguable",
          {
            count: waiting.length,
            of: inNeed.length,
            missing: waiting.reduce((sum, t) => sum + t.missing.length, 0),
          },
          waiting[0]?.id,
        ),
      proposed.length > 0 &&
        point("step6.candidatesProposed", { count: proposed.length, of: candidates.length }, proposed[0]?.id),
    ),
  };
}

const STEPS = [system, productTypes, requirements, star1, star2];

/**
 * @param dossier absent when the study has errors: then ① shows them and the rest is empty
 * @param problems of the study, as the checks found them
 * @returns six entries, ① first. `next` is the first open point: within a step they stand in a sensible order.
 */
export function progressOf(
  dossier: Dossier | undefined,
  problems: readonly ProgressProblem[],
): StepProgress[] {
  const steps: Step[] = [
    definition(dossier, problems),
    ...STEPS.map((of): Step => (dossier ? of(dossier) : { begun: false, done: [], open: [] })),
  ];
  // Without a component nothing follows: that there is nothing to do there is no step done.
  const isBare = (dossier?.study.counts.components ?? 0) === 0;
  const orphaned = (dossier?.decisions ?? []).filter((d) => d.state === "orphaned");
  return steps.map(({ begun, done, open }, i) => {
    const step = (i + 1) as StepProgress["step"];
    const lost = orphaned.filter(
      (d) => (STEP_OF_TARGET[d.target.slice(0, d.target.indexOf(":"))] ?? 1) === step,
    );
    const all = [
      ...open,
      ...some(lost.length > 0 && point("decisions.orphaned", { count: lost.length }, lost[0]?.id)),
    ];
    const state =
      dossier === undefined && i > 0
        ? "empty"
        : all.length === 0 && !isBare
          ? "done"
          : begun
            ? "open"
            : "empty";
    return { step, state, done: isBare && i > 0 ? [] : done, open: all, ...(all[0] ? { next: all[0] } : {}) };
  });
}
