/** `seiza assess` and `seiza verify` as a user runs them: the built program, without a device. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "./support.ts";

const PRODUCT = `${ROOT}examples/products/camera/product.yaml`;
const SCAN = `<?xml version="1.0"?><nmaprun scanner="nmap" version="7.93" start="1764000000" xmloutputversion="1.05">
<scaninfo type="connect" protocol="tcp" numservices="1" services="443"/><host><status state="up"/><address addr="192.0.2.7" addrtype="ipv4"/>
<ports><port protocol="tcp" portid="443"><state state="open"/></port></ports></host>
<runstats><finished time="1764000009" exit="success"/></runstats></nmaprun>`;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "seiza-assess-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const seiza = (...args: string[]) =>
  spawnSync(process.execPath, [`${ROOT}packages/cli/bin/seiza.js`, ...args, "--lang", "en"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, XDG_CONFIG_HOME: join(folder, "config") },
  });

test("--dry-run shows each check with its bound and writes nothing", () => {
  const run = seiza("assess", PRODUCT, "--target", "127.0.0.1", "--dry-run", "--out", "dry");
  expect(run.status, run.stderr).toBe(0);
  expect(run.stdout).toMatch(/ports\.tcp {2}\[\d+ requests, \d+ s, 128 parallel\]/);
  expect(existsSync(join(folder, "dry"))).toBe(false);
});

test("no target without its serial number", () => {
  const run = seiza("assess", PRODUCT, "--target", "127.0.0.1", "--out", "none");
  expect(run.status).toBe(64);
  expect(run.stderr).toContain("--confirm SERIAL");
  expect(existsSync(join(folder, "none"))).toBe(false);
});

test("a report is signed into the bundle; a changed byte and an unsigned file are found", () => {
  writeFileSync(join(folder, "scan.xml"), SCAN);
  const run = seiza("assess", PRODUCT, "--only", "none", "--evidence", "scan.xml", "--out", "bundle");
  // Port 443 of the report is none that the product declares.
  expect(run.status, run.stderr).toBe(1);
  expect(run.stdout).toMatch(/^S1\.1-13 {2}against the criterion/m);
  expect(run.stdout).toContain("TCP port 443 is open and not declared");
  const records = JSON.parse(readFileSync(join(folder, "bundle/records.json"), "utf8"));
  expect(records.find((r: { check: string }) => r.check === "import.nmap").raw[0].path).toBe(
    "evidence/scan.xml",
  );
  expect(seiza("verify", "bundle").status).toBe(0);
  writeFileSync(join(folder, "bundle/more.txt"), "added");
  const added = seiza("verify", "bundle");
  expect([added.status, added.stdout]).toEqual([1, expect.stringContaining("more.txt")]);
  rmSync(join(folder, "bundle/more.txt"));
  appendFileSync(join(folder, "bundle/evidence/scan.xml"), " ");
  const changed = seiza("verify", "bundle");
  expect([changed.status, changed.stdout]).toEqual([1, expect.stringContaining("evidence/scan.xml")]);
});

test("a file that is no evidence is named, and nothing is written", () => {
  writeFileSync(join(folder, "bad.json"), '{"a":1}');
  const run = seiza("assess", PRODUCT, "--only", "none", "--evidence", "bad.json", "--out", "bad");
  expect(run.status).toBe(64);
  expect(run.stderr).toContain("evidence/bad.json");
  expect(existsSync(join(folder, "bad"))).toBe(false);
});

test("--format writes papers beside the evidence, and papers makes the same ones again from it alone", () => {
  writeFileSync(join(folder, "scan.xml"), SCAN);
  writeFileSync(
    join(folder, "statements.json"),
    JSON.stringify([
      {
        id: "st-1",
        criterion: "S1.1-09",
        about: "S1.1-09",
        says: "met",
        text: "確認した",
        by: "山田",
        date: "2026-04-02",
        firmware: "2.4.1",
      },
    ]),
  );
  const first = seiza("assess", PRODUCT, "--only", "none", "--evidence", "scan.xml", "--out", "before.zip");
  expect(first.status, first.stderr).toBe(1);
  // The second run rests on the first one's bundle: the papers come from the new bundle without it.
  const formats = "xlsx,pdf,oscal,cyclonedx,sarif,json";
  const more = ["--evidence", "before.zip", "--statements", "statements.json", "--format", formats];
  const run = seiza("assess", PRODUCT, "--only", "none", ...more, "--out", "run");
  expect(run.status, run.stderr).toBe(1);
  rmSync(join(folder, "before.zip"));
  rmSync(join(folder, "scan.xml"));
  expect(seiza("verify", "run/evidence").status).toBe(0);
  const again = seiza("papers", "run/evidence", "--out", "again", "--format", formats);
  expect(again.status, again.stderr).toBe(0);
  expect(again.stderr).toBe("");
  const papers = readdirSync(join(folder, "run")).filter((f) => f !== "evidence");
  expect(papers.sort()).toEqual(
    [
      "checklist.xlsx",
      "evidence.pdf",
      "oscal-assessment-results.json",
      "attestation.cdx.json",
      "sarif",
      "assessment.json",
    ]
      .map((end) => `SZ-CAM200.${end}`)
      .sort(),
  );
  for (const f of papers)
    expect(readFileSync(join(folder, "again", f)).equals(readFileSync(join(folder, "run", f))), f).toBe(true);
  expect(readFileSync(join(folder, "run/SZ-CAM200.assessment.json"), "utf8")).toContain(
    "TCP port 443 is open",
  );
}, 120_000);

test("papers are not made from changed evidence, nor in a format that is none, nor without a place", () => {
  appendFileSync(join(folder, "run/evidence/statements.json"), " ");
  const changed = seiza("papers", "run/evidence", "--out", "never");
  expect([changed.status, changed.stderr]).toEqual([2, expect.stringContaining("statements.json")]);
  const format = seiza("papers", "run/evidence", "--out", "never", "--format", "docx");
  expect([format.status, format.stderr]).toEqual([2, expect.stringContaining("cyclonedx")]);
  const place = seiza("assess", PRODUCT, "--only", "none", "--format", "pdf");
  expect([place.status, place.stderr]).toEqual([64, expect.stringContaining("--out FOLDER")]);
  expect(existsSync(join(folder, "never"))).toBe(false);
});

test("the study that the declaration names adds its requirements, and they stay when it is gone", () => {
  const study = `${ROOT}examples/smart-home-hems.yaml`;
  copyFileSync(study, join(folder, "hems.yaml"));
  const declared = (file: string, type: string) =>
    writeFileSync(
      join(folder, "linked.yaml"),
      `${readFileSync(PRODUCT, "utf8")}\nstudy: { file: ${file}, productType: ${type} }\n`,
    );
  declared("hems.yaml", "hems-gateway");
  const run = seiza("assess", "linked.yaml", "--only", "none", "--out", "linked", "--format", "json");
  expect(run.status, run.stderr).toBe(2);
  const { study: then, requirements } = JSON.parse(
    readFileSync(join(folder, "linked/assessment.json"), "utf8"),
  );
  expect(then).toMatchObject({ file: "hems.yaml", productType: "hems-gateway" });
  expect(then.sha256).toBe(createHash("sha256").update(readFileSync(study)).digest("hex"));
  expect(requirements.length).toBeGreaterThan(0);
  expect(requirements.every((r: { outcome: string }) => r.outcome === "person")).toBe(true);
  rmSync(join(folder, "hems.yaml"));
  const again = seiza("papers", "linked", "--out", "again-linked", "--format", "sarif");
  expect([again.status, again.stderr]).toEqual([0, ""]);
  const sarif = readdirSync(join(folder, "again-linked")).find((f) => f.includes("sarif")) ?? "";
  const { runs } = JSON.parse(readFileSync(join(folder, "again-linked", sarif), "utf8"));
  expect(runs[1].results).toHaveLength(requirements.length);

  const away = seiza("assess", "linked.yaml", "--only", "none");
  expect([away.status, away.stderr]).toEqual([64, expect.stringContaining('study.file "hems.yaml"')]);
  copyFileSync(study, join(folder, "hems.yaml"));
  declared("hems.yaml", "hems-gatewax");
  const unknown = seiza("assess", "linked.yaml", "--only", "none");
  expect([unknown.status, unknown.stderr]).toEqual([
    64,
    expect.stringMatching(/linked\.yaml: study\.productType "hems-gatewax".*\n.*did you mean "hems-gateway"/),
  ]);
});

test("what a person attached rides along under the signature; a file that is away or another is refused", () => {
  const text = "seen on 4 pages";
  const given = (body: string) => createHash("sha256").update(body).digest("hex");
  writeFileSync(join(folder, "photo.txt"), text);
  writeFileSync(
    join(folder, "said.json"),
    JSON.stringify([
      {
        id: "st-photo",
        criterion: "S1.1-07",
        about: "S1.1-07",
        says: "met",
        text: "three steps",
        by: "Sato",
        date: new Date().toISOString().slice(0, 10),
        attachments: [
          { path: "photo.txt", sha256: given(text), bytes: text.length, mediaType: "text/plain" },
        ],
        firmware: "2.4.1",
      },
    ]),
  );
  const args = ["assess", PRODUCT, "--only", "none", "--statements", "said.json", "--out"];
  expect(seiza(...args, "attached").stderr).not.toContain("error");
  const inside = `attachments/${given(text).slice(0, 16)}-photo.txt`;
  expect(readFileSync(join(folder, "attached", inside), "utf8")).toBe(text);
  expect(seiza("verify", "attached").status).toBe(0);
  appendFileSync(join(folder, "attached", inside), ".");
  const changed = seiza("verify", "attached");
  expect([changed.status, changed.stdout]).toEqual([1, expect.stringContaining(inside)]);

  writeFileSync(join(folder, "photo.txt"), "another");
  const other = seiza(...args, "attached-2");
  expect([other.status, other.stderr]).toEqual([
    64,
    expect.stringContaining("is not the file that was judged"),
  ]);
  rmSync(join(folder, "photo.txt"));
  const away = seiza(...args, "attached-2");
  expect([away.status, away.stderr]).toEqual([64, expect.stringContaining('"photo.txt" is not there')]);
  expect(existsSync(join(folder, "attached-2"))).toBe(false);
});

test("fill writes into a copy of the checklist, names what is left, and never into the checklist itself", async () => {
  const { writeXlsx } = await import("hucre/xlsx");
  const form = await writeXlsx({
    sheets: [
      {
        name: "表",
        rows: [
          ["適合基準", "結果", "根拠"],
          ["S1.1-13", null, null],
          ["S1.1-09", null, "済み"],
        ],
      },
    ],
  });
  writeFileSync(join(folder, "list.xlsx"), form);
  const filled = seiza("fill", "list.xlsx", "again-bundle.zip");
  expect([filled.status, filled.stderr]).toEqual([2, expect.stringContaining("again-bundle.zip")]);
  writeFileSync(join(folder, "scan.xml"), SCAN);
  const run = seiza("fill", "list.xlsx", PRODUCT, "--evidence", "scan.xml");
  expect(run.status, run.stderr).toBe(0);
  expect(run.stdout).toBe("list.filled.xlsx\n");
  expect(run.stderr).toContain("表!C3");
  const { readWorkbookRows } = await import("@seiza/render");
  const rows = (await readWorkbookRows(readFileSync(join(folder, "list.filled.xlsx")))).sheets[0]?.rows ?? [];
  expect(rows[1]?.[1]).toBe("against the criterion (observed)");
  expect(rows[1]?.[2]).toContain("TCP port 443 is open and not declared");
  expect(rows[2]?.[2]).toBe("済み");
  expect(seiza("fill", "list.xlsx", PRODUCT).stderr).toContain("--force");
  const over = seiza("fill", "list.xlsx", PRODUCT, "--out", "list.xlsx", "--force");
  expect([over.status, over.stderr]).toEqual([2, expect.stringContaining("never written to")]);
  expect(readFileSync(join(folder, "list.xlsx")).equals(form)).toBe(true);
  writeFileSync(join(folder, "list.txt"), "no workbook");
  expect(seiza("fill", "list.txt", PRODUCT).stderr).toContain("no workbook that can be read");
  expect(existsSync(join(folder, "list.filled.txt"))).toBe(false);
}, 60_000);
