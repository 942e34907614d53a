/**
 * XML as a stream of the elements asked for, strictly bounded. A document type declaration may stand there (nmap writes
 * one) but may declare nothing: with an internal subset the file is refused. Nothing is fetched, and only the five
 * entities of XML itself and character references are known.
 */
import { SaxesParser } from "saxes";
import { EvidenceError, LIMITS } from "./evidence.ts";

export interface XmlElement {
  /** Name without its prefix. */
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  /** Text directly inside, joined. */
  text: string;
}

export interface XmlHandlers {
  /** Names whose whole subtree is handed over when it closes. Inside one, the names are not looked for. */
  take: ReadonlySet<string>;
  taken(element: XmlElement, path: readonly string[]): void;
  /** Every element that is not inside a taken one. */
  opened?(name: string, attributes: Record<string, string>, path: readonly string[]): void;
}

const local = (name: string) => name.slice(name.indexOf(":") + 1);

/** @throws EvidenceError `has-dtd`, `too-deep`, `too-many`, `cut-xml`, `xml-syntax` (with line and column) */
export function walkXml(bytes: Uint8Array, handlers: XmlHandlers): void {
  if (bytes.length > LIMITS.bytes) throw new EvidenceError("too-large", { limit: LIMITS.bytes / 1_000_000 });
  const parser = new SaxesParser({ xmlns: false, position: true });
  const path: string[] = [];
  const open: { element: XmlElement; words: string[] }[] = [];
  let nodes = 0;
  let attributes = 0;
  let kept = 0;
  let closing = false;
  parser.on("doctype", (text) => {
    if (/\[|<!/.test(text)) throw new EvidenceError("has-dtd");
  });
  parser.on("error", (error) => {
    const reason = error.message.replace(/^\d+:\d+: /, "").slice(0, 200);
    if (closing && /unclosed|unexpected end|must contain/.test(reason)) throw new EvidenceError("cut-xml");
    throw new EvidenceError("xml-syntax", { reason, line: parser.line, column: parser.column + 1 });
  });
  parser.on("attribute", () => {
    if (++attributes > LIMITS.xmlAttributes)
      throw new EvidenceError("too-many", { limit: LIMITS.xmlAttributes });
  });
  parser.on("opentag", (tag) => {
    attributes = 0;
    if (++nodes > LIMITS.xmlNodes) throw new EvidenceError("too-many", { limit: LIMITS.xmlNodes });
    if (path.length >= LIMITS.xmlDepth) throw new EvidenceError("too-deep", { limit: LIMITS.xmlDepth });
    const name = local(tag.name);
    const values: Record<string, string> = {};
    for (const [key, value] of Object.entries(tag.attributes as Record<string, string>))
      if (key !== "__proto__") values[key] = value;
    const inside = open.at(-1);
    if (inside || handlers.take.has(name)) {
      const element: XmlElement = { name, attributes: values, children: [], text: "" };
      inside?.element.children.push(element);
      open.push({ element, words: [] });
      if (!inside) kept = 0;
    } else handlers.opened?.(name, values, path);
    path.push(name);
  });
  const said = (piece: string) => {
    const top = open.at(-1);
    if (!top) return;
    kept += piece.length;
    if (kept > LIMITS.textChars) throw new EvidenceError("too-many", { limit: LIMITS.textChars });
    top.words.push(piece);
  };
  parser.on("text", said);
  parser.on("cdata", said);
  parser.on("closetag", () => {
    path.pop();
    const top = open.pop();
    if (!top) return;
    top.element.text = top.words.join("");
    if (open.length === 0) handlers.taken(top.element, path);
  });
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const latin = !utf16 && /encoding=["'](iso-8859|windows-125)/i.test(head(bytes));
  const decoder = new TextDecoder(utf16 ? "utf-16le" : latin ? "windows-1252" : "utf-8");
  const step = 1 << 18;
  for (let at = 0; at < bytes.length; at += step)
    parser.write(decoder.decode(bytes.subarray(at, at + step), { stream: true }));
  closing = true;
  parser.write(decoder.decode());
  parser.close();
}

/** First characters of a file, as ASCII. */
export const head = (bytes: Uint8Array, length = 4096): string => {
  let out = "";
  const end = Math.min(bytes.length, length);
  for (let i = 0; i < end; i++) {
    const c = bytes[i] ?? 0;
    if (c !== 0) out += String.fromCharCode(c);
  }
  return out;
};

export const childOf = (e: XmlElement | undefined, name: string): XmlElement | undefined =>
  e?.children.find((c) => c.name === name);
export const childrenOf = (e: XmlElement | undefined, name: string): XmlElement[] =>
  e?.children.filter((c) => c.name === name) ?? [];
/** Text of a child, trimmed. */
export const textAt = (e: XmlElement | undefined, ...path: string[]): string => {
  let here = e;
  for (const name of path) here = childOf(here, name);
  return here?.text.trim() ?? "";
};
/** All elements of a name below, in order. */
export function* below(e: XmlElement, name: string): Generator<XmlElement> {
  for (const child of e.children) {
    if (child.name === name) yield child;
    yield* below(child, name);
  }
}
