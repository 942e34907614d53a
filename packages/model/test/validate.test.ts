import { describe, expect, it } from "vitest";
import { validateStudy } from "../src/validate.ts";
import { changed, EXAMPLE, type Loose } from "./example-study.ts";

const problemsOf = (change: (study: Loose) => void) => validateStudy(changed(change)).problems;

describe("the structure of a study", () => {
  it("is right in the example", () => {
    expect(validateStudy(EXAMPLE)).toEqual({ study: EXAMPLE, problems: [] });
  });

  it.each<[string, (study: Loose) => void, string, string, Record<string, unknown>]>([
    [
      "a misspelt key",
      (s) => (s.configurations[0].components[0].intefaces = []),
      "unknown-key",
      "configurations.0.components.0.intefaces",
      { where: "configurations.hems.components.gw", suggestion: "interfaces" },
    ],
    [
      "a key of Object.prototype",
      (s) => (s.system.toString = 1),
      "unknown-key",
      "system.toString",
      { suggestion: "" },
    ],
    [
      "a missing key",
      (s) => delete s.configurations[0].components[0].zone,
      "missing-key",
      "configurations.0.components.0",
      { key: "zone" },
    ],
    [
      "a place in the diagram without one of its coordinates",
      (s) => (s.configurations[0].layout = { gw: { x: 1 } }),
      "missing-key",
      "configurations.0.layout.gw",
      { key: "y" },
    ],
    [
      "a misspelt part of a place in the diagram",
      (s) => (s.configurations[0].layout = { gw: { x: 1, y: 1, widht: 5 } }),
      "unknown-key",
      "configurations.0.layout.gw.widht",
      { suggestion: "width" },
    ],
    [
      "a number for words",
      (s) => (s.system.name = 5),
      "wrong-type",
      "system.name",
      { expected: "words", got: "number" },
    ],
    ["nothing for words", (s) => (s.system.name = null), "wrong-type", "system.name", { got: "null" }],
    [
      "a language that is not known",
      (s) => (s.system.name = { ja: "a", fr: "b" }),
      "unknown-key",
      "system.name.fr",
      { has: "ja, en" },
    ],
    ["no language at all", (s) => (s.system.name = {}), "empty-text", "system.name", {}],
    ["empty words", (s) => (s.system.name = ""), "empty-text", "system.name", {}],
    [
      "text for a truth value",
      (s) => (s.productTypes[0].ip = "yes"),
      "wrong-type",
      "productTypes.0.ip",
      { expected: "boolean", got: "string" },
    ],
    [
      "a group for a list",
      (s) => (s.productTypes = {}),
      "wrong-type",
      "productTypes",
      { expected: "array", got: "object" },
    ],
    [
      "a fraction",
      (s) => (s.configurations[0].components[0].quantity = 1.5),
      "wrong-type",
      "configurations.0.components.0.quantity",
      { expected: "integer", got: "number" },
    ],
    [
      "a value that is not in the list",
      (s) => (s.system.domain = "smarthome"),
      "not-in-list",
      "system.domain",
      { suggestion: "smart-home" },
    ],
    [
      "a number where a word of a list belongs",
      (s) => (s.system.threshold = 2),
      "not-in-list",
      "system.threshold",
      { allowed: "A, B, C, D, E" },
    ],
    [
      "a level that is none",
      (s) => (s.assets[0].importance = 4),
      "not-in-list",
      "assets.0.importance",
      { allowed: "1, 2, 3" },
    ],
    [
      "an id with a space",
      (s) => (s.system.id = "my home"),
      "bad-id",
      "system.id",
      { suggestion: "my-home" },
    ],
    ["a date with slashes", (s) => (s.decisions[0].date = "2025/04/01"), "bad-date", "decisions.0.date", {}],
    [
      "a day that does not exist",
      (s) => (s.decisions[0].date = "2025-02-30"),
      "bad-date",
      "decisions.0.date",
      { where: "decisions.d1.date" },
    ],
    [
      "too small a number",
      (s) => (s.configurations[0].components[0].quantity = 0),
      "out-of-range",
      "configurations.0.components.0.quantity",
      { min: 1 },
    ],
    [
      "too large a number",
      (s) => (s.market.makers[0].sharePercent = 101),
      "out-of-range",
      "market.makers.0.sharePercent",
      { max: 100 },
    ],
    [
      "too long a text",
      (s) => (s.system.name = "あ".repeat(2001)),
      "too-long",
      "system.name",
      { length: 2001, max: 2000 },
    ],
    [
      "too many items",
      (s) => (s.configurations[0].components[0].functions = Array(51).fill("x")),
      "too-many",
      "configurations.0.components.0.functions",
      { count: 51, max: 50 },
    ],
    ["too few items", (s) => (s.system.phases = []), "too-few", "system.phases", { count: 0, min: 1 }],
    ["a version of text", (s) => (s.seiza = "1"), "wrong-version", "seiza", { value: '"1"' }],
    ["a later version", (s) => (s.seiza = 2), "wrong-version", "seiza", { value: "2" }],
  ])("%s is one problem", (_name, change, code, path, values) => {
    const problems = problemsOf(change);
    expect(problems.map((p) => [p.code, p.path.join(".")])).toEqual([[code, path]]);
    expect(problems[0]?.values).toMatchObject(values);
  });

  it.each([[null], [[]], ["text"], [{}], [{ openapi: "3.1.0", paths: {} }]])(
    "of %j is not that of a study, which is all there is to say",
    (value) => {
      expect(validateStudy(value).problems.map((p) => p.code)).toEqual(["not-a-study"]);
    },
  );

  it("is told with all mistakes at once, and beyond a thousand with their number", () => {
    const problems = problemsOf((s) => {
      s.configurations[0].components = Array.from({ length: 1500 }, () => ({
        id: "bad id",
        type: 1,
        zone: "lan",
      }));
    });
    expect(problems).toHaveLength(1001);
    expect(problems[1000]).toMatchObject({
      code: "more-problems",
      severity: "info",
      values: { count: 2000, shown: 1000 },
    });
  });
});

/** A valid study of a hundred thousand components; a slow machine gets five times the target. */
function large(components: number): unknown {
  return changed((s) => {
    const [gw] = s.configurations[0].components;
    s.configurations[0].components = Array.from({ length: components }, (_, i) => ({
      ...gw,
      id: `c${i}`,
      name: { ja: `機器 ${i}`, en: `Device ${i}` },
    }));
  });
}
describe("checking the structure", () => {
  it.each([10_000, 100_000])("of %d sound components finds nothing", (components) => {
    expect(validateStudy(large(components)).problems).toEqual([]);
  });
});
