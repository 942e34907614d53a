/** Nmap XML (xmloutputversion 1.04, 1.05): ports with proof of coverage, and the `vulners` script's findings. */
import type { Fact, SeenPort } from "../../evidence/facts.ts";
import { scoreOnly } from "../cvss.ts";
import { EvidenceError, type Notes, type Reading, type Run } from "../evidence.ts";
import { cpe23 } from "../names.ts";
import { idOf, momentOf, numberOf } from "../values.ts";
import { below, childOf, childrenOf, walkXml, type XmlElement } from "../xml.ts";
import { Findings } from "./finding.ts";

/** How many ports a list such as `1-1024,8080` names; undefined where it is no such list. */
export function countPorts(ranges: string): number | undefined {
  let count = 0;
  if (ranges === "") return 0;
  for (const piece of ranges.split(",")) {
    const m = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(piece.trim());
    if (!m) return undefined;
    const from = Number(m[1]);
    const to = Number(m[2] ?? m[1]);
    if (to < from || to > 65535) return undefined;
    count += to - from + 1;
  }
  return count;
}

const STATES = new Set(["open", "filtered", "open|filtered"]);

export function readNmap(bytes: Uint8Array, notes: Notes): Omit<Reading, "unused"> {
  let root: Record<string, string> | undefined;
  const scans: Record<string, string>[] = [];
  const hosts: XmlElement[] = [];
  let finished: Record<string, string> | undefined;
  walkXml(bytes, {
    take: new Set(["host"]),
    opened(name, attributes) {
      if (name === "nmaprun") root = attributes;
      else if (name === "scaninfo") scans.push(attributes);
      else if (name === "finished") finished = attributes;
    },
    taken(host) {
      hosts.push(host);
    },
  });
  if (root?.["scanner"] !== "nmap") throw new EvidenceError("not-this-format", { format: "nmap" });
  // Without `runstats` the scan was broken off: its closed ports prove nothing.
  if (!finished) throw new EvidenceError("nmap-incomplete");
  const success = finished["exit"] === "success" || finished["exit"] === undefined;
  if (!success) notes.add("nmap-failed", "", { reason: finished["errormsg"] ?? finished["exit"] ?? "" });
  const tool = { name: "nmap", version: root["version"] ?? "" };
  const startedAt = momentOf(root["start"]);
  const endedAt = momentOf(finished["time"]);
  const runs: Run[] = [];
  for (const host of hosts) {
    const address =
      childrenOf(host, "address").find((a) => a.attributes["addrtype"] !== "mac")?.attributes["addr"] ?? "";
    const name = childrenOf(childOf(host, "hostnames"), "hostname")[0]?.attributes["name"];
    if (childOf(host, "status")?.attributes["state"] === "down") {
      notes.add("host-down", address);
      continue;
    }
    const facts: Fact[] = [];
    const ports = childOf(host, "ports");
    const findings = new Findings();
    let scripts = 0;
    for (const transport of ["tcp", "udp"] as const) {
      const scan = scans.filter((s) => s["protocol"] === transport);
      const listed = childrenOf(ports, "port").filter((p) => p.attributes["protocol"] === transport);
      if (scan.length === 0 && listed.length === 0) continue;
      const ranges = scan.flatMap((s) => (s["services"] ?? "").split(",")).filter((r) => r !== "");
      const total = countPorts(ranges.join(","));
      let closedTogether = 0;
      for (const extra of childrenOf(ports, "extraports")) {
        // Old files say no protocol; then they belong to the only scan there is.
        const reasons = childrenOf(extra, "extrareasons").filter((r) => r.attributes["proto"] !== undefined);
        const mine =
          reasons.length === 0 ? scans.length <= 1 : reasons.some((r) => r.attributes["proto"] === transport);
        if (mine) closedTogether += numberOf(extra.attributes["count"]) ?? 0;
      }
      const seen: SeenPort[] = [];
      for (const p of listed) {
        const state = childOf(p, "state")?.attributes["state"] ?? "";
        const port = Number(p.attributes["portid"]);
        if (!STATES.has(state) || !Number.isInteger(port) || port < 0 || port > 65535) continue;
        const service = childOf(p, "service")?.attributes ?? {};
        seen.push({
          transport,
          port,
          state: state as SeenPort["state"],
          ...(service["name"] ? { service: service["name"] } : {}),
          ...(service["product"] ? { product: service["product"] } : {}),
          ...(service["version"] ? { version: service["version"] } : {}),
          // "table" is read off the port number: no evidence of a protocol.
          by: service["method"] === "probed" ? "tool" : service["name"] ? "table" : "connect",
          ...(service["tunnel"] === "ssl" ? { tls: true } : {}),
        });
        scripts += vulners(p, transport, findings);
      }
      facts.push({
        kind: "ports",
        state: "operation",
        transport,
        ranges,
        complete: success && total !== undefined && total > 0 && listed.length + closedTogether === total,
        passes: 1,
        ports: seen,
        selfConnects: 0,
      });
    }
    if (scripts > 0)
      facts.push({
        kind: "vulnerabilities",
        from: "scan",
        tool: `nmap ${tool.version} vulners`,
        ...(endedAt ? { scannedAt: endedAt } : {}),
        complete: success,
        findings: findings.list,
      });
    if (facts.length === 0) notes.add("host-without-ports", address);
    else
      runs.push({
        ...(address ? { target: { address, ...(name ? { host: name } : {}) } } : {}),
        ...(startedAt ? { startedAt } : {}),
        ...(endedAt ? { endedAt } : {}),
        facts,
      });
  }
  return { format: "nmap", tool, runs };
}

/** The script looks a banner's CPE and version up: never more than a guess at what is really there. */
function vulners(port: XmlElement, transport: string, findings: Findings): number {
  let scripts = 0;
  for (const script of childrenOf(port, "script")) {
    if (script.attributes["id"] !== "vulners") continue;
    scripts++;
    const service = childOf(port, "service")?.attributes ?? {};
    for (const table of childrenOf(script, "table"))
      for (const row of below(table, "table")) {
        const cells = Object.fromEntries(
          childrenOf(row, "elem").map((e) => [e.attributes["key"] ?? "", e.text.trim()]),
        );
        const id = idOf(cells["id"] ?? "");
        if (id === "") continue;
        findings.add({
          id,
          subject:
            `${transport}/${port.attributes["portid"]} ${service["product"] ?? service["name"] ?? ""}`.trim(),
          version: service["version"],
          cpe: cpe23(table.attributes["key"] ?? ""),
          cvss: scoreOnly("unknown", cells["cvss"]),
          sure: "guess",
          source: `nmap:vulners:${id}`,
        });
      }
  }
  return scripts;
}
