/** The open product: its document, how it is saved, and the way back. Screens change it through `edit` alone. */
import type { ProductDocument } from "@seiza/conformance";
import { createStore, type StoreApi } from "zustand/vanilla";
import { ApiError, Unreachable } from "../api/client.ts";
import type { Product, ProductHead, ProductsApi } from "../api/products.ts";
import type { Actor, StudyText } from "../api/types.ts";
import { Autosave, type Outcome, type Timers, windowTimers } from "../study/autosave.ts";
import type { SaveState } from "../study/session.ts";

export interface ProductSession {
  id: string;
  head: ProductHead;
  document: ProductDocument;
  person: Actor;
  save: SaveState;
  /** What the server said to the last save that failed. */
  saveError?: string | undefined;
  /** Another window saved while this one had edits of its own. */
  conflict?: Product | undefined;
  /** Edits with the same `join` within a second are one step of undo. */
  edit(change: (document: ProductDocument) => ProductDocument, join?: string): void;
  undo(): void;
  redo(): void;
  canUndo: boolean;
  canRedo: boolean;
  flush(): Promise<void>;
  settle(choice: "mine" | "theirs"): void;
}
export interface RunningProduct {
  store: StoreApi<ProductSession>;
  /** Another window saved. */
  heard(): Promise<void>;
  online(): void;
  isUnsaved(): boolean;
  /** A last try while the page goes away. */
  lastWord(): void;
  close(): Promise<void>;
}

const JOIN_MS = 1000;
const headOf = ({ document: _document, ...head }: Product): ProductHead => head;

export function startProduct(
  opened: Product,
  parts: {
    api: Pick<ProductsApi, "get" | "save">;
    person: Actor;
    /** Name that a declaration gives; undefined while it cannot be read. */
    nameOf: (text: string) => StudyText | undefined;
    now: () => number;
    timers?: Timers;
  },
): RunningProduct {
  const { api, nameOf, now } = parts;
  let saved = opened.document;
  let back: ProductDocument[] = [];
  let forth: ProductDocument[] = [];
  let joined: { key: string; at: number } | undefined;

  const bodyOf = (document: ProductDocument) => ({
    name: nameOf(document.text) ?? store.getState().head.name,
    document,
  });
  async function save(): Promise<Outcome> {
    const { document, head, conflict } = store.getState();
    if (conflict) return "stop";
    if (document === saved) return "done";
    store.setState({ save: "saving" });
    try {
      const next = await api.save(opened.id, head.revision, bodyOf(document));
      saved = document;
      const isSame = store.getState().document === document;
      store.setState({ head: headOf(next), save: isSame ? "saved" : "dirty", saveError: undefined });
      return isSame ? "done" : "again";
    } catch (error) {
      if (error instanceof Unreachable) {
        store.setState({ save: "offline", saveError: undefined });
        return "away";
      }
      if (error instanceof ApiError && error.status === 412) {
        try {
          store.setState({ conflict: await api.get(opened.id), save: "conflict" });
          return "stop";
        } catch {
          store.setState({ save: "offline" });
          return "away";
        }
      }
      store.setState({ save: "offline", saveError: error instanceof Error ? error.message : String(error) });
      return error instanceof ApiError && error.status < 500 ? "stop" : "away";
    }
  }
  const autosave = new Autosave(save, parts.timers ?? windowTimers);

  const show = (document: ProductDocument) => {
    const { conflict } = store.getState();
    store.setState({
      document,
      canUndo: back.length > 0,
      canRedo: forth.length > 0,
      save: conflict ? "conflict" : document === saved ? "saved" : "dirty",
    });
    if (document !== saved && !conflict) autosave.touch();
  };
  const store: StoreApi<ProductSession> = createStore<ProductSession>(() => ({
    id: opened.id,
    head: headOf(opened),
    document: opened.document,
    person: parts.person,
    save: "saved",
    canUndo: false,
    canRedo: false,
    edit(change, join) {
      const { document } = store.getState();
      const next = change(document);
      if (next === document) return;
      const at = now();
      if (join === undefined || joined?.key !== join || at - joined.at > JOIN_MS) back.push(document);
      joined = join === undefined ? undefined : { key: join, at };
      forth = [];
      show(next);
    },
    undo() {
      const before = back.pop();
      if (!before) return;
      forth.push(store.getState().document);
      joined = undefined;
      show(before);
    },
    redo() {
      const next = forth.pop();
      if (!next) return;
      back.push(store.getState().document);
      joined = undefined;
      show(next);
    },
    flush: () => autosave.flush(),
    settle(choice) {
      const { conflict, document } = store.getState();
      if (!conflict) return;
      saved = conflict.document;
      store.setState({ conflict: undefined, head: headOf(conflict) });
      if (choice === "theirs") {
        back.push(document);
        forth = [];
        show(conflict.document);
      } else show(document);
    },
  }));

  return {
    store,
    async heard() {
      const theirs = await api.get(opened.id).catch(() => undefined);
      const { document, head, conflict, save: state } = store.getState();
      if (!theirs || theirs.revision <= head.revision || conflict) return;
      // An answer to our own save may still be on its way; the save itself finds a conflict.
      if (document !== saved || state === "saving") return;
      back.push(document);
      saved = theirs.document;
      store.setState({ head: headOf(theirs) });
      show(theirs.document);
    },
    online: () => autosave.retry(),
    isUnsaved: () => store.getState().document !== saved,
    lastWord() {
      const { document, head, conflict } = store.getState();
      if (document === saved || conflict) return;
      void api.save(opened.id, head.revision, bodyOf(document), true).catch(() => undefined);
    },
    async close() {
      await autosave.flush();
      autosave.close();
      back = [];
    },
  };
}
