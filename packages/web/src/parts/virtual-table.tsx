/** A table of any length: only the rows in view are drawn. Rows may be of any height. */
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import partsWords from "../i18n/messages/parts.ts";
import css from "./parts.module.css";

export interface Column<Row> {
  key: string;
  title: string;
  /** Shown in the head in place of the title. */
  head?: ReactNode;
  /** CSS grid track; default `minmax(120px, 1fr)`. */
  width?: string;
  align?: "left" | "right" | "center";
  cell: (row: Row, index: number) => ReactNode;
  /** Value to sort by; without it the column does not sort. */
  sort?: (row: Row) => string | number;
}

export function VirtualTable<Row>({
  rows,
  columns,
  rowKey,
  label,
  height = "min(70vh, 760px)",
  estimate = 44,
  onRow,
  onMark,
  isSelected,
  scrollTo,
  empty,
}: {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** What the table lists, for those who do not see it. */
  label: string;
  height?: CSSProperties["height"];
  /** Usual height of a row, px. */
  estimate?: number;
  onRow?: (row: Row) => void;
  /** The space bar on a row, in place of opening it. */
  onMark?: (row: Row) => void;
  isSelected?: (row: Row) => boolean;
  /** Key of a row to bring into view. */
  scrollTo?: string;
  /** Shown in place of rows when there are none. */
  empty?: ReactNode;
}) {
  const t = partsWords.useT();
  const scroller = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState<{ key: string; down: boolean }>();
  const shown = useMemo(() => {
    const by = columns.find((c) => c.key === sort?.key)?.sort;
    if (!by || !sort) return rows;
    const sign = sort.down ? -1 : 1;
    return [...rows].sort((a, b) => {
      const x = by(a);
      const y = by(b);
      return sign * (x < y ? -1 : x > y ? 1 : 0);
    });
  }, [rows, columns, sort]);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    overscan: 8,
    getItemKey: (i) => rowKey(shown[i] as Row),
  });
  useEffect(() => {
    if (scrollTo === undefined) return;
    const at = shown.findIndex((row) => rowKey(row) === scrollTo);
    if (at >= 0) virtual.scrollToIndex(at, { align: "center" });
  }, [scrollTo, shown, rowKey, virtual]);
  // One row is a stop of Tab; the arrows go on from there.
  const [current, setCurrent] = useState<string>();
  const items = virtual.getVirtualItems();
  const isReachable = (key: string | undefined) =>
    key !== undefined && items.some((item) => item.key === key) ? key : undefined;
  const selected = isSelected && shown.find(isSelected);
  const stop =
    isReachable(current) ??
    isReachable(selected && rowKey(selected)) ??
    (items[0]?.key as string | undefined);
  const focusRow = (at: number) => {
    const row = shown[Math.max(0, Math.min(shown.length - 1, at))];
    if (!row) return;
    const key = rowKey(row);
    setCurrent(key);
    const index = shown.indexOf(row);
    const focus = () =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true });
    virtual.scrollToIndex(index);
    focus();
    requestAnimationFrame(() => requestAnimationFrame(focus));
  };
  const page = () =>
    Math.max(1, items.filter((i) => i.start < (scroller.current?.clientHeight ?? 0)).length - 1);
  const onRowKey = (event: KeyboardEvent<HTMLElement>, row: Row, index: number) => {
    if (event.target !== event.currentTarget) return;
    const by = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page(),
      PageUp: index - page(),
      Home: 0,
      End: shown.length - 1,
    }[event.key];
    if (by !== undefined) focusRow(by);
    else if (event.key === " " && onMark) onMark(row);
    else if (event.key === "Enter" || event.key === " ") onRow?.(row);
    else return;
    event.preventDefault();
  };
  const template = columns.map((c) => c.width ?? "minmax(120px, 1fr)").join(" ");
  const grid = { gridTemplateColumns: template };
  const least = columns.reduce((sum, c) => sum + Number(/(\d+)px/.exec(c.width ?? "120px")?.[1] ?? 0), 0);
  return (
    <div
      ref={scroller}
      className={css.table}
      style={{
        height: shown.length === 0 && empty ? "auto" : height,
        contain: shown.length === 0 ? "none" : undefined,
      }}
      role="table"
      aria-label={label}
      aria-rowcount={shown.length + 1}
      tabIndex={onRow || onMark ? undefined : 0}
    >
      <div style={{ minWidth: least, width: "100%" }}>
        <div className={css.tableHead} style={grid} role="row" aria-rowindex={1}>
          {columns.map((c) => (
            <div
              key={c.key}
              role="columnheader"
              data-align={c.align}
              aria-sort={sort?.key === c.key ? (sort.down ? "descending" : "ascending") : undefined}
            >
              {c.sort ? (
                <button
                  type="button"
                  className={css.sort}
                  title={t("table.sort", { column: c.title })}
                  onClick={() =>
                    setSort((s) =>
                      s?.key !== c.key
                        ? { key: c.key, down: false }
                        : s.down
                          ? undefined
                          : { ...s, down: true },
                    )
                  }
                >
                  {c.title}
                  {sort?.key !== c.key ? (
                    <IconArrowsSort size={12} aria-hidden="true" />
                  ) : sort.down ? (
                    <IconArrowDown size={12} aria-hidden="true" />
                  ) : (
                    <IconArrowUp size={12} aria-hidden="true" />
                  )}
                </button>
              ) : (
                (c.head ?? c.title)
              )}
            </div>
          ))}
        </div>
        {shown.length === 0 ? (
          empty
        ) : (
          <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="rowgroup">
            {items.map((item) => {
              const row = shown[item.index] as Row;
              return (
                <div
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  className={css.tableRow}
                  style={{ ...grid, transform: `translateY(${item.start}px)` }}
                  role="row"
                  aria-rowindex={item.index + 2}
                  data-clickable={onRow ? true : undefined}
                  data-selected={isSelected?.(row) || undefined}
                  tabIndex={onRow || onMark ? (item.key === stop ? 0 : -1) : undefined}
                  onFocus={onRow || onMark ? () => setCurrent(String(item.key)) : undefined}
                  onClick={onRow && (() => onRow(row))}
                  onKeyDown={onRow || onMark ? (event) => onRowKey(event, row, item.index) : undefined}
                >
                  {columns.map((c) => (
                    <div key={c.key} role="cell" data-align={c.align}>
                      {c.cell(row, item.index)}
                    </div>
                  ))}
                </div>
              );
            })}
          </div>
        )}
      </div>
    </div>
  );
}
