/** Every action of the diagram by name, for the menu, the keys and the list of commands. */
import type words from "../../i18n/messages/diagram.ts";
import type { Actions, Alignment, Desk } from "./actions.ts";

type Key = Parameters<typeof words.t>[0];
export interface Command {
  id: Key;
  group: "edit" | "connect" | "arrange" | "view" | "add";
  /** Shown beside the name. `Mod` is Ctrl, or ⌘ on a Mac. */
  keys?: string;
  run: () => void;
}
export interface Pages {
  inspect(): void;
  rename(): void;
  pick(what: "connect" | "connectFrom" | "zone" | "type"): void;
  addInterface(): void;
  showText(): void;
  undo?: (() => void) | undefined;
  redo?: (() => void) | undefined;
  why?: ((id: string) => void) | undefined;
}

/** Commands that make sense now, the likeliest first. */
export function commandsOf(desk: Desk, actions: Actions, pages: Pages): Command[] {
  const { chosen, readOnly, view } = desk;
  const components = chosen.filter((id) => id.startsWith("co:"));
  const zones = chosen.filter((id) => id.startsWith("zn:"));
  const flows = chosen.filter((id) => id.startsWith("fl:"));
  const one = chosen.length === 1 ? (chosen[0] as string) : undefined;
  const out: Command[] = [];
  const add = (
    id: Key,
    group: Command["group"],
    run: () => void,
    when: boolean,
    keys?: string,
    editing = true,
  ) => {
    if (when && !(editing && readOnly)) out.push({ id, group, run, ...(keys === undefined ? {} : { keys }) });
  };
  const some = components.length + zones.length > 0;
  add("cmd.inspect", "edit", pages.inspect, one !== undefined, "Enter", false);
  add("cmd.connect", "connect", () => pages.pick("connect"), components.length === 1, "C");
  add("cmd.connectFrom", "connect", () => pages.pick("connectFrom"), components.length === 1, "Shift+C");
  add("cmd.addInterface", "connect", pages.addInterface, components.length === 1, "I");
  add("cmd.turn", "connect", () => actions.turn(flows[0] as string), flows.length === 1, "R");
  add("cmd.command", "connect", () => actions.toggleCommand(flows[0] as string), flows.length === 1);
  add("cmd.rename", "edit", pages.rename, one !== undefined, "F2");
  add("cmd.duplicate", "edit", () => actions.duplicate(), some, "Mod+D");
  add("cmd.copy", "edit", () => void actions.copy(), some, "Mod+C", false);
  add(
    "cmd.cut",
    "edit",
    () => {
      const text = actions.cutText();
      if (text !== undefined) void navigator.clipboard?.writeText(text).catch(() => undefined);
    },
    some,
    "Mod+X",
  );
  add("cmd.paste", "edit", () => void actions.pasteKept(), true, "Mod+V");
  add("cmd.remove", "edit", () => actions.remove(), chosen.length > 0, "Delete");
  add("cmd.group", "arrange", () => actions.group(), some, "Mod+G");
  add("cmd.moveTo", "arrange", () => pages.pick("zone"), some, "M");
  const lineUp: [Key, Alignment][] = [
    ["cmd.left", "left"],
    ["cmd.centre", "centre"],
    ["cmd.right", "right"],
    ["cmd.top", "top"],
    ["cmd.middle", "middle"],
    ["cmd.bottom", "bottom"],
  ];
  for (const [id, how] of lineUp) add(id, "arrange", () => actions.align(how), components.length > 1);
  add("cmd.spreadX", "arrange", () => actions.align("spreadX"), components.length > 2);
  add("cmd.spreadY", "arrange", () => actions.align("spreadY"), components.length > 2);
  add(
    "cmd.fitZone",
    "arrange",
    () => actions.fitZone(zones[0] as string),
    zones.length === 1 && one !== undefined,
  );
  add("cmd.addHere", "add", () => pages.pick("type"), true, "A");
  add(
    "cmd.addZoneInside",
    "add",
    () => actions.addZone((zones[0] as string).slice((zones[0] as string).indexOf("/") + 1)),
    zones.length === 1 && one !== undefined,
  );
  add("cmd.addZone", "add", () => actions.addZone(), true, "Z");
  add("cmd.layout", "arrange", () => void actions.layout(), true, "L");
  add("cmd.selectAll", "edit", () => actions.selectAll(), true, "Mod+A", false);
  add("cmd.selectSame", "edit", () => actions.selectSameType(), components.length > 0, undefined, false);
  add("cmd.selectJoined", "edit", () => actions.selectJoined(), components.length > 0, undefined, false);
  add("cmd.selectNone", "edit", () => desk.select([]), chosen.length > 0, "Esc", false);
  add("cmd.fit", "view", () => view?.fit(), true, "1", false);
  add("cmd.fitSelection", "view", () => view?.fitTo(chosen), chosen.length > 0, "2", false);
  add("cmd.zoom100", "view", () => view?.zoomTo(1), true, "0", false);
  add("cmd.zoomIn", "view", () => view?.zoomTo(view.camera.k * 1.25), true, "+", false);
  add("cmd.zoomOut", "view", () => view?.zoomTo(view.camera.k / 1.25), true, "-", false);
  add("cmd.text", "view", pages.showText, true, "T", false);
  add(
    "cmd.why",
    "view",
    () => pages.why?.(one as string),
    one !== undefined && pages.why !== undefined,
    "W",
    false,
  );
  add("cmd.undo", "edit", () => pages.undo?.(), pages.undo !== undefined, "Mod+Z");
  add("cmd.redo", "edit", () => pages.redo?.(), pages.redo !== undefined, "Mod+Shift+Z");
  return out;
}

/** Command that a key stands for. Undo and redo are the shell's; copy, cut and paste are events of the browser. */
export function commandOfKey(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">,
  commands: readonly Command[],
): Command | undefined {
  const mod = event.ctrlKey || event.metaKey;
  const name =
    event.key === "Backspace" ? "Delete" : event.key === "=" || event.key === ";" ? "+" : event.key;
  if (event.altKey) return undefined;
  return commands.find((c) => {
    if (
      !c.keys ||
      ["cmd.copy", "cmd.cut", "cmd.paste", "cmd.undo", "cmd.redo", "cmd.selectNone"].includes(c.id)
    )
      return false;
    const parts = c.keys === "+" ? ["+"] : c.keys.split("+");
    const last = parts.at(-1) as string;
    return (
      parts.includes("Mod") === mod &&
      (last.length > 1 || /[a-z]/i.test(last) ? parts.includes("Shift") === event.shiftKey : true) &&
      last.toLowerCase() === name.toLowerCase()
    );
  });
}
