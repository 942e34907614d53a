/** The tables of the six steps, in their order. */

import type { Because, Dossier, Term } from "@seiza/dossier";
import { Trace } from "@seiza/dossier";
import {
  ACTIVITY_STATES,
  BASIS,
  CONSIDERED,
  CROSS_STATUS,
  GROUND_STATES,
  LOSSES,
  M,
  RESULTS,
  SCHEMES,
  STATUS,
  VALUE_NAMES,
  VERDICTS,
  type Words,
} from "../messages.ts";
import type { Reader } from "../reader.ts";
import { COMMITS, D, DEMANDS, FITS } from "../words.ts";
import { Decided } from "./columns.ts";
import { column, lines, listed, type Table, table } from "./model.ts";

const plain = (text: string): Words => ({ ja: text, en: text });
const choices = (of: Record<string, Words>) => Object.entries(of).map(([id, name]) => ({ id, name }));
const link = (value: Words | string | number | undefined, to: string) => ({ value, to });

export function step1Tables(reader: Reader): Table[] {
  const { step1 } = reader.dossier;
  const all = <T>(pick: (c: (typeof step1.configurations)[number]) => readonly T[]) =>
    step1.configurations.flatMap((c) => pick(c).map((row) => ({ cfg: c, row })));
  const face = (id: string): Words => {
    const name = reader.name(`co:${id.slice(3, id.lastIndexOf("."))}`);
    const tail = id.slice(id.lastIndexOf(".") + 1);
    return { ja: `${name.ja} ${tail}`, en: `${name.en} ${tail}` };
  };
  return [
    table({
      id: "components",
      group: "step1",
      title: { ja: "①資産一覧(構成要素)", en: "①Components" },
      edits: "component",
      items: all((c) => c.components),
      rowId: ({ row }) => row.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("configuration", "configuration", "text", 9, ({ cfg }) => cfg.name, {
          print: step1.configurations.length > 1,
        }),
        column("name", "name", "text", 14, ({ row }) => row.name, {
          entry: { type: "text", max: 2000, required: true },
        }),
        column("type", "type", "text", 12, ({ row }) => link(reader.name(row.type), row.type)),
        column("zone", "zone", "text", 10, ({ row }) => reader.name(row.zone)),
        column("quantity", "quantity", "number", 5, ({ row }) => row.quantity, {
          entry: { type: "whole", min: 1, max: 10_000_000 },
        }),
        column("importance", "importance", "number", 5, ({ row }) => row.importance),
        column("label", "labelScope", "text", 6, ({ row }) => (row.labelCapable ? M.yes : M.no)),
        idColumn(({ row }) => row.id),
      ],
    }),
    table({
      id: "interfaces",
      group: "step1",
      title: { ja: "①インタフェース", en: "①Interfaces" },
      items: all((c) => c.interfaces),
      rowId: ({ row }) => row.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("component", "component", "text", 13, ({ row }) =>
          link(reader.name(row.component), row.component),
        ),
        column("interface", "interface", "text", 6, ({ row }) => row.id.slice(row.id.lastIndexOf(".") + 1)),
        column("use", "use", "text", 5, ({ row }) => reader.value("use", row.use)),
        column("enabled", "enabled", "text", 4, ({ row }) => (row.enabled ? "○" : "×")),
        column("medium", "medium", "text", 7, ({ row }) => reader.termName("media", row.medium)),
        column("protocol", "protocol", "text", 10, ({ row }) => row.protocol),
        ...(["authentication", "encryption", "integrity", "privilege", "reach"] as const).map((f) =>
          column(f, f, "text", 7, ({ row }) => reader.value(f, row[f])),
        ),
        idColumn(({ row }) => row.id),
      ],
    }),
    table({
      id: "flows",
      group: "step1",
      title: { ja: "①データフロー", en: "①Data flows" },
      items: all((c) => c.flows),
      rowId: ({ row }) => row.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("from", "from", "text", 14, ({ row }) => link(face(row.from), row.from)),
        column("to", "to", "text", 14, ({ row }) => link(face(row.to), row.to)),
        column("name", "name", "text", 12, ({ row }) => row.name),
        column("protocol", "protocol", "text", 8, ({ row }) => row.protocol),
        column("command", "command", "text", 4, ({ row }) => (row.command ? "○" : "")),
        column("filter", "filter", "text", 8, ({ row }) => reader.value("filter", row.filter)),
        column("carries", "carries", "text", 10, ({ row }) =>
          listed(row.carries.map((k) => reader.termName("asset-kinds", k))),
        ),
        idColumn(({ row }) => row.id),
      ],
    }),
    table({
      id: "types",
      group: "step1",
      title: { ja: "①IoT製品類型", en: "①Product types" },
      items: step1.productTypes,
      rowId: (t) => t.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 14, (t) => t.name),
        column("components", "components", "number", 6, (t) => t.components),
        column("units", "quantity", "number", 6, (t) => t.units),
        column("label", "labelScope", "text", 6, (t) => M[t.label.capable]),
        column("reason", "reason", "long", 24, (t) => reader.termName("reasons", t.label.reason)),
        column("protocols", "protocol", "text", 14, (t) => t.protocols.join(", ")),
        idColumn((t) => t.id),
      ],
    }),
    table({
      id: "assumptions",
      group: "step1",
      title: { ja: "①仮定した値", en: "①Assumed values" },
      note: M.assumptionsNote,
      items: step1.assumptions,
      rowId: (a) => `${a.type}/${a.fact}/${a.value}`,
      columns: ({ column, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 14, (a) => link(reader.name(a.type), a.type)),
        column("item", "item", "text", 12, (a) => reader.termName("scales", a.fact)),
        column("value", "value", "text", 12, (a) => reader.value(a.fact, a.value)),
        column("places", "places", "number", 5, (a) => a.places),
      ],
    }),
  ];
}

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
        column("assets", "assets", "text", 18, (g) =>
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

export function step3Tables(reader: Reader): Table[] {
  const types = reader.inPriorityOrder(reader.dossier.step3.types);
  const surfaces = types.flatMap((t) => t.surfaces.map((row) => ({ type: t.type, row })));
  const cells = types.flatMap((t) => t.cells.map((row) => ({ type: t.type, row })));
  const face = (id: string): Words => {
    const name = reader.name(`co:${id.slice(3, id.lastIndexOf("."))}`);
    const tail = id.slice(id.lastIndexOf(".") + 1);
    return tail === "@body"
      ? { ja: `${name.ja} ${M.wayBody.ja}`, en: `${name.en} ${M.wayBody.en}` }
      : { ja: `${name.ja} ${tail}`, en: `${name.en} ${tail}` };
  };
  return [
    table({
      id: "surfaces",
      group: "step3",
      title: { ja: "③アタックサーフェス", en: "③Attack surfaces" },
      items: surfaces,
      rowId: ({ row }) => row.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 12, ({ type }) => link(reader.name(type), type)),
        column("surface", "surface", "text", 12, ({ row }) =>
          reader.termName("attack-surfaces", row.surface),
        ),
        column("star1", "star1", "text", 5, ({ row }) => (row.inStar1 ? M.yes : M.no)),
        column("reach", "reach", "text", 10, ({ row }) => reader.value("reach", row.reach)),
        column("ways", "wayIn", "long", 26, ({ row }) => {
          const named = row.interfaces.slice(0, 12).map(face);
          const more = row.interfaces.length - named.length;
          return listed(more > 0 ? [...named, plain(`+${more}`)] : named);
        }),
        column("components", "components", "number", 5, ({ row }) => row.components),
        idColumn(({ row }) => row.id),
      ],
    }),
    table({
      id: "cells",
      group: "step3",
      title: { ja: "③資産×サーフェスの脅威", en: "③Threats by asset+surface" },
      note: M.cellsNote,
      items: cells,
      rowId: ({ type, row }) => `${type}/${row.assetClass}/${row.surface}`,
      columns: ({ column, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 12, ({ type }) => link(reader.name(type), type)),
        column("class", "assetClass", "text", 10, ({ row }) =>
          reader.termName("asset-classes", row.assetClass),
        ),
        column("surface", "surface", "text", 12, ({ row }) =>
          link(reader.termName("attack-surfaces", row.surface), row.groups[0] ?? ""),
        ),
        column("threats", "threats", "long", 34, ({ row }) =>
          listed(
            row.groups
              .map((id) => reader.group(id))
              .filter((g) => g !== undefined)
              .map((g) => {
                const name = reader.termName("threats", g.threat);
                return { ja: `${g.band} ${name.ja}`, en: `${g.band} ${name.en}` };
              }),
          ),
        ),
        column("count", "count", "number", 4, ({ row }) => row.groups.length),
        column("star1", "star1", "text", 6, ({ row }) => CONSIDERED[row.star1]),
      ],
    }),
  ];
}

export function step4Tables(reader: Reader): Table[] {
  const { step4 } = reader.dossier;
  const decided = new Decided(reader.dossier);
  const byType = <T extends { type: string; no?: number }>(rows: readonly T[]) =>
    reader.inPriorityOrder([...rows].sort((a, b) => (a.no ?? 0) - (b.no ?? 0)));
  const layers = (ids: readonly string[]) =>
    listed(
      ids.map((l) => reader.termName("layers", l)),
      { ja: "・", en: ", " },
    );
  const treatments = step4.treatments
    .map((t) => ({ t, g: reader.group(t.group) }))
    .filter(({ g }) => g?.status === "open" && (g.band === "A" || g.band === "B"))
    .sort((a, b) => ((a.g?.band ?? "E") < (b.g?.band ?? "E") ? -1 : a.t.group < b.t.group ? -1 : 1));
  return [
    table({
      id: "choices",
      group: "step4",
      title: { ja: "④対策候補", en: "④Countermeasures" },
      edits: "decision",
      items: byType(step4.choices),
      rowId: (c) => c.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 12, (c) => link(reader.name(c.type), c.type)),
        column("cm", "measureNo", "text", 4, (c) => c.countermeasure),
        column("name", "countermeasure", "text", 16, (c) =>
          reader.termName("countermeasures", c.countermeasure),
        ),
        column("layer", "layer", "text", 7, (c) =>
          reader.termName(
            "layers",
            String(reader.term("countermeasures", c.countermeasure)?.more?.layer ?? ""),
          ),
        ),
        column("gain", "gain", "number", 4, (c) => c.gain, { print: false }),
        column("cost", "cost", "number", 4, (c) => c.cost, { print: false }),
        column("fit", "fit", "text", 6, (c) => FITS[c.fit]),
        column("threats", "threatsCount", "number", 5, (c) =>
          c.groups[0] ? link(c.groups.length, c.groups[0]) : c.groups.length,
        ),
        column("status", "status", "text", 6, (c) => STATUS[c.status]),
        ...decided.columns<(typeof step4.choices)[number]>((c) => c.id, []),
        idColumn((c) => c.id),
      ],
    }),
    table({
      id: "requirements",
      group: "step4",
      title: { ja: "④セキュリティ要件", en: "④Requirements" },
      edits: "decision",
      items: byType(step4.requirements),
      rowId: (r) => r.id,
      columns: ({ column, idColumn }) => [
        column("type", "type", "text", 10, (r) => link(reader.name(r.type), r.type)),
        column("no", "no_", "number", 4, (r) => r.no),
        column("name", "countermeasure", "text", 10, (r) =>
          r.countermeasure
            ? link(
                reader.termName("countermeasures", r.countermeasure),
                `ch:${r.type.slice(3)}/${r.countermeasure}`,
              )
            : undefined,
        ),
        column("statement", "statement", "long", 30, (r) => r.statement),
        column("level", "level", "band", 4, (r) => r.level),
        column("relation", "link", "text", 7, (r) => M[r.star1.relation]),
        column("star1", "star1Requirements", "text", 7, (r) => r.star1.requirements.join(", ")),
        column("criteria", "star1Criteria", "text", 8, (r) => r.star1.criteria.join(", ")),
        column("verification", "verification", "text", 12, (r) =>
          lines(r.verification.map((v) => reader.termName("verifications", v))),
        ),
        column("threats", "threatsCount", "number", 4, (r) =>
          r.groups[0] ? link(r.groups.length, r.groups[0]) : r.groups.length,
        ),
        column("status", "status", "text", 5, (r) => STATUS[r.status]),
        ...decided.columns<(typeof step4.requirements)[number]>(
          (r) => r.id,
          [{ field: "statement", title: "changedStatement" }],
        ),
        idColumn((r) => r.id),
      ],
    }),
    table({
      id: "conditions",
      group: "step4",
      title: { ja: "④設置・運用の条件", en: "④Site conditions" },
      edits: "decision",
      items: byType(step4.siteConditions),
      rowId: (r) => r.id,
      columns: ({ column, idColumn }) => [
        column("type", "type", "text", 10, (r) => link(reader.name(r.type), r.type)),
        column("no", "no_", "number", 4, (r) => r.no),
        column("name", "countermeasure", "text", 10, (r) =>
          reader.termName("countermeasures", r.countermeasure),
        ),
        column("statement", "condition", "long", 34, (r) => r.statement),
        column("level", "level", "band", 4, (r) => r.level),
        column("status", "status", "text", 5, (r) => STATUS[r.status]),
        ...decided.columns<(typeof step4.siteConditions)[number]>(
          (r) => r.id,
          [{ field: "statement", title: "changedStatement" }],
        ),
        idColumn((r) => r.id),
      ],
    }),
    table({
      id: "defence",
      group: "step4",
      title: { ja: "④多層防御", en: "④Defence in depth" },
      note: M.defenceNote,
      items: treatments,
      rowId: ({ t }) => t.group,
      columns: ({ column, numberColumn }) => [
        numberColumn(),
        column("band", "riskValue", "band", 4, ({ g }) => g?.band),
        column("type", "type", "text", 10, ({ g }) => link(reader.name(g?.type ?? ""), g?.type ?? "")),
        column("threat", "threat", "text", 12, ({ t, g }) =>
          link(reader.termName("threats", g?.threat ?? ""), t.group),
        ),
        column("surface", "surface", "text", 10, ({ g }) =>
          reader.termName("attack-surfaces", g?.surface ?? ""),
        ),
        column("wanted", "wanted", "number", 4, ({ t }) => t.wanted),
        column("present", "present", "text", 9, ({ t }) => layers(t.present)),
        column("planned", "planned", "text", 9, ({ t }) => layers(t.planned)),
        column("short", "shortfall", "number", 4, ({ t }) => t.shortfall),
        column("thin", "remarks", "text", 6, ({ t }) => (t.thin ? M.thinMark : undefined), { print: false }),
        column("measures", "countermeasures", "long", 20, ({ t }) =>
          listed(t.countermeasures.map((c) => reader.termName("countermeasures", c))),
        ),
      ],
    }),
  ];
}

interface Cross {
  criterion: string;
  scheme: string;
  provisions: string[];
  relation: string;
  status: string;
}

export function step5Tables(reader: Reader): Table[] {
  const { step4, step5, terms } = reader.dossier;
  const requirements = new Map(step4.requirements.map((r) => [r.id, r]));
  const crossing = Object.entries(terms.crosswalk ?? {})
    .map(([id, t]) => ({ id, more: t.more as unknown as Cross }))
    .filter(({ more }) => more.relation !== "none");
  return [
    table({
      id: "plans",
      group: "step5",
      title: { ja: "⑤ラベル計画", en: "⑤Label plan" },
      items: step5.plans,
      rowId: (p) => p.id,
      columns: ({ column, idColumn }) => [
        column("by", "planBy", "text", 12, (p) => (p.by === "types" ? M.planTypes : M.planCriteria)),
        column("state", "result", "text", 16, (p) =>
          p.state === "found"
            ? M.planFound
            : p.state === "none-needed"
              ? M.planNoneNeeded
              : M.planNonePossible,
        ),
        column("chosen", "chosen", "long", 26, (p) =>
          listed(
            p.chosen.map((c) => {
              if (p.by === "types") return reader.name(c);
              const name = reader.termName("star1-criteria", c);
              return { ja: `${c} ${name.ja}`, en: `${c} ${name.en}` };
            }),
          ),
        ),
        column("threshold", "riskValue", "band", 5, (p) => p.threshold),
        column("bad", "planBad", "number", 7, (p) => p.goals.bad),
        column("protects", "planProtects", "number", 7, (p) => p.goals.protects),
        column("uncuttable", "planUncuttable", "number", 7, (p) => p.goals.uncuttable),
        idColumn((p) => p.id),
      ],
    }),
    table({
      id: "worth",
      group: "step5",
      title: { ja: "⑤ラベルの効き目", en: "⑤Worth of labels" },
      note: M.worthNote,
      items: [...step5.worth].sort(
        (a, b) => b.alone.weight + b.last.weight - a.alone.weight - a.last.weight || (a.id < b.id ? -1 : 1),
      ),
      rowId: (r) => r.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 16, (r) => link(reader.name(r.type), r.type)),
        column("alone", "alone", "number", 8, (r) => r.alone.weight),
        column("aloneGoals", "aloneGoals", "number", 8, (r) => r.alone.goals),
        column("last", "last", "number", 8, (r) => r.last.weight),
        column("lastGoals", "lastGoals", "number", 8, (r) => r.last.goals),
        idColumn((r) => r.id),
      ],
    }),
    table({
      id: "coverage",
      group: "step5",
      title: { ja: "⑤★1の充足", en: "⑤Coverage by ★1" },
      items: reader.inPriorityOrder(step5.coverage),
      rowId: (r) => r.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 10, (r) => link(reader.name(r.type), r.type)),
        column("requirement", "statement", "long", 32, (r) =>
          link(requirements.get(r.requirement)?.statement, r.requirement),
        ),
        column("verdict", "verdict", "text", 6, (r) => VERDICTS[r.verdict]),
        column("criteria", "covered", "text", 8, (r) => r.criteria.join(", ")),
        column("reasons", "reason", "long", 22, (r) =>
          lines(r.reasons.map((x) => reader.termName("reasons", x))),
        ),
        idColumn((r) => r.id),
      ],
    }),
    table({
      id: "activities",
      group: "step5",
      title: { ja: "⑤活用促進", en: "⑤Promotion" },
      edits: "activity",
      items: step5.activities,
      rowId: (a) => a.id,
      columns: ({ column, idColumn }) => [
        column("activity", "activity", "text", 12, (a) =>
          reader.termName("promotion-activities", a.activity),
        ),
        column(
          "task",
          "task",
          "long",
          18,
          (a) =>
            a.state === "proposed"
              ? (reader.term("promotion-activities", a.activity)?.text ?? a.name)
              : a.name,
          {},
        ),
        column("owner", "owner", "text", 7, (a) => a.owner, { entry: { type: "text", max: 200 } }),
        column("date", "date", "date", 6, (a) => a.date, { entry: { type: "text", max: 40 } }),
        column("state", "progress", "text", 5, (a) => ACTIVITY_STATES[a.state], {
          entry: { type: "choice", choices: choices(ACTIVITY_STATES) },
        }),
        column("notes", "notes", "long", 32, (a) => lines(a.notes)),
        idColumn((a) => a.id),
      ],
    }),
    table({
      id: "crosswalk",
      group: "step5",
      title: { ja: "⑤諸外国制度との対応", en: "⑤Schemes abroad" },
      note: M.crosswalkNote,
      items: crossing,
      rowId: (x) => x.id,
      columns: ({ column }) => [
        column("criterion", "criterion", "text", 6, (x) => x.more.criterion),
        column("name", "name", "text", 14, (x) => reader.termName("star1-criteria", x.more.criterion)),
        column("scheme", { ja: "制度", en: "Scheme" }, "text", 12, (x) => SCHEMES[x.more.scheme]),
        column("provisions", { ja: "条項", en: "Provisions" }, "text", 16, (x) =>
          x.more.provisions.join(", "),
        ),
        column("relation", { ja: "対応", en: "Relation" }, "text", 6, (x) =>
          x.more.relation === "partly" ? VERDICTS.partly : VERDICTS.met,
        ),
        column("status", "status", "text", 6, (x) => CROSS_STATUS[x.more.status]),
      ],
    }),
  ];
}

export function step6Tables(reader: Reader): Table[] {
  const { step6, market } = reader.dossier;
  const decided = new Decided(reader.dossier);
  const types = reader.inPriorityOrder(step6.types);
  const candidates = types.flatMap((t) => t.candidates.map((row) => ({ type: t.type, row })));
  const grounds = types.filter((t) => t.need).flatMap((t) => t.grounds.map((row) => ({ type: t.type, row })));
  const evidence = <R extends { evidence?: string | undefined; date?: string | undefined }>() => [
    column<R>("evidence", "evidence", "long", 18, (m) => m.evidence, { entry: { type: "text", max: 2000 } }),
    column<R>("date", "date", "date", 7, (m) => m.date, { entry: { type: "date" } }),
  ];
  const commits = <R extends { commits: string }>() =>
    column<R>("commits", "commits", "text", 7, (m) => COMMITS[m.commits], {
      entry: { type: "choice", choices: choices(COMMITS) },
    });
  return [
    table({
      id: "needs",
      group: "step6",
      title: { ja: "⑥★2以上の要否", en: "⑥Need for ★2" },
      note: M.operatorDecides,
      items: types,
      rowId: (n) => n.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 12, (n) => link(reader.name(n.type), n.type)),
        column("result", "result", "text", 12, (n) => RESULTS[n.result]),
        column("residual", "residual", "number", 5, (n) =>
          n.groups[0] ? link(n.groups.length, n.groups[0]) : n.groups.length,
        ),
        column("assets", "atStake", "text", 18, (n) =>
          listed(n.assets.map((a) => reader.termName("asset-kinds", a.id.slice(a.id.lastIndexOf("/") + 1)))),
        ),
        column("candidates", "candidates", "number", 6, (n) => n.candidates.length),
        column("missing", "missing", "long", 28, (n) => lines(n.missing)),
        idColumn((n) => n.id),
      ],
    }),
    table({
      id: "candidates",
      group: "step6",
      title: { ja: "⑥要件の案", en: "⑥Candidate requirements" },
      edits: "decision",
      items: candidates,
      rowId: ({ row }) => row.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 10, ({ type }) => link(reader.name(type), type)),
        column("statement", "statement", "long", 34, ({ row }) => link(row.statement, row.requirement)),
        column("verification", "verification", "text", 12, ({ row }) =>
          lines(row.verification.map((v) => reader.termName("verifications", v))),
        ),
        column("residual", "residual", "number", 5, ({ row }) => row.groups.length),
        column("status", "status", "text", 5, ({ row }) => STATUS[row.status]),
        ...decided.columns<(typeof candidates)[number]>(
          ({ row }) => row.id,
          [{ field: "statement", title: "changedStatement" }],
        ),
        idColumn(({ row }) => row.id),
      ],
    }),
    table({
      id: "grounds",
      group: "step6",
      title: { ja: "⑥業界標準の根拠", en: "⑥Grounds" },
      items: grounds,
      rowId: ({ type, row }) => `${type}/${row.ground}`,
      columns: ({ column, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 10, ({ type }) => link(reader.name(type), type)),
        column("ground", "ground", "text", 12, ({ row }) => reader.termName("star2-grounds", row.ground)),
        column("state", "progress", "text", 6, ({ row }) => GROUND_STATES[row.state]),
        column("text", "text", "long", 18, ({ row }) => row.text),
        column("evidence", "evidence", "long", 22, ({ row }) =>
          lines(
            row.evidence.map((e) => {
              const tail = `${e.evidence ? `: ${e.evidence}` : ""}${e.date ? ` (${e.date})` : ""}`;
              const mark = e.counts ? "✓ " : "– ";
              return { ja: `${mark}${e.name.ja}${tail}`, en: `${mark}${e.name.en}${tail}` };
            }),
          ),
        ),
        column("missing", "missing", "long", 22, ({ row }) => lines(row.missing)),
      ],
    }),
    table({
      id: "makers",
      group: "step6",
      title: { ja: "⑥市場(ベンダー)", en: "⑥Market - makers" },
      edits: "maker",
      items: market.makers,
      rowId: (m) => m.id,
      columns: ({ column, idColumn }) => [
        column("name", "name", "text", 14, (m) => m.name),
        column("type", "type", "text", 12, (m) => link(reader.name(m.type), m.type)),
        column("sharePercent", "sharePercent", "number", 6, (m) => m.sharePercent, {
          entry: { type: "number", min: 0, max: 100 },
        }),
        commits(),
        ...evidence<(typeof market.makers)[number]>(),
        idColumn((m) => m.id),
      ],
    }),
    table({
      id: "integrators",
      group: "step6",
      title: { ja: "⑥市場(選定事業者)", en: "⑥Market - selecting firms" },
      edits: "integrator",
      items: market.integrators,
      rowId: (m) => m.id,
      columns: ({ column, idColumn }) => [
        column("name", "name", "text", 14, (m) => m.name),
        column("rank", "rankNo", "number", 5, (m) => m.rank, { entry: { type: "whole", min: 1, max: 1000 } }),
        commits(),
        ...evidence<(typeof market.integrators)[number]>(),
        idColumn((m) => m.id),
      ],
    }),
    table({
      id: "guidelines",
      group: "step6",
      title: { ja: "⑥市場(制度・ガイドライン)", en: "⑥Market - guidelines" },
      edits: "guideline",
      items: market.guidelines,
      rowId: (m) => m.id,
      columns: ({ column, idColumn }) => [
        column("name", "name", "text", 22, (m) => m.name),
        column("demand", "demand", "text", 8, (m) => DEMANDS[m.demand], {
          entry: { type: "choice", choices: choices(DEMANDS) },
        }),
        ...evidence<(typeof market.guidelines)[number]>(),
        idColumn((m) => m.id),
      ],
    }),
  ];
}

/** Tables of the catalogue whose terms the annex lists, in the order of the steps. */
export const ANNEX = [
  "rules",
  "risk-method",
  "asset-classes",
  "asset-kinds",
  "attack-surfaces",
  "main-threats",
  "threats",
  "attack-techniques",
  "causes",
  "threat-sources",
  "layers",
  "countermeasures",
  "star1-requirements",
  "star1-criteria",
  "priority-viewpoints",
  "reasons",
  "verifications",
  "scales",
];

export function closingTables(reader: Reader): Table[] {
  const { decisions, warnings, terms } = reader.dossier;
  const cited = ANNEX.flatMap((name) =>
    Object.entries(terms[name] ?? {}).map(([id, term]) => ({ name, id, term })),
  );
  const origin = (term: Term): Words | undefined =>
    listed(
      [
        BASIS[term.basis] as Words,
        ...term.source.map((s) => {
          const name = reader.termName("documents", s.doc);
          const page = s.page ? ` P.${s.page}` : "";
          return { ja: `${name.ja}${page}`, en: `${name.en}${page}` };
        }),
      ],
      { ja: "; ", en: "; " },
    );
  return [
    table({
      id: "decisions",
      group: "closing",
      title: { ja: "決定の記録", en: "Decisions" },
      items: decisions,
      rowId: (d) => d.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("target", "target", "text", 14, (d) => link(d.target, d.target)),
        column("action", "action", "text", 5, (d) => reader.value("decisionAction", d.action)),
        column("reason", "reason", "long", 26, (d) => d.reason),
        column("by", "by", "text", 8, (d) => d.by),
        column("date", "date", "date", 6, (d) => d.date),
        column("state", "state", "text", 6, (d) => STATUS[d.state]),
        idColumn((d) => d.id),
      ],
    }),
    table({
      id: "warnings",
      group: "closing",
      title: { ja: "注意", en: "Warnings" },
      items: warnings,
      rowId: (w, i) => `${w.code}/${i}`,
      columns: ({ column, numberColumn }) => [
        numberColumn(),
        column("path", "item", "text", 16, (w) => w.path),
        column("message", "warnings", "long", 28, (w) => w.message),
        column("mend", "mend", "long", 28, (w) => w.mend),
      ],
    }),
    table({
      id: "terms",
      group: "closing",
      title: { ja: "用語と出典", en: "Terms and origin" },
      note: M.annexNote,
      items: cited,
      rowId: (t) => `${t.name}/${t.id}`,
      columns: ({ column }) => [
        column("table", "table", "text", 9, (t) => t.name),
        column("no", "id", "text", 9, (t) => t.id),
        column("term", "term", "text", 14, (t) => t.term.name),
        column("text", "text", "long", 30, (t) => t.term.text),
        column("origin", "origin", "long", 22, (t) => origin(t.term)),
      ],
    }),
  ];
}

/**
 * Reason of every derived item, one row each.
 * @param shownFrom causes named one by one; the rest is counted
 */
export function traceTable(reader: Reader, shownFrom = 60): Table {
  const trace = new Trace(reader.dossier);
  const items = [...trace.items.values()].filter(
    (i): i is typeof i & { because: Because } =>
      i.because !== undefined &&
      !["structure", "input", "group"].includes(i.because.rule) &&
      !i.id.startsWith("as:"),
  );
  const reasons = ({ from, values }: Because): Words => {
    const causes = `${from.slice(0, shownFrom).join(", ")}${from.length > shownFrom ? ` … (${from.length})` : ""}`;
    const decisive = (l: keyof Words) =>
      Object.entries(values ?? {})
        .map(([key, v]) => `${(VALUE_NAMES[key] ?? plain(key))[l]} ${v}`)
        .join(l === "ja" ? "、" : ", ");
    const joined = (l: keyof Words) => [causes, decisive(l)].filter((x) => x !== "").join("\n");
    return { ja: joined("ja"), en: joined("en") };
  };
  return table({
    id: "trace",
    group: "closing",
    title: { ja: "根拠の一覧", en: "Trace" },
    note: D.traceNote,
    items,
    rowId: (i) => i.id,
    columns: ({ column }) => [
      column("item", "item", "long", 22, (i) => {
        const named = (l: keyof Words) => (i.name[l] === "" ? i.id : `${i.id}\n${i.name[l]}`);
        return { ja: named("ja"), en: named("en") };
      }),
      column("rule", "rule", "text", 5, (i) => i.because.rule),
      column("from", "madeFromAndValues", "long", 40, (i) => reasons(i.because)),
    ],
  });
}

export function tablesOf(reader: Reader): Table[] {
  return [
    ...step1Tables(reader),
    ...step2Tables(reader),
    ...step3Tables(reader),
    ...step4Tables(reader),
    ...step5Tables(reader),
    ...step6Tables(reader),
    ...closingTables(reader),
    traceTable(reader),
  ];
}

/** The numbers on the first page. */
export function figuresOf(dossier: Dossier): {
  key:
    | "components"
    | "productTypesN"
    | "groups"
    | "singles"
    | "requirements"
    | "conditions"
    | "thin"
    | "decisionsN"
    | "assumptionsN";
  n: number;
}[] {
  const { study, step1, step2, step4, decisions } = dossier;
  return [
    { key: "components", n: study.counts.components },
    { key: "productTypesN", n: study.counts.productTypes },
    { key: "groups", n: step2.summary.groups },
    { key: "singles", n: step2.summary.instances },
    { key: "requirements", n: step4.requirements.filter((r) => r.status !== "dropped").length },
    { key: "conditions", n: step4.siteConditions.filter((r) => r.status !== "dropped").length },
    { key: "thin", n: step4.thin.length },
    { key: "decisionsN", n: decisions.length },
    { key: "assumptionsN", n: step1.assumptions.reduce((sum, a) => sum + a.places, 0) },
  ];
}
