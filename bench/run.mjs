/**
 * `npm run bench`: studies of N components and 2N flows (seeded); for each N, cold processes, the median of several:
 * reading, parsing, checking, analysing, writing, peak memory, the ratio of analysing to `JSON.parse` of the same
 * study, and the whole command from start to written dossier. Options: --sizes 100,1000 --repeat 5
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { generateStudy } from "./generate.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const sizes = option("sizes", "100,1000,10000,20000,50000,100000").split(",").map(Number);
const repeat = Number(option("repeat", "5"));
/** Larger YAML studies take the library minutes and measure nothing new. */
const YAML_UP_TO = 10_000;
const SEED = 7;

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const folder = mkdtempSync(join(tmpdir(), "seiza-bench-"));
const rows = [];
try {
  for (const n of sizes) {
    const file = join(folder, `${n}.json`);
    writeFileSync(file, JSON.stringify(generateStudy(n, SEED)));
    const times = n >= 50_000 ? Math.min(3, repeat) : repeat;
    const runs = Array.from({ length: times }, () =>
      JSON.parse(
        execFileSync(process.execPath, ["bench/dist/measure.js", file, join(folder, "out.json")], {
          cwd: root,
          encoding: "utf8",
        }),
      ),
    );
    const of = (key) => median(runs.map((r) => r[key]));
    const ratios = runs.map((r) => (r.analyse + r.assemble) / r.jsonParse);
    const withNames = runs.map((r) => (r.resolve + r.analyse + r.assemble) / r.jsonParse);
    const whole = Array.from({ length: times }, () => {
      const from = performance.now();
      const run = spawnSync(
        process.execPath,
        [
          "packages/cli/bin/seiza.js",
          "analyse",
          file,
          "--out",
          join(folder, "out"),
          "--format",
          "json",
          "--timings",
        ],
        { cwd: root, encoding: "utf8" },
      );
      if (run.status !== 0) throw new Error(run.stderr);
      return { ms: performance.now() - from, megabytes: Number(/peak memory\s+(\d+)/.exec(run.stderr)?.[1]) };
    });
    rows.push({
      components: n,
      "study MB": +(statSync(file).size / 1e6).toFixed(1),
      "JSON.parse ms": +of("jsonParse").toFixed(1),
      "read ms": +(of("read") + of("decode")).toFixed(1),
      "validate ms": +of("validate").toFixed(1),
      "resolve ms": +of("resolve").toFixed(1),
      "lint ms": +of("lint").toFixed(1),
      "analyse ms": +(of("analyse") + of("assemble")).toFixed(1),
      "write ms": +of("write").toFixed(1),
      "analysing / JSON.parse": +median(ratios).toFixed(2),
      "with resolving names": +median(withNames).toFixed(2),
      "dossier MB": +(statSync(join(folder, "out.json")).size / 1e6).toFixed(1),
      "command ms": +median(whole.map((w) => w.ms)).toFixed(0),
      "command peak MB": median(whole.map((w) => w.megabytes)),
      threats: of("instances"),
      groups: of("groups"),
      profiles: of("profiles"),
    });
    console.log(JSON.stringify(rows.at(-1)));
    if (n <= YAML_UP_TO) {
      const yamlFile = join(folder, `${n}.yaml`);
      writeFileSync(yamlFile, stringify(generateStudy(n, SEED)));
      const run = JSON.parse(
        execFileSync(process.execPath, ["bench/dist/measure.js", yamlFile, join(folder, "out.json")], {
          cwd: root,
          encoding: "utf8",
        }),
      );
      console.log(
        `  the same as YAML: ${run.parse.toFixed(0)} ms to parse (the library's time), ${(statSync(yamlFile).size / 1e6).toFixed(1)} MB`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.table(rows);
for (let i = 1; i < rows.length; i++) {
  const doublings = Math.log2(rows[i].components / rows[i - 1].components);
  const growth = (key) => (rows[i][key] / rows[i - 1][key]) ** (1 / doublings);
  const work = (row) => row["resolve ms"] + row["analyse ms"];
  console.log(
    `${rows[i - 1].components} → ${rows[i].components}: per doubling, analysing × ${((work(rows[i]) / work(rows[i - 1])) ** (1 / doublings)).toFixed(2)}, whole command × ${growth("command ms").toFixed(2)}`,
  );
}
console.log(`node ${process.version}, ${process.platform} ${process.arch}`);
