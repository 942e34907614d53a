/** Pages without content: nothing can be derived yet, or there is no result of the analysis. */
import { Button, Loader } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import common from "../i18n/messages/common.ts";
import judging from "../i18n/messages/judging.ts";
import partsWords from "../i18n/messages/parts.ts";
import { useStudy } from "../study/context.tsx";
import { STEP_PATHS } from "../study/step-paths.ts";
import { EmptyState } from "./panel.tsx";

/** What is missing, and the way to the step where it is written. */
export function NothingYet({
  icon,
  title,
  text,
  step,
}: {
  icon: ReactNode;
  title: string;
  text: string;
  step: 1 | 2 | 3 | 4 | 5 | 6;
}) {
  const t = partsWords.useT();
  const c = common.useT();
  const id = useStudy((s) => s.id);
  return (
    <EmptyState
      icon={icon}
      title={title}
      text={text}
      action={
        <Button
          component={Link}
          to={STEP_PATHS[step - 1] as string}
          params={{ id } as never}
          variant="light"
          size="xs"
        >
          {t("empty.go", { step: `${c(`mark.${step}`)} ${c(`step.${step}`)}` })}
        </Button>
      }
    />
  );
}

/** The analysis has no result: it runs, or the study has mistakes that it cannot go past. */
export function NoResult() {
  const t = judging.useT();
  const isBroken = useStudy((s) => !s.busy && s.problems.some((p) => p.severity === "error"));
  const showPanel = useStudy((s) => s.showPanel);
  if (!isBroken)
    return <EmptyState icon={<Loader size={26} />} title={t("waiting")} text={t("waiting.text")} />;
  return (
    <EmptyState
      icon={<IconAlertTriangle size={26} />}
      title={t("broken")}
      text={t("broken.text")}
      action={
        <Button size="xs" variant="light" onClick={() => showPanel("problems")}>
          {t("broken.show")}
        </Button>
      }
    />
  );
}
