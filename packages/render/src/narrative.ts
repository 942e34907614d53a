/** What several documents say in words of a route, a plan, a verdict. */
import type { Dossier } from "@seiza/dossier";
import { FEASIBILITY, M, RESULTS, type Words } from "./messages.ts";
import type { Reader, Route } from "./reader.ts";
import { listed } from "./tables/model.ts";

type Plan = Dossier["step5"]["plans"][number];
type Need = Dossier["step6"]["types"][number];

const both = (make: (l: keyof Words) => string): Words => ({ ja: make("ja"), en: make("en") });

export function routeTitle(reader: Reader, route: Route): Words {
  const goal = reader.goal(route.goal);
  const source = reader.termName("threat-sources", route.source.slice(3));
  const name = goal ? reader.goalName(goal) : reader.name(route.goal);
  return both((l) => `${source[l]} → ${name[l]}`);
}
export function routeAbout(reader: Reader, route: Route): Words {
  const after =
    route.afterStar1 !== undefined && route.afterStar1 !== route.band ? ` → ${route.afterStar1}` : "";
  return both((l) =>
    [
      `${(route.star1 === "closed" ? M.routeClosed : M.routeOpen)[l]}${after}`,
      `${M.effort[l]} ${route.cost}`,
      `${M.feasibilityWord[l]} ${FEASIBILITY[route.feasibility]?.[l] ?? route.feasibility}`,
      `${M.entryWord[l]} ${reader.name(route.entry)[l]}`,
      ...(route.foothold ? [`${M.footholdWord[l]} ${reader.name(route.foothold)[l]}`] : []),
    ].join(" · "),
  );
}
/** The criteria that close the route, or why ★1 leaves its steps open. */
export function routeExplanation(reader: Reader, route: Route): Words {
  if (route.star1 === "closed") {
    const criteria = [...new Set(route.steps.flatMap((s) => s.closedBy))].sort();
    return both(
      (l) =>
        `${M.closes[l]} ${criteria.map((c) => `${c} ${reader.termName("star1-criteria", c)[l]}`).join(" / ")}`,
    );
  }
  const reasons = [...new Set(route.steps.map((s) => s.technique))]
    .map((id) => reader.term("attack-techniques", id)?.more?.star1 as Words | undefined)
    .filter((x) => x !== undefined);
  return both((l) => reasons.map((r) => r[l]).join(l === "ja" ? "" : " "));
}
export function planNames(reader: Reader, plan: Plan, ids: readonly string[] = plan.chosen): Words[] {
  return ids.map((c) =>
    plan.by === "types" ? reader.name(c) : both((l) => `${c} ${reader.termName("star1-criteria", c)[l]}`),
  );
}
export function planVerdict(reader: Reader, plan: Plan): Words {
  if (plan.state === "none-needed") return M.planNoneNeeded;
  if (plan.state === "none-possible") return M.planNonePossible;
  const names = listed(planNames(reader, plan)) ?? { ja: "", en: "" };
  return both((l) => `${M.planFound[l]}: ${names[l]}`);
}
/** Product types by verdict of ⑥. */
export function needsByResult(reader: Reader): { result: Need["result"]; name: Words; types: Words[] }[] {
  const rows = reader.inPriorityOrder(reader.dossier.step6.types);
  return (["needed", "not-yet-arguable", "not-needed"] as const)
    .map((result) => ({
      result,
      name: RESULTS[result] as Words,
      types: rows.filter((n) => n.result === result).map((n) => reader.name(n.type)),
    }))
    .filter((x) => x.types.length > 0);
}
export function byBand(a: Route, b: Route): number {
  return a.band < b.band ? -1 : a.band > b.band ? 1 : a.cost - b.cost || (a.id < b.id ? -1 : 1);
}
/** One telling route of each goal, the worst goals first: open ones before those that ★1 closes. */
export function tellingRoutes(reader: Reader, limit: number): Route[] {
  const { goals } = reader.dossier.step2.routes;
  const rank = (g: (typeof goals)[number]) => `${g.now.band ?? "Z"}${g.star1.band ?? "Z"}${g.id}`;
  return [...goals]
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
    .map((g) => g.routes.map((id) => reader.route(id)).filter((r) => r !== undefined)[0])
    .filter((r) => r !== undefined)
    .slice(0, limit);
}
