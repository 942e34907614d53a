import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { LICENCES } from "../src/settings/licences.ts";

const json = (path: string) =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as {
    dependencies: Record<string, string>;
    license: string;
  };

it("the settings name every package the web is made with, and its licence", () => {
  const used = Object.keys(json("../package.json").dependencies).filter(
    (name) => !name.startsWith("@seiza/"),
  );
  expect(LICENCES.map(([name]) => name)).toEqual(used.sort());
  for (const [name, licence] of LICENCES)
    expect(json(`../../../node_modules/${name}/package.json`).license, name).toBe(licence);
});
