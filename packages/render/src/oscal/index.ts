/**
 * OSCAL: the catalogue of ★1 requirements and criteria, a catalogue of what the study asks beyond, the profile that
 * selects both, and a component definition with the product types. It says what is asked, never that a product meets it.
 */
import type { Dossier, Term } from "@seiza/dossier";
import { type Lang, M, type Words } from "../messages.ts";
import { Reader } from "../reader.ts";
import { D } from "../words.ts";

/** Version of OSCAL that the files state: that of the official schemas with which the tests validate them. */
export const OSCAL_VERSION = "1.2.1";
/** Namespace of our own properties: a name, no address (`docs/exchange.md`). */
export const NS = "urn:seiza:oscal:1";

type Json = Record<string, unknown>;
export interface OscalFile {
  name: string;
  json: Json;
}

/** A UUID made from a name, so that the same dossier gives the same file. The version digit says "by name". */
export function uuidOf(name: string): string {
  const words = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x71374491];
  for (let i = 0; i < name.length; i++)
    for (let k = 0; k < 4; k++) {
      const mixed = Math.imul((words[k] as number) ^ (name.charCodeAt(i) + k * 0x85eb), 0x01000193 + k * 2);
      words[k] = (mixed ^ (mixed >>> 15)) >>> 0;
    }
  const hex = words.map((w) => w.toString(16).padStart(8, "0")).join("");
  const variant = ((Number.parseInt(hex[16] as string, 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
/** A token may not begin with a digit and holds letters, digits, dots, dashes and underscores. */
export const token = (id: string) => id.replace(/[^\p{L}\p{N}.\-_]/gu, "-").replace(/^(?!\p{L}|_)/u, "_");
const requirementId = (id: string) => `req-${id}`;
const studyControl = (id: string) => token(id.replace(":", "-"));

/** The day of the latest decision or piece of evidence: a dossier knows no other time. */
function lastDay(dossier: Dossier): string {
  const days = [
    ...dossier.decisions.map((d) => d.date),
    ...[...dossier.market.makers, ...dossier.market.integrators, ...dossier.market.guidelines].map(
      (m) => m.date ?? "",
    ),
  ].filter((d) => /^\d{4}-\d\d-\d\d$/.test(d));
  return `${days.sort().at(-1) ?? "1970-01-01"}T00:00:00Z`;
}

/** OSCAL has no empty lists: a list without items is left out. */
export function dense(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dense);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => !(Array.isArray(v) && v.length === 0))
      .map(([k, v]) => [k, dense(v)]),
  );
}

class Writer {
  readonly reader: Reader;
  constructor(
    readonly dossier: Dossier,
    readonly lang: Lang,
  ) {
    this.reader = new Reader(dossier);
  }
  t(w: Words): string {
    return w[this.lang];
  }
  id(kind: string): string {
    return uuidOf(`${kind}/${this.dossier.study.id}/${this.lang}`);
  }
  file(kind: string): string {
    return `${this.dossier.study.id}.oscal-${kind}.json`;
  }
  metadata(title: string): Json {
    return {
      title,
      "last-modified": lastDay(this.dossier),
      version: this.dossier.generator.version,
      "oscal-version": OSCAL_VERSION,
      remarks: this.t(M.notice),
    };
  }
  prose(term: Term): string {
    const official = term.more?.official;
    return typeof official === "string" && this.lang === "ja" ? official : this.t(term.text ?? term.name);
  }

  catalog(): Json {
    const { terms } = this.dossier;
    const requirements = Object.entries(terms["star1-requirements"] ?? {});
    const criteria = Object.entries(terms["star1-criteria"] ?? {});
    const link = (href: string, rel: string) => ({ href: `#${href}`, rel });
    const basis = (term: Term) => ({ name: "basis", ns: NS, value: term.basis });
    const requirement = ([id, term]: [string, Term]): Json => ({
      id: requirementId(id),
      class: "star1-requirement",
      title: this.t(term.name),
      props: [{ name: "label", value: id }, basis(term)],
      links: criteria
        .filter(([, c]) => ((c.more?.requirements ?? []) as string[]).includes(id))
        .map(([c]) => link(token(c), "related")),
      parts: [{ id: `${requirementId(id)}_smt`, name: "statement", prose: this.prose(term) }],
    });
    const criterion = ([id, term]: [string, Term]): Json => {
      const parts =
        (term.more?.parts as { list?: { id: string; mark: string; text: Words }[] } | undefined)?.list ?? [];
      return {
        id: token(id),
        class: "star1-criterion",
        title: this.t(term.name),
        props: [{ name: "label", value: id }, basis(term)],
        links: ((term.more?.requirements ?? []) as string[]).map((r) => link(requirementId(r), "related")),
        parts: [
          {
            id: `${token(id)}_smt`,
            name: "statement",
            prose: this.prose(term),
            ...(parts.length > 0
              ? {
                  parts: parts.map((p) => ({
                    id: `${token(p.id)}_item`,
                    name: "item",
                    props: [{ name: "label", value: p.mark || p.id }],
                    prose: this.t(p.text),
                  })),
                }
              : {}),
          },
        ],
      };
    };
    const categories = Object.entries(terms["requirement-categories"] ?? {});
    return {
      catalog: {
        uuid: this.id("catalog"),
        metadata: this.metadata(this.t(D.oscalCatalog)),
        groups: [
          ...categories.map(([id, term]) => ({
            id: token(id),
            class: "category",
            title: this.t(term.name),
            controls: requirements.filter(([, r]) => r.more?.category === id).map(requirement),
          })),
          {
            id: "criteria",
            class: "criteria",
            title: this.t(D.star1Criteria),
            controls: criteria.map(criterion),
          },
        ].filter((g) => g.controls.length > 0),
      },
    };
  }

  studyCatalog(): Json {
    const { step1, step4 } = this.dossier;
    const groups = step1.productTypes
      .map((type) => ({
        id: studyControl(type.id),
        class: "product-type",
        title: this.t(type.name),
        controls: step4.requirements
          .filter((r) => r.type === type.id && r.status !== "dropped")
          .sort((a, b) => a.no - b.no)
          .map((r) => ({
            id: studyControl(r.id),
            class: "study-requirement",
            title: r.countermeasure
              ? this.t(this.reader.termName("countermeasures", r.countermeasure))
              : `${this.t(M.statement)} ${r.no}`,
            props: [
              { name: "label", value: String(r.no) },
              { name: "risk", ns: NS, value: r.level },
              { name: "status", ns: NS, value: r.status },
              { name: "relation-to-star1", ns: NS, value: r.star1.relation },
            ],
            links: [
              ...r.star1.requirements.map((x) => ({
                href: `${this.file("catalog")}#${requirementId(x)}`,
                rel: "related",
              })),
              ...r.star1.criteria.map((x) => ({
                href: `${this.file("catalog")}#${token(x)}`,
                rel: "related",
              })),
            ],
            parts: [
              { id: `${studyControl(r.id)}_smt`, name: "statement", prose: this.t(r.statement) },
              ...(r.verification.length > 0
                ? [
                    {
                      id: `${studyControl(r.id)}_asm`,
                      name: "assessment-method",
                      prose: r.verification
                        .map((v) => this.t(this.reader.termName("verifications", v)))
                        .join(", "),
                    },
                  ]
                : []),
            ],
          })),
      }))
      .filter((g) => g.controls.length > 0);
    return {
      catalog: {
        uuid: this.id("study-catalog"),
        metadata: this.metadata(`${this.t(this.dossier.study.name)} — ${this.t(D.requirementsTable)}`),
        ...(groups.length > 0 ? { groups } : {}),
      },
    };
  }

  /** ★1 requirements and criteria that the study's requirements rest on, and all requirements of its own. */
  profile(): Json {
    const kept = this.dossier.step4.requirements.filter((r) => r.status !== "dropped");
    const star1 = [
      ...new Set(
        kept.flatMap((r) => [...r.star1.requirements.map(requirementId), ...r.star1.criteria.map(token)]),
      ),
    ].sort();
    const own = kept.map((r) => studyControl(r.id)).sort();
    const take = (href: string, ids: string[]) =>
      ids.length === 0 ? [] : [{ href, "include-controls": [{ "with-ids": ids }] }];
    const imports = [...take(this.file("catalog"), star1), ...take(this.file("study-catalog"), own)];
    return {
      profile: {
        uuid: this.id("profile"),
        metadata: this.metadata(`${this.t(this.dossier.study.name)} — ${this.t(D.oscalProfile)}`),
        imports: imports.length > 0 ? imports : [{ href: this.file("catalog"), "include-all": {} }],
        merge: { "as-is": true },
      },
    };
  }

  components(): Json {
    const { step1, step4 } = this.dossier;
    return {
      "component-definition": {
        uuid: this.id("components"),
        metadata: this.metadata(`${this.t(this.dossier.study.name)} — ${this.t(M.types)}`),
        components: step1.productTypes.map((type) => {
          const asked = step4.requirements.filter((r) => r.type === type.id && r.status !== "dropped");
          return {
            uuid: this.id(type.id),
            type: ["app", "service", "server"].includes(type.class) ? "software" : "hardware",
            title: this.t(type.name),
            description: this.t(D.oscalComponent),
            props: [
              { name: "class", ns: NS, value: type.class },
              { name: "in-scope-of-label", ns: NS, value: type.label.capable },
              { name: "units", ns: NS, value: String(type.units) },
            ],
            ...(asked.length > 0
              ? {
                  "control-implementations": [
                    {
                      uuid: this.id(`${type.id}/asked`),
                      source: this.file("profile"),
                      description: this.t(D.oscalAsked),
                      "implemented-requirements": asked.map((r) => ({
                        uuid: this.id(r.id),
                        "control-id": studyControl(r.id),
                        description: this.t(r.statement),
                        props: [{ name: "implementation-status", value: "planned" }],
                      })),
                    },
                  ],
                }
              : {}),
          };
        }),
      },
    };
  }
}

export function oscalFiles(dossier: Dossier, lang: Lang): OscalFile[] {
  const w = new Writer(dossier, lang);
  return [
    { name: "oscal-catalog", json: w.catalog() },
    { name: "oscal-study-catalog", json: w.studyCatalog() },
    { name: "oscal-profile", json: w.profile() },
    { name: "oscal-components", json: w.components() },
  ].map((f) => ({ name: f.name, json: dense(f.json) as Json }));
}
