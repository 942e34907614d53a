/** Values read at two moments and compared (S1.1-06 ③, 14, 15). */
import type { FactOf } from "../evidence/facts.ts";
import { byTime, isSound, type Seen, seenOf } from "./ruling.ts";
import type { JudgeInput } from "./verdict.ts";

type Snapshot = FactOf<"snapshot">;
export interface Pair {
  before: Seen<Snapshot> | undefined;
  after: Seen<Snapshot>;
  cites: string[];
  sound: boolean;
}

/**
 * Snapshots after something, each with the one before it: the newest earlier one of the same record, else of an earlier
 * record of the same unit. Oldest first.
 */
export function pairs(
  input: JudgeInput,
  moment: "after-update" | "after-power-cut" | "after-network-cut" | "after-deletion",
): Pair[] {
  const all = seenOf(input, "snapshot");
  const starts = moment === "after-deletion" ? ["before-deletion"] : ["before"];
  return all
    .filter((s) => s.fact.moment === moment)
    .map((after) => {
      const earlier = all.filter(
        (s) =>
          starts.includes(s.fact.moment) &&
          (s.record === after.record || isSound(s.record)) &&
          s.record.product.unit === after.record.product.unit &&
          byTime(s, after) < 0,
      );
      const before = earlier.filter((s) => s.record === after.record).at(-1) ?? earlier.at(-1);
      const cites = [...new Set([...(before ? [before.record.id] : []), after.record.id])];
      return {
        before,
        after,
        cites,
        sound: isSound(after.record) && (before === undefined || isSound(before.record)),
      };
    });
}

/**
 * Versions that an update was seen to bring. One that should not have been let in (S1.1-08) counts too: the version moved
 * all the same, and whether it is kept is seen as well as with the right package. An older one is no update.
 */
export function installedVersions(input: JudgeInput): Set<string> {
  const versions = new Set<string>();
  for (const { fact, record } of seenOf(input, "update"))
    if (
      isSound(record) &&
      fact.alteration !== "older" &&
      fact.healthy &&
      fact.accepted !== "no" &&
      fact.versionAfter !== undefined &&
      fact.versionBefore !== undefined &&
      fact.versionAfter !== fact.versionBefore
    )
      versions.add(fact.versionAfter);
  for (const p of pairs(input, "after-update")) {
    const [was, is] = [p.before?.fact.version, p.after.fact.version];
    if (p.sound && was !== undefined && is !== undefined && was !== is) versions.add(is);
  }
  return versions;
}
