/** What a product is judged against beside the sixteen criteria. */
import { z } from "zod";

const text = z.strictObject({ ja: z.string(), en: z.string() });

/** A requirement that a study adds for the product type beyond the sixteen (団体が追加する要件). */
export const StudyRequirement = z.strictObject({
  /** Id in the study's dossier, e.g. `rq:camera/CM07`. */
  id: z.string(),
  /** Running number within the product type. */
  no: z.number().int().optional(),
  /** The requirement's own words. */
  name: text,
  /** How it stands in the study: the machine's proposal, or the group's word. Asked for all the same. */
  status: z.enum(["proposed", "accepted", "changed", "added"]).optional(),
  /** Criteria that meet it wholly: then their outcome is its outcome. */
  metBy: z.array(z.string()).optional(),
});
export type StudyRequirement = z.infer<typeof StudyRequirement>;

/** A study as it was when the product was judged: kept whole, so that it stays when the study goes on. */
export const LinkedStudy = z.strictObject({
  /** Id of the study where a workspace holds it, else the id of its system. */
  id: z.string(),
  /** Revision in the workspace, or SHA-256 of the file. */
  revision: z.number().int().optional(),
  sha256: z.string().optional(),
  /** Place of the file as the declaration names it. */
  file: z.string().optional(),
  name: text,
  productType: z.string(),
  typeName: text,
  requirements: z.array(StudyRequirement),
  /** Requirements of the type that the sixteen criteria meet as they are. */
  covered: z.number().int(),
});
export type LinkedStudy = z.infer<typeof LinkedStudy>;

export interface StudyChange {
  added: StudyRequirement[];
  removed: StudyRequirement[];
  /** Other words or another standing. */
  changed: { before: StudyRequirement; after: StudyRequirement }[];
}
/** What a study asks for now, against what an assessment was judged by. */
export function studyChange(before: LinkedStudy, after: LinkedStudy): StudyChange {
  const old = new Map(before.requirements.map((r) => [r.id, r]));
  const now = new Map(after.requirements.map((r) => [r.id, r]));
  return {
    added: after.requirements.filter((r) => !old.has(r.id)),
    removed: before.requirements.filter((r) => !now.has(r.id)),
    changed: after.requirements.flatMap((r) => {
      const was = old.get(r.id);
      const isSame = was?.name.ja === r.name.ja && was.name.en === r.name.en && was.status === r.status;
      return was === undefined || isSame ? [] : [{ before: was, after: r }];
    }),
  };
}
