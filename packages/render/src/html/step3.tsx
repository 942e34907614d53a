import type { TypeAnalysis } from "@seiza/dossier";
import { Band, Ref, T, Table, Th, type View, W, Why } from "./view.tsx";

/** Ways in named one by one; the rest is counted. */
const WAYS = 12;

function Cells({ view, type }: { view: View; type: TypeAnalysis }) {
  const groups = new Map(view.dossier.step2.threatGroups.map((g) => [g.id, g]));
  const surfaces = type.surfaces.map((s) => s.surface);
  const classes = [...new Set(type.cells.map((c) => c.assetClass))].sort();
  return (
    <Table
      class="matrix"
      head={[
        <Th k="asset" />,
        ...surfaces.map((s) => (
          <th scope="col">
            <W t={view.termName("attack-surfaces", s)} />
          </th>
        )),
      ]}
      rows={classes.map((assetClass) => (
        <tr>
          <th scope="row">
            <W t={view.termName("asset-classes", assetClass)} />
          </th>
          {surfaces.map((surface) => {
            const cell = type.cells.find((c) => c.surface === surface && c.assetClass === assetClass);
            return (
              <td class={cell ? `c${cell.star1}` : undefined}>
                {cell?.groups.map((id) => {
                  const g = groups.get(id);
                  return (
                    g && (
                      <span class="row">
                        <Band b={g.band} />{" "}
                        {g.stride.map((s) => (
                          <span class="sym">{s}</span>
                        ))}
                        <Ref view={view} id={id}>
                          <W t={view.termName("threats", g.threat)} />
                        </Ref>
                      </span>
                    )
                  );
                })}
              </td>
            );
          })}
        </tr>
      ))}
    />
  );
}

function TypeSection({ view, type, open }: { view: View; type: TypeAnalysis; open: boolean }) {
  const priority = view.dossier.step2.priorities.find((p) => p.type === type.type);
  return (
    <details class="block" open={open}>
      <summary>
        {priority && `${priority.class} `}
        <W t={view.typeName(type.type)} />
      </summary>
      <Table
        caption="surfaces"
        head={[<Th k="surface" />, <Th k="star1" />, <Th k="reach" />, <Th k="wayIn" />, <Th k="why" />]}
        rows={type.surfaces.map((s) => (
          <tr id={s.id}>
            <th scope="row">
              <W t={view.termName("attack-surfaces", s.surface)} />
              {s.points.length > 0 && (
                <div class="note">
                  {s.points.map((p, i) => {
                    const point = (
                      view.term("attack-surfaces", s.surface)?.more?.points as
                        | { id: string; name: { ja: string; en: string } }[]
                        | undefined
                    )?.find((x) => x.id === p);
                    return (
                      <>
                        {i > 0 ? " / " : ""}
                        <W t={point?.name ?? { ja: p, en: p }} />
                      </>
                    );
                  })}
                </div>
              )}
            </th>
            <td class="nb">
              <span class={`chip ${s.inStar1 ? "yes" : "no"}`}>
                <T k={s.inStar1 ? "yes" : "no"} />
              </span>
            </td>
            <td>
              <W t={view.value("reach", s.reach)} />
            </td>
            <td class="wide">
              {s.interfaces.slice(0, WAYS).map((id, i) => {
                const [component = "", face = ""] = [
                  id.slice(3, id.lastIndexOf(".")),
                  id.slice(id.lastIndexOf(".") + 1),
                ];
                return (
                  <>
                    {i > 0 ? ", " : ""}
                    <Ref view={view} id={id}>
                      <W t={view.names.get(`co:${component}`) ?? { ja: component, en: component }} />{" "}
                      {face === "@body" ? <T k="wayBody" /> : <code class="id">{face}</code>}
                    </Ref>
                  </>
                );
              })}
              {s.interfaces.length > WAYS && ` +${s.interfaces.length - WAYS}`}
            </td>
            <td>
              <Why view={view} id={s.id} because={s.because} />
            </td>
          </tr>
        ))}
      />
      <h4>
        <T k="cells" />
      </h4>
      <p class="note">
        <T k="cellsNote" />
      </p>
      <Cells view={view} type={type} />
    </details>
  );
}

export function Step3({ view }: { view: View }) {
  const types = view.inPriorityOrder(view.dossier.step3.types);
  return (
    <section>
      <h2 id="step3">
        <T k="step3" />
      </h2>
      {types.map((t, i) => (
        <TypeSection view={view} type={t} open={i < 2} />
      ))}
    </section>
  );
}
