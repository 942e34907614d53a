/** The evidence annex (証跡の別紙) as data for the layout: what was asked, observed, said by persons, and is still missing. */
import type { AssessmentDossier, PaperCriterion } from "@seiza/dossier/assessment";
import type { Lang, Words } from "../messages.ts";
import { textEms } from "../pdf/fit.ts";
import { type Block, grid, type Part, ROOM, sourceOf, type TypstSource } from "../pdf/kit.ts";
import { Papers, type PaperTable } from "./tables.ts";
import { A, fill } from "./words.ts";

/** Characters of a cell on paper. */
const CELL = 3000;
/** Rows of one table on paper. */
const ROWS = 400;
/** Characters of a cell of the facts: an overview, so fewer than elsewhere. */
const FACT_CELL = 900;
/** Rows of the facts of one record on paper. */
const FACTS = 60;
/** Characters and lines of a raw file on paper, and files. */
const RAW_CHARACTERS = 3000;
const RAW_LINES = 45;
const RAW_FILES = 40;
/** Width of raw output, in ems of its type. */
const RAW_EMS = 74;
/** Evidence that the one-page summary names, by number. */
const REFS = 6;
/** Characters of the next step in the one-page summary; twice as many in English. */
const NEXT = 45;
/** Ems of the product's name at the head of each page. */
const RUNNING = 30;
/** Longest run of characters that is left without a place to break. */
const RUN = 22;
const ZERO_WIDTH = "\u200b";
const OUTCOMES = ["pass", "deemed", "not-applicable", "person", "inconclusive", "fail"] as const;

/** A long run without spaces may be broken after its signs, or where it must. */
function soft(text: string): string {
  return text.replace(/[^\s\u2e80-\uffff]{23,}/g, (run) => {
    let out = "";
    let since = 0;
    for (const ch of run) {
      out += ch;
      since++;
      if (since >= RUN || (since > 5 && /[/.,:;&?=_-]/.test(ch))) {
        out += ZERO_WIDTH;
        since = 0;
      }
    }
    return out;
  });
}

/** Cut at the end of a line where one is near. */
function cut(text: string, most: number, mark: string): string {
  if (text.length <= most) return text;
  const line = text.lastIndexOf("\n", most);
  return `${text.slice(0, line > most * 0.7 ? line + 1 : most)}${mark}`;
}

function firstEms(text: string, most: number): string {
  let out = "";
  let ems = 0;
  for (const ch of text) {
    ems += textEms(ch);
    if (ems > most) return `${out.trimEnd()}…`;
    out += ch;
  }
  return out;
}

/**
 * The beginning of a file as text, signs that are none as dots; nothing when it is no text. A transcript may hold the bytes of
 * a picture.
 */
function decoded(bytes: Uint8Array): { head: string; more: boolean } | undefined {
  const text = new TextDecoder().decode(bytes.subarray(0, 4 * RAW_CHARACTERS));
  const head = text.slice(0, RAW_CHARACTERS);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters and what is no UTF-8.
  const strange = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd\ue000-\uf8ff]/g;
  if ((head.match(strange)?.length ?? 0) > head.length / 5) return undefined;
  return { head: head.replace(strange, "·"), more: text.length > head.length };
}
/** Lines folded at the width of the page; indents kept. */
function folded(text: string): string[] {
  const out: string[] = [];
  for (const line of text.replaceAll("\t", "  ").split(/\r?\n/)) {
    let now = "";
    let ems = 0;
    for (const ch of line) {
      const w = textEms(ch);
      if (ems + w > RAW_EMS) {
        out.push(now);
        now = "";
        ems = 0;
      }
      now += ch === " " ? "\u00a0" : ch;
      ems += w;
    }
    out.push(now);
  }
  return out;
}

class Annex {
  readonly p: Papers;
  constructor(
    readonly d: AssessmentDossier,
    readonly lang: Lang,
    readonly raw: ReadonlyMap<string, Uint8Array>,
  ) {
    this.p = new Papers(d, lang);
  }
  t(words: Words): string {
    return this.p.t(words);
  }
  paper(value: string | number): string {
    return soft(cut(String(value), CELL, this.t(A.cutCell)));
  }
  heading(level: number, text: string): Block {
    return { is: "heading", level, text: soft(text) };
  }

  /** A table of the workbook on paper. @param kept columns, all when left out @param hard columns that are not broken */
  table(
    table: PaperTable,
    how: {
      size?: number;
      room?: number;
      kept?: readonly number[];
      hard?: readonly number[];
      widths?: Record<number, number>;
    } = {},
  ): Block[] {
    if (table.rows.length === 0) return [{ is: "note", text: this.t(A.none) }];
    const kept = how.kept ?? table.columns.map((_, i) => i);
    const shown = table.rows.slice(0, ROWS);
    const rows = shown.map((row) => ({
      id: null,
      cells: kept.map((i) => {
        const value = row.cells[i] ?? "";
        const text = how.hard?.includes(i) ? String(value) : this.paper(value);
        if (table.columns[i]?.outcome && row.outcome !== undefined) return { t: text, o: row.outcome };
        return text === "" ? null : text;
      }),
    }));
    const columns = kept.map((i) => ({
      title: table.columns[i]?.title ?? "",
      kind: "text" as const,
      width: how.widths?.[i] ?? Math.max(3, table.columns[i]?.width ?? 5),
      turn: false,
    }));
    return [
      grid(columns, rows, how.size ?? 7.5, how.room ?? ROOM.across),
      ...(table.rows.length > shown.length
        ? [{ is: "note", text: fill(this.t(A.cutRows), { all: table.rows.length, n: shown.length }) }]
        : []),
    ];
  }

  summary(): Part {
    const { d } = this;
    const seen = new Map<string, { word: string; n: number }>();
    for (const c of d.criteria)
      seen.set(c.outcome, { word: this.t(c.word), n: (seen.get(c.outcome)?.n ?? 0) + 1 });
    const refs = (c: PaperCriterion) => {
      const all = [...new Set(c.records)].map((id) => this.p.numbers.get(id) ?? id);
      return all.length > REFS ? `${all.slice(0, REFS).join(", ")} +${all.length - REFS}` : all.join(", ");
    };
    const open = (c: PaperCriterion) => d.next.filter((n) => n.blocking && n.criteria.includes(c.id));
    const next = (c: PaperCriterion) => {
      const [first] = open(c);
      const text = first ? this.t(first.text) : "";
      const most = this.lang === "ja" ? NEXT : NEXT * 2;
      return text.length > most ? `${text.slice(0, most)}…` : text;
    };
    return {
      wide: false,
      blocks: [
        this.heading(1, this.t(A.summary)),
        { is: "callout", text: this.t(d.disclaimer) },
        {
          is: "tiles",
          columns: Math.max(3, seen.size),
          items: OUTCOMES.flatMap((o) => {
            const found = seen.get(o);
            return found ? [{ n: found.n, text: found.word }] : [];
          }),
        },
        ...this.table(
          {
            id: "summary",
            title: "",
            columns: [
              { title: this.t(A.criterion), width: 5 },
              { title: this.t(A.name), width: 12 },
              { title: this.t(A.result), width: 11, outcome: true },
              { title: this.t(A.refs), width: 7 },
              { title: this.t(A.nextStep), width: 16 },
              { title: this.t(A.left), width: 3 },
            ],
            rows: d.criteria.map((c) => ({
              outcome: c.outcome,
              cells: [c.id, this.t(c.name), this.t(c.word), refs(c), next(c), open(c).length || ""],
            })),
          },
          { size: 9, room: ROOM.upright },
        ),
      ],
    };
  }

  product(): Part {
    const basics = this.p.basics();
    const interfaces = this.p.interfaces();
    return {
      wide: true,
      blocks: [
        this.heading(1, this.t(A.product)),
        this.heading(2, basics.title),
        ...this.table(basics, { size: 8 }),
        this.heading(2, interfaces.title),
        ...this.table(interfaces),
      ],
    };
  }

  said(id: string): Block[] {
    const s = this.p.statements.get(id);
    if (!s) return [];
    const foot = [
      fill(this.t(A.aboutPart), { about: s.about }),
      ...(s.secondReader === "" ? [] : [fill(this.t(A.seconded), { name: s.secondReader })]),
      ...s.attachments.map((f) => fill(this.t(A.attached), { path: soft(f.path), sha256: f.sha256 })),
    ];
    const values = { by: s.by, role: s.role, date: s.date, word: this.t(s.word) };
    return [
      {
        is: "said",
        head: fill(this.t(s.role === "" ? A.saidPlain : A.said), values),
        text: this.paper(s.text),
        foot: foot.join("\n"),
      },
    ];
  }

  criteria(): Part {
    const table = this.p.checklist();
    const blocks: Block[] = [this.heading(1, this.t(A.perCriterion))];
    for (const c of this.d.criteria) {
      blocks.push(
        this.heading(2, `${c.id} ${this.t(c.name)}`),
        {
          is: "outcome",
          outcome: c.outcome,
          word: this.t(c.word),
          text: this.t(c.question),
        },
        ...this.table(
          { ...table, rows: table.rows.filter((r) => r.cells[0] === c.id) },
          { kept: [2, 3, 6, 7, 8, 9], widths: { 2: 3, 3: 20, 6: 9, 7: 34, 8: 24, 9: 8 } },
        ),
      );
      if (c.statements.length > 0)
        blocks.push(this.heading(3, this.t(A.statements)), ...c.statements.flatMap((id) => this.said(id)));
      if (c.remarks.length > 0)
        blocks.push(this.heading(3, this.t(A.remarks)), {
          is: "list",
          size: 8,
          items: c.remarks.map((r) => this.paper(this.t(r.text))),
        });
      if (c.expired.length > 0)
        blocks.push(this.heading(3, this.t(A.expired)), {
          is: "list",
          size: 8,
          items: c.expired.map((e) =>
            this.paper(`${this.p.numbers.get(e.record) ?? e.record}: ${this.t(e.text)}`),
          ),
        });
    }
    return { wide: true, blocks };
  }

  /** What a study adds: a section of its own, as it is no part of ★1. */
  requirements(): Part[] {
    const table = this.p.requirements();
    if (!table) return [];
    const said = this.d.requirements.filter((r) => r.judged.length > 0);
    const blocks: Block[] = [
      this.heading(1, table.title),
      { is: "callout", text: table.note ?? "" },
      ...this.table(table, {
        kept: [0, 1, 2, 3, 4, 5, 6],
        widths: { 0: 3, 1: 34, 2: 9, 3: 9, 4: 26, 5: 18, 6: 9 },
      }),
    ];
    if (said.length > 0)
      blocks.push(
        this.heading(2, this.t(A.statements)),
        ...said.flatMap((r) => r.judged.flatMap((id) => this.said(id))),
      );
    return [{ wide: true, blocks }];
  }

  lists(): Part[] {
    const section = (table: PaperTable, how: Parameters<Annex["table"]>[1] = {}): Block[] => [
      this.heading(1, table.title),
      ...(table.note ? [{ is: "note", text: table.note }] : []),
      ...this.table(table, how),
    ];
    return [
      { wide: true, blocks: section(this.p.openPoints(), { size: 8 }) },
      { wide: true, blocks: section(this.p.people()) },
      { wide: true, blocks: section(this.p.evidence(), { size: 6.5 }) },
      {
        wide: true,
        blocks: section(this.p.rawFiles(), { size: 7, hard: [4], widths: { 1: 28, 3: 10, 4: 40 } }),
      },
      { wide: false, blocks: this.facts() },
      { wide: false, blocks: this.outputs() },
      { wide: false, blocks: section(this.p.thresholds(), { size: 8, room: ROOM.upright }) },
    ];
  }

  facts(): Block[] {
    const blocks: Block[] = [
      this.heading(1, this.t(A.facts)),
      { is: "note", text: this.t(this.d.records.length > 0 ? A.factsNote : A.nothingKept) },
    ];
    for (const r of this.d.records) {
      if (r.facts.length === 0) continue;
      blocks.push(this.heading(3, `${r.no} ${this.t(r.name)}`));
      const rows = r.facts.flatMap((f) =>
        f.rows.map((x, i) => [i === 0 ? this.t(f.name) : "", this.t(x.label), this.t(x.value)]),
      );
      blocks.push(
        ...this.table(
          {
            id: r.id,
            title: "",
            columns: [
              { title: this.t(A.kind), width: 8 },
              { title: this.t(A.item), width: 9 },
              { title: this.t(A.value), width: 30 },
            ],
            rows: rows
              .slice(0, FACTS)
              .map((cells) => ({ cells: cells.map((c) => cut(c, FACT_CELL, this.t(A.cutCell))) })),
          },
          { size: 7, room: ROOM.upright },
        ),
        ...(rows.length > FACTS
          ? [{ is: "note", text: fill(this.t(A.cutRows), { all: rows.length, n: FACTS }) }]
          : []),
      );
    }
    return blocks;
  }

  outputs(): Block[] {
    const blocks: Block[] = [this.heading(1, this.t(A.rawHead)), { is: "note", text: this.t(A.rawNote) }];
    const files = this.d.records.flatMap((r) => r.raw.map((f) => ({ r, f })));
    const own = files.filter(({ f }) => f.path.startsWith("raw/"));
    for (const { r, f } of own.slice(0, RAW_FILES)) {
      const bytes = this.raw.get(f.sha256);
      const text = bytes && decoded(bytes);
      blocks.push(this.heading(3, `${r.no} ${f.path}`));
      blocks.push({ is: "note", text: `SHA-256 ${f.sha256}` });
      if (text === undefined) {
        blocks.push({ is: "note", text: this.t(bytes ? A.rawBinary : A.rawAway) });
        continue;
      }
      const lines = folded(text.head).slice(0, RAW_LINES);
      const shown = lines.join("").length;
      blocks.push({ is: "raw", text: lines.join("\n") });
      if (lines.length >= RAW_LINES || text.more)
        blocks.push({ is: "note", text: fill(this.t(A.rawCut), { bytes: f.bytes, n: shown }) });
    }
    const more = files.length - Math.min(own.length, RAW_FILES);
    if (more > 0) blocks.push({ is: "note", text: fill(this.t(A.rawMore), { n: more }) });
    return blocks;
  }
}

/** Sources of the annex. Pure; `node/typst.ts` compiles them. @param raw raw files by their SHA-256 */
export function annexSource(
  dossier: AssessmentDossier,
  lang: Lang,
  raw: ReadonlyMap<string, Uint8Array> = new Map(),
): TypstSource {
  const a = new Annex(dossier, lang, raw);
  const { product } = dossier;
  const name = `${a.t(product.name)} ${product.model}`;
  return sourceOf({
    lang,
    title: `${name} — ${a.t(A.annex)}`,
    name: soft(name),
    running: `${firstEms(a.t(product.name), RUNNING)} ${firstEms(product.model, RUNNING / 2)}`,
    kind: a.t(A.annex),
    preparation: a.t(A.preparation),
    keywords: ["JC-STAR", product.model],
    notice: `${a.t(A.annexNotice)}\n${a.t(dossier.disclaimer)}`,
    contents: a.t(A.contents),
    made: `Seiza ${dossier.generator.version} · ${dossier.uuid}`,
    cover: [
      `${a.t(A.vendor)}: ${a.t(product.vendor)}`,
      `${a.t(A.model)}: ${product.model}`,
      `${a.t(A.firmware)}: ${product.firmware}`,
      `${a.t(A.day)}: ${dossier.today}`,
      [
        fill(a.t(A.records), { n: dossier.records.length }),
        fill(a.t(A.judgements), { n: dossier.statements.length }),
      ].join(" · "),
    ],
    parts: [a.summary(), a.product(), a.criteria(), ...a.requirements(), ...a.lists()],
  });
}
