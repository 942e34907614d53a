/**
 * Documents on the vendor's web: only the hosts of the addresses given, at most ten requests, no redirect followed to
 * another host (domain/conformance.md E, S1.1-05). Apart from the guard of the device.
 */
import { lookup } from "node:dns/promises";
import { request as plain } from "node:http";
import { request as secure } from "node:https";
import { isIP } from "node:net";
import type { TLSSocket } from "node:tls";
import type { LogLine } from "./guard.ts";
import { Stopped } from "./guard.ts";

export interface Page {
  status: number;
  url: string;
  type: string;
  body: Buffer;
  /** The certificate was one that this machine trusts; absent in clear. */
  trusted?: boolean;
  /** Where a redirect led that was not followed. */
  elsewhere?: string;
}
const MAX = 8 * 1024 * 1024;

export class WebGuard {
  readonly #hosts: ReadonlySet<string>;
  readonly #pins = new Map<string, string>();
  #sent = 0;
  constructor(
    urls: readonly string[],
    readonly o: {
      check: string;
      most: number;
      log: (l: LogLine) => void;
      signal: AbortSignal;
      now: () => Date;
    },
  ) {
    this.#hosts = new Set(urls.map((u) => new URL(u).host));
  }
  get sent(): number {
    return this.#sent;
  }

  #log(step: string, transport: LogLine["transport"], address: string, port: number): void {
    const { log, now, check } = this.o;
    log({ at: now().toISOString(), check, step, transport, address, port, n: 1 });
  }
  async #pin(name: string): Promise<string> {
    const known = this.#pins.get(name);
    if (known) return known;
    const bare = name.replace(/^\[|\]$/g, "");
    if (isIP(bare) !== 0) return bare;
    this.#log(`resolve ${name}`, "resolve", name, 0);
    const { address } = await lookup(name);
    this.#pins.set(name, address);
    return address;
  }

  /** @throws Stopped at the bound; an error of the network as it comes */
  async get(url: string, ms = 15_000): Promise<Page> {
    let at = new URL(url);
    for (;;) {
      if (!this.#hosts.has(at.host)) throw new Stopped("requests", at.host);
      if (this.#sent + 1 > this.o.most) throw new Stopped("requests", this.o.most);
      const address = await this.#pin(at.hostname);
      this.#sent++;
      this.#log(`GET ${at.href}`, "tcp", address, Number(at.port || (at.protocol === "https:" ? 443 : 80)));
      const page = await this.#once(at, address, ms);
      const to = page.status >= 300 && page.status < 400 ? page.elsewhere : undefined;
      if (to === undefined) return page;
      const next = new URL(to, at);
      if (!this.#hosts.has(next.host) || !/^https?:$/.test(next.protocol))
        return { ...page, elsewhere: next.href };
      at = next;
    }
  }

  #once(at: URL, address: string, ms: number): Promise<Page> {
    return new Promise((resolve, reject) => {
      const tls = at.protocol === "https:";
      const name = at.hostname.replace(/^\[|\]$/g, "");
      const req = (tls ? secure : plain)({
        host: address,
        port: at.port || (tls ? 443 : 80),
        path: at.pathname + at.search,
        method: "GET",
        headers: { Host: at.host, "User-Agent": "seiza-check", Accept: "*/*", Connection: "close" },
        agent: false,
        signal: this.o.signal,
        ...(tls ? { rejectUnauthorized: false, ...(isIP(name) === 0 ? { servername: name } : {}) } : {}),
      });
      const timer = setTimeout(() => req.destroy(new Error("time")), ms);
      req.on("error", (e) => {
        clearTimeout(timer);
        reject(e);
      });
      req.on("response", (res) => {
        const chunks: Buffer[] = [];
        let size = 0;
        const trusted = tls ? (res.socket as TLSSocket).authorized : undefined;
        res.on("data", (b: Buffer) => {
          size += b.length;
          if (size > MAX) req.destroy(new Error("too large"));
          else chunks.push(b);
        });
        res.on("error", reject);
        res.on("close", () => {
          clearTimeout(timer);
          resolve({
            status: res.statusCode ?? 0,
            url: at.href,
            type: res.headers["content-type"] ?? "",
            body: Buffer.concat(chunks),
            ...(trusted === undefined ? {} : { trusted }),
            ...(res.headers.location === undefined ? {} : { elsewhere: res.headers.location }),
          });
        });
      });
      req.end();
    });
  }
}
