/** The full report as data for the layout in `template.ts`: parts of blocks, every text ready in one language. */
import type { Dossier } from "@seiza/dossier";
import { type Lang, M, type Words } from "../messages.ts";
import {
  byBand,
  needsByResult,
  planNames,
  planVerdict,
  routeAbout,
  routeExplanation,
  routeTitle,
  tellingRoutes,
} from "../narrative.ts";
import type { LayOut } from "../picture/layout.ts";
import { LEGEND, type Picture, picturesOf, ROUTE_LEGEND } from "../picture/standalone.ts";
import { Reader, type Route } from "../reader.ts";
import { traceTable } from "../tables/closing.ts";
import { figuresOf, groupsOutside } from "../tables/figures.ts";
import { type Cell, contentOf, isLink, shown, type Table } from "../tables/model.ts";
import { tablesOf } from "../tables/steps.ts";
import { D } from "../words.ts";
import { type Block, grid, type Part, ROOM, sourceOf, type TypstSource } from "./kit.ts";

const BANDS = ["A", "B", "C", "D", "E"] as const;
const PRODUCTS = [1, 2, 3, 4, 6, 9];
/** Product types and proofs on one page. */
const FIRST = 8;
/** Rows of one table on paper; XLSX and JSON hold every one. */
const ROWS = 1000;
/** Items of the trace on paper. */
const TRACED = 3000;
/** Items from which the trace is laid out in two halves. */
const HALVED = 400;
/** Causes of an item that are named one by one on paper. */
const FROM_SHOWN = 6;
/** Columns with links on paper, along the trace; a link costs as much layout time as ten cells. */
const LINKED = new Set(["threats", "residual", "requirement"]);
/** The product type stands in the heading over these tables. */
const NAMED_ABOVE: ReadonlySet<string> = new Set(["type"]);
/** Columns of data flows that many studies leave empty: on paper they stand only where a flow has one. */
const SOMETIMES: ReadonlySet<string> = new Set(["name", "protocol"]);
/** A picture that an A4 page would shrink below this gets an A3 page. */
const SMALL = 0.45;
/** Columns of the risks that need no treatment: their measures are read in the workbook. */
const LIGHT = new Set([
  "no",
  "type",
  "target",
  "importance",
  "band",
  "surface",
  "threat",
  "asset",
  "afterStar1",
  "status",
]);
/** Routes told in full per plan or goal; the table of steps holds all of them. */
const TOLD = 6;

class Report {
  readonly reader: Reader;
  readonly tables: Map<string, Table>;
  constructor(
    readonly dossier: Dossier,
    readonly lang: Lang,
  ) {
    this.reader = new Reader(dossier);
    this.tables = new Map(
      [...tablesOf(this.reader), traceTable(this.reader, FROM_SHOWN)].map((t) => [t.id, t]),
    );
  }
  t(words: Words): string {
    return words[this.lang];
  }
  cell(cell: Cell, key = ""): unknown {
    const value = shown(contentOf(cell), this.lang);
    if (value === "") return null;
    return isLink(cell) && LINKED.has(key) ? { t: value, l: cell.to } : value;
  }
  /** A table on paper: the columns that are printed, an anchor in front of each row. */
  table(
    id: string,
    size: number,
    how: {
      only?: (rowId: string) => boolean;
      columns?: ReadonlySet<string>;
      /** Columns that what stands around the table says already. */
      without?: ReadonlySet<string>;
      /** Instead of the table's own title; empty for none. */
      title?: string;
      room?: number;
    } = {},
  ): Block[] {
    const table = this.tables.get(id);
    if (!table) return [];
    const kept = table.columns
      .map((c, i) => ({ c, i }))
      .filter(({ c }) => c.print !== false && (how.columns?.has(c.key) ?? true) && !how.without?.has(c.key));
    const rows: { id: string; cells: unknown[] }[] = [];
    let all = 0;
    for (const row of table.rows()) {
      if (how.only && !how.only(row.id)) continue;
      all++;
      if (all <= ROWS)
        rows.push({ id: row.id, cells: kept.map(({ c, i }) => this.cell(row.cells[i], c.key)) });
    }
    if (id === "flows")
      for (let i = kept.length - 1; i >= 0; i--) {
        if (!SOMETIMES.has(kept[i]?.c.key ?? "") || rows.some((row) => row.cells[i] !== null)) continue;
        kept.splice(i, 1);
        for (const row of rows) row.cells.splice(i, 1);
      }
    const title = how.title ?? this.t(table.title).replace(/^[①-⑥]/, "");
    const heading: Block[] = title === "" ? [] : [{ is: "heading", level: 2, text: title }];
    const note: Block[] = title !== "" && table.note ? [{ is: "note", text: this.t(table.note) }] : [];
    if (rows.length === 0) return [...heading, { is: "note", text: this.t(M.empty) }];
    const columns = kept.map(({ c }) => ({
      title: this.t(c.title),
      kind: c.kind,
      width: Math.max(c.width, 3),
      turn: this.lang === "en" && c.width <= 5 && this.t(c.title).length > 6 && c.kind !== "date",
    }));
    return [
      ...heading,
      ...note,
      grid(columns, rows, size, how.room ?? ROOM.across),
      ...(all > rows.length ? [this.cut(all, rows.length)] : []),
    ];
  }
  cut(all: number, n: number, words: Words = D.cut): Block {
    return { is: "note", text: this.t(words).replace("{all}", String(all)).replace("{n}", String(n)) };
  }
  heat(cells: readonly (readonly number[])[], title: Words) {
    return {
      title: this.t(title),
      corner: this.t(M.importance),
      products: PRODUCTS,
      rows: cells.map((row, r) => ({
        importance: 3 - r,
        cells: row.map((n, c) => ({ n, band: this.reader.bandOf(3 - r, PRODUCTS[c] as number) })),
      })),
    };
  }
  route(route: Route, more = ""): Block {
    return {
      is: "route",
      closed: route.star1 === "closed",
      band: route.band,
      title: this.t(routeTitle(this.reader, route)),
      about: this.t(routeAbout(this.reader, route)),
      steps: route.steps.map((s) => ({ text: this.t(s.text), closed: s.closedBy.join(" ") })),
      explanation: this.t(routeExplanation(this.reader, route)),
      more,
    };
  }
  /** A picture on the page that shows it larger, across or upright. */
  picture(p: Picture): { wide: boolean; large: boolean; block: Block } {
    const legend = p.kind === "system" ? LEGEND : ROUTE_LEGEND;
    // Room under the headings, in points.
    const across = { width: 750, height: p.kind === "system" ? 415 : 385 };
    const upright = { width: 500, height: p.kind === "system" ? 650 : 620 };
    const scale = (room: typeof across, more = { width: 0, height: 0 }) =>
      Math.min((room.width + more.width) / p.width, (room.height + more.height) / p.height, 0.9);
    const large = Math.max(scale(across), scale(upright)) < SMALL;
    // What A3 has more than A4.
    const more = large
      ? [
          { width: 348, height: 246 },
          { width: 246, height: 348 },
        ]
      : [];
    const wide = scale(across, more[0]) >= scale(upright, more[1]);
    const height = (wide ? scale(across, more[0]) : scale(upright, more[1])) * p.height;
    return {
      wide,
      large,
      block: {
        is: "picture",
        path: `/${p.name}.svg`,
        caption: this.t(p.title),
        height,
        legend: legend.map((l) => ({ svg: l.svg, text: this.t(M[l.key]) })),
      },
    };
  }
}

function summary(r: Report): Part {
  const { study, step2, step5 } = r.dossier;
  const ranked = step2.priorities.filter((p) => p.rank !== undefined).slice(0, FIRST);
  const chosen = new Set(ranked.map((p) => p.id));
  const plan = step5.plans.find((p) => p.by === "types");
  const goals = step2.routes.goals;
  const bad = (pick: (g: (typeof goals)[number]) => string | undefined) =>
    goals.filter((g) => (pick(g) ?? "Z") <= study.threshold).length;
  const L = r.lang;
  const blocks: Block[] = [{ is: "heading", level: 1, text: r.t(M.summary) }];
  if (study.scope) blocks.push({ is: "text", text: `${r.t(M.scope)}: ${r.t(study.scope)}` });
  blocks.push(
    { is: "tiles", columns: 5, items: figuresOf(r.dossier).map(({ n, key }) => ({ n, text: r.t(M[key]) })) },
    {
      is: "heading",
      level: 3,
      text: [M.riskDistribution, groupsOutside(r.dossier)]
        .flatMap((x) => (x ? [r.t(x)] : []))
        .join(L === "ja" ? "・" : "; "),
    },
    { is: "bar", bands: BANDS.map((band) => ({ band, n: step2.summary.groupBands[band] })) },
    { is: "heading", level: 3, text: r.t(M.beforeAfter) },
    { is: "heats", heats: [r.heat(step2.summary.heat, M.before), r.heat(step2.summary.heatStar1, M.after)] },
    { is: "heading", level: 3, text: r.t(M.first) },
    ...summaryTypes(r, chosen),
    { is: "heading", level: 3, text: r.t(D.forDecision) },
    {
      is: "list",
      size: 9,
      items: [
        r
          .t(D.goalsMove)
          .replace("{now}", String(bad((g) => g.now.band)))
          .replace("{star1}", String(bad((g) => g.star1.band)))
          .replace("{plan}", String(bad((g) => g.plan.band)))
          .replace("{threshold}", study.threshold),
        ...(plan ? [`${r.t(M.planHead)} — ${r.t(planVerdict(r.reader, plan))}`] : []),
        ...needsByResult(r.reader)
          .filter((n) => n.result !== "not-needed")
          .map((n) => `${n.name[L]}: ${n.types.map((t) => t[L]).join(L === "ja" ? "、" : ", ")}`),
      ],
    },
  );
  const telling = tellingRoutes(r.reader, 1)[0];
  if (telling) blocks.push({ is: "heading", level: 3, text: r.t(D.worstRoute) }, r.route(telling));
  return { wide: false, blocks };
}
function summaryTypes(r: Report, chosen: ReadonlySet<string>): Block[] {
  const table = r.tables.get("priorities");
  if (!table) return [];
  const keys = ["rank", "class", "type", "importance", "likelihood", "worst"];
  const at = keys.map((k) => table.columns.findIndex((c) => c.key === k));
  const rows = [...table.rows()].filter((row) => chosen.has(row.id));
  const columns = at.map((i) => {
    const c = table.columns[i];
    return { title: c ? r.t(c.title) : "", kind: c?.kind, width: c?.width ?? 4, turn: false };
  });
  return [
    grid(
      columns,
      rows.map((row) => ({
        id: null,
        cells: at.map((i) => shown(contentOf(row.cells[i]), r.lang)),
      })),
      8,
      ROOM.upright,
    ),
  ];
}

function step1Pictures(r: Report, pictures: readonly Picture[]): Part[] {
  const parts: Part[] = [];
  r.dossier.step1.configurations.forEach((cfg, i) => {
    const blocks: Block[] = [];
    if (i === 0) blocks.push({ is: "heading", level: 1, text: r.t(M.step1) });
    blocks.push({ is: "heading", level: 2, text: `${r.t(M.picture)} — ${r.t(cfg.name)}` });
    if (cfg.text) blocks.push({ is: "text", text: r.t(cfg.text) });
    const own = pictures.find((p) => p.configuration === cfg.id && p.kind === "system");
    const drawn = own && r.picture(own);
    if (drawn) blocks.push(drawn.block);
    parts.push({ wide: drawn?.wide ?? true, large: drawn?.large ?? false, blocks });
  });
  return parts;
}
const step1Tables = (r: Report): Part => ({
  wide: true,
  blocks: [
    ...r.table("components", 8),
    ...r.table("interfaces", 7.5),
    ...r.table("flows", 7.5),
    ...r.table("types", 8),
    ...(r.dossier.step1.assumptions.length > 0 ? r.table("assumptions", 8) : []),
  ],
});

/** What stands before the pictures of attack routes, and after them. */
const step2Tables = (r: Report): { risks: Part[]; routes: Part } => ({
  risks: [
    {
      wide: true,
      blocks: [
        { is: "heading", level: 1, text: r.t(M.step2) },
        ...r.table("priorities", 8),
        ...r.table("sources", 8),
        ...r.table("assets", 7.5),
      ],
    },
    ...assetRisk(r),
  ],
  routes: {
    wide: true,
    blocks: [
      ...r.dossier.step2.routes.notes.map((n) => ({ is: "callout", text: r.t(n) })),
      ...r.table("goals", 8),
      ...r.table("choke-points", 8),
      ...r.table("damage-risk", 7),
    ],
  },
});
function step2Pictures(r: Report, pictures: readonly Picture[]): Part[] {
  const parts: Part[] = [];
  for (const [i, p] of pictures.filter((p) => p.kind === "routes").entries()) {
    const drawn = r.picture(p);
    parts.push({
      wide: drawn.wide,
      large: drawn.large,
      blocks: [
        ...(i === 0
          ? [
              { is: "heading", level: 2, text: r.t(M.routes) },
              { is: "note", text: r.t(M.routesPictureNote) },
            ]
          : []),
        { is: "heading", level: 3, text: r.t(r.reader.name(p.configuration)) },
        drawn.block,
      ],
    });
  }
  return parts;
}

/** Risks in two tables: those of value A to C with their measures, the others with what names them. */
function assetRisk(r: Report): Part[] {
  const grave = new Set(r.dossier.step2.threatGroups.filter((g) => g.band <= "C").map((g) => g.id));
  const slight = r.dossier.step2.threatGroups.length - grave.size;
  const name = r.t(r.tables.get("asset-risk")?.title ?? M.step2).replace(/^[①-⑥]/, "");
  const title = (bands: Words) => `${name} — ${r.t(bands)}`;
  return [
    {
      wide: true,
      blocks: r.table("asset-risk", 6.5, { only: (id) => grave.has(id), title: title(D.bandsGrave) }),
    },
    ...(slight > 0
      ? [
          {
            wide: true,
            blocks: [
              { is: "heading", level: 2, text: title(D.bandsSlight) },
              { is: "note", text: r.t(D.bandsSlightNote) },
              ...r.table("asset-risk", 6.5, { only: (id) => !grave.has(id), columns: LIGHT, title: "" }),
            ],
          },
        ]
      : []),
  ];
}

const typeOf = (id: string) => id.slice(3, id.indexOf("/", 3));

function step4(r: Report): Part {
  const blocks: Block[] = [{ is: "heading", level: 1, text: r.t(M.step4) }];
  for (const t of r.reader.inPriorityOrder(r.dossier.step3.types)) {
    const own = (id: string) => typeOf(id) === t.type.slice(3);
    const has = (rows: readonly { type: string }[]) => rows.some((x) => x.type === t.type);
    if (!has(r.dossier.step4.requirements) && !has(r.dossier.step4.siteConditions)) continue;
    blocks.push({ is: "heading", level: 2, text: r.t(r.reader.name(t.type)) });
    if (has(r.dossier.step4.requirements))
      blocks.push(
        { is: "heading", level: 3, text: r.t(M.requirementsHead) },
        ...r.table("requirements", 7.5, { only: own, title: "", without: NAMED_ABOVE }),
      );
    else blocks.push({ is: "note", text: r.t(M.noRequirements) });
    if (has(r.dossier.step4.siteConditions))
      blocks.push(
        { is: "heading", level: 3, text: r.t(M.conditionsHead) },
        ...r.table("conditions", 7.5, { only: own, title: "", without: NAMED_ABOVE }),
      );
  }
  blocks.push(...r.table("choices", 7.5), ...r.table("defence", 7));
  return { wide: true, blocks };
}

function step5(r: Report): Part {
  const { step2, step5 } = r.dossier;
  const L = r.lang;
  const sep = L === "ja" ? " / " : " / ";
  const blocks: Block[] = [
    { is: "heading", level: 1, text: r.t(M.step5) },
    { is: "heading", level: 2, text: r.t(M.beforeAfter) },
    { is: "heats", heats: [r.heat(step2.summary.heat, M.before), r.heat(step2.summary.heatStar1, M.after)] },
    { is: "note", text: r.t(M.heatNote) },
  ];
  for (const plan of step5.plans) {
    blocks.push(
      {
        is: "heading",
        level: 2,
        text: `${r.t(M.planHead)} — ${r.t(plan.by === "types" ? M.planTypes : M.planCriteria)}`,
      },
      { is: "callout", text: r.t(planVerdict(r.reader, plan)) },
      {
        is: "tiles",
        columns: 3,
        items: [
          { n: plan.goals.bad, text: r.t(M.planBad) },
          { n: plan.goals.protects, text: r.t(M.planProtects) },
          { n: plan.goals.uncuttable, text: r.t(M.planUncuttable) },
        ],
      },
    );
    if (plan.proof.length > 0) {
      blocks.push({ is: "heading", level: 3, text: r.t(M.proof) }, { is: "note", text: r.t(M.proofNote) });
      for (const p of plan.proof.slice(0, TOLD)) {
        const route = r.reader.route(p.route);
        const names = planNames(r.reader, plan, p.anyOf).map((n) => n[L]);
        if (route)
          blocks.push(r.route(route, `${r.t(names.length > 1 ? M.anyOf : M.needs)}: ${names.join(sep)}`));
      }
      if (plan.proof.length > TOLD) blocks.push(r.cut(plan.proof.length, TOLD, D.cutRoutes));
    }
    if (plan.by === "types" && plan.uncuttable.length > 0) {
      blocks.push({ is: "heading", level: 3, text: r.t(M.uncuttable) });
      for (const u of plan.uncuttable.slice(0, TOLD)) {
        const route = r.reader.route(u.route);
        if (route) blocks.push(r.route(route));
      }
      if (plan.uncuttable.length > TOLD) blocks.push(r.cut(plan.goals.uncuttable, TOLD, D.cutRoutes));
    }
  }
  const worth = [...step5.worth]
    .filter((w) => w.alone.weight > 0 || w.last.weight > 0)
    .sort(
      (a, b) => b.alone.weight + b.last.weight - a.alone.weight - a.last.weight || (a.id < b.id ? -1 : 1),
    );
  blocks.push(
    { is: "heading", level: 2, text: r.t(M.worth) },
    { is: "note", text: r.t(M.worthNote) },
    worth.length === 0
      ? { is: "note", text: r.t(M.worthNone) }
      : {
          is: "worth",
          rows: worth.map((w) => ({
            name: r.t(r.reader.name(w.type)),
            alone: w.alone.weight,
            last: w.last.weight,
            aloneText: `${w.alone.weight} (${w.alone.goals})`,
            lastText: `${w.last.weight} (${w.last.goals})`,
          })),
        },
    ...r.table("coverage", 7.5),
    ...r.table("activities", 8),
    ...r.table("crosswalk", 7.5),
  );
  return { wide: true, blocks };
}

function step6(r: Report): Part {
  const { step6, market } = r.dossier;
  const blocks: Block[] = [
    { is: "heading", level: 1, text: r.t(M.step6) },
    { is: "callout", text: r.t(M.operatorDecides) },
    ...r.table("needs", 8),
  ];
  for (const n of r.reader.inPriorityOrder(step6.types)) {
    if (!n.need) continue;
    const routes = n.routes
      .map((id) => r.reader.route(id))
      .filter((x) => x !== undefined)
      .sort(byBand)
      .slice(0, 2);
    if (routes.length === 0) continue;
    blocks.push(
      { is: "heading", level: 3, text: `${r.t(r.reader.name(n.type))} — ${r.t(M.routeOpen)}` },
      ...routes.map((x) => r.route(x)),
    );
  }
  blocks.push(
    ...(step6.types.some((n) => n.candidates.length > 0) ? r.table("candidates", 7.5) : []),
    ...(step6.types.some((n) => n.need) ? r.table("grounds", 7.5) : []),
    ...(market.makers.length > 0 ? r.table("makers", 8) : []),
    ...(market.integrators.length > 0 ? r.table("integrators", 8) : []),
    ...(market.guidelines.length > 0 ? r.table("guidelines", 8) : []),
  );
  return { wide: true, blocks };
}

const kindOf = (item: { id: string } | undefined) => item?.id.split(":")[0];
/** Where the kind of item changes that is nearest the middle: each half is laid out on a processor of its own. */
function middleOf(items: readonly { id: string }[]): number {
  let best = items.length;
  items.forEach((item, i) => {
    if (
      i > 0 &&
      kindOf(item) !== kindOf(items[i - 1]) &&
      Math.abs(i - items.length / 2) < Math.abs(best - items.length / 2)
    )
      best = i;
  });
  return best;
}

/** The full trace, a paragraph an item: lighter than a table of some thousand rows, and shorter. */
function trace(r: Report): Part[] {
  const table = r.tables.get("trace");
  if (!table) return [];
  const items = [];
  for (const row of table.rows()) {
    if (items.length === TRACED) break;
    const [item = "", rule = "", from = ""] = row.cells.map((c) => String(shown(contentOf(c), r.lang)));
    const [id = "", name = ""] = item.split("\n");
    items.push({ id, rest: `${name === "" ? "" : ` ${name}`} ← ${rule}: ${from.replace("\n", " | ")}` });
  }
  const middle = items.length > HALVED ? middleOf(items) : items.length;
  const blocks: Block[][] = [
    [
      { is: "heading", level: 2, text: r.t(D.traceTable) },
      { is: "note", text: r.t(D.traceNote) },
      { is: "trace", items: items.slice(0, middle) },
    ],
    ...(middle < items.length
      ? [
          [
            { is: "heading", level: 3, text: r.t(D.traceOn) },
            { is: "trace", items: items.slice(middle) },
          ],
        ]
      : []),
  ];
  if (table.count > items.length) blocks.at(-1)?.push(r.cut(table.count, items.length));
  return blocks.map((b) => ({ wide: false, blocks: b }));
}

/** Steps ③ to ⑥, the record and the annexes. */
function furtherParts(r: Report): Part[] {
  return [
    {
      wide: true,
      blocks: [
        { is: "heading", level: 1, text: r.t(M.step3) },
        ...r.table("surfaces", 7.5),
        ...r.table("cells", 7.5),
      ],
    },
    step4(r),
    step5(r),
    step6(r),
    {
      wide: true,
      blocks: [
        { is: "heading", level: 1, text: r.t(D.recordHead) },
        ...r.table("decisions", 8),
        ...(r.dossier.warnings.length > 0 ? r.table("warnings", 8) : []),
      ],
    },
    {
      wide: true,
      blocks: [{ is: "heading", level: 1, text: r.t(D.annexHead) }, ...r.table("terms", 7)],
    },
    ...trace(r),
  ];
}

/** Sources of the PDF report: the layout, its data and its pictures. Pure; `node/typst.ts` compiles them. @param by lays out the pictures */
export async function pdfSource(dossier: Dossier, lang: Lang, by?: LayOut): Promise<TypstSource> {
  const drawing = picturesOf(dossier, lang, by);
  const r = new Report(dossier, lang);
  // The tables are fitted while another thread may be drawing.
  const tables = { step1: step1Tables(r), step2: step2Tables(r), rest: furtherParts(r) };
  const pictures = await drawing;
  const { study, generator, catalogue } = dossier;
  const parts: Part[] = [
    summary(r),
    ...step1Pictures(r, pictures),
    tables.step1,
    ...tables.step2.risks,
    ...step2Pictures(r, pictures),
    tables.step2.routes,
    ...tables.rest,
  ];
  const used = new Set(parts.flatMap((p) => p.blocks.map((b) => b.path)));
  const data = {
    lang,
    title: `${r.t(study.name)} — ${r.t(M.report)}`,
    name: r.t(study.name),
    kind: r.t(M.report),
    preparation: r.t(D.preparation),
    keywords: ["JC-STAR", r.t(study.name)],
    notice: r.t(M.notice),
    contents: r.t(M.contents),
    made: `Seiza ${generator.version}${catalogue.packs.length > 0 ? ` · ${catalogue.packs.join(", ")}` : ""}`,
    cover: [
      ...(study.scope ? [`${r.t(M.scope)}: ${r.t(study.scope)}`] : []),
      [
        `${r.t(M.configurations)} ${study.counts.configurations}`,
        `${r.t(M.components)} ${study.counts.components}`,
        `${r.t(M.quantity)} ${study.counts.units}`,
        `${r.t(M.productTypesN)} ${study.counts.productTypes}`,
      ].join(" · "),
    ],
    parts,
  };
  return sourceOf(
    data,
    pictures.filter((p) => used.has(`/${p.name}.svg`)).map((p) => ({ path: `/${p.name}.svg`, text: p.svg })),
  );
}
