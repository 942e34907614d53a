/** `seiza serve` as a process: messages, stop, kill. */
import { spawnSync } from "node:child_process";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { openStore } from "@seiza/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { killingEmbedded, killingPostgres } from "../../../bench/kill.ts";
import { Client, startServer } from "../../../bench/server-process.ts";
import { skipsPostgres } from "../../store/test/postgres.ts";
import { ROOT, removeFolder, temporaryFolder } from "./support.ts";

let folder = "";
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => removeFolder(folder));

const seiza = (args: string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [`${ROOT}packages/cli/bin/seiza.js`, "serve", ...args], {
    encoding: "utf8",
    timeout: 60_000,
    env: { ...process.env, SEIZA_LANG: "", LANG: "C.UTF-8", LC_ALL: "", DATABASE_URL: "", ...env },
  });

describe.each(["ja", "en"] as const)("what cannot start says why and how to go on, in %s", (lang) => {
  const says = (run: ReturnType<typeof seiza>, ...parts: (string | RegExp)[]) => {
    expect(run.status, run.stdout + run.stderr).toBe(2);
    expect(run.stderr).not.toMatch(/^\s+at /m);
    for (const part of parts) expect(run.stderr).toMatch(part);
  };

  test("a port that is taken", async () => {
    const other: Server = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, "127.0.0.1", () => resolve((other.address() as { port: number }).port)),
    );
    const run = seiza(["--port", String(port), "--data", join(folder, "port"), "--lang", lang]);
    other.close();
    says(
      run,
      String(port),
      `--port ${port + 1}`,
      lang === "ja" ? /使っています/ : /in use by another program/,
    );
  });

  test("a folder that another process holds", async () => {
    const held = await openStore({ dataFolder: join(folder, "held") });
    const run = seiza(["--port", "0", "--data", join(folder, "held"), "--lang", lang]);
    await held.close();
    says(run, String(process.pid), "--data", lang === "ja" ? /起動中の別の Seiza/ : /another running Seiza/);
  });

  test("a database of a newer version, which stays as it was", async () => {
    const data = join(folder, `newer-${lang}`);
    const store = await openStore({ dataFolder: data });
    await store.close();
    const { PGlite } = await import("@electric-sql/pglite");
    const database = await PGlite.create({ dataDir: join(data, "database") });
    await database.query("insert into schema_version (version, name) values (999, 'later')");
    await database.close();
    says(
      seiza(["--port", "0", "--data", data, "--lang", lang]),
      "999",
      lang === "ja" ? /新しい版/ : /newer version/,
    );
  });

  test("a PostgreSQL server that does not answer, without its password", () => {
    const run = seiza(["--port", "0", "--lang", lang], {
      DATABASE_URL: "postgres://someone:secret-word@127.0.0.1:1/none",
    });
    says(run, /127\.0\.0\.1:1/, lang === "ja" ? /接続できません/ : /cannot be reached/);
    expect(run.stderr + run.stdout).not.toContain("secret-word");
  });

  test("a port that is none", () => {
    says(seiza(["--port", "seven", "--lang", lang]), "seven", "65535");
  });
});

test("SIGTERM under load: what was begun is answered, nothing acknowledged is lost, event streams end, within 5 s", async () => {
  const data = join(folder, "stop");
  const server = await startServer(["--port", "0", "--data", data]);
  const first = new Client(server.address, 20);
  await first.signIn(server.url);
  const studies = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const { body } = await first.send("POST", "/studies", { template: "starter-building" });
      return { id: body.head.id as string, study: body.study, revision: 1 };
    }),
  );
  const stream = fetch(`${server.address}/api/v1/events`, { headers: { cookie: first.cookie } }).then((r) =>
    r.text(),
  );
  const odd: string[] = [];
  let isStopping = false;
  const writers = studies.map(async (s) => {
    for (;;) {
      const study = { ...s.study, system: { ...s.study.system, name: `revision ${s.revision + 1}` } };
      try {
        const { status, body } = await first.send(
          "PUT",
          `/studies/${s.id}`,
          { study },
          { "if-match": `"${s.revision}"` },
        );
        if (status !== 200) odd.push(`${status} ${JSON.stringify(body)}`);
        s.revision = body.revision;
      } catch (error) {
        // A new connection is refused; one that was answering is not broken off.
        const code = (error as NodeJS.ErrnoException).code;
        if (!isStopping || (code !== "ECONNREFUSED" && code !== "ECONNRESET")) odd.push(String(error));
        return;
      }
    }
  });
  await new Promise((resolve) => setTimeout(resolve, 700));
  const start = performance.now();
  isStopping = true;
  server.child.kill("SIGTERM");
  await server.ended;
  expect(performance.now() - start).toBeLessThan(5_000);
  expect(server.child.exitCode).toBe(0);
  await Promise.all([...writers, stream]);
  first.close();
  expect(odd).toEqual([]);
  const store = await openStore({ dataFolder: data });
  const local = await store.people.local({
    at: new Date(),
    newId: () => "x",
    personName: "",
    workspaceName: "",
  });
  const scope = {
    workspace: local.workspace.id,
    actor: { person: local.person.id, name: "" },
    at: new Date(),
    newId: () => "x",
  };
  for (const s of studies) {
    const { head } = await store.studies.get(scope, s.id);
    // Answered to the last: an acknowledged save is there, and none was written without an answer.
    expect(head.revision).toBe(s.revision);
    expect(s.revision).toBeGreaterThan(1);
  }
  await store.close();
});

describe("SIGKILL at random moments under continuous saves loses no acknowledged save, and each restart works", () => {
  const check = (r: Awaited<ReturnType<typeof killingEmbedded>>) => {
    expect(r.lost).toEqual([]);
    expect(r.kills).toBe(5);
    expect(r.acknowledged).toBeGreaterThan(5);
  };
  test("on the embedded database", async () => check(await killingEmbedded(5)), 120_000);
  test.skipIf(skipsPostgres)("on PostgreSQL", async () => check(await killingPostgres(5)), 120_000);
});
