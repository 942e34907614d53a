/**
 * The dossier (ドシエ): the one value that every output is made from. Plain JSON, versioned, byte-identical for the
 * same input. All lists are sorted by id unless the field says otherwise. Words of the catalogue are in `terms`.
 *
 * Stable ids, made of what an item is derived from:
 *   cf:<cfg>  zn:<cfg>/<zone>  sg:<cfg>/<segment>  co:<cfg>/<component>  if:<cfg>/<component>.<interface>  fl:<cfg>/<flow>
 *   pe:<cfg>/<person>  pt:<type>  ts:<source>
 *   as:<cfg>/<component>/<assetKind>            asset of a component
 *   at:<type>/<assetKind>                       assets of a product type, grouped
 *   sf:<type>/<surface>                         attack surface of a product type
 *   tg:<type>/<surface>/<threat>/<assetClass>   threat group
 *   th:<cfg>/<component>/<interface|@body|@core>/<surface>/<threat>/<assetKind>  one threat; listed on demand only
 *   pr:<type>  priority    ch:<type>/<countermeasure>  countermeasure choice
 *   rq:<type>/<countermeasure|decision>  requirement    sc:<type>/<countermeasure>  site or service condition
 *   ag:<cfg>/<component>/<loss>   goal of attack routes    ar:<goal>/<source>/<steps>   attack route    cp:<cfg>/<component>  choke point
 *   lp:types  lp:criteria  label plan    lw:<type>  worth of a label
 *   cv:<requirement>  coverage by ★1    pa:<activity>/<task>  activity
 *   nd:<type>  need for ★2 or above    cr:<type>/<countermeasure>  candidate criterion
 *   mk:<type>/<n>  maker    sl:<n>  company that selects products    gl:<n>  guideline    (n: rank by name)
 *   dc:<decision>
 */
import { z } from "zod";
import { DOSSIER_FORMAT } from "./format.ts";

const Text = z.strictObject({ ja: z.string(), en: z.string() });
const level = z.union([z.literal(1), z.literal(2), z.literal(3)]);
const band = z.enum(["A", "B", "C", "D", "E"]);
const bands = z.strictObject({ A: z.number(), B: z.number(), C: z.number(), D: z.number(), E: z.number() });
const count = z.number().int().min(0);
const id = z.string();

/** Why an item is here: the rule that made it, the ids it was made from, and the values that decided. */
export const Because = z.strictObject({
  rule: z.string().meta({ description: "Id in terms.rules" }),
  from: z.array(id),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type Because = z.infer<typeof Because>;

const because = Because;
/** Decision of the group that applies to the item, by its id `dc:…`. */
const decided = z.array(id).optional();

const Zone = z.strictObject({
  id,
  name: Text,
  kind: z.string(),
  parent: id.optional(),
  trust: z.number(),
  physicalAccess: z.string(),
  flat: z.boolean(),
});
const Segment = z.strictObject({
  id,
  name: Text,
  zone: id,
  medium: z.string(),
  linkAuthentication: z.string(),
  linkEncryption: z.string(),
});
export const ComponentRow = z.strictObject({
  id,
  name: Text,
  type: id,
  zone: id,
  quantity: count,
  /** Profile: components of a type alike in everything the rules look at share one (see step2.profiles). */
  profile: id,
  /** 資産の重要度 K of the component. */
  importance: level,
  labelCapable: z.boolean(),
});
export const InterfaceRow = z.strictObject({
  id,
  component: id,
  name: Text.optional(),
  use: z.enum(["normal", "maintenance", "unused"]),
  medium: z.string(),
  segment: id.optional(),
  /** Protocol as the study writes it. */
  protocol: z.string().optional(),
  authentication: z.string(),
  encryption: z.string(),
  integrity: z.string(),
  privilege: z.string(),
  reach: z.string(),
  enabled: z.boolean(),
});
export const FlowRow = z.strictObject({
  id,
  from: id,
  to: id,
  name: Text.optional(),
  protocol: z.string().optional(),
  command: z.boolean(),
  filter: z.string(),
  carries: z.array(z.string()),
});
export const Configuration = z.strictObject({
  id,
  name: Text,
  text: Text.optional(),
  zones: z.array(Zone),
  segments: z.array(Segment),
  components: z.array(ComponentRow),
  interfaces: z.array(InterfaceRow),
  flows: z.array(FlowRow),
  people: z.array(
    z.strictObject({ id, name: Text, role: z.string(), zones: z.array(id), uses: z.array(id) }),
  ),
});
export const ProductTypeRow = z.strictObject({
  id,
  name: Text,
  class: z.string(),
  components: count,
  units: count,
  configurations: z.array(z.strictObject({ id, components: count, units: count })),
  protocols: z.array(z.string()),
  /** Whether the scheme covers it; reason is an id in terms.reasons. */
  label: z.strictObject({ capable: z.enum(["yes", "no", "some"]), reason: z.string(), because }),
});

export const ProfileRow = z.strictObject({
  id,
  type: id,
  components: z.array(id),
  /** Importance per asset kind that components of this profile hold. */
  assets: z.record(z.string(), level),
});
export const AssetGroup = z.strictObject({
  id,
  type: id,
  kind: z.string(),
  class: z.string(),
  importance: level,
  instances: count,
  byImportance: z.tuple([count, count, count]),
  worst: id.meta({ description: "as:… of the worst member" }),
  /** Named assets of the study in this group. */
  named: z.array(z.strictObject({ id: z.string(), name: Text })),
  inStar1: z.boolean(),
  because,
  decided,
});
export const SourceRow = z.strictObject({ id, inScope: z.boolean(), reason: Text.optional(), because });

const ControlState = z.strictObject({
  control: z.string(),
  state: z.enum(["full", "partial"]),
  layer: z.string(),
  basis: z.enum(["derived", "stated"]),
});
export const ThreatGroup = z.strictObject({
  id,
  type: id,
  surface: z.string(),
  threat: z.string(),
  assetClass: z.string(),
  assetKinds: z.array(z.string()),
  stride: z.array(z.string()),
  instances: count,
  components: count,
  bands,
  /** The worst member, with the values that make its risk. */
  worst: z.strictObject({
    threat: id.meta({ description: "th:… of the member" }),
    component: id,
    interface: id.meta({ description: "if:… the way in; `if:…@body` is the casing" }),
    asset: id,
    importance: level,
    threatLevel: level,
    threatPoints: z.number().optional(),
    countermeasureLevel: level,
    vulnerabilityLevel: level,
    product: z.number(),
    band,
    controls: z.array(ControlState),
  }),
  /** Risk value after the group's decisions. */
  band,
  /** Ids in terms.causes. */
  /** With ★1 on every product type that can carry a label (R11). */
  afterStar1: band,
  causes: z.array(z.string()),
  /** In-scope threat sources that can use the way in. Empty: not applicable, and `status` says so. */
  sources: z.array(id),
  status: z.enum(["open", "not-applicable", "dropped", "accepted"]),
  star1: z.strictObject({ considered: z.enum(["yes", "partly", "no"]), reasons: z.array(z.string()) }),
  mainThreat: z.string().optional(),
  members: z.string().meta({
    description:
      "Members: ranks (from 0) among the type's rows of step2.profiles, as ranges such as 0-3,7. `seiza threats` lists the single threats.",
  }),
  because,
  decided,
});

export const PriorityRow = z.strictObject({
  id,
  type: id,
  labelCapable: z.boolean(),
  scores: z.strictObject({
    outage: z.number(),
    harm: z.number(),
    logical: z.number(),
    physical: z.number(),
    information: z.number(),
  }),
  importance: z.number(),
  likelihood: z.number(),
  class: z.enum(["P1", "P2", "P3"]),
  derivedClass: z.enum(["P1", "P2", "P3"]),
  lifted: z.boolean(),
  worstBand: band.optional(),
  worstGroup: id.optional(),
  /** 1 is first. Only label-capable types are ranked. */
  rank: z.number().int().optional(),
  because,
  decided,
});

export const SurfaceRow = z.strictObject({
  id,
  surface: z.string(),
  inStar1: z.boolean(),
  /** Ids of potential attack points (AS4). */
  points: z.array(z.string()),
  interfaces: z.array(id),
  components: count,
  /** Furthest-reaching among its interfaces. */
  reach: z.string(),
  because,
});
export const TypeAnalysis = z.strictObject({
  type: id,
  assets: z.array(id),
  surfaces: z.array(SurfaceRow),
  /** Threat groups per asset class × surface; a cell without threats is left out. */
  cells: z.array(
    z.strictObject({
      surface: z.string(),
      assetClass: z.string(),
      groups: z.array(id),
      star1: z.enum(["yes", "partly", "no"]),
    }),
  ),
});

export const Treatment = z.strictObject({
  group: id,
  /** Independent layers asked for by the risk value, there now, and with the chosen countermeasures. */
  wanted: count,
  present: z.array(z.string()),
  planned: z.array(z.string()),
  countermeasures: z.array(id),
  /** Fewer than two independent layers even with what is planned. */
  thin: z.boolean(),
  shortfall: count,
});
export const Choice = z.strictObject({
  id,
  type: id,
  countermeasure: z.string(),
  /** Proposed by rule R8, or decided by the group. Nothing is adopted by the machine. */
  status: z.enum(["proposed", "accepted", "dropped", "added", "in-place"]),
  gain: z.number(),
  cost: z.number(),
  fit: z.enum(["fits", "partly", "unknown"]),
  groups: z.array(id),
  because,
  decided,
});
export const Requirement = z.strictObject({
  id,
  /** Running number within the product type. */
  no: z.number().int(),
  type: id,
  countermeasure: z.string().optional(),
  statement: Text,
  status: z.enum(["proposed", "accepted", "changed", "added", "dropped"]),
  level: band,
  groups: z.array(id),
  assets: z.array(id),
  surfaces: z.array(id),
  star1: z.strictObject({
    relation: z.enum(["same", "stricter", "new"]),
    requirements: z.array(z.string()),
    criteria: z.array(z.string()),
  }),
  verification: z.array(z.string()),
  because,
  decided,
});
export const SiteCondition = z.strictObject({
  id,
  no: z.number().int(),
  type: id,
  countermeasure: z.string(),
  statement: Text,
  status: z.enum(["proposed", "accepted", "changed", "dropped", "added"]),
  level: band,
  groups: z.array(id),
  because,
  decided,
});

const loss = z.enum(["operation", "information"]);
export const Standing = z.strictObject({
  /** Worst risk value over all routes; absent where no route is left. */
  band: band.optional(),
  cost: count.optional(),
  sources: z.array(id),
});
export const AttackGoal = z.strictObject({
  id,
  type: id,
  component: id,
  /** How the assets are lost: the component is made to act wrongly, or what it holds becomes known. */
  loss,
  assets: z.array(id),
  /** 事業被害レベル. */
  level,
  now: Standing,
  /** With ★1 on every product type that can carry a label. */
  star1: Standing,
  /** With the labels of the plan. */
  plan: z.strictObject({ band: band.optional() }),
  status: z.enum(["open", "accepted"]),
  routes: z.array(id).meta({ description: "worst first" }),
  because,
  decided,
});
export const RouteStep = z.strictObject({
  technique: z.string(),
  from: id,
  to: id,
  interface: id.optional(),
  flow: id.optional(),
  text: Text,
  threatLevel: level,
  countermeasureLevel: level,
  points: count,
  /** ★1 criteria that close the step on a labelled product. */
  closedBy: z.array(z.string()),
  stoppedBy: z.array(z.string()),
});
export const AttackRoute = z.strictObject({
  id,
  goal: id,
  source: id,
  /** Points of all steps, the window of the entry and one a hop: the order of routes. */
  cost: count,
  /** Attack potential (ISO/SAE 21434): largest of each factor over the steps. */
  potential: count,
  feasibility: z.enum(["high", "medium", "low", "very-low"]),
  threatLevel: level,
  countermeasureLevel: level,
  band,
  entry: id,
  foothold: id.optional(),
  steps: z.array(RouteStep).meta({ description: "in the order of the attack" }),
  star1: z.enum(["closed", "open"]),
  /** Risk value with ★1 everywhere, where the route stays open: higher 対策レベル may lower it. */
  afterStar1: band.optional(),
  plan: z.enum(["closed", "open"]),
  because,
});
export const ChokePoint = z.strictObject({
  id,
  component: id,
  pairs: count,
  weight: z.number(),
  cuts: count.optional(),
  because,
});
const goalBands = z.strictObject({
  A: count,
  B: count,
  C: count,
  D: count,
  E: count,
  none: count,
});
const gain = z.strictObject({ goals: z.number().int(), weight: z.number() });
export const LabelWorth = z.strictObject({ id, type: id, alone: gain, last: gain, because });
export const LabelPlan = z.strictObject({
  id,
  by: z.enum(["types", "criteria"]),
  threshold: band,
  state: z.enum(["found", "none-needed", "none-possible", "nothing-to-judge"]),
  chosen: z.array(z.string()),
  weight: z.number(),
  goals: z.strictObject({ bad: count, protects: count, uncuttable: count }),
  proof: z.array(z.strictObject({ route: id, anyOf: z.array(z.string()) })),
  uncuttable: z.array(z.strictObject({ goal: id, route: id })),
  because,
});
export const CoverageRow = z.strictObject({
  id,
  requirement: id,
  type: id,
  verdict: z.enum(["met", "partly", "not"]),
  criteria: z.array(z.string()),
  reasons: z.array(z.string()),
  because,
});
export const ActivityRow = z.strictObject({
  id,
  activity: z.string(),
  name: Text,
  owner: z.string().optional(),
  date: z.string().optional(),
  state: z.enum(["proposed", "planned", "doing", "done"]),
  notes: z.array(Text),
  because,
});
export const GroundRow = z.strictObject({
  ground: z.string(),
  state: z.enum(["met", "not-met", "missing"]),
  text: Text,
  missing: z.array(Text),
  evidence: z.array(
    z.strictObject({
      name: Text,
      evidence: z.string().optional(),
      date: z.string().optional(),
      /** Counted: it commits, and evidence and date are there. */
      counts: z.boolean(),
    }),
  ),
});
export const Candidate = z.strictObject({
  id,
  requirement: id,
  statement: Text,
  verification: z.array(z.string()),
  groups: z.array(id),
  status: z.enum(["proposed", "accepted", "changed", "dropped"]),
  decided,
});
export const NeedRow = z.strictObject({
  id,
  type: id,
  need: z.boolean(),
  strength: count,
  groups: z.array(id),
  routes: z.array(id),
  assets: z.array(z.strictObject({ id, inStar1: z.boolean() })).meta({ description: "the ★2+ scope first" }),
  candidates: z.array(Candidate),
  grounds: z.array(GroundRow).meta({ description: "in the guide's order" }),
  result: z.enum(["needed", "not-needed", "not-yet-arguable"]),
  missing: z.array(Text),
  because,
});

export const DecisionRow = z.strictObject({
  id,
  target: z.string(),
  action: z.enum(["accept", "drop", "change", "add"]),
  set: z.record(z.string(), z.unknown()).optional(),
  reason: Text,
  by: z.string(),
  date: z.string(),
  /** applied; orphaned: its item is no longer derived; superseded by a later one; not-applicable to its item. */
  state: z.enum(["applied", "orphaned", "superseded", "not-applicable"]),
  note: Text.optional(),
});
const stated = { evidence: z.string().optional(), date: z.string().optional() };
const commits = z.enum(["yes", "no", "unknown"]);
/** What the study states of the market, the ground of ⑥: makers, those who select products, guidelines. */
export const MarketStated = z.strictObject({
  makers: z.array(
    z.strictObject({ id, name: Text, type: id, sharePercent: z.number().optional(), commits, ...stated }),
  ),
  integrators: z.array(z.strictObject({ id, name: Text, rank: z.number().int(), commits, ...stated })),
  guidelines: z.array(
    z.strictObject({ id, name: Text, demand: z.enum(["mandatory", "strong", "none", "unknown"]), ...stated }),
  ),
});
export const Assumption = z.strictObject({
  type: id,
  fact: z.string(),
  value: z.string(),
  places: count,
  example: id,
});

/** A word of the catalogue with its origin. */
export const Term = z.strictObject({
  name: Text,
  text: Text.optional(),
  basis: z.enum(["guide", "guide-reconstructed", "ipa-unverified", "public", "seiza"]),
  source: z.array(
    z.strictObject({
      doc: z.string(),
      page: z.number().optional(),
      figure: z.string().optional(),
      note: z.string().optional(),
    }),
  ),
  /** Further fields that the documents print (mark, layer, who, class, stride …). */
  more: z.record(z.string(), z.unknown()).optional(),
});
export type Term = z.infer<typeof Term>;

export const Dossier = z
  .strictObject({
    format: z.literal(DOSSIER_FORMAT),
    generator: z.strictObject({ name: z.literal("seiza"), version: z.string() }),
    study: z.strictObject({
      id: z.string(),
      name: Text,
      domain: z.string(),
      scope: Text.optional(),
      phases: z.array(z.string()),
      threshold: band,
      counts: z.strictObject({
        configurations: count,
        zones: count,
        components: count,
        units: count,
        interfaces: count,
        flows: count,
        productTypes: count,
      }),
    }),
    step1: z.strictObject({
      configurations: z.array(Configuration),
      productTypes: z.array(ProductTypeRow),
      assumptions: z.array(Assumption),
    }),
    step2: z.strictObject({
      sources: z.array(SourceRow),
      profiles: z.array(ProfileRow),
      assets: z.array(AssetGroup),
      threatGroups: z.array(ThreatGroup),
      summary: z.strictObject({
        instances: count,
        groups: count,
        bands,
        groupBands: bands,
        /** Number of single threats at importance (rows 3,2,1) × threat×vulnerability product (columns 1,2,3,4,6,9). */
        heat: z.array(z.array(count)),
        groupBandsStar1: bands,
        /** The same with ★1 on every product type that can carry a label (R11). */
        heatStar1: z.array(z.array(count)),
      }),
      priorities: z.array(PriorityRow).meta({ description: "sorted by rank, then the types without one" }),
      routes: z.strictObject({
        /** Goals that each source has a route to, now and with ★1 everywhere. */
        sources: z.array(z.strictObject({ id, now: count, star1: count })),
        types: z.array(
          z.strictObject({
            type: id,
            loss,
            goals: count,
            now: goalBands,
            star1: goalBands,
            plan: goalBands,
          }),
        ),
        goals: z
          .array(AttackGoal)
          .meta({ description: "the worst ones where there are many; see goalsTotal" }),
        goalsTotal: count,
        routes: z.array(AttackRoute),
        chokePoints: z.array(ChokePoint).meta({ description: "by weight, largest first" }),
        states: count,
        edges: count,
        notes: z.array(Text),
      }),
    }),
    step3: z.strictObject({ types: z.array(TypeAnalysis) }),
    step4: z.strictObject({
      treatments: z.array(Treatment),
      choices: z.array(Choice),
      requirements: z.array(Requirement),
      siteConditions: z.array(SiteCondition),
      /** Threat groups with fewer than two independent layers, planned ones counted. */
      thin: z.array(id),
    }),
    step5: z.strictObject({
      plans: z.array(LabelPlan).meta({ description: "by product types, then by criteria" }),
      worth: z.array(LabelWorth),
      coverage: z.array(CoverageRow),
      activities: z.array(ActivityRow).meta({ description: "in the guide's order" }),
    }),
    step6: z.strictObject({ types: z.array(NeedRow) }),
    market: MarketStated,
    decisions: z.array(DecisionRow),
    warnings: z.array(z.strictObject({ code: z.string(), message: Text, mend: Text, path: z.string() })),
    catalogue: z.strictObject({ packs: z.array(z.string()), official: z.boolean() }),
    /** table → id → term; only what this dossier cites. */
    terms: z.record(z.string(), z.record(z.string(), Term)),
  })
  .meta({ title: "Seiza dossier" });
export type Dossier = z.infer<typeof Dossier>;
export type Configuration = z.infer<typeof Configuration>;
export type ComponentRow = z.infer<typeof ComponentRow>;
export type InterfaceRow = z.infer<typeof InterfaceRow>;
export type FlowRow = z.infer<typeof FlowRow>;
export type ProductTypeRow = z.infer<typeof ProductTypeRow>;
export type ProfileRow = z.infer<typeof ProfileRow>;
export type AssetGroup = z.infer<typeof AssetGroup>;
export type SourceRow = z.infer<typeof SourceRow>;
export type ThreatGroup = z.infer<typeof ThreatGroup>;
export type PriorityRow = z.infer<typeof PriorityRow>;
export type SurfaceRow = z.infer<typeof SurfaceRow>;
export type TypeAnalysis = z.infer<typeof TypeAnalysis>;
export type Treatment = z.infer<typeof Treatment>;
export type Choice = z.infer<typeof Choice>;
export type Requirement = z.infer<typeof Requirement>;
export type SiteCondition = z.infer<typeof SiteCondition>;
export type AttackGoal = z.infer<typeof AttackGoal>;
export type AttackRoute = z.infer<typeof AttackRoute>;
export type LabelPlan = z.infer<typeof LabelPlan>;
export type NeedRow = z.infer<typeof NeedRow>;
export type DecisionRow = z.infer<typeof DecisionRow>;
export type Assumption = z.infer<typeof Assumption>;
