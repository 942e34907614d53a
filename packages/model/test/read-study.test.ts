import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toJson, toYaml } from "../src/canonical.ts";
import { diagnose, readStudy } from "../src/read-study.ts";
import { bytesOf, EXAMPLE } from "./example-study.ts";

const read = (text: string, name = "s.yaml") => readStudy({ name, bytes: bytesOf(text) });

describe("reading a study", () => {
  it.each([
    ["s.yaml", toYaml(EXAMPLE)],
    ["s.json", toJson(EXAMPLE)],
    ["-", toJson(EXAMPLE)],
  ])("from %s gives the study and no diagnostics", (name, text) => {
    const { study, diagnostics } = read(text, name);
    expect(diagnostics).toEqual([]);
    expect(study).toEqual(read(toJson(EXAMPLE), "s.json").study);
  });

  it("tells of the syntax and of the structure in one run where the syntax leaves a value to look at", () => {
    const { study, diagnostics } = read(
      toYaml(EXAMPLE).replace("domain: smart-home", "domain: home\n  domain: !x house"),
    );
    expect(study).toBeUndefined();
    expect(diagnostics.map((d) => d.code)).toEqual(["duplicate-key", "unknown-tag", "not-in-list"]);
  });

  it("gives the places that later checks ask for", () => {
    const { locate } = read("seiza: 1\nsystem:\n  id: s\n");
    const problem = {
      code: "unused-zone",
      severity: "warning" as const,
      path: ["system", "id"],
      values: { zone: "z" },
    };
    expect(diagnose([problem], locate)).toMatchObject([
      { file: "s.yaml", line: 3, column: 7, message: { en: 'zone "z" is empty' } },
    ]);
  });

  it("never throws, whatever the bytes are", () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      "-",
      " ",
      "\n",
      "&a ",
      "*a",
      '"',
      "'",
      "!t ",
      "|",
      "seiza: 1",
      "\t",
      "#",
      "? ",
      "%",
      "---\n",
      "あ",
      '"seiza":1',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 40 }).map((p) => bytesOf(p.join(""))),
          fc.uint8Array({ maxLength: 60 }),
        ),
        fc.constantFrom("s.yaml", "s.json", "-"),
        (bytes, name) => {
          const { study, diagnostics } = readStudy({ name, bytes });
          expect(study === undefined).toBe(diagnostics.some((d) => d.severity === "error"));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("says the same of a value as the published schema does", async () => {
    const { Ajv2020 } = await import("ajv/dist/2020.js");
    const schema = JSON.parse(
      readFileSync(new URL("../../../schemas/study.schema.json", import.meta.url), "utf8"),
    ) as object;
    const validate = new Ajv2020({ strictTypes: false }).compile(schema);
    const { Study } = await import("../src/schema.ts");
    for (const value of [
      EXAMPLE,
      { ...EXAMPLE, seiza: 2 },
      { ...EXAMPLE, system: { ...EXAMPLE.system, name: { fr: "x" } } },
      { ...EXAMPLE, assets: [{ ...EXAMPLE.assets?.[0], importance: 4 }] },
    ])
      expect([validate(value), read(JSON.stringify(value), "s.json").study !== undefined]).toEqual([
        Study.safeParse(value).success,
        Study.safeParse(value).success,
      ]);
  });
});
