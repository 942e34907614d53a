/** Words and the pages that say them keep together: nothing is left over, nothing is asked for that is not there. */
import { readdirSync, readFileSync } from "node:fs";
import { PROGRESS_KEYS } from "@seiza/dossier";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import type { Messages } from "../src/i18n/index.ts";

const src = new URL("../src/", import.meta.url);
const folder = new URL("i18n/messages/", src);
const catalogues = await Promise.all(
  readdirSync(folder).map(
    async (file) =>
      [file, ((await import(new URL(file, folder).href)) as { default: Messages }).default] as const,
  ),
);

interface Source {
  path: string;
  /** Catalogues that the file imports, by file name. */
  imports: ReadonlySet<string>;
  strings: ReadonlySet<string>;
  /** `a.${x}.b` as a pattern; what stands in a hole has no full stop in it. */
  patterns: readonly RegExp[];
}
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function read(path: string): Source {
  const file = ts.createSourceFile(
    path,
    readFileSync(new URL(path, src), "utf8"),
    ts.ScriptTarget.ESNext,
    true,
  );
  const imports = new Set<string>();
  const strings = new Set<string>();
  const patterns: RegExp[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const from = (node.moduleSpecifier as ts.StringLiteral).text;
      const name = /i18n\/messages\/([\w-]+\.ts)$/.exec(from)?.[1];
      if (name !== undefined) imports.add(name);
      return;
    }
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) strings.add(node.text);
    if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name)) strings.add(node.name.text);
    if (ts.isTemplateExpression(node))
      patterns.push(
        new RegExp(
          `^${escaped(node.head.text)}${node.templateSpans.map((s) => `[^.]+${escaped(s.literal.text)}`).join("")}$`,
        ),
      );
    ts.forEachChild(node, visit);
  };
  visit(file);
  // A template of holes alone says nothing about which words it asks for.
  return {
    path,
    imports,
    strings,
    patterns: patterns.filter((p) => /[a-z]/i.test(p.source.replaceAll("[^.]+", ""))),
  };
}
const sources = (readdirSync(src, { recursive: true, encoding: "utf8" }) as string[])
  .filter((path) => /\.tsx?$/.test(path) && !path.includes("i18n/messages/"))
  .map(read);

/** Catalogues whose words are asked for by what the analysis says, not by name. */
const BY_DATA: Readonly<Record<string, (key: string) => boolean>> = {
  "items.ts": (key) => /^(kind|value|word)\./.test(key),
  "progress.ts": (key) => PROGRESS_KEYS.some((known) => key === known || key.startsWith(`${known}.`)),
  // Values of the catalogue's scales, asked for by scale and value.
  "diagram.ts": (key) => /^link(Authentication|Encryption)\./.test(key),
  // Names of fields in differences between studies.
  "fields.ts": () => true,
  // Labels of edits stand in stored revisions as well, and the server writes some.
  "edits.ts": () => true,
};

describe.each(catalogues)("the words of %s", (file, { ja }) => {
  const near = sources.filter((s) => s.imports.has(file));
  const stems = [...new Set(Object.keys(ja).map((key) => key.replace(/_(one|other)$/, "")))];
  it("are all said somewhere", () => {
    const unused = stems.filter(
      (key) =>
        !BY_DATA[file]?.(key) && !near.some((s) => s.strings.has(key) || s.patterns.some((p) => p.test(key))),
    );
    expect(unused.join(" ")).toBe("");
  });
});

it("no page asks for words by a name that no catalogue it reads has", () => {
  const missing: string[] = [];
  for (const { path, imports } of sources) {
    const known = catalogues.filter(([file]) => imports.has(file)).map(([, words]) => words);
    if (known.length === 0) continue;
    const keys = new Set(known.flatMap((w) => Object.keys(w.ja).map((k) => k.replace(/_(one|other)$/, ""))));
    const text = readFileSync(new URL(path, src), "utf8");
    // `t("…")`, `c("…")`, `words.t("…")`: how components name their words.
    for (const [, key = ""] of text.matchAll(
      /(?<![\w.])(?:[a-z]|st|[a-z]+\.t)\("([a-z][\w-]*(?:\.[\w-]+)*)"/g,
    ))
      if (/\./.test(key) && !keys.has(key) && !/^[a-z]+\.(ts|yaml|json)$/.test(key))
        missing.push(`${path}: ${key}`);
  }
  expect(missing).toEqual([]);
});
