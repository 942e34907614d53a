/** Judgements of the group where the item is: asked for with a reason, shown with who made them, taken back. */
import { ActionIcon, Alert, Group, Textarea, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck, IconGavel, IconPencil, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { StudyText } from "../api/types.ts";
import { type Lang, useLang } from "../i18n/index.ts";
import words from "../i18n/messages/judging.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { useStudy } from "../study/context.tsx";
import { StatusChip } from "./chips.tsx";
import css from "./judging.module.css";
import { ReasonDialog } from "./reason-dialog.tsx";

export interface Asked {
  action: "accept" | "drop" | "change";
  target: string;
  name: string;
  /** Wording to change. */
  statement?: { ja: string; en: string };
}

const LIMIT = 2000;

/** Words in both languages, the shown one first and required; `undefined` while it is empty. */
export function useWording(before?: { ja: string; en: string }) {
  const lang = useLang();
  const [ja, setJa] = useState(before?.ja ?? "");
  const [en, setEn] = useState(before && before.en !== before.ja ? before.en : "");
  const text = { ja: ja.trim(), en: en.trim() };
  const other: Lang = lang === "ja" ? "en" : "ja";
  const value: StudyText | undefined =
    text[lang] === ""
      ? undefined
      : text[other] === ""
        ? lang === "ja"
          ? { ja: text.ja }
          : { en: text.en }
        : text;
  return { value, ja, en, setJa, setEn };
}

export function WordingFields({ of }: { of: ReturnType<typeof useWording> }) {
  const t = words.useT();
  const lang = useLang();
  const field = (which: Lang) => {
    const label = t(`wording.${which}`);
    return (
      <Textarea
        key={which}
        lang={which}
        data-autofocus
        label={which === lang ? label : t("wording.optional", { label })}
        value={of[which]}
        onChange={(event) => (which === "ja" ? of.setJa : of.setEn)(event.currentTarget.value)}
        required={which === lang}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={LIMIT}
      />
    );
  };
  return lang === "ja" ? [field("ja"), field("en")] : [field("en"), field("ja")];
}

/** The dialog that goes with `JudgeButtons`; kept outside of rows, which may scroll away. */
export function JudgeDialog({ asked, onClose }: { asked: Asked | undefined; onClose: () => void }) {
  return asked && <Judge key={`${asked.action} ${asked.target}`} asked={asked} onClose={onClose} />;
}

function Judge({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const t = words.useT();
  const wording = useWording(asked.statement);
  const isChange = asked.action === "change";
  return (
    <ReasonDialog
      opened
      onClose={onClose}
      title={t(`${asked.action}.title`, { name: asked.name })}
      decision={{
        target: asked.target,
        action: asked.action,
        ...(isChange && wording.value !== undefined ? { set: { statement: wording.value } } : {}),
      }}
      ready={!isChange || wording.value !== undefined}
      onDone={() => notifications.show({ message: t("recorded") })}
    >
      {isChange ? (
        <WordingFields of={wording} />
      ) : (
        asked.statement && (
          <p className={css.statement}>
            <Said of={asked.statement} />
          </p>
        )
      )}
    </ReasonDialog>
  );
}
function Said({ of }: { of: { ja: string; en: string } }) {
  return <>{useWords()(of)}</>;
}

/** Accept, change, drop; what holds already is not offered again. */
export function JudgeButtons({
  asked,
  status,
  ask,
}: {
  asked: Omit<Asked, "action">;
  status: string;
  ask: (asked: Asked) => void;
}) {
  const t = words.useT();
  const button = (action: Asked["action"], icon: React.ReactNode, color: string) => (
    <Tooltip label={t(action)}>
      <ActionIcon
        size="sm"
        variant="light"
        color={color}
        aria-label={t(`${action}.of`, { name: asked.name })}
        onClick={(event) => {
          event.stopPropagation();
          ask({ ...asked, action });
        }}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <Group gap={4} wrap="nowrap">
      {(status === "proposed" || status === "dropped") && button("accept", <IconCheck size={15} />, "green")}
      {asked.statement && status !== "dropped" && button("change", <IconPencil size={14} />, "gray")}
      {status !== "dropped" && status !== "in-place" && button("drop", <IconX size={15} />, "red")}
    </Group>
  );
}

/** What the group decided on an item, by whom and when, with the way back. The newest that took effect is shown. */
export function Decided({ ids, name }: { ids: readonly string[] | undefined; name: string }) {
  const t = words.useT();
  const w = useWords();
  const { day } = useFormats();
  const index = useStudy((s) => s.analysis?.index);
  const withdraw = useStudy((s) => s.withdraw);
  const rows = (ids ?? []).map((id) => index?.decisions.get(id)).filter((d) => d !== undefined);
  if (rows.length === 0) return null;
  return (
    <span className={css.made}>
      {rows.map((d) => (
        <span key={d.id} className={css.decided}>
          <IconGavel size={14} aria-hidden="true" />
          <span>
            <b>{t(`made.${d.action}`)}</b> {w(d.reason)}{" "}
            <span className={css.by}>{t("by", { by: d.by, date: day(d.date) })}</span>{" "}
            <button
              type="button"
              className={css.link}
              aria-label={t("withdraw.of", { name })}
              onClick={(event) => {
                event.stopPropagation();
                withdraw(d.id);
                notifications.show({ message: t("withdrawn") });
              }}
            >
              {t("withdraw")}
            </button>
          </span>
        </span>
      ))}
    </span>
  );
}

/** Decisions on items below the given prefixes that changed nothing. */
export function Unapplied({ concerns }: { concerns: (target: string) => boolean }) {
  const t = words.useT();
  const w = useWords();
  const analysis = useStudy((s) => s.analysis);
  const rows = (analysis?.dossier.decisions ?? []).filter(
    (d) => (d.state === "orphaned" || d.state === "not-applicable") && concerns(d.target),
  );
  if (rows.length === 0 || !analysis) return null;
  return (
    <Alert color="yellow" variant="light" title={t("unapplied.title")} mb="md">
      <p>{t("unapplied.text")}</p>
      <ul className={css.unapplied}>
        {rows.map((d) => {
          const added = d.set?.["countermeasure"];
          const name =
            typeof added === "string"
              ? `${added} ${w(analysis.index.word("countermeasures", added))}`
              : w(analysis.index.name(d.target));
          return (
            <li key={d.id}>
              <StatusChip status={d.state} /> {name}
              <Decided ids={[d.id]} name={name} />
            </li>
          );
        })}
      </ul>
    </Alert>
  );
}
