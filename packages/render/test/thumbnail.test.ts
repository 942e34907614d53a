/** The small picture: no words, a few kilobytes, the study's own places where it has them. */
import { thumbnail } from "@seiza/render";
import { describe, expect, test } from "vitest";
// @ts-expect-error the generator is plain JavaScript
import { generateStudy } from "../../../bench/generate.mjs";
import { dossierOf, EXAMPLES, readExample } from "../../../tests/support.ts";

describe.each(EXAMPLES)("%s", (file) => {
  test("is a picture of a few kilobytes without text, ids or fixed colours, the same at each run", async () => {
    const dossier = dossierOf(readExample(file));
    const svg = await thumbnail(dossier);
    expect(svg.length).toBeLessThan(5_000);
    expect(svg).not.toMatch(/<text|<title|id=|#[0-9a-f]{3}|NaN|Infinity|undefined/);
    const largest = Math.max(...dossier.step1.configurations.map((c) => c.components.length));
    expect(svg.match(/rx="6"/g)?.length).toBe(largest);
    expect(await thumbnail(dossier)).toBe(svg);
  });
});

test("stored places are used as they are, and a zone without one is drawn around its members", async () => {
  const dossier = dossierOf(readExample("smart-home-hems.yaml"));
  const [configuration] = dossier.step1.configurations;
  const places = Object.fromEntries(
    (configuration?.components ?? []).map((c, i) => [
      c.id.slice(c.id.indexOf("/") + 1),
      { x: i * 200, y: 0, width: 150, height: 60 },
    ]),
  );
  const svg = await thumbnail(dossier, { [String(configuration?.id.slice(3))]: places });
  expect(svg.match(/width="150" height="60"/g)?.length).toBe(configuration?.components.length);
  expect(svg).toMatch(/rx="10"/);
  expect(svg).not.toMatch(/NaN|Infinity/);
});

test("a study of 1 000 components still has a small picture", async () => {
  const dossier = dossierOf(generateStudy(1000, 7));
  const start = performance.now();
  const svg = await thumbnail(dossier);
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(svg.length).toBeLessThan(20_000);
  expect(svg).not.toMatch(/NaN|Infinity/);
});
