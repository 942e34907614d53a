/** What a value is where the study leaves it out, and where that comes from: for the explanations of the inspector. */
import type { Catalog } from "@seiza/catalog";
import type { Component, Configuration, Interface, ProductType, Study, Zone } from "@seiza/model";
import { presetOf } from "./scene.ts";

export type From =
  | { kind: "type"; type: ProductType }
  | { kind: "catalogue"; name: { ja: string; en: string } }
  | { kind: "zone"; zone: Zone }
  | { kind: "zone-kind"; name: { ja: string; en: string } }
  | { kind: "protocol"; name: { ja: string; en: string } }
  | { kind: "use" }
  | { kind: "derived" }
  | { kind: "assumed" };
export interface Default {
  /** Value of the scale, "true" or "false"; absent: nothing is set. */
  value?: string;
  from: From;
}

/** The same values as resolving takes (resolve.ts, rule of defaults). */
const ASSUMED: Record<string, string> = {
  ip: "false",
  generalPurpose: "false",
  constrained: "false",
  hasSoftware: "true",
  update: "unknown",
  vulnerability: "unknown",
  actuates: "none",
  safetyRole: "none",
  storage: "unknown",
  infoAvailability: "unknown",
  outage: "hours",
  human: "none",
  environment: "none",
  infoLoss: "none",
};

function ofCatalogue(catalog: Catalog, based: string | undefined, key: string): Default | undefined {
  const entry = based === undefined ? undefined : catalog["product-types"].get(based);
  const value = entry?.defaults[key];
  return entry && value !== undefined
    ? { value: String(value), from: { kind: "catalogue", name: entry.name } }
    : undefined;
}

/** Default of a trait on a product type. */
export function typeDefault(type: ProductType, catalog: Catalog, key: string): Default {
  return (
    ofCatalogue(catalog, type.based, key) ?? {
      ...(ASSUMED[key] === undefined ? {} : { value: ASSUMED[key] }),
      from: { kind: "assumed" },
    }
  );
}

export function componentDefault(
  study: Study,
  configuration: Configuration,
  catalog: Catalog,
  component: Component,
  key: string,
): Default {
  const type = study.productTypes.find((t) => t.id === component.type);
  const own = type && (type as Record<string, unknown>)[key];
  if (type && own !== undefined) return { value: String(own), from: { kind: "type", type } };
  const usual = ofCatalogue(catalog, type?.based, key);
  if (usual) return usual;
  if (key === "physicalAccess") {
    const zone = configuration.zones.find((z) => z.id === component.zone);
    const kind = zone && catalog["zone-kinds"].get(zone.kind);
    const value = zone?.physicalAccess ?? kind?.physicalAccess;
    if (zone && value !== undefined) return { value, from: { kind: "zone", zone } };
  }
  const speaksIp = (component.interfaces ?? []).some((f) => {
    const preset = presetOf(catalog, f.protocol);
    return preset ? preset.ip : catalog.media.get(f.medium)?.routedGroup === "ip";
  });
  if (key === "ip") return { value: String(speaksIp), from: { kind: "derived" } };
  return {
    ...(ASSUMED[key] === undefined ? {} : { value: ASSUMED[key] }),
    from: { kind: "assumed" },
  };
}

export function zoneDefault(catalog: Catalog, zone: Zone, key: "trust" | "physicalAccess" | "flat"): Default {
  const kind = catalog["zone-kinds"].get(zone.kind);
  return kind
    ? { value: String(kind[key]), from: { kind: "zone-kind", name: kind.name } }
    : { from: { kind: "assumed" } };
}

export function interfaceDefault(catalog: Catalog, face: Interface, key: string): Default {
  const preset = presetOf(catalog, face.protocol);
  if ((key === "authentication" || key === "encryption" || key === "integrity") && preset)
    return { value: preset[key], from: { kind: "protocol", name: preset.name } };
  if (key === "privilege")
    return { value: face.use === "normal" ? "operate" : "admin", from: { kind: "use" } };
  if (key === "reach") return { from: { kind: "derived" } };
  if (key === "enabled") return { value: "true", from: { kind: "assumed" } };
  if (key === "attemptLimit" || key === "canDisable") return { value: "false", from: { kind: "assumed" } };
  return { value: "unknown", from: { kind: "assumed" } };
}
