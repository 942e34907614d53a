/**
 * Zip files (APPNOTE 6.3, with zip64 for many entries and far offsets) written to and read from a file in pieces.
 * Single entries stay below 4 GiB.
 */
import type { FileHandle } from "node:fs/promises";
import { crc32, createDeflateRaw, createInflateRaw } from "node:zlib";
import { ArchiveBroken } from "../errors.ts";

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const STORED = 0;
const DEFLATED = 8;
const UTF8_NAMES = 0x0800;
const MAX32 = 0xffffffff;
const MAX16 = 0xffff;
/** 1980-01-01 00:00: equal content makes equal bytes. */
const DATE = 0x21;

export interface Entry {
  name: string;
  method: number;
  crc: number;
  /** As it stands in the file. */
  packed: number;
  /** Unpacked. */
  size: number;
  /** Of the local header. */
  offset: number;
}

type Source = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

function header(entry: Entry, central: boolean, limit: number): Buffer {
  const name = Buffer.from(entry.name);
  const isFar = central && entry.offset >= limit;
  const extra = isFar ? Buffer.alloc(12) : Buffer.alloc(0);
  if (isFar) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(BigInt(entry.offset), 4);
  }
  const fixed = Buffer.alloc(central ? 46 : 30);
  let at = fixed.writeUInt32LE(central ? CENTRAL : LOCAL, 0);
  if (central) at = fixed.writeUInt16LE(45, at);
  at = fixed.writeUInt16LE(isFar ? 45 : 20, at);
  at = fixed.writeUInt16LE(UTF8_NAMES, at);
  at = fixed.writeUInt16LE(entry.method, at);
  at = fixed.writeUInt16LE(0, at);
  at = fixed.writeUInt16LE(DATE, at);
  at = fixed.writeUInt32LE(entry.crc, at);
  at = fixed.writeUInt32LE(entry.packed, at);
  at = fixed.writeUInt32LE(entry.size, at);
  at = fixed.writeUInt16LE(name.length, at);
  at = fixed.writeUInt16LE(extra.length, at);
  if (central) fixed.writeUInt32LE(isFar ? MAX32 : entry.offset, 42);
  return Buffer.concat([fixed, name, extra]);
}

export class ZipWriter {
  #at = 0;
  readonly #entries: Entry[] = [];
  /** `limits`: from where on offsets and counts are written the zip64 way; smaller in tests. */
  constructor(
    private readonly file: FileHandle,
    private readonly limits = { offset: MAX32, count: MAX16 },
  ) {}

  async #write(bytes: Uint8Array) {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.file.write(bytes, done, bytes.length - done, this.#at);
      done += bytesWritten;
      this.#at += bytesWritten;
    }
  }

  async add(name: string, source: Source, { compress }: { compress: boolean }): Promise<void> {
    const method = compress ? DEFLATED : STORED;
    const entry: Entry = { name, method, crc: 0, packed: 0, size: 0, offset: this.#at };
    await this.#write(header(entry, false, this.limits.offset));
    const start = this.#at;
    const measured = (async function* () {
      for await (const chunk of source) {
        entry.crc = crc32(chunk, entry.crc);
        entry.size += chunk.length;
        yield chunk;
      }
    })();
    if (compress) {
      const deflate = createDeflateRaw({ level: 6 });
      const fed = (async () => {
        try {
          for await (const chunk of measured)
            if (!deflate.write(chunk)) await new Promise<void>((resolve) => deflate.once("drain", resolve));
          deflate.end();
        } catch (error) {
          deflate.destroy(error as Error);
        }
      })();
      for await (const chunk of deflate) await this.#write(chunk as Buffer);
      await fed;
    } else {
      for await (const chunk of measured) await this.#write(chunk);
    }
    entry.packed = this.#at - start;
    if (entry.packed >= MAX32 || entry.size >= MAX32) throw new Error(`${name} is too large for an entry`);
    const end = this.#at;
    this.#at = entry.offset;
    await this.#write(header(entry, false, this.limits.offset));
    this.#at = end;
    this.#entries.push(entry);
  }

  async end(): Promise<void> {
    const start = this.#at;
    for (const entry of this.#entries) await this.#write(header(entry, true, this.limits.offset));
    const size = this.#at - start;
    const count = this.#entries.length;
    if (start >= this.limits.offset || count >= this.limits.count) {
      const end64 = Buffer.alloc(76);
      end64.writeUInt32LE(END64, 0);
      end64.writeBigUInt64LE(44n, 4);
      end64.writeUInt16LE(45, 12);
      end64.writeUInt16LE(45, 14);
      for (const [at, value] of [
        [24, count],
        [32, count],
        [40, size],
        [48, start],
      ] as const)
        end64.writeBigUInt64LE(BigInt(value), at);
      end64.writeUInt32LE(LOCATOR64, 56);
      end64.writeBigUInt64LE(BigInt(this.#at), 64);
      end64.writeUInt32LE(1, 72);
      await this.#write(end64);
    }
    const end = Buffer.alloc(22);
    end.writeUInt32LE(END, 0);
    end.writeUInt16LE(count >= this.limits.count ? MAX16 : count, 8);
    end.writeUInt16LE(count >= this.limits.count ? MAX16 : count, 10);
    end.writeUInt32LE(size, 12);
    end.writeUInt32LE(start >= this.limits.offset ? MAX32 : start, 16);
    await this.#write(end);
  }
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const out = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(out, done, length - done, at + done);
    if (bytesRead === 0) throw new ArchiveBroken("truncated");
    done += bytesRead;
  }
  return out;
}

/** More than any archive of ours has in its list of entries. */
const DIRECTORY_BYTES = 512 * 1024 * 1024;

const far = (value: bigint): number => {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new ArchiveBroken("damaged");
  return Number(value);
};

async function directoryOf(file: FileHandle, length: number) {
  const tailAt = Math.max(0, length - 22 - MAX16);
  const tail = await bytesAt(file, tailAt, length - tailAt);
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end--;
  if (end < 0) {
    const isZip = length >= 4 && (await bytesAt(file, 0, 4)).readUInt32LE(0) === LOCAL;
    throw new ArchiveBroken(isZip ? "truncated" : "not-a-zip");
  }
  let count = tail.readUInt16LE(end + 10);
  let size = tail.readUInt32LE(end + 12);
  let start = tail.readUInt32LE(end + 16);
  const locator = tailAt + end - 20;
  if (locator >= 0) {
    const found = await bytesAt(file, locator, 20);
    if (found.readUInt32LE(0) === LOCATOR64) {
      const end64 = await bytesAt(file, far(found.readBigUInt64LE(8)), 56);
      if (end64.readUInt32LE(0) !== END64) throw new ArchiveBroken("damaged");
      count = far(end64.readBigUInt64LE(32));
      size = far(end64.readBigUInt64LE(40));
      start = far(end64.readBigUInt64LE(48));
    }
  }
  if (size > DIRECTORY_BYTES) throw new ArchiveBroken("too-large");
  if (start + size > length) throw new ArchiveBroken("truncated");
  return { count, bytes: await bytesAt(file, start, size), start };
}

export class ZipReader {
  private constructor(
    private readonly file: FileHandle,
    /** In the order in which they stand in the file. */
    readonly entries: readonly Entry[],
  ) {}

  static async open(file: FileHandle): Promise<ZipReader> {
    const { size: length } = await file.stat();
    const { count, bytes, start } = await directoryOf(file, length);
    const entries: Entry[] = [];
    const names = new Set<string>();
    for (let at = 0; at < bytes.length; ) {
      if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) throw new ArchiveBroken("damaged");
      const nameLength = bytes.readUInt16LE(at + 28);
      const extraLength = bytes.readUInt16LE(at + 30);
      const next = at + 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32);
      if (next > bytes.length) throw new ArchiveBroken("damaged");
      const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
      const entry: Entry = {
        name,
        method: bytes.readUInt16LE(at + 10),
        crc: bytes.readUInt32LE(at + 16),
        packed: bytes.readUInt32LE(at + 20),
        size: bytes.readUInt32LE(at + 24),
        offset: bytes.readUInt32LE(at + 42),
      };
      const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
      if (entry.offset === MAX32 && extra.length >= 12 && extra.readUInt16LE(0) === 1)
        entry.offset = far(extra.readBigUInt64LE(4));
      const isEncrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
      if (isEncrypted || (entry.method !== STORED && entry.method !== DEFLATED))
        throw new ArchiveBroken("damaged", name);
      if (names.has(name)) throw new ArchiveBroken("entry-twice", name);
      names.add(name);
      entries.push(entry);
      at = next;
    }
    if (entries.length !== count) throw new ArchiveBroken("damaged");
    entries.sort((a, b) => a.offset - b.offset);
    // Entries that share their bytes are how small files pretend to be huge.
    let free = 0;
    for (const { name, offset, packed } of entries) {
      if (offset < free || offset + 30 + packed > start) throw new ArchiveBroken("damaged", name);
      free = offset + 30 + packed;
    }
    return new ZipReader(file, entries);
  }

  /** Its bytes, no more of them than announced. */
  async *read({ name, method, crc, packed, size, offset }: Entry): AsyncGenerator<Buffer> {
    const local = await bytesAt(this.file, offset, 30);
    if (local.readUInt32LE(0) !== LOCAL) throw new ArchiveBroken("damaged", name);
    const start = offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
    let found = 0;
    let sum = 0;
    try {
      for await (const chunk of method === STORED
        ? this.#raw(start, packed)
        : this.#inflated(start, packed)) {
        found += chunk.length;
        if (found > size) throw new ArchiveBroken("size-differs", name);
        sum = crc32(chunk, sum);
        yield chunk;
      }
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === "Z_BUF_ERROR") throw new ArchiveBroken("truncated", name);
      if (code?.startsWith("Z_")) throw new ArchiveBroken("damaged", name);
      throw error;
    }
    if (found !== size) throw new ArchiveBroken("size-differs", name);
    if (sum !== crc) throw new ArchiveBroken("damaged", name);
  }

  async *#raw(start: number, length: number): AsyncGenerator<Buffer> {
    for (let at = 0; at < length; ) {
      const chunk = await bytesAt(this.file, start + at, Math.min(256 * 1024, length - at));
      at += chunk.length;
      yield chunk;
    }
  }

  async *#inflated(start: number, length: number): AsyncGenerator<Buffer> {
    const inflate = createInflateRaw();
    const raw = this.#raw(start, length);
    void (async () => {
      try {
        for await (const chunk of raw) {
          if (inflate.destroyed) return;
          if (!inflate.write(chunk))
            await new Promise<void>((resolve) => {
              inflate.once("drain", resolve);
              inflate.once("close", resolve);
            });
        }
        inflate.end();
      } catch (error) {
        inflate.destroy(error as Error);
      }
    })();
    for await (const chunk of inflate) yield chunk as Buffer;
  }
}
