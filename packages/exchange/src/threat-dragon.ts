/**
 * OWASP Threat Dragon models, version 2 and, for reading, version 1. Source: OWASP/threat-dragon,
 * `threat-dragon-v2.schema.json`, and real files: threats stand in `data.threats`, membership in a boundary box is
 * geometry alone, curves enclose nothing. A version 1 cell is turned into a version 2 cell before anything else.
 */
import {
  type Component,
  type Configuration,
  canonicalStudy,
  type Study,
  type Box as StudyBox,
} from "@seiza/model";
import {
  isObject,
  type JsonObject,
  numberOf,
  objectOf,
  objectsOf,
  oneLine,
  textOf,
  withIds,
  without,
} from "./bag.ts";
import { saysTheSame } from "./build.ts";
import {
  type ExportNote,
  type ExportResult,
  type ImportContext,
  LIMITS,
  type Notes,
  Refused,
} from "./format.ts";
import { type Box, Boxes, centreOf, linesCross, NODE, type Point, place } from "./geometry.ts";
import {
  bagOf,
  inLanguage,
  isSpare,
  markOf,
  OWN_KEY,
  type OwnMark,
  ownItem,
  ownMark,
  sortedKeys,
} from "./own.ts";
import type { Shape, Sketch, SketchFlow, SketchNode, SketchPage, SketchZone } from "./sketch.ts";

export const FORMAT = "threat-dragon";

export const recognise = (value: JsonObject): boolean =>
  isObject(value["summary"]) && isObject(value["detail"]);

const SHAPES: Record<string, Shape> = { actor: "external", process: "process", store: "store" };
const isBox = (shape: string) => shape === "trust-boundary-box" || shape === "trust-broundary-box";
/** The second spelling stands in real files. */
const isCurve = (shape: string) => shape === "trust-boundary-curve" || shape === "trust-broundary-curve";
const V1_SHAPES: Record<string, string> = {
  "tm.Actor": "actor",
  "tm.Process": "process",
  "tm.Store": "store",
  "tm.Flow": "flow",
  "tm.Boundary": "trust-boundary-curve",
  "tm.BoundaryBox": "trust-boundary-box",
  "tm.Text": "td-text-block",
};

/** A version 1 cell (JointJS) in the form of version 2. What version 2 has no word for stays in `data`. */
function fromV1(cell: JsonObject): JsonObject {
  const type = textOf(cell["type"]);
  const shape = V1_SHAPES[type] ?? type;
  const isLine = shape === "flow" || isCurve(shape);
  const text = (attrs: unknown) => textOf(objectOf(objectOf(attrs)["text"])["text"]);
  const name = isLine ? text(objectsOf(cell["labels"])[0]?.["attrs"]) : text(cell["attrs"]);
  const end = (value: unknown): JsonObject => {
    const e = objectOf(value);
    return textOf(e["id"]) === "" ? e : { cell: textOf(e["id"]) };
  };
  const known = [
    "type",
    "size",
    "position",
    "angle",
    "id",
    "z",
    "attrs",
    "labels",
    "source",
    "target",
    "vertices",
    "smooth",
  ];
  return {
    id: textOf(cell["id"]),
    shape,
    zIndex: Math.round(numberOf(cell["z"]) ?? 0),
    ...(isLine
      ? {
          source: end(cell["source"]),
          target: end(cell["target"]),
          vertices: objectsOf(cell["vertices"]),
          connector: "smooth",
          labels: name === "" ? [] : [name],
          attrs: lineAttributes(),
        }
      : {
          position: objectOf(cell["position"]),
          size: objectOf(cell["size"]),
          attrs: bodyAttributes(shape, name),
        }),
    data: {
      ...without(cell, ...known),
      type,
      name,
      hasOpenThreats: cell["hasOpenThreats"] === true,
      threats: objectsOf(cell["threats"]),
    },
  };
}

const nameIn = (cell: JsonObject): string => {
  const data = objectOf(cell["data"]);
  const attrs = objectOf(cell["attrs"]);
  const shown = (key: string) => textOf(objectOf(attrs[key])["text"]);
  return textOf(data["name"]) || shown("text") || shown("label");
};
const boxIn = (cell: JsonObject): Box | undefined => {
  const p = objectOf(cell["position"]);
  const s = objectOf(cell["size"]);
  const x = numberOf(p["x"]);
  const y = numberOf(p["y"]);
  if (x === undefined || y === undefined) return undefined;
  return {
    x,
    y,
    width: Math.max(1, numberOf(s["width"]) ?? NODE.width),
    height: Math.max(1, numberOf(s["height"]) ?? NODE.height),
  };
};
const pointIn = (value: unknown): Point | undefined => {
  const x = numberOf(objectOf(value)["x"]);
  const y = numberOf(objectOf(value)["y"]);
  return x === undefined || y === undefined ? undefined : { x, y };
};
const markIn = (cell: JsonObject): OwnMark | undefined => ownMark(objectOf(cell["data"])[OWN_KEY]);
const spot = (b: Box) => `${b.x},${b.y},${b.width},${b.height}`;

/** The cell as it came, without our bag; of a cell that we made, only the data that were added to it. */
function extraOf(cell: JsonObject, mark: OwnMark | undefined): JsonObject | undefined {
  const data = without(objectOf(cell["data"]), OWN_KEY);
  if (!mark?.made) return { cell: { ...cell, data } };
  const added = Object.fromEntries(
    Object.entries(data).filter(([key, v]) => {
      if (["type", "name", "description", "isTrustBoundary", "protocol"].includes(key)) return false;
      return (
        !(v === false || v === "" || v === 0 || (Array.isArray(v) && v.length === 0)) &&
        !(key === "isEncrypted")
      );
    }),
  );
  return Object.keys(added).length > 0 ? { cell: { data: added } } : undefined;
}

/** @throws Refused when the file holds no model */
export function sketchThreatDragon(value: JsonObject, notes: Notes): Sketch {
  const summary = objectOf(value["summary"]);
  const detail = objectOf(value["detail"]);
  if (!isObject(value["summary"])) throw new Refused("not-this-format");
  const studyMark = ownMark(value[OWN_KEY]);
  const diagrams = objectsOf(detail["diagrams"]);
  if (diagrams.length > LIMITS.pages) throw new Refused("too-many", { limit: LIMITS.pages });
  const pages: SketchPage[] = [];
  const empty: JsonObject[] = [];
  let threats = 0;
  diagrams.forEach((diagram, d) => {
    const title = textOf(diagram["title"]) || `${d + 1}`;
    const v1 = objectsOf(objectOf(diagram["diagramJson"])["cells"]);
    const cells = withIds([...objectsOf(diagram["cells"]), ...v1.map(fromV1)], "cell");
    if (cells.length > LIMITS.items) throw new Refused("too-many", { limit: LIMITS.items });
    const mark = ownMark(diagram[OWN_KEY]);
    if (cells.length === 0 && !mark) {
      notes.add("rides-along", "empty-diagram", title, { name: title });
      empty.push(without(diagram, "diagramJson"));
      return;
    }
    for (const c of cells)
      if (!markIn(c)?.made)
        threats += objectsOf(objectOf(c["data"])["threats"]).length + objectsOf(c["threats"]).length;
    pages.push(pageOf(diagram, title, cells, mark, d, notes));
  });
  if (pages.length > 1) notes.add("assumed", "page-is-configuration", "", { count: pages.length });
  if (threats > 0) notes.add("rides-along", "threats-ride-along", "", { count: threats });
  const made = studyMark?.made === true;
  const model: JsonObject = made
    ? {}
    : { ...without(value, "detail", OWN_KEY), detail: without(detail, "diagrams") };
  const extra: JsonObject = {
    ...(Object.keys(model).length > 0 ? { model } : {}),
    ...(empty.length > 0 ? { emptyDiagrams: empty } : {}),
  };
  const label = studyMark?.label;
  const name = textOf(summary["title"]);
  return {
    key: typeof summary["id"] === "string" ? summary["id"] : "",
    name: label === name ? "" : name,
    ...(textOf(summary["description"]) === "" ? {} : { note: textOf(summary["description"]) }),
    pages,
    assets: [],
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
    ...(studyMark?.item ? { own: studyMark.item } : {}),
  };
}

function pageOf(
  diagram: JsonObject,
  title: string,
  cells: JsonObject[],
  mark: OwnMark | undefined,
  d: number,
  notes: Notes,
): SketchPage {
  const unplaced: JsonObject[] = [];
  const drawnBoxes: [string, Box][] = [];
  const zoneOfOwn = new Map<string, string>();
  for (const c of cells) {
    if (!isBox(textOf(c["shape"]))) continue;
    const box = boxIn(c);
    const key = textOf(c["id"]);
    if (box) drawnBoxes.push([key, box]);
    const own = textOf(markIn(c)?.item?.["id"]);
    if (own !== "") zoneOfOwn.set(own, key);
  }
  const boxes = new Boxes(drawnBoxes);
  const zones: SketchZone[] = [];
  const nodes: SketchNode[] = [];
  const flows: SketchFlow[] = [];
  const centres = new Map<string, Point>();
  const curves: { name: string; line: Point[]; crossed: number; cell: JsonObject }[] = [];
  for (const cell of cells) {
    const shape = textOf(cell["shape"]);
    const key = textOf(cell["id"]);
    const data = objectOf(cell["data"]);
    const own = markIn(cell);
    const raw = nameIn(cell);
    const name = own?.label !== undefined && own.label === raw ? "" : raw;
    const where = `${title} / ${oneLine(raw) || key}`;
    const note = textOf(data["description"]);
    const box = boxIn(cell);
    const unmoved = own?.at !== undefined && box !== undefined && own.at === spot(box);
    const extra = extraOf(cell, own);
    if (isBox(shape)) {
      const ownParent = textOf(own?.item?.["parent"]);
      const zone: SketchZone = { key, name, hints: [raw], place: where };
      const parent = unmoved ? zoneOfOwn.get(ownParent) : box && boxes.parentOf(box);
      if (parent !== undefined) zone.parent = parent;
      if (note !== "") zone.note = note;
      if (box) zone.box = box;
      if (extra) zone.extra = extra;
      if (own?.item) zone.own = own.item;
      zones.push(zone);
    } else if (isCurve(shape)) {
      const line = [
        pointIn(cell["source"]),
        ...objectsOf(cell["vertices"]).map(pointIn),
        pointIn(cell["target"]),
      ].filter((p): p is Point => p !== undefined);
      curves.push({ name: oneLine(raw), line, crossed: 0, cell });
    } else if (shape === "flow") {
      const source = objectOf(cell["source"]);
      const target = objectOf(cell["target"]);
      const flow: SketchFlow = {
        key,
        name,
        from: textOf(source["cell"]),
        to: textOf(target["cell"]),
        hints: [],
        protocol: textOf(data["protocol"]),
        bidirectional: data["isBidirectional"] === true,
        place: where,
      };
      if (note !== "") flow.note = note;
      if (data["isEncrypted"] === true) flow.encryption = "transport";
      if (extra) flow.extra = extra;
      if (own?.item) flow.own = own.item;
      flows.push(flow);
    } else if (Object.hasOwn(SHAPES, shape)) {
      const node: SketchNode = { key, name, shape: SHAPES[shape] as Shape, hints: [raw], place: where };
      const ownZone = zoneOfOwn.get(textOf(own?.item?.["zone"]));
      // While it stays where the export drew it, its zone is its own, even one that has no box.
      node.zone = unmoved ? ownZone : box ? boxes.around(centreOf(box)) : undefined;
      if (box) {
        node.box = box;
        centres.set(key, centreOf(box));
      }
      if (note !== "") node.note = note;
      if (data["storesCredentials"] === true) node.traits = { storage: "confidential" };
      if (extra) node.extra = extra;
      if (own?.item) {
        node.own = own.item;
        delete node.traits;
      }
      nodes.push(node);
    } else {
      const code = shape === "td-text-block" ? "text-block" : "cell-kept";
      notes.add("rides-along", code, where, { name: oneLine(raw).slice(0, 60), shape });
      unplaced.push({ cell });
    }
  }
  // A flow crosses a curve where their lines do; the ends are taken at the middle of the shapes.
  if (curves.length > 0 && curves.length * flows.length <= 1_000_000)
    for (const flow of flows) {
      const cell = objectOf(flow.extra?.["cell"]);
      const ends = [
        centres.get(flow.from),
        ...objectsOf(cell["vertices"]).map(pointIn),
        centres.get(flow.to),
      ];
      const line = ends.filter((p): p is Point => p !== undefined);
      const crossed = curves.filter((c) => linesCross(line, c.line));
      for (const c of crossed) c.crossed++;
      if (crossed.length > 0 && flow.extra) flow.extra["crosses"] = crossed.map((c) => c.name);
    }
  for (const c of curves) {
    notes.add("rides-along", "boundary-curve", `${title} / ${c.name}`, { name: c.name, count: c.crossed });
    unplaced.push({ cell: c.cell });
  }
  const extra: JsonObject = {
    ...(mark?.made ? {} : { diagram: without(diagram, "cells", "diagramJson", OWN_KEY) }),
    ...(unplaced.length > 0 ? { unplaced } : {}),
  };
  return {
    key: textOf(mark?.item?.["id"]) || `diagram-${textOf(diagram["id"]) || d}`,
    name: mark?.label === title ? "" : title,
    ...(textOf(diagram["description"]) === "" ? {} : { note: textOf(diagram["description"]) }),
    zones,
    nodes,
    flows,
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
    ...(mark?.item ? { own: mark.item } : {}),
  };
}

// ---------------------------------------------------------------- writing

const VERSION = "2.2.0";
const STROKE = { stroke: "#333333", strokeWidth: 1.5, strokeDasharray: null };

function bodyAttributes(shape: string, name: string): JsonObject {
  if (isBox(shape)) return { label: { text: name } };
  if (shape === "store") return { text: { text: name }, topLine: { ...STROKE }, bottomLine: { ...STROKE } };
  if (shape === "td-text-block") return { text: { text: name } };
  return { text: { text: name }, body: { ...STROKE } };
}
function lineAttributes(): JsonObject {
  return {
    line: {
      stroke: "#333333",
      strokeWidth: 1.5,
      targetMarker: { name: "block" },
      sourceMarker: { name: "" },
      strokeDasharray: null,
    },
  };
}
const DATA_TYPE: Record<string, string> = {
  actor: "tm.Actor",
  process: "tm.Process",
  store: "tm.Store",
  flow: "tm.Flow",
  "trust-boundary-box": "tm.BoundaryBox",
};
/** Text of the file where it says the same already: the other tool's line breaks stay. */
const textFor = (said: string, raw: unknown): string =>
  said !== "" && typeof raw === "string" && saysTheSame(said, raw) ? raw : said;
const rounded = (n: number) => Math.round(n * 100) / 100;

/** Threat Dragon 2 JSON. What it has no word for stands in bags named `seiza` that it does not read. */
export function writeThreatDragon(input: Study, context: ImportContext): ExportResult {
  const study = canonicalStudy(input);
  const lang = context.lang ?? "ja";
  const bag = bagOf(study, FORMAT) ?? {};
  const rawModel = isObject(bag["model"]) ? bag["model"] : undefined;
  const rawSummary = objectOf(rawModel?.["summary"]);
  const rawDetail = objectOf(rawModel?.["detail"]);
  const notes: ExportNote[] = [];
  let threatCount = 0;

  const cellOf = (item: { extensions?: unknown }): JsonObject | undefined => {
    const cell = bagOf(item, FORMAT)?.["cell"];
    return isObject(cell) ? cell : undefined;
  };

  function diagramOf(cfg: Configuration, id: number): JsonObject {
    const cfgBag = bagOf(cfg, FORMAT);
    const raw = isObject(cfgBag?.["diagram"]) ? cfgBag["diagram"] : undefined;
    // Zones that an import made for what stands in none are no boxes of the diagram.
    const drawn = cfg.zones.filter((x) => !isSpare(x));
    const auto = place(cfg.zones, cfg.components);
    const taken = new Set<string>();
    const unique = (wanted: string): string => {
      let key = wanted;
      for (let n = 2; taken.has(key); n++) key = `${wanted}-${n}`;
      taken.add(key);
      return key;
    };
    const idOf = (item: { id: string; extensions?: unknown }, kind: string) =>
      unique(textOf(cellOf(item)?.["id"]) || `${kind}-${item.id}`);
    const zoneId = new Map(drawn.map((z) => [z.id, idOf(z, "zone")]));
    const componentId = new Map(cfg.components.map((c) => [c.id, idOf(c, "component")]));
    const personId = new Map((cfg.people ?? []).map((p) => [p.id, idOf(p, "person")]));
    const boxOf = (layout: StudyBox | undefined, made: Box | undefined): Box => ({
      x: layout?.x ?? made?.x ?? 0,
      y: layout?.y ?? made?.y ?? 0,
      width: Math.max(10, layout?.width ?? made?.width ?? NODE.width),
      height: Math.max(10, layout?.height ?? made?.height ?? NODE.height),
    });
    let z = 0;

    const node = (
      item: {
        id: string;
        extensions?: unknown;
        name?: Study["system"]["name"] | undefined;
        note?: Study["system"]["name"] | undefined;
      },
      key: string,
      shape: string,
      box: Box,
      bagItem: JsonObject,
      more: JsonObject,
    ): JsonObject => {
      const own = cellOf(item);
      const isRaw = own?.["id"] !== undefined;
      const rawBox = own ? boxIn(own) : undefined;
      const still =
        rawBox &&
        rounded(rawBox.x) === box.x &&
        rounded(rawBox.y) === box.y &&
        rounded(rawBox.width) === box.width &&
        rounded(rawBox.height) === box.height;
      const position = still ? rawBox : box;
      const data = objectOf(own?.["data"]);
      const said = inLanguage(item.name, lang);
      const label = said === "" ? item.id : undefined;
      const name =
        isRaw && said === ""
          ? textOf(data["name"])
          : textFor(said || item.id, isRaw ? nameIn(own) : undefined);
      const note = textFor(inLanguage(item.note, lang), data["description"]);
      const threats = objectsOf(data["threats"]);
      threatCount += threats.length;
      const rawAttributes = objectOf(own?.["attrs"]);
      const shown =
        textOf(objectOf(rawAttributes["text"])["text"]) || textOf(objectOf(rawAttributes["label"])["text"]);
      const attributes =
        isRaw && (shown === name || shown === "")
          ? rawAttributes
          : { ...rawAttributes, ...bodyAttributes(shape, name) };
      z++;
      return {
        ...(own ?? {}),
        id: key,
        shape: textOf(own?.["shape"]) || shape,
        zIndex: isRaw ? Math.round(numberOf(own["zIndex"]) ?? 0) : isBox(shape) ? -1 : z,
        ...(isRaw && !rawBox && still === undefined && own["position"] === undefined
          ? {}
          : {
              position: { x: position.x, y: position.y },
              size: { ...objectOf(own?.["size"]), width: position.width, height: position.height },
            }),
        attrs: attributes,
        data: {
          ...(isRaw ? {} : more),
          ...data,
          type: textOf(data["type"]) || (DATA_TYPE[shape] ?? "tm.Process"),
          ...(isRaw && data["name"] === undefined && name === shown ? {} : { name }),
          ...(isRaw && note === "" && data["description"] === undefined ? {} : { description: note }),
          hasOpenThreats:
            data["hasOpenThreats"] === true || threats.some((t) => textOf(t["status"]) === "Open"),
          [OWN_KEY]: markOf({
            item: bagItem,
            at: spot(position),
            ...(label === undefined || isRaw ? {} : { label }),
            ...(isRaw ? {} : { made: true }),
          }),
        },
      };
    };
    const scope = { outOfScope: false, reasonOutOfScope: "", threats: [] };
    const boxes = drawn.map((zone) =>
      node(
        zone,
        zoneId.get(zone.id) as string,
        "trust-boundary-box",
        boxOf(cfg.layout?.[`zone:${zone.id}`], auto.zones.get(zone.id)),
        ownItem(zone, FORMAT),
        { isTrustBoundary: true },
      ),
    );
    const shapeOf = (c: Component): string => {
      const type = study.productTypes.find((t) => t.id === c.type);
      const cls = c.class ?? type?.class;
      return cls === "service" ? "actor" : "process";
    };
    const things = cfg.components.map((c) => {
      const shape = textOf(cellOf(c)?.["shape"]) || shapeOf(c);
      return node(
        c,
        componentId.get(c.id) as string,
        shape,
        boxOf(cfg.layout?.[c.id], auto.components.get(c.id)),
        ownItem(c, FORMAT),
        shape === "actor"
          ? { ...scope, providesAuthentication: false }
          : {
              ...scope,
              handlesCardPayment: false,
              handlesGoodsOrServices: false,
              isWebApplication: false,
              privilegeLevel: "",
            },
      );
    });
    const lines: JsonObject[] = [];
    const line = (
      key: string,
      own: JsonObject | undefined,
      ends: { source: string; target: string },
      words: { name: string; label?: string; note: string },
      mark: OwnMark,
      facts: { protocol: string; isEncrypted: boolean },
    ): void => {
      const isRaw = own?.["id"] !== undefined;
      const data = objectOf(own?.["data"]);
      const threats = objectsOf(data["threats"]);
      threatCount += threats.length;
      const end = (side: "source" | "target") => {
        const before = objectOf(own?.[side]);
        return textOf(before["cell"]) === ends[side] ? before : { cell: ends[side] };
      };
      z++;
      lines.push({
        ...(own ?? {}),
        id: key,
        shape: "flow",
        zIndex: isRaw ? Math.round(numberOf(own["zIndex"]) ?? 0) : z,
        source: end("source"),
        target: end("target"),
        vertices: objectsOf(own?.["vertices"]),
        connector: textOf(own?.["connector"]) || "smooth",
        labels: isRaw && words.name === textOf(data["name"]) ? (own["labels"] ?? []) : [words.name],
        attrs: isRaw ? objectOf(own["attrs"]) : lineAttributes(),
        data: {
          ...(isRaw ? {} : { ...scope, isBidirectional: false, isPublicNetwork: false, ...facts }),
          ...data,
          type: "tm.Flow",
          name: words.name,
          ...(isRaw && words.note === "" && data["description"] === undefined
            ? {}
            : { description: words.note }),
          hasOpenThreats:
            data["hasOpenThreats"] === true || threats.some((t) => textOf(t["status"]) === "Open"),
          [OWN_KEY]: markOf({
            ...mark,
            ...(words.label === undefined || isRaw ? {} : { label: words.label }),
            ...(isRaw ? {} : { made: true }),
          }),
        },
      });
    };
    const faceOf = (endpoint: string) => {
      const [c, f] = endpoint.split(".");
      return cfg.components.find((x) => x.id === c)?.interfaces?.find((i) => i.id === f);
    };
    const safe = (encryption: string | undefined) => encryption === "transport" || encryption === "message";
    (cfg.flows ?? []).forEach((f, i) => {
      const own = cellOf(f);
      const data = objectOf(own?.["data"]);
      const label = `${f.from} → ${f.to}`;
      const said = inLanguage(f.name, lang);
      const isRaw = own?.["id"] !== undefined;
      const end = (endpoint: string) => componentId.get(endpoint.split(".")[0] as string) ?? endpoint;
      const to = faceOf(f.to);
      line(
        unique(textOf(own?.["id"]) || `flow-${f.id ?? i + 1}`),
        own,
        { source: end(f.from), target: end(f.to) },
        {
          name:
            said === ""
              ? isRaw
                ? textOf(data["name"])
                : label
              : textFor(said, isRaw ? nameIn(own) : undefined),
          ...(said === "" ? { label } : {}),
          note: textFor(inLanguage(f.note, lang), data["description"]),
        },
        { item: ownItem(f, FORMAT) },
        { protocol: f.protocol ?? to?.protocol ?? "", isEncrypted: safe(to?.encryption) },
      );
    });
    const left =
      Math.min(0, ...boxes.map((b) => numberOf(objectOf(b["position"])["x"]) ?? 0)) - 2 * NODE.width;
    (cfg.people ?? []).forEach((p, i) => {
      const key = personId.get(p.id) as string;
      const own = cellOf(p);
      const rawBox = own ? boxIn(own) : undefined;
      const made = { x: rounded(left), y: i * 120, ...NODE };
      things.push(
        node(
          { ...p, note: textOf(objectOf(own?.["data"])["description"]) },
          key,
          "actor",
          rawBox
            ? {
                x: rounded(rawBox.x),
                y: rounded(rawBox.y),
                width: rounded(rawBox.width),
                height: rounded(rawBox.height),
              }
            : made,
          ownItem(p, FORMAT, "uses"),
          { ...scope, providesAuthentication: false },
        ),
      );
      const kept = objectsOf(bagOf(p, FORMAT)?.["flows"]);
      for (const use of p.uses ?? []) {
        const raws = kept.filter((f) => textOf(f["use"]) === use);
        for (const rawFlow of raws.length > 0 ? raws : [undefined]) {
          const cell = isObject(rawFlow?.["cell"]) ? rawFlow["cell"] : undefined;
          const partner = componentId.get(use.split(".")[0] as string) ?? use;
          const back = textOf(objectOf(cell?.["target"])["cell"]) === key && cell?.["id"] !== undefined;
          const label = `${p.id} → ${use}`;
          const face = faceOf(use);
          const data = objectOf(cell?.["data"]);
          line(
            unique(textOf(cell?.["id"]) || `use-${p.id}-${use.replace(".", "-")}`),
            cell,
            { source: back ? partner : key, target: back ? key : partner },
            {
              name: cell?.["id"] === undefined ? label : textOf(data["name"]),
              label,
              note: textOf(data["description"]),
            },
            { item: { use } },
            { protocol: face?.protocol ?? "", isEncrypted: safe(face?.encryption) },
          );
        }
      }
    });
    const rest = objectsOf(cfgBag?.["unplaced"]).flatMap((u) => (isObject(u["cell"]) ? [u["cell"]] : []));
    for (const c of rest) threatCount += objectsOf(objectOf(c["data"])["threats"]).length;
    const name = textFor(inLanguage(cfg.name, lang), raw?.["title"]);
    const description = textFor(inLanguage(cfg.text, lang), raw?.["description"]);
    return {
      diagramType: "STRIDE",
      thumbnail: "./public/content/images/thumbnail.stride.jpg",
      ...raw,
      id,
      title: name,
      version: textOf(raw?.["version"]).slice(0, 10) || VERSION,
      ...(raw && description === "" ? {} : { description }),
      cells: [...boxes, ...things, ...lines, ...rest],
      [OWN_KEY]: markOf({
        item: ownItem(cfg, FORMAT, "zones", "components", "flows", "people", "layout"),
        ...(raw ? {} : { made: true }),
      }),
    };
  }

  // Numbers of diagrams: the file's own where they are free.
  const used = new Set<number>();
  const emptyOnes = objectsOf(bag["emptyDiagrams"]).map((d) => [d, free(numberOf(d["id"]))] as const);
  const rawId = (cfg: Configuration): number | undefined => {
    const n = numberOf(objectOf(bagOf(cfg, FORMAT)?.["diagram"])["id"]);
    return n !== undefined && Number.isInteger(n) && n >= 0 ? n : undefined;
  };
  function free(wanted: number | undefined): number {
    let n = wanted !== undefined && Number.isInteger(wanted) && wanted >= 0 ? wanted : 0;
    while (used.has(n)) n++;
    used.add(n);
    return n;
  }
  const ids = study.configurations.map((c) => [c, rawId(c)] as const);
  const numbered = new Map(ids.filter(([, n]) => n !== undefined).map(([c, n]) => [c, free(n)]));
  for (const [c, n] of ids) if (n === undefined) numbered.set(c, free(undefined));
  const order = [...study.configurations].sort((a, b) => (numbered.get(a) ?? 0) - (numbered.get(b) ?? 0));
  const diagrams = order.map((c) => diagramOf(c, numbered.get(c) as number));
  const emptyDiagrams = emptyOnes.map(([d, n]) => ({
    version: VERSION,
    diagramType: "STRIDE",
    thumbnail: "./public/content/images/thumbnail.stride.jpg",
    title: "",
    ...d,
    id: n,
  }));
  const lost =
    (study.decisions?.length ?? 0) + (study.threatSources?.length ?? 0) + (study.assets?.length ?? 0);
  if (lost > 0) notes.push({ code: "kept-in-own-bag", values: { format: "Threat Dragon", count: lost } });
  const interfaces = study.configurations.reduce(
    (n, c) => n + c.components.reduce((m, x) => m + (x.interfaces?.length ?? 0), 0),
    0,
  );
  if (interfaces > 0)
    notes.push({ code: "interfaces-in-own-bag", values: { format: "Threat Dragon", count: interfaces } });
  const title = textFor(inLanguage(study.system.name, lang), rawSummary["title"]);
  const description = textFor(inLanguage(study.system.scope, lang), rawSummary["description"]);
  const version = textOf(rawModel?.["version"]);
  const out: JsonObject = {
    ...(rawModel ? without(rawModel, "summary", "detail") : {}),
    version: /^2\./.test(version) && version.length <= 10 ? version : VERSION,
    summary: {
      ...rawSummary,
      title:
        rawModel && saysTheSame(study.system.name, textOf(rawSummary["title"]))
          ? textOf(rawSummary["title"])
          : title,
      ...(rawModel && description === "" ? {} : { description }),
      ...(rawModel ? {} : { id: study.system.id.padEnd(2, "-"), owner: "" }),
    },
    detail: {
      ...rawDetail,
      contributors: objectsOf(rawDetail["contributors"]),
      diagrams: [...diagrams, ...emptyDiagrams],
      diagramTop: Math.max(
        Math.trunc(numberOf(rawDetail["diagramTop"]) ?? 0),
        ...[...used].map((n) => n + 1),
        0,
      ),
      reviewer: textOf(rawDetail["reviewer"]),
      threatTop: Math.max(Math.trunc(numberOf(rawDetail["threatTop"]) ?? 0), threatCount),
    },
    [OWN_KEY]: markOf({
      item: ownItem(study, FORMAT, "configurations", "$schema"),
      ...(rawModel ? {} : { made: true }),
    }),
  };
  const { version: v, summary, detail, ...others } = out;
  const ordered = {
    version: v,
    summary: sortedKeys(summary),
    detail: sortedKeys(detail),
    ...objectOf(sortedKeys(others)),
  };
  return { text: `${JSON.stringify(ordered, null, 2)}\n`, notes };
}
