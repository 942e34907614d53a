/**
 * S1.1-14: after loss of power or network, authentication values and updated software are as they were (停止後の状態維持).
 * Source: METI guide 1.0 P.24; rule in domain/conformance.md E, S1.1-14.
 */
import { deemedBy } from "./gate.ts";
import { also, ask, current, fails, open, Parts, passes, type Ruling, run, unseen } from "./ruling.ts";
import { installedVersions, type Pair, pairs } from "./snapshots.ts";
import type { Criterion, JudgeInput } from "./verdict.ts";

const PART = "S1.1-14";
/** Credentials by these names must never work on a set-up device. */
const SHIPPED = /^(default|factory|initial|shipped)/i;

/** @param updated versions that an update brought; undefined where the product takes none */
function ofCut({ before, after, cites }: Pair, updated: ReadonlySet<string> | undefined): Ruling {
  const again = [run("restart")];
  const cut = after.fact.moment;
  if (!before) return open("restart.no-before", { cut }, cites, again);
  const was = before.fact;
  const is = after.fact;
  const differs: Ruling[] = [];
  const say = (key: string, what: string, from = "-", to = "-") =>
    differs.push(fails(key, { cut, what, before: from, after: to }, cites));
  if (was.version !== undefined && is.version !== undefined && was.version !== is.version)
    say("restart.version-lost", "version", was.version, is.version);
  for (const [name, value] of Object.entries(was.markers).sort())
    if (is.markers[name] !== undefined && is.markers[name] !== value)
      say("restart.marker-changed", name, value, is.markers[name]);
  for (const [name, value] of Object.entries(was.keys).sort())
    if (is.keys[name] !== undefined && is.keys[name] !== value) say("restart.key-changed", name);
  const same = (c: (typeof was.credentials)[number]) =>
    is.credentials.find((d) => d.name === c.name && d.interface === c.interface);
  for (const c of was.credentials) {
    const now = same(c);
    const what = `${c.name} (${c.interface})`;
    if (c.works && now?.works === false) say("restart.credential-lost", what);
    if (!c.works && now?.works === true) say("restart.old-credential-works", what);
  }
  const [first, ...others] = differs;
  if (first) return also(first, { reasons: others.flatMap((r) => r.reasons) });

  if (was.version === undefined || is.version === undefined)
    return open(
      "restart.version-unread",
      { cut, before: was.version ?? "-", after: is.version ?? "-" },
      cites,
      again,
    );
  const lost = [
    ...is.missing,
    ...Object.keys(was.markers).filter((n) => is.markers[n] === undefined),
    ...Object.keys(was.keys).filter((n) => is.keys[n] === undefined),
    ...was.credentials.filter((c) => same(c) === undefined).map((c) => c.name),
  ];
  if (lost.length > 0)
    return open("restart.not-all-read", { cut, what: [...new Set(lost)].sort().join(", ") }, cites, again);
  const planted = was.credentials.filter((c) => SHIPPED.test(c.name) && c.works);
  if (planted.length > 0)
    return open("restart.not-planted", { cut, what: planted[0]?.name ?? "" }, cites, again);
  // Only an old value that stays refused shows that the new one was kept and the device did not go back.
  if (!was.credentials.some((c) => c.works)) return open("restart.no-credential", { cut }, cites, again);
  if (!was.credentials.some((c) => !c.works)) return open("restart.no-old-credential", { cut }, cites, again);
  // What must not go back is updated software (guide P.24): the version of the factory cannot go back.
  if (updated && !updated.has(is.version))
    return open("restart.nothing-updated", { before: was.version, after: is.version }, cites, [
      run("update"),
      run("restart"),
    ]);
  return passes("restart.kept", { cut, version: is.version, markers: Object.keys(is.markers).length }, cites);
}

function measured(input: JudgeInput, moment: "after-power-cut" | "after-network-cut"): Ruling[] {
  const found = pairs(input, moment);
  const updated = input.declaration.update?.possible === false ? undefined : installedVersions(input);
  return current(
    found.map((p) => p.after),
    () => moment,
    (f, r) => ofCut(found.find((p) => p.after.fact === f && p.after.record === r) as Pair, updated),
  ).map((c) => c.ruling);
}

export const keepsState: Criterion = {
  id: "S1.1-14",
  checks: ["restart"],
  judge(input) {
    const parts = new Parts();
    const power = measured(input, "after-power-cut");
    const network = measured(input, "after-network-cut");
    const rulings = [
      ...(power.length > 0 ? power : [unseen(input, "restart", "restart.unseen", {})]),
      ...network,
    ];
    const mark = deemedBy(input);
    if (mark) {
      parts.add(PART, undefined, [mark]);
      for (const r of rulings)
        if (r.outcome === "fail")
          for (const x of r.reasons) parts.remark("deemed.but-seen", { key: x.key, subject: PART }, x.cites);
      return parts.done();
    }
    parts.add(PART, undefined, rulings);
    if (power.length > 0 && network.length === 0) parts.remark("restart.network-cut-not-tried");
    parts.parts[0]?.needs.push(ask(`${PART}/hidden`, "hidden-values"));
    return parts.done();
  },
};
