import { Button, Group, Stack, TextInput, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconDownload, IconGavel, IconLoader2, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import common from "../i18n/messages/common.ts";
import { useEditName } from "../i18n/messages/edits.ts";
import shell from "../i18n/messages/shell.ts";
import { useWords } from "../i18n/words.ts";
import { Dialog } from "../parts/dialog.tsx";
import { useStudy } from "../study/context.tsx";
import { useExporting } from "../study/export/host.tsx";
import { AppTools, Brand } from "./app-tools.tsx";
import { SaveMark } from "./save-mark.tsx";
import css from "./shell.module.css";
import { UndoButtons } from "./undo-buttons.tsx";

/** Undo and redo that tell when the server could not be asked. */
export function useUndo(): { undo: () => void; redo: () => void } {
  const t = shell.useT();
  const undo = useStudy((s) => s.undo);
  const redo = useStudy((s) => s.redo);
  const told = (act: () => Promise<void>) => () =>
    void act().catch(() => notifications.show({ color: "red", message: t("undo.failed") }));
  return { undo: told(undo), redo: told(redo) };
}

function Saved({ onConflict }: { onConflict: () => void }) {
  const t = shell.useT();
  const save = useStudy((s) => s.save);
  const error = useStudy((s) => s.saveError);
  const head = useStudy((s) => s.head);
  const flush = useStudy((s) => s.flush);
  return (
    <SaveMark
      save={save}
      head={head}
      error={error}
      offlineHint={t("save.offline.hint")}
      onPress={save === "conflict" ? onConflict : () => void flush()}
    />
  );
}

function RenameDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = shell.useT();
  const c = common.useT();
  const name = useStudy((s) => s.study.system.name);
  const edit = useStudy((s) => s.edit);
  const both = typeof name === "string" ? { ja: name, en: "" } : { ja: name.ja ?? "", en: name.en ?? "" };
  const [ja, setJa] = useState(both.ja);
  const [en, setEn] = useState(both.en);
  const isMissing = ja.trim() === "" && en.trim() === "";
  return (
    <Dialog opened={opened} onClose={onClose} title={t("rename")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isMissing) return;
          const [j, e] = [ja.trim(), en.trim()];
          const next = j !== "" && e !== "" ? { ja: j, en: e } : j !== "" ? { ja: j } : { en: e };
          edit("system.name", (s) => ({ ...s, system: { ...s.system, name: next } }));
          onClose();
        }}
      >
        <Stack>
          <TextInput
            label={t("rename.ja")}
            value={ja}
            onChange={(e) => setJa(e.currentTarget.value)}
            maxLength={2000}
            data-autofocus
            error={isMissing ? t("rename.missing") : undefined}
          />
          <TextInput
            label={t("rename.en")}
            value={en}
            onChange={(e) => setEn(e.currentTarget.value)}
            maxLength={2000}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {c("cancel")}
            </Button>
            <Button type="submit" disabled={isMissing}>
              {c("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

export function StudyHeader({ onSearch, onConflict }: { onSearch: () => void; onConflict: () => void }) {
  const t = shell.useT();
  const c = common.useT();
  const w = useWords();
  const editName = useEditName();
  const name = useStudy((s) => s.study.system.name);
  const canUndo = useStudy((s) => s.canUndo);
  const canRedo = useStudy((s) => s.canRedo);
  const undoLabel = useStudy((s) => s.undoLabel);
  const redoLabel = useStudy((s) => s.redoLabel);
  const { undo, redo } = useUndo();
  const busy = useStudy((s) => s.busy);
  const panel = useStudy((s) => s.panel);
  const showPanel = useStudy((s) => s.showPanel);
  const errors = useStudy((s) => s.problems.filter((p) => p.severity === "error").length);
  const warnings = useStudy((s) => s.problems.filter((p) => p.severity === "warning").length);
  const decisions = useStudy((s) => s.study.decisions?.length ?? 0);
  const exporting = useExporting();
  const [renaming, setRenaming] = useState(false);
  return (
    <header className={css.header}>
      <Brand />
      <span className={css.crumb} aria-hidden="true">
        /
      </span>
      <button type="button" className={css.studyName} onClick={() => setRenaming(true)} title={t("rename")}>
        <span>{w(name)}</span>
      </button>
      {renaming && <RenameDialog opened onClose={() => setRenaming(false)} />}
      <Saved onConflict={onConflict} />
      {busy && (
        <span className={css.save} role="status">
          <IconLoader2 size={15} className={css.spin} />
          <span className={css.wide}>{t("analysis.busy")}</span>
        </span>
      )}
      <span className={css.grow} />
      <UndoButtons
        undo={{
          can: canUndo,
          act: undo,
          of: undoLabel === undefined ? undefined : editName(undoLabel),
        }}
        redo={{
          can: canRedo,
          act: redo,
          of: redoLabel === undefined ? undefined : editName(redoLabel),
        }}
      />
      <span className={css.divider} />
      <Tooltip label={`${c("search")} ( / )`}>
        <button type="button" className={css.tool} aria-label={c("search")} onClick={onSearch}>
          <IconSearch size={18} stroke={1.7} />
        </button>
      </Tooltip>
      <button
        type="button"
        className={css.tool}
        aria-pressed={panel === "problems"}
        onClick={() => showPanel(panel === "problems" ? undefined : "problems")}
      >
        <IconAlertTriangle size={17} stroke={1.7} />
        <span className={css.wide}>{t("problems")}</span>
        <span className={css.count} data-tone={errors > 0 ? "bad" : warnings > 0 ? "warn" : undefined}>
          {errors + warnings}
        </span>
      </button>
      <button
        type="button"
        className={css.tool}
        aria-pressed={panel === "decisions"}
        onClick={() => showPanel(panel === "decisions" ? undefined : "decisions")}
      >
        <IconGavel size={17} stroke={1.7} />
        <span className={css.wide}>{t("decisions")}</span>
        <span className={css.count}>{decisions}</span>
      </button>
      <button
        type="button"
        className={css.tool}
        aria-label={t("export")}
        title={t("export")}
        onClick={exporting.open}
      >
        <IconDownload size={18} stroke={1.7} />
        <span className={css.wide}>{t("export")}</span>
      </button>
      <span className={css.divider} />
      <AppTools />
    </header>
  );
}
