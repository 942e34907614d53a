import { analyse, listThreats, prepare } from "@seiza/analysis";
import { assembleDossier, type Because, Trace, type TraceItem } from "@seiza/dossier";
import { nearest } from "@seiza/model";
import { type CatalogueOptions, loadCatalogue } from "../catalogue.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { loadStudy } from "../study.ts";
import { EXIT, type Lang } from "../terminal.ts";
import { VERSION } from "../version.ts";

export interface WhyOptions extends CatalogueOptions {
  depth: string;
  all?: boolean;
}
/** Children shown of one node before the rest is counted. */
const SHOWN = 12;

/** `seiza why STUDY ID`: the chain of reasons, back to the system and on to what follows. */
export async function whyCommand(path: string, id: string, options: WhyOptions, lang: Lang): Promise<number> {
  const catalog = await loadCatalogue(options, lang);
  const { index, diagnostics } = loadStudy(path, catalog);
  if (!index) {
    printDiagnostics(diagnostics, lang, process.stderr, "all");
    return EXIT.badInput;
  }
  const dossier = assembleDossier(analyse(index), VERSION, diagnostics);
  const trace = new Trace(dossier);
  if (id.startsWith("th:")) addSingleThreat(trace, id, index);
  const item = trace.get(id);
  if (!item) {
    const suggestion = nearest(id, [...trace.items.keys()]);
    process.stderr.write(
      lang === "ja"
        ? `「${id}」はこの検討から導かれていません。${suggestion ? `「${suggestion}」ではありませんか。` : "id は報告書と dossier.json にあります。"}\n`
        : `"${id}" is not derived from this study. ${suggestion ? `Did you mean "${suggestion}"?` : "Ids stand in the report and in dossier.json."}\n`,
    );
    return EXIT.no;
  }
  const depth = Math.max(1, Number.parseInt(options.depth, 10) || 6);
  const shown = options.all ? Number.POSITIVE_INFINITY : SHOWN;
  const rules = dossier.terms.rules ?? {};
  const out: string[] = [];
  const line = (x: TraceItem) => `${x.id}${x.name[lang] ? `  ${x.name[lang]}` : ""}`;
  const because = (b: Because | undefined) => {
    if (!b) return "";
    const values = Object.entries(b.values ?? {})
      .map(([k, v]) => `${k}=${v}`)
      .join(" ");
    return `  [${b.rule}${rules[b.rule] ? ` ${rules[b.rule]?.name[lang]}` : ""}${values ? `: ${values}` : ""}]`;
  };
  const walk = (
    at: string,
    next: (id: string) => readonly string[],
    prefix: string,
    left: number,
    path: Set<string>,
    withRule: boolean,
  ) => {
    if (left === 0) return;
    const children = [...new Set(next(at))].filter((c) => !path.has(c));
    children.slice(0, shown).forEach((child, i) => {
      const last = i === Math.min(children.length, shown) - 1 && children.length <= shown;
      const x = trace.get(child) ?? { id: child, name: { ja: "", en: "" } };
      out.push(`${prefix}${last ? "└─ " : "├─ "}${line(x)}${withRule ? because(x.because) : ""}`);
      walk(child, next, `${prefix}${last ? "   " : "│  "}`, left - 1, new Set([...path, child]), withRule);
    });
    if (children.length > shown)
      out.push(
        `${prefix}└─ ${lang === "ja" ? `ほか ${children.length - shown} 件(--all で全件)` : `${children.length - shown} more (--all shows them)`}`,
      );
  };
  out.push(`${line(item)}${because(item.because)}`);
  out.push(lang === "ja" ? "┌ もとになったもの" : "┌ made from");
  walk(id, (x) => trace.get(x)?.because?.from ?? [], "", depth, new Set([id]), true);
  out.push(lang === "ja" ? "┌ ここから導かれたもの" : "┌ what follows from it");
  if (trace.usedBy(id).length === 0) out.push(lang === "ja" ? "   (なし)" : "   (nothing)");
  walk(id, (x) => trace.usedBy(x), "", Math.min(depth, 4), new Set([id]), false);
  process.stdout.write(`${out.join("\n")}\n`);
  return EXIT.ok;
}

/** Single threats are not in the dossier; the one asked for is put beside its group. */
function addSingleThreat(trace: Trace, id: string, index: Parameters<typeof prepare>[0]): void {
  const [configuration, component] = id.slice(3).split("/");
  for (const threat of listThreats(prepare(index), { component: `co:${configuration}/${component}` }))
    if (threat.id === id) {
      const group = trace.get(threat.group);
      trace.items.set(id, {
        id,
        name: group?.name ?? { ja: "", en: "" },
        because: {
          ...threat.because,
          values: { ...threat.because.values, band: threat.band, group: threat.group },
        },
      });
    }
}
