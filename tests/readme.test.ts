/** The README's commands do what stands there, one after the other, for somebody who copies them. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "./support.ts";

const SEIZA = `${ROOT}packages/cli/bin/seiza.js`;
const commandsOf = (file: string) =>
  readFileSync(ROOT + file, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("    npx seiza "))
    .map((line) => line.replace(/\s+#.*$/, "").trim());
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "seiza-readme-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("both languages name the same commands", () => {
  expect(commandsOf("README.md").length).toBeGreaterThan(8);
  expect(commandsOf("README.ja.md")).toEqual(commandsOf("README.md"));
});

test("each command of the README succeeds in a new folder and writes the files it names", () => {
  for (const command of commandsOf("README.md")) {
    const run = spawnSync(process.execPath, [SEIZA, ...command.split(" ").slice(2)], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, SEIZA_LANG: "en" },
    });
    expect(run.status, `${command}\n${run.stderr}`).toBe(0);
  }
  for (const made of [
    "home.yaml",
    "other.yaml",
    "model.otm",
    "out/my-smart-home.dossier.json",
    "out/my-smart-home.html",
  ])
    expect(existsSync(join(folder, made)), made).toBe(true);
  for (const end of ["pdf", "xlsx", "pptx"])
    expect(existsSync(join(folder, `out/my-smart-home.${end}`)), end).toBe(true);
}, 400_000);

test("scripts that the README names are there", () => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as {
    scripts: Record<string, string>;
  };
  for (const file of ["README.md", "README.ja.md"])
    for (const [, name = ""] of readFileSync(ROOT + file, "utf8").matchAll(/npm run ([\w:]+)/g))
      expect(scripts, `${file}: ${name}`).toHaveProperty([name]);
});
