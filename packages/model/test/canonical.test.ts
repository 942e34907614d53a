import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { canonicalStudy, toJson, toYaml } from "../src/canonical.ts";
import { readStudy } from "../src/read-study.ts";
import type { Study } from "../src/schema.ts";
import { bytesOf, EXAMPLE } from "./example-study.ts";

const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,8}$/);
const words = fc.oneof(
  fc.string({ minLength: 1, maxLength: 30, unit: "grapheme" }),
  fc.constantFrom(
    "yes",
    "null",
    "1e3",
    "0x1F",
    "~",
    "- a",
    "a: b",
    "# c",
    " x ",
    "2025-04-01",
    "<<",
    "\ta\nb\n",
    "日本語\r\n",
    "'\"",
    "|",
    "%",
    "\u2028",
    "\u0085x",
    "\ufeffx",
  ),
);
const name = fc.oneof(words, fc.record({ ja: words, en: words }), fc.record({ en: words }));
const optional = { requiredKeys: ["id", "name"] as ("id" | "name")[] };
const study: fc.Arbitrary<Study> = fc
  .record({
    zones: fc.array(
      fc.record({ id, name, trust: fc.integer({ min: 0, max: 4 }), flat: fc.boolean() }, optional),
      { minLength: 1, maxLength: 5 },
    ),
    components: fc.array(
      fc.record({
        id,
        quantity: fc.integer({ min: 1, max: 99 }),
        functions: fc.array(words, { maxLength: 3 }),
        uses: fc.array(id, { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    flows: fc.array(
      fc.record(
        { id, from: words, to: words, carries: fc.array(words, { maxLength: 3 }) },
        { requiredKeys: ["from", "to"] },
      ),
      { maxLength: 6 },
    ),
    title: name,
  })
  .map(
    ({ zones, components, flows, title }) =>
      ({
        ...EXAMPLE,
        system: { ...EXAMPLE.system, name: title },
        configurations: [
          {
            id: "k",
            name: title,
            zones: zones.map((z) => ({ kind: "control", ...z })),
            components: components.map(({ uses, ...c }) => ({
              type: "t",
              zone: "z",
              interfaces: uses.map((u) => ({ id: u, use: "normal", medium: "wifi" })),
              ...c,
            })),
            flows,
          },
        ],
      }) as Study,
  );

/** The same content with the keys of every object, and the lists whose order means nothing, the other way round. */
function reversed(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) {
    const items = value.map((v) => reversed(v));
    return ["functions", "makers", "integrators", "guidelines"].includes(key) ? items : items.reverse();
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, reversed(v, k)]),
  );
}

describe("the canonical form", () => {
  it("reads back from YAML and from JSON as it was", () => {
    fc.assert(
      fc.property(study, (s) => {
        const canonical = canonicalStudy(s);
        for (const [file, text] of [
          ["s.yaml", toYaml(s)],
          ["s.json", toJson(s)],
        ] as const) {
          const read = readStudy({ name: file, bytes: bytesOf(text) });
          expect(read.diagnostics).toEqual([]);
          expect(read.study).toEqual(canonical);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is its own canonical form, to the byte", () => {
    fc.assert(
      fc.property(
        study,
        (s) => toJson(canonicalStudy(s)) === toJson(s) && toYaml(canonicalStudy(s)) === toYaml(s),
      ),
    );
  });

  it("does not depend on the order of keys or of sets", () => {
    fc.assert(
      fc.property(study, (s) => {
        expect(toYaml(reversed(s) as Study)).toBe(toYaml(s));
      }),
    );
    expect(toYaml(reversed(EXAMPLE) as Study)).toBe(toYaml(EXAMPLE));
  });

  it("sorts the places of the diagram by what they are places of", () => {
    const placed = (layout: Record<string, { y: number; x: number; width?: number }>): Study => ({
      ...EXAMPLE,
      configurations: EXAMPLE.configurations.map((c) => ({ ...c, layout })),
    });
    const one = placed({ "zone:lan": { x: 0, y: 0, width: 300 }, gw: { x: 10, y: 20 } });
    const other = placed({ gw: { y: 20, x: 10 }, "zone:lan": { y: 0, width: 300, x: 0 } });
    expect(toYaml(other)).toBe(toYaml(one));
    const read = readStudy({ name: "s.yaml", bytes: bytesOf(toYaml(one)) });
    expect(read.diagnostics).toEqual([]);
    expect(read.study?.configurations[0]?.layout).toEqual(one.configurations[0]?.layout);
  });

  it("does not change the study it is made from", () => {
    const before = structuredClone(EXAMPLE);
    canonicalStudy(EXAMPLE);
    expect(EXAMPLE).toEqual(before);
  });

  it("sorts by id, keeps the order that authors chose, adds nothing, and leaves Japanese as it is", () => {
    const text = toYaml(EXAMPLE);
    const { configurations } = parse(text) as Study;
    expect(configurations[0]?.components.map((c) => c.id)).toEqual(["cloud", "gw"]);
    expect(configurations[0]?.flows?.map((f) => f.id ?? f.from)).toEqual(["cmd", "gw.wan"]);
    expect(configurations[0]?.components[1]?.functions).toEqual(["中継する", "制御する"]);
    expect(Object.keys(configurations[0]?.components[0] ?? {})).toEqual(["id", "type", "zone", "interfaces"]);
    expect(text.startsWith("seiza: 1\nsystem:\n  id: home\n  name:\n    ja: 家\n")).toBe(true);
    expect(text).not.toMatch(/[&*]a1/);
  });
});

describe("extensions of other tools", () => {
  const bag = { threats: [{ id: "b" }, { id: "a" }], z: null, a: 1 };
  const study: Study = {
    ...EXAMPLE,
    extensions: { otm: bag },
    configurations: EXAMPLE.configurations.map((c) => ({
      ...c,
      extensions: { drawio: { page: 1 } },
      components: c.components.map((x) => ({ ...x, extensions: { otm: bag } })),
    })),
  };
  it("keep the order of their lists and survive writing and reading", () => {
    const read = readStudy({ name: "s.yaml", bytes: bytesOf(toYaml(study)) });
    expect(read.diagnostics).toEqual([]);
    expect(read.study?.configurations[0]?.components[0]?.extensions).toEqual({ otm: bag });
    expect(toYaml(read.study as Study)).toBe(toYaml(study));
  });
  it("are by format, and a format's name is lower case", () => {
    const wrong = { ...EXAMPLE, extensions: { "Open Threat Model": {} } } as Study;
    expect(readStudy({ name: "s.json", bytes: bytesOf(toJson(wrong)) }).study).toBeUndefined();
  });
});
