import {
  canonicalStudy,
  diffCanonicalStudies,
  type Study,
  type StudyDiff,
  type StudyText,
} from "@seiza/model";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Access } from "./access.ts";
import { record } from "./audit.ts";
import { Contents, contentOf, keepContent } from "./content.ts";
import type { ContentRow, RevisionRow, StudyRow, Tables } from "./database/tables.ts";
import { decisionSteps, keepDecisions } from "./decisions.ts";
import { Conflict, NotFound } from "./errors.ts";
import type {
  Change,
  Intent,
  Revision,
  SaveStudy,
  Scope,
  Studies,
  StudyHead,
  StudySummary,
} from "./types.ts";
import {
  actor,
  instant,
  limitOf,
  nameKey,
  optional,
  page,
  patterns,
  plain,
  readCursor,
  searchText,
} from "./words.ts";

function headOf(row: StudyRow): StudyHead {
  return {
    id: row.id,
    workspace: row.workspace,
    name: JSON.parse(row.name) as StudyText,
    domain: row.domain,
    revision: row.revision,
    createdAt: instant(row.created_at),
    createdBy: actor(row.created_by, row.created_by_name),
    updatedAt: instant(row.updated_at),
    updatedBy: actor(row.updated_by, row.updated_by_name),
    ...(row.deleted_at ? { deletedAt: instant(row.deleted_at) } : {}),
    ...(row.summary === null ? {} : { summary: JSON.parse(row.summary) as StudySummary }),
  };
}

function revisionOf(row: RevisionRow): Revision {
  return {
    study: row.study,
    number: row.number,
    at: instant(row.at),
    by: actor(row.by, row.by_name),
    ...(row.why === null ? {} : { why: row.why }),
    ...(row.label === null ? {} : { label: row.label }),
    diff: JSON.parse(row.diff) as StudyDiff,
    ...(row.base === null ? {} : { base: row.base }),
    ...(row.redo === null ? {} : { redo: row.redo }),
    ...(row.restored_from === null ? {} : { restoredFrom: row.restored_from }),
    bytes: row.bytes,
  };
}

/** What the study's row takes from its content, to find and show it without reading it. */
const shown = ({ system }: Study) => ({
  name: JSON.stringify(system.name),
  name_key: nameKey(system.name),
  search: searchText(system.name, system.domain, system.id, system.scope),
  domain: system.domain,
});

const touched = (scope: Scope) => ({
  updated_at: scope.at,
  updated_by: scope.actor.person,
  updated_by_name: plain(scope.actor.name),
});

type Line = Intent & Pick<SaveStudy, "base" | "redo" | "restoredFrom">;

async function keepRevision(
  transaction: Transaction<Tables>,
  scope: Scope,
  study: string,
  number: number,
  content: ContentRow,
  diff: StudyDiff,
  line: Line,
) {
  await transaction
    .insertInto("revision")
    .values({
      study,
      number,
      at: scope.at,
      by: scope.actor.person,
      by_name: plain(scope.actor.name),
      why: optional(line.why),
      label: optional(line.label),
      diff: JSON.stringify(diff),
      base: line.base ?? null,
      redo: line.redo ?? null,
      restored_from: line.restoredFrom ?? null,
      content: content.sha256,
      bytes: content.bytes,
    })
    .execute();
}

export function studiesOf(access: Access): Studies {
  const contents = new Contents();

  async function find(db: Kysely<Tables>, scope: Pick<Scope, "workspace">, id: string, deleted = false) {
    const row = await db
      .selectFrom("study")
      .selectAll()
      .where("id", "=", plain(id))
      .where("workspace", "=", scope.workspace)
      .executeTakeFirst();
    if (!row || (row.deleted_at && !deleted)) throw new NotFound("study", id);
    return row;
  }

  /** Sets columns of the study where it is still at the revision seen; else says what is in the way. */
  async function change(
    transaction: Transaction<Tables>,
    scope: Scope,
    id: string,
    expected: number,
    set: Partial<StudyRow>,
  ): Promise<StudyRow> {
    const row = await transaction
      .updateTable("study")
      .set(set)
      .where("id", "=", id)
      .where("workspace", "=", scope.workspace)
      .where("revision", "=", expected)
      .where("deleted_at", "is", null)
      .returningAll()
      .executeTakeFirst();
    if (row) return row;
    const { revision } = await find(transaction, scope, id);
    throw new Conflict("study", id, expected, revision);
  }

  const notice = (scope: Scope, kind: Change["kind"], row: StudyRow, sequence: number): Change => ({
    workspace: scope.workspace,
    kind,
    study: row.id,
    revision: row.revision,
    by: scope.actor,
    sequence,
  });

  return {
    async list(scope, options = {}) {
      const limit = limitOf(options);
      const byName = options.sort === "name";
      const from = readCursor(options.cursor, [byName ? "string" : "date", "string"]);
      const rows = await access.run((db) => {
        let query = db
          .selectFrom("study")
          .selectAll()
          .where("workspace", "=", scope.workspace)
          .where("deleted_at", options.deleted ? "is not" : "is", null);
        for (const pattern of patterns(options.query)) query = query.where("search", "like", pattern);
        if (from)
          query = byName
            ? query.where(sql<boolean>`(name_key, id) > (${from[0]}, ${from[1]})`)
            : query.where(sql<boolean>`(updated_at, id) < (${new Date(String(from[0]))}, ${from[1]})`);
        const direction = byName ? "asc" : "desc";
        return query
          .orderBy(byName ? "name_key" : "updated_at", direction)
          .orderBy("id", direction)
          .limit(limit + 1)
          .execute();
      });
      return page(rows, limit, headOf, (row) => [byName ? row.name_key : instant(row.updated_at), row.id]);
    },

    create: (scope, study, intent = {}) =>
      access.whole(async () => {
        const canonical = canonicalStudy(study);
        const content = await contentOf(JSON.stringify(canonical));
        const id = scope.newId();
        const { updated_at: at, updated_by: by, updated_by_name: byName } = touched(scope);
        const row = await access.transaction(async (transaction, tell) => {
          await keepContent(transaction, content);
          const made = await transaction
            .insertInto("study")
            .values({
              id,
              workspace: scope.workspace,
              ...shown(canonical),
              revision: 1,
              content: content.sha256,
              created_at: at,
              created_by: by,
              created_by_name: byName,
              ...touched(scope),
              deleted_at: null,
              summary_revision: null,
              summary: null,
            })
            .returningAll()
            .executeTakeFirstOrThrow();
          await keepRevision(transaction, scope, id, 1, content, [], intent);
          await keepDecisions(transaction, scope, id, 1, decisionSteps(undefined, canonical));
          const sequence = await record(transaction, scope, {
            action: "study.create",
            subject: id,
            revision: 1,
            details: { name: canonical.system.name, why: intent.why, label: intent.label },
          });
          tell(notice(scope, "study.created", made, sequence));
          return made;
        });
        contents.remember(content.sha256, canonical);
        return headOf(row);
      }),

    async get(scope, id, { deleted = false } = {}) {
      return access.run(async (db) => {
        const row = await find(db, scope, id, deleted);
        return { head: headOf(row), study: JSON.parse(await contents.text(db, row.content)) as Study };
      });
    },

    head: (scope, id, { deleted = false } = {}) =>
      access.run(async (db) => headOf(await find(db, scope, id, deleted))),

    save: (scope, id, { study, expected, ...line }) =>
      access.whole(async () => {
        const current = await access.run((db) => find(db, scope, id));
        if (current.revision !== expected) throw new Conflict("study", id, expected, current.revision);
        const canonical = canonicalStudy(study);
        const content = await contentOf(JSON.stringify(canonical));
        if (content.sha256 === current.content) return headOf(current);
        // The content of revision `expected` never changes, so the comparison holds if that is still the current one below.
        const before = await access.run((db) => contents.study(db, current.content));
        const diff = diffCanonicalStudies(before, canonical);
        // Texts that differ and say the same, as an empty list and none.
        if (diff.length === 0) return headOf(current);
        const row = await access.transaction(async (transaction, tell) => {
          await keepContent(transaction, content);
          const number = expected + 1;
          const saved = await change(transaction, scope, id, expected, {
            ...shown(canonical),
            revision: number,
            content: content.sha256,
            ...touched(scope),
          });
          await keepRevision(transaction, scope, id, number, content, diff, line);
          await keepDecisions(transaction, scope, id, number, decisionSteps(before, canonical));
          const sequence = await record(transaction, scope, {
            action: "study.save",
            subject: id,
            revision: number,
            details: { why: line.why, label: line.label },
          });
          tell(notice(scope, "study.saved", saved, sequence));
          return saved;
        });
        contents.remember(content.sha256, canonical);
        return headOf(row);
      }),

    remove: (scope, id, { expected } = {}) =>
      access.transaction(async (transaction, tell) => {
        const seen = expected ?? (await find(transaction, scope, id)).revision;
        const row = await change(transaction, scope, id, seen, { deleted_at: scope.at });
        const sequence = await record(transaction, scope, {
          action: "study.remove",
          subject: id,
          revision: row.revision,
        });
        tell(notice(scope, "study.removed", row, sequence));
        return headOf(row);
      }),

    restore: (scope, id) =>
      access.transaction(async (transaction, tell) => {
        const row = await transaction
          .updateTable("study")
          .set({ deleted_at: null })
          .where("id", "=", id)
          .where("workspace", "=", scope.workspace)
          .where("deleted_at", "is not", null)
          .returningAll()
          .executeTakeFirst();
        // One that is not deleted stays as it is; nobody is told of nothing.
        if (!row) return headOf(await find(transaction, scope, id));
        const sequence = await record(transaction, scope, {
          action: "study.restore",
          subject: id,
          revision: row.revision,
        });
        tell(notice(scope, "study.restored", row, sequence));
        return headOf(row);
      }),

    async revisions(scope, id, paging = {}) {
      const limit = limitOf(paging);
      const [from] = readCursor(paging.cursor, ["number"]) ?? [];
      const rows = await access.run(async (db) => {
        await find(db, scope, id, true);
        let query = db.selectFrom("revision").selectAll().where("study", "=", id);
        if (from !== undefined) query = query.where("number", "<", Number(from));
        return query
          .orderBy("number", "desc")
          .limit(limit + 1)
          .execute();
      });
      return page(rows, limit, revisionOf, (row) => [row.number]);
    },

    revision: (scope, id, number) =>
      access.run(async (db) => {
        await find(db, scope, id, true);
        const row =
          Number.isSafeInteger(number) && Math.abs(number) < 2 ** 31
            ? await db
                .selectFrom("revision")
                .selectAll()
                .where("study", "=", id)
                .where("number", "=", number)
                .executeTakeFirst()
            : undefined;
        if (!row) throw new NotFound("revision", `${id}/${number}`);
        return {
          revision: revisionOf(row),
          study: JSON.parse(await contents.text(db, row.content)) as Study,
        };
      }),

    setSummary: (scope, id, summary) =>
      access.transaction(async (transaction, tell) => {
        const row = await transaction
          .updateTable("study")
          .set({ summary: JSON.stringify(summary), summary_revision: summary.revision })
          .where("id", "=", id)
          .where("workspace", "=", scope.workspace)
          .where("revision", ">=", summary.revision)
          .where((e) =>
            e.or([e("summary_revision", "is", null), e("summary_revision", "<=", summary.revision)]),
          )
          .returning("id")
          .executeTakeFirst();
        if (row)
          tell({ workspace: scope.workspace, kind: "study.summary", study: id, revision: summary.revision });
        return row !== undefined;
      }),

    withoutSummary: (limit) =>
      access.run((db) =>
        db
          .selectFrom("study")
          .select(["workspace", "id", "revision"])
          .where("deleted_at", "is", null)
          .where((e) =>
            e.or([e("summary_revision", "is", null), e("summary_revision", "<", e.ref("revision"))]),
          )
          .orderBy("updated_at", "desc")
          .limit(limit)
          .execute(),
      ),
  };
}
