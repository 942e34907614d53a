import { Button, Loader } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import words from "../i18n/messages/step2.ts";
import { EmptyState } from "../parts/index.ts";
import { useStudy } from "../study/context.tsx";

/** There is no analysis yet: it runs, or the study has errors. */
export function Pending() {
  const t = words.useT();
  const isBusy = useStudy((s) => s.busy);
  const hasFailed = useStudy((s) => s.problems.some((p) => p.severity === "error"));
  const showPanel = useStudy((s) => s.showPanel);
  if (isBusy || !hasFailed) return <EmptyState icon={<Loader size={26} />} title={t("pending")} />;
  return (
    <EmptyState
      icon={<IconAlertTriangle size={28} />}
      title={t("pending")}
      text={t("pending.text")}
      action={
        <Button variant="light" onClick={() => showPanel("problems")}>
          {t("problems")}
        </Button>
      }
    />
  );
}
