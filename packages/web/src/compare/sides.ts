/** The two sides of a comparison: a revision's number, `now`, or `cfg:<id>` for one configuration of the present. */
import type { Configuration, Decision, Study } from "@seiza/model";

export const configurationOf = (side: string): string | undefined =>
  side.startsWith("cfg:") ? side.slice(4) : undefined;
export const revisionOf = (side: string): number | undefined =>
  /^\d+$/.test(side) ? Number(side) : undefined;

/** Prefixes of ids that lie in a configuration. */
const INSIDE = /^(zn|sg|co|if|fl|pe|as|ag|ar|cp|th):([^/]+)\/(.*)$/s;

/**
 * A study with one of its configurations alone, under the id `as`: two configurations can then be compared item by item.
 * Assets and judgements of other configurations are left out. Absent: there is no such configuration.
 */
export function onlyConfiguration(study: Study, id: string, as: string): Study | undefined {
  const own = study.configurations.find((c) => c.id === id);
  if (!own) return undefined;
  const configuration: Configuration = { ...own, id: as };
  const isType = new Set(study.productTypes.map((t) => t.id));
  const assets = study.assets?.flatMap((asset) => {
    const on = asset.on.flatMap((place) => {
      if (isType.has(place)) return [place];
      const [head = "", ...rest] = place.split("/");
      return head === id ? [[as, ...rest].join("/")] : [];
    });
    return on.length === 0 ? [] : [{ ...asset, on }];
  });
  const decisions = study.decisions?.flatMap((d): Decision[] => {
    if (d.target === `cf:${id}`) return [{ ...d, target: `cf:${as}` }];
    const place = INSIDE.exec(d.target);
    if (!place) return [d];
    return place[2] === id ? [{ ...d, target: `${place[1]}:${as}/${place[3]}` }] : [];
  });
  return {
    ...study,
    configurations: [configuration],
    ...(assets ? { assets } : {}),
    ...(decisions ? { decisions } : {}),
  };
}

/** Both sides as they are compared: where a side names a configuration, both are cut to one. */
export function cut(
  before: Study,
  from: string,
  after: Study,
  to: string,
): { before: Study; after: Study } | undefined {
  const a = configurationOf(from) ?? configurationOf(to);
  const b = configurationOf(to) ?? configurationOf(from);
  if (a === undefined || b === undefined) return { before, after };
  const one = onlyConfiguration(before, a, b);
  const other = onlyConfiguration(after, b, b);
  return one && other ? { before: one, after: other } : undefined;
}
