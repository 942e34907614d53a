/** The group's decisions (決定), kept in step with the studies that they stand in. */
import type { Decision, Study, StudyText } from "@seiza/model";
import type { Transaction } from "kysely";
import type { Access } from "./access.ts";
import type { Tables } from "./database/tables.ts";
import type { DecisionChange, Decisions, Scope } from "./types.ts";
import { actor, instant, limitOf, page, plain, readCursor } from "./words.ts";

interface Step {
  change: DecisionChange["change"];
  decision: Decision;
}

/** Both in canonical form: equal decisions have equal text. */
export function decisionSteps(before: Study | undefined, after: Study): Step[] {
  const old = new Map(before?.decisions?.map((decision) => [decision.id, decision]));
  const steps: Step[] = [];
  for (const decision of after.decisions ?? []) {
    const was = old.get(decision.id);
    old.delete(decision.id);
    if (!was) steps.push({ change: "added", decision });
    else if (JSON.stringify(was) !== JSON.stringify(decision)) steps.push({ change: "changed", decision });
  }
  for (const decision of old.values()) steps.push({ change: "withdrawn", decision });
  return steps;
}

const BATCH = 500;

export async function keepDecisions(
  transaction: Transaction<Tables>,
  scope: Scope,
  study: string,
  revision: number,
  steps: readonly Step[],
): Promise<void> {
  // Ids may come twice in a study that has problems; the last one counts.
  const byId = new Map(steps.map((step) => [step.decision.id, step]));
  const all = [...byId.values()];
  for (let at = 0; at < all.length; at += BATCH) {
    const batch = all.slice(at, at + BATCH);
    const ids = batch.map(({ decision }) => decision.id);
    await transaction
      .updateTable("decision_change")
      .set({ latest: false })
      .where("study", "=", study)
      .where("decision", "in", ids)
      .where("latest", "=", true)
      .execute();
    await transaction
      .insertInto("decision_change")
      .values(
        batch.map(({ change, decision }) => ({
          workspace: scope.workspace,
          study,
          revision,
          decision: decision.id,
          change,
          body: JSON.stringify(decision),
          at: scope.at,
          by: scope.actor.person,
          by_name: plain(scope.actor.name),
          latest: true,
        })),
      )
      .execute();
  }
}

export const decisionsOf = (access: Access): Decisions => ({
  async list(scope, options = {}) {
    const limit = limitOf(options);
    const [from] = readCursor(options.cursor, ["number"]) ?? [];
    const rows = await access.run((db) => {
      let query = db
        .selectFrom("decision_change as change")
        .innerJoin("study", "study.id", "change.study")
        .selectAll("change")
        .select("study.name as study_name")
        .where("change.workspace", "=", scope.workspace)
        .where("study.deleted_at", "is", null);
      if (from !== undefined) query = query.where("change.sequence", "<", Number(from));
      if (options.study !== undefined) query = query.where("change.study", "=", options.study);
      if (options.current) query = query.where("latest", "=", true).where("change", "<>", "withdrawn");
      return query
        .orderBy("change.sequence", "desc")
        .limit(limit + 1)
        .execute();
    });
    return page(
      rows,
      limit,
      (row): DecisionChange => ({
        study: row.study,
        studyName: JSON.parse(row.study_name) as StudyText,
        revision: row.revision,
        change: row.change,
        decision: JSON.parse(row.body) as Decision,
        at: instant(row.at),
        by: actor(row.by, row.by_name),
        latest: row.latest,
      }),
      (row) => [row.sequence],
    );
  },
});
