/** The committee deck: a dozen slides of native tables and charts, so that people can go on editing. */
import type { Dossier } from "@seiza/dossier";
import { unzipSync } from "fflate";
import type { Lang } from "../messages.ts";
import { settled } from "../package.ts";
import { next, open, proposal } from "./closing.ts";
import { Deck } from "./deck.ts";
import { legibleLabels } from "./labels.ts";
import { left, plan, requirements, star1 } from "./measures.ts";
import { assets, cover, gist, matters } from "./opening.ts";
import { Pictures, type Rasterise } from "./pictures.ts";
import { risks, routes } from "./risks.ts";

export type { Rasterise } from "./pictures.ts";

export async function renderPptx(dossier: Dossier, lang: Lang, rasterise: Rasterise): Promise<Uint8Array> {
  const d = new Deck(dossier, lang);
  const pictures = new Pictures(d, rasterise);
  cover(d);
  gist(d);
  await pictures.slide("system");
  matters(d);
  assets(d);
  risks(d);
  await pictures.slide("routes");
  routes(d);
  star1(d);
  plan(d);
  left(d);
  requirements(d);
  proposal(d);
  open(d);
  next(d);
  const bytes = (await d.pptx.write({ outputType: "uint8array" })) as Uint8Array;
  return settled(legibleLabels(unzipSync(bytes)));
}
