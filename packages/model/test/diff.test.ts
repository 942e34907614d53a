import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalStudy, type DiffEntry, diffStudies, type Study } from "../src/index.ts";
import { EXAMPLE } from "./example-study.ts";

const edited = (change: (study: Study) => void): Study => {
  const copy = structuredClone(EXAMPLE);
  change(copy);
  return copy;
};
const configuration = (study: Study) => {
  const first = study.configurations[0];
  if (!first) throw new Error("the example has a configuration");
  return first;
};
const part = (entry: DiffEntry) => `${entry.kind} ${entry.part} ${entry.configuration ?? "-"} ${entry.id}`;

/** An edit, and the entries it gives. */
const EDITS: [string, (study: Study) => void, DiffEntry[]][] = [
  [
    "another name of the system",
    (study) => {
      study.system.name = { ja: "家", en: "House" };
    },
    [
      {
        kind: "changed",
        part: "system",
        id: "home",
        name: { ja: "家", en: "House" },
        fields: [{ path: "name", before: { ja: "家", en: "Home" }, after: { ja: "家", en: "House" } }],
      },
    ],
  ],
  [
    "another name of a zone",
    (study) => {
      const zone = configuration(study).zones.find(({ id }) => id === "lan");
      if (zone) zone.name = "家の中";
    },
    [
      {
        kind: "changed",
        part: "zone",
        configuration: "hems",
        id: "lan",
        name: "家の中",
        fields: [{ path: "name", before: "宅内", after: "家の中" }],
      },
    ],
  ],
  [
    "a component more",
    (study) => {
      configuration(study).components.push({
        id: "new",
        type: "gateway",
        zone: "lan",
        name: "新",
        interfaces: [{ id: "a", use: "normal", medium: "wifi" }],
      });
    },
    [{ kind: "added", part: "component", configuration: "hems", id: "new", name: "新" }],
  ],
  [
    "a control of a component in another state",
    (study) => {
      const gw = configuration(study).components.find(({ id }) => id === "gw");
      if (gw) gw.controls = [{ id: "CM24", state: "partial" }];
    },
    [
      {
        kind: "changed",
        part: "component",
        configuration: "hems",
        id: "gw",
        fields: [{ path: "controls.CM24.state", before: "full", after: "partial" }],
      },
    ],
  ],
  [
    "an interface gone",
    (study) => {
      const gw = configuration(study).components.find(({ id }) => id === "gw");
      if (gw) gw.interfaces = gw.interfaces?.filter(({ id }) => id !== "lan") ?? [];
    },
    [{ kind: "removed", part: "interface", configuration: "hems", id: "gw.lan" }],
  ],
  [
    "a field of an interface gone",
    (study) => {
      const gw = configuration(study).components.find(({ id }) => id === "gw");
      const wan = gw?.interfaces?.find(({ id }) => id === "wan");
      if (wan) delete wan.protocol;
    },
    [
      {
        kind: "changed",
        part: "interface",
        configuration: "hems",
        id: "gw.wan",
        fields: [{ path: "protocol", before: "HTTPS" }],
      },
    ],
  ],
  [
    "a flow without an id",
    (study) => {
      configuration(study).flows = [
        ...(configuration(study).flows ?? []),
        { from: "cloud.api", to: "gw.lan" },
      ];
    },
    [{ kind: "added", part: "flow", configuration: "hems", id: "cloud.api>gw.lan>" }],
  ],
  [
    "a decision more",
    (study) => {
      study.decisions = [
        ...(study.decisions ?? []),
        { id: "dx", target: "t", action: "drop", reason: "r", by: "b", date: "2026-11-25" },
      ];
    },
    [{ kind: "added", part: "decision", id: "dx" }],
  ],
  [
    "things moved in the picture",
    (study) => {
      Object.assign(configuration(study), { layout: { gw: { x: 1, y: 2 }, "zone:lan": { x: 0, y: 0 } } });
    },
    [
      {
        kind: "changed",
        part: "layout",
        configuration: "hems",
        id: "hems",
        fields: [
          { path: "gw", after: { x: 1, y: 2 } },
          { path: "zone:lan", after: { x: 0, y: 0 } },
        ],
      },
    ],
  ],
  [
    "a configuration more",
    (study) => {
      study.configurations.push({ ...structuredClone(configuration(study)), id: "copy", name: "写し" });
    },
    [{ kind: "added", part: "configuration", id: "copy", name: "写し" }],
  ],
  [
    "another configuration's name",
    (study) => {
      configuration(study).name = "別名";
    },
    [
      {
        kind: "changed",
        part: "configuration",
        id: "hems",
        name: "別名",
        fields: [{ path: "name", before: "HEMS", after: "別名" }],
      },
    ],
  ],
];

describe("A difference of studies", () => {
  it.each(EDITS)("tells of %s, and of nothing else", (_, change, entries) => {
    expect(diffStudies(EXAMPLE, edited(change))).toEqual(entries);
  });

  it("tells of all edits at once, in the order of the parts", () => {
    // A change of the name of the configuration that the others stand in does not hide them.
    const all = edited((study) => {
      for (const [, change] of EDITS) change(study);
    });
    const copy = (entry: DiffEntry) => entry.id !== "copy";
    const found = diffStudies(EXAMPLE, all).filter(copy).map(part);
    const wanted = EDITS.flatMap(([, , entries]) => entries)
      .filter(copy)
      .map(part);
    expect([...found].sort()).toEqual([...wanted].sort());
    expect(found.map((text) => text.split(" ")[1])).toEqual([
      ...["system", "configuration", "zone", "component", "component", "interface", "interface"],
      ...["flow", "decision", "layout"],
    ]);
  });

  it("turns round: what was added is removed, what was before comes after", () => {
    for (const [, change] of EDITS) {
      const after = edited(change);
      const there = diffStudies(EXAMPLE, after);
      const back = diffStudies(after, EXAMPLE);
      expect(back.map((entry) => entry.id)).toEqual(there.map((entry) => entry.id));
      const turned = { added: "removed", removed: "added", changed: "changed" };
      expect(back.map(({ kind }) => kind)).toEqual(there.map(({ kind }) => turned[kind]));
    }
  });

  it("tells of makers by name, and of their order, which is the author's", () => {
    const maker = (name: string, sharePercent: number) => ({
      name,
      type: "gateway",
      sharePercent,
      commits: "yes" as const,
    });
    const before = edited((study) => {
      study.market = { makers: [maker("甲", 10), maker("乙", 20)] };
    });
    const after = edited((study) => {
      study.market = { makers: [maker("乙", 20), maker("甲", 15)] };
    });
    expect(diffStudies(before, after)).toEqual([
      { kind: "changed", part: "market", id: "makers", fields: [expect.objectContaining({ path: "order" })] },
      {
        kind: "changed",
        part: "market",
        id: "makers/甲/gateway",
        name: "甲",
        fields: [{ path: "sharePercent", before: 10, after: 15 }],
      },
    ]);
  });

  it("holds ids that stand twice apart", () => {
    const twice = edited((study) => {
      const [first] = study.productTypes;
      if (first) study.productTypes.push({ ...first });
    });
    const id = EXAMPLE.productTypes[0]?.id;
    expect(diffStudies(EXAMPLE, twice).map(part)).toEqual([`added productType - ${id}#2`]);
  });
});

/** Lists whose items have ids, in any order. */
function shuffled(study: Study, seed: number): Study {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const items = value.map(walk);
      if (!items.every((item) => typeof item === "object" && item !== null && "id" in item)) return items;
      return items
        .map((item) => [next(), item] as const)
        .sort(([a], [b]) => a - b)
        .map(([, item]) => item);
    }
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) => [key, walk(inner)] as const);
    return Object.fromEntries(next() < 0.5 ? entries.reverse() : entries);
  };
  return walk(study) as Study;
}

/** Any of the edits, any number of times. */
const someStudy = fc
  .array(fc.tuple(fc.nat(EDITS.length - 1), fc.string({ minLength: 1, maxLength: 5 })), { maxLength: 6 })
  .map((edits) => {
    const study = structuredClone(EXAMPLE);
    for (const [index, word] of edits) {
      EDITS[index]?.[1](study);
      const gw = configuration(study).components.find(({ id }) => id === "gw");
      if (gw) gw.note = word;
    }
    return study;
  });

describe("A difference of any two studies", () => {
  it("is empty exactly where both say the same", () => {
    fc.assert(
      fc.property(someStudy, someStudy, (a, b) => {
        const isSame = JSON.stringify(canonicalStudy(a)) === JSON.stringify(canonicalStudy(b));
        expect(diffStudies(a, b).length === 0).toBe(isSame);
        expect(diffStudies(a, a)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("does not depend on the order of lists with ids, nor of keys", () => {
    fc.assert(
      fc.property(someStudy, someStudy, fc.nat(), (a, b, seed) => {
        expect(diffStudies(shuffled(a, seed), shuffled(b, seed + 1))).toEqual(diffStudies(a, b));
      }),
      { numRuns: 200 },
    );
  });
});
