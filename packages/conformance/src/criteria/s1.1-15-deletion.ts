/**
 * S1.1-15: users can delete acquired data A, settings B and credentials C ①, and the updated version is kept ②
 * (データの削除機能). Source: METI guide 1.0 P.24; rule in domain/conformance.md E, S1.1-15.
 */
import type { Declaration } from "../declaration/schema.ts";
import { isNetworkUser } from "./gate.ts";
import {
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
  run,
  seenOf,
  unseen,
} from "./ruling.ts";
import { installedVersions, type Pair, pairs } from "./snapshots.ts";
import type { Criterion, JudgeInput } from "./verdict.ts";

type Kind = "acquired" | "setting" | "credential";
const PART_OF: Record<Kind, string> = {
  acquired: "S1.1-15-1-A",
  setting: "S1.1-15-1-B",
  credential: "S1.1-15-1-C",
};
const KEPT = "S1.1-15-2";
const SHIPPED = /^(default|factory|initial|shipped)/i;

/** Markers of an asset: named by its id, alone or after a `/`, `:` or `.`. */
const markersOf = (markers: Record<string, string>, asset: string): string[] =>
  Object.keys(markers)
    .filter(
      (name) => name === asset || [`/${asset}`, `:${asset}`, `.${asset}`].some((end) => name.endsWith(end)),
    )
    .sort();

/** An asset that was seen before and must not be after. Undefined: nothing shows it. */
function ofAsset(
  asset: string,
  { before, after, cites }: Pair,
  subject: Record<string, string>,
): Ruling | undefined {
  if (!before) return undefined;
  const names = markersOf(before.fact.markers, asset).filter((n) => before.fact.markers[n] !== "");
  if (names.length === 0) return undefined;
  const left = names.filter((n) => after.fact.markers[n] === before.fact.markers[n]);
  if (left.length > 0) return fails("deletion.left", { ...subject, what: left.join(", ") }, cites);
  const unread = names.filter((n) => after.fact.missing.includes(n) && after.fact.markers[n] === undefined);
  // Gone with its page, or not read for another reason: the snapshot says which by `missing` of everything.
  if (unread.length > 0 && after.fact.version === undefined)
    return open("deletion.not-read-after", { ...subject, what: unread.join(", ") }, cites, [run("deletion")]);
  return passes("deletion.gone", { ...subject, what: names.join(", ") }, cites);
}

function ofCredentials({ before, after, cites }: Pair): Ruling[] {
  if (!before) return [];
  return before.fact.credentials
    .filter((c) => c.works && !SHIPPED.test(c.name))
    .map((c) => {
      const now = after.fact.credentials.find((d) => d.name === c.name && d.interface === c.interface);
      const values = { what: `${c.name} (${c.interface})` };
      if (now === undefined) return open("deletion.credential-not-tried", values, cites, [run("deletion")]);
      return now.works
        ? fails("deletion.credential-works", values, cites)
        : passes("deletion.credential-refused", values, cites);
    });
}

function ofKind(input: JudgeInput, kind: Kind, found: readonly Pair[], parts: Parts): Parts {
  const { declaration } = input;
  const part = PART_OF[kind];
  const assets = declaration.assets.filter((a) => a.kind === kind);
  const hasCredentials = kind === "credential" && declaration.authentication.some(isNetworkUser);
  const question = ask(part, `deletion-${kind}`);
  const rulings: Ruling[] = [];
  if (!declaration.deletion.some((d) => d.clears.includes(kind))) {
    if (assets.length > 0 || hasCredentials)
      return parts.add(part, undefined, [fails("deletion.not-cleared", { kind }, [declared("/deletion")])]);
    return parts.add(part, undefined, [
      person("deletion.nothing-of-kind", { kind }, [declared("/assets")], [question]),
    ]);
  }
  const canaries = seenOf(input, "canary").filter(
    (s) => s.fact.place === "after-deletion" && assets.some((a) => a.id === s.fact.asset),
  );
  for (const { ruling } of current(
    canaries,
    (f) => `${f.asset} ${f.in}`,
    (f, r) => {
      const first = f.found[0];
      const values = {
        asset: f.asset,
        in: f.in,
        offset: first?.offset ?? "-",
        encoding: first?.encoding ?? "-",
      };
      return f.found.length > 0
        ? fails("deletion.canary-left", values, [r.id])
        : person("deletion.canary-gone", values, [r.id], [question]);
    },
  ))
    if (ruling.outcome !== "person") rulings.push(ruling);
  if (found.length === 0) rulings.push(unseen(input, "deletion", "deletion.unseen", { kind }));
  for (const asset of found.length > 0 ? assets : []) {
    const byPair = current(
      found.map((p) => p.after),
      () => asset.id,
      (f, r) =>
        ofAsset(asset.id, found.find((p) => p.after.fact === f && p.after.record === r) as Pair, {
          asset: asset.id,
        }) ??
        person(
          "deletion.not-visible",
          { asset: asset.id },
          [r.id],
          [ask(`${part}:${asset.id}`, "deletion-seen", { asset: asset.id })],
        ),
    ).map((c) => c.ruling);
    rulings.push(...byPair);
  }
  if (kind === "credential" && found.length > 0) {
    const tried = current(
      found.map((p) => p.after),
      () => "credentials",
      (f, r) => {
        const all = ofCredentials(found.find((p) => p.after.fact === f && p.after.record === r) as Pair);
        const worst = [...all].sort((a, b) => order(a) - order(b))[0];
        return (
          worst ??
          (hasCredentials
            ? open("deletion.no-credential", {}, [r.id], [run("deletion")])
            : person("deletion.nothing-of-kind", { kind }, [r.id], [question]))
        );
      },
    ).map((c) => c.ruling);
    rulings.push(...tried);
  }
  if (rulings.length === 0)
    rulings.push(person("deletion.nothing-of-kind", { kind }, [declared("/assets")], [question]));
  return parts.add(part, undefined, rulings);
}

const order = (r: Ruling): number => ["fail", "inconclusive", "person", "pass"].indexOf(r.outcome);

function versionKept(input: JudgeInput, found: readonly Pair[]): Ruling[] {
  if (found.length === 0) return [unseen(input, "deletion", "deletion.unseen", { kind: "version" })];
  const updated = installedVersions(input);
  return current(
    found.map((p) => p.after),
    () => "",
    (f, r) => {
      const p = found.find((x) => x.after.fact === f && x.after.record === r) as Pair;
      const before = p.before?.fact.version;
      const values = { before: before ?? "-", after: f.version ?? "-" };
      if (before === undefined || f.version === undefined)
        return open("deletion.version-unread", values, p.cites, [run("deletion")]);
      if (before !== f.version) return fails("deletion.version-back", values, p.cites);
      return updated.has(before)
        ? passes("deletion.version-kept", values, p.cites)
        : open("deletion.nothing-updated", values, p.cites, [run("update"), run("deletion")]);
    },
  ).map((c) => c.ruling);
}

export const deletion: Criterion = {
  id: "S1.1-15",
  checks: ["deletion", "canary"],
  judge(input) {
    const parts = new Parts();
    const { deletion: functions }: Declaration = input.declaration;
    if (functions.length === 0) {
      parts.add("S1.1-15", undefined, [
        open("deletion.not-declared", {}, [declared("/deletion")], [declare("/deletion", "deletion")]),
      ]);
      return parts.done();
    }
    const found = pairs(input, "after-deletion");
    for (const kind of ["acquired", "setting", "credential"] as const) ofKind(input, kind, found, parts);
    parts.add(KEPT, undefined, versionKept(input, found));
    parts.parts[0]?.needs.push(ask("S1.1-15/elsewhere", "deletion-elsewhere"));
    return parts.done();
  },
};
