/** What speaks on an open TCP port, found with our own requests: nmap -sV needs minutes for silent ports (domain/conformance.md D.1). */

import type { SeenPort } from "../../evidence/facts.ts";
import { ConnectFailed } from "../net/guard.ts";
import { open, tlsOver, Wire } from "../net/wire.ts";
import type { CheckContext } from "../run/context.ts";
import { mqttConnect } from "./mqtt.ts";
import { helloProbe } from "./tls-hello.ts";

type Named = Pick<SeenPort, "service" | "product" | "version" | "by" | "tls">;

function banner(b: Buffer): Named | undefined {
  const text = b.toString("latin1", 0, 400);
  const ssh = /^SSH-(\d\.\d+)-([^\s_]+)[_ ]?(\S*)/.exec(text);
  if (ssh) return { service: "ssh", product: ssh[2], ...(ssh[3] ? { version: ssh[3] } : {}), by: "banner" };
  if (b[0] === 255 && (b[1] ?? 0) >= 251) return { service: "telnet", by: "banner" };
  if (/^220[ -].*ftp/i.test(text)) return { service: "ftp", product: text.slice(4, 80).trim(), by: "banner" };
  if (/^220[ -].*smtp/i.test(text)) return { service: "smtp", by: "banner" };
  if (/^\+OK/.test(text)) return { service: "pop3", by: "banner" };
  if (/^\* OK/.test(text)) return { service: "imap", by: "banner" };
  if (/^RFB \d/.test(text)) return { service: "vnc", version: text.slice(4, 11), by: "banner" };
  if (/(login|username|user name|password)\s*:\s*$/im.test(text)) return { service: "telnet", by: "banner" };
  return undefined;
}

async function spoken(c: CheckContext, wire: Wire | undefined, say: string, ms: number): Promise<Buffer> {
  if (!wire) return Buffer.alloc(0);
  try {
    wire.write(say);
    await wire.until((b) => b.length >= 12 || b.includes("\n"), ms);
    c.note(`> ${say.split("\r\n")[0]}\n< ${wire.buffer.toString("latin1", 0, 120)}`);
    return Buffer.from(wire.buffer);
  } finally {
    wire.end();
  }
}

function httpish(b: Buffer, full: string): Named | undefined {
  const text = b.toString("latin1", 0, 2048);
  if (/^HTTP\/\d/.test(text)) {
    const server = /^server:\s*([^\s/]+)(?:\/(\S+))?/im.exec(full || text);
    return {
      service: "http",
      by: "proved",
      ...(server?.[1] ? { product: server[1] } : {}),
      ...(server?.[2] ? { version: server[2] } : {}),
    };
  }
  if (/^RTSP\/\d/.test(text)) return { service: "rtsp", by: "proved" };
  return undefined;
}

const GET = (host: string) =>
  `GET / HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: seiza-check\r\nConnection: close\r\n\r\n`;
const RTSP = "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n";

/** At most nine connections; each within two seconds. */
export async function nameService(c: CheckContext, port: number): Promise<Named> {
  const ms = 1500;
  const closedOr = async <T>(f: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await f();
    } catch (error) {
      if (error instanceof ConnectFailed) return undefined;
      throw error;
    }
  };
  const first = await closedOr(async () => {
    const wire = await open(c.net, { port }, "banner");
    if (!wire) return undefined;
    await wire.until((b) => b.includes("\n") || b.length >= 3, port === 22 || port === 23 ? 2000 : 400);
    const heard = Buffer.from(wire.buffer);
    if (heard.length > 0) {
      wire.end();
      return heard;
    }
    // Silent until spoken to: the same connection takes the first request.
    return Object.assign(await spoken(c, wire, GET(c.net.host), ms), { asked: true });
  });
  if (first && first.length > 0) {
    const named = httpish(first, first.toString("latin1")) ?? banner(first);
    // Some servers answer a TLS port's plain request in HTTP: "The plain HTTP request was sent to HTTPS port".
    const tlsToo = named?.service === "http" && /^HTTP\/1\.\d 400/.test(first.toString("latin1", 0, 14));
    if (named && !tlsToo) return named;
  }
  const hello = await closedOr(() => helloProbe(c.net, port, "TLSv1.2", undefined, ms));
  if (hello?.kind === "hello" || hello?.kind === "alert") {
    const inner = await closedOr(async () => {
      const secure = await tlsOver(await c.net.tcp(port, "TLS"), c.net.host, 3000);
      return spoken(c, secure ? new Wire(secure, 65_536) : undefined, GET(c.net.host), ms);
    });
    const web = inner && inner.length > 0 ? httpish(inner, inner.toString("latin1")) : undefined;
    if (web) return { ...web, service: web.service === "http" ? "https" : "rtsps", tls: true };
    const broker = await closedOr(() => mqttConnect(c, { port, tls: true }, {}));
    if (broker?.answer.startsWith("CONNACK")) return { service: "mqtts", by: "proved", tls: true };
    return { service: "tls", by: "proved", tls: true };
  }
  const broker = await closedOr(() => mqttConnect(c, { port }, {}));
  if (broker?.answer.startsWith("CONNACK")) return { service: "mqtt", by: "proved" };
  const rtsp = await closedOr(async () => spoken(c, await open(c.net, { port }, "RTSP OPTIONS"), RTSP, ms));
  const media = rtsp && rtsp.length > 0 ? httpish(rtsp, "") : undefined;
  if (media) return media;
  if (port === 502) {
    const modbus = await closedOr(async () => {
      const wire = await open(c.net, { port }, "Modbus 43/14");
      wire?.write(Buffer.from("000100000005012b0e0100", "hex"));
      await wire?.until((b) => b.length >= 8, ms);
      const b = Buffer.from(wire?.buffer ?? []);
      wire?.end();
      return b;
    });
    if (modbus && modbus.length >= 8 && modbus.readUInt16BE(2) === 0)
      return { service: "modbus", by: "proved" };
  }
  return { by: "connect" };
}
