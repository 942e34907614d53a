import { analyse } from "@seiza/analysis";
import { assembleDossier, compareDossiers, DOSSIER_FORMAT, type Dossier } from "@seiza/dossier";
import { diffStudies, type Study } from "@seiza/model";
import { type Comparison, comparisonHtml, comparisonText } from "@seiza/render";
import { type CatalogueOptions, loadCatalogue } from "../catalogue.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { readBytes, UserError, writeTogether } from "../files.ts";
import { loadStudy } from "../study.ts";
import { EXIT, type Lang } from "../terminal.ts";
import { VERSION } from "../version.ts";

export interface DiffOptions extends CatalogueOptions {
  format: string;
  out?: string;
}

interface Side {
  dossier: Dossier;
  /** Absent for a dossier, which does not hold the study it was made from. */
  study?: Study;
}

/** A dossier, where the file is one. Its text begins with its format. */
function dossierIn(path: string): Dossier | undefined {
  const text = new TextDecoder().decode(readBytes(path));
  if (!text.slice(0, 200).includes(`"${DOSSIER_FORMAT}"`)) return undefined;
  try {
    const value = JSON.parse(text) as Dossier;
    return value.format === DOSSIER_FORMAT ? value : undefined;
  } catch {
    throw new UserError({
      ja: `${path} はドシエとして読めません`,
      en: `${path} cannot be read as a dossier`,
    });
  }
}

/** `seiza diff A B`: two studies or dossiers, structural and in consequences. Exit code 1 when they differ. */
export async function diffCommand(a: string, b: string, options: DiffOptions, lang: Lang): Promise<number> {
  if (!["text", "json", "html"].includes(options.format))
    throw new UserError(
      { ja: `形式「${options.format}」はありません`, en: `there is no format "${options.format}"` },
      { ja: "text、json、html です", en: "it is text, json or html" },
    );
  const catalog = await loadCatalogue(options, lang);
  const sides: Side[] = [];
  let failed = false;
  for (const path of [a, b]) {
    const dossier = dossierIn(path);
    if (dossier) {
      sides.push({ dossier });
      continue;
    }
    const { study, index, diagnostics } = loadStudy(path, catalog, "quick");
    if (!study || !index) {
      printDiagnostics(diagnostics, lang, process.stderr, "all");
      failed = true;
      continue;
    }
    sides.push({ study, dossier: assembleDossier(analyse(index), VERSION) });
  }
  const [before, after] = sides;
  if (failed || !before || !after) return EXIT.badInput;
  const consequences = compareDossiers(before.dossier, after.dossier);
  const structure = before.study && after.study ? diffStudies(before.study, after.study) : undefined;
  const comparison: Comparison = {
    sides: { before: a, after: b },
    ...(structure ? { structure } : {}),
    consequences,
  };
  const text =
    options.format === "json"
      ? `${JSON.stringify(comparison, null, 2)}\n`
      : options.format === "html"
        ? comparisonHtml(comparison, lang)
        : comparisonText(comparison, lang);
  if (options.out === undefined) process.stdout.write(text);
  else {
    writeTogether([{ path: options.out, chunks: [text] }]);
    process.stdout.write(`${options.out}\n`);
  }
  return consequences.same && (structure?.length ?? 0) === 0 ? EXIT.ok : EXIT.no;
}
