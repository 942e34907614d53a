/** Files that prove something (証跡), by the hash of their content. */
import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Access } from "./access.ts";
import { record } from "./audit.ts";
import type { EvidenceRow, Tables } from "./database/tables.ts";
import { EvidenceMismatch, NotFound } from "./errors.ts";
import type { EvidenceHead, EvidenceStore, Scope } from "./types.ts";
import { actor, instant, limitOf, page, plain, readCursor } from "./words.ts";

/** Files are stored in pieces, so that a large one is never in memory whole. */
export const PART_BYTES = 512 * 1024;

/** Name under which pieces stand until their hash is known; the time follows, in ms. */
const STAGED = "staged-";
const STAGED_FOR_MS = 24 * 3600 * 1000;

/** What a process left that ended in the middle of storing a file. */
export const forgetStaged = (access: Access): Promise<unknown> =>
  access.run((db) =>
    db
      .deleteFrom("blob_part")
      .where("sha256", "like", `${STAGED}%`)
      .where("sha256", "<", `${STAGED}${Date.now() - STAGED_FOR_MS}`)
      .execute(),
  );

const headOf = (row: EvidenceRow): EvidenceHead => ({
  sha256: row.sha256,
  size: row.size,
  mediaType: row.media_type,
  name: row.name,
  addedAt: instant(row.at),
  addedBy: actor(row.by, row.by_name),
});

/** The same bytes in pieces of equal size, the last one shorter. */
export async function* parts(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  size = PART_BYTES,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    let rest = chunk;
    while (length + rest.length >= size) {
      const head = rest.subarray(0, size - length);
      yield held.length === 0 ? head : Buffer.concat([...held, head]);
      rest = rest.subarray(head.length);
      held = [];
      length = 0;
    }
    if (rest.length > 0) {
      held.push(rest);
      length += rest.length;
    }
  }
  if (length > 0) yield Buffer.concat(held);
}

export async function* readParts(access: Access, sha256: string): AsyncGenerator<Uint8Array> {
  for (let part = 0; ; part++) {
    const row = await access.run((db) =>
      db
        .selectFrom("blob_part")
        .select("bytes")
        .where("sha256", "=", sha256)
        .where("part", "=", part)
        .executeTakeFirst(),
    );
    if (!row) return;
    yield row.bytes;
  }
}

export function evidenceOf(access: Access): EvidenceStore {
  async function find(db: Kysely<Tables>, scope: Scope, sha256: string): Promise<EvidenceRow> {
    const row = await db
      .selectFrom("evidence")
      .selectAll()
      .where("workspace", "=", scope.workspace)
      .where("sha256", "=", plain(sha256))
      .executeTakeFirst();
    if (!row) throw new NotFound("evidence", sha256);
    return row;
  }

  /** Under a name of its own until the hash is known: a source that stalls must not hold a transaction open. */
  async function stage(source: Uint8Array | AsyncIterable<Uint8Array>, name: string) {
    const hash = createHash("sha256");
    let size = 0;
    let part = 0;
    for await (const bytes of parts(source instanceof Uint8Array ? [source] : source)) {
      hash.update(bytes);
      size += bytes.length;
      const number = part++;
      await access.run((db) =>
        db.insertInto("blob_part").values({ sha256: name, part: number, bytes }).execute(),
      );
    }
    return { sha256: hash.digest("hex"), size };
  }

  return {
    async put(scope, source, meta) {
      const staged = `${STAGED}${Date.now()}-${scope.newId()}`;
      try {
        const found = await stage(source, staged);
        if (meta.sha256 !== undefined && meta.sha256.toLowerCase() !== found.sha256)
          throw new EvidenceMismatch(meta.sha256, found.sha256);
        await access.transaction(async (transaction) => {
          const added = await transaction
            .insertInto("evidence")
            .values({
              workspace: scope.workspace,
              ...found,
              media_type: plain(meta.mediaType),
              name: plain(meta.name),
              at: scope.at,
              by: scope.actor.person,
              by_name: plain(scope.actor.name),
            })
            .onConflict((conflict) => conflict.doNothing())
            .returning("sha256")
            .executeTakeFirst();
          if (!added) return;
          // Another workspace may have the same file already.
          await sql`insert into blob_part (sha256, part, bytes)
            select ${found.sha256}, part, bytes from blob_part where sha256 = ${staged}
            on conflict do nothing`.execute(transaction);
          await record(transaction, scope, {
            action: "evidence.put",
            subject: found.sha256,
            details: { name: meta.name, size: found.size },
          });
        });
        return found;
      } finally {
        await access
          .run((db) => db.deleteFrom("blob_part").where("sha256", "=", staged).execute())
          .catch(() => {});
      }
    },

    head: (scope, sha256) => access.run(async (db) => headOf(await find(db, scope, sha256))),

    async get(scope, sha256) {
      const head = headOf(await access.run((db) => find(db, scope, sha256)));
      const bytes: Uint8Array[] = [];
      for await (const part of readParts(access, head.sha256)) bytes.push(part);
      return { ...head, bytes: new Uint8Array(Buffer.concat(bytes)) };
    },

    async *read(scope, sha256) {
      const row = await access.run((db) => find(db, scope, sha256));
      yield* readParts(access, row.sha256);
    },

    link: (scope, { product, sha256, subject = "" }) =>
      access.transaction(async (transaction) => {
        await find(transaction, scope, sha256);
        const owner = await transaction
          .selectFrom("product")
          .select("id")
          .where("id", "=", plain(product))
          .where("workspace", "=", scope.workspace)
          .executeTakeFirst();
        if (!owner) throw new NotFound("product", product);
        const added = await transaction
          .insertInto("evidence_link")
          .values({ workspace: scope.workspace, product, sha256, subject: plain(subject), at: scope.at })
          .onConflict((conflict) => conflict.doNothing())
          .returning("sha256")
          .executeTakeFirst();
        if (added)
          await record(transaction, scope, {
            action: "evidence.link",
            subject: product,
            details: { sha256, subject },
          });
      }),

    unlink: (scope, { product, sha256, subject = "" }) =>
      access.transaction(async (transaction) => {
        const gone = await transaction
          .deleteFrom("evidence_link")
          .where("workspace", "=", scope.workspace)
          .where("product", "=", product)
          .where("sha256", "=", sha256)
          .where("subject", "=", subject)
          .returning("sha256")
          .executeTakeFirst();
        if (gone)
          await record(transaction, scope, {
            action: "evidence.unlink",
            subject: product,
            details: { sha256, subject },
          });
      }),

    async list(scope, paging = {}) {
      const limit = limitOf(paging);
      const from = readCursor(paging.cursor, ["date", "string"]);
      const rows = await access.run((db) => {
        let query = db.selectFrom("evidence").selectAll().where("workspace", "=", scope.workspace);
        if (from)
          query = query.where(sql<boolean>`(at, sha256) < (${new Date(String(from[0]))}, ${from[1]})`);
        return query
          .orderBy("at", "desc")
          .orderBy("sha256", "desc")
          .limit(limit + 1)
          .execute();
      });
      return page(rows, limit, headOf, (row) => [instant(row.at), row.sha256]);
    },

    links: (scope, product) =>
      access.run(async (db) => {
        const rows = await db
          .selectFrom("evidence_link as link")
          .innerJoin("evidence", (join) =>
            join
              .onRef("evidence.sha256", "=", "link.sha256")
              .onRef("evidence.workspace", "=", "link.workspace"),
          )
          .selectAll("evidence")
          .select("link.subject")
          .where("link.workspace", "=", scope.workspace)
          .where("link.product", "=", plain(product))
          .orderBy("link.at")
          .orderBy("link.sha256")
          .orderBy("link.subject")
          .execute();
        return rows.map(({ subject, ...row }) => ({ ...headOf(row), product, subject }));
      }),
  };
}
