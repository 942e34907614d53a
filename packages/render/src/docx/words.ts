/** Words of the requirements specification and the proposal. */
import type { Words } from "../messages.ts";

const w = (ja: string, en: string): Words => ({ ja, en });
export const S = {
  specification: w(
    "{type} セキュリティ要件仕様書(案)",
    "Security requirements specification (draft): {type}",
  ),
  proposal: w(
    "★2以上の適合基準の整備に関する提案(案)",
    "Proposal for conformance criteria of ★2 or above (draft)",
  ),
  purpose: w("目的と位置づけ", "Purpose"),
  purposeText: w(
    "本書は、{study}で使う{type}について、検討グループが導いたセキュリティ要件をまとめたものです。調達の仕様、業界のガイドライン、評価の計画の下書きとして、このまま書き足して使えます。要件の番号はほかの文書と共通です。",
    "This document sets out the security requirements that the working group derived for {type} in {study}. It is a draft to go on writing in: for procurement, for the group's guideline, for planning evaluation. Requirement numbers are the same in every document.",
  ),
  scope: w("対象とするシステムと製品", "System and product in scope"),
  system: w("システム", "System"),
  product: w("製品類型", "Product type"),
  units: w("構成要素と台数", "Components and units"),
  labelScope: w("制度の対象", "In the scheme's scope"),
  priority: w("検討の優先度", "Priority"),
  assets: w("守るべき資産", "Assets to protect"),
  surfaces: w("アタックサーフェス", "Attack surfaces"),
  threats: w("想定する主な脅威", "Main threats"),
  threatsNote: w(
    "リスク値の高いものから示します。全件は付録にあります。",
    "The gravest ones; the annex holds all of them.",
  ),
  requirements: w("セキュリティ要件", "Security requirements"),
  requirement: w("要件 {no}", "Requirement {no}"),
  against: w("対応する脅威", "Against"),
  verification: w("検証方法", "Verification"),
  relation: w("★1との関係", "Relation to ★1"),
  status: w("状態", "Status"),
  risk: w("最大のリスク値", "Worst risk"),
  dropped: w("検討の結果、求めないこととした要件", "Requirements that the group dropped"),
  conditions: w("設置・運用の条件", "Conditions on site and service"),
  conditionsNote: w(
    "製品のラベルでは担えず、設置・運用・サービスの側が満たす条件です。",
    "What no label on the product can carry: the site, its operation and the service have to meet it.",
  ),
  condition: w("条件 {no}", "Condition {no}"),
  coverage: w("★1による充足", "What ★1 covers"),
  decisions: w("決定の記録", "Decisions"),
  annexThreats: w("付録: 脅威の一覧", "Annex: all threats"),
  noneDropped: w("ありません。", "None."),
  gist: w("提案の要旨", "Gist"),
  gistNeeded: w(
    "次の製品類型について、★1を適用しても製品で下げるべきリスクが残り、業界標準となる見込みの根拠もそろっています。★2以上の適合基準の整備を提案します。",
    "For these product types risk that the product would have to lower remains after ★1, and grounds for an industry standard are at hand. Criteria of ★2 or above are proposed.",
  ),
  gistOpen: w(
    "次の製品類型は、★1の適用後もリスクが残りますが、業界標準となる見込みを示す材料がまだそろっていません。",
    "For these product types risk remains after ★1, but grounds for an industry standard are not complete yet.",
  ),
  gistNone: w(
    "★1を適用した後に、製品で下げるべきリスクが残る製品類型はありません。★2以上の提案は行いません。",
    "No product type keeps risk after ★1 that the product would have to lower. No ★2 or above is proposed.",
  ),
  course: w("検討の経緯", "How it was studied"),
  courseText: w(
    "{study}について、経済産業省のガイドの手順①〜⑥に沿って検討しました。構成要素 {components}、製品類型 {types}、脅威グループ {groups} 件を分析し、攻撃ルートで★1の前と後を比べました。",
    "{study} was studied along steps ① to ⑥ of the METI guide: {components} components, {types} product types and {groups} threat groups, with attack routes compared before and after ★1.",
  ),
  case: w("{type}", "{type}"),
  verdict: w("判定", "Verdict"),
  atStake: w("守れていない資産", "Assets at stake"),
  left: w("★1適用後に残る主な脅威", "Main threats left after ★1"),
  routes: w("★1でも残る攻撃ルート", "Attack routes that ★1 leaves open"),
  candidates: w("加える要件の案と評価の方法", "Candidate requirements and how each is evaluated"),
  candidate: w("案 {no}", "Candidate {no}"),
  grounds: w("業界標準となる見込みの根拠", "Grounds for an industry standard"),
  missing: w("足りない材料", "What is missing"),
  market: w("市場の状況", "The market"),
  open: w("残る論点", "Open questions"),
  plan: w("★1の活用の計画", "Use of ★1"),
  /** A document ends with words, as a table at its end would leave an empty page behind it. */
  end: w("以上 {n} 件。", "End of the list: {n}."),
  total: w("(全 {n} 件のうち {shown} 件)", "({shown} of {n})"),
} as const;
export const fill = (t: Words, values: Record<string, string | number>, lang: keyof Words) =>
  t[lang].replace(/\{(\w+)\}/g, (_, k: string) => String(values[k] ?? ""));
