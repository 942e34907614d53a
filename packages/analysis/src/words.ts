/** Words of the study in both languages: what is missing in one is shown in the other. */
import type { Text } from "@seiza/catalog";
import type { StudyText } from "@seiza/model";

export function bilingual(text: StudyText): Text {
  if (typeof text === "string") return { ja: text, en: text };
  return { ja: text.ja ?? text.en ?? "", en: text.en ?? text.ja ?? "" };
}

/** Fills {placeholders} of a catalogue sentence in both languages. */
export function fill(template: Text, values: Record<string, Text>): Text {
  const put = (lang: "ja" | "en") =>
    template[lang].replace(/\{(\w+)\}/g, (whole, key: string) => values[key]?.[lang] ?? whole);
  return { ja: put("ja"), en: put("en") };
}
