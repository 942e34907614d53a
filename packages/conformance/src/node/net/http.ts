/**
 * HTTP/1.x over the guard's sockets: one request a connection, paths sent as they are (path variants must not be tidied),
 * no redirects followed, answers bounded in bytes and time.
 */
import { isIP } from "node:net";
import type { Scope } from "./guard.ts";
import { ConnectFailed } from "./guard.ts";
import { type Endpoint, open, type Wire } from "./wire.ts";

export interface HttpRequest {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
}
export interface HttpAnswer {
  kind: "answer";
  status: number;
  headers: [string, string][];
  body: Buffer;
  /** The body was cut at the limit or at the end of the time. */
  cut: boolean;
  ms: number;
}
export interface HttpSilence {
  kind: "refused" | "no-answer" | "closed" | "no-tls" | "not-http";
  ms: number;
}
export type HttpResult = HttpAnswer | HttpSilence;

export const header = (a: HttpAnswer, name: string): string | undefined =>
  a.headers.find(([n]) => n.toLowerCase() === name)?.[1];
export const headersOf = (a: HttpAnswer, name: string): string[] =>
  a.headers.filter(([n]) => n.toLowerCase() === name).map(([, v]) => v);

const END_OF_HEAD = /\r?\n\r?\n/;

function headOf(b: Buffer): { head: string; rest: number } | undefined {
  const text = b.subarray(0, 65_536).toString("latin1");
  const m = END_OF_HEAD.exec(text);
  return m ? { head: text.slice(0, m.index), rest: m.index + m[0].length } : undefined;
}

/** `undefined`: more chunks to come. */
function unchunk(b: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const eol = b.indexOf("\n", at);
    if (eol < 0) return undefined;
    const size = Number.parseInt(b.toString("latin1", at, eol), 16);
    if (!Number.isFinite(size)) return Buffer.concat([...parts, b.subarray(at)]);
    if (size === 0) return Buffer.concat(parts);
    if (b.length < eol + 1 + size) return undefined;
    parts.push(b.subarray(eol + 1, eol + 1 + size));
    at = eol + 1 + size;
    if (b[at] === 13) at++;
    if (b[at] === 10) at++;
  }
}

/** Reads one answer from a wire. Also serves RTSP, whose answers have the same shape. */
export async function readAnswer(
  wire: Wire,
  method: string,
  started: number,
  ms: number,
): Promise<HttpResult> {
  const left = () => Math.max(0, ms - (performance.now() - started));
  const took = () => performance.now() - started;
  let head: ReturnType<typeof headOf>;
  const end = await wire.until((b) => {
    head = headOf(b);
    return head !== undefined || b.length > 65_536;
  }, left());
  if (!head) {
    if (wire.buffer.length > 0) return { kind: "not-http", ms: took() };
    return { kind: end === "time" ? "no-answer" : "closed", ms: took() };
  }
  const { head: text, rest } = head;
  const [first = "", ...lines] = text.split(/\r?\n/);
  const status = /^(?:HTTP|RTSP)\/\d(?:\.\d)? (\d{3})/.exec(first);
  if (!status) return { kind: "not-http", ms: took() };
  const headers = lines.flatMap((l): [string, string][] => {
    const colon = l.indexOf(":");
    return colon > 0 ? [[l.slice(0, colon).trim(), l.slice(colon + 1).trim()]] : [];
  });
  const code = Number(status[1]);
  const answer = (body: Buffer, cut: boolean): HttpAnswer => ({
    kind: "answer",
    status: code,
    headers,
    body,
    cut,
    ms: took(),
  });
  const of = (name: string) => headers.find(([n]) => n.toLowerCase() === name)?.[1];
  if (method === "HEAD" || code === 204 || code === 304) return answer(Buffer.alloc(0), false);
  if (/chunked/i.test(of("transfer-encoding") ?? "")) {
    let whole: Buffer | undefined;
    await wire.until((b) => {
      whole = unchunk(b.subarray(rest));
      return whole !== undefined;
    }, left());
    return answer(whole ?? wire.buffer.subarray(rest), whole === undefined);
  }
  const length = of("content-length");
  const wanted = length === undefined || !/^\d+$/.test(length) ? undefined : Number(length);
  if (wanted === undefined && first.startsWith("RTSP")) return answer(Buffer.alloc(0), false);
  const how = await wire.until((b) => wanted !== undefined && b.length - rest >= wanted, left());
  const body = wire.buffer.subarray(rest, wanted === undefined ? undefined : rest + wanted);
  return answer(Buffer.from(body), wanted === undefined ? how !== "closed" : body.length < wanted);
}

export const hostHeader = (host: string, to: Endpoint): string => {
  const name = isIP(host) === 6 ? `[${host}]` : host;
  return to.port === (to.tls ? 443 : 80) ? name : `${name}:${to.port}`;
};

/** One request on a connection of its own. Never throws for what the device does. @throws Stopped */
export async function http(
  net: Scope,
  to: Endpoint,
  request: HttpRequest,
  o: { ms?: number; max?: number; step?: string } = {},
): Promise<HttpResult> {
  const started = performance.now();
  const ms = o.ms ?? 5000;
  let wire: Wire | undefined;
  try {
    wire = await open(net, to, o.step ?? `${request.method} ${request.path}`, {
      ms: Math.min(ms, 4000),
      max: o.max ?? 1_048_576,
    });
  } catch (error) {
    if (!(error instanceof ConnectFailed)) throw error;
    const kind = error.code === "self" ? "refused" : error.code;
    return { kind, ms: performance.now() - started };
  }
  if (!wire) return { kind: "no-tls", ms: performance.now() - started };
  const body = request.body === undefined ? undefined : Buffer.from(request.body);
  const headers: Record<string, string> = {
    Host: hostHeader(net.target.host ?? net.target.address, to),
    "User-Agent": "seiza-check",
    Accept: "*/*",
    ...(body || !["GET", "HEAD", "OPTIONS"].includes(request.method)
      ? { "Content-Length": String(body?.length ?? 0) }
      : {}),
    ...request.headers,
    Connection: "close",
  };
  const lines = Object.entries(headers).map(([n, v]) => `${n}: ${v.replace(/[\r\n]+/g, " ")}\r\n`);
  wire.write(
    `${request.method} ${request.path.replace(/[\r\n ]/g, encodeURIComponent)} HTTP/1.1\r\n${lines.join("")}\r\n`,
  );
  if (body) wire.write(body);
  try {
    const result = await readAnswer(wire, request.method, started, ms);
    if (net.signal.aborted) throw net.signal.reason;
    return result;
  } finally {
    wire.end();
  }
}
