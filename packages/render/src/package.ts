/** Zip containers with the same bytes for the same content: fixed times, sorted entries. */
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

/** Earliest time that a zip can hold, in the machine's own time zone, as zip has none. */
const FIXED = new Date(1980, 0, 1);

export function zipped(files: Record<string, Uint8Array>, level: 0 | 6 = 6): Uint8Array {
  return zipSync(files, { mtime: FIXED, level });
}

/**
 * The deck's library numbers charts through the life of the program; here they count from 1, in their names and where
 * they are named.
 */
const COUNTED = /(chart|Microsoft_Excel_Worksheet)(\d+)\.(xml|xlsx)/g;
function counted(names: readonly string[]): (text: string) => string {
  const numbers = names
    .map((n) => /^ppt\/charts\/chart(\d+)\.xml$/.exec(n)?.[1])
    .filter((n) => n !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
  if (numbers.length === 0) return (text) => text;
  const place = new Map(numbers.map((n, i) => [n, i + 1]));
  return (text) =>
    text.replace(
      COUNTED,
      (_, what: string, n: string, end: string) => `${what}${place.get(Number(n)) ?? n}.${end}`,
    );
}

/** Bookmarks too are numbered through the life of the program: from 1, in their order. */
function bookmarksCounted(text: string): string {
  const place = new Map<string, number>();
  return text.replace(/<w:bookmark(Start|End)\b[^>]*>/g, (tag) =>
    tag.replace(/w:id="(\d+)"/, (_, n: string) => {
      const at = place.get(n) ?? place.size + 1;
      place.set(n, at);
      return `w:id="${at}"`;
    }),
  );
}

/**
 * An Office document written anew with fixed times in it.
 * @param document the container's bytes, or its parts by name
 */
export function settled(document: Uint8Array | Record<string, Uint8Array>): Uint8Array {
  const files = document instanceof Uint8Array ? unzipSync(document) : document;
  const out: Record<string, Uint8Array> = {};
  const count = counted(Object.keys(files));
  // The list of content types first, as readers expect it; folders need no entry.
  const names = Object.keys(files).filter((n) => !n.endsWith("/"));
  names.sort(
    (a, b) =>
      Number(b === "[Content_Types].xml") - Number(a === "[Content_Types].xml") ||
      (count(a) < count(b) ? -1 : 1),
  );
  for (const written of names) {
    const data = files[written] as Uint8Array;
    const name = count(written);
    // Charts bring workbooks of their own.
    if (/\.xlsx$/.test(name)) {
      out[name] = settled(data);
      continue;
    }
    if (!/\.(xml|rels)$/.test(name)) {
      out[name] = data;
      continue;
    }
    let text = strFromU8(data);
    if (name === "docProps/core.xml")
      text = text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "1980-01-01T00:00:00Z");
    if (name === "word/document.xml") text = bookmarksCounted(text);
    // The deck's library types a master for each slide and writes one; PowerPoint may then ask to repair the file.
    if (name === "[Content_Types].xml")
      text = text.replace(/<Override PartName="\/([^"]+)"[^>]*\/>/g, (tag, part: string) =>
        part in files ? tag : "",
      );
    out[name] = strToU8(count(text));
  }
  return zipped(out);
}
