/** The web's built files: compressed beforehand, cached by name, every page under a strict policy. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { type Lang, PAGES } from "./messages.ts";

/** Styles are set by the component library at run time; scripts are files of our own. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");
export const SECURITY_HEADERS: Record<string, string> = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
};

const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  map: "application/json",
  svg: "image/svg+xml",
  png: "image/png",
  ico: "image/x-icon",
  woff2: "font/woff2",
  woff: "font/woff",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json",
};
const ENCODINGS = [
  ["br", ".br"],
  ["gzip", ".gz"],
] as const;
/** Names with a hash of the content, as the web's build gives them: they never change. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/** Whether an Accept-Encoding header takes an encoding. */
export const accepts = (header: string, name: string): boolean =>
  new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(header.toLowerCase());

interface Asset {
  path: string;
  etag: string;
  type: string;
  size: number;
  encodings: Set<string>;
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    // Notes of the build to itself.
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** What a page asks for besides `index.html`'s own files, as the build notes it. */
interface PageNeeds {
  /** `*` stands for one part of the address. */
  path: string;
  scripts: string[];
  styles: string[];
}

/** Link headers by address, so that what a page needs is on its way with the page. Without the build's note: none. */
function linksOf(folder: string): { at: RegExp; links: string }[] {
  const note = join(folder, ".pages.json");
  if (!existsSync(note)) return [];
  const pages = JSON.parse(readFileSync(note, "utf8")) as PageNeeds[];
  return pages.map(({ path, scripts, styles }) => ({
    at: new RegExp(`^${path.replaceAll("*", "[^/]+")}/?$`),
    links: [
      ...styles.map((file) => `<${file}>; rel=preload; as=style`),
      ...scripts.map((file) => `<${file}>; rel=modulepreload`),
    ].join(", "),
  }));
}

const escaped = (s: string) =>
  s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

/** A page of the server's own, without script: for when the web cannot speak. */
export function plainPage(
  lang: Lang,
  title: string,
  paragraphs: readonly string[],
  status: number,
): Response {
  const html = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)} · Seiza</title><style>:root{color-scheme:light dark}body{font-family:system-ui,"Noto Sans JP",sans-serif;line-height:1.7;max-width:36rem;margin:15vh auto;padding:0 1.5rem}h1{font-size:1.4rem}</style><main><h1>${escaped(title)}</h1>${paragraphs.map((p) => `<p>${escaped(p)}</p>`).join("")}</main></html>`;
  return new Response(html, {
    status,
    headers: { "content-type": TYPES.html as string, "cache-control": "no-store", ...SECURITY_HEADERS },
  });
}

/** Only what was in the folder at the start is served: a request's path is looked up, never joined to it. */
export class WebFiles {
  readonly #assets = new Map<string, Asset>();
  readonly #links: readonly { at: RegExp; links: string }[] = [];
  constructor(folder: string | undefined) {
    if (folder === undefined || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
    this.#links = linksOf(folder);
    const paths = [...filesBelow(folder)];
    const known = new Set(paths);
    for (const path of paths) {
      if (ENCODINGS.some(([, end]) => path.endsWith(end) && known.has(path.slice(0, -end.length)))) continue;
      const url = `/${relative(folder, path).split(sep).join("/")}`;
      const bytes = readFileSync(path);
      this.#assets.set(url, {
        path,
        etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
        type: TYPES[url.slice(url.lastIndexOf(".") + 1)] ?? "application/octet-stream",
        size: bytes.length,
        encodings: new Set(ENCODINGS.filter(([, end]) => known.has(path + end)).map(([name]) => name)),
      });
    }
  }

  get isBuilt(): boolean {
    return this.#assets.has("/index.html");
  }

  async answer(request: Request, path: string, lang: Lang): Promise<Response> {
    if (!this.isBuilt) return plainPage(lang, PAGES.unbuilt.title[lang], [PAGES.unbuilt.text[lang]], 503);
    const known = this.#assets.get(path);
    // A missing file is missing; a path without an extension is a screen of the web.
    if (!known && /\.[a-z0-9]+$/i.test(path))
      return new Response("", { status: 404, headers: SECURITY_HEADERS });
    const asset = known ?? (this.#assets.get("/index.html") as Asset);
    const headers: Record<string, string> = {
      ...SECURITY_HEADERS,
      etag: asset.etag,
      vary: "accept-encoding",
      "cache-control": HASHED.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
    };
    const links = known ? "" : (this.#links.find(({ at }) => at.test(path))?.links ?? "");
    if (links !== "") headers["link"] = links;
    const matches = request.headers.get("if-none-match")?.split(",") ?? [];
    if (matches.some((m) => m.trim().replace(/^W\//, "") === asset.etag))
      return new Response(null, { status: 304, headers });
    const accepted = request.headers.get("accept-encoding") ?? "";
    const encoding = ENCODINGS.find(([name]) => asset.encodings.has(name) && accepts(accepted, name));
    const bytes = await readFile(asset.path + (encoding?.[1] ?? ""));
    return new Response(request.method === "HEAD" ? null : new Uint8Array(bytes), {
      headers: {
        ...headers,
        "content-type": asset.type,
        "content-length": String(bytes.length),
        ...(encoding ? { "content-encoding": encoding[0] } : {}),
      },
    });
  }
}
