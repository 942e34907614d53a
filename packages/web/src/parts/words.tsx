import { useLang } from "../i18n/index.ts";
import { type AnyWords, wordsIn } from "../i18n/words.ts";

/** Words of a study or of the catalogue in the language shown; marked when only the other language has them. */
export function Words({ of, fallback }: { of: AnyWords; fallback?: string }) {
  const lang = useLang();
  const said = wordsIn(of, lang);
  const text = said.text === "" ? (fallback ?? "") : said.text;
  return said.lang ? <span lang={said.lang}>{text}</span> : <>{text}</>;
}
