/**
 * Priority product types (セキュリティ要件の検討優先度の高いIoT製品類型), by the guide's four viewpoints (P.8): long outage,
 * harm to people or environment, logical and physical access, ease of getting attack information. Rule R12: the guide
 * gives the viewpoints and no weights, so the five scores are always shown beside the class.
 */
import {
  COMPONENT_FACT_AT,
  COMPONENT_FACT_COUNT,
  INTERFACE_FACT_AT,
  INTERFACE_FACT_COUNT,
  type StudyIndex,
} from "@seiza/model";
import type { Test } from "../condition.ts";
import type { Decisions } from "../decisions.ts";
import { idOf } from "../ids.ts";
import { BANDS, type Method, scaleByCode } from "../method.ts";
import type { PriorityClass, PriorityRow, PriorityScores, ThreatGroup } from "../result.ts";
import { componentId, isLabelCapable } from "../step1-definition/index.ts";
import type { Profile, Profiles } from "./profiles.ts";

interface Scored {
  scores: PriorityScores;
  importance: number;
  likelihood: number;
  class: PriorityClass;
  component: number;
}

const at = (fact: string) => COMPONENT_FACT_AT.get(fact) as number;
const OUTAGE = at("outage");
const HUMAN = at("human");
const ENVIRONMENT = at("environment");
const SAFETY = at("safetyRole");
const PHYSICAL = at("physicalAccess");
const KNOWLEDGE = at("infoAvailability");
const REACH = INTERFACE_FACT_AT.get("reach") as number;
const ENABLED = INTERFACE_FACT_AT.get("enabled") as number;

/** Logical access by reach: with authentication that holds, and with a weak one. */
const LOGICAL: Record<string, [strong: number, weak: number]> = {
  internet: [2, 3],
  remote: [1, 3],
  network: [1, 2],
  radio: [1, 2],
};
const CAUSE_WEAK = "weak-authentication";

function classOf(method: Method, importance: number, likelihood: number): PriorityClass {
  const p = method.entry.priority;
  if (importance >= p.importanceP1 && likelihood >= p.likelihoodP1) return "P1";
  if (importance >= 3 || likelihood >= 3 || (importance >= 2 && likelihood >= p.likelihoodP2)) return "P2";
  return "P3";
}

/** Scores by fact code, and what an interface is asked; looked up once for all profiles. */
interface Tables {
  physical: Int32Array;
  information: Int32Array;
  /** Strong and weak logical access by reach. */
  logical: ((typeof LOGICAL)[string] | undefined)[];
  isWeak: Test | undefined;
  noSafety: number;
}
function tablesOf(index: StudyIndex, method: Method): Tables {
  const onInterface = method.surfaces.findIndex((s) => s.entry.anchor === "interface");
  return {
    physical: scaleByCode(index.catalog, index.codec, "physicalAccess", "score"),
    information: scaleByCode(index.catalog, index.codec, "infoAvailability", "score"),
    logical: index.codec.values("reach").map((reach) => LOGICAL[reach]),
    isWeak: method.causes.find((c) => c.entry.id === CAUSE_WEAK)?.when[onInterface],
    noSafety: index.codec.code("safetyRole", "none"),
  };
}

function scoreProfile(index: StudyIndex, method: Method, profile: Profile, tables: Tables): Scored {
  const facts = index.componentFacts;
  const row = profile.example * COMPONENT_FACT_COUNT;
  const outage = method.importanceOf.outage[facts[row + OUTAGE] as number] as number;
  const harmValue = Math.max(
    method.importanceOf.human[facts[row + HUMAN] as number] as number,
    method.importanceOf.environment[facts[row + ENVIRONMENT] as number] as number,
  );
  const safety = facts[row + SAFETY] !== tables.noSafety;
  const harm = harmValue > 1 ? harmValue : safety ? 2 : 0;
  let logical = 0;
  for (const face of profile.interfaces) {
    const at = face * INTERFACE_FACT_COUNT;
    if (index.interfaceFacts[at + ENABLED] !== 1) continue;
    const pair = tables.logical[index.interfaceFacts[at + REACH] as number];
    if (pair)
      logical = Math.max(logical, tables.isWeak?.(facts, row, index.interfaceFacts, at) ? pair[1] : pair[0]);
  }
  const physical = tables.physical[facts[row + PHYSICAL] as number] as number;
  const information = tables.information[facts[row + KNOWLEDGE] as number] as number;
  const w = method.entry.priority.weights;
  const importance = Math.max(outage, harm);
  const likelihood = Math.round(
    (w.logical * logical + w.physical * physical + w.information * information) /
      (w.logical + w.physical + w.information),
  );
  return {
    scores: { outage, harm, logical, physical, information },
    importance,
    likelihood,
    class: classOf(method, importance, likelihood),
    component: profile.example,
  };
}

const CLASSES: readonly PriorityClass[] = ["P1", "P2", "P3"];
const total = (s: PriorityScores) => s.outage + s.harm + s.logical + s.physical + s.information;

/** Negative when `a` comes first. */
function compareScored(a: Scored, b: Scored): number {
  return (
    CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class) ||
    b.importance - a.importance ||
    b.likelihood - a.likelihood ||
    total(b.scores) - total(a.scores)
  );
}

/** Every product type that is used, ranked where the scheme can cover it. */
export function priorities(
  index: StudyIndex,
  method: Method,
  profiles: Profiles,
  groups: ThreatGroup[],
  decisions: Decisions,
): PriorityRow[] {
  const tables = tablesOf(index, method);
  const best: (Scored | undefined)[] = index.types.map(() => undefined);
  const capable = index.types.map(() => false);
  for (const profile of profiles.list) {
    const eligible = isLabelCapable(index, profile.example);
    if (eligible && !capable[profile.type]) {
      capable[profile.type] = true;
      best[profile.type] = undefined;
    }
    if (!eligible && capable[profile.type]) continue;
    const scored = scoreProfile(index, method, profile, tables);
    const known = best[profile.type];
    if (!known || compareScored(scored, known) < 0) best[profile.type] = scored;
  }
  const worst = worstGroups(method, groups);
  const rows: { row: PriorityRow; scored: Scored; bandA: number }[] = [];
  index.types.forEach((type, t) => {
    const scored = best[t];
    if (!scored) return;
    const typeId = idOf.type(type.id);
    const w = worst.get(typeId);
    const p = method.entry.priority;
    const lifted =
      w !== undefined &&
      BANDS.indexOf(w.band) <= BANDS.indexOf(p.liftBand) &&
      scored.importance >= p.liftImportance &&
      scored.class !== "P1";
    const derivedClass = lifted
      ? (CLASSES[CLASSES.indexOf(scored.class) - 1] as PriorityClass)
      : scored.class;
    const id = idOf.priority(type.id);
    const change = decisions.change(id, "priority");
    const judgement = decisions.judgement(id);
    const decided: string[] = [];
    for (const d of [change, judgement])
      if (d) {
        decisions.applied(d);
        decided.push(idOf.decision(d.id));
      }
    const component = componentId(index, scored.component);
    rows.push({
      scored,
      bandA: w?.count ?? 0,
      row: {
        id,
        type: typeId,
        labelCapable: capable[t] as boolean,
        scores: scored.scores,
        importance: scored.importance,
        likelihood: scored.likelihood,
        class: change?.set?.priority ?? derivedClass,
        derivedClass,
        lifted,
        ...(w ? { worstBand: w.band, worstGroup: w.id } : {}),
        because: {
          rule: "R12",
          from: [component, ...(w ? [w.id] : []), ...decided],
          values: { ...scored.scores, importance: scored.importance, likelihood: scored.likelihood, lifted },
        },
        ...(decided.length === 0 ? {} : { decided }),
      },
    });
  });
  const order = (x: (typeof rows)[number], y: (typeof rows)[number]) =>
    CLASSES.indexOf(x.row.class) - CLASSES.indexOf(y.row.class) ||
    y.row.importance - x.row.importance ||
    y.row.likelihood - x.row.likelihood ||
    total(y.row.scores) - total(x.row.scores) ||
    y.bandA - x.bandA ||
    (x.row.id < y.row.id ? -1 : 1);
  const ranked = rows.filter((r) => r.row.labelCapable).sort(order);
  ranked.forEach((r, i) => {
    r.row.rank = i + 1;
  });
  const rest = rows.filter((r) => !r.row.labelCapable).sort((a, b) => (a.row.id < b.row.id ? -1 : 1));
  return [...ranked, ...rest].map((r) => r.row);
}

/** Worst standing group per type on the surfaces that may lift a class, and how many single threats share its band. */
function worstGroups(
  method: Method,
  groups: ThreatGroup[],
): Map<string, { id: string; band: ThreatGroup["band"]; count: number }> {
  const { notLifting, liftSurfaces } = method.entry.priority;
  const worst = new Map<string, { id: string; band: ThreatGroup["band"]; count: number; product: number }>();
  for (const g of groups) {
    if (
      g.status === "not-applicable" ||
      g.status === "dropped" ||
      notLifting.includes(g.threat) ||
      !liftSurfaces.includes(g.surface)
    )
      continue;
    const known = worst.get(g.type);
    const product = g.worst.importance * g.worst.product;
    if (!known || g.band < known.band || (g.band === known.band && product > known.product))
      worst.set(g.type, {
        id: g.id,
        band: g.band,
        count: g.bands[g.band] + (known?.band === g.band ? known.count : 0),
        product,
      });
    else if (g.band === known.band) known.count += g.bands[g.band];
  }
  return worst;
}
