import { readFileSync } from "node:fs";
import { builtinCatalog } from "@seiza/catalog/builtin";
import { diffStudies, readStudy, resolveStudy, type Study } from "@seiza/model";
import { describe, expect, it } from "vitest";
import { cut, onlyConfiguration } from "../src/compare/sides.ts";

const bytes = readFileSync(new URL("../../../examples/smart-home-hems.yaml", import.meta.url));
const home = readStudy({ name: "home.yaml", bytes }).study as Study;
const first = home.configurations[0] as Study["configurations"][number];
/** The home with an alternative in which one component is gone. */
const twofold: Study = {
  ...home,
  configurations: [
    first,
    { ...first, id: "alt", people: [], flows: [], components: first.components.slice(1) },
  ],
  decisions: [
    {
      id: "x1",
      target: `as:${first.id}/gw/A1`,
      action: "change",
      set: { importance: 2 },
      reason: "a",
      by: "b",
      date: "2026-01-01",
    },
    {
      id: "x2",
      target: "as:alt/gw/A1",
      action: "change",
      set: { importance: 3 },
      reason: "a",
      by: "b",
      date: "2026-01-01",
    },
    {
      id: "x3",
      target: "pr:light",
      action: "change",
      set: { priority: "P1" },
      reason: "a",
      by: "b",
      date: "2026-01-01",
    },
  ],
};

describe("a comparison of configurations", () => {
  it("takes one configuration out, still sound, under the id that both sides share", () => {
    const alone = onlyConfiguration(twofold, first.id, "alt") as Study;
    expect(alone.configurations.map((c) => c.id)).toEqual(["alt"]);
    const { problems } = resolveStudy(alone, builtinCatalog());
    expect(problems.filter((p) => p.path[0] === "assets")).toEqual([]);
  });
  it("keeps judgements of that configuration and of product types, and leaves out the others'", () => {
    const alone = onlyConfiguration(twofold, first.id, "alt") as Study;
    expect(alone.decisions?.map((d) => d.target)).toEqual(["as:alt/gw/A1", "pr:light"]);
    expect(alone.decisions?.[0]?.id).toBe("x1");
  });
  it("finds what differs between two configurations by the same ids", () => {
    const sides = cut(twofold, `cfg:${first.id}`, twofold, "cfg:alt");
    if (!sides) throw new Error("both configurations are there");
    const gone = diffStudies(sides.before, sides.after).filter((e) => e.part === "component");
    expect(gone.map((e) => [e.kind, e.id])).toEqual([["removed", first.components[0]?.id]]);
  });
  it("compares a configuration with itself in a revision", () => {
    const sides = cut(twofold, "1", twofold, `cfg:${first.id}`);
    expect(sides && diffStudies(sides.before, sides.after)).toEqual([]);
  });
  it("says when a side does not have the configuration", () => {
    expect(cut(home, "1", twofold, "cfg:alt")).toBeUndefined();
  });
  it("leaves whole studies as they are", () => {
    expect(cut(home, "1", twofold, "now")).toEqual({ before: home, after: twofold });
  });
});
