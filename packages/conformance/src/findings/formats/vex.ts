/** Statements on vulnerabilities (VEX): CycloneDX, CSAF 2.0, OpenVEX. */
import {
  EvidenceError,
  LIMITS,
  type Notes,
  type VexDocument,
  type VexScope,
  type VexStatement,
  type VexStatus,
} from "../evidence.ts";
import { cpe23 } from "../names.ts";
import {
  idOf,
  isObject,
  maybe,
  momentOf,
  type Obj,
  objectOf,
  objectsOf,
  textOf,
  textsOf,
} from "../values.ts";
import { readRange } from "../versions.ts";

const CYCLONEDX: Record<string, VexStatus> = {
  resolved: "fixed",
  resolved_with_pedigree: "fixed",
  exploitable: "affected",
  in_triage: "under_investigation",
  false_positive: "not_affected",
  not_affected: "not_affected",
};

const optional = <K extends string, V>(key: K, value: V | undefined): { [k in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [k in K]?: V });

function guard(statements: VexStatement[]): void {
  if (statements.length > LIMITS.items) throw new EvidenceError("too-many", { limit: LIMITS.items });
}

/**
 * `vulnerabilities[]` of a CycloneDX document. `affects[].ref` is a bom-ref here or a bom-link
 * `urn:cdx:serial/version#ref` into another document, URL-encoded. Without an analysis it states nothing.
 */
export function cycloneDxVex(file: string, o: Obj, notes: Notes): VexDocument {
  const statements: VexStatement[] = [];
  const meta = objectOf(o["metadata"]);
  const at = momentOf(meta["timestamp"]);
  const serial = maybe(o["serialNumber"])?.replace(/^urn:uuid:/, "");
  const own = serial === undefined ? undefined : `urn:cdx:${serial}/${textOf(o["version"]) || "1"}`;
  // A VEX in its own file may describe the things it speaks of.
  const described = new Map<string, Obj>();
  for (const c of [meta["component"], ...objectsOf(o["components"])].filter(isObject))
    if (maybe(c["bom-ref"])) described.set(textOf(c["bom-ref"]), c);
  const subject = objectOf(meta["component"]);
  for (const [i, v] of objectsOf(o["vulnerabilities"]).entries()) {
    const analysis = objectOf(v["analysis"]);
    const state = textOf(analysis["state"]);
    const status = Object.hasOwn(CYCLONEDX, state) ? CYCLONEDX[state] : undefined;
    const id = idOf(textOf(v["id"]));
    if (status === undefined || id === "") {
      notes.add("vex-without-state", `vulnerabilities/${i}`, { id });
      continue;
    }
    const ids = [
      ...new Set([
        id,
        ...objectsOf(v["references"])
          .map((r) => idOf(textOf(r["id"])))
          .filter((x) => x !== ""),
      ]),
    ];
    const justification =
      maybe(analysis["justification"]) ??
      (state === "false_positive" ? state : (maybe(analysis["detail"]) as string | undefined));
    const when = momentOf(analysis["lastUpdated"]) ?? momentOf(v["updated"]) ?? at;
    const base = { ids, ...optional("justification", justification), ...optional("at", when) };
    const affects = objectsOf(v["affects"]);
    if (affects.length === 0) statements.push({ ...base, status, product: productOfCdx(subject) });
    for (const target of affects) {
      let ref = textOf(target["ref"]);
      let link = own;
      const m = /^(urn:cdx:[^#]+)#(.*)$/.exec(ref);
      if (m) {
        link = m[1];
        try {
          ref = decodeURIComponent(m[2] ?? "");
        } catch {
          ref = m[2] ?? "";
        }
      }
      const known = described.get(ref);
      const isSubject = known !== undefined && known === meta["component"];
      const scope: VexScope = known
        ? {
            ...(isSubject ? productOfCdx(known) : componentOfCdx(known)),
            ...(isSubject ? {} : { ref }),
          }
        : { ref, ...optional("link", link) };
      const versions = objectsOf(target["versions"]);
      const rows = versions.length === 0 ? [undefined] : versions;
      for (const row of rows) {
        const version = maybe(row?.["version"]);
        const range = maybe(row?.["range"]);
        if (range !== undefined && readRange(range) === undefined) {
          notes.add("vex-range", `vulnerabilities/${i}`, { id, range });
          continue;
        }
        const of =
          row?.["status"] === "unaffected" && status === "affected" ? ("not_affected" as const) : status;
        const limited = { ...scope, ...optional("version", version), ...optional("range", range) };
        statements.push({
          ...base,
          status: of,
          ...(isSubject ? { product: limited } : { component: limited }),
        });
        guard(statements);
      }
    }
  }
  return { format: "cyclonedx", file, ...optional("id", own), statements };
}
const productOfCdx = (c: Obj): VexScope => ({
  ...optional("name", maybe(c["name"])),
  ...optional("version", maybe(c["version"])),
  ...optional("purl", maybe(c["purl"])),
  ...optional("cpe", cpe23(textOf(c["cpe"]))),
});
const componentOfCdx = (c: Obj): VexScope => productOfCdx(c);

const OPENVEX: readonly VexStatus[] = ["not_affected", "affected", "fixed", "under_investigation"];

/** OpenVEX, also old files in which `vulnerability` is a plain text and products are. https://github.com/openvex/spec */
export function openVex(file: string, o: Obj, notes: Notes): VexDocument {
  const statements: VexStatement[] = [];
  const documentAt = momentOf(o["last_updated"]) ?? momentOf(o["timestamp"]);
  for (const [i, s] of objectsOf(o["statements"]).entries()) {
    const v = s["vulnerability"];
    const ids = isObject(v)
      ? [textOf(v["name"]) || textOf(v["@id"]), ...textsOf(v["aliases"])]
      : [textOf(v), ...textsOf(s["aliases"])];
    const named = [...new Set(ids.map(idOf).filter((id) => id !== ""))];
    const status = OPENVEX.find((x) => x === s["status"]);
    if (named.length === 0 || status === undefined) {
      notes.add("vex-without-state", `statements/${i}`, { id: named[0] ?? "" });
      continue;
    }
    const justification =
      maybe(s["justification"]) ?? maybe(s["impact_statement"]) ?? maybe(s["action_statement"]);
    const base = {
      ids: named,
      status,
      ...optional("justification", justification),
      ...optional("at", momentOf(s["last_updated"]) ?? momentOf(s["timestamp"]) ?? documentAt),
    };
    const products = Array.isArray(s["products"]) ? s["products"] : [];
    if (products.length === 0) notes.add("vex-without-product", `statements/${i}`, { id: named[0] ?? "" });
    for (const p of products) {
      const product = openVexScope(p);
      const parts = isObject(p) && Array.isArray(p["subcomponents"]) ? p["subcomponents"] : [];
      if (parts.length === 0) statements.push({ ...base, product });
      for (const part of parts) statements.push({ ...base, product, component: openVexScope(part) });
      guard(statements);
    }
  }
  return { format: "openvex", file, ...optional("id", maybe(o["@id"])), statements };
}

function openVexScope(p: unknown): VexScope {
  const o = isObject(p) ? p : { "@id": p };
  const ids = objectOf(o["identifiers"]);
  const id = textOf(o["@id"]) || textOf(o["id"]);
  const purl = maybe(ids["purl"]) ?? (id.startsWith("pkg:") ? id : undefined);
  const cpe = cpe23(textOf(ids["cpe23"])) ?? cpe23(textOf(ids["cpe22"])) ?? cpe23(id);
  return {
    ...optional("purl", purl),
    ...optional("cpe", cpe),
    ...(purl === undefined && cpe === undefined ? { name: id } : {}),
  };
}

const CSAF: Record<string, VexStatus> = {
  fixed: "fixed",
  first_fixed: "fixed",
  known_affected: "affected",
  first_affected: "affected",
  last_affected: "affected",
  known_not_affected: "not_affected",
  under_investigation: "under_investigation",
};

/** CSAF 2.0: VEX and security advisories. The product tree gives names by `branches`, `full_product_names` and `relationships`. */
export function csafVex(file: string, o: Obj, notes: Notes): VexDocument {
  const document = objectOf(o["document"]);
  const tracking = objectOf(document["tracking"]);
  const at = momentOf(tracking["current_release_date"]);
  const products = csafProducts(objectOf(o["product_tree"]), notes);
  const statements: VexStatement[] = [];
  for (const [i, v] of objectsOf(o["vulnerabilities"]).entries()) {
    const ids = [
      ...new Set(
        [textOf(v["cve"]), ...objectsOf(v["ids"]).map((x) => textOf(x["text"]))]
          .map(idOf)
          .filter((x) => x !== ""),
      ),
    ];
    if (ids.length === 0) {
      notes.add("vex-without-state", `vulnerabilities/${i}`, { id: "" });
      continue;
    }
    const why = new Map<string, string>();
    for (const t of objectsOf(v["threats"]))
      if (t["category"] === "impact")
        for (const p of textsOf(t["product_ids"])) why.set(p, textOf(t["details"]));
    for (const f of objectsOf(v["flags"]))
      for (const p of textsOf(f["product_ids"])) why.set(p, textOf(f["label"]));
    for (const r of objectsOf(v["remediations"]))
      for (const p of textsOf(r["product_ids"])) if (!why.has(p)) why.set(p, textOf(r["details"]));
    for (const [kind, list] of Object.entries(objectOf(v["product_status"]))) {
      const status = Object.hasOwn(CSAF, kind) ? CSAF[kind] : undefined;
      if (status === undefined) continue;
      for (const p of textsOf(list)) {
        const scope = products.get(p);
        if (!scope) {
          notes.add("vex-unknown-product", `vulnerabilities/${i}`, { id: ids[0] ?? "", product: p });
          continue;
        }
        if (scope === "unreadable") continue;
        const justification = why.get(p);
        statements.push({
          ids,
          status,
          ...scope,
          ...optional("justification", justification === "" ? undefined : justification),
          ...optional("at", at),
        });
        guard(statements);
      }
    }
  }
  return { format: "csaf", file, ...optional("id", maybe(tracking["id"])), statements };
}

type CsafProduct = { product?: VexScope; component?: VexScope };

/** `unreadable`: the version is free text, so nothing can be said of which versions are meant. */
function csafProducts(tree: Obj, notes: Notes): Map<string, CsafProduct | "unreadable"> {
  const out = new Map<string, CsafProduct | "unreadable">();
  const put = (name: unknown, around: VexScope): void => {
    const o = objectOf(name);
    const id = textOf(o["product_id"]);
    if (id === "") return;
    if (out.size > LIMITS.items) throw new EvidenceError("too-many", { limit: LIMITS.items });
    const helper = objectOf(o["product_identification_helper"]);
    const purl = maybe(helper["purl"]);
    const cpe = cpe23(textOf(helper["cpe"]));
    const models = textsOf(helper["model_numbers"]);
    const [model] = models;
    const scope: VexScope = {
      ...around,
      ...optional("purl", purl),
      ...optional("cpe", cpe),
      ...optional("model", model),
      ...(around.name === undefined ? optional("name", maybe(o["name"])) : {}),
    };
    out.set(id, scope.range === "?" ? "unreadable" : { product: scope });
  };
  const stack: { b: Obj; around: VexScope; depth: number }[] = objectsOf(tree["branches"]).map((b) => ({
    b,
    around: {},
    depth: 0,
  }));
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { b, around, depth } = next;
    const name = textOf(b["name"]);
    const inner: VexScope = { ...around };
    switch (b["category"]) {
      case "vendor":
        inner.vendor = name;
        break;
      case "product_name":
        inner.name = name;
        break;
      case "product_version":
        inner.version = name;
        break;
      case "product_version_range": {
        // CISA writes "4.1" or "all" here, too.
        if (/^(all( versions)?|\*|vers:all\/\*)$/i.test(name)) break;
        if (/^v?\d[^\s<>=]*$/.test(name)) inner.version = name;
        else if (readRange(name)) inner.range = name;
        else {
          notes.add("vex-range", inner.name ?? "", { id: "", range: name });
          inner.range = "?";
        }
        break;
      }
      default:
        break;
    }
    if (isObject(b["product"])) put(b["product"], inner);
    if (depth < LIMITS.jsonDepth)
      for (const child of objectsOf(b["branches"])) stack.push({ b: child, around: inner, depth: depth + 1 });
  }
  for (const p of objectsOf(tree["full_product_names"])) put(p, {});
  for (const r of objectsOf(tree["relationships"])) {
    const id = textOf(objectOf(r["full_product_name"])["product_id"]);
    const part = out.get(textOf(r["product_reference"]));
    const whole = out.get(textOf(r["relates_to_product_reference"]));
    if (id === "" || !part || !whole || part === "unreadable" || whole === "unreadable") continue;
    // "default_component_of", "installed_on" …: the first is a part of the second.
    out.set(id, {
      ...optional("product", whole.product),
      ...optional("component", part.component ?? part.product),
    });
  }
  return out;
}
