/** Consequences that differ, a list for each kind of item. */
import type { Change, DossierComparison } from "@seiza/dossier";
import { IconArrowDownRight, IconArrowUpRight, IconMinus } from "@tabler/icons-react";
import i18next from "i18next";
import { useState } from "react";
import words from "../i18n/messages/compare.ts";
import { useWords } from "../i18n/words.ts";
import { type Band, BandChip } from "../parts/index.ts";
import { useGo } from "../shell/go.ts";
import css from "./compare.module.css";

export const LISTS = [
  "threatGroups",
  "goals",
  "requirements",
  "siteConditions",
  "priorities",
  "productTypes",
  "coverage",
  "plans",
  "needs",
  "decisions",
] as const;
export type ListName = (typeof LISTS)[number];

/** Entries shown at first, and with each further wish. */
const FIRST = 8;
const STEP = 100;
/** Fields that matter most of an item that came or went. */
const MAIN: Record<ListName, readonly string[]> = {
  threatGroups: ["band", "afterStar1"],
  goals: ["now", "star1"],
  requirements: ["level", "star1"],
  siteConditions: ["level"],
  priorities: ["class"],
  productTypes: ["components"],
  coverage: ["verdict"],
  plans: ["state"],
  needs: ["result"],
  decisions: ["action"],
};
const isRisk = (value: unknown): value is Band | "none" =>
  typeof value === "string" && ["A", "B", "C", "D", "E"].includes(value);
const RISKS = new Set(["band", "afterStar1", "now", "star1", "plan", "level"]);

export function ChangeList({
  name,
  changes,
  canGo,
}: {
  name: ListName;
  changes: DossierComparison[ListName];
  canGo: boolean;
}) {
  const t = words.useT();
  const all = changes as unknown as readonly Change<Record<string, unknown>>[];
  const [shown, setShown] = useState(FIRST);
  const count = (direction: string) => all.filter((c) => c.direction === direction).length;
  return (
    <section className={css.list} aria-label={t(`list.${name}`)}>
      <h3>
        {t(`list.${name}`)}
        <span className={css.verdicts}>
          {(["worse", "better", "even"] as const)
            .filter((d) => count(d) > 0)
            .map((d) => (
              <span key={d} data-direction={d}>
                {t(`verdict.${d}`, { count: count(d) })}
              </span>
            ))}
        </span>
      </h3>
      <ul>
        {all.slice(0, shown).map((change) => (
          <Row key={change.id} name={name} change={change} canGo={canGo} />
        ))}
      </ul>
      {all.length > shown && (
        <button type="button" className={css.more} onClick={() => setShown(shown + STEP)}>
          {t("more", { count: Math.min(STEP, all.length - shown) })}
        </button>
      )}
    </section>
  );
}

function Row({
  name,
  change,
  canGo,
}: {
  name: ListName;
  change: Change<Record<string, unknown>>;
  canGo: boolean;
}) {
  const t = words.useT();
  const w = useWords();
  const { go, canGo: isPlace } = useGo();
  const Mark =
    change.direction === "worse"
      ? IconArrowUpRight
      : change.direction === "better"
        ? IconArrowDownRight
        : IconMinus;
  const fields =
    change.kind === "changed"
      ? change.fields.filter((f) => f !== "target")
      : change.fields.filter((f) => MAIN[name].includes(f));
  const said = w(change.name);
  return (
    <li className={css.change} data-kind={change.kind}>
      <span
        className={css.direction}
        data-direction={change.direction}
        title={change.direction === "even" ? undefined : t(`direction.${change.direction}`)}
      >
        <Mark size={17} aria-hidden="true" />
        {change.direction !== "even" && (
          <span className={css.unseen}>{t(`direction.${change.direction}`)}</span>
        )}
      </span>
      <div>
        <span className={css.kind} data-kind={change.kind}>
          {t(`kind.${change.kind}`)}
        </span>
        {canGo && change.kind !== "removed" && isPlace(change.id) ? (
          <button
            type="button"
            className={css.link}
            aria-label={t("go", { name: said })}
            onClick={() => go(change.id)}
          >
            {said}
          </button>
        ) : (
          <span>{said}</span>
        )}
        {change.type && <small className={css.type}>{w(change.type)}</small>}
        <div className={css.fields}>
          {fields.map((field) => (
            <span key={field}>
              <small>{fieldName(t, field)}</small>{" "}
              {change.kind !== "added" && <Value field={field} value={change.before?.[field]} />}
              {change.kind === "changed" && " → "}
              {change.kind !== "removed" && <Value field={field} value={change.after?.[field]} />}
            </span>
          ))}
        </div>
      </div>
    </li>
  );
}

const known = (key: string) => i18next.exists(key, { ns: words.namespace });
type T = ReturnType<typeof words.useT>;
const fieldName = (t: T, field: string): string =>
  known(`view.${field}`) ? t(`view.${field}` as "view.band") : field;

function Value({ field, value }: { field: string; value: unknown }) {
  const t = words.useT();
  const w = useWords();
  if (value === undefined || value === "") return <>{t("value.none")}</>;
  if (RISKS.has(field) && isRisk(value)) return <BandChip band={value === "none" ? undefined : value} />;
  if (RISKS.has(field) && value === "none") return <BandChip band={undefined} />;
  if (typeof value === "object" && value !== null) return <>{w(value as { ja: string; en: string })}</>;
  const text = String(value);
  return <>{known(`word.${text}`) ? t(`word.${text}` as "word.open") : text}</>;
}
