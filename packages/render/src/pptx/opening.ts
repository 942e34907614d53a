/** The first slides: title, gist, what matters, what is to be protected. */
import { LOSSES, M } from "../messages.ts";
import { needsByResult, planVerdict } from "../narrative.ts";
import { figuresOf } from "../tables/figures.ts";
import { D } from "../words.ts";
import { BODY, BRAND, capital, type Deck, FONT, goalRank, INK, SOFT, someOf, WASH } from "./deck.ts";
import { C, N } from "./words.ts";

export function cover(d: Deck): void {
  const { study, generator } = d.dossier;
  const s = d.pptx.addSlide();
  s.background = { color: "FFFFFF" };
  s.addShape("rect", { x: 0, y: 0, w: 0.35, h: 7.5, fill: { color: BRAND } });
  d.text(s, `${d.t(M.report)} — ${d.t(C.deck)}`, { x: 1.1, y: 1.7, w: 11, h: 0.4, size: 16, color: SOFT });
  s.addText(d.t(study.name), {
    x: 1.1,
    y: 2.15,
    w: 11.2,
    h: 1.3,
    fontFace: FONT,
    fontSize: 38,
    bold: true,
    color: BRAND,
    margin: 0,
    valign: "top",
    fit: "shrink",
  });
  if (study.scope) d.text(s, d.t(study.scope), { x: 1.1, y: 3.55, w: 11, h: 0.8, size: 16 });
  s.addText(d.t(M.notice), {
    x: 1.1,
    y: 5.2,
    w: 11,
    h: 1.15,
    fontFace: FONT,
    fontSize: 12,
    color: INK,
    fill: { color: WASH },
    margin: 10,
    valign: "middle",
    fit: "shrink",
  });
  d.text(s, `Seiza ${generator.version}`, { x: 1.1, y: 6.7, w: 6, h: 0.3, size: 10, color: SOFT });
}

export function gist(d: Deck): void {
  const { study, step2, step5 } = d.dossier;
  const s = d.slide(d.t(C.gist), N.gist);
  figuresOf(d.dossier)
    .slice(0, 6)
    .forEach(({ key, n }, i) => {
      const x = BODY.x + i * 2.07;
      s.addText(
        [
          {
            text: n.toLocaleString("en"),
            options: { fontSize: 26, bold: true, color: BRAND, breakLine: true },
          },
          { text: capital(d.t(M[key])), options: { fontSize: 11, color: SOFT } },
        ],
        {
          x,
          y: 1.2,
          w: 1.95,
          h: 1.0,
          fontFace: FONT,
          fill: { color: WASH },
          margin: 6,
          valign: "middle",
          fit: "shrink",
        },
      );
    });
  const goals = step2.routes.goals;
  const bad = (pick: (g: (typeof goals)[number]) => string | undefined) =>
    goals.filter((g) => (pick(g) ?? "Z") <= study.threshold).length;
  const first = step2.priorities
    .filter((p) => p.rank !== undefined && p.class === "P1")
    .map((p) => d.name(p.type));
  const plan = step5.plans.find((p) => p.by === "types");
  d.bullets(
    s,
    [
      `${d.t(M.first)}: ${d.join(first.length > 0 ? first : step2.priorities.filter((p) => p.rank === 1).map((p) => d.name(p.type)))}`,
      d.t(D.goalsMove, {
        threshold: study.threshold,
        now: bad((g) => g.now.band),
        star1: bad((g) => g.star1.band),
        plan: bad((g) => g.plan.band),
      }),
      ...(plan ? [`${d.t(M.planHead)} — ${d.t(planVerdict(d.reader, plan))}`] : []),
      ...needsByResult(d.reader)
        .filter((n) => n.result !== "not-needed")
        .map((n) => `${n.name[d.lang]}: ${d.join(n.types.map((t) => t[d.lang]))}`),
      d.t(M.operatorDecides),
    ],
    { y: 2.55, h: 4.2, size: 17 },
  );
}

export function matters(d: Deck): void {
  const s = d.slide(d.t(C.matters), N.matters);
  const ranked = d.dossier.step2.priorities.filter((p) => p.rank !== undefined);
  d.text(s, d.t(M.prioritiesNote), { y: 1.08, h: 0.45, size: 11, color: SOFT });
  d.table(
    s,
    [
      [d.t(M.rank), 5, "center"],
      [d.t(M.priority), 8, "center"],
      [d.t(M.type), 20],
      ...(["outage", "harm", "logical", "physical", "information"] as const).map(
        (k): [string, number, "center"] => [d.t(M[k]), 10, "center"],
      ),
      [d.t(M.worst), 9, "center"],
    ],
    ranked
      .slice(0, 13)
      .map((p) => [
        p.rank ?? "",
        p.class,
        d.name(p.type),
        p.scores.outage,
        p.scores.harm,
        p.scores.logical,
        p.scores.physical,
        p.scores.information,
        { band: p.worstBand },
      ]),
    { y: 1.6, size: 12, more: Math.max(0, ranked.length - 13) },
  );
}

export function assets(d: Deck): void {
  const s = d.slide(d.t(C.assets), N.assets);
  const goals = [...d.dossier.step2.routes.goals].sort((a, b) => (goalRank(a) < goalRank(b) ? -1 : 1));
  const shown = goals.slice(0, 12);
  d.table(
    s,
    [
      [d.t(M.goal), 20],
      [d.t(M.loss), 10],
      [d.t(M.asset), 34],
      [d.t(M.damageLevel), 7, "center"],
      [d.t(M.now), 7, "center"],
      [d.t(M.star1Case), 7, "center"],
      [d.t(M.planCase), 7, "center"],
    ],
    shown.map((g) => [
      { strong: d.name(g.component) },
      d.t(LOSSES[g.loss]),
      someOf(
        d,
        g.assets.map((a) => d.t(d.reader.termName("asset-kinds", a.slice(a.lastIndexOf("/") + 1)))),
        d.lang === "ja" ? 44 : 84,
      ),
      g.level,
      { band: g.now.band },
      { band: g.star1.band },
      { band: g.plan.band },
    ]),
    { y: 1.2, size: 12, more: d.dossier.step2.routes.goalsTotal - shown.length },
  );
}
