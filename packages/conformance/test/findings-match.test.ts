/** Components against data and statements: what is found, how surely, and what is said of the rest. */
import { gzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { CheckRecord } from "../src/evidence/facts.ts";
import { matchComponents, readEvidence, recordsFromFiles } from "../src/findings/index.ts";
import { bytes, hasSamples, read, sample } from "./samples.ts";

interface Part {
  name: string;
  version?: string;
  purl?: string;
  cpe?: string;
}
const bom = (components: Part[], more: Record<string, unknown> = {}) => ({
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  version: 1,
  components: components.map((c, i) => ({ type: "library", "bom-ref": `ref-${i}`, ...c })),
  ...more,
});
const sbomOf = (components: Part[], more: Record<string, unknown> = {}) => {
  const { sbom } = readEvidence(bytes(JSON.stringify(bom(components, more))), "sbom.json");
  if (!sbom) throw new Error("no bill of materials");
  return sbom;
};
const dataOf = (...records: unknown[]) => {
  const { data } = readEvidence(bytes(records.map((r) => JSON.stringify(r)).join("\n")), "data.jsonl");
  if (!data) throw new Error("no data");
  return data;
};
const osv = (
  id: string,
  ecosystem: string,
  name: string,
  events: unknown[],
  more: Record<string, unknown> = {},
) => ({
  schema_version: "1.6.0",
  id,
  modified: "2026-01-01T00:00:00Z",
  affected: [{ package: { ecosystem, name }, ranges: [{ type: "ECOSYSTEM", events }] }],
  ...more,
});
const vexOf = (value: unknown) => {
  const { vex } = readEvidence(bytes(JSON.stringify(value)), "vex.json");
  if (!vex) throw new Error("no statements");
  return vex;
};
const openVex = (...statements: unknown[]) =>
  vexOf({
    "@context": "https://openvex.dev/ns/v0.2.0",
    author: "a",
    timestamp: "2026-01-01T00:00:00Z",
    statements,
  });
const ids = (fact: { findings: { id: string }[] }) => fact.findings.map((f) => f.id);

describe.skipIf(!hasSamples)("real records (skipped where the folder is missing)", () => {
  const match = (part: Part, ...files: string[]) =>
    matchComponents(sbomOf([part]), { data: files.map((f) => read(f).data).filter((d) => d !== undefined) })
      .fact;
  test.each([
    ["pkg:bitnami/node@12.18.3", "osv/BIT-node-2020-8201.json", "CVE-2020-8201"],
    ["pkg:bitnami/node@12.18.4", "osv/BIT-node-2020-8201.json", undefined],
    ["pkg:golang/github.com/pubnub/go@4.0.0", "osv/GO-2023-2385.json", "CVE-2023-26154"],
    ["pkg:maven/com.typesafe.akka/akka-actor_2.12@2.5.15", "osv/full_ranges.osv.json", "CVE-2018-16115"],
    ["pkg:maven/com.typesafe.akka/akka-actor_2.12@2.5.16", "osv/full_ranges.osv.json", undefined],
    [
      "pkg:maven/org.xwiki.commons/xwiki-commons-core@12.10.1",
      "osv/maven_greater_than.osv.json",
      "CVE-2021-32620",
    ],
    [
      // Between two of its ranges, which the record lists newest first.
      "pkg:maven/org.xwiki.commons/xwiki-commons-core@12.6.9",
      "osv/maven_greater_than.osv.json",
      undefined,
    ],
    [
      "pkg:deb/debian/intel-microcode@3.20230512.1?arch=source&distro=debian-12",
      "osv/osv-DSA-5474-1.json",
      "DSA-5474-1",
    ],
    [
      "pkg:deb/debian/intel-microcode@3.20990101.1?arch=source&distro=debian-12",
      "osv/osv-DSA-5474-1.json",
      undefined,
    ],
  ])("%s against %s gives %s", (purl, file, id) => {
    const fact = match({ name: "x", purl }, file);
    expect(ids(fact)).toEqual(id === undefined ? [] : [id]);
    expect(fact).toMatchObject({ components: 1, unmatched: 0, complete: true });
  });

  test("NVD: a firmware inside the range is found, with KEV and a vector that the network can reach", () => {
    const cpe = (v: string) => `cpe:2.3:o:fortinet:fortios:${v}:*:*:*:*:*:*:*`;
    const found = match(
      { name: "fortios", version: "7.2.3", cpe: cpe("7.2.3") },
      "nvd-2.0/cve-2024-23113.json",
    );
    expect(found.findings).toMatchObject([
      { id: "CVE-2024-23113", kev: true, sure: "guess", cvss: { version: "3.1", score: 9.8, network: true } },
    ]);
    expect(ids(match({ name: "fortios", cpe: cpe("7.6.0") }, "nvd-2.0/cve-2024-23113.json"))).toEqual([]);
  });

  test("files together become records: EPSS compressed, the statement named, what was not used said", () => {
    const { records, unused } = recordsFromFiles(
      [
        {
          name: "sbom.json",
          bytes: bytes(JSON.stringify(bom([{ name: "node", purl: "pkg:bitnami/node@12.18.3" }]))),
          sha256: "a".repeat(64),
        },
        { name: "data.json", bytes: sample("osv/BIT-node-2020-8201.json"), sha256: "b".repeat(64) },
        {
          name: "epss.csv.gz",
          bytes: gzipSync(
            bytes(
              "#model_version:v1,score_date:2026-09-29T12:00:22Z\ncve,epss,percentile\nCVE-2020-8201,2e-05,0.1\n",
            ),
          ),
          sha256: "c".repeat(64),
        },
        {
          name: "kev.json",
          bytes: bytes(
            '{"catalogVersion":"1","dateReleased":"2026-01-01T00:00:00Z","count":1,"vulnerabilities":[{"cveID":"CVE-2020-8201"}]}',
          ),
          sha256: "d".repeat(64),
        },
        { name: "scan.xml", bytes: sample("nmap-xml/issue12411.xml"), sha256: "e".repeat(64) },
        { name: "photo.jpg", bytes: new Uint8Array([0xff, 0xd8, 0xff]), sha256: "f".repeat(64) },
      ],
      { model: "M-1", firmware: "1.0" },
      "2026-11-25T00:00:00.000Z",
    );
    for (const r of records) expect(CheckRecord.safeParse(r).error).toBeUndefined();
    expect(records.map((r) => r.check)).toEqual(["import.sbom", "import.nmap", "import.nmap"]);
    expect(records[0]?.facts[0]).toMatchObject({
      findings: [
        {
          id: "CVE-2020-8201",
          aliases: ["BIT-node-2020-8201"],
          kev: true,
          epss: 0.00002,
          fixedIn: ["12.18.4", "14.11.0"],
        },
      ],
    });
    expect(records[0]?.raw.map((x) => x.path)).toEqual(["sbom.json", "data.json", "epss.csv.gz", "kev.json"]);
    expect(records[1]?.startedAt).toBe("2025-05-07T13:26:27.000Z");
    expect(unused.find((u) => u.file === "photo.jpg")?.refused?.code).toBe("unknown-format");
  });
});

describe("package names and versions", () => {
  const found = (purl: string, record: unknown) =>
    ids(matchComponents(sbomOf([{ name: "x", purl }]), { data: [dataOf(record)] }).fact);
  const range = [{ introduced: "1.0" }, { fixed: "1.10" }];
  test.each([
    [
      "PyPI names in any spelling",
      "pkg:pypi/zope-interface@1.9",
      osv("A-1", "PyPI", "Zope.Interface", range),
      ["A-1"],
    ],
    [
      "by the ecosystem's order: 1.9 is before 1.10",
      "pkg:npm/a@1.9.0",
      osv("A-1", "npm", "a", range),
      ["A-1"],
    ],
    ["not in another ecosystem", "pkg:npm/a@1.9.0", osv("A-1", "PyPI", "a", range), []],
    ["scoped npm names", "pkg:npm/%40s/a@1.9.0", osv("A-1", "npm", "@s/a", range), ["A-1"]],
    [
      "a Debian package by its source",
      "pkg:deb/debian/libssl3@3.0.1-1?upstream=openssl&distro=debian-12",
      osv("A-1", "Debian:12", "openssl", [{ introduced: "0" }, { fixed: "3.0.2-1" }]),
      ["A-1"],
    ],
    [
      "not of another release",
      "pkg:deb/debian/openssl@3.0.1-1?distro=debian-12.4",
      osv("A-1", "Debian:11", "openssl", [{ introduced: "0" }]),
      [],
    ],
    [
      "an epoch in a qualifier",
      "pkg:rpm/redhat/vim@8.0-1?epoch=2",
      osv("A-1", "Red Hat", "vim", [{ introduced: "0" }, { fixed: "2:8.0-1" }]),
      [],
    ],
    [
      "the last affected version itself",
      "pkg:npm/a@2.0.0",
      osv("A-1", "npm", "a", [{ introduced: "0" }, { last_affected: "2.0.0" }]),
      ["A-1"],
    ],
    [
      "withdrawn records are none",
      "pkg:npm/a@1.9.0",
      osv("A-1", "npm", "a", range, { withdrawn: "2026-01-02T00:00:00Z" }),
      [],
    ],
    [
      "events in any order",
      "pkg:npm/a@3.5.0",
      osv("A-1", "npm", "a", [{ fixed: "2.0.0" }, { introduced: "3.0.0" }, { introduced: "0" }]),
      ["A-1"],
    ],
  ])("%s", (_, purl, record, expected) => {
    expect(found(purl, record)).toEqual(expected);
  });

  test("aliases are one finding under its CVE, with every source", () => {
    const fact = matchComponents(sbomOf([{ name: "a", purl: "pkg:npm/a@1.5.0" }]), {
      data: [
        dataOf(
          osv("GHSA-aaaa-bbbb-cccc", "npm", "a", range, { aliases: ["CVE-2026-1000"] }),
          osv("SNYK-1", "npm", "a", range, { aliases: ["GHSA-aaaa-bbbb-cccc"] }),
          osv("GHSA-dddd-eeee-ffff", "npm", "a", range),
        ),
      ],
    }).fact;
    expect(fact.findings).toMatchObject([
      {
        id: "CVE-2026-1000",
        aliases: ["GHSA-aaaa-bbbb-cccc", "SNYK-1"],
        sources: ["osv:GHSA-aaaa-bbbb-cccc", "osv:SNYK-1"],
      },
      { id: "GHSA-dddd-eeee-ffff" },
    ]);
  });

  test("an advisory of a distribution stands for each vulnerability it names, and joins none of them", () => {
    const record = osv("DSA-1-1", "Debian:12", "openssl", [{ introduced: "0" }], {
      upstream: ["CVE-2026-1", "CVE-2026-2"],
    });
    expect(found("pkg:deb/debian/openssl@3.0?distro=debian-12", record)).toEqual([
      "CVE-2026-1",
      "CVE-2026-2",
    ]);
  });

  test("only commits are given: that is a guess, not a miss", () => {
    const record = {
      ...osv("A-1", "npm", "a", []),
      affected: [
        {
          package: { ecosystem: "npm", name: "a" },
          ranges: [{ type: "GIT", events: [{ introduced: "0" }] }],
        },
      ],
    };
    const { fact } = matchComponents(sbomOf([{ name: "a", purl: "pkg:npm/a@1.0.0" }]), {
      data: [dataOf(record)],
    });
    expect(fact.findings).toMatchObject([{ id: "A-1", sure: "guess" }]);
  });

  test("a ZIP of records and a list of records say the same as lines", () => {
    const a = osv("A-1", "npm", "a", range);
    const b = osv("A-2", "npm", "b", range);
    const sbom = sbomOf([{ name: "a", purl: "pkg:npm/a@1.5.0" }]);
    for (const file of [
      zipSync({ "A-1.json": bytes(JSON.stringify(a, null, 2)), "A-2.json": bytes(JSON.stringify(b)) }),
      bytes(JSON.stringify([a, b])),
      bytes(JSON.stringify({ vulns: [a, b] })),
      bytes(JSON.stringify(a, null, 2)),
      gzipSync(bytes(`${JSON.stringify(a)}\n${JSON.stringify(b)}\n`)),
    ]) {
      const { data } = readEvidence(file, "data");
      if (!data) throw new Error("no data");
      expect(ids(matchComponents(sbom, { data: [data] }).fact)).toEqual(["A-1"]);
    }
  });
});

describe("CPE names", () => {
  const nvd = (configurations: unknown[], more: Record<string, unknown> = {}) => ({
    cve: {
      id: "CVE-2026-1",
      sourceIdentifier: "x",
      vulnStatus: "Analyzed",
      lastModified: "2026-01-01T00:00:00.000",
      configurations,
      ...more,
    },
  });
  const firmware = {
    operator: "OR",
    cpeMatch: [
      {
        vulnerable: true,
        criteria: "cpe:2.3:o:acme:cam_firmware:*:*:*:*:*:*:*:*",
        versionEndExcluding: "2.0",
      },
    ],
  };
  const hardware = {
    operator: "OR",
    cpeMatch: [{ vulnerable: false, criteria: "cpe:2.3:h:acme:cam:-:*:*:*:*:*:*:*" }],
  };
  const record = nvd([{ operator: "AND", nodes: [firmware, hardware] }]);
  const part = { name: "firmware", version: "1.9", cpe: "cpe:2.3:o:acme:cam_firmware:1.9:*:*:*:*:*:*:*" };
  const found = (parts: Part[], r: unknown) =>
    matchComponents(sbomOf(parts), { data: [dataOf(r)] }).fact.findings;

  test("firmware on its own hardware is likely, on unknown hardware a guess, on other hardware none", () => {
    expect(
      found([part, { name: "cam", cpe: "cpe:2.3:h:acme:cam:-:*:*:*:*:*:*:*", version: "1" }], record),
    ).toMatchObject([{ sure: "likely", fixedIn: ["2.0"] }]);
    expect(found([part], record)).toMatchObject([{ sure: "guess" }]);
    expect(
      found([part, { name: "door", cpe: "cpe:2.3:h:acme:door:-:*:*:*:*:*:*:*", version: "1" }], record),
    ).toEqual([]);
  });
  test("rejected records are none", () => {
    expect(
      found([part], nvd([{ operator: "AND", nodes: [firmware, hardware] }], { vulnStatus: "Rejected" })),
    ).toEqual([]);
  });
  test("a letter after the version belongs to it, as with OpenSSL", () => {
    const r = nvd([
      {
        nodes: [
          {
            operator: "OR",
            cpeMatch: [
              {
                vulnerable: true,
                criteria: "cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*",
                versionStartIncluding: "1.1.1",
                versionEndExcluding: "1.1.1k",
              },
            ],
          },
        ],
      },
    ]);
    const at = (version: string) =>
      found([{ name: "openssl", cpe: `cpe:/a:openssl:openssl:${version}`, version }], r).length;
    expect([at("1.1.1j"), at("1.1.1k"), at("1.1.1"), at("1.1.0l")]).toEqual([1, 0, 1, 0]);
  });
  test("a bare name is compared, and stays a guess", () => {
    const r = nvd([
      {
        nodes: [
          {
            operator: "OR",
            cpeMatch: [
              {
                vulnerable: true,
                criteria: "cpe:2.3:a:busybox:busybox:*:*:*:*:*:*:*:*",
                versionEndIncluding: "1.30",
              },
            ],
          },
        ],
      },
    ]);
    const { fact, unused } = matchComponents(sbomOf([{ name: "busybox", version: "1.29" }]), {
      data: [dataOf(r)],
    });
    expect(fact.findings).toMatchObject([{ id: "CVE-2026-1", sure: "guess" }]);
    expect(unused).toContainEqual({ code: "by-name-only", place: "", values: { count: 1 } });
  });
});

describe("what could not be matched is said", () => {
  test("no version, no data of the ecosystem, no data at all", () => {
    const parts = [
      { name: "a" },
      { name: "b", purl: "pkg:npm/b@1.0.0" },
      { name: "c", purl: "pkg:pypi/c@1.0" },
    ];
    const { fact, unused } = matchComponents(sbomOf(parts), {
      data: [dataOf(osv("A-1", "npm", "z", [{ introduced: "0" }]))],
    });
    expect(fact).toMatchObject({ components: 3, unmatched: 2, findings: [] });
    expect(unused.map((u) => u.code)).toEqual(["component-unmatched", "no-data-for"]);
    const none = matchComponents(sbomOf(parts), { data: [] });
    expect(none.fact).toMatchObject({ complete: false, unmatched: 3 });
    expect(none.unused.map((u) => u.code)).toContain("sbom-without-data");
  });
});

describe("statements (VEX)", () => {
  const record = osv("GHSA-aaaa-bbbb-cccc", "npm", "a", [{ introduced: "0" }], { aliases: ["CVE-2026-1"] });
  const parts = [{ name: "a", version: "1.0.0", purl: "pkg:npm/a@1.0.0" }];
  const product = { name: "Camera", model: "CAM-100", firmware: "2.1" };
  const vexFor = (vex: ReturnType<typeof vexOf>, more: Record<string, unknown> = {}) =>
    matchComponents(sbomOf(parts, more), { data: [dataOf(record)] }, [vex], product).fact.findings[0]?.vex;

  test("OpenVEX: for this package and version, by an alias, with its justification and file", () => {
    const s = (id: string) =>
      openVex({
        vulnerability: { name: "CVE-2026-1" },
        products: [{ "@id": id }],
        status: "not_affected",
        justification: "component_not_present",
      });
    expect(vexFor(s("pkg:npm/a@1.0.0"))).toEqual({
      status: "not_affected",
      justification: "component_not_present",
      file: "vex.json",
    });
    expect(vexFor(s("pkg:npm/a@1.0.1"))).toBeUndefined();
    expect(vexFor(s("pkg:npm/b@1.0.0"))).toBeUndefined();
  });
  test("OpenVEX of old: vulnerability and products as plain text; a part of another product does not count", () => {
    expect(
      vexFor(openVex({ vulnerability: "CVE-2026-1", products: ["pkg:npm/a@1.0.0"], status: "fixed" }))
        ?.status,
    ).toBe("fixed");
    const other = { "@id": "Doorbell", subcomponents: [{ "@id": "pkg:npm/a@1.0.0" }] };
    expect(
      vexFor(openVex({ vulnerability: { name: "CVE-2026-1" }, products: [other], status: "fixed" })),
    ).toBeUndefined();
    const own = { "@id": "CAM-100", subcomponents: [{ "@id": "pkg:npm/a@1.0.0" }] };
    expect(
      vexFor(openVex({ vulnerability: { name: "CVE-2026-1" }, products: [own], status: "fixed" }))?.status,
    ).toBe("fixed");
  });
  test("of two statements the more particular counts, of equals the newer", () => {
    const p = (status: string, timestamp: string, id = "pkg:npm/a@1.0.0") => ({
      vulnerability: { name: "CVE-2026-1" },
      products: [{ "@id": id }],
      status,
      timestamp,
    });
    expect(
      vexFor(
        openVex(p("under_investigation", "2026-01-01T00:00:00Z"), p("not_affected", "2026-02-01T00:00:00Z")),
      )?.status,
    ).toBe("not_affected");
    expect(
      vexFor(
        openVex(p("affected", "2026-03-01T00:00:00Z", "CAM-100"), p("not_affected", "2026-02-01T00:00:00Z")),
      )?.status,
    ).toBe("not_affected");
  });
  test("CycloneDX: by bom-ref here, by bom-link from another file, by range of versions", () => {
    const v = (affects: unknown[]) =>
      vexOf({
        bomFormat: "CycloneDX",
        specVersion: "1.5",
        version: 1,
        vulnerabilities: [
          {
            id: "CVE-2026-1",
            analysis: { state: "not_affected", justification: "code_not_reachable" },
            affects,
          },
        ],
      });
    const serial = { serialNumber: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" };
    const link = "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#ref-0";
    expect(vexFor(v([{ ref: link }]), serial)).toMatchObject({
      status: "not_affected",
      justification: "code_not_reachable",
    });
    expect(vexFor(v([{ ref: link }]))).toBeUndefined();
    expect(vexFor(v([{ ref: link, versions: [{ range: "vers:npm/<1.0.0" }] }]), serial)).toBeUndefined();
    expect(vexFor(v([{ ref: link, versions: [{ range: "vers:npm/<=1.0.0" }] }]), serial)?.status).toBe(
      "not_affected",
    );
  });
  test("CSAF: the model number ties an advisory to the product, in any spelling; its version has to be this one", () => {
    const csaf = (version: string) =>
      vexOf({
        document: {
          category: "csaf_vex",
          csaf_version: "2.0",
          tracking: { id: "X", current_release_date: "2026-01-01T00:00:00Z" },
        },
        product_tree: {
          full_product_names: [],
          branches: [
            {
              category: "vendor",
              name: "V",
              branches: [
                {
                  category: "product_name",
                  name: "Camera",
                  branches: [
                    {
                      category: "product_version",
                      name: version,
                      product: {
                        product_id: "P",
                        name: "x",
                        product_identification_helper: { model_numbers: ["cam 100"] },
                      },
                    },
                  ],
                },
              ],
            },
          ],
        },
        vulnerabilities: [
          {
            cve: "CVE-2026-1",
            product_status: { known_not_affected: ["P"] },
            flags: [{ label: "vulnerable_code_not_present", product_ids: ["P"] }],
          },
        ],
      });
    expect(vexFor(csaf("2.1"))).toMatchObject({
      status: "not_affected",
      justification: "vulnerable_code_not_present",
    });
    expect(vexFor(csaf("2.0"))).toBeUndefined();
  });
  test("the vendor says that the product is affected, and no data does: that is a finding", () => {
    const vex = openVex({
      vulnerability: { name: "CVE-2026-99" },
      products: [{ "@id": "CAM-100" }],
      status: "affected",
    });
    const { fact } = matchComponents(sbomOf(parts), { data: [dataOf(record)] }, [vex], product);
    expect(ids(fact).sort()).toEqual(["CVE-2026-1", "CVE-2026-99"]);
    expect(fact.findings.find((f) => f.id === "CVE-2026-99")).toMatchObject({
      vex: { status: "affected" },
      sources: ["vex:vex.json"],
    });
  });
});

test("SPDX in both forms and CycloneDX in XML list the same parts", () => {
  const tags = `SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nRelationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-Package-fw\nPackageName: fw\nSPDXID: SPDXRef-Package-fw\nPackageVersion: 2.1\nPackageName: a\nSPDXID: SPDXRef-Package-a\nPackageVersion: 1.0.0\nPackageComment: <text>one\nPackageName: not-a-package\n</text>\nExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1.0.0\nExternalRef: SECURITY cpe23Type cpe:2.3:a:v:a:1.0.0:*:*:*:*:*:*:*\n`;
  const json = {
    spdxVersion: "SPDX-2.3",
    documentDescribes: ["SPDXRef-Package-fw"],
    packages: [
      { SPDXID: "SPDXRef-Package-fw", name: "fw", versionInfo: "2.1" },
      {
        SPDXID: "SPDXRef-Package-a",
        name: "a",
        versionInfo: "1.0.0",
        externalRefs: [
          { referenceType: "purl", referenceLocator: "pkg:npm/a@1.0.0" },
          { referenceType: "cpe23Type", referenceLocator: "cpe:2.3:a:v:a:1.0.0:*:*:*:*:*:*:*" },
        ],
      },
    ],
  };
  const xml = `<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1"><metadata><component type="firmware" bom-ref="fw"><name>fw</name><version>2.1</version></component></metadata><components><component type="library" bom-ref="SPDXRef-Package-a"><name>a</name><version>1.0.0</version><cpe>cpe:2.3:a:v:a:1.0.0:*:*:*:*:*:*:*</cpe><purl>pkg:npm/a@1.0.0</purl></component></components></bom>`;
  const part = {
    ref: "SPDXRef-Package-a",
    name: "a",
    version: "1.0.0",
    purl: "pkg:npm/a@1.0.0",
    cpes: ["cpe:2.3:a:v:a:1.0.0:*:*:*:*:*:*:*"],
  };
  for (const text of [tags, JSON.stringify(json), xml]) {
    const { sbom } = readEvidence(bytes(text), "x");
    expect(sbom?.components).toEqual([part]);
    expect(sbom?.subject).toMatchObject({ name: "fw", version: "2.1" });
  }
});

describe("vulnerability data that is not whole", () => {
  const good = JSON.stringify(osv("A-1", "npm", "a", [{ introduced: "0" }]));
  const sbom = () => sbomOf([{ name: "a", purl: "pkg:npm/a@1.0.0" }]);
  test.each([
    ["a line that is cut off", `${good}\n${good.slice(0, 40)}`],
    ["a line that is no object", `${good}\nhello\n`],
    ["a list without its end", `[${good},${good.slice(0, 40)}`],
  ])("%s: what can be read is used, the rest is counted, and the result is not complete", (_, text) => {
    const { data } = readEvidence(bytes(text), "data");
    if (!data) throw new Error("no data");
    const { fact, unused } = matchComponents(sbom(), { data: [data] });
    expect(ids(fact)).toEqual(["A-1"]);
    expect(fact.complete).toBe(false);
    expect(unused).toContainEqual({ code: "records-broken", place: "data", values: { count: 1 } });
  });
});
