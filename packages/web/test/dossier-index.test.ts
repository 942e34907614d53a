/** What items are called on the pages. */
import { Trace } from "@seiza/dossier";
import { describe, expect, it } from "vitest";
import { dossierOf, EXAMPLES, readExample } from "../../../tests/support.ts";
import { DossierIndex } from "../src/study/dossier-index.ts";

describe("the name of an item", () => {
  it.each(EXAMPLES)("is the one that its reasons give, in %s", (example) => {
    const dossier = dossierOf(readExample(example));
    const index = new DossierIndex(dossier);
    const prefixes = new Set<string>();
    for (const { id, name } of new Trace(dossier).items.values()) {
      if (name.ja === "") continue;
      prefixes.add(id.slice(0, 2));
      expect(index.name(id), id).toEqual(name);
    }
    expect([...prefixes]).toEqual(expect.arrayContaining(["co", "zn", "pt", "if", "at", "tg", "pr", "rq"]));
  });
});
