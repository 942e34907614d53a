/** Edits of a form change the text of a person: what they wrote beside it stays. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lexer, parse } from "yaml";
import {
  type DeclarationEdit,
  DeclarationNotEditable,
  editDeclaration,
  freeDeclarationId,
  readDeclaration,
  renameEntry,
  viewDeclaration,
} from "../src/index.ts";

const example = (name: string) =>
  readFileSync(new URL(`../../../examples/products/${name}/product.yaml`, import.meta.url), "utf8");
const camera = example("camera");
const thermostat = example("thermostat");

/** Every comment of a YAML text, sorted. */
const comments = (text: string): string[] =>
  [...new Lexer().lex(text)]
    .filter((token) => token.startsWith("#"))
    .map((token) => token.replace(/^#\s*/, "").trim())
    .sort();

type Plain = Record<string | number, unknown>;
/** What the edit means for a plain value. */
function meant(value: unknown, edit: DeclarationEdit): unknown {
  const root = structuredClone(value) as Plain;
  const at = (path: readonly (string | number)[]) =>
    path.reduce<Plain>((v, step) => {
      v[step] ??= {};
      return v[step] as Plain;
    }, root);
  const parent = at(edit.path.slice(0, -1));
  const last = edit.path.at(-1) as string | number;
  if (edit.op === "set") parent[last] = structuredClone(edit.value);
  else if (edit.op === "remove") {
    if (Array.isArray(parent)) parent.splice(last as number, 1);
    else delete parent[last];
  } else {
    parent[last] ??= [];
    const list = parent[last] as unknown[];
    if (edit.op === "insert") list.splice(edit.at, 0, structuredClone(edit.value));
    else list.splice(edit.to, 0, ...list.splice(edit.from, 1));
  }
  return root;
}

/** Places of a value: every key and every entry of a list. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return path.length ? [path] : [];
  return [
    ...(path.length ? [path] : []),
    ...Object.entries(value).flatMap(([key, inner]) =>
      places(inner, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}
const lists = (value: unknown) =>
  places(value).filter((p) => Array.isArray(p.reduce<unknown>((v, s) => (v as Plain)[s], value)));

const words = fc.oneof(
  fc.constantFrom(
    "映像: 録画",
    "# 見出し",
    "- x",
    "yes",
    "0123",
    "2032-03-31",
    "a, b",
    "{x}",
    "“引用”",
    "two\nlines\n",
    "'",
  ),
  fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }),
);
const values = fc.oneof(
  words,
  fc.integer({ min: 0, max: 70_000 }),
  fc.boolean(),
  fc.record({ ja: words, en: words }),
  fc.array(words, { maxLength: 3 }),
  fc.record({ id: fc.constant("neu"), needed: fc.boolean(), list: fc.array(fc.record({ at: words })) }),
);
const editOf = (value: unknown): fc.Arbitrary<DeclarationEdit> =>
  fc.oneof(
    fc.record({ op: fc.constant("set" as const), path: fc.constantFrom(...places(value)), value: values }),
    fc.record({ op: fc.constant("remove" as const), path: fc.constantFrom(...places(value)) }),
    fc
      .tuple(fc.constantFrom(...places(value)), fc.constantFrom("note", "purpose", "id", "zz"), values)
      .filter(([path]) => {
        const at = path.reduce<unknown>((v, s) => (v as Plain)[s], value);
        return typeof at === "object" && at !== null && !Array.isArray(at);
      })
      .map(([path, key, v]) => ({ op: "set" as const, path: [...path, key], value: v })),
    fc
      .tuple(fc.constantFrom(...lists(value)), fc.nat(), fc.nat(), fc.boolean(), values)
      .map(([path, a, b, isMove, v]) => {
        const length = (path.reduce<unknown>((x, s) => (x as Plain)[s], value) as unknown[]).length;
        return isMove && length > 0
          ? { op: "move" as const, path, from: a % length, to: b % length }
          : { op: "insert" as const, path, at: a % (length + 1), value: v };
      }),
  );

describe.each([
  ["camera", camera],
  ["thermostat", thermostat],
])("an edit of the %s's declaration", (_name, text) => {
  it("does what it says, keeps every other value and every comment", () => {
    const value = parse(text) as unknown;
    fc.assert(
      fc.property(editOf(value), (edit) => {
        const next = editDeclaration(text, [edit]);
        expect(parse(next)).toEqual(meant(value, edit));
        expect(comments(next)).toEqual(comments(text));
      }),
      { numRuns: 60, seed: 6 },
    );
  });

  it("may follow on another", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (stream) => {
        let now = text;
        for (let i = 0; i < 4; i++) {
          const value = parse(now) as unknown;
          const n = stream.next().value as number;
          const [edit] = fc.sample(editOf(value), { numRuns: 1, seed: n }) as [DeclarationEdit];
          const next = editDeclaration(now, [edit]);
          expect(parse(next)).toEqual(meant(value, edit));
          now = next;
        }
        expect(comments(now)).toEqual(comments(text));
      }),
      { numRuns: 8, seed: 11 },
    );
  });

  it("touches one line where one value changes", () => {
    for (const path of places(parse(text)).filter((p) =>
      ["model", "port", "kind", "version"].includes(String(p.at(-1))),
    )) {
      const next = editDeclaration(text, [{ op: "set", path, value: 4711 }]);
      const before = text.split("\n");
      const after = next.split("\n");
      expect(after.length).toBe(before.length);
      expect(after.filter((line, i) => line !== before[i])).toHaveLength(1);
    }
  });
});

describe("an edit", () => {
  it("of an empty text begins a declaration, with its keys in the usual order", () => {
    const text = editDeclaration("", [
      { op: "set", path: ["product", "model"], value: "X-1" },
      { op: "set", path: ["seiza"], value: "product/1" },
      { op: "set", path: ["product", "name"], value: "錠" },
      { op: "insert", path: ["interfaces"], at: 0, value: { id: "web", kind: "other", needed: false } },
    ]);
    expect(text).toBe(
      "seiza: product/1\nproduct:\n  name: 錠\n  model: X-1\ninterfaces:\n  - id: web\n    kind: other\n    needed: false\n",
    );
  });

  it("of a JSON text leaves JSON", () => {
    const json = JSON.stringify(parse(thermostat), null, 2);
    const next = editDeclaration(json, [{ op: "set", path: ["product", "model"], value: "ND-T20" }]);
    expect((JSON.parse(next) as Plain)["product"]).toMatchObject({ model: "ND-T20" });
    expect(next.split("\n")).toHaveLength(json.split("\n").length + 1);
  });

  it("reaches a place that is written as an alias, and leaves its other use as it was", () => {
    const text = "seiza: product/1\na: &x { ja: 甲, en: A } # eins\nb: *x\n";
    const next = editDeclaration(text, [{ op: "set", path: ["b", "ja"], value: "乙" }]);
    expect(parse(next)).toMatchObject({ a: { ja: "甲", en: "A" }, b: { ja: "乙", en: "A" } });
    expect(comments(next)).toEqual(["eins"]);
    const gone = editDeclaration(text, [{ op: "remove", path: ["a"] }]);
    expect(parse(gone)).toEqual({ seiza: "product/1", b: { ja: "甲", en: "A" } });
  });

  it("keeps the ends of lines of a Windows editor", () => {
    const text = thermostat.replaceAll("\n", "\r\n");
    const next = editDeclaration(text, [{ op: "remove", path: ["constrained"] }]);
    expect(next.replaceAll("\r\n", "")).not.toMatch(/\n/);
    expect(comments(next)).toEqual(comments(thermostat));
  });

  it("is refused where the text cannot be read or the place is something else", () => {
    const set = (path: (string | number)[]): DeclarationEdit => ({ op: "set", path, value: "x" });
    expect(() => editDeclaration("product: [", [set(["product"])])).toThrow(DeclarationNotEditable);
    expect(() => editDeclaration("product: 1", [set(["product", "model"])])).toThrow(DeclarationNotEditable);
    expect(() => editDeclaration("interfaces: []", [set(["interfaces", 3, "id"])])).toThrow(
      DeclarationNotEditable,
    );
  });

  it("of an id takes along whoever names it", () => {
    const value = viewDeclaration(camera).value as Record<string, unknown>;
    const next = editDeclaration(camera, renameEntry(value, "interfaces", 0, "admin"));
    expect(next).not.toMatch(/: web$|- web$/m);
    expect(readDeclaration(next, "product.yaml").diagnostics).toEqual([]);
    const assets = editDeclaration(camera, renameEntry(value, "assets", 0, "pictures"));
    expect(readDeclaration(assets, "product.yaml").diagnostics).toEqual([]);
    expect(comments(assets)).toEqual(comments(camera));
  });
});

it("says where a text cannot be read", () => {
  const view = viewDeclaration('seiza: product/1\nproduct:\n  name: "x\n');
  expect(view.value).toBeUndefined();
  expect(view.trouble?.line).toBeGreaterThanOrEqual(3);
  expect(viewDeclaration("").value).toEqual({});
  expect(viewDeclaration("- a\n").trouble).toMatchObject({ line: 1 });
});

it("finds an id that is free", () => {
  expect(freeDeclarationId("web", ["ssh"])).toBe("web");
  expect(freeDeclarationId("web", ["web", "web-2"])).toBe("web-3");
  expect(freeDeclarationId("web-2", ["web", "web-2"])).toBe("web-3");
  expect(freeDeclarationId("管理", [])).toBe("item");
});

it("the tests see the comments of the examples", () => {
  expect([comments(camera).length, comments(thermostat).length]).toEqual([3, 7]);
});
