/**
 * All words of the web. A namespace is a file in `messages/`: `export default messages("name", { ja: {…}, en: {…} })`
 * with the same keys in both languages; keys are flat. It comes with the page that imports it.
 */
import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";

export type Lang = "ja" | "en";
export const LANGS: readonly Lang[] = ["ja", "en"];
const KEPT = "seiza.language";

/** Singular and plural forms of English are two keys, `x_one` and `x_other`, asked for as `x`. */
type Asked<K> = K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K;
type Values = Record<string, string | number>;

export interface Messages<K extends string = string> {
  readonly namespace: string;
  readonly ja: Readonly<Record<K, string>>;
  readonly en: Readonly<Record<K, string>>;
  /** Words in the current language; a component that uses it follows the language. */
  useT(): (key: Asked<K>, values?: Values) => string;
  /** For code outside of components. */
  t(key: Asked<K>, values?: Values): string;
}

function kept(): Lang | undefined {
  try {
    const value = localStorage.getItem(KEPT);
    return value === "ja" || value === "en" ? value : undefined;
  } catch {
    return undefined;
  }
}

const initial: Lang = kept() ?? "ja";
void i18next.use(initReactI18next).init({
  lng: initial,
  fallbackLng: false,
  resources: {},
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false, prefix: "{", suffix: "}" },
  react: { useSuspense: false },
  initAsync: false,
});
if (typeof document !== "undefined") document.documentElement.lang = initial;

export function messages<K extends string>(
  namespace: string,
  words: { ja: Record<K, string>; en: Record<NoInfer<K>, string> },
): Messages<K> {
  for (const lang of LANGS) i18next.addResourceBundle(lang, namespace, words[lang], true, true);
  return {
    namespace,
    ...words,
    useT() {
      const { t } = useTranslation(namespace);
      return t as unknown as (key: Asked<K>, values?: Values) => string;
    },
    t: (key, values) => i18next.t(key, { ns: namespace, ...values }),
  };
}

export const language = (): Lang => (i18next.language === "en" ? "en" : "ja");

/** The language shown; the component follows it. */
export function useLang(): Lang {
  const { i18n } = useTranslation();
  return i18n.language === "en" ? "en" : "ja";
}

/** Changes the language and remembers it in this browser. */
export async function setLanguage(lang: Lang): Promise<void> {
  try {
    localStorage.setItem(KEPT, lang);
  } catch {
    // Without storage it lasts as long as the page.
  }
  document.documentElement.lang = lang;
  await i18next.changeLanguage(lang);
}
/** Whether the person chose a language in this browser. */
export const hasChosenLanguage = (): boolean => kept() !== undefined;
