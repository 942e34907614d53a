/**
 * S1.1-09: the policy by which security updates are prioritised is documented (更新の優先度方針). A person decides.
 * Source: METI guide 1.0 P.23; domain/conformance.md E, S1.1-09.
 */

import { daysBetween } from "./days.ts";
import { documentsOf, problems, quotes } from "./documents.ts";
import {
  also,
  ask,
  current,
  declare,
  declared,
  open,
  Parts,
  person,
  type Ruling,
  reason,
  run,
  unseen,
} from "./ruling.ts";
import type { Criterion, Reason } from "./verdict.ts";

const PART = "S1.1-09";
/** Points that a policy on priorities usually has. */
export const PRIORITY_POINTS = ["severity", "targets", "roles", "scope", "exceptions"] as const;
/** A newest revision older than this is told (two years). */
const OLD_DAYS = 730;

export const updatePriority: Criterion = {
  id: "S1.1-09",
  checks: ["document"],
  judge(input) {
    const parts = new Parts();
    const policy = input.declaration.updatePolicy;
    if (!policy) {
      parts.add(PART, undefined, [
        open(
          "priority.not-declared",
          {},
          [declared("/updatePolicy")],
          [declare("/updatePolicy", "update-policy")],
        ),
      ]);
      return parts.done();
    }
    const age = (date: string | undefined, cite: string): Reason[] =>
      date !== undefined && daysBetween(date, input.today) > OLD_DAYS
        ? [reason("priority.old", { date }, [cite])]
        : [];
    const question = ask(PART, "update-priority", { document: policy.document });
    const rulings: Ruling[] = current(
      documentsOf(input, "update-policy"),
      (f) => f.at,
      (f, r) => {
        if (!f.reachable) return open("document.not-found", { document: f.at }, [r.id], [run("document")]);
        const missing = PRIORITY_POINTS.filter((p) => !f.points.some((x) => x.point === p));
        return also(
          person(
            "priority.person",
            { document: f.at, date: f.date ?? policy.date ?? "-" },
            [r.id],
            [question],
          ),
          {
            reasons: [...PRIORITY_POINTS.flatMap((p) => quotes(f, p, r.id)), ...problems(f, r.id)],
            remarks: [
              ...missing.map((p) => reason("priority.point-not-found", { point: p }, [r.id])),
              ...age(f.date ?? policy.date, r.id),
            ],
          },
        );
      },
    ).map((c) => c.ruling);
    if (rulings.length === 0)
      rulings.push(
        also(unseen(input, "document", "document.unseen", { document: policy.document }), {
          remarks: age(policy.date, declared("/updatePolicy/date")),
        }),
      );
    parts.add(PART, undefined, rulings);
    return parts.done();
  },
};
