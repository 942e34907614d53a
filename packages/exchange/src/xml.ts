/**
 * XML as a tree, strictly bounded: a document type declaration is refused, so no entity can be declared, nothing is
 * fetched, and only the five entities of XML itself and character references are known.
 */
import { SaxesParser } from "saxes";
import { LIMITS, Refused } from "./format.ts";

export interface XmlElement {
  /** Name without its prefix. */
  name: string;
  /** Attributes by name, with their prefix where they have one. */
  attributes: Record<string, string>;
  children: XmlElement[];
  /** Text directly inside, joined. */
  text: string;
}

function decoded(bytes: Uint8Array): string {
  if (bytes.length > LIMITS.bytes) throw new Refused("too-large", { limit: LIMITS.bytes / 1_000_000 });
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new Refused("is-a-zip");
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Refused("unreadable-text", { reason: "not-utf8" });
  }
}

const local = (name: string) => name.slice(name.indexOf(":") + 1);

/** @throws Refused: too large, too deep, too many elements, a DTD, or not well-formed */
export function readXml(source: Uint8Array | string): XmlElement {
  const text = typeof source === "string" ? source : decoded(source);
  if (text.length > LIMITS.bytes) throw new Refused("too-large", { limit: LIMITS.bytes / 1_000_000 });
  const parser = new SaxesParser({ xmlns: false, position: true });
  let root: XmlElement | undefined;
  const open: XmlElement[] = [];
  const words: string[][] = [];
  let count = 0;
  parser.on("doctype", () => {
    throw new Refused("has-dtd");
  });
  parser.on("error", (error) => {
    throw new Refused("syntax", {
      reason: error.message.replace(/^\d+:\d+: /, "").slice(0, 200),
      line: parser.line,
      column: parser.column + 1,
    });
  });
  let attributeCount = 0;
  parser.on("attribute", () => {
    if (++attributeCount > LIMITS.attributes) throw new Refused("too-many", { limit: LIMITS.attributes });
  });
  parser.on("opentag", (tag) => {
    attributeCount = 0;
    if (++count > LIMITS.nodes) throw new Refused("too-many", { limit: LIMITS.nodes });
    if (open.length >= LIMITS.xmlDepth) throw new Refused("too-deep", { limit: LIMITS.xmlDepth });
    const attributes: Record<string, string> = {};
    for (const [key, value] of Object.entries(tag.attributes))
      if (key !== "__proto__") attributes[key] = value;
    const element: XmlElement = { name: local(tag.name), attributes, children: [], text: "" };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
    words.push([]);
  });
  const said = (piece: string) => void words.at(-1)?.push(piece);
  parser.on("text", said);
  parser.on("cdata", said);
  parser.on("closetag", () => {
    const element = open.pop();
    const pieces = words.pop();
    if (element && pieces) element.text = pieces.join("");
  });
  const step = 1 << 16;
  for (let i = 0; i < text.length; i += step) parser.write(text.slice(i, i + step));
  parser.close();
  if (!root) throw new Refused("syntax", { reason: "empty", line: 1, column: 1 });
  return root;
}

export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((c) => c.name === name);
export const childrenOf = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter((c) => c.name === name) ?? [];
/** Text of a child, trimmed: pretty-printed files have white space around ids. */
export const textAt = (element: XmlElement | undefined, ...path: string[]): string => {
  let here = element;
  for (const name of path) here = childOf(here, name);
  return here?.text.trim() ?? "";
};
/** Attribute by its local name. */
export const attributeOf = (element: XmlElement, name: string): string | undefined => {
  for (const [key, value] of Object.entries(element.attributes)) if (local(key) === name) return value;
  return undefined;
};
