/** Prints what a check found. */
import { type Diagnostic, reportText } from "@seiza/model";
import type { Lang } from "./terminal.ts";

const counted = (n: number, ja: string, en: string, lang: Lang) =>
  lang === "ja" ? `${ja} ${n} 件` : `${n} ${en}${n === 1 ? "" : "s"}`;

export function summaryLine(diagnostics: readonly Diagnostic[], lang: Lang): string {
  const of = (severity: Diagnostic["severity"]) => diagnostics.filter((d) => d.severity === severity).length;
  const parts = [
    counted(of("error"), "誤り", "error", lang),
    counted(of("warning"), "注意", "warning", lang),
  ];
  if (of("info") > 0) parts.push(lang === "ja" ? `参考 ${of("info")} 件` : `${of("info")} for information`);
  return parts.join(lang === "ja" ? "、" : ", ");
}

/** `all`: every finding. `summary`: counts, with the way to see the rest; what was left out of the study is told whole. */
export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  lang: Lang,
  out: NodeJS.WritableStream,
  how: "all" | "summary",
): void {
  const told = how === "all" ? diagnostics : diagnostics.filter((d) => d.code === "figure-left-out");
  if (told.length > 0) out.write(reportText(told, lang));
  const file = diagnostics[0]?.file ?? "";
  out.write(
    `${file}: ${summaryLine(diagnostics, lang)}${how === "summary" ? (lang === "ja" ? `(詳細: seiza check ${file})` : ` (see: seiza check ${file})`) : ""}\n`,
  );
}
