/** Sentences of a document that look like an answer to a point, quoted with their place for a person to confirm. */
import type { FactOf } from "../evidence/facts.ts";

export interface TextDocument {
  text: string;
  /** As people know it: an address or a file name. */
  at: string;
  /** Id of the declared document, or its role. */
  document: string;
  sha256?: string;
  https?: boolean;
}
export type Place = FactOf<"document">["points"][number];

const QUOTE = 160;
const MOST_PLACES = 5;

/** What speaks for a point: every group of words of one rule must occur in the same or the neighbouring line. */
export interface PointRule {
  point: string;
  anyOf: readonly (readonly RegExp[])[];
}

const lines = (text: string): string[] => text.normalize("NFKC").split(/\r\n|\r|\n|\f/);
const quote = (line: string): string => {
  const t = line.replace(/\s+/g, " ").trim();
  return t.length > QUOTE ? `${t.slice(0, QUOTE)}…` : t;
};

export function placesOf(text: string, rules: readonly PointRule[]): Place[] {
  const all = lines(text);
  const places: Place[] = [];
  for (const { point, anyOf } of rules) {
    let found = 0;
    for (let i = 0; i < all.length && found < MOST_PLACES; i++) {
      const line = all[i] as string;
      if (line.trim() === "") continue;
      const near = `${line} ${all[i + 1] ?? ""}`;
      const hit = anyOf.some((group) => group[0]?.test(line) && group.every((word) => word.test(near)));
      if (!hit) continue;
      places.push({ point, quote: quote(line), where: String(i + 1) });
      found++;
    }
  }
  return places;
}

/** Languages that a text is written in: `ja` with kana, `en` with English words. */
export function languagesOf(text: string): string[] {
  const sample = text.slice(0, 200_000);
  return [
    ...(/[\u3041-\u309f\u30a1-\u30fa]/u.test(sample) ? ["ja"] : []),
    ...(/\b(the|and|of|to|is|for|with)\b/i.test(sample) ? ["en"] : []),
  ];
}

/** The first date that a line gives, `YYYY-MM-DD`; a month without a day means its last day. */
export function dateIn(line: string): string | undefined {
  const t = line.normalize("NFKC");
  const reiwa = /令和\s*(\d{1,2}|元)\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日|(末日?))?/.exec(t);
  const numeric =
    /(?<!\d)(20\d{2})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.](?=\s*\d)|(?!\d))\s*(?:(\d{1,2})\s*日?(?!\d))?/.exec(
      t,
    );
  const english =
    /(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(20\d{2})/i.exec(
      t,
    );
  if (reiwa) return day(2018 + (reiwa[1] === "元" ? 1 : Number(reiwa[1])), Number(reiwa[2]), reiwa[3]);
  if (numeric) return day(Number(numeric[1]), Number(numeric[2]), numeric[3]);
  if (english) {
    const month =
      "janfebmaraprmayjunjulaugsepoctnovdec".indexOf((english[2] as string).toLowerCase()) / 3 + 1;
    return day(Number(english[4]), month, english[1] ?? english[3]);
  }
  return undefined;
}
function day(year: number, month: number, of: string | undefined): string | undefined {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const d = of === undefined ? last : Number(of);
  return month >= 1 && month <= 12 && d >= 1 && d <= last
    ? `${year}-${String(month).padStart(2, "0")}-${String(d).padStart(2, "0")}`
    : undefined;
}

/** A document fact of a text that was read. */
export function factOf(
  role: FactOf<"document">["role"],
  doc: TextDocument,
  points: Place[],
  more: Partial<FactOf<"document">> = {},
): FactOf<"document"> {
  const empty = doc.text.trim() === "";
  return {
    kind: "document",
    role,
    document: doc.document,
    at: doc.at,
    ...(doc.sha256 === undefined ? {} : { sha256: doc.sha256 }),
    reachable: true,
    ...(doc.https === undefined ? {} : { https: doc.https }),
    language: languagesOf(doc.text),
    points,
    ...more,
    problems: [...(empty ? [{ code: "no-text", detail: doc.at }] : []), ...(more.problems ?? [])],
  };
}
