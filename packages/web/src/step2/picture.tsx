/** A configuration to look at, with something laid over it; where it is edited is ①. */
import { ActionIcon, Loader } from "@mantine/core";
import { builtinCatalog } from "@seiza/catalog/builtin";
import type { Dossier } from "@seiza/dossier";
import type { Study } from "@seiza/model";
import { IconMaximize, IconMinus, IconPlus } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { useLang } from "../i18n/index.ts";
import words from "../i18n/messages/picture.ts";
import { Diagram, type DiagramHandle } from "../step1/diagram/diagram.tsx";
import type { Overlay } from "../step1/diagram/overlay.ts";
import { useScene } from "../step1/diagram/use-scene.ts";
import { useStudy } from "../study/context.tsx";
import css from "./picture.module.css";

let catalog: ReturnType<typeof builtinCatalog> | undefined;
const theCatalog = () => {
  catalog ??= builtinCatalog();
  return catalog;
};
/** Around what is brought into the window, px; and how near it comes at most. */
const MARGIN = 44;
const CLOSEST = 1;
const NOTHING: readonly never[] = [];

export function StudyPicture({
  study,
  configuration,
  dossier,
  overlay,
  selection = NOTHING,
  onSelect,
  onKeyDown,
  height,
  fitTo,
  children,
}: {
  study: Study;
  configuration: string;
  dossier?: Dossier | undefined;
  overlay?: Overlay | undefined;
  selection?: readonly string[];
  onSelect?: (ids: string[]) => void;
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  height: string;
  /** Stable ids that are brought into the window, joined by spaces; absent: everything. */
  fitTo?: string;
  children?: ReactNode;
}) {
  const t = words.useT();
  const lang = useLang();
  const worker = useStudy((s) => s.worker);
  const handle = useRef<DiagramHandle>(null);
  const scene = useScene({
    study,
    configuration,
    catalog: theCatalog(),
    lang,
    dossier,
    problems: NOTHING,
    arrange: worker.layout,
  });
  useEffect(() => {
    const view = handle.current?.view;
    if (!scene || !view) return;
    const rects = (fitTo ?? "").split(" ").flatMap((id) => view.rectOf(id) ?? []);
    const host = handle.current?.host;
    if (rects.length === 0 || !host) {
      view.fit(false);
      return;
    }
    const left = Math.min(...rects.map((r) => r.x));
    const top = Math.min(...rects.map((r) => r.y));
    const width = Math.max(...rects.map((r) => r.x + r.width)) - left;
    const height = Math.max(...rects.map((r) => r.y + r.height)) - top;
    const k = Math.min(
      (host.clientWidth - 2 * MARGIN) / width,
      (host.clientHeight - 2 * MARGIN) / height,
      CLOSEST,
    );
    view.zoomTo(k, false);
    view.centre({ x: left + width / 2, y: top + height / 2 });
  }, [scene, fitTo]);
  const zoom = (factor: number) => () => {
    const view = handle.current?.view;
    if (view) view.zoomTo(view.camera.k * factor);
  };
  return (
    <div className={css.picture} style={{ height }}>
      <Diagram
        ref={handle}
        scene={scene}
        catalog={theCatalog()}
        selection={selection}
        onSelect={(ids) => onSelect?.(ids)}
        overlay={overlay}
        readOnly
        hand
        onKeyDown={(event) => {
          onKeyDown?.(event);
          if (event.key === "+" || event.key === ";") zoom(1.25)();
          if (event.key === "-") zoom(0.8)();
          if (event.key === "0") handle.current?.view?.fit();
        }}
      >
        {!scene && (
          <div className={css.waiting}>
            <Loader aria-label={t("waiting")} />
          </div>
        )}
        {children}
        <div className={css.tools} role="toolbar" aria-label={t("tools")}>
          <ActionIcon aria-label={t("in")} title={t("in")} onClick={zoom(1.25)}>
            <IconPlus size={17} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon aria-label={t("out")} title={t("out")} onClick={zoom(0.8)}>
            <IconMinus size={17} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon aria-label={t("fit")} title={t("fit")} onClick={() => handle.current?.view?.fit()}>
            <IconMaximize size={17} aria-hidden="true" />
          </ActionIcon>
        </div>
      </Diagram>
    </div>
  );
}
