/** From an analysis to the dossier: puts the steps together and adds the words of the catalogue that they cite. */
import type { Analysis } from "@seiza/analysis";
import { bilingual, phasesOf, thresholdOf } from "@seiza/analysis";
import type { Catalog, TableName } from "@seiza/catalog";
import { type Diagnostic, marketIds, type Study } from "@seiza/model";
import { DOSSIER_FORMAT } from "./format.ts";
import type { Dossier, Term } from "./schema.ts";

/** Further fields of a table that documents print beside name and text. */
const MORE: Partial<Record<TableName, string[]>> = {
  "asset-kinds": ["class", "inStar1", "needs"],
  "asset-classes": ["star1", "star2"],
  "attack-surfaces": ["inStar1", "anchor", "points"],
  threats: ["stride", "scenario", "mainThreat", "star1", "references", "surfaces", "assets"],
  "main-threats": ["wide", "narrowed", "narrowingReason", "causes"],
  causes: ["mark"],
  countermeasures: [
    "purpose",
    "layer",
    "who",
    "constrained",
    "cost",
    "extension",
    "guideThreats",
    "beyondStar1",
    "requirements",
    "criteria",
  ],
  "star1-requirements": ["category"],
  "star1-criteria": ["requirements", "parts", "thresholds", "deemedBy", "notApplicable"],
  "star1-measures": ["mainThreat", "cause", "actor", "category", "requirements"],
  "logic-model": ["stage", "mainThreat", "leadsTo"],
  "priority-viewpoints": ["axis", "scores"],
  "risk-method": ["threatLevel", "matrix", "layers", "thinBelow", "priority", "routes"],
  scales: ["values", "ordered"],
  "star-levels": ["level", "assessment", "criteriaPer"],
  "threat-sources": ["startsAt", "reaches", "skill", "inLogicModel"],
  "zone-kinds": ["role"],
  media: ["family"],
  documents: ["publisher", "date"],
  steps: ["mark", "asks", "doneWhen", "products"],
  "attack-techniques": ["hop", "over", "gives", "threat", "skill", "points", "star1", "references"],
  crosswalk: ["criterion", "scheme", "provisions", "near", "relation", "status", "note"],
  "promotion-activities": ["audience"],
  "star2-grounds": ["evidence", "threshold"],
};

/** Tables that are short and belong to every report: the frame of the guide. */
const WHOLE: TableName[] = [
  "rules",
  "asset-classes",
  "asset-kinds",
  "attack-surfaces",
  "main-threats",
  "logic-model",
  "causes",
  "layers",
  "requirement-categories",
  "star1-requirements",
  "star1-criteria",
  "star1-measures",
  "star-levels",
  "priority-viewpoints",
  "weighing-factors",
  "risk-method",
  "scales",
  "reasons",
  "verifications",
  "threat-sources",
  "steps",
  "promotion-activities",
  "star2-grounds",
  "crosswalk",
];

class Terms {
  readonly tables: Record<string, Record<string, Term>> = {};
  constructor(readonly catalog: Catalog) {}

  cite(table: TableName, id: string | undefined): void {
    if (id === undefined || this.tables[table]?.[id]) return;
    const entry = this.catalog[table].get(id) as
      | (Record<string, unknown> & Pick<Term, "name" | "text" | "basis" | "source">)
      | undefined;
    if (!entry) return;
    const more: Record<string, unknown> = {};
    for (const field of MORE[table] ?? []) if (entry[field] !== undefined) more[field] = entry[field];
    const official =
      table === "star1-requirements"
        ? this.catalog.official?.requirements[id]
        : table === "star1-criteria"
          ? this.catalog.official?.criteria[id]
          : undefined;
    if (official !== undefined) more.official = official;
    const rows = this.tables[table] ?? {};
    this.tables[table] = rows;
    rows[id] = {
      name: entry.name,
      ...(entry.text === undefined ? {} : { text: entry.text }),
      basis: entry.basis,
      source: entry.source,
      ...(Object.keys(more).length === 0 ? {} : { more }),
    };
    for (const s of entry.source) this.cite("documents", s.doc);
  }

  sorted(): Record<string, Record<string, Term>> {
    const sortKeys = <T>(record: Record<string, T>) =>
      Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
    return sortKeys(
      Object.fromEntries(Object.entries(this.tables).map(([name, rows]) => [name, sortKeys(rows)])),
    );
  }
}

function citedTerms(analysis: Analysis, catalog: Catalog): Dossier["terms"] {
  const terms = new Terms(catalog);
  for (const table of WHOLE) for (const id of catalog[table].keys()) terms.cite(table, id);
  const { step1, step2, step4 } = analysis;
  const zoneKinds = new Set<string>();
  const media = new Set<string>();
  for (const c of step1.configurations) {
    for (const z of c.zones) zoneKinds.add(z.kind);
    for (const i of c.interfaces) media.add(i.medium);
  }
  for (const id of zoneKinds) terms.cite("zone-kinds", id);
  for (const id of media) terms.cite("media", id);
  const threats = new Set<string>();
  const controls = new Set<string>();
  for (const g of step2.threatGroups) {
    threats.add(g.threat);
    for (const c of g.worst.controls) controls.add(c.control);
  }
  for (const c of step4.choices) controls.add(c.countermeasure);
  const techniques = new Set<string>();
  for (const r of step2.routes.routes)
    for (const s of r.steps) {
      techniques.add(s.technique);
      for (const c of s.stoppedBy) controls.add(c);
    }
  for (const id of techniques) terms.cite("attack-techniques", id);
  for (const id of threats) terms.cite("threats", id);
  for (const id of controls) terms.cite("countermeasures", id);
  return terms.sorted();
}

/**
 * Dossier of an analysis. Deterministic: equal studies and catalogues give equal values.
 * @param version of the product that made it
 * @param warnings of the check, listed without positions in the file
 */
export function assembleDossier(
  analysis: Analysis,
  version: string,
  warnings: readonly Diagnostic[] = [],
): Dossier {
  const { index, step1, step2, step3, step4, step5, step6, decisions } = analysis;
  const { catalog, study } = index;
  const units = step1.productTypes.reduce((sum, t) => sum + t.units, 0);
  return {
    format: DOSSIER_FORMAT,
    generator: { name: "seiza", version },
    study: {
      id: study.system.id,
      name: bilingual(study.system.name),
      domain: study.system.domain,
      ...(study.system.scope === undefined ? {} : { scope: bilingual(study.system.scope) }),
      phases: phasesOf(index),
      threshold: thresholdOf(index),
      counts: {
        configurations: index.configurations.length,
        zones: index.zones.length,
        components: index.components.length,
        units,
        interfaces: index.interfaces.length,
        flows: index.flows.length,
        productTypes: index.types.length,
      },
    },
    step1,
    step2,
    step3,
    step4,
    step5,
    step6,
    market: marketOf(study),
    decisions,
    warnings: warnings
      .map((w) => {
        const path = stablePath(study, w.path);
        return { by: w.code + path, row: { code: w.code, message: w.message, mend: w.mend, path } };
      })
      .sort((a, b) => (a.by < b.by ? -1 : 1))
      .map(({ row }) => row),
    catalogue: { packs: [...catalog.packs], official: catalog.official !== undefined },
    terms: citedTerms(analysis, catalog),
  };
}

function marketOf(study: Study): Dossier["market"] {
  const { makers, integrators, guidelines } = marketIds(study);
  const stated = (row: { evidence?: string | undefined; date?: string | undefined }) => ({
    ...(row.evidence === undefined ? {} : { evidence: row.evidence }),
    ...(row.date === undefined ? {} : { date: row.date }),
  });
  return {
    makers: makers.map(({ id, row }) => ({
      id,
      name: bilingual(row.name),
      type: `pt:${row.type}`,
      ...(row.sharePercent === undefined ? {} : { sharePercent: row.sharePercent }),
      commits: row.commits,
      ...stated(row),
    })),
    integrators: integrators
      .map(({ id, row }) => ({
        id,
        name: bilingual(row.name),
        rank: row.rank,
        commits: row.commits,
        ...stated(row),
      }))
      .sort((a, b) => a.rank - b.rank),
    guidelines: guidelines.map(({ id, row }) => ({
      id,
      name: bilingual(row.name),
      demand: row.demand,
      ...stated(row),
    })),
  };
}

/** A path into the study with ids in place of list positions, so that it does not depend on the order of lists. */
function stablePath(study: unknown, path: readonly (string | number)[]): string {
  const parts: string[] = [];
  let at: unknown = study;
  for (const key of path) {
    at = at === null || typeof at !== "object" ? undefined : (at as Record<string | number, unknown>)[key];
    const row = at as { id?: unknown; from?: unknown; to?: unknown } | undefined | null;
    if (typeof key === "number" && row !== null && typeof row === "object") {
      if (typeof row.id === "string") parts.push(row.id);
      else if (typeof row.from === "string") parts.push(`${row.from}>${String(row.to)}`);
      else parts.push(String(key));
    } else parts.push(String(key));
  }
  return parts.join("/");
}
