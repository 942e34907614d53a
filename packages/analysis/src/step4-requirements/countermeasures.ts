/**
 * ④ Countermeasures (対策候補) for each threat, fitted to the product type, with defence in depth (多層防御). Guide P.15–16;
 * rule R8: the risk value says how many independent layers a threat group asks for; a weighted greedy cover proposes
 * the countermeasures that close the most of what is missing for their cost. Nothing is adopted by the machine.
 */
import { COMPONENT_FACT_AT, COMPONENT_FACT_COUNT, type Decision, type StudyIndex } from "@seiza/model";
import { compileCondition, type Test } from "../condition.ts";
import type { Decisions } from "../decisions.ts";
import { idOf } from "../ids.ts";
import { BANDS, type Method } from "../method.ts";
import type { Choice, ThreatGroup, Treatment } from "../result.ts";
import type { Profiles } from "../step2-system/profiles.ts";

const CONSTRAINED = COMPONENT_FACT_AT.get("constrained") as number;
const NO_FACE = new Uint8Array(0);
const DETECTION_LAYER = "O";

/** What a countermeasure can do for one group. */
interface Effect {
  group: number;
  layer: number;
}
interface Candidate {
  control: number;
  effects: Effect[];
  fit: Choice["fit"];
}
interface Need {
  group: ThreatGroup;
  want: number;
  detect: number;
  weight: number;
  /** Bits of layers by number. */
  have: number;
  planned: number;
  by: string[];
}

const bits = (mask: number) => {
  let n = 0;
  for (let m = mask; m !== 0; m &= m - 1) n++;
  return n;
};

/** Layers still missing: too few of them, or none that detects where one is asked for. */
function shortfall(need: Need, layers: number, detection: number): number {
  const missing = Math.max(0, need.want - bits(layers));
  return need.detect > 0 && (layers & (1 << detection)) === 0 ? Math.max(missing, 1) : missing;
}

export interface TypeTreatment {
  treatments: Treatment[];
  choices: Choice[];
}

/** Compiled once per analysis: which types' components a countermeasure suits. */
export interface Fitting {
  when: Test[];
  examples: number[][];
  constrained: ("all" | "some" | "none")[];
}

export function fittingOf(index: StudyIndex, method: Method, profiles: Profiles): Fitting {
  const examples: number[][] = index.types.map(() => []);
  const constrained = index.types.map(() => ({ yes: 0, no: 0 }));
  for (const p of profiles.list) {
    examples[p.type]?.push(p.example);
    const seen = constrained[p.type];
    if (!seen) continue;
    if (index.componentFacts[p.example * COMPONENT_FACT_COUNT + CONSTRAINED] === 1) seen.yes++;
    else seen.no++;
  }
  return {
    when: method.controls.map((c) => compileCondition(c.entry.when, index.catalog, index.codec)),
    examples,
    constrained: constrained.map((s) => (s.yes === 0 ? "none" : s.no === 0 ? "all" : "some")),
  };
}

function candidatesOf(
  index: StudyIndex,
  method: Method,
  fitting: Fitting,
  type: number,
  needs: Need[],
): Candidate[] {
  const threatAt = new Map(method.threats.map((t, i) => [t.entry.id, i]));
  const byThreat = new Map<number, number[]>();
  needs.forEach((need, g) => {
    const t = threatAt.get(need.group.threat) as number;
    const list = byThreat.get(t);
    if (list) list.push(g);
    else byThreat.set(t, [g]);
  });
  return method.controls.map((control, c): Candidate => {
    const { entry, layer } = control;
    const constrained = fitting.constrained[type];
    const suits = (fitting.examples[type] ?? []).some((x) =>
      fitting.when[c]?.(index.componentFacts, x * COMPONENT_FACT_COUNT, NO_FACE, -1),
    );
    const tooHeavy =
      entry.constrained === "no" && constrained !== "none" && entry.who.every((w) => w === "Pd" || w === "V");
    const effects: Effect[] = [];
    if (suits && !tooHeavy)
      for (const [t, groups] of byThreat) {
        const threat = method.threats[t] as Method["threats"][number];
        if (!threat.prevents.includes(c) && !threat.detects.includes(c)) continue;
        for (const g of groups)
          if (!entry.surfaces || entry.surfaces.includes((needs[g] as Need).group.surface))
            effects.push({ group: g, layer });
      }
    return {
      control: c,
      effects,
      fit: constrained !== "none" && entry.constrained === "partly" ? "partly" : "fits",
    };
  });
}

/** Proposes and places countermeasures for one product type. `groups` are its threat groups, sorted by id. */
export function treatType(
  index: StudyIndex,
  method: Method,
  fitting: Fitting,
  type: number,
  groups: ThreatGroup[],
  threshold: string,
  decisions: Decisions,
): TypeTreatment {
  const typeId = index.types[type]?.id ?? "";
  const detection = method.layers.indexOf(DETECTION_LAYER);
  const layerOf = (id: string) => method.layers.indexOf(id);
  const standing = groups.filter((g) => g.status === "open" || g.status === "accepted");
  const needs = standing.map((group): Need => {
    const asked = method.entry.layers[group.band];
    const open = group.status === "open";
    let have = 0;
    for (const c of group.worst.controls) if (c.state === "full") have |= 1 << layerOf(c.layer);
    return {
      group,
      want: open ? asked.want : 0,
      detect: open ? asked.detect : 0,
      weight: asked.weight,
      have,
      planned: have,
      by: [],
    };
  });
  const candidates = candidatesOf(index, method, fitting, type, needs);
  const decided = decisionsOnChoices(method, typeId, groups, decisions);
  const chosen = new Map<number, { status: Choice["status"]; gain: number }>();

  const place = (c: number, status: Choice["status"], gain: number) => {
    chosen.set(c, { status, gain });
    if (status === "dropped") return;
    for (const e of (candidates[c] as Candidate).effects) {
      const need = needs[e.group] as Need;
      need.planned |= 1 << e.layer;
      need.by.push(method.controls[c]?.entry.id ?? "");
    }
  };
  const gainOf = (candidate: Candidate) => {
    let gain = 0;
    for (const e of candidate.effects) {
      const need = needs[e.group] as Need;
      const before = shortfall(need, need.planned, detection);
      if (before > 0)
        gain += need.weight * (before - shortfall(need, need.planned | (1 << e.layer), detection));
    }
    return gain;
  };

  method.controls.forEach((control, c) => {
    const inPlace = needs.some((n) =>
      n.group.worst.controls.some((s) => s.control === control.entry.id && s.state === "full"),
    );
    const d = decided.get(control.entry.id);
    const candidate = candidates[c] as Candidate;
    if (d?.judgement?.action === "drop") place(c, "dropped", gainOf(candidate));
    else if (d?.judgement?.action === "accept") place(c, "accepted", gainOf(candidate));
    else if (d?.added) place(c, "added", gainOf(candidate));
    else if (inPlace) chosen.set(c, { status: "in-place", gain: 0 });
  });
  for (;;) {
    let best = -1;
    let bestScore = 0;
    let bestGain = 0;
    for (const candidate of candidates) {
      if (chosen.has(candidate.control)) continue;
      const gain = gainOf(candidate);
      const score = gain / (method.controls[candidate.control]?.entry.cost ?? 1);
      if (score > bestScore) {
        best = candidate.control;
        bestScore = score;
        bestGain = gain;
      }
    }
    if (best < 0) break;
    place(best, "proposed", bestGain);
  }

  const choices: Choice[] = [];
  for (const [c, { status, gain }] of [...chosen].sort((a, b) => a[0] - b[0])) {
    const { entry } = method.controls[c] as Method["controls"][number];
    const d = decided.get(entry.id);
    const met = (candidates[c] as Candidate).effects.map((e) => (needs[e.group] as Need).group.id);
    const through =
      status === "in-place"
        ? standing
            .filter((g) => g.worst.controls.some((s) => s.control === entry.id && s.state === "full"))
            .map((g) => g.id)
        : met;
    if (through.length === 0) {
      for (const x of d?.all ?? []) decisions.notApplicable(x);
      continue;
    }
    const decidedIds = (d?.all ?? []).map((x) => {
      decisions.applied(x);
      return idOf.decision(x.id);
    });
    choices.push({
      id: idOf.choice(typeId, entry.id),
      type: idOf.type(typeId),
      countermeasure: entry.id,
      status,
      gain,
      cost: entry.cost,
      fit: (candidates[c] as Candidate).fit,
      groups: through,
      because: {
        rule: decidedIds.length > 0 ? "decision" : "R8",
        from: [...through, ...decidedIds],
        values: { gain, cost: entry.cost, layer: entry.layer },
      },
      ...(decidedIds.length === 0 ? {} : { decided: decidedIds }),
    });
  }
  const line = BANDS.indexOf(threshold as (typeof BANDS)[number]);
  const names = (mask: number) => method.layers.filter((_, l) => mask & (1 << l));
  const treatments = needs.map(
    (n): Treatment => ({
      group: n.group.id,
      wanted: n.want,
      present: names(n.have),
      planned: names(n.planned & ~n.have),
      countermeasures: [...new Set(n.by)].sort(),
      thin:
        n.group.status === "open" &&
        BANDS.indexOf(n.group.band) <= line &&
        bits(n.planned) < method.entry.thinBelow,
      shortfall: shortfall(n, n.planned, detection),
    }),
  );
  return { treatments, choices };
}

interface OnChoice {
  judgement?: Decision;
  added?: Decision;
  all: Decision[];
}

/** Decisions about countermeasures of a type: on the choice itself, or added to the type or to one of its threats. */
function decisionsOnChoices(
  method: Method,
  type: string,
  groups: ThreatGroup[],
  decisions: Decisions,
): Map<string, OnChoice> {
  const found = new Map<string, OnChoice>();
  const at = (id: string) => {
    const known = found.get(id);
    if (known) return known;
    const fresh: OnChoice = { all: [] };
    found.set(id, fresh);
    return fresh;
  };
  for (const control of method.controls) {
    const d = decisions.judgement(idOf.choice(type, control.entry.id));
    if (d) {
      const on = at(control.entry.id);
      on.judgement = d;
      on.all.push(d);
    }
  }
  for (const target of [idOf.type(type), ...groups.map((g) => g.id)])
    for (const d of decisions.additions(target)) {
      if (d.set?.countermeasure === undefined) continue;
      const on = at(d.set.countermeasure);
      on.added = d;
      on.all.push(d);
    }
  return found;
}
