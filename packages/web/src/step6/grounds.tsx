/** The guide's three grounds (P.21) with their evidence, and the market's figures that they rest on, edited in place. */
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { NeedRow } from "@seiza/dossier";
import { IconCheck, IconMinus, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import words from "../i18n/messages/step6.ts";
import { type AnyWords, useFormats, useWords } from "../i18n/words.ts";
import { Panel, Words } from "../parts/index.ts";
import { useStudy } from "../study/context.tsx";
import type { DossierIndex } from "../study/dossier-index.ts";
import { type Maker, type MarketList, removeEntry } from "./market.ts";
import { type Editing, MarketDialog } from "./market-dialog.tsx";
import css from "./step6.module.css";

type Ground = NeedRow["grounds"][number];
interface Fact {
  name: AnyWords;
  evidence?: string | undefined;
  date?: string | undefined;
}

/** Place on the page of a ground, which the list of what is missing leads to. */
export const placeOfGround = (ground: string) => `ground-${ground}`;

const thresholdOf = (index: DossierIndex, ground: string): number | undefined =>
  (index.term("star2-grounds", ground)?.more?.["threshold"] as { value: number } | undefined)?.value;

/** Whether the analysis counts an entry as proven agreement. */
function useCounts(ground: Ground) {
  const w = useWords();
  return (fact: Fact): boolean =>
    ground.evidence.some(
      (e) =>
        e.counts && e.evidence === fact.evidence && e.date === fact.date && w(e.name).includes(w(fact.name)),
    );
}

const SHARES = ["yes", "unproven", "unknown", "no"] as const;

function ShareBar({
  makers,
  counts,
  line,
}: {
  makers: readonly Maker[];
  counts: (m: Maker) => boolean;
  line: number;
}) {
  const t = words.useT();
  const f = useFormats();
  const sums = { yes: 0, unproven: 0, unknown: 0, no: 0 };
  for (const m of makers)
    sums[m.commits === "yes" ? (counts(m) ? "yes" : "unproven") : m.commits] += m.sharePercent ?? 0;
  const rest = Math.max(0, 100 - sums.yes - sums.unproven - sums.unknown - sums.no);
  const said = (n: number) => f.number(Math.round(n * 10) / 10);
  return (
    <figure className={css.share}>
      <div
        className={css.bar}
        role="img"
        aria-label={t("share.said", {
          yes: said(sums.yes),
          unproven: said(sums.unproven),
          unknown: said(sums.unknown),
          no: said(sums.no),
          line,
        })}
      >
        {SHARES.map(
          (kind) =>
            sums[kind] > 0 && (
              <i key={kind} data-kind={kind} style={{ width: `${Math.min(100, sums[kind])}%` }} />
            ),
        )}
        <b style={{ left: `${line}%` }}>
          <span>{t("share.line", { line })}</span>
        </b>
      </div>
      <figcaption>
        {SHARES.map((kind) => (
          <span key={kind}>
            <i className={css.key} data-kind={kind} aria-hidden="true" />
            {t(`share.${kind}`)} {t("percent", { value: said(sums[kind]) })}
          </span>
        ))}
        <span>
          <i className={css.key} data-kind="rest" aria-hidden="true" />
          {t("share.rest")} {t("percent", { value: said(rest) })}
        </span>
      </figcaption>
    </figure>
  );
}

interface Line extends Fact {
  at: number;
  lead?: ReactNode;
  stance: string;
  tone: "ok" | "off" | "warn";
  share?: ReactNode;
}

function Lines({
  list,
  caption,
  lines,
  columns,
  counts,
  empty,
  edit,
}: {
  list: MarketList;
  caption: string;
  lines: readonly Line[];
  columns: { lead?: string; share?: string; stance: string };
  counts: (fact: Fact) => boolean;
  empty: string;
  edit: (editing: Editing) => void;
}) {
  const t = words.useT();
  const w = useWords();
  const f = useFormats();
  const change = useStudy((s) => s.edit);
  if (lines.length === 0) return <p className={css.none}>{empty}</p>;
  return (
    <div className={css.scroll}>
      <table className={css.facts}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.lead !== undefined && (
              <th scope="col" data-num="">
                {columns.lead}
              </th>
            )}
            <th scope="col">{t("col.name")}</th>
            {columns.share !== undefined && (
              <th scope="col" data-num="">
                {columns.share}
              </th>
            )}
            <th scope="col">{columns.stance}</th>
            <th scope="col">{t("col.evidence")}</th>
            <th scope="col">{t("col.date")}</th>
            <th scope="col">
              <span className={css.hidden}>{t("col.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const name = w(line.name);
            const isCounted = counts(line);
            return (
              <tr key={line.at}>
                {columns.lead !== undefined && <td data-num="">{line.lead}</td>}
                <th scope="row">
                  <span className={css.counted} data-on={isCounted || undefined}>
                    {isCounted ? (
                      <IconCheck size={15} aria-label={t("counts")} role="img" />
                    ) : (
                      <IconMinus size={15} aria-label={t("counts.not")} role="img" />
                    )}
                    {name}
                  </span>
                </th>
                {columns.share !== undefined && <td data-num="">{line.share}</td>}
                <td>
                  <span className={css.stance} data-tone={line.tone}>
                    {line.stance}
                  </span>
                </td>
                <td>{line.evidence ?? <span className={css.lack}>—</span>}</td>
                <td className={css.day}>
                  {line.date === undefined ? (
                    <span className={css.lack}>—</span>
                  ) : /^\d{4}-\d{2}-\d{2}$/.test(line.date) ? (
                    f.day(line.date)
                  ) : (
                    line.date
                  )}
                </td>
                <td className={css.actions}>
                  <Tooltip label={t("edit", { name })}>
                    <ActionIcon
                      size="sm"
                      aria-label={t("edit", { name })}
                      onClick={() => edit({ list, at: line.at })}
                    >
                      <IconPencil size={15} />
                    </ActionIcon>
                  </Tooltip>
                  <Tooltip label={t("remove", { name })}>
                    <ActionIcon
                      size="sm"
                      aria-label={t("remove", { name })}
                      onClick={() => {
                        change(`market.${list}`, (study) => removeEntry(study, list, line.at));
                        notifications.show({ message: t("removed", { name }) });
                      }}
                    >
                      <IconTrash size={15} />
                    </ActionIcon>
                  </Tooltip>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const TONES = { yes: "ok", no: "off", unknown: "warn" } as const;
const DEMAND_TONES = { mandatory: "ok", strong: "ok", none: "off", unknown: "warn" } as const;

function GroundCard({
  ground,
  index,
  add,
  children,
}: {
  ground: Ground;
  index: DossierIndex;
  add: ReactNode;
  children: ReactNode;
}) {
  const t = words.useT();
  const term = index.term("star2-grounds", ground.ground);
  return (
    <section id={placeOfGround(ground.ground)} className={css.ground} tabIndex={-1}>
      <header>
        <h3>
          <Words of={index.word("star2-grounds", ground.ground)} />
        </h3>
        <span className={css.state} data-state={ground.state}>
          {t(`ground.${ground.state}`)}
        </span>
        {add}
      </header>
      <p className={css.note}>
        <Words of={term?.text} />
      </p>
      <p className={css.stand}>
        <Words of={ground.text} />
      </p>
      {children}
      {ground.missing.length > 0 && (
        <ul className={css.missing}>
          {ground.missing.map((m) => (
            <li key={m.en}>
              <Words of={m} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function Grounds({ need, index }: { need: NeedRow; index: DossierIndex }) {
  const t = words.useT();
  const market = useStudy((s) => s.study.market);
  const [editing, setEditing] = useState<Editing>();
  const type = need.type.slice(3);
  const ground = (id: string) => need.grounds.find((g) => g.ground === id);
  const add = (list: MarketList, rank?: number) => (
    <Button
      size="compact-sm"
      variant="light"
      leftSection={<IconPlus size={15} />}
      onClick={() => setEditing({ list, ...(rank === undefined ? {} : { rank }) })}
    >
      {t(`${list}.add`)}
    </Button>
  );
  const makers = ground("maker-share");
  const guidelines = ground("guideline-demand");
  const integrators = ground("integrator-commitment");
  return (
    <Panel title={t("grounds.title")}>
      <p className={css.note}>{t(need.need ? "grounds.text" : "grounds.notNeeded")}</p>
      {makers && (
        <GroundCard ground={makers} index={index} add={add("makers")}>
          <Makers ground={makers} type={type} index={index} edit={setEditing} />
        </GroundCard>
      )}
      {guidelines && (
        <GroundCard ground={guidelines} index={index} add={add("guidelines")}>
          <p className={css.shared}>{t("integrators.shared")}</p>
          <Guidelines ground={guidelines} edit={setEditing} />
        </GroundCard>
      )}
      {integrators && (
        <GroundCard
          ground={integrators}
          index={index}
          add={add("integrators", firstFree((market?.integrators ?? []).map((x) => x.rank)))}
        >
          <p className={css.shared}>{t("integrators.shared")}</p>
          <Integrators
            ground={integrators}
            top={thresholdOf(index, "integrator-commitment") ?? 3}
            edit={setEditing}
          />
        </GroundCard>
      )}
      <MarketDialog editing={editing} type={type} onClose={() => setEditing(undefined)} />
    </Panel>
  );
}

function firstFree(ranks: readonly number[]): number {
  let rank = 1;
  while (ranks.includes(rank)) rank++;
  return rank;
}

function Makers({
  ground,
  type,
  index,
  edit,
}: {
  ground: Ground;
  type: string;
  index: DossierIndex;
  edit: (editing: Editing) => void;
}) {
  const t = words.useT();
  const f = useFormats();
  const counts = useCounts(ground);
  const all = useStudy((s) => s.study.market?.makers);
  const own = (all ?? [])
    .map((maker, at) => ({ maker, at }))
    .filter(({ maker }) => maker.type === type)
    .sort((a, b) => (b.maker.sharePercent ?? -1) - (a.maker.sharePercent ?? -1));
  return (
    <>
      <ShareBar
        makers={own.map((x) => x.maker)}
        counts={counts}
        line={thresholdOf(index, "maker-share") ?? 50}
      />
      <Lines
        list="makers"
        caption={t("makers.title")}
        columns={{ share: t("col.share"), stance: t("col.commits") }}
        counts={counts}
        empty={t("makers.none")}
        edit={edit}
        lines={own.map(({ maker, at }) => ({
          ...maker,
          at,
          share:
            maker.sharePercent === undefined ? "—" : t("percent", { value: f.number(maker.sharePercent) }),
          stance: t(`commits.${maker.commits}`),
          tone: TONES[maker.commits],
        }))}
      />
    </>
  );
}

function Guidelines({ ground, edit }: { ground: Ground; edit: (editing: Editing) => void }) {
  const t = words.useT();
  const counts = useCounts(ground);
  const all = useStudy((s) => s.study.market?.guidelines);
  return (
    <Lines
      list="guidelines"
      caption={t("guidelines.title")}
      columns={{ stance: t("col.demand") }}
      counts={counts}
      empty={t("guidelines.none")}
      edit={edit}
      lines={(all ?? []).map((g, at) => ({
        ...g,
        at,
        stance: t(`demand.${g.demand}`),
        tone: DEMAND_TONES[g.demand],
      }))}
    />
  );
}

function Integrators({
  ground,
  top,
  edit,
}: {
  ground: Ground;
  top: number;
  edit: (editing: Editing) => void;
}) {
  const t = words.useT();
  const f = useFormats();
  const counts = useCounts(ground);
  const all = useStudy((s) => s.study.market?.integrators);
  const rows = (all ?? [])
    .map((integrator, at) => ({ integrator, at }))
    .sort((a, b) => a.integrator.rank - b.integrator.rank);
  return (
    <>
      <ol className={css.top}>
        {Array.from({ length: top }, (_, i) => i + 1).map((rank) => {
          const row = rows.find((x) => x.integrator.rank === rank);
          const isCounted = row !== undefined && counts(row.integrator);
          return (
            <li key={rank} data-on={isCounted || undefined}>
              <b>{rank}</b>
              {row ? (
                <span>
                  <Words of={row.integrator.name} />
                  <small>
                    {t(`commits.${row.integrator.commits}`)} · {t(isCounted ? "counts" : "counts.not")}
                  </small>
                </span>
              ) : (
                <button
                  type="button"
                  className={css.link}
                  onClick={() => edit({ list: "integrators", rank })}
                >
                  {t("integrators.vacant", { rank })}
                </button>
              )}
            </li>
          );
        })}
      </ol>
      <Lines
        list="integrators"
        caption={t("integrators.title")}
        columns={{ lead: t("col.rank"), stance: t("col.commits") }}
        counts={counts}
        empty={t("integrators.none", { top })}
        edit={edit}
        lines={rows.map(({ integrator, at }) => ({
          ...integrator,
          at,
          lead: f.number(integrator.rank),
          stance: t(`commits.${integrator.commits}`),
          tone: TONES[integrator.commits],
        }))}
      />
    </>
  );
}
