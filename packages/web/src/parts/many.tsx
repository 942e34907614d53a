/** One judgement with one reason on many items: rows are marked, then decided on together, as one step of undo. */
import { Button, Checkbox } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import words from "../i18n/messages/judging.ts";
import css from "./judging.module.css";
import { ReasonDialog } from "./reason-dialog.tsx";

export interface ManyItem {
  target: string;
  name: string;
  /** Said below the name. */
  note?: string;
}

/** Marks of rows by key. Marks of rows that are no longer there do not count. */
export function useMarks<Row>(rows: readonly Row[], keyOf: (row: Row) => string) {
  const [marks, setMarks] = useState<ReadonlySet<string>>(new Set());
  const marked = rows.filter((row) => marks.has(keyOf(row)));
  const toggle = (row: Row) =>
    setMarks((before) => {
      const next = new Set(before);
      if (!next.delete(keyOf(row))) next.add(keyOf(row));
      return next;
    });
  return {
    marked,
    has: (row: Row) => marks.has(keyOf(row)),
    toggle,
    toggleAll: () => setMarks(marked.length === rows.length ? new Set() : new Set(rows.map(keyOf))),
    clear: () => setMarks(new Set()),
    isAll: rows.length > 0 && marked.length === rows.length,
  };
}
export type Marks<Row> = ReturnType<typeof useMarks<Row>>;

/** Head of the column of marks. */
export function MarkAll<Row>({ of, label }: { of: Marks<Row>; label: string }) {
  return (
    <Checkbox
      size="xs"
      aria-label={label}
      checked={of.isAll}
      indeterminate={!of.isAll && of.marked.length > 0}
      onChange={of.toggleAll}
    />
  );
}
/** Mark of a row. Rows are reached by the arrows and marked with the space bar, so that Tab does not stop at each. */
export function Mark<Row>({ of, row, name }: { of: Marks<Row>; row: Row; name: string }) {
  const t = words.useT();
  return (
    <Checkbox
      size="xs"
      tabIndex={-1}
      aria-label={t("many.mark", { name })}
      checked={of.has(row)}
      onChange={() => of.toggle(row)}
      onClick={(event) => event.stopPropagation()}
    />
  );
}

/** What is marked and what can be done with it. `items`: what a judgement on the marked rows is about. */
export function ManyBar({
  said,
  items,
  clear,
}: {
  /** What is marked, in words; absent while nothing is. */
  said: string | undefined;
  items: { accept: readonly ManyItem[]; drop: readonly ManyItem[] };
  clear: () => void;
}) {
  const t = words.useT();
  const [asked, setAsked] = useState<"accept" | "drop">();
  return (
    <>
      <div role="status" className={css.manyStatus}>
        {said !== undefined && (
          <div className={css.many}>
            <span>{said}</span>
            <Button
              size="compact-sm"
              variant="light"
              color="green"
              leftSection={<IconCheck size={15} />}
              disabled={items.accept.length === 0}
              onClick={() => setAsked("accept")}
            >
              {t("many.accept", { count: items.accept.length })}
            </Button>
            <Button
              size="compact-sm"
              variant="light"
              color="red"
              leftSection={<IconX size={15} />}
              disabled={items.drop.length === 0}
              onClick={() => setAsked("drop")}
            >
              {t("many.drop", { count: items.drop.length })}
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={clear}>
              {t("many.clear")}
            </Button>
          </div>
        )}
      </div>
      {asked && (
        <JudgeMany
          action={asked}
          items={items[asked]}
          onClose={() => setAsked(undefined)}
          onDone={() => {
            clear();
            setAsked(undefined);
          }}
        />
      )}
    </>
  );
}

function JudgeMany({
  action,
  items,
  onClose,
  onDone,
}: {
  action: "accept" | "drop";
  items: readonly ManyItem[];
  onClose: () => void;
  onDone: () => void;
}) {
  const t = words.useT();
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(() => items.filter((item) => !out.has(item.target)), [items, out]);
  return (
    <ReasonDialog
      opened
      onClose={onClose}
      title={t(`many.${action}.title`, { count: chosen.length })}
      decision={chosen.map(({ target }) => ({ target, action }))}
      ready={chosen.length > 0}
      onDone={() => {
        notifications.show({ message: t("many.recorded", { count: chosen.length }) });
        onDone();
      }}
    >
      <p className={css.manyHint}>{t("many.text")}</p>
      <ul className={css.manyList}>
        {items.map((item, i) => (
          <li key={item.target}>
            <Checkbox
              {...(i === 0 ? { "data-autofocus": true } : {})}
              size="xs"
              checked={!out.has(item.target)}
              onChange={() =>
                setOut((before) => {
                  const next = new Set(before);
                  if (!next.delete(item.target)) next.add(item.target);
                  return next;
                })
              }
              label={item.name}
              description={item.note}
            />
          </li>
        ))}
      </ul>
    </ReasonDialog>
  );
}
