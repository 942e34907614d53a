/** The form of a declaration and the declaration's schema keep together. */
import { describe, expect, test } from "vitest";
import declaration from "../src/i18n/messages/declaration.ts";
import fields from "../src/i18n/messages/declaration-fields.ts";
import { knownFields, LEAVES } from "../src/product/form/fields.ts";
import { COLUMNS, SECTIONS } from "../src/product/form/sections.ts";

const known = knownFields();
const HOLDERS = new Set(["group", "list", "forms", "takes"]);

describe("every field of a declaration", () => {
  test("has a control, or holds fields that have one", () => {
    expect(known.length).toBeGreaterThan(150);
    expect(known.filter((f) => !LEAVES.has(f.kind) && !HOLDERS.has(f.kind))).toEqual([]);
    // A value of any shape is written as JSON, and nothing else is.
    expect(known.filter((f) => f.kind === "json").map((f) => f.name)).toEqual([
      "step/json",
      "answer/json/equals",
    ]);
  });
  test("has a name in both languages", () => {
    const bare = known
      .map((f) => `f.${f.name}`)
      .filter((k) => k !== "f.seiza" && !(k in fields.ja && k in fields.en));
    expect(bare).toEqual([]);
  });
  test("has words for each value that can be chosen", () => {
    const own = (f: (typeof known)[number]) => f.values.map((v) => `v.${f.name}.${v}`);
    expect(known.flatMap(own).filter((k) => !(k in fields.ja && k in fields.en))).toEqual([]);
  });
  test("stands in one part of the form, which has words", () => {
    const top = [...new Set(known.map((f) => f.name.split("/")[0] as string))];
    const recipes = new Set(["login", "step", "take", "answer", "act", "read"]);
    const asked = SECTIONS.flatMap((s) => s.keys);
    expect(top.filter((key) => key !== "seiza" && !recipes.has(key)).sort()).toEqual([...asked].sort());
    for (const { id } of SECTIONS)
      for (const k of [`s.${id}`, `w.${id}`]) expect(declaration.ja).toHaveProperty([k]);
  });
});

test("no words are left of fields that are gone", () => {
  const names = new Set(known.map((f) => f.name));
  const values = new Set(known.flatMap((f) => f.values.map((v) => `v.${f.name}.${v}`)));
  const left = Object.keys(fields.ja).filter((key) =>
    key.startsWith("v.") ? !values.has(key) : !names.has(key.slice(2)),
  );
  expect(left).toEqual([]);
});

test("tables show fields that entries have", () => {
  const names = new Set(known.map((f) => f.name));
  const strange = Object.entries(COLUMNS)
    .flatMap(([list, columns]) => columns.flat().map((key) => `${list}/${key}`))
    // The kind is how forms of an interface are told apart.
    .filter((name) => name !== "interfaces/kind" && !names.has(name));
  expect(strange).toEqual([]);
});
