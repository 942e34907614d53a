import { existsSync } from "node:fs";
import { canonicalStudy, toJson, toYaml } from "@seiza/model";
import { type CatalogueOptions, loadCatalogue } from "../catalogue.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { UserError, writeTogether } from "../files.ts";
import { loadStudy } from "../study.ts";
import { EXIT, type Lang } from "../terminal.ts";

export interface ConvertOptions extends CatalogueOptions {
  to: string;
  out?: string;
  force?: boolean;
}

/** `seiza convert STUDY --to yaml|json`: the study in canonical form (lists by id, keys in order). Comments do not survive. */
export async function convertCommand(path: string, options: ConvertOptions, lang: Lang): Promise<number> {
  if (!["yaml", "json"].includes(options.to))
    throw new UserError(
      { ja: `形式「${options.to}」はありません`, en: `there is no format "${options.to}"` },
      { ja: "yaml か json です", en: "it is yaml or json" },
    );
  const { study, diagnostics } = loadStudy(path, await loadCatalogue(options, lang));
  if (!study) {
    printDiagnostics(diagnostics, lang, process.stderr, "all");
    return EXIT.badInput;
  }
  const canonical = canonicalStudy(study);
  const text = options.to === "yaml" ? toYaml(canonical) : toJson(canonical);
  if (options.out === undefined) process.stdout.write(text);
  else {
    if (existsSync(options.out) && !options.force)
      throw new UserError(
        { ja: `${options.out} は既にあります`, en: `${options.out} exists already` },
        { ja: "--force で置き換えられます", en: "--force replaces it" },
      );
    writeTogether([{ path: options.out, chunks: [text] }]);
    process.stdout.write(`${options.out}\n`);
  }
  return EXIT.ok;
}
