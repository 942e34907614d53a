/**
 * What a vendor takes out of a product: papers of a kept assessment through the menu, as the API gives them; and the study that
 * a product is linked to.
 */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import type { Download, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { leaveBrowser, openWindow, type Watched } from "./browsing.ts";

const address = inject("address");
let watched: Watched;
let page: Page;
let id = "";
let folder = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "seiza-product-papers-"));
  watched = await openWindow({ address, cookie: inject("cookie") });
  page = watched.page;
  const text = readFileSync(new URL("../../examples/products/camera/product.yaml", import.meta.url), "utf8");
  const response = await page.request.post(`${address}/api/v1/products`, {
    data: {
      name: { ja: "書き出すカメラ", en: "Camera to export" },
      document: { seiza: "product-document/1", text, statements: [] },
    },
    headers: { origin: address },
  });
  expect(response.status()).toBe(201);
  id = (await response.json()).id;
});
afterAll(async () => {
  await watched?.context.close();
  await leaveBrowser();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => expect(watched.faults.splice(0)).toEqual([]));

const dialog = () => page.getByRole("dialog");
async function choose(...formats: string[]): Promise<void> {
  for (const box of await dialog().getByRole("checkbox").all())
    if (await box.isChecked()) await box.uncheck();
  for (const f of formats) await dialog().getByRole("checkbox", { name: f, exact: true }).check();
}
async function taken(name: string): Promise<Download> {
  const [download] = await Promise.all([
    page.waitForEvent("download", { timeout: 90_000 }),
    dialog().getByRole("button", { name }).click(),
  ]);
  return download;
}
async function bytesOf(download: Download): Promise<Uint8Array> {
  const path = join(folder, "taken");
  await download.saveAs(path);
  return new Uint8Array(readFileSync(path));
}
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const kept = async () =>
  (await (await page.request.get(`${address}/api/v1/products/${id}/assessments`)).json()).items as {
    id: string;
    number: number;
  }[];

test("the checklist of what is on the screen is kept first, and is what the API gives", async () => {
  await page.goto(`${address}/products/${id}`);
  await page.locator("[data-criterion]").first().waitFor();
  await page.getByRole("button", { name: "書き出し", exact: true }).click();
  const which = dialog().getByLabel("書き出す評価");
  await expect
    .poll(() => which.evaluate((s: HTMLSelectElement) => s.selectedOptions[0]?.text))
    .toContain("第1回の評価として保存してから");
  expect(await dialog().getByRole("checkbox", { name: "署名付き証跡(zip)" }).isDisabled()).toBe(true);
  await choose("チェックリスト(Excel)");
  const download = await taken("書き出す");
  await dialog()
    .getByText(/^できあがりました/)
    .waitFor();
  const [assessment] = await kept();
  expect(assessment?.number).toBe(1);
  const paper = await page.request.get(
    `${address}/api/v1/products/${id}/assessments/${assessment?.id}/papers/xlsx?lang=ja`,
  );
  expect(digest(await bytesOf(download))).toBe(digest(await paper.body()));
  expect(paper.headers()["content-disposition"]).toContain(encodeURIComponent(download.suggestedFilename()));
});

test("several come as one zip, in English, without a second assessment", async () => {
  await dialog().getByRole("button", { name: "形式の選択に戻る" }).click();
  await choose("反する点と未決(SARIF)", "申告(product.yaml)");
  await dialog().getByText("English", { exact: true }).click();
  const download = await taken("2 形式を zip で書き出す");
  expect(download.suggestedFilename()).toMatch(/_1\.zip$/);
  const files = unzipSync(await bytesOf(download));
  const sarif = Object.keys(files).find((f) => f.includes("sarif")) ?? "";
  expect(JSON.parse(strFromU8(files[sarif] as Uint8Array)).runs[0].tool.driver.language).toBe("en");
  expect(strFromU8(files["product.yaml"] as Uint8Array)).toContain("seiza: product/1");
  expect(await kept()).toHaveLength(1);
});

test("a paper that cannot be made is named with the reason, and the rest can be had", async () => {
  await page.route("**/papers/oscal**", (route) =>
    route.fulfill({
      status: 422,
      contentType: "application/problem+json",
      body: JSON.stringify({
        type: "about:blank",
        title: "t",
        status: 422,
        code: "c",
        detail: "申告を読めません。",
        mend: "直してください。",
      }),
    }),
  );
  await dialog().getByRole("button", { name: "形式の選択に戻る" }).click();
  await choose("評価結果(OSCAL)", "申告書(CycloneDX)");
  await dialog().getByRole("button", { name: "2 形式を zip で書き出す" }).click();
  await dialog().getByText("申告を読めません。 直してください。").waitFor();
  await page.unroute("**/papers/oscal**");
  const download = await taken("できた形式だけを書き出す");
  expect(download.suggestedFilename()).toMatch(/cdx|cyclonedx/i);
  // The refusal itself.
  expect(watched.faults.splice(0).every((f) => /422/.test(f))).toBe(true);
});

test("a study and its product type are chosen from lists; what the study adds joins the sixteen rows", async () => {
  await page.keyboard.press("Escape");
  const begun = await page.request.post(`${address}/api/v1/studies`, {
    data: { template: "smart-home-hems", name: { ja: "つなぐ検討", en: "Study to link" } },
    headers: { origin: address },
  });
  const { head, study } = await begun.json();
  await page.goto(`${address}/products/${id}/declaration?view=form`);
  await page
    .getByRole("button", { name: /^検討とのつながり/ })
    .first()
    .click();
  const section = page.locator("[data-field=study]");
  await section.getByRole("button").first().click();
  await section.getByRole("combobox", { name: /^検討(?!での)/ }).selectOption({ label: "つなぐ検討" });
  await section.getByRole("combobox", { name: /^検討での製品類型/ }).selectOption("hems-gateway");
  await page.getByRole("navigation", { name: "製品の画面" }).getByText("評価").click();
  const rows = page.locator("[data-requirement]");
  await rows.first().waitFor();
  expect(await page.locator("[data-criterion]").count()).toBe(16);
  expect(await rows.first().innerText()).toContain("人の判断が必要");
  await rows.first().click();
  const link = page.getByRole("link", { name: /^検討「つなぐ検討」の要件 \d+ を開く$/ });
  expect(await link.getAttribute("href")).toContain(`/studies/${head.id}/requirements`);

  await page.getByRole("button", { name: "この評価を保存" }).click();
  await page.getByText("第2回の評価として保存しました").waitFor();
  const target = await rows.first().getAttribute("data-requirement");
  const before = await rows.count();
  const saved = await page.request.put(`${address}/api/v1/studies/${head.id}`, {
    data: {
      study: {
        ...study,
        decisions: [
          ...(study.decisions ?? []),
          { id: "no-1", target, action: "drop", reason: "他で足りる", by: "佐藤", date: "2026-11-20" },
        ],
      },
    },
    headers: { origin: address, "if-match": '"1"' },
  });
  expect(saved.status()).toBe(200);
  await page.locator("[data-study-changed]").getByText("要件の違い: 追加 0、変更 0、削除 1").waitFor();
  expect(await rows.count()).toBe(before - 1);
});
