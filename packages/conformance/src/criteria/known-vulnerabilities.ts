/** S1.1-13 ②: findings of scanners and of SBOM matching weighed by exploitability (domain/conformance.md E). */
import type { FactOf, Finding } from "../evidence/facts.ts";
import { sameModelNumber } from "../texts/model-number.ts";
import { daysBetween, isDate } from "./days.ts";
import {
  also,
  ask,
  current,
  declare,
  fails,
  give,
  open,
  passes,
  person,
  type Ruling,
  reason,
  run,
  seenOf,
  unseen,
} from "./ruling.ts";
import type { JudgeInput, Reason } from "./verdict.ts";

type Report = FactOf<"vulnerabilities">;
/** Findings named in full; a line gives the number of the rest. */
const SHOWN = 50;

export type Weight = "fail" | "person" | "none";

/** Reachable over a network: said, or read from the vector. Unknown counts as reachable. */
function isNetwork(f: Finding): boolean {
  if (f.cvss?.network !== undefined) return f.cvss.network;
  const vector = f.cvss?.vector;
  return vector === undefined || !/(^|\/)AV:[ALP](\/|$)/.test(vector);
}

/** A VEX statement that counts: not affected with a justification, or fixed. */
const excused = (f: Finding): boolean =>
  f.vex?.status === "fixed" || (f.vex?.status === "not_affected" && (f.vex.justification ?? "") !== "");

/**
 * What one finding weighs, with the key that says why. KEV: fail (with a VEX that counts: a person reads it). Reachable over
 * a network and at or above `failFromCvss` without such a VEX: fail. At or above `personFromCvss` or `personFromEpss`: a
 * person. Matched by a guess alone: never more than a person.
 */
export function weigh(f: Finding, scan: JudgeInput["policy"]["scan"]): { weight: Weight; key: string } {
  const guess = f.sure === "guess";
  if (f.kev)
    return excused(f)
      ? { weight: "person", key: "vulnerability.kev-with-vex" }
      : guess
        ? { weight: "person", key: "vulnerability.kev-guess" }
        : { weight: "fail", key: "vulnerability.kev" };
  if (excused(f)) return { weight: "none", key: "vulnerability.vex" };
  const score = f.cvss?.score;
  if (score !== undefined && score >= scan.failFromCvss && isNetwork(f))
    return guess
      ? { weight: "person", key: "vulnerability.guess" }
      : { weight: "fail", key: "vulnerability.network" };
  if ((f.epss ?? 0) >= scan.personFromEpss) return { weight: "person", key: "vulnerability.epss" };
  if (score === undefined) return { weight: "person", key: "vulnerability.no-score" };
  if (score >= scan.personFromCvss) return { weight: "person", key: "vulnerability.medium" };
  return { weight: "none", key: "vulnerability.low" };
}

/** What must hold of the report itself before "nothing found" counts. */
function gaps(input: JudgeInput, f: Report): { key: string; values: Record<string, string | number> }[] {
  const { scan } = input.policy;
  const { firmware, model } = input.declaration.product;
  const out: { key: string; values: Record<string, string | number> }[] = [];
  const gap = (key: string, values: Record<string, string | number> = {}) =>
    out.push({ key, values: { tool: f.tool, ...values } });
  if (!f.complete) gap("scan.incomplete");
  if (f.model !== undefined && !sameModelNumber(f.model, model))
    gap("scan.other-model", { seen: f.model, declared: model });
  if (f.firmware !== undefined && f.firmware.trim() !== firmware.version.trim())
    gap("scan.other-firmware", { seen: f.firmware, declared: firmware.version });
  const dates: [string, string | undefined][] =
    f.from === "scan" ? [["scan.no-date", f.scannedAt]] : [["scan.no-feed-date", f.feedDate]];
  if (f.from === "scan" && f.feedDate !== undefined) dates.push(["scan.no-feed-date", f.feedDate]);
  for (const [key, date] of dates) {
    if (date === undefined || !isDate(date)) gap(key);
    else if (daysBetween(date, input.today) > scan.maxAgeDays)
      gap(key === "scan.no-date" ? "scan.too-old" : "scan.feed-too-old", {
        date: date.slice(0, 10),
        days: daysBetween(date, input.today),
        limit: scan.maxAgeDays,
      });
  }
  if (
    f.scannedAt !== undefined &&
    isDate(f.scannedAt) &&
    firmware.released !== undefined &&
    daysBetween(firmware.released, f.scannedAt) < 0
  )
    gap("scan.before-firmware", { date: f.scannedAt.slice(0, 10), released: firmware.released });
  return out;
}

function ofReport(input: JudgeInput, f: Report, cite: string, part: string): Ruling {
  const { scan } = input.policy;
  const limits = {
    failFromCvss: scan.failFromCvss,
    personFromCvss: scan.personFromCvss,
    personFromEpss: scan.personFromEpss,
  };
  const weighed = f.findings
    .map((finding) => ({ finding, ...weigh(finding, scan) }))
    .sort(
      (a, b) =>
        (b.finding.cvss?.score ?? 0) - (a.finding.cvss?.score ?? 0) || (a.finding.id < b.finding.id ? -1 : 1),
    );
  const say = ({ finding, key }: (typeof weighed)[number]): Reason =>
    reason(
      key,
      {
        id: finding.id,
        subject: finding.subject,
        version: finding.version ?? "-",
        score: finding.cvss?.score ?? "-",
        epss: finding.epss ?? "-",
        ...limits,
      },
      [cite],
    );
  const list = (weight: Weight): Reason[] => {
    const all = weighed.filter((w) => w.weight === weight);
    const rest = all.length - SHOWN;
    return [
      ...all.slice(0, SHOWN).map(say),
      ...(rest > 0 ? [reason("vulnerability.more", { count: rest }, [cite])] : []),
    ];
  };
  const failing = list("fail");
  const doubtful = list("person");
  const light = weighed.filter((w) => w.weight === "none").length;
  const remarks = [
    ...(light > 0 ? [reason("vulnerability.light", { tool: f.tool, count: light, ...limits }, [cite])] : []),
    ...(f.authenticated === false ? [reason("scan.not-authenticated", { tool: f.tool }, [cite])] : []),
  ];
  const question = ask(part, "weigh-findings");
  const base = { tool: f.tool, findings: f.findings.length, ...limits };
  if (failing.length > 0)
    return also(
      fails("scan.exploitable", { ...base, count: weighed.filter((w) => w.weight === "fail").length }, [
        cite,
      ]),
      {
        reasons: [...failing, ...doubtful],
        remarks,
      },
    );
  const [first, ...others] = gaps(input, f);
  if (first)
    return also(
      open(first.key, first.values, [cite], [give("scan-report", "scan-report", { days: scan.maxAgeDays })]),
      {
        reasons: [...others.map((g) => reason(g.key, g.values, [cite])), ...doubtful],
        remarks,
      },
    );
  if (doubtful.length > 0)
    return also(
      person(
        "scan.to-weigh",
        { ...base, count: weighed.filter((w) => w.weight === "person").length },
        [cite],
        [question],
      ),
      {
        reasons: doubtful,
        remarks,
      },
    );
  if ((f.unmatched ?? 0) > 0)
    return also(
      person(
        "scan.unmatched",
        { tool: f.tool, unmatched: f.unmatched ?? 0, components: f.components ?? "-" },
        [cite],
        [question],
      ),
      { remarks },
    );
  return also(passes("scan.nothing-exploitable", base, [cite]), { remarks });
}

export function knownVulnerabilities(input: JudgeInput, part: string): Ruling[] {
  const seen = seenOf(input, "vulnerabilities");
  const rulings = current(
    seen,
    (f) => `${f.from} ${f.tool}`,
    (f, r) => ofReport(input, f, r.id, part),
  ).map((c) => c.ruling);
  // The criterion asks for a scan of the product; components matched with data stand beside it.
  if (!seen.some((s) => s.fact.from === "scan"))
    rulings.push(
      unseen(input, "import", "scan.none", {}, [
        give("scan-report", "scan-report", { days: input.policy.scan.maxAgeDays }),
        ...(input.declaration.vulnerability?.reports.length
          ? [run("import")]
          : [declare("/vulnerability/reports", "scan-files")]),
      ]),
    );
  return rulings;
}
