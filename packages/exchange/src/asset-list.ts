/**
 * Asset lists (資産台帳) as tables: CSV, or rows that another reader took from a workbook. Heads are looked up in the
 * catalogue's `import-mapping` (rows `on: column`), so an association may add the words of its own sheet.
 */
import type { Catalog } from "@seiza/catalog";
import { type JsonObject, oneLine } from "./bag.ts";
import { LIMITS, type Notes, Refused } from "./format.ts";
import { type Mapping, WordTable } from "./mapping.ts";
import { baseName } from "./read-value.ts";
import type { Sketch, SketchAsset, SketchFlow, SketchNode, SketchZone } from "./sketch.ts";

export const FORMAT = "asset-list";

type Column = NonNullable<Mapping["column"]>;

/** A line of heads: several cells, and one of them the name of a thing. */
export const recognise = (head: string): boolean => {
  const [first = ""] = head.replace(/^\uFEFF/, "").split(/\r?\n/);
  return (
    /[,;\t]/.test(first) &&
    /名称|資産名|機器名|構成要素|装置名|品名|\bname\b|\basset\b|\bdevice\b/i.test(first)
  );
};

/**
 * Text in UTF-8, UTF-16 or Shift_JIS, which Japanese spreadsheets write.
 * @throws Refused when it is none of them
 */
function decoded(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : "utf-8";
  for (const name of [encoding, "shift_jis"])
    try {
      return new TextDecoder(name, { fatal: true }).decode(bytes);
    } catch {
      // The next encoding.
    }
  throw new Refused("unreadable-text", { reason: "not-utf8" });
}

/** Separator that the first lines use most. */
function separatorOf(text: string): string {
  const start = text.slice(0, 4096);
  const count = (c: string) => start.split(c).length;
  return [",", "\t", ";"].sort((a, b) => count(b) - count(a))[0] as string;
}

/**
 * Rows of a CSV file (RFC 4180): quoted cells may hold separators, line ends and doubled quotes.
 * @throws Refused when it is too large, has too many cells, or a quote is never closed
 */
export function rowsOfCsv(bytes: Uint8Array): string[][] {
  if (bytes.length > LIMITS.bytes) throw new Refused("too-large", { limit: LIMITS.bytes / 1_000_000 });
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new Refused("is-a-zip");
  const text = decoded(bytes).replace(/^\uFEFF/, "");
  if (text.includes("\u0000")) throw new Refused("unreadable-text", { reason: "binary" });
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let cells = 0;
  let line = 1;
  let at = 0;
  const endRow = () => {
    if (row.some((c) => c.trim() !== "")) rows.push(row);
    row = [];
  };
  while (at < text.length) {
    let cell: string;
    if (text[at] === '"') {
      const opened = line;
      const pieces: string[] = [];
      at++;
      for (;;) {
        const close = text.indexOf('"', at);
        if (close < 0) throw new Refused("syntax", { reason: "unclosed quote", line: opened, column: 1 });
        pieces.push(text.slice(at, close));
        at = close + 1;
        if (text[at] !== '"') break;
        pieces.push('"');
        at++;
      }
      cell = pieces.join("");
      for (const c of cell) if (c === "\n") line++;
      while (at < text.length && text[at] !== separator && text[at] !== "\n" && text[at] !== "\r") at++;
    } else {
      const start = at;
      while (at < text.length && text[at] !== separator && text[at] !== "\n" && text[at] !== "\r") at++;
      cell = text.slice(start, at);
    }
    row.push(cell.trim());
    if (++cells > LIMITS.nodes) throw new Refused("too-many", { limit: LIMITS.nodes });
    if (text[at] === separator) {
      at++;
      if (at === text.length) row.push("");
    } else {
      if (text[at] === "\r") at++;
      if (text[at] === "\n") at++;
      line++;
      endRow();
    }
  }
  endRow();
  return rows;
}

const IMPORTANCE: [RegExp, 1 | 2 | 3][] = [
  [/^(3|高|大|high|h|critical|重要|最重要|a)$/i, 3],
  [/^(2|中|medium|m|moderate|普通|b)$/i, 2],
  [/^(1|低|小|low|l|軽微|c)$/i, 1],
];
const importanceOf = (text: string) =>
  IMPORTANCE.find(([words]) => words.test(text.normalize("NFKC").trim()))?.[1];
/** A row (from 0) as people count it, with the sheet it stands in. */
const placeOf = (sheet: string, row: number) => (sheet === "" ? `${row + 1}` : `${sheet}!${row + 1}`);
/** Several values of one cell. */
const partsOf = (text: string): string[] =>
  text
    .split(/[、,;／\n]+/)
    .map((p) => p.trim())
    .filter((p) => p !== "")
    .slice(0, 100);

/** A table of a file: the only one of a CSV file, or a sheet of a workbook. */
export interface AssetTable {
  /** Name of the sheet; empty where there are none. */
  sheet: string;
  /** Empty rows included: a row's number is its place in the sheet. */
  rows: readonly (readonly string[])[];
}
interface Found extends AssetTable {
  /** Row of the heads, from 0. */
  first: number;
  head: (Column | undefined)[];
}

/** Looks for the row of heads: the first with a name column; rows above it are titles. */
function headOfTable(table: AssetTable, words: WordTable): Found | undefined {
  for (const [first, cells] of table.rows.slice(0, 20).entries()) {
    const found = cells.map((c) => (c.length > 60 ? undefined : words.find("column", [c])?.column));
    if (found.includes("name") && cells.filter((c) => c !== "").length > 1)
      // A head that stands twice counts once.
      return {
        ...table,
        first,
        head: found.map((c, n) => (c !== undefined && found.indexOf(c) === n ? c : undefined)),
      };
  }
  return undefined;
}

/**
 * @param tables in each the first row with a name column holds the heads; a table without one is left out
 * @throws Refused when no table has a column of names
 */
export function sketchAssetList(
  tables: readonly AssetTable[],
  name: string,
  notes: Notes,
  catalog: Catalog,
): Sketch {
  const words = new WordTable(catalog);
  const filled = tables.filter((t) => t.rows.some((r) => r.some((c) => c !== "")));
  const found = filled.flatMap((t) => headOfTable(t, words) ?? []);
  if (found.length === 0) {
    const row = filled[0]?.rows.find((r) => r.some((c) => c !== "")) ?? [];
    throw new Refused("no-header", {
      heads:
        row
          .filter((c) => c !== "")
          .slice(0, 12)
          .join(" / ") || "-",
    });
  }
  for (const t of filled)
    if (!found.some((f) => f.sheet === t.sheet)) notes.add("left-out", "sheet-without-names", t.sheet);
  const items = found.reduce((n, t) => n + t.rows.length - t.first - 1, 0);
  if (items > LIMITS.items) throw new Refused("too-many", { limit: LIMITS.items });
  const columns: NonNullable<Sketch["columns"]> = [];
  for (const t of found)
    (t.rows[t.first] as readonly string[]).forEach((h, i) => {
      const column = t.head[i];
      if (column !== undefined) columns.push({ sheet: t.sheet, head: h, column });
      else if (h !== "") notes.add("rides-along", "unknown-column", placeOf(t.sheet, t.first), { name: h });
    });

  const zones = new Map<string, SketchZone>();
  const nodes: SketchNode[] = [];
  const assets: SketchAsset[] = [];
  const byName = new Map<string, string>();
  const peers: { from: string; to: string; row: string; protocol: string }[] = [];
  const carried: { asset: SketchAsset; carriers: string[] }[] = [];
  for (const { sheet, rows, first, head } of found) {
    const heads = rows[first] as readonly string[];
    rows.slice(first + 1).forEach((cells, i) => {
      if (cells.every((c) => c === "")) return;
      const where = placeOf(sheet, first + i + 1);
      const value = (column: Column): string => {
        const at = head.indexOf(column);
        return at < 0 ? "" : (cells[at] ?? "").trim();
      };
      const title = value("name");
      if (title === "") {
        notes.add("left-out", "row-without-name", where);
        return;
      }
      const key = value("id") || `row-${title}`;
      const kind = value("kind");
      const extra: JsonObject = {};
      cells.forEach((c, n) => {
        const h = heads[n] ?? "";
        if (head[n] === undefined && c !== "" && h !== "" && h !== "__proto__") extra[h] = c;
      });
      const rating = value("importance");
      const importance = rating === "" ? undefined : importanceOf(rating);
      if (rating !== "" && importance === undefined)
        notes.add("assumed", "importance-assumed", where, { value: rating });
      const note = value("note");
      const reason = value("reason");
      const shared = {
        ...(importance === undefined ? {} : { importance }),
        ...(reason === "" ? {} : { reason }),
        place: where,
      };
      if (/情報|データ|\bdata\b|information/i.test(kind) && !/機器|装置|device|server|サーバ/i.test(kind)) {
        const asset: SketchAsset = {
          key,
          name: title,
          hints: [title, kind],
          on: [],
          ...shared,
          ...(Object.keys(extra).length > 0 ? { extra } : {}),
        };
        assets.push(asset);
        carried.push({ asset, carriers: partsOf(value("carrier") || value("zone")) });
        return;
      }
      const place = value("zone");
      if (place !== "" && !zones.has(place))
        zones.set(place, { key: place, name: place, hints: [place], place: where });
      const quantity = Number(
        value("quantity")
          .normalize("NFKC")
          .replace(/[,台個\s]/g, ""),
      );
      const protocols = partsOf(value("protocol"));
      nodes.push({
        key,
        name: title,
        shape: "unknown",
        ...(kind === "" ? {} : { kind }),
        hints: [kind, title],
        zone: place === "" ? undefined : place,
        ...(Number.isInteger(quantity) && quantity >= 1 && quantity <= 10_000_000 ? { quantity } : {}),
        ...(note === "" ? {} : { note }),
        interfaces: protocols.map((p) => ({ name: "", protocol: p, medium: p })),
        ...(Object.keys(extra).length > 0 ? { extra } : {}),
        place: where,
      });
      if (!byName.has(title)) byName.set(title, key);
      if (!byName.has(key)) byName.set(key, key);
      for (const peer of partsOf(value("peer")))
        peers.push({ from: key, to: peer, row: where, protocol: protocols[0] ?? "" });
      if (importance !== undefined)
        assets.push({
          key: `${key}-function`,
          name: title,
          hints: [],
          kind: "A2m",
          on: [{ page: "main", node: key }],
          ...shared,
        });
      for (const item of partsOf(value("data"))) {
        const known = assets.find((a) => a.key === `data-${item}`);
        const on = { page: "main", node: key };
        if (known) known.on.push(on);
        else assets.push({ key: `data-${item}`, name: item, hints: [item], on: [on], place: where });
      }
    });
  }
  for (const { asset, carriers } of carried)
    for (const c of carriers) {
      const node = byName.get(c);
      if (node !== undefined) asset.on.push({ page: "main", node });
      else for (const n of nodes) if (n.zone === c) asset.on.push({ page: "main", node: n.key });
    }
  const flows: SketchFlow[] = [];
  for (const p of peers) {
    const to = byName.get(p.to);
    if (to === undefined) notes.add("left-out", "dangling-reference", p.row, { name: p.from, to: p.to });
    else
      flows.push({
        key: `${p.from}-to-${to}`,
        name: "",
        from: p.from,
        to,
        protocol: p.protocol,
        hints: [p.protocol],
        place: p.row,
      });
  }
  const [top] = found;
  const title = oneLine(top?.rows.slice(0, top.first).flatMap((r) => r.filter((c) => c !== ""))[0] ?? "");
  return {
    key: "",
    name: title || baseName(name),
    pages: [{ key: "main", name: title || baseName(name), zones: [...zones.values()], nodes, flows }],
    assets,
    columns,
  };
}
