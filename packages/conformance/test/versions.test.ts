/** Orders of versions: as the ecosystems give them, and total over anything. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareVersions, inRange, readRange, VERSION_SCHEMES } from "../src/findings/versions.ts";

const pieces = fc.constantFrom(
  ..."0 1 2 9 10 01 007 a b c z alpha beta rc dev post final ga sp snapshot p . - _ ~ ^ + : v ! r1 git".split(
    " ",
  ),
);
const version = fc.oneof(
  fc.array(pieces, { maxLength: 9 }).map((p) => p.join("")),
  fc.string({ maxLength: 12 }),
  fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30)).map((t) => t.join(".")),
);

describe.each(VERSION_SCHEMES)("%s", (scheme) => {
  const sign = (a: string, b: string) => Math.sign(compareVersions(scheme, a, b));
  test("is antisymmetric and reflexive", () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(sign(a, a)).toBe(0);
        expect(sign(a, b) + sign(b, a)).toBe(0);
      }),
      { numRuns: 400 },
    );
  });
  test("is transitive and total", () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        if (sign(a, b) <= 0 && sign(b, c) <= 0) expect(sign(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });
});

// Oldest first; from the ecosystems' own documents and tests.
const ORDERS: [(typeof VERSION_SCHEMES)[number], string[]][] = [
  [
    "semver",
    ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.2", "1.10.0"],
  ],
  ["pypi", ["1.0.dev1", "1.0a1", "1.0b2", "1.0rc1", "1.0", "1.0.post1", "1.1", "1!0.1"]],
  [
    "maven",
    ["1-alpha-1", "1-beta", "1-milestone", "1-rc", "1-SNAPSHOT", "1", "1-sp", "1-xyz", "1-1", "1.1", "1.10"],
  ],
  ["deb", ["1.0~rc1", "1.0", "1.0-1", "1.0-1+deb11u1", "1.0-2", "1.0a-1", "1.0.1", "1:0.1"]],
  ["rpm", ["1.0~rc1-1", "1.0-1", "1.0-2.el8", "1.0-10.el8", "1.0^git1-1", "1.0.1-1", "1:0.1-1"]],
  ["apk", ["1.2_alpha", "1.2_rc1", "1.2", "1.2-r1", "1.2_p1", "1.2a", "1.2.3", "1.10"]],
  ["gem", ["1.0.a", "1.0.b1", "1.0", "1.0.1", "1.9", "1.10"]],
  ["nuget", ["1.0.0-alpha", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0", "1.0.0.1", "1.0.1"]],
  ["generic", ["1.0.1dev", "1.0.1beta2", "1.0.1rc1", "1.0.1", "1.0.1f", "1.0.1k", "1.0.2", "1.0.10", "v2.0"]],
];
test.each(ORDERS)("%s puts %j in this order", (scheme, list) => {
  for (let i = 0; i < list.length; i++)
    for (let j = 0; j < list.length; j++)
      expect(
        `${list[i]} ${list[j]} ${Math.sign(compareVersions(scheme, list[i] ?? "", list[j] ?? ""))}`,
      ).toBe(`${list[i]} ${list[j]} ${Math.sign(i - j)}`);
});
test.each([
  ["maven", "1.0", "1"],
  ["maven", "1.0.0-ga", "1"],
  ["generic", "1.0.0", "1"],
  ["gem", "1.0", "1"],
  ["nuget", "1.0.0.0", "1"],
  ["pypi", "1.0", "1.0.0"],
  ["deb", "1.0", "0:1.0-0"],
] as const)("%s calls %s and %s one version", (scheme, a, b) => {
  expect(compareVersions(scheme, a, b)).toBe(0);
});

test("ranges as CycloneDX and CSAF write them", () => {
  const within = (range: string, v: string) => {
    const r = readRange(range);
    return r && inRange(r.scheme ?? "generic", v, r.bounds);
  };
  expect(within("vers:generic/>=2.9|<=4.1", "3.0")).toBe(true);
  expect(within("vers:generic/>=2.9|<=4.1", "4.2")).toBe(false);
  expect(within("vers:npm/1.0.0|>=2.0.0|<2.5.0|>3.0.0", "1.0.0")).toBe(true);
  expect(within("vers:npm/1.0.0|>=2.0.0|<2.5.0|>3.0.0", "2.7.0")).toBe(false);
  expect(within("vers:npm/1.0.0|>=2.0.0|<2.5.0|>3.0.0", "3.0.1")).toBe(true);
  expect(within("vers:npm/>=1.0.0|!=1.2.0", "1.2.0")).toBe(false);
  expect(within("<1.3", "1.2.9")).toBe(true);
  expect(within("vers:all/*", "1")).toBe(true);
  expect(readRange("all versions before spring")).toBeUndefined();
  expect(readRange("< IR302 3.5.56")).toBeUndefined();
});
