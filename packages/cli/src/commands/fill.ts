/** `seiza fill CHECKLIST.xlsx PRODUCT`: the answers of an assessment in a copy of a checklist workbook that the user has. */
import { existsSync, realpathSync } from "node:fs";
import { basename, extname } from "node:path";
import type { Catalog } from "@seiza/catalog";
import { assess, DEFAULT_POLICY, readDeclaration, Statement } from "@seiza/conformance";
import { assembleAssessment } from "@seiza/dossier/assessment";
import type { Filling, LeftWhy } from "@seiza/render/node";
import { z } from "zod";
import { type CatalogueOptions, loadCatalogue } from "../catalogue.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { readBytes, UserError, writeTogether } from "../files.ts";
import { EXIT, type Lang } from "../terminal.ts";
import { VERSION } from "../version.ts";
import { givenEvidence, parsed } from "./assess.ts";
import { fromBundle, type PaperInput } from "./papers.ts";

export interface FillOptions extends CatalogueOptions {
  out?: string;
  evidence?: string[];
  statements?: string;
  force?: boolean;
  format: string;
}

const WHY: Record<LeftWhy, { ja: string; en: string }> = {
  "no-row": { ja: "記入する行が見つかりません", en: "there is no row for it" },
  "no-column": { ja: "記入する列が見つかりません", en: "there is no column for it" },
  filled: {
    ja: "既に記入があります(上書きしません)",
    en: "the cell holds something already (never overwritten)",
  },
  list: {
    ja: "選択肢のある欄です。責任者が選んでください",
    en: "the cell has a list to choose from; the named person chooses",
  },
  "no-label": { ja: "基本情報に対応する項目が見つかりません", en: "basic information has no row for it" },
};

async function judged(
  product: string,
  options: FillOptions,
  catalog: Catalog,
  lang: Lang,
): Promise<Omit<PaperInput, "files">> {
  if (!/\.(ya?ml|json)$/i.test(product)) {
    if (!existsSync(product)) readBytes(product);
    return fromBundle(product, catalog);
  }
  const today = new Date().toISOString().slice(0, 10);
  const { declaration, diagnostics } = readDeclaration(
    Buffer.from(readBytes(product)).toString("utf8"),
    product,
    { catalog, today },
  );
  if (!declaration) {
    printDiagnostics(diagnostics, lang, process.stderr, "all");
    throw new UserError({ ja: `${product} に誤りがあります`, en: `${product} has errors` });
  }
  const { before, imported } = await givenEvidence(options.evidence ?? [], declaration.product);
  const records = [...before, ...imported];
  const statements = options.statements === undefined ? [] : parsed(z.array(Statement), options.statements);
  const assessment = assess({ declaration, records, statements, policy: DEFAULT_POLICY, today, catalog });
  return { assessment, declaration, records, statements, catalog };
}

export async function fillCommand(
  checklist: string,
  product: string,
  options: FillOptions,
  lang: Lang,
): Promise<number> {
  const bytes = readBytes(checklist);
  const ending = extname(checklist);
  const out = options.out ?? `${basename(checklist, ending)}.filled${ending}`;
  if (existsSync(out)) {
    if (realpathSync(out) === realpathSync(checklist))
      throw new UserError(
        { ja: "もとのチェックリストには書き込みません", en: "the checklist itself is never written to" },
        { ja: "--out に別の名前を指定してください", en: "name another file with --out" },
      );
    if (!options.force)
      throw new UserError(
        { ja: `${out} は既にあります`, en: `${out} exists already` },
        { ja: "--out で別の名前にするか、--force で置き換えてください", en: "use another --out, or --force" },
      );
  }
  const catalog = await loadCatalogue(options, lang);
  const input = await judged(product, options, catalog, lang);
  const dossier = assembleAssessment({ ...input, version: VERSION });
  const { fillChecklist } = await import("@seiza/render/node");
  const { NotAWorkbook } = await import("@seiza/render");
  let filling: Filling;
  try {
    filling = await fillChecklist(bytes, dossier, lang);
  } catch (error) {
    if (!(error instanceof NotAWorkbook)) throw error;
    throw new UserError(
      {
        ja: `${checklist} は読み取れるブックではありません`,
        en: `${checklist} is no workbook that can be read`,
      },
      {
        ja: "Excel で開き、パスワードのない .xlsx として保存し直してください",
        en: "open it in Excel and save it as .xlsx without a password",
      },
    );
  }
  if (filling.placed.length === 0)
    throw new UserError(
      {
        ja: `${checklist} に、記入できる欄が見つかりません`,
        en: `${checklist} has no cell that an answer could be written into`,
      },
      {
        ja: "適合基準の番号(S1.1-01 など)の行と、結果・根拠・証跡などの見出しが要ります",
        en: "rows need the numbers of the criteria (S1.1-01 …), columns heads such as 結果, 根拠, 証跡 (result, rationale, evidence)",
      },
    );
  writeTogether([{ path: out, chunks: [filling.bytes] }]);
  if (options.format === "json") {
    const { bytes: _bytes, ...told } = filling;
    process.stdout.write(`${JSON.stringify({ out, ...told }, null, 2)}\n`);
    return EXIT.ok;
  }
  const cell = (x: { sheet?: string; cell?: string }) =>
    x.sheet === undefined ? "" : `${x.sheet}${x.cell === undefined ? "" : `!${x.cell}`}  `;
  process.stdout.write(`${out}\n`);
  process.stderr.write(
    lang === "ja"
      ? `${filling.placed.length} か所に記入しました。「適合」の宣言は書いていません。責任者が記入してください。\n`
      : `${filling.placed.length} cells were filled. No declaration of conformity was written; the named person gives it.\n`,
  );
  if (filling.left.length > 0) {
    process.stderr.write(
      lang === "ja"
        ? `記入できなかったもの ${filling.left.length} 件:\n`
        : `${filling.left.length} not placed:\n`,
    );
    for (const l of filling.left) process.stderr.write(`  ${cell(l)}${l.what}: ${WHY[l.why][lang]}\n`);
  }
  return EXIT.ok;
}
