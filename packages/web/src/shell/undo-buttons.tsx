/** Undo and redo in the header of a study and of a product. */
import { Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import shell from "../i18n/messages/shell.ts";
import css from "./shell.module.css";

interface Way {
  can: boolean;
  act: () => void;
  /** What it would take back or do again, in words. */
  of?: string | undefined;
}
export function UndoButtons({ undo, redo }: { undo: Way; redo: Way }) {
  const t = shell.useT();
  return (
    <>
      <Tooltip label={undo.of === undefined ? t("undo") : t("undo.of", { edit: undo.of })}>
        <button
          type="button"
          className={css.tool}
          aria-label={t("undo")}
          disabled={!undo.can}
          onClick={undo.act}
        >
          <IconArrowBackUp size={18} stroke={1.7} />
        </button>
      </Tooltip>
      <Tooltip label={redo.of === undefined ? t("redo") : t("redo.of", { edit: redo.of })}>
        <button
          type="button"
          className={css.tool}
          aria-label={t("redo")}
          disabled={!redo.can}
          onClick={redo.act}
        >
          <IconArrowForwardUp size={18} stroke={1.7} />
        </button>
      </Tooltip>
    </>
  );
}
