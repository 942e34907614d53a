/** `seiza import BOOK.xlsx --study STUDY`: takes what a group filled into the workbook back into its study. */
import { createInterface } from "node:readline/promises";
import { analyse } from "@seiza/analysis";
import { assembleDossier } from "@seiza/dossier";
import { applyTableEdits, diagnose, readStudy, resolveStudy, rewriteStudy } from "@seiza/model";
import { readBook } from "@seiza/render";
import { type CatalogueOptions, loadCatalogue } from "../catalogue.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { readBytes, UserError, writeTogether } from "../files.ts";
import { loadStudy } from "../study.ts";
import { EXIT, type Lang } from "../terminal.ts";
import { VERSION } from "../version.ts";

export interface ImportBookOptions extends CatalogueOptions {
  study?: string;
  out?: string;
  by?: string;
  date?: string;
  yes?: boolean;
  format?: string;
}

const cut = (text: string) => {
  const line = text.replace(/\s*\n\s*/g, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};

async function agreed(question: string): Promise<boolean> {
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  const answer = (await ask.question(question)).trim().toLowerCase();
  ask.close();
  return ["y", "yes", "はい"].includes(answer);
}

export async function importBookCommand(
  book: string,
  options: ImportBookOptions,
  lang: Lang,
): Promise<number> {
  const t = (ja: string, en: string) => (lang === "ja" ? ja : en);
  if (options.study === undefined)
    throw new UserError(
      {
        ja: "取り込む先の検討ファイルが指定されていません",
        en: "it is not said which study takes the edits",
      },
      { ja: "--study study.yaml を付けてください", en: "add --study study.yaml" },
    );
  if (options.date !== undefined && !/^\d{4}-\d\d-\d\d$/.test(options.date))
    throw new UserError(
      { ja: `「${options.date}」は日付として読めません`, en: `"${options.date}" is not a day` },
      { ja: "--date 2026-04-01 の形で指定してください", en: "write it as --date 2026-04-01" },
    );
  const bytes = readBytes(book);
  const catalog = await loadCatalogue(options, lang);
  const { study, index, diagnostics } = loadStudy(options.study, catalog, "quick");
  if (!study || !index) {
    printDiagnostics(diagnostics, lang, process.stderr, "all");
    return EXIT.badInput;
  }
  const dossier = assembleDossier(
    analyse(index),
    VERSION,
    diagnostics.filter((d) => d.severity !== "info"),
  );
  const reading = await readBook(bytes, dossier, { by: options.by, date: options.date });
  if (options.format === "json")
    process.stdout.write(
      `${JSON.stringify({ edits: reading.edits, problems: reading.problems }, null, 2)}\n`,
    );
  if (reading.problems.length > 0) {
    if (options.format !== "json")
      for (const p of reading.problems)
        process.stderr.write(`${p.where}  ${p.text[lang]}\n    ${p.mend[lang]}\n`);
    process.stderr.write(
      t(
        `誤り ${reading.problems.length} 件。検討ファイルは変えていません。\n`,
        `${reading.problems.length} errors. The study is as it was.\n`,
      ),
    );
    return EXIT.badInput;
  }
  if (reading.edits.length === 0) {
    process.stderr.write(t("ブックに変更はありません。\n", "The workbook changes nothing.\n"));
    return EXIT.ok;
  }
  if (options.format !== "json")
    for (const e of reading.edits)
      process.stdout.write(
        `${e.where}  ${e.item[lang]} — ${e.field[lang]}: ${e.before === "" ? t("(空)", "(empty)") : cut(e.before)} → ${e.after === "" ? t("(空)", "(empty)") : cut(e.after)}\n`,
      );
  const after = applyTableEdits(
    study,
    reading.edits.flatMap((e) => e.edits),
    { ...reading.signature, lang: reading.lang },
  );
  const text = rewriteStudy(new TextDecoder().decode(readBytes(options.study)), study, after);
  const name = options.out ?? options.study;
  const again = readStudy({ name, bytes: new TextEncoder().encode(text) });
  const resolved = again.study ? resolveStudy(again.study, catalog) : undefined;
  const wrong = [...again.diagnostics, ...diagnose(resolved?.problems ?? [], again.locate)].filter(
    (d) => d.severity === "error",
  );
  if (!again.study || !resolved?.index || wrong.length > 0) {
    printDiagnostics(wrong, lang, process.stderr, "all");
    process.stderr.write(
      t(
        "変更後の検討に誤りがあるため、何も変えていません。\n",
        "The changed study would be wrong; nothing was changed.\n",
      ),
    );
    return EXIT.badInput;
  }
  if (!options.yes) {
    const question = t(
      `${reading.edits.length} 件の変更を ${name} に取り込みますか? [y/N] `,
      `Take ${reading.edits.length} changes into ${name}? [y/N] `,
    );
    if (!process.stdin.isTTY || !(await agreed(question))) {
      process.stderr.write(
        t(
          "何も変えていません(--yes で確認なしに取り込みます)。\n",
          "Nothing was changed (--yes takes the changes without asking).\n",
        ),
      );
      return EXIT.no;
    }
  }
  writeTogether([{ path: name, chunks: [text] }]);
  process.stderr.write(
    t(
      `${reading.edits.length} 件の変更を ${name} に取り込みました。\n`,
      `Took ${reading.edits.length} changes into ${name}.\n`,
    ),
  );
  return EXIT.ok;
}
