/** Reading what people bring in, off the page's thread: models of other tools, asset lists, study files, edited workbooks. */
import { analyse } from "@seiza/analysis";
import { builtinCatalog } from "@seiza/catalog/builtin";
import { assembleDossier } from "@seiza/dossier";
import { type ImportResult, importAssetTables, importModel, recogniseModel, wordsOf } from "@seiza/exchange";
import {
  applyTableEdits,
  type Diagnostic,
  diagnose,
  lintStudy,
  readStudy,
  resolveStudy,
  type Study,
  validateStudy,
} from "@seiza/model";
import { NotAWorkbook, readBook, readWorkbookRows } from "@seiza/render/book";
import { expose } from "comlink";
import type { BookChanges, Brought, Signature } from "./intake-types.ts";

declare const __VERSION__: string;

const catalog = builtinCatalog();
const start = () => ({ file: "", line: 1, column: 1 });
/** Either a zip, or named as a workbook. */
const isWorkbook = (bytes: Uint8Array, name: string) =>
  /\.xls[xm]$/i.test(name) || (bytes[0] === 0x50 && bytes[1] === 0x4b);

function broughtOf(result: ImportResult): Brought {
  const { study, format, notes, counts, columns } = result;
  if (!study || format === undefined) {
    const [note] = notes;
    const text = wordsOf(note ?? { code: "unknown-format", values: {} });
    return { kind: "refused", place: note?.place ?? "", text };
  }
  const { index, problems } = resolveStudy(study, catalog);
  const found = diagnose(index ? [...problems, ...lintStudy(index)] : problems, start);
  return {
    kind: "model",
    format,
    study,
    counts,
    notes: notes.map((n) => ({ kind: n.kind, place: n.place, text: wordsOf(n) })),
    columns: columns ?? [],
    errors: found.filter((d) => d.severity === "error").length,
    warnings: found.filter((d) => d.severity === "warning").length,
  };
}

const errorsOf = (all: readonly Diagnostic[]) => all.filter((d) => d.severity === "error");

const api = {
  async look(bytes: Uint8Array, name: string, lang: "ja" | "en"): Promise<Brought> {
    const context = { catalog, lang };
    if (isWorkbook(bytes, name))
      try {
        const { sheets, study } = await readWorkbookRows(bytes);
        if (study !== undefined) return { kind: "book", study };
        return broughtOf(importAssetTables(sheets, name, context));
      } catch (error) {
        if (!(error instanceof NotAWorkbook)) throw error;
        return { kind: "refused", place: name, text: wordsOf({ code: "not-a-workbook", values: {} }) };
      }
    const format = recogniseModel(bytes, name);
    if (format === undefined && /\.(ya?ml|json)$/i.test(name)) {
      const { study, diagnostics, locate } = readStudy({ name, bytes });
      if (!study) return { kind: "mistakes", problems: errorsOf(diagnostics) };
      const { problems } = resolveStudy(study, catalog);
      return { kind: "study", study, errors: errorsOf(diagnose(problems, locate)).length };
    }
    return broughtOf(importModel(bytes, name, context));
  },

  /**
   * What an edited workbook changes in a study. Whoever has the workbook open says who decided and when only where the
   * workbook itself does not.
   */
  async book(bytes: Uint8Array, study: Study, given: Signature): Promise<BookChanges> {
    const { index, problems } = resolveStudy(study, catalog);
    const told = diagnose(index ? [...problems, ...lintStudy(index)] : problems, start);
    if (!index || errorsOf(told).length > 0) return { kind: "unsound", problems: errorsOf(told) };
    const dossier = assembleDossier(
      analyse(index),
      __VERSION__,
      told.filter((d) => d.severity !== "info"),
    );
    let reading = await readBook(bytes, dossier);
    const { by, date } = reading.signature;
    if (by === "" || date === "")
      reading = await readBook(bytes, dossier, { by: by || given.by, date: date || given.date });
    if (reading.problems.length > 0) return { kind: "refused", problems: reading.problems };
    const after = applyTableEdits(
      study,
      reading.edits.flatMap((e) => e.edits),
      { ...reading.signature, lang: reading.lang },
    );
    const checked = validateStudy(after);
    const wrong = errorsOf(
      diagnose(
        [...checked.problems, ...(checked.study ? resolveStudy(checked.study, catalog).problems : [])],
        start,
      ),
    );
    if (wrong.length > 0) return { kind: "unsound", problems: wrong };
    return {
      kind: "changes",
      after,
      signature: reading.signature,
      decides: reading.edits.some((e) => e.edits.some((x) => x.kind === "decide")),
      edits: reading.edits.map(({ where, item, field, before, after }) => ({
        where,
        item,
        field,
        before,
        after,
      })),
    };
  },
};
export type IntakeApi = typeof api;

expose(api);
