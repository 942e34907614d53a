import type { Dossier } from "@seiza/dossier";
import type { ComponentChildren } from "preact";
import { FEASIBILITY, LOSSES, type M, type Words } from "../messages.ts";
import type { DrawnRoute } from "../picture/index.ts";
import { Band, Ref, T, Table, Th, type View, W, Why } from "./view.tsx";

type Routes = Dossier["step2"]["routes"];
export type RouteRow = Routes["routes"][number];
type Goal = Routes["goals"][number];

/** Routes shown of one goal; the dossier holds all. */
const SHOWN = 6;

export const BandOrNone = ({ b }: { b: string | undefined }) =>
  b === undefined ? (
    <span class="off">
      <T k="none" />
    </span>
  ) : (
    <Band b={b} />
  );

function Moves({ goal }: { goal: Goal }) {
  const bands: [keyof typeof M, string | undefined][] = [
    ["now", goal.now.band],
    ["star1Case", goal.star1.band],
    ["planCase", goal.plan.band],
  ];
  return (
    <span class="moves">
      {bands.map(([k, b], i) => (
        <>
          {i > 0 && <span class="arrow">→</span>}
          <span class="note">
            <T k={k} />
          </span>
          <BandOrNone b={b} />
        </>
      ))}
    </span>
  );
}

export function goalName(view: View, goal: Pick<Goal, "component" | "loss">): Words {
  const name = view.names.get(goal.component) ?? { ja: goal.component, en: goal.component };
  const loss = LOSSES[goal.loss] as Words;
  return { ja: `${name.ja}(${loss.ja})`, en: `${name.en} (${loss.en})` };
}

/** What a route leads to, also where its goal is not listed. */
export function goalOf(view: View, route: RouteRow): Pick<Goal, "component" | "loss"> {
  const listed = view.dossier.step2.routes.goals.find((g) => g.id === route.goal);
  if (listed) return listed;
  const at = route.goal.lastIndexOf("/");
  return {
    component: `co:${route.goal.slice(3, at)}`,
    loss: route.goal.slice(at + 1) as Goal["loss"],
  };
}

/** One route in words, step by step, with what closes it. */
export function RouteItem({
  view,
  route,
  plain,
  children,
}: {
  view: View;
  route: RouteRow;
  /** A second showing: without the anchor and the reasons. */
  plain?: boolean;
  children?: ComponentChildren;
}) {
  const place = (id: string) => <W t={view.names.get(id) ?? { ja: id, en: id }} />;
  return (
    <li id={plain ? undefined : route.id} class={route.star1 === "closed" ? "closed" : undefined}>
      <div class="route-head">
        <Band b={route.band} />
        <b>
          <W t={view.termName("threat-sources", route.source.slice(3))} />
        </b>
        <span class={`chip ${route.star1 === "closed" ? "yes" : "thin"}`}>
          <T k={route.star1 === "closed" ? "routeClosed" : "routeOpen"} />
          {route.afterStar1 !== undefined && route.afterStar1 !== route.band && ` → ${route.afterStar1}`}
        </span>
        <span class="note">
          <T k="effort" /> {route.cost} · <T k="feasibilityWord" />{" "}
          <W t={FEASIBILITY[route.feasibility] as Words} /> · <T k="entryWord" /> {place(route.entry)}
          {route.foothold && (
            <>
              {" · "}
              <T k="footholdWord" /> {place(route.foothold)}
            </>
          )}
        </span>
        {children}
      </div>
      <ol>
        {route.steps.map((s) => {
          const star1 = view.term("attack-techniques", s.technique)?.more?.star1 as Words | undefined;
          return (
            <li title={star1?.ja}>
              <W t={s.text} />
              {s.closedBy.map((c) => (
                <span class="shut" title={view.termName("star1-criteria", c).ja}>
                  {c}
                </span>
              ))}
            </li>
          );
        })}
      </ol>
      <p class="note">
        <Explanation view={view} route={route} />
      </p>
      {!plain && <Why view={view} id={route.id} because={route.because} />}
    </li>
  );
}

/** The criteria that close the route, or why ★1 leaves each of its steps open. */
function Explanation({ view, route }: { view: View; route: RouteRow }) {
  if (route.star1 === "closed") {
    const criteria = [...new Set(route.steps.flatMap((s) => s.closedBy))].sort();
    return (
      <>
        <T k="closes" />{" "}
        {criteria.map((c, i) => (
          <>
            {i > 0 && " / "}
            {c} <W t={view.termName("star1-criteria", c)} />
          </>
        ))}
      </>
    );
  }
  const told = new Set<string>();
  return (
    <>
      {route.steps.map((s) => {
        // What the technique says of ★1 is about products that can carry it.
        const isOut = view.unlabelled.has(s.to);
        const key = isOut ? s.to : s.technique;
        if (told.has(key)) return null;
        told.add(key);
        if (isOut)
          return (
            <>
              <W t={view.names.get(s.to) ?? { ja: s.to, en: s.to }} />
              <T k="outOfScheme" />{" "}
            </>
          );
        const star1 = view.term("attack-techniques", s.technique)?.more?.star1 as Words | undefined;
        return (
          star1 && (
            <>
              <W t={star1} />{" "}
            </>
          )
        );
      })}
    </>
  );
}

const order = (a: RouteRow, b: RouteRow) =>
  a.band < b.band ? -1 : a.band > b.band ? 1 : a.cost - b.cost || (a.id < b.id ? -1 : 1);

/** The two routes of a configuration that are drawn: the worst that ★1 leaves, and the worst that it closes. */
export function drawnRoutes(dossier: Dossier, configuration: string): (DrawnRoute & { row: RouteRow })[] {
  const { routes } = dossier.step2.routes;
  const prefix = `ag:${configuration.slice(3)}/`;
  const own = routes.filter((r) => r.goal.startsWith(prefix)).sort(order);
  const several = (r: RouteRow) => componentsOf(r).length > 1;
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

function componentsOf(route: RouteRow): string[] {
  const list = [route.entry, ...route.steps.flatMap((s) => [s.from, s.to])].filter((id) =>
    id.startsWith("co:"),
  );
  return list.filter((id, i) => i === 0 || list[i - 1] !== id);
}

/** Assets that ★1 brings under the threshold, and those that it leaves at it, with the reasons in a line each. */
function Digest({ view }: { view: View }) {
  const { routes } = view.dossier.step2;
  const line = view.dossier.study.threshold;
  const byId = new Map(routes.routes.map((r) => [r.id, r]));
  const isBad = (band: string | undefined) => band !== undefined && band <= line;
  const bad = routes.goals.filter((g) => isBad(g.now.band) && g.status === "open");
  const routesOf = (g: Goal) => g.routes.map((id) => byId.get(id)).filter((r) => r !== undefined);
  const sources = (ids: readonly string[]) =>
    ids.map((id, i) => (
      <>
        {i > 0 && " / "}
        <W t={view.termName("threat-sources", id.slice(3))} />
      </>
    ));
  const closed = bad.filter((g) => !isBad(g.star1.band));
  const above = bad.filter((g) => isBad(g.star1.band));
  const below = routes.goals
    .filter((g) => g.star1.band !== undefined && !closed.includes(g) && g.status === "open")
    .sort((a, b) =>
      (a.star1.band as string) < (b.star1.band as string) ? -1 : a.star1.band === b.star1.band ? 0 : 1,
    );
  const stays = above.length > 0 ? above : below.slice(0, SHOWN);
  const name = (g: Goal) => (
    <th scope="row" class="name">
      <Ref view={view} id={g.id}>
        <W t={goalName(view, g)} />
      </Ref>
    </th>
  );
  const bands = (g: Goal) => (
    <td class="nb">
      <BandOrNone b={g.now.band} /> → <BandOrNone b={g.star1.band} />
    </td>
  );
  return (
    <>
      <h4>
        <T k="digestCloses" />
      </h4>
      {closed.length === 0 ? (
        <p class="note">
          <T k="none" />
        </p>
      ) : (
        <Table
          head={[
            <Th k="asset" />,
            <Th k="moves" />,
            <Th k="digestBy" />,
            <Th k="digestGone" />,
            <Th k="digestLeft" />,
          ]}
          rows={closed.map((g) => (
            <tr>
              {name(g)}
              {bands(g)}
              <td class="wide">
                {[
                  ...new Set(
                    routesOf(g)
                      .filter((r) => isBad(r.band) && r.star1 === "closed")
                      .flatMap((r) => r.steps.flatMap((s) => s.closedBy)),
                  ),
                ]
                  .sort()
                  .map((c) => (
                    <div>
                      {c} <W t={view.termName("star1-criteria", c)} />
                    </div>
                  ))}
              </td>
              <td>{sources(g.now.sources.filter((s) => !g.star1.sources.includes(s)))}</td>
              <td>{sources(g.star1.sources)}</td>
            </tr>
          ))}
        />
      )}
      <h4>
        <T k="digestStays" />
      </h4>
      {above.length === 0 && (
        <p class="note">
          <T k={below.length > 0 ? "digestBelow" : "none"} />
        </p>
      )}
      {stays.length > 0 && (
        <Table
          head={[<Th k="asset" />, <Th k="moves" />, <Th k="digestRoute" />, <Th k="digestWhy" />]}
          rows={stays.map((g) => {
            const worst = routesOf(g).find((r) => r.afterStar1 === g.star1.band);
            return (
              <tr>
                {name(g)}
                {bands(g)}
                <td class="text">
                  {worst && (
                    <>
                      <b>
                        <W t={view.termName("threat-sources", worst.source.slice(3))} />
                      </b>
                      {worst.steps.map((s) => (
                        <div>
                          <W t={s.text} />
                        </div>
                      ))}
                    </>
                  )}
                </td>
                <td class="wide">{worst && <Explanation view={view} route={worst} />}</td>
              </tr>
            );
          })}
        />
      )}
    </>
  );
}

function Goals({ view }: { view: View }) {
  const { routes } = view.dossier.step2;
  const byId = new Map(routes.routes.map((r) => [r.id, r]));
  const rank = (g: Goal) => `${g.now.band ?? "Z"}${g.star1.band ?? "Z"}${g.id}`;
  const goals = [...routes.goals].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return (
    <>
      <h4>
        <T k="goalsHead" />
      </h4>
      {routes.goalsTotal > goals.length && (
        <p class="note">
          <T k="goalsPartial" /> ({goals.length} / {routes.goalsTotal})
        </p>
      )}
      {goals.map((g, i) => (
        <details class="block" id={g.id} open={i < 1}>
          <summary>
            <span style="display:inline-flex;flex-wrap:wrap;gap:4px 14px;align-items:center">
              <W t={goalName(view, g)} />
              <span class="note">
                <T k="damageLevel" /> {g.level}
              </span>
              <Moves goal={g} />
              {g.status === "accepted" && (
                <span class="chip">
                  <W t={{ ja: "受容", en: "accepted" }} />
                </span>
              )}
            </span>
          </summary>
          <p class="note">
            {g.assets.map((a, n) => (
              <>
                {n > 0 && " / "}
                <W t={view.termName("asset-kinds", a.slice(a.lastIndexOf("/") + 1))} />
              </>
            ))}
          </p>
          <ul class="route-list">
            {pickRoutes(g.routes.map((id) => byId.get(id)).filter((r) => r !== undefined)).map((r) => (
              <RouteItem view={view} route={r} />
            ))}
          </ul>
          {g.routes.length > SHOWN && (
            <p class="note">
              {g.routes.length} <T k="routesOf" /> → {SHOWN}
            </p>
          )}
        </details>
      ))}
    </>
  );
}

/** Of many routes, the worst open ones and the worst closed ones. */
function pickRoutes(routes: RouteRow[]): RouteRow[] {
  if (routes.length <= SHOWN) return routes;
  const open = routes.filter((r) => r.star1 === "open");
  const closed = routes.filter((r) => r.star1 === "closed");
  const half = Math.min(open.length, Math.max(SHOWN / 2, SHOWN - closed.length));
  const chosen = new Set([...open.slice(0, half), ...closed.slice(0, SHOWN - half)]);
  return routes.filter((r) => chosen.has(r));
}

export function RoutesSection({
  view,
  pictures,
}: {
  view: View;
  pictures: ReadonlyMap<string, readonly [string, string]>;
}) {
  const { routes } = view.dossier.step2;
  return (
    <>
      <h3 id="routes">
        <T k="routes" />
      </h3>
      <p class="note">
        <T k="routesNote" />
      </p>
      {routes.notes.map((n) => (
        <p class="card">
          <W t={n} />
        </p>
      ))}
      {routes.goals.length > 0 && (
        <>
          <h4>
            <T k="routesPicture" />
          </h4>
          {[...pictures].map(([id, [ja, en]]) => (
            <figure>
              <p class="verdict">
                <W t={view.names.get(id) ?? { ja: id, en: id }} />
              </p>
              <div class="pan w" lang="ja" tabIndex={0} dangerouslySetInnerHTML={{ __html: ja }} />
              <div class="pan w" lang="en" tabIndex={0} dangerouslySetInnerHTML={{ __html: en }} />
              <figcaption>
                <span>
                  <svg
                    class="picture"
                    aria-hidden="true"
                    width="34"
                    height="12"
                    style="display:inline;min-width:0"
                  >
                    <path class="route open" d="M4 6H30" />
                  </svg>
                  <T k="routeOpen" />
                </span>
                <span>
                  <svg
                    class="picture"
                    aria-hidden="true"
                    width="34"
                    height="12"
                    style="display:inline;min-width:0"
                  >
                    <path class="route closed" d="M4 6H30" />
                  </svg>
                  <T k="routeClosed" />
                </span>
                <span>
                  <T k="routesPictureNote" />
                </span>
              </figcaption>
              <ul class="route-list">
                {drawnRoutes(view.dossier, id).map(({ row }) => (
                  <RouteItem view={view} route={row} plain>
                    <Ref view={view} id={row.goal}>
                      <W t={goalName(view, goalOf(view, row))} />
                    </Ref>
                  </RouteItem>
                ))}
              </ul>
            </figure>
          ))}
          <Digest view={view} />
          <Goals view={view} />
          <h4>
            <T k="chokes" />
          </h4>
          <p class="note">
            <T k="chokesNote" />
          </p>
          <Table
            head={[
              <Th k="component" />,
              <Th k="pairs" num />,
              <Th k="weightWord" num />,
              <Th k="cuts" num />,
              <Th k="why" />,
            ]}
            rows={routes.chokePoints.map((c) => (
              <tr id={c.id}>
                <th scope="row">
                  <Ref view={view} id={c.component}>
                    <W t={view.names.get(c.component) ?? { ja: c.component, en: c.component }} />
                  </Ref>
                </th>
                <td class="num">{c.pairs}</td>
                <td class="num">{c.weight}</td>
                <td class="num">{c.cuts ?? "–"}</td>
                <td>
                  <Why view={view} id={c.id} because={c.because} />
                </td>
              </tr>
            ))}
          />
          <h4>
            <T k="sourcesHead" />
          </h4>
          <Table
            head={[<Th k="sources" />, <Th k="now" num />, <Th k="star1Case" num />]}
            rows={routes.sources.map((s) => (
              <tr>
                <th scope="row">
                  <Ref view={view} id={s.id}>
                    <W t={view.termName("threat-sources", s.id.slice(3))} />
                  </Ref>
                </th>
                <td class="num">{s.now}</td>
                <td class="num">{s.star1}</td>
              </tr>
            ))}
          />
        </>
      )}
    </>
  );
}
