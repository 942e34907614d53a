import { readdirSync } from "node:fs";
import { PROGRESS_KEYS } from "@seiza/dossier";
import { describe, expect, it } from "vitest";
import type { Messages } from "../src/i18n/index.ts";
import progress from "../src/i18n/messages/progress.ts";
import { withWords, wordsIn } from "../src/i18n/words.ts";

const folder = new URL("../src/i18n/messages/", import.meta.url);
const files = readdirSync(folder).filter((f) => f.endsWith(".ts"));
const namespaces = await Promise.all(
  files.map(
    async (f) => [f, ((await import(new URL(f, folder).href)) as { default: Messages }).default] as const,
  ),
);
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe.each(namespaces)("the words of %s", (_, { ja, en }) => {
  it("are there in both languages", () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(ja).sort());
    for (const [key, text] of [...Object.entries(ja), ...Object.entries(en)])
      expect(text.trim(), key).not.toBe("");
  });
  it("take the same values in both languages", () => {
    for (const key of Object.keys(ja))
      expect(placeholders(en[key] as string), key).toEqual(placeholders(ja[key] as string));
  });
  it("are Japanese in Japanese and English in English", () => {
    const ALLOWED = new Set(["language.switch"]);
    for (const [key, text] of Object.entries(en))
      if (!ALLOWED.has(key)) expect(text, key).not.toMatch(/[\u3041-\u30ff\u4e00-\u9fff]/);
  });
});

it("every point of the progress has words", () => {
  for (const key of PROGRESS_KEYS) expect(progress.ja).toHaveProperty([key]);
});

describe("words of a study", () => {
  it("fall back to the other language and say so", () => {
    expect(wordsIn({ ja: "家", en: "home" }, "en")).toEqual({ text: "home" });
    expect(wordsIn({ ja: "家" }, "en")).toEqual({ text: "家", lang: "ja" });
    expect(wordsIn("家", "en")).toEqual({ text: "家" });
  });
  it("keep the other language when one is edited", () => {
    expect(withWords({ ja: "家", en: "home" }, "ja", "住宅")).toEqual({ ja: "住宅", en: "home" });
    expect(withWords("家", "ja", "住宅")).toBe("住宅");
  });
});
