/** What is said about places of the declaration, each at the field where it is mended. */
import type { MissingPart } from "@seiza/conformance";
import type { Diagnostic } from "@seiza/model";
import type { Note } from "./context.tsx";
import { SECTIONS, type Section, sectionOf } from "./sections.ts";

/** Checks that name an entry, where one of its fields mends it. */
const FIELD_OF: Readonly<Record<string, string>> = {
  "needed-without-purpose": "purpose",
  "needed-without-items": "protects",
  "no-account": "account",
};

export function notesOf(diagnostics: readonly Diagnostic[], missing: readonly MissingPart[]): Note[] {
  const told = diagnostics.map((d): Note => {
    const key = d.code === "missing-key" ? String(d.values?.["key"] ?? "") : FIELD_OF[d.code];
    const path = key === undefined || key === "" ? d.path : [...d.path, key];
    return { severity: d.severity, path, message: d.message, mend: d.mend, line: d.line };
  });
  const known = new Set(told.map((n) => n.path.join("/")));
  // What a mistake or a doubt is told of already is not asked for a second time.
  const asked = missing
    .filter((m) => !known.has(m.path.join("/")))
    .map((m): Note => ({ severity: "missing", path: m.path, message: m.words, criteria: m.criteria }));
  return [...told, ...asked];
}

export interface Counts {
  errors: number;
  warnings: number;
  missing: number;
}
export const countsOf = (notes: readonly Note[]): Counts => ({
  errors: notes.filter((n) => n.severity === "error").length,
  warnings: notes.filter((n) => n.severity === "warning").length,
  missing: notes.filter((n) => n.severity === "missing").length,
});
export function notesBySection(notes: readonly Note[]): Map<Section, Note[]> {
  const by = new Map(SECTIONS.map((s) => [s, [] as Note[]]));
  for (const note of notes) by.get(sectionOf(note.path))?.push(note);
  return by;
}
