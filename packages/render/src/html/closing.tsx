/** Decisions, warnings, and the annex of terms with their origin. */
import { ANNEX, TABLE_NAMES } from "../tables/closing.ts";
import { Basis, Ref, Status, T, Table, Th, type View, W } from "./view.tsx";

export function Decisions({ view }: { view: View }) {
  const { decisions } = view.dossier;
  return (
    <section>
      <h2 id="decisions">
        <T k="decisions" />
      </h2>
      {decisions.length === 0 ? (
        <p class="note">
          <T k="noDecisions" />
        </p>
      ) : (
        <Table
          head={[
            <Th k="target" />,
            <Th k="action" />,
            <Th k="reason" />,
            <Th k="by" />,
            <Th k="date" />,
            <Th k="state" />,
          ]}
          rows={decisions.map((d) => (
            <tr id={d.id}>
              <td class="name">
                <Ref view={view} id={d.target} />
              </td>
              <td class="nb">
                <W t={view.value("decisionAction", d.action)} />
              </td>
              <td class="text">
                <W t={d.reason} />
              </td>
              <td class="nb">{d.by}</td>
              <td class="nb">{d.date}</td>
              <td class="nb">
                <span class={`chip ${d.state === "applied" ? "yes" : "thin"}`}>
                  <Status s={d.state} />
                </span>
              </td>
            </tr>
          ))}
        />
      )}
    </section>
  );
}

export const Warnings = ({ view }: { view: View }) =>
  view.dossier.warnings.length === 0 ? null : (
    <section>
      <h2 id="warnings">
        <T k="warnings" />
      </h2>
      <Table
        head={[<Th k="item" />, <Th k="warnings" />, <Th k="mend" />]}
        total={view.dossier.warnings.length}
        rows={view.dossier.warnings.slice(0, 200).map((w) => (
          <tr>
            <td>
              <code class="id">{w.path}</code>
            </td>
            <td class="wide">
              <W t={w.message} />
            </td>
            <td class="wide">
              <W t={w.mend} />
            </td>
          </tr>
        ))}
      />
    </section>
  );

export function Annex({ view }: { view: View }) {
  return (
    <section>
      <h2 id="annex">
        <T k="annex" />
      </h2>
      <p class="note">
        <T k="annexNote" />
      </p>
      {ANNEX.filter((t) => view.dossier.terms[t]).map((table) => (
        <details class="block">
          <summary>
            <W t={TABLE_NAMES[table] ?? { ja: table, en: table }} /> (
            {Object.keys(view.dossier.terms[table] ?? {}).length})
          </summary>
          <Table
            head={[<Th k="id" />, <Th k="term" />, <Th k="origin" />]}
            rows={Object.entries(view.dossier.terms[table] ?? {}).map(([id, term]) => (
              <tr>
                <td class="nb">
                  <code class="id">{id}</code>
                </td>
                <td class="text">
                  <b>
                    <W t={term.name} />
                  </b>
                  {term.text && (
                    <div>
                      <W t={term.text} />
                    </div>
                  )}
                  {typeof term.more?.official === "string" && (
                    <div class="note">
                      <T k="official" />: <span lang="ja">{term.more.official}</span>
                    </div>
                  )}
                </td>
                <td class="wide">
                  <Basis view={view} term={term} />
                </td>
              </tr>
            ))}
          />
        </details>
      ))}
    </section>
  );
}
