/** Runs the checks against a simulated device as the command does, and judges what they saw. */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { builtinCatalog } from "@seiza/catalog/builtin";
import {
  type Assessment,
  assess,
  type CheckRecord,
  DEFAULT_POLICY,
  Declaration,
  type Policy,
  recordsFromFiles,
} from "@seiza/conformance";
import {
  type Credentials,
  confirmTarget,
  Redactor,
  type RunOptions,
  runChecks,
} from "@seiza/conformance/node";
import {
  DEFAULT_ACCOUNT,
  DEFAULT_PASSWORD,
  type Device,
  FILES,
  startDevice,
  type WeaknessId,
} from "@seiza/simulator";

export const PASSWORDS = { admin: "q7-Admin-for-tests", tester: "q7-Tester-for-tests" } as const;
/** An account for each further log-in: the locks are waited for side by side. */
const SPARE = { "tester-2": "q7-Second-for-tests", "tester-3": "q7-Third-for-tests" } as const;
/** As short as lets "three in a row, then locked" be told from "no limit" on a busy machine. */
export const LOCK_SECONDS = 5;
/**
 * A lock of seconds in place of a minute asks for a limit to match: 4 attempts in about 5.5 s are 63 000 a day; without a
 * lock even 2 a second are 173 000.
 */
export const QUICK_POLICY: Policy = {
  ...DEFAULT_POLICY,
  version: "seiza-tests",
  bruteForce: { ...DEFAULT_POLICY.bruteForce, attemptsPerDay: 120_000 },
};
/** Every device has an address of its own, so all may use the same ports. */
const PORT_BASE = 18_000;

export interface BenchOptions {
  weaknesses: readonly WeaknessId[];
  address: string;
  lockSeconds?: number;
  policy?: Policy;
  options?: Partial<RunOptions>;
  /** One of the two units only. */
  only?: "shipped" | "used";
  /** Families of checks to run on the unit in use; everything when left out. */
  families?: readonly string[];
  /** Records of another device that stand in for the checks that were left out. */
  rest?: Promise<readonly CheckRecord[]>;
  /** Range of the port scan; all ports when left out. */
  ports?: [number, number];
  onEvent?: Parameters<typeof runChecks>[0]["onEvent"];
}

export interface Seen {
  assessment: Assessment;
  records: CheckRecord[];
  seconds: number;
}

const credentials: Credentials = {
  seiza: "credentials/1",
  accounts: {
    password: {
      user: "tester",
      password: PASSWORDS.tester,
      default: DEFAULT_PASSWORD,
      defaultUser: DEFAULT_ACCOUNT,
      spare: Object.entries(SPARE).map(([user, password]) => ({ user, password })),
    },
  },
  canaries: {},
};

/** What is told by files, which differ from device to device and are read anew each time. */
const IMPORTED = /^import\./;

/** Ports of this machine's own programs that listen on every address: they answer at the device's address too. */
export function machinePorts(): number[] {
  const ports = new Set<number>();
  for (const file of ["/proc/net/tcp", "/proc/net/tcp6"])
    for (const line of readFileSync(file, "utf8").split("\n")) {
      const [, local, , state] = line.trim().split(/\s+/);
      if (state === "0A" && local && /^0+:/.test(local))
        ports.add(Number.parseInt(local.split(":")[1] as string, 16));
    }
  return [...ports];
}

/** What the vendor declares, and beside it what this machine holds open on every address. */
function declarationFor(device: Device): Declaration {
  const declaration = Declaration.parse(device.declarationValues());
  // A process for each look at whether the device is back costs more than looking at its port.
  if (declaration.adapter) declaration.adapter.verbs = declaration.adapter.verbs.filter((v) => v !== "ready");
  for (const port of machinePorts())
    declaration.interfaces.push({
      id: `machine-${port}`,
      kind: "ip",
      purpose: { ja: "試験を動かすコンピュータのもの", en: "of the computer that runs the test" },
      needed: true,
      states: ["setup", "operation"],
      transport: "tcp",
      port,
      protocol: "other",
      access: "open",
      protects: [],
      reach: "local",
    });
  return declaration;
}

async function runOn(device: Device, o: BenchOptions, state: RunOptions["state"]): Promise<CheckRecord[]> {
  const folder = mkdtempSync(join(tmpdir(), "seiza-product-"));
  try {
    for (const [name, bytes] of device.files()) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
    const inSetup = state === "setup";
    const declaration = declarationFor(device);
    const { records } = await runChecks({
      declaration,
      policy: o.policy ?? QUICK_POLICY,
      options: {
        state,
        allow: inSetup ? ["W"] : ["W", "U", "P", "D"],
        tools: [],
        scanPauseMs: 0,
        lockWaitSeconds: 120,
        tryCommonCommunities: false,
        ...(inSetup
          ? { only: o.ports ? ["setup"] : ["setup", "ports"] }
          : o.families
            ? { only: o.families }
            : {}),
        ...(o.ports ? { tcpRange: o.ports } : {}),
        ...o.options,
      },
      credentials,
      redact: new Redactor(),
      file: async (place) => readFileSync(join(folder, place)),
      folder,
      prompt: async () => false,
      target: await confirmTarget({
        typed: device.address,
        serial: "SZ-TEST-1",
        operator: "test",
        at: new Date(),
        classes: ["R", "L", "W", "U", "P", "D"],
      }),
      version: "test",
      ...(o.onEvent ? { onEvent: o.onEvent } : {}),
    });
    return records;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The unit as shipped for the first start, then the same kind of unit in use for everything else. */
export async function observe(o: BenchOptions): Promise<Seen> {
  const began = performance.now();
  const common = {
    weaknesses: o.weaknesses,
    address: o.address,
    portBase: PORT_BASE,
    benchAddress: o.address.replace(/^127\.\d+/, "127.90"),
    lockSeconds: o.lockSeconds ?? LOCK_SECONDS,
  };
  const records: CheckRecord[] = [];
  if (o.only !== "used") {
    const shipped = await startDevice(common);
    try {
      records.push(...(await runOn(shipped, o, "setup")));
    } finally {
      await shipped.stop();
    }
  }
  const used = await startDevice({ ...common, passwords: { ...PASSWORDS, spare: SPARE } });
  try {
    if (o.only !== "shipped") records.push(...(await runOn(used, o, "operation")));
    const declaration = declarationFor(used);
    const files = [FILES.sbom, FILES.scan, FILES.nvd, FILES.kev].map((name) => {
      const bytes = used.files().get(name) as Buffer;
      return { name, bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
    });
    const ran = new Set(records.map((r) => r.check));
    records.push(...((await o.rest) ?? []).filter((r) => !ran.has(r.check) && !IMPORTED.test(r.check)));
    const { model, firmware } = declaration.product;
    records.push(
      ...recordsFromFiles(files, { model, firmware: firmware.version }, new Date().toISOString()).records,
    );
    const assessment = assess({
      declaration,
      records,
      statements: [],
      policy: o.policy ?? QUICK_POLICY,
      today: new Date().toISOString().slice(0, 10),
      catalog: builtinCatalog(),
    });
    return { assessment, records, seconds: (performance.now() - began) / 1000 };
  } finally {
    await used.stop();
  }
}
