import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  assess,
  type CheckRecord,
  CRITERIA,
  compareAssessments,
  DEFAULT_POLICY,
  type Fact,
  type LinkedStudy,
  type Outcome,
  type Reason,
  rollUp,
  type StudyRequirement,
  say,
} from "../src/index.ts";
import {
  access,
  altered,
  assessed,
  catalog,
  change,
  declare,
  document,
  goodRecords,
  judgement,
  model,
  ports,
  record,
  scan,
  series,
  setup,
  snapshot,
  statement,
  TODAY,
  tls,
} from "./sample.ts";

const OUTCOMES: Outcome[] = ["fail", "inconclusive", "person", "pass", "deemed", "not-applicable"];
/** Facts that speak against the device, each in its own way. */
const AGAINST: Fact[] = [
  access({ tries: [{ as: "none", outcome: "returned" }] }),
  setup({ closedBeforeChange: false }),
  change({ interfaces: [{ interface: "web", oldAfter: "returned", newAfter: "returned" }] }),
  series({ wrongAccepted: true }),
  altered("cut", { accepted: "yes" }),
  altered("none", { versionBefore: "2.0.0", versionAfter: "2.0.0" }),
  document("policy", { reachable: false }),
  document("user-information", { document: "guide", at: "https://v.example/", reachable: false }),
  model("XY-9"),
  tls({ versions: [{ version: "SSLv3", offered: "yes" }] }),
  ports("tcp", { ports: [{ transport: "tcp", port: 23, state: "open", by: "proved" }] }),
  scan({
    findings: [
      { id: "CVE-1", aliases: [], subject: "x", kev: true, sure: "exact", fixedIn: [], sources: [] },
    ],
  }),
];
const FOR: Fact[] = goodRecords().flatMap((r) => r.facts);
const facts = fc.subarray([...FOR, ...AGAINST], { maxLength: 5 });
const someRecords = fc
  .array(
    fc.record({
      facts,
      minute: fc.nat(59),
      state: fc.constantFrom("done", "done", "done", "failed", "skipped", "aborted"),
      unit: fc.constantFrom(undefined, "A", "B"),
    }),
    { maxLength: 6 },
  )
  .map((list) =>
    list.map(({ facts, minute, state, unit }) =>
      record(facts, {
        minute,
        state: state as CheckRecord["state"],
        product: { model: "HC-200", firmware: "2.1.0", ...(unit ? { unit } : {}) },
      }),
    ),
  );
const outcomes = (records: CheckRecord[]) => assessed({ records }).judgements.map((j) => j.outcome);
/** From worst to best; what does not apply or is deemed is as settled as a pass. */
const level = (o: Outcome) => (o === "fail" ? 0 : o === "inconclusive" ? 1 : o === "person" ? 2 : 3);

describe("whatever was measured", () => {
  it("the order in which records are given means nothing", () => {
    fc.assert(
      fc.property(someRecords, fc.nat(), (records, seed) => {
        const mixed = [...records].sort((a, b) => (a.id + seed < b.id + seed ? 1 : -1)).reverse();
        const turned = [...records].reverse();
        const text = JSON.stringify(assessed({ records }));
        expect(JSON.stringify(assessed({ records: mixed }))).toBe(text);
        expect(JSON.stringify(assessed({ records: turned }))).toBe(text);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("a run that failed, was skipped or stopped never turns an outcome to a pass", () => {
    fc.assert(
      fc.property(
        someRecords,
        facts,
        fc.nat(59),
        fc.constantFrom("failed", "skipped", "aborted"),
        (records, seen, minute, state) => {
          const before = outcomes(records);
          const after = outcomes([
            ...records,
            record(seen, { minute, state: state as CheckRecord["state"] }),
          ]);
          after.forEach((o, i) => {
            expect([i + 1, o === "pass" && before[i] !== "pass"]).toEqual([i + 1, false]);
          });
        },
      ),
      { numRuns: 100, seed: 2 },
    );
  });

  it("a fact against the device never improves an outcome", () => {
    fc.assert(
      fc.property(someRecords, fc.constantFrom(...AGAINST), fc.nat(59), (records, fact, minute) => {
        const before = outcomes(records);
        const after = outcomes([...records, record([fact], { minute })]);
        after.forEach((o, i) => {
          expect([i + 1, level(o) <= level(before[i] as Outcome)]).toEqual([i + 1, true]);
        });
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it("the newest fact against a device that was right fails its criterion", () => {
    for (const fact of AGAINST) {
      const after = outcomes([...goodRecords(), record([fact], { minute: 59 })]);
      expect([fact.kind, after.includes("fail")]).toEqual([fact.kind, true]);
    }
  });

  it("the same input gives the same bytes", () => {
    const records = goodRecords();
    const run = () =>
      JSON.stringify(
        assess({
          declaration: declare(),
          records,
          statements: [],
          policy: DEFAULT_POLICY,
          today: TODAY,
          catalog,
        }),
      );
    expect(run()).toBe(run());
  });
});

describe("rolling up", () => {
  const some = fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1 });
  it("is one of the parts, whatever their order and number", () => {
    fc.assert(
      fc.property(some, (list) => {
        const whole = rollUp(list);
        expect(list).toContain(whole);
        expect(rollUp([...list].reverse())).toBe(whole);
        expect(rollUp([...list, ...list])).toBe(whole);
        expect(rollUp([rollUp(list), ...list])).toBe(whole);
      }),
    );
  });
  it("puts fail before cannot tell, that before a person, that before a pass", () => {
    fc.assert(
      fc.property(some, (list) => {
        for (const worse of ["fail", "inconclusive", "person"] as const)
          if (list.includes(worse)) {
            expect(level(rollUp(list))).toBeLessThanOrEqual(level(worse));
            return;
          }
        expect(level(rollUp(list))).toBe(3);
      }),
    );
  });
  it("of nothing cannot tell", () => expect(rollUp([])).toBe("inconclusive"));
});

describe("persons", () => {
  const policy = () =>
    record([
      document("policy", {
        points: ["contact", "handling", "status"].map((point) => ({ point, quote: "x", where: "1" })),
      }),
    ]);
  it("override with a reason and a second reader; what the machine saw stays visible", () => {
    const records = [record([model("XY-9")])];
    const by = statement("S1.1-10-2", "override", {
      secondReader: "鈴木",
      text: "表示は旧型番で、説明書に対応表がある",
    });
    const part = judgement(assessed({ records, statements: [by] }), "S1.1-10").parts[0];
    expect(part).toMatchObject({ outcome: "pass", overridden: { from: "fail", statement: by.id } });
    expect(part?.reasons.map((r) => r.key)).toEqual(["statement.override", "model.other"]);
  });
  it.each([
    ["without a second reader", {}],
    ["read by the same person twice", { secondReader: "佐藤" }],
  ])("do not override %s", (_name, more) => {
    const j = judgement(
      assessed({
        records: [record([model("XY-9")])],
        statements: [statement("S1.1-10-2", "override", more)],
      }),
      "S1.1-10",
    );
    expect(j.outcome).toBe("fail");
    expect(j.remarks.map((r) => r.key)).toContain("statement.override-without-second-reader");
  });
  it("who speak against a measured pass are heard", () => {
    const j = judgement(
      assessed({ records: [record([model()])], statements: [statement("S1.1-10-2", "not-met")] }),
      "S1.1-10",
    );
    expect(j.outcome).toBe("fail");
  });
  it("change their mind: the last word counts", () => {
    const statements = [
      statement("S1.1-05-1", "not-met", { date: "2026-11-20" }),
      ...["1", "2", "3"].map((n) => statement(`S1.1-05-${n}`, "met")),
    ];
    expect(judgement(assessed({ records: [policy()], statements }), "S1.1-05").outcome).toBe("pass");
  });
  it("spoke about another firmware: it no longer counts, and is told", () => {
    const old = statement("S1.1-07", "met", { firmware: "2.0.0" });
    const a = assessed({ statements: [old] });
    expect(judgement(a, "S1.1-07")).toMatchObject({
      outcome: "person",
      expired: [{ record: old.id, key: "expired.statement-firmware" }],
    });
  });
  it("confirm the scope of what passed: the question is gone", () => {
    const records = goodRecords();
    const asks = (a: ReturnType<typeof assessed>) => a.next.map((s) => s.about);
    expect(asks(assessed({ records }))).toContain("S1.1-14/hidden");
    expect(asks(assessed({ records, statements: [statement("S1.1-14/hidden", "met")] }))).not.toContain(
      "S1.1-14/hidden",
    );
  });
});

describe("evidence", () => {
  it.each([
    ["of another firmware", { model: "HC-200", firmware: "2.0.0" }, "expired.other-firmware"],
    ["of another model", { model: "HC-300", firmware: "2.1.0" }, "expired.other-model"],
  ])("%s no longer counts, and is told", (_name, product, key) => {
    const old = record([model()], { product, criteria: ["S1.1-10"] });
    const a = assessed({ records: [old] });
    expect(judgement(a, "S1.1-10")).toMatchObject({
      outcome: "inconclusive",
      expired: [{ record: old.id, key }],
    });
    expect(a.expired.map((e) => e.key)).toEqual([key]);
  });
  it("of a model written in another width counts", () => {
    expect(
      judgement(
        assessed({ records: [record([model()], { product: { model: "ｈｃ２００", firmware: "2.1.0" } })] }),
        "S1.1-10",
      ).outcome,
    ).toBe("pass");
  });
  it("of a device that is not the recorded one does not count, not even against it", () => {
    const r = record([
      access({ tries: [{ as: "none", outcome: "returned" }] }),
      { kind: "identity", parts: {}, sameAsRecord: false },
    ]);
    expect(judgement(assessed({ records: [r] }), "S1.1-01").outcome).toBe("inconclusive");
  });
});

describe("what to do next", () => {
  it("goes from the declaration over gentle and drastic checks to persons", () => {
    const { next } = assessed({
      declaration: declare((d) => {
        delete d["disclosure"];
      }),
    });
    const kinds = next.map((s) => s.kind);
    expect(kinds).toEqual(
      [...kinds].sort(
        (a, b) =>
          ["declare", "file", "run-check", "person"].indexOf(a) -
          ["declare", "file", "run-check", "person"].indexOf(b),
      ),
    );
    expect(next[0]?.about).toBe("/disclosure/policy");
    const order = [..."ORLWUPD"];
    const classes = next.flatMap((s) => s.class ?? []);
    expect(new Set(classes)).toEqual(new Set(["O", "R", "L", "W", "U", "P", "D"]));
    expect(classes.map((c) => order.indexOf(c))).toEqual(
      classes.map((c) => order.indexOf(c)).sort((a, b) => a - b),
    );
  });
  it("names a check once, with all the criteria it helps", () => {
    const step = assessed().next.filter((s) => s.about === "restart");
    expect(step).toMatchObject([{ criteria: ["S1.1-06", "S1.1-14"], blocking: true }]);
  });
});

describe("requirements of a study", () => {
  const requirement = { id: "rq:camera/CM07", name: { ja: "通信相手の認証", en: "Peer authentication" } };
  const study = (more: Partial<StudyRequirement> = {}): LinkedStudy => ({
    id: "st-1",
    revision: 4,
    name: { ja: "スマートホーム", en: "Smart home" },
    productType: "camera",
    typeName: { ja: "カメラ", en: "Camera" },
    requirements: [{ ...requirement, no: 3, status: "accepted", ...more }],
    covered: 2,
  });
  it("join the sixteen and are judged by persons", () => {
    const open = assessed({ study: study() });
    expect(open.requirements).toMatchObject([
      { requirement: requirement.id, no: 3, status: "accepted", outcome: "person", verdict: "cannot-tell" },
    ]);
    const said = statement(requirement.id, "met", { criterion: requirement.id });
    expect(assessed({ study: study(), statements: [said] }).requirements[0]?.outcome).toBe("pass");
  });
  it("stay in the assessment as they were, and nothing observed passes them", () => {
    const a = assessed({ study: study(), records: goodRecords() });
    expect(a.study).toEqual(study());
    expect(a.requirements[0]?.verdict).toBe("cannot-tell");
    expect(a.next.some((n) => n.criteria.includes(requirement.id) && n.kind === "person")).toBe(true);
  });
  it("that criteria meet come out as those", () => {
    const a = assessed({ study: study({ metBy: ["S1.1-10"] }), records: [record([model("XY-9")])] });
    expect(a.requirements[0]?.outcome).toBe("fail");
  });
  it("of a study that is named and not at hand cannot be told", () => {
    const a = assessed({
      declaration: declare((d) => {
        d["study"] = { workspace: "st-gone", productType: "camera" };
      }),
    });
    expect(a.requirements).toMatchObject([{ verdict: "cannot-tell", needs: [{ about: "/study" }] }]);
    expect(say(a.requirements[0]?.reasons[0] as Reason).ja).toContain("st-gone");
    expect(a.study).toBeUndefined();
  });
});

describe("two assessments compared", () => {
  const bare = assessed();
  const full = assessed({ records: goodRecords() });
  it("tell what became better, and by which parts", () => {
    const c = compareAssessments(bare, full);
    expect(c.worse).toBe(0);
    expect(c.changed.find((x) => x.criterion === "S1.1-10")).toMatchObject({
      from: "inconclusive",
      to: "pass",
      direction: "better",
    });
    expect(compareAssessments(full, bare).better).toBe(0);
  });
  it("of one state differ in nothing", () => {
    const c = compareAssessments(full, full);
    expect([c.changed, c.unchanged.length]).toEqual([[], CRITERIA.length]);
  });
});

it("a snapshot of a failed run is nothing to compare with", () => {
  const records = [
    record([snapshot("before")], { state: "failed" }),
    record([snapshot("after-power-cut")], { minute: 2 }),
  ];
  expect(judgement(assessed({ records }), "S1.1-14").outcome).toBe("inconclusive");
});
