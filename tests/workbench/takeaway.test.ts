/** What people take out of the workbench and bring into it: documents, models of other tools, edited workbooks. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Study } from "@seiza/model";
import { strFromU8, unzipSync } from "fflate";
import { type CellValue, readXlsx, writeXlsx } from "hucre/xlsx";
import type { Download, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { leaveBrowser, openWindow, SLOW, tabTo, type Watched, waitSaved } from "./browsing.ts";

let watched: Watched;
let page: Page;
let folder = "";
let id = "";
const address = inject("address");
const NAME = "書き出しと取り込み";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "seiza-takeaway-"));
  watched = await openWindow({ address, cookie: inject("cookie") });
  page = watched.page;
  const { head } = await post("/studies", {
    template: "factory-fa",
    name: { ja: NAME, en: "In and out" },
  });
  id = head.id;
});
afterAll(async () => {
  await watched?.context.close();
  await leaveBrowser();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => expect(watched.faults).toEqual([]));

async function post(path: string, body: unknown) {
  const response = await page.request.post(`${address}/api/v1${path}`, {
    data: body,
    headers: { origin: address },
  });
  expect(response.status()).toBeLessThan(300);
  return response.json();
}
const stored = async (): Promise<{ head: { revision: number }; study: Study }> =>
  (await page.request.get(`${address}/api/v1/studies/${id}`)).json();
async function bytesOf(download: Download): Promise<Uint8Array<ArrayBuffer>> {
  const path = join(folder, "taken");
  await download.saveAs(path);
  return new Uint8Array(readFileSync(path));
}
const dialog = () => page.getByRole("dialog");
/** Exactly these formats are chosen. */
async function choose(...formats: string[]): Promise<void> {
  for (const box of await dialog().getByRole("checkbox").all())
    if (await box.isChecked()) await box.uncheck();
  for (const f of formats) await dialog().getByRole("checkbox", { name: f, exact: true }).check();
}
async function taken(press: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 90_000 }), press()]);
  return download;
}
const file = (name: string, text: string | Uint8Array) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
/** A file is dragged onto the page and let go. */
async function dropped(name: string, bytes: Uint8Array): Promise<void> {
  const data = await page.evaluateHandle(
    ([name, base64]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
      return transfer;
    },
    [name, Buffer.from(bytes).toString("base64")] as const,
  );
  await page.dispatchEvent("main", "dragover", { dataTransfer: data });
  await page.dispatchEvent("main", "drop", { dataTransfer: data });
}

let book = new Uint8Array();

test("the workbook, chosen and begun by keyboard alone", async () => {
  await page.goto(`${address}/studies/${id}`);
  await page.getByRole("button", { name: "書き出し", exact: true }).waitFor();
  await page.locator("main").focus();
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await dialog().getByRole("heading", { name: "書き出し" }).waitFor();
  await choose();
  await dialog().getByRole("button", { name: "閉じる" }).focus();
  for (let i = 0; i < 30; i++) {
    const label = await page.evaluate(
      () => (document.activeElement as HTMLInputElement)?.labels?.[0]?.innerText,
    );
    if (label === "ブック(Excel)") break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Space");
  await tabTo(page, "button[type=submit]");
  const download = await taken(() => page.keyboard.press("Enter"));
  expect(download.suggestedFilename()).toBe(`${NAME}_r1.xlsx`);
  book = await bytesOf(download);
  const sheets = (await readXlsx(book)).sheets.map((s) => s.name);
  expect(sheets).toContain("①資産一覧(構成要素)");
  await dialog()
    .getByText(/^できあがりました/)
    .waitFor();
});

test("the report as a PDF in English, with how far it is meanwhile", async () => {
  await dialog().getByRole("button", { name: "形式の選択に戻る" }).click();
  await choose("報告書(PDF)");
  await dialog().getByText("English", { exact: true }).click();
  const said = dialog().getByRole("status").filter({ hasText: "作っています" });
  const download = await taken(async () => {
    await dialog().getByRole("button", { name: "書き出す" }).click();
    await said.getByText("「報告書(PDF)」を作っています(1 / 1)").waitFor();
  });
  const pdf = Buffer.from(await bytesOf(download));
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(pdf.subarray(-32).toString()).toContain("%%EOF");
  expect(pdf.includes("/Lang")).toBe(true);
});

test("several at once come in one zip, each what it says it is", async () => {
  await dialog().getByRole("button", { name: "形式の選択に戻る" }).click();
  await choose("ブック(Excel)", "表(CSV)", "検討ファイル(YAML)", "Open Threat Model(OTM)", "脅威(SARIF)");
  await dialog().getByText("日本語", { exact: true }).click();
  const download = await taken(() =>
    dialog().getByRole("button", { name: "5 形式を zip で書き出す" }).click(),
  );
  const files = unzipSync(await bytesOf(download));
  const text = (end: string) => {
    const name = Object.keys(files).find((n) => n.endsWith(end)) ?? "";
    return strFromU8(files[name] as Uint8Array);
  };
  // The workbook that was taken before, to the byte: it is not made anew.
  const xlsx = Object.keys(files).find((n) => n.endsWith(".xlsx")) ?? "";
  expect(Buffer.compare(files[xlsx] as Uint8Array, book)).toBe(0);
  expect(text(".yaml")).toContain(NAME);
  expect(JSON.parse(text(".otm")).otmVersion).toBe("0.2.0");
  expect(JSON.parse(text(".sarif")).version).toBe("2.1.0");
  expect(Object.keys(files).filter((n) => n.startsWith("csv/")).length).toBeGreaterThan(5);
});

test("an export is cancelled, and one that fails is tried again", async () => {
  await dialog().getByRole("button", { name: "形式の選択に戻る" }).click();
  await choose("検討会資料(PowerPoint)", "図(PNG)");
  await dialog()
    .getByRole("button", { name: /zip で書き出す/ })
    .click();
  await dialog().getByText("「検討会資料(PowerPoint)」を作っています(1 / 2)").waitFor();
  await dialog().getByRole("button", { name: "中止" }).click();
  await dialog()
    .getByRole("button", { name: /zip で書き出す/ })
    .waitFor();
  await page.route(
    "**/exports",
    (route) =>
      route.fulfill({
        status: 409,
        contentType: "application/problem+json",
        body: JSON.stringify({
          title: "混雑",
          status: 409,
          code: "exports-full",
          detail: "16 件の書き出しが進行中です。",
        }),
      }),
    { times: 1 },
  );
  await choose("脅威(SARIF)");
  await dialog().getByRole("button", { name: "書き出す" }).click();
  await dialog().getByRole("alert").getByText("16 件の書き出しが進行中です。").waitFor();
  expect(watched.faults.splice(0).every((f) => f.includes("409"))).toBe(true);
  const download = await taken(() => dialog().getByRole("button", { name: "もう一度試す" }).click());
  expect(download.suggestedFilename()).toMatch(/\.sarif$/);
  await page.keyboard.press("Escape");
  await expect.poll(() => dialog().count(), SLOW).toBe(0);
});

/** The workbook after somebody typed into it. */
async function filled(change: (rows: Map<string, CellValue[][]>) => void): Promise<Uint8Array> {
  const sheets = new Map(
    (await readXlsx(book)).sheets.map((s) => [s.name, s.rows.map((r) => [...r])] as const),
  );
  change(sheets);
  return writeXlsx({ sheets: [...sheets].map(([name, rows]) => ({ name, rows })) });
}
const COMPONENTS = "①資産一覧(構成要素)";
const column = (rows: CellValue[][], title: string) => (rows[0] as CellValue[]).indexOf(title);

test("a workbook with nonsense is refused cell by cell, and the study is as it was", async () => {
  const before = await stored();
  const bytes = await filled((sheets) => {
    const rows = sheets.get(COMPONENTS) as CellValue[][];
    (rows[1] as CellValue[])[column(rows, "台数")] = "たくさん";
    (rows[2] as CellValue[])[column(rows, "台数")] = -3;
  });
  await dropped("記入.xlsx", bytes);
  const alert = dialog().getByRole("alert");
  await alert.getByText(/^2 か所を直してから/).waitFor();
  await alert.getByText(/①資産一覧\(構成要素\)![A-Z]+2/).waitFor();
  await alert.getByText(/①資産一覧\(構成要素\)![A-Z]+3/).waitFor();
  expect(await alert.getByText("たくさん").count()).toBeGreaterThan(0);
  await page.keyboard.press("Escape");
  expect((await stored()).head.revision).toBe(before.head.revision);
});

test("an edited workbook shows what it changes and is taken in as one step, which one undo takes back", async () => {
  const before = (await stored()).study;
  const bytes = await filled((sheets) => {
    const rows = sheets.get(COMPONENTS) as CellValue[][];
    (rows[1] as CellValue[])[column(rows, "台数")] = 41;
    (rows[2] as CellValue[])[column(rows, "台数")] = 42;
  });
  await dropped("記入.xlsx", bytes);
  await dialog()
    .getByText(/^2 個のセルが変わります/)
    .waitFor();
  const rows = await dialog().getByRole("row").allInnerTexts();
  expect(rows.filter((r) => /!\w+2\b.*台数.*41/s.test(r))).toHaveLength(1);
  expect(rows.filter((r) => /!\w+3\b.*台数.*42/s.test(r))).toHaveLength(1);
  expect((await stored()).study).toEqual(before);
  await dialog().getByRole("button", { name: "取り込む", exact: true }).click();
  await waitSaved(page);
  const quantities = (s: Study) => s.configurations.flatMap((c) => c.components.map((x) => x.quantity));
  await expect
    .poll(async () => quantities((await stored()).study), SLOW)
    .toEqual(expect.arrayContaining([41, 42]));
  await page.locator("main").focus();
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await stored()).study, SLOW).toEqual(before);
  expect(await page.getByRole("button", { name: "元に戻す", exact: true }).isEnabled()).toBe(false);
});

test("a model that is dropped on the list is shown before it becomes a study", async () => {
  const otm = await page.request.get(`${address}/api/v1/studies/${id}/revisions/1/documents/otm`);
  const { study } = await stored();
  await page.goto(address);
  await page.locator("main ul > li").first().waitFor();
  const count = await page.locator("main ul > li").count();
  await dropped("model.otm", new Uint8Array(await otm.body()));
  await dialog().getByRole("heading", { name: "「model.otm」から新しい検討を作る" }).waitFor();
  const components = study.configurations.reduce((n, c) => n + c.components.length, 0);
  const counts = await dialog().locator("dl > div").allInnerTexts();
  expect(counts.map((c) => c.replace(/\s+/g, " "))).toContain(`構成要素 ${components}`);
  expect(await page.locator("main ul > li").count()).toBe(count);
  await dialog().getByRole("button", { name: "検討を作る" }).click();
  await page.waitForURL(/\/studies\/[\w-]+$/, SLOW);
  await page.getByRole("button", { name: NAME }).first().waitFor();
  expect(page.url()).not.toContain(id);
});

test("each kind of file says what came in, what could not be placed, and why", async () => {
  await page.goto(address);
  await page.locator("main ul > li").first().waitFor();
  const dragon = await page.request.get(
    `${address}/api/v1/studies/${id}/revisions/1/documents/threat-dragon`,
  );
  const cells = [
    ["資産名", "種別", "設置場所", "担当"],
    ["ラインPLC", "シーケンサ", "製造現場", "製造課"],
    ["", "シーケンサ", "製造現場", ""],
  ];
  const drawio = `<mxfile><diagram name="図"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>
    <mxCell id="z" value="工場" style="swimlane" vertex="1" parent="1"><mxGeometry x="0" y="0" width="400" height="300" as="geometry"/></mxCell>
    <mxCell id="a" value="PLC" vertex="1" parent="z"><mxGeometry x="20" y="40" width="80" height="40" as="geometry"/></mxCell>
    <mxCell id="b" value="サーバ" vertex="1" parent="z"><mxGeometry x="200" y="40" width="80" height="40" as="geometry"/></mxCell>
    <mxCell id="e" value="HTTPS" edge="1" parent="z" source="a" target="b"><mxGeometry as="geometry"/></mxCell>
    </root></mxGraphModel></diagram></mxfile>`;
  const threagile = `threagile_version: 1.0.0
title: 工場
technical_assets:
  PLC: {id: plc, type: process, technology: iot-device, usage: devops, size: system, machine: physical, confidentiality: internal, integrity: critical, availability: critical}
trust_boundaries: {}
`;
  const files: [string, string | Uint8Array, string, string][] = [
    ["a.json", new Uint8Array(await dragon.body()), "OWASP Threat Dragon のモデル", "構成要素"],
    ["b.drawio", drawio, "draw.io の図", "構成要素 2"],
    ["c.yaml", threagile, "Threagile のモデル", "構成要素 1"],
    ["d.csv", cells.map((r) => r.join(",")).join("\n"), "資産台帳", "構成要素 1"],
    ["e.xlsx", await writeXlsx({ sheets: [{ name: "台帳", rows: cells }] }), "資産台帳", "構成要素 1"],
  ];
  for (const [name, content, format, counted] of files) {
    await page.locator("input[type=file]").setInputFiles(file(name, content));
    await dialog().getByText(`${format}として読みました`, { exact: false }).waitFor();
    expect((await dialog().locator("dl").innerText()).replace(/\s+/g, " "), name).toContain(counted);
    if (name === "e.xlsx") {
      await dialog().getByText("取り込まなかったもの").waitFor();
      await dialog().getByText("台帳!3").waitFor();
      await dialog().getByRole("cell", { name: "資産名" }).waitFor();
    }
    await dialog().getByRole("button", { name: "やめる" }).click();
    await expect.poll(() => dialog().count(), SLOW).toBe(0);
  }
  await page.locator("input[type=file]").setInputFiles(file("f.csv", "月,金額\n4月,100\n"));
  await dialog()
    .getByRole("alert")
    .getByText(/名称にあたる列が見つかりません|どのツールのファイルか分かりません/)
    .waitFor();
  await page.keyboard.press("Escape");
  await page.locator("input[type=file]").setInputFiles(file("g.xlsx", book));
  await dialog()
    .getByText(/この検討|その検討を開いてから/)
    .first()
    .waitFor();
  await page.keyboard.press("Escape");
});
