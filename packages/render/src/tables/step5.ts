/** Tables of step ⑤: plans, worth of labels, coverage, promotion, schemes abroad. */
import { ACTIVITY_STATES, CROSS_STATUS, M, SCHEMES, VERDICTS } from "../messages.ts";
import type { Reader } from "../reader.ts";
import { choices, lines, link, listed, type Table, table } from "./model.ts";

interface Cross {
  criterion: string;
  scheme: string;
  provisions: string[];
  relation: string;
  status: string;
}

export function step5Tables(reader: Reader): Table[] {
  const { step4, step5, terms } = reader.dossier;
  const requirements = new Map(step4.requirements.map((r) => [r.id, r]));
  const crossing = Object.entries(terms.crosswalk ?? {})
    .map(([id, t]) => ({ id, more: t.more as unknown as Cross }))
    .filter(({ more }) => more.relation !== "none");
  return [
    table({
      id: "plans",
      group: "step5",
      title: { ja: "⑤ラベル計画", en: "⑤Label plan" },
      items: step5.plans,
      rowId: (p) => p.id,
      columns: ({ column, idColumn }) => [
        column("by", "planBy", "text", 12, (p) => (p.by === "types" ? M.planTypes : M.planCriteria)),
        column("state", "result", "text", 16, (p) =>
          p.state === "found"
            ? M.planFound
            : p.state === "none-needed"
              ? M.planNoneNeeded
              : M.planNonePossible,
        ),
        column("chosen", "chosen", "long", 26, (p) =>
          listed(
            p.chosen.map((c) => {
              if (p.by === "types") return reader.name(c);
              const name = reader.termName("star1-criteria", c);
              return { ja: `${c} ${name.ja}`, en: `${c} ${name.en}` };
            }),
          ),
        ),
        column("threshold", "riskValue", "band", 5, (p) => p.threshold),
        column("bad", "planBad", "number", 7, (p) => p.goals.bad),
        column("protects", "planProtects", "number", 7, (p) => p.goals.protects),
        column("uncuttable", "planUncuttable", "number", 7, (p) => p.goals.uncuttable),
        idColumn((p) => p.id),
      ],
    }),
    table({
      id: "worth",
      group: "step5",
      title: { ja: "⑤ラベルの効き目", en: "⑤Worth of labels" },
      note: M.worthNote,
      items: [...step5.worth].sort(
        (a, b) => b.alone.weight + b.last.weight - a.alone.weight - a.last.weight || (a.id < b.id ? -1 : 1),
      ),
      rowId: (r) => r.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 16, (r) => link(reader.name(r.type), r.type)),
        column("alone", "alone", "number", 8, (r) => r.alone.weight),
        column("aloneGoals", "aloneGoals", "number", 8, (r) => r.alone.goals),
        column("last", "last", "number", 8, (r) => r.last.weight),
        column("lastGoals", "lastGoals", "number", 8, (r) => r.last.goals),
        idColumn((r) => r.id),
      ],
    }),
    table({
      id: "coverage",
      group: "step5",
      title: { ja: "⑤★1の充足", en: "⑤Coverage by ★1" },
      items: reader.inPriorityOrder(step5.coverage),
      rowId: (r) => r.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 10, (r) => link(reader.name(r.type), r.type)),
        column("requirement", "statement", "long", 32, (r) =>
          link(requirements.get(r.requirement)?.statement, r.requirement),
        ),
        column("verdict", "verdict", "text", 6, (r) => VERDICTS[r.verdict]),
        column("criteria", "covered", "text", 8, (r) => r.criteria.join(", ")),
        column("reasons", "reason", "long", 22, (r) =>
          lines(r.reasons.map((x) => reader.termName("reasons", x))),
        ),
        idColumn((r) => r.id),
      ],
    }),
    table({
      id: "activities",
      group: "step5",
      title: { ja: "⑤活用促進", en: "⑤Promotion" },
      edits: "activity",
      items: step5.activities,
      rowId: (a) => a.id,
      columns: ({ column, idColumn }) => [
        column("activity", "activity", "text", 12, (a) =>
          reader.termName("promotion-activities", a.activity),
        ),
        column(
          "task",
          "task",
          "long",
          18,
          (a) =>
            a.state === "proposed"
              ? (reader.term("promotion-activities", a.activity)?.text ?? a.name)
              : a.name,
          {},
        ),
        column("owner", "owner", "text", 7, (a) => a.owner, { entry: { type: "text", max: 200 } }),
        column("date", "date", "date", 6, (a) => a.date, { entry: { type: "text", max: 40 } }),
        column("state", "progress", "text", 5, (a) => ACTIVITY_STATES[a.state], {
          entry: { type: "choice", choices: choices(ACTIVITY_STATES) },
        }),
        column("notes", "notes", "long", 32, (a) => lines(a.notes)),
        idColumn((a) => a.id),
      ],
    }),
    table({
      id: "crosswalk",
      group: "step5",
      title: { ja: "⑤諸外国制度との対応", en: "⑤Schemes abroad" },
      note: M.crosswalkNote,
      items: crossing,
      rowId: (x) => x.id,
      columns: ({ column }) => [
        column("criterion", "criterion", "text", 6, (x) => x.more.criterion),
        column("name", "name", "text", 14, (x) => reader.termName("star1-criteria", x.more.criterion)),
        column("scheme", { ja: "制度", en: "Scheme" }, "text", 12, (x) => SCHEMES[x.more.scheme]),
        column("provisions", { ja: "条項", en: "Provisions" }, "text", 16, (x) =>
          x.more.provisions.join(", "),
        ),
        column("relation", { ja: "対応", en: "Relation" }, "text", 6, (x) =>
          x.more.relation === "partly" ? VERDICTS.partly : VERDICTS.met,
        ),
        column("status", "status", "text", 6, (x) => CROSS_STATUS[x.more.status]),
      ],
    }),
  ];
}
