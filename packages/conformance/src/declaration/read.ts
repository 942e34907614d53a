/** From the text of a `product.yaml` or `.json` to a declaration, or to everything that is wrong with it, with places. */
import type { Catalog } from "@seiza/catalog";
import {
  type Diagnostic,
  describe,
  kindOf,
  type Locate,
  locator,
  nearest,
  PROBLEM_LIMIT,
  type Problem,
  parseStudyText,
  type StudyFormat,
} from "@seiza/model";
import type { z } from "zod";
import { declarationMessage } from "../messages/declaration.ts";
import { constantsOf, keysOf, schemaAt } from "./json-schema.ts";
import { lintDeclaration } from "./lint.ts";
import { Declaration } from "./schema.ts";

/** Characters; a declaration is written by people, tables lie beside it. */
export const DECLARATION_LIMIT = 4_000_000;

export interface ReadDeclaration {
  /** Absent when a diagnostic is an error. */
  declaration?: Declaration;
  format?: StudyFormat;
  /** In the order of the file. */
  diagnostics: Diagnostic[];
  /** Place of a value of this file. */
  locate: Locate;
}
export interface ReadDeclarationOptions {
  /** Knows the reasons for "not applicable"; without it they are not looked at. */
  catalog?: Pick<Catalog, "star1-criteria">;
  /** Day of reading, `YYYY-MM-DD`; without it no date is called past. */
  today?: string;
}

const shown = (value: unknown): string => {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

/** The path as people say it: ids in place of numbers where there are ids. */
function wordsOf(path: readonly (string | number)[], root: unknown): string {
  let value: unknown = root;
  const words = path.map((step) => {
    value = (value as Record<string | number, unknown> | undefined | null)?.[step];
    const id = typeof step === "number" ? (value as { id?: unknown } | undefined | null)?.id : undefined;
    return typeof id === "string" && id !== "" && id.length <= 64
      ? id
      : typeof step === "number"
        ? `[${step}]`
        : step;
  });
  return words.length === 0 ? "product.yaml" : words.join(".").replaceAll(".[", "[");
}

const valueAt = (path: readonly (string | number)[], root: unknown): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    root,
  );

/** zod's word for a type → the model's. */
const EXPECTED: Record<string, string> = {
  int: "integer",
  record: "object",
  boolean: "boolean",
  tuple: "array",
};

function told(issue: z.core.$ZodIssue, root: unknown): Problem[] {
  const path = issue.path.map((p) => (typeof p === "number" ? p : String(p)));
  const value = valueAt(path, root);
  const where = wordsOf(path, root);
  const problem = (code: string, values: Record<string, string | number> = {}, at = path): Problem[] => [
    { code, severity: "error", path: at, values: { where, ...values } },
  ];
  const missing = (): Problem[] =>
    problem(
      "missing-key",
      { key: String(path.at(-1) ?? ""), where: wordsOf(path.slice(0, -1), root) },
      path.slice(0, -1),
    );
  if (path[0] === "seiza" && path.length === 1 && value !== undefined)
    return problem("wrong-product-version", { value: shown(value) });
  switch (issue.code) {
    case "unrecognized_keys": {
      const has = keysOf(schemaAt(path, root));
      return issue.keys.flatMap((key) =>
        problem(
          "unknown-key",
          {
            key: shown(key),
            has: has.slice(0, 8).join(", ") + (has.length > 8 ? ", …" : ""),
            suggestion: nearest(key, has) ?? "",
          },
          [...path, key],
        ),
      );
    }
    case "invalid_type":
      if (value === undefined) return missing();
      return problem("wrong-type", {
        expected: EXPECTED[issue.expected] ?? issue.expected,
        got: kindOf(value),
      });
    case "invalid_value": {
      if (value === undefined) return missing();
      const allowed = issue.values.map(String);
      return problem("not-in-list", {
        value: shown(value),
        allowed: allowed.join(", "),
        suggestion: typeof value === "string" ? (nearest(value, allowed) ?? "") : "",
      });
    }
    case "invalid_format":
      if (issue.format === "date") return problem("bad-date", { value: shown(value) });
      if (issue.format === "url") return problem("bad-url", { value: shown(value) });
      if (path.at(-1) === "id")
        return problem("bad-id", {
          value: shown(value),
          suggestion: String(value)
            .normalize("NFKC")
            .trim()
            .replace(/[^A-Za-z0-9_-]+/g, "-")
            .replace(/^[-_]+|-+$/g, "")
            .slice(0, 64),
        });
      return problem("bad-format", {
        value: shown(value),
        pattern: "pattern" in issue ? String(issue.pattern ?? "") : "/…",
      });
    case "too_small":
    case "too_big": {
      const isSmall = issue.code === "too_small";
      const bound = Number(isSmall ? issue.minimum : issue.maximum);
      if (issue.origin === "string")
        return isSmall
          ? problem("empty-text")
          : problem("too-long", { length: [...String(value)].length, max: bound });
      if (issue.origin === "array")
        return problem(isSmall ? "too-few" : "too-many", {
          count: Array.isArray(value) ? value.length : 0,
          [isSmall ? "min" : "max"]: bound,
        });
      return problem("out-of-range", { value: shown(value), [isSmall ? "min" : "max"]: bound });
    }
    case "invalid_union": {
      if (value === undefined && !("discriminator" in issue && issue.discriminator !== undefined))
        return missing();
      const holder = schemaAt(path, root);
      const key =
        "discriminator" in issue && typeof issue.discriminator === "string" ? issue.discriminator : undefined;
      if (key !== undefined) {
        const at = path.at(-1) === key ? path : [...path, key];
        const parent = at.slice(0, -1);
        const allowed = constantsOf(schemaAt(parent, root), key);
        const given = valueAt(at, root);
        if (given === undefined)
          return kindOf(valueAt(parent, root)) === "object"
            ? problem("missing-key", { key, where: wordsOf(parent, root) }, parent)
            : problem(
                "wrong-type",
                { expected: "object", got: kindOf(valueAt(parent, root)), where: wordsOf(parent, root) },
                parent,
              );
        return problem(
          "not-in-list",
          {
            value: shown(given),
            allowed: allowed.join(", "),
            suggestion: typeof given === "string" ? (nearest(given, allowed) ?? "") : "",
            where: wordsOf(at, root),
          },
          at,
        );
      }
      const keys = keysOf(holder);
      if (keys.length === 2 && keys.includes("ja") && keys.includes("en"))
        return problem("wrong-type", { expected: "words", got: kindOf(value) });
      return problem("bad-choice", { allowed: keys.join(", ") });
    }
    default:
      return problem("bad-structure", { detail: issue.code });
  }
}

/** A problem with its words and its place. */
function placed(problem: Problem, locate: Locate): Diagnostic {
  const words = declarationMessage(problem.code, problem.values);
  const described = describe(problem, locate);
  return words ? { ...described, ...words } : described;
}

/**
 * Reads a declaration. `fileName` is the file as the user named it; its extension tells YAML from JSON. Never throws on a
 * text; every mistake is a diagnostic in the order of the file, `PROBLEM_LIMIT` at most. Warnings leave the declaration usable.
 */
export function readDeclaration(
  text: string,
  fileName: string,
  options: ReadDeclarationOptions = {},
): ReadDeclaration {
  const start: Locate = () => ({ file: fileName, line: 1, column: 1 });
  const only = (code: string, values: Record<string, string | number> = {}): ReadDeclaration => ({
    diagnostics: [placed({ code, severity: "error", path: [], values }, start)],
    locate: start,
  });
  if (text.length > DECLARATION_LIMIT)
    return only("product-too-large", { size: text.length, limit: DECLARATION_LIMIT });
  if (!/\S/.test(text)) return only("empty-product");
  const { value, format, document, problems: syntax } = parseStudyText(text, { name: fileName });
  const locate = value === undefined ? start : locator({ file: fileName, text, format, document });
  const problems: Problem[] = syntax.map((p) =>
    p.code === "not-a-study" ? { ...p, code: "not-a-product" } : p,
  );
  let declaration: Declaration | undefined;
  if (value !== undefined) {
    const root = value as Record<string, unknown>;
    const parsed = Declaration.safeParse(value);
    if (parsed.success) {
      declaration = parsed.data;
      problems.push(...lintDeclaration(declaration, options));
    } else if (root["seiza"] === undefined && root["product"] === undefined)
      problems.push({ code: "not-a-product", severity: "error", path: [], values: {} });
    else problems.push(...parsed.error.issues.slice(0, PROBLEM_LIMIT).flatMap((issue) => told(issue, value)));
  }
  const diagnostics = problems
    .slice(0, PROBLEM_LIMIT)
    .map((p) => placed(p, locate))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  const isSound = declaration !== undefined && diagnostics.every((d) => d.severity !== "error");
  return { ...(isSound && declaration ? { declaration } : {}), format, diagnostics, locate };
}
