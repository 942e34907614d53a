/**
 * CycloneDX 1.6 attestation of an assessment: the criteria as a standard, what was observed as claims with evidence for and
 * against. It has no affirmation and no signature: a named person of the vendor gives those.
 */
import { type AssessmentDossier, uuid5 } from "@seiza/dossier/assessment";
import type { Lang, Words } from "../messages.ts";
import { A, fill } from "./words.ts";

/** Version of CycloneDX that the file states: that of the official schema with which the tests validate it. */
export const CYCLONEDX_VERSION = "1.6";
type Json = Record<string, unknown>;
/** Only what is decided has a score; what does not apply, or cannot be told, has its reasons only. */
const SCORE: Record<string, number> = { pass: 1, deemed: 1, fail: 0 };

export function attestation(d: AssessmentDossier, lang: Lang): Json {
  const t = (w: Words): string => w[lang];
  const vendor = { name: t(d.product.vendor) };
  const name = `${t(d.product.name)} ${d.product.model}`;
  const files = [...new Map(d.records.flatMap((r) => r.raw).map((f) => [f.path, f])).values()];
  const known = new Set([...d.records.map((r) => r.id), ...d.statements.map((s) => s.id)]);
  const evidenceRef = (id: string) => `evidence-${id}`;
  const data = (list: readonly { path: string; sha256: string }[]) =>
    list.map((f) => ({ name: `${f.path} (SHA-256 ${f.sha256})`, contents: { url: encodeURI(f.path) } }));
  const some = <T>(key: string, list: readonly T[]) => (list.length > 0 ? { [key]: list } : {});

  const claims: Json[] = [];
  const map: Json[] = [];
  for (const c of d.criteria)
    for (const a of c.asked) {
      if (a.outcome === undefined) continue;
      const reasons = a.parts.flatMap((p) => p.reasons.map((r) => t(r.text)));
      const needs = a.parts.flatMap((p) => p.needs.map((n) => `${t(n.word)}: ${t(n.text)}`));
      const proof = [...new Set(a.parts.flatMap((p) => [...p.records, ...p.judged]))].filter((id) =>
        known.has(id),
      );
      const ref = `claim-${a.id}`;
      const against = a.outcome === "fail";
      const decided = a.outcome in SCORE || a.outcome === "not-applicable";
      if (decided)
        claims.push({
          "bom-ref": ref,
          target: "product",
          predicate: `${c.id}${a.mark} ${t(c.name)}: ${t(a.word)}`,
          reasoning: reasons.join("\n"),
          ...some(against ? "counterEvidence" : "evidence", proof.map(evidenceRef)),
        });
      map.push({
        requirement: a.id,
        ...(decided ? { [against ? "counterClaims" : "claims"]: [ref] } : {}),
        conformance: {
          ...(a.outcome in SCORE ? { score: SCORE[a.outcome] } : {}),
          rationale: [t(a.word), ...reasons, ...needs].join("\n"),
        },
      });
    }

  /** What a study adds is a standard and an attestation of its own: it is no part of ★1. */
  const added: Json[] = [];
  for (const r of d.requirements) {
    const ref = `claim-${r.id}`;
    const against = r.outcome === "fail";
    const decided = r.outcome in SCORE || r.outcome === "not-applicable";
    const reasons = r.reasons.map((x) => t(x.text));
    if (decided)
      claims.push({
        "bom-ref": ref,
        target: "product",
        predicate: `${t(r.name)}: ${t(r.word)}`,
        reasoning: reasons.join("\n"),
        ...some(
          against ? "counterEvidence" : "evidence",
          r.judged.filter((id) => known.has(id)).map(evidenceRef),
        ),
      });
    added.push({
      requirement: r.id,
      ...(decided ? { [against ? "counterClaims" : "claims"]: [ref] } : {}),
      conformance: {
        ...(r.outcome in SCORE ? { score: SCORE[r.outcome] } : {}),
        rationale: [t(r.word), ...reasons, ...r.needs.map((n) => `${t(n.word)}: ${t(n.text)}`)].join("\n"),
      },
    });
  }
  const note = d.study
    ? fill(t(A.requirementsNote), {
        study: t(d.study.name),
        state: t(d.study.state),
        type: t(d.study.typeName),
        covered: d.study.covered,
      })
    : t(A.unreadNote);

  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: CYCLONEDX_VERSION,
    serialNumber: `urn:uuid:${uuid5(d.uuid, `cyclonedx/${lang}`)}`,
    version: 1,
    metadata: {
      timestamp: `${d.today}T00:00:00Z`,
      tools: { components: [{ type: "application", name: "Seiza", version: d.generator.version }] },
      component: {
        type: "device",
        "bom-ref": "device",
        name: d.product.model,
        version: d.product.firmware,
        description: name,
        manufacturer: vendor,
        ...some(
          "externalReferences",
          files.map((f) => ({
            type: "evidence",
            url: encodeURI(f.path),
            hashes: [{ alg: "SHA-256", content: f.sha256 }],
          })),
        ),
      },
      properties: [{ name: "seiza:preparation", value: t(d.disclaimer) }],
    },
    definitions: {
      standards: [
        {
          "bom-ref": "jc-star-1",
          name: "JC-STAR ★1",
          description: t(A.criteria),
          requirements: d.criteria.flatMap((c) => [
            { "bom-ref": c.id, identifier: c.id, title: t(c.name), text: t(c.text) },
            ...c.asked
              .filter((a) => a.id !== c.id)
              .map((a) => ({
                "bom-ref": a.id,
                identifier: a.id,
                title: a.mark,
                text: t(a.text),
                parent: c.id,
              })),
          ]),
        },
        ...(added.length === 0
          ? []
          : [
              {
                "bom-ref": "study-requirements",
                name: d.study ? t(d.study.name) : t(A.requirements),
                ...(d.study ? { version: t(d.study.state) } : {}),
                description: note,
                requirements: d.requirements.map((r) => ({
                  "bom-ref": r.id,
                  identifier: r.id,
                  title: t(A.requirement),
                  text: t(r.name),
                })),
              },
            ]),
      ],
    },
    declarations: {
      assessors: [{ "bom-ref": "vendor", thirdParty: false, organization: vendor }],
      attestations: [
        { summary: t(d.disclaimer), assessor: "vendor", map },
        ...(added.length === 0 ? [] : [{ summary: note, assessor: "vendor", map: added }]),
      ],
      ...some("claims", claims),
      ...some("evidence", [
        ...d.records.map((r) => ({
          "bom-ref": evidenceRef(r.id),
          propertyName: r.check,
          description: [
            `${r.no} ${t(r.name)}`,
            t(r.stateName) + (r.why ? `: ${t(r.why)}` : ""),
            r.tool,
            ...(r.target === "" ? [] : [r.target]),
          ].join(" · "),
          ...some("data", data(r.raw)),
          created: r.endedAt,
        })),
        ...d.statements.map((s) => ({
          "bom-ref": evidenceRef(s.id),
          propertyName: s.about,
          description: `${t(s.word)}: ${s.text}`,
          ...some("data", data(s.attachments)),
          created: `${s.date}T00:00:00Z`,
          author: { name: [s.by, s.role].filter((x) => x !== "").join(" ") },
          ...(s.secondReader === "" ? {} : { reviewer: { name: s.secondReader } }),
        })),
      ]),
      targets: {
        components: [
          { type: "device", "bom-ref": "product", name: d.product.model, version: d.product.firmware },
        ],
      },
    },
  };
}
