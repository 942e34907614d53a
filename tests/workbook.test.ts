/** The workbook comes back: exactly the edits arrive, and nonsense is refused cell by cell. */
import { applyTableEdits, readStudy, type Study } from "@seiza/model";
import { readBook, readSheets, renderXlsx } from "@seiza/render";
import { type CellValue, readXlsx, writeXlsx } from "hucre/xlsx";
import { beforeAll, describe, expect, it } from "vitest";
import { dossierOf, readExample } from "./support.ts";

const study = readExample("factory-fa.yaml");
const dossier = dossierOf(study);
type Sheets = Map<string, CellValue[][]>;
const written: Record<"ja" | "en", Uint8Array> = { ja: new Uint8Array(), en: new Uint8Array() };

beforeAll(async () => {
  for (const lang of ["ja", "en"] as const) written[lang] = await renderXlsx(dossier, lang);
});

const books = new Map<string, ReturnType<typeof readXlsx>>();
function parsed(lang: "ja" | "en") {
  const book = books.get(lang) ?? readXlsx(written[lang]);
  books.set(lang, book);
  return book;
}
/** The workbook after somebody typed into it, saved. */
async function edited(lang: "ja" | "en", change: (sheets: Sheets) => void): Promise<Uint8Array> {
  const sheets = await typed(lang, change);
  return writeXlsx({ sheets: [...sheets].map(([name, rows]) => ({ name, rows })) });
}
/** The same, not saved: what is wrong with a cell does not depend on the file around it. */
async function typed(lang: "ja" | "en", change: (sheets: Sheets) => void): Promise<Sheets> {
  const sheets: Sheets = new Map(
    (await parsed(lang)).sheets.map((s) => [s.name, s.rows.map((r) => [...r])] as const),
  );
  change(sheets);
  return sheets;
}
/** Sets the cell of the row with this id in the column with this title; returns its place. */
function set(sheets: Sheets, sheet: string, id: string, title: string, value: CellValue): string {
  const rows = sheets.get(sheet) as CellValue[][];
  const head = rows[0] as CellValue[];
  const column = head.indexOf(title);
  const row = rows.findIndex((r) => r[head.indexOf(head.includes("ID") ? "ID" : "Id")] === id);
  expect([column >= 0, row >= 0], `${sheet} ${id} ${title}`).toEqual([true, true]);
  (rows[row] as CellValue[])[column] = value;
  return `${sheet}!${String.fromCharCode(65 + column)}${row + 1}`;
}
function sign(sheets: Sheets, by: CellValue = "WG主査 佐藤", date: CellValue = "2026-11-25") {
  const rows = (sheets.get("はじめに") ?? sheets.get("Start")) as CellValue[][];
  for (const [row, value] of [
    [8, by],
    [9, date],
  ] as const) {
    while (rows.length <= row) rows.push([]);
    (rows[row] as CellValue[])[1] = value;
  }
}
const ASSETS = "②守るべき資産と重要度";
const apply = (s: Study, reading: Awaited<ReturnType<typeof readBook>>) =>
  applyTableEdits(
    s,
    reading.edits.flatMap((e) => e.edits),
    { ...reading.signature, lang: reading.lang },
  );

describe("a workbook that nobody touched", () => {
  it.each(["ja", "en"] as const)("changes nothing (%s)", async (lang) => {
    const reading = await readBook(written[lang], dossier);
    expect(reading.problems).toEqual([]);
    expect(reading.edits).toEqual([]);
    expect(reading.lang).toBe(lang);
  });
  it("is the same to the byte when written again", async () => {
    expect(Buffer.compare(await renderXlsx(dossier, "ja"), written.ja)).toBe(0);
  });
});

describe("a workbook that the group filled", () => {
  it("brings back exactly the edits, and the study with them is sound", async () => {
    const bytes = await edited("ja", (s) => {
      sign(s);
      set(s, "①資産一覧(構成要素)", "co:fa/agv", "台数", 9);
      set(s, "①資産一覧(構成要素)", "co:fa/plc", "名称", "ラインPLC(更新後)");
      set(s, ASSETS, "at:agv/A2m", "変更後の重要度", 3);
      set(s, ASSETS, "at:agv/A2m", "決定の理由", "搬送が止まるとラインが止まる");
      set(s, "④対策候補", "ch:agv/CM01", "決定", "採用・受容");
      set(s, "④対策候補", "ch:agv/CM01", "決定の理由", "更新の仕組みは必須とする");
      set(s, "④対策候補", "ch:plc/CM11", "決定", null);
      set(s, "④対策候補", "ch:plc/CM11", "決定の理由", null);
      set(s, "⑥市場(ベンダー)", "mk:plc/1", "シェア(%)", 48.5);
      set(s, "⑥市場(選定事業者)", "sl:3", "★2以上への合意", "合意");
      (s.get("⑥市場(ベンダー)") as CellValue[][]).push([
        "J社",
        "AGV",
        22,
        "未確認",
        "聞き取り",
        "2026-11-20",
      ]);
    });
    const reading = await readBook(bytes, dossier);
    expect(reading.problems).toEqual([]);
    expect(reading.edits.map((e) => [e.where.split("!")[0], e.before, e.after])).toEqual([
      ["①資産一覧(構成要素)", "6", "9"],
      ["①資産一覧(構成要素)", "PLC", "ラインPLC(更新後)"],
      [ASSETS, "", "3"],
      ["④対策候補", "採用・受容", ""],
      ["④対策候補", "", "採用・受容"],
      ["⑥市場(ベンダー)", "46", "48.5"],
      ["⑥市場(ベンダー)", "", "agv, 22, unknown, 聞き取り, 2026-11-20"],
      ["⑥市場(選定事業者)", "未確認", "合意"],
    ]);
    const after = apply(study, reading);
    const read = readStudy({ name: "after.json", bytes: Buffer.from(JSON.stringify(after)) });
    expect(read.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    const next = dossierOf(after);
    expect(next.step1.configurations[0]?.components.find((c) => c.id === "co:fa/agv")?.quantity).toBe(9);
    expect(next.step1.configurations[0]?.components.find((c) => c.id === "co:fa/plc")?.name).toEqual({
      ja: "ラインPLC(更新後)",
      en: "Line PLCs",
    });
    expect(next.step2.assets.find((a) => a.id === "at:agv/A2m")?.importance).toBe(3);
    expect(next.step4.choices.find((c) => c.id === "ch:agv/CM01")?.status).toBe("accepted");
    expect(next.step4.choices.find((c) => c.id === "ch:plc/CM11")?.status).toBe("proposed");
    expect(next.market.makers.map((m) => [m.name.ja, m.sharePercent])).toEqual([
      ["J社", 22],
      ["F社", 48.5],
      ["G社", 19],
      ["H社", 30],
    ]);
    expect(next.decisions.length).toBe(dossier.decisions.length + 1);
    expect(next.decisions.every((d) => d.state === "applied")).toBe(true);
    // What came back is what the next workbook shows: nothing is left to bring.
    const again = await readBook(await renderXlsx(next, "ja"), next);
    expect([again.edits, again.problems]).toEqual([[], []]);
  });

  it("takes a new reason and a new wording in English", async () => {
    const bytes = await edited("en", (s) => {
      sign(s, "Chair", new Date("2026-11-25"));
      set(s, "④Requirements", "rq:agv/CM01", "New wording", "AGVs shall be updated within 30 days.");
      set(s, "④Requirements", "rq:agv/CM01", "Reason of the decision", "as agreed");
      set(s, "②Priorities", "pr:iot-gateway", "Reason of the decision", "a better reason");
    });
    const reading = await readBook(bytes, dossier);
    expect(reading.problems).toEqual([]);
    expect(reading.signature).toEqual({ by: "Chair", date: "2026-11-25" });
    const next = dossierOf(apply(study, reading));
    expect(next.step4.requirements.find((r) => r.id === "rq:agv/CM01")?.statement.en).toBe(
      "AGVs shall be updated within 30 days.",
    );
    expect(next.decisions.find((d) => d.target === "pr:iot-gateway")?.reason.en).toBe("a better reason");
  });

  it("is found again after rows were sorted and columns moved", async () => {
    const bytes = await edited("ja", (s) => {
      sign(s);
      set(s, ASSETS, "at:agv/A2m", "変更後の重要度", 3);
      set(s, ASSETS, "at:agv/A2m", "決定の理由", "理由");
      const rows = s.get(ASSETS) as CellValue[][];
      const [head = [], ...rest] = rows;
      rest.reverse();
      s.set(ASSETS, [
        [...head].reverse(),
        ...rest.map((r) => [...head].map((_, i) => r[i] ?? null).reverse()),
      ]);
    });
    const reading = await readBook(bytes, dossier);
    expect(reading.problems).toEqual([]);
    expect(reading.edits.map((e) => e.after)).toEqual(["3"]);
  });

  it("says where the study has changed meanwhile", async () => {
    const later = structuredClone(study);
    const component = later.configurations[0]?.components.find((c) => c.id === "agv");
    if (component) component.quantity = 7;
    const bytes = await edited("ja", (s) => {
      set(s, "①資産一覧(構成要素)", "co:fa/agv", "台数", 9);
    });
    const reading = await readBook(bytes, dossierOf(later));
    expect(reading.problems.map((p) => p.text.ja)).toEqual([
      "ブックを書き出した後に、検討の側でも「6」から「7」に変わっています(記入は「9」)",
    ]);
  });
});

const long = (n: number) => "あ".repeat(n);
const COMPONENTS = "①資産一覧(構成要素)";
const RISK = "②資産ベースのリスク分析";
const PRIORITY = "②製品類型の優先度";
const REQUIREMENTS = "④セキュリティ要件";
const MAKERS = "⑥市場(ベンダー)";
const FIRMS = "⑥市場(選定事業者)";
const GUIDELINES = "⑥市場(制度・ガイドライン)";
const group = dossier.step2.threatGroups.find((g) => !g.decided)?.id ?? "";
/** A way to break a cell: what is typed, and what the message has to say. */
const BROKEN: [name: string, change: (s: Sheets) => string | number, says: RegExp][] = [
  ["an importance above 3", (s) => reasoned(s, ASSETS, "at:agv/A1", "変更後の重要度", 4), /「4」は範囲の外/],
  ["an importance of 0", (s) => reasoned(s, ASSETS, "at:agv/A1", "変更後の重要度", 0), /「0」は範囲の外/],
  [
    "half an importance",
    (s) => reasoned(s, ASSETS, "at:agv/A1", "変更後の重要度", 2.5),
    /整数ではありません/,
  ],
  [
    "an importance in words",
    (s) => reasoned(s, ASSETS, "at:agv/A1", "変更後の重要度", "高い"),
    /「高い」は数では/,
  ],
  [
    "a truth value for a number",
    (s) => reasoned(s, ASSETS, "at:agv/A1", "変更後の重要度", true),
    /数ではありません/,
  ],
  ["a date for a number", (s) => set(s, COMPONENTS, "co:fa/agv", "台数", new Date("2026-03-02")), /数|範囲/],
  [
    "an importance without a reason",
    (s) => set(s, ASSETS, "at:agv/A1", "変更後の重要度", 3) && place(s, ASSETS, "at:agv/A1", "決定の理由"),
    /理由がありません/,
  ],
  ["a reason without a decision", (s) => set(s, ASSETS, "at:agv/A1", "決定の理由", "重要"), /理由だけ/],
  [
    "a decision that is none",
    (s) => reasoned(s, "④対策候補", "ch:agv/CM01", "決定", "たぶん"),
    /「たぶん」は選べる値では/,
  ],
  [
    "a decision without a reason",
    (s) =>
      set(s, "④対策候補", "ch:agv/CM01", "決定", "除外") &&
      place(s, "④対策候補", "ch:agv/CM01", "決定の理由"),
    /理由がありません/,
  ],
  ["a threat level above 3", (s) => reasoned(s, RISK, group, "変更後の脅威レベル", 9), /範囲の外/],
  [
    "a countermeasure level in words",
    (s) => reasoned(s, RISK, group, "変更後の対策レベル", "中"),
    /数ではありません/,
  ],
  [
    "a priority that does not exist",
    (s) => reasoned(s, PRIORITY, "pr:agv", "変更後の優先度", "P9"),
    /「P9」は選べる値では/,
  ],
  [
    "a wording without end",
    (s) => reasoned(s, REQUIREMENTS, "rq:agv/CM01", "変更後の文", long(2001)),
    /長すぎます\(2001/,
  ],
  ["no units", (s) => set(s, COMPONENTS, "co:fa/agv", "台数", 0), /範囲の外/],
  ["fewer than no units", (s) => set(s, COMPONENTS, "co:fa/agv", "台数", -3), /範囲の外/],
  ["too many units", (s) => set(s, COMPONENTS, "co:fa/agv", "台数", 1e9), /範囲の外/],
  ["units in words", (s) => set(s, COMPONENTS, "co:fa/agv", "台数", "六台"), /数ではありません/],
  ["no name", (s) => set(s, COMPONENTS, "co:fa/agv", "名称", null), /空にできない欄/],
  ["a name without end", (s) => set(s, COMPONENTS, "co:fa/agv", "名称", long(3000)), /長すぎます/],
  ["a broken formula", (s) => set(s, COMPONENTS, "co:fa/agv", "名称", "#REF!"), /数式の誤り「#REF!」/],
  ["a share above 100", (s) => set(s, MAKERS, "mk:plc/1", "シェア(%)", 120), /範囲の外/],
  ["a share below 0", (s) => set(s, MAKERS, "mk:plc/1", "シェア(%)", -1), /範囲の外/],
  ["a share in words", (s) => set(s, MAKERS, "mk:plc/1", "シェア(%)", "約半分"), /数ではありません/],
  [
    "an agreement that is none",
    (s) => set(s, MAKERS, "mk:plc/1", "★2以上への合意", "検討中"),
    /選べる値では/,
  ],
  [
    "a day that does not exist",
    (s) => set(s, MAKERS, "mk:plc/1", "日付", "2026-02-30"),
    /日付として読めません/,
  ],
  ["a day in words", (s) => set(s, GUIDELINES, "gl:1", "日付", "来年"), /「来年」は日付として/],
  ["a rank of 0", (s) => set(s, FIRMS, "sl:1", "順位", 0), /範囲の外/],
  ["half a rank", (s) => set(s, FIRMS, "sl:1", "順位", 1.5), /整数ではありません/],
  [
    "a demand that is none",
    (s) => set(s, GUIDELINES, "gl:1", "ラベル取得製品の要求", "そこそこ"),
    /選べる値では/,
  ],
  [
    "an activity's state that is none",
    (s) => set(s, "⑤活用促進", "pa:seminars/p1", "状態", "未定"),
    /選べる値では/,
  ],
  [
    "an id that does not exist",
    (s) => set(s, COMPONENTS, "co:fa/agv", "ID", "co:fa/zzz"),
    /「co:fa\/zzz」の項目は/,
  ],
  ["no id", (s) => set(s, COMPONENTS, "co:fa/agv", "ID", null), /ID が空/],
  ["the same id twice", (s) => set(s, COMPONENTS, "co:fa/plc", "ID", "co:fa/agv"), /二つあります/],
  ["a result of the analysis", (s) => set(s, RISK, group, "リスク値", "E"), /分析の結果が/],
  [
    "an added maker of no type",
    (s) => (s.get(MAKERS) as CellValue[][]).push(["K社", "冷蔵庫", 3]) && `${MAKERS}!B5`,
    /製品類型「冷蔵庫」/,
  ],
  [
    "an added maker without a name",
    (s) => (s.get(MAKERS) as CellValue[][]).push([null, "AGV", 3]) && `${MAKERS}!A5`,
    /名称がありません/,
  ],
];
function place(s: Sheets, sheet: string, id: string, title: string): string {
  const head = (s.get(sheet) as CellValue[][])[0] as CellValue[];
  return set(
    s,
    sheet,
    id,
    title,
    (s.get(sheet) as CellValue[][]).find((r) => r[head.indexOf("ID")] === id)?.[head.indexOf(title)] ?? null,
  );
}
function reasoned(s: Sheets, sheet: string, id: string, title: string, value: CellValue): string {
  set(s, sheet, id, "決定の理由", "理由");
  return set(s, sheet, id, title, value);
}

describe("a workbook with nonsense in it", () => {
  it.each(BROKEN)("is refused for %s, at its cell", async (_, change, says) => {
    let at: string | number = "";
    const sheets = await typed("ja", (s) => {
      sign(s);
      at = change(s);
    });
    const reading = readSheets(sheets, dossier);
    expect(reading.edits).toEqual([]);
    const here = reading.problems.filter((p) => p.where === at);
    expect(here.map((p) => p.text.ja).join(), JSON.stringify(reading.problems)).toMatch(says);
    for (const p of here)
      for (const words of [p.text, p.mend]) {
        expect(words.ja).not.toMatch(/[{}]|undefined/);
        expect(words.en).not.toMatch(/[{}]|undefined/);
      }
  });

  it("answers thirty broken cells with thirty messages, and leaves the study alone", async () => {
    const before = JSON.stringify(study);
    const sheets = await typed("ja", (s) => {
      sign(s);
      const ids = dossier.step2.assets.map((a) => a.id).slice(0, 30);
      const nonsense: CellValue[] = [4, 0, 2.5, "高い", true, -1, 99, "A", "#REF!", "３.５"];
      ids.forEach((id, i) => {
        reasoned(s, ASSETS, id, "変更後の重要度", nonsense[i % nonsense.length] as CellValue);
      });
    });
    const reading = readSheets(sheets, dossier);
    expect(reading.problems).toHaveLength(30);
    expect(new Set(reading.problems.map((p) => p.where)).size).toBe(30);
    expect(reading.edits).toEqual([]);
    expect(JSON.stringify(apply(study, { ...reading, edits: [] }))).toBe(before);
  });

  it("is refused when nobody signed a decision", async () => {
    const sheets = await typed("ja", (s) => {
      reasoned(s, "④対策候補", "ch:agv/CM01", "決定", "除外");
    });
    const reading = readSheets(sheets, dossier);
    expect(reading.problems.map((p) => p.where)).toEqual(["はじめに!B9", "はじめに!B10"]);
    const given = readSheets(sheets, dossier, { by: "事務局", date: "2026-11-25" });
    expect([given.problems, given.signature.by]).toEqual([[], "事務局"]);
  });

  it("is refused when a sheet or a column is gone", async () => {
    const sheets = await typed("ja", (s) => {
      s.delete(MAKERS);
      ((s.get(ASSETS) as CellValue[][])[0] as CellValue[])[8] = "別の名";
    });
    const reading = readSheets(sheets, dossier);
    expect(reading.problems.map((p) => p.text.ja)).toEqual([
      "列「変更後の重要度」がありません",
      `シート「${MAKERS}」がありません`,
    ]);
  });

  it("is refused when it belongs to another study, or is no workbook", async () => {
    const other = dossierOf(readExample("building-bas.yaml"));
    expect((await readBook(written.ja, other)).problems[0]?.text.en).toMatch(/another study/);
    expect((await readBook(Buffer.from("PK no"), dossier)).problems[0]?.text.en).toMatch(/cannot be read/);
  });
});
