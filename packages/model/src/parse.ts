/** From text to a plain value, with every syntax mistake at its line and column. Nothing here knows what a study is made of. */
import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";
import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  Parser,
  type YAMLError,
} from "yaml";
import type { Severity } from "./diagnostic.ts";
import { lineFinder, type Position, type StudyFormat } from "./positions.ts";
import { formatOfName, type PlacedProblem } from "./read-text.ts";

/** Containers inside containers; a study needs nine. */
export const DEPTH_LIMIT = 100;
/** JSON up to this many characters is checked for keys written twice. */
const DUPLICATE_KEY_CHECK = 2_000_000;
/** How often the anchored parts of a YAML file may be repeated by aliases. */
const ALIAS_LIMIT = 100;

export interface ParsedText {
  format: StudyFormat;
  /** An object. Absent when the text cannot be read as one; present beside problems that do not hide what was meant. */
  value?: unknown;
  problems: PlacedProblem[];
  /** The YAML document, which knows where everything stands. */
  document?: Document;
}

/** `"null"`, `"boolean"`, `"number"`, `"string"`, `"array"` or `"object"`: words for them are in the message catalogue. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Collects problems at offsets; lines are found when the first problem is. */
class Problems {
  readonly list: PlacedProblem[] = [];
  #position: ((offset: number) => Position) | undefined;

  constructor(readonly text: string) {}

  at(offset: number): Position {
    this.#position ??= lineFinder(this.text);
    return this.#position(Math.min(offset, this.text.length));
  }
  add(
    code: string,
    offset: number,
    values: Record<string, string | number> = {},
    path: (string | number)[] = [],
    severity: Severity = "error",
  ): void {
    this.list.push({ code, severity, path, values, ...this.at(offset) });
  }
}

/** Value of a study's text, read as `format`, else as the file's extension says, else as its first character shows. */
export function parseStudyText(
  text: string,
  { name, format }: { name: string; format?: StudyFormat },
): ParsedText {
  const chosen = format ?? formatOfName(name) ?? (/^\s*[{[]/.test(text) ? "json" : "yaml");
  const problems = new Problems(text);
  const parsed: ParsedText = {
    format: chosen,
    ...(chosen === "json" ? parseJson(text, problems) : parseYaml(text, problems)),
    problems: problems.list,
  };
  if (parsed.value === undefined || kindOf(parsed.value) === "object") return parsed;
  const start = Math.max(0, text.search(/\S/));
  const wide = kindOf(parsed.value) === "string" ? text.indexOf("：") : -1;
  if (wide >= 0) problems.add("fullwidth-character", wide, { character: "：", instead: ": " });
  else problems.add("not-a-study", start, { got: kindOf(parsed.value) });
  delete parsed.value;
  return parsed;
}

// ---------------------------------------------------------------- JSON

/** Offset of the bracket that opens level DEPTH_LIMIT + 1, or -1. Brackets inside strings do not count. */
function tooDeepJson(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x22) {
      for (i++; i < text.length && text.charCodeAt(i) !== 0x22; i++) if (text.charCodeAt(i) === 0x5c) i++;
    } else if (c === 0x7b || c === 0x5b) {
      if (++depth > DEPTH_LIMIT) return i;
    } else if (c === 0x7d || c === 0x5d) depth--;
  }
  return -1;
}

function parseJson(text: string, problems: Problems): { value?: unknown } {
  let value: unknown;
  let failure: string | undefined;
  try {
    value = JSON.parse(text);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  if (failure === undefined && text.length > DUPLICATE_KEY_CHECK) return { value };
  const deep = tooDeepJson(text);
  if (deep >= 0) {
    problems.add("too-deep", deep, { limit: DEPTH_LIMIT });
    return {};
  }
  if (failure === undefined) {
    duplicateJsonKeys(text, problems);
    return { value };
  }
  jsonMistakes(text, problems);
  if (problems.list.length === 0)
    problems.add("json-syntax", Number(/position (\d+)/.exec(failure)?.[1] ?? 0), { detail: failure });
  return {};
}

function duplicateJsonKeys(text: string, problems: Problems): void {
  const open: Map<string, number>[] = [];
  visit(text, {
    onObjectBegin: () => void open.push(new Map()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty(key, offset, _length, _line, _column, pathTo) {
      const keys = open[open.length - 1] as Map<string, number>;
      const first = keys.get(key);
      if (first === undefined) keys.set(key, offset);
      else
        problems.add("duplicate-key", offset, { key, firstLine: problems.at(first).line }, [
          ...pathTo(),
          key,
        ]);
    },
  });
}

const OPENING_QUOTES = /^['‘’“”`«「『]/;
const FULLWIDTH: Record<string, string> = {
  "：": ":",
  "，": ",",
  "、": ",",
  "｛": "{",
  "｝": "}",
  "［": "[",
  "］": "]",
  "　": " ",
  "＂": '"',
};

/** Every syntax mistake of a JSON text; what only follows from the one before is left out. */
function jsonMistakes(text: string, problems: Problems): void {
  let lastOffset = -1;
  /** End of the last symbol that JSON does not know. What the parser misses right behind it is its consequence. */
  let symbolEnd = -1;
  let lost = false;
  let depth = 0;
  let ended = false;
  const before = (offset: number) => {
    let i = offset - 1;
    while (i >= 0 && /\s/.test(text[i] as string)) i--;
    return i;
  };
  const report = (error: ParseErrorCode, offset: number, length: number): void => {
    const name = printParseErrorCode(error);
    if (lost || offset === lastOffset) return;
    const found = text.slice(offset, offset + length);
    const previous = before(offset);
    const closes = offset >= text.length || text[offset] === "}" || text[offset] === "]";
    if (
      symbolEnd >= 0 &&
      name !== "InvalidSymbol" &&
      !(name === "CommaExpected" ? /[,\n]/ : /,/).test(text.slice(symbolEnd, offset))
    )
      return;
    const reported = lastOffset;
    lastOffset = offset;
    switch (name) {
      case "InvalidSymbol":
        symbolEnd = offset + length;
        if (ended) afterEnd(found, offset);
        else badSymbol(found, offset, previous);
        return;
      case "PropertyNameExpected":
      case "ValueExpected":
        if (closes && text[previous] === ",") {
          if (previous !== reported) problems.add("json-trailing-comma", previous);
        } else
          problems.add(name === "ValueExpected" ? "json-missing-value" : "json-missing-key", offset, {
            found: found || "(end)",
          });
        return;
      case "ColonExpected":
        problems.add("json-missing-colon", offset);
        return;
      case "CommaExpected":
        if (/\d/.test(found) && previous === offset - 1 && text[previous] === "0") {
          symbolEnd = offset + length;
          problems.add("json-bad-number", previous, { found: `0${found}` });
        } else problems.add("json-missing-comma", offset);
        return;
      case "CloseBraceExpected":
      case "CloseBracketExpected":
        problems.add("json-unclosed", offset, { bracket: name === "CloseBraceExpected" ? "}" : "]" });
        return;
      case "EndOfFileExpected":
        afterEnd(found, offset);
        return;
      case "InvalidCommentToken":
      case "UnexpectedEndOfComment":
        problems.add("json-comment", offset);
        return;
      case "UnexpectedEndOfString":
        problems.add("json-unclosed-string", offset);
        lost = true;
        return;
      case "InvalidNumberFormat":
      case "UnexpectedEndOfNumber":
        problems.add("json-bad-number", offset, { found });
        return;
      case "InvalidCharacter":
        problems.add(
          "json-control-character",
          offset +
            Math.max(
              0,
              [...found].findIndex((c) => c < " "),
            ),
        );
        return;
      case "InvalidUnicode":
      case "InvalidEscapeCharacter": {
        const slash = /\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(found.replace(/\\\\/g, "__"))?.index ?? 0;
        problems.add("json-bad-escape", offset + slash, { found: found.slice(slash, slash + 2) });
        return;
      }
      default:
        problems.add("json-syntax", offset, { detail: name });
    }
  };
  const afterEnd = (found: string, offset: number): void => {
    problems.add("json-after-end", offset, { found: found.slice(0, 20) });
    lost = true;
  };
  const badSymbol = (found: string, offset: number, previous: number): void => {
    const wide = [...found].find((c) => c in FULLWIDTH);
    const isKey =
      /^\s*:/.test(text.slice(offset + found.length, offset + found.length + 200)) &&
      (text[previous] === "{" || text[previous] === ",");
    if (OPENING_QUOTES.test(found)) problems.add("json-wrong-quotes", offset, { found: found.slice(0, 40) });
    else if (wide !== undefined)
      problems.add("fullwidth-character", offset + found.indexOf(wide), {
        character: wide,
        instead: FULLWIDTH[wide] as string,
      });
    else if (isKey) problems.add("json-unquoted-key", offset, { key: found.slice(0, 40) });
    else if (/^[+.]?[\d.]/.test(found))
      problems.add("json-bad-number", offset, { found: found.slice(0, 40) });
    else if (previous < 0) problems.add("json-not-json", offset);
    else problems.add("json-bad-value", offset, { found: found.slice(0, 40) });
    if (previous < 0) lost = true;
  };
  const opens = () => void depth++;
  const closes = () => {
    depth--;
    ended = depth === 0;
  };
  const visitor = {
    onError: report,
    onObjectBegin: opens,
    onArrayBegin: opens,
    onObjectEnd: closes,
    onArrayEnd: closes,
  };
  visit(text, visitor, { disallowComments: true, allowTrailingComma: false });
}

// ---------------------------------------------------------------- YAML

/** What the YAML library's concrete syntax tree is made of, as far as the checks here go. */
interface Token {
  type: string;
  offset: number;
  source?: string;
  value?: Token;
  items?: { key?: Token | null; value?: Token }[];
}

/** Unclosed brackets, or dashes in a row, that no text of a person holds: the parser is not asked to build them. */
const HOSTILE_DEPTH = 2_000;

/**
 * Offset where nesting passes DEPTH_LIMIT in a YAML text that nests beyond HOSTILE_DEPTH, or -1. Looks at the text
 * only: brackets in strings count, which is why the bound is so far beyond what the parser's own tokens are held to.
 */
function hostileDepth(text: string): number {
  let depth = 0;
  let run = 0;
  let passed = -1;
  let runPassed = -1;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) {
      if (++depth === DEPTH_LIMIT) passed = i; // the mapping around the brackets is a level too
      if (depth > HOSTILE_DEPTH) return passed;
    } else if (c === 0x5d || c === 0x7d) {
      if (depth > 0) depth--;
    }
    if ((c === 0x2d || c === 0x3f) && text.charCodeAt(i + 1) === 0x20) {
      if (++run === DEPTH_LIMIT) runPassed = i;
      if (run > HOSTILE_DEPTH) return runPassed;
    } else if (c !== 0x20) run = 0;
  }
  return -1;
}

/** Offset of the collection at level DEPTH_LIMIT + 1, and where quotes open that never close. Without recursion. */
function surveyTokens(tokens: readonly Token[]): { deep: number; unclosed: number[] } {
  const unclosed: number[] = [];
  const stack: [Token, number][] = tokens.map((t) => [t, 0]);
  for (let next = stack.pop(); next; next = stack.pop()) {
    const [token, depth] = next;
    if (token.items && depth >= DEPTH_LIMIT) return { deep: token.offset, unclosed };
    const quote =
      token.type === "double-quoted-scalar" ? '"' : token.type === "single-quoted-scalar" ? "'" : undefined;
    if (quote && token.source !== undefined && (token.source.length < 2 || !token.source.endsWith(quote)))
      unclosed.push(token.offset);
    if (token.type === "document" && token.value) stack.push([token.value, depth]);
    for (const item of token.items ?? []) {
      if (item.key) stack.push([item.key, depth + 1]);
      if (item.value) stack.push([item.value, depth + 1]);
    }
  }
  return { deep: -1, unclosed: unclosed.sort((a, b) => a - b) };
}

const YAML_OPTIONS = {
  version: "1.2",
  schema: "core",
  strict: true,
  stringKeys: true,
  merge: false,
  resolveKnownTags: false,
  prettyErrors: false,
  logLevel: "silent",
  // Compared in checkNodes instead, in time proportional to the number of keys.
  uniqueKeys: false,
} as const;

function parseYaml(text: string, problems: Problems): { value?: unknown; document?: Document } {
  const hostile = hostileDepth(text);
  if (hostile >= 0) {
    problems.add("too-deep", hostile, { limit: DEPTH_LIMIT });
    return {};
  }
  const tokens = [...new Parser().parse(text)];
  const { deep, unclosed } = surveyTokens(tokens as unknown as Token[]);
  if (deep >= 0) {
    problems.add("too-deep", deep, { limit: DEPTH_LIMIT });
    return {};
  }
  const documents = [...new Composer(YAML_OPTIONS).compose(tokens, true, text.length)] as Document[];
  const [document, second] = documents;
  if (!document) return {};
  const lines = new Set<number>();
  const report = (error: YAMLError, severity: Severity) => {
    const { code, offset, values } = yamlMistake(error, text, unclosed);
    const { line } = problems.at(offset);
    if (lines.has(line)) return; // a consequence of the mistake before it
    lines.add(line);
    problems.add(code, offset, values, [], code === "unknown-tag" ? "error" : severity);
  };
  for (const each of documents) {
    for (const error of each.errors) report(error, "error");
    for (const warning of each.warnings) report(warning, "warning");
  }
  if (second) problems.add("several-documents", second.range?.[0] ?? 0, { count: documents.length });
  const readable = problems.list.every((p) => p.severity !== "error" || p.code === "unknown-tag");
  if (!readable) return {};
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null && root.range?.[0] === root.range?.[1])) {
    problems.add("empty-file", 0);
    return {};
  }
  const { usable, firstAlias } = checkNodes(root as Node, problems);
  if (!usable) return {};
  try {
    return { value: document.toJS({ maxAliasCount: ALIAS_LIMIT }), document };
  } catch (error) {
    // The library throws a ReferenceError for aliases that multiply; there is no other sign of it.
    if (!(error instanceof ReferenceError)) throw error;
    problems.add("alias-bomb", firstAlias, { limit: ALIAS_LIMIT });
    return {};
  }
}

/** Code, place and values of a problem that the YAML library found. Its own words are kept where ours are not exact. */
function yamlMistake(
  error: YAMLError,
  text: string,
  unclosed: number[],
): { code: string; offset: number; values: Record<string, string | number> } {
  const offset = error.pos[0];
  const is = (code: string, at = offset, values: Record<string, string | number> = {}) => ({
    code,
    offset: at,
    values,
  });
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const lineEnd = text.indexOf("\n", offset);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  if (/Implicit (map )?keys? /.test(error.message)) {
    const wide = /^[^"'#]*?[：　]/.exec(line);
    if (wide) {
      const character = wide[0].at(-1) as string;
      return is("fullwidth-character", lineStart + wide[0].length - 1, {
        character,
        instead: character === "：" ? ": " : " ",
      });
    }
    const tight = /^\s*(?:- +)?[\w-]+:(?=\S)/.exec(line);
    if (tight) return is("yaml-space-after-colon", lineStart + tight[0].length - 1);
  }
  switch (error.code) {
    case "TAG_RESOLVE_FAILED":
    case "BAD_COLLECTION_TYPE":
      return is("unknown-tag", offset, {
        tag:
          /: (.+)$/.exec(error.message)?.[1]?.replace("tag:yaml.org,2002:", "!!") ??
          text.slice(offset, error.pos[1]),
      });
    case "MISSING_CHAR":
      if (error.message.startsWith("Missing closing"))
        return is("yaml-unclosed-quote", unclosed.shift() ?? offset);
      if (error.message.startsWith("Implicit map keys")) return is("yaml-missing-colon", offset);
      if (error.message.startsWith("Missing ,")) return is("yaml-missing-comma", offset);
      if (error.message.startsWith("Comments")) return is("yaml-space-before-comment", offset);
      if (error.message.startsWith("Sequence item")) return is("yaml-missing-dash", offset);
      return is("yaml-missing-char", offset, { detail: error.message });
    case "TAB_AS_INDENT":
      return is("yaml-tab");
    case "BAD_INDENT":
      return is(error.message.startsWith("Flow") ? "yaml-unclosed-bracket" : "yaml-bad-indent");
    case "BLOCK_AS_IMPLICIT_KEY":
      return is(error.message.startsWith("Nested") ? "yaml-nested-mapping" : "yaml-bad-indent");
    case "BAD_SCALAR_START":
      return is("yaml-reserved-character", offset, { character: text[offset] ?? "" });
    case "BAD_DQ_ESCAPE": {
      const sequence = error.message.replace("Invalid escape sequence ", "");
      const at = text.indexOf(sequence, offset);
      return is("yaml-bad-escape", at < 0 ? offset : at, { found: sequence });
    }
    case "BLOCK_IN_FLOW":
      return is("yaml-block-in-flow");
    case "MULTILINE_IMPLICIT_KEY":
      return is("yaml-key-over-lines");
    case "NON_STRING_KEY":
      return is("yaml-key-not-text");
    case "KEY_OVER_1024_CHARS":
      return is("yaml-key-too-long");
    case "MULTIPLE_ANCHORS":
    case "ALIAS_PROPS":
    case "BAD_ALIAS":
      return is("yaml-bad-anchor", offset, { detail: error.message });
    case "BAD_DIRECTIVE":
      return is("yaml-bad-directive", offset, { detail: error.message });
    case "RESOURCE_EXHAUSTION":
      return is("too-deep", offset, { limit: DEPTH_LIMIT });
    case "UNEXPECTED_TOKEN":
      if (/flow-(map|seq)-end/.test(error.message)) return is("yaml-extra-bracket");
      if (error.message.startsWith("Unexpected block-seq-ind")) return is("yaml-dash-after-key");
      if (error.message.startsWith("Block scalar header")) return is("yaml-block-header");
      return is("yaml-syntax", offset, { detail: error.message });
    default:
      return is("yaml-syntax", offset, { detail: error.message });
  }
}

/**
 * Keys written twice, merge keys, and aliases that lead nowhere, into themselves or too deep.
 * @returns whether a value can be made of the nodes, and the offset of the first alias.
 */
function checkNodes(root: Node, problems: Problems): { usable: boolean; firstAlias: number } {
  /** Levels below each anchor; undefined while its own content is being read. */
  const anchors = new Map<string, number | undefined>();
  let usable = true;
  let firstAlias = -1;
  const path: (string | number)[] = [];
  const stop = (code: string, offset: number, values: Record<string, string | number>) => {
    usable = false;
    problems.add(code, offset, values, [...path]);
    return 0;
  };
  /** Levels of a node. Recursion is bounded by DEPTH_LIMIT: surveyTokens saw the same levels. */
  const levels = (node: unknown, depth: number): number => {
    const offset = (node as Node | null)?.range?.[0] ?? 0;
    if (isAlias(node)) {
      if (firstAlias < 0) firstAlias = offset;
      if (!anchors.has(node.source)) return stop("yaml-unknown-alias", offset, { alias: node.source });
      const below = anchors.get(node.source);
      if (below === undefined) return stop("yaml-alias-loop", offset, { alias: node.source });
      return depth + below > DEPTH_LIMIT ? stop("too-deep", offset, { limit: DEPTH_LIMIT }) : below;
    }
    const anchor = (node as Node | null)?.anchor;
    if (anchor) anchors.set(anchor, undefined);
    let below = 0;
    if (isMap(node)) {
      const seen = new Map<string, number>();
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : "";
        const keyOffset = (key as Node | null)?.range?.[0] ?? offset;
        path.push(name);
        const first = seen.get(name);
        if (first !== undefined)
          problems.add("duplicate-key", keyOffset, { key: name, firstLine: problems.at(first).line }, [
            ...path,
          ]);
        else seen.set(name, keyOffset);
        if (name === "<<") stop("yaml-merge-key", keyOffset, {});
        below = Math.max(below, 1 + levels(value, depth + 1));
        path.pop();
      }
    } else if (isSeq(node)) {
      node.items.forEach((item, i) => {
        path.push(i);
        below = Math.max(below, 1 + levels(item, depth + 1));
        path.pop();
      });
    }
    if (anchor) anchors.set(anchor, below);
    return below;
  };
  levels(root, 0);
  return { usable, firstAlias };
}
