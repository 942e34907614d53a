/** Small marks of ② and ③. */
import type { AttackRoute, ThreatGroup } from "@seiza/dossier";
import words from "../i18n/messages/step2.ts";
import css from "./step2.module.css";

export const BANDS = ["A", "B", "C", "D", "E"] as const;
export const STATUSES = ["open", "accepted", "dropped", "not-applicable"] as const;
const TONE = { open: "warn", accepted: "ok", dropped: "off", "not-applicable": "off" } as const;

/** Status of a threat group in the words of ②. */
export function GroupStatus({ status }: { status: ThreatGroup["status"] }) {
  const t = words.useT();
  return (
    <span className={css.groupStatus} data-tone={TONE[status]}>
      {t(`status.${status}`)}
    </span>
  );
}

/** Letters of STRIDE. */
export function Stride({ of }: { of: readonly string[] }) {
  return (
    <span className={css.stride}>
      {of.map((letter) => (
        <abbr key={letter} title={STRIDE[letter] ?? letter}>
          {letter}
        </abbr>
      ))}
    </span>
  );
}
const STRIDE: Readonly<Record<string, string>> = {
  S: "Spoofing",
  T: "Tampering",
  R: "Repudiation",
  I: "Information disclosure",
  D: "Denial of service",
  E: "Elevation of privilege",
};

/** Whether ★1 closes a route, in words and with a mark. */
export function Star1State({ route }: { route: AttackRoute }) {
  const t = words.useT();
  return (
    <span className={css.star1} data-state={route.star1}>
      {route.star1 === "closed"
        ? t("route.closed")
        : route.afterStar1 !== undefined && route.afterStar1 !== route.band
          ? t("route.open.after", { band: route.afterStar1 })
          : t("route.open")}
    </span>
  );
}
