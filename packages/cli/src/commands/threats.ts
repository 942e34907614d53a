import { listThreats, prepare } from "@seiza/analysis";
import { type CatalogueOptions, loadCatalogue } from "../catalogue.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { UserError } from "../files.ts";
import { loadStudy } from "../study.ts";
import { EXIT, type Lang } from "../terminal.ts";

export interface ThreatsOptions extends CatalogueOptions {
  component?: string;
  group?: string;
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
  const { index, diagnostics } = loadStudy(path, catalog, "errors");
  if (!index) {
    printDiagnostics(diagnostics, lang, process.stderr, "all");
    return EXIT.badInput;
  }
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
