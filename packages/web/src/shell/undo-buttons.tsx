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
const ICONS = { undo: IconArrowBackUp, redo: IconArrowForwardUp };

function WayButton({ kind, way }: { kind: keyof typeof ICONS; way: Way }) {
  const t = shell.useT();
  const Icon = ICONS[kind];
  return (
    <Tooltip label={way.of === undefined ? t(kind) : t(`${kind}.of`, { edit: way.of })}>
      <button type="button" className={css.tool} aria-label={t(kind)} disabled={!way.can} onClick={way.act}>
        <Icon size={18} stroke={1.7} />
      </button>
    </Tooltip>
  );
}

export const UndoButtons = ({ undo, redo }: { undo: Way; redo: Way }) => (
  <>
    <WayButton kind="undo" way={undo} />
    <WayButton kind="redo" way={redo} />
  </>
);
