import type { StepProgress } from "@seiza/dossier";
import homeWords from "../i18n/messages/home.ts";
import css from "./step-dots.module.css";

/** ①–⑥ at a glance: filled is done, ringed is under way, faint is not begun. */
export function StepDots({ progress }: { progress: readonly StepProgress[] | undefined }) {
  const t = homeWords.useT();
  const stateOf = (step: number) => progress?.find((p) => p.step === step)?.state ?? "empty";
  const count = { done: 0, open: 0, empty: 0 };
  for (const step of [1, 2, 3, 4, 5, 6]) count[stateOf(step)]++;
  return (
    <div className={css.dots} role="img" aria-label={`${t("progress")}: ${t("progress.said", count)}`}>
      {[1, 2, 3, 4, 5, 6].map((step) => (
        <span key={step} className={css.dot} data-state={stateOf(step)}>
          {step}
        </span>
      ))}
    </div>
  );
}
