/** Import, export, diff and templates from the command; hostile files for twenty seconds. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtinCatalog } from "@seiza/catalog/builtin";
import {
  INTERFACE_FACT_AT,
  INTERFACE_FACT_COUNT,
  readStudy,
  resolveStudy,
  type Study,
  type StudyIndex,
} from "@seiza/model";
import { type CellValue, writeXlsx } from "hucre/xlsx";
import { describe, expect, test } from "vitest";
import { ROOT } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "seiza-exchange-"));
const at = (name: string) => join(folder, name);
function seiza(...args: string[]) {
  const run = spawnSync(process.execPath, [`${ROOT}packages/cli/bin/seiza.js`, ...args], {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, SEIZA_LANG: "ja" },
    maxBuffer: 1 << 28,
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}
const example = `${ROOT}examples/smart-home-hems.yaml`;

describe("seiza import and export", () => {
  test.each(["otm", "threat-dragon"])("a study goes out as %s and comes back without a difference", (to) => {
    const out = at(`${to}.json`);
    expect(seiza("export", example, "--to", to, "--out", out).code).toBe(0);
    const back = at(`${to}.yaml`);
    const imported = seiza("import", out, "--out", back);
    expect(imported).toMatchObject({ code: 0 });
    expect(imported.err).toContain("構成要素 18");
    expect(imported.err).toContain("誤り 0 件");
    const diff = seiza("diff", example, back);
    expect(diff.out).toContain("違いはありません");
    expect(diff.code).toBe(0);
  });

  test("an existing file is replaced only with --force", () => {
    writeFileSync(at("there.yaml"), "mine");
    writeFileSync(at("list.csv"), "名称,種別,重要度\nPLC,シーケンサ,高\n");
    const refused = seiza("import", at("list.csv"), "--out", at("there.yaml"));
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("--force");
    expect(readFileSync(at("there.yaml"), "utf8")).toBe("mine");
    expect(seiza("import", at("list.csv"), "--out", at("there.yaml"), "--force").code).toBe(0);
    expect(seiza("check", at("there.yaml")).code).toBe(0);
  });

  test("what cannot be read is told in words, without a trace of the program", () => {
    writeFileSync(at("x.drawio"), '<!DOCTYPE a SYSTEM "file:///etc/passwd"><mxfile/>');
    const r = seiza("import", at("x.drawio"));
    expect(r).toMatchObject({ code: 2, out: "" });
    expect(r.err).toContain("DOCTYPE");
    expect(r.err).not.toMatch(/at .*\.js/);
    expect(seiza("import", at("x.drawio"), "--lang", "en").err).toContain("document type declaration");
    expect(seiza("import", at("none.otm")).code).toBe(2);
    expect(seiza("import", at("list.csv"), "--as", "visio").err).toContain("otm");
  });

  test("notes as JSON name their place in both languages", () => {
    const { err } = seiza("import", at("list.csv"), "--notes", "json");
    const told = JSON.parse(err);
    expect(told).toMatchObject({ format: "asset-list", counts: { components: 1, assets: 1 } });
    expect(told.notes[0].message).toHaveProperty("en");
  });
});

describe("an asset list in a workbook", () => {
  const devices = [
    ["設備資産台帳", "", "", "", ""],
    ["", "", "", "", ""],
    ["管理番号", "機器名", "種別", "設置場所", "台数", "点検日"],
    ["E-01", "1号ライン PLC", "シーケンサ", "製造現場", 4, new Date(Date.UTC(2026, 3, 1))],
    ["", "", "", "", "", ""],
    ["E-02", "生産管理サーバ", "サーバ", "サーバ室", 1, ""],
    ["", "", "サーバ", "サーバ室", 1, ""],
  ];
  const assets = [
    ["資産名", "種別", "保存場所", "重要度"],
    ["レシピデータ", "情報", "生産管理サーバ", "高"],
  ];
  const workbook = async (name: string, sheets: Record<string, unknown[][]>) => {
    const bytes = await writeXlsx({
      sheets: Object.entries(sheets).map(([name, rows]) => ({ name, rows: rows as CellValue[][] })),
    });
    writeFileSync(at(name), bytes);
    return at(name);
  };

  test("becomes a study: all its sheets, the columns found by their heads, what was left out by sheet and row", async () => {
    const book = await workbook("台帳.xlsx", { 機器: devices, 情報: assets, メモ: [["覚え書き"]] });
    const out = at("book.yaml");
    const { code, err } = seiza("import", book, "--out", out);
    expect(code, err).toBe(0);
    expect(err).toContain("構成要素 2");
    expect(err).toContain("機器!機器名 → ");
    expect(err).toContain("機器!7: ");
    expect(err).toContain("メモ: 名称にあたる列がないため");
    const { study } = readStudy({ name: out, bytes: readFileSync(out) });
    expect(study?.configurations[0]?.components.map((c) => [c.id, c.quantity])).toEqual([
      ["E-01", 4],
      ["E-02", 1],
    ]);
    expect(study?.assets?.map((a) => [a.name, a.importance])).toEqual([["レシピデータ", 3]]);
    expect(JSON.stringify(study?.extensions ?? study?.configurations)).toContain("2026-04-01");
    expect(seiza("check", out).code).toBe(0);
  });

  test("in English is read the same way", async () => {
    const book = await workbook("assets.xlsx", {
      Assets: [
        ["Asset name", "Type", "Location", "Quantity", "Importance"],
        ["Line PLC", "PLC", "Shop floor", 4, "High"],
      ],
    });
    const { code, err } = seiza("import", book, "--out", at("en.yaml"), "--lang", "en");
    expect(code, err).toBe(0);
    expect(err).toContain("1 components");
  });

  test("without a column of names, or that is no workbook, is refused in words", async () => {
    const book = await workbook("other.xlsx", {
      売上: [
        ["月", "金額"],
        ["4月", 100],
      ],
    });
    const refused = seiza("import", book);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("月 / 金額");
    expect(refused.err).toContain("「機器名」");
    writeFileSync(at("torn.xlsx"), "PK\u0003\u0004 no zip");
    expect(seiza("import", at("torn.xlsx")).err).toContain(".xlsx 形式で保存し直してください");
  });

  test("that was made from a study goes back into it, and says so", () => {
    expect(seiza("analyse", example, "--out", folder, "--format", "xlsx").code).toBe(0);
    const { code, err } = seiza("import", at("smart-home-hems.xlsx"));
    expect(code).toBe(2);
    expect(err).toContain("--study");
  });
});

describe("seiza diff", () => {
  const changed = at("changed.yaml");
  writeFileSync(
    changed,
    readFileSync(example, "utf8").replaceAll("authentication: cert-server", "authentication: none"),
  );

  test("tells structure and consequences, and says with its exit code that there are some", () => {
    const { code, out } = seiza("diff", example, changed);
    expect(code).toBe(1);
    expect(out).toContain("構成の違い");
    expect(out).toContain("認証 cert-server → none");
    expect(out).toMatch(/悪化.*tg:hems-gateway/);
  });
  test("as JSON and as one HTML file that fetches nothing", () => {
    const json = JSON.parse(seiza("diff", example, changed, "--format", "json").out);
    expect(json.structure.length).toBeGreaterThan(0);
    expect(json.consequences.threatGroups[0].direction).toBe("worse");
    const html = at("diff.html");
    seiza("diff", example, changed, "--format", "html", "--out", html, "--lang", "en");
    const text = readFileSync(html, "utf8");
    expect(text).toContain('<html lang="en"');
    expect(text).not.toMatch(/(src|href)="?(https?:)?\/\//);
    expect(text).toContain("Comparison of studies");
  });
  test("two dossiers are compared as the studies that they were made from", () => {
    seiza("analyse", example, "--out", at("a"), "--format", "json");
    seiza("analyse", changed, "--out", at("b"), "--format", "json");
    const dossiers = JSON.parse(
      seiza(
        "diff",
        at("a/smart-home-hems.dossier.json"),
        at("b/smart-home-hems.dossier.json"),
        "--format",
        "json",
      ).out,
    );
    const studies = JSON.parse(seiza("diff", example, changed, "--format", "json").out);
    expect(dossiers.consequences).toEqual(studies.consequences);
    expect(dossiers.structure).toBeUndefined();
  });
});

test("a threat template is asked about a study", () => {
  writeFileSync(
    at("t.tb7"),
    `<KnowledgeBase><Manifest name="協会の脅威" version="1"/><ThreatTypes><ThreatType><Id>T1</Id><ShortTitle>{target.Name} の停止</ShortTitle><Category>D</Category><GenerationFilters><Include>target is 'GE.P' and flow crosses 'GE.TB.B'</Include></GenerationFilters></ThreatType></ThreatTypes></KnowledgeBase>`,
  );
  const { code, out, err } = seiza("threats", example, "--template", at("t.tb7"));
  expect(code).toBe(0);
  expect(out).toContain("HEMSゲートウェイ の停止");
  expect(err).toContain("協会の脅威");
});

describe("a threat template as a pack", () => {
  const rule = (id: string, title: string, category: string, include: string, exclude = "") =>
    `<ThreatType><Id>${id}</Id><ShortTitle>${title}</ShortTitle><Category>${category}</Category><Description>${title}。</Description><GenerationFilters><Include>${include}</Include><Exclude>${exclude}</Exclude></GenerationFilters></ThreatType>`;
  const template = `<KnowledgeBase><Manifest name="Association threats" version="1.2" author="協会"/>
    <GenericElements><ElementType><Name>Generic Process</Name><ID>GE.P</ID><ParentElement>ROOT</ParentElement><Representation>Ellipse</Representation></ElementType></GenericElements>
    <StandardElements><ElementType><Name>Mainframe</Name><ID>SE.M</ID><ParentElement>GE.P</ParentElement></ElementType></StandardElements>
    <ThreatCategories><ThreatCategory><Name>盗聴による情報漏えい</Name><Id>X1</Id></ThreatCategory></ThreatCategories>
    <ThreatTypes>
    ${rule("T1", "{target.Name}への平文の通信を読まれる", "X1", "target is 'GE.P' and flow.providesConfidentiality is 'No'", "flow.providesIntegrity is 'Yes'")}
    ${rule("T2", "メインフレームの停止", "D", "target is 'SE.M'")}
    ${rule("T3", "{target.Name}の停止", "D", "source is 'GE.P' and flow crosses 'GE.TB.B'")}
    ${rule("T4", "刻印の不一致", "T", "target.stamped is 'Yes'")}
    ${rule("T5", "読めない条件", "T", "target or")}
    </ThreatTypes></KnowledgeBase>`;
  const pack = at("pack");

  test("names what it leaves out and what it widens, each with its reason", () => {
    writeFileSync(at("library.tb7"), template);
    const { code, out, err } = seiza("catalogue", "import", at("library.tb7"), "--out", pack);
    expect(code, err).toBe(0);
    expect(out.trim().split("\n")).toHaveLength(3);
    expect(err).toMatch(/パックに入れなかった脅威 \(3\)/);
    expect(err).toMatch(/T2 .*Mainframe/);
    expect(err).toMatch(/T4 .*stamped/);
    expect(err).toMatch(/T5 .*文字目/);
    expect(err).toMatch(/条件の一部を外した脅威 \(1\)\n {2}T3 .*Generic Process/);
    expect(err).toContain("脅威 2 件をパックにしました");
    const again = seiza("catalog", "import", at("library.tb7"), "--out", pack);
    expect(again.code).toBe(2);
    expect(again.err).toContain("--force");
  });

  test("joins the analysis: its threats stand in the dossier with their source, where their filter holds", () => {
    const out = at("with-pack");
    const run = seiza("analyse", example, "--pack", pack, "--out", out, "--format", "json");
    expect(run.code, run.err).toBe(0);
    const dossier = JSON.parse(readFileSync(join(out, "smart-home-hems.dossier.json"), "utf8"));
    const groups = dossier.step2.threatGroups.filter((g: { threat: string }) =>
      g.threat.includes("tb7-Association-threats-T1"),
    );
    expect(groups.length).toBeGreaterThan(0);
    const term = JSON.stringify(dossier.terms);
    expect(term).toContain("対象への平文の通信を読まれる");
    expect(term).toContain("Association threats 1.2");
    expect(seiza("catalog", "show", "tb7-Association-threats-T1", "--pack", pack).out).toContain(
      "Association threats 1.2",
    );
    // T1 asks for flows without encryption: every interface that it was found on has none.
    const plain = seiza("threats", example, "--pack", pack, "--format", "jsonl");
    const found = plain.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { group: string; interface: string })
      .filter((t) => t.group.includes("tb7-Association-threats-T1"));
    expect(found.length).toBeGreaterThan(0);
    const { study } = readStudy({ name: example, bytes: readFileSync(example) });
    const { index } = resolveStudy(study as Study, builtinCatalog());
    const faces = index as StudyIndex;
    const encryption = INTERFACE_FACT_AT.get("encryption") as number;
    for (const { interface: ref } of found) {
      const at = faces.interfaceRefs.indexOf(ref.replace(/^if:/, ""));
      expect(at, ref).toBeGreaterThanOrEqual(0);
      const code = faces.interfaceFacts[at * INTERFACE_FACT_COUNT + encryption] as number;
      expect(faces.codec.values("encryption")[code], ref).toBe("none");
    }
  });

  test("of which nothing can be said is refused, and nothing is written", () => {
    writeFileSync(
      at("foreign.tb7"),
      `<KnowledgeBase><Manifest name="x" version="1"/><ThreatTypes>${rule("T1", "あ", "D", "target.x is 'y'")}</ThreatTypes></KnowledgeBase>`,
    );
    const { code, err } = seiza("catalog", "import", at("foreign.tb7"), "--out", at("none"));
    expect(code).toBe(2);
    expect(err).toContain("--template");
    expect(existsSync(at("none"))).toBe(false);
  });
});

test("twenty seconds of hostile files: no crash, no hang, no gigabyte, no network, no file", () => {
  expect(existsSync(`${ROOT}bench/dist/fuzz-target.js`)).toBe(true);
  const run = spawnSync(process.execPath, [`${ROOT}bench/fuzz.mjs`, "--seconds", "20", "--seed", "7"], {
    encoding: "utf8",
  });
  expect(run.stdout, run.stdout + run.stderr).toMatch(/, 0 finds/);
  expect(run.status).toBe(0);
}, 240_000);
