/** What named persons said, laid over what was observed. The machine's outcome stays visible. */
import { reason, type Values } from "../criteria/ruling.ts";
import type { Need, PartJudgement, Reason } from "../criteria/verdict.ts";
import type { Statement } from "../evidence/facts.ts";

/** `S1.1-13-1B` and `S1.1-13-1-B` are one part. */
export const normalPart = (about: string): string => about.replace(/-(\d)([A-C])(?=$|[:/])/, "-$1-$2");

const cited = (key: string, s: Statement, values: Values = {}): Reason =>
  reason(key, { by: s.by, date: s.date, text: s.text, ...values }, [s.id]);

const fullName = (part: PartJudgement): string =>
  part.subject === undefined ? part.part : `${part.part}:${part.subject}`;

/** Questions of which a "met" means that the criterion does not apply. */
const CLAIMS = new Set(["need.constrained-claim"]);

/**
 * A part with the statements about it. `not-met` of anyone fails it, whatever was measured: who made the product knows more.
 * `met` answers a question; a part that waits for persons only passes when each of its questions is answered. It never
 * stands for a measurement: `override` does, with a second reader who is another person. The last word on a question counts.
 */
export function withStatements(
  part: PartJudgement,
  statements: readonly Statement[],
): {
  part: PartJudgement;
  remarks: Reason[];
} {
  const names = new Set([part.part, fullName(part)]);
  const about = (s: Statement) => normalPart(s.about);
  const concerns = (need: Need): boolean => need.kind === "person";
  const questions = [...new Set(part.needs.filter(concerns).map((n) => normalPart(n.about)))];
  const mine = statements.filter((s) => names.has(about(s)) || questions.includes(about(s)));
  if (mine.length === 0) return { part, remarks: [] };

  const last = new Map<string, Statement>();
  const overrides: Statement[] = [];
  for (const s of mine) {
    if (s.says === "override") overrides.push(s);
    last.set(about(s), s);
  }
  const remarks: Reason[] = [];
  const answer = (question: string): Statement | undefined =>
    last.get(question) ?? last.get(fullName(part)) ?? last.get(part.part);
  const against = [...last.values()].filter((s) => s.says === "not-met");
  if (against.length > 0)
    return {
      part: {
        ...part,
        outcome: "fail",
        reasons: [...against.map((s) => cited("statement.not-met", s)), ...part.reasons],
      },
      remarks,
    };

  const answered = questions.filter((q) => ["met", "not-applicable"].includes(answer(q)?.says ?? ""));
  const needs = part.needs.filter((n) => !(concerns(n) && answered.includes(normalPart(n.about))));
  const said = [...new Set(answered.map((q) => answer(q) as Statement))];
  const claims = part.needs.filter((n) => CLAIMS.has(n.key)).map((n) => normalPart(n.about));
  let judged: PartJudgement = {
    ...part,
    needs,
    reasons: [...part.reasons, ...said.map((s) => cited("statement.met", s))],
  };
  if (part.outcome === "person" && questions.length > 0 && answered.length === questions.length)
    judged = { ...judged, outcome: claims.length > 0 ? "not-applicable" : "pass" };
  for (const s of said)
    if (s.says === "not-applicable" && claims.length === 0)
      remarks.push(cited("statement.not-applicable-unknown", s, { part: part.part }));

  const override = overrides.at(-1);
  if (override && last.get(about(override)) === override) {
    const second = override.secondReader?.trim() ?? "";
    if (second === "" || second === override.by.trim())
      remarks.push(cited("statement.override-without-second-reader", override, { part: part.part }));
    else if (names.has(about(override)) && judged.outcome !== "pass")
      judged = {
        ...judged,
        outcome: "pass",
        reasons: [cited("statement.override", override, { secondReader: second }), ...judged.reasons],
        overridden: { from: judged.outcome, statement: override.id },
      };
  }
  return { part: judged, remarks };
}
