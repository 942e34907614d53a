/**
 * The diagram of a configuration with its tools: a canvas for the eyes, a layer of named elements for screen readers,
 * an overview map. Editing is done by whoever listens; without listeners it is a picture to look around in.
 */
import { useComputedColorScheme } from "@mantine/core";
import type { Catalog } from "@seiza/catalog";
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import { useLang } from "../../i18n/index.ts";
import words from "../../i18n/messages/diagram.ts";
import type { Camera, Words } from "./brush.ts";
import { DARK, LIGHT } from "./colours.ts";
import css from "./diagram.module.css";
import { Minimap } from "./minimap.tsx";
import type { Overlay } from "./overlay.ts";
import type { Rect, Scene } from "./scene.ts";
import { DiagramView, type ViewEvents } from "./view.ts";

export interface DiagramProps {
  scene: Scene | undefined;
  catalog: Catalog;
  selection: readonly string[];
  onSelect: (ids: string[]) => void;
  overlay?: Overlay | undefined;
  readOnly?: boolean;
  hand?: boolean;
  /** Thing that the keyboard is at. */
  current?: string | undefined;
  events?: Partial<Omit<ViewEvents, "select">>;
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  onKeyUp?: (event: KeyboardEvent<HTMLElement>) => void;
  onFocus?: () => void;
  /** A product type from the palette is let go here. */
  onDropType?: (type: string, at: { x: number; y: number }) => void;
  onZoom?: (k: number) => void;
  withMinimap?: boolean;
  children?: ReactNode;
  ref?: Ref<DiagramHandle>;
}
export interface DiagramHandle {
  view: DiagramView | undefined;
  host: HTMLElement | null;
  focus(): void;
}
export const DRAGGED_TYPE = "application/x-seiza-type";
/** Elements for screen readers at most: what is in the window, the rest is in the outline. */
const NAMED_AT_MOST = 160;

export const elementId = (id: string): string => `dg-${id.replace(/[^A-Za-z0-9_-]/g, "_")}`;

/** Everything is in the window: a map would only hide a part of it. */
const isWhole = (seen: Rect, all: Rect) =>
  seen.x <= all.x &&
  seen.y <= all.y &&
  seen.x + seen.width >= all.x + all.width &&
  seen.y + seen.height >= all.y + all.height;

export function Diagram(props: DiagramProps) {
  const {
    scene,
    catalog,
    selection,
    overlay,
    readOnly = false,
    hand = false,
    current,
    withMinimap,
    children,
  } = props;
  const t = words.useT();
  const lang = useLang();
  const scheme = useComputedColorScheme("light");
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<DiagramView>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const [camera, setCamera] = useState<Camera>();
  const [hasFocus, setHasFocus] = useState(false);

  const paintWords = useMemo((): Words => {
    const access = catalog.scales.get("physicalAccess");
    return {
      constrained: t("constrained"),
      labelCapable: t("labelCapable"),
      access: (value) =>
        t("zone.access", {
          access: access?.values.find((v) => v.id === value)?.name[lang] ?? t("unknown"),
        }),
      trust: (trust) => t("zone.trust", { trust }),
    };
  }, [catalog, lang, t]);

  useEffect(() => {
    if (!host.current) return;
    const made = new DiagramView(
      host.current,
      {
        select: (ids) => latest.current.onSelect(ids),
        open: (id) => latest.current.events?.open?.(id),
        move: (drop) => latest.current.events?.move?.(drop),
        resize: (zone, rect) => latest.current.events?.resize?.(zone, rect),
        connect: (from, to) => latest.current.events?.connect?.(from, to),
        menu: (at) => latest.current.events?.menu?.(at),
        settled: (now) => {
          setCamera({ ...now });
          latest.current.onZoom?.(now.k);
        },
      },
      paintWords,
    );
    view.current = made;
    // For measurements and tests: where things are on the screen.
    (host.current as unknown as { diagram: DiagramView }).diagram = made;
    return () => {
      made.destroy();
      view.current = undefined;
    };
  }, []);
  useImperativeHandle(
    props.ref,
    () => ({
      get view() {
        return view.current;
      },
      get host() {
        return host.current;
      },
      focus: () => host.current?.focus({ preventScroll: true }),
    }),
    [],
  );
  useEffect(() => view.current?.setWords(paintWords), [paintWords]);
  useEffect(() => view.current?.setColours(scheme === "dark" ? DARK : LIGHT), [scheme]);
  useEffect(() => {
    if (view.current) view.current.readOnly = readOnly;
  }, [readOnly]);
  useEffect(() => view.current?.setHand(hand), [hand]);
  useEffect(() => {
    if (scene) view.current?.setScene(scene);
  }, [scene]);
  useEffect(() => view.current?.setOverlay(overlay), [overlay]);
  useEffect(() => view.current?.setSelection(selection), [selection]);
  useEffect(() => view.current?.setCurrent(current, hasFocus), [current, hasFocus]);

  const named = useMemo(() => {
    const v = view.current;
    if (!scene || !camera || !v) return [];
    const seen = v.viewed;
    const isIn = (r: { x: number; y: number; width: number; height: number }) =>
      r.x < seen.x + seen.width &&
      r.y < seen.y + seen.height &&
      r.x + r.width > seen.x &&
      r.y + r.height > seen.y;
    const rows: {
      id: string;
      label: string;
      rect: { x: number; y: number; width: number; height: number };
    }[] = [];
    for (const z of scene.zones)
      if (isIn(z) && rows.length < 60)
        rows.push({
          id: z.id,
          label: t("a11y.zone", { name: z.name, kind: z.kindName, count: z.nodes.length }),
          rect: { ...z, height: Math.min(z.height, 36 / Math.min(1, camera.k)) },
        });
    for (const n of scene.nodes) {
      if (n.id !== current && (rows.length >= NAMED_AT_MOST || !isIn(n))) continue;
      const key =
        n.problem === 2
          ? "a11y.component.error"
          : n.problem === 1
            ? "a11y.component.problem"
            : "a11y.component";
      rows.push({
        id: n.id,
        label: t(key, {
          name: n.name,
          type: n.typeName === "" ? n.name : n.typeName,
          zone: scene.zones[n.zone]?.name ?? "",
          flows: n.edges.length,
        }),
        rect: n,
      });
    }
    if (current?.startsWith("fl:")) {
      const e = scene.edges[scene.edgeAt.get(current) ?? -1];
      const rect = v.rectOf(current);
      if (e && rect)
        rows.push({
          id: current,
          label: t("a11y.flow", {
            from: scene.nodes[e.from]?.name ?? "",
            to: scene.nodes[e.to]?.name ?? "",
            label: e.label,
          }),
          rect: { ...rect, width: 1, height: 1 },
        });
    }
    return rows.map((r) => ({ ...r, at: v.toScreen(r.rect) }));
  }, [scene, camera, current, lang]);
  const chosen = useMemo(() => new Set(selection), [selection]);

  const point = (e: { clientX: number; clientY: number }) => {
    const box = host.current?.getBoundingClientRect();
    return { x: e.clientX - (box?.left ?? 0), y: e.clientY - (box?.top ?? 0) };
  };
  return (
    <div className={css.stage}>
      <div
        ref={host}
        className={css.host}
        role="application"
        aria-label={t("diagram")}
        aria-describedby="diagram-help"
        aria-activedescendant={
          current !== undefined && named.some((n) => n.id === current) ? elementId(current) : undefined
        }
        tabIndex={0}
        data-testid="diagram"
        data-drawn={scene !== undefined || undefined}
        onKeyDown={props.onKeyDown}
        onKeyUp={props.onKeyUp}
        onFocus={() => {
          setHasFocus(host.current?.matches(":focus-visible") ?? false);
          props.onFocus?.();
        }}
        onBlur={() => setHasFocus(false)}
        onPointerDown={() => {
          host.current?.focus({ preventScroll: true });
          setHasFocus(false);
        }}
        onDragOver={(e) => {
          if (readOnly || !e.dataTransfer.types.includes(DRAGGED_TYPE)) return;
          e.preventDefault();
          e.dataTransfer.dropEffect = "copy";
          view.current?.dragOver(point(e));
        }}
        onDragLeave={() => view.current?.dragOver(undefined)}
        onDrop={(e) => {
          const type = e.dataTransfer.getData(DRAGGED_TYPE);
          view.current?.dragOver(undefined);
          if (type === "") return;
          e.preventDefault();
          props.onDropType?.(type, point(e));
        }}
      >
        {named.map((n) => (
          <div
            key={n.id}
            id={elementId(n.id)}
            role="button"
            aria-label={n.label}
            aria-pressed={chosen.has(n.id)}
            data-id={n.id}
            className={css.named}
            style={{
              left: n.at.x,
              top: n.at.y,
              width: Math.max(1, n.at.width),
              height: Math.max(1, n.at.height),
            }}
          />
        ))}
      </div>
      <p id="diagram-help" className={css.unseen}>
        {t("diagram.help")}
      </p>
      {scene === undefined && (
        <p className={css.arranging} role="status">
          {t("tool.layout.running")}
        </p>
      )}
      {children}
      {withMinimap && scene && camera && view.current && !isWhole(view.current.viewed, scene.bounds) && (
        <Minimap
          scene={scene}
          camera={camera}
          view={view.current}
          colours={scheme === "dark" ? DARK : LIGHT}
        />
      )}
    </div>
  );
}
