/**
 * Slots: one attack technique at one place of one profile. Alike components share them, so that what a measure changes
 * is worked out once per slot and the edges of the route graph only point to it. Rule R7; risk method B7.
 */
import type { Entry } from "@seiza/catalog";
import {
  COMPONENT_FACT_AT,
  COMPONENT_FACT_COUNT,
  INTERFACE_FACT_AT,
  INTERFACE_FACT_COUNT,
  type StudyIndex,
} from "@seiza/model";
import { compileCondition, type Test } from "../condition.ts";
import { countermeasureLevelOf, type Method, type Threat, threatLevelOf } from "../method.ts";
import { isLabelCapable } from "../step1-definition/index.ts";
import { controlStatesAt } from "../step2-system/firing.ts";
import type { Profile, Profiles } from "../step2-system/profiles.ts";

/** Slot of edges that cost nothing: holding a component, being in its network. */
export const FREE = 0;
/** Cost of a closed slot. */
export const CLOSED = -1;
/** Flags of a slot. */
export const NEEDS_CREDENTIAL = 1;
export const GIVES_CREDENTIAL = 2;

export interface Technique {
  entry: Entry<"attack-techniques">;
  threat: Threat;
  when: Test;
  stoppedBy: number[];
  hinderedBy: { control: number; points: number }[];
}

/** One place of a profile: the controls there, and what each ★1 criterion would put in place. */
export interface Place {
  profile: number;
  type: number;
  labelCapable: boolean;
  states: Uint8Array;
  effects: { criterion: number; control: number }[];
}

export interface Slot {
  /** Number of the technique, or -1 for free edges and entries. */
  technique: number;
  place: Place | undefined;
  /** Points as they are now, window included. */
  time: number;
  expertise: number;
  equipment: number;
  knowledge: number;
  window: number;
  skill: number;
  flags: number;
  /** Controls any of which closes it, by number. */
  stoppedBy: number[];
}

/** Cost of a slot that is open: its points and one for the hop. Entries and free edges are no hop. */
const hopCost = (slot: Slot) => (slot.technique < 0 ? 0 : 1);

const KNOWLEDGE = COMPONENT_FACT_AT.get("infoAvailability") as number;
const USE = INTERFACE_FACT_AT.get("use") as number;

export function compileTechniques(method: Method): Technique[] {
  const threatAt = new Map(method.threats.map((t) => [t.entry.id, t]));
  const controlOf = (id: string) => method.controlAt.get(id) as number;
  return [...method.catalog["attack-techniques"].values()].map((entry) => ({
    entry,
    threat: threatAt.get(entry.threat) as Threat,
    when: compileCondition(entry.when, method.catalog, method.codec),
    stoppedBy: entry.stoppedBy.map(controlOf),
    hinderedBy: entry.hinderedBy.map((h) => ({ control: controlOf(h.countermeasure), points: h.points })),
  }));
}

/** Makes slots and places on demand, each once. */
export class SlotBook {
  readonly slots: Slot[] = [];
  readonly techniques: Technique[];
  readonly criteria: string[];
  /** By example's interface, or interfaces + example for the casing. */
  readonly #places: (Place | undefined)[];
  /** By technique and the same key: slot + 2, 1 where it does not work, 0 where not asked yet. */
  readonly #bySlot: Int32Array[];
  readonly #joins = new Map<number, number>();
  readonly #entries = new Map<number, number>();
  readonly #effects: { criterion: number; control: number; when: Test }[];
  readonly #unused: number;
  readonly #switchedOff: number;

  constructor(
    readonly index: StudyIndex,
    readonly method: Method,
    readonly profiles: Profiles,
  ) {
    this.techniques = compileTechniques(method);
    const keys = index.interfaces.length + index.components.length;
    this.#places = new Array(keys);
    this.#bySlot = this.techniques.map(() => new Int32Array(keys));
    this.criteria = [...method.catalog["star1-criteria"].keys()].sort();
    this.#effects = [...method.catalog["star1-effects"].values()].map((e) => ({
      criterion: this.criteria.indexOf(e.criterion),
      control: method.controlAt.get(e.control) as number,
      when: compileCondition(e.when, method.catalog, method.codec),
    }));
    this.#unused = method.codec.code("use", "unused");
    this.#switchedOff = method.controlAt.get("CX01") ?? -1;
    this.slots.push({
      technique: -1,
      place: undefined,
      time: 0,
      expertise: 0,
      equipment: 0,
      knowledge: 0,
      window: 0,
      skill: 0,
      flags: 0,
      stoppedBy: [],
    });
  }

  /** Slot of an entry that costs only its window of opportunity. */
  entry(window: number): number {
    if (window === 0) return FREE;
    let at = this.#entries.get(window);
    if (at === undefined) {
      at = this.slots.length;
      this.slots.push({ ...(this.slots[FREE] as Slot), window });
      this.#entries.set(window, at);
    }
    return at;
  }

  #key(p: Profile, way: number): number {
    return way < 0 ? this.index.interfaces.length + p.example : (p.interfaces[way] as number);
  }

  /** `way` is a place in the profile's interfaces, -1 the casing. */
  place(profile: number, way: number): Place {
    const p = this.profiles.list[profile] as Profile;
    const key = this.#key(p, way);
    let place = this.#places[key];
    if (!place) {
      const states = new Uint8Array(this.method.controls.length);
      controlStatesAt(this.index, this.method, p, way, states);
      const labelCapable = isLabelCapable(this.index, p.example);
      const c = p.example * COMPONENT_FACT_COUNT;
      const f = way < 0 ? -1 : (p.interfaces[way] as number) * INTERFACE_FACT_COUNT;
      place = {
        profile,
        type: p.type,
        labelCapable,
        states,
        effects: labelCapable
          ? this.#effects
              .filter(
                (e) =>
                  states[e.control] !== 2 &&
                  e.when(this.index.componentFacts, c, this.index.interfaceFacts, f),
              )
              .map(({ criterion, control }) => ({ criterion, control }))
          : [],
      };
      this.#places[key] = place;
    }
    return place;
  }

  /**
   * Slot of a technique at a place, or -1 where it does not work as things are. `asked` is the interface whose facts
   * the technique's condition asks about when it is not the place's own (a flow's receiver), or -1.
   */
  slot(technique: number, profile: number, way: number, window: number, asked = -1): number {
    const p = this.profiles.list[profile] as Profile;
    const t = this.techniques[technique] as Technique;
    const facts = this.index.componentFacts;
    const faces = this.index.interfaceFacts;
    if (asked >= 0) {
      const c = (this.index.interfaceComponent[asked] as number) * COMPONENT_FACT_COUNT;
      if (!t.when(facts, c, faces, asked * INTERFACE_FACT_COUNT)) return -1;
    }
    const memo = this.#bySlot[technique] as Int32Array;
    const key = this.#key(p, way);
    const known = memo[key] as number;
    if (known !== 0) return known - 2;
    const c = p.example * COMPONENT_FACT_COUNT;
    const f = way < 0 ? -1 : key * INTERFACE_FACT_COUNT;
    const at = asked >= 0 || t.when(facts, c, faces, f) ? this.#newSlot(technique, profile, way, window) : -1;
    memo[key] = at + 2;
    return at;
  }

  #newSlot(technique: number, profile: number, way: number, window: number): number {
    const t = this.techniques[technique] as Technique;
    const place = this.place(profile, way);
    const p = this.profiles.list[profile] as Profile;
    let stoppedBy = t.stoppedBy;
    if (
      way >= 0 &&
      this.#switchedOff >= 0 &&
      this.index.interfaceFacts[(p.interfaces[way] as number) * INTERFACE_FACT_COUNT + USE] === this.#unused
    )
      stoppedBy = [...stoppedBy, this.#switchedOff];
    for (const control of stoppedBy) if (place.states[control] === 2) return -1;
    const { points } = t.entry;
    const { credential } = t.entry;
    this.slots.push({
      technique,
      place,
      time: points.time,
      expertise: points.expertise,
      equipment: points.equipment,
      knowledge: t.entry.needsKnowledge
        ? (this.method.knowledge[
            this.index.componentFacts[p.example * COMPONENT_FACT_COUNT + KNOWLEDGE] as number
          ] as number)
        : 0,
      window,
      skill: t.entry.skill,
      flags: credential === "needs" ? NEEDS_CREDENTIAL : credential === "gives" ? GIVES_CREDENTIAL : 0,
      stoppedBy,
    });
    return this.slots.length - 1;
  }

  /** Slot of joining a radio network: no product's own. */
  join(technique: number, window: number): number {
    const key = technique * 64 + window;
    let at = this.#joins.get(key);
    if (at === undefined) {
      const t = this.techniques[technique] as Technique;
      at = this.slots.length;
      this.slots.push({
        technique,
        place: undefined,
        time: t.entry.points.time,
        expertise: t.entry.points.expertise,
        equipment: t.entry.points.equipment,
        knowledge: 0,
        window,
        skill: t.entry.skill,
        flags: 0,
        stoppedBy: [],
      });
      this.#joins.set(key, at);
    }
    return at;
  }
}

/** What is in force on product types: ★1 criteria as bits, and single countermeasures as two words of bits. */
export class Measures {
  readonly criteria: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  constructor(readonly types: number) {
    this.criteria = new Int32Array(types);
    this.low = new Int32Array(types);
    this.high = new Int32Array(types);
  }
  /** A label: every criterion of ★1. */
  label(type: number, criteria: number): this {
    this.criteria[type] = (1 << criteria) - 1;
    return this;
  }
  criterion(type: number, criterion: number): this {
    this.criteria[type] = (this.criteria[type] as number) | (1 << criterion);
    return this;
  }
  control(type: number, control: number): this {
    if (control < 31) this.low[type] = (this.low[type] as number) | (1 << control);
    else this.high[type] = (this.high[type] as number) | (1 << (control - 31));
    return this;
  }
  holds(type: number, control: number): boolean {
    return control < 31
      ? ((this.low[type] as number) & (1 << control)) !== 0
      : ((this.high[type] as number) & (1 << (control - 31))) !== 0;
  }
  any(type: number): boolean {
    return ((this.criteria[type] as number) | (this.low[type] as number) | (this.high[type] as number)) !== 0;
  }
}

/** Slots under measures: what each costs, and its levels. */
export interface Weighed {
  /** Points plus hop, or CLOSED. */
  cost: Int32Array;
  skill: Uint8Array;
  flags: Uint8Array;
  /** 脅威レベル and 対策レベル, 1–3; free edges have 3 and 1, which change nothing. */
  threatLevel: Uint8Array;
  countermeasureLevel: Uint8Array;
  maxCost: number;
}

/** Controls in full at a place under measures: its own states where nothing is added, else written into `states`. */
function withMeasures(place: Place, measures: Measures, states: Uint8Array): Uint8Array {
  const mask = measures.criteria[place.type] as number;
  const words = (measures.low[place.type] as number) | (measures.high[place.type] as number);
  let changed = false;
  if (mask !== 0)
    for (const e of place.effects)
      if (mask & (1 << e.criterion)) {
        if (!changed) states.set(place.states);
        states[e.control] = 2;
        changed = true;
      }
  if (words !== 0) {
    if (!changed) states.set(place.states);
    changed = true;
    for (let control = 0; control < states.length; control++)
      if (measures.holds(place.type, control)) states[control] = 2;
  }
  return changed ? states : place.states;
}

/**
 * Weighs all slots under measures. Adding a measure closes slots, adds points or raises levels; it never opens one.
 * @param asIs slots without measures, whose figures are taken over where nothing changes
 */
export function weigh(book: SlotBook, measures: Measures, asIs?: Weighed): Weighed {
  const n = book.slots.length;
  const out: Weighed = asIs
    ? {
        ...asIs,
        cost: asIs.cost.slice(),
        threatLevel: asIs.threatLevel.slice(),
        countermeasureLevel: asIs.countermeasureLevel.slice(),
      }
    : {
        cost: new Int32Array(n),
        skill: new Uint8Array(n),
        flags: new Uint8Array(n),
        threatLevel: new Uint8Array(n).fill(3),
        countermeasureLevel: new Uint8Array(n).fill(1),
        maxCost: 1,
      };
  const room = new Uint8Array(book.method.controls.length);
  for (let s = 0; s < n; s++) {
    const slot = book.slots[s] as Slot;
    const { place } = slot;
    if (asIs && (!place || !measures.any(place.type))) continue;
    out.skill[s] = slot.skill;
    out.flags[s] = slot.flags;
    let points = slot.time + slot.expertise + slot.equipment + slot.knowledge + slot.window;
    if (place) {
      const technique = book.techniques[slot.technique] as Technique;
      const states = withMeasures(place, measures, room);
      if (asIs && states === place.states) continue;
      let closed = false;
      for (const c of slot.stoppedBy) if (states[c] === 2) closed = true;
      if (closed) {
        out.cost[s] = CLOSED;
        continue;
      }
      for (const h of technique.hinderedBy) if (states[h.control] === 2) points += h.points;
      out.countermeasureLevel[s] = countermeasureLevelOf(book.method, technique.threat, states);
    }
    const cost = points + hopCost(slot);
    out.cost[s] = cost;
    if (cost > out.maxCost) out.maxCost = cost;
    if (s !== FREE) out.threatLevel[s] = threatLevelOf(book.method, points);
  }
  return out;
}

/** ★1 criteria that would close a slot on a labelled product, as numbers. */
export function closingCriteria(slot: Slot): number[] {
  if (!slot.place) return [];
  const found = slot.place.effects.filter((e) => slot.stoppedBy.includes(e.control)).map((e) => e.criterion);
  return [...new Set(found)].sort((a, b) => a - b);
}
