/**
 * Lighthouse on the home page, on a study and on its six steps, in headless Chromium against the real server:
 * performance, first paint, and the script that the first page asks for. Figures hold only on a quiet machine; the load
 * stands beside them, and `blockingCpuMs`, the blocking time by the main thread's own clock, which leaves out the time
 * in which other programs had the processor.
 *
 *   npm run build && node bench/lighthouse.mjs [--json]
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import lighthouse, { desktopConfig } from "lighthouse";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("..", import.meta.url));
const GOAL = { score: 95, paint: 1000, script: 300_000 };
const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
const data = mkdtempSync(join(tmpdir(), "seiza-lighthouse-"));
const server = spawn(
  process.execPath,
  [`${root}packages/cli/bin/seiza.js`, "serve", "--port", String(await freePort()), "--data", data],
  { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, DATABASE_URL: "" } },
);
const url = await new Promise((resolve, reject) => {
  let text = "";
  server.stdout.on("data", (piece) => {
    text += piece;
    const found = /http:\S+token=[\w-]+/.exec(text)?.[0];
    if (found) resolve(found);
  });
  server.once("exit", () => reject(new Error(`the server did not start: ${text}`)));
});
const { origin } = new URL(url);
const port = await freePort();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    `--remote-debugging-port=${port}`,
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
/** What tasks of the page's main thread take beyond 50 ms each, ms of processor time. */
function blockingOf(events) {
  const threads = new Set(
    events
      .filter((e) => e.name === "thread_name" && e.args.name === "CrRendererMain")
      .map((e) => `${e.pid}/${e.tid}`),
  );
  return events
    .filter((e) => e.name === "RunTask" && e.tdur > 50_000 && threads.has(`${e.pid}/${e.tid}`))
    .reduce((sum, e) => sum + e.tdur / 1000 - 50, 0);
}

const rows = [];
try {
  const context = await browser.newContext();
  const answer = await context.request.post(`${origin}/api/v1/session`, {
    data: { token: new URL(url).searchParams.get("token") },
    headers: { origin },
  });
  if (!answer.ok()) throw new Error(`signing in answered ${answer.status()}`);
  const cookie = answer.headers()["set-cookie"].split(";")[0];
  const { items } = await (await context.request.get(`${origin}/api/v1/studies`)).json();
  for (const [page, path] of [
    ["home", "/"],
    ["study", `/studies/${items[0].id}`],
    ["① diagram", `/studies/${items[0].id}/system`],
    ["② risks", `/studies/${items[0].id}/risks`],
    ["③ types", `/studies/${items[0].id}/types`],
    ["④ requirements", `/studies/${items[0].id}/requirements`],
    ["⑤ ★1", `/studies/${items[0].id}/star1`],
    ["⑥ ★2", `/studies/${items[0].id}/star2`],
  ]) {
    const result = await lighthouse(
      origin + path,
      { port, onlyCategories: ["performance"], extraHeaders: { Cookie: cookie }, logLevel: "error" },
      desktopConfig,
    );
    const { audits, categories } = result.lhr;
    const script = (audits["network-requests"].details?.items ?? [])
      .filter((r) => r.resourceType === "Script")
      .reduce((sum, r) => sum + r.transferSize, 0);
    rows.push({
      page,
      score: Math.round((categories.performance.score ?? 0) * 100),
      firstPaintMs: Math.round(audits["first-contentful-paint"].numericValue),
      largestPaintMs: Math.round(audits["largest-contentful-paint"].numericValue),
      /** Without Lighthouse's imagined network: what this machine did. */
      observedPaintMs: audits.metrics?.details?.items?.[0]?.observedFirstContentfulPaint,
      blockingMs: Math.round(audits["total-blocking-time"].numericValue),
      blockingCpuMs: Math.round(blockingOf(result.artifacts.Trace.traceEvents)),
      shift: Math.round(audits["cumulative-layout-shift"].numericValue * 1000) / 1000,
      scriptBytes: script,
      load: Math.round(loadavg()[0] * 10) / 10,
    });
  }
} finally {
  await browser.close();
  server.kill("SIGTERM");
  await new Promise((resolve) => server.once("exit", resolve));
  rmSync(data, { recursive: true, force: true });
}
if (process.argv.includes("--json")) console.log(JSON.stringify(rows, null, 2));
else console.table(rows);
const missed = rows.filter(
  (r) =>
    ((r.page === "home" || r.page === "study") && r.score < GOAL.score) ||
    (r.page === "home" && (r.firstPaintMs >= GOAL.paint || r.scriptBytes >= GOAL.script)),
);
for (const r of missed)
  console.error(`${r.page} misses a goal (score ≥ 95; home: paint < 1 s, script < 300 kB)`);
process.exitCode = missed.length > 0 ? 1 : 0;
