/** What is wrong or doubtful in a declaration (`message`) and how to mend it (`mend`). `[[…]]` appears when its values are there. */
import type { Text } from "@seiza/catalog";

const t = (ja: string, en: string): Text => ({ ja, en });
const HAS = t(
  "[[あるのは: {has}]][[ — 「{suggestion}」のことでしょうか]]",
  '[[there are: {has}]][[ — did you mean "{suggestion}"?]]',
);
const says = (message: Text, mend: Text) => ({ message, mend });

export const DECLARATION_MESSAGES: Readonly<Record<string, { message: Text; mend: Text }>> = {
  "empty-product": says(
    t("ファイルに中身がありません", "the file is empty"),
    t(
      "examples/products の product.yaml をひな形にしてください",
      "start from a product.yaml of examples/products",
    ),
  ),
  "product-too-large": says(
    t(
      "申告のファイルが大きすぎます（{size} 文字。上限は {limit} 文字）",
      "the declaration is too large ({size} characters; the limit is {limit})",
    ),
    t(
      "台帳や検査結果は別のファイルに置き、場所だけを書いてください",
      "keep tables and reports in files of their own and name their places",
    ),
  ),
  "not-a-product": says(
    t("製品の申告ではありません", "this is not a declaration of a product"),
    t(
      "「seiza: product/1」と「product:」で始まるファイルを渡してください",
      'give a file that begins with "seiza: product/1" and "product:"',
    ),
  ),
  "wrong-product-version": says(
    t("申告の形式「{value}」は読めません", 'the format "{value}" of a declaration is not known'),
    t("1行目を「seiza: product/1」にしてください", 'write "seiza: product/1"'),
  ),
  "bad-choice": says(
    t("{where} の書き方が、どの形にも当てはまりません", "{where} fits none of the forms it may have"),
    t("[[次のいずれかひとつを書いてください: {allowed}]]", "[[write one of: {allowed}]]"),
  ),
  "bad-url": says(
    t("{where} の「{value}」は URL ではありません", '{where}: "{value}" is no URL'),
    t("https:// から書いてください", "write it in full, from https:// on"),
  ),
  "duplicate-product-id": says(
    t("{where} の id「{id}」が二つあります", '{where}: the id "{id}" is there twice'),
    t("どちらかの id を変えてください", "change one of them"),
  ),
  "unknown-interface": says(
    t("{where} のインタフェース「{name}」がありません", '{where}: there is no interface "{name}"'),
    HAS,
  ),
  "not-an-ip-interface": says(
    t(
      "{where} のインタフェース「{name}」は IP 通信ではありません",
      '{where}: the interface "{name}" is not an IP interface',
    ),
    t("kind: ip のインタフェースを指してください", "name one of kind: ip"),
  ),
  "unknown-authentication": says(
    t("{where} の認証の仕組み「{name}」がありません", '{where}: there is no authentication "{name}"'),
    HAS,
  ),
  "unknown-asset": says(
    t("{where} の情報資産「{name}」がありません", '{where}: there is no asset "{name}"'),
    HAS,
  ),
  "no-account": says(
    t(
      "{where} にログイン手順がありますが、account がありません",
      "{where} has a log-in recipe and no account",
    ),
    t(
      "検査に使うアカウントの名前を account に書いてください。パスワードは書かないでください",
      "name the account that checks use in `account`; never write its password",
    ),
  ),
  "mark-number-form": says(
    t(
      "技適の番号「{number}」の形が、認定番号と異なります",
      'the number "{number}" does not look like a certification number',
    ),
    t(
      "「D24-0123001」のように、英字、年2桁、機関4桁、通番3桁で書いてください。形が違う間は、みなしになりません",
      'write letters, year (2), body (4) and serial (3) digits, as "D24-0123001"; until then nothing is treated as met',
    ),
  ),
  "mark-without-security-rule": says(
    t(
      "技適の認定にセキュリティ基準が含まれないため、みなしになりません",
      "the certification does not include the security rules, so nothing is treated as met",
    ),
    t("含まれる場合だけ securityRule: true にしてください", "write securityRule: true only if it does"),
  ),
  "unknown-criterion": says(t("基準「{name}」はありません", 'there is no criterion "{name}"'), HAS),
  "unknown-reason": says(
    t(
      "{criterion} を対象外とする理由「{name}」はありません",
      '{criterion} has no reason "{name}" not to apply',
    ),
    t(
      "[[使える理由: {has}||この基準を対象外にはできません]][[ — 「{suggestion}」のことでしょうか]]",
      '[[reasons: {has}||this criterion always applies]][[ — did you mean "{suggestion}"?]]',
    ),
  ),
  "needed-without-purpose": says(
    t(
      "インタフェース「{id}」は必要とありますが、理由がありません",
      'the interface "{id}" is needed, without saying what for',
    ),
    t(
      "purpose に何のために必要かを書いてください（S1.1-13 ①）",
      "say in `purpose` what it is needed for (S1.1-13 ①)",
    ),
  ),
  "port-twice": says(
    t(
      "{transport} {port} 番ポートが「{first}」と「{id}」の二つにあります",
      '{transport} port {port} is in both "{first}" and "{id}"',
    ),
    t("同じサービスなら一つにまとめてください", "make them one if they are one service"),
  ),
  "open-with-protects": says(
    t(
      "インタフェース「{id}」は認証なしで開いているとありますが、守るべき情報資産へのアクセス先があります",
      'the interface "{id}" is open without authentication and has protected items',
    ),
    t(
      "access を refuse にするか、protects を見直してください",
      "make access `refuse`, or look at `protects` again",
    ),
  ),
  "needed-without-items": says(
    t(
      "インタフェース「{id}」は認証なしのアクセスを拒むとありますが、確かめるアクセス先がありません",
      'the interface "{id}" refuses strangers, with nothing to ask for',
    ),
    t(
      "protects に、守るべき情報資産へのアクセス先を書いてください（S1.1-01）",
      "list protected items in `protects` (S1.1-01)",
    ),
  ),
  "support-over": says(
    t("サポートの期限 {date} を過ぎています", "support ended on {date}"),
    t("期限を確かめてください（S1.1-16 ④）", "look at the date again (S1.1-16 ④)"),
  ),
  "lock-without-unlock": says(
    t("「{id}」のロックがいつ、どう解けるか書かれていません", 'how a lock of "{id}" is lifted is not said'),
    t(
      "seconds か unlock を書いてください。ないと、ロックを試す検査は実施できません",
      "write seconds or unlock; without them the lock cannot be tried",
    ),
  ),
  "clear-flow": says(
    t(
      "通信「{id}」は機器が保護するとありますが、{protocol} は暗号化されません",
      'the flow "{id}" is protected by the product, but {protocol} is not encrypted',
    ),
    t(
      "protocol か protection を見直してください（S1.1-12）",
      "look at protocol or protection again (S1.1-12)",
    ),
  ),
  "study-nowhere": says(
    t("study に、検討の場所がありません", "study does not say where the study is"),
    t(
      "ファイルなら file、ワークベンチの検討なら workspace を書いてください（画面では一覧から選べます）",
      "write `file` for a file, `workspace` for a study of the workbench (its form has a list to choose from)",
    ),
  ),
  "same-previous-version": says(
    t(
      "一つ前の版が、今の版と同じ {version} です",
      "the previous version is the same as the present one, {version}",
    ),
    t("previous に一つ前の版を書いてください", "write the version before it in `previous`"),
  ),
  "answers-alike": says(
    t("{where} の成功と失敗の見分け方が同じです", "{where}: success and failure look the same"),
    t(
      "どちらかでしか現れない状態や文字を書いてください。同じ間、この手順は使われません",
      "name a status or a text that only one of them has; until then the recipe is not used",
    ),
  ),
};

/** The message of a code with its values; undefined for a code that is not of declarations. */
export function declarationMessage(
  code: string,
  values: Readonly<Record<string, string | number>> = {},
): { message: Text; mend: Text } | undefined {
  const found = DECLARATION_MESSAGES[code];
  if (!found) return undefined;
  const fill = (template: string) =>
    template
      .replace(/\[\[(.*?)(?:\|\|(.*?))?\]\]/g, (_all, first: string, otherwise: string | undefined) =>
        [...first.matchAll(/\{(\w+)\}/g)].every((m) => (values[m[1] as string] ?? "") !== "")
          ? first
          : (otherwise ?? ""),
      )
      .replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? "?"));
  const both = (text: Text): Text => ({ ja: fill(text.ja), en: fill(text.en) });
  return { message: both(found.message), mend: both(found.mend) };
}
