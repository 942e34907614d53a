/** Model numbers (型式番号) as people and devices write them: width, case and hyphens differ, the product is the same. */
import type { FactOf } from "../evidence/facts.ts";

const DASHES = /[\u2010-\u2015\u2212\u30fc\uff70\uff0d\u00ad_-]/gu;

/** Width and case made one, spaces, hyphens and dots left out. `ＡＢ－１００ ｃ` → `AB100C`. */
export const normalModelNumber = (text: string): string =>
  text.normalize("NFKC").toUpperCase().replace(DASHES, "").replace(/[\s.]/gu, "");

export const sameModelNumber = (a: string, b: string): boolean =>
  normalModelNumber(a) !== "" && normalModelNumber(a) === normalModelNumber(b);

export type ModelMatch = "same" | "family" | "other";

/**
 * A text that a device showed, against the declared number. `family`: the text is the beginning of the number only
 * (`AB` for `AB-100`). Text around the number counts as showing it when the number stands in it as a word of its own.
 */
export function compareModelNumber(declared: string, text: string): ModelMatch {
  const wanted = normalModelNumber(declared);
  const got = normalModelNumber(text);
  if (wanted === "" || got === "") return "other";
  if (wanted === got) return "same";
  const words = text
    .normalize("NFKC")
    .split(/[\s,;:/|()[\]"'<>「」（）、。]+/u)
    .map(normalModelNumber)
    .filter((w) => w !== "");
  // A number with a space in it lies over several words.
  for (let from = 0; from < words.length; from++) {
    let joined = "";
    for (let to = from; to < words.length && joined.length < wanted.length; to++) joined += words[to];
    if (joined === wanted) return "same";
  }
  return words.some((w) => w.length >= 2 && wanted.startsWith(w)) ||
    (got.length >= 2 && wanted.startsWith(got))
    ? "family"
    : "other";
}

/** What was read where, compared: the fact that S1.1-10 judges. */
export function modelNumberFact(
  declared: string,
  seen: readonly { from: string; text: string }[],
): FactOf<"model-number"> {
  return {
    kind: "model-number",
    declared,
    seen: seen.map((s) => ({ ...s, matches: compareModelNumber(declared, s.text) === "same" })),
  };
}
