/** Product types in the order in which requirements are set, with the parts of each score. */
import { Button, Select } from "@mantine/core";
import type { PriorityRow } from "@seiza/dossier";
import { IconListNumbers } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { Fragment, useState } from "react";
import words from "../i18n/messages/step2.ts";
import { Decided } from "../parts/decided.tsx";
import { BandChip, NothingYet, Panel, ReasonDialog, WhyLink } from "../parts/index.ts";
import { useStudy } from "../study/context.tsx";
import css from "./step2.module.css";
import { useDossier } from "./use-dossier.ts";

const SCORES = ["outage", "harm", "logical", "physical", "information"] as const;
const CLASSES = ["P1", "P2", "P3"] as const;

export function PriorityClass({ of }: { of: "P1" | "P2" | "P3" }) {
  return (
    <span className={css.prioClass} data-class={of}>
      {of}
    </span>
  );
}

/** A score from 0 to 3 as boxes and number. */
function Score({ n, name }: { n: number; name: string }) {
  const t = words.useT();
  return (
    <span className={css.score} role="img" aria-label={t("prio.score", { name, n })}>
      {[1, 2, 3].map((i) => (
        <i key={i} data-on={i <= n || undefined} />
      ))}
      <span>{n}</span>
    </span>
  );
}

export function Priorities() {
  const t = words.useT();
  const { dossier, name, word } = useDossier();
  const studyId = useStudy((s) => s.id);
  const decisions = useStudy((s) => s.study.decisions);
  const [changing, setChanging] = useState<PriorityRow>();
  const [wanted, setWanted] = useState<(typeof CLASSES)[number]>();
  const { priorities } = dossier.step2;
  if (priorities.length === 0)
    return (
      <NothingYet
        icon={<IconListNumbers size={28} />}
        title={t("prio.empty")}
        text={t("prio.empty.text")}
        step={1}
      />
    );
  return (
    <Panel title={t("prio.title")} flush>
      <p className={`${css.note} ${css.intro}`}>{t("prio.text")}</p>
      <div className={css.scroll} style={{ border: 0, borderRadius: "0 0 12px 12px" }}>
        <table className={`${css.table} ${css.scores}`}>
          <thead>
            <tr>
              <th scope="col" rowSpan={2} className={css.num}>
                {t("prio.rank")}
              </th>
              <th scope="col" rowSpan={2}>
                {t("prio.class")}
              </th>
              <th scope="col" rowSpan={2}>
                {t("prio.type")}
              </th>
              <th scope="colgroup" colSpan={3} className={css.mid}>
                {t("prio.group.importance")}
              </th>
              <th scope="colgroup" colSpan={4} className={css.mid}>
                {t("prio.group.likelihood")}
              </th>
              <th scope="col" rowSpan={2} className={css.mid}>
                {t("prio.worst")}
              </th>
              <th scope="col" rowSpan={2}>
                {t("prio.actions")}
              </th>
            </tr>
            <tr>
              <th scope="col">{t("prio.outage")}</th>
              <th scope="col">{t("prio.harm")}</th>
              <th scope="col" className={css.num}>
                {t("prio.importance")}
              </th>
              <th scope="col">{t("prio.logical")}</th>
              <th scope="col">{t("prio.physical")}</th>
              <th scope="col">{t("prio.information")}</th>
              <th scope="col" className={css.num}>
                {t("prio.likelihood")}
              </th>
            </tr>
          </thead>
          <tbody>
            {priorities.map((p) => {
              const score = (key: (typeof SCORES)[number]) => (
                <td key={key}>
                  <Score n={p.scores[key]} name={t(`prio.${key}`)} />
                </td>
              );
              const isDecided = decisions?.some((d) => d.target === p.id);
              return (
                <Fragment key={p.id}>
                  <tr>
                    <td className={css.num}>{p.rank ?? "–"}</td>
                    <td>
                      <PriorityClass of={p.class} />
                      {p.class !== p.derivedClass && (
                        <div className={css.kind}>{t("prio.derived", { class: p.derivedClass })}</div>
                      )}
                    </td>
                    <th scope="row">
                      <Link
                        to="/studies/$id/types"
                        params={{ id: studyId }}
                        search={{ type: p.type } as never}
                      >
                        {name(p.type)}
                      </Link>
                      {!p.labelCapable && <div className={css.kind}>{t("prio.outside")}</div>}
                      {p.lifted && <div className={css.kind}>{t("prio.lifted")}</div>}
                    </th>
                    {score("outage")}
                    {score("harm")}
                    <td className={css.num}>{p.importance}</td>
                    {score("logical")}
                    {score("physical")}
                    {score("information")}
                    <td className={css.num}>{p.likelihood}</td>
                    <td className={css.mid}>
                      {p.worstBand && p.worstGroup && (
                        <Link
                          to="/studies/$id/risks"
                          params={{ id: studyId }}
                          search={{ tab: "risks", type: p.type, group: p.worstGroup } as never}
                          aria-label={`${word("threats", p.worstGroup.split("/")[2] ?? "")}: ${p.worstBand}`}
                        >
                          <BandChip band={p.worstBand} />
                        </Link>
                      )}
                    </td>
                    <td>
                      <div className={css.chips} style={{ flexWrap: "nowrap" }}>
                        <Button
                          variant="default"
                          size="compact-xs"
                          aria-label={t("prio.change.of", { name: name(p.type) })}
                          onClick={() => {
                            setWanted(undefined);
                            setChanging(p);
                          }}
                        >
                          {t("prio.change")}
                        </Button>
                        <WhyLink id={p.id} name={name(p.type)} compact />
                      </div>
                    </td>
                  </tr>
                  {isDecided && (
                    <tr className={css.decidedRow}>
                      <td colSpan={12}>
                        <Decided target={p.id} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
      {changing && (
        <ReasonDialog
          opened
          onClose={() => setChanging(undefined)}
          title={t("prio.change.title", { name: name(changing.type) })}
          ready={wanted !== undefined}
          decision={{
            target: changing.id,
            action: "change",
            ...(wanted === undefined ? {} : { set: { priority: wanted } }),
          }}
        >
          <p className={css.note}>{t("prio.derived", { class: changing.derivedClass })}</p>
          <Select
            data-autofocus
            label={t("prio.change.class")}
            data={CLASSES.filter((c) => c !== changing.class).map((c) => ({
              value: c,
              label: t(`prio.${c}`),
            }))}
            value={wanted ?? null}
            allowDeselect={false}
            onChange={(value) => setWanted(CLASSES.find((c) => c === value))}
          />
        </ReasonDialog>
      )}
    </Panel>
  );
}
