/**
 * S1.1-07: users can update by an easy and clear procedure (更新の容易さ). A person decides; the machine prepares.
 * Source: METI guide 1.0 P.23; the suggestion of ten steps is ours (domain/conformance.md E, S1.1-07), shown, not enforced.
 */
import { documentsOf, isWeb, problems, quotes } from "./documents.ts";
import {
  also,
  ask,
  current,
  declare,
  declared,
  fails,
  give,
  open,
  Parts,
  person,
  type Ruling,
  reason,
  run,
} from "./ruling.ts";
import type { Criterion } from "./verdict.ts";

const PART = "S1.1-07";
export const SUGGESTED_STEPS = 10;
/** Points of a manual as document checks name them. */
export const MANUAL_POINTS = ["steps", "pictures", "update-procedure"] as const;

export const easyUpdate: Criterion = {
  id: "S1.1-07",
  checks: ["document"],
  judge(input) {
    const parts = new Parts();
    const { update } = input.declaration;
    if (!update?.possible) {
      parts.add(PART, undefined, [
        update
          ? fails("update.declared-impossible", {}, [declared("/update/possible")])
          : open("update.not-declared", {}, [declared("/update")], [declare("/update", "update")]),
      ]);
      return parts.done();
    }
    const question = ask(PART, "easy-update");
    const base: Ruling = also(person("easy.person", {}, [declared("/update")], [question]), {
      needs:
        update.manual === undefined && !update.automatic ? [declare("/update/manual", "manual-place")] : [],
    });
    const rulings = [base];
    if (update.automatic) parts.remark("easy.automatic", {}, [declared("/update/automatic")]);
    if (update.userSteps !== undefined)
      parts.remark(
        update.userSteps > SUGGESTED_STEPS ? "easy.many-steps" : "easy.steps",
        { steps: update.userSteps, suggested: SUGGESTED_STEPS },
        [declared("/update/userSteps")],
      );
    const manuals = documentsOf(
      input,
      "manual",
      (f) => update.manual === undefined || f.at === update.manual || f.document === "manual",
    );
    for (const { ruling } of current(
      manuals,
      (f) => f.at,
      (f, r) => {
        if (!f.reachable)
          return open(
            isWeb(f.at) ? "document.unreachable" : "document.not-found",
            { document: f.at },
            [r.id],
            [give("manual", "manual-file"), run("document")],
          );
        return also(person("easy.manual", { document: f.at }, [r.id], [question]), {
          reasons: [...MANUAL_POINTS.flatMap((p) => quotes(f, p, r.id)), ...problems(f, r.id)],
          remarks:
            f.language.length > 0 && !f.language.includes("ja")
              ? [reason("document.no-japanese", { document: f.at }, [r.id])]
              : [],
        });
      },
    ))
      rulings.push(ruling);
    parts.add(PART, undefined, rulings);
    return parts.done();
  },
};
