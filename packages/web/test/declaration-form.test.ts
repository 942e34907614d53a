/** The guided form in a real browser: what is written in it stands in the text, and the rest of the text stays. */
import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { editDeclaration } from "@seiza/conformance";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { CHROMIUM_ARGS } from "../../../tests/workbench/shared.ts";

const example = (name: string) =>
  readFileSync(new URL(`../../../examples/products/${name}/product.yaml`, import.meta.url), "utf8");
const camera = example("camera");
const thermostat = example("thermostat");
const ADDRESS = "http://form.test/";
const SLOW = { timeout: 30_000 };

let browser: Browser;
let script = "";
let style = "";
const faults: string[] = [];

beforeAll(async () => {
  const [out, opened] = await Promise.all([
    build({
      entryPoints: [new URL("mount/declaration-form.tsx", import.meta.url).pathname],
      outdir: "out",
      write: false,
      bundle: true,
      format: "esm",
      target: "es2023",
      jsx: "automatic",
      jsxImportSource: "react",
      define: { "process.env.NODE_ENV": '"production"' },
      logLevel: "warning",
    }),
    chromium.launch({
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: CHROMIUM_ARGS,
    }),
  ]);
  browser = opened;
  for (const { path, text } of out.outputFiles) {
    if (path.endsWith(".js")) script += text;
    else if (path.endsWith(".css")) style += text;
  }
});
afterAll(() => browser?.close());

async function open(text: string, start = "product", lang: "ja" | "en" = "ja"): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1024, height: 768 },
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(SLOW.timeout);
  const page = await context.newPage();
  page.on("pageerror", (e) => faults.push(e.message));
  page.on("console", (m) => {
    if (m.type() === "error") faults.push(m.text());
  });
  await page.route(`${ADDRESS}**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    const [body, contentType] =
      path === "/form.js"
        ? [script, "text/javascript"]
        : path === "/form.css"
          ? [style, "text/css"]
          : [
              '<!doctype html><html lang="ja"><head><title>form</title><link rel="icon" href="data:,"><link rel="stylesheet" href="form.css"></head><body><div id="root"></div><script type="module" src="form.js"></script></body></html>',
              "text/html; charset=utf-8",
            ];
    return route.fulfill({ body, contentType });
  });
  await page.addInitScript(
    ([text, start, lang]) => {
      localStorage.setItem("seiza.language", lang);
      window.begin = { text, start };
    },
    [text, start, lang] as const,
  );
  await page.goto(ADDRESS);
  await page.getByRole("navigation").waitFor();
  return page;
}
const textOf = (page: Page) => page.evaluate(() => window.declared.text);
const written = async (page: Page, wanted: string) => expect.poll(() => textOf(page), SLOW).toBe(wanted);
const declared = async (page: Page) => parse(await textOf(page)) as Record<string, unknown>;
const closed = async (page: Page) => {
  await page.context().close();
  expect(faults.splice(0)).toEqual([]);
};

describe("a declaration that is there", () => {
  test("takes words, a choice, a number and a day, and keeps the rest as it was", async () => {
    const page = await open(camera);
    const set = (text: string, path: (string | number)[], value: unknown) =>
      editDeclaration(text, [{ op: "set", path, value }]);
    await page.getByLabel("型式番号").fill("SZ-CAM210");
    await page.getByLabel("型式番号").press("Enter");
    let wanted = set(camera, ["product", "model"], "SZ-CAM210");
    await written(page, wanted);

    await page.getByRole("button", { name: /^インタフェース/ }).click();
    await page.getByRole("row", { name: /保守用の接続/ }).click();
    await page.getByLabel("ポート番号").fill("２２");
    await page.getByLabel("プロトコル").selectOption("telnet");
    wanted = set(wanted, ["interfaces", 3, "port"], 22);
    wanted = set(wanted, ["interfaces", 3, "protocol"], "telnet");
    await written(page, wanted);

    await page.getByRole("button", { name: /^技適/ }).click();
    await page.getByLabel("サポートの期限").fill("2033-03-31");
    wanted = set(wanted, ["support", "until"], "2033-03-31");
    await written(page, wanted);
    expect(wanted.split("\n").filter((line, i) => line !== camera.split("\n")[i])).toHaveLength(4);
    await closed(page);
  });

  test("leads from a problem to its field, and the problem goes when it is mended", async () => {
    const page = await open(thermostat, "problems");
    const row = page.getByRole("listitem").filter({ hasText: "「web」は必要とありますが" });
    await row.getByRole("button", { name: "この欄へ" }).click();
    const purpose = page.getByLabel("何のために必要か（日本語）");
    await expect.poll(() => purpose.evaluate((el) => el === document.activeElement), SLOW).toBe(true);
    await purpose.fill("設定画面");
    await page.keyboard.press("Tab");
    await expect
      .poll(async () => (await declared(page))["interfaces"], SLOW)
      .toMatchObject([{ id: "web", purpose: "設定画面" }, {}, {}, {}]);
    await expect.poll(() => page.getByText("「web」は必要とありますが").count(), SLOW).toBe(0);
    // The remarks of the person who wrote it are still there.
    for (const comment of ["# 暗号化されない", "# 期限を過ぎている", "# stored がない"])
      expect(await textOf(page)).toContain(comment);
    await closed(page);
  });

  test("gets a row by adding and by copying, loses one, and names follow a new id", async () => {
    const page = await open(camera, "assets");
    await page.getByRole("row", { name: /設定と記録/ }).click();
    await page.getByLabel("短い名前").fill("config");
    await page.getByLabel("短い名前").press("Enter");
    await expect.poll(async () => JSON.stringify(await declared(page)), SLOW).not.toContain('"settings"]');
    expect(JSON.stringify(await declared(page))).toContain('"assets":["config"]');

    await page.getByRole("button", { name: "複製" }).first().click();
    await page.getByRole("button", { name: "「守るべき情報資産」に追加" }).click();
    await expect
      .poll(async () => ((await declared(page))["assets"] as { id: string }[]).map((a) => a.id), SLOW)
      .toEqual(["video", "config", "config-2", "credentials", "asset"]);
    await page
      .getByRole("button", { name: /を削除$/ })
      .last()
      .click();
    await expect.poll(async () => ((await declared(page))["assets"] as unknown[]).length, SLOW).toBe(4);

    await page.getByRole("button", { name: /^インタフェース/ }).click();
    await page.getByRole("button", { name: "「インタフェース」に追加" }).click();
    await page.getByRole("menuitem", { name: "Bluetooth" }).click();
    await page.getByLabel("ペアリングの方法").selectOption("passkey");
    await expect
      .poll(async () => ((await declared(page))["interfaces"] as unknown[]).at(-1), SLOW)
      .toEqual({ id: "bluetooth", kind: "bluetooth", pairing: "passkey" });
    await closed(page);
  });

  test("is reached by keyboard and has no faults that axe finds", async () => {
    const page = await open(camera, "authentication", "en");
    await page.getByRole("row", { name: /User password/ }).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Least length").waitFor();
    await page.getByRole("button", { name: "Recipe of the change", exact: true }).press("Enter");
    await page.getByText("HTTP requests in their order.").first().waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`)).toEqual(
      [],
    );
    await closed(page);
  });
});

test("a new declaration is begun by writing in it", async () => {
  const page = await open("");
  await page.getByLabel("型式番号").fill("X-1");
  await page.getByLabel("製品名（日本語）").fill("錠");
  await page.getByLabel("製品名（英語）").fill("Lock");
  await page.keyboard.press("Tab");
  await written(page, "seiza: product/1\nproduct:\n  name:\n    ja: 錠\n    en: Lock\n  model: X-1\n");
  await closed(page);
});

test("a text that cannot be read shows where, the last good values, and the way to mend it", async () => {
  const page = await open(camera);
  await page.evaluate(
    (text) => window.declared.set(text),
    camera.replace("model: SZ-CAM200", 'model: "SZ-CAM200'),
  );
  await page.getByRole("alert").waitFor();
  expect(await page.getByRole("alert").innerText()).toContain(
    `${camera.split("\n").findIndex((l) => l.includes("model: SZ-CAM200")) + 1} 行目`,
  );
  expect(await page.getByLabel("型式番号").inputValue()).toBe("SZ-CAM200");
  expect(await page.getByLabel("型式番号").isDisabled()).toBe(true);
  await page.getByRole("button", { name: "テキストを直す" }).click();
  await page.getByLabel("申告のテキスト").fill(camera);
  await expect.poll(() => page.getByRole("alert").count(), SLOW).toBe(0);
  expect(await page.getByLabel("型式番号").isEnabled()).toBe(true);
  await closed(page);
});
