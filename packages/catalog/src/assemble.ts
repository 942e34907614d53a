/** Checks raw tables and lays packs over them. Pure: the caller reads and parses the files. */
import type { CatalogTables, Entry, Source, TableName, Text } from "./schema.ts";
import { TABLES } from "./schema.ts";

export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

/** Something wrong in a catalogue table or a pack. `at` is the file and the path inside it. */
export interface CatalogProblem {
  code:
    | "not-a-table"
    | "unknown-table"
    | "bad-entry"
    | "duplicate-entry"
    | "clash"
    | "dangling-link"
    | "override-missing";
  file: string;
  entry?: string;
  path?: string;
  message: Text;
  mend: Text;
}

/** One file of the built-in catalogue or of a pack, parsed but not yet checked. */
export interface RawTable {
  file: string;
  value: unknown;
}

/** Every link of every table: from where, into which table, to which id. */
export function* linksToCheck(
  tables: CatalogTables,
): Generator<{ table: TableName; entry: string; path: string; to: TableName; id: string }> {
  const each = function* <T extends TableName>(
    table: T,
    pick: (e: Entry<T>) => Iterable<readonly [string, TableName, string | undefined]>,
  ) {
    for (const e of tables[table] as Entry<T>[])
      for (const [path, to, id] of pick(e))
        if (id !== undefined) yield { table, entry: (e as { id: string }).id, path, to, id };
  };
  const many = (path: string, to: TableName, ids: readonly string[]) =>
    ids.map((id) => [path, to, id] as const);
  for (const table of TABLE_NAMES)
    for (const e of tables[table] as { id: string; source: Source[] }[])
      for (const s of e.source) yield { table, entry: e.id, path: "source.doc", to: "documents", id: s.doc };
  yield* each("asset-classes", (e) =>
    [...e.star1, ...e.star2].flatMap((p) => many("star1/star2.kinds", "asset-kinds", p.kinds)),
  );
  yield* each("asset-kinds", (e) => [["class", "asset-classes", e.class]]);
  yield* each("logic-model", (e) => [
    ["mainThreat", "main-threats", e.mainThreat],
    ...many("leadsTo", "logic-model", e.leadsTo),
  ]);
  yield* each("threats", (e) => [
    ...many("surfaces", "attack-surfaces", e.surfaces),
    ...many("whenOn", "attack-surfaces", Object.keys(e.whenOn ?? {})),
    ...many("assets", "asset-kinds", e.assets),
    ["mainThreat", "main-threats", e.mainThreat],
    ...many("star1.criteria", "star1-criteria", e.star1.criteria),
    ...many("verification", "verifications", e.verification),
  ]);
  yield* each("causes", (e) => many("surfaces", "attack-surfaces", e.surfaces));
  yield* each("countermeasures", (e) => [
    ["layer", "layers", e.layer],
    ...many("surfaces", "attack-surfaces", e.surfaces ?? []),
    ...many("prevents", "threats", e.prevents),
    ...many("detects", "threats", e.detects),
    ...many("requirements", "star1-requirements", e.requirements),
    ...many("criteria", "star1-criteria", e.criteria),
    ...many("verification", "verifications", e.verification),
  ]);
  yield* each("derived-controls", (e) => [["control", "countermeasures", e.control]]);
  yield* each("star1-measures", (e) => [
    ["mainThreat", "main-threats", e.mainThreat],
    ...many("requirements", "star1-requirements", e.requirements),
    ...many("countermeasures", "countermeasures", e.countermeasures),
  ]);
  yield* each("star1-requirements", (e) => [["category", "requirement-categories", e.category]]);
  yield* each("star1-criteria", (e) => [
    ...many("requirements", "star1-requirements", e.requirements),
    ...(e.parts?.list ?? []).flatMap((p) =>
      many(`parts.${p.id}.requirements`, "star1-requirements", p.requirements),
    ),
    ...many("countermeasures", "countermeasures", e.countermeasures),
  ]);
  yield* each("protocols", (e) => many("media", "media", e.media));
  yield* each("risk-method", (e) => [
    ...many("priority.notLifting", "threats", e.priority.notLifting),
    ...many("priority.liftSurfaces", "attack-surfaces", e.priority.liftSurfaces),
    ...many(
      "routes.goals",
      "asset-kinds",
      e.routes.goals.map((g) => g.kind),
    ),
    ...many("routes.notForNeed", "threats", e.routes.notForNeed),
  ]);
  yield* each("attack-techniques", (e) => [
    ["threat", "threats", e.threat],
    ...many("stoppedBy", "countermeasures", e.stoppedBy),
    ...many(
      "hinderedBy",
      "countermeasures",
      e.hinderedBy.map((h) => h.countermeasure),
    ),
  ]);
  yield* each("star1-effects", (e) => [
    ["criterion", "star1-criteria", e.criterion],
    ["control", "countermeasures", e.control],
  ]);
  yield* each("import-mapping", (e) => [
    ["productType", "product-types", e.productType],
    ["zoneKind", "zone-kinds", e.zoneKind],
    ["protocol", "protocols", e.protocol],
    ["medium", "media", e.medium],
    ["assetKind", "asset-kinds", e.assetKind],
  ]);
  yield* each("crosswalk", (e) => [["criterion", "star1-criteria", e.criterion]]);
}

const bad = (
  file: string,
  code: CatalogProblem["code"],
  ja: string,
  en: string,
  mendJa: string,
  mendEn: string,
  entry?: string,
  path?: string,
): CatalogProblem => ({
  code,
  file,
  ...(entry === undefined ? {} : { entry }),
  ...(path === undefined ? {} : { path }),
  message: { ja, en },
  mend: { ja: mendJa, en: mendEn },
});

interface ParsedTable {
  file: string;
  table: TableName;
  entries: { override: boolean; raw: Record<string, unknown> }[];
}

/** Reads the frame of a table file: `table: name`, `entries: [...]`. */
function frameOf(raw: RawTable, problems: CatalogProblem[]): ParsedTable | undefined {
  const value = raw.value as { table?: unknown; entries?: unknown } | null;
  if (
    value === null ||
    typeof value !== "object" ||
    typeof value.table !== "string" ||
    !Array.isArray(value.entries)
  ) {
    problems.push(
      bad(
        raw.file,
        "not-a-table",
        "カタログの表ではありません",
        "is not a catalogue table",
        "「table: 表の名前」と「entries:」の2項目で書いてください",
        "write `table: <name>` and `entries:`",
      ),
    );
    return undefined;
  }
  if (!(value.table in TABLES)) {
    problems.push(
      bad(
        raw.file,
        "unknown-table",
        `表「${value.table}」はありません`,
        `there is no table "${value.table}"`,
        `使える表: ${TABLE_NAMES.join("、")}`,
        `tables are: ${TABLE_NAMES.join(", ")}`,
      ),
    );
    return undefined;
  }
  const entries: ParsedTable["entries"] = [];
  for (const e of value.entries) {
    if (e === null || typeof e !== "object" || Array.isArray(e)) {
      problems.push(
        bad(
          raw.file,
          "bad-entry",
          "項目がマップではありません",
          "an entry is not a map",
          "各項目に id、name、basis、source を書いてください",
          "give each entry id, name, basis and source",
        ),
      );
      continue;
    }
    const { override, ...rest } = e as Record<string, unknown>;
    entries.push({ override: override === true, raw: rest });
  }
  return { file: raw.file, table: value.table as TableName, entries };
}

function describePath(path: PropertyKey[]): string {
  return path.map(String).join(".");
}

/**
 * Checks built-in tables and the tables of packs laid over them, in order. An entry of a pack adds to its table; one
 * with `override: true` replaces the fields it names in an entry that exists. Anything else is a clash.
 * Returns the tables and every problem found; use the tables only when there is none.
 */
export function assembleTables(
  base: RawTable[],
  packs: { name: string; tables: RawTable[] }[] = [],
): { tables: CatalogTables; problems: CatalogProblem[] } {
  const problems: CatalogProblem[] = [];
  const raw = new Map<TableName, Map<string, { file: string; value: Record<string, unknown> }>>(
    TABLE_NAMES.map((n) => [n, new Map()]),
  );
  const lay = (file: RawTable, isPack: boolean) => {
    const frame = frameOf(file, problems);
    if (!frame) return;
    const into = raw.get(frame.table) as Map<string, { file: string; value: Record<string, unknown> }>;
    for (const { override, raw: value } of frame.entries) {
      const id = String(value.id);
      const old = into.get(id);
      if (override) {
        if (!old) {
          problems.push(
            bad(
              frame.file,
              "override-missing",
              `上書き先「${id}」が表「${frame.table}」にありません`,
              `overrides "${id}", which table ${frame.table} does not have`,
              "id を直すか、override を外して追加にしてください",
              "correct the id, or drop `override` to add it",
              id,
            ),
          );
          continue;
        }
        into.set(id, { file: frame.file, value: { ...old.value, ...value } });
      } else if (old) {
        problems.push(
          bad(
            frame.file,
            isPack ? "clash" : "duplicate-entry",
            `「${id}」は ${old.file} に既にあります`,
            `"${id}" is already in ${old.file}`,
            "別の id にするか、置き換えるなら「override: true」を付けてください",
            "use another id, or `override: true` to replace it",
            id,
          ),
        );
      } else into.set(id, { file: frame.file, value });
    }
  };
  for (const t of base) lay(t, false);
  for (const p of packs) for (const t of p.tables) lay(t, true);

  const tables = {} as Record<TableName, unknown[]>;
  const fileOf = new Map<string, string>();
  for (const name of TABLE_NAMES) {
    tables[name] = [];
    for (const [id, { file, value }] of raw.get(name) ?? []) {
      const parsed = TABLES[name].safeParse(value);
      if (!parsed.success) {
        for (const issue of parsed.error.issues) {
          const at = describePath(issue.path);
          problems.push(
            bad(
              file,
              "bad-entry",
              `「${id}」の ${at || "項目"} が正しくありません(${issue.message})`,
              `"${id}": ${at || "entry"}: ${issue.message}`,
              "docs/catalogue.md の書式に合わせてください",
              "follow the format in docs/catalogue.md",
              id,
              at,
            ),
          );
        }
        continue;
      }
      tables[name].push(parsed.data);
      fileOf.set(`${name}/${id}`, file);
    }
  }
  const checked = tables as unknown as CatalogTables;
  for (const link of linksToCheck(checked)) {
    if (raw.get(link.to)?.has(link.id)) continue;
    problems.push(
      bad(
        fileOf.get(`${link.table}/${link.entry}`) ?? link.table,
        "dangling-link",
        `「${link.entry}」の ${link.path} が指す「${link.id}」が表「${link.to}」にありません`,
        `"${link.entry}": ${link.path} names "${link.id}", which table ${link.to} does not have`,
        "id を直すか、その項目を足してください",
        "correct the id, or add that entry",
        link.entry,
        link.path,
      ),
    );
  }
  return { tables: checked, problems };
}
