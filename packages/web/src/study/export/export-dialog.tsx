/** What people take out of the workbench: formats, language, how far it is, and the file. */
import { Button, Checkbox, Group, Loader, SegmentedControl } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCircleDashed, IconDownload, IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { downloads } from "../../api/client.ts";
import type { DocumentFormat, ExportView, ProblemBody } from "../../api/types.ts";
import { DOCUMENT_FORMATS } from "../../api/types.ts";
import { useLang } from "../../i18n/index.ts";
import exportWords from "../../i18n/messages/export.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { useStudy } from "../context.tsx";
import css from "./export.module.css";
import { useExport } from "./use-export.ts";

const GROUPS = {
  people: ["pdf", "pptx", "docx", "xlsx", "html"],
  pictures: ["svg", "png"],
  tools: ["yaml", "json", "csv", "oscal", "sarif", "otm", "threat-dragon"],
} as const satisfies Record<string, readonly DocumentFormat[]>;
/** Needs no analysis, so it can be taken in any state. */
const ALWAYS: DocumentFormat = "yaml";
const KEPT = "seiza.export";

function keptChoice(): DocumentFormat[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    const known = Array.isArray(value) ? DOCUMENT_FORMATS.filter((f) => value.includes(f)) : [];
    return known.length > 0 ? known : ["pdf"];
  } catch {
    return ["pdf"];
  }
}
function keep(choice: readonly DocumentFormat[]): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(choice));
  } catch {
    // Without storage the next dialog begins with the report.
  }
}

export default function ExportDialog({ onClose }: { onClose: () => void }) {
  const t = exportWords.useT();
  const shown = useLang();
  const id = useStudy((s) => s.id);
  const revision = useStudy((s) => s.head.revision);
  const save = useStudy((s) => s.save);
  const flush = useStudy((s) => s.flush);
  const errors = useStudy((s) => s.problems.filter((p) => p.severity === "error").length);
  const [choice, setChoice] = useState<readonly DocumentFormat[]>(keptChoice);
  const [lang, setLang] = useState<"ja" | "en">(shown);
  const { going, begin, back } = useExport(id);
  const isUsable = (f: DocumentFormat) => errors === 0 || f === ALWAYS;
  const usable = DOCUMENT_FORMATS.filter(isUsable);
  const chosen = choice.filter(isUsable);
  const toggle = (format: DocumentFormat, on: boolean) => {
    const next = DOCUMENT_FORMATS.filter((f) => (f === format ? on : choice.includes(f)));
    setChoice(next);
    keep(next);
  };
  const choose = (next: readonly DocumentFormat[]) => {
    setChoice(next);
    keep(next);
  };
  // What is on the screen is what is taken out.
  useEffect(() => {
    if (save === "dirty") void flush();
  }, [save, flush]);
  const start = (formats: readonly DocumentFormat[]) => void begin(revision, formats, lang);

  return (
    <Dialog opened onClose={onClose} title={t("title")} size="xl" top>
      {going.state === "choosing" ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen.length > 0 && save === "saved") start(chosen);
          }}
        >
          <p className={css.lead}>{t("text", { revision })}</p>
          {errors > 0 && (
            <p className={css.warn}>
              <IconAlertTriangle size={16} aria-hidden="true" />
              {t("unsound", { count: errors })}
            </p>
          )}
          <div className={css.groups}>
            {(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => (
              <fieldset key={group} className={css.group} data-group={group}>
                <legend>{t(`group.${group}`)}</legend>
                {GROUPS[group].map((format) => (
                  <Checkbox
                    key={format}
                    label={t(`format.${format}`)}
                    description={t(`hint.${format}`)}
                    checked={chosen.includes(format)}
                    disabled={!isUsable(format)}
                    onChange={(e) => toggle(format, e.currentTarget.checked)}
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
                onChange={(v) => setLang(v === "en" ? "en" : "ja")}
                data={[
                  { value: "ja", label: "日本語" },
                  { value: "en", label: "English" },
                ]}
              />
            </div>
            <Group gap="xs" justify="flex-end">
              <Button
                variant="subtle"
                onClick={() => choose(chosen.length === usable.length ? [] : [...usable])}
              >
                {chosen.length === usable.length ? t("none") : t("all")}
              </Button>
              <Button
                type="submit"
                leftSection={<IconDownload size={17} />}
                disabled={chosen.length === 0 || save !== "saved"}
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
          {(save === "offline" || save === "conflict") && <p className={css.warn}>{t("unsaved")}</p>}
        </form>
      ) : going.state === "running" ? (
        <Running formats={going.formats} view={going.view} onCancel={back} />
      ) : going.state === "done" ? (
        <Done view={going.view} onBack={back} />
      ) : going.state === "failed" ? (
        <Failed
          view={going.view}
          onRetry={() => start(going.formats)}
          onRest={() => start(going.view.parts.filter((p) => p.state === "done").map((p) => p.format))}
          onBack={back}
        />
      ) : (
        <div role="alert">
          <p className={css.bad}>
            <strong>{t("broken")}</strong>{" "}
            {going.problem ? (going.problem.detail ?? going.problem.title) : t("unreachable")}{" "}
            {going.problem?.mend}
          </p>
          <Group gap="xs" justify="flex-end">
            <Button variant="default" onClick={back}>
              {t("back")}
            </Button>
            <Button onClick={() => start(going.formats)} data-autofocus>
              {t("retry")}
            </Button>
          </Group>
        </div>
      )}
    </Dialog>
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
function Parts({ parts }: { parts: ExportView["parts"] }) {
  const t = exportWords.useT();
  return (
    <ul className={css.parts} tabIndex={0} aria-label={t("title")}>
      {parts.map(({ format, state, problem }) => (
        <li key={format} data-state={state}>
          {MARKS[state]}
          <span>{t(`format.${format}`)}</span>
          <small>{t(`state.${state}`)}</small>
          {problem && <ProblemText problem={problem} />}
        </li>
      ))}
    </ul>
  );
}
function ProblemText({ problem }: { problem: ProblemBody }) {
  return (
    <p>
      {problem.detail ?? problem.title} {problem.mend}
    </p>
  );
}

function Running({
  formats,
  view,
  onCancel,
}: {
  formats: readonly DocumentFormat[];
  view: ExportView | undefined;
  onCancel: () => void;
}) {
  const t = exportWords.useT();
  const focus = useFocusHere();
  const parts = view?.parts ?? formats.map((format) => ({ format, state: "waiting" as const }));
  const done = parts.filter((p) => p.state === "done" || p.state === "failed").length;
  const making = parts.find((p) => p.state === "making");
  const said = making
    ? t("making", { format: t(`format.${making.format}`), done: done + 1, total: parts.length })
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

function Done({ view, onBack }: { view: ExportView; onBack: () => void }) {
  const t = exportWords.useT();
  const focus = useFocusHere();
  const size = view.file?.size ?? 0;
  const shown =
    size < 1_000_000
      ? t("size.kb", { size: Math.max(1, Math.round(size / 1000)) })
      : t("size.mb", { size: (size / 1_000_000).toFixed(1) });
  return (
    <div>
      <p role="status" className={css.good}>
        <IconCheck size={17} aria-hidden="true" />
        {t("finished", { file: view.file?.name ?? "", size: shown })}
      </p>
      <Parts parts={view.parts} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onBack} ref={focus}>
          {t("back")}
        </Button>
        <Button
          component="a"
          href={downloads.export(view.id)}
          download
          leftSection={<IconDownload size={17} />}
        >
          {t("download")}
        </Button>
      </Group>
    </div>
  );
}

function Failed({
  view,
  onRetry,
  onRest,
  onBack,
}: {
  view: ExportView;
  onRetry: () => void;
  onRest: () => void;
  onBack: () => void;
}) {
  const t = exportWords.useT();
  const focus = useFocusHere();
  const count = view.parts.filter((p) => p.state === "failed").length;
  return (
    <div>
      <p role="alert" className={css.bad}>
        {t("failed", { count })}
      </p>
      <Parts parts={view.parts} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onBack}>
          {t("back")}
        </Button>
        {count < view.parts.length && (
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
