import { TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconGavel, IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import shell from "../i18n/messages/shell.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { StatusChip } from "../parts/chips.tsx";
import { EmptyState } from "../parts/panel.tsx";
import { useStudy } from "../study/context.tsx";
import { useItemWords } from "./item-words.ts";
import css from "./shell.module.css";

const FILTER_FROM = 8;

/** Judgements of the group with reason, person and date; each can be withdrawn. */
export function DecisionsPanel() {
  const t = shell.useT();
  const w = useWords();
  const { day } = useFormats();
  const decisions = useStudy((s) => s.study.decisions);
  const index = useStudy((s) => s.analysis?.index);
  const withdraw = useStudy((s) => s.withdraw);
  const why = useStudy((s) => s.why);
  const words = useItemWords(index);
  const [filter, setFilter] = useState("");
  const newest = useMemo(
    () =>
      [...(decisions ?? [])].sort((a, b) =>
        a.date < b.date ? 1 : a.date > b.date ? -1 : a.id < b.id ? 1 : -1,
      ),
    [decisions],
  );
  if (newest.length === 0)
    return (
      <EmptyState
        icon={<IconGavel size={28} />}
        title={t("decisions.none")}
        text={t("decisions.none.text")}
      />
    );
  const wanted = filter.trim().toLowerCase();
  const shown = newest.filter(
    (d) =>
      wanted === "" ||
      [words.name(d.target), words.kind(d.target), w(d.reason), d.by].some((x) =>
        x.toLowerCase().includes(wanted),
      ),
  );
  return (
    <>
      {newest.length >= FILTER_FROM && (
        <TextInput
          aria-label={t("decisions.filter")}
          placeholder={t("decisions.filter")}
          leftSection={<IconSearch size={16} />}
          value={filter}
          onChange={(e) => setFilter(e.currentTarget.value)}
        />
      )}
      {shown.map((d) => {
        const state = index?.decisions.get(`dc:${d.id}`)?.state;
        return (
          <div key={d.id} className={css.decision}>
            <span className={css.kind}>
              {words.kind(d.target)} · {t(`decisions.action.${d.action}`)}
            </span>{" "}
            {state !== undefined && state !== "applied" && <StatusChip status={state} />}
            <div>
              <button type="button" className={css.linkButton} onClick={() => why(d.target)}>
                {words.name(d.target)}
              </button>
            </div>
            <blockquote>{w(d.reason)}</blockquote>
            <div className={css.decisionFoot}>
              <span>{t("decisions.by", { by: d.by, date: day(d.date) })}</span>
              <span className={css.grow} />
              <button
                type="button"
                className={css.linkButton}
                onClick={() => {
                  withdraw(d.id);
                  notifications.show({ message: t("decisions.withdrawn") });
                }}
              >
                {t("decisions.withdraw")}
              </button>
            </div>
          </div>
        );
      })}
    </>
  );
}
