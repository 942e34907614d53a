/**
 * What the runtime's OpenSSL can no longer offer: SSL 3.0 and RC4 suites. The ServerHello is written by hand (RFC 6101,
 * 5246) and the handshake goes no further; every other hello is the real server's.
 */
import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";

const SSL3 = 0x0300;
const RC4_ECDSA = 0xc007;
const AES_FOR_SSL3 = 0xc009;
const HANDSHAKE = 22;
const CLIENT_HELLO = 1;

interface Hello {
  version: number;
  suites: number[];
}

/** A ClientHello that came in one piece; anything else is left to the real server. */
function readHello(bytes: Buffer): Hello | undefined {
  // Record header 5, handshake header 4, version 2, random 32, length of the session id 1.
  if (bytes.length < 44 || bytes[0] !== HANDSHAKE || bytes[5] !== CLIENT_HELLO) return undefined;
  const at = 44 + (bytes[43] as number);
  if (bytes.length < at + 2) return undefined;
  const length = bytes.readUInt16BE(at);
  if (bytes.length < at + 2 + length) return undefined;
  const suites: number[] = [];
  for (let i = at + 2; i + 1 < at + 2 + length; i += 2) suites.push(bytes.readUInt16BE(i));
  return { version: bytes.readUInt16BE(9), suites };
}

function serverHello(version: number, suite: number): Buffer {
  const body = Buffer.concat([
    Buffer.from([version >> 8, version & 0xff]),
    randomBytes(32),
    Buffer.from([0, suite >> 8, suite & 0xff, 0]),
  ]);
  const head = Buffer.from([2, 0, 0, body.length]);
  const record = Buffer.from([HANDSHAKE, version >> 8, version & 0xff, 0, head.length + body.length]);
  return Buffer.concat([record, head, body]);
}

/** Stands before the real TLS server and answers the hellos it would refuse. */
export function beforeTls(
  offers: { rc4: boolean; ssl3: boolean },
  real: (socket: Socket) => void,
): (socket: Socket) => void {
  return (socket) => {
    socket.on("error", () => {});
    socket.once("data", (first) => {
      const hello = readHello(first);
      if (hello !== undefined) {
        // Today's clients offer no RC4: whoever does is told what an old server would have preferred.
        const isTls13 = hello.suites.some((s) => s >> 8 === 0x13);
        if (offers.ssl3 && hello.version === SSL3)
          return void socket.write(
            serverHello(SSL3, hello.suites.includes(AES_FOR_SSL3) ? AES_FOR_SSL3 : (hello.suites[0] ?? 0)),
          );
        if (offers.rc4 && !isTls13 && hello.version > SSL3 && hello.suites.includes(RC4_ECDSA))
          return void socket.write(serverHello(Math.min(hello.version, 0x0303), RC4_ECDSA));
      }
      socket.pause();
      socket.unshift(first);
      real(socket);
    });
  };
}
