/** Compiles a condition of the catalogue into a test over rows of fact codes. */
import type { Catalog, Condition } from "@seiza/catalog";
import { COMPONENT_FACT_AT, type FactCodec, INTERFACE_FACT_AT } from "@seiza/model";

/**
 * A test of one component's row of facts and, on interface surfaces, one interface's row.
 * `c` and `f` are the offsets of the rows; `f` is negative where there is no interface, and every question about one
 * is then answered with no.
 */
export type Test = (component: Uint8Array, c: number, face: Uint8Array, f: number) => boolean;

const ALWAYS: Test = () => true;

/** Mistake in a catalogue table that the schema cannot see, such as a value that a fact does not have. */
export class CatalogMistake extends Error {}

function allowedCodes(
  condition: Extract<Condition, { fact: string }>,
  catalog: Catalog,
  codec: FactCodec,
): Uint8Array {
  const { fact } = condition;
  const values = codec.values(fact);
  const allowed = new Uint8Array(256);
  const codesOf = (list: readonly string[]) =>
    list.map((value) => {
      const code = codec.code(fact, value);
      if (code < 0)
        throw new CatalogMistake(`condition on "${fact}" names "${value}"; it has: ${values.join(", ")}`);
      return code;
    });
  const rankOf = (value: string) => {
    const rank = catalog.scales.get(fact)?.values.find((v) => v.id === value)?.rank;
    if (rank === undefined)
      throw new CatalogMistake(
        `condition on "${fact}" compares with "${value}", which has no rank in the scale`,
      );
    return rank;
  };
  const bare =
    !condition.in && !condition.notIn && condition.atLeast === undefined && condition.below === undefined;
  const included = condition.in && new Set(codesOf(condition.in));
  const excluded = condition.notIn && new Set(codesOf(condition.notIn));
  values.forEach((value, code) => {
    let holds = bare ? value === "true" : true;
    if (included) holds &&= included.has(code);
    if (excluded) holds &&= !excluded.has(code);
    if (condition.atLeast !== undefined || condition.below !== undefined) {
      const rank = catalog.scales.get(fact)?.values.find((v) => v.id === value)?.rank;
      if (rank === undefined) holds = false;
      else {
        if (condition.atLeast !== undefined) holds &&= rank >= rankOf(condition.atLeast);
        if (condition.below !== undefined) holds &&= rank < rankOf(condition.below);
      }
    }
    if (holds) allowed[code] = 1;
  });
  return allowed;
}

/** @throws CatalogMistake when the condition names a value or a rank that does not exist. */
export function compileCondition(condition: Condition | undefined, catalog: Catalog, codec: FactCodec): Test {
  if (condition === undefined) return ALWAYS;
  if ("fact" in condition) {
    const allowed = allowedCodes(condition, catalog, codec);
    const onComponent = COMPONENT_FACT_AT.get(condition.fact);
    if (onComponent !== undefined)
      return (component, c) => allowed[component[c + onComponent] as number] === 1;
    const onFace = INTERFACE_FACT_AT.get(condition.fact) as number;
    return (_component, _c, face, f) => f >= 0 && allowed[face[f + onFace] as number] === 1;
  }
  if ("not" in condition) {
    const test = compileCondition(condition.not, catalog, codec);
    return (component, c, face, f) => !test(component, c, face, f);
  }
  const tests = ("all" in condition ? condition.all : condition.any).map((x) =>
    compileCondition(x, catalog, codec),
  );
  return "all" in condition
    ? (component, c, face, f) => {
        for (const test of tests) if (!test(component, c, face, f)) return false;
        return true;
      }
    : (component, c, face, f) => {
        for (const test of tests) if (test(component, c, face, f)) return true;
        return false;
      };
}

/** The questions of a condition to one fact each, of those that ask components or of those that ask interfaces. */
export function leavesOf(condition: Condition | undefined, of: "component" | "interface"): Condition[] {
  if (condition === undefined) return [];
  if ("fact" in condition)
    return COMPONENT_FACT_AT.has(condition.fact) === (of === "component") ? [condition] : [];
  if ("not" in condition) return leavesOf(condition.not, of);
  return ("all" in condition ? condition.all : condition.any).flatMap((x) => leavesOf(x, of));
}

/** Both tests hold. */
export function both(a: Test, b: Test): Test {
  if (a === ALWAYS) return b;
  if (b === ALWAYS) return a;
  return (component, c, face, f) => a(component, c, face, f) && b(component, c, face, f);
}
