import { existsSync } from "node:fs";
import { EXPORT_FORMATS, exportModel, wordsOf } from "@seiza/exchange";
import { type CatalogueOptions, loadCatalogue } from "../catalogue.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { UserError, writeTogether } from "../files.ts";
import { loadStudy } from "../study.ts";
import { EXIT, type Lang } from "../terminal.ts";

export interface ExportOptions extends CatalogueOptions {
  to: string;
  out?: string;
  force?: boolean;
}

/** `seiza export STUDY --to otm|threat-dragon`: the study as a model of another tool. */
export async function exportCommand(path: string, options: ExportOptions, lang: Lang): Promise<number> {
  const to = EXPORT_FORMATS.find((f) => f === options.to);
  if (to === undefined)
    throw new UserError(
      { ja: `形式「${options.to}」はありません`, en: `there is no format "${options.to}"` },
      { ja: `使える形式: ${EXPORT_FORMATS.join("、")}`, en: `formats are: ${EXPORT_FORMATS.join(", ")}` },
    );
  if (options.out !== undefined && existsSync(options.out) && !options.force)
    throw new UserError(
      { ja: `${options.out} は既にあります`, en: `${options.out} exists already` },
      { ja: "--force で置き換えられます", en: "--force replaces it" },
    );
  const catalog = await loadCatalogue(options, lang);
  const { study, index, diagnostics } = loadStudy(path, catalog, "quick");
  if (!study || !index) {
    printDiagnostics(diagnostics, lang, process.stderr, "all");
    return EXIT.badInput;
  }
  const { text, notes } = exportModel(study, to, { catalog, lang });
  for (const n of notes) process.stderr.write(`${path}: ${wordsOf(n)[lang]}\n`);
  if (options.out === undefined) process.stdout.write(text);
  else {
    writeTogether([{ path: options.out, chunks: [text] }]);
    process.stdout.write(`${options.out}\n`);
  }
  return EXIT.ok;
}
