/** The diagram editor: palette and outline, the diagram, inspector and text, and the commands that join them. */
import type { Catalog } from "@seiza/catalog";
import type { Dossier } from "@seiza/dossier";
import {
  addInterface,
  type Configuration,
  type Diagnostic,
  remove,
  type Study,
  setConfiguration,
} from "@seiza/model";
import { IconLayoutSidebar, IconLayoutSidebarRight } from "@tabler/icons-react";
import { type KeyboardEvent, lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLang } from "../../i18n/index.ts";
import words from "../../i18n/messages/diagram.ts";
import { withWords } from "../../i18n/words.ts";
import { Actions, type Desk } from "./actions.ts";
import { type Command, commandOfKey, commandsOf } from "./commands.ts";
import { ConfigurationTabs } from "./configuration-tabs.tsx";
import css from "./diagram.module.css";
import { Diagram, type DiagramHandle } from "./diagram.tsx";
import { iconOf } from "./icons.ts";
import { Inspector, newInterface } from "./inspector.tsx";
import { type Choice, ChoiceMenu, keyWords } from "./menu.tsx";
import { Outline } from "./outline.tsx";
import type { Overlay } from "./overlay.ts";
import { Palette, partsOf } from "./palette.tsx";
import { say } from "./scene.ts";
import { type Heat, Legend, Tools } from "./tools.tsx";
import { type Arrange, arrangedWell, useScene } from "./use-scene.ts";
import type { Point } from "./view.ts";

const TextPane = lazy(() => import("./text-pane.tsx").then((m) => ({ default: m.TextPane })));

export interface DiagramEditorProps {
  study: Study;
  configuration: string;
  onConfiguration: (id: string) => void;
  catalog: Catalog;
  dossier?: Dossier | undefined;
  problems: readonly Diagnostic[];
  selection: readonly string[];
  onSelect: (ids: readonly string[]) => void;
  overlay?: Overlay | undefined;
  readOnly?: boolean;
  onEdit: (label: string, change: (study: Study) => Study, options?: { join?: string }) => void;
  arrange: Arrange;
  toText: (study: Study) => Promise<string>;
  fromText: (text: string) => Promise<{ study?: Study; problems: Diagnostic[] }>;
  onUndo?: (() => void) | undefined;
  onRedo?: (() => void) | undefined;
  onWhy?: ((id: string) => void) | undefined;
}
type Left = "palette" | "outline";
type Right = "inspector" | "text";
/** Rooms narrower than this begin with the left panel folded, px. */
const NARROW = 1000;

interface Open {
  kind: "commands" | "connect" | "connectFrom" | "zone" | "type";
  at?: Point;
}

export function DiagramEditor(props: DiagramEditorProps) {
  const { study, catalog, dossier, problems, selection, onSelect, readOnly = false, onEdit } = props;
  const t = words.useT();
  const lang = useLang();
  const configuration = (study.configurations.find((c) => c.id === props.configuration) ??
    study.configurations[0]) as Configuration;
  const room = useRef<HTMLDivElement>(null);
  const diagram = useRef<DiagramHandle>(null);
  const [left, setLeft] = useState<Left | undefined>("palette");
  const [right, setRight] = useState<Right | undefined>("inspector");
  const [hand, setHand] = useState(false);
  const [zoom, setZoom] = useState(1);
  const [legend, setLegend] = useState(false);
  const [heat, setHeat] = useState<Heat>("none");
  const [open, setOpen] = useState<Open>();
  const [textAsked, setTextAsked] = useState(0);
  const [isArranging, setArranging] = useState(false);
  const [message, setMessage] = useState<{ text: string; n: number }>();
  const [current, setCurrent] = useState<string>();
  /** The selection was put together one by one: Tab then leaves it alone. */
  const isGathering = useRef(false);

  useEffect(() => {
    // An empty pattern begins with the parts it is made of.
    if ((room.current?.clientWidth ?? NARROW) < NARROW && configuration.components.length > 0)
      setLeft(undefined);
  }, []);
  useEffect(() => {
    if (!message) return;
    const timer = setTimeout(() => setMessage(undefined), 6000);
    return () => clearTimeout(timer);
  }, [message]);

  const arrange: Arrange = props.arrange;
  const scene = useScene({
    study,
    configuration: configuration.id,
    catalog,
    lang,
    dossier,
    problems,
    arrange,
  });

  const select = useCallback(
    (ids: readonly string[]) => {
      onSelect(ids);
      const last = ids.at(-1);
      if (last !== undefined) setCurrent(last);
      if (ids.length === 0) isGathering.current = false;
    },
    [onSelect],
  );
  const tell = useCallback((text: string) => setMessage((m) => ({ text, n: (m?.n ?? 0) + 1 })), []);
  const here = useMemo(
    () =>
      selection.filter(
        (id) => id.startsWith("pt:") || id.slice(id.indexOf(":") + 1, id.indexOf("/")) === configuration.id,
      ),
    [selection, configuration.id],
  );
  const chosen = useMemo(
    () => (here.length > 0 ? here : current !== undefined && isThere(scene, current) ? [current] : []),
    [here, current, scene],
  );

  const desk: Desk = {
    study,
    configuration: configuration.id,
    catalog,
    lang,
    scene,
    view: diagram.current?.view,
    chosen,
    readOnly,
    edit: onEdit,
    select,
    setConfiguration: props.onConfiguration,
    say: tell,
    arrange: async (s, id) => {
      setArranging(true);
      try {
        return await arrangedWell(arrange, s, id);
      } finally {
        setArranging(false);
      }
    },
  };
  const latest = useRef(desk);
  latest.current = { ...desk, view: diagram.current?.view };
  const actions = useMemo(() => new Actions(() => latest.current), []);

  const inspect = (field?: string) => {
    setRight("inspector");
    setTimeout(() => {
      const panel = room.current?.querySelector<HTMLElement>("[data-panel=right]");
      const target =
        panel?.querySelector<HTMLInputElement>(`[data-field="${field ?? "name"}"]`) ??
        panel?.querySelector<HTMLElement>("input, select, textarea, button");
      target?.focus();
      if (target instanceof HTMLInputElement) target.select();
    }, 60);
  };
  const commands = commandsOf(latest.current, actions, {
    inspect: () => {
      if (here.length === 0 && current !== undefined) select([current]);
      inspect();
    },
    rename: () => {
      if (here.length === 0 && current !== undefined) select([current]);
      inspect("name");
    },
    pick: (kind) => setOpen({ kind, ...(open?.at ? { at: open.at } : {}) }),
    addInterface: () => {
      const key = chosen[0]?.slice(chosen[0].indexOf("/") + 1);
      const x = configuration.components.find((c) => c.id === key);
      if (!x) return;
      const face = newInterface(configuration, x);
      onEdit("interface.add", (s) => addInterface(s, configuration.id, x.id, face));
      select([`if:${configuration.id}/${x.id}.${face.id}`]);
      inspect();
    },
    showText: () => {
      setRight("text");
      setTextAsked((n) => n + 1);
    },
    undo: props.onUndo,
    redo: props.onRedo,
    why: props.onWhy,
  });
  const run = (c: Command) => c.run();

  const order = useMemo(() => (scene ? readingOrder(scene) : []), [scene]);
  const step = (by: 1 | -1): boolean => {
    const at = current === undefined ? -1 : order.indexOf(current);
    const next = order[at < 0 ? (by > 0 ? 0 : order.length - 1) : at + by];
    if (next === undefined) return false;
    setCurrent(next);
    if (!isGathering.current) onSelect([next]);
    diagram.current?.view?.reveal(next);
    return true;
  };
  /** Nearest thing in a direction. */
  const towards = (dx: number, dy: number) => {
    const from = current === undefined ? undefined : diagram.current?.view?.rectOf(current);
    if (!scene || !from) return step(1);
    let best: string | undefined;
    let least = Infinity;
    for (const n of scene.nodes) {
      const x = n.x + n.width / 2 - from.x - from.width / 2;
      const y = n.y + n.height / 2 - from.y - from.height / 2;
      const along = x * dx + y * dy;
      const aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (along <= 4) continue;
      const d = along + aside * 2.2;
      if (d < least) {
        least = d;
        best = n.id;
      }
    }
    if (best === undefined) return false;
    setCurrent(best);
    if (!isGathering.current) onSelect([best]);
    diagram.current?.view?.reveal(best);
    return true;
  };

  /** Esc was pressed with nothing left to undo: the next Tab leaves the diagram. */
  const isLeaving = useRef(false);
  const space = useRef<{ at: number; x: number; y: number }>(undefined);
  const onKeyDown = (e: KeyboardEvent<HTMLElement>) => {
    if (e.target !== e.currentTarget || e.nativeEvent.isComposing) return;
    const view = diagram.current?.view;
    const mod = e.ctrlKey || e.metaKey;
    const arrow = ARROWS[e.key];
    if (e.key === "Tab") {
      if (isLeaving.current || mod || e.altKey) {
        isLeaving.current = false;
        return;
      }
      if (step(e.shiftKey ? -1 : 1)) e.preventDefault();
      return;
    }
    if (e.key === "Escape") {
      if (view?.cancel()) {
        e.preventDefault();
        e.stopPropagation();
        return;
      }
      if (here.length > 0) {
        e.preventDefault();
        e.stopPropagation();
        select([]);
      }
      isLeaving.current = true;
      return;
    }
    isLeaving.current = false;
    if (arrow && !mod) {
      e.preventDefault();
      if (e.altKey || readOnly || (here.length === 0 && current === undefined)) towards(arrow[0], arrow[1]);
      else {
        const by = e.shiftKey ? 40 : 8;
        actions.nudge(arrow[0] * by, arrow[1] * by);
      }
      return;
    }
    if (e.key === " ") {
      e.preventDefault();
      if (e.repeat) return;
      space.current = { at: e.timeStamp, x: view?.camera.x ?? 0, y: view?.camera.y ?? 0 };
      view?.setSpace(true);
      return;
    }
    if ((e.key === "F10" && e.shiftKey) || e.key === "ContextMenu" || (e.key === "," && !mod)) {
      e.preventDefault();
      const rect = chosen[0] === undefined ? undefined : view?.rectOf(chosen[0]);
      const at = rect && view ? view.toScreen(rect) : undefined;
      setOpen({
        kind: "commands",
        ...(at ? { at: { x: at.x + Math.min(at.width, 120), y: at.y + 20 } } : {}),
      });
      return;
    }
    if (!mod && !e.altKey && (e.key === "h" || e.key === "v")) {
      setHand(e.key === "h");
      return;
    }
    const command = commandOfKey(e, commands);
    if (command) {
      e.preventDefault();
      e.stopPropagation();
      run(command);
    }
  };
  const onKeyUp = (e: KeyboardEvent<HTMLElement>) => {
    if (e.key !== " ") return;
    const view = diagram.current?.view;
    view?.setSpace(false);
    const began = space.current;
    space.current = undefined;
    const hasMoved = began && view && (view.camera.x !== began.x || view.camera.y !== began.y);
    if (!began || hasMoved || e.timeStamp - began.at > 500 || current === undefined) return;
    // The first press begins to gather: what the keyboard is at stays chosen.
    if (!isGathering.current) {
      isGathering.current = true;
      onSelect([...new Set([...here, current])]);
    } else onSelect(here.includes(current) ? here.filter((x) => x !== current) : [...here, current]);
  };

  // The clipboard's own events come to whatever has the focus; the diagram takes them while it has it.
  useEffect(() => {
    const host = diagram.current?.host;
    if (!host) return;
    const put = (e: ClipboardEvent, text: string | undefined) => {
      if (text === undefined) return;
      e.clipboardData?.setData("text/plain", text);
      e.preventDefault();
    };
    const copy = (e: ClipboardEvent) => document.activeElement === host && put(e, actions.copyText());
    const cut = (e: ClipboardEvent) =>
      document.activeElement === host && !latest.current.readOnly && put(e, actions.cutText());
    const pasteIt = (e: ClipboardEvent) => {
      if (document.activeElement !== host || latest.current.readOnly) return;
      e.preventDefault();
      actions.pasteText(e.clipboardData?.getData("text/plain") ?? "");
    };
    document.addEventListener("copy", copy);
    document.addEventListener("cut", cut);
    document.addEventListener("paste", pasteIt);
    return () => {
      document.removeEventListener("copy", copy);
      document.removeEventListener("cut", cut);
      document.removeEventListener("paste", pasteIt);
    };
  }, []);

  const overlay = useMemo(
    (): Overlay | undefined =>
      heat === "none" || !dossier
        ? props.overlay
        : {
            ...props.overlay,
            heat: heatOf(heat, dossier, configuration),
            ...(heat === "importance" ? { heatWords: IMPORTANCE } : {}),
          },
    [heat, dossier, configuration, props.overlay],
  );

  const closeMenu = useCallback((how: "chosen" | "dismissed") => {
    setOpen(undefined);
    if (how === "dismissed") diagram.current?.focus();
    else
      setTimeout(() => {
        if (document.activeElement === document.body) diagram.current?.focus();
      }, 0);
  }, []);
  const menu = open && menuOf(open);
  function menuOf(what: Open) {
    const first = chosen[0] ?? "";
    const name = actions.nameOf(first);
    const key = first.slice(first.indexOf("/") + 1);
    if (what.kind === "commands")
      return {
        title: t("commands"),
        placeholder: t("commands.search"),
        none: t("commands.none"),
        choices: ["connect", "edit", "add", "arrange", "view"].flatMap((group) =>
          commands
            .filter((c) => c.group === group)
            .map(
              (c): Choice => ({
                id: c.id,
                name: t(c.id),
                group: t(`group.${c.group}`),
                ...(c.keys === undefined ? {} : { hint: keyWords(c.keys) }),
                run: () => run(c),
              }),
            ),
        ),
      };
    const common = { placeholder: t("pick.search"), none: t("pick.none") };
    if (what.kind === "zone")
      return {
        ...common,
        title: t("pick.zone"),
        choices: configuration.zones.map(
          (z): Choice => ({ id: z.id, name: say(z.name, lang), run: () => actions.moveTo(z.id) }),
        ),
      };
    if (what.kind === "type") {
      const { own, others } = partsOf(study, configuration, catalog, lang);
      return {
        ...common,
        title: t("pick.type"),
        choices: [
          ...own.map((p) => ({ p, group: t("palette.own") })),
          ...others.map((p) => ({ p, group: t("palette.catalogue") })),
        ].map(
          ({ p, group }): Choice => ({
            id: p.id,
            name: p.name,
            icon: p.icon,
            group,
            run: () => actions.addComponent(p.id),
          }),
        ),
      };
    }
    return {
      ...common,
      title: t(what.kind === "connect" ? "pick.connect" : "pick.connectFrom", { name }),
      choices: configuration.components
        .filter((c) => c.id !== key)
        .map((c): Choice => {
          const type = study.productTypes.find((p) => p.id === c.type);
          return {
            id: c.id,
            name: say(c.name ?? type?.name, lang) || c.id,
            hint: say(configuration.zones.find((z) => z.id === c.zone)?.name, lang),
            icon: iconOf(type, catalog),
            run: () =>
              what.kind === "connect"
                ? actions.connect({ component: key }, { component: c.id })
                : actions.connect({ component: c.id }, { component: key }),
          };
        }),
    };
  }

  const isEmpty = configuration.components.length === 0;
  return (
    <div className={css.editor} ref={room} data-left={left !== undefined} data-right={right}>
      <h1 className={css.unseen}>{t("diagram")}</h1>
      <div className={css.bar}>
        <button
          type="button"
          className={css.iconButton}
          aria-label={t(left ? "panel.left.hide" : "panel.left.show")}
          title={t(left ? "panel.left.hide" : "panel.left.show")}
          aria-expanded={left !== undefined}
          onClick={() => setLeft(left ? undefined : "palette")}
        >
          <IconLayoutSidebar size={18} stroke={1.7} />
        </button>
        <ConfigurationTabs
          study={study}
          configuration={configuration.id}
          readOnly={readOnly}
          onChoose={(id) => {
            props.onConfiguration(id);
            setCurrent(undefined);
            select([]);
          }}
          onAdd={(copyOf) => actions.addConfiguration(copyOf)}
          onRename={(id, name) => {
            const before = study.configurations.find((c) => c.id === id)?.name;
            onEdit("configuration.change", (s) =>
              setConfiguration(s, id, { name: withWords(before, lang, name) }),
            );
          }}
          onRemove={(id) => {
            const other = study.configurations.find((c) => c.id !== id);
            onEdit("configuration.remove", (s) => remove(s, [`cf:${id}`]));
            select([]);
            if (other && id === configuration.id) props.onConfiguration(other.id);
          }}
        />
        <p className={css.counts}>
          {t("diagram.counts", {
            components: configuration.components.length,
            zones: configuration.zones.length,
            flows: configuration.flows?.length ?? 0,
          })}
        </p>
        <button
          type="button"
          className={css.iconButton}
          aria-label={t(right ? "panel.right.hide" : "panel.right.show")}
          title={t(right ? "panel.right.hide" : "panel.right.show")}
          aria-expanded={right !== undefined}
          onClick={() => setRight(right ? undefined : "inspector")}
        >
          <IconLayoutSidebarRight size={18} stroke={1.7} />
        </button>
      </div>
      {left !== undefined && (
        <aside className={css.left} aria-label={t(left)}>
          <Switch
            of={["palette", "outline"] as const}
            value={left}
            names={{ palette: t("palette"), outline: t("outline") }}
            onChange={setLeft}
          />
          {left === "palette" ? (
            <Palette
              study={study}
              configuration={configuration}
              catalog={catalog}
              onAdd={(type) => actions.addComponent(type)}
              onAddZone={() => actions.addZone()}
            />
          ) : (
            <Outline
              scene={scene}
              selection={here}
              onSelect={select}
              onReveal={(id) => diagram.current?.view?.reveal(id)}
            />
          )}
        </aside>
      )}
      <div className={css.middle}>
        <Diagram
          ref={diagram}
          scene={scene}
          catalog={catalog}
          selection={here}
          onSelect={(ids) => {
            isGathering.current = ids.length > 1;
            select(ids);
          }}
          overlay={overlay}
          readOnly={readOnly}
          hand={hand}
          current={current}
          onZoom={setZoom}
          onKeyDown={onKeyDown}
          onKeyUp={onKeyUp}
          onFocus={() => {
            isLeaving.current = false;
          }}
          withMinimap={!isEmpty}
          events={{
            open: () => inspect(),
            move: (drop) => actions.move(drop),
            resize: (zone, rect) => actions.resize(zone, rect),
            connect: (from, to) => actions.connect(from, to),
            menu: (at) => setOpen({ kind: "commands", at }),
          }}
          onDropType={(type, at) => {
            actions.addComponent(type, diagram.current?.view?.toWorldPoint(at));
            diagram.current?.focus();
          }}
        >
          <Tools
            view={() => diagram.current?.view}
            zoom={zoom}
            hand={hand}
            onHand={setHand}
            hasSelection={here.length > 0}
            onFitSelection={() => diagram.current?.view?.fitTo(here)}
            onLayout={readOnly ? undefined : () => void actions.layout()}
            isArranging={isArranging}
            onCommands={() => setOpen({ kind: "commands" })}
            legend={legend}
            onLegend={setLegend}
            heat={heat}
            onHeat={setHeat}
          />
          {legend && !isEmpty && <Legend />}
          {isEmpty && !readOnly && (
            <div className={css.empty} data-above="">
              <h2>{t("empty.title")}</h2>
              <p>{t("empty.text")}</p>
              <div className={css.emptyActions}>
                <button type="button" className={css.primary} onClick={() => setOpen({ kind: "type" })}>
                  {t("empty.first")}
                </button>
                <button type="button" className={css.textButton} onClick={() => setRight("text")}>
                  {t("empty.text.start")}
                </button>
              </div>
            </div>
          )}
          {menu && open && <ChoiceMenu key={open.kind} {...menu} at={open.at} onClose={closeMenu} />}
          <div className={css.message} role="status" data-above="" data-shown={message !== undefined}>
            {message?.text}
          </div>
        </Diagram>
      </div>
      {right !== undefined && (
        <aside className={css.right} aria-label={t(right)} data-panel="right">
          <Switch
            of={["inspector", "text"] as const}
            value={right}
            names={{ inspector: t("inspector"), text: t("text") }}
            onChange={setRight}
          />
          {right === "inspector" ? (
            <Inspector
              study={study}
              configuration={configuration}
              catalog={catalog}
              dossier={dossier}
              problems={problems}
              selection={here}
              readOnly={readOnly}
              edit={onEdit}
              select={select}
              remove={(ids) => actions.remove(ids)}
              tell={tell}
              why={props.onWhy}
              many={
                <div className={css.many}>
                  {commands
                    .filter((c) => MANY.has(c.id))
                    .map((c) => (
                      <button key={c.id} type="button" className={css.link} onClick={() => run(c)}>
                        <span className={css.linkName}>{t(c.id)}</span>
                        {c.keys !== undefined && <span className={css.linkMore}>{keyWords(c.keys)}</span>}
                      </button>
                    ))}
                </div>
              }
            />
          ) : (
            <Suspense fallback={<p className={css.hint}>{t("text.loading")}</p>}>
              <TextPane
                study={study}
                readOnly={readOnly}
                toText={props.toText}
                fromText={props.fromText}
                asked={textAsked}
                onLeave={() => diagram.current?.focus()}
                onStudy={(next) => onEdit("study.text", () => next, { join: "text" })}
              />
            </Suspense>
          )}
        </aside>
      )}
    </div>
  );
}

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Importance as a band's colour, and the number on it. */
const IMPORTANCE = { A: "3", C: "2", E: "1" };
const MANY = new Set<string>([
  "cmd.group",
  "cmd.moveTo",
  "cmd.duplicate",
  "cmd.copy",
  "cmd.cut",
  "cmd.remove",
  "cmd.left",
  "cmd.centre",
  "cmd.right",
  "cmd.top",
  "cmd.middle",
  "cmd.bottom",
  "cmd.spreadX",
  "cmd.spreadY",
  "cmd.fitSelection",
]);

function Switch<V extends string>({
  of,
  value,
  names,
  onChange,
}: {
  of: readonly V[];
  value: V;
  names: Record<V, string>;
  onChange: (value: V) => void;
}) {
  return (
    <div className={css.switch} role="group">
      {of.map((v) => (
        <button key={v} type="button" aria-pressed={v === value} onClick={() => onChange(v)}>
          {names[v]}
        </button>
      ))}
    </div>
  );
}

function isThere(scene: ReturnType<typeof useScene>, id: string): boolean {
  if (!scene) return false;
  const key = id.slice(id.indexOf("/") + 1);
  return id.startsWith("co:")
    ? scene.nodeAt.has(key)
    : id.startsWith("zn:")
      ? scene.zoneAt.has(key)
      : scene.edgeAt.has(id);
}

/** Zones with their components, from the upper left: the order of Tab. */
function readingOrder(scene: NonNullable<ReturnType<typeof useScene>>): string[] {
  const out: string[] = [];
  const byPlace = <R extends { x: number; y: number }>(a: R, b: R) =>
    Math.round((a.y - b.y) / 40) * 40 || a.x - b.x;
  const visit = (z: number) => {
    const zone = scene.zones[z];
    if (!zone) return;
    out.push(zone.id);
    for (const n of zone.nodes
      .map((i) => scene.nodes[i])
      .filter((n) => n !== undefined)
      .sort(byPlace))
      out.push(n.id);
    for (const q of [...zone.zones].sort((a, b) =>
      byPlace(scene.zones[a] as { x: number; y: number }, scene.zones[b] as { x: number; y: number }),
    ))
      visit(q);
  };
  const roots = scene.zones.map((_, i) => i).filter((i) => (scene.zones[i]?.parent ?? -1) < 0);
  for (const z of roots.sort((a, b) =>
    byPlace(scene.zones[a] as { x: number; y: number }, scene.zones[b] as { x: number; y: number }),
  ))
    visit(z);
  return out;
}

/** Colour of each component: its importance, or the worst risk value of its product type. */
export function heatOf(heat: "importance" | "risk", dossier: Dossier, configuration: Configuration) {
  const out = new Map<string, "A" | "B" | "C" | "D" | "E">();
  const rows = dossier.step1.configurations.find((c) => c.id === `cf:${configuration.id}`)?.components ?? [];
  if (heat === "importance") {
    for (const r of rows) out.set(r.id, r.importance === 3 ? "A" : r.importance === 2 ? "C" : "E");
    return out;
  }
  const worst = new Map<string, "A" | "B" | "C" | "D" | "E">();
  for (const g of dossier.step2.threatGroups) {
    const before = worst.get(g.type);
    if (before === undefined || g.band < before) worst.set(g.type, g.band);
  }
  for (const r of rows) {
    const band = worst.get(r.type);
    if (band) out.set(r.id, band);
  }
  return out;
}
