/** testssl.sh (JSON flat, JSON pretty, CSV), sslscan XML and ssh-audit JSON. */
import type { Fact, FactOf } from "../../evidence/facts.ts";
import { readCsv } from "../csv.ts";
import { scoreOnly } from "../cvss.ts";
import { EvidenceError, type Notes, type Reading, type Run } from "../evidence.ts";
import {
  cvesIn,
  idsIn,
  isObject,
  momentOf,
  numberOf,
  type Obj,
  objectOf,
  objectsOf,
  textOf,
} from "../values.ts";
import { childOf, childrenOf, textAt, walkXml, type XmlElement } from "../xml.ts";
import { Findings } from "./finding.ts";
import { suiteName, suiteWeakness } from "./tls-suites.ts";

type Tls = FactOf<"tls">;
type Version = Tls["versions"][number]["version"];
const VERSIONS: Record<string, Version> = {
  SSLv2: "SSLv2",
  SSLv3: "SSLv3",
  TLS1: "TLSv1",
  TLS1_1: "TLSv1.1",
  TLS1_2: "TLSv1.2",
  TLS1_3: "TLSv1.3",
};

interface Row {
  id: string;
  host: string;
  address: string;
  port: number;
  finding: string;
  cve: string;
}

const at = (where: string): { host: string; address: string } => {
  const slash = where.lastIndexOf("/");
  return slash < 0
    ? { host: "", address: where }
    : { host: where.slice(0, slash), address: where.slice(slash + 1) };
};

const rowOf = (o: Obj, where: string, port: string): Row => ({
  id: textOf(o["id"]),
  ...at(where),
  port: numberOf(port) ?? 0,
  finding: textOf(o["finding"]),
  cve: textOf(o["cve"]),
});

export function readTestsslJson(value: unknown, notes: Notes): Omit<Reading, "unused"> {
  if (Array.isArray(value)) {
    const rows = objectsOf(value).map((o) => rowOf(o, textOf(o["ip"]), textOf(o["port"])));
    return testssl(rows, "", {}, notes);
  }
  const o = objectOf(value);
  const rows: Row[] = [];
  for (const r of objectsOf(o["scanResult"])) {
    const where = `${textOf(r["targetHost"])}/${textOf(r["ip"])}`;
    for (const section of Object.values(r))
      for (const row of objectsOf(section)) rows.push(rowOf(row, where, textOf(r["port"])));
  }
  const startedAt = momentOf(o["startTime"]);
  return testssl(rows, textOf(o["version"]).split(/\s/)[0] ?? "", startedAt ? { startedAt } : {}, notes);
}

const COLUMNS = ["id", "fqdn/ip", "port", "severity", "finding"];

/** The header may stand after a banner, or glued to itself on the first line. */
export function readTestsslCsv(text: string, notes: Notes): Omit<Reading, "unused"> {
  const start = text.lastIndexOf('"id","fqdn/ip","port"');
  if (start < 0) throw new EvidenceError("not-this-format", { format: "testssl" });
  const [head = [], ...body] = readCsv(text.slice(start));
  const column = (name: string) => head.indexOf(name);
  if (COLUMNS.some((c) => column(c) < 0)) throw new EvidenceError("not-this-format", { format: "testssl" });
  const rows = body.map((r) => ({
    id: r[column("id")] ?? "",
    ...at(r[column("fqdn/ip")] ?? ""),
    port: numberOf(r[column("port")]) ?? 0,
    finding: r[column("finding")] ?? "",
    cve: r[column("cve")] ?? "",
  }));
  return testssl(rows, "", {}, notes);
}

/**
 * Ids are used, severities are not: a self-signed certificate of a device is CRITICAL to this tool and TLS 1.0 LOW
 * (domain/conformance.md 0.5).
 */
function testssl(
  rows: readonly Row[],
  version: string,
  times: Pick<Run, "startedAt">,
  notes: Notes,
): Omit<Reading, "unused"> {
  const targets = new Map<string, Row[]>();
  for (const row of rows) {
    // The first records may say port 443 whatever was scanned, and have no address.
    if (row.address === "" || row.port < 1 || row.port > 65535) continue;
    const key = `${row.address}\0${row.port}`;
    const list = targets.get(key);
    if (list) list.push(row);
    else targets.set(key, [row]);
  }
  const runs: Run[] = [];
  const ended = rows.some((r) => r.id === "scanTime") || times.startedAt !== undefined;
  if (!ended && targets.size > 0) notes.add("no-proof-of-end", "", { format: "testssl.sh" });
  for (const list of targets.values()) {
    const first = list[0] as Row;
    const find = (id: string) => list.find((r) => r.id === id)?.finding;
    const versions = Object.entries(VERSIONS).flatMap(([id, name]): Tls["versions"] => {
      const said = find(id);
      if (said === undefined) return [];
      return [
        {
          version: name,
          offered: /not offered|not supported|no protocol/i.test(said)
            ? "no"
            : /offered|supported/i.test(said)
              ? "yes"
              : "unknown",
        },
      ];
    });
    const suites: Tls["suites"] = [];
    for (const r of list) {
      // `cipher-tls1_2_xc02f` (3.2) or `cipher_xc02f` (3.0): "TLSv1.2  xc02f  ECDHE-RSA-AES128-GCM-SHA256 …  TLS_ECDHE_…"
      const m = /^cipher[-_](?:.*_)?x([0-9a-f]{2,6})$/i.exec(r.id);
      if (!m) continue;
      const words = r.finding.split(/\s+/);
      const iana = words.find((w) => /^TLS_[A-Z]/.test(w));
      const name = suiteName(m[1] ?? "", iana ?? words[2] ?? words[0] ?? "");
      const protocol = words[0]?.startsWith("TLS") || words[0]?.startsWith("SSL") ? words[0] : "";
      if (suites.some((s) => s.name === name && s.version === protocol)) continue;
      const weakness = suiteWeakness(name);
      suites.push({ version: protocol, name, ...(weakness ? { weakness } : {}) });
    }
    const facts: Fact[] = [];
    if (versions.length > 0 || suites.length > 0)
      facts.push({ kind: "tls", port: first.port, versions, suites, ...certificate(list) });
    const findings = new Findings();
    let looked = 0;
    for (const r of list) {
      const cves = cvesIn(r.cve);
      if (cves.length === 0) continue;
      looked++;
      if (!/vulnerable/i.test(r.finding) || /^\s*(likely )?not (likely )?vulnerable/i.test(r.finding))
        continue;
      const [id = r.id, ...others] = cves;
      // One test of several CVEs found one weakness; which of them applies it does not say.
      findings.add({
        id,
        aliases: others,
        subject: `tcp/${r.port} TLS`,
        sure: /potential|likely|probably/i.test(r.finding) ? "guess" : "exact",
        source: `testssl:${r.id}`,
        title: `${r.id}: ${r.finding}`,
      });
    }
    if (looked > 0)
      facts.push({
        kind: "vulnerabilities",
        from: "scan",
        tool: `testssl.sh ${version}`.trim(),
        ...(times.startedAt ? { scannedAt: times.startedAt } : {}),
        // The last record of a whole run is `scanTime`; newer releases put one of theirs after it.
        complete: ended && !list.some((r) => r.id === "scanProblem"),
        findings: findings.list,
      });
    if (facts.length === 0) {
      notes.add("tls-nothing-read", `${first.address}:${first.port}`);
      continue;
    }
    runs.push({
      target: { address: first.address, port: first.port, ...(first.host ? { host: first.host } : {}) },
      ...times,
      facts,
    });
  }
  if (runs.length === 0) notes.add("no-results");
  return { format: "testssl", tool: { name: "testssl.sh", version }, runs };
}

function certificate(list: readonly Row[]): Pick<Tls, "certificate"> {
  const find = (prefix: string) =>
    list.find((r) => r.id === prefix || r.id.startsWith(`${prefix} `))?.finding;
  const notBefore = momentOf(find("cert_notBefore"));
  const notAfter = momentOf(find("cert_notAfter")?.replace(/\s+\(.*$/, ""));
  const names = (find("cert_subjectAltName") ?? "").split(/\s+/).filter((n) => n !== "" && n !== "--");
  const sha256 = /SHA2(?:56)?\s+([0-9A-F]{64})|^([0-9A-F]{64})$/im.exec(
    find("cert_fingerprintSHA256") ?? find("cert_fingerprints") ?? "",
  );
  const subject = find("cert_commonName");
  if (subject === undefined || notBefore === undefined || notAfter === undefined) return {};
  const chain = find("cert_chain_of_trust") ?? "";
  const size = /(RSA|EC|DSA|Ed\w+)?\D*(\d{2,5})\s*bits/i.exec(find("cert_keySize") ?? "");
  const signature = find("cert_signatureAlgorithm");
  return {
    certificate: {
      subject,
      issuer: find("cert_caIssuers") ?? "",
      selfSigned: /self.signed/i.test(chain),
      notBefore,
      notAfter,
      names,
      ...(size?.[2] ? { keyBits: Number(size[2]) } : {}),
      ...(size?.[1] ? { keyType: size[1].toUpperCase() } : {}),
      ...(signature ? { signature } : {}),
      sha256: (sha256?.[1] ?? sha256?.[2] ?? "").toLowerCase(),
    },
  };
}

const SSLSCAN: Record<string, Version> = {
  "ssl:2": "SSLv2",
  "ssl:3": "SSLv3",
  "tls:1.0": "TLSv1",
  "tls:1.1": "TLSv1.1",
  "tls:1.2": "TLSv1.2",
  "tls:1.3": "TLSv1.3",
};
const versionName = (text: string): string => text.replace(/^TLSv1\.0$/, "TLSv1");

export function readSslscan(bytes: Uint8Array, notes: Notes): Omit<Reading, "unused"> {
  let version = "";
  const tests: XmlElement[] = [];
  walkXml(bytes, {
    take: new Set(["ssltest"]),
    opened(name, attributes) {
      if (name === "document") version = attributes["version"] ?? "";
    },
    taken: (e) => void tests.push(e),
  });
  const runs: Run[] = [];
  for (const t of tests) {
    const port = Number(t.attributes["port"]);
    const address = t.attributes["host"] ?? "";
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      notes.add("tls-nothing-read", address);
      continue;
    }
    const suites: Tls["suites"] = [];
    const used = new Set<string>();
    for (const c of childrenOf(t, "cipher")) {
      if (!/^(preferred|accepted)$/.test(c.attributes["status"] ?? "")) continue;
      const name = suiteName((c.attributes["id"] ?? "").replace(/^0x/i, ""), c.attributes["cipher"] ?? "");
      const weakness = suiteWeakness(name);
      const protocol = versionName(c.attributes["sslversion"] ?? "");
      used.add(protocol);
      suites.push({ version: protocol, name, ...(weakness ? { weakness } : {}) });
    }
    // Releases before 2.0 list no protocols: what has a suite was offered, of the rest nothing is known.
    const protocols = childrenOf(t, "protocol");
    const versions: Tls["versions"] = Object.entries(SSLSCAN).map(([key, name]) => {
      const p = protocols.find((x) => `${x.attributes["type"]}:${x.attributes["version"]}` === key);
      const on = p?.attributes["enabled"];
      return {
        version: name,
        offered: on === "1" || used.has(name) ? "yes" : on === "0" ? "no" : "unknown",
      };
    });
    const facts: Fact[] = [{ kind: "tls", port, versions, suites, ...sslscanCertificate(t) }];
    const findings = new Findings();
    const bleeding = childrenOf(t, "heartbleed");
    for (const h of bleeding)
      if (h.attributes["vulnerable"] === "1")
        findings.add({
          id: "CVE-2014-0160",
          subject: `tcp/${port} TLS`,
          sure: "exact",
          source: `sslscan:heartbleed:${h.attributes["sslversion"] ?? ""}`,
          title: `Heartbleed (${h.attributes["sslversion"] ?? ""})`,
        });
    if (bleeding.length > 0)
      facts.push({
        kind: "vulnerabilities",
        from: "scan",
        tool: `sslscan ${version}`.trim(),
        complete: true,
        findings: findings.list,
      });
    const host = t.attributes["sniname"];
    runs.push({ target: { address, port, ...(host && host !== address ? { host } : {}) }, facts });
  }
  if (runs.length === 0) throw new EvidenceError("not-this-format", { format: "sslscan" });
  return { format: "sslscan", tool: { name: "sslscan", version }, runs };
}

function sslscanCertificate(t: XmlElement): Pick<Tls, "certificate"> {
  const c = childOf(t, "certificate") ?? childOf(childOf(t, "certificates"), "certificate");
  const notBefore = momentOf(textAt(c, "not-valid-before"));
  const notAfter = momentOf(textAt(c, "not-valid-after"));
  if (!c || !notBefore || !notAfter) return {};
  const key = childOf(c, "pk")?.attributes ?? {};
  const bits = numberOf(key["bits"]);
  const signature = textAt(c, "signature-algorithm");
  return {
    certificate: {
      subject: textAt(c, "subject"),
      issuer: textAt(c, "issuer"),
      selfSigned: textAt(c, "self-signed") === "true",
      notBefore,
      notAfter,
      names: textAt(c, "altnames")
        .split(/,\s*/)
        .map((n) => n.replace(/^(DNS|IP Address):/, ""))
        .filter((n) => n !== ""),
      ...(bits === undefined ? {} : { keyBits: bits }),
      ...(key["type"] ? { keyType: key["type"] } : {}),
      ...(signature ? { signature } : {}),
      sha256: "",
    },
  };
}

/** ssh-audit 2.5 and 3.x. Its judgements on algorithms have no place among vulnerabilities and are counted only. */
export function readSshAudit(o: Obj, notes: Notes): Omit<Reading, "unused"> {
  const target = textOf(o["target"]);
  const m = /^\[?(.*?)\]?:(\d+)$/.exec(target);
  const port = Number(m?.[2] ?? 22);
  const address = m?.[1] ?? target;
  const banner = objectOf(o["banner"]);
  const software = /^([A-Za-z]+)[_-]?(.*)$/.exec(textOf(banner["software"]));
  const facts: Fact[] = [
    {
      kind: "ports",
      state: "operation",
      transport: "tcp",
      ranges: [String(port)],
      complete: false,
      passes: 1,
      ports: [
        {
          transport: "tcp",
          port,
          state: "open",
          service: "ssh",
          ...(software?.[1] ? { product: software[1] } : {}),
          ...(software?.[2] ? { version: software[2] } : {}),
          by: "banner",
        },
      ],
      selfConnects: 0,
    },
  ];
  if (Array.isArray(o["cves"])) {
    const findings = new Findings();
    for (const c of objectsOf(o["cves"])) {
      const [id] = idsIn(textOf(c["name"]));
      if (id)
        findings.add({
          id,
          subject: `tcp/${port} ${software?.[1] ?? "SSH"}`,
          version: software?.[2],
          cvss: scoreOnly("2.0", c["cvssv2"]),
          // Looked up by the banner's version.
          sure: "guess",
          source: `ssh-audit:${id}`,
          title: textOf(c["description"]),
        });
    }
    facts.push({
      kind: "vulnerabilities",
      from: "scan",
      tool: "ssh-audit",
      complete: true,
      findings: findings.list,
    });
  }
  let weak = 0;
  for (const list of ["enc", "kex", "key", "mac"])
    for (const a of objectsOf(o[list])) if (isObject(a["notes"]) && "fail" in a["notes"]) weak++;
  if (weak > 0) notes.add("ssh-algorithms", target, { count: weak });
  return {
    format: "ssh-audit",
    tool: { name: "ssh-audit", version: "" },
    runs: [{ target: { address, port }, facts }],
  };
}
