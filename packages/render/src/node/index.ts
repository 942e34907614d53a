/**
 * Every document of a dossier, by format. Needs Node: PDF and PNG are made by native libraries. It reads the dossier and
 * its own fonts, touches no network, and may run in a worker.
 */
import { type Dossier, dossierText } from "@seiza/dossier";
import type { Lang } from "../messages.ts";
import { zipped } from "../package.ts";
import { picturesOf } from "../picture/standalone.ts";
import type { Output } from "./output.ts";
import type { Press } from "./press.ts";

export { type Filling, fillChecklist, type LeftWhy } from "../assessment/fill.ts";
export { checklistWorkbook } from "../assessment/xlsx.ts";
export { zipped } from "../package.ts";
export * from "./assessment.ts";
export type { Output } from "./output.ts";

type Maker = (dossier: Dossier, lang: Lang, press?: Press) => Promise<Output[]>;

const OFFICE = "application/vnd.openxmlformats-officedocument";
const utf8 = (text: string) => new TextEncoder().encode(text);
const one =
  (
    ending: string,
    mediaType: string,
    make: (d: Dossier, lang: Lang, press?: Press) => Promise<Uint8Array> | Uint8Array,
  ): Maker =>
  async (d, lang, press) => [
    { name: `${d.study.id}.${ending}`, mediaType, bytes: await make(d, lang, press) },
  ];

/** Each format loads its own libraries: who asks for one does not wait for the others. */
const FORMATS = {
  json: one("dossier.json", "application/json", (d) => utf8(dossierText(d))),
  html: one("html", "text/html; charset=utf-8", async (d, lang) => {
    const { renderHtml } = await import("../html/index.tsx");
    return utf8(await renderHtml(d, { lang }));
  }),
  pdf: one("pdf", "application/pdf", async (d, lang, press) => {
    const { pdfSource } = await import("../pdf/source.ts");
    const source = await pdfSource(d, lang, press?.layOut);
    if (press) return press.compile(source);
    const { compilePdf } = await import("./typst.ts");
    return compilePdf(source);
  }),
  xlsx: one("xlsx", `${OFFICE}.spreadsheetml.sheet`, async (d, lang) => {
    const { renderXlsx } = await import("../xlsx/write.ts");
    return renderXlsx(d, lang);
  }),
  docx: async (d, lang) => {
    const { wordDocuments } = await import("../docx/index.ts");
    const out: Output[] = [];
    for (const w of wordDocuments(d, lang))
      out.push({
        name: `${d.study.id}.${w.name}.docx`,
        mediaType: `${OFFICE}.wordprocessingml.document`,
        bytes: w.bytes,
      });
    return out;
  },
  pptx: one("pptx", `${OFFICE}.presentationml.presentation`, async (d, lang) => {
    const [{ renderPptx }, { rasterise }] = await Promise.all([
      import("../pptx/index.ts"),
      import("./png.ts"),
    ]);
    return renderPptx(d, lang, rasterise);
  }),
  svg: async (d, lang) =>
    (await picturesOf(d, lang)).map((p) => ({
      name: `${d.study.id}.${p.name}.svg`,
      mediaType: "image/svg+xml",
      bytes: utf8(p.svg),
    })),
  png: async (d, lang) => {
    const { rasterise } = await import("./png.ts");
    return (await picturesOf(d, lang)).map((p) => ({
      name: `${d.study.id}.${p.name}.png`,
      mediaType: "image/png",
      bytes: rasterise(p.svg, p.width),
    }));
  },
  csv: async (d, lang) => {
    const { csvFiles } = await import("../csv/index.ts");
    return csvFiles(d, lang).map((f) => ({
      name: `${d.study.id}.${f.name}.csv`,
      mediaType: "text/csv; charset=utf-8",
      bytes: utf8(f.text),
    }));
  },
  oscal: async (d, lang) => {
    const { oscalFiles } = await import("../oscal/index.ts");
    return oscalFiles(d, lang).map((f) => ({
      name: `${d.study.id}.${f.name}.json`,
      mediaType: "application/json",
      bytes: utf8(`${JSON.stringify(f.json, null, 2)}\n`),
    }));
  },
  sarif: one("sarif", "application/sarif+json", async (d, lang) => {
    const { sarifOf } = await import("../sarif/index.ts");
    return utf8(`${JSON.stringify(sarifOf(d, lang), null, 2)}\n`);
  }),
} satisfies Record<string, Maker>;

export type Format = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as Format[];
export const isFormat = (name: string): name is Format => Object.hasOwn(FORMATS, name);

/** Every file of a format. @param press makes the PDF in a thread of its own */
export const renderFiles = (
  dossier: Dossier,
  format: Format,
  lang: Lang,
  press?: Press,
): Promise<Output[]> => {
  const make: Maker = FORMATS[format];
  return make(dossier, lang, press);
};

/** A format as one file: several files come in a zip. */
export async function renderFormat(dossier: Dossier, format: Format, lang: Lang): Promise<Output> {
  const files = await renderFiles(dossier, format, lang);
  const [first] = files;
  if (first && files.length === 1) return first;
  return {
    name: `${dossier.study.id}.${format}.zip`,
    mediaType: "application/zip",
    bytes: zipped(Object.fromEntries(files.map((f) => [f.name, f.bytes])), format === "png" ? 0 : 6),
  };
}

/** Every file of every format, with a word before each format. */
export async function renderAll(
  dossier: Dossier,
  lang: Lang,
  formats: readonly Format[] = FORMAT_NAMES,
  before: (format: Format) => void = () => {},
): Promise<Output[]> {
  const out: Output[] = [];
  for (const format of formats) {
    before(format);
    out.push(...(await renderFiles(dossier, format, lang)));
  }
  return out;
}
