/** Lists to choose from by typing: the commands, and the things a command asks for. */
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import words from "../../i18n/messages/diagram.ts";
import css from "./diagram.module.css";
import { outlineOf } from "./icons.ts";

export interface Choice {
  id: string;
  name: string;
  /** Heading under which it stands. */
  group?: string;
  hint?: string;
  icon?: string;
  run: () => void;
}

export function Icon({ of, size = 18 }: { of: string; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={outlineOf(of)} />
    </svg>
  );
}

const plain = (text: string) => text.normalize("NFKC").toLowerCase();

/** A list over the diagram. Closes by Esc, by a choice, and when something else is clicked. */
export function ChoiceMenu({
  title,
  placeholder,
  none,
  choices,
  at,
  onClose,
}: {
  title: string;
  placeholder: string;
  none: string;
  choices: readonly Choice[];
  /** Place in the diagram; absent: in its middle. */
  at?: { x: number; y: number } | undefined;
  onClose: (how: "chosen" | "dismissed") => void;
}): ReactNode {
  const [query, setQuery] = useState("");
  const [row, setRow] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const base = useId();
  const wanted = plain(query.trim());
  const found = useMemo(
    () =>
      wanted === "" ? choices : choices.filter((c) => plain(`${c.name} ${c.hint ?? ""}`).includes(wanted)),
    [choices, wanted],
  );
  const shown = found.slice(0, 200);
  const active = Math.min(row, shown.length - 1);
  useEffect(() => {
    const away = (e: PointerEvent) => {
      if (!box.current?.contains(e.target as Node)) onClose("dismissed");
    };
    document.addEventListener("pointerdown", away, true);
    return () => document.removeEventListener("pointerdown", away, true);
  }, [onClose]);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const [place, setPlace] = useState<{ left: number; top: number }>();
  useEffect(() => {
    const el = box.current;
    const parent = el?.offsetParent;
    if (!el || !parent) return;
    const w = parent.clientWidth;
    const h = parent.clientHeight;
    setPlace(
      at
        ? {
            left: Math.max(8, Math.min(at.x, w - el.offsetWidth - 8)),
            top: Math.max(8, Math.min(at.y, h - el.offsetHeight - 8)),
          }
        : {
            left: Math.max(8, (w - el.offsetWidth) / 2),
            top: Math.max(8, Math.min(80, h - el.offsetHeight - 8)),
          },
    );
  }, [at]);
  const choose = (c: Choice | undefined) => {
    if (!c) return;
    onClose("chosen");
    c.run();
  };
  let group: string | undefined;
  return (
    <div
      ref={box}
      className={css.menu}
      role="dialog"
      aria-label={title}
      data-above=""
      style={place ?? { opacity: 0 }}
    >
      {!at && <p className={css.menuTitle}>{title}</p>}
      <input
        className={css.menuInput}
        // The list opens by a command: typing goes on here.
        // biome-ignore lint/a11y/noAutofocus: opened by the person, closed by Esc, focus returns to the diagram
        autoFocus
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${base}-list`}
        aria-activedescendant={shown.length > 0 ? `${base}-${active}` : undefined}
        aria-autocomplete="list"
        aria-label={placeholder}
        placeholder={placeholder}
        value={query}
        onChange={(e) => {
          setQuery(e.target.value);
          setRow(0);
        }}
        onKeyDown={(e) => {
          if (e.nativeEvent.isComposing) return;
          if (e.key === "ArrowDown" || e.key === "ArrowUp") {
            e.preventDefault();
            const step = e.key === "ArrowDown" ? 1 : -1;
            setRow((active + step + shown.length) % Math.max(1, shown.length));
          } else if (e.key === "Enter") {
            e.preventDefault();
            choose(shown[active]);
          } else if (e.key === "Escape") {
            e.preventDefault();
            e.stopPropagation();
            onClose("dismissed");
          } else if (e.key === "Tab") {
            e.preventDefault();
            onClose("dismissed");
          }
        }}
      />
      <div ref={list} id={`${base}-list`} role="listbox" aria-label={title} className={css.menuList}>
        {shown.map((c, i) => {
          const heading = c.group !== group && c.group !== undefined && wanted === "" ? c.group : undefined;
          group = c.group;
          return (
            <div key={c.id} role="presentation">
              {heading !== undefined && (
                <div className={css.menuGroup} role="presentation">
                  {heading}
                </div>
              )}
              <div
                id={`${base}-${i}`}
                role="option"
                aria-selected={i === active}
                tabIndex={-1}
                className={css.menuRow}
                onPointerMove={() => setRow(i)}
                onPointerUp={() => choose(c)}
              >
                {c.icon !== undefined && <Icon of={c.icon} size={17} />}
                <span className={css.menuName}>{c.name}</span>
                {c.hint !== undefined && <span className={css.menuHint}>{c.hint}</span>}
              </div>
            </div>
          );
        })}
      </div>
      {shown.length === 0 && <p className={css.menuNone}>{none}</p>}
    </div>
  );
}

export const keyWords = (keys: string): string =>
  keys
    .replace("Mod", /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl")
    .replaceAll("+", " + ")
    .replace(/^ \+ $/, "+");

/** Asks for nothing but is a list of `words`: kept here so that menus share one look. */
export const useMenuWords = words.useT;
