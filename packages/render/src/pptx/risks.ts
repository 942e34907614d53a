/** Slides of the risks: counts and heat map, attack routes. */
import { M } from "../messages.ts";
import { routeExplanation, routeTitle, tellingRoutes } from "../narrative.ts";
import { groupsOutside } from "../tables/figures.ts";
import {
  BANDS,
  BODY,
  type Deck,
  DOWNWARDS,
  FONT,
  GROUND,
  INK,
  ON,
  type Slide,
  SOFT,
  shortened,
  WASH,
} from "./deck.ts";
import { C, N } from "./words.ts";

export function chart(
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

export function heat(
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

export function risks(d: Deck): void {
  const { summary } = d.dossier.step2;
  const s = d.slide(d.t(C.risks), N.risks);
  chart(
    d,
    s,
    [{ name: d.t(M.now), values: summary.groupBands }],
    { x: BODY.x, y: 1.1, w: BODY.w, h: 2.2 },
    d.t(C.groupsAxis),
  );
  heat(d, s, summary.heat, { x: BODY.x, y: 3.5, w: BODY.w }, d.t(M.heat));
  const outside = groupsOutside(d.dossier);
  const note = [M.heatNote, ...(outside ? [outside] : [])].map((x) => d.t(x)).join(" ");
  d.text(s, note, { y: 5.75, h: 0.5, size: 12, color: SOFT });
}

export function routes(d: Deck): void {
  const s = d.slide(d.t(C.routes), N.routes);
  const telling = tellingRoutes(d.reader, 4);
  d.table(
    s,
    [
      [d.t(M.band), 7.5, "center"],
      [d.t(C.route), 22],
      [d.t(C.steps), 48],
      [d.t(M.star1Case), 24],
    ],
    telling.map((r) => [
      { band: r.band },
      { strong: d.t(routeTitle(d.reader, r)) },
      r.steps
        .slice(0, 4)
        .map((x, i) => `${i + 1}. ${shortened(x.text[d.lang], d.lang === "ja" ? 100 : 180)}`)
        .join("\n"),
      `${d.t(r.star1 === "closed" ? M.routeClosed : M.routeOpen)}\n${shortened(d.t(routeExplanation(d.reader, r)), d.lang === "ja" ? 120 : 220)}`,
    ]),
    { y: 1.15, size: 11 },
  );
  if (telling.length === 0) d.text(s, d.t(M.empty), { y: 1.2, h: 0.4 });
}
