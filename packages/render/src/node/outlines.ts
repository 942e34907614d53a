/**
 * Text of a picture as outlines, read from the font's own tables (OpenType 1.9: `cmap`, `hmtx`, `loca`, `glyf`). The
 * rasteriser reads the whole font file anew for each glyph that it draws, which costs more than the picture.
 */
import { readFileSync } from "node:fs";
import { FONT_FILES } from "./fonts.ts";

/** A closed contour: points in font units, on the curve or control points of a quadratic one. */
type Contour = { x: number; y: number; on: boolean }[];

interface Range {
  first: number;
  last: number;
  glyph: (code: number) => number;
}

class Font {
  readonly #view: DataView;
  readonly #tables = new Map<string, number>();
  readonly #longOffsets: boolean;
  readonly #metrics: number;
  /** Segments of `cmap` format 4 or groups of format 12: first, last, and what makes the glyph of a character. */
  readonly #ranges: Range[] = [];
  readonly #contours = new Map<number, Contour[]>();
  readonly unitsPerEm: number;

  constructor(file: string) {
    const bytes = readFileSync(file);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = view;
    for (let i = 0; i < view.getUint16(4); i++) {
      const at = 12 + i * 16;
      this.#tables.set(bytes.toString("latin1", at, at + 4), view.getUint32(at + 8));
    }
    this.unitsPerEm = view.getUint16(this.#table("head") + 18);
    this.#longOffsets = view.getInt16(this.#table("head") + 50) === 1;
    this.#metrics = view.getUint16(this.#table("hhea") + 34);
    this.#readCharacters();
  }
  #table(name: string): number {
    const at = this.#tables.get(name);
    if (at === undefined) throw new Error(`the font has no table ${name}`);
    return at;
  }
  #readCharacters(): void {
    const v = this.#view;
    const cmap = this.#table("cmap");
    let best: { format: number; at: number } | undefined;
    for (let i = 0; i < v.getUint16(cmap + 2); i++) {
      const record = cmap + 4 + i * 8;
      const platform = v.getUint16(record);
      const at = cmap + v.getUint32(record + 4);
      const format = v.getUint16(at);
      if ((platform === 0 || platform === 3) && (format === 4 || format === 12))
        if (!best || format > best.format) best = { format, at };
    }
    if (!best) throw new Error("the font has no table of Unicode characters");
    const { format, at } = best;
    if (format === 12) {
      for (let i = 0; i < v.getUint32(at + 12); i++) {
        const group = at + 16 + i * 12;
        const [first, glyph] = [v.getUint32(group), v.getUint32(group + 8)];
        this.#ranges.push({ first, last: v.getUint32(group + 4), glyph: (code) => glyph + code - first });
      }
      return;
    }
    const segments = v.getUint16(at + 6) / 2;
    for (let i = 0; i < segments; i++) {
      const first = v.getUint16(at + 16 + (segments + i) * 2);
      const delta = v.getInt16(at + 16 + (2 * segments + i) * 2);
      const offsetAt = at + 16 + (3 * segments + i) * 2;
      const offset = v.getUint16(offsetAt);
      this.#ranges.push({
        first,
        last: v.getUint16(at + 14 + i * 2),
        glyph: (code) => {
          if (offset === 0) return (code + delta) & 0xffff;
          const glyph = v.getUint16(offsetAt + offset + (code - first) * 2);
          return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
        },
      });
    }
  }
  /** Number of the glyph; 0 (a box) where the font has none. */
  glyphOf(code: number): number {
    let [low, high] = [0, this.#ranges.length - 1];
    while (low <= high) {
      const mid = (low + high) >> 1;
      const r = this.#ranges[mid] as Range;
      if (code < r.first) high = mid - 1;
      else if (code > r.last) low = mid + 1;
      else return r.glyph(code);
    }
    return 0;
  }
  /** In font units. */
  advanceOf(glyph: number): number {
    return this.#view.getUint16(this.#table("hmtx") + Math.min(glyph, this.#metrics - 1) * 4);
  }
  contoursOf(glyph: number): Contour[] {
    const known = this.#contours.get(glyph);
    if (known) return known;
    const read = this.#read(glyph, 0);
    this.#contours.set(glyph, read);
    return read;
  }
  #read(glyph: number, depth: number): Contour[] {
    const v = this.#view;
    const loca = this.#table("loca");
    const [from, to] = this.#longOffsets
      ? [v.getUint32(loca + glyph * 4), v.getUint32(loca + glyph * 4 + 4)]
      : [v.getUint16(loca + glyph * 2) * 2, v.getUint16(loca + glyph * 2 + 2) * 2];
    if (from === to || depth > 5) return [];
    const at = this.#table("glyf") + from;
    const count = v.getInt16(at);
    return count < 0 ? this.#composed(at + 10, depth) : this.#simple(at + 10, count);
  }
  #simple(start: number, count: number): Contour[] {
    const v = this.#view;
    const ends = Array.from({ length: count }, (_, i) => v.getUint16(start + i * 2));
    const points = (ends.at(-1) ?? -1) + 1;
    let at = start + count * 2;
    at += 2 + v.getUint16(at);
    const flags: number[] = [];
    while (flags.length < points) {
      const flag = v.getUint8(at++);
      flags.push(flag);
      if (flag & 8) for (let again = v.getUint8(at++); again > 0; again--) flags.push(flag);
    }
    /** @param short bit of a one-byte step, @param same bit of its sign, or of no step at all */
    const coordinates = (short: number, same: number) => {
      let value = 0;
      return flags.map((flag) => {
        if (flag & short) value += flag & same ? v.getUint8(at++) : -v.getUint8(at++);
        else if (!(flag & same)) {
          value += v.getInt16(at);
          at += 2;
        }
        return value;
      });
    };
    const xs = coordinates(2, 16);
    const ys = coordinates(4, 32);
    return ends.map((end, i) => {
      const first = i === 0 ? 0 : (ends[i - 1] as number) + 1;
      return Array.from({ length: end - first + 1 }, (_, n) => ({
        x: xs[first + n] as number,
        y: ys[first + n] as number,
        on: ((flags[first + n] as number) & 1) === 1,
      }));
    });
  }
  /** Glyphs that are made of others, placed and scaled; placing by matching points is not used by the font. */
  #composed(start: number, depth: number): Contour[] {
    const v = this.#view;
    const out: Contour[] = [];
    let at = start;
    let flags: number;
    do {
      flags = v.getUint16(at);
      const glyph = v.getUint16(at + 2);
      at += 4;
      const words = (flags & 1) !== 0;
      const [dx, dy] = words ? [v.getInt16(at), v.getInt16(at + 2)] : [v.getInt8(at), v.getInt8(at + 1)];
      at += words ? 4 : 2;
      const fixed = () => {
        at += 2;
        return v.getInt16(at - 2) / 0x4000;
      };
      let [a, b, c, d] = [1, 0, 0, 1];
      if (flags & 8) a = d = fixed();
      else if (flags & 0x40) [a, d] = [fixed(), fixed()];
      else if (flags & 0x80) [a, b, c, d] = [fixed(), fixed(), fixed(), fixed()];
      for (const contour of this.#read(glyph, depth + 1))
        out.push(contour.map((p) => ({ x: a * p.x + c * p.y + dx, y: b * p.x + d * p.y + dy, on: p.on })));
    } while (flags & 0x20);
    return out;
  }
}

/** The commands of a contour with the pen at (x, y) of the picture. */
function drawn(contour: Contour, x: number, y: number, scale: number): string {
  const number = (n: number) => String(Math.round(n * 100) / 100);
  const at = (p: { x: number; y: number }) => `${number(x + p.x * scale)} ${number(y - p.y * scale)}`;
  const middle = (p: { x: number; y: number }, q: { x: number; y: number }) => ({
    x: (p.x + q.x) / 2,
    y: (p.y + q.y) / 2,
  });
  const n = contour.length;
  const point = (i: number) => contour[i % n] as Contour[number];
  const begin = contour.findIndex((p) => p.on);
  const start = begin >= 0 ? point(begin) : middle(point(0), point(n - 1));
  let d = `M${at(start)}`;
  const from = Math.max(begin, 0);
  for (let i = begin >= 0 ? 1 : 0; i < n; i++) {
    const p = point(from + i);
    if (p.on) d += `L${at(p)}`;
    else {
      // Between two control points the curve passes through their middle.
      const next = i + 1 < n ? point(from + i + 1) : { ...start, on: true };
      d += `Q${at(p)} ${at(next.on ? next : middle(p, next))}`;
      if (next.on) i++;
    }
  }
  return `${d}Z`;
}

const loaded = new Map<string, Font>();
function fontOf(file: string): Font {
  const font = loaded.get(file) ?? new Font(file);
  loaded.set(file, font);
  return font;
}
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** The picture with each line of text as one path of the same fill and stroke; other renderers need no font for it. */
export function outlined(svg: string): string {
  const [regular, bold] = FONT_FILES.map(fontOf) as [Font, Font];
  return svg.replace(/<text([^>]*)>([^<]*)<\/text>/g, (_, attributes: string, escaped: string) => {
    const value = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1];
    const font = value("font-weight") === "700" ? bold : regular;
    const scale = Number(value("font-size")) / font.unitsPerEm;
    const text = escaped
      .replace(/&(amp|lt|gt|quot);/g, (_, e: string) => ENTITIES[e] as string)
      .normalize("NFC");
    const glyphs = [...text].map((ch) => font.glyphOf(ch.codePointAt(0) as number));
    const width = glyphs.reduce((sum, g) => sum + font.advanceOf(g), 0) * scale;
    let x = Number(value("x")) - (value("text-anchor") === "middle" ? width / 2 : 0);
    const y = Number(value("y"));
    let d = "";
    for (const glyph of glyphs) {
      for (const contour of font.contoursOf(glyph)) d += drawn(contour, x, y, scale);
      x += font.advanceOf(glyph) * scale;
    }
    const look = attributes.replace(/ (x|y|font-size|font-weight|text-anchor)="[^"]*"/g, "");
    return d === "" ? "" : `<path d="${d}"${look}/>`;
  });
}
