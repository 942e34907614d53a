/**
 * TLS versions and suites by hand-made ClientHellos (RFC 6101, 2246, 4346, 5246, 8446): the ServerHello is read and the
 * handshake never finished. Node's own TLS cannot speak SSLv3, RC4, NULL, export and anonymous suites any more.
 */
import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import type { Scope } from "../net/guard.ts";
import { Wire } from "../net/wire.ts";
import { SUITES, suiteName } from "./tls-suites.ts";

export type TlsVersion = "SSLv3" | "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";
export const TLS_VERSIONS: readonly TlsVersion[] = ["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];
const CODE: Record<TlsVersion, number> = {
  SSLv3: 0x0300,
  TLSv1: 0x0301,
  "TLSv1.1": 0x0302,
  "TLSv1.2": 0x0303,
  "TLSv1.3": 0x0304,
};
const NAME = new Map(Object.entries(CODE).map(([n, c]) => [c, n as TlsVersion]));

const u16 = (n: number): Buffer => Buffer.from([(n >> 8) & 255, n & 255]);
const vec16 = (b: Buffer): Buffer => Buffer.concat([u16(b.length), b]);
const extension = (type: number, body: Buffer): Buffer => Buffer.concat([u16(type), vec16(body)]);

export function clientHello(version: TlsVersion, suites: readonly number[], host: string): Buffer {
  const code = CODE[version];
  const extensions: Buffer[] = [];
  if (version !== "SSLv3") {
    const name = host.replace(/^\[|\]$/g, "");
    if (isIP(name) === 0)
      extensions.push(extension(0, vec16(Buffer.concat([Buffer.from([0]), vec16(Buffer.from(name))]))));
    extensions.push(
      extension(10, vec16(Buffer.from("001d00170018001901000101", "hex"))),
      extension(11, Buffer.from([1, 0])),
    );
    if (code >= 0x0303)
      extensions.push(
        extension(
          13,
          vec16(Buffer.from("040305030603080708080804080508060401050106010203020102020402", "hex")),
        ),
      );
    if (version === "TLSv1.3") {
      extensions.push(
        extension(43, Buffer.from([2, 3, 4])),
        extension(45, Buffer.from([1, 1])),
        // An empty list of key shares: a 1.3 server answers with HelloRetryRequest, which names version and suite.
        extension(51, vec16(Buffer.alloc(0))),
      );
    }
  }
  const body = Buffer.concat([
    u16(Math.min(code, 0x0303)),
    randomBytes(32),
    version === "TLSv1.3" ? Buffer.concat([Buffer.from([32]), randomBytes(32)]) : Buffer.from([0]),
    vec16(Buffer.concat(suites.map(u16))),
    Buffer.from([1, 0]),
    ...(extensions.length > 0 ? [vec16(Buffer.concat(extensions))] : []),
  ]);
  const handshake = Buffer.concat([Buffer.from([1, 0]), u16(body.length), body]);
  return Buffer.concat([Buffer.from([22]), u16(Math.min(code, 0x0301)), u16(handshake.length), handshake]);
}

export type HelloAnswer =
  | { kind: "hello"; version: TlsVersion; suite: number; name: string }
  | { kind: "alert"; code: number }
  | { kind: "not-tls" }
  | { kind: "silence"; how: "closed" | "time" };

/** Reads the first handshake message out of TLS records; it may be spread over several. */
export function serverHello(b: Buffer): HelloAnswer | "more" {
  if (b.length < 5) return b.length > 0 && b[0] !== 22 && b[0] !== 21 ? { kind: "not-tls" } : "more";
  if (b[0] === 21 && b[1] === 3) return b.length < 7 ? "more" : { kind: "alert", code: b[6] as number };
  if (b[0] !== 22 || b[1] !== 3) return { kind: "not-tls" };
  const parts: Buffer[] = [];
  for (let at = 0; at + 5 <= b.length && b[at] === 22; ) {
    const size = b.readUInt16BE(at + 3);
    parts.push(b.subarray(at + 5, at + 5 + size));
    at += 5 + size;
  }
  const hs = Buffer.concat(parts);
  if (hs.length < 4) return "more";
  if (hs[0] !== 2) return { kind: "not-tls" };
  const size = hs.readUIntBE(1, 3);
  if (hs.length < 4 + size) return "more";
  const m = hs.subarray(4, 4 + size);
  if (m.length < 38) return { kind: "not-tls" };
  let version = m.readUInt16BE(0);
  const sid = m[34] as number;
  if (m.length < 38 + sid) return { kind: "not-tls" };
  const suite = m.readUInt16BE(35 + sid);
  let at = 38 + sid + 2;
  while (at + 4 <= m.length) {
    const type = m.readUInt16BE(at);
    const n = m.readUInt16BE(at + 2);
    if (type === 43 && n === 2 && at + 6 <= m.length) version = m.readUInt16BE(at + 4);
    at += 4 + n;
  }
  const name = NAME.get(version);
  return name ? { kind: "hello", version: name, suite, name: suiteName(suite) } : { kind: "not-tls" };
}

/** One ClientHello on a connection of its own. @throws ConnectFailed, Stopped */
export async function helloProbe(
  net: Scope,
  port: number,
  version: TlsVersion,
  suites: readonly number[] = SUITES.filter((s) => (version === "TLSv1.3" ? s.tls13 : !s.tls13)).map(
    (s) => s.code,
  ),
  ms = 3000,
): Promise<HelloAnswer> {
  const wire = new Wire(await net.tcp(port, `ClientHello ${version}`), 65_536);
  try {
    wire.write(clientHello(version, suites, net.host));
    let got: HelloAnswer | "more" = "more";
    const end = await wire.until((b) => {
      got = serverHello(b);
      return got !== "more";
    }, ms);
    if (net.signal.aborted) throw net.signal.reason;
    const answer = got as HelloAnswer | "more";
    if (answer !== "more") return answer;
    return { kind: "silence", how: end === "closed" ? "closed" : "time" };
  } finally {
    wire.end();
  }
}
