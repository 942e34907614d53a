/**
 * From a sketch to a study that `check` accepts: ids are made, kinds looked up, ends of flows become interfaces, and
 * every value that the file does not say is written as a default or as `unknown`, with a note.
 */
import type { Catalog, Text } from "@seiza/catalog";
import {
  COMPONENT_CLASSES,
  type Component,
  type Configuration,
  DOMAINS,
  type Flow,
  type Interface,
  type Person,
  type ProductType,
  protocolFinder,
  resolveStudy,
  type Study,
  validateStudy,
  type Zone,
} from "@seiza/model";
import { bagged, isObject, type Json, type JsonObject, objectsOf, oneLine, textOf, without } from "./bag.ts";
import { type ImportContext, LIMITS, type ModelFormat, Notes, Refused } from "./format.ts";
import { place } from "./geometry.ts";
import { Ids, readable, slug } from "./ids.ts";
import { WordTable } from "./mapping.ts";
import { inLanguage } from "./own.ts";
import type { Shape, Sketch, SketchFlow, SketchNode, SketchPage } from "./sketch.ts";

type StudyText = ProductType["name"];

const DEFAULT_CLASS: Record<Shape, (typeof COMPONENT_CLASSES)[number]> = {
  process: "server",
  store: "server",
  external: "service",
  person: "terminal",
  unknown: "device",
};
const SHAPE_NAMES: Record<Shape, Text> = {
  process: { ja: "処理(種別不明)", en: "Process (kind not stated)" },
  store: { ja: "データ保管(種別不明)", en: "Data store (kind not stated)" },
  external: { ja: "外部エンティティ(種別不明)", en: "External entity (kind not stated)" },
  person: { ja: "利用者の端末", en: "A person's terminal" },
  unknown: { ja: "構成要素(種別不明)", en: "Component (kind not stated)" },
};
const UNZONED: Text = { ja: "区画の指定なし", en: "No zone stated" };
const OUTSIDE: Text = { ja: "システムの外", en: "Outside the system" };
const PLACEHOLDER: Text = { ja: "(取り込み元に構成要素なし)", en: "(no component in the file)" };
const PLACEHOLDER_KEY = "\u0000placeholder";
const NAMELESS: Text = { ja: "(名称なし)", en: "(no name)" };
/** Zone kind where nothing tells: not outside, not of one trade. */
const DEFAULT_ZONE_KIND = "office-it";
const MAX_TEXT = 2000;
const MAX_PEOPLE = 1000;

const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, "\ufffd");
/** Words of at most 2 000 characters; undefined where there are none. */
export function words(text: string, lines: "one" | "many" = "one"): string | undefined {
  // Four times as much is looked at, so that a text of megabytes costs no more than its beginning.
  const start = text.slice(0, MAX_TEXT * 4);
  const tidy = wellFormed(lines === "one" ? oneLine(start) : start.trim());
  if (tidy === "") return undefined;
  const letters = [...tidy];
  return letters.length > MAX_TEXT ? `${letters.slice(0, MAX_TEXT - 1).join("")}…` : tidy;
}
/** Whether the native text of a file is what an export of ours writes for these words. */
export function saysTheSame(own: unknown, native: string): boolean {
  const said = typeof own === "string" ? [own] : isObject(own) ? [own["ja"], own["en"]] : [];
  return said.some(
    (s) =>
      typeof s === "string" && (words(s) === words(native) || words(s, "many") === words(native, "many")),
  );
}

interface Link {
  protocol?: string;
  medium: string;
  known: boolean;
  encryptedBy?: Interface["encryption"];
}

class Builder {
  readonly table: WordTable;
  readonly findProtocol: ReturnType<typeof protocolFinder>;
  readonly types = new Map<string, ProductType>();
  readonly typeIds = new Ids();
  readonly assetIds = new Ids();
  /** Asset key → id, for flows. */
  readonly assetOf = new Map<string, string>();
  /** page key and node key → configuration/component. */
  readonly placeOf = new Map<string, string>();
  readonly carriedOn = new Map<string, Set<string>>();
  readonly catalog: Catalog;

  constructor(
    readonly sketch: Sketch,
    readonly format: ModelFormat,
    readonly context: ImportContext,
    readonly notes: Notes,
    readonly useOwn: boolean,
  ) {
    this.catalog = context.catalog;
    this.table = new WordTable(context.catalog);
    this.findProtocol = protocolFinder(context.catalog);
  }

  /** The export's bag, where its lists are lists. */
  own(value: JsonObject | undefined): JsonObject | undefined {
    if (!this.useOwn || value === undefined) return undefined;
    for (const key of ["interfaces", "productTypes", "assets"])
      if (value[key] !== undefined && !(Array.isArray(value[key]) && value[key].every(isObject)))
        return undefined;
    return value;
  }
  text(native: string, own: unknown, lines: "one" | "many" = "one"): StudyText | undefined {
    // No text where the export had to put something else in its place: the study's own words.
    if (own !== undefined && (native === "" || saysTheSame(own, native))) return own as StudyText;
    return words(native, lines);
  }
  /** `extensions` with this format's bag laid over those that an export of ours kept. */
  extensions(extra: JsonObject | undefined, own: JsonObject | undefined, where: string) {
    const kept = isObject(own?.["extensions"]) ? without(own["extensions"], this.format) : {};
    if (extra && Object.keys(extra).length > 0) {
      const bag = bagged(extra);
      if (bag === undefined) this.notes.add("left-out", "too-deep-to-keep", where);
      else kept[this.format] = bag;
    }
    return Object.keys(kept).length > 0 ? { extensions: kept as Record<string, JsonObject> } : {};
  }

  study(): Study {
    const { sketch, context } = this;
    const own = this.own(sketch.own);
    for (const t of objectsOf(own?.["productTypes"]))
      if (this.typeIds.reserve(textOf(t["id"]))) this.types.set(textOf(t["id"]), t as unknown as ProductType);
    for (const a of objectsOf(own?.["assets"])) {
      this.assetIds.reserve(textOf(a["id"]));
      this.assetOf.set(textOf(a["id"]), textOf(a["id"]));
    }
    for (const asset of sketch.assets)
      if (!this.assetOf.has(asset.key))
        this.assetOf.set(asset.key, this.assetIds.give("asset", asset.key, asset.name));
    const pageIds = new Ids();
    for (const page of sketch.pages) {
      const id = textOf(this.own(page.own)?.["id"]);
      if (id !== "") pageIds.reserve(id);
    }
    const pages =
      sketch.pages.length > 0
        ? sketch.pages
        : [{ key: "main", name: sketch.name, zones: [], nodes: [], flows: [] } satisfies SketchPage];
    const configurations = pages.map((page) => this.configuration(page, pageIds));
    const name = this.text(sketch.name, own && (own["system"] as JsonObject | undefined)?.["name"]);
    const ownSystem = isObject(own?.["system"]) ? own["system"] : undefined;
    if (name === undefined) this.notes.add("assumed", "no-name", "");
    const assets = this.assets(objectsOf(own?.["assets"]));
    const scope =
      sketch.note === undefined ? undefined : this.text(sketch.note, ownSystem?.["scope"], "many");
    const system = {
      ...(ownSystem ? without(ownSystem, "scope") : {}),
      id: ownSystem ? textOf(ownSystem["id"]) : new Ids().give("system", sketch.key, sketch.name),
      name: name ?? NAMELESS,
      domain: this.domain(ownSystem, name),
      ...(scope === undefined ? {} : { scope }),
    };
    const rest = own ? without(own, "system", "productTypes", "assets", "configurations", "extensions") : {};
    return {
      ...rest,
      seiza: 1,
      system,
      configurations,
      productTypes: [...this.types.values()],
      ...(assets.length > 0 ? { assets } : {}),
      ...this.extensions(this.studyExtra(), own, ""),
      ...(context.lang ? {} : {}),
    } as Study;
  }

  domain(own: JsonObject | undefined, name: StudyText | undefined): Study["system"]["domain"] {
    const { context, sketch } = this;
    if (context.domain) return context.domain;
    const stated = DOMAINS.find((d) => d === own?.["domain"]);
    if (stated) return stated;
    const found = this.table.find("domain", [
      textOf(name),
      sketch.note ?? "",
      ...sketch.pages.slice(0, 20).map((p) => p.name),
    ])?.domain;
    this.notes.add("assumed", found ? "domain-guessed" : "domain-other", "", { domain: found ?? "other" });
    return found ?? "other";
  }

  readonly unplacedAssets: Json[] = [];
  studyExtra(): JsonObject | undefined {
    if (this.unplacedAssets.length === 0) return this.sketch.extra;
    return { ...this.sketch.extra, unplacedAssets: this.unplacedAssets };
  }

  assets(own: JsonObject[]): NonNullable<Study["assets"]> {
    const out = own as unknown as NonNullable<Study["assets"]>;
    const known = new Set(own.map((a) => textOf(a["id"])));
    for (const asset of this.sketch.assets) {
      const id = this.assetOf.get(asset.key) as string;
      if (known.has(id)) {
        // Renamed in the other tool.
        const mine = out.find((a) => a.id === id);
        const name = this.text(asset.name, mine?.name);
        if (mine && name !== undefined) mine.name = name;
        continue;
      }
      const on = new Set<string>(this.carriedOn.get(id));
      for (const { page, node } of asset.on) {
        const where = this.placeOf.get(`${page}\n${node}`);
        if (where !== undefined) on.add(where);
      }
      if (on.size === 0) {
        this.notes.add("rides-along", "asset-nowhere", asset.place, { name: asset.name });
        const bag = bagged(asset.extra ?? { name: asset.name });
        if (bag !== undefined) this.unplacedAssets.push(bag);
        continue;
      }
      const kind = asset.kind ?? this.table.find("asset", asset.hints)?.assetKind;
      if (kind === undefined)
        this.notes.add("assumed", "asset-kind-assumed", asset.place, { name: asset.name });
      const reason = asset.reason === undefined ? undefined : words(asset.reason, "many");
      out.push({
        id,
        name: words(asset.name) ?? id,
        kind: kind ?? "A3d",
        on: [...on].sort().slice(0, 100_000),
        ...(asset.importance === undefined ? {} : { importance: asset.importance }),
        ...(reason === undefined ? {} : { reason }),
        ...this.extensions(asset.extra, undefined, asset.place),
      });
    }
    return out;
  }

  configuration(page: SketchPage, pageIds: Ids): Configuration {
    const own = this.own(page.own);
    const id = textOf(own?.["id"]) || pageIds.give("cfg", page.key, page.name);
    const name = this.text(page.name, own?.["name"]) ?? this.text(this.sketch.name, undefined) ?? id;
    const zones = this.zones(page);
    const parts = this.nodes(page, id, zones);
    const unplaced: Json[] = [];
    const flows = this.flows(page, parts, unplaced);
    const layout: NonNullable<Configuration["layout"]> = {};
    const inBounds = (n: number) => Math.max(-1_000_000, Math.min(1_000_000, Math.round(n * 100) / 100));
    const put = (key: string, box: SketchPage["zones"][number]["box"]) => {
      if (box)
        layout[key] = {
          x: inBounds(box.x),
          y: inBounds(box.y),
          width: Math.max(1, inBounds(box.width)),
          height: Math.max(1, inBounds(box.height)),
        };
    };
    for (const z of page.zones) put(`zone:${zones.idOf.get(z.key)}`, z.box);
    for (const n of page.nodes) {
      const component = parts.componentOf.get(n.key);
      if (component) put(component.id, n.box);
    }
    const placed = place(zones.list, parts.components);
    const automatic =
      Object.keys(layout).length > 0 &&
      Object.entries(layout).every(([key, box]) => {
        const b = key.startsWith("zone:") ? placed.zones.get(key.slice(5)) : placed.components.get(key);
        return b && b.x === box.x && b.y === box.y && b.width === box.width && b.height === box.height;
      });
    const extra: JsonObject = { ...page.extra };
    if (unplaced.length > 0)
      extra["unplaced"] = [...(Array.isArray(extra["unplaced"]) ? extra["unplaced"] : []), ...unplaced];
    const text = page.note === undefined ? undefined : this.text(page.note, own?.["text"], "many");
    return {
      ...(own ? without(own, "id", "name", "text", "layout", "extensions") : {}),
      id,
      name,
      ...(text === undefined ? {} : { text }),
      zones: zones.list,
      components: parts.components,
      ...(flows.length > 0 ? { flows } : {}),
      ...(parts.people.length > 0 ? { people: parts.people } : {}),
      ...(automatic || Object.keys(layout).length === 0 ? {} : { layout }),
      ...this.extensions(extra, own, page.name),
    } as Configuration;
  }

  zones(page: SketchPage) {
    const ids = new Ids();
    const idOf = new Map<string, string>();
    const kindOf = new Map<string, string>();
    for (const z of page.zones) {
      const id = textOf(this.own(z.own)?.["id"]);
      if (id !== "" && ids.reserve(id)) idOf.set(z.key, id);
    }
    for (const z of page.zones) if (!idOf.has(z.key)) idOf.set(z.key, ids.give("zone", z.key, z.name));
    const byKey = new Map(page.zones.map((z) => [z.key, z]));
    const kind = (key: string, depth = 0): string => {
      const known = kindOf.get(key);
      if (known !== undefined) return known;
      const z = byKey.get(key);
      if (!z) return DEFAULT_ZONE_KIND;
      const own = this.own(z.own)?.["kind"];
      let found = typeof own === "string" && this.catalog["zone-kinds"].has(own) ? own : undefined;
      found ??= this.table.find("zone", z.hints)?.zoneKind;
      if (found === undefined) {
        const inherited =
          z.parent !== undefined && depth < 50 ? kind(z.parent, depth + 1) : DEFAULT_ZONE_KIND;
        found = inherited;
        const name = this.catalog["zone-kinds"].get(found)?.name;
        this.notes.add("assumed", "zone-kind-assumed", z.place, {
          name: z.name,
          kind: found,
          kindJa: name?.ja ?? found,
          kindEn: name?.en ?? found,
        });
      }
      kindOf.set(key, found);
      return found;
    };
    /** Zones that hold each other in a circle lose the link that closes it. */
    const parentOf = (key: string): string | undefined => {
      const seen = new Set([key]);
      const first = byKey.get(key)?.parent;
      for (let at = first; at !== undefined; at = byKey.get(at)?.parent) {
        if (!byKey.has(at)) return at === first ? undefined : first;
        if (seen.has(at)) return at === key ? undefined : first;
        seen.add(at);
        if (seen.size > 60) return undefined;
      }
      return first;
    };
    const list: Zone[] = page.zones.map((z) => {
      const own = this.own(z.own);
      const parent = parentOf(z.key);
      if (z.parent !== undefined && parent === undefined)
        this.notes.add("left-out", "zone-parent-dropped", z.place, { name: z.name });
      const note = z.note === undefined ? undefined : this.text(z.note, own?.["note"], "many");
      const id = idOf.get(z.key) as string;
      return {
        ...(own ? without(own, "parent", "note", "extensions") : {}),
        id,
        name: this.text(z.name, own?.["name"]) ?? id,
        kind: kind(z.key),
        ...(parent === undefined ? {} : { parent: idOf.get(parent) as string }),
        ...(z.trust === undefined || own ? {} : { trust: z.trust }),
        ...(note === undefined ? {} : { note }),
        ...this.extensions(z.extra, own, z.place),
      } as Zone;
    });
    const made = new Map<string, string>();
    const lang = this.context.lang;
    /** Zone for things that stand in none, made when first needed. */
    const spare = (shape: Shape): string => {
      const which = shape === "external" || shape === "person" ? "outside" : "unzoned";
      let id = made.get(which);
      if (id === undefined) {
        id = ids.give("zone", which, which);
        made.set(which, id);
        const name = which === "outside" ? OUTSIDE : UNZONED;
        list.push({
          id,
          name: lang ? name[lang] : name,
          kind: which === "outside" ? "external" : DEFAULT_ZONE_KIND,
          physicalAccess: "unknown",
          extensions: { [this.format]: { spare: true } },
        });
      }
      return id;
    };
    return { list, idOf, spare, made };
  }

  /** Product type of a node: of the export's bag, of the file's own kind, of the table, or of its shape. */
  productType(node: SketchNode): string {
    const own = this.own(node.own)?.["type"];
    if (typeof own === "string" && this.types.has(own)) return own;
    const row = this.table.find("component", node.hints);
    const based = row?.productType;
    const base = based === undefined ? undefined : this.catalog["product-types"].get(based);
    if (!base && node.key !== PLACEHOLDER_KEY)
      this.notes.add("assumed", "type-assumed", node.place, { name: node.name, shape: node.shape });
    const kind = node.kind === undefined ? undefined : words(node.kind);
    const key =
      kind !== undefined ? `kind:${kind}:${based ?? node.shape}` : `row:${based ?? `shape-${node.shape}`}`;
    const id =
      kind !== undefined
        ? this.typeIds.give("type", key, readable(slug(kind)) ? kind : (based ?? kind))
        : this.typeIds.give(
            "type",
            key,
            based ?? `${node.shape === "unknown" ? "component" : node.shape}-unstated`,
          );
    if (!this.types.has(id)) {
      const cls = COMPONENT_CLASSES.find((c) => c === base?.defaults["class"]) ?? DEFAULT_CLASS[node.shape];
      this.types.set(id, {
        id,
        name: kind ?? base?.name ?? SHAPE_NAMES[node.shape],
        class: cls,
        ...(base ? { based: base.id } : {}),
      });
    }
    return id;
  }

  nodes(page: SketchPage, configuration: string, zones: ReturnType<Builder["zones"]>) {
    const ids = new Ids();
    const peopleIds = new Ids();
    const components: Component[] = [];
    const people: Person[] = [];
    const componentOf = new Map<string, Component>();
    const personOf = new Map<string, Person>();
    const faces = new Map<string, { ids: Ids; byKey: Map<string, string> }>();
    let unzoned = 0;
    const isPerson = (node: SketchNode) => {
      const own = this.own(node.own);
      if (own) return "role" in own;
      if (node.shape !== "person" && node.shape !== "external") return false;
      if (this.table.find("component", node.kind === undefined ? [] : [node.kind])) return false;
      const role = this.table.find("person", node.hints);
      const thing = this.table.find("component", node.hints);
      return node.shape === "person" || (role !== undefined && thing === undefined);
    };
    for (const node of page.nodes) {
      const id = textOf(this.own(node.own)?.["id"]);
      if (id !== "" && !isPerson(node)) ids.reserve(id);
      if (id !== "" && isPerson(node)) peopleIds.reserve(id);
    }
    for (const node of page.nodes) {
      const own = this.own(node.own);
      const note = node.note === undefined ? undefined : this.text(node.note, own?.["note"], "many");
      const name = this.text(node.name, own?.["name"]);
      if (isPerson(node) && people.length < MAX_PEOPLE) {
        const row = this.table.find("person", node.hints);
        const id = textOf(own?.["id"]) || peopleIds.give("person", node.key, node.name);
        const zone = node.zone === undefined ? undefined : zones.idOf.get(node.zone);
        if (!own && !row) this.notes.add("assumed", "role-assumed", node.place, { name: node.name });
        const person = {
          ...(own ? without(own, "uses", "extensions") : {}),
          id,
          name: name ?? id,
          role: own?.["role"] ?? row?.role ?? "resident",
          ...(own || zone === undefined ? {} : { zones: [zone] }),
          ...this.extensions(node.extra, own, node.place),
        } as Person;
        if (node.note !== undefined && !own && node.extra === undefined)
          this.notes.add("left-out", "person-note", node.place, { name: node.name });
        people.push(person);
        personOf.set(node.key, person);
        continue;
      }
      let zone = node.zone === undefined ? undefined : zones.idOf.get(node.zone);
      if (zone === undefined) {
        // An export leaves these two zones out of the picture; what stood in one goes back there.
        const before = own?.["zone"];
        zone = zones.spare(before === "outside" ? "external" : before === "unzoned" ? "unknown" : node.shape);
        unzoned++;
      }
      const component = {
        ...(own ? without(own, "name", "note", "extensions") : {}),
        id: textOf(own?.["id"]) || ids.give("component", node.key, node.name),
        ...(name === undefined ? {} : { name }),
        type: this.productType(node),
        zone,
        ...(node.quantity === undefined ? {} : { quantity: node.quantity }),
        ...node.traits,
        ...(note === undefined ? {} : { note }),
        ...this.extensions(node.extra, own, node.place),
      } as Component;
      components.push(component);
      componentOf.set(node.key, component);
      this.placeOf.set(`${page.key}\n${node.key}`, `${configuration}/${component.id}`);
      const table = { ids: new Ids(), byKey: new Map<string, string>() };
      for (const f of component.interfaces ?? []) table.ids.reserve(textOf(f.id));
      faces.set(component.id, table);
      for (const face of node.interfaces ?? []) {
        const link = this.link(face.protocol ?? "", [face.medium ?? "", face.name]);
        this.face(component, faces, link, {}, face.use ?? "normal", face.name);
      }
    }
    if (unzoned > 0) this.notes.add("assumed", "no-zone", page.name, { count: unzoned });
    if (components.length === 0) {
      this.notes.add("assumed", "no-component", page.name);
      const type = this.productType({
        key: PLACEHOLDER_KEY,
        name: "",
        shape: "unknown",
        hints: [],
        place: page.name,
      });
      const zone = zones.list[0]?.id ?? zones.spare("unknown");
      const lang = this.context.lang;
      components.push({
        id: ids.give("component", "placeholder", "placeholder"),
        name: lang ? PLACEHOLDER[lang] : PLACEHOLDER,
        type,
        zone,
      });
    }
    return { components, people, componentOf, personOf, faces };
  }

  link(protocol: string, hints: readonly string[]): Link {
    const exact = protocol === "" ? undefined : this.findProtocol(protocol);
    const row = exact ? undefined : this.table.find("link", [protocol, ...hints]);
    const preset =
      exact ?? (row?.protocol === undefined ? undefined : this.catalog.protocols.get(row.protocol));
    const byMedium = this.table.find("link", hints)?.medium;
    const media = preset?.media ?? [];
    const medium =
      row?.medium ??
      (byMedium !== undefined && (media.length === 0 || media.includes(byMedium)) ? byMedium : undefined) ??
      media[0] ??
      "ethernet";
    const written = words(protocol)?.slice(0, 200);
    const name = preset ? (exact && written ? written : preset.id) : written;
    return { ...(name === undefined ? {} : { protocol: name }), medium, known: preset !== undefined };
  }

  /** Interface of a component for a link; one that is alike is used again. */
  face(
    component: Component,
    faces: ReturnType<Builder["nodes"]>["faces"],
    link: Link,
    stated: Pick<Interface, "authentication" | "encryption">,
    use: Interface["use"],
    name = "",
  ): string {
    const table = faces.get(component.id);
    if (!table) return "";
    const key = [
      link.medium,
      link.protocol ?? "",
      stated.authentication ?? "",
      stated.encryption ?? "",
      use,
      name,
    ].join("\n");
    const known = table.byKey.get(key);
    if (known !== undefined) return known;
    const wanted = link.protocol ?? (link.medium === "ethernet" ? "net" : link.medium);
    const id = table.ids.give("if", key, wanted);
    table.byKey.set(key, id);
    const said = words(name);
    component.interfaces = [
      ...(component.interfaces ?? []),
      {
        id,
        ...(said === undefined ? {} : { name: said }),
        use,
        medium: link.medium,
        ...(link.protocol === undefined ? {} : { protocol: link.protocol }),
        ...(stated.authentication !== undefined
          ? { authentication: stated.authentication }
          : link.known
            ? {}
            : { authentication: "unknown" as const }),
        ...(stated.encryption !== undefined
          ? { encryption: stated.encryption }
          : link.known
            ? {}
            : { encryption: "unknown" as const }),
      },
    ];
    return id;
  }

  flows(page: SketchPage, parts: ReturnType<Builder["nodes"]>, unplaced: Json[]): Flow[] {
    const ids = new Ids();
    const out: Flow[] = [];
    const keep = (flow: SketchFlow, code: string) => {
      this.notes.add(flow.extra ? "rides-along" : "left-out", code, flow.place, {
        name: this.called(flow, parts),
      });
      const bag = flow.extra ? bagged(flow.extra) : undefined;
      if (bag !== undefined) unplaced.push(bag);
    };
    for (const flow of page.flows) {
      const id = textOf(this.own(flow.own)?.["id"]);
      if (id !== "") ids.reserve(id);
    }
    for (const flow of page.flows) {
      const own = this.own(flow.own);
      const from = parts.componentOf.get(flow.from);
      const to = parts.componentOf.get(flow.to);
      const person = parts.personOf.get(flow.from) ?? parts.personOf.get(flow.to);
      const thing = from ?? to;
      if (from && to && from.id === to.id) keep(flow, "flow-self");
      else if (from && to) {
        const made = this.flow(flow, own, from, to, parts, ids);
        out.push(made);
        for (const a of made.carries ?? []) {
          const on = this.carriedOn.get(a) ?? new Set<string>();
          this.carriedOn.set(a, on);
          for (const end of [flow.from, flow.to]) {
            const where = this.placeOf.get(`${page.key}\n${end}`);
            if (where !== undefined) on.add(where);
          }
        }
      } else if (person && thing) this.use(flow, own, person, thing, parts);
      else
        keep(
          flow,
          parts.personOf.has(flow.from) && parts.personOf.has(flow.to)
            ? "flow-of-people"
            : "flow-without-end",
        );
    }
    return out;
  }

  /** What a flow without a name is called in notes. */
  /** What people call a flow: its name, or its two ends where it has none or a mere identifier. */
  called(flow: SketchFlow, parts: ReturnType<Builder["nodes"]>): string {
    const mere = flow.name === "" || /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(flow.name);
    return mere ? this.ends(flow, parts) : flow.name;
  }
  ends(flow: SketchFlow, parts: ReturnType<Builder["nodes"]>): string {
    const end = (key: string) => {
      const found = parts.componentOf.get(key) ?? parts.personOf.get(key);
      return found ? (words(inLanguage(found.name, this.context.lang ?? "ja")) ?? found.id) : "?";
    };
    return `${end(flow.from)} → ${end(flow.to)}`;
  }

  stated(flow: SketchFlow): Pick<Interface, "authentication" | "encryption"> {
    return {
      ...(flow.authentication === undefined ? {} : { authentication: flow.authentication }),
      ...(flow.encryption === undefined ? {} : { encryption: flow.encryption }),
    };
  }

  /** `component.interface` of an export's bag, where the component is still the one and has it. */
  endpoint(value: unknown, component: Component): string | undefined {
    const [c, f] = textOf(value).split(".");
    return c === component.id && (component.interfaces ?? []).some((i) => i.id === f)
      ? `${c}.${f}`
      : undefined;
  }

  flow(
    flow: SketchFlow,
    own: JsonObject | undefined,
    from: Component,
    to: Component,
    parts: ReturnType<Builder["nodes"]>,
    ids: Ids,
  ): Flow {
    let a = this.endpoint(own?.["from"], from);
    let b = this.endpoint(own?.["to"], to);
    if (a === undefined || b === undefined) {
      const link = this.link(flow.protocol ?? "", [...flow.hints, flow.name]);
      const stated = this.stated(flow);
      if (!link.known && (stated.authentication === undefined || stated.encryption === undefined))
        this.notes.add("assumed", "link-assumed", flow.place, {
          name: this.called(flow, parts),
          medium: link.medium,
        });
      a = `${from.id}.${this.face(from, parts.faces, link, stated, "normal")}`;
      b = `${to.id}.${this.face(to, parts.faces, link, stated, "normal")}`;
    }
    const carries = (flow.carries ?? []).flatMap((key) => this.assetOf.get(key) ?? []);
    const ownCarries = own && Array.isArray(own["carries"]) ? (own["carries"] as string[]) : [];
    const all = [...new Set([...ownCarries, ...carries])].slice(0, 100);
    const name = this.text(flow.name, own?.["name"]);
    const note = flow.note === undefined ? undefined : this.text(flow.note, own?.["note"], "many");
    const id = own ? textOf(own["id"]) : ids.give("flow", flow.key, flow.name);
    return {
      ...(own ? without(own, "id", "from", "to", "name", "note", "carries", "extensions") : {}),
      ...(id === "" ? {} : { id }),
      from: a,
      to: b,
      ...(name === undefined ? {} : { name }),
      ...(flow.command === undefined || own ? {} : { command: flow.command }),
      ...(all.length > 0 ? { carries: all } : {}),
      ...(flow.filter === undefined || own ? {} : { filter: flow.filter }),
      ...(note === undefined ? {} : { note }),
      ...this.extensions(flow.extra, own, flow.place),
    } as Flow;
  }

  /** A flow between a person and a component is what the person uses. */
  use(
    flow: SketchFlow,
    own: JsonObject | undefined,
    person: Person,
    component: Component,
    parts: ReturnType<Builder["nodes"]>,
  ): void {
    let use = this.endpoint(own?.["use"], component);
    if (use === undefined) {
      const link = this.link(flow.protocol ?? "", [...flow.hints, flow.name]);
      if (!link.known)
        this.notes.add("assumed", "link-assumed", flow.place, {
          name: this.called(flow, parts),
          medium: link.medium,
        });
      use = `${component.id}.${this.face(component, parts.faces, link, this.stated(flow), "normal")}`;
    }
    const uses = person.uses ?? [];
    if (!uses.includes(use) && uses.length < 1000) person.uses = [...uses, use];
    const raw = flow.extra ? bagged(flow.extra) : undefined;
    if (raw !== undefined) {
      const bag = person.extensions?.[this.format] ?? {};
      const list = Array.isArray(bag["flows"]) ? bag["flows"] : [];
      person.extensions = {
        ...person.extensions,
        [this.format]: { ...bag, flows: [...list, { ...(raw as JsonObject), use }] },
      };
      this.notes.add("rides-along", "flow-became-use", flow.place, {
        name: flow.name,
        person: person.id,
        use,
      });
    }
  }
}

/** Things that the file names alike: of zones and nodes the first counts, of flows each gets a name of its own. */
function tidied(sketch: Sketch, notes: Notes): Sketch {
  const once = <T extends { key: string; name: string; place: string }>(list: T[]): T[] => {
    const seen = new Set<string>();
    return list.filter((item) => {
      if (!seen.has(item.key)) return seen.add(item.key);
      notes.add("left-out", "duplicate-key", item.place, { name: item.name || item.key });
      return false;
    });
  };
  const apart = <T extends { key: string }>(list: T[]): T[] => {
    const seen = new Map<string, number>();
    return list.map((item) => {
      const n = (seen.get(item.key) ?? 0) + 1;
      seen.set(item.key, n);
      return n === 1 ? item : { ...item, key: `${item.key}#${n}` };
    });
  };
  return {
    ...sketch,
    assets: once(sketch.assets),
    pages: apart(
      sketch.pages.map((p) => ({ ...p, zones: once(p.zones), nodes: once(p.nodes), flows: apart(p.flows) })),
    ),
  };
}

function checkSize(sketch: Sketch): void {
  if (sketch.pages.length > LIMITS.pages) throw new Refused("too-many", { limit: LIMITS.pages });
  const total = sketch.pages.reduce(
    (n, p) => n + p.nodes.length + p.flows.length + p.zones.length,
    sketch.assets.length,
  );
  if (total > LIMITS.items) throw new Refused("too-many", { limit: LIMITS.items });
}

/**
 * Study of a sketch. What an export of ours left in the file is used where it still makes a sound study; where it does
 * not (somebody edited the file), the study is made from the file's own statements alone, and a note says so.
 * @throws Refused when the file holds more than a study may
 */
export function buildStudy(
  sketch: Sketch,
  format: ModelFormat,
  context: ImportContext,
): { study: Study; notes: Notes } {
  checkSize(sketch);
  const first = new Notes();
  const tidy = tidied(sketch, first);
  const hasOwn = sketch.own !== undefined || sketch.pages.some((p) => p.own !== undefined);
  let fault = "";
  for (const useOwn of hasOwn ? [true, false] : [false]) {
    const notes = new Notes();
    notes.list.push(...first.all());
    if (hasOwn && !useOwn) notes.add("left-out", "own-bag-broken", "", { reason: fault });
    const made = new Builder(tidy, format, context, notes, useOwn).study();
    const checked = validateStudy(made);
    if (checked.study) {
      const { index, problems } = resolveStudy(checked.study, context.catalog);
      if (index) return { study: checked.study, notes };
      const p = problems.find((x) => x.severity === "error");
      fault = `${p?.code ?? ""} ${p?.path.join(".") ?? ""}`;
    } else {
      const p = checked.problems.find((x) => x.severity === "error");
      fault = `${p?.code ?? ""} ${p?.path.join(".") ?? ""}`;
    }
  }
  throw new Refused("cannot-build", { reason: fault });
}
