/**
 * The great table: every switch of the simulated device alone × the sixteen criteria. What the switch must turn turns, with
 * the right reason, and nothing else does. The good device conforms on all that can be tested and asks for exactly the
 * human evidence listed here.
 */
import { type Judgement, REASONS } from "@seiza/conformance";
import { BAD, WEAKNESSES, type WeaknessId } from "@seiza/simulator";
import { beforeAll, describe, expect, test } from "vitest";
import { observe, type Seen } from "./bench.ts";
import { EXPECTED, familiesOf, type Judged } from "./expected.ts";

const MINUTES = 60_000;
/** Most of a run is waiting: for silence, for a lock, for the device to come back. */
const AT_ONCE = 8;
/** The device's ports alone: the whole range is scanned on the good device, and where a switch opens a port elsewhere. */
const NARROW: [number, number] = [18_000, 18_999];
const WIDER: Partial<Record<Judged, [number, number]>> = { "mqtt-in-clear": [1_883, 18_999] };

const all = Object.keys(EXPECTED) as Judged[];
let net = 0;
const addressOf = (n: number) => `127.81.${process.pid % 250}.${n + 1}`;

/** What a criterion says, without the values that differ from run to run. */
const gist = (j: Judgement) => ({
  outcome: j.outcome,
  reasons: [...new Set(j.parts.flatMap((p) => p.reasons.map((r) => r.key)))].sort(),
});
const gists = (s: Seen) => new Map(s.assessment.judgements.map((j) => [j.criterion, gist(j)]));

/** The good device with all its ports looked at; its records stand in for what is not run again on the others. */
let whole: Seen;
/** The same, with the device's own ports alone: what the others are compared with. */
let good: Seen;
let bad: Seen;
const seen = new Map<Judged, Seen>();

function look(id: Judged, rest: Promise<Seen["records"]>): Promise<Seen> {
  const families = familiesOf(id);
  const o = { weaknesses: [id], address: addressOf(net++), ports: WIDER[id] ?? NARROW };
  return observe(families ? { ...o, families, rest } : o);
}

beforeAll(async () => {
  const first = observe({ weaknesses: [], address: addressOf(net++) });
  const narrow = first.then((w) =>
    observe({
      weaknesses: [],
      address: addressOf(net++),
      ports: NARROW,
      families: ["ports"],
      rest: Promise.resolve(w.records),
    }),
  );
  const rest = narrow.then((g) => g.records);
  const jobs: (() => Promise<void>)[] = [
    async () => {
      whole = await first;
      good = await narrow;
    },
    async () => {
      bad = await observe({ weaknesses: BAD as WeaknessId[], address: addressOf(net++), ports: NARROW });
    },
    ...all.map((id) => async () => {
      seen.set(id, await look(id, rest));
    }),
  ];
  const worker = async () => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}, 15 * MINUTES);

describe("the table of switches", () => {
  // A machine that stands still for seconds looks like a device that does: a row that differs is seen once more, alone.
  const tried = new Set<Judged>();
  test.each(all)("%s", { retry: 1, timeout: 5 * MINUTES }, async (id) => {
    if (tried.has(id)) seen.set(id, await look(id, Promise.resolve(good.records)));
    tried.add(id);
    const before = gists(good);
    const after = gists(seen.get(id) as Seen);
    const expected = EXPECTED[id];
    for (const [criterion, { outcome, reason }] of Object.entries(expected)) {
      expect(before.get(criterion)?.reasons, `${criterion} on the good device`).not.toContain(reason);
      expect(after.get(criterion)?.outcome, criterion).toBe(outcome);
      expect(after.get(criterion)?.reasons, criterion).toContain(reason);
    }
    for (const [criterion, was] of before)
      if (expected[criterion] === undefined)
        expect({ [criterion]: after.get(criterion) }).toEqual({ [criterion]: was });
  });

  test("traps and what ★1 does not ask for are told as remarks", () => {
    const remarks = (id: Judged) =>
      (seen.get(id) as Seen).assessment.judgements.flatMap((j) => j.remarks.map((r) => r.key));
    const ofGood = good.assessment.judgements.flatMap((j) => j.remarks.map((r) => r.key));
    for (const [id, key] of [
      ["tls-old-offered", "tls.old-beside"],
      ["update-takes-older", "integrity.older-accepted"],
    ] as const) {
      expect(ofGood).not.toContain(key);
      expect(remarks(id)).toContain(key);
    }
  });
});

describe("the expectation", () => {
  test("says the same as the simulator's own table, with reasons that have words", () => {
    for (const id of all) {
      const turns = WEAKNESSES.find((w) => w.id === id)?.turns ?? {};
      // A reason more beside what passes turns nothing.
      const outcomes = Object.fromEntries(
        Object.entries(EXPECTED[id]).flatMap(([c, t]) => (t.outcome === "pass" ? [] : [[c, t.outcome]])),
      );
      expect({ [id]: outcomes }).toEqual({ [id]: turns });
      for (const { reason } of Object.values(EXPECTED[id])) expect(Object.keys(REASONS)).toContain(reason);
    }
    expect([...all].sort()).toEqual(
      WEAKNESSES.filter((w) => w.kind !== "fault")
        .map((w) => w.id)
        .sort(),
    );
  });
});

describe("the good device, every port looked at", () => {
  test("conforms on all that can be tested", () => {
    const outcomes = Object.fromEntries(whole.assessment.judgements.map((j) => [j.criterion, j.outcome]));
    expect(outcomes).toEqual({
      "S1.1-01": "pass",
      "S1.1-02": "pass",
      "S1.1-03": "pass",
      "S1.1-04": "pass",
      "S1.1-05": "person",
      "S1.1-06": "pass",
      "S1.1-07": "person",
      "S1.1-08": "pass",
      "S1.1-09": "person",
      "S1.1-10": "pass",
      "S1.1-11": "person",
      "S1.1-12": "pass",
      "S1.1-13": "person",
      "S1.1-14": "pass",
      "S1.1-15": "pass",
      "S1.1-16": "person",
    });
  });

  test("lists exactly the human evidence that is still needed", () => {
    const asked = (blocking: boolean) =>
      whole.assessment.next
        .filter((n) => n.blocking === blocking)
        .map((n) => `${n.kind} ${n.about} ${n.key}`)
        .filter((n, i, list) => list.indexOf(n) === i);
    expect(asked(true)).toEqual([
      "person S1.1-05-1 need.policy-contact",
      "person S1.1-05-2 need.policy-handling",
      "person S1.1-05-3 need.policy-status",
      "person S1.1-07 need.easy-update",
      "person S1.1-09 need.update-priority",
      "person S1.1-11:video need.storage-protection",
      "person S1.1-11:settings need.storage-protection",
      "person S1.1-11:credentials need.storage-protection",
      "person S1.1-13-1-B need.no-bluetooth",
      "person S1.1-13-1-C need.no-usb",
      "person S1.1-16-1 need.information-point",
      "person S1.1-16-2 need.information-point",
      "person S1.1-16-3 need.information-point",
      "person S1.1-16-4 need.information-point",
      "person S1.1-16-5 need.information-point",
    ]);
    expect(asked(false)).toEqual([
      "person S1.1-01/scope need.asset-scope",
      "person S1.1-04:password need.brute-force-mechanism",
      "person S1.1-06/components need.update-components",
      "person S1.1-06-2/latest need.latest-published",
      "person S1.1-08/keys need.key-custody",
      "person S1.1-12/scope need.flow-scope",
      "person S1.1-13-1-A/necessity need.necessity",
      "person S1.1-14/hidden need.hidden-values",
      "person S1.1-15/elsewhere need.deletion-elsewhere",
    ]);
  });

  test("shows no incident and no check that broke or was cut off", () => {
    expect(whole.records.filter((r) => r.state === "failed" || r.state === "aborted")).toEqual([]);
    expect(whole.records.flatMap((r) => r.facts).filter((f) => f.kind === "incident")).toEqual([]);
  });
});

describe("the bad device", () => {
  test("with many weaknesses at once fails, and the run still comes to its end", () => {
    const failed = bad.assessment.judgements.filter((j) => j.outcome === "fail").map((j) => j.criterion);
    expect(failed).toEqual(expect.arrayContaining(["S1.1-01", "S1.1-02", "S1.1-12", "S1.1-13"]));
    expect(bad.records.map((r) => r.state)).not.toContain("failed");
  });
});
