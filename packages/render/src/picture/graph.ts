/** What a picture shows of a configuration, before it is laid out. */
import type { Configuration, Dossier, InterfaceRow } from "@seiza/dossier";
import type { Lang } from "../messages.ts";

export type Protection = "none" | "link" | "transport";
export interface GraphNode {
  id: string;
  kind: "zone" | "component";
  parent?: string;
  lines: string[];
  /** How many of the lines are its name; the others say its type and how many there are. */
  names: number;
  glyph: string;
  labelCapable: boolean;
  width: number;
  height: number;
  depth: number;
}
export interface GraphEdge {
  id: string;
  from: string;
  to: string;
  command: boolean;
  protection: Protection;
  lines: string[];
}
export interface DrawnNode extends GraphNode {
  x: number;
  y: number;
}
export interface DrawnEdge extends GraphEdge {
  points: [number, number][];
  label?: { x: number; y: number; width: number; lines: string[] };
}
export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** Above this many components the picture shows zone × product type instead. */
export const DRAW_SINGLY_UP_TO = 400;
/** Node that stands for a component: its own, or that of its zone and type. */
export function nodeIdOf(configuration: Configuration, c: Configuration["components"][number]): string {
  return configuration.components.length > DRAW_SINGLY_UP_TO ? `${c.zone}|${c.type}` : c.id;
}
const LINE = 18;
const LABEL_LINES = 2;
/** Widest line of a box, in full-width characters. */
const WRAP = 12;

/** Width of a text in units of one full-width character. */
export function textWidth(text: string): number {
  let sum = 0;
  for (const ch of text) sum += (ch.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.58;
  return sum;
}

/** Widest line of a box where a picture has to be read from afar. */
const WRAP_TERSE = 7;

/** Breaks a name into lines, at spaces and brackets first, inside a word only when it must. */
export function wrap(text: string, widest = WRAP): string[] {
  // Lines of like length: no line is left with a character or two.
  const total = textWidth(text);
  const limit = total <= widest ? widest : Math.min(widest, total / Math.ceil(total / widest) + 1.2);
  const pieces = text.match(
    /[\u3041-\u30ff\u4e00-\u9fff\uff00-\uffef]|[^\s\u3041-\u30ff\u4e00-\u9fff\uff00-\uffef]+\s*|\s+/gu,
  ) ?? [text];
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces) {
    // A small kana, a long mark or a closing bracket does not begin a line.
    const sticks = /^[ぁぃぅぇぉっゃゅょァィゥェォッャュョー・）)」』、。]/.test(piece);
    if (line !== "" && !sticks && textWidth(line + piece.trimEnd()) > limit) {
      lines.push(line.trim());
      line = piece;
    } else line += piece;
  }
  if (line.trim() !== "") lines.push(line.trim());
  return lines;
}

const WEAKNESS: Protection[] = ["none", "link", "transport"];

function protectionOf(a: InterfaceRow | undefined, b: InterfaceRow | undefined): Protection {
  // An interface without a protocol is a plain network port: the other end says what the flow speaks.
  const speaking = [a, b].filter((i) => i?.protocol !== undefined);
  const ends = speaking.length > 0 ? speaking : [a, b];
  const rank = (i: InterfaceRow | undefined) =>
    i === undefined || i.encryption === "none" ? 0 : i.encryption === "link" ? 1 : 2;
  return WEAKNESS[Math.min(...ends.map(rank))] as Protection;
}

/** @param terse names and numbers of units alone, in narrow boxes, and no protocols: for slides */
export function graphOf(configuration: Configuration, dossier: Dossier, lang: Lang, terse = false): Graph {
  const types = new Map(dossier.step1.productTypes.map((t) => [t.id, t]));
  const many = configuration.components.length > DRAW_SINGLY_UP_TO;
  const nodes: GraphNode[] = [];
  const depthOf = new Map<string, number>();
  const zones = new Map(configuration.zones.map((z) => [z.id, z]));
  const depth = (id: string | undefined): number =>
    id === undefined ? -1 : (depthOf.get(id) ?? 1 + depth(zones.get(id)?.parent));
  for (const z of configuration.zones) {
    depthOf.set(z.id, depth(z.id));
    nodes.push({
      id: z.id,
      kind: "zone",
      ...(z.parent ? { parent: z.parent } : {}),
      lines: [z.name[lang]],
      names: 1,
      glyph: "",
      labelCapable: false,
      width: Math.max(120, textWidth(z.name[lang]) * 13 + 28),
      height: 60,
      depth: depth(z.id),
    });
  }
  const nodeOf = new Map<string, string>();
  const boxes = new Map<
    string,
    { zone: string; name: string; type: string; units: number; glyph: string; capable: boolean }
  >();
  for (const c of configuration.components) {
    const type = types.get(c.type);
    const id = nodeIdOf(configuration, c);
    nodeOf.set(c.id, id);
    const known = boxes.get(id);
    if (known) known.units += c.quantity;
    else
      boxes.set(id, {
        zone: c.zone,
        name: many ? (type?.name[lang] ?? "") : c.name[lang],
        type: type?.name[lang] ?? "",
        units: c.quantity,
        glyph: type?.class ?? "device",
        capable: c.labelCapable,
      });
  }
  for (const [id, b] of boxes) {
    const named = wrap(b.name, terse ? WRAP_TERSE : WRAP);
    const under = b.type === b.name || many || terse ? "" : b.type;
    const count = b.units > 1 ? `×${b.units}` : "";
    const last = [under, count].filter((x) => x !== "").join(" ");
    const lines = [...named, ...(last === "" ? [] : wrap(last, WRAP + 2))];
    const width = Math.max(terse ? 70 : 96, Math.max(...lines.map((l) => textWidth(l) * 15.3)) + 42);
    nodes.push({
      id,
      kind: "component",
      parent: b.zone,
      lines,
      names: named.length,
      glyph: b.glyph,
      labelCapable: b.capable,
      width,
      height: lines.length * LINE + (terse ? 12 : 16),
      depth: 0,
    });
  }
  const faces = new Map(configuration.interfaces.map((i) => [i.id, i]));
  const edges = new Map<string, GraphEdge & { protocols: Set<string> }>();
  for (const f of configuration.flows) {
    const a = faces.get(f.from);
    const b = faces.get(f.to);
    const from = nodeOf.get(a?.component ?? "");
    const to = nodeOf.get(b?.component ?? "");
    if (from === undefined || to === undefined || from === to) continue;
    const id = `${from}>${to}`;
    const protection = protectionOf(a, b);
    const protocol =
      f.protocol ??
      b?.protocol ??
      a?.protocol ??
      dossier.terms.media?.[b?.medium ?? ""]?.name[lang] ??
      b?.medium ??
      "";
    const known = edges.get(id);
    if (known) {
      known.command ||= f.command;
      if (WEAKNESS.indexOf(protection) < WEAKNESS.indexOf(known.protection)) known.protection = protection;
      known.protocols.add(protocol);
    } else
      edges.set(id, {
        id,
        from,
        to,
        command: f.command,
        protection,
        lines: [],
        protocols: new Set([protocol]),
      });
  }
  return {
    nodes,
    edges: [...edges.values()].map(({ protocols, ...edge }) => {
      const list = [...protocols].filter((p) => p !== "").sort();
      const lines =
        list.length > LABEL_LINES
          ? [...list.slice(0, LABEL_LINES - 1), `${list[LABEL_LINES - 1]} +${list.length - LABEL_LINES}`]
          : list;
      return { ...edge, lines: many || terse ? [] : lines };
    }),
  };
}
