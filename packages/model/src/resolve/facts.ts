/** Facts of components: stated, of their type, by default, or unknown and then the worst. */
import { COMPONENT_FACT_AT, COMPONENT_FACT_COUNT } from "../facts.ts";
import type { Component } from "../schema.ts";
import type { Resolver } from "./resolver.ts";
import type { StudyIndex } from "./study-index.ts";
import { CAT, DEFAULTS, TRAIT_FACTS, type TypeTraits, UNSET } from "./traits.ts";

const UNKNOWN_CODE: Partial<Record<string, number>> = {
  update: 4,
  actuates: 4,
  storage: 3,
  physicalAccess: 4,
  infoAvailability: 3,
  outage: 3,
  human: 3,
  environment: 3,
  infoLoss: 3,
};

/** The same, in the order of the facts. */
const UNKNOWNS = TRAIT_FACTS.flatMap((fact, f) => {
  const code = UNKNOWN_CODE[fact];
  return code === undefined ? [] : [{ f, fact, code }];
});

const IP = CAT("ip");

const PHYSICAL = CAT("physicalAccess");

const DISPOSAL = CAT("disposalPossible");

const CLASS = CAT("class");

/** Built aside and copied once: sub-arrays of the big table are slow to make. */
const scratch = new Uint8Array(COMPONENT_FACT_COUNT);

/**
 * Facts of one component: what it says itself, else what its type says, else what follows from its zone and interfaces;
 * what is unknown counts as the worst. Asked once a component, so its own few keys are walked and not all facts there are.
 */
export function resolveFacts(
  r: Resolver,
  index: StudyIndex,
  c: number,
  type: number,
  zone: number,
  speaksIp: boolean,
  traits: TypeTraits | undefined,
): void {
  const { codec } = r;
  const row = scratch;
  const component = index.components[c] as Component;
  for (let f = 0; f < COMPONENT_FACT_COUNT; f++) row[f] = traits?.codes[f] ?? UNSET;
  for (const key in component) {
    const f = COMPONENT_FACT_AT.get(key);
    const own = f === undefined ? undefined : (component as Record<string, unknown>)[key];
    if (own !== undefined) row[f as number] = codec.code(key, String(own));
  }
  const place = () => index.componentRefs[c] as string;
  if (traits)
    for (const fact of traits.unstated)
      if (component[fact as keyof Component] === undefined)
        r.assume(type, fact, DEFAULTS[fact]?.value ?? "", place);
  if (row[IP] === UNSET) row[IP] = speaksIp ? 1 : 0;
  if (row[PHYSICAL] === UNSET)
    row[PHYSICAL] = codec.code("physicalAccess", index.zones[zone]?.physicalAccess ?? "unknown");
  if (row[DISPOSAL] === UNSET)
    row[DISPOSAL] =
      row[CLASS] === codec.code("class", "service") || row[CLASS] === codec.code("class", "app") ? 0 : 1;
  for (const { f, fact, code } of UNKNOWNS) {
    if (row[f] !== code) continue;
    const worst = codec.worst(fact);
    if (worst < 0) continue;
    row[f] = worst;
    r.assume(type, fact, codec.values(fact)[worst] ?? "", place);
  }
  const from = c * COMPONENT_FACT_COUNT;
  for (let f = 0; f < COMPONENT_FACT_COUNT; f++) index.componentFacts[from + f] = row[f] as number;
}
