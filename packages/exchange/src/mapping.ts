/**
 * Words of foreign files → what a study calls them, from the catalogue's table `import-mapping` and from the names of
 * its product types, zone kinds and protocols. A pack may add rows.
 */
import type { Catalog, Entry } from "@seiza/catalog";

export type Mapping = Entry<"import-mapping">;
export type MappedOn = Mapping["on"];

interface Word {
  /** Lower case; Latin words with a space on both sides. */
  text: string;
  length: number;
  order: number;
  entry: Mapping;
}

const LATIN = /^[\p{Script=Latin}\p{Nd}\s]+$/u;

/** Words in lower case with single spaces between and around them; camelCase taken apart. */
function normal(text: string): string {
  const flat = text
    .normalize("NFKC")
    .slice(0, 500)
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}\p{M}ー]+/gu, " ")
    .trim();
  return ` ${flat} `;
}
/** Latin and Japanese letters side by side are apart for whole words: `PLC盤` holds the word `PLC`. */
const spaced = (text: string) =>
  text.replace(/([a-z0-9])(?=\P{ASCII})/gu, "$1 ").replace(/(\P{ASCII})(?=[a-z0-9])/gu, "$1 ");

export class WordTable {
  readonly #words = new Map<MappedOn, Word[]>();
  readonly #ids = new Map<string, Mapping>();
  readonly #seen = new Map<string, Mapping | undefined>();

  constructor(readonly catalog: Catalog) {
    const rows: Mapping[] = [...catalog["import-mapping"].values()];
    const named = (
      on: MappedOn,
      table: "product-types" | "zone-kinds" | "protocols",
      field: "productType" | "zoneKind" | "protocol",
    ) => {
      for (const e of catalog[table].values())
        rows.push({
          id: `${on}-${e.id}`,
          name: e.name,
          basis: e.basis,
          source: e.source,
          on,
          words: [e.id, e.name.ja, e.name.en, ...("aliases" in e ? e.aliases : [])],
          [field]: e.id,
        });
    };
    named("component", "product-types", "productType");
    named("zone", "zone-kinds", "zoneKind");
    named("link", "protocols", "protocol");
    rows.forEach((entry, order) => {
      for (const id of entry.ids ?? []) this.#ids.set(`${entry.on}:${id}`, entry);
      const list = this.#words.get(entry.on) ?? [];
      this.#words.set(entry.on, list);
      for (const word of entry.words) {
        const text = spaced(normal(word)).replace(/ +/g, " ");
        if (text.trim() === "") continue;
        const latin = LATIN.test(text);
        list.push({ text: latin ? text : text.trim(), length: text.trim().length, order, entry });
      }
    });
    for (const list of this.#words.values()) list.sort((a, b) => b.length - a.length || a.order - b.order);
  }

  /** Row for the first hint that any row knows; hints go from the most telling to the least. */
  find(on: MappedOn, hints: readonly string[]): Mapping | undefined {
    for (const hint of hints) {
      if (hint === "") continue;
      const key = `${on}:${hint}`;
      let found = this.#seen.get(key);
      if (!this.#seen.has(key)) {
        const text = spaced(normal(hint)).replace(/ +/g, " ");
        found =
          this.#ids.get(key) ??
          this.#words
            .get(on)
            ?.find(
              (w) =>
                text.includes(w.text) || (w.text.endsWith(" ") && text.includes(`${w.text.slice(0, -1)}s `)),
            )?.entry;
        this.#seen.set(key, found);
      }
      if (found) return found;
    }
    return undefined;
  }
}
