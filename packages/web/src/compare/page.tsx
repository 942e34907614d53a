/** Compare: what changed in the system, and what that changed in its consequences. */
import { ActionIcon, Alert, Loader, Select } from "@mantine/core";
import type { DossierComparison } from "@seiza/dossier";
import { IconArrowsDiff, IconSwitchHorizontal } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../api/client.ts";
import words from "../i18n/messages/compare.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { BandChip, EmptyState, Page, PageHead, Panel } from "../parts/index.ts";
import { useSearchValues } from "../parts/search-values.ts";
import { Failure } from "../shell/error-page.tsx";
import { useStudy } from "../study/context.tsx";
import { ChangeList, LISTS } from "./changes.tsx";
import css from "./compare.module.css";
import { Pictures } from "./pictures.tsx";
import { SystemDiff } from "./system-diff.tsx";
import { type Comparison, useComparison } from "./use-comparison.ts";

/** Revisions offered, the newest ones; the first is always among them. */
const OFFERED = 100;

export default function Compare() {
  const t = words.useT();
  const [search, setSearch] = useSearchValues();
  const from = search["from"] ?? "1";
  const to = search["to"] ?? "now";
  const { options, isThere } = useSides();
  // A field drawn before its choices were there would stay without words.
  const drawn = isThere ? "there" : "coming";
  return (
    <Page>
      <PageHead title={t("title")} text={t("text")} />
      <div className={css.picks}>
        <Select
          key={`from ${drawn}`}
          label={t("from")}
          data={options}
          value={from}
          searchable
          allowDeselect={false}
          onChange={(value) => setSearch({ from: value ?? undefined, to }, { push: true })}
        />
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t("swap")}
          title={t("swap")}
          onClick={() => setSearch({ from: to, to: from }, { push: true })}
        >
          <IconSwitchHorizontal size={18} aria-hidden="true" />
        </ActionIcon>
        <Select
          key={`to ${drawn}`}
          label={t("to")}
          data={options}
          value={to}
          searchable
          allowDeselect={false}
          onChange={(value) => setSearch({ from, to: value ?? undefined }, { push: true })}
        />
      </div>
      {from === to ? (
        <EmptyState icon={<IconArrowsDiff size={28} />} title={t("same.choose")} text={t("same.text")} />
      ) : (
        <Result from={from} to={to} />
      )}
    </Page>
  );
}

function useSides() {
  const t = words.useT();
  const w = useWords();
  const { moment } = useFormats();
  const id = useStudy((s) => s.id);
  const revision = useStudy((s) => s.head.revision);
  const configurations = useStudy((s) => s.study.configurations);
  const { data } = useQuery({
    // Another shape than the pages that the history keeps under ["revisions", …].
    queryKey: ["newest revisions", id, revision],
    queryFn: () => api.revisions(id, { limit: OFFERED }),
  });
  const options = useMemo(() => {
    const rows = (data?.items ?? []).map((r) => ({
      value: String(r.number),
      label:
        r.number === 1
          ? t("side.revision", { number: 1 })
          : t("side.revision.by", { number: r.number, at: moment(r.at), by: r.by.name }),
    }));
    if (!rows.some((r) => r.value === "1"))
      rows.push({ value: "1", label: t("side.revision", { number: 1 }) });
    return [
      { group: t("group.now"), items: [{ value: "now", label: t("side.now") }] },
      { group: t("group.revisions"), items: rows },
      {
        group: t("group.configurations"),
        items: configurations.map((c) => ({
          value: `cfg:${c.id}`,
          label: t("side.configuration", { name: w(c.name) }),
        })),
      },
    ];
  }, [data, configurations, t, w, moment]);
  return { options, isThere: data !== undefined };
}

function Result({ from, to }: { from: string; to: string }) {
  const t = words.useT();
  const comparison = useComparison(from, to);
  if (comparison.state === "busy") return <EmptyState icon={<Loader size={26} />} title={t("busy")} />;
  if (comparison.state === "failed")
    return <Failure error={comparison.error} retry={() => window.location.reload()} />;
  if (comparison.state === "missing")
    return <EmptyState icon={<IconArrowsDiff size={28} />} title={t("missing")} text={t("missing.text")} />;
  const { diff, result } = comparison;
  if (diff.length === 0 && (result === undefined || result.same))
    return <EmptyState icon={<IconArrowsDiff size={28} />} title={t("same")} text={t("same.text")} />;
  return <Done comparison={comparison} />;
}

function Done({ comparison }: { comparison: Extract<Comparison, { state: "done" }> }) {
  const t = words.useT();
  const { diff, result, isNow } = comparison;
  const lists = result ? LISTS.filter((key) => result[key].length > 0) : [];
  return (
    <div className={css.stack}>
      {result ? (
        <Summary result={result} />
      ) : (
        <Alert color="yellow" title={t("unsound")}>
          {t("unsound.text")}
        </Alert>
      )}
      <div className={css.two}>
        <Panel title={t("part.system")}>
          {diff.length === 0 ? (
            <p className={css.note}>{t("part.system.none")}</p>
          ) : (
            <SystemDiff comparison={comparison} />
          )}
        </Panel>
        {result && (
          <Panel title={t("part.consequence")}>
            {lists.length === 0 && <p className={css.note}>{t("part.consequence.none")}</p>}
            {!result.goalsComplete && <p className={css.note}>{t("goals.partial")}</p>}
            {lists.map((key) => (
              <ChangeList key={key} name={key} changes={result[key]} canGo={isNow} />
            ))}
          </Panel>
        )}
      </div>
      <Pictures comparison={comparison} />
    </div>
  );
}

const BANDS = ["A", "B", "C", "D", "E", "none"] as const;
const COUNTS = ["components", "flows", "threatGroups", "goals", "requirements"] as const;

function Summary({ result }: { result: DossierComparison }) {
  const t = words.useT();
  const { number } = useFormats();
  const rows = [
    { key: "groups", pair: result.groupBands.now, bands: BANDS.slice(0, 5) },
    { key: "goals", pair: result.goalBands.now, bands: BANDS },
  ] as const;
  return (
    <Panel title={t("sum.title")}>
      <div className={css.tiles}>
        {COUNTS.map((key) => {
          const pair = result.counts[key];
          if (!pair) return null;
          const change = pair.after - pair.before;
          return (
            <div key={key} className={css.tile}>
              <span className={css.note}>{t(`sum.${key}`)}</span>
              <strong>{t("sum.pair", { before: number(pair.before), after: number(pair.after) })}</strong>
              {change !== 0 && (
                <span className={css.delta}>
                  {change > 0 ? "+" : "−"}
                  {number(Math.abs(change))}
                </span>
              )}
            </div>
          );
        })}
      </div>
      <div className={css.bandTables}>
        {rows.map(({ key, pair, bands }) => (
          <table key={key} className={css.bands}>
            <caption>{t(`sum.bands.${key}`)}</caption>
            <thead>
              <tr>
                <td />
                {bands.map((band) => (
                  <th key={band} scope="col">
                    <BandChip band={band === "none" ? undefined : band} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {(["before", "after"] as const).map((side) => (
                <tr key={side}>
                  <th scope="row">{t(side)}</th>
                  {bands.map((band) => {
                    const of = (s: "before" | "after") =>
                      (pair[s] as Partial<Record<(typeof BANDS)[number], number>>)[band] ?? 0;
                    const change = of("after") - of("before");
                    return (
                      <td key={band}>
                        {number(of(side))}
                        {side === "after" && change !== 0 && (
                          <small>
                            {" "}
                            ({change > 0 ? "+" : "−"}
                            {number(Math.abs(change))})
                          </small>
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </Panel>
  );
}
