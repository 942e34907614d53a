/** ② Threats to the system: assets, sources, risks, attack routes, priority product types. */
import { Tabs } from "@mantine/core";
import { lazy, Suspense, useEffect, useRef } from "react";
import common from "../i18n/messages/common.ts";
import words from "../i18n/messages/step2.ts";
import steps from "../i18n/messages/steps.ts";
import { NoResult, Page, PageHead } from "../parts/index.ts";
import { useSearchValues } from "../parts/search-values.ts";
import { useArrived, useStudy } from "../study/context.tsx";
import { Assets } from "./assets.tsx";
import { Priorities } from "./priorities.tsx";
import { Risks } from "./risks.tsx";
import { Sources } from "./sources.tsx";
import css from "./step2.module.css";

const Routes = lazy(() => import("./routes/routes.tsx"));
const TABS = ["assets", "sources", "risks", "routes", "priorities"] as const;
type Tab = (typeof TABS)[number];
const TAB_OF: Readonly<Record<string, Tab>> = {
  as: "assets",
  at: "assets",
  ts: "sources",
  tg: "risks",
  ag: "routes",
  ar: "routes",
  cp: "routes",
  pr: "priorities",
};
/** Names of the address in which a chosen item is kept. */
const KEY_OF: Readonly<Record<string, string>> = {
  as: "asset",
  at: "asset",
  tg: "group",
  ag: "goal",
  ar: "route",
};

export default function Step2() {
  const t = words.useT();
  const s = steps.useT();
  const c = common.useT();
  const [search, setSearch] = useSearchValues();
  const selected = useStudy((session) => session.selection[0]);
  const isThere = useArrived((session) => session.analysis);
  const hasRoutes = useArrived((session) => session.whole);
  const tab = TABS.find((name) => name === search["tab"]) ?? "risks";
  // Whoever was sent here for an item sees it.
  const followed = useRef<string>(undefined);
  useEffect(() => {
    if (selected === undefined || followed.current === selected) return;
    followed.current = selected;
    const prefix = selected.slice(0, selected.indexOf(":"));
    const wanted = TAB_OF[prefix];
    if (wanted === undefined) return;
    const key = KEY_OF[prefix];
    setSearch({ tab: wanted, ...(key === undefined ? {} : { [key]: selected }) });
  }, [selected, setSearch]);
  return (
    <Page>
      <PageHead mark={c("mark.2")} title={c("step.2")} text={s("text.2")} />
      <Tabs
        value={tab}
        onChange={(next) => setSearch({ tab: next ?? undefined }, { push: true })}
        keepMounted={false}
      >
        <Tabs.List aria-label={t("tabs")} mb="md" className={css.tabs}>
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {isThere ? (
          <>
            <Tabs.Panel value="assets">
              <Assets />
            </Tabs.Panel>
            <Tabs.Panel value="sources">
              <Sources />
            </Tabs.Panel>
            <Tabs.Panel value="risks">
              <Risks />
            </Tabs.Panel>
            <Tabs.Panel value="routes">
              <Suspense fallback={<NoResult />}>{hasRoutes ? <Routes /> : <NoResult />}</Suspense>
            </Tabs.Panel>
            <Tabs.Panel value="priorities">
              <Priorities />
            </Tabs.Panel>
          </>
        ) : (
          <NoResult />
        )}
      </Tabs>
    </Page>
  );
}
