/** Bytes of a JSON or YAML file to a plain value, through the study's own careful reader. */
import { parseStudyText, readText } from "@seiza/model";
import { parse } from "yaml";
import { isObject, type JsonObject } from "./bag.ts";
import { LIMITS, Refused } from "./format.ts";

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

/** A YAML text that is sound but for its merge keys, with these resolved. */
function merged(text: string): JsonObject {
  let value: unknown;
  try {
    value = parse(text, { merge: true, maxAliasCount: 100, schema: "core", logLevel: "silent" });
  } catch {
    throw new Refused("syntax", { reason: "yaml-merge-key", line: 1, column: 1 });
  }
  if (!isObject(value)) throw new Refused("syntax", { reason: "not-a-map", line: 1, column: 1 });
  return value;
}

/**
 * Object of a JSON or YAML file.
 * @throws Refused with the place of the first mistake
 */
export function readValue(bytes: Uint8Array, name: string): JsonObject {
  const { text, problems } = readText(bytes, name, { jsonBytes: LIMITS.bytes, yamlBytes: LIMITS.bytes });
  if (text === undefined) {
    const [p] = problems;
    throw new Refused(p?.code === "too-large" ? "too-large" : "unreadable-text", {
      reason: p?.code ?? "",
      limit: LIMITS.bytes / 1_000_000,
    });
  }
  const named = { name: /\.(json|ya?ml)$/i.test(name) ? name : "" };
  let parsed = parseStudyText(text, named);
  const wrong = () => parsed.problems.find((p) => p.severity === "error");
  if (wrong()?.code === "yaml-unclosed-quote") {
    const again = parseStudyText(joinedQuotes(text), named);
    if (!again.problems.some((p) => p.severity === "error")) parsed = again;
  }
  const faults = parsed.problems.filter((p) => p.severity === "error");
  // Merge keys (`<<`) are no part of YAML 1.2 and none of a study; other tools' files use them.
  if (faults.length > 0 && faults.every((p) => p.code === "yaml-merge-key")) return merged(text);
  const fault = wrong();
  if (!isObject(parsed.value) || fault) {
    throw new Refused("syntax", {
      reason: fault?.code ?? "not-a-map",
      line: fault?.line ?? 1,
      column: fault?.column ?? 1,
    });
  }
  return parsed.value;
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
