/** Live notices of the server: what was saved, made or removed, by whom. One connection for the whole page. */
import type { Actor } from "./types.ts";

export interface ServerNotice {
  /** missed: more happened than is told; look again at everything. */
  kind:
    | "study.created"
    | "study.saved"
    | "study.removed"
    | "study.restored"
    | "study.summary"
    | "product.changed"
    | "product.removed"
    | "missed";
  study?: string;
  product?: string;
  revision?: number;
  by?: Actor;
}

type Listener = (notice: ServerNotice) => void;
const listeners = new Set<Listener>();
const reconnected = new Set<() => void>();
let source: EventSource | undefined;

function connect(url: string): void {
  if (source || typeof EventSource === "undefined") return;
  source = new EventSource(url);
  let wasLost = false;
  source.addEventListener("change", (event: MessageEvent<string>) => {
    const notice = JSON.parse(event.data) as ServerNotice;
    for (const listener of [...listeners]) listener(notice);
  });
  source.onopen = () => {
    if (wasLost) for (const again of [...reconnected]) again();
    wasLost = false;
  };
  source.onerror = () => {
    wasLost = true;
  };
}

/**
 * @param again called when the connection is back after it was lost
 * @returns unsubscribe
 */
export function onNotice(url: string, listener: Listener, again?: () => void): () => void {
  listeners.add(listener);
  if (again) reconnected.add(again);
  connect(url);
  return () => {
    listeners.delete(listener);
    if (again) reconnected.delete(again);
    if (listeners.size > 0) return;
    source?.close();
    source = undefined;
  };
}
