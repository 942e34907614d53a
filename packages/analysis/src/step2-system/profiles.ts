/**
 * Groups components before threats are listed (as IPA's 2nd edition does with assets): components of one product type
 * that are alike in every fact the rules read share a profile, and each rule runs once per profile.
 */
import type { Level } from "@seiza/catalog";
import {
  COMPONENT_FACT_COUNT,
  INTERFACE_FACT_AT,
  INTERFACE_FACT_COUNT,
  type Interface,
  type StudyIndex,
} from "@seiza/model";
import type { Decisions } from "../decisions.ts";
import { idOf } from "../ids.ts";
import type { Method } from "../method.ts";

export interface Profile {
  id: string;
  type: number;
  /** Component whose rows of facts stand for all: the first by id. */
  example: number;
  /** Numbers of the components, ascending. */
  components: number[];
  /** Interfaces of the example in the order that all members share (by facts, then by id). */
  interfaces: number[];
  /** States of controls that the study records, by control number: 0 none, 1 partial, 2 full. */
  stated: Uint8Array;
  /** Importance that the study or a decision sets, by asset kind number; 0 where none. */
  importance: Uint8Array;
}

const digits = (sum: number) => (sum >>> 0).toString(36).padStart(7, "0");

/** Sum of a text, for content names. */
function textSum(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return sum;
}

/** Packs an interface's row of facts into one number below 2^53, so that it can key a map. */
function faceKey(facts: Uint8Array, at: number): number {
  let low = 0;
  let high = 0;
  for (let i = 0; i < 6; i++) low = low * 16 + ((facts[at + i] as number) % 16);
  for (let i = 6; i < INTERFACE_FACT_COUNT; i++) high = high * 16 + ((facts[at + i] as number) % 16);
  // The medium has more than 16 values; its higher digit goes on top.
  return (low + 0x1000000 * ((facts[at + 1] as number) >> 4)) * 0x1000000 + high;
}

/** Interfaces of a component ordered by facts and then by id, the order that alike components share. */
export function interfacesInSharedOrder(index: StudyIndex, component: number, keys: Float64Array): number[] {
  const from = index.interfaceStart[component] as number;
  const to = index.interfaceStart[component + 1] as number;
  const list: number[] = [];
  for (let i = from; i < to; i++) list.push(i);
  const isAfter = (a: number, b: number) => {
    const order = (keys[a] as number) - (keys[b] as number);
    return (
      order > 0 ||
      (order === 0 && (index.interfaces[a] as Interface).id > (index.interfaces[b] as Interface).id)
    );
  };
  // By insertion: there are few, of each of very many components.
  for (let i = 1; i < list.length; i++) {
    const face = list[i] as number;
    let at = i;
    for (; at > 0 && isAfter(list[at - 1] as number, face); at--) list[at] = list[at - 1] as number;
    list[at] = face;
  }
  return list;
}

export function interfaceKeys(index: StudyIndex): Float64Array {
  const keys = new Float64Array(index.interfaces.length);
  for (let i = 0; i < keys.length; i++) keys[i] = faceKey(index.interfaceFacts, i * INTERFACE_FACT_COUNT);
  return keys;
}

const MEDIUM = INTERFACE_FACT_AT.get("medium") as number;

interface Extras {
  key: string;
  stated: Uint8Array;
  importance: Uint8Array;
}

/** What a component has beyond its facts: recorded controls and importances, interned. */
function extrasOf(
  index: StudyIndex,
  method: Method,
  overrides: ReadonlyMap<string, Level>,
): (component: number) => Extras {
  const none: Extras = {
    key: "",
    stated: new Uint8Array(method.controls.length),
    importance: new Uint8Array(method.kinds.length),
  };
  const hasImportance = overrides.size > 0 || index.statedImportance.size > 0;
  return (component) => {
    const own = index.components[component];
    const typeControls = index.types[index.componentType[component] as number]?.controls;
    let importance: Uint8Array | undefined;
    if (hasImportance)
      method.kinds.forEach((k, kind) => {
        const key = `${component}:${k.entry.id}`;
        const value = overrides.get(key) ?? index.statedImportance.get(key)?.importance;
        if (value !== undefined) {
          importance ??= new Uint8Array(method.kinds.length);
          importance[kind] = value;
        }
      });
    if (!typeControls && !own?.controls && !importance) return none;
    const controls = [...(typeControls ?? []), ...(own?.controls ?? [])];
    const stated = new Uint8Array(method.controls.length);
    for (const c of controls) {
      const at = method.controlAt.get(c.id);
      if (at !== undefined) stated[at] = c.state === "full" ? 2 : 1;
    }
    const named: string[] = [];
    stated.forEach((state, at) => {
      if (state > 0) named.push(`${method.controls[at]?.entry.id}=${state}`);
    });
    importance?.forEach((value, kind) => {
      if (value > 0) named.push(`${method.kinds[kind]?.entry.id}=${value}`);
    });
    return { key: `|${named.join("|")}`, stated, importance: importance ?? none.importance };
  };
}

export interface Profiles {
  list: Profile[];
  /** Profile number by component. */
  of: Int32Array;
  /** Number of the first profile of each type; a type's profiles stand together. */
  firstOfType: Int32Array;
  /** Key of each interface's facts, see interfacesInSharedOrder. */
  keys: Float64Array;
}

/**
 * Profiles of all components, sorted by id.
 * @param overrides importance set by decisions, "component:kind" → level
 */
export function profilesOf(
  index: StudyIndex,
  method: Method,
  overrides: ReadonlyMap<string, Level>,
): Profiles {
  const keys = interfaceKeys(index);
  const extrasFor = extrasOf(index, method, overrides);
  const seen = new Map<number, Profile[]>();
  const n = index.components.length;
  const profileOf: Profile[] = new Array(n);
  const extrasKeys: string[] = new Array(n);
  const facts = index.componentFacts;
  const faces = index.interfaceFacts;
  const mediumSums = index.codec.values("medium").map(textSum);
  const alike = (a: number, b: number, interfaces: readonly number[], others: readonly number[]): boolean => {
    if (
      index.componentType[a] !== index.componentType[b] ||
      extrasKeys[a] !== extrasKeys[b] ||
      interfaces.length !== others.length
    )
      return false;
    for (let f = 0; f < COMPONENT_FACT_COUNT; f++)
      if (facts[a * COMPONENT_FACT_COUNT + f] !== facts[b * COMPONENT_FACT_COUNT + f]) return false;
    return interfaces.every((face, i) => keys[face] === keys[others[i] as number]);
  };
  let one = 0;
  let other = 0;
  /** Two 32-bit FNV-1a sums side by side: a name for content without any id of the study, not a protection. */
  const sums = (c: number, interfaces: readonly number[], extras: number): void => {
    let a = 0x811c9dc5;
    let b = extras;
    const to = (c + 1) * COMPONENT_FACT_COUNT;
    for (let f = c * COMPONENT_FACT_COUNT; f < to; f++) {
      a = Math.imul(a ^ (facts[f] as number), 0x01000193);
      b = Math.imul(b ^ (facts[f] as number) ^ (a >>> 15), 0x85ebca6b);
    }
    for (let i = 0; i < interfaces.length; i++) {
      a = Math.imul(a ^ 0x2f, 0x01000193);
      const from = (interfaces[i] as number) * INTERFACE_FACT_COUNT;
      for (let f = 0; f < INTERFACE_FACT_COUNT; f++) {
        const value =
          f === MEDIUM ? (mediumSums[faces[from + f] as number] as number) : (faces[from + f] as number);
        a = Math.imul(a ^ value, 0x01000193);
        b = Math.imul(b ^ value ^ (a >>> 15), 0x85ebca6b);
      }
    }
    one = a;
    other = b;
  };
  for (let c = 0; c < n; c++) {
    const interfaces = interfacesInSharedOrder(index, c, keys);
    const extras = extrasFor(c);
    extrasKeys[c] = extras.key;
    sums(c, interfaces, extras.key === "" ? 0x01000193 : textSum(extras.key));
    const key = (one >>> 0) * 0x200000 + (other & 0x1fffff);
    const bucket = seen.get(key);
    let profile = bucket?.find((p) => alike(p.example, c, p.interfaces, interfaces));
    if (!profile) {
      const type = index.componentType[c] as number;
      profile = {
        id: idOf.profile(index.types[type]?.id ?? "", digits(one) + digits(other).slice(0, 4)),
        type,
        example: c,
        components: [],
        interfaces,
        stated: extras.stated,
        importance: extras.importance,
      };
      if (bucket) bucket.push(profile);
      else seen.set(key, [profile]);
    }
    profile.components.push(c);
    profileOf[c] = profile;
  }
  const list = [...seen.values()].flat().sort((a, b) => (a.id < b.id ? -1 : 1));
  const numberOf = new Map(list.map((p, i) => [p, i]));
  const firstOfType = new Int32Array(index.types.length);
  for (let p = list.length - 1; p >= 0; p--) firstOfType[list[p]?.type as number] = p;
  return { list, firstOfType, of: Int32Array.from(profileOf, (p) => numberOf.get(p) as number), keys };
}

/** Importances that decisions on assets set: those of a type's assets first, then those of single components. */
export function importanceOverrides(
  index: StudyIndex,
  decisions: Decisions,
): { overrides: Map<string, Level>; byTarget: Map<string, { component: number; kind: string }[]> } {
  const overrides = new Map<string, Level>();
  const byTarget = new Map<string, { component: number; kind: string }[]>();
  const set = (target: string, component: number, kind: string) => {
    const level = decisions.change(target, "importance")?.set?.importance;
    if (level === undefined) return;
    overrides.set(`${component}:${kind}`, level);
    const list = byTarget.get(target);
    if (list) list.push({ component, kind });
    else byTarget.set(target, [{ component, kind }]);
  };
  const typeTargets = decisions.targets("at:");
  const componentTargets = decisions.targets("as:");
  if (typeTargets.length === 0 && componentTargets.length === 0) return { overrides, byTarget };
  const componentAt = new Map<string, number>();
  const componentsOfType = new Map<string, number[]>();
  index.components.forEach((c, i) => {
    componentAt.set(`${index.configurations[index.componentConfiguration[i] as number]?.id}/${c.id}`, i);
    const list = componentsOfType.get(c.type);
    if (list) list.push(i);
    else componentsOfType.set(c.type, [i]);
  });
  for (const target of typeTargets) {
    const [type, kind] = target.slice(3).split("/");
    for (const c of componentsOfType.get(type ?? "") ?? []) set(target, c, kind ?? "");
  }
  for (const target of componentTargets) {
    const [configuration, component, kind] = target.slice(3).split("/");
    const c = componentAt.get(`${configuration}/${component}`);
    if (c !== undefined) set(target, c, kind ?? "");
  }
  return { overrides, byTarget };
}
