/**
 * What a check saw. A probe writes facts and never a verdict; a criterion reads facts and never a socket. Facts are plain
 * JSON: they lie in the evidence bundle and are read back years later, so kinds are added and never changed.
 */
import { z } from "zod";

/** How an attempt ended when it is about being let in (アクセスの結果). */
export const AccessOutcome = z.enum([
  /** Clearly turned away: 401, 403, 4.01, "not authorised", closed before any data. */
  "refused",
  /** The thing itself came back. */
  "returned",
  /** A log-in page or a redirect to one, without the thing in its body. */
  "login-page",
  /** Answered with neither: empty, other content, an error of the server. */
  "unclear",
  /** No answer within the limit, or the connection failed. */
  "no-answer",
]);
export type AccessOutcome = z.infer<typeof AccessOutcome>;

const iface = z.string();
const at = z.iso.datetime();
const port = z.number().int().min(0).max(65535);

/** One port seen. `proved`: our own protocol request was answered; `banner`: spoke first; `table`: guessed from the number. */
export const SeenPort = z.strictObject({
  transport: z.enum(["tcp", "udp"]),
  port,
  state: z.enum(["open", "closed", "filtered", "open|filtered"]),
  service: z.string().optional(),
  product: z.string().optional(),
  version: z.string().optional(),
  by: z.enum(["proved", "banner", "tool", "table", "connect"]),
  tls: z.boolean().optional(),
});
export type SeenPort = z.infer<typeof SeenPort>;

/** The ports of a target (S1.1-13 ①A). Only ports that are not closed are listed. */
export const PortsFact = z.strictObject({
  kind: z.literal("ports"),
  state: z.enum(["setup", "operation", "update", "maintenance"]),
  transport: z.enum(["tcp", "udp"]),
  /** Ranges looked at, e.g. `["1-65535"]`. */
  ranges: z.array(z.string()),
  /** Every port of the ranges got an answer or was tried to the limit; twice agreed. */
  complete: z.boolean(),
  passes: z.number().int().min(1),
  ports: z.array(SeenPort),
  /** Connections to oneself that were thrown away. */
  selfConnects: z.number().int().min(0).default(0),
});

/** One thing asked for without credentials, and with the known-good account to prove that the request reaches it (S1.1-01). */
export const AccessFact = z.strictObject({
  kind: z.literal("access"),
  interface: iface,
  protocol: z.string(),
  /** Id of the declared protected item; absent when found by looking (a crawled path, a listed resource). */
  item: z.string().optional(),
  at: z.string(),
  /** Which stranger: no credentials, empty cookie, made-up session, empty Basic, a path variant, another method. */
  tries: z.array(
    z.strictObject({
      as: z.string(),
      outcome: AccessOutcome,
      status: z.string().optional(),
      bytes: z.number().int().min(0).optional(),
    }),
  ),
  /** The same with the known-good account. Absent when there was none to use. */
  withAccount: AccessOutcome.optional(),
  /** Said by the protocol itself: it knows no log-in (Modbus, BACnet, ECHONET Lite). */
  noAuthentication: z.boolean().optional(),
});

/** A session opened to an interface as a stranger: MQTT CONNECT, SSH `none`, Telnet shell, SNMP community. */
export const SessionFact = z.strictObject({
  kind: z.literal("session"),
  interface: iface,
  protocol: z.string(),
  as: z.string(),
  outcome: AccessOutcome,
  /** Log-in ways the server offers (SSH methods …), number of topics seen, actions listed. */
  offers: z.array(z.string()).default([]),
  detail: z.string().optional(),
});

export const TlsFact = z.strictObject({
  kind: z.literal("tls"),
  interface: iface.optional(),
  port,
  versions: z.array(
    z.strictObject({
      version: z.enum(["SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"]),
      offered: z.enum(["yes", "no", "unknown"]),
    }),
  ),
  /** IANA names of what the server accepted, by version. */
  suites: z.array(z.strictObject({ version: z.string(), name: z.string(), weakness: z.string().optional() })),
  certificate: z
    .strictObject({
      subject: z.string(),
      issuer: z.string(),
      selfSigned: z.boolean(),
      notBefore: z.string(),
      notAfter: z.string(),
      names: z.array(z.string()),
      matchesHost: z.boolean().optional(),
      keyBits: z.number().optional(),
      keyType: z.string().optional(),
      signature: z.string().optional(),
      sha256: z.string(),
    })
    .optional(),
  /** Same service in clear beside it: `redirect` only sends on to TLS; `serves` gives content or takes a log-in. */
  plaintextTwin: z
    .strictObject({ port, behaviour: z.enum(["none", "redirect", "serves", "login-in-clear"]) })
    .optional(),
  secondOpinion: z
    .strictObject({ tool: z.string(), agrees: z.boolean(), differences: z.array(z.string()) })
    .optional(),
});

/** A series of wrong passwords and what followed (S1.1-04). Times in milliseconds. */
export const BruteForceFact = z.strictObject({
  kind: z.literal("brute-force"),
  interface: iface,
  authentication: z.string(),
  protocol: z.string(),
  /** The known-good log-in before any wrong one. Without it nothing below proves anything. */
  baseline: z.boolean(),
  attempts: z.array(
    z.strictObject({ ms: z.number(), answer: z.string(), sameConnection: z.boolean().default(false) }),
  ),
  serialPerSecond: z.number(),
  parallelPerSecond: z.number().optional(),
  /** The good log-in right after the series: refused means a lock that the answers hide. */
  goodAfter: z.boolean().optional(),
  /** How many wrong ones before an answer changed (429, locked) or the good one was refused. */
  blockedAfter: z.number().int().optional(),
  blockVisible: z.boolean().optional(),
  retryAfterSeconds: z.number().optional(),
  releasedAfterSeconds: z.number().optional(),
  waitedSeconds: z.number().optional(),
  /** The good log-in works again at the end. */
  restored: z.boolean().optional(),
  /** A wrong value was let in. */
  wrongAccepted: z.boolean(),
  otherAccountAlsoBlocked: z.boolean().optional(),
  /** Refused beforehand, while the lock of another log-in lasted: one lock for several log-ins. */
  lockShared: z.boolean().optional(),
  /** Wrong passwords at another log-in, with another account, fell into the wait for this lock or the other way round. */
  overlapped: z.boolean().optional(),
});

/** First start (S1.1-02 ②). `tries` holds lengths, never values. */
export const SetupFact = z.strictObject({
  kind: z.literal("setup"),
  authentication: z.string(),
  interface: iface,
  closedBeforeChange: z.boolean().optional(),
  tries: z.array(
    z.strictObject({
      what: z.enum(["1", "7", "8", "default-again", "8-blanks"]),
      over: z.enum(["recipe"]),
      accepted: z.boolean(),
    }),
  ),
  truncates: z.boolean().optional(),
});

/** Table of units' default passwords (S1.1-02 ①), judged offline. */
export const DefaultPasswordsFact = z.strictObject({
  kind: z.literal("default-passwords"),
  authentication: z.string(),
  units: z.number().int(),
  consecutive: z.number().int(),
  shortest: z.number().int(),
  duplicates: z.number().int(),
  findings: z.array(
    z.strictObject({
      what: z.enum(["short", "duplicate", "derived", "listed", "sequence", "pattern", "low-entropy"]),
      rows: z.array(z.number().int()),
      detail: z.string(),
    }),
  ),
  bitsEstimate: z.number().optional(),
});

/** Changing a credential A → B → back (S1.1-03). */
export const ChangeFact = z.strictObject({
  kind: z.literal("credential-change"),
  authentication: z.string(),
  interfaces: z.array(
    z.strictObject({
      interface: iface,
      oldAfter: AccessOutcome.optional(),
      newAfter: AccessOutcome.optional(),
    }),
  ),
  changed: z.boolean(),
  restored: z.boolean(),
  oldSessionAlive: z.boolean().optional(),
});

/** Read values at a named moment. Comparison of two gives S1.1-06③, 14, 15②. Secrets are kept as SHA-256. */
export const SnapshotFact = z.strictObject({
  kind: z.literal("snapshot"),
  moment: z.enum([
    "before",
    "after-update",
    "after-power-cut",
    "after-network-cut",
    "before-deletion",
    "after-deletion",
    "factory",
  ]),
  version: z.string().optional(),
  model: z.string().optional(),
  markers: z.record(z.string(), z.string()).default({}),
  credentials: z
    .array(z.strictObject({ name: z.string(), interface: iface, works: z.boolean() }))
    .default([]),
  keys: z.record(z.string(), z.string()).default({}),
  missing: z.array(z.string()).default([]),
});

/** One package offered to the device (S1.1-06①, 08). */
export const UpdateFact = z.strictObject({
  kind: z.literal("update"),
  alteration: z.enum([
    "none",
    "bit-in-payload",
    "bit-in-header",
    "signature-removed",
    "signature-of-other",
    "cut",
    "other-model",
    "older",
  ]),
  packageSha256: z.string(),
  accepted: z.enum(["yes", "no", "unclear"]),
  versionBefore: z.string().optional(),
  versionAfter: z.string().optional(),
  healthy: z.boolean(),
  answer: z.string().optional(),
});

/** A package file looked at offline (S1.1-08). */
export const PackageFact = z.strictObject({
  kind: z.literal("package"),
  file: z.string(),
  sha256: z.string(),
  format: z.string(),
  signed: z.enum(["yes", "no", "unknown"]),
  verified: z.enum(["yes", "no", "not-tried"]),
  alterationsRefused: z.number().int().optional(),
  alterationsTried: z.number().int().optional(),
});

/** A place in a text that answers a point: quoted, for a person to confirm (S1.1-05, 07, 09, 16). */
export const DocumentFact = z.strictObject({
  kind: z.literal("document"),
  /** `policy`, `security-txt`, `update-policy`, `user-information`, `manual`. */
  role: z.enum(["policy", "security-txt", "update-policy", "user-information", "manual"]),
  document: z.string(),
  at: z.string(),
  sha256: z.string().optional(),
  reachable: z.boolean(),
  needsLogin: z.boolean().optional(),
  https: z.boolean().optional(),
  language: z.array(z.string()).default([]),
  points: z.array(
    z.strictObject({
      point: z.string(),
      quote: z.string(),
      /** Line of a text, page of a PDF, from 1. */
      where: z.string(),
    }),
  ),
  problems: z.array(z.strictObject({ code: z.string(), detail: z.string() })).default([]),
  date: z.string().optional(),
});

export const ModelNumberFact = z.strictObject({
  kind: z.literal("model-number"),
  declared: z.string(),
  seen: z.array(z.strictObject({ from: z.string(), text: z.string(), matches: z.boolean() })),
});

/** One vulnerability found in one component or service (S1.1-13②), after aliases are joined. */
export const Finding = z.strictObject({
  id: z.string(),
  aliases: z.array(z.string()),
  subject: z.string(),
  version: z.string().optional(),
  purl: z.string().optional(),
  cpe: z.string().optional(),
  cvss: z
    .strictObject({
      version: z.string(),
      score: z.number(),
      vector: z.string().optional(),
      network: z.boolean().optional(),
    })
    .optional(),
  kev: z.boolean(),
  epss: z.number().optional(),
  /** `guess`: matched by name or CPE only, or a scanner's quality of detection under 70. */
  sure: z.enum(["exact", "likely", "guess"]),
  vex: z
    .strictObject({
      status: z.enum(["not_affected", "affected", "fixed", "under_investigation"]),
      justification: z.string().optional(),
      file: z.string(),
    })
    .optional(),
  fixedIn: z.array(z.string()).default([]),
  sources: z.array(z.string()),
  title: z.string().optional(),
});
export type Finding = z.infer<typeof Finding>;

export const VulnerabilityFact = z.strictObject({
  kind: z.literal("vulnerabilities"),
  /** `scan`: a scanner's report of the device; `sbom`: components matched with vulnerability data. */
  from: z.enum(["scan", "sbom"]),
  tool: z.string(),
  scannedAt: z.string().optional(),
  /** Date of the vulnerability data. */
  feedDate: z.string().optional(),
  firmware: z.string().optional(),
  model: z.string().optional(),
  authenticated: z.boolean().optional(),
  complete: z.boolean(),
  components: z.number().int().optional(),
  /** Components that could not be matched at all (no purl, no cpe, no version). */
  unmatched: z.number().int().optional(),
  findings: z.array(Finding),
});

/** Test value planted by the operator and looked for (S1.1-11, 12, 15). */
export const CanaryFact = z.strictObject({
  kind: z.literal("canary"),
  asset: z.string(),
  in: z.string(),
  /** What was searched: a capture of traffic, a removable medium, a settings export, a storage image, or the device's own
   * screens before or after deletion. Absent in records that do not say. */
  place: z.enum(["capture", "removable", "export", "image", "before-deletion", "after-deletion"]).optional(),
  sha256: z.string(),
  found: z.array(z.strictObject({ offset: z.number(), encoding: z.string() })),
});

/** What the device is: compared before each run (domain/conformance.md E.0, safety rule 2). */
export const IdentityFact = z.strictObject({
  kind: z.literal("identity"),
  parts: z.record(z.string(), z.string()),
  sameAsRecord: z.boolean().optional(),
});

/** Something that went wrong with the device under test: not a verdict, and never a pass. */
export const IncidentFact = z.strictObject({
  kind: z.literal("incident"),
  what: z.string(),
  detail: z.string(),
});

export const Fact = z.discriminatedUnion("kind", [
  PortsFact,
  AccessFact,
  SessionFact,
  TlsFact,
  BruteForceFact,
  SetupFact,
  DefaultPasswordsFact,
  ChangeFact,
  SnapshotFact,
  UpdateFact,
  PackageFact,
  DocumentFact,
  ModelNumberFact,
  VulnerabilityFact,
  CanaryFact,
  IdentityFact,
  IncidentFact,
]);
export type Fact = z.infer<typeof Fact>;
export type FactOf<K extends Fact["kind"]> = Extract<Fact, { kind: K }>;

/**
 * Class of a check (検査の区分): R reads only · L tries log-ins, bounded · W changes a setting and restores it · U installs
 * software · P cuts power · D deletes data · O looks at files only and sends nothing.
 */
export const CheckClass = z.enum(["O", "R", "L", "W", "U", "P", "D"]);
export type CheckClass = z.infer<typeof CheckClass>;

/** One run of one check. Never changed after it is written. */
export const CheckRecord = z.strictObject({
  id: z.string(),
  /** E.g. `ports.tcp`, `access.http`, `brute-force.http-form`, `document.policy`, `import.nmap`. */
  check: z.string(),
  class: CheckClass,
  criteria: z.array(z.string()),
  /** `failed`: the check itself broke; `skipped`: not run, with why; `aborted`: stopped by limit, loss of the device or a person. */
  state: z.enum(["done", "failed", "skipped", "aborted"]),
  /** Message key and values when the state is not `done`. */
  why: z
    .strictObject({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) })
    .optional(),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  startedAt: at,
  endedAt: at,
  target: z
    .strictObject({ address: z.string(), port: port.optional(), host: z.string().optional() })
    .optional(),
  /** The bound printed before, and what was really sent. */
  limits: z.strictObject({ requests: z.number().int(), seconds: z.number(), parallel: z.number().int() }),
  sent: z.number().int().min(0),
  facts: z.array(Fact),
  /** Raw output in the bundle. */
  raw: z.array(
    z.strictObject({ path: z.string(), sha256: z.string(), bytes: z.number().int(), mediaType: z.string() }),
  ),
  /** What the evidence is about: it expires when the product's firmware is another. */
  product: z.strictObject({ model: z.string(), firmware: z.string(), unit: z.string().optional() }),
});
export type CheckRecord = z.infer<typeof CheckRecord>;

/** What a named person says (人による判断). */
export const Statement = z.strictObject({
  id: z.string(),
  criterion: z.string(),
  /** Part or question it answers, e.g. `S1.1-05-2`, `S1.1-13-1B`, or an id of `asks`. */
  about: z.string(),
  says: z.enum(["met", "not-met", "not-applicable", "override"]),
  text: z.string().min(1),
  by: z.string().min(1),
  role: z.string().optional(),
  /** Second reader: asked for with `override`. */
  secondReader: z.string().optional(),
  date: z.iso.date(),
  /** Records and files it rests on. */
  cites: z.array(z.string()).default([]),
  attachments: z
    .array(
      z.strictObject({
        path: z.string(),
        sha256: z.string(),
        bytes: z.number().int(),
        mediaType: z.string(),
      }),
    )
    .default([]),
  firmware: z.string(),
});
export type Statement = z.infer<typeof Statement>;
