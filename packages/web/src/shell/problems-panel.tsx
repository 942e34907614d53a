import { IconArrowUpRight, IconCircleCheck, IconExclamationCircle } from "@tabler/icons-react";
import shell from "../i18n/messages/shell.ts";
import { useWords } from "../i18n/words.ts";
import { EmptyState } from "../parts/panel.tsx";
import { useStudy } from "../study/context.tsx";
import { placeOf } from "../study/places.ts";
import { useGo } from "./go.ts";
import css from "./shell.module.css";

const ORDER = { error: 0, warning: 1, info: 2 };
const TONE = { error: "bad", warning: "warn", info: undefined };
/** More are not drawn; mending the first makes room. */
const SHOWN = 200;

/** What is wrong or doubtful in the study, and the way to each place. */
export function ProblemsPanel() {
  const t = shell.useT();
  const w = useWords();
  const problems = useStudy((s) => s.problems);
  const study = useStudy((s) => s.study);
  const failure = useStudy((s) => s.failure);
  const { go } = useGo();
  const hasErrors = problems.some((p) => p.severity === "error");
  const sorted = [...problems].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]).slice(0, SHOWN);
  return (
    <>
      {failure !== undefined && (
        <EmptyState
          icon={<IconExclamationCircle size={28} />}
          title={t("problems.failure")}
          text={
            <>
              {t("problems.failure.text")}
              <br />
              <small>{failure}</small>
            </>
          }
        />
      )}
      {hasErrors && <p className={css.kind}>{t("problems.errors.hint")}</p>}
      {problems.length === 0 && failure === undefined && (
        <EmptyState
          icon={<IconCircleCheck size={28} />}
          title={t("problems.none")}
          text={t("problems.none.text")}
        />
      )}
      {sorted.map((p, i) => {
        const place = placeOf(study, p.path);
        return (
          <div key={`${p.code}/${p.path.join("/")}/${i}`} className={css.problem}>
            <div className={css.problemHead}>
              <span className={css.count} data-tone={TONE[p.severity]}>
                {t(`problems.${p.severity}`)}
              </span>
              <span>{w(p.message)}</span>
            </div>
            {p.mend.ja !== "" && <p>{w(p.mend)}</p>}
            {p.path.length > 0 && (
              <button type="button" className={css.linkButton} onClick={() => go(place.id ?? "", place.page)}>
                <IconArrowUpRight size={15} aria-hidden="true" />
                {t("problems.jump")}
              </button>
            )}
          </div>
        );
      })}
    </>
  );
}
