/** Facts of product types and what holds where nothing is stated. */
import { COMPONENT_FACT_AT, type ComponentFact, INTERFACE_FACT_AT, type InterfaceFact } from "../facts.ts";
import type { Interface } from "../schema.ts";

/** Trait values where the study says nothing. Those marked are listed as assumptions. */
export const DEFAULTS: Partial<Record<ComponentFact, { value: string; assumed: boolean }>> = {
  generalPurpose: { value: "false", assumed: false },
  constrained: { value: "false", assumed: false },
  hasSoftware: { value: "true", assumed: false },
  update: { value: "unknown", assumed: true },
  vulnerability: { value: "unknown", assumed: true },
  actuates: { value: "none", assumed: false },
  safetyRole: { value: "none", assumed: false },
  storage: { value: "unknown", assumed: true },
  infoAvailability: { value: "unknown", assumed: true },
  outage: { value: "hours", assumed: true },
  human: { value: "none", assumed: true },
  environment: { value: "none", assumed: true },
  infoLoss: { value: "none", assumed: true },
};

export const DEFAULT_PRIVILEGE: Record<Interface["use"], string> = {
  normal: "operate",
  maintenance: "admin",
  unused: "admin",
};

export const UNSET = 255;

/** Facts that a component or type states, in the order of its row, with their keys. */
export const TRAIT_FACTS = [...COMPONENT_FACT_AT.keys()] as ComponentFact[];

/** Places of facts in their rows, looked up once. */
export const FACE_AT = Object.fromEntries(INTERFACE_FACT_AT) as Record<InterfaceFact, number>;

export const CAT = (fact: ComponentFact) => COMPONENT_FACT_AT.get(fact) as number;

export interface TypeTraits {
  codes: Uint8Array;
  /** In the order of the facts. */
  unstated: Set<ComponentFact>;
}
