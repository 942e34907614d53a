/** Figures in the bars of a chart: the deck's library knows one colour for all of them, and a dark bar needs a light one. */
import { strFromU8, strToU8 } from "fflate";
import { INK } from "./deck.ts";

const PAPER = "FFFFFF";
/** Relative luminance, WCAG 2.2. */
function luminance(rgb: string): number {
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((i) => {
    const v = Number.parseInt(rgb.slice(i, i + 2), 16) / 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const contrast = (a: string, b: string) => {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
};
const ink = (ground: string) => (contrast(ground, PAPER) > contrast(ground, INK) ? PAPER : INK);

/** Gives the figures of each series of a stacked chart the colour that stands out from its bars. */
export function legibleLabels(parts: Record<string, Uint8Array>): Record<string, Uint8Array> {
  const out = { ...parts };
  for (const [name, data] of Object.entries(parts)) {
    if (!/^ppt\/charts\/chart\d+\.xml$/.test(name)) continue;
    const xml = strFromU8(data);
    if (!xml.includes('<c:grouping val="stacked"/>')) continue;
    out[name] = strToU8(
      xml.replace(/<c:ser>[\s\S]*?<\/c:ser>/g, (series) => {
        const ground = /<c:spPr>\s*<a:solidFill>\s*<a:srgbClr val="([0-9A-F]{6})"/.exec(series)?.[1];
        if (ground === undefined) return series;
        return series.replace(/<c:dLbls>[\s\S]*?<\/c:dLbls>/, (labels) =>
          labels.replace(/<a:srgbClr val="[0-9A-F]{6}"\/>/, `<a:srgbClr val="${ink(ground)}"/>`),
        );
      }),
    );
  }
  return out;
}
