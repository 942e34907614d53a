/**
 * S1.1-02: default passwords are unique and hard to guess, or must be changed at first start (デフォルトパスワード).
 * Source: METI guide 1.0 P.22 (6 and 8 characters); rule and sample sizes in domain/conformance.md E, S1.1-02.
 */
import type { Declaration } from "../declaration/schema.ts";
import type { FactOf } from "../evidence/facts.ts";
import { claimOf, gate, isNetworkUser } from "./gate.ts";
import {
  also,
  ask,
  current,
  declare,
  declared,
  fails,
  give,
  notApplicable,
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

type Authentication = Declaration["authentication"][number];

/** Findings in a table of defaults that make values guessable; the others are for a person to weigh. */
const GUESSABLE = new Set(["short", "duplicate", "derived", "listed", "sequence"]);

const inScope = (a: Authentication): boolean =>
  (a.kind === "password" || a.kind === "pin") && (isNetworkUser(a) || a.of === "client-setup");

const threshold = (input: JudgeInput, id: string): number =>
  input.entry.thresholds.find((t) => t.id === id)?.value as number;

/** ① one value a device, at least 6 characters, hard to guess. */
function ofTable(input: JudgeInput, f: FactOf<"default-passwords">, cite: string): Ruling {
  const least = threshold(input, "default-password-length");
  const { consecutive, other } = input.policy.defaultPasswords;
  const bad = f.findings.filter((x) => GUESSABLE.has(x.what));
  const doubtful = f.findings.filter((x) => !GUESSABLE.has(x.what));
  const failures: Ruling[] = [];
  if (f.shortest < least) failures.push(fails("defaults.short", { shortest: f.shortest, least }, [cite]));
  if (f.duplicates > 0) failures.push(fails("defaults.duplicate", { count: f.duplicates }, [cite]));
  for (const x of bad) {
    if ((x.what === "short" && f.shortest < least) || (x.what === "duplicate" && f.duplicates > 0)) continue;
    failures.push(
      fails(`defaults.${x.what}`, { count: x.rows.length, detail: x.detail, shortest: f.shortest, least }, [
        cite,
      ]),
    );
  }
  const [first, ...others] = failures;
  if (first) return also(first, { reasons: others.flatMap((r) => r.reasons) });
  const apart = f.units - f.consecutive;
  if (f.consecutive < consecutive || apart < other)
    return open(
      "defaults.too-few",
      { consecutive: f.consecutive, apart, needConsecutive: consecutive, needApart: other },
      [cite],
      [give("default-passwords", "more-units", { needConsecutive: consecutive, needApart: other })],
    );
  const question = ask(`S1.1-02-1:${f.authentication}`, "generator-is-random", {
    authentication: f.authentication,
  });
  if (doubtful.length > 0)
    return also(
      person(
        `defaults.${doubtful[0]?.what}`,
        { count: doubtful[0]?.rows.length ?? 0, detail: doubtful[0]?.detail ?? "" },
        [cite],
        [question],
      ),
      {
        reasons: doubtful
          .slice(1)
          .map((x) => reason(`defaults.${x.what}`, { count: x.rows.length, detail: x.detail }, [cite])),
      },
    );
  return passes("defaults.unique", { units: f.units, shortest: f.shortest, least }, [cite], [question]);
}

/** ② changed at first start, nothing under 8 characters; by the device, not by its page. */
function ofSetup(input: JudgeInput, f: FactOf<"setup">, cite: string): Ruling {
  const least = threshold(input, "changed-password-length");
  const tried = (what: string) => f.tries.find((t) => t.what === what);
  const values = { interface: f.interface, least };
  if (f.closedBeforeChange === false) return fails("setup.open-before-change", values, [cite]);
  for (const what of ["1", "7"])
    if (tried(what)?.accepted)
      return fails("setup.short-accepted", { ...values, length: Number(what) }, [cite]);
  if (tried("default-again")?.accepted) return fails("setup.default-again", values, [cite]);
  if (f.truncates) return fails("setup.truncates", values, [cite]);
  if (f.closedBeforeChange === undefined)
    return open("setup.not-looked-before", values, [cite], [run("setup")]);
  if (!tried("7") || !tried("8")) return open("setup.incomplete", values, [cite], [run("setup")]);
  if (!tried("8")?.accepted) return open("setup.eight-refused", values, [cite], [run("setup")]);
  const remarks = tried("8-blanks")?.accepted ? [reason("setup.blanks-accepted", values, [cite])] : [];
  return also(passes("setup.forced", values, [cite]), { remarks });
}

function ofMechanism(input: JudgeInput, a: Authentication, at: number, parts: Parts): Parts {
  const pointer = `/authentication/${at}/default`;
  const cite = declared(`${pointer}/rule`);
  const values = { authentication: a.id };
  switch (a.default.rule) {
    case "none":
      return parts;
    case "shared":
      return parts.add("S1.1-02-1", a.id, [fails("defaults.shared", values, [cite])]);
    case "unique": {
      const seen = seenOf(input, "default-passwords").filter((s) => s.fact.authentication === a.id);
      const { consecutive, other } = input.policy.defaultPasswords;
      return parts.add(
        "S1.1-02-1",
        a.id,
        seen.length > 0
          ? current(
              seen,
              () => "",
              (f, r) => ofTable(input, f, r.id),
            ).map((c) => c.ruling)
          : [
              unseen(input, "default-passwords", "defaults.unseen", values, [
                a.default.units === undefined
                  ? declare(`${pointer}/units`, "units-table", {
                      needConsecutive: consecutive,
                      needApart: other,
                    })
                  : run("default-passwords"),
              ]),
            ],
      );
    }
    case "forced-change": {
      const seen = seenOf(input, "setup").filter((s) => s.fact.authentication === a.id);
      return parts.add(
        "S1.1-02-2",
        a.id,
        seen.length > 0
          ? current(
              seen,
              (f) => f.interface,
              (f, r) => ofSetup(input, f, r.id),
            ).map((c) => c.ruling)
          : [
              unseen(input, "setup", "setup.unseen", values, [
                a.default.setup === undefined ? declare(`${pointer}/setup`, "setup-recipe") : run("setup"),
              ]),
            ],
      );
    }
  }
}

export const defaultPasswords: Criterion = {
  id: "S1.1-02",
  checks: ["default-passwords", "setup"],
  judge(input) {
    const parts = new Parts();
    const all = input.declaration.authentication;
    const scoped = all.filter(inScope);
    const withDefault = scoped.filter((a) => a.default.rule !== "none");
    const noDefaults = scoped.length > 0 && withDefault.length === 0;
    const closed =
      noDefaults || claimOf(input, "no-default-password") !== undefined
        ? gate(input, {
            reasonId: "no-default-password",
            empty: withDefault.length === 0,
            pointer: "/authentication",
          })
        : gate(input, {
            reasonId: "no-password-authentication",
            empty: scoped.length === 0,
            pointer: "/authentication",
          });
    if (closed) parts.add("S1.1-02", undefined, [closed]);
    if (closed && withDefault.length === 0) return parts.done();
    all.forEach((a, at) => {
      if (!inScope(a)) return;
      if (a.default.rule === "none")
        parts.add("S1.1-02", a.id, [
          notApplicable("defaults.none", { authentication: a.id }, [
            declared(`/authentication/${at}/default/rule`),
          ]),
        ]);
      else ofMechanism(input, a, at, parts);
    });
    return parts.done();
  },
};
