/**
 * Facts about components and interfaces as small numbers, so that rules run over typed arrays.
 * A code is the value's place in its list here; codes live no longer than the index that holds them.
 */
import type { Catalog } from "@seiza/catalog";
import { COMPONENT_FACTS, INTERFACE_FACTS } from "@seiza/catalog";
import {
  ACTUATES,
  AUTHENTICATIONS,
  COMPONENT_CLASSES,
  ENCRYPTIONS,
  FILTERS,
  HARMS,
  INFO_AVAILABILITIES,
  INFO_LOSSES,
  INTEGRITIES,
  OUTAGES,
  PHYSICAL_ACCESSES,
  PRIVILEGES,
  REACHES,
  SAFETY_ROLES,
  STORAGES,
  UPDATES,
  USES,
  VULNERABILITIES,
} from "./enumerations.ts";

export type ComponentFact = (typeof COMPONENT_FACTS)[number];
export type InterfaceFact = (typeof INTERFACE_FACTS)[number];

const BOOLEAN = ["false", "true"] as const;

/** Values of each fact but the medium, which the catalogue lists. */
const FIXED: Record<ComponentFact | Exclude<InterfaceFact, "medium">, readonly string[]> = {
  class: COMPONENT_CLASSES,
  ip: BOOLEAN,
  generalPurpose: BOOLEAN,
  constrained: BOOLEAN,
  hasSoftware: BOOLEAN,
  update: UPDATES,
  vulnerability: VULNERABILITIES,
  actuates: ACTUATES,
  safetyRole: SAFETY_ROLES,
  storage: STORAGES,
  physicalAccess: PHYSICAL_ACCESSES,
  infoAvailability: INFO_AVAILABILITIES,
  outage: OUTAGES,
  human: HARMS,
  environment: HARMS,
  infoLoss: INFO_LOSSES,
  disposalPossible: BOOLEAN,
  use: USES,
  networked: BOOLEAN,
  proximityRadio: BOOLEAN,
  authentication: AUTHENTICATIONS,
  encryption: ENCRYPTIONS,
  integrity: INTEGRITIES,
  privilege: PRIVILEGES,
  reach: [...REACHES, "disposal", "supply-chain"],
  attemptLimit: BOOLEAN,
  enabled: BOOLEAN,
  filter: FILTERS,
};

export interface FactCodec {
  /** Values of a fact, code by code. */
  values(fact: string): readonly string[];
  /** Code of a value, or -1. */
  code(fact: string, value: string): number;
  /** Code that `unknown` is read as, or -1 where unknown keeps its own meaning. */
  worst(fact: string): number;
}

/** Codec for a catalogue: media come from its table, the reading of `unknown` from its scales. */
export function factCodec(catalog: Catalog): FactCodec {
  let codec = codecs.get(catalog);
  if (!codec) {
    codec = makeCodec(catalog);
    codecs.set(catalog, codec);
  }
  return codec;
}
/** A catalogue does not change, so its codec is made once. */
const codecs = new WeakMap<Catalog, FactCodec>();

function makeCodec(catalog: Catalog): FactCodec {
  const lists = new Map<string, readonly string[]>(Object.entries(FIXED));
  lists.set("medium", [...catalog.media.keys()].sort());
  const codes = new Map([...lists].map(([fact, list]) => [fact, new Map(list.map((v, i) => [v, i]))]));
  return {
    values: (fact) => lists.get(fact) ?? [],
    code: (fact, value) => codes.get(fact)?.get(value) ?? -1,
    worst: (fact) => {
      const worst = catalog.scales.get(fact)?.worst;
      return worst === undefined ? -1 : (codes.get(fact)?.get(worst) ?? -1);
    },
  };
}

/** Place of a fact in a component's row of facts. */
export const COMPONENT_FACT_AT = new Map<string, number>(COMPONENT_FACTS.map((f, i) => [f, i]));
/** Place of a fact in an interface's row of facts. */
export const INTERFACE_FACT_AT = new Map<string, number>(INTERFACE_FACTS.map((f, i) => [f, i]));
export const COMPONENT_FACT_COUNT = COMPONENT_FACTS.length;
export const INTERFACE_FACT_COUNT = INTERFACE_FACTS.length;
