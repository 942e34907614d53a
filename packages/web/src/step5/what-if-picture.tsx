/**
 * The system's picture under what is tried: each component in the colour of the worst risk that is left on it, and the
 * easiest route to one asset that stays open.
 */
import { Loader, Select } from "@mantine/core";
import type { AttackRoute, Dossier } from "@seiza/dossier";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import words from "../i18n/messages/step5.ts";
import { useWords } from "../i18n/words.ts";
import { BandChip, Panel } from "../parts/index.ts";
import type { Overlay } from "../step1/diagram/overlay.ts";
import { overlayOf } from "../step2/routes/overlay-of.ts";
import type { WhatIfQuestion } from "../study/analysis-types.ts";
import { useStudy } from "../study/context.tsx";
import type { DossierIndex } from "../study/dossier-index.ts";
import { RouteLine } from "./route-line.tsx";
import css from "./step5.module.css";

/** The diagram's code comes when it is looked at. */
const StudyPicture = lazy(async () => ({ default: (await import("../step2/picture.tsx")).StudyPicture }));

const PICTURE_HEIGHT = "360px";

type Band = "A" | "B" | "C" | "D" | "E";
interface Aim {
  goal: string;
  component: string;
  band: Band | undefined;
}
const order = (band: Band | undefined) => band ?? "Z";
const configurationOf = (component: string) => component.slice(3).split("/")[0] ?? "";

export function WhatIfPicture({
  dossier,
  index,
  goal: asked,
}: {
  dossier: Dossier;
  index: DossierIndex;
  /** Asset chosen in the table. */
  goal: string | undefined;
}) {
  const t = words.useT();
  const w = useWords();
  const of = useStudy((s) => s.whole?.of ?? s.study);
  const worker = useStudy((s) => s.worker);
  const result = useStudy((s) => s.whatIf.result);
  const labels = useStudy((s) => s.whatIf.labels);
  const criteria = useStudy((s) => s.whatIf.criteria);
  const requirements = useStudy((s) => s.whatIf.requirements);
  const [chosen, setChosen] = useState<string>();
  useEffect(() => setChosen(asked), [asked]);

  const aims: Aim[] = useMemo(() => {
    const all: Aim[] = result
      ? result.goals.map((g) => ({ goal: g.goal, component: g.component, band: g.after }))
      : dossier.step2.routes.goals.map((g) => ({ goal: g.id, component: g.component, band: g.now.band }));
    return all.sort(
      (a, b) =>
        order(a.band).localeCompare(order(b.band)) || (a.goal < b.goal ? -1 : a.goal > b.goal ? 1 : 0),
    );
  }, [result, dossier]);
  const goal = aims.find((a) => a.goal === chosen) ?? aims[0];
  const [route, setRoute] = useState<AttackRoute | null>();

  const goalId = goal?.goal;
  useEffect(() => {
    if (goalId === undefined) return;
    let isOld = false;
    const pairs = (tried: Record<string, readonly string[]>) =>
      Object.entries(tried).flatMap(([type, list]) => list.map((x) => [type, x] as const));
    const question: WhatIfQuestion = {
      labels,
      criteria: pairs(criteria),
      requirements: pairs(requirements),
    };
    worker.routesOf(of, goalId, 1, question).then(
      (found) => {
        if (isOld) return;
        setRoute(
          found.reduce<AttackRoute | null>((best, r) => (!best || r.cost < best.cost ? r : best), null),
        );
      },
      () => {
        if (!isOld) setRoute(undefined);
      },
    );
    return () => {
      isOld = true;
    };
  }, [worker, of, goalId, labels, criteria, requirements]);

  const overlay: Overlay = useMemo(() => {
    const heat = new Map<string, Band>();
    for (const aim of aims) if (aim.band && !heat.has(aim.component)) heat.set(aim.component, aim.band);
    const { routes } = route ? overlayOf(route, index, dossier) : {};
    return { heat, ...(routes ? { routes } : {}) };
  }, [aims, route, index, dossier]);

  if (!goal) return null;
  return (
    <Panel
      title={t("picture.title")}
      level={3}
      actions={
        <Select
          size="xs"
          aria-label={t("picture.goal")}
          value={goal.goal}
          allowDeselect={false}
          searchable
          onChange={(value) => value && setChosen(value)}
          data={aims.map((a) => ({
            value: a.goal,
            label: `${a.band ?? t("heat.none")} ${w(index.name(a.goal))}`,
          }))}
          w={260}
        />
      }
    >
      <Suspense
        fallback={
          <div style={{ height: PICTURE_HEIGHT }}>
            <Loader m="xl" aria-label={t("picture.title")} />
          </div>
        }
      >
        <StudyPicture
          study={of}
          configuration={configurationOf(goal.component)}
          dossier={dossier}
          overlay={overlay}
          height={PICTURE_HEIGHT}
        />
      </Suspense>
      <p className={css.note}>{t("picture.text")}</p>
      {route ? (
        <ul className={css.routes}>
          <RouteLine route={route} index={index} />
        </ul>
      ) : (
        <p className={css.note} role="status">
          {route === null && (
            <>
              <BandChip band={undefined} /> {t("picture.none", { goal: w(index.name(goal.goal)) })}
            </>
          )}
        </p>
      )}
    </Panel>
  );
}
