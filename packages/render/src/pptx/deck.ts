/** The deck that slides are put on: its look, and the text, bullets, tables and pictures of a slide. */
import type { Dossier } from "@seiza/dossier";
import pptxgen from "pptxgenjs";
import { type Lang, M, type Words } from "../messages.ts";
import { Reader } from "../reader.ts";
import { D } from "../words.ts";
import { C } from "./words.ts";

export const FONT = "Yu Gothic";
export const INK = "1C2733";
export const SOFT = "53616F";
export const BRAND = "1F4E79";
export const WASH = "EEF2F6";
export const BANDS = ["A", "B", "C", "D", "E"] as const;
export const GROUND: Record<string, string> = {
  A: "A3202D",
  B: "E08A3C",
  C: "F4DD72",
  D: "BFE0C6",
  E: "DDE6ED",
};
export const ON: Record<string, string> = { A: "FFFFFF", B: "2B1500", C: "332800", D: "123018", E: "23333F" };
/** Inches of a wide slide, and where its body is. */
export const WIDTH = 13.33;
export const BODY = { x: 0.5, y: 1.15, w: WIDTH - 1, h: 5.65 };

/** Categories from the top down; the library writes it, but its types know one direction only. */
export const DOWNWARDS = "maxMin" as "minMax";

export type Slide = pptxgen.Slide;
export type CellText = string | number | { band: string | undefined } | { strong: string };

export class Deck {
  readonly pptx = new pptxgen();
  readonly reader: Reader;
  #page = 0;
  constructor(
    readonly dossier: Dossier,
    readonly lang: Lang,
  ) {
    this.reader = new Reader(dossier);
    this.pptx.layout = "LAYOUT_WIDE";
    this.pptx.title = `${dossier.study.name[lang]} — ${C.deck[lang]}`;
    this.pptx.author = `Seiza ${dossier.generator.version}`;
    this.pptx.company = "";
    this.pptx.theme = { headFontFace: FONT, bodyFontFace: FONT };
  }
  t(w: Words | undefined, values: Record<string, string | number> = {}): string {
    return (w?.[this.lang] ?? "").replace(/\{(\w+)\}/g, (_, k: string) => String(values[k] ?? ""));
  }
  name(id: string): string {
    return this.t(this.reader.name(id));
  }
  join(list: readonly string[]): string {
    return list.join(this.lang === "ja" ? "、" : ", ");
  }
  /** @param notes what the speaker reads beneath the slide */
  slide(title: string, notes: Words): Slide {
    this.#page++;
    const s = this.pptx.addSlide();
    s.addNotes(this.t(notes));
    s.background = { color: "FFFFFF" };
    s.addShape("rect", { x: 0, y: 0, w: 0.14, h: 7.5, fill: { color: BRAND } });
    s.addText(title, {
      x: 0.5,
      y: 0.3,
      w: BODY.w,
      h: 0.65,
      fontFace: FONT,
      fontSize: 24,
      bold: true,
      color: BRAND,
      margin: 0,
      valign: "middle",
      fit: "shrink",
    });
    s.addText(this.t(D.preparation), {
      x: 0.5,
      y: 7.02,
      w: 10,
      h: 0.3,
      fontFace: FONT,
      fontSize: 9,
      color: SOFT,
      margin: 0,
    });
    s.addText(String(this.#page + 1), {
      x: WIDTH - 1.2,
      y: 7.02,
      w: 0.7,
      h: 0.3,
      fontFace: FONT,
      fontSize: 9,
      color: SOFT,
      margin: 0,
      align: "right",
    });
    return s;
  }
  text(
    s: Slide,
    text: string,
    at: { x?: number; y: number; w?: number; h: number; size?: number; color?: string; bold?: boolean },
  ): void {
    s.addText(text, {
      x: at.x ?? BODY.x,
      y: at.y,
      w: at.w ?? BODY.w,
      h: at.h,
      fontFace: FONT,
      fontSize: at.size ?? 14,
      color: at.color ?? INK,
      bold: at.bold ?? false,
      margin: 0,
      valign: "top",
      fit: "shrink",
    });
  }
  bullets(
    s: Slide,
    items: readonly string[],
    at: { x?: number; y: number; w?: number; h: number; size?: number },
  ): void {
    s.addText(
      items.map((text) => ({
        text: capital(text),
        options: { bullet: { indent: 14 }, breakLine: true, paraSpaceAfter: 5 },
      })),
      {
        x: at.x ?? BODY.x,
        y: at.y,
        w: at.w ?? BODY.w,
        h: at.h,
        fontFace: FONT,
        fontSize: at.size ?? 15,
        color: INK,
        margin: 0,
        valign: "top",
        fit: "shrink",
      },
    );
  }
  /** @param at `more` rows are not shown, which the last row says */
  table(
    s: Slide,
    heads: readonly [title: string, width: number, align?: "center"][],
    rows: readonly (readonly CellText[])[],
    at: { x?: number; y: number; w?: number; size?: number; more?: number },
  ): void {
    const w = at.w ?? BODY.w;
    const total = heads.reduce((sum, [, x]) => sum + x, 0);
    const size = at.size ?? 11;
    const border = { type: "solid" as const, pt: 0.5, color: "C9D2DA" };
    const cell = (c: CellText, i: number): pptxgen.TableCell => {
      const base = {
        fontFace: FONT,
        fontSize: size,
        color: INK,
        valign: "middle" as const,
        margin: [0.03, 0.07, 0.03, 0.07] as [number, number, number, number],
        border: [border, border, border, border] as [
          typeof border,
          typeof border,
          typeof border,
          typeof border,
        ],
        align: (heads[i]?.[2] ?? "left") as "left" | "center",
      };
      if (typeof c === "object" && "band" in c) {
        const b = c.band;
        return b === undefined
          ? { text: this.t(M.none), options: { ...base, align: "center" } }
          : {
              text: b,
              options: {
                ...base,
                align: "center",
                bold: true,
                fill: { color: GROUND[b] ?? "FFFFFF" },
                color: ON[b] ?? INK,
              },
            };
      }
      if (typeof c === "object") return { text: c.strong, options: { ...base, bold: true } };
      return { text: String(c), options: typeof c === "number" ? { ...base, align: "right" } : base };
    };
    const numeric = heads.map((_, i) => typeof rows[0]?.[i] === "number");
    const rest = at.more ?? 0;
    const tail: pptxgen.TableCell = {
      text: this.t(C.more, { n: rest }),
      options: {
        colspan: heads.length,
        fontFace: FONT,
        fontSize: size,
        color: SOFT,
        margin: [0.03, 0.07, 0.03, 0.07],
        border: [border, border, border, border],
      },
    };
    const head = heads.map(([text, , align], i) => ({
      text: capital(text),
      options: {
        fontFace: FONT,
        fontSize: size,
        bold: true,
        color: "FFFFFF",
        fill: { color: BRAND },
        align: numeric[i] ? ("right" as const) : (align ?? ("left" as const)),
        valign: "middle" as const,
        margin: [0.04, 0.07, 0.04, 0.07] as [number, number, number, number],
      },
    }));
    s.addTable([head, ...rows.map((r) => r.map(cell)), ...(rest > 0 ? [[tail]] : [])], {
      x: at.x ?? BODY.x,
      y: at.y,
      w,
      colW: heads.map(([, x]) => (w * x) / total),
    });
  }
  picture(s: Slide, png: Uint8Array, title: Words, at: { x: number; y: number; w: number; h: number }): void {
    s.addImage({ data: `image/png;base64,${base64(png)}`, ...at, altText: this.t(title) });
  }
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
/** The catalogue's words are for the middle of a sentence too: a word in small letters gets a capital where a line begins. */
export const capital = (text: string) =>
  text.replace(/^[a-z]+(?![A-Za-z0-9])/, (word) => word.charAt(0).toUpperCase() + word.slice(1));
/** As many names as fit, and how many there are besides. */
export function someOf(d: Deck, names: readonly string[], most: number): string {
  let n = names.length;
  while (n > 1 && d.join(names.slice(0, n)).length > most) n--;
  const shown = n < names.length ? [...names.slice(0, n), d.t(C.more, { n: names.length - n })] : names;
  return d.join(shown);
}
/** Cut at a space where there is one near, as between English words. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  const space = cut.lastIndexOf(" ");
  return `${space > most - 20 ? cut.slice(0, space) : cut}…`;
}

export const goalRank = (g: Dossier["step2"]["routes"]["goals"][number]) =>
  `${g.now.band ?? "Z"}${g.star1.band ?? "Z"}${g.id}`;
