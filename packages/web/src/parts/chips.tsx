/** Small marks that say a value in colour and in words. */
import partsWords from "../i18n/messages/parts.ts";
import css from "./parts.module.css";

export type Band = "A" | "B" | "C" | "D" | "E";

/** リスク値. Without a band: no attack route is left. */
export function BandChip({ band, title }: { band: Band | undefined; title?: string }) {
  const t = partsWords.useT();
  const said = band === undefined ? t("band.none.label") : t("band.label", { band });
  return (
    <span className={css.band} data-band={band ?? "none"} title={title ?? said} role="img" aria-label={said}>
      {band ?? t("band.none")}
    </span>
  );
}

/** The label tried or planned; never a statement that a product has it. */
export function StarBadge({ level }: { level: 0 | 1 | 2 }) {
  const t = partsWords.useT();
  return (
    <span className={css.star} data-level={level} role="img" aria-label={t(`star.${level}`)}>
      {level > 0 && (
        <svg width="12" height="12" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
          <path d="m12 2.6 2.9 6 6.6.9-4.8 4.6 1.2 6.5-5.9-3.1-5.9 3.1 1.2-6.5L2.5 9.5l6.6-.9z" />
        </svg>
      )}
      {level === 0 ? t("star.0") : level === 1 ? "1" : t("star.2.short")}
    </span>
  );
}

const TONE = {
  proposed: "info",
  accepted: "ok",
  changed: "ok",
  added: "ok",
  dropped: "off",
  "in-place": "ok",
  open: "warn",
  "not-applicable": "off",
  planned: "info",
  doing: "warn",
  done: "ok",
  met: "ok",
  partly: "warn",
  not: "bad",
  "not-met": "bad",
  missing: "warn",
  applied: "ok",
  orphaned: "bad",
  superseded: "off",
  yes: "ok",
  no: "off",
  needed: "bad",
  "not-needed": "off",
  "not-yet-arguable": "warn",
} as const;
export type Status = keyof typeof TONE;

export function StatusChip({ status, title }: { status: Status; title?: string }) {
  const t = partsWords.useT();
  return (
    <span className={css.status} data-tone={TONE[status]} title={title}>
      {t(`status.${status}`)}
    </span>
  );
}
