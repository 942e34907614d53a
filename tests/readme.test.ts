/** The README's commands do what stands there, one after the other, for somebody who copies them. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
/** Commands of a vendor: the first runs until it is stopped, and the second may say that something fails or is open. */
const VENDOR = /^npx seiza (?:simulate|assess|verify|papers|fill)\b/;
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
  for (const command of commandsOf("README.md").filter((c) => !VENDOR.test(c))) {
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

test("the commands for a vendor lead from a simulated camera to its papers and a filled checklist", async () => {
  const commands = commandsOf("README.md").filter((c) => VENDOR.test(c));
  expect(commands.map((c) => c.split(" ")[2])).toEqual(["simulate", "assess", "verify", "papers", "fill"]);
  const env = { ...process.env, SEIZA_LANG: "en", XDG_CONFIG_HOME: join(folder, "config") };
  const [simulate = "", ...rest] = commands.map((c) => c.split(" ").slice(2).join(" "));
  const place = ["--port-base", "29200", "--address", "127.0.0.93"];
  const device = spawn(process.execPath, [SEIZA, ...simulate.split(" "), ...place], { cwd: folder, env });
  try {
    await new Promise<void>((done, failed) => {
      device.stdout.on("data", (d) => /Ctrl/.test(String(d)) && done());
      device.on("close", (code) => failed(new Error(`the device ended with ${code}`)));
    });
  } finally {
    device.kill();
  }
  const { writeXlsx } = await import("hucre/xlsx");
  const rows = [
    ["適合基準", "結果"],
    ["S1.1-01", null],
  ];
  writeFileSync(join(folder, "CHECKLIST.xlsx"), await writeXlsx({ sheets: [{ name: "表", rows }] }));
  for (const command of rest) {
    // The run on the device has tests of its own.
    const args = [...command.split(" "), ...(command.startsWith("assess") ? ["--only", "none"] : [])];
    const run = spawnSync(process.execPath, [SEIZA, ...args], { cwd: folder, encoding: "utf8", env });
    expect(command.startsWith("assess") ? [0, 1, 2] : [0], `${command}\n${run.stderr}`).toContain(run.status);
  }
  for (const made of [
    "run/evidence/manifest.sig",
    "run/SZ-CAM200.attestation.cdx.json",
    "papers/SZ-CAM200.evidence.pdf",
    "CHECKLIST.filled.xlsx",
  ])
    expect(existsSync(join(folder, made)), made).toBe(true);
}, 120_000);

test("scripts that the README names are there", () => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as {
    scripts: Record<string, string>;
  };
  for (const file of ["README.md", "README.ja.md"])
    for (const [, name = ""] of readFileSync(ROOT + file, "utf8").matchAll(/npm run ([\w:]+)/g))
      expect(scripts, `${file}: ${name}`).toHaveProperty([name]);
});
