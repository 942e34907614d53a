/** What the printed papers share: parts of blocks, tables fitted to their page, and the data that the layout reads. */
import type { Lang } from "../messages.ts";
import { type FitColumn, fitted } from "./fit.ts";
import { TEMPLATE } from "./template.ts";

/** Sources of a PDF: the layout and the files that it reads. */
export interface TypstSource {
  main: string;
  files: { path: string; text: string }[];
}
export type Block = Record<string, unknown> & { is: string };
export interface Part {
  wide: boolean;
  /** On A3. */
  large?: boolean;
  blocks: Block[];
}
/** Width between the margins, in points: across and upright. */
export const ROOM = { across: 751, upright: 504 };
/** Characters of a cell from which a row may be taller than a page. */
const TALL = 1500;

/** A table whose columns fit what they hold. */
export function grid(
  columns: readonly FitColumn[],
  rows: readonly { id: string | null; cells: readonly unknown[] }[],
  size: number,
  room: number,
): Block {
  const fit = fitted(
    columns,
    rows.map((r) => r.cells),
    size,
    room,
  );
  return {
    is: "table",
    table: {
      size,
      need: fit.need,
      // A row is kept whole unless it may be taller than a page.
      tall: rows.some((row) => row.cells.some((c) => typeof c === "string" && c.length > TALL)),
      columns: columns.map((c, i) => ({
        title: fit.titles[i],
        kind: c.kind,
        width: fit.widths[i],
        turn: fit.turns[i],
        long: fit.long[i],
      })),
      long: fit.longRows,
      rows: rows.map((r, i) => ({ id: r.id, cells: fit.rows[i], height: fit.heights[i] ?? null })),
    },
  };
}

interface Row {
  id: string | null;
  cells: unknown[];
  height: number | null;
}

export interface Paper {
  lang: Lang;
  title: string;
  name: string;
  /** Name at the head of each page, where the whole one has no room. */
  running?: string;
  kind: string;
  /** At the foot of each page. */
  preparation: string;
  keywords: string[];
  /** On the cover: what the paper is and is not. */
  notice: string;
  contents: string;
  made: string;
  cover: string[];
  parts: Part[];
}

/** Layout and data of a paper. @param files pictures, by the path that blocks name */
export function sourceOf(paper: Paper, files: TypstSource["files"] = []): TypstSource {
  const data = { ...paper, parts: paper.parts.map((p) => ({ ...p, large: p.large ?? false })) };
  return {
    main: TEMPLATE,
    files: [{ path: "/report.json", text: JSON.stringify(prepared(linked(data))) }, ...files],
  };
}

const BANDS = new Set(["A", "B", "C", "D", "E"]);
/** A cell that is more than its text: it is linked, linked to, or coloured. */
interface Special {
  at: number;
  link?: string;
  place?: string;
  look?: string;
  outcome?: boolean;
}

/** Rows as the layout takes them: texts, and what is special of some. The layout's own language is slow at telling these. */
function prepared<T extends { parts: Part[] }>(data: T): T {
  const rowOf = (row: Row, columns: readonly { kind?: string | undefined }[]) => {
    const special: Special[] = [];
    const cells = row.cells.map((c, at) => {
      const rich =
        c !== null && typeof c === "object" ? (c as { t: unknown; l?: string; o?: string }) : undefined;
      const text = rich ? rich.t : c;
      const own: Special = { at };
      if (rich?.l !== undefined) own.link = rich.l;
      if (at === 0 && row.id !== null) own.place = row.id;
      if (rich?.o !== undefined) Object.assign(own, { look: rich.o, outcome: true });
      else if (columns[at]?.kind === "band" && BANDS.has(String(text)))
        Object.assign(own, { look: text, outcome: false });
      if (Object.keys(own).length > 1) special.push(own);
      return text === null || text === undefined ? null : String(text);
    });
    return { cells, special, height: row.height };
  };
  const blockOf = (b: Block): Block => {
    if (b.is !== "table") return b;
    const table = b.table as { rows: Row[]; columns: { kind?: string }[] };
    return { ...b, table: { ...table, rows: table.rows.map((r) => rowOf(r, table.columns)) } };
  };
  return { ...data, parts: data.parts.map((p) => ({ ...p, blocks: p.blocks.map(blockOf) })) };
}

/**
 * A row has a place where something links to it, the first time it is shown; a link without a place becomes plain text,
 * as it would stop the layout.
 */
function linked<T extends { parts: Part[] }>(data: T): T {
  type Rows = { size: number; rows: Row[] };
  type Link = { t: unknown; l: string };
  const isLinked = (c: unknown): c is Link => c !== null && typeof c === "object" && "l" in c;
  const tables = data.parts
    .flatMap((p) => p.blocks)
    .filter((b) => b.is === "table")
    .map((b) => b.table as Rows);
  const wanted = new Set<string>();
  for (const t of tables)
    for (const row of t.rows) for (const c of row.cells) if (isLinked(c)) wanted.add(c.l);
  const places = new Set<string>();
  for (const t of tables)
    for (const row of t.rows)
      if (row.id !== null && wanted.has(row.id) && !places.has(row.id)) places.add(row.id);
      else row.id = null;
  for (const t of tables)
    for (const row of t.rows) row.cells = row.cells.map((c) => (isLinked(c) && !places.has(c.l) ? c.t : c));
  return data;
}
