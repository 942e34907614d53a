/** Which attack routes are drawn over the picture of a configuration. */
import type { Dossier } from "@seiza/dossier";
import type { Route } from "../reader.ts";
import type { DrawnRoute } from "./index.ts";

const order = (a: Route, b: Route) =>
  a.band < b.band ? -1 : a.band > b.band ? 1 : a.cost - b.cost || (a.id < b.id ? -1 : 1);

/** The two routes of a configuration that are drawn: the worst that ★1 leaves, and the worst that it closes. */
export function drawnRoutes(dossier: Dossier, configuration: string): (DrawnRoute & { row: Route })[] {
  const { routes } = dossier.step2.routes;
  const prefix = `ag:${configuration.slice(3)}/`;
  const own = routes.filter((r) => r.goal.startsWith(prefix)).sort(order);
  const several = (r: Route) => componentsOf(r).length > 1;
  const pick = (state: "open" | "closed") => {
    const list = own.filter((r) => r.star1 === state);
    if (state === "open")
      list.sort((a, b) =>
        (a.afterStar1 ?? "Z") < (b.afterStar1 ?? "Z")
          ? -1
          : (a.afterStar1 ?? "Z") > (b.afterStar1 ?? "Z")
            ? 1
            : order(a, b),
      );
    return list.find((r) => several(r) && r.band === list[0]?.band) ?? list.find(several) ?? list[0];
  };
  return [pick("open"), pick("closed")]
    .filter((r) => r !== undefined)
    .map((r) => ({ components: componentsOf(r), closed: r.star1 === "closed", row: r }));
}

function componentsOf(route: Route): string[] {
  const list = [route.entry, ...route.steps.flatMap((s) => [s.from, s.to])].filter((id) =>
    id.startsWith("co:"),
  );
  return list.filter((id, i) => i === 0 || list[i - 1] !== id);
}
