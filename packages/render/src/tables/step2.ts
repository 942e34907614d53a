/** Tables of step ②: sources, assets, risk by asset and by damage, priorities, goals. */
import { CONSIDERED, LOSSES, M, STATUS, type Words } from "../messages.ts";
import type { Reader } from "../reader.ts";
import { D } from "../words.ts";
import { Decided } from "./columns.ts";
import { lines, link, listed, type Table, table } from "./model.ts";

/** Layers of the countermeasures in the four groups of a risk-analysis sheet. */
const GROUP_OF_LAYER: Record<string, "intrusion" | "purpose" | "detect" | "continuity"> = {
  B: "intrusion",
  A: "intrusion",
  P: "intrusion",
  H: "intrusion",
  X: "purpose",
  L: "purpose",
  O: "detect",
  R: "continuity",
};

export function step2Tables(reader: Reader): Table[] {
  const { step2, step4 } = reader.dossier;
  const decided = new Decided(reader.dossier);
  const treatments = new Map(step4.treatments.map((t) => [t.group, t]));
  const choiceState = new Map(step4.choices.map((c) => [c.id, c.status]));
  /** Countermeasures against a group in one of the four columns, with a mark for their state. */
  const measures = (g: (typeof step2.threatGroups)[number], wanted: string): Words | undefined => {
    const out: Words[] = [];
    const there = new Map(g.worst.controls.map((c) => [c.control, c.state]));
    const ids = [...new Set([...there.keys(), ...(treatments.get(g.id)?.countermeasures ?? [])])].sort();
    for (const id of ids) {
      const layer = String(reader.term("countermeasures", id)?.more?.layer ?? "");
      if ((GROUP_OF_LAYER[layer] ?? "purpose") !== wanted) continue;
      const state = there.get(id);
      if (!state && choiceState.get(`ch:${g.type.slice(3)}/${id}`) === "dropped") continue;
      const mark = state === "full" ? "○" : state === "partial" ? "△" : "◇";
      const name = reader.termName("countermeasures", id);
      out.push({ ja: `${mark}${name.ja}`, en: `${mark} ${name.en}` });
    }
    return lines(out);
  };
  const groups = [...step2.threatGroups].sort((a, b) =>
    a.band < b.band
      ? -1
      : a.band > b.band
        ? 1
        : b.worst.importance * b.worst.product - a.worst.importance * a.worst.product ||
          (a.id < b.id ? -1 : 1),
  );
  const goals = [...step2.routes.goals].sort((a, b) => {
    const rank = (g: typeof a) => `${g.now.band ?? "Z"}${g.star1.band ?? "Z"}${g.id}`;
    return rank(a) < rank(b) ? -1 : 1;
  });
  const steps = goals.flatMap((goal, n) =>
    goal.routes.flatMap((id, k) => {
      const route = reader.route(id);
      return route?.steps.map((step, i) => ({ goal, route, step, no: `${n + 1}-${k + 1}`, i: i + 1 })) ?? [];
    }),
  );
  const none = M.none;
  return [
    table({
      id: "sources",
      group: "step2",
      title: { ja: "②脅威源", en: "②Threat sources" },
      items: step2.sources,
      rowId: (s) => s.id,
      columns: ({ column, idColumn }) => [
        column("no", "no_", "text", 4, (s) => s.id.slice(3)),
        column("source", "source", "text", 16, (s) => reader.termName("threat-sources", s.id.slice(3))),
        column("starts", "startsAt", "long", 20, (s) => {
          return reader.term("threat-sources", s.id.slice(3))?.more?.startsAt as Words | undefined;
        }),
        column("scope", "inScope", "text", 6, (s) => (s.inScope ? M.inScope : M.outScope)),
        column("reason", "reason", "long", 20, (s) => s.reason),
        idColumn((s) => s.id),
      ],
    }),
    table({
      id: "assets",
      group: "step2",
      title: { ja: "②守るべき資産と重要度", en: "②Assets and importance" },
      edits: "decision",
      items: step2.assets,
      rowId: (a) => a.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 12, (a) => link(reader.name(a.type), a.type)),
        column("class", "assetClass", "text", 9, (a) => reader.termName("asset-classes", a.class)),
        column("asset", "asset", "text", 14, (a) => reader.termName("asset-kinds", a.kind)),
        column("named", "name", "text", 12, (a) => listed(a.named.map((n) => n.name))),
        column("instances", "count", "number", 4, (a) => a.instances),
        column("importance", "importance", "number", 5, (a) => a.importance),
        column("star1", "star1", "text", 5, (a) => (a.inStar1 ? "★" : "")),
        ...decided.columns<(typeof step2.assets)[number]>(
          (a) => a.id,
          [{ field: "importance", title: "changedImportance" }],
          false,
        ),
        idColumn((a) => a.id),
      ],
    }),
    table({
      id: "asset-risk",
      group: "step2",
      title: { ja: "②資産ベースのリスク分析", en: "②Risk by asset" },
      note: D.assetRiskNote,
      edits: "decision",
      items: groups,
      rowId: (g) => g.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 9, (g) => link(reader.name(g.type), g.type)),
        column("target", "target", "text", 9, (g) => link(reader.name(g.worst.component), g.worst.component)),
        column("threatLevel", "threatLevel", "number", 3, (g) => g.worst.threatLevel),
        column("vulnerability", "vulnerabilityLevel", "number", 3, (g) => g.worst.vulnerabilityLevel),
        column("importance", "importance", "number", 3, (g) => g.worst.importance),
        column("band", "riskValue", "band", 3, (g) => g.band),
        column("surface", "surface", "text", 8, (g) =>
          link(reader.termName("attack-surfaces", g.surface), `sf:${g.type.slice(3)}/${g.surface}`),
        ),
        column("threat", "threat", "text", 10, (g) => {
          const name = reader.termName("threats", g.threat);
          const stride = g.stride.join("");
          return stride === "" ? name : { ja: `${name.ja}(${stride})`, en: `${name.en} (${stride})` };
        }),
        column("asset", "asset", "text", 9, (g) =>
          link(
            listed(g.assetKinds.map((k) => reader.termName("asset-kinds", k))),
            `at:${g.type.slice(3)}/${g.assetKinds[0]}`,
          ),
        ),
        column("intrusion", "defendIntrusion", "text", 9, (g) => measures(g, "intrusion")),
        column("purpose", "defendPurpose", "text", 9, (g) => measures(g, "purpose")),
        column("detect", "detect", "text", 7, (g) => measures(g, "detect")),
        column("continuity", "continuity", "text", 7, (g) => measures(g, "continuity")),
        column("measureLevel", "countermeasureLevel", "number", 3, (g) => g.worst.countermeasureLevel),
        column("afterStar1", "afterStar1", "band", 4, (g) => g.afterStar1),
        column("star1", "star1", "text", 4, (g) => CONSIDERED[g.star1.considered], { print: false }),
        column(
          "causes",
          "cause",
          "text",
          8,
          (g) => lines(g.causes.map((c) => reader.termName("causes", c))),
          {
            print: false,
          },
        ),
        column("sources", "sources", "text", 6, (g) => g.sources.map((s) => s.slice(3)).join(" "), {
          print: false,
        }),
        column("instances", "count", "number", 4, (g) => g.instances, { print: false }),
        column("status", "status", "text", 5, (g) => STATUS[g.status]),
        ...decided.columns<(typeof groups)[number]>(
          (g) => g.id,
          [
            { field: "threatLevel", title: "changedThreat" },
            { field: "countermeasureLevel", title: "changedMeasures" },
          ],
        ),
        idColumn((g) => g.id),
      ],
    }),
    table({
      id: "priorities",
      group: "step2",
      title: { ja: "②製品類型の優先度", en: "②Priorities" },
      note: M.prioritiesNote,
      edits: "decision",
      items: step2.priorities,
      rowId: (p) => p.id,
      columns: ({ column, idColumn }) => [
        column("rank", "rank", "number", 4, (p) => p.rank ?? M.notRanked),
        column("class", "priority", "text", 4, (p) => p.class),
        column("type", "type", "text", 13, (p) => link(reader.name(p.type), p.type)),
        ...(["outage", "harm", "logical", "physical", "information"] as const).map((k) =>
          column(k, k, "number", 5, (p) => p.scores[k]),
        ),
        column("importance", "imp", "number", 4, (p) => p.importance),
        column("likelihood", "like", "number", 5, (p) => p.likelihood),
        column("worst", "worst", "band", 5, (p) =>
          p.worstGroup ? link(p.worstBand, p.worstGroup) : p.worstBand,
        ),
        column("lifted", "remarks", "text", 12, (p) => (p.lifted ? M.lifted : undefined)),
        ...decided.columns<(typeof step2.priorities)[number]>(
          (p) => p.id,
          [{ field: "priority", title: "changedPriority" }],
          false,
        ),
        idColumn((p) => p.id),
      ],
    }),
    table({
      id: "goals",
      group: "step2",
      title: { ja: "②攻撃対象", en: "②Goals of attack" },
      note: M.routesNote,
      items: goals,
      rowId: (g) => g.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("component", "goal", "text", 13, (g) => link(reader.name(g.component), g.component)),
        column("loss", "loss", "text", 5, (g) => LOSSES[g.loss]),
        column("assets", "asset", "text", 18, (g) =>
          listed(g.assets.map((a) => reader.termName("asset-kinds", a.slice(a.lastIndexOf("/") + 1)))),
        ),
        column("level", "damage", "number", 5, (g) => g.level),
        column("now", "now", "band", 4, (g) => g.now.band ?? none),
        column("star1", "star1Case", "band", 4, (g) => g.star1.band ?? none),
        column("plan", "planCase", "band", 4, (g) => g.plan.band ?? none),
        column("sources", "sources", "text", 12, (g) => g.now.sources.map((s) => s.slice(3)).join(" ")),
        column("routes", "routesOf", "number", 5, (g) => g.routes.length),
        column("status", "status", "text", 6, (g) => STATUS[g.status]),
        idColumn((g) => g.id),
      ],
    }),
    table({
      id: "damage-risk",
      group: "step2",
      title: { ja: "②事業被害ベースのリスク分析", en: "②Risk by damage" },
      note: D.damageRiskNote,
      items: steps,
      rowId: (s) => `${s.route.id}#${s.i}`,
      columns: ({ column, idColumn }) => [
        column("no", "routeNo", "text", 5, (s) => s.no),
        column("goal", "goal", "text", 10, (s) =>
          s.i === 1 ? link(reader.goalName(s.goal), s.goal.id) : undefined,
        ),
        column("source", "source", "text", 8, (s) =>
          s.i === 1 ? reader.termName("threat-sources", s.route.source.slice(3)) : undefined,
        ),
        column("step", "stepNo", "number", 4, (s) => s.i),
        column("text", "attackStep", "long", 26, (s) => s.step.text),
        column("threatLevel", "threatLevel", "number", 4, (s) => s.step.threatLevel),
        column("damage", "damage", "number", 4, (s) => (s.i === 1 ? s.goal.level : undefined)),
        column("band", "riskValue", "band", 4, (s) => (s.i === 1 ? s.route.band : undefined)),
        column("stopped", "stoppedBy", "text", 12, (s) =>
          lines(s.step.stoppedBy.map((c) => reader.termName("countermeasures", c))),
        ),
        column("closed", "closedByStar1", "text", 7, (s) => s.step.closedBy.join(", ")),
        column("stepLevel", "stepLevel", "number", 4, (s) => s.step.countermeasureLevel),
        column("routeLevel", "routeLevel", "number", 4, (s) =>
          s.i === 1 ? s.route.countermeasureLevel : undefined,
        ),
        column("star1", "star1Case", "text", 8, (s) =>
          s.i === 1 ? (s.route.star1 === "closed" ? M.routeClosed : M.routeOpen) : undefined,
        ),
        idColumn((s) => `${s.route.id}#${s.i}`),
      ],
    }),
    table({
      id: "choke-points",
      group: "step2",
      title: { ja: "②要衝", en: "②Choke points" },
      note: M.chokesNote,
      items: step2.routes.chokePoints,
      rowId: (c) => c.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("component", "component", "text", 16, (c) => link(reader.name(c.component), c.component)),
        column("pairs", "pairs", "number", 8, (c) => c.pairs),
        column("weight", "weightWord", "number", 8, (c) => c.weight),
        column("cuts", "cuts", "number", 8, (c) => c.cuts),
        idColumn((c) => c.id),
      ],
    }),
  ];
}
