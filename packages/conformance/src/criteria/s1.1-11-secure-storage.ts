/**
 * S1.1-11: protected information assets in storage, removable media included, are kept securely (情報資産の保存).
 * Source: METI guide 1.0 P.23; rule in domain/conformance.md E, S1.1-11.
 */
import type { Declaration } from "../declaration/schema.ts";
import type { FactOf } from "../evidence/facts.ts";
import {
  ask,
  current,
  declare,
  declared,
  fails,
  open,
  Parts,
  person,
  type Ruling,
  seenOf,
} from "./ruling.ts";
import type { Criterion, JudgeInput } from "./verdict.ts";

const PART = "S1.1-11";
type Asset = Declaration["assets"][number];

function ofCanary(f: FactOf<"canary">, cite: string, question: ReturnType<typeof ask>): Ruling {
  const first = f.found[0];
  const values = {
    asset: f.asset,
    in: f.in,
    count: f.found.length,
    offset: first?.offset ?? "-",
    encoding: first?.encoding ?? "-",
  };
  if (f.found.length === 0) return person("storage.canary-not-found", values, [cite], [question]);
  return f.place === "removable" || f.place === "export"
    ? fails("storage.canary-in-clear", values, [cite])
    : person("storage.canary-in-image", values, [cite], [question]);
}

function ofAsset(input: JudgeInput, asset: Asset, at: number): Ruling[] {
  const question = ask(`${PART}:${asset.id}`, "storage-protection", { asset: asset.id });
  const pointer = `/assets/${at}/stored`;
  const rulings: Ruling[] = [];
  if (asset.stored.length === 0)
    rulings.push(
      open(
        "storage.not-declared",
        { asset: asset.id },
        [declared(pointer)],
        [declare(pointer, "stored-where", { asset: asset.id })],
      ),
    );
  asset.stored.forEach((s, i) => {
    const cite = declared(`${pointer}/${i}`);
    const values = { asset: asset.id, where: s.where, protection: s.protection.join(", ") };
    const bare = s.protection.includes("none");
    if (bare && (s.where === "removable" || s.where === "export"))
      rulings.push(fails("storage.declared-bare", values, [cite]));
    else rulings.push(person(bare ? "storage.bare-inside" : "storage.declared", values, [cite], [question]));
  });
  const canaries = seenOf(input, "canary").filter(
    (s) =>
      s.fact.asset === asset.id &&
      s.fact.place !== "capture" &&
      s.fact.place !== "before-deletion" &&
      s.fact.place !== "after-deletion",
  );
  rulings.push(
    ...current(
      canaries,
      (f) => `${f.place} ${f.in}`,
      (f, r) => ofCanary(f, r.id, question),
    ).map((c) => c.ruling),
  );
  return rulings;
}

export const secureStorage: Criterion = {
  id: "S1.1-11",
  checks: ["canary"],
  judge(input) {
    const parts = new Parts();
    const { assets } = input.declaration;
    if (assets.length === 0)
      parts.add(PART, undefined, [
        open("declaration.no-assets", {}, [declared("/assets")], [declare("/assets", "assets")]),
      ]);
    assets.forEach((asset, at) => {
      parts.add(PART, asset.id, ofAsset(input, asset, at));
    });
    return parts.done();
  },
};
