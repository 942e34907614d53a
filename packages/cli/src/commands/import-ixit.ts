import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type IxitUnused, type IxitUsed, importIxit, ixitWords, productYaml } from "@seiza/conformance";
import { UserError, writeTogether } from "../files.ts";
import { EXIT, type Lang } from "../terminal.ts";

export interface ImportIxitOptions {
  out?: string;
  force?: boolean;
  notes: string;
  all?: boolean;
}

/** Notes of one code that are shown; `--all` shows them all. */
const SHOWN = 5;
const MOST_BYTES = 8_000_000;

/** `seiza import-ixit FOLDER`: a vendor's IXIT tables as the beginning of product.yaml, with where each row went. */
export async function importIxitCommand(
  folder: string,
  options: ImportIxitOptions,
  lang: Lang,
): Promise<number> {
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
  const files = filesOf(folder);
  const result = importIxit(files);
  if (result.used.length === 0)
    throw new UserError(
      {
        ja: `${folder}: 読める IXIT の表がありません(Markdown ${files.length} 件)`,
        en: `${folder}: no IXIT table that can be read (${files.length} Markdown files)`,
      },
      {
        ja: "見出しが「# IXIT 7-UpdMech」の形の Markdown を置いてください",
        en: 'it wants Markdown files whose title reads like "# IXIT 7-UpdMech"',
      },
    );
  const text = productYaml(result.declaration, result.missing, lang);
  if (options.out === undefined) process.stdout.write(text);
  else writeTogether([{ path: options.out, chunks: [text] }]);
  if (options.notes === "json") {
    const worded = (n: IxitUnused) => ({ ...n, message: ixitWords(n) });
    process.stderr.write(
      `${JSON.stringify({ used: result.used, unused: result.unused.map(worded), watch: result.watch.map(worded), missing: result.missing }, null, 2)}\n`,
    );
    return EXIT.ok;
  }
  process.stderr.write(`${report(result, lang, options.all === true).join("\n")}\n`);
  return EXIT.ok;
}

function filesOf(folder: string): { name: string; text: string }[] {
  try {
    const names = statSync(folder).isDirectory()
      ? readdirSync(folder).filter((n) => n.toLowerCase().endsWith(".md"))
      : [];
    const paths = statSync(folder).isDirectory() ? names.map((n) => join(folder, n)) : [folder];
    return paths.sort().map((path) => {
      if (statSync(path).size > MOST_BYTES)
        throw new UserError({
          ja: `${path} が大きすぎます(上限 ${MOST_BYTES / 1_000_000} MB)`,
          en: `${path} is too large (limit ${MOST_BYTES / 1_000_000} MB)`,
        });
      return { name: path.split(/[\\/]/).at(-1) ?? path, text: readFileSync(path, "utf8") };
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      { ja: `${folder} を読めません`, en: `cannot read ${folder}` },
      {
        ja: "IXIT の Markdown があるフォルダを指定してください",
        en: "name the folder that holds the IXIT Markdown",
      },
    );
  }
}

const place = (n: { file: string; line: number; entry: string; field: string }): string =>
  `${n.file}:${n.line}${n.entry === "" ? "" : ` ${n.entry}`}${n.field === "" ? "" : ` / ${n.field}`}`;

function report(
  result: { used: IxitUsed[]; unused: IxitUnused[]; watch: IxitUnused[]; missing: string[] },
  lang: Lang,
  all: boolean,
): string[] {
  const ja = lang === "ja";
  const assumed = result.used.filter((u) => u.assumed).length;
  const lines = [
    ja
      ? `記入に使ったもの ${result.used.length} 件(うち文章から読み取った、要確認のもの ${assumed} 件)`
      : `${result.used.length} rows used (${assumed} of them read out of prose: please check)`,
  ];
  const used = all ? result.used : result.used.slice(0, SHOWN);
  for (const u of used) lines.push(`  ${place(u)} → ${u.to}`);
  if (used.length < result.used.length) lines.push(more(result.used.length - used.length, lang));
  lines.push(ja ? `使わなかったもの ${result.unused.length} 件` : `${result.unused.length} rows not used`);
  const byCode = new Map<string, IxitUnused[]>();
  for (const u of result.unused) byCode.set(u.code, [...(byCode.get(u.code) ?? []), u]);
  for (const group of byCode.values()) {
    const shown = all ? group : group.slice(0, SHOWN);
    for (const u of shown) lines.push(`  ${place(u)}: ${ixitWords(u)[lang]}`);
    if (shown.length < group.length) lines.push(more(group.length - shown.length, lang));
  }
  if (result.watch.length > 0) {
    lines.push(
      ja
        ? `確かめておきたいこと ${result.watch.length} 件`
        : `${result.watch.length} things that are worth a look`,
    );
    for (const w of result.watch) lines.push(`  ${place(w)}: ${ixitWords(w)[lang]}`);
  }
  if (result.missing.length > 0)
    lines.push(
      ja
        ? `書かれておらず、補う必要があるもの: ${result.missing.join("、")}`
        : `not said, and to be filled in: ${result.missing.join(", ")}`,
    );
  return lines;
}

const more = (count: number, lang: Lang): string =>
  lang === "ja" ? `  … 同様 ${count} 件(--all で表示)` : `  … ${count} more of a kind (--all shows them)`;
