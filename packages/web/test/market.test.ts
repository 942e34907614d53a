import type { Study } from "@seiza/model";
import { expect, test } from "vitest";
import { putEntry, removeEntry, shareOf } from "../src/step6/market.ts";

const bare = { seiza: 1, system: { id: "s", name: "S", domain: "other" } } as unknown as Study;
const maker = (name: string, type: string, sharePercent?: number) => ({
  name,
  type,
  commits: "yes" as const,
  ...(sharePercent === undefined ? {} : { sharePercent }),
});

test("a maker is added at the end, changed in its place and removed, the study before stays as it was", () => {
  const one = putEntry(bare, "makers", undefined, maker("A社", "meter", 30));
  const two = putEntry(one, "makers", undefined, maker("B社", "meter", 20));
  const changed = putEntry(two, "makers", 0, maker("A社", "meter", 35));
  expect(changed.market?.makers?.map((m) => m.sharePercent)).toEqual([35, 20]);
  expect(two.market?.makers?.[0]?.sharePercent).toBe(30);
  expect(removeEntry(changed, "makers", 0).market?.makers?.map((m) => m.name)).toEqual(["B社"]);
});

test("nothing is left of the market when its last entry goes, so that undoing by hand is undoing", () => {
  const one = putEntry(bare, "guidelines", undefined, { name: "指針", demand: "strong" });
  expect(removeEntry(one, "guidelines", 0)).toEqual(bare);
});

test("shares add up per product type, without the maker that is being changed", () => {
  const makers = [
    maker("A社", "meter", 30.1),
    maker("B社", "meter", 20.2),
    maker("C社", "lock", 50),
    maker("D社", "meter"),
  ];
  expect(shareOf(makers, "meter")).toBe(50.3);
  expect(shareOf(makers, "meter", 0)).toBe(20.2);
  expect(shareOf(undefined, "meter")).toBe(0);
});
