import { join } from "node:path";
import { analyse, CatalogMistake } from "@seiza/analysis";
import { assembleDossier, type Dossier, dossierChunks } from "@seiza/dossier";
import type { Format } from "@seiza/render/node";
import { openPress } from "@seiza/render/press";
import { type CatalogueOptions, loadCatalogue } from "../catalogue.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { UserError, writeTogether } from "../files.ts";
import { loadStudy } from "../study.ts";
import { EXIT, type Lang, Progress } from "../terminal.ts";
import { VERSION } from "../version.ts";

/** Said before each format; also the list of formats. */
const MAKING: Record<Format, { ja: string; en: string }> = {
  json: { ja: "ドシエ(JSON)を書いています", en: "writing the dossier (JSON)" },
  html: { ja: "報告書(HTML)を組んでいます", en: "composing the report (HTML)" },
  pdf: { ja: "報告書(PDF)を組んでいます", en: "composing the report (PDF)" },
  xlsx: { ja: "ブック(Excel)を作っています", en: "making the workbook (Excel)" },
  docx: { ja: "要件仕様書と提案(Word)を作っています", en: "writing specifications and proposal (Word)" },
  pptx: { ja: "検討会資料(PowerPoint)を作っています", en: "making the committee deck (PowerPoint)" },
  svg: { ja: "図(SVG)を描いています", en: "drawing pictures (SVG)" },
  png: { ja: "図(PNG)を描いています", en: "drawing pictures (PNG)" },
  oscal: { ja: "要件(OSCAL)を書いています", en: "writing requirements (OSCAL)" },
  sarif: { ja: "脅威(SARIF)を書いています", en: "writing threats (SARIF)" },
  csv: { ja: "表(CSV)を書いています", en: "writing tables (CSV)" },
};
export const FORMATS = Object.keys(MAKING) as Format[];

export interface AnalyseOptions extends CatalogueOptions {
  out: string;
  format: string;
  progress?: boolean;
  timings?: boolean;
}

function formatsOf(text: string): Format[] {
  const asked = text
    .split(",")
    .map((f) => f.trim())
    .filter((f) => f !== "");
  for (const f of asked)
    if (!(FORMATS as readonly string[]).includes(f))
      throw new UserError(
        { ja: `形式「${f}」はありません`, en: `there is no format "${f}"` },
        { ja: `使える形式: ${FORMATS.join("、")}`, en: `formats are: ${FORMATS.join(", ")}` },
      );
  return asked as Format[];
}

/** `seiza analyse STUDY… --out DIR`: steps ①–⑥, a dossier and a report per study. */
export async function analyseCommand(paths: string[], options: AnalyseOptions, lang: Lang): Promise<number> {
  const formats = formatsOf(options.format);
  const press = formats.includes("pdf") ? openPress(new URL("./press.js", import.meta.url)) : undefined;
  const catalog = await loadCatalogue(options, lang);
  const progress = new Progress(
    lang,
    options.progress === undefined ? "auto" : options.progress ? "on" : "off",
    process.stderr,
  );
  const marks: [string, number][] = [["start", performance.timeOrigin === 0 ? 0 : performance.now()]];
  const mark = (name: string) => marks.push([name, performance.now()]);
  const outputs: { path: string; chunks: Iterable<string | Uint8Array> }[] = [];
  let failed = false;
  const seen = new Map<string, string>();
  for (const path of paths) {
    progress.stage({ ja: `${path} を読んでいます`, en: `reading ${path}` });
    const { index, diagnostics } = loadStudy(path, catalog, "tolerant");
    mark("read and check");
    if (diagnostics.length > 0)
      printDiagnostics(diagnostics, lang, process.stderr, index === undefined ? "all" : "summary");
    if (!index) {
      failed = true;
      continue;
    }
    let dossier: Dossier;
    try {
      const analysis = analyse(index, (stage) => progress.stage(STAGES[stage]));
      dossier = assembleDossier(
        analysis,
        VERSION,
        diagnostics.filter((d) => d.severity !== "info"),
      );
    } catch (error) {
      if (error instanceof CatalogMistake)
        throw new UserError({
          ja: `カタログの条件に誤りがあります: ${error.message}`,
          en: `a condition in the catalogue is wrong: ${error.message}`,
        });
      throw error;
    }
    mark("analyse");
    const other = seen.get(dossier.study.id);
    if (other !== undefined)
      throw new UserError(
        {
          ja: `${other} と ${path} の system.id がどちらも「${dossier.study.id}」です`,
          en: `${other} and ${path} both have the system id "${dossier.study.id}"`,
        },
        {
          ja: "別の id にするか、出力先を分けてください",
          en: "give them different ids or different output folders",
        },
      );
    seen.set(dossier.study.id, path);
    const base = join(options.out, dossier.study.id);
    for (const format of formats) {
      progress.stage(MAKING[format]);
      // The dossier's text is written piece by piece; the documents are loaded only when they are asked for.
      if (format === "json") outputs.push({ path: `${base}.dossier.json`, chunks: dossierChunks(dossier) });
      else if (format === "html") {
        const { renderHtml } = await import("@seiza/render");
        outputs.push({ path: `${base}.html`, chunks: [await renderHtml(dossier, { lang })] });
      } else {
        const { renderFiles } = await import("@seiza/render/node");
        for (const file of await renderFiles(dossier, format, lang, press))
          outputs.push({ path: join(options.out, file.name), chunks: [file.bytes] });
      }
      mark(`render ${format}`);
    }
    for (const d of dossier.decisions)
      if (d.state !== "applied")
        process.stderr.write(
          lang === "ja"
            ? `${path}  注意  決定「${d.id.slice(3)}」(対象 ${d.target})は${STATES.ja[d.state]}\n`
            : `${path}  note  decision "${d.id.slice(3)}" (on ${d.target}) ${STATES.en[d.state]}\n`,
        );
  }
  if (failed) {
    progress.end();
    process.stderr.write(
      lang === "ja"
        ? "誤りがあるため、何も書き出していません。\n"
        : "Nothing was written because of the errors.\n",
    );
    return EXIT.badInput;
  }
  progress.stage({ ja: "書き出しています", en: "writing" });
  writeTogether(outputs);
  mark("write");
  progress.end();
  for (const { path } of outputs) process.stdout.write(`${path}\n`);
  if (options.timings) {
    let before = 0;
    for (const [name, at] of marks) {
      process.stderr.write(`${name.padEnd(16)} ${(at - before).toFixed(0).padStart(7)} ms\n`);
      before = at;
    }
    process.stderr.write(
      `peak memory      ${(process.resourceUsage().maxRSS / 1024).toFixed(0).padStart(7)} MB\n`,
    );
  }
  return EXIT.ok;
}

const STAGES = {
  prepare: { ja: "準備しています", en: "preparing" },
  step1: { ja: "① 構成をまとめています", en: "① structure" },
  step2: { ja: "② 資産・脅威・リスクを分析しています", en: "② assets, threats, risks" },
  routes: { ja: "② 攻撃ルートを探しています", en: "② attack routes" },
  plan: { ja: "② ラベルの効果とラベル計画を求めています", en: "② what labels change, label plan" },
  step3: { ja: "③ 製品類型ごとに分析しています", en: "③ product types" },
  step4: { ja: "④ 対策と要件を導いています", en: "④ countermeasures and requirements" },
  step5: { ja: "⑤ ★1の活用をまとめています", en: "⑤ use of ★1" },
  step6: { ja: "⑥ ★2以上の要否を判定しています", en: "⑥ need for ★2 or above" },
} as const;
const STATES = {
  ja: {
    orphaned: "対象がもう導出されていないため、適用されていません",
    superseded: "後の決定に置き換えられています",
    "not-applicable": "対象に当てはまらないため、適用されていません",
  },
  en: {
    orphaned: "is not applied: its item is no longer derived",
    superseded: "is superseded by a later one",
    "not-applicable": "is not applied: it does not fit its item",
  },
} as const;
