/** Both sides as pictures, with what came, went and changed marked. */
import { SegmentedControl } from "@mantine/core";
import type { Box, Study } from "@seiza/model";
import { useEffect, useMemo, useState } from "react";
import words from "../i18n/messages/compare.ts";
import { useWords } from "../i18n/words.ts";
import { Panel } from "../parts/index.ts";
import { ARRANGE_UP_TO as LAID_OUT_UP_TO, sizesOf } from "../step1/diagram/use-scene.ts";
import { StudyPicture } from "../step2/picture.tsx";
import { useStudy } from "../study/context.tsx";
import css from "./compare.module.css";
import { idOf } from "./system-diff.tsx";
import type { Comparison } from "./use-comparison.ts";

/** What both sides have together: one layout for both, so that what is the same stands at the same place. */
function union(before: Study, after: Study, id: string): Study {
  const a = before.configurations.find((c) => c.id === id);
  const b = after.configurations.find((c) => c.id === id);
  if (!a || !b) return b ? after : before;
  const both = <T,>(
    now: readonly T[] | undefined,
    old: readonly T[] | undefined,
    key: (x: T) => string,
  ): T[] => {
    const there = new Set(now?.map(key));
    return [...(now ?? []), ...(old ?? []).filter((x) => !there.has(key(x)))];
  };
  const own = (x: { id: string }) => x.id;
  const { layout: _, ...rest } = b;
  return {
    ...after,
    productTypes: both(after.productTypes, before.productTypes, own),
    configurations: [
      {
        ...rest,
        zones: both(b.zones, a.zones, own),
        segments: both(b.segments, a.segments, own),
        components: both(b.components, a.components, own),
        // An interface that one side lacks would leave a flow without its end.
        flows: b.flows ?? [],
      },
    ],
  };
}

/** Both studies with places; a side that states its own keeps them. Absent while they are worked out. */
function usePlaces(before: Study, after: Study, id: string | undefined) {
  const worker = useStudy((s) => s.worker);
  const [placed, setPlaced] = useState<{ before: Study; after: Study }>();
  useEffect(() => {
    if (id === undefined) return;
    let isGone = false;
    const isStated = (study: Study) =>
      Object.keys(study.configurations.find((c) => c.id === id)?.layout ?? {}).length > 0;
    const place = (study: Study, layout: Record<string, Box>): Study => ({
      ...study,
      configurations: study.configurations.map((c) => (c.id === id ? { ...c, layout } : c)),
    });
    const isLarge = [before, after].some(
      (s) => (s.configurations.find((c) => c.id === id)?.components.length ?? 0) > LAID_OUT_UP_TO,
    );
    if (isLarge || isStated(before) || isStated(after)) {
      setPlaced({ before, after });
      return;
    }
    setPlaced(undefined);
    worker.layout(union(before, after, id), id, { sizes: sizesOf(union(before, after, id), id) }).then(
      (layout) => {
        if (!isGone) setPlaced({ before: place(before, layout), after: place(after, layout) });
      },
      () => {
        if (!isGone) setPlaced({ before, after });
      },
    );
    return () => {
      isGone = true;
    };
  }, [before, after, id, worker]);
  return placed;
}

type Mark = "added" | "removed" | "changed";
const MARKS: readonly Mark[] = ["added", "removed", "changed"];

export function Pictures({ comparison }: { comparison: Extract<Comparison, { state: "done" }> }) {
  const t = words.useT();
  const w = useWords();
  const { before, after, diff } = comparison;
  const configurations = useMemo(
    () => [
      ...after.study.configurations,
      ...before.study.configurations.filter((c) => !after.study.configurations.some((x) => x.id === c.id)),
    ],
    [before.study, after.study],
  );
  const changed = useMemo(() => new Set(diff.map((e) => e.configuration)), [diff]);
  const [wanted, setWanted] = useState<string>();
  const shown =
    configurations.find((c) => c.id === wanted) ??
    configurations.find((c) => changed.has(c.id)) ??
    configurations[0];
  const marks = useMemo(() => {
    const all = new Map<string, Mark>();
    for (const entry of diff) {
      if (entry.part === "layout") continue;
      const id = idOf(entry);
      if (id === undefined) continue;
      all.set(id, entry.kind);
      // A box shows what changed in its interfaces.
      if (entry.part === "interface") {
        const box = `co:${entry.configuration}/${entry.id.slice(0, entry.id.indexOf("."))}`;
        if (!all.has(box)) all.set(box, "changed");
      }
    }
    return all;
  }, [diff]);
  const overlay = useMemo(() => ({ marks }), [marks]);
  const placed = usePlaces(before.study, after.study, shown?.id);
  if (!shown) return null;
  const sides = [
    { key: "before", side: before, study: placed?.before ?? before.study },
    { key: "after", side: after, study: placed?.after ?? after.study },
  ] as const;
  return (
    <Panel
      title={t("part.pictures")}
      actions={
        configurations.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={t("pictures.configuration")}
            value={shown.id}
            onChange={setWanted}
            data={configurations.map((c) => ({ value: c.id, label: w(c.name) }))}
          />
        )
      }
    >
      <ul className={css.legend}>
        {MARKS.map((mark) => (
          <li key={mark}>
            <span className={css.sign} data-kind={mark} aria-hidden="true">
              {mark === "added" ? "+" : mark === "removed" ? "−" : "±"}
            </span>
            {t(`pictures.legend.${mark}`)}
          </li>
        ))}
      </ul>
      <div className={css.pictures}>
        {sides.map(({ key, side, study }) => (
          <figure key={key}>
            <figcaption>{t(key)}</figcaption>
            {!placed ? null : study.configurations.some((c) => c.id === shown.id) ? (
              <StudyPicture
                study={study}
                configuration={shown.id}
                dossier={side.dossier}
                overlay={overlay}
                height="clamp(260px, 44vh, 460px)"
              />
            ) : (
              <p className={css.note}>{t("pictures.absent")}</p>
            )}
          </figure>
        ))}
      </div>
    </Panel>
  );
}
