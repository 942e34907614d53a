/** People, their sessions and what they set. */
import { sql } from "kysely";
import type { Access } from "./access.ts";
import { record } from "./audit.ts";
import { sha256 } from "./content.ts";
import { NotFound } from "./errors.ts";
import type { People, Sessions, Settings } from "./types.ts";
import { instant, plain } from "./words.ts";

export const peopleOf = (access: Access): People => ({
  local: ({ at, newId, personName, workspaceName }) =>
    access.transaction(async (transaction) => {
      // Two processes that start at once on an empty server make one person: the second waits and finds the first's.
      await sql`lock table workspace in share row exclusive mode`.execute(transaction);
      const workspace =
        (await transaction
          .selectFrom("workspace")
          .selectAll()
          .where("local", "=", true)
          .executeTakeFirst()) ??
        (await transaction
          .insertInto("workspace")
          .values({ id: newId(), name: plain(workspaceName), local: true, created_at: at })
          .returningAll()
          .executeTakeFirstOrThrow());
      const person =
        (await transaction.selectFrom("person").selectAll().where("local", "=", true).executeTakeFirst()) ??
        (await transaction
          .insertInto("person")
          .values({ id: newId(), name: plain(personName), local: true, created_at: at })
          .returningAll()
          .executeTakeFirstOrThrow());
      await transaction
        .insertInto("member")
        .values({ workspace: workspace.id, person: person.id })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return {
        person: { id: person.id, name: person.name },
        workspace: { id: workspace.id, name: workspace.name },
      };
    }),

  get: (scope, id) =>
    access.run(async (db) => {
      const row = await db
        .selectFrom("person")
        .innerJoin("member", "member.person", "person.id")
        .select(["person.id", "person.name"])
        .where("person.id", "=", plain(id))
        .where("member.workspace", "=", scope.workspace)
        .executeTakeFirst();
      if (!row) throw new NotFound("person", id);
      return row;
    }),

  rename: (scope, name) =>
    access.transaction(async (transaction) => {
      const row = await transaction
        .updateTable("person")
        .set({ name: plain(name) })
        .where("id", "=", scope.actor.person)
        .returning(["id", "name"])
        .executeTakeFirst();
      if (!row) throw new NotFound("person", scope.actor.person);
      await record(transaction, scope, { action: "person.rename", subject: row.id, details: { name } });
      return row;
    }),
});

export const sessionsOf = (access: Access): Sessions => ({
  create: ({ token, workspace, person, at, expiresAt }) =>
    access.run(async (db) => {
      await db
        .insertInto("session")
        .values({ token_sha256: sha256(token), workspace, person, created_at: at, expires_at: expiresAt })
        .execute();
    }),

  find: (token, at) =>
    access.run(async (db) => {
      const row = await db
        .selectFrom("session")
        .innerJoin("person", "person.id", "session.person")
        .innerJoin("workspace", "workspace.id", "session.workspace")
        .select(["session.workspace", "workspace.name as workspace_name", "session.person"])
        .select(["person.name as person_name", "session.created_at", "session.expires_at"])
        .where("token_sha256", "=", sha256(token))
        .where("expires_at", ">", at)
        .executeTakeFirst();
      return (
        row && {
          workspace: { id: row.workspace, name: row.workspace_name },
          person: { id: row.person, name: row.person_name },
          createdAt: instant(row.created_at),
          expiresAt: instant(row.expires_at),
        }
      );
    }),

  revoke: (token) =>
    access.run(async (db) => {
      await db.deleteFrom("session").where("token_sha256", "=", sha256(token)).execute();
    }),

  sweep: (at) =>
    access.run(async (db) => {
      const { numDeletedRows } = await db
        .deleteFrom("session")
        .where("expires_at", "<=", at)
        .executeTakeFirst();
      return Number(numDeletedRows);
    }),
});

export const settingsOf = (access: Access): Settings => ({
  get: (scope, key, of = "person") =>
    access.run(async (db) => {
      const row = await db
        .selectFrom("setting")
        .select("value")
        .where("workspace", "=", scope.workspace)
        .where("person", "=", of === "person" ? scope.actor.person : "")
        .where("key", "=", plain(key))
        .executeTakeFirst();
      return row && JSON.parse(row.value);
    }),

  set: (scope, key, value, of = "person") =>
    access.run(async (db) => {
      const text = JSON.stringify(value ?? null);
      await db
        .insertInto("setting")
        .values({
          workspace: scope.workspace,
          person: of === "person" ? scope.actor.person : "",
          key: plain(key),
          value: text,
        })
        .onConflict((conflict) =>
          conflict.columns(["workspace", "person", "key"]).doUpdateSet({ value: text }),
        )
        .execute();
    }),
});
