/** A sound product, and short ways to write what was seen of it. Every test changes one thing. */
import { builtinCatalog } from "../../catalog/src/builtin.ts";
import {
  type AssessInput,
  type Assessment,
  assess,
  CheckRecord,
  DEFAULT_POLICY,
  Declaration,
  type Fact,
  type Judgement,
  Statement,
} from "../src/index.ts";

export const TODAY = "2026-11-25";
export const catalog = builtinCatalog();

export type Raw = Record<string, unknown>;

/** A network camera of a vendor that does not exist, with everything declared. */
export const camera = (): Raw => ({
  seiza: "product/1",
  product: {
    name: { ja: "見守りカメラ", en: "Watch camera" },
    model: "HC-200",
    vendor: { name: { ja: "星空電機", en: "Hoshizora Electric" } },
    type: "camera",
    firmware: { version: "2.1.0", released: "2026-10-01", previous: "2.0.0" },
  },
  interfaces: [
    {
      id: "web",
      kind: "ip",
      transport: "tcp",
      port: 18443,
      protocol: "https",
      tls: true,
      needed: true,
      purpose: "管理画面",
      states: ["operation"],
      access: "refuse",
      authentication: "admin",
      protects: [{ id: "settings", at: "/api/settings", assets: ["config"], marker: "ssid" }],
    },
    {
      id: "http",
      kind: "ip",
      transport: "tcp",
      port: 18080,
      protocol: "http",
      needed: true,
      purpose: "HTTPSへの転送",
      states: ["operation"],
      access: "open",
    },
  ],
  authentication: [
    {
      id: "admin",
      kind: "password",
      of: "user",
      overNetwork: true,
      account: "admin",
      login: [{ interface: "web", recipe: { kind: "http-basic", path: "/" } }],
      values: { chosenBy: "user", minLength: 8, alphabet: "printable" },
      default: { rule: "forced-change", setup: act() },
      change: { possible: true, recipe: act() },
      bruteForce: { mechanism: "lock", after: 5, seconds: 900 },
    },
  ],
  assets: [
    {
      id: "video",
      name: "映像",
      kind: "acquired",
      stored: [{ where: "internal", protection: ["encryption"] }],
    },
    {
      id: "config",
      name: "設定",
      kind: "setting",
      stored: [{ where: "internal", protection: ["access-right"] }],
    },
  ],
  flows: [
    {
      id: "f1",
      from: "app",
      to: "camera",
      protocol: "https",
      interface: "web",
      assets: ["config"],
      protection: "own",
    },
  ],
  update: {
    possible: true,
    overNetwork: true,
    ways: ["upload"],
    integrity: "signature",
    packages: { current: "fw-2.1.0.bin", previous: "fw-2.0.0.bin" },
    install: act(),
    readVersion: read(),
    manual: "manual.pdf",
    userSteps: 4,
  },
  support: { until: "2031-03-31" },
  disclosure: { policy: "https://vendor.example/security" },
  updatePolicy: { document: "update-policy.md", date: "2026-04-01" },
  modelNumber: { shown: "ui", read: read() },
  deletion: [{ id: "reset", name: "初期化", clears: ["acquired", "setting", "credential"], recipe: act() }],
  documents: [
    {
      id: "guide",
      name: "取扱説明書",
      at: "manual.pdf",
      covers: ["safe-use", "updates", "disclaimer", "support-end", "disposal"],
    },
  ],
  vulnerability: { reports: ["scan.xml"] },
});

export function act(): Raw {
  return { interface: "web", steps: [{ method: "POST", path: "/x" }], success: { status: [200] } };
}
export function read(): Raw {
  return { interface: "web", steps: [{ path: "/x" }], value: { pointer: "/v" } };
}

let serial = 0;
/** A record that ended well; `at` is the minute, so that a later one is later. */
export function record(facts: Fact[], more: Partial<CheckRecord> & { minute?: number } = {}): CheckRecord {
  const { minute = 0, ...rest } = more;
  const time = new Date(Date.UTC(2026, 10, 20, 3, minute)).toISOString();
  serial += 1;
  return CheckRecord.parse({
    id: `r${String(serial).padStart(4, "0")}`,
    check: "access.http",
    class: "R",
    criteria: [],
    state: "done",
    tool: { name: "seiza", version: "0.1.0" },
    startedAt: time,
    endedAt: time,
    limits: { requests: 10, seconds: 10, parallel: 1 },
    sent: 1,
    facts,
    raw: [],
    product: { model: "HC-200", firmware: "2.1.0" },
    ...rest,
  });
}

export function statement(about: string, says: Statement["says"], more: Partial<Statement> = {}): Statement {
  serial += 1;
  return Statement.parse({
    id: `s${String(serial).padStart(4, "0")}`,
    criterion: about.slice(0, 7),
    about,
    says,
    text: "確認した",
    by: "佐藤",
    date: "2026-11-21",
    firmware: "2.1.0",
    ...more,
  });
}

export const declare = (change: (d: Raw) => void = () => {}): Declaration => {
  const raw = camera();
  change(raw);
  return Declaration.parse(raw);
};

export function assessed(more: Partial<AssessInput> = {}): Assessment {
  return assess({
    declaration: declare(),
    records: [],
    statements: [],
    policy: DEFAULT_POLICY,
    today: TODAY,
    catalog,
    ...more,
  });
}

export const judgement = (a: Assessment, criterion: string): Judgement =>
  a.judgements.find((j) => j.criterion === criterion) as Judgement;

/** Outcome of a criterion, and the keys of its reasons. */
export function judged(
  criterion: string,
  more: Partial<AssessInput> = {},
): { outcome: string; keys: string[]; remarks: string[] } {
  const j = judgement(assessed(more), criterion);
  return {
    outcome: j.outcome,
    keys: j.parts.flatMap((p) => p.reasons.map((r) => r.key)),
    remarks: j.remarks.map((r) => r.key),
  };
}

const V = { versionBefore: "2.1.0", versionAfter: "2.1.0", packageSha256: "00", healthy: true } as const;
export const altered = (alteration: string, more: Raw = {}): Fact =>
  ({ kind: "update", alteration, accepted: "no", ...V, ...more }) as Fact;
export const document = (role: string, more: Raw = {}): Fact =>
  ({
    kind: "document",
    role,
    document: role,
    at: "https://vendor.example/security",
    reachable: true,
    language: ["ja"],
    points: [],
    problems: [],
    ...more,
  }) as Fact;
export const tls = (more: Raw = {}): Fact =>
  ({
    kind: "tls",
    interface: "web",
    port: 18443,
    versions: [
      { version: "TLSv1.2", offered: "yes" },
      { version: "TLSv1.3", offered: "yes" },
    ],
    suites: [{ version: "TLSv1.3", name: "TLS_AES_128_GCM_SHA256" }],
    ...more,
  }) as Fact;
export const ports = (transport: "tcp" | "udp", more: Raw = {}): Fact =>
  ({
    kind: "ports",
    state: "operation",
    transport,
    ranges: ["1-65535"],
    complete: true,
    passes: 2,
    ports:
      transport === "tcp"
        ? [18080, 18443].map((port) => ({ transport, port, state: "open", by: "proved" }))
        : [],
    selfConnects: 0,
    ...more,
  }) as Fact;
export const series = (more: Raw = {}): Fact =>
  ({
    kind: "brute-force",
    interface: "web",
    authentication: "admin",
    protocol: "http-basic",
    baseline: true,
    attempts: Array.from({ length: 6 }, () => ({ ms: 10, answer: "401", sameConnection: false })),
    serialPerSecond: 100,
    goodAfter: false,
    blockedAfter: 5,
    releasedAfterSeconds: 900,
    restored: true,
    wrongAccepted: false,
    ...more,
  }) as Fact;
export const access = (more: Raw = {}): Fact =>
  ({
    kind: "access",
    interface: "web",
    protocol: "https",
    item: "settings",
    at: "/api/settings",
    tries: [{ as: "no-credentials", outcome: "refused", status: "401" }],
    withAccount: "returned",
    ...more,
  }) as Fact;
export const setup = (more: Raw = {}, accepted: Record<string, boolean> = {}): Fact =>
  ({
    kind: "setup",
    authentication: "admin",
    interface: "web",
    closedBeforeChange: true,
    tries: ["1", "7", "8", "default-again", "8-blanks"].map((what) => ({
      what,
      over: "recipe",
      accepted: accepted[what] ?? what === "8",
    })),
    ...more,
  }) as Fact;
export const change = (more: Raw = {}): Fact =>
  ({
    kind: "credential-change",
    authentication: "admin",
    interfaces: [{ interface: "web", oldAfter: "refused", newAfter: "returned" }],
    changed: true,
    restored: true,
    ...more,
  }) as Fact;
export const snapshot = (moment: string, more: Raw = {}): Fact =>
  ({
    kind: "snapshot",
    moment,
    version: "2.1.0",
    markers: { "device-name": "aa" },
    credentials: [
      { name: "set", interface: "web", works: true },
      { name: "default", interface: "web", works: false },
    ],
    keys: {},
    missing: [],
    ...more,
  }) as Fact;
export const model = (text = "HC-200"): Fact => ({
  kind: "model-number",
  declared: "HC-200",
  seen: [{ from: "web", text, matches: text === "HC-200" }],
});
export const scan = (more: Raw = {}): Fact =>
  ({
    kind: "vulnerabilities",
    from: "scan",
    tool: "greenbone",
    scannedAt: "2026-11-18T00:00:00Z",
    feedDate: "2026-11-17",
    complete: true,
    findings: [],
    ...more,
  }) as Fact;

/** A device on which all that can be measured was measured and was right. */
export function goodRecords(): CheckRecord[] {
  return [
    record([access()], { check: "access.http" }),
    record([setup()], { check: "setup", class: "W" }),
    record([change()], { check: "credential-change", class: "W" }),
    record([series()], { check: "brute-force.http-basic", class: "L" }),
    record(
      [
        altered("none", { accepted: "yes", versionBefore: "2.0.0", versionAfter: "2.1.0" }),
        ...["bit-in-payload", "bit-in-header", "signature-removed", "signature-of-other", "cut"].map((a) =>
          altered(a),
        ),
        altered("none", { accepted: "yes" }),
      ],
      { check: "update", class: "U", minute: 1 },
    ),
    record([snapshot("before"), snapshot("after-power-cut")], { check: "restart", class: "P", minute: 2 }),
    record(
      [
        snapshot("before-deletion", { markers: { video: "v1", config: "c1" } }),
        snapshot("after-deletion", {
          markers: { config: "c0" },
          credentials: [
            { name: "set", interface: "web", works: false },
            { name: "default", interface: "web", works: true },
          ],
        }),
      ],
      { check: "deletion", class: "D", minute: 3 },
    ),
    record([model()], { check: "model-number" }),
    record([tls()], { check: "tls" }),
    record([ports("tcp")], { check: "ports.tcp" }),
    record([ports("udp")], { check: "ports.udp" }),
    record([scan()], { check: "import.greenbone", class: "O" }),
    record(
      [
        document("policy", {
          points: ["contact", "handling", "status"].map((point) => ({ point, quote: point, where: "1" })),
        }),
      ],
      { check: "document.policy" },
    ),
    record([document("update-policy", { at: "update-policy.md" })], { check: "document.update-policy" }),
    record([document("manual", { at: "manual.pdf" })], { check: "document.manual" }),
    record(
      [
        document("user-information", {
          document: "guide",
          at: "manual.pdf",
          points: ["safe-use", "updates", "disclaimer", "support-end", "disposal"].map((point) => ({
            point,
            quote: point,
            where: "1",
          })),
        }),
      ],
      { check: "document.user-information" },
    ),
  ];
}
