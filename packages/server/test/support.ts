/** What the server's tests share: a server on a socket of this machine, and a client that keeps its cookie. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Study } from "@seiza/model";
import {
  openApiDocument,
  type Running,
  type ServeOptions,
  SILENT,
  serve,
  type Template,
} from "@seiza/server";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
export const TEMPLATES = JSON.parse(
  readFileSync(`${ROOT}packages/cli/src/generated/templates.json`, "utf8"),
) as Template[];
export const ANALYST = new URL(`file://${ROOT}packages/cli/dist/analyst.js`);
export const DOCUMENTS = new URL(`file://${ROOT}packages/cli/dist/documents.js`);
const studySchema: unknown = JSON.parse(readFileSync(`${ROOT}schemas/study.schema.json`, "utf8"));

export const temporaryFolder = () => mkdtempSync(join(tmpdir(), "seiza-server-"));
export const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true });

export function serveFor(folder: string, options: Partial<ServeOptions> = {}): Promise<Running> {
  return serve({
    host: "127.0.0.1",
    port: 0,
    database: { dataFolder: folder },
    templates: TEMPLATES,
    version: "0.0.0-test",
    language: "ja",
    log: SILENT,
    analystEntry: ANALYST,
    documentsEntry: DOCUMENTS,
    document: () => JSON.stringify(openApiDocument(studySchema, "0.0.0-test")),
    names: { person: "担当者", workspace: "ワークスペース" },
    ...options,
  });
}

export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
  bytes: Uint8Array;
}
export type Client = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply>;

/** Over a real socket. `path` begins below `/api/v1`, unless it begins with `//`. */
export function clientOf(address: string, cookie?: string): Client {
  return async (method, path, body, headers = {}) => {
    const isRaw = body instanceof Uint8Array || typeof body === "string";
    const response = await fetch(
      path.startsWith("//") ? `${address}${path.slice(1)}` : `${address}/api/v1${path}`,
      {
        method,
        redirect: "manual",
        headers: {
          ...(cookie ? { cookie } : {}),
          ...(body === undefined || isRaw ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isRaw ? (body as BodyInit) : JSON.stringify(body) }),
      },
    );
    const bytes = new Uint8Array(await response.arrayBuffer());
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    return {
      status: response.status,
      headers: response.headers,
      bytes,
      body: isJson && bytes.length > 0 ? JSON.parse(new TextDecoder().decode(bytes)) : undefined,
    };
  };
}

export async function signIn(running: Running): Promise<{ client: Client; cookie: string }> {
  const token = new URL(running.url()).searchParams.get("token");
  const reply = await clientOf(running.address)("POST", "/session", { token });
  const cookie = (reply.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  return { client: clientOf(running.address, cookie), cookie };
}

/** A request that `fetch` would not make: with a Host of one's own. */
export function rawGet(address: string, path: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

export const renamed = (study: Study, name: string): Study => ({
  ...study,
  system: { ...study.system, name: { ja: name, en: name } },
});

export interface Event {
  id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  data: any;
}
/** Reads server-sent events until told to stop. */
export function readEvents(address: string, cookie: string, lastId?: string) {
  const events: Event[] = [];
  const ended = new AbortController();
  let wake = () => {};
  const opened = (async () => {
    const response = await fetch(`${address}/api/v1/events`, {
      headers: { cookie, ...(lastId === undefined ? {} : { "last-event-id": lastId }) },
      signal: ended.signal,
    });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let held = "";
    const first = await reader.read();
    held += decoder.decode(first.value, { stream: true });
    const done = (async () => {
      for (;;) {
        for (let at = held.indexOf("\n\n"); at >= 0; at = held.indexOf("\n\n")) {
          const lines = held.slice(0, at).split("\n");
          held = held.slice(at + 2);
          const field = (name: string) =>
            lines.find((l) => l.startsWith(`${name}: `))?.slice(name.length + 2);
          const data = field("data");
          const id = field("id");
          if (data) events.push({ ...(id === undefined ? {} : { id }), data: JSON.parse(data) });
        }
        wake();
        const { done, value } = await reader.read();
        if (done) return;
        held += decoder.decode(value, { stream: true });
      }
    })().catch(() => {});
    return { done };
  })();
  return {
    events,
    opened,
    async until(test: (e: Event) => boolean, ms = 15_000): Promise<Event> {
      const late = Date.now() + ms;
      for (;;) {
        const found = events.find(test);
        if (found) return found;
        if (Date.now() > late) throw new Error(`no such event among ${JSON.stringify(events)}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, 100);
        });
      }
    },
    stop: () => ended.abort(),
  };
}
