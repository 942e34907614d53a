/** Analyses the five example studies and says where the dossiers are. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const examples = readdirSync(`${root}examples`)
  .filter((f) => f.endsWith(".yaml"))
  .sort();
const run = spawnSync(
  process.execPath,
  ["packages/cli/bin/seiza.js", "analyse", ...examples.map((f) => `examples/${f}`), "--out", "out"],
  { cwd: root, stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" },
);
if (run.status !== 0) process.exit(run.status ?? 3);
const reports = run.stdout.split("\n").filter((l) => l.endsWith(".html"));
console.log(
  `ドシエ(JSON)と報告書(HTML)を ${reports.length} 件の検討について out/ に書き出しました。ブラウザで開いてください:`,
);
console.log(
  `Dossiers (JSON) and reports (HTML) of ${reports.length} studies are in out/. Open in a browser:`,
);
for (const line of reports) console.log(`  ${line}`);
