import i18next from "i18next";
import { messages } from "../index.ts";

/** What an edit did, by its key; the history and undo name edits so. */
const edits = messages("edits", {
  ja: {
    other: "変更",
    "study.create": "新規作成",
    example: "例として用意",
    "study.template": "ひな型から作成",
    "study.import": "読み込み",
    "study.copy": "複製",
    "study.restore": "以前の版に戻す",
    "study.undo": "元に戻す操作",
    "study.draft": "未保存だった変更の引き継ぎ",
    "study.theirs": "ほかの画面の版",
    "study.text": "テキストでの編集",
    "study.book": "ブックの取り込み",
    "system.name": "名前の変更",
    "system.change": "システムの範囲の変更",
    "decision.accept": "判断: 採用",
    "decision.drop": "判断: 不採用",
    "decision.change": "判断: 変更",
    "decision.add": "判断: 追加",
    "decision.withdraw": "判断の取り下げ",
    "promotion.add": "活動の追加",
    "promotion.change": "活動の変更",
    "promotion.move": "活動の状態の変更",
    "promotion.remove": "活動の削除",
    "threatSource.change": "脅威源の想定の変更",
    "asset.importance": "資産の重要度の変更",
    "market.makers": "ベンダーの情報の変更",
    "market.integrators": "選定事業者の情報の変更",
    "market.guidelines": "制度・ガイドラインの情報の変更",
  },
  en: {
    other: "Change",
    "study.create": "New study",
    example: "Provided as an example",
    "study.template": "From a template",
    "study.import": "Import",
    "study.copy": "Copy",
    "study.restore": "Back to an earlier revision",
    "study.undo": "Undo",
    "study.draft": "Changes taken up again",
    "study.theirs": "Revision of another window",
    "study.text": "Edit as text",
    "study.book": "Edits from a workbook",
    "system.name": "Rename",
    "system.change": "Change of the system's scope",
    "decision.accept": "Decision: accept",
    "decision.drop": "Decision: drop",
    "decision.change": "Decision: change",
    "decision.add": "Decision: add",
    "decision.withdraw": "Decision withdrawn",
    "promotion.add": "Activity added",
    "promotion.change": "Activity changed",
    "promotion.move": "State of an activity changed",
    "promotion.remove": "Activity deleted",
    "threatSource.change": "Change of a threat source",
    "asset.importance": "Change of an asset's importance",
    "market.makers": "Change of a maker's figures",
    "market.integrators": "Change of an integrator's figures",
    "market.guidelines": "Change of a guideline's figures",
  },
});
export default edits;

export const isKnownEdit = (label: string | undefined): label is string =>
  label !== undefined && i18next.exists(label, { ns: "edits" });

/** Words of an edit; other files may add keys to the namespace with `messages("edits", …)`. */
export function useEditName(): (label: string | undefined) => string {
  edits.useT();
  return (label) => (isKnownEdit(label) ? i18next.t(label, { ns: "edits" }) : edits.t("other"));
}
