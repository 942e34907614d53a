import { existsSync, readFileSync } from "node:fs";
import { linksToCheck, TABLE_NAMES } from "@seiza/catalog/assemble";
import { BUILTIN_TABLES } from "@seiza/catalog/builtin";
import { readOfficialWording } from "@seiza/catalog/official";
import { describe, expect, test } from "vitest";
import { catalog, ROOT } from "./support.ts";

/** The guide's own lists (METI guide 1.0, P.10–24), as ids and names. */
const COUNTERMEASURES =
  "脆弱性対策 セキュア開発 サーバーセキュリティ FW機能 サーバー認証 フィルタリング IDS/IPS DoS対策 アンチウイルス 仮想パッチ ユーザ認証 メッセージ認証 通信路暗号化 データ暗号化 データ二次利用禁止 ホワイトリスト制御 ソフトウェア署名 出荷時状態リセット セキュア消去 耐タンパーH/W 耐タンパーS/W 遠隔ロック 遠隔消去 ログ分析 説明書周知徹底".split(
    " ",
  );
const REQUIREMENTS =
  "1-1 1-2 1-3 1-4 1-5 2-1 3-1 3-2 3-3 3-7 3-8 3-10 3-14 4-1 5-1 5-5 5-7 6-1 9-1 11-1 17-2 17-3 17-5 17-8 17-10".split(
    " ",
  );
/** Criterion → its parts, as the guide marks them, with their items. */
const CRITERIA: Record<string, string[]> = {
  "S1.1-01": [],
  "S1.1-02": ["①", "②"],
  "S1.1-03": [],
  "S1.1-04": [],
  "S1.1-05": ["①", "②", "③"],
  "S1.1-06": ["①", "②", "③"],
  "S1.1-07": [],
  "S1.1-08": [],
  "S1.1-09": [],
  "S1.1-10": ["①", "②"],
  "S1.1-11": [],
  "S1.1-12": ["①", "②"],
  "S1.1-13": ["①ABC", "②"],
  "S1.1-14": [],
  "S1.1-15": ["①ABC", "②"],
  "S1.1-16": ["①", "②", "③", "④", "⑤"],
};
const NEEDS: Record<string, "all" | "any"> = {
  "S1.1-02": "any",
  "S1.1-05": "all",
  "S1.1-06": "all",
  "S1.1-10": "any",
  "S1.1-12": "any",
  "S1.1-13": "all",
  "S1.1-15": "all",
  "S1.1-16": "all",
};

describe("the catalogue holds the guide's lists", () => {
  test("all 25 countermeasures stand in the guide's order, and ours are apart", () => {
    const all = [...catalog.countermeasures.values()];
    expect(all.filter((c) => !c.extension).map((c) => c.name.ja)).toEqual(COUNTERMEASURES);
    expect(all.filter((c) => c.extension).every((c) => c.id.startsWith("CX") && c.basis === "seiza")).toBe(
      true,
    );
  });

  test("every ★1 requirement is there, and no other", () => {
    expect([...catalog["star1-requirements"].keys()]).toEqual(REQUIREMENTS);
  });

  test.each(Object.entries(CRITERIA))("criterion %s has the guide's parts", (id, parts) => {
    const criterion = catalog["star1-criteria"].get(id);
    const found = (criterion?.parts?.list ?? []).map(
      (p) => p.mark + p.items.map((i) => i.mark.replace(/[^A-C]/g, "")).join(""),
    );
    expect(found).toEqual(parts);
    expect(criterion?.parts?.need).toBe(NEEDS[id]);
  });

  test("there are 16 criteria, 4 asset classes, 7 surfaces of which ★1 leaves out 2, and 4 main threats", () => {
    expect([...catalog["star1-criteria"].keys()]).toEqual(Object.keys(CRITERIA));
    expect(catalog["asset-classes"].size).toBe(4);
    expect([...catalog["attack-surfaces"].values()].map((s) => s.inStar1)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(catalog["main-threats"].size).toBe(4);
  });

  test("numeric thresholds are the guide's: 6 characters for device-made, 8 for user-made default passwords", () => {
    const thresholds = catalog["star1-criteria"].get("S1.1-02")?.thresholds.map((t) => [t.part, t.value]);
    expect(thresholds).toEqual([
      ["S1.1-02-1", 6],
      ["S1.1-02-2", 8],
    ]);
  });

  test("exactly S1.1-01, -06 and -14 are deemed met by a technical-conformity mark", () => {
    expect([...catalog["star1-criteria"].values()].filter((c) => c.deemedBy).map((c) => c.id)).toEqual([
      "S1.1-01",
      "S1.1-06",
      "S1.1-14",
    ]);
  });

  test("★1 and ★2 are self-declared, ★3 and ★4 assessed by a third party", () => {
    expect([...catalog["star-levels"].values()].map((l) => [l.level, l.assessment])).toEqual([
      [1, "self-declaration"],
      [2, "self-declaration"],
      [3, "third-party"],
      [4, "third-party"],
    ]);
  });

  test("the wide threats 1 and 4 are narrowed with a reason, 2 and 3 are not", () => {
    expect([...catalog["main-threats"].values()].map((t) => t.narrowingReason !== undefined)).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(catalog["main-threats"].get("M1")?.causes.map((c) => c.mark)).toEqual(["①", "②", "③"]);
  });

  test("the four viewpoints for priority, three grounds for ★2 and five activities are there", () => {
    expect(catalog["priority-viewpoints"].size).toBe(4);
    expect([...catalog["star2-grounds"].values()].map((g) => g.evidence)).toEqual([
      "maker-share",
      "guideline-demand",
      "integrator-commitment",
    ]);
    expect(catalog["promotion-activities"].size).toBe(5);
  });
});

describe("the catalogue is whole", () => {
  test("every link of every table resolves", () => {
    const has = new Map(
      TABLE_NAMES.map((name) => [name, new Set((BUILTIN_TABLES[name] as { id: string }[]).map((e) => e.id))]),
    );
    const dangling = [...linksToCheck(BUILTIN_TABLES)].filter((l) => !has.get(l.to)?.has(l.id));
    expect(dangling).toEqual([]);
  });

  test("every entry has Japanese, English, a basis and a source", () => {
    const lacking: string[] = [];
    for (const table of TABLE_NAMES)
      for (const e of BUILTIN_TABLES[table] as {
        id: string;
        name: { ja: string; en: string };
        basis?: string;
        source: unknown[];
      }[]) {
        if (!e.name.ja || !e.name.en || !e.basis || (table !== "documents" && e.source.length === 0))
          lacking.push(`${table}/${e.id}`);
      }
    expect(lacking).toEqual([]);
  });

  test("Japanese texts hold Japanese and English texts hold none", () => {
    const wrong: string[] = [];
    const walk = (value: unknown, at: string) => {
      if (value === null || typeof value !== "object") return;
      const text = value as { ja?: unknown; en?: unknown };
      if (typeof text.ja === "string" && typeof text.en === "string") {
        // Official names of forms stand in brackets.
        if (/[\u3040-\u30ff\u4e00-\u9fff]/.test(text.en.replace(/\([^)]*\)/g, "")))
          wrong.push(`${at}: ${text.en}`);
        return;
      }
      for (const [k, v] of Object.entries(value)) walk(v, `${at}.${k}`);
    };
    for (const table of TABLE_NAMES)
      for (const e of BUILTIN_TABLES[table] as { id: string }[]) walk(e, `${table}/${e.id}`);
    expect(wrong).toEqual([]);
  });

  test("requirement and criterion, countermeasure and threat are joined in both directions", () => {
    for (const id of REQUIREMENTS)
      expect(catalog.links.criteriaOfRequirement.get(id)?.length, id).toBeGreaterThan(0);
    for (const id of Object.keys(CRITERIA))
      expect(catalog.links.requirementsOfCriterion.get(id)?.length, id).toBeGreaterThan(0);
    for (const id of REQUIREMENTS.filter((r) => !["2-1", "3-1", "3-14"].includes(r)))
      expect(catalog.links.countermeasuresOfRequirement.get(id)?.length ?? 0, id).toBeGreaterThan(0);
    for (const t of catalog.threats.keys())
      expect(catalog.links.preventedBy.get(t)?.length, t).toBeGreaterThan(0);
    for (const c of catalog.countermeasures.values())
      expect(c.prevents.length + c.detects.length, c.id).toBeGreaterThan(0);
  });

  test("every countermeasure that a product or a site can carry has words for it", () => {
    for (const c of catalog.countermeasures.values()) {
      if (c.who.some((w) => w === "Pd" || w === "V")) expect(c.requirement, c.id).toBeDefined();
      if (c.who.some((w) => w === "S" || w === "I")) expect(c.siteCondition, c.id).toBeDefined();
    }
  });

  test("the risk table has 27 cells' worth of products and is monotone in each argument", () => {
    const method = catalog["risk-method"].get("default");
    const band = (i: number, t: number, v: number) =>
      method?.matrix.find((r) => r.importance === i)?.byProduct[String(t * v)] ?? "?";
    for (const i of [1, 2, 3])
      for (const t of [1, 2, 3])
        for (const v of [1, 2, 3]) {
          expect(band(i, t, v)).toMatch(/^[A-E]$/);
          for (const [i2, t2, v2] of [
            [i + 1, t, v],
            [i, t + 1, v],
            [i, t, v + 1],
          ] as const)
            if (i2 <= 3 && t2 <= 3 && v2 <= 3) expect(band(i2, t2, v2) <= band(i, t, v)).toBe(true);
        }
  });
});

const GUIDE = `${ROOT}../shared/guide/meti-jcstar-guide-1.0.txt`;
describe("against a copy of the guide's text", () => {
  test.skipIf(!existsSync(GUIDE))(
    "every requirement and criterion of the text is found, and none is missing",
    () => {
      const report = readOfficialWording(readFileSync(GUIDE, "utf8"), "guide.txt", catalog);
      expect(report.missing).toEqual({ requirements: [], criteria: [] });
      expect(report.unknown).toEqual([]);
      expect(report.ambiguous).toEqual([]);
      for (const words of Object.values({ ...report.wording.requirements, ...report.wording.criteria }))
        expect(words).not.toMatch(/[<>]|【参考】|\t/);
      expect(report.wording.criteria["S1.1-16"]).toMatch(/安全な利用終了方法を周知すること。$/);
    },
  );

  test.skipIf(!existsSync(GUIDE))("no sentence of the guide stands in the catalogue", () => {
    const squeeze = (s: string) => s.replace(/<[^>]*>/g, "").replace(/\s+/g, "");
    const guide = squeeze(readFileSync(GUIDE, "utf8"));
    const copied: string[] = [];
    const walk = (value: unknown, at: string) => {
      if (typeof value === "string") {
        for (const sentence of squeeze(value).split(/(?<=[。])/))
          if (sentence.length >= 24 && sentence.endsWith("。") && guide.includes(sentence))
            copied.push(`${at}: ${sentence}`);
      } else if (value !== null && typeof value === "object")
        for (const [k, v] of Object.entries(value)) walk(v, `${at}.${k}`);
    };
    for (const table of TABLE_NAMES)
      for (const e of BUILTIN_TABLES[table] as { id: string }[]) walk(e, `${table}/${e.id}`);
    expect(copied).toEqual([]);
  });
});

describe("a text in the guide's layout", () => {
  const text = [
    "本文では 1-1 や S1.1-01 に触れることがあります。",
    "【参考】★1セキュリティ要件（1/2）",
    "カテゴリ\t要件",
    "1. 合言葉を使い回さない\t1-1. すべての合言葉は機器ごとに異なるものとする。",
    "\t1-2. 合言葉は乱数から作るものとする。",
    "2. 窓口を置く\t2-1. 窓口を公開する <ul> ・電話 <ol> 1) 受付",
    "5. 通信を守る\t5-1. 暗号を使うものとする。 5-5. 設定変更は認証の後とする。",
    "【参考】 ★1適合基準（1/3）",
    "ID\t適合基準",
    "S1.1-01\t認証を行うこと。",
    "S1.1-02\t<p>次のいずれか。</p> <ul><li>① 長さが10文字以上</li><li>② 変更を必須とする</li></ul>",
    "【参考】 ★1適合基準（2/3）",
    "S1.1-99\tカタログにない基準であること。",
  ].join("\r\n");

  test("gives the wording, cell by cell, without tags and without the next row", () => {
    const { wording } = readOfficialWording(text, "made-up.txt", catalog);
    expect(wording.requirements).toEqual({
      "1-1": "すべての合言葉は機器ごとに異なるものとする。",
      "1-2": "合言葉は乱数から作るものとする。",
      "2-1": "窓口を公開する・電話 1) 受付",
      "5-1": "暗号を使うものとする。",
      "5-5": "設定変更は認証の後とする。",
    });
    expect(wording.criteria).toEqual({
      "S1.1-01": "認証を行うこと。",
      "S1.1-02": "次のいずれか。・① 長さが10文字以上・② 変更を必須とする",
    });
  });

  test("is reported with what it lacks and what the catalogue does not know", () => {
    const report = readOfficialWording(text, "made-up.txt", catalog);
    expect(report.missing.requirements).toEqual(
      REQUIREMENTS.filter((r) => !["1-1", "1-2", "2-1", "5-1", "5-5"].includes(r)),
    );
    expect(report.missing.criteria).toHaveLength(14);
    expect(report.unknown).toEqual(["S1.1-99"]);
  });
});
