import { basename } from "node:path";
import {
  type EvidenceFile,
  type EvidenceFormat,
  evidenceWords,
  type Fact,
  type FactOf,
  type FileOutcome,
  recordsFromFiles,
} from "@seiza/conformance";
import { evidenceFile } from "@seiza/conformance/node";
import { UserError } from "../files.ts";
import { EXIT, type Lang } from "../terminal.ts";

export interface FindingsOptions {
  model: string;
  firmware: string;
  format: string;
  all?: boolean;
}

const NAMES: Record<EvidenceFormat, string> = {
  nmap: "Nmap",
  testssl: "testssl.sh",
  sslscan: "sslscan",
  "ssh-audit": "ssh-audit",
  openvas: "OpenVAS",
  "openvas-csv": "OpenVAS CSV",
  nessus: "Nessus",
  nuclei: "nuclei",
  trivy: "Trivy",
  grype: "Grype",
  "osv-scanner": "osv-scanner",
  sarif: "SARIF",
  xccdf: "XCCDF",
  cyclonedx: "CycloneDX",
  spdx: "SPDX",
  osv: "OSV",
  nvd: "NVD",
  kev: "CISA KEV",
  epss: "EPSS",
  csaf: "CSAF",
  openvex: "OpenVEX",
};
const SURE = {
  exact: { ja: "確実", en: "exact" },
  likely: { ja: "ほぼ確実", en: "likely" },
  guess: { ja: "推測", en: "guess" },
} as const;
const VEX = {
  not_affected: { ja: "影響なし", en: "not affected" },
  affected: { ja: "影響あり", en: "affected" },
  fixed: { ja: "修正済み", en: "fixed" },
  under_investigation: { ja: "調査中", en: "under investigation" },
} as const;
/** Findings and notes shown of one file; `--all` shows them all. */
const SHOWN = 20;

/** `seiza findings FILE…`: what a set of evidence files gives, without a device and without a verdict. */
export async function findingsCommand(
  paths: readonly string[],
  options: FindingsOptions,
  lang: Lang,
): Promise<number> {
  if (!["text", "json"].includes(options.format))
    throw new UserError(
      { ja: `形式「${options.format}」はありません`, en: `there is no format "${options.format}"` },
      { ja: "text か json です", en: "it is text or json" },
    );
  const files = named(paths);
  const result = recordsFromFiles(
    files,
    { model: options.model, firmware: options.firmware },
    new Date().toISOString(),
  );
  const refused = result.unused.filter((u) => u.refused);
  if (options.format === "json") {
    process.stdout.write(`${JSON.stringify(withWords(result), null, 2)}\n`);
    return refused.length > 0 ? EXIT.badInput : EXIT.ok;
  }
  const lines: string[] = [];
  for (const record of result.records) {
    const where = record.target
      ? ` ${record.target.address}${record.target.port === undefined ? "" : `:${record.target.port}`}`
      : "";
    lines.push(`${record.raw[0]?.path ?? ""}${where}`);
    for (const fact of record.facts) lines.push(...factLines(fact, lang, options.all === true));
  }
  for (const outcome of result.unused) lines.push(...outcomeLines(outcome, lang, options.all === true));
  lines.push(
    lang === "ja"
      ? "これはファイルに書かれていたことの一覧であり、適合の判定ではありません。"
      : "This lists what the files say. It is not a verdict.",
  );
  process.stdout.write(`${lines.join("\n")}\n`);
  return refused.length > 0 ? EXIT.badInput : EXIT.ok;
}

/** Files by their own names; two of one name keep their folders. */
function named(paths: readonly string[]): EvidenceFile[] {
  const names = paths.map((p) => basename(p));
  return paths.map((path, i) => {
    const name = names[i] ?? path;
    try {
      return evidenceFile(path, names.indexOf(name) === names.lastIndexOf(name) ? name : path);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "";
      if (code === "ENOENT")
        throw new UserError(
          { ja: `${path} がありません`, en: `${path} does not exist` },
          { ja: "パスを確かめてください", en: "check the path" },
        );
      throw new UserError(
        { ja: `${path} を読めません(${code})`, en: `cannot read ${path} (${code})` },
        { ja: "フォルダではなくファイルを指定してください", en: "name files, not folders" },
      );
    }
  });
}

const withWords = (result: ReturnType<typeof recordsFromFiles>) => ({
  records: result.records,
  unused: result.unused.map((u) => ({
    ...u,
    ...(u.refused ? { refused: { ...u.refused, message: evidenceWords(u.refused) } } : {}),
    unused: u.unused.map((n) => ({ ...n, message: evidenceWords(n) })),
  })),
});

function factLines(fact: Fact, lang: Lang, all: boolean): string[] {
  switch (fact.kind) {
    case "ports":
      return portLines(fact, lang);
    case "tls":
      return tlsLines(fact, lang);
    case "vulnerabilities":
      return vulnerabilityLines(fact, lang, all);
    default:
      return [];
  }
}

function portLines(fact: FactOf<"ports">, lang: Lang): string[] {
  const list = fact.ports.map((p) => `${p.port} ${p.state}${p.service ? ` ${p.service}` : ""}`).join(", ");
  const shown = list === "" ? (lang === "ja" ? "なし" : "none") : list;
  const kind = fact.transport.toUpperCase();
  if (lang === "ja")
    return [`  ${kind} ポート(${fact.complete ? "対象をすべて確認" : "網羅の証明なし"}): ${shown}`];
  return [
    `  ${kind} ports (${fact.complete ? "all of the range looked at" : "coverage not proved"}): ${shown}`,
  ];
}

function tlsLines(fact: FactOf<"tls">, lang: Lang): string[] {
  const versions = fact.versions.filter((v) => v.offered === "yes").map((v) => v.version);
  const weak = fact.suites.filter((s) => s.weakness !== undefined).length;
  return lang === "ja"
    ? [
        `  TLS ${versions.join("、") || "(版は不明)"}、暗号スイート ${fact.suites.length} 件(うち弱いもの ${weak} 件)`,
      ]
    : [
        `  TLS ${versions.join(", ") || "(versions unknown)"}, ${fact.suites.length} suites (${weak} of them weak)`,
      ];
}

function vulnerabilityLines(fact: FactOf<"vulnerabilities">, lang: Lang, all: boolean): string[] {
  const lines = [
    lang === "ja"
      ? `  ${fact.tool}: 脆弱性 ${fact.findings.length} 件(${fact.complete ? "完了" : "完了の証明なし"})`
      : `  ${fact.tool}: findings ${fact.findings.length} (${fact.complete ? "complete" : "not proved complete"})`,
  ];
  if (fact.components !== undefined && fact.unmatched !== undefined)
    lines.push(
      lang === "ja"
        ? `    構成部品 ${fact.components} 件、うち照合できなかったもの ${fact.unmatched} 件`
        : `    ${fact.components} components, ${fact.unmatched} of them could not be matched`,
    );
  const sorted = [...fact.findings].sort(
    (a, b) => Number(b.kev) - Number(a.kev) || (b.cvss?.score ?? 0) - (a.cvss?.score ?? 0),
  );
  for (const f of all ? sorted : sorted.slice(0, SHOWN)) {
    const parts = [
      f.id,
      `${f.subject}${f.version ? ` ${f.version}` : ""}`,
      f.cvss ? `CVSS ${f.cvss.score}${f.cvss.network ? " AV:N" : ""}` : "CVSS -",
      ...(f.kev ? ["KEV"] : []),
      ...(f.epss === undefined ? [] : [`EPSS ${f.epss}`]),
      SURE[f.sure][lang],
      ...(f.vex ? [`VEX: ${VEX[f.vex.status][lang]} (${f.vex.file})`] : []),
    ];
    lines.push(`    ${parts.join("  ")}`);
  }
  if (!all && sorted.length > SHOWN) lines.push(more(sorted.length - SHOWN, lang));
  return lines;
}

const more = (count: number, lang: Lang): string =>
  lang === "ja" ? `    … ほか ${count} 件(--all で表示)` : `    … ${count} more (--all shows them)`;

function outcomeLines(outcome: FileOutcome, lang: Lang, all: boolean): string[] {
  if (outcome.refused)
    return [
      lang === "ja"
        ? `${outcome.file}: 使えません — ${evidenceWords(outcome.refused).ja}`
        : `${outcome.file}: not used — ${evidenceWords(outcome.refused).en}`,
    ];
  if (outcome.unused.length === 0) return [];
  const name = outcome.format ? NAMES[outcome.format] : "";
  const lines = [
    lang === "ja" ? `${outcome.file}(${name}): 使わなかったもの` : `${outcome.file} (${name}): not used`,
  ];
  const notes = all ? outcome.unused : outcome.unused.slice(0, SHOWN);
  for (const n of notes) lines.push(`    ${n.place === "" ? "" : `${n.place}: `}${evidenceWords(n)[lang]}`);
  if (notes.length < outcome.unused.length) lines.push(more(outcome.unused.length - notes.length, lang));
  return lines;
}
