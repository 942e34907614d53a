/**
 * Preloaded into the server by `bench/load.ts --heap`: on SIGUSR2 it collects garbage and writes what is left, MB, as a
 * line of JSON to the file BENCH_HEAP_FILE.
 */
const { appendFileSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

const mb = (bytes) => Math.round(bytes / 10_485.76) / 100;
if (isMainThread)
  process.on("SIGUSR2", () => {
    globalThis.gc();
    globalThis.gc();
    const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
    const line = { heap: mb(heapUsed), external: mb(external), buffers: mb(arrayBuffers), rss: mb(rss) };
    appendFileSync(process.env.BENCH_HEAP_FILE, `${JSON.stringify(line)}\n`);
  });
