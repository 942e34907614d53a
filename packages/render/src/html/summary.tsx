import { CONSIDERED } from "../messages.ts";
import { figuresOf, groupsOutside } from "../tables/figures.ts";
import { Band, Ref, T, Th, type View, W } from "./view.tsx";

const BANDS = ["A", "B", "C", "D", "E"] as const;
const PRODUCTS = [1, 2, 3, 4, 6, 9];
/** Product types shown on the first page. */
const FIRST = 8;

/** Five boxes' worth of a score from 0 to 3. */
export const Score = ({ n }: { n: number }) => (
  <span class="score" role="img" aria-label={`${n}/3`}>
    {[1, 2, 3].map((i) => (
      <i class={i <= n ? "on" : undefined} />
    ))}
  </span>
);

/** Number of single threats by importance (rows 3, 2, 1) and threat × vulnerability product, coloured by risk value. */
export function Heat({ view, cells }: { view: View; cells: readonly (readonly number[])[] }) {
  return (
    <table class="heat">
      <thead>
        <tr>
          <th scope="col">
            <T k="importance" />
          </th>
          {PRODUCTS.map((p) => (
            <th scope="col" class="mid">
              {p}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {cells.map((row, r) => (
          <tr>
            <th scope="row">{3 - r}</th>
            {row.map((n, c) => {
              const band = view.bandOf(3 - r, PRODUCTS[c] as number);
              return (
                <td class={`h${band}`}>
                  {band} {n}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Summary({ view }: { view: View }) {
  const { study, step2 } = view.dossier;
  const total = Math.max(
    1,
    BANDS.reduce((sum, b) => sum + step2.summary.groupBands[b], 0),
  );
  const outside = groupsOutside(view.dossier);
  const ranked = step2.priorities.filter((p) => p.rank !== undefined);
  const tile = (n: number, k: Parameters<typeof T>[0]["k"]) => (
    <div class="tile">
      <b>{n.toLocaleString("en")}</b>
      <span>
        <T k={k} />
      </span>
    </div>
  );
  return (
    <section>
      <h2 id="summary">
        <T k="summary" />
      </h2>
      {study.scope && (
        <p>
          <b>
            <T k="scope" />
          </b>
          {": "}
          <W t={study.scope} />
        </p>
      )}
      <div class="grid">
        <div class="card">
          <h3>
            <T k="riskDistribution" />
          </h3>
          <div
            class="bar"
            role="img"
            aria-label={BANDS.map((b) => `${b} ${step2.summary.groupBands[b]}`).join(", ")}
          >
            {BANDS.map((b) => (
              <span class={b} style={`flex:${step2.summary.groupBands[b] / total}`}>
                {step2.summary.groupBands[b] / total > 0.06 ? `${b} ${step2.summary.groupBands[b]}` : ""}
              </span>
            ))}
          </div>
          <p class="note">
            {BANDS.map((b) => (
              <>
                <Band b={b} /> {step2.summary.groupBands[b]}{" "}
              </>
            ))}
            {outside && <W t={outside} />}
          </p>
          <h3>
            <T k="heat" />
          </h3>
          <Heat view={view} cells={step2.summary.heat} />
          <p class="note">
            <T k="heatNote" />
          </p>
        </div>
        <div class="card">
          <h3>
            <T k="first" />
          </h3>
          <table>
            <thead>
              <tr>
                <Th k="rank" />
                <Th k="priority" />
                <Th k="type" />
                <Th k="imp" />
                <Th k="like" />
                <Th k="band" />
              </tr>
            </thead>
            <tbody>
              {ranked.slice(0, FIRST).map((p) => (
                <tr>
                  <td class="num">{p.rank}</td>
                  <td class="nb">{p.class}</td>
                  <td>
                    <Ref view={view} id={p.id}>
                      <W t={view.typeName(p.type)} />
                    </Ref>
                  </td>
                  <td class="nb">
                    <Score n={p.importance} />
                  </td>
                  <td class="nb">
                    <Score n={p.likelihood} />
                  </td>
                  <td>{p.worstBand && <Band b={p.worstBand} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <h3>
            <T k="figures" />
          </h3>
          <div class="tiles">{figuresOf(view.dossier).map(({ n, key }) => tile(n, key))}</div>
        </div>
      </div>
    </section>
  );
}

export const Considered = ({ value }: { value: string }) => (
  <span class={`chip ${value}`}>
    <W t={CONSIDERED[value] ?? { ja: value, en: value }} />
  </span>
);
