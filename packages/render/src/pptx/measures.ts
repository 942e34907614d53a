/** Slides of what is done about the risks: what ★1 changes, the label plan, what is left, requirements. */
import { M } from "../messages.ts";
import { planVerdict } from "../narrative.ts";
import { D } from "../words.ts";
import { BANDS, BODY, type Deck, DOWNWARDS, FONT, SOFT, someOf } from "./deck.ts";
import { chart, heat } from "./risks.ts";
import { C, N } from "./words.ts";

export function star1(d: Deck): void {
  const { summary, routes } = d.dossier.step2;
  const s = d.slide(d.t(C.star1), N.star1);
  chart(
    d,
    s,
    [
      { name: d.t(M.now), values: summary.groupBands },
      { name: d.t(M.star1Case), values: summary.groupBandsStar1 },
    ],
    { x: BODY.x, y: 1.1, w: 6.1, h: 2.9 },
    d.t(C.groupsAxis),
  );
  const goals = (pick: (g: (typeof routes.goals)[number]) => string | undefined) =>
    Object.fromEntries(BANDS.map((b) => [b, routes.goals.filter((g) => pick(g) === b).length]));
  chart(
    d,
    s,
    [
      { name: d.t(M.now), values: goals((g) => g.now.band) },
      { name: d.t(M.star1Case), values: goals((g) => g.star1.band) },
      { name: d.t(M.planCase), values: goals((g) => g.plan.band) },
    ],
    { x: 6.8, y: 1.1, w: 6.05, h: 2.9 },
    d.t(C.goalsAxis),
  );
  heat(d, s, summary.heat, { x: BODY.x, y: 4.2, w: 6.0 }, `${d.t(M.heat)} — ${d.t(M.before)}`);
  heat(d, s, summary.heatStar1, { x: 6.83, y: 4.2, w: 6.0 }, `${d.t(M.heat)} — ${d.t(M.after)}`);
}

export function plan(d: Deck): void {
  const { step5 } = d.dossier;
  const s = d.slide(d.t(C.plan), N.plan);
  d.bullets(
    s,
    step5.plans.map(
      (p) => `${d.t(p.by === "types" ? M.planTypes : M.planCriteria)} — ${d.t(planVerdict(d.reader, p))}`,
    ),
    { y: 1.15, h: 1.35, size: 14 },
  );
  const worth = [...step5.worth]
    .filter((w) => w.alone.weight > 0 || w.last.weight > 0)
    .sort((a, b) => b.alone.weight + b.last.weight - a.alone.weight - a.last.weight || (a.id < b.id ? -1 : 1))
    .slice(0, 8);
  if (worth.length === 0) {
    d.text(s, d.t(M.worthNone), { y: 2.7, h: 0.4 });
    return;
  }
  const labels = worth.map((w) => d.name(w.type));
  s.addChart(
    d.pptx.ChartType.bar,
    [
      { name: d.t(D.alone), labels, values: worth.map((w) => w.alone.weight) },
      { name: d.t(D.last), labels, values: worth.map((w) => w.last.weight) },
    ],
    {
      x: BODY.x,
      y: 2.55,
      w: BODY.w,
      h: 3.7,
      barDir: "bar",
      chartColors: ["2F6AA3", "9DB8D2"],
      showLegend: true,
      legendPos: "b",
      legendFontFace: FONT,
      legendFontSize: 11,
      showTitle: true,
      title: d.t(M.worth),
      titleFontFace: FONT,
      titleFontSize: 12,
      catAxisLabelFontFace: FONT,
      catAxisLabelFontSize: 11,
      catAxisOrientation: DOWNWARDS,
      showValue: true,
      dataLabelFontSize: 10,
      valAxisHidden: true,
      valGridLine: { style: "none" },
    },
  );
  d.text(s, d.t(C.worthNote), { y: 6.35, h: 0.55, size: 11, color: SOFT });
}

export function left(d: Deck): void {
  const s = d.slide(d.t(C.left), N.left);
  const { step2, study } = d.dossier;
  const rows = step2.threatGroups
    .filter((g) => g.status === "open" && g.afterStar1 <= study.threshold)
    .sort((a, b) => (a.afterStar1 + a.band + a.id < b.afterStar1 + b.band + b.id ? -1 : 1));
  if (rows.length === 0) {
    d.text(s, d.t(C.noneLeft), { y: 1.2, h: 0.5 });
    return;
  }
  /** By product type and threat, as the same threat comes in by several surfaces. */
  const merged = new Map<string, { g: (typeof rows)[number]; n: number }>();
  for (const g of rows) {
    const key = `${g.type}/${g.threat}`;
    const known = merged.get(key);
    if (known) known.n++;
    else merged.set(key, { g, n: 1 });
  }
  const shown = [...merged.values()].slice(0, 12);
  d.table(
    s,
    [
      [d.t(M.now), 6, "center"],
      [d.t(M.star1Case), 6, "center"],
      [d.t(M.type), 18],
      [d.t(M.threat), 24],
      [d.t(M.groups), 12, "center"],
      [d.t(M.reason), 30],
    ],
    shown.map(({ g, n }) => [
      { band: g.band },
      { band: g.afterStar1 },
      { strong: d.name(g.type) },
      d.t(d.reader.termName("threats", g.threat)),
      n,
      someOf(
        d,
        g.star1.reasons.map((r) => d.t(d.reader.termName("reasons", r))),
        d.lang === "ja" ? 44 : 80,
      ),
    ]),
    { y: 1.15, size: 12, more: merged.size - shown.length },
  );
}

export function requirements(d: Deck): void {
  const s = d.slide(d.t(C.requirements), N.requirements);
  const { step3, step4 } = d.dossier;
  const kept = step4.requirements.filter((r) => r.status !== "dropped");
  const types = d.reader.inPriorityOrder(step3.types).filter((t) => kept.some((r) => r.type === t.type));
  const count = (type: string, relation: string) =>
    kept.filter((r) => r.type === type && r.star1.relation === relation).length;
  const shown = types.slice(0, 13);
  d.table(
    s,
    [
      [d.t(M.type), 24],
      [d.t(C.total), 7, "center"],
      [d.t(C.same), 9, "center"],
      [d.t(C.stricter), 9, "center"],
      [d.t(C.beyond), 9, "center"],
      [d.t(M.conditions), 12, "center"],
    ],
    shown.map((t) => [
      { strong: d.name(t.type) },
      kept.filter((r) => r.type === t.type).length,
      count(t.type, "same"),
      count(t.type, "stricter"),
      count(t.type, "new"),
      step4.siteConditions.filter((r) => r.type === t.type && r.status !== "dropped").length,
    ]),
    { y: 1.15, size: 12, more: types.length - shown.length },
  );
}
