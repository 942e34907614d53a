/** What the criteria still ask a declaration for, while it is being written: also when parts of it are not right yet. */
import type { Catalog, Text } from "@seiza/catalog";
import { assess } from "../assess/assess.ts";
import { DEFAULT_POLICY } from "../criteria/policy.ts";
import { say } from "../messages/index.ts";
import { Declaration } from "./schema.ts";

export interface MissingPart {
  path: (string | number)[];
  /** Ids of the criteria that ask for it, in their order. */
  criteria: string[];
  words: Text;
}

type Raw = Record<string, unknown>;
const PLACEHOLDER = { name: "-", model: "-", vendor: { name: "-" }, firmware: { version: "-" } };

/**
 * The part of a value that is a declaration already. Entries of lists that are not right are left out (`kept`: places of
 * those that stay), other parts as a whole (`dropped`).
 */
function soundPart(value: Raw): {
  declaration: Declaration;
  kept: Map<string, number[]>;
  dropped: Set<string>;
} {
  const now: Raw = { ...value, seiza: "product/1" };
  const kept = new Map<string, number[]>();
  const dropped = new Set<string>();
  for (const [key, part] of Object.entries(now)) if (Array.isArray(part)) kept.set(key, [...part.keys()]);
  for (;;) {
    const parsed = Declaration.safeParse(now);
    if (parsed.success) return { declaration: parsed.data, kept, dropped };
    const wrong = new Map<string, Set<number>>();
    for (const { path, ...issue } of parsed.error.issues) {
      if (path.length === 0 && issue.code === "unrecognized_keys") {
        for (const key of issue.keys) delete now[key];
        continue;
      }
      const key = String(path[0]);
      const at = path[1];
      if (typeof at === "number" && Array.isArray(now[key])) {
        const set = wrong.get(key) ?? new Set();
        wrong.set(key, set.add(at));
      } else {
        dropped.add(key);
        if (key === "product") now[key] = PLACEHOLDER;
        else delete now[key];
      }
    }
    for (const [key, places] of wrong) {
      const list = now[key];
      if (!Array.isArray(list)) continue;
      now[key] = list.filter((_, i) => !places.has(i));
      kept.set(
        key,
        (kept.get(key) ?? []).filter((_, i) => !places.has(i)),
      );
    }
  }
}

/**
 * What would have to be declared before each criterion can be judged, by the criteria's own rules and without any
 * evidence. Parts that are not right are not asked for again: their mistakes are told by `readDeclaration`.
 * @param today day of the question, `YYYY-MM-DD`
 */
export function missingIn(
  value: Readonly<Raw>,
  { catalog, today }: { catalog: Pick<Catalog, "star1-criteria">; today: string },
): MissingPart[] {
  const { declaration, kept, dropped } = soundPart({ ...value });
  const { next } = assess({
    declaration,
    records: [],
    statements: [],
    policy: DEFAULT_POLICY,
    today,
    catalog,
  });
  return next.flatMap((need): MissingPart[] => {
    // Whether the study can be read is not seen here.
    if (need.kind !== "declare" || need.key === "need.study") return [];
    const path = need.about
      .split("/")
      .slice(1)
      .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    const key = String(path[0]);
    if (dropped.has(key)) return [];
    // A list with entries that are not right yet is not empty.
    if (path.length === 1 && Array.isArray(value[key]) && value[key].length > (kept.get(key)?.length ?? 0))
      return [];
    if (typeof path[1] === "number") path[1] = kept.get(key)?.[path[1]] ?? path[1];
    return [{ path, criteria: need.criteria, words: say(need) }];
  });
}
