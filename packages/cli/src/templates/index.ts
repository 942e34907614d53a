/** Starter studies, one a system of the guide (P.2, P.7). Comment lines begin with `#ja|` or `#en|`. */
import type { Text } from "@seiza/catalog";
import building from "./building.yaml";
import factoryFa from "./factory-fa.yaml";
import factoryPa from "./factory-pa.yaml";
import { STARTER_NAMES } from "./names.ts";
import smartHome from "./smart-home.yaml";

/** The template with the comments of one language only. */
function inLanguage(template: string, lang: "ja" | "en"): string {
  const other = lang === "ja" ? "#en|" : "#ja|";
  return template
    .split("\n")
    .filter((line) => !line.trimStart().startsWith(other))
    .map((line) => line.replace(`#${lang}|`, "#"))
    .join("\n");
}
const starter = (name: Text, template: string) => ({
  name,
  text: { ja: inLanguage(template, "ja"), en: inLanguage(template, "en") },
});

export const STARTERS: Record<string, { name: Text; text: Text }> = {
  "smart-home": starter(STARTER_NAMES["smart-home"], smartHome),
  "factory-fa": starter(STARTER_NAMES["factory-fa"], factoryFa),
  "factory-pa": starter(STARTER_NAMES["factory-pa"], factoryPa),
  building: starter(STARTER_NAMES.building, building),
};
