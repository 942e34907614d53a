/**
 * `npx tsx bench/store.ts [components]`: what opening, saving and reading takes with a large study, on the embedded
 * database and on PostgreSQL, and the memory it needs. One JSON line each, milliseconds; `cpu` is the mean of this process, which a busy machine changes little.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonicalStudy, diffCanonicalStudies, type Study } from "../packages/model/src/index.ts";
import { openStore, type Store } from "../packages/store/src/index.ts";
import { startPostgres } from "../packages/store/test/postgres.ts";
// @ts-expect-error: plain JavaScript, shared with the other benchmarks.
import { generateStudy } from "./generate.mjs";

const components = Number(process.argv[2] ?? 1000);
const SAVES = 40;

let ids = 0;
const scope = () => ({
  workspace: "w",
  actor: { person: "p", name: "星野" },
  at: new Date(),
  newId: () => `id${++ids}`,
});

async function times(count: number, work: (n: number) => Promise<unknown>) {
  const out: number[] = [];
  const used = process.cpuUsage();
  for (let n = 0; n < count; n++) {
    const start = performance.now();
    await work(n);
    out.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(used);
  out.sort((a, b) => a - b);
  const at = (share: number) => Math.round((out[Math.floor(share * (out.length - 1))] ?? 0) * 10) / 10;
  return { median: at(0.5), p95: at(0.95), cpu: Math.round((user + system) / 100 / count) / 10 };
}

async function measure(name: string, open: () => Promise<Store>) {
  const study = generateStudy(components) as Study;
  const firstOpen = await times(1, async () => (await open()).close());
  let store = await open();
  const { id } = await store.studies.create(scope(), study);
  const edited = (n: number): Study => {
    const copy = structuredClone(study);
    const component = copy.configurations[0]?.components[0];
    if (component) component.quantity = n + 2;
    return copy;
  };
  const studies = Array.from({ length: SAVES }, (_, n) => edited(n));
  const save = await times(SAVES, (n) =>
    store.studies.save(scope(), id, { study: studies[n] as Study, expected: n + 1 }),
  );
  const undo = await times(1, () => store.studies.save(scope(), id, { study, expected: SAVES + 1 }));
  const read = await times(20, () => store.studies.get(scope(), id));
  const old = await times(20, (n) => store.studies.revision(scope(), id, n + 1));
  const list = await times(20, () => store.studies.list(scope()));
  const revisions = await times(20, () => store.studies.revisions(scope(), id));
  const before = canonicalStudy(study);
  const after = canonicalStudy(edited(1));
  const diff = await times(20, async () => diffCanonicalStudies(before, after));
  let archiveBytes = 0;
  const archive = await times(1, async () => {
    for await (const chunk of store.exportArchive()) archiveBytes += chunk.length;
  });
  await store.close();
  const reopen = await times(3, async () => {
    store = await open();
    await store.close();
  });
  const studyBytes = Buffer.byteLength(JSON.stringify(before));
  const rssMb = Math.round(process.memoryUsage().rss / 1e6);
  console.log(
    JSON.stringify({
      ...{ name, components, studyBytes, firstOpen, reopen, save, undo, read, old, list, revisions, diff },
      ...{ archive, archiveBytes, rssMb },
    }),
  );
}

const folder = await mkdtemp(join(tmpdir(), "seiza-bench-"));
try {
  await measure("embedded", () => openStore({ dataFolder: folder }));
} finally {
  await rm(folder, { recursive: true, force: true });
}
const server = await startPostgres();
try {
  const databaseUrl = await server.database();
  await measure("PostgreSQL", () => openStore({ databaseUrl }));
} finally {
  await server.stop();
}
