import type { Treatment } from "@seiza/dossier";
import words from "../i18n/messages/step4.ts";
import css from "./step4.module.css";

/** Independent layers of defence: one box a layer, filled in place, striped planned, dashed still missing. */
export function LayersMeter({ of, large }: { of: Treatment; large?: boolean }) {
  const t = words.useT();
  const present = of.present.length;
  const planned = of.planned.length;
  if (of.wanted === 0 && present + planned === 0) return <span className={css.quiet}>{t("meter.none")}</span>;
  const boxes = Math.max(of.wanted, present + planned);
  return (
    <span
      className={css.meter}
      data-large={large || undefined}
      role="img"
      aria-label={t("meter.said", { wanted: of.wanted, present, planned })}
      title={t("meter.said", { wanted: of.wanted, present, planned })}
    >
      {Array.from({ length: boxes }, (_, i) => i).map((i) => (
        <i
          key={i}
          data-kind={i < present ? "present" : i < present + planned ? "planned" : "missing"}
          data-last={i === of.wanted - 1 || undefined}
        />
      ))}
    </span>
  );
}

export function Shortage({ of }: { of: Treatment }) {
  const t = words.useT();
  if (of.thin)
    return (
      <span className={css.flag} data-tone="bad">
        {t("meter.thin")}
      </span>
    );
  if (of.shortfall > 0)
    return (
      <span className={css.flag} data-tone="warn">
        {t("meter.short", { count: of.shortfall })}
      </span>
    );
  return null;
}
