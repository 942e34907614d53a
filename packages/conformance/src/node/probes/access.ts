/** What a stranger gets (S1.1-01): one request each, nothing written, nothing guessed. */
import { randomBytes } from "node:crypto";
import type { z } from "zod";
import type { IpInterface, ProtectedItem } from "../../declaration/schema.ts";
import type { AccessFact, AccessOutcome, FactOf } from "../../evidence/facts.ts";
import { isLoopback } from "../net/address.ts";
import { ConnectFailed } from "../net/guard.ts";
import { type HttpAnswer, type HttpResult, header, http } from "../net/http.ts";
import { open } from "../net/wire.ts";
import { signIn, wayIn } from "../run/account.ts";
import {
  type Check,
  type CheckContext,
  endpointOf,
  ipInterfaces,
  type RunContext,
  words,
} from "../run/context.ts";
import { rtspDescribe } from "../run/login.ts";
import { ask, type HttpSession, stranger } from "../run/recipe.ts";
import { sha256 } from "../run/redact.ts";
import {
  BACNET_WHO_IS,
  bacnetIAm,
  bacnetReadName,
  coapAnswer,
  coapGet,
  coreLinks,
  dnsAnswer,
  ECHONET_GET,
  echonetAnswer,
  isSnmpV3,
  mdnsQuery,
  mSearch,
  SNMP_V3_DISCOVERY,
  SYS_DESCR,
  snmpAnswer,
  snmpGet,
} from "./datagrams.ts";
import { mqttLook } from "./mqtt.ts";
import { sshTry } from "./ssh.ts";
import { Telnet } from "./telnet.ts";

type Outcome = z.infer<typeof AccessOutcome>;
type Access = z.infer<typeof AccessFact>;
type Session = FactOf<"session">;

const LOGIN_FORM = /<input[^>]+type\s*=\s*["']?password|name\s*=\s*["']?(password|passwd|pwd)["']?/i;

const keysOf = (b: Buffer): string | undefined => {
  try {
    const v: unknown = JSON.parse(b.toString("utf8"));
    return v !== null && typeof v === "object" ? Object.keys(v).sort().join(",") : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Is this the thing itself? A page with status 200 may be the log-in form, a redirect may carry the data in its body, and
 * some servers give one page for every path. Compared with what the known-good account got, where there is that.
 */
export function outcomeOf(
  r: HttpResult,
  o: {
    method: string;
    marker?: string | undefined;
    authentic?: HttpAnswer | undefined;
    nowhere?: HttpAnswer | undefined;
  },
): Outcome {
  if (r.kind !== "answer") return r.kind === "refused" ? "refused" : "no-answer";
  const text = r.body.toString("utf8");
  const { authentic, marker, nowhere } = o;
  if (r.body.length > 0) {
    if (marker !== undefined && text.includes(marker)) return "returned";
    if (marker === undefined && authentic && authentic.body.length > 0) {
      if (sha256(r.body) === sha256(authentic.body)) return "returned";
      const keys = keysOf(authentic.body);
      if (r.status < 300 && keys !== undefined && keys !== "" && keys === keysOf(r.body)) return "returned";
      const type = header(authentic, "content-type") ?? "";
      const sameKind = (header(r, "content-type") ?? "") === type && !/html/i.test(type);
      const near = Math.abs(r.body.length - authentic.body.length) <= authentic.body.length * 0.1;
      if (r.status < 300 && keys === undefined && sameKind && near) return "returned";
    }
  }
  if (r.status >= 500) return "unclear";
  if (r.status >= 400) return "refused";
  if (r.status >= 300)
    return /log-?in|sign-?in|auth|setup/i.test(header(r, "location") ?? "") ? "login-page" : "refused";
  if (LOGIN_FORM.test(text)) return "login-page";
  if (nowhere && nowhere.status === r.status && sha256(nowhere.body) === sha256(r.body)) return "refused";
  if (o.method === "OPTIONS") return "refused";
  if (r.body.length === 0) return o.method === "HEAD" ? "unclear" : "unclear";
  return authentic || marker !== undefined ? "unclear" : "returned";
}

/** Ways of being nobody, and of writing the path otherwise. */
function strangers(
  path: string,
  cookies: readonly string[],
): { as: string; method: string; path: string; headers: Record<string, string> }[] {
  const names = cookies.length > 0 ? cookies : ["session"];
  const plain = (as: string, p: string) => ({ as, method: "GET", path: p, headers: {} });
  const [bare = "", query = ""] = path.split(/(?=\?)/);
  return [
    plain("no-credentials", path),
    { as: "empty-cookie", method: "GET", path, headers: { Cookie: names.map((n) => `${n}=`).join("; ") } },
    {
      as: "made-up-session",
      method: "GET",
      path,
      headers: { Cookie: names.map((n) => `${n}=${randomBytes(16).toString("hex")}`).join("; ") },
    },
    { as: "empty-basic", method: "GET", path, headers: { Authorization: "Basic Og==" } },
    { as: "head", method: "HEAD", path, headers: {} },
    { as: "options", method: "OPTIONS", path, headers: {} },
    plain("path-double-slash", `/${path}`),
    plain("path-dot", `/.${path}`),
    ...(bare.length > 1
      ? [
          plain("path-trailing-slash", `${bare}/${query}`),
          plain("path-upper-case", `${bare.toUpperCase()}${query}`),
          plain("path-semicolon", `${bare};x${query}`),
        ]
      : []),
  ];
}
const MOST_STRANGERS = 11;
/** Links that may do something when fetched are not followed. */
const ACTS =
  /log-?out|sign-?out|delete|remove|reset|reboot|restart|erase|format|upgrade|update|disable|shutdown|factory/i;
const MOST_LINKS = 100;

function linksIn(a: HttpAnswer, from: string): string[] {
  const text = a.body.toString("utf8");
  const found = new Set<string>();
  for (const m of text.matchAll(
    /(?:href|src|action|data-url)\s*=\s*["']([^"'#\s]{1,300})|["'](\/[A-Za-z0-9._~/-]{1,200})["']/g,
  )) {
    const raw = m[1] ?? m[2] ?? "";
    try {
      const url = new URL(raw, `http://device.invalid${from}`);
      if (url.hostname === "device.invalid" && /^https?:$/.test(url.protocol))
        found.add(url.pathname + url.search);
    } catch {
      // Not an address.
    }
  }
  return [...found];
}

async function accessHttp(c: CheckContext, face: IpInterface): Promise<void> {
  const to = endpointOf(face);
  const signed = await signIn(c, face.id);
  const session = signed?.session;
  const cookies = session ? [...session.cookies.keys()] : [];
  const get = (path: string, s: HttpSession) => ask(c, to, s, { method: "GET", path });
  const absent = await get(`/seiza-check-${randomBytes(6).toString("hex")}`, stranger());
  const nowhere = absent.kind === "answer" ? absent : undefined;
  if (!nowhere && !session) {
    // Nothing that speaks HTTP in time: every further request would only wait as long again.
    const outcome: Outcome = absent.kind === "refused" ? "refused" : "no-answer";
    pushItems(c, face, [
      {
        kind: "session",
        interface: face.id,
        protocol: face.protocol,
        as: "no-credentials",
        outcome,
        offers: [],
        detail: absent.kind,
      },
    ]);
    return;
  }

  for (const item of face.protects.slice(0, 20)) {
    c.progress(words("progress.access", { at: item.at }));
    let authentic: HttpAnswer | undefined;
    let withAccount: Outcome | undefined;
    if (session) {
      const r = await get(item.at, session);
      withAccount = outcomeOf(r, { method: "GET", marker: item.marker, nowhere });
      if (r.kind === "answer" && r.status < 300) authentic = r;
    }
    const tries: Access["tries"] = [];
    for (const s of strangers(item.at, cookies)) {
      const r = await ask(c, to, stranger(), s);
      let outcome = outcomeOf(r, { method: s.method, marker: item.marker, authentic, nowhere });
      // A head without a body gives away nothing of the thing.
      if (s.method === "HEAD" && outcome === "unclear") outcome = "refused";
      tries.push({
        as: s.as,
        outcome,
        ...(r.kind === "answer" ? { status: String(r.status), bytes: r.body.length } : { status: r.kind }),
      });
    }
    c.facts.push({
      kind: "access",
      interface: face.id,
      protocol: face.protocol,
      item: item.id,
      at: item.at,
      tries,
      ...(withAccount ? { withAccount } : {}),
    });
  }
  if (session) await crawl(c, face, session, nowhere);
  const seen = face.protects.length === 0 || !session;
  if (seen && face.access === "refuse" && face.protects.length === 0) {
    const r = await get("/", stranger());
    c.facts.push({
      kind: "session",
      interface: face.id,
      protocol: face.protocol,
      as: "no-credentials",
      outcome: outcomeOf(r, { method: "GET", nowhere }),
      offers: [],
    });
  }
}

/** Every path found while logged in, asked for again without the session. */
async function crawl(
  c: CheckContext,
  face: IpInterface,
  session: HttpSession,
  nowhere?: HttpAnswer,
): Promise<void> {
  const to = endpointOf(face);
  const known = new Set<string>(["/"]);
  const queue = ["/"];
  let done = 0;
  while (queue.length > 0 && done < MOST_LINKS) {
    const path = queue.shift() as string;
    done++;
    const mine = await ask(c, to, session, { method: "GET", path }, { max: 262_144 });
    if (mine.kind !== "answer") continue;
    const location = header(mine, "location");
    const next = [
      ...linksIn(mine, path),
      ...(location ? linksIn({ ...mine, body: Buffer.from(`href="${location}"`) }, path) : []),
    ];
    for (const link of next)
      if (!known.has(link) && !ACTS.test(link) && known.size < MOST_LINKS) {
        known.add(link);
        queue.push(link);
      }
    if (mine.status >= 300 || mine.body.length === 0) continue;
    if (face.protects.some((p) => p.at === path)) continue;
    const r = await ask(c, to, stranger(), { method: "GET", path }, { max: 262_144 });
    const outcome = outcomeOf(r, { method: "GET", authentic: mine, nowhere });
    const type = header(mine, "content-type") ?? "";
    // Style, script and pictures of the page itself, and the log-in page, are open on any device.
    if (outcome !== "returned" || /css|javascript|font|svg|icon/i.test(type)) continue;
    if (LOGIN_FORM.test(mine.body.toString("utf8"))) continue;
    c.facts.push({
      kind: "access",
      interface: face.id,
      protocol: face.protocol,
      at: path,
      tries: [
        { as: "no-credentials", outcome, status: String((r as HttpAnswer).status), bytes: mine.body.length },
      ],
      withAccount: "returned",
    });
  }
}

const SOAP = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>${body}</s:Body></s:Envelope>`;
const DEVICE_NS = 'xmlns="http://www.onvif.org/ver10/device/wsdl"';

async function accessOnvif(c: CheckContext, face: IpInterface): Promise<void> {
  const to = endpointOf(face);
  for (const [name, body] of [
    ["GetDeviceInformation", `<GetDeviceInformation ${DEVICE_NS}/>`],
    ["GetUsers", `<GetUsers ${DEVICE_NS}/>`],
    ["GetStreamUri", '<GetProfiles xmlns="http://www.onvif.org/ver10/media/wsdl"/>'],
  ] as const) {
    const r = await http(
      c.net,
      to,
      {
        method: "POST",
        path: name === "GetStreamUri" ? "/onvif/media_service" : "/onvif/device_service",
        headers: { "Content-Type": "application/soap+xml; charset=utf-8" },
        body: SOAP(body),
      },
      { step: `ONVIF ${name}` },
    );
    const text = r.kind === "answer" ? r.body.toString("utf8") : "";
    c.note(`> ONVIF ${name}\n< ${r.kind === "answer" ? r.status : r.kind}`);
    const outcome: Outcome =
      r.kind !== "answer"
        ? "no-answer"
        : /NotAuthorized/i.test(text) || r.status === 401 || r.status === 403
          ? "refused"
          : r.status < 300 && /Response/.test(text) && !/Fault/.test(text)
            ? "returned"
            : "unclear";
    const item = face.protects.find((p) => p.at === name);
    c.facts.push({
      kind: "access",
      interface: face.id,
      protocol: "onvif",
      ...(item ? { item: item.id } : {}),
      at: name,
      tries: [
        { as: "no-credentials", outcome, ...(r.kind === "answer" ? { status: String(r.status) } : {}) },
      ],
    });
  }
}

/** MQTT topic filter (4.7): does it take in this topic? */
export function topicMatches(filter: string, topic: string): boolean {
  const f = filter.split("/");
  const t = topic.split("/");
  for (let i = 0; i < f.length; i++) {
    if (f[i] === "#") return true;
    if (i >= t.length || (f[i] !== "+" && f[i] !== t[i])) return false;
  }
  return f.length === t.length;
}

async function accessMqtt(c: CheckContext, face: IpInterface): Promise<void> {
  const to = endpointOf(face);
  const nobody = await mqttLook(c, to, { listenMs: 5000 });
  const fromLogin = {
    in: "returned",
    out: "refused",
    blocked: "refused",
    alike: "unclear",
    unclear: "unclear",
    "no-answer": "no-answer",
  } as const;
  const outcome = fromLogin[nobody.result.outcome];
  c.facts.push({
    kind: "session",
    interface: face.id,
    protocol: face.protocol,
    as: "no-credentials",
    outcome,
    offers: nobody.topics.slice(0, 50),
    detail: nobody.result.answer,
  });
  const way = wayIn(c, face.id);
  const mine = way
    ? await mqttLook(c, to, {
        user: way.account.user,
        password: way.account.password,
        topics: ["#", ...face.protects.map((p) => p.at)].slice(0, 21),
        listenMs: 2000,
      })
    : undefined;
  for (const item of face.protects) {
    const seen = (l: { topics: string[] }) => l.topics.some((t) => topicMatches(item.at, t));
    c.facts.push({
      kind: "access",
      interface: face.id,
      protocol: face.protocol,
      item: item.id,
      at: item.at,
      tries: [
        {
          as: "no-credentials",
          outcome: outcome === "returned" ? (seen(nobody) ? "returned" : "unclear") : outcome,
          status: nobody.result.answer,
        },
      ],
      ...(mine
        ? {
            withAccount:
              mine.result.outcome === "in"
                ? seen(mine)
                  ? "returned"
                  : "unclear"
                : fromLogin[mine.result.outcome],
          }
        : {}),
    });
  }
}

async function accessSsh(c: CheckContext, face: IpInterface): Promise<void> {
  const to = endpointOf(face);
  const way = wayIn(c, face.id);
  const user = way?.account.user ?? "seiza-check";
  const none = await sshTry(c, to, user, []);
  const outcomes = {
    in: "returned",
    refused: "refused",
    "no-answer": "no-answer",
    "not-ssh": "unclear",
  } as const;
  const said: Session[] = [
    {
      kind: "session",
      interface: face.id,
      protocol: "ssh",
      as: "none",
      outcome: outcomes[none.outcome],
      offers: none.methods,
      detail: none.detail,
    },
  ];
  if (way && none.methods.includes("password")) {
    const empty = await sshTry(c, to, user, [""]);
    said.push({
      kind: "session",
      interface: face.id,
      protocol: "ssh",
      as: "empty-password",
      outcome: outcomes[empty.outcome],
      offers: empty.methods,
      detail: empty.detail,
    });
  }
  c.note(`SSH host key ${none.hostKey ?? "-"}; methods ${none.methods.join(",")}`);
  c.facts.push(...said);
  const signed = way ? await signIn(c, face.id) : undefined;
  pushItems(c, face, said, way ? (signed ? "returned" : "refused") : undefined);
}

function pushItems(
  c: CheckContext,
  face: IpInterface,
  said: readonly Session[],
  withAccount?: Outcome,
): void {
  for (const item of face.protects)
    c.facts.push({
      kind: "access",
      interface: face.id,
      protocol: face.protocol,
      item: item.id,
      at: item.at,
      tries: said.map((s) => ({ as: s.as, outcome: s.outcome, ...(s.detail ? { status: s.detail } : {}) })),
      ...(withAccount ? { withAccount } : {}),
    });
}

/** A line that ends like the prompt of a shell. */
const SHELL = /(?:^|[\r\n])[^\r\n]{0,60}[#$>%]\s*$/;
const ASKS = /(login|user ?name|user|password|passcode|pin)\s*:?\s*$/i;

async function accessTelnet(c: CheckContext, face: IpInterface): Promise<void> {
  const to = endpointOf(face);
  let t: Telnet | undefined;
  let outcome: Outcome = "no-answer";
  let detail = "";
  try {
    t = await Telnet.open(c.net, to);
    let text = t ? await t.listen(2500) : "";
    if (t && text.trim() === "" && !t.closed) {
      t.send("\r\n");
      text = await t.listen(1500);
    }
    detail = text.trim().slice(-120);
    if (text !== "")
      outcome = ASKS.test(text.trim())
        ? "refused"
        : SHELL.test(text)
          ? "returned"
          : t?.closed
            ? "refused"
            : "unclear";
    c.note(`< ${text.slice(0, 2000)}`);
  } catch (error) {
    if (!(error instanceof ConnectFailed)) throw error;
    detail = error.code;
    if (error.code === "refused") outcome = "refused";
  } finally {
    t?.end();
  }
  const said: Session = {
    kind: "session",
    interface: face.id,
    protocol: "telnet",
    as: "no-credentials",
    outcome,
    offers: [],
    detail,
  };
  c.facts.push(said);
  const way = wayIn(c, face.id);
  const signed = way ? await signIn(c, face.id) : undefined;
  pushItems(c, face, [said], way ? (signed ? "returned" : "refused") : undefined);
}

async function accessRtsp(c: CheckContext, face: IpInterface): Promise<void> {
  const to = endpointOf(face);
  const way = wayIn(c, face.id);
  const of = (r: HttpResult): Outcome =>
    r.kind !== "answer"
      ? "no-answer"
      : r.status === 200
        ? "returned"
        : r.status >= 400 && r.status < 500
          ? "refused"
          : "unclear";
  for (const item of face.protects.length > 0 ? face.protects : [{ id: "", at: "/" } as ProtectedItem]) {
    const r = await rtspDescribe(c, to, item.at);
    const mine = way
      ? await rtspDescribe(c, to, item.at, { user: way.account.user, password: way.account.password })
      : undefined;
    c.facts.push({
      kind: "access",
      interface: face.id,
      protocol: face.protocol,
      ...(item.id === "" ? {} : { item: item.id }),
      at: item.at,
      tries: [
        { as: "no-credentials", outcome: of(r), status: r.kind === "answer" ? String(r.status) : r.kind },
      ],
      ...(mine ? { withAccount: of(mine) } : {}),
    });
  }
}

async function oneDatagram(
  c: CheckContext,
  face: IpInterface,
  request: Buffer,
  step: string,
  o: { anyPort?: boolean; enough?: number; waitMs?: number } = {},
): Promise<Buffer[]> {
  for (let turn = 0; turn < 2; turn++) {
    const r = await c.net.udp(face.port, request, { step, waitMs: o.waitMs ?? 1200, ...o });
    if (r.answers.length > 0) return r.answers;
    if (r.closed) return [];
  }
  return [];
}

async function accessSnmp(c: CheckContext, face: IpInterface): Promise<void> {
  const v3 = await oneDatagram(c, face, SNMP_V3_DISCOVERY, "SNMPv3 discovery");
  const offers = v3.some(isSnmpV3) ? ["v3"] : [];
  const communities = [
    ...(c.credentials.snmpCommunity
      ? [{ as: "declared-community", value: c.credentials.snmpCommunity }]
      : []),
    ...(c.options.tryCommonCommunities ? ["public", "private"].map((value) => ({ as: value, value })) : []),
  ];
  const tries: (Access["tries"][number] & { silent: boolean })[] = [];
  let mine: Outcome | undefined;
  for (const { as, value } of communities) {
    for (const version of [1, 0] as const) {
      const [b] = await oneDatagram(
        c,
        face,
        snmpGet(version, value),
        `SNMPv${version === 1 ? "2c" : "1"} GET`,
      );
      const a = b ? snmpAnswer(b) : undefined;
      const outcome: Outcome = a ? (a.error === 0 ? "returned" : "refused") : "no-answer";
      if (as === "declared-community") mine = mine === "returned" ? mine : outcome;
      else
        tries.push({
          as: `${as} (v${version === 1 ? "2c" : "1"})`,
          outcome,
          status: a ? String(a.error) : "no-answer",
          silent: a === undefined,
        });
      c.note(
        `> SNMP GET ${SYS_DESCR} as ${as} v${version + 1}\n< ${a ? (a.value ?? `error ${a.error}`) : "no answer"}`,
      );
    }
  }
  // An agent drops what has a community that it does not know (RFC 3584, 5.2.1): once something else was answered, silence
  // is its refusal. Without any answer nothing tells whether an agent is there at all.
  const there = offers.length > 0 || mine === "returned" || tries.some((t) => !t.silent);
  for (const t of tries) if (t.silent && there) t.outcome = "refused";
  c.facts.push({
    kind: "session",
    interface: face.id,
    protocol: "snmp",
    as: "engine-discovery",
    outcome:
      offers.length > 0 || tries.some((t) => t.outcome === "returned")
        ? tries.some((t) => t.outcome === "returned")
          ? "returned"
          : "refused"
        : mine === "returned"
          ? "refused"
          : "no-answer",
    offers,
  });
  const item = face.protects[0];
  if (tries.length > 0 || mine)
    c.facts.push({
      kind: "access",
      interface: face.id,
      protocol: "snmp",
      ...(item ? { item: item.id } : {}),
      at: item?.at ?? SYS_DESCR,
      tries: tries.map(({ silent: _, ...t }) => t),
      ...(mine ? { withAccount: mine } : {}),
    });
}

async function accessCoap(c: CheckContext, face: IpInterface): Promise<void> {
  if (face.protocol === "coaps") return;
  const get = async (path: string) => {
    const [b] = await oneDatagram(c, face, coapGet(path), `CoAP GET ${path}`);
    const a = b ? coapAnswer(b) : undefined;
    c.note(`> CoAP GET ${path}\n< ${a?.code ?? "no answer"}`);
    return a;
  };
  const of = (a: { code: string } | undefined): Outcome =>
    !a ? "no-answer" : a.code.startsWith("2.") ? "returned" : a.code.startsWith("4.") ? "refused" : "unclear";
  const core = await get("/.well-known/core");
  const listed = core?.code === "2.05" ? coreLinks(core.payload).slice(0, 30) : [];
  c.facts.push({
    kind: "session",
    interface: face.id,
    protocol: "coap",
    as: "no-credentials",
    // The list of resources is no protected thing itself.
    outcome: core ? "refused" : "no-answer",
    offers: listed,
    detail: core?.code ?? "no answer",
  });
  const items = new Map<string, ProtectedItem | undefined>(listed.map((l) => [l, undefined]));
  for (const p of face.protects) items.set(p.at.startsWith("/") ? p.at : `/${p.at}`, p);
  for (const [path, item] of items) {
    if (path === "/.well-known/core") continue;
    const a = await get(path);
    c.facts.push({
      kind: "access",
      interface: face.id,
      protocol: "coap",
      ...(item ? { item: item.id } : {}),
      at: path,
      tries: [
        {
          as: "no-credentials",
          outcome: of(a),
          status: a?.code ?? "no-answer",
          bytes: a?.payload.length ?? 0,
        },
      ],
    });
  }
}

async function accessSsdp(c: CheckContext, face: IpInterface): Promise<void> {
  const answers = await oneDatagram(c, face, mSearch(c.net.host), "SSDP M-SEARCH", {
    anyPort: true,
    enough: 20,
    waitMs: 2000,
  });
  const offers = new Set<string>();
  const locations = new Set<string>();
  for (const b of answers) {
    const m = /^location:\s*(\S+)/im.exec(b.toString("utf8"));
    if (m?.[1]) locations.add(m[1]);
  }
  for (const location of [...locations].slice(0, 3)) {
    let url: URL;
    try {
      url = new URL(location);
    } catch {
      continue;
    }
    // Only what lies on the confirmed device is asked; an address that it names elsewhere is kept and not followed.
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (host !== c.net.target.address && host !== c.net.target.host) {
      c.note(`description elsewhere, not asked: ${location}`);
      continue;
    }
    const to = {
      port: Number(url.port || (url.protocol === "https:" ? 443 : 80)),
      tls: url.protocol === "https:",
    };
    const r = await ask(
      c,
      to,
      stranger(),
      { method: "GET", path: url.pathname + url.search },
      { max: 262_144 },
    );
    if (r.kind !== "answer") continue;
    const xml = r.body.toString("utf8");
    for (const scpd of [...xml.matchAll(/<SCPDURL>([^<]{1,200})<\/SCPDURL>/gi)].slice(0, 5)) {
      const path = scpd[1]?.startsWith("/") ? scpd[1] : `/${scpd[1]}`;
      const s = await ask(c, to, stranger(), { method: "GET", path }, { max: 262_144 });
      if (s.kind === "answer")
        for (const a of s.body.toString("utf8").matchAll(/<action>\s*<name>([^<]{1,100})<\/name>/gi))
          offers.add(a[1] as string);
    }
  }
  c.note(answers.map((b) => b.toString("utf8")).join("\n"));
  c.facts.push({
    kind: "session",
    interface: face.id,
    protocol: "ssdp",
    as: "no-credentials",
    outcome: offers.size > 0 ? "returned" : answers.length > 0 ? "refused" : "no-answer",
    offers: [...offers],
    detail: `${answers.length}`,
  });
}

async function accessMdns(c: CheckContext, face: IpInterface): Promise<void> {
  const answers = await oneDatagram(c, face, mdnsQuery(), "mDNS query", { enough: 5, waitMs: 1500 });
  const names = new Set<string>();
  for (const b of answers)
    for (const r of dnsAnswer(b)?.answers ?? []) names.add(typeof r.data === "string" ? r.data : r.name);
  c.facts.push({
    kind: "session",
    interface: face.id,
    protocol: "mdns",
    as: "no-credentials",
    outcome: answers.length > 0 ? "refused" : "no-answer",
    offers: [...names].slice(0, 50),
  });
}

async function accessModbus(c: CheckContext, face: IpInterface): Promise<void> {
  const to = endpointOf(face);
  const turn = async (pdu: Buffer, step: string): Promise<Buffer | undefined> => {
    const head = Buffer.from([0, 1, 0, 0, 0, pdu.length + 1, 1]);
    try {
      const wire = await open(c.net, to, step);
      if (!wire) return undefined;
      wire.write(Buffer.concat([head, pdu]));
      await wire.until((b) => b.length >= 6 && b.length >= 6 + b.readUInt16BE(4), 2000);
      const b = Buffer.from(wire.buffer);
      wire.end();
      c.note(`> ${step}\n< ${b.toString("hex").slice(0, 200)}`);
      return b.length >= 9 && b.readUInt16BE(2) === 0 ? b.subarray(7) : undefined;
    } catch (error) {
      if (!(error instanceof ConnectFailed)) throw error;
      return undefined;
    }
  };
  const id = await turn(Buffer.from([0x2b, 0x0e, 0x01, 0x00]), "Modbus Read Device Identification");
  const items: (ProtectedItem | undefined)[] = face.protects.length > 0 ? [...face.protects] : [undefined];
  for (const item of items) {
    const m = /^(holding|input|coil|discrete):(\d+)/.exec(item?.at ?? "holding:0");
    const code = { holding: 3, input: 4, coil: 1, discrete: 2 }[m?.[1] ?? "holding"] ?? 3;
    const at = Number(m?.[2] ?? 0);
    const r = await turn(
      Buffer.from([code, at >> 8, at & 255, 0, 1]),
      `Modbus read ${item?.at ?? "holding:0"}`,
    );
    const outcome: Outcome = r
      ? ((r[0] as number) & 0x80) === 0
        ? "returned"
        : "refused"
      : id
        ? "refused"
        : "no-answer";
    c.facts.push({
      kind: "access",
      interface: face.id,
      protocol: "modbus",
      ...(item ? { item: item.id } : {}),
      at: item?.at ?? "holding:0",
      tries: [{ as: "no-credentials", outcome }],
      noAuthentication: true,
    });
  }
}

async function accessBacnet(c: CheckContext, face: IpInterface): Promise<void> {
  const answers = await oneDatagram(c, face, BACNET_WHO_IS, "BACnet Who-Is");
  const device = answers.map(bacnetIAm).find((n) => n !== undefined);
  const name =
    device === undefined
      ? []
      : await oneDatagram(c, face, bacnetReadName(device), "BACnet ReadProperty object-name");
  const got = name.some((b) => b[0] === 0x81 && b.includes(Buffer.from([0x0c, 0x0c])));
  pushOpenProtocol(c, face, "object-name", got ? "returned" : answers.length > 0 ? "refused" : "no-answer");
}
async function accessEchonet(c: CheckContext, face: IpInterface): Promise<void> {
  const answers = await oneDatagram(c, face, ECHONET_GET, "ECHONET Lite Get", { anyPort: true });
  const properties = answers.flatMap((b) => echonetAnswer(b) ?? []);
  c.note(`< properties ${properties.join(",")}`);
  pushOpenProtocol(
    c,
    face,
    "0EF001",
    properties.length > 0 ? "returned" : answers.length > 0 ? "refused" : "no-answer",
  );
}
function pushOpenProtocol(c: CheckContext, face: IpInterface, at: string, outcome: Outcome): void {
  const items: (ProtectedItem | undefined)[] = face.protects.length > 0 ? [...face.protects] : [undefined];
  for (const item of items)
    c.facts.push({
      kind: "access",
      interface: face.id,
      protocol: face.protocol,
      ...(item ? { item: item.id } : {}),
      at: item?.at ?? at,
      tries: [{ as: "no-credentials", outcome }],
      noAuthentication: true,
    });
}

type Run = (c: CheckContext, face: IpInterface) => Promise<void>;
/** By declared protocol: what runs, and how many requests it may need. */
const RUNS: Partial<
  Record<IpInterface["protocol"], { run: Run; requests: (f: IpInterface) => number; seconds: number }>
> = {
  http: {
    run: accessHttp,
    requests: (f) => f.protects.length * (MOST_STRANGERS + 1) + 2 * MOST_LINKS + 12,
    seconds: 240,
  },
  https: {
    run: accessHttp,
    requests: (f) => f.protects.length * (MOST_STRANGERS + 1) + 2 * MOST_LINKS + 12,
    seconds: 240,
  },
  onvif: { run: accessOnvif, requests: () => 3, seconds: 30 },
  mqtt: { run: accessMqtt, requests: () => 6, seconds: 40 },
  mqtts: { run: accessMqtt, requests: () => 6, seconds: 40 },
  ssh: { run: accessSsh, requests: () => 6, seconds: 60 },
  telnet: { run: accessTelnet, requests: () => 4, seconds: 60 },
  rtsp: { run: accessRtsp, requests: (f) => 3 * Math.max(1, f.protects.length), seconds: 60 },
  rtsps: { run: accessRtsp, requests: (f) => 3 * Math.max(1, f.protects.length), seconds: 60 },
  snmp: { run: accessSnmp, requests: () => 16, seconds: 60 },
  coap: { run: accessCoap, requests: (f) => 2 * (32 + f.protects.length), seconds: 120 },
  ssdp: { run: accessSsdp, requests: () => 24, seconds: 60 },
  upnp: { run: accessSsdp, requests: () => 24, seconds: 60 },
  mdns: { run: accessMdns, requests: () => 2, seconds: 20 },
  modbus: { run: accessModbus, requests: (f) => 2 + f.protects.length, seconds: 60 },
  bacnet: { run: accessBacnet, requests: () => 4, seconds: 20 },
  "echonet-lite": { run: accessEchonet, requests: () => 2, seconds: 20 },
};

export function accessChecks(c: RunContext, address: string): Check[] {
  const loop = isLoopback(address);
  return ipInterfaces(c.declaration).flatMap((face): Check[] => {
    const how = RUNS[face.protocol];
    const base = {
      id: `access.${face.id}`,
      class: "R" as const,
      criteria: ["S1.1-01"],
      port: face.port,
    };
    if (!how)
      return face.access === "open" && face.protects.length === 0
        ? []
        : [
            {
              ...base,
              limits: { requests: 0, perSecond: 1, parallel: 1, seconds: 1 },
              sends: words("sends.nothing"),
              skip: words("why.no-probe", { protocol: face.protocol }),
              run: async () => {},
            },
          ];
    const requests = how.requests(face);
    return [
      {
        ...base,
        limits: {
          requests,
          perSecond: loop ? Number.POSITIVE_INFINITY : 5,
          parallel: 2,
          seconds: Math.max(how.seconds, loop ? 0 : requests / 5 + 60),
        },
        // Waiting for datagrams that may not come; nobody logs in there.
        ...(face.transport === "udp" ? { whileLocked: true as const } : {}),
        sends: words("sends.access", { protocol: face.protocol, port: face.port, requests }),
        run: (x: CheckContext) => how.run(x, face),
      },
    ];
  });
}
