/** ③ Threats to each product type: matrix of assets and attack surfaces, with what ★1 considers. */
import { TextInput } from "@mantine/core";
import type { Dossier, ThreatGroup, TypeAnalysis } from "@seiza/dossier";
import { IconDevices, IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import common from "../i18n/messages/common.ts";
import words from "../i18n/messages/step3.ts";
import steps from "../i18n/messages/steps.ts";
import { useFormats } from "../i18n/words.ts";
import {
  BandChip,
  EmptyState,
  NoResult,
  NothingYet,
  Page,
  PageHead,
  Panel,
  WhyLink,
} from "../parts/index.ts";
import { useSearchValues } from "../parts/search-values.ts";
import { useGo } from "../shell/go.ts";
import { GroupDetail } from "../step2/group-detail.tsx";
import { BANDS, GroupStatus, Stride } from "../step2/marks.tsx";
import { PriorityClass } from "../step2/priorities.tsx";
import css2 from "../step2/step2.module.css";
import { matcher, useDossier } from "../step2/use-dossier.ts";
import { useArrived, useStudy } from "../study/context.tsx";
import css from "./step3.module.css";
import { Surfaces } from "./surfaces.tsx";

/** Types above which the chooser has a filter. */
const FILTER_FROM = 12;

export default function Step3() {
  const s = steps.useT();
  const c = common.useT();
  const isThere = useArrived((session) => session.analysis);
  return (
    <Page>
      <PageHead mark={c("mark.3")} title={c("step.3")} text={s("text.3")} />
      {isThere ? <Types /> : <NoResult />}
    </Page>
  );
}

/** Where an item lies: the address of its type, cell and group. */
function placeIn(dossier: Dossier, id: string): Record<string, string> | undefined {
  const [prefix, rest = ""] = [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)];
  const parts = rest.split("/");
  if (prefix === "tg") return { type: `pt:${parts[0]}`, cell: `${parts[1]}/${parts[3]}`, group: id };
  if (prefix === "sf") return { type: `pt:${parts[0]}` };
  if (prefix === "th") {
    const component = `co:${parts[0]}/${parts[1]}`;
    for (const configuration of dossier.step1.configurations) {
      const row = configuration.components.find((x) => x.id === component);
      if (row) return { type: row.type };
    }
  }
  return undefined;
}

function Types() {
  const t = words.useT();
  const { number } = useFormats();
  const studyId = useStudy((session) => session.id);
  const { dossier, index, name } = useDossier();
  const [search, setSearch] = useSearchValues();
  const selected = useStudy((session) => session.selection[0]);
  const { go } = useGo();
  const followed = useRef<string>(undefined);
  useEffect(() => {
    if (selected === undefined || followed.current === selected) return;
    followed.current = selected;
    const place = placeIn(dossier, selected);
    if (place) setSearch(place);
  }, [selected, dossier, setSearch]);
  const { types } = dossier.step3;
  const { priorities } = dossier.step2;
  const rows = useMemo(() => {
    const place = new Map(priorities.map((p, i) => [p.type, i]));
    const open = new Map<string, number>();
    for (const g of dossier.step2.threatGroups)
      if (g.status === "open" && g.band <= dossier.study.threshold)
        open.set(g.type, (open.get(g.type) ?? 0) + 1);
    return types
      .map((type) => ({
        type,
        priority: priorities.find((p) => p.type === type.type),
        open: open.get(type.type) ?? 0,
      }))
      .sort((a, b) => (place.get(a.type.type) ?? 1e9) - (place.get(b.type.type) ?? 1e9));
  }, [types, priorities, dossier]);
  const matches = matcher(search["tq"] ?? "");
  const chosen = rows.find((r) => r.type.type === search["type"]) ?? rows[0];
  if (!chosen)
    return <NothingYet icon={<IconDevices size={28} />} title={t("empty")} text={t("empty.text")} step={1} />;
  const row = index.types.get(chosen.type.type);
  return (
    <div className={css.host}>
      <div className={css.layout}>
        <nav className={css.chooser} aria-label={t("chooser")}>
          <p className={css2.kind}>{t("chooser.hint")}</p>
          {rows.length >= FILTER_FROM && (
            <TextInput
              aria-label={t("filter")}
              placeholder={t("filter")}
              leftSection={<IconSearch size={16} />}
              size="xs"
              value={search["tq"] ?? ""}
              onChange={(event) => setSearch({ tq: event.currentTarget.value })}
            />
          )}
          <ul>
            {rows
              .filter((r) => matches(name(r.type.type)))
              .map((r) => (
                <li key={r.type.type}>
                  <button
                    type="button"
                    className={css.type}
                    aria-current={r === chosen ? "true" : undefined}
                    onClick={() =>
                      setSearch({ type: r.type.type, cell: undefined, group: undefined }, { push: true })
                    }
                  >
                    {r.priority && <PriorityClass of={r.priority.class} />}
                    <span className={css.typeName}>
                      {name(r.type.type)}
                      <small>
                        {t("chooser.groups", { count: number(r.open) })}
                        {r.priority && !r.priority.labelCapable && ` · ${t("chooser.outside")}`}
                      </small>
                    </span>
                    {r.priority?.worstBand && <BandChip band={r.priority.worstBand} />}
                  </button>
                </li>
              ))}
          </ul>
        </nav>
        <div className={css2.stack}>
          <div className={css.head}>
            <div>
              <h2>{name(chosen.type.type)}</h2>
              {row && (
                <p className={css2.kind}>
                  {t("summary", { components: number(row.components), units: number(row.units) })}
                </p>
              )}
            </div>
            <div className={css2.links}>
              <Link to="/studies/$id/risks" params={{ id: studyId }} search={{ tab: "priorities" } as never}>
                {t("toPriority")}
              </Link>
              <Link
                to="/studies/$id/requirements"
                params={{ id: studyId }}
                search={{ type: chosen.type.type } as never}
              >
                {t("toRequirements")}
              </Link>
              <button type="button" className={css.link} onClick={() => go(chosen.type.type)}>
                {t("toSystem")}
              </button>
            </div>
          </div>
          <Matrix key={chosen.type.type} type={chosen.type} />
          <Surfaces type={chosen.type} />
        </div>
      </div>
    </div>
  );
}

type Cell = TypeAnalysis["cells"][number];
const keyOf = (cell: Cell) => `${cell.surface}/${cell.assetClass}`;

function Matrix({ type }: { type: TypeAnalysis }) {
  const t = words.useT();
  const { index, word } = useDossier();
  const [search, setSearch] = useSearchValues();
  const surfaces = type.surfaces.map((s) => s.surface);
  const classes = [...new Set(type.cells.map((cell) => cell.assetClass))].sort();
  const chosen = type.cells.find((cell) => keyOf(cell) === search["cell"]);
  const groupsOf = (cell: Cell) =>
    cell.groups.map((id) => index.groups.get(id)).filter((g) => g !== undefined);
  if (surfaces.length === 0 || classes.length === 0)
    return <EmptyState title={t("matrix.none")} text={t("matrix.none.text")} />;
  return (
    <Panel title={t("matrix.title")}>
      <p className={css2.note}>{t("matrix.text")}</p>
      <ul className={css.legend} aria-label={t("legend")}>
        {(["yes", "partly", "no"] as const).map((value) => (
          <li key={value}>
            <span className={css.swatch} data-star1={value} aria-hidden="true">
              {t(`star1.${value}.mark`)}
            </span>
            {t(`star1.${value}`)}
          </li>
        ))}
      </ul>
      <div className={css.matrixScroll}>
        <table className={css.matrix}>
          <caption className={css2.unseen}>{t("matrix.title")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("matrix.asset")}</th>
              {surfaces.map((surface) => (
                <th key={surface} scope="col">
                  {word("attack-surfaces", surface)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map((assetClass) => (
              <tr key={assetClass}>
                <th scope="row">{word("asset-classes", assetClass)}</th>
                {surfaces.map((surface) => {
                  const cell = type.cells.find((x) => x.surface === surface && x.assetClass === assetClass);
                  if (!cell)
                    return (
                      <td key={surface}>
                        <span className={css.nothing}>{t("matrix.empty")}</span>
                      </td>
                    );
                  const groups = groupsOf(cell);
                  const bands = BANDS.map((band) => ({
                    band,
                    count: groups.filter((g) => g.band === band).length,
                  })).filter((x) => x.count > 0);
                  const stride = "STRIDE".split("").filter((x) => groups.some((g) => g.stride.includes(x)));
                  return (
                    <td key={surface}>
                      <button
                        type="button"
                        className={css.cell}
                        data-star1={cell.star1}
                        aria-pressed={cell === chosen}
                        aria-label={t("matrix.cell", {
                          asset: word("asset-classes", assetClass),
                          surface: word("attack-surfaces", surface),
                          count: groups.length,
                          band: bands[0]?.band ?? "–",
                          star1: t(`star1.${cell.star1}`),
                        })}
                        onClick={() =>
                          setSearch(
                            { cell: cell === chosen ? undefined : keyOf(cell), group: undefined },
                            { push: true },
                          )
                        }
                      >
                        <span className={css.cellBands}>
                          {bands.map((x) => (
                            <span key={x.band}>
                              <BandChip band={x.band} />
                              {x.count}
                            </span>
                          ))}
                        </span>
                        <span className={css.cellFoot}>
                          <span>{stride.join("\u2009")}</span>
                          <span className={css.mark}>★1 {t(`star1.${cell.star1}.mark`)}</span>
                        </span>
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {chosen ? (
        <CellView cell={chosen} groups={groupsOf(chosen)} />
      ) : (
        <p className={css2.note}>{t("cell.choose")}</p>
      )}
    </Panel>
  );
}

function CellView({ cell, groups }: { cell: Cell; groups: ThreatGroup[] }) {
  const t = words.useT();
  const { number } = useFormats();
  const { word } = useDossier();
  const [search, setSearch] = useSearchValues();
  const head = useRef<HTMLHeadingElement>(null);
  const [shownKey] = useState(() => keyOf(cell));
  useEffect(() => {
    // Only what was just chosen is brought into view, not what the address named at first.
    if (shownKey !== keyOf(cell)) head.current?.scrollIntoView({ block: "nearest" });
  }, [cell, shownKey]);
  const rows = [...groups].sort((a, b) =>
    a.band < b.band ? -1 : a.band > b.band ? 1 : a.id < b.id ? -1 : 1,
  );
  const chosen = rows.find((g) => g.id === search["group"]);
  return (
    <section className={css.cellView} aria-labelledby="cell-title">
      <div className={css.cellHead}>
        <h3 ref={head} id="cell-title">
          {t("cell.title", {
            asset: word("asset-classes", cell.assetClass),
            surface: word("attack-surfaces", cell.surface),
          })}
        </h3>
        <span className={css.badge} data-star1={cell.star1}>
          {t(`star1.${cell.star1}.mark`)} {t(`star1.${cell.star1}`)}
        </span>
      </div>
      <div className={css2.splitHost}>
        <div className={css2.split} data-open={chosen !== undefined || undefined}>
          <div className={css2.scroll} style={{ alignSelf: "start" }}>
            <table className={css2.table}>
              <thead>
                <tr>
                  <th scope="col" className={css2.mid}>
                    {t("cell.band")}
                  </th>
                  <th scope="col" className={css2.mid}>
                    {t("cell.after")}
                  </th>
                  <th scope="col">{t("cell.threat")}</th>
                  <th scope="col">{t("cell.star1")}</th>
                  <th scope="col">{t("cell.status")}</th>
                  <th scope="col" className={css2.num}>
                    {t("cell.count")}
                  </th>
                  <th scope="col">{t("why")}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((g) => (
                  <tr key={g.id} data-chosen={g === chosen || undefined}>
                    <td className={css2.mid}>
                      <BandChip band={g.band} />
                    </td>
                    <td className={css2.mid}>
                      <BandChip band={g.afterStar1} />
                    </td>
                    <th scope="row">
                      <button
                        type="button"
                        className={css.link}
                        aria-label={t("cell.open", { name: word("threats", g.threat) })}
                        aria-expanded={g === chosen}
                        onClick={() => setSearch({ group: g === chosen ? undefined : g.id })}
                      >
                        {word("threats", g.threat)}
                      </button>
                      <Stride of={g.stride} />
                    </th>
                    <td>
                      <span title={g.star1.reasons.map((r) => word("reasons", r)).join(" / ")}>
                        {t(`star1.${g.star1.considered}.mark`)} {t(`star1.${g.star1.considered}`)}
                      </span>
                    </td>
                    <td>
                      <GroupStatus status={g.status} />
                    </td>
                    <td className={css2.num}>{number(g.instances)}</td>
                    <td>
                      <WhyLink id={g.id} name={word("threats", g.threat)} compact />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {chosen && <GroupDetail group={chosen} onClose={() => setSearch({ group: undefined })} />}
        </div>
      </div>
    </section>
  );
}
