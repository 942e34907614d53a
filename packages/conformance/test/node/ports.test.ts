/** The scan of very many ports: on threads, and still through the one door with its address, bound and log. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, expect, test } from "vitest";
import { confirmTarget, Guard, type LogLine, Stopped } from "../../src/node/index.ts";
import { sweep, twoPasses } from "../../src/node/probes/ports.ts";
import { listen, tcpServer } from "./bench.ts";

const ADDRESS = `127.84.${process.pid % 250}.1`;
const started: (ChildProcess | Socket)[] = [];
afterAll(() => {
  for (const s of started) "kill" in s ? s.kill() : s.destroy();
});

async function scope(o: { requests: number; parallel?: number; address?: string }) {
  const target = await confirmTarget({
    typed: o.address ?? ADDRESS,
    serial: "SN-1",
    operator: "test",
    at: new Date(),
    classes: ["R"],
  });
  const log: LogLine[] = [];
  const limits = { requests: o.requests, perSecond: Number.POSITIVE_INFINITY, parallel: o.parallel ?? 128 };
  const guard = new Guard(target, { device: limits, log: (l) => log.push(l) });
  return { guard, net: guard.scope("ports.tcp", { ...limits, seconds: 60 }), log };
}
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const QUICK = { parallel: 128, timeoutMs: 1000, pauseMs: 0 };

/** Listens with a queue of one and takes nobody in: once the queue is full, the kernel answers no further knock. */
async function silentPort(): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      "-e",
      `const s=require("net").createServer().listen({port:0,host:"${ADDRESS}",backlog:1},()=>{require("fs").writeSync(1,s.address().port+"\\n");Atomics.wait(new Int32Array(new SharedArrayBuffer(4)),0,0)})`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  started.push(child);
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const port = Number(line.toString());
  for (let i = 0; i < 4; i++) {
    const s = connect({ host: ADDRESS, port });
    s.on("error", () => {});
    started.push(s);
  }
  await new Promise((r) => setTimeout(r, 200));
  return port;
}

test("every port of the range is answered for: open ones, silent ones, and the same as one at a time", async () => {
  let met = 0;
  const server = tcpServer(() => met++);
  await new Promise<void>((r) => server.listen(0, ADDRESS, r));
  const open = (server.address() as { port: number }).port;
  const silent = await silentPort();
  const from = Math.max(1, Math.min(open, silent) - 3000);
  const to = Math.min(65_535, Math.max(open, silent) + 3000);
  const ports = range(from, to);
  const { net, log, guard } = await scope({ requests: 2 * ports.length + 100 });
  const told: number[] = [];
  const { seen } = await twoPasses(net, ports, { ...QUICK, onDone: (pass, n) => pass === 2 && told.push(n) });
  expect(seen).toHaveLength(2);
  for (const pass of seen) {
    expect([...pass.open]).toEqual([open]);
    expect([...pass.filtered]).toEqual([silent]);
    expect(pass.self.size).toBe(0);
  }
  expect(met).toBe(2);
  expect(told.at(-1)).toBe(ports.length);
  expect(log.reduce((n, l) => n + l.n, 0)).toBe(guard.sent);
  expect(new Set(log.map((l) => l.address))).toEqual(new Set([ADDRESS]));
  const slow = await sweep(net, [open, silent], QUICK);
  expect([[...slow.open], [...slow.filtered]]).toEqual([[open], [silent]]);
  net.end();
  server.close();
  server.drop();
});

test("nothing is knocked at that was not booked: the bound holds on threads too", async () => {
  let met = 0;
  const server = tcpServer(() => met++);
  const open = await listen(server);
  // The open port comes in a batch that would pass the bound.
  const ports = [...range(1, 6000).filter((p) => p !== open), open];
  const { net, guard } = await scope({ requests: 3000, address: "127.0.0.1" });
  await expect(twoPasses(net, ports, QUICK)).rejects.toMatchObject({ code: "requests" });
  expect(guard.sent).toBeLessThanOrEqual(3000);
  net.end();
  await new Promise((r) => setTimeout(r, 100));
  expect(met).toBe(0);
  server.close();
});

test("a stop ends the threads in the middle of a pass", async () => {
  const { net, guard } = await scope({ requests: 200_000 });
  const scan = twoPasses(net, range(1, 65_535), {
    ...QUICK,
    onDone: () => guard.stop(new Stopped("stopped")),
  });
  await expect(scan).rejects.toMatchObject({ code: "stopped" });
  expect(guard.sent).toBeLessThan(65_535);
  net.end();
});

test("a stop while the threads start ends the scan as well", async () => {
  const { net, guard } = await scope({ requests: 200_000 });
  const scan = twoPasses(net, range(1, 65_535), QUICK);
  guard.stop(new Stopped("stopped"));
  await expect(scan).rejects.toMatchObject({ code: "stopped" });
  expect(guard.sent).toBe(0);
});
