/**
 * Writes the answers of an assessment into a checklist workbook that the user has, such as the scheme's own. The scheme's
 * workbook is not public, so nothing is looked for at fixed places: rows are found by the numbers of the criteria and the
 * marks ①②③, columns by the words of their heads, basic information by the labels of its rows. Cells that hold something,
 * formulas, and cells with a list to choose from are left alone and named. What the vendor declares is left to a person.
 */
import type { AssessmentDossier, PaperCriterion } from "@seiza/dossier/assessment";
import { type CellValue, readXlsx } from "hucre/xlsx";
import type { Lang, Words } from "../messages.ts";
import { checkWorkbook, NotAWorkbook } from "../xlsx/rows.ts";
import { cellName, FormBook, type FormSheet, within } from "./sheet-xml.ts";
import { Papers } from "./tables.ts";
import { A } from "./words.ts";

/** Why an answer was not placed. */
export type LeftWhy = "no-row" | "no-column" | "filled" | "list" | "no-label";
export interface Filling {
  bytes: Uint8Array;
  placed: { sheet: string; cell: string; what: string }[];
  left: { what: string; why: LeftWhy; sheet?: string; cell?: string; value: string }[];
}

/** What an answer column holds. */
type Column = "reason" | "evidence" | "by" | "date" | "observed" | "result" | "applies" | "notes";
/** The first that fits the head of a column decides. `undefined`: a column of the form's own text. */
const HEADS: [RegExp, Column | undefined][] = [
  [/(対象外|非該当|適用外|除外).*理由|reasonfornot|理由.*(対象外|非該当)/i, "reason"],
  [/証跡|証拠|エビデンス|evidence/i, "evidence"],
  [/評価者|確認者|判断者|担当者|実施者|assessor|judgedby|checkedby/i, "by"],
  [/(評価|確認|判断|実施)日|日付|date/i, "date"],
  [/根拠|(確認|実施|評価|検査|観測)(した)?(内容|方法|事項)|説明|rationale|observ|justification/i, "observed"],
  [/判定|結果|適合状況|適合可否|適否|result|verdict|compliance/i, "result"],
  [/基準|要件|要求|番号|項番|criteri|requirement/i, undefined],
  [/適用|該当|対象|applic/i, "applies"],
  [/備考|特記|課題|残件|remark|note|comment/i, "notes"],
  [/理由|内容|reason|detail/i, "observed"],
];
const columnOf = (head: string): Column | undefined => {
  const text = flat(head);
  return text === "" || text.length > 40 ? undefined : HEADS.find(([re]) => re.test(text))?.[1];
};
/** Labels of basic information and the row of the dossier that answers them; the first that fits decides. */
const LABELS: [RegExp, string][] = [
  [/(製造|販売)?(事?業者|者|元).*名|ベンダー|申請者|会社名|vendor|manufacturer/i, "vendor"],
  [/連絡先|contact/i, "contact"],
  [
    /(技適|技術基準適合|技術的?条件適合|\[T\]|\[A\]).*番号|(認証|認定)番号|conformity.*number/i,
    "technical-conformity-number",
  ],
  [/技適|技術基準適合|\[T\]|\[A\]|conformitymark/i, "technical-conformity-mark"],
  [/型番|型式|モデル|model/i, "model"],
  [/製品(名|の?名称)|品名|productname/i, "name"],
  [/製品(の)?(類型|種別|種類|カテゴリー?)|producttype/i, "type"],
  [/製品(の)?(概要|説明)|description/i, "description"],
  [
    /(ファームウェア|ソフトウェア|F\/?W|S\/?W).*(版|バージョン|ver)|^バージョン|firmware|softwareversion/i,
    "firmware",
  ],
  [/サポート.*(期限|期間|終了|満了)|support/i, "support"],
  [/脆弱性.*(開示|ポリシー|方針|窓口|公開)|disclosurepolicy/i, "disclosure"],
  [/制約.*理由/i, "constrained-why"],
  [/制約.*(機器|デバイス|有無)|constrained/i, "constrained"],
  [/付帯|必須付随|関連(サービス|アプリ)|companion/i, "companions"],
];
const BASICS = /基本情報|basicinfo/i;
const LONGEST = 32_000;

const flat = (text: string): string => text.normalize("NFKC").replace(/\s+/g, "");
/** A criterion that a cell is about: it begins with its number. */
function criterionOf(cell: string): string | undefined {
  const m = /^[[(【「]?S?-?1[.．]1[-‐‑–—―−ーｰ]?(\d{2})(?!\d)/i.exec(flat(cell));
  return m ? `S1.1-${m[1]}` : undefined;
}
/** A part's mark ① that a cell begins with, or has behind the criterion's number; none where it names several. */
function markOf(cell: string): string | undefined {
  const text = cell.trim().replace(/^[[(【「]?\s*[SＳ]?[\d.．１]+[-‐‑–—―−ーｰ][\d０-９]{2}[\])】」]?\s*/i, "");
  const circled = [...new Set(text.match(/[①-⑳]/gu) ?? [])];
  if (circled.length === 1 && text.startsWith(circled[0] as string)) return circled[0];
  const plain = /^[(（]([1-9１-９])[)）]/.exec(text)?.[1];
  return plain === undefined || circled.length > 0
    ? undefined
    : String.fromCodePoint(0x2460 + Number(plain.normalize("NFKC")) - 1);
}

interface Grid {
  form: FormSheet;
  rows: string[][];
  /** Cells that hold something, formulas without a value included. */
  full: (row: number, column: number) => boolean;
}
const textOf = (v: CellValue | undefined): string =>
  v === null || v === undefined
    ? ""
    : v instanceof Date
      ? Number.isNaN(v.getTime())
        ? ""
        : v.toISOString().slice(0, 10)
      : String(v).trim();

/** Top left cell of a merged range, or the cell itself. */
function anchor(g: Grid, row: number, column: number): { row: number; column: number } {
  const m = g.form.merges.find((r) => within(r, row, column));
  return m ? { row: m.top, column: m.left } : { row, column };
}

type Answers = Partial<Record<Column, string>>;
interface Target {
  row: number;
  criterion: string;
  mark: string;
}

/** Rows that a criterion or one of its parts is asked in. */
function targetsOf(g: Grid, known: ReadonlySet<string>): Target[] {
  const out: Target[] = [];
  let current: { criterion: string; until: number; markColumn?: number } | undefined;
  g.rows.forEach((cells, row) => {
    const at = cells.findIndex((c) => known.has(criterionOf(c) ?? ""));
    if (at >= 0) {
      const criterion = criterionOf(cells[at] as string) as string;
      const merged = g.form.merges.find((m) => within(m, row, at));
      current = { criterion, until: merged?.bottom ?? row };
    }
    if (!current) return;
    const markColumn = cells.findIndex((c, i) => i >= at && markOf(c) !== undefined);
    const mark = markColumn >= 0 ? (markOf(cells[markColumn] as string) as string) : "";
    if (at >= 0) {
      out.push({ row, criterion: current.criterion, mark });
      if (markColumn >= 0) current.markColumn = markColumn;
      return;
    }
    const goesOn =
      row <= current.until || current.markColumn === undefined || current.markColumn === markColumn;
    if (mark !== "" && goesOn) {
      current.markColumn = markColumn;
      out.push({ row, criterion: current.criterion, mark });
    } else if (row > current.until && cells.every((c) => c === "")) current = undefined;
  });
  return out;
}

/** Answer columns by the heads above the first row that is asked in. */
function columnsOf(g: Grid, first: number): Map<Column, number> {
  const out = new Map<Column, number>();
  const seen = new Set<number>();
  // The head nearest to the rows counts; of two columns for one thing, the left one.
  for (let row = first - 1; row >= Math.max(0, first - 8); row--) {
    const found: [Column, number][] = [];
    (g.rows[row] ?? []).forEach((cell, column) => {
      if (cell === "" || seen.has(column)) return;
      seen.add(column);
      const what = columnOf(cell);
      if (what) found.push([what, column]);
    });
    for (const [what, column] of found) if (!out.has(what)) out.set(what, column);
  }
  return out;
}

class Filler {
  readonly p: Papers;
  readonly filling: Filling;
  constructor(
    readonly d: AssessmentDossier,
    readonly lang: Lang,
  ) {
    this.p = new Papers(d, lang);
    this.filling = { bytes: new Uint8Array(), placed: [], left: [] };
  }
  t(w: Words): string {
    return this.p.t(w);
  }

  answers(c: PaperCriterion, mark: string): Answers | undefined {
    const asked = mark === "" ? c.asked : c.asked.filter((a) => a.mark === mark);
    if (asked.length === 0) return undefined;
    const parts = asked.flatMap((a) => a.parts);
    const word = mark === "" ? c.word : (asked[0] as (typeof asked)[number]).word;
    const gate = parts.filter((p) => p.outcome === "not-applicable" || p.outcome === "deemed");
    const named = (p: (typeof parts)[number], text: string) =>
      p.subject === undefined ? text : `${p.subject}: ${text}`;
    const dates = parts.flatMap((p) => p.judged).flatMap((id) => this.p.statements.get(id)?.date ?? []);
    return {
      result: this.t(word),
      applies: this.t(parts.length > 0 && gate.length === parts.length ? word : c.applies.word),
      reason: this.p.bullets(gate.flatMap((p) => p.reasons.map((r) => this.t(r.text)))),
      observed: this.p.bullets(parts.flatMap((p) => p.reasons.map((r) => named(p, this.t(r.text))))),
      evidence: this.p.refs(parts.flatMap((p) => p.records)),
      by: this.p.judged(parts.flatMap((p) => p.judged)),
      date: dates.sort().at(-1) ?? this.d.today,
      notes: this.p.bullets([
        ...new Set(parts.flatMap((p) => p.needs.map((n) => `${this.t(n.word)}: ${this.t(n.text)}`))),
      ]),
    };
  }

  /** Texts for the cells of a sheet; several answers that a merged cell takes stand below each other. */
  checklist(
    g: Grid,
    found: Set<string>,
  ): Map<string, { row: number; column: number; what: string; texts: [string, string][] }> {
    const cells = new Map<string, { row: number; column: number; what: string; texts: [string, string][] }>();
    const known = new Set(this.d.criteria.map((c) => c.id));
    const targets = targetsOf(g, known);
    const [first] = targets;
    if (!first) return cells;
    const columns = columnsOf(g, first.row);
    if (!columns.has("result") && !columns.has("observed") && !columns.has("evidence")) return cells;
    for (const target of targets) {
      const c = this.d.criteria.find((x) => x.id === target.criterion) as PaperCriterion;
      const split = targets.some((x) => x.criterion === c.id && x.mark !== "");
      const all = this.answers(c, target.mark);
      if (!all) {
        this.filling.left.push({
          what: `${c.id}${target.mark}`,
          why: "no-row",
          sheet: g.form.name,
          cell: cellName(target.row, 0),
          value: "",
        });
        continue;
      }
      // A row above the parts' own rows takes the result of the whole.
      const answers: Answers = target.mark === "" && split ? { result: all.result ?? "" } : all;
      found.add(`${c.id}${target.mark}`);
      for (const [key, text] of Object.entries(answers) as [Column, string][]) {
        if (text === "") continue;
        const column = columns.get(key);
        const what = `${c.id}${target.mark} ${this.t(COLUMN_WORDS[key])}`;
        if (column === undefined) {
          if (key === "result" || key === "observed" || key === "evidence")
            this.filling.left.push({ what, why: "no-column", sheet: g.form.name, value: text });
          continue;
        }
        const at = anchor(g, target.row, column);
        const name = cellName(at.row, at.column);
        const cell = cells.get(name) ?? { ...at, what, texts: [] };
        cell.texts.push([target.mark, text]);
        cells.set(name, cell);
      }
    }
    return cells;
  }

  basics(
    g: Grid,
    found: Set<string>,
  ): Map<string, { row: number; column: number; what: string; texts: [string, string][] }> {
    const cells = new Map<string, { row: number; column: number; what: string; texts: [string, string][] }>();
    const mark = this.d.basics.find((b) => b.key === "technical-conformity-mark")?.value.en ?? "";
    g.rows.forEach((row, r) => {
      row.forEach((cell, c) => {
        const text = flat(cell);
        if (text === "" || text.length > 40) return;
        const key = LABELS.find(([re]) => re.test(text))?.[1];
        if (key === undefined) return;
        const other = { "[T]": /\[A\]/, "[A]": /\[T\]/ }[mark];
        // A row for the mark that the product does not carry.
        if (other?.test(text) && !text.includes(mark)) return;
        const answer = this.d.basics.find((b) => b.key === key);
        const value = answer ? this.t(answer.value) : "";
        if (!answer || value === "" || found.has(key)) return;
        const merged = g.form.merges.find((m) => within(m, r, c));
        const at = anchor(g, r, (merged?.right ?? c) + 1);
        found.add(key);
        cells.set(cellName(at.row, at.column), { ...at, what: this.t(answer.label), texts: [["", value]] });
      });
    });
    return cells;
  }
}

const COLUMN_WORDS: Record<Column, Words> = {
  reason: A.why,
  evidence: A.refs,
  by: A.judgedBy,
  date: A.date,
  observed: A.observed,
  result: A.result,
  applies: A.applies,
  notes: A.missing,
};

/**
 * The workbook with the answers in it; the bytes given are not changed.
 * @throws NotAWorkbook when they are no workbook that can be read
 */
export async function fillChecklist(
  bytes: Uint8Array,
  dossier: AssessmentDossier,
  lang: Lang,
): Promise<Filling> {
  checkWorkbook(bytes);
  let book: FormBook;
  let read: Awaited<ReturnType<typeof readXlsx>>;
  try {
    book = new FormBook(bytes);
    read = await readXlsx(bytes);
  } catch (error) {
    throw new NotAWorkbook("no workbook", { cause: error });
  }
  const f = new Filler(dossier, lang);
  const { filling } = f;
  const rowsFound = new Set<string>();
  const basicsFound = new Set<string>();
  for (const form of book.sheets) {
    const sheet = read.sheets.find((s) => s.name === form.name);
    if (!sheet) continue;
    const rows = sheet.rows.map((r) => [...r].map(textOf));
    const g: Grid = {
      form,
      rows,
      full: (row, column) =>
        (rows[row]?.[column] ?? "") !== "" || sheet.cells?.get(`${row},${column}`)?.formula !== undefined,
    };
    const cells = [
      ...f.checklist(g, rowsFound).values(),
      ...(BASICS.test(flat(form.name)) ? f.basics(g, basicsFound).values() : []),
    ];
    const write: { row: number; column: number; text: string }[] = [];
    for (const { row, column, what, texts } of cells) {
      const several = texts.length > 1;
      const text = texts
        .map(([mark, value]) => (several && mark !== "" ? `${mark} ${value}` : value))
        .join("\n")
        .slice(0, LONGEST);
      const cell = cellName(row, column);
      const list = form.lists.some((r) => within(r, row, column));
      const why = g.full(row, column) ? "filled" : list ? "list" : undefined;
      if (why) filling.left.push({ what, why, sheet: form.name, cell, value: text });
      else {
        write.push({ row, column, text });
        filling.placed.push({ sheet: form.name, cell, what });
      }
    }
    if (write.length > 0) book.write(form, write);
  }
  for (const c of dossier.criteria) {
    if (rowsFound.has(c.id)) continue;
    for (const a of c.asked)
      if (a.outcome !== undefined && !rowsFound.has(`${c.id}${a.mark}`))
        filling.left.push({ what: `${c.id}${a.mark}`, why: "no-row", value: f.t(a.word) });
  }
  for (const b of dossier.basics)
    if (f.t(b.value) !== "" && !basicsFound.has(b.key))
      filling.left.push({ what: f.t(b.label), why: "no-label", value: f.t(b.value) });
  filling.bytes = book.bytes();
  return filling;
}
