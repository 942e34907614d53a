/** Who is assumed to attack: in scope or not, with the reason. */
import { Switch, Textarea } from "@mantine/core";
import type { Study } from "@seiza/model";
import { useMemo } from "react";
import { useLang } from "../i18n/index.ts";
import words from "../i18n/messages/step2.ts";
import { useFormats, useWords, withWords } from "../i18n/words.ts";
import { Panel, WhyLink } from "../parts/index.ts";
import { useStudy } from "../study/context.tsx";
import css from "./step2.module.css";
import { useDossier } from "./use-dossier.ts";

type Source = NonNullable<Study["threatSources"]>[number];

function withSource(study: Study, id: string, change: (before: Source | undefined) => Source): Study {
  const all = study.threatSources ?? [];
  const before = all.find((s) => s.id === id);
  const after = change(before);
  return {
    ...study,
    threatSources: before ? all.map((s) => (s === before ? after : s)) : [...all, after],
  };
}

export function Sources() {
  const t = words.useT();
  const w = useWords();
  const lang = useLang();
  const { number } = useFormats();
  const { dossier, index, word } = useDossier();
  const stated = useStudy((s) => s.study.threatSources);
  const edit = useStudy((s) => s.edit);
  const reach = useMemo(
    () => new Map(dossier.step2.routes.sources.map((s) => [s.id, s])),
    [dossier.step2.routes.sources],
  );
  return (
    <Panel title={t("sources.title")} flush>
      <p className={`${css.note} ${css.intro}`}>{t("sources.text")}</p>
      {dossier.step2.sources.map((row) => {
        const id = row.id.slice(3);
        const own = stated?.find((s) => s.id === id);
        const isIn = own?.inScope ?? row.inScope;
        const name = word("threat-sources", id);
        const startsAt = index.term("threat-sources", id)?.more?.["startsAt"] as
          | { ja: string; en: string }
          | undefined;
        const within = reach.get(row.id);
        return (
          <div key={row.id} className={css.sourceCard} data-off={!isIn || undefined}>
            <div className={css.sourceName}>
              <Switch
                checked={isIn}
                onChange={(event) => {
                  const inScope = event.currentTarget.checked;
                  edit("threatSource.change", (study) =>
                    withSource(study, id, (before) => ({ ...before, id, inScope })),
                  );
                }}
                label={<strong>{name}</strong>}
                aria-label={t("sources.toggle", { name })}
              />
              <span className={css.kind}>
                {id}
                {startsAt && ` · ${t("sources.startsAt")}: ${w(startsAt)}`}
              </span>
            </div>
            <Textarea
              aria-label={t("sources.reason.of", { name })}
              placeholder={t("sources.reason.hint")}
              autosize
              minRows={1}
              maxRows={5}
              size="xs"
              value={w(own?.reason)}
              onChange={(event) => {
                const text = event.currentTarget.value;
                edit(
                  "threatSource.change",
                  (study) =>
                    withSource(study, id, (before) => {
                      const { reason, ...rest } = before ?? { id, inScope: row.inScope };
                      return text === "" ? rest : { ...rest, reason: withWords(reason, lang, text) };
                    }),
                  { join: `threatSource.reason.${id}` },
                );
              }}
            />
            <div className={css.sourceSide}>
              <span className={css.kind}>{t(own ? "sources.stated" : "sources.assumed")}</span>
              {within && (
                <span className={css.kind}>
                  {t("sources.reach")}:{" "}
                  {t("sources.reach.values", { now: number(within.now), star1: number(within.star1) })}
                </span>
              )}
              <WhyLink id={row.id} name={name} />
            </div>
          </div>
        );
      })}
    </Panel>
  );
}
