/** Models of other tools: reading them into a study, writing a study for them. Pure: bytes in, values out. */

import type { Text } from "@seiza/catalog";
import type { Study } from "@seiza/model";
import type { AssetTable } from "./asset-list.ts";
import * as assetList from "./asset-list.ts";
import type { JsonObject } from "./bag.ts";
import { buildStudy } from "./build.ts";
import * as drawio from "./drawio.ts";
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
import * as threagile from "./threagile.ts";
import * as threatDragon from "./threat-dragon.ts";
import * as tm7 from "./tm7.ts";

export { type AssetTable, rowsOfCsv } from "./asset-list.ts";
export * from "./format.ts";
export { MESSAGES, wordsOf } from "./messages.ts";
export { readTemplate, recogniseTemplate, type ThreatTemplate } from "./tb7.ts";
export * from "./template-pack.ts";
export * from "./template-threats.ts";

/** Formats whose files are a JSON or YAML map, by what stands at its top. */
const VALUES = [
  ["otm", otm.recognise, otm.sketchOtm],
  ["threat-dragon", threatDragon.recognise, threatDragon.sketchThreatDragon],
  ["threagile", threagile.recognise, threagile.sketchThreagile],
] as const satisfies readonly [
  ModelFormat,
  (value: JsonObject) => boolean,
  (value: JsonObject, notes: Notes) => Sketch,
][];

/** The file, as far as it had to be read to know what it is. */
interface Known {
  format: ModelFormat;
  value?: JsonObject;
}

function recognised(bytes: Uint8Array, name: string, notes?: Notes): Known | undefined {
  const head = headOf(bytes);
  if (drawio.recognise(head)) return { format: "drawio" };
  if (tm7.recognise(head) || (/\.tm7$/i.test(name) && !/^\s*[{[]/.test(head))) return { format: "tm7" };
  if (/\.(csv|tsv)$/i.test(name)) return { format: "asset-list" };
  if (/^\s*\uFEFF?\s*</.test(head) || bytes.includes(0)) return undefined;
  const mayBeValue = /^\s*\uFEFF?\s*\{/.test(head) || /^["']?[\w$-]+["']?\s*:/m.test(head);
  if (mayBeValue) {
    let value: JsonObject;
    try {
      value = readValue(bytes, name, notes);
    } catch (error) {
      // A broken JSON or YAML file of these names is told as such; anything else may still be a table.
      if (error instanceof Refused && /\.(json|ya?ml|otm)$/i.test(name)) throw error;
      return assetList.recognise(head) ? { format: "asset-list" } : undefined;
    }
    const found = VALUES.find(([, recognise]) => recognise(value));
    if (found) return { format: found[0], value };
  }
  return assetList.recognise(head) ? { format: "asset-list" } : undefined;
}

/** Format of a file by its content and name; undefined when nothing tells. */
export function recogniseModel(bytes: Uint8Array, name: string): ModelFormat | undefined {
  try {
    return recognised(bytes, name)?.format;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
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

function sketchOf(
  { format, value }: Known,
  bytes: Uint8Array,
  name: string,
  notes: Notes,
  context: ImportContext,
): Sketch {
  switch (format) {
    case "drawio":
      return drawio.sketchDrawio(bytes, name, notes);
    case "tm7":
      return tm7.sketchTm7(bytes, name, notes);
    case "asset-list":
      return assetList.sketchAssetList(
        [{ sheet: "", rows: assetList.rowsOfCsv(bytes) }],
        name,
        notes,
        context.catalog,
      );
    default: {
      const reader = VALUES.find(([f]) => f === format);
      if (!reader) throw new Refused("unknown-format");
      return reader[2](value ?? readValue(bytes, name, notes), notes);
    }
  }
}

function builtFrom(sketch: Sketch, format: ModelFormat, notes: Notes, context: ImportContext): ImportResult {
  const { study, notes: more } = buildStudy(sketch, format, context);
  const { columns } = sketch;
  return {
    format,
    study,
    notes: [...notes.all(), ...more.all()],
    counts: countsOf(study),
    ...(columns === undefined
      ? {}
      : { columns: columns.map((c) => ({ ...c, name: nameOfColumn(c.column, context.catalog) })) }),
  };
}
/** What a column holds, in words of the catalogue. */
function nameOfColumn(column: string, catalog: ImportContext["catalog"]): Text {
  for (const row of catalog["import-mapping"].values())
    if (row.on === "column" && row.column === column) return row.name;
  return { ja: column, en: column };
}

/**
 * Study of a file of another tool. Never throws for what a file holds: a file that cannot be read gives a result
 * without a study and a note of kind `refused`.
 * @param as the format, where the caller knows it; else it is recognised
 */
export function importModel(
  bytes: Uint8Array,
  name: string,
  context: ImportContext,
  as?: ModelFormat,
): ImportResult {
  let format = as;
  try {
    if (bytes.length > LIMITS.bytes) throw new Refused("too-large", { limit: LIMITS.bytes / 1_000_000 });
    const notes = new Notes();
    const known = as === undefined ? recognised(bytes, name, notes) : { format: as };
    if (known === undefined) throw new Refused("unknown-format");
    format = known.format;
    return builtFrom(sketchOf(known, bytes, name, notes, context), format, notes, context);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return {
      ...(format === undefined ? {} : { format }),
      notes: [{ kind: "refused", code: error.code, place: error.place || name, values: error.values }],
      counts: NOTHING,
    };
  }
}

/**
 * Study of an asset list that is already a table, or several: sheets of a workbook, read by whoever can read workbooks.
 * As `importModel`, it never throws for what the tables hold.
 */
export function importAssetTables(
  tables: readonly AssetTable[],
  name: string,
  context: ImportContext,
): ImportResult {
  try {
    const notes = new Notes();
    return builtFrom(
      assetList.sketchAssetList(tables, name, notes, context.catalog),
      "asset-list",
      notes,
      context,
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return {
      format: "asset-list",
      notes: [{ kind: "refused", code: error.code, place: error.place || name, values: error.values }],
      counts: NOTHING,
    };
  }
}

export function exportModel(study: Study, format: ExportFormat, context: ImportContext): ExportResult {
  return format === "otm" ? otm.writeOtm(study, context) : threatDragon.writeThreatDragon(study, context);
}
