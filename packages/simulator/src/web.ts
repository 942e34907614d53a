/** The device's admin pages and REST API. One handler for HTTPS; plain HTTP only sends on to it. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { snapshotImage } from "./snapshot-image.ts";
import type { LogIn, Session, Unit } from "./unit.ts";
import { PAGE_WORDS, type PageWords } from "./words.ts";

const SMALL_BODY = 64 * 1024;
const PACKAGE_BODY = 32 * 1024 * 1024;
const FORM_TOKENS = 1000;

interface Exchange {
  unit: Unit;
  request: IncomingMessage;
  response: ServerResponse;
  path: string;
  tls: boolean;
  words: PageWords;
  session?: Session | undefined;
  /** Whatever is sent goes out as this redirect. */
  disguise?: { status: number; location: string } | undefined;
}

const inText = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

function send(
  { request, response, disguise }: Exchange,
  status: number,
  type: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void {
  const bytes = Buffer.from(body as string);
  response.writeHead(disguise?.status ?? status, {
    "content-type": type,
    "content-length": bytes.length,
    "cache-control": "no-store",
    ...headers,
    ...(disguise ? { location: disguise.location } : {}),
  });
  response.end(request.method === "HEAD" ? undefined : bytes);
}
const json = (x: Exchange, status: number, value: unknown, headers?: Record<string, string>) =>
  send(x, status, "application/json; charset=utf-8", `${JSON.stringify(value)}\n`, headers);

const STYLE =
  "body{font:16px/1.7 system-ui,sans-serif;margin:0;background:#eef1f4;color:#1c2733}main{max-width:44rem;margin:3rem auto;padding:2rem;background:#fff;border-radius:8px}h1{font-size:1.3rem}label{display:block;margin:.8rem 0}input{display:block;font:inherit;padding:.4rem;width:16rem}button{font:inherit;padding:.4rem 1.4rem}dt{font-weight:600}.refused{color:#a3201b}img{width:100%;image-rendering:pixelated}";

function page(x: Exchange, status: number, heading: string, body: string, headers?: Record<string, string>) {
  const lang = x.words === PAGE_WORDS.en ? "en" : "ja";
  send(
    x,
    status,
    "text/html; charset=utf-8",
    `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${x.words.title}</title><style>${STYLE}</style></head><body><main><h1>${heading}</h1>${body}</main></body></html>\n`,
    headers,
  );
}

async function bodyOf(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function fieldsOf(request: IncomingMessage): Promise<Record<string, string>> {
  const text = (await bodyOf(request, SMALL_BODY))?.toString("utf8") ?? "";
  if ((request.headers["content-type"] ?? "").includes("json")) {
    try {
      const value: unknown = JSON.parse(text);
      return value !== null && typeof value === "object"
        ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, String(v)]))
        : {};
    } catch {
      return {};
    }
  }
  return Object.fromEntries(new URLSearchParams(text));
}

/** First file of a multipart body (RFC 7578), or the body itself. */
function fileOf(body: Buffer, contentType: string): Buffer {
  const boundary = /multipart\/form-data;.*boundary="?([^";]+)/i.exec(contentType)?.[1];
  if (boundary === undefined) return body;
  const start = body.indexOf("\r\n\r\n");
  const end = body.indexOf(`\r\n--${boundary}`, start);
  return start < 0 || end < 0 ? Buffer.alloc(0) : body.subarray(start + 4, end);
}

function cookieOf(request: IncomingMessage): string | undefined {
  const found = /(?:^|;\s*)session=([^;]*)/.exec(request.headers.cookie ?? "")?.[1];
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  return found || bearer;
}

function sessionOf(unit: Unit, request: IncomingMessage): Session | undefined {
  const id = cookieOf(request);
  if (id === undefined) return undefined;
  const known = unit.sessions.get(id);
  if (known === undefined && unit.has("any-session-accepted"))
    return { account: "admin", mustChange: !unit.open };
  return known;
}

const retryAfter = (ms: number) => ({ "retry-after": String(Math.max(1, Math.ceil(ms / 1000))) });
const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

async function logIn(x: Exchange, name: string, password: string): Promise<LogIn> {
  const answer = x.unit.logIn("web", name, password);
  if (answer.outcome === "wrong" && answer.delayMs > 0) await sleep(answer.delayMs);
  return answer;
}

function cookie(x: Exchange, id: string): Record<string, string> {
  return { "set-cookie": `session=${id}; Path=/; HttpOnly; SameSite=Strict${x.tls ? "; Secure" : ""}` };
}

function loginPage(x: Exchange, status = 200, message?: string, headers?: Record<string, string>): void {
  const token = randomBytes(12).toString("hex");
  if (x.unit.formTokens.size > FORM_TOKENS) x.unit.formTokens.clear();
  x.unit.formTokens.add(token);
  page(
    x,
    status,
    x.words.logIn,
    `${message ? `<p class="refused">${message}</p>` : ""}<form method="post" action="/login"><input type="hidden" name="csrf" value="${token}"><label>${x.words.user}<input name="user" autocomplete="username"></label><label>${x.words.password}<input name="password" type="password" autocomplete="current-password"></label><button>${x.words.logIn}</button></form>`,
    headers,
  );
}

async function formLogIn(x: Exchange): Promise<void> {
  const { csrf = "", user = "", password = "" } = await fieldsOf(x.request);
  if (!x.unit.formTokens.delete(csrf)) return loginPage(x, 403, x.words.form);
  const answer = await logIn(x, user, password);
  if (answer.outcome === "ok")
    return send(x, 303, "text/plain", "", {
      location: answer.mustChange ? "/setup" : "/",
      ...cookie(x, x.unit.openSession(user, answer.mustChange)),
    });
  if (answer.outcome === "locked" && !answer.hidden)
    return loginPage(x, 429, x.words.locked, retryAfter(answer.remainingMs));
  loginPage(x, 401, x.words.refused);
}

async function apiLogIn(x: Exchange): Promise<void> {
  const { user = "", password = "" } = await fieldsOf(x.request);
  const answer = await logIn(x, user, password);
  if (answer.outcome === "ok") {
    const token = x.unit.openSession(user, answer.mustChange);
    return json(x, 200, { token, setUpNeeded: answer.mustChange }, cookie(x, token));
  }
  if (answer.outcome === "locked" && !answer.hidden)
    return json(x, 429, { error: "locked" }, retryAfter(answer.remainingMs));
  json(x, 401, { error: "credentials" });
}

const setUpPage = (x: Exchange, status = 200, message?: string) =>
  page(
    x,
    status,
    x.words.setUp,
    `<p>${x.words.setUpText}</p>${message ? `<p class="refused">${message}</p>` : ""}<form method="post" action="/setup"><label>${x.words.newPassword}<input name="new" type="password" autocomplete="new-password"></label><button>${x.words.save}</button></form>`,
  );

/** First start: nothing but the change of the default password is open until it is done. */
async function setUp(x: Exchange, session: Session, via: "page" | "api"): Promise<void> {
  const fields = await fieldsOf(x.request);
  const password = fields.new ?? "";
  const problem = x.unit.passwordProblem(password, via);
  if (problem !== undefined)
    return via === "api" ? json(x, 422, { error: problem }) : setUpPage(x, 422, x.words.refusedPassword);
  x.unit.setPassword(session.account, password);
  x.unit.finishSetUp();
  session.mustChange = false;
  if (via === "api") json(x, 200, { ok: true });
  else send(x, 303, "text/plain", "", { location: "/" });
}

async function changePassword(x: Exchange, session: Session): Promise<void> {
  const fields = await fieldsOf(x.request);
  const next = fields.new ?? "";
  const checked = x.unit.logIn("web", session.account, fields.old ?? "");
  if (checked.outcome === "locked") return json(x, 429, { error: "locked" }, retryAfter(checked.remainingMs));
  if (checked.outcome === "wrong") return json(x, 403, { error: "credentials" });
  const problem = x.unit.passwordProblem(next, "api", session.account);
  if (problem !== undefined) return json(x, 422, { error: problem });
  x.unit.setPassword(session.account, next);
  json(x, 200, { ok: true });
}

function dashboard(x: Exchange): void {
  const { unit, words } = x;
  const rows: [string, string][] = [
    [words.model, unit.model],
    [words.version, unit.flash.version],
    [words.serial, unit.serial],
    [words.deviceName, unit.flash.settings.deviceName ?? ""],
  ];
  page(
    x,
    200,
    words.title,
    `<dl>${rows.map(([k, v]) => `<dt>${k}</dt><dd>${inText(v)}</dd>`).join("")}</dl><img src="/assets/snapshot.png" alt="${words.snapshot}"><ul><li><a href="/api/users">${words.users}</a></li><li><a href="/api/log">${words.log}</a></li><li><a href="/api/recordings">${words.recordings}</a></li><li><a href="/api/settings">${words.settings}</a></li></ul>`,
  );
}

/** What only a log-in opens, by path. Reading only. */
function read(x: Exchange, path: string): boolean {
  const { unit } = x;
  switch (path) {
    case "/":
      dashboard(x);
      return true;
    case "/api/info":
      json(x, 200, {
        model: unit.model,
        version: unit.flash.version,
        serial: unit.serial,
        update: { latestKnown: unit.flash.version },
      });
      return true;
    case "/api/settings":
      json(x, 200, unit.flash.settings);
      return true;
    case "/api/users":
      json(x, 200, { users: unit.flash.accounts.map(({ name, role }) => ({ name, role })) });
      return true;
    case "/api/log":
      json(x, 200, { log: unit.flash.log.slice(-50) });
      return true;
    case "/api/recordings":
      json(x, 200, { recordings: unit.flash.recordings });
      return true;
    case "/assets/snapshot.png":
      send(x, 200, "image/png", snapshotImage());
      return true;
    default:
      return false;
  }
}

async function act(x: Exchange, session: Session): Promise<boolean> {
  const { unit, path, request } = x;
  switch (`${request.method} ${path}`) {
    case "PUT /api/settings": {
      const fields = await fieldsOf(request);
      for (const name of Object.keys(unit.flash.settings))
        if (fields[name] !== undefined) unit.flash.settings[name] = fields[name].slice(0, 200);
      unit.note("settings changed");
      unit.keep();
      json(x, 200, unit.flash.settings);
      return true;
    }
    case "POST /api/password":
      await changePassword(x, session);
      return true;
    case "POST /api/users": {
      const { name = "", password = "" } = await fieldsOf(request);
      const problem = unit.passwordProblem(password, "api", name);
      if (unit.account(session.account)?.role !== "administrator") json(x, 403, { error: "role" });
      else if (!/^[a-z][a-z0-9]{0,31}$/.test(name) || name === session.account)
        json(x, 422, { error: "name" });
      else if (problem !== undefined) json(x, 422, { error: problem });
      else {
        unit.addAccount(name, "viewer", password);
        json(x, 201, { name });
      }
      return true;
    }
    case "POST /api/recordings": {
      const { what = "" } = await fieldsOf(request);
      unit.flash.recordings.push({
        id: `r${unit.flash.recordings.length + 1}`,
        at: new Date(unit.options.now()).toISOString(),
        what: what.slice(0, 200),
      });
      unit.keep();
      json(x, 201, { ok: true });
      return true;
    }
    case "POST /api/update": {
      const body = await bodyOf(request, PACKAGE_BODY);
      if (body === undefined) json(x, 413, { accepted: false, reason: "too-large" });
      else {
        const answer = unit.install(fileOf(body, request.headers["content-type"] ?? ""));
        json(x, answer.accepted ? 200 : 422, answer);
      }
      return true;
    }
    case "POST /api/reset":
      json(x, 200, { ok: true });
      x.response.on("close", () => x.unit.options.onReset?.());
      return true;
    case "POST /api/logout":
      unit.sessions.delete(cookieOf(request) ?? "");
      json(x, 200, { ok: true });
      return true;
    default:
      return false;
  }
}

const isRead = (method: string | undefined) => method === "GET" || method === "HEAD";

/** Weaknesses by which a stranger gets what a log-in should open. `true`: answered. */
function leaks(x: Exchange): boolean {
  const { unit, path, request } = x;
  if (!isRead(request.method) || !unit.open) return false;
  if (unit.has("page-without-login") && path === "/api/log") return read(x, path);
  if (unit.has("path-variant-bypass") && path.startsWith("//")) return read(x, path.replace(/^\/+/, "/"));
  if (unit.has("answer-before-login") && path === "/api/users") {
    x.response.setHeader("www-authenticate", 'Basic realm="camera"');
    return read(x, path);
  }
  if (unit.has("data-in-redirect")) {
    x.disguise = { status: 302, location: "/login" };
    if (read(x, path)) return true;
    x.disguise = undefined;
  }
  return false;
}

async function answer(x: Exchange): Promise<void> {
  const { unit, path, request } = x;
  const route = `${request.method === "HEAD" ? "GET" : request.method} ${path}`;
  if (route === "GET /login") return loginPage(x);
  if (route === "POST /login") return formLogIn(x);
  if (route === "POST /api/login") return apiLogIn(x);
  if (route === "GET /api/health") return json(x, 200, { ready: true });
  const session = x.session;
  if (session === undefined) {
    if (leaks(x)) return;
    if (path === "/" && isRead(request.method)) return send(x, 302, "text/plain", "", { location: "/login" });
    return json(x, 401, { error: "log-in-needed" });
  }
  if (route === "GET /setup" && !unit.flash.setUp) return setUpPage(x);
  if (route === "POST /setup" && !unit.flash.setUp) return setUp(x, session, "page");
  if (route === "POST /api/setup" && !unit.flash.setUp) return setUp(x, session, "api");
  if (session.mustChange) {
    if (path === "/" && isRead(request.method)) return send(x, 302, "text/plain", "", { location: "/setup" });
    return json(x, 403, { error: "set-up-needed" });
  }
  if (request.method === "OPTIONS") return send(x, 204, "text/plain", "", { allow: "GET, HEAD, POST, PUT" });
  if (isRead(request.method) && read(x, path)) return;
  if (await act(x, session)) return;
  if (path.startsWith("/api/")) json(x, 404, { error: "not-found" });
  else page(x, 404, x.words.title, `<p>${x.words.notFound}</p>`);
}

const DESCRIPTION = "/description.xml";

/** UPnP device description (UPnP Device Architecture 2.0, 2.3): names the device, offers no service. */
const description = (unit: Unit, presentation: string) =>
  `<?xml version="1.0"?>\n<root xmlns="urn:schemas-upnp-org:device-1-0"><specVersion><major>2</major><minor>0</minor></specVersion><device><deviceType>urn:schemas-upnp-org:device:Basic:1</deviceType><friendlyName>${unit.model}</friendlyName><manufacturer>Hoshizora Electric</manufacturer><modelName>${unit.model}</modelName><modelNumber>${unit.model}</modelNumber><UDN>uuid:${uuidOf(unit)}</UDN><presentationURL>${presentation}</presentationURL></device></root>\n`;

export const uuidOf = (unit: Unit) => `5a5a0000-0000-4000-8000-0000${unit.serial.slice(2)}`.toLowerCase();
export const descriptionAt = (address: string, port: number) => `http://${address}:${port}${DESCRIPTION}`;

/** HTTPS: the device itself. */
export function adminPages(unit: () => Unit, tls = true): RequestListener {
  return (request, response) => {
    const x: Exchange = {
      unit: unit(),
      request,
      response,
      path: (request.url ?? "/").split("?")[0] as string,
      tls,
      words: (request.headers["accept-language"] ?? "").startsWith("en") ? PAGE_WORDS.en : PAGE_WORDS.ja,
      session: sessionOf(unit(), request),
    };
    answer(x).catch(() => response.destroy());
  };
}

/** Plain HTTP: sends on to HTTPS; only the UPnP description, which holds no secret, is served here. */
export function plainPages(unit: () => Unit, httpsPort: () => number): RequestListener {
  const inClear = adminPages(unit, false);
  return (request, response) => {
    const { address } = unit().options;
    const secure = `https://${address}:${httpsPort()}`;
    if (request.url === DESCRIPTION) {
      response.writeHead(200, { "content-type": 'text/xml; charset="utf-8"' });
      response.end(description(unit(), `${secure}/`));
    } else if (unit().has("http-login")) inClear(request, response);
    else {
      response.writeHead(308, { location: `${secure}${request.url ?? "/"}`, "content-length": 0 });
      response.end();
    }
  };
}
