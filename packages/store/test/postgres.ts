/** A PostgreSQL server of the tests' own: in a temporary folder, on a free port of the loopback, gone at the end. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const DEBIAN = "/usr/lib/postgresql";

/** Folder of the newest PostgreSQL's programs. @throws with what to do where there is none. */
export function postgresPrograms(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number).filter(Number.isFinite) : [];
  const folders = [
    ...(process.env["SEIZA_TEST_POSTGRES_BIN"] ? [process.env["SEIZA_TEST_POSTGRES_BIN"]] : []),
    ...versions.sort((a, b) => b - a).map((version) => join(DEBIAN, String(version), "bin")),
  ];
  const found = folders.find(
    (folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")),
  );
  if (found) return found;
  throw new Error(
    "The store's tests need the programs of PostgreSQL 13 or newer. On Debian: bash scripts/ensure-system.sh. " +
      "Elsewhere set SEIZA_TEST_POSTGRES_BIN to the folder of initdb and postgres. " +
      "To leave these tests out: SEIZA_TEST_SKIP_POSTGRES=1.",
  );
}

export const skipsPostgres = process.env["SEIZA_TEST_SKIP_POSTGRES"] === "1";

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

export interface PostgresServer {
  /** Address of a new, empty database. */
  database(): Promise<string>;
  /** Kills it at once, as a power cut would, and starts it again on the same files. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; then it runs as the user `postgres`. */
function asServerUser(program: string, args: string[]): [string, string[]] {
  return process.getuid?.() === 0 ? ["runuser", ["-u", "postgres", "--", program, ...args]] : [program, args];
}

export async function startPostgres(settings: string[] = []): Promise<PostgresServer> {
  const programs = postgresPrograms();
  const folder = await mkdtemp(join(tmpdir(), "seiza-pg-"));
  const run = (name: string, args: string[]) => {
    const [program, all] = asServerUser(join(programs, name), args);
    const { status, stderr, error } = spawnSync(program, all, { encoding: "utf8", cwd: "/" });
    if (status !== 0) throw new Error(`${name} failed: ${stderr || error?.message}`);
  };
  if (process.getuid?.() === 0) {
    const id = spawnSync("id", ["-u", "postgres"], { encoding: "utf8" });
    if (id.status !== 0) throw new Error("There is no user `postgres` to run the test server as.");
    await chown(folder, Number(id.stdout), -1);
  }
  const data = join(folder, "data");
  run("initdb", ["-D", data, "-U", "seiza", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]);
  const port = await freePort();
  const url = (name: string) => `postgres://seiza@127.0.0.1:${port}/${name}`;

  let child: ReturnType<typeof spawn>;
  let ended: Promise<void>;
  async function start() {
    const options = [
      "-D",
      data,
      "-p",
      String(port),
      "-h",
      "127.0.0.1",
      "-k",
      folder,
      "-c",
      "shared_buffers=32MB",
    ];
    const [program, args] = asServerUser(join(programs, "postgres"), [
      ...options,
      ...settings.flatMap((setting) => ["-c", setting]),
    ]);
    child = spawn(program, args, { cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
    let log = "";
    child.stderr?.on("data", (text) => {
      log = (log + text).slice(-4000);
    });
    ended = new Promise((resolve) => child.once("exit", () => resolve()));
    const { default: pg } = await import("pg");
    for (let tries = 0; ; tries++) {
      const client = new pg.Client({ connectionString: url("postgres") });
      client.on("error", () => {});
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (tries > 300 || child.exitCode !== null)
          throw new Error(`The test server does not start: ${error}\n${log}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
  /** Of the server itself, which `runuser` stands before. */
  const signal = async (name: "INT" | "QUIT") => {
    run("pg_ctl", ["kill", name, readPid(data)]);
    await ended;
  };
  await start();
  let count = 0;
  return {
    async database() {
      const { default: pg } = await import("pg");
      const client = new pg.Client({ connectionString: url("postgres") });
      await client.connect();
      const name = `test_${++count}`;
      await client.query(`create database ${name}`);
      await client.end();
      return url(name);
    },
    async crash() {
      await signal("QUIT");
      await start();
    },
    async stop() {
      await signal("INT");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function readPid(data: string): string {
  // The folder belongs to the server's user.
  const { stdout } = spawnSync("head", ["-n", "1", join(data, "postmaster.pid")], { encoding: "utf8" });
  return stdout.trim();
}
