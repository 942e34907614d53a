/**
 * Words of foreign files → what a study calls them, from the catalogue's table `import-mapping` and from the names of
 * its product types, zone kinds and protocols. A pack may add rows.
 */
import type { Catalog, Entry } from "@seiza/catalog";

export type Mapping = Entry<"import-mapping">;
export type MappedOn = Mapping["on"];

interface Word {
  /** Lower case, single spaces. */
  text: string;
  order: number;
  entry: Mapping;
}

const LATIN = /^[\p{Script=Latin}\p{Nd}\s]+$/u;

/** Words in lower case with single spaces between them; camelCase taken apart. */
function normal(text: string): string {
  return text
    .normalize("NFKC")
    .slice(0, 500)
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}\p{M}ー]+/gu, " ")
    .trim();
}
/** Latin and Japanese letters side by side are apart for whole words: `PLC盤` holds the word `PLC`. */
const spaced = (text: string) =>
  text.replace(/([a-z0-9])(?=\P{ASCII})/gu, "$1 ").replace(/(\P{ASCII})(?=[a-z0-9])/gu, "$1 ");

const tidy = (text: string) => spaced(normal(text)).replace(/ +/g, " ").trim();

/** Words of a table, found in the time that the text takes to read. */
interface Words {
  /** Of Latin letters: looked up as runs of whole words. */
  whole: Map<string, Word>;
  /** Of other letters: looked up at every place by their first letter. */
  within: Map<string, Word[]>;
  /** Most words in one entry of `whole`. */
  longest: number;
}

export class WordTable {
  readonly #words = new Map<MappedOn, Words>();
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
      const words = this.#words.get(entry.on) ?? { whole: new Map(), within: new Map(), longest: 0 };
      this.#words.set(entry.on, words);
      for (const word of entry.words) {
        const text = tidy(word);
        if (text === "") continue;
        if (LATIN.test(text)) {
          if (!words.whole.has(text)) words.whole.set(text, { text, order, entry });
          words.longest = Math.max(words.longest, text.split(" ").length);
        } else {
          const first = text[0] as string;
          const list = words.within.get(first);
          if (list) list.push({ text, order, entry });
          else words.within.set(first, [{ text, order, entry }]);
        }
      }
    });
  }

  /** Row for the first hint that any row knows; hints go from the most telling to the least. */
  find(on: MappedOn, hints: readonly string[]): Mapping | undefined {
    for (const hint of hints) {
      if (hint === "") continue;
      const key = `${on}:${hint.slice(0, 500)}`;
      if (!this.#seen.has(key)) this.#seen.set(key, this.#ids.get(key) ?? this.#longest(on, tidy(hint)));
      const found = this.#seen.get(key);
      if (found) return found;
    }
    return undefined;
  }

  #longest(on: MappedOn, text: string): Mapping | undefined {
    const words = this.#words.get(on);
    if (!words || text === "") return undefined;
    let best: Word | undefined;
    const offer = (w: Word | undefined) => {
      if (
        w &&
        (!best ||
          w.text.length > best.text.length ||
          (w.text.length === best.text.length && w.order < best.order))
      )
        best = w;
    };
    const parts = text.split(" ");
    for (let i = 0; i < parts.length; i++)
      for (let n = 1; n <= words.longest && i + n <= parts.length; n++) {
        const run = parts.slice(i, i + n).join(" ");
        offer(words.whole.get(run));
        // The plural of English words.
        if (run.endsWith("s")) offer(words.whole.get(run.slice(0, -1)));
      }
    for (let i = 0; i < text.length; i++)
      for (const w of words.within.get(text[i] as string) ?? []) if (text.startsWith(w.text, i)) offer(w);
    return best?.entry;
  }
}
