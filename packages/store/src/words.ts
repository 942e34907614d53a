/** Names as they are shown, sorted and searched; cursors of pages. */
import type { StudyText } from "@seiza/model";
import { CursorInvalid } from "./errors.ts";
import type { Actor, Instant, Page, Paging } from "./types.ts";

/** PostgreSQL's text holds no NUL. */
export const plain = (text: string): string => text.replaceAll("\u0000", "\uFFFD");
export const optional = (text: string | undefined): string | null =>
  text === undefined ? null : plain(text);
export const instant = (date: Date): Instant => date.toISOString();
export const actor = (person: string, name: string): Actor => ({ person, name });

const folded = (text: string) => plain(text).normalize("NFKC").toLowerCase();
const wordsOf = (text: StudyText | undefined): string[] =>
  text === undefined
    ? []
    : typeof text === "string"
      ? [text]
      : [text.ja, text.en].filter((w) => w !== undefined);

/** Japanese first, as it is shown first. */
export const nameKey = (name: StudyText): string => folded(wordsOf(name)[0] ?? "");
export const searchText = (...texts: (StudyText | undefined)[]): string =>
  texts.flatMap(wordsOf).map(folded).join("\n");

/** Patterns for `like`, one a word; all must fit. */
export const patterns = (query: string | undefined): string[] =>
  folded(query ?? "")
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, 20)
    .map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`);

/** Without `undefined` members, which JSON would leave out as well. */
export function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined && v !== null)) as never;
}

type Key = (string | number)[];

export function readCursor(
  cursor: string | undefined,
  shape: readonly ("string" | "number" | "date")[],
): Key | undefined {
  if (cursor === undefined) return undefined;
  try {
    const key = JSON.parse(Buffer.from(cursor, "base64url").toString()) as unknown;
    const fits =
      Array.isArray(key) &&
      key.length === shape.length &&
      key.every((part, i) =>
        shape[i] === "date"
          ? typeof part === "string" && !Number.isNaN(Date.parse(part))
          : shape[i] === "number"
            ? Number.isSafeInteger(part)
            : typeof part === "string" && !part.includes("\u0000"),
      );
    if (fits) return key as Key;
  } catch {
    // falls through
  }
  throw new CursorInvalid(cursor);
}

export const limitOf = ({ limit }: Paging): number => Math.min(200, Math.max(1, Math.trunc(limit ?? 50)));

/** Of one row more than asked for, the page; the row too many says that there is another. */
export function page<R, T>(rows: R[], limit: number, item: (row: R) => T, key: (row: R) => Key): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(item);
  return rows.length > limit && last !== undefined
    ? { items, next: Buffer.from(JSON.stringify(key(last))).toString("base64url") }
    : { items };
}
