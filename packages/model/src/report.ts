/** Diagnostics as people and tools read them: lines, JSON and SARIF 2.1.0. */
import type { Text } from "@seiza/catalog";
import type { Diagnostic, Severity } from "./diagnostic.ts";
import { MESSAGES } from "./messages.ts";

export type Language = keyof Text;

const SEVERITY: Record<Severity, Text> = {
  error: { ja: "エラー", en: "error" },
  warning: { ja: "警告", en: "warning" },
  info: { ja: "情報", en: "info" },
};

/** Text from a file cannot move the cursor or colour the terminal that shows it. */
const harmless = (text: string) => text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, " ");

/** One line a diagnostic, `file:line:column  severity  message`, and its mend indented below; ends with a line break. */
export function reportText(diagnostics: readonly Diagnostic[], language: Language = "ja"): string {
  return diagnostics
    .map(({ file, line, column, severity, message, mend }) => {
      const place = `${file}:${line}:${column}`;
      const first = harmless(`${place}  ${SEVERITY[severity][language]}  ${message[language]}`);
      return `${first}\n${mend[language] === "" ? "" : `    ${harmless(mend[language])}\n`}`;
    })
    .join("");
}

/** The diagnostics as a JSON value; text is in both languages. */
export function reportJson(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.map(({ code, severity, file, line, column, path, message, mend, values }) => ({
    code,
    severity,
    file,
    line,
    column,
    path,
    message,
    mend,
    ...(values ? { values } : {}),
  }));
}

/** A file name as a URI reference: relative as given, absolute as a file URI. */
function uriOf(file: string): string {
  const slashed = file.replaceAll("\\", "/");
  const encoded = slashed.split("/").map(encodeURIComponent).join("/");
  if (slashed.startsWith("/")) return `file://${encoded}`;
  return /^[A-Za-z]:\//.test(slashed) ? `file:///${encoded.replace("%3A", ":")}` : encoded;
}

const LEVELS: Record<Severity, "error" | "warning" | "note"> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** A template read without its values: what the rule is about. */
const general = (template: string) =>
  template.replace(/\[\[(.*?)(?:\|\|.*?)?\]\]/g, "$1").replace(/\{(\w+)(?::\w+)?\}/g, "<$1>");
const bilingual = (words: Text) => `${general(words.ja)}\n${general(words.en)}`;

/** SARIF 2.1.0 log with one run; a rule for each code that occurs. `version` is the tool's. */
export function reportSarif(diagnostics: readonly Diagnostic[], version: string, language: Language = "ja") {
  const codes = [...new Set(diagnostics.map((d) => d.code))].sort();
  const ruleIndex = new Map(codes.map((code, i) => [code, i]));
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0" as const,
    runs: [
      {
        tool: {
          driver: {
            name: "Seiza",
            version,
            rules: codes.map((code) => {
              const words = MESSAGES[code];
              return {
                id: code,
                shortDescription: { text: words ? bilingual(words.message) : code },
                help: { text: words && words.mend.ja !== "" ? bilingual(words.mend) : code },
              };
            }),
          },
        },
        language,
        columnKind: "utf16CodeUnits" as const,
        results: diagnostics.map((d) => ({
          ruleId: d.code,
          ruleIndex: ruleIndex.get(d.code) as number,
          level: LEVELS[d.severity],
          message: {
            text:
              d.mend[language] === "" ? d.message[language] : `${d.message[language]}\n${d.mend[language]}`,
          },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(d.file) },
                region: { startLine: d.line, startColumn: d.column },
              },
            },
          ],
          properties: { message: d.message, mend: d.mend, path: d.path },
        })),
      },
    ],
  };
}
