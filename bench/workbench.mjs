/** The workbench for measurements: a real server with an empty data folder, and headless Chromium signed in to it. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("..", import.meta.url));

/** @returns the page, its origin, a way to put studies into the server, and one to end everything */
export async function openWorkbench() {
  const data = mkdtempSync(join(tmpdir(), "seiza-bench-"));
  const server = spawn(
    process.execPath,
    [`${root}packages/cli/dist/main.js`, "serve", "--port", "0", "--data", data, "--lang", "en"],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const address = await new Promise((resolve, reject) => {
    let text = "";
    server.stdout.on("data", (chunk) => {
      text += chunk;
      const url = text.match(/http:\/\/\S+token=\S+/)?.[0];
      if (url) resolve(url);
    });
    server.once("exit", () => reject(new Error(`the server did not start: ${text}`)));
  });
  const { origin } = new URL(address);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
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
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript(() => localStorage.setItem("seiza.language", "ja"));
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForLoadState("networkidle").catch(() => undefined);
  return {
    page,
    origin,
    /** @returns the study's id on the server */
    create: (study) =>
      page.evaluate(async (study) => {
        const answer = await fetch("/api/v1/studies", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ study }),
        });
        if (!answer.ok) throw new Error(await answer.text());
        return (await answer.json()).head.id;
      }, study),
    async close() {
      await browser.close();
      server.kill("SIGTERM");
      await new Promise((resolve) => server.once("exit", resolve));
      rmSync(data, { recursive: true, force: true });
    },
  };
}
