/** 活用促進: the guide's activities as tasks on a board; by mouse and by keyboard. */
import { Button, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import type { Dossier } from "@seiza/dossier";
import { IconCalendar, IconPencil, IconPlus, IconUser } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useLang } from "../i18n/index.ts";
import common from "../i18n/messages/common.ts";
import words from "../i18n/messages/step5.ts";
import { useFormats, useWords, withWords } from "../i18n/words.ts";
import { Dialog, Words } from "../parts/index.ts";
import { useStudy } from "../study/context.tsx";
import { dayOf } from "../study/decisions.ts";
import {
  addTask,
  changeTask,
  DATE,
  isOverdue,
  moveTask,
  removeTask,
  STATES,
  stateOf,
  type Task,
  type TaskState,
} from "./promotion.ts";
import css from "./step5.module.css";

const NONE: readonly Task[] = [];

export function Board({ dossier }: { dossier: Dossier }) {
  const t = words.useT();
  const w = useWords();
  const f = useFormats();
  const lang = useLang();
  const tasks = useStudy((s) => s.study.promotion) ?? NONE;
  const edit = useStudy((s) => s.edit);
  const [editing, setEditing] = useState<Task | "new" | undefined>();
  const [over, setOver] = useState<TaskState>();
  const [said, setSaid] = useState("");
  const [moved, setMoved] = useState<string>();
  const today = dayOf(new Date());
  const activities = dossier.terms["promotion-activities"] ?? {};
  const proposed = dossier.step5.activities.filter(
    (a) => a.state === "proposed" && !tasks.some((task) => task.activity === a.activity),
  );
  const notes = useMemo(() => new Map(dossier.step5.activities.map((a) => [a.activity, a.notes])), [dossier]);
  const move = (task: Task, state: TaskState) => {
    if (stateOf(task) === state) return;
    edit("promotion.move", (study) => moveTask(study, task.id, state));
    setSaid(t("board.moved", { name: w(task.name), state: t(`board.${state}`) }));
    setMoved(task.id);
  };
  // A card that stands in another column is another element: the focus goes with it.
  const board = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (moved === undefined) return;
    board.current?.querySelector<HTMLElement>(`[data-task="${CSS.escape(moved)}"] input`)?.focus();
    setMoved(undefined);
  }, [moved]);
  const card = (task: Task) => {
    const name = w(task.name);
    return (
      <li
        key={task.id}
        className={css.card}
        data-task={task.id}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData("text/x-seiza-task", task.id);
          event.dataTransfer.effectAllowed = "move";
        }}
      >
        <span className={css.cardKind}>{w(activities[task.activity]?.name) || task.activity}</span>
        <b className={css.cardName}>
          <Words of={task.name} />
        </b>
        <span className={css.cardMeta}>
          <span>
            <IconUser size={13} aria-hidden="true" /> {task.owner ?? t("board.noOwner")}
          </span>
          <span data-late={isOverdue(task, today) || undefined}>
            <IconCalendar size={13} aria-hidden="true" />{" "}
            {task.date === undefined
              ? t("board.noDate")
              : /^\d{4}-\d{2}-\d{2}$/.test(task.date)
                ? f.day(task.date)
                : task.date}
            {isOverdue(task, today) && <strong> {t("board.overdue")}</strong>}
          </span>
        </span>
        <Group gap={6} wrap="nowrap" mt={4}>
          <Select
            size="xs"
            aria-label={t("board.state", { name })}
            value={stateOf(task)}
            allowDeselect={false}
            data={STATES.map((s) => ({ value: s, label: t(`board.${s}`) }))}
            onChange={(value) => value && move(task, value as TaskState)}
            comboboxProps={{ withinPortal: true }}
            style={{ flex: 1 }}
          />
          <Button
            size="xs"
            variant="default"
            px={8}
            aria-label={t("board.edit", { name })}
            title={t("board.edit", { name })}
            onClick={() => setEditing(task)}
          >
            <IconPencil size={14} aria-hidden="true" />
          </Button>
        </Group>
      </li>
    );
  };
  return (
    <div className={css.stack}>
      <Group justify="space-between" align="end">
        <div>
          <h2 className={css.h2}>{t("board.title")}</h2>
          <p className={css.note}>{t("board.text")}</p>
        </div>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing("new")}>
          {t("board.add")}
        </Button>
      </Group>
      <p role="status" className={css.hidden}>
        {said}
      </p>
      <div className={css.board} ref={board}>
        {proposed.length > 0 && (
          <section className={css.column} data-kind="proposed">
            <h3>
              {t("board.proposed")} <span className={css.count}>{f.number(proposed.length)}</span>
            </h3>
            <ul>
              {proposed.map((a) => (
                <li key={a.id} className={css.card} data-proposed="true">
                  <b className={css.cardName}>
                    <Words of={a.name} />
                  </b>
                  <span className={css.cardText}>{w(activities[a.activity]?.text)}</span>
                  <Notes of={notes.get(a.activity)} />
                  <Button
                    size="xs"
                    variant="light"
                    mt={4}
                    onClick={() =>
                      edit("promotion.add", (study) =>
                        addTask(study, { activity: a.activity, name: a.name, state: "planned" }),
                      )
                    }
                  >
                    {t("board.take")}
                  </Button>
                </li>
              ))}
            </ul>
          </section>
        )}
        {STATES.map((state) => {
          const own = tasks.filter((task) => stateOf(task) === state);
          return (
            <section
              key={state}
              role="group"
              aria-label={t(`board.${state}`)}
              className={css.column}
              data-over={over === state || undefined}
              onDragOver={(event) => {
                if (!event.dataTransfer.types.includes("text/x-seiza-task")) return;
                event.preventDefault();
                setOver(state);
              }}
              onDragLeave={(event) => {
                if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(undefined);
              }}
              onDrop={(event) => {
                event.preventDefault();
                setOver(undefined);
                const task = tasks.find((x) => x.id === event.dataTransfer.getData("text/x-seiza-task"));
                if (task) move(task, state);
              }}
            >
              <h3>
                {t(`board.${state}`)} <span className={css.count}>{f.number(own.length)}</span>
              </h3>
              {own.length === 0 ? <p className={css.none}>{t("board.empty")}</p> : <ul>{own.map(card)}</ul>}
            </section>
          );
        })}
      </div>
      <Dialog
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        title={
          editing === "new" || editing === undefined
            ? t("board.new")
            : t("board.edit", { name: w(editing.name) })
        }
        size="lg"
      >
        {editing !== undefined && (
          <Form
            key={editing === "new" ? "new" : editing.id}
            task={editing === "new" ? undefined : editing}
            activities={Object.entries(activities).map(([value, term]) => ({ value, label: w(term.name) }))}
            notes={editing === "new" ? undefined : notes.get(editing.activity)}
            lang={lang}
            onClose={() => setEditing(undefined)}
          />
        )}
      </Dialog>
    </div>
  );
}

function Notes({ of }: { of: readonly { ja: string; en: string }[] | undefined }) {
  const t = words.useT();
  const w = useWords();
  if (!of || of.length === 0) return null;
  return (
    <details className={css.cardNotes}>
      <summary>{t("board.notes")}</summary>
      <ul>
        {of.map((note) => (
          <li key={note.ja}>{w(note)}</li>
        ))}
      </ul>
    </details>
  );
}

function Form({
  task,
  activities,
  notes,
  lang,
  onClose,
}: {
  task: Task | undefined;
  activities: { value: string; label: string }[];
  notes: readonly { ja: string; en: string }[] | undefined;
  lang: "ja" | "en";
  onClose: () => void;
}) {
  const t = words.useT();
  const c = common.useT();
  const w = useWords();
  const edit = useStudy((s) => s.edit);
  const [activity, setActivity] = useState(task?.activity ?? activities[0]?.value ?? "");
  const [name, setName] = useState(task ? w(task.name) : "");
  const [owner, setOwner] = useState(task?.owner ?? "");
  const [date, setDate] = useState(task?.date ?? "");
  const [state, setState] = useState<TaskState>(task ? stateOf(task) : "planned");
  const [isTried, setTried] = useState(false);
  const isMissing = name.trim() === "";
  const isWrongDate = date.trim() !== "" && date !== task?.date && !DATE.test(date.trim());
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isMissing || isWrongDate) return;
        const next = {
          activity,
          name: withWords(task?.name, lang, name.trim()),
          ...(owner.trim() === "" ? {} : { owner: owner.trim() }),
          ...(date.trim() === "" ? {} : { date: date.trim() }),
          state,
        };
        edit(task ? "promotion.change" : "promotion.add", (study) =>
          task ? changeTask(study, task.id, next) : addTask(study, next),
        );
        onClose();
      }}
    >
      <Stack gap="md">
        <Textarea
          label={t("board.name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autosize
          minRows={2}
          required
          data-autofocus
          error={isTried && isMissing ? t("board.name.missing") : undefined}
        />
        <Select
          label={t("board.activity")}
          data={activities}
          value={activity}
          allowDeselect={false}
          onChange={(value) => value && setActivity(value)}
        />
        <Group grow align="start">
          <TextInput
            label={t("board.owner")}
            value={owner}
            onChange={(event) => setOwner(event.currentTarget.value)}
          />
          <TextInput
            label={t("board.date")}
            placeholder={t("board.date.form")}
            value={date}
            error={isTried && isWrongDate ? t("board.date.wrong") : undefined}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
          <Select
            label={t("board.state", { name: t("board.name") })}
            value={state}
            allowDeselect={false}
            data={STATES.map((s) => ({ value: s, label: t(`board.${s}`) }))}
            onChange={(value) => value && setState(value as TaskState)}
          />
        </Group>
        <Notes of={notes} />
        <Group justify="space-between">
          {task ? (
            <Button
              variant="subtle"
              color="red"
              onClick={() => {
                edit("promotion.remove", (study) => removeTask(study, task.id));
                onClose();
              }}
            >
              {t("board.remove")}
            </Button>
          ) : (
            <span />
          )}
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {c("cancel")}
            </Button>
            <Button type="submit">{c(task ? "save" : "add")}</Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
