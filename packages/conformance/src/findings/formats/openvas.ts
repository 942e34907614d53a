/** Greenbone / OpenVAS: XML in both nestings and with old fields, a single result, and the CSV export. */
import type { Fact } from "../../evidence/facts.ts";
import { readCsv } from "../csv.ts";
import { bestCvss, type Cvss, cvssOf, scoreOnly } from "../cvss.ts";
import { EvidenceError, LIMITS, type Notes, type Reading, type Run } from "../evidence.ts";
import { cvesIn, momentOf, numberOf } from "../values.ts";
import { below, childOf, childrenOf, textAt, walkXml, type XmlElement } from "../xml.ts";
import { Findings } from "./finding.ts";

interface Result {
  address: string;
  host?: string;
  port: string;
  name: string;
  oid: string;
  cves: string[];
  cvss: Cvss | undefined;
  severity: number;
  /** Quality of detection, 0–100. */
  qod: number | undefined;
}

/** `512/tcp`, `general/tcp`, and in old files `http (80/tcp)`. */
const portOf = (text: string): string => {
  const m = /(\d{1,5})\/(tcp|udp)/i.exec(text);
  return m ? `${m[2]?.toLowerCase()}/${m[1]}` : text.trim() === "" ? "host" : text.trim();
};

function resultOf(e: XmlElement): Result {
  const nvt = childOf(e, "nvt");
  const tags = Object.fromEntries(
    textAt(nvt, "tags")
      .split("|")
      .map((t) => {
        const at = t.indexOf("=");
        return at < 0 ? ["", ""] : [t.slice(0, at).trim(), t.slice(at + 1).trim()];
      }),
  ) as Record<string, string>;
  const scores = childrenOf(childOf(nvt, "severities"), "severity").map((s) => cvssOf(textAt(s, "value")));
  const refs = childrenOf(childOf(nvt, "refs"), "ref")
    .filter((r) => r.attributes["type"]?.toLowerCase() === "cve")
    .map((r) => r.attributes["id"] ?? "");
  const stated = textAt(e, "severity") || textAt(nvt, "cvss_base");
  const name = textAt(childOf(e, "host"), "hostname");
  return {
    // The address is the element's own text; host name and asset are children of the same element.
    address: (childOf(e, "host")?.text ?? "").trim(),
    ...(name ? { host: name } : {}),
    port: portOf(textAt(e, "port")),
    name: textAt(nvt, "name") || textAt(e, "name"),
    oid: nvt?.attributes["oid"] ?? "",
    cves: cvesIn([...refs, textAt(nvt, "cve")].join(" ")),
    cvss:
      bestCvss([...scores, cvssOf(tags["cvss_base_vector"])]) ?? scoreOnly("2.0", textAt(nvt, "cvss_base")),
    severity: numberOf(stated) ?? 0,
    qod: numberOf(textAt(childOf(e, "qod"), "value")),
  };
}

export function readOpenvas(bytes: Uint8Array, notes: Notes): Omit<Reading, "unused"> {
  const results: Result[] = [];
  const hosts = new Map<string, { start?: string; end?: string }>();
  let status: string | undefined;
  let start: string | undefined;
  let end: string | undefined;
  let feed: string | undefined;
  let errors = 0;
  let known = false;
  walkXml(bytes, {
    take: new Set(["result", "scan_run_status", "scan_start", "scan_end", "error", "host", "feed"]),
    opened(name, attributes) {
      if (name === "report" && attributes["id"] !== undefined) known = true;
    },
    taken(e, path) {
      const parent = path.at(-1);
      if (e.name === "result" && (parent === "results" || parent === undefined)) {
        known = true;
        if (results.length >= LIMITS.items) throw new EvidenceError("too-many", { limit: LIMITS.items });
        results.push(resultOf(e));
      } else if (e.name === "scan_run_status") status = e.text.trim();
      else if (e.name === "scan_start") start ??= momentOf(e.text.trim());
      else if (e.name === "scan_end") end ??= momentOf(e.text.trim());
      else if (e.name === "feed") feed = textAt(e, "version") || feed;
      else if (e.name === "error" && parent === "errors") {
        errors++;
        notes.add("scan-error", textAt(e, "host") || (childOf(e, "host")?.text ?? "").trim(), {
          reason: textAt(e, "description").slice(0, 200),
        });
      } else if (e.name === "host" && parent === "report") {
        const ip = textAt(e, "ip");
        const from = momentOf(textAt(e, "start"));
        const to = momentOf(textAt(e, "end"));
        if (ip) hosts.set(ip, { ...(from ? { start: from } : {}), ...(to ? { end: to } : {}) });
        for (const d of below(e, "detail"))
          if (textAt(d, "name") === "feed_version") feed = textAt(d, "value") || feed;
      }
    },
  });
  if (!known) throw new EvidenceError("not-this-format", { format: "openvas" });
  const done = status === "Done";
  if (status === undefined) notes.add("no-proof-of-end", "", { format: "OpenVAS" });
  else if (!done) notes.add("scan-not-done", "", { status });
  const feedDate = feed ? momentOf(feed.replace(/^(\d{4})(\d\d)(\d\d).*$/, "$1-$2-$3")) : undefined;
  return {
    format: "openvas",
    tool: { name: "OpenVAS", version: "" },
    runs: runsOf(results, hosts, done && errors === 0, { start, end, feedDate }, notes),
  };
}

function runsOf(
  results: readonly Result[],
  hosts: ReadonlyMap<string, { start?: string; end?: string }>,
  complete: boolean,
  times: { start: string | undefined; end: string | undefined; feedDate: string | undefined },
  notes: Notes,
): Run[] {
  const byHost = new Map<string, Result[]>();
  for (const h of hosts.keys()) byHost.set(h, []);
  for (const r of results) {
    const list = byHost.get(r.address);
    if (list) list.push(r);
    else byHost.set(r.address, [r]);
  }
  // A report on which nothing was found, with nothing to say which host it was.
  if (byHost.size === 0) byHost.set("", []);
  return [...byHost].map(([address, list]) => {
    const findings = new Findings();
    let logs = 0;
    for (const r of list) {
      if (r.severity <= 0) {
        if (r.severity < 0) notes.add("false-positive", `${address} ${r.port}`, { name: r.name });
        else logs++;
        continue;
      }
      const sure = r.qod === undefined ? "likely" : r.qod >= 95 ? "exact" : r.qod >= 70 ? "likely" : "guess";
      const common = {
        subject: r.port,
        cvss: r.cvss ?? scoreOnly("unknown", r.severity),
        sure,
        source: `openvas:${r.oid}`,
        title: r.name,
      } as const;
      if (r.cves.length === 0) findings.add({ id: `OPENVAS:${r.oid}`, ...common });
      for (const cve of r.cves) findings.add({ id: cve, ...common });
    }
    if (logs > 0) notes.add("log-results", address, { count: logs });
    const own = hosts.get(address);
    const startedAt = own?.start ?? times.start;
    const endedAt = own?.end ?? times.end;
    const host = list.find((r) => r.host)?.host;
    const facts: Fact[] = [
      {
        kind: "vulnerabilities",
        from: "scan",
        tool: "OpenVAS",
        ...((endedAt ?? startedAt) ? { scannedAt: (endedAt ?? startedAt) as string } : {}),
        ...(times.feedDate ? { feedDate: times.feedDate } : {}),
        complete,
        findings: findings.list,
      },
    ];
    return {
      ...(address ? { target: { address, ...(host ? { host } : {}) } } : {}),
      ...(startedAt ? { startedAt } : {}),
      ...(endedAt ? { endedAt } : {}),
      facts,
    };
  });
}

/** Columns differ by release; what is used is found by its head. */
export function readOpenvasCsv(text: string, notes: Notes): Omit<Reading, "unused"> {
  const [head = [], ...body] = readCsv(text);
  const at = (name: string) => head.indexOf(name);
  const cell = (row: string[], name: string) => row[at(name)] ?? "";
  const results: Result[] = [];
  let last: string | undefined;
  for (const [i, row] of body.entries()) {
    if (row.length !== head.length) {
      notes.add("row-shape", `${i + 2}`, { cells: row.length, columns: head.length });
      continue;
    }
    const port = cell(row, "Port");
    const when = momentOf(cell(row, "Timestamp"));
    if (when && (last === undefined || when > last)) last = when;
    const host = cell(row, "Hostname");
    results.push({
      address: cell(row, "IP"),
      ...(host ? { host } : {}),
      port: port === "" ? "host" : `${cell(row, "Port Protocol") || "tcp"}/${port}`,
      name: cell(row, "NVT Name"),
      oid: cell(row, "NVT OID"),
      cves: cvesIn(cell(row, "CVEs")),
      cvss: scoreOnly("unknown", cell(row, "CVSS")),
      severity: numberOf(cell(row, "CVSS")) ?? 0,
      qod: numberOf(cell(row, "QoD")),
    });
  }
  // A CSV lists findings and never says whether the scan came to its end.
  notes.add("no-proof-of-end", "", { format: "CSV" });
  return {
    format: "openvas-csv",
    tool: { name: "OpenVAS", version: "" },
    runs: runsOf(results, new Map(), false, { start: undefined, end: last, feedDate: undefined }, notes),
  };
}
