/** ⑥ ★2以上の検討: per product type, whether ★2 or above is needed and whether it can be argued. */
import type { Dossier } from "@seiza/dossier";
import { useEffect, useMemo } from "react";
import common from "../i18n/messages/common.ts";
import partsWords from "../i18n/messages/parts.ts";
import words from "../i18n/messages/step6.ts";
import steps from "../i18n/messages/steps.ts";
import { ByType, inPriorityOrder, type TypeEntry, useAddress, WithResult } from "../parts/by-type.tsx";
import { Page, PageHead, StatusChip } from "../parts/index.ts";
import { Unapplied } from "../parts/judging.tsx";
import { useStudy } from "../study/context.tsx";
import type { DossierIndex } from "../study/dossier-index.ts";
import { Case } from "./case.tsx";
import css from "./step6.module.css";

export default function Step6() {
  const t = words.useT();
  const s = steps.useT();
  const c = common.useT();
  return (
    <Page>
      <PageHead mark={c("mark.6")} title={c("step.6")} text={s("text.6")} />
      <p className={css.operator}>{t("operator")}</p>
      <WithResult whole>{(dossier, index) => <Types dossier={dossier} index={index} />}</WithResult>
    </Page>
  );
}

function Types({ dossier, index }: { dossier: Dossier; index: DossierIndex }) {
  const t = words.useT();
  const p = partsWords.useT();
  const [address, setAddress] = useAddress();
  const [selected] = useStudy((s) => s.selection);
  useEffect(() => {
    const at = /^(?:nd|cr):([^/]+)/.exec(selected ?? "");
    if (at) setAddress({ type: `pt:${at[1]}` });
  }, [selected, setAddress]);
  const needs = useMemo(() => {
    const ordered = inPriorityOrder(dossier, dossier.step6.types);
    return [...ordered.filter((n) => n.need), ...ordered.filter((n) => !n.need)];
  }, [dossier]);
  const chosen = needs.find((n) => n.type === address["type"]) ?? needs[0];
  const entries = needs.map((n): TypeEntry => {
    const note = n.need
      ? t("list.left", {
          count: n.groups.length,
          met: n.grounds.filter((g) => g.state === "met").length,
          of: n.grounds.length,
        })
      : t("list.none");
    return {
      type: n.type,
      note: (
        <span className={css.entry}>
          <StatusChip status={n.result} /> {note}
        </span>
      ),
      said: p(`status.${n.result}`),
    };
  });
  const bare = chosen?.type.slice(3) ?? "";
  return (
    <ByType entries={entries} chosen={chosen?.type ?? ""} choose={(type) => setAddress({ type })}>
      <Unapplied concerns={(target) => target.startsWith(`cr:${bare}/`) || target === `nd:${bare}`} />
      {chosen && <Case key={chosen.type} need={chosen} dossier={dossier} index={index} />}
    </ByType>
  );
}
