/** The catalogue of a run: built-in tables, packs laid over them, official wording from the user's own copy. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Catalog, OfficialWording } from "@seiza/catalog";
import { catalogFrom } from "@seiza/catalog";
import { BUILTIN_TABLES } from "@seiza/catalog/builtin";
import { diagnose, parseStudyText, readText, reportText } from "@seiza/model";
import { UserError } from "./files.ts";
import type { Lang } from "./terminal.ts";

/** Where `catalog official` leaves the wording, looked for in the folder the command runs in. */
export const OFFICIAL_FILE = join(".seiza", "official.json");

export interface CatalogueOptions {
  pack?: string[];
  official?: string | false;
}

function readOfficial(path: string): OfficialWording {
  try {
    const value = JSON.parse(readFileSync(path, "utf8")) as Partial<OfficialWording>;
    if (
      typeof value.document === "string" &&
      typeof value.requirements === "object" &&
      typeof value.criteria === "object"
    )
      return value as OfficialWording;
  } catch {
    // Reported below: unreadable and malformed ask for the same mend.
  }
  throw new UserError(
    { ja: `${path} は公式文言のファイルではありません`, en: `${path} is no file of official wording` },
    {
      ja: "「seiza catalog official ガイドのテキスト」で作り直してください",
      en: "make it anew with `seiza catalog official GUIDE.txt`",
    },
  );
}

/** @throws UserError with every problem of the packs, one a line */
export async function loadCatalogue(options: CatalogueOptions, lang: Lang): Promise<Catalog> {
  const officialPath =
    options.official === false
      ? undefined
      : (options.official ?? (existsSync(OFFICIAL_FILE) ? OFFICIAL_FILE : undefined));
  const official = officialPath === undefined ? undefined : readOfficial(officialPath);
  const packs = options.pack ?? [];
  if (packs.length === 0) return catalogFrom(BUILTIN_TABLES, official);

  const { assembleTables } = await import("@seiza/catalog/assemble");
  const parse = (file: string) => {
    const { text, problems: unreadable } = readText(readFileSync(file), file);
    const parsed = text === undefined ? undefined : parseStudyText(text, { name: file });
    const faults = [...unreadable, ...(parsed?.problems ?? [])].filter((p) => p.severity === "error");
    if (faults.length > 0) {
      const found = diagnose(faults, () => ({ file, line: 1, column: 1 }));
      throw new UserError({ ja: reportText(found, "ja"), en: reportText(found, "en") });
    }
    return parsed?.value;
  };
  const read = packs.map((folder) => {
    if (!existsSync(folder))
      throw new UserError({ ja: `パック ${folder} がありません`, en: `there is no pack ${folder}` });
    const files = readdirSync(folder)
      .filter((f) => f.endsWith(".yaml") || f.endsWith(".yml"))
      .sort();
    if (files.length === 0)
      throw new UserError(
        { ja: `パック ${folder} に表がありません`, en: `pack ${folder} holds no table` },
        {
          ja: "カタログと同じ書式の .yaml を置いてください(docs/catalogue.md)",
          en: "put .yaml files in the catalogue's format there (docs/catalogue.md)",
        },
      );
    return {
      name: basename(resolve(folder)),
      tables: files.map((f) => ({ file: join(folder, f), value: parse(join(folder, f)) })),
    };
  });
  const base = Object.entries(BUILTIN_TABLES).map(([table, entries]) => ({
    file: `(built-in ${table})`,
    value: { table, entries },
  }));
  const { tables, problems } = assembleTables(base, read);
  if (problems.length > 0) {
    const lines = problems
      .map((p) => `${p.file}${p.entry ? ` [${p.entry}]` : ""}  ${p.message[lang]}\n    ${p.mend[lang]}`)
      .join("\n");
    throw new UserError({ ja: lines, en: lines });
  }
  return catalogFrom(
    tables,
    official,
    packs.map((p) => basename(resolve(p))),
  );
}
