/**
 * Threats (想定される脅威) to each asset and their risk, grouped before they are listed: product type × surface × rule ×
 * asset class, with the worst member, counts and members. Rules R3–R6; risk value = table of importance and 脅威×脆弱性.
 */
import type { Band, Level } from "@seiza/catalog";
import { COMPONENT_FACT_AT, COMPONENT_FACT_COUNT, type StudyIndex } from "@seiza/model";
import type { Decisions } from "../decisions.ts";
import { BODY, CORE, idOf } from "../ids.ts";
import { BANDS, countermeasureLevelOf, type Method } from "../method.ts";
import type { Bands, Because, ControlState, Step2, ThreatGroup } from "../result.ts";
import type { Place } from "../routes/places.ts";
import { SlotBook } from "../routes/slots.ts";
import { bodyId, componentRef, interfaceId, isLabelCapable } from "../step1-definition/index.ts";
import { assetImportance, type Firing, type PlaceFigures, RuleRunner } from "./firing.ts";
import type { Profiles } from "./profiles.ts";
import type { RuleMemory } from "./rule-memory.ts";
import type { Sources } from "./sources.ts";
import { star1Considers } from "./star1.ts";

const PHYSICAL = COMPONENT_FACT_AT.get("physicalAccess") as number;
export const PRODUCTS = [1, 2, 3, 4, 6, 9] as const;

/** The worst member of a group so far, and sums over all members. */
interface Sum {
  type: number;
  surface: number;
  threat: number;
  class: number;
  kinds: number;
  instances: number;
  components: number;
  bands: number[];
  causes: number;
  /** Bits by reach code; for touch, bits by physical access. */
  reaches: number;
  touches: number;
  rank: number;
  profile: number;
  way: number;
  kind: number;
  points: number;
  importance: number;
  threatLevel: number;
  countermeasureLevel: number;
  states: Uint8Array;
  /** The worst member after ★1 (R11): rank, then its figures. */
  star1Rank: number;
  star1Importance: number;
  star1CountermeasureLevel: number;
  star1ThreatLevel: number;
  lastProfile: number;
  /** Profile numbers, ascending. */
  members: number[];
}

const noBands = (): Bands => ({ A: 0, B: 0, C: 0, D: 0, E: 0 });

/** Columns behind the groups, kept for the steps after. */
export interface Sums {
  list: Sum[];
  /** Importance 1–3, or 0, by profile number × kinds + asset kind number. */
  importance: Uint8Array;
  /** Number of single threats by importance × 10 + product, sources or not. */
  heat: Float64Array;
  /** The same after ★1 wherever a label is possible. */
  heatStar1: Float64Array;
}

/** 1 where a source in scope can stand: by (reach × 8 + physical access) × 2 + (1 for happenings without an attacker). */
function usableWays(index: StudyIndex, sources: Sources): Uint8Array {
  const reaches = index.codec.values("reach").length;
  const usable = new Uint8Array(reaches * 16);
  for (let reach = 0; reach < reaches; reach++)
    for (let physical = 0; physical < index.codec.values("physicalAccess").length; physical++)
      for (const nonMalicious of [0, 1])
        usable[(reach * 8 + physical) * 2 + nonMalicious] =
          sources.at(reach, physical, nonMalicious === 1).length > 0 ? 1 : 0;
  return usable;
}

/** 対策レベル at places by threat number, as things are and once the ★1 criteria are met; each worked out once. */
class Levels {
  readonly #states: Uint8Array;
  /** 1 for controls that count for a threat, by threat × control. */
  readonly #counts: Uint8Array;
  readonly #figures: (PlaceFigures & { star1: Uint8Array })[] = [];
  constructor(readonly method: Method) {
    const n = method.controls.length;
    this.#states = new Uint8Array(n);
    this.#counts = new Uint8Array(method.threats.length * n);
    method.threats.forEach((t, at) => {
      for (const c of [...t.prevents, ...t.detectsOnly]) this.#counts[at * n + c] = 1;
    });
  }
  at(place: Place): PlaceFigures & { star1: Uint8Array } {
    let figures = this.#figures[place.number];
    if (!figures) {
      const n = this.method.threats.length;
      figures = { states: place.states, levels: new Uint8Array(n), star1: new Uint8Array(n) };
      this.#figures[place.number] = figures;
    }
    return figures;
  }
  star1(place: Place, f: Firing): number {
    const { star1 } = this.at(place);
    const known = star1[f.threat] as number;
    if (known > 0) return known;
    const level = this.#star1(place, f);
    star1[f.threat] = level;
    return level;
  }
  #star1({ effects }: Place, f: Firing): number {
    const row = f.threat * this.#states.length;
    let counts = 0;
    for (const e of effects) counts |= this.#counts[row + e.control] as number;
    if (counts === 0) return f.countermeasureLevel;
    const threat = this.method.threats[f.threat] as Method["threats"][number];
    this.#states.set(f.states);
    for (const e of effects) this.#states[e.control] = 2;
    return countermeasureLevelOf(this.method, threat, this.#states);
  }
}

/**
 * Runs all rules over all profiles and sums up, as things are and after ★1.
 * @param book places of the profiles with what ★1 would put there
 * @param memory of the rules' findings in the analysis before, taken over where profiles are alike
 */
export function sumThreats(
  index: StudyIndex,
  method: Method,
  profiles: Profiles,
  sources: Sources,
  book: SlotBook = new SlotBook(index, method, profiles),
  memory?: RuleMemory,
): Sums {
  const S = method.surfaces.length;
  const T = method.threats.length;
  const C = method.classes.length;
  const at: (Sum | undefined)[] = new Array(index.types.length * S * T * C);
  const { kinds } = method;
  const K = kinds.length;
  const importance = new Uint8Array(profiles.list.length * K);
  const heat = new Float64Array(40);
  const heatStar1 = new Float64Array(40);
  const levels = new Levels(method);
  const usable = usableWays(index, sources);
  /** Where the rules are being run: what `visit` is told of happens there. */
  let place: Place | undefined;
  const runner = new RuleRunner(index, method, profiles.keys, (n, face) => {
    place = book.places.at(n, face);
    return levels.at(place);
  });
  let p = 0;
  let profile = profiles.list[0] as Profiles["list"][number];
  let size = 0;
  let physical = 0;
  const visit = (f: Firing, star1Level: number) => {
    const threat = method.threats[f.threat] as Method["threats"][number];
    const vulnerability = 4 - f.countermeasureLevel;
    const product = f.threatLevel * vulnerability;
    const star1Product = f.threatLevel * (4 - star1Level);
    const applicable = usable[(f.reach * 8 + physical) * 2 + (threat.fixedLevel > 0 ? 1 : 0)] as number;
    for (const kind of threat.kinds) {
      const value = importance[p * K + kind] as number;
      if (value === 0) continue;
      const assetClass = (kinds[kind] as Method["kinds"][number]).class;
      const slot = ((profile.type * S + f.surface) * T + f.threat) * C + assetClass;
      let sum = at[slot];
      if (!sum) {
        sum = {
          type: profile.type,
          surface: f.surface,
          threat: f.threat,
          class: assetClass,
          kinds: 0,
          instances: 0,
          components: 0,
          bands: [0, 0, 0, 0, 0],
          causes: 0,
          reaches: 0,
          touches: 0,
          rank: -1,
          profile: 0,
          way: -1,
          kind: 0,
          points: 0,
          importance: 1,
          threatLevel: 1,
          countermeasureLevel: 1,
          states: f.states,
          star1Rank: -1,
          star1Importance: 1,
          star1CountermeasureLevel: 3,
          star1ThreatLevel: 1,
          lastProfile: -1,
          members: [],
        };
        at[slot] = sum;
      }
      const n = size * f.times;
      const band = method.band[value * 10 + product] as number;
      sum.instances += n;
      sum.bands[band] = (sum.bands[band] as number) + n;
      heat[value * 10 + product] = (heat[value * 10 + product] as number) + n;
      heatStar1[value * 10 + star1Product] = (heatStar1[value * 10 + star1Product] as number) + n;
      const star1Rank =
        ((applicable * 8 + (4 - (method.band[value * 10 + star1Product] as number))) * 64 +
          value * star1Product) *
          4 +
        value;
      if (star1Rank > sum.star1Rank) {
        sum.star1Rank = star1Rank;
        sum.star1Importance = value;
        sum.star1CountermeasureLevel = star1Level;
        sum.star1ThreatLevel = f.threatLevel;
      }
      sum.kinds |= 1 << kind;
      sum.causes |= f.causes;
      sum.reaches |= 1 << f.reach;
      if (f.reach === method.touch) sum.touches |= 1 << physical;
      if (sum.lastProfile !== p) {
        sum.lastProfile = p;
        sum.components += size;
        sum.members.push(p);
      }
      // Order of badness: a source exists, band, product, importance, threat level, fewer points. Ties: first profile.
      const rank =
        ((((applicable * 8 + (4 - band)) * 64 + value * product) * 4 + value) * 4 + f.threatLevel) * 64 +
        (63 - Math.min(63, f.points));
      if (rank > sum.rank) {
        sum.rank = rank;
        sum.profile = p;
        sum.way = f.way;
        sum.kind = kind;
        sum.points = f.points;
        sum.importance = value;
        sum.threatLevel = f.threatLevel;
        sum.countermeasureLevel = f.countermeasureLevel;
        sum.states = f.states;
      }
    }
  };
  memory?.begin(method);
  for (p = 0; p < profiles.list.length; p++) {
    profile = profiles.list[p] as Profiles["list"][number];
    size = profile.components.length;
    physical = index.componentFacts[profile.example * COMPONENT_FACT_COUNT + PHYSICAL] as number;
    assetImportance(index, method, profile, importance, p * K);
    const recalled = memory?.recall(index, profile);
    if (recalled) {
      recalled.replay(runner.firing, visit);
      continue;
    }
    const record = memory?.record(index, profile);
    runner.run(
      profile,
      (f) => {
        const star1 = levels.star1(place as Place, f);
        record?.add(f, star1);
        visit(f, star1);
      },
      p,
    );
  }
  return { list: at.filter((s) => s !== undefined), importance, heat, heatStar1 };
}

/** A measure never makes a risk worse; decided values stand. */
const noWorse = (now: Band, after: Band): Band => (after < now ? now : after);

/** Names of a threat's place inside ids: an interface, the casing or the component as a whole. */
export function placeName(index: StudyIndex, method: Method, surface: number, face: number): string {
  const { anchor } = (method.surfaces[surface] as Method["surfaces"][number]).entry;
  return anchor === "body"
    ? BODY
    : anchor === "component" || face < 0
      ? CORE
      : (index.interfaces[face]?.id ?? BODY);
}

/** Id of the way in to a component: an interface, or its casing where no interface is the way. */
export function wayInId(index: StudyIndex, component: number, face: number): string {
  return face < 0 ? bodyId(index, component) : interfaceId(index, face);
}

export function controlRows(
  method: Method,
  states: Uint8Array,
  stated: Uint8Array,
  threat: number,
): ControlState[] {
  const rule = method.threats[threat] as Method["threats"][number];
  const seen = [...new Set([...rule.prevents, ...rule.detects])].sort((a, b) => a - b);
  return seen
    .filter((c) => (states[c] as number) > 0)
    .map((c) => {
      const control = method.controls[c] as Method["controls"][number];
      return {
        control: control.entry.id,
        state: states[c] === 2 ? ("full" as const) : ("partial" as const),
        layer: control.entry.layer,
        basis: stated[c] === states[c] ? ("stated" as const) : ("derived" as const),
      };
    });
}

/** Sources that can use the ways in of a group's members, in the catalogue's order. */
function sourcesOf(method: Method, sources: Sources, sum: Sum): string[] {
  const nonMalicious = (method.threats[sum.threat] as Method["threats"][number]).fixedLevel > 0;
  const found = new Set<string>();
  for (let reach = 0; sum.reaches >> reach !== 0; reach++) {
    if ((sum.reaches & (1 << reach)) === 0) continue;
    if (reach !== method.touch) for (const s of sources.at(reach, 0, nonMalicious)) found.add(s);
    else
      for (let p = 0; sum.touches >> p !== 0; p++)
        if (sum.touches & (1 << p)) for (const s of sources.at(reach, p, nonMalicious)) found.add(s);
  }
  return found.size < 2 ? [...found] : sources.order.filter((s) => found.has(s));
}

/** Ascending numbers counted from `first`, written as ranges: "0-3,7". */
function ranges(numbers: readonly number[], first: number): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length; ) {
    let end = i;
    while (end + 1 < numbers.length && numbers[end + 1] === (numbers[end] as number) + 1) end++;
    const from = (numbers[i] as number) - first;
    const to = (numbers[end] as number) - first;
    parts.push(from === to ? `${from}` : `${from}-${to}`);
    i = end + 1;
  }
  return parts.join(",");
}

/** Groups as rows, with the group's decisions applied. */
export function threatGroups(
  index: StudyIndex,
  method: Method,
  profiles: Profiles,
  sources: Sources,
  sums: Sums,
  decisions: Decisions,
): ThreatGroup[] {
  const labelCapableTypes = new Set<number>();
  index.components.forEach((_, c) => {
    if (isLabelCapable(index, c)) labelCapableTypes.add(index.componentType[c] as number);
  });
  const networkReach = index.codec.code("reach", "network");
  const rows = sums.list.map((sum) =>
    groupRow(
      index,
      method,
      profiles,
      sources,
      sum,
      decisions,
      labelCapableTypes.has(sum.type),
      sum.reaches === 1 << networkReach,
    ),
  );
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function groupRow(
  index: StudyIndex,
  method: Method,
  profiles: Profiles,
  sources: Sources,
  sum: Sum,
  decisions: Decisions,
  labelCapable: boolean,
  withinNetwork: boolean,
): ThreatGroup {
  const profile = profiles.list[sum.profile] as Profiles["list"][number];
  const surface = (method.surfaces[sum.surface] as Method["surfaces"][number]).entry;
  const rule = (method.threats[sum.threat] as Method["threats"][number]).entry;
  const type = index.types[sum.type]?.id ?? "";
  const assetClass = method.classes[sum.class] as string;
  const id = idOf.threatGroup(type, surface.id, rule.id, assetClass);
  const kindNumbers = method.kinds.map((_, k) => k).filter((k) => sum.kinds & (1 << k));
  const component = componentRef(index, profile.example);
  const kind = method.kinds[sum.kind]?.entry.id ?? "";
  const face = surface.anchor === "body" || sum.way < 0 ? -1 : (profile.interfaces[sum.way] as number);
  const wayIn = wayInId(index, profile.example, face);
  const asset = idOf.asset(component, kind);

  const decided: string[] = [];
  const changed = (field: "importance" | "threatLevel" | "countermeasureLevel", derived: number): Level => {
    const d = decisions.change(id, field);
    if (!d) return derived as Level;
    decisions.applied(d);
    decided.push(idOf.decision(d.id));
    return d.set?.[field] as Level;
  };
  const importance = changed("importance", sum.importance);
  const threatLevel = changed("threatLevel", sum.threatLevel);
  const countermeasureLevel = changed("countermeasureLevel", sum.countermeasureLevel);
  const vulnerabilityLevel = (4 - countermeasureLevel) as Level;
  const product = threatLevel * vulnerabilityLevel;
  const bandOf = (i: number, p: number) => BANDS[method.band[i * 10 + p] as number] as ThreatGroup["band"];
  const derivedProduct = sum.threatLevel * (4 - sum.countermeasureLevel);
  const found = sourcesOf(method, sources, sum);
  const judgement = decisions.judgement(id);
  if (judgement) {
    decisions.applied(judgement);
    decided.push(idOf.decision(judgement.id));
  }
  const status = judgement
    ? judgement.action === "drop"
      ? "dropped"
      : "accepted"
    : found.length === 0
      ? "not-applicable"
      : "open";
  const star1 = star1Considers(method, sum.surface, sum.threat, kindNumbers, labelCapable, withinNetwork);
  const bands = noBands();
  BANDS.forEach((b, n) => {
    bands[b] = sum.bands[n] as number;
  });
  const kinds = kindNumbers.map((k) => method.kinds[k]?.entry.id ?? "");
  const because: Because = {
    rule: "R4",
    from: [
      idOf.surface(type, surface.id),
      ...kinds.map((k) => idOf.assetGroup(type, k)),
      wayIn,
      asset,
      ...decided,
    ],
    values: {
      importance,
      threatLevel,
      threatPoints: sum.points,
      countermeasureLevel,
      vulnerabilityLevel,
      product: importance * product,
    },
  };
  return {
    id,
    type: idOf.type(type),
    surface: surface.id,
    threat: rule.id,
    assetClass,
    assetKinds: kinds,
    stride: rule.stride,
    instances: sum.instances,
    components: sum.components,
    bands,
    worst: {
      threat: idOf.threat(component, placeName(index, method, sum.surface, face), surface.id, rule.id, kind),
      component: idOf.component(component),
      interface: wayIn,
      asset,
      importance: sum.importance as Level,
      threatLevel: sum.threatLevel as Level,
      ...(rule.fixedLevel === undefined ? { threatPoints: sum.points } : {}),
      countermeasureLevel: sum.countermeasureLevel as Level,
      vulnerabilityLevel: (4 - sum.countermeasureLevel) as Level,
      product: derivedProduct,
      band: bandOf(sum.importance, derivedProduct),
      controls: controlRows(method, sum.states, profile.stated, sum.threat),
    },
    band: bandOf(importance, product),
    afterStar1: noWorse(
      bandOf(importance, product),
      bandOf(
        importance === sum.importance ? sum.star1Importance : importance,
        (threatLevel === sum.threatLevel ? sum.star1ThreatLevel : threatLevel) *
          (4 -
            Math.max(
              sum.star1CountermeasureLevel,
              countermeasureLevel > sum.countermeasureLevel ? countermeasureLevel : 1,
            )),
      ),
    ),
    causes: method.causes.filter((_, n) => sum.causes & (1 << n)).map((c) => c.entry.id),
    sources: found,
    status,
    star1:
      found.length === 0
        ? { considered: star1.considered, reasons: [...star1.reasons, "no-threat-source"].sort() }
        : star1,
    ...(rule.mainThreat === undefined ? {} : { mainThreat: rule.mainThreat }),
    members: ranges(sum.members, profiles.firstOfType[sum.type] as number),
    because,
    ...(decided.length === 0 ? {} : { decided }),
  };
}

/** Histogram of risk values and the heat map, over single threats and groups that stand (open or accepted). */
export function summarise(groups: ThreatGroup[], sums: Sums): Step2["summary"] {
  const bands = noBands();
  const groupBands = noBands();
  const groupBandsStar1 = noBands();
  let instances = 0;
  for (const g of groups) {
    instances += g.instances;
    if (g.status === "not-applicable" || g.status === "dropped") continue;
    groupBands[g.band]++;
    groupBandsStar1[g.afterStar1]++;
    for (const b of BANDS) bands[b] += g.bands[b];
  }
  const map = (cells: Float64Array) =>
    [3, 2, 1].map((importance) => PRODUCTS.map((product) => cells[importance * 10 + product] as number));
  return {
    instances,
    groups: groups.length,
    bands,
    groupBands,
    heat: map(sums.heat),
    groupBandsStar1,
    heatStar1: map(sums.heatStar1),
  };
}
