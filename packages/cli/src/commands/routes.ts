/** `seiza whatif`, `seiza plan` and `seiza routes`: questions to the attack-route engine, answered in words or JSON. */
import {
  CatalogMistake,
  type LabelPlan,
  labelWorth,
  planMeasures,
  planRow,
  type RouteStudy,
  RouteWriter,
  routeStudyOf,
  type WhatIf,
  whatIf,
} from "@seiza/analysis";
import { type CatalogueOptions, loadCatalogue } from "../catalogue.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { UserError } from "../files.ts";
import { type MeasureOptions, measuresFrom, weightsFrom } from "../measures.ts";
import { loadStudy } from "../study.ts";
import { EXIT, type Lang } from "../terminal.ts";

interface Asked extends CatalogueOptions {
  format: string;
}
export interface WhatIfOptions extends Asked, MeasureOptions {
  worth?: boolean;
}
export interface PlanOptions extends Asked {
  by: string;
  weight?: string[];
}
export interface RoutesOptions extends Asked {
  from?: string;
  to?: string;
  k: string;
}

/** Goals printed in words before the rest is counted. */
const SHOWN = 40;

async function opened(path: string, options: Asked, lang: Lang): Promise<RouteStudy | undefined> {
  if (!["text", "json"].includes(options.format))
    throw new UserError(
      { ja: `形式「${options.format}」はありません`, en: `there is no format "${options.format}"` },
      { ja: "text か json です", en: "it is text or json" },
    );
  const catalog = await loadCatalogue(options, lang);
  const { index, diagnostics } = loadStudy(path, catalog, "tolerant");
  if (!index) {
    printDiagnostics(diagnostics, lang, process.stderr, "all");
    return undefined;
  }
  try {
    return routeStudyOf(index);
  } catch (error) {
    if (error instanceof CatalogMistake)
      throw new UserError({
        ja: `カタログの条件に誤りがあります: ${error.message}`,
        en: `a condition in the catalogue is wrong: ${error.message}`,
      });
    throw error;
  }
}

const print = (lines: readonly string[]) => process.stdout.write(`${lines.join("\n")}\n`);
const json = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 1)}\n`);

/** Why there may be nothing to show. */
function emptiness(study: RouteStudy, lang: Lang): string | undefined {
  if (study.graph.sources.length === 0)
    return lang === "ja"
      ? "対象の脅威源がありません。threatSources で inScope: true の脅威源を置いてください。"
      : "No threat source is in scope. Put one with inScope: true into threatSources.";
  if (study.goals.length === 0)
    return lang === "ja"
      ? "攻撃対象になる資産がありません。影響(outage、human、environment、infoLoss)や assets を記してください。"
      : "No asset is worth attacking. State effects (outage, human, environment, infoLoss) or name assets.";
  return undefined;
}

const LOSS = {
  ja: { operation: "動作", information: "情報" },
  en: { operation: "operation", information: "information" },
} as const;

/** `seiza whatif STUDY --label camera=1 …`: before and after, goal by goal. */
export async function whatIfCommand(path: string, options: WhatIfOptions, lang: Lang): Promise<number> {
  const study = await opened(path, options, lang);
  if (!study) return EXIT.badInput;
  const measures = measuresFrom(study, options);
  const result = whatIf(study, measures);
  const worth = options.worth ? labelWorth(study) : undefined;
  if (options.format === "json") {
    json(worth ? { ...result, worth } : result);
    return EXIT.ok;
  }
  const nothing = emptiness(study, lang);
  if (nothing) {
    print([nothing]);
    return EXIT.ok;
  }
  print(whatIfLines(study, result, lang));
  if (worth) {
    const names = new Map(study.index.types.map((t) => [`pt:${t.id}`, t.id]));
    print([
      "",
      lang === "ja"
        ? "ラベルごとの効き目(それだけを付けた場合 / ほかがすべて付いた上に足す場合: 閾値未満になる資産数、減るリスクの重み)"
        : "what each label adds (alone / on top of all others: assets that fall under the threshold, weight of risk that goes)",
      ...worth.map(
        (w) =>
          `  ${(names.get(w.type) ?? w.type).padEnd(24)} ${String(w.alone.goals).padStart(4)} ${String(w.alone.weight).padStart(6)}  / ${String(w.last.goals).padStart(4)} ${String(w.last.weight).padStart(6)}`,
      ),
    ]);
  }
  return EXIT.ok;
}

function whatIfLines(study: RouteStudy, r: WhatIf, lang: Lang): string[] {
  const writer = new RouteWriter(study, undefined);
  const changed = (g: WhatIf["goals"][number]) => g.before !== g.after || g.closedFor.length > 0;
  const order = [...r.goals].sort(
    (a, b) => Number(changed(b)) - Number(changed(a)) || (a.goal < b.goal ? -1 : 1),
  );
  const goalOf = new Map(study.goals.map((g) => [study.goalId(g), g]));
  const lines = order.slice(0, SHOWN).map((g) => {
    const name = writer.componentName(goalOf.get(g.goal)?.component ?? 0)[lang];
    const none = lang === "ja" ? "なし" : "none";
    const closed =
      g.closedFor.length === 0
        ? ""
        : lang === "ja"
          ? `  届かなくなる脅威源: ${g.closedFor.join(" ")}`
          : `  no route left for: ${g.closedFor.join(" ")}`;
    return `  ${g.before ?? none} → ${g.after ?? none}  ${name} ${LOSS[lang][g.loss]} (${g.goal})${closed}`;
  });
  if (order.length > SHOWN)
    lines.push(
      lang === "ja"
        ? `  ほか ${order.length - SHOWN} 件(--format json で全件)`
        : `  ${order.length - SHOWN} more (--format json has all)`,
    );
  const head =
    lang === "ja"
      ? [
          `閾値(リスク値${study.threshold})以上の資産: ${r.bad.before} → ${r.bad.after}`,
          `攻撃ルートのある組(脅威源×資産): ${r.pairs.before} → ${r.pairs.after}`,
          `リスクの重み: ${r.weight.before} → ${r.weight.after}`,
        ]
      : [
          `assets at or above the threshold (${study.threshold}): ${r.bad.before} → ${r.bad.after}`,
          `pairs of source and asset with a route: ${r.pairs.before} → ${r.pairs.after}`,
          `weight of risk: ${r.weight.before} → ${r.weight.after}`,
        ];
  return [...head, ...lines];
}

/** `seiza plan STUDY`: the cheapest set of labels or criteria, with proof. */
export async function planCommand(path: string, options: PlanOptions, lang: Lang): Promise<number> {
  if (options.by !== "types" && options.by !== "criteria")
    throw new UserError(
      { ja: `--by: 「${options.by}」では求められません`, en: `--by: cannot plan by "${options.by}"` },
      { ja: "types(製品類型)か criteria(適合基準)です", en: "it is types or criteria" },
    );
  const by = options.by;
  const study = await opened(path, options, lang);
  if (!study) return EXIT.badInput;
  const names =
    by === "types"
      ? study.labelTypes.map((t) => study.index.types[t]?.id ?? "")
      : [...study.graph.book.criteria];
  const weights = weightsFrom(options.weight, names);
  const weightOf = (name: string | undefined) => weights.get(name ?? "") ?? 1;
  const outcome =
    by === "types"
      ? study.planByTypes((t) => weightOf(study.index.types[t]?.id))
      : study.planByCriteria((c) => weightOf(study.graph.book.criteria[c]));
  const planned = by === "types" ? study.outcome(planMeasures(study, outcome)).weighed : undefined;
  const writer = new RouteWriter(study, planned);
  const row = planRow(study, writer, by, outcome);
  if (options.format === "json") {
    json({ plan: row, routes: [...writer.rows.values()] });
    return EXIT.ok;
  }
  const nothing = emptiness(study, lang);
  print(nothing ? [nothing] : planLines(row, writer, lang));
  return EXIT.ok;
}

function planLines(row: LabelPlan, writer: RouteWriter, lang: Lang): string[] {
  const ja = lang === "ja";
  const said = {
    found: ja ? "次の組で足ります" : "this set does it",
    "none-needed": ja ? "閾値以上の攻撃ルートはありません" : "no route reaches the threshold",
    "nothing-to-judge": ja
      ? "どの資産にも攻撃ルートがなく、判断するものがありません"
      : "no asset has an attack route: there is nothing to judge",
    "none-possible": ja
      ? "ラベルだけで閾値未満にできる資産はありません"
      : "labels alone bring no asset under the threshold",
  }[row.state];
  const short = (id: string) => id.replace(/^pt:/, "");
  const steps = (id: string) =>
    (writer.rows.get(id)?.steps ?? []).map((s, i) => `      ${i + 1}. ${s.text[lang]}`);
  const lines = [
    `${said}: ${row.chosen.map(short).join(ja ? "、" : ", ") || "-"}  (${ja ? "重み" : "weight"} ${row.weight})`,
    ja
      ? `閾値(${row.threshold})以上の資産 ${row.goals.bad}、うち計画で閾値未満になるもの ${row.goals.protects}、ラベルでは下げられないもの ${row.goals.uncuttable}`
      : `assets at or above ${row.threshold}: ${row.goals.bad}; the plan brings under it: ${row.goals.protects}; no label can: ${row.goals.uncuttable}`,
  ];
  if (row.proof.length > 0) {
    lines.push(
      "",
      ja
        ? "証明: 次のどのルートも、示した要素の一つもない組では開いたまま残ります"
        : "proof: each of these routes stays open in every set that has none of the elements named",
    );
    for (const p of row.proof)
      lines.push(
        `  ${p.route}  ${ja ? "要素" : "needs one of"}: ${p.anyOf.map(short).join(", ")}`,
        ...steps(p.route),
      );
  }
  if (row.uncuttable.length > 0) {
    lines.push("", ja ? "ラベルでは断ち切れないルート" : "routes that no label cuts");
    for (const u of row.uncuttable) lines.push(`  ${u.goal}  ${u.route}`, ...steps(u.route));
  }
  return lines;
}

/** `seiza routes STUDY --from TS2 --to ag:…`: the k best routes, step by step. */
export async function routesCommand(path: string, options: RoutesOptions, lang: Lang): Promise<number> {
  const k = Number(options.k);
  if (!Number.isInteger(k) || k < 1 || k > 1000)
    throw new UserError(
      { ja: `-k: 「${options.k}」は使えません`, en: `-k: "${options.k}" cannot be used` },
      { ja: "1〜1000 の整数です", en: "it is a whole number from 1 to 1000" },
    );
  const study = await opened(path, options, lang);
  if (!study) return EXIT.badInput;
  const nothing = emptiness(study, lang);
  if (nothing && options.format === "text") {
    print([nothing]);
    return EXIT.ok;
  }
  const sources = study.graph.sources.map((s) => s.id);
  const from = options.from?.replace(/^ts:/, "");
  if (from !== undefined && !sources.includes(from))
    throw new UserError(
      {
        ja: `--from: 脅威源「${from}」は対象にないか、攻撃ルートの起点になりません`,
        en: `--from: the threat source "${from}" is not in scope or begins no route`,
      },
      { ja: `使えるもの: ${sources.join("、")}`, en: `there are: ${sources.join(", ")}` },
    );
  const to = options.to?.replace(/^(?:ag|as|co):/, "");
  const goals = study.goals
    .map((g, n) => ({ n, id: study.goalId(g).slice(3) }))
    .filter(
      ({ id }) =>
        to === undefined ||
        id === to ||
        id.startsWith(`${to}/`) ||
        to.startsWith(id.slice(0, id.lastIndexOf("/") + 1)),
    );
  if (to !== undefined && goals.length === 0)
    throw new UserError(
      {
        ja: `--to: 「${options.to}」は攻撃対象の資産ではありません`,
        en: `--to: "${options.to}" is no goal of attack routes`,
      },
      {
        ja: `例: ${study.goals
          .slice(0, 5)
          .map((g) => study.goalId(g))
          .join("、")}`,
        en: `for example ${study.goals
          .slice(0, 5)
          .map((g) => study.goalId(g))
          .join(", ")}`,
      },
    );
  const writer = new RouteWriter(study, undefined);
  const rows = goals.flatMap(({ n }) =>
    study.graph.sources.flatMap((s, source) =>
      from !== undefined && s.id !== from
        ? []
        : study.evaluator
            .kBest(study.now.weighed, source, study.goals[n] as RouteStudy["goals"][number], k)
            .map((route) => writer.write(n, source, route)),
    ),
  );
  if (options.format === "json") json(rows);
  else if (rows.length === 0) print([lang === "ja" ? "攻撃ルートは見つかりません。" : "There is no route."]);
  else
    print(
      rows.flatMap((r) => [
        `${r.band}  ${r.source.slice(3)} → ${r.goal}  ${lang === "ja" ? "労力" : "cost"} ${r.cost}  ★1: ${
          r.star1 === "closed"
            ? lang === "ja"
              ? "閉じる"
              : "closes it"
            : lang === "ja"
              ? "残る"
              : "leaves it open"
        }`,
        ...r.steps.map(
          (s, i) =>
            `   ${i + 1}. ${s.text[lang]}${s.closedBy.length > 0 ? `  [${s.closedBy.join(" ")}]` : ""}`,
        ),
      ]),
    );
  return EXIT.ok;
}
