/** The application: every request comes through here, with or without a socket. */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Store } from "@seiza/store";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import type { Analyst } from "./analyst/analyst.ts";
import { Summaries } from "./analyst/summaries.ts";
import { API } from "./api/routes.ts";
import { compression } from "./compression.ts";
import type { Env, Parts } from "./context.ts";
import { type DocumentThread, Exports } from "./documents/exports.ts";
import { EventHub } from "./events.ts";
import { assessments } from "./handlers/assessments.ts";
import { documents } from "./handlers/documents.ts";
import { products } from "./handlers/products.ts";
import { session } from "./handlers/session.ts";
import { studies } from "./handlers/studies.ts";
import { system } from "./handlers/system.ts";
import type { Logger } from "./log.ts";
import { filled, type Lang, PROBLEMS } from "./messages.ts";
import { createMetrics } from "./metrics.ts";
import { type Addresses, checkHost, checkOrigin } from "./origin.ts";
import { problemBody, problemResponse, Refused, refusalOf } from "./problem.ts";
import { Callers, cookieOf, type Invitations, TOKEN_MINUTES } from "./session.ts";
import { plainPage, SECURITY_HEADERS, WebFiles } from "./static.ts";
import type { Template } from "./templates.ts";
import { AnalysisFailed, AnalysisTimeout, Cancelled } from "./thread.ts";

export interface AppOptions {
  store: Store;
  analyst: Analyst;
  /** Makes documents. */
  documents: DocumentThread;
  templates: readonly Template[];
  invitations: Invitations;
  /** Asked at each request: the port is known only once the server listens. */
  addresses: () => Addresses;
  local: { person: string; workspace: string };
  database: "pglite" | "postgresql";
  log: Logger;
  clock: () => Date;
  newId: () => string;
  secret: () => string;
  version: string;
  /** Where nothing else says so. */
  language: Lang;
  /** Cookies do not know ports: two servers on one machine need two names. */
  cookie: string;
  /** The web's built files. */
  webFolder?: string | undefined;
  /** The OpenAPI document as text, made when it is asked for. */
  document: () => string;
  limits?: Partial<Limits>;
  heartbeatMs?: number;
  quietMs?: number;
}
interface Limits {
  jsonMb: number;
  evidenceMb: number;
  archiveMb: number;
}
const LIMITS: Limits = { jsonMb: 32, evidenceMb: 200, archiveMb: 4_096 };

export interface App {
  fetch: (request: Request) => Response | Promise<Response>;
  parts: Parts;
  /** Ends event streams and background work; the store stays open. */
  close(): Promise<void>;
}

function languageOf(header: string | undefined, fallback: Lang): Lang {
  const wanted = (header ?? "")
    .split(",")
    .map((part) => {
      const [tag, q] = part.trim().split(";q=");
      return { tag: (tag ?? "").toLowerCase().slice(0, 2), q: q === undefined ? 1 : Number(q) || 0 };
    })
    .filter(({ tag, q }) => (tag === "ja" || tag === "en") && q > 0)
    .sort((a, b) => b.q - a.q);
  return (wanted[0]?.tag as Lang | undefined) ?? fallback;
}

export function createApp(options: AppOptions): App {
  const { store, log, addresses } = options;
  const limits = { ...LIMITS, ...options.limits };
  const metrics = createMetrics();
  const events = new EventHub(store, options.heartbeatMs);
  const summaries = new Summaries(store, options.analyst, log, options.quietMs);
  const callers = new Callers(store, options.clock, options.language);
  const exports = new Exports(options.documents, options.newId, options.clock, log);
  const parts: Parts = { ...options, metrics, events, summaries, callers, exports };
  const web = new WebFiles(options.webFolder);
  metrics.watch("seiza_event_readers", "Open event streams", () => events.size);
  metrics.watch(
    "seiza_documents_kept_bytes",
    "Documents kept for a second download",
    () => exports.cache.bytes,
  );

  const app = new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (result.success) return;
      const { issues } = result.error;
      throw new Refused(
        400,
        "body-invalid",
        { count: issues.length },
        {
          errors: () =>
            issues.slice(0, 100).map((i) => ({
              pointer: i.path.map((p) => `/${String(p)}`).join(""),
              code: i.code,
              severity: "error",
              detail: i.message,
            })),
        },
      );
    },
  });

  app.use("*", async (c, next) => {
    const start = performance.now();
    c.set("requestId", options.newId());
    c.set("lang", languageOf(c.req.header("accept-language"), options.language));
    await next();
    const seconds = (performance.now() - start) / 1000;
    const isApi = c.req.path.startsWith(API);
    const route = isApi ? (c.req.routePath ?? "unknown") : "static";
    metrics.answered(c.req.method, route, c.res.status, seconds);
    const line = {
      request: c.get("requestId"),
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Math.round(seconds * 10_000) / 10,
    };
    if (c.res.status >= 500) log.error(line, "request");
    else if (isApi) log.info(line, "request");
    else log.debug(line, "request");
    c.res.headers.set("x-request-id", c.get("requestId"));
  });
  app.use("*", async (c, next) => {
    checkHost(c.req.header("host"), addresses());
    await next();
  });
  app.use(`${API}/*`, async (c, next) => {
    checkOrigin(c.req.raw.headers, addresses());
    const secret = cookieOf(c.req.header("cookie"), options.cookie);
    const caller = secret === undefined ? undefined : await callers.find(secret);
    c.set("caller", caller);
    if (caller && !c.req.header("accept-language")?.match(/^(ja|en)$/)) c.set("lang", caller.language);
    await next();
    if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
    c.res.headers.set("x-content-type-options", "nosniff");
    c.res.headers.set("referrer-policy", "no-referrer");
    c.res.headers.set("cross-origin-resource-policy", "same-origin");
  });
  app.use(`${API}/*`, compression);
  const limited = (mb: number) =>
    bodyLimit({
      maxSize: mb * 1_000_000,
      onError: () => {
        throw new Refused(413, "too-large", { limit: mb });
      },
    });
  const [json, evidence, archive] = [
    limited(limits.jsonMb),
    limited(limits.evidenceMb),
    limited(limits.archiveMb),
  ];
  app.use(`${API}/*`, (c, next) => {
    // A stranger's body is not read.
    const isOpen = c.req.path === `${API}/session`;
    if (!c.get("caller") && !isOpen && c.req.method !== "GET" && c.req.method !== "HEAD")
      throw new Refused(401, "session-missing");
    if (c.req.path === `${API}/archive`) return archive(c, next);
    return c.req.path.startsWith(`${API}/evidence/`) ? evidence(c, next) : json(c, next);
  });

  app.onError((error, c) => {
    const lang = c.get("lang") ?? options.language;
    const requestId = c.get("requestId") ?? "";
    // Whoever asked has gone: nobody reads this answer.
    if (error instanceof Cancelled) return new Response(null, { status: 499 });
    let refused = refusalOf(error, lang);
    if (!refused && error instanceof HTTPException && error.status < 500)
      refused = new Refused(400, "json-invalid");
    if (!refused && error instanceof AnalysisTimeout)
      refused = new Refused(504, "analysis-timeout", { seconds: error.seconds });
    if (!refused && error instanceof AnalysisFailed) {
      log.error({ err: error, request: requestId }, "analysis failed");
      refused = new Refused(500, "analysis-failed");
    }
    if (!refused) {
      log.error({ err: error, request: requestId }, "fault");
      refused = new Refused(500, "fault");
    }
    if (!c.req.path.startsWith(API) && refused.code === "host-foreign") {
      const words = PROBLEMS["host-foreign"];
      return plainPage(
        lang,
        words.title[lang],
        [words.detail, words.mend].map((t) => filled(t, refused.values)[lang]),
        403,
      );
    }
    return problemResponse(problemBody(refused, lang, requestId));
  });

  const api = new OpenAPIHono<Env>({ defaultHook: app.defaultHook as never });
  studies(api, parts);
  documents(api, parts);
  session(api, parts);
  products(api, parts);
  assessments(api, parts);
  system(api, parts);
  api.get("/openapi.json", (c) => c.body(options.document(), 200, { "content-type": "application/json" }));
  api.get("/metrics", async (c) =>
    c.body(await metrics.registry.metrics(), 200, { "content-type": metrics.registry.contentType }),
  );
  api.all("*", (c) => {
    if (!c.get("caller")) throw new Refused(401, "session-missing");
    throw new Refused(404, "route-unknown", { method: c.req.method, path: c.req.path.slice(0, 200) });
  });
  app.route(API, api);

  app.on(["GET", "HEAD"], "*", async (c) => {
    const lang = c.get("lang");
    const token = c.req.query("token");
    if (token !== undefined && web.isBuilt) {
      const state = options.invitations.state(token);
      const secret = cookieOf(c.req.header("cookie"), options.cookie);
      const isIn = secret !== undefined && (await callers.find(secret)) !== undefined;
      // Who is signed in already needs no token, spent or not.
      if (state !== "good" && isIn) return c.redirect(c.req.path, 302);
      if (state !== "good") {
        const words = PROBLEMS[`token-${state}`];
        return plainPage(
          lang,
          words.title[lang],
          [words.detail, words.mend].map((t) => filled(t, { minutes: TOKEN_MINUTES })[lang]),
          401,
        );
      }
    }
    return web.answer(c.req.raw, c.req.path, lang);
  });
  app.all("*", () => new Response("", { status: 405, headers: { ...SECURITY_HEADERS, allow: "GET, HEAD" } }));

  return {
    fetch: (request) => app.fetch(request),
    parts,
    async close() {
      events.close();
      await Promise.all([options.analyst.close(), summaries.close(), exports.close()]);
    },
  };
}
