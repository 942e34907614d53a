/** The figures that every document puts first. */
import type { Dossier } from "@seiza/dossier";
import { M, type Words } from "../messages.ts";

/** How many threat groups no risk value counts, in words: those without a threat source in scope, and those dropped. */
export function groupsOutside({ step2 }: Dossier): Words | undefined {
  const n = step2.threatGroups.filter((g) => g.status === "not-applicable" || g.status === "dropped").length;
  if (n === 0) return undefined;
  const { ja, en } = M.groupsOutside;
  return { ja: ja.replace("{n}", String(n)), en: en.replace("{n}", String(n)) };
}

/** The numbers on the first page. */
export function figuresOf(dossier: Dossier): {
  key:
    | "components"
    | "productTypesN"
    | "groups"
    | "singles"
    | "requirements"
    | "conditions"
    | "thin"
    | "decisionsN"
    | "assumptionsN";
  n: number;
}[] {
  const { study, step1, step2, step4, decisions } = dossier;
  return [
    { key: "components", n: study.counts.components },
    { key: "productTypesN", n: study.counts.productTypes },
    { key: "groups", n: step2.summary.groups },
    { key: "singles", n: step2.summary.instances },
    { key: "requirements", n: step4.requirements.filter((r) => r.status !== "dropped").length },
    { key: "conditions", n: step4.siteConditions.filter((r) => r.status !== "dropped").length },
    { key: "thin", n: step4.thin.length },
    { key: "decisionsN", n: decisions.length },
    { key: "assumptionsN", n: step1.assumptions.reduce((sum, a) => sum + a.places, 0) },
  ];
}
