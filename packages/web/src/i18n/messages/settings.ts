import { messages } from "../index.ts";

export default messages("settings", {
  ja: {
    person: "担当者",
    "person.name": "氏名",
    "person.hint": "変更や判断に、この名前が記録されます。",
    "person.saved": "氏名を変えました",
    "person.missing": "氏名を書いてください",
    look: "表示",
    language: "言語",
    scheme: "配色",
    "scheme.light": "明るい",
    "scheme.dark": "暗い",
    "scheme.auto": "端末に合わせる",
    archive: "データの書き出しと読み込み",
    "archive.text":
      "すべての検討とその履歴、判断、製品、証拠、操作の記録を一つのファイルにまとめます。別の環境への引っ越しや控えに使えます。",
    "archive.export": "すべて書き出す",
    "archive.import": "書き出したファイルを読み込む",
    "archive.import.hint":
      "読み込めるのは、まだ何もない環境だけです。いまの内容に混ざったり、上書きしたりすることはありません。",
    "archive.imported": "読み込みました",
    "archive.failed": "読み込めませんでした: {reason}",
    about: "このソフトウェアについて",
    "about.version": "版",
    "about.database": "データベース",
    "about.database.pglite": "組み込み(このコンピュータのフォルダ)",
    "about.database.postgresql": "PostgreSQL サーバ",
    "about.text":
      "Seiza は、経済産業省「特定分野システムのIoT製品におけるJC-STAR制度活用ガイド」の手順に沿って、特定分野システムの検討を支えるツールです。製品がラベルを取得していることや、基準に適合していることを示すものではありません。",
    "about.local":
      "外部のサーバとは通信しません。書体・画像・プログラムは、すべてこのコンピュータから読み込まれます。",
    licences: "ライセンス",
    "licences.own": "Seiza は Apache License 2.0 で提供されます。",
    "licences.others": "次のソフトウェアと書体を使っています。",
    failed: "保存できませんでした: {reason}",
  },
  en: {
    person: "You",
    "person.name": "Name",
    "person.hint": "Changes and decisions are recorded under this name.",
    "person.saved": "Name changed",
    "person.missing": "Give a name",
    look: "Appearance",
    language: "Language",
    scheme: "Colours",
    "scheme.light": "Light",
    "scheme.dark": "Dark",
    "scheme.auto": "As the device",
    archive: "Export and import",
    "archive.text":
      "All studies with their history, decisions, products, evidence and the log in one file: to move elsewhere, or as a backup.",
    "archive.export": "Export everything",
    "archive.import": "Import an exported file",
    "archive.import.hint":
      "Only into an instance that is still empty. Nothing is ever mixed with or written over what is there.",
    "archive.imported": "Imported",
    "archive.failed": "It could not be imported: {reason}",
    about: "About",
    "about.version": "Version",
    "about.database": "Database",
    "about.database.pglite": "Embedded (a folder on this computer)",
    "about.database.postgresql": "PostgreSQL server",
    "about.text":
      "Seiza supports studies along the steps of METI's guide to using the JC-STAR scheme for IoT products in domain-specific systems. It does not state that a product bears a label or conforms to any criteria.",
    "about.local":
      "It speaks to no outside server. Typefaces, pictures and programs all come from this computer.",
    licences: "Licences",
    "licences.own": "Seiza is provided under the Apache License 2.0.",
    "licences.others": "It uses this software and typeface.",
    failed: "It could not be saved: {reason}",
  },
});
