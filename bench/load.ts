/**
 * Many clients saving and reading on loopback against a real server process: no error, no lost update, memory flat.
 *
 *   npx tsx bench/load.ts --seconds 60 --clients 100 --pause 0 [--database-url URL] [--heap]
 *
 * Each client has a study of its own and counts what was acknowledged; a few studies are shared, where a save that comes
 * too late (412) is made again on the head as it is now. At the end the store has to hold exactly what was acknowledged.
 * `--heap`: ten times in between the server collects its garbage and tells what is left: what grows then is kept.
 * `--pause`: milliseconds a client rests between calls, at random up to twice as long.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, option, residentMb, startServer } from "./server-process.ts";

const seconds = Math.min(3_600, Number(option("seconds", "60")));
const clients = Math.min(1_000, Number(option("clients", "100")));
const pause = Number(option("pause", "0"));
const databaseUrl = option("database-url", "");
const SHARED = 5;

const folder = mkdtempSync(join(tmpdir(), "seiza-load-"));
const where = databaseUrl === "" ? ["--data", folder] : ["--database-url", databaseUrl];
const heapFile = process.argv.includes("--heap") ? join(folder, "heap.ndjson") : undefined;
if (heapFile) {
  const probe = fileURLToPath(new URL("heap-probe.cjs", import.meta.url));
  process.env["BENCH_NODE_ARGS"] = `--expose-gc --require ${probe}`;
  process.env["BENCH_HEAP_FILE"] = heapFile;
}
const server = await startServer(["--port", "0", ...where]);
const pid = server.child.pid as number;
const errors: string[] = [];
const latencies: Record<"read" | "save" | "list" | "conflict", number[]> = {
  read: [],
  save: [],
  list: [],
  conflict: [],
};
const memory: { second: number; mb: number }[] = [];

const first = new Client(server.address);
await first.signIn(server.url);
type Study = { system: { name: unknown; scope?: unknown } & Record<string, unknown> } & Record<
  string,
  unknown
>;
async function create(): Promise<{ id: string; study: Study }> {
  const { status, body } = await first.send("POST", "/studies", { template: "starter-smart-home" });
  if (status !== 201) throw new Error(`creating answered ${status}: ${JSON.stringify(body)}`);
  return { id: body.head.id, study: body.study };
}
const shared = await Promise.all(Array.from({ length: SHARED }, create));
const own = await Promise.all(Array.from({ length: clients }, create));
/** Counter of each client in a shared study, as text of its scope: `3:17,4:2`. */
const countersOf = (study: Study): Map<number, number> => {
  const text = (study.system.scope as { en?: string } | undefined)?.en ?? "";
  return new Map([...text.matchAll(/(\d+):(\d+)/g)].map((m) => [Number(m[1]), Number(m[2])] as const));
};
const acknowledged = {
  own: new Array<number>(clients).fill(0),
  shared: shared.map(() => new Map<number, number>()),
};

const until = performance.now() + seconds * 1000;
const rest = () =>
  pause > 0 ? new Promise((resolve) => setTimeout(resolve, Math.random() * 2 * pause)) : undefined;

async function run(n: number): Promise<void> {
  const client = new Client(server.address);
  client.cookie = first.cookie;
  const timed = async (kind: keyof typeof latencies, ...call: Parameters<Client["send"]>) => {
    const start = performance.now();
    const answer = await client.send(...call);
    latencies[answer.status === 412 ? "conflict" : kind].push(performance.now() - start);
    return answer;
  };
  const mine = own[n] as (typeof own)[number];
  let revision = 1;
  try {
    for (let turn = n; performance.now() < until; turn++) {
      await rest();
      const what = turn % 8;
      if (what === 7) {
        const at = turn % SHARED;
        const { id } = shared[at] as (typeof shared)[number];
        for (;;) {
          const { body } = await timed("read", "GET", `/studies/${id}`);
          const counters = countersOf(body.study);
          const mineThere = (counters.get(n) ?? 0) + 1;
          counters.set(n, mineThere);
          const scope = { en: [...counters].map(([c, k]) => `${c}:${k}`).join(",") };
          const study = { ...body.study, system: { ...body.study.system, scope } };
          const saved = await timed(
            "save",
            "PUT",
            `/studies/${id}`,
            { study },
            {
              "if-match": `"${body.head.revision}"`,
            },
          );
          if (saved.status === 200) {
            acknowledged.shared[at]?.set(n, mineThere);
            break;
          }
          if (saved.status !== 412)
            throw new Error(`shared save: ${saved.status} ${JSON.stringify(saved.body)}`);
          if (performance.now() > until) break;
        }
      } else if (what === 3) {
        const { status } = await timed("list", "GET", "/studies?limit=20");
        if (status !== 200) throw new Error(`list: ${status}`);
      } else if (what % 2 === 0) {
        const study = { ...mine.study, system: { ...mine.study.system, name: `client ${n}: ${revision}` } };
        const { status, body } = await timed(
          "save",
          "PUT",
          `/studies/${mine.id}`,
          { study, label: "system.name" },
          {
            "if-match": `"${revision}"`,
          },
        );
        if (status !== 200) throw new Error(`save: ${status} ${JSON.stringify(body)}`);
        revision = body.revision;
        (acknowledged.own[n] as number)++;
      } else {
        const { status, body } = await timed("read", "GET", `/studies/${mine.id}`);
        if (status !== 200 || body.head.revision !== revision)
          throw new Error(`read: ${status}, revision ${body?.head?.revision} instead of ${revision}`);
      }
    }
  } catch (error) {
    errors.push(`client ${n}: ${error instanceof Error ? error.message : error}`);
  } finally {
    client.close();
  }
}

const begin = performance.now();
const sampler = setInterval(
  () => memory.push({ second: Math.round((performance.now() - begin) / 1000), mb: residentMb(pid) }),
  1000,
);
const probes = heapFile && setInterval(() => server.child.kill("SIGUSR2"), (seconds * 1000) / 10);
await Promise.all(Array.from({ length: clients }, (_, n) => run(n)));
clearInterval(probes);
const took = (performance.now() - begin) / 1000;
clearInterval(sampler);

let lost = 0;
for (const [n, { id }] of own.entries()) {
  const { body } = await first.send("GET", `/studies/${id}`);
  if (body.head.revision !== (acknowledged.own[n] as number) + 1) lost++;
}
for (const [at, { id }] of shared.entries()) {
  const { body } = await first.send("GET", `/studies/${id}`);
  const there = countersOf(body.study);
  const expected = acknowledged.shared[at] as Map<number, number>;
  for (const [n, count] of expected) if (there.get(n) !== count) lost++;
  const total = [...expected.values()].reduce((a, b) => a + b, 0);
  if (body.head.revision !== total + 1) lost++;
}
const stopping = performance.now();
server.child.kill("SIGTERM");
await server.ended;
const stopMs = performance.now() - stopping;
const heap = heapFile ? readFileSync(heapFile, "utf8").trim() : "";
rmSync(folder, { recursive: true, force: true });

const at = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
console.log(
  `${clients} clients, ${took.toFixed(0)} s, pause ${pause} ms, ${databaseUrl === "" ? "embedded database" : "PostgreSQL"}`,
);
console.log(
  "| call | number | per second | p50 ms | p95 ms | p99 ms | max ms |\n|---|---|---|---|---|---|---|",
);
for (const [kind, list] of Object.entries(latencies)) {
  const sorted = list.sort((a, b) => a - b);
  const [p50, p95, p99, most] = [0.5, 0.95, 0.99, 1].map((s) => at(sorted, s).toFixed(0));
  console.log(
    `| ${kind} | ${sorted.length} | ${(sorted.length / took).toFixed(0)} | ${p50} | ${p95} | ${p99} | ${most} |`,
  );
}
const mean = (list: typeof memory) => list.reduce((sum, m) => sum + m.mb, 0) / Math.max(1, list.length);
const third = Math.ceil(memory.length / 3);
const [early, late] = [mean(memory.slice(third, 2 * third)), mean(memory.slice(2 * third))];
console.log(
  `memory MB by tenth: ${Array.from({ length: 10 }, (_, i) => mean(memory.slice(Math.floor((i * memory.length) / 10), Math.max(Math.floor((i * memory.length) / 10) + 1, Math.floor(((i + 1) * memory.length) / 10)))).toFixed(0)).join(" ")}; last third against the middle: ${(((late - early) / early) * 100).toFixed(1)} %`,
);
if (heap !== "") console.log(`after collecting garbage, MB:\n${heap}`);
console.log(
  `start ${server.startMs.toFixed(0)} ms, stop ${stopMs.toFixed(0)} ms, errors ${errors.length}, lost updates ${lost}`,
);
for (const e of errors.slice(0, 10)) console.log(e);
if (server.log().trim() !== "") console.log(server.log().slice(-1500));
process.exitCode = errors.length + lost > 0 ? 1 : 0;
