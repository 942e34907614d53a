/**
 * A workbook that comes back: which cells people changed, as edits of the study, or, cell by cell, what is wrong with
 * them. Nothing is taken from a workbook with a single error. Rows are found by their id, columns by their titles in
 * either language, so that sorting, filtering and moving columns do no harm.
 */
import type { Dossier, MarketPart, TableEdit } from "@seiza/dossier";
import { type CellValue, readXlsx } from "hucre/xlsx";
import type { Lang, Words } from "../messages.ts";
import { Reader } from "../reader.ts";
import { type Column, contentOf, shown, type Table } from "../tables/model.ts";
import { tablesOf } from "../tables/steps.ts";
import { D } from "../words.ts";
import { HIDDEN, letters, markOf, SIGNATURE } from "./book.ts";
import { P } from "./problems.ts";
import { checkWorkbook } from "./rows.ts";

export interface CellProblem {
  /** Sheet and cell, as in `②守るべき資産!I7`; the sheet alone where no cell is to blame. */
  where: string;
  text: Words;
  mend: Words;
}
export interface BookEdit {
  where: string;
  /** What is changed, in words: the row, the column, before and after. */
  item: Words;
  field: Words;
  before: string;
  after: string;
  edits: TableEdit[];
}
export interface BookReading {
  lang: Lang;
  edits: BookEdit[];
  problems: CellProblem[];
  signature: { by: string; date: string };
}
/** Where a program, not the workbook, says who decided. */
export interface Given {
  by?: string | undefined;
  date?: string | undefined;
}

const LANGS = ["ja", "en"] as const;
const MARKET: Record<string, MarketPart> = {
  maker: "makers",
  integrator: "integrators",
  guideline: "guidelines",
};
const BROKEN = /^#(REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!)/;

const empty = (v: CellValue | undefined) =>
  v === null || v === undefined || (typeof v === "string" && v.trim() === "");
const textOf = (v: CellValue | undefined): string =>
  v === null || v === undefined
    ? ""
    : v instanceof Date
      ? v.toISOString().slice(0, 10)
      : typeof v === "string"
        ? v.replace(/\r\n?/g, "\n").trim()
        : String(v);

/** Days of spreadsheets counted from their origin, the years 2000 to 2100. */
const DAYS = { origin: Date.UTC(1899, 11, 30), from: 36_526, to: 73_415 };
/** A day that exists, written as YYYY-MM-DD or held as a date. */
function dayOf(v: CellValue | undefined): string | undefined {
  if (v instanceof Date) return Number.isNaN(v.getTime()) ? undefined : v.toISOString().slice(0, 10);
  // A date that a spreadsheet recognised while it was typed is a count of days; its cell's format does not always tell.
  if (typeof v === "number" && Number.isInteger(v) && v >= DAYS.from && v <= DAYS.to)
    return new Date(DAYS.origin + v * 86_400_000).toISOString().slice(0, 10);
  const m = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(textOf(v));
  if (!m) return undefined;
  const [y, mo, d] = [Number(m[1]), Number(m[2]), Number(m[3])];
  const date = new Date(Date.UTC(y, mo - 1, d));
  return date.getUTCMonth() === mo - 1 && date.getUTCDate() === d && y > 1900
    ? date.toISOString().slice(0, 10)
    : undefined;
}

type Parsed = { value: string | number | undefined } | { problem: [text: Words, mend: Words] };

/** What a cell to fill holds, or what is wrong with it. */
function parse(column: Column, v: CellValue): Parsed {
  const { entry } = column;
  if (!entry) return { value: undefined };
  if (empty(v))
    return entry.type === "text" && entry.required ? { problem: P.required() } : { value: undefined };
  const text = textOf(v);
  if (BROKEN.test(text)) return { problem: P.formula({ value: text }) };
  if (entry.type === "choice") {
    const found = entry.choices.find((c) => c.id === text || LANGS.some((l) => c.name[l] === text));
    return found
      ? { value: found.id }
      : {
          problem: P.choice(
            { value: text },
            entry.choices.map((c) => c.name),
          ),
        };
  }
  if (entry.type === "whole" || entry.type === "number") {
    const fill = { value: text, min: entry.min, max: entry.max };
    const n =
      typeof v === "number"
        ? v
        : typeof v === "string" && /^[-+]?\d+(\.\d+)?$/.test(text.normalize("NFKC"))
          ? Number(text.normalize("NFKC"))
          : Number.NaN;
    if (!Number.isFinite(n)) return { problem: v instanceof Date ? P.dateForNumber(fill) : P.number(fill) };
    if (entry.type === "whole" && !Number.isInteger(n)) return { problem: P.whole(fill) };
    if (n < entry.min || n > entry.max) return { problem: P.range(fill) };
    return { value: n };
  }
  if (entry.type === "date") {
    const day = dayOf(v);
    return day === undefined ? { problem: P.day({ value: text }) } : { value: day };
  }
  if (text.length > entry.max) return { problem: P.long({ value: text.length, max: entry.max }) };
  return { value: text };
}

/** A table of the dossier with what its cells hold, by id of the row and key of the column. */
class Baseline {
  readonly rows = new Map<string, Map<string, string | number>>();
  constructor(
    readonly table: Table,
    lang: Lang,
  ) {
    for (const row of table.rows())
      this.rows.set(
        row.id,
        new Map(table.columns.map((c, i) => [c.key, shown(contentOf(row.cells[i]), lang)] as const)),
      );
  }
}

class Reading {
  readonly edits: BookEdit[] = [];
  readonly problems: CellProblem[] = [];
  readonly reader: Reader;
  lang: Lang = "ja";
  /** What the cells to fill held when the workbook was written; where absent, the study's. */
  written: Map<string, string | number> | undefined;
  sameDossier = false;
  needsSignature = false;

  constructor(readonly dossier: Dossier) {
    this.reader = new Reader(dossier);
  }

  problem(where: string, [text, mend]: [Words, Words]): void {
    this.problems.push({ where, text, mend });
  }

  nothing(): BookReading {
    return { lang: this.lang, edits: [], problems: this.problems, signature: { by: "", date: "" } };
  }

  hidden(rows: readonly CellValue[][] | undefined): boolean {
    if (!rows) return true;
    const head = new Map(rows.slice(0, 4).map((r) => [String(r[0]), r[1]]));
    const study = head.get("study");
    if (study !== undefined && study !== null && study !== this.dossier.study.id) {
      this.problem(HIDDEN, P.otherStudy({ value: String(study), id: this.dossier.study.id }));
      return false;
    }
    if (head.get("lang") === "en") this.lang = "en";
    this.sameDossier = head.get("mark") === markOf(this.dossier);
    this.written = new Map(
      rows.slice(4).map((r) => [`${r[0]}\u0000${r[1]}\u0000${r[2]}`, (r[3] ?? "") as string | number]),
    );
    return true;
  }

  before(table: Table, row: string, key: string, now: string | number): string | number {
    return this.written ? (this.written.get(`${table.id}\u0000${row}\u0000${key}`) ?? "") : now;
  }

  sheet(table: Table, name: string, rows: readonly CellValue[][]): void {
    const baseline = new Baseline(table, this.lang);
    const head = rows[0] ?? [];
    const at = new Map<string, number>();
    for (const c of table.columns) {
      const i = head.findIndex((h) => LANGS.some((l) => textOf(h) === c.title[l]));
      if (i >= 0) at.set(c.key, i);
    }
    const missing = table.columns.filter((c) => (c.entry || c.key === "id") && !at.has(c.key));
    for (const c of missing) this.problem(`${name}!1:1`, P.column({ value: c.title[this.lang] }));
    if (missing.length > 0) return;
    const idAt = at.get("id") as number;
    const cell = (row: readonly CellValue[], key: string): CellValue => row[at.get(key) ?? -1] ?? null;
    const place = (n: number, key: string) => `${name}!${letters((at.get(key) ?? 0) + 1)}${n}`;
    const seen = new Map<string, number>();
    rows.slice(1).forEach((row, i) => {
      const n = i + 2;
      if (row.every((v) => empty(v))) return;
      const id = textOf(row[idAt]);
      if (id === "") {
        if (table.edits && table.edits in MARKET) this.added(table, row, cell, (key) => place(n, key));
        else this.problem(place(n, "id"), P.noId());
        return;
      }
      const known = baseline.rows.get(id);
      if (!known) {
        this.problem(place(n, "id"), P.unknownId({ value: id }));
        return;
      }
      const first = seen.get(id);
      if (first !== undefined) {
        this.problem(place(n, "id"), P.twice({ value: id, row: first }));
        return;
      }
      seen.set(id, n);
      this.row(table, id, known, row, cell, (key) => place(n, key));
    });
  }

  row(
    table: Table,
    id: string,
    known: ReadonlyMap<string, string | number>,
    row: readonly CellValue[],
    cell: (row: readonly CellValue[], key: string) => CellValue,
    place: (key: string) => string,
  ): void {
    const changed = new Map<
      string,
      { column: Column; value: string | number | undefined; before: string; after: string }
    >();
    let broken = false;
    for (const column of table.columns) {
      const v = cell(row, column.key);
      const now = known.get(column.key) ?? "";
      if (!column.entry) {
        // What the analysis found is not for people to change; said only where the workbook is of this very dossier.
        if (
          this.sameDossier &&
          column.key !== "id" &&
          column.key !== "no" &&
          textOf(v) !== String(now).trim()
        ) {
          this.problem(place(column.key), P.derived({ value: textOf(v), now: String(now) }));
          broken = true;
        }
        continue;
      }
      const before = this.before(table, id, column.key, now);
      if (textOf(v) === String(before).trim()) continue;
      const parsed = parse(column, v);
      if ("problem" in parsed) {
        this.problem(place(column.key), parsed.problem);
        broken = true;
        continue;
      }
      const after = this.say(column, parsed.value);
      if (after === String(before)) continue;
      if (String(now) !== String(before)) {
        if (after === String(now)) continue;
        this.problem(
          place(column.key),
          P.conflict({ value: after, before: String(before), now: String(now) }),
        );
        broken = true;
        continue;
      }
      changed.set(column.key, { column, value: parsed.value, before: String(before), after });
    }
    if (broken || changed.size === 0) return;
    const item = this.itemOf(table, id, known);
    const push = (key: string, edits: TableEdit[]) => {
      const c = changed.get(key);
      if (c)
        this.edits.push({
          where: place(key),
          item,
          field: c.column.title,
          before: c.before,
          after: c.after,
          edits,
        });
    };
    if (table.edits === "component")
      for (const [key, c] of changed)
        push(key, [
          { kind: "component", id, field: key as "name" | "quantity", value: c.value as string | number },
        ]);
    else if (table.edits === "activity")
      for (const [key, c] of changed)
        push(key, [
          {
            kind: "activity",
            id,
            name: this.reader.termName("promotion-activities", id.slice(3, id.indexOf("/"))),
            field: key as "owner",
            value: c.value as string | undefined,
          },
        ]);
    else if (table.edits && table.edits in MARKET)
      for (const [key, c] of changed)
        push(key, [
          { kind: "market", part: MARKET[table.edits] as MarketPart, id, field: key, value: c.value },
        ]);
    else if (table.edits === "decision")
      this.decision(id, changed, cell(row, "decision.reason"), place, push, cell(row, "decision.action"));
  }

  decision(
    target: string,
    changed: ReadonlyMap<string, { value: string | number | undefined }>,
    reasonCell: CellValue,
    place: (key: string) => string,
    push: (key: string, edits: TableEdit[]) => void,
    actionCell: CellValue,
  ): void {
    const reason = textOf(reasonCell);
    const decides = [...changed].some(([key, c]) => key !== "decision.reason" && c.value !== undefined);
    if (decides && reason === "") {
      this.problem(place("decision.reason"), P.reason());
      return;
    }
    if (BROKEN.test(reason)) {
      this.problem(place("decision.reason"), P.formula({ value: reason }));
      return;
    }
    if (decides) this.needsSignature = true;
    for (const [key, c] of changed) {
      const field = key.slice("decision.".length);
      if (field === "reason") {
        if (decides) continue;
        const edits = this.newReason(target, reason);
        if (edits.length > 0) {
          this.needsSignature = true;
          push(key, edits);
        } else if (!empty(reasonCell) && !this.anyDecision(target, changed, actionCell))
          this.problem(place(key), P.reasonAlone());
        continue;
      }
      if (field === "action")
        push(
          key,
          c.value === undefined
            ? [{ kind: "withdraw", target }]
            : [{ kind: "decide", target, action: c.value as "accept" | "drop", reason }],
        );
      else
        push(
          key,
          c.value === undefined
            ? [{ kind: "withdraw", target, field: field as "importance" }]
            : [{ kind: "decide", target, action: "change", set: { [field]: c.value }, reason }],
        );
    }
  }
  anyDecision(target: string, changed: ReadonlyMap<string, unknown>, action: CellValue): boolean {
    return !empty(action) || changed.size > 1 || this.dossier.decisions.some((d) => d.target === target);
  }

  /** A reason that was rewritten: the decisions on the target stand, with the new one. */
  newReason(target: string, reason: string): TableEdit[] {
    if (reason === "") return [];
    return this.dossier.decisions
      .filter((d) => d.target === target && d.action !== "add" && d.state !== "superseded")
      .map((d) => ({
        kind: "decide" as const,
        target,
        action: d.action as "accept",
        ...(d.set ? { set: d.set as never } : {}),
        reason,
      }));
  }

  added(
    table: Table,
    row: readonly CellValue[],
    cell: (row: readonly CellValue[], key: string) => CellValue,
    place: (key: string) => string,
  ): void {
    const part = MARKET[table.edits as string] as MarketPart;
    const out: Record<string, unknown> = {};
    let broken = false;
    const fail = (key: string, problem: [Words, Words]) => {
      this.problem(place(key), problem);
      broken = true;
    };
    const name = textOf(cell(row, "name"));
    if (name === "") fail("name", P.newName());
    else if (BROKEN.test(name)) fail("name", P.formula({ value: name }));
    else if (name.length > 2000) fail("name", P.long({ value: name.length, max: 2000 }));
    else out.name = name;
    if (part === "makers") {
      const type = textOf(cell(row, "type"));
      const types = this.dossier.step1.productTypes;
      const found = types.find((t) => t.id.slice(3) === type || LANGS.some((l) => t.name[l] === type));
      if (found) out.type = found.id.slice(3);
      else
        fail(
          "type",
          P.newType(
            { value: type },
            types.map((t) => t.name),
          ),
        );
    }
    for (const column of table.columns) {
      if (!column.entry || column.key === "name") continue;
      const parsed = parse(column, cell(row, column.key));
      if ("problem" in parsed) fail(column.key, parsed.problem);
      else if (parsed.value !== undefined) out[column.key] = parsed.value;
    }
    if (part === "integrators" && out.rank === undefined && !broken) fail("rank", P.required());
    if (part === "guidelines") out.demand ??= "unknown";
    else out.commits ??= "unknown";
    if (broken) return;
    this.edits.push({
      where: place("name"),
      item: { ja: name, en: name },
      field: D.addedRow,
      before: "",
      after: Object.entries(out)
        .filter(([k]) => k !== "name")
        .map(([, v]) => String(v))
        .join(", "),
      edits: [{ kind: "market-add", part, row: out }],
    });
  }

  say(column: Column, value: string | number | undefined): string {
    if (value === undefined) return "";
    if (column.entry?.type === "choice")
      return column.entry.choices.find((c) => c.id === value)?.name[this.lang] ?? String(value);
    return String(value);
  }

  itemOf(table: Table, id: string, known: ReadonlyMap<string, string | number>): Words {
    const keys = ["type", "name", "asset", "threat", "statement", "task", "activity"];
    const names = keys
      .filter((k) => table.columns.some((c) => c.key === k))
      .map((k) => String(known.get(k) ?? ""))
      .filter((x) => x !== "")
      .map((x) => (x.length > 40 ? `${x.slice(0, 39)}…` : x))
      .slice(0, 2);
    const text = names.length > 0 ? names.join(" / ") : id;
    return { ja: text, en: text };
  }

  signature(
    start: { name: string; rows: readonly CellValue[][] } | undefined,
    given: Given,
  ): { by: string; date: string } {
    const at = ({ row, column }: { row: number; column: number }) =>
      start?.rows[row - 1]?.[column - 1] ?? null;
    const place = ({ row, column }: { row: number; column: number }) =>
      `${start?.name ?? D.start[this.lang]}!${letters(column)}${row}`;
    const by = given.by ?? textOf(at(SIGNATURE.person));
    const dateCell = at(SIGNATURE.date);
    const date = given.date ?? (empty(dateCell) ? "" : dayOf(dateCell));
    if (date === undefined) this.problem(place(SIGNATURE.date), P.day({ value: textOf(dateCell) }));
    if (by.length > 200) this.problem(place(SIGNATURE.person), P.long({ value: by.length, max: 200 }));
    else if (BROKEN.test(by)) this.problem(place(SIGNATURE.person), P.formula({ value: by }));
    if (this.needsSignature) {
      if (by === "") this.problem(place(SIGNATURE.person), P.person());
      if (date === "") this.problem(place(SIGNATURE.date), P.date());
    }
    return { by, date: date ?? "" };
  }
}

/**
 * @param dossier of the study that the workbook is to change
 * @param given who decided and when, where it is not to be taken from the workbook
 */
export async function readBook(bytes: Uint8Array, dossier: Dossier, given: Given = {}): Promise<BookReading> {
  let book: Awaited<ReturnType<typeof readXlsx>>;
  try {
    checkWorkbook(bytes);
    book = await readXlsx(bytes);
  } catch {
    const r = new Reading(dossier);
    r.problem("-", P.notABook());
    return r.nothing();
  }
  return readSheets(new Map(book.sheets.map((s) => [s.name, s.rows])), dossier, given);
}

/** The same of a workbook that is already read: cells by the name of their sheet. */
export function readSheets(
  sheets: ReadonlyMap<string, readonly CellValue[][]>,
  dossier: Dossier,
  given: Given = {},
): BookReading {
  const r = new Reading(dossier);
  if (!r.hidden(sheets.get(HIDDEN))) return r.nothing();
  for (const table of tablesOf(r.reader)) {
    if (!table.edits) continue;
    const name = LANGS.map((l) => table.title[l]).find((n) => sheets.has(n));
    if (name === undefined) r.problem(table.title[r.lang], P.sheet({ value: table.title[r.lang] }));
    else r.sheet(table, name, sheets.get(name) ?? []);
  }
  const start = LANGS.map((l) => D.start[l]).find((n) => sheets.has(n));
  const signature = r.signature(start ? { name: start, rows: sheets.get(start) ?? [] } : undefined, given);
  return { lang: r.lang, edits: r.problems.length > 0 ? [] : r.edits, problems: r.problems, signature };
}
