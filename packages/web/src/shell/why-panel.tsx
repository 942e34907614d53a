import { IconArrowLeft, IconArrowUpRight } from "@tabler/icons-react";
import { useState } from "react";
import common from "../i18n/messages/common.ts";
import shell from "../i18n/messages/shell.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { type Band, BandChip } from "../parts/chips.tsx";
import { EmptyState } from "../parts/panel.tsx";
import { useStudy } from "../study/context.tsx";
import { useGo } from "./go.ts";
import { useItemWords } from "./item-words.ts";
import css from "./shell.module.css";

/** Entries of a chain shown before the rest is asked for. */
const SHOWN = 12;
const isBand = (value: unknown): value is Band =>
  typeof value === "string" && ["A", "B", "C", "D", "E"].includes(value);

function Chain({ ids, none }: { ids: readonly string[]; none: string }) {
  const t = shell.useT();
  const index = useStudy((s) => s.analysis?.index);
  const why = useStudy((s) => s.why);
  const words = useItemWords(index);
  const [all, setAll] = useState(false);
  if (ids.length === 0) return <p className={css.kind}>{none}</p>;
  const shown = all ? ids : ids.slice(0, SHOWN);
  return (
    <>
      <ul className={css.chain}>
        {shown.map((id) => (
          <li key={id}>
            <button type="button" onClick={() => why(id)}>
              <span className={css.chainKind}>{words.kind(id)}</span>
              <span className={css.chainText}>{words.name(id)}</span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length < ids.length && (
        <button type="button" className={css.linkButton} onClick={() => setAll(true)}>
          {t("why.more", { count: ids.length - shown.length })}
        </button>
      )}
    </>
  );
}

/** "Why is this here?": the rule, the values that decided, what it was made from and what follows from it. */
export function WhyPanel() {
  const t = shell.useT();
  const c = common.useT();
  const w = useWords();
  const { day } = useFormats();
  const id = useStudy((s) => s.whyId);
  const trail = useStudy((s) => s.whyTrail);
  const back = useStudy((s) => s.whyBack);
  const index = useStudy((s) => s.analysis?.index);
  const words = useItemWords(index);
  const { go, canGo } = useGo();
  if (id === undefined) return <p className={css.kind}>{t("why.empty")}</p>;
  if (!index) return <p className={css.kind}>{t("why.pending")}</p>;
  const item = index.why(id);
  const term = item ? undefined : Object.values(index.dossier.terms).find((table) => table[id])?.[id];
  const rule = index.term("rules", item?.because?.rule);
  const decisions = index.dossier.decisions.filter((d) => d.target === id);
  const values = Object.entries(item?.because?.values ?? {}).filter(([key]) => key !== "target");
  const sources = (of: typeof rule) =>
    of?.source.map((s) =>
      s.page === undefined
        ? w(index.word("documents", s.doc))
        : t("why.source.page", { document: w(index.word("documents", s.doc)), page: s.page }),
    ) ?? [];
  const from = [...new Set(item?.because?.from ?? [])].filter((x) => !x.startsWith("dc:"));
  return (
    <div>
      {trail.length > 0 && (
        <button type="button" className={css.linkButton} onClick={back}>
          <IconArrowLeft size={15} aria-hidden="true" />
          {c("back")}
        </button>
      )}
      <p className={css.kind}>{words.kind(id)}</p>
      <p className={css.whyTitle}>{words.name(id)}</p>
      {!item && !term && <EmptyState title={t("why.gone")} text={t("why.gone.text")} />}
      {canGo(id) && item && (
        <button type="button" className={css.linkButton} onClick={() => go(id)}>
          <IconArrowUpRight size={15} aria-hidden="true" />
          {t("why.go")}
        </button>
      )}
      {term && (
        <div className={css.whyRule}>
          {w(term.text)}
          {sources(term).map((source) => (
            <small key={source}>{source}</small>
          ))}
        </div>
      )}
      {item?.because && (
        <section className={css.whySection}>
          <h3>{t("why.rule")}</h3>
          <div className={css.whyRule}>
            <strong>{rule ? w(rule.name) : item.because.rule}</strong>
            {w(rule?.text)}
            {sources(rule).length > 0 && (
              <small>
                {t("why.source")}: {[...new Set(sources(rule))].join(" / ")}
              </small>
            )}
          </div>
        </section>
      )}
      {decisions.length > 0 && (
        <section className={css.whySection}>
          <h3>{t("why.decisions")}</h3>
          {decisions.map((d) => (
            <div key={d.id} className={css.decision}>
              <strong>{t(`decisions.action.${d.action}`)}</strong>
              <blockquote>{w(d.reason)}</blockquote>
              <div className={css.decisionFoot}>{t("decisions.by", { by: d.by, date: day(d.date) })}</div>
            </div>
          ))}
        </section>
      )}
      {values.length > 0 && (
        <section className={css.whySection}>
          <h3>{t("why.values")}</h3>
          <dl className={css.values}>
            {values.map(([key, value]) => (
              <div key={key} style={{ display: "contents" }}>
                <dt>{words.valueName(key)}</dt>
                <dd>{isBand(value) ? <BandChip band={value} /> : words.value(key, value)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {item && (
        <>
          <section className={css.whySection}>
            <h3>{t("why.from")}</h3>
            <Chain key={`f${id}`} ids={from} none={t("why.from.none")} />
          </section>
          <section className={css.whySection}>
            <h3>{t("why.used")}</h3>
            <Chain key={`u${id}`} ids={index.usedBy(id)} none={t("why.used.none")} />
          </section>
        </>
      )}
    </div>
  );
}
