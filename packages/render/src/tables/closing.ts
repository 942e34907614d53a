/** Tables after the steps: decisions, warnings, terms, the trace. */
import { type Because, type Term, Trace } from "@seiza/dossier";
import { BASIS, M, RESULTS, STATUS, VALUE_NAMES, VERDICTS, type Words } from "../messages.ts";
import type { Reader } from "../reader.ts";
import { D } from "../words.ts";
import { link, listed, plain, type Table, table } from "./model.ts";

/** Tables of the catalogue whose terms the annex lists, in the order of the steps. */
export const ANNEX = [
  "rules",
  "risk-method",
  "asset-classes",
  "asset-kinds",
  "attack-surfaces",
  "main-threats",
  "threats",
  "attack-techniques",
  "causes",
  "threat-sources",
  "layers",
  "countermeasures",
  "star1-requirements",
  "star1-criteria",
  "priority-viewpoints",
  "reasons",
  "verifications",
  "scales",
];

/** Words for the tables of the catalogue in the annex. */
export const TABLE_NAMES: Record<string, Words> = {
  rules: { ja: "規則", en: "rules" },
  "risk-method": { ja: "リスク分析の方法", en: "risk method" },
  "asset-classes": { ja: "資産の分類", en: "asset classes" },
  "asset-kinds": { ja: "資産の種類", en: "asset kinds" },
  "attack-surfaces": { ja: "アタックサーフェス", en: "attack surfaces" },
  "main-threats": { ja: "主な脅威", en: "main threats" },
  threats: { ja: "脅威", en: "threats" },
  "attack-techniques": { ja: "攻撃手法", en: "attack techniques" },
  causes: { ja: "原因", en: "causes" },
  "threat-sources": { ja: "脅威源", en: "threat sources" },
  layers: { ja: "対策の層", en: "layers" },
  countermeasures: { ja: "対策", en: "countermeasures" },
  "star1-requirements": { ja: "★1の要件", en: "★1 requirements" },
  "star1-criteria": { ja: "★1の適合基準", en: "★1 criteria" },
  "priority-viewpoints": { ja: "優先度の観点", en: "viewpoints of priority" },
  reasons: { ja: "理由", en: "reasons" },
  verifications: { ja: "検証方法", en: "verification" },
  scales: { ja: "尺度", en: "scales" },
};
/** What stands in a technique's sentence where a route names a device. */
const SLOTS: Record<string, Words> = {
  from: { ja: "手前の機器", en: "the device before" },
  to: { ja: "対象の機器", en: "the target" },
  interface: { ja: "インタフェース", en: "the interface" },
  type: { ja: "対象の製品類型", en: "the target's product type" },
};
function withoutSlots({ ja, en }: Words): Words {
  const filled = (text: string, l: keyof Words) =>
    text.replace(/\{(\w+)\}/g, (slot, name: string) => SLOTS[name]?.[l] ?? slot);
  return { ja: filled(ja, "ja"), en: filled(en, "en") };
}

export function closingTables(reader: Reader): Table[] {
  const { decisions, warnings, terms } = reader.dossier;
  const cited = ANNEX.flatMap((name) =>
    Object.entries(terms[name] ?? {})
      .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
      .map(([id, term]) => ({ name, id, term })),
  );
  const origin = (term: Term): Words | undefined =>
    listed(
      [
        BASIS[term.basis] as Words,
        ...term.source.map((s) => {
          const name = reader.termName("documents", s.doc);
          const page = s.page ? ` P.${s.page}` : "";
          return { ja: `${name.ja}${page}`, en: `${name.en}${page}` };
        }),
      ],
      { ja: "; ", en: "; " },
    );
  return [
    table({
      id: "decisions",
      group: "closing",
      title: { ja: "決定の記録", en: "Decisions" },
      items: decisions,
      rowId: (d) => d.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("target", M.target, "text", 14, (d) => link(d.target, d.target)),
        column("action", "action", "text", 5, (d) => reader.value("decisionAction", d.action)),
        column("reason", "reason", "long", 26, (d) => d.reason),
        column("by", "by", "text", 8, (d) => d.by),
        column("date", "date", "date", 6, (d) => d.date),
        column("state", "state", "text", 6, (d) => STATUS[d.state]),
        idColumn((d) => d.id),
      ],
    }),
    table({
      id: "warnings",
      group: "closing",
      title: { ja: "注意", en: "Warnings" },
      items: warnings,
      rowId: (w, i) => `${w.code}/${i}`,
      columns: ({ column, numberColumn }) => [
        numberColumn(),
        column("path", "item", "text", 16, (w) => w.path),
        column("message", "warnings", "long", 28, (w) => w.message),
        column("mend", "mend", "long", 28, (w) => w.mend),
      ],
    }),
    table({
      id: "terms",
      group: "closing",
      title: { ja: "用語と出典", en: "Terms and origin" },
      note: M.annexNote,
      items: cited,
      rowId: (t) => `${t.name}/${t.id}`,
      columns: ({ column }) => [
        column("table", "table", "text", 9, (t) => TABLE_NAMES[t.name] ?? plain(t.name)),
        column("no", "id", "text", 9, (t) => t.id),
        column("term", "term", "text", 14, (t) => t.term.name),
        column("text", "text", "long", 30, (t) => t.term.text && withoutSlots(t.term.text)),
        column("origin", "origin", "long", 22, (t) => origin(t.term)),
      ],
    }),
  ];
}

/** A decisive value in words. */
function valueWord(reader: Reader, key: string, value: unknown): Words {
  if (typeof value === "boolean") return value ? { ja: "はい", en: "yes" } : { ja: "いいえ", en: "no" };
  const text = String(value);
  if (key === "star1" && text === "open") return M.routeOpen;
  if (key === "star1" && text === "closed") return M.routeClosed;
  if (key === "relation" && text in M) return M[text as keyof typeof M] as Words;
  if (key === "layer") return reader.termName("layers", text);
  return (key === "verdict" ? VERDICTS : key === "result" ? RESULTS : {})[text] ?? plain(text);
}

/**
 * Reason of every derived item, one row each.
 * @param shownFrom causes named one by one; the rest is counted
 */
export function traceTable(reader: Reader, shownFrom = 60): Table {
  const trace = new Trace(reader.dossier);
  const items = [...trace.items.values()].filter(
    (i): i is typeof i & { because: Because } =>
      i.because !== undefined &&
      !["structure", "input", "group"].includes(i.because.rule) &&
      !i.id.startsWith("as:"),
  );
  const reasons = ({ from, values }: Because): Words => {
    const causes = `${from.slice(0, shownFrom).join(", ")}${from.length > shownFrom ? ` … (${from.length})` : ""}`;
    const decisive = (l: keyof Words) =>
      Object.entries(values ?? {})
        .map(([key, v]) => `${(VALUE_NAMES[key] ?? plain(key))[l]} ${valueWord(reader, key, v)[l]}`)
        .join(l === "ja" ? "、" : ", ");
    const joined = (l: keyof Words) => [causes, decisive(l)].filter((x) => x !== "").join("\n");
    return { ja: joined("ja"), en: joined("en") };
  };
  return table({
    id: "trace",
    group: "closing",
    title: { ja: "根拠の一覧", en: "Trace" },
    note: D.traceNote,
    items,
    rowId: (i) => i.id,
    columns: ({ column }) => [
      column("item", "item", "long", 22, (i) => {
        const named = (l: keyof Words) => (i.name[l] === "" ? i.id : `${i.id}\n${i.name[l]}`);
        return { ja: named("ja"), en: named("en") };
      }),
      column("rule", "rule", "text", 5, (i) => i.because.rule),
      column("from", "madeFromAndValues", "long", 40, (i) => reasons(i.because)),
    ],
  });
}
