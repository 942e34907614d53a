/** Keys: `?` opens the list, `g` and a key goes somewhere, `/` searches, Ctrl or Cmd with Z undoes. */
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import shell from "../i18n/messages/shell.ts";
import { Dialog } from "../parts/dialog.tsx";
import { isMac } from "./platform.ts";

const ShortcutList = lazy(() => import("./shortcut-list.tsx"));

const Help = createContext<{ open: () => void }>({ open: () => undefined });
export const useHelp = () => useContext(Help);

/** Where keys are text. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement &&
      !["checkbox", "radio", "button", "range", "submit"].includes(target.type)));

export interface Keys {
  /** Keys after `g`. */
  go?: Record<string, () => void>;
  search?: () => void;
  undo?: () => void;
  redo?: () => void;
  dismiss?: () => void;
}

/** Time in which the key after `g` has to come, ms. */
const CHORD_MS = 1500;

/** Listens while the component is shown; the newest handlers are used. */
export function useShortcuts(keys: Keys): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    let chord = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const { go, search, undo, redo, dismiss } = current.current;
      const inDialog = document.querySelector("[role=dialog][aria-modal=true]") !== null;
      if (event.key === "Escape" && !inDialog) {
        dismiss?.();
        return;
      }
      if (isTyping(event.target) || inDialog) return;
      const command = isMac() ? event.metaKey : event.ctrlKey;
      const key = event.key.toLowerCase();
      if (command && !event.altKey && (key === "z" || key === "y")) {
        const act = key === "y" || event.shiftKey ? redo : undo;
        if (!act) return;
        event.preventDefault();
        act();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (chord > 0 && event.timeStamp - chord < CHORD_MS && go?.[key]) {
        chord = 0;
        event.preventDefault();
        go[key]?.();
        return;
      }
      chord = key === "g" ? event.timeStamp : 0;
      if (key === "/" && search) {
        event.preventDefault();
        search();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

/** Offers the list of keys to everything inside. */
export function HelpHost({ children, inStudy = false }: { children: ReactNode; inStudy?: boolean }) {
  const t = shell.useT();
  const [opened, setOpened] = useState(false);
  const value = useMemo(() => ({ open: () => setOpened(true) }), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "?" || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      event.preventDefault();
      setOpened(true);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <Help.Provider value={value}>
      {children}
      <Dialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={t("help.title")}
        size={inStudy ? 900 : "md"}
      >
        <Suspense>
          <ShortcutList inStudy={inStudy} />
        </Suspense>
      </Dialog>
    </Help.Provider>
  );
}
