/** Bytes of a JSON or YAML file to a plain value, through the study's own careful reader. */
import { parseStudyText, readText } from "@seiza/model";
import { Composer, type Document, isScalar, Parser, visit } from "yaml";
import { isObject, type JsonObject, oneLine } from "./bag.ts";
import { LIMITS, type Notes, Refused } from "./format.ts";

/**
 * YAML whose quoted texts run over lines that are indented too little, which other tools write and accept: such lines
 * are joined to the one that opens the quote.
 */
export function joinedQuotes(text: string): string {
  const out: string[] = [];
  let open: { quote: string; line: string } | undefined;
  const closes = (line: string, quote: string, from: number): boolean => {
    for (let i = from; i < line.length; i++) {
      if (quote === '"' && line[i] === "\\") i++;
      else if (line[i] === quote) {
        if (quote === "'" && line[i + 1] === "'") i++;
        else return true;
      }
    }
    return false;
  };
  for (const line of text.split("\n")) {
    if (open) {
      open.line += ` ${line.trim()}`;
      if (closes(line, open.quote, 0)) {
        out.push(open.line);
        open = undefined;
      }
      continue;
    }
    const start = /^(?:[\s-]*(?:[\w$ -]+:\s+)?)(['"])/.exec(line);
    const quote = start?.[1];
    if (start && quote !== undefined && !closes(line, quote, start[0].length)) open = { quote, line };
    else out.push(line);
  }
  if (open) out.push(open.line);
  return out.join("\n");
}

class FirstMistake extends Error {
  constructor(
    readonly offset: number,
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** Brackets inside brackets, or dashes in a row, before the parser is asked to build them. */
function checkNesting(text: string): void {
  let depth = 0;
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) depth++;
    else if ((c === 0x5d || c === 0x7d) && depth > 0) depth--;
    if ((c === 0x2d || c === 0x3f) && text.charCodeAt(i + 1) === 0x20) run++;
    else if (c !== 0x20) run = 0;
    if (depth > LIMITS.yamlNesting || run > LIMITS.yamlNesting)
      throw new Refused("too-deep", { limit: LIMITS.yamlNesting });
  }
}

/**
 * YAML with merge keys, stopped at the first mistake: the parser's cost is in its mistakes, and a foreign file is
 * refused at one.
 * @throws FirstMistake
 */
function composed(text: string, notes: Notes | undefined): unknown {
  const composer = new Composer({ version: "1.2", merge: true, uniqueKeys: false, prettyErrors: false });
  const stop = (source: unknown, _code: string, message: string, warning?: boolean) => {
    if (warning) return;
    const at = typeof source === "number" ? source : ((source as { offset?: number }).offset ?? 0);
    throw new FirstMistake(Array.isArray(source) ? Number(source[0]) : at, message);
  };
  // The library's own hook, called for each mistake with its place.
  (composer as unknown as { onError: typeof stop }).onError = stop;
  let value: unknown;
  let documents = 0;
  const take = (doc: Document.Parsed): void => {
    const [error] = doc.errors;
    if (error) throw new FirstMistake(error.pos[0], error.message);
    if (documents++ > 0) return;
    if (notes) noteOverwrites(doc, notes);
    try {
      value = doc.toJS({ maxAliasCount: 100 });
    } catch (error) {
      // Too deep, or too many aliases, are told apart below; the rest are merge keys that merge nothing.
      if (error instanceof RangeError || error instanceof ReferenceError) throw error;
      throw new FirstMistake(0, error instanceof Error ? error.message : "yaml");
    }
  };
  for (const token of new Parser().parse(text)) {
    if (token.type === "error") throw new FirstMistake(token.offset, token.message);
    for (const doc of composer.next(token)) take(doc);
  }
  for (const doc of composer.end()) take(doc);
  return value;
}

/** A key that stands twice in one map: the later one counts, as in the tools that write such files. */
function noteOverwrites(doc: Document.Parsed, notes: Notes): void {
  visit(doc, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const pair of map.items) {
        const key = isScalar(pair.key) ? String(pair.key.value) : "";
        if (key === "<<") continue;
        if (seen.has(key)) notes.add("left-out", "overwritten-key", "", { name: key });
        seen.add(key);
      }
    },
  });
}

function readYaml(text: string, notes: Notes | undefined): unknown {
  let marks = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x0a || c === 0x2c) marks++;
  }
  if (text.length > LIMITS.yamlBytes) throw new Refused("too-large", { limit: LIMITS.yamlBytes / 1_000_000 });
  if (marks > LIMITS.yamlMarks) throw new Refused("too-many", { limit: LIMITS.yamlMarks });
  checkNesting(text);
  const refused = (error: unknown): Refused => {
    if (error instanceof FirstMistake) {
      const before = text.slice(0, error.offset).split("\n");
      return new Refused("syntax", {
        reason: oneLine(error.reason).slice(0, 200),
        line: before.length,
        column: (before.at(-1)?.length ?? 0) + 1,
      });
    }
    // The composer and the conversion walk maps in maps by calling themselves.
    if (error instanceof RangeError) return new Refused("too-deep", { limit: LIMITS.yamlNesting });
    if (error instanceof ReferenceError) return new Refused("too-many", { limit: 100 });
    throw error;
  };
  try {
    return composed(text, notes);
  } catch (error) {
    const first = refused(error);
    if (!(error instanceof FirstMistake) || !/quote/i.test(error.reason)) throw first;
    try {
      return composed(joinedQuotes(text), notes);
    } catch {
      throw first;
    }
  }
}

/**
 * Object of a JSON or YAML file. Of a map that holds a key twice the later value counts.
 * @throws Refused with the place of the first mistake
 */
export function readValue(bytes: Uint8Array, name: string, notes?: Notes): JsonObject {
  const { text, problems } = readText(bytes, name, { jsonBytes: LIMITS.bytes, yamlBytes: LIMITS.bytes });
  if (text === undefined) {
    const [p] = problems;
    throw new Refused(p?.code === "too-large" ? "too-large" : "unreadable-text", {
      reason: p?.code ?? "",
      limit: LIMITS.bytes / 1_000_000,
    });
  }
  const isJson = /\.json$/i.test(name) || /^\s*[{[]/.test(text.slice(0, 1000));
  let value: unknown;
  if (isJson) {
    const parsed = parseStudyText(text, { name: "", format: "json" });
    const fault = parsed.problems.find((p) => p.severity === "error");
    // A key that stands twice is no reason to refuse a file that its own tool reads.
    if (fault && (fault.code !== "duplicate-key" || parsed.value === undefined))
      throw new Refused("syntax", { reason: fault.code, line: fault.line, column: fault.column });
    value = parsed.value;
  } else value = readYaml(text, notes);
  if (!isObject(value)) throw new Refused("syntax", { reason: "not-a-map", line: 1, column: 1 });
  return value;
}

/** First characters of a file as text, for telling formats apart. Bytes that are no text give strange characters. */
export function headOf(bytes: Uint8Array, length = 4096): string {
  const start = bytes.subarray(0, length);
  const utf16 =
    start[0] === 0xff && start[1] === 0xfe
      ? "utf-16le"
      : start[0] === 0xfe && start[1] === 0xff
        ? "utf-16be"
        : undefined;
  return new TextDecoder(utf16 ?? "utf-8").decode(start);
}

/** Name of a file without folder and ending: what a model is called that does not say. */
export const baseName = (name: string): string => name.replace(/^.*[/\\]/, "").replace(/\.[^.]+$/, "");
