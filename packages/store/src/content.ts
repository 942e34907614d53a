/** A study's text by the hash of its canonical JSON: equal content is stored once, however often undo comes back to it. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { constants, deflateRaw, inflateRaw } from "node:zlib";
import type { Study } from "@seiza/model";
import type { Kysely, Transaction } from "kysely";
import type { ContentRow, Tables } from "./database/tables.ts";

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash("sha256").update(bytes).digest("hex");

export async function contentOf(text: string): Promise<ContentRow> {
  const bytes = Buffer.from(text);
  // Fast: three times the speed of the default for a few percent more space.
  const body = await deflate(bytes, { level: constants.Z_BEST_SPEED });
  return { sha256: sha256(bytes), bytes: bytes.length, body };
}

export async function textOf(row: ContentRow): Promise<string> {
  return (await inflate(row.body, { maxOutputLength: Math.max(1, row.bytes) })).toString();
}

export async function keepContent(transaction: Transaction<Tables>, row: ContentRow): Promise<void> {
  await transaction
    .insertInto("content")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Reads studies; remembers the last few, which are what the next save is compared with. What it gives is not to be changed. */
export class Contents {
  readonly #kept = new Map<string, Study>();
  constructor(private readonly capacity = 4) {}

  async text(db: Kysely<Tables>, hash: string): Promise<string> {
    return textOf(
      await db.selectFrom("content").selectAll().where("sha256", "=", hash).executeTakeFirstOrThrow(),
    );
  }

  async study(db: Kysely<Tables>, hash: string): Promise<Study> {
    const study = this.#kept.get(hash) ?? (JSON.parse(await this.text(db, hash)) as Study);
    this.remember(hash, study);
    return study;
  }

  remember(hash: string, study: Study) {
    this.#kept.delete(hash);
    this.#kept.set(hash, study);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > this.capacity && oldest !== undefined) this.#kept.delete(oldest);
  }
}
