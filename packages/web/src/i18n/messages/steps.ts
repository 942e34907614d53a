import { messages } from "../index.ts";

/** What each step asks for, as the guide puts it (P.6–9, 15–16, 20–21). */
export default messages("steps", {
  ja: {
    "text.1": "どのシステム構成を検討の対象とするかを決め、構成要素・通信・製品類型をモデル図に表します。",
    "text.2": "守るべき資産と脅威源を整理してリスクを見積もり、要件を優先して検討する製品類型を選びます。",
    "text.3": "選んだ製品類型ごとに、守るべき資産・アタックサーフェス・脅威を整理します。",
    "text.4": "脅威ごとに対策を選び、製品に求めるセキュリティ要件と、運用の条件をまとめます。",
    "text.5": "★1でどこまで満たせるかを確かめ、どの製品類型から普及を進めるかを計画します。",
    "text.6": "★1では足りないリスクについて、★2以上の必要性と、提案の根拠をまとめます。",
  },
  en: {
    "text.1":
      "Decide which system is under study, and set down components, communications and product types in a diagram.",
    "text.2":
      "Sort out the assets to protect and the threat sources, estimate the risks, and choose the product types that come first.",
    "text.3": "For each chosen product type, sort out assets, attack surfaces and threats.",
    "text.4":
      "Choose countermeasures for each threat, and put together requirements on the products and conditions of operation.",
    "text.5": "See what ★1 covers, and plan with which product types to begin spreading it.",
    "text.6":
      "For risks that ★1 leaves, put together the need for ★2 or above and the grounds for proposing it.",
  },
});
