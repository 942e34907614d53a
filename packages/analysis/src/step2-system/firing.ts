/**
 * Runs the threat rules (R1, R3, R4, R5) over one profile. Rules fire on structure, never on weakness: weakness moves
 * the levels and is named as the cause, so a treated threat stays visible with its residual risk.
 */
import type { IMPORTANCE_TERMS } from "@seiza/catalog";
import {
  COMPONENT_FACT_AT,
  COMPONENT_FACT_COUNT,
  INTERFACE_FACT_AT,
  INTERFACE_FACT_COUNT,
  type StudyIndex,
} from "@seiza/model";
import type { Test } from "../condition.ts";
import { countermeasureLevelOf, type Method, threatLevelOf } from "../method.ts";
import type { Profile, Profiles } from "./profiles.ts";

/** One rule on one surface of a profile. Reused between calls: read it, do not keep it. */
export interface Firing {
  surface: number;
  threat: number;
  /** Place in the profile's interfaces of the way in, or -1 for the casing. */
  way: number;
  /** How many alike interfaces of one component this stands for. */
  times: number;
  /** Code of the reach an attacker needs. */
  reach: number;
  points: number;
  threatLevel: number;
  countermeasureLevel: number;
  /** States of controls at this place. */
  states: Uint8Array;
  /** Bits of causes by number. */
  causes: number;
}

const PHYSICAL = COMPONENT_FACT_AT.get("physicalAccess") as number;
const KNOWLEDGE = COMPONENT_FACT_AT.get("infoAvailability") as number;
const OUTAGE = COMPONENT_FACT_AT.get("outage") as number;
const HUMAN = COMPONENT_FACT_AT.get("human") as number;
const ENVIRONMENT = COMPONENT_FACT_AT.get("environment") as number;
const INFO_LOSS = COMPONENT_FACT_AT.get("infoLoss") as number;
const ACTUATES = COMPONENT_FACT_AT.get("actuates") as number;
const USE = INTERFACE_FACT_AT.get("use") as number;
const REACH = INTERFACE_FACT_AT.get("reach") as number;
const NO_FACE = new Uint8Array(0);

/** Importance of the component (資産の重要度 K): the largest of outage, human, environmental and information damage. */
export function componentImportance(index: StudyIndex, method: Method, component: number): number {
  const row = component * COMPONENT_FACT_COUNT;
  const f = index.componentFacts;
  return Math.max(
    method.importanceOf.outage[f[row + OUTAGE] as number] as number,
    method.importanceOf.human[f[row + HUMAN] as number] as number,
    method.importanceOf.environment[f[row + ENVIRONMENT] as number] as number,
    method.importanceOf.infoLoss[f[row + INFO_LOSS] as number] as number,
  );
}

type Terms = Record<(typeof IMPORTANCE_TERMS)[number], number>;

/**
 * Importance 1–3 of each asset kind that the profile's components hold, by kind number; 0 where they hold none (R3).
 * Written into `into` from `at` on: one cell a kind.
 */
export function assetImportance(
  index: StudyIndex,
  method: Method,
  profile: Profile,
  into: Uint8Array,
  at: number,
): void {
  const row = profile.example * COMPONENT_FACT_COUNT;
  const f = index.componentFacts;
  const { importanceOf } = method;
  const k = componentImportance(index, method, profile.example);
  const human = importanceOf.human[f[row + HUMAN] as number] as number;
  const terms: Terms = {
    K: k,
    low: Math.max(1, k - 1),
    outage: importanceOf.outage[f[row + OUTAGE] as number] as number,
    human,
    humanIfActuates: f[row + ACTUATES] === method.actuatesNothing ? 1 : human,
    environment: importanceOf.environment[f[row + ENVIRONMENT] as number] as number,
    infoLoss: importanceOf.infoLoss[f[row + INFO_LOSS] as number] as number,
  };
  for (let n = 0; n < method.kinds.length; n++) {
    const kind = method.kinds[n] as Method["kinds"][number];
    let value = 0;
    if (kind.exists(f, row, NO_FACE, -1)) {
      value = profile.importance[n] as number;
      if (value === 0) {
        value = kind.entry.importance.atLeast ?? 1;
        for (const term of kind.entry.importance.largestOf) value = Math.max(value, terms[term]);
        value = Math.min(3, value);
      }
    }
    into[at + n] = value;
  }
}

/** Importance of every asset kind of every profile, by profile number × kinds + asset kind number. */
export function importanceOf(index: StudyIndex, method: Method, profiles: Profiles): Uint8Array {
  const kinds = method.kinds.length;
  const importance = new Uint8Array(profiles.list.length * kinds);
  profiles.list.forEach((profile, p) => {
    assetImportance(index, method, profile, importance, p * kinds);
  });
  return importance;
}

/**
 * States of all controls at one place of a profile: what the study records, raised by what its facts show (R5).
 * `face` is an interface of one of its components, or -1 for the casing; written into `states`, by control number.
 */
export function controlStatesAt(
  index: StudyIndex,
  method: Method,
  profile: Profile,
  face: number,
  states: Uint8Array,
): void {
  const { stated, example } = profile;
  for (let i = 0; i < states.length; i++) states[i] = stated[i] as number;
  const row = example * COMPONENT_FACT_COUNT;
  const at = face < 0 ? -1 : face * INTERFACE_FACT_COUNT;
  for (const d of method.derived) {
    if ((states[d.control] as number) >= d.state || (d.onInterface && at < 0)) continue;
    if (d.when(index.componentFacts, row, index.interfaceFacts, at)) states[d.control] = d.state;
  }
}

/** States of controls at a place, and 対策レベル there by threat number: 0 where not worked out yet. */
export interface PlaceFigures {
  states: Uint8Array;
  levels: Uint8Array;
}

/** Runs the rules over profiles. One runner serves one analysis; its buffers are reused from profile to profile. */
export class RuleRunner {
  /** What `emit` is handed, one for all. */
  readonly firing: Firing;
  /** Figures by place: the casing first, then each way in. */
  readonly #figures: PlaceFigures[] = [];
  #filled = 0;
  #profile!: Profile;
  #number = -1;
  #emit!: (f: Firing) => void;

  constructor(
    readonly index: StudyIndex,
    readonly method: Method,
    readonly keys: Float64Array,
    /** What is worked out already, by profile number and interface, -1 for the casing. */
    readonly known?: (profile: number, face: number) => PlaceFigures,
  ) {
    this.firing = {
      surface: 0,
      threat: 0,
      way: -1,
      times: 1,
      reach: 0,
      points: 0,
      threatLevel: 1,
      countermeasureLevel: 1,
      states: new Uint8Array(0),
      causes: 0,
    };
  }

  /** Calls `emit` for each rule that fires on each surface of a profile, alike interfaces once. */
  run(profile: Profile, emit: (f: Firing) => void, number = -1): void {
    const { index, method, keys } = this;
    this.#profile = profile;
    this.#number = number;
    this.#emit = emit;
    this.#filled = 0;
    const c = profile.example * COMPONENT_FACT_COUNT;
    const faces = index.interfaceFacts;
    const { interfaces } = profile;
    for (let s = 0; s < method.surfaces.length; s++) {
      const surface = method.surfaces[s] as Method["surfaces"][number];
      if (!surface.exists(index.componentFacts, c, NO_FACE, -1)) continue;
      if (surface.entry.anchor === "interface") {
        for (let way = 0; way < interfaces.length; ) {
          const face = interfaces[way] as number;
          let times = 1;
          while (way + times < interfaces.length && keys[interfaces[way + times] as number] === keys[face])
            times++;
          const at = face * INTERFACE_FACT_COUNT;
          if (faces[at + USE] === surface.use) this.#runSurface(s, way, at, times);
          way += times;
        }
      } else if (surface.entry.anchor === "component") this.#runSurface(s, this.#strongestInterface(), -1, 1);
      else this.#runSurface(s, -1, -1, 1);
    }
  }

  /** Place in the profile's interfaces of the furthest-reaching one, or -1. */
  #strongestInterface(): number {
    const { interfaces } = this.#profile;
    let best = -1;
    let rank = -1;
    for (let place = 0; place < interfaces.length; place++) {
      const r = this.method.reachRank[
        this.index.interfaceFacts[(interfaces[place] as number) * INTERFACE_FACT_COUNT + REACH] as number
      ] as number;
      if (r > rank) {
        rank = r;
        best = place;
      }
    }
    return best;
  }

  /** Control states at one place of the profile: what the study records, raised by what its facts show (R5). */
  #figuresAt(way: number, face: number): PlaceFigures {
    const { index, method, known } = this;
    if (known && this.#number >= 0) return known(this.#number, face);
    const slot = way + 1;
    while (this.#figures.length <= slot)
      this.#figures.push({
        states: new Uint8Array(method.controls.length),
        levels: new Uint8Array(method.threats.length),
      });
    const figures = this.#figures[slot] as PlaceFigures;
    if (this.#filled & (1 << slot) && slot < 31) return figures;
    if (slot < 31) this.#filled |= 1 << slot;
    controlStatesAt(index, method, this.#profile, face, figures.states);
    figures.levels.fill(0);
    return figures;
  }

  /** `asked` is the interface's row that the rules may ask about, or -1; `way` is how an attacker gets there. */
  #runSurface(s: number, way: number, asked: number, times: number): void {
    const { index, method } = this;
    const firing = this.firing;
    const components = index.componentFacts;
    const faces = index.interfaceFacts;
    const c = this.#profile.example * COMPONENT_FACT_COUNT;
    const surface = method.surfaces[s] as Method["surfaces"][number];
    firing.surface = s;
    firing.way = way;
    firing.times = times;
    const face = way < 0 ? -1 : (this.#profile.interfaces[way] as number);
    const { states, levels } = this.#figuresAt(way, face);
    firing.states = states;
    const f = face < 0 ? -1 : face * INTERFACE_FACT_COUNT;
    firing.reach = surface.reach >= 0 ? surface.reach : f >= 0 ? (faces[f + REACH] as number) : method.touch;
    const window =
      firing.reach === method.touch
        ? (method.windowByPhysical[components[c + PHYSICAL] as number] as number)
        : (method.windowByReach[firing.reach] as number);
    const knowledge = method.knowledge[components[c + KNOWLEDGE] as number] as number;
    let causes = 0;
    for (let n = 0; n < method.causes.length; n++)
      if (method.causes[n]?.when[s]?.(components, c, faces, f)) causes |= 1 << n;
    firing.causes = causes;
    for (const t of method.threatsOn[s] as number[]) {
      const threat = method.threats[t] as Method["threats"][number];
      if (!(threat.when[s] as Test)(components, c, faces, asked)) continue;
      firing.threat = t;
      let points = window + threat.skill + (threat.needsKnowledge ? knowledge : 0);
      points += threat.equipmentIf?.(components, c, faces, f) ? threat.equipmentIfPoints : threat.equipment;
      firing.points = points;
      firing.threatLevel = threat.fixedLevel || threatLevelOf(method, points);
      let level = levels[t] as number;
      if (level === 0) {
        level = countermeasureLevelOf(method, threat, states);
        levels[t] = level;
      }
      firing.countermeasureLevel = level;
      this.#emit(firing);
    }
  }
}
