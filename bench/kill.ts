/**
 * SIGKILL of the server's process at random moments under continuous saves over HTTP: no acknowledged save is lost, and
 * each restart works by itself.
 *
 *   npx tsx bench/kill.ts --kills 50 --database both
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../packages/store/test/postgres.ts";
import { Client, freePort, option, type ServerProcess, startServer } from "./server-process.ts";

const WRITERS = 6;

export interface KillReport {
  kills: number;
  acknowledged: number;
  /** Saves in flight at a kill that turned out to be there all the same. */
  unacknowledgedButThere: number;
  lost: string[];
  startsMs: number[];
}

/** @param database arguments of `seiza serve` that say where the data is */
export async function killing(
  kills: number,
  database: string[],
  say: (text: string) => void = () => {},
): Promise<KillReport> {
  const port = await freePort();
  const report: KillReport = { kills: 0, acknowledged: 0, unacknowledgedButThere: 0, lost: [], startsMs: [] };
  const start = async (): Promise<ServerProcess> => {
    const server = await startServer(["--port", String(port), ...database]);
    report.startsMs.push(server.startMs);
    return server;
  };
  let server = await start();
  let client = new Client(server.address, WRITERS);
  await client.signIn(server.url);
  const { cookie } = client;
  const studies = await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      const { body } = await client.send("POST", "/studies", { template: "starter-smart-home" });
      return { id: body.head.id as string, study: body.study, revision: 1 };
    }),
  );

  const check = async () => {
    for (const s of studies) {
      const { status, body } = await client.send("GET", `/studies/${s.id}`);
      if (status !== 200) {
        report.lost.push(`${s.id}: ${status}`);
        continue;
      }
      const there = body.head.revision as number;
      if (there < s.revision) report.lost.push(`${s.id}: revision ${there}, acknowledged ${s.revision}`);
      else if (there > s.revision) report.unacknowledgedButThere += there - s.revision;
      if (there > s.revision + 1) report.lost.push(`${s.id}: revision ${there} was never written`);
      if (there > 1 && body.study.system.name !== `revision ${there}`)
        report.lost.push(`${s.id}: revision ${there} holds "${body.study.system.name}"`);
      const revision = await client.send("GET", `/studies/${s.id}/revisions/${there}`);
      if (revision.status !== 200) report.lost.push(`${s.id}: revision ${there} has no row`);
      s.revision = there;
    }
  };

  for (let kill = 0; kill < kills; kill++) {
    let isAlive = true;
    const writers = studies.map(async (s) => {
      while (isAlive) {
        const study = { ...s.study, system: { ...s.study.system, name: `revision ${s.revision + 1}` } };
        try {
          const { status, body } = await client.send(
            "PUT",
            `/studies/${s.id}`,
            { study },
            {
              "if-match": `"${s.revision}"`,
            },
          );
          if (status === 200) {
            s.revision = body.revision;
            report.acknowledged++;
          } else report.lost.push(`${s.id}: save answered ${status} ${body?.code}`);
        } catch {
          // The connection broke with the process: not acknowledged.
          return;
        }
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 900));
    server.child.kill("SIGKILL");
    isAlive = false;
    await Promise.all([server.ended, ...writers]);
    client.close();
    report.kills++;
    server = await start();
    client = new Client(server.address, WRITERS);
    // The session outlives the process too.
    client.cookie = cookie;
    await check();
    if ((kill + 1) % 10 === 0)
      say(`${kill + 1} kills, ${report.acknowledged} saves acknowledged, ${report.lost.length} lost`);
  }
  server.child.kill("SIGTERM");
  await server.ended;
  client.close();
  return report;
}

/** On the embedded database in a folder of its own. */
export async function killingEmbedded(kills: number, say?: (text: string) => void): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), "seiza-kill-"));
  try {
    return await killing(kills, ["--data", join(folder, "data")], say);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** On a PostgreSQL server of its own. */
export async function killingPostgres(kills: number, say?: (text: string) => void): Promise<KillReport> {
  const postgres = await startPostgres();
  try {
    return await killing(kills, ["--database-url", await postgres.database()], say);
  } finally {
    await postgres.stop();
  }
}

if (process.argv[1]?.endsWith("kill.ts")) {
  const kills = Math.min(1_000, Number(option("kills", "50")));
  const which = option("database", "both");
  for (const [name, run] of [
    ["embedded", killingEmbedded],
    ["postgresql", killingPostgres],
  ] as const) {
    if (which !== "both" && which !== name) continue;
    const r = await run(kills, (text) => console.log(`${name}: ${text}`));
    const starts = r.startsMs.slice(1).sort((a, b) => a - b);
    console.log(
      `${name}: ${r.kills} kills, ${r.acknowledged} saves acknowledged, ${r.unacknowledgedButThere} more were there, ${r.lost.length} lost; restarts: median ${starts[starts.length >> 1]?.toFixed(0)} ms, slowest ${starts.at(-1)?.toFixed(0)} ms`,
    );
    for (const line of r.lost.slice(0, 10)) console.log(`  ${line}`);
    if (r.lost.length > 0) process.exitCode = 1;
  }
}
