/** The API as its clients meet it, over a real socket. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import type { Running } from "@seiza/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Client,
  clientOf,
  rawGet,
  readEvents,
  removeFolder,
  renamed,
  serveFor,
  signIn,
  TEMPLATES,
  temporaryFolder,
} from "./support.ts";

let folder = "";
let running: Running;
let client: Client;
let cookie = "";
const hems = TEMPLATES.find((t) => t.id === "smart-home-hems")?.study as (typeof TEMPLATES)[number]["study"];

beforeAll(async () => {
  folder = temporaryFolder();
  const web = join(folder, "web");
  mkdirSync(join(web, "assets"), { recursive: true });
  const script = "console.log(1);".repeat(100);
  writeFileSync(join(web, "index.html"), "<!doctype html><title>Seiza</title>");
  const needs = {
    path: "/studies/*/risks",
    scripts: ["/assets/risks-1.js"],
    styles: ["/assets/risks-1.css"],
  };
  writeFileSync(join(web, ".pages.json"), JSON.stringify([needs]));
  writeFileSync(join(web, "assets", "app-1a2b3c4d.js"), script);
  writeFileSync(join(web, "assets", "app-1a2b3c4d.js.br"), brotliCompressSync(script));
  running = await serveFor(join(folder, "data"), { webFolder: web });
  ({ client, cookie } = await signIn(running));
});
afterAll(async () => {
  await running.stop();
  removeFolder(folder);
});

const made = async (name: string) => {
  const { body, status } = await client("POST", "/studies", { study: renamed(hems, name) });
  expect(status).toBe(201);
  return body.head as { id: string; revision: number };
};

describe("signing in", () => {
  test("a start token works once", async () => {
    const token = new URL(running.url()).searchParams.get("token");
    const open = clientOf(running.address);
    const first = await open("POST", "/session", { token });
    expect(first.status).toBe(200);
    expect(first.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Strict; Path=\//);
    const second = await open("POST", "/session", { token }, { "accept-language": "en" });
    expect([second.status, second.body.code]).toEqual([401, "token-used"]);
    expect(second.body.mend).toContain("press Enter");
  });

  test("a spent token in the address bar gives a helpful page, or leads a signed-in browser on", async () => {
    const url = running.url();
    const token = new URL(url).searchParams.get("token");
    await clientOf(running.address)("POST", "/session", { token });
    const page = await clientOf(running.address)("GET", `//?token=${token}`, undefined, {
      accept: "text/html",
    });
    expect(page.status).toBe(401);
    expect(new TextDecoder().decode(page.bytes)).toContain("この URL は使用済みです");
    expect((await client("GET", `//?token=${token}`)).headers.get("location")).toBe("/");
  });

  test("without a session nothing is read and nothing written", async () => {
    const open = clientOf(running.address);
    for (const [method, path] of [
      ["GET", "/studies"],
      ["GET", "/session"],
      ["POST", "/studies"],
      ["GET", "/archive"],
      ["POST", "/archive"],
      ["GET", "/events"],
      ["GET", "/audit"],
      ["GET", "/nowhere"],
    ] as const) {
      const { status, body } = await open(method, path, method === "POST" ? {} : undefined);
      expect([path, status, body.code]).toEqual([path, 401, "session-missing"]);
    }
  });

  test("a person changes their name and language; later changes bear the name", async () => {
    const { cookie } = await signIn(running);
    const mine = clientOf(running.address, cookie);
    const changed = await mine("PATCH", "/session", { name: "星野", language: "en" });
    expect(changed.body).toMatchObject({ person: { name: "星野" }, language: "en" });
    const { body } = await mine("POST", "/studies", { study: renamed(hems, "named") });
    expect(body.head.updatedBy.name).toBe("星野");
    await mine("PATCH", "/session", { language: "ja" });
    expect((await mine("DELETE", "/session")).status).toBe(204);
    expect((await mine("GET", "/session")).status).toBe(401);
  });
});

describe("what comes from elsewhere", () => {
  test.each([
    [{ origin: "http://evil.example" }],
    [{ origin: "null" }],
    [{ origin: "http://127.0.0.1:1" }],
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
  ])("a write with %j is refused, although the cookie is right", async (headers) => {
    const before = await client("GET", "/studies?limit=200");
    const { status, body } = await client("POST", "/studies", { study: hems }, headers as never);
    expect([status, body.code]).toEqual([403, "origin-foreign"]);
    expect((await client("GET", "/studies?limit=200")).body.items.length).toBe(before.body.items.length);
  });

  test("a foreign Host is refused everywhere (DNS rebinding); our own names are not", async () => {
    const { port } = new URL(running.address);
    for (const path of ["/", "/api/v1/health", "/api/v1/studies"])
      expect(await rawGet(running.address, path, { host: `evil.example:${port}`, cookie })).toBe(403);
    expect(await rawGet(running.address, "/api/v1/studies", { host: `localhost:${port}`, cookie })).toBe(200);
  });

  test("our own page may write", async () => {
    const { status } = await client(
      "POST",
      "/studies",
      { study: renamed(hems, "own page") },
      { origin: running.address, "sec-fetch-site": "same-origin" },
    );
    expect(status).toBe(201);
  });
});

describe("the first start", () => {
  test("has the five examples as studies, each with picture and progress, and nine templates", async () => {
    const { body } = await client("GET", "/studies?limit=200");
    const names = TEMPLATES.filter((t) => t.kind === "example").map((t) =>
      JSON.stringify(t.study.system.name),
    );
    const examples = body.items.filter((h: { name: unknown }) => names.includes(JSON.stringify(h.name)));
    expect(examples.length).toBe(5);
    for (const h of examples) {
      expect(h.summary.picture).toMatch(/^<svg/);
      expect(h.summary.progress).toHaveLength(6);
    }
    const templates = (await client("GET", "/templates")).body;
    expect(templates.map((t: { kind: string }) => t.kind).sort()).toEqual([
      ...Array(5).fill("example"),
      ...Array(4).fill("starter"),
    ]);
  });
});

describe("two writers", () => {
  test("with the same revision: one saves, the other gets 412 with the head as it is now", async () => {
    const head = await made("contested");
    const write = (name: string) =>
      client(
        "PUT",
        `/studies/${head.id}`,
        { study: renamed(hems, name), label: "system.name" },
        { "if-match": '"1"' },
      );
    const replies = await Promise.all([write("one"), write("two")]);
    expect(replies.map((r) => r.status).sort()).toEqual([200, 412]);
    const lost = replies.find((r) => r.status === 412);
    expect(lost?.body).toMatchObject({ code: "conflict", current: { id: head.id, revision: 2 } });
    expect(lost?.headers.get("content-type")).toContain("application/problem+json");
    const won = replies.find((r) => r.status === 200);
    expect(won?.headers.get("etag")).toBe('"2"');
  });

  test("a write without If-Match is refused with 428 and saves nothing", async () => {
    const head = await made("unmatched");
    for (const method of ["PUT", "DELETE"]) {
      const { status, body } = await client(method, `/studies/${head.id}`, { study: renamed(hems, "x") });
      expect([status, body.code]).toEqual([428, "if-match-missing"]);
    }
    expect((await client("GET", `/studies/${head.id}`)).body.head.revision).toBe(1);
  });

  test("the same content again makes no new revision", async () => {
    const head = await made("same");
    const { body } = await client(
      "PUT",
      `/studies/${head.id}`,
      { study: renamed(hems, "same") },
      { "if-match": '"1"' },
    );
    expect(body.revision).toBe(1);
  });
});

describe("a broken study", () => {
  test("as text is refused with line, column and mend of each error, in the caller's language", async () => {
    const text =
      "seiza: 1\nsystem: { id: x, name: n, domain: smart-hme }\nconfigurations: []\nproductTypes: []\n";
    const { status, body } = await client(
      "POST",
      "/studies",
      { text, fileName: "mine.yaml" },
      { "accept-language": "en" },
    );
    expect([status, body.code]).toEqual([422, "study-invalid"]);
    const place = body.errors.find((e: { pointer: string }) => e.pointer === "/system/domain");
    expect(place).toMatchObject({ line: 2, severity: "error" });
    expect(place.detail).toMatch(/smart-hme/);
    expect(place.mend).toMatch(/smart-home/);
  });

  test("as a value is refused with a JSON Pointer to each error", async () => {
    const head = await made("to break");
    const broken = { ...hems, configurations: [{ ...hems.configurations[0], zones: "none" }] };
    const { status, body } = await client(
      "PUT",
      `/studies/${head.id}`,
      { study: broken },
      { "if-match": '"1"' },
    );
    expect(status).toBe(422);
    expect(body.errors[0].pointer).toBe("/configurations/0/zones");
    expect(body.detail).toMatch(/[ぁ-ん]/);
  });

  test.each([
    ["no JSON", "{", "json-invalid"],
    ["nothing of use", "{}", "body-invalid"],
  ])("a body that is %s is refused with 400", async (_, text, code) => {
    const { status, body } = await client("POST", "/studies", text, { "content-type": "application/json" });
    expect([status, body.code]).toEqual([400, code]);
  });

  test("a body over the limit is refused with 413 and a way out", async () => {
    const { status, body } = await client("POST", "/studies", {
      text: "x".repeat(33_000_000),
      fileName: "big.yaml",
    });
    expect([status, body.code]).toEqual([413, "too-large"]);
    expect(body.mend).toContain("seiza analyse");
  });

  test("what names things that are not there is kept, and its summary counts the errors", async () => {
    const loose = renamed(hems, "loose");
    const first = loose.configurations[0];
    const study = {
      ...loose,
      configurations: [
        { ...first, components: first?.components.map((c, i) => (i === 0 ? { ...c, type: "nothing" } : c)) },
      ],
    };
    const { status, body } = await client("POST", "/studies", { study });
    expect(status).toBe(201);
    await expect
      .poll(
        async () => (await client("GET", `/studies/${body.head.id}`)).body.head.summary?.problems.errors,
        {
          timeout: 30_000,
        },
      )
      .toBeGreaterThan(0);
    const dossier = await client("GET", `/studies/${body.head.id}/revisions/1/dossier`);
    expect([dossier.status, dossier.body.code]).toEqual([422, "study-unresolved"]);
  });
});

describe("lists", () => {
  test("come in pages that join without gap or repetition", async () => {
    const all = (await client("GET", "/studies?limit=200")).body.items.map((h: { id: string }) => h.id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await client(
        "GET",
        `/studies?limit=3${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
      );
      seen.push(...body.items.map((h: { id: string }) => h.id));
      cursor = body.next;
    } while (cursor);
    expect(seen).toEqual(all);
  });

  test.each([["limit=0"], ["limit=999"], ["cursor=nonsense"]])("?%s is refused with 400", async (query) => {
    expect((await client("GET", `/studies?${query}`)).status).toBe(400);
  });
});

describe("live notice", () => {
  test("a save by one window reaches another, then its summary; a reader that was away gets what it missed", async () => {
    const reader = readEvents(running.address, cookie);
    await reader.opened;
    const head = await made("watched");
    const created = await reader.until((e) => e.data.study === head.id && e.data.kind === "study.created");
    const saved = await client(
      "PUT",
      `/studies/${head.id}`,
      { study: renamed(hems, "watched 2") },
      { "if-match": '"1"' },
    );
    expect(saved.status).toBe(200);
    const event = await reader.until((e) => e.data.study === head.id && e.data.kind === "study.saved");
    expect(event.data).toMatchObject({ revision: 2 });
    expect(event.data).not.toHaveProperty("workspace");
    await reader.until((e) => e.data.study === head.id && e.data.kind === "study.summary", 40_000);
    reader.stop();
    const again = readEvents(running.address, cookie, created.id);
    await again.opened;
    const missed = await again.until((e) => e.data.study === head.id && e.data.kind === "study.saved");
    expect(missed.id).toBe(event.id);
    again.stop();
  });
});

describe("a study's life", () => {
  test("from a template, with a name of one's own; copied; put away; brought back", async () => {
    const { body } = await client("POST", "/studies", { template: "starter-building", name: "本社ビル" });
    expect(body.study.system.name).toBe("本社ビル");
    const copy = await client("POST", `/studies/${body.head.id}/copy`);
    expect(copy.body.head.name).toBe("本社ビル (コピー)");
    const away = await client("DELETE", `/studies/${copy.body.head.id}`, undefined, { "if-match": '"1"' });
    expect(away.status).toBe(200);
    expect((await client("GET", `/studies/${copy.body.head.id}`)).status).toBe(404);
    const gone = await client("GET", "/studies?deleted=true");
    expect(gone.body.items.map((h: { id: string }) => h.id)).toContain(copy.body.head.id);
    expect((await client("POST", `/studies/${copy.body.head.id}/restore`)).status).toBe(200);
    expect((await client("GET", `/studies/${copy.body.head.id}`)).status).toBe(200);
    const unknown = await client("POST", "/studies", { template: "nowhere" });
    expect([unknown.status, unknown.body.code]).toEqual([404, "template-unknown"]);
  });

  test("has every revision, with who, why and what changed, and decisions in step", async () => {
    const head = await made("revised");
    await client(
      "PUT",
      `/studies/${head.id}`,
      {
        study: { ...renamed(hems, "revised"), decisions: [] },
        why: "整理",
        label: "decision.withdraw",
        base: 1,
      },
      { "if-match": '"1"' },
    );
    const { body } = await client("GET", `/studies/${head.id}/revisions`);
    expect(body.items.map((r: { number: number }) => r.number)).toEqual([2, 1]);
    expect(body.items[0]).toMatchObject({ why: "整理", label: "decision.withdraw", base: 1 });
    expect(Array.isArray(body.items[0].diff)).toBe(true);
    const first = await client("GET", `/studies/${head.id}/revisions/1`);
    expect(first.body.study.decisions.length).toBeGreaterThan(5);
    const decisions = await client("GET", `/decisions?study=${head.id}&limit=200`);
    expect(decisions.body.items.some((d: { change: string }) => d.change === "withdrawn")).toBe(true);
    const audit = await client("GET", "/audit?limit=50");
    expect(audit.body.items.some((a: { subject: string }) => a.subject === head.id)).toBe(true);
  });

  test("is downloaded as dossier, report and file, under its own name", async () => {
    const head = await made("ダウンロード/試験");
    const named = encodeURIComponent("ダウンロード_試験_r1");
    const dossier = await client("GET", `/studies/${head.id}/revisions/1/dossier`);
    expect(dossier.headers.get("content-disposition")).toContain(`${named}.dossier.json`);
    expect(dossier.body.step4.requirements.length).toBeGreaterThan(10);
    const report = await client("GET", `/studies/${head.id}/revisions/1/report?lang=en`);
    expect(new TextDecoder().decode(report.bytes)).toMatch(/^<!doctype html>/i);
    expect(report.headers.get("content-security-policy")).toContain("sandbox");
    const file = await client("GET", `/studies/${head.id}/revisions/1/study.yaml`);
    const again = await client("POST", "/studies", {
      text: new TextDecoder().decode(file.bytes),
      fileName: "x.yaml",
    });
    expect(again.status).toBe(201);
  });
});

test("evidence is stored by its hash, linked to a product, and comes back as a download only", async () => {
  const bytes = new TextEncoder().encode("<script>alert(1)</script>");
  const hash = createHash("sha256").update(bytes).digest("hex");
  const type = { "content-type": "text/html" };
  expect(
    (await client("PUT", `/evidence/${hash}?name=${encodeURIComponent("試験成績書.html")}`, bytes, type))
      .body,
  ).toEqual({
    sha256: hash,
    size: bytes.length,
  });
  const wrong = await client("PUT", `/evidence/${"0".repeat(64)}`, bytes, type);
  expect([wrong.status, wrong.body.code]).toEqual([422, "hash-mismatch"]);
  const got = await client("GET", `/evidence/${hash}`);
  expect(got.bytes).toEqual(bytes);
  expect(got.headers.get("content-type")).toBe("application/octet-stream");
  expect(got.headers.get("content-disposition")).toMatch(/^attachment/);
  const product = (await client("POST", "/products", { name: "ゲートウェイ", document: { maker: "m" } }))
    .body;
  expect((await client("PUT", `/products/${product.id}/evidence/${hash}?subject=S1.1-01`)).status).toBe(204);
  expect((await client("GET", `/products/${product.id}/evidence`)).body.items[0]).toMatchObject({
    sha256: hash,
    subject: "S1.1-01",
  });
  const stale = await client(
    "PUT",
    `/products/${product.id}`,
    { name: "n", document: {} },
    { "if-match": '"7"' },
  );
  expect(stale.status).toBe(412);
  expect((await client("DELETE", `/products/${product.id}`, undefined, { "if-match": '"1"' })).status).toBe(
    204,
  );
});

describe("the archive", () => {
  test("goes into an empty instance and brings everything; into a used one it does not", async () => {
    const head = await made("archived");
    const archive = await client("GET", "/archive");
    expect(archive.headers.get("content-type")).toBe("application/zip");
    const zip = { "content-type": "application/zip" };
    const refused = await client("POST", "/archive", archive.bytes, zip);
    expect([refused.status, refused.body.code]).toEqual([409, "archive-not-empty"]);
    const other = await serveFor(join(folder, "other"));
    try {
      const { client: there } = await signIn(other);
      const broken = await there("POST", "/archive", archive.bytes.slice(0, 500), zip);
      expect([broken.status, broken.body.code]).toEqual([422, "archive-broken"]);
      const taken = await there("POST", "/archive", archive.bytes, zip);
      expect(taken.status, JSON.stringify(taken.body)).toBe(200);
      expect((await there("GET", `/studies/${head.id}`)).body.study.system.name.ja).toBe("archived");
      // Whoever signs in afterwards is in the archive's workspace.
      const { client: later } = await signIn(other);
      expect((await later("GET", `/studies/${head.id}`)).status).toBe(200);
    } finally {
      await other.stop();
    }
  });
});

describe("answers on the line", () => {
  test("are compressed for who asks, under the same ETag, which saves as before", async () => {
    const { head } = (await client("POST", "/studies", { template: "smart-home-hems" })).body;
    const path = `/studies/${head.id}`;
    const { study } = (await client("GET", path)).body;
    const tags = new Set<string | null>();
    const sizes: Record<string, number> = {};
    for (const encoding of ["identity", "gzip", "br", "gzip;q=0, br"]) {
      const reply = await client("GET", path, undefined, { "accept-encoding": encoding });
      expect(reply.body.study).toEqual(study);
      expect(reply.headers.get("vary")).toContain("accept-encoding");
      const used = reply.headers.get("content-encoding") ?? "identity";
      expect(encoding).toContain(used);
      sizes[used] = Number(reply.headers.get("content-length") ?? reply.bytes.length);
      tags.add(reply.headers.get("etag"));
    }
    expect(Object.keys(sizes).sort()).toEqual(["br", "gzip", "identity"]);
    expect(sizes["gzip"]).toBeLessThan((sizes["identity"] as number) / 2);
    expect(tags.size).toBe(1);
    const tag = [...tags][0] as string;
    const saved = await client("PUT", path, { study: renamed(study, "packed") }, { "if-match": tag });
    expect(saved.status).toBe(200);
    expect((await client("GET", path, undefined, { "if-none-match": tag })).status).toBe(200);
    const now = saved.headers.get("etag") as string;
    // Once the summary of the revision is there too, nothing is left to send.
    const again = async () => (await client("GET", path, undefined, { "if-none-match": now })).status;
    await expect.poll(again, { timeout: 30_000 }).toBe(304);
  });

  test("are left as they are where that is short or a stream of events", async () => {
    const wanted = { "accept-encoding": "gzip, br" };
    const short = await client("GET", "/session", undefined, wanted);
    expect(short.headers.get("content-encoding")).toBeNull();
    expect(short.body.person.id).toBeTruthy();
    const refused = await client("GET", "/studies/nowhere", undefined, wanted);
    expect(refused.body.code).toBe("not-found");
    const ended = new AbortController();
    const stream = await fetch(`${running.address}/api/v1/events`, {
      headers: { ...wanted, cookie },
      signal: ended.signal,
    });
    expect(stream.headers.get("content-encoding")).toBeNull();
    expect(stream.headers.get("content-type")).toContain("text/event-stream");
    ended.abort();
  });
});

describe("the web's files", () => {
  test("a hashed file is immutable and compressed beforehand; pages are checked each time", async () => {
    const path = "//assets/app-1a2b3c4d.js";
    const packed = await client("GET", path, undefined, { "accept-encoding": "br" });
    expect(packed.headers.get("content-encoding")).toBe("br");
    expect(packed.headers.get("cache-control")).toContain("immutable");
    expect(new TextDecoder().decode(packed.bytes)).toContain("console.log(1);");
    const plain = await client("GET", path, undefined, { "accept-encoding": "identity" });
    expect(plain.headers.get("content-encoding")).toBeNull();
    const page = await client("GET", "//studies/abc/risks");
    expect(new TextDecoder().decode(page.bytes)).toContain("<title>Seiza");
    expect(page.headers.get("cache-control")).toBe("no-cache");
    const tag = page.headers.get("etag") as string;
    expect((await client("GET", "//", undefined, { "if-none-match": tag })).status).toBe(304);
  });

  test("a page names what it needs, so that all of it is on its way at once; the note itself is not served", async () => {
    expect((await client("GET", "//studies/abc/risks")).headers.get("link")).toBe(
      "</assets/risks-1.css>; rel=preload; as=style, </assets/risks-1.js>; rel=modulepreload",
    );
    for (const other of ["//studies/abc", "//studies/abc/risks/more", "//assets/app-1a2b3c4d.js"])
      expect((await client("GET", other)).headers.get("link")).toBeNull();
    expect((await client("GET", "//.pages.json")).status).toBe(404);
  });

  test("every page has a policy that lets no foreign script run and no one frame it", async () => {
    const policy = (await client("GET", "//")).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("worker-src 'self' blob:");
    expect((await client("GET", "//")).headers.get("x-content-type-options")).toBe("nosniff");
  });

  test.each(["//../../etc/passwd", "//..%2f..%2fetc%2fpasswd", "//assets/none.js"])(
    "%s gives no file",
    async (path) => {
      const { bytes } = await client("GET", path);
      expect(new TextDecoder().decode(bytes)).not.toMatch(/root:|console/);
    },
  );
});

test("health, metrics and the API's document are open and say nothing of the studies", async () => {
  const open = clientOf(running.address);
  expect((await open("GET", "/health")).body).toMatchObject({ status: "ok", database: "pglite" });
  const metrics = new TextDecoder().decode((await open("GET", "/metrics")).bytes);
  expect(metrics).toMatch(
    /seiza_http_requests_total\{method="PUT",route="\/api\/v1\/studies\/:id",status="412"\} \d/,
  );
  expect(metrics).not.toContain("contested");
  const { body } = await open("GET", "/openapi.json");
  expect(Object.keys(body.paths).length).toBeGreaterThan(20);
});

test("every call of the document is answered by the server, at the address that stands there", async () => {
  const { body: document } = await client("GET", "/openapi.json");
  const fill: Record<string, string> = { id: "none", n: "1", sha256: "0".repeat(64) };
  for (const [path, methods] of Object.entries<object>(document.paths))
    for (const method of Object.keys(methods).map((m) => m.toUpperCase())) {
      // A session of its own: one of the calls ends it.
      const { cookie: own } = await signIn(running);
      const ended = new AbortController();
      const response = await fetch(
        running.address + path.replace(/\{(\w+)\}/g, (whole, name: string) => fill[name] ?? whole),
        {
          method,
          signal: ended.signal,
          headers: { cookie: own, "content-type": "application/json", "if-match": '"1"' },
          ...(method === "GET" ? {} : { body: "{}" }),
        },
      );
      const isStream = response.headers.get("content-type") === "text/event-stream";
      const text = isStream ? "" : await response.text();
      ended.abort();
      expect([path, method, response.status]).not.toEqual([path, method, 405]);
      expect([path, method, text]).not.toEqual([path, method, expect.stringContaining("route-unknown")]);
    }
});
