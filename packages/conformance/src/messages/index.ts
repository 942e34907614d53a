/** Words for everything that a judgement holds as a key, in Japanese and English. */
import type { Text } from "@seiza/catalog";
import { NEEDS } from "./needs.ts";
import { PROBE_WORDS } from "./probes.ts";
import { REASONS } from "./reasons.ts";
import { SENTENCES, wordOf } from "./words.ts";

export { OUTCOME_WORDS, QUESTIONS, VERDICT_WORDS } from "./words.ts";
export { NEEDS, REASONS };

/** Every key with its template. `{name}` stands for a value. */
export const MESSAGES: Readonly<Record<string, Text>> = {
  ...REASONS,
  ...NEEDS,
  ...SENTENCES,
  ...PROBE_WORDS,
};

/** Names of the values that a template needs. */
export const valuesOf = (template: string): string[] =>
  [...template.matchAll(/\{(\w+)\}/g)].map((m) => m[1] as string);

/**
 * The words for a reason, a remark or a need. Values that are codes become words. A key that is not known shows as it is,
 * a value that is missing as `?`; with `strict` (tests) both are errors.
 */
export function say(
  { key, values }: { key: string; values: Record<string, string | number> },
  strict = false,
): Text {
  const template = MESSAGES[key];
  if (!template) {
    if (strict) throw new Error(`no words for "${key}"`);
    return { ja: key, en: key };
  }
  const fill = (language: "ja" | "en") =>
    template[language]
      .replace(/\{(\w+)\}/g, (_all, name: string) => {
        const value = Object.hasOwn(values, name) ? values[name] : undefined;
        if (value === undefined && strict) throw new Error(`"${key}" needs the value "${name}"`);
        return value === undefined ? "?" : wordOf(name, value)[language];
      })
      .trim();
  return { ja: fill("ja"), en: fill("en") };
}
