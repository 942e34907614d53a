/** What may be wrong with a cell that comes back, and how to mend it. */
import type { Words } from "../messages.ts";

export type Fill = Record<string, string | number>;
type Problem = [text: Words, mend: Words];

const filled = (text: string, fill: Fill) =>
  text.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = fill[key];
    if (value === undefined) return whole;
    const shown = String(value);
    return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
  });
const problem =
  (ja: string, en: string, mendJa: string, mendEn: string) =>
  (fill: Fill = {}): Problem => [
    { ja: filled(ja, fill), en: filled(en, fill) },
    { ja: filled(mendJa, fill), en: filled(mendEn, fill) },
  ];
/** With a list of what is allowed, in the mend. */
const offering =
  (ja: string, en: string, mendJa: string, mendEn: string) =>
  (fill: Fill, names: readonly Words[]): Problem => {
    const [text, mend] = problem(ja, en, mendJa, mendEn)(fill);
    const list = (l: keyof Words, mark: string) =>
      names
        .slice(0, 12)
        .map((n) => n[l])
        .join(mark);
    return [
      text,
      { ja: mend.ja.replace("{list}", list("ja", "、")), en: mend.en.replace("{list}", list("en", ", ")) },
    ];
  };

export const P = {
  notABook: problem(
    "Excel ブック(.xlsx)として読めません",
    "this cannot be read as a workbook (.xlsx)",
    "このツールが書き出したブックを、.xlsx の形式で保存し直してください",
    "save the workbook that this tool wrote again as .xlsx",
  ),
  otherStudy: problem(
    "このブックは別の検討「{value}」のものです",
    'this workbook belongs to another study, "{value}"',
    "検討「{id}」から書き出したブックを指定してください",
    'name the workbook that was written from the study "{id}"',
  ),
  sheet: problem(
    "シート「{value}」がありません",
    'the sheet "{value}" is missing',
    "シートの名前を元に戻すか、ブックを書き出し直してください",
    "give the sheet its name back, or write the workbook anew",
  ),
  column: problem(
    "列「{value}」がありません",
    'the column "{value}" is missing',
    "1行目の見出しを元に戻してください",
    "put the heading back into row 1",
  ),
  noId: problem(
    "ID が空の行があります",
    "this row has no id",
    "ID を元に戻すか、行を消してください(この表に行は追加できません)",
    "put the id back or delete the row (rows cannot be added to this table)",
  ),
  unknownId: problem(
    "ID「{value}」の項目は、いまの検討にありません",
    'the study has no item "{value}"',
    "ID を元に戻してください。検討が変わっている場合は、ブックを書き出し直してください",
    "put the id back; if the study has changed since, write the workbook anew",
  ),
  twice: problem(
    "ID「{value}」の行が二つあります({row} 行目にもあります)",
    'the id "{value}" stands in two rows (row {row} has it too)',
    "どちらか一方の行を消してください",
    "delete one of the two rows",
  ),
  derived: problem(
    "分析の結果が「{now}」から「{value}」に書き換えられています",
    'a result of the analysis was changed from "{now}" to "{value}"',
    "「{now}」に戻し、変えたいときは黄色の列に決定と理由を記入してください",
    'put "{now}" back; to change it, enter a decision and its reason in the yellow columns',
  ),
  conflict: problem(
    "ブックを書き出した後に、検討の側でも「{before}」から「{now}」に変わっています(記入は「{value}」)",
    'the study changed from "{before}" to "{now}" after the workbook was written (the cell says "{value}")',
    "どちらにするかを決め、ブックを書き出し直して記入してください",
    "decide which is to hold, write the workbook anew and enter it there",
  ),
  required: problem(
    "空にできない欄が空です",
    "this cell must not be empty",
    "値を入れてください",
    "enter a value",
  ),
  formula: problem(
    "数式の誤り「{value}」が入っています",
    'the cell holds a broken formula, "{value}"',
    "数式を値に置き換えてください",
    "replace the formula by a value",
  ),
  choice: offering(
    "「{value}」は選べる値ではありません",
    '"{value}" is not one of the choices',
    "次から選んでください: {list}",
    "choose one of: {list}",
  ),
  number: problem(
    "「{value}」は数ではありません",
    '"{value}" is not a number',
    "{min} から {max} までの数を入れてください",
    "enter a number from {min} to {max}",
  ),
  dateForNumber: problem(
    "数の欄に日付「{value}」が入っています",
    'a number is wanted, the cell holds the date "{value}"',
    "セルの表示形式を標準にし、{min} から {max} までの数を入れてください",
    "set the cell's format to General and enter a number from {min} to {max}",
  ),
  whole: problem(
    "「{value}」は整数ではありません",
    '"{value}" is not a whole number',
    "{min} から {max} までの整数を入れてください",
    "enter a whole number from {min} to {max}",
  ),
  range: problem(
    "「{value}」は範囲の外です",
    '"{value}" is out of range',
    "{min} から {max} までの数を入れてください",
    "enter a number from {min} to {max}",
  ),
  day: problem(
    "「{value}」は日付として読めません",
    '"{value}" is not a day',
    "2026-04-01 の形で、実在する日を入れてください",
    "enter a day that exists, as 2026-04-01",
  ),
  long: problem(
    "長すぎます({value} 文字)",
    "too long ({value} characters)",
    "{max} 文字までに縮めてください",
    "shorten it to {max} characters",
  ),
  reason: problem(
    "決定の理由がありません",
    "the decision has no reason",
    "「決定の理由」の欄に、決めた理由を記入してください",
    'enter the reason in the column "Reason of the decision"',
  ),
  reasonAlone: problem(
    "理由だけがあり、決定がありません",
    "there is a reason, but no decision",
    "決定か変更後の値を記入するか、理由を消してください",
    "enter a decision or a new value, or clear the reason",
  ),
  person: problem(
    "決めた人が記入されていません",
    "it is not said who decided",
    "このセルに記入するか、--by で指定してください",
    "enter it in this cell, or say it with --by",
  ),
  date: problem(
    "決めた日が記入されていません",
    "it is not said when it was decided",
    "このセルに 2026-04-01 の形で記入するか、--date で指定してください",
    "enter it in this cell as 2026-04-01, or say it with --date",
  ),
  newName: problem(
    "追加した行に名称がありません",
    "the added row has no name",
    "名称を記入するか、行を消してください",
    "enter a name or delete the row",
  ),
  newType: offering(
    "追加した行の製品類型「{value}」は、検討にありません",
    'the study has no product type "{value}" (in an added row)',
    "次から選んでください: {list}",
    "choose one of: {list}",
  ),
} as const;
