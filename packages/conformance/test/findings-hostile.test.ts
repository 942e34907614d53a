/** Files made to hurt are refused with a reason, within bounds of memory and time. */
import { gzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { EvidenceError, evidenceWords, readEvidence } from "../src/findings/index.ts";
import { gunzip, zipEntries } from "../src/findings/unpack.ts";
import { compareVersions, VERSION_SCHEMES } from "../src/findings/versions.ts";
import { bytes } from "./samples.ts";

const refused = (input: Uint8Array | string): string => {
  try {
    readEvidence(typeof input === "string" ? bytes(input) : input, "x");
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    const words = evidenceWords({ code: error.code, place: error.place, values: error.values });
    expect(words.ja).toMatch(/[ぁ-ん]/);
    expect(words.ja + words.en).not.toMatch(/\{\w+\}/);
    return error.code;
  }
  return "read";
};

const NMAP = (inner: string, tail = '<runstats><finished time="1" exit="success"/></runstats></nmaprun>') =>
  `<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun scanner="nmap" version="7.95" start="1"><scaninfo type="connect" protocol="tcp" numservices="3" services="1-3"/>${inner}${tail}`;
const HOST = (ports: string) =>
  `<host><status state="up"/><address addr="192.0.2.1" addrtype="ipv4"/><ports>${ports}</ports></host>`;
const CLOSED = (n: number) =>
  `<extraports state="closed" count="${n}"><extrareasons reason="reset" count="${n}"/></extraports>`;

describe("refused with a reason", () => {
  test.each([
    ["nothing", "", "empty-file"],
    ["an empty list", "[]", "empty-list"],
    ["prose", "hello", "unknown-format"],
    ["an HTML report", "<!DOCTYPE html><html><body/></html>", "is-html"],
    ["a PDF", "%PDF-1.7", "is-a-document"],
    ["foreign XML", "<feed/>", "unknown-xml"],
    ["foreign JSON", '{"a":1}', "unknown-json"],
    [
      "entities that unfold (billion laughs)",
      '<!DOCTYPE nmaprun [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><nmaprun>&b;</nmaprun>',
      "has-dtd",
    ],
    [
      "an external entity",
      '<!DOCTYPE nmaprun [<!ENTITY x SYSTEM "file:///etc/passwd">]><nmaprun>&x;</nmaprun>',
      "has-dtd",
    ],
    ["an undeclared entity", "<nmaprun>&x;</nmaprun>", "xml-syntax"],
    ["XML nested a thousand deep", `<nmaprun>${"<a>".repeat(1000)}`, "too-deep"],
    ["JSON nested a thousand deep", `{"a":${"[".repeat(1000)}${"]".repeat(1000)}}`, "too-deep"],
    ["JSON that is cut off", '{"bomFormat":"CycloneDX","components":[{"name":"a"', "cut-json"],
    ["JSON with a mistake", '{"bomFormat":"CycloneDX",,}', "json-syntax"],
    ["XML that is cut off", "<NessusClientData_v2><Report>", "cut-xml"],
    ["an nmap scan that was broken off", NMAP(HOST(CLOSED(3)), "</nmaprun>"), "nmap-incomplete"],
    [
      "KEV whose count is wrong",
      '{"catalogVersion":"1","count":2,"vulnerabilities":[{"cveID":"CVE-2024-1"}]}',
      "kev-count",
    ],
    ["a benchmark without results", "<Benchmark><Rule id='a'/></Benchmark>", "xccdf-without-results"],
    [
      "a CSV whose quote is open",
      '"id","fqdn/ip","port","severity","finding"\n"a","b/c","1","OK","x',
      "cut-csv",
    ],
  ])("%s", (_, text, code) => {
    expect(refused(text)).toBe(code);
  });

  test("an element with ten thousand attributes", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `a${i}="1"`).join(" ");
    expect(refused(`<nmaprun ${many}/>`)).toBe("too-many");
  });

  test("a gzip bomb and a ZIP bomb stop at the bound on what they unfold to", () => {
    const zeros = new Uint8Array(40_000_000);
    expect(() => gunzip(gzipSync(zeros), 1_000_000)).toThrow(
      expect.objectContaining({ code: "unpacks-too-large" }),
    );
    const bomb = zipSync({ "a.json": zeros });
    expect(bomb.length).toBeLessThan(200_000);
    const [entry] = zipEntries(bomb, 1_000_000);
    expect(() => entry?.bytes()).toThrow(expect.objectContaining({ code: "unpacks-too-large" }));
    const many = zipEntries(
      zipSync({ "a.json": zeros.subarray(0, 600_000), "b.json": zeros.subarray(0, 600_000) }),
      1_000_000,
    );
    expect(() => many.map((e) => e.bytes())).toThrow(expect.objectContaining({ code: "unpacks-too-large" }));
  });

  test("a ZIP of something else, a file packed twice, a broken gzip", () => {
    expect(refused(zipSync({ "word/document.xml": bytes("<w/>") }))).toBe("archive-without-records");
    expect(refused(gzipSync(gzipSync(bytes("x"))))).toBe("packed-twice");
    expect(refused(gzipSync(bytes("cve,epss,percentile\n")).subarray(0, 20))).toBe("bad-compression");
  });

  test("texts made of prefixes of ids, and versions of a million characters, end", () => {
    const results = [{ ruleId: "DSA-".repeat(25_000), message: { text: "x" } }];
    expect(
      refused(JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: "t" } }, results }] })),
    ).toBe("read");
    const long = "1.".repeat(500_000);
    for (const scheme of VERSION_SCHEMES) expect(compareVersions(scheme, long, `${long}2`)).not.toBeNaN();
  });

  test("keys that a prototype listens to are plain text", () => {
    const r = readEvidence(
      bytes(
        '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"__proto__","version":"1","__proto__":{"x":1}}],"vulnerabilities":[{"id":"CVE-2024-1","analysis":{"state":"constructor"}}]}',
      ),
      "x",
    );
    expect(r.sbom?.components[0]?.name).toBe("__proto__");
    expect(r.vex?.statements).toEqual([]);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });
});

describe("nmap's proof of coverage", () => {
  const complete = (ports: string) => {
    const fact = readEvidence(bytes(NMAP(HOST(ports))), "x").runs[0]?.facts[0];
    return fact?.kind === "ports" ? fact.complete : undefined;
  };
  const open = '<port protocol="tcp" portid="2"><state state="open"/></port>';
  test("holds when listed and counted ports make up all that was looked at", () => {
    expect(complete(`${CLOSED(2)}${open}`)).toBe(true);
    expect(complete(`${CLOSED(1)}${open}`)).toBe(false);
    expect(complete(CLOSED(3))).toBe(true);
  });
  test("does not hold when nmap ended with an error", () => {
    const text = NMAP(
      HOST(CLOSED(3)),
      '<runstats><finished time="1" exit="error" errormsg="no route"/></runstats></nmaprun>',
    );
    const r = readEvidence(bytes(text), "x");
    expect(r.runs[0]?.facts[0]).toMatchObject({ complete: false });
    expect(r.unused).toContainEqual({ code: "nmap-failed", place: "", values: { reason: "no route" } });
  });
});
