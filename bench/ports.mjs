/**
 * The scan of all 65 535 TCP ports against nmap's, on loopback: `npm run bench:ports [-- ROUNDS]`. Both alternately in the
 * same run, same address, same ports: nmap as an operator would run it (`-sT -n -Pn -p 1-65535`, one pass), ours as the
 * check `ports.tcp` runs it, through the guard with both of its passes and no pause between them. Medians of elapsed and of
 * processor time; the last figure is what issue 6 bounds by 2.
 */
import { execFileSync } from "node:child_process";
import { loadavg } from "node:os";
import { register } from "tsx/esm/api";

register();
const { confirmTarget, Guard } = await import("../packages/conformance/src/node/index.ts");
const { twoPasses } = await import("../packages/conformance/src/node/probes/ports.ts");

const rounds = Number(process.argv[2] ?? 7);
const address = "127.83.0.1";
const ports = Array.from({ length: 65_535 }, (_, i) => i + 1);
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

function nmap() {
  const began = performance.now();
  const command = `TIMEFORMAT='%3U %3S'; time nmap -sT -n -Pn -p 1-65535 ${address} 2>&1`;
  const out = execFileSync("bash", ["-c", `{ ${command}; } 2>&1`], { encoding: "utf8" });
  const elapsed = performance.now() - began;
  const [user, system] = out.trim().split("\n").at(-1).split(" ").map(Number);
  const open = [...out.matchAll(/^(\d+)\/tcp +open/gm)].map((m) => Number(m[1]));
  return { elapsed, cpu: (user + system) * 1000, open };
}

async function own() {
  const target = await confirmTarget({
    typed: address,
    serial: "bench",
    operator: "bench",
    at: new Date(),
    classes: ["R"],
  });
  const limits = { requests: 150_000, perSecond: Number.POSITIVE_INFINITY, parallel: 128 };
  const guard = new Guard(target, { device: limits, log: () => {} });
  const scope = guard.scope("ports.tcp", { ...limits, seconds: 120 });
  const began = performance.now();
  const before = process.cpuUsage();
  const { seen } = await twoPasses(scope, ports, { parallel: 128, timeoutMs: 1000, pauseMs: 0 });
  const { user, system } = process.cpuUsage(before);
  scope.end();
  const open = [...new Set(seen.flatMap((s) => [...s.open]))].sort((a, b) => a - b);
  return { elapsed: performance.now() - began, cpu: (user + system) / 1000, open, sent: guard.sent };
}

const theirs = [];
const ours = [];
for (let round = 0; round < rounds; round++) {
  theirs.push(nmap());
  ours.push(await own());
}
const of = (list, key) => median(list.map((x) => x[key]));
const ms = (n) => `${Math.round(n)} ms`;
const ratio = (a, b) => (a / b).toFixed(2);
const [n, s] = [of(theirs, "elapsed"), of(ours, "elapsed")];
const [nc, sc] = [of(theirs, "cpu"), of(ours, "cpu")];
const same = theirs.every((t, i) => String(t.open) === String(ours[i].open));
console.log(
  `65 535 ports, ${rounds} rounds, load ${loadavg()[0].toFixed(1)}: nmap ${ms(n)} (processor ${ms(nc)}), own two passes ${ms(s)} (processor ${ms(sc)}); per pass ${ratio(s / 2, n)} of nmap's time, processor ${ratio(sc / 2, nc)}; open ports ${same ? "the same" : "DIFFER"}; both passes ${ratio(s, n)}`,
);
