/**
 * Edits of a declaration's text by a form: comments, order, spelling and unknown keys of what a person wrote stay. Every
 * edit is checked by reading the new text again; a text that cannot be edited this way is left alone.
 */
import { kindOf, lineFinder } from "@seiza/model";
import {
  Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { keysOf, schemaAt } from "./json-schema.ts";

export type DeclarationPath = readonly (string | number)[];

/** Paths lead through keys and places in lists that are there; `set` makes the mappings on the way that are not. */
export type DeclarationEdit =
  | { op: "set"; path: DeclarationPath; value: unknown }
  | { op: "remove"; path: DeclarationPath }
  /** Into the list at `path`, which is made if it is not there. `at` from 0 to the list's length. */
  | { op: "insert"; path: DeclarationPath; at: number; value: unknown }
  | { op: "move"; path: DeclarationPath; from: number; to: number };

/** `syntax`: the text cannot be read. `shape`: the place of the edit is not what the edit needs. `form`: the text is written in a way that only a person can change. */
export class DeclarationNotEditable extends Error {
  constructor(readonly code: "syntax" | "shape" | "form") {
    super(`the declaration cannot be edited: ${code}`);
  }
}

type Value = unknown;
type Holder = Record<string | number, Value>;
const isHolder = (value: Value): value is Holder => typeof value === "object" && value !== null;
const copy = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T));

/** Same plain values, whatever the order of keys. */
function same(a: Value, b: Value): boolean {
  if (Object.is(a, b)) return true;
  if (!isHolder(a) || !isHolder(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((k) => Object.hasOwn(b, k) && same(a[k], b[k]));
}

/** The edit on a plain value: what the text has to say afterwards. Changes `root` and gives it back. */
function applied(root: Value, edit: DeclarationEdit): Value {
  const wrong = (): never => {
    throw new DeclarationNotEditable("shape");
  };
  const holder = (path: DeclarationPath, make: boolean): Holder => {
    let at = root;
    for (const step of path) {
      if (!isHolder(at) || (typeof step === "number") !== Array.isArray(at)) return wrong();
      if (!Object.hasOwn(at, step) || at[step] === null) {
        if (!make || typeof step === "number") return wrong();
        at[step] = {};
      }
      at = at[step];
    }
    return isHolder(at) ? at : wrong();
  };
  const last = edit.path.at(-1);
  if (edit.op === "set" || edit.op === "remove") {
    if (last === undefined) return edit.op === "set" ? copy(edit.value) : {};
    const to = holder(edit.path.slice(0, -1), edit.op === "set");
    if (Array.isArray(to) !== (typeof last === "number")) return wrong();
    if (Array.isArray(to) && (last as number) >= to.length) return wrong();
    if (edit.op === "set") to[last] = copy(edit.value);
    else if (Array.isArray(to)) to.splice(last as number, 1);
    else if (Object.hasOwn(to, last)) delete to[last];
    else return wrong();
    return root;
  }
  if (last === undefined) return wrong();
  const parent = holder(edit.path.slice(0, -1), edit.op === "insert");
  if (edit.op === "insert" && (parent[last] === undefined || parent[last] === null)) parent[last] = [];
  const list = parent[last];
  if (!Array.isArray(list)) return wrong();
  if (edit.op === "insert") {
    if (edit.at < 0 || edit.at > list.length) return wrong();
    list.splice(edit.at, 0, copy(edit.value));
  } else {
    if (![edit.from, edit.to].every((i) => Number.isInteger(i) && i >= 0 && i < list.length)) return wrong();
    list.splice(edit.to, 0, ...list.splice(edit.from, 1));
  }
  return root;
}

const READING = { logLevel: "silent", prettyErrors: false, uniqueKeys: false, stringKeys: true } as const;

function documentOf(text: string): Document {
  const document = parseDocument(text, READING) as unknown as Document;
  if (document.errors.length > 0) throw new DeclarationNotEditable("syntax");
  return document;
}

/** Everything that people wrote behind `#` in and around a node, in its order. */
function commentsOf(node: unknown): string[] {
  const found: string[] = [];
  const take = (...texts: (string | null | undefined)[]) => {
    for (const text of texts) if (text) found.push(text);
  };
  const look = (at: unknown): void => {
    if (typeof at !== "object" || at === null) return;
    if ("key" in at && "value" in at && !isNode(at)) {
      look((at as Pair).key);
      look((at as Pair).value);
      return;
    }
    const each = at as Node;
    take(each.commentBefore);
    if (isCollection(each)) for (const item of each.items) look(item);
    take(each.comment);
  };
  look(node);
  return found;
}

/** Puts comments before what stands at `at` of a collection, or at its end. */
function keepComments(holder: YAMLMap | YAMLSeq, at: number, comments: readonly string[]): void {
  if (comments.length === 0) return;
  const text = comments.join("\n");
  const next = holder.items[at];
  const node = (next && !isNode(next) ? (next as Pair).key : next) as Node | undefined;
  if (node && isNode(node)) node.commentBefore = node.commentBefore ? `${text}\n${node.commentBefore}` : text;
  else holder.comment = holder.comment ? `${text}\n${holder.comment}` : text;
}

const keyOf = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : String(pair.key));

class Editor {
  readonly document: Document;

  constructor(document: Document) {
    this.document = document;
    if (document.contents === null || (isScalar(document.contents) && document.contents.value === null))
      document.contents = document.createNode({}) as never;
  }

  /** New nodes in block style; inside a flow collection they are written as flow all the same. */
  #node(value: unknown): Node {
    return this.document.createNode(value) as Node;
  }
  /** Where a key belongs by the schema among those that are there. */
  #placeOf(map: YAMLMap, key: string, path: DeclarationPath): number {
    const order = keysOf(schemaAt(path, this.document.toJS()));
    const own = order.indexOf(key);
    if (own < 0) return map.items.length;
    let place = 0;
    map.items.forEach((pair, i) => {
      const at = order.indexOf(keyOf(pair as Pair));
      if (at >= 0 && at < own) place = i + 1;
    });
    return place;
  }
  #pair(map: YAMLMap, key: string): Pair | undefined {
    return map.items.find((pair) => keyOf(pair as Pair) === key) as Pair | undefined;
  }
  #add(map: YAMLMap, path: DeclarationPath, key: string, value: Node): void {
    // What was empty may have been written as `{}`.
    if (map.items.length === 0) map.flow = false;
    const at = this.#placeOf(map, key, path);
    const first = at === 0 ? (map.items[0] as Pair | undefined) : undefined;
    const pair = this.document.createPair(key, null);
    pair.value = value;
    const before = (first?.key as Node | undefined)?.commentBefore;
    map.items.splice(at, 0, pair as never);
    if (before && first) (first.key as Node).commentBefore = before;
  }
  /** The collection at a path; mappings that are missing are made when asked for. */
  #holder(path: DeclarationPath, make: boolean): YAMLMap | YAMLSeq {
    let at: unknown = this.document.contents;
    path.forEach((step, i) => {
      if (isMap(at)) {
        const pair = this.#pair(at, String(step));
        const isEmpty = !pair || pair.value === null || (isScalar(pair.value) && pair.value.value === null);
        if (!isEmpty) at = pair.value;
        else {
          if (!make) throw new DeclarationNotEditable("shape");
          const made = this.#node({}) as YAMLMap;
          made.flow = false;
          if (pair) this.#replace(pair, made);
          else this.#add(at, path.slice(0, i), String(step), made);
          at = made;
        }
      } else if (isSeq(at)) at = at.items[Number(step)];
      else throw new DeclarationNotEditable("form");
    });
    if (isMap(at) || isSeq(at)) return at;
    throw new DeclarationNotEditable(isAlias(at) ? "form" : "shape");
  }
  /** A value in the place of another; what was written beside the old one stays. */
  #replace(pair: Pair, node: Node): void {
    const comments = commentsOf(pair.value);
    pair.value = node;
    if (comments.length === 0) return;
    if (isScalar(node) && comments.every((c) => !c.includes("\n")) && comments.length === 1)
      node.comment = comments[0] as string;
    else {
      const key = pair.key as Node;
      key.commentBefore = [key.commentBefore, ...comments].filter((c) => c).join("\n");
    }
  }

  do(edit: DeclarationEdit): void {
    const last = edit.path.at(-1);
    const parentPath = edit.path.slice(0, -1);
    if (last === undefined) throw new DeclarationNotEditable("shape");
    if (edit.op === "set") {
      const holder = this.#holder(parentPath, true);
      if (isSeq(holder)) {
        const old = holder.items[Number(last)];
        if (isScalar(old) && !isHolder(edit.value)) old.value = edit.value;
        else {
          const node = this.#node(edit.value);
          holder.items[Number(last)] = node as never;
          keepComments(holder, Number(last), commentsOf(old));
        }
        return;
      }
      const pair = this.#pair(holder, String(last));
      if (!pair) this.#add(holder, parentPath, String(last), this.#node(edit.value));
      else if (isScalar(pair.value) && !isHolder(edit.value)) {
        if (typeof edit.value !== "string" || /\n/.test(edit.value)) delete pair.value.type;
        pair.value.value = edit.value;
        delete pair.value.source;
      } else this.#replace(pair, this.#node(edit.value));
      return;
    }
    if (edit.op === "remove") {
      const holder = this.#holder(parentPath, false);
      const at = isSeq(holder)
        ? Number(last)
        : holder.items.findIndex((pair) => keyOf(pair as Pair) === String(last));
      const gone = holder.items[at];
      holder.items.splice(at, 1);
      keepComments(holder, at, commentsOf(gone));
      if (holder.items.length === 0) holder.flow = true;
      return;
    }
    const parent = this.#holder(parentPath, edit.op === "insert");
    if (edit.op === "insert") {
      const pair = isMap(parent) ? this.#pair(parent, String(last)) : undefined;
      const there = isMap(parent) ? pair?.value : parent.items[Number(last)];
      if (!isSeq(there)) {
        const list = this.#node([]) as YAMLSeq;
        if (pair) this.#replace(pair, list);
        else if (isMap(parent)) this.#add(parent, parentPath, String(last), list);
      }
    }
    const list = this.#holder(edit.path, false);
    if (!isSeq(list)) throw new DeclarationNotEditable("shape");
    if (edit.op === "insert") {
      if (list.items.length === 0) list.flow = false;
      list.items.splice(edit.at, 0, this.#node(edit.value) as never);
    } else list.items.splice(edit.to, 0, ...(list.items.splice(edit.from, 1) as never[]));
  }
}

/** Every alias replaced by what it stands for: afterwards any place can be edited alone. */
function withoutAliases(document: Document): void {
  let left = 10_000;
  while (left > 0) {
    let found = false;
    visit(document, {
      Alias(_key, alias) {
        const target = alias.resolve(document);
        if (!target || --left <= 0) throw new DeclarationNotEditable("form");
        found = true;
        const made = target.clone() as Node & { anchor?: string };
        visit(made, (_k, inner) => {
          if (!isNode(inner)) return;
          delete (inner as { anchor?: string }).anchor;
          delete inner.comment;
          delete inner.commentBefore;
        });
        return made;
      },
    });
    if (!found) break;
  }
  visit(document, (_key, node) => {
    if (isNode(node)) delete (node as { anchor?: string }).anchor;
  });
}

/** The document as text in the widths people use; the first that leaves an unchanged document as it was. */
function widthOf(document: Document, text: string): number {
  return [0, 120, 80].find((lineWidth) => document.toString({ lineWidth }) === text) ?? 0;
}

/** The one scalar that changes, in its place in the text; undefined where the whole has to be written anew. */
function splice(document: Document, text: string, edit: DeclarationEdit): string | undefined {
  if (edit.op !== "set" || isHolder(edit.value) || edit.value === undefined) return undefined;
  const node = document.getIn(edit.path, true);
  if (!isScalar(node) || !node.range || /^[|>]/.test(text.slice(node.range[0]))) return undefined;
  const made = new Scalar(edit.value);
  if (typeof edit.value === "string") {
    if (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE") made.type = node.type;
    else if (/[\n,[\]{}#]|: |^\s|\s$/.test(edit.value)) made.type = "QUOTE_DOUBLE";
  }
  const [start, end] = node.range;
  if (end === start) return undefined;
  const word = new Document(made).toString({ lineWidth: 0 }).trimEnd();
  return word.includes("\n") ? undefined : text.slice(0, start) + word + text.slice(end);
}

const plainOf = (document: Document): Value => document.toJS({ maxAliasCount: 1000 }) as Value;

/** Keeps the ends of lines that a Windows editor wrote. */
const likeLines = (text: string, before: string): string =>
  before.includes("\r\n") ? text.replace(/\r?\n/g, "\r\n") : text;

function editedYaml(text: string, edits: readonly DeclarationEdit[]): string {
  let now = text;
  for (const edit of edits) {
    const document = documentOf(now);
    const before = copy(plainOf(document)) ?? {};
    if (kindOf(before) !== "object") throw new DeclarationNotEditable("shape");
    const wanted = applied(copy(before), edit);
    const isWanted = (candidate: string | undefined): candidate is string => {
      if (candidate === undefined) return false;
      try {
        return same(copy(plainOf(documentOf(candidate))), wanted);
      } catch {
        return false;
      }
    };
    if (same(before, wanted)) continue;
    const spliced = splice(document, now, edit);
    if (isWanted(spliced)) {
      now = spliced;
      continue;
    }
    const lineWidth = widthOf(document, now);
    const written = (prepare: (d: Document) => void): string | undefined => {
      const fresh = documentOf(now);
      try {
        prepare(fresh);
        new Editor(fresh).do(edit);
        return likeLines(fresh.toString({ lineWidth }), now);
      } catch (error) {
        if (error instanceof DeclarationNotEditable && error.code === "shape") throw error;
        return undefined;
      }
    };
    const plain = written(() => undefined);
    const next = isWanted(plain) ? plain : written(withoutAliases);
    if (!isWanted(next)) throw new DeclarationNotEditable("form");
    now = next;
  }
  return now;
}

/**
 * The text after the edits, one after the other. JSON stays JSON; an empty text becomes YAML.
 * @throws DeclarationNotEditable; nothing is changed then.
 */
export function editDeclaration(text: string, edits: readonly DeclarationEdit[]): string {
  if (/^\s*[{[]/.test(text)) {
    let value: Value;
    try {
      value = JSON.parse(text);
    } catch {
      return editedYaml(text, edits);
    }
    const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? 2;
    return `${JSON.stringify(edits.reduce(applied, value), null, indent)}\n`;
  }
  return editedYaml(text, edits);
}

export interface DeclarationView {
  /** The plain value, whatever its keys; absent when the text cannot be read as one. An empty text is an empty object. */
  value?: Record<string, unknown>;
  /** Where reading stopped, both from 1, in the parser's words. */
  trouble?: { line: number; column: number; detail: string };
}

/** The value of a text that a form shows; it need not be a declaration yet. */
export function viewDeclaration(text: string): DeclarationView {
  const document = parseDocument(text, READING);
  const [error] = document.errors;
  if (error) {
    const place = lineFinder(text)(Math.min(error.pos[0], text.length));
    return { trouble: { ...place, detail: error.message } };
  }
  let value: Value;
  try {
    value = plainOf(document as unknown as Document) ?? {};
  } catch (thrown) {
    return {
      trouble: { line: 1, column: 1, detail: thrown instanceof Error ? thrown.message : String(thrown) },
    };
  }
  return kindOf(value) === "object"
    ? { value: copy(value) as Record<string, unknown> }
    : { trouble: { line: 1, column: 1, detail: kindOf(value) } };
}

/** An id that `taken` does not have: `stem`, `stem-2`, `stem-3`, … */
export function freeDeclarationId(stem: string, taken: readonly unknown[]): string {
  const clean =
    stem
      .normalize("NFKC")
      .replace(/[^A-Za-z0-9_-]+/g, "-")
      .replace(/^[-_]+|-+$/g, "")
      .slice(0, 56) || "item";
  if (!taken.includes(clean)) return clean;
  const base = clean.replace(/-\d+$/, "");
  for (let n = 2; ; n++) if (!taken.includes(`${base}-${n}`)) return `${base}-${n}`;
}

/** Lists whose entries others name, and the keys by which they do. */
const NAMED_BY = {
  interfaces: new Set(["interface", "interfaces"]),
  assets: new Set(["asset", "assets"]),
  authentication: new Set(["authentication"]),
} as const;

/** A new id for an entry, with every name of it elsewhere following. An id that another entry of the list has too stays where it is named. */
export function renameEntry(
  value: Record<string, unknown>,
  list: string,
  at: number,
  to: string,
): DeclarationEdit[] {
  const entries = value[list];
  const from: unknown = Array.isArray(entries)
    ? (entries[at] as { id?: unknown } | undefined)?.id
    : undefined;
  const edits: DeclarationEdit[] = [{ op: "set", path: [list, at, "id"], value: to }];
  const keys: ReadonlySet<string> | undefined = (NAMED_BY as Record<string, ReadonlySet<string>>)[list];
  if (!keys || typeof from !== "string" || !Array.isArray(entries)) return edits;
  if (entries.filter((e) => (e as { id?: unknown } | null)?.id === from).length > 1) return edits;
  const look = (holder: unknown, path: (string | number)[]): void => {
    if (Array.isArray(holder))
      holder.forEach((each, i) => {
        look(each, [...path, i]);
      });
    else if (isHolder(holder))
      for (const [key, inner] of Object.entries(holder)) {
        const here = [...path, key];
        const isName = keys.has(key) && path.length > 0;
        if (isName && inner === from) edits.push({ op: "set", path: here, value: to });
        else if (isName && Array.isArray(inner))
          inner.forEach((each, i) => {
            if (each === from) edits.push({ op: "set", path: [...here, i], value: to });
            else look(each, [...here, i]);
          });
        else look(inner, here);
      }
  };
  look(value, []);
  return edits;
}
