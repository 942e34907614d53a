/** What was judged of a product at one moment (判定の記録). Never changed after it is written. */
import type { Kysely } from "kysely";
import type { Access } from "./access.ts";
import { record } from "./audit.ts";
import type { AssessmentRow, Tables } from "./database/tables.ts";
import { NotFound } from "./errors.ts";
import type { AssessmentHead, Assessments, Scope } from "./types.ts";
import { actor, instant, limitOf, page, plain, readCursor } from "./words.ts";

const headOf = (row: Omit<AssessmentRow, "body">): AssessmentHead => ({
  id: row.id,
  product: row.product,
  number: row.number,
  productRevision: row.product_revision,
  firmware: row.firmware,
  at: instant(row.at),
  by: actor(row.by, row.by_name),
  summary: JSON.parse(row.summary) as unknown,
  ...(row.why === null ? {} : { why: row.why }),
});

const HEAD = [
  "id",
  "workspace",
  "product",
  "number",
  "product_revision",
  "firmware",
  "at",
  "by",
  "by_name",
  "why",
  "summary",
] as const;

export function assessmentsOf(access: Access): Assessments {
  async function owned(db: Kysely<Tables>, scope: Scope, product: string, lock = false): Promise<void> {
    let query = db
      .selectFrom("product")
      .select("id")
      .where("id", "=", plain(product))
      .where("workspace", "=", scope.workspace);
    if (lock) query = query.forUpdate();
    if (!(await query.executeTakeFirst())) throw new NotFound("product", product);
  }

  return {
    add: (scope, product, given) =>
      access.transaction(async (transaction, tell) => {
        // Two at once would take the same number.
        await owned(transaction, scope, product, true);
        const last = await transaction
          .selectFrom("assessment")
          .select((e) => e.fn.max("number").as("number"))
          .where("product", "=", product)
          .executeTakeFirst();
        const row = await transaction
          .insertInto("assessment")
          .values({
            id: scope.newId(),
            workspace: scope.workspace,
            product,
            number: (last?.number ?? 0) + 1,
            product_revision: given.productRevision,
            firmware: plain(given.firmware),
            at: scope.at,
            by: scope.actor.person,
            by_name: plain(scope.actor.name),
            why: given.why === undefined ? null : plain(given.why),
            summary: JSON.stringify(given.summary ?? null),
            body: JSON.stringify(given.body ?? null),
          })
          .returning(HEAD)
          .executeTakeFirstOrThrow();
        for (const sha256 of new Set(given.evidence)) {
          const stored = await transaction
            .selectFrom("evidence")
            .select("sha256")
            .where("workspace", "=", scope.workspace)
            .where("sha256", "=", plain(sha256))
            .executeTakeFirst();
          if (!stored) throw new NotFound("evidence", sha256);
          await transaction
            .insertInto("evidence_link")
            .values({
              workspace: scope.workspace,
              product,
              sha256,
              subject: `assessment:${row.id}`,
              at: scope.at,
            })
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        }
        const sequence = await record(transaction, scope, {
          action: "assessment.add",
          subject: product,
          details: { assessment: row.id, number: row.number },
        });
        tell({
          workspace: scope.workspace,
          kind: "product.changed",
          product,
          by: scope.actor,
          sequence,
        });
        return headOf(row);
      }),

    async list(scope, product, paging = {}) {
      const limit = limitOf(paging);
      const from = readCursor(paging.cursor, ["number"]);
      const rows = await access.run(async (db) => {
        await owned(db, scope, product);
        let query = db
          .selectFrom("assessment")
          .select(HEAD)
          .where("workspace", "=", scope.workspace)
          .where("product", "=", product);
        if (from) query = query.where("number", "<", Number(from[0]));
        return query
          .orderBy("number", "desc")
          .limit(limit + 1)
          .execute();
      });
      return page(rows, limit, headOf, (row) => [row.number]);
    },

    get: (scope, product, id) =>
      access.run(async (db) => {
        const row = await db
          .selectFrom("assessment")
          .selectAll()
          .where("id", "=", plain(id))
          .where("product", "=", plain(product))
          .where("workspace", "=", scope.workspace)
          .executeTakeFirst();
        if (!row) throw new NotFound("assessment", id);
        return { ...headOf(row), body: JSON.parse(row.body) as unknown };
      }),
  };
}
