import {
  IconAlertTriangle,
  IconChevronDown,
  IconChevronRight,
  IconExclamationCircle,
} from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import words from "../../i18n/messages/diagram.ts";
import css from "./diagram.module.css";
import { Icon } from "./menu.tsx";
import type { Scene } from "./scene.ts";

interface Row {
  id: string;
  name: string;
  depth: number;
  icon?: string;
  isOpen?: boolean;
  problem: 0 | 1 | 2;
  count?: number;
}
const ROW = 30;
const plain = (text: string) => text.normalize("NFKC").toLowerCase();

/** Zones, components and flows as a tree: the diagram for those who do not see it, and a way to find things. */
export function Outline({
  scene,
  selection,
  onSelect,
  onReveal,
}: {
  scene: Scene | undefined;
  selection: readonly string[];
  onSelect: (ids: string[]) => void;
  onReveal: (id: string) => void;
}) {
  const t = words.useT();
  const [query, setQuery] = useState("");
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLDivElement>(null);
  const wanted = plain(query.trim());
  const rows = useMemo(() => {
    const out: Row[] = [];
    if (!scene) return out;
    const node = (n: number, depth: number) => {
      const x = scene.nodes[n];
      if (!x) return;
      if (wanted !== "" && !plain(`${x.name} ${x.typeName} ${x.key}`).includes(wanted)) return;
      const isOpen = opened.has(x.id) && wanted === "";
      out.push({
        id: x.id,
        name: x.name,
        depth,
        icon: x.icon,
        problem: x.problem,
        ...(x.edges.length > 0 && wanted === "" ? { isOpen } : {}),
      });
      if (isOpen)
        for (const e of x.edges) {
          const edge = scene.edges[e];
          if (!edge) continue;
          const isFrom = edge.from === n;
          const other = scene.nodes[isFrom ? edge.to : edge.from]?.name ?? "";
          out.push({
            id: edge.id,
            name: `${isFrom ? "→" : "←"} ${other}${edge.label === "" ? "" : `  ·  ${edge.label}`}`,
            depth: depth + 1,
            problem: edge.problem,
          });
        }
    };
    const zone = (z: number, depth: number) => {
      const x = scene.zones[z];
      if (!x) return;
      const isOpen = !closed.has(x.id) || wanted !== "";
      if (wanted === "")
        out.push({ id: x.id, name: x.name, depth, isOpen, problem: x.problem, count: x.nodes.length });
      if (!isOpen) return;
      for (const q of x.zones) zone(q, depth + 1);
      for (const n of x.nodes) node(n, wanted === "" ? depth + 1 : 0);
    };
    scene.zones.forEach((z, i) => {
      if (z.parent < 0) zone(i, 0);
    });
    return out;
  }, [scene, closed, opened, wanted]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => list.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const active = rows.findIndex((r) => r.id === selection.at(-1));
  useEffect(() => {
    if (active >= 0) virtual.scrollToIndex(active);
  }, [active]);
  const toggle = (r: Row) => {
    const flip = (set: ReadonlySet<string>) => {
      const next = new Set(set);
      if (!next.delete(r.id)) next.add(r.id);
      return next;
    };
    if (r.id.startsWith("zn:")) setClosed(flip);
    else setOpened(flip);
  };
  const go = (i: number) => {
    const r = rows[Math.max(0, Math.min(rows.length - 1, i))];
    if (!r) return;
    onSelect([r.id]);
    onReveal(r.id);
  };
  const onKey = (e: KeyboardEvent) => {
    const at = Math.max(0, active);
    const r = rows[at];
    if (e.key === "ArrowDown") go(active < 0 ? 0 : active + 1);
    else if (e.key === "ArrowUp") go(active - 1);
    else if (e.key === "Home") go(0);
    else if (e.key === "End") go(rows.length - 1);
    else if (e.key === "ArrowRight" && r?.isOpen === false) toggle(r);
    else if (e.key === "ArrowLeft" && r?.isOpen === true) toggle(r);
    else if (e.key === "Enter" && r) onReveal(r.id);
    else return;
    e.preventDefault();
  };
  return (
    <div className={css.palette}>
      <input
        className={css.search}
        type="search"
        placeholder={t("outline.search")}
        aria-label={t("outline.search")}
        value={query}
        onChange={(e) => setQuery(e.target.value)}
      />
      <div
        ref={list}
        className={css.outline}
        role="tree"
        aria-label={t("outline.tree")}
        tabIndex={0}
        aria-activedescendant={active >= 0 ? `ol-${active}` : undefined}
        onKeyDown={onKey}
      >
        <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="presentation">
          {virtual.getVirtualItems().map((v) => {
            const r = rows[v.index] as Row;
            return (
              <div
                key={r.id + v.index}
                id={`ol-${v.index}`}
                role="treeitem"
                aria-level={r.depth + 1}
                aria-selected={selection.includes(r.id)}
                aria-expanded={r.isOpen}
                tabIndex={-1}
                className={css.outlineRow}
                data-kind={r.id.slice(0, 2)}
                style={{ transform: `translateY(${v.start}px)`, height: ROW, paddingLeft: 6 + r.depth * 16 }}
                onClick={(e) => {
                  if ((e.target as Element).closest("[data-twist]")) toggle(r);
                  else if (e.shiftKey || e.ctrlKey || e.metaKey)
                    onSelect(
                      selection.includes(r.id) ? selection.filter((x) => x !== r.id) : [...selection, r.id],
                    );
                  else {
                    onSelect([r.id]);
                    onReveal(r.id);
                  }
                }}
                onKeyDown={() => undefined}
              >
                {r.isOpen === undefined ? (
                  <span className={css.outlineTwist} />
                ) : (
                  <span className={css.outlineTwist} data-twist="">
                    {r.isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
                  </span>
                )}
                {r.icon !== undefined && <Icon of={r.icon} size={16} />}
                <span className={css.outlineName}>{r.name}</span>
                {r.count !== undefined && <span className={css.outlineCount}>{r.count}</span>}
                {r.problem === 2 && <IconExclamationCircle size={15} className={css.bad} />}
                {r.problem === 1 && <IconAlertTriangle size={15} className={css.warn} />}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
