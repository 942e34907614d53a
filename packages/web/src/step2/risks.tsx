/** Heat map and the threat groups behind it. */
import { Button, SegmentedControl, Select, TextInput } from "@mantine/core";
import type { ThreatGroup } from "@seiza/dossier";
import { IconFilterOff, IconSearch, IconTopologyStar3, IconX } from "@tabler/icons-react";
import { useMemo } from "react";
import words from "../i18n/messages/step2.ts";
import { useFormats } from "../i18n/words.ts";
import {
  BandChip,
  type Column,
  EmptyState,
  NothingYet,
  Panel,
  VirtualTable,
  WhyLink,
} from "../parts/index.ts";
import { useSearchValues } from "../parts/search-values.ts";
import { GroupDetail } from "./group-detail.tsx";
import { type Case, HeatMap } from "./heat-map.tsx";
import { BANDS, GroupStatus, STATUSES, Stride } from "./marks.tsx";
import css from "./step2.module.css";
import { matcher, useDossier } from "./use-dossier.ts";

export const worstFirst = (a: ThreatGroup, b: ThreatGroup) =>
  a.band < b.band
    ? -1
    : a.band > b.band
      ? 1
      : b.worst.importance * b.worst.product - a.worst.importance * a.worst.product || (a.id < b.id ? -1 : 1);

export function Risks() {
  const t = words.useT();
  const { number } = useFormats();
  const { dossier, index, name, word } = useDossier();
  const [search, setSearch] = useSearchValues();
  const { summary, threatGroups } = dossier.step2;
  const outside = threatGroups.filter((g) => g.status === "not-applicable" || g.status === "dropped").length;
  const view: Case = search["case"] === "star1" ? "star1" : "now";
  const cell = search["cell"];
  const groups = useMemo(() => [...threatGroups].sort(worstFirst), [threatGroups]);
  const shown = useMemo(() => {
    const matches = matcher(search["q"] ?? "");
    const [importance, product] = (search["cell"] ?? "").split("x").map(Number);
    return groups.filter(
      (g) =>
        (search["band"] === undefined || g.band === search["band"]) &&
        (search["after"] === undefined ||
          (g.afterStar1 === search["after"] && g.status !== "dropped" && g.status !== "not-applicable")) &&
        (search["type"] === undefined || g.type === search["type"]) &&
        (search["surface"] === undefined || g.surface === search["surface"]) &&
        (search["status"] === undefined || g.status === search["status"]) &&
        (search["cell"] === undefined ||
          (g.worst.importance === importance &&
            g.worst.product === product &&
            g.status !== "dropped" &&
            g.status !== "not-applicable")) &&
        (search["q"] === undefined ||
          matches(
            [
              name(g.type),
              word("attack-surfaces", g.surface),
              word("threats", g.threat),
              word("asset-classes", g.assetClass),
              ...g.causes.map((cause) => word("causes", cause)),
              g.id,
            ].join(" "),
          )),
    );
  }, [groups, search, name, word]);
  const columns = useMemo(
    (): Column<ThreatGroup>[] => [
      {
        key: "band",
        title: t("col.band"),
        width: "100px",
        align: "center",
        sort: (g) => `${g.band}${9 - g.worst.importance}${9 - g.worst.product}`,
        cell: (g) => <BandChip band={g.band} />,
      },
      {
        key: "star1",
        title: t("col.star1"),
        width: "92px",
        align: "center",
        sort: (g) => g.afterStar1,
        cell: (g) => <BandChip band={g.afterStar1} />,
      },
      {
        key: "type",
        title: t("col.type"),
        width: "minmax(120px, 1.1fr)",
        sort: (g) => name(g.type),
        cell: (g) => name(g.type),
      },
      {
        key: "surface",
        title: t("col.surface"),
        width: "minmax(132px, 1fr)",
        sort: (g) => g.surface,
        cell: (g) => word("attack-surfaces", g.surface),
      },
      {
        key: "threat",
        title: t("col.threat"),
        width: "minmax(170px, 1.6fr)",
        sort: (g) => g.threat,
        cell: (g) => (
          <>
            {word("threats", g.threat)} <Stride of={g.stride} />
          </>
        ),
      },
      {
        key: "asset",
        title: t("col.asset"),
        width: "minmax(104px, 0.8fr)",
        sort: (g) => g.assetClass,
        cell: (g) => word("asset-classes", g.assetClass),
      },
      {
        key: "levels",
        title: t("col.levels"),
        width: "150px",
        align: "center",
        sort: (g) => g.worst.importance * g.worst.product,
        cell: (g) => (
          <span className={css.levels}>
            {g.worst.importance} · {g.worst.threatLevel} · {g.worst.vulnerabilityLevel}
          </span>
        ),
      },
      {
        key: "count",
        title: t("col.count"),
        width: "72px",
        align: "right",
        sort: (g) => g.instances,
        cell: (g) => number(g.instances),
      },
      {
        key: "status",
        title: t("col.status"),
        width: "124px",
        sort: (g) => STATUSES.indexOf(g.status),
        cell: (g) => <GroupStatus status={g.status} />,
      },
      {
        key: "why",
        title: t("col.why"),
        width: "60px",
        align: "center",
        cell: (g) => <WhyLink id={g.id} name={word("threats", g.threat)} compact />,
      },
    ],
    [t, name, word, number],
  );
  const compact = useMemo(() => columns.filter((c) => !SPREAD.has(c.key)), [columns]);
  const chosen = search["group"] === undefined ? undefined : index.groups.get(search["group"]);
  const options = (ids: readonly string[], said: (id: string) => string) =>
    [...new Set(ids)].map((value) => ({ value, label: said(value) })).sort(byLabel);
  const isFiltered = ["band", "after", "type", "surface", "status", "cell", "q"].some(
    (key) => search[key] !== undefined,
  );
  const clear = () =>
    setSearch({
      band: undefined,
      after: undefined,
      type: undefined,
      surface: undefined,
      status: undefined,
      cell: undefined,
      q: undefined,
    });

  if (groups.length === 0)
    return (
      <NothingYet
        icon={<IconTopologyStar3 size={28} />}
        title={t("groups.empty")}
        text={t("groups.empty.text")}
        step={1}
      />
    );
  return (
    <div className={css.stack}>
      <div className={css.top}>
        <Panel
          title={t("heat.title")}
          actions={
            <SegmentedControl
              size="xs"
              aria-label={t("case.label")}
              value={view}
              onChange={(next) =>
                setSearch({ case: next === "star1" ? next : undefined, cell: undefined, after: undefined })
              }
              data={[
                { value: "now", label: t("case.now") },
                { value: "star1", label: t("case.star1") },
              ]}
            />
          }
        >
          <HeatMap
            dossier={dossier}
            view={view}
            chosen={view === "now" ? cell : search["after"]}
            onChoose={(importance, product, band) => {
              if (view === "now") {
                const next = `${importance}x${product}`;
                setSearch({ cell: next === cell ? undefined : next, after: undefined }, { push: true });
              } else
                setSearch(
                  { after: band === search["after"] ? undefined : band, cell: undefined },
                  { push: true },
                );
            }}
          />
          <p className={css.note}>{t(view === "now" ? "heat.text" : "heat.text.star1")}</p>
          <span className={css.unseen} role="status">
            {t("dist.announce", { case: t(`case.${view}`) })}
          </span>
        </Panel>
        <Panel title={t("dist.title")}>
          <Distribution
            now={summary.groupBands}
            star1={summary.groupBandsStar1}
            view={view}
            threshold={dossier.study.threshold}
          />
          <p className={css.note}>
            {t("dist.instances", { count: summary.instances, shown: number(summary.instances) })}
            {" / "}
            {t(outside > 0 ? "dist.groups.outside" : "dist.groups", {
              shown: number(summary.groups),
              outside: number(outside),
            })}
          </p>
        </Panel>
      </div>
      <section aria-label={t("groups.title")} className={css.stack}>
        <div className={css.sectionHead}>
          <h2>{t("groups.title")}</h2>
          <p className={css.note}>{t("groups.text")}</p>
        </div>
        <div className={css.filters} role="search">
          <TextInput
            aria-label={t("find")}
            placeholder={t("find")}
            leftSection={<IconSearch size={16} />}
            value={search["q"] ?? ""}
            onChange={(event) => setSearch({ q: event.currentTarget.value })}
            className={css.find}
          />
          <Select
            aria-label={t("filter.band")}
            placeholder={t("filter.band")}
            clearable
            w={120}
            data={BANDS.map((band) => ({ value: band, label: band }))}
            value={search["band"] ?? null}
            onChange={(value) => setSearch({ band: value ?? undefined })}
          />
          <Select
            aria-label={t("filter.type")}
            placeholder={t("filter.type")}
            clearable
            searchable
            w={200}
            data={options(
              groups.map((g) => g.type),
              name,
            )}
            value={search["type"] ?? null}
            onChange={(value) => setSearch({ type: value ?? undefined })}
          />
          <Select
            aria-label={t("filter.surface")}
            placeholder={t("filter.surface")}
            clearable
            w={190}
            data={options(
              groups.map((g) => g.surface),
              (id) => word("attack-surfaces", id),
            )}
            value={search["surface"] ?? null}
            onChange={(value) => setSearch({ surface: value ?? undefined })}
          />
          <Select
            aria-label={t("filter.status")}
            placeholder={t("filter.status")}
            clearable
            w={170}
            data={STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) }))}
            value={search["status"] ?? null}
            onChange={(value) => setSearch({ status: value ?? undefined })}
          />
          {cell !== undefined && (
            <Chip
              label={t("filter.cell", {
                importance: cell.split("x")[0] ?? "",
                product: cell.split("x")[1] ?? "",
              })}
              clear={t("clear")}
              onClear={() => setSearch({ cell: undefined })}
            />
          )}
          {search["after"] !== undefined && (
            <Chip
              label={t("filter.star1", { band: search["after"] })}
              clear={t("clear")}
              onClear={() => setSearch({ after: undefined })}
            />
          )}
          <span className={css.grow} />
          <span className={css.count} role="status">
            {t("groups.count", { all: number(groups.length), shown: number(shown.length) })}
          </span>
          {isFiltered && (
            <Button
              variant="subtle"
              size="xs"
              leftSection={<IconFilterOff size={15} aria-hidden="true" />}
              onClick={clear}
            >
              {t("clear")}
            </Button>
          )}
        </div>
        <div className={css.splitHost}>
          <div className={css.split} data-open={chosen !== undefined || undefined}>
            <VirtualTable
              rows={shown}
              columns={chosen ? compact : columns}
              rowKey={keyOf}
              label={t("groups.title")}
              height="min(66vh, 720px)"
              onRow={(g) => setSearch({ group: g.id === chosen?.id ? undefined : g.id })}
              isSelected={(g) => g.id === chosen?.id}
              {...(chosen ? { scrollTo: chosen.id } : {})}
              empty={<EmptyState title={t("groups.none")} text={t("groups.none.text")} />}
            />
            {chosen && <GroupDetail group={chosen} onClose={() => setSearch({ group: undefined })} />}
          </div>
        </div>
        {!chosen && <p className={css.note}>{t("select")}</p>}
      </section>
    </div>
  );
}

/** Columns that make room for the details of a chosen row. */
const SPREAD = new Set(["asset", "levels", "count", "why"]);
const keyOf = (g: ThreatGroup) => g.id;
const byLabel = (a: { label: string }, b: { label: string }) => (a.label < b.label ? -1 : 1);

function Chip({ label, clear, onClear }: { label: string; clear: string; onClear: () => void }) {
  return (
    <span className={css.chip}>
      {label}
      <button type="button" aria-label={clear} title={clear} onClick={onClear}>
        <IconX size={13} aria-hidden="true" />
      </button>
    </span>
  );
}

type Bands = Record<(typeof BANDS)[number], number>;
function Distribution({
  now,
  star1,
  view,
  threshold,
}: {
  now: Bands;
  star1: Bands;
  view: Case;
  threshold: string;
}) {
  const t = words.useT();
  const { number } = useFormats();
  const most = Math.max(1, ...BANDS.flatMap((band) => [now[band], star1[band]]));
  const rows: [Case, Bands][] = [
    ["now", now],
    ["star1", star1],
  ];
  return (
    <>
      <div className={css.bars}>
        {BANDS.map((band) => (
          <div key={band} className={css.bandRow}>
            <BandChip band={band} />
            <div>
              {rows.map(([key, bands]) => (
                <div key={key} className={css.barLine} data-dim={key !== view || undefined}>
                  <span className={css.barTrack}>
                    <span data-band={band} style={{ width: `${(100 * bands[band]) / most}%` }} />
                  </span>
                  <span className={css.barNumber}>{number(bands[band])}</span>
                  <span className={css.barCase}>{t(key)}</span>
                </div>
              ))}
            </div>
          </div>
        ))}
      </div>
      <p className={css.note}>{t("dist.threshold", { band: threshold })}</p>
    </>
  );
}
