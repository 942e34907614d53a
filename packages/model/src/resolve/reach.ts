/** Reach of interfaces and filters between zones, as the drawing gives them. */

import type { Catalog } from "@seiza/catalog";
import { INTERFACE_FACT_COUNT } from "../facts.ts";
import type { Flow, Interface } from "../schema.ts";
import type { Resolver } from "./resolver.ts";
import type { StudyIndex } from "./study-index.ts";
import { FACE_AT, UNSET } from "./traits.ts";

/** Roles of zones that stand outside the system. */
const OUTSIDE = "external";

/** Reach where the study states none, and the weakest filter on the flows into each interface. */
export function deriveReachAndFilter(r: Resolver, index: StudyIndex): void {
  const { codec } = r;
  const filterAt = FACE_AT.filter;
  const reachAt = FACE_AT.reach;
  const n = index.interfaces.length;
  const none = codec.code("filter", "none");
  const filter = new Uint8Array(n).fill(UNSET);
  const outside = index.talksOutside;
  const zoneRole = (face: number) =>
    index.zones[index.componentZone[index.interfaceComponent[face] as number] as number]?.kind?.role;
  for (let f = 0; f < index.flows.length; f++) {
    const from = index.flowFrom[f] as number;
    const to = index.flowTo[f] as number;
    if (from < 0 || to < 0) continue;
    const code = codec.code("filter", (index.flows[f] as Flow).filter ?? "none");
    if (code < (filter[to] as number)) filter[to] = code;
    if (zoneRole(from) === OUTSIDE) outside[to] = 1;
    if (zoneRole(to) === OUTSIDE) outside[from] = 1;
  }
  const code = (reach: string) => codec.code("reach", reach);
  for (let i = 0; i < n; i++) {
    const row = i * INTERFACE_FACT_COUNT;
    index.interfaceFacts[row + filterAt] = filter[i] === UNSET ? none : (filter[i] as number);
    const face = index.interfaces[i] as Interface;
    index.interfaceFacts[row + reachAt] =
      face.reach === undefined ? code(derivedReach(r.catalog, index, i, outside[i] === 1)) : code(face.reach);
  }
}

/** Where an attacker can stand for this interface, from its medium, its zone and whom it talks with (B2 reach). */
export function derivedReach(
  catalog: Catalog,
  index: StudyIndex,
  face: number,
  talksOutside: boolean,
): string {
  const medium = catalog.media.get((index.interfaces[face] as Interface).medium);
  if (!medium?.networked) return "touch";
  if (medium.family === "short-range") return "radio";
  const zone = index.zones[index.componentZone[index.interfaceComponent[face] as number] as number];
  if (zone?.kind?.id === "internet" || zone?.kind?.id === "cloud") return "internet";
  return talksOutside ? "remote" : "network";
}
