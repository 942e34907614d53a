/** A vendor's way through the products: made from an example, judged by a named person, kept, compared, by keys alone. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { leaveBrowser, openWindow, tabTo, type Watched } from "./browsing.ts";

const address = inject("address");
const cookie = inject("cookie");
afterAll(leaveBrowser);

describe("a product", () => {
  let watched: Watched;
  let page: Page;
  let id = "";
  beforeAll(async () => {
    watched = await openWindow({ address, cookie });
    page = watched.page;
  });
  afterAll(() => watched?.context.close());
  afterEach(() => expect(watched.faults.splice(0)).toEqual([]));
  const stored = async () =>
    (await (await watched.context.request.get(`${address}/api/v1/products/${id}`)).json()) as {
      revision: number;
      document: { text: string; statements: Record<string, unknown>[] };
    };

  test("is made from an example by keys alone", async () => {
    await page.goto(`${address}/products`);
    await page.locator("main").getByRole("button", { name: "新しい製品" }).first().waitFor();
    await tabTo(page, "main button", 40, "新しい製品");
    await page.keyboard.press("Enter");
    await page.locator("[role=dialog] [type=radio]").first().waitFor();
    await tabTo(page, "[role=dialog] [type=radio]", 10);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await tabTo(page, "[role=dialog] button[type=submit]", 10);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/products\/[\w-]+\/declaration/);
    id = /products\/([\w-]+)/.exec(page.url())?.[1] ?? "";
    expect((await stored()).document.text).toContain("ND-T10");
  });

  test("shows sixteen rows that never say that it conforms, and what is missing", async () => {
    await page.goto(`${address}/products/${id}`);
    await page.locator("[data-criterion]").first().waitFor();
    expect(await page.locator("[data-criterion]").count()).toBe(16);
    const shared = page.locator("[data-criterion='S1.1-02']");
    await expect.poll(() => shared.innerText()).toContain("基準に反する（観測）");
    expect(await shared.innerText()).toContain("全機器で共通");
    const said = await page.locator("main").innerText();
    expect(said).toContain("ラベルの取得や第三者の認証を示すものではありません");
    expect(said.replaceAll(/適合基準|自己適合宣言/g, "")).not.toContain("適合");
  });

  test("takes a named person's judgement with its grounds, and lets it be withdrawn", async () => {
    await page.locator("[data-criterion='S1.1-07']").click();
    await page
      .getByRole("button", { name: /について判断する$/ })
      .first()
      .click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "判断を記録" }).click();
    await dialog.getByText("根拠を書いてください").waitFor();
    await dialog.getByLabel("根拠").fill("手順書の4ページを読み、三手順で終わることを確かめた。");
    await dialog.getByLabel("判断した人").fill("品質 花子");
    await dialog.locator("input[type=file]").setInputFiles({
      name: "手順.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("一、二、三"),
    });
    await dialog.getByRole("button", { name: "判断を記録" }).click();
    await dialog.waitFor({ state: "detached" });
    await expect.poll(async () => (await stored()).document.statements.length).toBe(1);
    expect((await stored()).document.statements[0]).toMatchObject({
      criterion: "S1.1-07",
      says: "met",
      by: "品質 花子",
      firmware: "1.3.0",
      attachments: [{ path: "手順.txt", bytes: 15 }],
    });
    await page.locator("[data-statement]").getByText("品質 花子").waitFor();
    await page.locator("[data-statement]").getByRole("button", { name: "取り下げる" }).click();
    await expect.poll(async () => (await stored()).document.statements.length).toBe(0);
    await page.locator("header").getByRole("button", { name: "元に戻す" }).click();
    await expect.poll(async () => (await stored()).document.statements.length).toBe(1);
  });

  test("keeps an assessment and says what a change of the declaration changed", async () => {
    await page.getByRole("button", { name: "この評価を保存" }).click();
    await page.getByText("第1回の評価として保存しました").waitFor();
    await page.getByRole("navigation", { name: "製品の画面" }).getByText("宣言").click();
    await page.getByText("テキスト", { exact: true }).click();
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.insertText("\ndisclosure: { policy: https://example.com/policy }\n");
    await expect.poll(async () => (await stored()).document.text).toContain("example.com/policy");
    await page.getByRole("navigation", { name: "製品の画面" }).getByText("比較").click();
    const changed = page.locator("main li", { hasText: "S1.1-05" });
    await changed.first().waitFor();
    expect(await changed.first().innerText()).toContain("脆弱性開示ポリシーの場所が申告されていません。");
  });

  test("refuses a file that is no signed evidence, and says why", async () => {
    await page.goto(`${address}/products/${id}`);
    await page.getByRole("button", { name: "署名付き証跡を読み込む" }).waitFor();
    await page.locator("main input[type=file]").setInputFiles({
      name: "evidence.zip",
      mimeType: "application/zip",
      buffer: Buffer.from("no zip"),
    });
    await page.getByRole("alert").getByText("「evidence.zip」は証跡として使えません").waitFor();
    // The refusal itself.
    expect(watched.faults.splice(0).every((f) => /422/.test(f))).toBe(true);
  });
});
