/**
 * Papers of an assessment: made by `seiza assess --format`, and again by `seiza papers BUNDLE` from the evidence alone, without
 * a device and without a network.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Catalog } from "@seiza/catalog";
import {
  type Assessment,
  assess,
  CheckRecord,
  type Declaration,
  LinkedStudy,
  Policy,
  readDeclaration,
  Statement,
  say,
} from "@seiza/conformance";
import { readBundle, sha256 } from "@seiza/conformance/node";
import { type AssessmentDossier, assembleAssessment } from "@seiza/dossier/assessment";
import type { Output, PaperFormat } from "@seiza/render/node";
import { z } from "zod";
import { type CatalogueOptions, loadCatalogue } from "../catalogue.ts";
import { UserError, writeTogether } from "../files.ts";
import { EXIT, type Lang, Progress } from "../terminal.ts";
import { VERSION } from "../version.ts";

/** Said before each format; also the list of formats. */
const MAKING: Record<PaperFormat, { ja: string; en: string }> = {
  xlsx: { ja: "チェックリスト(Excel)を作っています", en: "making the checklist (Excel)" },
  pdf: { ja: "証跡の別紙(PDF)を組んでいます", en: "composing the evidence annex (PDF)" },
  oscal: { ja: "評価結果(OSCAL)を書いています", en: "writing assessment results (OSCAL)" },
  cyclonedx: { ja: "申告書(CycloneDX)を書いています", en: "writing the attestation (CycloneDX)" },
  sarif: { ja: "反する点と未決(SARIF)を書いています", en: "writing failures and open points (SARIF)" },
  json: { ja: "評価ドシエ(JSON)を書いています", en: "writing the assessment dossier (JSON)" },
};
export const PAPERS = Object.keys(MAKING) as PaperFormat[];
/** Where `assess` puts the evidence when it writes papers beside it. */
export const EVIDENCE = "evidence";
/** Files of a bundle from which its papers are made. */
export const BUNDLE = {
  declaration: "declaration/",
  statements: "statements.json",
  assessment: "assessment.json",
  records: "records.json",
  /** Files that named persons gave as grounds of their judgement. */
  attachments: "attachments/",
  /** Earlier bundles and records that the judgement rests on, each in a numbered folder, whole. */
  earlier: "earlier/",
} as const;

/** @throws UserError for a format that is none */
export function papersOf(text: string): PaperFormat[] {
  const asked = [...new Set(text.split(",").map((f) => f.trim()))].filter((f) => f !== "");
  for (const f of asked)
    if (!(PAPERS as readonly string[]).includes(f))
      throw new UserError(
        { ja: `形式「${f}」はありません`, en: `there is no format "${f}"` },
        { ja: `使える形式: ${PAPERS.join("、")}`, en: `formats are: ${PAPERS.join(", ")}` },
      );
  return asked as PaperFormat[];
}

/** Raw files that the records name, by their SHA-256, for the annex. */
function rawByDigest(
  records: readonly CheckRecord[],
  files: ReadonlyMap<string, Uint8Array>,
): Map<string, Uint8Array> {
  const wanted = new Set(records.flatMap((r) => r.raw.map((f) => f.sha256)));
  const out = new Map<string, Uint8Array>();
  for (const bytes of files.values()) {
    const digest = sha256(bytes);
    if (wanted.has(digest)) out.set(digest, bytes);
  }
  return out;
}

/** Records of a bundle and of the earlier ones that it holds, earliest folder first. @throws when one cannot be read */
export const recordsOf = (files: ReadonlyMap<string, Uint8Array>): CheckRecord[] =>
  [...files.keys()]
    .filter((f) => f === BUNDLE.records || (f.startsWith(BUNDLE.earlier) && f.endsWith(`/${BUNDLE.records}`)))
    .sort()
    .flatMap((f) => z.array(CheckRecord).parse(JSON.parse(Buffer.from(files.get(f) ?? []).toString("utf8"))));

export interface PaperInput {
  assessment: Assessment;
  declaration: Declaration;
  records: readonly CheckRecord[];
  statements: readonly Statement[];
  catalog: Catalog;
  files: ReadonlyMap<string, Uint8Array>;
}

/** Every file of the formats asked for. */
export async function makePapers(
  input: PaperInput,
  formats: readonly PaperFormat[],
  lang: Lang,
  progress: Progress,
): Promise<{ dossier: AssessmentDossier; outputs: Output[] }> {
  const dossier = assembleAssessment({
    ...input,
    // In the order of the schema's fields, as they are read back from a bundle.
    records: input.records.map((r) => CheckRecord.parse(r)),
    statements: input.statements.map((s) => Statement.parse(s)),
    version: VERSION,
  });
  const { renderAssessmentFiles } = await import("@seiza/render/node");
  const raw = rawByDigest(input.records, input.files);
  const outputs: Output[] = [];
  for (const format of formats) {
    progress.stage(MAKING[format]);
    outputs.push(...(await renderAssessmentFiles(dossier, format, lang, raw)));
  }
  return { dossier, outputs };
}

/** What a checked bundle holds, judged anew by the day and the thresholds of its run. @throws UserError */
export async function fromBundle(
  given: string,
  catalog: Catalog,
): Promise<PaperInput & { changed: boolean }> {
  // The folder that `assess` wrote papers into holds the bundle as well.
  const inside = join(given, EVIDENCE);
  const path = existsSync(inside) && !existsSync(join(given, "manifest.json")) ? inside : given;
  const bundle = await readBundle(path);
  const broken = (file: string, why: { ja: string; en: string }) =>
    new UserError({ ja: `${path}: ${file}: ${why.ja}`, en: `${path}: ${file}: ${why.en}` });
  const [first] = bundle.problems;
  if (first) throw broken(first.file, say({ key: `bundle.${first.code}`, values: {} }));
  const { contents } = bundle;
  const text = (name: string) => Buffer.from(contents.get(name) ?? []).toString("utf8");
  const read = <T>(name: string, schema: z.ZodType<T>): T => {
    try {
      return schema.parse(JSON.parse(text(name)));
    } catch {
      throw broken(name, { ja: "読めません", en: "cannot be read" });
    }
  };
  const product = [...contents.keys()].find((f) => f.startsWith(BUNDLE.declaration));
  if (product === undefined || !contents.has(BUNDLE.assessment))
    throw new UserError(
      {
        ja: `${path} には申告と判定が入っていません`,
        en: `${path} holds no declaration and no judgement`,
      },
      {
        ja: "「seiza assess 申告 --evidence 証跡 --out フォルダ --format xlsx,pdf」で作ってください",
        en: "make them with `seiza assess PRODUCT --evidence BUNDLE --out FOLDER --format xlsx,pdf`",
      },
    );
  const { today, policy, study } = read(
    BUNDLE.assessment,
    z.object({
      today: z.iso.date(),
      policy: Policy,
      judgements: z.array(z.unknown()),
      study: LinkedStudy.optional(),
    }),
  );
  const { declaration, diagnostics } = readDeclaration(text(product), product, { catalog, today });
  if (!declaration) {
    const message = diagnostics.find((d) => d.severity === "error")?.message;
    throw broken(product, message ?? { ja: "読めません", en: "cannot be read" });
  }
  const statements = contents.has(BUNDLE.statements) ? read(BUNDLE.statements, z.array(Statement)) : [];
  let records: CheckRecord[];
  try {
    records = recordsOf(contents);
  } catch {
    throw broken(BUNDLE.records, { ja: "読めません", en: "cannot be read" });
  }
  const assessment = assess({
    declaration,
    records,
    statements,
    policy,
    today,
    catalog,
    // What the study asked for then; the study itself may have gone on.
    ...(study ? { study } : {}),
  });
  const then = JSON.stringify(JSON.parse(text(BUNDLE.assessment)));
  return {
    assessment,
    declaration,
    records,
    statements,
    catalog,
    files: contents,
    changed: JSON.stringify(assessment) !== then,
  };
}

export interface PapersOptions extends CatalogueOptions {
  out: string;
  format: string;
  progress?: boolean;
}

/** `seiza papers BUNDLE --out DIR`: the papers of a kept run, from nothing but its evidence. */
export async function papersCommand(path: string, options: PapersOptions, lang: Lang): Promise<number> {
  const formats = papersOf(options.format);
  const catalog = await loadCatalogue(options, lang);
  const progress = new Progress(
    lang,
    options.progress === undefined ? "auto" : options.progress ? "on" : "off",
    process.stderr,
  );
  progress.stage({ ja: "証跡を確かめています", en: "checking the evidence" });
  const input = await fromBundle(path, catalog);
  const { outputs } = await makePapers(input, formats, lang, progress);
  progress.stage({ ja: "書き出しています", en: "writing" });
  const files = outputs.map((o) => ({ path: join(options.out, o.name), chunks: [o.bytes] }));
  writeTogether(files);
  progress.end();
  if (input.changed)
    process.stderr.write(
      lang === "ja"
        ? "注意  判定の規則又は公式文言が、証跡を書いたときと違います。書類は今の規則で判定したものです。\n"
        : "note  the rules or the official wording differ from when the evidence was written; the papers hold a judgement by the present rules.\n",
    );
  for (const f of files) process.stdout.write(`${f.path}\n`);
  return EXIT.ok;
}
