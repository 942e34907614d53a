/**
 * MD5 (RFC 1321), SHA-1 and SHA-256 (FIPS 180-4), CRC-32 (IEEE 802.3), written out: the code runs in a browser as well, and
 * factories derive passwords with all of them. For comparison only, never for protection.
 */
const rotl = (x: number, n: number): number => (x << n) | (x >>> (32 - n));
const rotr = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

/** The message with its padding, as 32-bit words of 64-byte blocks. */
function words(bytes: Uint8Array, littleEndian: boolean): Uint32Array {
  const blocks = ((bytes.length + 8) >> 6) + 1;
  const padded = new Uint8Array(blocks * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  const bits = bytes.length * 8;
  const [low, high] = [bits >>> 0, Math.floor(bits / 2 ** 32)];
  view.setUint32(padded.length - 8, littleEndian ? low : high, littleEndian);
  view.setUint32(padded.length - 4, littleEndian ? high : low, littleEndian);
  return Uint32Array.from({ length: blocks * 16 }, (_, i) => view.getUint32(i * 4, littleEndian));
}
function output(state: readonly number[], littleEndian: boolean): Uint8Array {
  const out = new Uint8Array(state.length * 4);
  const view = new DataView(out.buffer);
  state.forEach((w, i) => {
    view.setUint32(i * 4, w >>> 0, littleEndian);
  });
  return out;
}

const MD5_SHIFT = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const MD5_SINE = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);

export function md5(bytes: Uint8Array): Uint8Array {
  const m = words(bytes, true);
  let [a0, b0, c0, d0] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let at = 0; at < m.length; at += 16) {
    let [a, b, c, d] = [a0, b0, c0, d0];
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const f =
        round === 0
          ? (b & c) | (~b & d)
          : round === 1
            ? (d & b) | (~d & c)
            : round === 2
              ? b ^ c ^ d
              : c ^ (b | ~d);
      const g =
        round === 0 ? i : round === 1 ? (5 * i + 1) & 15 : round === 2 ? (3 * i + 5) & 15 : (7 * i) & 15;
      const sum = (a + f + (MD5_SINE[i] as number) + (m[at + g] as number)) | 0;
      [a, d, c, b] = [d, c, b, (b + rotl(sum, MD5_SHIFT[round * 4 + (i & 3)] as number)) | 0];
    }
    [a0, b0, c0, d0] = [(a0 + a) | 0, (b0 + b) | 0, (c0 + c) | 0, (d0 + d) | 0];
  }
  return output([a0, b0, c0, d0], true);
}

export function sha1(bytes: Uint8Array): Uint8Array {
  const m = words(bytes, false);
  const h = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0].map((x) => x | 0) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const w = new Int32Array(80);
  for (let at = 0; at < m.length; at += 16) {
    for (let i = 0; i < 80; i++)
      w[i] =
        i < 16
          ? (m[at + i] as number)
          : rotl(
              (w[i - 3] as number) ^ (w[i - 8] as number) ^ (w[i - 14] as number) ^ (w[i - 16] as number),
              1,
            );
    let [a, b, c, d, e] = h;
    for (let i = 0; i < 80; i++) {
      const [f, k] =
        i < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : i < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : i < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6];
      const next = (rotl(a, 5) + f + e + k + (w[i] as number)) | 0;
      [e, d, c, b, a] = [d, c, rotl(b, 30), a, next];
    }
    h[0] = (h[0] + a) | 0;
    h[1] = (h[1] + b) | 0;
    h[2] = (h[2] + c) | 0;
    h[3] = (h[3] + d) | 0;
    h[4] = (h[4] + e) | 0;
  }
  return output(h, false);
}

const PRIMES = (() => {
  const found: number[] = [];
  for (let n = 2; found.length < 64; n++) if (found.every((p) => n % p !== 0)) found.push(n);
  return found;
})();
const fraction = (x: number): number => ((x - Math.floor(x)) * 2 ** 32) | 0;
const SHA256_START = PRIMES.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
const SHA256_K = PRIMES.map((p) => fraction(Math.cbrt(p)));

export function sha256(bytes: Uint8Array): Uint8Array {
  const m = words(bytes, false);
  const h = [...SHA256_START];
  const w = new Int32Array(64);
  for (let at = 0; at < m.length; at += 16) {
    for (let i = 0; i < 64; i++) {
      if (i < 16) {
        w[i] = m[at + i] as number;
        continue;
      }
      const x = w[i - 15] as number;
      const y = w[i - 2] as number;
      const s0 = rotr(x, 7) ^ rotr(x, 18) ^ (x >>> 3);
      const s1 = rotr(y, 17) ^ rotr(y, 19) ^ (y >>> 10);
      w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0;
    }
    let [a, b, c, d, e, f, g, k] = h as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const s1 = rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25);
      const t1 = (k + s1 + ((e & f) ^ (~e & g)) + (SHA256_K[i] as number) + (w[i] as number)) | 0;
      const s0 = rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [k, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, k].forEach((x, i) => {
      h[i] = ((h[i] as number) + x) | 0;
    });
  }
  return output(h, false);
}

export function crc32(bytes: Uint8Array): Uint8Array {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return output([~crc], false);
}

export const hex = (bytes: Uint8Array): string =>
  [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
function grouped(bytes: Uint8Array, bits: number, alphabet: string): string {
  let out = "";
  let held = 0;
  let count = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    count += 8;
    while (count >= bits) {
      count -= bits;
      out += alphabet[(held >> count) & ((1 << bits) - 1)];
      held &= (1 << count) - 1;
    }
  }
  if (count > 0) out += alphabet[(held << (bits - count)) & ((1 << bits) - 1)];
  return out;
}
/** Without padding, as passwords are cut from it. */
export const base32 = (bytes: Uint8Array): string => grouped(bytes, 5, BASE32);
export const base64 = (bytes: Uint8Array): string => grouped(bytes, 6, BASE64);
/** The digest as one number in decimal. */
export const decimal = (bytes: Uint8Array): string => BigInt(`0x${hex(bytes) || "0"}`).toString();
