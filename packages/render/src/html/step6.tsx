import type { Dossier } from "@seiza/dossier";
import { GROUND_STATES, RESULTS, type Words } from "../messages.ts";
import { RouteItem } from "./routes.tsx";
import { Band, Ref, Status, T, Table, Th, type View, W, Why } from "./view.tsx";

type Need = Dossier["step6"]["types"][number];

const CHIP: Record<string, string> = { needed: "needed", "not-needed": "yes", "not-yet-arguable": "notyet" };
const GROUND_CHIP: Record<string, string> = { met: "yes", "not-met": "no", missing: "partly" };
/** Threat groups listed of one type. */
const SHOWN_GROUPS = 12;

function Grounds({ view, need }: { view: View; need: Need }) {
  return (
    <Table
      caption="grounds"
      head={[<Th k="ground" />, <Th k="progress" />, <Th k="evidence" />, <Th k="missing" />]}
      rows={need.grounds.map((g) => (
        <tr>
          <th scope="row" class="name">
            <W t={view.termName("star2-grounds", g.ground)} />
          </th>
          <td class="wide">
            <span class={`chip ${GROUND_CHIP[g.state]}`}>
              <W t={GROUND_STATES[g.state] as Words} />
            </span>
            <div>
              <W t={g.text} />
            </div>
          </td>
          <td class="wide">
            {g.evidence.map((e) => (
              <div class={e.counts ? undefined : "off"}>
                {e.counts ? "✓ " : "– "}
                <W t={e.name} />
                {e.evidence && `: ${e.evidence}`}
                {e.date && ` (${e.date})`}
              </div>
            ))}
          </td>
          <td class="wide">
            {g.missing.map((m) => (
              <div>
                <W t={m} />
              </div>
            ))}
          </td>
        </tr>
      ))}
    />
  );
}

function Case({ view, need, open }: { view: View; need: Need; open: boolean }) {
  const groups = new Map(view.dossier.step2.threatGroups.map((g) => [g.id, g]));
  const routes = new Map(view.dossier.step2.routes.routes.map((r) => [r.id, r]));
  const left = need.groups
    .map((id) => groups.get(id))
    .filter((g) => g !== undefined)
    .sort((a, b) =>
      a.afterStar1 < b.afterStar1 ? -1 : a.afterStar1 > b.afterStar1 ? 1 : a.id < b.id ? -1 : 1,
    );
  return (
    <details class="block" id={need.id} open={open}>
      <summary>
        <span style="display:inline-flex;flex-wrap:wrap;gap:4px 12px;align-items:center">
          <W t={view.typeName(need.type)} />
          <span class={`chip ${CHIP[need.result]}`}>
            <W t={RESULTS[need.result] as Words} />
          </span>
          {need.need && (
            <span class="note">
              <T k="residual" /> {left.length}
            </span>
          )}
        </span>
      </summary>
      {!need.need && (
        <p>
          <T k="notNeededNote" />
        </p>
      )}
      {need.missing.length > 0 && (
        <div class="card">
          <b>
            <T k="missing" />
          </b>
          <ul>
            {need.missing.map((m) => (
              <li>
                <W t={m} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {need.need && (
        <>
          <p>
            <b>
              <T k="atStake" />
            </b>
            {": "}
            {need.assets.map((a) => (
              <span class={`chip ${a.inStar1 ? "" : "thin"}`}>
                <W t={view.termName("asset-kinds", a.id.slice(a.id.lastIndexOf("/") + 1))} />
                {!a.inStar1 && (
                  <>
                    {" — "}
                    <T k="beyond" />
                  </>
                )}
              </span>
            ))}
          </p>
          <Table
            caption="residual"
            total={left.length}
            head={[
              <Th k="now" mid />,
              <Th k="star1Case" mid />,
              <Th k="threat" />,
              <Th k="surface" />,
              <Th k="reason" />,
            ]}
            rows={left.slice(0, SHOWN_GROUPS).map((g) => (
              <tr>
                <td class="mid">
                  <Band b={g.band} />
                </td>
                <td class="mid">
                  <Band b={g.afterStar1} />
                </td>
                <td class="name">
                  <Ref view={view} id={g.id}>
                    <W t={view.termName("threats", g.threat)} />
                  </Ref>{" "}
                  <span class="note">
                    <W t={view.termName("asset-classes", g.assetClass)} />
                  </span>
                </td>
                <td>
                  <W t={view.termName("attack-surfaces", g.surface)} />
                </td>
                <td class="wide">
                  {g.star1.reasons.map((r, i) => (
                    <>
                      {i > 0 && " / "}
                      <W t={view.termName("reasons", r)} />
                    </>
                  ))}
                </td>
              </tr>
            ))}
          />
          {need.routes.length > 0 && (
            <ul class="route-list">
              {need.routes.slice(0, 2).map((id) => {
                const route = routes.get(id);
                return route && <RouteItem view={view} route={route} plain />;
              })}
            </ul>
          )}
          <Table
            caption="candidates"
            head={[
              <Th k="statement" />,
              <Th k="verification" />,
              <Th k="residual" num />,
              <Th k="progress" />,
            ]}
            rows={need.candidates.map((c) => (
              <tr id={c.id} class={c.status === "dropped" ? "drop" : undefined}>
                <td class="text">
                  <Ref view={view} id={c.requirement}>
                    <code class="id">{c.requirement.slice(c.requirement.lastIndexOf("/") + 1)}</code>
                  </Ref>{" "}
                  <W t={c.statement} />
                </td>
                <td class="wide">
                  {c.verification.map((v, i) => (
                    <>
                      {i > 0 && " / "}
                      <W t={view.termName("verifications", v)} />
                    </>
                  ))}
                </td>
                <td class="num">{c.groups.length}</td>
                <td class="nb">
                  <Status s={c.status} />
                </td>
              </tr>
            ))}
          />
          <Grounds view={view} need={need} />
        </>
      )}
      <Why view={view} id={need.id} because={need.because} />
    </details>
  );
}

export function Step6({ view }: { view: View }) {
  const types = view.inPriorityOrder(view.dossier.step6.types);
  const first = types.find((t) => t.need);
  return (
    <section>
      <h2 id="step6">
        <T k="step6" />
      </h2>
      <p class="note">
        <T k="operatorDecides" />
      </p>
      <h3>
        <T k="needHead" />
      </h3>
      {types.map((t) => (
        <Case view={view} need={t} open={t === first} />
      ))}
    </section>
  );
}
