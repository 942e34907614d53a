/** The workbook in the hands of the group: opened, edited and saved by LibreOffice Calc, then imported. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readStudy, type Study } from "@seiza/model";
import { readBook, renderXlsx } from "@seiza/render";
import { readXlsx } from "hucre/xlsx";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diffStudies } from "../packages/model/src/diff.ts";
import { hasOffice, OFFICE } from "./papers.ts";
import { dossierOf, ROOT, readExample } from "./support.ts";

const FILE = "factory-fa.yaml";
const study = readExample(FILE);
const dossier = dossierOf(study);
/** The system's Python, which the Office suite's bindings (python3-uno) belong to. */
const PYTHON = process.env.UNO_PYTHON ?? "/usr/bin/python3";
const hasTypist = hasOffice && spawnSync(PYTHON, ["-c", "import uno"], { stdio: "ignore" }).status === 0;
if (!hasTypist) {
  if (process.env.CI === "true") throw new Error("LibreOffice or python3-uno is not installed");
  console.warn("skipped: no workbook is edited in Calc (LibreOffice or python3-uno is not installed)");
}
const SEIZA = `${ROOT}packages/cli/bin/seiza.js`;

/** What is typed: a number or text as such, `=…` as a formula, a date as Calc recognises it, nothing. */
type Typed = number | string | { typed: string } | null;
interface Edit {
  sheet: string;
  /** Stable id of the row, or its number from 0. */
  row: string | number;
  /** Title of the column, or its number from 0. */
  column: string | number;
  value: Typed;
}

let folder = "";
let sheets = new Map<string, unknown[][]>();
function placeOf(e: Edit): { x: number; y: number; name: string } {
  const rows = sheets.get(e.sheet);
  if (!rows) throw new Error(`no sheet ${e.sheet}`);
  const head = rows[0] as unknown[];
  const x = typeof e.column === "number" ? e.column : head.indexOf(e.column);
  const y = typeof e.row === "number" ? e.row : rows.findIndex((r) => r[head.indexOf("ID")] === e.row);
  if (x < 0 || y < 0) throw new Error(`no place for ${JSON.stringify(e)}`);
  return { x, y, name: `${e.sheet}!${String.fromCharCode(65 + x)}${y + 1}` };
}

/** Opens the book in the office that listens, types each job's edits, and saves it under the job's name. */
const TYPIST = `
import json, sys, time, uno
from com.sun.star.beans import PropertyValue

def prop(name, value):
    p = PropertyValue()
    p.Name, p.Value = name, value
    return p

work = json.load(open(sys.argv[1], encoding="utf-8"))
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(600):
    try:
        context = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % work["pipe"])
        break
    except Exception:
        time.sleep(0.1)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
try:
    for job in work["jobs"]:
        book = desktop.loadComponentFromURL(work["book"], "_blank", 0, (prop("Hidden", True),))
        for edit in job["edits"]:
            cell = book.Sheets.getByName(edit["sheet"]).getCellByPosition(edit["x"], edit["y"])
            if "formula" in edit:
                cell.Formula = edit["formula"]
            elif isinstance(edit["value"], str):
                cell.String = edit["value"]
            else:
                cell.Value = edit["value"]
        book.storeToURL(job["to"], (prop("FilterName", "Calc MS Excel 2007 XML"),))
        book.close(True)
finally:
    desktop.terminate()
`;
function typed(e: Edit) {
  const { x, y } = placeOf(e);
  const { value } = e;
  const place = { sheet: e.sheet, x, y };
  if (value !== null && typeof value === "object") return { ...place, formula: value.typed };
  if (typeof value === "string" && value.startsWith("=")) return { ...place, formula: value };
  return { ...place, value: value ?? "" };
}

/** Lets Calc open a workbook, type the edits and save it under each name. */
async function saveAs(book: string, jobs: Record<string, readonly Edit[]>): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), "seiza-calc-"));
  const pipe = `seiza${process.pid}`;
  const office = spawn(
    OFFICE,
    [
      `-env:UserInstallation=${pathToFileURL(profile)}`,
      "--headless",
      "--norestore",
      `--accept=pipe,name=${pipe};urp`,
    ],
    { stdio: "ignore" },
  );
  const ended = new Promise((done) => office.once("exit", done));
  try {
    writeFileSync(
      join(profile, "work.json"),
      JSON.stringify({
        pipe,
        book: String(pathToFileURL(book)),
        jobs: Object.entries(jobs).map(([name, edits]) => ({
          to: String(pathToFileURL(join(folder, name))),
          edits: edits.map(typed),
        })),
      }),
    );
    execFileSync(PYTHON, ["-c", TYPIST, join(profile, "work.json")], { timeout: 200_000 });
    await ended;
  } finally {
    office.kill();
    rmSync(profile, { recursive: true, force: true });
  }
}

const seiza = (args: string[]) =>
  spawnSync(process.execPath, [SEIZA, ...args, "--lang", "ja"], { cwd: folder, encoding: "utf8" });
const studyIn = (name: string): Study => {
  const { study: read } = readStudy({ name, bytes: readFileSync(join(folder, name)) });
  if (!read) throw new Error(`${name} is no study`);
  return read;
};

const START = "はじめに";
const COMPONENTS = "①資産一覧(構成要素)";
const ASSETS = "②守るべき資産と重要度";
const RISK = "②資産ベースのリスク分析";
const PRIORITY = "②製品類型の優先度";
const CHOICES = "④対策候補";
const REQUIREMENTS = "④セキュリティ要件";
const ACTIVITIES = "⑤活用促進";
const MAKERS = "⑥市場(ベンダー)";
const FIRMS = "⑥市場(選定事業者)";
const GUIDELINES = "⑥市場(制度・ガイドライン)";
const SIGNED: Edit[] = [
  { sheet: START, row: 8, column: 1, value: "WG主査 佐藤" },
  { sheet: START, row: 9, column: 1, value: { typed: "2026-11-25" } },
];

const EDITS: Edit[] = [
  ...SIGNED,
  { sheet: ASSETS, row: "at:agv/A2m", column: "変更後の重要度", value: 3 },
  { sheet: ASSETS, row: "at:agv/A2m", column: "決定の理由", value: "搬送が止まるとラインが止まる" },
  { sheet: CHOICES, row: "ch:agv/CM01", column: "決定", value: "採用・受容" },
  { sheet: CHOICES, row: "ch:agv/CM01", column: "決定の理由", value: "更新の仕組みは必須とする" },
  { sheet: MAKERS, row: "mk:plc/1", column: "シェア(%)", value: 48.5 },
  { sheet: MAKERS, row: "mk:plc/1", column: "日付", value: { typed: "2026-11-20" } },
  { sheet: COMPONENTS, row: "co:fa/agv", column: "台数", value: 9 },
];

const assets = dossier.step2.assets.map((a) => a.id);
const groups = dossier.step2.threatGroups.filter((g) => !g.decided).map((g) => g.id);
const choices = dossier.step4.choices
  .filter((c) => !dossier.decisions.some((d) => d.target === c.id))
  .map((c) => c.id);
const components = dossier.step1.configurations.flatMap((c) => c.components.map((x) => x.id));
const at = (list: readonly string[], n: number) => list[n] as string;
const importance = (n: number, value: Typed, reason: Typed = "理由"): Edit[] => [
  { sheet: ASSETS, row: at(assets, n), column: "変更後の重要度", value },
  ...(reason === null ? [] : [{ sheet: ASSETS, row: at(assets, n), column: "決定の理由", value: reason }]),
];
const risk = (n: number, column: string, value: Typed): Edit[] => [
  { sheet: RISK, row: at(groups, n), column, value },
  { sheet: RISK, row: at(groups, n), column: "決定の理由", value: "理由" },
];
const component = (n: number, column: string, value: Typed): Edit[] => [
  { sheet: COMPONENTS, row: at(components, n), column, value },
];
/** A way to break a cell, each in a row of its own; the message stands at the first cell unless `says` names another. */
const BROKEN: { kind: string; edits: Edit[]; at?: Edit }[] = [
  { kind: "an importance above 3", edits: importance(0, 4) },
  { kind: "an importance of 0", edits: importance(1, 0) },
  { kind: "half an importance", edits: importance(2, 2.5) },
  { kind: "an importance in words", edits: importance(3, "高い") },
  { kind: "a truth value", edits: importance(4, "=TRUE()") },
  { kind: "a formula that fails", edits: importance(5, "=NA()") },
  {
    kind: "an importance without a reason",
    edits: importance(6, 3, null),
    at: { sheet: ASSETS, row: at(assets, 6), column: "決定の理由", value: null },
  },
  {
    kind: "a reason without a decision",
    edits: [{ sheet: ASSETS, row: at(assets, 7), column: "決定の理由", value: "重要" }],
  },
  { kind: "a threat level above 3", edits: risk(0, "変更後の脅威レベル", 9) },
  { kind: "a countermeasure level in words", edits: risk(1, "変更後の対策レベル", "中") },
  {
    kind: "a result of the analysis typed over",
    edits: [{ sheet: RISK, row: at(groups, 2), column: "リスク値", value: "Z" }],
  },
  {
    kind: "a decision that is none",
    edits: [
      { sheet: CHOICES, row: at(choices, 0), column: "決定", value: "たぶん" },
      { sheet: CHOICES, row: at(choices, 0), column: "決定の理由", value: "理由" },
    ],
  },
  {
    kind: "a decision without a reason",
    edits: [{ sheet: CHOICES, row: at(choices, 1), column: "決定", value: "除外" }],
    at: { sheet: CHOICES, row: at(choices, 1), column: "決定の理由", value: null },
  },
  {
    kind: "a priority that does not exist",
    edits: [
      { sheet: PRIORITY, row: "pr:agv", column: "変更後の優先度", value: "P9" },
      { sheet: PRIORITY, row: "pr:agv", column: "決定の理由", value: "理由" },
    ],
  },
  {
    kind: "a wording without end",
    edits: [
      { sheet: REQUIREMENTS, row: "rq:agv/CM01", column: "変更後の文", value: "あ".repeat(2001) },
      { sheet: REQUIREMENTS, row: "rq:agv/CM01", column: "決定の理由", value: "理由" },
    ],
  },
  { kind: "no units", edits: component(0, "台数", 0) },
  { kind: "fewer than no units", edits: component(1, "台数", -3) },
  { kind: "too many units", edits: component(2, "台数", 1e9) },
  { kind: "units in words", edits: component(3, "台数", "六台") },
  { kind: "half a unit", edits: component(4, "台数", 1.5) },
  { kind: "no name", edits: component(5, "名称", null) },
  { kind: "a name without end", edits: component(6, "名称", "名".repeat(3000)) },
  { kind: "a broken reference", edits: component(7, "名称", "#REF!") },
  { kind: "an id that does not exist", edits: component(8, "ID", "co:fa/zzz") },
  { kind: "no id", edits: component(9, "ID", null) },
  { kind: "the same id twice", edits: component(11, "ID", at(components, 10)) },
  {
    kind: "a share above 100",
    edits: [{ sheet: MAKERS, row: "mk:plc/1", column: "シェア(%)", value: 120 }],
  },
  {
    kind: "an agreement that is none",
    edits: [{ sheet: MAKERS, row: "mk:plc/1", column: "★2以上への合意", value: "検討中" }],
  },
  {
    kind: "a day that does not exist",
    edits: [{ sheet: MAKERS, row: "mk:plc/1", column: "日付", value: "2026-02-30" }],
  },
  {
    kind: "a share in words",
    edits: [{ sheet: MAKERS, row: 2, column: "シェア(%)", value: "約半分" }],
  },
  {
    kind: "an added maker of no type",
    edits: [
      { sheet: MAKERS, row: 4, column: 1, value: "冷蔵庫" },
      { sheet: MAKERS, row: 4, column: 0, value: "K社" },
    ],
  },
  { kind: "a rank of 0", edits: [{ sheet: FIRMS, row: "sl:1", column: "順位", value: 0 }] },
  { kind: "half a rank", edits: [{ sheet: FIRMS, row: "sl:2", column: "順位", value: 1.5 }] },
  {
    kind: "a demand that is none",
    edits: [{ sheet: GUIDELINES, row: "gl:1", column: "ラベル取得製品の要求", value: "そこそこ" }],
  },
  { kind: "a day in words", edits: [{ sheet: GUIDELINES, row: "gl:1", column: "日付", value: "来年" }] },
  {
    kind: "a state that is none",
    edits: [{ sheet: ACTIVITIES, row: "pa:seminars/p1", column: "状態", value: "未定" }],
  },
];

describe.skipIf(!hasTypist)("a workbook that was opened and saved in Calc", () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "seiza-book-"));
    const bytes = await renderXlsx(dossier, "ja");
    writeFileSync(join(folder, "book.xlsx"), bytes);
    sheets = new Map((await readXlsx(bytes)).sheets.map((s) => [s.name, s.rows as unknown[][]]));
    await saveAs(join(folder, "book.xlsx"), {
      "untouched.xlsx": [],
      "edited.xlsx": EDITS,
      "broken.xlsx": [...SIGNED, ...BROKEN.flatMap((b) => b.edits)],
    });
    copyFileSync(`${ROOT}examples/${FILE}`, join(folder, "study.yaml"));
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("changes nothing when nothing was typed", async () => {
    const reading = await readBook(readFileSync(join(folder, "untouched.xlsx")), dossier);
    expect([reading.problems, reading.edits]).toEqual([[], []]);
  });

  it("is refused for every one of its broken cells, at the cell, and leaves the study as it was", async () => {
    expect(BROKEN.length).toBeGreaterThanOrEqual(30);
    const reading = await readBook(readFileSync(join(folder, "broken.xlsx")), dossier);
    expect(reading.edits).toEqual([]);
    const wanted = BROKEN.map((b) => placeOf(b.at ?? (b.edits[0] as Edit)).name);
    expect(reading.problems.map((p) => p.where).sort()).toEqual(wanted.sort());
    const before = readFileSync(join(folder, "study.yaml"));
    const run = seiza(["import", "broken.xlsx", "--study", "study.yaml", "--yes"]);
    expect(run.status).toBe(2);
    for (const where of wanted) expect(run.stderr).toContain(where);
    expect(run.stderr).toContain(`誤り ${BROKEN.length} 件`);
    expect(Buffer.compare(readFileSync(join(folder, "study.yaml")), before)).toBe(0);
  });

  it("brings exactly the edits into the study", () => {
    const before = studyIn("study.yaml");
    const run = seiza(["import", "edited.xlsx", "--study", "study.yaml", "--yes"]);
    expect(run.status, run.stderr).toBe(0);
    const after = studyIn("study.yaml");
    const entries = diffStudies(before, after).map((e) => [
      e.kind,
      e.part,
      ...(e.fields ?? []).map((f) => [f.path, f.before, f.after]),
    ]);
    expect(entries).toEqual([
      ["changed", "component", ["quantity", 6, 9]],
      ["added", "decision"],
      ["added", "decision"],
      ["changed", "market", ["sharePercent", 46, 48.5], ["date", "2026-10-15", "2026-11-20"]],
    ]);
    const known = new Set(before.decisions?.map((d) => d.id));
    expect(
      after.decisions
        ?.filter((d) => !known.has(d.id))
        .map((d) => [d.target, d.action, d.set, d.reason, d.by, d.date]),
    ).toEqual([
      [
        "at:agv/A2m",
        "change",
        { importance: 3 },
        "搬送が止まるとラインが止まる",
        "WG主査 佐藤",
        "2026-11-25",
      ],
      ["ch:agv/CM01", "accept", undefined, "更新の仕組みは必須とする", "WG主査 佐藤", "2026-11-25"],
    ]);
  });
});
