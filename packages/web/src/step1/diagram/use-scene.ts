/** The scene of a configuration, made anew when what it shows has changed; places are worked out where there are none. */
import type { Catalog } from "@seiza/catalog";
import type { Dossier } from "@seiza/dossier";
import type { Box, Diagnostic, Study } from "@seiza/model";
import { useEffect, useMemo, useState } from "react";
import { placeOf } from "../../study/places.ts";
import { boxesOf, gridPlaces, NODE_HEIGHT, NODE_WIDTH, type Places, placesFrom } from "./placement.ts";
import { boundsOf, type Lang, type Scene, type Severities, sceneOf } from "./scene.ts";

export type Arrange = (
  study: Study,
  configuration: string,
  hint: { sizes: Record<string, { width: number; height: number }>; direction?: "RIGHT" | "DOWN" },
) => Promise<Record<string, Box>>;

/** Above this many components the exact layout is worked out only when it is asked for. */
export const ARRANGE_UP_TO = 300;
/** A picture that is not there after this time is shown with its first, rough places, ms. */
const PATIENCE = 1200;

export const sizesOf = (study: Study, configuration: string) =>
  Object.fromEntries(
    (study.configurations.find((c) => c.id === configuration)?.components ?? []).map((c) => [
      c.id,
      { width: NODE_WIDTH, height: NODE_HEIGHT },
    ]),
  );

/** Room that a picture is meant to fill, px, and the zoom below which its boxes cannot be read. */
const ROOM = { width: 680, height: 700 };
const LEGIBLE = 0.42;

/**
 * The layout that leaves the larger picture. Small configurations are tried in both directions; where the exact layout
 * would be too wide to read, zones in rows by trust take its place.
 */
export async function arrangedWell(
  arrange: Arrange,
  study: Study,
  configuration: string,
): Promise<Record<string, Box>> {
  const sizes = sizesOf(study, configuration);
  const across = await arrange(study, configuration, { sizes, direction: "RIGHT" });
  const c = study.configurations.find((x) => x.id === configuration);
  if (!c || c.components.length > ARRANGE_UP_TO) return across;
  const down = await arrange(study, configuration, { sizes, direction: "DOWN" });
  const zoom = (layout: Record<string, Box>) => {
    const b = boundsOf(
      Object.values(layout).map((r) => ({
        ...r,
        width: r.width ?? NODE_WIDTH,
        height: r.height ?? NODE_HEIGHT,
      })),
    );
    return Math.min(ROOM.width / b.width, ROOM.height / b.height);
  };
  const exact = zoom(down) > zoom(across) ? down : across;
  if (zoom(exact) >= LEGIBLE) return exact;
  const rows = boxesOf(gridPlaces(c));
  return zoom(rows) > zoom(exact) * 1.2 ? rows : exact;
}

/** Worst problem by stable id. Notes do not count. */
export function severitiesOf(study: Study, problems: readonly Diagnostic[]): Severities {
  const out = new Map<string, 0 | 1 | 2>();
  for (const p of problems) {
    if (p.severity === "info") continue;
    const { id } = placeOf(study, p.path);
    if (id === undefined) continue;
    const level = p.severity === "error" ? 2 : 1;
    const note = (key: string) => {
      if ((out.get(key) ?? 0) < level) out.set(key, level);
    };
    note(id);
    // A box shows what is wrong with its interfaces.
    if (id.startsWith("if:")) note(`co:${id.slice(3, id.lastIndexOf("."))}`);
  }
  return out;
}

/** Layouts worked out in this window for configurations that state none; opening a study is not an edit. */
const arranged = new Map<string, Places>();

export function useScene({
  study,
  configuration: id,
  catalog,
  lang,
  dossier,
  problems,
  arrange,
}: {
  study: Study;
  configuration: string;
  catalog: Catalog;
  lang: Lang;
  dossier?: Dossier | undefined;
  problems: readonly Diagnostic[];
  arrange?: Arrange | undefined;
}): Scene | undefined {
  const configuration = study.configurations.find((c) => c.id === id) ?? study.configurations[0];
  const severities = useMemo(() => severitiesOf(study, problems), [study, problems]);
  const key = `${study.system.id}/${configuration?.id}`;
  const isStated = Object.keys(configuration?.layout ?? {}).length > 0;
  const count = configuration?.components.length ?? 0;
  const wantsArranging =
    arrange !== undefined && !isStated && count > 0 && count <= ARRANGE_UP_TO && !arranged.has(key);
  const [, setArrived] = useState(0);
  const [impatient, setImpatient] = useState<string>();
  useEffect(() => {
    if (!wantsArranging || !configuration) return;
    let isGone = false;
    const timer = setTimeout(() => setImpatient(key), PATIENCE);
    arrangedWell(arrange, study, configuration.id).then(
      (layout) => {
        arranged.set(key, placesFrom(layout));
        if (!isGone) setArrived((n) => n + 1);
      },
      () => {
        if (!isGone) setImpatient(key);
      },
    );
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
    // The layout is for the configuration as it was opened; later things find their own place.
  }, [key, wantsArranging]);
  const fallback = isStated ? undefined : arranged.get(key);
  const isWaiting = wantsArranging && impatient !== key;
  const { productTypes } = study;
  return useMemo(
    () =>
      !configuration || isWaiting
        ? undefined
        : sceneOf({ study, configuration, catalog, lang, dossier, severities, fallback }),
    [productTypes, configuration, catalog, lang, dossier, severities, fallback, isWaiting],
  );
}
