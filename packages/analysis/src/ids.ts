/** Stable ids: made of what an item is derived from, so that they survive edits elsewhere. */
export const idOf = {
  configuration: (ref: string) => `cf:${ref}`,
  zone: (ref: string) => `zn:${ref}`,
  segment: (ref: string) => `sg:${ref}`,
  component: (ref: string) => `co:${ref}`,
  interface: (ref: string) => `if:${ref}`,
  flow: (ref: string) => `fl:${ref}`,
  person: (ref: string) => `pe:${ref}`,
  type: (ref: string) => `pt:${ref}`,
  source: (ref: string) => `ts:${ref}`,
  decision: (ref: string) => `dc:${ref}`,
  asset: (component: string, kind: string) => `as:${component}/${kind}`,
  assetGroup: (type: string, kind: string) => `at:${type}/${kind}`,
  surface: (type: string, surface: string) => `sf:${type}/${surface}`,
  threatGroup: (type: string, surface: string, threat: string, assetClass: string) =>
    `tg:${type}/${surface}/${threat}/${assetClass}`,
  threat: (component: string, face: string, surface: string, threat: string, kind: string) =>
    `th:${component}/${face}/${surface}/${threat}/${kind}`,
  priority: (type: string) => `pr:${type}`,
  choice: (type: string, countermeasure: string) => `ch:${type}/${countermeasure}`,
  requirement: (type: string, countermeasure: string) => `rq:${type}/${countermeasure}`,
  siteCondition: (type: string, countermeasure: string) => `sc:${type}/${countermeasure}`,
  goal: (component: string, loss: string) => `ag:${component}/${loss}`,
  route: (component: string, loss: string, source: string, steps: string) =>
    `ar:${component}/${loss}/${source}/${steps}`,
  chokePoint: (component: string) => `cp:${component}`,
  worth: (type: string) => `lw:${type}`,
  plan: (by: string) => `lp:${by}`,
  coverage: (requirement: string) => `cv:${requirement.slice(3)}`,
  activity: (activity: string, task: string) => `pa:${activity}/${task}`,
  need: (type: string) => `nd:${type}`,
  candidate: (requirement: string) => `cr:${requirement.slice(3)}`,
  profile: (type: string, hash: string) => `pf:${type}/${hash}`,
} as const;

/** Way in of surfaces that sit on the casing (筐体) rather than on an interface. */
export const BODY = "@body";
/** Place of threats to the component as a whole (潜在的攻撃点). */
export const CORE = "@core";
