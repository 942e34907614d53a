/**
 * Lint of a study that resolves (rule R2): doubtful, not wrong. After IEC 62443-3-2 ZCR 3.1–3.6 and the scheme's scope.
 */
import type { Problem } from "./diagnostic.ts";
import { COMPONENT_FACT_AT, COMPONENT_FACT_COUNT, INTERFACE_FACT_AT, INTERFACE_FACT_COUNT } from "./facts.ts";
import { derivedReach, flowName, type StudyIndex } from "./resolve.ts";
import type { Component, Flow, Interface } from "./schema.ts";

/** Zones of the process itself, where business machines and outside access do not belong. */
const PROCESS_ROLES = new Set(["control", "safety", "field"]);
const SECRET_KINDS = new Set(["A3p", "A3s"]);

class Lint {
  readonly problems: Problem[] = [];
  constructor(readonly index: StudyIndex) {}

  warn(
    code: string,
    path: (string | number)[],
    values: Record<string, string | number>,
    severity: Problem["severity"] = "warning",
  ): void {
    this.problems.push({ code, severity, path, values });
  }
  configurationPath(cfg: number): (string | number)[] {
    const { index } = this;
    const row = index.configurations[cfg];
    return ["configurations", row ? index.study.configurations.indexOf(row.configuration) : 0];
  }
  componentPath(c: number): (string | number)[] {
    return [
      ...this.configurationPath(this.index.componentConfiguration[c] as number),
      "components",
      this.index.componentPlace[c] as number,
    ];
  }
  interfacePath(face: number): (string | number)[] {
    const c = this.index.interfaceComponent[face] as number;
    const component = this.index.components[c] as Component;
    return [
      ...this.componentPath(c),
      "interfaces",
      component.interfaces?.indexOf(this.index.interfaces[face] as Interface) ?? 0,
    ];
  }
  fact(c: number, fact: string): string {
    const at = c * COMPONENT_FACT_COUNT + (COMPONENT_FACT_AT.get(fact) as number);
    return this.index.codec.values(fact)[this.index.componentFacts[at] as number] as string;
  }
  faceFact(face: number, fact: string): string {
    const at = face * INTERFACE_FACT_COUNT + (INTERFACE_FACT_AT.get(fact) as number);
    return this.index.codec.values(fact)[this.index.interfaceFacts[at] as number] as string;
  }
  role(c: number): string {
    return this.index.zones[this.index.componentZone[c] as number]?.kind.role ?? "";
  }
  zoneId(c: number): string {
    return this.index.zones[this.index.componentZone[c] as number]?.zone.id ?? "";
  }
}

export function lintStudy(index: StudyIndex): Problem[] {
  const lint = new Lint(index);
  lintStructure(lint);
  lintZones(lint);
  lintInterfaces(lint);
  lintFlows(lint);
  lintTypes(lint);
  return lint.problems;
}

function lintStructure(lint: Lint): void {
  const { index } = lint;
  const joined = new Uint8Array(index.components.length);
  for (let f = 0; f < index.flows.length; f++) {
    joined[index.interfaceComponent[index.flowFrom[f] as number] as number] = 1;
    joined[index.interfaceComponent[index.flowTo[f] as number] as number] = 1;
  }
  const used = new Uint8Array(index.zones.length);
  index.components.forEach((component, c) => {
    used[index.componentZone[c] as number] = 1;
    if (!joined[c] && (component.interfaces?.length ?? 0) > 0)
      lint.warn("unreachable-component", [...lint.componentPath(c), "id"], { component: component.id });
  });
  for (const zone of index.zones) if (zone.parent >= 0) used[zone.parent] = 1;
  for (const segment of index.segments) used[segment.zone] = 1;
  index.configurations.forEach(({ components }, at) => {
    if (components[0] === components[1])
      lint.warn("empty-configuration", [...lint.configurationPath(at), "components"], {
        configuration: index.configurations[at]?.id ?? "",
      });
  });
  index.zones.forEach((zone, z) => {
    if (used[z]) return;
    const cfg = index.configurations[zone.configuration]?.configuration;
    lint.warn(
      "unused-zone",
      [...lint.configurationPath(zone.configuration), "zones", cfg?.zones.indexOf(zone.zone) ?? 0, "id"],
      { zone: zone.zone.id },
    );
  });
  const assumed = index.assumed.reduce((sum, a) => sum + a.places, 0);
  if (assumed > 0) lint.warn("assumed-unknown", [], { count: assumed }, "info");
}

function lintZones(lint: Lint): void {
  const { index } = lint;
  const controlIn = new Map<number, number>();
  const safetyIn = new Map<number, number>();
  const maintaining = maintainers(index);
  index.components.forEach((component, c) => {
    const role = lint.role(c);
    const zone = index.componentZone[c] as number;
    const moves = lint.fact(c, "actuates") === "process" || lint.fact(c, "actuates") === "hazardous";
    const protects = lint.fact(c, "safetyRole") === "protect";
    const cls = lint.fact(c, "class");
    const general = lint.fact(c, "generalPurpose") === "true";
    if (cls === "terminal" && general && PROCESS_ROLES.has(role)) {
      lint.warn(
        maintaining[c] === 1 ? "maintenance-not-separate" : "business-and-control-in-one-zone",
        [...lint.componentPath(c), "zone"],
        { component: component.id, zone: lint.zoneId(c) },
      );
    } else if (moves && role === "business")
      lint.warn("business-and-control-in-one-zone", [...lint.componentPath(c), "zone"], {
        component: component.id,
        zone: lint.zoneId(c),
      });
    if (cls === "device" && PROCESS_ROLES.has(role)) {
      if (protects) safetyIn.set(zone, safetyIn.get(zone) ?? c);
      else if (moves && lint.fact(c, "safetyRole") === "none") controlIn.set(zone, controlIn.get(zone) ?? c);
    }
    if (
      lint.fact(c, "actuates") === "hazardous" &&
      lint.fact(c, "human") === "none" &&
      lint.fact(c, "environment") === "none" &&
      lint.fact(c, "outage") === "hours"
    )
      lint.warn("hazardous-low-importance", [...lint.componentPath(c), "type"], { component: component.id });
  });
  for (const [zone, safety] of safetyIn) {
    const control = controlIn.get(zone);
    if (control === undefined) continue;
    lint.warn("safety-with-control", [...lint.componentPath(safety), "zone"], {
      component: (index.components[safety] as Component).id,
      other: (index.components[control] as Component).id,
      zone: lint.zoneId(safety),
    });
  }
}

/** Components that send flows into maintenance interfaces of others. */
function maintainers(index: StudyIndex): Uint8Array {
  const found = new Uint8Array(index.components.length);
  for (let f = 0; f < index.flows.length; f++)
    if ((index.interfaces[index.flowTo[f] as number] as Interface).use === "maintenance")
      found[index.interfaceComponent[index.flowFrom[f] as number] as number] = 1;
  return found;
}

function lintInterfaces(lint: Lint): void {
  const { index } = lint;
  const rank = (reach: string) =>
    index.catalog.scales.get("reach")?.values.find((v) => v.id === reach)?.rank ?? 0;
  index.interfaces.forEach((face, i) => {
    const c = index.interfaceComponent[i] as number;
    const where = `${(index.components[c] as Component).id}.${face.id}`;
    const medium = index.catalog.media.get(face.medium);
    if (face.reach !== undefined && medium?.networked) {
      const drawn = derivedReach(index.catalog, index, i, index.talksOutside[i] === 1);
      // Only a path from outside contradicts a statement: within the system people may know better.
      if ((drawn === "remote" || drawn === "internet") && rank(face.reach) < rank(drawn))
        lint.warn("reach-weaker-than-drawn", [...lint.interfacePath(i), "reach"], {
          interface: where,
          reach: face.reach,
          derived: drawn,
        });
    }
    if (
      (medium?.family === "wireless-ip" || medium?.family === "short-range") &&
      face.medium !== "cellular" &&
      face.segment === undefined &&
      face.enabled !== false
    )
      lint.warn("wireless-in-wired-zone", lint.interfacePath(i), { interface: where, medium: face.medium });
    if (PROCESS_ROLES.has(lint.role(c)) && face.enabled !== false) {
      const reach = lint.faceFact(i, "reach");
      if (reach === "internet" || reach === "remote")
        lint.warn("exposed-in-control-zone", lint.interfacePath(i), {
          interface: where,
          zone: lint.zoneId(c),
          reach,
        });
    }
  });
}

function lintFlows(lint: Lint): void {
  const { index } = lint;
  const secret = new Set((index.study.assets ?? []).filter((a) => SECRET_KINDS.has(a.kind)).map((a) => a.id));
  if (secret.size === 0) return;
  index.flows.forEach((flow: Flow, f) => {
    const carried = flow.carries?.filter((a) => secret.has(a)) ?? [];
    if (carried.length === 0) return;
    const to = index.flowTo[f] as number;
    const from = index.flowFrom[f] as number;
    if (lint.faceFact(to, "encryption") !== "none" || lint.faceFact(to, "networked") !== "true") return;
    const cfg = index.componentConfiguration[index.interfaceComponent[from] as number] as number;
    lint.warn(
      "confidential-flow-unprotected",
      [...lint.configurationPath(cfg), "flows", index.flowPlace[f] as number],
      { flow: flowName(flow), asset: carried.join(", ") },
    );
  });
}

function lintTypes(lint: Lint): void {
  const { index } = lint;
  interface Seen {
    components: number;
    general: number;
    withoutIp: number;
    constrained: Set<string>;
    example: string;
  }
  const seen = new Map<number, Seen>();
  index.components.forEach((component, c) => {
    const t = index.componentType[c] as number;
    let s = seen.get(t);
    if (!s) {
      s = { components: 0, general: 0, withoutIp: 0, constrained: new Set(), example: component.id };
      seen.set(t, s);
    }
    s.components++;
    const cls = lint.fact(c, "class");
    if (lint.fact(c, "generalPurpose") === "true") s.general++;
    else if (lint.fact(c, "ip") === "false" && cls !== "service" && cls !== "app") s.withoutIp++;
    s.constrained.add(lint.fact(c, "constrained"));
  });
  for (const [t, s] of seen) {
    const type = index.types[t];
    if (!type) continue;
    const path = ["productTypes", index.study.productTypes.indexOf(type)];
    if (s.general > 0)
      lint.warn("general-purpose-component", [...path, "id"], {
        component: s.example,
        type: type.id,
        count: s.general,
      });
    if (s.withoutIp > 0)
      lint.warn("type-not-ip", [...path, "id"], { type: type.id, count: s.withoutIp }, "info");
    if (s.constrained.size > 1) lint.warn("constrained-differs", [...path, "id"], { type: type.id });
  }
}
