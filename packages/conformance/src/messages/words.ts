/** Outcomes, verdicts, the short question of each criterion, and what codes are called. */
import type { Text } from "@seiza/catalog";
import type { Outcome, Verdict } from "../criteria/verdict.ts";

const t = (ja: string, en: string): Text => ({ ja, en });

/** What was observed. None of these words declares conformity: a named person of the vendor does. */
export const OUTCOME_WORDS: Record<Outcome, Text> = {
  pass: t("基準どおり（観測）", "as the criterion asks (observed)"),
  fail: t("基準に反する（観測）", "against the criterion (observed)"),
  "not-applicable": t("対象外", "does not apply"),
  inconclusive: t("まだ判断できない", "cannot tell yet"),
  person: t("人の判断が必要", "needs a person"),
  deemed: t("みなし", "treated as met"),
};
export const VERDICT_WORDS: Record<Verdict, Text> = {
  conforms: t("基準どおり（観測）", "as the criterion asks (observed)"),
  "does-not-conform": t("基準に反する（観測）", "against the criterion (observed)"),
  "not-applicable": t("対象外", "does not apply"),
  "cannot-tell": t("まだ判断できない", "cannot tell yet"),
};

export const QUESTIONS: Record<string, Text> = {
  "S1.1-01": t(
    "守るべき情報資産に、認証なしで触れられないか",
    "Is nothing that must be protected to be had without authentication?",
  ),
  "S1.1-02": t(
    "デフォルトパスワードは推測されないか、必ず変更されるか",
    "Are default passwords hard to guess, or always changed?",
  ),
  "S1.1-03": t("認証に使う値を変更できるか", "Can the values used for authentication be changed?"),
  "S1.1-04": t("総当たりでの突破は難しいか", "Is brute force made difficult?"),
  "S1.1-05": t(
    "脆弱性の報告先と、その後の手続を公開しているか",
    "Is it published how to report vulnerabilities and what follows?",
  ),
  "S1.1-06": t(
    "更新でき、版が分かり、電源を切っても保たれるか",
    "Can it be updated, is the version shown, and is it kept without power?",
  ),
  "S1.1-07": t("更新の手順は易しく分かりやすいか", "Is updating easy and clear?"),
  "S1.1-08": t(
    "更新の前に、改変されていないことを確かめるか",
    "Is a package checked for alteration before it is applied?",
  ),
  "S1.1-09": t(
    "更新の優先度の決め方を文書にしているか",
    "Is it documented how the priority of updates is decided?",
  ),
  "S1.1-10": t("利用者が型式番号を確かめられるか", "Can users see the model number?"),
  "S1.1-11": t("守るべき情報資産を安全に保存しているか", "Are protected assets stored securely?"),
  "S1.1-12": t("通信は盗聴から守られているか", "Is what is sent protected from eavesdropping?"),
  "S1.1-13": t(
    "不要なインタフェースは閉じ、既知の脆弱性はないか",
    "Are unneeded interfaces off, and are there no known vulnerabilities?",
  ),
  "S1.1-14": t(
    "電源が切れても、認証値と更新が元に戻らないか",
    "Do credentials and updates outlive an outage?",
  ),
  "S1.1-15": t(
    "利用者がデータを消せ、更新した版は保たれるか",
    "Can users delete their data, with the updated version kept?",
  ),
  "S1.1-16": t(
    "安全な使い方、更新、免責、期限、廃棄を知らせているか",
    "Are users told of safe use, updates, disclaimers, end of support and disposal?",
  ),
};

export const SENTENCES: Record<string, Text> = {
  "disclaimer.preparation": t(
    "これは自己適合宣言の準備のための資料です。ラベルの取得や第三者の認証を示すものではありません。観測した事実を示すもので、基準を満たすとの宣言は、製造業者の責任者が名前を示して行います。数値の目安のうち、制度に定めのないものは本ツールの値です。",
    "This is preparation for a self-declaration. It shows no label and no certification by a third party. It tells what was observed; that the criteria are met is declared by a named person of the vendor. Thresholds that the scheme does not state are this tool's own.",
  ),
};

/** What a code in a value is called. A code that is not here is shown as it is. */
export const VALUE_WORDS: Record<string, Record<string, Text>> = {
  check: {
    access: t("認証なしのアクセス", "access without credentials"),
    tls: t("TLS", "TLS"),
    "ports.tcp": t("TCPポート", "TCP ports"),
    "ports.udp": t("UDPポート", "UDP ports"),
    "model-number": t("型式番号", "model number"),
    document: t("文書", "documents"),
    "default-passwords": t("デフォルトパスワードの一覧", "table of default passwords"),
    package: t("更新パッケージ", "update packages"),
    canary: t("試験値の探索", "search for test values"),
    import: t("スキャン結果の取込み", "import of scanners' reports"),
    sbom: t("SBOMの照合", "SBOM matching"),
    "brute-force": t("総当たりへの耐性", "resistance to brute force"),
    setup: t("初回起動", "first start"),
    "credential-change": t("認証値の変更", "change of credentials"),
    update: t("更新と改変パッケージ", "update and altered packages"),
    restart: t("電源断と再起動", "power cut and restart"),
    deletion: t("データ削除", "deletion"),
  },
  state: {
    setup: t("初期設定中", "set-up"),
    operation: t("利用中", "operation"),
    update: t("更新中", "update"),
    maintenance: t("保守中", "maintenance"),
  },
  transport: { tcp: t("TCP", "TCP"), udp: t("UDP", "UDP") },
  cut: {
    "after-power-cut": t("電源断の後", "after the power cut"),
    "after-network-cut": t("ネットワーク停止の後", "after the network outage"),
  },
  point: {
    contact: t("連絡先", "contact"),
    handling: t("受領後の手続", "handling after receipt"),
    status: t("解決までの状況更新", "status until solved"),
    "safe-use": t("安全な設定と使い方", "safe set-up and use"),
    updates: t("更新の内容・必要性・当てない場合の影響", "content, need and effect of updates"),
    disclaimer: t("免責事項", "disclaimers"),
    "support-end": t("サポートの期限と終了の方針", "end of support"),
    disposal: t("廃棄・売却のリスクと安全な終え方", "disposal and resale"),
    severity: t("深刻度の基準", "scale of severity"),
    targets: t("対応の期限の目標", "time targets"),
    roles: t("役割と責任", "roles"),
    scope: t("対象の範囲", "scope"),
    exceptions: t("例外の扱い", "exceptions"),
  },
  alteration: {
    "bit-in-payload": t("本体の1ビット変更", "one bit of the payload changed"),
    "bit-in-header": t("ヘッダーの1ビット変更", "one bit of the header changed"),
    "signature-removed": t("署名の除去", "signature removed"),
    "signature-of-other": t("別のパッケージの署名", "signature of another package"),
    cut: t("末尾の欠落", "end cut off"),
    "other-model": t("別の型式用", "for another model"),
    older: t("古い版", "older version"),
    none: t("正しいもの", "valid"),
  },
  kind: {
    acquired: t("利用中に得た情報", "information obtained in use"),
    setting: t("利用者の設定", "users' settings"),
    credential: t("認証値と鍵", "credentials and keys"),
    version: t("版", "version"),
    password: t("パスワード", "password"),
    pin: t("PIN", "PIN"),
    token: t("トークン", "token"),
    key: t("鍵", "key"),
    certificate: t("証明書", "certificate"),
    biometric: t("生体認証", "biometric"),
    pairing: t("ペアリング", "pairing"),
    "cloud-account": t("クラウドのアカウント", "cloud account"),
  },
  where: {
    internal: t("内部の記憶", "internal storage"),
    removable: t("取り外せる媒体", "a removable medium"),
    app: t("アプリ", "the application"),
    cloud: t("クラウド", "the cloud"),
    export: t("書き出しファイル", "an export"),
  },
  integrity: {
    signature: t("署名", "signature"),
    checksum: t("チェックサム", "checksum"),
    transport: t("通信路の保護", "transport"),
    none: t("なし", "none"),
  },
  mechanism: {
    "multi-factor": t("多要素認証", "multi-factor"),
    "key-only": t("鍵だけの認証", "keys only"),
    "long-random": t("長い乱数", "long random values"),
  },
};

const VALUE_LISTS: Record<string, string> = { alterations: "alteration" };

/** A value as people read it, in both languages. */
export function wordOf(name: string, value: string | number): Text {
  const group = VALUE_WORDS[name];
  const found = group?.[String(value)];
  if (found) return found;
  const list = VALUE_WORDS[VALUE_LISTS[name] ?? ""];
  if (list) {
    const words = String(value)
      .split(", ")
      .map((v) => list[v] ?? t(v, v));
    return t(words.map((w) => w.ja).join("、"), words.map((w) => w.en).join(", "));
  }
  return t(String(value), String(value));
}
