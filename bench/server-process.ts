/** A real server process for measuring and killing, and a small client over kept connections. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const SEIZA = fileURLToPath(new URL("../packages/cli/bin/seiza.js", import.meta.url));

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

export interface ServerProcess {
  child: ChildProcess;
  /** With token. */
  url: string;
  address: string;
  startMs: number;
  /** What it wrote to standard error. */
  log: () => string;
  ended: Promise<void>;
}

/** Starts `seiza serve` (with arguments for Node in BENCH_NODE_ARGS, e.g. `--cpu-prof`); resolves when it has printed its URL. @throws with its words when it ends before. */
export function startServer(args: string[], env: Record<string, string> = {}): Promise<ServerProcess> {
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [...(process.env.BENCH_NODE_ARGS?.split(" ") ?? []), SEIZA, "serve", ...args],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, SEIZA_LANG: "en", SEIZA_LOG: "warn", ...env },
    },
  );
  let [out, log] = ["", ""];
  child.stderr?.on("data", (text) => {
    log = (log + text).slice(-20_000);
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${out}${log}`)));
    child.stdout?.on("data", (text) => {
      out += text;
      const url = /http:\S+token=[\w-]+/.exec(out)?.[0];
      if (url)
        resolve({
          child,
          url,
          address: new URL(url).origin,
          startMs: performance.now() - start,
          log: () => log,
          ended,
        });
    });
  });
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  body: any;
}
export class Client {
  readonly #agent: Agent;
  cookie = "";
  constructor(
    readonly address: string,
    connections = 1,
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const { hostname, port } = new URL(this.address);
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          hostname,
          port,
          method,
          path: `/api/v1${path}`,
          agent: this.#agent,
          headers: {
            cookie: this.cookie,
            ...(text === undefined
              ? {}
              : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
            ...headers,
          },
        },
        (response) => {
          const pieces: Buffer[] = [];
          response.on("data", (piece) => pieces.push(piece));
          response.on("error", reject);
          response.on("end", () => {
            const all = Buffer.concat(pieces).toString("utf8");
            try {
              resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                body: all === "" ? undefined : JSON.parse(all),
              });
            } catch (error) {
              reject(error);
            }
          });
        },
      );
      sent.on("error", reject);
      sent.end(text);
    });
  }

  async signIn(url: string): Promise<void> {
    const token = new URL(url).searchParams.get("token");
    const { status, headers } = await this.send("POST", "/session", { token });
    if (status !== 200) throw new Error(`signing in answered ${status}`);
    this.cookie = String(headers["set-cookie"]).split(";")[0] ?? "";
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Resident memory of a process in MB (Linux). */
export function residentMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kb) / 1024;
}

export function option(name: string, otherwise: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
}
