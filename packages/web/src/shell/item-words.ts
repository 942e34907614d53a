/** Names for ids and values of a dossier. */

import type { Dossier } from "@seiza/dossier";
import i18next from "i18next";
import items from "../i18n/messages/items.ts";
import { useWords } from "../i18n/words.ts";
import type { DossierIndex } from "../study/dossier-index.ts";

const known = (key: string) => i18next.exists(key, { ns: "items" });
const said = (key: string) => i18next.t(key, { ns: "items" });

/** Scales of the catalogue whose words stand for the values of a reason. */
function scaleWord(dossier: Dossier, key: string, value: string): { ja: string; en: string } | undefined {
  const values = dossier.terms["scales"]?.[key]?.more?.["values"] as
    | { id?: string; name?: { ja: string; en: string } }[]
    | undefined;
  return Array.isArray(values) ? values.find((v) => v.id === value)?.name : undefined;
}

export function useItemWords(index: DossierIndex | undefined) {
  items.useT();
  const w = useWords();
  return {
    /** 構成要素, 脅威 …: the kind of an item. */
    kind: (id: string): string => {
      const at = id.indexOf(":");
      const key = at < 0 ? "kind.term" : `kind.${id.slice(0, at)}`;
      return known(key) ? said(key) : said("kind.term");
    },
    name: (id: string): string => (index ? w(index.name(id)) : ""),
    valueName: (key: string): string => (known(`value.${key}`) ? said(`value.${key}`) : key),
    value: (key: string, value: string | number | boolean): string => {
      const text = String(value);
      if (index) {
        if (key === "layer") return w(index.word("layers", text));
        if (key === "medium") return w(index.word("media", text));
        const scale = scaleWord(index.dossier, key, text);
        if (scale) return w(scale);
      }
      return known(`word.${text}`) ? said(`word.${text}`) : text;
    },
  };
}
