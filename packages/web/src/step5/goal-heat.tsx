/** Heat map of what attackers aim at: 事業被害レベル × リスク値, counts of assets. */
import words from "../i18n/messages/step5.ts";
import { BandChip } from "../parts/index.ts";
import css from "./step5.module.css";

export interface GoalPoint {
  level: 1 | 2 | 3;
  /** Absent: no route is left. */
  band: "A" | "B" | "C" | "D" | "E" | undefined;
}
const BANDS = ["A", "B", "C", "D", "E", undefined] as const;

export function GoalHeat({
  title,
  goals,
  beside,
}: {
  title: string;
  goals: readonly GoalPoint[];
  /** Goals to compare with: cells say how they differ. */
  beside?: readonly GoalPoint[];
}) {
  const t = words.useT();
  const count = (of: readonly GoalPoint[], level: number, band: GoalPoint["band"]) =>
    of.filter((g) => g.level === level && g.band === band).length;
  return (
    <table className={css.heat}>
      <caption>{title}</caption>
      <thead>
        <tr>
          <td />
          {BANDS.map((band) => (
            <th key={band ?? "none"} scope="col">
              <BandChip band={band} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {([3, 2, 1] as const).map((level) => (
          <tr key={level}>
            <th scope="row">{t("heat.level", { level })}</th>
            {BANDS.map((band) => {
              const n = count(goals, level, band);
              const change = beside ? n - count(beside, level, band) : 0;
              return (
                <td
                  key={band ?? "none"}
                  data-band={n > 0 ? (band ?? "none") : undefined}
                  title={t("heat.cell", { level, band: band ?? t("heat.none"), count: n })}
                >
                  {n === 0 && change === 0 ? "·" : n}
                  {change !== 0 && <small>{change > 0 ? `+${change}` : `−${-change}`}</small>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
