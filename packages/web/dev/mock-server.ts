/** Stand-in for the server while screens are made: the same API in memory, and the built web. Not part of the product. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readStudy, type Study, toYaml } from "@seiza/model";
import type { Revision, StudyHead } from "../src/api/types.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const dist = `${root}packages/web/dist`;
const port = Number(process.env["PORT"] ?? 7391);
const person = { id: "local", name: "利用者" };
const by = { person: person.id, name: person.name };

interface Kept {
  head: StudyHead;
  revisions: { revision: Revision; study: Study }[];
}
const studies = new Map<string, Kept>();
const listeners = new Set<ServerResponse>();
let session = { person, workspace: { id: "w", name: "ワークスペース" }, language: "ja", version: "0.1.0" };

function notify(kind: string, head: StudyHead): void {
  const data = JSON.stringify({ workspace: "w", study: head.id, revision: head.revision, by, kind });
  for (const response of listeners) response.write(`event: ${kind}\ndata: ${data}\n\n`);
}
function keep(id: string, study: Study, more: Partial<Revision>): StudyHead {
  const before = studies.get(id);
  const number = (before?.head.revision ?? 0) + 1;
  const at = new Date().toISOString();
  const head: StudyHead = {
    id,
    workspace: "w",
    name: study.system.name,
    domain: study.system.domain,
    revision: number,
    createdAt: before?.head.createdAt ?? at,
    updatedAt: at,
    updatedBy: by,
  };
  const revision: Revision = { study: id, number, at, by, diff: { entries: [] }, bytes: 0, ...more };
  studies.set(id, { head, revisions: [...(before?.revisions ?? []), { revision, study }] });
  return head;
}
const examples = readdirSync(`${root}examples`).filter((f) => f.endsWith(".yaml"));
const read = (file: string) =>
  readStudy({ name: file, bytes: readFileSync(`${root}examples/${file}`) }).study as Study;
for (const file of examples) keep(file.replace(".yaml", ""), read(file), { label: "study.create" });

const TYPES: Record<string, string> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
function file(request: IncomingMessage, response: ServerResponse, path: string): void {
  let at = join(dist, path);
  if (!at.startsWith(dist) || !existsSync(at) || extname(at) === "") at = join(dist, "index.html");
  const packed = existsSync(`${at}.br`) && /\bbr\b/.test(String(request.headers["accept-encoding"] ?? ""));
  response.writeHead(200, {
    "content-type": TYPES[extname(at)] ?? "application/octet-stream",
    "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    "content-security-policy":
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self' blob:",
    ...(packed ? { "content-encoding": "br" } : {}),
  });
  response.end(readFileSync(packed ? `${at}.br` : at));
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://x");
  if (!url.pathname.startsWith("/api/v1")) return file(request, response, url.pathname);
  const path = url.pathname.slice(7).split("/").filter(Boolean).map(decodeURIComponent);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const body = text === "" ? {} : JSON.parse(text);
  const json = (status: number, value: unknown) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(value));
  };
  const problem = (status: number, code: string, more: object = {}) =>
    json(status, { type: "about:blank", title: code, status, code, ...more });
  const [area, id, part, number] = path;
  const method = request.method ?? "GET";
  if (area === "session") {
    if (method === "PATCH") {
      if (body.name) person.name = by.name = body.name;
      session = { ...session, ...(body.language ? { language: body.language } : {}) };
    }
    return json(200, session);
  }
  if (area === "events") {
    response.writeHead(200, { "content-type": "text/event-stream" });
    listeners.add(response);
    request.on("close", () => listeners.delete(response));
    response.write(": hello\n\n");
    return;
  }
  if (area === "templates")
    return json(
      200,
      examples.map((f) => {
        const study = read(f);
        return {
          id: f.replace(".yaml", ""),
          kind: "example",
          domain: study.system.domain,
          name: study.system.name,
          text: study.system.scope ?? { ja: "", en: "" },
          counts: { components: study.configurations[0]?.components.length ?? 0 },
          picture: "",
        };
      }),
    );
  if (area !== "studies") return problem(404, "not-found");
  if (id === undefined) {
    if (method === "POST") {
      const study = body.study ?? read(`${body.template}.yaml`);
      const named = body.name ? { ...study, system: { ...study.system, name: body.name } } : study;
      const head = keep(`s${Date.now().toString(36)}`, named, { label: "study.create" });
      notify("created", head);
      return json(201, head);
    }
    const query = (url.searchParams.get("query") ?? "").toLowerCase();
    const items = [...studies.values()]
      .map((k) => k.head)
      .filter((h) => !h.deletedAt && JSON.stringify(h.name).toLowerCase().includes(query))
      .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
    return json(200, { items });
  }
  const kept = studies.get(id);
  if (!kept) return problem(404, "not-found");
  const newest = kept.revisions.at(-1) as Kept["revisions"][number];
  if (part === undefined && method === "PUT") {
    if (request.headers["if-match"] !== `"${kept.head.revision}"`)
      return problem(412, "stale", { head: kept.head });
    if (JSON.stringify(newest.study) === JSON.stringify(body.study)) return json(200, kept.head);
    const { study, ...more } = body;
    const head = keep(id, study, more);
    notify("saved", head);
    return json(200, head);
  }
  if (part === undefined && method === "DELETE") {
    kept.head.deletedAt = new Date().toISOString();
    notify("removed", kept.head);
    response.writeHead(204);
    return void response.end();
  }
  if (part === undefined) return json(200, { head: kept.head, study: newest.study });
  if (part === "restore") {
    delete kept.head.deletedAt;
    notify("restored", kept.head);
    return json(200, kept.head);
  }
  if (part === "copy") {
    const head = keep(`s${Date.now().toString(36)}`, newest.study, { label: "study.copy" });
    notify("created", head);
    return json(201, head);
  }
  if (part === "revisions" && number === undefined)
    return json(200, {
      items: kept.revisions
        .map((r) => r.revision)
        .reverse()
        .slice(0, Number(url.searchParams.get("limit") ?? 50)),
    });
  const asked = kept.revisions.find((r) => String(r.revision.number) === number);
  if (!asked) return problem(404, "not-found");
  if (path[4] === "study.yaml") {
    response.writeHead(200, { "content-type": "application/yaml" });
    return void response.end(toYaml(asked.study));
  }
  return json(200, asked);
}

createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    response.writeHead(500);
    response.end();
  });
}).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/`));
