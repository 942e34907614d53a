/** One attack route in words, step by step, with the criteria that close it. */
import type { AttackRoute } from "@seiza/dossier";
import type { ReactNode } from "react";
import words from "../i18n/messages/step5.ts";
import { useWords } from "../i18n/words.ts";
import { BandChip, WhyLink, Words } from "../parts/index.ts";
import type { DossierIndex } from "../study/dossier-index.ts";
import css from "./step5.module.css";

export function RouteLine({
  route,
  index,
  children,
}: {
  route: AttackRoute;
  index: DossierIndex;
  children?: ReactNode;
}) {
  const t = words.useT();
  const w = useWords();
  const criteria = [...new Set(route.steps.flatMap((s) => s.closedBy))].sort();
  return (
    <li className={css.route}>
      <div className={css.routeHead}>
        <BandChip band={route.band} />
        <b>{w(index.name(route.source))}</b>
        <span aria-hidden="true">→</span>
        <b>{w(index.name(route.goal))}</b>
        <span className={css.routeState} data-state={route.star1}>
          {t(`route.${route.star1}`)}
        </span>
        <WhyLink id={route.id} name={w(index.name(route.goal))} compact />
      </div>
      {children}
      <ol>
        {route.steps.map((s, i) => (
          // The order is the attack's; steps have no id of their own.
          <li key={i}>
            <Words of={s.text} />
            {s.closedBy.map((c) => (
              <code key={c} className={css.shut} title={w(index.word("star1-criteria", c))}>
                {c}
              </code>
            ))}
          </li>
        ))}
      </ol>
      {route.star1 === "closed" && criteria.length > 0 && (
        <p className={css.note}>
          {t("route.closedBy", {
            criteria: criteria.map((c) => `${c} ${w(index.word("star1-criteria", c))}`).join(" / "),
          })}
        </p>
      )}
    </li>
  );
}
