/** Ids of what a study states of the market. It has none of its own; these do not depend on the order of the lists. */
import type { Market, Study, StudyText } from "./schema.ts";

export type Named<T> = { id: string; at: number; row: T };
type Row<K extends keyof Market> = NonNullable<Market[K]>[number];

const ja = (t: StudyText) => (typeof t === "string" ? t : (t.ja ?? t.en ?? ""));
const en = (t: StudyText) => (typeof t === "string" ? t : (t.en ?? t.ja ?? ""));

function identified<T extends { name: StudyText }>(
  rows: readonly T[] | undefined,
  prefix: (row: T) => string,
): Named<T>[] {
  const key = (r: T) => `${prefix(r)}\u0000${ja(r.name)}\u0000${en(r.name)}\u0000${JSON.stringify(r)}`;
  const seen = new Map<string, number>();
  return (rows ?? [])
    .map((row, at) => ({ row, at, key: key(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.at - b.at))
    .map(({ row, at }) => {
      const n = (seen.get(prefix(row)) ?? 0) + 1;
      seen.set(prefix(row), n);
      return { id: `${prefix(row)}${n}`, at, row };
    });
}

/** mk:<type>/<n>, sl:<n>, gl:<n>, where n is the rank by name. */
export function marketIds(study: Study): {
  makers: Named<Row<"makers">>[];
  integrators: Named<Row<"integrators">>[];
  guidelines: Named<Row<"guidelines">>[];
} {
  return {
    makers: identified(study.market?.makers, (m) => `mk:${m.type}/`),
    integrators: identified(study.market?.integrators, () => "sl:"),
    guidelines: identified(study.market?.guidelines, () => "gl:"),
  };
}
