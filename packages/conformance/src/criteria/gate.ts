/** When a criterion applies: deemed by the technical-conformity mark, or not applicable for a reason of the catalogue. */
import type { Declaration } from "../declaration/schema.ts";
import { ask, declare, declared, deemed, notApplicable, open, type Ruling } from "./ruling.ts";
import type { JudgeInput } from "./verdict.ts";

/**
 * Form of a certification number under the Telecommunications Business Act: letters of the kind, then year (2), body (4)
 * and serial (3) digits, as `D24-0123001` or `ADF 24 0123 001`. The form only; a person looks at the mark.
 */
export const CONFORMITY_NUMBER = /^[A-Z]{1,6}[ -]?\d{2}[ -]?\d{4}[ -]?\d{3}$/;
export const conformityNumberLooksRight = (number: string): boolean =>
  CONFORMITY_NUMBER.test(number.normalize("NFKC").trim().toUpperCase());

/** S1.1-01, 06 and 14 count as met with the number of a [T] or [A] mark that includes the security rule (guide P.22–24). */
export function deemedBy(input: JudgeInput): Ruling | undefined {
  const mark = input.declaration.technicalConformity;
  if (!input.entry.deemedBy || !mark?.securityRule || !conformityNumberLooksRight(mark.number))
    return undefined;
  const values = { mark: mark.mark, number: mark.number.normalize("NFKC").trim() };
  return deemed(
    "deemed.by-number",
    values,
    [declared("/technicalConformity")],
    [ask(`${input.entry.id}/mark`, "look-at-mark", values)],
  );
}

/** The vendor's claim that a criterion does not apply, with a reason that the catalogue knows. */
export function claimOf(input: JudgeInput, reasonId: string): number | undefined {
  const at = input.declaration.notApplicable.findIndex(
    (c) => c.criterion === input.entry.id && c.reason === reasonId,
  );
  return at >= 0 && input.entry.notApplicable.some((r) => r.id === reasonId) ? at : undefined;
}

/**
 * Gate of a criterion whose scope the declaration leaves empty. `empty`: nothing that is declared is in its scope.
 * Claimed and empty: not applicable. Empty and not claimed: cannot tell, an unfilled form is no evidence. Claimed and not
 * empty: cannot tell, the declaration says two things.
 */
export function gate(
  input: JudgeInput,
  {
    reasonId,
    empty,
    pointer,
    contradictedBy,
  }: {
    reasonId: string;
    empty: boolean;
    /** Where things in scope are declared. */
    pointer: string;
    /** Records that saw what the claim denies. */
    contradictedBy?: readonly string[];
  },
): Ruling | undefined {
  const at = claimOf(input, reasonId);
  const { id } = input.entry;
  if (at !== undefined) {
    const cite = declared(`/notApplicable/${at}`);
    if (!empty)
      return open(
        "gate.claim-contradicts-declaration",
        { reason: reasonId },
        [cite, declared(pointer)],
        [declare(`/notApplicable/${at}`, "settle-claim", { reason: reasonId })],
      );
    if (contradictedBy && contradictedBy.length > 0)
      return open(
        "gate.claim-contradicted-by-check",
        { reason: reasonId },
        [cite, ...contradictedBy],
        [declare(`/notApplicable/${at}`, "settle-claim", { reason: reasonId })],
      );
    return notApplicable("gate.not-applicable", { reason: reasonId }, [cite]);
  }
  if (!empty) return undefined;
  return open(
    "gate.nothing-declared",
    {},
    [declared(pointer)],
    [declare(pointer, "declare-or-claim", { criterion: id, reason: reasonId })],
  );
}

type Authentication = Declaration["authentication"][number];
/** In the scope of S1.1-03 and 04: a user proves who they are over a network. */
export const isNetworkUser = (a: Authentication): boolean => a.of === "user" && a.overNetwork;

/** Records that met a password log-in where the vendor says there is none. */
export function loginsSeen(input: JudgeInput): string[] {
  const seen = input.records.filter((r) =>
    r.facts.some(
      (f) =>
        (f.kind === "session" && f.offers.some((o) => o === "password" || o === "keyboard-interactive")) ||
        (f.kind === "access" && f.tries.some((t) => t.outcome === "login-page")) ||
        f.kind === "brute-force",
    ),
  );
  return seen.map((r) => r.id).sort();
}
