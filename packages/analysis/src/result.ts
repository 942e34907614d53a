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
  summary: { instances: number; groups: number; bands: Bands; groupBands: Bands; heat: number[][] };
  priorities: PriorityRow[];
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
