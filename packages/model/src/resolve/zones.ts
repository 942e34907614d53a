/** Zones and network segments of a configuration. */

import type { Entry } from "@seiza/catalog";
import type { Configuration, Segment } from "../schema.ts";
import { byId, type Resolver } from "./resolver.ts";
import type { StudyIndex, ZoneRow } from "./study-index.ts";

export function resolveZones(
  r: Resolver,
  index: StudyIndex,
  cfg: Configuration,
  cfgAt: number,
  at: (string | number)[],
): Map<string, number> {
  const zoneAt = new Map<string, number>();
  const base = index.zones.length;
  const zones = [...cfg.zones].sort(byId);
  zones.forEach((z, i) => {
    zoneAt.set(z.id, base + i);
  });
  for (const zone of zones) {
    const path = [...at, "zones", cfg.zones.indexOf(zone)];
    const kind = r.catalog["zone-kinds"].get(zone.kind);
    if (!kind)
      r.unknown("unknown-zone-kind", [...path, "kind"], zone.kind, r.catalog["zone-kinds"].keys(), {
        zone: zone.id,
      });
    const parent = zone.parent === undefined ? -1 : (zoneAt.get(zone.parent) ?? -1);
    if (zone.parent !== undefined && parent < 0)
      r.unknown("unknown-parent-zone", [...path, "parent"], zone.parent, zoneAt.keys(), { zone: zone.id });
    index.zones.push({
      ref: `${cfg.id}/${zone.id}`,
      configuration: cfgAt,
      zone,
      kind: kind as Entry<"zone-kinds">,
      parent,
      physicalAccess: zone.physicalAccess ?? kind?.physicalAccess ?? "unknown",
      flat: zone.flat ?? kind?.flat ?? true,
      trust: zone.trust ?? kind?.trust ?? 0,
    });
  }
  // A parent chain longer than the number of zones runs in a circle.
  for (let z = base; z < index.zones.length; z++) {
    let up = z;
    for (let steps = 0; up >= 0 && steps <= zones.length; steps++) up = (index.zones[up] as ZoneRow).parent;
    if (up >= 0) {
      const zone = (index.zones[z] as ZoneRow).zone;
      r.error("zone-cycle", [...at, "zones", cfg.zones.indexOf(zone), "parent"], {
        zone: zone.id,
        parent: zone.parent ?? "",
      });
    }
  }
  return zoneAt;
}

export function resolveSegments(
  r: Resolver,
  index: StudyIndex,
  cfg: Configuration,
  cfgAt: number,
  at: (string | number)[],
  zoneAt: Map<string, number>,
): Map<string, number> {
  const segmentAt = new Map<string, number>();
  for (const segment of [...(cfg.segments ?? [])].sort(byId)) {
    const path = () => [...at, "segments", (cfg.segments as Segment[]).indexOf(segment)];
    const zone = zoneAt.get(segment.zone);
    if (zone === undefined)
      r.unknown("unknown-zone", [...path(), "zone"], segment.zone, zoneAt.keys(), { where: segment.id });
    if (!r.catalog.media.has(segment.medium))
      r.unknown("unknown-medium", [...path(), "medium"], segment.medium, r.catalog.media.keys(), {
        where: segment.id,
      });
    segmentAt.set(segment.id, index.segments.length);
    index.segments.push({ ref: `${cfg.id}/${segment.id}`, configuration: cfgAt, segment, zone: zone ?? -1 });
  }
  return segmentAt;
}
