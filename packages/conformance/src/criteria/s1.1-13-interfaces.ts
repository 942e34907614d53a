/**
 * S1.1-13: interfaces that the use does not need are off ①, and a scan finds no exploitable known vulnerability ②
 * (不要なI/Fの無効化と脆弱性検査). Source: METI guide 1.0 P.23; rule in domain/conformance.md E, S1.1-13. Thresholds of ②
 * come from the policy and are ours.
 */
import type { Declaration, IpInterface } from "../declaration/schema.ts";
import type { FactOf } from "../evidence/facts.ts";
import { knownVulnerabilities } from "./known-vulnerabilities.ts";
import {
  also,
  ask,
  brokenRuns,
  declare,
  declared,
  fails,
  isSound,
  open,
  Parts,
  passes,
  person,
  type Ruling,
  reason,
  run,
  type Seen,
  seenOf,
  unseen,
} from "./ruling.ts";
import type { Criterion, JudgeInput, Reason } from "./verdict.ts";

const PORTS = "S1.1-13-1-A";
const BLUETOOTH = "S1.1-13-1-B";
const USB = "S1.1-13-1-C";
const SCAN = "S1.1-13-2";

/** UDP ports that are asked with their own protocol, beside every declared one (E, S1.1-13 ①A). */
export const UDP_PORTS: readonly number[] = [
  53, 67, 69, 123, 161, 500, 1900, 3478, 3610, 3702, 4500, 5060, 5353, 5683, 5684, 10001, 47808,
];
/** Every TCP port is tried this often, with a pause between. */
const PASSES = 2;
const ALL_PORTS = 65_535;

type Ports = FactOf<"ports">;
type State = Ports["state"];
type Transport = Ports["transport"];
/** A face or a port named in a reason at most; the number stands for the rest. */
const SHOWN = 20;

/** `["1-1024","8080"]` → pairs of first and last. Ranges that are none are left out. */
export function rangesOf(texts: readonly string[]): [number, number][] {
  return texts.flatMap((text) => {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim());
    if (!match) return [];
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    return first <= last && last <= ALL_PORTS ? [[first, last] as [number, number]] : [];
  });
}
const covers = (f: Ports, port: number): boolean =>
  rangesOf(f.ranges).some(([a, b]) => a <= port && port <= b);

/** How often each port was tried to the end, up to `PASSES`. Index is the port. */
function coverage(seen: readonly Seen<Ports>[]): Uint8Array {
  const times = new Uint8Array(ALL_PORTS + 1);
  for (const { fact, record } of seen) {
    if (!fact.complete || !isSound(record)) continue;
    for (const [a, b] of rangesOf(fact.ranges))
      for (let p = a; p <= b; p++) times[p] = Math.min(PASSES, (times[p] as number) + fact.passes);
  }
  return times;
}

interface Open {
  port: number;
  state: "open" | "open|filtered";
  cite: string;
  service: string;
}

/** Ports open by the newest look at each: seen open, and no newer complete scan of that port that found it closed. */
function openPorts(seen: readonly Seen<Ports>[]): Open[] {
  const ports = new Map<number, Open & { time: number }>();
  for (const { fact, record } of seen)
    for (const p of fact.ports) {
      if (p.state !== "open" && p.state !== "open|filtered") continue;
      const time = Date.parse(record.endedAt);
      const cleared = seen.some(
        (s) =>
          Date.parse(s.record.endedAt) > time &&
          s.fact.complete &&
          isSound(s.record) &&
          s.record.product.unit === record.product.unit &&
          covers(s.fact, p.port) &&
          !s.fact.ports.some((q) => q.port === p.port && (q.state === "open" || q.state === "open|filtered")),
      );
      if (cleared) continue;
      const known = ports.get(p.port);
      const isStronger = known === undefined || (known.state !== "open" && p.state === "open");
      if (isStronger)
        ports.set(p.port, { port: p.port, state: p.state, cite: record.id, service: p.service ?? "-", time });
    }
  return [...ports.values()].sort((a, b) => a.port - b.port);
}

/** States that have to be scanned: operation, and every one in which an IP interface is declared. */
function statesOf(declaration: Declaration): State[] {
  const states = new Set<State>(["operation"]);
  for (const f of declaration.interfaces) if (f.kind === "ip") for (const s of f.states) states.add(s);
  return (["setup", "operation", "update", "maintenance"] as const).filter((s) => states.has(s));
}

function ofState(input: JudgeInput, state: State, transport: Transport, parts: Parts): Ruling[] {
  const faces = input.declaration.interfaces.filter(
    (f): f is IpInterface => f.kind === "ip" && f.transport === transport && f.states.includes(state),
  );
  const seen = seenOf(input, "ports").filter((s) => s.fact.state === state && s.fact.transport === transport);
  const rulings: Ruling[] = [];
  const found = openPorts(seen);
  const where = { state, transport };
  const isDeclared = (port: number) => faces.find((f) => f.port === port);
  for (const p of found) {
    const face = isDeclared(p.port);
    const values = { ...where, port: p.port, service: p.service };
    if (p.state === "open" && !face) rulings.push(fails("ports.undeclared", values, [p.cite]));
    else if (p.state === "open" && face && !face.needed)
      rulings.push(fails("ports.not-needed", { ...values, interface: face.id }, [p.cite]));
    else if (p.state === "open|filtered" && !face)
      rulings.push(
        person(
          "ports.unclear",
          values,
          [p.cite],
          [ask(`${PORTS}:${transport}/${p.port}`, "unclear-port", values)],
        ),
      );
  }
  const all = seenOf(input, "ports").length > 0;
  if (seen.length === 0)
    rulings.push(
      unseen(input, "ports", all ? "ports.state-unseen" : "ports.unseen", where, [
        run(`ports.${transport}`, "run-ports", { check: `ports.${transport}`, state }),
      ]),
    );
  else {
    const times = coverage(seen);
    const wanted =
      transport === "tcp"
        ? Array.from({ length: ALL_PORTS }, (_, i) => i + 1)
        : [...new Set([...UDP_PORTS, ...faces.map((f) => f.port)])];
    const least = transport === "tcp" ? PASSES : 1;
    const missing = wanted.filter((p) => (times[p] as number) < least);
    const cites = seen.map((s) => s.record.id);
    if (missing.length > 0)
      rulings.push(
        also(
          open(
            "ports.incomplete",
            { ...where, missing: missing.length, wanted: wanted.length, passes: least },
            cites,
            [run(`ports.${transport}`, "run-ports", { check: `ports.${transport}`, state })],
          ),
          { reasons: brokenRuns(input, "ports") },
        ),
      );
    else if (rulings.length === 0)
      rulings.push(
        passes(
          "ports.as-declared",
          { ...where, open: found.filter((p) => p.state === "open").length },
          cites,
        ),
      );
    if (missing.length === 0)
      for (const f of faces)
        if (f.needed && !found.some((p) => p.port === f.port))
          parts.remark("ports.declared-but-closed", { ...where, port: f.port, interface: f.id }, cites);
  }
  return rulings;
}

/** Needed interfaces must say what for. */
function purposes(declaration: Declaration, kind: "ip" | "bluetooth" | "usb"): Ruling[] {
  return declaration.interfaces.flatMap((f, at) =>
    f.kind === kind && f.needed && f.purpose === undefined
      ? [
          open(
            "interfaces.no-purpose",
            { interface: f.id },
            [declared(`/interfaces/${at}`)],
            [declare(`/interfaces/${at}/purpose`, "purpose", { interface: f.id })],
          ),
        ]
      : [],
  );
}

function ofRadioOrPlug(input: JudgeInput, part: string, kind: "bluetooth" | "usb", parts: Parts): Parts {
  const faces = input.declaration.interfaces.map((f, at) => ({ f, at })).filter(({ f }) => f.kind === kind);
  if (faces.length === 0)
    return parts.add(part, undefined, [
      person(`interfaces.no-${kind}`, {}, [declared("/interfaces")], [ask(part, `no-${kind}`)]),
    ]);
  for (const { f, at } of faces) {
    const cite = declared(`/interfaces/${at}`);
    const rulings: Ruling[] = [];
    if (f.needed && f.purpose === undefined)
      rulings.push(
        open(
          "interfaces.no-purpose",
          { interface: f.id },
          [cite],
          [declare(`/interfaces/${at}/purpose`, "purpose", { interface: f.id })],
        ),
      );
    const question = ask(`${part}:${f.id}`, f.needed ? `${kind}-needed` : `${kind}-off`, { interface: f.id });
    const notes: Reason[] = [];
    if (f.kind === "bluetooth" && (f.pairing === "none" || f.discoverableAfterSetup))
      notes.push(
        reason(
          f.pairing === "none" ? "interfaces.bluetooth-no-pairing" : "interfaces.bluetooth-discoverable",
          { interface: f.id },
          [cite],
        ),
      );
    rulings.push(
      also(
        person(
          f.needed ? `interfaces.${kind}` : `interfaces.${kind}-off`,
          { interface: f.id },
          [cite],
          [question],
        ),
        {
          reasons: notes,
        },
      ),
    );
    parts.add(part, f.id, rulings);
  }
  return parts;
}

export const interfacesAndScan: Criterion = {
  id: "S1.1-13",
  checks: ["ports", "sbom", "import"],
  judge(input) {
    const parts = new Parts();
    const { declaration } = input;
    for (const state of statesOf(declaration))
      for (const transport of ["tcp", "udp"] as const)
        parts.add(PORTS, `${state}/${transport}`, ofState(input, state, transport, parts));
    const unexplained = purposes(declaration, "ip");
    if (unexplained.length > 0) parts.add(PORTS, undefined, unexplained.slice(0, SHOWN));
    parts.parts[0]?.needs.push(ask(`${PORTS}/necessity`, "necessity"));
    ofRadioOrPlug(input, BLUETOOTH, "bluetooth", parts);
    ofRadioOrPlug(input, USB, "usb", parts);
    declaration.interfaces.forEach((f, at) => {
      if (f.kind === "debug" && f.enabled)
        parts.remark("interfaces.debug-enabled", { interface: f.id }, [declared(`/interfaces/${at}`)]);
    });
    parts.add(SCAN, undefined, knownVulnerabilities(input, SCAN));
    return parts.done();
  },
};
