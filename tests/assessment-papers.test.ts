/** The papers of an assessment say the same in every format, keep to the official schemas, and open and print as they should. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AssessmentDossier } from "@seiza/dossier/assessment";
import { readWorkbookRows } from "@seiza/render";
import { PAPER_FORMATS, type PaperFormat, renderAssessmentFiles } from "@seiza/render/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PRODUCTS } from "./assessed-products.ts";
import { lazily, schemas } from "./official-schemas.ts";
import { faultsOf, hasOffice, looseFonts, overlapsOf, packageFaults, pagesOf, printed } from "./papers.ts";

const SCHEMAS: Partial<Record<PaperFormat, (value: unknown) => string[]>> = {
  oscal: lazily("oscal/oscal_assessment-results_schema.json"),
  sarif: lazily("sarif/sarif-schema-2.1.0.json"),
  cyclonedx: lazily(
    "cyclonedx/bom-1.6.schema.json",
    "cyclonedx/spdx.schema.json",
    "cyclonedx/jsf-0.82.schema.json",
  ),
};
const OUTPUT = '{"status":200}';
const raw = new Map([["ab".repeat(32), new TextEncoder().encode(OUTPUT)]]);
type Lang = "ja" | "en";
const CASES = Object.entries(PRODUCTS).flatMap(([name, make]) =>
  (["ja", "en"] as const).map((lang) => ({ name, lang, make })),
);
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "seiza-assessment-papers-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function bytesOf(d: AssessmentDossier, format: PaperFormat, lang: Lang): Promise<Uint8Array> {
  const [file] = await renderAssessmentFiles(d, format, lang, raw);
  if (!file) throw new Error(`no ${format}`);
  return file.bytes;
}
const jsonOf = async (d: AssessmentDossier, format: PaperFormat, lang: Lang) =>
  JSON.parse(new TextDecoder().decode(await bytesOf(d, format, lang)));
/** Without spaces and places to break. */
const dense = (text: string) => text.normalize("NFKC").replace(/[\s\u200b\u00ad]+/g, "");
const partsOf = (d: AssessmentDossier) => d.criteria.flatMap((c) => c.asked.flatMap((a) => a.parts));
const count = <T>(list: readonly T[], is: (x: T) => boolean) => list.filter(is).length;

describe.each(CASES)("the papers of the $name product ($lang)", ({ name, lang, make }) => {
  const d = make();
  it.skipIf(!schemas).each(Object.keys(SCHEMAS) as PaperFormat[])(
    "keep to the official schema: %s",
    async (f) => {
      expect(SCHEMAS[f]?.(await jsonOf(d, f, lang))).toEqual([]);
    },
  );

  it("give the outcome of each criterion and part as the dossier does", async () => {
    const oscal = (await jsonOf(d, "oscal", lang))["assessment-results"].results[0];
    const cdx = (await jsonOf(d, "cyclonedx", lang)).declarations;
    const sarif = (await jsonOf(d, "sarif", lang)).runs[0];
    const book = await readWorkbookRows(await bytesOf(d, "xlsx", lang));
    const rows = book.sheets
      .flatMap((s) => s.rows)
      .filter((r) => /^S1\.1-\d\d$/.test(r[0] ?? "") && r.length > 10);
    for (const c of d.criteria) {
      expect(oscal.props.find((p: { name: string }) => p.name === `outcome-${c.id}`).value).toBe(c.outcome);
      for (const a of c.asked) {
        expect(rows.find((r) => r[0] === c.id && r[2] === a.mark && r[3] === a.text[lang].trim())?.[6]).toBe(
          a.word[lang],
        );
        const mapped = cdx.attestations[0].map.find((m: { requirement: string }) => m.requirement === a.id);
        expect(mapped?.conformance.rationale.split("\n")[0]).toBe(a.outcome && a.word[lang]);
        expect(mapped?.conformance.score).toBe({ pass: 1, deemed: 1, fail: 0 }[a.outcome as string]);
        const target = a.id === c.id ? `${c.id}_smt` : `${a.id}_item`;
        const found = oscal.findings?.find(
          (f: { target: Record<string, unknown> }) => f.target["target-id"] === target,
        );
        const state = {
          pass: "satisfied",
          deemed: "satisfied",
          "not-applicable": "satisfied",
          fail: "not-satisfied",
        };
        expect(found?.target.status.state).toBe(state[a.outcome as keyof typeof state]);
      }
    }
    for (const [kind, outcome] of [
      ["fail", "fail"],
      ["open", "inconclusive"],
      ["review", "person"],
    ])
      expect(count(sarif.results, (r: { kind: string }) => r.kind === kind)).toBe(
        count(partsOf(d), (p) => p.outcome === outcome),
      );
    expect(sarif.properties.outcomes).toEqual(d.counts);
    expect(await jsonOf(d, "json", lang)).toEqual(d);
  });

  it.skipIf(d.requirements.length === 0)("keep what a study adds in a section of its own", async () => {
    const [, added] = (await jsonOf(d, "oscal", lang))["assessment-results"].results;
    const cdx = await jsonOf(d, "cyclonedx", lang);
    const [sixteen, run] = (await jsonOf(d, "sarif", lang)).runs;
    const book = await readWorkbookRows(await bytesOf(d, "xlsx", lang));
    const rows = book.sheets.flatMap((s) => s.rows);
    expect(sixteen.tool.driver.rules).toHaveLength(16);
    expect(run.tool.driver.rules.map((r: { id: string }) => r.id)).toEqual(d.requirements.map((r) => r.id));
    const standard = cdx.definitions.standards[1];
    expect(standard.requirements).toHaveLength(d.requirements.length);
    for (const r of d.requirements) {
      const row = rows.find((x) => x[8] === r.id);
      expect([row?.[1], row?.[3]]).toEqual([r.name[lang].trim(), r.word[lang]]);
      const mapped = cdx.declarations.attestations[1].map.find(
        (m: { requirement: string }) => m.requirement === r.id,
      );
      expect(mapped.conformance.rationale.split("\n")[0]).toBe(r.word[lang]);
      const result = run.results.find((x: { ruleId: string }) => x.ruleId === r.id);
      expect(result?.kind).toBe({ fail: "fail", person: "review" }[r.outcome as string]);
      const found = added.findings?.find((f: { props: { name: string; value: string }[] }) =>
        f.props.some((p) => p.name === "requirement" && p.value === r.id),
      );
      expect(found?.target.status.state).toBe(
        { pass: "satisfied", fail: "not-satisfied" }[r.outcome as string],
      );
    }
  });

  it("print on whole pages what the dossier says", async () => {
    const path = join(folder, `${name}-${lang}.pdf`);
    writeFileSync(path, await bytesOf(d, "pdf", lang));
    const pages = pagesOf(path);
    expect(faultsOf(pages)).toEqual([]);
    expect(overlapsOf(pages)).toEqual([]);
    expect(looseFonts(path)).toEqual([]);
    const text = (from: number, to: number) =>
      dense(execFileSync("pdftotext", ["-f", `${from}`, "-l", `${to}`, path, "-"], { encoding: "utf8" }));
    // The sixteen rows stand on one page; the words of a row's third column are its outcome.
    const words = pages[2]?.words ?? [];
    const head = (title: string) => words.find((w) => w.text === title)?.left ?? Number.NaN;
    const [from, to] =
      lang === "ja" ? [head("観測の結果"), head("証跡")] : [head("Result"), head("Evidence")];
    const tops = d.criteria.map((c) => words.find((w) => w.text === c.id)?.top ?? Number.NaN);
    d.criteria.forEach((c, i) => {
      const row = words.filter(
        (w) =>
          w.top > (tops[i] as number) - 2 &&
          w.top < (tops[i + 1] ?? 800) - 2 &&
          w.left > from - 2 &&
          w.left < to - 2,
      );
      row.sort((a, b) => Math.round((a.top - b.top) / 3) || a.left - b.left);
      expect(dense(row.map((w) => w.text).join("")), c.id).toBe(dense(c.word[lang]));
    });
    const all = text(1, pages.length);
    expect(all).toContain(dense(d.disclaimer[lang]));
    for (const r of d.records) {
      expect(all).toContain(dense(r.check));
      for (const f of r.raw) expect(all).toContain(f.sha256);
    }
    for (const s of d.statements) expect(all).toContain(dense(s.text).slice(0, 200));
    if (d.records.some((r) => r.raw.length > 0)) expect(all).toContain(dense(OUTPUT));
  }, 60_000);

  it("never say that the product conforms", async () => {
    for (const format of PAPER_FORMATS.filter((f) => f !== "xlsx" && f !== "pdf")) {
      const text = new TextDecoder().decode(await bytesOf(d, format, lang));
      const words = text
        .replaceAll("自己適合宣言", "")
        .replaceAll("適合基準", "")
        .replaceAll("適合の番号", "");
      expect(words.match(/.{0,20}適合(?!認定).{0,10}/g) ?? []).toEqual([]);
    }
  });
});

it.skipIf(!hasOffice)(
  "the fullest workbook opens and prints without faults",
  async () => {
    const bytes = await bytesOf(PRODUCTS.overfull(), "xlsx", "ja");
    expect(packageFaults(bytes)).toEqual([]);
    const [pdf = ""] = printed([{ name: "checklist.xlsx", bytes }], folder);
    const pages = pagesOf(pdf);
    expect(faultsOf(pages)).toEqual([]);
    expect(overlapsOf(pages)).toEqual([]);
  },
  120_000,
);
