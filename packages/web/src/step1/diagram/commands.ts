/** Every action of the diagram by name, for the menu, the keys and the list of commands. */
import type words from "../../i18n/messages/diagram.ts";
import type { Actions, Alignment, Desk } from "./actions.ts";

type Key = Parameters<typeof words.t>[0];
export interface Command {
  id: Key;
  group: "edit" | "connect" | "arrange" | "view" | "add";
  /** Shown beside the name. */
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

/** Keys of the commands. `Mod` is Ctrl, or ⌘ on a Mac. */
export const KEYS: Readonly<Partial<Record<Key, string>>> = {
  "cmd.inspect": "Enter",
  "cmd.connect": "C",
  "cmd.connectFrom": "Shift+C",
  "cmd.addInterface": "I",
  "cmd.turn": "R",
  "cmd.rename": "F2",
  "cmd.duplicate": "Mod+D",
  "cmd.copy": "Mod+C",
  "cmd.cut": "Mod+X",
  "cmd.paste": "Mod+V",
  "cmd.remove": "Delete",
  "cmd.group": "Mod+G",
  "cmd.moveTo": "M",
  "cmd.addHere": "A",
  "cmd.addZone": "Z",
  "cmd.layout": "L",
  "cmd.selectAll": "Mod+A",
  "cmd.selectNone": "Esc",
  "cmd.fit": "1",
  "cmd.fitSelection": "2",
  "cmd.zoom100": "0",
  "cmd.zoomIn": "+",
  "cmd.zoomOut": "-",
  "cmd.text": "T",
  "cmd.why": "W",
  "cmd.undo": "Mod+Z",
  "cmd.redo": "Mod+Shift+Z",
};

/** Commands that make sense now, the likeliest first. */
export function commandsOf(desk: Desk, actions: Actions, pages: Pages): Command[] {
  const { chosen, readOnly, view } = desk;
  const components = chosen.filter((id) => id.startsWith("co:"));
  const zones = chosen.filter((id) => id.startsWith("zn:"));
  const flows = chosen.filter((id) => id.startsWith("fl:"));
  const one = chosen.length === 1 ? (chosen[0] as string) : undefined;
  const out: Command[] = [];
  const add = (id: Key, group: Command["group"], run: () => void, when: boolean, editing = true) => {
    const keys = KEYS[id];
    if (when && !(editing && readOnly)) out.push({ id, group, run, ...(keys === undefined ? {} : { keys }) });
  };
  const some = components.length + zones.length > 0;
  add("cmd.inspect", "edit", pages.inspect, one !== undefined, false);
  add("cmd.connect", "connect", () => pages.pick("connect"), components.length === 1);
  add("cmd.connectFrom", "connect", () => pages.pick("connectFrom"), components.length === 1);
  add("cmd.addInterface", "connect", pages.addInterface, components.length === 1);
  add("cmd.turn", "connect", () => actions.turn(flows[0] as string), flows.length === 1);
  add("cmd.command", "connect", () => actions.toggleCommand(flows[0] as string), flows.length === 1);
  add("cmd.rename", "edit", pages.rename, one !== undefined);
  add("cmd.duplicate", "edit", () => actions.duplicate(), some);
  add("cmd.copy", "edit", () => void actions.copy(), some, false);
  add(
    "cmd.cut",
    "edit",
    () => {
      const text = actions.cutText();
      if (text !== undefined) void navigator.clipboard?.writeText(text).catch(() => undefined);
    },
    some,
  );
  add("cmd.paste", "edit", () => void actions.pasteKept(), true);
  add("cmd.remove", "edit", () => actions.remove(), chosen.length > 0);
  add("cmd.group", "arrange", () => actions.group(), some);
  add("cmd.moveTo", "arrange", () => pages.pick("zone"), some);
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
  add("cmd.addHere", "add", () => pages.pick("type"), true);
  add(
    "cmd.addZoneInside",
    "add",
    () => actions.addZone((zones[0] as string).slice((zones[0] as string).indexOf("/") + 1)),
    zones.length === 1 && one !== undefined,
  );
  add("cmd.addZone", "add", () => actions.addZone(), true);
  add("cmd.layout", "arrange", () => void actions.layout(), true);
  add("cmd.selectAll", "edit", () => actions.selectAll(), true, false);
  add("cmd.selectSame", "edit", () => actions.selectSameType(), components.length > 0, false);
  add("cmd.selectJoined", "edit", () => actions.selectJoined(), components.length > 0, false);
  add("cmd.selectNone", "edit", () => desk.select([]), chosen.length > 0, false);
  add("cmd.fit", "view", () => view?.fit(), true, false);
  add("cmd.fitSelection", "view", () => view?.fitTo(chosen), chosen.length > 0, false);
  add("cmd.zoom100", "view", () => view?.zoomTo(1), true, false);
  add("cmd.zoomIn", "view", () => view?.zoomTo(view.camera.k * 1.25), true, false);
  add("cmd.zoomOut", "view", () => view?.zoomTo(view.camera.k / 1.25), true, false);
  add("cmd.text", "view", pages.showText, true, false);
  add(
    "cmd.why",
    "view",
    () => pages.why?.(one as string),
    one !== undefined && pages.why !== undefined,
    false,
  );
  add("cmd.undo", "edit", () => pages.undo?.(), pages.undo !== undefined);
  add("cmd.redo", "edit", () => pages.redo?.(), pages.redo !== undefined);
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
