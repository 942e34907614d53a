import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Catalog, Entry, TableName } from "@seiza/catalog";
import { readOfficialWording } from "@seiza/catalog/official";
import { packOfTemplate, Refused, readTemplate, wordsOf } from "@seiza/exchange";
import { readText } from "@seiza/model";
import { stringify } from "yaml";
import { type CatalogueOptions, loadCatalogue, OFFICIAL_FILE } from "../catalogue.ts";
import { readBytes, UserError, writeTogether } from "../files.ts";
import { EXIT, type Lang } from "../terminal.ts";

const BASIS = {
  ja: {
    guide: "出典: ガイド",
    "guide-reconstructed": "出典: ガイドから再構成",
    "ipa-unverified": "出典: IPA(要原典確認)",
    public: "出典: 公開資料",
    seiza: "本ツールの既定値",
  },
  en: {
    guide: "source: the guide",
    "guide-reconstructed": "source: rebuilt from the guide",
    "ipa-unverified": "source: IPA (to be checked against the original)",
    public: "source: public material",
    seiza: "a default of this tool",
  },
} as const;

type AnyEntry = Pick<Entry<"rules">, "id" | "name" | "basis" | "source"> & {
  text?: { ja: string; en: string };
};

const tablesOf = (catalog: Catalog) =>
  Object.entries(catalog).filter(([, v]) => v instanceof Map) as unknown as [
    TableName,
    Map<string, AnyEntry>,
  ][];

/** `seiza catalog list [TABLE]`: tables with their counts, or the entries of one. */
export async function catalogListCommand(
  table: string | undefined,
  options: CatalogueOptions,
  lang: Lang,
): Promise<number> {
  const catalog = await loadCatalogue(options, lang);
  const tables = tablesOf(catalog);
  if (table === undefined) {
    for (const [name, entries] of tables)
      process.stdout.write(`${String(entries.size).padStart(4)}  ${name}\n`);
    return EXIT.ok;
  }
  const found = tables.find(([name]) => name === table)?.[1];
  if (!found)
    throw new UserError(
      { ja: `表「${table}」はありません`, en: `there is no table "${table}"` },
      {
        ja: `使える表: ${tables.map(([n]) => n).join("、")}`,
        en: `tables are: ${tables.map(([n]) => n).join(", ")}`,
      },
    );
  for (const e of found.values()) process.stdout.write(`${e.id}\t${e.name[lang]}\n`);
  return EXIT.ok;
}

/** `seiza catalog show ID`: an entry with its source, its links and the official wording where it is laid over. */
export async function catalogShowCommand(id: string, options: CatalogueOptions, lang: Lang): Promise<number> {
  const catalog = await loadCatalogue(options, lang);
  const hits = tablesOf(catalog).flatMap(([table, entries]) => {
    const entry = entries.get(id);
    return entry ? [[table, entry] as const] : [];
  });
  if (hits.length === 0)
    throw new UserError(
      { ja: `項目「${id}」はありません`, en: `there is no entry "${id}"` },
      {
        ja: "「seiza catalog list 表」で id を確かめてください",
        en: "see the ids with `seiza catalog list TABLE`",
      },
    );
  for (const [table, entry] of hits) {
    const lines = [`${entry.id}  ${entry.name[lang]}  (${table})`];
    if (entry.text) lines.push(`  ${entry.text[lang]}`);
    const official = catalog.official?.requirements[id] ?? catalog.official?.criteria[id];
    if (official)
      lines.push(
        lang === "ja"
          ? `  公式の文言(${catalog.official?.document}): ${official}`
          : `  official wording (${catalog.official?.document}): ${official}`,
      );
    const pages = entry.source
      .map((s) => `${catalog.documents.get(s.doc)?.name[lang] ?? s.doc}${s.page ? ` P.${s.page}` : ""}`)
      .join(lang === "ja" ? "、" : ", ");
    lines.push(`  ${BASIS[lang][entry.basis]} — ${pages}`);
    for (const [label, links] of linksOf(catalog, id, lang))
      if (links.length > 0) lines.push(`  ${label}: ${links.join(", ")}`);
    process.stdout.write(`${lines.join("\n")}\n`);
  }
  return EXIT.ok;
}

function linksOf(catalog: Catalog, id: string, lang: Lang): [string, readonly string[]][] {
  const { links } = catalog;
  const cm = catalog.countermeasures.get(id);
  const w = (ja: string, en: string) => (lang === "ja" ? ja : en);
  return [
    [
      w("適合基準", "criteria"),
      links.criteriaOfRequirement.get(id) ?? cm?.criteria ?? catalog.threats.get(id)?.star1.criteria ?? [],
    ],
    [w("★1要件", "★1 requirements"), links.requirementsOfCriterion.get(id) ?? cm?.requirements ?? []],
    [
      w("対策候補", "countermeasures"),
      links.countermeasuresOfRequirement.get(id) ??
        links.countermeasuresOfCriterion.get(id) ??
        links.preventedBy.get(id) ??
        [],
    ],
    [w("検知する対策", "detected by"), links.detectedBy.get(id) ?? []],
    [w("脅威", "threats"), links.threatsOfCriterion.get(id) ?? (cm ? [...cm.prevents, ...cm.detects] : [])],
  ];
}

/**
 * `seiza catalog import FILE.tb7 --out FOLDER`: an association's threat library as a pack. Written whole or not at all;
 * what could not be taken over is listed with its reason.
 */
export async function catalogImportCommand(
  path: string,
  options: CatalogueOptions & { out: string; force?: boolean },
  lang: Lang,
): Promise<number> {
  const catalog = await loadCatalogue(options, lang);
  const template = (() => {
    try {
      return readTemplate(readBytes(path));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const words = wordsOf(error);
      throw new UserError({ ja: `${path}: ${words.ja}`, en: `${path}: ${words.en}` });
    }
  })();
  const { tables, taken, notes } = packOfTemplate(template, catalog, basename(path));
  for (const kind of ["left-out", "widened"] as const) {
    const of = notes.filter((n) => n.kind === kind);
    if (of.length === 0) continue;
    process.stderr.write(`${LEFT[kind][lang]} (${of.length})\n`);
    for (const n of of) process.stderr.write(`  ${n.id} ${n.title}: ${n.reason[lang]}\n`);
  }
  if (taken === 0)
    throw new UserError(
      {
        ja: `${path}: カタログの規則にできる脅威がありません`,
        en: `${path}: none of its threats can be a rule of the catalogue`,
      },
      {
        ja: "「seiza threats 検討 --template」なら、このひな形をそのまま検討に尋ねられます",
        en: "`seiza threats STUDY --template` asks the template of a study as it is",
      },
    );
  const files = tables.map(({ table, entries }) => ({
    path: join(options.out, `${table}.yaml`),
    chunks: [stringify({ table, entries }, { lineWidth: 120 })],
  }));
  for (const f of files)
    if (existsSync(f.path) && !options.force)
      throw new UserError(
        { ja: `${f.path} は既にあります`, en: `${f.path} exists already` },
        { ja: "--force で置き換えられます", en: "--force replaces it" },
      );
  writeTogether(files);
  for (const f of files) process.stdout.write(`${f.path}\n`);
  process.stderr.write(
    lang === "ja"
      ? `${template.name} ${template.version}: 脅威 ${taken} 件をパックにしました。分析では --pack ${options.out} を付けます。\n`
      : `${template.name} ${template.version}: ${taken} threats are a pack now; analyse with --pack ${options.out}.\n`,
  );
  return EXIT.ok;
}
const LEFT = {
  "left-out": { ja: "パックに入れなかった脅威", en: "threats left out of the pack" },
  widened: { ja: "条件の一部を外した脅威", en: "threats taken with a part of their filter dropped" },
} as const;

/** `seiza catalog official FILE`: lays the official wording over the entries, from the user's own copy of the guide. */
export async function catalogOfficialCommand(
  path: string,
  options: { out?: string },
  lang: Lang,
): Promise<number> {
  const catalog = await loadCatalogue({ official: false }, lang);
  const { text, problems } = readText(readBytes(path), `${path}.yaml`);
  if (text === undefined)
    throw new UserError(
      {
        ja: `${path} をテキストとして読めません(${problems[0]?.code ?? ""})`,
        en: `cannot read ${path} as text (${problems[0]?.code ?? ""})`,
      },
      {
        ja: "PDF からテキスト(UTF-8)を取り出したファイルを指定してください",
        en: "give the text (UTF-8) taken out of the PDF",
      },
    );
  const report = readOfficialWording(text, path.split(/[\\/]/).at(-1) ?? path, catalog);
  const found = {
    requirements: Object.keys(report.wording.requirements).length,
    criteria: Object.keys(report.wording.criteria).length,
  };
  const total = {
    requirements: catalog["star1-requirements"].size,
    criteria: catalog["star1-criteria"].size,
  };
  const lines =
    lang === "ja"
      ? [
          `★1要件: ${found.requirements} / ${total.requirements} 件、★1適合基準: ${found.criteria} / ${total.criteria} 件の文言を読み取りました。`,
        ]
      : [
          `Read the wording of ${found.requirements} of ${total.requirements} ★1 requirements and ${found.criteria} of ${total.criteria} ★1 criteria.`,
        ];
  const missing = [...report.missing.requirements, ...report.missing.criteria];
  if (missing.length > 0)
    lines.push(
      lang === "ja" ? `見つからなかったもの: ${missing.join("、")}` : `Not found: ${missing.join(", ")}`,
    );
  if (report.unknown.length > 0)
    lines.push(
      lang === "ja"
        ? `カタログにない番号(使いません): ${report.unknown.join("、")}`
        : `Numbers that the catalogue does not have (not used): ${report.unknown.join(", ")}`,
    );
  if (report.ambiguous.length > 0)
    lines.push(
      lang === "ja"
        ? `複数の文言があったもの(長い方を採用): ${report.ambiguous.join("、")}`
        : `With more than one wording (the longest is used): ${report.ambiguous.join(", ")}`,
    );
  if (found.requirements + found.criteria === 0) {
    process.stderr.write(`${lines.join("\n")}\n`);
    throw new UserError(
      { ja: `${path} から文言を読み取れませんでした`, en: `no wording could be read from ${path}` },
      {
        ja: "ガイドの「★1セキュリティ要件」「★1適合基準」のページを含むテキストを指定してください",
        en: "give a text that holds the guide's pages on ★1 requirements and criteria",
      },
    );
  }
  const out = options.out ?? OFFICIAL_FILE;
  writeTogether([{ path: out, chunks: [`${JSON.stringify(report.wording, null, 2)}\n`] }]);
  lines.push(
    lang === "ja"
      ? `${out} に保存しました。このフォルダでの分析と表示に使われます(共有・配布は原典の利用条件に従ってください)。`
      : `Saved to ${out}; analyses and listings in this folder use it (mind the document's own terms before passing it on).`,
  );
  process.stdout.write(`${lines.join("\n")}\n`);
  return missing.length > 0 ? EXIT.no : EXIT.ok;
}
