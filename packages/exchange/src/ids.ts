/** Ids of a study from the ids and names of a foreign file: readable, unique, and the same at the next import. */

/** FNV-1a, 32 bits, as base 36. */
export function shortHash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  return (h >>> 0).toString(36);
}

const VALID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
/** Ids made by machines say nothing to a reader. */
const MACHINE =
  /^[{(]?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}[)}]?$|^[0-9]+$|^[A-Za-z0-9_-]{18,}-\d+$/i;

/** Letters and digits of a name, joined by hyphens; empty where a name has none of them (Japanese, for instance). */
export function slug(text: string): string {
  return text
    .slice(0, 500)
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 48)
    .replace(/-+$/, "");
}

/** Whether a slug says something: two characters, a letter among them. */
export const readable = (ofName: string): boolean => ofName.length >= 2 && /[a-z]/.test(ofName);

/** Hands out ids within one list. */
export class Ids {
  readonly #taken = new Set<string>();
  readonly #given = new Map<string, string>();

  /** Takes an id out of circulation; false where it is taken already. */
  reserve(id: string): boolean {
    if (this.#taken.has(id)) return false;
    this.#taken.add(id);
    return true;
  }

  /**
   * Id for the thing that the file calls `key` and people call `name`: the file's own where it is readable, else one
   * of the name's letters, else `kind` and a few letters that follow from the key.
   */
  give(kind: string, key: string, name: string): string {
    const known = this.#given.get(key);
    if (known !== undefined) return known;
    const own = VALID.test(key) && !MACHINE.test(key) ? key : "";
    const ofName = slug(name);
    const wanted = own || (readable(ofName) ? ofName : "") || `${kind}-${shortHash(key || name)}`;
    let id = wanted;
    if (this.#taken.has(id)) id = `${wanted.slice(0, 50)}-${shortHash(key || name)}`;
    for (let n = 2; this.#taken.has(id); n++) id = `${wanted.slice(0, 50)}-${n}`;
    this.#taken.add(id);
    this.#given.set(key, id);
    return id;
  }
}
