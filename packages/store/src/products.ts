import type { StudyText } from "@seiza/model";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Access, Tell } from "./access.ts";
import { record } from "./audit.ts";
import type { ProductRow, Tables } from "./database/tables.ts";
import { Conflict, NotFound } from "./errors.ts";
import type { AuditEntry, Product, ProductHead, Products, Scope } from "./types.ts";
import { actor, instant, limitOf, page, patterns, plain, readCursor, searchText } from "./words.ts";

const headOf = (row: Omit<ProductRow, "document">): ProductHead => ({
  id: row.id,
  workspace: row.workspace,
  name: JSON.parse(row.name) as StudyText,
  revision: row.revision,
  createdAt: instant(row.created_at),
  createdBy: actor(row.created_by, row.created_by_name),
  updatedAt: instant(row.updated_at),
  updatedBy: actor(row.updated_by, row.updated_by_name),
});
const productOf = (row: ProductRow): Product => ({ ...headOf(row), document: JSON.parse(row.document) });

export function productsOf(access: Access): Products {
  async function find(db: Kysely<Tables>, scope: Scope, id: string): Promise<ProductRow> {
    const row = await db
      .selectFrom("product")
      .selectAll()
      .where("id", "=", plain(id))
      .where("workspace", "=", scope.workspace)
      .executeTakeFirst();
    if (!row) throw new NotFound("product", id);
    return row;
  }

  async function tellOf(
    transaction: Transaction<Tables>,
    tell: Tell,
    scope: Scope,
    action: AuditEntry["action"],
    row: Pick<ProductRow, "id" | "revision" | "name">,
  ) {
    const sequence = await record(transaction, scope, {
      action,
      subject: row.id,
      revision: row.revision,
      details: { name: JSON.parse(row.name) },
    });
    tell({
      workspace: scope.workspace,
      kind: action === "product.remove" ? "product.removed" : "product.changed",
      product: row.id,
      revision: row.revision,
      by: scope.actor,
      sequence,
    });
  }

  const written = (scope: Scope, { name, document }: { name: StudyText; document: unknown }) => ({
    name: JSON.stringify(name),
    search: searchText(name),
    document: JSON.stringify(document ?? null),
    updated_at: scope.at,
    updated_by: scope.actor.person,
    updated_by_name: plain(scope.actor.name),
  });

  return {
    async list(scope, options = {}) {
      const limit = limitOf(options);
      const from = readCursor(options.cursor, ["date", "string"]);
      const rows = await access.run((db) => {
        let query = db.selectFrom("product").selectAll().where("workspace", "=", scope.workspace);
        for (const pattern of patterns(options.query)) query = query.where("search", "like", pattern);
        if (from)
          query = query.where(sql<boolean>`(updated_at, id) < (${new Date(String(from[0]))}, ${from[1]})`);
        return query
          .orderBy("updated_at", "desc")
          .orderBy("id", "desc")
          .limit(limit + 1)
          .execute();
      });
      return page(rows, limit, headOf, (row) => [instant(row.updated_at), row.id]);
    },

    create: (scope, product) =>
      access.transaction(async (transaction, tell) => {
        const row = await transaction
          .insertInto("product")
          .values({
            id: scope.newId(),
            workspace: scope.workspace,
            ...written(scope, product),
            revision: 1,
            created_at: scope.at,
            created_by: scope.actor.person,
            created_by_name: plain(scope.actor.name),
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await tellOf(transaction, tell, scope, "product.create", row);
        return productOf(row);
      }),

    get: (scope, id) => access.run(async (db) => productOf(await find(db, scope, id))),

    save: (scope, id, { expected, ...product }) =>
      access.transaction(async (transaction, tell) => {
        const before = await find(transaction, scope, id);
        const next = written(scope, product);
        if (before.revision === expected && before.name === next.name && before.document === next.document)
          return productOf(before);
        const row = await transaction
          .updateTable("product")
          .set({ ...next, revision: expected + 1 })
          .where("id", "=", id)
          .where("workspace", "=", scope.workspace)
          .where("revision", "=", expected)
          .returningAll()
          .executeTakeFirst();
        if (!row) throw new Conflict("product", id, expected, (await find(transaction, scope, id)).revision);
        await tellOf(transaction, tell, scope, "product.save", row);
        return productOf(row);
      }),

    remove: (scope, id, { expected } = {}) =>
      access.transaction(async (transaction, tell) => {
        const seen = expected ?? (await find(transaction, scope, id)).revision;
        const row = await transaction
          .deleteFrom("product")
          .where("id", "=", id)
          .where("workspace", "=", scope.workspace)
          .where("revision", "=", seen)
          .returningAll()
          .executeTakeFirst();
        if (!row) throw new Conflict("product", id, seen, (await find(transaction, scope, id)).revision);
        await tellOf(transaction, tell, scope, "product.remove", row);
      }),
  };
}
