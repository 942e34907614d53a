/**
 * Makes a study of n components and 2n flows, the same for the same seed: plants of some 40 components (line
 * controllers, sensors, cameras, gateways, terminals) in zones, joined over shared networks, with varied attributes.
 */

/** A small generator of numbers in [0, 1) (mulberry32): same seed, same study. */
export function randomFrom(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const TYPES = [
  [
    "plc",
    "PLC",
    "device",
    {
      ip: true,
      constrained: true,
      actuates: "hazardous",
      storage: "config",
      outage: "weeks",
      human: "minor",
    },
  ],
  [
    "robot",
    "ロボットコントローラ",
    "device",
    {
      ip: true,
      actuates: "hazardous",
      safetyRole: "protect",
      storage: "config",
      outage: "weeks",
      human: "serious",
    },
  ],
  [
    "camera",
    "ネットワークカメラ",
    "device",
    { ip: true, storage: "confidential", outage: "hours", infoLoss: "noticeable" },
  ],
  ["sensor", "センサ", "device", { ip: true, constrained: true, storage: "none", outage: "hours" }],
  [
    "gateway",
    "IoTゲートウェイ",
    "gateway",
    { ip: true, storage: "confidential", outage: "days", infoLoss: "noticeable" },
  ],
  ["switch", "産業用スイッチ", "network", { ip: true, storage: "config", outage: "days" }],
  ["hmi", "表示器", "device", { ip: true, actuates: "process", storage: "config", outage: "days" }],
  [
    "drive",
    "インバータ",
    "device",
    { ip: true, constrained: true, actuates: "process", storage: "config", outage: "days", human: "minor" },
  ],
  ["meter", "電力計", "device", { ip: true, constrained: true, storage: "config", outage: "hours" }],
  [
    "lock",
    "入退室コントローラ",
    "device",
    {
      ip: true,
      actuates: "process",
      storage: "confidential",
      outage: "days",
      infoLoss: "noticeable",
      human: "minor",
    },
  ],
  [
    "server",
    "SCADAサーバ",
    "server",
    { ip: true, generalPurpose: true, storage: "confidential", outage: "days", infoLoss: "noticeable" },
  ],
  [
    "terminal",
    "保守用端末",
    "terminal",
    { ip: true, generalPurpose: true, storage: "config", outage: "hours" },
  ],
];
const PROTOCOLS = [
  ["modbus-tcp", "ethernet"],
  ["opc-ua", "ethernet"],
  ["http", "ethernet"],
  ["https", "ethernet"],
  ["mqtt", "wifi"],
  ["ssh", "ethernet"],
];
const AUTHENTICATIONS = [
  "none",
  "default-password",
  "shared",
  "password",
  "unique-password",
  "cert-server",
  "cert-mutual",
];
const ENCRYPTIONS = ["none", "link", "transport"];
const INTEGRITIES = ["none", "crc", "mac"];
const PRIVILEGES = ["view", "operate", "config", "admin", "update"];
const UPDATES = ["signed", "unsigned", "manual", "none", "unknown"];
const VULNERABILITIES = ["none", "unknown", "exploitable"];
const PER_PLANT = 40;

/**
 * @param {number} n components
 * @param {number} seed
 * @param {{types?: number, allSources?: boolean}} [more] types: how many product types (12 unless given), by variants of
 *   the twelve; allSources: every threat source in scope
 */
export function generateStudy(n, seed = 1, { types = TYPES.length, allSources = false } = {}) {
  const variants = Math.ceil(types / TYPES.length);
  const variantOf = (id, c) => {
    const v = Math.floor(c / PER_PLANT) % variants;
    const at = TYPES.findIndex(([x]) => x === id);
    return v === 0 || at + v * TYPES.length >= types ? id : `${id}-${v + 1}`;
  };
  const random = randomFrom(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const components = [];
  const flows = [];
  const zones = [{ id: "net", name: { ja: "インターネット", en: "Internet" }, kind: "internet" }];
  const faces = [];
  for (let c = 0; c < n; c++) {
    const plant = Math.floor(c / PER_PLANT);
    if (c % PER_PLANT === 0) {
      zones.push({
        id: `p${plant}s`,
        name: { ja: `第${plant}工場 監視`, en: `Plant ${plant} supervisory` },
        kind: "supervisory",
      });
      zones.push({
        id: `p${plant}c`,
        name: { ja: `第${plant}工場 制御`, en: `Plant ${plant} control` },
        kind: "control",
      });
    }
    const [type, name] = TYPES[c % PER_PLANT < 2 ? 10 + (c % PER_PLANT) : Math.floor(random() * 10)];
    const upper = type === "server" || type === "terminal" || type === "gateway";
    const component = {
      id: `c${c}`,
      name: { ja: `${name} ${c}`, en: `${type} ${c}` },
      type: variantOf(type, c),
      zone: `p${plant}${upper ? "s" : "c"}`,
      update: pick(UPDATES),
      vulnerability: pick(VULNERABILITIES),
      interfaces: [],
    };
    const count = 1 + Math.floor(random() * 3);
    for (let i = 0; i < count; i++) {
      const [protocol, medium] = pick(PROTOCOLS);
      component.interfaces.push({
        id: `i${i}`,
        use: i === 0 ? "normal" : pick(["normal", "maintenance", "unused"]),
        medium,
        protocol,
        authentication: pick(AUTHENTICATIONS),
        encryption: pick(ENCRYPTIONS),
        integrity: pick(INTEGRITIES),
        privilege: pick(PRIVILEGES),
        attemptLimit: random() < 0.4,
      });
    }
    components.push(component);
    faces.push(`c${c}.i0`);
  }
  // One component alone has nobody to talk to.
  for (let f = 0; n > 1 && f < 2 * n; f++) {
    const from = f % n;
    const plant = Math.floor(from / PER_PLANT) * PER_PLANT;
    // Four in five flows stay in the plant, the rest go anywhere.
    let to =
      random() < 0.8
        ? plant + Math.floor(random() * Math.min(PER_PLANT, n - plant))
        : Math.floor(random() * n);
    if (to === from) to = (from + 1) % n;
    flows.push({
      id: `f${f}`,
      from: faces[from],
      to: faces[to],
      command: random() < 0.3,
      filter: pick(["none", "acl", "stateful"]),
    });
  }
  return {
    seiza: 1,
    system: {
      id: `bench-${n}`,
      name: { ja: `計測用 ${n}`, en: `Bench ${n}` },
      domain: "factory-fa",
      ...(allSources ? { phases: ["operation", "maintenance", "disposal", "supply-chain"] } : {}),
    },
    configurations: [{ id: "main", name: { ja: "全体", en: "All" }, zones, components, flows }],
    productTypes: Array.from({ length: types }, (_, t) => {
      const [id, ja, cls, traits] = TYPES[t % TYPES.length];
      const v = Math.floor(t / TYPES.length);
      const suffix = v === 0 ? "" : `-${v + 1}`;
      return {
        id: `${id}${suffix}`,
        name: { ja: `${ja}${suffix}`, en: `${id}${suffix}` },
        class: cls,
        infoAvailability: "public",
        ...traits,
      };
    }),
    ...(allSources
      ? {
          threatSources: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => ({ id: `TS${k}`, inScope: true })),
        }
      : {}),
  };
}
