/** The catalogue as the other packages read it: tables by id, and the joins between them in both directions. */
import type { CatalogTables, Condition, Entry, TableName } from "./schema.ts";

/** Official wording laid over entries from a user's own copy of the guide. */
export interface OfficialWording {
  document: string;
  requirements: Record<string, string>;
  criteria: Record<string, string>;
}

type Index<T extends TableName> = ReadonlyMap<string, Entry<T>>;
export type Catalog = {
  readonly [T in TableName]: Index<T>;
} & {
  readonly links: Links;
  readonly official?: OfficialWording;
  /** Names of the packs laid over the built-in tables, in order. */
  readonly packs: readonly string[];
};

/** The joins between the tables, each in both directions. */
export interface Links {
  /** ★1 requirement → criteria, and back. */
  criteriaOfRequirement: ReadonlyMap<string, readonly string[]>;
  requirementsOfCriterion: ReadonlyMap<string, readonly string[]>;
  countermeasuresOfRequirement: ReadonlyMap<string, readonly string[]>;
  countermeasuresOfCriterion: ReadonlyMap<string, readonly string[]>;
  /** Threat → countermeasures that prevent it, that detect it. */
  preventedBy: ReadonlyMap<string, readonly string[]>;
  detectedBy: ReadonlyMap<string, readonly string[]>;
  threatsOfCriterion: ReadonlyMap<string, readonly string[]>;
}

function invert(pairs: Iterable<readonly [string, readonly string[]]>): Map<string, string[]> {
  const out = new Map<string, string[]>();
  for (const [from, tos] of pairs)
    for (const to of tos) {
      const list = out.get(to);
      if (list) {
        if (!list.includes(from)) list.push(from);
      } else out.set(to, [from]);
    }
  return out;
}

/** Links of a set of tables; the requirement ↔ criterion join is written once, on the criterion. */
function linksOf(tables: CatalogTables): Links {
  const requirementsOfCriterion = new Map(
    tables["star1-criteria"].map((c) => [c.id, c.requirements] as const),
  );
  return {
    requirementsOfCriterion,
    criteriaOfRequirement: invert(requirementsOfCriterion),
    countermeasuresOfRequirement: invert(tables.countermeasures.map((c) => [c.id, c.requirements] as const)),
    countermeasuresOfCriterion: invert(tables.countermeasures.map((c) => [c.id, c.criteria] as const)),
    preventedBy: invert(tables.countermeasures.map((c) => [c.id, c.prevents] as const)),
    detectedBy: invert(tables.countermeasures.map((c) => [c.id, c.detects] as const)),
    threatsOfCriterion: invert(tables.threats.map((t) => [t.id, t.star1.criteria] as const)),
  };
}

/** Catalogue from tables that are known to be good (the build checked them). */
export function catalogFrom(
  tables: CatalogTables,
  official?: OfficialWording,
  packs: readonly string[] = [],
): Catalog {
  const byName = Object.fromEntries(
    Object.entries(tables).map(([name, entries]) => [
      name,
      new Map((entries as { id: string }[]).map((e) => [e.id, e])),
    ]),
  );
  return {
    ...byName,
    links: linksOf(tables),
    packs,
    ...(official ? { official } : {}),
  } as unknown as Catalog;
}

/** Facts that a condition asks about. */
export function factsOf(condition: Condition): string[] {
  if ("fact" in condition) return [condition.fact];
  if ("not" in condition) return factsOf(condition.not);
  return ("all" in condition ? condition.all : condition.any).flatMap(factsOf);
}
