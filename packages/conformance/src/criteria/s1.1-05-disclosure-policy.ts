/**
 * S1.1-05: a vulnerability disclosure policy is published with contact, handling and status (脆弱性開示ポリシー).
 * Source: METI guide 1.0 P.22; rule in domain/conformance.md E, S1.1-05. The machine fails or prepares; a person confirms.
 */
import type { FactOf } from "../evidence/facts.ts";
import { documentsOf, isWeb, quotes } from "./documents.ts";
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

/** Points of a policy as document checks name them, in the order of ①②③. */
export const POLICY_POINTS = ["contact", "handling", "status"] as const;

function ofPage(f: FactOf<"document">, point: string, part: string, cite: string): Ruling {
  const values = { document: f.at, point };
  const again = [run("document")];
  // A page that is not there informs nobody; a file that was not found says nothing about the page.
  if (!f.reachable)
    return isWeb(f.at)
      ? fails("policy.unreachable", values, [cite])
      : open("document.not-found", values, [cite], again);
  if (f.needsLogin) return fails("policy.needs-login", values, [cite]);
  if (f.problems.some((p) => p.code === "no-text")) return open("document.no-text", values, [cite], again);
  const found = f.points.some((p) => p.point === point);
  const question = ask(part, `policy-${point}`, { document: f.at });
  const remarks = [
    ...(f.https === false && isWeb(f.at) ? [reason("policy.not-https", { document: f.at }, [cite])] : []),
    ...(f.language.length > 0 && !f.language.includes("ja")
      ? [reason("document.no-japanese", { document: f.at }, [cite])]
      : []),
  ];
  if (!found && point === "contact") return also(fails("policy.no-contact", values, [cite]), { remarks });
  return also(
    person(found ? `policy.${point}-found` : `policy.${point}-not-found`, values, [cite], [question]),
    {
      reasons: quotes(f, point, cite),
      remarks,
    },
  );
}

function securityTxt(input: JudgeInput, parts: Parts): void {
  for (const { ruling } of current(
    documentsOf(input, "security-txt"),
    (f) => f.at,
    (f, r) =>
      also(person("security-txt.seen"), {
        remarks: [
          reason(f.reachable ? "security-txt.present" : "security-txt.absent", { document: f.at }, [r.id]),
          ...f.problems.map((p) =>
            reason("security-txt.problem", { code: p.code, detail: p.detail }, [r.id]),
          ),
        ],
      }),
  ))
    for (const r of ruling.remarks) parts.remarks.push(r);
}

export const disclosurePolicy: Criterion = {
  id: "S1.1-05",
  checks: ["document"],
  judge(input) {
    const parts = new Parts();
    const place = input.declaration.disclosure?.policy;
    const seen = documentsOf(
      input,
      "policy",
      (f) => f.at === place || f.document === "policy" || place === undefined,
    );
    POLICY_POINTS.forEach((point, i) => {
      const part = `S1.1-05-${i + 1}`;
      if (seen.length > 0)
        parts.add(
          part,
          undefined,
          current(
            seen,
            (f) => f.at,
            (f, r) => ofPage(f, point, part, r.id),
          ).map((c) => c.ruling),
        );
      else if (place === undefined)
        parts.add(part, undefined, [
          open(
            "policy.not-declared",
            {},
            [declared("/disclosure")],
            [declare("/disclosure/policy", "policy-place")],
          ),
        ]);
      else parts.add(part, undefined, [unseen(input, "document", "document.unseen", { document: place })]);
    });
    securityTxt(input, parts);
    return parts.done();
  },
};
