import type { Requirement, SiteCondition, Treatment } from "@seiza/dossier";
import { Band, Ref, Status, T, Table, Th, type View, W, Why } from "./view.tsx";

function Meter({ treatment }: { treatment: Treatment }) {
  const now = treatment.present.length;
  const plan = treatment.planned.length;
  const boxes = Math.max(treatment.wanted, now + plan);
  return (
    <span class="meter" role="img" aria-label={`${now}+${plan}/${treatment.wanted}`}>
      {Array.from({ length: boxes }, (_, i) => (
        <i class={i < now ? "now" : i < now + plan ? "plan" : "miss"} />
      ))}
    </span>
  );
}

function Requirements({ view, rows }: { view: View; rows: Requirement[] }) {
  if (rows.length === 0)
    return (
      <p class="note">
        <T k="noRequirements" />
      </p>
    );
  return (
    <Table
      caption="requirementsHead"
      head={[
        <Th k="no_" num />,
        <Th k="statement" />,
        <Th k="level" />,
        <Th k="link" />,
        <Th k="threat" />,
        <Th k="verification" />,
        <Th k="status" />,
        <Th k="why" />,
      ]}
      rows={rows.map((r) => (
        <tr id={r.id} class={r.status === "dropped" ? "drop" : undefined}>
          <td class="num">{r.no}</td>
          <td class="text">
            {r.countermeasure && (
              <b>
                <W t={view.termName("countermeasures", r.countermeasure)} />
                <br />
              </b>
            )}
            <W t={r.statement} />
            <br />
            <code class="id">{r.id}</code>
          </td>
          <td class="mid">
            <Band b={r.level} />
          </td>
          <td>
            <span
              class={`chip ${r.star1.relation === "same" ? "yes" : r.star1.relation === "stricter" ? "partly" : "no"}`}
            >
              <T k={r.star1.relation} />
            </span>
            <div class="note">
              {r.star1.requirements.map((x) => (
                <div title={view.termName("star1-requirements", x).ja}>{x}</div>
              ))}
              {r.star1.criteria.map((x) => (
                <div title={view.termName("star1-criteria", x).ja}>{x}</div>
              ))}
            </div>
          </td>
          <td class="name">
            {[...new Set(r.groups.map((g) => g.split("/")[2] ?? ""))].map((t, i) => (
              <>
                {i > 0 ? " / " : ""}
                <Ref view={view} id={r.groups.find((g) => g.split("/")[2] === t) ?? ""}>
                  <W t={view.termName("threats", t)} />
                </Ref>
              </>
            ))}
          </td>
          <td class="name">
            {r.verification.map((v, i) => (
              <>
                {i > 0 ? " / " : ""}
                <W t={view.termName("verifications", v)} />
              </>
            ))}
          </td>
          <td class="nb">
            <Status s={r.status} />
          </td>
          <td>
            <Why view={view} id={r.id} because={r.because} />
          </td>
        </tr>
      ))}
    />
  );
}

const Conditions = ({ view, rows }: { view: View; rows: SiteCondition[] }) =>
  rows.length === 0 ? null : (
    <Table
      caption="conditionsHead"
      head={[<Th k="no_" num />, <Th k="condition" />, <Th k="level" />, <Th k="status" />, <Th k="why" />]}
      rows={rows.map((r) => (
        <tr id={r.id} class={r.status === "dropped" ? "drop" : undefined}>
          <td class="num">{r.no}</td>
          <td class="text">
            <b>
              <W t={view.termName("countermeasures", r.countermeasure)} />
            </b>
            <br />
            <W t={r.statement} />
          </td>
          <td class="mid">
            <Band b={r.level} />
          </td>
          <td class="nb">
            <Status s={r.status} />
          </td>
          <td>
            <Why view={view} id={r.id} because={r.because} />
          </td>
        </tr>
      ))}
    />
  );

function Defence({ view, type }: { view: View; type: string }) {
  const groups = new Map(view.dossier.step2.threatGroups.map((g) => [g.id, g]));
  const rows = view.dossier.step4.treatments.filter((t) => {
    const g = groups.get(t.group);
    return g?.type === type && g.status === "open" && (g.band === "A" || g.band === "B");
  });
  if (rows.length === 0) return null;
  const layerNames = (ids: string[]) =>
    ids.map((l, i) => (
      <>
        {i > 0 ? "・" : ""}
        <W t={view.termName("layers", l)} />
      </>
    ));
  return (
    <>
      <h4>
        <T k="defence" />
      </h4>
      <p class="note">
        <T k="defenceNote" />
      </p>
      <Table
        tall
        head={[
          <Th k="band" />,
          <Th k="threat" />,
          <Th k="surface" />,
          <Th k="layers" />,
          <Th k="present" />,
          <Th k="planned" />,
          <Th k="countermeasures" />,
        ]}
        rows={rows
          .sort((a, b) => ((groups.get(a.group)?.band ?? "E") < (groups.get(b.group)?.band ?? "E") ? -1 : 1))
          .map((t) => {
            const g = groups.get(t.group);
            return (
              <tr>
                <td class="mid">{g && <Band b={g.band} />}</td>
                <td class="name">
                  <Ref view={view} id={t.group}>
                    <W t={view.termName("threats", g?.threat ?? "")} />
                  </Ref>{" "}
                  <span class="note">
                    <W t={view.termName("asset-classes", g?.assetClass ?? "")} />
                  </span>
                </td>
                <td>
                  <W t={view.termName("attack-surfaces", g?.surface ?? "")} />
                </td>
                <td class="nb">
                  <Meter treatment={t} />
                  {t.thin && (
                    <span class="chip thin">
                      <T k="thinMark" />
                    </span>
                  )}
                  {!t.thin && t.shortfall > 0 && (
                    <span class="chip thin">
                      <T k="short" /> {t.shortfall}
                    </span>
                  )}
                </td>
                <td>{layerNames(t.present)}</td>
                <td>{layerNames(t.planned)}</td>
                <td>
                  {t.countermeasures.map((c, i) => (
                    <>
                      {i > 0 ? " / " : ""}
                      <Ref view={view} id={`ch:${type.slice(3)}/${c}`}>
                        <W t={view.termName("countermeasures", c)} />
                      </Ref>
                    </>
                  ))}
                </td>
              </tr>
            );
          })}
      />
    </>
  );
}

export function Step4({ view }: { view: View }) {
  const { step3, step4 } = view.dossier;
  return (
    <section>
      <h2 id="step4">
        <T k="step4" />
      </h2>
      {view.inPriorityOrder(step3.types).map((t, i) => {
        const choices = step4.choices.filter((c) => c.type === t.type);
        return (
          <details class="block" open={i < 2}>
            <summary>
              <W t={view.typeName(t.type)} />
            </summary>
            <Requirements
              view={view}
              rows={step4.requirements.filter((r) => r.type === t.type).sort((a, b) => a.no - b.no)}
            />
            <Conditions
              view={view}
              rows={step4.siteConditions.filter((r) => r.type === t.type).sort((a, b) => a.no - b.no)}
            />
            <h4>
              <T k="countermeasures" />
            </h4>
            <p>
              {choices.map((c) => (
                <span
                  id={c.id}
                  class={`chip ${c.status === "in-place" ? "yes" : c.status === "dropped" ? "no" : "partly"}`}
                >
                  <code class="id">{c.countermeasure}</code>{" "}
                  <W t={view.termName("countermeasures", c.countermeasure)} /> — <Status s={c.status} />
                </span>
              ))}
            </p>
            <Defence view={view} type={t.type} />
          </details>
        );
      })}
    </section>
  );
}
