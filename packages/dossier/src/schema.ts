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
      }),
      priorities: z.array(PriorityRow).meta({ description: "sorted by rank, then the types without one" }),
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
export type DecisionRow = z.infer<typeof DecisionRow>;
export type Assumption = z.infer<typeof Assumption>;
