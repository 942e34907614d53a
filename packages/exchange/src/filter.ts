/**
 * The filter language of Microsoft threat templates.
 *
 *     expr := term (or term)*     term := fac (and fac)*
 *     fac  := not fac | ( expr ) | who[.attribute] is 'value' | flow crosses 'kind'     who := source | target | flow
 */
export type Who = "source" | "target" | "flow";
export type Filter =
  | { op: "or" | "and"; parts: Filter[] }
  | { op: "not"; part: Filter }
  | { op: "kind"; who: Who; kind: string }
  | { op: "attribute"; who: Who; attribute: string; value: string }
  | { op: "crosses"; kind: string };

/** A filter that is not of the language. `at` counts characters from 0. */
export class FilterError extends Error {
  constructor(
    readonly filter: string,
    readonly at: number,
    readonly expected: string,
  ) {
    super(`${expected} expected at ${at} in ${filter.slice(0, 200)}`);
  }
}

/** Characters of a filter, and brackets inside brackets. The longest known has two thousand. */
const MAX_LENGTH = 100_000;
const MAX_DEPTH = 200;
const TOKEN = /\s*(?:([()])|'([^']*)'|([A-Za-z_][\w-]*(?:\.[\w-]+)*))/y;

interface Token {
  text: string;
  at: number;
  is: "bracket" | "string" | "word";
}

function tokensOf(filter: string): Token[] {
  const out: Token[] = [];
  const end = filter.trimEnd().length;
  let at = 0;
  while (at < end) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(filter);
    if (!found)
      throw new FilterError(filter, at + filter.slice(at).search(/\S/), "a word, a 'value' or a bracket");
    const [whole, bracket, text, word] = found;
    out.push({
      text: bracket ?? text ?? word ?? "",
      at: at + whole.length - whole.trimStart().length,
      is: bracket !== undefined ? "bracket" : text !== undefined ? "string" : "word",
    });
    at += whole.length;
  }
  return out;
}

/** @throws FilterError with the place where the text leaves the language */
export function parseFilter(filter: string): Filter {
  if (filter.length > MAX_LENGTH) throw new FilterError(filter, MAX_LENGTH, "the end");
  const tokens = tokensOf(filter);
  let i = 0;
  const fail = (expected: string): never => {
    throw new FilterError(filter, tokens[i]?.at ?? filter.length, expected);
  };
  const isWord = (word: string) => tokens[i]?.is === "word" && tokens[i]?.text.toLowerCase() === word;
  const value = (): string => {
    const t = tokens[i];
    if (t?.is !== "string") return fail("a 'value'");
    i++;
    return t.text.trim();
  };
  const list = (op: "or" | "and", next: (depth: number) => Filter, depth: number): Filter => {
    const parts = [next(depth)];
    while (isWord(op)) {
      i++;
      parts.push(next(depth));
    }
    return parts.length === 1 ? (parts[0] as Filter) : { op, parts };
  };
  const expression = (depth: number): Filter => list("or", term, depth);
  const term = (depth: number): Filter => list("and", factor, depth);
  const factor = (depth: number): Filter => {
    if (depth > MAX_DEPTH) return fail("fewer brackets");
    if (isWord("not")) {
      i++;
      return { op: "not", part: factor(depth + 1) };
    }
    const t = tokens[i];
    if (t?.is === "bracket" && t.text === "(") {
      i++;
      const inner = expression(depth + 1);
      if (tokens[i]?.text !== ")" || tokens[i]?.is !== "bracket") return fail(")");
      i++;
      return inner;
    }
    if (t?.is !== "word") return fail("source, target, flow, not or (");
    const dot = t.text.indexOf(".");
    const who = (dot < 0 ? t.text : t.text.slice(0, dot)).toLowerCase();
    if (who !== "source" && who !== "target" && who !== "flow") return fail("source, target or flow");
    i++;
    if (who === "flow" && dot < 0 && isWord("crosses")) {
      i++;
      return { op: "crosses", kind: value() };
    }
    if (!isWord("is")) return fail("is");
    i++;
    return dot < 0
      ? { op: "kind", who, kind: value() }
      : { op: "attribute", who, attribute: t.text.slice(dot + 1), value: value() };
  };
  const whole = expression(0);
  if (i < tokens.length) fail("and, or or the end");
  return whole;
}

/** What a filter asks about one flow with its two ends. */
export interface Interaction {
  /** Whether the end or the flow is of a kind, itself or by descent. `ROOT` is everything. */
  is: (who: Who, kind: string) => boolean;
  /** Value of an attribute of the template; undefined where the study does not say. */
  attribute: (who: Who, attribute: string) => string | undefined;
  crosses: (kind: string) => boolean;
}

/** Whether a filter holds. An attribute that nobody states counts as `Not Selected`, as in the tool itself. */
export function holds(filter: Filter, interaction: Interaction): boolean {
  switch (filter.op) {
    case "or":
      return filter.parts.some((p) => holds(p, interaction));
    case "and":
      return filter.parts.every((p) => holds(p, interaction));
    case "not":
      return !holds(filter.part, interaction);
    case "kind":
      return filter.kind === "ROOT" || interaction.is(filter.who, filter.kind);
    case "attribute": {
      const stated = interaction.attribute(filter.who, filter.attribute) ?? "Not Selected";
      return stated.toLowerCase() === filter.value.toLowerCase();
    }
    case "crosses":
      return interaction.crosses(filter.kind);
  }
}
