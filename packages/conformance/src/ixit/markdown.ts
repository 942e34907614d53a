/** IXIT tables and test-group results in Markdown, as entries with fields and as rows of tables. */

export interface IxitField {
  name: string;
  text: string;
  /** Line of the field in its file, from 1. */
  line: number;
}
export interface IxitEntry {
  id: string;
  /** Words after the id, such as "User-Initiated Network Update". */
  title: string;
  line: number;
  fields: IxitField[];
}
export interface IxitRow {
  line: number;
  /** Cells by the head of their column, without emphasis. */
  cells: [column: string, text: string][];
}
export interface IxitFile {
  file: string;
  /** `ixit`: a table of the pro forma, with its number; `tests`: results of a test group; `other`: neither. */
  kind: "ixit" | "tests" | "other";
  /** `7-UpdMech`, or the provision `5.1-5`. */
  about: string;
  number: number;
  entries: IxitEntry[];
  rows: IxitRow[];
}

/** No file of this kind is longer; what is longer is not read line by line. */
const MOST_LINES = 200_000;

/** Words without emphasis, code marks and links. */
export const plain = (text: string): string =>
  text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\*\*|__|`/g, "")
    .replace(/\s+/g, " ")
    .trim();

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((c) => plain(c));

export function readIxitFile(file: string, text: string): IxitFile {
  const lines = text.split(/\r?\n/, MOST_LINES);
  const title = lines.find((l) => /^#\s/.test(l)) ?? "";
  const table = /IXIT[\s-]*(\d{1,2})-([A-Za-z]+)/i.exec(title) ?? /ixit[_-](\d{1,2})-([A-Za-z]+)/i.exec(file);
  const group = /Test group\s+(\d\.\d+-\d+\w?)/i.exec(title);
  const out: IxitFile = {
    file,
    kind: group ? "tests" : table ? "ixit" : "other",
    about: group?.[1] ?? (table ? `${table[1]}-${table[2]}` : ""),
    number: table && !group ? Number(table[1]) : 0,
    entries: [],
    rows: [],
  };
  let entry: IxitEntry | undefined;
  let field: IxitField | undefined;
  let entryLevel = 0;
  let summary = false;
  let head: string[] | undefined;
  for (const [i, raw] of lines.entries()) {
    const line = i + 1;
    const heading = /^(#{1,6})\s+(.*)$/.exec(raw);
    if (heading) {
      head = undefined;
      const level = heading[1]?.length ?? 0;
      const words = plain(heading[2] ?? "");
      const id = /^ID\s*:\s*([A-Za-z0-9_.-]+)\s*:?\s*(.*)$/.exec(words);
      if (id) {
        entry = { id: id[1] ?? "", title: id[2] ?? "", line, fields: [] };
        out.entries.push(entry);
        entryLevel = level;
        field = undefined;
        summary = false;
        continue;
      }
      if (/^summary\b/i.test(words)) {
        summary = true;
        field = undefined;
        continue;
      }
      if (level === 1 || /^table\b/i.test(words)) {
        field = undefined;
        continue;
      }
      summary = false;
      if (out.kind !== "ixit") continue;
      // Tables without entries (user information, confirmations) have their fields as headings.
      if (!entry || level <= entryLevel) {
        if (entry?.id !== out.about) {
          entry = { id: out.about, title: "", line, fields: [] };
          out.entries.push(entry);
          entryLevel = 0;
        }
      }
      const colon = words.indexOf(": ");
      field = {
        name: colon < 0 ? words : words.slice(0, colon),
        text: colon < 0 ? "" : words.slice(colon + 2),
        line,
      };
      entry.fields.push(field);
      continue;
    }
    if (raw.trimStart().startsWith("|")) {
      const cells = cellsOf(raw);
      if (cells.every((c) => /^:?-+:?$/.test(c))) continue;
      if (!head) {
        head = cells;
        continue;
      }
      const columns = head;
      if (!summary) out.rows.push({ line, cells: cells.map((c, n) => [columns[n] ?? "", c]) });
      continue;
    }
    if (raw.trim() !== "") {
      head = undefined;
      if (field && !summary && raw.trim() !== "---") field.text += `${field.text === "" ? "" : "\n"}${raw}`;
    }
  }
  return out;
}
