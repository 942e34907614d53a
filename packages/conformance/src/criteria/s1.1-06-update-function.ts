/**
 * S1.1-06: software can be updated ①, its version checked ②, and the updated version outlives a power cut ③
 * (ソフトウェアの更新機能). Source: METI guide 1.0 P.22; rule in domain/conformance.md E, S1.1-06.
 */
import type { FactOf } from "../evidence/facts.ts";
import { deemedBy } from "./gate.ts";
import {
  also,
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
  seenOf,
  unseen,
} from "./ruling.ts";
import { installedVersions, pairs } from "./snapshots.ts";
import type { Criterion, JudgeInput } from "./verdict.ts";

const CAN = "S1.1-06-1";
const SHOWN = "S1.1-06-2";
const KEPT = "S1.1-06-3";

/** ① the package of the vendor was taken and the version moved. */
function ofInstall(input: JudgeInput, f: FactOf<"update">, cite: string): Ruling {
  const now = input.declaration.product.firmware.version;
  const values = { before: f.versionBefore ?? "-", after: f.versionAfter ?? "-" };
  const again = [run("update")];
  if (!f.healthy) return open("update.unhealthy", values, [cite], again);
  if (f.versionBefore === undefined || f.versionAfter === undefined)
    return open("update.version-unread", values, [cite], again);
  if (f.versionBefore !== f.versionAfter) {
    if (f.accepted === "no") return open("update.moved-though-refused", values, [cite], again);
    return also(passes("update.moved", values, [cite]), {
      remarks:
        f.versionAfter === now
          ? []
          : [reason("update.other-version", { after: f.versionAfter, declared: now }, [cite])],
    });
  }
  // The same version again shows nothing, whether taken or not.
  if (f.versionBefore === now || f.accepted !== "no")
    return open("update.same-version", values, [cite], again);
  return fails("update.valid-refused", values, [cite]);
}

function canUpdate(input: JudgeInput): Ruling[] {
  const { update } = input.declaration;
  if (!update)
    return [open("update.not-declared", {}, [declared("/update")], [declare("/update", "update")])];
  if (!update.possible) return [fails("update.declared-impossible", {}, [declared("/update/possible")])];
  const installs = seenOf(input, "update").filter((s) => s.fact.alteration === "none");
  if (installs.length > 0) {
    const rulings = current(
      installs,
      () => "",
      (f, r) => ofInstall(input, f, r.id),
    ).map((c) => c.ruling);
    return rulings;
  }
  const snapshots = pairs(input, "after-update");
  const moved = snapshots.filter(
    (p) =>
      p.sound &&
      p.before?.fact.version &&
      p.after.fact.version &&
      p.before.fact.version !== p.after.fact.version,
  );
  const last = moved.at(-1);
  if (last)
    return [
      passes(
        "update.moved",
        { before: last.before?.fact.version ?? "-", after: last.after.fact.version ?? "-" },
        last.cites,
      ),
    ];
  const byHand = update.install === undefined && !input.declaration.adapter?.verbs.includes("install");
  if (byHand && !update.ways.some((w) => w === "upload" || w === "server"))
    return [
      person(
        "update.by-hand",
        { ways: update.ways.join(", ") },
        [declared("/update/ways")],
        [ask(CAN, "observe-update")],
      ),
    ];
  return [
    unseen(input, "update", "update.unseen", {}, [
      ...(byHand ? [declare("/update/install", "install-recipe")] : []),
      ...(update.packages ? [] : [declare("/update/packages", "packages")]),
      run("update"),
    ]),
  ];
}

/** ② the version that users can read is the version declared. */
function versionShown(input: JudgeInput): Ruling[] {
  const { update, product } = input.declaration;
  const now = product.firmware.version;
  const readings: { version: string; cite: string; time: number }[] = [];
  for (const { fact, record } of seenOf(input, "snapshot"))
    if (isSound(record) && fact.version !== undefined && fact.moment !== "factory")
      readings.push({ version: fact.version, cite: record.id, time: Date.parse(record.endedAt) });
  for (const { fact, record } of seenOf(input, "update")) {
    const version = fact.versionAfter;
    if (isSound(record) && version !== undefined)
      readings.push({ version, cite: record.id, time: Date.parse(record.endedAt) });
  }
  if (update?.readVersion !== undefined || input.declaration.adapter?.verbs.includes("version")) {
    const match = readings.filter((r) => r.version.trim() === now.trim());
    if (match.length > 0)
      return [
        passes(
          "version.read",
          { version: now },
          [match.at(-1)?.cite ?? ""],
          [ask(`${SHOWN}/latest`, "latest-published", { version: now })],
        ),
      ];
    const other = readings.at(-1);
    if (other)
      return [
        open("version.other", { version: other.version, declared: now }, [other.cite], [run("update")]),
      ];
    return [unseen(input, "update", "version.unseen", {})];
  }
  if (update?.versionShown !== undefined)
    return [
      person("version.by-hand", {}, [declared("/update/versionShown")], [ask(SHOWN, "version-screenshot")]),
    ];
  return [
    open(
      "version.not-declared",
      {},
      [declared("/update")],
      [declare("/update/versionShown", "version-shown")],
    ),
  ];
}

/** ③ after a power cut the version is the updated one. */
function versionKept(input: JudgeInput): Ruling[] {
  const cuts = pairs(input, "after-power-cut");
  if (cuts.length === 0) return [unseen(input, "restart", "restart.unseen", {})];
  const updated = installedVersions(input);
  return current(
    cuts.map((p) => p.after),
    () => "",
    (_f, record) => {
      const p = cuts.find((c) => c.after.record === record && c.after.fact === _f);
      const before = p?.before?.fact.version;
      const after = _f.version;
      const values = { before: before ?? "-", after: after ?? "-" };
      const cites = p?.cites ?? [record.id];
      if (before === undefined || after === undefined)
        return open("restart.version-unread", values, cites, [run("restart")]);
      if (before !== after) return fails("restart.version-lost", values, cites);
      if (!updated.has(after))
        return open("restart.nothing-updated", values, cites, [run("update"), run("restart")]);
      return passes("restart.version-kept", values, cites);
    },
  ).map((c) => c.ruling);
}

export const updateFunction: Criterion = {
  id: "S1.1-06",
  checks: ["update", "restart"],
  judge(input) {
    const parts = new Parts();
    const mark = deemedBy(input);
    const measured: [string, Ruling[]][] = [
      [CAN, canUpdate(input)],
      [SHOWN, versionShown(input)],
      [KEPT, versionKept(input)],
    ];
    if (mark) {
      parts.add("S1.1-06", undefined, [mark]);
      for (const [part, rulings] of measured)
        for (const r of rulings)
          if (r.outcome === "fail")
            for (const x of r.reasons)
              parts.remark("deemed.but-seen", { key: x.key, subject: part }, x.cites);
      return parts.done();
    }
    for (const [part, rulings] of measured) parts.add(part, undefined, rulings);
    parts.parts[0]?.needs.push(ask("S1.1-06/components", "update-components"));
    return parts.done();
  },
};
