/** Number of single threats by importance and threat × vulnerability; each cell is a button. */
import type { Dossier } from "@seiza/dossier";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import words from "../i18n/messages/step2.ts";
import { useFormats } from "../i18n/words.ts";
import type { Band } from "../parts/index.ts";
import css from "./step2.module.css";

export type Case = "now" | "star1";
export const PRODUCTS = [1, 2, 3, 4, 6, 9] as const;
const IMPORTANCES = [3, 2, 1] as const;

/** Risk value of importance and product, as the method of the dossier sets it. */
export function bandsOf(dossier: Dossier): (importance: number, product: number) => Band {
  const matrix = (dossier.terms["risk-method"]?.["default"]?.more?.["matrix"] ?? []) as {
    importance: number;
    byProduct: Record<string, Band>;
  }[];
  return (importance, product) =>
    matrix.find((row) => row.importance === importance)?.byProduct[String(product)] ?? "E";
}

export function HeatMap({
  dossier,
  view,
  chosen,
  onChoose,
}: {
  dossier: Dossier;
  view: Case;
  /** `3x9`, or a band when the view is that of ★1. */
  chosen: string | undefined;
  onChoose: (importance: number, product: number, band: Band) => void;
}) {
  const t = words.useT();
  const { number } = useFormats();
  const { heat, heatStar1 } = dossier.step2.summary;
  const bandOf = useMemo(() => bandsOf(dossier), [dossier]);
  const [at, setAt] = useState<readonly [number, number]>([0, PRODUCTS.length - 1]);
  const table = useRef<HTMLTableElement>(null);
  const groupsAt = useMemo(() => {
    const count = new Map<string, number>();
    for (const g of dossier.step2.threatGroups)
      if (g.status === "open" || g.status === "accepted") {
        const key = `${g.worst.importance}x${g.worst.product}`;
        count.set(key, (count.get(key) ?? 0) + 1);
      }
    return count;
  }, [dossier]);
  const move = (event: KeyboardEvent) => {
    const [row, column] = at;
    const next = {
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      Home: [row, 0],
      End: [row, PRODUCTS.length - 1],
    }[event.key];
    if (!next) return;
    event.preventDefault();
    const [r = 0, c = 0] = next;
    if (r < 0 || c < 0 || r >= IMPORTANCES.length || c >= PRODUCTS.length) return;
    setAt([r, c]);
    table.current?.querySelector<HTMLElement>(`[data-at="${r},${c}"]`)?.focus();
  };
  const shown = view === "now" ? heat : heatStar1;
  return (
    <table className={css.heat} ref={table} onKeyDown={move}>
      <caption className={css.unseen}>{t("heat.title")}</caption>
      <thead>
        <tr>
          <th scope="col" rowSpan={2} className={css.heatCorner}>
            {t("heat.importance")}
          </th>
          <th scope="colgroup" colSpan={PRODUCTS.length} className={css.heatOver}>
            {t("heat.product")}
          </th>
        </tr>
        <tr>
          {PRODUCTS.map((product) => (
            <th key={product} scope="col">
              {product}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {IMPORTANCES.map((importance, r) => (
          <tr key={importance}>
            <th scope="row">{importance}</th>
            {PRODUCTS.map((product, c) => {
              const count = shown[r]?.[c] ?? 0;
              const change = count - (heat[r]?.[c] ?? 0);
              const band = bandOf(importance, product);
              const key = `${importance}x${product}`;
              const isChosen = chosen === (view === "now" ? key : band);
              const groups = groupsAt.get(key) ?? 0;
              return (
                <td key={product}>
                  <button
                    type="button"
                    className={css.heatCell}
                    data-band={band}
                    data-empty={count === 0 || undefined}
                    data-at={`${r},${c}`}
                    tabIndex={at[0] === r && at[1] === c ? 0 : -1}
                    aria-pressed={isChosen}
                    aria-label={t("heat.cell", { importance, product, band, count: number(count) })}
                    onFocus={() => setAt([r, c])}
                    onClick={() => onChoose(importance, product, band)}
                  >
                    <span className={css.heatBand}>{band}</span>
                    <span className={css.heatCount}>{number(count)}</span>
                    <small>
                      {view === "now"
                        ? groups > 0
                          ? t("heat.groups", { count: groups })
                          : "\u00a0"
                        : change === 0
                          ? "\u00a0"
                          : `${change > 0 ? "+" : "−"}${number(Math.abs(change))}`}
                    </small>
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
