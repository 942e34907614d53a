/**
 * Places where attacks happen: a component's interface or its casing, with the controls there. Components and interfaces
 * are told apart by what the catalogue's conditions ask and by nothing else, so that what is worked out for one place
 * holds for all that are alike. Rules R5 and R7.
 */
import type { Condition } from "@seiza/catalog";
import {
  COMPONENT_FACT_AT,
  COMPONENT_FACT_COUNT,
  INTERFACE_FACT_AT,
  INTERFACE_FACT_COUNT,
  type StudyIndex,
} from "@seiza/model";
import { compileCondition, leavesOf, type Test } from "../condition.ts";
import type { Method } from "../method.ts";
import { isLabelCapable } from "../step1-definition/index.ts";
import type { Profile, Profiles } from "../step2-system/profiles.ts";
import { NumberTable } from "./number-table.ts";

/** A place, standing for all that are alike: the controls there, and what each ★1 criterion would put in place. */
export interface Place {
  number: number;
  type: number;
  states: Uint8Array;
  effects: readonly { criterion: number; control: number }[];
  /** The same as bits, by number of the effect. */
  mask: number;
  /** Points for information on the component. */
  knowledge: number;
  /** Whether it is an interface that nothing uses. */
  isUnused: boolean;
}

interface Effect {
  criterion: number;
  control: number;
  when: Test;
}

/** Which of some conditions hold, as their numbers, and a number of this answer. */
export interface Holding {
  number: number;
  list: readonly number[];
}

/** Answers of rows to yes-or-no questions, as numbers: rows of the same number answer all of them alike. */
interface Answers {
  of: Int32Array;
  count: number;
}

const KNOWLEDGE = COMPONENT_FACT_AT.get("infoAvailability") as number;
const USE = INTERFACE_FACT_AT.get("use") as number;
/** Numbers things by name in the order they are seen. */
class Numbering {
  readonly #table = new NumberTable();
  count = 0;
  /** @param name a whole number below 2^53 */
  of(name: number): number {
    let at = this.#table.get(name);
    if (at < 0) {
      at = this.count++;
      this.#table.set(name, at);
    }
    return at;
  }
}

export class PlaceBook {
  readonly places: Place[] = [];
  readonly effects: readonly Effect[];
  /** Kind of a profile's component, and of an interface: alike in all that any condition asks. */
  readonly #componentKind: Int32Array;
  readonly #faceKind: Int32Array;
  /** Rows of facts of an example of each kind; the last kind of interface is that there is none. */
  readonly #componentRows: number[] = [];
  readonly #faceRows: number[] = [];
  readonly #isCapable: boolean[] = [];
  /** What profiles record of controls, each once, and the number of it by kind of component. */
  readonly #stated: Uint8Array[] = [];
  readonly #statedOf: number[] = [];
  /** Which derived controls show at a place, and bits of the effects there. */
  readonly #derivedAt: (profile: number, face: number) => Holding;
  readonly #effectsAt: (profile: number, face: number) => Holding;
  /** Number of the states by what is recorded, casing or not, and bits of the effects: by number of the answer. */
  readonly #statesOf: Int32Array[] = [];
  readonly #masks: number[] = [];
  readonly #placeAt = new NumberTable();
  /** Place + 1 by interface, and by kind of component for casings; 0 where not asked yet. */
  readonly #ofFace: Int32Array;
  readonly #ofCasing: Int32Array;
  readonly #states: Uint8Array[] = [];
  /** Bits of the effects whose control is in full already, by number of the states. */
  readonly #full: number[] = [];
  readonly #stateNames = new Map<string, number>();
  readonly #effectsByMask = new Map<number, Place["effects"]>();
  readonly #room: Uint8Array;
  readonly #unused: number;

  constructor(
    readonly index: StudyIndex,
    readonly method: Method,
    readonly profiles: Profiles,
    criteria: readonly string[],
  ) {
    const { catalog, codec } = method;
    const effects = [...catalog["star1-effects"].values()];
    this.effects = effects.map((e) => ({
      criterion: criteria.indexOf(e.criterion),
      control: method.controlAt.get(e.control) as number,
      when: compileCondition(e.when, catalog, codec),
    }));
    const derived = method.derived.map((d) => d.entry.when);
    const techniques = [...catalog["attack-techniques"].values()].map((t) => t.when);
    const effectConditions = effects.map((e) => e.when);
    this.#componentKind = this.#componentKinds([...derived, ...techniques, ...effectConditions]);
    this.#faceKind = this.#faceKinds();
    this.#derivedAt = this.holding(derived);
    this.#effectsAt = this.holding(effectConditions);
    this.#ofFace = new Int32Array(index.interfaces.length);
    this.#ofCasing = new Int32Array(this.#componentRows.length);
    this.#room = new Uint8Array(method.controls.length);
    this.#unused = codec.code("use", "unused");
  }

  /** Profiles by type, recorded controls and the facts of components that count for a place. */
  #componentKinds(conditions: readonly (Condition | undefined)[]): Int32Array {
    const { index, profiles } = this;
    const facts = new Set(["infoAvailability", "class", "ip", "generalPurpose"]);
    for (const c of conditions)
      for (const leaf of leavesOf(c, "component")) if ("fact" in leaf) facts.add(leaf.fact);
    const stated = new Map<string, number>();
    const statedNumber = new Map<Uint8Array, number>();
    for (const p of profiles.list) {
      if (statedNumber.has(p.stated)) continue;
      const name = p.stated.join();
      const own = stated.get(name) ?? stated.size;
      if (own === stated.size) this.#stated.push(p.stated);
      stated.set(name, own);
      statedNumber.set(p.stated, own);
    }
    // Digits of a name below 2^53; where that is full, a number of its own stands for what came before.
    let span = stated.size * index.types.length;
    const columns = [...facts].map((fact) => {
      const at = COMPONENT_FACT_AT.get(fact) as number;
      const base = index.codec.values(fact).length;
      const isFull = span * base > Number.MAX_SAFE_INTEGER;
      span = (isFull ? profiles.list.length : span) * base;
      return { at, base, prefixes: isFull ? new Numbering() : undefined };
    });
    const kinds = new Numbering();
    return Int32Array.from(profiles.list, (p) => {
      const row = p.example * COMPONENT_FACT_COUNT;
      let name = (statedNumber.get(p.stated) as number) * index.types.length + p.type;
      for (let i = 0; i < columns.length; i++) {
        const { at, base, prefixes } = columns[i] as (typeof columns)[number];
        if (prefixes) name = prefixes.of(name);
        name = name * base + (index.componentFacts[row + at] as number);
      }
      const before = kinds.count;
      const kind = kinds.of(name);
      if (kind === before) {
        this.#componentRows.push(row);
        this.#statedOf.push(statedNumber.get(p.stated) as number);
        this.#isCapable.push(isLabelCapable(index, p.example));
      }
      return kind;
    });
  }
  #faceKinds(): Int32Array {
    const { keys } = this.profiles;
    const kinds = new Numbering();
    const of = new Int32Array(keys.length);
    for (let i = 0; i < of.length; i++) {
      const before = kinds.count;
      const kind = kinds.of(keys[i] as number);
      if (kind === before) this.#faceRows.push(i * INTERFACE_FACT_COUNT);
      of[i] = kind;
    }
    this.#faceRows.push(-1);
    return of;
  }

  #answers(rows: readonly number[], ask: (row: number, question: number) => boolean, questions: number) {
    const names = new Numbering();
    const prefixes = new Numbering();
    const of = Int32Array.from(rows, (row) => {
      let name = 0;
      for (let q = 0; q < questions; q++) {
        if (q > 0 && q % 20 === 0) name = prefixes.of(name * questions + q);
        name = name * 2 + (ask(row, q) ? 1 : 0);
      }
      return names.of(name);
    });
    return { of, count: names.count };
  }
  #faceAnswers(tests: readonly Test[]): Answers {
    const { componentFacts, interfaceFacts } = this.index;
    return this.#answers(
      this.#faceRows,
      (row, q) => (tests[q] as Test)(componentFacts, 0, interfaceFacts, row),
      tests.length,
    );
  }
  #componentAnswers(tests: readonly Test[]): Answers {
    const { componentFacts, interfaceFacts } = this.index;
    return this.#answers(
      this.#componentRows,
      (row, q) => (tests[q] as Test)(componentFacts, row, interfaceFacts, -1),
      tests.length,
    );
  }

  /**
   * Which of some conditions hold at a place, as their numbers in the list given.
   * @returns asked with a profile and an interface, or -1 for the casing
   */
  holding(conditions: readonly (Condition | undefined)[]): (profile: number, face: number) => Holding {
    const { catalog, codec } = this.method;
    const compile = (c: Condition | undefined) => compileCondition(c, catalog, codec);
    const tests = conditions.map(compile);
    const questions = (of: "interface" | "component") => {
      const leaves = conditions.flatMap((c) => leavesOf(c, of));
      return [...new Map(leaves.map((leaf) => [JSON.stringify(leaf), leaf])).values()].map(compile);
    };
    const faces = this.#faceAnswers(questions("interface"));
    const components = this.#componentAnswers(questions("component"));
    const known: (Holding | undefined)[] = new Array(faces.count * components.count);
    let count = 0;
    const { componentFacts, interfaceFacts } = this.index;
    return (profile, face) => {
      const kind = this.#componentKind[profile] as number;
      const faceKind = this.#faceKindOf(face);
      const at = (components.of[kind] as number) * faces.count + (faces.of[faceKind] as number);
      let held = known[at];
      if (!held) {
        const c = this.#componentRows[kind] as number;
        const f = this.#faceRows[faceKind] as number;
        const list: number[] = [];
        for (let n = 0; n < tests.length; n++)
          if ((tests[n] as Test)(componentFacts, c, interfaceFacts, f)) list.push(n);
        held = { number: count++, list };
        known[at] = held;
      }
      return held;
    };
  }

  #faceKindOf(face: number): number {
    return face < 0 ? this.#faceRows.length - 1 : (this.#faceKind[face] as number);
  }

  /** @param face an interface of any of the profile's components, or -1 for the casing */
  at(profile: number, face: number): Place {
    const kind = this.#componentKind[profile] as number;
    const known = face < 0 ? (this.#ofCasing[kind] as number) : (this.#ofFace[face] as number);
    if (known > 0) return this.places[known - 1] as Place;
    const place = this.#find(profile, kind, face);
    if (face < 0) this.#ofCasing[kind] = place.number + 1;
    else this.#ofFace[face] = place.number + 1;
    return place;
  }

  #find(profile: number, kind: number, face: number): Place {
    const { index, method } = this;
    const p = this.profiles.list[profile] as Profile;
    const states = this.#statesAt(profile, kind, face);
    let mask = 0;
    if (this.#isCapable[kind]) {
      const effects = this.#effectsAt(profile, face);
      mask = this.#masks[effects.number] ?? -1;
      if (mask < 0) {
        mask = effects.list.reduce((bits, n) => bits | (1 << n), 0);
        this.#masks[effects.number] = mask;
      }
      mask &= ~(this.#full[states] as number);
    }
    const isUnused = face >= 0 && index.interfaceFacts[face * INTERFACE_FACT_COUNT + USE] === this.#unused;
    const code = index.componentFacts[p.example * COMPONENT_FACT_COUNT + KNOWLEDGE] as number;
    const name =
      (((states * index.types.length + p.type) * 2 + (isUnused ? 1 : 0)) * 8 + code) *
        2 ** this.effects.length +
      mask;
    const found = this.#placeAt.get(name);
    if (found >= 0) return this.places[found] as Place;
    const place: Place = {
      number: this.places.length,
      type: p.type,
      states: this.#states[states] as Uint8Array,
      effects: this.#effectsOf(mask),
      mask,
      knowledge: method.knowledge[code] as number,
      isUnused,
    };
    this.places.push(place);
    this.#placeAt.set(name, place.number);
    return place;
  }

  #stateNumber(states: Uint8Array): number {
    const name = states.join("");
    let at = this.#stateNames.get(name);
    if (at === undefined) {
      at = this.#states.length;
      this.#states.push(states.slice());
      this.#full.push(
        this.effects.reduce((bits, e, n) => (states[e.control] === 2 ? bits | (1 << n) : bits), 0),
      );
      this.#stateNames.set(name, at);
    }
    return at;
  }
  /** Number of the states of controls at a place: what is recorded, raised by what the facts show (R5). */
  #statesAt(profile: number, kind: number, face: number): number {
    const derived = this.#derivedAt(profile, face);
    let row = this.#statesOf[derived.number];
    if (!row) {
      row = new Int32Array(this.#stated.length * 2).fill(-1);
      this.#statesOf[derived.number] = row;
    }
    const stated = this.#statedOf[kind] as number;
    const at = stated * 2 + (face < 0 ? 1 : 0);
    if ((row[at] as number) < 0) {
      this.#room.set(this.#stated[stated] as Uint8Array);
      for (const n of derived.list) {
        const d = this.method.derived[n] as Method["derived"][number];
        if ((this.#room[d.control] as number) < d.state && !(d.onInterface && face < 0))
          this.#room[d.control] = d.state;
      }
      row[at] = this.#stateNumber(this.#room);
    }
    return row[at] as number;
  }
  #effectsOf(mask: number): Place["effects"] {
    let list = this.#effectsByMask.get(mask);
    if (!list) {
      list = this.effects.filter((_, n) => mask & (1 << n));
      this.#effectsByMask.set(mask, list);
    }
    return list;
  }
}
