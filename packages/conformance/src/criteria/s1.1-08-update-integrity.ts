/**
 * S1.1-08: before a network update is applied, the software's integrity is checked (更新前の完全性確認).
 * Source: METI guide 1.0 P.23; alterations and rule in domain/conformance.md E, S1.1-08.
 */
import type { FactOf } from "../evidence/facts.ts";
import { gate } from "./gate.ts";
import {
  also,
  ask,
  byTime,
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

const PART = "S1.1-08";
/** (a)–(e): each must be refused. (f) another model's package too, where one was given; (g) older is only told. */
export const ALTERATIONS = [
  "bit-in-payload",
  "bit-in-header",
  "signature-removed",
  "signature-of-other",
  "cut",
] as const;
type Update = FactOf<"update">;

function ofAltered(f: Update, cite: string): Ruling {
  const values = { alteration: f.alteration, before: f.versionBefore ?? "-", after: f.versionAfter ?? "-" };
  const moved =
    f.versionBefore !== undefined && f.versionAfter !== undefined && f.versionBefore !== f.versionAfter;
  if (f.alteration === "older")
    return also(passes("integrity.older", values, [cite]), {
      remarks: f.accepted === "yes" || moved ? [reason("integrity.older-accepted", values, [cite])] : [],
    });
  if (f.accepted === "yes") return fails("integrity.altered-accepted", values, [cite]);
  if (moved) return fails("integrity.version-changed", values, [cite]);
  if (f.accepted === "unclear" || !f.healthy || f.versionBefore === undefined || f.versionAfter === undefined)
    return open("integrity.unclear", values, [cite], [run("update")]);
  return passes("integrity.refused", values, [cite]);
}

/** The valid package was taken after every altered one: without it the refusals prove nothing. */
function proof(input: JudgeInput, refused: readonly Seen<Update>[]): Ruling {
  const last = [...refused].sort(byTime).at(-1);
  const valid = seenOf(input, "update").filter(
    (s) => s.fact.alteration === "none" && s.fact.accepted === "yes" && s.fact.healthy && isSound(s.record),
  );
  const after = valid.filter(
    (s) => last === undefined || (byTime(last, s) < 0 && s.record.product.unit === last.record.product.unit),
  );
  const hit = after.at(-1);
  return hit
    ? passes("integrity.valid-accepted", {}, [hit.record.id])
    : open("integrity.no-proof", {}, last ? [last.record.id] : [], [run("update")]);
}

function measured(input: JudgeInput): Ruling[] {
  const all = seenOf(input, "update").filter((s) => s.fact.alteration !== "none");
  const rulings = current(
    all,
    (f) => f.alteration,
    (f, r) => ofAltered(f, r.id),
  );
  const seen = new Set(rulings.map((r) => r.key));
  const out = rulings.filter((r) => r.key !== "older" || r.ruling.remarks.length > 0).map((r) => r.ruling);
  const missing = ALTERATIONS.filter((a) => !seen.has(a));
  if (missing.length > 0)
    out.push(unseen(input, "update", "integrity.not-tried", { alterations: missing.join(", ") }));
  out.push(
    proof(
      input,
      all.filter((s) => s.fact.alteration !== "older"),
    ),
  );
  return out;
}

/** Packages looked at as files: support, never proof. */
function ofPackages(input: JudgeInput, parts: Parts): void {
  for (const { fact, record } of seenOf(input, "package")) {
    if (!isSound(record)) continue;
    const values = { file: fact.file, format: fact.format };
    if (fact.verified === "yes") parts.remark("package.verified", values, [record.id]);
    else if (fact.verified === "no") parts.remark("package.not-verified", values, [record.id]);
    else if (fact.signed === "no") parts.remark("package.unsigned", values, [record.id]);
  }
}

export const updateIntegrity: Criterion = {
  id: "S1.1-08",
  checks: ["package", "update"],
  judge(input) {
    const parts = new Parts();
    const { update, adapter } = input.declaration;
    const closed = update
      ? gate(input, {
          reasonId: "no-network-update",
          empty: !update.overNetwork,
          pointer: "/update/overNetwork",
        })
      : open("update.not-declared", {}, [declared("/update")], [declare("/update", "update")]);
    if (closed) parts.add(PART, undefined, [closed]);
    if (!update?.overNetwork) return parts.done();

    const rulings: Ruling[] = [];
    const values = { integrity: update.integrity ?? "-" };
    const tried = seenOf(input, "update").some((s) => s.fact.alteration !== "none");
    const byHand =
      update.install === undefined &&
      !adapter?.verbs.includes("install") &&
      !update.ways.some((w) => w === "upload" || w === "server");
    if (update.integrity === "none")
      rulings.push(fails("integrity.declared-none", values, [declared("/update/integrity")]));
    if (update.integrity === "checksum" || update.integrity === "transport")
      rulings.push(
        person(
          `integrity.${update.integrity}-only`,
          values,
          [declared("/update/integrity")],
          [ask(PART, "integrity-enough", values)],
        ),
      );
    if (update.integrity === undefined)
      rulings.push(
        open(
          "integrity.not-declared",
          {},
          [declared("/update")],
          [declare("/update/integrity", "integrity")],
        ),
      );
    if (tried || !byHand) rulings.push(...measured(input));
    else
      rulings.push(
        person(
          "integrity.cloud-only",
          { ways: update.ways.join(", ") },
          [declared("/update/ways")],
          [ask(PART, "vendor-test-record")],
        ),
      );
    const key = update.integrity === "signature" ? [ask(`${PART}/keys`, "key-custody")] : [];
    const [first, ...others] = rulings;
    if (first) parts.add(PART, undefined, [also(first, { needs: key }), ...others]);
    ofPackages(input, parts);
    return parts.done();
  },
};
