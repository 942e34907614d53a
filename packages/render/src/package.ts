/** Zip containers with the same bytes for the same content: fixed times, sorted entries. */
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

/** Earliest time that a zip can hold, in the machine's own time zone, as zip has none. */
const FIXED = new Date(1980, 0, 1);

export function zipped(files: Record<string, Uint8Array>, level: 0 | 6 = 6): Uint8Array {
  return zipSync(files, { mtime: FIXED, level });
}

/** An Office document written anew with fixed times in it. */
export function settled(
  bytes: Uint8Array,
  change: (name: string, text: string) => string = (_, t) => t,
): Uint8Array {
  const files = unzipSync(bytes);
  const out: Record<string, Uint8Array> = {};
  // The list of content types first, as readers expect it; folders need no entry.
  const names = Object.keys(files).filter((n) => !n.endsWith("/"));
  names.sort(
    (a, b) => Number(b === "[Content_Types].xml") - Number(a === "[Content_Types].xml") || (a < b ? -1 : 1),
  );
  for (const name of names) {
    const data = files[name] as Uint8Array;
    if (!/\.(xml|rels)$/.test(name)) {
      out[name] = data;
      continue;
    }
    let text = strFromU8(data);
    if (name === "docProps/core.xml")
      text = text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "1980-01-01T00:00:00Z");
    out[name] = strToU8(change(name, text));
  }
  return zipped(out);
}
