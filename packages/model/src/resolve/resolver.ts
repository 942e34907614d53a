/** What resolving one study collects: problems, assumptions, names. */

import type { Catalog, Entry } from "@seiza/catalog";
import type { Problem } from "../diagnostic.ts";
import {
  COMPONENT_FACT_AT,
  COMPONENT_FACT_COUNT,
  type ComponentFact,
  type FactCodec,
  factCodec,
  INTERFACE_FACT_AT,
} from "../facts.ts";
import type { ProductType, Study } from "../schema.ts";
import { nearest } from "../suggest.ts";
import type { Assumed } from "./study-index.ts";
import { CAT, DEFAULTS, TRAIT_FACTS, type TypeTraits, UNSET } from "./traits.ts";

export const byId = <T extends { id: string }>(a: T, b: T) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Protocol preset by id, name or alias, without regard to case. */
export function protocolFinder(catalog: Catalog): (spelling: string) => Entry<"protocols"> | undefined {
  const byAlias = new Map<string, Entry<"protocols">>();
  for (const p of catalog.protocols.values())
    for (const alias of [p.id, p.name.ja, p.name.en, ...p.aliases]) {
      const key = alias.toLowerCase();
      if (!byAlias.has(key)) byAlias.set(key, p);
    }
  const seen = new Map<string, Entry<"protocols"> | undefined>();
  return (spelling) => {
    if (seen.has(spelling)) return seen.get(spelling);
    const found = byAlias.get(spelling.trim().toLowerCase());
    seen.set(spelling, found);
    return found;
  };
}

/** Unknown names that are answered with a list of what there is. */
const FULL_ANSWERS = 100;

export class Resolver {
  readonly problems: Problem[] = [];
  readonly codec: FactCodec;
  readonly assumed = new Map<number, Assumed>();
  readonly typeAt = new Map<string, number>();
  readonly types: ProductType[];
  readonly assetIds = new Set<string>();
  unknowns = 0;

  constructor(
    readonly study: Study,
    readonly catalog: Catalog,
  ) {
    this.codec = factCodec(catalog);
    this.types = [...study.productTypes].sort(byId);
  }

  error(code: string, path: (string | number)[], values: Record<string, string | number> = {}): void {
    this.problems.push({ code, severity: "error", path, values });
  }
  warn(code: string, path: (string | number)[], values: Record<string, string | number> = {}): void {
    this.problems.push({ code, severity: "warning", path, values });
  }

  /** Reports each id that stands twice in a list. */
  unique(items: readonly { id: string }[], path: (string | number)[], kind: string): void {
    const seen = new Map<string, number>();
    items.forEach((item, i) => {
      const first = seen.get(item.id);
      if (first === undefined) seen.set(item.id, i);
      else
        this.error("duplicate-id", [...path, i, "id"], {
          id: item.id,
          kind,
          first: [...path, first].join("."),
        });
    });
  }

  /** A name that nothing has. After many of them the lists and suggestions are left out: they would cost more than they help. */
  unknown(
    code: string,
    path: (string | number)[],
    id: string,
    has: Iterable<string>,
    more: Record<string, string | number> = {},
  ): void {
    if (++this.unknowns > FULL_ANSWERS) {
      this.error(code, path, { id, has: "…", suggestion: "", ...more });
      return;
    }
    const list = [...has].sort();
    this.error(code, path, {
      id,
      has: list.slice(0, 8).join(", ") + (list.length > 8 ? ", …" : ""),
      suggestion: nearest(id, list) ?? "",
      ...more,
    });
  }

  assume(type: number, fact: string, value: string, example: () => string): void {
    const at = fact in FACT_NUMBER ? (FACT_NUMBER[fact] as number) : 0;
    const key = type * 64 + at;
    const known = this.assumed.get(key);
    if (known) known.places++;
    else this.assumed.set(key, { type, fact, value, places: 1, example: example() });
  }

  /** Codes of a type's traits; UNSET where it says nothing and the component or its zone has to. */
  traitsOfType(type: ProductType): TypeTraits {
    const based = type.based === undefined ? undefined : this.catalog["product-types"].get(type.based);
    if (type.based !== undefined && !based)
      this.unknown(
        "unknown-based-type",
        ["productTypes", this.study.productTypes.indexOf(type), "based"],
        type.based,
        this.catalog["product-types"].keys(),
      );
    const codes = new Uint8Array(COMPONENT_FACT_COUNT).fill(UNSET);
    const unstated = new Set<ComponentFact>();
    for (const fact of TRAIT_FACTS) {
      const stated = (type as Record<string, unknown>)[fact] ?? based?.defaults[fact];
      if (stated !== undefined) codes[CAT(fact)] = this.codec.code(fact, String(stated));
      else {
        const fallback = DEFAULTS[fact];
        if (!fallback) continue;
        codes[CAT(fact)] = this.codec.code(fact, fallback.value);
        if (fallback.assumed) unstated.add(fact);
      }
    }
    return { codes, unstated };
  }
}

const FACT_NUMBER: Record<string, number> = Object.fromEntries(
  [...COMPONENT_FACT_AT.keys(), ...INTERFACE_FACT_AT.keys()].map((f, i) => [f, i]),
);
