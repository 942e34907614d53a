import { listThreats, prepare } from "@seiza/analysis";
import { Refused, readTemplate, type ThreatTemplate, templateThreats, wordsOf } from "@seiza/exchange";
import type { StudyIndex } from "@seiza/model";
import { type CatalogueOptions, loadCatalogue } from "../catalogue.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { readBytes, UserError } from "../files.ts";
import { loadStudy } from "../study.ts";
import { EXIT, type Lang } from "../terminal.ts";

export interface ThreatsOptions extends CatalogueOptions {
  component?: string;
  group?: string;
  template?: string;
  format: string;
}

const COLUMNS = [
  "id",
  "group",
  "interface",
  "asset",
  "importance",
  "threatLevel",
  "vulnerabilityLevel",
  "band",
  "causes",
  "sources",
] as const;
const cell = (value: unknown) => {
  const text = Array.isArray(value) ? value.join(" ") : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** `seiza threats STUDY`: the single threats behind the groups, as CSV or JSON lines. */
export async function threatsCommand(path: string, options: ThreatsOptions, lang: Lang): Promise<number> {
  if (!["csv", "jsonl"].includes(options.format))
    throw new UserError(
      { ja: `形式「${options.format}」はありません`, en: `there is no format "${options.format}"` },
      { ja: "csv か jsonl です", en: "it is csv or jsonl" },
    );
  const catalog = await loadCatalogue(options, lang);
  const { index, diagnostics } = loadStudy(path, catalog, "tolerant");
  if (!index) {
    printDiagnostics(diagnostics, lang, process.stderr, "all");
    return EXIT.badInput;
  }
  if (options.template !== undefined) return templateCommand(options.template, index, options.format, lang);
  if (options.format === "csv") process.stdout.write(`${COLUMNS.join(",")}\n`);
  let held: string[] = [];
  let count = 0;
  for (const threat of listThreats(prepare(index), {
    ...(options.component ? { component: options.component } : {}),
    ...(options.group ? { group: options.group } : {}),
  })) {
    count++;
    held.push(
      options.format === "csv" ? COLUMNS.map((c) => cell(threat[c])).join(",") : JSON.stringify(threat),
    );
    if (held.length === 500) {
      process.stdout.write(`${held.join("\n")}\n`);
      held = [];
    }
  }
  if (held.length > 0) process.stdout.write(`${held.join("\n")}\n`);
  if (count === 0)
    process.stderr.write(lang === "ja" ? "該当する脅威はありません。\n" : "No threat matches.\n");
  return EXIT.ok;
}

const TEMPLATE_COLUMNS = [
  "rule",
  "category",
  "title",
  "priority",
  "flow",
  "source",
  "target",
  "description",
] as const;

/** What a Microsoft threat template generates on the study: an association's own threat library, asked as it is. */
function templateCommand(path: string, index: StudyIndex, format: string, lang: Lang): number {
  let template: ThreatTemplate;
  try {
    template = readTemplate(readBytes(path));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const words = wordsOf(error);
    throw new UserError({ ja: `${path}: ${words.ja}`, en: `${path}: ${words.en}` });
  }
  for (const b of template.broken)
    process.stderr.write(
      lang === "ja"
        ? `${path}  注意  「${b.title}」(${b.id})の条件を ${b.at + 1} 文字目から読めないため、使っていません\n`
        : `${path}  warning  the filter of "${b.title}" (${b.id}) cannot be read from character ${b.at + 1} on and was not used\n`,
    );
  const lines = format === "csv" ? [TEMPLATE_COLUMNS.join(",")] : [];
  let count = 0;
  for (const finding of templateThreats(index, template, lang)) {
    count++;
    lines.push(
      format === "csv" ? TEMPLATE_COLUMNS.map((c) => cell(finding[c])).join(",") : JSON.stringify(finding),
    );
    if (lines.length >= 500) process.stdout.write(`${lines.splice(0).join("\n")}\n`);
  }
  if (lines.length > 0) process.stdout.write(`${lines.join("\n")}\n`);
  process.stderr.write(
    lang === "ja"
      ? `${template.name} ${template.version}: 規則 ${template.threats.length} 件から脅威 ${count} 件\n`
      : `${template.name} ${template.version}: ${count} threats from ${template.threats.length} rules\n`,
  );
  return EXIT.ok;
}
