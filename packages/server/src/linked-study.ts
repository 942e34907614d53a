/** The study of the workspace that a product is linked to, as the analyst derives it. */
import type { Declaration, LinkedStudy } from "@seiza/conformance";
import { NotFound, type Scope } from "@seiza/store";
import type { Parts } from "./context.ts";
import { Refused, unresolved } from "./problem.ts";

/**
 * What one revision asks of a product type.
 * @throws NotFound; Refused 404 without such a type, 422 where the study has errors
 */
export async function requirementsOf(
  parts: Parts,
  scope: Scope,
  of: { id: string; revision: number; productType: string },
): Promise<LinkedStudy> {
  const { study } = await parts.store.studies.revision(scope, of.id, of.revision);
  const answer = await parts.analyst.ask({ kind: "requirements", study, ...of });
  if (answer.kind === "invalid") throw unresolved(answer.diagnostics);
  if (answer.kind !== "requirements") throw new Error(`the analyst answered ${answer.kind}`);
  if (!answer.linked)
    throw new Refused(404, "product-type-unknown", { type: of.productType, has: answer.types.join(", ") });
  return answer.linked;
}

/**
 * What a product is judged against now. Where the study is gone, has errors, or lost the type, the product stays judged by what
 * it was judged by before; without that nothing is known, and the assessment says so.
 */
export async function studyFor(
  parts: Parts,
  scope: Scope,
  declaration: Declaration,
  before: LinkedStudy | undefined,
): Promise<LinkedStudy | undefined> {
  const id = declaration.study?.workspace;
  const productType = declaration.study?.productType;
  if (id === undefined || productType === undefined) return undefined;
  try {
    const { revision } = await parts.store.studies.head(scope, id);
    return await requirementsOf(parts, scope, { id, revision, productType });
  } catch (error) {
    const isAway =
      error instanceof NotFound || (error instanceof Refused && [404, 422].includes(error.status));
    if (!isAway) throw error;
    return before?.id === id && before.productType === productType ? before : undefined;
  }
}
