/** How saving stands, in the header of a study and of a product: pressed, it saves now or opens the conflict. */
import { Tooltip } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCloudOff,
  IconLoader2,
  IconPointFilled,
} from "@tabler/icons-react";
import shell from "../i18n/messages/shell.ts";
import { useFormats } from "../i18n/words.ts";
import css from "./shell.module.css";

interface Saving {
  save: "saved" | "dirty" | "saving" | "offline" | "conflict";
  head: { revision: number; updatedBy: { name: string }; updatedAt: string };
  /** Why the server refused, where it did. */
  error: string | undefined;
  /** What happens to the changes while there is no connection. */
  offlineHint: string;
  onPress: () => void;
}

export function SaveMark({ save, head, error, offlineHint, onPress }: Saving) {
  const t = shell.useT();
  const { ago } = useFormats();
  const icon = {
    saved: <IconCircleCheck size={15} />,
    dirty: <IconPointFilled size={15} />,
    saving: <IconLoader2 size={15} className={css.spin} />,
    offline: <IconCloudOff size={15} />,
    conflict: <IconAlertTriangle size={15} />,
  }[save];
  const hints = {
    saved: t("save.saved.hint", {
      revision: head.revision,
      by: head.updatedBy.name,
      ago: ago(head.updatedAt),
    }),
    dirty: t("save.dirty.hint"),
    saving: t("save.dirty.hint"),
    offline: error === undefined ? offlineHint : t("save.refused.hint", { error }),
    conflict: t("conflict.open"),
  };
  return (
    <Tooltip label={hints[save]}>
      <button type="button" className={css.save} data-state={save} aria-live="polite" onClick={onPress}>
        {icon}
        <span className={save === "saved" ? css.wide : undefined}>
          <span>{t(`save.${save}`)}</span>
        </span>
      </button>
    </Tooltip>
  );
}
