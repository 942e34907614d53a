/** The command as a user runs it: the built program in a folder of its own. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "./support.ts";

const SEIZA = `${ROOT}packages/cli/bin/seiza.js`;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "seiza-test-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const seiza = (args: string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [SEIZA, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, LANG: "C.UTF-8", LC_ALL: "", SEIZA_LANG: "", ...env },
  });

describe.each(["smart-home", "factory-fa", "factory-pa", "building"])("the %s starter", (domain) => {
  test.each(["ja", "en"] as const)(
    "in %s is accepted by check without an error and gives a dossier with requirements",
    (lang) => {
      const file = `${domain}.${lang}.yaml`;
      expect(seiza(["init", file, "--domain", domain, "--lang", lang]).status).toBe(0);
      const check = seiza(["check", file, "--lang", lang]);
      expect(check.status, check.stdout + check.stderr).toBe(0);
      const out = `${domain}-${lang}`;
      const run = seiza(["analyse", file, "--out", out, "--format", "json", "--lang", lang]);
      expect(run.status, run.stderr).toBe(0);
      const dossier = JSON.parse(readFileSync(join(folder, run.stdout.trim()), "utf8"));
      expect(dossier.step4.requirements.length).toBeGreaterThan(10);
      const text = readFileSync(join(folder, file), "utf8");
      expect(/[\u3040-\u30ff]/.test(text.replace(/ja: .*$/gm, "").replace(/ja: [^,}]*/g, ""))).toBe(
        lang === "ja",
      );
    },
  );
});

describe("init", () => {
  test("does not write over a file without --force", () => {
    writeFileSync(join(folder, "mine.yaml"), "mine");
    expect(seiza(["init", "mine.yaml", "--domain", "building"]).status).toBe(2);
    expect(readFileSync(join(folder, "mine.yaml"), "utf8")).toBe("mine");
  });

  test("without a domain names the choices", () => {
    const run = seiza(["init", "--lang", "ja"]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("--domain factory-pa");
  });
});

describe("analyse", () => {
  test("with an error writes nothing, says where and how to mend, and exits with 2", () => {
    seiza(["init", "broken.yaml", "--domain", "smart-home"]);
    const path = join(folder, "broken.yaml");
    writeFileSync(path, readFileSync(path, "utf8").replace(/kind: home-lan/, "kind: home-lam"));
    const run = seiza(["analyse", "broken.yaml", "--out", "broken-out", "--lang", "en"]);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/broken\.yaml:\d+:\d+ {2}error .*home-lam/);
    expect(run.stderr).toContain("home-lan");
    expect(existsSync(join(folder, "broken-out"))).toBe(false);
  });

  test("with one good and one broken study writes neither", () => {
    seiza(["init", "good.yaml", "--domain", "building"]);
    const run = seiza(["analyse", "good.yaml", "broken.yaml", "--out", "both"]);
    expect(run.status).toBe(2);
    expect(existsSync(join(folder, "both"))).toBe(false);
  });

  test("to a place that cannot be written says so and leaves no part behind", () => {
    writeFileSync(join(folder, "file"), "");
    const run = seiza(["analyse", "good.yaml", "--out", "file/inside", "--format", "json", "--lang", "en"]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("cannot write");
    expect(run.stderr).not.toContain("    at ");
  });

  test("gives the same bytes on every run", () => {
    seiza(["analyse", "good.yaml", "--out", "a", "--format", "json,html"]);
    seiza(["analyse", "good.yaml", "--out", "b", "--format", "json,html"]);
    const names = readdirSync(join(folder, "a"));
    expect(names).toHaveLength(2);
    for (const n of names)
      expect(readFileSync(join(folder, "a", n)).equals(readFileSync(join(folder, "b", n)))).toBe(true);
  });
});

describe("why", () => {
  test("walks from a requirement to the asset and the interface, and from the interface back to the requirement", () => {
    seiza(["analyse", "good.yaml", "--out", "why", "--format", "json"]);
    const dossier = JSON.parse(
      readFileSync(join(folder, "why", readdirSync(join(folder, "why"))[0] as string), "utf8"),
    );
    const requirement = dossier.step4.requirements[0].id as string;
    const run = seiza(["why", "good.yaml", requirement, "--all", "--lang", "en"]);
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/ as:/);
    const face = / (if:\S+)/.exec(run.stdout)?.[1] as string;
    expect(seiza(["why", "good.yaml", face, "--all", "--lang", "en"]).stdout).toContain("rq:");
  });

  test("for an id that is not derived suggests the nearest", () => {
    const run = seiza(["why", "good.yaml", "pt:nothing-like-it", "--lang", "en"]);
    expect(run.status).toBe(1);
    expect(run.stderr).toContain("is not derived");
  });

  test("explains a single threat that the dossier only counts", () => {
    const line = seiza(["threats", "good.yaml"]).stdout.split("\n")[1] as string;
    const run = seiza(["why", "good.yaml", line.split(",")[0] as string, "--lang", "en"]);
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout).toContain("co:");
  });
});

describe("packs", () => {
  const pack = (name: string, text: string) => {
    execFileSync("mkdir", ["-p", join(folder, name)]);
    writeFileSync(join(folder, name, "pack.yaml"), text);
  };
  const source = "basis: seiza\n    source: [{ doc: seiza-method }]";

  test("add a product type and override a level", () => {
    pack(
      "ours",
      `table: risk-method\nentries:\n  - id: default\n    override: true\n    threatLevel: { level3: 20, level2: 30 }\n`,
    );
    const plain = seiza(["threats", "good.yaml"]).stdout;
    const laid = seiza(["threats", "good.yaml", "--pack", "ours"]);
    expect(laid.status, laid.stderr).toBe(0);
    expect(laid.stdout).not.toBe(plain);
  });

  test("that clash or name what does not exist are refused with every problem at once", () => {
    pack(
      "bad",
      `table: countermeasures\nentries:\n  - id: CM01\n    name: { ja: 重複, en: doubled }\n    ${source}\n  - id: OURS\n    name: { ja: 独自, en: ours }\n    ${source}\n    purpose: { ja: 目的, en: purpose }\n    layer: Z\n    who: [Pd]\n    constrained: "yes"\n    cost: 1\n    prevents: [TH99]\n  - id: CM77\n    override: true\n`,
    );
    const run = seiza(["check", "good.yaml", "--pack", "bad", "--lang", "en"]);
    expect(run.status).toBe(2);
    for (const part of [
      '"CM01" is already in',
      '"Z", which table layers',
      '"TH99", which table threats',
      'overrides "CM77"',
    ])
      expect(run.stderr).toContain(part);
  });
});

describe("catalog", () => {
  test("official reads a text in the guide's layout, says what is missing, and shows the wording as such", () => {
    writeFileSync(
      join(folder, "guide.txt"),
      "【参考】★1セキュリティ要件\nカテゴリ\t要件\n1. 合言葉\t1-1. すべての合言葉は機器ごとに異なるものとする。\n【参考】 ★1適合基準（1/3）\nID\t適合基準\nS1.1-01\t認証を行うこととする。\n",
    );
    const run = seiza(["catalog", "official", "guide.txt", "--lang", "ja"]);
    expect(run.status).toBe(1);
    expect(run.stdout).toContain("★1要件: 1 / 25 件");
    expect(run.stdout).toContain("S1.1-16");
    expect(seiza(["catalog", "show", "1-1", "--lang", "ja"]).stdout).toContain(
      "公式の文言(guide.txt): すべての合言葉は機器ごとに異なるものとする。",
    );
    rmSync(join(folder, ".seiza"), { recursive: true });
  });

  test("official refuses a text that holds none of it and keeps nothing", () => {
    writeFileSync(join(folder, "other.txt"), "関係のない文章です。\n");
    const run = seiza(["catalog", "official", "other.txt", "--lang", "en"]);
    expect(run.status).toBe(2);
    expect(existsSync(join(folder, ".seiza"))).toBe(false);
  });
});

describe("a user's mistake", () => {
  test.each([
    [["analyse", "nowhere.yaml", "--out", "x"]],
    [["analyse", ".", "--out", "x"]],
    [["analyse", "good.yaml"]],
    [["analyse", "good.yaml", "--out", "x", "--format", "odt"]],
    [["frobnicate"]],
    [["check", "good.yaml", "--lang", "fr"]],
    [["check", "good.yaml", "--pack", "nowhere"]],
  ])("%j is answered with exit code 2 and without a stack trace", (args) => {
    const run = seiza(args);
    expect(run.status).toBe(2);
    expect(run.stderr).not.toMatch(/^\s+at /m);
    expect(run.stderr.length).toBeGreaterThan(10);
  });
});

describe("import", () => {
  test("shows what a filled workbook changes, asks first, and keeps the study's comments", async () => {
    const { readXlsx, writeXlsx } = await import("hucre/xlsx");
    seiza(["init", "book.yaml", "--domain", "smart-home", "--lang", "ja"]);
    const run = seiza(["analyse", "book.yaml", "--out", "book", "--format", "xlsx", "--lang", "ja"]);
    expect(run.status, run.stderr).toBe(0);
    const path = join(folder, run.stdout.trim());
    const before = readFileSync(join(folder, "book.yaml"), "utf8");
    const book = await readXlsx(readFileSync(path));
    const sheets = book.sheets.map((s) => ({ name: s.name, rows: s.rows }));
    const rows = sheets.find((s) => s.name.startsWith("①資産一覧"))?.rows ?? [];
    const column = (rows[0] ?? []).indexOf("台数");
    const save = async (value: number) => {
      (rows[1] as unknown[])[column] = value;
      writeFileSync(path, await writeXlsx({ sheets }));
    };
    await save(0);
    const refused = seiza(["import", path, "--study", "book.yaml", "--yes", "--lang", "ja"]);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/①資産一覧\(構成要素\)![A-Z]2 {2}「0」は範囲の外です/);
    await save(77);
    const asked = seiza(["import", path, "--study", "book.yaml", "--lang", "ja"]);
    expect([asked.status, asked.stdout]).toEqual([1, expect.stringContaining("台数")]);
    expect(readFileSync(join(folder, "book.yaml"), "utf8")).toBe(before);
    const taken = seiza(["import", path, "--study", "book.yaml", "--yes", "--lang", "ja"]);
    expect(taken.status, taken.stderr).toBe(0);
    const after = readFileSync(join(folder, "book.yaml"), "utf8");
    expect(after).toContain("quantity: 77");
    expect(after.match(/#/g)?.length).toBe(before.match(/#/g)?.length);
    expect(seiza(["check", "book.yaml"]).status).toBe(0);
  });
});
