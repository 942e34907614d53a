/** Threats of a product type, the layers of defence each of them has and lacks, and the countermeasures for one. */
import { Button, SegmentedControl, TextInput } from "@mantine/core";
import type { Choice, Dossier, ThreatGroup, Treatment } from "@seiza/dossier";
import { IconPlus, IconSearch, IconShieldCheck, IconShieldHalf } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useState } from "react";
import judging from "../i18n/messages/judging.ts";
import words from "../i18n/messages/step4.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { BandChip, type Column, EmptyState, StatusChip, VirtualTable, WhyLink } from "../parts/index.ts";
import { type Asked, Decided, JudgeButtons, JudgeDialog } from "../parts/judging.tsx";
import { ManyBar, type ManyItem, Mark, MarkAll, useMarks } from "../parts/many.tsx";
import { useGo } from "../shell/go.ts";
import type { DossierIndex } from "../study/dossier-index.ts";
import { AddCountermeasure, AddRequirement } from "./add.tsx";
import { LayersMeter, Shortage } from "./meter.tsx";
import css from "./step4.module.css";

export interface Treated {
  group: ThreatGroup;
  treatment: Treatment;
}
const SHOWN = ["needed", "thin", "all"] as const;
type Shown = (typeof SHOWN)[number];

export const isNeeded = (dossier: Dossier, g: ThreatGroup) =>
  g.status === "open" && g.band <= dossier.study.threshold;

/** Open ones at the threshold first, worst first, those that lack most before the others. */
export function treatedOf(dossier: Dossier, index: DossierIndex, type: string): Treated[] {
  const rows: Treated[] = [];
  for (const treatment of dossier.step4.treatments) {
    const group = index.groups.get(treatment.group);
    if (group?.type === type) rows.push({ group, treatment });
  }
  const place = ({ group }: Treated) => (isNeeded(dossier, group) ? 0 : group.status === "open" ? 1 : 2);
  return rows.sort(
    (a, b) =>
      place(a) - place(b) ||
      (a.group.band < b.group.band ? -1 : a.group.band > b.group.band ? 1 : 0) ||
      Number(b.treatment.thin) - Number(a.treatment.thin) ||
      b.treatment.shortfall - a.treatment.shortfall ||
      (a.group.id < b.group.id ? -1 : 1),
  );
}

export function Treat({
  dossier,
  index,
  type,
  address,
  setAddress,
}: {
  dossier: Dossier;
  index: DossierIndex;
  type: string;
  address: Record<string, string | undefined>;
  setAddress: (change: Record<string, string | undefined>) => void;
}) {
  const t = words.useT();
  const j = judging.useT();
  const w = useWords();
  const { threshold } = dossier.study;
  const [asked, setAsked] = useState<Asked>();
  const [adding, setAdding] = useState<"countermeasure" | "requirement">();
  const all = useMemo(() => treatedOf(dossier, index, type), [dossier, index, type]);
  const show: Shown = SHOWN.find((x) => x === address["show"]) ?? "needed";
  const wanted = useDeferredValue((address["q"] ?? "").trim().toLowerCase());
  const counts = useMemo(
    () => ({
      needed: all.filter((r) => isNeeded(dossier, r.group)).length,
      thin: all.filter((r) => r.treatment.thin).length,
      all: all.length,
    }),
    [all, dossier],
  );
  const rows = all.filter(
    ({ group, treatment }) =>
      (show === "all" || (show === "thin" ? treatment.thin : isNeeded(dossier, group))) &&
      (wanted === "" ||
        `${group.id} ${w(index.word("threats", group.threat))} ${w(index.word("attack-surfaces", group.surface))} ${w(index.word("asset-classes", group.assetClass))}`
          .toLowerCase()
          .includes(wanted)),
  );
  const marks = useMarks(rows, (r) => r.group.id);
  const open = useMemo((): ManyItem[] => {
    const groups = new Set(marks.marked.map((r) => r.group.id));
    return dossier.step4.choices
      .filter((c) => c.type === type && c.status === "proposed" && c.groups.some((g) => groups.has(g)))
      .map((c) => ({
        target: c.id,
        name: w(index.word("countermeasures", c.countermeasure)),
        note: t("choices.groups", { count: c.groups.filter((g) => groups.has(g)).length }),
      }));
  }, [marks.marked, dossier, index, type, t, w]);
  const chosen = all.find((r) => r.group.id === address["group"]) ?? rows[0];
  const columns: Column<Treated>[] = [
    {
      key: "mark",
      title: j("many.column"),
      head: <MarkAll of={marks} label={j("many.markAll")} />,
      width: "38px",
      cell: (r) => <Mark of={marks} row={r} name={w(index.word("threats", r.group.threat))} />,
    },
    {
      key: "band",
      title: t("col.band"),
      width: "76px",
      align: "center",
      cell: ({ group }) => <BandChip band={group.band} />,
      sort: ({ group }) => group.band,
    },
    {
      key: "threat",
      title: t("col.threat"),
      width: "minmax(150px, 1fr)",
      cell: ({ group }) => (
        <>
          {w(index.word("threats", group.threat))}
          <span className={css.sub}>
            {w(index.word("attack-surfaces", group.surface))} ·{" "}
            {w(index.word("asset-classes", group.assetClass))}
            {group.status !== "open" && <> · {t(`status.${group.status}`)}</>}
          </span>
        </>
      ),
      sort: ({ group }) => w(index.word("threats", group.threat)),
    },
    {
      key: "layers",
      title: t("col.layers"),
      width: "132px",
      cell: ({ treatment }) => (
        <span className={css.layers}>
          <LayersMeter of={treatment} />
          <Shortage of={treatment} />
        </span>
      ),
      sort: ({ treatment }) => -treatment.shortfall - (treatment.thin ? 100 : 0),
    },
  ];
  return (
    <>
      <p className={css.about}>{t("treat.about")}</p>
      <div className={css.tools}>
        <SegmentedControl
          aria-label={t("treat.show")}
          size="xs"
          value={show}
          onChange={(next) => setAddress({ show: next === "needed" ? undefined : next, group: undefined })}
          data={SHOWN.map((value) => ({
            value,
            label: `${t(`treat.${value}`, { threshold })} ${counts[value]}`,
          }))}
        />
        <TextInput
          size="xs"
          aria-label={t("treat.find")}
          placeholder={t("treat.find")}
          leftSection={<IconSearch size={15} />}
          value={address["q"] ?? ""}
          onChange={(e) => setAddress({ q: e.currentTarget.value })}
        />
      </div>
      <ManyBar
        said={
          marks.marked.length === 0
            ? undefined
            : t("treat.marked", { threats: marks.marked.length, open: open.length })
        }
        items={{ accept: open, drop: open }}
        clear={marks.clear}
      />
      <div className={css.split}>
        <VirtualTable
          rows={rows}
          columns={columns}
          rowKey={(r) => r.group.id}
          label={t("treat.table")}
          height="var(--treat-height)"
          estimate={58}
          onRow={(r) => setAddress({ group: r.group.id })}
          onMark={marks.toggle}
          isSelected={(r) => r.group.id === chosen?.group.id}
          {...(address["group"] === undefined ? {} : { scrollTo: address["group"] })}
          empty={
            <EmptyState
              icon={<IconShieldCheck size={26} />}
              title={
                show === "needed" && wanted === "" ? t("treat.none.needed", { threshold }) : t("treat.none")
              }
              text={show === "needed" && wanted === "" ? t("treat.none.needed.text") : t("treat.none.text")}
            />
          }
        />
        {chosen ? (
          <Detail
            key={chosen.group.id}
            of={chosen}
            dossier={dossier}
            index={index}
            ask={setAsked}
            add={setAdding}
          />
        ) : (
          <section className={css.detail}>
            <EmptyState
              icon={<IconShieldHalf size={26} />}
              title={t("treat.pick")}
              text={t("treat.pick.text")}
            />
          </section>
        )}
      </div>
      <JudgeDialog asked={asked} onClose={() => setAsked(undefined)} />
      {chosen && adding === "countermeasure" && (
        <AddCountermeasure
          group={chosen.group}
          index={index}
          chosen={
            new Set(
              dossier.step4.choices
                .filter((c) => c.type === type && c.status !== "dropped" && c.status !== "proposed")
                .map((c) => c.countermeasure),
            )
          }
          onClose={() => setAdding(undefined)}
        />
      )}
      {chosen && adding === "requirement" && (
        <AddRequirement
          groups={all.map((r) => r.group)}
          first={chosen.group.id}
          index={index}
          onClose={() => setAdding(undefined)}
        />
      )}
    </>
  );
}

const ORDER = ["proposed", "accepted", "added", "in-place", "dropped"];

function Detail({
  of: { group, treatment },
  dossier,
  index,
  ask,
  add,
}: {
  of: Treated;
  dossier: Dossier;
  index: DossierIndex;
  ask: (asked: Asked) => void;
  add: (what: "countermeasure" | "requirement") => void;
}) {
  const t = words.useT();
  const w = useWords();
  const { go } = useGo();
  const name = w(index.word("threats", group.threat));
  const choices = useMemo(
    () =>
      dossier.step4.choices
        .filter((c) => c.type === group.type && c.groups.includes(group.id))
        .sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || b.gain - a.gain),
    [dossier, group],
  );
  const layers = treatment.present.length + treatment.planned.length;
  const verdict = treatment.thin
    ? "thin"
    : treatment.shortfall > 0
      ? layers >= treatment.wanted
        ? "detect"
        : "short"
      : treatment.wanted === 0
        ? "zero"
        : "enough";
  const layerNames = (ids: readonly string[]) =>
    ids.map((id) => (
      <span key={id} className={css.tag} title={w(index.term("layers", id)?.text)}>
        {w(index.word("layers", id))}
      </span>
    ));
  return (
    <section className={css.detail} aria-label={name}>
      <header className={css.detailHead}>
        <BandChip band={group.band} />
        <div>
          <h2>{name}</h2>
          <p className={css.quiet}>
            {w(index.word("asset-classes", group.assetClass))} ·{" "}
            {w(index.word("attack-surfaces", group.surface))}
          </p>
        </div>
        <WhyLink id={group.id} name={name} />
      </header>
      <h3>{t("layers.title")}</h3>
      <div className={css.layerBox}>
        <LayersMeter of={treatment} large />
        <dl>
          <dt>{t("layers.wanted")}</dt>
          <dd>{t("layers.count", { count: treatment.wanted })}</dd>
          <dt>
            <i className={css.key} data-kind="present" aria-hidden="true" />
            {t("layers.present")}
          </dt>
          <dd>
            {t("layers.count", { count: treatment.present.length })} {layerNames(treatment.present)}
          </dd>
          <dt>
            <i className={css.key} data-kind="planned" aria-hidden="true" />
            {t("layers.planned")}
          </dt>
          <dd>
            {t("layers.count", { count: treatment.planned.length })} {layerNames(treatment.planned)}
          </dd>
        </dl>
      </div>
      <p className={css.verdict} data-tone={verdict} role="status">
        {t(`layers.${verdict}`, { count: treatment.shortfall })}
        {verdict === "thin" && (
          <>
            {" "}
            <button type="button" className={css.link} onClick={() => go(group.id)}>
              {t("layers.accept")}
            </button>
          </>
        )}
      </p>
      <div className={css.detailTitle}>
        <h3>{t("choices.title")}</h3>
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconPlus size={14} />}
          onClick={() => add("countermeasure")}
        >
          {t("choices.add")}
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => add("requirement")}
        >
          {t("requirement.own")}
        </Button>
      </div>
      {choices.length === 0 ? (
        <p className={css.quiet}>{t("choices.none")}</p>
      ) : (
        <ul className={css.choices}>
          {choices.map((c) => (
            <ChoiceRow key={c.id} choice={c} index={index} ask={ask} />
          ))}
        </ul>
      )}
    </section>
  );
}

type Who = "Pd" | "V" | "S" | "I";

function ChoiceRow({
  choice,
  index,
  ask,
}: {
  choice: Choice;
  index: DossierIndex;
  ask: (asked: Asked) => void;
}) {
  const t = words.useT();
  const w = useWords();
  const f = useFormats();
  const term = index.term("countermeasures", choice.countermeasure);
  const name = w(index.word("countermeasures", choice.countermeasure));
  const who = (term?.more?.["who"] ?? []) as Who[];
  const layer = term?.more?.["layer"] as string | undefined;
  const purpose = term?.more?.["purpose"] as { ja: string; en: string } | undefined;
  return (
    <li data-status={choice.status}>
      <div className={css.choiceHead}>
        <span className={css.choiceName}>
          {name} <WhyLink id={choice.id} name={name} compact />
        </span>
        <StatusChip status={choice.status} />
        <JudgeButtons asked={{ target: choice.id, name }} status={choice.status} ask={ask} />
      </div>
      {purpose && <p className={css.purpose}>{w(purpose)}</p>}
      <p className={css.facts}>
        {layer !== undefined && <span className={css.tag}>{w(index.word("layers", layer))}</span>}
        <span>{who.map((x) => t(`who.${x}`)).join("・")}</span>
        <span>
          {t("choices.cost")} {t(`choices.cost.${choice.cost as 1 | 2 | 3}`)}
        </span>
        <span>{t("choices.groups", { count: f.number(choice.groups.length) })}</span>
        {choice.fit !== "fits" && <span className={css.caution}>{t(`choices.fit.${choice.fit}`)}</span>}
      </p>
      <Decided ids={choice.decided} name={name} />
    </li>
  );
}
