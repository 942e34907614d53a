/** 比較: kept assessments of the product, and what changed from one to another, with the reasons. */
import { Loader, NativeSelect } from "@mantine/core";
import { type Assessment, compareAssessments, type JudgementChange, say } from "@seiza/conformance";
import { IconArrowDownRight, IconArrowRight, IconArrowUpRight, IconHistory } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { productsApi } from "../api/products.ts";
import words from "../i18n/messages/products.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { EmptyState, Page, PageHead, Panel } from "../parts/panel.tsx";
import { useSearchValues } from "../parts/search-values.ts";
import { useJudging, useProduct } from "./context.tsx";
import { criterionEntry } from "./judge.ts";
import css from "./product.module.css";
import { OUTCOMES, OutcomeChip } from "./verdict.tsx";

const NOW = "now";

/** An assessment of the list, or what is judged now. */
function useSide(which: string | undefined): Assessment | undefined {
  const id = useProduct((s) => s.id);
  const { assessment } = useJudging();
  const kept = useQuery({
    queryKey: ["product", id, "assessment", which ?? ""],
    queryFn: () => productsApi.assessment(id, which as string),
    enabled: which !== undefined && which !== NOW,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return which === NOW ? assessment : kept.data?.body.assessment;
}

export default function ComparePage() {
  const t = words.useT();
  const { moment, list } = useFormats();
  const id = useProduct((s) => s.id);
  const { kept, isLoading } = useJudging();
  const [search, setSearch] = useSearchValues();
  const known = (x: string | undefined) => x === NOW || kept.some((k) => k.id === x);
  const to = known(search["to"]) ? search["to"] : NOW;
  const from = known(search["from"]) ? search["from"] : kept[0]?.id;
  const before = useSide(from);
  const after = useSide(to);
  const options = [
    { value: NOW, label: t("compare.now") },
    ...kept.map((k) => ({
      value: k.id,
      label: t("compare.kept", { number: k.number, at: moment(k.at), firmware: k.firmware }),
    })),
  ];
  return (
    <Page>
      <PageHead title={t("tab.compare")} text={t("compare.text")} />
      {isLoading ? (
        <div className={css.waiting}>
          <Loader aria-label={t("assess.waiting")} />
        </div>
      ) : kept.length === 0 ? (
        <EmptyState
          icon={<IconHistory size={28} />}
          title={t("compare.empty")}
          text={t("compare.empty.text")}
          action={
            <Link to="/products/$id" params={{ id }}>
              {t("tab.assessment")}
            </Link>
          }
        />
      ) : (
        <div className={css.stack}>
          <div className={css.sides}>
            <NativeSelect
              label={t("compare.from")}
              data={options}
              value={from ?? ""}
              onChange={(event) => setSearch({ from: event.currentTarget.value })}
            />
            <IconArrowRight size={18} aria-hidden="true" />
            <NativeSelect
              label={t("compare.to")}
              data={options}
              value={to ?? NOW}
              onChange={(event) => setSearch({ to: event.currentTarget.value })}
            />
          </div>
          {before && after ? (
            <Differences before={before} after={after} />
          ) : (
            <div className={css.waiting}>
              <Loader aria-label={t("assess.waiting")} />
            </div>
          )}
          <Panel title={t("history")} flush>
            <div className={css.scroll}>
              <table className={css.table}>
                <thead>
                  <tr>
                    <th scope="col">{t("history.number")}</th>
                    <th scope="col">{t("col.at")}</th>
                    <th scope="col">{t("history.by")}</th>
                    <th scope="col">{t("col.firmware")}</th>
                    <th scope="col">{t("history.result")}</th>
                  </tr>
                </thead>
                <tbody>
                  {kept.map((k) => (
                    <tr key={k.id}>
                      <td>{k.number}</td>
                      <td>{moment(k.at)}</td>
                      <td>{k.by.name}</td>
                      <td>{k.firmware}</td>
                      <td>
                        {list(
                          OUTCOMES.flatMap((o) =>
                            (k.summary.outcomes[o] ?? 0) > 0
                              ? [t(`count.${o}`, { count: k.summary.outcomes[o] })]
                              : [],
                          ),
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Panel>
        </div>
      )}
    </Page>
  );
}

function Differences({ before, after }: { before: Assessment; after: Assessment }) {
  const t = words.useT();
  const { changed, unchanged, better, worse, from, to, sameModel } = compareAssessments(before, after);
  return (
    <Panel
      title={
        <span role="status">
          {t("compare.summary", { changed: changed.length, better, worse, same: unchanged.length })}
        </span>
      }
    >
      {!sameModel && <p className={css.expiredText}>{t("compare.otherModel")}</p>}
      {from.firmware !== to.firmware && (
        <p className={css.quiet}>{t("compare.firmware", { from: from.firmware, to: to.firmware })}</p>
      )}
      {changed.length === 0 ? (
        <p>{t("compare.same")}</p>
      ) : (
        <ul className={css.changes}>
          {changed.map((change) => (
            <Change key={change.criterion} change={change} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

const ARROW = { better: IconArrowUpRight, worse: IconArrowDownRight, same: IconArrowRight } as const;

function Change({ change }: { change: JudgementChange }) {
  const t = words.useT();
  const w = useWords();
  const Arrow = ARROW[change.direction];
  return (
    <li>
      <div className={css.changeHead}>
        <h3>
          {change.criterion} {w(criterionEntry(change.criterion)?.name)}
        </h3>
        <OutcomeChip outcome={change.from} />
        <span className={css.direction} data-direction={change.direction}>
          <Arrow size={16} aria-hidden="true" /> {t(`direction.${change.direction}`)}
        </span>
        <OutcomeChip outcome={change.to} />
      </div>
      <ReasonList title={t("reasons.new")} reasons={change.reasonsNew} />
      <ReasonList title={t("reasons.gone")} reasons={change.reasonsGone} />
    </li>
  );
}

/** Reasons as the comparison gives them: part, key, and values as JSON. */
function ReasonList({ title, reasons }: { title: string; reasons: readonly string[] }) {
  const w = useWords();
  if (reasons.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <ul className={css.reasons}>
        {reasons.map((reason) => {
          const [, key = "", values = "{}"] = /^\S+ (\S+) (.*)$/s.exec(reason) ?? [];
          return <li key={reason}>{w(say({ key, values: JSON.parse(values) }))}</li>;
        })}
      </ul>
    </>
  );
}
