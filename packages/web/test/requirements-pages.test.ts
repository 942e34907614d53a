/** ④ and ⑥ in a browser against the real server: what a group judges there is in the study, with reason, person and day. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Study } from "@seiza/model";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = new URL("../../../", import.meta.url).pathname;
const EXAMPLE = "スマートホーム(HEMSゲートウェイ経由)";
/** The machine may be busy with other tests. */
const SLOW = { timeout: 45_000 };

let folder: string;
let server: ChildProcess;
let base = "";
let browser: Browser;
let context: BrowserContext;
let page: Page;
let id = "";

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "seiza-pages-"));
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  server = spawn(
    process.execPath,
    [join(ROOT, "packages/cli/bin/seiza.js"), "serve", "--port", String(port), "--data", folder],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    const listen = (bytes: Buffer) => {
      said += bytes.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(said);
      if (found) resolve(found[0]);
    };
    server.stdout?.on("data", listen);
    server.stderr?.on("data", listen);
    server.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  context.setDefaultTimeout(SLOW.timeout);
  page = await context.newPage();
  await page.goto(url);
  await page.getByText(EXAMPLE).first().waitFor();
  const studies = (await (await context.request.get(`${base}/api/v1/studies`)).json()) as {
    items: { id: string; name: { ja?: string } }[];
  };
  id = studies.items.find((s) => s.name.ja === EXAMPLE)?.id ?? "";
});
afterAll(async () => {
  await browser?.close();
  if (server?.exitCode === null) {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

const saved = async (): Promise<Study> =>
  ((await (await context.request.get(`${base}/api/v1/studies/${id}`)).json()) as { study: Study }).study;
const today = () => {
  const now = new Date();
  const two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
};
const decide = async (reason: string) => {
  await page.getByRole("textbox", { name: "理由" }).fill(reason);
  await page.getByRole("button", { name: "判断を記録" }).click();
};

test("a countermeasure accepted for a threat is a decision of the study, and can be withdrawn", async () => {
  await page.goto(`${base}/studies/${id}/requirements?type=pt:storage-battery&show=thin`);
  await page.getByRole("region", { name: "通信の盗聴" }).waitFor();
  expect(await page.getByRole("img", { name: "必要な層 3、実施済み 0、計画 1" }).count()).toBeGreaterThan(0);

  await page.getByRole("button", { name: "「データ暗号化」を採用する理由を書く" }).click();
  await decide("既存の暗号部品で対応できる");
  await expect
    .poll(async () => (await saved()).decisions?.at(-1), SLOW)
    .toMatchObject({
      target: "ch:storage-battery/CM14",
      action: "accept",
      reason: "既存の暗号部品で対応できる",
      by: "担当者",
      date: today(),
    });
  await page.getByText("既存の暗号部品で対応できる").waitFor();

  await page.getByRole("button", { name: "「データ暗号化」の判断を取り下げる" }).click();
  await expect
    .poll(async () => (await saved()).decisions?.some((d) => d.target === "ch:storage-battery/CM14"), SLOW)
    .toBe(false);
});

test("dropping what was accepted on the same day takes its place", async () => {
  await page.getByRole("button", { name: "「データ暗号化」を採用する理由を書く" }).click();
  await decide("一度は採用");
  await page.getByText("一度は採用").waitFor();
  await page.getByRole("button", { name: "「データ暗号化」を採用しない理由を書く" }).click();
  await decide("機器の能力が足りない");
  await page.getByText("機器の能力が足りない").waitFor();
  await page.getByText("一度は採用").waitFor({ state: "detached" });
  await expect
    .poll(
      async () =>
        (await saved()).decisions?.filter((d) => d.target === "ch:storage-battery/CM14").map((d) => d.action),
      SLOW,
    )
    .toEqual(["drop"]);
});

test("a requirement in the group's own words joins the list as not in ★1", async () => {
  await page.getByRole("tab", { name: /セキュリティ要件/ }).click();
  await page.getByRole("button", { name: "独自の要件を追加" }).click();
  await page
    .getByRole("textbox", { name: "日本語の文言" })
    .fill("蓄電池PCSは、異常な充放電指令を無視すること。");
  await decide("制御の安全を担保するため");
  await expect
    .poll(async () => (await saved()).decisions?.at(-1)?.set, SLOW)
    .toEqual({ requirement: { ja: "蓄電池PCSは、異常な充放電指令を無視すること。" } });
  await page.getByRole("textbox", { name: "要件・対策・脅威で探す" }).fill("異常な充放電");
  const row = page.getByRole("row").filter({ hasText: "異常な充放電指令を無視" });
  await row.getByText("★1にない").waitFor();
  expect(new URL(page.url()).searchParams.get("q")).toBe("異常な充放電");
});

test("shares over 100 % are refused in words, and agreement over the line makes the case arguable", async () => {
  await page.goto(`${base}/studies/${id}/star2?type=pt:storage-battery`);
  await page.getByText("必要だが、まだ論じきれない").waitFor();
  await page.getByText("シェアが分かっているのは市場の 34 % まで").first().waitFor();
  await page.getByRole("button", { name: "ベンダーを追加" }).click();
  await page.getByRole("textbox", { name: "名称" }).fill("Z社");
  await page.getByRole("textbox", { name: "シェア(%)" }).fill("70");
  await page.getByRole("button", { name: "記録する" }).click();
  await page.getByText(/合計が 104 % になり、100 % を超えます/).waitFor();
  expect((await saved()).market?.makers?.some((m) => m.name === "Z社")).toBe(false);

  await page.getByRole("textbox", { name: "シェア(%)" }).fill("22");
  await page.getByRole("radio", { name: "合意", exact: true }).check();
  await page.getByRole("textbox", { name: "証拠", exact: true }).fill("意向確認書");
  await page.getByLabel("証拠の日付").fill("2026-11-20");
  await page.getByRole("button", { name: "記録する" }).click();
  await page.getByText("★2以上を提案できる").waitFor();
  await page.getByRole("img", { name: /証拠のある合意 56 %/ }).waitFor();
  await expect
    .poll(async () => (await saved()).market?.makers?.at(-1), SLOW)
    .toEqual({
      name: "Z社",
      type: "storage-battery",
      sharePercent: 22,
      commits: "yes",
      evidence: "意向確認書",
      date: "2026-11-20",
    });
});

test("the wording of a candidate criterion is the group's", async () => {
  await page.getByRole("button", { name: "「メッセージ認証」の文言を変えて理由を書く" }).click();
  await page.getByRole("textbox", { name: "日本語の文言" }).fill("命令の真正性を検証すること。");
  await decide("評価できる言い方にする");
  await page.getByText("命令の真正性を検証すること。").waitFor();
  await expect
    .poll(async () => (await saved()).decisions?.at(-1), SLOW)
    .toMatchObject({
      target: "cr:rq:storage-battery/CM06",
      action: "change",
      reason: "評価できる言い方にする",
    });
});

test.each(["/requirements", "/requirements?tab=requirements", "/requirements?tab=site", "/star2"])(
  "axe finds nothing serious on %s, and nothing is wider than a small window",
  async (path) => {
    await page.setViewportSize({ width: 1024, height: 768 });
    await page.goto(`${base}/studies/${id}${path}`);
    await page.getByRole("table").first().waitFor();
    const { violations } = await new AxeBuilder({ page: page as never }).analyze();
    expect(
      violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id),
    ).toEqual([]);
    const wide = await page.evaluate(() => {
      const main = document.querySelector("main");
      return main ? main.scrollWidth - main.clientWidth : -1;
    });
    expect(wide).toBe(0);
  },
);
