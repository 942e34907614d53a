/**
 * The route graph: who can come from where to what, as compressed adjacency over typed arrays. States are a
 * component's control, operation and information, the power to send to an interface, a position in a network (a flat
 * zone or a segment) and the starts of the threat sources. Risk method B7, hops E1–E9.
 */
import {
  COMPONENT_FACT_AT,
  COMPONENT_FACT_COUNT,
  INTERFACE_FACT_AT,
  INTERFACE_FACT_COUNT,
  type StudyIndex,
} from "@seiza/model";
import type { Method } from "../method.ts";
import { isLabelCapable } from "../step1-definition/index.ts";
import type { Profiles } from "../step2-system/profiles.ts";
import { phasesOf } from "../step2-system/sources.ts";
import type { Holding, Place } from "./places.ts";
import { FREE, SlotBook, type Technique } from "./slots.ts";

/** States of a component, in this order from 3 × its number on. */
export const CONTROL = 0;
export const OPERATION = 1;
export const INFORMATION = 2;
/** Of a technique that gives what the interface's privilege gives. */
const BY_PRIVILEGE = -1;

/** Compressed adjacency over states, with slots on the edges. What the search runs on. */
export interface Network {
  states: number;
  /** First edge of each state; edges of a state stand together. */
  start: Int32Array;
  /** By edge. */
  from: Int32Array;
  to: Int32Array;
  slot: Int32Array;
}

export interface RouteGraph extends Network {
  book: SlotBook;
  /** Interface the edge goes over (≥ 0), flow it follows (−2 − flow), or −1. */
  via: Int32Array;
  /** First state of interfaces, zones, segments, sources. */
  faceBase: number;
  zoneBase: number;
  segmentBase: number;
  sourceBase: number;
  sources: SourceStart[];
}
export interface SourceStart {
  id: string;
  skill: number;
  state: number;
}

/** Growing columns of edges before they are compressed. */
class Edges {
  from: Int32Array;
  to: Int32Array;
  slot: Int32Array;
  via: Int32Array;
  count = 0;
  /** @param room how many are expected; memory that is not needed is never touched */
  constructor(room: number) {
    this.from = new Int32Array(room);
    this.to = new Int32Array(room);
    this.slot = new Int32Array(room);
    this.via = new Int32Array(room);
  }
  add(from: number, to: number, slot: number, via: number): void {
    if (this.count === this.from.length)
      for (const name of ["from", "to", "slot", "via"] as const) {
        const wider = new Int32Array(this[name].length * 2);
        wider.set(this[name]);
        this[name] = wider;
      }
    const n = this.count++;
    this.from[n] = from;
    this.to[n] = to;
    this.slot[n] = slot;
    this.via[n] = via;
  }
}

/** Sorts edges by the state they leave, keeping the order in which they were found. */
export function compressed(
  states: number,
  edges: { from: Int32Array; to: Int32Array; slot: Int32Array; via: Int32Array; count: number },
): { start: Int32Array; from: Int32Array; to: Int32Array; slot: Int32Array; via: Int32Array } {
  const start = new Int32Array(states + 1);
  for (let e = 0; e < edges.count; e++) {
    const at = (edges.from[e] as number) + 1;
    start[at] = (start[at] as number) + 1;
  }
  for (let s = 0; s < states; s++) start[s + 1] = (start[s + 1] as number) + (start[s] as number);
  const next = start.slice();
  const to = new Int32Array(edges.count);
  const slot = new Int32Array(edges.count);
  const via = new Int32Array(edges.count);
  const from = new Int32Array(edges.count);
  for (let s = 0; s < states; s++) from.fill(s, start[s], start[s + 1]);
  for (let e = 0; e < edges.count; e++) {
    const state = edges.from[e] as number;
    const at = next[state] as number;
    next[state] = at + 1;
    to[at] = edges.to[e] as number;
    slot[at] = edges.slot[e] as number;
    via[at] = edges.via[e] as number;
  }
  return { start, from, to, slot, via };
}

const PHYSICAL = COMPONENT_FACT_AT.get("physicalAccess") as number;
const CLASS = COMPONENT_FACT_AT.get("class") as number;
const STORAGE = COMPONENT_FACT_AT.get("storage") as number;
const REACH = INTERFACE_FACT_AT.get("reach") as number;
const NETWORKED = INTERFACE_FACT_AT.get("networked") as number;
const ENABLED = INTERFACE_FACT_AT.get("enabled") as number;
const PRIVILEGE = INTERFACE_FACT_AT.get("privilege") as number;
/** Classes whose right to operate can be abused without holding the whole machine. */
const OPERATORS = ["app", "service", "server", "gateway", "terminal"];
const DISTRIBUTORS = ["service", "server"];
const CARRIERS = ["terminal", "server"];

/** Builds the graph of a study. Deterministic: states and edges follow the order of the index. */
export function routeGraph(
  index: StudyIndex,
  method: Method,
  profiles: Profiles,
  book: SlotBook = new SlotBook(index, method, profiles),
): RouteGraph {
  return new GraphBuilder(index, method, profiles, book).build();
}

type Over = Technique["entry"]["over"];
/** Techniques that work over one thing: their numbers, and which of them (as places in `numbers`) a place allows. */
interface Techniques {
  numbers: readonly number[];
  holding: (profile: number, face: number) => Holding;
}

const NONE: Techniques = { numbers: [], holding: () => ({ number: 0, list: [] }) };

/** Techniques by what they happen over; of a kind that none happens over there is nothing. */
function techniquesBy(book: SlotBook): ReadonlyMap<Over, Techniques> {
  const by = new Map<Over, number[]>();
  book.techniques.forEach((t, n) => {
    const list = by.get(t.entry.over);
    if (list) list.push(n);
    else by.set(t.entry.over, [n]);
  });
  return new Map(
    [...by].map(([over, numbers]) => [
      over,
      { numbers, holding: book.places.holding(numbers.map((n) => book.techniques[n]?.entry.when)) },
    ]),
  );
}

class GraphBuilder {
  readonly edges: Edges;
  readonly components: number;
  readonly faceBase: number;
  readonly zoneBase: number;
  readonly segmentBase: number;
  readonly sourceBase: number;
  /** Network state of an interface, or -1. */
  readonly net: Int32Array;
  readonly hasTraffic: Uint8Array;
  readonly over: ReadonlyMap<Over, Techniques>;
  /** What each technique gives: a state of the component, or by the privilege of the interface. */
  readonly gives: Int8Array;
  /** What a privilege gives by its code; INFORMATION only where there is any to lose. */
  readonly givesPrivilege: Int8Array;
  readonly sources: SourceStart[] = [];
  /** Codes of facts. */
  readonly operators: ReadonlySet<number>;
  readonly distributors: ReadonlySet<number>;
  readonly carriers: ReadonlySet<number>;
  readonly confidential: number;

  constructor(
    readonly index: StudyIndex,
    readonly method: Method,
    readonly profiles: Profiles,
    readonly book: SlotBook,
  ) {
    this.components = index.components.length;
    const codesOf = (classes: readonly string[]) => new Set(classes.map((x) => index.codec.code("class", x)));
    this.operators = codesOf(OPERATORS);
    this.distributors = codesOf(DISTRIBUTORS);
    this.carriers = codesOf(CARRIERS);
    this.confidential = index.codec.code("storage", "confidential");
    this.edges = new Edges(64 + 8 * (this.components + index.interfaces.length) + 4 * index.flows.length);
    this.faceBase = 3 * this.components;
    this.zoneBase = this.faceBase + index.interfaces.length;
    this.segmentBase = this.zoneBase + index.zones.length;
    this.sourceBase = this.segmentBase + index.segments.length;
    this.net = new Int32Array(index.interfaces.length).fill(-1);
    this.hasTraffic = new Uint8Array(index.interfaces.length);
    this.over = techniquesBy(book);
    this.gives = Int8Array.from(book.techniques, ({ entry: { gives } }) =>
      gives === "control"
        ? CONTROL
        : gives === "operation"
          ? OPERATION
          : gives === "information"
            ? INFORMATION
            : BY_PRIVILEGE,
    );
    this.givesPrivilege = Int8Array.from(index.codec.values("privilege"), (p) =>
      p === "admin" || p === "update" ? CONTROL : p === "view" ? INFORMATION : OPERATION,
    );
  }

  build(): RouteGraph {
    const { index, book, edges } = this;
    this.#networks();
    for (let f = 0; f < index.flows.length; f++) {
      this.hasTraffic[index.flowFrom[f] as number] = 1;
      this.hasTraffic[index.flowTo[f] as number] = 1;
    }
    for (let c = 0; c < this.components; c++) this.#component(c);
    for (let f = 0; f < index.flows.length; f++) this.#flow(f);
    this.#bridges();
    this.#sources();
    const states = this.sourceBase + this.sources.length;
    return {
      states,
      ...compressed(states, edges),
      book,
      faceBase: this.faceBase,
      zoneBase: this.zoneBase,
      segmentBase: this.segmentBase,
      sourceBase: this.sourceBase,
      sources: this.sources,
    };
  }

  #techniques(over: Over): Techniques {
    return this.over.get(over) ?? NONE;
  }
  #face(i: number, fact: number): number {
    return this.index.interfaceFacts[i * INTERFACE_FACT_COUNT + fact] as number;
  }
  #fact(c: number, fact: number): number {
    return this.index.componentFacts[c * COMPONENT_FACT_COUNT + fact] as number;
  }
  #isOneOf(classes: ReadonlySet<number>, c: number): boolean {
    return classes.has(this.#fact(c, CLASS));
  }
  #window(reach: string): number {
    return this.method.windowByReach[this.index.codec.code("reach", reach)] as number;
  }
  /** Which network each interface is in: its segment, or its zone where the zone is flat and the medium routed. */
  #networks(): void {
    const { index } = this;
    const media = index.catalog.media;
    const joins = index.codec.values("medium").map((id) => {
      const m = media.get(id);
      return (
        m?.routedGroup === "ip" &&
        (m.family === "wired-ip" || (m.family === "wireless-ip" && m.proximityRadio))
      );
    });
    const medium = INTERFACE_FACT_AT.get("medium") as number;
    for (let i = 0; i < index.interfaces.length; i++) {
      if (!this.#face(i, NETWORKED) || !this.#face(i, ENABLED)) continue;
      const segment = index.interfaceSegment[i] as number;
      if (segment >= 0) this.net[i] = this.segmentBase + segment;
      else {
        const zone = index.componentZone[index.interfaceComponent[i] as number] as number;
        if (index.zones[zone]?.flat && joins[this.#face(i, medium)]) this.net[i] = this.zoneBase + zone;
      }
    }
  }

  /** State that a technique over interface i of component c gives, or -1. */
  #gained(technique: number, c: number, i: number): number {
    const given = this.gives[technique] as number;
    if (given !== BY_PRIVILEGE) return 3 * c + given;
    const own = this.givesPrivilege[this.#face(i, PRIVILEGE)] ?? OPERATION;
    if (own === INFORMATION && this.#fact(c, STORAGE) !== this.confidential) return -1;
    return 3 * c + own;
  }

  #component(c: number): void {
    const { index, edges, profiles } = this;
    const { places } = this.book;
    const held = 3 * c + CONTROL;
    edges.add(held, 3 * c + OPERATION, FREE, -1);
    edges.add(held, 3 * c + INFORMATION, FREE, -1);
    const from = index.interfaceStart[c] as number;
    const to = index.interfaceStart[c + 1] as number;
    const profile = profiles.of[c] as number;
    for (let i = from; i < to; i++) {
      if (!this.#face(i, ENABLED)) continue;
      const net = this.net[i] as number;
      const state = this.faceBase + i;
      if (net >= 0) {
        let first = true;
        for (let other = from; other < i; other++) if (this.net[other] === net) first = false;
        if (first) edges.add(held, net, FREE, i);
        edges.add(net, state, FREE, i);
      }
      const place = places.at(profile, i);
      this.#onFace("access", state, place, profile, c, i);
      if (net >= 0) this.#onFace("listen", net, place, profile, c, i);
    }
  }

  /** Edges to what the techniques give that work on an interface. */
  #onFace(
    over: "access" | "listen" | "account",
    state: number,
    place: Place,
    profile: number,
    c: number,
    i: number,
  ): void {
    const { book, edges, hasTraffic } = this;
    const { numbers, holding } = this.#techniques(over);
    const { list } = holding(profile, i);
    for (let n = 0; n < list.length; n++) {
      const t = numbers[list[n] as number] as number;
      if (hasTraffic[i] === 0 && (book.techniques[t] as Technique).entry.needsTraffic && over === "listen")
        continue;
      const slot = book.slot(t, place);
      if (slot < 0) continue;
      const gained = this.#gained(t, c, i);
      if (gained >= 0) edges.add(state, gained, slot, i);
    }
  }

  #flow(f: number): void {
    const { index, edges } = this;
    const from = index.flowFrom[f] as number;
    const to = index.flowTo[f] as number;
    if (from < 0 || to < 0) return;
    const a = index.interfaceComponent[from] as number;
    const b = index.interfaceComponent[to] as number;
    const flow = index.flows[f] as StudyIndex["flows"][number];
    const via = -2 - f;
    if (!this.#face(from, ENABLED) || !this.#face(to, ENABLED)) return;
    const sameNet = this.net[from] === this.net[to] && (this.net[to] as number) >= 0;
    if (!sameNet) edges.add(3 * a + CONTROL, this.faceBase + to, FREE, via);
    const nets: number[] = [];
    if ((this.net[from] as number) >= 0) nets.push(this.net[from] as number);
    if ((this.net[to] as number) >= 0 && !sameNet) nets.push(this.net[to] as number);
    if (flow.command) {
      this.#put("command", via, 3 * a + CONTROL, 3 * b + OPERATION, b, to);
      if (this.#isOneOf(this.operators, a))
        this.#put("relay", via, 3 * a + OPERATION, 3 * b + OPERATION, b, to);
      for (const net of nets) this.#put("flow-forge", via, net, 3 * b + OPERATION, b, to);
    }
    if (this.#isOneOf(this.distributors, a))
      this.#put("update", via, 3 * a + CONTROL, 3 * b + CONTROL, b, to);
    if (this.#isOneOf(this.distributors, b))
      this.#put("update", via, 3 * b + CONTROL, 3 * a + CONTROL, a, from);
    // A service that calls a device is the device's server all the same: it is not taken over by the answer.
    if (!this.#isOneOf(this.distributors, a) || this.#isOneOf(this.distributors, b))
      this.#put("response", via, 3 * b + CONTROL, 3 * a + CONTROL, a, from);
    // Who sends protects what is sent; where the sender cannot carry a label, the receiver's protocol decides.
    const keeper = isLabelCapable(index, a) || !isLabelCapable(index, b) ? a : b;
    for (const asset of flow.carries ?? [])
      for (const holder of [a, b]) {
        if (this.#fact(holder, STORAGE) !== this.confidential) continue;
        if (!this.#holds(holder, asset)) continue;
        for (const net of nets)
          this.#put("flow-read", via, net, 3 * holder + INFORMATION, keeper, keeper === a ? from : to, to);
      }
    if (this.#isOneOf(this.carriers, a) || this.#isOneOf(this.carriers, b)) {
      const [carrier, other] = this.#isOneOf(this.carriers, a) ? [a, b] : [b, a];
      if (other !== carrier)
        for (
          let i = index.interfaceStart[other] as number;
          i < (index.interfaceStart[other + 1] as number);
          i++
        ) {
          if (this.#face(i, ENABLED))
            this.#put("media", i, 3 * carrier + CONTROL, 3 * other + CONTROL, other, i);
        }
    }
  }

  /**
   * Edges over a flow or interface: one a technique that works on the owner's interface.
   * @param asked the interface that the technique's condition asks about when it is not that one (a flow's receiver)
   */
  #put(
    over: Over,
    via: number,
    state: number,
    gained: number,
    owner: number,
    face: number,
    asked = face,
  ): void {
    const { numbers, holding } = this.#techniques(over);
    const profile = this.profiles.of[owner] as number;
    const asks =
      asked === face ? profile : (this.profiles.of[this.index.interfaceComponent[asked] as number] as number);
    const { list } = holding(asks, asked);
    if (list.length === 0) return;
    const place = this.book.places.at(profile, face);
    for (let n = 0; n < list.length; n++) {
      const slot = this.book.slot(numbers[list[n] as number] as number, place);
      if (slot >= 0) this.edges.add(state, gained, slot, via);
    }
  }

  readonly #holders = new Map<string, Set<number>>();
  /** Whether a component holds a named asset. */
  #holds(component: number, asset: string): boolean {
    if (this.#holders.size === 0)
      for (const [key, names] of this.index.namedAssets)
        for (const name of names) {
          const set = this.#holders.get(name) ?? new Set();
          set.add(Number(key.slice(0, key.indexOf(":"))));
          this.#holders.set(name, set);
        }
    return this.#holders.get(asset)?.has(component) ?? false;
  }

  /** A routed segment and its flat zone are one network for an attacker. */
  #bridges(): void {
    const { index, edges } = this;
    index.segments.forEach((s, n) => {
      const medium = index.catalog.media.get(s.segment.medium);
      const zone = index.zones[s.zone];
      if (!zone?.flat || medium?.routedGroup !== "ip" || medium.family === "short-range") return;
      edges.add(this.segmentBase + n, this.zoneBase + s.zone, FREE, -1);
      edges.add(this.zoneBase + s.zone, this.segmentBase + n, FREE, -1);
    });
  }

  #sources(): void {
    const { index } = this;
    const stated = new Map((index.study.threatSources ?? []).map((s) => [s.id, s.inScope]));
    const phases = phasesOf(index);
    const entries = [...index.catalog["threat-sources"].values()].sort(
      (a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1),
    );
    for (const source of entries) {
      if (!source.entry || !(stated.get(source.id) ?? source.defaultInScope)) continue;
      const state = this.sourceBase + this.sources.length;
      this.sources.push({ id: source.id, skill: source.skill, state });
      const { entry } = source;
      this.#reaching(state, entry.reaches);
      this.#inside(state, entry.insideAs, entry.insideZones);
      this.#accounts(state, entry.accountsOf);
      const begins = new Set(entry.begins);
      if (begins.has("radio")) this.#radio(state);
      if (begins.has("touch")) this.#touch(state, source.physicalAccess);
      if (begins.has("deception")) this.#onComponents(state, "person", 1);
      if (begins.has("disposal") && phases.includes("disposal")) this.#onComponents(state, "disposal", 0);
      if (begins.has("supply-chain") && phases.includes("supply-chain"))
        this.#onComponents(state, "supply-chain", this.#window("supply-chain"));
    }
  }

  #reaching(state: number, reaches: readonly string[]): void {
    const { index, edges, book } = this;
    const codes = new Map(reaches.map((r) => [index.codec.code("reach", r), book.entry(this.#window(r))]));
    if (codes.size === 0) return;
    const radio = index.codec.code("reach", "radio");
    for (let i = 0; i < index.interfaces.length; i++) {
      if (!this.#face(i, ENABLED)) continue;
      const reach = this.#face(i, REACH);
      const slot = codes.get(reach);
      if (slot === undefined) continue;
      // In a radio segment one has to join first.
      if (reach === radio && (index.interfaceSegment[i] as number) >= 0) continue;
      edges.add(state, this.faceBase + i, slot, i);
    }
  }

  #inside(state: number, roles: readonly string[], kinds: readonly string[]): void {
    const { index, edges, book } = this;
    const slot = book.entry(this.#window("network"));
    const zones = new Set<number>();
    index.configurations.forEach((cfg) => {
      let named = false;
      for (const person of cfg.configuration.people ?? []) {
        if (!roles.includes(person.role)) continue;
        named = true;
        for (let z = cfg.zones[0]; z < cfg.zones[1]; z++)
          if ((person.zones ?? []).includes(index.zones[z]?.zone.id ?? "")) zones.add(z);
      }
      if (named) return;
      for (let z = cfg.zones[0]; z < cfg.zones[1]; z++)
        if (kinds.includes(index.zones[z]?.physicalAccess ?? "")) zones.add(z);
    });
    for (const z of [...zones].sort((a, b) => a - b))
      if (index.zones[z]?.flat) edges.add(state, this.zoneBase + z, slot, -1);
  }

  #accounts(state: number, roles: readonly string[]): void {
    const { index, book, profiles } = this;
    if (roles.length === 0) return;
    index.configurations.forEach((cfg) => {
      const seen = new Set<number>();
      for (const person of cfg.configuration.people ?? []) {
        if (!roles.includes(person.role)) continue;
        for (const use of person.uses ?? []) {
          const i = this.#interfaceNamed(cfg, use);
          if (i >= 0) seen.add(i);
        }
      }
      for (const i of [...seen].sort((a, b) => a - b)) {
        if (!this.#face(i, ENABLED)) continue;
        const c = index.interfaceComponent[i] as number;
        const profile = profiles.of[c] as number;
        this.#onFace("account", state, book.places.at(profile, i), profile, c, i);
      }
    });
  }

  #interfaceNamed(cfg: StudyIndex["configurations"][number], use: string): number {
    const parts = use.split(".");
    for (let c = cfg.components[0]; c < cfg.components[1]; c++)
      if (this.index.components[c]?.id === parts[0])
        for (
          let i = this.index.interfaceStart[c] as number;
          i < (this.index.interfaceStart[c + 1] as number);
          i++
        )
          if (this.index.interfaces[i]?.id === parts[1]) return i;
    return -1;
  }

  #radio(state: number): void {
    const { index, edges, book } = this;
    const window = this.#window("radio");
    index.segments.forEach((s, n) => {
      if (!index.catalog.media.get(s.segment.medium)?.proximityRadio) return;
      const link = s.segment.linkAuthentication ?? "unknown";
      for (const t of this.#techniques("join").numbers)
        if ((book.techniques[t] as Technique).entry.linkAuthentication.includes(link))
          edges.add(state, this.segmentBase + n, book.join(t, window), -1);
    });
  }

  #touch(state: number, accesses: readonly string[] | undefined): void {
    const { index, edges, book, method } = this;
    const touch = index.codec.code("reach", "touch");
    const ways = index.codec.values("physicalAccess").map((access, code) => {
      if (accesses && !accesses.includes(access)) return undefined;
      const window = method.windowByPhysical[code] as number;
      return { window, entry: book.entry(window) };
    });
    for (let c = 0; c < this.components; c++) {
      const way = ways[index.componentFacts[c * COMPONENT_FACT_COUNT + PHYSICAL] as number];
      if (!way) continue;
      const end = index.interfaceStart[c + 1] as number;
      for (let i = index.interfaceStart[c] as number; i < end; i++)
        if (this.#face(i, REACH) === touch && this.#face(i, ENABLED))
          edges.add(state, this.faceBase + i, way.entry, i);
      this.#onCasing("casing", state, c, way.window);
    }
  }

  #onComponents(state: number, over: "person" | "disposal" | "supply-chain", window: number): void {
    for (let c = 0; c < this.components; c++) this.#onCasing(over, state, c, window);
  }

  /** Edges to what the techniques give that work on a component as a whole. */
  #onCasing(
    over: "casing" | "person" | "disposal" | "supply-chain",
    state: number,
    c: number,
    window: number,
  ): void {
    const { numbers, holding } = this.#techniques(over);
    const profile = this.profiles.of[c] as number;
    const { list } = holding(profile, -1);
    if (list.length === 0) return;
    const place = this.book.places.at(profile, -1);
    for (let n = 0; n < list.length; n++) {
      const t = numbers[list[n] as number] as number;
      const slot = this.book.slot(t, place, window);
      const given = this.gives[t] as number;
      if (slot >= 0) this.edges.add(state, 3 * c + (given === BY_PRIVILEGE ? OPERATION : given), slot, -1);
    }
  }
}
