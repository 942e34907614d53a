/** What the browser says of a declaration: its problems, and the sixteen judgements once it can be read. */
import { builtinCatalog } from "@seiza/catalog/builtin";
import {
  type Assessment,
  assess,
  type CheckRecord,
  DEFAULT_POLICY,
  type Declaration,
  type LinkedStudy,
  readDeclaration,
  type Statement,
} from "@seiza/conformance";
import type { Diagnostic } from "@seiza/model";

let built: ReturnType<typeof builtinCatalog> | undefined;
export const catalog = (): ReturnType<typeof builtinCatalog> => {
  built ??= builtinCatalog();
  return built;
};
export const criterionEntry = (id: string) => catalog()["star1-criteria"].get(id);

export interface ReadText {
  text: string;
  declaration?: Declaration;
  diagnostics: Diagnostic[];
}
export function readText(text: string, today: string): ReadText {
  const { declaration, diagnostics } = readDeclaration(text, "product.yaml", { catalog: catalog(), today });
  return { text, diagnostics, ...(declaration ? { declaration } : {}) };
}

export const judge = (
  declaration: Declaration,
  statements: readonly Statement[],
  records: readonly CheckRecord[],
  today: string,
  study?: LinkedStudy,
): Assessment =>
  assess({
    declaration,
    records,
    statements,
    policy: DEFAULT_POLICY,
    today,
    catalog: catalog(),
    ...(study ? { study } : {}),
  });

export interface Linked {
  /** What the product is judged against now. */
  study?: LinkedStudy;
  /** Why the study as it is now could not be read; `study` is then the one of the last kept assessment, if any. */
  trouble?: "file" | "gone" | "type" | "unsound" | "unreachable";
  isLoading: boolean;
}
