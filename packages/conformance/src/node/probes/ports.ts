/** Ports of the device (S1.1-13 ①A): a connect scan of our own, protocol requests over UDP, nmap where it is asked for. */

import type { FactOf, SeenPort } from "../../evidence/facts.ts";
import { isLoopback } from "../net/address.ts";
import { rangeText, type Scope } from "../net/guard.ts";
import type { Knockers } from "../net/knockers.ts";
import { type Check, type CheckContext, ipInterfaces, type RunContext, Skip, words } from "../run/context.ts";
import { runTool } from "../run/tool.ts";
import { DATAGRAM_PROBES, datagramFor } from "./datagrams.ts";
import { parseNmap } from "./nmap.ts";
import { nameService } from "./services.ts";

const BATCH = 512;
/** So many ports are worth the start of threads. */
const MANY = 4096;

export interface Sweep {
  open: Set<number>;
  filtered: Set<number>;
  self: Set<number>;
}

/** One pass over a range, in order; every port is answered for. @throws Stopped */
export async function sweep(
  net: Scope,
  ports: readonly number[],
  o: { parallel: number; timeoutMs: number; onDone?: (n: number) => void },
): Promise<Sweep> {
  const found: Sweep = { open: new Set(), filtered: new Set(), self: new Set() };
  let running = 0;
  let wake: (() => void) | undefined;
  const slow = Number.isFinite(net.limits.perSecond);
  const size = slow ? Math.max(1, Math.floor(net.limits.perSecond / 20)) : BATCH;
  const stop = () => wake?.();
  net.signal.addEventListener("abort", stop);
  try {
    for (let at = 0; at < ports.length; at += size) {
      const batch = ports.slice(at, at + size);
      await net.spend(batch.length, {
        step: "connect",
        transport: "tcp",
        port: rangeText(batch),
      });
      for (const port of batch) {
        while (running >= o.parallel) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          if (net.signal.aborted) throw net.signal.reason;
        }
        running++;
        net.knock(port, o.timeoutMs, (state) => {
          running--;
          if (state !== "closed") found[state].add(port);
          wake?.();
        });
      }
      o.onDone?.(Math.min(at + size, ports.length));
    }
    while (running > 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (net.signal.aborted) throw net.signal.reason;
    }
    if (net.signal.aborted) throw net.signal.reason;
    return found;
  } finally {
    net.signal.removeEventListener("abort", stop);
  }
}

/** {@link sweep} on several threads, each kept busy with a batch while the next waits for it. @throws Stopped */
export async function wideSweep(
  net: Scope,
  threads: Knockers,
  ports: readonly number[],
  onDone?: (n: number) => void,
): Promise<Sweep> {
  const found: Sweep = { open: new Set(), filtered: new Set(), self: new Set() };
  let at = 0;
  let done = 0;
  const lane = async () => {
    while (at < ports.length) {
      const batch = ports.slice(at, at + BATCH);
      at += batch.length;
      for (const [port, state] of await net.knockAll(threads, batch)) found[state].add(port);
      done += batch.length;
      onDone?.(done);
    }
  };
  await Promise.all(Array.from({ length: 2 * threads.threads }, lane));
  return found;
}

/** Both passes over a range, as the check makes them. `o.onDone` tells how far a pass has come. @throws Stopped */
export async function twoPasses(
  net: Scope,
  ports: readonly number[],
  o: {
    parallel: number;
    timeoutMs: number;
    pauseMs: number;
    onDone?: (pass: number, n: number) => void;
  },
): Promise<{ seen: Sweep[]; selfConnects: number }> {
  let selfConnects = 0;
  const seen: Sweep[] = [];
  // Where nothing slows the scan down, the processor's time for a connection does.
  const threads =
    ports.length >= MANY && !Number.isFinite(net.limits.perSecond)
      ? await net.knockers(o.timeoutMs)
      : undefined;
  for (let pass = 1; pass <= 2; pass++) {
    if (pass === 2) await net.sleep(o.pauseMs);
    const told = (n: number) => o.onDone?.(pass, n);
    const found = threads
      ? await wideSweep(net, threads, ports, told)
      : await sweep(net, ports, { ...o, onDone: told });
    // A connection to itself says nothing about the device: asked again, from another local port.
    for (let again = 0; found.self.size > 0 && again < 3; again++) {
      selfConnects += found.self.size;
      const retry = await sweep(net, [...found.self], { parallel: o.parallel, timeoutMs: o.timeoutMs });
      found.self = retry.self;
      for (const p of retry.open) found.open.add(p);
      for (const p of retry.filtered) found.filtered.add(p);
    }
    seen.push(found);
  }
  threads?.destroy();
  return { seen, selfConnects };
}

const rangeOf = (c: RunContext): [number, number] => c.options.tcpRange ?? [1, 65535];

async function scanTcp(c: CheckContext): Promise<void> {
  const [from, to] = rangeOf(c);
  const all = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const timeoutMs = isLoopback(c.net.target.address) ? 1000 : 2000;
  const o = { parallel: c.net.limits.parallel, timeoutMs };
  let told = 0;
  const { seen, selfConnects } = await twoPasses(c.net, all, {
    ...o,
    pauseMs: c.options.scanPauseMs,
    onDone: (pass, n) => {
      if (n < told) told = 0;
      if (n - told < 8192 && n < all.length) return;
      told = n;
      c.progress(words("progress.scan", { pass, done: n, of: all.length }));
    },
  });
  // What was open in either pass is asked once more: an answer that does not come again was not the device's.
  const candidates = [...new Set(seen.flatMap((s) => [...s.open]))].sort((a, b) => a - b);
  const again = await sweep(c.net, candidates, { ...o, parallel: Math.min(o.parallel, 4) });
  const open = candidates.filter((p) => again.open.has(p));
  const both = open.filter((p) => seen.every((s) => s.open.has(p)));
  const filtered = new Set(seen.flatMap((s) => [...s.filtered]).filter((p) => !open.includes(p)));
  const ports: SeenPort[] = [];
  for (const port of open) {
    // Naming talks to the service: not to a log-in whose lock is being waited for.
    await c.locks.lifted(port);
    c.progress(words("progress.naming", { port }));
    ports.push({ transport: "tcp", port, state: "open", ...(await nameService(c, port)) });
  }
  if (filtered.size <= 1000)
    for (const port of [...filtered].sort((a, b) => a - b))
      ports.push({ transport: "tcp", port, state: "filtered", by: "connect" });
  c.facts.push({
    kind: "ports",
    state: c.options.state,
    transport: "tcp",
    ranges: [`${from}-${to}`],
    // Ports that came and went between the passes leave the picture open.
    complete: both.length === open.length && filtered.size <= 1000,
    passes: 2,
    ports,
    selfConnects,
  });
  if (c.options.tools.includes("nmap")) await withNmap(c, [from, to], open);
}

async function withNmap(
  c: CheckContext,
  [from, to]: [number, number],
  ours: readonly number[],
): Promise<void> {
  const { address } = c.net.target;
  const rate = c.net.limits.perSecond;
  const args = [
    "-sT",
    "-n",
    "-Pn",
    "--disable-arp-ping",
    ...(address.includes(":") ? ["-6"] : []),
    ...(Number.isFinite(rate) ? ["--max-rate", String(Math.floor(rate))] : []),
    "-p",
    `${from}-${to}`,
    "-oX",
    "-",
    address,
  ];
  await c.net.spend(to - from + 1, { step: "nmap -sT", transport: "process", port: `${from}-${to}` });
  const out = await runTool(c, "nmap", args, 600);
  if (!out) throw new Skip(words("why.tool-missing", { tool: "nmap" }));
  c.raw("nmap.xml", out.stdout, "application/xml");
  const host = parseNmap(out.stdout).hosts.find((h) => h.address === address);
  const report = parseNmap(out.stdout);
  const tcp = (host?.ports ?? []).filter((p) => p.transport === "tcp");
  c.facts.push({
    kind: "ports",
    state: c.options.state,
    transport: "tcp",
    ranges: [`${from}-${to}`],
    complete: report.complete && (host?.covered ?? 0) >= to - from + 1,
    passes: 1,
    ports: tcp.filter((p) => p.state !== "closed"),
    selfConnects: 0,
  });
  const theirs = tcp.filter((p) => p.state === "open").map((p) => p.port);
  c.note(
    `nmap ${report.version}: open ${theirs.join(",") || "-"}; own scan: open ${ours.join(",") || "-"}; differences: ${
      [...theirs.filter((p) => !ours.includes(p)), ...ours.filter((p) => !theirs.includes(p))].join(",") ||
      "none"
    }`,
  );
}

async function scanUdp(c: CheckContext): Promise<void> {
  const declared = ipInterfaces(c.declaration).filter((i) => i.transport === "udp");
  const probes = [
    ...DATAGRAM_PROBES.filter((p) => !declared.some((i) => i.port === p.port)),
    ...declared.map((i) => datagramFor(i.port, i.protocol)),
  ].sort((a, b) => a.port - b.port);
  const ports: SeenPort[] = [];
  const one = async (probe: (typeof probes)[number]) => {
    const request = probe.request(c.net.host);
    let state: SeenPort["state"] = "open|filtered";
    let proved = false;
    // A datagram may be lost: asked twice before silence counts.
    for (let turn = 0; turn < 2 && state === "open|filtered"; turn++) {
      const waitMs = 900;
      const r = await c.net.udp(probe.port, request, {
        step: `UDP ${probe.protocol}`,
        waitMs,
        ...(probe.anyPort ? { anyPort: true } : {}),
      });
      if (r.answers.length > 0) {
        state = "open";
        proved = r.answers.some((b) => {
          try {
            return probe.is(b);
          } catch {
            return false;
          }
        });
      } else if (r.closed) state = "closed";
    }
    // An unconnected socket hears no "port unreachable": ask once more with one that does.
    if (state === "open|filtered" && probe.anyPort) {
      const r = await c.net.udp(probe.port, request, { step: `UDP ${probe.protocol}`, waitMs: 600 });
      if (r.closed) state = "closed";
      else if (r.answers.length > 0) state = "open";
    }
    if (state === "closed") return;
    ports.push({
      transport: "udp",
      port: probe.port,
      state,
      ...(state === "open"
        ? { ...(proved ? { service: probe.protocol } : {}), by: proved ? "proved" : "connect" }
        : { service: probe.protocol, by: "table" }),
    });
  };
  const queue = [...probes];
  await Promise.all(
    Array.from({ length: Math.min(4, c.net.limits.parallel) }, async () => {
      for (let p = queue.shift(); p; p = queue.shift()) await one(p);
    }),
  );
  ports.sort((a, b) => a.port - b.port);
  const fact: FactOf<"ports"> = {
    kind: "ports",
    state: c.options.state,
    transport: "udp",
    ranges: probes.map((p) => String(p.port)),
    complete: true,
    passes: 2,
    ports,
    selfConnects: 0,
  };
  c.facts.push(fact);
}

export function portChecks(c: RunContext, address: string): Check[] {
  const loop = isLoopback(address);
  const [from, to] = rangeOf(c);
  const n = to - from + 1;
  const perSecond = c.options.rate ?? (loop ? Number.POSITIVE_INFINITY : 500);
  const nmap = c.options.tools.includes("nmap") ? n : 0;
  const tcp = 2 * n + nmap + 3000;
  const udp =
    3 * (DATAGRAM_PROBES.length + ipInterfaces(c.declaration).filter((i) => i.transport === "udp").length);
  return [
    {
      id: "ports.udp",
      class: "R",
      criteria: ["S1.1-13"],
      limits: { requests: udp, perSecond: loop ? Number.POSITIVE_INFINITY : 20, parallel: 4, seconds: 120 },
      whileLocked: true,
      sends: words("sends.ports-udp", { ports: DATAGRAM_PROBES.length }),
      run: scanUdp,
    },
    {
      id: "ports.tcp",
      class: "R",
      criteria: ["S1.1-13"],
      limits: {
        requests: tcp,
        perSecond,
        parallel: loop ? 128 : 32,
        seconds: Math.ceil(
          (Number.isFinite(perSecond) ? tcp / perSecond : tcp / 2000) * 1.5 +
            180 +
            (nmap ? 600 : 0) +
            // Before it names the services of log-ins that are locked on purpose.
            (c.declaration.authentication.some((m) => m.login.length > 0) ? c.options.lockWaitSeconds : 0),
        ),
      },
      whileLocked: true,
      sends: words("sends.ports-tcp", { from, to, passes: 2 }),
      run: scanTcp,
    },
  ];
}
