/**
 * The declaration (製品の申告): what a vendor says about one product, in `product.yaml` or the guided form. It feeds every
 * criterion and every probe; nothing in it is believed that a probe can look at.
 */
import { StudyText } from "@seiza/model/schema";
import { z } from "zod";
import { ActRecipe, DeviceAdapter, LoginRecipe, ReadRecipe } from "./recipe.ts";

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);
const date = z.iso.date();
/** A file beside `product.yaml`, or a web address. Relative paths are read from the declaration's folder. */
const place = z.string().min(1).max(2000);

/** Where in its life the device is while something holds (状態). */
export const DEVICE_STATES = ["setup", "operation", "update", "maintenance"] as const;
export const IP_PROTOCOLS = [
  "http",
  "https",
  "mqtt",
  "mqtts",
  "ssh",
  "telnet",
  "ftp",
  "rtsp",
  "rtsps",
  "onvif",
  "snmp",
  "coap",
  "coaps",
  "ssdp",
  "upnp",
  "mdns",
  "modbus",
  "bacnet",
  "echonet-lite",
  "dns",
  "dhcp",
  "ntp",
  "other",
] as const;

/**
 * One thing that must not be had without credentials: a path, a topic, a resource, an object id, a register range
 * (守るべき情報資産へのアクセス先).
 */
export const ProtectedItem = z.strictObject({
  id,
  /** HTTP path, MQTT topic, CoAP resource, RTSP path, SNMP OID, Modbus register as `holding:0-9`, UPnP action. */
  at: z.string().min(1).max(500),
  assets: z.array(id).min(1),
  /** Text that only the true answer holds, so that a log-in page with status 200 is not taken for it. */
  marker: z.string().optional(),
});
export type ProtectedItem = z.infer<typeof ProtectedItem>;

const interfaceCommon = {
  id,
  name: StudyText.optional(),
  purpose: StudyText.optional(),
  /** Needed for the use of the product (利用上必要). Then `purpose` is the reason S1.1-13 asks for. */
  needed: z.boolean(),
  states: z.array(z.enum(DEVICE_STATES)).min(1).default(["setup", "operation"]),
};

/** A way into the product (インタフェース). */
export const ProductInterface = z.discriminatedUnion("kind", [
  z.strictObject({
    ...interfaceCommon,
    kind: z.literal("ip"),
    transport: z.enum(["tcp", "udp"]),
    port: z.number().int().min(1).max(65535),
    protocol: z.enum(IP_PROTOCOLS),
    tls: z.boolean().optional(),
    /** What a stranger without credentials should meet. `refuse`: nothing of `protects`. `by-network`: the protocol has no
     * log-in; access is limited by the network, as the manual says. */
    access: z.enum(["refuse", "open", "by-network"]),
    protects: z.array(ProtectedItem).default([]),
    /** Mechanism of `authentication` that guards it. */
    authentication: id.optional(),
    /** Whoever can send packets to it: the home or site network, or the internet. */
    reach: z.enum(["local", "internet"]).default("local"),
  }),
  z.strictObject({
    ...interfaceCommon,
    kind: z.literal("bluetooth"),
    services: z.array(z.string()).default([]),
    pairing: z.enum(["none", "just-works", "passkey", "numeric", "oob"]).optional(),
    discoverableAfterSetup: z.boolean().optional(),
  }),
  z.strictObject({
    ...interfaceCommon,
    kind: z.literal("usb"),
    functions: z
      .array(z.enum(["power-only", "storage", "network", "serial", "update", "hid", "other"]))
      .default([]),
  }),
  z.strictObject({ ...interfaceCommon, kind: z.literal("debug"), enabled: z.boolean() }),
  z.strictObject({ ...interfaceCommon, kind: z.literal("other") }),
]);
export type ProductInterface = z.infer<typeof ProductInterface>;
export type IpInterface = Extract<ProductInterface, { kind: "ip" }>;

/** A way to prove who one is (認証の仕組み). */
export const Authentication = z.strictObject({
  id,
  name: StudyText.optional(),
  kind: z.enum(["password", "pin", "token", "key", "certificate", "biometric", "pairing", "cloud-account"]),
  /** `user`: S1.1-02…04 look at it. `client-setup`: S1.1-02 only. */
  of: z.enum(["user", "device", "client-setup"]),
  overNetwork: z.boolean(),
  account: z.string().optional(),
  login: z.array(z.strictObject({ interface: id, recipe: LoginRecipe })).default([]),
  /** Rule for values that users choose, or of values the factory makes. Sizes the key space in S1.1-04. */
  values: z
    .strictObject({
      chosenBy: z.enum(["user", "factory"]),
      minLength: z.number().int().min(0).max(1024).optional(),
      alphabet: z.enum(["digits", "hex", "lower", "alphanumeric", "printable"]).optional(),
    })
    .optional(),
  default: z.strictObject({
    /** `none` no default; `unique` ① one per device; `forced-change` ② must be changed at first start; `shared` the same on all. */
    rule: z.enum(["none", "unique", "forced-change", "shared"]),
    how: StudyText.optional(),
    /** ①: CSV of units: serial, mac, ssid, password. Values never leave the machine; evidence keeps hashes. */
    units: place.optional(),
    /** ②: sets the first password. `{new}` is the value tried. */
    setup: ActRecipe.optional(),
  }),
  change: z.strictObject({
    possible: z.boolean(),
    where: StudyText.optional(),
    recipe: ActRecipe.optional(),
  }),
  bruteForce: z.strictObject({
    mechanism: z.enum(["delay", "lock", "rate-limit", "multi-factor", "key-only", "long-random", "none"]),
    after: z.number().int().min(1).max(1000).optional(),
    seconds: z.number().min(0).max(86400).optional(),
    /** A lock that only this lifts. Must be given before attempts are made on a permanent lock. */
    unlock: StudyText.optional(),
    /** The account is not the only administrator: a lock-out would not lose the device. */
    spareAccount: z.boolean().default(false),
  }),
});
export type Authentication = z.infer<typeof Authentication>;

/** An information asset that must be protected (守るべき情報資産). */
export const ProductAsset = z.strictObject({
  id,
  name: StudyText,
  /** What deletion must reach: S1.1-15 ①a, b, c. */
  kind: z.enum(["acquired", "setting", "credential", "other"]),
  stored: z
    .array(
      z.strictObject({
        where: z.enum(["internal", "removable", "app", "cloud", "export"]),
        protection: z.array(z.enum(["access-right", "encryption", "hash", "secure-element", "none"])).min(1),
        note: StudyText.optional(),
      }),
    )
    .default([]),
});
/** A flow that leaves or enters the product (通信). */
export const ProductFlow = z.strictObject({
  id,
  from: z.string(),
  to: z.string(),
  protocol: z.string(),
  interface: id.optional(),
  assets: z.array(id),
  /** S1.1-12: `own` ① the device protects it; `network` ② it is sent in a protected network only. */
  protection: z.enum(["own", "network", "none"]),
  note: StudyText.optional(),
});

/** Points that S1.1-16 asks users to be told (利用者への情報提供). */
export const INFORMATION_POINTS = ["safe-use", "updates", "disclaimer", "support-end", "disposal"] as const;

export const Declaration = z.strictObject({
  seiza: z.literal("product/1"),
  product: z.strictObject({
    name: StudyText,
    /** Model number (型式番号). Ties every piece of evidence to the product. */
    model: z.string().min(1).max(200),
    vendor: z.strictObject({ name: StudyText, contact: z.string().optional(), website: z.url().optional() }),
    /** Product type of the catalogue or of a study, e.g. `camera`. */
    type: z.string().optional(),
    description: StudyText.optional(),
    firmware: z.strictObject({
      version: z.string().min(1),
      released: date.optional(),
      /** The version before it: what an update starts from. */
      previous: z.string().optional(),
      latestPublishedAt: z.url().optional(),
    }),
  }),
  /**
   * Product type of a study whose added requirements join the sixteen criteria. `file` for the command, seen from the
   * declaration; `workspace` for the workbench: the study's id there. One of them is needed, and both may stand.
   */
  study: z
    .strictObject({
      workspace: z.string().min(1).max(100).optional(),
      file: place.optional(),
      productType: z.string().min(1).max(200),
    })
    .optional(),
  /** 技適 mark with the terminal security rule: S1.1-01, 06, 14 count as met. The sheet asks for the number. */
  technicalConformity: z
    .strictObject({ mark: z.enum(["T", "A"]), number: z.string().min(1), securityRule: z.boolean() })
    .optional(),
  /** Constrained device (制約のある機器): S1.1-04 then does not apply. `why` is asked for. */
  constrained: z.strictObject({ why: StudyText }).optional(),
  /** Services and apps that the product needs (付帯サービス). */
  companions: z
    .array(
      z.strictObject({
        id,
        name: StudyText,
        kind: z.enum(["app", "cloud", "software"]),
        needed: z.boolean(),
        interfaces: z.array(id).default([]),
      }),
    )
    .default([]),
  interfaces: z.array(ProductInterface).default([]),
  authentication: z.array(Authentication).default([]),
  assets: z.array(ProductAsset).default([]),
  flows: z.array(ProductFlow).default([]),
  update: z
    .strictObject({
      possible: z.boolean(),
      overNetwork: z.boolean(),
      automatic: z.boolean().default(false),
      ways: z.array(z.enum(["upload", "server", "cloud", "app", "usb", "other"])).default([]),
      integrity: z.enum(["signature", "checksum", "transport", "none"]).optional(),
      /** File with the public key or certificate that packages are checked with. */
      publicKey: place.optional(),
      packages: z
        .strictObject({ current: place, previous: place.optional(), otherModel: place.optional() })
        .optional(),
      install: ActRecipe.optional(),
      readVersion: ReadRecipe.optional(),
      versionShown: StudyText.optional(),
      userSteps: z.number().int().min(0).max(100).optional(),
      manual: place.optional(),
    })
    .optional(),
  support: z.strictObject({ until: date.optional(), policy: StudyText.optional() }).optional(),
  disclosure: z.strictObject({ policy: place.optional(), securityTxt: place.optional() }).optional(),
  updatePolicy: z
    .strictObject({ document: place, date: date.optional(), approvedBy: z.string().optional() })
    .optional(),
  modelNumber: z
    .strictObject({
      shown: z.enum(["label", "ui"]),
      where: StudyText.optional(),
      read: ReadRecipe.optional(),
    })
    .optional(),
  restart: z
    .strictObject({ readySeconds: z.number().min(1).max(3600), markers: z.array(ReadRecipe).default([]) })
    .optional(),
  deletion: z
    .array(
      z.strictObject({
        id,
        name: StudyText,
        clears: z.array(z.enum(["acquired", "setting", "credential"])),
        recipe: ActRecipe.optional(),
        /** Where cleared things could be seen before, and must not be after. */
        visibleAt: z.array(z.strictObject({ asset: id, read: ReadRecipe })).default([]),
      }),
    )
    .default([]),
  documents: z
    .array(
      z.strictObject({
        id,
        name: StudyText,
        at: place,
        language: z.enum(["ja", "en", "other"]).default("ja"),
        covers: z.array(z.enum(INFORMATION_POINTS)).default([]),
      }),
    )
    .default([]),
  /** Files of vulnerability scanners, SBOM, VEX (脆弱性検査の結果). */
  vulnerability: z
    .strictObject({
      sbom: z.array(place).default([]),
      vex: z.array(place).default([]),
      reports: z.array(place).default([]),
    })
    .optional(),
  adapter: DeviceAdapter.optional(),
  /** "Not applicable" claims: reason id of the catalogue's criterion (`notApplicable[].id`) and the vendor's words. */
  notApplicable: z
    .array(z.strictObject({ criterion: z.string(), reason: z.string(), why: StudyText }))
    .default([]),
});
export type Declaration = z.infer<typeof Declaration>;
