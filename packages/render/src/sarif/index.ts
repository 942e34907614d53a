/**
 * SARIF 2.1.0: open threat groups as results at the interfaces they come in by, for the dashboards that read it. Levels
 * follow the risk value; what is accepted or dropped is there too, as suppressed.
 */
import type { Dossier } from "@seiza/dossier";
import type { Lang } from "../messages.ts";
import { Reader } from "../reader.ts";
import { D } from "../words.ts";

const LEVEL: Record<string, "error" | "warning" | "note"> = {
  A: "error",
  B: "warning",
  C: "note",
  D: "note",
  E: "note",
};
/** 0–100, as dashboards rank results. */
const RANK: Record<string, number> = { A: 90, B: 70, C: 50, D: 30, E: 10 };

export function sarifOf(dossier: Dossier, lang: Lang): Record<string, unknown> {
  const reader = new Reader(dossier);
  const groups = dossier.step2.threatGroups.filter((g) => g.status !== "not-applicable");
  const threats = [...new Set(groups.map((g) => g.threat))].sort();
  const at = new Map(threats.map((t, i) => [t, i]));
  const reasons = new Map(dossier.decisions.map((d) => [d.id, d.reason[lang]]));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Seiza",
            version: dossier.generator.version,
            language: lang,
            rules: threats.map((id) => {
              const term = reader.term("threats", id);
              const references = (term?.more?.references ?? {}) as Record<string, unknown>;
              const tags = ["capec", "cwe", "attack"].flatMap((k) => {
                const list = references[k];
                return Array.isArray(list) ? list.map(String) : [];
              });
              return {
                id,
                name: id,
                shortDescription: { text: reader.termName("threats", id)[lang] },
                ...(term?.text ? { fullDescription: { text: term.text[lang] } } : {}),
                ...(tags.length > 0 ? { properties: { tags: [...new Set(tags)] } } : {}),
              };
            }),
          },
        },
        automationDetails: {
          id: `seiza/${dossier.study.id}/`,
          description: { text: dossier.study.name[lang] },
        },
        properties: { preparation: D.preparation[lang] },
        results: groups.map((g) => {
          const component = g.worst.component;
          const face = g.worst.interface;
          const judged = (g.decided ?? []).map((id) => reasons.get(id)).filter((x) => x !== undefined);
          return {
            ruleId: g.threat,
            ruleIndex: at.get(g.threat),
            level: LEVEL[g.band],
            kind: "fail",
            rank: RANK[g.band],
            message: {
              text: D.sarifResult[lang]
                .replace("{type}", reader.name(g.type)[lang])
                .replace("{surface}", reader.termName("attack-surfaces", g.surface)[lang])
                .replace("{threat}", reader.termName("threats", g.threat)[lang])
                .replace("{band}", g.band)
                .replace("{after}", g.afterStar1)
                .replace("{n}", String(g.instances)),
            },
            locations: [
              {
                logicalLocations: [
                  {
                    name: reader.name(component)[lang],
                    fullyQualifiedName: face,
                    kind: "resource",
                  },
                ],
              },
            ],
            partialFingerprints: { "seizaThreatGroup/v1": g.id },
            ...(g.status === "open"
              ? {}
              : {
                  suppressions: [
                    { kind: "external", status: "accepted", justification: judged.join(" / ") || g.status },
                  ],
                }),
            properties: {
              risk: g.band,
              riskAfterStar1: g.afterStar1,
              importance: g.worst.importance,
              threatLevel: g.worst.threatLevel,
              vulnerabilityLevel: g.worst.vulnerabilityLevel,
              instances: g.instances,
              status: g.status,
            },
          };
        }),
      },
    ],
  };
}
