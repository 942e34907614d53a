import { describe, expect, it } from "vitest";
import { parseStudyText } from "../src/parse.ts";

const found = (text: string, name: string) =>
  parseStudyText(text, { name }).problems.map((p) => `${p.line}:${p.column} ${p.code}`);
const deepBlocks = Array.from({ length: 3000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n");
const bomb = [
  "a: &a [x, x]",
  ...["b", "c", "d"].map((n, i) => `${n}: &${n} [${Array(10).fill(`*${"abc"[i]}`).join(", ")}]`),
].join("\n");
const aliasTower = [
  "a: &a0 [1]",
  ...Array.from({ length: 150 }, (_, i) => `b${i}: &a${i + 1} [*a${i}]`),
].join("\n");

describe("a mistake in JSON is told at its line and column", () => {
  it.each([
    ['{"a":1,}', "1:7 json-trailing-comma"],
    ['{\n  "a": [1, 2,\n  ]\n}', "2:13 json-trailing-comma"],
    ['{"a":1 "b":2}', "1:8 json-missing-comma"],
    ["{a:1}", "1:2 json-unquoted-key"],
    ['{"a":1, // c\n"b":2}', "1:9 json-comment"],
    ['{/* x */"a":1}', "1:2 json-comment"],
    ["{'a':1}", "1:2 json-wrong-quotes"],
    ["{“a”:1}", "1:2 json-wrong-quotes"],
    ['{"a"：1}', "1:5 fullwidth-character"],
    ['{"a":"x\ny"}', "1:6 json-unclosed-string"],
    ['{"a":"abc}', "1:6 json-unclosed-string"],
    ['{"a" 1}', "1:6 json-missing-colon"],
    ['{"a":1', "1:7 json-unclosed"],
    ['{"a":1} x', "1:9 json-after-end"],
    ['{"a":1}}', "1:8 json-after-end"],
    ['{"a":01}', "1:6 json-bad-number"],
    ['{"a":+1}', "1:6 json-bad-number"],
    ['{"a":tru}', "1:6 json-bad-value"],
    ['{"a":"abc\\x"}', "1:10 json-bad-escape"],
    ['{"a":"b\u0001"}', "1:8 json-control-character"],
    ['{"a":}', "1:6 json-missing-value"],
    ["{,}", "1:2 json-missing-value"],
    ["a: 1\nb: 2", "1:1 json-not-json"],
    ['{"a":1,\n"a":2}', "2:1 duplicate-key"],
    ["[1]", "1:1 not-a-study"],
    ["[".repeat(100_000), "1:101 too-deep"],
    [`${'{"a":'.repeat(150)}1${"}".repeat(150)}`, "1:501 too-deep"],
  ])("%j", (text, problem) => {
    expect(found(text, "study.json")).toEqual([problem]);
  });

  it("together with all the others", () => {
    expect(found('{"a":[1,\n 2 3],\n "b": tru,\n c: 1\n}', "study.json")).toEqual([
      "2:4 json-missing-comma",
      "3:7 json-bad-value",
      "4:2 json-unquoted-key",
    ]);
  });
});

describe("a mistake in YAML is told at its line and column", () => {
  it.each([
    ["a:\n\tb: 1\n", "2:1 yaml-tab"],
    ["a: 1\nb\nc: 2\n", "2:1 yaml-missing-colon"],
    ["a:1\nb: 2\n", "1:2 yaml-space-after-colon"],
    ['a: "abc\nb: 1\n', "1:4 yaml-unclosed-quote"],
    ["a: [1, 2\nb: 1\n", "2:1 yaml-unclosed-bracket"],
    ["a: {x: 1 y: 2}\n", "1:8 yaml-block-in-flow"],
    ["a: {b: 1}}\n", "1:10 yaml-extra-bracket"],
    ["a: - b\n", "1:4 yaml-dash-after-key"],
    ["a: |x\n  b\n", "1:5 yaml-block-header"],
    ["a:\n    b: 1\n  c: 2\n", "3:1 yaml-bad-indent"],
    ["a:\n  - b\n - c\n", "3:1 yaml-bad-indent"],
    ["a:\n- x: 1\n y: 2\n", "3:1 yaml-missing-dash"],
    ["a: !foo 1\n", "1:4 unknown-tag"],
    ["a: !!binary aGk=\n", "1:4 unknown-tag"],
    ["a: 1\na: 2\n", "2:1 duplicate-key"],
    ["a: 1\n---\nb: 2\n", "2:1 several-documents"],
    ["a: *x\n", "1:4 yaml-unknown-alias"],
    ["a: &x [*x]\n", "1:8 yaml-alias-loop"],
    ["a: &x &y 1\n", "1:7 yaml-bad-anchor"],
    ["a: @x\n", "1:4 yaml-reserved-character"],
    ['a: "\\q"\n', "1:5 yaml-bad-escape"],
    ["a: b: c\n", "1:4 yaml-nested-mapping"],
    ["? [a]\n: 1\n", "1:3 yaml-key-not-text"],
    ["a: &x {b: 1}\nc:\n  <<: *x\n", "3:3 yaml-merge-key"],
    ["a： 1\nb： 2\n", "1:2 fullwidth-character"],
    ["a: 1\nb：2\nc: 3\n", "2:2 fullwidth-character"],
    ['a: "x"#c\n', "1:7 yaml-space-before-comment"],
    ["%FOO bar\n---\na: 1\n", "1:1 yaml-bad-directive"],
    [`${"a".repeat(1100)}: 1\n`, "1:1 yaml-key-too-long"],
    ["# nothing yet\n", "1:1 empty-file"],
    ["- a\n", "1:1 not-a-study"],
    ["~\n", "1:1 not-a-study"],
    [`a: ${"[".repeat(50_000)}`, "1:103 too-deep"],
    [deepBlocks, "101:101 too-deep"],
    [aliasTower, "100:12 too-deep"],
    [bomb, "2:8 alias-bomb"],
  ])("%j", (text, problem) => {
    expect(found(text, "study.yaml")).toEqual([problem]);
  });

  it("in time proportional to the text, even with fifty thousand keys in one map", () => {
    const text = Array.from({ length: 50_000 }, (_, i) => `k${i}: 1`).join("\n");
    const start = performance.now();
    expect(found(text, "study.yaml")).toEqual([]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe("the format of a study", () => {
  it.each([
    ["study.yaml", '{"a": 1}', "yaml"],
    ["study.YML", "a: 1", "yaml"],
    ["study.json", '{"a": 1}', "json"],
    ["-", ' {"a": 1}', "json"],
    ["-", "a: 1", "yaml"],
  ])("of %s with %j is %3$s", (name, text, format) => {
    expect(parseStudyText(text, { name })).toMatchObject({ format, value: { a: 1 }, problems: [] });
  });

  it("is YAML 1.2, where yes and on are words and 012 is a number of ten and two", () => {
    expect(parseStudyText("%YAML 1.1\n---\na: yes\non: off\nc: 012\n", { name: "s.yaml" }).value).toEqual({
      a: "yes",
      on: "off",
      c: 12,
    });
  });

  it.each(["s.yaml", "s.json"])("in %s cannot reach the prototype of anything", (name) => {
    const value = parseStudyText('{"__proto__": {"polluted": 1}, "constructor": 1}', { name })
      .value as object;
    expect(Object.keys(value)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
