/** Tables of step ⑥: need for ★2 or above, candidates, grounds, market. */
import { GROUND_STATES, M, RESULTS, STATUS } from "../messages.ts";
import type { Reader } from "../reader.ts";
import { COMMITS, DEMANDS } from "../words.ts";
import { Decided } from "./columns.ts";
import { choices, column, lines, link, listed, type Table, table } from "./model.ts";

export function step6Tables(reader: Reader): Table[] {
  const { step6, market } = reader.dossier;
  const decided = new Decided(reader.dossier);
  const types = reader.inPriorityOrder(step6.types);
  const candidates = types.flatMap((t) => t.candidates.map((row) => ({ type: t.type, row })));
  const grounds = types.filter((t) => t.need).flatMap((t) => t.grounds.map((row) => ({ type: t.type, row })));
  const evidence = <R extends { evidence?: string | undefined; date?: string | undefined }>() => [
    column<R>("evidence", "evidence", "long", 18, (m) => m.evidence, { entry: { type: "text", max: 2000 } }),
    column<R>("date", "date", "date", 7, (m) => m.date, { entry: { type: "date" } }),
  ];
  const commits = <R extends { commits: string }>() =>
    column<R>("commits", "commits", "text", 7, (m) => COMMITS[m.commits], {
      entry: { type: "choice", choices: choices(COMMITS) },
    });
  return [
    table({
      id: "needs",
      group: "step6",
      title: { ja: "⑥★2以上の要否", en: "⑥Need for ★2" },
      note: M.operatorDecides,
      items: types,
      rowId: (n) => n.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 12, (n) => link(reader.name(n.type), n.type)),
        column("result", "result", "text", 12, (n) => RESULTS[n.result]),
        column("residual", "residual", "number", 5, (n) =>
          n.groups[0] ? link(n.groups.length, n.groups[0]) : n.groups.length,
        ),
        column("assets", "atStake", "text", 18, (n) =>
          listed(n.assets.map((a) => reader.termName("asset-kinds", a.id.slice(a.id.lastIndexOf("/") + 1)))),
        ),
        column("candidates", { ja: "要件の案", en: "Candidates" }, "number", 6, (n) => n.candidates.length),
        column("missing", "missing", "long", 28, (n) => lines(n.missing)),
        idColumn((n) => n.id),
      ],
    }),
    table({
      id: "candidates",
      group: "step6",
      title: { ja: "⑥要件の案", en: "⑥Candidate requirements" },
      edits: "decision",
      items: candidates,
      rowId: ({ row }) => row.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 10, ({ type }) => link(reader.name(type), type)),
        column("statement", "statement", "long", 34, ({ row }) => link(row.statement, row.requirement)),
        column("verification", "verification", "text", 12, ({ row }) =>
          lines(row.verification.map((v) => reader.termName("verifications", v))),
        ),
        column("residual", "residual", "number", 5, ({ row }) => row.groups.length),
        column("status", "status", "text", 5, ({ row }) => STATUS[row.status]),
        ...decided.columns<(typeof candidates)[number]>(
          ({ row }) => row.id,
          [{ field: "statement", title: "changedStatement" }],
        ),
        idColumn(({ row }) => row.id),
      ],
    }),
    table({
      id: "grounds",
      group: "step6",
      title: { ja: "⑥業界標準の根拠", en: "⑥Grounds" },
      items: grounds,
      rowId: ({ type, row }) => `${type}/${row.ground}`,
      columns: ({ column, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 10, ({ type }) => link(reader.name(type), type)),
        column("ground", "ground", "text", 12, ({ row }) => reader.termName("star2-grounds", row.ground)),
        column("state", "progress", "text", 6, ({ row }) => GROUND_STATES[row.state]),
        column("text", "text", "long", 18, ({ row }) => row.text),
        column("evidence", "evidence", "long", 22, ({ row }) =>
          lines(
            row.evidence.map((e) => {
              const tail = `${e.evidence ? `: ${e.evidence}` : ""}${e.date ? ` (${e.date})` : ""}`;
              const mark = e.counts ? "✓ " : "– ";
              return { ja: `${mark}${e.name.ja}${tail}`, en: `${mark}${e.name.en}${tail}` };
            }),
          ),
        ),
        column("missing", "missing", "long", 22, ({ row }) => lines(row.missing)),
      ],
    }),
    table({
      id: "makers",
      group: "step6",
      title: { ja: "⑥市場(ベンダー)", en: "⑥Market - makers" },
      edits: "maker",
      items: market.makers,
      rowId: (m) => m.id,
      columns: ({ column, idColumn }) => [
        column("name", "name", "text", 14, (m) => m.name),
        column("type", "type", "text", 12, (m) => link(reader.name(m.type), m.type)),
        column("sharePercent", "sharePercent", "number", 6, (m) => m.sharePercent, {
          entry: { type: "number", min: 0, max: 100 },
        }),
        commits(),
        ...evidence<(typeof market.makers)[number]>(),
        idColumn((m) => m.id),
      ],
    }),
    table({
      id: "integrators",
      group: "step6",
      title: { ja: "⑥市場(選定事業者)", en: "⑥Market - selecting firms" },
      edits: "integrator",
      items: market.integrators,
      rowId: (m) => m.id,
      columns: ({ column, idColumn }) => [
        column("name", "name", "text", 14, (m) => m.name),
        column("rank", "rankNo", "number", 5, (m) => m.rank, { entry: { type: "whole", min: 1, max: 1000 } }),
        commits(),
        ...evidence<(typeof market.integrators)[number]>(),
        idColumn((m) => m.id),
      ],
    }),
    table({
      id: "guidelines",
      group: "step6",
      title: { ja: "⑥市場(制度・ガイドライン)", en: "⑥Market - guidelines" },
      edits: "guideline",
      items: market.guidelines,
      rowId: (m) => m.id,
      columns: ({ column, idColumn }) => [
        column("name", "name", "text", 22, (m) => m.name),
        column("demand", "demand", "text", 8, (m) => DEMANDS[m.demand], {
          entry: { type: "choice", choices: choices(DEMANDS) },
        }),
        ...evidence<(typeof market.guidelines)[number]>(),
        idColumn((m) => m.id),
      ],
    }),
  ];
}
