/** Models of other tools: reading them into a study, writing a study for them. Pure: bytes in, values out. */
import type { Study } from "@seiza/model";
import { buildStudy } from "./build.ts";
import {
  type ExportFormat,
  type ExportResult,
  type ImportContext,
  type ImportCounts,
  type ImportResult,
  LIMITS,
  type ModelFormat,
  Notes,
  Refused,
} from "./format.ts";
import * as otm from "./otm.ts";
import { headOf, readValue } from "./read-value.ts";
import type { Sketch } from "./sketch.ts";

export * from "./format.ts";
export { MESSAGES, wordsOf } from "./messages.ts";

/** Format of a file by its name and first characters; undefined when nothing tells. */
export function recogniseModel(bytes: Uint8Array, _name: string): ModelFormat | undefined {
  const head = headOf(bytes, 65_536);
  if (otm.recognise(head)) return "otm";
  return undefined;
}

const NOTHING: ImportCounts = {
  configurations: 0,
  zones: 0,
  components: 0,
  flows: 0,
  people: 0,
  assets: 0,
  productTypes: 0,
};

export function countsOf(study: Study): ImportCounts {
  const sum = (of: (c: Study["configurations"][number]) => number) =>
    study.configurations.reduce((n, c) => n + of(c), 0);
  return {
    configurations: study.configurations.length,
    zones: sum((c) => c.zones.length),
    components: sum((c) => c.components.length),
    flows: sum((c) => c.flows?.length ?? 0),
    people: sum((c) => c.people?.length ?? 0),
    assets: study.assets?.length ?? 0,
    productTypes: study.productTypes.length,
  };
}

function sketchOf(format: ModelFormat, bytes: Uint8Array, name: string, notes: Notes): Sketch {
  switch (format) {
    case "otm":
      return otm.sketchOtm(readValue(bytes, name), notes);
    default:
      throw new Refused("unknown-format");
  }
}

/**
 * Study of a file of another tool. Never throws for what a file holds: a file that cannot be read gives a result
 * without a study and a note of kind `refused`.
 */
export function importModel(
  bytes: Uint8Array,
  name: string,
  context: ImportContext,
  as?: ModelFormat,
): ImportResult {
  const format = as ?? recogniseModel(bytes, name);
  const refused = (error: Refused): ImportResult => ({
    format: format ?? "otm",
    notes: [{ kind: "refused", code: error.code, place: error.place || name, values: error.values }],
    counts: NOTHING,
  });
  if (bytes.length > LIMITS.bytes)
    return refused(new Refused("too-large", { limit: LIMITS.bytes / 1_000_000 }));
  if (format === undefined) return refused(new Refused("unknown-format"));
  try {
    const notes = new Notes();
    const built = buildStudy(sketchOf(format, bytes, name, notes), format, context);
    return {
      format,
      study: built.study,
      notes: [...notes.all(), ...built.notes.all()],
      counts: countsOf(built.study),
    };
  } catch (error) {
    if (error instanceof Refused) return refused(error);
    throw error;
  }
}

export function exportModel(study: Study, format: ExportFormat, context: ImportContext): ExportResult {
  if (format === "otm") return otm.writeOtm(study, context);
  throw new Error(`no writer for ${format}`);
}
