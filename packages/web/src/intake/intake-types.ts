/** What was brought in, as the intake worker tells it. */
import type { ImportCounts, ModelFormat, NoteKind } from "@seiza/exchange";
import type { Diagnostic, Study } from "@seiza/model";

/** What the file field offers. */
export const READABLE =
  ".yaml,.yml,.json,.otm,.tm7,.drawio,.xml,.csv,.tsv,.xlsx,application/json,application/yaml";

export interface Text {
  ja: string;
  en: string;
}
export interface ModelBrought {
  kind: "model";
  format: ModelFormat;
  study: Study;
  counts: ImportCounts;
  notes: { kind: NoteKind; place: string; text: Text }[];
  /** Of an asset list: which head was taken for which column. */
  columns: { sheet: string; head: string; name: Text }[];
  errors: number;
  warnings: number;
}
export type Brought =
  | ModelBrought
  /** A study file of our own. */
  | { kind: "study"; study: Study; errors: number }
  | { kind: "mistakes"; problems: Diagnostic[] }
  /** A workbook made from a study, by the id of its system. */
  | { kind: "book"; study: string }
  | { kind: "refused"; place: string; text: Text };

/** Who decided and when, YYYY-MM-DD. */
export interface Signature {
  by: string;
  date: string;
}
export interface CellChange {
  /** Sheet and cell. */
  where: string;
  item: Text;
  field: Text;
  before: string;
  after: string;
}
export type BookChanges =
  | {
      kind: "changes";
      after: Study;
      edits: CellChange[];
      signature: Signature /** Some are decisions, which bear the signature. */;
      decides: boolean;
    }
  | { kind: "refused"; problems: { where: string; text: Text; mend: Text }[] }
  /** The study itself has errors, or would have. */
  | { kind: "unsound"; problems: Diagnostic[] };
