/** The committee deck: a dozen slides of native tables and charts, so that people can go on editing. */
import type { Dossier } from "@seiza/dossier";
import { type Lang, M, type Words } from "../messages.ts";
import { settled } from "../package.ts";
import { type Picture, picturesOf } from "../picture/standalone.ts";
import { next, open, proposal } from "./closing.ts";
import { BODY, Deck, SOFT } from "./deck.ts";
import { left, plan, requirements, star1 } from "./measures.ts";
import { assets, cover, gist, matters } from "./opening.ts";
import { risks, routes } from "./risks.ts";
import { C, N } from "./words.ts";

/** Makes pixels of a picture; given from outside, as it takes a native library. */
export type Rasterise = (svg: string, width: number) => Uint8Array;

/** Share of the full size of a picture that a slide needs. */
const PIXELS = 0.6;

export async function renderPptx(dossier: Dossier, lang: Lang, rasterise: Rasterise): Promise<Uint8Array> {
  const d = new Deck(dossier, lang);
  const pictures = await picturesOf(dossier, lang);
  /** One slide a kind: a second configuration stands beside the first, further ones are in the report. */
  const kind = (k: Picture["kind"], title: Words) => {
    const own = pictures.filter((p) => p.kind === k).slice(0, 2);
    if (own.length === 0) return;
    const names = own.map((p) => d.name(p.configuration));
    const s = d.slide(d.t(title, { name: d.join(names) }), N[k]);
    const top = own.length > 1 ? 0.35 : 0;
    const height = (k === "routes" ? 5.2 : BODY.h) - top;
    const w = (BODY.w - 0.3 * (own.length - 1)) / own.length;
    own.forEach((p, i) => {
      const x = BODY.x + i * (w + 0.3);
      if (top > 0) d.text(s, names[i] ?? "", { x, y: BODY.y, w, h: 0.3, size: 12, bold: true });
      d.picture(s, p, rasterise(p.svg, p.width * PIXELS), { x, y: BODY.y + top, w, h: height });
    });
    if (k === "routes") d.text(s, d.t(M.routesPictureNote), { y: 6.4, h: 0.5, size: 11, color: SOFT });
  };
  cover(d);
  gist(d);
  kind("system", C.system);
  matters(d);
  assets(d);
  risks(d);
  kind("routes", C.routesPicture);
  routes(d);
  star1(d);
  plan(d);
  left(d);
  requirements(d);
  proposal(d);
  open(d);
  next(d);
  const bytes = (await d.pptx.write({ outputType: "uint8array" })) as Uint8Array;
  return settled(bytes);
}
