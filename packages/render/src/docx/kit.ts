/** Building blocks of the Word documents: real styles and headings, tables with repeated heads, references by bookmark. */
import {
  AlignmentType,
  Bookmark,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  Footer,
  Header,
  HeadingLevel,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  SimpleField,
  Table,
  TableCell,
  TableLayoutType,
  TableOfContents,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import { strToU8 } from "fflate";
import type { Lang } from "../messages.ts";
import { settled } from "../package.ts";

export type Block = Paragraph | Table | TableOfContents;
const INK = "1C2733";
const BRAND = "1F4E79";
const SOFT = "53616F";
export const BAND_COLOURS: Record<string, [ground: string, ink: string]> = {
  A: ["A3202D", "FFFFFF"],
  B: ["E08A3C", "2B1500"],
  C: ["F4DD72", "332800"],
  D: ["BFE0C6", "123018"],
  E: ["DDE6ED", "23333F"],
};
/** Width between the margins of an A4 page, in millimetres. */
const ROOM = 170;

const runs = (text: string, more: { bold?: boolean; color?: string; size?: number } = {}) =>
  text.split("\n").map((t, i) => new TextRun({ text: t, ...(i > 0 ? { break: 1 } : {}), ...more }));

/** A name that Word takes for a bookmark: letters and digits, 40 at most, made from an id. */
export function bookmarkOf(id: string): string {
  let h = 5381;
  for (let i = 0; i < id.length; i++) h = (Math.imul(h, 33) ^ id.charCodeAt(i)) >>> 0;
  return `b_${id.replace(/[^A-Za-z0-9]/g, "_").slice(-26)}_${h.toString(36)}`;
}

export const title = (text: string) => new Paragraph({ style: "Title", children: runs(text) });
export const subtitle = (text: string) => new Paragraph({ style: "Subtitle", children: runs(text) });
/**
 * @param text what a reference to the heading shows; the bookmark is around it
 * @param rest what follows in the heading
 */
export function heading(level: 1 | 2 | 3, text: string, mark?: string, rest = ""): Paragraph {
  const children = [
    ...(mark ? [new Bookmark({ id: bookmarkOf(mark), children: runs(text) })] : runs(text)),
    ...(rest === "" ? [] : runs(rest)),
  ];
  return new Paragraph({
    heading: [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3][
      level - 1
    ] as "Heading1",
    keepNext: true,
    children,
  });
}
/** A field that shows the text of a bookmark and leads there; it follows when people edit the text. */
const reference = (text: string, to: string) => new SimpleField(` REF ${bookmarkOf(to)} \\h `, text);
/** A value that refers to a place of the document. */
export interface Reference {
  text: string;
  to: string;
}
/** @param keepNext stays on the page of what follows */
export const paragraph = (text: string, keepNext = false) =>
  new Paragraph({ children: runs(text), ...(keepNext ? { keepNext, keepLines: true } : {}) });
export const note = (text: string) => new Paragraph({ style: "Note", children: runs(text) });
export const callout = (text: string) =>
  new Paragraph({
    children: runs(text),
    shading: { type: ShadingType.CLEAR, fill: "EEF2F6", color: "auto" },
    border: { left: { style: BorderStyle.SINGLE, size: 24, color: BRAND, space: 8 } },
    spacing: { before: 120, after: 160 },
    keepLines: true,
  });
export const bullet = (text: string) =>
  new Paragraph({ children: runs(text), numbering: { reference: "dots", level: 0 }, spacing: { after: 40 } });
/** A line "name: value" where values may refer to other places of the document. */
export function facts(
  name: string,
  values: (string | Reference)[],
  mark: string,
  keepNext = false,
): Paragraph {
  return new Paragraph({
    style: "Facts",
    ...(keepNext ? { keepNext } : {}),
    children: [
      new TextRun({ text: `${name}: `, bold: true, color: SOFT }),
      ...values.flatMap((v, i) => [
        ...(i > 0 ? [new TextRun(mark)] : []),
        typeof v === "string" ? new TextRun(v) : reference(v.text, v.to),
      ]),
    ],
  });
}
/** The contents as Word's own field, filled, so that it is there at once and can be brought up to date with its pages. */
export const contents = (
  title: string,
  entries: readonly { level: 1 | 2; text: string; to: string }[],
): Block =>
  new TableOfContents(title, {
    hyperlink: true,
    headingStyleRange: "1-2",
    beginDirty: false,
    // Its page numbers come when it is brought up to date; until then nothing leads to them.
    tabLeader: "none",
    cachedEntries: entries.map((e) => ({ title: e.text, level: e.level, href: bookmarkOf(e.to) })),
  });

export interface Head {
  title: string;
  /** Share of the width. */
  width: number;
  band?: boolean;
  middle?: boolean;
}
/**
 * A table whose head is repeated on each page and whose rows stay whole.
 * @param noted a note to the table follows
 */
export function grid(
  heads: readonly Head[],
  rows: readonly (readonly (string | number | Reference)[])[],
  marks?: { column: number; ids: readonly string[] },
  noted = false,
): Table {
  const total = heads.reduce((sum, h) => sum + h.width, 0);
  const widths = heads.map((h) => convertMillimetersToTwip((ROOM * h.width) / total));
  const numeric = heads.map((_, i) => typeof rows[0]?.[i] === "number");
  const border = { style: BorderStyle.SINGLE, size: 4, color: "C9D2DA" };
  // The first two rows stay with the head, the last two together, and a note with them.
  const kept = (n: number) => n === 0 || n === rows.length - 2 || (noted && n === rows.length - 1);
  const cell = (
    value: string | number | Reference,
    i: number,
    head: boolean,
    keepNext: boolean,
    mark?: string,
  ) => {
    const text = typeof value === "object" ? value.text : value;
    const h = heads[i] as Head;
    const colours = !head && h.band ? BAND_COLOURS[String(text)] : undefined;
    const inner =
      typeof value === "object"
        ? [reference(value.text, value.to)]
        : runs(
            String(text),
            head ? { bold: true, color: "FFFFFF" } : colours ? { bold: true, color: colours[1] } : {},
          );
    const alignment =
      typeof text === "number" || (head && numeric[i])
        ? AlignmentType.RIGHT
        : h.middle || h.band
          ? AlignmentType.CENTER
          : undefined;
    return new TableCell({
      width: { size: widths[i] as number, type: WidthType.DXA },
      ...(head
        ? { shading: { type: ShadingType.CLEAR, fill: BRAND, color: "auto" } }
        : colours
          ? { shading: { type: ShadingType.CLEAR, fill: colours[0], color: "auto" } }
          : {}),
      children: [
        new Paragraph({
          style: "Cell",
          ...(alignment ? { alignment } : {}),
          ...(keepNext ? { keepNext } : {}),
          children: mark ? [new Bookmark({ id: bookmarkOf(mark), children: inner })] : inner,
        }),
      ],
    });
  };
  return new Table({
    layout: TableLayoutType.FIXED,
    // Said once for the table: said in each cell they are most of the document.
    borders: {
      top: border,
      bottom: border,
      left: border,
      right: border,
      insideHorizontal: border,
      insideVertical: border,
    },
    margins: { top: 40, bottom: 40, left: 70, right: 70 },
    columnWidths: widths,
    width: { size: convertMillimetersToTwip(ROOM), type: WidthType.DXA },
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: heads.map((h, i) => cell(h.title, i, true, true)),
      }),
      ...rows.map(
        (r, n) =>
          new TableRow({
            cantSplit: true,
            children: r.map((c, i) =>
              cell(c, i, false, kept(n), i === marks?.column ? marks.ids[n] : undefined),
            ),
          }),
      ),
    ],
  });
}
/** What the packer zips: taken before it does, as the container is written anew anyway. */
const { compiler } = Packer as unknown as {
  compiler: { compile(doc: Document): Map<string, string | Uint8Array> };
};
const partsOf = (doc: Document): Record<string, Uint8Array> =>
  Object.fromEntries(
    [...compiler.compile(doc)].map(([name, part]) => [name, typeof part === "string" ? strToU8(part) : part]),
  );

export function documentBytes(options: {
  title: string;
  lang: Lang;
  head: string;
  foot: string;
  version: string;
  blocks: Block[];
}): Uint8Array {
  const font = { ascii: "Yu Gothic", hAnsi: "Yu Gothic", eastAsia: "Yu Gothic", cs: "Yu Gothic" };
  const line = { line: 320 };
  const language =
    options.lang === "ja" ? { value: "en-US", eastAsia: "ja-JP" } : { value: "en-GB", eastAsia: "ja-JP" };
  const doc = new Document({
    title: options.title,
    creator: `Seiza ${options.version}`,
    lastModifiedBy: `Seiza ${options.version}`,
    description: options.foot,
    styles: {
      default: {
        document: {
          run: { font, size: 20, color: INK, language },
          paragraph: { spacing: { ...line, after: 100 } },
        },
        title: {
          run: { font, size: 44, bold: true, color: BRAND },
          paragraph: { spacing: { before: 1200, after: 120 } },
        },
        heading1: {
          run: { font, size: 30, bold: true, color: BRAND },
          paragraph: {
            spacing: { before: 360, after: 140 },
            border: { bottom: { style: BorderStyle.SINGLE, size: 12, color: BRAND, space: 3 } },
          },
        },
        heading2: {
          run: { font, size: 24, bold: true, color: INK },
          paragraph: { spacing: { before: 280, after: 100 } },
        },
        heading3: {
          run: { font, size: 21, bold: true, color: BRAND },
          paragraph: { spacing: { before: 220, after: 60 } },
        },
        hyperlink: { run: { color: "1B5A94" } },
      },
      paragraphStyles: [
        {
          id: "Subtitle",
          name: "Subtitle",
          basedOn: "Normal",
          next: "Normal",
          run: { size: 24, color: SOFT },
          paragraph: { spacing: { after: 240 } },
        },
        {
          id: "TOC1",
          name: "toc 1",
          basedOn: "Normal",
          next: "Normal",
          run: { bold: true },
          paragraph: { spacing: { after: 30 } },
        },
        {
          id: "TOC2",
          name: "toc 2",
          basedOn: "Normal",
          next: "Normal",
          paragraph: { indent: { left: 360 }, spacing: { after: 30 } },
        },
        {
          id: "Note",
          name: options.lang === "ja" ? "注記" : "Note",
          basedOn: "Normal",
          run: { size: 17, color: SOFT },
          paragraph: { spacing: { after: 100 } },
        },
        {
          id: "Facts",
          name: options.lang === "ja" ? "項目" : "Facts",
          basedOn: "Normal",
          run: { size: 18 },
          paragraph: { indent: { left: 280 }, spacing: { after: 20 }, keepLines: true },
        },
        {
          id: "Cell",
          name: options.lang === "ja" ? "表のセル" : "Cell",
          basedOn: "Normal",
          run: { size: 17 },
          paragraph: { spacing: { line: 250, after: 0 } },
        },
      ],
    },
    numbering: {
      config: [
        {
          reference: "dots",
          levels: [
            {
              level: 0,
              format: LevelFormat.BULLET,
              text: "•",
              alignment: AlignmentType.LEFT,
              style: { paragraph: { indent: { left: 360, hanging: 240 } } },
            },
          ],
        },
      ],
    },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) },
            margin: {
              top: 1250,
              bottom: 1130,
              left: convertMillimetersToTwip(20),
              right: convertMillimetersToTwip(20),
            },
          },
        },
        headers: {
          default: new Header({
            children: [new Paragraph({ style: "Note", children: [new TextRun(options.head)] })],
          }),
          first: new Header({ children: [new Paragraph({ children: [] })] }),
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                style: "Note",
                alignment: AlignmentType.CENTER,
                children: [
                  new TextRun({
                    children: [options.foot, "　", PageNumber.CURRENT, " / ", PageNumber.TOTAL_PAGES],
                  }),
                ],
              }),
            ],
          }),
          first: new Footer({
            children: [
              new Paragraph({
                style: "Note",
                alignment: AlignmentType.CENTER,
                children: [new TextRun(options.foot)],
              }),
            ],
          }),
        },
        children: options.blocks,
      },
    ],
  });
  return settled(partsOf(doc));
}
