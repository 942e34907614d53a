/** Each rule of the rule book (domain/conformance.md E) with its smallest example, on both sides of each limit. */
import { describe, expect, it } from "vitest";
import type { AssessInput, CheckRecord, Fact } from "../src/index.ts";
import {
  access,
  altered,
  change,
  declare,
  document,
  goodRecords,
  judged,
  model,
  ports,
  type Raw,
  record,
  scan,
  series,
  setup,
  snapshot,
  statement,
  TODAY,
  tls,
} from "./sample.ts";

type Row = [name: string, outcome: string, key: string, input: Partial<AssessInput>];
const seen = (...facts: Fact[]): { records: CheckRecord[] } => ({ records: [record(facts)] });
const says = (change: (d: Raw) => void, ...facts: Fact[]) => ({
  declaration: declare(change),
  records: facts.length > 0 ? [record(facts)] : [],
});
const item = (d: Raw, key: string, at = 0) => (d[key] as Raw[])[at] as Raw;
const set = (d: Raw, key: string, more: Raw) => {
  d[key] = { ...(d[key] as Raw), ...more };
};

function table(criterion: string, rows: Row[]): void {
  describe(criterion, () => {
    it.each(rows)("%s: %s", (_name, outcome, key, input) => {
      const { outcome: got, keys, remarks } = judged(criterion, input);
      expect([got, keys.concat(remarks).includes(key)], keys.join(" ")).toEqual([outcome, true]);
    });
  });
}
const MARK = { mark: "T", number: "D24-0123001", securityRule: true };

table("S1.1-01", [
  ["refused to strangers, given to the account", "pass", "access.refused", seen(access())],
  [
    "returned to a stranger",
    "fail",
    "access.returned",
    seen(
      access({
        tries: [
          { as: "none", outcome: "refused" },
          { as: "path-variant", outcome: "returned" },
        ],
      }),
    ),
  ],
  ["refused, account not tried", "inconclusive", "access.no-proof", seen(access({ withAccount: undefined }))],
  [
    "refused, account refused as well",
    "inconclusive",
    "access.no-proof",
    seen(access({ withAccount: "refused" })),
  ],
  [
    "a log-in page is a refusal",
    "pass",
    "access.refused",
    seen(access({ tries: [{ as: "none", outcome: "login-page" }] })),
  ],
  [
    "no answer",
    "inconclusive",
    "access.unclear",
    seen(access({ tries: [{ as: "none", outcome: "no-answer" }] })),
  ],
  ["nothing tried", "inconclusive", "access.unseen", {}],
  [
    "a crawled page open to strangers",
    "person",
    "access.found-open",
    seen(access(), access({ item: undefined, at: "/about", tries: [{ as: "none", outcome: "returned" }] })),
  ],
  [
    "an undeclared interface that gives data",
    "fail",
    "access.undeclared-returned",
    seen(
      access(),
      access({ interface: "tcp/9000", item: undefined, tries: [{ as: "none", outcome: "returned" }] }),
    ),
  ],
  [
    "a session without credentials",
    "fail",
    "access.let-in",
    seen(access(), {
      kind: "session",
      interface: "web",
      protocol: "mqtt",
      as: "anonymous",
      outcome: "returned",
      offers: [],
    }),
  ],
  [
    "a number of the [T] mark",
    "deemed",
    "deemed.by-number",
    says((d) => {
      d["technicalConformity"] = MARK;
    }),
  ],
  [
    "a number of a wrong form",
    "inconclusive",
    "access.unseen",
    says((d) => {
      d["technicalConformity"] = { ...MARK, number: "12" };
    }),
  ],
  [
    "a mark without the security rule",
    "inconclusive",
    "access.unseen",
    says((d) => {
      d["technicalConformity"] = { ...MARK, securityRule: false };
    }),
  ],
  [
    "deemed, with a leak seen",
    "deemed",
    "deemed.but-seen",
    says(
      (d) => {
        d["technicalConformity"] = MARK;
      },
      access({ tries: [{ as: "none", outcome: "returned" }] }),
    ),
  ],
  [
    "a protocol without log-in",
    "person",
    "access.by-network",
    says((d) => {
      item(d, "interfaces")["access"] = "by-network";
    }),
  ],
  [
    "declared open with assets behind",
    "fail",
    "access.declared-open",
    says((d) => {
      item(d, "interfaces")["access"] = "open";
    }),
  ],
  [
    "no assets declared",
    "inconclusive",
    "declaration.no-assets",
    says((d) => {
      d["assets"] = [];
    }, access()),
  ],
]);

const unique = (d: Raw) => {
  item(d, "authentication")["default"] = { rule: "unique", units: "units.csv" };
};
const defaults = (more: Raw = {}): Fact =>
  ({
    kind: "default-passwords",
    authentication: "admin",
    units: 40,
    consecutive: 20,
    shortest: 6,
    duplicates: 0,
    findings: [],
    ...more,
  }) as Fact;
const finding = (what: string) => ({ findings: [{ what, rows: [1], detail: "x" }] });
table("S1.1-02", [
  ["changed at first start", "pass", "setup.forced", seen(setup())],
  ["seven characters taken", "fail", "setup.short-accepted", seen(setup({}, { 7: true, 8: true }))],
  ["one character taken", "fail", "setup.short-accepted", seen(setup({}, { 1: true, 8: true }))],
  ["open before the change", "fail", "setup.open-before-change", seen(setup({ closedBeforeChange: false }))],
  [
    "not looked before the change",
    "inconclusive",
    "setup.not-looked-before",
    seen(setup({ closedBeforeChange: undefined })),
  ],
  ["eight refused", "inconclusive", "setup.eight-refused", seen(setup({}, { 8: false }))],
  [
    "eight not tried",
    "inconclusive",
    "setup.incomplete",
    seen(setup({ tries: [{ what: "7", over: "recipe", accepted: false }] })),
  ],
  [
    "the default taken again",
    "fail",
    "setup.default-again",
    seen(setup({}, { 8: true, "default-again": true })),
  ],
  ["the eighth character ignored", "fail", "setup.truncates", seen(setup({ truncates: true }))],
  ["blanks taken are told", "pass", "setup.blanks-accepted", seen(setup({}, { 8: true, "8-blanks": true }))],
  [
    "one for all devices",
    "fail",
    "defaults.shared",
    says((d) => {
      item(d, "authentication")["default"] = { rule: "shared" };
    }),
  ],
  [
    "no default, not claimed",
    "inconclusive",
    "gate.nothing-declared",
    says((d) => {
      item(d, "authentication")["default"] = { rule: "none" };
    }),
  ],
  [
    "no default, claimed",
    "not-applicable",
    "gate.not-applicable",
    says((d) => {
      item(d, "authentication")["default"] = { rule: "none" };
      d["notApplicable"] = [{ criterion: "S1.1-02", reason: "no-default-password", why: "x" }];
    }),
  ],
  [
    "claimed against the declaration",
    "inconclusive",
    "gate.claim-contradicts-declaration",
    {
      ...says((d) => {
        d["notApplicable"] = [{ criterion: "S1.1-02", reason: "no-default-password", why: "x" }];
      }),
      ...seen(setup()),
    },
  ],
  ["unique, 20 and 20 units of six characters", "pass", "defaults.unique", says(unique, defaults())],
  ["unique, 19 consecutive", "inconclusive", "defaults.too-few", says(unique, defaults({ consecutive: 19 }))],
  ["unique, 19 others", "inconclusive", "defaults.too-few", says(unique, defaults({ units: 39 }))],
  ["unique, five characters", "fail", "defaults.short", says(unique, defaults({ shortest: 5 }))],
  [
    "unique, five characters of too few units",
    "fail",
    "defaults.short",
    says(unique, defaults({ shortest: 5, units: 2, consecutive: 2 })),
  ],
  ["unique, one twice", "fail", "defaults.duplicate", says(unique, defaults({ duplicates: 1 }))],
  ["unique, derived", "fail", "defaults.derived", says(unique, defaults(finding("derived")))],
  ["unique, notorious", "fail", "defaults.listed", says(unique, defaults(finding("listed")))],
  ["unique, sequence", "fail", "defaults.sequence", says(unique, defaults(finding("sequence")))],
  ["unique, fixed position", "person", "defaults.pattern", says(unique, defaults(finding("pattern")))],
  ["unique, no table", "inconclusive", "defaults.unseen", says(unique)],
]);

const claim = (criterion: string, reason: string) => (d: Raw) => {
  d["authentication"] = [];
  item(d, "interfaces")["authentication"] = undefined;
  d["notApplicable"] = [{ criterion, reason, why: "x" }];
};
const noNetworkUser = "no-network-user-authentication";
const both = (f: Raw = {}) => ({
  interfaces: [{ interface: "web", oldAfter: "refused", newAfter: "returned", ...f }],
});
table("S1.1-03", [
  ["old refused, new works", "pass", "change.works", seen(change())],
  ["old still works", "fail", "change.old-still-works", seen(change(both({ oldAfter: "returned" })))],
  ["new refused", "fail", "change.new-refused", seen(change(both({ newAfter: "refused" })))],
  ["not put back", "inconclusive", "change.not-restored", seen(change({ restored: false }))],
  [
    "change did not happen",
    "inconclusive",
    "change.not-made",
    seen(change({ changed: false, ...both({ oldAfter: "returned", newAfter: "refused" }) })),
  ],
  ["an interface left out", "inconclusive", "change.not-everywhere", seen(change({ interfaces: [] }))],
  [
    "an old session is told, not failed",
    "pass",
    "change.old-session-alive",
    seen(change({ oldSessionAlive: true })),
  ],
  [
    "declared impossible",
    "fail",
    "change.declared-impossible",
    says((d) => {
      item(d, "authentication")["change"] = { possible: false };
    }),
  ],
  [
    "a fingerprint",
    "person",
    "change.by-hand",
    says((d) => {
      Object.assign(item(d, "authentication"), { kind: "biometric", change: { possible: true } });
    }),
  ],
  [
    "a password without a recipe",
    "inconclusive",
    "change.no-recipe",
    says((d) => {
      item(d, "authentication")["change"] = { possible: true };
    }),
  ],
  [
    "no such authentication, claimed",
    "not-applicable",
    "gate.not-applicable",
    says(claim("S1.1-03", noNetworkUser)),
  ],
  [
    "no such authentication, with a log-in page seen",
    "inconclusive",
    "gate.claim-contradicted-by-check",
    says(claim("S1.1-03", noNetworkUser), access({ tries: [{ as: "none", outcome: "login-page" }] })),
  ],
  [
    "no such authentication, not claimed",
    "inconclusive",
    "gate.nothing-declared",
    says((d) => {
      d["authentication"] = [];
    }),
  ],
]);

const tried = (ms: number, n = 10) =>
  Array.from({ length: n }, () => ({ ms, answer: "401", sameConnection: false }));
const free = (serial: number, more: Raw = {}): Fact =>
  series({
    goodAfter: true,
    blockedAfter: undefined,
    releasedAfterSeconds: undefined,
    attempts: tried(1000 / serial),
    serialPerSecond: serial,
    parallelPerSecond: serial,
    ...more,
  });
const mechanism = (b: Raw, values?: Raw) => (d: Raw) => {
  Object.assign(item(d, "authentication"), { bruteForce: b, ...(values ? { values } : {}) });
};
const delay = mechanism({ mechanism: "delay", seconds: 9 });
const factory = (minLength: number) => ({ chosenBy: "factory", minLength, alphabet: "alphanumeric" });
// Five wrong ones of no time, then a lock: 432,000 / seconds a day. 43.2 s is 10,000.
const lock = (seconds: number, more: Raw = {}): Fact =>
  series({ attempts: tried(0, 6), releasedAfterSeconds: seconds, ...more });
const shortLock = mechanism({ mechanism: "lock", after: 5, seconds: 40 });
table("S1.1-04", [
  ["a lock that holds to exactly 10,000 a day", "pass", "brute-force.slowed", says(shortLock, lock(43.2))],
  ["a lock that lets 10,001 through", "person", "brute-force.above-limit", says(shortLock, lock(43.19))],
  [
    "a wrong value let in",
    "fail",
    "brute-force.wrong-accepted",
    seen(series({ wrongAccepted: true, baseline: false })),
  ],
  [
    "no known-good log-in before",
    "inconclusive",
    "brute-force.no-baseline",
    seen(series({ baseline: false })),
  ],
  [
    "no known-good log-in after",
    "inconclusive",
    "brute-force.no-good-login-after",
    seen(series({ goodAfter: undefined })),
  ],
  ["left locked", "inconclusive", "brute-force.not-restored", seen(series({ restored: false }))],
  [
    "a hidden lock is a lock, and told",
    "pass",
    "brute-force.hidden-lock",
    seen(series({ blockVisible: false, blockedAfter: 5 })),
  ],
  [
    "a lock not seen to be released is a bound",
    "pass",
    "brute-force.bound-only",
    seen(series({ releasedAfterSeconds: undefined, waitedSeconds: 900 })),
  ],
  [
    "a lock with neither release nor wait",
    "inconclusive",
    "brute-force.release-not-measured",
    seen(series({ attempts: tried(0, 6), releasedAfterSeconds: undefined, waitedSeconds: 0 })),
  ],
  [
    "later than declared",
    "person",
    "brute-force.blocks-later-than-declared",
    seen(series({ blockedAfter: 7, attempts: tried(10, 8) })),
  ],
  [
    "one later than declared is still as declared",
    "pass",
    "brute-force.slowed",
    seen(series({ blockedAfter: 6 })),
  ],
  [
    "sooner released than declared",
    "person",
    "brute-force.releases-sooner-than-declared",
    seen(series({ releasedAfterSeconds: 700 })),
  ],
  [
    "sooner by less than the last answer took to come",
    "pass",
    "brute-force.slowed",
    seen(
      series({
        releasedAfterSeconds: 700,
        attempts: [...tried(4, 5), { ms: 150_000, answer: "401", sameConnection: false }],
      }),
    ),
  ],
  ["no limit at all", "fail", "brute-force.no-limit", says(mechanism({ mechanism: "none" }), free(100))],
  ["no limit, with a lock declared", "fail", "brute-force.no-limit", seen(free(100))],
  [
    "too few attempts to see the declared lock",
    "inconclusive",
    "brute-force.too-few",
    seen(free(100, { attempts: tried(10, 5) })),
  ],
  [
    "one more than declared is enough to see it",
    "fail",
    "brute-force.no-limit",
    seen(free(100, { attempts: tried(10, 6) })),
  ],
  ["a true delay of nine seconds", "pass", "brute-force.slowed", says(delay, free(1 / 9))],
  ["a delay of one second", "person", "brute-force.above-limit", says(delay, free(1))],
  [
    "a delay that grows with connections",
    "person",
    "brute-force.delay-grows",
    says(delay, free(1 / 9, { parallelPerSecond: 4 / 9 })),
  ],
  [
    "parallel connections not tried",
    "inconclusive",
    "brute-force.parallel-not-measured",
    says(delay, free(1 / 9, { parallelPerSecond: undefined })),
  ],
  ["stock delay of dropbear is no mechanism", "fail", "brute-force.no-limit", says(delay, free(2.6))],
  [
    "a delay that nobody declared",
    "person",
    "brute-force.seen-but-declared-none",
    says(mechanism({ mechanism: "none" }), free(1 / 9)),
  ],
  [
    "multi-factor declared",
    "person",
    "brute-force.compensating",
    says(mechanism({ mechanism: "multi-factor" }), free(100)),
  ],
  [
    "factory values of ten characters behind a lock",
    "pass",
    "brute-force.years",
    says(mechanism({ mechanism: "lock", after: 5, seconds: 900 }, factory(10)), lock(900)),
  ],
  [
    "factory values of four characters behind a short lock",
    "person",
    "brute-force.above-limit",
    says(mechanism({ mechanism: "lock", after: 5, seconds: 40 }, factory(4)), lock(43.2)),
  ],
  [
    "factory values of unknown space",
    "person",
    "brute-force.space-unknown",
    says(mechanism({ mechanism: "lock", after: 5, seconds: 900 }, { chosenBy: "factory" }), lock(900)),
  ],
  [
    "a four-digit PIN at the limit",
    "person",
    "brute-force.space-small",
    says(
      mechanism(
        { mechanism: "lock", after: 5, seconds: 40 },
        { chosenBy: "user", minLength: 4, alphabet: "digits" },
      ),
      lock(43.2),
    ),
  ],
  [
    "a constrained device",
    "person",
    "gate.constrained",
    says((d) => {
      d["constrained"] = { why: "電池" };
    }),
  ],
  [
    "a constrained device, confirmed",
    "not-applicable",
    "statement.met",
    {
      ...says((d) => {
        d["constrained"] = { why: "電池" };
      }),
      statements: [statement("S1.1-04/constrained", "not-applicable")],
    },
  ],
  ["not measured", "inconclusive", "brute-force.unseen", {}],
]);

const page = (points: string[], more: Raw = {}): Fact =>
  document("policy", { points: points.map((point) => ({ point, quote: point, where: "1" })), ...more });
const three = ["contact", "handling", "status"];
const confirmed = (...abouts: string[]) => abouts.map((a) => statement(a, "met"));
table("S1.1-05", [
  ["three points found", "person", "policy.status-found", seen(page(three))],
  [
    "three points found and confirmed",
    "pass",
    "statement.met",
    { ...seen(page(three)), statements: confirmed("S1.1-05-1", "S1.1-05-2", "S1.1-05-3") },
  ],
  [
    "two of three confirmed",
    "person",
    "statement.met",
    { ...seen(page(three)), statements: confirmed("S1.1-05-1", "S1.1-05-2") },
  ],
  ["no contact", "fail", "policy.no-contact", seen(page(["handling", "status"]))],
  ["no handling found", "person", "policy.handling-not-found", seen(page(["contact", "status"]))],
  ["not reachable", "fail", "policy.unreachable", seen(page([], { reachable: false }))],
  ["behind a log-in", "fail", "policy.needs-login", seen(page(three, { needsLogin: true }))],
  [
    "not declared",
    "inconclusive",
    "policy.not-declared",
    says((d) => {
      delete d["disclosure"];
    }),
  ],
  ["not looked at", "inconclusive", "document.unseen", {}],
  [
    "a person's word alone proves nothing",
    "inconclusive",
    "document.unseen",
    { statements: confirmed("S1.1-05-1", "S1.1-05-2", "S1.1-05-3") },
  ],
  [
    "ninety days old",
    "person",
    "policy.status-found",
    { records: [record([page(three)], { endedAt: "2026-08-27T00:00:00Z" })] },
  ],
  [
    "ninety-one days old",
    "inconclusive",
    "document.unseen",
    { records: [record([page(three)], { endedAt: "2026-08-26T00:00:00Z" })] },
  ],
]);

const moved = altered("none", { accepted: "yes", versionBefore: "2.0.0", versionAfter: "2.1.0" });
const power = [snapshot("before"), snapshot("after-power-cut")];
table("S1.1-06", [
  [
    "updated, shown, kept",
    "pass",
    "restart.version-kept",
    { records: [record([moved]), record(power, { minute: 1 })] },
  ],
  ["kept without an update seen", "inconclusive", "restart.nothing-updated", seen(...power)],
  [
    "lost with the power",
    "fail",
    "restart.version-lost",
    {
      records: [
        record([moved]),
        record([snapshot("before"), snapshot("after-power-cut", { version: "2.0.0" })], { minute: 1 }),
      ],
    },
  ],
  [
    "valid package refused",
    "fail",
    "update.valid-refused",
    seen(altered("none", { versionBefore: "2.0.0", versionAfter: "2.0.0" })),
  ],
  ["same version again", "inconclusive", "update.same-version", seen(altered("none", { accepted: "yes" }))],
  [
    "ill after the update",
    "inconclusive",
    "update.unhealthy",
    seen(altered("none", { accepted: "yes", versionBefore: "2.0.0", healthy: false })),
  ],
  ["shows another version", "inconclusive", "version.other", seen(snapshot("before", { version: "2.0.9" }))],
  [
    "declared impossible",
    "fail",
    "update.declared-impossible",
    says((d) => {
      set(d, "update", { possible: false });
    }),
  ],
  [
    "a number of the [A] mark",
    "deemed",
    "deemed.by-number",
    says((d) => {
      d["technicalConformity"] = { ...MARK, mark: "A" };
    }),
  ],
]);

table("S1.1-07", [
  ["a person decides", "person", "easy.person", {}],
  ["confirmed", "pass", "statement.met", { statements: confirmed("S1.1-07") }],
  ["judged as not easy", "fail", "statement.not-met", { statements: [statement("S1.1-07", "not-met")] }],
  [
    "ten steps",
    "person",
    "easy.steps",
    says((d) => {
      set(d, "update", { userSteps: 10 });
    }),
  ],
  [
    "eleven steps are told, not failed",
    "person",
    "easy.many-steps",
    says((d) => {
      set(d, "update", { userSteps: 11 });
    }),
  ],
]);

const five = ["bit-in-payload", "bit-in-header", "signature-removed", "signature-of-other", "cut"];
const refusals = (...more: Fact[]) => [...five.map((a) => altered(a)), ...more];
const valid = altered("none", { accepted: "yes" });
table("S1.1-08", [
  ["five refused, then the valid one taken", "pass", "integrity.valid-accepted", seen(...refusals(valid))],
  ["five refused, no valid one after", "inconclusive", "integrity.no-proof", seen(valid, ...refusals())],
  [
    "one taken",
    "fail",
    "integrity.altered-accepted",
    seen(...refusals(valid), altered("cut", { accepted: "yes" })),
  ],
  [
    "said refused, version moved",
    "fail",
    "integrity.version-changed",
    seen(altered("cut", { versionAfter: "2.1.1" }), ...refusals(valid)),
  ],
  ["four tried", "inconclusive", "integrity.not-tried", seen(...five.slice(1).map((a) => altered(a)), valid)],
  [
    "ill after one",
    "inconclusive",
    "integrity.unclear",
    seen(...five.slice(1).map((a) => altered(a)), altered("bit-in-payload", { healthy: false }), valid),
  ],
  [
    "another model's package taken",
    "fail",
    "integrity.altered-accepted",
    seen(...refusals(altered("other-model", { accepted: "yes" }), valid)),
  ],
  [
    "an older one taken is told, not failed",
    "pass",
    "integrity.older-accepted",
    seen(...refusals(altered("older", { accepted: "yes" }), valid)),
  ],
  [
    "checksum only",
    "person",
    "integrity.checksum-only",
    says(
      (d) => {
        set(d, "update", { integrity: "checksum" });
      },
      ...refusals(valid),
    ),
  ],
  [
    "nothing checked, as declared",
    "fail",
    "integrity.declared-none",
    says(
      (d) => {
        set(d, "update", { integrity: "none" });
      },
      ...refusals(valid),
    ),
  ],
  [
    "over the vendor's cloud",
    "person",
    "integrity.cloud-only",
    says((d) => {
      set(d, "update", { ways: ["cloud"], install: undefined });
    }),
  ],
  [
    "no network update, claimed",
    "not-applicable",
    "gate.not-applicable",
    says((d) => {
      set(d, "update", { overNetwork: false });
      d["notApplicable"] = [{ criterion: "S1.1-08", reason: "no-network-update", why: "x" }];
    }),
  ],
  [
    "no network update, not claimed",
    "inconclusive",
    "gate.nothing-declared",
    says((d) => {
      set(d, "update", { overNetwork: false });
    }),
  ],
]);

table("S1.1-09", [
  [
    "a document to judge",
    "person",
    "priority.person",
    seen(document("update-policy", { at: "update-policy.md", date: "2026-04-01" })),
  ],
  ["not examined", "inconclusive", "document.unseen", {}],
  [
    "two years old to the day",
    "person",
    "priority.person",
    seen(document("update-policy", { at: "update-policy.md", date: "2024-11-25" })),
  ],
  [
    "over two years old is told",
    "person",
    "priority.old",
    seen(document("update-policy", { at: "update-policy.md", date: "2024-11-24" })),
  ],
  [
    "not declared",
    "inconclusive",
    "priority.not-declared",
    says((d) => {
      delete d["updatePolicy"];
    }),
  ],
]);

table("S1.1-10", [
  ["shown", "pass", "model.shown", seen(model())],
  ["a family name only", "person", "model.family-only", seen(model("HC"))],
  ["another number", "fail", "model.other", seen(model("XY-9"))],
  [
    "nothing read",
    "inconclusive",
    "model.not-read",
    seen({ kind: "model-number", declared: "HC-200", seen: [] }),
  ],
  [
    "on a label",
    "person",
    "model.label",
    says((d) => {
      d["modelNumber"] = { shown: "label" };
    }),
  ],
  [
    "on a label, photograph confirmed",
    "pass",
    "statement.met",
    {
      ...says((d) => {
        d["modelNumber"] = { shown: "label" };
      }),
      statements: confirmed("S1.1-10-1"),
    },
  ],
]);

const canary = (place: string, found = 1, asset = "video"): Fact =>
  ({
    kind: "canary",
    asset,
    in: `${place}.bin`,
    place,
    sha256: "00",
    found: Array.from({ length: found }, () => ({ offset: 7, encoding: "utf-8" })),
  }) as Fact;
const stored = (where: string, protection: string) => (d: Raw) => {
  item(d, "assets")["stored"] = [{ where, protection: [protection] }];
};
table("S1.1-11", [
  ["a table to judge", "person", "storage.declared", {}],
  ["a test value on a medium", "fail", "storage.canary-in-clear", seen(canary("removable"))],
  ["a test value in an export", "fail", "storage.canary-in-clear", seen(canary("export"))],
  ["a test value in an image of the inside", "person", "storage.canary-in-image", seen(canary("image"))],
  ["no test value found supports only", "person", "storage.canary-not-found", seen(canary("removable", 0))],
  ["bare on a medium, as declared", "fail", "storage.declared-bare", says(stored("removable", "none"))],
  ["bare inside, as declared", "person", "storage.bare-inside", says(stored("internal", "none"))],
  [
    "place not declared",
    "inconclusive",
    "storage.not-declared",
    says((d) => {
      item(d, "assets")["stored"] = [];
    }),
  ],
]);

const offers = (...versions: string[]) => ({
  versions: versions.map((version) => ({ version, offered: "yes" })),
});
const flow = (more: Raw) => (d: Raw) => {
  d["flows"] = [
    {
      id: "f1",
      from: "camera",
      to: "cloud",
      protocol: "https",
      assets: ["video"],
      protection: "own",
      ...more,
    },
  ];
};
table("S1.1-12", [
  ["TLS 1.2 and 1.3", "pass", "tls.modern", seen(tls())],
  ["SSLv3", "fail", "tls.broken-version", seen(tls(offers("SSLv3", "TLSv1.2")))],
  [
    "a suite without encryption",
    "fail",
    "tls.broken-suite",
    seen(tls({ suites: [{ version: "TLSv1.2", name: "TLS_RSA_WITH_NULL_SHA256" }] })),
  ],
  [
    "RC4",
    "fail",
    "tls.broken-suite",
    seen(tls({ suites: [{ version: "TLSv1.2", name: "TLS_RSA_WITH_RC4_128_SHA" }] })),
  ],
  ["TLS 1.1 only", "fail", "tls.old-only", seen(tls(offers("TLSv1.1")))],
  [
    "TLS 1.1 only, under a softer policy",
    "person",
    "tls.old-only",
    { ...seen(tls(offers("TLSv1.1"))), policy: { ...judgedPolicy(), tls: { oldVersionsFail: false } } },
  ],
  ["TLS 1.1 beside 1.2 is told", "pass", "tls.old-beside", seen(tls(offers("TLSv1.1", "TLSv1.2")))],
  [
    "3DES only",
    "fail",
    "tls.weak-suites-only",
    seen(tls({ suites: [{ version: "TLSv1.2", name: "TLS_RSA_WITH_3DES_EDE_CBC_SHA" }] })),
  ],
  [
    "no version told",
    "inconclusive",
    "tls.no-version",
    seen(tls({ versions: [{ version: "TLSv1.2", offered: "unknown" }] })),
  ],
  [
    "a certificate signed by itself is no failing",
    "pass",
    "tls.self-signed",
    seen(
      tls({
        certificate: {
          subject: "x",
          issuer: "x",
          selfSigned: true,
          notBefore: "2026-01-01",
          notAfter: "2036-01-01",
          names: [],
          sha256: "00",
        },
      }),
    ),
  ],
  [
    "a twin that only redirects",
    "pass",
    "tls.modern",
    seen(tls({ plaintextTwin: { port: 18080, behaviour: "redirect" } })),
  ],
  [
    "a twin that takes log-ins",
    "fail",
    "tls.login-in-clear",
    seen(tls({ plaintextTwin: { port: 18080, behaviour: "login-in-clear" } })),
  ],
  [
    "a twin that serves",
    "fail",
    "tls.twin-serves",
    seen(tls({ plaintextTwin: { port: 18080, behaviour: "serves" } })),
  ],
  ["not examined", "inconclusive", "tls.unseen", {}],
  [
    "a test value readable in a capture",
    "fail",
    "flow.canary-readable",
    seen(tls(), canary("capture", 1, "config")),
  ],
  ["declared bare", "fail", "flow.declared-bare", says(flow({ protection: "none" }), tls())],
  ["a protocol in clear", "fail", "flow.clear", says(flow({ protocol: "mqtt" }), tls())],
  [
    "a protected network",
    "person",
    "flow.by-network",
    says(flow({ protection: "network", protocol: "mqtt" }), tls()),
  ],
  ["a connection that the device opens", "person", "flow.as-client", says(flow({}), tls())],
]);
function judgedPolicy() {
  return {
    version: "t",
    bruteForce: { attemptsPerDay: 10_000, yearsForFactoryValues: 10, wrongAttempts: 10 },
    defaultPasswords: { consecutive: 20, other: 20 },
    tls: { oldVersionsFail: true },
    scan: { maxAgeDays: 90, failFromCvss: 7, personFromCvss: 4, personFromEpss: 0.1 },
    policyPage: { maxAgeDays: 90 },
  };
}

const scanned = (tcp: Raw = {}, udp: Raw = {}, vulnerabilities: Raw = {}) => ({
  ...seen(ports("tcp", tcp), ports("udp", udp), scan(vulnerabilities)),
  statements: confirmed("S1.1-13-1-B", "S1.1-13-1C"),
});
const portsOf = (...list: [number, string][]) => ({
  ports: list.map(([port, state]) => ({ transport: "tcp", port, state, by: "connect" })),
});
const cve = (more: Raw) => ({
  findings: [
    {
      id: "CVE-2026-1",
      aliases: [],
      subject: "openssl",
      kev: false,
      sure: "exact",
      fixedIn: [],
      sources: ["t"],
      ...more,
    },
  ],
});
const cvss = (score: number, network = true) => ({ cvss: { version: "3.1", score, network } });
const vex = (status: string, justification?: string) => ({
  vex: { status, file: "vex.json", ...(justification ? { justification } : {}) },
});
table(
  "S1.1-13",
  [
    ["as declared, nothing found, radio and plug confirmed", "pass", "ports.as-declared", scanned()],
    ["radio and plug not confirmed", "person", "interfaces.no-bluetooth", { ...scanned(), statements: [] }],
    [
      "a port that nobody declared",
      "fail",
      "ports.undeclared",
      scanned(portsOf([18080, "open"], [18443, "open"], [23, "open"])),
    ],
    [
      "a declared port that is closed is told",
      "pass",
      "ports.declared-but-closed",
      scanned(portsOf([18443, "open"])),
    ],
    [
      "neither open nor closed",
      "person",
      "ports.unclear",
      scanned({}, { ports: [{ transport: "udp", port: 161, state: "open|filtered", by: "proved" }] }),
    ],
    ["one port short of all", "inconclusive", "ports.incomplete", scanned({ ranges: ["1-65534"] })],
    ["looked at once only", "inconclusive", "ports.incomplete", scanned({ passes: 1 })],
    ["stopped before the end", "inconclusive", "ports.incomplete", scanned({ complete: false })],
    [
      "an undeclared port in a scan that was stopped",
      "fail",
      "ports.undeclared",
      scanned({ complete: false, ...portsOf([23, "open"]) }),
    ],
    [
      "a needed interface without a reason",
      "inconclusive",
      "interfaces.no-purpose",
      {
        ...says((d) => {
          delete item(d, "interfaces")["purpose"];
        }),
        ...scanned(),
      },
    ],
    [
      "open though not needed",
      "fail",
      "ports.not-needed",
      {
        ...says((d) => {
          item(d, "interfaces", 1)["needed"] = false;
        }),
        ...scanned(),
      },
    ],
    [
      "set-up declared, not scanned",
      "inconclusive",
      "ports.unseen",
      {
        ...says((d) => {
          item(d, "interfaces")["states"] = ["setup", "operation"];
        }),
        ...seen(scan()),
      },
    ],
    [
      "no scanner's report",
      "inconclusive",
      "scan.none",
      { ...scanned(), ...seen(ports("tcp"), ports("udp")) },
    ],
    [
      "an SBOM alone is no scan",
      "inconclusive",
      "scan.none",
      { ...scanned(), ...seen(ports("tcp"), ports("udp"), scan({ from: "sbom" })) },
    ],
    ["listed in KEV", "fail", "vulnerability.kev", scanned({}, {}, cve({ kev: true }))],
    [
      "listed in KEV, matched by a guess",
      "person",
      "vulnerability.kev-guess",
      scanned({}, {}, cve({ kev: true, sure: "guess" })),
    ],
    [
      "listed in KEV, excused",
      "person",
      "vulnerability.kev-with-vex",
      scanned({}, {}, cve({ kev: true, ...vex("not_affected", "code_not_present") })),
    ],
    ["CVSS 7.0 over a network", "fail", "vulnerability.network", scanned({}, {}, cve(cvss(7)))],
    ["CVSS 6.9 over a network", "person", "vulnerability.medium", scanned({}, {}, cve(cvss(6.9)))],
    ["CVSS 9 at the device only", "person", "vulnerability.medium", scanned({}, {}, cve(cvss(9, false)))],
    ["CVSS 4.0", "person", "vulnerability.medium", scanned({}, {}, cve(cvss(4)))],
    ["CVSS 3.9", "pass", "vulnerability.light", scanned({}, {}, cve(cvss(3.9)))],
    ["EPSS 0.1", "person", "vulnerability.epss", scanned({}, {}, cve({ ...cvss(3.9), epss: 0.1 }))],
    ["EPSS 0.09", "pass", "vulnerability.light", scanned({}, {}, cve({ ...cvss(3.9), epss: 0.09 }))],
    ["CVSS 9, a guess", "person", "vulnerability.guess", scanned({}, {}, cve({ ...cvss(9), sure: "guess" }))],
    [
      "CVSS 9, not affected with a justification",
      "pass",
      "vulnerability.light",
      scanned({}, {}, cve({ ...cvss(9), ...vex("not_affected", "code_not_present") })),
    ],
    [
      "CVSS 9, not affected without one",
      "fail",
      "vulnerability.network",
      scanned({}, {}, cve({ ...cvss(9), ...vex("not_affected") })),
    ],
    ["CVSS 9, fixed", "pass", "vulnerability.light", scanned({}, {}, cve({ ...cvss(9), ...vex("fixed") }))],
    [
      "a report of ninety days",
      "pass",
      "scan.nothing-exploitable",
      scanned({}, {}, { scannedAt: "2026-08-27", feedDate: "2026-08-27" }),
    ],
    [
      "a report of ninety-one days",
      "inconclusive",
      "scan.too-old",
      scanned({}, {}, { scannedAt: "2026-08-26" }),
    ],
    [
      "a report older than the firmware",
      "inconclusive",
      "scan.before-firmware",
      scanned({}, {}, { scannedAt: "2026-09-30" }),
    ],
    [
      "a report of another firmware",
      "inconclusive",
      "scan.other-firmware",
      scanned({}, {}, { firmware: "2.0.0" }),
    ],
    ["a report of another model", "inconclusive", "scan.other-model", scanned({}, {}, { model: "HC-300" })],
    [
      "components that match nothing",
      "person",
      "scan.unmatched",
      scanned({}, {}, { components: 9, unmatched: 1 }),
    ],
  ].map((row) =>
    row[0] === "a report of ninety days"
      ? [
          row[0],
          row[1],
          row[2],
          {
            ...(row[3] as object),
            declaration: declare((d) => {
              ((d["product"] as Raw)["firmware"] as Raw)["released"] = "2026-08-01";
            }),
          },
        ]
      : row,
  ) as Row[],
);

const cut = (after: Raw, before: Raw = {}) => ({
  records: [
    record([moved]),
    record([snapshot("before", before), snapshot("after-power-cut", after)], { minute: 1 }),
  ],
});
const works = (set: boolean, shipped: boolean) => ({
  credentials: [
    { name: "set", interface: "web", works: set },
    { name: "default", interface: "web", works: shipped },
  ],
});
table("S1.1-14", [
  ["all as before", "pass", "restart.kept", cut({})],
  ["never updated", "inconclusive", "restart.nothing-updated", seen(...power)],
  [
    "an altered package let in has moved the version, and it is kept",
    "pass",
    "restart.kept",
    {
      records: [
        record([
          altered("bit-in-payload", { accepted: "yes", versionBefore: "2.0.0", versionAfter: "2.1.0" }),
        ]),
        record(power, { minute: 1 }),
      ],
    },
  ],
  [
    "no update, as declared: the rest counts",
    "pass",
    "restart.kept",
    {
      records: [record(power)],
      declaration: declare((d) => {
        (d["update"] as Raw)["possible"] = false;
      }),
    },
  ],
  ["the password is lost", "fail", "restart.credential-lost", cut(works(false, false))],
  ["the shipped password is back", "fail", "restart.old-credential-works", cut(works(true, true))],
  ["a setting is lost", "fail", "restart.marker-changed", cut({ markers: { "device-name": "" } })],
  ["the version is back", "fail", "restart.version-lost", cut({ version: "2.0.0" })],
  ["a setting could not be read", "inconclusive", "restart.not-all-read", cut({ markers: {} })],
  [
    "no old password tried",
    "inconclusive",
    "restart.no-old-credential",
    cut(
      { credentials: works(true, false).credentials.slice(0, 1) },
      { credentials: works(true, false).credentials.slice(0, 1) },
    ),
  ],
  [
    "the shipped password worked before as well",
    "inconclusive",
    "restart.not-planted",
    cut(works(true, true), works(true, true)),
  ],
  ["nothing before", "inconclusive", "restart.no-before", seen(snapshot("after-power-cut"))],
  ["not tried", "inconclusive", "restart.unseen", {}],
  ["the network cut is told when it was not tried", "pass", "restart.network-cut-not-tried", cut({})],
  [
    "a number of the [T] mark",
    "deemed",
    "deemed.by-number",
    says((d) => {
      d["technicalConformity"] = MARK;
    }),
  ],
]);

const wiped = (after: Raw = {}, before: Raw = {}) => ({
  records: [
    record([moved]),
    record(
      [
        snapshot("before-deletion", { markers: { video: "v", config: "c" }, ...before }),
        snapshot("after-deletion", { markers: { config: "0" }, ...works(false, true), ...after }),
      ],
      { minute: 1 },
    ),
  ],
});
table("S1.1-15", [
  ["all gone, version kept", "pass", "deletion.version-kept", wiped()],
  ["a recording left", "fail", "deletion.left", wiped({ markers: { video: "v", config: "0" } })],
  ["a setting left", "fail", "deletion.left", wiped({ markers: { config: "c" } })],
  ["the old password still works", "fail", "deletion.credential-works", wiped(works(true, true))],
  ["version back", "fail", "deletion.version-back", wiped({ version: "2.0.0" })],
  ["never updated", "inconclusive", "deletion.nothing-updated", { records: wiped().records.slice(1) }],
  [
    "a recording that cannot be seen",
    "person",
    "deletion.not-visible",
    wiped({}, { markers: { config: "c" } }),
  ],
  [
    "a test value left",
    "fail",
    "deletion.canary-left",
    { records: [...wiped().records, record([canary("after-deletion")])] },
  ],
  [
    "recordings not cleared, as declared",
    "fail",
    "deletion.not-cleared",
    {
      ...wiped(),
      declaration: declare((d) => {
        item(d, "deletion")["clears"] = ["setting", "credential"];
      }),
    },
  ],
  ["not tried", "inconclusive", "deletion.unseen", {}],
  [
    "not declared",
    "inconclusive",
    "deletion.not-declared",
    says((d) => {
      d["deletion"] = [];
    }),
  ],
]);

const POINTS = ["safe-use", "updates", "disclaimer", "support-end", "disposal"];
const guide = (more: Raw = {}, points = POINTS): Fact =>
  document("user-information", {
    document: "guide",
    at: "manual.pdf",
    points: points.map((point) => ({ point, quote: point, where: "1" })),
    ...more,
  });
const all16 = confirmed(...[1, 2, 3, 4, 5].map((n) => `S1.1-16-${n}`));
table("S1.1-16", [
  ["five points found", "person", "information.found", seen(guide())],
  ["five points confirmed", "pass", "statement.met", { ...seen(guide()), statements: all16 }],
  ["four points confirmed", "person", "statement.met", { ...seen(guide()), statements: all16.slice(1) }],
  [
    "a point that no document covers",
    "fail",
    "information.no-document",
    {
      ...says((d) => {
        item(d, "documents")["covers"] = POINTS.slice(0, 4);
      }),
      ...seen(guide()),
    },
  ],
  [
    "a page that cannot be reached",
    "fail",
    "information.unreachable",
    seen(guide({ reachable: false, at: "https://v.example/" })),
  ],
  ["a file that was not found", "inconclusive", "document.not-found", seen(guide({ reachable: false }))],
  [
    "support until today",
    "pass",
    "statement.met",
    {
      ...says((d) => {
        d["support"] = { until: TODAY };
      }),
      ...seen(guide()),
      statements: all16,
    },
  ],
  [
    "support until yesterday",
    "fail",
    "information.support-over",
    {
      ...says((d) => {
        d["support"] = { until: "2026-11-24" };
      }),
      ...seen(guide()),
      statements: all16,
    },
  ],
  [
    "a document that gives a past date",
    "fail",
    "information.support-over",
    { ...seen(guide({ date: "2026-11-24" })), statements: all16 },
  ],
  [
    "no date declared is told",
    "person",
    "information.no-support-date",
    {
      ...says((d) => {
        delete d["support"];
      }),
      ...seen(guide()),
    },
  ],
  [
    "no document declared",
    "inconclusive",
    "information.not-declared",
    says((d) => {
      d["documents"] = [];
    }),
  ],
]);

describe("runs that did not end", () => {
  it.each(["failed", "skipped", "aborted"] as const)("%s: nothing of a good device passes", (state) => {
    const records = goodRecords().map((r) => ({ ...r, state }));
    for (let n = 1; n <= 16; n++)
      expect(judged(`S1.1-${String(n).padStart(2, "0")}`, { records }).outcome).not.toBe("pass");
  });
  it("keep what they saw against the device", () => {
    expect(
      judged("S1.1-04", { records: [record([series({ wrongAccepted: true })], { state: "aborted" })] })
        .outcome,
    ).toBe("fail");
  });
  it("do not undo what an earlier run showed", () => {
    const records = [record([tls()]), record([tls(offers())], { minute: 9, state: "failed" })];
    expect(judged("S1.1-12", { records }).outcome).toBe("pass");
  });
  it("an incident takes the passes of its record", () => {
    expect(
      judged("S1.1-12", { records: [record([tls(), { kind: "incident", what: "lost", detail: "" }])] })
        .outcome,
    ).toBe("inconclusive");
  });
  it("a newer run that shows the fault mended counts", () => {
    const bad = record([tls(offers("SSLv3"))]);
    const good = record([tls()], { minute: 5 });
    expect(judged("S1.1-12", { records: [good, bad] }).outcome).toBe("pass");
    expect(judged("S1.1-12", { records: [{ ...good, endedAt: bad.endedAt }, bad] }).outcome).toBe("fail");
  });
  it("another unit's fault is not mended by this one", () => {
    const bad = record([tls(offers("SSLv3"))], {
      product: { model: "HC-200", firmware: "2.1.0", unit: "A" },
    });
    const good = record([tls()], { minute: 5, product: { model: "HC-200", firmware: "2.1.0", unit: "B" } });
    expect(judged("S1.1-12", { records: [bad, good] }).outcome).toBe("fail");
  });
});
