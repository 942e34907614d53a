/** What can be said of a page without eyes: what stands on it, whether it stays on it, whether heads have rows. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, posix } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { readXml } from "../packages/exchange/src/xml.ts";

export interface Word {
  text: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
}
/** Measures in points, from the top left. */
export interface Page {
  width: number;
  height: number;
  words: Word[];
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
export function pagesOf(pdf: string): Page[] {
  const html = execFileSync("pdftotext", ["-bbox", pdf, "-"], {
    encoding: "utf8",
    maxBuffer: 1 << 29,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return html
    .split("<page ")
    .slice(1)
    .map((page) => {
      const [, width = "0", height = "0"] = /width="([\d.]+)" height="([\d.]+)"/.exec(page) ?? [];
      const words = [
        ...page.matchAll(
          /<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)<\/word>/g,
        ),
      ].map(([, left, top, right, bottom, text = ""]) => ({
        text: text.replace(/&(lt|gt|quot|apos|amp);/g, (_, e: string) => ENTITIES[e] as string),
        left: Number(left),
        top: Number(top),
        right: Number(right),
        bottom: Number(bottom),
      }));
      return { width: Number(width), height: Number(height), words };
    });
}

/**
 * Faults that any page may have, each with its page.
 * @param slides a slide may hold a picture alone under its title
 */
export function faultsOf(pages: readonly Page[], slides = false): string[] {
  const out: string[] = [];
  pages.forEach((p, i) => {
    const say = (what: string) => out.push(`page ${i + 1}: ${what}`);
    // Head and foot of a page are not its content.
    const body = p.words.filter((w) => w.top > p.height * 0.075 && w.bottom < p.height * 0.935);
    if (slides ? p.words.length < 4 : body.length < 2) say("empty");
    for (const w of p.words) {
      if (w.left < -0.5 || w.top < -0.5 || w.right > p.width + 0.5 || w.bottom > p.height + 0.5)
        say(`"${w.text}" leaves the page`);
      // Replacement and private characters, and what fonts show for a glyph they lack.
      if (/[\ufffd\ue000-\uf0a6\uf0a8-\uf8ff]/.test(w.text)) say(`"${w.text}" has a character without glyph`);
    }
  });
  return out;
}

/** Words that lie on each other, which is what text over text looks like. */
export function overlapsOf(pages: readonly Page[]): string[] {
  const out: string[] = [];
  pages.forEach((p, i) => {
    const words = p.words
      .filter((w) => w.text.trim() !== "" && w.right - w.left > 1)
      .sort((a, b) => a.top - b.top);
    words.forEach((a, n) => {
      for (let k = n + 1; k < words.length; k++) {
        const b = words[k] as Word;
        if (b.top >= a.bottom) break;
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        const least = Math.min(a.bottom - a.top, b.bottom - b.top);
        if (across > 1.5 && down > least * 0.55) out.push(`page ${i + 1}: "${a.text}" lies on "${b.text}"`);
      }
    });
  });
  return out;
}

/** Numbers of the rows under a head: they stand at the right of their column, other marks (TS1) at the left. */
const numbersUnder = (page: Page, head: Word, until: number): number[] =>
  page.words
    .filter(
      (w) =>
        /^[A-Z]*\d+$/.test(w.text) &&
        (Math.abs(w.right - head.right) < 3 || Math.abs(w.left - head.left) < 1) &&
        w.top > head.top &&
        w.bottom < until,
    )
    .sort((a, b) => a.top - b.top)
    .map((w) => Number(w.text.replace(/^[A-Z]+/, "")));

/**
 * Heads of numbered tables that have fewer than two rows beneath them on their page, unless the table has no more.
 * @param first title of the column of numbers
 */
export function orphanHeads(pages: readonly Page[], first: string): string[] {
  const out: string[] = [];
  const heads = pages.map((p) => p.words.filter((w) => w.text === first).sort((a, b) => a.top - b.top));
  pages.forEach((p, i) => {
    const own = heads[i] as Word[];
    own.forEach((head, n) => {
      const numbers = numbersUnder(p, head, own[n + 1]?.top ?? p.height * 0.945);
      // A table of one row is all there is; its next page does not begin with the number 2.
      const next = pages[i + 1];
      const onNext = n === own.length - 1 ? heads[i + 1]?.[0] : undefined;
      const goesOn = next && onNext && numbersUnder(next, onNext, next.height)[0] === 2;
      const whole = numbers.length === 1 && numbers[0] === 1 && !goesOn;
      if (numbers.length < 2 && !whole) out.push(`page ${i + 1}: head with ${numbers.length} rows`);
    });
  });
  return out;
}

/** Fonts that are not embedded, and documents set in no font at all. */
export function looseFonts(pdf: string): string[] {
  const lines = execFileSync("pdffonts", [pdf], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
    .split("\n")
    .slice(2)
    .filter((l) => l.trim() !== "");
  if (lines.length === 0) return ["no fonts"];
  return lines.filter((l) => !/\s(yes)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+\s*$/.test(l));
}

/** What keeps a package from opening without repair: parts that are not well-formed, untyped or missing. */
export function packageFaults(bytes: Uint8Array): string[] {
  const files = unzipSync(bytes);
  const names = new Set(Object.keys(files).filter((n) => !n.endsWith("/")));
  const out: string[] = [];
  const text = (name: string) => strFromU8(files[name] as Uint8Array);
  for (const name of names)
    if (/\.(xml|rels)$/.test(name))
      try {
        readXml(files[name] as Uint8Array);
      } catch (error) {
        out.push(`${name}: ${(error as Error).message}`);
      }
  if (!names.has("[Content_Types].xml")) return [...out, "no content types"];
  const types = text("[Content_Types].xml");
  const defaults = new Set(
    [...types.matchAll(/<Default[^>]*Extension="([^"]+)"/g)].map((m) => m[1]?.toLowerCase()),
  );
  const overrides = [...types.matchAll(/<Override[^>]*PartName="\/([^"]+)"/g)].map((m) => m[1] as string);
  for (const part of overrides) if (!names.has(part)) out.push(`content type of ${part}, which is missing`);
  for (const name of names)
    if (
      name !== "[Content_Types].xml" &&
      !overrides.includes(name) &&
      !defaults.has(name.slice(name.lastIndexOf(".") + 1).toLowerCase())
    )
      out.push(`${name} has no content type`);
  for (const rels of [...names].filter((n) => n.endsWith(".rels"))) {
    const base = dirname(dirname(rels));
    const ids = new Set<string>();
    for (const [tag] of text(rels).matchAll(/<Relationship\b[^>]*>/g)) {
      const id = /\bId="([^"]+)"/.exec(tag)?.[1] ?? "";
      if (ids.has(id)) out.push(`${rels}: ${id} twice`);
      ids.add(id);
      const target = /\bTarget="([^"]+)"/.exec(tag)?.[1] ?? "";
      if (/TargetMode="External"/.test(tag)) continue;
      const path = target.startsWith("/") ? target.slice(1) : posix.normalize(posix.join(base, target));
      if (!names.has(path)) out.push(`${rels}: ${target} is missing`);
    }
    const part = posix.join(base, basename(rels, ".rels"));
    if (names.has(part))
      for (const [, id] of text(part).matchAll(/\br:(?:id|embed|link)="([^"]+)"/g))
        if (!ids.has(id as string)) out.push(`${part}: relation ${id} is missing`);
  }
  return out;
}

/** The Office suite that opens and prints the documents. */
export const OFFICE = process.env.SOFFICE ?? "soffice";
export const hasOffice = (() => {
  try {
    execFileSync("sh", ["-c", `command -v ${OFFICE}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

/** Opens documents and prints them as PDF; the names of the PDFs, in the order of the documents. */
export function printed(files: readonly { name: string; bytes: Uint8Array }[], folder: string): string[] {
  const profile = mkdtempSync(join(tmpdir(), "seiza-office-"));
  try {
    for (const f of files) writeFileSync(join(folder, f.name), f.bytes);
    execFileSync(
      OFFICE,
      [
        `-env:UserInstallation=file://${profile}`,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
        ...files.map((f) => join(folder, f.name)),
      ],
      { stdio: "ignore", timeout: 600_000 },
    );
    const there = new Set(readdirSync(folder));
    return files.map((f) => {
      const pdf = f.name.replace(/\.[a-z]+$/, ".pdf");
      if (!there.has(pdf)) throw new Error(`${f.name} could not be opened`);
      return join(folder, pdf);
    });
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}
