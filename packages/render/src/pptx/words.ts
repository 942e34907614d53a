/** Words of the committee deck. */
import type { Words } from "../messages.ts";

const w = (ja: string, en: string): Words => ({ ja, en });
export const C = {
  deck: w("検討会資料", "Committee deck"),
  gist: w("要点", "In short"),
  system: w("対象のシステム — {name}", "The system — {name}"),
  matters: w("何を先に検討するか", "What matters first"),
  assets: w("守るべき資産と攻撃対象", "What has to be protected"),
  risks: w("リスクの分布", "Where the risks are"),
  routesPicture: w("攻撃ルート — {name}", "Attack routes — {name}"),
  routes: w("代表的な攻撃ルート", "Telling attack routes"),
  star1: w("★1で変わること", "What ★1 changes"),
  plan: w("どの製品類型にラベルを求めるか", "Which product types need the label"),
  left: w("★1の後に残ること", "What is left after ★1"),
  requirements: w("製品類型ごとの要件", "Requirements by product type"),
  proposal: w("★2以上の提案", "Proposal for ★2 or above"),
  open: w("残る論点", "Open questions"),
  next: w("★1の活用の進め方", "Promoting ★1"),
  groupsAxis: w("脅威グループの件数", "Threat groups"),
  goalsAxis: w("攻撃対象の件数", "Goals"),
  thinOpen: w(
    "防御が二層に満たない脅威が {n} 件あります。",
    "Threats with fewer than two layers of defence: {n}.",
  ),
  assumedOpen: w(
    "値が分からず仮定した箇所が {n} か所あります。",
    "Values that were assumed, as they are not known: {n}.",
  ),
  warningsOpen: w("検討ファイルへの注意が {n} 件あります。", "Warnings about the study: {n}."),
  uncutOpen: w(
    "ラベルだけでは閾値未満に下げられない攻撃対象が {n} 件あります。",
    "Goals that stay at or above the threshold whatever the labels: {n}.",
  ),
  undecidedOpen: w(
    "採否が決まっていない要件が {n} 件あります。",
    "Requirements that are not decided yet: {n}.",
  ),
  lacking: w("{text}({types})", "{text} ({types})"),
  worthNote: w(
    "濃い棒はその製品類型だけに★1を付けた場合、薄い棒はほかのすべてに付いた上で最後に加えた場合に減る、リスクの重みです。",
    "Dark: weight of risk that goes with this label alone. Light: what it adds on top of all the others.",
  ),
  more: w("ほか {n} 件", "and {n} more"),
  noneLeft: w(
    "★1の後に閾値以上で残る脅威グループはありません。",
    "No threat group is left at or above the threshold.",
  ),
  route: w("ルート", "Route"),
  steps: w("手順", "Steps"),
  same: w("★1と同じ", "As ★1"),
  stricter: w("より厳しい", "Stricter"),
  beyond: w("★1になし", "New"),
  total: w("計", "Total"),
} as const;

/** What the speaker reads beneath each slide: what it shows, where more is, what the committee is asked. */
export const N = {
  gist: w(
    "検討の結果を一枚にまとめたものです。数は報告書の要約と同じです。最後の提案と論点について、ご意見をいただきたい点を先に述べます。",
    "The results on one slide; the figures are those of the report's summary. Say first on which points of the proposal you ask for an opinion.",
  ),
  system: w(
    "検討の対象としたシステムの構成です。破線の枠は制度の対象になりません。線の色は通信の保護を示します。構成に不足や誤りがないかを確認します。",
    "The system as it was studied. Dashed boxes are outside the scheme; colours of lines show how traffic is protected. Ask whether anything is missing or wrong.",
  ),
  matters: w(
    "製品類型の優先度です。ガイドの四つの観点を五つの点数にし、同じ重みで分類しています。順序を変えるべき類型があれば、理由とともに記録します。",
    "The priority of the product types, from the guide's four viewpoints as five scores of equal weight. If a type should move, record it with its reason.",
  ),
  assets: w(
    "守るべき資産と、攻撃者が狙う対象です。重要度は検討グループが変更できます。変更はブックの「変更後の重要度」に記入します。",
    "What has to be protected, and what attackers are after. The group may change an importance: in the workbook, in the column for it.",
  ),
  risks: w(
    "脅威グループをリスク値で分けた件数です。一件ずつの内訳と対策は、報告書の②とブックにあります。",
    "Threat groups by risk value. Each with its measures is in step ② of the report and in the workbook.",
  ),
  routes: w(
    "代表的な攻撃ルートを手順で示します。赤は★1を適用しても残るルート、青は★1で閉じるルートです。全ルートは報告書にあります。",
    "Telling attack routes, step by step. Red ones stay open with ★1, blue ones are closed by it. The report has all of them.",
  ),
  star1: w(
    "すべての対象製品が★1を満たすと仮定したときの変化です。製品がラベルを取得していることを示すものではありません。",
    "What would change if every product in scope met ★1. It does not say that any product bears the label.",
  ),
  plan: w(
    "攻撃ルートを断つために最小となるラベルの組み合わせです。根拠となるルートは報告書の⑤にあります。",
    "The smallest set of labels that cuts the attack routes; the routes that prove it are in step ⑤ of the report.",
  ),
  left: w(
    "★1の後も残る脅威です。製品の要件で下げるもの、設置・運用で受け持つものに分けて議論します。",
    "What is left after ★1. Discuss which the products have to lower, and which the site and its operation take on.",
  ),
  requirements: w(
    "製品類型ごとの要件の数と、★1との関係です。要件の文は、製品類型ごとの要件仕様書(Word)にあります。",
    "Requirements by product type and how they relate to ★1. Their wording is in the specification of each type (Word).",
  ),
  proposal: w(
    "★2以上の整備についての提案の材料です。整備の要否と時期は、制度の運営者が決めます。",
    "Material for a proposal of ★2 or above. Whether and when it is made is for the scheme's operator to decide.",
  ),
  open: w(
    "検討の精度を左右する論点です。担当と期日を決め、次回までに検討ファイルへ反映します。",
    "Points on which the result depends. Give each somebody and a day; they go into the study before the next meeting.",
  ),
  next: w(
    "★1の活用を進める活動です。担当と予定が決まったものから記入します。",
    "Activities that promote ★1. Enter who does what and when, as it is decided.",
  ),
} as const;
