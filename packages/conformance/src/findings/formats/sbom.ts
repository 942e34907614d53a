/** Bills of materials (SBOM): CycloneDX 1.2–1.6 JSON and XML, SPDX 2.2/2.3 JSON and tag-value. */
import { type Component, EvidenceError, LIMITS, type Notes, type Sbom } from "../evidence.ts";
import { cpe23 } from "../names.ts";
import { isObject, maybe, momentOf, type Obj, objectOf, objectsOf, textOf } from "../values.ts";
import { childOf, childrenOf, textAt, walkXml, type XmlElement } from "../xml.ts";

function componentOf(o: Obj, place: string): Component {
  const group = textOf(o["group"]);
  const name = textOf(o["name"]);
  const version = maybe(o["version"]);
  const purl = maybe(o["purl"]);
  const cpe = cpe23(textOf(o["cpe"]));
  const more = objectsOf(objectOf(o["evidence"])["identity"])
    .filter((i) => i["field"] === "cpe")
    .map((i) => cpe23(textOf(i["concludedValue"])));
  return {
    ref: maybe(o["bom-ref"]) ?? place,
    name: group === "" ? name : `${group}/${name}`,
    ...(version === undefined ? {} : { version }),
    ...(purl === undefined ? {} : { purl }),
    cpes: [...new Set([cpe, ...more].filter((c) => c !== undefined))],
  };
}

/** CycloneDX JSON. Components may hold components; `metadata.component` is what the list is of. */
export function cycloneDxSbom(file: string, o: Obj, notes: Notes): Sbom {
  const components: Component[] = [];
  const stack = objectsOf(o["components"])
    .map((c, i) => ({ c, place: `components/${i}` }))
    .reverse();
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (components.length >= LIMITS.items) throw new EvidenceError("too-many", { limit: LIMITS.items });
    const { c, place } = next;
    const component = componentOf(c, place);
    if (component.name === "" && component.purl === undefined) notes.add("component-without-name", place);
    else components.push(component);
    const inner = objectsOf(c["components"]);
    for (let i = inner.length - 1; i >= 0; i--)
      stack.push({ c: inner[i] as Obj, place: `${place}/components/${i}` });
  }
  const meta = objectOf(o["metadata"]);
  const created = momentOf(meta["timestamp"]);
  const serial = maybe(o["serialNumber"])?.replace(/^urn:uuid:/, "");
  return {
    format: "cyclonedx",
    specVersion: textOf(o["specVersion"]),
    file,
    components,
    ...(isObject(meta["component"]) ? { subject: componentOf(meta["component"], "metadata") } : {}),
    ...(created === undefined ? {} : { created }),
    ...(serial === undefined ? {} : { link: `urn:cdx:${serial}/${textOf(o["version"]) || "1"}` }),
  };
}

/** CycloneDX XML, brought into the form of its JSON; statements on vulnerabilities included. */
export function cycloneDxXml(bytes: Uint8Array): Obj {
  const components: Obj[] = [];
  const vulnerabilities: Obj[] = [];
  const out: Obj = { bomFormat: "CycloneDX", components, vulnerabilities };
  const toObject = (e: XmlElement): Obj => ({
    "bom-ref": e.attributes["bom-ref"],
    group: textAt(e, "group"),
    name: textAt(e, "name"),
    version: textAt(e, "version"),
    purl: textAt(e, "purl"),
    cpe: textAt(e, "cpe"),
    components: childrenOf(childOf(e, "components"), "component").map(toObject),
  });
  walkXml(bytes, {
    take: new Set(["component", "vulnerability", "timestamp"]),
    opened(name, attributes, path) {
      if (name === "bom" && path.length === 0) {
        out["specVersion"] = /\/bom\/(\d\.\d)/.exec(attributes["xmlns"] ?? "")?.[1] ?? "";
        out["serialNumber"] = attributes["serialNumber"];
        out["version"] = attributes["version"];
      }
    },
    taken(e, path) {
      const parent = path.at(-1);
      if (e.name === "timestamp" && parent === "metadata")
        out["metadata"] = { ...objectOf(out["metadata"]), timestamp: e.text };
      else if (e.name === "component" && parent === "metadata")
        out["metadata"] = { ...objectOf(out["metadata"]), component: toObject(e) };
      else if (e.name === "component" && parent === "components") components.push(toObject(e));
      else if (e.name === "vulnerability" && parent === "vulnerabilities") {
        const analysis = childOf(e, "analysis");
        vulnerabilities.push({
          id: textAt(e, "id"),
          references: childrenOf(childOf(e, "references"), "reference").map((r) => ({ id: textAt(r, "id") })),
          ...(analysis
            ? {
                analysis: {
                  state: textAt(analysis, "state"),
                  justification: textAt(analysis, "justification"),
                  detail: textAt(analysis, "detail"),
                },
              }
            : {}),
          affects: childrenOf(childOf(e, "affects"), "target").map((t) => ({
            ref: textAt(t, "ref"),
            versions: childrenOf(childOf(t, "versions"), "version").map((v) => ({
              version: textAt(v, "version") || undefined,
              range: textAt(v, "range") || undefined,
              status: textAt(v, "status") || undefined,
            })),
          })),
        });
      }
      if (components.length + vulnerabilities.length > LIMITS.items)
        throw new EvidenceError("too-many", { limit: LIMITS.items });
    },
  });
  return out;
}

const nothing = (t: string): boolean => t === "" || t === "NOASSERTION" || t === "NONE";

function spdxPackage(
  id: string,
  name: string,
  version: string,
  refs: readonly { type: string; locator: string }[],
): Component {
  const purl = refs.find((r) => r.type === "purl")?.locator;
  return {
    ref: id,
    name,
    ...(nothing(version) ? {} : { version }),
    ...(purl ? { purl } : {}),
    cpes: [
      ...new Set(
        refs
          .filter((r) => /^cpe2[23]Type$|cpe2[23]type$/i.test(r.type))
          .map((r) => cpe23(r.locator))
          .filter((c) => c !== undefined),
      ),
    ],
  };
}

function spdx(
  file: string,
  specVersion: string,
  packages: Component[],
  described: ReadonlySet<string>,
  created: string | undefined,
): Sbom {
  const subject = packages.find((p) => described.has(p.ref));
  return {
    format: "spdx",
    specVersion,
    file,
    components: packages.filter((p) => p !== subject || packages.length === 1),
    ...(subject ? { subject } : {}),
    ...(created === undefined ? {} : { created }),
  };
}

/** SPDX 2.2/2.3 JSON. https://spdx.github.io/spdx-spec/v2.3/ */
export function spdxJson(file: string, o: Obj, notes: Notes): Sbom {
  const rows = objectsOf(o["packages"]);
  if (rows.length > LIMITS.items) throw new EvidenceError("too-many", { limit: LIMITS.items });
  const packages: Component[] = [];
  for (const [i, p] of rows.entries()) {
    const name = textOf(p["name"]);
    if (name === "") notes.add("component-without-name", `packages/${i}`);
    else
      packages.push(
        spdxPackage(
          maybe(p["SPDXID"]) ?? `packages/${i}`,
          name,
          textOf(p["versionInfo"]),
          objectsOf(p["externalRefs"]).map((r) => ({
            type: textOf(r["referenceType"]),
            locator: textOf(r["referenceLocator"]),
          })),
        ),
      );
  }
  const described = new Set([
    ...(Array.isArray(o["documentDescribes"]) ? o["documentDescribes"].map(textOf) : []),
    ...objectsOf(o["relationships"])
      .filter((r) => r["relationshipType"] === "DESCRIBES" && r["spdxElementId"] === "SPDXRef-DOCUMENT")
      .map((r) => textOf(r["relatedSpdxElement"])),
  ]);
  return spdx(
    file,
    textOf(o["spdxVersion"]).replace("SPDX-", ""),
    packages,
    described,
    momentOf(objectOf(o["creationInfo"])["created"]),
  );
}

/** SPDX 2.2/2.3 tag-value. Texts between `<text>` and `</text>` may hold anything, also lines that look like tags. */
export function spdxTags(file: string, text: string): Sbom {
  const packages: Component[] = [];
  const described = new Set<string>();
  let version = "";
  let created: string | undefined;
  let here:
    | { id: string; name: string; version: string; refs: { type: string; locator: string }[] }
    | undefined;
  const end = () => {
    if (here) packages.push(spdxPackage(here.id, here.name, here.version, here.refs));
    if (packages.length > LIMITS.items) throw new EvidenceError("too-many", { limit: LIMITS.items });
    here = undefined;
  };
  let inText = false;
  for (const raw of text.split(/\r?\n/)) {
    if (inText) {
      inText = !raw.includes("</text>");
      continue;
    }
    const at = raw.indexOf(":");
    if (at <= 0 || raw.startsWith("#")) continue;
    const tag = raw.slice(0, at).trim();
    const value = raw.slice(at + 1).trim();
    if (value.includes("<text>") && !value.includes("</text>")) inText = true;
    if (tag === "SPDXVersion") version = value.replace("SPDX-", "");
    else if (tag === "Created") created = momentOf(value);
    else if (tag === "PackageName") {
      end();
      here = { id: `package/${packages.length}`, name: value, version: "", refs: [] };
    } else if (tag === "FileName" || tag === "SnippetSPDXID") end();
    else if (tag === "SPDXID" && here) here.id = value;
    else if (tag === "PackageVersion" && here) here.version = value;
    else if (tag === "ExternalRef" && here) {
      const [, type = "", locator = ""] = value.split(/\s+/);
      here.refs.push({ type, locator });
    } else if (tag === "Relationship") {
      const [from, kind, to] = value.split(/\s+/);
      if (kind === "DESCRIBES" && from === "SPDXRef-DOCUMENT" && to) described.add(to);
    }
  }
  end();
  return spdx(file, version, packages, described, created);
}
