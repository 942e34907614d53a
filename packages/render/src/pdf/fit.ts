/**
 * Widths of a table's columns on paper, and line breaks that the layout would set badly. Measures are estimates: a
 * full-width character is 1 em, others are taken from the font's averages. A break that is set where none was needed
 * costs a short line, nothing more.
 */
import type { Kind } from "../tables/model.ts";

export interface FitColumn {
  title: string;
  kind: Kind | undefined;
  /** Share of the table's width that the table asks for. */
  width: number;
  turn: boolean;
}
/** Left and right inset of a cell together, and top and bottom, in points; the layout has the same. */
export const INSET = 5.2;
/** Widest a value may be, in ems, to be kept on one line. */
const SHORT = 6.2;
/** Widest word, in ems, that a column makes room for. */
const WORD = 8;
/** Height of a line, in ems. */
const LINE = 1.25;
const TURNED = 62;
/** Points that a line of an upright heading has; the layout has the same. */
const TURNED_ROOM = 52;
/** How much wider bold letters are. */
const BOLD = 1.06;

/** Full-width: Japanese, and signs such as ◇ and ★, which the font sets so. */
const wide = (ch: string) => /[\u2190-\u27bf\u2e80-\uffff]/.test(ch);
const LATIN: [RegExp, number][] = [
  [/[ilj.,;:'|!()[\]/ \u00a0]/, 0.3],
  [/[MWmw@%—]/, 0.86],
  [/[A-Z]/, 0.64],
];
const widthOf = (ch: string) => (wide(ch) ? 1 : (LATIN.find(([which]) => which.test(ch))?.[1] ?? 0.55));
/** Width of each UTF-16 unit in ems, negative where it is full-width: measured once, as every cell is measured. */
const WIDTHS = new Float64Array(0x10000);
function widthAt(text: string, i: number): number {
  const code = text.charCodeAt(i);
  const known = WIDTHS[code] as number;
  if (known !== 0) return known;
  const ch = String.fromCharCode(code);
  // The halves of a pair count as one full-width character.
  const low = code >= 0xdc00 && code < 0xe000;
  const width = low ? -1e-6 : wide(ch) ? -1 : widthOf(ch);
  WIDTHS[code] = width;
  return width;
}
export function textEms(text: string): number {
  let sum = 0;
  let before = false;
  for (let i = 0; i < text.length; i++) {
    const width = widthAt(text, i);
    const now = width < 0;
    // Between Latin and Japanese the layout leaves a quarter.
    if (sum > 0 && now !== before && text.charCodeAt(i) !== 32) sum += 0.25;
    sum += now ? -width : width;
    before = now;
  }
  return sum;
}
/** What no break falls into: a full-width character with the marks that may not begin a line, or a run of others. */
const PIECES =
  /[◇△○✓–]\u00a0[^\s\u2190-\u27bf\u2e80-\uffff]+|[◇△○✓–(（「]?[\u2190-\u27bf\u2e80-\uffff][ぁぃぅぇぉっゃゅょァィゥェォッャュョー・）)」』、。,.％]*|[^\s\u2190-\u27bf\u2e80-\uffff]+|\s+/gu;
const piecesOf = (text: string) => text.match(PIECES) ?? [];

/** Lines as a simple breaker sets them. */
function broken(pieces: readonly string[], room: number): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let used = 0;
  for (const p of pieces) {
    const w = textEms(p);
    // A mark at the end of a line takes half its width.
    if (used > 0 && used + w - (/[、。）」]$/.test(p) ? 0.5 : 0) > room && p.trim() !== "") {
      lines.push(line);
      line = [];
      used = 0;
    }
    line.push(p);
    used += w;
  }
  lines.push(line);
  return lines;
}

/** Advance widths of Noto Sans JP Regular, U+0020 to U+007E, in thousandths of an em (table `hmtx`). */
const ADVANCES = [
  224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392, 555, 555, 555, 555, 555,
  555, 555, 555, 555, 555, 278, 278, 555, 555, 555, 474, 946, 608, 657, 638, 688, 589, 552, 689, 728, 293,
  535, 646, 543, 812, 723, 742, 633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555,
  559, 606, 563, 618, 510, 620, 554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606, 620, 620, 388, 468,
  377, 607, 521, 802, 498, 521, 475, 338, 270, 338, 555,
];
const FURTHER: Record<string, number> = { "·": 561, "—": 894, "–": 536, "✓": 683, "\u00a0": 224 };
const FULL = /[\u3001-\u3020\u3041-\u30ff\u4e00-\u9fff\uff01-\uff5d×…→★◇△○①-⑳]/;
/** Marks that the layout may set half as wide where they meet or end a line. */
const HALVED = /[、。，．・：；（）「」『』【】〔〕〈〉《》［］｛｝〜]/;
/** Least and greatest width of a piece of text in ems; nothing where it has a character of unknown width. */
function bounds(text: string): [least: number, greatest: number] | undefined {
  let [least, greatest] = [0, 0];
  let before: boolean | undefined;
  for (const ch of text) {
    const advance = ADVANCES[ch.charCodeAt(0) - 0x20] ?? FURTHER[ch];
    const full = advance === undefined;
    if (full && !FULL.test(ch)) return;
    least += full ? (HALVED.test(ch) ? 0.5 : 1) : advance / 1000;
    greatest += full ? 1 : advance / 1000;
    // Between Latin and Japanese the layout leaves a quarter.
    if (before !== undefined && before !== full) greatest += 0.25;
    before = full;
  }
  return [least, greatest];
}
/** How far the room is trusted. */
const SURE = 0.97;

/** Lines of a text in a column of `room` ems, where any layout must come to the same number. */
export function sureLines(text: string, room: number): number | undefined {
  let sum = 0;
  for (const line of text.split("\n")) {
    const whole = bounds(line);
    if (!whole) return;
    if (whole[1] <= room * SURE) {
      sum++;
      continue;
    }
    const fewest = Math.ceil(whole[0] / room);
    let most = 1;
    let used = 0;
    let before = "";
    for (const piece of piecesOf(line)) {
      // The gap between Latin and Japanese falls between pieces too.
      const gap = used > 0 && FULL.test(piece[0] ?? "") !== FULL.test(before);
      const width = (bounds(piece)?.[1] ?? Number.POSITIVE_INFINITY) + (gap ? 0.25 : 0);
      before = piece.at(-1) ?? "";
      if (width > room * SURE) return;
      if (used > 0 && used + width > room * SURE && piece.trim() !== "") {
        most++;
        used = 0;
      }
      used += width;
    }
    if (fewest !== most) return;
    sum += most;
  }
  return sum;
}
/** Height of the font's capitals, and distance of lines beneath them, in ems; the layout has the same. */
const CAPITALS = 0.733;
const LEADING = 0.5;
/** Points of a row, where all of its texts are sure; the layout then need not measure it. */
function heightOf(row: readonly unknown[], ems: readonly number[], size: number): number | undefined {
  let most = 1;
  for (const [i, cell] of row.entries()) {
    const text = textOf(cell);
    if (text === "") continue;
    const lines = sureLines(text, ems[i] as number);
    if (lines === undefined) return;
    // Outcomes are set in bold: known where they fit on a line each with room to spare.
    const bold = cell !== null && typeof cell === "object" && "o" in cell;
    if (bold && text.split("\n").some((l) => (bounds(l)?.[1] ?? 0) * 1.1 > (ems[i] as number) * SURE)) return;
    most = Math.max(most, lines);
  }
  return Math.round((INSET + size * (CAPITALS * most + LEADING * (most - 1))) * 1000) / 1000;
}

/** The text with a break of its own where otherwise a single full-width character would stand on the last line. */
export function withoutRunt(text: string, room: number): string {
  if (textEms(text) <= room * 0.97 || !wide(text.at(-1) ?? "")) return text;
  return text
    .split("\n")
    .map((line) => {
      const pieces = piecesOf(line);
      const lines = broken(pieces, room);
      const last = lines.at(-1) ?? [];
      if (
        lines.length < 2 ||
        last.join("").length > 1 + Number(last.join("").length > 1 && last.length === 1)
      )
        return line;
      const before = pieces.slice(0, -2).join("");
      const tail = pieces.slice(-2).join("");
      return before === "" || !wide(tail[0] ?? "") ? line : `${before}\n${tail}`;
    })
    .join("\n");
}

/** A heading of a column in lines of like length. */
function evenly(title: string, room: number): string {
  const total = textEms(title);
  if (total <= room || !wide(title[0] ?? "") || title.includes("\n")) return title;
  // Before a bracket or after a colon where both halves fit.
  for (const at of [title.search(/[(（]/), title.search(/[:：]/) + 1]) {
    const [a, b] = [title.slice(0, at), title.slice(at)];
    if (at > 0 && textEms(a) <= room && textEms(b) <= room) return `${a}\n${b}`;
  }
  // Before a word that heads often end in.
  for (const { index } of title.matchAll(/レベル|リスク|適用|番号|アクセス/g)) {
    const [a, b] = [title.slice(0, index), title.slice(index)];
    if (index > 0 && textEms(a) <= room && textEms(b) <= room) return `${a}\n${b}`;
  }
  const count = Math.ceil(total / room);
  return broken(piecesOf(title), Math.max(total / count + 0.6, 1))
    .map((l) => l.join(""))
    .join("\n");
}

const textOf = (cell: unknown): string =>
  cell === null || cell === undefined
    ? ""
    : typeof cell === "object"
      ? String((cell as { t: unknown }).t)
      : String(cell);
/** Least width of a cell, in ems: a short value whole, of a longer one its longest word. */
function least(text: string): number {
  let most = 0;
  for (const line of text.split("\n")) {
    const all = textEms(line);
    if (all <= SHORT) most = Math.max(most, all);
    else
      for (const word of piecesOf(line)) {
        const w = textEms(word);
        if (w <= WORD) most = Math.max(most, w);
      }
  }
  return most;
}

/** Least width of a heading: up to three lines of Japanese, else its longest word. */
function headEms(title: string): number {
  if (!wide(title[0] ?? "")) return Math.min(WORD, Math.max(...title.split(" ").map(textEms)) * 1.06);
  const all = textEms(title);
  return all <= 4.2 ? all : Math.min(Math.max(all / 2 + 0.6, 2.2), Math.max(3.2, all / 3 + 0.6));
}

/** A mark stays with the word that it stands before. */
const withMark = (text: string) => text.replace(/([◇△○✓–]) (?=[!-~])/g, "$1\u00a0");

export interface Fitted {
  /** Points a column. */
  widths: number[];
  titles: string[];
  /** Headings that are set upright, as their column is too narrow. */
  turns: boolean[];
  rows: unknown[][];
  /** Headings, and whether the rows, hold a word wider than their column, which has to be divided. */
  long: boolean[];
  longRows: boolean;
  /** Points of each row, where they are known beforehand. */
  heights: (number | undefined)[];
  /** Points that heading and first two rows take. */
  need: number;
}

/**
 * @param size points of the type
 * @param room points of the table's width
 */
export function fitted(
  columns: readonly FitColumn[],
  given: readonly (readonly unknown[])[],
  size: number,
  room: number,
): Fitted {
  const rows = given.map((row) => row.map((c) => (typeof c === "string" ? withMark(c) : c)));
  const total = columns.reduce((sum, c) => sum + c.width, 0);
  const base = columns.map((c) => (c.width / total) * room);
  const turns = columns.map(
    (c, i) =>
      c.turn && Math.max(...c.title.split(" ").map(textEms)) * 1.06 * size > (base[i] as number) - INSET,
  );
  const need = columns.map((c, i) => {
    let ems = turns[i] ? 1 : headEms(c.title);
    for (const row of rows) ems = Math.max(ems, least(textOf(row[i])));
    return Math.min(ems * size + INSET + 1.2, room / 3);
  });
  const missing = base.map((w, i) => Math.max(0, (need[i] as number) - w));
  const lack = missing.reduce((a, b) => a + b, 0);
  const spare = base.map((w, i) => Math.max(0, w - (need[i] as number)));
  const all = spare.reduce((a, b) => a + b, 0);
  const share = all > 0 ? Math.min(1, lack / all) : 0;
  const filled = lack > 0 ? Math.min(1, all / lack) : 0;
  const widths = base.map((w, i) => w + (missing[i] as number) * filled - (spare[i] as number) * share);
  const ems = widths.map((w) => (w - INSET) / size);
  const titles = columns.map((c, i) => (turns[i] ? c.title : evenly(c.title, ems[i] as number)));
  const settled = rows.map((row) =>
    row.map((cell, i) => {
      if (typeof cell === "string") return withoutRunt(cell, ems[i] as number);
      if (cell && typeof cell === "object" && typeof (cell as { t: unknown }).t === "string")
        return { ...cell, t: withoutRunt((cell as { t: string }).t, ems[i] as number) };
      return cell;
    }),
  );
  const height = (texts: readonly string[], bold: number) =>
    Math.max(
      ...texts.map((t, i) =>
        t.split("\n").reduce(
          (n, l) =>
            n +
            Math.max(
              Math.ceil((textEms(l) * bold) / (ems[i] as number)),
              // Words that are kept whole leave room at the ends of lines.
              broken(piecesOf(l), ems[i] as number).length,
            ),
          0,
        ),
      ),
    ) *
      size *
      LINE +
    INSET;
  const head = turns.includes(true) ? TURNED : height(titles, 1.05);
  const first = settled.slice(0, 2).reduce((sum, row) => sum + height(row.map(textOf), 1), 0);
  const heights = settled.map((row) => heightOf(row, ems, size));
  /** A word between spaces, and after a hyphen or a slash: there a line may end. */
  const longest = (text: string) =>
    Math.max(
      0,
      ...text
        .split(/[ \n]|(?<=[-/])/)
        .map((w) => (wide(w.at(-1) ?? "") ? 0 : (bounds(w)?.[1] ?? textEms(w)))),
    );
  const long = titles.map((t, i) => longest(t) * BOLD > (turns[i] ? TURNED_ROOM / size : (ems[i] as number)));
  const longRows = settled.some((row) => row.some((cell, i) => longest(textOf(cell)) > (ems[i] as number)));
  return { widths, titles, turns, rows: settled, long, longRows, heights, need: Math.min(head + first, 330) };
}
