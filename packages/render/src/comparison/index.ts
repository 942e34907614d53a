/** A comparison of two studies or dossiers, as text for a terminal and as one HTML file. */
import type { Change, DossierComparison } from "@seiza/dossier";
import { STYLE } from "../html/style.ts";
import type { Lang, Words } from "../messages.ts";
import { C, COUNTS, FIELDS, PARTS } from "./messages.ts";

/** One structural difference, as the model tells it. */
export interface StructureChange {
  kind: "added" | "removed" | "changed";
  part: string;
  configuration?: string;
  id: string;
  name?: string | { ja?: string | undefined; en?: string | undefined };
  fields?: { path: string; before?: unknown; after?: unknown }[];
}

export interface Comparison {
  /** How the two sides are called, such as file names. */
  sides: { before: string; after: string };
  /** Absent where dossiers were compared. */
  structure?: readonly StructureChange[];
  consequences: DossierComparison;
}

interface Cell {
  text: string;
  /** Risk value before and after, shown as chips. */
  bands?: [string, string];
  mark?: "worse" | "better" | "even";
}
interface Section {
  title: string;
  note?: string;
  head: string[];
  rows: Cell[][];
}

const inLang = (words: StructureChange["name"], lang: Lang): string =>
  words === undefined ? "" : typeof words === "string" ? words : (words[lang] ?? words.ja ?? words.en ?? "");
const filled = (words: Words, lang: Lang, values: Record<string, string | number>) =>
  words[lang].replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));

function shown(value: unknown, lang: Lang): string {
  if (value === undefined) return "–";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "object" && value !== null && ("ja" in value || "en" in value))
    return inLang(value as { ja?: string; en?: string }, lang);
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

const BAND = /^[A-E]$/;

function sectionOf<T extends object>(title: string, changes: readonly Change<T>[], lang: Lang): Section {
  const typed = changes.some((c) => c.type !== undefined);
  return {
    title,
    head: [C.change[lang], C.what[lang], ...(typed ? [C.type[lang]] : []), C.values[lang], C.id[lang]],
    rows: changes.map((c): Cell[] => {
      const values = c.fields.map((f) => {
        const field = FIELDS[f]?.[lang] ?? f;
        const [a, b] = [shown(c.before?.[f], lang), shown(c.after?.[f], lang)];
        return c.kind === "changed" ? `${field} ${a} → ${b}` : `${field} ${c.kind === "added" ? b : a}`;
      });
      const risk = (["band", "now"] as const).find((f) => c.fields.includes(f as keyof T & string));
      const side = (v: T | undefined) =>
        v && risk ? String((v as Record<string, unknown>)[risk] ?? "none") : "none";
      const bands: [string, string] | undefined = risk ? [side(c.before), side(c.after)] : undefined;
      return [
        { text: `${C[c.kind][lang]} ${C[c.direction][lang]}`, mark: c.direction },
        { text: c.name[lang] },
        ...(typed ? [{ text: c.type?.[lang] ?? "" }] : []),
        { text: values.join(lang === "ja" ? "、" : ", "), ...(bands ? { bands } : {}) },
        { text: c.id },
      ];
    }),
  };
}

function sectionsOf({ structure, consequences: x }: Comparison, lang: Lang): Section[] {
  const figures: Cell[][] = [];
  const figure = (name: string, pair: { before: number; after: number }, moreIsWorse?: boolean) => {
    if (pair.before === pair.after) return;
    const up = pair.after > pair.before;
    figures.push([
      { text: name },
      { text: String(pair.before) },
      { text: String(pair.after) },
      {
        text: `${up ? "+" : "−"}${Math.abs(pair.after - pair.before)}`,
        ...(moreIsWorse === undefined ? {} : { mark: up === moreIsWorse ? "worse" : "better" }),
      },
    ]);
  };
  for (const [key, pair] of Object.entries(x.counts)) figure(COUNTS[key]?.[lang] ?? key, pair);
  const bandRows = (key: keyof typeof COUNTS, pair: { before: object; after: object }) => {
    for (const band of ["A", "B", "C", "D", "E"] as const)
      figure(
        filled(COUNTS[key] as Words, lang, { band }),
        {
          before: (pair.before as Record<string, number>)[band] ?? 0,
          after: (pair.after as Record<string, number>)[band] ?? 0,
        },
        band <= x.study.after.threshold,
      );
  };
  bandRows("groupsNow", x.groupBands.now);
  bandRows("groupsStar1", x.groupBands.star1);
  bandRows("goalsNow", x.goalBands.now);
  bandRows("goalsStar1", x.goalBands.star1);
  bandRows("goalsPlan", x.goalBands.plan);
  const goals = sectionOf(C.goals[lang], x.goals, lang);
  const all: Section[] = [
    {
      title: C.figures[lang],
      head: [C.what[lang], C.before[lang], C.after[lang], C.change[lang]],
      rows: figures,
    },
    {
      title: C.structure[lang],
      head: [C.change[lang], C.what[lang], C.values[lang], C.id[lang]],
      rows: (structure ?? []).map((s): Cell[] => [
        { text: C[s.kind][lang] },
        { text: [PARTS[s.part]?.[lang] ?? s.part, inLang(s.name, lang)].filter((t) => t !== "").join(" ") },
        {
          text: (s.fields ?? [])
            .map(
              (f) => `${FIELDS[f.path]?.[lang] ?? f.path} ${shown(f.before, lang)} → ${shown(f.after, lang)}`,
            )
            .join(lang === "ja" ? "、" : ", "),
        },
        { text: s.configuration === undefined ? s.id : `${s.configuration}/${s.id}` },
      ]),
    },
    sectionOf(C.productTypes[lang], x.productTypes, lang),
    sectionOf(C.threatGroups[lang], x.threatGroups, lang),
    { ...goals, ...(x.goalsComplete ? {} : { note: C.goalsPart[lang] }) },
    sectionOf(C.priorities[lang], x.priorities, lang),
    sectionOf(C.requirements[lang], x.requirements, lang),
    sectionOf(C.siteConditions[lang], x.siteConditions, lang),
    sectionOf(C.coverage[lang], x.coverage, lang),
    sectionOf(C.plans[lang], x.plans, lang),
    sectionOf(C.needs[lang], x.needs, lang),
    sectionOf(C.decisions[lang], x.decisions, lang),
  ];
  return all.filter((s) => s.rows.length > 0);
}

/** Rows of a section that a terminal shows; the file formats show all. */
const TEXT_ROWS = 40;

export function comparisonText(comparison: Comparison, lang: Lang): string {
  const sections = sectionsOf(comparison, lang);
  const head = `${comparison.sides.before} → ${comparison.sides.after}`;
  if (sections.length === 0) return `${head}\n${C.same[lang]}\n`;
  const lines = [head];
  for (const s of sections) {
    lines.push("", `${s.title} (${s.rows.length})`);
    for (const row of s.rows.slice(0, TEXT_ROWS))
      lines.push(
        `  ${row
          .map((c) => c.text)
          .filter((t) => t !== "")
          .join("  ")}`,
      );
    if (s.rows.length > TEXT_ROWS)
      lines.push(`  ${filled(C.more, lang, { count: s.rows.length - TEXT_ROWS })}`);
  }
  return `${lines.join("\n")}\n`;
}

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] as string);

export function comparisonHtml(comparison: Comparison, lang: Lang): string {
  const sections = sectionsOf(comparison, lang);
  const { study } = comparison.consequences;
  const chip = (band: string) =>
    BAND.test(band) ? `<span class="b b${band}">${band}</span>` : `<span class="off">${C.none[lang]}</span>`;
  const cell = (c: Cell, header: boolean): string => {
    const bands = c.bands
      ? `<span class="moves">${chip(c.bands[0])}<span class="arrow">→</span>${chip(c.bands[1])}</span>`
      : "";
    const mark = c.mark === "worse" ? ' class="worse nb"' : c.mark === "better" ? ' class="better nb"' : "";
    const tag = header ? 'th scope="row"' : "td";
    return `<${tag}${mark}>${bands}${escaped(c.text)}</${header ? "th" : "td"}>`;
  };
  const parts = sections.map((s) => {
    const names = s.head.indexOf(C.what[lang]);
    const head = s.head.map((h) => `<th scope="col">${escaped(h)}</th>`).join("");
    const rows = s.rows.map((r) => `<tr>${r.map((c, i) => cell(c, i === names)).join("")}</tr>`).join("\n");
    return `<h2>${escaped(s.title)} <span class="off">${s.rows.length}</span></h2>${s.note ? `<p class="note">${escaped(s.note)}</p>` : ""}<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
  });
  const name = study.after.name[lang] || study.before.name[lang];
  return `<!doctype html>
<html lang="${lang}" data-lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(`${C.title[lang]}: ${name}`)}</title><style>${STYLE}
td.worse{color:var(--A);font-weight:600}td.better{color:#1f4e2a;font-weight:600}main{max-width:1500px;margin:0 auto}</style></head>
<body><main><header class="top"><p class="kind">${C.title[lang]}</p><h1>${escaped(name)}</h1>
<p>${C.before[lang]}: ${escaped(comparison.sides.before)}<br>${C.after[lang]}: ${escaped(comparison.sides.after)}</p>
<p class="disclaimer">${C.notice[lang]}</p></header>
${parts.length > 0 ? parts.join("\n") : `<p>${C.same[lang]}</p>`}
</main></body></html>
`;
}
