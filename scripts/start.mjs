/** `npm start`: builds what is not built or older than its sources, then starts the workbench. Arguments go to `seiza serve`. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = ["packages", "examples", "scripts", "package-lock.json"];
const MADE = /^(dist|generated|node_modules|test)$/;

function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  let latest = 0;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (MADE.test(entry.name) || entry.name.startsWith(".")) continue;
    const inside = join(path, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(inside) : statSync(inside).mtimeMs);
  }
  return latest;
}

const built = ["packages/cli/dist/main.js"];
// Without pages of its own there is nothing to build for the web.
if (existsSync(join(root, "packages/web/index.html"))) built.push("packages/web/dist/index.html");
const isBuilt = built.every((path) => existsSync(join(root, path)));
const sources = Math.max(...SOURCES.map((path) => newest(join(root, path))));
if (!isBuilt || statSync(join(root, built[0])).mtimeMs < sources) {
  const lang = (process.env.SEIZA_LANG ?? process.env.LC_ALL ?? process.env.LANG ?? "").toLowerCase();
  console.log(lang.startsWith("en") ? "Building …" : "ビルドしています…");
  const build = spawnSync(process.execPath, ["--import", "tsx", "scripts/build.ts"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (build.status !== 0) process.exit(build.status ?? 3);
}
process.argv = [process.argv[0], join(root, "packages/cli/bin/seiza.js"), "serve", ...process.argv.slice(2)];
await import("../packages/cli/bin/seiza.js");
