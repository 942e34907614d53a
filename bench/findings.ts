/**
 * 10 000 components against 200 000 vulnerability records: generated from a seed, matched, and measured against two plain
 * ways in the same run: `JSON.parse` of every record, and a nested scan (on a sample, scaled up).
 */
import { matchComponents, readEvidence } from "../packages/conformance/src/findings/index.ts";
import { compareVersions } from "../packages/conformance/src/findings/versions.ts";

const COMPONENTS = Number(process.env["COMPONENTS"] ?? 10_000);
const RECORDS = Number(process.env["RECORDS"] ?? 200_000);

/** Mulberry32. */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const KINDS = [
  { type: "npm", ecosystem: "npm", name: (n: number) => `package-${n}` },
  { type: "pypi", ecosystem: "PyPI", name: (n: number) => `python-package-${n}` },
  { type: "maven", ecosystem: "Maven", name: (n: number) => `org.example.g${n % 97}:artifact-${n}` },
  { type: "deb/debian", ecosystem: "Debian:12", name: (n: number) => `libpackage${n}` },
] as const;
const version = (r: () => number): string =>
  `${Math.floor(r() * 9)}.${Math.floor(r() * 20)}.${Math.floor(r() * 30)}`;
const WORDS =
  "a crafted request lets a remote attacker read or change data because a length is not checked ".split(" ");
const prose = (r: () => number, words: number): string =>
  Array.from({ length: words }, () => WORDS[Math.floor(r() * WORDS.length)]).join(" ");

export function generate(): { sbom: Uint8Array; osv: Uint8Array; nvd: Uint8Array } {
  const r = random(20261125);
  const components = Array.from({ length: COMPONENTS }, (_, i) => {
    const kind = KINDS[i % KINDS.length] as (typeof KINDS)[number];
    // Names up to four times the number of components: as in real lists, most records are of other packages.
    const n = Math.floor(r() * COMPONENTS * 4);
    const v = version(r);
    const name = kind.name(n);
    return {
      type: "library",
      "bom-ref": `c${i}`,
      name,
      version: v,
      purl: `pkg:${kind.type}/${name.replace(":", "/")}@${v}`,
      ...(i % 5 === 0 ? { cpe: `cpe:2.3:a:vendor${n % 500}:product${n}:${v}:*:*:*:*:*:*:*` } : {}),
    };
  });
  const lines: string[] = [];
  const half = Math.floor(RECORDS * 0.75);
  for (let i = 0; i < half; i++) {
    const kind = KINDS[Math.floor(r() * KINDS.length)] as (typeof KINDS)[number];
    lines.push(
      JSON.stringify({
        schema_version: "1.6.0",
        id: `GHSA-${(i + 0x100000).toString(36).padStart(4, "0").slice(-4)}-aaaa-${String(i % 10000).padStart(4, "0")}`,
        modified: `2026-0${1 + (i % 9)}-11T00:00:00Z`,
        aliases: [`CVE-2025-${100000 + i}`],
        ...(i % 100 === 0 ? { withdrawn: "2026-01-01T00:00:00Z" } : {}),
        summary: prose(r, 12),
        details: prose(r, 90),
        severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N" }],
        affected: [
          {
            package: { ecosystem: kind.ecosystem, name: kind.name(Math.floor(r() * COMPONENTS * 4)) },
            ranges: [
              { type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: version(r) }] },
              { type: "ECOSYSTEM", events: [{ introduced: version(r) }, { last_affected: version(r) }] },
            ],
          },
        ],
        references: [{ type: "WEB", url: `https://example.com/advisories/${i}` }],
      }),
    );
  }
  const nvd: string[] = [];
  for (let i = half; i < RECORDS; i++) {
    const n = Math.floor(r() * COMPONENTS * 4);
    nvd.push(
      JSON.stringify({
        cve: {
          id: `CVE-2025-${100000 + Math.floor(r() * RECORDS)}`,
          sourceIdentifier: "cve@example.com",
          lastModified: "2026-09-01T00:00:00.000",
          vulnStatus: "Analyzed",
          descriptions: [{ lang: "en", value: prose(r, 80) }],
          metrics: {},
          configurations: [
            {
              nodes: [
                {
                  operator: "OR",
                  negate: false,
                  cpeMatch: [
                    {
                      vulnerable: true,
                      criteria: `cpe:2.3:a:vendor${n % 500}:product${n}:*:*:*:*:*:*:*:*`,
                      versionEndExcluding: version(r),
                    },
                  ],
                },
              ],
            },
          ],
          references: [{ url: `https://example.com/cve/${i}` }],
        },
      }),
    );
  }
  const bytes = (t: string) => new TextEncoder().encode(t);
  return {
    sbom: bytes(JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components })),
    osv: bytes(`${lines.join("\n")}\n`),
    nvd: bytes(
      `{"resultsPerPage":${nvd.length},"startIndex":0,"totalResults":${nvd.length},"format":"NVD_CVE","version":"2.0","timestamp":"2026-09-02T00:00:00.000","vulnerabilities":[${nvd.join(",")}]}`,
    ),
  };
}

const mb = (n: number): string => `${(n / 1e6).toFixed(0)} MB`;
/** Wall clock, processor time (both ms; they part when the machine is shared), and what was made. */
const clock = <T>(work: () => T): [wall: number, cpu: number, out: T] => {
  const from = performance.now();
  const used = process.cpuUsage();
  const out = work();
  const { user, system } = process.cpuUsage(used);
  return [performance.now() - from, (user + system) / 1000, out];
};

function main(): void {
  const { sbom, osv, nvd } = generate();
  console.log(
    `${COMPONENTS} components (${mb(sbom.length)}), ${RECORDS} records (${mb(osv.length + nvd.length)})`,
  );
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const [ms, cpu, result] = clock(() => {
    const list = readEvidence(sbom, "sbom.json").sbom;
    const data = [readEvidence(osv, "osv.jsonl").data, readEvidence(nvd, "nvd.json").data];
    if (!list) throw new Error("no bill of materials");
    return matchComponents(list, { data: data.filter((d) => d !== undefined) });
  });
  const after = process.memoryUsage().rss;
  console.log(
    `match: ${ms.toFixed(0)} ms (processor ${cpu.toFixed(0)} ms), ${result.fact.findings.length} findings, unmatched ${result.fact.unmatched}, memory +${mb(after - before)} (${mb(after)} in all)`,
  );
  globalThis.gc?.();
  const [parse, parseCpu] = clock(() => {
    let n = 0;
    for (const line of new TextDecoder().decode(osv).split("\n"))
      if (line !== "") n += Object.keys(JSON.parse(line)).length;
    n += JSON.parse(new TextDecoder().decode(nvd)).vulnerabilities.length;
    return n;
  });
  console.log(
    `baseline, JSON.parse of all records: ${parse.toFixed(0)} ms (processor ${parseCpu.toFixed(0)} ms); match is ${(ms / parse).toFixed(2)} of it (processor ${(cpu / parseCpu).toFixed(2)})`,
  );
  const records = new TextDecoder()
    .decode(osv)
    .split("\n", 2000)
    .map(
      (l) =>
        JSON.parse(l) as {
          affected: { package: { name: string }; ranges: { events: { fixed?: string }[] }[] }[];
        },
    );
  const components = (
    JSON.parse(new TextDecoder().decode(sbom)) as { components: { name: string; version: string }[] }
  ).components;
  const [nested] = clock(() => {
    let n = 0;
    for (const c of components)
      for (const r of records)
        for (const a of r.affected)
          if (a.package.name === c.name)
            for (const range of a.ranges)
              if (compareVersions("generic", c.version, range.events[1]?.fixed ?? "0") < 0) n++;
    return n;
  });
  const scaled = (nested / records.length) * RECORDS + parse;
  console.log(
    `baseline, nested scan: ${scaled.toFixed(0)} ms (from a sample of ${records.length} records, with parsing); match is ${(ms / scaled).toFixed(3)} of it`,
  );
  const load = process.platform === "linux" ? ` load ${os.loadavg()[0]?.toFixed(1)}` : "";
  console.log(`node ${process.version}${load}`);
}

import os from "node:os";

if (process.argv[1]?.includes("findings")) main();
