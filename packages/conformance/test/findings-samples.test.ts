/** Every real file of another tool is read, and says what it says. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fact, type FactOf } from "../src/evidence/facts.ts";
import { EvidenceError, evidenceWords, type Reading, readEvidence } from "../src/findings/index.ts";
import { filesOf, hasSamples, read, sample } from "./samples.ts";

const of = <K extends Fact["kind"]>(r: Reading, kind: K, run = 0): FactOf<K> => {
  const found = r.runs[run]?.facts.find((f) => f.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found as FactOf<K>;
};
const FOLDERS = [
  "csaf",
  "cyclonedx",
  "epss",
  "grype",
  "nessus",
  "nmap-xml",
  "nuclei",
  "nvd-2.0",
  "openvas",
  "openvex",
  "osv",
  "osv-scanner",
  "sarif",
  "ssh-audit",
  "sslscan",
  "testssl",
  "trivy",
  "xccdf",
];
const REFUSED: Record<string, string> = {
  "csaf/example-01-provider-metadata.json": "csaf-provider-metadata",
  "openvex/openvex_json_schema.json": "is-a-schema",
};
const all = FOLDERS.flatMap(filesOf);

describe.skipIf(!hasSamples)("real evidence files (skipped where the folder is missing)", () => {
  test.each(all.filter((f) => !(f in REFUSED)))("%s is recognised, and its facts are valid", (path) => {
    const r = read(path);
    for (const run of r.runs) for (const f of run.facts) expect(Fact.safeParse(f).error).toBeUndefined();
    for (const u of r.unused) expect(evidenceWords(u).ja).not.toBe(u.code);
  });

  test.each([
    ...Object.entries(REFUSED),
    ["kev/known_exploited_vulnerabilities_schema.json", "is-a-schema"],
    ["oscal/basic-catalog.json", "unknown-json"],
    ["security.txt/alphagov-security.txt.template", "unknown-format"],
  ])("%s is refused with the reason %s", (path, code) => {
    expect(() => read(path)).toThrow(expect.objectContaining({ code }));
    expect(evidenceWords({ code, place: "", values: {} }).en).not.toBe(code);
  });

  test("nmap: coverage is proved by the counts, a port guessed from its number is no evidence of a protocol", () => {
    const two = read("nmap-xml/issue12411.xml");
    expect(two.runs.map((r) => r.target)).toEqual([
      expect.objectContaining({ address: "172.217.18.238" }),
      expect.objectContaining({ address: "54.239.28.85" }),
    ]);
    expect(of(two, "ports").complete).toBe(true);
    expect(of(two, "ports").ports.every((p) => p.by === "table")).toBe(true);
    // Its counts add up to 998 of 1000: the file was shortened by hand.
    expect(of(read("nmap-xml/nmap_1port.xml"), "ports")).toMatchObject({
      complete: false,
      ports: [{ port: 5432, state: "open" }],
    });
  });

  test("nmap vulners: what a banner's version suggests stays a guess", () => {
    const r = read("nmap-xml/nmap_script_vulners.xml");
    expect(of(r, "ports").ports[0]).toMatchObject({
      port: 5022,
      product: "OpenSSH",
      version: "7.4",
      by: "tool",
    });
    const { findings } = of(r, "vulnerabilities");
    expect(findings.map((f) => [f.id, f.cvss?.score, f.sure])).toEqual([
      ["CVE-2018-15919", 5, "guess"],
      ["CVE-2017-15906", 5, "guess"],
    ]);
    expect(findings[0]?.cpe).toBe("cpe:2.3:a:openbsd:openssh:7.4:*:*:*:*:*:*:*");
  });

  test("testssl: four addresses are four targets; what is not vulnerable is no finding", () => {
    const r = read("testssl/defectdojo_many_vuln.csv");
    expect(r.runs.map((x) => x.target?.address)).toEqual([
      "185.199.110.153",
      "185.199.108.153",
      "185.199.109.153",
      "185.199.111.153",
    ]);
    expect(of(r, "vulnerabilities").findings.map((f) => [f.id, f.sure])).toEqual([
      ["CVE-2013-3587", "guess"],
      ["CVE-2013-0169", "guess"],
    ]);
    const tls = of(r, "tls");
    expect(tls.versions.filter((v) => v.offered === "yes").map((v) => v.version)).toEqual(["TLSv1.2"]);
    expect(tls.suites).toHaveLength(9);
    expect(tls.certificate?.subject).toBe("www.defectdojo.org");
  });

  test("testssl: a header that stands twice on the first line is read; skipped tests give nothing", () => {
    const demo = of(read("testssl/demo.csv"), "tls");
    expect(demo.suites.map((s) => s.name)).toContain("TLS_AES_256_GCM_SHA384");
    expect(demo.versions.find((v) => v.version === "TLSv1.1")?.offered).toBe("no");
    for (const f of ["defectdojo_no_vuln.csv", "toolsaf-all-skipped.json"])
      expect(read(`testssl/${f}`).runs).toEqual([]);
  });

  test("sslscan: accepted suites only, by their IANA names; Heartbleed on one version is found", () => {
    const r = read("sslscan/sslscan_many_vuln.xml");
    const tls = of(r, "tls");
    expect(tls.suites).toHaveLength(8);
    expect(tls.suites[0]?.name).toBe("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    expect(tls.suites.map((s) => s.name)).not.toContain("TLS_DHE_RSA_WITH_AES_256_CBC_SHA256");
    expect(tls.certificate).toMatchObject({
      selfSigned: false,
      notAfter: "2019-03-13T11:59:45.000Z",
      names: ["*.service.target.com", "service.target.com"],
      keyBits: 2048,
    });
    expect(of(r, "vulnerabilities").findings).toMatchObject([{ id: "CVE-2014-0160", sure: "exact" }]);
  });

  test("ssh-audit: port and banner; judgements on algorithms are counted, not taken for vulnerabilities", () => {
    const r = read("ssh-audit/openssh_4.0p1_test1.json");
    expect(of(r, "ports").ports).toMatchObject([
      { port: 2222, product: "OpenSSH", version: "4.0", by: "banner" },
    ]);
    expect(r.unused).toContainEqual({
      code: "ssh-algorithms",
      place: "localhost:2222",
      values: { count: 16 },
    });
  });

  test("OpenVAS: both nestings and old fields, quality of detection, CSV", () => {
    const many = read("openvas/many_vuln.xml");
    expect(many.runs).toHaveLength(1);
    expect(many.runs[0]?.target).toEqual({ address: "192.168.1.1001", host: "b6b9f466d63" });
    const fact = of(many, "vulnerabilities");
    expect(fact).toMatchObject({ complete: true, scannedAt: "2023-09-26T13:04:00.000Z" });
    expect(fact.findings).toHaveLength(76);
    expect(fact.findings.find((f) => f.id === "CVE-1999-0618")).toMatchObject({
      subject: "tcp/512",
      sure: "likely",
    });
    expect(of(read("openvas/no_vuln.xml"), "vulnerabilities")).toMatchObject({
      complete: true,
      findings: [],
    });
    expect(of(read("openvas/report_v7.xml"), "vulnerabilities").findings.map((f) => f.id)).toContain(
      "CVE-2014-0224",
    );
    const one = read("openvas/result2.xml");
    expect(of(one, "vulnerabilities")).toMatchObject({
      complete: false,
      findings: [
        { id: "CVE-2003-1418", subject: "tcp/80", cvss: { version: "2.0", score: 4.3, network: true } },
      ],
    });
    const csv = of(read("openvas/many_vuln.csv"), "vulnerabilities");
    expect(csv.complete).toBe(false);
    expect(csv.findings.map((f) => f.id)).toEqual([
      "OPENVAS:1.3.6.1.4.1.25623.1.0.80091",
      "OPENVAS:1.3.6.1.4.1.25623.1.0.106223",
      "CVE-2011-3389",
      "CVE-2015-0204",
      "OPENVAS:1.3.6.1.4.1.25623.1.0.103240",
    ]);
  });

  test("Nessus: hosts, their ports, and findings apart from mere information", () => {
    const r = read("nessus/example_v2.nessus");
    expect(r.runs.map((x) => x.target)).toEqual([
      { address: "173.45.230.150", host: "snorby.org" },
      { address: "64.13.134.52", host: "scanme.insecure.org" },
    ]);
    const fact = of(r, "vulnerabilities");
    expect(fact.findings.find((f) => f.id === "CVE-2009-3555")).toMatchObject({
      subject: "tcp/443",
      cvss: { version: "2.0", score: 2.6, network: true },
    });
    expect(fact.complete).toBe(true);
  });

  test("nuclei: old and new names; requests and answers are not taken over", () => {
    const old = read("nuclei/many_findings.json");
    expect(of(old, "vulnerabilities").findings.map((f) => f.id)).toEqual([
      "NUCLEI:openssh5.3-detect",
      "NUCLEI:phpmyadmin-setup",
    ]);
    const third = read("nuclei/many_findings_third.json");
    expect(JSON.stringify(third)).not.toContain("User-Agent");
    expect(of(third, "vulnerabilities").complete).toBe(false);
  });

  test("Trivy: CVSS 4 is preferred, fixed versions are listed, an empty report is one", () => {
    const r = read("trivy/cvssv4_severity_source.json");
    expect(r.tool.version).toBe("0.69.1");
    const first = of(r, "vulnerabilities").findings[0];
    expect(first).toMatchObject({
      id: "CVE-2025-66614",
      aliases: ["GHSA-fpj8-gq4v-p354"],
      purl: "pkg:maven/org.apache.tomcat/tomcat-catalina@9.0.109",
      fixedIn: ["11.0.14", "10.1.49", "9.0.112"],
      cvss: { version: "4.0" },
    });
    expect(of(read("trivy/all_statuses.json"), "vulnerabilities").findings).toHaveLength(8);
    expect(of(read("trivy/scheme_2_no_vuln.json"), "vulnerabilities").findings).toEqual([]);
  });

  test("Grype and osv-scanner: findings with their package", () => {
    const grype = of(read("grype/check_all_fields.json"), "vulnerabilities");
    expect(grype.findings.find((f) => f.id === "CVE-2004-0971")).toMatchObject({
      subject: "libgssapi-krb5-2",
      version: "1.17-3+deb10u3",
    });
    expect(of(read("grype/issue_9618.json"), "vulnerabilities")).toMatchObject({
      scannedAt: "2024-02-22T18:46:26.372Z",
      feedDate: "2024-02-22T01:23:26.000Z",
    });
    expect(of(read("osv-scanner/some_findings.json"), "vulnerabilities")).toMatchObject({
      components: 1,
      findings: [{ subject: "flot-axis", version: "0.0.0" }],
    });
  });

  test("SARIF of a linter holds no vulnerability; XCCDF has one failed rule with a CVE", () => {
    const shell = read("sarif/bash-report.sarif");
    expect(of(shell, "vulnerabilities").findings).toEqual([]);
    expect(shell.unused).toContainEqual(
      expect.objectContaining({ code: "not-a-vulnerability", values: { count: 27 } }),
    );
    expect(of(read("xccdf/one_vuln_rhsa.xml"), "vulnerabilities").findings).toMatchObject([
      { id: "CVE-2005-1038", sure: "exact" },
    ]);
  });

  test("bills of materials and statements", () => {
    const laravel = read("cyclonedx/SBOM__laravel-7.12.0__bom.1.4.json").sbom;
    expect(laravel?.components).toHaveLength(62);
    expect(laravel?.components[0]).toMatchObject({
      ref: "asm89/stack-cors-1.3.0.0",
      name: "asm89/stack-cors",
      version: "1.3.0",
      purl: "pkg:composer/asm89/stack-cors@1.3.0",
    });
    expect(read("cyclonedx/HBOM__PCIe-SATA-adapter-board__bom.json").sbom?.components).toHaveLength(6);
    const vex = read("cyclonedx/VEX__CISA-Use-Cases__Case-2__vex.json");
    expect(vex.sbom).toBeUndefined();
    expect(vex.vex?.statements).toHaveLength(19);
    expect(vex.vex?.statements[0]).toMatchObject({
      ids: ["CVE-2020-11896"],
      status: "not_affected",
      justification: "code_not_reachable",
      product: { name: "ABC", version: "4.2" },
    });
    const csaf = read("csaf/2022-evd-uc-07-001.json").vex?.statements ?? [];
    expect(csaf.map((s) => s.status).sort()).toEqual([
      ...Array(4).fill("affected"),
      "fixed",
      ...Array(5).fill("not_affected"),
    ]);
    // "< IR302 3.5.56" is prose: it is said, and not guessed at.
    expect(read("csaf/icsa-23-012-03.json").unused.map((u) => u.code)).toEqual(["vex-range", "vex-range"]);
    expect(read("openvex/openvex_one_vuln.json").vex?.statements[0]).toMatchObject({
      ids: ["CVE-2024-10001"],
      status: "not_affected",
      justification: "vulnerable_code_not_present",
    });
  });

  test("EPSS: the day in the file counts, scores with exponents are read", () => {
    const epss = read("epss/epss_scores-excerpt.csv").epss;
    expect(epss?.scored).toBe("2026-09-29T12:00:22.000Z");
    expect(epss?.lookup(new Set(["CVE-1999-0002", "CVE-0000-0000"]))).toEqual(
      new Map([["CVE-1999-0002", 0.27858]]),
    );
  });

  test.each(all)("%s with random bytes changed or cut never crashes", (path) => {
    const whole = sample(path);
    const cap = whole.length > 60_000 ? 4 : 12;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
        fc.option(fc.nat(whole.length)),
        (edits, cut) => {
          const copy = whole.slice(0, cut ?? whole.length);
          for (const [at, value] of edits) if (at < copy.length) copy[at] = value;
          try {
            const r = readEvidence(copy, "edited");
            r.data?.scan(
              () => true,
              () => undefined,
            );
          } catch (error) {
            if (!(error instanceof EvidenceError)) throw error;
            expect(
              evidenceWords({ ...error, code: error.code, place: "", values: error.values }).ja,
            ).not.toBe(error.code);
          }
        },
      ),
      { numRuns: cap, seed: 7 },
    );
  });
});
