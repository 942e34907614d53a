import type { ThreatGroup } from "@seiza/dossier";
import { M, STATUS } from "../messages.ts";
import { RoutesSection } from "./routes.tsx";
import { Considered, Score } from "./summary.tsx";
import { Band, MANY, Ref, ROWS, Status, T, Table, Th, type View, W, Why } from "./view.tsx";

function Sources({ view }: { view: View }) {
  return (
    <>
      <h3 id="sources">
        <T k="sources" />
      </h3>
      <Table
        head={[<Th k="sources" />, <Th k="startsAt" />, <Th k="inScope" />, <Th k="reason" />]}
        rows={view.dossier.step2.sources.map((s) => {
          const more = view.term("threat-sources", s.id.slice(3))?.more as
            | { startsAt?: { ja: string; en: string } }
            | undefined;
          return (
            <tr id={s.id}>
              <th scope="row">
                <code class="id">{s.id.slice(3)}</code>{" "}
                <W t={view.termName("threat-sources", s.id.slice(3))} />
              </th>
              <td>{more?.startsAt && <W t={more.startsAt} />}</td>
              <td class="nb">
                <span class={`chip ${s.inScope ? "yes" : "no"}`}>
                  <T k={s.inScope ? "inScope" : "outScope"} />
                </span>
              </td>
              <td>{s.reason && <W t={s.reason} />}</td>
            </tr>
          );
        })}
      />
    </>
  );
}

function Assets({ view }: { view: View }) {
  const { assets } = view.dossier.step2;
  const kinds = [...new Set(assets.map((a) => a.kind))].sort();
  const byType = new Map<string, Map<string, (typeof assets)[number]>>();
  for (const a of assets) {
    const row = byType.get(a.type) ?? new Map();
    byType.set(a.type, row.set(a.kind, a));
  }
  return (
    <>
      <h3 id="assets">
        <T k="assets" />
      </h3>
      <p class="note">
        <T k="assetsNote" />
      </p>
      <Table
        head={[
          <Th k="type" />,
          ...kinds.map((k) => (
            <th scope="col" class="mid" style="white-space:normal;min-width:6.5em">
              <W t={view.termName("asset-kinds", k)} />
              {view.term("asset-kinds", k)?.more?.inStar1 ? " ★" : ""}
            </th>
          )),
        ]}
        rows={[...byType].map(([type, row]) => (
          <tr>
            <th scope="row">
              <Ref view={view} id={type}>
                <W t={view.typeName(type)} />
              </Ref>
            </th>
            {kinds.map((k) => {
              const a = row.get(k);
              return (
                <td class="mid" id={a?.id}>
                  {a && (
                    <>
                      <Score n={a.importance} /> {a.importance}
                      {a.decided && "＊"}
                      {a.named.length > 0 && (
                        <div class="note">
                          {a.named.map((n, i) => (
                            <>
                              {i > 0 ? " / " : ""}
                              <W t={n.name} />
                            </>
                          ))}
                        </div>
                      )}
                    </>
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

const SORTABLE: Parameters<typeof Th>[0]["k"][] = ["band", "type", "surface", "threat", "asset", "levels"];

function GroupRow({ view, g }: { view: View; g: ThreatGroup }) {
  const { worst } = g;
  return (
    <tr
      id={g.id}
      data-type={g.type}
      data-band={g.band}
      data-surface={g.surface}
      data-status={g.status}
      class={g.status === "dropped" ? "drop" : undefined}
    >
      <td class="mid" data-v={g.band}>
        <Band b={g.band} />
      </td>
      <td class="name">
        <Ref view={view} id={g.type}>
          <W t={view.typeName(g.type)} />
        </Ref>
      </td>
      <td>
        <Ref view={view} id={`sf:${g.type.slice(3)}/${g.surface}`}>
          <W t={view.termName("attack-surfaces", g.surface)} />
        </Ref>
      </td>
      <td class="name">
        {g.stride.map((s) => (
          <span class="sym">{s}</span>
        ))}
        <W t={view.termName("threats", g.threat)} />
      </td>
      <td class="name">
        {g.assetKinds.map((k, i) => (
          <>
            {i > 0 ? " / " : ""}
            <Ref view={view} id={`at:${g.type.slice(3)}/${k}`}>
              <W t={view.termName("asset-kinds", k)} />
            </Ref>
          </>
        ))}
      </td>
      <td class="nb" data-v={worst.importance * worst.product}>
        {worst.importance} · {worst.threatLevel} · {worst.vulnerabilityLevel}
      </td>
      <td>
        {g.causes.map((c) => (
          <span class="chip">
            {String(view.term("causes", c)?.more?.mark ?? "")}
            <W t={view.termName("causes", c)} />
          </span>
        ))}
      </td>
      <td class="nb">{g.sources.map((s) => s.slice(3)).join(" ")}</td>
      <td>
        <Considered value={g.star1.considered} />
        <div class="note">
          {g.star1.reasons
            .filter((r) => !r.startsWith("star1-considers"))
            .map((r) => (
              <div>
                <W t={view.termName("reasons", r)} />
              </div>
            ))}
        </div>
      </td>
      <td class="nb">
        <Status s={g.status} />
      </td>
      <td class="num">{g.instances}</td>
      <td>
        <Why view={view} id={g.id} because={g.because} />
      </td>
    </tr>
  );
}

function Threats({ view }: { view: View }) {
  const groups = [...view.dossier.step2.threatGroups].sort((a, b) =>
    a.band < b.band
      ? -1
      : a.band > b.band
        ? 1
        : b.worst.importance * b.worst.product - a.worst.importance * a.worst.product ||
          (a.id < b.id ? -1 : 1),
  );
  const shown = groups.length > MANY ? view.dossier.step2.threatGroups.slice(0, ROWS) : groups;
  const select = (
    key: string,
    k: Parameters<typeof T>[0]["k"],
    values: [string, { ja: string; en: string }][],
  ) => (
    <label>
      <T k={k} />{" "}
      <select data-key={key}>
        <option value="" data-ja={M.all.ja} data-en={M.all.en}>
          {M.all.ja}
        </option>
        {values.map(([v, name]) => (
          <option value={v} data-ja={name.ja} data-en={name.en}>
            {name.ja}
          </option>
        ))}
      </select>
    </label>
  );
  const distinct = (pick: (g: ThreatGroup) => string) => [...new Set(groups.map(pick))].sort();
  return (
    <>
      <h3 id="threats">
        <T k="threats" />
      </h3>
      <p class="note">
        <T k="threatsNote" />
      </p>
      <div class="filters" role="search">
        <label>
          <T k="find" />{" "}
          <input
            id="f-text"
            type="search"
            placeholder={M.findPlaceholder.ja}
            data-ph-ja={M.findPlaceholder.ja}
            data-ph-en={M.findPlaceholder.en}
          />
        </label>
        {select(
          "band",
          "band",
          distinct((g) => g.band).map((b) => [b, { ja: b, en: b }]),
        )}
        {select(
          "type",
          "type",
          distinct((g) => g.type).map((t) => [t, view.typeName(t)]),
        )}
        {select(
          "surface",
          "surface",
          distinct((g) => g.surface).map((s) => [s, view.termName("attack-surfaces", s)]),
        )}
        {select(
          "status",
          "status",
          distinct((g) => g.status).map((s) => [s, STATUS[s] ?? { ja: s, en: s }]),
        )}
        <span>
          <output id="f-count">{shown.length}</output> <T k="shown" />
        </span>
      </div>
      <Table
        tall
        id="threat-table"
        total={groups.length}
        head={[
          ...SORTABLE.map((k) => (
            <th scope="col">
              <button type="button">
                <T k={k} />
              </button>
            </th>
          )),
          <Th k="cause" />,
          <Th k="sources" />,
          <Th k="star1" />,
          <Th k="status" />,
          <Th k="count" num />,
          <Th k="why" />,
        ]}
        rows={shown.map((g) => <GroupRow view={view} g={g} />)}
      />
    </>
  );
}

function Priorities({ view }: { view: View }) {
  const score = (n: number) => (
    <td class="nb">
      <Score n={n} /> {n}
    </td>
  );
  return (
    <>
      <h3 id="priorities">
        <T k="priorities" />
      </h3>
      <p class="note">
        <T k="prioritiesNote" />
      </p>
      <Table
        head={(
          [
            "rank",
            "priority",
            "type",
            "outage",
            "harm",
            "logical",
            "physical",
            "information",
            "imp",
            "like",
            "worst",
            "why",
          ] as const
        ).map((k) => <Th k={k} />)}
        rows={view.dossier.step2.priorities.map((p) => (
          <tr id={p.id}>
            <td class="num">{p.rank ?? <T k="notRanked" />}</td>
            <td class="nb">
              <b>{p.class}</b>
              {p.class !== p.derivedClass && ` ← ${p.derivedClass}`}
            </td>
            <th scope="row" class="name">
              <Ref view={view} id={p.type}>
                <W t={view.typeName(p.type)} />
              </Ref>
            </th>
            {score(p.scores.outage)}
            {score(p.scores.harm)}
            {score(p.scores.logical)}
            {score(p.scores.physical)}
            {score(p.scores.information)}
            <td class="num">{p.importance}</td>
            <td class="num">{p.likelihood}</td>
            <td>
              {p.worstBand && p.worstGroup && (
                <Ref view={view} id={p.worstGroup}>
                  <Band b={p.worstBand} />
                </Ref>
              )}
              {p.lifted && (
                <div class="note">
                  <T k="lifted" />
                </div>
              )}
            </td>
            <td>
              <Why view={view} id={p.id} because={p.because} />
            </td>
          </tr>
        ))}
      />
    </>
  );
}

export const Step2 = ({
  view,
  routed,
}: {
  view: View;
  /** Pictures with routes by configuration, Japanese and English. */
  routed: ReadonlyMap<string, readonly [string, string]>;
}) => (
  <section>
    <h2 id="step2">
      <T k="step2" />
    </h2>
    <Priorities view={view} />
    <Sources view={view} />
    <Assets view={view} />
    <Threats view={view} />
    <RoutesSection view={view} pictures={routed} />
  </section>
);
