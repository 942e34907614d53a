import { IconHelpCircle } from "@tabler/icons-react";
import partsWords from "../i18n/messages/parts.ts";
import { useStudy } from "../study/context.tsx";
import css from "./parts.module.css";

/** Opens the why panel on a derived item. `name` says which, for those who do not see the row. */
export function WhyLink({ id, name, compact }: { id: string; name?: string; compact?: boolean }) {
  const t = partsWords.useT();
  const why = useStudy((s) => s.why);
  return (
    <button
      type="button"
      className={css.why}
      aria-label={name === undefined ? t("why.open") : t("why.openOf", { name })}
      title={t("why.open")}
      onClick={(event) => {
        event.stopPropagation();
        why(id);
      }}
    >
      <IconHelpCircle size={15} stroke={1.8} aria-hidden="true" />
      {!compact && t("why.open")}
    </button>
  );
}
