/** Runs HTTP recipes: fills in values, keeps cookies, takes values out of answers, and asks the oracles. */
import type { HttpStep, Oracle } from "../../declaration/recipe.ts";
import { type HttpAnswer, type HttpResult, header, headersOf, http } from "../net/http.ts";
import type { Endpoint } from "../net/wire.ts";
import type { CheckContext } from "./context.ts";

/** Who the device takes us for: cookies, values taken from answers, and a header made per request. */
export interface HttpSession {
  cookies: Map<string, string>;
  values: Record<string, string>;
  authorise?: (method: string, path: string) => Record<string, string>;
}
export const stranger = (): HttpSession => ({ cookies: new Map(), values: {} });

const fill = (text: string, values: Record<string, string>, as: (v: string) => string = (v) => v): string =>
  text.replace(/\{([A-Za-z][A-Za-z0-9_-]*)\}/g, (whole, name: string) => {
    const v = values[name];
    return v === undefined ? whole : as(v);
  });
function fillJson(value: unknown, values: Record<string, string>): unknown {
  if (typeof value === "string") return fill(value, values);
  if (Array.isArray(value)) return value.map((v) => fillJson(v, values));
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fillJson(v, values)]));
  return value;
}

/** RFC 6901. */
export function pointed(value: unknown, pointer: string): unknown {
  let at = value;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (at === null || typeof at !== "object") return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}
function json(a: HttpAnswer): unknown {
  try {
    return JSON.parse(a.body.toString("utf8"));
  } catch {
    return undefined;
  }
}
export const hasOracle = (o: Oracle): boolean => Object.values(o).some((v) => v !== undefined);

/** Every condition given holds; an oracle without conditions holds never. */
export function holds(o: Oracle, r: HttpResult): boolean {
  if (r.kind !== "answer" || !hasOracle(o)) return false;
  if (o.status && !o.status.includes(r.status)) return false;
  if (o.header) {
    const want = o.header.contains;
    const got = headersOf(r, o.header.name.toLowerCase());
    if (!got.some((v) => want === undefined || v.includes(want))) return false;
  }
  if (o.text !== undefined && !r.body.toString("utf8").includes(o.text)) return false;
  if (o.json) {
    const v = pointed(json(r), o.json.pointer);
    if (v === undefined) return false;
    if (o.json.equals !== undefined && JSON.stringify(v) !== JSON.stringify(o.json.equals)) return false;
  }
  return true;
}

export type Taking = NonNullable<HttpStep["take"]>[string];
export function taken(how: Taking, a: HttpAnswer): string | undefined {
  if ("header" in how) return header(a, how.header.toLowerCase());
  if ("pointer" in how) {
    const v = pointed(json(a), how.pointer);
    return v === undefined || v === null ? undefined : typeof v === "string" ? v : JSON.stringify(v);
  }
  const text = a.body.toString("utf8");
  const from = text.indexOf(how.between[0]);
  if (from < 0) return undefined;
  const start = from + how.between[0].length;
  const end = text.indexOf(how.between[1], start);
  return end < 0 ? undefined : text.slice(start, end);
}

function keepCookies(s: HttpSession, a: HttpAnswer): void {
  for (const line of headersOf(a, "set-cookie")) {
    const [pair = "", ...rest] = line.split(";");
    const eq = pair.indexOf("=");
    if (eq <= 0) continue;
    const name = pair.slice(0, eq).trim();
    if (rest.some((r) => /^\s*max-age\s*=\s*0\s*$/i.test(r))) s.cookies.delete(name);
    else s.cookies.set(name, pair.slice(eq + 1).trim());
  }
}

const shown = (r: HttpResult): string =>
  r.kind === "answer"
    ? `< ${r.status}\n${r.headers.map(([n, v]) => `${n}: ${v}`).join("\n")}\n\n${r.body.subarray(0, 4096).toString("utf8")}`
    : `< (${r.kind})`;

/** One request as somebody. */
export async function ask(
  c: CheckContext,
  to: Endpoint,
  session: HttpSession,
  request: { method: string; path: string; headers?: Record<string, string>; body?: Uint8Array | string },
  o: { ms?: number; max?: number } = {},
): Promise<HttpResult> {
  const cookie = [...session.cookies].map(([n, v]) => `${n}=${v}`).join("; ");
  const headers = {
    ...(cookie ? { Cookie: cookie } : {}),
    ...session.authorise?.(request.method, request.path),
    ...request.headers,
  };
  const body = request.body;
  c.note(
    `> ${request.method} ${request.path} (port ${to.port}${to.tls ? ", TLS" : ""})\n${Object.entries(headers)
      .map(([n, v]) => `${n}: ${v}`)
      .join("\n")}${
      body === undefined
        ? ""
        : `\n\n${typeof body === "string" ? body.slice(0, 2048) : `(${body.length} bytes)`}`
    }`,
  );
  const result = await http(
    c.net,
    to,
    { method: request.method, path: request.path, headers, ...(body === undefined ? {} : { body }) },
    o,
  );
  c.note(shown(result));
  if (result.kind === "answer") keepCookies(session, result);
  return result;
}

function multipart(field: string, name: string, bytes: Uint8Array): { type: string; body: Uint8Array } {
  const edge = "----seiza-boundary-7d1c6b2e";
  return {
    type: `multipart/form-data; boundary=${edge}`,
    body: Buffer.concat([
      Buffer.from(
        `--${edge}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
      ),
      bytes,
      Buffer.from(`\r\n--${edge}--\r\n`),
    ]),
  };
}

/** Runs the steps one after the other and gives the last answer. Stops at the first silence. */
export async function runSteps(
  c: CheckContext,
  to: Endpoint,
  steps: readonly HttpStep[],
  session: HttpSession,
  values: Record<string, string>,
  o: { package?: { name: string; bytes: Uint8Array }; ms?: number } = {},
): Promise<HttpResult> {
  let last: HttpResult = { kind: "no-answer", ms: 0 };
  for (const step of steps) {
    const all = { ...session.values, ...values };
    const headers: Record<string, string> = {};
    for (const [n, v] of Object.entries(step.headers ?? {})) headers[n] = fill(v, all);
    let body: Uint8Array | string | undefined;
    if (step.form) {
      headers["Content-Type"] ??= "application/x-www-form-urlencoded";
      body = Object.entries(step.form)
        .map(([n, v]) => `${encodeURIComponent(n)}=${encodeURIComponent(fill(v, all))}`)
        .join("&");
    } else if (step.json !== undefined) {
      headers["Content-Type"] ??= "application/json";
      body = JSON.stringify(fillJson(step.json, all));
    } else if (step.file && o.package) {
      if (step.file.field === undefined) {
        headers["Content-Type"] ??= "application/octet-stream";
        body = o.package.bytes;
      } else {
        const part = multipart(step.file.field, o.package.name, o.package.bytes);
        headers["Content-Type"] = part.type;
        body = part.body;
      }
    }
    const path = fill(step.path, all, encodeURIComponent);
    last = await ask(
      c,
      to,
      session,
      { method: step.method, path, headers, ...(body === undefined ? {} : { body }) },
      o.ms === undefined ? {} : { ms: o.ms },
    );
    if (last.kind !== "answer") return last;
    for (const [name, how] of Object.entries(step.take ?? {})) {
      const v = taken(how, last);
      if (v !== undefined) session.values[name] = v;
    }
  }
  return last;
}
