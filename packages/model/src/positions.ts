/** From a path inside a study to the line and column where a person finds it. Built only when something is wrong. */
import { createScanner } from "jsonc-parser";
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  visit,
} from "yaml";

export type Path = readonly (string | number)[];
export type StudyFormat = "yaml" | "json";

/** Both count from 1; a column counts UTF-16 units. */
export interface Position {
  line: number;
  column: number;
}
export interface Place extends Position {
  file: string;
}
/** Place of the value at a path, or of its key. What does not exist is found at its nearest existing ancestor. */
export type Locate = (path: Path, at?: "value" | "key") => Place;

/** Line and column of an offset. Lines end with "\n". */
export function lineFinder(text: string): (offset: number) => Position {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: Math.max(0, offset - (starts[low] as number)) + 1 };
  };
}

/** Token kinds of jsonc-parser, whose own list is a const enum that isolated modules cannot read. */
const TOKEN = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  string: 10,
  end: 17,
};

/** Offset of a value and, in an object, of its key. */
interface Offsets {
  value: number;
  key: number;
}
type OffsetOf = (path: Path) => Offsets;

/**
 * Finds values in JSON text by scanning the containers on the way, each once and without recursion; so a large file
 * costs a few scans and no tree.
 */
function jsonOffsets(text: string): OffsetOf {
  const scanner = createScanner(text, true);
  const tables = new Map<number, Map<string | number, Offsets>>();

  /** Children of the container that starts at `start`; empty for any other value. */
  function children(start: number): Map<string | number, Offsets> {
    const known = tables.get(start);
    if (known) return known;
    const table = new Map<string | number, Offsets>();
    tables.set(start, table);
    scanner.setPosition(start);
    const open: number = scanner.scan();
    if (open !== TOKEN.openBrace && open !== TOKEN.openBracket) return table;
    const inObject = open === TOKEN.openBrace;
    let depth = 1;
    let item = 0;
    let key: { name: string; offset: number } | undefined;
    let expectsValue = !inObject;
    for (let token: number = scanner.scan(); token !== TOKEN.end; token = scanner.scan()) {
      const opens = token === TOKEN.openBrace || token === TOKEN.openBracket;
      const closes = token === TOKEN.closeBrace || token === TOKEN.closeBracket;
      if (closes && --depth === 0) break;
      if (depth === 1 && !closes) {
        if (token === TOKEN.comma) {
          expectsValue = !inObject;
          key = undefined;
        } else if (token === TOKEN.colon) expectsValue = true;
        else if (inObject && !expectsValue) {
          if (token === TOKEN.string)
            key = { name: scanner.getTokenValue(), offset: scanner.getTokenOffset() };
        } else if (expectsValue) {
          const value = scanner.getTokenOffset();
          if (key) table.set(key.name, { value, key: key.offset });
          else if (!inObject) table.set(item++, { value, key: value });
          expectsValue = false;
        }
      }
      if (opens) depth++;
    }
    return table;
  }

  return (path) => {
    let at: Offsets = { value: Math.max(0, text.search(/\S/)), key: 0 };
    at.key = at.value;
    for (const step of path) {
      const next = children(at.value).get(step);
      if (!next) break;
      at = next;
    }
    return at;
  };
}

/** Finds values in a parsed YAML document; aliases lead to the value they stand for. */
function yamlOffsets(document: Document): OffsetOf {
  let anchors: Map<string, Node> | undefined;
  const target = (node: unknown): unknown => {
    if (!isAlias(node)) return node;
    if (!anchors) {
      const found = new Map<string, Node>();
      visit(document, {
        Node: (_key, inner) =>
          void (
            !isAlias(inner) &&
            inner.anchor &&
            !found.has(inner.anchor) &&
            found.set(inner.anchor, inner)
          ),
      });
      anchors = found;
    }
    return anchors.get(node.source);
  };
  const start = (node: unknown): number | undefined => (node as Node | undefined)?.range?.[0];
  return (path) => {
    let node: unknown = document.contents;
    const root = start(node) ?? 0;
    let at: Offsets = { value: root, key: root };
    for (const step of path) {
      const container = target(node);
      if (isMap(container)) {
        const pair = container.items.findLast(
          (item) => (isScalar(item.key) ? String(item.key.value) : undefined) === String(step),
        );
        if (!pair) break;
        const key = start(pair.key) ?? at.value;
        const range = (pair.value as Node | null)?.range;
        // A value left empty has no place of its own.
        at = {
          key,
          value:
            range && range[1] > range[0]
              ? range[0]
              : isCollection(pair.value)
                ? (start(pair.value) ?? key)
                : key,
        };
        node = pair.value;
      } else if (isSeq(container)) {
        const item = container.items[Number(step)];
        if (item === undefined) break;
        const value = start(item) ?? at.value;
        at = { key: value, value };
        node = item;
      } else break;
    }
    return at;
  };
}

export interface TextToLocate {
  file: string;
  text: string;
  format: StudyFormat;
  /** The document that the YAML text was parsed to, when there is one already. */
  document?: Document | undefined;
}

/** A finder of places; the work starts with the first question and is done once. */
export function locator({ file, text, format, document }: TextToLocate): Locate {
  let offsetOf: OffsetOf | undefined;
  let position: ((offset: number) => Position) | undefined;
  return (path, at = "value") => {
    offsetOf ??=
      format === "json"
        ? jsonOffsets(text)
        : yamlOffsets(document ?? parseDocument(text, { logLevel: "silent", prettyErrors: false }));
    position ??= lineFinder(text);
    return { file, ...position(offsetOf(path)[at]) };
  };
}
