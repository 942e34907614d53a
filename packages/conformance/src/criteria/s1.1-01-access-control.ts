/**
 * S1.1-01: access to protected information assets over IP needs suitable authentication (情報資産へのアクセス制御).
 * Source: METI guide 1.0 P.22; rule in domain/conformance.md E, S1.1-01.
 */

import type { z } from "zod";
import type { IpInterface, ProtectedItem } from "../declaration/schema.ts";
import type { AccessFact, FactOf } from "../evidence/facts.ts";
import { deemedBy } from "./gate.ts";
import {
  ask,
  current,
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
import type { Criterion, JudgeInput } from "./verdict.ts";

const PART = "S1.1-01";
/** Protocols that give nothing before a log-in: who is turned away at the door has asked for everything. */
export const SESSION_FIRST: ReadonlySet<string> = new Set(["ssh", "telnet", "ftp", "mqtt", "mqtts"]);
type Access = z.infer<typeof AccessFact>;
type Session = FactOf<"session">;

/** The item came back to nobody it should; and it did to the known-good account, so the request reached it. */
function ofItem(fact: Access, record: { id: string }, byNetwork: boolean): Ruling {
  const values = { interface: fact.interface, at: fact.at, protocol: fact.protocol };
  const got = fact.tries.filter((t) => t.outcome === "returned");
  if (byNetwork || (fact.noAuthentication && got.length === 0))
    return person(
      "access.protocol-without-login",
      values,
      [record.id],
      [ask(`${PART}:${fact.interface}`, "network-assumption", { interface: fact.interface })],
    );
  if (got.length > 0)
    return fails("access.returned", { ...values, as: got.map((t) => t.as).join(", ") }, [record.id]);
  const unclear = fact.tries.filter((t) => t.outcome === "unclear" || t.outcome === "no-answer");
  if (fact.tries.length === 0 || unclear.length > 0)
    return open(
      "access.unclear",
      { ...values, as: unclear.map((t) => t.as).join(", ") },
      [record.id],
      [run("access")],
    );
  if (fact.withAccount !== "returned")
    return open(
      "access.no-proof",
      values,
      [record.id],
      [declare("/authentication", "known-good-account", { interface: fact.interface }), run("access")],
    );
  return passes("access.refused", { ...values, tries: fact.tries.length }, [record.id]);
}

/** Something that nobody declared, found by looking: a crawled page, a listed resource. */
function ofFound(fact: Access, record: { id: string }, isDeclared: boolean): Ruling | undefined {
  const got = fact.tries.some((t) => t.outcome === "returned");
  const values = { interface: fact.interface, at: fact.at, protocol: fact.protocol };
  if (!got) return undefined;
  return isDeclared
    ? person(
        "access.found-open",
        values,
        [record.id],
        [ask(`${PART}:${fact.interface}`, "is-it-an-asset", values)],
      )
    : fails("access.undeclared-returned", values, [record.id]);
}

function ofSession(fact: Session, record: { id: string }, face: IpInterface, proof: boolean): Ruling {
  const values = { interface: face.id, protocol: fact.protocol, as: fact.as };
  switch (fact.outcome) {
    case "returned":
      return face.access === "by-network"
        ? person(
            "access.protocol-without-login",
            { ...values, at: "" },
            [record.id],
            [ask(`${PART}:${face.id}`, "network-assumption", { interface: face.id })],
          )
        : fails("access.let-in", values, [record.id]);
    case "refused":
    case "login-page":
      if (face.protects.length > 0) return passes("access.session-refused", values, [record.id]);
      return proof
        ? passes("access.session-refused", values, [record.id])
        : open(
            "access.session-no-proof",
            values,
            [record.id],
            [declare("/authentication", "known-good-account", { interface: face.id }), run("access")],
          );
    default:
      return open("access.session-unclear", values, [record.id], [run("access")]);
  }
}

/** A known-good account got in over this interface in some check. */
const accountWorked = (input: JudgeInput, face: string): boolean =>
  seenOf(input, "brute-force").some(
    (s) => isSound(s.record) && s.fact.interface === face && s.fact.baseline,
  ) ||
  seenOf(input, "access").some(
    (s) => isSound(s.record) && s.fact.interface === face && s.fact.withAccount === "returned",
  );

function ofInterface(input: JudgeInput, face: IpInterface, at: number, parts: Parts): void {
  const pointer = `/interfaces/${at}`;
  const cite = declared(pointer);
  const byNetwork = face.access === "by-network";
  const access = seenOf(input, "access").filter((s) => s.fact.interface === face.id);
  const sessions = seenOf(input, "session").filter((s) => s.fact.interface === face.id);
  const rulings: Ruling[] = [];
  if (face.access === "open" && face.protects.length > 0)
    rulings.push(fails("access.declared-open", { interface: face.id, count: face.protects.length }, [cite]));
  if (byNetwork)
    rulings.push(
      person(
        "access.by-network",
        { interface: face.id, protocol: face.protocol },
        [cite],
        [ask(`${PART}:${face.id}`, "network-assumption", { interface: face.id })],
      ),
    );
  const itemOf = (s: Seen<Access>): ProtectedItem | undefined =>
    face.protects.find((p) => p.id === s.fact.item);
  for (const item of face.protects) {
    const seen = access.filter((s) => itemOf(s) === item);
    if (seen.length > 0)
      rulings.push(
        ...current(
          seen,
          (f) => f.at,
          (f, r) => ofItem(f, r, byNetwork),
        ).map((c) => c.ruling),
      );
    else if (
      SESSION_FIRST.has(face.protocol) &&
      sessions.length > 0 &&
      sessions.every((s) => s.fact.outcome === "refused" && isSound(s.record)) &&
      accountWorked(input, face.id)
    )
      rulings.push(
        passes(
          "access.behind-session",
          { interface: face.id, at: item.at },
          sessions.map((s) => s.record.id),
        ),
      );
    else if (!byNetwork && face.access !== "open")
      rulings.push(unseen(input, "access", "access.unseen", { interface: face.id, at: item.at }));
  }
  rulings.push(
    ...current(
      access.filter((s) => itemOf(s) === undefined),
      (f) => f.at,
      (f, r) => ofFound(f, r, true) ?? passes("access.nothing-found", { interface: face.id }, [r.id]),
    )
      .map((c) => c.ruling)
      // What was found closed beside the declared items proves nothing.
      .filter((r) => r.outcome !== "pass"),
  );
  if (face.access !== "open") {
    const proof = accountWorked(input, face.id);
    rulings.push(
      ...current(
        sessions,
        (f) => f.as,
        (f, r) => ofSession(f, r, face, proof),
      ).map((c) => c.ruling),
    );
    if (face.protects.length === 0 && sessions.length === 0 && !byNetwork)
      rulings.push(
        // Where the log-in comes before everything else, its refusal is enough: no item has to be declared.
        SESSION_FIRST.has(face.protocol)
          ? unseen(input, "access", "access.session-unseen", { interface: face.id, protocol: face.protocol })
          : unseen(input, "access", "access.nothing-to-ask", { interface: face.id }, [
              declare(`${pointer}/protects`, "protected-items", { interface: face.id }),
              run("access"),
            ]),
      );
  }
  const acts = sessions.filter(
    (s) => /^(ssdp|upnp)$/.test(s.fact.protocol) && s.fact.offers.some((o) => !/(^|[:#/])Get/i.test(o)),
  );
  if (acts.length > 0 && acts.some((s) => s.fact.outcome === "returned"))
    rulings.push(
      person(
        "access.upnp-actions",
        { interface: face.id, count: acts[0]?.fact.offers.length ?? 0 },
        acts.map((s) => s.record.id),
        [ask(`${PART}:${face.id}`, "is-it-an-asset", { interface: face.id, at: "UPnP", protocol: "upnp" })],
      ),
    );
  if (rulings.length > 0) parts.add(PART, face.id, rulings);
}

export const accessControl: Criterion = {
  id: "S1.1-01",
  checks: ["access"],
  judge(input) {
    const parts = new Parts();
    const mark = deemedBy(input);
    const measured = new Parts();
    const faces = input.declaration.interfaces;
    const ids = new Set(faces.map((f) => f.id));
    faces.forEach((face, at) => {
      if (face.kind === "ip") ofInterface(input, face, at, measured);
    });
    const strays = [
      ...current(
        seenOf(input, "access").filter((s) => !ids.has(s.fact.interface)),
        (f) => `${f.interface} ${f.at}`,
        (f, r) => ofFound(f, r, false) ?? passes("access.nothing-found", { interface: f.interface }, [r.id]),
      ),
      ...current(
        seenOf(input, "session").filter((s) => !ids.has(s.fact.interface)),
        (f) => `${f.interface} ${f.as}`,
        (f, r) =>
          f.outcome === "returned"
            ? fails("access.undeclared-let-in", { interface: f.interface, protocol: f.protocol, as: f.as }, [
                r.id,
              ])
            : passes("access.nothing-found", { interface: f.interface }, [r.id]),
      ),
    ].filter((c) => c.ruling.outcome === "fail");
    for (const { ruling } of strays)
      measured.add(PART, String(ruling.reasons[0]?.values["interface"] ?? ""), [ruling]);
    if (mark) {
      parts.add(PART, undefined, [mark]);
      for (const p of measured.parts)
        if (p.outcome === "fail")
          for (const r of p.reasons)
            parts.remarks.push(reason("deemed.but-seen", { key: r.key, subject: p.subject ?? "" }, r.cites));
      return parts.done();
    }
    if (input.declaration.assets.length === 0)
      parts.add(PART, undefined, [
        open("declaration.no-assets", {}, [declared("/assets")], [declare("/assets", "assets")]),
      ]);
    if (!faces.some((f) => f.kind === "ip"))
      parts.add(PART, undefined, [
        open(
          "declaration.no-interfaces",
          {},
          [declared("/interfaces")],
          [declare("/interfaces", "interfaces")],
        ),
      ]);
    parts.parts.push(...measured.parts);
    parts.remarks.push(...measured.remarks);
    if (parts.parts.length === 0)
      parts.add(PART, undefined, [
        person("access.nothing-protected", {}, [declared("/interfaces")], [ask(PART, "no-asset-over-ip")]),
      ]);
    const scope = parts.parts[0];
    if (scope) scope.needs.push(ask(`${PART}/scope`, "asset-scope"));
    return parts.done();
  },
};
