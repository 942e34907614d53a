/**
 * Open Threat Model (OTM) 0.2.0, JSON and YAML. Source: iriusrisk/OpenThreatModel, `otm_schema.json`.
 * Positions are relative to the parent; nulls stand almost anywhere; ids are the file's own.
 */
import { type Configuration, canonicalStudy, type Study } from "@seiza/model";
import {
  at,
  isObject,
  type JsonObject,
  numberOf,
  objectOf,
  objectsOf,
  stringsOf,
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
import { type Box, place } from "./geometry.ts";
import { bagOf, inLanguage, markOf, OWN_KEY, type OwnMark, ownItem, ownMark, sortedKeys } from "./own.ts";
import type { Sketch, SketchFlow, SketchNode, SketchPage, SketchZone } from "./sketch.ts";

export const FORMAT = "otm";

export const recognise = (value: JsonObject): boolean => value["otmVersion"] !== undefined;

/** A null says nothing: it is not kept. */
const stated = (element: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(element).filter(([, v]) => v !== null));
const markIn = (element: JsonObject): OwnMark | undefined => ownMark(at(element["attributes"], OWN_KEY));
/** The element without our bag. */
function bare(element: JsonObject): JsonObject {
  const attributes = element["attributes"];
  if (!isObject(attributes) || !(OWN_KEY in attributes)) return stated(element);
  const rest = without(attributes, OWN_KEY);
  const left = stated(without(element, "attributes"));
  return Object.keys(rest).length > 0 ? { ...left, attributes: rest } : left;
}
/** What goes into the extension bag: all of a foreign element, of one that we made only what was added since. */
function extraOf(
  element: JsonObject,
  mark: OwnMark | undefined,
  made: readonly string[],
): JsonObject | undefined {
  const raw = bare(element);
  const extra = mark?.made ? without(raw, ...made) : raw;
  return Object.keys(extra).length > 0 ? extra : undefined;
}
const ELEMENT = ["id", "name", "type", "description", "parent", "representations", "risk", "assets"];
const FLOW = ["id", "name", "description", "source", "destination", "assets"];

/** Unlike the 0–100 of the format, a study has three levels of importance. */
const importanceOf = (risk: JsonObject): 1 | 2 | 3 | undefined => {
  const values = ["confidentiality", "integrity", "availability"].flatMap((k) => numberOf(risk[k]) ?? []);
  if (values.length === 0) return undefined;
  const most = Math.max(...values);
  return most >= 67 ? 3 : most >= 34 ? 2 : 1;
};
const trustOf = (rating: number): number => Math.max(0, Math.min(4, Math.round(rating / 25)));

const nameOf = (element: JsonObject, mark: OwnMark | undefined): string => {
  const name = textOf(element["name"]);
  return mark?.label !== undefined && mark.label === name ? "" : name;
};

/** @throws Refused when the file holds no model */
export function sketchOtm(value: JsonObject, notes: Notes): Sketch {
  const project = objectOf(value["project"]);
  if (value["otmVersion"] === undefined && value["project"] === undefined)
    throw new Refused("not-this-format");
  const studyMark = markIn(project);
  const representations = withIds(objectsOf(value["representations"]), "representation");
  const zones = withIds(objectsOf(value["trustZones"]), "trust-zone");
  const components = withIds(objectsOf(value["components"]), "component");
  const flows = withIds(objectsOf(value["dataflows"]), "dataflow");
  if (zones.length + components.length + flows.length > LIMITS.items)
    throw new Refused("too-many", { limit: LIMITS.items });

  // Absolute places: the parent's and the own, summed up.
  const byId = new Map<string, JsonObject>();
  for (const e of [...components, ...zones]) byId.set(textOf(e["id"]), e);
  const parentOf = (e: JsonObject): string => {
    const parent = objectOf(e["parent"]);
    return textOf(parent["trustZone"]) || textOf(parent["component"]);
  };
  const diagrams = representations.filter((r) => textOf(r["type"]) === "diagram");
  const drawn = new Map(diagrams.map((r) => [textOf(r["id"]), r]));
  const shown = (e: JsonObject): JsonObject | undefined =>
    objectsOf(e["representations"]).find(
      (r) => drawn.has(textOf(r["representation"])) && isObject(r["position"]),
    );
  const places = new Map<string, { x: number; y: number }>();
  const placeOf = (id: string, depth = 0): { x: number; y: number } => {
    const known = places.get(id);
    if (known) return known;
    const e = byId.get(id);
    places.set(id, { x: 0, y: 0 }); // A circle of parents ends here.
    if (!e) return { x: 0, y: 0 };
    const position = objectOf(shown(e)?.["position"]);
    const parent = parentOf(e);
    const base = parent !== "" && depth < LIMITS.xmlDepth ? placeOf(parent, depth + 1) : { x: 0, y: 0 };
    const found = { x: base.x + (numberOf(position["x"]) ?? 0), y: base.y + (numberOf(position["y"]) ?? 0) };
    places.set(id, found);
    return found;
  };
  const boxOf = (e: JsonObject): Box | undefined => {
    const view = shown(e);
    if (!view) return undefined;
    const size = objectOf(view["size"]);
    return {
      ...placeOf(textOf(e["id"])),
      width: Math.max(1, numberOf(size["width"]) ?? 100),
      height: Math.max(1, numberOf(size["height"]) ?? 60),
    };
  };
  /** Trust zone that a component stands in, through the components around it. */
  const zoneIds = new Set(zones.map((z) => textOf(z["id"])));
  const zoneOf = (e: JsonObject): string | undefined => {
    let here: JsonObject | undefined = e;
    for (let i = 0; here && i < 100; i++) {
      const parent: string = parentOf(here);
      if (zoneIds.has(parent)) return parent;
      here = byId.get(parent);
    }
    return undefined;
  };

  const pages = new Map<string, SketchPage>();
  const pageMarks = representations.flatMap((r) => {
    const mark = markIn(r);
    return mark?.item ? [[r, mark] as const] : [];
  });
  for (const [r, mark] of pageMarks) {
    const key = textOf(mark.item?.["id"]);
    pages.set(key, {
      key,
      name: nameOf(r, mark),
      ...(textOf(r["description"]) === "" ? {} : { note: textOf(r["description"]) }),
      zones: [],
      nodes: [],
      flows: [],
      own: mark.item as JsonObject,
      ...(mark.made ? {} : { extra: { representation: textOf(r["id"]) } }),
    });
  }
  const [firstDiagram] = diagrams;
  if (pages.size === 0)
    pages.set("main", {
      key: "main",
      name: textOf(firstDiagram?.["name"]) || textOf(project["name"]),
      zones: [],
      nodes: [],
      flows: [],
      ...(textOf(firstDiagram?.["description"]) === ""
        ? {}
        : { note: textOf(firstDiagram?.["description"]) }),
      ...(firstDiagram ? { extra: { representation: textOf(firstDiagram["id"]) } } : {}),
    });
  const [main] = pages.values() as Iterable<SketchPage> as [SketchPage];
  const pageOfId = new Map<string, SketchPage>();
  const pageFor = (e: JsonObject, mark: OwnMark | undefined): SketchPage => {
    const stated = mark?.configuration === undefined ? undefined : pages.get(mark.configuration);
    if (stated) return stated;
    const parent = zoneOf(e);
    return (parent === undefined ? undefined : pageOfId.get(parent)) ?? main;
  };

  zones.forEach((z, i) => {
    const mark = markIn(z);
    const page = pageFor(z, mark);
    const key = textOf(z["id"]);
    pageOfId.set(key, page);
    const rating = numberOf(objectOf(z["risk"])["trustRating"]);
    const parent = parentOf(z);
    const box = boxOf(z);
    const zone: SketchZone = {
      key,
      name: nameOf(z, mark),
      hints: [textOf(z["type"]), key, textOf(z["name"])],
      place: `trustZones[${i}] ${textOf(z["name"])}`,
    };
    if (textOf(z["description"]) !== "") zone.note = textOf(z["description"]);
    if (zoneIds.has(parent)) zone.parent = parent;
    if (rating !== undefined) zone.trust = trustOf(rating);
    if (box) zone.box = box;
    const extra = extraOf(z, mark, ELEMENT);
    if (extra) zone.extra = extra;
    if (mark?.item) zone.own = mark.item;
    page.zones.push(zone);
  });
  const assetUses = new Map<string, { page: string; node: string }[]>();
  components.forEach((c, i) => {
    const mark = markIn(c);
    const page = pageFor(c, mark);
    const key = textOf(c["id"]);
    pageOfId.set(key, page);
    const type = textOf(c["type"]);
    const box = boxOf(c);
    const node: SketchNode = {
      key,
      name: nameOf(c, mark),
      shape: /actor|person|user|human|人/i.test(type) ? "person" : "process",
      hints: [type, ...stringsOf(c["tags"]).slice(0, 10), textOf(c["name"])],
      zone: zoneOf(c),
      place: `components[${i}] ${textOf(c["name"])}`,
    };
    if (type !== "") node.kind = type;
    if (textOf(c["description"]) !== "") node.note = textOf(c["description"]);
    if (box) node.box = box;
    const extra = extraOf(c, mark, ELEMENT);
    if (extra) node.extra = extra;
    if (mark?.item) node.own = mark.item;
    page.nodes.push(node);
    const assets = objectOf(c["assets"]);
    for (const asset of [...stringsOf(assets["processed"]), ...stringsOf(assets["stored"])]) {
      const list = assetUses.get(asset) ?? [];
      assetUses.set(asset, list);
      list.push({ page: page.key, node: key });
    }
  });
  flows.forEach((f, i) => {
    const mark = markIn(f);
    const from = textOf(f["source"]);
    const to = textOf(f["destination"]);
    const page =
      (mark?.configuration === undefined ? undefined : pages.get(mark.configuration)) ??
      pageOfId.get(from) ??
      pageOfId.get(to) ??
      main;
    const flow: SketchFlow = {
      key: textOf(f["id"]),
      name: nameOf(f, mark),
      from,
      to,
      hints: stringsOf(f["tags"]).slice(0, 10),
      bidirectional: f["bidirectional"] === true,
      carries: stringsOf(f["assets"]),
      place: `dataflows[${i}] ${textOf(f["name"])}`,
    };
    if (textOf(f["description"]) !== "") flow.note = textOf(f["description"]);
    const extra = extraOf(f, mark, FLOW);
    if (extra) flow.extra = extra;
    if (mark?.item) flow.own = mark.item;
    page.flows.push(flow);
  });
  const assets = withIds(objectsOf(value["assets"]), "asset").map((a, i) => {
    const mark = markIn(a);
    const risk = objectOf(a["risk"]);
    const importance = importanceOf(risk);
    const comment = textOf(risk["comment"]) || textOf(risk["riskComments"]);
    const extra = extraOf(a, mark, [...ELEMENT]);
    return {
      key: textOf(a["id"]),
      name: nameOf(a, mark),
      hints: [textOf(a["name"]), textOf(a["description"])],
      on: assetUses.get(textOf(a["id"])) ?? [],
      ...(importance === undefined ? {} : { importance }),
      ...(comment === "" ? {} : { reason: comment }),
      ...(extra ? { extra } : {}),
      place: `assets[${i}] ${textOf(a["name"])}`,
    };
  });

  const foreign = representations.filter((r) => !markIn(r)?.made).map(bare);
  const rawProject = studyMark?.made ? without(bare(project), "id", "name", "description") : bare(project);
  const taken = [
    "otmVersion",
    "project",
    "representations",
    "trustZones",
    "components",
    "dataflows",
    "assets",
  ];
  const rest = Object.fromEntries(
    Object.entries(value).filter(
      ([key, v]) => !taken.includes(key) && v !== null && !(Array.isArray(v) && v.length === 0),
    ),
  );
  const extra: JsonObject = {
    ...rest,
    ...(studyMark?.made && textOf(value["otmVersion"]) === VERSION
      ? {}
      : { otmVersion: value["otmVersion"] ?? VERSION }),
    ...(Object.keys(rawProject).length > 0 ? { project: rawProject } : {}),
    ...(foreign.length > 0 ? { representations: foreign } : {}),
  };
  const threats = objectsOf(value["threats"]).length;
  if (threats > 0) notes.add("rides-along", "threats-ride-along", "threats", { count: threats });
  const fields = Object.keys(rest).filter((k) => k !== "threats" && k !== "mitigations");
  if (fields.length > 0)
    notes.add("rides-along", "fields-ride-along", "", { fields: fields.slice(0, 20).join(", ") });
  return {
    key: textOf(project["id"]),
    name: nameOf(project, studyMark),
    ...(textOf(project["description"]) === "" ? {} : { note: textOf(project["description"]) }),
    pages: [...pages.values()],
    assets,
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
    ...(studyMark?.item ? { own: studyMark.item } : {}),
  };
}

// ---------------------------------------------------------------- writing

const VERSION = "0.2.0";
/** What a reader looks for first stands first. */
const ORDER = [
  "otmVersion",
  "project",
  "representations",
  "assets",
  "trustZones",
  "components",
  "dataflows",
  "threats",
  "mitigations",
  "id",
  "name",
  "type",
  "description",
  "parent",
  "source",
  "destination",
];
const RATING = [0, 25, 50, 75, 100];

/** `element` laid over what the other tool said about it, with our bag in `attributes`. */
function dressed(bag: JsonObject | undefined, element: JsonObject, mark: OwnMark): JsonObject {
  const base = bag ?? {};
  return {
    ...element,
    ...without(base, ...Object.keys(element), "attributes"),
    attributes: { ...objectOf(base["attributes"]), [OWN_KEY]: markOf(mark) },
  };
}
/** Text of the file where it says the same already: the other tool's line breaks stay. */
const textFor = (said: string, raw: unknown): string =>
  said !== "" && typeof raw === "string" && saysTheSame(said, raw) ? raw : said;

/** OTM 0.2.0 as JSON. What OTM has no word for stands in `attributes.seiza`. */
export function writeOtm(input: Study, context: ImportContext): ExportResult {
  const study = canonicalStudy(input);
  const lang = context.lang ?? "ja";
  const bag = bagOf(study, FORMAT) ?? {};
  const notes: ExportNote[] = [];
  const several = study.configurations.length > 1;
  const taken = new Set<string>();
  const unique = (wanted: string): string => {
    let id = wanted;
    for (let n = 2; taken.has(id); n++) id = `${wanted}-${n}`;
    taken.add(id);
    return id;
  };
  const rawRepresentations = objectsOf(bag["representations"]);
  const representations: JsonObject[] = [];
  const trustZones: JsonObject[] = [];
  const components: JsonObject[] = [];
  const dataflows: JsonObject[] = [];
  const ridden: JsonObject[] = [];
  const used = new Set<JsonObject>();

  for (const cfg of study.configurations) {
    const out = writeConfiguration(cfg);
    representations.push(out.representation);
    trustZones.push(...out.zones);
    components.push(...out.components);
    dataflows.push(...out.flows);
  }

  function writeConfiguration(cfg: Configuration) {
    const cfgBag = bagOf(cfg, FORMAT);
    const wanted = textOf(cfgBag?.["representation"]);
    const raw = rawRepresentations.find((r) => textOf(r["id"]) === wanted);
    if (raw) used.add(raw);
    const representation = raw ? textOf(raw["id"]) : unique(`${cfg.id}-diagram`);
    taken.add(representation);
    const auto = place(cfg.zones, cfg.components);
    const boxOf = (key: string, made: Box | undefined): Box => {
      const box = cfg.layout?.[key];
      const fallback = made ?? { x: 0, y: 0, width: 160, height: 80 };
      return box
        ? { x: box.x, y: box.y, width: box.width ?? fallback.width, height: box.height ?? fallback.height }
        : fallback;
    };
    /** What came from the tool without a place gets none. */
    const stillDrawn = (key: string, own: JsonObject | undefined) =>
      own?.["id"] === undefined ||
      cfg.layout?.[key] !== undefined ||
      objectsOf(own["representations"]).some((r) => textOf(r["representation"]) === representation);
    // In a diagram that somebody drew, a zone that nobody placed has no box.
    const shownZones = cfg.zones.filter((z) =>
      cfg.layout ? cfg.layout[`zone:${z.id}`] : stillDrawn(`zone:${z.id}`, bagOf(z, FORMAT)),
    );
    const zoneById = new Map(cfg.zones.map((z) => [z.id, z]));
    /** Corner that places inside a zone count from: its own, or that of the nearest zone around it that has a box. */
    const cornerOf = (zone: string | undefined): { x: number; y: number } => {
      let here = zone;
      for (let i = 0; here !== undefined && i < 100; i++) {
        const box = zoneBox.get(here);
        if (box) return box;
        here = zoneById.get(here)?.parent;
      }
      return { x: 0, y: 0 };
    };
    const zoneBox = new Map(shownZones.map((z) => [z.id, boxOf(`zone:${z.id}`, auto.zones.get(z.id))]));
    const prefix = several ? `${cfg.id}/` : "";
    const idOf = (item: { id: string; extensions?: unknown }, kind: string): string =>
      unique(textOf(bagOf(item, FORMAT)?.["id"]) || `${prefix}${kind}${item.id}`);
    const zoneId = new Map(cfg.zones.map((z) => [z.id, idOf(z, "zone-")]));
    const componentId = new Map(cfg.components.map((c) => [c.id, idOf(c, "")]));
    const personId = new Map((cfg.people ?? []).map((p) => [p.id, idOf(p, "person-")]));
    /** Representations of an element: this diagram's made anew, the others' as they came. */
    const views = (own: JsonObject | undefined, id: string, box: Box, base: { x: number; y: number }) => {
      const all = objectsOf(own?.["representations"]);
      const mine = all.find((r) => textOf(r["representation"]) === representation);
      const others = all.filter((r) => r !== mine);
      const made: JsonObject = {
        ...mine,
        representation,
        id: textOf(mine?.["id"]) || `${id}-view`,
        position: { x: box.x - base.x, y: box.y - base.y },
        size: { ...objectOf(mine?.["size"]), width: box.width, height: box.height },
      };
      if (mine && mine["size"] === undefined && box.width === 100 && box.height === 60) delete made["size"];
      return [made, ...others];
    };
    const zones = cfg.zones.map((z): JsonObject => {
      const own = bagOf(z, FORMAT);
      const id = zoneId.get(z.id) as string;
      const box = zoneBox.get(z.id);
      const base = cornerOf(z.parent);
      const name = textFor(inLanguage(z.name, lang), own?.["name"]);
      const trust = z.trust ?? context.catalog["zone-kinds"].get(z.kind)?.trust ?? 2;
      const rawRating = numberOf(objectOf(own?.["risk"])["trustRating"]);
      const note = textFor(inLanguage(z.note, lang), own?.["description"]);
      const parent = z.parent === undefined ? undefined : zoneId.get(z.parent);
      return dressed(
        own,
        {
          id,
          name,
          ...(own?.["id"] === undefined ? { type: z.kind } : {}),
          ...(note === "" ? {} : { description: note }),
          risk: {
            ...objectOf(own?.["risk"]),
            trustRating:
              rawRating !== undefined && trustOf(rawRating) === trust ? rawRating : (RATING[trust] ?? 50),
          },
          ...(parent === undefined ? {} : { parent: { trustZone: parent } }),
          ...(box && stillDrawn(`zone:${z.id}`, own) ? { representations: views(own, id, box, base) } : {}),
        },
        {
          configuration: cfg.id,
          item: ownItem(z, FORMAT),
          ...(own?.["id"] === undefined ? { made: true } : {}),
        },
      );
    });
    const assetsOn = new Map<string, string[]>();
    for (const a of study.assets ?? [])
      for (const on of a.on) {
        const list = assetsOn.get(on);
        if (list) list.push(a.id);
        else assetsOn.set(on, [a.id]);
      }
    const assetFileId = (id: string): string => {
      const a = study.assets?.find((x) => x.id === id);
      return (a ? textOf(bagOf(a, FORMAT)?.["id"]) : "") || id;
    };
    // An asset that came with the file stands where the file put it already.
    const fromFile = new Set((study.assets ?? []).flatMap((a) => textOf(bagOf(a, FORMAT)?.["id"]) || []));
    const things = cfg.components.map((c): JsonObject => {
      const own = bagOf(c, FORMAT);
      const id = componentId.get(c.id) as string;
      const box = boxOf(c.id, auto.components.get(c.id));
      const name = inLanguage(c.name, lang) || c.id;
      const note = textFor(inLanguage(c.note, lang), own?.["description"]);
      const inComponent = textOf(objectOf(own?.["parent"])["component"]);
      const around = cfg.components.find((x) => componentId.get(x.id) === inComponent && x.zone === c.zone);
      const base =
        around && stillDrawn(around.id, bagOf(around, FORMAT))
          ? boxOf(around.id, auto.components.get(around.id))
          : cornerOf(c.zone);
      const stored = (assetsOn.get(`${cfg.id}/${c.id}`) ?? []).map(assetFileId);
      const rawAssets = objectOf(own?.["assets"]);
      const before = new Set([...stringsOf(rawAssets["processed"]), ...stringsOf(rawAssets["stored"])]);
      const added = stored.filter((a) => !before.has(a) && !fromFile.has(a));
      return dressed(
        own,
        {
          id,
          name: textFor(name, own?.["name"]),
          type: textOf(own?.["type"]) || c.type,
          ...(note === "" ? {} : { description: note }),
          parent: around ? { component: inComponent } : { trustZone: zoneId.get(c.zone) ?? "" },
          ...(stillDrawn(c.id, own) ? { representations: views(own, id, box, base) } : {}),
          ...(added.length > 0
            ? { assets: { ...rawAssets, stored: [...stringsOf(rawAssets["stored"]), ...added] } }
            : {}),
        },
        {
          configuration: cfg.id,
          item: ownItem(c, FORMAT),
          ...(c.name === undefined ? { label: name } : {}),
          ...(own?.["id"] === undefined ? { made: true } : {}),
        },
      );
    });
    const flows = (cfg.flows ?? []).map((f, i): JsonObject => {
      const own = bagOf(f, FORMAT);
      const id = unique(textOf(own?.["id"]) || `${prefix}flow-${f.id ?? i + 1}`);
      const end = (endpoint: string) => componentId.get(endpoint.split(".")[0] as string) ?? endpoint;
      const label = `${f.from} → ${f.to}`;
      const name = inLanguage(f.name, lang) || label;
      const note = textFor(inLanguage(f.note, lang), own?.["description"]);
      const carried = (f.carries ?? []).map(assetFileId);
      const before = stringsOf(own?.["assets"]);
      return dressed(
        own,
        {
          id,
          name:
            own?.["id"] !== undefined && f.name === undefined
              ? textOf(own["name"])
              : textFor(name, own?.["name"]),
          ...(note === "" ? {} : { description: note }),
          source: end(f.from),
          destination: end(f.to),
          ...(carried.length > 0 && (own?.["id"] === undefined || carried.some((a) => !before.includes(a)))
            ? { assets: [...new Set([...before, ...carried])] }
            : {}),
        },
        {
          configuration: cfg.id,
          item: ownItem(f, FORMAT),
          ...(f.name === undefined ? { label } : {}),
          ...(own?.["id"] === undefined ? { made: true } : {}),
        },
      );
    });
    for (const p of cfg.people ?? []) {
      const own = bagOf(p, FORMAT);
      const id = personId.get(p.id) as string;
      const zone = p.zones?.[0] ?? cfg.zones[0]?.id ?? "";
      things.push(
        dressed(
          own === undefined ? undefined : without(own, "flows"),
          {
            id,
            name: textFor(inLanguage(p.name, lang), own?.["name"]),
            type: textOf(own?.["type"]) || "person",
            parent: { trustZone: zoneId.get(zone) ?? "" },
          },
          {
            configuration: cfg.id,
            item: ownItem(p, FORMAT, "uses"),
            ...(own?.["id"] === undefined ? { made: true } : {}),
          },
        ),
      );
      const kept = objectsOf(own?.["flows"]);
      for (const use of p.uses ?? []) {
        const raws = kept.filter((f) => textOf(f["use"]) === use);
        for (const raw of raws.length > 0 ? raws : [undefined]) {
          const label = `${p.id} → ${use}`;
          const fromFile = raw && raw["id"] !== undefined;
          const partner = componentId.get(use.split(".")[0] as string) ?? use;
          const back = fromFile && textOf(raw["destination"]) === id;
          flows.push(
            dressed(
              raw === undefined ? undefined : without(raw, "use"),
              {
                id: unique(textOf(raw?.["id"]) || `${prefix}use-${p.id}-${use.replace(".", "-")}`),
                name: fromFile ? textOf(raw["name"]) : label,
                source: back ? partner : id,
                destination: back ? id : partner,
              },
              { configuration: cfg.id, item: { use }, ...(fromFile ? {} : { label, made: true }) },
            ),
          );
        }
      }
    }
    const boxes = [...zoneBox.values()];
    const right = Math.max(100, ...boxes.map((b) => b.x + b.width));
    const bottom = Math.max(100, ...boxes.map((b) => b.y + b.height));
    ridden.push(...objectsOf(cfgBag?.["unplaced"]));
    const name = inLanguage(cfg.name, lang);
    const text = textFor(inLanguage(cfg.text, lang), raw?.["description"]);
    return {
      representation: dressed(
        raw,
        {
          name: raw ? textOf(raw["name"]) : name,
          id: representation,
          type: "diagram",
          ...(text === "" ? {} : { description: text }),
          ...(raw ? {} : { size: { width: right, height: bottom } }),
        },
        {
          item: ownItem(cfg, FORMAT, "zones", "components", "flows", "people", "layout"),
          ...(raw
            ? { ...(textOf(raw["name"]) === name ? {} : { label: textOf(raw["name"]) }) }
            : { made: true }),
        },
      ),
      zones,
      components: things,
      flows,
    };
  }

  const rawProject = isObject(bag["project"]) ? bag["project"] : undefined;
  const note = textFor(inLanguage(study.system.scope, lang), rawProject?.["description"]);
  const rest = without(bag, "otmVersion", "project", "representations", "unplacedAssets");
  const lost = (study.decisions?.length ?? 0) + (study.threatSources?.length ?? 0);
  if (lost > 0) notes.push({ code: "kept-in-own-bag", values: { format: "OTM", count: lost } });
  const interfaces = study.configurations.reduce(
    (n, c) => n + c.components.reduce((m, x) => m + (x.interfaces?.length ?? 0), 0),
    0,
  );
  if (interfaces > 0)
    notes.push({ code: "interfaces-in-own-bag", values: { format: "OTM", count: interfaces } });
  const assets = (study.assets ?? []).map((a): JsonObject => {
    const own = bagOf(a, FORMAT);
    const risk = objectOf(own?.["risk"]);
    const level = a.importance === undefined ? 50 : [0, 0, 50, 100][a.importance];
    const keep = own !== undefined && importanceOf(risk) === a.importance;
    return dressed(
      own,
      {
        id: textOf(own?.["id"]) || a.id,
        name: textFor(inLanguage(a.name, lang), own?.["name"]),
        risk: keep
          ? risk
          : { ...risk, confidentiality: level ?? 50, integrity: level ?? 50, availability: level ?? 50 },
      },
      own?.["id"] === undefined ? { made: true } : {},
    );
  });
  const out: JsonObject = {
    otmVersion: bag["otmVersion"] ?? VERSION,
    project: dressed(
      rawProject,
      {
        name: textFor(inLanguage(study.system.name, lang), rawProject?.["name"]),
        id: textOf(rawProject?.["id"]) || study.system.id,
        ...(note === "" ? {} : { description: note }),
      },
      {
        item: ownItem(study, FORMAT, "configurations", "$schema"),
        ...(rawProject?.["id"] === undefined ? { made: true } : {}),
      },
    ),
    representations: [...representations, ...rawRepresentations.filter((r) => !used.has(r))],
    assets: [...assets, ...objectsOf(bag["unplacedAssets"])],
    trustZones,
    components,
    dataflows: [...dataflows, ...ridden],
    threats: [],
    mitigations: [],
    ...rest,
  };
  return { text: `${JSON.stringify(sortedKeys(out, ORDER), null, 2)}\n`, notes };
}
