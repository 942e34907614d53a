/**
 * ④ Security requirements per product type (IoT製品類型に求めるセキュリティ要件), merged and numbered, each linked to the ★1
 * requirements and criteria where they exist. Guide P.15–19; rule R9. What only a site or a service can do becomes a
 * condition of its own: a label cannot carry it.
 */
import type { Band, Text } from "@seiza/catalog";
import type { StudyIndex } from "@seiza/model";
import type { Decisions } from "../decisions.ts";
import { idOf } from "../ids.ts";
import type { Method } from "../method.ts";
import type { Choice, Requirement, SiteCondition, Step1, Step2, Step4, ThreatGroup } from "../result.ts";
import type { Profiles } from "../step2-system/profiles.ts";
import { bilingual, fill } from "../words.ts";
import { fittingOf, treatType } from "./countermeasures.ts";

/** Types whose things are made, bought and configured as products; the rest is met by conditions on site and service. */
const NO_PRODUCT = ["out-service", "out-app", "out-general-purpose"];
const DEFAULT_THRESHOLD = "B";

export function thresholdOf(index: StudyIndex): Band {
  return index.study.system.threshold ?? DEFAULT_THRESHOLD;
}

const worstBand = (groups: ThreatGroup[]): Band =>
  groups.reduce<Band>((worst, g) => (g.band < worst ? g.band : worst), "E");

interface TypeContext {
  id: string;
  name: Text;
  isProduct: boolean;
  labelCapable: boolean;
  groups: Map<string, ThreatGroup>;
}

function statusOf(choice: Choice, changed: boolean): Requirement["status"] {
  if (changed) return "changed";
  if (choice.status === "in-place") return "proposed";
  return choice.status;
}

/** Decisions on the statement or the standing of a requirement or condition. */
function judge(
  id: string,
  base: Requirement["status"],
  statement: Text,
  decisions: Decisions,
): { status: Requirement["status"]; statement: Text; decided: string[] } {
  const change = decisions.change(id, "statement");
  const judgement = decisions.judgement(id);
  const decided: string[] = [];
  for (const d of [change, judgement])
    if (d) {
      decisions.applied(d);
      decided.push(idOf.decision(d.id));
    }
  const status =
    judgement?.action === "drop"
      ? "dropped"
      : change
        ? "changed"
        : judgement?.action === "accept"
          ? "accepted"
          : base;
  return { status, statement: change?.set?.statement ? bilingual(change.set.statement) : statement, decided };
}

function requirementOf(
  method: Method,
  type: TypeContext,
  choice: Choice,
  decisions: Decisions,
): Requirement | undefined {
  const { entry } = method.controls[
    method.controlAt.get(choice.countermeasure) as number
  ] as Method["controls"][number];
  if (!type.isProduct || !entry.requirement || !entry.who.some((w) => w === "Pd" || w === "V"))
    return undefined;
  const groups = choice.groups.map((g) => type.groups.get(g) as ThreatGroup);
  const id = idOf.requirement(type.id, entry.id);
  const judged = judge(id, statusOf(choice, false), fill(entry.requirement, { type: type.name }), decisions);
  const decided = [...(choice.decided ?? []), ...judged.decided];
  const beyond = groups.some((g) => g.star1.considered !== "yes");
  const relation =
    entry.requirements.length === 0 || !type.labelCapable ? "new" : beyond ? "stricter" : "same";
  return {
    id,
    no: 0,
    type: idOf.type(type.id),
    countermeasure: entry.id,
    statement: judged.statement,
    status: judged.status,
    level: worstBand(groups),
    groups: choice.groups,
    assets: [...new Set(groups.flatMap((g) => g.assetKinds.map((k) => idOf.assetGroup(type.id, k))))].sort(),
    surfaces: [...new Set(groups.map((g) => idOf.surface(type.id, g.surface)))].sort(),
    star1: { relation, requirements: entry.requirements, criteria: entry.criteria },
    verification: entry.verification,
    because: { rule: judged.decided.length > 0 ? "decision" : "R9", from: [choice.id, ...judged.decided] },
    ...(decided.length === 0 ? {} : { decided }),
  };
}

function siteConditionOf(
  method: Method,
  type: TypeContext,
  choice: Choice,
  decisions: Decisions,
): SiteCondition | undefined {
  const { entry } = method.controls[
    method.controlAt.get(choice.countermeasure) as number
  ] as Method["controls"][number];
  const onSite = entry.who.some((w) => w === "S" || w === "I");
  const template = onSite ? entry.siteCondition : type.isProduct ? undefined : entry.requirement;
  if (!template) return undefined;
  const id = idOf.siteCondition(type.id, entry.id);
  const judged = judge(id, statusOf(choice, false), fill(template, { type: type.name }), decisions);
  const decided = [...(choice.decided ?? []), ...judged.decided];
  return {
    id,
    no: 0,
    type: idOf.type(type.id),
    countermeasure: entry.id,
    statement: judged.statement,
    status: judged.status,
    level: worstBand(choice.groups.map((g) => type.groups.get(g) as ThreatGroup)),
    groups: choice.groups,
    because: { rule: judged.decided.length > 0 ? "decision" : "R9", from: [choice.id, ...judged.decided] },
    ...(decided.length === 0 ? {} : { decided }),
  };
}

/** Requirements that the group adds to a threat in its own words. */
function addedRequirements(type: TypeContext, decisions: Decisions): Requirement[] {
  const rows: Requirement[] = [];
  for (const group of type.groups.values())
    for (const d of decisions.additions(group.id)) {
      if (d.set?.requirement === undefined) continue;
      decisions.applied(d);
      rows.push({
        id: idOf.requirement(type.id, d.id),
        no: 0,
        type: idOf.type(type.id),
        statement: bilingual(d.set.requirement),
        status: "added",
        level: group.band,
        groups: [group.id],
        assets: group.assetKinds.map((k) => idOf.assetGroup(type.id, k)),
        surfaces: [idOf.surface(type.id, group.surface)],
        star1: { relation: "new", requirements: [], criteria: [] },
        verification: [],
        because: { rule: "decision", from: [group.id, idOf.decision(d.id)] },
        decided: [idOf.decision(d.id)],
      });
    }
  return rows;
}

/** Numbers rows from 1 within their type, in the order of their ids. */
function numbered<T extends { id: string; no: number }>(rows: T[]): T[] {
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1)).map((row, i) => ({ ...row, no: i + 1 }));
}

export function deriveRequirements(
  index: StudyIndex,
  method: Method,
  profiles: Profiles,
  step1: Step1,
  step2: Omit<Step2, "routes">,
  decisions: Decisions,
): Step4 {
  const fitting = fittingOf(index, method, profiles);
  const groupsOf = new Map<string, ThreatGroup[]>();
  for (const g of step2.threatGroups) {
    const list = groupsOf.get(g.type);
    if (list) list.push(g);
    else groupsOf.set(g.type, [g]);
  }
  const result: Step4 = { treatments: [], choices: [], requirements: [], siteConditions: [], thin: [] };
  step1.productTypes.forEach((row, t) => {
    const groups = groupsOf.get(row.id) ?? [];
    const type: TypeContext = {
      id: index.types[t]?.id ?? "",
      name: row.name,
      isProduct: !NO_PRODUCT.includes(row.label.reason),
      labelCapable: row.label.capable !== "no",
      groups: new Map(groups.map((g) => [g.id, g])),
    };
    const { treatments, choices } = treatType(
      index,
      method,
      fitting,
      t,
      groups,
      thresholdOf(index),
      decisions,
    );
    result.treatments.push(...treatments);
    result.choices.push(...choices);
    const requirements = choices
      .map((c) => requirementOf(method, type, c, decisions))
      .filter((r) => r !== undefined);
    result.requirements.push(...numbered([...requirements, ...addedRequirements(type, decisions)]));
    result.siteConditions.push(
      ...numbered(
        choices.map((c) => siteConditionOf(method, type, c, decisions)).filter((c) => c !== undefined),
      ),
    );
    result.thin.push(...treatments.filter((x) => x.thin).map((x) => x.group));
  });
  const order = <T extends { id: string }>(rows: T[]) =>
    rows.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  order(result.choices);
  order(result.requirements);
  order(result.siteConditions);
  result.treatments.sort((a, b) => (a.group < b.group ? -1 : 1));
  result.thin.sort();
  return result;
}
