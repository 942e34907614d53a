/**
 * Threagile models (YAML). Source: Threagile/threagile, `support/schema.json` and `pkg/input`. The map key is the
 * title, the `id` inside is what others refer to; there are no coordinates and no interfaces, and an asset stands in
 * one trust boundary at most.
 */
import type { Component, Interface } from "@seiza/model";
import { isObject, type JsonObject, objectOf, stringsOf, textOf, without } from "./bag.ts";
import { LIMITS, type Notes, Refused } from "./format.ts";
import { plainText } from "./html.ts";
import type { Shape, Sketch, SketchAsset, SketchFlow, SketchNode, SketchZone } from "./sketch.ts";

export const FORMAT = "threagile";

export const recognise = (value: JsonObject): boolean =>
  value["threagile_version"] !== undefined || isObject(value["technical_assets"]);

const SHAPES: Record<string, Shape> = {
  "external-entity": "external",
  process: "process",
  datastore: "store",
};
const AUTHENTICATION: Record<string, Interface["authentication"]> = {
  none: "none",
  credentials: "password",
  "session-id": "password",
  token: "unique-password",
  "client-certificate": "cert-mutual",
  "two-factor": "mfa",
};
const LEVEL: Record<string, 1 | 2 | 3> = {
  public: 1,
  internal: 1,
  restricted: 2,
  confidential: 3,
  "strictly-confidential": 3,
  archive: 1,
  operational: 1,
  important: 2,
  critical: 3,
  "mission-critical": 3,
};
const ENCRYPTED = /encrypted|^https$|^wss$|^ssh|^sftp$|^ftps$|^ldaps$|tls/;

/** Entries of a map of maps, with their titles. */
const entries = (value: unknown): [string, JsonObject][] =>
  Object.entries(objectOf(value)).flatMap(([title, v]) =>
    isObject(v) ? [[title, v] as [string, JsonObject]] : [],
  );
const idOf = (title: string, entry: JsonObject): string => textOf(entry["id"]) || title;

const PLACED = [
  "title",
  "threagile_version",
  "technical_assets",
  "trust_boundaries",
  "data_assets",
  "includes",
];

/** @throws Refused when the file holds no model */
export function sketchThreagile(value: JsonObject, notes: Notes): Sketch {
  if (!recognise(value)) throw new Refused("not-this-format");
  for (const file of stringsOf(value["includes"]).slice(0, 1000))
    notes.add("left-out", "include-missing", "includes", { file });
  const assets = entries(value["technical_assets"]);
  const boundaries = entries(value["trust_boundaries"]);
  if (assets.length + boundaries.length > LIMITS.items)
    throw new Refused("too-many", { limit: LIMITS.items });

  const boundaryIds = new Set(boundaries.map(([title, b]) => idOf(title, b)));
  const parentOf = new Map<string, string>();
  const zoneOf = new Map<string, string>();
  for (const [title, b] of boundaries) {
    const id = idOf(title, b);
    for (const nested of stringsOf(b["trust_boundaries_nested"]))
      if (boundaryIds.has(nested)) parentOf.set(nested, id);
      else
        notes.add("left-out", "dangling-reference", `trust_boundaries / ${title}`, {
          name: title,
          to: nested,
        });
    for (const inside of stringsOf(b["technical_assets_inside"]))
      if (!zoneOf.has(inside)) zoneOf.set(inside, id);
  }
  const zones = boundaries.map(([title, b]): SketchZone => {
    const id = idOf(title, b);
    const note = textOf(b["description"]);
    const parent = parentOf.get(id);
    return {
      key: id,
      name: title,
      hints: [title, textOf(b["type"])],
      ...(note === "" || note === title ? {} : { note }),
      ...(parent === undefined ? {} : { parent }),
      extra: { title, ...b },
      place: `trust_boundaries / ${title}`,
    };
  });
  const internet = "\u0000internet";
  let usesInternet = false;

  const nodes: SketchNode[] = [];
  const flows: SketchFlow[] = [];
  const stored = new Map<string, string[]>();
  const put = (asset: string, node: string) => {
    const list = stored.get(asset);
    if (list) list.push(node);
    else stored.set(asset, [node]);
  };
  for (const [title, a] of assets) {
    const id = idOf(title, a);
    const technologies = [textOf(a["technology"]), ...stringsOf(a["technologies"])].filter((t) => t !== "");
    const traits: Partial<Component> = {};
    const secret = LEVEL[textOf(a["confidentiality"])];
    if (stringsOf(a["data_assets_stored"]).length > 0 && secret !== undefined)
      traits.storage = secret >= 2 ? "confidential" : "config";
    let zone = zoneOf.get(id);
    if (zone === undefined && a["internet"] === true) {
      zone = internet;
      usesInternet = true;
    }
    const note = textOf(a["description"]);
    const shape = SHAPES[textOf(a["type"])] ?? "process";
    nodes.push({
      key: id,
      name: title,
      shape: a["used_as_client_by_human"] === true && shape === "external" ? "process" : shape,
      ...(technologies[0] === undefined ? {} : { kind: technologies[0] }),
      hints: [...technologies.filter((t) => !/^unknown/.test(t)), title],
      zone,
      ...(note === "" || note === title ? {} : { note }),
      ...(Object.keys(traits).length > 0 ? { traits } : {}),
      extra: { title, ...without(a, "communication_links") },
      place: `technical_assets / ${title}`,
    });
    for (const asset of [...stringsOf(a["data_assets_processed"]), ...stringsOf(a["data_assets_stored"])])
      put(asset, id);
    for (const [name, link] of entries(a["communication_links"])) {
      const protocol = textOf(link["protocol"]);
      const authentication = AUTHENTICATION[textOf(link["authentication"])];
      const sent = [...stringsOf(link["data_assets_sent"]), ...stringsOf(link["data_assets_received"])];
      const about = textOf(link["description"]);
      flows.push({
        key: `${id}>${name}`,
        name,
        from: id,
        to: textOf(link["target"]),
        protocol: protocol === "unknown-protocol" ? "" : protocol,
        hints: stringsOf(link["tags"]).slice(0, 10),
        ...(authentication === undefined ? {} : { authentication }),
        ...(link["vpn"] === true || ENCRYPTED.test(protocol)
          ? { encryption: "transport" as const }
          : protocol !== "" && protocol !== "unknown-protocol"
            ? { encryption: "none" as const }
            : {}),
        ...(link["ip_filtered"] === true ? { filter: "acl" as const } : {}),
        carries: sent,
        ...(about === "" ? {} : { note: about }),
        extra: { title: name, ...link },
        place: `technical_assets / ${title} / ${name}`,
      });
    }
  }
  if (usesInternet)
    zones.push({ key: internet, name: "Internet", hints: ["internet"], place: "technical_assets" });
  const dataAssets = entries(value["data_assets"]).map(([title, d]): SketchAsset => {
    const id = idOf(title, d);
    const levels = ["confidentiality", "integrity", "availability"].flatMap((k) => LEVEL[textOf(d[k])] ?? []);
    const reason = textOf(d["justification_cia_rating"]);
    return {
      key: id,
      name: title,
      hints: [title, textOf(d["description"])],
      on: (stored.get(id) ?? []).map((node) => ({ page: "main", node })),
      ...(levels.length === 0 ? {} : { importance: Math.max(...levels) as 1 | 2 | 3 }),
      ...(reason === "" ? {} : { reason }),
      extra: { title, ...d },
      place: `data_assets / ${title}`,
    };
  });
  const rest = without(value, ...PLACED);
  const fields = Object.keys(rest);
  if (fields.length > 0)
    notes.add("rides-along", "fields-ride-along", "", { fields: fields.slice(0, 30).join(", ") });
  const risks = ["individual_risk_categories", "custom_risk_categories"].reduce(
    (n, key) =>
      n +
      entries(value[key]).reduce((m, [, c]) => m + Object.keys(objectOf(c["risks_identified"])).length, 0),
    0,
  );
  if (risks > 0) notes.add("rides-along", "threats-ride-along", "custom_risk_categories", { count: risks });
  const overview = [
    value["application_description"],
    value["technical_overview"],
    value["business_overview"],
  ];
  const note = overview.map((o) => textOf(objectOf(o)["description"])).find((t) => t !== "");
  return {
    key: "",
    name: textOf(value["title"]),
    ...(note === undefined ? {} : { note: plainText(note) }),
    pages: [{ key: "main", name: textOf(value["title"]), zones, nodes, flows }],
    assets: dataAssets,
    extra: { threagile_version: value["threagile_version"] ?? "", ...rest },
  };
}
