/** Reading from a peer that may hang, drip, flood or close: always bounded in bytes and in time. */

import { isIP, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type TLSSocket, connect as tlsConnect } from "node:tls";
import type { Scope } from "./guard.ts";

export type WireEnd = "ok" | "time" | "closed" | "full";

export class Wire {
  #chunks: Buffer[] = [];
  #bytes = 0;
  #waiter: (() => void) | undefined;
  closed = false;
  full = false;

  constructor(
    readonly stream: Duplex,
    readonly max = 262_144,
  ) {
    stream.on("data", (chunk: Buffer) => {
      if (this.full) return;
      this.#chunks.push(chunk);
      this.#bytes += chunk.length;
      if (this.#bytes >= this.max) {
        this.full = true;
        stream.pause();
      }
      this.#waiter?.();
    });
    const over = () => {
      this.closed = true;
      this.#waiter?.();
    };
    stream.on("end", over);
    stream.on("close", over);
    stream.on("error", over);
    if (stream.destroyed) this.closed = true;
  }

  get buffer(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }
  /** Takes what was read so far and starts anew. */
  take(n = this.#bytes): Buffer {
    const all = this.buffer;
    const head = all.subarray(0, n);
    this.#chunks = n < all.length ? [all.subarray(n)] : [];
    this.#bytes = Math.max(0, all.length - n);
    return head;
  }
  write(data: string | Uint8Array): void {
    if (!this.closed && !this.stream.destroyed) this.stream.write(data);
  }

  /** Waits until `enough` says so, at most `ms` milliseconds in all, however slowly bytes drip in. */
  async until(enough: (b: Buffer) => boolean, ms: number): Promise<WireEnd> {
    const deadline = performance.now() + ms;
    for (;;) {
      if (enough(this.buffer)) return "ok";
      if (this.full) return "full";
      if (this.closed) return "closed";
      const left = deadline - performance.now();
      if (left <= 0) return "time";
      await new Promise<void>((resolve) => {
        const timer = setTimeout(wake, left);
        const waiter = () => wake();
        this.#waiter = waiter;
        function wake() {
          clearTimeout(timer);
          resolve();
        }
      });
      this.#waiter = undefined;
    }
  }
  end(): void {
    this.stream.destroy();
  }
}

export interface Endpoint {
  port: number;
  tls?: boolean | undefined;
}

/** TLS over an open socket; certificates are looked at elsewhere, not trusted here. `undefined`: no TLS within the time. */
export function tlsOver(
  socket: Socket,
  host: string,
  ms: number,
  options: { minVersion?: "TLSv1"; ALPNProtocols?: string[] } = {},
): Promise<TLSSocket | undefined> {
  return new Promise((resolve) => {
    const name = host.replace(/^\[|\]$/g, "");
    const secure = tlsConnect({
      socket,
      rejectUnauthorized: false,
      minVersion: "TLSv1",
      ciphers: "ALL:@SECLEVEL=0",
      ...(isIP(name) === 0 ? { servername: name } : {}),
      ...options,
    });
    const done = (s: TLSSocket | undefined) => {
      clearTimeout(timer);
      if (!s) secure.destroy();
      resolve(s);
    };
    const timer = setTimeout(() => done(undefined), ms);
    secure.once("secureConnect", () => done(secure));
    secure.on("error", () => done(undefined));
    secure.once("close", () => done(undefined));
  });
}

/** A wire to a port of the target, encrypted where the endpoint is. @throws ConnectFailed, Stopped */
export async function open(
  net: Scope,
  to: Endpoint,
  step: string,
  o: { ms?: number; max?: number } = {},
): Promise<Wire | undefined> {
  const socket = await net.tcp(to.port, step, o.ms ?? 3000);
  if (!to.tls) return new Wire(socket, o.max);
  const secure = await tlsOver(socket, net.host, o.ms ?? 5000);
  if (!secure) {
    socket.destroy();
    return undefined;
  }
  return new Wire(secure, o.max);
}
