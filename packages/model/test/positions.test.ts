import { describe, expect, it } from "vitest";
import { locator, type Path } from "../src/positions.ts";

const YAML = `# top
seiza: 1
list:
  - id: a
    name: {ja: あ, en: A}
  - id: 😀 b
    empty:
shared: &s [1, two]
again: *s
"quoted key": x
`;
const JSON_TEXT = `
{ "seiza": 1,
  "list": [ {"id": "a", "in}": [1, [2, 3]]},
            {"id": "\\u0061", "name": "x"} ],
  "last": {} }`;

describe("a place in a study", () => {
  it.each<["yaml" | "json", Path, "value" | "key", string]>([
    ["yaml", [], "value", "2:1"],
    ["yaml", ["seiza"], "value", "2:8"],
    ["yaml", ["seiza"], "key", "2:1"],
    ["yaml", ["list", 0], "value", "4:5"],
    ["yaml", ["list", 0, "name", "en"], "value", "5:23"],
    ["yaml", ["list", 0, "name", "en"], "key", "5:19"],
    ["yaml", ["list", 1, "empty"], "value", "7:5"],
    ["yaml", ["again", 1], "value", "8:16"],
    ["yaml", ["quoted key"], "value", "10:15"],
    ["yaml", ["list", 1, "missing", "deeper"], "value", "6:5"],
    ["yaml", ["list", 9], "value", "4:3"],
    ["json", [], "value", "2:1"],
    ["json", ["seiza"], "value", "2:12"],
    ["json", ["seiza"], "key", "2:3"],
    ["json", ["list", 0, "in}", 1, 1], "value", "3:40"],
    ["json", ["list", 1, "name"], "value", "4:38"],
    ["json", ["list", 1, "name"], "key", "4:30"],
    ["json", ["last", "missing"], "value", "5:11"],
    ["json", ["list", 7, "id"], "value", "3:11"],
  ])("%s %j (%s) is %s", (format, path, at, place) => {
    const { line, column, file } = locator({ file: "f", text: format === "yaml" ? YAML : JSON_TEXT, format })(
      path,
      at,
    );
    expect([`${line}:${column}`, file]).toEqual([place, "f"]);
  });

  it("in a text that is not even well-formed is still a place", () => {
    for (const text of ["", "{", '{"a"', '{"a":[1,', "]", '{"a":[1,{"b":'])
      for (const path of [[], ["a"], ["a", 0], ["a", 1, "b"]])
        expect(locator({ file: "f", text, format: "json" })(path).line).toBe(1);
  });
});
