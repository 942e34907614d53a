/**
 * Lighthouse on the home page, on a study and on its six steps, in headless Chromium against the real server:
 * performance, first paint, and the script that the first page asks for. Figures hold only on a quiet machine; the load
 * stands beside them, and `blockingCpuMs`, the blocking time by the main thread's own clock, which leaves out the time
 * in which other programs had the processor.
 *
 *   npm run build && node bench/lighthouse.mjs [--json] [--runs 3] [--only study,home] [--tasks]
 *
 * With several runs each row is the run with the median score; `--tasks` lists the longest tasks of its main thread.
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

/** Longest tasks of the page's main thread: when (ms after the navigation), processor time, and what took most in them. */
function longTasks(events) {
  const threads = new Set(
    events
      .filter((e) => e.name === "thread_name" && e.args.name === "CrRendererMain")
      .map((e) => `${e.pid}/${e.tid}`),
  );
  const begin = Math.min(...events.filter((e) => e.name === "navigationStart").map((e) => e.ts));
  const of = events.filter((e) => e.ph === "X" && threads.has(`${e.pid}/${e.tid}`));
  return of
    .filter((e) => e.name === "RunTask" && e.dur > 20_000)
    .map((task) => {
      const parts = {};
      for (const e of of)
        if (
          e !== task &&
          e.pid === task.pid &&
          e.tid === task.tid &&
          e.ts >= task.ts &&
          e.ts + e.dur <= task.ts + task.dur &&
          e.dur > 3000
        ) {
          const { url, functionName } = e.args.data ?? {};
          const name = `${e.name} ${functionName ?? ""} ${url?.split("/").at(-1) ?? ""}`.trim();
          parts[name] = Math.round((parts[name] ?? 0) + e.dur / 1000);
        }
      return {
        at: Math.round((task.ts - begin) / 1000),
        ms: Math.round(task.dur / 1000),
        cpuMs: Math.round((task.tdur ?? 0) / 1000),
        parts: Object.entries(parts)
          .sort(([, a], [, b]) => b - a)
          .slice(0, 9)
          .map(([name, ms]) => `${name} ${ms}`)
          .join(", "),
      };
    });
}

/** One visit. */
async function measure(page, address, cookie) {
  let result;
  // A busy machine may lose the trace's beginning; such a visit says nothing.
  for (let tries = 0; tries < 3; tries++) {
    result = await lighthouse(
      address,
      { port, onlyCategories: ["performance"], extraHeaders: { Cookie: cookie }, logLevel: "error" },
      desktopConfig,
    );
    if (result.lhr.runtimeError === undefined) break;
  }
  const { audits, categories } = result.lhr;

  const events = result.artifacts.Trace.traceEvents;
  const script = (audits["network-requests"].details?.items ?? [])
    .filter((r) => r.resourceType === "Script")
    .reduce((sum, r) => sum + r.transferSize, 0);
  const row = {
    page,
    score: Math.round((categories.performance.score ?? 0) * 100),
    firstPaintMs: Math.round(audits["first-contentful-paint"].numericValue),
    largestPaintMs: Math.round(audits["largest-contentful-paint"].numericValue),
    speedIndexMs: Math.round(audits["speed-index"].numericValue),
    /** Without Lighthouse's imagined network: what this machine did. */
    observedPaintMs: audits.metrics?.details?.items?.[0]?.observedFirstContentfulPaint,
    blockingMs: Math.round(audits["total-blocking-time"].numericValue),
    blockingCpuMs: Math.round(blockingOf(events)),
    shift: Math.round(audits["cumulative-layout-shift"].numericValue * 1000) / 1000,
    scriptBytes: script,
    load: Math.round(loadavg()[0] * 10) / 10,
  };
  const largest = audits["largest-contentful-paint-element"]?.details?.items?.[0]?.items?.[0]?.node;
  if (process.argv.includes("--tasks"))
    console.error(`${page}: largest ${largest?.selector} ${largest?.nodeLabel?.slice(0, 60)}`);
  return { row, tasks: process.argv.includes("--tasks") ? longTasks(events) : [] };
}

const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const only = option("--only")?.split(",");
const runs = Number(option("--runs") ?? 1);
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
  const pages = [
    ["home", "/"],
    ["study", `/studies/${items[0].id}`],
    ["① diagram", `/studies/${items[0].id}/system`],
    ["② risks", `/studies/${items[0].id}/risks`],
    ["③ types", `/studies/${items[0].id}/types`],
    ["④ requirements", `/studies/${items[0].id}/requirements`],
    ["⑤ ★1", `/studies/${items[0].id}/star1`],
    ["⑥ ★2", `/studies/${items[0].id}/star2`],
  ];
  for (const [page, path] of pages) {
    if (only && !only.some((name) => page.startsWith(name))) continue;
    const found = [];
    for (let run = 0; run < runs; run++) found.push(await measure(page, origin + path, cookie));
    const median = found.sort((a, b) => a.row.score - b.row.score)[Math.floor(runs / 2)];
    rows.push({ ...median.row, ...(runs > 1 ? { scores: found.map((f) => f.row.score).join(" ") } : {}) });
    if (process.argv.includes("--tasks")) {
      console.error(page);
      for (const t of median.tasks) console.error(`  ${t.at} ms: ${t.ms} ms (${t.cpuMs} own) ${t.parts}`);
    }
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
