/** Nessus (NessusClientData_v2). Items are read one by one: reports of tens of MB are common. */
import type { Fact, SeenPort } from "../../evidence/facts.ts";
import { bestCvss, cvssOf, scoreOnly } from "../cvss.ts";
import { EvidenceError, type Notes, type Reading, type Run } from "../evidence.ts";
import { cvesIn, momentOf, numberOf } from "../values.ts";
import { childOf, childrenOf, textAt, walkXml, type XmlElement } from "../xml.ts";
import { Findings } from "./finding.ts";

interface Host {
  name: string;
  properties: Record<string, string>;
  findings: Findings;
  ports: Map<string, SeenPort>;
  /** Plug-in 19506 holds the settings of the scan: the proof that it was one. */
  settings: string | undefined;
  compliance: number;
  information: number;
}

export function readNessus(bytes: Uint8Array, notes: Notes): Omit<Reading, "unused"> {
  const hosts: Host[] = [];
  let known = false;
  walkXml(bytes, {
    take: new Set(["HostProperties", "ReportItem", "Policy"]),
    opened(name, attributes) {
      if (name === "NessusClientData_v2") known = true;
      if (name === "ReportHost")
        hosts.push({
          name: attributes["name"] ?? "",
          properties: {},
          findings: new Findings(),
          ports: new Map(),
          settings: undefined,
          compliance: 0,
          information: 0,
        });
    },
    taken(e) {
      const host = hosts.at(-1);
      if (!host) return;
      if (e.name === "HostProperties")
        for (const t of childrenOf(e, "tag")) host.properties[t.attributes["name"] ?? ""] = t.text.trim();
      else if (e.name === "ReportItem") item(host, e);
    },
  });
  if (!known) throw new EvidenceError("not-this-format", { format: "nessus" });
  const runs: Run[] = hosts.map((h) => {
    const address = h.properties["host-ip"] ?? h.name;
    const startedAt = momentOf(h.properties["HOST_START"]);
    const endedAt = momentOf(h.properties["HOST_END"]);
    const feed = /Plugin feed version : (\d{8})/.exec(h.settings ?? "")?.[1];
    const feedDate = feed ? momentOf(feed.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3")) : undefined;
    const credentialed =
      h.properties["Credentialed_Scan"] ?? /Credentialed checks : (\w+)/.exec(h.settings ?? "")?.[1];
    if (h.settings === undefined) notes.add("no-scan-settings", h.name);
    if (h.compliance > 0) notes.add("compliance-rows", h.name, { count: h.compliance });
    if (h.information > 0) notes.add("log-results", h.name, { count: h.information });
    const facts: Fact[] = [];
    for (const transport of ["tcp", "udp"] as const) {
      const ports = [...h.ports.values()].filter((p) => p.transport === transport);
      if (ports.length > 0)
        facts.push({
          kind: "ports",
          state: "operation",
          transport,
          ranges: [],
          // It names ports that it found open, and never which ones it looked at.
          complete: false,
          passes: 1,
          ports: ports.sort((a, b) => a.port - b.port),
          selfConnects: 0,
        });
    }
    facts.push({
      kind: "vulnerabilities",
      from: "scan",
      tool: "Nessus",
      ...(endedAt ? { scannedAt: endedAt } : {}),
      ...(feedDate ? { feedDate } : {}),
      ...(credentialed === undefined ? {} : { authenticated: /^(true|yes)$/i.test(credentialed) }),
      complete: endedAt !== undefined && h.settings !== undefined,
      findings: h.findings.list,
    });
    return {
      target: { address, ...(h.name !== address ? { host: h.name } : {}) },
      ...(startedAt ? { startedAt } : {}),
      ...(endedAt ? { endedAt } : {}),
      facts,
    };
  });
  if (runs.length === 0) notes.add("no-results");
  return { format: "nessus", tool: { name: "Nessus", version: "" }, runs };
}

function item(host: Host, e: XmlElement): void {
  const a = e.attributes;
  const transport = a["protocol"]?.toLowerCase();
  const port = numberOf(a["port"]) ?? 0;
  if ((transport === "tcp" || transport === "udp") && port > 0 && port < 65536)
    host.ports.set(`${transport}/${port}`, {
      transport,
      port,
      state: "open",
      ...(a["svc_name"] ? { service: a["svc_name"].replace(/\?$/, "") } : {}),
      // A question mark is the scanner's own doubt: read off the port number.
      by: a["svc_name"]?.endsWith("?") ? "table" : "tool",
    });
  if (a["pluginID"] === "19506") host.settings = textAt(e, "plugin_output");
  if (childOf(e, "compliance-result")) {
    host.compliance++;
    return;
  }
  const severity = numberOf(a["severity"]) ?? 0;
  const cves = cvesIn(
    childrenOf(e, "cve")
      .map((c) => c.text)
      .join(" "),
  );
  const cvss = bestCvss([
    cvssOf(textAt(e, "cvss4_vector")),
    cvssOf(textAt(e, "cvss3_vector")),
    cvssOf(textAt(e, "cvss_vector")),
    scoreOnly("3.0", textAt(e, "cvss3_base_score")),
    scoreOnly("2.0", textAt(e, "cvss_base_score")),
  ]);
  // Severity 1 without a score is what older releases gave to every note on an open port.
  if ((severity === 0 || (severity === 1 && cvss === undefined)) && cves.length === 0) {
    host.information++;
    return;
  }
  const common = {
    subject: port === 0 ? "host" : `${transport}/${port}`,
    cvss,
    sure: "likely",
    source: `nessus:${a["pluginID"] ?? ""}`,
    title: a["pluginName"] ?? "",
  } as const;
  if (cves.length === 0) host.findings.add({ id: `NESSUS:${a["pluginID"] ?? ""}`, ...common });
  for (const id of cves) host.findings.add({ id, ...common });
}
