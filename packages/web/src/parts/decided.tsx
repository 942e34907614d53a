/** Judgements of the group on one item: who, when, why; each can be withdrawn. */
import { notifications } from "@mantine/notifications";
import { useMemo } from "react";
import decided from "../i18n/messages/decided.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { useStudy } from "../study/context.tsx";
import { StatusChip } from "./chips.tsx";
import css from "./decided.module.css";

/** Nothing is drawn while nobody has judged the item. */
export function Decided({ target }: { target: string }) {
  const t = decided.useT();
  const w = useWords();
  const { day } = useFormats();
  const decisions = useStudy((s) => s.study.decisions);
  const index = useStudy((s) => s.analysis?.index);
  const withdraw = useStudy((s) => s.withdraw);
  const own = useMemo(() => (decisions ?? []).filter((d) => d.target === target), [decisions, target]);
  if (own.length === 0) return null;
  return (
    <ul className={css.list} aria-label={t("label")}>
      {own.map((d) => {
        const state = index?.decisions.get(`dc:${d.id}`)?.state;
        const set = Object.entries(d.set ?? {}).flatMap(([key, value]) =>
          typeof value === "string" || typeof value === "number" ? [{ key, value }] : [],
        );
        return (
          <li key={d.id} className={css.item}>
            <div className={css.head}>
              <strong>{t(`action.${d.action}`)}</strong>
              {set.map(({ key, value }) => (
                <span key={key}>{t("set", { field: fieldWord(t, key), value })}</span>
              ))}
              {state !== undefined && state !== "applied" && <StatusChip status={state} />}
            </div>
            <blockquote>{w(d.reason)}</blockquote>
            <div className={css.foot}>
              <span>{t("by", { by: d.by, date: day(d.date) })}</span>
              <button
                type="button"
                className={css.link}
                onClick={() => {
                  withdraw(d.id);
                  notifications.show({ message: t("withdrawn") });
                }}
              >
                {t("withdraw")}
              </button>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

type T = ReturnType<typeof decided.useT>;
function fieldWord(t: T, key: string): string {
  switch (key) {
    case "importance":
    case "threatLevel":
    case "countermeasureLevel":
    case "priority":
    case "countermeasure":
    case "statement":
    case "requirement":
      return t(`field.${key}`);
    default:
      return key;
  }
}
