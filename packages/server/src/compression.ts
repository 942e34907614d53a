/**
 * Compresses the API's answers for who asks for it. Only whole text answers: event streams go out as they come, and
 * archives are compressed in themselves. The strong ETag names the revision, not its bytes on the line, so that it can be
 * sent back as If-Match whatever the encoding was; `vary` keeps caches apart.
 */
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { MiddlewareHandler } from "hono";
import { accepts } from "./static.ts";

const toGzip = promisify(gzip);
const toBrotli = promisify(brotliCompress);
const TEXT = /^(application\/(json|problem\+json|yaml)|text\/(html|plain|csv|yaml))\b/;
/** Shorter answers fit into one packet as they are. */
const LEAST_BYTES = 1400;

/** Off the event loop, and quick rather than small: most who ask sit at the same machine. */
const ENCODERS: Record<string, (bytes: Uint8Array) => Promise<Uint8Array>> = {
  gzip: (bytes) => toGzip(bytes, { level: 3 }),
  br: (bytes) => toBrotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
};

export const compression: MiddlewareHandler = async (c, next) => {
  await next();
  const { res } = c;
  if (!res.body || res.headers.has("content-encoding") || c.req.method === "HEAD") return;
  if (!TEXT.test(res.headers.get("content-type") ?? "")) return;
  res.headers.append("vary", "accept-encoding");
  const accepted = c.req.header("accept-encoding") ?? "";
  const encoding = ["gzip", "br"].find((name) => accepts(accepted, name));
  const length = Number(res.headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  if (encoding === undefined || length < LEAST_BYTES) return;
  const bytes = new Uint8Array(await res.arrayBuffer());
  const isShort = bytes.length < LEAST_BYTES;
  const body = isShort ? bytes : await (ENCODERS[encoding] as (typeof ENCODERS)[string])(bytes);
  const headers = new Headers(res.headers);
  if (!isShort) headers.set("content-encoding", encoding);
  headers.set("content-length", String(body.length));
  c.res = undefined;
  c.res = new Response(body as Uint8Array<ArrayBuffer>, { status: res.status, headers });
};
