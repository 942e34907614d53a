/**
 * The dossier as text: one line a row, so that a change of one item is a change of one line, and small.
 * Byte-identical for the same value.
 */
import type { Dossier } from "./schema.ts";

/** Levels of objects that are opened to a line a key; deeper values stay on one line. */
const OPEN_DEPTH = 3;

/** Characters of rows that are passed on together. */
const GATHERED = 1 << 14;

/** Whether a row has a list of more than a few rows of its own. */
function holdsLists(row: Record<string, unknown>): boolean {
  for (const key in row) {
    const v = row[key];
    if (Array.isArray(v) && v.length > 3 && typeof v[0] === "object" && !Array.isArray(v[0])) return true;
  }
  return false;
}

function* printed(value: unknown, indent: string, depth: number): Generator<string> {
  if (Array.isArray(value)) {
    if (value.length === 0) {
      yield "[]";
      return;
    }
    const holdsRows = typeof value[0] === "object" && value[0] !== null && !Array.isArray(value[0]);
    if (!holdsRows) {
      yield JSON.stringify(value);
      return;
    }
    const inner = `${indent} `;
    // Rows on one line are gathered: passing each of them up on its own costs more than writing it.
    let held = "[\n";
    for (let i = 0; i < value.length; i++) {
      const row = value[i] as Record<string, unknown>;
      if (depth <= OPEN_DEPTH && holdsLists(row)) {
        yield held + inner;
        yield* printed(row, inner, depth + 1);
        held = "";
      } else held += inner + JSON.stringify(row);
      held += i === value.length - 1 ? "\n" : ",\n";
      if (held.length > GATHERED) {
        yield held;
        held = "";
      }
    }
    yield `${held}${indent}]`;
    return;
  }
  if (value === null || typeof value !== "object" || depth > OPEN_DEPTH) {
    yield JSON.stringify(value);
    return;
  }
  const keys = Object.keys(value).filter((k) => (value as Record<string, unknown>)[k] !== undefined);
  if (keys.length === 0) {
    yield "{}";
    return;
  }
  const inner = `${indent} `;
  yield "{\n";
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    yield `${inner}${JSON.stringify(key)}: `;
    yield* printed((value as Record<string, unknown>)[key], inner, depth + 1);
    yield i === keys.length - 1 ? "\n" : ",\n";
  }
  yield `${indent}}`;
}

/** Pieces of the text in order, each some tens of kilobytes, so that a large dossier need not be one string. */
export function* dossierChunks(dossier: Dossier, size = 1 << 16): Generator<string> {
  let held: string[] = [];
  let length = 0;
  for (const piece of printed(dossier, "", 0)) {
    held.push(piece);
    length += piece.length;
    if (length >= size) {
      yield held.join("");
      held = [];
      length = 0;
    }
  }
  held.push("\n");
  yield held.join("");
}

export function dossierText(dossier: Dossier): string {
  return [...dossierChunks(dossier)].join("");
}
