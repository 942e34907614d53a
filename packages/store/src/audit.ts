import type { Transaction } from "kysely";
import type { Access } from "./access.ts";
import type { AuditRow, Tables } from "./database/tables.ts";
import type { Audit, AuditEntry, Scope } from "./types.ts";
import { actor, instant, limitOf, page, plain, present, readCursor } from "./words.ts";

type Entry = Pick<AuditEntry, "action" | "subject" | "revision" | "details">;

/** Within the transaction of what it tells of. Returns the entry's sequence number. */
export async function record(transaction: Transaction<Tables>, scope: Scope, entry: Entry): Promise<number> {
  const details = present(entry.details ?? {});
  const row = await transaction
    .insertInto("audit")
    .values({
      workspace: scope.workspace,
      at: scope.at,
      by: scope.actor.person,
      by_name: plain(scope.actor.name),
      action: entry.action,
      subject: entry.subject,
      revision: entry.revision ?? null,
      details: Object.keys(details).length > 0 ? JSON.stringify(details) : null,
    })
    .returning("sequence")
    .executeTakeFirstOrThrow();
  return row.sequence;
}

const entryOf = (row: Omit<AuditRow, "sequence"> & { sequence: number }): AuditEntry => ({
  sequence: row.sequence,
  at: instant(row.at),
  by: actor(row.by, row.by_name),
  action: row.action as AuditEntry["action"],
  subject: row.subject,
  ...(row.revision === null ? {} : { revision: row.revision }),
  ...(row.details === null ? {} : { details: JSON.parse(row.details) }),
});

export const auditOf = (access: Access): Audit => ({
  async list(scope, options = {}) {
    const limit = limitOf(options);
    const [from] = readCursor(options.cursor, ["number"]) ?? [];
    const isForward = options.after !== undefined;
    const start = from ?? options.after;
    const rows = await access.run((db) => {
      let query = db.selectFrom("audit").selectAll().where("workspace", "=", scope.workspace);
      if (start !== undefined) query = query.where("sequence", isForward ? ">" : "<", Number(start));
      return query
        .orderBy("sequence", isForward ? "asc" : "desc")
        .limit(limit + 1)
        .execute();
    });
    return page(rows, limit, entryOf, (row) => [row.sequence]);
  },
});
