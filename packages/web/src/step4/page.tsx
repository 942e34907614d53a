/** ④ セキュリティ要件: per product type, countermeasures for each threat, then what is asked of product and site. */
import { Tabs } from "@mantine/core";
import type { Dossier } from "@seiza/dossier";
import { useEffect, useMemo } from "react";
import common from "../i18n/messages/common.ts";
import words from "../i18n/messages/step4.ts";
import steps from "../i18n/messages/steps.ts";
import { useWords } from "../i18n/words.ts";
import { ByType, inPriorityOrder, type TypeEntry, useAddress, WithResult } from "../parts/by-type.tsx";
import { Page, PageHead } from "../parts/index.ts";
import { Unapplied } from "../parts/judging.tsx";
import { useStudy } from "../study/context.tsx";
import type { DossierIndex } from "../study/dossier-index.ts";
import { Requirements } from "./requirements.tsx";
import css from "./step4.module.css";
import { isNeeded, Treat } from "./treat.tsx";

const TABS = ["treat", "requirements", "site"] as const;

export default function Step4() {
  const t = steps.useT();
  const c = common.useT();
  return (
    <Page>
      <PageHead mark={c("mark.4")} title={c("step.4")} text={t("text.4")} />
      <WithResult>{(dossier, index) => <Types dossier={dossier} index={index} />}</WithResult>
    </Page>
  );
}

/** Where an item of ④ is shown. */
function addressOf(id: string): Record<string, string | undefined> | undefined {
  const [prefix = "", rest = ""] = id.split(/:(.*)/s);
  const type = `pt:${rest.split("/")[0]}`;
  const clear = { q: undefined, state: undefined, relation: undefined, show: undefined };
  if (prefix === "tg") return { ...clear, type, tab: "treat", group: id, show: "all" };
  if (prefix === "ch") return { ...clear, type, tab: "treat", group: undefined, show: "all" };
  if (prefix === "rq") return { ...clear, type, tab: "requirements", item: id };
  if (prefix === "sc") return { ...clear, type, tab: "site", item: id };
  return undefined;
}

function Types({ dossier, index }: { dossier: Dossier; index: DossierIndex }) {
  const t = words.useT();
  const w = useWords();
  const [address, setAddress] = useAddress();
  const [selected] = useStudy((s) => s.selection);
  useEffect(() => {
    const there = selected === undefined ? undefined : addressOf(selected);
    if (there) setAddress(there);
  }, [selected, setAddress]);

  const types = useMemo(() => inPriorityOrder(dossier, dossier.step3.types).map((x) => x.type), [dossier]);
  const counts = useMemo(() => {
    const of = new Map(types.map((x) => [x, { threats: 0, thin: 0, open: 0, requirements: 0, sites: 0 }]));
    for (const treatment of dossier.step4.treatments) {
      const group = index.groups.get(treatment.group);
      const at = group && of.get(group.type);
      if (!at) continue;
      if (isNeeded(dossier, group)) at.threats++;
      if (treatment.thin) at.thin++;
    }
    for (const r of dossier.step4.requirements) {
      const at = of.get(r.type);
      if (!at) continue;
      at.requirements++;
      if (r.status === "proposed") at.open++;
    }
    for (const s of dossier.step4.siteConditions) {
      const at = of.get(s.type);
      if (at) at.sites++;
    }
    return of;
  }, [dossier, index, types]);
  const chosen = types.find((x) => x === address["type"]) ?? types[0] ?? "";
  const tab = TABS.find((x) => x === address["tab"]) ?? "treat";
  const own = counts.get(chosen);
  const entries = types.map((type): TypeEntry => {
    const { threats = 0, open = 0, thin = 0 } = counts.get(type) ?? {};
    const said = t("types.note", { threats, open });
    return {
      type,
      note: said,
      said,
      ...(thin > 0
        ? {
            mark: (
              <span className={css.flag} data-tone="bad">
                {t("types.thin", { count: thin })}
              </span>
            ),
          }
        : {}),
    };
  });
  const bare = chosen.slice(3);
  const shared = { dossier, index, type: chosen, address, setAddress };
  return (
    <ByType
      entries={entries}
      chosen={chosen}
      choose={(type) => setAddress({ type, group: undefined, item: undefined, q: undefined })}
    >
      <h2 className={css.typeName}>{w(index.name(chosen))}</h2>
      <Unapplied
        concerns={(target) =>
          target === chosen || ["tg", "ch", "rq", "sc"].some((p) => target.startsWith(`${p}:${bare}/`))
        }
      />
      <Tabs
        value={tab}
        onChange={(next) => setAddress({ tab: next ?? undefined, q: undefined, item: undefined })}
        keepMounted={false}
      >
        <Tabs.List mb="sm">
          <Tabs.Tab value="treat">
            {t("tab.treat")} <span className={css.number}>{own?.threats ?? 0}</span>
          </Tabs.Tab>
          <Tabs.Tab value="requirements">
            {t("tab.requirements")} <span className={css.number}>{own?.requirements ?? 0}</span>
          </Tabs.Tab>
          <Tabs.Tab value="site">
            {t("tab.site")} <span className={css.number}>{own?.sites ?? 0}</span>
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="treat">
          <Treat {...shared} />
        </Tabs.Panel>
        <Tabs.Panel value="requirements">
          <Requirements kind="requirements" {...shared} />
        </Tabs.Panel>
        <Tabs.Panel value="site">
          <Requirements kind="site" {...shared} />
        </Tabs.Panel>
      </Tabs>
    </ByType>
  );
}
