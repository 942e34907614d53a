/** Values of foreign files, handled with care: what a key holds is never taken for granted. */
import { LIMITS } from "./limits.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
/** The objects of a list, in order; everything else in it is left out. */
export const objectsOf = (value: unknown): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
export const at = (value: unknown, key: string): Json | undefined =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
/** Text of a string or a number; empty for everything else. */
export const textOf = (value: unknown): string =>
  typeof value === "string"
    ? value
    : typeof value === "number" && Number.isFinite(value)
      ? String(value)
      : "";
export const numberOf = (value: unknown): number | undefined => {
  const n =
    typeof value === "number"
      ? value
      : typeof value === "string" && value.trim() !== ""
        ? Number(value)
        : NaN;
  return Number.isFinite(n) ? n : undefined;
};
export const stringsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(textOf).filter((s) => s !== "") : [];

/**
 * A value as it may stand in `extensions`: plain JSON, no key that a prototype listens to, no deeper than allowed.
 * @returns undefined where it is too deep to be kept
 */
export function bagged(value: unknown, room: number = LIMITS.bagDepth): Json | undefined {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object") return null;
  if (room <= 0) return undefined;
  if (Array.isArray(value)) {
    const out: Json[] = [];
    for (const item of value) {
      const kept = bagged(item, room - 1);
      if (kept === undefined) return undefined;
      out.push(kept);
    }
    return out;
  }
  const out: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key === "__proto__" || inner === undefined) continue;
    const kept = bagged(inner, room - 1);
    if (kept === undefined) return undefined;
    out[key] = kept;
  }
  return out;
}

/** A copy without some keys. */
export function without(value: JsonObject, ...keys: string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** One line: runs of white space and control characters become one space. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, " ").trim();

/** Elements with an id each: one that the file gives none is called by its place. */
export const withIds = (list: JsonObject[], kind: string): JsonObject[] =>
  list.map((e, i) => (textOf(e["id"]) === "" ? { ...e, id: `${kind}-${i + 1}` } : e));
