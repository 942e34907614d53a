/** Words for what an evidence file could not give, Japanese first. `{x}` are values. */
import type { Text } from "@seiza/catalog";
import type { Unused } from "./evidence.ts";

export const MESSAGES: Record<string, Text> = {
  // Nothing of the file was used.
  "unknown-format": {
    ja: "どのツールの結果か分かりません。対応する形式(docs/evidence.md)で出力し直してください",
    en: "it is not clear which tool this is from; export it in one of the formats of docs/evidence.md",
  },
  "unknown-xml": {
    ja: "XML ですが、最上位の要素「{root}」は対応する形式のものではありません。nmap、sslscan、OpenVAS、Nessus、XCCDF、CycloneDX の XML を指定してください",
    en: 'is XML, but its outermost element "{root}" belongs to no known format; give XML of nmap, sslscan, OpenVAS, Nessus, XCCDF or CycloneDX',
  },
  "unknown-json": {
    ja: "JSON ですが、対応する形式の目印となる項目がありません。ツールの JSON 出力をそのまま指定してください",
    en: "is JSON, but has none of the members that mark a known format; give the tool's JSON output as it is",
  },
  "not-this-format": {
    ja: "{format} の形に見えますが、必要な項目がありません。ツールから出力し直してください",
    en: "looks like {format} but lacks what that format must have; export it again",
  },
  "empty-file": {
    ja: "空のファイルです。「何も見つからなかった」ことの証拠にはなりません。実行の記録(終了状態や統計)を含む形式で出力してください",
    en: "is empty, which does not prove that nothing was found; export a form that also records the run (exit state, statistics)",
  },
  "empty-list": {
    ja: "中身のない一覧です。検査が実行されたことが分かる形式で出力してください",
    en: "is an empty list; export a form that shows that the check was run",
  },
  "is-a-document": {
    ja: "{kind} は読み取れません。ツールの XML、JSON、CSV 出力を指定してください",
    en: "a {kind} cannot be read; give the tool's XML, JSON or CSV output",
  },
  "is-html": {
    ja: "HTML の報告書は読み取れません。ツールの XML か JSON 出力を指定してください",
    en: "an HTML report cannot be read; give the tool's XML or JSON output",
  },
  "is-a-schema": {
    ja: "形式の定義(JSON Schema)であり、結果ではありません",
    en: "is the definition of a format (JSON Schema), not a result",
  },
  "csaf-provider-metadata": {
    ja: "CSAF の発行者情報です。脆弱性の言明は含まれません。勧告(advisory)か VEX のファイルを指定してください",
    en: "is a CSAF provider's metadata, which states nothing on vulnerabilities; give the advisory or VEX files",
  },
  "too-large": {
    ja: "ファイルが大きすぎます(上限 {limit} MB)。対象を1台に絞って出力し直してください",
    en: "the file is too large (limit {limit} MB); export one device alone",
  },
  "unpacks-too-large": {
    ja: "展開すると {limit} MB を超えます。必要なものだけを圧縮し直してください",
    en: "unpacks to more than {limit} MB; pack only what is needed",
  },
  "packed-twice": {
    ja: "二重に圧縮されています。展開してから指定してください",
    en: "is compressed twice; unpack it first",
  },
  "bad-compression": {
    ja: "圧縮が壊れているか、途中で切れています。取得し直してください",
    en: "the compression is broken or cut off; fetch it again",
  },
  "is-encrypted": {
    ja: "パスワード付きの書庫です。展開してから指定してください",
    en: "the archive has a password; unpack it first",
  },
  "archive-without-records": {
    ja: "この ZIP には OSV の記録(.json)がありません。結果のファイルは展開してから指定してください",
    en: "this ZIP holds no OSV records (.json); unpack results first",
  },
  "too-deep": { ja: "入れ子が深すぎます(上限 {limit} 段)", en: "nested too deeply (limit {limit} levels)" },
  "too-many": { ja: "要素が多すぎます(上限 {limit})", en: "too many elements (limit {limit})" },
  "has-dtd": {
    ja: "文書型宣言の中で実体などを定義しているため読み込みません。宣言を取り除いてください",
    en: "its document type declares entities or the like and is not read; remove the declaration",
  },
  "cut-xml": {
    ja: "途中で切れています。検査が最後まで終わったファイルを指定してください",
    en: "is cut off; give the file of a run that came to its end",
  },
  "xml-syntax": {
    ja: "{line} 行 {column} 列で XML が壊れています: {reason}",
    en: "broken XML at line {line}, column {column}: {reason}",
  },
  "cut-json": {
    ja: "途中で切れています。取得又は出力し直してください",
    en: "is cut off; fetch or export it again",
  },
  "json-syntax": {
    ja: "{line} 行 {column} 列で JSON が壊れています",
    en: "broken JSON at line {line}, column {column}",
  },
  "json-line": { ja: "{line} 行目が JSON ではありません", en: "line {line} is not JSON" },
  "cut-csv": {
    ja: "{line} 件目の引用符が閉じていません。ファイルが途中で切れています",
    en: "a quote in row {line} is not closed: the file is cut off",
  },
  "record-not-object": {
    ja: "{byte} バイト目の記録が JSON オブジェクトではありません",
    en: "the record at byte {byte} is no JSON object",
  },
  "nmap-incomplete": {
    ja: "nmap の走査が途中で終わっています(runstats がありません)。最後まで走らせた結果を指定してください",
    en: "the nmap scan was broken off (no runstats); give the result of a whole run",
  },
  "xccdf-without-results": {
    ja: "XCCDF の検査項目だけで、結果(TestResult)がありません",
    en: "holds XCCDF rules but no results (TestResult)",
  },
  "kev-count": {
    ja: "KEV の件数 {count} と実際の {rows} 件が合いません。取得し直してください",
    en: "KEV says {count} entries and has {rows}; fetch it again",
  },
  "epss-header": {
    ja: "EPSS の見出し行(cve,epss,percentile)がありません",
    en: "has no EPSS head (cve,epss,percentile)",
  },
  // Parts that were not used.
  "more-of-these": {
    ja: "同じ種類({of})がほかに {count} 件あります",
    en: "{count} more of the same kind ({of})",
  },
  "nmap-failed": {
    ja: "nmap が誤りで終わったため、網羅したとはみなしません({reason})",
    en: "nmap ended with an error, so coverage is not taken as proved ({reason})",
  },
  "host-down": { ja: "応答のないホストです", en: "the host did not answer" },
  "host-without-ports": { ja: "ポートの結果がないホストです", en: "a host without port results" },
  "tls-nothing-read": {
    ja: "TLS の版も暗号も読み取れません",
    en: "neither TLS versions nor suites could be read",
  },
  "no-results": { ja: "検査対象の結果がありません", en: "holds no result of any target" },
  "ssh-algorithms": {
    ja: "弱いとされた SSH アルゴリズム {count} 件は脆弱性として数えていません。必要なら人が確認してください",
    en: "{count} SSH algorithms called weak are not counted as vulnerabilities; look at them yourself",
  },
  "scan-error": { ja: "走査の誤り: {reason}", en: "error of the scan: {reason}" },
  "scan-not-done": {
    ja: "走査が終わっていません(状態 {status})。完了としては扱いません",
    en: "the scan is not finished (state {status}) and does not count as complete",
  },
  "false-positive": { ja: "誤検知とされた「{name}」", en: 'called a false positive: "{name}"' },
  "log-results": {
    ja: "情報だけの結果 {count} 件は脆弱性として数えていません",
    en: "{count} results that only inform are not counted as vulnerabilities",
  },
  "row-shape": {
    ja: "{columns} 列のはずの行に {cells} 個の値があります",
    en: "a row has {cells} cells where there are {columns} columns",
  },
  "no-proof-of-end": {
    ja: "{format} には走査が最後まで終わった印がないため、完了としては扱いません",
    en: "{format} does not say that the scan came to its end, so it does not count as complete",
  },
  "no-scan-settings": {
    ja: "走査の設定(プラグイン 19506)がないため、完了としては扱いません",
    en: "without the scan's settings (plug-in 19506) it does not count as complete",
  },
  "compliance-rows": {
    ja: "設定監査の結果 {count} 件は使っていません",
    en: "{count} rows of configuration audit were not used",
  },
  misconfigurations: {
    ja: "設定の不備 {count} 件は脆弱性として数えていません",
    en: "{count} misconfigurations are not counted as vulnerabilities",
  },
  secrets: {
    ja: "秘密情報らしきもの {count} 件があります。S1.1-11 の観点で人が確認してください",
    en: "{count} things that look like secrets; look at them for S1.1-11",
  },
  "ignored-by-tool": {
    ja: "ツール側で除外された {count} 件は取り込んでいません",
    en: "{count} matches that the tool was told to ignore were not taken over",
  },
  "not-a-vulnerability": {
    ja: "脆弱性の識別子のない結果 {count} 件は使っていません",
    en: "{count} results without a vulnerability's id were not used",
  },
  suppressed: {
    ja: "抑止された結果 {count} 件は取り込んでいません",
    en: "{count} suppressed results were not taken over",
  },
  "rules-open": {
    ja: "結果が「{result}」の規則が {count} 件あるため、完了としては扱いません",
    en: '{count} rules ended as "{result}", so the run does not count as complete',
  },
  "component-without-name": { ja: "名称のない構成部品です", en: "a component without a name" },
  "component-unmatched": {
    ja: "版(又は purl、CPE)がないため照合できません",
    en: "cannot be matched: it has no version, package URL or CPE",
  },
  "no-data-for": {
    ja: "{ecosystem} の脆弱性データがないため、構成部品 {count} 件は照合していません",
    en: "no vulnerability data for {ecosystem}: {count} components were not matched",
  },
  "by-name-only": {
    ja: "構成部品 {count} 件は purl も CPE もないため名称だけで照合しました(推測として扱います)",
    en: "{count} components have neither package URL nor CPE and were matched by name only (as guesses)",
  },
  "sbom-without-data": {
    ja: "脆弱性データ(OSV、NVD)がないため照合していません",
    en: "was not matched: no vulnerability data (OSV, NVD) was given",
  },
  "data-without-sbom": {
    ja: "構成部品表(SBOM)がないため、この脆弱性データは使っていません",
    en: "this vulnerability data was not used: no bill of materials (SBOM) was given",
  },
  "records-broken": { ja: "読めない記録が {count} 件あります", en: "{count} records could not be read" },
  withdrawn: {
    ja: "取り下げられた記録 {count} 件は使っていません",
    en: "{count} withdrawn records were not used",
  },
  "vex-without-state": {
    ja: "状態か識別子のない言明({id})は使っていません",
    en: "a statement without state or id ({id}) was not used",
  },
  "vex-without-product": {
    ja: "対象の製品がない言明({id})は使っていません",
    en: "a statement without a product ({id}) was not used",
  },
  "vex-unknown-product": {
    ja: "{id} の対象「{product}」が製品一覧にありません",
    en: 'product "{product}" of {id} is not in the product tree',
  },
  "vex-range": {
    ja: "版の範囲「{range}」が文章で書かれているため比べられません",
    en: 'the range of versions "{range}" is prose and cannot be compared',
  },
};

/** A note in words of both languages. */
export function evidenceWords(note: Unused): Text {
  const words = MESSAGES[note.code];
  if (!words) return { ja: note.code, en: note.code };
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (all, key: string) =>
      Object.hasOwn(note.values, key) ? String(note.values[key]) : all,
    );
  return { ja: fill(words.ja), en: fill(words.en) };
}
