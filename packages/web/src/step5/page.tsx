/** ⑤ ★1の活用: what labels would change, the label plan, coverage of the requirements, activities, schemes abroad. */
import { Alert, Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import common from "../i18n/messages/common.ts";
import words from "../i18n/messages/step5.ts";
import steps from "../i18n/messages/steps.ts";
import { NoResult, Page, PageHead } from "../parts/index.ts";
import { useArrived, useStudy } from "../study/context.tsx";
import { Board } from "./board.tsx";
import { Coverage } from "./coverage.tsx";
import { Crosswalk } from "./crosswalk.tsx";
import { Plans } from "./plan.tsx";
import { WhatIf } from "./what-if.tsx";

const TABS = ["whatif", "plan", "coverage", "activities", "crosswalk"] as const;
type Tab = (typeof TABS)[number];

export default function Step5() {
  const t = words.useT();
  const s = steps.useT();
  const c = common.useT();
  const analysis = useStudy((x) => x.whole);
  const isThere = useArrived((x) => x.whole);
  const stale = useStudy((x) => x.stale);
  const navigate = useNavigate();
  const { tab: asked } = useSearch({ strict: false }) as { tab?: string };
  const tab: Tab = TABS.find((x) => x === asked) ?? "whatif";
  const show = (next: string | null) =>
    void navigate({ to: ".", search: { tab: next ?? "whatif" } as never, replace: true });
  return (
    <Page>
      <PageHead mark={c("mark.5")} title={c("step.5")} text={s("text.5")} />
      {analysis === undefined || !isThere ? (
        <NoResult />
      ) : (
        <>
          {stale && (
            <Alert color="yellow" variant="light" py={6} mb="sm" role="status">
              {t("stale")}
            </Alert>
          )}
          <Tabs value={tab} onChange={show} keepMounted={false}>
            <Tabs.List mb="md">
              {TABS.map((x) => (
                <Tabs.Tab key={x} value={x}>
                  {t(`tab.${x}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="whatif">
              <WhatIf dossier={analysis.dossier} index={analysis.index} />
            </Tabs.Panel>
            <Tabs.Panel value="plan">
              <Plans dossier={analysis.dossier} index={analysis.index} onTry={() => show("whatif")} />
            </Tabs.Panel>
            <Tabs.Panel value="coverage">
              <Coverage dossier={analysis.dossier} index={analysis.index} />
            </Tabs.Panel>
            <Tabs.Panel value="activities">
              <Board dossier={analysis.dossier} />
            </Tabs.Panel>
            <Tabs.Panel value="crosswalk">
              <Crosswalk dossier={analysis.dossier} />
            </Tabs.Panel>
          </Tabs>
        </>
      )}
    </Page>
  );
}
