/** Protocol requests over UDP that change nothing, and how their answers are read (domain/conformance.md E, S1.1-01 and 13). */
import { randomBytes } from "node:crypto";
import { generate, parse } from "coap-packet";
import dns from "dns-packet";

/** Value of a BER element, walking `path` of child indexes. `undefined` where the bytes are no such BER. */
interface Ber {
  tag: number;
  value: Buffer;
}
export function berElements(b: Buffer): Ber[] {
  const out: Ber[] = [];
  for (let at = 0; at + 2 <= b.length; ) {
    const tag = b[at] as number;
    let length = b[at + 1] as number;
    at += 2;
    if (length & 0x80) {
      const n = length & 0x7f;
      if (n === 0 || n > 3 || at + n > b.length) return out;
      length = b.readUIntBE(at, n);
      at += n;
    }
    if (at + length > b.length) return out;
    out.push({ tag, value: b.subarray(at, at + length) });
    at += length;
  }
  return out;
}
const ber = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const length =
    body.length < 128
      ? Buffer.from([body.length])
      : body.length < 256
        ? Buffer.from([0x81, body.length])
        : Buffer.from([0x82, body.length >> 8, body.length & 255]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
};
const int = (n: number): Buffer => {
  const bytes: number[] = [];
  let v = n;
  do {
    bytes.unshift(v & 255);
    v >>>= 8;
  } while (v > 0);
  if ((bytes[0] as number) & 0x80) bytes.unshift(0);
  return ber(2, Buffer.from(bytes));
};
const oid = (text: string): Buffer => {
  const [a = 1, b = 3, ...rest] = text.replace(/^\./, "").split(".").map(Number);
  const bytes = [a * 40 + b];
  for (const n of rest) {
    const septets = [n & 127];
    for (let v = n >>> 7; v > 0; v >>>= 7) septets.unshift((v & 127) | 128);
    bytes.push(...septets);
  }
  return ber(6, Buffer.from(bytes));
};

export const SYS_DESCR = "1.3.6.1.2.1.1.1.0";
/** SNMP GET of one object. @param version 0 = v1, 1 = v2c */
export const snmpGet = (version: 0 | 1, community: string, object = SYS_DESCR): Buffer =>
  ber(
    0x30,
    int(version),
    ber(4, Buffer.from(community)),
    ber(0xa0, int(0x5e12a), int(0), int(0), ber(0x30, ber(0x30, oid(object), ber(5)))),
  );
/** What an SNMP v1/v2c answer holds: its error status and the first value as text. */
export function snmpAnswer(b: Buffer): { error: number; value?: string } | undefined {
  const message = berElements(b)[0];
  if (message?.tag !== 0x30) return undefined;
  const pdu = berElements(message.value)[2];
  if (pdu?.tag !== 0xa2) return undefined;
  const [, error, , list] = berElements(pdu.value);
  const first = list ? berElements(list.value)[0] : undefined;
  const value = first ? berElements(first.value)[1] : undefined;
  const status = error?.value.at(-1) ?? 0;
  // noSuchObject, noSuchInstance, endOfMibView (RFC 3416).
  if (!value || value.tag >= 0x80) return { error: status === 0 ? 2 : status };
  return {
    error: status,
    value: value.tag === 4 ? value.value.toString("utf8") : value.value.toString("hex"),
  };
}
/** SNMPv3 engine discovery (RFC 3414, 4): an empty request that any v3 agent answers with a report. */
export const SNMP_V3_DISCOVERY: Buffer = ber(
  0x30,
  int(3),
  ber(0x30, int(0x5e12b), int(65507), ber(4, Buffer.from([4])), int(3)),
  ber(4, ber(0x30, ber(4), int(0), int(0), ber(4), ber(4), ber(4))),
  ber(0x30, ber(4), ber(4), ber(0xa0, int(0x5e12c), int(0), int(0), ber(0x30))),
);
export const isSnmpV3 = (b: Buffer): boolean => {
  const message = berElements(b)[0];
  return message?.tag === 0x30 && berElements(message.value)[0]?.value.at(-1) === 3;
};

export const coapGet = (path: string): Buffer =>
  generate({
    code: "GET",
    confirmable: true,
    messageId: randomBytes(2).readUInt16BE(),
    token: randomBytes(4),
    options: path
      .split("/")
      .filter((p) => p !== "")
      .map((p) => ({ name: "Uri-Path" as const, value: Buffer.from(p) })),
  });
export function coapAnswer(b: Buffer): { code: string; payload: Buffer } | undefined {
  try {
    const p = parse(b);
    return /^[2-5]\./.test(p.code) || p.ack ? { code: p.code, payload: p.payload } : undefined;
  } catch {
    return undefined;
  }
}
/** Paths of a CoRE link list (RFC 6690). */
export const coreLinks = (payload: Buffer): string[] =>
  [...payload.toString("utf8").matchAll(/<(\/[^>]{0,200})>/g)].map((m) => m[1] as string);

export const dnsQuery = (name: string, type: "A" | "PTR" = "A", mdns = false): Buffer =>
  dns.encode({
    type: "query",
    id: mdns ? 0 : 0x5e12,
    flags: mdns ? 0 : dns.RECURSION_DESIRED,
    questions: [{ type, name, class: "IN" }],
  });
export const mdnsQuery = (): Buffer => dnsQuery("_services._dns-sd._udp.local", "PTR", true);
export function dnsAnswer(b: Buffer): ReturnType<typeof dns.decode> | undefined {
  try {
    const p = dns.decode(b);
    return p.type === "response" ? p : undefined;
  } catch {
    return undefined;
  }
}

export const mSearch = (host: string, st = "ssdp:all"): Buffer =>
  Buffer.from(
    `M-SEARCH * HTTP/1.1\r\nHOST: ${host}:1900\r\nMAN: "ssdp:discover"\r\nMX: 1\r\nST: ${st}\r\n\r\n`,
  );

/** BACnet/IP Who-Is (ASHRAE 135, annex J), sent to one device. */
export const BACNET_WHO_IS = Buffer.from("810a000801001008", "hex");
/** ReadProperty object-name of the device object with the instance that I-Am told. */
export const bacnetReadName = (device: number): Buffer => {
  const object = Buffer.alloc(4);
  object.writeUInt32BE((8 * 2 ** 22 + device) >>> 0);
  const apdu = Buffer.concat([Buffer.from([0x00, 0x05, 0x01, 0x0c, 0x0c]), object, Buffer.from([0x19, 77])]);
  return Buffer.concat([Buffer.from([0x81, 0x0a, 0, 6 + apdu.length, 0x01, 0x04]), apdu]);
};
/** Instance of the device object in an I-Am. */
export function bacnetIAm(b: Buffer): number | undefined {
  const at = b.indexOf(Buffer.from([0x10, 0x00, 0xc4]));
  return b[0] === 0x81 && at >= 0 && b.length >= at + 7 ? b.readUInt32BE(at + 3) & 0x3fffff : undefined;
}

/** ECHONET Lite Get of the node profile: identification and property maps (0x82, 0x83, 0x8A, 0x9D–0x9F). */
export const ECHONET_GET = Buffer.from(
  `10810001${"05ff01"}${"0ef001"}62${"06"}${["82", "83", "8a", "9d", "9e", "9f"].map((p) => `${p}00`).join("")}`,
  "hex",
);
/** Properties that came back with data. */
export function echonetAnswer(b: Buffer): string[] | undefined {
  if (b.length < 12 || b[0] !== 0x10 || b[1] !== 0x81) return undefined;
  const properties: string[] = [];
  for (let at = 12, left = b[11] as number; left > 0 && at + 2 <= b.length; left--) {
    const size = b[at + 1] as number;
    if (size > 0) properties.push((b[at] as number).toString(16).padStart(2, "0"));
    at += 2 + size;
  }
  return properties;
}

/** IKEv2 SA_INIT header with one proposal; a listener answers with a proposal or a notification. */
const ike = (): Buffer => {
  const transforms = [
    [1, 12, "800e0080"],
    [2, 5, ""],
    [3, 12, ""],
    [4, 14, ""],
  ] as const;
  const bodies = transforms.map(([type, id, attribute], i) => {
    const attr = Buffer.from(attribute, "hex");
    const t = Buffer.from([i === 3 ? 0 : 3, 0, 0, 8 + attr.length, type, 0, 0, id]);
    return Buffer.concat([t, attr]);
  });
  const all = Buffer.concat(bodies);
  const proposal = Buffer.concat([Buffer.from([0, 0, 0, 8 + all.length, 1, 1, 0, 4]), all]);
  const sa = Buffer.concat([Buffer.from([34, 0, 0, 4 + proposal.length]), proposal]);
  const ke = Buffer.concat([Buffer.from([40, 0, 1, 8, 0, 14, 0, 0]), randomBytes(256)]);
  const nonce = Buffer.concat([Buffer.from([0, 0, 0, 36]), randomBytes(32)]);
  const body = Buffer.concat([sa, ke, nonce]);
  const head = Buffer.alloc(28);
  randomBytes(8).copy(head, 0);
  head[16] = 33;
  head[17] = 0x20;
  head[18] = 34;
  head[19] = 0x08;
  head.writeUInt32BE(28 + body.length, 24);
  return Buffer.concat([head, body]);
};
const stun = (): Buffer => Buffer.concat([Buffer.from("000100002112a442", "hex"), randomBytes(12)]);
const sip = (host: string): Buffer =>
  Buffer.from(
    `OPTIONS sip:${host} SIP/2.0\r\nVia: SIP/2.0/UDP ${host};branch=z9hG4bK5e12a;rport\r\nFrom: <sip:seiza@${host}>;tag=1\r\nTo: <sip:${host}>\r\nCall-ID: 5e12a\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 0\r\nContent-Length: 0\r\n\r\n`,
  );
const wsDiscovery = (): Buffer =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><e:Header><w:MessageID>uuid:5e12a000-0000-4000-8000-000000000001</w:MessageID><w:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</w:To><w:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</w:Action></e:Header><e:Body><d:Probe/></e:Body></e:Envelope>`,
  );
/** DTLS 1.2 ClientHello; a server answers with HelloVerifyRequest or an alert. */
const dtls = (): Buffer => {
  const suites = Buffer.from("c0aec02bc02fc0a8", "hex");
  const body = Buffer.concat([
    Buffer.from([0xfe, 0xfd]),
    randomBytes(32),
    Buffer.from([0, 0, 0, suites.length]),
    suites,
    Buffer.from([1, 0]),
    Buffer.from("000c000a00080006001d00170018", "hex"),
  ]);
  const hs = Buffer.concat([
    Buffer.from([
      1,
      0,
      body.length >> 8,
      body.length & 255,
      0,
      0,
      0,
      0,
      0,
      0,
      body.length >> 8,
      body.length & 255,
    ]),
    body,
  ]);
  return Buffer.concat([
    Buffer.from([22, 0xfe, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, hs.length >> 8, hs.length & 255]),
    hs,
  ]);
};
/** DHCPINFORM (RFC 2131): asks for parameters, takes no lease. */
const dhcp = (): Buffer => {
  const b = Buffer.alloc(247);
  b[0] = 1;
  b[1] = 1;
  b[2] = 6;
  randomBytes(4).copy(b, 4);
  Buffer.from([127, 0, 0, 1]).copy(b, 12);
  Buffer.from([2, 0, 0, 0x5e, 0x12, 0xa0]).copy(b, 28);
  Buffer.from("6382536335010837020103ff", "hex").copy(b, 236, 0, 11);
  b[246] = 255;
  return b;
};

export interface DatagramProbe {
  port: number;
  protocol: string;
  request: (host: string) => Buffer;
  /** The answer is of this protocol, not just any bytes. */
  is: (b: Buffer) => boolean;
  anyPort?: boolean;
}
const any = (b: Buffer): boolean => b.length > 0;
/** Ports that are asked on every device, each in its own protocol. */
export const DATAGRAM_PROBES: readonly DatagramProbe[] = [
  { port: 53, protocol: "dns", request: () => dnsQuery("localhost"), is: (b) => dnsAnswer(b) !== undefined },
  { port: 67, protocol: "dhcp", request: dhcp, is: (b) => b[0] === 2 && b.length > 236 },
  // A read of a file that cannot be there is answered with an error by any TFTP server.
  {
    port: 69,
    protocol: "tftp",
    request: () => Buffer.from("\0\u0001seiza-check-no-such-file\0octet\0", "latin1"),
    is: (b) => b[0] === 0 && (b[1] === 5 || b[1] === 3),
    anyPort: true,
  },
  {
    port: 123,
    protocol: "ntp",
    request: () => Buffer.concat([Buffer.from([0x23]), Buffer.alloc(47)]),
    is: (b) => b.length >= 48 && ((b[0] as number) & 7) === 4,
  },
  { port: 161, protocol: "snmp", request: () => SNMP_V3_DISCOVERY, is: isSnmpV3 },
  { port: 500, protocol: "ike", request: ike, is: (b) => b.length >= 28 && ((b[19] as number) & 0x20) !== 0 },
  {
    port: 1900,
    protocol: "ssdp",
    request: (h) => mSearch(h),
    is: (b) => /^(HTTP\/1\.[01] 200|NOTIFY )/.test(b.toString("latin1", 0, 16)),
    anyPort: true,
  },
  { port: 3478, protocol: "stun", request: stun, is: (b) => b.readUInt32BE(4) === 0x2112a442 },
  {
    port: 3610,
    protocol: "echonet-lite",
    request: () => ECHONET_GET,
    is: (b) => echonetAnswer(b) !== undefined,
    anyPort: true,
  },
  { port: 3702, protocol: "onvif", request: wsDiscovery, is: (b) => b.includes("Envelope") },
  {
    port: 4500,
    protocol: "ike",
    request: () => Buffer.concat([Buffer.alloc(4), ike()]),
    is: (b) => b.length >= 32,
  },
  { port: 5060, protocol: "sip", request: sip, is: (b) => b.toString("latin1", 0, 8) === "SIP/2.0 " },
  { port: 5353, protocol: "mdns", request: mdnsQuery, is: (b) => dnsAnswer(b) !== undefined },
  {
    port: 5683,
    protocol: "coap",
    request: () => coapGet("/.well-known/core"),
    is: (b) => coapAnswer(b) !== undefined,
  },
  { port: 5684, protocol: "coaps", request: dtls, is: (b) => b[1] === 0xfe },
  { port: 10001, protocol: "discovery", request: () => Buffer.from("01000000", "hex"), is: any },
  { port: 47808, protocol: "bacnet", request: () => BACNET_WHO_IS, is: (b) => b[0] === 0x81 },
];
/** By the protocol declared for a port that is not the usual one; else an empty line, to which anything may answer. */
export const datagramFor = (port: number, protocol: string): DatagramProbe => {
  const known =
    DATAGRAM_PROBES.find((p) => p.protocol === protocol || (protocol === "upnp" && p.protocol === "ssdp")) ??
    DATAGRAM_PROBES.find((p) => p.port === port);
  return known ? { ...known, port } : { port, protocol, request: () => Buffer.from("\r\n"), is: any };
};
