import { Button, Modal } from "@mantine/core";
import shell from "../i18n/messages/shell.ts";
import { useFormats } from "../i18n/words.ts";
import { useStudy } from "../study/context.tsx";
import css from "./shell.module.css";

/** Two windows changed the study: which to go on with. */
export default function ConflictDialog({ onClose }: { onClose: () => void }) {
  const t = shell.useT();
  const { moment } = useFormats();
  const conflict = useStudy((s) => s.conflict);
  const settle = useStudy((s) => s.settle);
  if (!conflict) return null;
  const { head } = conflict;
  const choose = (choice: "mine" | "theirs") => () => {
    settle(choice);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t("conflict.title")} size="xl">
      <p>
        {t("conflict.text", {
          by: head.updatedBy.name,
          at: moment(head.updatedAt),
          revision: head.revision,
        })}
      </p>
      <div className={css.conflict}>
        <div className={css.conflictSide}>
          <h3>{t("conflict.mine")}</h3>
          <Button onClick={choose("mine")}>{t("conflict.keepMine")}</Button>
          <p className={css.conflictHint}>{t("conflict.keepMine.hint")}</p>
        </div>
        <div className={css.conflictSide}>
          <h3>{t("conflict.theirs", { by: head.updatedBy.name })}</h3>
          <Button variant="default" onClick={choose("theirs")}>
            {t("conflict.takeTheirs")}
          </Button>
          <p className={css.conflictHint}>{t("conflict.takeTheirs.hint")}</p>
        </div>
      </div>
      <Button variant="subtle" color="gray" onClick={onClose}>
        {t("conflict.later")}
      </Button>
    </Modal>
  );
}
