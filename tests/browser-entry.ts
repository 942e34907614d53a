/** The pure packages as a browser would load them. */
import { analyse } from "@seiza/analysis";
import { builtinCatalog } from "@seiza/catalog/builtin";
import { assembleDossier, dossierText } from "@seiza/dossier";
import { readStudy, resolveStudy } from "@seiza/model";
import { renderHtml } from "@seiza/render";

declare global {
  interface Window {
    seizaRun(name: string, text: string): Promise<{ dossier: string; htmlLength: number }>;
  }
}

window.seizaRun = async (name, text) => {
  const { study } = readStudy({ name, bytes: new TextEncoder().encode(text) });
  if (!study) throw new Error("the study is not valid");
  const { index } = resolveStudy(study, builtinCatalog());
  if (!index) throw new Error("the study does not resolve");
  const dossier = assembleDossier(analyse(index), "test");
  return { dossier: dossierText(dossier), htmlLength: (await renderHtml(dossier, { lang: "ja" })).length };
};
