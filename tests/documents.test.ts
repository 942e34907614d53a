/** The documents say what the dossier says: text and figures are read back from each format and compared. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dossier } from "@seiza/dossier";
import { type Format, renderFiles } from "@seiza/render/node";
import { strFromU8, unzipSync } from "fflate";
import { readXlsx } from "hucre/xlsx";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dossierOf, EXAMPLES, readExample } from "./support.ts";

type Lang = "ja" | "en";
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "seiza-documents-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Text without any space: line breaks fall elsewhere in each format. */
const bare = (text: string) => text.replace(/[\s\u00ad]/g, "");
const words = (xml: string) =>
  xml
    .replace(/<[^>]+>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&apos;|&#39;/g, "'")
    .replace(/&amp;/g, "&");
const parts = (bytes: Uint8Array, pattern: RegExp) =>
  Object.entries(unzipSync(bytes))
    .filter(([name]) => pattern.test(name))
    .map(([, data]) => strFromU8(data));
const only = async (d: Dossier, format: Format, lang: Lang) => {
  const [file] = await renderFiles(d, format, lang);
  if (!file) throw new Error(`no ${format}`);
  return file;
};
const kept = (d: Dossier) => d.step4.requirements.filter((r) => r.status !== "dropped");
const figures = (d: Dossier) => [
  d.study.counts.components,
  d.study.counts.productTypes,
  d.step2.summary.groups,
  d.step2.summary.instances,
  kept(d).length,
];
/** No document says that a product bears the label. */
const CLAIM = /ラベルを取得済み|認証済み(?!の)|is certified|has been labelled/;

const CASES: [file: string, lang: Lang][] = EXAMPLES.map((f, i) => [f, i % 2 === 0 ? "ja" : "en"]);

const BOTH: [file: string, lang: Lang][] = EXAMPLES.flatMap((f): [string, Lang][] => [
  [f, "ja"],
  [f, "en"],
]);

describe.each(BOTH)("the report of %s (%s)", (file, lang) => {
  const dossier = dossierOf(readExample(file));

  it("PDF: every requirement, the figures, the risk counts, bookmarks and tags; no page is empty", async () => {
    const { bytes } = await only(dossier, "pdf", lang);
    const path = join(folder, `${file}.${lang}.pdf`);
    writeFileSync(path, bytes);
    const raw = execFileSync("pdftotext", ["-raw", path, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
    const text = bare(raw).replaceAll("-", "");
    const missing = dossier.step4.requirements.filter(
      (r) => !text.includes(bare(r.statement[lang]).replaceAll("-", "")),
    );
    // A word that the page hyphenates differs by its hyphen alone, which is taken out of both.
    expect(missing.map((r) => r.id)).toEqual([]);
    const pages = raw.split("\f").slice(0, -1);
    expect(pages.filter((p) => bare(p).length < 40)).toEqual([]);
    const summary = pages.find((p) => p.includes(lang === "ja" ? "判断のために" : "For the decision")) ?? "";
    for (const n of figures(dossier)) expect(summary).toMatch(new RegExp(`(^|\\D)${n}(\\D|$)`, "m"));
    for (const [b, n] of Object.entries(dossier.step2.summary.groupBands))
      if (n > 0) expect(bare(summary)).toContain(`${b}${n}`);
    const source = Buffer.from(bytes).toString("latin1");
    expect(source).toContain("/StructTreeRoot");
    expect(source).toContain("/Outlines");
    expect(text).not.toMatch(CLAIM);
  });
});

describe.each(CASES)("the documents of %s (%s)", (file, lang) => {
  const dossier = dossierOf(readExample(file));

  it("workbook: a row for each row of each table, and the same figures", async () => {
    const book = await readXlsx((await only(dossier, "xlsx", lang)).bytes);
    const csv = await renderFiles(dossier, "csv", lang);
    const sheets = book.sheets.slice(1, -1);
    expect(sheets).toHaveLength(csv.length);
    sheets.forEach((s, i) => {
      const text = new TextDecoder().decode(csv[i]?.bytes);
      const lines = text.replace(/"(?:[^"]|"")*"/g, "").split("\r\n").length - 2;
      expect(s.rows.length - 1, s.name).toBe(lines);
    });
    const start = (book.sheets[0]?.rows ?? []).map((r) => r[1]);
    for (const n of figures(dossier)) expect(start).toContain(n);
    const bands = (
      book.sheets.find((s) => s.name.startsWith(lang === "ja" ? "②資産ベース" : "②Risk by asset"))?.rows ?? []
    ).map((r) => r[6]);
    for (const b of ["A", "B", "C", "D", "E"])
      expect(bands.filter((x) => x === b).length).toBe(
        dossier.step2.threatGroups.filter((g) => g.band === b).length,
      );
  });

  it("Word: every requirement with its number, once, in the specification of its product type", async () => {
    const files = await renderFiles(dossier, "docx", lang);
    const types = new Set(dossier.step4.requirements.map((r) => r.type));
    expect(files).toHaveLength(types.size + 1);
    for (const f of files) {
      const text = parts(f.bytes, /^word\/document\.xml$/).map((x) => words(x.replace(/<\/w:p>/g, "\n")));
      const body = bare(text.join());
      const type = /\.requirements\.(.+)\.docx$/.exec(f.name)?.[1];
      for (const r of kept(dossier).filter((x) => x.type === `pt:${type}`)) {
        expect(body).toContain(bare(r.statement[lang]));
        expect(body).toContain(lang === "ja" ? `要件${r.no}` : `Requirement${r.no}`);
      }
      if (type === undefined)
        for (const n of dossier.step6.types.filter((x) => x.need))
          for (const c of n.candidates.filter((x) => x.status !== "dropped"))
            expect(body).toContain(bare(c.statement[lang]));
      expect(body).not.toMatch(CLAIM);
    }
  });

  it("deck: ten to fifteen slides with the figures, and charts of the risk counts", async () => {
    const { bytes } = await only(dossier, "pptx", lang);
    const slides = parts(bytes, /^ppt\/slides\/slide\d+\.xml$/);
    expect(slides.length).toBeGreaterThanOrEqual(10);
    expect(slides.length).toBeLessThanOrEqual(15);
    const text = slides.map(words).join();
    for (const n of figures(dossier)) expect(text).toContain(n.toLocaleString("en"));
    const charts = parts(bytes, /^ppt\/charts\/chart\d+\.xml$/).map((c) =>
      [...c.matchAll(/<c:v>(\d+)<\/c:v>/g)].map((m) => Number(m[1])),
    );
    const counts = Object.values(dossier.step2.summary.groupBands);
    expect(charts.some((values) => counts.every((n) => values.includes(n)))).toBe(true);
    expect(text).not.toMatch(CLAIM);
  });
});

describe("every document", () => {
  const dossier = dossierOf(readExample("smart-home-cloud.yaml"));
  it.each(["pdf", "xlsx", "docx", "pptx", "svg", "png", "csv", "oscal", "sarif"] as const)(
    "%s has the same bytes for the same dossier",
    async (format) => {
      const a = await renderFiles(dossier, format, "ja");
      const b = await renderFiles(structuredClone(dossier), format, "ja");
      expect(a.map((f) => f.name)).toEqual(b.map((f) => f.name));
      a.forEach((f, i) => {
        expect(Buffer.compare(f.bytes, b[i]?.bytes ?? new Uint8Array()), f.name).toBe(0);
      });
    },
  );
  it("PNG and SVG: one of each picture, drawn in ink", async () => {
    const svg = await renderFiles(dossier, "svg", "ja");
    const png = await renderFiles(dossier, "png", "ja");
    expect(svg.length).toBe(png.length);
    for (const f of svg) {
      const text = new TextDecoder().decode(f.bytes);
      expect(text).not.toMatch(/ class="(?!picture)|<script|href=/);
      expect(text).toContain("<text");
    }
    for (const f of png) {
      expect(Buffer.from(f.bytes.slice(1, 4)).toString()).toBe("PNG");
      expect(f.bytes.length).toBeGreaterThan(20_000);
    }
  });
  it("CSV holds nothing that a spreadsheet would run", async () => {
    const bad = structuredClone(dossier);
    const first = bad.step1.configurations[0]?.components[0];
    if (first) first.name = { ja: "=cmd|' /C calc'!A0", en: "=cmd" };
    const [components] = await renderFiles(bad, "csv", "ja");
    expect(new TextDecoder().decode(components?.bytes)).toContain("'=cmd");
  });
});
