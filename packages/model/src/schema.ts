/**
 * The study (検討): what a working group says about its system. One YAML or JSON file.
 * This schema is the source of the published JSON Schema (`schemas/study.schema.json`) and of the compiled validator.
 */
import { z } from "zod";
import {
  ACTUATES,
  AUTHENTICATIONS,
  COMPONENT_CLASSES,
  DOMAINS,
  ENCRYPTIONS,
  FILTERS,
  HARMS,
  INFO_AVAILABILITIES,
  INFO_LOSSES,
  INTEGRITIES,
  OUTAGES,
  PHASES,
  PHYSICAL_ACCESSES,
  PRIVILEGES,
  REACHES,
  SAFETY_ROLES,
  STORAGES,
  UPDATES,
  USES,
  VULNERABILITIES,
} from "./enumerations.ts";

const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)
  .meta({ description: "Id: letters, digits, '_' or '-', 64 at most. It stays when names change." });
/** Words in Japanese, English or both. A plain string counts for both languages. */
export const StudyText = z
  .union([
    z.string().min(1).max(2000),
    z.strictObject({ ja: z.string().min(1).max(2000), en: z.string().min(1).max(2000).optional() }),
    z.strictObject({ ja: z.string().min(1).max(2000).optional(), en: z.string().min(1).max(2000) }),
  ])
  .meta({ description: "Words: one string, or {ja: …, en: …}." });
export type StudyText = z.infer<typeof StudyText>;

const described = <T extends z.ZodType>(schema: T, description: string) => schema.meta({ description });
const level = z.union([z.literal(1), z.literal(2), z.literal(3)]);

const Control = z.strictObject({
  id: described(z.string(), "Countermeasure in place (対策), e.g. CM24."),
  state: described(z.enum(["full", "partial"]), "How far it is in place."),
  evidence: z.string().max(2000).optional(),
});

/** What a component is like. On a product type these are defaults; a component may say otherwise. */
const traits = {
  class: described(z.enum(COMPONENT_CLASSES), "Kind of thing (機器区分)."),
  ip: described(z.boolean(), "Sends and receives data over IP (the scheme's scope)."),
  generalPurpose: described(
    z.boolean(),
    "General-purpose IT to which its user can add security (汎用的なIT製品): out of the scheme's scope.",
  ),
  constrained: described(z.boolean(), "Constrained device (制約のある機器)."),
  hasSoftware: described(z.boolean(), "Runs software or firmware."),
  update: described(z.enum(UPDATES), "How updates are installed and checked."),
  vulnerability: described(z.enum(VULNERABILITIES), "Known vulnerabilities: none = scanned clean."),
  actuates: described(z.enum(ACTUATES), "What it moves in the physical world."),
  safetyRole: described(z.enum(SAFETY_ROLES), "Part in safety (セーフティ)."),
  storage: described(z.enum(STORAGES), "What it stores."),
  physicalAccess: described(z.enum(PHYSICAL_ACCESSES), "Who can touch it in operation. Default: the zone's."),
  infoAvailability: described(z.enum(INFO_AVAILABILITIES), "How easily information for an attack is had."),
  outage: described(z.enum(OUTAGES), "How long the system suffers if it fails: hours (<1 day), days, weeks."),
  human: described(z.enum(HARMS), "Harm to people if it is attacked."),
  environment: described(z.enum(HARMS), "Harm to the environment if it is attacked."),
  infoLoss: described(z.enum(INFO_LOSSES), "Damage if its information leaks."),
  disposalPossible: described(z.boolean(), "Can be disposed of or resold with its storage."),
  technicalConformity: described(
    z.boolean(),
    "Bears a 技適 [T] or [A] mark that includes the terminal security rule.",
  ),
  controls: z.array(Control).max(100),
};
const optionalTraits = z.strictObject(traits).partial().shape;

export const ProductType = z.strictObject({
  id,
  name: StudyText,
  ...optionalTraits,
  class: traits.class,
  based: described(z.string(), "Product type of the catalogue whose usual values it takes.").optional(),
  note: StudyText.optional(),
});

export const Interface = z.strictObject({
  id,
  name: StudyText.optional(),
  use: described(
    z.enum(USES),
    "normal 通常使用 / maintenance 保守用 / unused 未使用 (implemented but not used).",
  ),
  medium: described(
    z.string(),
    "Medium, e.g. ethernet, wifi, cellular, ble, thread, zigbee, wisun, serial, usb, panel.",
  ),
  segment: described(z.string(), "Segment it is joined to.").optional(),
  protocol: described(
    z.string().max(200),
    "Protocol; presets fill authentication, encryption and integrity.",
  ).optional(),
  authentication: described(
    z.enum(AUTHENTICATIONS),
    "Authentication. Default: the protocol's preset, else unknown.",
  ).optional(),
  encryption: described(z.enum(ENCRYPTIONS), "Encryption by the protocol itself.").optional(),
  integrity: described(z.enum(INTEGRITIES), "Protection against tampering.").optional(),
  privilege: described(z.enum(PRIVILEGES), "What one can do through it at most.").optional(),
  reach: described(
    z.enum(REACHES),
    "Where an attacker can reach it from at best. Default: from medium and zone.",
  ).optional(),
  attemptLimit: described(z.boolean(), "Log-in attempts are limited.").optional(),
  canDisable: described(z.boolean(), "Can be switched off.").optional(),
  enabled: described(z.boolean(), "Is switched on. Default true.").optional(),
  note: StudyText.optional(),
});

export const Component = z.strictObject({
  id,
  name: StudyText.optional(),
  type: described(z.string(), "Product type (IoT製品類型)."),
  zone: described(z.string(), "Zone it stands in."),
  quantity: described(
    z.number().int().min(1).max(10_000_000),
    "How many stand in the field. Default 1.",
  ).optional(),
  functions: z.array(StudyText).max(50).optional(),
  ...optionalTraits,
  interfaces: z.array(Interface).max(200).optional(),
  note: StudyText.optional(),
});

export const Zone = z.strictObject({
  id,
  name: StudyText,
  kind: described(z.string(), "Zone kind of the catalogue, e.g. home-lan, control, dmz, internet."),
  parent: z.string().optional(),
  trust: z.number().int().min(0).max(4).optional(),
  physicalAccess: z.enum(PHYSICAL_ACCESSES).optional(),
  flat: described(z.boolean(), "Members reach each other without a filter.").optional(),
  note: StudyText.optional(),
});

/** Network segment with link protection: what Wi-Fi, Wi-SUN or Thread protects belongs here, not to the protocol. */
export const Segment = z.strictObject({
  id,
  name: StudyText.optional(),
  zone: z.string(),
  medium: z.string(),
  linkAuthentication: described(
    z.enum(["none", "shared", "certificate", "unknown"]),
    "How a member joins.",
  ).optional(),
  linkEncryption: described(z.enum(["none", "link", "unknown"]), "Encryption of the link itself.").optional(),
  note: StudyText.optional(),
});

export const Flow = z.strictObject({
  id: id.optional(),
  from: described(z.string(), "Sending interface as component.interface."),
  to: described(z.string(), "Receiving interface as component.interface."),
  name: StudyText.optional(),
  protocol: z.string().max(200).optional(),
  command: described(z.boolean(), "Carries commands that the receiver obeys.").optional(),
  carries: described(z.array(z.string()).max(100), "Assets it carries.").optional(),
  filter: described(z.enum(FILTERS), "Filter on the way.").optional(),
  note: StudyText.optional(),
});

export const Person = z.strictObject({
  id,
  name: StudyText,
  role: z.enum(["resident", "visitor", "operator", "maintainer", "tenant", "administrator", "vendor"]),
  zones: z.array(z.string()).max(100).optional(),
  uses: described(z.array(z.string()).max(1000), "Interfaces used, as component.interface.").optional(),
});

const pixels = z.number().min(-1_000_000).max(1_000_000);
/** Place of a box in the diagram: absolute coordinates of its upper left corner, px. */
export const Box = z.strictObject({
  x: pixels,
  y: pixels,
  width: z.number().min(1).max(1_000_000).optional(),
  height: z.number().min(1).max(1_000_000).optional(),
});

/** System configuration pattern (構成パターン). */
export const Configuration = z.strictObject({
  id,
  name: StudyText,
  text: StudyText.optional(),
  zones: z.array(Zone).min(1),
  segments: z.array(Segment).optional(),
  components: z.array(Component),
  flows: z.array(Flow).optional(),
  people: z.array(Person).max(1000).optional(),
  layout: described(
    z.record(z.string(), Box),
    "Where the diagram draws things, by component id or `zone:` and the zone's id. The analysis ignores it.",
  ).optional(),
});

/** A named asset (守るべき資産) or an importance that the group sets itself. */
export const Asset = z.strictObject({
  id,
  name: StudyText,
  kind: described(z.string(), "Asset kind: A1 A2s A2m A2f A3c A3s A3p A3d A4h A4p."),
  on: described(
    z.array(z.string()).min(1).max(100_000),
    "Where it is: configuration/component, or a product type's id.",
  ),
  importance: level.optional(),
  reason: StudyText.optional(),
});

export const ThreatSource = z.strictObject({
  id: described(z.string(), "TS1…TS10 of the catalogue."),
  inScope: z.boolean(),
  reason: StudyText.optional(),
});

export const DECISION_ACTIONS = ["accept", "drop", "change", "add"] as const;
/** What the group decided against or beyond what was derived. */
export const Decision = z.strictObject({
  id,
  target: described(
    z.string().max(400),
    "Stable id of the derived item, as the dossier shows it; for `add`, the product type's.",
  ),
  action: described(z.enum(DECISION_ACTIONS), "accept / drop / change a value / add an item."),
  set: z
    .strictObject({
      importance: level.optional(),
      threatLevel: level.optional(),
      countermeasureLevel: level.optional(),
      priority: z.enum(["P1", "P2", "P3"]).optional(),
      statement: StudyText.optional(),
      countermeasure: z.string().optional(),
      requirement: StudyText.optional(),
    })
    .optional(),
  reason: StudyText,
  by: z.string().min(1).max(200),
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
});

const evidence = { evidence: z.string().max(2000).optional(), date: z.string().optional() };
/** What ⑥ needs: makers with share and commitment, integrators, guidelines. */
export const Market = z.strictObject({
  makers: z
    .array(
      z.strictObject({
        name: StudyText,
        type: z.string(),
        sharePercent: z.number().min(0).max(100).optional(),
        commits: z.enum(["yes", "no", "unknown"]),
        ...evidence,
      }),
    )
    .optional(),
  integrators: z
    .array(
      z.strictObject({
        name: StudyText,
        rank: z.number().int().min(1),
        commits: z.enum(["yes", "no", "unknown"]),
        ...evidence,
      }),
    )
    .optional(),
  guidelines: z
    .array(
      z.strictObject({
        name: StudyText,
        demand: z.enum(["mandatory", "strong", "none", "unknown"]),
        ...evidence,
      }),
    )
    .optional(),
});
/** What ⑤ needs: planned activities. */
export const Promotion = z.array(
  z.strictObject({
    id,
    activity: described(z.string(), "Activity of the catalogue."),
    name: StudyText,
    owner: z.string().optional(),
    date: z.string().optional(),
    state: z.enum(["planned", "doing", "done"]).optional(),
  }),
);

export const Study = z
  .strictObject({
    $schema: z.string().optional(),
    seiza: described(z.literal(1), "Version of this file's format."),
    system: z.strictObject({
      id,
      name: StudyText,
      domain: z.enum(DOMAINS),
      scope: StudyText.optional(),
      phases: described(
        z.array(z.enum(PHASES)).min(1),
        "Life phases in scope. Default: operation, maintenance, disposal.",
      ).optional(),
      threshold: described(
        z.enum(["A", "B", "C", "D", "E"]),
        "Risk values from this one up need treatment. Default B.",
      ).optional(),
    }),
    configurations: z.array(Configuration).min(1).max(100),
    productTypes: z.array(ProductType).min(1),
    assets: z.array(Asset).optional(),
    threatSources: z.array(ThreatSource).max(100).optional(),
    decisions: z.array(Decision).optional(),
    market: Market.optional(),
    promotion: Promotion.optional(),
  })
  .meta({ title: "Seiza study", description: "A study (検討) of a domain-specific system for Seiza." });

export type Study = z.infer<typeof Study>;
export type Zone = z.infer<typeof Zone>;
export type Segment = z.infer<typeof Segment>;
export type Component = z.infer<typeof Component>;
export type Interface = z.infer<typeof Interface>;
export type Flow = z.infer<typeof Flow>;
export type ProductType = z.infer<typeof ProductType>;
export type Configuration = z.infer<typeof Configuration>;
export type Decision = z.infer<typeof Decision>;
export type Box = z.infer<typeof Box>;
export type Asset = z.infer<typeof Asset>;
export type Person = z.infer<typeof Person>;
export type Market = z.infer<typeof Market>;
