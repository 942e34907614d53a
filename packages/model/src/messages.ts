/**
 * Words for every problem of a study: what is wrong (`message`) and how to mend it (`mend`).
 *
 * In a template `{name}` is a value; `{name:group}` is the word of that group for a value (`WORDS`).
 * `[[ … ]]` appears only when all values in it are there and not empty; `[[ … || … ]]` has a second text for when they are not.
 */
import type { Text } from "@seiza/catalog";
import type { Diagnostic, Problem } from "./diagnostic.ts";
import type { Locate, Position } from "./positions.ts";

export interface Message {
  message: Text;
  mend: Text;
}

const text = (ja: string, en: string): Text => ({ ja, en });
const says = (message: Text, mend: Text): Message => ({ message, mend });

/** "Did you mean …" and the list of what there is; every unknown name ends with it. */
const known = (en: string): Text =>
  text(
    "[[あるのは: {has}||使えるものはまだありません]][[ — 「{suggestion}」のことでしょうか]]",
    `[[${en}: {has}||${en}: none]][[ — did you mean "{suggestion}"?]]`,
  );

/** Words for values that are codes. */
export const WORDS: Record<string, Record<string, Text>> = {
  kind: {
    null: text("空 (null)", "nothing (null)"),
    boolean: text("真偽値", "true or false"),
    number: text("数値", "a number"),
    integer: text("整数", "a whole number"),
    string: text("文字列", "text"),
    array: text("リスト", "a list"),
    object: text("「キー: 値」の組", "a group of keys"),
    foreign: text("検討のキーをひとつも含まない組", "a group with none of a study's keys"),
    words: text("文字列、または ja と en の組", "text, or a group of ja and en"),
  },
  how: {
    boolean: text(
      "true か false を引用符なしで書いてください (yes / no は使えません)",
      "write true or false without quotes (yes and no do not count)",
    ),
    number: text("数値を引用符なしで書いてください", "write a number without quotes"),
    integer: text("整数を引用符なしで書いてください", "write a whole number without quotes"),
    string: text(
      '文字列を書いてください。数字や true などは "…" で囲むと文字列になります',
      'write text; put "…" around digits, true, null and the like',
    ),
    array: text(
      "リストにしてください。YAML では各行を「- 」で始めます",
      'make it a list: in YAML each line begins with "- "',
    ),
    object: text("「キー: 値」の組を書いてください", 'write a group of "key: value" lines'),
    words: text(
      '文字列、または {ja: …, en: …} を書いてください。数字などは "…" で囲みます',
      'write text or {ja: …, en: …}; put "…" around digits and the like',
    ),
  },
  part: {
    productType: text("製品類型", "product type"),
    configuration: text("構成パターン", "configuration"),
    asset: text("資産", "asset"),
    decision: text("決定", "decision"),
    activity: text("普及活動", "activity"),
    threatSource: text("脅威源", "threat source"),
    zone: text("ゾーン", "zone"),
    segment: text("セグメント", "segment"),
    component: text("構成要素", "component"),
    interface: text("インタフェース", "interface"),
    flow: text("フロー", "flow"),
    person: text("人", "person"),
  },
  side: {
    from: text("送信側 (from)", "starts"),
    to: text("受信側 (to)", "ends"),
  },
  binary: {
    zip: text(
      "ZIP 形式 (xlsx・docx・pptx もこの形式です)",
      "a ZIP archive (xlsx, docx and pptx are ZIP archives too)",
    ),
    "old-office": text("古い Office 形式 (xls・doc・ppt)", "an old Office file (xls, doc, ppt)"),
    pdf: text("PDF", "a PDF"),
    gzip: text("gzip で圧縮したファイル", "a gzip file"),
    png: text("画像 (PNG)", "an image (PNG)"),
    jpeg: text("画像 (JPEG)", "an image (JPEG)"),
    "zero-byte": text("バイナリ (値 0 のバイトを含みます)", "binary (it holds a zero byte)"),
  },
};

export const MESSAGES: Record<string, Message> = {
  // The file
  "not-utf8": says(
    text(
      "ファイルが UTF-8 ではありません[[ ({encoding} のようです)]]",
      "the file is not UTF-8[[ (it looks like {encoding})]]",
    ),
    text("エディタで文字コードを UTF-8 にして保存し直してください", "save it again as UTF-8 in your editor"),
  ),
  "empty-file": says(
    text("ファイルに中身がありません", "the file is empty"),
    text("`seiza init` でひな形を作れます", "`seiza init` writes a study to start from"),
  ),
  "too-large": says(
    text(
      "ファイルが大きすぎます ({sizeMB} MB。{format} の上限は {limitMB} MB)",
      "the file is too large ({sizeMB} MB; the limit for {format} is {limitMB} MB)",
    ),
    text(
      "構成パターンごとに検討を分けてください。大きな検討は JSON のほうが速く読めます",
      "split the study by configuration; large studies read faster as JSON",
    ),
  ),
  "binary-file": says(
    text("テキストファイルではありません: {kind:binary}", "this is not a text file: {kind:binary}"),
    text(
      "検討を書いた YAML か JSON のファイルを指定してください。他の形式は `seiza import` で取り込みます",
      "name the YAML or JSON file of the study; `seiza import` reads other formats",
    ),
  ),
  "not-a-study": says(
    text(
      "検討のファイルではありません: 全体が{got:kind}です",
      "this is not a study: the whole file is {got:kind}",
    ),
    text(
      "seiza、system、configurations、productTypes のキーで始まる組を書いてください。`seiza init` でひな形を作れます",
      "a study is a group of keys: seiza, system, configurations, productTypes; `seiza init` writes one to start from",
    ),
  ),
  "too-deep": says(
    text("入れ子が深すぎます ({limit} 段まで)", "nested too deeply (more than {limit} levels)"),
    text(
      "検討の入れ子は 10 段に届きません。閉じ忘れた括弧や字下げの誤りがないか見てください",
      "a study needs fewer than ten levels: look for a bracket that is not closed or a wrong indent",
    ),
  ),
  "duplicate-key": says(
    text(
      "キー「{key}」が 2 度書かれています (1 度目は {firstLine} 行目)",
      'key "{key}" is written twice (first on line {firstLine})',
    ),
    text("どちらかを消すか、中身をひとつにまとめてください", "remove one, or join the two"),
  ),
  "fullwidth-character": says(
    text(
      "全角の「{character}」が区切りの位置にあります",
      'full-width "{character}" stands where a separator belongs',
    ),
    text("半角の「{instead}」に書き換えてください", 'write "{instead}" in ASCII'),
  ),

  // JSON
  "json-trailing-comma": says(
    text("最後の要素のあとにコンマがあります", "comma after the last item"),
    text("このコンマを消してください", "remove this comma"),
  ),
  "json-missing-comma": says(
    text("前の要素とのあいだにコンマがありません", "no comma after the item before"),
    text("前の要素のあとに , を入れてください", "put a , after the item before"),
  ),
  "json-missing-colon": says(
    text("キーのあとにコロンがありません", "no colon after the key"),
    text('"キー": 値 の形にしてください', 'write "key": value'),
  ),
  "json-missing-value": says(
    text("値があるはずの位置に「{found}」があります", 'a value belongs here, not "{found}"'),
    text("値を書くか、このキーやコンマを消してください", "write a value, or remove the key or comma"),
  ),
  "json-missing-key": says(
    text("キーがあるはずの位置に「{found}」があります", 'a key belongs here, not "{found}"'),
    text('"キー": 値 の形にしてください', 'write "key": value'),
  ),
  "json-unquoted-key": says(
    text("キー「{key}」が二重引用符で囲まれていません", 'key "{key}" is not in double quotes'),
    text('"{key}" と書いてください', 'write "{key}" with the quotes'),
  ),
  "json-wrong-quotes": says(
    text("{found} の引用符は JSON では使えません", "JSON does not know the quotes of {found}"),
    text('半角の二重引用符 " で囲んでください', 'use the double quote "'),
  ),
  "json-bad-value": says(
    text("「{found}」は JSON の値ではありません", '"{found}" is not a JSON value'),
    text(
      '文字列なら "…" で囲み、ほかは数値・true・false・null を書いてください',
      'put "…" around text; otherwise write a number, true, false or null',
    ),
  ),
  "json-bad-number": says(
    text("「{found}」は JSON の数値ではありません", '"{found}" is not a JSON number'),
    text(
      "先頭の + や 0、小数点だけで始まる書き方は使えません。例: 12、0.5",
      "no leading +, 0 or point: write 12 or 0.5",
    ),
  ),
  "json-comment": says(
    text("JSON にはコメントを書けません", "JSON has no comments"),
    text(
      "コメントを消すか、ファイルを YAML (.yaml) にしてください",
      "remove it, or keep the study as YAML (.yaml)",
    ),
  ),
  "json-unclosed": says(
    text("「{bracket}」で閉じられていません", 'closing "{bracket}" is missing'),
    text("「{bracket}」を補ってください", 'add "{bracket}"'),
  ),
  "json-unclosed-string": says(
    text("文字列が行の終わりまでに閉じられていません", "this text is not closed on its line"),
    text(
      '終わりに " を入れてください。改行は \\n と書きます',
      'add the closing "; a line break is written \\n',
    ),
  ),
  "json-bad-escape": says(
    text("「{found}」は JSON のエスケープではありません", '"{found}" is not an escape of JSON'),
    text("逆斜線そのものは \\\\ と書きます", "a backslash itself is written \\\\"),
  ),
  "json-control-character": says(
    text("文字列の中に制御文字があります", "a control character stands inside text"),
    text("タブは \\t、改行は \\n と書いてください", "write a tab as \\t and a line break as \\n"),
  ),
  "json-after-end": says(
    text("JSON が終わったあとに「{found}」があります", '"{found}" stands after the end of the JSON'),
    text("余分な文字や括弧を消してください", "remove what is too much"),
  ),
  "json-not-json": says(
    text("JSON の書き方ではありません", "this is not JSON"),
    text("YAML なら、ファイル名を .yaml にしてください", "if it is YAML, name the file .yaml"),
  ),
  "json-syntax": says(
    text("JSON として読めません ({detail})", "this is not JSON ({detail})"),
    text("この位置の前後の書き方を見直してください", "look at what stands before and after this place"),
  ),

  // YAML
  "yaml-tab": says(
    text("字下げにタブが使われています", "a tab is used to indent"),
    text("タブを空白に置き換えてください", "use spaces"),
  ),
  "yaml-bad-indent": says(
    text("字下げが前の行とそろっていません", "the indent does not match the lines before"),
    text("同じ段のキーや「-」は同じ桁から書いてください", 'keys and "-" of one level begin in one column'),
  ),
  "yaml-unclosed-bracket": says(
    text("[ または { が閉じられていません", "a [ or { is not closed"),
    text("] または } を補い、中の行は字下げしてください", "add the ] or }, and indent the lines inside"),
  ),
  "yaml-unclosed-quote": says(
    text("ここで始まる引用符が閉じられていません", "the quote that opens here is never closed"),
    text("終わりに同じ引用符を入れてください", "add the same quote at its end"),
  ),
  "yaml-missing-colon": says(
    text("キーのあとに「: 」がありません", 'no ": " after this key'),
    text(
      "「キー: 値」と書いてください。前の行の続きなら字下げします",
      'write "key: value"; indent it if it continues the line before',
    ),
  ),
  "yaml-space-after-colon": says(
    text("コロンのあとに空白がありません", "no space after the colon"),
    text(
      "「キー: 値」のように、コロンのあとに半角空白を入れてください",
      'put a space after the colon: "key: value"',
    ),
  ),
  "yaml-missing-comma": says(
    text("[ ] や { } の中の要素がコンマで区切られていません", "items inside [ ] or { } are not separated"),
    text("要素のあいだに , を入れてください", "put a , between them"),
  ),
  "yaml-space-before-comment": says(
    text("コメントの # の前に空白がありません", "no space before the # of the comment"),
    text(
      "# の前に半角空白を入れるか、値全体を引用符で囲んでください",
      "put a space before the #, or quotes around the whole value",
    ),
  ),
  "yaml-missing-dash": says(
    text("リストの行が「- 」で始まっていません", 'this line of a list does not begin with "- "'),
    text(
      "「- 」を付けるか、字下げを上の行のキーにそろえてください",
      'add "- ", or indent it like the key above',
    ),
  ),
  "yaml-missing-char": says(
    text("記号が足りません ({detail})", "a character is missing ({detail})"),
    text("この位置の前後の書き方を見直してください", "look at what stands before and after this place"),
  ),
  "yaml-nested-mapping": says(
    text("1 行に「キー: 」が 2 つあります", 'two "key: " on one line'),
    text(
      "値に「: 」を含むときは引用符で囲み、組にするときは改行して字下げしてください",
      'put quotes around a value that holds ": ", or begin the inner group on a new, indented line',
    ),
  ),
  "yaml-reserved-character": says(
    text(
      "「{character}」で始まる値は引用符が要ります",
      'a value that begins with "{character}" needs quotes',
    ),
    text('値を "…" で囲んでください', 'put "…" around the value'),
  ),
  "yaml-bad-escape": says(
    text(
      "「{found}」は二重引用符の中で使えないエスケープです",
      '"{found}" is not an escape that double quotes know',
    ),
    text(
      "逆斜線は \\\\ と書くか、一重引用符 '…' で囲んでください",
      "write \\\\ for a backslash, or use single quotes '…'",
    ),
  ),
  "yaml-block-in-flow": says(
    text("[ ] や { } の中に字下げの書き方が混ざっています", "an indented group stands inside [ ] or { }"),
    text(
      "{ } の中では {a: 1, b: 2} のようにコンマで区切ってください",
      "inside { } separate with commas: {a: 1, b: 2}",
    ),
  ),
  "yaml-key-over-lines": says(
    text("キーが複数の行にまたがっています", "a key runs over several lines"),
    text(
      "「キー: 値」を 1 行に書いてください。コロンや字下げの抜けも見てください",
      'write "key: value" on one line; look for a missing colon or indent',
    ),
  ),
  "yaml-key-not-text": says(
    text("キーが文字列ではありません", "a key is not text"),
    text(
      "キーには名前を書いてください。「? 」やリストのキーは使えません",
      'a key is a name; "? " and lists as keys are not used',
    ),
  ),
  "yaml-key-too-long": says(
    text("キーが長すぎます (1024 文字まで)", "a key is too long (1024 characters at most)"),
    text(
      "引用符の閉じ忘れか、コロンの位置を見てください",
      "look for a quote that is not closed or a misplaced colon",
    ),
  ),
  "yaml-bad-anchor": says(
    text(
      "アンカー (&) または別名 (*) の書き方が正しくありません ({detail})",
      "an anchor (&) or alias (*) is not written right ({detail})",
    ),
    text("アンカーは値の前に 1 つ、別名は単独で書きます", "one anchor before a value; an alias stands alone"),
  ),
  "yaml-unknown-alias": says(
    text(
      "別名 *{alias} の元になるアンカー &{alias} が前にありません",
      "alias *{alias} has no anchor &{alias} before it",
    ),
    text(
      "先に &{alias} を付けるか、文字としての * なら引用符で囲んでください",
      "put &{alias} before it; if the * is meant as text, use quotes",
    ),
  ),
  "yaml-alias-loop": says(
    text("別名 *{alias} が自分自身の中にあります", "alias *{alias} stands inside itself"),
    text("値をそのまま書いてください", "write the value out"),
  ),
  "alias-bomb": says(
    text(
      "別名 (*) による繰り返しが多すぎます ({limit} 回まで)",
      "aliases (*) repeat too much ({limit} times at most)",
    ),
    text(
      "別名を使わずに値を書くか、製品類型にまとめてください",
      "write the values out, or put what is common into a product type",
    ),
  ),
  "yaml-merge-key": says(
    text("マージキー << は使えません", "merge keys (<<) are not supported"),
    text(
      "共通の値は製品類型 (productTypes) に書くと、構成要素が引き継ぎます",
      "put common values on a product type: components take them from there",
    ),
  ),
  "unknown-tag": says(
    text("タグ {tag} は使えません", "tag {tag} is not supported"),
    text(
      "タグを消してください。! で始まる文字列は引用符で囲みます",
      "remove the tag; put quotes around text that begins with !",
    ),
  ),
  "several-documents": says(
    text("1 つのファイルに文書が {count} 個あります", "the file holds {count} documents"),
    text(
      "検討は 1 ファイルに 1 つです。「---」で始まる 2 つ目以降を別のファイルにしてください",
      'one study a file: move what follows the second "---" to its own file',
    ),
  ),
  "yaml-bad-directive": says(
    text("% で始まる指示を無視しました ({detail})", "a line that begins with % was ignored ({detail})"),
    text("その行を消してください。YAML 1.2 として読みます", "remove the line: the file is read as YAML 1.2"),
  ),
  "yaml-extra-bracket": says(
    text("開いていない括弧を閉じています", "a bracket is closed that was never opened"),
    text("余分な ] や } を消してください", "remove the ] or } that is too much"),
  ),
  "yaml-dash-after-key": says(
    text("キーと同じ行にリストの「-」があります", 'the "-" of a list stands on the line of its key'),
    text("改行して「- 」から始めてください", 'begin a new line with "- "'),
  ),
  "yaml-block-header": says(
    text("| や > のあとに余分な文字があります", "text stands on the line of | or >"),
    text("文章は次の行から字下げして書いてください", "begin the text on the next line, indented"),
  ),
  "yaml-syntax": says(
    text("YAML として読めません ({detail})", "this is not YAML ({detail})"),
    text("この位置の前後の書き方を見直してください", "look at what stands before and after this place"),
  ),

  // The structure of the study
  "unknown-key": says(
    text("{where} にキー「{key}」はありません", '{where} has no key "{key}"'),
    known("it has"),
  ),
  "missing-key": says(
    text("{where} にキー「{key}」がありません", '{where} lacks the key "{key}"'),
    text("「{key}: …」を書き足してください", 'add "{key}: …"'),
  ),
  "wrong-type": says(
    text(
      "{where} は{expected:kind}でなければなりません ({got:kind}になっています)",
      "{where} must be {expected:kind}, not {got:kind}",
    ),
    text("{expected:how}", "{expected:how}"),
  ),
  "not-in-list": says(
    text("{where} に「{value}」は使えません", '{where} cannot be "{value}"'),
    text(
      "選べる値: {allowed}[[ — 「{suggestion}」のことでしょうか]]",
      'choose from: {allowed}[[ — did you mean "{suggestion}"?]]',
    ),
  ),
  "bad-id": says(
    text("{where} の「{value}」は id の形ではありません", '{where}: "{value}" is not an id'),
    text(
      "英数字で始め、英数字・_・- だけで 64 文字までにしてください[[。例: {suggestion}]]",
      "begin with a letter or digit, then letters, digits, _ or -, 64 at most[[; for example {suggestion}]]",
    ),
  ),
  "bad-date": says(
    text("{where} の「{value}」は日付ではありません", '{where}: "{value}" is not a date'),
    text(
      "2025-04-01 のように年-月-日で、実在する日付を書いてください",
      "write a real date as year-month-day, for example 2025-04-01",
    ),
  ),
  "bad-format": says(
    text(
      "{where} の「{value}」は決められた形ではありません",
      '{where}: "{value}" is not of the form it needs',
    ),
    text("形: {pattern}", "form: {pattern}"),
  ),
  "out-of-range": says(
    text("{where} の {value} は範囲の外です", "{where}: {value} is out of range"),
    text("[[{min} 以上]][[{max} 以下]]の値にしてください", "write [[{min} or more]][[{max} or less]]"),
  ),
  "figure-left-out": says(
    text(
      "{where} の {value} は意味をなさないので、この値なしで分析しました",
      "{where}: {value} makes no sense; the analysis went on without it",
    ),
    text(
      "シェアは 0 以上 100 以下、重要度は 1 から 3 の値に直してください",
      "write a share from 0 to 100, an importance from 1 to 3",
    ),
  ),
  "too-long": says(
    text(
      "{where} が長すぎます ({length} 文字。{max} 文字まで)",
      "{where} is too long ({length} characters; {max} at most)",
    ),
    text("短くしてください。詳しい説明は note に書けます", "shorten it; details can go into a note"),
  ),
  "empty-text": says(
    text("{where} が空です", "{where} is empty"),
    text("言葉を書くか、このキーを消してください", "write something, or remove the key"),
  ),
  "too-many": says(
    text(
      "{where} の要素が多すぎます ({count} 個。{max} 個まで)",
      "{where} has too many items ({count}; {max} at most)",
    ),
    text("{max} 個までに減らしてください", "keep {max} at most"),
  ),
  "too-few": says(
    text(
      "{where} の要素が足りません ({count} 個。{min} 個以上)",
      "{where} has too few items ({count}; at least {min})",
    ),
    text("{min} 個以上書いてください", "write at least {min}"),
  ),
  "wrong-version": says(
    text(
      "書式の版 (seiza) が {value} です。この Seiza が読めるのは 1 だけです",
      "format version (seiza) is {value}; this Seiza reads 1",
    ),
    text(
      "seiza: 1 と引用符なしで書いてください。新しい版のファイルなら Seiza を更新してください",
      "write seiza: 1, without quotes; if the file is newer, update Seiza",
    ),
  ),
  "bad-structure": says(
    text("{where} が決められた構造に合いません ({detail})", "{where} does not fit the format ({detail})"),
    text(
      "公開スキーマ schemas/study.schema.json と見比べてください",
      "compare with the published schema, schemas/study.schema.json",
    ),
  ),
  "more-problems": says(
    text(
      "ほかに {count} 件の問題があります (はじめの {shown} 件だけを示しました)",
      "{count} more problem(s); only the first {shown} are shown",
    ),
    text("示したものを直して、もう一度確かめてください", "mend these and check again"),
  ),

  // Names that lead nowhere
  "duplicate-id": says(
    text(
      "{kind:part}の id「{id}」が 2 度使われています (1 度目は {first})",
      'id "{id}" stands for two {kind:part} entries (first at {first})',
    ),
    text("どちらかの id を変え、参照も合わせてください", "change one of them, and what refers to it"),
  ),
  "unknown-zone-kind": says(
    text(
      "ゾーン「{zone}」の種類「{id}」はカタログにありません",
      'zone "{zone}" is of kind "{id}", which the catalogue does not have',
    ),
    known("the catalogue has"),
  ),
  "unknown-medium": says(
    text(
      "「{where}」の媒体「{id}」はカタログにありません",
      '"{where}" uses medium "{id}", which the catalogue does not have',
    ),
    known("the catalogue has"),
  ),
  "unknown-type": says(
    text(
      "構成要素「{component}」の製品類型「{id}」は productTypes にありません",
      'component "{component}" is of product type "{id}", which productTypes does not have',
    ),
    known("product types"),
  ),
  "unknown-zone": says(
    text(
      "「{where}」のゾーン「{id}」はこの構成にありません",
      '"{where}" stands in zone "{id}", which this configuration does not have',
    ),
    known("it has"),
  ),
  "unknown-parent-zone": says(
    text(
      "ゾーン「{zone}」の親「{id}」はこの構成にありません",
      'zone "{zone}" lies in zone "{id}", which this configuration does not have',
    ),
    known("it has"),
  ),
  "zone-cycle": says(
    text(
      "ゾーン「{zone}」の親をたどると「{zone}」に戻ります (親は「{parent}」)",
      'the parents of zone "{zone}" lead back to it (its parent is "{parent}")',
    ),
    text("輪になっている parent のどれかを消してください", "remove one parent of the circle"),
  ),
  "unknown-segment": says(
    text(
      "インタフェース「{where}」のセグメント「{id}」はこの構成にありません",
      'interface "{where}" joins segment "{id}", which this configuration does not have',
    ),
    known("it has"),
  ),
  "segment-medium-differs": says(
    text(
      "インタフェース「{interface}」の媒体は {medium} ですが、セグメント「{segment}」は {segmentMedium} です",
      'interface "{interface}" is {medium}, but segment "{segment}" is {segmentMedium}',
    ),
    text(
      "媒体を合わせるか、別のセグメントにつないでください",
      "use one medium for both, or join another segment",
    ),
  ),
  "bad-endpoint": says(
    text(
      "フロー「{flow}」の{side:side}「{endpoint}」は「構成要素.インタフェース」の形ではありません",
      'flow "{flow}" {side:side} at "{endpoint}", which is not of the form component.interface',
    ),
    text(
      "gw.wan のように、構成要素の id とインタフェースの id を点でつないでください",
      "join the ids of a component and its interface with a dot: gw.wan",
    ),
  ),
  "unknown-endpoint-component": says(
    text(
      "フロー「{flow}」の{side:side}「{endpoint}」の構成要素「{component}」はこの構成にありません",
      'flow "{flow}" {side:side} at "{endpoint}", but this configuration has no component "{component}"',
    ),
    known("it has"),
  ),
  "unknown-endpoint-interface": says(
    text(
      "フロー「{flow}」の{side:side}「{interface}」というインタフェースは、構成要素「{component}」にありません",
      'flow "{flow}" {side:side} at interface "{interface}", which component "{component}" does not have',
    ),
    known("it has"),
  ),
  "flow-self": says(
    text(
      "フロー「{flow}」の両端が同じ構成要素「{component}」です",
      'flow "{flow}" starts and ends at the same component "{component}"',
    ),
    text(
      "from か to を別の構成要素にするか、フローを消してください",
      "name another component in from or to, or remove the flow",
    ),
  ),
  "flow-no-shared-medium": says(
    text(
      "フロー「{flow}」の両端に共通の媒体がありません ({from} は {fromMedium}、{to} は {toMedium})",
      'flow "{flow}" has no medium in common ({from} is {fromMedium}, {to} is {toMedium})',
    ),
    text(
      "媒体を合わせるか、あいだに中継する構成要素 (ゲートウェイなど) を置いてください",
      "use one medium, or put a component between them that joins the two (a gateway)",
    ),
  ),
  "flow-segments-differ": says(
    text(
      "フロー「{flow}」の両端が別のセグメントにあります ({from} は「{fromSegment}」、{to} は「{toSegment}」)",
      'flow "{flow}" joins two segments ({from} is on "{fromSegment}", {to} on "{toSegment}")',
    ),
    text(
      "同じセグメントにするか、あいだに中継する構成要素を置いてください",
      "use one segment, or put a component between them that joins the two",
    ),
  ),
  "unknown-asset": says(
    text(
      "フロー「{flow}」が運ぶ資産「{id}」は assets にありません",
      'flow "{flow}" carries asset "{id}", which assets does not have',
    ),
    known("assets"),
  ),
  "unknown-asset-kind": says(
    text(
      "資産「{asset}」の種類「{id}」はカタログにありません",
      'asset "{asset}" is of kind "{id}", which the catalogue does not have',
    ),
    known("the catalogue has"),
  ),
  "unknown-place": says(
    text("資産「{asset}」の場所「{id}」がありません", 'asset "{asset}" is on "{id}", which does not exist'),
    text(
      "「構成パターン/構成要素」か製品類型の id を書きます[[。例: {has}]][[ — 「{suggestion}」のことでしょうか]]",
      'write configuration/component or the id of a product type[[: {has}]][[ — did you mean "{suggestion}"?]]',
    ),
  ),
  "unknown-based-type": says(
    text(
      "元にする製品類型 (based)「{id}」はカタログにありません",
      'based names "{id}", which the catalogue does not have',
    ),
    known("the catalogue has"),
  ),
  "unknown-control": says(
    text(
      "「{where}」の対策「{id}」はカタログにありません",
      '"{where}" names countermeasure "{id}", which the catalogue does not have',
    ),
    known("the catalogue has"),
  ),
  "unknown-threat-source": says(
    text("脅威源「{id}」はカタログにありません", 'the catalogue has no threat source "{id}"'),
    known("it has"),
  ),
  "unknown-activity": says(
    text(
      "「{activity}」の普及活動「{id}」はカタログにありません",
      '"{activity}" is an activity "{id}", which the catalogue does not have',
    ),
    known("the catalogue has"),
  ),
  "unknown-market-type": says(
    text(
      "メーカーの製品類型「{id}」は productTypes にありません",
      'a maker names product type "{id}", which productTypes does not have',
    ),
    known("product types"),
  ),
  "unknown-person-interface": says(
    text(
      "「{person}」が使うインタフェース「{id}」がありません",
      '"{person}" uses interface "{id}", which does not exist',
    ),
    known("there is"),
  ),
  "unknown-person-zone": says(
    text(
      "「{person}」のいるゾーン「{id}」はこの構成にありません",
      '"{person}" is in zone "{id}", which this configuration does not have',
    ),
    known("it has"),
  ),
  "unknown-protocol": says(
    text(
      "インタフェース「{interface}」のプロトコル「{protocol}」はカタログになく、認証・暗号・完全性の既定値がありません",
      'interface "{interface}" speaks "{protocol}", which the catalogue does not have: no usual values for authentication, encryption and integrity',
    ),
    text(
      "[[「{suggestion}」のことでしょうか。]]違うなら authentication、encryption、integrity を書いてください",
      '[[did you mean "{suggestion}"? ]]if not, state authentication, encryption and integrity',
    ),
  ),
  "share-over-100": says(
    text(
      "製品類型「{type}」のメーカーのシェアの合計が {sum} % です",
      'the shares of the makers of "{type}" add up to {sum} %',
    ),
    text(
      "合計が 100 % を超えないように直してください。直すまで、この製品類型のシェアは⑥の根拠に数えません",
      "they cannot exceed 100 %; until then this type's shares do not count as a ground in step 6",
    ),
  ),

  // Decisions
  "decision-needs-set": says(
    text(
      "決定「{decision}」({action}) に新しい値 (set) がありません",
      'decision "{decision}" ({action}) sets no value',
    ),
    text("set に新しい値を書いてください", "write the new value under set"),
  ),
  "decision-set-unused": says(
    text(
      "決定「{decision}」の「{field}」は「{target}」には使われません",
      'decision "{decision}" sets "{field}", which has no use for "{target}"',
    ),
    text(
      "この値を消すか、action と対象を見直してください",
      "remove it, or look at the action and the target",
    ),
  ),
  "decision-twice": says(
    text(
      "「{target}」の「{field}」に決定が 2 つあります (「{decision}」と「{other}」)。日付の新しいほうを使います",
      'two decisions ("{decision}" and "{other}") on "{field}" of "{target}"; the later date counts',
    ),
    text("古いほうを消すか、ひとつにまとめてください", "remove the older one, or join them"),
  ),
  "decision-orphaned": says(
    text(
      "決定「{decision}」の対象「{target}」がなくなりました",
      'the item "{target}" of decision "{decision}" no longer exists',
    ),
    text(
      "[[「{suggestion}」のことでしょうか。]]対象を直すか、不要なら決定を消してください",
      '[[did you mean "{suggestion}"? ]]correct the target, or remove the decision if it is settled',
    ),
  ),
  "decision-not-applicable": says(
    text(
      "決定「{decision}」は「{target}」に当てはめられません",
      'decision "{decision}" cannot be applied to "{target}"',
    ),
    text(
      "action と set が対象の種類に合うか見てください",
      "see whether action and set suit that kind of item",
    ),
  ),

  // Doubts about the model
  "unused-product-type": says(
    text("製品類型「{id}」の構成要素がありません", 'no component is of product type "{id}"'),
    text("構成要素に割り当てるか、消してください", "give it to a component, or remove it"),
  ),
  "unused-zone": says(
    text("ゾーン「{zone}」には何もありません", 'zone "{zone}" is empty'),
    text("構成要素を置くか、消してください", "put a component in it, or remove it"),
  ),
  "empty-configuration": says(
    text(
      "構成パターン「{configuration}」には構成要素がまだありません",
      'configuration "{configuration}" has no components yet',
    ),
    text("構成要素を置いてください。不要な構成パターンは消してください", "add its components, or remove it"),
  ),
  "unreachable-component": says(
    text("構成要素「{component}」につながるフローがありません", 'no flow reaches component "{component}"'),
    text(
      "フローを書き足してください。独立した機器ならこのままで構いません",
      "add its flows; leave it if it really stands alone",
    ),
  ),
  "component-without-interface": says(
    text("構成要素「{component}」にインタフェースがありません", 'component "{component}" has no interface'),
    text(
      "通常使用・保守用・未使用のインタフェースを書いてください",
      "write its interfaces: normal use, maintenance, unused",
    ),
  ),
  "general-purpose-component": says(
    text(
      "構成要素「{component}」(製品類型「{type}」) は汎用的な IT 製品で、制度の対象外です",
      'component "{component}" (product type "{type}") is general-purpose IT, out of the scheme\'s scope',
    ),
    text(
      "システムの一部として分析には残りますが、ラベル取得の候補にはなりません",
      "it stays in the analysis as a part of the system, but is never a candidate for the label",
    ),
  ),
  "type-not-ip": says(
    text(
      "製品類型「{type}」は IP で通信しないため、制度の対象外です",
      'product type "{type}" does not speak IP, so it is out of the scheme\'s scope',
    ),
    text(
      "IP で通信するなら ip: true と書いてください。しないならこのままで構いません",
      "write ip: true if it does; otherwise leave it",
    ),
  ),
  "reach-weaker-than-drawn": says(
    text(
      "インタフェース「{interface}」の到達範囲 {reach} は、図から導いた {derived} より狭くなっています",
      'interface "{interface}" has reach {reach}, but the drawn paths give {derived}',
    ),
    text(
      "reach を消して図に任せるか、経路を遮るフィルタを書いてください",
      "remove reach to follow the drawing, or write the filter that cuts the path",
    ),
  ),
  "business-and-control-in-one-zone": says(
    text(
      "構成要素「{component}」のあるゾーン「{zone}」に、業務系と制御系が混在しています",
      'business and control systems share zone "{zone}" (component "{component}")',
    ),
    text(
      "ゾーンを分け、あいだのフローにフィルタを書いてください (IEC 62443-3-2 ZCR 3.2)",
      "give them zones of their own with a filter between (IEC 62443-3-2 ZCR 3.2)",
    ),
  ),
  "safety-with-control": says(
    text(
      "安全機能を担う「{component}」が、制御を担う「{other}」と同じゾーン「{zone}」にあります",
      'safety component "{component}" shares zone "{zone}" with control component "{other}"',
    ),
    text(
      "安全系のゾーンを分けてください (IEC 62443-3-2 ZCR 3.3)",
      "give safety a zone of its own (IEC 62443-3-2 ZCR 3.3)",
    ),
  ),
  "maintenance-not-separate": says(
    text(
      "保守に使う「{component}」が専用のゾーンではなく「{zone}」にあります",
      'maintenance terminal "{component}" stands in zone "{zone}", not in one of its own',
    ),
    text(
      "保守用のゾーンに移してください (IEC 62443-3-2 ZCR 3.4)",
      "move it to a zone for maintenance (IEC 62443-3-2 ZCR 3.4)",
    ),
  ),
  "wireless-in-wired-zone": says(
    text(
      "無線のインタフェース「{interface}」({medium}) にセグメントがありません",
      'wireless interface "{interface}" ({medium}) has no segment',
    ),
    text(
      "segments に無線のセグメントを書き、参加の認証と暗号を示してつないでください (IEC 62443-3-2 ZCR 3.5)",
      "write a wireless segment with its link authentication and encryption, and join it (IEC 62443-3-2 ZCR 3.5)",
    ),
  ),
  "exposed-in-control-zone": says(
    text(
      "制御系のゾーン「{zone}」にあるインタフェース「{interface}」に外部から届きます (到達範囲 {reach})",
      'interface "{interface}" in control zone "{zone}" can be reached from outside (reach {reach})',
    ),
    text(
      "外部との接点を境界のゾーン (DMZ など) に移すか、フィルタを書いてください (IEC 62443-3-2 ZCR 3.6)",
      "move what faces outside to a boundary zone (a DMZ), or write the filter (IEC 62443-3-2 ZCR 3.6)",
    ),
  ),
  "hazardous-low-importance": says(
    text(
      "構成要素「{component}」は危険を伴う動作をしますが、人・環境・停止への影響がいずれも最小です",
      'component "{component}" moves something hazardous, yet harm to people, environment and operation are all at their least',
    ),
    text("human、environment、outage の値を見直してください", "look at human, environment and outage"),
  ),
  "confidential-flow-unprotected": says(
    text(
      "フロー「{flow}」が機密の資産 ({asset}) を暗号化せずに運びます",
      'flow "{flow}" carries confidential assets ({asset}) without encryption',
    ),
    text(
      "受信側の encryption かセグメントの linkEncryption を見直してください",
      "look at the receiver's encryption or the segment's linkEncryption",
    ),
  ),
  "constrained-differs": says(
    text(
      "製品類型「{type}」の構成要素で、制約のある機器かどうかがそろっていません",
      'components of product type "{type}" differ in whether they are constrained devices',
    ),
    text(
      "製品類型を分けるか、constrained をそろえてください",
      "split the product type, or make constrained the same",
    ),
  ),
  "assumed-unknown": says(
    text(
      "書かれていない値が {count} か所あり、最も悪い場合として扱いました",
      "{count} values are not stated and were read as the worst case",
    ),
    text(
      "前提の一覧を見て、分かるものから書き足してください",
      "see the list of assumptions, and state what is known",
    ),
  ),
};

export type Values = Readonly<Record<string, string | number>>;

/** A part of a template: words, a value to put in, or words that stand only where their values are there. */
type Piece =
  | string
  | { name: string; group: string | undefined }
  | { first: readonly Piece[]; needs: readonly string[]; otherwise: readonly Piece[] };

function slotsOf(part: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of part.matchAll(/\{(\w+)(?::(\w+))?\}/g)) {
    if (found.index > from) pieces.push(part.slice(from, found.index));
    pieces.push({ name: found[1] as string, group: found[2] });
    from = found.index + found[0].length;
  }
  if (from < part.length) pieces.push(part.slice(from));
  return pieces;
}

/** Templates taken apart once: a study of ten thousand components may have a thousand notes of one kind. */
const taken = new Map<string, readonly Piece[]>();

function piecesOf(template: string): readonly Piece[] {
  const known = taken.get(template);
  if (known) return known;
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of template.matchAll(/\[\[(.*?)(?:\|\|(.*?))?\]\]/g)) {
    pieces.push(...slotsOf(template.slice(from, found.index)));
    const [whole, first = "", otherwise = ""] = found;
    const needs = [...first.matchAll(/\{(\w+)/g)].map(([, name]) => name as string);
    pieces.push({ first: slotsOf(first), needs, otherwise: slotsOf(otherwise) });
    from = found.index + whole.length;
  }
  pieces.push(...slotsOf(template.slice(from)));
  taken.set(template, pieces);
  return pieces;
}

function fill(
  pieces: readonly Piece[],
  values: Values,
  language: keyof Text,
  missing: (name: string) => string,
): string {
  let out = "";
  for (const piece of pieces) {
    if (typeof piece === "string") out += piece;
    else if ("needs" in piece) {
      const isWhole = piece.needs.every((name) => Object.hasOwn(values, name) && values[name] !== "");
      out += fill(isWhole ? piece.first : piece.otherwise, values, language, missing);
    } else {
      const value = Object.hasOwn(values, piece.name) ? values[piece.name] : undefined;
      if (value === undefined) out += missing(piece.name);
      else
        out +=
          piece.group === undefined
            ? String(value)
            : (WORDS[piece.group]?.[value]?.[language] ?? String(value));
    }
  }
  return out;
}

/**
 * Message and mend in both languages.
 * @param strict whether an unknown code or a value that the template needs and does not get is a bug to throw at once
 *   (tests); otherwise it shows as `?`.
 */
export function format(code: string, values: Values = {}, strict = false): Message {
  const templates = MESSAGES[code];
  if (!templates && strict) throw new Error(`no message for the code "${code}"`);
  const { message, mend } = templates ?? says(text(code, code), text("", ""));
  const missing = (name: string) => {
    if (strict) throw new Error(`message "${code}" needs the value "${name}"`);
    return "?";
  };
  const both = (template: Text) =>
    text(
      fill(piecesOf(template.ja), values, "ja", missing),
      fill(piecesOf(template.en), values, "en", missing),
    );
  return { message: both(message), mend: both(mend) };
}

/** Problems whose path ends in a key that should not be there: the key is the place to show. */
const AT_KEY = new Set(["unknown-key", "duplicate-key", "decision-set-unused"]);

/** A problem with its words and its place; a problem that knows its place keeps it. */
export function describe(problem: Problem & Partial<Position>, locate: Locate, strict = false): Diagnostic {
  const { line, column, ...rest } = problem;
  const place = locate(line === undefined ? problem.path : [], AT_KEY.has(problem.code) ? "key" : "value");
  return {
    ...rest,
    file: place.file,
    line: line ?? place.line,
    column: column ?? place.column,
    ...format(problem.code, problem.values, strict),
  };
}
