/** Both sides as pictures, with what came, went and changed marked. */
import { SegmentedControl } from "@mantine/core";
import { useMemo, useState } from "react";
import words from "../i18n/messages/compare.ts";
import { useWords } from "../i18n/words.ts";
import { Panel } from "../parts/index.ts";
import { StudyPicture } from "../step2/picture.tsx";
import css from "./compare.module.css";
import { idOf } from "./system-diff.tsx";
import type { Comparison } from "./use-comparison.ts";

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
  if (!shown) return null;
  const sides = [
    { key: "before", side: before },
    { key: "after", side: after },
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
        {sides.map(({ key, side }) => (
          <figure key={key}>
            <figcaption>{t(key)}</figcaption>
            {side.study.configurations.some((c) => c.id === shown.id) ? (
              <StudyPicture
                study={side.study}
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
