/**
 * `npx tsx bench/crash.ts [kills] [seed]`: a process that saves without end is killed (SIGKILL) at random moments, on the
 * embedded database and on PostgreSQL, where now and then the server falls over too. Says what it found.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../packages/store/src/index.ts";
import { crash, verify } from "../packages/store/test/crash.ts";
import { startPostgres } from "../packages/store/test/postgres.ts";

const kills = Number(process.argv[2] ?? 50);
const seed = Number(process.argv[3] ?? 1);

function tell(name: string, found: Awaited<ReturnType<typeof crash>>, revisions: number) {
  const times = found.reopenMs.sort((a, b) => a - b);
  const median = Math.round(times[times.length >> 1] ?? 0);
  const worst = Math.round(times.at(-1) ?? 0);
  console.log(
    `${name}: ${found.kills} kills (${found.killedWhileOpening} while opening), ${found.acknowledged} saves acknowledged, ` +
      `${revisions} revisions there and right; open again after ${median} ms (median), ${worst} ms (worst)`,
  );
}

async function main() {
  const dataFolder = await mkdtemp(join(tmpdir(), "seiza-crash-"));
  try {
    const found = await crash({ environment: { SEIZA_TEST_FOLDER: dataFolder }, kills, seed });
    const store = await openStore({ dataFolder });
    tell("embedded", found, await verify(store, found.study, found.acknowledged));
    await store.close();
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
  const server = await startPostgres();
  try {
    const databaseUrl = await server.database();
    const environment = { SEIZA_TEST_URL: databaseUrl };
    const found = await crash({ environment, kills, seed, also: () => server.crash() });
    const store = await openStore({ databaseUrl });
    tell("PostgreSQL", found, await verify(store, found.study, found.acknowledged));
    await store.close();
  } finally {
    await server.stop();
  }
}

await main();
