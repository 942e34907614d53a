/** A corpus of broken studies through the built command: every error with its place and mend, exit code 2, nothing written. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Diagnostic } from "@seiza/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BROKEN, SOUND } from "./broken/cases.ts";
import { ROOT } from "./support.ts";

const SEIZA = `${ROOT}packages/cli/bin/seiza.js`;
/** A run that takes longer has met something that explodes. */
const LIMIT_MS = 20_000;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "seiza-broken-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const run = (args: string[]) =>
  spawnSync(process.execPath, [SEIZA, ...args], {
    cwd: folder,
    encoding: "utf8",
    timeout: LIMIT_MS,
    maxBuffer: 1 << 28,
  });

test("the study that the corpus breaks is sound", () => {
  writeFileSync(join(folder, "sound.yaml"), SOUND);
  const check = run(["check", "sound.yaml", "--lang", "en"]);
  expect(check.status, check.stdout).toBe(0);
});

test("the corpus holds at least 40 broken studies", () => {
  expect(BROKEN.length).toBeGreaterThanOrEqual(40);
  expect(new Set(BROKEN.map((b) => b.name)).size).toBe(BROKEN.length);
});

describe.each(BROKEN.map((b, i) => ({ ...b, file: `${i}.${b.extension}` })))(
  "$name",
  ({ bytes, expect: expected, file }) => {
    test("is answered with every error, where it is and how to mend it, and nothing is written", () => {
      writeFileSync(join(folder, file), bytes);
      const before = readdirSync(folder);
      const check = run(["check", file, "--format", "json"]);
      expect(check.status).toBe(2);
      const errors = (JSON.parse(check.stdout) as Diagnostic[]).filter((d) => d.severity === "error");
      expect(errors.map((d) => `${d.code}@${d.line}:${d.column}`)).toEqual(expected);
      for (const d of errors) {
        expect(d.file).toBe(file);
        for (const words of [d.message.ja, d.message.en, d.mend.ja, d.mend.en]) {
          expect(words.length).toBeGreaterThan(3);
          expect(words).not.toMatch(/[{}]\w+[}]|\[\[|undefined/);
        }
        expect(d.message.ja).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
      }
      const analyse = run(["analyse", file, "--out", "out", "--lang", "ja"]);
      expect(analyse.status).toBe(2);
      expect(analyse.stderr + analyse.stdout).not.toMatch(/^\s+at |RangeError|TypeError|不具合/m);
      expect(existsSync(join(folder, "out"))).toBe(false);
      expect(readdirSync(folder)).toEqual(before);
    });
  },
);

describe("hostile sizes", () => {
  test("a hundred thousand unknown names are answered within the limit", () => {
    const flows = Array.from({ length: 100_000 }, (_, i) => ({ from: `a${i}.x`, to: `b${i}.y` }));
    const study = {
      seiza: 1,
      system: { id: "x", name: "x", domain: "other" },
      configurations: [
        {
          id: "c",
          name: "c",
          zones: [{ id: "z", name: "z", kind: "control" }],
          components: [{ id: "k", type: "t", zone: "z" }],
          flows,
        },
      ],
      productTypes: [{ id: "t", name: "t", class: "device" }],
    };
    writeFileSync(join(folder, "names.json"), JSON.stringify(study));
    const check = run(["check", "names.json", "--format", "json"]);
    expect(check.status).toBe(2);
    expect((JSON.parse(check.stdout) as Diagnostic[]).some((d) => d.code === "more-problems")).toBe(true);
  });

  test("ten megabytes of brackets are answered within the limit", () => {
    writeFileSync(join(folder, "brackets.yaml"), "[".repeat(10_000_000));
    const check = run(["check", "brackets.yaml"]);
    expect(check.status).toBe(2);
    expect(check.stderr + check.stdout).not.toMatch(/^\s+at |不具合/m);
  });

  test("a megabyte of dashes is answered within the limit", () => {
    writeFileSync(join(folder, "dashes.yaml"), "- ".repeat(500_000));
    expect(run(["check", "dashes.yaml"]).status).toBe(2);
  });

  test("a file of a million lines of YAML nonsense is answered within the limit", () => {
    writeFileSync(join(folder, "lines.yaml"), "- x\n".repeat(1_000_000));
    expect(run(["check", "lines.yaml"]).status).toBe(2);
  });
});
