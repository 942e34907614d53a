import type { Catalog } from "@seiza/catalog";
import type { Configuration, Study } from "@seiza/model";
import { IconPlus, IconSquareDashed } from "@tabler/icons-react";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { useLang } from "../../i18n/index.ts";
import words from "../../i18n/messages/diagram.ts";
import css from "./diagram.module.css";
import { DRAGGED_TYPE } from "./diagram.tsx";
import { iconOf } from "./icons.ts";
import { Icon } from "./menu.tsx";
import { say } from "./scene.ts";

interface Part {
  id: string;
  name: string;
  icon: string;
  class: string;
  used: number;
}
const plain = (text: string) => text.normalize("NFKC").toLowerCase();

/** Product types of the study and the catalogue as parts: `catalogue:<id>` for those of the catalogue. */
export function partsOf(
  study: Study,
  configuration: Configuration | undefined,
  catalog: Catalog,
  lang: "ja" | "en",
) {
  const used = new Map<string, number>();
  for (const c of configuration?.components ?? []) used.set(c.type, (used.get(c.type) ?? 0) + 1);
  const own = study.productTypes.map(
    (t): Part => ({
      id: t.id,
      name: say(t.name, lang),
      icon: iconOf(t, catalog),
      class: t.class,
      used: used.get(t.id) ?? 0,
    }),
  );
  const based = new Set(study.productTypes.flatMap((t) => [t.based ?? "", t.id]));
  const { domain } = study.system;
  const rest = [...catalog["product-types"].values()].filter((t) => !based.has(t.id));
  // Types of the study's own field come first.
  rest.sort((a, b) => Number(b.domains.includes(domain)) - Number(a.domains.includes(domain)));
  const others = rest.map(
    (t): Part => ({
      id: `catalogue:${t.id}`,
      name: t.name[lang],
      icon: t.icon,
      class: String(t.defaults["class"] ?? "device"),
      used: 0,
    }),
  );
  return { own, others };
}

/** Stops of the list beside the product types. */
const ZONE = "+zone";
const NEW = "+type";
/** Letters that come within this time are one word, ms. */
const TYPING_MS = 900;

/** Parts to add. One stop of Tab: the arrows and the first letters of a name go through it. */
export function Palette({
  study,
  configuration,
  catalog,
  onAdd,
  onAddZone,
}: {
  study: Study;
  configuration: Configuration | undefined;
  catalog: Catalog;
  onAdd: (type: string) => void;
  onAddZone: () => void;
}) {
  const t = words.useT();
  const lang = useLang();
  const hint = useId();
  const [query, setQuery] = useState("");
  const { own, others } = useMemo(
    () => partsOf(study, configuration, catalog, lang),
    [study.productTypes, configuration?.components, catalog, lang],
  );
  const wanted = plain(query.trim());
  const fits = (p: Part) => wanted === "" || plain(`${p.name} ${p.id}`).includes(wanted);
  const groups = [
    { name: t("palette.own"), parts: own.filter(fits) },
    { name: t("palette.catalogue"), parts: others.filter(fits) },
  ];
  const first = groups.flatMap((g) => g.parts)[0];
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const stops = [ZONE, NEW, ...groups.flatMap((g) => g.parts.map((p) => p.id))];
  const names = new Map(groups.flatMap((g) => g.parts.map((p) => [p.id, p.name] as const)));
  const [current, setCurrent] = useState<string>();
  const stop = current !== undefined && stops.includes(current) ? current : (first?.id ?? ZONE);
  const typed = useRef({ text: "", at: 0 });
  const focus = (id: string | undefined) => {
    if (id === undefined) return;
    setCurrent(id);
    list.current?.querySelector<HTMLElement>(`[data-part="${CSS.escape(id)}"]`)?.focus();
  };
  /** Next part whose name or id begins with what is typed within a moment. */
  const ahead = (key: string, time: number) => {
    const isNew = time - typed.current.at > TYPING_MS;
    typed.current = { text: isNew ? key : typed.current.text + key, at: time };
    const text = plain(typed.current.text);
    const from = stops.indexOf(stop) + (typed.current.text.length === 1 ? 1 : 0);
    const round = [...stops.slice(from), ...stops.slice(0, from)];
    focus(
      round.find((id) =>
        [names.get(id) ?? "", id.replace(/^catalogue:/, "")].some((name) => plain(name).startsWith(text)),
      ),
    );
  };
  const onKeys = (e: KeyboardEvent<HTMLElement>) => {
    if (e.nativeEvent.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
    const at = stops.indexOf(stop);
    if (e.key === "ArrowDown") focus(stops[Math.min(stops.length - 1, at + 1)]);
    else if (e.key === "ArrowUp" && at === 0) field.current?.focus();
    else if (e.key === "ArrowUp") focus(stops[at - 1]);
    else if (e.key === "Home") focus(stops[0]);
    else if (e.key === "End") focus(stops.at(-1));
    else if (e.key.length === 1 && e.key !== " ") ahead(e.key, e.timeStamp);
    else return;
    if (e.key.length > 1) typed.current = { text: "", at: 0 };
    e.preventDefault();
    e.stopPropagation();
  };
  const reach = (id: string) => ({
    "data-part": id,
    tabIndex: id === stop ? 0 : -1,
    onFocus: () => setCurrent(id),
  });
  return (
    <div className={css.palette}>
      <input
        ref={field}
        className={css.search}
        type="search"
        placeholder={t("palette.search")}
        aria-label={t("palette.search")}
        value={query}
        onChange={(e) => setQuery(e.target.value)}
        onKeyDown={(e) => {
          if (e.nativeEvent.isComposing) return;
          if (e.key === "ArrowDown") focus(first?.id ?? ZONE);
          else if (e.key === "Enter" && first && wanted !== "") onAdd(first.id);
          else return;
          e.preventDefault();
        }}
      />
      <p className={css.hint} id={hint}>
        {t("palette.hint")}
      </p>
      <div
        ref={list}
        className={css.paletteList}
        role="toolbar"
        aria-orientation="vertical"
        aria-label={t("palette")}
        aria-describedby={hint}
        onKeyDown={onKeys}
      >
        <div className={css.paletteTop}>
          <button type="button" className={css.part} onClick={onAddZone} {...reach(ZONE)}>
            <span className={css.partIcon} data-class="zone">
              <IconSquareDashed size={18} stroke={1.7} />
            </span>
            <span className={css.partName}>{t("palette.zone")}</span>
          </button>
          <button type="button" className={css.part} onClick={() => onAdd("new")} {...reach(NEW)}>
            <span className={css.partIcon} data-class="zone">
              <IconPlus size={18} stroke={1.7} />
            </span>
            <span className={css.partName}>{t("palette.newType")}</span>
          </button>
        </div>
        {groups.map(
          (g) =>
            g.parts.length > 0 && (
              <section key={g.name} aria-label={g.name}>
                <h3 className={css.paletteGroup}>{g.name}</h3>
                {g.parts.map((p) => (
                  <button
                    key={p.id}
                    type="button"
                    className={css.part}
                    draggable
                    aria-label={t("palette.add", { name: p.name })}
                    onClick={() => onAdd(p.id)}
                    onDragStart={(e) => {
                      e.dataTransfer.setData(DRAGGED_TYPE, p.id);
                      e.dataTransfer.effectAllowed = "copy";
                    }}
                    {...reach(p.id)}
                  >
                    <span className={css.partIcon} data-class={p.class}>
                      <Icon of={p.icon} />
                    </span>
                    <span className={css.partName}>{p.name}</span>
                    {p.used > 0 && (
                      <span className={css.partUsed} title={t("palette.used", { count: p.used })}>
                        {p.used}
                      </span>
                    )}
                  </button>
                ))}
              </section>
            ),
        )}
        {first === undefined && <p className={css.hint}>{t("palette.none", { query })}</p>}
      </div>
    </div>
  );
}
