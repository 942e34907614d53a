/**
 * The shape of every catalogue table. One YAML file a table under `data/`; a pack is a folder of the same files.
 * Entries are data: a domain expert can change any of them without touching code.
 */
import { z } from "zod";
import { COMPONENT_FACTS, INTERFACE_FACTS } from "./facts.ts";

/** Words that people read, in both languages. Japanese is the original, English complete. */
export const Text = z.strictObject({ ja: z.string().min(1), en: z.string().min(1) });
export type Text = z.infer<typeof Text>;

/**
 * Where a value comes from, printed beside every default:
 * `guide` stated in the METI guide; `guide-reconstructed` rebuilt from the guide's text where its figure is lost;
 * `ipa-unverified` IPA's method as secondary sources tell it, to be checked against the original;
 * `public` found in other public material; `seiza` a default of this tool.
 */
export const BASES = ["guide", "guide-reconstructed", "ipa-unverified", "public", "seiza"] as const;
export const Basis = z.enum(BASES);
export type Basis = z.infer<typeof Basis>;

export const Source = z.strictObject({
  /** Id in `documents.yaml`. */
  doc: z.string(),
  page: z.number().int().positive().optional(),
  figure: z.string().optional(),
  note: z.string().optional(),
});
export type Source = z.infer<typeof Source>;

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "an id is letters, digits, '.', '_' or '-'");

/** What every entry has. `text` says in our own words what the entry means. */
const entry = {
  id,
  name: Text,
  text: Text.optional(),
  basis: Basis,
  source: z.array(Source).min(1),
};

const level = z.union([z.literal(1), z.literal(2), z.literal(3)]);
export type Level = z.infer<typeof level>;

// ---------------------------------------------------------------- conditions

export const Fact = z.enum([...COMPONENT_FACTS, ...INTERFACE_FACTS]);
export type Fact = z.infer<typeof Fact>;

const FactTest = z.strictObject({
  fact: Fact,
  /** The fact has one of these values. */
  in: z.array(z.string()).min(1).optional(),
  /** The fact has none of these values. */
  notIn: z.array(z.string()).min(1).optional(),
  /** On an ordered scale (see `scales.yaml`): this value or one above it. */
  atLeast: z.string().optional(),
  /** On an ordered scale: a value under this one. */
  below: z.string().optional(),
});

/** A test of facts, as data. `{fact: x}` alone asks that a yes/no fact holds. */
export type Condition =
  | z.infer<typeof FactTest>
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };
export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    FactTest,
    z.strictObject({ all: z.array(Condition).min(1) }),
    z.strictObject({ any: z.array(Condition).min(1) }),
    z.strictObject({ not: Condition }),
  ]),
);

// ---------------------------------------------------------------- tables of the guide

/** A document that entries cite. */
export const DocumentEntry = z.strictObject({
  ...entry,
  source: z.array(Source).default([]),
  publisher: Text.optional(),
  date: z.string().optional(),
  url: z.string().optional(),
});

/** A step ①–⑥ of the guide: what is asked, when it is done, what is handed over. */
export const StepEntry = z.strictObject({
  ...entry,
  mark: z.string(),
  asks: z.array(Text).min(1),
  doneWhen: Text,
  products: z.array(Text).min(1),
});

/** Asset class (守るべき資産の分類), guide P.10. `star1` / `star2` list what each level protects in it. */
const ProtectedItem = z.strictObject({ id, name: Text, kinds: z.array(id), note: Text.optional() });
export const AssetClassEntry = z.strictObject({
  ...entry,
  star1: z.array(ProtectedItem),
  star2: z.array(ProtectedItem),
});

/**
 * Terms that an asset's importance is the largest of (R3). `K` component importance; `low` one step under K;
 * `outage`, `human`, `environment`, `infoLoss` the component's own values as 1–3; `humanIfActuates` human harm only
 * when the component moves something.
 */
export const IMPORTANCE_TERMS = [
  "K",
  "low",
  "outage",
  "human",
  "humanIfActuates",
  "environment",
  "infoLoss",
] as const;
/** What an attacker can achieve on a component that loses an asset: make it act wrongly, or learn what it holds. */
export const LOSSES = ["operation", "information"] as const;
/** Kind of asset (資産の種別) that the rules tell apart inside the guide's four classes. */
export const AssetKindEntry = z.strictObject({
  ...entry,
  class: id,
  inStar1: z.boolean(),
  when: Condition.optional(),
  importance: z.strictObject({
    largestOf: z.array(z.enum(IMPORTANCE_TERMS)).min(1),
    atLeast: level.optional(),
  }),
  /** Needs for protection: Confidentiality, Integrity, Availability, Safety. */
  needs: z.array(z.enum(["C", "I", "A", "S"])).min(1),
  /** State of its component in which the asset is lost (R7). Absent: no attack route is drawn to it. */
  lostBy: z.enum(LOSSES).optional(),
  /** The business damage (事業被害) then. */
  damage: Text.optional(),
});

/** Attack surface (アタックサーフェス), guide P.11. `anchor`: what of a component it sits on. */
export const SurfaceEntry = z.strictObject({
  ...entry,
  inStar1: z.boolean(),
  anchor: z.enum(["interface", "component", "body"]),
  /** For `interface` anchors: the declared use that makes it. */
  use: z.enum(["normal", "maintenance", "unused"]).optional(),
  when: Condition.optional(),
  /** For `body` anchors: the reach an attacker needs. For the others it is the interface's own. */
  reach: id.optional(),
  points: z.array(z.strictObject({ id, name: Text, when: Condition.optional() })).optional(),
});

/** One of the four main ★1 threats (★1で考慮する主な脅威), guide P.13–14. */
export const MainThreatEntry = z.strictObject({
  ...entry,
  wide: Text,
  narrowed: Text,
  /** Why ★1 narrows it; absent where it does not. */
  narrowingReason: Text.optional(),
  causes: z.array(z.strictObject({ id, mark: z.string().optional(), name: Text })).default([]),
});

/** What moved the choice of the main threats: recent attacks, and what ★1 is meant to do (guide P.14). */
export const Star1DriverEntry = z.strictObject({ ...entry, kind: z.enum(["recent-threat", "aim"]) });

/** A node of the logic model from the first act to the harm (guide P.13). */
export const LogicModelEntry = z.strictObject({
  ...entry,
  stage: z.enum(["cause", "first-act", "spread", "harm"]),
  mainThreat: id.optional(),
  leadsTo: z.array(id).default([]),
});

const star1Share = z.strictObject({
  /** How far ★1's criteria meet the threat before the gates (R10). */
  start: z.enum(["full", "partial", "none"]),
  criteria: z.array(id),
  leavesOpen: Text,
});
/** Device threat (想定される脅威), guide P.12 and IPA/CCDS threat words; rule R4 as data. */
export const ThreatEntry = z.strictObject({
  ...entry,
  text: Text,
  stride: z.array(z.enum(["S", "T", "R", "I", "D", "E"])),
  surfaces: z.array(id).min(1),
  when: Condition.optional(),
  /** A further condition on one surface. */
  whenOn: z.record(z.string(), Condition).optional(),
  assets: z.array(id).min(1),
  /** Attack-potential points for expertise and elapsed skill (bx) and special equipment (eq), 21434 scale. */
  points: z.strictObject({
    skill: z.number().int().min(0),
    equipment: z.number().int().min(0),
    equipmentIf: z.strictObject({ when: Condition, points: z.number().int().min(0) }).optional(),
  }),
  /** Set for happenings without an attacker: 脅威レベル is this value. */
  fixedLevel: level.optional(),
  /** False where nothing about the product has to be known (DoS, jamming, theft …). */
  needsKnowledge: z.boolean().default(true),
  mainThreat: id.optional(),
  star1: star1Share,
  /** What happens to the asset, said with the placeholders {type} {surface} {asset}. */
  scenario: Text,
  verification: z.array(id).default([]),
  references: z
    .strictObject({
      capec: z.array(z.string()).default([]),
      cwe: z.array(z.string()).default([]),
      attackIcs: z.array(z.string()).default([]),
    })
    .optional(),
});

/** Defence layers that count as independent of each other (多層防御). */
export const LayerEntry = z.strictObject({ ...entry });

/** Countermeasure candidate (対策候補), guide P.15–16 (25 rows) and our extensions (`extension: true`). */
export const CountermeasureEntry = z.strictObject({
  ...entry,
  purpose: Text,
  /** The guide's own column of example threats, in our words. Absent on extensions. */
  guideThreats: z.array(Text).optional(),
  extension: z.boolean().default(false),
  layer: id,
  /** Who can carry it: V vendor process, Pd product, S service operator, I integrator or site. */
  who: z.array(z.enum(["V", "Pd", "S", "I"])).min(1),
  constrained: z.enum(["yes", "no", "partly", "not-applicable"]),
  /** Surfaces it works on; absent: all. */
  surfaces: z.array(id).optional(),
  /** Condition on the component; absent: any. */
  when: Condition.optional(),
  cost: level,
  prevents: z.array(id).default([]),
  detects: z.array(id).default([]),
  requirements: z.array(id).default([]),
  criteria: z.array(id).default([]),
  /** What the product has to do, with the placeholder {type}. Present where `who` has Pd or V. */
  requirement: Text.optional(),
  /** Condition on the site or the service, with the placeholder {type}. Present where `who` has S or I. */
  siteCondition: Text.optional(),
  /** How the requirement goes beyond or beside the linked ★1 requirements. */
  beyondStar1: Text.optional(),
  verification: z.array(id).default([]),
});

/** What product and vendor do against the four main threats (guide P.17). */
export const Star1MeasureEntry = z.strictObject({
  ...entry,
  mainThreat: id,
  cause: id.optional(),
  actor: z.enum(["product", "vendor"]),
  category: Text,
  requirements: z.array(id).min(1),
  countermeasures: z.array(id).default([]),
});

/** Category of ★1 requirements (guide P.18–19). */
export const RequirementCategoryEntry = z.strictObject({ ...entry, number: z.number().int() });
/** ★1 security requirement (★1セキュリティ要件), guide P.18–19. `text` is our wording. */
export const Star1RequirementEntry = z.strictObject({
  ...entry,
  text: Text,
  category: id,
  exempt: z.array(z.strictObject({ id, when: Text })).default([]),
});

const CriterionPart = z.strictObject({
  id,
  mark: z.string(),
  text: Text,
  requirements: z.array(id).default([]),
  items: z.array(z.strictObject({ id, mark: z.string(), text: Text })).default([]),
});
/** ★1 conformance criterion (★1適合基準), guide P.22–24. */
export const Star1CriterionEntry = z.strictObject({
  ...entry,
  text: Text,
  requirements: z.array(id),
  /** Whether all of the parts or any one of them must hold. */
  parts: z.strictObject({ need: z.enum(["all", "any"]), list: z.array(CriterionPart).min(1) }).optional(),
  thresholds: z
    .array(z.strictObject({ id, part: id.optional(), value: z.number(), unit: z.string(), text: Text }))
    .default([]),
  /** Deemed conformity (みなし適合) by a technical-conformity mark. */
  deemedBy: z.strictObject({ mark: z.string(), record: Text, text: Text }).optional(),
  notApplicable: z.array(z.strictObject({ id, when: Text })).default([]),
  countermeasures: z.array(id).default([]),
});

/** Star level (★1–★4) and who evaluates (guide P.3). */
export const StarLevelEntry = z.strictObject({
  ...entry,
  level: z.number().int().min(1).max(4),
  assessment: z.enum(["self-declaration", "third-party"]),
  criteriaPer: z.enum(["all-products", "product-type"]),
});
/** What the scheme takes in and leaves out (guide P.3). */
export const ScopeEntry = z.strictObject({
  ...entry,
  inScope: z.boolean(),
  examples: z.array(Text).default([]),
});
/** Viewpoint for choosing priority product types (guide ②, P.8). */
export const PriorityViewpointEntry = z.strictObject({
  ...entry,
  axis: z.enum(["importance", "likelihood"]),
  /** The scores of R12 that measure it. */
  scores: z.array(z.enum(["outage", "harm", "logical", "physical", "information"])).min(1),
});
/** What to weigh when choosing countermeasures (guide ④, P.15). */
export const WeighingFactorEntry = z.strictObject({ ...entry });
/** Activity that spreads ★1 (guide ⑤, P.20). */
export const PromotionActivityEntry = z.strictObject({ ...entry, audience: Text });
/** Example ground for ★2 and above as an industry standard (guide ⑥, P.21). */
export const Star2GroundEntry = z.strictObject({
  ...entry,
  evidence: z.enum(["maker-share", "guideline-demand", "integrator-commitment"]),
  threshold: z.strictObject({ value: z.number(), unit: z.string() }).optional(),
});
/** Dated fact about the scheme beside the guide; an operator may replace it. */
export const SchemeFactEntry = z.strictObject({ ...entry, value: Text, asOf: z.string() });

// ---------------------------------------------------------------- tables of the method

/** Steps that begin a route without any position in a network. */
export const BEGINNINGS = ["touch", "radio", "deception", "disposal", "supply-chain"] as const;
/** Threat source (脅威源), B3. */
export const ThreatSourceEntry = z.strictObject({
  ...entry,
  startsAt: Text,
  /** Reaches it can use; empty for happenings without an attacker. */
  reaches: z.array(id),
  skill: z.number().int().min(0).max(3),
  inLogicModel: z.enum(["yes", "partly", "no"]),
  /** Whether it meets happenings without an attacker. */
  nonMalicious: z.boolean().default(false),
  defaultInScope: z.boolean().default(true),
  /** For reach RE1: the physical accesses it has. */
  physicalAccess: z.array(z.string()).optional(),
  /** Where its attack routes begin (R7). Stricter than `reaches`: a place it stands at without any step before. */
  entry: z
    .strictObject({
      /** Interfaces with these reaches that it can send to from where it is. */
      reaches: z.array(id).default([]),
      /** Stands inside the networks of the zones of people in these roles. */
      insideAs: z.array(z.string()).default([]),
      /** Where the study names no such person: stands inside zones that can be entered so. */
      insideZones: z.array(z.string()).default([]),
      /** Uses the interfaces that people in these roles use, with their accounts. */
      accountsOf: z.array(z.string()).default([]),
      /** Kinds of step that only it can begin with. */
      begins: z.array(z.enum(BEGINNINGS)).default([]),
    })
    .optional(),
});

/** Ordered or plain list of values of one attribute (B2), with the points the method gives each. Worst first where ordered. */
export const ScaleEntry = z.strictObject({
  ...entry,
  ordered: z.boolean(),
  /** The value that `unknown` is read as. */
  worst: z.string().optional(),
  values: z
    .array(
      z.strictObject({
        id: z.string(),
        name: Text,
        /** Rank on an ordered scale, larger is further along the scale. */
        rank: z.number().int().optional(),
        /** Attack-potential points the value adds (window, knowledge …). */
        points: z.number().int().optional(),
        /** Value 1–3 in importance formulas. */
        importance: z.number().int().optional(),
        score: z.number().int().optional(),
        text: Text.optional(),
      }),
    )
    .min(2),
});

/** Transmission medium (媒体), B2. */
export const MediumEntry = z.strictObject({
  ...entry,
  family: z.enum(["wired-ip", "wireless-ip", "short-range", "field", "touch"]),
  networked: z.boolean(),
  proximityRadio: z.boolean(),
  /** Needs special radio equipment to eavesdrop or jam. */
  specialEquipment: z.boolean().default(false),
  /** Routers join it with other media of this group: interfaces on them may share a flow. */
  routedGroup: z.string().optional(),
});
/** Protocol preset (A5.4): values an interface takes when it states none. */
export const ProtocolEntry = z.strictObject({
  ...entry,
  aliases: z.array(z.string()).default([]),
  media: z.array(id).default([]),
  ports: z.array(z.string()).default([]),
  authentication: z.string(),
  encryption: z.string(),
  integrity: z.string(),
  /** Runs over the Internet Protocol: shows that its component is in the scheme's reach. */
  ip: z.boolean(),
});
/** Kind of zone (ゾーン種別) with its defaults. */
export const ZoneKindEntry = z.strictObject({
  ...entry,
  physicalAccess: z.string(),
  flat: z.boolean(),
  /** business, control, safety, field, external … for the lint rules of B4. */
  role: z.enum([
    "external",
    "home",
    "business",
    "boundary",
    "supervisory",
    "control",
    "safety",
    "field",
    "public",
    "building",
  ]),
  trust: z.number().int().min(0).max(4),
});
/** IoT product type (IoT製品類型) offered as a start, with usual attribute values. */
export const ProductTypeEntry = z.strictObject({
  ...entry,
  domains: z.array(z.string()).default([]),
  icon: z.string(),
  defaults: z.record(z.string(), z.union([z.string(), z.boolean()])),
});
/** Way of verifying a requirement (検証手法), A4. */
export const VerificationEntry = z.strictObject({ ...entry });
/** Cause tag named beside a threat (B5). */
export const CauseEntry = z.strictObject({
  ...entry,
  mark: z.string(),
  mainThreatCause: id,
  when: Condition,
  surfaces: z.array(id),
});
/** Rule of derivation, cited by every `because`. */
export const RuleEntry = z.strictObject({ ...entry, text: Text });

/** State of a control that follows from the model's facts (B6). First matching row per control and state wins. */
export const DerivedControlEntry = z.strictObject({
  ...entry,
  control: id,
  state: z.enum(["full", "partial"]),
  when: Condition,
});

/**
 * Where a step of an attack route happens: an interface that the attacker can send to (`access`), or whose network
 * he is in (`listen`); a flow that he can read or forge from its network; a flow whose sender (`command`) or receiver
 * (`response`) he holds; a radio network to join; carried media; the casing; a person; an account of his own;
 * a discarded product; the supply chain.
 */
export const TECHNIQUE_PLACES = [
  "access",
  "listen",
  "flow-read",
  "flow-forge",
  "command",
  "relay",
  "update",
  "response",
  "join",
  "media",
  "casing",
  "person",
  "account",
  "disposal",
  "supply-chain",
] as const;
/** Attack technique (攻撃手法): one kind of step of an attack route (R7). */
export const AttackTechniqueEntry = z.strictObject({
  ...entry,
  /** The step in words, with the placeholders {from} {to} {interface} {type}. */
  text: Text,
  /** Hop of the method, E1–E9; absent on beginnings. */
  hop: z.string().optional(),
  over: z.enum(TECHNIQUE_PLACES),
  /** What the attacker has afterwards on the receiving component; `privilege` follows the interface's privilege. */
  gives: z.enum(["privilege", "control", "operation", "information", "network"]),
  /** Gives, or needs, a maintainer's credential of the system: the AND-condition of a route. */
  credential: z.enum(["gives", "needs"]).optional(),
  /** Threat whose levels and countermeasures the step takes. */
  threat: id,
  when: Condition.optional(),
  /** Only over an interface that carries traffic to listen to. */
  needsTraffic: z.boolean().default(false),
  /** For `join`: the link authentications it works on. */
  linkAuthentication: z.array(z.string()).default([]),
  /** Least skill of the threat source, 1–3. */
  skill: level,
  /** Attack-potential points (ISO/SAE 21434 scale): elapsed time, expertise, equipment. */
  points: z.strictObject({
    time: z.number().int().min(0),
    expertise: z.number().int().min(0),
    equipment: z.number().int().min(0).default(0),
  }),
  /** Whether knowledge of the product has to be had: adds the points of `infoAvailability`. */
  needsKnowledge: z.boolean().default(true),
  /** Countermeasures any one of which, in full, closes the step. */
  stoppedBy: z.array(id).default([]),
  /** Countermeasures that make it harder: points added when in full. */
  hinderedBy: z.array(z.strictObject({ countermeasure: id, points: z.number().int().min(1) })).default([]),
  /** What ★1 says of the step, for a reader who asks why it stays open. */
  star1: Text,
  references: z
    .strictObject({ capec: z.array(z.string()).default([]), attackIcs: z.array(z.string()).default([]) })
    .optional(),
});

/** What meeting a ★1 criterion puts in place on a product (R11), as a countermeasure in full. */
export const Star1EffectEntry = z.strictObject({
  ...entry,
  criterion: id,
  control: id,
  when: Condition.optional(),
});

/** How a ★1 criterion corresponds to a provision of another scheme (⑤). */
export const CrosswalkEntry = z.strictObject({
  ...entry,
  criterion: id,
  scheme: z.enum(["en303645", "nistir8425", "uk-psti", "sg-cls", "eu-red", "eu-cra"]),
  provisions: z.array(z.string()),
  near: z.array(z.string()).default([]),
  relation: z.enum(["similar", "partly", "none"]),
  /** `verified`: somebody read the provision against the criterion; `inferred`: from knowledge of both. */
  status: z.enum(["verified", "inferred"]),
  note: Text.optional(),
});

/** Reason why something is or is not in ★1 or can carry a label (gates of R10). */
export const ReasonEntry = z.strictObject({ ...entry });

const band = z.enum(["A", "B", "C", "D", "E"]);
export type Band = z.infer<typeof band>;
/** Levels, thresholds and matrix of the risk method. One entry, id `default`; a group may replace it by a pack. */
export const RiskMethodEntry = z.strictObject({
  ...entry,
  /** 脅威レベル from points: up to `level3` → 3, up to `level2` → 2, above → 1. */
  threatLevel: z.strictObject({ level3: z.number().int(), level2: z.number().int() }),
  /** Risk value for importance 3, 2, 1 by 脅威×脆弱性 product. */
  matrix: z.array(z.strictObject({ importance: level, byProduct: z.record(z.string(), band) })).length(3),
  /** Independent layers asked for per band, and how many of them must detect. */
  layers: z.record(
    band,
    z.strictObject({ want: z.number().int(), detect: z.number().int(), weight: z.number() }),
  ),
  /** Fewer independent layers than this is named as thin. */
  thinBelow: z.number().int(),
  priority: z.strictObject({
    importanceP1: z.number().int(),
    likelihoodP1: z.number().int(),
    likelihoodP2: z.number().int(),
    weights: z.strictObject({ logical: z.number(), physical: z.number(), information: z.number() }),
    liftBand: band,
    liftImportance: z.number().int(),
    notLifting: z.array(id),
    liftSurfaces: z.array(id),
  }),
  /** Attack routes (R7): which assets are worth attacking and how the effort of a route is rated. */
  routes: z.strictObject({
    /** Importance from which an asset kind is a goal. Kinds not named are no goals unless the study names the asset. */
    goals: z.array(z.strictObject({ kind: id, importance: level })),
    /** Attack feasibility (攻撃実現可能性) by attack potential: up to `high` high, … above `low` very low. */
    feasibility: z.strictObject({ high: z.number().int(), medium: z.number().int(), low: z.number().int() }),
    /** Threats that a product cannot settle and that R13 leaves out. */
    notForNeed: z.array(id),
    needBand: band,
    needImportanceBand: band,
    needImportance: z.number().int(),
  }),
});

/**
 * How a word in another tool's file or in an asset list is read: as what kind of component, person, zone, link, asset,
 * domain or column. The longest word found decides; between equals, the entry that stands first.
 */
export const ImportMappingEntry = z.strictObject({
  ...entry,
  on: z.enum(["component", "person", "zone", "link", "asset", "domain", "column"]),
  /** Compared without regard to case; words of Latin letters as whole words, others anywhere. */
  words: z.array(z.string().min(1).max(100)).min(1),
  /** Ids that the other tool gives to its own kinds, compared as a whole. */
  ids: z.array(z.string().min(1)).optional(),
  /** Product type of the catalogue (`based`). */
  productType: id.optional(),
  role: z
    .enum(["resident", "visitor", "operator", "maintainer", "tenant", "administrator", "vendor"])
    .optional(),
  zoneKind: id.optional(),
  protocol: id.optional(),
  medium: id.optional(),
  assetKind: id.optional(),
  domain: z.enum(["smart-home", "factory-fa", "factory-pa", "building", "other"]).optional(),
  /** Column of an asset list (資産台帳), by its head. */
  column: z
    .enum([
      "id",
      "name",
      "kind",
      "zone",
      "quantity",
      "protocol",
      "peer",
      "importance",
      "reason",
      "note",
      "data",
      "carrier",
    ])
    .optional(),
});

/** Table name → schema of its entries. The file of a table is `<name>.yaml`. */
export const TABLES = {
  documents: DocumentEntry,
  rules: RuleEntry,
  steps: StepEntry,
  "asset-classes": AssetClassEntry,
  "asset-kinds": AssetKindEntry,
  "attack-surfaces": SurfaceEntry,
  "main-threats": MainThreatEntry,
  "star1-drivers": Star1DriverEntry,
  "logic-model": LogicModelEntry,
  threats: ThreatEntry,
  causes: CauseEntry,
  layers: LayerEntry,
  countermeasures: CountermeasureEntry,
  "derived-controls": DerivedControlEntry,
  "star1-measures": Star1MeasureEntry,
  "requirement-categories": RequirementCategoryEntry,
  "star1-requirements": Star1RequirementEntry,
  "star1-criteria": Star1CriterionEntry,
  "star-levels": StarLevelEntry,
  scope: ScopeEntry,
  "priority-viewpoints": PriorityViewpointEntry,
  "weighing-factors": WeighingFactorEntry,
  "promotion-activities": PromotionActivityEntry,
  "star2-grounds": Star2GroundEntry,
  "scheme-facts": SchemeFactEntry,
  "threat-sources": ThreatSourceEntry,
  scales: ScaleEntry,
  media: MediumEntry,
  protocols: ProtocolEntry,
  "zone-kinds": ZoneKindEntry,
  "product-types": ProductTypeEntry,
  verifications: VerificationEntry,
  reasons: ReasonEntry,
  "risk-method": RiskMethodEntry,
  "attack-techniques": AttackTechniqueEntry,
  "star1-effects": Star1EffectEntry,
  crosswalk: CrosswalkEntry,
  "import-mapping": ImportMappingEntry,
} as const;

export type TableName = keyof typeof TABLES;
export type Entry<T extends TableName> = z.infer<(typeof TABLES)[T]>;
/** The whole catalogue as plain JSON: what the build writes and the pure packages read. */
export type CatalogTables = { [T in TableName]: Entry<T>[] };
