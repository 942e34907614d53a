/** The dialog of an export, whatever is taken out: formats and language, how far it is, the file, what went wrong. */
import { Button, Checkbox, Group, Loader, SegmentedControl } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCircleDashed, IconDownload, IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { ProblemBody } from "../../api/types.ts";
import words from "../../i18n/messages/export.ts";
import css from "./exporting.module.css";

export interface ExportPart {
  key: string;
  label: string;
  state: "waiting" | "making" | "done" | "failed";
  problem?: ProblemBody | undefined;
}
export interface ExportGroup {
  key: string;
  title: string;
  /** Beside the other groups, over their whole height. */
  isTall?: boolean;
  choices: { key: string; label: string; hint: string; isDisabled?: boolean }[];
}

export function Chooser({
  lead,
  warning,
  before,
  groups,
  chosen,
  onToggle,
  onChoose,
  lang,
  onLang,
  isReady,
  after,
  onBegin,
}: {
  lead: ReactNode;
  warning?: string | undefined;
  before?: ReactNode;
  groups: readonly ExportGroup[];
  chosen: readonly string[];
  onToggle: (key: string, on: boolean) => void;
  onChoose: (keys: string[]) => void;
  lang: "ja" | "en";
  onLang: (lang: "ja" | "en") => void;
  isReady: boolean;
  after?: string | undefined;
  onBegin: () => void;
}) {
  const t = words.useT();
  const usable = groups.flatMap((g) => g.choices.filter((c) => c.isDisabled !== true).map((c) => c.key));
  const isAll = chosen.length === usable.length;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.length > 0 && isReady) onBegin();
      }}
    >
      <p className={css.lead}>{lead}</p>
      {warning !== undefined && (
        <p className={css.warn}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          {warning}
        </p>
      )}
      {before}
      <div className={css.groups}>
        {groups.map((group) => (
          <fieldset key={group.key} className={css.group} data-tall={group.isTall || undefined}>
            <legend>{group.title}</legend>
            {group.choices.map((choice) => (
              <Checkbox
                key={choice.key}
                label={choice.label}
                description={choice.hint}
                checked={chosen.includes(choice.key)}
                disabled={choice.isDisabled === true}
                onChange={(e) => onToggle(choice.key, e.currentTarget.checked)}
              />
            ))}
          </fieldset>
        ))}
      </div>
      <div className={css.foot}>
        <div className={css.language}>
          <span id="export-language">{t("language")}</span>
          <SegmentedControl
            aria-labelledby="export-language"
            size="sm"
            value={lang}
            onChange={(v) => onLang(v === "en" ? "en" : "ja")}
            data={[
              { value: "ja", label: "日本語" },
              { value: "en", label: "English" },
            ]}
          />
        </div>
        <Group gap="xs" justify="flex-end">
          <Button variant="subtle" onClick={() => onChoose(isAll ? [] : usable)}>
            {isAll ? t("none") : t("all")}
          </Button>
          <Button
            type="submit"
            leftSection={<IconDownload size={17} />}
            disabled={chosen.length === 0 || !isReady}
            data-autofocus
          >
            {chosen.length === 0
              ? t("begin.none")
              : chosen.length === 1
                ? t("begin")
                : t("begin.many", { count: chosen.length })}
          </Button>
        </Group>
      </div>
      {after !== undefined && <p className={css.warn}>{after}</p>}
    </form>
  );
}

/** Takes the focus as it appears: what was there before is gone. */
function useFocusHere() {
  const at = useRef<HTMLButtonElement>(null);
  useEffect(() => at.current?.focus(), []);
  return at;
}

const MARKS = {
  waiting: <IconCircleDashed size={17} aria-hidden="true" />,
  making: <Loader size={15} aria-hidden="true" />,
  done: <IconCheck size={17} aria-hidden="true" />,
  failed: <IconX size={17} aria-hidden="true" />,
};
function Parts({ parts }: { parts: readonly ExportPart[] }) {
  const t = words.useT();
  return (
    <ul className={css.parts} tabIndex={0} aria-label={t("title")}>
      {parts.map(({ key, label, state, problem }) => (
        <li key={key} data-state={state}>
          {MARKS[state]}
          <span>{label}</span>
          <small>{t(`state.${state}`)}</small>
          {problem && (
            <p>
              {problem.detail ?? problem.title} {problem.mend}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

export function Running({ parts, onCancel }: { parts: readonly ExportPart[]; onCancel: () => void }) {
  const t = words.useT();
  const focus = useFocusHere();
  const done = parts.filter((p) => p.state === "done" || p.state === "failed").length;
  const making = parts.find((p) => p.state === "making");
  const said = making
    ? t("making", { format: making.label, done: done + 1, total: parts.length })
    : done === parts.length
      ? t("packing")
      : t("begun");
  return (
    <div>
      <p role="status" className={css.lead}>
        {said}
      </p>
      <progress className={css.bar} max={parts.length} value={done} aria-label={t("title")} />
      <Parts parts={parts} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel} ref={focus}>
          {t("cancel")}
        </Button>
      </Group>
    </div>
  );
}

export function Done({
  parts,
  file,
  onBack,
  again,
}: {
  parts: readonly ExportPart[];
  /** Size in bytes. */
  file: { name: string; size: number };
  onBack: () => void;
  /** An address, or what gives the file once more. */
  again: string | (() => void);
}) {
  const t = words.useT();
  const focus = useFocusHere();
  const shown =
    file.size < 1_000_000
      ? t("size.kb", { size: Math.max(1, Math.round(file.size / 1000)) })
      : t("size.mb", { size: (file.size / 1_000_000).toFixed(1) });
  const icon = <IconDownload size={17} />;
  return (
    <div>
      <p role="status" className={css.good}>
        <IconCheck size={17} aria-hidden="true" />
        {t("finished", { file: file.name, size: shown })}
      </p>
      <Parts parts={parts} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onBack} ref={focus}>
          {t("back")}
        </Button>
        {typeof again === "string" ? (
          <Button component="a" href={again} download leftSection={icon}>
            {t("download")}
          </Button>
        ) : (
          <Button onClick={again} leftSection={icon}>
            {t("download")}
          </Button>
        )}
      </Group>
    </div>
  );
}

export function Failed({
  parts,
  onRetry,
  onRest,
  onBack,
}: {
  parts: readonly ExportPart[];
  onRetry: () => void;
  onRest: () => void;
  onBack: () => void;
}) {
  const t = words.useT();
  const focus = useFocusHere();
  const count = parts.filter((p) => p.state === "failed").length;
  return (
    <div>
      <p role="alert" className={css.bad}>
        {t("failed", { count })}
      </p>
      <Parts parts={parts} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onBack}>
          {t("back")}
        </Button>
        {count < parts.length && (
          <Button variant="default" onClick={onRest}>
            {t("rest")}
          </Button>
        )}
        <Button onClick={onRetry} ref={focus}>
          {t("retry")}
        </Button>
      </Group>
    </div>
  );
}

/** The server refused, or was not reached (no problem). */
export function Broken({
  problem,
  onBack,
  onRetry,
}: {
  problem: ProblemBody | undefined;
  onBack: () => void;
  onRetry: () => void;
}) {
  const t = words.useT();
  const focus = useFocusHere();
  return (
    <div role="alert">
      <p className={css.bad}>
        <strong>{t("broken")}</strong> {problem ? (problem.detail ?? problem.title) : t("unreachable")}{" "}
        {problem?.mend}
      </p>
      <Group gap="xs" justify="flex-end">
        <Button variant="default" onClick={onBack}>
          {t("back")}
        </Button>
        <Button onClick={onRetry} ref={focus}>
          {t("retry")}
        </Button>
      </Group>
    </div>
  );
}

/** What was chosen last, kept in the browser. Unknown keys are left out; with none, the first of `known`. */
export function keptChoice<K extends string>(name: string, known: readonly K[], first: K): K[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(name) ?? "null");
    const found = Array.isArray(value) ? known.filter((f) => value.includes(f)) : [];
    return found.length > 0 ? found : [first];
  } catch {
    return [first];
  }
}
export function keepChoice(name: string, choice: readonly string[]): void {
  try {
    localStorage.setItem(name, JSON.stringify(choice));
  } catch {
    // Without storage the next dialog begins with the first.
  }
}
