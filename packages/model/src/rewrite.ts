/** A study's text with changes in it: comments, order and layout of what stays are kept. */
import { type Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import type { Study } from "./schema.ts";

type Item = Record<string, unknown>;
const isItem = (v: unknown): v is Item => typeof v === "object" && v !== null && !Array.isArray(v);
const same = (a: unknown, b: unknown): boolean =>
  a === b ||
  (Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((x, i) => same(x, b[i]))
    : isItem(a) && isItem(b)
      ? Object.keys({ ...a, ...b }).every((k) => same(a[k], b[k]))
      : false);

class Rewriting {
  constructor(readonly doc: Document) {}

  map(node: YAMLMap, before: Item, after: Item): void {
    for (const key of Object.keys(before)) if (after[key] === undefined) node.delete(key);
    for (const [key, value] of Object.entries(after)) {
      if (value === undefined || same(before[key], value)) continue;
      const child = node.get(key, true) as unknown;
      if (isMap(child) && isItem(before[key]) && isItem(value)) this.map(child, before[key], value);
      else if (isSeq(child) && Array.isArray(before[key]) && Array.isArray(value))
        this.seq(child, before[key], value);
      else node.set(key, this.node(value));
    }
  }

  /** Items stay where they are by their id, or by their place where the list has none. */
  seq(node: YAMLSeq, before: readonly unknown[], after: readonly unknown[]): void {
    const keyed = [...before, ...after].every((x) => isItem(x) && typeof x.id === "string");
    const key = (x: unknown, i: number) => (keyed ? String((x as Item).id) : String(i));
    const old = new Map(before.map((x, i) => [key(x, i), i] as const));
    const kept = new Set(after.map((x, i) => key(x, i)));
    const items = [...node.items];
    after.forEach((value, i) => {
      const at = old.get(key(value, i));
      if (at === undefined || same(before[at], value)) return;
      const child = items[at] as unknown;
      if (isMap(child) && isItem(before[at]) && isItem(value)) this.map(child, before[at], value);
      else items[at] = this.node(value);
    });
    node.items = [
      ...items.filter((_, i) => kept.has(key(before[i], i))),
      ...after.filter((x, i) => !old.has(key(x, i))).map((x) => this.node(x)),
    ];
  }

  node(value: unknown) {
    return this.doc.createNode(value, { flow: false, aliasDuplicateObjects: false });
  }
}

/**
 * @param text YAML or JSON that holds `before`
 * @returns the text of `after`, in the same syntax
 */
export function rewriteStudy(text: string, before: Study, after: Study): string {
  const isJson = text.trimStart().startsWith("{");
  if (isJson) return `${JSON.stringify(after, null, 2)}\n`;
  const doc = parseDocument(text, { version: "1.2", schema: "core", keepSourceTokens: false });
  if (!isMap(doc.contents)) return `${JSON.stringify(after, null, 2)}\n`;
  new Rewriting(doc).map(doc.contents as YAMLMap, before as unknown as Item, after as unknown as Item);
  return doc.toString({ lineWidth: 0, flowCollectionPadding: true });
}
