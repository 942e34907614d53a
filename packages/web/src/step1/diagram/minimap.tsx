import { type PointerEvent, useEffect, useRef } from "react";
import words from "../../i18n/messages/diagram.ts";
import type { Camera } from "./brush.ts";
import type { Colours } from "./colours.ts";
import css from "./diagram.module.css";
import { boundsOf, type Scene } from "./scene.ts";
import type { DiagramView } from "./view.ts";

const WIDTH = 176;
const HEIGHT = 112;

/** The whole configuration in small, with the part that the window shows. Painted when the scene changes. */
export function Minimap({
  scene,
  camera,
  view,
  colours,
}: {
  scene: Scene;
  camera: Camera;
  view: DiagramView;
  colours: Colours;
}) {
  const t = words.useT();
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = view.viewed;
  // The window may look beside the picture; the map then reaches further.
  const b = boundsOf([scene.bounds, ...(scene.nodes.length > 0 ? [] : [shown])]);
  const k = Math.min((WIDTH - 12) / Math.max(1, b.width), (HEIGHT - 12) / Math.max(1, b.height));
  const ox = (WIDTH - b.width * k) / 2 - b.x * k;
  const oy = (HEIGHT - b.height * k) / 2 - b.y * k;
  useEffect(() => {
    const ctx = canvas.current?.getContext("2d");
    if (!ctx) return;
    ctx.clearRect(0, 0, WIDTH, HEIGHT);
    for (const i of scene.zoneOrder) {
      const z = scene.zones[i];
      if (!z) continue;
      const [fill, edge] = colours.zones[z.trust] ?? ["", colours.soft];
      ctx.fillStyle = fill;
      ctx.strokeStyle = edge;
      ctx.lineWidth = 1;
      ctx.fillRect(z.x * k + ox, z.y * k + oy, z.width * k, z.height * k);
      ctx.strokeRect(z.x * k + ox, z.y * k + oy, z.width * k, z.height * k);
    }
    for (const n of scene.nodes) {
      ctx.fillStyle = n.problem === 2 ? colours.error : (colours.classes[n.class]?.[1] ?? colours.soft);
      ctx.fillRect(n.x * k + ox, n.y * k + oy, Math.max(1.5, n.width * k), Math.max(1.5, n.height * k));
    }
  }, [scene, colours]);
  const go = (e: PointerEvent<HTMLElement>) => {
    if (e.buttons !== 1) return;
    const box = e.currentTarget.getBoundingClientRect();
    view.centre({ x: (e.clientX - box.left - ox) / k, y: (e.clientY - box.top - oy) / k });
  };
  return (
    <div
      className={css.minimap}
      role="img"
      aria-label={t("minimap")}
      title={t("minimap")}
      style={{ width: WIDTH, height: HEIGHT }}
      onPointerDown={(e) => {
        e.currentTarget.setPointerCapture(e.pointerId);
        go(e);
      }}
      onPointerMove={go}
    >
      <canvas ref={canvas} width={WIDTH} height={HEIGHT} />
      <div
        className={css.minimapWindow}
        style={{
          left: Math.max(0, shown.x * k + ox),
          top: Math.max(0, shown.y * k + oy),
          width: Math.max(
            4,
            Math.min(WIDTH, (shown.x + shown.width) * k + ox) - Math.max(0, shown.x * k + ox),
          ),
          height: Math.max(
            4,
            Math.min(HEIGHT, (shown.y + shown.height) * k + oy) - Math.max(0, shown.y * k + oy),
          ),
        }}
        data-k={camera.k}
      />
    </div>
  );
}
