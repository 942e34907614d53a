/** ラベル計画: the smallest set that cuts every route not accepted, with its proof; and what each label is worth. */
import { Button } from "@mantine/core";
import type { Dossier, LabelPlan } from "@seiza/dossier";
import { IconRoute } from "@tabler/icons-react";
import { useState } from "react";
import words from "../i18n/messages/step5.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { EmptyState, NothingYet, Panel, WhyLink } from "../parts/index.ts";
import { useStudy } from "../study/context.tsx";
import type { DossierIndex } from "../study/dossier-index.ts";
import { RouteLine } from "./route-line.tsx";
import css from "./step5.module.css";
import { plannedLabels } from "./what-if.tsx";

/** Routes written out at first. */
const SHOWN = 5;

function Plan({
  plan,
  dossier,
  index,
  onTry,
}: {
  plan: LabelPlan;
  dossier: Dossier;
  index: DossierIndex;
  onTry: () => void;
}) {
  const t = words.useT();
  const w = useWords();
  const f = useFormats();
  const setAll = useStudy((s) => s.whatIf.setAll);
  const [shown, setShown] = useState({ proof: SHOWN, uncuttable: SHOWN });
  const name = (element: string) =>
    plan.by === "types" ? w(index.name(element)) : `${element} ${w(index.word("star1-criteria", element))}`;
  return (
    <Panel
      title={t(plan.by === "types" ? "plan.types" : "plan.criteria")}
      actions={<WhyLink id={plan.id} name={t(plan.by === "types" ? "plan.types" : "plan.criteria")} />}
    >
      {plan.state === "found" ? (
        <>
          <p>{t("plan.found")}</p>
          <ul className={css.chosen}>
            {plan.chosen.map((element) => (
              <li key={element}>{name(element)}</li>
            ))}
          </ul>
          {plan.by === "types" && (
            <Button
              size="xs"
              variant="light"
              onClick={() => {
                setAll(plannedLabels(dossier));
                onTry();
              }}
            >
              {t("plan.try")}
            </Button>
          )}
        </>
      ) : (
        <p>{t(`plan.${plan.state}`)}</p>
      )}
      <div className={css.tiles}>
        {(["bad", "protects", "uncuttable"] as const).map((key) => (
          <div key={key} className={css.tile}>
            <b>{f.number(plan.goals[key])}</b>
            <span>{t(`plan.${key}`)}</span>
          </div>
        ))}
      </div>
      {plan.proof.length > 0 && (
        <details className={css.fold} open={plan.by === "types"}>
          <summary>{t("plan.proof")}</summary>
          <p className={css.note}>{t("plan.proof.text")}</p>
          <ul className={css.routes}>
            {plan.proof.slice(0, shown.proof).map((clause) => {
              const route = index.routes.get(clause.route);
              return (
                route && (
                  <RouteLine key={clause.route} route={route} index={index}>
                    <p className={css.anyOf}>
                      <span>{t("plan.anyOf")}</span>
                      {clause.anyOf.map((element) => (
                        <span key={element} data-chosen={plan.chosen.includes(element) || undefined}>
                          {name(element)}
                        </span>
                      ))}
                    </p>
                  </RouteLine>
                )
              );
            })}
          </ul>
          {plan.proof.length > shown.proof && (
            <Button
              size="xs"
              variant="subtle"
              onClick={() => setShown((s) => ({ ...s, proof: plan.proof.length }))}
            >
              {t("plan.more", { count: plan.proof.length - shown.proof })}
            </Button>
          )}
        </details>
      )}
      {plan.uncuttable.length > 0 && (
        <details className={css.fold}>
          <summary>{t("plan.uncuttable.title")}</summary>
          <ul className={css.routes}>
            {plan.uncuttable.slice(0, shown.uncuttable).map((u) => {
              const route = index.routes.get(u.route);
              return route && <RouteLine key={u.goal} route={route} index={index} />;
            })}
          </ul>
          {plan.uncuttable.length > shown.uncuttable && (
            <Button
              size="xs"
              variant="subtle"
              onClick={() => setShown((s) => ({ ...s, uncuttable: s.uncuttable + 40 }))}
            >
              {t("plan.more", { count: plan.uncuttable.length - shown.uncuttable })}
            </Button>
          )}
        </details>
      )}
    </Panel>
  );
}

function Worth({ dossier, index }: { dossier: Dossier; index: DossierIndex }) {
  const t = words.useT();
  const w = useWords();
  const f = useFormats();
  const rows = [...dossier.step5.worth].sort(
    (a, b) => b.alone.weight + b.last.weight - a.alone.weight - a.last.weight || (a.id < b.id ? -1 : 1),
  );
  if (rows.length === 0) return <EmptyState title={t("worth.none")} text={t("worth.none.text")} />;
  const most = Math.max(1, ...rows.flatMap((r) => [r.alone.weight, r.last.weight]));
  const bar = (kind: "alone" | "last", gain: { weight: number; goals: number }) => (
    <td>
      <span className={css.bar} data-kind={kind}>
        <i style={{ width: `${Math.max(0, (gain.weight / most) * 100)}%` }} />
      </span>
      <span className={css.barValue}>
        {f.number(gain.weight)} ({f.number(gain.goals)})
      </span>
    </td>
  );
  return (
    <Panel title={t("worth.title")}>
      <p className={css.note}>{t("worth.text")}</p>
      <table className={css.worth}>
        <thead>
          <tr>
            <th scope="col">{t("coverage.type")}</th>
            <th scope="col">{t("worth.alone")}</th>
            <th scope="col">{t("worth.last")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{w(index.name(row.type))}</th>
              {bar("alone", row.alone)}
              {bar("last", row.last)}
              <td>
                <WhyLink id={row.id} name={w(index.name(row.type))} compact />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

export function Plans({
  dossier,
  index,
  onTry,
}: {
  dossier: Dossier;
  index: DossierIndex;
  onTry: () => void;
}) {
  const t = words.useT();
  if (dossier.step5.plans.every((plan) => plan.state === "nothing-to-judge"))
    return (
      <NothingYet
        icon={<IconRoute size={26} />}
        title={t("plan.nothing")}
        text={t("plan.nothing-to-judge")}
        step={2}
      />
    );
  return (
    <div className={css.stack}>
      <p className={css.note}>{t("plan.about")}</p>
      {dossier.step5.plans.map((plan) => (
        <Plan key={plan.id} plan={plan} dossier={dossier} index={index} onTry={onTry} />
      ))}
      <Worth dossier={dossier} index={index} />
    </div>
  );
}
