/**
 * The pages that a committee holds in its hands: no empty page, nothing over the edge or on top of each other, every
 * glyph there, no head without rows. `npm run papers` looks at every document of every example in both languages; the
 * whole test run takes two examples and the longest of their Word documents.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Format, renderFiles } from "@seiza/render/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compilePdf } from "../packages/render/src/node/typst.ts";
import { pdfSource } from "../packages/render/src/pdf/source.ts";
import {
  faultsOf,
  hasOffice,
  looseFonts,
  orphanHeads,
  overlapsOf,
  type Page,
  packageFaults,
  pagesOf,
  printed,
} from "./papers.ts";
import { dossierOf, EXAMPLES, readExample } from "./support.ts";

const ALL = process.env.SEIZA_PAPERS === "all";
type Lang = "ja" | "en";
const CASES: [file: string, lang: Lang][] = ALL
  ? EXAMPLES.flatMap((f): [string, Lang][] => [
      [f, "ja"],
      [f, "en"],
    ])
  : [
      ["factory-fa.yaml", "ja"],
      ["smart-home-cloud.yaml", "en"],
    ];
if (!hasOffice) {
  if (process.env.CI === "true")
    throw new Error("the documents are not opened: LibreOffice is not installed");
  console.warn("skipped: Word, PowerPoint and Excel documents are not opened (LibreOffice is not installed)");
}
const NUMBER: Record<Lang, string> = { ja: "項番", en: "No." };

describe.each(CASES)("the pages of %s (%s)", (file, lang) => {
  const dossier = dossierOf(readExample(file));
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "seiza-papers-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const make = (format: Format) => renderFiles(dossier, format, lang);

  it("PDF", async () => {
    const [pdf] = await make("pdf");
    const path = join(folder, "report.pdf");
    writeFileSync(path, pdf?.bytes ?? new Uint8Array());
    const pages = pagesOf(path);
    expect(pages.length).toBeGreaterThan(40);
    expect(faultsOf(pages)).toEqual([]);
    expect(overlapsOf(pages)).toEqual([]);
    expect(pages.flatMap((p) => p.words.filter((w) => w.text === NUMBER[lang])).length).toBeGreaterThan(30);
    expect(orphanHeads(pages, NUMBER[lang])).toEqual([]);
    expect(looseFonts(path)).toEqual([]);
  }, 120_000);

  it("rows of known height stand where the layout would set them", async () => {
    const source = await pdfSource(dossier, lang);
    let known = 0;
    const measured = JSON.parse(source.files[0]?.text ?? "", (key, value) => {
      if (key !== "height" || typeof value !== "number") return value;
      known++;
      return null;
    });
    // Pictures have a height of their own.
    for (const [i, part] of JSON.parse(source.files[0]?.text ?? "").parts.entries())
      for (const [n, block] of part.blocks.entries())
        if (block.is === "picture") measured.parts[i].blocks[n].height = block.height;
    expect(known).toBeGreaterThan(1000);
    const paths = ["given.pdf", "measured.pdf"].map((name) => join(folder, name)) as [string, string];
    writeFileSync(paths[0], compilePdf(source));
    const files = source.files.map((f, i) => (i === 0 ? { ...f, text: JSON.stringify(measured) } : f));
    writeFileSync(paths[1], compilePdf({ ...source, files }));
    const [given, laidOut] = paths.map(pagesOf) as [Page[], Page[]];
    expect(given.map((p) => p.words.map((w) => w.text))).toEqual(
      laidOut.map((p) => p.words.map((w) => w.text)),
    );
    // A tenth of a point is what rounding adds up to on a page; a line more or less is six.
    const apart = given.flatMap((p, i) =>
      p.words.map((w, n) => Math.abs(w.top - (laidOut[i]?.words[n]?.top ?? Number.NaN))),
    );
    expect(Math.max(...apart)).toBeLessThan(0.1);
  }, 120_000);

  it.skipIf(!hasOffice)(
    "Word documents and slides open, and print as they should",
    async () => {
      const words = await make("docx");
      const deck = await make("pptx");
      const book = await make("xlsx");
      for (const f of [...words, ...deck, ...book]) expect(packageFaults(f.bytes), f.name).toEqual([]);
      const longest = [...words].sort((a, b) => b.bytes.length - a.bytes.length).slice(0, ALL ? 99 : 3);
      const files = [...longest, ...deck];
      const pdfs = printed(files, folder);
      const wrong = pdfs.flatMap((pdf, i) => {
        const pages = pagesOf(pdf);
        const slides = files[i]?.name.endsWith(".pptx");
        return [
          ...faultsOf(pages, slides),
          ...overlapsOf(pages),
          ...looseFonts(pdf),
          ...(slides && (pages.length < 10 || pages.length > 15) ? [`${pages.length} slides`] : []),
        ].map((w) => `${files[i]?.name}: ${w}`);
      });
      expect(wrong).toEqual([]);
    },
    ALL ? 600_000 : 240_000,
  );
});
