/**
 * S1.1-16: users are told five things about the product's cybersecurity (利用者への情報提供).
 * Source: METI guide 1.0 P.24; rule in domain/conformance.md E, S1.1-16. Each is confirmed by a person at a quoted place.
 */
import { INFORMATION_POINTS } from "../declaration/schema.ts";
import type { FactOf } from "../evidence/facts.ts";
import { daysBetween } from "./days.ts";
import { documentsOf, isWeb, problems, quotes } from "./documents.ts";
import {
  also,
  ask,
  current,
  declare,
  declared,
  fails,
  open,
  Parts,
  person,
  type Ruling,
  reason,
  run,
  unseen,
} from "./ruling.ts";
import type { Criterion, JudgeInput } from "./verdict.ts";

type Point = (typeof INFORMATION_POINTS)[number];

function ofDocument(f: FactOf<"document">, point: Point, part: string, cite: string): Ruling {
  const values = { document: f.at, point };
  if (!f.reachable)
    return isWeb(f.at)
      ? fails("information.unreachable", values, [cite])
      : open("document.not-found", values, [cite], [run("document")]);
  if (f.needsLogin) return fails("information.needs-login", values, [cite]);
  if (f.problems.some((p) => p.code === "no-text"))
    return open("document.no-text", values, [cite], [run("document")]);
  const found = f.points.some((p) => p.point === point);
  return also(
    person(
      found ? "information.found" : "information.not-found",
      values,
      [cite],
      [ask(part, "information-point", values)],
    ),
    {
      reasons: [...quotes(f, point, cite), ...problems(f, cite)],
      remarks:
        f.language.length > 0 && !f.language.includes("ja")
          ? [reason("document.no-japanese", { document: f.at }, [cite])]
          : [],
    },
  );
}

/** ④ a date that is over informs of no support. */
function supportEnd(input: JudgeInput): Ruling[] {
  const { support } = input.declaration;
  const past = (date: string | undefined, cite: string): Ruling[] =>
    date !== undefined && daysBetween(date, input.today) > 0
      ? [fails("information.support-over", { date, today: input.today }, [cite])]
      : [];
  const told = current(
    documentsOf(
      input,
      "user-information",
      (f) => f.date !== undefined && f.points.some((p) => p.point === "support-end"),
    ),
    (f) => f.at,
    (f, r) => past(f.date, r.id)[0] ?? person("information.support-date", { date: f.date ?? "-" }, [r.id]),
  ).map((c) => c.ruling);
  return [...past(support?.until, declared("/support/until")), ...told.filter((r) => r.outcome === "fail")];
}

export const userInformation: Criterion = {
  id: "S1.1-16",
  checks: ["document"],
  judge(input) {
    const parts = new Parts();
    const { documents, support } = input.declaration;
    INFORMATION_POINTS.forEach((point, i) => {
      const part = `S1.1-16-${i + 1}`;
      const covering = documents.map((d, at) => ({ d, at })).filter(({ d }) => d.covers.includes(point));
      const rulings: Ruling[] = [];
      if (documents.length === 0)
        rulings.push(
          open(
            "information.not-declared",
            {},
            [declared("/documents")],
            [declare("/documents", "documents")],
          ),
        );
      else if (covering.length === 0)
        rulings.push(
          also(fails("information.no-document", { point }, [declared("/documents")]), {
            needs: [declare("/documents", "document-for-point", { point })],
          }),
        );
      for (const { d } of covering) {
        const seen = documentsOf(input, "user-information", (f) => f.document === d.id || f.at === d.at);
        rulings.push(
          ...(seen.length > 0
            ? current(
                seen,
                () => d.id,
                (f, r) => ofDocument(f, point, part, r.id),
              ).map((c) => c.ruling)
            : [unseen(input, "document", "document.unseen", { document: d.at })]),
        );
      }
      if (point === "support-end") {
        rulings.push(...supportEnd(input));
        if (support?.until === undefined)
          parts.remark("information.no-support-date", {}, [declared("/support")]);
      }
      parts.add(part, undefined, rulings);
    });
    return parts.done();
  },
};
