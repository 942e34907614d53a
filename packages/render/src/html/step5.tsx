import type { Dossier } from "@seiza/dossier";
import { ACTIVITY_STATES, CROSS_STATUS, SCHEMES, VERDICTS, type Words } from "../messages.ts";
import { goalOf, RouteItem } from "./routes.tsx";
import { Heat } from "./summary.tsx";
import { Ref, T, Table, Th, type View, W } from "./view.tsx";

type Plan = Dossier["step5"]["plans"][number];

/** Routes written out under a plan; the dossier holds all. */
const SHOWN_ROUTES = 8;

function Worth({ view }: { view: View }) {
  const all = [...view.dossier.step5.worth].sort(
    (a, b) => b.alone.weight + b.last.weight - a.alone.weight - a.last.weight || (a.id < b.id ? -1 : 1),
  );
  if (all.length === 0) return null;
  const rows = all.filter((r) => r.alone.weight > 0 || r.last.weight > 0);
  const idle = all.filter((r) => !rows.includes(r));
  const most = Math.max(1, ...rows.flatMap((r) => [r.alone.weight, r.last.weight]));
  const bar = (weight: number, goals: number, last: boolean) => (
    <span class="wb">
      <i
        class={weight === 0 ? "zero" : last ? "last" : undefined}
        style={`width:${Math.max(0.3, (weight / most) * 70)}%`}
      />
      {weight} ({goals})
    </span>
  );
  return (
    <>
      <h3 id="worth">
        <T k="worth" />
      </h3>
      <p class="note">
        <T k="worthNote" />
      </p>
      <div class="card worth">
        {rows.map((r) => (
          <>
            <span class="t" id={r.id}>
              <Ref view={view} id={r.type}>
                <W t={view.typeName(r.type)} />
              </Ref>
            </span>
            <span class="bars">
              {bar(r.alone.weight, r.alone.goals, false)}
              {bar(r.last.weight, r.last.goals, true)}
            </span>
          </>
        ))}
      </div>
      {idle.length > 0 && (
        <p class="note">
          <T k="worthIdle" />{" "}
          {idle.map((r, i) => (
            <span id={r.id}>
              {i > 0 && " / "}
              <Ref view={view} id={r.type}>
                <W t={view.typeName(r.type)} />
              </Ref>
            </span>
          ))}
        </p>
      )}
    </>
  );
}

function PlanCard({ view, plan }: { view: View; plan: Plan }) {
  const routes = new Map(view.dossier.step2.routes.routes.map((r) => [r.id, r]));
  const element = (id: string) =>
    plan.by === "types" ? (
      <Ref view={view} id={id}>
        <W t={view.typeName(id)} />
      </Ref>
    ) : (
      <>
        <code class="id">{id}</code> <W t={view.termName("star1-criteria", id)} />
      </>
    );
  return (
    <details class="block" open={plan.by === "types"} id={plan.id}>
      <summary>
        <T k={plan.by === "types" ? "planTypes" : "planCriteria"} />
      </summary>
      {plan.state === "none-needed" && (
        <p>
          <T k="planNoneNeeded" />
        </p>
      )}
      {plan.state === "nothing-to-judge" && (
        <p>
          <T k="planNothingToJudge" />
        </p>
      )}
      {plan.state === "none-possible" && (
        <p>
          <T k="planNonePossible" />
        </p>
      )}
      {plan.state === "found" && (
        <p class="verdict">
          <T k="planFound" />:{" "}
          {plan.chosen.map((c) => (
            <span class="chip yes wrapchip">{element(c)}</span>
          ))}
        </p>
      )}
      <div class="tiles">
        {(
          [
            [plan.goals.bad, "planBad"],
            [plan.goals.protects, "planProtects"],
            [plan.goals.uncuttable, "planUncuttable"],
          ] as const
        ).map(([n, k]) => (
          <div class="tile">
            <b>{n}</b>
            <span>
              <T k={k} />
            </span>
          </div>
        ))}
      </div>
      {plan.proof.length > 0 && (
        <>
          <h4>
            <T k="proof" />
          </h4>
          <p class="note">
            <T k="proofNote" />
          </p>
          <ul class="route-list">
            {plan.proof.slice(0, SHOWN_ROUTES).map((p) => {
              const route = routes.get(p.route);
              return (
                route && (
                  <RouteItem view={view} route={route} plain>
                    <Ref view={view} id={route.goal}>
                      <W t={view.goalName(goalOf(view, route))} />
                    </Ref>
                    <span>
                      <T k={p.anyOf.length > 1 ? "anyOf" : "needs"} />:{" "}
                      {p.anyOf.map((e, i) => [i > 0 ? " / " : "", element(e)])}
                    </span>
                  </RouteItem>
                )
              );
            })}
          </ul>
        </>
      )}
      {plan.uncuttable.length > 0 && (
        <>
          <h4>
            <T k="uncuttable" />
          </h4>
          <ul class="route-list">
            {plan.uncuttable.slice(0, SHOWN_ROUTES).map((u) => {
              const route = routes.get(u.route);
              return (
                route && (
                  <RouteItem view={view} route={route} plain>
                    <Ref view={view} id={route.goal}>
                      <W t={view.goalName(goalOf(view, route))} />
                    </Ref>
                  </RouteItem>
                )
              );
            })}
          </ul>
          {plan.uncuttable.length > SHOWN_ROUTES && (
            <p class="note">
              {SHOWN_ROUTES} / {plan.goals.uncuttable}
            </p>
          )}
        </>
      )}
    </details>
  );
}

function Coverage({ view }: { view: View }) {
  const requirements = new Map(view.dossier.step4.requirements.map((r) => [r.id, r]));
  const rows = view.dossier.step5.coverage;
  const types = [...new Set(rows.map((r) => r.type))];
  const count = (v: string, type: string) => rows.filter((r) => r.type === type && r.verdict === v).length;
  return (
    <>
      <h3 id="coverage">
        <T k="coverage" />
      </h3>
      {types.map((type) => (
        <details class="block">
          <summary>
            <span style="display:inline-flex;flex-wrap:wrap;gap:4px 12px;align-items:center">
              <W t={view.typeName(type)} />
              {(["met", "partly", "not"] as const).map((v) => (
                <span class={`chip ${v === "met" ? "yes" : v === "partly" ? "partly" : "no"}`}>
                  <W t={VERDICTS[v] as Words} /> {count(v, type)}
                </span>
              ))}
            </span>
          </summary>
          <Table
            head={[<Th k="statement" />, <Th k="verdict" />, <Th k="covered" />, <Th k="reason" />]}
            rows={rows
              .filter((r) => r.type === type)
              .map((r) => (
                <tr id={r.id}>
                  <td class="text">
                    <Ref view={view} id={r.requirement}>
                      <code class="id">{requirements.get(r.requirement)?.countermeasure ?? ""}</code>
                    </Ref>{" "}
                    <W t={requirements.get(r.requirement)?.statement ?? { ja: "", en: "" }} />
                  </td>
                  <td class="nb">
                    <span
                      class={`chip ${r.verdict === "met" ? "yes" : r.verdict === "partly" ? "partly" : "no"}`}
                    >
                      <W t={VERDICTS[r.verdict] as Words} />
                    </span>
                  </td>
                  <td class="nb">
                    {r.criteria.map((c) => (
                      <div title={view.termName("star1-criteria", c).ja}>{c}</div>
                    ))}
                  </td>
                  <td class="wide">
                    {r.reasons.map((x) => (
                      <div>
                        <W t={view.termName("reasons", x)} />
                      </div>
                    ))}
                  </td>
                </tr>
              ))}
          />
        </details>
      ))}
    </>
  );
}

function Activities({ view }: { view: View }) {
  return (
    <>
      <h3 id="activities">
        <T k="activities" />
      </h3>
      <Table
        head={[
          <Th k="activity" />,
          <Th k="task" />,
          <Th k="owner" />,
          <Th k="date" />,
          <Th k="progress" />,
          <Th k="notes" />,
        ]}
        rows={view.dossier.step5.activities.map((a) => (
          <tr id={a.id}>
            <th scope="row">
              <W t={view.termName("promotion-activities", a.activity)} />
            </th>
            <td class="wide">
              <W
                t={
                  a.state === "proposed"
                    ? (view.term("promotion-activities", a.activity)?.text ?? a.name)
                    : a.name
                }
              />
            </td>
            <td class="nb">{a.owner ?? "–"}</td>
            <td class="nb">{a.date ?? "–"}</td>
            <td class="nb">
              <span class={`chip ${a.state === "done" ? "yes" : a.state === "proposed" ? "no" : "partly"}`}>
                <W t={ACTIVITY_STATES[a.state] as Words} />
              </span>
            </td>
            <td class="text">
              {a.notes.map((n) => (
                <div>
                  <W t={n} />
                </div>
              ))}
            </td>
          </tr>
        ))}
      />
    </>
  );
}

interface Cross {
  criterion: string;
  scheme: string;
  provisions: string[];
  near?: string[];
  relation: string;
  status: string;
}
function Crosswalk({ view }: { view: View }) {
  const terms = Object.values(view.dossier.terms.crosswalk ?? {});
  const criteria = Object.keys(view.dossier.terms["star1-criteria"] ?? {});
  const at = new Map(
    terms.map((t) => {
      const more = t.more as unknown as Cross;
      return [`${more.criterion}/${more.scheme}`, { term: t, more }];
    }),
  );
  const schemes = Object.keys(SCHEMES);
  if (at.size === 0) return null;
  return (
    <>
      <h3 id="crosswalk">
        <T k="crosswalk" />
      </h3>
      <p class="note">
        <T k="crosswalkNote" />
      </p>
      <Table
        tall
        head={[
          <Th k="criterion" />,
          ...schemes.map((s) => (
            <th scope="col">
              <W t={SCHEMES[s] as Words} />
            </th>
          )),
        ]}
        rows={criteria.map((c) => (
          <tr>
            <th scope="row" class="name">
              <code class="id">{c}</code> <W t={view.termName("star1-criteria", c)} />
            </th>
            {schemes.map((s) => {
              const x = at.get(`${c}/${s}`);
              return (
                <td title={x?.term.name.ja}>
                  {x &&
                    (x.more.relation === "none" ? (
                      <span class="off">–</span>
                    ) : (
                      <>
                        {x.more.provisions.join(", ")}
                        {x.more.relation === "partly" && (
                          <span class="note">
                            {" "}
                            (<W t={VERDICTS.partly as Words} />)
                          </span>
                        )}
                      </>
                    ))}
                  {x && (
                    <div>
                      <span class={`chip ${x.more.status === "verified" ? "yes" : "no"}`}>
                        <W t={CROSS_STATUS[x.more.status] as Words} />
                      </span>
                    </div>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      />
    </>
  );
}

export function Step5({ view }: { view: View }) {
  const { step2, step5 } = view.dossier;
  return (
    <section>
      <h2 id="step5">
        <T k="step5" />
      </h2>
      <h3>
        <T k="beforeAfter" />
      </h3>
      <div class="two">
        <div class="card">
          <h4>
            <T k="before" />
          </h4>
          <Heat view={view} cells={step2.summary.heat} />
        </div>
        <div class="card">
          <h4>
            <T k="after" />
          </h4>
          <Heat view={view} cells={step2.summary.heatStar1} />
        </div>
      </div>
      <h3 id="plan">
        <T k="planHead" />
      </h3>
      {step5.plans.map((p) => (
        <PlanCard view={view} plan={p} />
      ))}
      <Worth view={view} />
      <Coverage view={view} />
      <Activities view={view} />
      <Crosswalk view={view} />
    </section>
  );
}
