/** Words of the server: problems by code, and the pages it shows itself. `{name}` is a value. */
import type { Text } from "@seiza/catalog";

export type Lang = keyof Text;
export interface Words {
  title: Text;
  detail: Text;
  mend?: Text;
}

const t = (ja: string, en: string): Text => ({ ja, en });

export const PROBLEMS = {
  "session-missing": {
    title: t("サインインしていません", "Not signed in"),
    detail: t(
      "この画面は、サーバーが表示した URL から開く必要があります。",
      "This page has to be opened from the URL that the server printed.",
    ),
    mend: t(
      "サーバーを起動した端末で Enter キーを押すと、新しい URL が表示されます。それを開いてください。",
      "Press Enter in the terminal where the server runs: it prints a fresh URL. Open that.",
    ),
  },
  "token-expired": {
    title: t("この URL は期限切れです", "This URL has expired"),
    detail: t(
      "起動時の URL は一度だけ、表示から {minutes} 分以内に使えます。",
      "The start URL works once, within {minutes} minutes of being printed.",
    ),
    mend: t(
      "サーバーを起動した端末で Enter キーを押すと、新しい URL が表示されます。それを開いてください。",
      "Press Enter in the terminal where the server runs: it prints a fresh URL. Open that.",
    ),
  },
  "token-used": {
    title: t("この URL は使用済みです", "This URL was used already"),
    detail: t("起動時の URL は一度しか使えません。", "The start URL works only once."),
    mend: t(
      "以前に開いたブラウザならそのまま使えます。別のブラウザでは、サーバーを起動した端末で Enter キーを押し、新しい URL を開いてください。",
      "The browser that opened it can go on as it is. For another one, press Enter in the terminal where the server runs and open the fresh URL.",
    ),
  },
  "host-foreign": {
    title: t("宛先が違います", "Wrong address"),
    detail: t(
      "「{host}」という宛先への要求は受け付けません(DNS リバインディング対策)。",
      'Requests addressed to "{host}" are not answered (protection against DNS rebinding).',
    ),
    mend: t("{address} を開いてください。", "Open {address}."),
  },
  "origin-foreign": {
    title: t("ほかのサイトからの要求です", "Request from another site"),
    detail: t(
      "ほかのサイトのページからの操作は受け付けません。",
      "What another site's page asks for is not done.",
    ),
    mend: t("{address} の画面から操作してください。", "Use the pages at {address}."),
  },
  "product-document-invalid": {
    title: t("製品の文書の形ではありません", "Not a product document"),
    detail: t(
      "この製品の内容は、申告(text)と人による判断(statements)を持つ形になっていません。",
      "This product does not hold a declaration (text) and what persons said (statements).",
    ),
    mend: t(
      "製品の画面で product.yaml を読み込み直すと、いまの形で保存されます。",
      "Read product.yaml again on the product's page: it is then stored in today's form.",
    ),
  },
  "declaration-invalid": {
    title: t("申告に誤りがあります", "The declaration has mistakes"),
    detail: t(
      "誤りが {count} か所あるため、判定できません。場所と直し方を errors に示します。",
      "{count} mistakes keep it from being judged. `errors` names each place and how to mend it.",
    ),
    mend: t("申告を直してから、もう一度行ってください。", "Mend the declaration, then try again."),
  },
  "bundle-broken": {
    title: t("証跡のまとまりを受け取れません", "The bundle of evidence is not taken"),
    detail: t(
      "「{name}」は、署名されたときのままではないか、読めません。問題は {count} 件です。",
      '"{name}" is not as it was signed, or cannot be read. Problems: {count}.',
    ),
    mend: t(
      "「seiza assess --out 名前.zip」が作ったファイルを、開いたり詰め直したりせずに使ってください。",
      "Use the file that `seiza assess --out NAME.zip` made, without opening or repacking it.",
    ),
  },
  "override-second-reader": {
    title: t("二人目の確認者が必要です", "A second reader is needed"),
    detail: t(
      "観測の結果を人の判断で置き換えるには、判断した人とは別の、二人目の確認者の名前が必要です。",
      "To put a person's judgement in place of what was observed, a second reader is named who is another person.",
    ),
    mend: t("二人目の確認者の名前を入れてください。", "Name the second reader."),
  },
  forbidden: {
    title: t("権限がありません", "Not allowed"),
    detail: t("この操作は許可されていません。", "You may not do this."),
  },
  "not-found": {
    title: t("見つかりません", "Not found"),
    detail: t("{resource}「{id}」はありません。", 'There is no {resource} "{id}".'),
    mend: t(
      "削除されたか、URL が違っています。一覧から選び直してください。",
      "It was removed, or the URL is wrong. Choose it from the list again.",
    ),
  },
  "route-unknown": {
    title: t("見つかりません", "Not found"),
    detail: t("{method} {path} という呼び出しはありません。", "There is no call {method} {path}."),
    mend: t("/api/v1/openapi.json に一覧があります。", "See /api/v1/openapi.json for those there are."),
  },
  "template-unknown": {
    title: t("ひな形がありません", "No such template"),
    detail: t("ひな形「{id}」はありません。", 'There is no template "{id}".'),
    mend: t("使えるもの: {has}", "There are: {has}"),
  },
  conflict: {
    title: t("ほかの人が先に保存しました", "Someone else saved first"),
    detail: t(
      "版 {expected} をもとにした変更ですが、現在は版 {current} です。何も上書きしていません。",
      "The change was made on revision {expected}, but it is at revision {current} now. Nothing was overwritten.",
    ),
    mend: t(
      "現在の版を読み込み、変更を重ねて保存し直してください。",
      "Load the current revision, make the change on it and save again.",
    ),
  },
  "if-match-missing": {
    title: t("もとにした版の指定が必要です", "The revision is missing"),
    detail: t(
      "保存と削除には、もとにした版を If-Match ヘッダーで示す必要があります。",
      "Saving and removing need the revision they were made on, in the header If-Match.",
    ),
    mend: t(
      'GET の応答の ETag(例: "3")をそのまま If-Match に入れてください。',
      'Put the ETag of the GET (for example "3") into If-Match.',
    ),
  },
  "body-invalid": {
    title: t("要求の形が正しくありません", "The request is not well-formed"),
    detail: t("{count} か所に誤りがあります。", "{count} things are wrong."),
    mend: t("errors の各項目を直してください。", "Mend each item of errors."),
  },
  "json-invalid": {
    title: t("要求の形が正しくありません", "The request is not well-formed"),
    detail: t("本文が JSON として読めません。", "The body is not JSON."),
    mend: t(
      "Content-Type を application/json にし、正しい JSON を送ってください。",
      "Send correct JSON with Content-Type application/json.",
    ),
  },
  "study-invalid": {
    title: t("検討に誤りがあります", "The study has errors"),
    detail: t(
      "{count} か所に誤りがあるため、受け付けていません。",
      "{count} errors keep it from being taken.",
    ),
    mend: t("errors に場所と直し方があります。", "errors names each place and how to mend it."),
  },
  "product-type-unknown": {
    title: t("その製品類型はありません", "No such product type"),
    detail: t(
      "検討に製品類型「{type}」がありません。あるのは: {has}",
      'The study has no product type "{type}". There are: {has}',
    ),
    mend: t(
      "申告で、検討の製品類型を選び直してください。",
      "Choose the product type again in the declaration.",
    ),
  },
  "study-unresolved": {
    title: t("検討に誤りがあります", "The study has errors"),
    detail: t(
      "{count} か所に誤りがあるため、分析できません。",
      "{count} errors keep it from being analysed.",
    ),
    mend: t("errors に場所と直し方があります。", "errors names each place and how to mend it."),
  },
  "too-large": {
    title: t("大きすぎます", "Too large"),
    detail: t("本文が上限の {limit} MB を超えています。", "The body is over the limit of {limit} MB."),
    mend: t(
      "検討を分けるか、コマンド「seiza analyse」で直接分析してください。",
      "Split it, or analyse it directly with `seiza analyse`.",
    ),
  },
  "hash-mismatch": {
    title: t("ハッシュ値が一致しません", "The hash does not match"),
    detail: t(
      "内容の SHA-256 は {found} で、URL の {announced} と違います。",
      "The bytes have SHA-256 {found}, not {announced} as the URL says.",
    ),
    mend: t("もう一度送ってください。", "Send it again."),
  },
  "cursor-invalid": {
    title: t("続きの指定が正しくありません", "The cursor is wrong"),
    detail: t(
      "cursor が、このサーバーが渡したものではありません。",
      "The cursor is not one that this server gave out.",
    ),
    mend: t("cursor を付けずに最初から読んでください。", "Begin again without a cursor."),
  },
  "archive-not-empty": {
    title: t("空ではありません", "Not empty"),
    detail: t(
      "アーカイブは空のところにだけ取り込めます。ここには検討 {studies} 件、製品 {products} 件、証拠 {evidence} 件があります。",
      "An archive goes into an empty instance only. Here are {studies} studies, {products} products and {evidence} pieces of evidence.",
    ),
    mend: t(
      "別のデータフォルダ(seiza serve --data)で起動し、そこに取り込んでください。",
      "Start with another data folder (seiza serve --data) and take it in there.",
    ),
  },
  "archive-broken": {
    title: t("アーカイブを読めません", "The archive cannot be read"),
    detail: t(
      "アーカイブが壊れているか、Seiza のものではありません({fault}{entry})。何も取り込んでいません。",
      "The archive is damaged or not one of Seiza ({fault}{entry}). Nothing was taken in.",
    ),
    mend: t("もとの環境から書き出し直してください。", "Export it again where it came from."),
  },
  "archive-too-new": {
    title: t("新しい版のアーカイブです", "The archive is of a newer version"),
    detail: t(
      "アーカイブの形式は {found}、このプログラムが読めるのは {known} までです。",
      "The archive has format {found}; this program reads up to {known}.",
    ),
    mend: t("Seiza を新しい版にしてください。", "Update Seiza."),
  },
  "analysis-timeout": {
    title: t("時間がかかりすぎました", "It took too long"),
    detail: t(
      "分析が {seconds} 秒で終わらなかったため、打ち切りました。",
      "The analysis was stopped because it took more than {seconds} s.",
    ),
    mend: t(
      "大きな検討は、コマンド「seiza analyse」で分析してください。",
      "Analyse a large study with `seiza analyse`.",
    ),
  },
  "analysis-failed": {
    title: t("分析できませんでした", "The analysis failed"),
    detail: t(
      "分析の途中でプログラムの不具合が起きました。保存された内容は無事です。",
      "A fault of the program stopped the analysis. What was saved is safe.",
    ),
    mend: t(
      "検討の内容を添えて報告してください(要求番号 {requestId})。",
      "Report it together with the study (request {requestId}).",
    ),
  },
  "document-timeout": {
    title: t("時間がかかりすぎました", "It took too long"),
    detail: t(
      "文書が {seconds} 秒でできあがらなかったため、打ち切りました。",
      "The document was stopped because it took more than {seconds} s.",
    ),
    mend: t(
      "大きな検討の文書は、コマンド「seiza analyse --format」で作ってください。",
      "Make the documents of a large study with `seiza analyse --format`.",
    ),
  },
  "document-failed": {
    title: t("文書を作れませんでした", "The document could not be made"),
    detail: t(
      "作成の途中でプログラムの不具合が起きたか、メモリーが足りなくなりました。保存された内容は無事です。",
      "A fault of the program, or a lack of memory, stopped it. What was saved is safe.",
    ),
    mend: t(
      "もう一度試してください。続けて起きるときは、検討の内容を添えて報告してください(要求番号 {requestId})。",
      "Try again. If it goes on, report it together with the study (request {requestId}).",
    ),
  },
  "export-unknown": {
    title: t("書き出しが見つかりません", "No such export"),
    detail: t(
      "この書き出しはありません。中止されたか、終わってから時間がたっています。",
      "There is no such export. It was cancelled, or it ended some time ago.",
    ),
    mend: t("もう一度書き出してください。", "Export again."),
  },
  "export-not-ready": {
    title: t("書き出しはまだ終わっていません", "The export is not ready"),
    detail: t("受け取れるファイルはまだありません。", "There is no file to take yet."),
    mend: t("state が done になってから受け取ってください。", "Take it once its state is `done`."),
  },
  "exports-full": {
    title: t("書き出しが混み合っています", "Too many exports"),
    detail: t("{count} 件の書き出しが進行中です。", "{count} exports are under way."),
    mend: t("しばらく待ってから、もう一度試してください。", "Try again in a while."),
  },
  "store-closed": {
    title: t("停止中です", "Stopping"),
    detail: t("サーバーは停止するところです。", "The server is stopping."),
    mend: t("再起動してから、もう一度試してください。", "Start it again and retry."),
  },
  fault: {
    title: t("プログラムの不具合です", "This is a fault of the program"),
    detail: t(
      "要求 {requestId} の処理中に不具合が起きました。",
      "Something went wrong while answering request {requestId}.",
    ),
    mend: t(
      "サーバーのログの同じ番号の行を添えて報告してください。",
      "Report it with the line of the server's log that has the same number.",
    ),
  },
} as const satisfies Record<string, Words>;
export type ProblemCode = keyof typeof PROBLEMS;

export const RESOURCES: Record<string, Text> = {
  study: t("検討", "study"),
  revision: t("版", "revision"),
  product: t("製品", "product"),
  assessment: t("判定の記録", "assessment"),
  evidence: t("証拠", "evidence"),
  person: t("担当者", "person"),
};

export const PAGES = {
  unbuilt: {
    title: t("画面がまだビルドされていません", "The pages are not built yet"),
    text: t(
      "サーバーは動いていますが、画面のファイルがありません。端末で「npm start」を実行すると、ビルドして起動します。",
      "The server runs, but the files of its pages are missing. `npm start` in a terminal builds and starts everything.",
    ),
  },
} as const;

export function filled(text: Text, values: Readonly<Record<string, string | number>>): Text {
  const fill = (s: string) => s.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  return { ja: fill(text.ja), en: fill(text.en) };
}
