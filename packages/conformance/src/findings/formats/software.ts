/** Scanners that look at software and not at a device: Trivy, Grype, osv-scanner, SARIF, XCCDF results. */
import type { Fact } from "../../evidence/facts.ts";
import { bestCvss, type Cvss, cvssOf, scoreOnly } from "../cvss.ts";
import { EvidenceError, type Notes, type Reading } from "../evidence.ts";
import { cpe23 } from "../names.ts";
import {
  cvesIn,
  idOf,
  idsIn,
  isObject,
  maybe,
  momentOf,
  numberOf,
  type Obj,
  objectOf,
  objectsOf,
  textOf,
  textsOf,
} from "../values.ts";
import { below, childrenOf, textAt, walkXml, type XmlElement } from "../xml.ts";
import { Findings, type Vulnerabilities } from "./finding.ts";

type Extra = Partial<Omit<Vulnerabilities, "kind" | "findings" | "from" | "tool">>;
const scan = (tool: string, findings: Findings, extra: Extra & { complete: boolean }): Fact => ({
  kind: "vulnerabilities",
  from: "scan",
  tool,
  ...extra,
  findings: findings.list,
});

/** Trivy, schema 2 and the bare list of version 1. */
export function readTrivy(value: unknown, notes: Notes): Omit<Reading, "unused"> {
  const o = objectOf(value);
  const results = objectsOf(Array.isArray(value) ? value : o["Results"]);
  const findings = new Findings();
  let components = 0;
  for (const r of results) {
    components += objectsOf(r["Packages"]).length;
    for (const v of objectsOf(r["Vulnerabilities"])) {
      const id = idOf(textOf(v["VulnerabilityID"]));
      if (id === "") continue;
      const cvss: (Cvss | undefined)[] = [];
      for (const [vendor, c] of Object.entries(objectOf(v["CVSS"]))) {
        const s = objectOf(c);
        const own = bestCvss([
          cvssOf(s["V40Vector"]),
          cvssOf(s["V3Vector"]),
          cvssOf(s["V2Vector"]),
          scoreOnly("3.1", s["V3Score"]),
        ]);
        if (vendor === "nvd") cvss.unshift(own);
        else cvss.push(own);
      }
      findings.add({
        id,
        aliases: textsOf(v["VendorIDs"]).map(idOf),
        subject: textOf(v["PkgName"]) || textOf(r["Target"]),
        version: maybe(v["InstalledVersion"]),
        purl: maybe(objectOf(v["PkgIdentifier"])["PURL"]),
        cvss: bestCvss(cvss),
        sure: "exact",
        fixedIn: textOf(v["FixedVersion"]).split(/,\s*/),
        source: `trivy:${textOf(v["SeveritySource"]) || textOf(objectOf(v["DataSource"])["ID"])}`,
        title: textOf(v["Title"]),
      });
    }
    const other = objectsOf(r["Misconfigurations"]).length;
    if (other > 0) notes.add("misconfigurations", textOf(r["Target"]), { count: other });
    const secrets = objectsOf(r["Secrets"]).length;
    // The secrets themselves stay where they are.
    if (secrets > 0) notes.add("secrets", textOf(r["Target"]), { count: secrets });
  }
  const at = momentOf(o["CreatedAt"]);
  const version = textOf(objectOf(o["Trivy"])["Version"]);
  const fact = scan(`Trivy ${version}`.trim(), findings, {
    complete: true,
    ...(at ? { scannedAt: at } : {}),
    ...(components > 0 ? { components } : {}),
  });
  return {
    format: "trivy",
    tool: { name: "Trivy", version },
    runs: [{ ...(at ? { startedAt: at, endedAt: at } : {}), facts: [fact] }],
  };
}

export function readGrype(o: Obj, notes: Notes): Omit<Reading, "unused"> {
  const findings = new Findings();
  for (const m of objectsOf(o["matches"])) {
    const v = objectOf(m["vulnerability"]);
    const a = objectOf(m["artifact"]);
    const id = idOf(textOf(v["id"]));
    if (id === "") continue;
    const related = objectsOf(m["relatedVulnerabilities"]);
    const kinds = objectsOf(m["matchDetails"]).map((d) => textOf(d["type"]));
    const cvss = [v, ...related].flatMap((x) =>
      objectsOf(x["cvss"]).map(
        (c) => cvssOf(c["vector"]) ?? scoreOnly(textOf(c["version"]), objectOf(c["metrics"])["baseScore"]),
      ),
    );
    const epss = objectsOf(v["epss"])
      .map((e) => numberOf(e["epss"]))
      .filter((e) => e !== undefined);
    // `cpe-match` is the kind that is wrong most often. Old releases call no kind at all.
    const cpeOnly = kinds.length > 0 && kinds.every((k) => k === "cpe-match");
    const stock = objectsOf(m["matchDetails"]).every((d) => textOf(d["matcher"]) === "stock-matcher");
    findings.add({
      id,
      aliases: related.map((r) => idOf(textOf(r["id"]))),
      subject: textOf(a["name"]),
      version: maybe(a["version"]),
      purl: maybe(a["purl"]),
      cpe: cpeOnly || stock ? cpe23(textsOf(a["cpes"])[0] ?? "") : undefined,
      cvss: bestCvss(cvss),
      kev: objectsOf(v["knownExploited"]).length > 0,
      epss: epss.length > 0 ? Math.max(...epss) : undefined,
      sure: cpeOnly ? "guess" : kinds.some((k) => k === "exact-direct-match") ? "exact" : "likely",
      fixedIn: textsOf(objectOf(v["fix"])["versions"]),
      source: `grype:${textOf(v["namespace"])}`,
    });
  }
  const ignored = objectsOf(o["ignoredMatches"]).length;
  if (ignored > 0) notes.add("ignored-by-tool", "", { count: ignored });
  const d = objectOf(o["descriptor"]);
  const version = textOf(d["version"]);
  const at = momentOf(d["timestamp"]);
  const db = objectOf(d["db"]);
  const feedDate = momentOf(db["built"]) ?? momentOf(objectOf(db["status"])["built"]);
  return {
    format: "grype",
    tool: { name: "Grype", version },
    runs: [
      {
        ...(at ? { startedAt: at, endedAt: at } : {}),
        facts: [
          scan(`Grype ${version}`.trim(), findings, {
            complete: true,
            ...(at ? { scannedAt: at } : {}),
            ...(feedDate ? { feedDate } : {}),
          }),
        ],
      },
    ],
  };
}

export function readOsvScanner(o: Obj): Omit<Reading, "unused"> {
  const findings = new Findings();
  let components = 0;
  for (const r of objectsOf(o["results"]))
    for (const p of objectsOf(r["packages"])) {
      components++;
      const of = objectOf(p["package"]);
      const records = objectsOf(p["vulnerabilities"]);
      const groups = objectsOf(p["groups"]);
      const listed = new Set(groups.flatMap((g) => textsOf(g["ids"])));
      // Files of old releases have no groups.
      const all = [
        ...groups,
        ...records
          .filter((v) => !listed.has(textOf(v["id"])))
          .map((v): Obj => ({ ids: [v["id"]], aliases: v["aliases"] })),
      ];
      for (const g of all) {
        const ids = [...new Set([...textsOf(g["ids"]), ...textsOf(g["aliases"])].map(idOf))];
        const mine = records.filter((v) => ids.includes(idOf(textOf(v["id"]))));
        const id = ids.find((x) => x.startsWith("CVE-")) ?? ids[0];
        if (id === undefined) continue;
        findings.add({
          id,
          aliases: ids,
          subject: textOf(of["name"]),
          version: maybe(of["version"]),
          cvss:
            bestCvss(mine.flatMap((v) => objectsOf(v["severity"]).map((s) => cvssOf(s["score"])))) ??
            scoreOnly("unknown", g["max_severity"]),
          sure: "exact",
          fixedIn: mine.flatMap((v) =>
            objectsOf(v["affected"])
              .filter((a) => textOf(objectOf(a["package"])["name"]) === textOf(of["name"]))
              .flatMap((a) =>
                objectsOf(a["ranges"])
                  .filter((x) => x["type"] !== "GIT")
                  .flatMap((x) => objectsOf(x["events"]).map((e) => textOf(e["fixed"]))),
              ),
          ),
          source: `osv-scanner:${textOf(objectOf(r["source"])["path"])}`,
          title: textOf(mine[0]?.["summary"]),
        });
      }
    }
  return {
    format: "osv-scanner",
    tool: { name: "osv-scanner", version: "" },
    runs: [{ facts: [scan("osv-scanner", findings, { complete: true, components })] }],
  };
}

/** SARIF 2.1.0. Only results that name a vulnerability (a CVE, a GHSA …) or carry a security severity are findings. */
export function readSarif(o: Obj, notes: Notes): Omit<Reading, "unused"> {
  const runs: Reading["runs"] = [];
  let name = "SARIF";
  let version = "";
  for (const run of objectsOf(o["runs"])) {
    const tool = objectOf(run["tool"]);
    const driver = objectOf(tool["driver"]);
    name = textOf(driver["name"]) || name;
    version = textOf(driver["semanticVersion"]) || textOf(driver["version"]);
    const rules = objectsOf(driver["rules"]);
    const byId = new Map(rules.map((r) => [textOf(r["id"]), r]));
    const findings = new Findings();
    let other = 0;
    let suppressed = 0;
    for (const r of objectsOf(run["results"])) {
      const ref = objectOf(r["rule"]);
      const ruleId = textOf(r["ruleId"]) || textOf(ref["id"]);
      const index = numberOf(r["ruleIndex"]) ?? numberOf(ref["index"]);
      const rule = byId.get(ruleId) ?? (index === undefined ? undefined : rules[index]);
      const id = ruleId || textOf(rule?.["id"]);
      const kind = textOf(r["kind"]) || "fail";
      if (kind !== "fail" || r["baselineState"] === "absent") continue;
      if (objectsOf(r["suppressions"]).some((s) => (textOf(s["status"]) || "accepted") === "accepted")) {
        suppressed++;
        continue;
      }
      // Level of the result, else of its rule, else `warning`.
      const level =
        textOf(r["level"]) || textOf(objectOf(rule?.["defaultConfiguration"])["level"]) || "warning";
      const message = messageOf(objectOf(r["message"]), rule);
      const severity = numberOf(objectOf(rule?.["properties"])["security-severity"]);
      const ids = idsIn(`${id} ${textsOf(objectOf(rule?.["properties"])["tags"]).join(" ")}`);
      if ((ids.length === 0 && severity === undefined) || level === "none") {
        other++;
        continue;
      }
      const location = objectOf(objectsOf(r["locations"])[0]);
      const subject =
        textOf(objectOf(objectOf(location["physicalLocation"])["artifactLocation"])["uri"]) ||
        textOf(objectOf(objectsOf(location["logicalLocations"])[0])["fullyQualifiedName"]) ||
        name;
      findings.add({
        id: ids[0] ?? `${name}:${id}`,
        aliases: ids.slice(1),
        subject,
        cvss: scoreOnly("unknown", severity),
        sure: ids.length > 0 ? "likely" : "guess",
        source: `sarif:${name}:${id}`,
        title: textOf(objectOf(rule?.["shortDescription"])["text"]) || message,
      });
    }
    if (other > 0) notes.add("not-a-vulnerability", name, { count: other });
    if (suppressed > 0) notes.add("suppressed", name, { count: suppressed });
    const invocations = objectsOf(run["invocations"]);
    const startedAt = momentOf(invocations[0]?.["startTimeUtc"]);
    const endedAt = momentOf(invocations.at(-1)?.["endTimeUtc"]);
    runs.push({
      ...(startedAt ? { startedAt } : {}),
      ...(endedAt ? { endedAt } : {}),
      facts: [
        scan(`${name} ${version}`.trim(), findings, {
          complete: invocations.length > 0 && invocations.every((i) => i["executionSuccessful"] === true),
          ...(endedAt ? { scannedAt: endedAt } : {}),
        }),
      ],
    });
  }
  return { format: "sarif", tool: { name, version }, runs };
}

/** Text, or the rule's text of that id with its arguments filled in. */
function messageOf(message: Obj, rule: Obj | undefined): string {
  const text = textOf(message["text"]) || textOf(message["markdown"]);
  if (text !== "") return text;
  const id = textOf(message["id"]);
  const strings = objectOf(rule?.["messageStrings"]);
  const found = Object.hasOwn(strings, id) ? textOf(objectOf(strings[id])["text"]) : "";
  const given = textsOf(message["arguments"]);
  return found.replace(/\{(\d+)\}/g, (all, n: string) => given[Number(n)] ?? all);
}

/** Results of OVAL-based benchmarks: a failed rule that names CVEs is a vulnerability, the others are settings. */
export function readXccdf(bytes: Uint8Array, notes: Notes): Omit<Reading, "unused"> {
  const titles = new Map<string, string>();
  const results: XmlElement[] = [];
  let test: Record<string, string> | undefined;
  let address = "";
  walkXml(bytes, {
    take: new Set(["Rule", "rule-result", "target", "target-address"]),
    opened(name, attributes) {
      if (name === "TestResult") test = attributes;
    },
    taken(e) {
      if (e.name === "Rule") titles.set(e.attributes["id"] ?? "", textAt(e, "title"));
      else if (e.name === "rule-result") results.push(e);
      else if (e.name === "target-address" || address === "") address = e.text.trim() || address;
    },
  });
  if (!test) throw new EvidenceError("xccdf-without-results");
  const findings = new Findings();
  const open = new Map<string, number>();
  let settings = 0;
  for (const r of results) {
    const result = textAt(r, "result");
    const cves = cvesIn([...below(r, "ident")].map((i) => i.text).join(" "));
    if (result === "fail") {
      if (cves.length === 0) settings++;
      const id = r.attributes["idref"] ?? "";
      for (const cve of cves)
        findings.add({
          id: cve,
          subject: address || "host",
          sure: "exact",
          source: `xccdf:${id}`,
          title: titles.get(id) ?? childrenOf(r, "title")[0]?.text,
        });
    } else if (result === "error" || result === "unknown" || result === "notchecked")
      open.set(result, (open.get(result) ?? 0) + 1);
  }
  if (settings > 0) notes.add("not-a-vulnerability", "", { count: settings });
  for (const [result, count] of open) notes.add("rules-open", "", { result, count });
  const startedAt = momentOf(test["start-time"]);
  const endedAt = momentOf(test["end-time"]);
  const system = test["test-system"] ?? "";
  return {
    format: "xccdf",
    tool: { name: system || "XCCDF", version: "" },
    runs: [
      {
        ...(address ? { target: { address } } : {}),
        ...(startedAt ? { startedAt } : {}),
        ...(endedAt ? { endedAt } : {}),
        facts: [
          scan("XCCDF", findings, {
            complete: endedAt !== undefined && open.size === 0,
            ...(endedAt ? { scannedAt: endedAt } : {}),
          }),
        ],
      },
    ],
  };
}

export const isTrivyV1 = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && isObject(value[0]) && "Target" in value[0];
