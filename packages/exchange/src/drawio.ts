/**
 * draw.io / diagrams.net: pages plain, or deflated in base 64, or a bare graph model. What a shape means follows from
 * its style; zones are containers, flows are edges; ends that float are joined to the nearest shape.
 */
import { Inflate } from "fflate";
import { type JsonObject, oneLine } from "./bag.ts";
import { LIMITS, type Notes, Refused } from "./format.ts";
import { type Box, Boxes, centreOf, linesCross, nearestBox, type Point } from "./geometry.ts";
import { plainText } from "./html.ts";
import { baseName } from "./read-value.ts";
import type { Shape, Sketch, SketchFlow, SketchNode, SketchPage, SketchZone } from "./sketch.ts";
import { attributeOf, childOf, childrenOf, readXml, type XmlElement } from "./xml.ts";

export const FORMAT = "drawio";

export const recognise = (head: string): boolean =>
  /^\s*\uFEFF?\s*</.test(head) && /<(mxfile|mxGraphModel)[\s>/]/.test(head);

/** @throws Refused when it is no deflated text, or unfolds beyond the bound */
export function inflatedPage(text: string, page: string): string {
  let packed: Uint8Array;
  try {
    packed = Uint8Array.from(atob(text.replace(/\s+/g, "")), (c) => c.charCodeAt(0));
  } catch {
    throw new Refused("bad-compression", { page }, page);
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const inflate = new Inflate((piece, final) => {
    size += piece.length;
    if (size > LIMITS.inflatedBytes)
      throw new Refused("too-large", { limit: LIMITS.inflatedBytes / 1_000_000 }, page);
    pieces.push(piece);
    ended ||= final;
  });
  try {
    // In small steps: a step of a bomb unfolds a thousandfold, and the bound is looked at after each.
    const step = 1 << 12;
    for (let i = 0; i < packed.length && !ended; i += step)
      inflate.push(packed.subarray(i, i + step), i + step >= packed.length);
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused("bad-compression", { page }, page);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const p of pieces) {
    whole.set(p, at);
    at += p.length;
  }
  const decoded = new TextDecoder().decode(whole);
  try {
    return decodeURIComponent(decoded);
  } catch {
    return decoded; // Some writers leave the percent signs out.
  }
}

interface Cell {
  id: string;
  parent: string;
  label: string;
  style: Map<string, string>;
  /** The style as written, for words in it. */
  styleText: string;
  isVertex: boolean;
  isEdge: boolean;
  source: string;
  target: string;
  geometry: XmlElement | undefined;
  /** Attributes of an `object` around the cell. */
  custom: JsonObject;
}

function styleOf(text: string): Map<string, string> {
  const out = new Map<string, string>();
  for (const part of text.split(";")) {
    const eq = part.indexOf("=");
    if (eq < 0) {
      if (part.trim() !== "") out.set(part.trim(), "1");
    } else out.set(part.slice(0, eq).trim(), part.slice(eq + 1).trim());
  }
  return out;
}

function cellsOf(model: XmlElement): Cell[] {
  const out: Cell[] = [];
  const root = childOf(model, "root");
  for (const e of root?.children ?? []) {
    const wrapped = e.name === "object" || e.name === "UserObject";
    const cell = wrapped ? childOf(e, "mxCell") : e.name === "mxCell" ? e : undefined;
    if (!cell) continue;
    const custom: JsonObject = {};
    if (wrapped)
      for (const [k, v] of Object.entries(e.attributes))
        if (k !== "id" && k !== "label" && k !== "placeholders") custom[k] = v;
    let label = wrapped ? (attributeOf(e, "label") ?? "") : (attributeOf(cell, "value") ?? "");
    if (wrapped && attributeOf(e, "placeholders") === "1")
      label = label.replace(/%(\w{1,60})%/g, (whole, key: string) =>
        Object.hasOwn(custom, key) ? String(custom[key]) : whole,
      );
    const styleText = attributeOf(cell, "style") ?? "";
    out.push({
      id: (wrapped ? attributeOf(e, "id") : undefined) ?? attributeOf(cell, "id") ?? "",
      parent: attributeOf(cell, "parent") ?? "",
      label: plainText(label.slice(0, 100_000)),
      style: styleOf(styleText.slice(0, 10_000)),
      styleText: styleText.slice(0, 10_000),
      isVertex: attributeOf(cell, "vertex") === "1",
      isEdge: attributeOf(cell, "edge") === "1",
      source: attributeOf(cell, "source") ?? "",
      target: attributeOf(cell, "target") ?? "",
      geometry: childOf(cell, "mxGeometry"),
      custom,
    });
  }
  return out;
}

const number = (e: XmlElement | undefined, key: string): number => {
  const n = Number(e === undefined ? "" : (attributeOf(e, key) ?? ""));
  return Number.isFinite(n) ? n : 0;
};
const pointAs = (c: Cell, as: string): Point | undefined => {
  const p = childrenOf(c.geometry, "mxPoint").find((x) => attributeOf(x, "as") === as);
  return p ? { x: number(p, "x"), y: number(p, "y") } : undefined;
};
const waypoints = (c: Cell): Point[] =>
  childrenOf(
    childrenOf(c.geometry, "Array").find((a) => attributeOf(a, "as") === "points"),
    "mxPoint",
  ).map((p) => ({ x: number(p, "x"), y: number(p, "y") }));

const shapeName = (c: Cell): string =>
  c.style.get("resIcon") ??
  c.style.get("grIcon") ??
  c.style.get("prIcon") ??
  c.style.get("shape") ??
  [...c.style.keys()][0] ??
  "";
/** Words of a style that tell what a shape is: the last parts of `mxgraph.networks.router` and the like. */
const hintOf = (c: Cell): string => {
  const image = c.style.get("image") ?? "";
  const shape = shapeName(c);
  const words = /^mxgraph\.|^(uml|datastore|cylinder)/.test(shape)
    ? shape.replace(/^mxgraph\.(aws\w*|azure|gcp\w*|networks|cisco\w*|cisco19|rack|office|ios\w*)\.?/, "")
    : "";
  return `${words.replace(/[._]/g, " ")} ${image
    .replace(/^data:.*/, "")
    .replace(/^.*\//, "")
    .replace(/_\d+x\d+|\.(png|svg|jpg)$/g, "")
    .replace(/[._]/g, " ")}`.trim();
};
const isText = (c: Cell) => c.style.has("text") || c.style.get("shape") === "text";
const isGroupStyle = (c: Cell) =>
  c.style.has("swimlane") ||
  c.style.get("shape") === "swimlane" ||
  c.style.has("group") ||
  c.style.get("container") === "1" ||
  /mxgraph\.[\w.]*group/.test(c.styleText);
const isDashed = (c: Cell) => c.style.get("dashed") === "1";
const isAttackTree = (c: Cell) =>
  /^(xor|or|and)$/.test(c.style.get("shape") ?? "") || /^(xor|or)$/.test([...c.style.keys()][0] ?? "");

function kindOf(c: Cell): Shape {
  const shape = c.style.get("shape") ?? "";
  if (/umlActor|actor/i.test(shape) || c.style.has("umlActor")) return "person";
  if (
    /^(partialRectangle|datastore|cylinder3?|mxgraph\.flowchart\.(database|stored_data))$/.test(shape) ||
    c.style.has("partialRectangle") ||
    c.style.has("cylinder")
  )
    return "store";
  if (c.style.has("ellipse") || shape === "ellipse") return "process";
  if (/^mxgraph\./.test(shape) || c.style.has("image") || shape === "image") return "unknown";
  if (c.style.get("rounded") === "1") return "process";
  if (c.style.get("rounded") === "0" || c.style.has("rectangle")) return "external";
  return "unknown";
}

/** @throws Refused: not XML, no diagram, compression that is broken or a bomb */
export function sketchDrawio(bytes: Uint8Array, name: string, notes: Notes): Sketch {
  const root = readXml(bytes);
  const models: { key: string; title: string; model: XmlElement }[] = [];
  if (root.name === "mxGraphModel") models.push({ key: "main", title: baseName(name), model: root });
  else if (root.name === "mxfile") {
    const diagrams = childrenOf(root, "diagram");
    if (diagrams.length > LIMITS.pages) throw new Refused("too-many", { limit: LIMITS.pages });
    let budget = LIMITS.inflatedBytes;
    diagrams.forEach((d, i) => {
      const title = attributeOf(d, "name") ?? `${i + 1}`;
      let model = childOf(d, "mxGraphModel");
      if (!model && d.text.trim() !== "") {
        const text = inflatedPage(d.text.trim(), title);
        budget -= text.length;
        if (budget < 0) throw new Refused("too-large", { limit: LIMITS.inflatedBytes / 1_000_000 }, title);
        model = readXml(text);
      }
      if (model?.name === "mxGraphModel")
        models.push({ key: attributeOf(d, "id") ?? `page-${i}`, title, model });
      else notes.add("left-out", "empty-diagram", title, { name: title });
    });
  } else throw new Refused("not-this-format");
  const pages: SketchPage[] = [];
  for (const { key, title, model } of models) {
    const cells = cellsOf(model);
    if (cells.length > LIMITS.items) throw new Refused("too-many", { limit: LIMITS.items });
    const inRoot = childOf(model, "root")?.children.length ?? 0;
    if (cells.length === 0 && inRoot > 0) throw new Refused("no-cells", { page: title }, title);
    pages.push(pageOf(key, title, cells, notes));
  }
  if (pages.length > 1) notes.add("assumed", "page-is-configuration", "", { count: pages.length });
  return { key: "", name: baseName(name), pages, assets: [] };
}

function pageOf(key: string, title: string, cells: Cell[], notes: Notes): SketchPage {
  const byId = new Map(cells.map((c) => [c.id, c]));
  const childCount = new Map<string, number>();
  for (const c of cells) if (c.isVertex) childCount.set(c.parent, (childCount.get(c.parent) ?? 0) + 1);
  /** Corner of a cell in the page: its own place and those of the cells around it. */
  const corners = new Map<string, Point>();
  const cornerOf = (c: Cell, depth = 0): Point => {
    const known = corners.get(c.id);
    if (known) return known;
    const around = byId.get(c.parent);
    corners.set(c.id, { x: 0, y: 0 }); // A circle of parents ends here.
    const base = around?.isVertex && depth < LIMITS.xmlDepth ? cornerOf(around, depth + 1) : { x: 0, y: 0 };
    const found =
      c.geometry && c.isVertex
        ? { x: base.x + number(c.geometry, "x"), y: base.y + number(c.geometry, "y") }
        : base;
    corners.set(c.id, found);
    return found;
  };
  const boxOf = (c: Cell): Box => ({
    ...cornerOf(c),
    width: Math.max(1, number(c.geometry, "width")),
    height: Math.max(1, number(c.geometry, "height")),
  });

  const boxes = new Map<string, Box>();
  for (const c of cells) if (c.isVertex) boxes.set(c.id, boxOf(c));
  const labelOf = new Map<string, string[]>();
  const vertices: Cell[] = [];
  for (const c of cells) {
    if (!c.isVertex) continue;
    if (byId.get(c.parent)?.isEdge || c.style.has("edgeLabel")) {
      const list = labelOf.get(c.parent) ?? [];
      labelOf.set(c.parent, list);
      if (c.label !== "") list.push(c.label);
    } else vertices.push(c);
  }
  const linked = new Set(cells.flatMap((c) => (c.isEdge ? [c.source, c.target] : [])));
  const solid = vertices.filter((c) => !isText(c) && !isAttackTree(c));
  // A dashed box drawn around other shapes is a boundary, even when it is not their parent.
  const encloses = (c: Cell): boolean => {
    const box = boxes.get(c.id) as Box;
    return solid.some((o) => {
      if (o === c) return false;
      const b = boxes.get(o.id) as Box;
      return (
        b.width * b.height < box.width * box.height &&
        b.x >= box.x &&
        b.y >= box.y &&
        b.x + b.width <= box.x + box.width &&
        b.y + b.height <= box.y + box.height
      );
    });
  };
  const dashedOnes = solid.filter((c) => isDashed(c) && !isGroupStyle(c));
  const mayEnclose = dashedOnes.length * solid.length <= 4_000_000;
  const zoneCells = new Set(
    solid.filter(
      (c) =>
        (isGroupStyle(c) &&
          ((childCount.get(c.id) ?? 0) > 0 || (!linked.has(c.id) && (mayEnclose || childCount.has(c.id))))) ||
        ((childCount.get(c.id) ?? 0) > 0 && !linked.has(c.id) && !c.style.has("ellipse")) ||
        (isDashed(c) && !linked.has(c.id) && mayEnclose && encloses(c)),
    ),
  );
  const zoneBoxes = new Boxes([...zoneCells].map((c) => [c.id, boxes.get(c.id) as Box] as const));
  const zoneAround = (c: Cell): string | undefined => {
    const seen = new Set<string>([c.id]);
    for (let at = byId.get(c.parent); at && !seen.has(at.id); at = byId.get(at.parent)) {
      if (zoneCells.has(at)) return at.id;
      seen.add(at.id);
    }
    return zoneBoxes.parentOf(boxes.get(c.id) as Box);
  };

  const zones: SketchZone[] = [];
  const nodes: SketchNode[] = [];
  const flows: SketchFlow[] = [];
  const unplaced: JsonObject[] = [];
  const extraOf = (c: Cell): JsonObject => ({
    id: c.id,
    style: c.styleText,
    ...(Object.keys(c.custom).length > 0 ? { attributes: c.custom } : {}),
  });
  const nearby = solid.filter((c) => !zoneCells.has(c)).map((c) => [c.id, boxes.get(c.id) as Box] as const);
  for (const c of vertices) {
    const where = `${title} / ${oneLine(c.label) || c.id}`;
    const box = boxes.get(c.id) as Box;
    if (zoneCells.has(c)) {
      const parent = zoneAround(c);
      zones.push({
        key: c.id,
        name: c.label,
        hints: [c.label, hintOf(c)],
        ...(parent === undefined ? {} : { parent }),
        box,
        extra: extraOf(c),
        place: where,
      });
    } else if (isText(c)) {
      if (c.label === "") continue;
      notes.add("rides-along", "text-block", where, { name: oneLine(c.label).slice(0, 60) });
      unplaced.push({ ...extraOf(c), label: c.label });
    } else if (isAttackTree(c)) {
      notes.add("rides-along", "shape-kept", where, { name: oneLine(c.label), shape: shapeName(c) });
      unplaced.push({ ...extraOf(c), label: c.label });
    } else {
      const custom = Object.values(c.custom).map(String);
      const hint = hintOf(c);
      const kind = /^mxgraph\./.test(shapeName(c)) && hint !== "" ? hint : "";
      nodes.push({
        key: c.id,
        name: c.label,
        shape: kindOf(c),
        ...(kind === "" ? {} : { kind }),
        hints: [c.label, hint, ...custom.slice(0, 5)],
        zone: zoneAround(c),
        box,
        extra: extraOf(c),
        place: where,
      });
    }
  }

  const floating = cells.filter((c) => c.isEdge && (c.source === "" || c.target === "")).length;
  const maySnap = floating * nearby.length <= 20_000_000;
  const nearest = (p: Point | undefined): string => (p && maySnap ? (nearestBox(nearby, p) ?? "") : "");
  const curves: { name: string; line: Point[]; crossed: number; cell: Cell }[] = [];
  const lines: { flow: SketchFlow; line: Point[] }[] = [];
  for (const c of cells) {
    if (!c.isEdge) continue;
    const label = [c.label, ...(labelOf.get(c.id) ?? [])].filter((l) => l !== "").join(" / ");
    const where = `${title} / ${oneLine(label) || c.id}`;
    const base = cornerOf(c);
    const moved = (p: Point | undefined) => (p ? { x: p.x + base.x, y: p.y + base.y } : undefined);
    const start = moved(pointAs(c, "sourcePoint"));
    const end = moved(pointAs(c, "targetPoint"));
    if (c.source === "" && c.target === "" && isDashed(c)) {
      const line = [start, ...waypoints(c).map(moved), end].filter((p): p is Point => p !== undefined);
      curves.push({ name: oneLine(label), line, crossed: 0, cell: c });
      continue;
    }
    const from = boxes.has(c.source) ? c.source : nearest(start);
    const to = boxes.has(c.target) ? c.target : nearest(end);
    if ((from !== c.source || to !== c.target) && from !== "" && to !== "")
      notes.add("assumed", "snapped-to-nearest", where, { name: oneLine(label) || c.id });
    const flow: SketchFlow = {
      key: c.id,
      name: label,
      from,
      to,
      hints: [...Object.values(c.custom).map(String).slice(0, 5)],
      bidirectional: (c.style.get("startArrow") ?? "none") !== "none",
      extra: { ...extraOf(c), ...(label === "" ? {} : { label }) },
      place: where,
    };
    flows.push(flow);
    const a = boxes.get(from);
    const b = boxes.get(to);
    lines.push({
      flow,
      line: [a ? centreOf(a) : start, ...waypoints(c).map(moved), b ? centreOf(b) : end].filter(
        (p): p is Point => p !== undefined,
      ),
    });
  }
  if (curves.length * lines.length <= 1_000_000)
    for (const { flow, line } of lines) {
      const over = curves.filter((c) => linesCross(line, c.line));
      for (const c of over) c.crossed++;
      if (over.length > 0 && flow.extra) flow.extra["crosses"] = over.map((c) => c.name);
    }
  for (const c of curves) {
    notes.add("rides-along", "boundary-curve", `${title} / ${c.name || c.cell.id}`, {
      name: c.name,
      count: c.crossed,
    });
    unplaced.push({ ...extraOf(c.cell), label: c.name });
  }
  return {
    key,
    name: title,
    zones,
    nodes,
    flows,
    ...(unplaced.length > 0 ? { extra: { unplaced } } : {}),
  };
}
