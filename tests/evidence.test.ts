/** `seiza findings` and `seiza import-ixit` from the command line. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { ROOT } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "seiza-evidence-"));
const at = (name: string) => join(folder, name);
function seiza(...args: string[]) {
  const run = spawnSync(process.execPath, [`${ROOT}packages/cli/bin/seiza.js`, ...args], {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, SEIZA_LANG: "ja" },
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}
const json = (name: string, value: unknown) => writeFileSync(at(name), JSON.stringify(value));

test("findings: parts, data and a statement together; a file that cannot be used is named and ends with 2", () => {
  json("sbom.json", {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    components: [
      { type: "library", name: "a", version: "1.0.0", purl: "pkg:npm/a@1.0.0" },
      { type: "library", name: "b" },
    ],
  });
  json("data.json", {
    id: "CVE-2026-1",
    modified: "2026-01-01T00:00:00Z",
    severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
    affected: [
      {
        package: { ecosystem: "npm", name: "a" },
        ranges: [{ type: "SEMVER", events: [{ introduced: "0" }] }],
      },
    ],
  });
  json("vex.json", {
    "@context": "https://openvex.dev/ns/v0.2.0",
    author: "a",
    statements: [
      {
        vulnerability: { name: "CVE-2026-1" },
        products: [{ "@id": "CAM-100", subcomponents: [{ "@id": "pkg:npm/a@1.0.0" }] }],
        status: "not_affected",
        justification: "vulnerable_code_not_present",
      },
    ],
  });
  const ok = seiza("findings", "sbom.json", "data.json", "vex.json", "--model", "CAM-100");
  expect(ok).toMatchObject({ code: 0, err: "" });
  expect(ok.out).toContain("CVE-2026-1  a 1.0.0  CVSS 9.8 AV:N  確実  VEX: 影響なし (vex.json)");
  expect(ok.out).toContain("構成部品 2 件、うち照合できなかったもの 1 件");
  expect(ok.out).toContain("適合の判定ではありません");

  writeFileSync(at("cut.json"), '{"bomFormat":"CycloneDX"');
  const bad = seiza("findings", "sbom.json", "data.json", "cut.json", "--lang", "en");
  expect(bad.code).toBe(2);
  expect(bad.out).toContain("cut.json: not used — is cut off; fetch or export it again");
  expect(bad.out).toContain("CVE-2026-1");
  const missing = seiza("findings", "nothing.json");
  expect(missing.code).toBe(2);
  expect(missing.err).toContain("nothing.json がありません");

  const machine = JSON.parse(seiza("findings", "sbom.json", "data.json", "--format", "json").out);
  expect(machine.records[0].facts[0].findings[0].id).toBe("CVE-2026-1");
});

test("import-ixit: writes the beginning of a declaration, says where each row went, keeps an existing file", () => {
  mkdirSync(at("ixit"), { recursive: true });
  writeFileSync(
    at("ixit/ixit_7-UpdMech.md"),
    "# IXIT 7-UpdMech\n\n### **ID**: Upd-1: Network update\n\n#### Description\n\nThe device fetches signed images from a server over the network.\n",
  );
  const run = seiza("import-ixit", "ixit", "--out", "product.yaml");
  expect(run.code).toBe(0);
  expect(parse(readFileSync(at("product.yaml"), "utf8"))).toEqual({
    seiza: "product/1",
    update: { possible: true, overNetwork: true, ways: ["server"], integrity: "signature" },
  });
  expect(run.err).toContain("ixit_7-UpdMech.md:5 Upd-1 / Description → /update");
  expect(run.err).toContain("/product");
  expect(seiza("import-ixit", "ixit", "--out", "product.yaml").code).toBe(2);
  const none = seiza("import-ixit", "nowhere");
  expect(none.code).toBe(2);
  expect(none.err).toContain("nowhere を読めません");
});
