/** How a criterion came out: icon and words, never colour alone. */
import { OUTCOME_WORDS, type Outcome } from "@seiza/conformance";
import {
  IconCheck,
  IconMinus,
  IconQuestionMark,
  IconRubberStamp,
  IconUserQuestion,
  IconX,
} from "@tabler/icons-react";
import { useWords } from "../i18n/words.ts";
import css from "./product.module.css";

const LOOK = {
  pass: { tone: "ok", Icon: IconCheck },
  deemed: { tone: "ok", Icon: IconRubberStamp },
  "not-applicable": { tone: "off", Icon: IconMinus },
  person: { tone: "info", Icon: IconUserQuestion },
  inconclusive: { tone: "warn", Icon: IconQuestionMark },
  fail: { tone: "bad", Icon: IconX },
} as const satisfies Record<Outcome, unknown>;
/** Worst first: what has to be looked at. */
export const OUTCOMES: readonly Outcome[] = [
  "fail",
  "inconclusive",
  "person",
  "pass",
  "deemed",
  "not-applicable",
];

export function OutcomeChip({ outcome }: { outcome: Outcome }) {
  const w = useWords();
  const { tone, Icon } = LOOK[outcome];
  return (
    <span className={css.outcome} data-tone={tone}>
      <Icon size={14} stroke={2.4} aria-hidden="true" />
      {w(OUTCOME_WORDS[outcome])}
    </span>
  );
}

/** Sixteen marks in a row. `label` says them in words. */
export function OutcomeDots({
  outcomes,
  label,
}: {
  outcomes: readonly { criterion: string; outcome: Outcome }[];
  label: string;
}) {
  const w = useWords();
  return (
    <span className={css.dots} role="img" aria-label={label}>
      {outcomes.map(({ criterion, outcome }) => {
        const { tone, Icon } = LOOK[outcome];
        return (
          <span key={criterion} data-tone={tone} title={`${criterion} ${w(OUTCOME_WORDS[outcome])}`}>
            <Icon size={11} stroke={3} aria-hidden="true" />
          </span>
        );
      })}
    </span>
  );
}
