/** Pictures that stand alone: as files, in the PDF, in slides. Plain attributes and one font, so that editors open them. */
import type { Dossier } from "@seiza/dossier";
import { type Lang, M, type Words } from "../messages.ts";
import { type Canvas, canvasOf, paint } from "./index.ts";
import type { LayOut } from "./layout.ts";
import { drawnRoutes } from "./routes.ts";

/** Presentation of each class that the painter uses, as attributes. */
const LOOK: Record<string, string> = {
  "zone d0": 'fill="#f1f5f9" stroke="#8aa0b4" stroke-width="1.2"',
  "zone d1": 'fill="#e6edf4" stroke="#8aa0b4" stroke-width="1.2"',
  "zone d2": 'fill="#dbe6ef" stroke="#8aa0b4" stroke-width="1.2"',
  "comp cap": 'fill="#ffffff" stroke="#1f4e79" stroke-width="1.5"',
  "comp out": 'fill="#f2f0ea" stroke="#8d8774" stroke-width="1.5" stroke-dasharray="4 3"',
  zn: 'font-size="14" font-weight="700" fill="#33475a"',
  nm: 'font-size="15" font-weight="700" fill="#1c2733" stroke="none" text-anchor="middle"',
  ty: 'font-size="13" fill="#4c5b69" stroke="none" text-anchor="middle"',
  fl: 'font-size="11.5" fill="#1c2733" text-anchor="middle"',
  bn: 'font-size="11.5" font-weight="700" fill="#ffffff" text-anchor="middle"',
  gl: 'fill="none" stroke="#33618c" stroke-width="1.3" stroke-dasharray="none"',
  head: 'fill="#33475a"',
  "flow plain": 'fill="none" stroke="#a3202d" stroke-width="1.5"',
  "flow link": 'fill="none" stroke="#a57c00" stroke-width="1.5" stroke-dasharray="6 3"',
  "flow safe": 'fill="none" stroke="#2f6d3c" stroke-width="1.5"',
  "flow plain cmd": 'fill="none" stroke="#a3202d" stroke-width="2.3"',
  "flow link cmd": 'fill="none" stroke="#a57c00" stroke-width="2.3" stroke-dasharray="6 3"',
  "flow safe cmd": 'fill="none" stroke="#2f6d3c" stroke-width="2.3"',
  "route open":
    'fill="none" stroke="#c4161c" stroke-width="6" stroke-linejoin="round" stroke-linecap="round" stroke-opacity="0.85"',
  "route closed":
    'fill="none" stroke="#1f5fa8" stroke-width="6" stroke-linejoin="round" stroke-linecap="round" stroke-dasharray="2 10" stroke-opacity="0.85"',
  "badge open": 'fill="#c4161c" stroke="#ffffff" stroke-width="1.5"',
  "badge closed": 'fill="#1f5fa8" stroke="#ffffff" stroke-width="1.5"',
  "aim open": 'fill="none" stroke="#c4161c" stroke-width="3"',
  "aim closed": 'fill="none" stroke="#1f5fa8" stroke-width="3"',
};
/** Text that lines may cross gets a halo: a copy in outline beneath it, as not every editor knows `paint-order`. */
const HALO: Record<string, string> = { zn: "#f1f5f9", fl: "#ffffff" };

/** A painted picture with its looks written out, without links or outer style. */
export function standalone(svg: string): string {
  const routed = svg.includes('class="picture routed"');
  return svg
    .replace(/^<svg class="[^"]*"/, "<svg")
    .replace(
      / style="min-width:[^"]*"/,
      ' font-family="Noto Sans JP, Noto Sans CJK JP, Yu Gothic, Hiragino Sans, sans-serif"',
    )
    .replace(/<text class="(zn|fl)"([^>]*)>([^<]*)<\/text>/g, (_, cls: string, at: string, text: string) => {
      const look = LOOK[cls] ?? "";
      const halo = `<text${at} ${look} stroke="${HALO[cls]}" stroke-width="3.5" stroke-linejoin="round" aria-hidden="true">${text}</text>`;
      return `${halo}<text${at} ${look}>${text}</text>`;
    })
    .replace(/ class="([^"]+)"/g, (whole, cls: string) => {
      const look = LOOK[cls];
      if (look === undefined) return whole;
      return ` ${look}${routed && cls.startsWith("flow") ? ' stroke-opacity="0.38"' : ""}`;
    });
}

export interface Picture {
  /** Name of its file, without ending. */
  name: string;
  title: Words;
  kind: "system" | "routes";
  configuration: string;
  svg: string;
  width: number;
  height: number;
}

const sizeOf = (canvas: Canvas) => ({ width: canvas.drawing.width + 4, height: canvas.drawing.height + 4 });

/** The picture of each configuration, and with its attack routes where there are any. */
export async function picturesOf(dossier: Dossier, lang: Lang, by?: LayOut): Promise<Picture[]> {
  const out: Picture[] = [];
  for (const cfg of dossier.step1.configurations) {
    const canvas = await canvasOf(cfg, dossier, lang, by);
    const base = { configuration: cfg.id, ...sizeOf(canvas) };
    const id = cfg.id.slice(3);
    out.push({
      ...base,
      name: `${id}.system`,
      title: cfg.name,
      kind: "system",
      svg: standalone(paint(canvas, cfg.name, [], { links: false })),
    });
    const routes = drawnRoutes(dossier, cfg.id);
    if (routes.length === 0) continue;
    const title = {
      ja: `${cfg.name.ja} — ${M.routesPicture.ja}`,
      en: `${cfg.name.en} — ${M.routesPicture.en}`,
    };
    out.push({
      ...base,
      name: `${id}.routes`,
      title,
      kind: "routes",
      svg: standalone(paint(canvas, title, routes, { links: false })),
    });
  }
  return out;
}

/** Small pictures for the legend. */
export const LEGEND: {
  key: "legendLabel" | "legendOther" | "legendPlain" | "legendLink" | "legendTransport" | "legendCommand";
  svg: string;
}[] = [
  {
    key: "legendLabel",
    svg: swatch(`<rect x="1" y="1" width="24" height="12" rx="3" ${LOOK["comp cap"]}/>`),
  },
  {
    key: "legendOther",
    svg: swatch(`<rect x="1" y="1" width="24" height="12" rx="3" ${LOOK["comp out"]}/>`),
  },
  { key: "legendPlain", svg: swatch(`<path d="M0 7H26" ${LOOK["flow plain"]}/>`) },
  { key: "legendLink", svg: swatch(`<path d="M0 7H26" ${LOOK["flow link"]}/>`) },
  { key: "legendTransport", svg: swatch(`<path d="M0 7H26" ${LOOK["flow safe"]}/>`) },
  {
    key: "legendCommand",
    svg: swatch(`<path d="M0 7H20" ${LOOK["flow safe cmd"]}/><path d="M18 3L26 7L18 11z" ${LOOK.head}/>`),
  },
];
export const ROUTE_LEGEND: { key: "routeOpen" | "routeClosed"; svg: string }[] = [
  { key: "routeOpen", svg: swatch(`<path d="M3 7H23" ${LOOK["route open"]}/>`) },
  { key: "routeClosed", svg: swatch(`<path d="M3 7H23" ${LOOK["route closed"]}/>`) },
];
function swatch(inner: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 26 14" width="26" height="14">${inner}</svg>`;
}
