/** Changes of the market's figures (study.market). Entries have no id: they are known by their place. */
import type { Market, Study } from "@seiza/model";

export type MarketList = "makers" | "integrators" | "guidelines";
export type MarketEntry<L extends MarketList> = NonNullable<Market[L]>[number];
export type Maker = MarketEntry<"makers">;

function withList<L extends MarketList>(study: Study, list: L, entries: MarketEntry<L>[]): Study {
  const { [list]: _, ...others } = study.market ?? {};
  const market: Market = entries.length === 0 ? others : { ...others, [list]: entries };
  if (Object.keys(market).length > 0) return { ...study, market };
  const { market: __, ...bare } = study;
  return bare;
}

/** Without a place the entry is added at the end. */
export function putEntry<L extends MarketList>(
  study: Study,
  list: L,
  at: number | undefined,
  entry: MarketEntry<L>,
): Study {
  const entries = [...((study.market?.[list] ?? []) as MarketEntry<L>[])];
  if (at === undefined) entries.push(entry);
  else entries[at] = entry;
  return withList(study, list, entries);
}

export function removeEntry(study: Study, list: MarketList, at: number): Study {
  const entries = (study.market?.[list] ?? []) as MarketEntry<MarketList>[];
  return withList(
    study,
    list,
    entries.filter((_, i) => i !== at),
  );
}

/** Summed share of a type's makers, percent to one decimal, without the one at `except`. */
export function shareOf(makers: readonly Maker[] | undefined, type: string, except?: number): number {
  const sum = (makers ?? []).reduce(
    (s, m, i) => (m.type === type && i !== except ? s + (m.sharePercent ?? 0) : s),
    0,
  );
  return Math.round(sum * 10) / 10;
}
