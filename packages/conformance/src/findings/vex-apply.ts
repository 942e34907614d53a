/** Laying statements over findings: per component and version, the most particular first, then the newest. */
import type { Finding } from "../evidence/facts.ts";
import type { VexDocument, VexScope, VexStatement } from "./evidence.ts";
import { type Cpe, type Purl, readCpe, readPurl } from "./names.ts";
import { compareVersions, inRange, readRange, schemeOf } from "./versions.ts";

/** A thing that a statement may be about. */
export interface Thing {
  ref?: string | undefined;
  link?: string | undefined;
  name?: string | undefined;
  version?: string | undefined;
  model?: string | undefined;
  purl?: Purl | undefined;
  cpes: readonly Cpe[];
}

interface Read {
  scope: VexScope;
  purl: Purl | undefined;
  cpe: Cpe | undefined;
}
interface Entry {
  statement: VexStatement;
  file: string;
  product: Read | undefined;
  component: Read | undefined;
}

export interface VexIndex {
  byId: Map<string, Entry[]>;
  all: Entry[];
}

const readScope = (scope: VexScope | undefined): Read | undefined =>
  scope && {
    scope,
    purl: scope.purl === undefined ? undefined : readPurl(scope.purl),
    cpe: scope.cpe === undefined ? undefined : readCpe(scope.cpe),
  };

export function indexVex(documents: readonly VexDocument[]): VexIndex {
  const byId = new Map<string, Entry[]>();
  const all: Entry[] = [];
  for (const d of documents)
    for (const statement of d.statements) {
      const entry = {
        statement,
        file: d.file,
        product: readScope(statement.product),
        component: readScope(statement.component),
      };
      all.push(entry);
      for (const id of statement.ids) {
        const list = byId.get(id);
        if (list) list.push(entry);
        else byId.set(id, [entry]);
      }
    }
  return { byId, all };
}

/** Spelling of a model number for comparison: width, case, blanks and hyphens do not count. */
export const sameModel = (a: string, b: string): boolean => plainModel(a) === plainModel(b);
const plainModel = (t: string): string =>
  t
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\-_‐‑–ー]/g, "");

/** How particularly a scope names a thing; 0 where it does not. */
function fits(read: Read, thing: Thing): number {
  const { scope, purl, cpe } = read;
  let score = 0;
  if (scope.ref !== undefined) {
    if (scope.ref !== thing.ref || (scope.link !== undefined && scope.link !== thing.link)) return 0;
    score += 8;
  }
  if (purl && thing.purl) {
    const p = thing.purl;
    if (purl.type !== p.type || purl.name !== p.name || (purl.namespace ?? "") !== (p.namespace ?? ""))
      return 0;
    const version = p.version ?? thing.version;
    if (purl.version !== undefined && purl.version !== version) return 0;
    score += 4;
  } else if (purl) return 0;
  if (cpe) {
    const same = thing.cpes.some((c) => c.vendor === cpe.vendor && c.product === cpe.product);
    if (same) score += 2;
    else if (score === 0) return 0;
    if (same && cpe.version !== "*" && cpe.version !== "-" && thing.version !== undefined)
      if (compareVersions("generic", cpe.version, thing.version) !== 0) return 0;
  }
  if (score === 0 && scope.model !== undefined) {
    if (thing.model === undefined || !sameModel(scope.model, thing.model)) return 0;
    score += 2;
  } else if (score === 0 && scope.name !== undefined) {
    const name = scope.name.toLowerCase();
    const named =
      thing.name?.toLowerCase() === name || (thing.model !== undefined && sameModel(scope.name, thing.model));
    if (!named) return 0;
    score += 1;
  }
  if (score === 0) return 0;
  const scheme = schemeOf(thing.purl?.type ?? "");
  if (scope.version !== undefined) {
    if (thing.version === undefined || compareVersions(scheme, scope.version, thing.version) !== 0) return 0;
    score += 1;
  }
  if (scope.range !== undefined) {
    const range = readRange(scope.range);
    if (
      !range ||
      thing.version === undefined ||
      !inRange(range.scheme ?? scheme, thing.version, range.bounds)
    )
      return 0;
    score += 1;
  }
  return score;
}

/** Score of a statement for a component of a product; 0 where it does not speak of it. */
function speaksOf(entry: Entry, component: Thing, products: readonly Thing[]): number {
  const product = (r: Read) => Math.max(0, ...products.map((p) => fits(r, p)));
  if (entry.component) {
    const part = fits(entry.component, component);
    if (part === 0) return 0;
    return !entry.product || product(entry.product) > 0 ? 100 + part : 0;
  }
  if (!entry.product) return 0;
  // A statement whose "product" is the component itself, as is usual in OpenVEX.
  const itself = fits(entry.product, component);
  if (itself > 0) return 100 + itself;
  return product(entry.product);
}

const vexOf = (entry: Entry): NonNullable<Finding["vex"]> => ({
  status: entry.statement.status,
  ...(entry.statement.justification ? { justification: entry.statement.justification.slice(0, 500) } : {}),
  file: entry.file,
});

export function applyVex(
  finding: Finding,
  component: Thing,
  products: readonly Thing[],
  index: VexIndex,
): void {
  let best: { entry: Entry; score: number } | undefined;
  for (const id of [finding.id, ...finding.aliases])
    for (const entry of index.byId.get(id) ?? []) {
      const score = speaksOf(entry, component, products);
      if (score === 0) continue;
      const newer = (entry.statement.at ?? "") > (best?.entry.statement.at ?? "");
      if (best === undefined || score > best.score || (score === best.score && newer))
        best = { entry, score };
    }
  if (best) finding.vex = vexOf(best.entry);
}

/**
 * Statements that the product or a part of it is affected, or that this is being looked into, where no data told so:
 * they are findings of their own.
 */
export function findingsOfVex(
  index: VexIndex,
  components: readonly Thing[],
  products: readonly Thing[],
  known: (id: string, component: number | "product") => boolean,
): Finding[] {
  const out = new Map<string, Finding>();
  for (const entry of index.all) {
    const { status, ids } = entry.statement;
    if (status !== "affected" && status !== "under_investigation") continue;
    const [id = ""] = ids;
    const put = (thing: Thing, which: number | "product") => {
      if (ids.some((x) => known(x, which))) return;
      const subject = thing.name ?? thing.model ?? "";
      const key = `${id}\0${subject}\0${thing.version ?? ""}`;
      if (out.has(key)) return;
      out.set(key, {
        id,
        aliases: ids.slice(1),
        subject,
        ...(thing.version === undefined ? {} : { version: thing.version }),
        kev: false,
        sure: "exact",
        vex: vexOf(entry),
        fixedIn: [],
        sources: [`vex:${entry.file}`],
      });
    };
    const [target = entry.product] = [entry.component];
    if (!target) continue;
    const productFits =
      !entry.component || !entry.product || products.some((p) => fits(entry.product as Read, p) > 0);
    if (!productFits) continue;
    if (!entry.component) {
      const product = products.find((p) => fits(target, p) > 0);
      if (product) {
        put(product, "product");
        continue;
      }
    }
    for (const [i, c] of components.entries()) if (fits(target, c) > 0) put(c, i);
  }
  return [...out.values()];
}
