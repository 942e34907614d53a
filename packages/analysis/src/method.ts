/**
 * The method's tables compiled for the engine: entries become numbers, conditions become tests, points become lookup
 * tables by fact code. Sources: METI guide P.8–17 and the risk method (rules R1, R3–R6), as the catalogue holds them.
 */
import type { Band, Catalog, Entry, Level } from "@seiza/catalog";
import { factsOf } from "@seiza/catalog";
import { COMPONENT_FACT_AT, type FactCodec, INTERFACE_FACT_AT } from "@seiza/model";
import { both, compileCondition, type Test } from "./condition.ts";

export const BANDS: readonly Band[] = ["A", "B", "C", "D", "E"];

export interface Surface {
  entry: Entry<"attack-surfaces">;
  /** Code of the interface use that makes it, or -1. */
  use: number;
  exists: Test;
  /** Code of the reach of a body surface, or -1. */
  reach: number;
}
export interface AssetKind {
  entry: Entry<"asset-kinds">;
  class: number;
  exists: Test;
}
export interface Threat {
  entry: Entry<"threats">;
  /** Test per surface number; undefined where the rule does not fire. */
  when: (Test | undefined)[];
  kinds: number[];
  skill: number;
  equipment: number;
  equipmentIf: Test | undefined;
  equipmentIfPoints: number;
  needsKnowledge: boolean;
  /** 脅威レベル of happenings without an attacker; 0 where points decide. */
  fixedLevel: number;
  prevents: number[];
  detects: number[];
  /** Those that detect and do not prevent. */
  detectsOnly: number[];
}
export interface Control {
  entry: Entry<"countermeasures">;
  layer: number;
}
export interface DerivedControl {
  entry: Entry<"derived-controls">;
  control: number;
  /** 1 partial, 2 full. */
  state: 1 | 2;
  when: Test;
  onInterface: boolean;
}
export interface Cause {
  entry: Entry<"causes">;
  /** Test per surface number; undefined where it cannot be named. */
  when: (Test | undefined)[];
}

/** All numbers (of surfaces, kinds, threats, controls, causes, classes, layers) are ranks by id. */
export interface Method {
  catalog: Catalog;
  codec: FactCodec;
  entry: Entry<"risk-method">;
  classes: string[];
  layers: string[];
  surfaces: Surface[];
  kinds: AssetKind[];
  threats: Threat[];
  controls: Control[];
  controlAt: Map<string, number>;
  /** Bit of a control's layer, by control. */
  layerBit: Int32Array;
  /** Numbers of the threats that a rule may raise on a surface, by surface. */
  threatsOn: number[][];
  derived: DerivedControl[];
  causes: Cause[];
  /** Window points by reach code; for touch see windowByPhysical. */
  windowByReach: Int32Array;
  windowByPhysical: Int32Array;
  knowledge: Int32Array;
  touch: number;
  /** Code of `actuates: none`. */
  actuatesNothing: number;
  /** Importance 1–3 by fact code. */
  importanceOf: { outage: Uint8Array; human: Uint8Array; environment: Uint8Array; infoLoss: Uint8Array };
  reachRank: Int32Array;
  /** Band number by importance × 10 + threat×vulnerability product. */
  band: Uint8Array;
}

function byId<T extends { id: string }>(entries: Iterable<T>): T[] {
  return [...entries].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function tableByCode(
  catalog: Catalog,
  codec: FactCodec,
  fact: string,
  field: "points" | "importance" | "rank" | "score",
): Int32Array {
  const values = codec.values(fact);
  const scale = catalog.scales.get(fact);
  return Int32Array.from(values, (value) => scale?.values.find((v) => v.id === value)?.[field] ?? 0);
}

/** Points, ranks or scores of a fact's values by code, as the catalogue's scales give them. */
export const scaleByCode = tableByCode;

export function compileMethod(catalog: Catalog, codec: FactCodec): Method {
  const entry = catalog["risk-method"].get("default") as Entry<"risk-method">;
  const compile = (condition: Parameters<typeof compileCondition>[0]) =>
    compileCondition(condition, catalog, codec);
  const classes = byId(catalog["asset-classes"].values()).map((c) => c.id);
  const layers = byId(catalog.layers.values()).map((l) => l.id);
  const surfaces = byId(catalog["attack-surfaces"].values()).map(
    (s): Surface => ({
      entry: s,
      use: s.use === undefined ? -1 : codec.code("use", s.use),
      exists: compile(s.when),
      reach: s.reach === undefined ? -1 : codec.code("reach", s.reach),
    }),
  );
  const kindEntries = byId(catalog["asset-kinds"].values());
  const kinds = kindEntries.map(
    (k): AssetKind => ({ entry: k, class: classes.indexOf(k.class), exists: compile(k.when) }),
  );
  const kindAt = new Map(kindEntries.map((k, i) => [k.id, i]));
  const controls = byId(catalog.countermeasures.values()).map(
    (c): Control => ({ entry: c, layer: layers.indexOf(c.layer) }),
  );
  const controlAt = new Map(controls.map((c, i) => [c.entry.id, i]));
  const controlsOf = (ids: readonly string[] | undefined) =>
    (ids ?? []).map((id) => controlAt.get(id) as number).sort((a, b) => a - b);
  const threats = byId(catalog.threats.values()).map((t): Threat => {
    const base = compile(t.when);
    const prevents = controlsOf(catalog.links.preventedBy.get(t.id));
    return {
      entry: t,
      when: surfaces.map((s) =>
        t.surfaces.includes(s.entry.id) ? both(base, compile(t.whenOn?.[s.entry.id])) : undefined,
      ),
      kinds: t.assets.map((k) => kindAt.get(k) as number).sort((a, b) => a - b),
      skill: t.points.skill,
      equipment: t.points.equipment,
      equipmentIf: t.points.equipmentIf ? compile(t.points.equipmentIf.when) : undefined,
      equipmentIfPoints: t.points.equipmentIf?.points ?? 0,
      needsKnowledge: t.needsKnowledge,
      fixedLevel: t.fixedLevel ?? 0,
      prevents,
      detects: controlsOf(catalog.links.detectedBy.get(t.id)),
      detectsOnly: controlsOf(catalog.links.detectedBy.get(t.id)).filter((c) => !prevents.includes(c)),
    };
  });
  const derived = byId(catalog["derived-controls"].values()).map(
    (d): DerivedControl => ({
      entry: d,
      control: controlAt.get(d.control) as number,
      state: d.state === "full" ? 2 : 1,
      when: compile(d.when),
      onInterface: factsOf(d.when).some((f) => INTERFACE_FACT_AT.has(f) && !COMPONENT_FACT_AT.has(f)),
    }),
  );
  const causes = byId(catalog.causes.values()).map((c): Cause => {
    const test = compile(c.when);
    return { entry: c, when: surfaces.map((s) => (c.surfaces.includes(s.entry.id) ? test : undefined)) };
  });
  const band = new Uint8Array(40);
  for (const row of entry.matrix)
    for (const product of [1, 2, 3, 4, 6, 9])
      band[row.importance * 10 + product] = BANDS.indexOf(row.byProduct[String(product)] as Band);
  const importance = (fact: string) =>
    Uint8Array.from(tableByCode(catalog, codec, fact, "importance"), (v) => Math.max(1, v));
  return {
    catalog,
    codec,
    entry,
    classes,
    layers,
    surfaces,
    kinds,
    threats,
    controls,
    controlAt,
    layerBit: Int32Array.from(controls, (c) => 1 << c.layer),
    threatsOn: surfaces.map((_, s) =>
      threats.map((_, t) => t).filter((t) => threats[t]?.when[s] !== undefined),
    ),
    derived,
    causes,
    windowByReach: tableByCode(catalog, codec, "reach", "points"),
    windowByPhysical: tableByCode(catalog, codec, "physicalAccess", "points"),
    knowledge: tableByCode(catalog, codec, "infoAvailability", "points"),
    touch: codec.code("reach", "touch"),
    actuatesNothing: codec.code("actuates", "none"),
    importanceOf: {
      outage: importance("outage"),
      human: importance("human"),
      environment: importance("environment"),
      infoLoss: importance("infoLoss"),
    },
    reachRank: tableByCode(catalog, codec, "reach", "rank"),
    band,
  };
}

/** 脅威レベル from attack-potential points (R5). */
export function threatLevelOf(method: Method, points: number): Level {
  return points <= method.entry.threatLevel.level3 ? 3 : points <= method.entry.threatLevel.level2 ? 2 : 1;
}

/**
 * 対策レベル from the states of the controls that meet a threat (R5): 3 with full measures in two independent layers,
 * or a full measure and a full detection; 2 with one full or two partial ones, or a partial and a detection; else 1.
 */
export function countermeasureLevelOf(method: Method, threat: Threat, states: Uint8Array): Level {
  let full = 0;
  let partial = 0;
  let layers = 0;
  const { prevents, detectsOnly } = threat;
  for (let i = 0; i < prevents.length; i++) {
    const c = prevents[i] as number;
    if (states[c] === 2) {
      full++;
      layers |= method.layerBit[c] as number;
    } else if (states[c] === 1) partial++;
  }
  if ((layers & (layers - 1)) !== 0) return 3;
  let detecting = false;
  for (let i = 0; i < detectsOnly.length; i++) if (states[detectsOnly[i] as number] === 2) detecting = true;
  if (full >= 1 && detecting) return 3;
  if (full >= 1 || partial >= 2 || (partial >= 1 && detecting)) return 2;
  return 1;
}
