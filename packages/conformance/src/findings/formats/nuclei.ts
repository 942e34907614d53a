/** nuclei: one JSON object a line, or one list. Requests and answers may hold credentials and are never taken over. */
import type { Fact } from "../../evidence/facts.ts";
import { bestCvss, cvssOf, scoreOnly } from "../cvss.ts";
import { EvidenceError, LIMITS, type Notes, type Reading, type Run } from "../evidence.ts";
import { cpe23 } from "../names.ts";
import { idOf, momentOf, numberOf, objectOf, objectsOf, parseJson, textOf, textsOf } from "../values.ts";
import { Findings } from "./finding.ts";

/** @throws EvidenceError `json-line` with the number of the line that is no JSON */
export function readNuclei(text: string, notes: Notes): Omit<Reading, "unused"> {
  const rows: unknown[] = [];
  const trimmed = text.trim();
  if (trimmed.startsWith("[")) {
    const list = parseJson(trimmed);
    rows.push(...(Array.isArray(list) ? list : []));
  } else {
    const lines = text.split(/\r?\n/);
    for (const [i, line] of lines.entries()) {
      if (line.trim() === "") continue;
      if (rows.length >= LIMITS.items) throw new EvidenceError("too-many", { limit: LIMITS.items });
      try {
        rows.push(parseJson(line));
      } catch {
        throw new EvidenceError("json-line", { line: i + 1 });
      }
    }
  }
  const hosts = new Map<string, { address: string; findings: Findings; from?: string; to?: string }>();
  let version = "";
  for (const o of objectsOf(rows)) {
    const template = textOf(o["template-id"]) || textOf(o["templateID"]);
    const info = objectOf(o["info"]);
    const host = textOf(o["host"]) || textOf(o["matched-at"]) || textOf(o["matched"]);
    const address = textOf(o["ip"]).replace(/\.$/, "") || host;
    const when = momentOf(o["timestamp"]);
    version = textOf(o["nuclei-version"]) || version;
    let entry = hosts.get(address);
    if (!entry) {
      entry = { address, findings: new Findings() };
      hosts.set(address, entry);
    }
    if (when && (entry.from === undefined || when < entry.from)) entry.from = when;
    if (when && (entry.to === undefined || when > entry.to)) entry.to = when;
    if (o["matcher-status"] === false) continue;
    const c = objectOf(info["classification"]);
    const cves = textsOf(c["cve-id"])
      .flatMap((t) => t.split(","))
      .map(idOf)
      .filter((id) => id.startsWith("CVE-"));
    if (cves.length === 0 && /^cve-\d{4}-\d+/i.test(template)) cves.push(idOf(template));
    const severity = textOf(info["severity"]).toLowerCase();
    if (cves.length === 0 && (severity === "info" || severity === "unknown" || severity === "")) {
      notes.add("log-results", `${host} ${template}`, { count: 1 });
      continue;
    }
    const matched = textOf(o["matched-at"]) || textOf(o["matched"]) || host;
    // Paths may carry tokens in their query: only the place is kept.
    const subject = matched.replace(/[?#].*$/s, "").slice(0, 300);
    const common = {
      subject,
      cvss: bestCvss([cvssOf(c["cvss-metrics"]), scoreOnly("unknown", c["cvss-score"])]),
      epss: numberOf(c["epss-score"]),
      cpe: cpe23(textOf(c["cpe"])),
      sure: "likely",
      source: `nuclei:${template}`,
      title: textOf(info["name"]),
    } as const;
    if (cves.length === 0) entry.findings.add({ id: `NUCLEI:${template}`, ...common });
    for (const id of cves) entry.findings.add({ id, ...common });
  }
  // nuclei writes nothing when it finds nothing, and nothing when it was never started.
  notes.add("no-proof-of-end", "", { format: "nuclei" });
  const runs: Run[] = [...hosts.values()].map((h) => {
    const facts: Fact[] = [
      {
        kind: "vulnerabilities",
        from: "scan",
        tool: `nuclei ${version}`.trim(),
        ...(h.to ? { scannedAt: h.to } : {}),
        complete: false,
        findings: h.findings.list,
      },
    ];
    return {
      ...(h.address ? { target: { address: h.address } } : {}),
      ...(h.from ? { startedAt: h.from } : {}),
      ...(h.to ? { endedAt: h.to } : {}),
      facts,
    };
  });
  return { format: "nuclei", tool: { name: "nuclei", version }, runs };
}
