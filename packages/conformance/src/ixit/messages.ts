/** Words for what an import of IXIT tables used, left and wants looked at. Japanese first. */
import type { Text } from "@seiza/catalog";
import type { IxitUnused } from "./import.ts";

export const IXIT_MESSAGES: Record<string, Text> = {
  "not-an-ixit": {
    ja: "IXIT の表でも試験グループの結果でもないため読んでいません",
    en: "is neither an IXIT table nor the result of a test group and was not read",
  },
  "judged-by-others": {
    ja: "他者の判定「{verdict}」は引き継ぎません",
    en: 'the judgement of others ("{verdict}") is not taken over',
  },
  "no-place": { ja: "申告に対応する項目がありません", en: "the declaration has no place for it" },
  "for-a-person": {
    ja: "人が読んで判断する内容です。該当する基準の判断の添付にしてください",
    en: "is for a person to read; attach it to the judgement of the criterion it is about",
  },
  "wants-sbom": {
    ja: "構成部品は SBOM(CycloneDX、SPDX)で渡してください",
    en: "give the components as a bill of materials (CycloneDX, SPDX)",
  },
  "needs-number": {
    ja: "再起動にかかる秒数が書かれていないため、restart は記入していません",
    en: "says no time of restart in seconds, so restart is left open",
  },
  "said-not-applicable": { ja: "「該当なし」と書かれています", en: "is said not to apply" },
  "left-open": {
    ja: "元の文書で未定のままです",
    en: "is left open in the document itself",
  },
  "one-only": { ja: "申告に入るのは1つだけです", en: "the declaration has room for one only" },
  "public-parameter": {
    ja: "公開の値のため、守るべき情報資産にしていません",
    en: "is a public value and no asset to protect",
  },
  "disabled-interface": {
    ja: "無効とされているため、記入していません",
    en: "is said to be disabled and was left out",
  },
  "needs-port": { ja: "ポート番号が書かれていません", en: "names no port" },
  "client-port": {
    ja: "ポート {port} は相手側が使うものです",
    en: "port {port} is the peer's",
  },
  "needs-mechanism": {
    ja: "{id} の総当たり対策が書かれていないため「なし」としました",
    en: "{id} names no mechanism against guessing; taken as none",
  },
  "open-access": {
    ja: "{id} は認証のないアクセスのため、認証の仕組みとしては記入していません",
    en: "{id} is access without authentication and was not entered as a mechanism",
  },
  "no-flow": {
    ja: "どの通信か分からないため、結び付けていません",
    en: "was not joined to a flow: it is not clear which",
  },
  "watch-open-access": {
    ja: "{id} は誰でも入れる状態です。S1.1-01 で確かめられます",
    en: "{id} lets anyone in; S1.1-01 looks at it",
  },
  "watch-no-mechanism": {
    ja: "{id} には試行回数を抑える仕組みがありません(「{said}」)。S1.1-04 で確かめられます",
    en: '{id} has nothing that slows guessing ("{said}"); S1.1-04 looks at it',
  },
  "watch-delay-only": {
    ja: "{id} は待ち時間だけの対策です。並列の接続で効かないことがあり、S1.1-04 で測ります",
    en: "{id} relies on a delay alone, which parallel connections may pass; S1.1-04 measures it",
  },
  "watch-downgrade": {
    ja: "署名された古い版への更新を拒まないと書かれています",
    en: "says that older signed versions are not refused",
  },
  "watch-weak-hash": {
    ja: "保存の保護に MD5 か SHA-1 が使われています。S1.1-11 で人が判断します",
    en: "is stored under MD5 or SHA-1; a person judges it in S1.1-11",
  },
  "watch-stored-in-clear": {
    ja: "暗号化せずに保存されると書かれています。S1.1-11 で人が判断します",
    en: "says that storage is not encrypted; a person judges it in S1.1-11",
  },
};

export function ixitWords(note: IxitUnused): Text {
  const words = IXIT_MESSAGES[note.code] ?? { ja: note.code, en: note.code };
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (all, key: string) =>
      Object.hasOwn(note.values, key) ? String(note.values[key]) : all,
    );
  return { ja: fill(words.ja), en: fill(words.en) };
}
