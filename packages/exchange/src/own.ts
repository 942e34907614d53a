/**
 * What an export of ours leaves in the other format, so that nothing is lost on the way back: the study's item whole,
 * in a bag named `seiza` that the other tool keeps and does not read. The file's own statements win over it.
 */
import type { Study } from "@seiza/model";
import { isObject, type JsonObject, textOf, without } from "./bag.ts";

export const OWN_KEY = "seiza";

export interface OwnMark {
  /** The study's item, without the bag of the format that is written. */
  item?: JsonObject;
  configuration?: string;
  /** Text that stands in the file in place of a name that the study does not give. */
  label?: string;
  /** The element was made by the export; it did not come from that tool. */
  made?: boolean;
  /** Where the export drew it; while it stays there, its zone is the item's own. */
  at?: string;
}

export function ownMark(value: unknown): OwnMark | undefined {
  if (!isObject(value)) return undefined;
  const configuration = textOf(value["configuration"]);
  const label = textOf(value["label"]);
  const at = textOf(value["at"]);
  return {
    ...(isObject(value["item"]) ? { item: value["item"] } : {}),
    ...(configuration === "" ? {} : { configuration }),
    ...(label === "" ? {} : { label }),
    ...(at === "" ? {} : { at }),
    ...(value["made"] === true ? { made: true } : {}),
  };
}

/** Item of a study as the bag holds it. */
export function ownItem(item: object, format: string, ...omitted: string[]): JsonObject {
  const copy = without(item as JsonObject, ...omitted);
  if (!isObject(copy["extensions"])) return copy;
  const others = without(copy["extensions"], format);
  const rest = without(copy, "extensions");
  return Object.keys(others).length > 0 ? { ...rest, extensions: others } : rest;
}

export function markOf(mark: OwnMark): JsonObject {
  return {
    ...(mark.configuration === undefined ? {} : { configuration: mark.configuration }),
    ...(mark.label === undefined ? {} : { label: mark.label }),
    ...(mark.made ? { made: true } : {}),
    ...(mark.at === undefined ? {} : { at: mark.at }),
    ...(mark.item === undefined ? {} : { item: mark.item }),
  };
}

/** The bag that an import kept for a format. */
export const bagOf = (item: { extensions?: unknown }, format: string): JsonObject | undefined => {
  const all = item.extensions;
  const bag = isObject(all) ? all[format] : undefined;
  return isObject(bag) ? bag : undefined;
};

type Words = Study["system"]["name"];
/** Words in one language, the other where there is none. */
export const inLanguage = (words: Words | undefined, lang: "ja" | "en"): string =>
  words === undefined
    ? ""
    : typeof words === "string"
      ? words
      : ((lang === "ja" ? words.ja : words.en) ?? words.ja ?? words.en ?? "");

/** Whether an import made this zone for what stands in none. */
export const isSpare = (zone: { extensions?: unknown }): boolean =>
  isObject(zone.extensions) &&
  Object.values(zone.extensions).some((bag) => isObject(bag) && bag["spare"] === true);

/** Keys sorted at every level, so that a written text does not depend on how a file was once written. */
export function sortedKeys(value: unknown, first: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((v) => sortedKeys(v, first));
  if (!isObject(value)) return value;
  const rank = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  return Object.fromEntries(
    Object.keys(value)
      .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
      .map((key) => [key, sortedKeys(value[key], first)]),
  );
}
