/** Attack surfaces of a product type with their points and the interfaces that belong there. */
import type { SurfaceRow, TypeAnalysis } from "@seiza/dossier";
import { useState } from "react";
import words from "../i18n/messages/step3.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { Panel, StatusChip, WhyLink } from "../parts/index.ts";
import { useGo } from "../shell/go.ts";
import { useItemWords } from "../shell/item-words.ts";
import css2 from "../step2/step2.module.css";
import { useDossier } from "../step2/use-dossier.ts";
import css from "./step3.module.css";

/** Ways in that are named before the rest is asked for. */
const WAYS = 6;

export function Surfaces({ type }: { type: TypeAnalysis }) {
  const t = words.useT();
  const w = useWords();
  const { number } = useFormats();
  const { index, word } = useDossier();
  const items = useItemWords(index);
  if (type.surfaces.length === 0) return null;
  const pointName = (surface: string, point: string) => {
    const points = index.term("attack-surfaces", surface)?.more?.["points"] as
      | { id: string; name: { ja: string; en: string } }[]
      | undefined;
    const found = points?.find((p) => p.id === point);
    return found ? w(found.name) : point;
  };
  return (
    <Panel title={t("surfaces.title")} flush>
      <p className={`${css2.note} ${css2.intro}`}>{t("surfaces.text")}</p>
      <div className={css2.scroll} style={{ border: 0, borderRadius: "0 0 12px 12px" }}>
        <table className={css2.table}>
          <thead>
            <tr>
              <th scope="col">{t("surfaces.surface")}</th>
              <th scope="col">{t("surfaces.star1")}</th>
              <th scope="col">{t("surfaces.reach")}</th>
              <th scope="col" className={css2.num}>
                {t("surfaces.components")}
              </th>
              <th scope="col">{t("surfaces.ways")}</th>
              <th scope="col">{t("why")}</th>
            </tr>
          </thead>
          <tbody>
            {type.surfaces.map((s) => (
              <tr key={s.id}>
                <th scope="row">
                  {word("attack-surfaces", s.surface)}
                  {s.points.length > 0 && (
                    <div className={css2.kind}>
                      {s.points.map((p) => pointName(s.surface, p)).join(" / ")}
                    </div>
                  )}
                </th>
                <td>
                  <StatusChip status={s.inStar1 ? "yes" : "no"} />
                </td>
                <td>{items.value("reach", s.reach)}</td>
                <td className={css2.num}>{number(s.components)}</td>
                <td>
                  <Ways surface={s} />
                </td>
                <td>
                  <WhyLink id={s.id} name={word("attack-surfaces", s.surface)} compact />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Ways({ surface }: { surface: SurfaceRow }) {
  const t = words.useT();
  const { number } = useFormats();
  const { name } = useDossier();
  const { go } = useGo();
  const [all, setAll] = useState(false);
  const shown = all ? surface.interfaces.slice(0, 200) : surface.interfaces.slice(0, WAYS);
  const rest = surface.interfaces.length - shown.length;
  return (
    <div className={css.ways}>
      {shown.map((id) => {
        const dot = id.lastIndexOf(".");
        const component = `co:${id.slice(3, dot)}`;
        const isBody = id.slice(dot + 1).startsWith("@");
        const said = isBody
          ? t("surfaces.body", { component: name(component) })
          : t("surfaces.way", { component: name(component), interface: name(id) });
        return (
          <button key={id} type="button" className={css.way} onClick={() => go(isBody ? component : id)}>
            {said}
          </button>
        );
      })}
      {(rest > 0 || all) && surface.interfaces.length > WAYS && (
        <button type="button" className={css.link} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t("surfaces.less") : t("surfaces.more", { count: number(rest) })}
        </button>
      )}
    </div>
  );
}
