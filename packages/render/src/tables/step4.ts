/** Tables of step ④: candidate measures, requirements, conditions of the site, defence in depth. */
import { M, STATUS } from "../messages.ts";
import type { Reader } from "../reader.ts";
import { FITS } from "../words.ts";
import { Decided } from "./columns.ts";
import { lines, link, listed, type Table, table } from "./model.ts";

export function step4Tables(reader: Reader): Table[] {
  const { step4 } = reader.dossier;
  const decided = new Decided(reader.dossier);
  const byType = <T extends { type: string; no?: number }>(rows: readonly T[]) =>
    reader.inPriorityOrder([...rows].sort((a, b) => (a.no ?? 0) - (b.no ?? 0)));
  const layers = (ids: readonly string[]) =>
    listed(
      ids.map((l) => reader.termName("layers", l)),
      { ja: "・", en: ", " },
    );
  const treatments = step4.treatments
    .map((t) => ({ t, g: reader.group(t.group) }))
    .filter(({ g }) => g?.status === "open" && (g.band === "A" || g.band === "B"))
    .sort((a, b) => ((a.g?.band ?? "E") < (b.g?.band ?? "E") ? -1 : a.t.group < b.t.group ? -1 : 1));
  return [
    table({
      id: "choices",
      group: "step4",
      title: { ja: "④対策候補", en: "④Countermeasures" },
      edits: "decision",
      items: byType(step4.choices),
      rowId: (c) => c.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 12, (c) => link(reader.name(c.type), c.type)),
        column("cm", "measureNo", "text", 4, (c) => c.countermeasure),
        column("name", "countermeasure", "text", 16, (c) =>
          reader.termName("countermeasures", c.countermeasure),
        ),
        column("layer", "layer", "text", 7, (c) =>
          reader.termName(
            "layers",
            String(reader.term("countermeasures", c.countermeasure)?.more?.layer ?? ""),
          ),
        ),
        column("gain", "gain", "number", 4, (c) => c.gain, { print: false }),
        column("cost", "cost", "number", 4, (c) => c.cost, { print: false }),
        column("fit", "fit", "text", 6, (c) => FITS[c.fit]),
        column("threats", "threatsCount", "number", 5, (c) =>
          c.groups[0] ? link(c.groups.length, c.groups[0]) : c.groups.length,
        ),
        column("status", "status", "text", 6, (c) => STATUS[c.status]),
        ...decided.columns<(typeof step4.choices)[number]>((c) => c.id, []),
        idColumn((c) => c.id),
      ],
    }),
    table({
      id: "requirements",
      group: "step4",
      title: { ja: "④セキュリティ要件", en: "④Requirements" },
      edits: "decision",
      items: byType(step4.requirements),
      rowId: (r) => r.id,
      columns: ({ column, idColumn }) => [
        column("type", "type", "text", 10, (r) => link(reader.name(r.type), r.type)),
        column("no", "no_", "number", 4, (r) => r.no),
        column("name", "countermeasure", "text", 10, (r) =>
          r.countermeasure
            ? link(
                reader.termName("countermeasures", r.countermeasure),
                `ch:${r.type.slice(3)}/${r.countermeasure}`,
              )
            : undefined,
        ),
        column("statement", "statement", "long", 30, (r) => r.statement),
        column("level", "level", "band", 4, (r) => r.level),
        column("relation", "link", "text", 7, (r) => M[r.star1.relation]),
        column("star1", "star1Requirements", "text", 7, (r) => r.star1.requirements.join(", ")),
        column("criteria", "star1Criteria", "text", 8, (r) => r.star1.criteria.join(", ")),
        column("verification", "verification", "text", 12, (r) =>
          lines(r.verification.map((v) => reader.termName("verifications", v))),
        ),
        column("threats", "threatsCount", "number", 4, (r) =>
          r.groups[0] ? link(r.groups.length, r.groups[0]) : r.groups.length,
        ),
        column("status", "status", "text", 5, (r) => STATUS[r.status]),
        ...decided.columns<(typeof step4.requirements)[number]>(
          (r) => r.id,
          [{ field: "statement", title: "changedStatement" }],
        ),
        idColumn((r) => r.id),
      ],
    }),
    table({
      id: "conditions",
      group: "step4",
      title: { ja: "④設置・運用の条件", en: "④Site conditions" },
      edits: "decision",
      items: byType(step4.siteConditions),
      rowId: (r) => r.id,
      columns: ({ column, idColumn }) => [
        column("type", "type", "text", 10, (r) => link(reader.name(r.type), r.type)),
        column("no", "no_", "number", 4, (r) => r.no),
        column("name", "countermeasure", "text", 10, (r) =>
          reader.termName("countermeasures", r.countermeasure),
        ),
        column("statement", "condition", "long", 34, (r) => r.statement),
        column("level", "level", "band", 4, (r) => r.level),
        column("status", "status", "text", 5, (r) => STATUS[r.status]),
        ...decided.columns<(typeof step4.siteConditions)[number]>(
          (r) => r.id,
          [{ field: "statement", title: "changedStatement" }],
        ),
        idColumn((r) => r.id),
      ],
    }),
    table({
      id: "defence",
      group: "step4",
      title: { ja: "④多層防御", en: "④Defence in depth" },
      note: M.defenceNote,
      items: treatments,
      rowId: ({ t }) => t.group,
      columns: ({ column, numberColumn }) => [
        numberColumn(),
        column("band", "riskValue", "band", 4, ({ g }) => g?.band),
        column("type", "type", "text", 10, ({ g }) => link(reader.name(g?.type ?? ""), g?.type ?? "")),
        column("threat", "threat", "text", 12, ({ t, g }) =>
          link(reader.termName("threats", g?.threat ?? ""), t.group),
        ),
        column("surface", "surface", "text", 10, ({ g }) =>
          reader.termName("attack-surfaces", g?.surface ?? ""),
        ),
        column("wanted", "wanted", "number", 4, ({ t }) => t.wanted),
        column("present", "present", "text", 7, ({ t }) => layers(t.present)),
        column("planned", "planned", "text", 13, ({ t }) => layers(t.planned)),
        column("short", "shortfall", "number", 4, ({ t }) => t.shortfall),
        column("thin", "remarks", "text", 6, ({ t }) => (t.thin ? M.thinMark : undefined), { print: false }),
        column("measures", "countermeasures", "long", 20, ({ t }) =>
          listed(t.countermeasures.map((c) => reader.termName("countermeasures", c))),
        ),
      ],
    }),
  ];
}
