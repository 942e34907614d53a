/** What a study asks of a product of one of its types beyond the sixteen criteria (団体が追加する要件, guide P.19–20). */
import type { LinkedStudy, StudyRequirement } from "@seiza/conformance";
import type { Dossier } from "./schema.ts";

const refOf = (type: string): string => type.replace(/^pt:/, "");

/** Product types of the study that a product can be one of, by the ids that a declaration names. */
export const linkableTypes = (dossier: Dossier): string[] =>
  dossier.step1.productTypes.map((t) => refOf(t.id));

/**
 * The requirements of a product type that ★1 does not meet as it is: those stricter than it, and new ones. Dropped ones are
 * left out. Proposals of the machine that the group has not judged stay in, with their standing: they are asked for until the
 * group says otherwise. Undefined where the study has no such type.
 * @param productType id in the study, e.g. `camera`
 */
export function linkedStudy(
  dossier: Dossier,
  productType: string,
  from: Pick<LinkedStudy, "id" | "revision" | "sha256" | "file">,
): LinkedStudy | undefined {
  const type = dossier.step1.productTypes.find((t) => refOf(t.id) === productType);
  if (!type) return undefined;
  const mine = dossier.step4.requirements.filter((r) => r.type === type.id && r.status !== "dropped");
  const { id, revision, sha256, file } = from;
  return {
    id,
    ...(revision === undefined ? {} : { revision }),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(file === undefined ? {} : { file }),
    name: dossier.study.name,
    productType,
    typeName: type.name,
    requirements: mine
      .filter((r) => r.star1.relation !== "same")
      .sort((a, b) => a.no - b.no)
      .map(
        (r): StudyRequirement => ({
          id: r.id,
          no: r.no,
          name: r.statement,
          status: r.status as NonNullable<StudyRequirement["status"]>,
        }),
      ),
    covered: mine.filter((r) => r.star1.relation === "same").length,
  };
}
