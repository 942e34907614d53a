/** Whether a value has the structure of a study: what the compiled validator finds, told in the study's own terms. */
import type { Problem } from "./diagnostic.ts";
import { type SchemaError, schema, validate } from "./generated/validate-study.js";
import { kindOf } from "./parse.ts";
import type { Study } from "./schema.ts";
import { nearest } from "./suggest.ts";

/** Problems told at most; a note says how many there are beyond them. */
export const PROBLEM_LIMIT = 1000;

export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  /** Schema of every value of a record. */
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}
export const STUDY_SCHEMA = schema as Schema;

/** Schema that a `$ref` of the study's schema stands for. */
export function resolved(node: Schema): Schema {
  const name = node.$ref?.replace("#/$defs/", "");
  return name === undefined ? node : (STUDY_SCHEMA.$defs?.[name] as Schema);
}

/** Schema of the values of a record (an object with any keys). */
export const valueSchema = (node: Schema | undefined): Schema | undefined =>
  typeof node?.additionalProperties === "object" ? node.additionalProperties : undefined;

/** The problems up to the limit, and a note when there are more of them in `total`. */
export function capped<P extends Problem>(
  problems: readonly P[],
  total: number = problems.length,
): (P | Problem)[] {
  if (total <= PROBLEM_LIMIT) return [...problems];
  const values = { count: total - PROBLEM_LIMIT, shown: PROBLEM_LIMIT };
  return [...problems.slice(0, PROBLEM_LIMIT), { code: "more-problems", severity: "info", path: [], values }];
}

/** One mistake, with the value and the schema at its place. */
interface Mistake {
  error: SchemaError;
  path: (string | number)[];
  value: unknown;
  /** Objects and lists on the way, the outermost first. */
  chain: unknown[];
}

function locateMistake(error: SchemaError, root: unknown): Mistake {
  const path: (string | number)[] = [];
  const chain: unknown[] = [];
  let value = root;
  for (const part of error.instancePath.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    chain.push(value);
    path.push(Array.isArray(value) ? Number(name) : name);
    value =
      typeof value === "object" && value !== null && Object.hasOwn(value, name)
        ? (value as Record<string, unknown>)[name]
        : undefined;
  }
  chain.push(value);
  return { error, path, value, chain };
}

/** The path as people say it: ids in place of numbers where there are ids. */
function wordsOf(path: readonly (string | number)[], chain: readonly unknown[]): string {
  const words = path.map((step, i) => {
    const at = chain[i + 1] as { id?: unknown } | null | undefined;
    const id =
      typeof step === "number" && typeof at === "object" && at !== null && Object.hasOwn(at, "id")
        ? at.id
        : undefined;
    return typeof id === "string" && id.length > 0 && id.length <= 64
      ? id
      : typeof step === "number"
        ? `[${step}]`
        : step;
  });
  return words.length === 0 ? "study" : words.join(".").replaceAll(".[", "[");
}

/** Schema at a path of the study; undefined where the path leaves it. */
function schemaAt(path: readonly (string | number)[]): Schema | undefined {
  let at: Schema | undefined = STUDY_SCHEMA;
  for (const step of path) {
    if (!at) return undefined;
    const next: Schema | undefined =
      typeof step === "number"
        ? at.items
        : at.properties && Object.hasOwn(at.properties, step)
          ? at.properties[step]
          : valueSchema(at);
    at = next && resolved(next);
  }
  return at;
}

const shown = (value: unknown): string => {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
const listed = (names: readonly string[], most: number) =>
  names.slice(0, most).join(", ") + (names.length > most ? ", …" : "");
const characters = (value: unknown) => [...String(value)].length;

/** The word for what belongs at a place. */
function expectedAt(at: Schema | undefined): string {
  const type = at?.type ?? kindOf(at?.enum?.[0]);
  if (typeof type === "string") return type;
  return type.includes("object") ? "words" : (type[0] ?? "string");
}

/** The problem that a mistake is. */
function told({ error, path, value, chain }: Mistake): Problem {
  const where = wordsOf(path, chain);
  const problem = (code: string, values: Record<string, string | number>, at = path): Problem => ({
    code,
    severity: "error",
    path: at,
    values: { where, ...values },
  });
  const here = schemaAt(path);
  switch (error.keyword) {
    case "additionalProperties": {
      const key = String(error.params["additionalProperty"]);
      const has = Object.keys(here?.properties ?? {});
      return problem(
        "unknown-key",
        { key: shown(key), has: listed(has, 8), suggestion: nearest(key, has) ?? "" },
        [...path, key],
      );
    }
    case "required":
      return problem("missing-key", { key: String(error.params["missingProperty"]) });
    case "const":
      return problem("wrong-version", { value: shown(JSON.stringify(value)) });
    case "enum": {
      const allowed = (here?.enum ?? []).map(String);
      return problem("not-in-list", {
        value: shown(value),
        allowed: allowed.join(", "),
        suggestion: typeof value === "string" ? (nearest(value, allowed) ?? "") : "",
      });
    }
    case "type": {
      const expected = expectedAt(here);
      return path[0] === "seiza"
        ? problem("wrong-version", { value: shown(JSON.stringify(value)) })
        : problem("wrong-type", { expected, got: kindOf(value) });
    }
    case "pattern": {
      const name = path[path.length - 1];
      if (name === "date") return problem("bad-date", { value: shown(value) });
      if (name === "id") return problem("bad-id", { value: shown(value), suggestion: idLike(String(value)) });
      return problem("bad-format", { value: shown(value), pattern: here?.pattern ?? "" });
    }
    case "minimum":
      return problem("out-of-range", { value: shown(value), min: here?.minimum ?? "" });
    case "maximum":
      return problem("out-of-range", { value: shown(value), max: here?.maximum ?? "" });
    case "maxLength":
      return problem("too-long", { length: characters(value), max: Number(error.params["limit"]) });
    case "minLength":
    case "minProperties":
      return problem("empty-text", {});
    case "maxItems":
      return problem("too-many", { count: (value as unknown[]).length, max: Number(error.params["limit"]) });
    case "minItems":
      return problem("too-few", { count: (value as unknown[]).length, min: Number(error.params["limit"]) });
    default:
      return problem("bad-structure", { detail: error.keyword });
  }
}

/** An id made from a text that is none, or "" when nothing is left of it. */
function idLike(text: string): string {
  return text
    .normalize("NFKC")
    .trim()
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^[-_]+|-+$/g, "")
    .slice(0, 64);
}

/** Keywords that say most about a value, first; what else is wrong at the same place is left out. */
const TELLING = ["const", "enum", "type"];

/** Ajv's errors without those that another one at the same place already tells. */
function withoutEchoes(errors: readonly SchemaError[]): SchemaError[] {
  const rank = ({ keyword }: SchemaError) =>
    TELLING.includes(keyword) ? TELLING.indexOf(keyword) : TELLING.length;
  const best = new Map<string, number>();
  for (const error of errors)
    best.set(error.instancePath, Math.min(rank(error), best.get(error.instancePath) ?? TELLING.length));
  return errors.filter((error) => rank(error) === best.get(error.instancePath));
}

/** Whether the calendar has the day. */
function isRealDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

/** Decisions on days that do not exist; the form of a date is checked by the schema. */
function unrealDates(study: Study): Problem[] {
  return (study.decisions ?? []).flatMap(({ id, date }, i): Problem[] =>
    isRealDate(date)
      ? []
      : [
          {
            code: "bad-date",
            severity: "error",
            path: ["decisions", i, "date"],
            values: { where: `decisions.${id}.date`, value: date },
          },
        ],
  );
}

/**
 * The value as a study when its structure is right, else what is wrong with it, each mistake once.
 * Whether its names lead somewhere is not asked here.
 */
export function validateStudy(value: unknown): { study?: Study; problems: Problem[] } {
  if (validate(value)) {
    const problems = unrealDates(value as Study);
    return problems.length === 0 ? { study: value as Study, problems } : { problems: capped(problems) };
  }
  const errors = withoutEchoes(validate.errors ?? []);
  const missing = errors.filter((e) => e.keyword === "required" && e.instancePath === "").length;
  const notAStudy = (got: string) => ({
    problems: [{ code: "not-a-study", severity: "error" as const, path: [], values: { got } }],
  });
  if (kindOf(value) !== "object") return notAStudy(kindOf(value));
  if (missing === STUDY_SCHEMA.required?.length) return notAStudy("foreign");
  return {
    problems: capped(
      errors.slice(0, PROBLEM_LIMIT).map((error) => told(locateMistake(error, value))),
      errors.length,
    ),
  };
}

/**
 * Figures that an analysis can do without: what it says without them is less, and not wrong. A text in their place is a
 * slip of the pen that only its writer can mend, and stays an error.
 */
const DISPENSABLE = [/^market\/makers\/\d+\/sharePercent$/, /^assets\/\d+\/importance$/];

const valueAt = (value: unknown, path: Problem["path"]): unknown =>
  path.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], value);

/**
 * The study without its senseless figures, when nothing else is wrong with it: a share of 140 %, an importance of 9. A
 * decision of the group is never left out.
 * @param problems of `validateStudy` for the same value
 * @returns the study, and each figure left out as a warning; `undefined` when other things are wrong too
 */
export function withoutSenselessFigures(
  value: unknown,
  problems: readonly Problem[],
): { study: Study; problems: Problem[] } | undefined {
  const isDispensable = ({ path }: Problem) =>
    DISPENSABLE.some((place) => place.test(path.join("/"))) && typeof valueAt(value, path) === "number";
  if (problems.length === 0 || !problems.every(isDispensable)) return undefined;
  const rest = structuredClone(value) as Study;
  const leftOut = problems.map(({ path, values }): Problem => {
    const key = path[path.length - 1] as string;
    const holder = valueAt(rest, path.slice(0, -1)) as Record<string, unknown>;
    const said = holder[key];
    delete holder[key];
    return {
      code: "figure-left-out",
      severity: "warning",
      path,
      values: { where: values?.["where"] ?? "", value: shown(said) },
    };
  });
  const again = validateStudy(rest);
  return again.study ? { study: again.study, problems: leftOut } : undefined;
}
