/** Log-in recipes put into effect, one attempt at a time. */
import { createHash, randomBytes } from "node:crypto";
import type { LoginRecipe } from "../../declaration/recipe.ts";
import type { IpInterface } from "../../declaration/schema.ts";
import { ConnectFailed } from "../net/guard.ts";
import { type HttpResult, header, headersOf, readAnswer } from "../net/http.ts";
import { type Endpoint, open, type Wire } from "../net/wire.ts";
import { mqttConnect } from "../probes/mqtt.ts";
import { sshLogin } from "../probes/ssh.ts";
import { Telnet } from "../probes/telnet.ts";
import { type CheckContext, endpointOf } from "./context.ts";
import type { LoginResult } from "./login-result.ts";
import { ask, type HttpSession, hasOracle, holds, runSteps, stranger } from "./recipe.ts";

export const md5 = (s: string): string => createHash("md5").update(s).digest("hex");

interface Challenge {
  scheme: string;
  params: Record<string, string>;
}
export function challenges(values: readonly string[]): Challenge[] {
  return values.flatMap((v) => {
    const m = /^(\w+)\s*(.*)$/s.exec(v);
    if (!m) return [];
    const params: Record<string, string> = {};
    for (const p of (m[2] ?? "").matchAll(/(\w+)=(?:"([^"]*)"|([^,\s]+))/g))
      params[(p[1] ?? "").toLowerCase()] = p[2] ?? p[3] ?? "";
    return [{ scheme: (m[1] ?? "").toLowerCase(), params }];
  });
}

/** RFC 7616: MD5 and SHA-256, with or without qop=auth. */
export function digest(
  ch: Challenge,
  method: string,
  uri: string,
  user: string,
  password: string,
  nc = 1,
): string {
  const { realm = "", nonce = "", opaque, qop, algorithm = "MD5" } = ch.params;
  const h = (s: string) =>
    /^sha-256/i.test(algorithm) ? createHash("sha256").update(s).digest("hex") : md5(s);
  const cnonce = randomBytes(8).toString("hex");
  const count = nc.toString(16).padStart(8, "0");
  let a1 = h(`${user}:${realm}:${password}`);
  if (/-sess$/i.test(algorithm)) a1 = h(`${a1}:${nonce}:${cnonce}`);
  const a2 = h(`${method}:${uri}`);
  const auth = qop?.split(",").some((q) => q.trim() === "auth");
  const response = auth ? h(`${a1}:${nonce}:${count}:${cnonce}:auth:${a2}`) : h(`${a1}:${nonce}:${a2}`);
  return `Digest username="${user.replaceAll('"', '\\"')}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}"${
    ch.params["algorithm"] ? `, algorithm=${algorithm}` : ""
  }${opaque === undefined ? "" : `, opaque="${opaque}"`}${auth ? `, qop=auth, nc=${count}, cnonce="${cnonce}"` : ""}`;
}

const BLOCKED = new Set([423, 429, 503]);

function ofStatus(r: HttpResult, ok: (status: number) => boolean): LoginResult {
  if (r.kind !== "answer") return { outcome: "no-answer", answer: r.kind, ms: r.ms };
  const wait = header(r, "retry-after");
  const retry =
    wait !== undefined && /^\d+$/.test(wait.trim()) ? { retryAfterSeconds: Number(wait.trim()) } : {};
  const base = { answer: String(r.status), ms: r.ms, ...retry };
  if (BLOCKED.has(r.status) || (retry.retryAfterSeconds !== undefined && r.status >= 400))
    return { outcome: "blocked", ...base };
  if (r.status === 401 || r.status === 403) return { outcome: "out", ...base };
  return { outcome: ok(r.status) ? "in" : "unclear", ...base };
}

type Recipe<K extends LoginRecipe["kind"]> = Extract<LoginRecipe, { kind: K }>;

async function byForm(
  c: CheckContext,
  to: Endpoint,
  recipe: Recipe<"http-form" | "http-json">,
  user: string,
  password: string,
): Promise<LoginResult> {
  const session = stranger();
  const values = { user, password };
  const started = performance.now();
  if (recipe.before) {
    const r = await runSteps(c, to, recipe.before, session, values);
    if (r.kind !== "answer") return { outcome: "no-answer", answer: r.kind, ms: performance.now() - started };
  }
  const r = await runSteps(c, to, [recipe.submit], session, values);
  const yes = holds(recipe.success, r);
  const no = holds(recipe.failure, r);
  const plain = ofStatus(r, () => false);
  if (r.kind !== "answer") return plain;
  const base = { answer: plain.answer, ms: r.ms };
  const retry = plain.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: plain.retryAfterSeconds };
  if (yes && no) return { outcome: "alike", ...base };
  if (yes) return { outcome: "in", ...base, session };
  if (plain.outcome === "blocked") return plain;
  if (no) return { outcome: "out", ...base, ...retry };
  return { outcome: "unclear", ...base, ...retry };
}

async function byHeader(
  c: CheckContext,
  to: Endpoint,
  path: string,
  authorise: (method: string, path: string) => Record<string, string>,
): Promise<LoginResult> {
  const session: HttpSession = { ...stranger(), authorise };
  const r = await ask(c, to, session, { method: "GET", path });
  const result = ofStatus(r, (s) => s < 400 || s === 404);
  return result.outcome === "in" ? { ...result, session } : result;
}

async function byDigest(
  c: CheckContext,
  to: Endpoint,
  path: string,
  user: string,
  password: string,
): Promise<LoginResult> {
  const first = await ask(c, to, stranger(), { method: "GET", path });
  if (first.kind !== "answer" || first.status !== 401) {
    const r = ofStatus(first, (s) => s < 400);
    // Without being asked for a password nothing is proved either way.
    return r.outcome === "in" ? { ...r, outcome: "alike" } : r;
  }
  const challenge = challenges(headersOf(first, "www-authenticate")).find((x) => x.scheme === "digest");
  if (!challenge) return { outcome: "unclear", answer: "401 without Digest", ms: first.ms };
  let nc = 0;
  return await byHeader(c, to, path, (method, at) => ({
    Authorization: digest(challenge, method, at, user, password, ++nc),
  }));
}

/** RTSP DESCRIBE, with the credentials where asked for. */
export async function rtspDescribe(
  c: CheckContext,
  to: Endpoint,
  path: string,
  as?: { user: string; password: string },
): Promise<HttpResult> {
  const url = `${to.tls ? "rtsps" : "rtsp"}://${c.net.host}:${to.port}${path.startsWith("/") ? path : `/${path}`}`;
  const started = performance.now();
  let wire: Wire | undefined;
  try {
    wire = await open(c.net, to, `DESCRIBE ${path}`);
    if (!wire) return { kind: "no-tls", ms: performance.now() - started };
    const send = async (cseq: number, extra: string): Promise<HttpResult> => {
      wire?.take();
      wire?.write(
        `DESCRIBE ${url} RTSP/1.0\r\nCSeq: ${cseq}\r\nAccept: application/sdp\r\nUser-Agent: seiza-check\r\n${extra}\r\n`,
      );
      c.note(`> DESCRIBE ${path} RTSP/1.0${extra ? " (with credentials)" : ""}`);
      const r = await readAnswer(wire as Wire, "DESCRIBE", performance.now(), 5000);
      c.note(r.kind === "answer" ? `< ${r.status}` : `< (${r.kind})`);
      return r;
    };
    const first = await send(1, "");
    if (!as || first.kind !== "answer" || first.status !== 401) return first;
    const list = challenges(headersOf(first, "www-authenticate"));
    const d = list.find((x) => x.scheme === "digest");
    const authorisation = d
      ? digest(d, "DESCRIBE", url, as.user, as.password)
      : `Basic ${Buffer.from(`${as.user}:${as.password}`).toString("base64")}`;
    await c.net.spend(1, { step: `DESCRIBE ${path}`, transport: "tcp", port: to.port });
    return await send(2, `Authorization: ${authorisation}\r\n`);
  } catch (error) {
    if (!(error instanceof ConnectFailed)) throw error;
    return { kind: error.code === "self" ? "refused" : error.code, ms: performance.now() - started };
  } finally {
    wire?.end();
  }
}

async function byTelnet(
  c: CheckContext,
  to: Endpoint,
  r: Recipe<"telnet">,
  user: string,
  password: string,
): Promise<LoginResult> {
  const started = performance.now();
  const ms = () => performance.now() - started;
  let t: Telnet | undefined;
  try {
    t = await Telnet.open(c.net, to);
    if (!t) return { outcome: "no-answer", answer: "closed", ms: ms() };
    if (!(await t.expect([r.loginPrompt], 6000)))
      return { outcome: "no-answer", answer: "no prompt", ms: ms() };
    t.send(`${user}\r\n`);
    if (!(await t.expect([r.passwordPrompt], 6000)))
      return { outcome: "unclear", answer: "no password prompt", ms: ms() };
    const sent = performance.now();
    t.send(`${password}\r\n`);
    const hit = await t.expect([r.success, r.failure], 10_000);
    const took = performance.now() - sent;
    if (hit === r.success) return { outcome: "in", answer: "success text", ms: took };
    if (hit === r.failure) return { outcome: "out", answer: "failure text", ms: took };
    return { outcome: t.closed ? "out" : "unclear", answer: t.closed ? "closed" : "neither text", ms: took };
  } catch (error) {
    if (!(error instanceof ConnectFailed)) throw error;
    return { outcome: "no-answer", answer: error.code, ms: ms() };
  } finally {
    t?.end();
  }
}

/** Success and failure of the recipe are told apart by nothing: it proves nothing and is refused. */
export function alikeByDesign(recipe: LoginRecipe): boolean {
  if (recipe.kind === "http-form" || recipe.kind === "http-json")
    return (
      !hasOracle(recipe.success) ||
      !hasOracle(recipe.failure) ||
      JSON.stringify(recipe.success) === JSON.stringify(recipe.failure)
    );
  return recipe.kind === "telnet" && recipe.success === recipe.failure;
}

/** One log-in. Never throws for what the device does. @throws Stopped */
export async function login(
  c: CheckContext,
  face: IpInterface,
  recipe: LoginRecipe,
  user: string,
  password: string,
): Promise<LoginResult> {
  const to = endpointOf(face);
  switch (recipe.kind) {
    case "http-form":
    case "http-json":
      return byForm(c, to, recipe, user, password);
    case "http-basic":
      return byHeader(c, to, recipe.path, () => ({
        Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
      }));
    case "http-token":
      return byHeader(c, to, recipe.path, () => ({
        [recipe.header]: recipe.value.replaceAll("{user}", user).replaceAll("{password}", password),
      }));
    case "http-digest":
      return byDigest(c, to, recipe.path, user, password);
    case "rtsp": {
      const r = await rtspDescribe(c, to, recipe.path, { user, password });
      return ofStatus(r, (s) => s < 300);
    }
    case "ssh":
      return sshLogin(c, to, user, [password]).then((all) => all[0] as LoginResult);
    case "telnet":
      return byTelnet(c, to, recipe, user, password);
    case "mqtt":
      return mqttConnect(c, to, { user, password, clientId: recipe.clientId });
  }
}

/** The same request without credentials, where the recipe has one: a log-in that this passes too is none. */
export async function withoutCredentials(
  c: CheckContext,
  face: IpInterface,
  recipe: LoginRecipe,
): Promise<LoginResult | undefined> {
  const to = endpointOf(face);
  if (recipe.kind === "http-basic" || recipe.kind === "http-token")
    return byHeader(c, to, recipe.path, () => ({}));
  if (recipe.kind === "rtsp") return ofStatus(await rtspDescribe(c, to, recipe.path), (s) => s < 300);
  return undefined;
}
