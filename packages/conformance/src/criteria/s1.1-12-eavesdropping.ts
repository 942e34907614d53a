/**
 * S1.1-12: protected information assets sent over a network are kept from eavesdroppers, by the product ① or by a protected
 * network ② (盗聴からの保護). Source: METI guide 1.0 P.23; rule in domain/conformance.md E, S1.1-12.
 */
import type { Declaration, IpInterface } from "../declaration/schema.ts";
import type { FactOf } from "../evidence/facts.ts";
import { daysBetween, isDate } from "./days.ts";
import {
  also,
  ask,
  current,
  declare,
  declared,
  fails,
  give,
  isSound,
  open,
  Parts,
  passes,
  person,
  type Ruling,
  reason,
  run,
  seenOf,
  unseen,
} from "./ruling.ts";
import type { Criterion, JudgeInput, Reason } from "./verdict.ts";

type Flow = Declaration["flows"][number];
type Tls = FactOf<"tls">;

/** Nobody who listens is kept out by these. */
export const CLEAR_PROTOCOLS: ReadonlySet<string> = new Set([
  "http",
  "mqtt",
  "telnet",
  "ftp",
  "tftp",
  "rtsp",
  "rtp",
  "snmp",
  "snmpv1",
  "snmpv2c",
  "coap",
  "modbus",
  "modbus-tcp",
  "bacnet",
  "bacnet-ip",
  "echonet-lite",
  "ssdp",
  "upnp",
  "mdns",
  "syslog",
  "smtp",
  "ntp",
  "dns",
  "onvif",
]);
const TLS_PROTOCOLS: ReadonlySet<string> = new Set([
  "https",
  "mqtts",
  "rtsps",
  "coaps",
  "tls",
  "dtls",
  "wss",
  "ftps",
]);
/** Suites that keep nobody out: no encryption, no authentication, export keys, RC4 (IANA and OpenSSL names). */
const BROKEN_SUITE = /NULL|anon|ADH|AECDH|EXP|RC4/i;
const WEAK_SUITE = /3DES|DES-CBC3/i;
const BROKEN_WEAKNESS = /null|anon|export|rc4/i;

function remarksOf(input: JudgeInput, f: Tls, cite: string): Reason[] {
  const { certificate, secondOpinion } = f;
  const out: Reason[] = [];
  // A certificate that signs itself is usual for a device in a home or site and no failing.
  if (certificate?.selfSigned) out.push(reason("tls.self-signed", { port: f.port }, [cite]));
  if (certificate && isDate(certificate.notAfter) && daysBetween(input.today, certificate.notAfter) < 0)
    out.push(reason("tls.certificate-expired", { port: f.port, date: certificate.notAfter }, [cite]));
  if (certificate?.matchesHost === false) out.push(reason("tls.certificate-name", { port: f.port }, [cite]));
  if (secondOpinion && !secondOpinion.agrees)
    out.push(
      reason(
        "tls.second-opinion-differs",
        { port: f.port, tool: secondOpinion.tool, differences: secondOpinion.differences.join("; ") },
        [cite],
      ),
    );
  return out;
}

/** Versions, suites and the twin in clear of one TLS service. */
function ofTls(input: JudgeInput, f: Tls, cite: string): Ruling {
  const offers = (v: string) => f.versions.some((x) => x.version === v && x.offered === "yes");
  const remarks = remarksOf(input, f, cite);
  const values = { port: f.port, interface: f.interface ?? "-" };
  const judged = (): Ruling => {
    for (const v of ["SSLv2", "SSLv3"])
      if (offers(v)) return fails("tls.broken-version", { ...values, version: v }, [cite]);
    const broken = f.suites.filter(
      (s) => BROKEN_SUITE.test(s.name) || BROKEN_WEAKNESS.test(s.weakness ?? ""),
    );
    if (broken.length > 0)
      return fails("tls.broken-suite", { ...values, suites: broken.map((s) => s.name).join(", ") }, [cite]);
    if (f.plaintextTwin?.behaviour === "login-in-clear")
      return fails("tls.login-in-clear", { ...values, twin: f.plaintextTwin.port }, [cite]);
    if (f.plaintextTwin?.behaviour === "serves")
      return fails("tls.twin-serves", { ...values, twin: f.plaintextTwin.port }, [cite]);
    const byPolicy = (key: string, more = {}) =>
      input.policy.tls.oldVersionsFail
        ? fails(key, { ...values, ...more }, [cite])
        : person(
            key,
            { ...values, ...more },
            [cite],
            [ask(`S1.1-12:${f.interface ?? f.port}`, "old-tls", values)],
          );
    const modern = offers("TLSv1.2") || offers("TLSv1.3");
    const old = ["TLSv1", "TLSv1.1"].filter(offers);
    if (!modern && old.length > 0) return byPolicy("tls.old-only", { versions: old.join(", ") });
    if (!modern) return open("tls.no-version", values, [cite], [run("tls")]);
    if (f.suites.length > 0 && f.suites.every((s) => WEAK_SUITE.test(s.name)))
      return byPolicy("tls.weak-suites-only");
    if (old.length > 0)
      remarks.push(reason("tls.old-beside", { ...values, versions: old.join(", ") }, [cite]));
    if (f.suites.some((s) => WEAK_SUITE.test(s.name)))
      remarks.push(reason("tls.weak-suite-beside", values, [cite]));
    return passes("tls.modern", { ...values, versions: ["TLSv1.2", "TLSv1.3"].filter(offers).join(", ") }, [
      cite,
    ]);
  };
  const ruled = judged();
  return also(ruled, { remarks });
}

const usesTls = (face: IpInterface): boolean => face.tls === true || TLS_PROTOCOLS.has(face.protocol);

/** A service of the device, looked at as the device offers it. */
function ofService(input: JudgeInput, face: IpInterface, cite: string): Ruling[] {
  if (usesTls(face)) {
    const seen = seenOf(input, "tls").filter(
      (s) => s.fact.interface === face.id || (s.fact.interface === undefined && s.fact.port === face.port),
    );
    return seen.length > 0
      ? current(
          seen,
          (f) => String(f.port),
          (f, r) => ofTls(input, f, r.id),
        ).map((c) => c.ruling)
      : [unseen(input, "tls", "tls.unseen", { interface: face.id })];
  }
  if (face.protocol === "ssh") {
    const proved = seenOf(input, "ports").filter((s) =>
      s.fact.ports.some(
        (p) => p.port === face.port && p.service === "ssh" && p.by !== "table" && p.by !== "connect",
      ),
    );
    const spoken = [
      ...proved,
      ...seenOf(input, "session").filter((s) => s.fact.interface === face.id && s.fact.protocol === "ssh"),
      ...seenOf(input, "brute-force").filter(
        (s) => s.fact.interface === face.id && s.fact.protocol === "ssh",
      ),
    ].filter((s) => isSound(s.record));
    return spoken.length > 0
      ? [passes("flow.ssh", { interface: face.id }, [spoken.at(-1)?.record.id ?? ""])]
      : [unseen(input, "access", "flow.ssh-unseen", { interface: face.id })];
  }
  return [fails("flow.clear", { subject: face.id, protocol: face.protocol }, [cite])];
}

function ofCapture(input: JudgeInput, flow: Flow): Ruling[] {
  const seen = seenOf(input, "canary").filter(
    (s) => s.fact.place === "capture" && flow.assets.includes(s.fact.asset),
  );
  return current(
    seen,
    (f) => `${f.asset} ${f.in}`,
    (f, r) => {
      const first = f.found[0];
      const values = {
        asset: f.asset,
        in: f.in,
        count: f.found.length,
        offset: first?.offset ?? "-",
        encoding: first?.encoding ?? "-",
      };
      return f.found.length > 0
        ? fails("flow.canary-readable", values, [r.id])
        : person(
            "flow.canary-not-found",
            values,
            [r.id],
            [ask(`S1.1-12-1:${flow.id}`, "flow-protected", { flow: flow.id })],
          );
    },
  ).map((c) => c.ruling);
}

function ofFlow(input: JudgeInput, flow: Flow, at: number, parts: Parts): Parts {
  const cite = declared(`/flows/${at}`);
  const values = { subject: flow.id, protocol: flow.protocol };
  if (flow.protection === "none")
    return parts.add("S1.1-12", flow.id, [fails("flow.declared-bare", values, [cite])]);
  if (flow.protection === "network")
    return parts.add("S1.1-12-2", flow.id, [
      person(
        "flow.by-network",
        values,
        [cite],
        [ask(`S1.1-12-2:${flow.id}`, "protected-network", { flow: flow.id })],
      ),
    ]);
  const face = input.declaration.interfaces.find(
    (f): f is IpInterface => f.kind === "ip" && f.id === flow.interface,
  );
  const captured = ofCapture(input, flow);
  const question = ask(`S1.1-12-1:${flow.id}`, "flow-protected", { flow: flow.id });
  if (face) {
    const service = ofService(input, face, cite);
    // What a capture does not show adds nothing to a service that was measured.
    return parts.add("S1.1-12-1", flow.id, [...service, ...captured.filter((r) => r.outcome !== "person")]);
  }
  const protocol = flow.protocol.trim().toLowerCase();
  if (CLEAR_PROTOCOLS.has(protocol))
    return parts.add("S1.1-12-1", flow.id, [fails("flow.clear", values, [cite]), ...captured]);
  return parts.add("S1.1-12-1", flow.id, [
    also(person("flow.as-client", values, [cite], [question]), {
      needs: captured.length > 0 ? [] : [give("capture", "capture", { flow: flow.id })],
    }),
    ...captured,
  ]);
}

export const eavesdropping: Criterion = {
  id: "S1.1-12",
  checks: ["tls", "canary"],
  judge(input) {
    const parts = new Parts();
    const { flows, interfaces } = input.declaration;
    const carried = new Set<string>();
    flows.forEach((flow, at) => {
      if (flow.interface !== undefined && flow.assets.length > 0) carried.add(flow.interface);
      if (flow.assets.length > 0) ofFlow(input, flow, at, parts);
    });
    // An interface that gives protected items or takes a log-in carries assets, whether a flow says so or not.
    interfaces.forEach((face, at) => {
      if (face.kind !== "ip" || carried.has(face.id)) return;
      if (face.protects.length === 0 && face.authentication === undefined) return;
      if (face.access === "by-network")
        parts.add("S1.1-12-2", face.id, [
          person(
            "flow.by-network",
            { subject: face.id, protocol: face.protocol },
            [declared(`/interfaces/${at}`)],
            [ask(`S1.1-12-2:${face.id}`, "protected-network", { flow: face.id })],
          ),
        ]);
      else parts.add("S1.1-12-1", face.id, ofService(input, face, declared(`/interfaces/${at}`)));
    });
    if (parts.parts.length === 0)
      parts.add("S1.1-12", undefined, [
        open("flow.not-declared", {}, [declared("/flows")], [declare("/flows", "flows")]),
      ]);
    parts.parts[0]?.needs.push(ask("S1.1-12/scope", "flow-scope"));
    return parts.done();
  },
};
