/** The whole way through the workbench, from the printed address to the downloaded dossier, as one person goes it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Study } from "@seiza/model";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { leaveBrowser, openWindow, SLOW, tabTo, type Watched, waitSaved } from "./browsing.ts";
import { startWorkbench, type Workbench } from "./shared.ts";

const SEIZA = fileURLToPath(new URL("../../packages/cli/bin/seiza.js", import.meta.url));
const NAME = "戸建て住宅の検討";
const REASON = "点火の指示は家の外からも届くため、供給者と合意した";

let bench: Workbench;
let watched: Watched;
let page: Page;
let id = "";
let folder = "";

beforeAll(async () => {
  // The first start for itself: an empty data folder and a token that nobody has used.
  bench = await startWorkbench();
  folder = mkdtempSync(join(tmpdir(), "seiza-journey-"));
  watched = await openWindow({ address: bench.address });
  page = watched.page;
});
afterAll(async () => {
  await watched?.context.close();
  await leaveBrowser();
  await bench?.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => expect(watched.faults).toEqual([]));

/** `g` and a key, as the list of shortcuts says. */
async function go(key: string): Promise<void> {
  await page.locator("main").focus();
  await page.keyboard.press("g");
  await page.keyboard.press(key);
}
const analysed = () => expect.poll(() => page.getByText("分析中", { exact: true }).count(), SLOW).toBe(0);

/** What ② says of attack routes: goals in the list, and the routes of one of them. */
async function goalsOnRisks(): Promise<number> {
  await page.goto(`${bench.address}/studies/${id}/risks?tab=routes`);
  const table = page.getByRole("table", { name: "攻撃対象" });
  await table.waitFor();
  await analysed();
  return Number(await table.getAttribute("aria-rowcount")) - 1;
}
const components = () =>
  page
    .getByText(/^構成要素\s?\d+/)
    .first()
    .innerText();

let goalsBefore = 0;
let componentsBefore = "";

test("the printed address opens the five examples, and its token leaves the address", async () => {
  await page.goto(bench.url);
  await page.getByRole("heading", { name: "検討", exact: true }).waitFor();
  await expect.poll(() => page.locator("main ul > li").count(), SLOW).toBe(5);
  expect(new URL(page.url()).search).toBe("");
  await page.getByText("スマートホーム(HEMSゲートウェイ経由)").first().waitFor();
});

test("a new study from the smart-home template", async () => {
  await page.getByRole("button", { name: "新しい検討" }).click();
  const dialog = page.getByRole("dialog", { name: "新しい検討" });
  await dialog
    .getByRole("radio", { name: /スマートホーム/ })
    .first()
    .click();
  await dialog.getByLabel("検討の名前").fill(NAME);
  await dialog.getByRole("button", { name: "作成" }).click();
  await page.waitForURL(/\/studies\/[\w-]+$/, SLOW);
  id = page.url().split("/").at(-1) ?? "";
  await page.getByRole("button", { name: NAME }).waitFor();
  goalsBefore = await goalsOnRisks();
  expect(goalsBefore).toBeGreaterThan(0);
});

test("① a component from the palette and its connection, by keyboard alone", async () => {
  await go("1");
  await page.getByTestId("diagram").waitFor();
  componentsBefore = await components();
  await tabTo(page, "input[aria-label='製品類型を探す']");
  await page.keyboard.type("加熱機器");
  await page.keyboard.press("Enter");
  await page.getByText("「加熱機器(IH・ストーブ)」を「宅内LAN」に追加しました").waitFor();
  await expect.poll(components, SLOW).not.toBe(componentsBefore);
  // The new component is chosen; the command asks only for the other end.
  await tabTo(page, "[data-testid=diagram]");
  await page.keyboard.press("c");
  await page.getByRole("dialog", { name: "「加熱機器(IH・ストーブ)」の接続先" }).waitFor();
  await page.keyboard.type("HEMSゲートウェイ");
  await page.keyboard.press("Enter");
  await page.getByText(/「加熱機器\(IH・ストーブ\)」から「HEMSゲートウェイ」へ接続しました/).waitFor();
  await waitSaved(page);
});

test("② new attack routes lead to it, each drawn step by step", async () => {
  const goals = await goalsOnRisks();
  expect(goals).toBeGreaterThan(goalsBefore);
  await page
    .getByLabel("攻撃対象を絞り込む")
    .or(page.getByPlaceholder(/絞り込/))
    .first()
    .fill("加熱機器");
  const row = page
    .getByRole("table", { name: "攻撃対象" })
    .getByRole("row", { name: /加熱機器\(IH・ストーブ\)\(動作\)/ });
  await row.click();
  await page.getByRole("region", { name: "加熱機器(IH・ストーブ)(動作)" }).waitFor();
  const routes = await page
    .getByText(/^ルート \d+ 本$/)
    .first()
    .innerText();
  expect(Number(/\d+/.exec(routes)?.[0])).toBeGreaterThan(0);
});

test("④ a countermeasure is decided on with a reason, and who and when stand beside it", async () => {
  await page.goto(`${bench.address}/studies/${id}/requirements?type=pt:heating-appliance&show=all`);
  const accept = page.getByRole("button", { name: /を採用する理由を書く$/ }).first();
  await accept.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("理由").fill(REASON);
  await dialog.getByRole("button", { name: "判断を記録" }).click();
  await page.getByText(REASON).first().waitFor();
  const { person } = await (await page.request.get(`${bench.address}/api/v1/session`)).json();
  await expect.poll(decisionBeside, SLOW).toContain(person.name);
  expect(await decisionBeside()).toMatch(/\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/]\d{1,2}[-/]\d{1,2}/);
  await waitSaved(page);
});
const decisionBeside = () => page.locator("main li").filter({ hasText: REASON }).last().innerText();

test("⑤ a ★ that is switched on closes routes, and the page says so", async () => {
  await page.goto(`${bench.address}/studies/${id}/star1`);
  const said = page.locator("main [role=status]").filter({ hasText: /★|攻撃ルート/ });
  await said.getByText(/左で★を選ぶ/).waitFor();
  await page
    .getByRole("radiogroup", { name: "HEMSゲートウェイに付ける★" })
    .getByText("★1", { exact: true })
    .click();
  await said.getByText(/攻撃ルートのある組は/).waitFor();
  const numbers = [...(await said.innerText()).matchAll(/\d+/g)].map((m) => Number(m[0]));
  const [badBefore = Number.NaN, badAfter = Number.NaN, pairsBefore = Number.NaN, pairsAfter = Number.NaN] =
    numbers.filter((_, i) => i < 4);
  expect(pairsAfter).toBeLessThan(pairsBefore);
  expect(badAfter).toBeLessThanOrEqual(badBefore);
});

test("all of it is there after loading the page again", async () => {
  await page.goto(`${bench.address}/studies/${id}/system`);
  await page.getByTestId("diagram").waitFor();
  const after = await components();
  expect(after).not.toBe(componentsBefore);
  await page.reload();
  await expect.poll(components, SLOW).toBe(after);
  const { study, head } = await stored();
  expect(head.name).toMatchObject({ ja: NAME });
  const [configuration] = study.configurations;
  expect(configuration?.components.filter((c) => c.type === "heating-appliance")).toHaveLength(1);
  expect(configuration?.flows?.filter((f) => f.from.startsWith("heating-appliance."))).toHaveLength(1);
  expect(study.decisions?.map((d) => d.reason)).toContain(REASON);
  await page.getByRole("button", { name: /^判断/ }).click();
  await page.getByRole("complementary").getByText(REASON).waitFor();
  await page.keyboard.press("Escape");
});
const stored = async (): Promise<{ head: { name: unknown; revision: number }; study: Study }> =>
  (await page.request.get(`${bench.address}/api/v1/studies/${id}`)).json();

test("undo goes back beyond the reload to the template, redo brings everything again", async () => {
  const whole = (await stored()).study;
  const first = (await (await page.request.get(`${bench.address}/api/v1/studies/${id}/revisions/1`)).json())
    .study;
  await page.locator("main").focus();
  const undo = page.getByRole("button", { name: "元に戻す", exact: true });
  let steps = 0;
  while (await undo.isEnabled()) {
    expect(steps++).toBeLessThan(20);
    await page.keyboard.press("Control+z");
    await settled();
  }
  expect(steps).toBeGreaterThanOrEqual(3);
  await expect.poll(async () => (await stored()).study, SLOW).toEqual(first);
  await expect.poll(components, SLOW).toBe(componentsBefore);
  // The way forward is kept as well, and outlives the window.
  await waitSaved(page);
  await page.reload();
  await page.getByTestId("diagram").waitFor();
  await page.locator("main").focus();
  const redo = page.getByRole("button", { name: "やり直す", exact: true });
  for (let i = 0; i < steps; i++) {
    await expect.poll(() => redo.isEnabled(), SLOW).toBe(true);
    await page.keyboard.press("Control+Shift+z");
    await settled();
  }
  await expect.poll(async () => (await stored()).study, SLOW).toEqual(whole);
  expect(await redo.isEnabled()).toBe(false);
});
/** A step back or forward is shown, and the buttons say what is next. */
const settled = async () => {
  await page.waitForTimeout(150);
  await waitSaved(page);
};

test("compare with the first revision: what was drawn, and what it changed", async () => {
  await page.goto(`${bench.address}/studies/${id}/compare?from=1&to=now`);
  await page.getByRole("heading", { name: "まとめ" }).waitFor();
  const main = page.locator("main");
  await main.getByText("加熱機器", { exact: false }).first().waitFor();
  const counts = await main.getByText(/^\d+ → \d+$/).allInnerTexts();
  expect(counts.length).toBeGreaterThan(0);
  expect(counts.some((pair) => Number(pair.split(" → ")[1]) > Number(pair.split(" → ")[0]))).toBe(true);
});

test("the downloaded dossier is what the command makes of the downloaded study", async () => {
  await page.goto(`${bench.address}/studies/${id}`);
  const get = async (name: string) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name }).click(),
    ]);
    const path = join(folder, "downloaded");
    await download.saveAs(path);
    return { name: download.suggestedFilename(), text: readFileSync(path, "utf8") };
  };
  const dossier = await get("ドシエ(JSON)");
  const study = await get("検討ファイル(YAML)");
  expect(study.name).toMatch(/\.yaml$/);
  expect(dossier.name).toMatch(/\.json$/);
  const path = join(folder, "study.yaml");
  writeFileSync(path, study.text);
  const run = spawnSync(process.execPath, [SEIZA, "analyse", path, "--out", folder, "--format", "json"], {
    encoding: "utf8",
  });
  expect(run.status, run.stderr).toBe(0);
  const own = readdirSync(folder).find((f) => f.endsWith(".dossier.json")) ?? "";
  expect(dossier.text).toBe(readFileSync(join(folder, own), "utf8"));
});
