/** Words that a study or the catalogue holds, in the language shown. */
import type { StudyText } from "../api/types.ts";
import { type Lang, language, useLang } from "./index.ts";

export type AnyWords = StudyText | { ja: string; en: string } | undefined;

/** The words, and the language they are really in when the other one is missing. */
export function wordsIn(text: AnyWords, lang: Lang): { text: string; lang?: Lang } {
  if (text === undefined) return { text: "" };
  if (typeof text === "string") return { text };
  const own = text[lang];
  if (own !== undefined && own !== "") return { text: own };
  const other: Lang = lang === "ja" ? "en" : "ja";
  return { text: text[other] ?? "", lang: other };
}

/** Function from words to text in the language shown. */
export function useWords(): (text: AnyWords) => string {
  return IN[useLang()];
}
const IN = {
  ja: (text: AnyWords) => wordsIn(text, "ja").text,
  en: (text: AnyWords) => wordsIn(text, "en").text,
};
export const wordsNow = (text: AnyWords): string => wordsIn(text, language()).text;

/** The same words with the text of one language replaced; a plain string becomes bilingual when the languages differ. */
export function withWords(before: StudyText | undefined, lang: Lang, text: string): StudyText {
  if (before === undefined || typeof before === "string") return text;
  const next = { ...before, [lang]: text } as { ja?: string; en?: string };
  if (next[lang] === "") delete next[lang];
  return (next.ja ?? next.en) === undefined ? text : (next as StudyText);
}

const locale = { ja: "ja-JP", en: "en-GB" } as const;
export function useFormats(): Formats {
  const lang = useLang();
  formats[lang] ??= formatsIn(lang);
  return formats[lang];
}
/** Made once a language: what formats numbers and dates is slow to make. */
const formats: Partial<Record<Lang, Formats>> = {};
type Formats = ReturnType<typeof formatsIn>;

function formatsIn(lang: Lang) {
  const number = new Intl.NumberFormat(locale[lang]);
  const day = new Intl.DateTimeFormat(locale[lang], { dateStyle: "medium" });
  const moment = new Intl.DateTimeFormat(locale[lang], { dateStyle: "medium", timeStyle: "short" });
  const relative = new Intl.RelativeTimeFormat(locale[lang], { numeric: "auto" });
  const list = new Intl.ListFormat(locale[lang], { type: "conjunction" });
  return {
    number: (n: number) => number.format(n),
    day: (iso: string | Date) => day.format(new Date(iso)),
    moment: (iso: string | Date) => moment.format(new Date(iso)),
    list: (items: readonly string[]) => list.format(items),
    /** 3分前, 昨日; older than a week: the day. */
    ago: (iso: string | Date, now: Date = new Date()) => {
      const seconds = (new Date(iso).getTime() - now.getTime()) / 1000;
      const size = Math.abs(seconds);
      if (size < 45) return relative.format(0, "second");
      if (size < 2700) return relative.format(Math.round(seconds / 60), "minute");
      if (size < 79_200) return relative.format(Math.round(seconds / 3600), "hour");
      if (size < 604_800) return relative.format(Math.round(seconds / 86_400), "day");
      return day.format(new Date(iso));
    },
  };
}
