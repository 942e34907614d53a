/** The dossier shown and the words of its items, for pages that are drawn only when there is one. */
import type { Dossier } from "@seiza/dossier";
import { useMemo } from "react";
import { useLang } from "../i18n/index.ts";
import { wordsIn } from "../i18n/words.ts";
import { useStudy } from "../study/context.tsx";
import type { DossierIndex } from "../study/dossier-index.ts";
import type { ShownAnalysis } from "../study/session.ts";

export interface Shown {
  dossier: Dossier;
  index: DossierIndex;
  /** Name of an item by its stable id. */
  name: (id: string) => string;
  /** Name of a word of the catalogue. */
  word: (table: string, id: string) => string;
}

export const useDossier = (): Shown => useShown(useStudy((s) => s.analysis));
/** The same for what shows attack routes: of one study in all its parts. */
export const useWholeDossier = (): Shown => useShown(useStudy((s) => s.whole));

function useShown(analysis: ShownAnalysis | undefined): Shown {
  const lang = useLang();
  if (!analysis) throw new Error("drawn only when there is an analysis");
  return useMemo(() => {
    const { dossier, index } = analysis;
    return {
      dossier,
      index,
      name: (id) => wordsIn(index.name(id), lang).text,
      word: (table, id) => wordsIn(index.word(table, id), lang).text,
    };
  }, [analysis, lang]);
}

/** Search in words: all parts, in any order, upper and lower case alike. */
export function matcher(text: string): (of: string) => boolean {
  const parts = text.trim().toLowerCase().normalize("NFKC").split(/\s+/).filter(Boolean);
  return (of) => {
    const there = of.toLowerCase().normalize("NFKC");
    return parts.every((part) => there.includes(part));
  };
}
