/**
 * ③ Threat analysis of each product type (IoT製品類型に対する脅威分析): assets by class, attack surfaces from interfaces and
 * life-cycle, STRIDE threats for each asset class × surface, and what ★1 considers. Guide P.9–14; rules R1, R4, R10.
 */
import { COMPONENT_FACT_COUNT, INTERFACE_FACT_AT, INTERFACE_FACT_COUNT, type StudyIndex } from "@seiza/model";
import { compileCondition } from "../condition.ts";
import { idOf } from "../ids.ts";
import type { Method } from "../method.ts";
import type { Star1Considered, Step2, Step3, SurfaceRow, ThreatGroup, TypeAnalysis } from "../result.ts";
import { bodyId, interfaceId } from "../step1-definition/index.ts";

const USE = INTERFACE_FACT_AT.get("use") as number;
const REACH = INTERFACE_FACT_AT.get("reach") as number;

function surfacesOfType(index: StudyIndex, method: Method, type: number, components: number[]): SurfaceRow[] {
  const typeId = index.types[type]?.id ?? "";
  const rows: SurfaceRow[] = [];
  method.surfaces.forEach((surface) => {
    const points = (surface.entry.points ?? []).map((p) => ({
      id: p.id,
      test: compileCondition(p.when, index.catalog, index.codec),
    }));
    const held = new Set<string>();
    const ways: string[] = [];
    let count = 0;
    let reach = -1;
    const reachOf = (code: number) => {
      if (reach < 0 || (method.reachRank[code] as number) > (method.reachRank[reach] as number)) reach = code;
    };
    for (const c of components) {
      const row = c * COMPONENT_FACT_COUNT;
      if (!surface.exists(index.componentFacts, row, index.interfaceFacts, -1)) continue;
      const from = index.interfaceStart[c] as number;
      const to = index.interfaceStart[c + 1] as number;
      const before = ways.length;
      if (surface.entry.anchor === "interface") {
        for (let i = from; i < to; i++)
          if (index.interfaceFacts[i * INTERFACE_FACT_COUNT + USE] === surface.use) {
            ways.push(interfaceId(index, i));
            reachOf(index.interfaceFacts[i * INTERFACE_FACT_COUNT + REACH] as number);
          }
      } else if (surface.entry.anchor === "component") {
        let best = -1;
        for (let i = from; i < to; i++) {
          const code = index.interfaceFacts[i * INTERFACE_FACT_COUNT + REACH] as number;
          if (
            best < 0 ||
            (method.reachRank[code] as number) >
              (method.reachRank[
                index.interfaceFacts[best * INTERFACE_FACT_COUNT + REACH] as number
              ] as number)
          )
            best = i;
        }
        ways.push(best < 0 ? bodyId(index, c) : interfaceId(index, best));
        reachOf(
          best < 0 ? method.touch : (index.interfaceFacts[best * INTERFACE_FACT_COUNT + REACH] as number),
        );
      } else {
        ways.push(bodyId(index, c));
        reachOf(surface.reach);
      }
      if (ways.length === before) continue;
      count++;
      if (held.size < points.length)
        for (const p of points)
          if (!held.has(p.id) && p.test(index.componentFacts, row, index.interfaceFacts, -1)) held.add(p.id);
    }
    if (count === 0) return;
    rows.push({
      id: idOf.surface(typeId, surface.entry.id),
      surface: surface.entry.id,
      inStar1: surface.entry.inStar1,
      points: points.map((p) => p.id).filter((p) => held.has(p)),
      interfaces: ways,
      components: count,
      reach: index.codec.values("reach")[reach] ?? "touch",
      because: {
        rule: "R1",
        from: [idOf.type(typeId)],
        values: { components: count, interfaces: ways.length },
      },
    });
  });
  return rows;
}

function cellsOf(groups: ThreatGroup[]): TypeAnalysis["cells"] {
  const cells = new Map<string, TypeAnalysis["cells"][number]>();
  for (const g of groups) {
    const key = `${g.assetClass}/${g.surface}`;
    const cell = cells.get(key);
    if (cell) cell.groups.push(g.id);
    else cells.set(key, { surface: g.surface, assetClass: g.assetClass, groups: [g.id], star1: "no" });
  }
  const starOf = (ids: string[]): Star1Considered => {
    const said = new Set(ids.map((id) => byId.get(id)?.star1.considered));
    return said.size === 1 && said.has("yes")
      ? "yes"
      : said.has("yes") || said.has("partly")
        ? "partly"
        : "no";
  };
  const byId = new Map(groups.map((g) => [g.id, g]));
  return [...cells.values()]
    .map((c) => ({ ...c, star1: starOf(c.groups) }))
    .sort((a, b) => (`${a.assetClass}/${a.surface}` < `${b.assetClass}/${b.surface}` ? -1 : 1));
}

/** Every IoT product type; cloud services and apps are parts of the system but no products with surfaces of their own kind. */
export function analyseProductTypes(index: StudyIndex, method: Method, step2: Omit<Step2, "routes">): Step3 {
  const componentsOf: number[][] = index.types.map(() => []);
  index.components.forEach((_, c) => {
    componentsOf[index.componentType[c] as number]?.push(c);
  });
  const groupsOf = new Map<string, ThreatGroup[]>();
  for (const g of step2.threatGroups) {
    const list = groupsOf.get(g.type);
    if (list) list.push(g);
    else groupsOf.set(g.type, [g]);
  }
  const assetsOf = new Map<string, string[]>();
  for (const a of step2.assets) {
    const list = assetsOf.get(a.type);
    if (list) list.push(a.id);
    else assetsOf.set(a.type, [a.id]);
  }
  const types: TypeAnalysis[] = [];
  index.types.forEach((type, t) => {
    const components = componentsOf[t] as number[];
    if (components.length === 0) return;
    const id = idOf.type(type.id);
    types.push({
      type: id,
      assets: assetsOf.get(id) ?? [],
      surfaces: surfacesOfType(index, method, t, components),
      cells: cellsOf(groupsOf.get(id) ?? []),
    });
  });
  return { types };
}
