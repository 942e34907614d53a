/** The tables of an assessment's papers: one place for workbook and annex, so that they say the same. */
import type { AssessmentDossier } from "@seiza/dossier/assessment";
import type { Lang, Words } from "../messages.ts";
import { A, CODES, fill } from "./words.ts";

export interface PaperColumn {
  title: string;
  /** Width in full-width characters. */
  width: number;
  /** Left for people to fill in. */
  entry?: boolean;
  /** Coloured by the outcome of the row. */
  outcome?: boolean;
}
export interface PaperRow {
  cells: (string | number)[];
  /** Outcome that colours the row's `outcome` column. */
  outcome?: string;
}
export interface PaperTable {
  id: string;
  title: string;
  note?: string;
  columns: PaperColumn[];
  rows: PaperRow[];
}

export class Papers {
  readonly numbers: ReadonlyMap<string, string>;
  readonly statements: ReadonlyMap<string, AssessmentDossier["statements"][number]>;
  constructor(
    readonly d: AssessmentDossier,
    readonly lang: Lang,
  ) {
    this.numbers = new Map(d.records.map((r) => [r.id, r.no]));
    this.statements = new Map(d.statements.map((s) => [s.id, s]));
  }
  t(words: Words): string {
    return words[this.lang];
  }
  /** Several sentences as a list, one as itself. */
  bullets(list: readonly string[]): string {
    const sign = this.lang === "ja" ? "・" : "• ";
    return list.length > 1 ? list.map((x) => `${sign}${x}`).join("\n") : (list[0] ?? "");
  }
  code(code: string): string {
    const words = CODES[code];
    return words ? this.t(words) : code;
  }
  /** `E03, E07`; a record that is not at hand by its id. */
  refs(ids: readonly string[]): string {
    return [...new Set(ids)].map((id) => this.numbers.get(id) ?? id).join(", ");
  }
  judged(ids: readonly string[]): string {
    return [...new Set(ids)]
      .flatMap((id) => {
        const s = this.statements.get(id);
        return s ? [`${[s.by, s.role].filter((x) => x !== "").join(" ")} ${s.date}`] : [];
      })
      .join("\n");
  }

  basics(): PaperTable {
    return {
      id: "basics",
      title: this.t(A.basics),
      columns: [
        { title: this.t(A.item), width: 22 },
        { title: this.t(A.entry), width: 50, entry: true },
      ],
      rows: this.d.basics.map((b) => ({ cells: [this.t(b.label), this.t(b.value)] })),
    };
  }

  /** A row for each part ①②③ of each criterion, with every judged item of it. */
  checklist(): PaperTable {
    const rows: PaperRow[] = [];
    for (const c of this.d.criteria) {
      const judgedAsWhole = c.need === "all" || c.asked.some((a) => a.mark === "" && a.parts.length > 0);
      for (const a of c.asked) {
        const name = (p: (typeof a.parts)[number], text: string) =>
          [p.id === a.id ? "" : p.id.slice(a.id.length + 1), p.subject ?? ""]
            .filter((x) => x !== "")
            .join(" ") + (p.id === a.id && p.subject === undefined ? text : `: ${text}`);
        const observed = a.parts.flatMap((p) => [
          ...(p.overridden ? [name(p, fill(this.t(A.overridden), { word: this.t(p.overridden.word) }))] : []),
          ...p.reasons.map((r) => name(p, this.t(r.text))),
        ]);
        const needs = a.parts.flatMap((p) => p.needs.map((n) => `${this.t(n.word)}: ${this.t(n.text)}`));
        const gate = a.parts.filter((p) => p.outcome === "not-applicable" || p.outcome === "deemed");
        const na = gate.length > 0 && gate.length === a.parts.length;
        rows.push({
          outcome: a.outcome ?? "none",
          cells: [
            c.id,
            this.t(c.name),
            a.mark,
            this.t(a.text),
            a.parts.length === 0
              ? this.t(judgedAsWhole ? A.asWhole : A.otherWay)
              : na
                ? this.t(a.word)
                : this.t(c.applies.word),
            na
              ? this.bullets(gate.flatMap((p) => p.reasons.map((r) => this.t(r.text))))
              : a.mark !== "" && c.need === "any"
                ? this.t(A.oneOf)
                : "",
            this.t(a.word),
            this.bullets(observed),
            this.bullets([...new Set(needs)]),
            this.refs(a.parts.flatMap((p) => p.records)),
            this.judged(a.parts.flatMap((p) => p.judged)),
            "",
          ],
        });
      }
    }
    const col = (title: Words, width: number, more: Partial<PaperColumn> = {}): PaperColumn => ({
      title: this.t(title),
      width,
      ...more,
    });
    return {
      id: "checklist",
      title: this.t(A.checklist),
      note: this.t(A.checklistNote),
      columns: [
        col(A.criterion, 5),
        col(A.name, 8),
        col(A.part, 3),
        col(A.asked, 20),
        col(A.applies, 5),
        col(A.why, 12),
        col(A.result, 7, { outcome: true }),
        col(A.observed, 30),
        col(A.missing, 20),
        col(A.refs, 6),
        col(A.judgedBy, 8),
        col(A.declaration, 10, { entry: true }),
      ],
      rows,
    };
  }

  evidence(): PaperTable {
    return this.table(
      "evidence",
      A.evidence,
      [
        [A.no, 3],
        [A.check, 14],
        [A.criteria, 8],
        [A.state, 10],
        [A.classOf, 8],
        [A.tool, 7],
        [A.started, 8],
        [A.ended, 8],
        [A.target, 9],
        [A.limits, 8],
        [A.sent, 4],
        [A.firmware, 5],
        [A.counts, 4],
      ],
      this.d.records.map((r) => [
        r.no,
        `${this.t(r.name)}\n${r.check}`,
        r.criteria.join(", "),
        r.why ? `${this.t(r.stateName)}: ${this.t(r.why)}` : this.t(r.stateName),
        `${r.class} ${this.t(r.className)}`,
        r.tool,
        clock(r.startedAt),
        clock(r.endedAt),
        [r.target === "" ? this.t(A.noTarget) : r.target, r.unit].filter((x) => x !== "").join("\n"),
        `${r.limits.requests}・${r.limits.seconds}・${r.limits.parallel}`,
        r.sent,
        r.firmware,
        this.t(r.counts ? A.yes : A.no2),
      ]),
    );
  }
  rawFiles(): PaperTable {
    return this.table(
      "raw",
      A.raw,
      [
        [A.no, 3],
        [A.file, 26],
        [A.bytes, 5],
        [A.what, 8],
        ["SHA-256", 34],
      ],
      this.d.records.flatMap((r) => r.raw.map((f) => [r.no, f.path, f.bytes, f.mediaType, f.sha256])),
    );
  }
  people(): PaperTable {
    return this.table(
      "statements",
      A.statements,
      [
        [A.criterion, 6],
        [A.about, 9],
        [A.says, 10],
        [A.text, 26],
        [A.by, 7],
        [A.role, 7],
        [A.second, 7],
        [A.date, 6],
        [A.firmware, 5],
        [A.attachments, 20],
      ],
      this.d.statements.map((s) => [
        s.criterion,
        s.about,
        this.t(s.word),
        s.text,
        s.by,
        s.role,
        s.secondReader,
        s.date,
        s.firmware,
        s.attachments.map((f) => `${f.path}\nSHA-256 ${f.sha256}`).join("\n"),
      ]),
    );
  }
  openPoints(): PaperTable {
    return this.table(
      "open",
      A.open,
      [
        [A.no, 3],
        [A.kind, 9],
        [A.todo, 40],
        [A.criteria, 14],
        [A.blocking, 6],
      ],
      this.d.next.map((n, i) => [
        i + 1,
        this.t(n.word),
        this.t(n.text),
        n.criteria.join(", "),
        this.t(n.blocking ? A.yes : A.no2),
      ]),
    );
  }
  interfaces(): PaperTable {
    return this.table(
      "interfaces",
      A.interfaces,
      [
        ["ID", 7],
        [A.kind, 6],
        [A.what, 14],
        [A.needed, 6],
        [A.purpose, 24],
        [A.states, 14],
        [A.access, 8],
        [A.authentication, 8],
      ],
      this.d.interfaces.map((i) => [
        i.id,
        this.code(i.kind),
        i.what,
        this.t(i.needed ? A.yes : A.no2),
        this.t(i.purpose),
        i.states.map((s) => this.code(s)).join(this.lang === "ja" ? "、" : ", "),
        this.code(i.access),
        i.authentication,
      ]),
    );
  }
  thresholds(): PaperTable {
    const table = this.table(
      "thresholds",
      A.thresholds,
      [
        [A.item, 34],
        [A.value, 10],
      ],
      this.d.policy.rows.map((r) => [this.t(r.label), this.t(r.value)]),
    );
    return { ...table, note: fill(this.t(A.thresholdsNote), { version: this.d.policy.version }) };
  }
  /** Where the added requirements come from. */
  requirementsNote(): string {
    const { study } = this.d;
    return study
      ? fill(this.t(A.requirementsNote), {
          study: this.t(study.name),
          state: this.t(study.state),
          type: this.t(study.typeName),
          covered: study.covered,
        })
      : this.t(A.unreadNote);
  }
  /** In a table of their own: they are no criteria of ★1. */
  requirements(): PaperTable | undefined {
    if (this.d.requirements.length === 0 && !this.d.study) return undefined;
    const column = (title: Words, width: number, more: Partial<PaperColumn> = {}): PaperColumn => ({
      title: this.t(title),
      width,
      ...more,
    });
    return {
      id: "requirements",
      title: this.t(A.requirements),
      note: this.requirementsNote(),
      columns: [
        column(A.no, 3),
        column(A.requirement, 30),
        column(A.standing, 8),
        column(A.result, 8, { outcome: true }),
        column(A.observed, 24),
        column(A.missing, 16),
        column(A.judgedBy, 8),
        column(A.declaration, 10, { entry: true }),
        { title: "ID", width: 10 },
      ],
      rows: this.d.requirements.map((r) => ({
        outcome: r.outcome,
        cells: [
          r.no === "" ? "" : Number(r.no),
          this.t(r.name),
          this.t(r.status),
          this.t(r.word),
          this.bullets(r.reasons.map((x) => this.t(x.text))),
          this.bullets(r.needs.map((n) => `${this.t(n.word)}: ${this.t(n.text)}`)),
          this.judged(r.judged),
          "",
          r.id,
        ],
      })),
    };
  }
  private table(
    id: string,
    title: Words,
    columns: readonly (readonly [Words | string, number])[],
    rows: readonly (string | number)[][],
  ): PaperTable {
    return {
      id,
      title: this.t(title),
      columns: columns.map(([name, width]) => ({
        title: typeof name === "string" ? name : this.t(name),
        width,
      })),
      rows: rows.map((cells) => ({ cells })),
    };
  }
}

/** `2026-11-20 03:01:00`, UTC. */
export const clock = (at: string): string => at.slice(0, 19).replace("T", " ");
