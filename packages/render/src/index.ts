import type { Dossier } from "@seiza/dossier";
export const renderHtml = async (dossier: Dossier, _options: { lang: "ja" | "en" }): Promise<string> =>
  dossier.study.id;
