/**
 * Slots: one attack technique at places that differ in nothing that counts for it. What a measure changes is worked out
 * once per slot, and the edges of the route graph only point to it. Rule R7; risk method B7.
 */
import type { Entry } from "@seiza/catalog";
import type { StudyIndex } from "@seiza/model";
import { countermeasureLevelOf, type Method, type Threat, threatLevelOf } from "../method.ts";
import type { Profiles } from "../step2-system/profiles.ts";
import { NumberTable } from "./number-table.ts";
import { type Place, PlaceBook } from "./places.ts";

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
  stoppedBy: number[];
  hinderedBy: { control: number; points: number }[];
  /** 1 for controls that close it, hinder it or move its 対策レベル, by control number. */
  relevant: Uint8Array;
}

/** What a technique's slots differ in. */
interface Kinship {
  /** Controls that count for it, and numbers of the effects that put one of them in place. */
  controls: number[];
  effects: number[];
  /** What closes it at an interface that is not used: switching that off as well. */
  stoppedUnused: number[];
  /** Product types × what else tells slots apart is below 2^53, so that one number names a slot. */
  isNamed: boolean;
  slots: NumberTable;
}

export interface Slot {
  /** Number of the technique, or -1 for free edges and entries. */
  technique: number;
  /** A place that it stands for; others share the slot that differ in nothing that counts for the technique. */
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

export function compileTechniques(method: Method): Technique[] {
  const threatAt = new Map(method.threats.map((t) => [t.entry.id, t]));
  const controlOf = (id: string) => method.controlAt.get(id) as number;
  return [...method.catalog["attack-techniques"].values()].map((entry) => {
    const threat = threatAt.get(entry.threat) as Threat;
    const stoppedBy = entry.stoppedBy.map(controlOf);
    const hinderedBy = entry.hinderedBy.map((h) => ({
      control: controlOf(h.countermeasure),
      points: h.points,
    }));
    const relevant = new Uint8Array(method.controls.length);
    for (const c of [
      ...stoppedBy,
      ...threat.prevents,
      ...threat.detectsOnly,
      ...hinderedBy.map((h) => h.control),
    ])
      relevant[c] = 1;
    return {
      entry,
      threat,
      stoppedBy,
      hinderedBy,
      relevant,
    };
  });
}

/** Makes slots on demand, each once. */
export class SlotBook {
  readonly slots: Slot[] = [];
  readonly techniques: Technique[];
  readonly criteria: string[];
  readonly places: PlaceBook;
  /** By place: slot + 2 of a technique that costs no window, 1 where it does not work, 0 where not asked yet. */
  readonly #known: Int32Array[];
  readonly #joins = new Map<number, number>();
  readonly #entries = new Map<number, number>();
  readonly #kinships: Kinship[];
  /** Largest points of knowledge or of a window. */
  readonly #mostPoints: number;
  readonly #switchedOff: number;

  constructor(
    readonly index: StudyIndex,
    readonly method: Method,
    readonly profiles: Profiles,
  ) {
    this.techniques = compileTechniques(method);
    this.criteria = [...method.catalog["star1-criteria"].keys()].sort();
    this.places = new PlaceBook(index, method, profiles, this.criteria);
    this.#known = this.techniques.map(() => new Int32Array(64));
    this.#switchedOff = method.controlAt.get("CX01") ?? -1;
    this.#mostPoints = Math.max(...method.windowByReach, ...method.windowByPhysical, ...method.knowledge);
    this.#kinships = this.techniques.map((t) => this.#kinshipOf(t));
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

  /** Slot of a technique at a place where its condition holds, or -1 where the controls there stop it as things are. */
  slot(technique: number, place: Place, window = 0): number {
    if (window !== 0) return this.#find(technique, place, window);
    let known = this.#known[technique] as Int32Array;
    if (place.number >= known.length) {
      const wider = new Int32Array(2 * this.places.places.length);
      wider.set(known);
      this.#known[technique] = wider;
      known = wider;
    }
    const memo = known[place.number] as number;
    if (memo !== 0) return memo - 2;
    const at = this.#find(technique, place, window);
    known[place.number] = at + 2;
    return at;
  }

  #find(technique: number, place: Place, window: number): number {
    const t = this.techniques[technique] as Technique;
    const kin = this.#kinships[technique] as Kinship;
    const stoppedBy = place.isUnused ? kin.stoppedUnused : t.stoppedBy;
    for (const control of stoppedBy) if (place.states[control] === 2) return -1;
    const { points, credential, needsKnowledge } = t.entry;
    const knowledge = needsKnowledge ? place.knowledge : 0;
    const name = kin.isNamed ? this.#nameOf(kin, place, knowledge, window) : -1;
    const known = name < 0 ? -1 : kin.slots.get(name);
    if (known >= 0) return known;
    const at = this.slots.length;
    this.slots.push({
      technique,
      place,
      time: points.time,
      expertise: points.expertise,
      equipment: points.equipment,
      knowledge,
      window,
      skill: t.entry.skill,
      flags: credential === "needs" ? NEEDS_CREDENTIAL : credential === "gives" ? GIVES_CREDENTIAL : 0,
      stoppedBy,
    });
    if (name >= 0) kin.slots.set(name, at);
    return at;
  }

  #kinshipOf(technique: Technique): Kinship {
    const controls = technique.relevant.reduce<number[]>((list, is, control) => {
      if (is === 1 || control === this.#switchedOff) list.push(control);
      return list;
    }, []);
    const effects = this.places.effects.reduce<number[]>((list, e, n) => {
      if (controls.includes(e.control)) list.push(n);
      return list;
    }, []);
    const names =
      3 ** controls.length * 2 ** effects.length * (this.#mostPoints + 1) ** 2 * 2 * this.index.types.length;
    const stoppedUnused =
      this.#switchedOff < 0 ? technique.stoppedBy : [...technique.stoppedBy, this.#switchedOff];
    return {
      controls,
      effects,
      stoppedUnused,
      isNamed: names < Number.MAX_SAFE_INTEGER,
      slots: new NumberTable(),
    };
  }

  /** A number that slots share which weigh the same under all measures. */
  #nameOf(kin: Kinship, place: Place, knowledge: number, window: number): number {
    let states = 0;
    for (let i = 0; i < kin.controls.length; i++)
      states = states * 3 + (place.states[kin.controls[i] as number] as number);
    let effects = 0;
    for (let i = 0; i < kin.effects.length; i++)
      effects = effects * 2 + ((place.mask >> (kin.effects[i] as number)) & 1);
    const points = this.#mostPoints + 1;
    return (
      ((((states * 2 ** kin.effects.length + effects) * points + knowledge) * points + window) * 2 +
        (place.isUnused ? 1 : 0)) *
        this.index.types.length +
      place.type
    );
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

/** Slots as things are and with every criterion of ★1, and which criteria count for each: what most questions need. */
export interface Weights {
  asIs: Weighed;
  star1: Weighed;
  /** Bits of the criteria that change a slot. */
  criteria: Int32Array;
  /** Product type of a slot, or -1. */
  type: Int32Array;
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

function blank(n: number): Weighed {
  return {
    cost: new Int32Array(n),
    skill: new Uint8Array(n),
    flags: new Uint8Array(n),
    threatLevel: new Uint8Array(n).fill(3),
    countermeasureLevel: new Uint8Array(n).fill(1),
    maxCost: 1,
  };
}

/** Figures of one slot with the given states of controls. */
function weighSlot(book: SlotBook, out: Weighed, s: number, states: Uint8Array | undefined): void {
  const slot = book.slots[s] as Slot;
  out.skill[s] = slot.skill;
  out.flags[s] = slot.flags;
  let points = slot.time + slot.expertise + slot.equipment + slot.knowledge + slot.window;
  if (states) {
    const technique = book.techniques[slot.technique] as Technique;
    for (const c of slot.stoppedBy)
      if (states[c] === 2) {
        out.cost[s] = CLOSED;
        return;
      }
    for (const h of technique.hinderedBy) if (states[h.control] === 2) points += h.points;
    out.countermeasureLevel[s] = countermeasureLevelOf(book.method, technique.threat, states);
  }
  const cost = points + hopCost(slot);
  out.cost[s] = cost;
  if (cost > out.maxCost) out.maxCost = cost;
  if (s !== FREE) out.threatLevel[s] = threatLevelOf(book.method, points);
}

/** Weighs all slots as they are and with ★1 in force wherever a label is possible. */
export function weights(book: SlotBook): Weights {
  const n = book.slots.length;
  const asIs = blank(n);
  const star1 = blank(n);
  const criteria = new Int32Array(n);
  const type = new Int32Array(n).fill(-1);
  const room = new Uint8Array(book.method.controls.length);
  for (let s = 0; s < n; s++) {
    const slot = book.slots[s] as Slot;
    const { place } = slot;
    weighSlot(book, asIs, s, place?.states);
    if (place) {
      type[s] = place.type;
      const relevant = (book.techniques[slot.technique] as Technique).relevant;
      let mask = 0;
      for (const e of place.effects)
        if (relevant[e.control] === 1 || slot.stoppedBy.includes(e.control)) mask |= 1 << e.criterion;
      criteria[s] = mask;
      if (mask !== 0) {
        room.set(place.states);
        for (const e of place.effects) room[e.control] = 2;
        weighSlot(book, star1, s, room);
        continue;
      }
    }
    copySlot(asIs, star1, s);
  }
  star1.maxCost = Math.max(star1.maxCost, asIs.maxCost);
  return { asIs, star1, criteria, type };
}

function copySlot(from: Weighed, to: Weighed, s: number): void {
  to.cost[s] = from.cost[s] as number;
  to.skill[s] = from.skill[s] as number;
  to.flags[s] = from.flags[s] as number;
  to.threatLevel[s] = from.threatLevel[s] as number;
  to.countermeasureLevel[s] = from.countermeasureLevel[s] as number;
}

/**
 * Weighs all slots under measures. Adding a measure closes slots, adds points or raises levels; it never opens one.
 * @param known figures without measures and with all of ★1, taken over where the measures come to the same
 */
export function weigh(book: SlotBook, measures: Measures, known: Weights = weights(book)): Weighed {
  const { asIs, star1, criteria, type } = known;
  const out: Weighed = {
    ...asIs,
    cost: asIs.cost.slice(),
    threatLevel: asIs.threatLevel.slice(),
    countermeasureLevel: asIs.countermeasureLevel.slice(),
    maxCost: star1.maxCost,
  };
  const room = new Uint8Array(book.method.controls.length);
  for (let s = 0; s < out.cost.length; s++) {
    const t = type[s] as number;
    if (t < 0) continue;
    const single = ((measures.low[t] as number) | (measures.high[t] as number)) !== 0;
    const relevant = criteria[s] as number;
    const mask = (measures.criteria[t] as number) & relevant;
    if (!single && mask === 0) continue;
    if (!single && mask === relevant) {
      out.cost[s] = star1.cost[s] as number;
      out.threatLevel[s] = star1.threatLevel[s] as number;
      out.countermeasureLevel[s] = star1.countermeasureLevel[s] as number;
      continue;
    }
    weighSlot(book, out, s, withMeasures((book.slots[s] as Slot).place as Place, measures, room));
  }
  return out;
}

/** ★1 criteria that would close a slot on a labelled product, as numbers. */
export function closingCriteria(slot: Slot): number[] {
  if (!slot.place) return [];
  const found = slot.place.effects.filter((e) => slot.stoppedBy.includes(e.control)).map((e) => e.criterion);
  return [...new Set(found)].sort((a, b) => a - b);
}
