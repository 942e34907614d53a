/**
 * How long the documents take: the PDF of the largest example, every format of the five examples in both languages, the
 * workbook of a study of 10 000 components. Whole commands as a user runs them. Each is set against a baseline of the
 * same run, the same command that writes the dossier alone, so that figures of a busy machine can be told from others.
 *
 *   node bench/documents.mjs [--runs 5] [--only pdf,all,xlsx]
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateStudy } from "./generate.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const runs = Number(option("runs", "5"));
const only = option("only", "pdf,all,xlsx").split(",");
const FORMATS = ["json", "html", "pdf", "xlsx", "docx", "pptx", "svg", "png", "csv", "oscal", "sarif"];
const out = mkdtempSync(join(tmpdir(), "seiza-bench-documents-"));

/** Seconds, peak in MB, and the milliseconds of each step that the command itself tells. */
function analyse(studies, formats, lang) {
  return new Promise((done, fail) => {
    const start = performance.now();
    const child = spawn(
      process.execPath,
      [
        `${root}packages/cli/bin/seiza.js`,
        "analyse",
        ...studies,
        ...[
          "--out",
          join(out, lang),
          "--format",
          formats.join(","),
          "--lang",
          lang,
          "--timings",
          "--no-progress",
        ],
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    let told = "";
    child.stderr.on("data", (d) => {
      told += d;
    });
    child.once("exit", (code) => {
      if (code !== 0) return fail(new Error(told));
      const steps = new Map();
      for (const [, name, ms] of told.matchAll(/^(.+?) +(\d+) ms$/gm))
        steps.set(name.trim(), (steps.get(name.trim()) ?? 0) + Number(ms));
      const peak = Number(/peak memory +(\d+) MB/.exec(told)?.[1]);
      done({ seconds: (performance.now() - start) / 1000, peak, steps });
    });
  });
}
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const load = () => loadavg()[0].toFixed(1);
const say = (...words) => console.log(words.join("  "));

const examples = readdirSync(`${root}examples`)
  .filter((f) => f.endsWith(".yaml"))
  .map((f) => `${root}examples/${f}`);

say(`${cpus().length} cores, Node ${process.version}, load ${load()}`);
try {
  if (only.includes("pdf")) {
    await analyse(examples, ["json"], "ja");
    const [largest] = readdirSync(join(out, "ja"))
      .filter((f) => f.endsWith(".dossier.json"))
      .sort((a, b) => statSync(join(out, "ja", b)).size - statSync(join(out, "ja", a)).size)
      .map((f) => `${root}examples/${f.replace(".dossier.json", ".yaml")}`);
    for (const lang of ["ja", "en"]) {
      const base = [];
      const pdf = [];
      for (let i = 0; i < runs; i++) {
        base.push((await analyse([largest], ["json"], lang)).seconds);
        pdf.push((await analyse([largest], ["pdf"], lang)).seconds);
      }
      const [b, p] = [median(base), median(pdf)];
      say(
        `PDF of ${largest.split("/").at(-1)} (${lang})`,
        `${p.toFixed(2)} s (best ${Math.min(...pdf).toFixed(2)}; goal 3)`,
        `dossier alone ${b.toFixed(2)} s`,
        `÷ ${(p / b).toFixed(1)}`,
        `load ${load()}`,
      );
    }
  }
  if (only.includes("all")) {
    const base = await analyse(examples, ["json"], "ja");
    const start = performance.now();
    const both = await Promise.all(["ja", "en"].map((lang) => analyse(examples, FORMATS, lang)));
    const seconds = (performance.now() - start) / 1000;
    say(
      "all formats, five examples, ja and en side by side",
      `${seconds.toFixed(1)} s (goal 40)`,
      `peaks ${both.map((x) => x.peak).join(" and ")} MB`,
      `dossiers alone, one language ${base.seconds.toFixed(2)} s`,
      `÷ ${(seconds / base.seconds).toFixed(1)}`,
      `load ${load()}`,
    );
    for (const f of FORMATS) {
      const [ja, en] = both.map((x) => (x.steps.get(`render ${f}`) ?? 0) / 1000);
      say(`  ${f.padEnd(6)}`, `ja ${ja.toFixed(2).padStart(6)} s`, `en ${en.toFixed(2).padStart(6)} s`);
    }
  }
  if (only.includes("xlsx")) {
    const study = join(out, "large.json");
    writeFileSync(study, JSON.stringify(generateStudy(10_000, 7)));
    const base = await analyse([study], ["json"], "ja");
    const book = await analyse([study], ["xlsx"], "ja");
    say(
      "workbook of 10 000 components",
      `${book.seconds.toFixed(1)} s (goal 30)`,
      `peak ${book.peak} MB (goal 1 500)`,
      `dossier alone ${base.seconds.toFixed(2)} s, ${base.peak} MB`,
      `÷ ${(book.seconds / base.seconds).toFixed(1)}`,
      `load ${load()}`,
    );
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}
