/** What can be done in the diagram, by hand, key or menu: each ends in one edit of the study. */
import type { Catalog } from "@seiza/catalog";
import {
  addComponent,
  addConfiguration,
  addProductType,
  addZone,
  type Box,
  type Clip,
  type Component,
  type Configuration,
  clipOf,
  configurationOf,
  connect,
  duplicate,
  flowIdsOf,
  freeId,
  groupIntoZone,
  type Layout,
  moveInto,
  type ProductType,
  paste,
  readClip,
  removalOf,
  remove,
  type Study,
  type StudyText,
  setFlow,
  setLayout,
  turnFlow,
} from "@seiza/model";
import words from "../../i18n/messages/diagram.ts";
import { NODE_HEIGHT, NODE_WIDTH, ZONE_HEAD, ZONE_PAD } from "./placement.ts";
import { boundsOf, insideOf, type Lang, layoutOf, type Rect, type Scene, say } from "./scene.ts";
import type { ConnectionEnd, DiagramView, Drop, Point } from "./view.ts";

export interface Desk {
  study: Study;
  configuration: string;
  catalog: Catalog;
  lang: Lang;
  scene: Scene | undefined;
  view: DiagramView | undefined;
  /** What commands are about: the selection, else what the keyboard is at. */
  chosen: readonly string[];
  readOnly: boolean;
  edit(label: string, change: (study: Study) => Study, options?: { join?: string }): void;
  select(ids: readonly string[]): void;
  setConfiguration(id: string): void;
  say(message: string): void;
  arrange(study: Study, configuration: string): Promise<Layout>;
}

export type Alignment = "left" | "centre" | "right" | "top" | "middle" | "bottom" | "spreadX" | "spreadY";

const key = (id: string) => id.slice(id.indexOf("/") + 1);
const both = (ja: string, en: string): StudyText => ({ ja, en });
const inBoth = (word: "newZone.name" | "group.name" | "newType.name" | "configuration.new.name"): StudyText =>
  both(words.ja[word], words.en[word]);

/** The last clip of this window, for menus; keys use the clipboard of the system. */
let kept: string | undefined;

export class Actions {
  constructor(private readonly desk: () => Desk) {}

  private get cfg(): Configuration {
    const { study, configuration } = this.desk();
    return (configurationOf(study, configuration) ?? study.configurations[0]) as Configuration;
  }
  /** Before the first move all places are stated as they are shown: nothing else may move then. */
  private pinned(study: Study): Study {
    const { scene } = this.desk();
    return !scene || scene.isPlaced ? study : setLayout(study, this.cfg.id, layoutOf(scene));
  }
  nameOf(id: string): string {
    const { scene } = this.desk();
    if (!scene) return id;
    if (id.startsWith("co:")) return scene.nodes[scene.nodeAt.get(key(id)) ?? -1]?.name ?? id;
    if (id.startsWith("zn:")) return scene.zones[scene.zoneAt.get(key(id)) ?? -1]?.name ?? id;
    if (id.startsWith("fl:")) {
      const e = scene.edges[scene.edgeAt.get(id) ?? -1];
      return e ? `${scene.nodes[e.from]?.name} → ${scene.nodes[e.to]?.name}` : id;
    }
    return key(id);
  }
  components(): string[] {
    return this.desk().chosen.filter((id) => id.startsWith("co:"));
  }
  zones(): string[] {
    return this.desk().chosen.filter((id) => id.startsWith("zn:"));
  }

  // Places

  move({ components, zones, dx, dy, into }: Drop): void {
    const { scene, edit } = this.desk();
    const { id } = this.cfg;
    if (!scene) return;
    const places = this.shifted(components, zones, dx, dy);
    edit("things.move", (s) => {
      const moved = setLayout(this.pinned(s), id, places);
      // A component let go over the paper stays in its zone, which then reaches around it.
      return into === undefined
        ? moveInto(moved, id, { zones }, undefined)
        : moveInto(moved, id, { components, zones }, into);
    });
  }
  private shifted(components: readonly string[], zones: readonly string[], dx: number, dy: number): Layout {
    const { scene } = this.desk();
    const places: Layout = {};
    if (!scene) return places;
    const nodes = new Set(components.map((c) => scene.nodeAt.get(c)).filter((n) => n !== undefined));
    const inner = new Set<number>();
    for (const z of zones) {
      const at = scene.zoneAt.get(z);
      if (at === undefined) continue;
      const inside = insideOf(scene, at);
      for (const q of inside.zones) inner.add(q);
      for (const n of inside.nodes) nodes.add(n);
    }
    for (const n of nodes) {
      const node = scene.nodes[n];
      if (node) places[node.key] = { x: Math.round(node.x + dx), y: Math.round(node.y + dy) };
    }
    for (const z of inner) {
      const zone = scene.zones[z];
      if (zone)
        places[`zone:${zone.key}`] = {
          x: Math.round(zone.x + dx),
          y: Math.round(zone.y + dy),
          width: Math.round(zone.width),
          height: Math.round(zone.height),
        };
    }
    return places;
  }
  nudge(dx: number, dy: number): void {
    const { edit } = this.desk();
    const components = this.components().map(key);
    const zones = this.zones().map(key);
    if (components.length + zones.length === 0) return;
    const places = this.shifted(components, zones, dx, dy);
    edit("things.move", (s) => setLayout(this.pinned(s), this.cfg.id, places), {
      join: `nudge ${components.join()} ${zones.join()}`,
    });
  }
  resize(zone: string, rect: Rect): void {
    this.desk().edit("zone.change", (s) =>
      setLayout(this.pinned(s), this.cfg.id, { [`zone:${zone}`]: rect }),
    );
  }
  fitZone(id: string): void {
    const { scene, edit } = this.desk();
    const z = scene?.zones[scene.zoneAt.get(key(id)) ?? -1];
    if (!scene || !z) return;
    const inside = [
      ...z.nodes.map((n) => scene.nodes[n] as Rect),
      ...z.zones.map((q) => scene.zones[q] as Rect),
    ];
    if (inside.length === 0) return;
    const b = boundsOf(inside);
    edit("zone.change", (s) =>
      setLayout(this.pinned(s), this.cfg.id, {
        [`zone:${z.key}`]: {
          x: b.x - ZONE_PAD,
          y: b.y - ZONE_HEAD,
          width: b.width + 2 * ZONE_PAD,
          height: b.height + ZONE_HEAD + ZONE_PAD,
        },
      }),
    );
  }
  align(how: Alignment): void {
    const { scene, edit } = this.desk();
    if (!scene) return;
    const nodes = this.components()
      .map((id) => scene.nodes[scene.nodeAt.get(key(id)) ?? -1])
      .filter((n) => n !== undefined);
    if (nodes.length < 2) return;
    const b = boundsOf(nodes);
    const places: Layout = {};
    if (how === "spreadX" || how === "spreadY") {
      const along = how === "spreadX" ? "x" : "y";
      const size = how === "spreadX" ? "width" : "height";
      const sorted = [...nodes].sort((p, q) => p[along] - q[along]);
      const room = b[size] - sorted.reduce((sum, n) => sum + n[size], 0);
      // Where they do not fit between the outermost two, they are set apart.
      const gap = Math.max(16, room / (sorted.length - 1));
      let at = b[along];
      for (const n of sorted) {
        places[n.key] = { x: n.x, y: n.y, [along]: Math.round(at) };
        at += n[size] + gap;
      }
    } else
      for (const n of nodes)
        places[n.key] = {
          x: Math.round(
            how === "left"
              ? b.x
              : how === "right"
                ? b.x + b.width - n.width
                : how === "centre"
                  ? b.x + (b.width - n.width) / 2
                  : n.x,
          ),
          y: Math.round(
            how === "top"
              ? b.y
              : how === "bottom"
                ? b.y + b.height - n.height
                : how === "middle"
                  ? b.y + (b.height - n.height) / 2
                  : n.y,
          ),
        };
    edit("things.align", (s) => setLayout(this.pinned(s), this.cfg.id, places));
  }
  async layout(): Promise<void> {
    const { study, arrange, edit, view } = this.desk();
    const { id } = this.cfg;
    const places = await arrange(study, id);
    edit("layout.auto", (s) => {
      const c = configurationOf(s, id);
      const cleared = setLayout(
        s,
        id,
        Object.fromEntries(Object.keys(c?.layout ?? {}).map((k) => [k, undefined])),
      );
      return setLayout(cleared, id, places);
    });
    requestAnimationFrame(() => requestAnimationFrame(() => view?.fit()));
  }

  // Adding

  /** Zone with the most components of the type's class, so that a device does not land in the cloud. */
  private usualZone(type: ProductType): string | undefined {
    const { study } = this.desk();
    const { components, zones } = this.cfg;
    const classes = new Map(study.productTypes.map((t) => [t.id, t.class]));
    const counts = new Map<string, number>();
    for (const c of components)
      if ((c.class ?? classes.get(c.type)) === type.class) counts.set(c.zone, (counts.get(c.zone) ?? 0) + 1);
    const inside = zones.filter((z) => z.kind !== "internet");
    const most = [...inside].sort((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0))[0];
    return (most ?? zones[0])?.id;
  }
  /** A component of a type of the study or, by `catalogue:<id>`, of the catalogue, at a point of the world or in the chosen zone. */
  addComponent(type: string, at?: Point): void {
    const { catalog, scene, edit, select, say: tell, lang, view } = this.desk();
    const { cfg } = this;
    let zone = scene && at ? this.zoneNear(at) : undefined;
    const isInside =
      zone !== undefined &&
      at !== undefined &&
      scene !== undefined &&
      isWithin(at, scene.zones[scene.zoneAt.get(zone) ?? -1]);
    const { study: withType, type: made } = this.typeFor(this.desk().study, type, catalog);
    if (zone === undefined) {
      const chosen = this.desk().chosen[0];
      if (chosen?.startsWith("zn:")) zone = key(chosen);
      else if (chosen?.startsWith("co:")) zone = cfg.components.find((c) => c.id === key(chosen))?.zone;
      if (!cfg.zones.some((z) => z.id === zone)) zone = this.usualZone(made);
    }
    if (zone === undefined) return;
    const same = cfg.components.filter((c) => c.type === made.id).length;
    const component: Component = {
      id: freeId(
        made.id,
        cfg.components.map((c) => c.id),
      ),
      type: made.id,
      zone,
      ...(same === 0 ? {} : { name: numbered(made.name, same + 1) }),
    };
    const box: Box | undefined =
      at && isInside
        ? { x: Math.round(at.x - NODE_WIDTH / 2), y: Math.round(at.y - NODE_HEIGHT / 2) }
        : undefined;
    edit("component.add", (s) =>
      addComponent(
        withType === this.desk().study ? this.pinned(s) : addProductType(this.pinned(s), made),
        cfg.id,
        component,
        box,
      ),
    );
    const id = `co:${cfg.id}/${component.id}`;
    select([id]);
    tell(
      words.t("done.added", {
        name: say(component.name ?? made.name, lang),
        zone: say(cfg.zones.find((z) => z.id === zone)?.name, lang),
      }),
    );
    if (!at) requestAnimationFrame(() => requestAnimationFrame(() => view?.reveal(id)));
  }
  private typeFor(study: Study, type: string, catalog: Catalog): { study: Study; type: ProductType } {
    const own = study.productTypes.find((t) => t.id === type);
    if (own) return { study, type: own };
    const taken = study.productTypes.map((t) => t.id);
    const entry = type.startsWith("catalogue:")
      ? catalog["product-types"].get(type.slice("catalogue:".length))
      : undefined;
    if (entry) {
      const based = study.productTypes.find((t) => t.based === entry.id);
      if (based) return { study, type: based };
    }
    const made: ProductType = entry
      ? {
          id: freeId(entry.id, taken),
          name: { ...entry.name },
          class: String(entry.defaults["class"] ?? "device") as ProductType["class"],
          based: entry.id,
        }
      : { id: freeId("new-type", taken), name: inBoth("newType.name"), class: "device" };
    return { study: addProductType(study, made), type: made };
  }
  /** Zone at a point, else the nearest one. */
  private zoneNear(at: Point): string | undefined {
    const { scene } = this.desk();
    let best: string | undefined;
    let least = Infinity;
    let depth = -1;
    for (const z of scene?.zones ?? []) {
      const dx = Math.max(z.x - at.x, 0, at.x - z.x - z.width);
      const dy = Math.max(z.y - at.y, 0, at.y - z.y - z.height);
      const d = dx * dx + dy * dy;
      if (d < least || (d === least && z.depth > depth)) {
        least = d;
        depth = z.depth;
        best = z.key;
      }
    }
    return best;
  }
  addZone(parent?: string, at?: Point): void {
    const { edit, select, scene, view } = this.desk();
    const { cfg } = this;
    const id = freeId(
      "zone",
      cfg.zones.map((z) => z.id),
    );
    const kind = cfg.zones.find((z) => z.id === parent)?.kind ?? cfg.zones.at(-1)?.kind ?? "field";
    const b = scene?.bounds;
    const spot = at ?? (parent === undefined && b ? { x: b.x + b.width + 56 + 140, y: b.y + 80 } : undefined);
    edit("zone.add", (s) =>
      addZone(
        this.pinned(s),
        cfg.id,
        { id, name: inBoth("newZone.name"), kind, ...(parent === undefined ? {} : { parent }) },
        spot
          ? { x: Math.round(spot.x - 140), y: Math.round(spot.y - 80), width: 280, height: 160 }
          : undefined,
      ),
    );
    select([`zn:${cfg.id}/${id}`]);
    requestAnimationFrame(() => requestAnimationFrame(() => view?.reveal(`zn:${cfg.id}/${id}`)));
  }
  group(): void {
    const { edit, select, scene } = this.desk();
    const { cfg } = this;
    const components = this.components().map(key);
    const zones = this.zones().map(key);
    if (!scene || components.length + zones.length === 0) return;
    const rects = [
      ...components.map((c) => scene.nodes[scene.nodeAt.get(c) ?? -1]),
      ...zones.map((z) => scene.zones[scene.zoneAt.get(z) ?? -1]),
    ].filter((r) => r !== undefined);
    const b = boundsOf(rects);
    const id = freeId(
      "zone",
      cfg.zones.map((z) => z.id),
    );
    edit("zone.group", (s) =>
      groupIntoZone(
        this.pinned(s),
        cfg.id,
        { components, zones },
        { id, name: inBoth("group.name") },
        {
          x: b.x - ZONE_PAD,
          y: b.y - ZONE_HEAD,
          width: b.width + 2 * ZONE_PAD,
          height: b.height + ZONE_HEAD + ZONE_PAD,
        },
      ),
    );
    select([`zn:${cfg.id}/${id}`]);
  }
  /** Moves what is chosen into a zone, to a free place there. */
  moveTo(zone: string): void {
    const { edit } = this.desk();
    const components = this.components().map(key);
    const zones = this.zones().map(key);
    edit("things.move", (s) => {
      const freed = setLayout(
        this.pinned(s),
        this.cfg.id,
        Object.fromEntries(components.map((c) => [c, undefined])),
      );
      return moveInto(freed, this.cfg.id, { components, zones }, zone);
    });
  }

  // Connecting

  connect(from: ConnectionEnd, to: ConnectionEnd): void {
    const { study, catalog, edit, select, say: tell } = this.desk();
    const { cfg } = this;
    const classOf = (id: string) => {
      const c = cfg.components.find((x) => x.id === id);
      return c?.class ?? study.productTypes.find((t) => t.id === c?.type)?.class ?? "device";
    };
    const receives = classOf(to.component);
    const sends = classOf(from.component);
    // Apps, servers and terminals usually tell devices what to do.
    const command =
      (receives === "device" || receives === "gateway") && sends !== "device" && sends !== "network";
    const done = connect(study, catalog, cfg.id, from, to, command ? { command: true } : {});
    const names = {
      from: this.nameOf(`co:${cfg.id}/${from.component}`),
      to: this.nameOf(`co:${cfg.id}/${to.component}`),
    };
    if (done.flow === undefined) {
      tell(words.t("done.notConnected", names));
      return;
    }
    edit("flow.add", (s) => connect(s, catalog, cfg.id, from, to, command ? { command: true } : {}).study);
    select([done.flow]);
    tell(words.t(done.made.length > 0 ? "done.connected.made" : "done.connected", names));
  }
  turn(id: string): void {
    const { edit, select, study } = this.desk();
    const c = this.cfg;
    const at = flowIdsOf(c).indexOf(key(id));
    const after = configurationOf(turnFlow(study, c.id, key(id)), c.id);
    edit("flow.change", (s) => turnFlow(s, c.id, key(id)));
    if (after) select([`fl:${c.id}/${flowIdsOf(after)[at]}`]);
  }
  toggleCommand(id: string): void {
    const c = this.cfg;
    const flow = c.flows?.[flowIdsOf(c).indexOf(key(id))];
    this.desk().edit("flow.change", (s) =>
      setFlow(s, c.id, key(id), { command: flow?.command === true ? undefined : true }),
    );
  }

  // Removing and copying

  remove(ids: readonly string[] = this.desk().chosen, label = "things.remove"): void {
    const { study, edit, select, say: tell } = this.desk();
    if (ids.length === 0) return;
    const going = removalOf(study, ids);
    const values = {
      components: going.components.length,
      zones: going.zones.length,
      interfaces: going.interfaces.length,
      flows: going.flows.length,
      assets: going.assets.length,
      decisions: going.decisions.length,
    };
    const whole = values.components + values.zones + values.interfaces + values.flows;
    if (whole + going.segments.length + going.productTypes.length > 0) {
      edit(label, (s) => remove(this.pinned(s), ids));
      select([]);
    }
    const keptBack = going.kept[0];
    if (keptBack)
      tell(
        words.t(
          keptBack.why === "last-zone"
            ? "done.kept.zone"
            : keptBack.why === "last-type"
              ? "done.kept.type"
              : "done.kept.configuration",
        ),
      );
    else if (whole > 0)
      tell(words.t(values.assets + values.decisions > 0 ? "done.removed.more" : "done.removed", values));
  }
  copyText(): string | undefined {
    const { scene } = this.desk();
    const { cfg } = this;
    // A copy carries the places that are shown, also where the study states none.
    const pinned = scene && !scene.isPlaced ? this.pinned(this.desk().study) : this.desk().study;
    const clip = clipOf(pinned, cfg.id, this.desk().chosen);
    if (!clip) return undefined;
    kept = JSON.stringify(clip);
    this.desk().say(
      words.t("done.copied", { count: clip.configuration.components.length + clip.zones.length }),
    );
    return kept;
  }
  async copy(): Promise<void> {
    const text = this.copyText();
    if (text !== undefined) await navigator.clipboard?.writeText(text).catch(() => undefined);
  }
  cutText(): string | undefined {
    const text = this.copyText();
    if (text !== undefined) this.remove(undefined, "things.cut");
    return text;
  }
  async pasteKept(): Promise<void> {
    const text = (await navigator.clipboard?.readText().catch(() => undefined)) ?? kept;
    if (!this.pasteText(text ?? "") && kept !== undefined && text !== kept) this.pasteText(kept);
  }
  pasteText(text: string): boolean {
    const { edit, select, say: tell, view, study } = this.desk();
    const clip = readClip(text);
    const { cfg } = this;
    if (!clip) {
      tell(words.t("done.nothingToPaste"));
      return false;
    }
    const chosen = this.zones();
    const into = chosen.length === 1 ? key(chosen[0] as string) : undefined;
    const by = this.pasteShift(clip);
    const from = this.pinned(study);
    const { pasted } = paste(from, cfg.id, clip, { by, ...(into === undefined ? {} : { into }) });
    edit(
      "things.paste",
      (s) => paste(this.pinned(s), cfg.id, clip, { by, ...(into === undefined ? {} : { into }) }).study,
    );
    select(pasted);
    tell(words.t("done.pasted", { count: pasted.length }));
    const first = pasted[0];
    if (first) requestAnimationFrame(() => requestAnimationFrame(() => view?.reveal(first)));
    return true;
  }
  /** Beside the original when it is in the window, else in the middle of the window. */
  private pasteShift(clip: Clip): Point {
    const { view } = this.desk();
    const places = Object.entries(clip.configuration.layout ?? {}).map(([k, b]) => ({
      x: b.x,
      y: b.y,
      width: b.width ?? (k.startsWith("zone:") ? 260 : NODE_WIDTH),
      height: b.height ?? (k.startsWith("zone:") ? 150 : NODE_HEIGHT),
    }));
    if (!view || places.length === 0) return { x: 28, y: 28 };
    const b = boundsOf(places);
    const seen = view.viewed;
    const isSeen =
      b.x < seen.x + seen.width &&
      b.x + b.width > seen.x &&
      b.y < seen.y + seen.height &&
      b.y + b.height > seen.y;
    return isSeen
      ? { x: 28, y: 28 }
      : {
          x: Math.round(seen.x + seen.width / 2 - b.x - b.width / 2),
          y: Math.round(seen.y + seen.height / 2 - b.y - b.height / 2),
        };
  }
  duplicate(): void {
    const { edit, select, study, chosen } = this.desk();
    const { cfg } = this;
    const { pasted } = duplicate(this.pinned(study), cfg.id, chosen, { x: 28, y: 28 });
    if (pasted.length === 0) return;
    edit("things.duplicate", (s) => duplicate(this.pinned(s), cfg.id, chosen, { x: 28, y: 28 }).study);
    select(pasted);
  }

  // Selecting

  selectAll(): void {
    const { scene, select } = this.desk();
    if (scene) select([...scene.zones, ...scene.nodes].map((x) => x.id));
  }
  selectSameType(): void {
    const { select, chosen } = this.desk();
    const types = new Set(
      this.cfg.components.filter((c) => chosen.includes(`co:${this.cfg.id}/${c.id}`)).map((c) => c.type),
    );
    select(this.cfg.components.filter((c) => types.has(c.type)).map((c) => `co:${this.cfg.id}/${c.id}`));
  }
  selectJoined(): void {
    const { scene, select, chosen } = this.desk();
    if (!scene) return;
    const out = new Set(chosen);
    for (const id of chosen) {
      const node = scene.nodes[scene.nodeAt.get(key(id)) ?? -1];
      for (const e of node?.edges ?? []) {
        const edge = scene.edges[e];
        if (!edge) continue;
        for (const n of [edge.from, edge.to]) out.add(scene.nodes[n]?.id ?? id);
      }
    }
    select([...out]);
  }

  // Configurations

  addConfiguration(copyOf?: string): void {
    const { study, edit, setConfiguration, select } = this.desk();
    const source = study.configurations.find((c) => c.id === copyOf);
    const id = freeId(
      source ? source.id : "pattern",
      study.configurations.map((c) => c.id),
    );
    const name: StudyText = source
      ? both(
          words.ja["configuration.copy.name"].replace("{name}", say(source.name, "ja")),
          words.en["configuration.copy.name"].replace("{name}", say(source.name, "en")),
        )
      : inBoth("configuration.new.name");
    const like = study.configurations[0]?.zones.find((z) => z.kind !== "internet" && z.kind !== "cloud");
    edit("configuration.add", (s) =>
      addConfiguration(s, {
        id,
        name,
        ...(source ? { copyOf: source.id } : {}),
        zone: { id: "zone", name: like?.name ?? inBoth("newZone.name"), kind: like?.kind ?? "field" },
      }),
    );
    select([]);
    setConfiguration(id);
  }
}

const isWithin = (p: Point, r: Rect | undefined) =>
  r !== undefined && p.x >= r.x && p.y >= r.y && p.x <= r.x + r.width && p.y <= r.y + r.height;
function numbered(name: StudyText, n: number): StudyText {
  if (typeof name === "string") return `${name} ${n}`;
  return Object.fromEntries(Object.entries(name).map(([k, v]) => [k, `${v} ${n}`])) as StudyText;
}
