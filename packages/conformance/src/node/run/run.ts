/** Plan and run of checks on one confirmed device (domain/conformance.md E.0, E.17). */
import { randomUUID } from "node:crypto";
import { CLASS_ORDER } from "../../criteria/checks.ts";
import type { CheckClass, CheckRecord, Fact } from "../../evidence/facts.ts";
import { isLoopback, type TargetRecord } from "../net/address.ts";
import { ConnectFailed, Guard, type LogLine, Stopped } from "../net/guard.ts";
import { accessChecks } from "../probes/access.ts";
import { bruteForceChecks } from "../probes/brute-force.ts";
import { deviceChecks, keysOf } from "../probes/device.ts";
import { documentChecks } from "../probes/documents.ts";
import { portChecks } from "../probes/ports.ts";
import { tlsChecks } from "../probes/tls.ts";
import { AdapterFailed } from "./adapter.ts";
import type { Files } from "./bundle.ts";
import {
  type Check,
  type CheckContext,
  endpointOf,
  ipInterfaces,
  type LockWait,
  type RunContext,
  Skip,
  type Words,
  words,
} from "./context.ts";
import { sha256 } from "./redact.ts";

/** Beside files, reads and bounded log-ins a class needs the operator's word for this run. */
const FREE: readonly CheckClass[] = ["O", "R", "L"];

export interface PlannedCheck extends Check {
  skip?: Words;
}

/** Needs no device: files, and documents on the vendor's web. */
const needsDevice = (c: Check): boolean => c.class !== "O" && !c.id.startsWith("document.");
const chosen = (id: string, only: readonly string[] | undefined): boolean =>
  only === undefined || only.some((o) => id === o || id.startsWith(`${o}.`));

/** Checks in the order of a run, each with its bound; what will not run says why. Sends nothing. */
export function plan(
  c: RunContext,
  target: TargetRecord | undefined,
  o: { log?: (l: LogLine) => void } = {},
): PlannedCheck[] {
  // Without a device nothing is sent, and the bounds are those of a device on the network.
  const address = target?.address ?? "192.0.2.1";
  const all = [
    ...documentChecks(c, o.log ?? (() => {})),
    ...deviceChecks(c, address),
    ...accessChecks(c, address),
    ...tlsChecks(c, address),
    ...portChecks(c, address),
    ...bruteForceChecks(c, address),
  ];
  return all
    .filter((check) => chosen(check.id, c.options.only))
    .map((check): PlannedCheck => {
      if (check.skip) return check;
      if (needsDevice(check) && !target) return { ...check, skip: words("why.no-target") };
      if (!FREE.includes(check.class) && !c.options.allow.includes(check.class))
        return { ...check, skip: words("why.not-allowed", { class: check.class }) };
      return check;
    })
    .map((check, i) => ({ check, i }))
    .sort((a, b) => CLASS_ORDER.indexOf(a.check.class) - CLASS_ORDER.indexOf(b.check.class) || a.i - b.i)
    .map(({ check }) => check)
    .sort((a, b) => phaseOf(a) - phaseOf(b));
}

/**
 * Phases of a run, in order. What neither logs in nor changes anything comes after the wrong passwords, although it only
 * reads: it goes on while their locks are waited for.
 */
const PHASES = ["files-and-reading", "wrong-passwords", "while-locked", "changes"] as const;
function phaseOf(check: Check): number {
  const phase: (typeof PHASES)[number] = check.whileLocked
    ? "while-locked"
    : check.class === "O" || check.class === "R"
      ? "files-and-reading"
      : check.class === "L"
        ? "wrong-passwords"
        : "changes";
  return PHASES.indexOf(phase);
}

export type RunEvent =
  | { event: "plan"; checks: number; requests: number }
  | { event: "start"; check: string; n: number; of: number; limits: Check["limits"] }
  | { event: "step"; check: string; step: Words }
  | {
      event: "end";
      check: string;
      n: number;
      of: number;
      state: CheckRecord["state"];
      why?: Words;
      seconds: number;
      sent: number;
    }
  | { event: "incident"; what: string; detail: string };

export interface RunInput extends Omit<RunContext, "runId" | "now"> {
  target?: TargetRecord;
  /** What the unit was like when it was first confirmed; a difference stops the run. */
  known?: Record<string, string>;
  version: string;
  signal?: AbortSignal;
  now?: () => Date;
  onEvent?: (e: RunEvent) => void;
}
export interface RunOutput {
  runId: string;
  startedAt: string;
  endedAt: string;
  records: CheckRecord[];
  log: LogLine[];
  raw: Files;
  tools: { name: string; version: string }[];
  identity: Record<string, string>;
  stopped?: string;
}

const IDENTITY = { requests: 60, perSecond: 20, parallel: 2, seconds: 60 };
const LIVENESS_EACH = 3;
const LIVENESS = "liveness";

export async function runChecks(input: RunInput): Promise<RunOutput> {
  const now = input.now ?? (() => new Date());
  const runId = randomUUID();
  const startedAt = now().toISOString();
  /** Of each check, in the order in which they were started. */
  const logs = new Map<string, LogLine[]>();
  const logOf = (check: string): LogLine[] => {
    const lines = logs.get(check) ?? [];
    logs.set(check, lines);
    return lines;
  };
  /** The check after which the device is being looked at. */
  let lookedAfter = "identity.device";
  const log = (l: LogLine) => void logOf(l.check === LIVENESS ? lookedAfter : l.check).push(l);
  const raw: Files = new Map();
  const records: { n: number; record: CheckRecord }[] = [];
  const tell = (e: RunEvent) => input.onEvent?.(e);
  const context: RunContext = { ...input, runId, now };
  for (const [id, a] of Object.entries(input.credentials.accounts)) {
    const user = a.user || input.declaration.authentication.find((m) => m.id === id)?.account;
    for (const value of [a.password, a.next, a.default]) input.redact.add(value, user);
  }
  for (const value of Object.values(input.credentials.canaries)) input.redact.add(value);
  for (const a of Object.values(input.credentials.accounts))
    for (const s of a.spare ?? []) input.redact.add(s.password, s.user);
  input.redact.add(input.credentials.snmpCommunity);

  const checks = plan(context, input.target, { log });
  const live = checks.filter((c) => !c.skip);
  const loop = input.target ? isLoopback(input.target.address) : true;
  const requests = live.filter(needsDevice).reduce((n, c) => n + c.limits.requests, 0);
  const budget = input.target ? requests + IDENTITY.requests + LIVENESS_EACH * 3 * (live.length + 2) : 0;
  const guard = new Guard(
    input.target ?? {
      address: "127.0.0.1",
      serial: "-",
      operator: "-",
      confirmedAt: startedAt,
      classes: [],
      allowPublic: false,
    },
    {
      // Without a confirmed device the ledger is empty: the first request would throw.
      device: {
        requests: budget,
        perSecond: loop ? Number.POSITIVE_INFINITY : (input.options.rate ?? 500),
        parallel: loop ? 128 : 32,
      },
      log,
      now,
      ...(input.signal ? { signal: input.signal } : {}),
    },
  );
  tell({ event: "plan", checks: live.length, requests: budget });

  const product = {
    model: input.declaration.product.model,
    firmware: input.declaration.product.firmware.version,
    ...(input.target ? { unit: input.target.serial } : {}),
  };
  let started = 0;
  const met = input.target !== undefined && live.some(needsDevice);
  const of = checks.length + (met ? 1 : 0);

  /** Locks that are being waited for, by the check that caused them. */
  const waits = new Map<string, { wait: LockWait; ended: Promise<void> }>();
  const lifted = async (which: (w: LockWait) => boolean): Promise<void> => {
    for (const { wait, ended } of [...waits.values()]) if (which(wait)) await ended;
  };

  const one = async (check: PlannedCheck): Promise<void> => {
    const n = ++started;
    logOf(check.id);
    const id = `${runId.slice(0, 8)}-${String(n).padStart(2, "0")}-${check.id}`;
    const began = now();
    const base = {
      id,
      check: check.id,
      class: check.class,
      criteria: [...check.criteria],
      tool: { name: "seiza", version: input.version },
      startedAt: began.toISOString(),
      ...(needsDevice(check) && input.target
        ? {
            target: {
              address: input.target.address,
              ...(input.target.host ? { host: input.target.host } : {}),
              ...(check.port === undefined ? {} : { port: check.port }),
            },
          }
        : {}),
      limits: {
        requests: check.limits.requests,
        seconds: Math.ceil(check.limits.seconds),
        parallel: check.limits.parallel,
      },
      product,
    };
    const end = (
      state: CheckRecord["state"],
      why: Words | undefined,
      sent: number,
      facts: Fact[],
      kept: CheckRecord["raw"],
    ): CheckRecord => {
      const record: CheckRecord = {
        ...base,
        state,
        ...(why ? { why } : {}),
        endedAt: now().toISOString(),
        sent,
        facts,
        raw: kept,
      };
      records.push({ n, record });
      tell({
        event: "end",
        check: check.id,
        n,
        of,
        state,
        ...(why ? { why } : {}),
        seconds: (now().getTime() - began.getTime()) / 1000,
        sent,
      });
      return record;
    };
    if (check.skip) return void end("skipped", check.skip, 0, [], []);
    if (guard.signal.aborted) {
      const why = guard.signal.reason as Stopped;
      return void end("aborted", words(`why.${why.code}`, { detail: why.detail }), 0, [], []);
    }
    tell({ event: "start", check: check.id, n, of, limits: check.limits });
    const scope = guard.scope(check.id, check.limits);
    const facts: Fact[] = [];
    const kept: CheckRecord["raw"] = [];
    const notes: string[] = [];
    const keep = (name: string, content: string | Uint8Array, mediaType = "text/plain"): void => {
      const bytes =
        typeof content === "string" ? Buffer.from(input.redact.text(content), "utf8") : Buffer.from(content);
      const path = `raw/${id}/${name.replace(/[^A-Za-z0-9._-]/g, "_")}`;
      raw.set(path, bytes);
      const entry = { path, sha256: sha256(bytes), bytes: bytes.length, mediaType };
      const at = kept.findIndex((k) => k.path === path);
      if (at >= 0) kept[at] = entry;
      else kept.push(entry);
    };
    let size = 0;
    const c: CheckContext = {
      ...context,
      net: scope,
      facts,
      raw: keep,
      note: (line) => {
        const text = input.redact.text(line);
        size += text.length;
        if (size < 4_000_000) notes.push(text);
      },
      progress: (step) => tell({ event: "step", check: check.id, step }),
      locks: {
        waiting: () => waits.size > 0,
        lifted: (port) => lifted((w) => port === undefined || w.port === port),
        overlap: () => {
          for (const { wait } of waits.values()) wait.overlapped();
          return waits.size > 0;
        },
      },
    };
    let state: CheckRecord["state"] = "done";
    let why: Words | undefined;
    /** Puts a part of the check into effect; what goes wrong is the record's state. */
    const settle = async <T>(part: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await part();
      } catch (error) {
        blame(error);
        return undefined;
      }
    };
    const blame = (error: unknown): void => {
      const cause =
        error instanceof Stopped
          ? error
          : scope.signal.aborted
            ? (scope.signal.reason as Stopped)
            : undefined;
      if (cause) {
        state = "aborted";
        why = words(`why.${cause.code}`, { detail: cause.detail });
      } else if (error instanceof Skip) {
        state = "skipped";
        why = error.why;
      } else {
        state = "failed";
        const detail =
          error instanceof AdapterFailed || error instanceof ConnectFailed || error instanceof Error
            ? input.redact.text(error.message).slice(0, 500)
            : String(error);
        why = words(error instanceof AdapterFailed ? "why.adapter" : "why.broke", { detail });
      }
    };
    const close = async (): Promise<void> => {
      scope.end();
      for (const f of facts)
        if (f.kind === "incident") tell({ event: "incident", what: f.what, detail: f.detail });
      if (notes.length > 0) keep("transcript.txt", `${notes.join("\n\n")}\n`);
      const record = end(state, why, scope.sent, facts, kept);
      if (record.sent === 0 || !needsDevice(check) || guard.signal.aborted) return;
      if (await living(check.id)) return;
      record.facts.push({
        kind: "incident",
        what: "device-lost",
        detail: `three looks after ${check.id} went unanswered`,
      });
      guard.stop(new Stopped("lost", check.id));
    };
    const wait = await settle(async () => (await check.run(c)) ?? undefined);
    if (!wait) return await close();
    waits.set(check.id, {
      wait,
      ended: settle(wait.finish).then(async () => {
        waits.delete(check.id);
        await close();
      }),
    });
  };

  let identity: Record<string, string> = {};
  let looking: Promise<void> = Promise.resolve();
  let alive: number[] | undefined;
  alive = await (met
    ? meet(async (run) => {
        await one({
          id: "identity.device",
          class: "R",
          criteria: [],
          limits: IDENTITY,
          sends: words("sends.identity"),
          run,
        });
      })
    : undefined);

  /** Reads the fingerprint, compares it, and learns which ports tell that the device is there. */
  async function meet(record: (run: Check["run"]) => Promise<void>): Promise<number[]> {
    const up: number[] = [];
    await record(async (c) => {
      identity = await keysOf(c);
      for (const face of ipInterfaces(input.declaration)) {
        if (face.transport !== "tcp") continue;
        try {
          (await c.net.tcp(endpointOf(face).port, "is it there?", 2000)).destroy();
          up.push(face.port);
        } catch (error) {
          if (!(error instanceof ConnectFailed)) throw error;
        }
      }
      const differs = Object.entries(input.known ?? {}).filter(
        ([k, v]) => identity[k] !== undefined && identity[k] !== v,
      );
      c.facts.push({
        kind: "identity",
        parts: { ...identity, serial: input.target?.serial ?? "-" },
        ...(input.known ? { sameAsRecord: differs.length === 0 } : {}),
      });
      if (differs.length > 0) {
        c.facts.push({ kind: "incident", what: "other-device", detail: differs.map(([k]) => k).join(", ") });
        const stop = new Stopped("identity", differs.map(([k]) => k).join(", "));
        guard.stop(stop);
        throw stop;
      }
    });
    return up;
  }

  /** Three lost looks in a row end the run; a check after that proves nothing. */
  function living(check: string): Promise<boolean> {
    const look = looking.then(() => threeLooks(check));
    looking = look.then(() => undefined);
    return look;
  }
  async function threeLooks(check: string): Promise<boolean> {
    const ports = alive ?? [];
    if (ports.length === 0 || guard.signal.aborted) return true;
    lookedAfter = check;
    const scope = guard.scope(LIVENESS, {
      requests: LIVENESS_EACH,
      perSecond: 20,
      parallel: 1,
      seconds: 20,
    });
    try {
      for (let turn = 0; turn < LIVENESS_EACH; turn++) {
        try {
          (await scope.tcp(ports[turn % ports.length] as number, "liveness", 2000)).destroy();
          return true;
        } catch (error) {
          if (!(error instanceof ConnectFailed)) return false;
          if (turn < LIVENESS_EACH - 1) await scope.sleep(1000);
        }
      }
    } catch {
      return guard.signal.aborted;
    } finally {
      scope.end();
    }
    tell({ event: "incident", what: "device-lost", detail: check });
    return false;
  }

  for (const check of checks) {
    if (!check.skip) {
      // The same account stays untouched while it is locked, and nothing is tried beside a lock whose end nobody has told.
      if (check.locks !== undefined) await lifted((w) => !w.stated || w.account === check.locks);
      else if (!check.whileLocked && needsDevice(check)) await lifted(() => true);
    }
    await one(check);
  }
  await lifted(() => true);
  const reason = guard.signal.aborted ? (guard.signal.reason as Stopped).code : undefined;
  guard.stop(new Stopped("stopped"));
  return {
    runId,
    startedAt,
    endedAt: now().toISOString(),
    records: records.sort((a, b) => a.n - b.n).map(({ record }) => record),
    log: [...logs.values()].flat(),
    raw,
    tools: [{ name: "seiza", version: input.version }],
    identity,
    ...(reason ? { stopped: reason } : {}),
  };
}
