/** The committee deck: a dozen slides of native tables and charts, so that people can go on editing. */
import type { Dossier } from "@seiza/dossier";
import pptxgen from "pptxgenjs";
import { ACTIVITY_STATES, type Lang, LOSSES, M, RESULTS, type Words } from "../messages.ts";
import { needsByResult, planVerdict, routeExplanation, routeTitle, tellingRoutes } from "../narrative.ts";
import { settled } from "../package.ts";
import { type Picture, picturesOf } from "../picture/standalone.ts";
import { Reader } from "../reader.ts";
import { figuresOf } from "../tables/figures.ts";
import { D } from "../words.ts";
import { C } from "./words.ts";

/** Makes pixels of a picture; given from outside, as it takes a native library. */
export type Rasterise = (svg: string, width: number) => Uint8Array;

/** Share of the full size of a picture that a slide needs. */
const PIXELS = 0.6;
const FONT = "Yu Gothic";
const INK = "1C2733";
const SOFT = "53616F";
const BRAND = "1F4E79";
const WASH = "EEF2F6";
const BANDS = ["A", "B", "C", "D", "E"] as const;
const GROUND: Record<string, string> = { A: "A3202D", B: "E08A3C", C: "F4DD72", D: "BFE0C6", E: "DDE6ED" };
const ON: Record<string, string> = { A: "FFFFFF", B: "2B1500", C: "332800", D: "123018", E: "23333F" };
/** Inches of a wide slide, and where its body is. */
const WIDTH = 13.33;
const BODY = { x: 0.5, y: 1.15, w: WIDTH - 1, h: 5.65 };

/** Categories from the top down; the library writes it, but its types know one direction only. */
const DOWNWARDS = "maxMin" as "minMax";

type Slide = pptxgen.Slide;
type CellText = string | number | { band: string | undefined } | { strong: string };

class Deck {
  readonly pptx = new pptxgen();
  readonly reader: Reader;
  #page = 0;
  constructor(
    readonly dossier: Dossier,
    readonly lang: Lang,
  ) {
    this.reader = new Reader(dossier);
    this.pptx.layout = "LAYOUT_WIDE";
    this.pptx.title = `${dossier.study.name[lang]} — ${C.deck[lang]}`;
    this.pptx.author = `Seiza ${dossier.generator.version}`;
    this.pptx.company = "";
    this.pptx.theme = { headFontFace: FONT, bodyFontFace: FONT };
  }
  t(w: Words | undefined, values: Record<string, string | number> = {}): string {
    return (w?.[this.lang] ?? "").replace(/\{(\w+)\}/g, (_, k: string) => String(values[k] ?? ""));
  }
  name(id: string): string {
    return this.t(this.reader.name(id));
  }
  join(list: readonly string[]): string {
    return list.join(this.lang === "ja" ? "、" : ", ");
  }
  slide(title: string): Slide {
    this.#page++;
    const s = this.pptx.addSlide();
    s.background = { color: "FFFFFF" };
    s.addShape("rect", { x: 0, y: 0, w: 0.14, h: 7.5, fill: { color: BRAND } });
    s.addText(title, {
      x: 0.5,
      y: 0.3,
      w: BODY.w,
      h: 0.65,
      fontFace: FONT,
      fontSize: 24,
      bold: true,
      color: BRAND,
      margin: 0,
      valign: "middle",
      fit: "shrink",
    });
    s.addText(this.t(D.preparation), {
      x: 0.5,
      y: 7.02,
      w: 10,
      h: 0.3,
      fontFace: FONT,
      fontSize: 9,
      color: SOFT,
      margin: 0,
    });
    s.addText(String(this.#page + 1), {
      x: WIDTH - 1.2,
      y: 7.02,
      w: 0.7,
      h: 0.3,
      fontFace: FONT,
      fontSize: 9,
      color: SOFT,
      margin: 0,
      align: "right",
    });
    return s;
  }
  text(
    s: Slide,
    text: string,
    at: { x?: number; y: number; w?: number; h: number; size?: number; color?: string; bold?: boolean },
  ): void {
    s.addText(text, {
      x: at.x ?? BODY.x,
      y: at.y,
      w: at.w ?? BODY.w,
      h: at.h,
      fontFace: FONT,
      fontSize: at.size ?? 14,
      color: at.color ?? INK,
      bold: at.bold ?? false,
      margin: 0,
      valign: "top",
      fit: "shrink",
    });
  }
  bullets(
    s: Slide,
    items: readonly string[],
    at: { x?: number; y: number; w?: number; h: number; size?: number },
  ): void {
    s.addText(
      items.map((text) => ({
        text,
        options: { bullet: { indent: 14 }, breakLine: true, paraSpaceAfter: 5 },
      })),
      {
        x: at.x ?? BODY.x,
        y: at.y,
        w: at.w ?? BODY.w,
        h: at.h,
        fontFace: FONT,
        fontSize: at.size ?? 15,
        color: INK,
        margin: 0,
        valign: "top",
        fit: "shrink",
      },
    );
  }
  table(
    s: Slide,
    heads: readonly [title: string, width: number, align?: "center"][],
    rows: readonly (readonly CellText[])[],
    at: { x?: number; y: number; w?: number; size?: number },
  ): void {
    const w = at.w ?? BODY.w;
    const total = heads.reduce((sum, [, x]) => sum + x, 0);
    const size = at.size ?? 11;
    const border = { type: "solid" as const, pt: 0.5, color: "C9D2DA" };
    const cell = (c: CellText, i: number): pptxgen.TableCell => {
      const base = {
        fontFace: FONT,
        fontSize: size,
        color: INK,
        valign: "middle" as const,
        margin: [0.03, 0.07, 0.03, 0.07] as [number, number, number, number],
        border: [border, border, border, border] as [
          typeof border,
          typeof border,
          typeof border,
          typeof border,
        ],
        align: (heads[i]?.[2] ?? "left") as "left" | "center",
      };
      if (typeof c === "object" && "band" in c) {
        const b = c.band;
        return b === undefined
          ? { text: this.t(M.none), options: { ...base, align: "center" } }
          : {
              text: b,
              options: {
                ...base,
                align: "center",
                bold: true,
                fill: { color: GROUND[b] ?? "FFFFFF" },
                color: ON[b] ?? INK,
              },
            };
      }
      if (typeof c === "object") return { text: c.strong, options: { ...base, bold: true } };
      return { text: String(c), options: typeof c === "number" ? { ...base, align: "right" } : base };
    };
    const numeric = heads.map((_, i) => typeof rows[0]?.[i] === "number");
    const head = heads.map(([text, , align], i) => ({
      text,
      options: {
        fontFace: FONT,
        fontSize: size,
        bold: true,
        color: "FFFFFF",
        fill: { color: BRAND },
        align: numeric[i] ? ("right" as const) : (align ?? ("left" as const)),
        valign: "middle" as const,
        margin: [0.04, 0.07, 0.04, 0.07] as [number, number, number, number],
      },
    }));
    s.addTable([head, ...rows.map((r) => r.map(cell))], {
      x: at.x ?? BODY.x,
      y: at.y,
      w,
      colW: heads.map(([, x]) => (w * x) / total),
    });
  }
  picture(s: Slide, p: Picture, png: Uint8Array, room = BODY): void {
    const scale = Math.min(room.w / p.width, room.h / p.height);
    const [w, h] = [p.width * scale, p.height * scale];
    s.addImage({
      data: `image/png;base64,${base64(png)}`,
      x: room.x + (room.w - w) / 2,
      y: room.y + (room.h - h) / 2,
      w,
      h,
      altText: this.t(p.title),
    });
  }
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
const shortened = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function cover(d: Deck): void {
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

function gist(d: Deck): void {
  const { study, step2, step5 } = d.dossier;
  const s = d.slide(d.t(C.gist));
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
          { text: d.t(M[key]), options: { fontSize: 11, color: SOFT } },
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

function matters(d: Deck): void {
  const s = d.slide(d.t(C.matters));
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
    { y: 1.6, size: 12 },
  );
  if (ranked.length > 13)
    d.text(s, d.t(C.more, { n: ranked.length - 13 }), { y: 6.7, h: 0.25, size: 11, color: SOFT });
}

const goalRank = (g: Dossier["step2"]["routes"]["goals"][number]) =>
  `${g.now.band ?? "Z"}${g.star1.band ?? "Z"}${g.id}`;

function assets(d: Deck): void {
  const s = d.slide(d.t(C.assets));
  const goals = [...d.dossier.step2.routes.goals].sort((a, b) => (goalRank(a) < goalRank(b) ? -1 : 1));
  const shown = goals.slice(0, 12);
  d.table(
    s,
    [
      [d.t(M.goal), 20],
      [d.t(M.loss), 10],
      [d.t(M.assets), 34],
      [d.t(M.damageLevel), 7, "center"],
      [d.t(M.now), 7, "center"],
      [d.t(M.star1Case), 7, "center"],
      [d.t(M.planCase), 7, "center"],
    ],
    shown.map((g) => [
      { strong: d.name(g.component) },
      d.t(LOSSES[g.loss]),
      shortened(
        d.join(g.assets.map((a) => d.t(d.reader.termName("asset-kinds", a.slice(a.lastIndexOf("/") + 1))))),
        d.lang === "ja" ? 40 : 70,
      ),
      g.level,
      { band: g.now.band },
      { band: g.star1.band },
      { band: g.plan.band },
    ]),
    { y: 1.2, size: 12 },
  );
  const rest = d.dossier.step2.routes.goalsTotal - shown.length;
  if (rest > 0) d.text(s, d.t(C.more, { n: rest }), { y: 6.7, h: 0.25, size: 11, color: SOFT });
}

function chart(
  d: Deck,
  s: Slide,
  series: { name: string; values: Record<string, number> }[],
  at: { x: number; y: number; w: number; h: number },
  title: string,
): void {
  s.addChart(
    d.pptx.ChartType.bar,
    BANDS.map((b) => ({
      name: b,
      labels: series.map((x) => x.name),
      values: series.map((x) => x.values[b] ?? 0),
    })),
    {
      ...at,
      barDir: "bar",
      barGrouping: "stacked",
      chartColors: BANDS.map((b) => GROUND[b] as string),
      showLegend: true,
      legendPos: "b",
      legendFontFace: FONT,
      legendFontSize: 11,
      showTitle: true,
      title,
      titleFontFace: FONT,
      titleFontSize: 12,
      titleColor: INK,
      showValue: true,
      dataLabelFontSize: 11,
      dataLabelFontBold: true,
      dataLabelColor: INK,
      dataLabelFormatCode: "#,##0;;",
      catAxisLabelFontFace: FONT,
      catAxisLabelFontSize: 12,
      catAxisOrientation: DOWNWARDS,
      valAxisHidden: true,
      valGridLine: { style: "none" },
      barGapWidthPct: 45,
    },
  );
}

function heat(
  d: Deck,
  s: Slide,
  cells: readonly (readonly number[])[],
  at: { x: number; y: number; w: number },
  title: string,
): void {
  const products = [1, 2, 3, 4, 6, 9];
  d.text(s, title, { x: at.x, y: at.y, w: at.w, h: 0.3, size: 12, bold: true });
  const border = { type: "solid" as const, pt: 1.5, color: "FFFFFF" };
  const base = {
    fontFace: FONT,
    fontSize: 12,
    align: "center" as const,
    valign: "middle" as const,
    border: [border, border, border, border] as [typeof border, typeof border, typeof border, typeof border],
  };
  s.addTable(
    [
      [
        { text: "", options: { ...base, fill: { color: WASH } } },
        ...products.map((p) => ({
          text: String(p),
          options: { ...base, bold: true, fill: { color: WASH } },
        })),
      ],
      ...cells.map((row, r) => [
        { text: String(3 - r), options: { ...base, bold: true, fill: { color: WASH } } },
        ...row.map((n, i) => {
          const b = d.reader.bandOf(3 - r, products[i] as number);
          return {
            text: `${b} ${n}`,
            options: { ...base, bold: true, color: ON[b] as string, fill: { color: GROUND[b] as string } },
          };
        }),
      ]),
    ],
    { x: at.x, y: at.y + 0.35, w: at.w, rowH: 0.4 },
  );
}

function risks(d: Deck): void {
  const { summary } = d.dossier.step2;
  const s = d.slide(d.t(C.risks));
  chart(
    d,
    s,
    [{ name: d.t(M.now), values: summary.groupBands }],
    { x: BODY.x, y: 1.1, w: BODY.w, h: 2.2 },
    d.t(C.groupsAxis),
  );
  heat(d, s, summary.heat, { x: BODY.x, y: 3.5, w: BODY.w }, d.t(M.heat));
  d.text(s, d.t(M.heatNote), { y: 5.75, h: 0.5, size: 12, color: SOFT });
}

function routes(d: Deck): void {
  const s = d.slide(d.t(C.routes));
  const telling = tellingRoutes(d.reader, 4);
  d.table(
    s,
    [
      [d.t(M.band), 6, "center"],
      [d.t(C.route), 22],
      [d.t(C.steps), 48],
      [d.t(M.star1Case), 24],
    ],
    telling.map((r) => [
      { band: r.band },
      { strong: d.t(routeTitle(d.reader, r)) },
      r.steps
        .slice(0, 4)
        .map((x, i) => `${i + 1}. ${shortened(x.text[d.lang], d.lang === "ja" ? 70 : 120)}`)
        .join("\n"),
      `${d.t(r.star1 === "closed" ? M.routeClosed : M.routeOpen)}\n${shortened(d.t(routeExplanation(d.reader, r)), d.lang === "ja" ? 80 : 150)}`,
    ]),
    { y: 1.15, size: 11 },
  );
  if (telling.length === 0) d.text(s, d.t(M.empty), { y: 1.2, h: 0.4 });
}

function star1(d: Deck): void {
  const { summary, routes } = d.dossier.step2;
  const s = d.slide(d.t(C.star1));
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
  heat(d, s, summary.heat, { x: BODY.x, y: 4.2, w: 6.0 }, `${d.t(M.importance)} — ${d.t(M.before)}`);
  heat(d, s, summary.heatStar1, { x: 6.83, y: 4.2, w: 6.0 }, `${d.t(M.importance)} — ${d.t(M.after)}`);
}

function plan(d: Deck): void {
  const { step5 } = d.dossier;
  const s = d.slide(d.t(C.plan));
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
  d.text(s, d.t(M.worthNote), { y: 6.35, h: 0.55, size: 11, color: SOFT });
}

function left(d: Deck): void {
  const s = d.slide(d.t(C.left));
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
      [d.t(M.groups), 8, "center"],
      [d.t(M.reason), 34],
    ],
    shown.map(({ g, n }) => [
      { band: g.band },
      { band: g.afterStar1 },
      { strong: d.name(g.type) },
      d.t(d.reader.termName("threats", g.threat)),
      n,
      shortened(
        d.join(g.star1.reasons.map((r) => d.t(d.reader.termName("reasons", r)))),
        d.lang === "ja" ? 44 : 80,
      ),
    ]),
    { y: 1.15, size: 11 },
  );
  if (merged.size > shown.length)
    d.text(s, d.t(C.more, { n: merged.size - shown.length }), { y: 6.72, h: 0.25, size: 11, color: SOFT });
}

function requirements(d: Deck): void {
  const s = d.slide(d.t(C.requirements));
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
    { y: 1.15, size: 12 },
  );
  if (types.length > shown.length)
    d.text(s, d.t(C.more, { n: types.length - shown.length }), { y: 6.72, h: 0.25, size: 11, color: SOFT });
}

function proposal(d: Deck): void {
  const s = d.slide(d.t(C.proposal));
  d.text(s, d.t(M.operatorDecides), { y: 1.08, h: 0.5, size: 12, color: SOFT });
  const needs = d.reader.inPriorityOrder(d.dossier.step6.types).filter((n) => n.need);
  if (needs.length === 0) {
    d.text(s, d.t(M.notNeededNote), { y: 1.7, h: 0.6 });
    return;
  }
  d.table(
    s,
    [
      [d.t(M.type), 18],
      [d.t(M.result), 18],
      [d.t(M.residual), 8, "center"],
      [d.t(D.candidatesTable), 12, "center"],
      [d.t(M.missing), 44],
    ],
    needs.slice(0, 7).map((n) => [
      { strong: d.name(n.type) },
      d.t(RESULTS[n.result]),
      n.groups.length,
      n.candidates.length,
      n.missing.length === 0
        ? "–"
        : n.missing
            .slice(0, needs.length > 4 ? 2 : 3)
            .map((m) => shortened(m[d.lang], d.lang === "ja" ? 46 : 80))
            .join("\n"),
    ]),
    { y: 1.65, size: 11 },
  );
}

function open(d: Deck): void {
  const { step1, step2, step4, step5, step6, warnings } = d.dossier;
  const s = d.slide(d.t(C.open));
  const plan = step5.plans.find((p) => p.by === "types");
  const n = {
    thin: step4.thin.length,
    assumed: step1.assumptions.reduce((sum, a) => sum + a.places, 0),
    uncut: plan?.goals.uncuttable ?? 0,
    undecided: step4.requirements.filter((r) => r.status === "proposed").length,
    warnings: warnings.length,
  };
  const say = (count: number, w: Words) => (count > 0 ? [d.t(w, { n: count })] : []);
  /** What is missing, with the product types that miss it. */
  const lacking = new Map<string, string[]>();
  for (const t of step6.types)
    if (t.need)
      for (const m of t.missing) lacking.set(m[d.lang], [...(lacking.get(m[d.lang]) ?? []), d.name(t.type)]);
  const missing = [...lacking].map(([text, types]) => d.t(C.lacking, { text, types: d.join(types) }));
  d.bullets(
    s,
    [
      ...say(n.uncut, C.uncutOpen),
      ...say(n.undecided, C.undecidedOpen),
      ...say(n.thin, C.thinOpen),
      ...say(n.assumed, C.assumedOpen),
      ...say(n.warnings, C.warningsOpen),
      ...step2.routes.notes.map((x) => x[d.lang]),
      ...missing.slice(0, 6),
      ...(missing.length > 6 ? [d.t(C.more, { n: missing.length - 6 })] : []),
    ],
    { y: 1.2, h: 5.5, size: 16 },
  );
}

function next(d: Deck): void {
  const s = d.slide(d.t(C.next));
  d.table(
    s,
    [
      [d.t(M.activity), 24],
      [d.t(M.task), 38],
      [d.t(M.owner), 14],
      [d.t(M.date), 10],
      [d.t(M.progress), 10],
    ],
    d.dossier.step5.activities
      .slice(0, 10)
      .map((a) => [
        { strong: d.t(d.reader.termName("promotion-activities", a.activity)) },
        a.state === "proposed"
          ? shortened(
              d.t(d.reader.term("promotion-activities", a.activity)?.text ?? a.name),
              d.lang === "ja" ? 60 : 110,
            )
          : d.t(a.name),
        a.owner ?? "–",
        a.date ?? "–",
        d.t(ACTIVITY_STATES[a.state]),
      ]),
    { y: 1.15, size: 12 },
  );
}

export async function renderPptx(dossier: Dossier, lang: Lang, rasterise: Rasterise): Promise<Uint8Array> {
  const d = new Deck(dossier, lang);
  const pictures = await picturesOf(dossier, lang);
  /** One slide a kind: a second configuration stands beside the first, further ones are in the report. */
  const kind = (k: Picture["kind"], title: Words) => {
    const own = pictures.filter((p) => p.kind === k).slice(0, 2);
    if (own.length === 0) return;
    const names = own.map((p) => d.name(p.configuration));
    const s = d.slide(d.t(title, { name: d.join(names) }));
    const top = own.length > 1 ? 0.35 : 0;
    const height = (k === "routes" ? 5.2 : BODY.h) - top;
    const w = (BODY.w - 0.3 * (own.length - 1)) / own.length;
    own.forEach((p, i) => {
      const x = BODY.x + i * (w + 0.3);
      if (top > 0) d.text(s, names[i] ?? "", { x, y: BODY.y, w, h: 0.3, size: 12, bold: true });
      d.picture(s, p, rasterise(p.svg, p.width * PIXELS), { x, y: BODY.y + top, w, h: height });
    });
    if (k === "routes") d.text(s, d.t(M.routesPictureNote), { y: 6.4, h: 0.5, size: 11, color: SOFT });
  };
  cover(d);
  gist(d);
  kind("system", C.system);
  matters(d);
  assets(d);
  risks(d);
  kind("routes", C.routesPicture);
  routes(d);
  star1(d);
  plan(d);
  left(d);
  requirements(d);
  proposal(d);
  open(d);
  next(d);
  const bytes = (await d.pptx.write({ outputType: "uint8array" })) as Uint8Array;
  return settled(bytes);
}
