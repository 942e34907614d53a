/**
 * What the threat rules found on profiles, kept from one analysis of a study to the next: after an edit nearly all
 * profiles are what they were, and their rules need not run again. Only for studies read with the same catalogue.
 */
import { COMPONENT_FACT_COUNT, INTERFACE_FACT_COUNT, type StudyIndex } from "@seiza/model";
import type { Method } from "../method.ts";
import type { Firing } from "./firing.ts";
import type { Profile } from "./profiles.ts";

/** Numbers kept of each firing, see `Recorded`. */
const WIDTH = 11;

/** All that the rules found on one profile, and what they read there. */
class Recorded {
  readonly #component: Uint8Array;
  readonly #faces: Uint8Array;
  readonly #stated: Uint8Array;
  #numbers = new Int32Array(64 * WIDTH);
  #used = 0;
  readonly #states: Uint8Array[] = [];

  constructor(index: StudyIndex, profile: Profile) {
    const at = profile.example * COMPONENT_FACT_COUNT;
    this.#component = index.componentFacts.slice(at, at + COMPONENT_FACT_COUNT);
    this.#faces = new Uint8Array(profile.interfaces.length * INTERFACE_FACT_COUNT);
    profile.interfaces.forEach((face, i) => {
      const from = face * INTERFACE_FACT_COUNT;
      this.#faces.set(
        index.interfaceFacts.subarray(from, from + INTERFACE_FACT_COUNT),
        i * INTERFACE_FACT_COUNT,
      );
    });
    this.#stated = profile.stated;
  }

  /** Whether a profile of the same type is alike in all that the rules read. */
  isOf(index: StudyIndex, profile: Profile): boolean {
    const { interfaces, stated } = profile;
    if (this.#faces.length !== interfaces.length * INTERFACE_FACT_COUNT) return false;
    const { componentFacts, interfaceFacts } = index;
    const at = profile.example * COMPONENT_FACT_COUNT;
    for (let f = 0; f < COMPONENT_FACT_COUNT; f++)
      if (this.#component[f] !== componentFacts[at + f]) return false;
    for (let i = 0; i < interfaces.length; i++) {
      const from = (interfaces[i] as number) * INTERFACE_FACT_COUNT;
      const own = i * INTERFACE_FACT_COUNT;
      for (let f = 0; f < INTERFACE_FACT_COUNT; f++)
        if (this.#faces[own + f] !== interfaceFacts[from + f]) return false;
    }
    for (let c = 0; c < stated.length; c++) if (this.#stated[c] !== stated[c]) return false;
    return true;
  }

  add(f: Firing, star1: number): void {
    if (this.#used === this.#numbers.length) {
      const wider = new Int32Array(2 * this.#numbers.length);
      wider.set(this.#numbers);
      this.#numbers = wider;
    }
    let states = this.#states.indexOf(f.states);
    if (states < 0) states = this.#states.push(f.states) - 1;
    const n = this.#numbers;
    let at = this.#used;
    n[at++] = f.surface;
    n[at++] = f.threat;
    n[at++] = f.way;
    n[at++] = f.times;
    n[at++] = f.reach;
    n[at++] = f.points;
    n[at++] = f.threatLevel;
    n[at++] = f.countermeasureLevel;
    n[at++] = f.causes;
    n[at++] = states;
    n[at++] = star1;
    this.#used = at;
  }

  /** Tells of each firing again, in the same order. `f` is filled anew for each. */
  replay(f: Firing, visit: (f: Firing, star1: number) => void): void {
    const n = this.#numbers;
    for (let at = 0; at < this.#used; at += WIDTH) {
      f.surface = n[at] as number;
      f.threat = n[at + 1] as number;
      f.way = n[at + 2] as number;
      f.times = n[at + 3] as number;
      f.reach = n[at + 4] as number;
      f.points = n[at + 5] as number;
      f.threatLevel = n[at + 6] as number;
      f.countermeasureLevel = n[at + 7] as number;
      f.causes = n[at + 8] as number;
      f.states = this.#states[n[at + 9] as number] as Uint8Array;
      visit(f, n[at + 10] as number);
    }
  }
}

export class RuleMemory {
  #method: Method | undefined;
  #before = new Map<string, Recorded>();
  #now = new Map<string, Recorded>();

  /** A new analysis begins: what the one before did not need is forgotten. */
  begin(method: Method): void {
    this.#before = this.#method === method ? this.#now : new Map();
    this.#now = new Map();
    this.#method = method;
  }

  recall(index: StudyIndex, profile: Profile): Recorded | undefined {
    const found = this.#before.get(profile.id) ?? this.#now.get(profile.id);
    if (!found?.isOf(index, profile)) return undefined;
    this.#now.set(profile.id, found);
    return found;
  }

  record(index: StudyIndex, profile: Profile): Recorded {
    const recorded = new Recorded(index, profile);
    this.#now.set(profile.id, recorded);
    return recorded;
  }
}
