import { Tooltip } from "@mantine/core";
import {
  IconArrowsMaximize,
  IconCommand,
  IconHandStop,
  IconHierarchy2,
  IconInfoCircle,
  IconMinus,
  IconPalette,
  IconPlus,
  IconPointer,
  IconZoomScan,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import words from "../../i18n/messages/diagram.ts";
import css from "./diagram.module.css";
import type { DiagramView } from "./view.ts";

export type Heat = "none" | "importance" | "risk";

function Tool({
  label,
  onClick,
  pressed,
  disabled,
  children,
}: {
  label: string;
  onClick: () => void;
  pressed?: boolean;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <Tooltip label={label}>
      <button
        type="button"
        className={css.tool}
        aria-label={label}
        aria-pressed={pressed}
        aria-disabled={disabled || undefined}
        onClick={() => !disabled && onClick()}
      >
        {children}
      </button>
    </Tooltip>
  );
}

/** Tools over the diagram. */
export function Tools({
  view,
  zoom,
  hand,
  onHand,
  hasSelection,
  onFitSelection,
  onLayout,
  isArranging,
  onCommands,
  legend,
  onLegend,
  heat,
  onHeat,
}: {
  view: () => DiagramView | undefined;
  zoom: number;
  hand?: boolean;
  onHand?: (on: boolean) => void;
  hasSelection: boolean;
  onFitSelection: () => void;
  onLayout?: (() => void) | undefined;
  isArranging?: boolean;
  onCommands?: () => void;
  legend: boolean;
  onLegend: (on: boolean) => void;
  heat?: Heat;
  onHeat?: (heat: Heat) => void;
}) {
  const t = words.useT();
  const percent = Math.round(zoom * 100);
  const next: Record<Heat, Heat> = { none: "importance", importance: "risk", risk: "none" };
  return (
    <div className={css.tools} role="toolbar" aria-label={t("tool.commands")} data-above="">
      {onHand && (
        <>
          <Tool label={`${t("tool.select")} (V)`} pressed={!hand} onClick={() => onHand(false)}>
            <IconPointer size={18} stroke={1.7} />
          </Tool>
          <Tool label={`${t("tool.hand")} (H)`} pressed={hand === true} onClick={() => onHand(true)}>
            <IconHandStop size={18} stroke={1.7} />
          </Tool>
          <span className={css.toolLine} />
        </>
      )}
      <Tool label={`${t("tool.zoomOut")} (−)`} onClick={() => view()?.zoomTo((view()?.camera.k ?? 1) / 1.25)}>
        <IconMinus size={18} stroke={1.7} />
      </Tool>
      <Tooltip label={t("tool.zoom", { percent })}>
        <button
          type="button"
          className={css.zoom}
          aria-label={t("tool.zoom", { percent })}
          onClick={() => view()?.zoomTo(1)}
        >
          {percent}%
        </button>
      </Tooltip>
      <Tool label={`${t("tool.zoomIn")} (+)`} onClick={() => view()?.zoomTo((view()?.camera.k ?? 1) * 1.25)}>
        <IconPlus size={18} stroke={1.7} />
      </Tool>
      <Tool label={`${t("tool.fit")} (1)`} onClick={() => view()?.fit()}>
        <IconArrowsMaximize size={18} stroke={1.7} />
      </Tool>
      <Tool label={`${t("tool.fitSelection")} (2)`} disabled={!hasSelection} onClick={onFitSelection}>
        <IconZoomScan size={18} stroke={1.7} />
      </Tool>
      <span className={css.toolLine} />
      {onLayout && (
        <Tool
          label={isArranging ? t("tool.layout.running") : `${t("tool.layout")} (L)`}
          disabled={isArranging === true}
          onClick={onLayout}
        >
          <IconHierarchy2 size={18} stroke={1.7} className={isArranging ? css.busy : undefined} />
        </Tool>
      )}
      {heat && onHeat && (
        <Tool label={t(`heat.${heat}`)} pressed={heat !== "none"} onClick={() => onHeat(next[heat])}>
          <IconPalette size={18} stroke={1.7} />
        </Tool>
      )}
      <Tool label={t("tool.legend")} pressed={legend} onClick={() => onLegend(!legend)}>
        <IconInfoCircle size={18} stroke={1.7} />
      </Tool>
      {onCommands && (
        <Tool label={`${t("tool.commands")} (,)`} onClick={onCommands}>
          <IconCommand size={18} stroke={1.7} />
        </Tool>
      )}
    </div>
  );
}

/** What lines, dashes and marks mean. */
export function Legend() {
  const t = words.useT();
  const line = (dash: string, tone: string, full?: boolean) => (
    <svg width="44" height="12" aria-hidden="true">
      <line x1="1" y1="6" x2="34" y2="6" stroke={tone} strokeWidth="1.8" strokeDasharray={dash} />
      <path
        d="M34 2 L42 6 L34 10"
        fill={full ? tone : "none"}
        stroke={tone}
        strokeWidth="1.4"
        strokeLinejoin="round"
      />
    </svg>
  );
  const port = (use: "normal" | "maintenance" | "unused") => (
    <svg width="44" height="14" aria-hidden="true">
      {use === "maintenance" ? (
        <rect
          x="18"
          y="3"
          width="8"
          height="8"
          fill="var(--surface-1)"
          stroke="var(--warn)"
          strokeWidth="1.5"
        />
      ) : (
        <circle
          cx="22"
          cy="7"
          r="4.3"
          fill={use === "normal" ? "var(--accent)" : "var(--surface-1)"}
          stroke={use === "normal" ? "var(--accent)" : "var(--ink-3)"}
          strokeWidth="1.5"
        />
      )}
      {use === "unused" && <path d="M19 4 L25 10" stroke="var(--ink-3)" strokeWidth="1.4" />}
    </svg>
  );
  const rows: [ReactNode, string][] = [
    [line("", "var(--accent)", true), t("legend.command")],
    [line("", "var(--ink-3)"), t("legend.data")],
    [line("", "var(--accent)", true), t("legend.transport")],
    [line("8 3", "var(--accent)", true), t("legend.link")],
    [line("2 3", "var(--diagram-unprotected)", true), t("legend.none")],
    [line("6 3 1.5 3", "var(--ink-3)", true), t("legend.unknown")],
    [port("normal"), t("legend.normal")],
    [port("maintenance"), t("legend.maintenance")],
    [port("unused"), t("legend.unused")],
    [
      <svg key="c" width="44" height="14" aria-hidden="true">
        <path d="M16 4 l4 3 l-4 3 M28 4 l-4 3 l4 3" fill="none" stroke="var(--ink-3)" strokeWidth="1.5" />
      </svg>,
      t("constrained"),
    ],
    [
      <svg key="s" width="44" height="14" aria-hidden="true">
        <path
          d="m22 1.5 1.6 3.5 3.9.5-2.8 2.7.7 3.8-3.4-1.9-3.4 1.9.7-3.8-2.8-2.7 3.9-.5z"
          fill="none"
          stroke="var(--ink-3)"
          strokeWidth="1.2"
        />
      </svg>,
      t("labelCapable"),
    ],
    [
      <svg key="i" width="44" height="14" aria-hidden="true">
        {[0, 1, 2].map((i) => (
          <rect key={i} x={16 + i * 5} y="4" width="3" height="6" fill="var(--bad)" />
        ))}
      </svg>,
      t("legend.importance"),
    ],
  ];
  return (
    <section className={css.legend} aria-label={t("tool.legend")} data-above="">
      <ul>
        {rows.map(([mark, text], i) => (
          <li key={i}>
            {mark}
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
