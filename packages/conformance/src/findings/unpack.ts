/** Compressed files, opened with a bound on what they unfold to: a ZIP or gzip bomb is refused, not filled into memory. */
import { Gunzip, Inflate, inflateSync } from "fflate";
import { EvidenceError, LIMITS } from "./evidence.ts";

export const isGzip = (b: Uint8Array): boolean => b[0] === 0x1f && b[1] === 0x8b;
export const isZip = (b: Uint8Array): boolean =>
  b[0] === 0x50 && b[1] === 0x4b && ((b[2] === 3 && b[3] === 4) || (b[2] === 5 && b[3] === 6));

const tooMuch = (limit: number) => new EvidenceError("unpacks-too-large", { limit: limit / 1_000_000 });

/** @throws EvidenceError `unpacks-too-large`, `bad-compression` */
export function gunzip(bytes: Uint8Array, limit: number = LIMITS.inflatedBytes): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const stream = new Gunzip((part, last) => {
    size += part.length;
    if (size > limit) throw tooMuch(limit);
    parts.push(part);
    ended ||= last;
  });
  pushAll(stream, bytes);
  if (!ended) throw new EvidenceError("bad-compression");
  return joined(parts, size);
}

function pushAll(stream: { push(chunk: Uint8Array, last?: boolean): void }, bytes: Uint8Array): void {
  const step = 1 << 16;
  try {
    for (let at = 0; at < bytes.length; at += step)
      stream.push(bytes.subarray(at, at + step), at + step >= bytes.length);
  } catch (error) {
    if (error instanceof EvidenceError) throw error;
    throw new EvidenceError("bad-compression");
  }
}

function joined(parts: Uint8Array[], size: number): Uint8Array {
  const [first] = parts;
  if (parts.length === 1 && first) return first;
  const out = new Uint8Array(size);
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

export interface ArchiveEntry {
  name: string;
  /** Unfolds the entry; each call works again. */
  bytes(): Uint8Array;
}

/**
 * Entries of a ZIP (also ZIP64), from its directory. Sizes that the directory states are not believed: what unfolds is
 * counted over all entries.
 */
export function zipEntries(b: Uint8Array, limit: number = LIMITS.inflatedBytes): ArchiveEntry[] {
  const view = new DataView(b.buffer, b.byteOffset, b.byteLength);
  const u16 = (at: number) => view.getUint16(at, true);
  const u32 = (at: number) => view.getUint32(at, true);
  const u64 = (at: number) => Number(view.getBigUint64(at, true));
  const out: ArchiveEntry[] = [];
  let unfolded = 0;
  const broken = () => new EvidenceError("bad-compression");
  try {
    let end = b.length - 22;
    const least = Math.max(0, end - 65_536);
    while (end >= least && u32(end) !== 0x06054b50) end--;
    if (end < least) throw broken();
    let count = u16(end + 10);
    let at = u32(end + 16);
    if ((count === 0xffff || at === 0xffffffff) && end >= 20 && u32(end - 20) === 0x07064b50) {
      const far = u64(end - 12);
      if (u32(far) !== 0x06064b50) throw broken();
      count = u64(far + 32);
      at = u64(far + 48);
    }
    if (count > LIMITS.archiveEntries) throw new EvidenceError("too-many", { limit: LIMITS.archiveEntries });
    const names = new TextDecoder();
    for (let n = 0; n < count; n++) {
      if (u32(at) !== 0x02014b50) throw broken();
      const flags = u16(at + 8);
      const method = u16(at + 10);
      let size = u32(at + 20);
      let start = u32(at + 42);
      const nameLength = u16(at + 28);
      const extraLength = u16(at + 30);
      const name = names.decode(b.subarray(at + 46, at + 46 + nameLength));
      if (size === 0xffffffff || start === 0xffffffff || u32(at + 24) === 0xffffffff) {
        let x = at + 46 + nameLength;
        const stop = x + extraLength;
        while (x + 4 <= stop && u16(x) !== 1) x += 4 + u16(x + 2);
        let field = x + 4;
        if (x + 4 <= stop) {
          if (u32(at + 24) === 0xffffffff) field += 8;
          if (size === 0xffffffff) {
            size = u64(field);
            field += 8;
          }
          if (start === 0xffffffff) start = u64(field);
        }
      }
      at += 46 + nameLength + extraLength + u16(at + 32);
      if (name.endsWith("/")) continue;
      out.push({
        name,
        bytes: () => {
          if (flags & 1) throw new EvidenceError("is-encrypted", {}, name);
          if (start + 30 > b.length) throw broken();
          const from = start + 30 + u16(start + 26) + u16(start + 28);
          const packed = b.subarray(from, from + size);
          if (packed.length !== size || (method !== 0 && method !== 8)) throw broken();
          const content = method === 0 ? packed : inflated(packed, limit - unfolded);
          unfolded += content.length;
          if (unfolded > limit) throw tooMuch(limit);
          return content;
        },
      });
    }
  } catch (error) {
    if (error instanceof EvidenceError) throw error;
    throw broken();
  }
  return out;
}

function inflated(packed: Uint8Array, room: number): Uint8Array {
  // Deflate unfolds at most 1032 times: a small entry cannot overrun far, and the whole-buffer call is much quicker.
  if (packed.length < 1 << 15)
    try {
      return inflateSync(packed);
    } catch {
      throw new EvidenceError("bad-compression");
    }
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate((part) => {
    size += part.length;
    if (size > room) throw tooMuch(LIMITS.inflatedBytes);
    parts.push(part);
  });
  pushAll(stream, packed);
  return joined(parts, size);
}
