/**
 * SARIF 2.1.0 of an assessment: what goes against a criterion as failures, what cannot be told as open, what waits for a person
 * as review. What was found as the criterion asks is not listed.
 */
import type { AssessmentDossier } from "@seiza/dossier/assessment";
import type { Lang, Words } from "../messages.ts";
import { A } from "./words.ts";

const KINDS: Record<string, "fail" | "open" | "review"> = {
  fail: "fail",
  inconclusive: "open",
  person: "review",
};
const TAXONOMY = "JC-STAR ★1";

export function assessmentSarif(d: AssessmentDossier, lang: Lang): Record<string, unknown> {
  const t = (w: Words): string => w[lang];
  const files = [...new Map(d.records.flatMap((r) => r.raw).map((f) => [f.path, f])).values()];
  const place = new Map(files.map((f, i) => [f.path, i]));
  const records = new Map(d.records.map((r) => [r.id, r]));
  const results = d.criteria.flatMap((c, index) =>
    c.asked.flatMap((a) =>
      a.parts.flatMap((p) => {
        const kind = KINDS[p.outcome];
        if (!kind) return [];
        const where = [d.product.model, ...(p.subject === undefined ? [] : [p.subject])].join("/");
        const rests = [...new Set(p.records)].flatMap((id) => records.get(id) ?? []);
        const proof = [...new Map(rests.flatMap((r) => r.raw).map((f) => [f.path, f])).values()];
        return [
          {
            ruleId: c.id,
            ruleIndex: index,
            kind,
            level: kind === "fail" ? "error" : "none",
            message: {
              text: [
                `${a.mark}${p.id === a.id ? "" : p.id}: ${t(p.word)}`.replace(/^: /, ""),
                ...p.reasons.map((r) => t(r.text)),
                ...p.needs.map((n) => `${t(n.word)}: ${t(n.text)}`),
              ].join("\n"),
            },
            locations: [
              {
                logicalLocations: [
                  { name: p.subject ?? d.product.model, fullyQualifiedName: where, kind: "resource" },
                ],
              },
            ],
            ...(proof.length > 0
              ? {
                  relatedLocations: proof.map((f, i) => ({
                    id: i,
                    physicalLocation: {
                      artifactLocation: { uri: encodeURI(f.path), index: place.get(f.path) },
                    },
                  })),
                }
              : {}),
            partialFingerprints: {
              "seizaCriterionPart/v1": `${d.product.model}/${p.id}/${p.subject ?? ""}`,
            },
            taxa: [{ id: c.id, toolComponent: { name: TAXONOMY } }],
            properties: {
              criterionOutcome: c.outcome,
              part: p.id,
              evidence: rests.map((r) => r.no),
              firmware: d.product.firmware,
            },
          },
        ];
      }),
    ),
  );
  /** What a study adds is a run of its own: it is no part of ★1. */
  const added =
    d.requirements.length === 0
      ? []
      : [
          {
            tool: {
              driver: {
                name: "Seiza",
                version: d.generator.version,
                language: lang,
                rules: d.requirements.map((r) => ({
                  id: r.id,
                  name: r.id,
                  shortDescription: { text: t(r.name) },
                })),
              },
            },
            automationDetails: {
              id: `seiza-study-requirements/${d.product.model}/`,
              description: { text: `${t(d.product.name)} ${d.product.model} ${d.product.firmware}` },
            },
            properties: {
              preparation: t(d.disclaimer),
              day: d.today,
              ...(d.study
                ? {
                    study: {
                      id: d.study.id,
                      name: t(d.study.name),
                      state: t(d.study.state),
                      productType: d.study.productType,
                    },
                  }
                : {}),
            },
            results: d.requirements.flatMap((r, ruleIndex) => {
              const kind = KINDS[r.outcome];
              if (!kind) return [];
              return [
                {
                  ruleId: r.id,
                  ruleIndex,
                  kind,
                  level: kind === "fail" ? "error" : "none",
                  message: {
                    text: [
                      `${t(r.name)}: ${t(r.word)}`,
                      ...r.reasons.map((x) => t(x.text)),
                      ...r.needs.map((n) => `${t(n.word)}: ${t(n.text)}`),
                    ].join("\n"),
                  },
                  locations: [
                    {
                      logicalLocations: [
                        {
                          name: d.product.model,
                          fullyQualifiedName: d.product.model,
                          kind: "resource",
                        },
                      ],
                    },
                  ],
                  partialFingerprints: { "seizaRequirement/v1": `${d.product.model}/${r.id}` },
                  properties: { firmware: d.product.firmware },
                },
              ];
            }),
          },
        ];
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Seiza",
            version: d.generator.version,
            language: lang,
            rules: d.criteria.map((c) => ({
              id: c.id,
              name: c.id,
              shortDescription: { text: t(c.name) },
              fullDescription: { text: t(c.text) },
              help: { text: t(c.question) },
            })),
            supportedTaxonomies: [{ name: TAXONOMY }],
          },
        },
        taxonomies: [
          {
            name: TAXONOMY,
            shortDescription: { text: t(A.criteria) },
            taxa: d.criteria.map((c) => ({ id: c.id, name: c.id, shortDescription: { text: t(c.name) } })),
          },
        ],
        automationDetails: {
          id: `seiza-assessment/${d.product.model}/`,
          guid: d.uuid,
          description: { text: `${t(d.product.name)} ${d.product.model} ${d.product.firmware}` },
        },
        artifacts: files.map((f) => ({
          location: { uri: encodeURI(f.path) },
          length: f.bytes,
          mimeType: f.mediaType.split(";")[0]?.trim() || "application/octet-stream",
          hashes: { "sha-256": f.sha256 },
        })),
        properties: { preparation: t(d.disclaimer), day: d.today, outcomes: d.counts },
        results,
      },
      ...added,
    ],
  };
}
