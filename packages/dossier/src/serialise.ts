/**
 * The dossier as text: one line a row, so that a change of one item is a change of one line, and small.
 * Byte-identical for the same value.
 */
import type { Dossier } from "./schema.ts";

/** Levels of objects that are opened to a line a key; deeper values stay on one line. */
const OPEN_DEPTH = 3;

/** Rows that become text together: one call for each of them costs more than the text itself. */
const GATHERED = 128;

/** Stands between rows that become text together; no list of the dossier mixes rows and words. */
const BETWEEN = "\u0001";
const BETWEEN_TEXT = `,${JSON.stringify(BETWEEN)},`;

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
    const lineEnd = `,\n${inner}`;
    yield `[\n${inner}`;
    let gathered: unknown[] = [];
    for (let i = 0; i < value.length; i++) {
      const row = value[i] as Record<string, unknown>;
      const isLast = i === value.length - 1;
      const isOpened = depth <= OPEN_DEPTH && holdsLists(row);
      if (!isOpened) {
        if (gathered.length > 0) gathered.push(BETWEEN);
        gathered.push(row);
      }
      if (gathered.length > 0 && (isOpened || isLast || gathered.length > 2 * GATHERED)) {
        const text = JSON.stringify(gathered).slice(1, -1).replaceAll(BETWEEN_TEXT, lineEnd);
        yield isLast && !isOpened ? text : text + lineEnd;
        gathered = [];
      }
      if (isOpened) {
        yield* printed(row, inner, depth + 1);
        if (!isLast) yield lineEnd;
      }
    }
    yield `\n${indent}]`;
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
  let held = "";
  for (const piece of printed(dossier, "", 0)) {
    held += piece;
    if (held.length >= size) {
      yield held;
      held = "";
    }
  }
  yield `${held}\n`;
}

export function dossierText(dossier: Dossier): string {
  return [...dossierChunks(dossier)].join("");
}
