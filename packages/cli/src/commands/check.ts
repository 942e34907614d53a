import { reportJson, reportSarif } from "@seiza/model";
import { type CatalogueOptions, loadCatalogue } from "../catalogue.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { UserError } from "../files.ts";
import { loadStudy } from "../study.ts";
import { EXIT, type Lang } from "../terminal.ts";
import { VERSION } from "../version.ts";

export interface CheckOptions extends CatalogueOptions {
  format: string;
  strict?: boolean;
}

/** `seiza check STUDY…`: every error and warning at once. */
export async function checkCommand(paths: string[], options: CheckOptions, lang: Lang): Promise<number> {
  if (!["text", "json", "sarif"].includes(options.format))
    throw new UserError(
      { ja: `形式「${options.format}」はありません`, en: `there is no format "${options.format}"` },
      { ja: "text、json、sarif のいずれかです", en: "it is text, json or sarif" },
    );
  const catalog = await loadCatalogue(options, lang);
  const found = paths.map((path) => ({ path, ...loadStudy(path, catalog) }));
  const all = found.flatMap((f) => f.diagnostics);
  if (options.format === "json") process.stdout.write(`${JSON.stringify(reportJson(all), null, 2)}\n`);
  else if (options.format === "sarif")
    process.stdout.write(`${JSON.stringify(reportSarif(all, VERSION, lang), null, 2)}\n`);
  else
    for (const f of found) {
      if (f.diagnostics.length > 0) printDiagnostics(f.diagnostics, lang, process.stdout, "all");
      else process.stdout.write(lang === "ja" ? `${f.path}: 問題ありません\n` : `${f.path}: no problems\n`);
    }
  if (found.some((f) => f.index === undefined)) return EXIT.badInput;
  return options.strict && all.some((d) => d.severity === "warning") ? EXIT.no : EXIT.ok;
}
