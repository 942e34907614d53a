/** The server on a socket of this machine: opens the store, listens, stops without losing anything. */
import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { hostname, networkInterfaces } from "node:os";
import { getRequestListener } from "@hono/node-server";
import { openStore, type Store } from "@seiza/store";
import { ThreadAnalyst } from "./analyst/analyst.ts";
import { type App, createApp } from "./app.ts";
import type { DocumentAnswer, DocumentJob } from "./documents/jobs.ts";
import type { Logger } from "./log.ts";
import type { Lang } from "./messages.ts";
import { Invitations } from "./session.ts";
import type { Template } from "./templates.ts";
import { Thread } from "./thread.ts";

export interface ServeOptions {
  host: string;
  /** 0: any free one. */
  port: number;
  database: { dataFolder: string } | { databaseUrl: string };
  templates: readonly Template[];
  version: string;
  language: Lang;
  log: Logger;
  webFolder?: string | undefined;
  /** Built entry of the analyst's thread. */
  analystEntry: URL;
  /** Built entry of the thread that makes documents. */
  documentsEntry: URL;
  /** Makes the OpenAPI document. */
  document: () => string;
  /** Names for the one person and workspace of a new database. */
  names: { person: string; workspace: string };
}

export interface Running {
  /** Without token. */
  address: string;
  port: number;
  /** A new URL with a one-time token. */
  url(): string;
  /** Finishes what is running, within five seconds; then everything is closed. Twice is once. */
  stop(): Promise<void>;
  store: Store;
}

/** The port cannot be had. */
export class PortTaken extends Error {
  constructor(
    readonly host: string,
    readonly port: number,
    readonly reason: "taken" | "forbidden" | "no-such-address",
  ) {
    super(`${host}:${port}: ${reason}`);
  }
}

const STOP_WITHIN_MS = 5_000;

/** Values of `Host` under which this server may be spoken to. */
function hostsOf(host: string, port: number): Set<string> {
  const names = new Set(["127.0.0.1", "localhost", "[::1]"]);
  const isAny = host === "0.0.0.0" || host === "::";
  if (isAny) {
    names.add(hostname().toLowerCase());
    for (const list of Object.values(networkInterfaces()))
      for (const a of list ?? []) names.add(a.family === "IPv6" ? `[${a.address}]` : a.address);
  } else names.add(host.includes(":") ? `[${host}]` : host.toLowerCase());
  const hosts = new Set([...names].map((n) => `${n}:${port}`));
  if (port === 80) for (const n of names) hosts.add(n);
  return hosts;
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reasons: Record<string, PortTaken["reason"]> = {
        EADDRINUSE: "taken",
        EACCES: "forbidden",
        EADDRNOTAVAIL: "no-such-address",
        ENOTFOUND: "no-such-address",
      };
      const reason = reasons[error.code ?? ""];
      reject(reason ? new PortTaken(host, port, reason) : error);
    });
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** The examples, on the first start of an empty workspace. */
async function firstStudies(
  store: Store,
  options: ServeOptions,
  local: App["parts"]["local"],
): Promise<void> {
  const scope = {
    workspace: local.workspace,
    actor: { person: local.person, name: options.names.person },
    newId: randomUUID,
  };
  const seen = await store.settings.get(scope, "examples", "workspace");
  if (seen !== undefined) return;
  // A start that was killed halfway left some of them.
  const { items } = await store.studies.list({ ...scope, at: new Date() }, { limit: 200 });
  const names = new Set(items.map((h) => JSON.stringify(h.name)));
  // The list shows the newest first; the first example is to stand first.
  for (const t of options.templates.filter((t) => t.kind === "example").reverse()) {
    if (names.has(JSON.stringify(t.study.system.name))) continue;
    const head = await store.studies.create({ ...scope, at: new Date() }, t.study, { label: "example" });
    await store.studies.setSummary(scope, head.id, { ...t.summary, revision: head.revision });
  }
  await store.settings.set(scope, "examples", true, "workspace");
}

/**
 * @throws PortTaken, and what `openStore` throws
 */
export async function serve(options: ServeOptions): Promise<Running> {
  const { log } = options;
  const store = await openStore({
    ...options.database,
    onProblem: ({ event, error }) => log.warn({ err: error }, event),
  });
  let app: App | undefined;
  const server = createServer({ keepAliveTimeout: 30_000, requestTimeout: 300_000 });
  try {
    const at = new Date();
    const local = await store.people.local({
      at,
      newId: randomUUID,
      personName: options.names.person,
      workspaceName: options.names.workspace,
    });
    const parts = { person: local.person.id, workspace: local.workspace.id };
    await firstStudies(store, options, parts);
    await store.sessions.sweep(at);
    const { database } = await store.health();

    const port = await listen(server, options.host, options.port);
    const shownHost = options.host === "0.0.0.0" || options.host === "::" ? "127.0.0.1" : options.host;
    const address = `http://${shownHost.includes(":") ? `[${shownHost}]` : shownHost}:${port}`;
    const hosts = hostsOf(options.host, port);
    const secret = () => randomBytes(32).toString("base64url");
    const invitations = new Invitations(() => new Date(), secret);
    app = createApp({
      store,
      analyst: new ThreadAnalyst(options.analystEntry, options.version),
      documents: new Thread<DocumentJob, DocumentAnswer>(options.documentsEntry, options.version),
      templates: options.templates,
      invitations,
      addresses: () => ({ hosts, address }),
      local: parts,
      database,
      log,
      clock: () => new Date(),
      newId: randomUUID,
      secret,
      version: options.version,
      language: options.language,
      cookie: `seiza-${port}`,
      webFolder: options.webFolder,
      document: options.document,
    });
    const running = app;
    server.on("request", getRequestListener(running.fetch));
    void running.parts.summaries.catchUp();
    log.info({ address, database }, "listening");

    let stopping: Promise<void> | undefined;
    const stop = async () => {
      log.info({}, "stopping");
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // What is being answered is finished; event streams would never end by themselves.
      server.prependListener("request", (_request, response) => response.setHeader("connection", "close"));
      const background = running.close();
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const late = setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS - 1_000);
      await closed;
      clearInterval(idle);
      clearTimeout(late);
      await background;
      await store.close();
      log.info({}, "stopped");
    };
    return {
      address,
      port,
      store,
      url: () => `${address}/?token=${invitations.issue()}`,
      stop: () => {
        stopping ??= stop();
        return stopping;
      },
    };
  } catch (error) {
    server.close();
    await app?.close();
    await store.close();
    throw error;
  }
}
