/** The pure packages run in a browser unchanged, and give the same bytes there. */
import { readFileSync } from "node:fs";
import { dossierText } from "@seiza/dossier";
import { renderHtml } from "@seiza/render";
import { build } from "esbuild";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dossierOf, EXAMPLES, ROOT, readExample } from "./support.ts";

let browser: Browser;
let script = "";
beforeAll(async () => {
  const bundle = await build({
    entryPoints: [`${ROOT}tests/browser-entry.ts`],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "warning",
  });
  script = bundle.outputFiles[0]?.text ?? "";
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
});
afterAll(() => browser?.close());

test.each(EXAMPLES)("%s gives the same dossier in Chromium as in Node", async (file) => {
  const page = await browser.newPage();
  await page.goto("about:blank");
  await page.addScriptTag({ content: script });
  const text = readFileSync(`${ROOT}examples/${file}`, "utf8");
  const there = await page.evaluate(
    ([name, body]) => window.seizaRun(name as string, body as string),
    [file, text],
  );
  const here = dossierOf(readExample(file));
  expect(there.dossier === dossierText(here)).toBe(true);
  expect(there.htmlLength).toBe((await renderHtml(here, { lang: "ja" })).length);
  await page.close();
});
