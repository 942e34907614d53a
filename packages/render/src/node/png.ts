/** A picture as pixels, with the font of the package. */
import { Resvg } from "@resvg/resvg-js";
import { outlined } from "./outlines.ts";

/** Pixels for each unit of the picture, and the widest a picture gets. */
const SCALE = 1.5;
const WIDEST = 6000;

export function rasterise(svg: string, width: number): Uint8Array {
  const image = new Resvg(outlined(svg), {
    background: "#ffffff",
    fitTo: { mode: "width", value: Math.round(Math.min(WIDEST, width * SCALE)) },
    font: { loadSystemFonts: false },
  });
  return image.render().asPng();
}
