import { existsSync } from "node:fs";
import {
  type ImportContext,
  type ImportNote,
  type ImportResult,
  importAssetTables,
  importModel,
  MODEL_FORMATS,
  type ModelFormat,
  type NoteKind,
  wordsOf,
} from "@seiza/exchange";
import { DOMAINS, diagnose, lintStudy, resolveStudy, type Study, toYaml } from "@seiza/model";
import { type CatalogueOptions, loadCatalogue } from "../catalogue.ts";
import { summaryLine } from "../diagnostics.ts";
import { readBytes, UserError, writeTogether } from "../files.ts";
import { EXIT, type Lang } from "../terminal.ts";

export interface ImportOptions extends CatalogueOptions {
  as?: string;
  out?: string;
  force?: boolean;
  domain?: string;
  notes: string;
  all?: boolean;
}

const FORMAT_NAMES: Record<ModelFormat, string> = {
  otm: "Open Threat Model",
  "threat-dragon": "OWASP Threat Dragon",
  threagile: "Threagile",
  tm7: "Microsoft Threat Modeling Tool",
  drawio: "draw.io",
  "asset-list": "asset list",
};
const KINDS: Record<NoteKind, { ja: string; en: string }> = {
  refused: { ja: "読み込めません", en: "not read" },
  "left-out": { ja: "取り込まなかったもの", en: "left out" },
  "rides-along": {
    ja: "分析には使わず、拡張領域に保管したもの",
    en: "kept in the extensions, not read by the analysis",
  },
  assumed: { ja: "仮の値を置いたもの(検討で確かめてください)", en: "assumed; please check" },
};
/** Notes of one code that are shown; `--all` shows them all. */
const SHOWN = 5;

function printNotes(notes: readonly ImportNote[], lang: Lang, all: boolean): string {
  const lines: string[] = [];
  for (const kind of ["refused", "left-out", "rides-along", "assumed"] as const) {
    const ofKind = notes.filter((n) => n.kind === kind);
    if (ofKind.length === 0) continue;
    lines.push(`${KINDS[kind][lang]} (${ofKind.length})`);
    const shown = new Map<string, number>();
    for (const n of ofKind) {
      const before = shown.get(n.code) ?? 0;
      shown.set(n.code, before + 1);
      if (!all && before >= SHOWN) continue;
      lines.push(`  ${n.place === "" ? "" : `${n.place}: `}${wordsOf(n)[lang]}`);
    }
    for (const [, count] of shown)
      if (!all && count > SHOWN)
        lines.push(
          lang === "ja"
            ? `  … 同様 ${count - SHOWN} 件(--all で表示)`
            : `  … ${count - SHOWN} more of a kind (--all shows them)`,
        );
  }
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** `seiza import FILE`: a model of another tool as a study, with what was placed and what was not. */
export async function importCommand(path: string, options: ImportOptions, lang: Lang): Promise<number> {
  const as = MODEL_FORMATS.find((f) => f === options.as);
  if (options.as !== undefined && as === undefined)
    throw new UserError(
      { ja: `形式「${options.as}」はありません`, en: `there is no format "${options.as}"` },
      { ja: `使える形式: ${MODEL_FORMATS.join("、")}`, en: `formats are: ${MODEL_FORMATS.join(", ")}` },
    );
  const domain = DOMAINS.find((d) => d === options.domain);
  if (options.domain !== undefined && domain === undefined)
    throw new UserError(
      { ja: `分野「${options.domain}」はありません`, en: `there is no domain "${options.domain}"` },
      { ja: DOMAINS.join("、"), en: DOMAINS.join(", ") },
    );
  if (!["text", "json"].includes(options.notes))
    throw new UserError(
      { ja: `形式「${options.notes}」はありません`, en: `there is no format "${options.notes}"` },
      { ja: "text か json です", en: "it is text or json" },
    );
  if (options.out !== undefined && existsSync(options.out) && !options.force)
    throw new UserError(
      { ja: `${options.out} は既にあります`, en: `${options.out} exists already` },
      { ja: "--force で置き換えられます", en: "--force replaces it" },
    );
  const catalog = await loadCatalogue(options, lang);
  const bytes = readBytes(path);
  const context = { catalog, lang, ...(domain ? { domain } : {}) };
  const result = /\.xlsx$/i.test(path)
    ? await importBook(bytes, path, context, as)
    : importModel(bytes, path, context, as);
  const { study, notes, counts, format, columns } = result;
  if (!study) {
    const [note] = notes;
    const words = note ? wordsOf(note) : { ja: "読み込めません", en: "cannot be read" };
    throw new UserError({
      ja: `${path}: ${words.ja}`,
      en: `${path}: ${words.en}`,
    });
  }
  const text = toYaml(study);
  if (options.out === undefined) process.stdout.write(text);
  else writeTogether([{ path: options.out, chunks: [text] }]);
  if (options.notes === "json") {
    process.stderr.write(
      `${JSON.stringify({ format, counts, notes: notes.map((n) => ({ ...n, message: wordsOf(n) })) }, null, 2)}\n`,
    );
    return EXIT.ok;
  }
  const name = format ? FORMAT_NAMES[format] : "";
  process.stderr.write(
    lang === "ja"
      ? `${path} (${name}): 構成パターン ${counts.configurations}、区画 ${counts.zones}、構成要素 ${counts.components}、フロー ${counts.flows}、人 ${counts.people}、資産 ${counts.assets}、製品類型 ${counts.productTypes}\n`
      : `${path} (${name}): ${counts.configurations} configurations, ${counts.zones} zones, ${counts.components} components, ${counts.flows} flows, ${counts.people} people, ${counts.assets} assets, ${counts.productTypes} product types\n`,
  );
  if (columns)
    process.stderr.write(
      `${lang === "ja" ? "列の読み取り" : "columns"}: ${columns
        .map((c) => `${c.sheet === "" ? "" : `${c.sheet}!`}${c.head} → ${c.name[lang]}`)
        .join(lang === "ja" ? "、" : ", ")}\n`,
    );
  process.stderr.write(printNotes(notes, lang, options.all === true));
  process.stderr.write(`${options.out ?? "-"}: ${checked(study, catalog, lang)}\n`);
  return EXIT.ok;
}

/** A workbook is an asset list here; one of ours goes back into its study. */
async function importBook(
  bytes: Uint8Array,
  path: string,
  context: ImportContext,
  as: ModelFormat | undefined,
): Promise<ImportResult> {
  const { NotAWorkbook, readWorkbookRows } = await import("@seiza/render");
  try {
    const { sheets, study } = await readWorkbookRows(bytes);
    if (study !== undefined && as !== "asset-list")
      throw new UserError(
        {
          ja: `${path} は検討「${study}」から書き出したブックです`,
          en: `${path} is a workbook made from the study "${study}"`,
        },
        {
          ja: "取り込む先の検討ファイルを --study study.yaml で指定してください",
          en: "name the study that takes the edits: --study study.yaml",
        },
      );
    return importAssetTables(sheets, path, context);
  } catch (error) {
    if (!(error instanceof NotAWorkbook)) throw error;
    const words = wordsOf({ code: "not-a-workbook", values: {} });
    throw new UserError({ ja: `${path}: ${words.ja}`, en: `${path}: ${words.en}` });
  }
}

function checked(study: Study, catalog: Awaited<ReturnType<typeof loadCatalogue>>, lang: Lang): string {
  const { index, problems } = resolveStudy(study, catalog);
  const found = diagnose(index ? [...problems, ...lintStudy(index)] : problems, () => ({
    file: "",
    line: 1,
    column: 1,
  }));
  return summaryLine(found, lang);
}
