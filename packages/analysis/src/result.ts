/** What the steps return: rows with stable ids, sorted by id. The dossier package checks that they fit its schema. */
import type { Band, Level, Text } from "@seiza/catalog";

/** Why an item is here: the rule that made it, what it was made from, and the values that decided. */
export interface Because {
  rule: string;
  from: string[];
  values?: Record<string, string | number | boolean>;
}
export type Bands = Record<Band, number>;
interface Decided {
  decided?: string[];
}

export interface ProductTypeRow {
  id: string;
  name: Text;
  class: string;
  components: number;
  units: number;
  configurations: { id: string; components: number; units: number }[];
  protocols: string[];
  label: { capable: "yes" | "no" | "some"; reason: string; because: Because };
}
export interface ConfigurationRow {
  id: string;
  name: Text;
  text?: Text;
  zones: {
    id: string;
    name: Text;
    kind: string;
    parent?: string;
    trust: number;
    physicalAccess: string;
    flat: boolean;
  }[];
  segments: {
    id: string;
    name: Text;
    zone: string;
    medium: string;
    linkAuthentication: string;
    linkEncryption: string;
  }[];
  components: {
    id: string;
    name: Text;
    type: string;
    zone: string;
    quantity: number;
    profile: string;
    importance: Level;
    labelCapable: boolean;
  }[];
  interfaces: InterfaceRow[];
  flows: {
    id: string;
    from: string;
    to: string;
    name?: Text;
    protocol?: string;
    command: boolean;
    filter: string;
    carries: string[];
  }[];
  people: { id: string; name: Text; role: string; zones: string[]; uses: string[] }[];
}
export interface InterfaceRow {
  id: string;
  component: string;
  name?: Text;
  use: "normal" | "maintenance" | "unused";
  medium: string;
  segment?: string;
  protocol?: string;
  authentication: string;
  encryption: string;
  integrity: string;
  privilege: string;
  reach: string;
  enabled: boolean;
}
export interface AssumptionRow {
  type: string;
  fact: string;
  value: string;
  places: number;
  example: string;
}
export interface Step1 {
  configurations: ConfigurationRow[];
  productTypes: ProductTypeRow[];
  assumptions: AssumptionRow[];
}

export interface SourceRow {
  id: string;
  inScope: boolean;
  reason?: Text;
  because: Because;
}
export interface ProfileRow {
  id: string;
  type: string;
  components: string[];
  assets: Record<string, Level>;
}
export interface AssetGroup extends Decided {
  id: string;
  type: string;
  kind: string;
  class: string;
  importance: Level;
  instances: number;
  byImportance: [number, number, number];
  worst: string;
  named: { id: string; name: Text }[];
  inStar1: boolean;
  because: Because;
}
export interface ControlState {
  control: string;
  state: "full" | "partial";
  layer: string;
  basis: "derived" | "stated";
}
export type Star1Considered = "yes" | "partly" | "no";
export interface ThreatGroup extends Decided {
  id: string;
  type: string;
  surface: string;
  threat: string;
  assetClass: string;
  assetKinds: string[];
  stride: string[];
  instances: number;
  components: number;
  bands: Bands;
  worst: {
    threat: string;
    component: string;
    interface: string;
    asset: string;
    importance: Level;
    threatLevel: Level;
    threatPoints?: number;
    countermeasureLevel: Level;
    vulnerabilityLevel: Level;
    product: number;
    band: Band;
    controls: ControlState[];
  };
  band: Band;
  /** Risk value if the ★1 criteria were met wherever a label is possible (R11). */
  afterStar1: Band;
  causes: string[];
  sources: string[];
  status: "open" | "not-applicable" | "dropped" | "accepted";
  star1: { considered: Star1Considered; reasons: string[] };
  mainThreat?: string;
  /** Members: ranks among the type's profiles, as ranges. */
  members: string;
  because: Because;
}
export interface PriorityScores {
  outage: number;
  harm: number;
  logical: number;
  physical: number;
  information: number;
}
export type PriorityClass = "P1" | "P2" | "P3";
export interface PriorityRow extends Decided {
  id: string;
  type: string;
  labelCapable: boolean;
  scores: PriorityScores;
  importance: number;
  likelihood: number;
  class: PriorityClass;
  derivedClass: PriorityClass;
  lifted: boolean;
  worstBand?: Band;
  worstGroup?: string;
  rank?: number;
  because: Because;
}
export interface Step2 {
  sources: SourceRow[];
  profiles: ProfileRow[];
  assets: AssetGroup[];
  threatGroups: ThreatGroup[];
  summary: {
    instances: number;
    groups: number;
    bands: Bands;
    groupBands: Bands;
    heat: number[][];
    /** The same after ★1 wherever a label is possible. */
    groupBandsStar1: Bands;
    heatStar1: number[][];
  };
  priorities: PriorityRow[];
  routes: RoutesResult;
}

/** How a goal stands under some measures. */
export interface Standing {
  /** Worst risk value over all routes; absent where no route is left. */
  band?: Band;
  /** Cheapest cost of all sources. */
  cost?: number;
  /** Sources that have a route, in the catalogue's order. */
  sources: string[];
}
export interface AttackGoal extends Decided {
  id: string;
  type: string;
  component: string;
  loss: "operation" | "information";
  assets: string[];
  /** 事業被害レベル. */
  level: Level;
  now: Standing;
  star1: Standing;
  /** Worst risk value with the labels of the plan; absent where no route is left. */
  plan: { band?: Band };
  status: "open" | "accepted";
  /** Routes listed for it, worst first. */
  routes: string[];
  because: Because;
}
export interface RouteStep {
  technique: string;
  /** Where the attacker stands before: a component, a zone, a segment or a source. */
  from: string;
  /** What is attacked: a component or a segment. */
  to: string;
  interface?: string;
  flow?: string;
  text: Text;
  threatLevel: Level;
  countermeasureLevel: Level;
  points: number;
  /** ★1 criteria that close the step on a labelled product; empty where none does. */
  closedBy: string[];
  /** Countermeasures any of which would close it. */
  stoppedBy: string[];
}
export interface AttackRoute {
  id: string;
  goal: string;
  source: string;
  cost: number;
  /** Attack potential: the largest of each factor over the steps, with the window of the entry. */
  potential: number;
  feasibility: "high" | "medium" | "low" | "very-low";
  threatLevel: Level;
  countermeasureLevel: Level;
  band: Band;
  /** 侵入口: first component; 攻撃拠点: the last one before the goal's. */
  entry: string;
  foothold?: string;
  steps: RouteStep[];
  /** Whether ★1 everywhere, or the plan, closes it. */
  star1: "closed" | "open";
  /** Its risk value with ★1 everywhere, where it stays open. */
  afterStar1?: Band;
  plan: "closed" | "open";
  because: Because;
}
export interface ChokePoint {
  id: string;
  component: string;
  /** Cheapest routes (source × goal) that pass through it on the way to another component. */
  pairs: number;
  /** Their risk, weighted as in the risk method's layers. */
  weight: number;
  /** Pairs that have no route at all without it; absent where it was not tried. */
  cuts?: number;
  because: Because;
}
export interface RoutesResult {
  sources: { id: string; now: number; star1: number }[];
  /** Goals by product type and loss: how many at each risk value, E to A and none, now and with ★1 everywhere. */
  types: {
    type: string;
    loss: "operation" | "information";
    goals: number;
    now: GoalBands;
    star1: GoalBands;
    plan: GoalBands;
  }[];
  goals: AttackGoal[];
  goalsTotal: number;
  routes: AttackRoute[];
  chokePoints: ChokePoint[];
  states: number;
  edges: number;
  notes: Text[];
}
export type GoalBands = Bands & { none: number };

/** What the attack routes answer. Plain JSON: it may cross from one thread to another. */
export interface RouteAnswer {
  routes: RoutesResult;
  plans: LabelPlan[];
  /** Empty for large studies: asked for one by one. */
  worth: LabelWorth[];
  /** Numbers of product types with a component that can carry a label. */
  labelTypes: number[];
}

export interface LabelWorth {
  id: string;
  type: string;
  /** With this label alone: goals that fall under the threshold, and weight of risk that goes. */
  alone: { goals: number; weight: number };
  /** What the label adds where all others are there. */
  last: { goals: number; weight: number };
  because: Because;
}
export interface LabelPlan {
  id: string;
  by: "types" | "criteria";
  threshold: Band;
  /** "nothing-to-judge" where no source has a route to any goal: that may be what the study leaves out. */
  state: "found" | "none-needed" | "none-possible" | "nothing-to-judge";
  chosen: string[];
  weight: number;
  /** Goals at or above the threshold now, those that the plan brings under it, those that no label can. */
  goals: { bad: number; protects: number; uncuttable: number };
  /** Each route is open in every set that has none of `anyOf`; together they admit no lighter set. */
  proof: { route: string; anyOf: string[] }[];
  uncuttable: { goal: string; route: string }[];
  because: Because;
}
export interface CoverageRow {
  id: string;
  requirement: string;
  type: string;
  verdict: "met" | "partly" | "not";
  criteria: string[];
  reasons: string[];
  because: Because;
}
export interface ActivityRow {
  id: string;
  activity: string;
  name: Text;
  owner?: string;
  date?: string;
  state: "proposed" | "planned" | "doing" | "done";
  notes: Text[];
  because: Because;
}
export interface Step5 {
  plans: LabelPlan[];
  worth: LabelWorth[];
  coverage: CoverageRow[];
  activities: ActivityRow[];
}

export interface GroundRow {
  ground: string;
  state: "met" | "not-met" | "missing";
  text: Text;
  /** What would have to be known or shown. */
  missing: Text[];
  evidence: { name: Text; evidence?: string; date?: string; counts: boolean }[];
}
export interface Candidate extends Decided {
  id: string;
  requirement: string;
  statement: Text;
  verification: string[];
  groups: string[];
  status: "proposed" | "accepted" | "changed" | "dropped";
}
export interface NeedRow extends Decided {
  id: string;
  type: string;
  need: boolean;
  /** Distinct threats × asset classes left. */
  strength: number;
  groups: string[];
  routes: string[];
  /** Asset groups at stake, those of the ★2+ scope first. */
  assets: { id: string; inStar1: boolean }[];
  candidates: Candidate[];
  grounds: GroundRow[];
  result: "needed" | "not-needed" | "not-yet-arguable";
  missing: Text[];
  because: Because;
}
export interface Step6 {
  types: NeedRow[];
}

export interface SurfaceRow {
  id: string;
  surface: string;
  inStar1: boolean;
  points: string[];
  interfaces: string[];
  components: number;
  reach: string;
  because: Because;
}
export interface TypeAnalysis {
  type: string;
  assets: string[];
  surfaces: SurfaceRow[];
  cells: { surface: string; assetClass: string; groups: string[]; star1: Star1Considered }[];
}
export interface Step3 {
  types: TypeAnalysis[];
}

export interface Treatment {
  group: string;
  wanted: number;
  present: string[];
  planned: string[];
  countermeasures: string[];
  thin: boolean;
  shortfall: number;
}
export interface Choice extends Decided {
  id: string;
  type: string;
  countermeasure: string;
  status: "proposed" | "accepted" | "dropped" | "added" | "in-place";
  gain: number;
  cost: number;
  fit: "fits" | "partly" | "unknown";
  groups: string[];
  because: Because;
}
export interface Requirement extends Decided {
  id: string;
  no: number;
  type: string;
  countermeasure?: string;
  statement: Text;
  status: "proposed" | "accepted" | "changed" | "added" | "dropped";
  level: Band;
  groups: string[];
  assets: string[];
  surfaces: string[];
  star1: { relation: "same" | "stricter" | "new"; requirements: string[]; criteria: string[] };
  verification: string[];
  because: Because;
}
export interface SiteCondition extends Decided {
  id: string;
  no: number;
  type: string;
  countermeasure: string;
  statement: Text;
  status: "proposed" | "accepted" | "changed" | "dropped" | "added";
  level: Band;
  groups: string[];
  because: Because;
}
export interface Step4 {
  treatments: Treatment[];
  choices: Choice[];
  requirements: Requirement[];
  siteConditions: SiteCondition[];
  thin: string[];
}
export interface DecisionRow {
  id: string;
  target: string;
  action: "accept" | "drop" | "change" | "add";
  set?: Record<string, unknown>;
  reason: Text;
  by: string;
  date: string;
  state: "applied" | "orphaned" | "superseded" | "not-applicable";
}
