/** Checklists of other people's making: what is written into them, where, and what is left alone. */
import { strFromU8, unzipSync } from "fflate";
import { type CellValue, writeXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import { PRODUCTS } from "../../../tests/assessed-products.ts";
import { fillChecklist } from "../src/assessment/fill.ts";
import { NotAWorkbook, readWorkbookRows } from "../src/xlsx/rows.ts";

const good = PRODUCTS.good();
const bad = PRODUCTS.bad();
interface Sheet {
  name: string;
  rows: CellValue[][];
  merges?: [number, number, number, number][];
  list?: string;
}
const book = (sheets: Sheet[]) =>
  writeXlsx({
    sheets: sheets.map((s) => ({
      name: s.name,
      rows: s.rows,
      merges: (s.merges ?? []).map(([startRow, startCol, endRow, endCol]) => ({
        startRow,
        startCol,
        endRow,
        endCol,
      })),
      ...(s.list
        ? {
            dataValidations: [{ type: "list" as const, range: s.list, values: ["適合", "非該当", "不適合"] }],
          }
        : {}),
    })),
  });
const rowsOf = async (bytes: Uint8Array, sheet: string) =>
  (await readWorkbookRows(bytes)).sheets.find((s) => s.sheet === sheet)?.rows ?? [];
const criteria = good.criteria.map((c) => c.id);
const word = (d: typeof good, id: string, mark = "") => {
  const c = d.criteria.find((x) => x.id === id);
  return mark === "" ? c?.word.ja : c?.asked.find((a) => a.mark === mark)?.word.ja;
};

/** The described form: a sheet of basic information, and one with a row for each criterion or part. */
const FORM: Sheet[] = [
  {
    name: "基本情報",
    rows: [
      ["チェックリスト(★1)"],
      ["申請者名", null],
      ["製品名", null],
      ["型式番号", null],
      ["ソフトウェアのバージョン", null],
      ["技術基準適合認定番号 [T]", null],
      ["技術基準適合認定番号 [A]", null],
      ["サポート期間", "記入済み"],
    ],
  },
  {
    name: "★1チェックリスト",
    rows: [
      ["適合基準", null, null, "評価結果", "評価の根拠", "証跡"],
      ...good.criteria.flatMap((c) =>
        c.asked.map((a, i): CellValue[] => [
          i === 0 ? c.id : null,
          a.mark || null,
          a.text.ja,
          null,
          null,
          null,
        ]),
      ),
    ],
  },
];

describe("a checklist in the described form", () => {
  it("gets the answer of each part in its row, and nothing else changes", async () => {
    const form = await book(FORM);
    const filled = await fillChecklist(form, good, "ja");
    const rows = await rowsOf(filled.bytes, "★1チェックリスト");
    let row = 0;
    for (const c of good.criteria)
      for (const a of c.asked) {
        row++;
        if (a.outcome === undefined) continue;
        expect(rows[row]?.[3], `${c.id}${a.mark}`).toBe(a.word.ja);
        for (const r of a.parts.flatMap((p) => p.reasons)) expect(rows[row]?.[4]).toContain(r.text.ja.trim());
      }
    const before = unzipSync(form);
    const after = unzipSync(filled.bytes);
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    const changed = Object.keys(before).filter(
      (n) => !Buffer.from(before[n] ?? []).equals(Buffer.from(after[n] ?? [])),
    );
    expect(changed.every((n) => n.startsWith("xl/worksheets/"))).toBe(true);
    const was = await rowsOf(form, "★1チェックリスト");
    was.forEach((cells, r) => {
      cells.forEach((text, c) => {
        if (text !== "") expect(rows[r]?.[c]).toBe(text);
      });
    });
  });
  it("gets the basic information beside its labels, the number of the mark only where the mark is its own", async () => {
    const filled = await fillChecklist(await book(FORM), bad, "ja");
    const rows = await rowsOf(filled.bytes, "基本情報");
    expect(rows.map((r) => r[1] ?? "")).toEqual([
      "",
      "星空電機",
      "見守りカメラ",
      "HC-200",
      "2.1.0",
      "D24-0123001",
      "",
      "記入済み",
    ]);
    expect(filled.left.find((l) => l.cell === "B8")?.why).toBe("filled");
  });
  it("is never told that the product conforms", async () => {
    for (const d of [good, bad]) {
      const filled = await fillChecklist(await book(FORM), d, "ja");
      const rows = (await rowsOf(filled.bytes, "★1チェックリスト")).map((r) => r.slice(3).join("")).slice(1);
      expect(rows.filter((r) => /(?<!不)適合(?!基準|認定|性)/.test(r))).toEqual([]);
    }
  });
  it("is filled the same twice, in English too", async () => {
    const form = await book(FORM);
    const [one, two] = [await fillChecklist(form, good, "en"), await fillChecklist(form, good, "en")];
    expect(Buffer.from(one.bytes).equals(Buffer.from(two.bytes))).toBe(true);
    expect((await rowsOf(one.bytes, "★1チェックリスト"))[1]?.[3]).toBe(good.criteria[0]?.word.en);
  });
});

describe("an odd checklist", () => {
  it("in another order of columns, with full-width numbers and one row a criterion", async () => {
    const wide = (id: string) => id.replace(/[!-~]/g, (ch) => String.fromCharCode(ch.charCodeAt(0) + 0xfee0));
    const form = await book([
      { name: "説明", rows: [["S1.1-01 から S1.1-16 まで記入する"]] },
      {
        name: "表",
        rows: [
          ["様式"],
          [],
          ["証跡", "備考", "結果", "番号", "対象外とする理由"],
          ...criteria.map((id): CellValue[] => [null, null, null, wide(id), null]),
        ],
      },
    ]);
    const { bytes, placed } = await fillChecklist(form, good, "ja");
    const rows = await rowsOf(bytes, "表");
    criteria.forEach((id, i) => {
      expect(rows[i + 3]?.[2]).toBe(word(good, id));
    });
    expect(rows[3]?.[0]).toMatch(/^E\d\d/);
    expect(placed.every((p) => p.sheet === "表")).toBe(true);
  });
  it("with merged cells: one answer cell for all parts holds each of them", async () => {
    const form = await book([
      {
        name: "表",
        rows: [
          ["適合基準", null, "結果", "根拠", null],
          ["S1.1-06", "① 更新", null, null, null],
          [null, "② 版", null, null, null],
          [null, "③ 保持", null, null, null],
          ["S1.1-10", "① 本体", null, null, null],
          [null, "② 画面", null, null, null],
        ],
        merges: [
          [1, 0, 3, 0],
          [1, 2, 3, 2],
          [0, 3, 0, 4],
          [1, 3, 1, 4],
          [4, 0, 5, 0],
        ],
      },
    ]);
    const { bytes, placed } = await fillChecklist(form, good, "ja");
    const rows = await rowsOf(bytes, "表");
    expect(rows[1]?.[2]).toBe(["①", "②", "③"].map((m) => `${m} ${word(good, "S1.1-06", m)}`).join("\n"));
    expect(rows[5]?.[2]).toBe(word(good, "S1.1-10", "②"));
    expect(placed.map((p) => p.cell)).toContain("D2");
    expect(placed.map((p) => p.cell)).not.toContain("E2");
  });
  it("with missing rows, a list to choose from and a cell that is taken: each is named", async () => {
    const form = await book([
      {
        name: "表",
        rows: [
          ["基準番号", "判定", "根拠"],
          ["S1.1-01", null, "手で書いた"],
          ["S1.1-05", null, null],
        ],
        list: "B2:B3",
      },
    ]);
    const { bytes, left } = await fillChecklist(form, bad, "ja");
    const rows = await rowsOf(bytes, "表");
    expect(rows[1]).toEqual(["S1.1-01", "", "手で書いた"]);
    const why = (cell: string) => left.find((l) => l.cell === cell)?.why;
    expect([why("B2"), why("B3"), why("C2"), why("C3")]).toEqual(["list", "list", "filled", undefined]);
    expect(left.filter((l) => l.why === "no-row").map((l) => l.what.slice(0, 7))).toContain("S1.1-16");
    expect(left.find((l) => l.why === "no-row")?.what).not.toContain("S1.1-01");
    expect(left.some((l) => l.why === "no-label")).toBe(true);
  });
  it("without rows of criteria gets nothing, and what is no workbook is refused", async () => {
    const none = await fillChecklist(await book([{ name: "表", rows: [["a", "結果"]] }]), good, "ja");
    expect(none.placed).toEqual([]);
    await expect(fillChecklist(new Uint8Array([1, 2, 3]), good, "ja")).rejects.toThrow(NotAWorkbook);
  });
  it("as other programs write it: texts with readings, rows and cells without references", async () => {
    const form = unzipSync(
      await book([
        {
          name: "表",
          rows: [
            ["基準番号", "結果"],
            ["S1.1-01", null],
          ],
        },
      ]),
    );
    const xml = (name: string, text: string) => {
      form[name] = new TextEncoder().encode(text);
    };
    const [sheet = ""] = Object.keys(form).filter((n) => n.startsWith("xl/worksheets/sheet"));
    xml(
      sheet,
      `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetFormatPr defaultRowHeight="13.5"/><sheetData><row><c t="inlineStr"><is><t>基準番号</t><rPh sb="0" eb="2"><t>キジュン</t></rPh></is></c><c t="inlineStr"><is><t>結果</t></is></c></row><row spans="1:1" ht="13.5"><c t="inlineStr"><is><t>S1.1-01</t></is></c></row></sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`,
    );
    const { zipped } = await import("../src/package.ts");
    const filled = await fillChecklist(zipped(form), good, "ja");
    expect((await rowsOf(filled.bytes, "表"))[1]?.[1]).toBe(word(good, "S1.1-01"));
    const after = strFromU8(unzipSync(filled.bytes)[sheet] ?? new Uint8Array());
    expect(after).toContain('<rPh sb="0" eb="2"><t>キジュン</t></rPh>');
    expect(after).toContain('<pageMargins left="0.7"');
  });
});
