/** What was not saved yet, kept in the browser until it is: survives a crash, a closed window, a server that is away. */
import type { Study } from "@seiza/model";

/** A state that was not saved yet, and the key of the edit that led to it. */
export interface DraftStep {
  study: Study;
  label?: string;
}
export interface Draft extends DraftStep {
  id: string;
  /** Revision that the draft was made from. */
  revision: number;
  /** States on the way from that revision to the draft, oldest first: each a step of undo of its own. */
  steps?: DraftStep[];
  /** ms since 1970. */
  at: number;
}
export interface Drafts {
  get(id: string): Promise<Draft | undefined>;
  put(draft: Draft): Promise<void>;
  drop(id: string): Promise<void>;
}

const STORE = "drafts";
let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("seiza", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}
async function run<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  try {
    const database = await open();
    return await new Promise<T>((resolve, reject) => {
      const request = act(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } catch {
    // A private window may refuse storage; the study is then safe on the server only.
    return undefined;
  }
}

export const browserDrafts: Drafts = {
  get: (id) => run("readonly", (store) => store.get(id) as IDBRequest<Draft | undefined>),
  put: async (draft) => {
    await run("readwrite", (store) => store.put(draft));
  },
  drop: async (id) => {
    await run("readwrite", (store) => store.delete(id));
  },
};
