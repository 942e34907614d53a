/**
 * OSCAL assessment results of an assessment. OSCAL knows "satisfied" and "not-satisfied" only: what is treated as met or does
 * not apply says so in `reason` and in a property, and what is not decided has no finding (domain/conformance.md C.1).
 */
import { type AssessmentDossier, uuid5 } from "@seiza/dossier/assessment";
import type { Lang, Words } from "../messages.ts";
import { dense, NS, OSCAL_VERSION, token } from "../oscal/index.ts";
import { A, fill } from "./words.ts";

type Json = Record<string, unknown>;

/** OSCAL's one-line texts are not empty and hold no line break. */
const line = (text: string, otherwise = "-"): string => text.replace(/\s+/g, " ").trim() || otherwise;

/** Target of findings: control and part of the catalogue that `oscalFiles` writes. */
const itemOf = (criterion: string, asked: string): string =>
  asked === criterion ? `${token(criterion)}_smt` : `${token(asked)}_item`;

export function assessmentResults(d: AssessmentDossier, lang: Lang): Json {
  const t = (w: Words): string => w[lang];
  const id = (name: string): string => uuid5(d.uuid, `oscal/${lang}/${name}`);
  const prop = (name: string, value: string) => ({ name, ns: NS, value: line(value) });
  const day = `${d.today}T00:00:00Z`;
  const looked = d.records.filter((r) => r.state !== "skipped");
  const tools = [...new Set(looked.map((r) => r.tool))].sort();
  const people = [...new Set(d.statements.map((s) => s.by))].sort();
  const product = id("product");
  const subject = { "subject-uuid": product, type: "component", title: line(d.product.model) };
  const files = new Map(d.records.flatMap((r) => r.raw).map((f) => [f.sha256, f]));
  for (const s of d.statements) for (const f of s.attachments) files.set(f.sha256, f);
  const evidence = (list: readonly { sha256: string; path: string }[]) =>
    list.map((f) => ({ href: `#${id(`file/${f.sha256}`)}`, description: f.path }));
  const component = (uuid: string, type: string, title: string, description: string) => ({
    uuid,
    type,
    title: line(title),
    description: line(description),
    status: { state: "operational" },
  });
  const observation = (name: string) => ({ "observation-uuid": id(name) });

  const observations: Json[] = [
    ...looked.map((r) => ({
      uuid: id(`record/${r.id}`),
      title: line(`${r.no} ${t(r.name)}`),
      description: [t(r.stateName) + (r.why ? `: ${t(r.why)}` : ""), ...r.facts.map((f) => t(f.name))].join(
        "\n\n",
      ),
      props: [
        prop("check", r.check),
        prop("class", r.class),
        prop("state", r.state),
        prop("firmware", r.firmware),
        prop("used-in-judgement", String(r.counts)),
        prop("requests-sent", String(r.sent)),
        ...(r.target === "" ? [] : [prop("address", r.target)]),
        ...(r.unit === "" ? [] : [prop("unit", r.unit)]),
      ],
      methods: [r.class === "O" ? "EXAMINE" : "TEST"],
      origins: [{ actors: [{ type: "tool", "actor-uuid": id(`tool/${r.tool}`) }] }],
      subjects: [subject],
      "relevant-evidence": evidence(r.raw),
      collected: r.endedAt,
    })),
    ...d.statements.map((s) => ({
      uuid: id(`statement/${s.id}`),
      title: line(`${s.about}: ${t(s.word)}`),
      description: s.text,
      props: [
        prop("says", s.says),
        prop("about", s.about),
        prop("firmware", s.firmware),
        ...(s.role === "" ? [] : [prop("role", s.role)]),
        ...(s.secondReader === "" ? [] : [prop("second-reader", s.secondReader)]),
      ],
      methods: ["INTERVIEW"],
      origins: [{ actors: [{ type: "party", "actor-uuid": id(`person/${s.by}`) }] }],
      subjects: [subject],
      "relevant-evidence": evidence(s.attachments),
      collected: `${s.date}T00:00:00Z`,
    })),
  ];
  const observed = new Set(looked.map((r) => r.id));
  const STATES: Record<string, { state: string; reason: string }> = {
    pass: { state: "satisfied", reason: "pass" },
    deemed: { state: "satisfied", reason: "other" },
    "not-applicable": { state: "satisfied", reason: "other" },
    fail: { state: "not-satisfied", reason: "fail" },
  };
  const findings: Json[] = d.criteria.flatMap((c) =>
    c.asked.flatMap((a) => {
      const status = STATES[a.outcome ?? ""];
      if (!status) return [];
      const reasons = a.parts.flatMap((p) => p.reasons.map((r) => t(r.text)));
      return [
        {
          uuid: id(`finding/${a.id}`),
          title: line(`${c.id}${a.mark} ${t(c.name)}`),
          description: `${t(a.word)}\n\n${reasons.map((r) => `- ${line(r)}`).join("\n")}`,
          props: [prop("outcome", a.outcome ?? ""), prop("criterion-outcome", c.outcome)],
          target: {
            type: "statement-id",
            "target-id": itemOf(c.id, a.id),
            title: line(t(a.text)),
            status: { ...status, remarks: t(a.word) },
          },
          "related-observations": [
            ...new Set(
              a.parts.flatMap((p) => p.records.filter((r) => observed.has(r)).map((r) => `record/${r}`)),
            ),
            ...new Set(a.parts.flatMap((p) => p.judged.map((s) => `statement/${s}`))),
          ].map(observation),
        },
      ];
    }),
  );
  /** What a study adds is a result of its own: it is no part of the sixteen. */
  const added: Json[] =
    d.requirements.length === 0
      ? []
      : [
          {
            uuid: id("result/study"),
            title: line(t(A.requirements)),
            description: d.study
              ? fill(t(A.requirementsNote), {
                  study: t(d.study.name),
                  state: t(d.study.state),
                  type: t(d.study.typeName),
                  covered: d.study.covered,
                })
              : t(A.unreadNote),
            start: day,
            end: day,
            props: [
              prop("firmware", d.product.firmware),
              ...(d.study
                ? [
                    prop("study", d.study.id),
                    prop("study-state", t(d.study.state)),
                    prop("study-product-type", d.study.productType),
                  ]
                : []),
            ],
            "reviewed-controls": {
              "control-selections": [
                { "include-controls": d.requirements.map((r) => ({ "control-id": token(r.id) })) },
              ],
            },
            findings: d.requirements.flatMap((r) => {
              const status = STATES[r.outcome];
              if (!status) return [];
              return [
                {
                  uuid: id(`finding/${r.id}`),
                  title: line(t(r.name)),
                  description: `${t(r.word)}\n\n${r.reasons.map((x) => `- ${line(t(x.text))}`).join("\n")}`,
                  props: [prop("outcome", r.outcome), prop("requirement", r.id)],
                  target: {
                    type: "objective-id",
                    "target-id": token(r.id),
                    title: line(t(r.name)),
                    status: { ...status, remarks: t(r.word) },
                  },
                  "related-observations": r.judged.map((s) => observation(`statement/${s}`)),
                },
              ];
            }),
            remarks: fill(t(A.undecidedRequirements), {
              list:
                d.requirements
                  .filter((r) => r.outcome === "inconclusive" || r.outcome === "person")
                  .map((r) => `${r.id} (${t(r.word)})`)
                  .join(", ") || t(A.none),
            }),
          },
        ];
  const starts = looked.map((r) => r.startedAt).sort();
  const ends = looked.map((r) => r.endedAt).sort();
  const name = `${t(d.product.name)} ${d.product.model}`;
  return dense({
    "assessment-results": {
      uuid: id("assessment-results"),
      metadata: {
        title: line(`${name} — ${t(A.workbook)}`),
        "last-modified": day,
        version: d.generator.version,
        "oscal-version": OSCAL_VERSION,
        parties: [
          { uuid: id("vendor"), type: "organization", name: line(t(d.product.vendor)) },
          ...people.map((p) => ({ uuid: id(`person/${p}`), type: "person", name: line(p) })),
        ],
        remarks: t(d.disclaimer),
      },
      "import-ap": { href: `#${id("procedure")}`, remarks: t(A.procedureText) },
      results: [
        {
          uuid: id("result"),
          title: line(name),
          description: t(d.disclaimer),
          start: starts[0] ?? day,
          end: ends.at(-1) ?? day,
          props: [
            prop("firmware", d.product.firmware),
            ...d.criteria.map((c) => prop(`outcome-${c.id}`, c.outcome)),
          ],
          "local-definitions": {
            components: [
              component(product, "hardware", d.product.model, name),
              ...tools.map((x) => component(id(`tool/${x}`), "software", x, t(A.tool))),
            ],
          },
          "reviewed-controls": {
            "control-selections": [
              { "include-controls": d.criteria.map((c) => ({ "control-id": token(c.id) })) },
            ],
          },
          observations,
          findings,
          remarks: fill(t(A.undecided), {
            list:
              d.criteria
                .filter((c) => c.outcome === "inconclusive" || c.outcome === "person")
                .map((c) => `${c.id} (${t(c.word)})`)
                .join(", ") || t(A.none),
          }),
        },
        ...added,
      ],
      "back-matter": {
        resources: [
          { uuid: id("procedure"), title: line(t(A.procedure)), description: t(A.procedureText) },
          ...[...files.values()].map((f) => ({
            uuid: id(`file/${f.sha256}`),
            title: line(f.path),
            rlinks: [
              {
                href: encodeURI(f.path),
                "media-type": f.mediaType.split(";")[0]?.trim() || "application/octet-stream",
                hashes: [{ algorithm: "SHA-256", value: f.sha256 }],
              },
            ],
          })),
        ],
      },
    },
  }) as Json;
}
