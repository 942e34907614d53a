/**
 * How long a full run of the ★1 checks takes on the simulated device: `node bench/conformance.mjs [--lock-seconds N]`.
 * Both units (as shipped, in use), all 65 535 TCP ports twice each, all classes of checks. Three log-ins wait for their locks
 * side by side, and the port scan runs meanwhile.
 */
import { register } from "tsx/esm/api";

register();
const { observe, LOCK_SECONDS } = await import("../tests/conformance/bench.ts");

const at = process.argv.indexOf("--lock-seconds");
const lockSeconds = at >= 0 ? Number(process.argv[at + 1]) : LOCK_SECONDS;
const times = new Map();
const { seconds, assessment, records } = await observe({
  weaknesses: [],
  address: "127.82.0.1",
  lockSeconds,
  onEvent: (e) => {
    if (e.event === "end") times.set(e.check, (times.get(e.check) ?? 0) + e.seconds);
  },
});
for (const [check, s] of [...times].sort((a, b) => b[1] - a[1]))
  if (s >= 0.05) console.log(`${s.toFixed(1).padStart(7)} s  ${check}`);
console.log(
  `${seconds.toFixed(1)} s in all, with locks of ${lockSeconds} s; ${records.length} checks, ${records.reduce((n, r) => n + r.sent, 0)} requests`,
);
const outcomes = {};
for (const j of assessment.judgements) outcomes[j.outcome] = (outcomes[j.outcome] ?? 0) + 1;
console.log(JSON.stringify(outcomes));
