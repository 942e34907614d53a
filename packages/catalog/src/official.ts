/**
 * Reads the official wording of the ★1 requirements and criteria out of a user's own copy of the guide's text (as a
 * PDF-to-text tool leaves it: pages, table rows, stray HTML tags). The wording itself is never part of the product.
 */
import type { Catalog, OfficialWording } from "./catalog.ts";

export interface OfficialReport {
  wording: OfficialWording;
  /** Ids that the catalogue has and the text does not give. */
  missing: { requirements: string[]; criteria: string[] };
  /** Ids that the text gives and the catalogue does not have. */
  unknown: string[];
  /** Ids found more than once with different words; the longest was kept. */
  ambiguous: string[];
}

/** Plain text of a table cell: no tags, no line breaks inside sentences, one space where there were several. */
function plain(cell: string): string {
  return cell
    .replace(/<li>/g, " ・")
    .replace(/<[^>]*>/g, " ")
    .replace(/&nbsp;/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&")
    .replace(/[\s\u00a0]+/g, " ")
    .replace(/([\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])/g, "$1")
    .trim();
}

const REQUIREMENT = /(?<![\d\w.\-－])(\d{1,2})[-－‐](\d{1,2})[.．]\s*/g;
/** A criterion begins its row: ids inside sentences do not count. */
const CRITERION = /^[ \t|]*S\s?1\.1[-－‐](\d{2})(?!\d)[ \t|]+/gm;
/** Heading of a reference page, a step heading, or a category row: none of these belongs to the cell before it. */
const REQUIREMENT_END = /\n\s*(?:【参考】|[①②③④⑤⑥⑦⑧⑨]\s?[^\s①-⑨]|\d{1,2}\.\s(?!\d))/;
const CRITERION_END = /\n\s*【参考】/;
/** Text between two markers that is not a cell: references such as 「1-1 から 1-5」 are short. */
const SHORTEST_CELL = 8;

function cellsAt(
  text: string,
  marker: RegExp,
  end: RegExp,
  idOf: (m: RegExpMatchArray) => string,
): { id: string; words: string }[] {
  const marks = [...text.matchAll(marker)];
  return marks.map((m, i) => {
    const from = m.index + m[0].length;
    const until = marks[i + 1]?.index ?? text.length;
    const raw = text.slice(from, until);
    const stop = raw.search(end);
    return { id: idOf(m), words: plain(stop < 0 ? raw : raw.slice(0, stop)) };
  });
}

function keepLongest(cells: { id: string; words: string }[], ambiguous: Set<string>): Record<string, string> {
  const kept = new Map<string, string>();
  for (const { id, words } of cells) {
    if (words.length < SHORTEST_CELL) continue;
    const before = kept.get(id);
    if (before !== undefined && before !== words) ambiguous.add(id);
    if (before === undefined || words.length > before.length) kept.set(id, words);
  }
  return Object.fromEntries(kept);
}

/**
 * @param text the guide's text
 * @param document name of the file, shown beside the wording
 */
export function readOfficialWording(text: string, document: string, catalog: Catalog): OfficialReport {
  const normal = text.replace(/\r\n?/g, "\n").replace(/\f/g, "\n");
  // The word 要件 of a requirement table and the ID column of a criterion table open the sections; ids also stand in prose.
  const ambiguous = new Set<string>();
  const requirements = keepLongest(
    cellsAt(normal, REQUIREMENT, REQUIREMENT_END, (m) => `${Number(m[1])}-${Number(m[2])}`),
    ambiguous,
  );
  const criteria = keepLongest(
    cellsAt(normal, CRITERION, CRITERION_END, (m) => `S1.1-${m[1]}`),
    ambiguous,
  );
  const unknown = [
    ...Object.keys(requirements).filter((id) => !catalog["star1-requirements"].has(id)),
    ...Object.keys(criteria).filter((id) => !catalog["star1-criteria"].has(id)),
  ].sort();
  for (const id of unknown) {
    delete requirements[id];
    delete criteria[id];
  }
  return {
    wording: { document, requirements, criteria },
    missing: {
      requirements: [...catalog["star1-requirements"].keys()].filter((id) => requirements[id] === undefined),
      criteria: [...catalog["star1-criteria"].keys()].filter((id) => criteria[id] === undefined),
    },
    unknown,
    ambiguous: [...ambiguous].sort(),
  };
}
