/**
 * Microsoft Threat Modeling Tool models (.tm7, DataContract XML). Elements name their kind by `TypeId`, whose ancestors
 * stand in the file's own knowledge base; where a thing stands is geometry; texts are escaped up to three times.
 */
import { type JsonObject, oneLine } from "./bag.ts";
import { LIMITS, type Notes, Refused } from "./format.ts";
import { type Box, Boxes, centreOf, linesCross, nearestBox, type Point } from "./geometry.ts";
import { unescaped } from "./html.ts";
import { baseName } from "./read-value.ts";
import type { Shape, Sketch, SketchFlow, SketchNode, SketchPage, SketchZone } from "./sketch.ts";
import { knowledgeOf, type TemplateElement } from "./tb7.ts";
import { attributeOf, childOf, childrenOf, readXml, textAt, type XmlElement } from "./xml.ts";

export const FORMAT = "tm7";

export const recognise = (head: string): boolean =>
  /^\s*\uFEFF?\s*</.test(head) && /<(\w+:)?ThreatModel[\s>]/.test(head) && /ThreatModeling/.test(head);

const STENCILS: Record<string, Shape> = {
  StencilRectangle: "external",
  StencilEllipse: "process",
  StencilParallelLines: "store",
};
const GENERIC: Record<string, Shape> = { "GE.EI": "external", "GE.P": "process", "GE.DS": "store" };
const ZERO = /^0{8}-0{4}-0{4}-0{4}-0{12}$/;
const OUT_OF_SCOPE = "71f3d9aa-b8ef-4e54-8126-607a1d903103";
const FLOW_ORDER = "15ccd509-98eb-49ad-b9c2-b4a2926d1780";

interface Drawn {
  guid: string;
  typeId: string;
  genericId: string;
  stencil: string;
  name: string;
  /** Name of the kind, from the element's header. */
  header: string;
  attributes: Record<string, string>;
  element: XmlElement;
}

function drawnIn(value: XmlElement): Drawn {
  const attributes: Record<string, string> = {};
  let name = "";
  let header = "";
  for (const p of childrenOf(childOf(value, "Properties"), "anyType")) {
    const type = (attributeOf(p, "type") ?? "").replace(/^.*:/, "");
    const shown = unescaped(textAt(p, "DisplayName"));
    const key = textAt(p, "Name") || shown;
    const content = childOf(p, "Value");
    if (type === "HeaderDisplayAttribute") {
      if (header === "") header = shown;
    } else if (content && content.children.length > 0) {
      const options = content.children.map((c) => unescaped(c.text.trim()));
      const selected = Number(textAt(p, "SelectedIndex"));
      const chosen = options[Number.isInteger(selected) ? selected : 0];
      if (chosen !== undefined && key !== "__proto__") attributes[key] = chosen;
    } else {
      const text = unescaped(content?.text ?? "").trim();
      if (shown === "Name" && name === "") name = text;
      else if (text !== "" && key !== FLOW_ORDER && key !== "__proto__") attributes[key] = text;
    }
  }
  return {
    guid: textAt(value, "Guid"),
    typeId: textAt(value, "TypeId"),
    genericId: textAt(value, "GenericTypeId"),
    stencil: (attributeOf(value, "type") ?? "").replace(/^.*:/, ""),
    name,
    header,
    attributes,
    element: value,
  };
}

const boxOf = (d: Drawn): Box | undefined => {
  const n = (key: string) => Number(textAt(d.element, key));
  const box = { x: n("Left"), y: n("Top"), width: n("Width"), height: n("Height") };
  return Object.values(box).every((v) => Number.isFinite(v)) && textAt(d.element, "Left") !== ""
    ? { ...box, width: Math.max(1, box.width), height: Math.max(1, box.height) }
    : undefined;
};
const pointOf = (d: Drawn, which: string): Point | undefined => {
  const p = { x: Number(textAt(d.element, `${which}X`)), y: Number(textAt(d.element, `${which}Y`)) };
  return Number.isFinite(p.x) && Number.isFinite(p.y) ? p : undefined;
};
const lineOf = (d: Drawn): Point[] =>
  ["Source", "Handle", "Target"].map((key) => pointOf(d, key)).filter((p): p is Point => p !== undefined);

/** Generic element (GE.P, GE.DS, …) that a kind descends from. */
function rootOf(typeId: string, genericId: string, elements: ReadonlyMap<string, TemplateElement>): string {
  let at = typeId;
  for (let i = 0; i < 50; i++) {
    if (Object.hasOwn(GENERIC, at)) return at;
    const parent = elements.get(at)?.parent;
    if (parent === undefined || parent === "" || parent === "ROOT") break;
    at = parent;
  }
  return Object.hasOwn(GENERIC, genericId) ? genericId : at;
}

/** @throws Refused: a ZIP, not XML, no threat model, or too large */
export function sketchTm7(bytes: Uint8Array, name: string, notes: Notes): Sketch {
  const root = readXml(bytes);
  if (root.name !== "ThreatModel") throw new Refused("not-this-format");
  const surfaces = childrenOf(childOf(root, "DrawingSurfaceList"), "DrawingSurfaceModel");
  if (surfaces.length > LIMITS.pages) throw new Refused("too-many", { limit: LIMITS.pages });
  const knowledge = childOf(root, "KnowledgeBase");
  const elements = knowledge ? knowledgeOf(knowledge).elements : new Map<string, TemplateElement>();
  const pages = surfaces.map((s, i) => pageOf(s, i, elements, notes));
  if (pages.length > 1) notes.add("assumed", "page-is-configuration", "", { count: pages.length });
  const meta = childOf(root, "MetaInformation");
  const about: JsonObject = {};
  for (const c of meta?.children ?? []) if (c.text.trim() !== "") about[c.name] = unescaped(c.text.trim());
  const threats = childrenOf(childOf(root, "ThreatInstances"), "KeyValueOfstringThreatpc_P0_PhOB").map(
    (t): JsonObject => {
      const v = childOf(t, "Value");
      const told: JsonObject = {};
      for (const key of [
        "FlowGuid",
        "Id",
        "Priority",
        "SourceGuid",
        "State",
        "StateInformation",
        "TargetGuid",
        "TypeId",
      ]) {
        const text = textAt(v, key);
        if (text !== "") told[key] = unescaped(text);
      }
      for (const p of childrenOf(childOf(v, "Properties"), "KeyValueOfstringstring")) {
        const key = textAt(p, "Key");
        const text = unescaped(textAt(p, "Value"));
        if (text !== "" && key !== "__proto__") told[key] = text;
      }
      return told;
    },
  );
  if (threats.length > 0)
    notes.add("rides-along", "threats-ride-along", "ThreatInstances", { count: threats.length });
  const note = textAt(meta, "HighLevelSystemDescription");
  const extra: JsonObject = {
    ...(Object.keys(about).length > 0 ? { meta: about } : {}),
    ...(threats.length > 0 ? { threats } : {}),
    ...(knowledge ? { template: textAt(knowledge, "Manifest", "Name") } : {}),
  };
  return {
    key: "",
    name: unescaped(textAt(meta, "ThreatModelName")) || baseName(name),
    ...(note === "" ? {} : { note: unescaped(note) }),
    pages,
    assets: [],
    extra,
  };
}

function pageOf(
  surface: XmlElement,
  index: number,
  elements: ReadonlyMap<string, TemplateElement>,
  notes: Notes,
): SketchPage {
  const self = drawnIn(surface);
  const title = unescaped(textAt(surface, "Header")) || self.name || `${index + 1}`;
  const values = (list: string) =>
    (childOf(surface, list)?.children ?? []).flatMap((kv) => {
      const value = childOf(kv, "Value");
      return value ? [drawnIn(value)] : [];
    });
  const borders = values("Borders");
  const lines = values("Lines");
  const drawnBoxes: [string, Box][] = [];
  for (const b of borders) {
    const box = b.stencil === "BorderBoundary" ? boxOf(b) : undefined;
    if (box) drawnBoxes.push([b.guid, box]);
  }
  const boxes = new Boxes(drawnBoxes);
  const zones: SketchZone[] = [];
  const nodes: SketchNode[] = [];
  const flows: SketchFlow[] = [];
  const unplaced: JsonObject[] = [];
  const centres = new Map<string, Point>();
  const shapes: [string, Box][] = [];
  const kindOf = (d: Drawn) => elements.get(d.typeId)?.name ?? d.header;
  const extraOf = (d: Drawn): JsonObject => ({
    guid: d.guid,
    typeId: d.typeId,
    ...(d.header === "" ? {} : { kind: d.header }),
    ...(Object.keys(d.attributes).length > 0 ? { attributes: d.attributes } : {}),
  });
  for (const b of borders) {
    const box = boxOf(b);
    const where = `${title} / ${oneLine(b.name) || b.guid}`;
    if (b.stencil === "BorderBoundary") {
      const parent = box && boxes.parentOf(box);
      zones.push({
        key: b.guid,
        name: b.name,
        hints: [b.name, b.typeId.replace(/^.*\./, ""), kindOf(b)],
        ...(parent === undefined ? {} : { parent }),
        ...(box ? { box } : {}),
        extra: extraOf(b),
        place: where,
      });
      continue;
    }
    if (b.typeId === "GE.A" || b.genericId === "GE.A") {
      notes.add("rides-along", "text-block", where, { name: oneLine(b.name).slice(0, 60) });
      unplaced.push(extraOf(b));
      continue;
    }
    const generic = rootOf(b.typeId, b.genericId, elements);
    const shape = GENERIC[generic] ?? STENCILS[b.stencil] ?? "unknown";
    const kind = Object.hasOwn(GENERIC, b.typeId) ? "" : kindOf(b);
    const zone = box ? boxes.around(centreOf(box)) : undefined;
    if (box) {
      centres.set(b.guid, centreOf(box));
      shapes.push([b.guid, box]);
    }
    const secret = b.attributes["storesCredentials"] ?? b.attributes["Stores Credentials"];
    nodes.push({
      key: b.guid,
      name: b.name,
      shape,
      ...(kind === "" ? {} : { kind }),
      hints: [kind, b.typeId.replace(/^.*\./, ""), b.name].filter((h) => !/^(P|DS|EI)$/.test(h)),
      zone,
      ...(box ? { box } : {}),
      ...(secret === "Yes" ? { traits: { storage: "confidential" as const } } : {}),
      extra: {
        ...extraOf(b),
        ...(b.attributes[OUT_OF_SCOPE] === "true" ? { outOfScope: true } : {}),
      },
      place: where,
    });
  }
  const curves = lines.filter((l) => l.stencil === "LineBoundary");
  const crossed = new Map<string, number>();
  const mayCross = curves.length * lines.length <= 1_000_000;
  for (const l of lines) {
    if (l.stencil === "LineBoundary") continue;
    const [start, end] = [pointOf(l, "Source"), pointOf(l, "Target")];
    const given = (key: string) => textAt(l.element, key);
    const attached = (guid: string, loose: Point | undefined): string =>
      !ZERO.test(guid) || !loose || lines.length * shapes.length > 20_000_000
        ? guid
        : (nearestBox(shapes, loose) ?? "");
    const from = attached(given("SourceGuid"), start);
    const to = attached(given("TargetGuid"), end);
    const where = `${title} / ${oneLine(l.name) || l.guid}`;
    const kind = kindOf(l);
    const extra = extraOf(l);
    if ((from !== given("SourceGuid") || to !== given("TargetGuid")) && from !== "" && to !== "")
      notes.add("assumed", "snapped-to-nearest", where, { name: oneLine(l.name) || l.guid });
    if (mayCross) {
      const [a, b] = [centres.get(from), centres.get(to)];
      const path = lineOf(l);
      const whole = [a ?? path[0], path[1], b ?? path[2]].filter((p): p is Point => p !== undefined);
      const over = curves.filter((c) => linesCross(whole, lineOf(c)));
      for (const c of over) crossed.set(c.guid, (crossed.get(c.guid) ?? 0) + 1);
      if (over.length > 0) {
        extra["crosses"] = over.map((c) => c.name);
        extra["crossedTypes"] = over.map((c) => c.typeId);
      }
    }
    const yes = (key: string) => l.attributes[key] === "Yes";
    const isHttps = /HTTPS|TLS|IPsec|SSH/i.test(`${kind} ${l.typeId}`);
    flows.push({
      key: l.guid,
      name: l.name,
      from,
      to,
      protocol: /^Generic Data Flow$/i.test(kind) || l.typeId === "GE.DF" ? "" : kind,
      hints: [l.typeId.replace(/^.*\./, "")].filter((h) => h !== "DF"),
      ...(yes("providesConfidentiality") || isHttps ? { encryption: "transport" as const } : {}),
      ...(yes("authenticatesSource") && yes("authenticatesDestination")
        ? { authentication: "cert-mutual" as const }
        : yes("authenticatesSource")
          ? { authentication: "password" as const }
          : {}),
      extra,
      place: where,
    });
  }
  for (const c of curves) {
    const label = oneLine(c.name);
    notes.add("rides-along", "boundary-curve", `${title} / ${label}`, {
      name: label,
      count: crossed.get(c.guid) ?? 0,
    });
    unplaced.push({ ...extraOf(c), name: c.name });
  }
  return {
    key: textAt(surface, "Guid") || `page-${index}`,
    name: title,
    zones,
    nodes,
    flows,
    ...(unplaced.length > 0 ? { extra: { unplaced } } : {}),
  };
}
