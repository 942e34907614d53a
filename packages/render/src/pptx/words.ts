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
    "{n} threats have fewer than two layers of defence.",
  ),
  assumedOpen: w(
    "値が分からず仮定した箇所が {n} か所あります。",
    "{n} values were assumed, as they are not known.",
  ),
  warningsOpen: w("検討ファイルへの注意が {n} 件あります。", "The study has {n} warnings."),
  uncutOpen: w(
    "ラベルだけでは閾値未満に下げられない攻撃対象が {n} 件あります。",
    "{n} goals stay at or above the threshold whatever the labels.",
  ),
  undecidedOpen: w("採否が決まっていない要件が {n} 件あります。", "{n} requirements are not decided yet."),
  lacking: w("{text}({types})", "{text} ({types})"),
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
