/** Words for notes of import and export, Japanese first. `{x}` are values. */
import type { Text } from "@seiza/catalog";
import type { ExportNote, ImportNote } from "./format.ts";

export const MESSAGES: Record<string, Text> = {
  // Nothing was read.
  "too-large": {
    ja: "ファイルが大きすぎます(上限 {limit} MB)",
    en: "the file is too large (limit {limit} MB)",
  },
  "too-many": { ja: "要素が多すぎます(上限 {limit} 件)", en: "too many elements (limit {limit})" },
  "too-deep": { ja: "入れ子が深すぎます(上限 {limit} 段)", en: "nested too deeply (limit {limit} levels)" },
  "has-dtd": {
    ja: "文書型宣言(DOCTYPE)があるため読み込みません。宣言を取り除いてください",
    en: "holds a document type declaration (DOCTYPE), which is not read; remove the declaration",
  },
  "pack-boundary": {
    ja: "境界の種類「{kind}」は検討にない区別です",
    en: 'boundaries of the kind "{kind}" are told apart by no study',
  },
  "pack-flow-kind": {
    ja: "通信の種類「{kind}」を、カタログの条件では尋ねられません",
    en: 'no condition of the catalogue asks for flows of the kind "{kind}"',
  },
  "pack-source-kind": {
    ja: "相手側の種類「{kind}」を、カタログの条件では尋ねられません",
    en: 'no condition of the catalogue asks whether the other end is of the kind "{kind}"',
  },
  "pack-source-any": {
    ja: "相手側が「{kind}」であることは尋ねません(どの相手でも当てはまります)",
    en: 'whether the other end is "{kind}" is not asked: any other end will do',
  },
  "pack-target-kind": {
    ja: "対象の種類「{kind}」を、カタログの条件では尋ねられません",
    en: 'no condition of the catalogue asks whether the target is of the kind "{kind}"',
  },
  "pack-attribute": {
    ja: "属性「{attribute}」が「{value}」であることは、検討に書く場所がないため当てはまりません",
    en: 'a study has no place for the attribute "{attribute}" being "{value}", so it never holds',
  },
  "pack-never": {
    ja: "除外の条件がいつも当てはまるため、生成されません",
    en: "its exclusion always holds, so it is never generated",
  },
  "pack-exclude": {
    ja: "除外の条件を表せないため、外しました{reason}",
    en: "its exclusion cannot be expressed and was dropped{reason}",
  },
  "pack-category": {
    ja: "分類「{category}」が STRIDE のどれに当たるか分かりません",
    en: 'it is not clear which of STRIDE the category "{category}" is',
  },
  "pack-star1": {
    ja: "★1適合基準との対応は確かめていません",
    en: "not compared with the criteria of ★1",
  },
  "pack-broken": {
    ja: "条件を {at} 文字目から読めません",
    en: "its filter cannot be read from character {at} on",
  },
  "sheet-without-names": {
    ja: "名称にあたる列がないため、このシートは取り込んでいません",
    en: "the sheet has no column of names and was not taken in",
  },
  "not-a-workbook": {
    ja: "Excel のブックとして読めません。.xlsx 形式で保存し直してください",
    en: "cannot be read as a workbook; save it as .xlsx",
  },
  "is-a-zip": {
    ja: "中身は ZIP です。展開してから指定してください",
    en: "is a ZIP archive inside; unpack it first",
  },
  "unreadable-text": {
    ja: "文字として読めません({reason})。UTF-8 で保存し直してください",
    en: "cannot be read as text ({reason}); save it as UTF-8",
  },
  syntax: {
    ja: "{line} 行 {column} 列で書式が壊れています: {reason}",
    en: "broken at line {line}, column {column}: {reason}",
  },
  "not-this-format": {
    ja: "この形式のファイルではありません。--as で形式を確かめてください",
    en: "is no file of this format; check --as",
  },
  "unknown-format": {
    ja: "どのツールのファイルか分かりません。--as で形式を指定してください",
    en: "it is not clear which tool this file is from; name the format with --as",
  },
  "bad-compression": {
    ja: "「{page}」の圧縮された中身を展開できません",
    en: 'the compressed content of "{page}" cannot be unpacked',
  },
  "no-cells": {
    ja: "図「{page}」に読める要素(mxCell)がありません",
    en: 'page "{page}" holds no element that can be read (mxCell)',
  },
  "no-header": {
    ja: "名称にあたる列が見つかりません(見出しの候補: {heads})。「名称」「資産名」「機器名」「name」などの見出しを1行目に置いてください",
    en: 'no column holds names (found: {heads}); put a head such as "name", "asset" or "device" in the first row',
  },
  "cannot-build": {
    ja: "検討ファイルを組み立てられません({reason})。不具合ですので、ファイルを添えて報告してください",
    en: "no study could be made of it ({reason}); this is a fault, please report it with the file",
  },
  // Placed with a value that the file does not say.
  "no-name": { ja: "名称がないため「(名称なし)」としました", en: 'has no name; called "(no name)"' },
  "domain-guessed": {
    ja: "分野を名称から「{domain}」と読みました。違う場合は system.domain を直してください",
    en: 'domain read from the name as "{domain}"; correct system.domain if it is another',
  },
  "domain-other": {
    ja: "分野が分からないため「その他」(other)としました。system.domain を選んでください",
    en: 'domain not known, taken as "other"; choose system.domain',
  },
  "zone-kind-assumed": {
    ja: "区画「{name}」の種別が分からないため「{kind}」としました",
    en: 'kind of zone "{name}" not known, taken as "{kind}"',
  },
  "zone-parent-dropped": {
    ja: "区画「{name}」の親が自分自身を含むため、入れ子を外しました",
    en: 'zone "{name}" would hold itself; its parent was left out',
  },
  "type-assumed": {
    ja: "「{name}」の製品類型が分からないため、図形({shape})から仮に決めました",
    en: 'product type of "{name}" not known; taken from its shape ({shape})',
  },
  "role-assumed": {
    ja: "「{name}」の役割が分からないため「居住者・利用者」としました",
    en: 'role of "{name}" not known, taken as resident or user',
  },
  "no-zone": {
    ja: "どの区画にも入っていない要素が {count} 件あり、「区画の指定なし」「システムの外」に置きました",
    en: '{count} elements stand in no zone; they were put into "No zone stated" and "Outside the system"',
  },
  "no-component": {
    ja: "構成要素がないため、仮の要素を1つ置きました",
    en: "holds no component; one placeholder was put in",
  },
  "link-assumed": {
    ja: "フロー「{name}」のプロトコルが分からないため、{medium} の通信で、認証と暗号化は不明としました",
    en: 'protocol of flow "{name}" not known: taken as {medium} with authentication and encryption unknown',
  },
  "asset-kind-assumed": {
    ja: "資産「{name}」の種別が分からないため「収集・制御情報」としました",
    en: 'kind of asset "{name}" not known, taken as collected and control data',
  },
  "page-is-configuration": {
    ja: "図 {count} 枚を、それぞれ1つの構成パターンとしました",
    en: "{count} diagrams became one configuration each",
  },
  "snapped-to-nearest": {
    ja: "フロー「{name}」の端が図形につながっていないため、最も近い図形につなぎました",
    en: 'an end of flow "{name}" is attached to nothing; joined to the nearest shape',
  },
  "importance-assumed": {
    ja: "重要度「{value}」を読めないため、空のままにしました",
    en: 'importance "{value}" not understood; left open',
  },
  // Kept, but unread.
  "threats-ride-along": {
    ja: "脅威 {count} 件は拡張領域に保管しました。分析は自らの脅威を導き、これらは読みません",
    en: "{count} threats are kept in the extensions; the analysis derives its own and does not read them",
  },
  "fields-ride-along": {
    ja: "対応する項目のない記述({fields})は拡張領域に保管しました",
    en: "what a study has no place for ({fields}) is kept in the extensions",
  },
  "text-block": {
    ja: "文字だけの図形「{name}」は拡張領域に保管しました",
    en: 'text block "{name}" is kept in the extensions',
  },
  "boundary-curve": {
    ja: "信頼境界の曲線「{name}」は囲みではないため区画にできません。横切るフロー {count} 件に印を付け、曲線は拡張領域に保管しました",
    en: 'trust boundary "{name}" is a curve, not a box, and cannot be a zone; the {count} flows that cross it are marked and the curve is kept in the extensions',
  },
  "flow-self": {
    ja: "フロー「{name}」は同じ要素に戻るため、拡張領域に保管しました",
    en: 'flow "{name}" leads back to its own component; kept in the extensions',
  },
  "flow-without-end": {
    ja: "フロー「{name}」は端が要素につながっていないため、拡張領域に保管しました",
    en: 'flow "{name}" lacks an end that is a component; kept in the extensions',
  },
  "flow-of-people": {
    ja: "フロー「{name}」は人と人の間のため、拡張領域に保管しました",
    en: 'flow "{name}" is between people; kept in the extensions',
  },
  "flow-became-use": {
    ja: "フロー「{name}」は、利用者「{person}」が使うインタフェース {use} としました",
    en: 'flow "{name}" became the interface {use} that {person} uses',
  },
  "asset-nowhere": {
    ja: "資産「{name}」はどの要素にも置かれていないため、拡張領域に保管しました",
    en: 'asset "{name}" is on no component; kept in the extensions',
  },
  "empty-diagram": {
    ja: "図「{name}」は空のため、拡張領域に保管しました",
    en: 'diagram "{name}" is empty; kept in the extensions',
  },
  "shape-kept": {
    ja: "図形「{name}」({shape})は読み替えられないため、拡張領域に保管しました",
    en: 'shape "{name}" ({shape}) has no meaning here; kept in the extensions',
  },
  "cell-kept": {
    ja: "種類の分からない要素({shape})は拡張領域に保管しました",
    en: "element of unknown kind ({shape}) is kept in the extensions",
  },
  // Not in the study.
  "own-bag-broken": {
    ja: "Seiza が書き出したときの控えは、ファイルの編集と合わなくなったため使っていません({reason})",
    en: "what Seiza had kept in the file no longer fits its edits and was not used ({reason})",
  },
  "too-deep-to-keep": {
    ja: "入れ子が深すぎる記述は保管していません",
    en: "a statement nested too deeply was not kept",
  },
  "person-note": {
    ja: "人「{name}」の説明は検討に置き場がありません",
    en: 'the description of "{name}" has no place on a person',
  },
  "include-missing": {
    ja: "別ファイル {file} は読み込んでいません。1つのファイルにまとめてから取り込んでください",
    en: "the included file {file} was not read; merge the files first",
  },
  "duplicate-key": {
    ja: "「{name}」が2度あり、後のほうは取り込んでいません",
    en: '"{name}" stands twice; the later one was left out',
  },
  "overwritten-key": {
    ja: "「{name}」が1つの表に2度あるため、後のほうを採りました",
    en: '"{name}" stands twice in one map; the later one was taken',
  },
  "dangling-reference": {
    ja: "「{name}」が指す「{to}」がありません",
    en: '"{name}" refers to "{to}", which is not there',
  },
  "row-without-name": { ja: "名称のない行は取り込んでいません", en: "a row without a name was left out" },
  "unknown-column": {
    ja: "列「{name}」は対応する項目がないため、拡張領域に保管しました",
    en: 'column "{name}" has no counterpart; kept in the extensions',
  },
  "more-of-these": {
    ja: "同じ種類の注記がほかに {count} 件あります",
    en: "{count} more notes of the same kind",
  },
  // Export.
  "kept-in-own-bag": {
    ja: "{format} に置き場のない決定・脅威源など {count} 件は、ファイル内の Seiza の控えにだけ入っています",
    en: "{count} decisions, threat sources and the like have no place in {format} and stand only in Seiza's own bag in the file",
  },
  "interfaces-in-own-bag": {
    ja: "{format} にはインタフェースがないため、{count} 件は Seiza の控えにだけ入っています",
    en: "{format} has no interfaces; {count} of them stand only in Seiza's own bag in the file",
  },
};

const SHAPES: Record<string, Text> = {
  process: { ja: "処理", en: "process" },
  store: { ja: "データストア", en: "data store" },
  external: { ja: "外部エンティティ", en: "external entity" },
  person: { ja: "人", en: "person" },
  unknown: { ja: "種類の分からない図形", en: "a shape of no known kind" },
};
const UNNAMED: Text = { ja: "名称なし", en: "unnamed" };

/**
 * Words of a note in both languages. Values are put in as they are, but for shapes, for names that are not there, and for
 * those with words of their own beside them (`kind` with `kindJa` and `kindEn`).
 */
export function wordsOf(note: Pick<ImportNote | ExportNote, "code" | "values">): Text {
  const text = MESSAGES[note.code] ?? { ja: note.code, en: note.code };
  const shown = (key: string, lang: keyof Text): string => {
    const value = String(note.values[`${key}${lang === "ja" ? "Ja" : "En"}`] ?? note.values[key]);
    if (key === "name" && value === "") return UNNAMED[lang];
    return (key === "shape" && Object.hasOwn(SHAPES, value) ? SHAPES[value]?.[lang] : undefined) ?? value;
  };
  const filled = (template: string, lang: keyof Text) =>
    template.replace(/\{(\w+)\}/g, (whole, key: string) =>
      Object.hasOwn(note.values, key) ? shown(key, lang) : whole,
    );
  return { ja: filled(text.ja, "ja"), en: filled(text.en, "en") };
}
