/**
 * S1.1-03: values used for user authentication over a network can be changed, whatever their kind (認証値の変更).
 * Source: METI guide 1.0 P.22; rule in domain/conformance.md E, S1.1-03.
 */
import type { Declaration } from "../declaration/schema.ts";
import type { FactOf } from "../evidence/facts.ts";
import { gate, isNetworkUser, loginsSeen } from "./gate.ts";
import {
  also,
  ask,
  current,
  declare,
  declared,
  fails,
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
import type { Criterion, JudgeInput } from "./verdict.ts";

const PART = "S1.1-03";
type Authentication = Declaration["authentication"][number];

function ofChange(a: Authentication, f: FactOf<"credential-change">, cite: string): Ruling {
  const remarks = f.oldSessionAlive
    ? [reason("change.old-session-alive", { authentication: a.id }, [cite])]
    : [];
  const old = f.interfaces.filter((i) => i.oldAfter === "returned");
  const lost = f.interfaces.filter((i) => i.newAfter === "refused" || i.newAfter === "login-page");
  const names = (list: typeof f.interfaces) => list.map((i) => i.interface).join(", ");
  const values = { authentication: a.id };
  const judged = (): Ruling => {
    if (f.changed && old.length > 0)
      return fails("change.old-still-works", { ...values, interfaces: names(old) }, [cite]);
    if (f.changed && lost.length > 0)
      return fails("change.new-refused", { ...values, interfaces: names(lost) }, [cite]);
    if (!f.changed) return open("change.not-made", values, [cite], [run("credential-change")]);
    if (!f.restored) return open("change.not-restored", values, [cite], [run("credential-change")]);
    const wanted = new Set(a.login.map((l) => l.interface));
    for (const i of f.interfaces)
      if ((i.oldAfter === "refused" || i.oldAfter === "login-page") && i.newAfter === "returned")
        wanted.delete(i.interface);
    if (f.interfaces.length === 0 || wanted.size > 0)
      return open(
        "change.not-everywhere",
        { ...values, interfaces: [...wanted].sort().join(", ") },
        [cite],
        [run("credential-change")],
      );
    const unclear = f.interfaces.filter(
      (i) => i.newAfter !== "returned" || (i.oldAfter !== "refused" && i.oldAfter !== "login-page"),
    );
    if (unclear.length > 0)
      return open(
        "change.unclear",
        { ...values, interfaces: names(unclear) },
        [cite],
        [run("credential-change")],
      );
    return passes("change.works", { ...values, interfaces: names(f.interfaces) }, [cite]);
  };
  return also(judged(), { remarks });
}

function ofMechanism(input: JudgeInput, a: Authentication, at: number): Ruling[] {
  const values = { authentication: a.id };
  const pointer = `/authentication/${at}/change`;
  if (!a.change.possible)
    return [fails("change.declared-impossible", values, [declared(`${pointer}/possible`)])];
  const seen = seenOf(input, "credential-change").filter((s) => s.fact.authentication === a.id);
  if (seen.length > 0)
    return current(
      seen,
      () => "",
      (f, r) => ofChange(a, f, r.id),
    ).map((c) => c.ruling);
  if (a.change.recipe !== undefined) return [unseen(input, "credential-change", "change.unseen", values)];
  // A password can be tried; a fingerprint, a card or an account in a cloud is shown by a person.
  if (a.kind === "password")
    return [
      unseen(input, "credential-change", "change.no-recipe", values, [
        declare(`${pointer}/recipe`, "change-recipe", values),
      ]),
    ];
  return [
    person(
      "change.by-hand",
      { ...values, kind: a.kind },
      [declared(pointer)],
      [ask(`${PART}:${a.id}`, "change-by-hand", values)],
    ),
  ];
}

export const credentialChange: Criterion = {
  id: "S1.1-03",
  checks: ["credential-change"],
  judge(input) {
    const parts = new Parts();
    const all = input.declaration.authentication;
    const closed = gate(input, {
      reasonId: "no-network-user-authentication",
      empty: !all.some(isNetworkUser),
      pointer: "/authentication",
      contradictedBy: loginsSeen(input),
    });
    if (closed) parts.add(PART, undefined, [closed]);
    all.forEach((a, at) => {
      if (isNetworkUser(a)) parts.add(PART, a.id, ofMechanism(input, a, at));
    });
    return parts.done();
  },
};
